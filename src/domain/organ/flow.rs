//! The table of a change of the organ's own data.

use super::state::Proposal;
use crate::domain::coded::states;
use crate::domain::flow::{Act, Capacity, To};
use crate::domain::kind::{self, Need, Shown, Step, Table, flow_of};
use crate::domain::policy::Raw;
use crate::domain::signature::Signed;

states! {
    /// Where a proposed change of the organ's data stands.
    pub enum ProposalState {
        /// Not yet there.
        None = "none",
        Proposed = "proposed",
        InForce = "in_force",
        Refused = "refused",
    }
    open: Proposed
}

flow_of! { Proposal, ProposalState, FLOW, state }

/// What the rows have in common. No record's story tells of them.
const ROW: Step<Proposal> = Step {
    from: &[ProposalState::Proposed],
    signed: Some(Signed::Change),
    signed_since: 1,
    ..Step::of(Act::Propose, &[Capacity::Administrator], Shown::Nobody, Raw::Own)
};

/// One administrator proposes, another confirms (separation of administrators).
static FLOW: &[Step<Proposal>] = &[
    Step { from: &[ProposalState::None], to: To::Go(ProposalState::Proposed), ..ROW },
    Step { act: Act::ConfirmProposal, to: To::Go(ProposalState::InForce), for_good: true, ..ROW },
    Step {
        act: Act::RefuseProposal,
        to: To::Go(ProposalState::Refused),
        needs: &[Need::of_answers("reason")],
        signed_since: 2,
        ..ROW
    },
];

/// The table as data.
pub fn table() -> Table {
    kind::table::<Proposal>("proposal", &[], "proposal_state")
}
