//! Bytes from a terminal as keys, however the network cut them.

use std::time::Duration;

use super::keys::{Event, Key};

/// What the decoder found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Event(Event),
    /// The terminal's answer to where its cursor is: row and column, from 1.
    Cursor(u16, u16),
}

/// A lone ESC byte is held this long, for the network may have split an arrow key after it.
pub const HOLD: Duration = Duration::from_millis(50);
/// A paste that never ends is taken as complete after this much silence.
const PASTE_END: Duration = Duration::from_secs(2);
/// What is pasted beyond this many bytes is left out; no field takes nearly as much.
const PASTE_MOST: usize = 4 << 20;
const PASTE_STOP: &[u8] = b"\x1b[201~";

/// Turns the byte stream into keys, however the network cut it.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
    paste: Option<Vec<u8>>,
}

enum Step {
    /// That many bytes are used up, with this result.
    Took(usize, Option<Found>),
    Begin(usize),
    More,
}

impl Decoder {
    /// Takes bytes, appends what they complete.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Found>) {
        self.held.extend(bytes);
        while !self.held.is_empty() {
            if self.paste.is_some() {
                if !self.pasting(out) {
                    return;
                }
                continue;
            }
            // Decoding runs along a slice, so that many keys at once are not shifted one by one.
            let mut used = 0;
            let step = loop {
                match step(&self.held[used..]) {
                    Step::Took(n, found) => {
                        used += n;
                        out.extend(found);
                    }
                    other => break other,
                }
            };
            if let Step::Begin(n) = step {
                used += n;
                self.paste = Some(Vec::new());
            }
            self.held.drain(..used);
            if matches!(step, Step::More) {
                return;
            }
        }
    }

    /// Collects a paste; true once its end was seen.
    fn pasting(&mut self, out: &mut Vec<Found>) -> bool {
        let end = self.held.windows(PASTE_STOP.len()).position(|w| w == PASTE_STOP);
        // The last bytes may be the beginning of the end.
        let take = end.unwrap_or((self.held.len() + 1).saturating_sub(PASTE_STOP.len()));
        let text = self.paste.get_or_insert_default();
        text.extend(self.held.drain(..take).take(PASTE_MOST.saturating_sub(text.len())));
        if end.is_some() {
            self.held.drain(..PASTE_STOP.len());
            self.pasted(out);
        }
        end.is_some()
    }

    fn pasted(&mut self, out: &mut Vec<Found>) {
        if let Some(text) = self.paste.take() {
            out.push(Found::Event(Event::Paste(String::from_utf8_lossy(&text).into_owned())));
        }
    }

    /// How long what is held may wait for its rest; nothing if nothing is held that time decides.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.paste, self.held.first()) {
            (Some(_), _) => Some(PASTE_END),
            (None, Some(0x1b)) => Some(HOLD),
            _ => None,
        }
    }

    /// The rest did not come: a lone ESC was the key; a sequence cut short was none.
    pub fn give_up(&mut self, out: &mut Vec<Found>) {
        if self.paste.is_some() {
            self.paste.get_or_insert_default().append(&mut self.held);
            self.pasted(out);
        } else if self.held == [0x1b] {
            out.push(Found::Event(Event::Key(Key::Esc)));
        } else if self.held.first().is_some_and(|b| *b != 0x1b) {
            out.push(Found::Event(Event::Key(Key::Char(char::REPLACEMENT_CHARACTER))));
        }
        self.held.clear();
    }
}

fn step(bytes: &[u8]) -> Step {
    let key = |n, key| Step::Took(n, Some(Found::Event(Event::Key(key))));
    match bytes {
        [] | [0x1b] | [0x1b, b'[' | b'O'] | [0x1b, b'[', b'['] => Step::More,
        [0x1b, b'[', b'[', n, ..] => match n {
            b'A'..=b'E' => key(4, Key::F(n - b'A' + 1)),
            _ => Step::Took(4, None),
        },
        [0x1b, b'[', rest @ ..] => match rest.iter().position(|b| !(0x20..0x40).contains(b)) {
            Some(end) if (0x40..0x7f).contains(&rest[end]) => sequence(&rest[..end], rest[end], end + 3),
            // No such sequence: what was taken for one is dropped, the byte that broke it is not.
            Some(end) => Step::Took(end + 2, None),
            None if rest.len() > 32 => Step::Took(bytes.len(), None),
            None => Step::More,
        },
        [0x1b, b'O', letter, ..] => Step::Took(3, final_key(*letter).map(|k| Found::Event(Event::Key(k)))),
        [0x1b, ..] => key(1, Key::Esc),
        [b'\r' | b'\n', ..] => key(1, Key::Enter),
        [b'\t', ..] => key(1, Key::Tab),
        [0x08 | 0x7f, ..] => key(1, Key::Backspace),
        [0, ..] => key(1, Key::Ctrl(' ')),
        [c @ 1..=26, ..] => key(1, Key::Ctrl(char::from(c - 1 + b'a'))),
        [c @ 28..=31, ..] => key(1, Key::Ctrl(char::from(c + 64))),
        [c, ..] => character(bytes, *c),
    }
}

