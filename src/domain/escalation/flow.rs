use crate::domain::coded::codes;
use crate::domain::flow::{Act, Capacity, FlowName, Need, Stage, Step, To};
use crate::domain::policy::Asks;
use crate::domain::refusal::{Refusal, Rule};

codes! {
    pub enum EscalationState {
        None = "none",
        /// A level has it and its clock runs.
        AtLevel = "at_level",
        /// No level is left, or one asked for it: a letter to the superior organ is to be written.
        ToSuperior = "to_superior",
        /// The letter is out.
        AtSuperior = "at_superior",
        /// A level asked for collective decision; the application takes it from here.
        ToCommittee = "to_committee",
        Answered = "answered",
    }
}

impl EscalationState {
    pub fn is_open(self) -> bool {
        matches!(self, Self::AtLevel | Self::ToSuperior | Self::AtSuperior)
    }
}

use EscalationState as S;

impl Stage for EscalationState {
    const FLOW: FlowName = FlowName::Escalation;

    /// One climbs the ladder at a time, and only on a record that stands.
    fn stands(asks: &Asks<'_>, step: &Step<Self>) -> Result<(), Refusal> {
        if step.act != Act::Escalate {
            return Ok(());
        }
        let record = asks.state.the_record()?;
        if !record.is_submitted() || matches!(record.status.code(), "void" | "withdrawn") {
            return Err(Refusal::with(Rule::NotNow, step.act.code()));
        }
        let climbs = asks.state.escalations.iter().any(|e| e.state.is_open());
        if climbs { Err(Refusal::of(Rule::OpenAlready)) } else { Ok(()) }
    }
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
