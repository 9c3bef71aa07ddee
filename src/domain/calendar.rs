//! Working days, and why a due date is what it is.
//!
//! Some days are off by law. For the rest the State Council announces each year which weekdays are
//! off and which weekend days are worked instead. Until that notice is entered, the days of the year
//! that are not off by law are presumed: nothing happens by itself on a date that rests on one.

mod notice;
mod statutory;

use std::sync::LazyLock;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::lang::Label;
use super::refusal::{No, Refusal, Rule};
use super::when::{end_of_day, local};
pub use notice::{Holiday, Year};

/// No notice moves a date further than this.
pub const LONGEST_MS: i64 = notice::LONGEST * 86_400_000;

/// The notices a register has. Plain data: a founding event carries it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    pub years: Vec<Year>,
}

/// What kind of day a day is. The label is the holiday's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    Working,
    /// A weekend day that is worked for the holiday named.
    MadeUp(Label),
    Weekend,
    Holiday(Label),
    /// Off by law, with or without a notice.
    Statutory(Label),
    /// Presumed to be off for a day of the holiday named that falls on a weekend.
    Substitute(Label),
}

impl Why {
    /// Does the day count in a clock of working days?
    pub fn counts(&self) -> bool {
        matches!(self, Why::Working | Why::MadeUp(_))
    }
}

/// One day passed on the way to a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayNote {
    pub date: NaiveDate,
    pub why: Why,
}

/// The unit in which a clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    WorkingDay,
    /// Calendar days.
    Day,
    /// Calendar months: to the same day of a later month, or to its last day where it has no such day.
    Month,
    Hour,
}

/// How long something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    pub unit: Unit,
    pub n: u32,
    /// Days and months that end on a day off run on to the next working day.
    pub moves_on: bool,
}

/// When something is due, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last millisecond, UTC, at which it is still in time.
    pub at_ms: i64,
    /// The Beijing day of `at_ms`.
    pub date: NaiveDate,
    /// In working days: every day after the event up to the due day. In days and months that end on
    /// a day off: that day and those off after it.
    pub steps: Vec<DayNote>,
    /// The day off on which a clock in days or months would have ended.
    pub moved_from: Option<NaiveDate>,
    /// It rests on a day about which no notice has been entered.
    pub presumed: bool,
}

static SHIPPED: LazyLock<Result<Calendar, String>> = LazyLock::new(|| {
    let files =
        [include_str!("../../assets/calendar/2025.toml"), include_str!("../../assets/calendar/2026.toml")];
    let years = files.iter().map(|text| Calendar::read_year(text)).collect::<Result<_, _>>();
    Ok(Calendar { years: years.map_err(|no| format!("{no:?}"))? })
});

/// From this day of December on, the notice of the next year may still change a day.
const NEXT_YEARS: u32 = 29;

impl Calendar {
    /// The calendar this program was built with.
    pub fn shipped() -> Result<&'static Calendar, String> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// Reads one year's file, e.g. of next year's announcement.
    ///
    /// # Errors
    /// As [`Year::read`].
    pub fn read_year(text: &str) -> Result<Year, No> {
        Year::read(text)
    }

    /// Whether this may stand in the place of `now`: no notice is lost, and each new one can be one.
    ///
    /// # Errors
    /// [`Rule::CalendarYearLost`], [`Rule::OpenAlready`] for a year that stands twice, or as
    /// [`Year::check`].
    pub fn follows(&self, now: &Calendar) -> Result<(), Refusal> {
        if let Some(lost) = now.years.iter().find(|y| self.notice(y.year).is_none()) {
            return Err(Refusal::with(Rule::CalendarYearLost, lost.year));
        }
        for (i, year) in self.years.iter().enumerate() {
            if self.years[..i].iter().any(|y| y.year == year.year) {
                return Err(Refusal::with(Rule::OpenAlready, year.year));
            }
            if !now.years.contains(year) {
                year.check()?;
            }
        }
        Ok(())
    }

    /// The year whose notice should have been entered by this day and is not: this year's, and from
    /// the month given on the next one's.
    pub fn missing(&self, today: NaiveDate, next_from: u32) -> Option<i32> {
        let year = today.year();
        if !self.knows(year) {
            return Some(year);
        }
        (today.month() >= next_from && !self.knows(year + 1)).then_some(year + 1)
    }

