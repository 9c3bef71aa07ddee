//! Upon what a change was proposed. Most changes write a whole row, so one that is confirmed after the
//! row has changed would bring back what stood before; such a one is refused.

use super::event::OrganChange;
use super::key::KeyUse;
use super::state::{Organ, Proposal};
use crate::domain::case_no;
use serde_json::{Value, json};

impl Organ {
    /// What a change puts something else in the place of; null where it only adds.
    pub(super) fn stands_for(&self, change: &OrganChange) -> Value {
        let row = |id| self.people.get(id);
        match change {
            OrganChange::Person { person } => json!(row(&person.id)),
            OrganChange::Active { person, .. } => json!(row(person).map(|p| p.active)),
            OrganChange::Roles { person, .. } => json!(row(person).map(|p| &p.roles)),
            OrganChange::Kin { person, .. } => json!(row(person).map(|p| (&p.kin, &p.kin_names))),
            OrganChange::Unit { unit } => json!(self.units.get(&unit.id)),
            OrganChange::Roster { .. } => json!(self.roster),
            OrganChange::Committee { committee } => json!(self.committees.get(&committee.id)),
            OrganChange::CommitteeMembers { committee, .. } => {
                json!(self.committees.get(committee).map(|c| (&c.members, &c.secretary)))
            }
            OrganChange::Case { case } => json!(self.cases.get(&case_no::canonical(&case.case_no))),
            OrganChange::Policy { .. } => json!(self.policy),
            OrganChange::Calendar { .. } => json!(self.calendar),
            OrganChange::Witness { name, .. } => json!(self.witnesses.get(name)),
            // The key that a passphrase seals ends the one before it.
            OrganChange::Key { person, use_: KeyUse::Own, .. } => {
                json!(self.keys_of(person, KeyUse::Own).map(|k| &k.fingerprint).collect::<Vec<_>>())
            }
            OrganChange::Key { .. }
            | OrganChange::KeyRevoked { .. }
            | OrganChange::Interest { .. }
            | OrganChange::RolledBack { .. } => Value::Null,
        }
    }

    /// Whether what a proposal would replace has changed since it was proposed.
    pub fn has_moved_on(&self, proposal: &Proposal) -> bool {
        self.stands_for(&proposal.change) != proposal.stood
    }
}
