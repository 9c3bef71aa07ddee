//! A pick list that opens under its field and is narrowed by typing.

use super::choice::Choice;
use crate::text::fold_fullwidth;
use crate::ui::field::{Answer, Field, Refusal};
use crate::ui::keys::Key;
use crate::ui::rooms::Cursor;

/// Rows shown at a time; each has a digit.
pub(crate) const ROWS: usize = 9;

#[derive(Clone, Debug)]
pub(crate) struct Pick {
    choices: Vec<Choice>,
    many: bool,
    /// Codes, in the order of the list.
    pub chosen: Vec<String>,
    pub open: bool,
    pub filter: Field,
    pub cursor: Cursor,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Picked {
    NotMine,
    Moved,
    Changed,
    Finished,
    Refused(Refusal),
}

impl Pick {
    pub fn new(choices: Vec<Choice>, many: bool) -> Self {
        Self {
            choices,
            many,
            chosen: Vec::new(),
            open: false,
            filter: Field::line(40),
            cursor: Cursor::default(),
        }
    }

    /// Other words for the same codes, or other codes: what was chosen stays.
    pub fn offer(&mut self, choices: Vec<Choice>) {
        self.choices = choices;
    }

    pub fn is_many(&self) -> bool {
        self.many
    }

    /// What fits what is typed.
    pub fn shown(&self) -> Vec<&Choice> {
        self.choices.iter().filter(|c| c.fits(self.filter.text())).collect()
    }

    /// The words of what is chosen, a person's unit with them; a code that is no longer offered stands for itself.
    pub fn labels(&self, with_note: bool) -> Vec<String> {
        let label = |code: &String| {
            self.choices.iter().find(|c| &c.code == code).map_or_else(
                || code.clone(),
                |c| {
                    if c.note.is_empty() || !with_note {
                        c.label.clone()
                    } else {
                        format!("{}  {}", c.label, c.note)
                    }
                },
            )
        };
        self.chosen.iter().map(label).collect()
    }

    pub fn close(&mut self) {
        self.open = false;
        let _ = self.filter.set_text("");
    }

    fn unfold(&mut self) {
        self.open = true;
        let first = self.chosen.first().and_then(|c| self.choices.iter().position(|x| &x.code == c));
        self.cursor = Cursor { at: first.unwrap_or(0), top: 0 };
    }

    pub fn key(&mut self, key: Key) -> Picked {
        let key = match key {
            Key::Char(c) if fold_fullwidth(c).is_ascii_digit() || fold_fullwidth(c) == ' ' => {
                Key::Char(fold_fullwidth(c))
            }
            other => other,
        };
        if !self.open {
            return self.closed_key(key);
        }
        let count = self.shown().len();
        let cursor = self.cursor;
        match key {
            Key::Esc | Key::Left if self.filter.text().is_empty() || key == Key::Esc => {
                self.close();
                Picked::Moved
            }
            Key::Up if cursor.at == 0 => {
                self.close();
                Picked::Moved
            }
            Key::Down if cursor.at + 1 >= count => {
                self.close();
                Picked::NotMine
            }
            Key::Up | Key::Down | Key::PageUp | Key::PageDown | Key::Home | Key::End => {
                self.cursor.key(key, count, ROWS);
                Picked::Moved
            }
            Key::Char(c @ '1'..='9') => {
                let nth = c as usize - '1' as usize;
                let top = self.cursor.window(count, ROWS).start;
                if top + nth >= count {
                    return Picked::Moved;
                }
                self.cursor.at = top + nth;
                self.choose()
            }
            Key::Enter | Key::Char(' ') => self.choose(),
            other => self.typed(|filter| filter.key(other)),
        }
    }

    fn closed_key(&mut self, key: Key) -> Picked {
        match key {
            Key::Enter | Key::Char(' ') => {
                self.unfold();
                Picked::Moved
            }
            Key::Char(c @ '1'..='9') => {
                self.unfold();
                self.cursor.at = (c as usize - '1' as usize).min(self.choices.len().saturating_sub(1));
                Picked::Moved
            }
            Key::Char(_) => {
                self.unfold();
                self.typed(|filter| filter.key(key))
            }
            Key::Backspace | Key::Delete if !self.chosen.is_empty() => {
                if self.many {
                    self.chosen.pop();
                } else {
                    self.chosen.clear();
                }
                Picked::Changed
            }
            _ => Picked::NotMine,
        }
    }

    pub fn paste(&mut self, text: &str) -> Answer {
        self.open = true;
        self.cursor = Cursor::default();
        match self.filter.paste(text) {
            Answer::Changed => Answer::Moved,
            other => other,
        }
    }

    fn typed(&mut self, act: impl FnOnce(&mut Field) -> Answer) -> Picked {
        match act(&mut self.filter) {
            Answer::NotMine => Picked::NotMine,
            Answer::Moved => Picked::Moved,
            Answer::Changed => {
                self.cursor = Cursor::default();
                Picked::Moved
            }
            Answer::Refused(no) => Picked::Refused(no),
        }
    }

    /// Takes the marked line: one answer and done, or one more of several.
    fn choose(&mut self) -> Picked {
        let Some(code) = self.shown().get(self.cursor.at).map(|c| c.code.clone()) else {
            return Picked::Moved;
        };
        if !self.many {
            self.chosen = vec![code];
            self.close();
            return Picked::Finished;
        }
        match self.chosen.iter().position(|c| *c == code) {
            Some(at) => drop(self.chosen.remove(at)),
            None => self.chosen.push(code),
        }
        let place = |c: &String| self.choices.iter().position(|x| &x.code == c);
        let mut chosen = self.chosen.clone();
        chosen.sort_by_key(place);
        self.chosen = chosen;
        // The next one is looked for in the whole list; the mark stays on the line it was on.
        let marked = self.shown().get(self.cursor.at).map(|c| c.code.clone());
        let _ = self.filter.set_text("");
        self.cursor.at = marked.as_ref().and_then(place).unwrap_or(0);
        Picked::Changed
    }
}
