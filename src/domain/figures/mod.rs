//! What is counted of records and of the matters on them. Each record comes to cells: a month, a code of the
//! table in `assets/figures`, a value of it, and how often. The store adds them up beside the log
//! ([`Cells`]); what a number rests on stands in the table, in words, and is shown beside it.

mod at_head;
mod period;
mod record;
mod spread;
mod suppress;
mod table;
mod tally;

pub use at_head::{AtHead, Differs, Line, Listed};
pub use period::{Period, Span, is_over};
pub use record::{OFFICIALS, of_family};
pub use spread::{Hours, spread};
pub use suppress::{LEAST, STEP, Told, rounded, suppress};
pub use table::{Figure, Group, How, WORDS, check, figure, figures, group, groups};
pub use tally::{Counted, Different, Quarters, Tally, reached};

use super::ids::Millis;
use super::when;
use chrono::Datelike;
use std::collections::BTreeMap;

/// Of which records it is said that they are one event: no figure, but what a figure of events leans on.
pub const SAME: &str = "same";

/// A month as a number: 202609.
pub type Month = i32;

/// The month in which a moment falls.
pub fn month(at: Millis) -> Month {
    let day = when::local(at).date();
    day.year() * 100 + day.month() as i32
}

/// What one record comes to, by month, code and value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells(BTreeMap<(Month, String, String), i64>);

impl Cells {
    pub fn add(&mut self, at: Millis, code: &str, value: &str) {
        // A cell is a line, its parts apart by a tab.
        let value = value.replace(['\n', '\t'], " ");
        *self.0.entry((month(at), code.to_owned(), value)).or_default() += 1;
    }

    /// How long something took, in whole hours; what ends before it began took none.
    pub fn took(&mut self, code: &str, from: Millis, to: Millis) {
        self.add(to, code, &hours(from, to).to_string());
    }

    /// The lines of each month, as they are kept: each between two line feeds.
    pub fn lines(&self) -> BTreeMap<Month, String> {
        let mut months: BTreeMap<Month, String> = BTreeMap::new();
        for ((month, code, value), n) in &self.0 {
            let lines = months.entry(*month).or_insert_with(|| "\n".to_owned());
            lines.push_str(&format!("{code}\t{value}\t{n}\n"));
        }
        months
    }
}

/// Whole hours between two moments.
pub fn hours(from: Millis, to: Millis) -> i64 {
    (to - from).max(0) / 3_600_000
}

/// A kept cell: code, value, how often.
pub fn cells(lines: &str) -> impl Iterator<Item = (&str, &str, i64)> {
    lines.lines().filter_map(|line| {
        let mut parts = line.split('\t');
        Some((parts.next()?, parts.next()?, parts.next()?.parse().ok()?))
    })
}

/// What stands in the lines of a record that is behind a figure; of any value where none is named.
pub fn sought(code: &str, value: Option<&str>) -> String {
    match value {
        Some(value) => format!("\n{code}\t{value}\t"),
        None => format!("\n{code}\t"),
    }
}
