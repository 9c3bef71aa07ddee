//! Times: why a typed one was not taken, and how a due date came about.

use super::Words;
use crate::domain::calendar::{DayNote, Due, Why};
use crate::domain::when::{self, WhenError};

impl Words {
    /// Why a typed time was not taken.
    pub fn when_error(&self, error: &WhenError) -> String {
        let say = |code: &str, values: &[(&str, String)]| {
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            self.say("when_error", code, &values)
        };
        match error {
            WhenError::Empty => say("empty", &[]),
            WhenError::Unreadable(text) => say("unreadable", &[("text", text.clone())]),
            WhenError::NoSuchYear(year) => say("no_such_year", &[("year", year.to_string())]),
            WhenError::NoSuchMonth(month) => say("no_such_month", &[("month", month.to_string())]),
            WhenError::NoSuchDay { year, month, day } => say(
                "no_such_day",
                &[("year", year.to_string()), ("month", month.to_string()), ("day", day.to_string())],
            ),
            WhenError::NoSuchTime { hour, minute } => {
                say("no_such_time", &[("hour", hour.to_string()), ("minute", minute.to_string())])
            }
            WhenError::WhichMidnight => say("which_midnight", &[]),
            WhenError::TimeWithoutDay => say("time_without_day", &[]),
            WhenError::Future(at) => {
                say("future", &[("when", when::show(at.at_ms, at.precision, self.lang))])
            }
        }
    }

    /// Why a due date is what it is: one line for each day on the way, then the end, then whether it
    /// is presumed because a year's notice has not been entered yet.
    pub fn due(&self, due: &Due) -> Vec<String> {
        let mut counted = 0_u32;
        let mut lines = Vec::with_capacity(due.steps.len() + 3);
        if let Some(first) = due.moved_from {
            lines.push(self.say("why_day", "moved", &[("date", &when::show_date(first, self.lang))]));
        }
        // Days on end that are the same are one line: a page of a spring festival is read, not scrolled.
        for same in due.steps.chunk_by(|a, b| a.why == b.why) {
            let first = counted + 1;
            counted += u32::try_from(same.iter().filter(|s| s.why.counts()).count()).unwrap_or(0);
            let (code, name) = match &same[0].why {
                Why::Working => ("working", ""),
                Why::MadeUp(name) => ("made_up", name.get(self.lang)),
                Why::Weekend => ("weekend", ""),
                Why::Holiday(name) => ("holiday", name.get(self.lang)),
                Why::Statutory(name) => ("statutory", name.get(self.lang)),
                Why::Substitute(name) => ("substitute", name.get(self.lang)),
            };
            let day = |of: &DayNote| when::show_date(of.date, self.lang);
            let date = self.span(day(&same[0]), day(&same[same.len() - 1]));
            let n = self.span(first.to_string(), counted.to_string());
            lines.push(self.say("why_day", code, &[("date", &date), ("n", &n), ("name", name)]));
        }
        let end = if due.at_ms == when::end_of_day(due.date) { "until_day" } else { "until_time" };
        let (date, time) = (when::show_date(due.date, self.lang), when::show_time(due.at_ms));
        lines.push(self.say("why_day", end, &[("date", &date), ("time", &time)]));
        if due.presumed {
            lines.push(self.say("why_day", "presumed", &[]));
        }
        lines
    }

    /// From the one to the other; the one alone where they are the same.
    fn span(&self, from: String, to: String) -> String {
        if from == to { from } else { self.say("shape", "span", &[("from", &from), ("to", &to)]) }
    }
}
