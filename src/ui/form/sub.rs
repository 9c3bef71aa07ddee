//! A row of the record form with a form of its own: a person, or a material that is brought.

use super::brought::Brought;
use super::entry::Def;
use super::person;
use super::sheet::Sheet;
use super::spec::Value;
use crate::domain::lang::Lang;
use crate::domain::record::PersonRole;
use crate::ui::room::Cx;
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
        papers: &mut Vec<Brought>,
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
        let brought = match key {
            "+PAPER" => Some(Brought::empty("PAPER_ONLY")),
            "+WORDS" => Some(Brought::pasted()),
            _ => None,
        };
        if let Some(brought) = brought {
            papers.push(brought);
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
            Self::Paper(_) => "+WORDS".to_owned(),
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
        papers: &[Brought],
        reasons: &[(String, String)],
    ) -> Vec<Def> {
        match self {
            Self::Person(i) => people.get(*i).map(|p| person::defs(cx, p, reasons)).unwrap_or_default(),
            Self::Paper(i) => papers.get(*i).map(|b| b.defs(cx)).unwrap_or_default(),
        }
    }

    /// The row as its fields now have it.
    pub fn gather(&self, cx: &Cx, sheet: &Sheet, people: &mut [PersonRole], papers: &mut [Brought]) {
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
                if let Some(b) = papers.get_mut(*i) {
                    b.gather(cx, sheet);
                }
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

    pub fn remove(&self, people: &mut Vec<PersonRole>, papers: &mut Vec<Brought>) {
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
        papers: &mut Vec<Brought>,
        kept: usize,
    ) -> bool {
        let blank = match self {
            Self::Person(i) => people.get(*i).is_some_and(person::is_blank),
            Self::Paper(i) => *i >= kept && papers.get(*i).is_some_and(Brought::is_blank),
        };
        if blank {
            self.remove(people, papers);
        }
        blank
    }

    /// Materials that do not say what they are or where they lie: line, field, words.
    pub fn wrong_papers(cx: &Cx, papers: &[Brought], kept: usize) -> Vec<(String, String, String)> {
        let brought = papers.iter().enumerate().skip(kept);
        let wrong = brought.flat_map(|(i, b)| {
            b.wrong(cx).into_iter().map(move |(field, said)| (format!("paper[{i}]"), field, said))
        });
        wrong.collect()
    }
}
