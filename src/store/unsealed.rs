//! What lies in the clear while a copy is made, tried or opened: it goes with the process, when that is told to go.

use super::files;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

static THERE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn there() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    THERE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place that is cleared where a signal ends the process while this lives.
#[derive(Debug)]
pub struct Unsealed(PathBuf);

impl Unsealed {
    pub fn at(path: &Path) -> Unsealed {
        static WATCHED: Once = Once::new();
        // Where no thread can be had the next copy clears up, as after a kill.
        WATCHED.call_once(|| drop(watch()));
        there().push(path.to_owned());
        Unsealed(path.to_owned())
    }
}

impl Drop for Unsealed {
    fn drop(&mut self) {
        let mut all = there();
        if let Some(n) = all.iter().position(|path| *path == self.0) {
            all.swap_remove(n);
        }
    }
}

/// Ends the process as the signal would have, once nothing is left. A signal that was to be ignored, as under
/// nohup, still is.
fn watch() -> std::io::Result<()> {
    let ignored = ignored();
    let heard = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|s| ignored >> (s - 1) & 1 == 0);
    let mut signals = Signals::new(heard.collect::<Vec<i32>>())?;
    std::thread::Builder::new().name("unsealed".into()).spawn(move || {
        for signal in signals.forever() {
            for path in there().iter() {
                // The other thread may still be putting something there.
                let _ = (0..50).find(|_| files::clear(path).is_ok());
            }
            let _ = emulate_default_handler(signal);
        }
    })?;
    Ok(())
}

/// The signals that this process does not heed, a bit each.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|l| l.strip_prefix("SigIgn:"));
    mask.and_then(|m| u64::from_str_radix(m.trim(), 16).ok()).unwrap_or(0)
}
