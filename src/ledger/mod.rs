//! The append-only log as mathematics: what a leaf is, how leaves become one root, what a proof
//! says and how a log is checked. No database, no clock, no meaning of a body: an outsider can
//! write the same in a few hundred lines from `docs/log-format.md`.

pub mod checkpoint;
pub mod hash;
pub mod header;
pub mod hex;
pub mod proof;
pub mod receipt;
pub mod tree;
pub mod verify;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use hash::{Alg, Hash, Hasher, RegisterId, Salt, UnknownAlg};
pub use header::{Flags, HEADER_LEN, Header, HeaderError, LogId};
pub use proof::{Checked, Proof, ProofError, is_there};
pub use receipt::Acknowledged;
pub use tree::Frontier;
pub use verify::{Damage, Row, Verified, Verifier, Wrong};
