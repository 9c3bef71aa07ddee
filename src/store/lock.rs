//! The one way to wait for another process: a lock on a file, with an end to the waiting and the name
//! of whoever is waited for. Nothing else in the program locks a file.
//!
//! The kernel lets go of such a lock however its process ends, but not while the process merely
//! stands still. Hence nobody waits for ever, a process that holds one is not stopped by its terminal,
//! and what stands in the file tells who it is.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{SigSet, SigmaskHow, Signal, kill};
use nix::sys::stat::{major, minor};
use nix::unistd::{Pid, Uid, User};

use super::fault::Fault;
use super::files;
use crate::domain::ids::Millis;

/// Nobody waits longer for a lock. With what the database waits for by itself and the start of a
/// process it stays below the ten seconds after which a caller is told to try again.
pub const PATIENCE: Duration = Duration::from_secs(6);
/// Whoever has waited once in vain does not wait as long again for the same holder.
const AFTER_VAIN: Duration = Duration::from_millis(300);
/// Bytes of what a holder says of himself.
const SAID: usize = 200;

/// Who holds a lock, as he said himself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person's name, or the account under which the process runs.
    pub who: String,
    /// His process.
    pub pid: u32,
    /// Since when.
    pub since: Millis,
}

/// A wait that came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waited {
    /// None where nobody said anything in the file.
    pub holder: Option<Holder>,
    /// How long.
    pub waited: Duration,
}

/// A lock with a place in a directory.
#[derive(Debug)]
pub struct LockFile {
    path: PathBuf,
    vain: AtomicBool,
}

/// The lock, held until dropped.
#[derive(Debug)]
pub struct Held {
    file: File,
    _still: Still,
}

impl LockFile {
    /// Makes the file where it is missing. What is no file stands in the way of everybody's writing
    /// and is put aside.
    pub fn at(path: &Path) -> Result<LockFile, Fault> {
        files::aside_unless_file(path)?;
        open(path).map_err(|error| files::shut(path, error))?;
        Ok(LockFile { path: path.to_owned(), vain: AtomicBool::new(false) })
    }

    /// Takes the lock, in turn with others, and says who holds it.
    ///
    /// # Errors
    /// [`Fault::Waited`] once the patience is at its end.
    pub fn hold(&self, who: &str) -> Result<Held, Fault> {
        let bound = if self.vain.load(Ordering::Relaxed) { AFTER_VAIN } else { PATIENCE };
        let held = hold_within(&self.path, bound, &|| open(&self.path));
        self.vain.store(matches!(held, Err(Fault::Waited(_))), Ordering::Relaxed);
        let held = held?;
        held.say(who);
        Ok(held)
    }

