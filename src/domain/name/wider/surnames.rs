//! A surname with an address, a unit or a post beside it; a given name alone where grammar shows a person.

use super::ranks::Rank;
use super::words::Words;
use super::{Wider, sounds, tables};
use crate::domain::ids::PersonId;
use crate::domain::name::as_read::fold;
use crate::domain::name::directory::{Directory, Place, everyday_words};
use crate::domain::name::titles;
use std::collections::BTreeSet;

impl Wider {
    pub(super) fn by_surnames(
        &self,
        directory: &Directory,
        words: &Words<'_>,
        place: Place,
        titled: &BTreeSet<(usize, PersonId)>,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        for (at, _) in words.text.char_indices() {
            let two = words.text[at..].char_indices().nth(2).map_or(words.text.len(), |(n, _)| at + n);
            let one = words.text[at..].char_indices().nth(1).map_or(words.text.len(), |(n, _)| at + n);
            let known =
                [two, one].into_iter().find_map(|end| Some((end, self.surnames.get(&words.text[at..end])?)));
            let Some((end, staff)) = known else {
                // 欧院长 is 欧阳.
                let first = words.text[at..].chars().next().and_then(|c| self.double_firsts.get(&c));
                let short = Surname { directory, words, place, at, end: one };
                for n in first.into_iter().flatten().filter(|_| words.opens(at)) {
                    if let Some(to) = short.with_his_post(&self.staff[*n].tails) {
                        found(*n, at, to);
                    }
                }
                continue;
            };
            let surname = Surname { directory, words, place, at, end };
            // Heads of units whom the title alone may mean are not those of the surname.
            let taken = |to: usize| staff.iter().any(|n| titled.contains(&(to, self.staff[*n].id.clone())));
            if let Some(rank) = surname.rank().filter(|r| !taken(r.to)) {
                self.of_rank(&surname, staff, &rank).into_iter().for_each(|n| found(n, at, rank.to));
            }
            match surname.calls() {
                Some(to) => staff.iter().for_each(|n| found(*n, at, to)),
                None => {
                    for n in staff {
                        let it = &self.staff[*n];
                        if let Some(to) =
                            surname.with_his_post(&it.tails).or_else(|| surname.sounds(&it.given))
                        {
                            found(*n, at, to);
                        }
                    }
                }
            }
        }
    }

    /// A relative's given name of one by its sound.
    pub(super) fn by_kin(&self, words: &Words<'_>, found: &mut impl FnMut(usize, usize, usize)) {
        for (at, c) in words.text.char_indices() {
            let end = at + c.len_utf8();
            for n in self.kin_surnames.get(&words.text[at..end]).into_iter().flatten() {
                let to = sound_of(words, (at, end), &self.staff[*n].given);
                to.into_iter().for_each(|to| found(*n, at, to));
            }
        }
    }

    pub(super) fn by_given_names(
        &self,
        directory: &Directory,
        words: &Words<'_>,
        found: &mut impl FnMut(usize, usize, usize),
    ) {
        let chars: Vec<(usize, char)> = words.text.char_indices().collect();
        let at = |n: usize| chars.get(n).map_or(words.text.len(), |(at, _)| *at);
        for n in 0..chars.len() {
            let (start, end) = (at(n), at(n + 2));
            if n + 2 <= chars.len()
                && let Some(staff) = self.givens.get(&words.text[start..end])
                && words.whole(start, end)
                && is_given(directory, words, start, end)
            {
                self.few(staff).iter().for_each(|n| found(*n, start, end));
            }
            // 青哥, 阿青.
            let (c, next) = (chars[n].1, words.right(at(n + 1)));
            let (to, called) = match c {
                '阿' => (at(n + 2), next),
                c => (at(n + 2), Some(c).filter(|_| matches!(next, Some('哥' | '姐')))),
            };
            let called = called.filter(|c| !tables::has("not_given", *c));
            let whose = |c: char, lone: bool| if lone { self.lone.get(&c) } else { self.last_signs.get(&c) };
            for lone in [false, true].into_iter().take(if words.six { 2 } else { 1 }) {
                if let Some(staff) = called.and_then(|c| whose(c, lone))
                    && words.opens(start)
                    && words.closes(to)
                {
                    self.few(staff).iter().for_each(|n| found(*n, start, to));
                }
            }
            // 䶮让他来问: a given name of one where a sentence begins.
            let tells = || tables::begins("tells", words.rest(at(n + 1))).is_some();
            if words.six && words.broken(start) && !tables::has("lonely", c) && tells() {
                let staff = self.lone.get(&c).map_or(&[][..], |all| self.few(all));
                staff.iter().for_each(|i| found(*i, start, at(n + 1)));
            }
        }
    }
}

