//! What a person types to open his own key. It is never written, printed or compared; it opens a
//! seal or it does not.

use crate::domain::refusal::Rule;
use std::collections::BTreeSet;
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

/// Characters below which a passphrase is guessed.
const LEAST: usize = 10;
/// Digits alone are birthdays and telephone numbers until there are this many.
const LEAST_DIGITS: usize = 16;
/// Characters that must differ from each other.
const DIFFERENT: usize = 5;
/// A unit of at most this many characters written over and over is one character too few.
const UNIT: usize = 5;

/// A passphrase in memory, overwritten when it is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// What was typed, in NFC, so that the same characters give the same passphrase on every
    /// keyboard. The end of a line is not part of it; blanks are.
    pub fn typed(mut typed: String) -> Self {
        // As much room as it can take: a string that grows leaves its beginning behind in memory.
        let mut kept = Zeroizing::new(String::with_capacity(typed.len() * 3));
        typed.trim_end_matches(['\r', '\n']).nfc().for_each(|c| kept.push(c));
        typed.zeroize();
        Self(kept)
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether both were typed alike.
    pub fn same_as(&self, other: &Secret) -> bool {
        self.0 == other.0
    }

    /// # Errors
    /// [`Rule::PassphraseWeak`]: shorter than ten characters, a few characters over and over, a row
    /// such as 1234567890, or a short number.
    pub fn strong(&self) -> Result<(), Rule> {
        let mut all: Zeroizing<Vec<char>> = Zeroizing::new(Vec::with_capacity(self.0.len()));
        all.extend(self.0.chars());
        let n = all.len();
        let repeats = (1..=UNIT).any(|unit| n > unit && (unit..n).all(|i| all[i] == all[i - unit]));
        let next_to = |pair: &[char]| u32::from(pair[0]).abs_diff(u32::from(pair[1])) <= 1;
        let steps = all.windows(2).filter(|pair| next_to(pair)).count();
        let in_a_row = n > 1 && steps * 4 >= (n - 1) * 3;
        let different = all.iter().collect::<BTreeSet<_>>().len();
        let number = all.iter().all(char::is_ascii_digit) && n < LEAST_DIGITS;
        if n < LEAST || repeats || in_a_row || different < DIFFERENT || number {
            return Err(Rule::PassphraseWeak);
        }
        Ok(())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_passphrase_is_the_same_however_its_characters_were_composed() {
        let a = Secret::typed("caf\u{e9} 与清风明月\n".to_owned());
        let b = Secret::typed("cafe\u{301} 与清风明月\r\n".to_owned());
        assert!(a.same_as(&b));
        assert_eq!(format!("{a:?}"), "Secret", "a passphrase never reaches a log");
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        let strong = |typed: &str| Secret::typed(typed.to_owned()).strong().is_ok();
        for weak in [
            "",
            "short",
            "九个字的口令还是短",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "ab12ab12ab12ab",
            "1234567890",
            "abcdefghijkl",
            "19840312001",
            "13912345678",
            "aabbccaabbcc",
            // Three steps of four along a row; four different characters.
            "abcdefghijXpA",
            "7q2x7x2q72xq",
        ] {
            assert!(!strong(weak), "{weak}");
        }
        for good in [
            "correct horse battery",
            "春眠不觉晓处处闻啼鸟",
            "7f-Wq2-mm0-Kt",
            "4815162342108917",
            "7q2x!7x2!q7!",
        ] {
            assert!(strong(good), "{good}");
        }
    }
}
