//! An older copy was put back: what is missing, and how the register goes on.

use super::face::Face;
use super::input::Typed;
use super::list::short;
use super::proposals::Proposal;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::command::Command;
use crate::domain::evidence::Head;
use crate::domain::organ::OrganCommand;
use crate::office::{LogId, Office, RolledBack};
use crate::words::evidence::words;
use crate::words::fill;
use clap::Subcommand;
use serde_json::json;

#[derive(Debug, Subcommand)]
pub enum Rollback {
    Show,
    Propose {
        #[arg(long, value_name = "TEXT")]
        reason: Typed,
    },
    Confirm {
        no: String,
    },
}

/// Told beside every command, so that nobody takes an old copy for the register. A program that reads
/// JSON is told by the refusal.
pub fn warn(face: &mut Face, office: &Office) {
    if let Some(r) = office.rolled_back().filter(|_| !face.json) {
        let told = told(face, r);
        face.remark(&told);
    }
}

/// What is known and what was found instead.
pub fn told(face: &Face, r: &RolledBack) -> String {
    let values = sizes(face, Some(r.log), &r.known, &r.found);
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    fill(&words(face.lang).rolled_back, &values)
}

fn sizes(face: &Face, log: Option<LogId>, known: &Head, found: &Head) -> Vec<(&'static str, String)> {
    vec![
        ("log", log.map_or(String::new(), |l| super::evidence::part(face, l.name()).to_owned())),
        ("known", known.size.to_string()),
        ("found", found.size.to_string()),
        ("from", found.size.to_string()),
        ("to", known.size.saturating_sub(1).to_string()),
    ]
}

impl Sitting<'_> {
    pub fn rollback(&mut self, verb: &Rollback) -> Result<(), Stop> {
        match verb {
            Rollback::Show => self.rollback_show(),
            Rollback::Propose { reason } => {
                let reason = self.face.words_of("reason", reason)?;
                let change = self.office.rollback_change(&reason)?;
                self.act(&Command::Organ(OrganCommand::Propose { change })).map(|_| ())
            }
            Rollback::Confirm { no } => self.proposal(&Proposal::Confirm { no: no.clone() }),
        }
    }

    fn rollback_show(&mut self) -> Result<(), Stop> {
        self.keeps_house()?;
        self.office.organ_now()?;
        let now = self.office.rolled_back().cloned();
        let past = self.office.acknowledged();
        if self.face.json {
            return self.face.value(&json!({ "now": now, "acknowledged": past }));
        }
        let e = words(self.face.lang);
        if now.is_none() && past.is_empty() {
            return self.face.line(&e.never_rolled_back);
        }
        if let Some(r) = &now {
            self.face.line(&e.rolled_back_now)?;
            self.lost(Some(r.log), &r.known, &r.found)?;
        }
        for a in &past {
            let log = self.office.log_of(&a.found)?;
            let (at, by) = (short(a.at), self.organ().name_of(&a.by));
            self.face.say(&e.rolled_back_past, &[("at", &at), ("by", &by), ("reason", &a.reason)])?;
            self.lost(log, &a.known, &a.found)?;
        }
        Ok(())
    }

    /// The positions whose events are gone, and the two heads to compare with what is kept elsewhere.
    fn lost(&mut self, log: Option<LogId>, known: &Head, found: &Head) -> Result<(), Stop> {
        let e = words(self.face.lang);
        let values = sizes(self.face, log, known, found);
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let template = if found.size < known.size { &e.rolled_back_range } else { &e.rolled_back_other };
        self.face.say(template, &values)?;
        self.face.line(&format!("  {}:{}", known.size, known.root))?;
        self.face.line(&format!("  {}:{}", found.size, found.root))
    }
}
