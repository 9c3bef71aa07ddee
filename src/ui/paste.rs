//! A paste on its way into a field. What a field would not take is not the end of it: one key takes
//! in the rest, and whatever is not as it was copied is said.

use super::app::App;
use super::keys::Key;
use super::room::{Go, Pastes};
use crate::text::{Pasted, pasted};
use crate::words::fill;
use std::io::Write;

/// Codes named in one line; a paste with more kinds is no text.
const NAMED: usize = 4;

impl<W: Write> App<W> {
    pub(super) fn paste(&mut self, text: &str) {
        self.asks = None;
        let Some(room) = self.stack.last().filter(|r| r.is_typing()) else { return self.no_field() };
        let made = match room.pastes() {
            Pastes::Exactly => Pasted { text: text.to_owned(), ..Pasted::default() },
            into => pasted(text, into == Pastes::Paragraphs),
        };
        if made.left_out.is_empty() {
            return self.paste_in(&made);
        }
        self.asks = Some(made);
        self.ask_about_paste();
    }

    /// A key while a paste waits for an answer: Enter takes it in, Esc does not, and any other key
    /// goes on as if nothing had been pasted. True where the key was the answer.
    pub(super) fn on_paste(&mut self, key: Key) -> bool {
        let Some(made) = self.asks.take() else { return false };
        match key {
            Key::Enter => self.paste_in(&made),
            Key::Esc => self.cx.say(self.form_words().nothing_pasted.clone()),
            // The question stays, in the language that is spoken now.
            Key::F(9 | 12) | Key::Ctrl('l') => {
                self.key(key);
                self.asks = Some(made);
                self.ask_about_paste();
            }
            _ => {
                self.cx.say("");
                self.key(key);
                if self.cx.message.is_empty() {
                    self.cx.say(self.form_words().nothing_pasted.clone());
                }
            }
        }
        true
    }

    fn paste_in(&mut self, made: &Pasted) {
        self.cx.say("");
        let go = self.with_top(|room, cx| room.paste(cx, &made.text));
        if matches!(go, Go::NotMine) {
            return self.no_field();
        }
        self.go(go);
        if self.cx.grave {
            return;
        }
        let f = self.form_words();
        let mut said = Vec::new();
        if made.missing() > 0 {
            said.push(fill(&f.left_out, &[("n", &made.missing().to_string()), ("codes", &named(made))]));
        }
        if made.blanks > 0 {
            said.push(f.made_blank.replace("{}", &made.blanks.to_string()));
        }
        if !said.is_empty() {
            said.push(std::mem::take(&mut self.cx.message));
            self.cx.say(said.join(self.cx.lang.pick("", " ")).trim());
        }
    }

    fn ask_about_paste(&mut self) {
        let Some(made) = &self.asks else { return };
        let words = &self.form_words().paste_without;
        let words = fill(words, &[("n", &made.missing().to_string()), ("codes", &named(made))]);
        self.cx.say(words);
        self.cx.grave = true;
    }

    fn no_field(&mut self) {
        self.cx.say(self.cx.f.paste_only_into_a_field.clone());
    }

    fn form_words(&self) -> &'static crate::words::form::FormWords {
        crate::words::form::words(self.cx.lang)
    }
}

/// Which characters, the first kinds of them by their codes.
fn named(made: &Pasted) -> String {
    let mut few = made.clone();
    let rest = few.left_out.len().saturating_sub(NAMED);
    while few.left_out.len() > NAMED {
        few.left_out.pop_last();
    }
    let more = if rest > 0 { " ..." } else { "" };
    format!("{}{more}", few.codes(" "))
}
