//! The words by which people are called without their names, as data.

use crate::domain::name::as_read::fold;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The words of one table, with what they begin and end with: most places of a text are no word's, and
/// nothing is compared there.
#[derive(Default)]
struct Row {
    words: Vec<String>,
    firsts: Signs,
    lasts: Signs,
    all: Signs,
}

impl Row {
    fn of(words: Vec<String>) -> Self {
        let mut row = Self::default();
        for word in &words {
            word.chars().next().into_iter().for_each(|c| row.firsts.take(c));
            word.chars().next_back().into_iter().for_each(|c| row.lasts.take(c));
            word.chars().for_each(|c| row.all.take(c));
        }
        Self { words, ..row }
    }
}

/// Characters, by their lowest bits: one that is not there may look as if it were, never the other way.
#[derive(Default)]
struct Signs([u64; 8]);

impl Signs {
    fn take(&mut self, c: char) {
        self.0[c as usize >> 6 & 7] |= 1 << (c as usize & 63);
    }

    fn may_have(&self, c: Option<char>) -> bool {
        c.is_some_and(|c| self.0[c as usize >> 6 & 7] >> (c as usize & 63) & 1 == 1)
    }
}

fn row(name: &str) -> Option<&'static Row> {
    /// By length and last letter: a name is looked up at most places of every text.
    const SLOTS: usize = 64;
    static TABLE: OnceLock<Vec<Vec<(&'static str, Row)>>> = OnceLock::new();
    let slot =
        |name: &str| (name.len() * 29 + usize::from(name.as_bytes().last().copied().unwrap_or(0))) % SLOTS;
    let read = || {
        let mut all: Vec<Vec<(&'static str, Row)>> = (0..SLOTS).map(|_| Vec::new()).collect();
        let lines =
            include_str!("../../../../assets/names/calls.txt").lines().filter(|l| !l.starts_with('#'));
        for line in lines {
            let mut words = line.split_whitespace();
            let Some(name) = words.next() else { continue };
            let row = Row::of(words.map(|w| fold(w).as_str().to_owned()).collect());
            all[slot(name)].push((name, row));
        }
        all
    };
    let near = TABLE.get_or_init(read).get(slot(name))?;
    near.iter().find(|(called, _)| *called == name).map(|(_, row)| row)
}

/// The words of one table, in their order; none for a name that stands in no line.
pub(super) fn words(name: &str) -> &'static [String] {
    row(name).map_or(&[], |row| &row.words)
}

/// The longest word of a table that a text begins with.
pub(super) fn begins<'t>(table: &str, text: &'t str) -> Option<&'t str> {
    let row = row(table).filter(|row| row.firsts.may_have(text.chars().next()))?;
    let found = row.words.iter().filter(|w| text.starts_with(w.as_str())).map(String::len).max()?;
    Some(&text[..found])
}

/// What is left of a text that ends with a word of a table, the longest one.
pub(super) fn ends<'t>(table: &str, text: &'t str) -> Option<&'t str> {
    let row = row(table).filter(|row| row.lasts.may_have(text.chars().next_back()))?;
    let found = row.words.iter().filter(|w| text.ends_with(w.as_str())).map(String::len).max()?;
    Some(&text[..text.len() - found])
}

/// What is left of a text when every word of a table that it begins with, one after the other, is gone.
pub(super) fn without<'t>(table: &str, text: &'t str) -> &'t str {
    let mut left = text;
    while let Some(word) = begins(table, left) {
        left = &left[word.len()..];
    }
    left
}

/// Whether a word of a table stands anywhere in a text.
pub(super) fn contains(table: &str, text: &str) -> bool {
    words(table).iter().any(|w| text.contains(w.as_str()))
}

/// Whether a table of single characters has this one.
pub(super) fn has(table: &str, c: char) -> bool {
    row(table).is_some_and(|row| row.all.may_have(Some(c)) && row.words.iter().any(|w| w.contains(c)))
}

/// What stands before and behind a surname where both are an everyday word.
fn inside(surname: char) -> Option<(&'static str, &'static str)> {
    static TABLE: OnceLock<HashMap<char, (&'static str, &'static str)>> = OnceLock::new();
    let read = || {
        let lines =
            include_str!("../../../../assets/names/inside.txt").lines().filter(|l| !l.starts_with('#'));
        let row = |l: &'static str| {
            let mut parts = l.split_whitespace();
            Some((parts.next()?.chars().next()?, (parts.next()?, parts.next()?)))
        };
        lines.filter_map(row).collect()
    };
    TABLE.get_or_init(read).get(&surname).copied()
}

/// Whether a surname of one character ends an everyday word that begins with what stands before it: 照顾.
pub(in crate::domain::name) fn ends_a_word(before: Option<char>, surname: &str) -> bool {
    let table = surname.chars().next().filter(|_| surname.chars().count() == 1).and_then(inside);
    table.is_some_and(|(all, _)| before.is_some_and(|c| c != '-' && all.contains(c)))
}

/// The same of what stands behind it: 顾客.
pub(super) fn begins_a_word(surname: &str, after: Option<char>) -> bool {
    let table = surname.chars().next().filter(|_| surname.chars().count() == 1).and_then(inside);
    table.is_some_and(|(_, all)| after.is_some_and(|c| c != '-' && all.contains(c)))
}
