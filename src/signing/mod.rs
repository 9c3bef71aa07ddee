//! Signatures of people and of the register itself: what is signed, with which key, at which level.
//! Pure but for randomness handed in; no file, no log.

pub mod export;
mod log_key;
mod note;
pub mod receipt;

pub use log_key::{LogKey, LogPublic, NotAKey};
pub use note::{Note, NoteError};
