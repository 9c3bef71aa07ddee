//! Proposed changes of the organ's own data: made from the table of changes, read beside what stands,
//! confirmed, refused.

use super::input::{Named, Typed};
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::command::Command;
use crate::domain::ids::MatterId;
use crate::domain::organ::{Ask, ChangeKind, Field, OrganCommand, ProposalState, compare, draft};
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::office::Found;
use crate::words::change::{as_typed, told, words as change};
use crate::words::signing::words as signing;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Which kind of change, of what.
#[derive(Debug, Args)]
pub struct Of {
    #[arg(value_name = "KIND")]
    kind: Typed,
    about: Option<Typed>,
}

#[derive(Debug, Subcommand)]
pub enum Proposal {
    List,
    Fields(Of),
    New {
        #[command(flatten)]
        of: Of,
        #[arg(long, value_name = "FIELD=VALUE")]
        set: Vec<Named>,
    },
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
            Proposal::Fields(of) => return self.fields(of),
            Proposal::New { of, set } => return self.new_proposal(of, set),
            Proposal::Show { no } | Proposal::Confirm { no } => (no, None),
            Proposal::Refuse { no, reason } => (no, Some(reason)),
        };
        let Found::Proposal(proposal) = self.find(no)? else {
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
                "state": p.state, "change": &*p.change, "by": organ.name_of(&p.by),
                "at": crate::domain::record::local_time::to_text(p.at),
            }));
        }
        let (w, said, c) = (self.face.w(), self.face.said(), change(self.face.lang));
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
        let mut same = 0;
        for row in compare(&organ, &p.change) {
            let label = c.label(w, &row.key);
            let [old, new] = [&row.old, &row.new].map(|v| told(w, &organ, row.ask, v));
            // Once it is decided there is nothing left to be compared with.
            let compared = p.state == ProposalState::Proposed && !row.old.is_null();
            match (compared, row.changes()) {
                (true, false) => same += 1,
                (true, true) => {
                    let said = |t: String| if t.is_empty() { c.nothing.clone() } else { t };
                    let both = format!("- {} {}\n+ {} {}", c.old, said(old), c.new, said(new));
                    self.face.pair(&label, &both)?;
                }
                (false, _) => self.face.pair(&label, &new)?,
            }
        }
        if same > 0 { self.face.line(&c.others.replace("{}", &same.to_string())) } else { Ok(()) }
    }

    /// The kind of change named, what it is about, its fields and what stands in them.
    fn of(&mut self, of: &Of) -> Result<(ChangeKind, Option<String>, Vec<Field>, Value), Stop> {
        let w = self.face.w();
        let means = |k: &ChangeKind| {
            k.code() == of.kind.to_string().replace('-', "_") || w.code("organ_change", k.code()) == &*of.kind
        };
        let kind = ChangeKind::ALL.iter().copied().find(means);
        let kind = kind.ok_or_else(|| Stop::wrong("kind", Flaw::UnknownCode, &*of.kind))?;
        let organ = self.office.organ_now()?;
        let known = draft::subjects(&organ, kind);
        let about = match &of.about {
            None => None,
            Some(typed) => {
                let staff = organ.staff_named(typed).map(|id| id.0);
                let found = known.iter().find(|k| k.as_str() == &**typed || Some(*k) == staff.as_ref());
                let unknown = || Stop::wrong("about", Flaw::UnknownCode, &**typed);
                Some(found.ok_or_else(unknown)?.clone())
            }
        };
        let stands = self.office.as_it_stands(kind, about.as_deref())?;
        let fields = kind.fields(&organ, about.as_deref());
        Ok((kind, about, fields, stands))
    }

    fn fields(&mut self, of: &Of) -> Result<(), Stop> {
        self.keeps_house()?;
        let (_, _, fields, stands) = self.of(of)?;
        let (organ, w) = (self.organ(), self.face.w());
        let told_now = |f: &Field| told(w, &organ, f.ask, draft::at(&stands, &f.key));
        let rows: Vec<Value> = fields
            .iter()
            .map(|f| json!({ "field": f.key, "label": change(self.face.lang).label(w, &f.key), "required": f.required, "now": told_now(f) }))
            .collect();
        self.face.list(&rows, |_, r| {
            let text = |key: &str| r[key].as_str().unwrap_or_default().to_owned();
            let mark = if r["required"] == true { "*" } else { "" };
            vec![text("field"), mark.to_owned(), text("label"), text("now")]
        })
    }

    /// What is not set stays as it stands.
    fn new_proposal(&mut self, of: &Of, set: &[Named]) -> Result<(), Stop> {
        let (kind, about, fields, stands) = self.of(of)?;
        let (organ, now) = (self.organ(), self.office.now());
        let mut filled = as_typed(self.face.w(), &organ, &fields, &stands);
        let mut begun = std::collections::BTreeSet::new();
        for pair in set {
            let end = format!(".{}", pair.name);
            let field = fields.iter().find(|f| f.key == pair.name || f.key.ends_with(&end));
            let field = field.ok_or_else(|| Stop::wrong(&pair.name, Flaw::UnknownCode, &pair.name))?;
            let several = matches!(field.ask, Ask::People | Ask::Roles | Ask::Codes(_));
            let values = pair.value.split([',', ',', '、']).filter(|_| several).map(str::to_owned);
            let all = filled.entry(field.key.clone()).or_default();
            // Set once more it is one more; the first takes the place of what stood.
            if begun.insert(field.key.clone()) {
                all.clear();
            }
            if several { all.extend(values) } else { all.push(pair.value.clone()) }
        }
        let change = draft::change(&organ, kind, about.as_deref(), &stands, &filled, now)?;
        self.propose(change)
    }
}
