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
    /// Where the platform keeps a user's data.
    pub data: Option<PathBuf>,
}

impl Env {
    pub fn read() -> Self {
        let data = directories::ProjectDirs::from("", "", "liuhen").map(|d| d.data_dir().to_owned());
        let register = env::var_os("LIUHEN_REGISTER").filter(|v| !v.is_empty()).map(PathBuf::from);
        Self { args: env::args_os().collect(), register, data }
    }
}
