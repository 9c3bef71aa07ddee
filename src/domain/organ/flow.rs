use crate::domain::flow::{Act, Capacity, FlowName, Need, Stage, Step, To};
use serde::Serialize;

/// Where a proposed change of the organ's data stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Not yet there.
    None,
    Proposed,
    InForce,
    Refused,
}

impl Stage for ProposalState {
    const FLOW: FlowName = FlowName::Proposal;
}

/// One administrator proposes, another confirms (separation of administrators).
pub static FLOW: &[Step<ProposalState>] = &[
    Step {
        act: Act::Propose,
        from: &[ProposalState::None],
        to: To::Go(ProposalState::Proposed),
        hands: &[Capacity::Administrator],
        needs: &[],
    },
    Step {
        act: Act::ConfirmProposal,
        from: &[ProposalState::Proposed],
        to: To::Go(ProposalState::InForce),
        hands: &[Capacity::Administrator],
        needs: &[],
    },
    Step {
        act: Act::RefuseProposal,
        from: &[ProposalState::Proposed],
        to: To::Go(ProposalState::Refused),
        hands: &[Capacity::Administrator],
        needs: &[Need::Reason],
    },
];
