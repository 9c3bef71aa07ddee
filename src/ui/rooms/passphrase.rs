//! One's own passphrase: chosen for the first time, or another in the place of the one in use.

use super::sign::Rows;
use crate::ui::field::SecretField;
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Pastes, Room};
use crate::words::fill;
use crate::words::signing::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The fields, in the order in which they are typed.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Old,
    New,
    Again,
}

pub struct ChoosePassphrase {
    /// There is one in use, which opens the key before it is sealed anew.
    changes: bool,
    at: At,
    old: SecretField,
    new: SecretField,
    again: SecretField,
}

impl ChoosePassphrase {
    pub fn new(cx: &Cx) -> Self {
        let changes = cx.office.has_own_key(&cx.me);
        Self {
            changes,
            at: if changes { At::Old } else { At::New },
            old: SecretField::default(),
            new: SecretField::default(),
            again: SecretField::default(),
        }
    }

    fn field(&mut self) -> &mut SecretField {
        match self.at {
            At::Old => &mut self.old,
            At::New => &mut self.new,
            At::Again => &mut self.again,
        }
    }

    fn next(&mut self, cx: &mut Cx) -> Go {
        if self.field().count() == 0 {
            return Go::Stay;
        }
        self.at = match self.at {
            At::Old => At::New,
            At::New => At::Again,
            At::Again => return self.done(cx),
        };
        Go::Stay
    }

    /// A weak or mistyped one is typed anew; the one in use need not be.
    fn done(&mut self, cx: &mut Cx) -> Go {
        let (new, again) = (self.new.take(), self.again.take());
        self.at = At::New;
        if !new.same_as(&again) {
            return Go::Say(words(cx.lang).passphrase_differs.clone());
        }
        if let Err(weak) = new.strong() {
            cx.complain(&weak.into());
            return Go::Stay;
        }
        let said = words(cx.lang);
        let made = match self.changes {
            true => {
                let old = self.old.take();
                self.at = At::Old;
                cx.office.change_passphrase(&cx.actor, &old, &new).map(|()| said.passphrase_changed.clone())
            }
            // Another key of his is in force, on his own machine: it signs there.
            false if cx.office.signs_own_key(&cx.actor).is_ok_and(|level| level > 0) => {
                return match cx.office.challenge_passphrase(&cx.actor, &new) {
                    Ok(challenge) => Go::Replace(super::sign::own_key(challenge)),
                    Err(trouble) => {
                        cx.complain(&trouble);
                        Go::Stay
                    }
                };
            }
            false => cx.office.set_passphrase(&cx.actor, &new).map(|(receipt, key)| {
                let ref_ = receipt.ref_.as_ref().map(ToString::to_string).unwrap_or_default();
                fill(&said.passphrase_waits, &[("key", &key), ("ref", &ref_)])
            }),
        };
        match made {
            Ok(told) => Go::Pop(Some(told)),
            Err(trouble) => {
                cx.complain(&trouble);
                Go::Stay
            }
        }
    }
}

impl Room for ChoosePassphrase {
    fn name(&self) -> &'static str {
        "passphrase"
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let said = words(cx.lang);
        let mut rows = Rows::new(area);
        let why = if self.changes { &said.passphrase_why_change } else { &said.passphrase_why };
        rows.put(buf, why, Style::default());
        rows.put(buf, "", Style::default());
        let fields = [
            (At::Old, &said.passphrase_old, &self.old),
            (At::New, &said.passphrase_new, &self.new),
            (At::Again, &said.passphrase_again, &self.again),
        ];
        let mut caret = None;
        for (at, label, field) in fields.into_iter().filter(|(at, ..)| self.changes || *at != At::Old) {
            let here = rows.secret(buf, label, field);
            if at == self.at {
                caret = Some(here);
            }
        }
        caret
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            Key::Enter | Key::Tab | Key::Down => self.next(cx),
            key if self.field().key(key) => Go::Stay,
            _ => Go::NotMine,
        }
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn paste(&mut self, _cx: &mut Cx, text: &str) -> Go {
        self.field().paste(text);
        Go::Stay
    }

    fn pastes(&self) -> Pastes {
        Pastes::Exactly
    }
}
