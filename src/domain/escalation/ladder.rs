//! The organ's own ladder, resolved for one record.

use crate::domain::ids::PersonId;
use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::domain::record::Record;
use serde::{Deserialize, Serialize};

/// A level that was passed over, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skipped {
    pub level: String,
    pub person: Option<PersonId>,
    /// `subject`, `same_name`, `kin`, `interest`, `declared`, `vacant`, `starter`, `asked_already`.
    pub why: String,
}

/// One level of the ladder with the person who stands on it for this record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    pub level: String,
    /// None for the superior organ.
    pub person: Option<PersonId>,
}

/// Everybody on the ladder for a record, lowest first; the superior organ is always the last rung.
pub fn ladder(organ: &Organ, record: &Record) -> Vec<(String, Option<PersonId>)> {
    let case = record.lead_case(organ);
    let unit_id = case
        .and_then(|c| c.unit.clone())
        .or_else(|| organ.people.get(&record.recorder).map(|p| p.unit.clone()));
    let unit = unit_id.and_then(|id| organ.units.get(&id));
    organ
        .kind
        .ladder
        .iter()
        .map(|titled| titled.code.as_str())
        .filter(|level| !matches!(*level, "HANDLER" | "COLLECTIVE"))
        .map(|level| {
            let person = match level {
                "PRESIDING" => case.and_then(|c| c.presiding.clone()),
                "DIVISION_HEAD" => unit.and_then(|u| u.head.clone()),
                "VICE_CHIEF" => unit.and_then(|u| u.vice_chief.clone()),
                "CHIEF" => organ.chief().map(|p| p.id.clone()),
                _ => None,
            };
            (level.to_owned(), person)
        })
        .collect()
}

/// The next level above `after` (none: from the bottom) that may and can act, with those passed
/// over. The subject of the record and those bound to him are skipped (RC3); when nobody is left the
/// superior organ is asked, never an administrator (RC8).
pub fn next_rung(
    organ: &Organ,
    record: &Record,
    starter: &PersonId,
    asked: &[PersonId],
    after: Option<&str>,
) -> (Rung, Vec<Skipped>) {
    let all = ladder(organ, record);
    let from = after.and_then(|a| all.iter().position(|(level, _)| level == a)).map_or(0, |i| i + 1);
    let mut skipped = Vec::new();
    for (level, person) in all.into_iter().skip(from) {
        if level == "SUPERIOR" {
            break;
        }
        let why = match &person {
            None => Some("vacant"),
            Some(id) if organ.staff(id).is_err() => Some("vacant"),
            Some(id) => match policy::recusal(organ, record, id) {
                Some(ground) => Some(ground.code()),
                None if id == starter || id == &record.recorder => Some("starter"),
                None if asked.contains(id) => Some("asked_already"),
                None => None,
            },
        };
        match why {
            None => return (Rung { level, person }, skipped),
            Some(why) => skipped.push(Skipped { level, person, why: why.to_owned() }),
        }
    }
    (Rung { level: "SUPERIOR".to_owned(), person: None }, skipped)
}
