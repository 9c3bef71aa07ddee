//! The rest of the register: mostly people who ask how far their case has come. A year of some hundreds is
//! written in one go; more than a year bears goes back further, is told in order of time, and is forgotten
//! as it goes.

use super::custody::Pen;
use super::days;
use crate::domain::ids::Millis;
use crate::domain::organ::Organ;
use crate::office::{Seeder, Trouble};
use std::cmp::Reverse;

/// So many are written in one go.
const IN_ONE_GO: usize = 1_000;
/// Where there are more, so many a year in at most [`FEW_YEARS`], and beyond that so many.
const A_YEAR: usize = 20_000;
const FEW_YEARS: usize = 10;
const A_FULL_YEAR: usize = 40_000;
/// No register is older, however many records are asked for.
const MOST_YEARS: usize = 30;

/// How many years a register of so many records goes back.
pub fn years(records: usize) -> u64 {
    let few = records.div_ceil(A_YEAR).min(FEW_YEARS);
    few.max(records.div_ceil(A_FULL_YEAR)).clamp(1, MOST_YEARS) as u64
}

/// Whether so many records are too many to be held in mind.
pub fn is_large(records: usize) -> bool {
    records > IN_ONE_GO
}

/// Bytes a record takes, with its acts and its rows.
const A_RECORD: u64 = 21_000;

/// How much room a register of so many records takes.
pub fn size(records: usize) -> u64 {
    (records as u64).saturating_mul(A_RECORD)
}

/// What is still to be told: of which scene, and how many days ago.
struct Fill {
    scenes: Vec<(String, u32)>,
    total: i64,
    /// What each scene is owed: the one that is owed most comes next, so that a rare one comes as
    /// often as its weight says and not as chance will have it.
    owed: Vec<i64>,
    told: usize,
    missing: usize,
    /// Oldest first, over so many days.
    in_order: Option<u64>,
}

impl Fill {
    /// How many days ago the next one is.
    fn days(&self) -> Option<u64> {
        let n = (self.told < self.missing).then_some(self.told)?;
        Some(match self.in_order {
            // Golden-ratio steps spread the days evenly; the last months are somewhat fuller.
            None => 5 + ((n as f64 * 0.618_033_988_75).fract().powf(1.15) * 350.0) as u64,
            Some(span) => 5 + ((1.0 - n as f64 / self.missing as f64).powf(1.15) * span as f64) as u64,
        })
    }

    fn scene(&mut self) -> String {
        let scenes = &self.scenes;
        let next = if self.told < scenes.len() {
            self.told
        } else {
            for (owed, (_, weight)) in self.owed.iter_mut().zip(scenes) {
                *owed += i64::from(*weight);
            }
            let most =
                (0..scenes.len()).max_by_key(|at| (self.owed.get(*at), Reverse(*at))).unwrap_or_default();
            self.owed.iter_mut().skip(most).take(1).for_each(|owed| *owed -= self.total);
            most
        };
        self.told += 1;
        scenes.get(next).map(|(id, _)| id.clone()).unwrap_or_default()
    }

    /// No act of the next one is before this moment.
    fn begins(&self, organ: &Organ, now: Millis) -> Option<Millis> {
        self.days().map(|back| days::ago(organ, now, back, 0))
    }
}

impl Pen<'_, '_> {
    /// Tells the rest of so many records and plays everything up to now, in order of time.
    ///
    /// # Errors
    /// A scene that cannot be told; a rule that a story breaks.
    pub fn play(mut self, records: usize, seeder: &mut Seeder<'_, '_>) -> Result<(), Trouble> {
        let now = self.world.now;
        let mut fill = self.fill(records);
        if fill.in_order.is_some() {
            self.script.pass_on();
            self.world.crowd();
        }
        loop {
            while let (Some(days), Some(from)) = (fill.days(), fill.begins(&self.world.organ, now)) {
                if fill.in_order.is_some() && self.script.next_at().is_some_and(|at| at < from) {
                    break;
                }
                self.past(&fill.scene(), days)?;
            }
            if !self.script.step(seeder, now)? {
                return seeder.silence(now);
            }
        }
    }

    fn fill(&self, records: usize) -> Fill {
        let scenes: Vec<(String, u32)> =
            self.world.words.scenes.iter().map(|s| (s.id.clone(), s.weight)).collect();
        let total = scenes.iter().map(|(_, w)| i64::from(*w)).sum();
        let owed = vec![0; scenes.len()];
        let missing = records.saturating_sub(self.script.handed_in(self.world.now));
        let span = 350 + 365 * (years(records) - 1);
        let in_order = is_large(records).then_some(span);
        Fill { scenes, total, owed, told: 0, missing, in_order }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_goes_back_as_many_years_as_it_needs() {
        let asked = [0, 400, 20_000, 20_001, 100_000, 1_000_000, 2_500_000, 1_000_000_000];
        assert_eq!(asked.map(years), [1, 1, 1, 2, 5, 25, 30, 30]);
        assert!(!is_large(1_000) && is_large(1_001));
    }
}
