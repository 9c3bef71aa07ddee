//! Posts that several people hold, by every word for them, and heads of units by other words.

use super::surnames::{behind_us, without_small};
use super::words::Words;
use super::{Called, Staff, Wider, tables};
use crate::domain::ids::UnitId;
use crate::domain::name::directory::{Directory, Place};
use crate::domain::name::titled::ELSEWHERE;
use crate::domain::name::titles;
use crate::domain::organ::Role;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a post is that of a unit's head.
pub(super) fn heads_by_post(post: &str) -> bool {
    !post.contains('副')
        && ["主任", "庭长", "局长", "处长", "科长", "支队长", "大队长", "队长"]
            .iter()
            .any(|t| post.ends_with(t))
}

fn words_of_roles(roles: &[Role]) -> impl Iterator<Item = (&'static String, &'static str)> {
    let table = |role: &Role| -> &'static [&'static str] {
        match role {
            Role::Cus => &["custodian", "weak"],
            Role::Dis => &["officer"],
            Role::Dish => &["discipline"],
            Role::Sec => &["secretary"],
            _ => &[],
        }
    };
    roles.iter().flat_map(table).flat_map(|t| tables::words(t).iter().map(move |w| (w, *t)))
}

/// The ends of a post by which its holder is called behind his surname, and words of his roles.
pub(super) fn tails(post: &str, roles: &[Role]) -> BTreeSet<String> {
    let vague = titles::titles().is_some_and(|t| {
        t.all
            .iter()
            .any(|t| t.kind == titles::Kind::Rank && t.posts.iter().any(|p| post.contains(p.as_str())))
    });
    let ends = post.char_indices().map(|(at, _)| &post[at..]).filter(|t| !vague && t.chars().count() > 1);
    let mut all: BTreeSet<String> = ends.map(str::to_owned).collect();
    let words = words_of_roles(roles).filter(|(_, table)| *table != "weak").map(|(w, _)| w);
    all.extend(words.flat_map(|w| w.char_indices().map(|(at, _)| w[at..].to_owned())));
    let short: Vec<String> = all.iter().filter_map(|t| t.strip_suffix('员').map(str::to_owned)).collect();
    all.extend(short);
    all.retain(|t| {
        t.chars().count() > 1 && !matches!(t.as_str(), "院长" | "台账" | "账的" | "记册" | "册的")
    });
    if post.ends_with("院长") {
        all.insert("院长".to_owned());
    }
    all
}

/// Puts the words for what one member of staff is into the table of all.
pub(super) fn called(staff: &Staff, n: usize, all: &mut BTreeMap<String, Called>) {
    let mut put = |word: String, in_a_unit: bool, behind_us: bool, title: bool| {
        let called = all.entry(word).or_insert_with(|| Called {
            staff: Vec::new(),
            in_a_unit: true,
            behind_us: true,
            title: true,
        });
        called.title &= title;
        called.staff.push(n);
        called.in_a_unit &= in_a_unit;
        called.behind_us &= behind_us;
    };
    let post = &staff.post;
    let long = post.chars().count() > 2;
    let titled = titles::titles()
        .is_some_and(|t| t.all.iter().any(|t| t.posts.iter().any(|p| post.ends_with(p.as_str()))));
    if long && !titled {
        put(post.clone(), false, false, false);
        let signs: Vec<char> = post.chars().collect();
        // 审判管理员 is 审管员.
        if signs.len() == 5 {
            put([signs[0], signs[2], signs[4]].iter().collect(), false, false, false);
        }
        for (at, _) in post.char_indices().skip(1) {
            if post[at..].chars().count() > 2 {
                put(post[at..].to_owned(), true, false, false);
            }
        }
    }
    // The whole post as the directory has it, though it is a title, but for one that every house has and
    // that of its head, which has a reading of its own.
    let bare = titles::titles()
        .is_some_and(|t| t.all.iter().any(|t| t.kind != titles::Kind::Rank && t.word.as_str() == post));
    let own = post.ends_with("局长") && !staff.roles.contains(&Role::Chf);
    let head = post.ends_with("院长") || post.ends_with("检察长") || post.ends_with("庭长");
    if titled && (post.chars().count() > 5 || !head && (!bare || own)) {
        put(post.clone(), false, false, post.chars().count() <= 5);
    }
    for (word, table) in words_of_roles(&staff.roles).filter(|(_, t)| *t != "discipline") {
        put(word.clone(), false, table == "weak", false);
    }
}

