//! Whom a text may mean without his name standing in it: surname and address, a given name alone, a name
//! by its sound, a post of several people, the head of a unit by other words. All of it is read since
//! version 4; what was written before is judged without it.

mod certain;
mod latin;
mod nicks;
mod posts;
mod ranks;
mod sounds;
mod surnames;
mod tables;
mod words;

use super::as_read::fold;
use super::directory::{Directory, Hit, How, Place};
use super::fold::Traced;
use super::kind::surname;
use super::letters::{in_letters, partly_in_letters, spelled};
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::organ::{Organ, Person, Role};
use aho_corasick::{AhoCorasick, MatchKind};
use pinyin::{ToPinyin, ToPinyinMulti};
use sounds::Heard;
use std::collections::{BTreeMap, BTreeSet, HashMap};
pub(super) use words::Words;

pub(super) use tables::ends_a_word;

/// Whether a text begins with what somebody does who calls, or who speaks for another.
pub(super) fn speaks(text: &str) -> bool {
    tables::begins("comes", text).or_else(|| tables::begins("tells", text)).is_some()
}

/// Up to so many holders of a post, or bearers of a given name, each is in question; beyond it the words
/// say too little of anybody.
const FEW: usize = 5;

#[derive(Debug)]
struct Staff {
    id: PersonId,
    surname: String,
    given: String,
    post: String,
    /// What stands behind his surname for his post: 保管, 管理员.
    tails: BTreeSet<String>,
    unit: UnitId,
    heads: Vec<UnitId>,
    roles: Vec<Role>,
    /// Whether he is so now, and not only was.
    now: bool,
    /// By his own name, or by that of a relative he declared.
    how: How,
}

/// A word for a post, and where it counts.
#[derive(Debug, Default)]
struct Called {
    staff: Vec<usize>,
    /// Only behind one of our units, of those who are in it.
    in_a_unit: bool,
    /// Only behind this organ or a unit of it.
    behind_us: bool,
    /// It is a title that others have as well: its room and its telephone are no person.
    title: bool,
}

/// The directory by everything but names.
#[derive(Debug, Default)]
pub(super) struct Wider {
    staff: Vec<Staff>,
    surnames: HashMap<String, Vec<usize>>,
    /// The first characters of surnames of two: 欧院长.
    double_firsts: HashMap<char, Vec<usize>>,
    surname_letters: HashMap<String, Vec<usize>>,
    /// Two initials: of a name of two characters, of a given name of two.
    two_letters: HashMap<String, Vec<usize>>,
    /// Given names of two characters, by the first sound of the first.
    heard_given: HashMap<&'static str, Vec<usize>>,
    givens: HashMap<String, Vec<usize>>,
    given_letters: HashMap<String, Vec<usize>>,
    /// Given names of two in few letters, and of one, in letters: read where somebody speaks for another.
    short_letters: HashMap<String, Vec<usize>>,
    last_signs: HashMap<char, Vec<usize>>,
    /// Given names of one.
    lone: HashMap<char, Vec<usize>>,
    /// Relatives' names of two, by their surnames.
    kin_surnames: HashMap<String, Vec<usize>>,
    /// Names in letters by each of their words, with all of them in order; and written as one word.
    lettered: HashMap<String, Vec<(Vec<String>, usize)>>,
    joined: HashMap<String, Vec<usize>>,
    accounts: HashMap<String, Vec<usize>>,
    /// Initials, accounts and names with a sign masked.
    signs: Found<Vec<usize>>,
    /// Names partly in letters by every reading, and those of relatives by their signs: since version 6.
    more_signs: Found<Vec<usize>>,
    posts: Found<Called>,
    /// Words for a post since version 6.
    more_posts: Found<Called>,
    heard: Heard,
}

/// Patterns in one search, each with what it means.
#[derive(Debug)]
struct Found<T> {
    finder: Option<AhoCorasick>,
    means: Vec<T>,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self { finder: None, means: Vec::new() }
    }
}

