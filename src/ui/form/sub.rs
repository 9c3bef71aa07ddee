//! A row of the record form with a form of its own: a person, a material that is brought, a gift.

use super::brought::Brought;
use super::entry::Def;
use super::gift;
use super::means;
use super::person;
use super::sheet::Sheet;
use super::spec::Value;
use crate::domain::ids::PersonId;
use crate::domain::lang::Lang;
use crate::domain::record::streams::Stream;
use crate::domain::record::{Gift, PersonRole, RecordText, Said};
use crate::ui::room::Cx;
use serde::{Deserialize, Serialize};

/// Rows of the record form that have a form of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows {
    pub people: Vec<PersonRole>,
    /// Materials that are in the record already, then what is brought along here.
    pub papers: Vec<Brought>,
    /// How many of the materials are in the record already.
    pub kept: usize,
    pub gifts: Vec<Gift>,
    /// What the recorder answered when he was asked who is meant.
    pub meant: Vec<Said>,
    /// What he had answered in the text that stands: whoever is taken out of it and chosen again is named anew.
    pub stood: Vec<Said>,
}

impl Rows {
    /// As a text has them.
    pub fn of(text: &RecordText) -> Self {
        Self {
            people: text.people.clone(),
            papers: text.attachments.iter().cloned().map(Brought::from).collect(),
            kept: text.attachments.len(),
            gifts: text.gifts.clone(),
            meant: text.meant.clone(),
            stood: text.meant.clone(),
        }
    }

    /// The recorder's next answer whether this person is meant: yes, no, no answer.
    pub fn answer(&mut self, person: &PersonId) {
        let before = self.meant.iter().position(|m| &m.person == person).map(|at| self.meant.remove(at).same);
        let next = match before {
            None => Some(true),
            Some(true) => Some(false),
            Some(false) => None,
        };
        self.meant.extend(next.map(|same| match same {
            true => Said::anew(person.clone(), &self.stood),
            false => Said { person: person.clone(), same, again: 0 },
        }));
    }

    /// What the form brings along.
    pub fn brought(&self) -> Vec<Brought> {
        self.papers[self.kept.min(self.papers.len())..].to_vec()
    }
}

/// Which row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Sub {
    Person(usize),
    Paper(usize),
    Gift(usize),
    /// Whom of the staff the words mean besides.
    Means,
}

impl Sub {
    /// The row that Enter on this line opens; a line that adds makes the row first.
    pub fn opened_by(key: &str, rows: &mut Rows) -> Option<Self> {
        let index = |prefix: &str| key.strip_prefix(prefix)?.strip_suffix(']')?.parse::<usize>().ok();
        if let Some(i) = index("people[") {
            return rows.people.get(i).map(|_| Self::Person(i));
        }
        if let Some(i) = index("paper[") {
            // What is in the record already is added by an act of its own and stays as it is.
            return rows.papers.get(i).filter(|_| i >= rows.kept).map(|_| Self::Paper(i));
        }
        if let Some(i) = index("gifts[") {
            return rows.gifts.get(i).map(|_| Self::Gift(i));
        }
        if key == "+GIFT" {
            rows.gifts.push(Gift::default());
            return Some(Self::Gift(rows.gifts.len() - 1));
        }
        let brought = match key {
            "+PAPER" => Some(Brought::empty("PAPER_ONLY")),
            "+WORDS" => Some(Brought::pasted()),
            _ => None,
        };
        if let Some(brought) = brought {
            rows.papers.push(brought);
            return Some(Self::Paper(rows.papers.len() - 1));
        }
        let role = key.strip_prefix('+')?;
        let primary = role == "INQUIRER" && !rows.people.iter().any(|p| p.role == role);
        rows.people.push(PersonRole { role: role.to_owned(), primary, ..PersonRole::default() });
        Some(Self::Person(rows.people.len() - 1))
    }

    /// The line of the page that stands for the row.
    pub fn line(&self) -> String {
        match self {
            Self::Person(i) => format!("people[{i}]"),
            Self::Paper(i) => format!("paper[{i}]"),
            Self::Gift(i) => format!("gifts[{i}]"),
            Self::Means => "meant".to_owned(),
        }
    }

