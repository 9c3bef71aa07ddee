//! The second way in: people have accounts on the machine and run the program through `sudo` as the
//! service account that owns the register. `sudo` writes the caller's user id into `SUDO_UID`.
//!
//! What has to be trusted: `sudo` and its rule (only `session`, with its register fixed), and that
//! nobody gets another program as the service account, for such a program could set the variable
//! itself, or write the register's file without asking us. Where the kernel keeps the id of the
//! login (`/proc/self/loginuid`), the two must agree: `su` to a colleague's account and `sudo` from
//! there is refused.

use super::name_of;
use crate::domain::refusal::{Refusal, Rule};
use crate::office::{Fault, Trouble};
use nix::unistd::Uid;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// What the kernel says where nobody has logged in, as in a service or a container.
const UNSET: &str = "4294967295";

/// Whether the real user id is that of the register's owner; only there `SUDO_UID` means something.
pub fn runs_as_owner(dir: &Path) -> bool {
    fs::metadata(dir).is_ok_and(|m| m.uid() == Uid::current().as_raw())
}

/// The account that called `sudo`.
///
/// # Errors
/// [`Rule::SudoUnclear`] where the id is none, has no account, or is not that of the login.
pub fn caller(sudo_uid: &str) -> Result<String, Trouble> {
    let login = fs::read_to_string("/proc/self/loginuid").unwrap_or_default();
    let uid = agreed(sudo_uid, login.trim()).map_err(Trouble::from)?;
    match name_of(uid) {
        Ok(name) => Ok(name),
        Err(e) if e.kind() == std::io::ErrorKind::Other => {
            Err(Refusal::with(Rule::SudoUnclear, sudo_uid).into())
        }
        Err(e) => Err(Fault::from(e).into()),
    }
}

fn agreed(sudo_uid: &str, login: &str) -> Result<Uid, Refusal> {
    let uid: u32 = sudo_uid.parse().map_err(|_| Refusal::with(Rule::SudoUnclear, sudo_uid))?;
    if login.is_empty() || login == UNSET || login == sudo_uid {
        return Ok(Uid::from_raw(uid));
    }
    Err(Refusal::with(Rule::SudoUnclear, format!("{sudo_uid} / {login}")))
}

#[cfg(test)]
mod tests {
    use super::agreed;
    use crate::domain::refusal::Rule;

    #[test]
    fn the_login_and_the_caller_must_be_one() {
        assert_eq!(agreed("1000", "4294967295").unwrap().as_raw(), 1000);
        assert_eq!(agreed("1000", "").unwrap().as_raw(), 1000);
        assert_eq!(agreed("1000", "1000").unwrap().as_raw(), 1000);
        assert_eq!(agreed("1000", "1001").unwrap_err().rule, Rule::SudoUnclear);
        assert_eq!(agreed("x", "4294967295").unwrap_err().rule, Rule::SudoUnclear);
        assert_eq!(agreed("-1", "4294967295").unwrap_err().rule, Rule::SudoUnclear);
    }
}
