//! The two custodians: confirming, handing back, disagreeing, and changes after confirmation.

use super::input::{Named, Typed, code};
use super::record::Reasoned;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::command::Command;
use crate::domain::lang::Lang;
use crate::domain::record::{Answer, AtOnceNote, CHECKLIST, Checklist, FieldReason, RecordCommand};
use crate::domain::refusal::Flaw;
use crate::words::{fill, words};
use clap::{ArgGroup, Args};
use std::collections::BTreeMap;

/// Answers to the nine points. There is no way to answer all of them with one word.
#[derive(Debug, Args)]
pub struct Answers {
    #[arg(long, value_name = "POINT", value_delimiter = ',')]
    right: Vec<Typed>,
    #[arg(long, value_name = "POINT", value_delimiter = ',')]
    doubt: Vec<Typed>,
    #[arg(long, value_name = "POINT=ANSWER")]
    answer: Vec<Named>,
}

#[derive(Debug, Args)]
pub struct Confirm {
    no: String,
    #[arg(long)]
    revision: String,
    #[command(flatten)]
    answers: Answers,
    #[arg(long, value_name = "TEXT")]
    remark: Option<Typed>,
    #[arg(long, value_name = "XXXX")]
    last4: Option<Typed>,
    #[arg(long, value_name = "FIELD=VALUE")]
    field: Vec<Named>,
}

#[derive(Debug, Args)]
pub struct ReadOff {
    no: String,
    #[arg(long, value_name = "FIELD=VALUE", required = true)]
    field: Vec<Named>,
    #[arg(long)]
    revision: Option<String>,
}

#[derive(Debug, Args)]
pub struct Return {
    no: String,
    #[arg(long, value_name = "FIELD=TEXT", required = true)]
    reason: Vec<Named>,
    #[arg(long)]
    revision: Option<String>,
}

#[derive(Debug, Args)]
pub struct Dispute {
    #[command(flatten)]
    reasoned: Reasoned,
    #[command(flatten)]
    answers: Answers,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("how").required(true).args(["confirm", "send_back"]))]
pub struct Resolve {
    #[command(flatten)]
    reasoned: Reasoned,
    #[arg(long)]
    confirm: bool,
    #[arg(long = "return")]
    send_back: bool,
    #[command(flatten)]
    answers: Answers,
    #[arg(long, value_name = "XXXX")]
    last4: Option<Typed>,
    #[arg(long, value_name = "FIELD=VALUE")]
    field: Vec<Named>,
}

#[derive(Debug, Args)]
pub struct Change {
    no: String,
    #[arg(long, value_name = "N")]
    change: Option<u32>,
}

#[derive(Debug, Args)]
pub struct RefuseChange {
    #[command(flatten)]
    change: Change,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
}

#[derive(Debug, Args)]
pub struct ReportAtOnce {
    no: String,
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    to: Vec<Typed>,
    #[arg(long, value_name = "DOC_NO")]
    doc_no: Option<Typed>,
    #[arg(long, value_name = "TIME")]
    at: Option<Typed>,
    #[arg(long, value_name = "TEXT")]
    text: Option<Typed>,
    #[arg(long)]
    revision: Option<String>,
}

