//! A row of the record form with a form of its own: a person, or a sheet of paper that is kept.

use super::choices;
use super::entry::{Def, What};
use super::flaw_words;
use super::person;
use super::sheet::Sheet;
use super::spec::{Kind, Value};
use crate::domain::lang::Lang;
use crate::domain::record::{Attachment, PersonRole};
use crate::domain::refusal::{Flaw, Problem};
use crate::ui::room::Cx;
use crate::words;
use serde::{Deserialize, Serialize};

/// Which row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Sub {
    Person(usize),
    Paper(usize),
}

impl Sub {
    /// The row that Enter on this line opens; a line that adds makes the row first.
    pub fn opened_by(
        key: &str,
        people: &mut Vec<PersonRole>,
        papers: &mut Vec<Attachment>,
        kept: usize,
    ) -> Option<Self> {
        let index = |prefix: &str| key.strip_prefix(prefix)?.strip_suffix(']')?.parse::<usize>().ok();
        if let Some(i) = index("people[") {
            return people.get(i).map(|_| Self::Person(i));
        }
        if let Some(i) = index("paper[") {
            // What is in the record already is added by an act of its own and stays as it is.
            return papers.get(i).filter(|_| i >= kept).map(|_| Self::Paper(i));
        }
        if key == "+PAPER" {
            papers.push(Attachment {
                kind: "PAPER_ONLY".to_owned(),
                title: String::new(),
                hash: None,
                size: 0,
                original_location: String::new(),
                medium: String::new(),
                file_destination: String::new(),
            });
            return Some(Self::Paper(papers.len() - 1));
        }
        let role = key.strip_prefix('+')?;
        let primary = role == "INQUIRER" && !people.iter().any(|p| p.role == role);
        people.push(PersonRole { role: role.to_owned(), primary, ..PersonRole::default() });
        Some(Self::Person(people.len() - 1))
    }

    /// The line of the page that stands for the row.
    pub fn line(&self) -> String {
        match self {
            Self::Person(i) => format!("people[{i}]"),
            Self::Paper(i) => format!("paper[{i}]"),
        }
    }

    /// The line that adds another of the kind; where the focus goes when a row is gone.
    pub fn adder(&self, people: &[PersonRole]) -> String {
        match self {
            Self::Person(_) if !people.iter().any(|p| p.role == "INQUIRER") => "+INQUIRER".to_owned(),
            Self::Person(_) => people.last().map_or("+INQUIRER".to_owned(), |p| format!("+{}", p.role)),
            Self::Paper(_) => "+PAPER".to_owned(),
        }
    }

    pub fn person<'a>(&self, people: &'a mut [PersonRole]) -> Option<&'a mut PersonRole> {
        match self {
            Self::Person(i) => people.get_mut(*i),
            Self::Paper(_) => None,
        }
    }

    pub fn defs(
        &self,
        cx: &Cx,
        people: &[PersonRole],
        papers: &[Attachment],
        reasons: &[(String, String)],
    ) -> Vec<Def> {
        match self {
            Self::Person(i) => people.get(*i).map(|p| person::defs(cx, p, reasons)).unwrap_or_default(),
            Self::Paper(i) => papers.get(*i).map(|a| paper_defs(cx, a)).unwrap_or_default(),
        }
    }

    /// The row as its fields now have it.
    pub fn gather(&self, cx: &Cx, sheet: &Sheet, people: &mut [PersonRole], papers: &mut [Attachment]) {
        match self {
            Self::Person(i) => {
                let Some(p) = people.get(*i) else { return };
                let now = person::gather(cx, sheet, p);
                let primary = now.primary;
                people[*i] = now;
                // One is the main one: saying so of this one takes it from the other.
                if primary {
                    let others =
                        people.iter_mut().enumerate().filter(|(n, p)| n != i && p.role == "INQUIRER");
                    others.for_each(|(_, p)| p.primary = false);
                }
            }
            Self::Paper(i) => {
                let Some(a) = papers.get_mut(*i) else { return };
                let values = sheet.values(cx.office.now());
                a.title = values.text("title");
                a.original_location = values.text("original_location");
                a.file_destination = values.one("file_destination").unwrap_or_default();
            }
        }
    }

    /// Puts a person's words back into the fields, after a completion.
    pub fn pour(&self, p: &PersonRole, sheet: &mut Sheet, lang: Lang) {
        for (key, words) in [("name", &p.name), ("unit", &p.unit), ("post", &p.post)] {
            sheet.put(key, &Value::Text(words.clone()), lang);
        }
        if !p.kind.is_empty() {
            sheet.put("kind", &Value::One(Some(p.kind.clone())), lang);
        }
    }

    pub fn remove(&self, people: &mut Vec<PersonRole>, papers: &mut Vec<Attachment>) {
        match self {
            Self::Person(i) if *i < people.len() => drop(people.remove(*i)),
            Self::Paper(i) if *i < papers.len() => drop(papers.remove(*i)),
            _ => {}
        }
    }

    /// True when the row said nothing and is gone.
    pub fn drop_if_blank(
        &self,
        people: &mut Vec<PersonRole>,
        papers: &mut Vec<Attachment>,
        kept: usize,
    ) -> bool {
        let blank = match self {
            Self::Person(i) => people.get(*i).is_some_and(person::is_blank),
            Self::Paper(i) => {
                *i >= kept
                    && papers.get(*i).is_some_and(|a| a.title.is_empty() && a.original_location.is_empty())
            }
        };
        if blank {
            self.remove(people, papers);
        }
        blank
    }

    /// Papers that do not say what they are or where they lie: line, field, words.
    pub fn wrong_papers(cx: &Cx, papers: &[Attachment], kept: usize) -> Vec<(String, String, String)> {
        let mut wrong = Vec::new();
        for (i, a) in papers.iter().enumerate().skip(kept) {
            for (field, words) in [("title", &a.title), ("original_location", &a.original_location)] {
                if words.trim().is_empty() {
                    let p = Problem::new(format!("attachments.{field}"), Flaw::Missing, "");
                    let said = format!("{}  {}", cx.w.field(&p.field), flaw_words(cx, &p));
                    wrong.push((format!("paper[{i}]"), field.to_owned(), said));
                }
            }
        }
        wrong
    }
}

fn paper_defs(cx: &Cx, a: &Attachment) -> Vec<Def> {
    let f = words::form::words(cx.lang);
    let text = |key: &'static str, words: &str| {
        let label = cx.w.field(&format!("attachments.{key}"));
        let value = Value::Text(words.to_owned());
        Def::new(key, label, What::Field(Kind::Line(100)), value).required(true).provision("attachments")
    };
    let to = Some(a.file_destination.clone()).filter(|c| !c.is_empty());
    let list = choices("CL16", cx.lang);
    let destination = cx.w.field("attachments.file_destination");
    vec![
        Def::heading(f.record("paper")),
        text("title", &a.title).hint(f.hint("title")),
        text("original_location", &a.original_location).hint(f.hint("original_location")),
        Def::new("file_destination", destination, What::Field(Kind::Pick(list)), Value::One(to)),
        Def::button("#done", f.record("person_done")),
        Def::button("#remove", f.record("paper_remove")),
    ]
}
