//! From room to room: what follows from a key.

use super::app::{App, How};
use super::room::{Go, Room};
use super::rooms;
use std::io::Write;

impl<W: Write> App<W> {
    pub(super) fn go(&mut self, go: Go) {
        let sign = self.cx.pen.wanted.take().zip(self.stack.last().and_then(|r| r.signs_again(&self.cx)));
        if let Some((command, again)) = sign {
            // The refusal that stands in the message line is answered by this room.
            self.cx.say("");
            return match rooms::sign::sign(&mut self.cx, command, again) {
                Ok(room) => self.go(Go::Push(room)),
                Err(trouble) => self.cx.complain(&trouble),
            };
        }
        if matches!(go, Go::Push(_) | Go::Home(_)) {
            self.cx.greeting = None;
        }
        match go {
            Go::NotMine | Go::Stay => {}
            Go::Say(words) => self.cx.say(words),
            Go::Push(mut room) => {
                self.with_top_keep();
                self.freshen(room.as_mut());
                self.stack.push(room);
                // Somebody goes on with what was begun there.
                self.take_chosen();
            }
            Go::Replace(mut room) => {
                self.with_top_keep();
                self.stack.pop();
                self.freshen(room.as_mut());
                self.stack.push(room);
            }
            Go::Pop(words) => {
                self.with_top_keep();
                if self.stack.len() > 1 {
                    self.stack.pop();
                }
                let back = self.refresh_top(|room, cx| room.back(cx));
                if let Err(trouble) = back {
                    // What one stood on is gone, as after declaring a recusal.
                    if self.stack.len() > 1 {
                        self.stack.pop();
                        self.refresh_all();
                    }
                    if words.is_none() {
                        self.cx.complain(&trouble);
                    }
                }
                if let Some(words) = words {
                    self.cx.say(words);
                }
                self.take_chosen();
            }
            Go::Home(room) => self.home(room),
            Go::Quit => self.end(How::Left),
        }
    }

    /// What was picked in the palette is done by the room below it.
    fn take_chosen(&mut self) {
        if let Some(action) = self.cx.chosen.take() {
            self.choose(action);
        }
    }

    pub(super) fn home(&mut self, then: Option<Box<dyn Room>>) {
        self.with_top_keep();
        self.stack.clear();
        let mut desk = rooms::desk();
        self.freshen(desk.as_mut());
        self.stack.push(desk);
        if let Some(room) = then {
            self.go(Go::Push(room));
        }
    }
}
