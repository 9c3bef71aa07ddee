//! One field in which text is typed: a line, or paragraphs.
//!
//! It keeps the text, the caret and what can be undone, and draws itself with the line breaks of
//! [`crate::text`], because an editor whose lines may begin with `、` reads badly and one that paints
//! its own caret leaves the input method's window elsewhere. It moves by what a reader calls a
//! character. Esc, Tab, function keys and other commands are left to the screen around it.

mod secret;
mod view;

pub use secret::SecretField;

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::keys::Key;
use crate::text::{self, BadCharacter};

/// Steps that can be undone; each keeps a copy, and nobody goes back further.
const UNDO: usize = 200;

/// Why a field did not take what was typed or pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    Bad(BadCharacter),
    /// The field takes `limit` characters and would have held `would`.
    TooLong {
        limit: usize,
        would: usize,
    },
}

/// What a key did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Not the field's business: the screen decides.
    NotMine,
    Moved,
    Changed,
    /// The text is as before.
    Refused(Refusal),
}

/// A text being edited.
#[derive(Debug, Clone)]
pub struct Field {
    multiline: bool,
    limit: usize,
    placeholder: String,
    text: String,
    /// Byte offset, always between two characters as a reader sees them.
    caret: usize,
    past: Vec<(String, usize)>,
    /// Where the last typed letter ended: letters that follow it are undone with it.
    typed_to: Option<usize>,
    /// The column that Up and Down try to keep.
    goal: Option<usize>,
    rows: Vec<Range<usize>>,
    rows_for: Option<u16>,
    /// First row drawn, or for a line the first cell.
    scroll: usize,
}

impl Field {
    /// A field of one line that takes at most `limit` characters.
    pub fn line(limit: usize) -> Field {
        Field {
            multiline: false,
            limit,
            placeholder: String::new(),
            text: String::new(),
            caret: 0,
            past: Vec::new(),
            typed_to: None,
            goal: None,
            rows: Vec::new(),
            rows_for: None,
            scroll: 0,
        }
    }

    /// A field of paragraphs that takes at most `limit` characters.
    pub fn paragraphs(limit: usize) -> Field {
        Field { multiline: true, ..Field::line(limit) }
    }

    /// Shown dimmed while the field is empty.
    pub fn with_placeholder(mut self, words: &str) -> Field {
        words.clone_into(&mut self.placeholder);
        self
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Characters typed, as the limit counts them.
    pub fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// Replaces the text, caret at its end, nothing to undo. A longer text than the limit is taken:
    /// it was kept somewhere already, and can then only become shorter.
    pub fn set_text(&mut self, text: &str) -> Result<(), BadCharacter> {
        self.text = text::normalise(text, self.multiline)?;
        self.caret = self.text.len();
        (self.rows_for, self.goal, self.typed_to, self.scroll) = (None, None, None, 0);
        self.past.clear();
        Ok(())
    }

    /// The caret as paragraph and character in it, from 0: what a draft remembers.
    pub fn caret_at(&self) -> (usize, usize) {
        let before = &self.text[..self.caret];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count(), before[start..].chars().count())
    }

