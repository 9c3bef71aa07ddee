//! The hash algorithm of a register, its outputs, and the four places where it is used. Each use
//! begins with bytes of its own, so that no input of one can ever be read as an input of another.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest, Sha256};

use super::hex;

/// First bytes of every body commitment.
const BODY_LABEL: &[u8] = b"liuhen body v1\0";

/// 32 random bytes that hide a body behind its commitment.
pub type Salt = [u8; 32];

/// The hash algorithm, one byte in every header. A register keeps one for its whole epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alg {
    /// SHA-256 (FIPS 180-4).
    Sha256,
}

/// An algorithm byte this program cannot compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownAlg {
    /// The byte kept for SM3 (GB/T 32905-2016): known by name, not built in.
    #[error("hash algorithm 2 (SM3) is reserved and not built in")]
    Sm3,
    /// A byte nobody has given a meaning.
    #[error("hash algorithm {0} is unknown")]
    Other(u8),
}

impl Alg {
    /// The byte in the header.
    pub fn byte(self) -> u8 {
        match self {
            Alg::Sha256 => 1,
        }
    }

    /// The algorithm of a header byte.
    pub fn from_byte(byte: u8) -> Result<Alg, UnknownAlg> {
        match byte {
            1 => Ok(Alg::Sha256),
            2 => Err(UnknownAlg::Sm3),
            other => Err(UnknownAlg::Other(other)),
        }
    }

    /// A running hash; materials are read through it piece by piece.
    pub fn hasher(self) -> Hasher {
        match self {
            Alg::Sha256 => Hasher(Sha256::new()),
        }
    }

    /// The plain hash of the parts, one after the other.
    pub fn digest(self, parts: &[&[u8]]) -> Hash {
        let mut hasher = self.hasher();
        parts.iter().for_each(|part| hasher.update(part));
        hasher.finish()
    }

    /// Root of the empty tree: `H("")`.
    pub fn empty(self) -> Hash {
        self.digest(&[])
    }

    /// Leaf of an event: `H(0x00 || header)`.
    pub fn leaf(self, header: &[u8]) -> Hash {
        self.digest(&[&[0], header])
    }

    /// Inner node: `H(0x01 || left || right)`.
    pub fn node(self, left: &Hash, right: &Hash) -> Hash {
        self.digest(&[&[1], &left.0, &right.0])
    }

    /// What a header says of its body: `H("liuhen body v1" || 0x00 || salt || body)`. The salt
    /// keeps a short body from being guessed out of a receipt.
    pub fn commit(self, salt: &Salt, body: &[u8]) -> Hash {
        self.digest(&[BODY_LABEL, salt, body])
    }
}

/// A hash being computed.
#[derive(Clone)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of everything taken.
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

/// Gives an array of bytes its hex face: `Display`, `Debug`, `parse`, serde as a string.
macro_rules! hex_bytes {
    ($name:ident, $len:literal) => {
        impl $name {
            /// Reads lower-case hex of exactly this length.
            pub fn from_hex(text: &str) -> Option<Self> {
                hex::decode_array::<$len>(text).map(Self)
            }
            /// The value of exactly this many bytes.
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(&self.0))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(&self.0))
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::from_hex(&text).ok_or_else(|| D::Error::custom("lower-case hex of fixed length wanted"))
            }
        }
    };
}

/// A hash of 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hash(pub [u8; 32]);
hex_bytes!(Hash, 32);

impl Hash {
    /// The short form people compare: the first 12 hex digits.
    pub fn revision(&self) -> String {
        hex::encode(&self.0[..6])
    }
}

/// The random name of a register, in every header and checkpoint of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RegisterId(pub [u8; 16]);
hex_bytes!(RegisterId, 16);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_the_published_examples() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Alg::Sha256.empty().to_string(), empty);
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Alg::Sha256.digest(&[b"a", b"bc"]).to_string(), abc);
        assert_eq!(Hash::from_hex(abc).map(|h| h.revision()).as_deref(), Some("ba7816bf8f01"));
        assert_eq!(Alg::Sha256.leaf(&[]).revision(), "6e340b9cffb3");
    }

    #[test]
    fn other_algorithms_are_refused_by_name() {
        assert_eq!(Alg::from_byte(1), Ok(Alg::Sha256));
        assert_eq!(Alg::from_byte(2), Err(UnknownAlg::Sm3));
        assert_eq!(Alg::from_byte(0), Err(UnknownAlg::Other(0)));
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let hash = Alg::Sha256.empty();
        let json = serde_json::to_string(&hash).unwrap();
        assert_eq!(json, format!("\"{hash}\""));
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
        assert!(serde_json::from_str::<Hash>(&json.to_uppercase()).is_err());
        assert!(serde_json::from_str::<Hash>("\"00\"").is_err());
    }
}