/// A given name of two characters, used as one: 长青说, 与长青, “长青”, 长青主任. An everyday word is one
/// only where somebody speaks or is spoken to.
fn is_given(directory: &Directory, words: &Words<'_>, start: usize, end: usize) -> bool {
    let rest = words.rest(end);
    let titled = tables::begins("address", rest).is_some()
        || titles::titles().is_some_and(|t| t.all.iter().any(|t| rest.starts_with(t.word.as_str())));
    let opens = words.opens(start) || behind_us(directory, words.before(start));
    let everyday = everyday_words().contains(&fold(&words.text[start..end]));
    if everyday {
        let tells = tables::begins("tells", rest).is_some() || rest.starts_with('说');
        return opens && (titled || tells);
    }
    opens && (titled || words.closes(end))
}

/// A given name of one character by its sound, behind the surname as it is written: where it ends.
fn sound_of(w: &Words<'_>, (at, end): (usize, usize), given: &str) -> Option<usize> {
    let (mut signs, typed) = (given.chars(), w.right(end)?);
    let (sign, None) = (signs.next()?, signs.next()) else { return None };
    let to = end + typed.len_utf8();
    let named = sign != typed && sounds::sound_alike(sign, typed) && w.opens(at) && w.closes(to);
    (named && !tables::begins_a_word(&w.text[at..end], Some(typed))).then_some(to)
}

/// Whether a unit of ours, or this organ, stands before; small words between do not part them.
pub(super) fn behind_us(directory: &Directory, before: &str) -> bool {
    let bare = without_small(before);
    let unit = directory.units_before(bare).is_some_and(|(_, rest)| !directory.is_elsewhere(rest));
    unit || tables::ends("house", bare).is_some_and(|_| !directory.is_elsewhere(bare))
}

pub(super) fn without_small(before: &str) -> &str {
    tables::words("small").iter().fold(before, |b, w| b.strip_suffix(w.as_str()).unwrap_or(b))
}

/// One surname of the directory where it stands.
pub(super) struct Surname<'a> {
    directory: &'a Directory,
    words: &'a Words<'a>,
    place: Place,
    at: usize,
    end: usize,
}

