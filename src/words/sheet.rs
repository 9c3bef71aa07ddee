//! What stands in a row of the paper sheet, or is copied into a platform above.

use super::Words;
use crate::domain::codes::CODED;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::name::mask;
use crate::domain::organ::Organ;
use crate::domain::policy::{Names, View};
use crate::domain::record::{Filing, PersonRole, RecordText, streams};
use crate::domain::when::{self, Precision};
use serde_json::Value;

/// A record's text with what stands around it.
pub struct OnPaper<'a> {
    pub organ: &'a Organ,
    pub text: &'a RecordText,
    pub record_no: &'a str,
    /// Empty where the reader may not know.
    pub recorder: &'a str,
    pub recorded_at: Millis,
    pub filings: &'a [Filing],
    /// Whether the names beside the text are shown whole, as those in it are.
    pub names: Names,
}

impl<'a> OnPaper<'a> {
    /// A record as somebody sees it.
    pub fn of(organ: &'a Organ, r: &'a View) -> Self {
        Self {
            organ,
            text: &r.text,
            record_no: r.record_no.as_deref().unwrap_or(&r.ref_.0),
            recorder: r.recorder.as_deref().unwrap_or_default(),
            recorded_at: r.recorded_at,
            filings: &r.filings,
            names: r.names,
        }
    }
}

impl Words {
    /// The value of a row; empty where nothing stands there.
    pub fn on_paper(&self, of: &OnPaper<'_>, value: &str) -> String {
        let text = of.text;
        let about = streams::of(&text.stream).about();
        let about = text.people.iter().filter(|p| p.role == about || p.role == "INQUIRER");
        let each = |show: &dyn Fn(&PersonRole) -> String| joined(about.clone().map(show), self.stop());
        match value {
            "record_no" => of.record_no.to_owned(),
            "recorded_at" => when::show(of.recorded_at, Precision::Exact, self.lang),
            "recorder" => self.parts(&[of.recorder, self.coded("recorder_capacity", &text.recorder_role)]),
            "name" => each(&|p| self.called(of.organ, p)),
            "unit_post" => each(&|p| self.parts(&[&p.unit, &p.post])),
            "kind" => each(&|p| self.coded("CL03", &p.kind).to_owned()),
            "rank" => {
                each(&|p| self.parts(&[self.coded("CL05", &p.rank), self.coded("CL06", &p.cadre_authority)]))
            }
            "retired" => each(&|p| {
                let retired = if p.retired { self.field("retired") } else { String::new() };
                self.parts(&[&retired, &p.former_unit])
            }),
            "contact" => each(&|p| p.contact.clone()),
            "relation_to_recorder" => each(&|p| {
                self.parts(&[self.coded("relation_to_recorder", &p.relation_to_recorder), &p.relation_words])
            }),
            "relation_to_party" => each(&|p| p.relation_to_party.clone()),
            "licence" => each(&|p| self.parts(&[&p.unit, &p.licence])),
            "BEHALF" | "RELAYER" | "PRESENT" => {
                let nobody = value == "PRESENT" && text.nobody_else;
                let nobody = nobody.then(|| self.field("nobody_else")).into_iter();
                let all = text.in_role(value);
                let people = all.map(|p| self.parts(&[&self.called(of.organ, p), &p.unit, &p.post]));
                joined(people.chain(nobody), self.stop())
            }
            "occurred" => text.occurred.as_ref().map_or_else(String::new, |o| {
                let from = when::show(o.from, o.precision, self.lang);
                let to = o.to.map(|to| format!(" - {}", when::show(to, o.precision, self.lang)));
                from + &to.unwrap_or_default()
            }),
            "channel" => {
                let all = text.channel.iter().map(|(m, words)| self.parts(&[self.coded("CL08", m), words]));
                joined(all, self.stop())
            }
            "contact_facts" => {
                let facts = text.contact_facts.iter().map(|c| self.coded("contact_fact", c).to_owned());
                joined(facts.chain([text.contact_note.clone()]), self.stop())
            }
            "case_no" => {
                let own = |mut c: crate::domain::record::CaseOf| {
                    if c.stage == text.stage {
                        c.stage.clear();
                    }
                    self.case_of(&c)
                };
                joined(text.cases().into_iter().map(own), "\n")
            }
            "case" => {
                let cases = text.cases();
                let known = cases.iter().filter_map(|c| of.organ.case(&c.case_no));
                let words = known.map(|c| {
                    let unit = c.unit.as_ref().map_or("", |u| of.organ.unit_name(u));
                    let handler = of.organ.name_of(&c.handler);
                    let handler = if of.names == Names::Full { handler } else { mask(&handler) };
                    self.parts(&[&c.cause, unit, &handler])
                });
                joined(words, "\n")
            }
            "received_by" => {
                text.received_by.as_ref().map_or_else(String::new, |p: &PersonId| of.organ.name_of(p))
            }
            "replied_on" => {
                let day = |at: Millis| when::show(at, Precision::Day, self.lang);
                text.replied_on.map(day).unwrap_or_default()
            }
            "gifts" => joined(text.gifts.iter().map(|g| self.gift(g)), "\n"),
            "attachments" => {
                let all = text.attachments.iter().map(|a| {
                    let hash: String = a.hash.as_deref().unwrap_or_default().chars().take(12).collect();
                    let kind = self.coded("attachment_kind", &a.kind);
                    self.parts(&[kind, &a.title, &a.original_location, &hash])
                });
                joined(all, "\n")
            }
            "filings" => joined(of.filings.iter().map(|f| self.filing(f)), "\n"),
            plain => {
                let all = serde_json::to_value(text).unwrap_or_default();
                let list = CODED.iter().find(|(field, _)| *field == plain).map_or("", |(_, list)| *list);
                match all.get(plain) {
                    Some(Value::String(words)) => self.coded(list, words).to_owned(),
                    Some(Value::Array(codes)) => {
                        let codes = codes.iter().filter_map(Value::as_str);
                        joined(codes.map(|c| self.coded(list, c).to_owned()), self.stop())
                    }
                    _ => String::new(),
                }
            }
        }
    }

    /// A number on a platform above, with its day and by whom.
    pub fn filing(&self, filing: &Filing) -> String {
        let day = when::show(filing.on, Precision::Day, self.lang);
        self.parts(&[self.coded("platform", &filing.platform), &filing.number, &day, &filing.by])
    }

    fn called(&self, organ: &Organ, p: &PersonRole) -> String {
        match &p.person {
            Some(id) => organ.name_of(id),
            None if p.name.is_empty() => p.description.clone(),
            None => p.name.clone(),
        }
    }

    /// A code's words; without a list the words themselves.
    fn coded<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        if list.is_empty() || code.is_empty() { code } else { self.code(list, code) }
    }

    fn parts(&self, parts: &[&str]) -> String {
        let said: Vec<&str> = parts.iter().copied().filter(|p| !p.trim().is_empty()).collect();
        said.join("  ")
    }

    fn stop(&self) -> &'static str {
        self.lang.pick("；", "; ")
    }
}

fn joined(parts: impl Iterator<Item = String>, stop: &str) -> String {
    parts.filter(|p| !p.trim().is_empty()).collect::<Vec<_>>().join(stop)
}