impl<T> Found<T> {
    /// None is built where there is nothing to look for.
    fn of(all: BTreeMap<String, T>) -> Self {
        let (words, means): (Vec<String>, Vec<T>) = all.into_iter().unzip();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).ok();
        Self { finder: finder.filter(|_| !words.is_empty()), means }
    }

    fn each(&self, text: &str, mut found: impl FnMut(&T, usize, usize)) {
        for hit in self.finder.iter().flat_map(|f| f.find_iter(text)) {
            if let Some(means) = self.means.get(hit.pattern().as_usize()) {
                found(means, hit.start(), hit.end());
            }
        }
    }
}

impl Wider {
    pub fn of(organ: &Organ) -> Self {
        let mut made = Self::default();
        let mut into = Patterns::default();
        let now = organ.people.values().map(|p| (p, p.active));
        for (person, now) in now.chain(organ.former.iter().map(|p| (p, false))) {
            made.take(organ, person, now, &mut into);
            person.kin_names.iter().for_each(|name| made.take_kin(&person.id, name, &mut into));
        }
        (made.signs, made.more_signs) = (Found::of(into.signs), Found::of(into.more_signs));
        (made.posts, made.more_posts) = (Found::of(into.posts), Found::of(into.more_posts));
        made
    }

    /// A relative's name by its sound, its letters and its masks; what he is called otherwise is not read.
    fn take_kin(&mut self, person: &PersonId, name: &str, into: &mut Patterns) {
        let n = self.staff.len();
        let Some(family) = surname(name) else { return };
        let (family, name) = (fold(family).to_string(), fold(name).to_string());
        let Some(given) = name.strip_prefix(family.as_str()).filter(|g| !g.is_empty()) else { return };
        self.heard.take(&name, n);
        self.kin_surnames.entry(family.clone()).or_default().push(n);
        for sign in signs_of(&name, &family, given, "").into_iter().chain(in_letters(&name)) {
            into.more_signs.entry(sign).or_default().push(n);
        }
        partly_in_letters(&name).into_iter().for_each(|s| into.more_signs.entry(s).or_default().push(n));
        self.staff.push(Staff {
            id: person.clone(),
            given: given.to_owned(),
            surname: String::new(),
            post: String::new(),
            tails: BTreeSet::new(),
            unit: UnitId::from(""),
            heads: Vec::new(),
            roles: Vec::new(),
            now: false,
            how: How::KinName,
        });
    }

