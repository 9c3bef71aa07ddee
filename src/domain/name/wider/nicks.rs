//! 老白, 小高, 大顾: a surname behind what somebody is called for his age. Read since version 6 by what may not
//! stand beside it.

use super::words::Words;
use super::{Wider, tables};
use crate::domain::name::called::goes_on;

impl Wider {
    pub(super) fn by_nicks(&self, words: &Words<'_>, found: &mut impl FnMut(usize, usize, usize)) {
        for (at, c) in words.text.char_indices().filter(|(_, c)| matches!(c, '老' | '小' | '大')) {
            let from = at + c.len_utf8();
            let known = [2, 1].into_iter().find_map(|n| {
                let (last, c) = words.text[from..].char_indices().nth(n - 1)?;
                let to = from + last + c.len_utf8();
                self.surnames.get(&words.text[from..to]).map(|staff| (to, staff))
            });
            if let Some((to, staff)) = known.filter(|(to, _)| is_somebody(words, c, at, *to)) {
                staff.iter().for_each(|n| found(*n, at, to));
            }
        }
    }
}

fn is_somebody(words: &Words<'_>, age: char, at: usize, to: usize) -> bool {
    let (nick, surname) = (&words.text[at..to], &words.text[at + age.len_utf8()..to]);
    if !words.whole(at, to) || tables::words("no_nick").iter().any(|w| w == nick) {
        return false;
    }
    let left = |not: &str| !words.left(at).is_some_and(|c| not.contains(c));
    let right = words.right(to);
    let together = ["一起", "一同", "一道", "一块"].iter().any(|w| words.rest(to).starts_with(w));
    let no_word = together
        || right
            .is_none_or(|c| tables::has("on", c) || !goes_on(c) && !tables::begins_a_word(surname, Some(c)));
    match age {
        '老' => left("养古元敬衰苍年") && no_word,
        '小' => left("大多最较从缩中弱矮细幼至不很更太一几每各") && no_word,
        // 大方, 大江, 大唐: it takes somebody who speaks.
        _ => {
            let rest = tables::without("adverbs", words.rest(to));
            words.opens(at)
                && (tables::begins("tells", rest).is_some() || rest.starts_with(['说', '称', '来']))
        }
    }
}
