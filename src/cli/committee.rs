//! Collective decision: applications and items. Meetings are in the file beside.

use super::input::{Typed, code};
use super::meeting;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Whole;
use crate::domain::command::Command;
use crate::domain::committee::{Application, ItemCommand, VoteCode};
use crate::domain::name::{abbreviates, fold};
use crate::domain::organ::{CommitteeMember, OrganChange, OrganCommand};
use crate::domain::refusal::Flaw;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Verb {
    Apply(Apply),
    Approve(One),
    Refuse(Why),
    Resubmit(Why),
    Withdraw(Why),
    #[command(visible_alias = "plan")]
    Meeting(meeting::Plan),
    Papers(One),
    Agenda(Agenda),
    Attend(meeting::Attend),
    Open(One),
    Left(meeting::Member),
    Close(meeting::Close),
    Recuse(Recuse),
    OpenVote(OpenVote),
    Vote(Vote),
    WrittenVote(WrittenVote),
    Minority(Words),
    CloseVote(One),
    Decide(Words),
    Notice(Words),
    Feedback(Feedback),
    Reconsider(Why),
    ReferUp(Why),
    Supplement(Why),
    ToFull(ToFull),
    List(List),
    Show(One),
    Bodies,
    Members(Members),
}

#[derive(Debug, Args)]
pub struct One {
    pub no: String,
}

#[derive(Debug, Args)]
pub struct Why {
    no: String,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
}

#[derive(Debug, Args)]
pub struct Words {
    no: String,
    #[arg(long, value_name = "TEXT")]
    text: Typed,
}

#[derive(Debug, Args)]
pub struct Apply {
    no: String,
    #[arg(long, value_name = "BODY")]
    body: Typed,
    #[arg(long, value_name = "CODE", default_value = "CASE")]
    kind: Typed,
    #[arg(long, value_name = "TEXT")]
    request: Typed,
    #[arg(long, value_name = "TEXT")]
    majority: Option<Typed>,
    #[arg(long, value_name = "TEXT")]
    minority: Option<Typed>,
    #[arg(long, value_name = "TEXT")]
    advice: Option<Typed>,
    #[arg(long)]
    disclosed: bool,
}

#[derive(Debug, Args)]
pub struct Agenda {
    no: String,
    #[arg(long, value_name = "NO")]
    meeting: String,
}

#[derive(Debug, Args)]
pub struct Recuse {
    no: String,
    #[arg(long, value_name = "PERSON")]
    member: Typed,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
}

#[derive(Debug, Args)]
pub struct OpenVote {
    no: String,
    #[arg(long)]
    disclosed: bool,
}

#[derive(Debug, Args)]
pub struct Vote {
    no: String,
    #[arg(value_name = "VOTE")]
    vote: Typed,
    #[arg(long, value_name = "TEXT")]
    opinion: Option<Typed>,
}

#[derive(Debug, Args)]
pub struct WrittenVote {
    #[command(flatten)]
    vote: Vote,
    #[arg(long, value_name = "PERSON")]
    member: Typed,
    #[arg(long, value_name = "FILE")]
    material: PathBuf,
    #[command(flatten)]
    whole: Whole,
}

#[derive(Debug, Args)]
pub struct Feedback {
    no: String,
    #[arg(long, value_name = "TEXT")]
    text: Typed,
    #[arg(long)]
    not_executed: bool,
}

#[derive(Debug, Args)]
pub struct ToFull {
    no: String,
    #[arg(long, value_name = "BODY")]
    body: Typed,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long)]
    meetings: bool,
}

#[derive(Debug, Args)]
pub struct Members {
    #[arg(value_name = "BODY")]
    body: Typed,
    #[arg(long, value_name = "PERSON:RANK", required = true)]
    member: Vec<Typed>,
    #[arg(long, value_name = "PERSON")]
    secretary: Option<Typed>,
}

