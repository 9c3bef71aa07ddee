//! How much of anything is taken: plain data from `assets/limits.toml`, asked for at the door and by
//! whoever reads input.

use super::refusal::{Flaw, Problem};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Bytes of what is read, by what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    pub args: u64,
    pub text: u64,
    pub record: u64,
    pub data: u64,
    pub key: u64,
    pub signature: u64,
    pub evidence: u64,
    pub proof: u64,
}

/// Seconds of silence, by who is silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    pub material: u16,
}

/// A query: its letters and its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    pub letters: usize,
    pub words: usize,
}

/// Rows of a table that leaves in one piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub workbook_rows: usize,
    pub book_lines: usize,
}

/// Lines that are known again by their words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptLines {
    pub days: i64,
    pub lines: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    one_line: Vec<String>,
    pub input: Input,
    pub silence: Silence,
    /// Entries by the name of the list; `other` for the rest.
    list: BTreeMap<String, usize>,
    /// Characters by the name of the field.
    length: BTreeMap<String, usize>,
    pub search: Search,
    pub said: KeptLines,
    pub table: Table,
}

/// A file that cannot be read limits everything to nothing; a test reads it.
static LIMITS: LazyLock<Limits> =
    LazyLock::new(|| toml::from_str(include_str!("../../assets/limits.toml")).unwrap_or_default());

/// What is in force.
pub fn limits() -> &'static Limits {
    &LIMITS
}

impl Search {
    /// What is too much in a query.
    pub fn exceeded(&self, typed: &str) -> Option<Problem> {
        let letters = typed.chars().count();
        if letters > self.letters {
            return Some(Problem::new("query", Flaw::TooLong, self.letters));
        }
        let words = typed.split_whitespace().count();
        let much = words > self.words;
        much.then(|| Problem::new("query", Flaw::TooMany, format!("{words} > {}", self.words)))
    }
}

impl Limits {
    fn of(map: &BTreeMap<String, usize>, field: &str) -> usize {
        map.get(field).or_else(|| map.get("other")).copied().unwrap_or(0)
    }

    /// Entries of the list in this field.
    pub fn list(&self, field: &str) -> usize {
        Self::of(&self.list, field)
    }

    /// Characters of the text in this field.
    pub fn length(&self, field: &str) -> usize {
        Self::of(&self.length, field)
    }

    /// Whether the text at this place (`people[0].name`) is one line.
    pub fn is_one_line(&self, path: &str) -> bool {
        let plain = |part: &str| part.split('[').next().unwrap_or_default().to_owned();
        path.split('.').any(|part| self.one_line.contains(&plain(part)))
    }

    /// Everything in a value that is more than is taken, each with its place and the number. A list
    /// that is too long is named once; nobody is told of each entry in it.
    pub fn exceeded(&self, value: &Value) -> Vec<Problem> {
        let mut found = Vec::new();
        self.look("", "", value, &mut found);
        found
    }

    fn look(&self, path: &str, field: &str, value: &Value, found: &mut Vec<Problem>) {
        match value {
            Value::String(text) => {
                let most = self.length(field);
                if text.len() > most && text.chars().count() > most {
                    found.push(Problem::new(path, Flaw::TooLong, most));
                }
            }
            Value::Array(all) => {
                let most = self.list(field);
                if all.len() > most {
                    found.push(Problem::new(path, Flaw::TooMany, format!("{} > {most}", all.len())));
                    return;
                }
                for (i, v) in all.iter().enumerate() {
                    self.look(&format!("{path}[{i}]"), field, v, found);
                }
            }
            Value::Object(all) => {
                let most = self.list(field);
                if all.len() > most {
                    found.push(Problem::new(path, Flaw::TooMany, format!("{} > {most}", all.len())));
                    return;
                }
                for (name, v) in all {
                    // The wrappers of a command hold one thing only and say nothing to a person.
                    let wraps = path.is_empty() && v.is_object() && (all.len() == 1 || name == "act");
                    let below = match path {
                        _ if wraps => String::new(),
                        "" => name.clone(),
                        // The text of a record is the record to whoever fills it.
                        "text" => name.clone(),
                        path => format!("{path}.{name}"),
                    };
                    if name.chars().count() > 200 {
                        found.push(Problem::new(path, Flaw::TooLong, 200));
                        continue;
                    }
                    self.look(&below, name, v, found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(value: &Value) -> Vec<(String, &'static str, String)> {
        limits().exceeded(value).into_iter().map(|p| (p.field, p.flaw.code(), p.detail)).collect()
    }

    #[test]
    fn the_file_is_read_and_nothing_in_it_is_nothing() {
        let read: Limits = toml::from_str(include_str!("../../assets/limits.toml")).unwrap();
        assert!(read.list.values().chain(read.length.values()).all(|n| *n > 0));
        assert!(read.list("anything") > 0 && read.length("anything") > 0);
        assert!(read.input.args > 0 && read.silence.material > 0 && read.search.letters > 0);
    }

    #[test]
    fn what_is_just_enough_is_taken_and_one_more_is_named() {
        let people = |n: usize| json!({ "record": { "act": { "submit": { "text": { "people": vec![json!({}); n] } } } } });
        assert!(told(&people(200)).is_empty());
        assert_eq!(told(&people(201)), [("people".to_owned(), "too_many", "201 > 200".to_owned())]);
        let name = |n: usize| json!({ "submit": { "text": { "people": [{ "name": "名".repeat(n) }] } } });
        assert!(told(&name(100)).is_empty());
        assert_eq!(told(&name(101)), [("people[0].name".to_owned(), "too_long", "100".to_owned())]);
        let code = json!({ "submit": { "text": { "manner": ["x".repeat(4_001)] } } });
        assert_eq!(told(&code), [("manner[0]".to_owned(), "too_long", "4000".to_owned())]);
    }
}
