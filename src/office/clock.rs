//! Time and identifiers come from outside, so that tests, screens and replays are exact.

use super::Fault;
use crate::domain::ids::Millis;
use crate::ledger::Alg;
use crate::store::beside;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

pub trait Clock: Send {
    fn now(&self) -> Millis;
}

/// The machine's wall clock.
pub struct System;

impl Clock for System {
    fn now(&self) -> Millis {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A moment that stands still: `--now` on a training register, and tests.
pub struct Fixed(pub Millis);

impl Clock for Fixed {
    fn now(&self) -> Millis {
        self.0
    }
}

/// Another clock, moved forward.
pub struct Ahead(pub Box<dyn Clock>, pub Millis);

impl Clock for Ahead {
    fn now(&self) -> Millis {
        self.0.now() + self.1
    }
}

pub trait Ids: Send {
    /// # Errors
    /// The operating system gives no randomness.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Fault>;
}

pub struct OsRandom;

impl Ids for OsRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        getrandom::fill(bytes).map_err(|e| Fault::Io(std::io::Error::other(e)))
    }
}

/// The same identifiers from the same seed, for demonstration data and tests. Never for a register
/// that is meant: its salts could be guessed.
pub struct Seeded {
    seed: u64,
    count: u64,
}

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self { seed, count: 0 }
    }
}

impl Ids for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        for chunk in bytes.chunks_mut(32) {
            let block = Alg::Sha256.digest(&[&self.seed.to_be_bytes(), &self.count.to_be_bytes()]);
            self.count += 1;
            chunk.copy_from_slice(&block.0[..chunk.len()]);
        }
        Ok(())
    }
}

/// How far a training register's clock stands ahead. A real register has no such thing.
pub(super) fn offset(dir: &Path, training: bool) -> Result<Millis, Fault> {
    if !training {
        return Ok(0);
    }
    let Some(text) = beside::read(&dir.join(beside::CLOCK_FILE))? else { return Ok(0) };
    text.trim().parse().map_err(|_| Fault::Damaged(beside::CLOCK_FILE.to_owned()))
}

pub(super) fn move_forward(dir: &Path, by: Millis) -> Result<(), Fault> {
    let stands = offset(dir, true)?;
    beside::keep(&dir.join(beside::CLOCK_FILE), &(stands + by).to_string())
}
