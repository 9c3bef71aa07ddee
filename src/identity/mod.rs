//! Who is at the other end. The program never asks for a name: it looks up what the operating
//! system has already established, the account behind the real user id. Root is nobody special.

use crate::domain::command::Actor;
use crate::domain::event::Means;
use crate::domain::organ::{Organ, Person};
use crate::domain::refusal::{Refusal, Rule};
use crate::office::{Office, Trouble};
use nix::unistd::{Uid, User};
use std::io;

/// The account of the operating system behind the real user id. An effective id may be borrowed
/// through a set-user-id bit and says nothing about the person.
///
/// # Errors
/// The account data base cannot be read, or has no name for this id.
pub fn account() -> io::Result<String> {
    let uid = Uid::current();
    let user = User::from_uid(uid).map_err(io::Error::from)?;
    user.map(|u| u.name).ok_or_else(|| io::Error::other(format!("uid {uid} has no account")))
}

/// The person who acts. On a training register another may be named by account.
///
/// # Errors
/// [`Rule::TrainingOnly`] for a named account on a real register, [`Rule::NotOnTheDirectory`] for
/// an account of nobody here, [`Rule::Inactive`] for one that was closed.
pub fn who(office: &Office, as_account: Option<&str>) -> Result<Actor, Trouble> {
    match as_account {
        Some(_) if !office.is_training() => Err(Rule::TrainingOnly.into()),
        Some(named) => Ok(Actor::person(&known(office.organ(), named)?.id, Means::Training)),
        None => {
            let account = account().map_err(crate::office::Fault::from)?;
            let person = known(office.organ(), &account)?;
            Ok(Actor::person(&person.id, Means::OsAccount(account)))
        }
    }
}

fn known<'a>(organ: &'a Organ, account: &str) -> Result<&'a Person, Refusal> {
    match organ.by_account(account) {
        None => Err(Refusal::with(Rule::NotOnTheDirectory, account)),
        Some(p) if !p.active => Err(Refusal::with(Rule::Inactive, &p.name)),
        Some(p) => Ok(p),
    }
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn this_process_runs_under_an_account_with_a_name() {
        let named = account().unwrap();
        assert!(!named.is_empty() && !named.contains(':'), "{named}");
    }
}
