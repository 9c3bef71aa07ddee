//! What custodians are asked about whom the words of a record mean, and what they settled of it.

use super::meant::{Meant, Passage, meant, reading};
use super::recusal::{ground, standing};
use crate::domain::ids::PersonId;
use crate::domain::name::{How, Reading};
use crate::domain::organ::Organ;
use crate::domain::record::{Cleared, Record, Settling};
use std::collections::BTreeMap;

/// One question for custodians: whether the record means this person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub person: PersonId,
    /// What is not settled, oldest first.
    pub passages: Vec<Passage>,
    /// Who said already that it is another person.
    pub hands: Vec<PersonId>,
    /// What the recorder answered when he was asked.
    pub recorder_says_same: Option<bool>,
}

/// Whom the words may still mean, the record's own recusals aside.
pub fn questions(organ: &Organ, record: &Record) -> Vec<Question> {
    let meant = meant(organ, record);
    meant
        .passages
        .keys()
        .filter(|id| in_question(&meant, record, id).is_some() && !record.recused.contains_key(*id))
        .map(|id| {
            let said = record.versions.iter().rev().flat_map(|v| &v.text.meant).find(|m| &m.person == id);
            Question {
                person: id.clone(),
                passages: open_passages(&meant, record, id).cloned().collect(),
                hands: cleared_by(organ, record, id),
                recorder_says_same: said.map(|m| m.same),
            }
        })
        .collect()
}

/// Whom words may mean that an act laid in a matter of this record, as far as whoever wrote them is told: by name
/// or by post, for a relative's name tells who declared it.
pub fn put_in_question(organ: &Organ, record: &Record, seq: u64) -> Vec<PersonId> {
    if !record.said.iter().any(|s| s.seq == seq) {
        return Vec::new();
    }
    let mut before = record.clone();
    before.unsay(seq);
    let (before, meant) = (meant(organ, &before), meant(organ, record));
    let said_before = |id: &PersonId, p: &Passage| before.passages.get(id).is_some_and(|all| all.contains(p));
    let by_it = |id: &PersonId| {
        let mut open = open_passages(&meant, record, id).filter(|p| p.how != How::KinName);
        open.any(|p| !said_before(id, p))
    };
    let open = |id: &&PersonId| in_question(&meant, record, id).is_some() && by_it(id);
    meant.passages.keys().filter(open).cloned().collect()
}

/// Who said already that another person is meant, and has read every word that may mean this one.
pub fn cleared_by(organ: &Organ, record: &Record, id: &PersonId) -> Vec<PersonId> {
    let meant = meant(organ, record);
    let read = |h: &&Cleared| open_passages(&meant, record, id).all(|p| meant.was_shown(h.act, id, p));
    let hands = record.settling.get(id).into_iter().flat_map(|s| &s.hands);
    standing(organ, record, hands.filter(read).map(|h| &h.person))
}

/// Who said that the words mean him after all, of whom two had said that they do not.
pub fn meant_by(organ: &Organ, record: &Record, id: &PersonId) -> Vec<PersonId> {
    let hands = record.settling.get(id).into_iter().flat_map(|s| &s.same_hands);
    standing(organ, record, hands.map(|h| &h.person))
}

/// Whether somebody is out only by words that nobody has settled.
pub fn is_unsettled(organ: &Organ, record: &Record, id: &PersonId) -> bool {
    let meant = meant(organ, record);
    let settled = Meant { passages: BTreeMap::new(), ..(*meant).clone() };
    ground(organ, record, &meant, id).is_some() && ground(organ, record, &settled, id).is_none()
}

/// Whether anybody is in question, or was said to be meant.
pub fn asks_who(organ: &Organ, record: &Record) -> bool {
    record.settling.values().any(|s| s.same.is_some()) || !questions(organ, record).is_empty()
}

/// Of whom two have said that he is not meant, while the words that might mean him stand: it may turn out that
/// he is.
pub fn said_to_be_another(organ: &Organ, record: &Record) -> Vec<PersonId> {
    let meant = meant(organ, record);
    let settled = record.settling.iter().filter(|(_, s)| s.cleared.is_some()).map(|(id, _)| id);
    let closed = |id: &&PersonId| {
        let open = is_the_same(record, id) || in_question(&meant, record, id).is_some();
        meant.passages.contains_key(*id) && !meant.subjects.contains(*id) && !open
    };
    settled.filter(closed).cloned().collect()
}

fn open_passages<'m>(meant: &'m Meant, record: &Record, id: &PersonId) -> impl Iterator<Item = &'m Passage> {
    let settled = record.settling.get(id).filter(|s| stands(meant, record, s));
    unsettled(meant, id, settled)
}

/// What two have not settled of somebody. What they settled binds what lay before them.
fn unsettled<'m>(
    meant: &'m Meant,
    id: &PersonId,
    settled: Option<&Settling>,
) -> impl Iterator<Item = &'m Passage> {
    let cleared = settled.and_then(|s| s.cleared);
    let open = move |p: &&Passage| cleared.is_none_or(|act| !meant.was_shown(act, id, p));
    meant.passages.get(id).into_iter().flatten().filter(open)
}

/// What two settled stands, unless each of them is one of whom it tells by now: then two others settle it
/// anew.
fn stands(meant: &Meant, record: &Record, settled: &Settling) -> bool {
    let told_of = |id: &PersonId| {
        let open = unsettled(meant, id, record.settling.get(id)).next().is_some();
        meant.subjects.contains(id) || is_the_same(record, id) || open
    };
    let asked = reading(record.judged) >= Reading::Six && !settled.by.is_empty();
    !asked || !settled.by.iter().all(told_of)
}

/// Whether somebody is out because he was picked or named, and not because words may mean him.
pub fn is_named(organ: &Organ, record: &Record, id: &PersonId) -> bool {
    meant(organ, record).subjects.contains(id)
}

/// How the words may mean this person, as far as nobody has settled it; what was said to be the same
/// person, or stands in the directory's own row, is settled.
pub(super) fn in_question(meant: &Meant, record: &Record, id: &PersonId) -> Option<How> {
    let settled = meant.subjects.contains(id) || is_the_same(record, id);
    open_passages(meant, record, id).map(|p| p.how).min().filter(|_| !settled)
}

/// Whether a custodian said that the words mean this person.
pub(super) fn is_the_same(record: &Record, id: &PersonId) -> bool {
    record.settling.get(id).is_some_and(|s| s.same.is_some())
}
