//! What a reader is told of an urgent record.

use crate::domain::flow::Capacity;
use crate::domain::ids::Millis;
use crate::domain::organ::Organ;
use crate::domain::record::{AtOnceNote, Noted, Record, local_time};
use serde::Serialize;

/// That a record is reported at once: since when, what was done about it, and what is still to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AtOnceView {
    #[serde(with = "local_time")]
    pub since: Millis,
    /// Somebody still has to report it, or to say why not.
    pub open: bool,
    /// Chief and discipline are all recused: a custodian writes to the superior organ. Told to
    /// custodians alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_letter: bool,
    pub notes: Vec<AtOnceLine>,
}

/// One note about it. Who wrote it is told by the story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AtOnceLine {
    #[serde(with = "local_time")]
    pub at: Millis,
    pub note: AtOnceNote,
}

/// `words` masks a text where this reader sees names masked; `keeper` is a custodian or discipline.
pub(super) fn at_once(
    organ: &Organ,
    record: &Record,
    keeper: bool,
    now: Millis,
    words: &dyn Fn(&String) -> String,
) -> Option<AtOnceView> {
    let since = record.urgent_since(organ)?;
    let open = record.report_turns(organ, now);
    let line = |n: &Noted| AtOnceLine {
        at: n.at,
        note: AtOnceNote { doc_no: words(&n.note.doc_no), words: words(&n.note.words), ..n.note.clone() },
    };
    Some(AtOnceView {
        since,
        open: !open.is_empty(),
        by_letter: keeper && open.iter().any(|t| t.capacity == Capacity::Custodian),
        notes: record.at_once.iter().map(line).collect(),
    })
}
