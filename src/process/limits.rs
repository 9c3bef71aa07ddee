//! Limits of the process itself. None of them limits the size of a file or the number of processes:
//! the first kills the process in the middle of a commit, the second counts the whole account.

#[cfg(target_os = "linux")]
use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::stat::{Mode, umask};
use std::io;

/// What is made from here on is its owner's alone; no core is written; no other process of the same
/// account may look into the memory of this one; nothing started from here gains a privilege.
///
/// # Errors
/// The system call that failed. Each is allowed to everybody, so one that fails is worth a stop.
pub fn harden() -> io::Result<()> {
    umask(Mode::S_IRWXG | Mode::S_IRWXO);
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    outlive_long_files()?;
    own_memory()?;
    #[cfg(target_os = "linux")]
    prctl::set_no_new_privs()?;
    Ok(())
}

/// Where the account may write no longer file, the write fails and is told, instead of a silent end.
///
/// # Errors
/// The system call that failed.
pub fn outlive_long_files() -> io::Result<()> {
    Ok([Signal::SIGXFSZ].into_iter().collect::<SigSet>().thread_block()?)
}

/// All sessions share one account of the operating system; their memory is still each one's own.
#[cfg(target_os = "linux")]
fn own_memory() -> io::Result<()> {
    // Started through /proc/self/exe the process would be called "exe" in every list.
    prctl::set_name(c"liuhen")?;
    Ok(prctl::set_dumpable(false)?)
}

#[cfg(not(target_os = "linux"))]
fn own_memory() -> io::Result<()> {
    Ok(())
}
