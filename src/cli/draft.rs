//! Drafts on paper: for the day on which the disk takes nothing.

use super::face::Face;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::record::local_time;
use crate::domain::refusal::{Refusal, Rule};
use crate::words::slip;
use clap::Subcommand;
use serde_json::{Value, json};

#[derive(Debug, Subcommand)]
pub enum Verb {
    List,
    Slip {
        #[arg(value_name = "CODE")]
        code: String,
    },
    Blank,
}

/// An empty sheet: labels and room to write. Needs no register.
pub fn blank(face: &mut Face) -> Result<(), Stop> {
    let w = face.w();
    face.line(&face.said().paper_title)?;
    for name in slip::BLANK {
        face.line("")?;
        face.line(&w.field(name))?;
        for _ in 0..if name == "content" { 6 } else { 1 } {
            face.line("")?;
            face.line(&"_".repeat(super::face::COLUMNS))?;
        }
    }
    sign_here(face)
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
                let all = self.office.drafts()?.list(me.as_str())?;
                if !self.face.json && all.is_empty() {
                    return self.face.line(&self.face.said().drafts_none);
                }
                // Ticks of a confirmation are no text that somebody would copy.
                for draft in all.into_iter().filter(|d| d.kind != "confirm") {
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
            Verb::Blank => blank(self.face),
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
