//! What is asked for once more by a platform above: the record in that platform's order, to be copied
//! by hand, and the note that it stands there.

use super::input::{Typed, code};
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::codes;
use crate::domain::record::sheet::{self, CopyLine, Platform};
use crate::domain::record::{Filing, RecordCommand};
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::office::RecordSheet;
use crate::words::sheet::OnPaper;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Filed {
    no: String,
    #[arg(long, value_name = "CODE")]
    platform: Option<Typed>,
    #[arg(long, value_name = "NUMBER")]
    number: Typed,
    #[arg(long, value_name = "TIME")]
    on: Option<Typed>,
    #[arg(long, value_name = "NAME")]
    by: Option<Typed>,
}

#[derive(Debug, Args)]
pub struct Copy {
    no: String,
    #[arg(long, value_name = "CODE")]
    platform: Option<Typed>,
    #[arg(long, value_name = "FILE")]
    order: Option<PathBuf>,
}

impl Sitting<'_> {
    /// The platform named, or that of this kind of organ.
    fn platform(&self, named: Option<&Typed>) -> String {
        match named {
            Some(typed) => code("platform", typed),
            None => codes::platform_of(&self.organ().kind.code).to_owned(),
        }
    }

    /// It stands there too.
    pub fn filed(&mut self, f: &Filed) -> Result<(), Stop> {
        let record = self.record(&f.no)?;
        let now = self.office.now();
        let on = match &f.on {
            Some(typed) => self.face.past("on", typed, now)?.at_ms,
            None => now,
        };
        let me = self.me();
        let by = f.by.as_ref().map_or_else(|| self.organ().name_of(&me), |by| by.0.clone());
        let (platform, number) = (self.platform(f.platform.as_ref()), f.number.to_string());
        self.on_record(record, RecordCommand::NoteFiling { filing: Filing { platform, number, on, by } })
    }

    /// The record in the platform's order.
    pub fn copy(&mut self, c: &Copy) -> Result<(), Stop> {
        let (_, sheet) = self.sheet(&c.no)?;
        if !sheet.record.may_be_copied {
            return Err(Refusal::of(Rule::NotYourCapacity).into());
        }
        let wanted = self.platform(c.platform.as_ref());
        let own: Vec<Platform>;
        let all = match &c.order {
            Some(file) => {
                let text = self.face.read_text("order", file, Kind::Data)?;
                own = sheet::platforms_from(&text).map_err(|e| Stop::wrong("order", Flaw::Unreadable, e))?;
                own.as_slice()
            }
            None => sheet::platforms(),
        };
        let Some(platform) = sheet::form_of(all, &wanted, &sheet.record.stream) else {
            return Err(Stop::wrong("platform", Flaw::UnknownCode, &wanted));
        };
        let lines = self.on_paper(&sheet, &platform.rows);
        if self.face.json {
            let fields: Vec<Value> = lines.iter().map(|(l, v)| json!({ "label": l, "value": v })).collect();
            return self.face.value(&json!({ "platform": platform.code, "fields": fields }));
        }
        let name = self.face.w().code("platform", &platform.code).to_owned();
        self.face.line(&name)?;
        if !platform.verified {
            self.face.line(&self.face.said().order_unverified)?;
        }
        self.face.line("")?;
        for (label, value) in &lines {
            self.face.line(label)?;
            for row in value.lines() {
                self.face.line(&format!("  {row}"))?;
            }
        }
        Ok(())
    }

    /// Each line with what stands there; empty ones too, for the platform asks for them.
    fn on_paper(&self, sheet: &RecordSheet, rows: &[CopyLine]) -> Vec<(String, String)> {
        let organ = self.organ();
        let of = OnPaper::of(&organ, &sheet.record);
        let w = self.face.w();
        rows.iter().map(|row| (row.label(self.face.lang).to_owned(), w.on_paper(&of, &row.value))).collect()
    }
}
