//! Who is at the other end. The program never asks for a name: it looks up what the operating
//! system has already established, the account behind the real user id, the account `sudo` was
//! called from, or the key that signed in over SSH. Root is nobody special.

pub mod key_file;
pub mod ssh;
pub mod sudo;

use crate::domain::command::Actor;
use crate::domain::event::Means;
use crate::domain::organ::{Organ, Person};
use crate::domain::refusal::{Refusal, Rule};
use crate::office::{Fault, Office, Trouble};
use nix::unistd::{Uid, User};
use std::io;

/// The account of the operating system behind the real user id. An effective id may be borrowed
/// through a set-user-id bit and says nothing about the person.
///
/// # Errors
/// The account data base cannot be read, or has no name for this id.
pub fn account() -> io::Result<String> {
    name_of(Uid::current())
}

fn name_of(uid: Uid) -> io::Result<String> {
    let user = User::from_uid(uid).map_err(io::Error::from)?;
    user.map(|u| u.name).ok_or_else(|| io::Error::other(format!("uid {uid} has no account")))
}

/// The person who acts. On a training register another may be named by account. `sudo_uid` is the
/// variable of that name, which counts where the program runs as the owner of the register.
///
/// # Errors
/// [`Rule::TrainingOnly`] for a named account on a real register, [`Rule::NotOnTheDirectory`] for
/// an account of nobody here, [`Rule::Inactive`] for one that was closed, [`Rule::SudoUnclear`].
pub fn who(office: &Office, as_account: Option<&str>, sudo_uid: Option<&str>) -> Result<Actor, Trouble> {
    match as_account {
        Some(_) if !office.is_training() => Err(Rule::TrainingOnly.into()),
        Some(named) => Ok(Actor::person(&known(office.organ(), named)?.id, Means::Training)),
        None => {
            let caller = sudo_uid.filter(|_| sudo::runs_as_owner(office.dir())).map(sudo::caller);
            let (account, means) = match caller.transpose()? {
                Some(account) => (account.clone(), Means::Sudo(account)),
                None => {
                    let account = account().map_err(Fault::from)?;
                    (account.clone(), Means::OsAccount(account))
                }
            };
            Ok(by_account(office.organ(), &account, means)?)
        }
    }
}

/// Whether this is no person but the service account that owns the register's files, as from a timer.
/// What it may do is what it could do to its own files without us.
pub fn is_the_register(office: &Office, sudo_uid: Option<&str>) -> bool {
    let nobody = |account: String| office.organ().by_account(&account).is_none();
    sudo_uid.is_none() && sudo::runs_as_owner(office.dir()) && account().is_ok_and(nobody)
}

/// The person who has this account.
///
/// # Errors
/// [`Rule::NotOnTheDirectory`] or [`Rule::Inactive`].
pub fn by_account(organ: &Organ, account: &str, means: Means) -> Result<Actor, Refusal> {
    Ok(Actor::person(&known(organ, account)?.id, means))
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