/// 专职委员, 检委会专委: what a member by profession is called beside 专委.
pub(super) fn called_since_six(staff: &Staff, n: usize, all: &mut BTreeMap<String, Called>) {
    if staff.post.contains("专职委员") || staff.post.contains("专委") {
        for word in tables::words("members") {
            all.entry(word.clone()).or_default().staff.push(n);
        }
    }
}

impl Wider {
    pub(super) fn by_posts(
        &self,
        directory: &Directory,
        words: &Words<'_>,
        place: Place,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let posts = [Some(&self.posts), Some(&self.more_posts).filter(|_| words.six)];
        posts.into_iter().flatten().for_each(|posts| {
            posts.each(words.text, |called, start, end| {
                let before = words.before(start);
                // 副局长 is no 局长, and 局长办公室 a room.
                let rest = words.rest(end);
                let thing = |rest: &str| HELPS.iter().any(|w| rest.starts_with(w));
                let room = called.title && (thing(rest) || rest.strip_prefix('的').is_some_and(thing));
                if called.title && before.ends_with('副') || room {
                    return;
                }
                let bare = without_small(before).trim_end_matches(['某', 'x']);
                let all = self.few(&called.staff);
                let named: Vec<usize> =
                    all.iter().copied().filter(|n| named_before(bare, &self.staff[*n].surname)).collect();
                if !named.is_empty() {
                    return named.into_iter().for_each(|n| found(n, start, end));
                }
                let unit = directory
                    .units_before(bare)
                    .filter(|(_, rest)| !directory.is_elsewhere(words.said(rest)));
                let said = words.said(bare);
                let another = unit.is_none()
                    && (titles::ends_in_a_name(said)
                        || tables::ends("elsewhere", said).is_some()
                        || directory.is_elsewhere(said)
                        || words.is_of_a_masked_unit(bare));
                if another || called.behind_us && !behind_us(directory, before) {
                    return;
                }
                let of_another = || directory.is_of_a_surname(words, bare);
                if words.six
                    && unit.is_none()
                    && (of_another() || words.only_hears(start, end) || words.only_works(start, end))
                {
                    return;
                }
                let here = |n: &&usize| {
                    unit.as_ref().is_some_and(|(units, _)| units.contains(&&self.staff[**n].unit))
                };
                let in_it: Vec<usize> = self.few(&called.staff).iter().filter(here).copied().collect();
                if !in_it.is_empty() {
                    in_it.into_iter().for_each(|n| found(n, start, end));
                } else if !called.in_a_unit {
                    all.iter().for_each(|n| found(*n, start, end));
                }
            })
        });
        // 民一庭审判员 in a row of this organ: few of one unit are called so.
        if matches!(place, Place::Named { own: true, .. }) {
            let holds = |s: &Staff| {
                let before = words.text.strip_suffix(s.post.as_str()).filter(|_| !s.post.is_empty());
                let units = before.and_then(|b| directory.units_before(without_small(b)));
                units.is_some_and(|(units, _)| units.contains(&&s.unit))
            };
            let all: Vec<usize> = (0..self.staff.len()).filter(|n| holds(&self.staff[*n])).collect();
            self.few(&all).iter().for_each(|n| found(*n, 0, words.text.len()));
        }
    }

