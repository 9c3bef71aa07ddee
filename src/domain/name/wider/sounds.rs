//! Names by their sound: whoever types quickly takes the first characters that the keyboard offers.

use super::words::Words;
use pinyin::ToPinyinMulti;
use std::collections::HashMap;

type Sounds = Vec<&'static str>;

/// The readings of a character without tones; a digit is read as the numeral.
pub(super) fn of(c: char) -> Sounds {
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
    if let Some(n) = c.to_digit(10) {
        return NUMERALS.get(n as usize).map_or(Vec::new(), |s| s.to_vec());
    }
    let all = c.to_pinyin_multi().into_iter().flatten();
    all.map(pinyin::Pinyin::plain).collect()
}

fn alike(a: &Sounds, b: &Sounds) -> bool {
    a.iter().any(|s| b.contains(s))
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
        let chars: Vec<(usize, char, Sounds)> =
            words.text.char_indices().map(|(at, c)| (at, c, of(c))).collect();
        for (i, (start, _, first)) in chars.iter().enumerate() {
            for n in first.iter().filter_map(|s| self.by_first.get(s)).flatten() {
                let Some((name, sounds, staff)) = self.names.get(*n) else { continue };
                let Some(part) = chars.get(i..i + sounds.len()) else { continue };
                let end = chars.get(i + sounds.len()).map_or(words.text.len(), |(at, ..)| *at);
                let same = part.iter().zip(sounds).all(|((_, _, a), b)| alike(a, b));
                if same && words.text[*start..end] != *name && words.whole(*start, end) {
                    found(*staff, *start, end);
                }
            }
        }
    }
}

/// Whether two characters have a reading in common.
pub(super) fn sound_alike(a: char, b: char) -> bool {
    alike(&of(a), &of(b))
}
