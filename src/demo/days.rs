//! Office hours: when things happen in an office, and when a clock that is about to run out must
//! have been started.

use crate::domain::ids::Millis;
use crate::domain::organ::Organ;
use crate::domain::when;
use chrono::{Days as Span, NaiveDate, NaiveTime, Timelike};

/// Morning and afternoon, in minutes of the day.
const HOURS: [(i64, i64); 2] = [(510, 720), (870, 1050)];
const MINUTE: Millis = 60_000;

/// What a story calls a day, in minutes of office hours: somewhat more than one, so that the hour differs.
pub const DAY: i64 = 480;

fn moment(date: NaiveDate, minute: i64) -> Millis {
    when::instant(date.and_time(NaiveTime::MIN)) + minute * MINUTE
}

fn minute_of(at: Millis) -> i64 {
    let t = when::local(at).time();
    i64::from(t.hour() * 60 + t.minute())
}

/// A moment so many minutes of office hours later.
pub fn later(organ: &Organ, at: Millis, minutes: i64) -> Millis {
    let (mut date, mut minute, mut left) = (when::local(at).date(), minute_of(at), minutes);
    loop {
        if organ.calendar.is_working_day(date) {
            for (from, to) in HOURS {
                let start = minute.max(from);
                if start < to {
                    if left < to - start {
                        return moment(date, start + left);
                    }
                    left -= to - start;
                }
            }
        }
        let Some(next) = date.succ_opt() else { return at };
        (date, minute) = (next, 0);
    }
}

/// A moment so many minutes of office hours earlier.
pub fn earlier(organ: &Organ, at: Millis, minutes: i64) -> Millis {
    let (mut date, mut minute, mut left) = (when::local(at).date(), minute_of(at), minutes);
    loop {
        if organ.calendar.is_working_day(date) {
            for (from, to) in HOURS.into_iter().rev() {
                let end = minute.min(to);
                if end > from {
                    if left <= end - from {
                        return moment(date, end - left);
                    }
                    left -= end - from;
                }
            }
        }
        let Some(before) = date.pred_opt() else { return at };
        (date, minute) = (before, 24 * 60);
    }
}

/// A minute of the last working day that is at least so many days back, never after `now`.
pub fn ago(organ: &Organ, now: Millis, days: u64, minute: i64) -> Millis {
    let today = when::local(now).date();
    let mut date = today.checked_sub_days(Span::new(days)).unwrap_or(today);
    while !organ.calendar.is_working_day(date) || moment(date, minute) > now {
        let Some(before) = date.pred_opt() else { break };
        date = before;
    }
    moment(date, minute)
}

/// The next working day's morning after a moment.
pub fn next_morning(organ: &Organ, at: Millis) -> Millis {
    let mut date = when::local(at).date();
    while let Some(next) = date.succ_opt() {
        date = next;
        if organ.calendar.is_working_day(date) {
            break;
        }
    }
    moment(date, 9 * 60)
}

/// When something must have begun so that `due` of it lies ahead of `now`, but as little as can be.
pub fn nearly(organ: &Organ, now: Millis, minute: i64, due: impl Fn(Millis) -> Millis) -> Millis {
    let mut found = ago(organ, now, 0, minute);
    for days in 0..40 {
        let at = ago(organ, now, days, minute);
        if due(at) < now {
            break;
        }
        found = at;
    }
    found
}

/// The latest beginning of which `due` has passed already.
pub fn just_over(organ: &Organ, now: Millis, minute: i64, due: impl Fn(Millis) -> Millis) -> Millis {
    (0..40).map(|days| ago(organ, now, days, minute)).find(|at| due(*at) < now).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::when::Date;

    fn organ() -> Organ {
        let founding = crate::demo::founding::of("COURT", 1, 1_795_140_000_000, None, 0).unwrap().0;
        Organ::founded(&founding)
    }

    fn at(year: i32, month: u32, day: u32, minute: i64) -> Millis {
        moment(Date::new(year, month, day).unwrap().0, minute)
    }

    #[test]
    fn office_hours_step_over_lunch_weekends_and_holidays_in_both_directions() {
        let organ = organ();
        // Friday 17:20 and half an hour is Monday 8:50.
        assert_eq!(later(&organ, at(2026, 11, 20, 1040), 30), at(2026, 11, 23, 530));
        assert_eq!(earlier(&organ, at(2026, 11, 23, 530), 30), at(2026, 11, 20, 1040));
        // Lunch.
        assert_eq!(later(&organ, at(2026, 11, 20, 710), 20), at(2026, 11, 20, 880));
        // 30 September to 8 October over the National Day holiday.
        assert_eq!(later(&organ, at(2026, 9, 30, 1049), 5), at(2026, 10, 8, 514));
    }

    #[test]
    fn a_clock_nearly_over_and_one_just_over_lie_on_both_sides_of_now() {
        let organ = organ();
        let now = at(2026, 11, 20, 600);
        let due = |t| organ.due("first_hand", t);
        let (near, over) = (nearly(&organ, now, 560, due), just_over(&organ, now, 560, due));
        assert!(due(near) >= now && due(near) < now + 86_400_000);
        assert!(due(over) < now && over < near);
    }
}
