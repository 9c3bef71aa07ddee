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
    /// `LC_ALL`, `LC_CTYPE`, `LANG`: what is said of the terminal's encoding.
    pub locale: [Option<String>; 3],
    /// `NO_COLOR` is set.
    pub no_color: bool,
    /// Where the platform keeps a user's data.
    pub data: Option<PathBuf>,
}

impl Env {
    pub fn read() -> Self {
        let data = directories::ProjectDirs::from("", "", "liuhen").map(|d| d.data_dir().to_owned());
        let register = env::var_os("LIUHEN_REGISTER").filter(|v| !v.is_empty()).map(PathBuf::from);
        Self {
            args: env::args_os().collect(),
            register,
            locale: ["LC_ALL", "LC_CTYPE", "LANG"].map(|name| env::var(name).ok()),
            no_color: env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()),
            data,
        }
    }
}
