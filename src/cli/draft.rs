//! Drafts on paper, and the empty sheet: for the day on which the disk takes nothing.

use super::face::Face;
use super::input::{Typed, code};
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::codes;
use crate::domain::record::{local_time, sheet, streams};
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::office::{Fault, INCOMING, Trouble};
use crate::text::{width, wrap};
use crate::words::slip;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

#[derive(Debug, Subcommand)]
pub enum Verb {
    List,
    Slip {
        #[arg(value_name = "CODE")]
        code: String,
    },
    Blank(Blank),
}

#[derive(Debug, Args)]
pub struct Blank {
    #[arg(long, value_name = "CODE", default_value = "EXT")]
    stream: Typed,
}

/// An empty sheet of one stream: every field it asks for, in the order of the provisions, codes to
/// be ticked, and room to write. Needs no register.
pub fn blank(face: &mut Face, asked: &Blank) -> Result<(), Stop> {
    let wanted = code("CL01", &asked.stream);
    let Some(stream) = streams::all().iter().find(|s| s.code == wanted) else {
        return Err(Stop::wrong("stream", Flaw::UnknownCode, &wanted));
    };
    let lang = face.lang;
    face.line(stream.sheet.get(lang))?;
    for row in sheet::rows_of(stream) {
        face.line("")?;
        face.line(row.label(stream, lang))?;
        if let Some(list) = &row.list {
            let codes = codes::list(list).rows().iter();
            let ticks: Vec<String> = codes.map(|c| format!("[ ] {}", c.label(lang))).collect();
            for line in laid_out(&ticks, super::face::COLUMNS) {
                face.line(&line)?;
            }
            continue;
        }
        for _ in 0..row.rows {
            face.line("")?;
            face.line(&"_".repeat(super::face::COLUMNS))?;
        }
    }
    sign_here(face)?;
    for _ in 0..2 {
        face.line("")?;
        face.say(&face.said().paper_hand, &[("a", &"_".repeat(20)), ("b", &"_".repeat(14))])?;
    }
    let others: Vec<&str> = streams::all().iter().map(|s| s.code.as_str()).collect();
    face.line("")?;
    face.say(&face.said().other_sheets, &[("", &others.join(" "))])
}

/// As many pieces a line as there is room for; only a piece longer than a line is broken.
fn laid_out(pieces: &[String], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if width(line) + 2 + width(piece) <= columns => {
                line.push_str("  ");
                line.push_str(piece);
            }
            _ => lines.extend(wrap(piece, columns)),
        }
    }
    lines
}

/// Whoever writes by hand signs by hand.
fn sign_here(face: &mut Face) -> Result<(), Stop> {
    face.line("")?;
    let said = face.said();
    face.say(&said.slip_hand, &[("a", &"_".repeat(20)), ("b", &"_".repeat(14))])
}

impl Sitting<'_> {
    pub fn draft(&mut self, verb: &Verb) -> Result<(), Stop> {
        let me = self.me();
        match verb {
            Verb::List => {
                let kept = self.office.keeps_drafts();
                let all = match self.office.drafts() {
                    // No room to make the file in which nobody has begun anything.
                    Err(Trouble::Fault(Fault::Full)) if !kept => Vec::new(),
                    drafts => drafts?.list(me.as_str())?,
                };
                if !self.face.json && all.is_empty() {
                    return self.face.line(&self.face.said().drafts_none);
                }
                // Ticks of a confirmation and kept searches are no text that somebody would copy.
                for draft in
                    all.into_iter().filter(|d| !["confirm", "view", INCOMING].contains(&d.kind.as_str()))
                {
                    let at = local_time::to_text(draft.updated_ms);
                    if self.face.json {
                        self.face.value(&json!({ "code": draft.id, "kind": draft.kind, "at": at }))?;
                    } else {
                        self.face.line(&format!("{}  {}", draft.id, self.moment(draft.updated_ms)))?;
                    }
                }
                Ok(())
            }
            Verb::Slip { code } => {
                let found = self.office.drafts()?.load(me.as_str(), code)?;
                let found = found.ok_or_else(|| Stop::from(Refusal::of(Rule::NoSuchMatter)))?;
                let kept: Value = serde_json::from_str(&found.payload).unwrap_or_default();
                if self.face.json {
                    return self.face.value(&json!({ "code": code, "draft": kept }));
                }
                self.slip(code, &kept, found.updated_ms)
            }
            Verb::Blank(b) => blank(self.face, b),
        }
    }

    fn slip(&mut self, code: &str, kept: &Value, at: i64) -> Result<(), Stop> {
        let fields = kept.get("fields").cloned().unwrap_or_default();
        let fields = serde_json::from_value(fields).unwrap_or_default();
        let more = kept.get("more").cloned().unwrap_or_default();
        let (w, moment) = (self.face.w(), self.moment(at));
        let said = self.face.said();
        self.face.line(&said.paper_title)?;
        self.face.say(&said.slip_draft, &[("code", code), ("at", &moment)])?;
        self.face.line("")?;
        for (label, value) in slip::rows(w, &fields, &more) {
            self.face.pair(&label, &value)?;
        }
        sign_here(self.face)
    }
}
