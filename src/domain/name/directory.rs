//! Everybody whom a text may mean: the names of the directory and of declared relatives, and the
//! titles of posts, made ready once for each state of the organ's data.

use super::as_read::{fold, traced};
use super::called::{Called, is_part_of_a_word};
use super::fold::{Folded, Traced, letters};
use super::kind::{is_placeholder, mask, surname};
use super::letters::{half_in_letters, in_letters};
use super::replace::Replacing;
use super::titled::is_ours;
use super::titles::{self, Kind};
use super::whole::{Names, Whole};
use super::wider::{Wider, Words};
use crate::domain::case_no;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::organ::{Organ, Person, Role};
use crate::domain::remembered::Recalled;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// How a text may mean somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// His name stands in it.
    Name,
    /// The name of a relative he declared.
    KinName,
    /// His surname with the title of a post he holds, or the title alone.
    Title,
}

/// By which reading a text is held against the directory: an act is judged for ever by that of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// Names and titles alone.
    Three,
    /// Everything else by which people are called as well.
    Four,
    /// More forms of that, and fewer posts that only do their work.
    Six,
    /// Fewer posts of other houses.
    Seven,
    /// Whole names by every form of their characters, and though they are words as well.
    Eight,
    /// What somebody's own row says of him as well, and everything beside it for itself.
    Nine,
}

/// Where in a record a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Where somebody is named; `own` when it says that he is of this organ, `outside` when it says that
    /// he is not.
    Named { own: bool, outside: bool },
    /// Running text.
    Running,
    /// What a row says of whoever was picked for it: whole names alone count, for posts and units are his own.
    Picked,
    /// A unit: a name in it counts, a post in it is the unit's.
    Unit,
}

/// One passage that may mean one person; positions are those of the folded text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub person: PersonId,
    pub how: How,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Post {
    pub person: PersonId,
    pub surname: Folded,
    pub unit: UnitId,
    /// Units he heads, or answers for.
    pub heads: Vec<UnitId>,
    pub deputy: bool,
    /// Only the office says so, and no unit of his is of the kind that the title is of.
    pub by_office: bool,
}

/// Bytes of a text of which it is kept whom it may mean.
const SHORT: usize = 1_200;

/// One way to read a text, and whom it may mean so.
#[derive(Debug)]
pub struct Meaning {
    pub reading: String,
    pub made: Traced,
    pub hits: Vec<Hit>,
}

/// The organ's directory as a text is held against it.
#[derive(Debug, Default)]
pub struct Directory {
    finder: Option<AhoCorasick>,
    /// For each pattern of the finder: whom it means and how.
    means: Vec<Vec<(PersonId, How)>>,
    /// Patterns that call somebody without his name.
    nicknames: BTreeSet<usize>,
    /// How each is called, for a row that says it is of this organ.
    called: Vec<(PersonId, Called)>,
    /// Patterns that are everyday words as well.
    words: BTreeSet<usize>,
    exact: HashMap<Folded, Vec<(PersonId, How)>>,
    pub(super) surnames: HashMap<Folded, Vec<PersonId>>,
    /// Holders by place of the title in the table.
    pub(super) posts: BTreeMap<usize, Vec<Post>>,
    /// The title of whoever heads the organ.
    pub(super) chief: Option<usize>,
    pub(super) units: Vec<(UnitId, Folded)>,
    pub(super) organ: Vec<Folded>,
    /// Every name, for those to whom it is masked.
    masks: Option<Replacing>,
    kin: BTreeMap<PersonId, BTreeSet<PersonId>>,
    interests: HashMap<String, Vec<PersonId>>,
    wider: Wider,
    whole: Whole,
    /// Words that were read, and whom they mean: the same ones are read with every act on their record.
    recalled: Recalled<(Place, Reading, String), Vec<Meaning>>,
}

/// What is looked for, while people are taken.
#[derive(Default)]
struct Patterns {
    parts: BTreeMap<Folded, BTreeSet<(PersonId, How)>>,
    whole: Names,
}