    /// Takes the lock if nobody has it.
    pub fn try_hold(&self, who: &str) -> Result<Option<Held>, Fault> {
        match hold_within(&self.path, Duration::ZERO, &|| open(&self.path)) {
            Ok(held) => {
                held.say(who);
                Ok(Some(held))
            }
            Err(Fault::Waited(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Takes part in the lock beside others who do, unless somebody has it for himself.
    ///
    /// # Errors
    /// [`Fault::Waited`].
    pub fn share(&self) -> Result<File, Fault> {
        let file = open(&self.path).map_err(|error| files::shut(&self.path, error))?;
        match taken(file.try_lock_shared())? {
            true => Ok(file),
            false => Err(waited(&self.path, Duration::ZERO)),
        }
    }
}

impl Held {
    /// Best done, never needed: a disk that is full takes no name either.
    fn say(&self, who: &str) {
        let who: String = who.chars().filter(|c| !c.is_control()).take(40).collect();
        let who = if who.is_empty() { "liuhen" } else { &who };
        let text = format!("{} {} {who}", std::process::id(), now());
        let mut bytes = text.into_bytes();
        bytes.resize(SAID, b' ');
        let _ = self.file.write_all_at(&bytes, 0);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Best done as well, and before the next one can say anything.
        let _ = self.file.write_all_at(&[b' '; SAID], 0);
        // The kernel drops the lock with the handle anyway.
        let _ = self.file.unlock();
    }
}

/// Locks a new file that no other process can know of yet, for as long as the handle lives.
pub fn own(file: &File) -> Result<(), Fault> {
    if taken(file.try_lock())? { Ok(()) } else { Err(Fault::Busy) }
}

/// Whether some living process holds the lock of an open file. `shared`: those who only look do not
/// take each other for the holder.
pub fn lives(file: &File) -> bool {
    file.try_lock_shared().is_err()
}

/// Whether nobody alive holds it; then it is held by this handle, and whoever has just made the file and is
/// about to lock it waits for what becomes of it.
pub fn is_left(file: &File) -> bool {
    file.try_lock().is_ok()
}

/// Locks a new file whose name others know already, for as long as the handle lives. False where one of them
/// took it for a dead one before it was locked: then it is to be made anew.
pub fn own_or_anew(file: &File) -> Result<bool, Fault> {
    use std::os::unix::fs::MetadataExt;
    Ok(taken(file.try_lock())? && file.metadata()?.nlink() > 0)
}

/// Orders what several do in one directory, without a file of its own in it.
pub fn directory(dir: &Path, bound: Duration) -> Result<Held, Fault> {
    hold_within(dir, bound, &|| File::open(dir))
}

/// Who holds the lock of this file now; the outer none where nobody does. Looks and changes nothing.
pub fn holder(path: &Path) -> Result<Option<Waited>, Fault> {
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|error| files::shut(path, error))?,
    };
    if taken(file.try_lock_shared())? {
        return Ok(None);
    }
    let holder = holder_of(&file);
    let since = holder.as_ref().map_or(0, |h| now().saturating_sub(h.since).max(0));
    Ok(Some(Waited { holder, waited: Duration::from_millis(since.unsigned_abs()) }))
}

/// Another process that has part of a file to itself, as the kernel lists it: whoever stands still while
/// it opens the database holds that lock and has not yet said anything in ours. The file itself is not
/// opened: closing it would take the database's locks from this process. None inside a session's walls,
/// where there is no such list.
fn keeper(path: &Path) -> Option<Holder> {
    let pid = listed("POSIX", &fs::metadata(path).ok()?)?;
    (pid != std::process::id()).then(|| running(pid)).flatten()
}

/// The process that has a file to itself by one kind of lock, as the kernel lists it. None where the list
/// cannot be read, or does not know the file by this number.
fn listed(kind: &str, meta: &fs::Metadata) -> Option<u32> {
    let place = format!("{:02x}:{:02x}:{}", major(meta.dev()), minor(meta.dev()), meta.ino());
    let list = fs::read_to_string("/proc/locks").ok()?;
    list.lines().find_map(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
        [_, of, _, "WRITE", pid, at, ..] if of == kind && at == place => pid.parse().ok(),
        _ => None,
    })
}

/// The account a process runs under with the program's name, and when it began: the same for everybody
/// who waits for it, however long he has.
fn running(pid: u32) -> Option<Holder> {
    let uid = fs::metadata(format!("/proc/{pid}")).ok()?.uid();
    let account = User::from_uid(Uid::from_raw(uid)).ok().flatten();
    // proc_pid_stat(5): the name in brackets may hold anything; the twentieth field behind it is the
    // start, in hundredths of a second since the machine's own.
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let after: Millis = fields.split_whitespace().nth(19)?.parse().ok()?;
    let all = fs::read_to_string("/proc/stat").ok()?;
    let boot: Millis = all.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    let account = account.map_or_else(|| uid.to_string(), |a| a.name);
    let program = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    let who = format!("{account}:{program}").chars().filter(|c| !c.is_control()).collect();
    Some(Holder { who, pid, since: boot * 1000 + after * 10 })
}

/// Works with databases, not to be stopped by the terminal meanwhile; where they were waited for in vain
/// the fault says for whom.
///
/// # Errors
/// Those of the work.
pub fn named<T, E: From<Fault>>(files: &[PathBuf], work: impl FnOnce() -> Result<T, Fault>) -> Result<T, E> {
    let (begun, _still) = (Instant::now(), Still::begin());
    work().map_err(|fault| match fault {
        Fault::Busy => {
            let holder = files.iter().find_map(|file| keeper(file));
            let waited =
                |holder| Fault::Waited(Box::new(Waited { holder: Some(holder), waited: begun.elapsed() }));
            holder.map_or(Fault::Busy, waited).into()
        }
        fault => fault.into(),
    })
}

/// Does something that may hang (a file on another mount) on a thread of its own, and waits for it so
/// long at most. None when there is no answer; the thread is left to itself.
pub fn within<T: Send + 'static>(bound: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (give, take) = mpsc::sync_channel(1);
    let begun = thread::Builder::new().name("aside".into()).spawn(move || {
        block_stops();
        let _ = give.send(work());
    });
    begun.ok()?;
    take.recv_timeout(bound).ok()
}

