//! What a key does in the form of a record and in the forms on top of it.

use super::{DISCARD, RECORD, RecordForm};
use crate::ui::form::person;
use crate::ui::form::sheet::Did;
use crate::ui::form::sub::Sub;
use crate::ui::room::{Cx, Go, Room};

impl RecordForm {
    /// Back to the page; a row in which nothing was said goes.
    pub(super) fn close_sub(&mut self, cx: &mut Cx) {
        self.sync(cx);
        let Some((sub, _)) = self.sub.take() else { return };
        let line = sub.line();
        let gone = sub.drop_if_blank(&mut self.rows);
        let about = self.stream(cx).about();
        self.troubles.retain(|(l, _, _)| *l != line);
        self.shape(cx);
        self.sheet.focus(&if gone { sub.adder(&self.rows, about) } else { line });
        if sub == Sub::Means {
            self.show_whole(cx);
        }
        self.keep(cx);
    }

    pub(super) fn pressed(&mut self, cx: &mut Cx, key: &str) -> Go {
        if let Some(sub) = Sub::opened_by(key, &mut self.rows) {
            if !self.slot.held {
                self.shape(cx);
                self.enter(cx, sub);
            }
            return Go::Stay;
        }
        match key {
            RECORD => self.submit(cx),
            DISCARD => self.discard(cx),
            _ => Go::Stay,
        }
    }

    pub(super) fn sub_pressed(&mut self, cx: &mut Cx, key: &str) {
        if key == "#remove"
            && let Some((sub, _)) = self.sub.take()
        {
            sub.remove(&mut self.rows);
            self.troubles.clear();
            self.touched = true;
            self.shape(cx);
            self.sheet.focus(&sub.adder(&self.rows, self.stream(cx).about()));
            self.keep(cx);
            return;
        }
        self.close_sub(cx);
    }

    /// What was typed is overwritten; so the word itself is asked for.
    pub(super) fn discard(&mut self, cx: &mut Cx) -> Go {
        if self.slot.held || !self.touched && !self.slot.is_saved() {
            return Go::Pop(None);
        }
        self.keep(cx);
        Go::Push(crate::ui::rooms::discard(cx, self.slot.clone()))
    }

    pub(super) fn did(&mut self, cx: &mut Cx, did: Did) -> Go {
        let in_sub = self.sub.is_some();
        match did {
            Did::NotMine => return Go::NotMine,
            Did::Moved(left) => {
                if left {
                    self.keep(cx);
                }
            }
            Did::Changed(key) => {
                self.touched = true;
                self.troubles.retain(|(line, _, _)| in_sub || *line != key);
                if in_sub { self.sync(cx) } else { self.shape(cx) }
            }
            Did::Took(key, code) => {
                self.sync(cx);
                if let Some((sub, sheet)) = &mut self.sub {
                    if key == "name"
                        && let Some(p) = sub.person(&mut self.rows)
                    {
                        person::took(cx, p, &code);
                        sub.pour(p, sheet, cx.lang);
                    }
                    self.sync(cx);
                } else {
                    self.touched = true;
                    self.shape(cx);
                }
            }
            Did::Pressed(key) if in_sub => self.sub_pressed(cx, &key),
            Did::Pressed(key) => return self.pressed(cx, &key),
            Did::Refused(said) => {
                cx.say(said);
                cx.grave = true;
            }
        }
        Go::Stay
    }
}