    fn take(&mut self, organ: &Organ, person: &Person, now: bool, into: &mut Patterns) {
        let n = self.staff.len();
        let family = surname(&person.name).unwrap_or_default();
        let (family, name) = (fold(family).to_string(), fold(&person.name).to_string());
        let given =
            name.strip_prefix(family.as_str()).filter(|_| !family.is_empty()).unwrap_or("").to_owned();
        let post = fold(&person.post).to_string();
        if !family.is_empty() {
            self.surnames.entry(family.clone()).or_default().push(n);
            self.heard.take(&name, n);
            if family.chars().count() > 1 {
                family.chars().take(1).for_each(|c| self.double_firsts.entry(c).or_default().push(n));
            }
            for letters in spelled(&family).unwrap_or_default() {
                self.surname_letters.entry(letters).or_default().push(n);
            }
            let two = if name.chars().count() == 2 { name.as_str() } else { given.as_str() };
            if two.chars().count() == 2 {
                initials(two).into_iter().for_each(|i| self.two_letters.entry(i).or_default().push(n));
            }
        }
        if given.chars().count() > 1 {
            self.givens.entry(given.clone()).or_default().push(n);
            for letters in spelled(&given).unwrap_or_default().into_iter().filter(|l| l.len() > 4) {
                self.given_letters.entry(letters).or_default().push(n);
            }
            if given.chars().count() == 2 {
                for sound in given.chars().take(1).flat_map(sounds::of).collect::<BTreeSet<_>>() {
                    self.heard_given.entry(sound).or_default().push(n);
                }
            }
            given.chars().next_back().into_iter().for_each(|c| self.last_signs.entry(c).or_default().push(n));
        } else {
            given.chars().for_each(|c| self.lone.entry(c).or_default().push(n));
        }
        if (1..=2).contains(&given.chars().count()) {
            let short = |l: &String| l.len() < 5 || given.chars().count() == 1;
            for letters in spelled(&given).unwrap_or_default().into_iter().filter(short) {
                self.short_letters.entry(letters).or_default().push(n);
            }
        }
        self.take_letters(&person.name, &person.account, n);
        for sign in signs_of(&name, &family, &given, &person.account) {
            into.signs.entry(sign).or_default().push(n);
        }
        for sign in partly_in_letters(&person.name) {
            into.more_signs.entry(sign).or_default().push(n);
        }
        let heads = organ.units.values().filter(|u| u.head.as_ref() == Some(&person.id));
        let heads =
            heads.map(|u| u.id.clone()).chain(posts::heads_by_post(&post).then(|| person.unit.clone()));
        let staff = Staff {
            id: person.id.clone(),
            tails: posts::tails(&post, &person.roles),
            heads: heads.collect(),
            unit: person.unit.clone(),
            roles: person.roles.clone(),
            surname: family,
            given,
            post,
            now,
            how: How::Title,
        };
        posts::called(&staff, n, &mut into.posts);
        posts::called_since_six(&staff, n, &mut into.more_posts);
        self.staff.push(staff);
    }

    /// Adds whom the words may mean besides.
    pub fn read(
        &self,
        directory: &Directory,
        words: &Words<'_>,
        typed: &str,
        made: &Traced,
        place: Place,
        hits: &mut Vec<Hit>,
    ) {
        let mut all: Vec<(usize, usize, usize)> = Vec::new();
        let mut found = |n: usize, start: usize, end: usize| all.push((n, start, end));
        if matches!(place, Place::Named { .. }) {
            let whole = words.text;
            let alone = self.givens.get(whole).or_else(|| self.given_letters.get(whole));
            alone.into_iter().flatten().for_each(|n| found(*n, 0, whole.len()));
        }
        self.heard.find(words, |n, start, end| {
            if words.six || self.staff[n].how != How::KinName {
                found(n, start, end);
            }
        });
        for signs in [Some(&self.signs), Some(&self.more_signs).filter(|_| words.six)].into_iter().flatten() {
            signs.each(words.text, |staff, start, end| {
                if words.stands_alone(start, end) {
                    staff.iter().for_each(|n| found(*n, start, end));
                }
            });
        }
        if words.six {
            self.by_nicks(words, &mut found);
            self.by_kin(words, &mut found);
            self.by_given_in_letters(words, typed, made, &mut found);
        }
        // A title whose holder has been found by his surname is nobody else's.
        let titled = hits.iter().filter(|h| h.how == How::Title).map(|h| (h.end, h.person.clone())).collect();
        self.by_surnames(directory, words, place, &titled, &mut found);
        self.by_letters(words, typed, made, &mut found);
        self.by_given_sounds(words, &mut found);
        self.by_given_names(directory, words, &mut found);
        self.by_posts(directory, words, place, &mut found);
        // 监察室一把手 is whoever heads it, and not the president.
        let behind_a_unit = self.by_units(directory, words, &mut found);
        let said_of = self.before_units(directory, words, &mut found);
        let president = |p: &PersonId| self.staff.iter().any(|s| &s.id == p && s.roles.contains(&Role::Chf));
        hits.retain(|h| h.how != How::Title || !behind_a_unit.contains(&h.end) || !president(&h.person));
        // 庭长（立案庭） is that one, and no other.
        let others = |end: &usize, is: &dyn Fn(&usize) -> bool| {
            words.seven && said_of.get(end).is_some_and(|all| !all.is_empty() && !all.iter().any(is))
        };
        hits.retain(|h| h.how != How::Title || !others(&h.end, &|n| self.staff[*n].id == h.person));
        all.retain(|(n, _, end)| !others(end, &|m| m == n));
        hits.extend(all.into_iter().filter_map(|(n, start, end)| {
            let staff = self.staff.get(n)?;
            Some(Hit { person: staff.id.clone(), how: staff.how, start, end })
        }));
    }

