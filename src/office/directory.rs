//! Whom and what a form offers to pick from.

use super::{Office, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, PersonId, Ref};
use crate::domain::name::{fold, known_by};
use crate::domain::record::RecordText;
use crate::store::{face, query};
use serde::Serialize;
use std::collections::BTreeSet;

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
        let Some(occurred) = &text.occurred else { return Ok(Vec::new()) };
        let known = text.people.iter().filter(|p| p.is_subject()).map(|p| known_by(&self.organ, p).name);
        let names: BTreeSet<String> = known.filter(|n| !n.is_empty()).map(|n| n.to_string()).collect();
        let cases = text.cases().iter().map(|c| fold(&c.case_no).to_string()).collect();
        let mut found = query::written_before(self.register.db(), me(actor)?, occurred.from, &names, &cases)?;
        found.retain(|(id, _)| Some(*id) != but);
        Ok(found)
    }

    /// Names this person wrote before, with their units.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn own_subjects(&self, actor: &Actor) -> Result<Vec<(String, String)>, Trouble> {
        Ok(query::own_subjects(self.register.db(), me(actor)?)?)
    }
}
