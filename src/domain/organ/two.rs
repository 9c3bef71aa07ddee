//! What two administrators are for: one proposes, another confirms, and there are two of them. Nobody refuses
//! what is about himself, nor the same without end.

use super::event::OrganChange;
use super::flow::ProposalState;
use super::people::{Person, Role};
use super::state::{Organ, Proposal};
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, Rule};

impl OrganChange {
    /// Whom it is about.
    fn about<'a>(&'a self, organ: &'a Organ) -> Option<&'a PersonId> {
        match self {
            Self::Person { person } => Some(&person.id),
            Self::Active { person, .. }
            | Self::Roles { person, .. }
            | Self::Kin { person, .. }
            | Self::Key { person, .. } => Some(person),
            Self::Interest { interest } => Some(&interest.person),
            Self::KeyRevoked { fingerprint, .. } => organ.keys.get(fingerprint).map(|key| &key.person),
            Self::Roster { .. }
            | Self::Unit { .. }
            | Self::Committee { .. }
            | Self::CommitteeMembers { .. }
            | Self::Case { .. }
            | Self::Policy { .. }
            | Self::Calendar { .. }
            | Self::Witness { .. }
            | Self::RolledBack { .. } => None,
        }
    }
}

impl Organ {
    /// Whether a change would leave fewer than two administrators, so that nobody could confirm what another
    /// proposes any more.
    ///
    /// # Errors
    /// That it would.
    pub(super) fn keeps_two_administrators(&self, change: &OrganChange) -> Result<(), Refusal> {
        let administers = |active: bool, roles: &[Role]| active && roles.iter().any(|r| r.is_administrator());
        let stays = |p: &&Person| match change {
            OrganChange::Person { person } if person.id == p.id => administers(person.active, &person.roles),
            OrganChange::Active { person, active } if person == &p.id => administers(*active, &p.roles),
            OrganChange::Roles { person, roles } if person == &p.id => administers(p.active, roles),
            _ => administers(p.active, &p.roles),
        };
        let now = self.people.values().filter(|p| administers(p.active, &p.roles)).count();
        let then = self.people.values().filter(stays).count();
        if then < now && then < 2 { Err(Refusal::of(Rule::AdministratorsTooFew)) } else { Ok(()) }
    }

    /// Whether this administrator may refuse it. Whoever proposed it takes it back.
    ///
    /// # Errors
    /// That it is about him, or that he has refused the same twice.
    pub(super) fn may_refuse(&self, me: &PersonId, proposal: &Proposal) -> Result<(), Refusal> {
        if &proposal.by == me {
            return Ok(());
        }
        if proposal.change.about(self) == Some(me) {
            return Err(Refusal::of(Rule::AboutYourself));
        }
        let same = |p: &&Proposal| {
            p.state == ProposalState::Refused
                && p.refused_by.as_ref() == Some(me)
                && &p.by != me
                && p.change == proposal.change
        };
        let twice = self.proposals.values().filter(same).count() >= 2;
        if twice { Err(Refusal::of(Rule::RefusedTwice)) } else { Ok(()) }
    }
}
