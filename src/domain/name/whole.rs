//! What is promised of a name: that it is read wherever it is written out, by whatever forms of its
//! characters, with a dash for 一, and though it is a word as well. Read since version 8 beside all else.

use super::directory::{Hit, How};
use super::fold::{Folded, Traced};
use super::forms;
use super::kind::is_placeholder;
use super::wider::Words;
use crate::domain::ids::PersonId;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Whom a name means, and whether by his own name or a relative's.
type Bearers = BTreeSet<(PersonId, How)>;

/// Names in Chinese characters, each in the first form of every character.
#[derive(Debug, Default)]
pub(super) struct Whole {
    finder: Option<AhoCorasick>,
    /// Each with whom it means, in the order of the finder's patterns.
    names: Vec<(Vec<char>, Bearers)>,
    /// Those with 一 in them.
    with_one: Vec<usize>,
}

/// Names while people are taken.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, Bearers>);

impl Names {
    /// A name in letters is read as the words of a text are, and one that stands in every twentieth record
    /// whoever is meant is read beside some words only.
    pub fn take(&mut self, name: &Folded, person: &PersonId, how: How) {
        let chinese = !name.as_str().is_ascii();
        if chinese && !is_placeholder(name) && !office_words().contains(name.as_str()) {
            let name = name.as_str().chars().map(forms::any).collect();
            self.0.entry(name).or_default().insert((person.clone(), how));
        }
    }
}

impl Whole {
    pub fn of(names: Names) -> Self {
        let finder = AhoCorasick::new(names.0.keys()).ok();
        let names: Vec<_> = names.0.into_iter().map(|(n, means)| (n.chars().collect(), means)).collect();
        let ones = |n: &usize| {
            let (name, _): &(Vec<char>, _) = &names[*n];
            name.contains(&'一') && name.iter().any(|c| *c != '一')
        };
        let with_one = (0..names.len()).filter(ones).collect();
        Self { finder, names, with_one }
    }

    /// Adds whose names stand in a text.
    pub fn read(&self, words: &Words<'_>, typed: &str, made: &Traced, hits: &mut Vec<Hit>) {
        let signs: Vec<Sign> = made.folded.as_str().char_indices().map(|(at, c)| Sign::of(at, c)).collect();
        // A character and its first form may be of different lengths.
        let text: String = signs.iter().filter_map(|s| s.sign).collect();
        let mut ends: Vec<usize> = Vec::with_capacity(text.len() + 1);
        for sign in &signs {
            let form = sign.sign.map_or(0, char::len_utf8);
            ends.extend(std::iter::repeat_n(sign.start, form));
        }
        ends.push(made.folded.as_str().len());
        for found in self.finder.iter().flat_map(|f| f.find_overlapping_iter(&text)) {
            self.means(found.pattern().as_usize(), words, (ends[found.start()], ends[found.end()]), hits);
        }
        if typed.contains(is_dash) {
            self.by_dashes(signs, words, typed, made, hits);
        }
    }

    /// 钱-守--: any dash within a name may be nothing, or the character 一.
    fn by_dashes(
        &self,
        signs: Vec<Sign>,
        words: &Words<'_>,
        typed: &str,
        made: &Traced,
        hits: &mut Vec<Hit>,
    ) {
        let dashes = typed.char_indices().filter(|(_, c)| is_dash(*c));
        let mut all: Vec<Sign> = dashes.map(|(at, _)| Sign::dash(made.folded_at(at))).collect();
        all.extend(signs);
        // A dash stands before the character that follows it.
        all.sort_by_key(|s| (s.start, s.sign.is_some()));
        for n in &self.with_one {
            let name = &self.names[*n].0;
            // How far the name has come, and where it began.
            let mut begun: Vec<Option<usize>> = vec![None; name.len() + 1];
            for sign in &all {
                for i in (0..name.len()).rev() {
                    let here = if i == 0 { Some(sign.start) } else { begun[i] };
                    let fits = sign.sign.map_or(name[i] == '一', |c| c == name[i]);
                    match here.filter(|_| fits) {
                        Some(start) => begun[i + 1] = Some(start),
                        None if sign.sign.is_some() => begun[i + 1] = None,
                        None => {}
                    }
                }
                if let Some(start) = begun[name.len()].take().filter(|start| *start < sign.end) {
                    self.means(*n, words, (start, sign.end), hits);
                }
            }
        }
    }

    fn means(&self, n: usize, words: &Words<'_>, (start, end): (usize, usize), hits: &mut Vec<Hit>) {
        let (name, means) = &self.names[n];
        // One character stands in every text; it is a name where grammar lets one stand.
        if name.len() > 1 || words.opens(start) && words.closes(end) {
            hits.extend(means.iter().map(|(p, how)| Hit { person: p.clone(), how: *how, start, end }));
        }
    }
}

/// One character of a text in its first form, none for a dash; positions are those of the folded text.
struct Sign {
    sign: Option<char>,
    start: usize,
    end: usize,
}

impl Sign {
    fn of(start: usize, c: char) -> Self {
        Self { sign: Some(forms::any(c)), start, end: start + c.len_utf8() }
    }

    fn dash(at: usize) -> Self {
        Self { sign: None, start: at, end: at }
    }
}

/// What may stand for 一: a dash of any kind, or what Unicode decomposes into one.
fn is_dash(c: char) -> bool {
    const DASHES: &[char] = &[
        '-', '_', '‐', '‒', '–', '—', '―', '−', '⸺', '⸻', '─', '━', '┄', '┅', '┈', '┉', '╌', '╍', '╴', '╶',
        '╸', '╺', '➖', '˗', 'ˉ', 'ˍ', '⁃', '〰', '゠', '﹉', '﹊', '﹋', '﹌',
    ];
    !c.is_alphanumeric() && std::iter::once(c).nfkd().any(|c| DASHES.contains(&c))
}

/// Words that stand in every twentieth record and more, whomever it tells of.
fn office_words() -> &'static BTreeSet<&'static str> {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let all = include_str!("../../../assets/names/office_words.txt").lines();
        all.filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect()
    })
}
