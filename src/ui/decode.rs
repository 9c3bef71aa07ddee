//! Bytes from a terminal as keys, however the network cut them.
//!
//! Time decides one thing only: whether an ESC byte was the key. Whatever has begun as a sequence
//! waits for its rest and is dropped whole where the rest does not come; what a terminal answers to
//! questions that nobody here asked is swallowed; what was pasted is text up to its end marker,
//! however long it stands still on the way.

mod codes;

use std::time::Duration;

use super::keys::{Event, Key};
use codes::{final_key, keypad, numbered};

/// What the decoder found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Event(Event),
    /// The terminal's answer to where its cursor is: row and column, from 1.
    Cursor(u16, u16),
}

/// A lone ESC byte is held this long, for the network may have split an arrow key after it.
pub const HOLD: Duration = Duration::from_millis(50);
/// For so long after an ESC that was taken for the key, what may be the rest of its sequence is held
/// for the rest of that.
const REST: Duration = Duration::from_millis(300);
/// A sequence that stands still this long is given up. People who press Alt and a bracket have begun
/// one too, and want their keyboard back.
pub const UNFINISHED: Duration = Duration::from_secs(10);
/// A paste that stands still this long is told to the person, who may end it by Esc.
pub const STALL: Duration = Duration::from_secs(2);
/// What is pasted beyond this many bytes is left out; no field takes nearly as much, so that all of
/// it is refused in words.
const PASTE_MOST: usize = 4 << 20;
const PASTE_STOP: &[u8] = b"\x1b[201~";
/// Parameters of a sequence that are looked at; a longer one says nothing that we know.
const PARAMETERS: usize = 64;
/// A terminal's answer that is longer than this is none.
const ANSWER: usize = 1 << 20;

/// Turns the byte stream into keys, however the network cut it.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
    inside: Inside,
    /// The ESC in front was taken for the key: the rest of its sequence no longer is one.
    cut: bool,
    after: After,
}

#[derive(Debug, Default)]
enum Inside {
    #[default]
    Nothing,
    Paste(Paste),
    /// OSC, DCS, APC, PM or SOS, of which so many bytes went by: over with ST or BEL.
    Answer(usize),
    /// A sequence longer than any we know, up to its last byte.
    Long,
}

#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// It has stood still, and the person was told.
    stalled: bool,
    /// Nothing came since.
    still: bool,
}

/// What went before: an ESC that was taken for the key because nothing followed in time.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum After {
    #[default]
    Other,
    /// A moment ago.
    Esc,
    /// Longer ago.
    EscLongAgo,
}

enum Step {
    /// That many bytes are used up, with this result.
    Took(usize, Option<Found>),
    /// That many bytes are used up, and what follows is inside of this.
    Enter(usize, Inside),
    More,
}

