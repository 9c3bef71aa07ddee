//! Where things stand on this server. Every value goes into files that other programs read, each
//! with quoting rules of its own; so only characters that mean nothing to any of them are taken.

use crate::cli::stop::Stop;
use crate::domain::refusal::Flaw;
use clap::Args;
use std::path::{Component, Path, PathBuf};

/// The service account, where nothing else is said.
pub const USER: &str = "liuhen";
/// The service account's home; the register, copies and what leaves the machine are below.
pub const HOME: &str = "/var/lib/liuhen";
/// Where the program is installed: sshd wants every directory above it to be root's alone.
pub const BINARY: &str = "/usr/lib/liuhen/liuhen";

/// What a place may call otherwise than we do: asked alike by whoever writes the files and by whoever
/// looks at them.
#[derive(Debug, Args)]
pub struct Names {
    #[arg(long, value_name = "ACCOUNT")]
    pub user: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub binary: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
    #[arg(long, value_name = "ROOT", default_value = "/", hide_default_value = true)]
    pub prefix: PathBuf,
}

/// What the line says of them.
#[derive(Debug, Default)]
pub struct Given<'a> {
    pub user: Option<&'a str>,
    pub binary: Option<&'a Path>,
    pub keys: Option<&'a Path>,
    pub register: Option<&'a Path>,
    pub port: Option<u16>,
}

/// Every value a template may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    pub user: String,
    /// The account that looks up keys.
    pub keys_user: String,
    pub home: PathBuf,
    pub binary: PathBuf,
    pub register: PathBuf,
    /// The file of keys that sshd's look-up reads.
    pub keys: PathBuf,
    pub copies: PathBuf,
    pub banner: PathBuf,
    pub port: u16,
}

impl Values {
    /// # Errors
    /// A name or path that another program could read as something else.
    pub fn of(given: &Given<'_>) -> Result<Self, Stop> {
        let user = given.user.unwrap_or(USER);
        if !is_account(user) {
            return Err(Stop::wrong("user", Flaw::Unreadable, user));
        }
        let home = if user == USER { PathBuf::from(HOME) } else { Path::new("/var/lib").join(user) };
        let binary = given.binary.map_or_else(|| PathBuf::from(BINARY), Path::to_owned);
        let register = given.register.map_or_else(|| home.join("register"), Path::to_owned);
        let keys = given.keys.map_or_else(|| PathBuf::from("/etc/liuhen/keys"), Path::to_owned);
        for (field, path) in [("binary", &binary), ("register", &register), ("keys", &keys)] {
            if !is_plain(path) {
                return Err(Stop::wrong(field, Flaw::Unreadable, path.display()));
            }
        }
        Ok(Self {
            keys_user: format!("{user}-keys"),
            keys,
            copies: home.join("copies"),
            banner: PathBuf::from("/etc/liuhen/banner"),
            port: given.port.unwrap_or(22),
            user: user.to_owned(),
            home,
            binary,
            register,
        })
    }

    /// A template with every gap filled. Not by [`crate::words::fill`]: the brackets of a unit's
    /// sections are no optional words. No value holds a brace, so none is read as a gap.
    pub fn fill(&self, template: &str) -> String {
        let path = |p: &Path| p.to_string_lossy().into_owned();
        let values = [
            ("user", self.user.clone()),
            ("keys_user", self.keys_user.clone()),
            ("home", path(&self.home)),
            ("binary", path(&self.binary)),
            ("register", path(&self.register)),
            ("keys", path(&self.keys)),
            ("keys_dir", self.keys.parent().map(path).unwrap_or_default()),
            ("copies", path(&self.copies)),
            // Beside the home, not in it: who puts the home back must not put this back with it.
            ("anchor_dir", format!("/var/lib/{}-anchor", self.user)),
            ("banner", path(&self.banner)),
            ("port", self.port.to_string()),
        ];
        values
            .iter()
            .fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// `^[a-z_][a-z0-9_-]{0,26}$`: the look-up account's name is five longer, and 32 is the most.
fn is_account(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_')
        && name.len() <= 27
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
}

/// An absolute path of plain characters that climbs nowhere.
pub fn is_plain(path: &Path) -> bool {
    let text = path.to_str().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    text.starts_with('/')
        && text.len() > 1
        && text.len() <= 200
        && text.chars().all(plain)
        && path.components().all(|c| matches!(c, Component::RootDir | Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_something_to_another_program_are_not_taken() {
        for user in ["", "Root", "a b", "liuhen\nMatch all", "x%u", "-x", &"x".repeat(28), "用户"] {
            assert!(Values::of(&Given { user: Some(user), ..Given::default() }).is_err(), "{user:?}");
        }
        for path in ["x", "", "/", "/a b", "/a\nForceCommand x", "/a/../b", "/a%u", "/a\"b", "/案"] {
            let path = Path::new(path);
            assert!(Values::of(&Given { register: Some(path), ..Given::default() }).is_err(), "{path:?}");
            assert!(Values::of(&Given { binary: Some(path), ..Given::default() }).is_err(), "{path:?}");
        }
    }

    #[test]
    fn what_is_not_said_follows_the_account() {
        let v = Values::of(&Given { user: Some("guowen"), ..Given::default() }).unwrap();
        assert_eq!(v.register, Path::new("/var/lib/guowen/register"));
        assert_eq!(v.fill("{keys_user} {keys} {keys_dir}"), "guowen-keys /etc/liuhen/keys /etc/liuhen");
    }
}
