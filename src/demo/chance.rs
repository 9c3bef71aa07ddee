//! Chance that can be repeated: the same seed tells the same story.

use std::collections::BTreeMap;

/// SplitMix64, and lists that are gone through in turn so that nothing in them is left out.
#[derive(Debug)]
pub struct Chance {
    state: u64,
    turns: BTreeMap<String, usize>,
}

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self { state: seed, turns: BTreeMap::new() }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 for 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let n = self.below(from.len());
        from.get(n)
    }

    /// The next one of a list that is gone through under a name; empty for an empty list.
    pub fn turn<'a>(&mut self, name: &str, list: &'a [impl AsRef<str>]) -> &'a str {
        let at = self.turns.entry(name.to_owned()).or_default();
        let found = list.get(*at % list.len().max(1)).map_or("", AsRef::as_ref);
        *at += 1;
        found
    }
}
