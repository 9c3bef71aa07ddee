//! Names, cases and papers where there are too many records for the few of the stories: surnames as often as
//! in life, given names of one or two characters, so that two share a name now and then; cases that the
//! organ's index does not have, numbered by year; papers that come again.

use super::chance::Chance;
use super::founding;
use super::sheet::Names;
use super::world::World;
use crate::domain::organ::Case;
use crate::office::Trouble;
use std::collections::BTreeMap;

/// Of each kind of paper so many are put away; the next one is one of them again.
const PAPERS: usize = 8;
/// Numbers of cases begin above those of the index.
const FIRST_CASE: usize = 2_000;
/// And there are so many a year of each series.
const CASES: usize = 6_000;

/// What many records draw upon.
pub struct Crowd {
    /// Each with how many of its kind come up to it.
    surnames: Vec<(usize, String)>,
    given: Vec<char>,
    papers: BTreeMap<String, Vec<(String, u64)>>,
}

impl Crowd {
    fn of(names: &Names) -> Self {
        let mut sum = 0;
        let surnames = names.crowd.iter().filter_map(|line| {
            let (name, often) = line.split_once('|')?;
            sum += often.parse::<usize>().ok()?;
            Some((sum, name.to_owned()))
        });
        Self { surnames: surnames.collect(), given: names.letters.chars().collect(), papers: BTreeMap::new() }
    }

    fn name(&self, chance: &mut Chance) -> String {
        let all = self.surnames.last().map_or(0, |(sum, _)| *sum);
        let drawn = chance.below(all);
        let at = self.surnames.partition_point(|(sum, _)| *sum <= drawn);
        let mut name = self.surnames.get(at).map_or(String::new(), |(_, name)| name.clone());
        // Those at the head of the list are the common ones.
        let letters = self.given.len();
        let letter = |chance: &mut Chance| {
            let most = 1 + chance.below(letters);
            self.given.get(chance.below(most)).copied()
        };
        name.extend(letter(chance));
        if !chance.percent(14) {
            name.extend(letter(chance));
        }
        name
    }
}

impl World<'_> {
    /// From here on there are many.
    pub fn crowd(&mut self) {
        self.crowd = Some(Crowd::of(&self.names));
    }

    /// Somebody who is not staff.
    pub(super) fn outside(&mut self) -> String {
        let Some(crowd) = &self.crowd else {
            return founding::outside(&self.names, &self.founding, &mut self.chance);
        };
        loop {
            let name = crowd.name(&mut self.chance);
            if self.founding.people.iter().all(|p| p.name != name) {
                return name;
            }
        }
    }

    /// The case itself, or, where there are many, mostly another one of the same kind before the same people.
    pub(super) fn another(&mut self, mut case: Case) -> Case {
        if self.crowd.is_none() || self.chance.percent(30) {
            return case;
        }
        let number = FIRST_CASE + self.chance.below(CASES);
        let Some(stem) = case.case_no.strip_suffix('号') else { return case };
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        case.case_no = format!("{stem}{number}号");
        // The same number is the same case, between the same people.
        let seed = case.case_no.bytes().fold(0, |acc: u64, b| acc.rotate_left(9) ^ u64::from(b));
        let own = std::mem::replace(&mut self.chance, Chance::new(seed));
        for party in case.parties.iter_mut().filter(|party| !party.contains("公司")) {
            *party = self.outside();
        }
        self.chance = own;
        case
    }

    /// Puts a paper away; where there are many, one like it may be there already.
    pub(super) fn keep_one(
        &mut self,
        kind: &str,
        number: usize,
        bytes: &[u8],
    ) -> Result<(String, u64), Trouble> {
        let Some(crowd) = &mut self.crowd else { return (self.keep)(bytes) };
        let kept = crowd.papers.entry(kind.to_owned()).or_default();
        if let Some(again) = kept.get(number % PAPERS) {
            return Ok(again.clone());
        }
        let new = (self.keep)(bytes)?;
        kept.push(new.clone());
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::sheet;

    #[test]
    fn names_are_spread_as_in_life_and_few_are_shared_by_many() {
        let (crowd, mut chance) = (Crowd::of(&sheet::names().unwrap()), Chance::new(1));
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        (0..20_000).for_each(|_| *found.entry(crowd.name(&mut chance)).or_default() += 1);
        let wang = found.iter().filter(|(name, _)| name.starts_with('王')).map(|(_, n)| n).sum::<usize>();
        assert!((1_000..2_000).contains(&wang), "{wang} of 20,000 are called 王");
        assert!(found.len() > 10_000, "{} names", found.len());
        let most = found.values().max().unwrap();
        assert!((5..100).contains(most), "{most} of one name");
    }
}
