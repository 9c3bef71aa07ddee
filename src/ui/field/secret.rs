//! A field for something secret: what is typed is never drawn, never undone, and leaves the memory
//! when it was used.

use crate::office::Secret;
use crate::ui::keys::Key;
use zeroize::{Zeroize, Zeroizing};

/// Longer is no passphrase; room is made beforehand, so that no copy of a part of it is left behind.
const LONGEST: usize = 256;

pub struct SecretField(Zeroizing<String>);

impl Default for SecretField {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(LONGEST * 4)))
    }
}

impl SecretField {
    /// Whether the key was this field's.
    pub fn key(&mut self, key: Key) -> bool {
        match key {
            Key::Backspace => {
                self.0.pop();
            }
            Key::Ctrl('u') => self.0.zeroize(),
            Key::Char(c) => self.put(c),
            _ => return false,
        }
        true
    }

    /// The end of a line that came along is no part of it.
    pub fn paste(&mut self, text: &str) {
        text.trim_end_matches(['\r', '\n']).chars().for_each(|c| self.put(c));
    }

    fn put(&mut self, c: char) {
        if self.0.chars().count() < LONGEST {
            self.0.push(c);
        }
    }

    /// How many characters stand in it.
    pub fn count(&self) -> usize {
        self.0.chars().count()
    }

    /// What was typed; the field is empty afterwards.
    pub fn take(&mut self) -> Secret {
        let secret = Secret::typed(std::mem::take(&mut *self.0));
        self.0.reserve(LONGEST * 4);
        secret
    }
}