impl Sitting<'_> {
    /// What the second custodian reads off the material; then the record is open to him.
    pub fn read_off(&mut self, r: &ReadOff) -> Result<(), Stop> {
        let (record, seen) = self.seen(&r.no, r.revision.as_deref())?;
        let blind = r.field.iter().map(|f| (f.name.clone(), f.value.clone())).collect();
        self.on_record(record, RecordCommand::ReadOff { seen, blind })
    }

    pub fn confirm(&mut self, c: &Confirm) -> Result<(), Stop> {
        let checklist = self.checklist(&c.answers)?;
        let (record, seen) = self.seen(&c.no, Some(&c.revision))?;
        let remark = c.remark.clone().unwrap_or_default();
        let act = RecordCommand::Confirm {
            seen,
            checklist,
            remark: self.face.words_of("remark", &remark)?,
            last_four: c.last4.as_deref().unwrap_or_default().to_owned(),
            blind: read_off(&c.field),
        };
        self.on_record(record, act)
    }

    pub fn send_back(&mut self, r: &Return) -> Result<(), Stop> {
        let (record, seen) = self.seen(&r.no, r.revision.as_deref())?;
        let reasons =
            r.reason.iter().map(|n| FieldReason { field: n.name.clone(), reason: n.value.clone() }).collect();
        self.on_record(record, RecordCommand::Return { seen, reasons })
    }

    pub fn dispute(&mut self, d: &Dispute) -> Result<(), Stop> {
        let checklist = self.checklist(&d.answers)?;
        let (record, seen) = self.seen(&d.reasoned.no, d.reasoned.revision.as_deref())?;
        let reason = self.face.words_of("reason", &d.reasoned.reason)?;
        self.on_record(record, RecordCommand::Dispute { seen, checklist, reason })
    }

    pub fn resolve(&mut self, r: &Resolve) -> Result<(), Stop> {
        let checklist = self.checklist(&r.answers)?;
        let (record, seen) = self.seen(&r.reasoned.no, r.reasoned.revision.as_deref())?;
        let act = RecordCommand::Resolve {
            seen,
            confirm: r.confirm,
            reason: self.face.words_of("reason", &r.reasoned.reason)?,
            checklist,
            last_four: r.last4.as_deref().unwrap_or_default().to_owned(),
            blind: read_off(&r.field),
        };
        self.on_record(record, act)
    }

    pub fn report_at_once(&mut self, r: &ReportAtOnce) -> Result<(), Stop> {
        let (record, seen) = self.seen(&r.no, r.revision.as_deref())?;
        let now = self.read_at()?;
        let sent = r.at.as_ref().map(|t| self.face.past("note.sent_at", t, now)).transpose()?;
        let words = r.text.clone().unwrap_or_default();
        let note = AtOnceNote {
            to: r.to.iter().map(|t| code("CL18", t)).collect(),
            doc_no: r.doc_no.as_deref().unwrap_or_default().to_owned(),
            sent_at: sent.map(|w| w.at_ms),
            words: self.face.words_of("note.words", &words)?,
        };
        self.on_record(record, RecordCommand::ReportAtOnce { seen, note })
    }

    pub fn confirm_change(&mut self, c: &Change) -> Result<(), Stop> {
        let (record, change) = self.change(c)?;
        self.on_record(record, RecordCommand::ConfirmChange { change })
    }

    pub fn refuse_change(&mut self, r: &RefuseChange) -> Result<(), Stop> {
        let (record, change) = self.change(&r.change)?;
        let reason = self.face.words_of("reason", &r.reason)?;
        self.on_record(record, RecordCommand::RefuseChange { change, reason })
    }

    /// The change that is named, or the only one there ever was: where another was settled before, it may be
    /// the one that was read.
    fn change(&mut self, c: &Change) -> Result<(crate::domain::ids::MatterId, u32), Stop> {
        if let Some(n) = c.change {
            return Ok((self.record(&c.no)?, n));
        }
        if let Some(Command::Record { record: Some(record), act }) = self.taken()?.and_then(|t| t.command)
            && self.record(&c.no)? == record
        {
            let act = match act {
                RecordCommand::OnText { act, .. } => *act,
                act => act,
            };
            if let RecordCommand::ConfirmChange { change } | RecordCommand::RefuseChange { change, .. } = act
            {
                return Ok((record, change));
            }
        }
        let (record, sheet) = self.sheet(&c.no)?;
        match sheet.record.changes.as_slice() {
            [_, .., last] => {
                let which = fill(&self.face.said().which_change, &[("", &last.number.to_string())]);
                Err(Stop::Usage(which))
            }
            all => Ok((record, all.first().map_or(0, |c| c.number))),
        }
    }

    /// Every answer that was given; which of the nine are missing is the rule's to say.
    fn checklist(&self, answers: &Answers) -> Result<Checklist, Stop> {
        let mut all = Checklist::new();
        let mut give = |point: &str, answer: Answer| -> Result<(), Stop> {
            let known = point_of(point).ok_or_else(|| Stop::wrong("checklist", Flaw::UnknownCode, point))?;
            match all.insert(known.to_owned(), answer) {
                None => Ok(()),
                Some(_) => Err(Stop::Usage(fill(&self.face.said().point_twice, &[("", point)]))),
            }
        };
        for point in &answers.right {
            give(point, Answer::Right)?;
        }
        for point in &answers.doubt {
            give(point, Answer::Doubt)?;
        }
        for named in &answers.answer {
            let answer = answer_of(&named.value)
                .ok_or_else(|| Stop::wrong(&named.name, Flaw::UnknownCode, &named.value))?;
            give(&named.name, answer)?;
        }
        Ok(all)
    }
}

/// What was read off a material, by field.
fn read_off(fields: &[Named]) -> BTreeMap<String, String> {
    fields.iter().map(|f| (f.name.clone(), f.value.clone())).collect()
}

fn point_of(typed: &str) -> Option<&'static str> {
    let typed = typed.trim();
    let means = |p: &str| {
        p == typed || Lang::ALL.iter().any(|l| words(*l).code("point", p).eq_ignore_ascii_case(typed))
    };
    // `codes checklist` numbers the points from 1.
    let numbered = typed.parse::<usize>().ok().and_then(|n| CHECKLIST.get(n.checked_sub(1)?));
    CHECKLIST.iter().copied().find(|p| means(p)).or(numbered.copied())
}

fn answer_of(typed: &str) -> Option<Answer> {
    let typed = typed.trim();
    let all = [("right", Answer::Right), ("incomplete", Answer::Incomplete), ("doubt", Answer::Doubt)];
    let means = |c: &str| {
        c == typed || Lang::ALL.iter().any(|l| words(*l).code("answer", c).eq_ignore_ascii_case(typed))
    };
    all.into_iter().find(|(c, _)| means(c)).map(|(_, a)| a)
}