fn character(bytes: &[u8], first: u8) -> Step {
    let length = match first {
        ..0x80 => 1,
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => 0,
    };
    let have = &bytes[..bytes.len().min(length)];
    let found = |n, c| Step::Took(n, Some(Found::Event(Event::Key(Key::Char(c)))));
    match std::str::from_utf8(have) {
        Ok(text) if !text.is_empty() => found(length, text.chars().next().unwrap_or_default()),
        Err(error) if error.error_len().is_none() => Step::More,
        // Not UTF-8: shown to the field as damage, which it refuses in words.
        _ => found(1, char::REPLACEMENT_CHARACTER),
    }
}

fn sequence(parameters: &[u8], last: u8, length: usize) -> Step {
    let mut numbers =
        parameters.split(|b| *b == b';').map(|n| std::str::from_utf8(n).ok()?.parse::<u16>().ok());
    let (first, second) = (numbers.next().flatten(), numbers.next().flatten());
    let found = match (last, first, second) {
        (b'~', Some(200), _) => return Step::Begin(length),
        // A report from the first row would look like F3 with a modifier; nobody asks there.
        (b'R', Some(row @ 2..), Some(column)) => Some(Found::Cursor(row, column)),
        (b'~', Some(n), _) => numbered(n).map(|k| Found::Event(Event::Key(k))),
        (_, first, _) if parameters.is_empty() || first.is_some() => {
            final_key(last).map(|k| Found::Event(Event::Key(k)))
        }
        _ => None,
    };
    Step::Took(length, found)
}

fn final_key(letter: u8) -> Option<Key> {
    Some(match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'Z' => Key::BackTab,
        b'M' => Key::Enter,
        b'P'..=b'S' => Key::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn numbered(n: u16) -> Option<Key> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::keys;
    use proptest::prelude::*;

    fn decode(pieces: &[&[u8]]) -> Vec<Found> {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for piece in pieces {
            decoder.feed(piece, &mut out);
        }
        decoder.give_up(&mut out);
        out
    }

    fn found(written: &str) -> Vec<Found> {
        keys(written).unwrap().into_iter().map(Found::Event).collect()
    }

    #[test]
    fn keys_of_many_terminals() {
        for (bytes, written) in [
            ("\x1b[A\x1bOB\x1b[1;5C\x1b[D\x1bOH\x1b[4~", "<up><down><right><left><home><end>"),
            ("\x1bOP\x1b[12~\x1b[[C\x1b[1;2R\x1b[15~\x1b[24~", "<f1><f2><f3><f3><f5><f12>"),
            ("\r\n\t\x1b[Z\x7f\x08\x1b[3~", "<enter><enter><tab><s-tab><bs><bs><del>"),
            ("\x01\x10a张𠅤", "<c-a><c-p>a张𠅤"),
            ("\x1bq\x1b\x1b[A", "<esc>q<esc><up>"),
            ("\x1b[<0;3;4M\x1b[I\x1b[?1;2cx", "x"),
            ("\x1b[200~一\r二\x1b[A\x1b[201~k", "<paste>一\r二\x1b[A</paste>k"),
            ("\x1b", "<esc>"),
            ("\x1b[", ""),
        ] {
            assert_eq!(decode(&[bytes.as_bytes()]), found(written), "{bytes:?}");
        }
        assert_eq!(decode(&[b"\x1b[2;5R"]), [Found::Cursor(2, 5)]);
        assert_eq!(decode(&[b"\xd5\xc5"]), found("\u{fffd}\u{fffd}"));
    }

    #[test]
    fn only_an_escape_is_held() {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(b"a", &mut out);
        assert_eq!(decoder.patience(), None);
        decoder.feed(b"\x1b", &mut out);
        assert_eq!((decoder.patience(), out.len()), (Some(HOLD), 1));
        decoder.feed(b"[", &mut out);
        assert_eq!(decoder.patience(), Some(HOLD));
        decoder.feed(b"A", &mut out);
        assert_eq!(out, found("a<up>"));
    }

    #[test]
    fn an_endless_paste_is_bounded_and_still_ends() {
        let long = vec![b'a'; PASTE_MOST + 100];
        let out = decode(&[b"\x1b[200~", &long, b"\x1b[201~", b"k"]);
        assert!(matches!(&out[0], Found::Event(Event::Paste(text)) if text.len() == PASTE_MOST));
        assert_eq!(out[1..], found("k"));
        assert_eq!(decode(&[b"\x1b[200~ab\x1b[2"]), found("<paste>ab\x1b[2</paste>"));
    }

    proptest! {
        #[test]
        fn it_does_not_matter_where_the_network_cuts(
            tokens in prop::collection::vec(prop::sample::select(vec![
                "\x1b[A", "\x1bOP", "\x1b[15~", "张", "𠅤", "a", "\r", "\x1b[200~贴\x1b\x1b[201~", "\x1b[1;5D",
            ]), 1..12),
            cuts in prop::collection::vec(1usize..4, 40),
        ) {
            let bytes = tokens.concat().into_bytes();
            let (mut pieces, mut rest) = (Vec::new(), &bytes[..]);
            for cut in cuts {
                let (head, tail) = rest.split_at(cut.min(rest.len()));
                pieces.push(head);
                rest = tail;
            }
            pieces.push(rest);
            prop_assert_eq!(decode(&pieces), decode(&[&bytes]));
        }

        #[test]
        fn no_bytes_whatever_stop_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut all = bytes;
            all.extend(b"\x1b[201~\x1b[201~");
            decode(&[&all]);
        }
    }
}
