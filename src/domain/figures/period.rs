//! Months, quarters and years, and those that stand beside them for comparison.

use super::{Month, month};
use crate::domain::ids::Millis;
use crate::domain::when;
use chrono::NaiveDate;
use std::fmt;

/// What figures are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    Month(i32, u8),
    Quarter(i32, u8),
    Year(i32),
}

/// Months from the first to the last, both among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Month,
    pub to: Month,
}

impl Span {
    pub fn has(&self, month: Month) -> bool {
        (self.from..=self.to).contains(&month)
    }
    /// Its months in their order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        let (mut at, to) = (self.from, self.to);
        std::iter::from_fn(move || {
            let now = (at <= to).then_some(at)?;
            at = later(at, 1);
            Some(now)
        })
    }
}

/// The month so many months later, or earlier.
fn later(at: Month, by: i32) -> Month {
    let n = (at / 100) * 12 + (at % 100 - 1) + by;
    n.div_euclid(12) * 100 + n.rem_euclid(12) + 1
}

impl Period {
    /// Reads 2026Q3, 2026-09 or 2026.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let year = |text: &str| {
            let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<i32>().ok().filter(|y| digits && (1990..=9998).contains(y))
        };
        if let Some((y, q)) = text.split_once(['Q', 'q']) {
            let q = q.parse::<u8>().ok().filter(|n| (1..=4).contains(n) && q.len() == 1)?;
            return Some(Self::Quarter(year(y)?, q));
        }
        if let Some((y, m)) = text.split_once('-') {
            let m = m.parse::<u8>().ok().filter(|n| (1..=12).contains(n) && m.len() == 2)?;
            return Some(Self::Month(year(y)?, m));
        }
        year(text).map(Self::Year)
    }

    /// The quarter in which a moment falls.
    pub fn quarter_of(at: Millis) -> Self {
        let month = month(at);
        Self::Quarter(month / 100, ((month % 100 - 1) / 3 + 1) as u8)
    }

    pub fn year(&self) -> i32 {
        match *self {
            Self::Month(y, _) | Self::Quarter(y, _) | Self::Year(y) => y,
        }
    }

    pub fn span(&self) -> Span {
        let (from, months) = match *self {
            Self::Month(y, m) => (y * 100 + i32::from(m), 1),
            Self::Quarter(y, q) => (y * 100 + i32::from(q) * 3 - 2, 3),
            Self::Year(y) => (y * 100 + 1, 12),
        };
        Span { from, to: later(from, months - 1) }
    }

    /// The quarter by which what counts once is known; none of a month, which has none of its own.
    pub fn quarter(&self) -> Option<u8> {
        match *self {
            Self::Month(..) => None,
            Self::Quarter(_, q) => Some(q),
            Self::Year(_) => Some(4),
        }
    }

    /// The last moment that belongs to it.
    pub fn ends(&self) -> Millis {
        let after = later(self.span().to, 1);
        let first = NaiveDate::from_ymd_opt(after / 100, (after % 100) as u32, 1);
        first.and_then(|day| day.pred_opt()).map_or(0, when::end_of_day)
    }

    /// The one before it, of the same length.
    pub fn previous(&self) -> Self {
        match *self {
            Self::Month(y, 1) => Self::Month(y - 1, 12),
            Self::Month(y, m) => Self::Month(y, m - 1),
            Self::Quarter(y, 1) => Self::Quarter(y - 1, 4),
            Self::Quarter(y, q) => Self::Quarter(y, q - 1),
            Self::Year(y) => Self::Year(y - 1),
        }
    }

    /// The same, a year ago.
    pub fn year_ago(&self) -> Self {
        match *self {
            Self::Month(y, m) => Self::Month(y - 1, m),
            Self::Quarter(y, q) => Self::Quarter(y - 1, q),
            Self::Year(y) => Self::Year(y - 1),
        }
    }

    /// Every month whose figures stand beside its own: those of the period before, of a year ago, of the year so far.
    pub fn compared(&self) -> Vec<Span> {
        vec![self.year_ago().span(), self.previous().span(), self.so_far()]
    }

    /// From the beginning of its year to its end.
    pub fn so_far(&self) -> Span {
        Span { from: self.year() * 100 + 1, to: self.span().to }
    }

    /// The months up to its end for which a line is drawn: a year of them.
    pub fn year_up_to(&self) -> Span {
        let to = self.span().to;
        Span { from: later(to, -11), to }
    }
}

/// Whether a period lies wholly behind a moment.
pub fn is_over(period: &Period, now: Millis) -> bool {
    period.span().to < month(now)
}

/// 2026Q3, 2026-09, 2026.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Month(y, m) => write!(f, "{y}-{m:02}"),
            Self::Quarter(y, q) => write!(f, "{y}Q{q}"),
            Self::Year(y) => write!(f, "{y}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_and_has_its_neighbours() {
        for text in ["2026Q3", "2026-09", "2026"] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "2026Q5", "2026Q", "2026-9", "2026-13", "26Q1", "2026Q11", "+202", "q1"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
        let first = Period::parse("2026q1").unwrap();
        assert_eq!(first.previous().to_string(), "2025Q4");
        assert_eq!(first.year_ago().to_string(), "2025Q1");
        assert_eq!(first.span(), Span { from: 202_601, to: 202_603 });
        assert_eq!(Period::Quarter(2026, 4).span(), Span { from: 202_610, to: 202_612 });
        assert_eq!(Period::Quarter(2026, 3).so_far(), Span { from: 202_601, to: 202_609 });
        assert_eq!(first.year_up_to().months().count(), 12);
        assert_eq!(first.year_up_to().months().next(), Some(202_504));
        assert_eq!(Period::Month(2026, 1).previous().to_string(), "2025-12");
    }
}
