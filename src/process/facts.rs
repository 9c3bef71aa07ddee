//! What is in force for this process, read back from the kernel rather than remembered.

use super::walls::{self, Walls};
use nix::sys::resource::{Resource, getrlimit};
use std::fs;

/// The state of the process, as `doctor` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Permission bits taken from every new file; none where the kernel does not tell.
    pub umask: Option<u32>,
    /// Bytes of a core at most, the soft and the hard limit.
    pub core: Option<(u64, u64)>,
    pub no_new_privs: Option<bool>,
    /// What walls this kernel would build around a session.
    pub walls: Walls,
}

impl Facts {
    pub fn read() -> Self {
        // A kernel without /proc tells nothing; that is then what is shown.
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = |name: &str| {
            status
                .lines()
                .find_map(|l| l.strip_prefix(name))
                .map(|v| v.trim_start_matches(':').trim().to_owned())
        };
        Self {
            umask: line("Umask").and_then(|v| u32::from_str_radix(&v, 8).ok()),
            core: getrlimit(Resource::RLIMIT_CORE).ok(),
            no_new_privs: privileges(),
            walls: walls::possible(),
        }
    }
}

/// Of this thread; those started from it later are bound in the same way.
#[cfg(target_os = "linux")]
fn privileges() -> Option<bool> {
    nix::sys::prctl::get_no_new_privs().ok()
}

#[cfg(not(target_os = "linux"))]
fn privileges() -> Option<bool> {
    None
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
