//! Meetings of a body, and the pages of items and meetings.

use super::input::Typed;
use super::matters::state_word;
use super::page::joined;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::command::Command;
use crate::domain::committee::{Attendance, MeetingCommand};
use crate::domain::ids::MatterId;
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::when;
use crate::office::{Found, ItemView};
use crate::words::fill;
use clap::{ArgGroup, Args};
use serde_json::json;

#[derive(Debug, Args)]
pub struct Plan {
    #[arg(long, value_name = "BODY")]
    body: Typed,
    #[arg(long, value_name = "TIME")]
    at: Typed,
    #[arg(long, value_name = "TEXT")]
    place: Typed,
    #[arg(long, value_name = "PERSON")]
    chair: Typed,
}

#[derive(Debug, Args)]
pub struct Member {
    no: String,
    #[arg(long, value_name = "PERSON")]
    member: Typed,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("how").required(true).args(["present", "absent", "nonvoting"]))]
pub struct Attend {
    #[command(flatten)]
    who: Member,
    #[arg(long)]
    present: bool,
    #[arg(long, value_name = "TEXT")]
    absent: Option<Typed>,
    #[arg(long)]
    nonvoting: bool,
}

#[derive(Debug, Args)]
pub struct Close {
    no: String,
    #[arg(long, value_name = "TEXT")]
    minutes: Option<Typed>,
}