impl Decoder {
    /// Takes bytes, appends what they complete.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Found>) {
        if bytes.is_empty() {
            return;
        }
        let after = std::mem::take(&mut self.after);
        if self.held.is_empty() && matches!(self.inside, Inside::Nothing) && is_rest(after, bytes) {
            self.held.push(0x1b);
            self.cut = true;
        }
        self.held.extend(bytes);
        while !self.held.is_empty() {
            let goes_on = match &self.inside {
                Inside::Nothing => self.outside(out),
                Inside::Paste(_) => self.pasting(out),
                Inside::Answer(length) => {
                    let length = *length;
                    self.answered(length)
                }
                Inside::Long => self.long(),
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Decodes along a slice, so that many keys at once are not shifted one by one.
    fn outside(&mut self, out: &mut Vec<Found>) -> bool {
        let mut used = 0;
        let step = loop {
            match step(&self.held[used..]) {
                Step::Took(n, found) => {
                    used += n;
                    let cut = std::mem::take(&mut self.cut);
                    out.extend(found.filter(|f| !(cut && matches!(f, Found::Event(Event::Key(_))))));
                }
                other => break other,
            }
        };
        let goes_on = match step {
            // One letter soon after Esc may be typed by somebody.
            Step::Enter(2, _) if self.cut && self.held.len() == used + 2 => false,
            Step::Enter(n, inside) => {
                used += n;
                (self.inside, self.cut) = (inside, false);
                true
            }
            _ => false,
        };
        self.held.drain(..used);
        goes_on
    }

    /// Collects a paste; true once its end was seen.
    fn pasting(&mut self, out: &mut Vec<Found>) -> bool {
        let Inside::Paste(paste) = &mut self.inside else { return true };
        paste.still = false;
        let end = self.held.windows(PASTE_STOP.len()).position(|w| w == PASTE_STOP);
        // The last bytes may be the beginning of the end.
        let take = end.unwrap_or_else(|| self.held.len() - beginning_of_stop(&self.held));
        let room = PASTE_MOST.saturating_sub(paste.text.len());
        paste.text.extend(self.held.drain(..take).take(room));
        if end.is_some() {
            self.held.drain(..PASTE_STOP.len());
            self.pasted(out);
        }
        end.is_some()
    }

    fn pasted(&mut self, out: &mut Vec<Found>) {
        if let Inside::Paste(paste) = std::mem::take(&mut self.inside) {
            let text = String::from_utf8_lossy(&paste.text).into_owned();
            out.push(Found::Event(Event::Paste(text)));
        }
    }

    /// Swallows an answer up to its end; true once that was seen, or that it is none.
    fn answered(&mut self, length: usize) -> bool {
        let ends = |b: &u8| matches!(b, 0x07 | 0x18 | 0x1a | 0x1b);
        let Some(at) = self.held.iter().position(ends) else {
            let length = length + self.held.len();
            self.held.clear();
            self.inside = if length > ANSWER { Inside::Nothing } else { Inside::Answer(length) };
            return true;
        };
        match self.held[at..] {
            [0x1b] => {
                self.held.drain(..at);
                return false;
            }
            [0x1b, b'\\', ..] => self.held.drain(..at + 2),
            // Whatever begins anew ends what was there.
            [0x1b, ..] => self.held.drain(..at),
            _ => self.held.drain(..=at),
        };
        self.inside = Inside::Nothing;
        true
    }

    /// Swallows a sequence that is too long up to its last byte, or to what cannot belong to it.
    fn long(&mut self) -> bool {
        let end = self.held.iter().position(|b| !(0x20..0x40).contains(b));
        if let Some(at) = end {
            self.inside = Inside::Nothing;
            let last = usize::from((0x40..0x7f).contains(&self.held[at]));
            self.held.drain(..at + last);
        } else {
            self.held.clear();
        }
        true
    }

    /// How long what is held may wait for its rest; nothing if nothing is held that time decides.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.inside, self.held.as_slice()) {
            (Inside::Paste(paste), _) => (!paste.still).then_some(STALL),
            (Inside::Answer(_) | Inside::Long, _) => Some(UNFINISHED),
            (Inside::Nothing, []) => (self.after == After::Esc).then_some(REST),
            (Inside::Nothing, [0x1b] | [0x1b, 0x1b]) => Some(HOLD),
            (Inside::Nothing, [0x1b, _]) if self.cut => Some(REST),
            (Inside::Nothing, [0x1b, ..]) => Some(UNFINISHED),
            // Half of a character is no key by itself.
            (Inside::Nothing, _) => None,
        }
    }

    /// The rest did not come: a lone ESC was the key, a sequence cut short was none, a paste is told
    /// to have stopped.
    pub fn give_up(&mut self, out: &mut Vec<Found>) {
        let key = |key| Found::Event(Event::Key(key));
        match (&mut self.inside, self.held.as_slice()) {
            // The person was told, and pressed Esc: he does not wait for the rest.
            (Inside::Paste(Paste { stalled: true, .. }), [0x1b]) => {
                self.held.clear();
                self.pasted(out);
                self.after = After::EscLongAgo;
            }
            (Inside::Paste(paste), _) => {
                paste.still = true;
                if !std::mem::replace(&mut paste.stalled, true) {
                    out.push(Found::Event(Event::Stalled));
                }
            }
            (Inside::Nothing, []) => self.after = After::EscLongAgo,
            (Inside::Nothing, [0x1b] | [0x1b, 0x1b]) => {
                out.extend(self.held.drain(..).map(|_| key(Key::Esc)));
                self.after = After::Esc;
            }
            // It was typed by somebody soon after Esc, and is a key after all.
            (Inside::Nothing, [0x1b, letter]) if self.cut => {
                out.push(key(Key::Char(char::from(*letter))));
                self.held.clear();
            }
            (Inside::Nothing, [0x1b, ..]) | (Inside::Answer(_) | Inside::Long, _) => {
                self.held.clear();
                self.inside = Inside::Nothing;
            }
            (Inside::Nothing, _) => {}
        }
        if self.held.is_empty() {
            self.cut = false;
        }
    }

    /// Nothing will follow: a paste is what came of it, half a character is damage.
    pub fn end(&mut self, out: &mut Vec<Found>) {
        let ground = matches!(self.inside, Inside::Nothing);
        self.pasted(out);
        if ground && self.held.first().is_some_and(|b| *b != 0x1b) {
            out.push(Found::Event(Event::Key(Key::Char(char::REPLACEMENT_CHARACTER))));
        }
        *self = Self::default();
    }
}