    /// 监察室的头, 监察处主任, 监察室负责同志; 法院老大. Returns where words for the head of a unit end.
    pub(super) fn by_units(
        &self,
        directory: &Directory,
        words: &Words<'_>,
        found: &mut impl FnMut(usize, usize, usize),
    ) -> BTreeSet<usize> {
        let mut behind_a_unit = BTreeSet::new();
        for (at, _) in words.text.char_indices() {
            let head = tables::begins("heads", &words.text[at..]);
            let top = tables::begins("tops", &words.text[at..]);
            let Some(word) = head.into_iter().chain(top).max_by_key(|w| w.len()) else { continue };
            let end = at + word.len();
            let helper = HELPS.iter().any(|w| *w != "办公" && words.rest(end).starts_with(w));
            if helper || !words.whole(at, end) || word == "头" && !words.closes(end) {
                continue;
            }
            let bare = without_small(words.before(at));
            if head.is_some()
                && let Some(units) = self.units_by_other_words(directory, words, bare)
            {
                let heads = |s: &Staff| s.heads.iter().any(|u| units.contains(u));
                let all = self.staff.iter().enumerate().filter(|(_, s)| heads(s)).map(|(n, _)| n);
                all.for_each(|n| {
                    behind_a_unit.insert(end);
                    found(n, at, end);
                });
            } else if top.is_some()
                && tables::ends("house", bare).is_some()
                && !directory.is_elsewhere(words.said(bare))
            {
                let chiefs = self.staff.iter().enumerate().filter(|(_, s)| s.roles.contains(&Role::Chf));
                chiefs.for_each(|(n, _)| found(n, at, end));
            }
        }
        behind_a_unit
    }

    /// 主任（监察室）, 主任，监察室的: the unit behind its head or behind a post. Returns where such a title
    /// ends, and whom it means there.
    pub(super) fn before_units(
        &self,
        directory: &Directory,
        words: &Words<'_>,
        found: &mut impl FnMut(usize, usize, usize),
    ) -> BTreeMap<usize, BTreeSet<usize>> {
        let mut said_of = BTreeMap::new();
        let Some(titles) = titles::titles() else { return said_of };
        for hit in titles.finder.find_iter(words.text) {
            let (title, at, end) = (&titles.all[hit.pattern().as_usize()], hit.start(), hit.end());
            let Some((units, to)) = directory.units_from(words, end).filter(|_| words.broken(end)) else {
                continue;
            };
            let deputy = words.before(at).ends_with('副');
            let holds = |s: &Staff| {
                let here = units.contains(&s.unit);
                let so = title.posts.iter().any(|p| s.post.contains(p.as_str()));
                let heads = title.kind == titles::Kind::Head && s.heads.iter().any(|u| units.contains(u));
                (here && so || heads) && (!deputy || s.post.contains('副'))
            };
            let all = self.staff.iter().enumerate().filter(|(_, s)| holds(s)).map(|(n, _)| n);
            let all: BTreeSet<usize> = all.collect();
            all.iter().for_each(|n| found(*n, at, to));
            said_of.insert(end, all);
        }
        said_of
    }

    /// The units a text ends with: by name, by short form, under another word for a unit, and that of
    /// the head of discipline by what he is for.
    fn units_by_other_words(
        &self,
        directory: &Directory,
        words: &Words<'_>,
        bare: &str,
    ) -> Option<Vec<UnitId>> {
        let ours = |rest: &str| {
            let said = words.said(rest);
            !directory.is_elsewhere(said) && !said.ends_with(ELSEWHERE)
        };
        if let Some((units, rest)) = directory.units_before(bare) {
            return ours(rest).then(|| units.into_iter().cloned().collect());
        }
        if let Some(rest) = tables::ends("watch", bare) {
            let of =
                self.staff.iter().filter(|s| s.roles.contains(&Role::Dish)).flat_map(|s| s.heads.clone());
            return ours(rest).then(|| of.collect());
        }
        const SORTS: &[char] = &['室', '处', '科', '办', '组', '部', '局', '队', '庭'];
        let stem = bare.strip_suffix(SORTS).unwrap_or(bare);
        let (id, name) = directory.units().find_map(|(id, name)| {
            let own = name.strip_suffix(SORTS).filter(|n| n.chars().count() > 1)?;
            stem.ends_with(own).then_some((id, own))
        })?;
        ours(&stem[..stem.len() - name.len()]).then(|| vec![id.clone()])
    }
}

/// What makes a room, an assistant or an occasion of a title.
const HELPS: &[&str] = &["办公", "助理", "科员", "会议", "信箱", "接待日"];

/// Whether a holder's surname stands right before, and is no part of another word.
fn named_before(bare: &str, surname: &str) -> bool {
    !surname.is_empty()
        && bare.strip_suffix(surname).is_some_and(|b| !tables::ends_a_word(b.chars().next_back(), surname))
}
