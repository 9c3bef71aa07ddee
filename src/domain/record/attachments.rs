//! What holds of every piece of kept material, and where each came from.

use super::command::ChangeDraft;
use super::state::Record;
use super::text::{Attachment, RecordText};
use crate::domain::codes;
use crate::domain::ids::Millis;
use crate::domain::refusal::{Flaw, No, Problem};

/// What was kept with an earlier text stays with the next one.
pub(super) fn keep_materials(text: &mut RecordText, kept: &[Attachment]) {
    for a in kept {
        if !text.attachments.contains(a) {
            text.attachments.push(a.clone());
        }
    }
}

/// # Errors
/// The fields that are wrong.
pub(super) fn check_attachment(a: &Attachment) -> Result<(), No> {
    let mut wrong = Vec::new();
    if !codes::has("attachment_kind", &a.kind) {
        wrong.push(Problem::new("attachments.kind", Flaw::UnknownCode, &a.kind));
    }
    if !a.file_destination.is_empty() && !codes::has("CL16", &a.file_destination) {
        wrong.push(Problem::new("attachments.file_destination", Flaw::UnknownCode, &a.file_destination));
    }
    if a.title.trim().is_empty() {
        wrong.push(Problem::new("attachments.title", Flaw::Missing, ""));
    }
    if (a.kind == "PAPER_ONLY") != a.hash.is_none() {
        wrong.push(Problem::new("attachments", Flaw::Missing, &a.title));
    }
    if a.kind == "PAPER_ONLY" && a.original_location.trim().is_empty() {
        wrong.push(Problem::new("attachments.original_location", Flaw::Missing, ""));
    }
    if wrong.is_empty() { Ok(()) } else { Err(No::Wrong(wrong)) }
}

/// The same before its bytes are taken in: what is refused for its fields leaves no file behind.
///
/// # Errors
/// As [`check_attachment`].
pub fn check_before_it_comes(a: &Attachment) -> Result<(), No> {
    check_attachment(&Attachment { hash: Some(String::new()), ..a.clone() })
}

/// A material of a record, with when it came into it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept<'a> {
    pub attachment: &'a Attachment,
    pub at: Millis,
    /// The supplement or correction it waits with; none for what stands in the record.
    pub change: Option<u32>,
}

impl Record {
    /// Every material in its order, those of an open change behind the ones that stand: whoever is to
    /// agree to it must be able to read it. Their place, from 1, is their number for every face.
    pub fn materials(&self) -> Vec<Kept<'_>> {
        let since = |a: &Attachment| {
            let first = self.versions.iter().find(|v| v.text.attachments.contains(a));
            first.map_or(self.created_at, |v| v.at)
        };
        let stands = self.text.attachments.iter();
        let mut all: Vec<Kept<'_>> =
            stands.map(|a| Kept { attachment: a, at: since(a), change: None }).collect();
        if let Some(change) = self.open_change() {
            let brought = match &change.draft {
                ChangeDraft::Supplement { attachments, .. } => attachments,
                ChangeDraft::Correction { text } => &text.attachments,
            };
            let new = brought.iter().filter(|a| !self.text.attachments.contains(a));
            all.extend(new.map(|a| Kept { attachment: a, at: change.at, change: Some(change.number) }));
        }
        all
    }
}
