//! Working days, and why a due date is what it is.
//!
//! The State Council announces each year which weekdays are off and which weekend days are worked
//! instead. A year nobody has entered counts Monday to Friday and its dates are marked presumed.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::lang::Label;
use super::when::{Date, end_of_day, local};

/// The years a register knows. Plain data: a founding event carries it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    pub years: Vec<Year>,
}

/// One announced year.
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

/// What kind of day a day is. The label is the holiday's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    Working,
    /// A weekend day that is worked for the holiday named.
    MadeUp(Label),
    Weekend,
    Holiday(Label),
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
    /// Calendar days; a last day that is a holiday is not moved.
    Day,
    Hour,
}

/// How long something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub unit: Unit,
    pub n: u32,
}

/// When something is due, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last millisecond, UTC, at which it is still in time.
    pub at_ms: i64,
    /// The Beijing day of `at_ms`.
    pub date: NaiveDate,
    /// Every day after the event up to the due day; empty for clocks not in working days.
    pub steps: Vec<DayNote>,
    /// A year on the way is not in the calendar: weekends were the only days off known.
    pub presumed: bool,
}

static SHIPPED: LazyLock<Result<Calendar, String>> = LazyLock::new(|| {
    let files =
        [include_str!("../../assets/calendar/2025.toml"), include_str!("../../assets/calendar/2026.toml")];
    let years = files.iter().map(|text| Calendar::read_year(text)).collect::<Result<_, _>>()?;
    Ok(Calendar { years })
});

impl Calendar {
    /// The calendar this program was built with.
    pub fn shipped() -> Result<&'static Calendar, String> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// Reads one year's file, e.g. of next year's announcement, and refuses what cannot be:
    /// days outside their year, a made-up day that is no weekend or is itself off.
    pub fn read_year(text: &str) -> Result<Year, String> {
        Self::judged(toml::from_str(text).map_err(|e| e.to_string())?)
    }

    /// The same judgement of a notice that was typed.
    pub fn judged(year: Year) -> Result<Year, String> {
        for holiday in &year.holidays {
            if holiday.from > holiday.to {
                return Err(format!("{}: {:?} > {:?}", holiday.zh, holiday.from.0, holiday.to.0));
            }
            for day in holiday.made_up.iter().chain([&holiday.from, &holiday.to]) {
                if day.0.year() != year.year {
                    return Err(format!("{}: {} is not in {}", holiday.zh, day.0, year.year));
                }
            }
            for day in &holiday.made_up {
                let off = year.holidays.iter().any(|h| h.from <= *day && *day <= h.to);
                if off || !is_weekend(day.0) {
                    return Err(format!("{}: {} cannot be a made-up day", holiday.zh, day.0));
                }
            }
        }
        Ok(year)
    }

    /// Does the calendar have this day's year?
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.year(date).is_some()
    }

    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.why(date).counts()
    }

    /// What kind of day this is, with the holiday's name.
    pub fn why(&self, date: NaiveDate) -> Why {
        let name = |h: &Holiday| Label { zh: h.zh.clone(), en: h.en.clone() };
        let holidays = self.year(date).map_or(&[][..], |year| &year.holidays);
        if let Some(holiday) = holidays.iter().find(|h| h.made_up.contains(&Date(date))) {
            Why::MadeUp(name(holiday))
        } else if let Some(holiday) = holidays.iter().find(|h| h.from.0 <= date && date <= h.to.0) {
            Why::Holiday(name(holiday))
        } else if is_weekend(date) {
            Why::Weekend
        } else {
            Why::Working
        }
    }

    /// The end of the `n`th working day after `from`; `from` itself is never counted.
    pub fn add_working_days(&self, from: NaiveDate, n: u32) -> Due {
        let (mut date, mut left, mut steps) = (from, n, Vec::new());
        let mut presumed = !self.knows(from);
        while left > 0 {
            let Some(next) = date.succ_opt() else { break };
            date = next;
            let why = self.why(date);
            left -= u32::from(why.counts());
            presumed |= !self.knows(date);
            steps.push(DayNote { date, why });
        }
        Due { at_ms: end_of_day(date), date, steps, presumed }
    }

    fn year(&self, date: NaiveDate) -> Option<&Year> {
        self.years.iter().find(|year| year.year == date.year())
    }
}

/// When a clock started by an event at `at_ms` runs out. Working and calendar days begin with the
/// day after the event and end at midnight; hours run from the event itself.
pub fn due(at_ms: i64, clock: Clock, calendar: &Calendar) -> Due {
    let day = local(at_ms).date();
    match clock.unit {
        Unit::WorkingDay => calendar.add_working_days(day, clock.n),
        Unit::Day => {
            let date = day.checked_add_days(Days::new(u64::from(clock.n))).unwrap_or(NaiveDate::MAX);
            Due { at_ms: end_of_day(date), date, steps: Vec::new(), presumed: false }
        }
        Unit::Hour => {
            let at_ms = at_ms.saturating_add(i64::from(clock.n) * 3_600_000);
            Due { at_ms, date: local(at_ms).date(), steps: Vec::new(), presumed: false }
        }
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
