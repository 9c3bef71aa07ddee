//! Accounts as the machine's own files name them, below any root. Accounts from a directory service
//! are not in these files; what asks for one says then that it cannot tell.

use super::manifest::under;
use crate::office::text_if_there;
use std::path::{Path, PathBuf};

/// A line of `/etc/passwd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub uid: u32,
    pub gid: u32,
    pub home: PathBuf,
    pub shell: PathBuf,
}

/// The account of this name; none where the file has none or cannot be read.
pub fn account(root: &Path, name: &str) -> Option<Account> {
    let text = text_if_there(&under(root, Path::new("/etc/passwd"))).ok()??;
    text.lines().find_map(|line| {
        let mut parts = line.split(':');
        if parts.next()? != name {
            return None;
        }
        let (uid, gid) = (parts.nth(1)?.parse().ok()?, parts.next()?.parse().ok()?);
        let (home, shell) = (parts.nth(1)?.into(), parts.next()?.into());
        Some(Account { uid, gid, home, shell })
    })
}

/// The names of an account's groups; none where its own cannot be told.
pub fn groups(root: &Path, name: &str) -> Option<Vec<String>> {
    let own = account(root, name)?.gid.to_string();
    let text = text_if_there(&under(root, Path::new("/etc/group"))).ok()??;
    let of = |line: &str| {
        let parts: Vec<&str> = line.split(':').collect();
        let [group, _, id, members] = parts.as_slice() else { return None };
        (*id == own || members.split(',').any(|m| m == name)).then(|| (*group).to_owned())
    };
    Some(text.lines().filter_map(of).collect())
}

/// What the password field says. Only its first character is looked at, and nothing of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Password {
    /// `!`: sshd without PAM refuses the account altogether.
    Locked,
    /// `*` or another sign that no password can match.
    Impossible,
    /// None at all.
    Empty,
    Some,
}

/// None where the file cannot be read, as for everybody but root.
pub fn password(root: &Path, name: &str) -> Option<Password> {
    let text = text_if_there(&under(root, Path::new("/etc/shadow"))).ok()??;
    let field = text.lines().find_map(|line| {
        let mut parts = line.split(':');
        if parts.next()? != name { None } else { parts.next() }
    })?;
    Some(match field.chars().next() {
        None => Password::Empty,
        Some('!') => Password::Locked,
        Some('$' | '_') => Password::Some,
        Some(c) if field.len() >= 13 && c.is_ascii_alphanumeric() => Password::Some,
        Some(_) => Password::Impossible,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn lines_are_read_and_broken_ones_are_nobodys() {
        let root = tempfile::tempdir().unwrap();
        let etc = root.path().join("etc");
        fs::create_dir(&etc).unwrap();
        fs::write(etc.join("passwd"), "liuhen-keys:x:\nx\nliuhen:x:990:991:a,b:/var/lib/l:/bin/l\n").unwrap();
        fs::write(etc.join("group"), "liuhen:x:991:\nkeys:x:y:\nmore:x:5:a,liuhen\nodd\n").unwrap();
        fs::write(etc.join("shadow"), "a:!*:1\nb:*:1\nc:$y$x:1\nd::1\ne:!!:\n").unwrap();
        let a = account(root.path(), "liuhen").unwrap();
        assert_eq!((a.uid, a.gid, a.shell.as_path()), (990, 991, Path::new("/bin/l")));
        assert_eq!(account(root.path(), "liuhen-keys"), None);
        assert_eq!(groups(root.path(), "liuhen"), Some(vec!["liuhen".to_owned(), "more".to_owned()]));
        assert_eq!(groups(root.path(), "nobody"), None);
        let of = |name| password(root.path(), name);
        assert_eq!([of("a"), of("e")], [Some(Password::Locked); 2]);
        assert_eq!(
            [of("b"), of("c"), of("d")],
            [Some(Password::Impossible), Some(Password::Some), Some(Password::Empty)]
        );
        assert_eq!(of("nobody"), None);
    }
}