impl Surname<'_> {
    fn text(&self) -> &str {
        &self.words.text[self.at..self.end]
    }

    /// Whether everybody of this surname is called here; where the passage ends.
    fn calls(&self) -> Option<usize> {
        let (w, rest) = (self.words, self.words.rest(self.end));
        if !w.whole(self.at, self.end) || tables::ends_a_word(w.left(self.at), self.text()) {
            return None;
        }
        let double = self.text().chars().count() > 1;
        let before = w.before(self.at);
        let to = |part: &str| Some(self.end + part.len());
        let outside = self.is_outside();
        if let Some(before) = before.strip_suffix('姓').filter(|_| !w.broken(self.at)) {
            let of = |rest: &str| {
                let bare = rest.strip_prefix('的').unwrap_or(rest);
                // 姓钱的, and nothing of what he is.
                let alone = bare.chars().next().is_none_or(|c| tables::has("after", c))
                    && tables::begins("apposed", bare).is_none()
                    && tables::ends("apposed", before).is_none();
                let who =
                    ["同志", "领导", "法官", "同事", "人", "那位"].iter().find_map(|a| bare.strip_prefix(a));
                bare.len() < rest.len() && (alone || tables::begins("tells", who.unwrap_or(bare)).is_some())
            };
            return (behind_us(self.directory, before) || of(rest)).then_some(self.end);
        }
        if ["同事", "同志", "法官", "领导", "干部"]
            .iter()
            .any(|a| rest.strip_prefix('姓').is_some_and(|r| r.starts_with(a)))
        {
            return to("姓");
        }
        if let Some(opened) = before.strip_suffix('阿').filter(|_| !w.broken(self.at)) {
            let says = w.closes(self.end) || tables::begins("tells", rest).is_some();
            return (says && w.opens(opened.len())).then_some(self.end);
        }
        let us = behind_us(self.directory, before);
        let masked = rest.starts_with(['某', 'x']);
        let address = tables::begins("address", rest)
            .filter(|_| tables::begins("not_after", rest).is_none())
            .filter(|a| a.chars().count() > 1 || *a != "x" || w.closes(self.end + 1));
        let loose = tables::begins("loose", rest);
        if us && (rest.is_empty() || address.is_some() || loose.is_some() || w.closes(self.end)) {
            return to(address.or(loose).unwrap_or(""));
        }
        // 当事人王某, 区住建局局长王某: whoever is named by what he is is no colleague.
        if self.is_anothers() || outside && (masked || loose.is_some()) {
            return None;
        }
        if let Some(address) = address {
            let only = address.chars().count() == 1 && !masked;
            let ends = self.end + address.len();
            return (!only || !matches!(address, "老" | "工") || w.closes(ends)).then_some(ends);
        }
        if let Some(loose) = loose {
            let after = w.rest(self.end + loose.len());
            return tables::begins("comes", after).is_none().then_some(self.end + loose.len());
        }
        let alone = double && w.opens(self.at) && w.closes(self.end) && !outside;
        // 老石办公室.
        let room = matches!(w.left(self.at), Some('老' | '小')) && rest.starts_with("办公室");
        let big = w.left(self.at) == Some('大') && tables::begins("tells", rest).is_some();
        (alone || big || room).then_some(self.end)
    }

    /// 牛监察员, 钱保管, 欧阳大院长.
    fn with_his_post(&self, tails: &BTreeSet<String>) -> Option<usize> {
        let w = self.words;
        let rest = w.rest(self.end);
        let bare = Self::without_masks(rest);
        let skipped = self.end + (rest.len() - bare.len());
        let tail = tails.iter().filter(|t| bare.starts_with(t.as_str())).max_by_key(|t| t.len())?;
        let to = skipped + tail.len();
        let noun = tail.ends_with(['员', '长', '任', '记']);
        let stands = !tables::ends_a_word(w.left(self.at), self.text()) && !self.is_anothers();
        (stands && (noun || w.opens(self.at) && w.closes(to))).then_some(to)
    }

    /// 钱某, 钱姓, 欧阳大: what may stand between a surname and a post.
    fn without_masks(rest: &str) -> &str {
        let masks = rest.trim_start_matches(['某', 'x']);
        masks.strip_prefix(['大', '姓']).unwrap_or(masks)
    }

    /// 许法官, 蒋某处长; not 张建华法官, and not 区法院王法官.
    pub fn rank(&self) -> Option<Rank<'_>> {
        let (w, rest) = (self.words, self.words.rest(self.end));
        let bare = Self::without_masks(rest);
        let rank = Rank::behind(bare, self.end + (rest.len() - bare.len()))?;
        let before = w.before(self.at);
        let within = tables::ends_a_word(w.left(self.at), self.text())
            || !w.broken(self.at)
                && titles::ends_in_a_name(w.said(before))
                && !behind_us(self.directory, before);
        // 省高院的秦法官.
        let anothers = self.is_anothers() || self.directory.is_of_another(w.said(without_small(before)));
        (!within && !anothers).then_some(rank)
    }

    /// Whether the row does not say that he is of this organ; since version 6, whether it says that he is not.
    pub fn is_outside(&self) -> bool {
        match self.place {
            Place::Named { own, outside } => !own && (outside || !self.words.six),
            Place::Running | Place::Picked | Place::Unit => false,
        }
    }

    fn sounds(&self, given: &str) -> Option<usize> {
        let one = self.text().chars().count() == 1 && !self.is_anothers();
        sound_of(self.words, (self.at, self.end), given).filter(|_| one)
    }

    fn is_anothers(&self) -> bool {
        let before = self.words.before(self.at);
        !self.words.broken(self.at)
            && (tables::ends("apposed", before).is_some()
                || self.directory.is_of_another(self.words.said(before)))
    }
}
