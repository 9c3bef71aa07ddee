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

    /// Reads what a person typed: case, width, the look-alikes I L O U and hyphens are forgiven, a
    /// wrong check character is not.
    pub fn parse(typed: &str) -> Option<Self> {
        let letters = letters(typed)?;
        let (body, last) = letters.split_at_checked(8)?;
        let [last] = last else { return None };
        let body: [usize; 8] = body.try_into().ok()?;
        if check(&body) != char::from(CROCKFORD[*last]) {
            return None;
        }
        Some(Self(letters.iter().map(|&n| char::from(CROCKFORD[n])).collect()))
    }

    /// A proposal's, which no event gives: its id is random to the end.
    pub fn of_proposal(id: &MatterId) -> Self {
        let [.., a, b, c, d, e] = *id.0.as_bytes();
        Self::from_random([a, b, c, d, e])
    }

    /// The same as a number, for whoever has to hold many of them.
    pub fn number(&self) -> u64 {
        let letters = self.0.bytes().take(8);
        letters.fold(0, |acc, b| acc << 5 | CROCKFORD.iter().position(|c| *c == b).unwrap_or(0) as u64)
    }

    /// Whether it has the one form in which names are given.
    pub fn is_one(&self) -> bool {
        Self::parse(&self.0).as_ref() == Some(self)
    }

    /// What the second custodian types to show which record is before him.
    pub fn last_four(&self) -> &str {
        &self.0[self.0.len().saturating_sub(4)..]
    }

    /// Whether somebody typed the last four characters, or all of them, as forgivingly as
    /// [`Self::parse`].
    pub fn ends_in(&self, typed: &str) -> bool {
        let same = |of: &str| letters(typed).is_some() && letters(typed) == letters(of);
        same(self.last_four()) || same(&self.0)
    }
}

/// A full-width form as the ASCII character that it is.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The numbers of the letters that were typed.
fn letters(typed: &str) -> Option<Vec<usize>> {
    typed
        .chars()
        .map(narrow)
        .filter(|c| *c != '-' && !c.is_whitespace())
        .map(|c| match c.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            'U' => 'V',
            other => other,
        })
        .map(|c| CROCKFORD.iter().position(|&k| char::from(k) == c))
        .collect()
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
        let wide: String = r.0.to_lowercase().chars().map(widen).collect();
        assert_eq!(Ref::parse(&wide), Some(r.clone()));
        for at in 0..9 {
            let mut wrong: Vec<u8> = r.0.bytes().collect();
            wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
            assert_eq!(Ref::parse(std::str::from_utf8(&wrong).unwrap()), None, "position {at}");
        }
        assert_eq!(Ref::parse(""), None);
        assert!(r.is_one());
        for other in
            [r.0.to_lowercase(), format!("{}-{}", &r.0[..4], &r.0[4..]), format!("{r}\n"), String::new()]
        {
            assert!(!Ref(other.clone()).is_one(), "{other}");
        }
        assert_eq!(Ref::parse("张三"), None);
    }

    fn widen(c: char) -> char {
        char::from_u32(u32::from(c) + 0xfee0).unwrap()
    }

    #[test]
    fn the_last_four_are_taken_as_people_type_them_and_nothing_else_is() {
        let r = Ref("4YEK9J1GV".to_owned());
        let wide: String = "j1gv".chars().map(widen).collect();
        for typed in ["J1GV", "j1gv", " j1gv ", "jigv", "Jlgv", "j1-gv", &wide, "4yek9j1gv", "4YEK-9J1GV"] {
            assert!(r.ends_in(typed), "{typed}");
        }
        for typed in ["", " ", "1GV", "J1GX", "9J1GV", "4YEK", "J1GV9", "张三", "4YEK9J1GX"] {
            assert!(!r.ends_in(typed), "{typed}");
        }
    }
}
