//! The tables of `assets/deploy`, read once.

use crate::domain::lang::{Label, Lang};
use crate::words::load;
use serde::Deserialize;
use std::sync::LazyLock;

/// How a value that is found is compared with the one that is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    #[default]
    Same,
    /// This number or a smaller one, but not 0.
    Most,
    /// These words, or some of them.
    Within,
    /// One of the words.
    OneOf,
    /// Something else is only remarked upon.
    Advice,
}

/// One setting of sshd.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    pub keyword: String,
    /// Other names of the same setting, of older or newer servers.
    #[serde(default)]
    pub also: Vec<String>,
    /// The name that is printed: the one which the oldest server reads too.
    written: Option<String>,
    /// With gaps for [`super::Values::fill`].
    pub value: String,
    #[serde(default)]
    pub compare: Compare,
    /// What sshd does where nothing is said; none where that depends on its version.
    pub when_not_said: Option<String>,
    zh: String,
    en: String,
}

impl Point {
    pub fn written(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.keyword)
    }
    pub fn why(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
    /// Whether a keyword as it stands in a file is this one; sshd takes any case.
    pub fn is(&self, keyword: &str) -> bool {
        self.keyword.eq_ignore_ascii_case(keyword)
            || self.also.iter().any(|a| a.eq_ignore_ascii_case(keyword))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sshd {
    line: Vec<Point>,
    server: Vec<Point>,
}

/// A file to be written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRow {
    pub path: String,
    pub text: String,
    zh: String,
    en: String,
}

impl FileRow {
    pub fn what(&self) -> Label {
        Label { zh: self.zh.clone(), en: self.en.clone() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Files {
    file: Vec<FileRow>,
}

/// A timer and what it runs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRow {
    pub name: String,
    /// Lines of this program, without its name and register.
    pub runs: Vec<String>,
    pub when: String,
    /// Whose it is, where it is not the service account's: root's, for the file nobody else may write.
    #[serde(default)]
    pub account: String,
    /// What root may do then, beside what everybody may.
    #[serde(default)]
    pub may: String,
    /// What the service may write to.
    pub writes: Vec<String>,
    zh: String,
    en: String,
}

impl UnitRow {
    pub fn what(&self) -> Label {
        Label { zh: self.zh.clone(), en: self.en.clone() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    unit: Vec<UnitRow>,
}

type Read<T> = LazyLock<Result<T, String>>;
static SSHD: Read<Sshd> = LazyLock::new(|| load(include_str!("../../../assets/deploy/sshd.toml")));
static FILES: Read<Files> = LazyLock::new(|| load(include_str!("../../../assets/deploy/files.toml")));
static UNITS: Read<Units> = LazyLock::new(|| load(include_str!("../../../assets/deploy/units.toml")));

/// # Errors
/// What is wrong with an asset; asked before anything is printed or compared.
pub fn check() -> Result<(), String> {
    let broken = |e: &Option<&String>| e.map_or(Ok(()), |e| Err(e.clone()));
    broken(&SSHD.as_ref().err())?;
    broken(&FILES.as_ref().err())?;
    broken(&UNITS.as_ref().err())
}

/// Settings of the service account's own block, in the order in which they are printed.
pub fn points() -> &'static [Point] {
    SSHD.as_ref().map(|s| s.line.as_slice()).unwrap_or_default()
}

/// Settings of the whole server, which are looked at and not printed.
pub fn server_points() -> &'static [Point] {
    SSHD.as_ref().map(|s| s.server.as_slice()).unwrap_or_default()
}

pub fn file_rows() -> &'static [FileRow] {
    FILES.as_ref().map(|f| f.file.as_slice()).unwrap_or_default()
}

pub fn unit_rows() -> &'static [UnitRow] {
    UNITS.as_ref().map(|u| u.unit.as_slice()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole_and_no_setting_stands_twice() {
        check().unwrap();
        let all: Vec<&Point> = points().iter().chain(server_points()).collect();
        assert!(all.len() > 25 && unit_rows().len() >= 4 && file_rows().len() >= 4);
        for (i, a) in all.iter().enumerate() {
            assert!(!a.zh.is_empty() && !a.en.is_empty(), "{}", a.keyword);
            assert!(all.iter().skip(i + 1).all(|b| !b.is(&a.keyword) && !b.is(a.written())), "{}", a.keyword);
        }
        assert!(server_points().iter().all(|p| p.when_not_said.is_some()));
    }
}
