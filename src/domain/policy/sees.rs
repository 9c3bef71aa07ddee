//! Who sees which records. [`Scope`] is plain data that only this module can make; the one place
//! that turns it into a query is `store::query::visible`.

use super::recusal::is_recused;
use super::redact::Names;
use crate::domain::coded::codes;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::kind::Known;
use crate::domain::organ::{Organ, Role};
use crate::domain::record::{Record, Status};
use crate::domain::registry::Matter;
use serde::Serialize;
use std::sync::Arc;

/// How far a person's sight goes beyond the records that concern him by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only records that concern him.
    Own,
    /// Flagged records of the units he heads, masked.
    Units(Vec<UnitId>),
    /// Every submitted record from which he is not recused.
    All,
}

/// What one person may see; made here and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    person: PersonId,
    reach: Reach,
}

impl Scope {
    pub fn person(&self) -> &PersonId {
        &self.person
    }
    pub fn reach(&self) -> &Reach {
        &self.reach
    }
}

/// The scope of a person, from roles and units (matrix of workflow-and-roles).
pub fn scope(organ: &Organ, id: &PersonId) -> Scope {
    // Whoever keeps the machine sees no content, whatever else he was made head of.
    let administrator = organ.people.get(id).is_some_and(|p| p.roles.iter().any(|r| r.is_administrator()));
    let full = sees_all(organ, id);
    let headed: Vec<UnitId> = organ
        .units
        .values()
        .filter(|u| u.head.as_ref() == Some(id) || u.vice_chief.as_ref() == Some(id))
        .map(|u| u.id.clone())
        .collect();
    let reach = if full {
        Reach::All
    } else if !headed.is_empty() && organ.staff(id).is_ok() && !administrator {
        Reach::Units(headed)
    } else {
        Reach::Own
    };
    Scope { person: id.clone(), reach }
}

pub(super) fn sees_all(organ: &Organ, id: &PersonId) -> bool {
    [Role::Cus, Role::Dis, Role::Dish, Role::Chf].iter().any(|r| organ.has_role(id, *r))
}

codes! {
    /// Why one record concerns one person, whatever his role.
    pub enum Concern {
        Recorder = "recorder",
        Handler = "handler",
        Witness = "witness",
        Approached = "approached",
        Level = "level",
        Applicant = "applicant",
        Approver = "approver",
        Sender = "sender",
        Secretary = "secretary",
        Member = "member",
    }
}

impl Concern {
    /// Secretary, members and who sends it see it masked; whoever must answer for the case sees it whole.
    pub fn names(self) -> Names {
        match self {
            Concern::Secretary | Concern::Member | Concern::Sender => Names::Masked,
            Concern::Recorder
            | Concern::Handler
            | Concern::Witness
            | Concern::Approached
            | Concern::Level
            | Concern::Applicant
            | Concern::Approver => Names::Full,
        }
    }
}

/// Whether somebody who sees a matter's record may know that the matter exists.
pub fn knows(organ: &Organ, matter: &Matter, person: &PersonId) -> bool {
    match matter.known() {
        Known::WithRecord => true,
        Known::WithFigures => super::figured::may_know(organ, matter, person),
        Known::Concerned => matter.concerned(organ, None).iter().any(|(p, _)| p == person),
    }
}

/// Everybody whom a record concerns by name, or one of its matters of the registered kinds. Those
/// recused are left out here once and for all, except the recorder, who wrote it.
pub fn concerned<'a>(
    organ: &Organ,
    record: &Record,
    matters: impl IntoIterator<Item = &'a Arc<Matter>>,
) -> Vec<(PersonId, Concern)> {
    let mut found = vec![(record.recorder.clone(), Concern::Recorder)];
    if record.is_submitted() {
        for case in record.known_cases(organ) {
            let panel = case.panel.iter().chain([&case.handler]).chain(&case.presiding);
            found.extend(panel.map(|p| (p.clone(), Concern::Handler)));
        }
        found.extend(record.signatures.keys().map(|p| (p.clone(), Concern::Witness)));
        found.extend(
            record
                .agreement
                .iter()
                .zip(&record.text.received_by)
                .map(|(_, p)| (p.clone(), Concern::Approached)),
        );
        found.extend(matters.into_iter().flat_map(|m| m.concerned(organ, Some(record))));
        // Whoever is called in to void it has to read it.
        if let Some(void) = record.voiding().filter(|v| v.hands.len() > 1) {
            let called = super::settlers(organ, record, record.last_at);
            let called = void.hands.iter().cloned().chain(called);
            let last = super::voiders(organ, record).into_iter().filter(|_| void.hands.len() > 2);
            let called = called.chain(last);
            found.extend(called.filter(|p| !sees_all(organ, p)).map(|p| (p, Concern::Approver)));
        }
    }
    found.retain(|(p, c)| *c == Concern::Recorder || !is_recused(organ, record, p));
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

/// Whether a record exists for this person: what the query over the tables asks, asked of the record itself.
pub fn sees<'a>(
    organ: &Organ,
    record: &Record,
    matters: impl IntoIterator<Item = &'a Arc<Matter>>,
    person: &PersonId,
) -> bool {
    if &record.recorder == person {
        return true;
    }
    if !record.is_submitted() || is_recused(organ, record, person) {
        return false;
    }
    let heads =
        |units: &[UnitId]| organ.people.get(&record.recorder).is_some_and(|p| units.contains(&p.unit));
    let flagged = || {
        record.is_urgent(organ)
            || record.late_hours > 0
            || !record.text.special_items.is_empty()
            || record.disagreement.is_some()
            || record.status == Status::Withdrawn
    };
    let by_reach = match scope(organ, person).reach {
        Reach::All => true,
        Reach::Units(units) => heads(&units) && flagged(),
        Reach::Own => false,
    };
    by_reach || concerned(organ, record, matters).iter().any(|(p, _)| p == person)
}

/// One line of "who can see this, and why".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seer {
    /// A role code, or the code of a concern.
    pub who: String,
    pub count: usize,
    pub names: Names,
}

/// Who can see a record, and why; people by role, not by name. Whoever sees it for a matter that
/// `reader` may not know of does not stand here: his line would tell of it.
pub fn seen_by<'a>(
    organ: &Organ,
    record: &Record,
    matters: impl IntoIterator<Item = &'a Arc<Matter>>,
    reader: &PersonId,
) -> Vec<Seer> {
    let mut lines: Vec<Seer> = Vec::new();
    let mut add = |who: &str, names: Names| match lines.iter_mut().find(|l| l.who == who) {
        Some(line) => line.count += 1,
        None => lines.push(Seer { who: who.to_owned(), count: 1, names }),
    };
    let matters = matters.into_iter().filter(|m| knows(organ, m, reader));
    for (_, concern) in concerned(organ, record, matters) {
        add(concern.code(), concern.names());
    }
    if record.is_submitted() {
        for role in [Role::Cus, Role::Dis, Role::Dish, Role::Chf] {
            for p in
                organ.with_role(role).filter(|p| !is_recused(organ, record, &p.id) && p.id != record.recorder)
            {
                let _ = p;
                add(role.code(), Names::Full);
            }
        }
    }
    lines
}
