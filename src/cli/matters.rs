//! Escalations: the ladder, level by level; and the pages of matters that hang on a record.

use super::input::{Typed, code};
use super::page::joined;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::command::Command;
use crate::domain::escalation::{Decision, EscalationCommand};
use crate::domain::ids::MatterId;
use crate::domain::refusal::Flaw;
use crate::words::Words;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Escalate {
    no: String,
    #[arg(long, value_name = "CODE")]
    reason: Typed,
    #[arg(long, value_name = "TEXT")]
    text: Typed,
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    want: Vec<Typed>,
    // Each level will see the record; nobody may learn that only afterwards.
    #[arg(long, required = true)]
    consent: bool,
}

#[derive(Debug, Subcommand)]
pub enum Escalation {
    List,
    Show {
        no: String,
    },
    Answer {
        no: String,
        #[arg(long, value_name = "CODE")]
        decision: Typed,
        #[arg(long, value_name = "TEXT")]
        text: Typed,
    },
    SendSuperior(Letter),
    SuperiorAnswer(Letter),
}

#[derive(Debug, Args)]
pub struct Letter {
    no: String,
    #[arg(long, value_name = "TEXT")]
    text: Typed,
    #[arg(long, value_name = "DOC_NO")]
    doc_no: Typed,
}

impl Sitting<'_> {
    pub fn escalate(&mut self, e: &Escalate) -> Result<(), Stop> {
        let record = self.record(&e.no)?;
        let act = EscalationCommand::Start {
            record,
            reason: code("CL25", &e.reason),
            text: self.face.words_of("text", &e.text)?,
            wanted: e.want.iter().map(|w| code("escalation_wanted", w)).collect(),
            consent: e.consent,
        };
        self.act(&Command::Escalation { escalation: None, act })
    }

    pub fn escalation_verb(&mut self, verb: &Escalation) -> Result<(), Stop> {
        let (no, act) = match verb {
            Escalation::List => return self.matters("escalation", "escalation_state"),
            Escalation::Show { no } => {
                let id = self.escalation(no)?;
                return self.show_escalation(id);
            }
            Escalation::Answer { no, decision, text } => {
                let known = Decision::from_code(&code("escalation_decision", decision));
                let decision =
                    known.ok_or_else(|| Stop::wrong("decision", Flaw::UnknownCode, &**decision))?;
                (no, EscalationCommand::Answer { decision, text: self.face.words_of("text", text)? })
            }
            Escalation::SendSuperior(l) => {
                let text = self.face.words_of("text", &l.text)?;
                (&l.no, EscalationCommand::SendSuperior { text, doc_no: l.doc_no.to_string() })
            }
            Escalation::SuperiorAnswer(l) => {
                let text = self.face.words_of("text", &l.text)?;
                (&l.no, EscalationCommand::SuperiorAnswer { text, doc_no: l.doc_no.to_string() })
            }
        };
        let id = self.escalation(no)?;
        self.act(&Command::Escalation { escalation: Some(id), act })
    }

    /// All matters of a kind that this person may see.
    pub fn matters(&mut self, kind: &str, states: &str) -> Result<(), Stop> {
        let lines = self.office.matters(&self.actor, kind)?;
        self.face.list(&lines, |face, l| {
            vec![
                l.ref_.to_string(),
                face.w().code("matter", &l.kind).to_owned(),
                face.w().code(states, &l.state).to_owned(),
                super::list::short(l.since),
                l.committee.clone().unwrap_or_else(|| l.about.clone()),
            ]
        })
    }

    pub fn show_escalation(&mut self, id: MatterId) -> Result<(), Stop> {
        let (e, can) = self.office.escalation(&self.actor, &id)?;
        if self.face.json {
            return self.face.value(&json!({ "escalation": e, "can": can }));
        }
        let (w, said) = (self.face.w(), self.face.said());
        self.title()?;
        let state = state_word(w, "escalation_state", &e.state);
        self.face.line(&joined(&[w.code("matter", "escalation").to_owned(), e.ref_.to_string(), state]))?;
        self.face
            .pair(w.code("matter", "record"), &joined(&[e.record_ref.to_string(), e.cases.in_full()]))?;
        let level = joined(&[self.level(&e.level), e.holder.clone()]);
        self.face.pair(&said.level, &level)?;
        self.face.pair(&said.since, &self.moment(e.since))?;
        self.due(e.due.as_ref())?;
        self.face.pair(&said.reason, w.code("CL25", &e.reason))?;
        self.face.pair("", &e.text)?;
        let wanted: Vec<&str> = e.wanted.iter().map(|c| w.code("escalation_wanted", c)).collect();
        self.face.pair(&said.wanted, &wanted.join("  "))?;
        for (level, why) in &e.skipped {
            let line = [self.level(level), w.code("skip", why).to_owned()];
            self.face.pair(&said.skipped, &joined(&line))?;
        }
        for a in &e.answers {
            let decision =
                if a.silent { said.silent.clone() } else { w.code("decision", a.decision.code()).to_owned() };
            let line = [self.moment(a.at), self.level(&a.level), a.name.clone(), decision, a.text.clone()];
            self.face.pair(&said.answers, &joined(&line))?;
        }
        if let Some((doc_no, text)) = &e.letter {
            self.face.pair(&said.letter, &joined(&[doc_no.clone(), text.clone()]))?;
        }
        self.abilities(&can)
    }
}

/// A state's word; its code is what it is written as.
pub fn state_word(w: &Words, list: &str, state: &impl Serialize) -> String {
    let code = serde_json::to_value(state).ok();
    let code = code.as_ref().and_then(|v| v.as_str()).unwrap_or_default();
    w.code(list, code).to_owned()
}
