//! What is kept of the form of a record while it is written, and taken up again.

use super::{Mode, RecordForm};
use crate::domain::record::{Gift, PersonRole, Said};
use crate::ui::form::brought::Brought;
use crate::ui::form::kept::Kept;
use crate::ui::form::sub::Sub;
use crate::ui::room::{Cx, Room};
use crate::words;
use serde::{Deserialize, Serialize};

/// What the form keeps besides its fields.
#[derive(Serialize, Deserialize)]
struct More {
    mode: Mode,
    people: Vec<PersonRole>,
    papers: Vec<Brought>,
    #[serde(default)]
    gifts: Vec<Gift>,
    #[serde(default)]
    meant: Vec<Said>,
    sub: Option<(Sub, String, (usize, usize))>,
}

impl RecordForm {
    pub(super) fn resume(&mut self, cx: &Cx, kept: &Kept) {
        let more: Option<More> = serde_json::from_value(kept.more.clone()).ok();
        if let Some(more) = &more {
            self.rows.people.clone_from(&more.people);
            self.rows.papers.extend(more.papers.iter().cloned());
            self.rows.gifts.clone_from(&more.gifts);
            self.rows.meant.clone_from(&more.meant);
            if more.mode != self.mode {
                self.intro.push(words::form::words(cx.lang).record("changed_since").to_owned());
            }
        }
        // Which fields there are follows from what is in them: twice, for channels follow manners.
        for _ in 0..2 {
            self.shape(cx);
            self.sheet.put_all(&kept.fields, cx.lang);
        }
        self.shape(cx);
        self.sheet.focus(&kept.focus);
        self.sheet.set_caret(kept.caret);
        if let Some((sub, focus, caret)) = more.and_then(|m| m.sub) {
            self.enter(cx, sub);
            if let Some((_, sheet)) = &mut self.sub {
                sheet.focus(&focus);
                sheet.set_caret(caret);
            }
        }
        self.touched = true;
    }

    pub(in crate::ui::form) fn kept(&self, cx: &Cx) -> Kept {
        let sub =
            self.sub.as_ref().map(|(sub, sheet)| (sub.clone(), sheet.focus_key().to_owned(), sheet.caret()));
        let (papers, gifts) = (self.rows.brought(), self.rows.gifts.clone());
        let more = More {
            mode: self.mode.clone(),
            people: self.rows.people.clone(),
            papers,
            gifts,
            meant: self.rows.meant.clone(),
            sub,
        };
        Kept {
            way: None,
            command: None,
            title: self.place(cx),
            fields: self.sheet.raw(),
            focus: self.sheet.focus_key().to_owned(),
            caret: self.sheet.caret(),
            more: serde_json::to_value(more).unwrap_or_default(),
        }
    }
}
