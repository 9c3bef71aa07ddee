//! Which key a code of a terminal's keyboard means.

use crate::ui::keys::Key;

/// The letter that ends `ESC [ …`.
pub(super) fn final_key(letter: u8) -> Option<Key> {
    Some(match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'Z' => Key::BackTab,
        b'P'..=b'S' => Key::F(letter - b'P' + 1),
        _ => return None,
    })
}

/// The letter behind `ESC O`: function keys, arrows, and the keypad in application mode, which some
/// program before us may have left on.
pub(super) fn keypad(letter: u8) -> Option<Key> {
    Some(match letter {
        b'M' => Key::Enter,
        b'I' => Key::Tab,
        b' ' | b'X' | b'j'..=b'y' => Key::Char(char::from(match letter {
            b' ' => b' ',
            b'X' => b'=',
            // `*+,-./0123456789` in the order of ASCII.
            other => other - b'j' + b'*',
        })),
        _ => return final_key(letter),
    })
}

/// The number of `ESC [ n ~`.
pub(super) fn numbered(n: u16) -> Option<Key> {
    Some(match n {
        1 | 7 => Key::Home,
        2 => Key::Insert,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        // The numbering of the VT220 leaves gaps after F5 and F10.
        11..=15 => Key::F((n - 10) as u8),
        17..=21 => Key::F((n - 11) as u8),
        23..=24 => Key::F((n - 12) as u8),
        _ => return None,
    })
}
