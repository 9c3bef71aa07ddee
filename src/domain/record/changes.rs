//! Supplements and corrections of a record that is confirmed.

use super::attachments::keep_materials;
use super::command::ChangeDraft;
use super::decide::given;
use super::event::RecordEvent;
use super::flow::Status;
use super::parts::Change;
use crate::domain::flow::Act;
use crate::domain::ids::Revision;
use crate::domain::kind::{self, Desk};
use crate::domain::refusal::{No, Refusal, Rule};

impl<'a> Desk<'a> {
    pub(super) fn propose_change(
        &self,
        seen: &Revision,
        change: &ChangeDraft,
        reason: &str,
    ) -> Result<RecordEvent, No> {
        let record = self.state.the_record()?;
        if record.status != Status::Confirmed {
            return Err(Refusal::with(Rule::NotNow, Act::Supplement.code()).into());
        }
        if record.open_change().is_some() {
            return Err(Rule::OpenAlready.into());
        }
        kind::step::<Change>(self, None, change.act())?;
        let standing = record.versions.last().map_or(&record.revision, |v| &v.revision);
        if seen != &record.revision && seen != standing {
            return Err(Refusal::with(Rule::StaleRevision, standing).into());
        }
        let reason = given(reason)?;
        let change = match change {
            ChangeDraft::Supplement { words, attachments } => {
                if words.trim().is_empty() && attachments.is_empty() {
                    return Err(Rule::ReasonMissing.into());
                }
                for a in attachments {
                    self.fits(a)?;
                }
                change.clone()
            }
            ChangeDraft::Correction { text } => {
                let mut text = (**text).clone();
                keep_materials(&mut text, &record.text.attachments);
                // A reason once given for being late is not rewritten afterwards.
                if !record.text.late_reason.is_empty() {
                    text.late_reason = record.text.late_reason.clone();
                }
                ChangeDraft::Correction { text: Box::new(self.complete(text, self.handed_in(record))?) }
            }
        };
        let number = u32::try_from(record.changes.len()).unwrap_or(u32::MAX).saturating_add(1);
        Ok(RecordEvent::ChangeProposed { number, change, reason })
    }

    pub(super) fn open_change(&self, number: u32) -> Result<&'a Change, Refusal> {
        let record = self.state.the_record()?;
        record.open_change().filter(|c| c.number == number).ok_or(Refusal::of(Rule::NoSuchMatter))
    }
}
