//! The table of figures: groups, codes, rules in both languages, sources. Data, so that an organ's auditor can
//! read by which rule a number came about.

use crate::domain::lang::{Label, Lang};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// In which way cells come to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// They add up.
    Sum,
    /// Each value is one, however often it comes.
    Once,
    /// Each value that comes at least twice.
    Again,
    /// The value is a number of hours.
    Hours,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub no: u8,
    pub zh: String,
    pub en: String,
    /// Whether this register has such matters at all.
    #[serde(default = "yes")]
    pub kept: bool,
}

fn yes() -> bool {
    true
}

/// A value that stands in no list of codes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    pub code: String,
    pub zh: String,
    pub en: String,
}

/// What a figure is broken down by whose values are words as they were entered.
pub const WORDS: &str = "words";

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    pub code: String,
    pub group: u8,
    pub how: How,
    /// The word behind the number.
    pub unit: String,
    /// The list its values are codes of; `unit` where they are units of the organ, [`WORDS`] where they are words
    /// that stand in no list.
    #[serde(default)]
    pub of: String,
    /// The figure whose values come again.
    #[serde(default)]
    pub from: String,
    /// Whether it may leave the organ.
    #[serde(default)]
    pub public: bool,
    /// Whether it is told of a period that is over alone, and nothing below three: as it grows from one record to the
    /// next it would tell whether the same person wrote both.
    #[serde(default)]
    pub when_over: bool,
    pub zh: String,
    pub en: String,
    pub rule: Label,
    pub source: String,
    pub verified: bool,
    #[serde(default)]
    pub values: Vec<Value>,
}

impl Group {
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

impl Figure {
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
    /// Whether it is broken down by values.
    pub fn is_by_value(&self) -> bool {
        !self.of.is_empty() || !self.values.is_empty()
    }
    /// Whether each of what it is counted by falls under one value alone, so that its parts make a whole.
    pub fn is_parted(&self) -> bool {
        matches!(
            self.code.as_str(),
            "stream" | "dept" | "kind_of_content" | "side" | "who" | "sector" | "rank"
        )
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    group: Vec<Group>,
    figure: Vec<Figure>,
}

static TABLE: LazyLock<Result<Table, String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/figures/figures.toml.json")))
        .map_err(|e| e.to_string())
});
static INDEX: LazyLock<BTreeMap<&'static str, &'static Figure>> =
    LazyLock::new(|| figures().iter().map(|f| (f.code.as_str(), f)).collect());

/// The groups, in the order in which a report has them.
pub fn groups() -> &'static [Group] {
    TABLE.as_ref().map(|t| t.group.as_slice()).unwrap_or_default()
}

pub fn group(no: u8) -> Option<&'static Group> {
    groups().iter().find(|g| g.no == no)
}

/// The figures, in the order in which they stand in their groups.
pub fn figures() -> &'static [Figure] {
    TABLE.as_ref().map(|t| t.figure.as_slice()).unwrap_or_default()
}

pub fn figure(code: &str) -> Option<&'static Figure> {
    INDEX.get(code).copied()
}

/// Said once at the start of the program: is the table it was built with readable?
///
/// # Errors
/// What is wrong with it.
pub fn check() -> Result<(), String> {
    TABLE.as_ref().map(|_| ()).map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_whole() {
        check().unwrap();
        let numbers: Vec<u8> = groups().iter().map(|g| g.no).collect();
        assert_eq!(numbers, (1..=20).collect::<Vec<u8>>());
        let codes_of: BTreeSet<&str> = figures().iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes_of.len(), figures().len());
        for f in figures() {
            let at = &f.code;
            assert!(group(f.group).is_some_and(|g| g.kept), "{at} stands in a group that is kept");
            assert!(
                ["", "unit", WORDS].contains(&f.of.as_str()) || !codes::list(&f.of).rows().is_empty(),
                "{at}"
            );
            assert_eq!(f.how == How::Again, !f.from.is_empty(), "{at}");
            assert!(f.from.is_empty() || figure(&f.from).is_some_and(|o| o.how == How::Once), "{at}");
            let may = f.how == How::Sum && (1..=5).contains(&f.group) && (f.is_parted() || !f.is_by_value());
            assert!(!f.public || may, "{at}");
        }
    }
}
