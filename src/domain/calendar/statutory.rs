//! Days off by law (全国年节及纪念日放假办法): they need no notice. Where one falls on a weekend it is
//! made up on a working day (art. 6); which one, only the year's notice says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;

use super::is_weekend;
use crate::domain::lang::Label;

/// What is off in one year by law alone.
#[derive(Debug, Default)]
pub struct OffByLaw {
    /// The statutory days themselves.
    pub days: BTreeMap<NaiveDate, Label>,
    /// The first working days behind a feast, one for each of its days that falls on a weekend or on
    /// another feast: where the year's notice is most likely to put what has to be made up.
    pub made_up_for: BTreeMap<NaiveDate, Label>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    #[expect(dead_code, reason = "for whoever reads the file")]
    source: String,
    #[expect(dead_code, reason = "for whoever reads the file")]
    verified: bool,
    #[serde(rename = "feast")]
    feasts: Vec<Feast>,
    table: Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Feast {
    zh: String,
    en: String,
    days: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    /// `10-01`, or a column of the table.
    on: String,
    plus: i64,
    since: i32,
}

/// Civil dates of lunar days and of Qingming, year by year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    columns: Vec<String>,
    years: BTreeMap<String, Vec<String>>,
}

static YEARS: LazyLock<Result<BTreeMap<i32, OffByLaw>, String>> = LazyLock::new(|| {
    let book: Book =
        toml::from_str(include_str!("../../../assets/calendar/statutory.toml")).map_err(|e| e.to_string())?;
    let years: Result<Vec<i32>, _> = book.table.years.keys().map(|y| y.parse()).collect();
    let years = years.map_err(|_| "a year of the table".to_owned())?;
    years.into_iter().map(|year| Ok((year, book.year(year)?))).collect()
});

/// What is off in a year by law; none for a year whose lunar dates are not reckoned.
pub fn year(year: i32) -> Option<&'static OffByLaw> {
    YEARS.as_ref().ok()?.get(&year)
}

impl Book {
    fn year(&self, year: i32) -> Result<OffByLaw, String> {
        let mut off = OffByLaw::default();
        let mut owed = Vec::new();
        for feast in &self.feasts {
            let label = Label { zh: feast.zh.clone(), en: feast.en.clone() };
            let mut last = None;
            let mut to_make_up = 0;
            for day in feast.days.iter().filter(|d| d.since <= year) {
                let date = self.date(year, day)?;
                last = last.max(Some(date));
                let twice = off.days.insert(date, label.clone()).is_some();
                to_make_up += u32::from(twice || is_weekend(date));
            }
            owed.extend(last.map(|last| (last, to_make_up, label)));
        }
        owed.sort_by_key(|(last, ..)| *last);
        for (last, n, label) in owed {
            let mut date = last;
            let mut left = n;
            while left > 0 {
                date = date.succ_opt().ok_or("the end of the calendar")?;
                let free =
                    is_weekend(date) || off.days.contains_key(&date) || off.made_up_for.contains_key(&date);
                if !free {
                    off.made_up_for.insert(date, label.clone());
                    left -= 1;
                }
            }
        }
        Ok(off)
    }

    fn date(&self, year: i32, day: &Day) -> Result<NaiveDate, String> {
        let wrong = || format!("{year} {}", day.on);
        let column = self.table.columns.iter().position(|c| *c == day.on);
        let text = match column {
            None => day.on.as_str(),
            Some(at) => {
                self.table.years.get(&year.to_string()).and_then(|row| row.get(at)).ok_or_else(wrong)?
            }
        };
        let date = NaiveDate::parse_from_str(&format!("{year}-{text}"), "%Y-%m-%d").map_err(|_| wrong())?;
        let days = Days::new(day.plus.unsigned_abs());
        let moved = if day.plus < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) };
        moved.filter(|d| d.year() == year).ok_or_else(wrong)
    }
}

#[cfg(test)]
#[path = "statutory_tests.rs"]
mod tests;
