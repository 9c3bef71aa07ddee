//! The one table of what is looked at: every check, what it may find, and how that is judged.

use super::site::Site;
use super::{account, evidence, keys, machine, organ, register, sshd, units};

/// How something that was found is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Good,
    /// Could not be seen from here.
    Unknown,
    /// Works, and somebody should do something.
    ToDo,
    /// Somebody can do harm, or something will be lost.
    Bad,
}

impl Verdict {
    pub const ALL: [Verdict; 4] = [Self::Good, Self::Unknown, Self::ToDo, Self::Bad];

    pub fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Unknown => "unknown",
            Self::ToDo => "to_do",
            Self::Bad => "bad",
        }
    }
}

/// One check: its code, what it may find, and the function that looks.
pub struct Check {
    pub code: &'static str,
    pub outcomes: &'static [(&'static str, Verdict)],
    pub look: fn(&Site<'_>) -> Vec<Finding>,
}

/// What a check found: one of its outcomes, with what fills the words' gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    pub outcome: &'static str,
    /// Which of several alike it is about: a setting, a unit.
    pub point: String,
    pub values: Vec<(&'static str, String)>,
}

impl Finding {
    pub fn of(outcome: &'static str) -> Self {
        Self { outcome, ..Self::default() }
    }
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
    pub fn about(mut self, point: &str) -> Self {
        self.point = point.to_owned();
        self
    }
    pub fn alone(self) -> Vec<Self> {
        vec![self]
    }
}

impl Check {
    /// The judgement on an outcome. One the table does not have cannot be judged (a test).
    pub fn verdict(&self, outcome: &str) -> Verdict {
        self.outcomes.iter().find(|(o, _)| *o == outcome).map_or(Verdict::Unknown, |(_, v)| *v)
    }
}

/// Families in the order in which somebody reads them, each in a file of its own.
pub const FAMILIES: [(&str, &[Check]); 8] = [
    ("register", register::CHECKS),
    ("organ", organ::CHECKS),
    ("evidence", evidence::CHECKS),
    ("keys", keys::CHECKS),
    ("sshd", sshd::CHECKS),
    ("account", account::CHECKS),
    ("units", units::CHECKS),
    ("machine", machine::CHECKS),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::words::operate::words;
    use std::collections::BTreeSet;

    #[test]
    fn every_outcome_has_its_words_in_both_languages_and_none_stands_idle() {
        for lang in Lang::ALL {
            let said = words(lang);
            let families: BTreeSet<&str> = FAMILIES.iter().map(|(f, _)| *f).collect();
            assert_eq!(said.family.keys().map(String::as_str).collect::<BTreeSet<_>>(), families);
            let verdicts: BTreeSet<&str> = Verdict::ALL.iter().map(|v| v.code()).collect();
            assert_eq!(said.verdict.keys().map(String::as_str).collect::<BTreeSet<_>>(), verdicts);
            let checks: Vec<&Check> = FAMILIES.iter().flat_map(|(_, c)| c.iter()).collect();
            let codes: BTreeSet<&str> = checks.iter().map(|c| c.code).collect();
            assert_eq!(codes.len(), checks.len(), "a code stands twice");
            assert_eq!(said.check.keys().map(String::as_str).collect::<BTreeSet<_>>(), codes);
            for check in checks {
                let mut wanted: BTreeSet<String> = ["name".to_owned()].into();
                for (outcome, verdict) in check.outcomes {
                    wanted.insert((*outcome).to_owned());
                    // What is not good says what to do about it.
                    if *verdict != Verdict::Good {
                        wanted.insert(format!("{outcome}_do"));
                    }
                }
                let has = said.check.get(check.code).map(|c| c.keys().cloned().collect::<BTreeSet<_>>());
                assert_eq!(has, Some(wanted), "{} in {lang:?}", check.code);
            }
        }
    }

    #[test]
    fn every_outcome_of_the_table_is_found_somewhere_and_no_other() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/doctor");
        let files =
            std::fs::read_dir(dir).unwrap().map(|e| std::fs::read_to_string(e.unwrap().path()).unwrap());
        let code: String = files.collect();
        for (_, checks) in FAMILIES {
            for (outcome, _) in checks.iter().flat_map(|c| c.outcomes) {
                assert!(code.contains(&format!("Finding::of(\"{outcome}\")")), "{outcome} is never found");
            }
        }
        let known: BTreeSet<&str> =
            FAMILIES.iter().flat_map(|(_, c)| c.iter()).flat_map(|c| c.outcomes).map(|(o, _)| *o).collect();
        for named in code.split("Finding::of(\"").skip(1).filter_map(|r| r.split_once('"')).map(|(n, _)| n) {
            assert!(known.contains(named) || named.contains('{'), "{named} is not in the table");
        }
    }
}
