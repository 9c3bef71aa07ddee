//! How long nobody has touched a key, and how long the session lasts already. Time is the machine's
//! running time: a wall clock put forward locks nobody out, and a training clock ends nothing.

use crate::domain::policy_file::Session;
use std::time::{Duration, Instant};

/// What is due now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Nothing,
    Lock,
    /// The session ends because nobody is there.
    Idle,
    /// The session ends because it has lasted long enough.
    TooLong,
}

/// Running time since any moment that stays the same.
pub type Pace = Box<dyn Fn() -> Duration>;

pub struct Watch {
    pace: Pace,
    began: Duration,
    touched: Duration,
}

impl Watch {
    pub fn new(pace: Pace) -> Self {
        let now = pace();
        Self { pace, began: now, touched: now }
    }

    /// By the machine's own running time.
    pub fn running() -> Self {
        let start = Instant::now();
        Self::new(Box::new(move || start.elapsed()))
    }

    /// A key came from somebody who may use it.
    pub fn touch(&mut self) {
        self.touched = (self.pace)();
    }

    pub fn due(&self, limits: &Session) -> Due {
        let now = (self.pace)();
        let idle = now.saturating_sub(self.touched);
        let minutes = |n: u32| Duration::from_secs(u64::from(n) * 60);
        if now.saturating_sub(self.began) >= minutes(limits.longest_hours.saturating_mul(60)) {
            Due::TooLong
        } else if idle >= minutes(limits.idle_end_minutes) {
            Due::Idle
        } else if idle >= minutes(limits.idle_lock_minutes) {
            Due::Lock
        } else {
            Due::Nothing
        }
    }
}