impl Directory {
    pub fn of(organ: &Organ) -> Self {
        let mut made = Self {
            // A new name frees nobody of words with the old one.
            units: organ
                .units
                .values()
                .chain(&organ.former_units)
                .map(|u| (u.id.clone(), fold(&u.name)))
                .collect(),
            organ: [&organ.name, &organ.short]
                .into_iter()
                .map(|n| fold(n))
                .filter(|n| !n.is_empty())
                .collect(),
            ..Self::default()
        };
        let mut patterns = Patterns::default();
        for person in organ.people.values() {
            made.take(organ, person, &mut patterns);
        }
        // What somebody was called once, and what he was, goes on meaning him; whose relative he is
        // among the staff is what he says now.
        for former in &organ.former {
            made.take(organ, &Person { kin: Vec::new(), ..former.clone() }, &mut patterns);
        }
        for interest in &organ.interests {
            let case = case_no::canonical(&interest.case_no);
            made.interests.entry(case).or_default().push(interest.person.clone());
        }
        let everyday = everyday_words();
        let names = organ.people.values().filter(|p| !everyday.contains(&fold(&p.name)));
        let names = names.map(|p| (super::fold(&p.name), mask(&p.name)));
        made.masks = Some(Replacing::of(names.filter(|(n, _)| n.len() > 1)));
        let mut texts = Vec::new();
        for (name, means) in patterns.parts {
            let means: Vec<_> = means.into_iter().collect();
            made.exact.insert(name.clone(), means.clone());
            // One character stands in every text; it is somebody's name only alone.
            if name.len() > 1 {
                if everyday.contains(&name) {
                    made.words.insert(texts.len());
                }
                if means.iter().all(|(_, how)| *how == How::Title) {
                    made.nicknames.insert(texts.len());
                }
                texts.push(name.to_string());
                made.means.push(means);
            }
        }
        made.finder = AhoCorasick::new(&texts).ok();
        made.wider = Wider::of(organ);
        made.whole = Whole::of(patterns.whole);
        made
    }

    fn take(&mut self, organ: &Organ, person: &Person, patterns: &mut Patterns) {
        patterns.whole.take(&fold(&person.name), &person.id, How::Name);
        person.kin_names.iter().for_each(|n| patterns.whole.take(&fold(n), &person.id, How::KinName));
        let mut mean = |name: Folded, how: How| {
            if !is_placeholder(&name) {
                patterns.parts.entry(name).or_default().insert((person.id.clone(), how));
            }
        };
        mean(fold(&person.name), How::Name);
        in_letters(&person.name).into_iter().for_each(|n| mean(letters(n), How::Name));
        half_in_letters(&person.name).into_iter().for_each(|n| mean(n, How::Name));
        if let Some(called) = Called::of(&person.name, &person.post) {
            called.nicknames().into_iter().for_each(|n| mean(n, How::Title));
            self.called.push((person.id.clone(), called));
        }
        person.kin_names.iter().for_each(|n| mean(fold(n), How::KinName));
        for other in &person.kin {
            self.kin.entry(person.id.clone()).or_default().insert(other.clone());
            self.kin.entry(other.clone()).or_default().insert(person.id.clone());
        }
        let Some(surname) = surname(&person.name).map(fold).filter(|s| !s.is_empty()) else { return };
        self.surnames.entry(surname.clone()).or_default().push(person.id.clone());
        let of = |u: &&crate::domain::organ::Unit| {
            u.head.as_ref() == Some(&person.id) || u.vice_chief.as_ref() == Some(&person.id)
        };
        let heads: Vec<UnitId> = organ.units.values().filter(of).map(|u| u.id.clone()).collect();
        for held in titles::held_by(organ, person) {
            if person.roles.contains(&Role::Chf) && titles::kind_of(held.title) == Some(Kind::Chief) {
                self.chief = Some(held.title);
            }
            self.posts.entry(held.title).or_default().push(Post {
                person: person.id.clone(),
                surname: surname.clone(),
                unit: person.unit.clone(),
                heads: heads.clone(),
                deputy: held.deputy,
                by_office: held.by_office,
            });
        }
    }

