//! The table of an escalation: whoever is under pressure asks, each level answers, silence passes it up,
//! and where no level is left the superior organ is written to (Internal Provision art. 5; workflow T12
//! to T15).

use super::state::Escalation;
use crate::domain::coded::states;
use crate::domain::flow::{Act, Capacity as C, To};
use crate::domain::kind::{Ask, Desk, Field, Need, Shown, Step};
use crate::domain::policy::{Deed, Raw};
use crate::domain::record::Status;
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;
use EscalationState as S;

states! {
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
    open: AtLevel | ToSuperior | AtSuperior
}

/// The clock of a level has run out: the register passes the matter up.
pub const SILENCE: Act = Act::new("pass_up_by_silence");

/// Where no level is left that could be asked, it goes to the superior organ.
const NEXT_RUNG: To<S> = To::OneOf(&[S::AtLevel, S::ToSuperior]);

/// A record that stands, whatever its custodians have said of it yet.
fn living(desk: &Desk<'_>, _: Option<&Escalation>) -> Result<(), Refusal> {
    let record = desk.state.the_record()?;
    let dead = matches!(record.status, Status::Void | Status::Withdrawn);
    if record.is_submitted() && !dead {
        Ok(())
    } else {
        Err(Refusal::with(Rule::NotNow, Act::Escalate.code()))
    }
}

fn none_open(desk: &Desk<'_>, _: Option<&Escalation>) -> Result<(), Refusal> {
    if desk.state.all::<Escalation>().any(|e| e.is_open()) {
        Err(Refusal::of(Rule::OpenAlready))
    } else {
        Ok(())
    }
}

const LIVING: Need<Escalation> = Need { code: "living", holds: living };
const NONE_OPEN: Need<Escalation> = Need { code: "none_open", holds: none_open };

/// What most rows have in common: a level's answer.
const ROW: Step<Escalation> = Step {
    from: &[S::AtLevel],
    to: To::Go(S::Answered),
    deed: Some(Deed::Answered),
    signed: Some(Signed::Decision),
    under: Some(Act::Answer),
    ..Step::of(Act::Answer, &[C::Level], Shown::Everybody, Raw::Whole)
};

const TEXT: Field = Field::must("text", Ask::Text(10_000)).by(Rule::ReasonMissing);
/// A level says something whatever it answers (workflow T13); by an older form it passed up without a word.
const SAID: Field = TEXT.by(Rule::AnswerNeedsText).from_version(7);

pub(super) static FLOW: &[Step<Escalation>] = &[
    Step {
        act: Act::Escalate,
        from: &[S::None],
        to: NEXT_RUNG,
        hands: &[C::Handler],
        deed: Some(Deed::Escalated),
        needs: &[LIVING, NONE_OPEN],
        asks: &[
            Field::must("reason", Ask::Code("CL25")),
            TEXT,
            Field::may("wanted", Ask::Codes("escalation_wanted")),
            Field::must("consent", Ask::Yes),
        ],
        under: None,
        // Whoever is under pressure asks for help without a key, and his name would tell who recorded.
        signed: None,
        shown: Shown::Nobody,
        raw: Raw::WithRecorder,
        ..ROW
    },
    // A level cannot be silent: whatever ends the matter carries a text (workflow T13).
    Step { under: None, asks: &[TEXT.by(Rule::AnswerNeedsText)], due: Some("escalation_level"), ..ROW },
    // A level that was passed over because it asked for itself is the recorder's.
    Step { act: Act::PassUp, to: NEXT_RUNG, asks: &[SAID], raw: Raw::WithRecorder, ..ROW },
    Step { act: Act::Apply, to: To::Go(S::ToCommittee), asks: &[SAID], ..ROW },
    Step { act: Act::ReferUp, to: To::Go(S::ToSuperior), asks: &[SAID], raw: Raw::WithRecorder, ..ROW },
    Step {
        act: SILENCE,
        to: NEXT_RUNG,
        hands: &[C::Register],
        deed: None,
        asks: &[],
        under: None,
        signed: None,
        raw: Raw::WithRecorder,
        ..ROW
    },
    Step {
        act: Act::SendSuperior,
        from: &[S::ToSuperior],
        to: To::Go(S::AtSuperior),
        hands: &[C::Custodian],
        deed: Some(Deed::WroteSuperior),
        // A number is a line, and its words are read for whom they may mean.
        asks: &[TEXT, Field::may("doc_no", Ask::Text(400))],
        due: Some("escalation_level"),
        under: None,
        ..ROW
    },
    Step {
        act: Act::SuperiorAnswer,
        from: &[S::AtSuperior],
        hands: &[C::Custodian],
        deed: Some(Deed::EnteredAnswer),
        asks: &[TEXT, Field::must("doc_no", Ask::Text(400)).by(Rule::ReasonMissing)],
        due: Some("superior"),
        under: None,
        ..ROW
    },
];
