//! What was ticked and read off, kept while the confirmation is left: Esc, a hang-up or another
//! session's turn loses none of it, as long as the text is the one that was read.

use super::Confirm;
use crate::domain::ids::{MatterId, Revision};
use crate::domain::record::Checklist;
use crate::office::DeskLine;
use crate::ui::form::{Begun, Kept, Slot};
use crate::ui::room::Cx;
use crate::words::form::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Its line on the desk is the record's own: Enter there goes on.
pub const KIND: &str = "confirm";

#[derive(Serialize, Deserialize)]
struct Ticks {
    revision: Revision,
    answers: Checklist,
    point: usize,
    /// What is being read off, as typed so far.
    typed: BTreeMap<String, serde_json::Value>,
    /// What was read off, once it was told to the register.
    #[serde(default)]
    read: BTreeMap<String, String>,
    top: usize,
    end_seen: bool,
}

pub(super) fn slot(cx: &Cx, id: &MatterId) -> Slot {
    Slot::new(cx, KIND, format!("{KIND}-{id}"))
}

impl Confirm {
    /// Puts back what was kept of the same text; of another text it is said to be void.
    pub(super) fn resume(&mut self, cx: &mut Cx, kept: &Kept) {
        let Ok(ticks) = serde_json::from_value::<Ticks>(kept.more.clone()) else { return };
        if ticks.revision != self.sheet.record.revision {
            cx.say(words(cx.lang).confirm("new_text"));
            cx.grave = true;
            return;
        }
        (self.answers, self.point) = (ticks.answers, ticks.point);
        (self.top, self.end_seen, self.read) = (ticks.top, ticks.end_seen, ticks.read);
        if let Some(reading) = &mut self.reading_off {
            // The other one's hand came in between: what is asked of the second is not read yet.
            self.end_seen = false;
            reading.sheet.put_raw(&ticks.typed, cx.lang);
        }
    }

    pub(super) fn save(&mut self, cx: &mut Cx) {
        let typed = self.reading_off.as_ref().map(|reading| reading.sheet.raw()).unwrap_or_default();
        let nothing = self.answers == self.by_itself && typed.is_empty() && self.read.is_empty();
        if !nothing || self.slot.is_saved() {
            let ticks = Ticks {
                revision: self.sheet.record.revision.clone(),
                answers: self.answers.clone(),
                point: self.point,
                typed,
                read: self.read.clone(),
                top: self.top,
                end_seen: self.end_seen,
            };
            let title = self.sheet.record.ref_.to_string();
            let more = serde_json::to_value(ticks).unwrap_or_default();
            self.slot.save(cx, &Kept { title, more, ..Kept::default() });
        }
        if self.leaving {
            self.slot.release(cx);
        }
    }
}

/// The drafts that stand on the desk by themselves. Ticks of a record that waits no more are gone.
pub fn without_ticks(cx: &mut Cx, begun: Vec<Begun>, lines: &[DeskLine]) -> Vec<Begun> {
    let (ticks, others): (Vec<Begun>, Vec<Begun>) = begun.into_iter().partition(|b| b.line.kind == KIND);
    let waits = |b: &Begun| lines.iter().any(|l| b.line.id == format!("{KIND}-{}", l.matter));
    for gone in ticks.iter().filter(|b| !b.line.held && !waits(b)) {
        Slot::new(cx, KIND, gone.line.id.clone()).finish(cx);
    }
    others
}
