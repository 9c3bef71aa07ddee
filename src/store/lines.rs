//! Plain data at the seam: what lists show, one line per thing.

use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, Ref};
use crate::domain::record::{CaseNumbers, Status, local_time, local_time_option};
use crate::domain::search::Mark;
use serde::Serialize;
use std::collections::BTreeMap;

/// One record in a list. The inquirer's name is masked unless the record is the viewer's own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordLine {
    #[serde(skip)]
    pub id: MatterId,
    /// Where it stands in the list it is a line of.
    #[serde(skip)]
    pub mark: Mark,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    pub status: Status,
    pub stream: String,
    #[serde(flatten)]
    pub cases: CaseNumbers,
    pub manner: String,
    /// None while it is still to be read off a material.
    #[serde(with = "local_time_option")]
    pub occurred: Option<Millis>,
    #[serde(with = "local_time")]
    pub recorded: Millis,
    pub inquirer: String,
    pub inquirer_unit: String,
    pub unit: String,
    pub own: bool,
    /// Name, date and case are still to be read off a material by this viewer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub veiled: bool,
    /// `urgent`, `late`, `special`, `repeat`, `disputed`, `overdue`, `withdrawn`.
    pub flags: Vec<String>,
}

/// A window of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordPage {
    pub lines: Vec<RecordLine>,
    /// Lines of the whole list; where it was not counted, those up to the last one here, as far as known.
    pub total: usize,
    pub counted: bool,
    /// Position of the first line here; none where only its neighbour is known.
    pub from: Option<usize>,
}

/// How many of the visible records fall under each value of each facet.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facets {
    pub status: BTreeMap<String, usize>,
    pub stream: BTreeMap<String, usize>,
    pub unit: BTreeMap<String, usize>,
    pub quarter: BTreeMap<String, usize>,
    pub flag: BTreeMap<String, usize>,
}

/// One thing the viewer must do next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeskLine {
    #[serde(skip)]
    pub matter: MatterId,
    /// `record`, `escalation`, `item`, `meeting`, `proposal`, `draft`.
    pub kind: String,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    #[serde(skip)]
    pub record: Option<MatterId>,
    pub act: Act,
    pub capacity: Capacity,
    pub title: String,
    pub urgent: bool,
    #[serde(with = "local_time")]
    pub since: Millis,
    pub clock: String,
    /// For acts without a clock the same as `since`.
    #[serde(with = "local_time")]
    pub due: Millis,
    /// What it is about is still to be read off a material by this viewer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub veiled: bool,
}

/// What a matter waits for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waits {
    pub act: Act,
    #[serde(with = "local_time")]
    pub since: Millis,
    pub clock: String,
    /// For acts without a clock the same as `since`.
    #[serde(with = "local_time")]
    pub due: Millis,
}

/// Something that follows from a record: a matter, or the record itself while nobody has begun with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FollowsLine {
    #[serde(flatten)]
    pub line: MatterLine,
    pub title: String,
    pub waits: Option<Waits>,
    /// As [`DeskLine::veiled`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub veiled: bool,
}

/// Any matter in a list of its kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatterLine {
    #[serde(skip)]
    pub id: MatterId,
    pub kind: String,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    #[serde(skip)]
    pub record: Option<MatterId>,
    #[serde(skip)]
    pub meeting: Option<MatterId>,
    pub committee: Option<String>,
    /// What it is about, where it hangs on the organ: a quarter.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
    pub state: String,
    pub open: bool,
    #[serde(with = "local_time")]
    pub begun_at: Millis,
    #[serde(with = "local_time")]
    pub since: Millis,
}

/// One event in a story or in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActLine {
    pub seq: u64,
    pub kind: String,
    /// Empty when the register itself acted.
    #[serde(skip)]
    pub actor: Option<String>,
    #[serde(skip)]
    pub matter: Option<MatterId>,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub leaf: String,
}

/// A proposed change of the organ's data in their list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProposalLine {
    #[serde(rename = "ref")]
    pub ref_: Ref,
    pub change: &'static str,
    pub state: String,
    pub by: String,
    #[serde(with = "local_time")]
    pub since: Millis,
}