    /// The line that adds another of the kind; where the focus goes when a row is gone.
    pub fn adder(&self, rows: &Rows, about: &str) -> String {
        match self {
            Self::Person(_) => match rows.people.last() {
                Some(last) if rows.people.iter().any(|p| p.role == about) => format!("+{}", last.role),
                _ => format!("+{about}"),
            },
            Self::Paper(_) => "+WORDS".to_owned(),
            Self::Gift(_) => "+GIFT".to_owned(),
            Self::Means => "content".to_owned(),
        }
    }

    pub fn person<'a>(&self, rows: &'a mut Rows) -> Option<&'a mut PersonRole> {
        match self {
            Self::Person(i) => rows.people.get_mut(*i),
            Self::Paper(_) | Self::Gift(_) | Self::Means => None,
        }
    }

    pub fn defs(&self, cx: &Cx, rows: &Rows, stream: &Stream, reasons: &[(String, String)]) -> Vec<Def> {
        match self {
            Self::Person(i) => {
                rows.people.get(*i).map(|p| person::defs(cx, p, stream, reasons)).unwrap_or_default()
            }
            Self::Paper(i) => rows.papers.get(*i).map(|b| b.defs(cx)).unwrap_or_default(),
            Self::Gift(i) => rows.gifts.get(*i).map(|g| gift::defs(cx, g, reasons)).unwrap_or_default(),
            Self::Means => means::defs(cx, rows),
        }
    }

    /// The row as its fields now have it.
    pub fn gather(&self, cx: &Cx, sheet: &Sheet, rows: &mut Rows) {
        match self {
            Self::Person(i) => {
                let Some(p) = rows.people.get(*i) else { return };
                let now = person::gather(cx, sheet, p);
                let primary = now.primary;
                rows.people[*i] = now;
                // One is the main one: saying so of this one takes it from the other.
                if primary {
                    let others =
                        rows.people.iter_mut().enumerate().filter(|(n, p)| n != i && p.role == "INQUIRER");
                    others.for_each(|(_, p)| p.primary = false);
                }
            }
            Self::Paper(i) => {
                if let Some(b) = rows.papers.get_mut(*i) {
                    b.gather(cx, sheet);
                }
            }
            Self::Gift(i) => {
                if let Some(g) = rows.gifts.get_mut(*i) {
                    *g = gift::gather(cx, sheet);
                }
            }
            Self::Means => means::gather(sheet, rows),
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

    pub fn remove(&self, rows: &mut Rows) {
        match self {
            Self::Person(i) if *i < rows.people.len() => drop(rows.people.remove(*i)),
            Self::Paper(i) if *i < rows.papers.len() => drop(rows.papers.remove(*i)),
            Self::Gift(i) if *i < rows.gifts.len() => drop(rows.gifts.remove(*i)),
            _ => {}
        }
    }

    /// True when the row said nothing and is gone.
    pub fn drop_if_blank(&self, rows: &mut Rows) -> bool {
        let blank = match self {
            Self::Person(i) => rows.people.get(*i).is_some_and(person::is_blank),
            Self::Paper(i) => *i >= rows.kept && rows.papers.get(*i).is_some_and(Brought::is_blank),
            Self::Gift(i) => rows.gifts.get(*i).is_some_and(|g| *g == Gift::default()),
            Self::Means => false,
        };
        if blank {
            self.remove(rows);
        }
        blank
    }

    /// Materials that do not say what they are or where they lie: line, field, words.
    pub fn wrong_papers(cx: &Cx, rows: &Rows) -> Vec<(String, String, String)> {
        let brought = rows.papers.iter().enumerate().skip(rows.kept);
        let wrong = brought.flat_map(|(i, b)| {
            b.wrong(cx).into_iter().map(move |(field, said)| (format!("paper[{i}]"), field, said))
        });
        wrong.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_taken_out_of_those_meant_and_chosen_once_more_is_named_anew() {
        let (cao, deng) = (PersonId::from("cus_cao"), PersonId::from("cus_deng"));
        let mut text = RecordText::default();
        text.also_means(cao.clone(), &[]);
        let mut rows = Rows::of(&text);
        // Yes, no, no answer, yes.
        (0..3).for_each(|_| rows.answer(&cao));
        rows.answer(&deng);
        let again = |p: &PersonId| rows.meant.iter().find(|m| &m.person == p && m.same).map(|m| m.again);
        assert_eq!((again(&cao), again(&deng)), (Some(1), Some(0)));
    }
}