/// Keeps the signals by which a terminal stops a process from this thread; the one that takes locks
/// decides about them.
pub fn block_stops() {
    let _ = stops().thread_block();
}

fn stops() -> SigSet {
    [Signal::SIGTSTP, Signal::SIGTTIN, Signal::SIGTTOU].into_iter().collect()
}

/// Ctrl-Z waits until the lock is free again.
#[derive(Debug)]
struct Still(Option<SigSet>);

impl Still {
    fn begin() -> Still {
        Still(stops().thread_swap_mask(SigmaskHow::SIG_BLOCK).ok())
    }
}

impl Drop for Still {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            let _ = before.thread_set_mask();
        }
    }
}

fn hold_within(path: &Path, bound: Duration, open: &dyn Fn() -> io::Result<File>) -> Result<Held, Fault> {
    let begun = Instant::now();
    // Before the lock: a process stopped between the two would be one that holds it.
    let still = Still::begin();
    loop {
        let file = open().map_err(|error| files::shut(path, error))?;
        let file = if taken(file.try_lock())? {
            file
        } else {
            let left = bound.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Err(waited(path, begun.elapsed()));
            }
            match in_turn(file, left)? {
                Some(file) => file,
                None => return Err(waited(path, begun.elapsed())),
            }
        };
        // One that was taken away meanwhile keeps nobody out any more.
        let there = fs::metadata(path);
        let same =
            file.metadata().is_ok_and(|a| there.is_ok_and(|b| (a.dev(), a.ino()) == (b.dev(), b.ino())));
        if same {
            return Ok(Held { file, _still: still });
        }
        if begun.elapsed() > bound {
            return Err(waited(path, begun.elapsed()));
        }
    }
}

/// Waits in the kernel's own queue, which no waiting of ours could end; hence on a thread. One that is
/// given the lock after nobody wants it any more lets go of it at once.
fn in_turn(file: File, bound: Duration) -> Result<Option<File>, Fault> {
    let (give, take) = mpsc::sync_channel(0);
    // The stops are blocked in this thread, and so they are in those it starts.
    thread::Builder::new().name("waits".into()).spawn(move || {
        let got = loop {
            match file.lock() {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other.map(|()| file),
            }
        };
        let _ = give.send(got);
    })?;
    match take.recv_timeout(bound) {
        Ok(got) => Ok(Some(got?)),
        Err(_) => Ok(None),
    }
}

fn open(path: &Path) -> io::Result<File> {
    let file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    super::files::as_the_place(&file, path)?;
    Ok(file)
}

fn taken(tried: Result<(), TryLockError>) -> Result<bool, Fault> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => Ok(false),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn waited(path: &Path, waited: Duration) -> Fault {
    let holder = File::open(path).ok().and_then(|file| holder_of(&file));
    Fault::Waited(Box::new(Waited { holder, waited }))
}

/// Who holds the lock of a file: whoever says so in it, if it is his. Between taking the lock and saying so
/// there is a moment in which the one before may still stand there: he is not named.
fn holder_of(file: &File) -> Option<Holder> {
    let said = said_in(file);
    // The list is read in pieces while others come and go; a line may be missed once.
    let listed = || (0..5).find_map(|_| listed("FLOCK", &file.metadata().ok()?));
    match listed() {
        Some(pid) => said.filter(|holder| holder.pid == pid).or_else(|| running(pid)),
        // Whoever let go has taken his name away; whoever was killed is no process any more.
        None => said.filter(|holder| is_running(holder.pid)),
    }
}

fn is_running(pid: u32) -> bool {
    i32::try_from(pid).is_ok_and(|pid| kill(Pid::from_raw(pid), None) != Err(Errno::ESRCH))
}

fn said_in(file: &File) -> Option<Holder> {
    let mut bytes = [0; SAID];
    let some = file.read_at(&mut bytes, 0).ok()?;
    let text = std::str::from_utf8(bytes.get(..some)?).ok()?;
    let mut parts = text.trim_end().splitn(3, ' ');
    let (pid, since) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Holder { who: parts.next().unwrap_or_default().to_owned(), pid, since })
}

fn now() -> Millis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| Millis::try_from(d.as_millis()).unwrap_or(Millis::MAX))
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
