//! What an escalation says of itself as a kind of matter.

use super::command::{Decision, EscalationCommand};
use super::decide;
use super::event::EscalationEvent;
use super::figures;
use super::flow::{EscalationState, FLOW};
use super::state::{Escalation, LevelAnswer};
use crate::domain::figures::Cells;
use crate::domain::flow::Act;
use crate::domain::ids::{Millis, PersonId, Ref};
use crate::domain::kind::{
    Desk, Folded, Hangs, Kind, Known, On, Page, Sight, Signs, Then, Value, asked_by, flow_of, folded_by,
    kept_in, room,
};
use crate::domain::organ::Organ;
use crate::domain::policy::{self, Concern, Deed, Family};
use crate::domain::record::Record;
use crate::domain::refusal::{No, Refusal};
use crate::domain::registry;
use crate::domain::state::State;
use crate::domain::turn::Turn;

flow_of! { Escalation, EscalationState, FLOW, state }

impl Kind for Escalation {
    const CODE: &'static str = "escalation";
    const KNOWN: Known = Known::WithRecord;
    const ROOM: u8 = room::OWN;
    const LISTS: &'static [&'static str] = &[
        include_str!(concat!(env!("OUT_DIR"), "/codes/escalation_decision.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/codes/escalation_wanted.toml.json")),
    ];
    asked_by! { EscalationCommand, EscalationEvent }

    /// Passing up comes to the same as asking for the superior organ where no level is left.
    fn as_kept(_: &Then<'_>, asked: &mut EscalationCommand, kept: &mut EscalationCommand) {
        use {Decision as D, EscalationCommand as C};
        if let (C::Answer { decision: asked @ D::PassUp, .. }, C::Answer { decision: D::ToSuperior, .. }) =
            (asked, kept)
        {
            *asked = D::ToSuperior;
        }
    }
    fn signs(event: &EscalationEvent) -> Vec<(&'static str, Signs)> {
        match event {
            EscalationEvent::Answered { decision, .. } => vec![("decision", Signs::plain(decision.code()))],
            EscalationEvent::PassedUp { level, .. } => vec![("level", Signs::plain(level))],
            EscalationEvent::Started { .. }
            | EscalationEvent::SentSuperior { .. }
            | EscalationEvent::SuperiorAnswered { .. } => Vec::new(),
        }
    }
    fn names(event: &EscalationEvent) -> Option<&Ref> {
        match event {
            EscalationEvent::Started { ref_, .. } => Some(ref_),
            _ => None,
        }
    }
}

impl Hangs for Escalation {
    kept_in! { state }
    folded_by! { Escalation, EscalationEvent }

    fn lands(&self, _: &EscalationEvent) -> Option<EscalationState> {
        Some(Escalation::at_rung(self.holder.as_ref()))
    }
    fn begun_at(&self) -> Millis {
        self.started_at
    }
    fn on(&self) -> On<'_> {
        On::Record(self.record)
    }
    /// Everybody to whom it was put sees the record.
    fn concerned(&self, _: &Organ, _: Option<&Record>) -> Vec<(PersonId, Concern)> {
        self.asked.iter().map(|p| (p.clone(), Concern::Level)).collect()
    }

    /// Every level's words stay on its page.
    fn shows(&self, _: &EscalationEvent) -> bool {
        true
    }

    fn holder(&self) -> Option<&PersonId> {
        self.holder.as_ref()
    }
    fn put_to_a_body_by(&self) -> Option<&PersonId> {
        self.sent_to_committee_by()
    }
    fn silent_at(&self, organ: &Organ) -> Option<Millis> {
        Escalation::silent_at(self, organ)
    }
    fn silent(&self, organ: &Organ, record: &Record, now: Millis) -> Option<EscalationEvent> {
        decide::silence(organ, record, self, now)
    }
    fn turns(matter: &Folded<Self>, state: &State, at: Millis) -> Vec<Turn> {
        let Some(record) = &state.record else { return Vec::new() };
        let applied = state.matters.iter().any(|m| m.committee().is_some() && m.since() >= matter.since);
        let mut turns = matter.of.turns(&state.organ, record, applied, at);
        // Whoever wrote the letter does not enter what came of it.
        let family = Family::of(state);
        let apart = |t: &Turn| policy::apart(&family, Deed::EnteredAnswer, &t.person).is_some();
        turns.retain(|t| t.act != Act::SuperiorAnswer || !apart(t));
        turns
    }
    /// Once a level asked for collective decision, the application is next.
    fn beyond(&self, desk: &Desk<'_>) -> Vec<(Act, Option<Refusal>)> {
        if self.state != EscalationState::ToCommittee {
            return Vec::new();
        }
        registry::beginnings(desk).into_iter().filter(|(act, _)| *act == Act::Apply).collect()
    }

    fn counts(&self, _: &Organ, _: &Record, cells: &mut Cells) {
        figures::of(self, cells);
    }

    fn event(desk: &Desk<'_>, matter: Option<&Self>, act: &EscalationCommand) -> Result<EscalationEvent, No> {
        decide::event(desk, matter, act)
    }

    fn page(&self, page: &mut Page) {
        page.code(Sight::All, "reason", "CL25", &self.reason);
        page.row(Sight::All, "wanted", Value::Codes("escalation_wanted", self.wanted.clone()));
        // As on its own page: why help is asked for is for whoever reads names whole.
        page.text(Sight::Whole, "text", &self.text);
        for LevelAnswer { at, decision, text, silent_since, .. } in &self.answers {
            page.when("answered", Some(silent_since.unwrap_or(*at)));
            page.code(Sight::All, "decision", "escalation_decision", decision.code());
            page.text(Sight::All, "text", text);
        }
        if let Some((at, doc_no, text)) = &self.letter {
            page.when("sent_superior", Some(*at));
            page.text(Sight::All, "doc_no", doc_no);
            page.text(Sight::All, "text", text);
        }
    }
}
