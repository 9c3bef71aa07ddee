//! Whom and what a form offers to pick from.

use super::{Office, Trouble, fold, me};
use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, PersonId, Ref};
use crate::domain::name::{self, known_by};
use crate::domain::organ::Organ;
use crate::domain::record::{Record, RecordText, Status};
use crate::domain::when;
use crate::store::contract::Moment;
use crate::store::face;
use chrono::Datelike;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A member of staff in a pick list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Party {
    pub id: PersonId,
    pub name: String,
    pub unit: String,
    pub post: String,
    pub initials: String,
    /// How the name sounds, for whoever does not read it.
    pub latin: String,
}

impl Office {
    /// The staff directory for pick lists.
    pub fn directory(&self) -> Vec<Party> {
        let people = self.organ.people.values().filter(|p| p.active);
        people
            .map(|p| Party {
                id: p.id.clone(),
                name: p.name.clone(),
                unit: self.organ.unit_name(&p.unit).to_owned(),
                post: p.post.clone(),
                initials: face::initials(&p.name),
                latin: face::latin(&p.name, &p.account),
            })
            .collect()
    }

    /// His own records of the same moment about the same person and case, this one aside: most likely the
    /// same event entered once more.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn written_before(
        &self,
        actor: &Actor,
        text: &RecordText,
        but: Option<MatterId>,
    ) -> Result<Vec<(MatterId, Ref)>, Trouble> {
        stands_before(self.register.db(), &self.organ, me(actor)?, text, but)
    }

    /// Names this person wrote before, with their units.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn own_subjects(&self, actor: &Actor) -> Result<Vec<(String, String)>, Trouble> {
        Ok(self.register.db().own_subjects(me(actor)?)?)
    }
}

/// As [`Office::written_before`], by what stands in the file at this moment.
pub(super) fn stands_before(
    db: &impl Moment,
    organ: &Arc<Organ>,
    person: &PersonId,
    text: &RecordText,
    but: Option<MatterId>,
) -> Result<Vec<(MatterId, Ref)>, Trouble> {
    let Some(occurred) = &text.occurred else { return Ok(Vec::new()) };
    let known = text.people.iter().filter(|p| p.is_subject()).map(|p| known_by(organ, p).name);
    let names: BTreeSet<String> = known.filter(|n| !n.is_empty()).map(|n| n.to_string()).collect();
    let cases = cases_of(text);
    let day = when::local(occurred.from).date().num_days_from_ce();
    // Whom nobody could name is the one who was seen: the words are compared with those of the same moment.
    let seen = descriptions(text);
    let unnamed = names.is_empty() && !seen.is_empty();
    let same = |r: &Record| !unnamed || descriptions(&r.text) == seen && cases_of(&r.text) == cases;
    let on_the_day = match unnamed {
        true => db.written_at(person, occurred.from)?,
        false => db.written_on(person, day, &names, &cases)?,
    };
    let book = fold::book(db, organ, &on_the_day)?;
    let stands = |r: &Arc<Record>| {
        let gone = matches!(r.status, Status::Withdrawn | Status::Void);
        let then = r.text.occurred.as_ref().is_some_and(|o| o.from == occurred.from);
        Some(r.id) != but && !gone && then && same(r)
    };
    Ok(book.records.values().filter(|r| stands(r)).map(|r| (r.id, r.ref_.clone())).collect())
}

fn cases_of(text: &RecordText) -> BTreeSet<String> {
    text.cases().iter().map(|c| name::fold(&c.case_no).to_string()).collect()
}

/// How those who inquired look, where they are described and not named.
fn descriptions(text: &RecordText) -> BTreeSet<String> {
    let subjects = text.people.iter().filter(|p| p.is_subject());
    let described = subjects.map(|p| name::fold(&p.description).to_string());
    described.filter(|words| !words.is_empty()).collect()
}
