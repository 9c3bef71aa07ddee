//! A Chinese name as somebody writes it who has no input method at hand: whole, or some of its characters.

use super::as_read::fold;
use super::fold::Folded;
use super::kind::surname;
use pinyin::{ToPinyin, ToPinyinMulti};

/// 钱守一 as somebody without an input method writes it: qianshouyi, shouyiqian. Short ones are syllables
/// of any word.
pub(super) fn in_letters(name: &str) -> Vec<String> {
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

/// A name of which some characters are written in letters: 钱shouyi, 欧阳文xiu.
pub(super) fn half_in_letters(name: &str) -> Vec<Folded> {
    let chars: Vec<char> = fold(name).as_str().chars().collect();
    if !(3..=4).contains(&chars.len()) {
        return Vec::new();
    }
    let spelled: Option<Vec<&str>> = chars.iter().map(|c| Some(c.to_pinyin()?.plain())).collect();
    let Some(spelled) = spelled else { return Vec::new() };
    let all = 1_u32 << chars.len();
    (1..all - 1)
        .map(|mask| {
            let part = |(i, c): (usize, &char)| {
                if mask & (1 << i) == 0 { c.to_string() } else { spelled[i].to_owned() }
            };
            fold(&chars.iter().enumerate().map(part).collect::<String>())
        })
        .collect()
}

/// The same by every reading of each character, and of names of two as well: 顾chang青, 刘yan, lü海峰.
pub(super) fn partly_in_letters(name: &str) -> Vec<String> {
    const MOST: usize = 24;
    let chars: Vec<char> = fold(name).as_str().chars().collect();
    if !(2..=4).contains(&chars.len()) {
        return Vec::new();
    }
    let mut all = vec![(String::new(), false, false)];
    for c in chars {
        let Some(sounds) = spelled(&c.to_string()) else { return Vec::new() };
        let more = |(made, signs, letters): &(String, bool, bool)| {
            let sign = (format!("{made}{c}"), true, *letters);
            let sounds = sounds.iter().map(|s| (format!("{made}{s}"), *signs, true));
            std::iter::once(sign).chain(sounds).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(more).take(MOST * MOST).collect();
    }
    all.into_iter().filter(|(_, signs, letters)| *signs && *letters).map(|(made, ..)| made).collect()
}
