//! Posts as people call their holders: 欧阳院长, 我院院长, 审管办主任. The titles are data.

use super::as_read::fold;
use super::fold::Folded;
use crate::domain::organ::{Organ, Person, Role};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// What a title says of its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The head of the organ; 副 before it, his deputies.
    Chief,
    /// A post only organs of this kind have.
    Own,
    /// A post every house has.
    Head,
    /// What many are called.
    Rank,
    /// The office somebody has in the organ, whatever his post: 一把手, 分管领导, 纪检组长.
    Top,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Office {
    Chief,
    Vice,
    Discipline,
}

#[derive(Debug)]
pub(super) struct Title {
    pub word: Folded,
    /// With 副 before it.
    deputy: Folded,
    pub kind: Kind,
    /// Who has it, for a title of an office.
    office: Option<Office>,
    /// Posts whose holders are called so: the title itself, and others.
    pub posts: Vec<Folded>,
}

/// Every title, and the machine that finds them, the longest first: 大队长 is not a 队长.
#[derive(Debug)]
pub(super) struct Titles {
    pub all: Vec<Title>,
    pub finder: AhoCorasick,
}

pub(super) fn titles() -> Option<&'static Titles> {
    static TITLES: OnceLock<Option<Titles>> = OnceLock::new();
    let read = || {
        let lines = include_str!("../../../assets/names/titles.txt").lines().filter(|l| !l.starts_with('#'));
        let all: Vec<Title> = lines
            .filter_map(|l| {
                let mut words = l.split_whitespace();
                let (kind, office) = match words.next()? {
                    "chief" => (Kind::Chief, None),
                    "own" => (Kind::Own, None),
                    "head" => (Kind::Head, None),
                    "top" => (Kind::Top, Some(Office::Chief)),
                    "vice" => (Kind::Top, Some(Office::Vice)),
                    "discipline" => (Kind::Top, Some(Office::Discipline)),
                    _ => (Kind::Rank, None),
                };
                let posts: Vec<Folded> = words.map(fold).collect();
                let word = posts.first()?.clone();
                Some(Title { deputy: fold(&format!("副{word}")), word, kind, office, posts })
            })
            .collect();
        let words = all.iter().map(|t| t.word.as_str());
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()?;
        Some(Titles { all, finder })
    };
    TITLES.get_or_init(read).as_ref()
}

/// Somebody who is called by a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    /// Place of the title in the table.
    pub title: usize,
    /// Whether he is a deputy.
    pub deputy: bool,
    /// Whether only the office says so, of somebody who heads no unit of that kind: 庭长 of 信息技术处.
    pub by_office: bool,
}

/// The titles by which a person may be called: of his post, of his role, of a unit he heads.
pub(super) fn held_by(organ: &Organ, person: &Person) -> Vec<Holder> {
    let Some(titles) = titles() else { return Vec::new() };
    let mut held = offices(titles, organ, person);
    let own = called_by(titles, &fold(&person.post));
    if !own.is_empty() {
        held.extend(own);
        return held;
    }
    // Where the directory says no post, the office he has in the organ says it.
    let mut texts = BTreeSet::new();
    let level = |code: &str| organ.kind.ladder.iter().find(|l| l.code == code).map(|l| l.zh.clone());
    if person.roles.contains(&Role::Chf) {
        texts.extend(level("CHIEF"));
    }
    let headed: Vec<_> = organ.units.values().filter(|u| u.head.as_ref() == Some(&person.id)).collect();
    let heads = if headed.is_empty() { None } else { level("DIVISION_HEAD") };
    texts.extend(heads.clone());
    if organ.units.values().any(|u| u.vice_chief.as_ref() == Some(&person.id)) {
        texts.extend(level("VICE_CHIEF"));
    }
    let by_office = |t: &String, holder: &Holder| {
        let sort = titles.all[holder.title].word.as_str().chars().next();
        heads.as_ref() == Some(t) && !headed.iter().any(|u| u.name.chars().next_back() == sort)
    };
    let all = texts.iter().flat_map(|t| called_by(titles, &fold(t)).into_iter().map(move |h| (t, h)));
    held.extend(all.map(|(t, h)| Holder { by_office: by_office(t, &h), ..h }));
    held
}

fn offices(titles: &Titles, organ: &Organ, person: &Person) -> Vec<Holder> {
    let has = |office: Office| match office {
        Office::Chief => person.roles.contains(&Role::Chf),
        Office::Vice => organ.units.values().any(|u| u.vice_chief.as_ref() == Some(&person.id)),
        Office::Discipline => person.roles.contains(&Role::Dish),
    };
    let all = titles.all.iter().enumerate();
    all.filter(|(_, t)| t.office.is_some_and(has))
        .map(|(title, _)| Holder { title, deputy: false, by_office: false })
        .collect()
}

fn called_by(titles: &Titles, post: &Folded) -> Vec<Holder> {
    let mut held = Vec::new();
    if post.is_empty() {
        return held;
    }
    for (title, t) in titles
        .all
        .iter()
        .enumerate()
        .filter(|(_, t)| t.office.is_none() && t.posts.iter().any(|p| post.has(p)))
    {
        // 副院长 is called 院长 as well; 大队长 is not a 队长.
        let longer = |other: &Title| other.word != t.word && other.word.has(&t.word) && post.has(&other.word);
        if !titles.all.iter().any(longer) {
            held.push(Holder { title, deputy: post.has(&t.deputy), by_office: false });
        }
    }
    held
}

/// Whether a post is that of the organ's head or of a deputy, alone or beside others: 副院长、审委会委员. An
/// assistant to the head (院长助理) has another.
pub fn leads_by_post(post: &str) -> bool {
    let Some(titles) = titles() else { return false };
    let heads = || titles.all.iter().filter(|t| t.kind == Kind::Chief);
    post.split(['、', '，', ',', ';', '；', '/', '兼'])
        .map(fold)
        .any(|part| heads().any(|t| t.posts.iter().any(|p| part.as_str().ends_with(p.as_str()))))
}

pub(super) fn kind_of(title: usize) -> Option<Kind> {
    titles()?.all.get(title).map(|t| t.kind)
}

/// Whether what stands before a title is somebody's name: 张院长, 张建国院长. Not so behind a word that
/// asks for the title: 张三找院长.
pub(super) fn ends_in_a_name(before: &str) -> bool {
    let mut back = before.chars().rev();
    let Some(last) = back.next() else { return false };
    is_plain_surname(last) || !asks_for(last) && back.take(2).any(is_plain_surname)
}

/// What one would put before a title: 找院长, 原院长.
pub(super) fn asks_for(c: char) -> bool {
    const ASKS: &str = "找向和与让请给对同跟问求叫由经诉报见的是说称讲到了为被把替帮及要托转从时在";
    ASKS.contains(c)
}

/// A surname that is no word one would put before a title.
fn is_plain_surname(c: char) -> bool {
    static PLAIN: OnceLock<BTreeSet<char>> = OnceLock::new();
    let read = || {
        let lines =
            include_str!("../../../assets/names/surnames.txt").lines().filter(|l| !l.starts_with('#'));
        lines.flat_map(str::chars).collect()
    };
    PLAIN.get_or_init(read).contains(&c)
}

/// Whether the characters of a short form stand in a name in their order: 审管办, 审判管理办公室.
pub(super) fn is_short_for(short: &str, name: &str) -> bool {
    let mut rest = name.chars();
    short.chars().all(|c| rest.any(|n| n == c))
}
