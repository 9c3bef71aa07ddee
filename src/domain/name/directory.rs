//! Everybody whom a text may mean: the names of the directory and of declared relatives, and the
//! titles of posts, made ready once for each state of the organ's data.

use super::called::{Called, half_in_letters, is_part_of_a_word};
use super::fold::{Folded, Traced, fold, letters};
use super::kind::{is_placeholder, mask, surname};
use super::replace::Replacing;
use super::titles::{self, Kind, Titles};
use super::wider::{Wider, Words, speaks};
use crate::domain::case_no;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::organ::{Organ, Person, Role};
use aho_corasick::AhoCorasick;
use pinyin::ToPinyinMulti;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

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

/// Where in a record a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where somebody is named; `own` when it says that he is of this organ.
    Named { own: bool },
    /// Running text.
    Running,
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
struct Post {
    person: PersonId,
    surname: Folded,
    unit: UnitId,
    /// Units he heads, or answers for.
    heads: Vec<UnitId>,
    deputy: bool,
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
    surnames: HashMap<Folded, Vec<PersonId>>,
    /// Holders by place of the title in the table.
    posts: BTreeMap<usize, Vec<Post>>,
    /// The title of whoever heads the organ.
    chief: Option<usize>,
    units: Vec<(UnitId, Folded)>,
    organ: Vec<Folded>,
    /// Every name, for those to whom it is masked.
    masks: Option<Replacing>,
    kin: BTreeMap<PersonId, BTreeSet<PersonId>>,
    interests: HashMap<String, Vec<PersonId>>,
    wider: Wider,
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
        let mut patterns: BTreeMap<Folded, BTreeSet<(PersonId, How)>> = BTreeMap::new();
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
        let names = organ.people.values().map(|p| (fold(&p.name), mask(&p.name)));
        made.masks = Some(Replacing::of(names.filter(|(n, _)| n.len() > 1 && !everyday.contains(n))));
        let mut texts = Vec::new();
        for (name, means) in patterns {
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
        made
    }

