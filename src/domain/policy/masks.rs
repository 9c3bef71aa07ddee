//! Every name of a record masked in one pass over a text, however many there are: a text of many names
//! must not make those wait who come after it.

use super::redact::mask;
use crate::domain::organ::Organ;
use crate::domain::record::RecordText;
use aho_corasick::{AhoCorasick, MatchKind};

/// The names of one record and what is shown in their place.
pub struct Masks {
    /// None where there is no name to look for.
    find: Option<AhoCorasick>,
    masks: Vec<String>,
}

impl Masks {
    /// The people of a text. A name of one character is no name: it would mask every such character.
    pub fn of(organ: &Organ, text: &RecordText) -> Self {
        let name = |p: &crate::domain::record::PersonRole| {
            p.person.as_ref().map_or_else(|| p.name.clone(), |id| organ.name_of(id))
        };
        Self::over(text.people.iter().map(name).filter(|n| n.chars().nth(1).is_some()).collect())
    }

    fn over(mut names: Vec<String>) -> Self {
        names.sort_unstable();
        names.dedup();
        // Where one name begins another, the longer one is the one that is meant.
        let find = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names);
        let masks = names.iter().map(|n| mask(n)).collect();
        // Too many names for one search would show them: nothing is found, and everything is masked.
        Self { find: find.ok().filter(|_| !names.is_empty()), masks }
    }

    /// A text with every name in it masked.
    pub fn put_in(&self, words: &str) -> String {
        match &self.find {
            Some(find) => find.replace_all(words, &self.masks),
            None if self.masks.is_empty() => words.to_owned(),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn masks(names: &[&str]) -> Masks {
        Masks::over(names.iter().map(|n| (*n).to_owned()).collect())
    }

    #[test]
    fn each_name_is_masked_once_and_the_longest_one_is_meant() {
        let m = masks(&["张三", "张三丰", "欧阳建国", "Smith"]);
        assert_eq!(m.put_in("张三丰与张三、欧阳建国和 Smith 说"), "张某与张某、欧阳某和 S* 说");
        // What was put in is not looked through again.
        assert_eq!(masks(&["张某甲", "张三"]).put_in("张三甲"), "张某甲");
        assert_eq!(masks(&[]).put_in("张三"), "张三");
    }

    #[test]
    fn many_names_in_a_long_text_take_no_longer_than_reading_it() {
        let names: Vec<String> = (0..200).map(|n| format!("{}{}", '甲', char::from_u32(0x4e00 + n).unwrap())).collect();
        let text = names.concat().repeat(50);
        let begun = Instant::now();
        let masked = Masks::over(names).put_in(&text);
        assert!(begun.elapsed().as_millis() < 500, "{:?}", begun.elapsed());
        assert_eq!(masked, "甲某".repeat(10_000));
    }
}
