//! The ledger of a month as a book: every line that somebody sees of what was registered in it, in the order of
//! registering, its pages numbered, and at its end room for both custodians to put their names to it.

use super::around::On;
use super::{Noted, Paper, fault};
use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, Millis};
use crate::domain::lang::Lang;
use crate::domain::limits::limits;
use crate::domain::record::Status;
use crate::domain::refusal::{Flaw, No, Problem};
use crate::domain::search::{Filter, Near};
use crate::domain::when::{self, Precision};
use crate::office::{Office, RecordLine, Trouble};
use crate::papers::{Align, Block, Column, Level, List, Setting, Sheet, Signature};
use crate::words::fill;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};

/// Lines asked for at once.
const WINDOW: usize = 500;
/// Shares of the width: number, name, registered, inquirer, manner, case, how it stands.
const SHARES: [u16; 7] = [6, 17, 16, 15, 12, 16, 9];
/// Those who put their names to a month.
const KEEPERS: usize = 2;

/// A month's lines as one person sees them.
pub struct Book {
    first: NaiveDate,
    /// Oldest first, each with its register number where he is told numbers.
    lines: Vec<(RecordLine, Option<String>)>,
}

impl Book {
    /// Gathers the lines of a month, `2026-09`.
    ///
    /// # Errors
    /// That it is no month, or none that has begun; that it has more lines than a book takes; a fault.
    pub fn open(office: &mut Office, actor: &Actor, month: &str) -> Result<Self, Trouble> {
        let first = first_of(month).filter(|first| at(*first) <= office.now());
        let first = first.ok_or_else(|| wrong(Flaw::BadTime, month))?;
        let (from, before) = (at(first), at(next_month(first)));
        let filter = Filter { quarters: vec![when::quarter(from)], ..Filter::default() };
        let (mut lines, mut near) = (Vec::new(), Near::Start);
        loop {
            let page = office.records(actor, &filter, near, WINDOW)?;
            let Some(last) = page.lines.last() else { break };
            near = Near::After(last.mark);
            let of_month = |l: &RecordLine| (from..before).contains(&l.recorded) && l.status != Status::Quick;
            lines.extend(page.lines.into_iter().filter(of_month));
            if lines.len() > limits().table.book_lines {
                return Err(wrong(Flaw::TooMany, &limits().table.book_lines.to_string()));
            }
        }
        let mut numbered = Vec::with_capacity(lines.len());
        for line in lines {
            let number = office.number_told(actor, &line.id)?;
            numbered.push((line, number));
        }
        numbered.sort_by(|(a, n), (b, m)| (a.recorded, n, a.id).cmp(&(b.recorded, m, b.id)));
        Ok(Self { first, lines: numbered })
    }

    fn month(&self) -> String {
        self.first.format("%Y-%m").to_string()
    }

    fn row(&self, on: &On<'_>, n: usize, (line, number): &(RecordLine, Option<String>)) -> Vec<String> {
        let two = |a: &str, b: &str| {
            [a, b].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
        };
        let code = |list: &str, code: &str| match code.is_empty() {
            true => String::new(),
            false => on.w.code(list, code).to_owned(),
        };
        vec![
            n.to_string(),
            two(number.as_deref().unwrap_or_default(), &line.ref_.0),
            when::show(line.recorded, Precision::Exact, Lang::En),
            two(&line.inquirer, &line.inquirer_unit),
            two(&short(&code("CL08", &line.manner)), &short(&code("CL01", &line.stream))),
            line.cases.in_full(),
            on.w.status(line.status).to_owned(),
        ]
    }

