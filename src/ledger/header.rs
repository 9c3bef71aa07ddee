//! The 100 bytes that stand for an event in the tree. In clear, and naming nobody: a receipt or a
//! proof may be shown to a stranger without saying who recorded what.

use serde::{Deserialize, Serialize};

use super::hash::{Alg, Hash, RegisterId, UnknownAlg};

/// Length of an encoded header of version 1.
pub const HEADER_LEN: usize = 100;
const VERSION: u8 = 1;

/// Which of a register's two logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogId {
    /// What was done.
    Acts,
    /// What was read.
    Reads,
}

impl LogId {
    /// Both logs, in the order of their bytes.
    pub const ALL: [LogId; 2] = [LogId::Acts, LogId::Reads];

    /// The byte in the header and the number in the table.
    pub fn byte(self) -> u8 {
        match self {
            LogId::Acts => 1,
            LogId::Reads => 2,
        }
    }

    /// The word in checkpoints and proofs.
    pub fn name(self) -> &'static str {
        match self {
            LogId::Acts => "acts",
            LogId::Reads => "reads",
        }
    }

    /// The log of a word as [`LogId::name`] writes it.
    pub fn from_name(name: &str) -> Option<LogId> {
        Self::ALL.into_iter().find(|log| log.name() == name)
    }

    /// The log of a header byte.
    pub fn from_byte(byte: u8) -> Option<LogId> {
        Self::ALL.into_iter().find(|log| log.byte() == byte)
    }
}

/// The two things a header says besides order and time. Every other bit is zero in version 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Flags {
    /// Bit 0: this register is for training; the same in every event of a register.
    pub training: bool,
    /// Bit 1: the wall clock stood behind the event before, whose time was taken instead.
    pub clock_behind: bool,
}

impl Flags {
    fn byte(self) -> u8 {
        u8::from(self.training) | u8::from(self.clock_behind) << 1
    }

    fn from_byte(byte: u8) -> Option<Flags> {
        (byte < 4).then_some(Flags { training: byte & 1 != 0, clock_behind: byte & 2 != 0 })
    }
}

/// An event's header, decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Algorithm of the leaf, the commitment and the tree.
    pub alg: Alg,
    /// The log it stands in.
    pub log: LogId,
    /// Training register, clock behind.
    pub flags: Flags,
    /// The register it belongs to.
    pub register: RegisterId,
    /// Position in its log, from 0.
    pub seq: u64,
    /// Leaf of the event before; 32 zero bytes for the first.
    pub prev: Hash,
    /// Milliseconds since 1970-01-01T00:00:00Z, never smaller than in the event before.
    pub time_ms: i64,
    /// [`Alg::commit`] of salt and body.
    pub body: Hash,
}

/// Why bytes are not a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Not [`HEADER_LEN`] bytes.
    #[error("a header has {HEADER_LEN} bytes, not {0}")]
    Length(usize),
    /// A version made by a later program.
    #[error("header version {0} is unknown")]
    Version(u8),
    /// An algorithm that is not built in.
    #[error(transparent)]
    Alg(#[from] UnknownAlg),
    /// Neither acts nor reads.
    #[error("log {0} is unknown")]
    Log(u8),
    /// A bit without a meaning.
    #[error("flags {0:#04x} are unknown")]
    Flags(u8),
}

impl Header {
    /// The exact bytes that are stored and hashed; big endian.
    pub fn encode(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        out[0] = VERSION;
        out[1] = self.alg.byte();
        out[2] = self.log.byte();
        out[3] = self.flags.byte();
        out[4..20].copy_from_slice(&self.register.0);
        out[20..28].copy_from_slice(&self.seq.to_be_bytes());
        out[28..60].copy_from_slice(&self.prev.0);
        out[60..68].copy_from_slice(&self.time_ms.to_be_bytes());
        out[68..100].copy_from_slice(&self.body.0);
        out
    }

    /// Reads a header; refuses every byte that [`Header::encode`] would not write.
    pub fn decode(bytes: &[u8]) -> Result<Header, HeaderError> {
        let bytes: &[u8; HEADER_LEN] = bytes.try_into().map_err(|_| HeaderError::Length(bytes.len()))?;
        if bytes[0] != VERSION {
            return Err(HeaderError::Version(bytes[0]));
        }
        Ok(Header {
            alg: Alg::from_byte(bytes[1])?,
            log: LogId::from_byte(bytes[2]).ok_or(HeaderError::Log(bytes[2]))?,
            flags: Flags::from_byte(bytes[3]).ok_or(HeaderError::Flags(bytes[3]))?,
            register: RegisterId(part(bytes, 4)),
            seq: u64::from_be_bytes(part(bytes, 20)),
            prev: Hash(part(bytes, 28)),
            time_ms: i64::from_be_bytes(part(bytes, 60)),
            body: Hash(part(bytes, 68)),
        })
    }

    /// The leaf of this header.
    pub fn leaf(&self) -> Hash {
        self.alg.leaf(&self.encode())
    }
}

/// `N` bytes from a constant offset; all offsets above lie inside the header.
fn part<const N: usize>(bytes: &[u8; HEADER_LEN], at: usize) -> [u8; N] {
    std::array::from_fn(|i| bytes[at + i])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_decodes_is_what_was_encoded(mut bytes in prop::collection::vec(any::<u8>(), HEADER_LEN)) {
            bytes[0] = 1;
            bytes[1] = 1;
            bytes[2] = 1 + bytes[2] % 2;
            bytes[3] %= 4;
            let header = Header::decode(&bytes).unwrap();
            prop_assert_eq!(header.encode().to_vec(), bytes);
        }

        #[test]
        fn no_bytes_make_decoding_fail_badly(bytes in prop::collection::vec(any::<u8>(), 0..140)) {
            if let Ok(header) = Header::decode(&bytes) {
                prop_assert_eq!(header.encode().to_vec(), bytes);
            }
        }
    }

    #[test]
    fn every_unknown_byte_is_named() {
        let good = [1, 1, 1, 0].into_iter().chain([0; 96]).collect::<Vec<u8>>();
        let with = |at: usize, byte| {
            let mut bytes = good.clone();
            bytes[at] = byte;
            Header::decode(&bytes)
        };
        assert!(Header::decode(&good).is_ok());
        assert_eq!(with(0, 2), Err(HeaderError::Version(2)));
        assert_eq!(with(1, 2), Err(HeaderError::Alg(UnknownAlg::Sm3)));
        assert_eq!(with(1, 9), Err(HeaderError::Alg(UnknownAlg::Other(9))));
        assert_eq!(with(2, 3), Err(HeaderError::Log(3)));
        assert_eq!(with(3, 4), Err(HeaderError::Flags(4)));
        assert_eq!(Header::decode(&good[1..]), Err(HeaderError::Length(99)));
    }
}