/// Whether bytes that come after a lone ESC are what it was the beginning of. Of those that come soon
/// one byte is enough; later they must be a whole sequence, for people type brackets and letters too.
fn is_rest(after: After, bytes: &[u8]) -> bool {
    let begins = matches!(bytes, [b'[' | b'O' | b']' | b'P' | b'X' | b'^' | b'_', ..]);
    match after {
        After::Other => false,
        After::Esc => begins,
        After::EscLongAgo => {
            let whole = [&[0x1b], bytes].concat();
            begins
                && match step(&whole) {
                    Step::Took(n, _) => n > 2 && (bytes[0] != b'O' || n == whole.len()),
                    Step::Enter(_, Inside::Answer(_)) => {
                        whole.contains(&0x07) || whole.windows(2).any(|w| w == b"\x1b\\")
                    }
                    Step::Enter(..) => true,
                    Step::More => false,
                }
        }
    }
}

/// How many of the last bytes may be the beginning of the end of a paste.
fn beginning_of_stop(bytes: &[u8]) -> usize {
    let most = bytes.len().min(PASTE_STOP.len() - 1);
    (1..=most).rev().find(|n| bytes.ends_with(&PASTE_STOP[..*n])).unwrap_or(0)
}

fn step(bytes: &[u8]) -> Step {
    let key = |n, key| Step::Took(n, Some(Found::Event(Event::Key(key))));
    match bytes {
        [] | [0x1b] | [0x1b, 0x1b] | [0x1b, b'['] | [0x1b, b'[', b'['] => Step::More,
        [0x1b, b'[', b'[', n, ..] => match n {
            b'A'..=b'E' => key(4, Key::F(n - b'A' + 1)),
            _ => Step::Took(4, None),
        },
        [0x1b, b'[', rest @ ..] => match rest.iter().position(|b| !(0x20..0x40).contains(b)) {
            Some(end) if (0x40..0x7f).contains(&rest[end]) => sequence(&rest[..end], rest[end], end + 3),
            // No such sequence: what was taken for one is dropped, the byte that broke it is not.
            Some(end) => Step::Took(end + 2, None),
            None if rest.len() > PARAMETERS => Step::Enter(bytes.len(), Inside::Long),
            None => Step::More,
        },
        [0x1b, b'O', rest @ ..] => {
            // Old terminals put the modifiers before the letter.
            match rest.iter().position(|b| !(b.is_ascii_digit() || *b == b';')) {
                Some(end) if end < 4 => {
                    let found = keypad(rest[end]).map(|k| Found::Event(Event::Key(k)));
                    let broke = found.is_none() && !rest[end].is_ascii_graphic() && rest[end] != b' ';
                    Step::Took(end + if broke { 2 } else { 3 }, found)
                }
                None if rest.len() < 4 => Step::More,
                _ => Step::Took(2, None),
            }
        }
        [0x1b, b']' | b'P' | b'X' | b'^' | b'_', ..] => Step::Enter(2, Inside::Answer(0)),
        // Alt and an arrow, as some terminals send it, counts as the arrow.
        [0x1b, 0x1b, b'[' | b'O', ..] => Step::Took(1, None),
        [0x1b, 0x1b, ..] => key(1, Key::Esc),
        [0x1b, rest @ ..] => with_alt(rest),
        [b'\r' | b'\n', ..] => key(1, Key::Enter),
        [b'\t', ..] => key(1, Key::Tab),
        [0x08 | 0x7f, ..] => key(1, Key::Backspace),
        [0, ..] => key(1, Key::Ctrl(' ')),
        [c @ 1..=26, ..] => key(1, Key::Ctrl(char::from(c - 1 + b'a'))),
        [c @ 28..=31, ..] => key(1, Key::Ctrl(char::from(c + 64))),
        [c, ..] => character(bytes, *c),
    }
}

/// Alt and a key: ESC and the key came in one piece.
fn with_alt(rest: &[u8]) -> Step {
    match step(rest) {
        // An end of an answer that comes too late is dropped without a word.
        Step::Took(1, _) if rest[0] == b'\\' => Step::Took(2, None),
        Step::Took(n, _) => Step::Took(n + 1, Some(Found::Event(Event::Key(Key::Alt)))),
        other => other,
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
        (b'~', Some(200), _) => return Step::Enter(length, Inside::Paste(Paste::default())),
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

#[cfg(test)]
#[path = "decode/tests.rs"]
mod tests;
