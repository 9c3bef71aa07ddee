//! Proposed changes of the organ's own data: read, confirmed, refused.

use super::input::Typed;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::command::Command;
use crate::domain::ids::MatterId;
use crate::domain::organ::OrganCommand;
use crate::domain::refusal::{Refusal, Rule};
use crate::office::Found;
use crate::words::signing::words as signing;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Proposal {
    List,
    Show {
        no: String,
    },
    Confirm {
        no: String,
    },
    Refuse {
        no: String,
        #[arg(long, value_name = "TEXT")]
        reason: Typed,
    },
}

impl Sitting<'_> {
    pub fn proposal(&mut self, verb: &Proposal) -> Result<(), Stop> {
        let (no, reason) = match verb {
            Proposal::List => {
                self.keeps_house()?;
                let lines = self.office.proposals()?;
                return self.face.list(&lines, |face, l| {
                    vec![
                        l.ref_.to_string(),
                        face.w().code("organ_change", l.change).to_owned(),
                        face.w().code("proposal_state", &l.state).to_owned(),
                        super::list::short(l.since),
                        l.by.clone(),
                    ]
                });
            }
            Proposal::Show { no } | Proposal::Confirm { no } => (no, None),
            Proposal::Refuse { no, reason } => (no, Some(reason)),
        };
        let Found::Proposal(proposal) = self.office.find(&self.actor, no)? else {
            return Err(Refusal::of(Rule::NoSuchMatter).into());
        };
        let act = match (verb, reason) {
            (Proposal::Show { .. }, _) => return self.show_proposal(proposal),
            (_, Some(reason)) => {
                OrganCommand::Refuse { proposal, reason: self.face.words_of("reason", reason)? }
            }
            (_, None) => OrganCommand::Confirm { proposal },
        };
        self.act(&Command::Organ(act))
    }

    pub fn show_proposal(&mut self, id: MatterId) -> Result<(), Stop> {
        let organ = self.office.organ_now()?;
        let p = organ.proposals.get(&id).ok_or_else(|| Refusal::of(Rule::NoSuchMatter))?;
        if self.face.json {
            return self.face.value(&serde_json::json!({
                "state": p.state, "change": p.change, "by": organ.name_of(&p.by),
                "at": crate::domain::record::local_time::to_text(p.at),
            }));
        }
        let (w, said) = (self.face.w(), self.face.said());
        let state = super::matters::state_word(w, "proposal_state", &p.state);
        self.face.pair(w.code("organ_change", p.change.code()), &state)?;
        self.face.pair(&said.proposed_by, &organ.name_of(&p.by))?;
        self.face.pair(&said.since, &self.moment(p.at))?;
        if let Some((whose, use_, fingerprint)) = p.change.key() {
            let said = signing(self.face.lang);
            let use_ = said.key_use.get(use_.code()).map_or("", String::as_str);
            let who = organ.name_of(&whose);
            self.face.say(&said.key_lines, &[("who", &who), ("use", use_), ("key", &fingerprint)])?;
        }
        self.face.line(&serde_json::to_string_pretty(&p.change).unwrap_or_default())
    }
}