    /// Has this year's notice been entered?
    pub fn knows(&self, year: i32) -> bool {
        self.notice(year).is_some_and(|y| !y.holidays.is_empty())
    }

    /// Can no notice that is still to come change what this day is?
    pub fn is_sure(&self, date: NaiveDate) -> bool {
        let years_end = date.month() == 12 && date.day() >= NEXT_YEARS;
        let whole = self.knows(date.year()) && (!years_end || self.knows(date.year() + 1));
        whole || self.named(date).is_some() || by_law(date).is_some()
    }

    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.why(date).counts()
    }

    /// What kind of day this is, with the holiday's name.
    pub fn why(&self, date: NaiveDate) -> Why {
        let name = |h: &Holiday| Label { zh: h.zh.clone(), en: h.en.clone() };
        if let Some(name) = by_law(date) {
            return Why::Statutory(name.clone());
        }
        match self.named(date) {
            Some(holiday) if holiday.has(date) => return Why::Holiday(name(holiday)),
            Some(holiday) => return Why::MadeUp(name(holiday)),
            None => {}
        }
        let substitute = || statutory::year(date.year())?.made_up_for.get(&date);
        match substitute() {
            Some(name) if !self.knows(date.year()) => Why::Substitute(name.clone()),
            _ if is_weekend(date) => Why::Weekend,
            _ => Why::Working,
        }
    }

    /// The end of the `n`th working day after `from`; `from` itself is never counted.
    pub fn add_working_days(&self, from: NaiveDate, n: u32) -> Due {
        let (mut date, mut left, mut steps) = (from, n, Vec::new());
        while left > 0 {
            let Some(next) = date.succ_opt() else { break };
            date = next;
            let why = self.why(date);
            left -= u32::from(why.counts());
            steps.push(DayNote { date, why });
        }
        let presumed = steps.iter().any(|s| !self.is_sure(s.date));
        Due { presumed, steps, ..Due::ending(date) }
    }

    /// The end of this day, or of the first working day after it.
    fn on_or_after(&self, first: NaiveDate) -> Due {
        let (mut date, mut steps) = (first, Vec::new());
        let mut presumed = !self.is_sure(date);
        while !self.is_working_day(date) {
            steps.push(DayNote { date, why: self.why(date) });
            let Some(next) = date.succ_opt() else { break };
            date = next;
            presumed |= !self.is_sure(date);
        }
        let moved_from = (date != first).then_some(first);
        Due { presumed, steps, moved_from, ..Due::ending(date) }
    }

    fn notice(&self, year: i32) -> Option<&Year> {
        self.years.iter().find(|y| y.year == year)
    }

    /// The holiday in which a notice names this day; of two notices the later one.
    fn named(&self, date: NaiveDate) -> Option<&Holiday> {
        let near = [date.year() + 1, date.year(), date.year() - 1];
        let notices = near.into_iter().filter_map(|year| self.notice(year));
        notices.flat_map(|y| &y.holidays).find(|h| h.names(date))
    }
}

impl Due {
    /// At the end of this day, whatever day it is.
    fn ending(date: NaiveDate) -> Self {
        Self { at_ms: end_of_day(date), date, steps: Vec::new(), moved_from: None, presumed: false }
    }
}

fn by_law(date: NaiveDate) -> Option<&'static Label> {
    statutory::year(date.year())?.days.get(&date)
}

/// When a clock started by an event at `at_ms` runs out. Days and months begin with the day after the
/// event and end at midnight; hours run from the event itself.
pub fn due(at_ms: i64, clock: Clock, calendar: &Calendar) -> Due {
    let day = local(at_ms).date();
    let ending = |date: Option<NaiveDate>| {
        let date = date.unwrap_or(NaiveDate::MAX);
        if clock.moves_on { calendar.on_or_after(date) } else { Due::ending(date) }
    };
    match clock.unit {
        Unit::WorkingDay => calendar.add_working_days(day, clock.n),
        Unit::Day => ending(day.checked_add_days(Days::new(u64::from(clock.n)))),
        Unit::Month => ending(day.checked_add_months(Months::new(clock.n))),
        Unit::Hour => {
            let at_ms = at_ms.saturating_add(i64::from(clock.n) * 3_600_000);
            Due { at_ms, ..Due::ending(local(at_ms).date()) }
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
#[path = "calendar/tests.rs"]
mod tests;