impl Sitting<'_> {
    fn on_meeting(&mut self, no: &str, act: MeetingCommand) -> Result<(), Stop> {
        let meeting = self.meeting(no)?;
        self.act(&Command::Meeting { meeting: Some(meeting), act })
    }

    pub fn plan(&mut self, p: &Plan) -> Result<(), Stop> {
        let now = self.read_at()?;
        let at = self.face.coming("planned_at", &p.at, now)?;
        let act = MeetingCommand::Plan {
            committee: self.body(&p.body),
            planned_at: at.at_ms,
            place: p.place.to_string(),
            chair: self.person(&p.chair)?,
        };
        self.act(&Command::Meeting { meeting: None, act })?;
        let mut read = when::show_with_weekday(at.at_ms, at.precision, self.face.lang);
        if at.at_ms < now {
            read = format!("{read}  {}", crate::words::form::words(self.face.lang).time_past);
        }
        self.face.remark(&read);
        Ok(())
    }

    pub fn papers(&mut self, no: &str) -> Result<(), Stop> {
        self.on_meeting(no, MeetingCommand::Notice)
    }

    pub fn open_meeting(&mut self, no: &str) -> Result<(), Stop> {
        self.on_meeting(no, MeetingCommand::Open)
    }

    pub fn attend(&mut self, a: &Attend) -> Result<(), Stop> {
        let member = self.person(&a.who.member)?;
        let attendance = match &a.absent {
            Some(reason) => Attendance::Absent { reason: reason.to_string() },
            None if a.nonvoting => Attendance::Nonvoting,
            None => Attendance::Present,
        };
        self.on_meeting(&a.who.no, MeetingCommand::Attend { member, attendance })
    }

    pub fn left(&mut self, m: &Member) -> Result<(), Stop> {
        let member = self.person(&m.member)?;
        self.on_meeting(&m.no, MeetingCommand::Left { member })
    }

    pub fn close_meeting(&mut self, c: &Close) -> Result<(), Stop> {
        let minutes = self.face.words_of("minutes", &c.minutes.clone().unwrap_or_default())?;
        self.on_meeting(&c.no, MeetingCommand::Close { minutes })
    }

    pub fn show_committee(&mut self, no: &str) -> Result<(), Stop> {
        match self.find(no)? {
            Found::Meeting(id) => self.show_meeting(id),
            Found::Item(id) => self.show_item(id),
            Found::Record(_) => {
                let id = self.item(no)?;
                self.show_item(id)
            }
            _ => Err(Refusal::of(Rule::NoSuchMatter).into()),
        }
    }

    pub fn show_item(&mut self, id: MatterId) -> Result<(), Stop> {
        let (item, can) = self.office.item(&self.actor, &id)?;
        if self.face.json {
            return self.face.value(&json!({ "item": item, "can": can }));
        }
        let (w, said) = (self.face.w(), self.face.said());
        self.title()?;
        let state = state_word(w, "item_state", &item.state);
        self.face.line(&joined(&[w.code("matter", "item").to_owned(), item.ref_.to_string(), state]))?;
        self.face.pair(
            w.code("matter", "record"),
            &joined(&[item.record_ref.to_string(), item.cases.in_full()]),
        )?;
        self.face.pair(&said.committee, &item.committee)?;
        self.face.pair(&said.since, &self.moment(item.since))?;
        let meeting = item.meeting_ref.as_ref().map(ToString::to_string).unwrap_or_default();
        self.face.pair(&said.meeting, &meeting)?;
        self.face.pair(&w.field("application.kind"), w.code("item_kind", &item.kind))?;
        for (field, words) in [
            ("request", &item.request),
            ("panel_majority", &item.panel_majority),
            ("panel_minority", &item.panel_minority),
            ("advice", &item.advice),
        ] {
            self.face.pair(&w.field(field), words)?;
        }
        if item.disclosed {
            self.face.line(&said.disclosed)?;
        }
        for r in &item.refusals {
            self.face.pair(&said.refusals, r)?;
        }
        self.votes(&item)?;
        let words = crate::words::committee::words(self.face.lang);
        self.face.pair(words.label("earlier"), &item.earlier_decisions.join("  "))?;
        let decision =
            [item.decision_no.clone().unwrap_or_default(), item.decision.clone().unwrap_or_default()];
        self.face.pair(&said.decision, &joined(&decision))?;
        for (label, words) in [
            (&said.notice, &item.notice),
            (&said.feedback, &item.feedback),
            (&said.reconsidered, &item.reconsidered),
        ] {
            self.face.pair(label, words.as_deref().unwrap_or_default())?;
        }
        self.face.pair(words.label("note"), &item.note)?;
        self.abilities(&can)
    }

    /// Quorum and majority as arithmetic, then each vote as far as it is open.
    fn votes(&mut self, item: &ItemView) -> Result<(), Stop> {
        let (w, said) = (self.face.w(), self.face.said());
        if let Some(t) = &item.tally {
            let n = [t.total, t.present, t.recused, t.absent, t.quorum, t.needed, t.for_, t.against, t.other]
                .map(|n| n.to_string());
            let names =
                ["total", "present", "recused", "absent", "quorum", "needed", "for", "against", "other"];
            let values: Vec<(&str, &str)> = names.iter().copied().zip(n.iter().map(String::as_str)).collect();
            self.face.pair(w.code("matter", "item"), &fill(&said.tally, &values))?;
        }
        let t = crate::words::committee::words(self.face.lang);
        let organ = self.organ();
        let mut out = item.recused.clone();
        for member in item.tally.iter().flat_map(|t| &t.recused_members).map(|m| organ.name_of(m)) {
            if !out.contains(&member) {
                out.push(member);
            }
        }
        self.face.pair(t.label("recused"), &out.join("  "))?;
        for (name, why) in &item.recused_why {
            self.face.pair(t.label("recused_why"), &joined(&[name.clone(), why.clone()]))?;
        }
        self.face.pair(t.label("speaking"), &item.speaking.join("  "))?;
        for b in &item.ballots {
            let vote = b.vote.map_or(said.voted_hidden.as_str(), |v| w.code("vote", v.code()));
            // A vote that came on paper, and perhaps is not counted, must not look like the others.
            let said = [vec![vote], t.beside(b.beside()), vec![&b.opinion]].concat();
            self.face.pair(&b.name, &joined(&said.into_iter().map(str::to_owned).collect::<Vec<_>>()))?;
        }
        self.face.pair(&said.waiting, &item.waiting.join("  "))?;
        self.face.pair(t.label("struck"), &item.struck.join("  "))?;
        for (name, words) in &item.minority {
            self.face.pair(&said.minority, &joined(&[name.clone(), words.clone()]))?;
        }
        self.face.pair(&said.minority_missing, &item.minority_missing.join("  "))?;
        self.face.pair(&said.minority_late, &item.minority_late.join("  "))?;
        self.face.pair(&said.minority_out, &item.minority_out.join("  "))?;
        let outcome = item.outcome.as_deref().unwrap_or_default();
        self.face.pair(&said.resolution, w.code("outcome", outcome))
    }

    pub fn show_meeting(&mut self, id: MatterId) -> Result<(), Stop> {
        let (m, can) = self.office.meeting(&self.actor, &id)?;
        if self.face.json {
            return self.face.value(&json!({ "meeting": m, "can": can }));
        }
        let (w, said) = (self.face.w(), self.face.said());
        self.title()?;
        let state = state_word(w, "meeting_state", &m.state);
        self.face.line(&joined(&[w.code("matter", "meeting").to_owned(), m.ref_.to_string(), state]))?;
        self.face.pair(&said.committee, &m.committee)?;
        self.face.pair(&said.since, &self.moment(m.planned_at))?;
        self.face.pair(&said.place, &m.place)?;
        self.face.pair(&said.chair, &m.chair)?;
        if m.papers_late {
            self.face.line(&said.papers_late)?;
        }
        let n = [m.total, m.present, m.quorum].map(|n| n.to_string());
        self.face.pair(
            &said.attendance,
            &fill(&said.present_of, &[("total", &n[0]), ("present", &n[1]), ("quorum", &n[2])]),
        )?;
        for (_, name, code, reason) in &m.attendance {
            self.face
                .pair("", &joined(&[name.clone(), w.code("attendance", code).to_owned(), reason.clone()]))?;
        }
        for (_, ref_, state, case) in &m.agenda {
            let state = state_word(w, "item_state", state);
            self.face.pair(&said.agenda, &joined(&[ref_.to_string(), state, case.clone()]))?;
        }
        self.face.pair(&said.minutes, &m.minutes)?;
        self.abilities(&can)
    }
}
