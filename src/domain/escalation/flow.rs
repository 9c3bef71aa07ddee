use crate::domain::flow::{Act, Capacity, FlowName, Need, Stage, Step, To};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalationState {
    None,
    /// A level has it and its clock runs.
    AtLevel,
    /// No level is left, or one asked for it: a letter to the superior organ is to be written.
    ToSuperior,
    /// The letter is out.
    AtSuperior,
    /// A level asked for collective decision; the application takes it from here.
    ToCommittee,
    Answered,
}

impl EscalationState {
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::AtLevel => "at_level",
            Self::ToSuperior => "to_superior",
            Self::AtSuperior => "at_superior",
            Self::ToCommittee => "to_committee",
            Self::Answered => "answered",
        }
    }
    pub fn is_open(self) -> bool {
        matches!(self, Self::AtLevel | Self::ToSuperior | Self::AtSuperior)
    }
}

use EscalationState as S;

impl Stage for EscalationState {
    const FLOW: FlowName = FlowName::Escalation;
}

/// Where no level is left that could be asked, it goes to the superior organ.
const NEXT_RUNG: To<EscalationState> = To::OneOf(&[S::AtLevel, S::ToSuperior]);

/// Recorder or handler starts; each level answers; silence passes up by itself.
pub static FLOW: &[Step<EscalationState>] = &[
    Step {
        act: Act::Escalate,
        from: &[S::None],
        to: NEXT_RUNG,
        hands: &[Capacity::Handler],
        needs: &[Need::Reason, Need::NoneOpen],
    },
    Step {
        act: Act::Answer,
        from: &[S::AtLevel],
        to: To::Go(S::Answered),
        hands: &[Capacity::Level],
        needs: &[Need::Reason],
    },
    Step { act: Act::PassUp, from: &[S::AtLevel], to: NEXT_RUNG, hands: &[Capacity::Level], needs: &[] },
    Step {
        act: Act::Apply,
        from: &[S::AtLevel],
        to: To::Go(S::ToCommittee),
        hands: &[Capacity::Level],
        needs: &[],
    },
    Step {
        act: Act::ReferUp,
        from: &[S::AtLevel],
        to: To::Go(S::ToSuperior),
        hands: &[Capacity::Level],
        needs: &[],
    },
    Step {
        act: Act::SendSuperior,
        from: &[S::ToSuperior],
        to: To::Go(S::AtSuperior),
        hands: &[Capacity::Custodian],
        needs: &[Need::Reason],
    },
    Step {
        act: Act::SuperiorAnswer,
        from: &[S::AtSuperior],
        to: To::Go(S::Answered),
        hands: &[Capacity::Custodian],
        needs: &[Need::Reason],
    },
];
