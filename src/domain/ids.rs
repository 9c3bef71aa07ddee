//! The names things go by. All are plain text or bytes; none is made here, because identifiers
//! come from outside ([`crate::domain::command::Fresh`]) so that replays give the same answer.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! text_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

text_name!(
    /// A member of the organ's staff, in its own directory.
    PersonId
);
text_name!(
    /// A department, or an organ around this one.
    UnitId
);
text_name!(
    /// A body that decides together.
    CommitteeId
);
text_name!(
    /// The first twelve hex digits of the leaf of the event that set a text or its materials.
    Revision
);

/// One matter: a record, an escalation, an item before a committee, a meeting, a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MatterId(pub Uuid);

impl fmt::Display for MatterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// The short name people use: eight random Crockford characters and a check character.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ref(pub String);

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Ref {
    /// Five random bytes give eight characters of five bits each; the ninth checks them.
    pub fn from_random(bytes: [u8; 5]) -> Self {
        let mut bits = bytes.iter().fold(0u64, |acc, b| (acc << 8) | u64::from(*b));
        let mut letters = [0usize; 8];
        for slot in letters.iter_mut().rev() {
            *slot = (bits & 31) as usize;
            bits >>= 5;
        }
        let mut text: String = letters.iter().map(|&n| char::from(CROCKFORD[n])).collect();
        text.push(check(&letters));
        Self(text)
    }

    /// Reads what a person typed: case, the look-alikes I L O U and hyphens are forgiven, a wrong
    /// check character is not.
    pub fn parse(typed: &str) -> Option<Self> {
        let letters: Vec<usize> = typed
            .chars()
            .filter(|c| *c != '-' && !c.is_whitespace())
            .map(|c| match c.to_ascii_uppercase() {
                'I' | 'L' => '1',
                'O' => '0',
                'U' => 'V',
                other => other,
            })
            .map(|c| CROCKFORD.iter().position(|&k| char::from(k) == c))
            .collect::<Option<_>>()?;
        let (body, last) = letters.split_at_checked(8)?;
        let [last] = last else { return None };
        let body: [usize; 8] = body.try_into().ok()?;
        if check(&body) != char::from(CROCKFORD[*last]) {
            return None;
        }
        Some(Self(letters.iter().map(|&n| char::from(CROCKFORD[n])).collect()))
    }

    /// What the second custodian types to show which record is before him.
    pub fn last_four(&self) -> &str {
        &self.0[self.0.len().saturating_sub(4)..]
    }
}

/// Odd weights are units modulo 32, so any single wrong character changes the sum; unequal
/// neighbours catch most swapped pairs.
fn check(letters: &[usize; 8]) -> char {
    let sum: usize = letters.iter().enumerate().map(|(i, n)| n * (2 * i + 3)).sum();
    char::from(CROCKFORD[sum % 32])
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ref_survives_a_careless_typist_but_not_a_wrong_letter() {
        let r = Ref::from_random([1, 2, 3, 250, 251]);
        assert_eq!(Ref::parse(&r.0.to_lowercase()), Some(r.clone()));
        assert_eq!(Ref::parse(&format!("{}-{}", &r.0[..4], &r.0[4..])), Some(r.clone()));
        for at in 0..9 {
            let mut wrong: Vec<u8> = r.0.bytes().collect();
            wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
            assert_eq!(Ref::parse(std::str::from_utf8(&wrong).unwrap()), None, "position {at}");
        }
        assert_eq!(Ref::parse(""), None);
        assert_eq!(Ref::parse("张三"), None);
    }
}