    /// A text with every name of the directory masked.
    pub fn mask(&self, words: &str) -> String {
        self.masks.as_ref().map_or_else(|| words.to_owned(), |m| m.put_in(words))
    }

    /// Spouse, parent, child or sibling among the staff, whoever of the two declared it.
    pub fn kin_of(&self, person: &PersonId) -> impl Iterator<Item = &PersonId> {
        self.kin.get(person).into_iter().flatten()
    }

    /// Whether he has an interest in any case: few have, and cases need not be read for the others.
    pub fn has_interest(&self, person: &PersonId) -> bool {
        self.interests.values().any(|people| people.contains(person))
    }

    pub fn interested_in(&self, case: &str) -> &[PersonId] {
        self.interests.get(case).map_or(&[], Vec::as_slice)
    }

    /// Whether a unit somebody wrote is this organ or one of its units.
    pub fn is_own(&self, unit: &str) -> bool {
        let unit = fold(unit);
        let text = unit.as_str();
        let ours = |name: &Folded| unit.len() > 1 && is_ours(text, name);
        ["我院", "本院", "我局", "本局", "我单位", "本单位", "本机关"].iter().any(|w| text.starts_with(w))
            || self.organ.iter().any(|name| unit.has(name) || ours(name))
            || self.units.iter().any(|(_, name)| ours(name))
    }

    pub(super) fn units(&self) -> impl Iterator<Item = (&UnitId, &str)> {
        self.units.iter().map(|(id, name)| (id, name.as_str()))
    }

    /// Whom words may mean, by every way to read them (`ways`); none of those that mean nobody.
    pub fn meanings(
        &self,
        words: &str,
        place: Place,
        by: Reading,
        ways: impl FnOnce() -> Vec<String>,
    ) -> Arc<Vec<Meaning>> {
        let key = (words.len() <= SHORT).then(|| (place, by, words.to_owned()));
        // A text beside its key, folded and traced back, and what a table takes for an entry.
        let bytes = |all: &Vec<Meaning>| {
            96 + words.len() + all.iter().map(|m| 256 + 6 * m.reading.len()).sum::<usize>()
        };
        if let Some(known) = key.as_ref().and_then(|key| self.recalled.get(key, bytes)) {
            return known;
        }
        let read = |reading: String| {
            let made = traced(&reading);
            let hits = self.read(&reading, &made, place, by);
            Meaning { reading, made, hits }
        };
        let found = Arc::new(ways().into_iter().map(read).filter(|m| !m.hits.is_empty()).collect::<Vec<_>>());
        if let Some(key) = key {
            self.recalled.keep(key, found.clone(), bytes(&found));
        }
        found
    }

    /// Whom a text may mean, each passage with each person: by names and titles, and by everything else
    /// by which people are called.
    pub fn read(&self, typed: &str, made: &Traced, place: Place, by: Reading) -> Vec<Hit> {
        if by == Reading::Three {
            return self.scan(&made.folded, place, None);
        }
        let as_typed = Words::of(typed, made, by);
        if place == Place::Picked {
            return self.named(&as_typed, typed, made);
        }
        let six = Some(&as_typed).filter(|w| w.six);
        // In the field of a unit people are called as anywhere else.
        let as_words = if place == Place::Unit { Place::Running } else { place };
        let mut hits = self.scan(&made.folded, place, six);
        if place == Place::Unit {
            self.names(made.folded.as_str(), as_words, &mut hits);
        }
        if by >= Reading::Eight {
            self.whole.read(&as_typed, typed, made, &mut hits);
        }
        hits.retain(|hit| !Wider::is_something_else(&as_typed, hit));
        if let Some(titles) = titles::titles() {
            self.titled(titles, made.folded.as_str(), as_words, (true, six), &mut hits);
        }
        if !matches!(place, Place::Named { .. }) || !self.exact.contains_key(&made.folded) {
            self.wider.read(self, &as_typed, typed, made, as_words, &mut hits);
        }
        if by >= Reading::Eight {
            hits.retain(|hit| !self.wider.is_ruled_out(&as_typed, hit));
        }
        hits.sort();
        hits.dedup();
        hits
    }

