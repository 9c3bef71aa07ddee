//! Words around figures: on the line, in room 7, in reports.

use super::fill;
use crate::domain::codes;
use crate::domain::figures;
use crate::domain::lang::Lang;
use crate::domain::organ::Organ;
use crate::office::{BY_MONTH, FigureLine, Number, Statistics};
use std::collections::BTreeMap;

super::table::word_table! {
    pub struct FiguresWords {
        pub title: String,
        pub running: String,
        pub zero: String,
        pub unread: String,
        pub not_kept: String,
        pub integrity: String,
        pub integrity_line: String,
        /// Heads of columns.
        pub this: String,
        pub previous: String,
        pub year_ago: String,
        pub so_far: String,
        pub rule: String,
        pub by_month: String,
        pub by_month_rule: String,
        pub hours: String,
        pub kept: String,
        pub none: String,
        /// What a value is called that is none: nothing stated, a case that is not entered.
        pub unstated: String,
        pub no_unit: String,
        pub trend: String,
        pub heat: String,
        pub in_words: String,
        /// Gaps: `n`, `staff`, `share`.
        pub share: String,
        /// Heads of columns in a file, and what of durations stands in a line.
        pub group: String,
        pub figure: String,
        pub unit_head: String,
        pub source: String,
        pub median: String,
        pub ninth: String,
        /// What is told outside is rounded to this.
        pub rounded: String,
        pub groups_of: String,
        pub list_of: String,
        pub period: String,
        pub recounted: String,
        pub recounted_other: String,
        pub not_in_it: String,
        pub differs: String,
        pub differs_root: String,
        pub differs_text: String,
        pub differs_listed: String,
        pub earlier: String,
        pub later: String,
        pub unverified: String,
        /// The word behind a number, by its code.
        pub unit: BTreeMap<String, String>,
    }
}

super::word_file!(FiguresWords, "figures.toml");

impl FiguresWords {
    /// The period, and whether it goes on.
    pub fn title(&self, found: &Statistics) -> String {
        let running = if found.over { "" } else { self.running.as_str() };
        fill(&self.title, &[("period", &found.period.to_string()), ("running", running)])
    }

    /// What a figure or one of its values is called.
    pub fn label(&self, lang: Lang, organ: &Organ, line: &FigureLine) -> String {
        let Some(value) = &line.value else {
            return figures::figure(&line.code).map_or(line.code.as_str(), |f| f.name(lang)).to_owned();
        };
        if line.code == BY_MONTH {
            return fill(&self.by_month, &[("", value)]);
        }
        let Some(figure) = figures::figure(&line.code) else { return value.clone() };
        let called = match (figure.of.as_str(), value.as_str()) {
            ("unit", "") => self.no_unit.as_str(),
            (_, "") => self.unstated.as_str(),
            ("unit", unit) => organ.unit_name(&unit.into()),
            (figures::WORDS, words) => words,
            ("", code) => {
                figure.values.iter().find(|v| v.code == code).map_or(code, |v| lang.pick(&v.zh, &v.en))
            }
            (list, code) => codes::list(list).show(code, lang),
        };
        format!("{}{}{called}", figure.name(lang), lang.pick("：", ": "))
    }

    /// The word behind a number.
    pub fn unit<'a>(&'a self, code: &'a str) -> &'a str {
        self.unit.get(code).map_or(code, String::as_str)
    }

    /// Names of the columns.
    pub fn heads(&self, compare: bool) -> Vec<String> {
        let all = [&self.this, &self.previous, &self.year_ago, &self.so_far];
        let shown = if compare { all.len() } else { 1 };
        let numbers = all[..shown].iter().map(|head| (*head).clone());
        std::iter::once(String::new()).chain(numbers).chain([String::new(), self.rule.clone()]).collect()
    }

    /// A number in a column.
    pub fn number(&self, n: Number) -> String {
        match n {
            Number::Is(n) => n.to_string(),
            Number::Hours(h) if h.n == 0 => self.none.clone(),
            Number::Hours(h) => {
                fill(&self.hours, &[("median", &h.median.to_string()), ("p90", &h.p90.to_string())])
            }
            Number::Kept => self.kept.clone(),
            Number::None => self.none.clone(),
        }
    }

    /// The figures of a period in a sentence.
    pub fn in_words(&self, found: &Statistics) -> String {
        let line = found.lines.iter().find(|l| l.code == "items");
        let n = |of: fn(&FigureLine) -> Number| line.map_or_else(String::new, |l| self.number(of(l)));
        fill(
            &self.in_words,
            &[
                ("this", &n(|l| l.now)),
                ("previous", &n(|l| l.previous)),
                ("year_ago", &n(|l| l.year_ago)),
                ("so_far", &n(|l| l.so_far)),
            ],
        )
    }
}

impl FiguresWords {
    /// By which head of the log the figures can be counted again, and how many custodians there are.
    pub fn head_of(&self, found: &Statistics) -> String {
        let (n, least) = found.custodians;
        let gaps = [("acts", found.acts.to_string()), ("n", n.to_string()), ("least", least.to_string())];
        let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(&self.integrity_line, &[gaps.as_slice(), &[("root", &found.root)]].concat())
    }

    /// Which part of the staff filed something; none of a month, in which nobody is counted once.
    pub fn share(&self, found: &Statistics) -> Option<String> {
        let Number::Is(n) = found.number("filers") else { return None };
        let share = usize::try_from(n).ok()?.saturating_mul(100).checked_div(found.staff)?;
        let gaps = [("n", n.to_string()), ("staff", found.staff.to_string()), ("share", share.to_string())];
        Some(fill(&self.share, &gaps.each_ref().map(|(name, value)| (*name, value.as_str()))))
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::figures;
    use crate::words::ambiguous;

    #[test]
    fn names_and_rules_of_figures_are_told_in_both_languages_and_in_one_width() {
        for f in figures::figures() {
            for text in [&f.zh, &f.en, &f.rule.zh, &f.rule.en, &f.source] {
                assert!(!text.is_empty() && ambiguous(text).is_none(), "{}: {text}", f.code);
            }
            for value in &f.values {
                assert!(ambiguous(&value.zh).is_none() && ambiguous(&value.en).is_none(), "{}", f.code);
            }
            let words = [crate::domain::lang::Lang::Zh, crate::domain::lang::Lang::En].map(super::words);
            assert!(words.iter().all(|w| w.unit.contains_key(&f.unit)), "{}", f.unit);
        }
    }
}
