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
mod tests {
    use super::super::limits;
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn what_was_set_is_what_the_kernel_says() {
        limits::harden().unwrap();
        let facts = Facts::read();
        assert_eq!((facts.umask, facts.core, facts.no_new_privs), (Some(0o077), Some((0, 0)), Some(true)));
    }

    #[test]
    #[allow(clippy::print_stderr, reason = "a test that shows nothing says so")]
    fn the_trial_leaves_this_process_free_and_a_wall_shuts_one_thread_in() {
        if walls::possible() == Walls::None {
            eprintln!("SKIP: this kernel has no Landlock");
            return;
        }
        assert!(fs::read("/etc/passwd").is_ok(), "the trial must not shut the process in");
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().to_owned();
        let (inside, outside, program) = std::thread::spawn(move || {
            walls::build(&place).unwrap();
            let inside = fs::write(place.join("x"), "x").is_ok() && fs::read(place.join("x")).is_ok();
            (
                inside,
                fs::read("/etc/passwd").is_ok(),
                std::process::Command::new("/bin/true").status().is_ok(),
            )
        })
        .join()
        .unwrap();
        assert_eq!((inside, outside, program), (true, false, false));
    }
}
