//! The environment, read once at the start. Nothing else in the program looks at it.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the process was given beside its arguments.
#[derive(Clone, Debug, Default)]
pub struct Env {
    pub args: Vec<OsString>,
    /// `LIUHEN_REGISTER`
    pub register: Option<PathBuf>,
    /// `LIUHEN_ANCHOR`
    pub anchor: Option<PathBuf>,
    /// Where the platform keeps a user's data.
    pub data: Option<PathBuf>,
    /// `LC_ALL`, `LC_CTYPE`, `LANG`.
    pub locale: [Option<String>; 3],
    /// `NO_COLOR` is set to something.
    pub no_color: bool,
    /// Every variable, for a session to throw away what it does not know.
    pub variables: Vec<(OsString, OsString)>,
    /// This program's own file.
    pub exe: Option<PathBuf>,
    pub ssh: Ssh,
    /// `SUDO_UID`
    pub sudo_uid: Option<String>,
}

/// What sshd says of a connection.
#[derive(Clone, Debug, Default)]
pub struct Ssh {
    /// `SSH_USER_AUTH`: the file with the keys that authenticated.
    pub user_auth: Option<PathBuf>,
    /// `SSH_CONNECTION`
    pub connection: Option<String>,
    /// `SSH_ORIGINAL_COMMAND`
    pub command: Option<OsString>,
}

impl Env {
    pub fn read() -> Self {
        let data = directories::ProjectDirs::from("", "", "liuhen").map(|d| d.data_dir().to_owned());
        let register = env::var_os("LIUHEN_REGISTER").filter(|v| !v.is_empty()).map(PathBuf::from);
        let anchor = env::var_os("LIUHEN_ANCHOR").filter(|v| !v.is_empty()).map(PathBuf::from);
        let word = |name: &str| env::var(name).ok().filter(|v| !v.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(word);
        let no_color = env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Self {
            args: env::args_os().collect(),
            register,
            anchor,
            data,
            locale,
            no_color,
            variables: env::vars_os().collect(),
            exe: env::current_exe().ok(),
            ssh: Ssh {
                user_auth: word("SSH_USER_AUTH").map(PathBuf::from),
                connection: word("SSH_CONNECTION"),
                command: env::var_os("SSH_ORIGINAL_COMMAND").filter(|v| !v.is_empty()),
            },
            sudo_uid: word("SUDO_UID"),
        }
    }
}
