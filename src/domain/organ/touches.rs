//! What a change of the organ's data reaches: which records and meetings have to be looked at once more.
//! Confirming it costs as much as it touches, not as much as the register holds.

use super::event::OrganChange;
use super::state::Organ;
use crate::domain::case_no;
use crate::domain::ids::{CommitteeId, Millis};
use crate::domain::record::Record;
use crate::domain::registry::Matter;
use std::sync::Arc;

/// What has to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touches {
    /// Nothing but the change itself.
    Nothing,
    /// Records of one case, by its number in the one form.
    Case(String),
    /// Items before one body, their records, and its meetings.
    Body(CommitteeId),
    /// Items before any body, their records, and every meeting: where one body sends on what it finds no majority
    /// for hangs on of which kind the others are.
    Bodies,
    /// What somebody may be asked for: whose turn it is, and until when.
    Going,
    /// Who may be meant and who may see: all there is, since any text may mean anybody.
    Everything,
}

impl OrganChange {
    /// What it reaches in an organ that stands as it did before.
    pub fn touches(&self, before: &Organ) -> Touches {
        match self {
            Self::Case { case } => Touches::Case(case_no::canonical(&case.case_no)),
            Self::Interest { interest } => Touches::Case(case_no::canonical(&interest.case_no)),
            Self::Committee { committee } => match before.committees.get(&committee.id) {
                Some(was) if was.kind == committee.kind => Touches::Body(committee.id.clone()),
                _ => Touches::Bodies,
            },
            Self::CommitteeMembers { committee, .. } => Touches::Body(committee.clone()),
            Self::Key { .. } | Self::KeyRevoked { .. } | Self::Witness { .. } | Self::RolledBack { .. } => {
                Touches::Nothing
            }
            Self::Person { .. }
            | Self::Active { .. }
            | Self::Roles { .. }
            | Self::Kin { .. }
            | Self::Unit { .. } => Touches::Everything,
            Self::Roster { .. } | Self::Calendar { .. } => Touches::Going,
            // What is urgent is written beside every record.
            Self::Policy { policy } if policy.at_once != before.policy.at_once => Touches::Everything,
            Self::Policy { .. } => Touches::Going,
        }
    }
}

impl Organ {
    /// When a change last reached this record, or what hangs on it. Rows are reckoned as of then, so that
    /// filling empty tables from the log gives the same ones.
    pub fn reached<'a>(&self, record: &Record, matters: impl Iterator<Item = &'a Arc<Matter>>) -> Millis {
        let cases = record.cases().into_iter().map(|c| Touches::Case(c.case_no));
        let bodies = matters.filter_map(|m| m.committee().cloned());
        let bodies = bodies.flat_map(|body| [Touches::Body(body), Touches::Bodies]);
        let all = cases.chain(bodies).chain([Touches::Going, Touches::Everything]);
        all.filter_map(|t| self.touched.get(&t)).max().copied().unwrap_or(0)
    }
}
