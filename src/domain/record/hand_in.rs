//! A text that is handed in: the first words, the record itself, and what a text must hold to be taken.

use super::attachments::check_attachment;
use super::event::RecordEvent;
use super::evidence;
use super::state::Record;
use super::text::{Attachment, QuickNote, RecordText};
use crate::domain::case_no;
use crate::domain::flow::Act;
use crate::domain::ids::Millis;
use crate::domain::kind::{self, Desk};
use crate::domain::refusal::{Flaw, No, Problem};

impl Desk<'_> {
    /// The first words, before there is time for the record.
    pub(super) fn quick(&self, note: &QuickNote) -> Result<RecordEvent, No> {
        kind::step::<Record>(self, None, Act::Quick)?;
        let mut wrong = Vec::new();
        for (field, text) in [("who", &note.who), ("line", &note.line)] {
            if text.trim().is_empty() {
                wrong.push(Problem::new(field, Flaw::Missing, ""));
            }
        }
        if note.occurred.from > self.asked.now {
            wrong.push(Problem::new("occurred", Flaw::InFuture, ""));
        }
        let mut note = note.clone();
        if self.too_early(note.occurred.from) {
            wrong.push(Problem::new("occurred", Flaw::BadTime, ""));
        }
        if !self.asked.again {
            note.fold_cases();
            let numbers = note.case_no.as_deref().map(|typed| case_no::several(typed, i32::MAX));
            if let Some(Err(flaw)) = numbers {
                wrong.push(Problem::new("case_no", Flaw::CaseNumber, flaw));
            }
        }
        if wrong.is_empty() {
            Ok(RecordEvent::Quick { ref_: self.asked.fresh.ref_.clone(), note })
        } else {
            Err(No::Wrong(wrong))
        }
    }

    pub(super) fn submit(&self, text: &RecordText) -> Result<RecordEvent, No> {
        let record = self.state.record.as_deref();
        let ref_ = record.map_or(&self.asked.fresh.ref_, |r| &r.ref_).clone();
        kind::step(self, record, Act::Submit)?;
        let text = self.complete(text.clone(), self.asked.now)?;
        let fresh = self.asked.fresh;
        let late =
            text.occurred.as_ref().filter(|o| evidence::is_late(o.from, &self.state.organ, self.asked.now));
        let late_hours =
            late.map_or(0, |o| u32::try_from((self.asked.now - o.from) / 3_600_000).unwrap_or(u32::MAX));
        Ok(RecordEvent::Submitted {
            ref_,
            number: self.state.organ.kind.record_no(&self.state.organ.short, fresh.year, fresh.next_number),
            year: fresh.year,
            ordinal: fresh.next_number,
            late_hours,
            text: Box::new(text),
        })
    }

    /// # Errors
    /// The fields of a material that are wrong.
    pub(super) fn fits(&self, attachment: &Attachment) -> Result<(), No> {
        match check_attachment(attachment) {
            Err(No::Wrong(wrong)) if self.asked.again => self.lacks_nothing(wrong),
            checked => checked,
        }
    }

    /// Of what stands in the log is not asked whether it fits the lists and limits of today; but since version 7
    /// that what must be there is there, and since version 10 all that the log itself can tell.
    fn lacks_nothing(&self, mut problems: Vec<Problem>) -> Result<(), No> {
        let rules = self.state.judged;
        problems.retain(|p| {
            p.flaw.is_a_lack() && rules.since_seven() || p.flaw.is_told_by_the_log() && rules.since_ten()
        });
        if problems.is_empty() { Ok(()) } else { Err(No::Wrong(problems)) }
    }

    /// When a record was first handed in; lateness is measured there and never again.
    pub(super) fn handed_in(&self, record: &Record) -> Millis {
        record.submitted_at.unwrap_or(self.asked.now)
    }

    /// Normalises what the recorder left open, and refuses with every field that is wrong. `written`
    /// is when the record was handed in: completing or correcting it later does not make it late.
    pub(super) fn complete(&self, text: RecordText, written: Millis) -> Result<RecordText, No> {
        if self.asked.again {
            let mut problems = evidence::check(&text, self.me, &self.state.organ, self.asked.now);
            // It follows from the rest where it is left open, and is kept with it.
            if text.stream.is_empty() && self.state.judged.since_ten() {
                problems.push(Problem::new("stream", Flaw::Missing, ""));
            }
            return self.lacks_nothing(problems).map(|()| text);
        }
        let text = evidence::as_kept(&text, self.me, &self.state.organ);
        let mut problems = evidence::check(&text, self.me, &self.state.organ, self.asked.now);
        let in_time =
            text.occurred.as_ref().is_some_and(|o| !evidence::is_late(o.from, &self.state.organ, written));
        problems.retain(|p| p.flaw != Flaw::LateNeedsReason || !in_time);
        if problems.is_empty() { Ok(text) } else { Err(No::Wrong(problems)) }
    }
}
