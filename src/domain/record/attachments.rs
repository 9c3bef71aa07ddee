//! What holds of every piece of kept material.

use super::text::{Attachment, RecordText};
use crate::domain::codes;
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
