//! Recusal, RC1 to RC7. Whoever is recused neither sees nor acts, and is not told. There is one
//! register of it for the record and for everything that hangs on the record.

use super::meant::{Meant, meant};
use super::settled::{in_question, is_the_same};
use crate::domain::coded::codes;
use crate::domain::ids::PersonId;
use crate::domain::name::{Directory, How};
use crate::domain::organ::Organ;
use crate::domain::record::Record;
use std::collections::{BTreeMap, BTreeSet};

codes! {
    /// Why somebody is out.
    pub enum Ground {
        /// RC1: inquired, was inquired for, or passed it on.
        Subject = "subject",
        /// His name stands in it; he is out until it is settled whom it means.
        SameName = "same_name",
        /// His surname with his post, or his post alone; as above.
        Titled = "titled",
        /// The name of a relative he declared; as above.
        KinName = "kin_name",
        /// RC2: spouse, parent, child or sibling of such a person (Civil Servants Law 76).
        Kin = "kin",
        /// A declared or found interest in the case.
        Interest = "interest",
        /// RC7: declared by himself, or ordered.
        Declared = "declared",
    }
}

/// The first ground on which a person is recused from a record. The words of every revision count:
/// taking a name out of a text does not open the record to its bearer.
pub fn recusal(organ: &Organ, record: &Record, id: &PersonId) -> Option<Ground> {
    ground(organ, record, &meant(organ, record), id)
}

/// The same by what was read of whom the words mean.
pub(super) fn ground(organ: &Organ, record: &Record, meant: &Meant, id: &PersonId) -> Option<Ground> {
    if record.recused.contains_key(id) {
        return Some(Ground::Declared);
    }
    let directory = organ.names();
    if meant.subjects.contains(id) || is_the_same(record, id) {
        return Some(Ground::Subject);
    }
    match in_question(meant, record, id) {
        Some(How::Name) => return Some(Ground::SameName),
        Some(How::Title) => return Some(Ground::Titled),
        Some(How::KinName) => return Some(Ground::KinName),
        None => {}
    }
    // Who may be meant takes his kin along until he is cleared.
    if kin_of(&directory, meant, id).any(|k| involved(meant, record, k)) {
        return Some(Ground::Kin);
    }
    let interested = directory.has_interest(id) && interested(&directory, record).any(|p| &p == id);
    interested.then_some(Ground::Interest)
}

pub fn is_recused(organ: &Organ, record: &Record, id: &PersonId) -> bool {
    recusal(organ, record, id).is_some()
}

/// Everybody who is recused from a record, each with the first ground. It costs what the record
/// names, not what the organ has.
pub fn recused(organ: &Organ, record: &Record) -> BTreeMap<PersonId, Ground> {
    let (directory, meant) = (organ.names(), meant(organ, record));
    let mut all: BTreeSet<PersonId> = record.recused.keys().chain(&meant.subjects).cloned().collect();
    all.extend(meant.passages.keys().chain(record.settling.keys()).cloned());
    let kin: Vec<PersonId> = all
        .iter()
        .filter(|id| involved(&meant, record, id))
        .flat_map(|id| kin_of(&directory, &meant, id))
        .cloned()
        .collect();
    all.extend(kin);
    all.extend(interested(&directory, record));
    let known = all.into_iter().filter(|id| organ.people.contains_key(id));
    known.filter_map(|id| recusal(organ, record, &id).map(|ground| (id, ground))).collect()
}

/// His relatives among the staff, as declared now or when the words were written.
fn kin_of<'a>(
    directory: &'a Directory,
    meant: &'a Meant,
    id: &PersonId,
) -> impl Iterator<Item = &'a PersonId> {
    directory.kin_of(id).chain(meant.kin.get(id).into_iter().flatten())
}

fn involved(meant: &Meant, record: &Record, id: &PersonId) -> bool {
    meant.subjects.contains(id) || is_the_same(record, id) || in_question(meant, record, id).is_some()
}

fn interested(directory: &Directory, record: &Record) -> impl Iterator<Item = PersonId> {
    let cases = record.cases().into_iter();
    cases.flat_map(|c| directory.interested_in(&c.case_no).to_vec())
}

/// Those hands that still count: who has been recused since, by declaration, by an entry in the
/// organ's data, from an item, or by a later text, gave a hand that lapses while nothing is
/// completed by it. The recorder's own asking is his, whatever he is to the people in it.
pub fn standing<'a>(
    organ: &Organ,
    record: &Record,
    given: impl IntoIterator<Item = &'a PersonId>,
) -> Vec<PersonId> {
    let stands = |id: &&PersonId| *id == &record.recorder || !is_recused(organ, record, id);
    given.into_iter().filter(stands).cloned().collect()
}