    /// Whether words that an earlier reading took for somebody are something else: 小顾客, 大学院长.
    pub fn is_something_else(words: &Words<'_>, hit: &Hit) -> bool {
        let found = &words.text[hit.start..hit.end];
        match hit.how {
            How::KinName => false,
            How::Name => {
                let left: String = words.left(hit.start).into_iter().chain(found.chars().take(1)).collect();
                let nouns = tables::words("nouns");
                nouns.contains(&left) && tables::begins("business", words.rest(hit.end)).is_some()
            }
            How::Title if found == "院长" && !words.broken(hit.start) => {
                tables::ends("schools", words.before(hit.start)).is_some()
            }
            How::Title => {
                let nick = found.strip_prefix(['老', '小']);
                nick.is_some_and(|s| tables::begins_a_word(s, words.right(hit.end)))
            }
        }
    }

    /// Those of a list, if they are few.
    fn few<'n>(&self, all: &'n [usize]) -> &'n [usize] {
        let now: BTreeSet<&PersonId> =
            all.iter().filter_map(|n| self.staff.get(*n)).filter(|s| s.now).map(|s| &s.id).collect();
        if now.len() > FEW { &[] } else { all }
    }
}

/// Patterns while people are taken, each with whom it means.
#[derive(Default)]
struct Patterns {
    signs: BTreeMap<String, Vec<usize>>,
    more_signs: BTreeMap<String, Vec<usize>>,
    posts: BTreeMap<String, Called>,
    more_posts: BTreeMap<String, Called>,
}

/// The first letters of characters, by every reading of each.
fn initials(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for c in text.chars() {
        let readings = c.to_pinyin_multi().into_iter().flatten();
        let firsts: BTreeSet<char> = readings.filter_map(|p| p.plain().chars().next()).collect();
        all = all.iter().flat_map(|a| firsts.iter().map(move |f| format!("{a}{f}"))).take(8).collect();
    }
    all
}

/// Initials of three, the account where it is no word, 钱某一, 钱sy.
fn signs_of(name: &str, family: &str, given: &str, account: &str) -> Vec<String> {
    let mut all = Vec::new();
    let letters = |text: &str| -> Option<Vec<&'static str>> {
        text.chars().map(|c| c.to_pinyin().map(pinyin::Pinyin::plain)).collect()
    };
    if account.contains(['_', '-', '.']) || account.contains(|c: char| c.is_ascii_digit()) {
        all.push(fold(account).to_string());
    }
    let (Some(_), Some(rest)) = (letters(family), letters(given)) else { return all };
    if family.is_empty() || rest.len() < 2 {
        return all;
    }
    let (firsts, rests) = (initials(family), initials(given));
    all.extend(firsts.iter().flat_map(|f| rests.iter().map(move |r| format!("{f}{r}"))));
    all.extend(rests.iter().map(|r| format!("{family}{r}")));
    all.extend(firsts.iter().map(|f| format!("{f}{given}")));
    let signs: Vec<char> = given.chars().collect();
    for mask in ['某', 'x'] {
        for n in 0..signs.len() {
            let masked: String =
                signs.iter().enumerate().map(|(i, c)| if i == n { mask } else { *c }).collect();
            all.push(format!("{family}{masked}"));
        }
    }
    if family.chars().count() > 1 {
        all.extend(signs.iter().map(|c| format!("{family}{c}")));
    }
    all.retain(|s| s != name);
    all
}

#[cfg(test)]
mod tests;
