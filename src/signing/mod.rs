//! Signatures of people and of the register itself: what is signed, with which key, at which level.
//! No file, no log, no clock; keys are made from randomness handed in, only the salt of a seal comes
//! from the operating system.

pub mod export;
pub mod key;
mod keyed;
mod log_key;
mod note;
pub mod receipt;
pub mod said;
pub mod seal;
mod secret;
mod spoiled;
pub mod sshsig;

pub use key::SigningKey;
pub use keyed::Keyed;
pub use log_key::{LogKey, LogPublic, NotAKey};
pub use note::{Note, NoteError};
pub use said::{Occasion, Said, Under, said};
pub use secret::Secret;
pub use spoiled::Spoiled;
pub use sshsig::{Facts, NotGood, Received};
