//! Whom and what a form offers to pick from.

use super::{Office, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::ids::PersonId;
use crate::store::{face, query};
use serde::Serialize;

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

    /// Names this person wrote before, with their units.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn own_subjects(&self, actor: &Actor) -> Result<Vec<(String, String)>, Trouble> {
        Ok(query::own_subjects(self.register.db(), me(actor)?)?)
    }
}
