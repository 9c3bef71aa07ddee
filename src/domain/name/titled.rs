//! Whom a title means where it stands: its holder by his surname, by the unit before it, or by the title alone.

use super::as_read::fold;
use super::directory::{Directory, Hit, How, Place, Post};
use super::fold::Folded;
use super::titles::{self, Kind, Titles};
use super::wider::{Words, ends_a_word, speaks};
use crate::domain::ids::UnitId;

impl Directory {
    /// `rooms`: only of 院长办公室来电, where the room stands for whoever is in it; `six`: the words, where it
    /// is read as since version 6.
    pub(super) fn titled(
        &self,
        titles: &Titles,
        text: &str,
        place: Place,
        (rooms, six): (bool, Option<&Words<'_>>),
        hits: &mut Vec<Hit>,
    ) {
        for found in titles.finder.find_iter(text) {
            let (title, start, end) = (found.pattern().as_usize(), found.start(), found.end());
            let Some(posts) = self.posts.get(&title) else { continue };
            let kind = titles.all[title].kind;
            let (before, after) = (&text[..start], &text[end..]);
            let said = |before| six.map_or(before, |w: &Words<'_>| w.said(before));
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
                    let behind = || follows(after, &p.surname, running) && !self.is_of_another(said(named));
                    named.ends_with(p.surname.as_str()) || behind()
                })
                .collect();
            let meant: Vec<&Post> = if !called.is_empty() {
                called
            } else {
                let kind = if kind == Kind::Chief && self.chief != Some(title) { Kind::Head } else { kind };
                let whole = text.len() == end - start;
                let mut all = self.by_the_title(kind, posts, (before, six), deputy, place, whole);
                if let Some(words) = six {
                    let bare = SMALL.iter().fold(before, |b, w| b.strip_suffix(w).unwrap_or(b));
                    let bare = self.units_before(bare).is_none();
                    let hears = (deputy || !matches!(kind, Kind::Chief | Kind::Top))
                        && words.only_hears(before.len(), end);
                    let others = self.is_of_a_surname(words, named);
                    all.retain(|p| !bare || !others && !hears && !p.by_office);
                }
                all
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
        (before, six): (&str, Option<&Words<'_>>),
        deputy: bool,
        place: Place,
        whole: bool,
    ) -> Vec<&'p Post> {
        let said = |before| six.map_or(before, |w: &Words<'_>| w.said(before));
        // 张院长, 张建国院长, where no holder is called so.
        if titles::ends_in_a_name(said(before)) && self.units_before(before).is_none() {
            return Vec::new();
        }
        let fits = |p: &&Post| p.deputy || !deputy;
        // 监察室的主任, 监察室现任主任.
        let before = SMALL.iter().fold(before, |b, w| b.strip_suffix(w).unwrap_or(b));
        if let Some((units, rest)) = self.units_before(before) {
            // 住建局办公室主任 is another house's.
            if self.is_elsewhere(said(rest)) {
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
        } else if self.is_elsewhere(said(before)) || six.is_some_and(|w| w.is_of_a_masked_unit(before)) {
            return Vec::new();
        }
        let alone = match kind {
            Kind::Chief => return posts.iter().filter(|p| p.deputy == deputy).collect(),
            Kind::Own => true,
            // 街道主要领导, 区里一把手 is another house's.
            Kind::Top => {
                !said(before).ends_with(ELSEWHERE) || before.ends_with("院里") || before.ends_with("局里")
            }
            Kind::Head => whole && matches!(place, Place::Named { own: true, .. }),
            Kind::Rank => false,
        };
        if alone { posts.iter().filter(fits).collect() } else { Vec::new() }
    }

    /// Whether a text ends with a surname of the directory that is no part of a word and no word that one would
    /// put before a title: 白庭长 is nobody but a 白.
    pub(super) fn is_of_a_surname(&self, words: &Words<'_>, before: &str) -> bool {
        !words.broken(before.len())
            && [2, 1].into_iter().any(|n| {
                let Some((at, c)) = before.char_indices().rev().nth(n - 1) else { return false };
                let left = before[..at].chars().next_back().filter(|_| !words.broken(at));
                let word = n == 1
                    && (titles::asks_for(c) || "原前现".contains(c) || ends_a_word(left, &before[at..]));
                self.surnames.contains_key(&fold(&before[at..])) && !word
            })
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

    /// Where units stand in a folded text, each by name or short form.
    pub fn places_of_units(&self, text: &str) -> Vec<(&UnitId, (usize, usize))> {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let places = |end: usize| {
            let (units, rest) = self.units_before(text.get(..end)?)?;
            let place = (rest.len(), end);
            Some(units.into_iter().map(move |unit| (unit, place)))
        };
        ends.filter_map(places).flatten().collect()
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
pub(super) fn is_ours(short: &str, name: &Folded) -> bool {
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