    /// Puts the caret there, or as near as the text allows.
    pub fn set_caret_at(&mut self, paragraph: usize, character: usize) {
        let last = self.text.matches('\n').count();
        let start = match paragraph.min(last) {
            0 => 0,
            n => self.text.match_indices('\n').nth(n - 1).map_or(0, |(at, _)| at + 1),
        };
        let line = &self.text[start..self.paragraph_end(start)];
        let offset = start + line.char_indices().nth(character).map_or(line.len(), |(at, _)| at);
        self.caret = boundary(&self.text, offset);
        (self.goal, self.typed_to) = (None, None);
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Answer {
        let (text, caret) = (&self.text, self.caret);
        let range = match key {
            Key::Char(c) => return self.type_in(c),
            Key::Enter if self.multiline => return self.insert("\n"),
            Key::Ctrl('z') => return self.undo(),
            Key::Left => return self.move_to(before(text, caret)),
            Key::Right => return self.move_to(after(text, caret)),
            Key::Home | Key::Ctrl('a') => return self.move_to(self.paragraph_start(caret)),
            Key::End | Key::Ctrl('e') => return self.move_to(self.paragraph_end(caret)),
            Key::Up if self.multiline => return self.step(-1),
            Key::Down if self.multiline => return self.step(1),
            Key::Backspace => before(text, caret)..caret,
            Key::Delete => caret..after(text, caret),
            Key::Ctrl('w') => word_before(text, caret)..caret,
            Key::Ctrl('u') => self.paragraph_start(caret)..caret,
            Key::Ctrl('k') if self.paragraph_end(caret) == caret => caret..after(text, caret),
            Key::Ctrl('k') => caret..self.paragraph_end(caret),
            _ => return Answer::NotMine,
        };
        if range.is_empty() {
            return Answer::Moved;
        }
        self.replace(range, "");
        Answer::Changed
    }

    /// Takes pasted text whole or not at all. One line end at the end of a line that was copied
    /// with it is no part of the line.
    pub fn paste(&mut self, pasted: &str) -> Answer {
        if begins_with_mark(pasted) {
            return self.join(pasted);
        }
        let line = || pasted.strip_suffix("\r\n").or(pasted.strip_suffix(['\r', '\n'])).unwrap_or(pasted);
        match text::normalise(if self.multiline { pasted } else { line() }, self.multiline) {
            Err(bad) => Answer::Refused(Refusal::Bad(bad)),
            Ok(piece) if piece.is_empty() => Answer::Moved,
            Ok(piece) => self.insert(&piece),
        }
    }

    fn type_in(&mut self, c: char) -> Answer {
        let joins = self.typed_to == Some(self.caret) && !c.is_whitespace();
        let mut bytes = [0; 4];
        let typed = &*c.encode_utf8(&mut bytes);
        let answer = match text::normalise(typed, false) {
            _ if is_combining_mark(c) => self.join(typed),
            Ok(piece) => self.insert(&piece),
            Err(bad) => Answer::Refused(Refusal::Bad(bad)),
        };
        if answer == Answer::Changed {
            if joins {
                self.past.pop();
            }
            self.typed_to = Some(self.caret);
        }
        answer
    }

    /// Inserts normal text at the caret.
    fn insert(&mut self, piece: &str) -> Answer {
        if begins_with_mark(&self.text[self.caret..]) {
            return self.join(piece);
        }
        let would = self.length() + piece.chars().count();
        if would > self.limit {
            return Answer::Refused(Refusal::TooLong { limit: self.limit, would });
        }
        self.replace(self.caret..self.caret, piece);
        Answer::Changed
    }

    /// Inserts where a mark meets its base, which can make two normal texts one that is not; so the
    /// whole is judged, and a refusal counts from the beginning of the whole.
    fn join(&mut self, piece: &str) -> Answer {
        let (head, tail) = self.text.split_at(self.caret);
        let whole = |end: &str| text::normalise(&[head, piece, end].concat(), self.multiline);
        match (whole(tail), whole("")) {
            (Err(bad), _) | (_, Err(bad)) => Answer::Refused(Refusal::Bad(bad)),
            (Ok(all), _) if all.chars().count() > self.limit.max(self.length()) => {
                Answer::Refused(Refusal::TooLong { limit: self.limit, would: all.chars().count() })
            }
            (Ok(all), Ok(to_caret)) => {
                self.remember();
                self.caret = boundary(&all, to_caret.len());
                (self.text, self.rows_for, self.goal) = (all, None, None);
                Answer::Changed
            }
        }
    }

    fn replace(&mut self, range: Range<usize>, piece: &str) {
        self.remember();
        let end = range.start + piece.len();
        self.text.replace_range(range, piece);
        // What was apart may have become one character.
        self.caret = boundary(&self.text, end);
        (self.rows_for, self.goal) = (None, None);
    }

    fn remember(&mut self) {
        if self.past.len() == UNDO {
            self.past.remove(0);
        }
        self.past.push((self.text.clone(), self.caret));
        self.typed_to = None;
    }

    fn undo(&mut self) -> Answer {
        let Some((text, caret)) = self.past.pop() else { return Answer::Moved };
        (self.text, self.caret) = (text, caret);
        (self.rows_for, self.goal, self.typed_to) = (None, None, None);
        Answer::Changed
    }

    fn move_to(&mut self, caret: usize) -> Answer {
        (self.caret, self.goal, self.typed_to) = (caret, None, None);
        Answer::Moved
    }

    /// One row up or down, by the rows last drawn. At the edge it is the screen's turn.
    fn step(&mut self, by: isize) -> Answer {
        self.arrange(self.rows_for.unwrap_or(u16::MAX));
        let row = self.row();
        let Some(target) = row.checked_add_signed(by).filter(|&r| r < self.rows.len()) else {
            return Answer::NotMine;
        };
        let column = text::width(&self.text[self.rows[row].start..self.caret]);
        let goal = self.goal.unwrap_or(column);
        let range = self.rows[target].clone();
        let mut caret = range.start + text::fitting(&self.text[range.clone()], goal).len();
        // The end of a row broken softly is the beginning of the next; stay on this one.
        let soft = self.rows.get(target + 1).is_some_and(|next| next.start == range.end);
        if soft && caret == range.end && !range.is_empty() {
            caret = before(&self.text, caret);
        }
        self.move_to(caret);
        self.goal = Some(goal);
        Answer::Moved
    }

    fn paragraph_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    fn paragraph_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end)
    }
}

/// The nearest boundary between characters, as a reader sees them, at or after `at`.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    let is_one = GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true);
    if is_one { at } else { after(text, at) }
}

fn before(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

fn after(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The beginning of the word before `at`, blanks between included: a Latin word or a number whole,
/// of Han text one character, for nobody means to lose a paragraph by one key.
fn word_before(text: &str, at: usize) -> usize {
    let head = text[..at].trim_end_matches(' ');
    head.split_word_bound_indices().next_back().map_or(0, |(start, _)| start)
}

fn begins_with_mark(text: &str) -> bool {
    text.chars().next().is_some_and(is_combining_mark)
}
