//! Lists: records by the one search language, the desk, the log of acts.

use super::input::Typed;
use super::listed::{Form, WINDOW};
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::lang::Lang;
use crate::domain::limits::limits;
use crate::domain::refusal::{No, Rule};
use crate::domain::search::{Filter, Near};
use crate::domain::when;
use crate::office::Trouble;
use crate::words::{fill, read_status, rooms};
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct List {
    #[arg(value_name = "QUERY")]
    query: Vec<Typed>,
    #[arg(long, value_name = "CODE[=VALUE][@PERIOD]")]
    figure: Option<Typed>,
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[arg(long, conflicts_with_all = ["format", "out"])]
    pub csv: bool,
    #[arg(long, value_name = "xlsx|csv|jsonl")]
    pub format: Option<String>,
    #[arg(long, value_name = "FILE|-")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "KEY", value_delimiter = ',')]
    pub columns: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Desk {
    #[arg(long)]
    digest: bool,
}

#[derive(Debug, Args)]
pub struct Ledger {
    #[arg(long, value_name = "SEQ")]
    before: Option<u64>,
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[arg(long)]
    reads: bool,
}

impl Sitting<'_> {
    /// Everything that matches goes out, in windows, so that a reader may stop early.
    pub fn list(&mut self, l: &List) -> Result<(), Stop> {
        let leaving = self.face.leaving(l)?;
        let mut typed: Vec<String> = l.query.iter().map(|q| (**q).to_owned()).collect();
        typed.extend(l.figure.as_ref().map(|figure| format!("figure:{}", &**figure)));
        let mut filter = self.filter(&typed.join(" "))?;
        let (mut from, mut total, mut near, mut goes_on) = (0, 0, Near::Start, false);
        let limit = l.limit.unwrap_or(usize::MAX);
        let noted = match self.office.note_search(&self.actor, &filter) {
            Ok(()) => self.note_leaving(leaving.as_ref().map(|l| l.form), &filter, limit),
            Err(trouble) => Err(trouble.into()),
        };
        match noted {
            // What cannot be noted is not shown; one's own is nobody else's.
            Err(Stop::Trouble(Trouble::No(No::Refused(r)))) if r.rule == Rule::CannotBeNoted => {
                filter.own = true;
                self.face.remark(&self.face.said().own_only);
            }
            noted => noted?,
        }
        if let Some(leaving) = leaving {
            return self.leave(&leaving, &filter, limit);
        }
        while from < limit {
            let wanted = WINDOW.min(limit - from);
            let page = self.office.records(&self.actor, &filter, near, wanted)?;
            total = page.total.max(total);
            goes_on = !page.counted && page.lines.len() == wanted;
            let Some(last) = page.lines.last() else { break };
            near = Near::After(last.mark);
            let seen = page.lines.len();
            self.face.list(&page.lines, |face, r| {
                let w = face.w();
                let flags: Vec<&str> = r.flags.iter().map(|f| w.code("flag", f)).collect();
                let day = |at| when::show_date(when::local(at).date(), Lang::En);
                vec![
                    r.ref_.to_string(),
                    w.status(r.status).to_owned(),
                    r.occurred.map(day).unwrap_or_else(|| face.said().veiled.clone()),
                    w.code("CL08", &r.manner).to_owned(),
                    crate::text::clip(&r.inquirer, 12),
                    r.cases.to_string(),
                    flags.join(" "),
                ]
            })?;
            from += seen;
        }
        if total == 0 && !self.face.json {
            self.face.line(&self.face.said().none)?;
        }
        if !self.face.json && goes_on {
            let line = fill(&self.face.said().uncounted, &[("shown", &from.to_string())]);
            self.face.remark(&line);
        } else if !self.face.json && total > from {
            let (n, shown) = (total.to_string(), from.to_string());
            let line = fill(&self.face.said().total, &[("n", &n), ("shown", &shown)]);
            self.face.remark(&line);
        }
        Ok(())
    }

    /// What goes into a file or another program leaves the register as much as a table does.
    fn note_leaving(&mut self, form: Option<Form>, filter: &Filter, limit: usize) -> Result<(), Stop> {
        if form.is_none() && !self.face.json && self.face.streams.out_is_terminal {
            return Ok(());
        }
        let lines = self.office.how_many(&self.actor, filter)?.min(limit);
        let form = match (form, self.face.json) {
            (Some(form), _) => {
                self.fits_book(form, lines)?;
                form.code()
            }
            (None, true) => "json",
            (None, false) => "text",
        };
        Ok(self.office.note_export(&self.actor, &format!("records {form}"), lines as u64)?)
    }

    fn filter(&self, typed: &str) -> Result<Filter, Stop> {
        if let Some(problem) = limits().search.exceeded(typed) {
            return Err(No::Wrong(vec![problem]).into());
        }
        let organ = self.organ();
        let unit = |word: &str| organ.unit_called(word).map(|u| u.id.0.clone());
        Filter::parse(typed, self.office.now(), &read_status, &unit).map_err(|no| {
            let part = format!("{}:{}", no.key, no.value);
            Stop::Usage(fill(&self.face.said().query, &[("", &part)]))
        })
    }

    pub fn desk(&mut self, d: &Desk) -> Result<(), Stop> {
        let lines = self.office.desk(&self.actor)?;
        let now = self.office.now();
        if d.digest {
            return self.digest(&lines, now);
        }
        if let Some(year) = self.office.notice_missing() {
            let f = crate::words::frame::words(self.face.lang);
            let how = self.office.is_administrator(&self.me()).then_some(f.notice_missing_do.as_str());
            let missing = fill(&f.notice_missing, &[("year", &year.to_string())]);
            self.face.remark(&format!("{missing}{}", how.unwrap_or_default()));
        }
        if lines.is_empty() && !self.face.json {
            return self.face.line(&self.face.said().desk_empty);
        }
        self.face.list(&lines, |face, l| {
            let w = face.w();
            let late = l.due < now && l.due != l.since;
            let due = match (l.due == l.since, late) {
                (true, _) => String::new(),
                (_, true) => fill(&face.said().overdue, &[("", &short(l.due))]),
                (_, false) => short(l.due),
            };
            let title = match l.kind.as_str() {
                "proposal" => w.code("organ_change", &l.title).to_owned(),
                _ => l.title.clone(),
            };
            let urgent = if l.urgent { w.code("flag", "urgent") } else { "" };
            vec![
                l.ref_.to_string(),
                w.code("matter", &l.kind).to_owned(),
                w.act_turn(l.act).to_owned(),
                due,
                urgent.to_owned(),
                title,
            ]
        })
    }

    /// For a message that leaves the register: how many of what, never of whom. An empty desk is
    /// silent, so that nobody is sent an empty message.
    fn digest(&mut self, lines: &[crate::office::DeskLine], now: i64) -> Result<(), Stop> {
        if lines.is_empty() {
            return Ok(());
        }
        let late = lines.iter().filter(|l| l.due < now && l.due != l.since).count();
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for l in lines {
            *counts.entry(l.act).or_default() += 1;
        }
        if self.face.json {
            let acts: BTreeMap<&str, usize> = counts.iter().map(|(a, n)| (a.code(), *n)).collect();
            return self.face.value(&serde_json::json!({
                "total": lines.len(), "overdue": late, "acts": acts
            }));
        }
        let said = self.face.said();
        let (all, late) = (lines.len().to_string(), late.to_string());
        self.face.say(&said.digest, &[("n", &all), ("late", &late)])?;
        let rows: Vec<_> = counts
            .iter()
            .map(|(a, n)| vec![format!("  {}", self.face.w().act_turn(*a)), n.to_string()])
            .collect();
        self.face.table(&rows)
    }

    pub fn ledger(&mut self, l: &Ledger) -> Result<(), Stop> {
        if l.reads {
            let lines = self.office.looks(&self.actor, l.before, l.limit)?;
            return self.face.list(&lines, |face, r| {
                vec![
                    r.seq.to_string(),
                    short(r.at),
                    r.who.clone().unwrap_or_else(|| rooms::words(face.lang).unknown_key.clone()),
                    face.w().read(&r.kind).to_owned(),
                    r.ref_.as_ref().map(ToString::to_string).unwrap_or_default(),
                ]
            });
        }
        let lines = self.office.acts(&self.actor, l.before, l.limit)?;
        self.face.list(&lines, |face, a| {
            vec![
                a.seq.to_string(),
                short(a.at),
                face.w().event(&a.kind).to_owned(),
                a.leaf.chars().take(12).collect(),
            ]
        })
    }
}

/// A moment in a column: 2026-03-11 15:20 in either language.
pub fn short(at: i64) -> String {
    when::show(at, when::Precision::Exact, Lang::En)
}
