//! Something else in the place of many names, however each is spelled, in one pass over a text: a
//! text of many names must not make those wait who come after it.

use super::fold::{Folded, traced};
use aho_corasick::{AhoCorasick, MatchKind};

/// Names, each with what is put in its place.
#[derive(Debug)]
pub struct Replacing {
    /// None where there is no name to look for, or there are more than one search can hold.
    find: Option<AhoCorasick>,
    instead: Vec<String>,
}

impl Replacing {
    pub fn of(names: impl IntoIterator<Item = (Folded, String)>) -> Self {
        let mut names: Vec<(Folded, String)> = names.into_iter().filter(|(n, _)| !n.is_empty()).collect();
        names.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
        names.dedup_by(|(a, _), (b, _)| a == b);
        // Where two begin together the longer one is meant.
        let find = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter().map(|(n, _)| n.as_str()))
            .ok();
        let instead: Vec<String> = names.into_iter().map(|(_, instead)| instead).collect();
        Self { find: find.filter(|_| !instead.is_empty()), instead }
    }

    /// The text with each name replaced. What was put in is not looked through again.
    pub fn put_in(&self, text: &str) -> String {
        let Some(find) = &self.find else {
            // A search that could not be built finds nothing, and shows nothing either.
            return if self.instead.is_empty() { text.to_owned() } else { String::new() };
        };
        let made = traced(text);
        let (mut out, mut done) = (String::new(), 0);
        for hit in find.find_iter(made.folded.as_str()) {
            let (from, to) = made.span(text, hit.start(), hit.end());
            if from >= done {
                out.push_str(&text[done..from]);
                out.push_str(self.instead.get(hit.pattern().as_usize()).map_or("", String::as_str));
                done = to;
            }
        }
        out.push_str(&text[done..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;
    use std::time::Instant;

    fn replacing(names: &[(&str, &str)]) -> Replacing {
        Replacing::of(names.iter().map(|(n, i)| (fold(n), (*i).to_owned())))
    }

    #[test]
    fn a_name_is_replaced_however_it_is_spelled() {
        let names = replacing(&[("钱守一", "钱某"), ("钱守", "别人")]);
        assert_eq!(names.put_in("錢 守⼀来电,钱守一、钱守。"), "钱某来电,钱某、别人。");
        assert_eq!(names.put_in("没有人"), "没有人");
        assert_eq!(replacing(&[("张某甲", "张某"), ("张三", "张某")]).put_in("张三甲"), "张某甲");
        assert_eq!(replacing(&[]).put_in("张三"), "张三");
    }

    #[test]
    fn many_names_in_a_long_text_take_no_longer_than_reading_it() {
        let name = |n: u32| format!("甲{}", char::from_u32(0x4e10 + n * 7).unwrap());
        let names: Vec<String> = (0..200u32).map(name).collect();
        let text = names.concat().repeat(50);
        let begun = Instant::now();
        let masked = Replacing::of(names.iter().map(|n| (fold(n), "甲某".to_owned()))).put_in(&text);
        assert!(begun.elapsed().as_millis() < 1_000, "{:?}", begun.elapsed());
        assert_eq!(masked, "甲某".repeat(10_000));
    }
}
