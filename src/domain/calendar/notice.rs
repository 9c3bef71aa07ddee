//! One year's notice as the State Council announces it, and what no notice can say.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{is_weekend, statutory};
use crate::domain::lang::Label;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::when::Date;

/// The longest holiday announced so far had nine days (Spring Festival 2026).
pub const LONGEST: i64 = 12;
/// Working days that a year has: 247 to 249 under the rules since 2025, with room for what was
/// moved across the year's end or given once.
const WORKED: std::ops::RangeInclusive<usize> = 238..=258;

/// One announced year. Its days may reach into December before and January after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    pub year: i32,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "holiday")]
    pub holidays: Vec<Holiday>,
}

/// One holiday: first and last day off, and the weekend days worked for it (调休上班).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub zh: String,
    pub en: String,
    pub from: Date,
    pub to: Date,
    pub made_up: Vec<Date>,
}

impl Holiday {
    pub fn has(&self, date: NaiveDate) -> bool {
        self.from.0 <= date && date <= self.to.0
    }

    /// Does it say anything of this day?
    pub fn names(&self, date: NaiveDate) -> bool {
        self.has(date) || self.made_up.contains(&Date(date))
    }
}

impl Year {
    /// A year in which nothing is off but what is by law, and what has to be made up for it behind;
    /// none beyond the table.
    pub fn by_law(year: i32, source: &str) -> Option<Self> {
        let law = statutory::year(year)?;
        let day = |(date, name): (&NaiveDate, &Label)| Holiday {
            zh: name.zh.clone(),
            en: name.en.clone(),
            from: Date(*date),
            to: Date(*date),
            made_up: Vec::new(),
        };
        let holidays = law.days.iter().chain(&law.made_up_for).map(day).collect();
        Some(Self { year, source: source.to_owned(), verified: false, holidays })
    }

    /// Reads one year's file and refuses what cannot be.
    ///
    /// # Errors
    /// As [`Self::check`], or what is wrong with the file.
    pub fn read(text: &str) -> Result<Self, No> {
        let read: Result<Self, toml::de::Error> = toml::from_str(text);
        let year =
            read.map_err(|e| No::Wrong(vec![Problem::new("calendar", Flaw::Unreadable, e.message())]))?;
        year.check()?;
        Ok(year)
    }

    /// Whether a notice can say this.
    ///
    /// # Errors
    /// [`Rule::CalendarSource`] without a document it stands in; [`Rule::CalendarStatutory`] where a
    /// day is worked or left out that is off by law; [`Rule::CalendarSpan`] for a holiday that ends
    /// before it begins, is too long or meets another; [`Rule::CalendarOutside`] for days of other
    /// years; [`Rule::CalendarMadeUp`] for a worked day that would be worked anyway or is itself off;
    /// [`Rule::CalendarCount`] where too few or too many working days are left.
    pub fn check(&self) -> Result<(), Refusal> {
        let no = |rule, date: NaiveDate| Err(Refusal::with(rule, date));
        if self.source.trim().is_empty() {
            return Err(Refusal::of(Rule::CalendarSource));
        }
        let law = statutory::year(self.year).ok_or(Refusal::with(Rule::CalendarOutside, self.year))?;
        for (i, holiday) in self.holidays.iter().enumerate() {
            let (from, to) = (holiday.from.0, holiday.to.0);
            let met = self.holidays[..i].iter().any(|h| h.from.0 <= to && from <= h.to.0);
            if met || !(0..LONGEST).contains(&(to - from).num_days()) {
                return Err(Refusal::with(Rule::CalendarSpan, format!("{from} / {to}")));
            }
            for day in holiday.made_up.iter().map(|d| d.0).chain([from, to]) {
                if !self.reaches(day) {
                    return no(Rule::CalendarOutside, day);
                }
            }
        }
        let mut worked: Vec<NaiveDate> = self.holidays.iter().flat_map(|h| &h.made_up).map(|d| d.0).collect();
        worked.sort();
        for (i, day) in worked.iter().copied().enumerate() {
            if law.days.contains_key(&day) {
                return no(Rule::CalendarStatutory, day);
            }
            // A neighbouring year's own notice may have given that weekday off.
            let of_use = is_weekend(day) || day.year() != self.year;
            if !of_use || self.holidays.iter().any(|h| h.has(day)) || worked[..i].contains(&day) {
                return no(Rule::CalendarMadeUp, day);
            }
        }
        if let Some(day) = law.days.keys().find(|day| !self.holidays.iter().any(|h| h.has(**day))) {
            return no(Rule::CalendarStatutory, *day);
        }
        let days = self.working_days();
        if !WORKED.contains(&days) {
            return Err(Refusal::with(Rule::CalendarCount, days));
        }
        Ok(())
    }

    /// December before, the year, January after.
    fn reaches(&self, date: NaiveDate) -> bool {
        let (year, month) = (date.year(), date.month());
        year == self.year || (year, month) == (self.year - 1, 12) || (year, month) == (self.year + 1, 1)
    }

    fn working_days(&self) -> usize {
        let first = NaiveDate::from_ymd_opt(self.year, 1, 1);
        let days = first.into_iter().flat_map(|d| d.iter_days()).take_while(|d| d.year() == self.year);
        days.filter(|d| match self.holidays.iter().find(|h| h.names(*d)) {
            Some(holiday) => !holiday.has(*d),
            None => !matches!(d.weekday(), Weekday::Sat | Weekday::Sun),
        })
        .count()
    }
}