    /// Room for the names of both custodians who keep the store at the end of the month.
    fn seal(&self, office: &Office, on: &On<'_>) -> Vec<Signature> {
        let end = (at(next_month(self.first)) - 1).min(office.now());
        let mut keepers = on.organ.custodians_at(end).into_iter().map(|id| on.organ.name_of(&id));
        let labels = [&on.f.first_keeper, &on.f.second_keeper];
        let line = |label: &&String| Signature {
            label: fill(label, &[("name", &keepers.next().unwrap_or_default())]),
            name: String::new(),
            date: on.f.moment_blank.clone(),
        };
        labels.iter().take(KEEPERS).map(line).collect()
    }
}

impl Paper for Book {
    fn about(&self) -> Option<MatterId> {
        None
    }
    fn code(&self) -> String {
        format!("book.{}", self.month())
    }
    fn verified(&self) -> bool {
        false
    }
    fn lines(&self) -> Option<u64> {
        Some(self.lines.len() as u64)
    }

    fn laid(&self, office: &Office, lang: Lang, made: Option<Noted<'_>>) -> Result<Sheet, Trouble> {
        let organ = office.organ().clone();
        let on = On::of(&organ, lang);
        let (year, month) = (self.first.year().to_string(), self.first.month().to_string());
        let count = self.lines.len().to_string();
        let made_at = made.map_or_else(|| office.now(), |made| made.printed.at);
        let upto = made_at.min(at(next_month(self.first)) - 1);
        let upto = when::show(upto, Precision::Exact, lang);
        let mut notes = vec![fill(&on.f.book_of, &[("n", &count), ("upto", &upto)])];
        notes.extend(office.is_training().then(|| on.w.organ("training").to_owned()));
        let headings = on.f.book_columns.iter();
        let columns = headings.zip(SHARES).enumerate().map(|(n, (heading, share))| Column {
            heading: heading.clone(),
            share,
            align: if n == 0 { Align::Centre } else { Align::Left },
        });
        let rows = self.lines.iter().enumerate().map(|(n, line)| self.row(&on, n + 1, line));
        let list = List::new(columns.collect(), rows.collect()).map_err(fault)?;
        let blocks = vec![
            Block::Paragraph(Level::Note, notes.join("\n")),
            Block::List(list),
            Block::Paragraph(Level::First, on.f.seal.clone()),
            Block::Paragraph(Level::Note, fill(&on.f.seal_words, &[("n", &count)])),
            Block::Signatures(self.seal(office, &on)),
        ];
        let title = vec![fill(&on.f.book_title, &[("year", &year), ("month", &month)])];
        on.sheet(office, made, (Setting::Form, title), blocks, on.foot("", made))
    }
}

/// A word without what is explained behind it.
fn short(word: &str) -> String {
    word.split(['(', '（']).next().unwrap_or(word).to_owned()
}

fn wrong(flaw: Flaw, detail: &str) -> Trouble {
    No::Wrong(vec![Problem::new("book", flaw, detail)]).into()
}

/// The first day of a month as it is typed.
fn first_of(month: &str) -> Option<NaiveDate> {
    let (year, month) = month.trim().split_once('-')?;
    let year = Some(year).filter(|y| y.len() == 4)?.parse().ok()?;
    let month = Some(month).filter(|m| m.len() == 2)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, 1).filter(|day| (1970..=9998).contains(&day.year()))
}

fn next_month(first: NaiveDate) -> NaiveDate {
    first
        .checked_add_months(Months::new(1))
        .or_else(|| first.checked_add_days(Days::new(31)))
        .unwrap_or(first)
}

/// When a day begins.
fn at(day: NaiveDate) -> Millis {
    when::instant(day.and_time(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_four_digits_and_two() {
        assert_eq!(first_of("2026-09").map(next_month), NaiveDate::from_ymd_opt(2026, 10, 1));
        assert_eq!(first_of(" 2026-12 ").map(next_month), NaiveDate::from_ymd_opt(2027, 1, 1));
        for no in ["2026-13", "2026-9", "26-09", "2026", "2026-09-01", "", "-", "9999-01", "0001-01"] {
            assert_eq!(first_of(no), None, "{no}");
        }
    }
}