    fn take(
        &mut self,
        organ: &Organ,
        person: &Person,
        patterns: &mut BTreeMap<Folded, BTreeSet<(PersonId, How)>>,
    ) {
        let mut mean = |name: Folded, how: How| {
            if !is_placeholder(&name) {
                patterns.entry(name).or_default().insert((person.id.clone(), how));
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

    /// Whom a text may mean, each passage with each person: by names and titles, and by everything else
    /// by which people are called.
    pub fn read(&self, typed: &str, made: &Traced, place: Place) -> Vec<Hit> {
        // In the field of a unit people are called as anywhere else.
        let as_words = if place == Place::Unit { Place::Running } else { place };
        let mut hits = self.scan(&made.folded, place);
        if place == Place::Unit {
            self.names(made.folded.as_str(), as_words, &mut hits);
        }
        let as_typed = Words::of(typed, made);
        hits.retain(|hit| !Wider::is_something_else(&as_typed, hit));
        if let Some(titles) = titles::titles() {
            self.titled(titles, made.folded.as_str(), as_words, true, &mut hits);
        }
        if !matches!(place, Place::Named { .. }) || !self.exact.contains_key(&made.folded) {
            self.wider.read(self, typed, made, as_words, &mut hits);
        }
        hits.sort();
        hits.dedup();
        hits
    }

    /// Whom a text may mean by the reading of version 3, by which acts of that time are judged for ever.
    pub fn scan(&self, text: &Folded, place: Place) -> Vec<Hit> {
        let mut hits = Vec::new();
        if let (Place::Named { own }, whole) = (place, text.as_str()) {
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
            self.titled(titles, text.as_str(), place, false, &mut hits);
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

    /// `rooms`: only of 院长办公室来电, where the room stands for whoever is in it.
    fn titled(&self, titles: &Titles, text: &str, place: Place, rooms: bool, hits: &mut Vec<Hit>) {
        for found in titles.finder.find_iter(text) {
            let (title, start, end) = (found.pattern().as_usize(), found.start(), found.end());
            let Some(posts) = self.posts.get(&title) else { continue };
            let kind = titles.all[title].kind;
            let (before, after) = (&text[..start], &text[end..]);
            let called = after.strip_prefix("办公室").filter(|rest| rooms && speaks(rest));
            if rooms && (called.is_none() || kind != Kind::Chief) {
                continue;
            }
            let after = called.unwrap_or(after);
            let (before, deputy) = before.strip_suffix('副').map_or((before, false), |b| (b, true));
            let named = before.trim_end_matches(['某', 'x']);
            // 院长信箱, 院长助理, 主任科员.
            if ["办公", "信箱", "接待", "热线", "会议", "助理", "科员"].iter().any(|w| after.starts_with(w))
            {
                continue;
            }
            let running = place == Place::Running;
            if kind == Kind::Rank && running {
                continue;
            }
            let called: Vec<&Post> = posts
                .iter()
                .filter(|p| {
                    // 市住建局副局长欧阳德顺 is another house's.
                    let behind = || follows(after, &p.surname, running) && !self.is_of_another(named);
                    named.ends_with(p.surname.as_str()) || behind()
                })
                .collect();
            let meant: Vec<&Post> = if !called.is_empty() {
                called
            } else {
                let kind = if kind == Kind::Chief && self.chief != Some(title) { Kind::Head } else { kind };
                self.by_the_title(kind, posts, before, deputy, place, text.len() == end - start)
            };
            let from = start - (text[..start].len() - named.len()).min(start);
            hits.extend(meant.into_iter().map(|p| Hit {
                person: p.person.clone(),
                how: How::Title,
                start: from - if named.ends_with(p.surname.as_str()) { p.surname.as_str().len() } else { 0 },
                end,
            }));
        }
    }

    /// Whom a title without a holder's surname means.
    fn by_the_title<'p>(
        &'p self,
        kind: Kind,
        posts: &'p [Post],
        before: &str,
        deputy: bool,
        place: Place,
        whole: bool,
    ) -> Vec<&'p Post> {
        // 张院长, 张建国院长, where no holder is called so.
        if titles::ends_in_a_name(before) && self.units_before(before).is_none() {
            return Vec::new();
        }
        let fits = |p: &&Post| p.deputy || !deputy;
        // 监察室的主任, 监察室现任主任.
        let before = SMALL.iter().fold(before, |b, w| b.strip_suffix(w).unwrap_or(b));
        if let Some((units, rest)) = self.units_before(before) {
            // 住建局办公室主任 is another house's.
            if self.is_elsewhere(rest) {
                return Vec::new();
            }
            // 监察室一把手 is whoever heads it.
            if kind == Kind::Top {
                let heads =
                    self.posts.values().flatten().filter(|p| p.heads.iter().any(|u| units.contains(&u)));
                let heads: Vec<&Post> = heads.collect();
                if !heads.is_empty() {
                    return heads;
                }
            }
            let here = |p: &&Post| units.contains(&&p.unit) || p.heads.iter().any(|u| units.contains(&u));
            let in_it: Vec<&Post> = posts.iter().filter(here).filter(fits).collect();
            if !in_it.is_empty() {
                return in_it;
            }
        } else if self.is_elsewhere(before) {
            return Vec::new();
        }
        let alone = match kind {
            Kind::Chief => return posts.iter().filter(|p| p.deputy == deputy).collect(),
            Kind::Own => true,
            // 街道主要领导, 区里一把手 is another house's.
            Kind::Top => !before.ends_with(ELSEWHERE) || before.ends_with("院里") || before.ends_with("局里"),
            Kind::Head => whole && place == Place::Named { own: true },
            Kind::Rank => false,
        };
        if alone { posts.iter().filter(fits).collect() } else { Vec::new() }
    }

    /// Whether a title stands behind the name of another house and of none of our units.
    pub(super) fn is_of_another(&self, before: &str) -> bool {
        self.is_elsewhere(self.units_before(before).map_or(before, |(_, rest)| rest))
    }

    /// The units that stand from here on to the next punctuation, or to 的, and where they end.
    pub(super) fn units_from(&self, words: &Words<'_>, at: usize) -> Option<(Vec<UnitId>, usize)> {
        let part = words.part(at);
        let name = part.strip_suffix('的').unwrap_or(part);
        let (units, rest) = self.units_before(name)?;
        rest.is_empty().then(|| (units.into_iter().cloned().collect(), at + name.len()))
    }

    /// The units a text ends with, by name or short form, and what stands before it.
    pub(super) fn units_before<'t>(&self, before: &'t str) -> Option<(Vec<&UnitId>, &'t str)> {
        let starts: Vec<usize> = before.char_indices().rev().take(10).map(|(at, _)| at).collect();
        // The longest that is one: 审管办 before 管办.
        starts.into_iter().rev().find_map(|at| {
            let short = &before[at..];
            if short.chars().count() < 2 {
                return None;
            }
            let units = self.units.iter().filter(|(_, name)| is_ours(short, name));
            let units: Vec<&UnitId> = units.map(|(id, _)| id).collect();
            (!units.is_empty()).then_some((units, &before[..at]))
        })
    }

    /// Whether what stands before a title is another house: 医院, 省高院, 住建局.
    pub(super) fn is_elsewhere(&self, before: &str) -> bool {
        const HOUSES: &str = "院局厅委府校社馆站厂司部会所处科办";
        let Some(last) = before.chars().next_back() else { return false };
        if !HOUSES.contains(last) {
            return false;
        }
        let chars: Vec<(usize, char)> = before.char_indices().rev().take(12).collect();
        // The longest end that is a short form of our own name, and whether a level that is not ours
        // stands before it: 区法院.
        let own =
            |from: usize| self.organ.iter().any(|name| titles::is_short_for(&before[from..], name.as_str()));
        let ours = chars.iter().skip(1).take_while(|(at, _)| own(*at)).count() + 1;
        match chars.get(1) {
            None => false,
            Some((_, '我' | '本' | '咱' | '贵' | '该' | '你' | '们')) => false,
            Some(_) if ours < 2 => true,
            Some(_) => chars.get(ours).is_some_and(|(_, c)| "省市区县州盟旗级高中基铁海知".contains(*c)),
        }
    }
}

/// What may stand between a unit and a title, the first to go first.
const SMALL: &[&str] =
    &["现任", "原任", "前任", "那位", "这位", "有位", "一位", "里的", "的", "里", "原", "前"];

/// What stands before a title of the highest that is not ours: 村一把手, 企业主要负责人.
pub(super) const ELSEWHERE: &[char] = &[
    '业', '道', '村', '镇', '乡', '街', '位', '目', '级', '里', '市', '县', '省', '区', '方', '团', '社',
    '行', '矿', '店', '家',
];

/// A short form begins as the name does or as one of its parts, and ends as it does.
fn is_ours(short: &str, name: &Folded) -> bool {
    let name = name.as_str();
    let same_end = short.chars().next_back().is_some_and(|c| {
        // 审管办 for 办公室.
        name.ends_with(c) || c == '办' && name.ends_with("办公室") || c == '组' && name.contains('组')
    });
    same_end && titles::is_short_for(short, name)
}

/// 院长欧阳, 院长(王): the surname behind the title; a single one only where nothing or a mask follows.
fn follows(after: &str, surname: &Folded, running: bool) -> bool {
    let Some(rest) = after.strip_prefix(surname.as_str()) else { return false };
    surname.len() > 1 || rest.starts_with(['某', 'x']) || rest.is_empty() && !running
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

/// 钱守一 as somebody without an input method writes it: qianshouyi, shouyiqian. Short ones are syllables
/// of any word.
fn in_letters(name: &str) -> Vec<String> {
    let Some(surname) = surname(name) else { return Vec::new() };
    let given = &name[surname.len()..];
    let (Some(first), Some(second)) = (spelled(surname), spelled(given)) else { return Vec::new() };
    let both =
        first.iter().flat_map(|s| second.iter().flat_map(move |g| [format!("{s}{g}"), format!("{g}{s}")]));
    both.filter(|n| n.len() >= 7).collect()
}

/// A syllable as people type it: ü is written u, v and yu.
fn typed(sound: &str) -> Vec<String> {
    if !sound.contains('ü') {
        return vec![sound.to_owned()];
    }
    ["u", "v", "yu"].iter().map(|u| sound.replace('ü', u)).collect()
}

/// A part of a name in letters, by every reading of its characters.
pub(super) fn spelled(part: &str) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    for c in part.chars() {
        let multi = c.to_pinyin_multi()?;
        let mut sounds: Vec<String> = multi.into_iter().flat_map(|p| typed(p.plain())).collect();
        sounds.sort_unstable();
        sounds.dedup();
        all = all.iter().flat_map(|a| sounds.iter().map(move |s| format!("{a}{s}"))).take(24).collect();
    }
    Some(all)
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
