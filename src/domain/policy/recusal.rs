//! Recusal, RC1 to RC7. Whoever is recused neither sees nor acts, and is not told.

use crate::domain::ids::PersonId;
use crate::domain::name::fold;
use crate::domain::organ::{Organ, Person};
use crate::domain::record::{PersonRole, Record, RecordText};

/// Why somebody is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// RC1: inquired, was inquired for, or passed it on.
    Subject,
    /// A typed name equals the staff member's; he is out until two others say it is somebody else.
    SameName,
    /// RC2: spouse, parent, child or sibling of such a person (Civil Servants Law 76).
    Kin,
    /// A declared or found interest in the case.
    Interest,
    /// RC7: declared by himself, or ordered.
    Declared,
}

impl Ground {
    pub fn code(self) -> &'static str {
        match self {
            Ground::Subject => "subject",
            Ground::SameName => "same_name",
            Ground::Kin => "kin",
            Ground::Interest => "interest",
            Ground::Declared => "declared",
        }
    }
}

/// The first ground on which a person is recused from a record. The text of every revision counts:
/// taking a name out of a text does not open the record to its bearer.
pub fn recusal(organ: &Organ, record: &Record, id: &PersonId) -> Option<Ground> {
    if record.recused.contains_key(id) {
        return Some(Ground::Declared);
    }
    let person = organ.people.get(id)?;
    let subjects = || {
        let standing = record.versions.iter().map(|v| &v.text).chain(proposed(record));
        let people = standing.flat_map(|t| t.people.iter().filter(|p| !record.is_own_duty(t, p)));
        people.filter(|p| p.is_subject())
    };
    if subjects().any(|p| p.person.as_ref() == Some(id)) {
        return Some(Ground::Subject);
    }
    let cleared = record.other_persons.get(id).is_some_and(|(_, both)| *both);
    let quick = record
        .quick
        .as_ref()
        .is_some_and(|q| record.versions.is_empty() && fold(&q.who).has(&fold(&person.name)));
    if !cleared && (quick || subjects().any(|p| p.person.is_none() && same_name(&p.name, &person.name))) {
        return Some(Ground::SameName);
    }
    if subjects().any(|p| is_kin(organ, record, person, p)) {
        return Some(Ground::Kin);
    }
    if !organ.interests.is_empty() && record.cases().iter().any(|c| organ.has_interest(id, &c.case_no)) {
        return Some(Ground::Interest);
    }
    None
}

pub fn is_recused(organ: &Organ, record: &Record, id: &PersonId) -> bool {
    recusal(organ, record, id).is_some()
}

/// Those hands that still count: who has been recused since, by declaration, by an entry in the
/// organ's data or by a later text, gave a hand that lapses while nothing is completed by it. The
/// recorder's own asking is his, whatever he is to the people in it.
pub fn standing<'a>(
    organ: &Organ,
    record: &Record,
    given: impl IntoIterator<Item = &'a PersonId>,
) -> Vec<PersonId> {
    let stands = |id: &&PersonId| *id == &record.recorder || !is_recused(organ, record, id);
    given.into_iter().filter(stands).cloned().collect()
}

/// A correction that names somebody recuses him as soon as it is proposed, not when it is confirmed.
fn proposed(record: &Record) -> impl Iterator<Item = &RecordText> {
    use crate::domain::record::ChangeDraft;
    record.changes.iter().filter_map(|c| match &c.draft {
        ChangeDraft::Correction { text } => Some(&**text),
        ChangeDraft::Supplement { .. } => None,
    })
}

fn is_kin(organ: &Organ, record: &Record, person: &Person, subject: &PersonRole) -> bool {
    let declared = |other: &Person| person.kin.contains(&other.id) || other.kin.contains(&person.id);
    match &subject.person {
        Some(other) => organ.people.get(other).is_some_and(declared),
        None => {
            // Who is out by his name alone takes his kin along, until he is cleared.
            let namesake = |o: &&Person| {
                same_name(&o.name, &subject.name)
                    && !record.other_persons.get(&o.id).is_some_and(|(_, both)| *both)
            };
            person.kin_names.iter().any(|n| same_name(n, &subject.name))
                || organ.people.values().filter(namesake).any(declared)
        }
    }
}

fn same_name(a: &str, b: &str) -> bool {
    let a = fold(a);
    !a.is_empty() && a == fold(b)
}
