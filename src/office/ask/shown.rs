//! What a face is shown of a record and of what hangs on it.

use crate::domain::abilities::abilities;
use crate::domain::calendar::Due;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::kind::Next;
use crate::domain::name::How;
use crate::domain::organ::Organ;
use crate::domain::policy::{self, CheckedBy, Seer, View};
use crate::domain::record::{Record, RecordText, local_time, local_time_option};
use crate::domain::refusal::Refusal;
use crate::domain::registry::Matter;
use crate::domain::state::State;
use crate::office::views::{EscalationView, ItemView};
use serde::Serialize;

/// One act of the palette, and why it is not open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Can {
    pub act: Act,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<Refusal>,
}

/// One act in a matter's story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryLine {
    pub seq: u64,
    pub kind: String,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub revision: String,
    /// What the actor's receipt says, to compare over the telephone.
    pub check_code: String,
    pub capacity: Capacity,
    /// Shown where this person may know it.
    pub name: Option<String>,
    #[serde(skip)]
    pub matter: Option<MatterId>,
}

/// A record opened: the record itself, its story, who sees it, what can be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordSheet {
    pub record: View,
    pub story: Vec<StoryLine>,
    pub escalations: Vec<EscalationView>,
    pub items: Vec<ItemView>,
    /// Matters of the registered kinds that hang on it and that this person may know of.
    pub matters: Vec<MatterBrief>,
    /// What nobody has begun with yet, to those who keep the store.
    pub awaited: Vec<Ahead>,
    pub seen_by: Vec<Seer>,
    pub can: Vec<Can>,
    /// Links by short name.
    pub links: Vec<(Ref, String)>,
    /// The clock that runs, explained.
    #[serde(skip)]
    pub due: Option<(Act, Due)>,
    /// What stood before, newest last; for the difference after an amendment.
    #[serde(skip)]
    pub earlier: Vec<RecordText>,
    /// Fields the second custodian reads off the material without seeing them here.
    pub blind: Vec<&'static str>,
    /// Whom the words may mean, for whoever settles it.
    pub questions: Vec<QuestionView>,
    /// Of whom two said that he is another, to whoever may say that he is meant after all.
    #[serde(skip)]
    pub not_meant: Vec<PersonId>,
    /// To the recorder: how many may check it, where the roster alone has fewer than two left.
    pub checked_by: Option<CheckedBy>,
}

/// A question for whoever settles it: whether these words mean this member of staff.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionView {
    pub person: PersonId,
    pub name: String,
    pub unit: String,
    pub post: String,
    pub passages: Vec<PassageView>,
    /// How many have said that it is another person.
    pub hands: usize,
    /// This viewer is one of them.
    pub mine: bool,
    pub recorder_says_same: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PassageView {
    pub field: String,
    /// Empty where the words are the recorder's own, in his quick note.
    pub words: String,
    /// His declared relative's name, not his own.
    pub of_kin: bool,
}

pub(super) fn question_view(organ: &Organ, q: policy::Question, viewer: &PersonId) -> QuestionView {
    let person = organ.people.get(&q.person);
    // The same words may mean him in several ways: they are shown once.
    let mut passages: Vec<PassageView> = Vec::new();
    for p in q.passages {
        let view = PassageView { field: p.field.to_owned(), words: p.words, of_kin: p.how == How::KinName };
        if !passages.contains(&view) {
            passages.push(view);
        }
    }
    QuestionView {
        name: organ.name_of(&q.person),
        unit: person.map(|p| organ.unit_name(&p.unit).to_owned()).unwrap_or_default(),
        post: person.map(|p| p.post.clone()).unwrap_or_default(),
        passages,
        hands: q.hands.len(),
        mine: q.hands.contains(viewer),
        recorder_says_same: q.recorder_says_same,
        person: q.person,
    }
}

/// A step in the course of a record: a matter that hangs on it, how it came to stand so, and what is next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatterBrief {
    #[serde(skip)]
    pub id: MatterId,
    pub kind: &'static str,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    pub state: &'static str,
    pub open: bool,
    /// The act by which it stands so, and who did it in which office.
    pub last: Option<StoryLine>,
    pub next: Option<Ahead>,
}

/// What is to be done next, and until when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ahead {
    pub act: Act,
    pub capacity: Capacity,
    #[serde(with = "local_time_option")]
    pub due: Option<Millis>,
}

impl Ahead {
    pub(super) fn of(organ: &Organ, next: &Next, since: Millis) -> Self {
        let due = organ.due_explained(next.clock, since).map(|due| due.at_ms);
        Self { act: next.act, capacity: next.capacity, due }
    }
}

pub(super) fn brief(organ: &Organ, record: &Record, m: &Matter, story: &[StoryLine]) -> MatterBrief {
    MatterBrief {
        id: m.id(),
        kind: m.kind(),
        ref_: m.ref_().clone(),
        state: m.state().0,
        open: m.is_open_in(organ, record),
        last: story.iter().rev().find(|l| l.matter == Some(m.id())).cloned(),
        next: m.next().first().map(|next| Ahead::of(organ, next, m.counts_from(organ, Some(record)))),
    }
}

pub(in crate::office) fn can(state: &State, person: &PersonId, now: Millis) -> Vec<Can> {
    abilities(state, person, now).into_iter().map(|(act, why_not)| Can { act, why_not }).collect()
}