    /// By whole names alone, their own and those of relatives.
    fn named(&self, as_typed: &Words<'_>, typed: &str, made: &Traced) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.names(made.folded.as_str(), Place::Picked, &mut hits);
        self.whole.read(as_typed, typed, made, &mut hits);
        hits.retain(|hit| hit.how != How::Title && !Wider::is_something_else(as_typed, hit));
        hits.sort();
        hits.dedup();
        hits
    }

    /// By names and titles: all that was read in version 3. What version 6 reads of a title takes the words.
    fn scan(&self, text: &Folded, place: Place, six: Option<&Words<'_>>) -> Vec<Hit> {
        let mut hits = Vec::new();
        if let (Place::Named { own, .. }, whole) = (place, text.as_str()) {
            let all = |means: &[(PersonId, How)]| -> Vec<Hit> {
                let hit = |(person, how): &(PersonId, How)| Hit {
                    person: person.clone(),
                    how: *how,
                    start: 0,
                    end: whole.len(),
                };
                means.iter().map(hit).collect()
            };
            if let Some(means) = self.exact.get(text) {
                return all(means);
            }
            // 欧阳, 欧阳某 of this organ.
            let bare = fold(whole.trim_end_matches(['某', 'x']));
            if let Some(people) = self.surnames.get(&bare).filter(|_| own) {
                hits.extend(all(&people.iter().map(|p| (p.clone(), How::Title)).collect::<Vec<_>>()));
            }
            if own {
                let unit = |before: &str| {
                    self.units_before(before).is_some_and(|(_, rest)| !self.is_elsewhere(rest))
                };
                let meant = self.called.iter().filter(|(_, called)| called.is(whole, unit));
                hits.extend(all(&meant.map(|(p, _)| (p.clone(), How::Title)).collect::<Vec<_>>()));
            }
        }
        self.names(text.as_str(), place, &mut hits);
        if let Some(titles) = titles::titles().filter(|_| place != Place::Unit) {
            self.titled(titles, text.as_str(), place, (false, six), &mut hits);
        }
        hits.sort();
        hits.dedup();
        hits
    }

    fn names(&self, text: &str, place: Place, hits: &mut Vec<Hit>) {
        for found in self.finder.iter().flat_map(|f| f.find_overlapping_iter(text)) {
            let pattern = found.pattern().as_usize();
            let (start, end) = (found.start(), found.end());
            // Between folded words there are no blanks: a long name in letters stands anywhere, a short
            // one is the middle of any word.
            let short = end - start < 7 && text.as_bytes()[start].is_ascii_alphabetic();
            let inside =
                short && (letter(text[..start].chars().next_back()) || letter(text[end..].chars().next()));
            let word = !matches!(place, Place::Named { .. })
                && self.words.contains(&pattern)
                && !is_called(text, start, end);
            let nickname = self.nicknames.contains(&pattern)
                && (place == Place::Unit || is_part_of_a_word(text, start, end));
            if !inside && !word && !nickname {
                let means = self.means.get(pattern).into_iter().flatten();
                hits.extend(means.map(|(person, how)| Hit { person: person.clone(), how: *how, start, end }));
            }
        }
    }
}

/// Whether a word that is also a name is used as one: 高明说, 由高明, 高明主任.
fn is_called(text: &str, start: usize, end: usize) -> bool {
    const BEFORE: &str = "叫名由找受经替托帮给姓是让请问";
    const AFTER: &str = "说称问讲叫让要打转同院庭主局检法书先女某本来表曾也已";
    text[..start].chars().next_back().is_some_and(|c| BEFORE.contains(c))
        || text[end..].chars().next().is_some_and(|c| AFTER.contains(c))
}

fn letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphabetic())
}

pub(super) fn everyday_words() -> &'static BTreeSet<Folded> {
    static WORDS: OnceLock<BTreeSet<Folded>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = include_str!("../../../assets/names/words.txt").lines().filter(|l| !l.starts_with('#'));
        lines.flat_map(str::split_whitespace).map(fold).collect()
    })
}

#[cfg(test)]
#[path = "directory_tests.rs"]
mod tests;
