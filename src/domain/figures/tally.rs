//! Cells added up in mind, as the store adds them up in its tables: for a count from the log alone.

use super::{Cells, How, Month, SAME, Span, figure};
use std::collections::BTreeMap;

/// How often each cell came in a month.
pub type Counted = BTreeMap<(Month, String, String), i64>;

/// Of a figure that counts once: in each quarter of its year, and from its beginning to the end of each.
pub type Different = [i64; 8];

/// How often a value came in each quarter of a year.
pub type Quarters = [i64; 4];

/// Whether a value came so often in each quarter, and from the beginning of the year to the end of each.
pub fn reached(n: &Quarters, least: i64) -> [bool; 8] {
    let mut all = [false; 8];
    let mut sum = 0;
    for (i, n) in n.iter().enumerate() {
        sum += n;
        (all[i], all[4 + i]) = (*n >= least, sum >= least);
    }
    all
}

/// All cells of some records together.
#[derive(Default)]
pub struct Tally {
    counted: Counted,
    once: BTreeMap<(i32, String, String), Quarters>,
}

impl Tally {
    pub fn add(&mut self, cells: &Cells) {
        for ((month, code, value), n) in &cells.0 {
            if code == SAME {
                continue;
            }
            match figure(code).map(|f| f.how) {
                Some(How::Once) => {
                    let of = (month / 100, code.clone(), value.clone());
                    let quarters = self.once.entry(of).or_default();
                    if let Some(q) = quarters.get_mut(((month % 100 - 1) / 3) as usize) {
                        *q += n;
                    }
                }
                _ => *self.counted.entry((*month, code.clone(), value.clone())).or_default() += n,
            }
        }
    }

    /// What is counted in some months.
    pub fn counted(&self, span: Span) -> Counted {
        let within = self.counted.iter().filter(|((month, ..), n)| span.has(*month) && **n != 0);
        within.map(|(of, n)| (of.clone(), *n)).collect()
    }

    /// How many different values a figure that counts once has in a year, that come at least so often.
    pub fn different(&self, year: i32, code: &str, least: i64) -> Different {
        let mut all = Different::default();
        for (_, quarters) in self.once.iter().filter(|((y, c, _), _)| *y == year && c == code) {
            for (n, is) in all.iter_mut().zip(reached(quarters, least)) {
                *n += i64::from(is);
            }
        }
        all
    }
}