impl Sitting<'_> {
    pub fn committee(&mut self, verb: &Verb) -> Result<(), Stop> {
        match verb {
            Verb::Apply(a) => self.apply(a),
            Verb::Approve(o) => self.on_item(&o.no, ItemCommand::Approve),
            Verb::CloseVote(o) => self.close_vote(o),
            Verb::Refuse(w) => self.because(w, |reason| ItemCommand::Refuse { reason }),
            Verb::Resubmit(w) => self.because(w, |reason| ItemCommand::Resubmit { reason }),
            Verb::Withdraw(w) => self.because(w, |reason| ItemCommand::Withdraw { reason }),
            Verb::Reconsider(w) => self.because(w, |reason| ItemCommand::Reconsider { reason }),
            Verb::ReferUp(w) => self.because(w, |reason| ItemCommand::ReferUp { reason }),
            Verb::Supplement(w) => self.because(w, |reason| ItemCommand::Supplement { reason }),
            Verb::Minority(w) => self.with_words(w, |text| ItemCommand::Minority { text }),
            Verb::Decide(w) => self.decide(w),
            Verb::Notice(w) => self.with_words(w, |text| ItemCommand::Notice { text }),
            Verb::Feedback(f) => {
                let text = self.face.words_of("text", &f.text)?;
                self.on_item(&f.no, ItemCommand::Feedback { text, executed: !f.not_executed })
            }
            Verb::Agenda(a) => {
                let meeting = self.meeting(&a.meeting)?;
                self.on_item(&a.no, ItemCommand::Place { meeting })
            }
            Verb::Recuse(r) => {
                let member = self.person(&r.member)?;
                let reason = self.face.words_of("reason", &r.reason)?;
                self.on_item(&r.no, ItemCommand::Recuse { member, reason })
            }
            Verb::OpenVote(o) => self.on_item(&o.no, ItemCommand::OpenVote { disclosed: o.disclosed }),
            Verb::Vote(v) => self.vote(v),
            Verb::WrittenVote(w) => self.written_vote(w),
            Verb::ToFull(t) => {
                let committee = self.body(&t.body);
                self.on_item(&t.no, ItemCommand::ToFullCommittee { committee })
            }
            Verb::Meeting(p) => self.plan(p),
            Verb::Papers(o) => self.papers(&o.no),
            Verb::Attend(a) => self.attend(a),
            Verb::Open(o) => self.open_meeting(&o.no),
            Verb::Left(m) => self.left(m),
            Verb::Close(c) => self.close_meeting(c),
            Verb::List(l) if l.meetings => self.matters("meeting", "meeting_state"),
            Verb::List(_) => self.matters("item", "item_state"),
            Verb::Show(o) => self.show_committee(&o.no),
            Verb::Bodies => self.bodies(),
            Verb::Members(m) => self.members(m),
        }
    }

    pub fn vote(&mut self, v: &Vote) -> Result<(), Stop> {
        let (vote, opinion) = self.ballot(v)?;
        self.on_item(&v.no, ItemCommand::Vote { vote, opinion })
    }

    pub fn written_vote(&mut self, w: &WrittenVote) -> Result<(), Stop> {
        let (vote, opinion) = self.ballot(&w.vote)?;
        let member = self.person(&w.member)?;
        let expected = w.whole.expected(self.face, &w.material)?;
        let mut file = self.face.material(&w.material)?;
        let (material, _) = self.office.keep_material(&self.actor, &mut file, &expected)?;
        drop(file);
        self.on_item(&w.vote.no, ItemCommand::WrittenVote { member, vote, opinion, material })
    }

    pub fn close_vote(&mut self, o: &One) -> Result<(), Stop> {
        self.on_item(&o.no, ItemCommand::CloseVote)
    }

    pub fn decide(&mut self, w: &Words) -> Result<(), Stop> {
        self.with_words(w, |text| ItemCommand::Decide { text })
    }

    fn apply(&mut self, a: &Apply) -> Result<(), Stop> {
        let words = |t: &Option<Typed>| t.as_deref().unwrap_or_default().to_owned();
        let application = Application {
            record: self.record(&a.no)?,
            committee: self.body(&a.body),
            kind: code("item_kind", &a.kind),
            request: self.face.words_of("request", &a.request)?,
            panel_majority: words(&a.majority),
            panel_minority: words(&a.minority),
            advice: words(&a.advice),
            guidance_disclosed: a.disclosed,
        };
        self.act(&Command::Item { item: None, act: ItemCommand::Apply(application) })
    }

    /// A body by its id or by its name; one that is unknown is the rule's to name.
    pub fn body(&self, typed: &str) -> crate::domain::ids::CommitteeId {
        let organ = self.organ();
        let named = organ.committees.values().find(|c| fold(&c.name) == fold(typed));
        let short = || {
            let fits = organ.committees.values().filter(|c| abbreviates(typed, &c.name));
            fits.min_by_key(|c| c.name.chars().count())
        };
        let is_id = organ.committees.keys().any(|id| id.0 == typed.trim());
        let found = named.or_else(|| if is_id { None } else { short() });
        found.map_or_else(|| typed.trim().into(), |c| c.id.clone())
    }

    fn on_item(&mut self, no: &str, act: ItemCommand) -> Result<(), Stop> {
        let item = self.item(no)?;
        self.act(&Command::Item { item: Some(item), act })
    }

    fn because(&mut self, w: &Why, make: impl FnOnce(String) -> ItemCommand) -> Result<(), Stop> {
        let reason = self.face.words_of("reason", &w.reason)?;
        self.on_item(&w.no, make(reason))
    }

    fn with_words(&mut self, w: &Words, make: impl FnOnce(String) -> ItemCommand) -> Result<(), Stop> {
        let text = self.face.words_of("text", &w.text)?;
        self.on_item(&w.no, make(text))
    }

    fn ballot(&mut self, v: &Vote) -> Result<(VoteCode, String), Stop> {
        let vote = VoteCode::from_code(&code("vote", &v.vote))
            .ok_or_else(|| Stop::wrong("vote", Flaw::UnknownCode, &*v.vote))?;
        let opinion = v.opinion.clone().unwrap_or_default();
        Ok((vote, self.face.words_of("opinion", &opinion)?))
    }

    fn bodies(&mut self) -> Result<(), Stop> {
        let organ = self.organ();
        let bodies: Vec<_> = organ.committees.values().cloned().collect();
        self.face.list(&bodies, |face, c| {
            vec![
                c.id.to_string(),
                face.w().code("CL24", &c.kind).to_owned(),
                c.name.clone(),
                c.total().to_string(),
                organ.name_of(&c.secretary),
            ]
        })
    }

    /// The whole list of members is proposed anew; who is not named is out.
    fn members(&mut self, m: &Members) -> Result<(), Stop> {
        let committee = self.body(&m.body);
        let mut members = Vec::new();
        for typed in &m.member {
            let (name, rank) = typed.rsplit_once([':', ':']).unwrap_or((typed, ""));
            let rank = rank.trim().parse().map_err(|_| Stop::wrong("members", Flaw::Unreadable, &**typed))?;
            members.push(CommitteeMember { person: self.person(name)?, rank });
        }
        let stands = self.organ().committees.get(&committee).map(|c| c.secretary.clone());
        let secretary = match (&m.secretary, stands) {
            (Some(typed), _) => self.person(typed)?,
            (None, Some(stands)) => stands,
            (None, None) => crate::domain::ids::PersonId(String::new()),
        };
        let change = OrganChange::CommitteeMembers { committee, members, secretary };
        self.act(&Command::Organ(OrganCommand::Propose { change }))
    }
}
