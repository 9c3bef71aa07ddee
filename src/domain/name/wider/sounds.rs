//! Names by their sound: whoever types quickly takes the first characters that the keyboard offers.

use super::words::Words;
use pinyin::ToPinyinMulti;
use std::collections::HashMap;

type Sounds = Vec<&'static str>;

/// The readings of a character without tones; a digit is read as the numeral.
fn each(c: char) -> impl Iterator<Item = &'static str> {
    const NUMERALS: &[&[&str]] = &[
        &["ling"],
        &["yi", "yao"],
        &["er"],
        &["san"],
        &["si"],
        &["wu"],
        &["liu"],
        &["qi"],
        &["ba"],
        &["jiu"],
    ];
    let numeral = c.to_digit(10).and_then(|n| NUMERALS.get(n as usize));
    let signs = c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain);
    numeral.into_iter().flat_map(|s| s.iter().copied()).chain(signs)
}

pub(super) fn of(c: char) -> Sounds {
    each(c).collect()
}

fn is_like(c: char, sounds: &Sounds) -> bool {
    each(c).any(|s| sounds.contains(&s))
}

/// Names of three syllables and more, by their first one.
#[derive(Debug, Default)]
pub(super) struct Heard {
    names: Vec<(String, Vec<Sounds>, usize)>,
    by_first: HashMap<&'static str, Vec<usize>>,
}

impl Heard {
    /// Takes the name of one member of staff.
    pub fn take(&mut self, name: &str, staff: usize) {
        let sounds: Vec<Sounds> = name.chars().map(of).collect();
        if sounds.len() < 3 || sounds.iter().any(Vec::is_empty) {
            return;
        }
        let mut first = sounds[0].clone();
        first.sort_unstable();
        first.dedup();
        first.into_iter().for_each(|s| self.by_first.entry(s).or_default().push(self.names.len()));
        self.names.push((name.to_owned(), sounds, staff));
    }

    /// Whose names sound in a text, and where.
    pub fn find(&self, words: &Words<'_>, mut found: impl FnMut(usize, usize, usize)) {
        let chars: Vec<(usize, char)> = words.text.char_indices().collect();
        for (i, (start, first)) in chars.iter().enumerate() {
            for n in each(*first).filter_map(|s| self.by_first.get(s)).flatten() {
                let Some((name, sounds, staff)) = self.names.get(*n) else { continue };
                let Some(part) = chars.get(i..i + sounds.len()) else { continue };
                let end = chars.get(i + sounds.len()).map_or(words.text.len(), |(at, _)| *at);
                // Most names stop at their second syllable.
                let same = part.iter().zip(sounds).skip(1).all(|((_, c), b)| is_like(*c, b));
                if same && words.text[*start..end] != *name && words.whole(*start, end) {
                    found(*staff, *start, end);
                }
            }
        }
    }
}

/// Whether two characters have a reading in common.
pub(super) fn sound_alike(a: char, b: char) -> bool {
    is_like(a, &of(b))
}
