//! What tests ask of every file of words.

use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};
use unicode_width::UnicodeWidthChar;

/// Whether two files of words have the same keys and, word by word, the same gaps.
///
/// # Errors
/// Every key that stands in one only, and every word whose gaps differ.
pub(crate) fn same_keys(zh: &str, en: &str) -> Result<(), String> {
    let read = |text: &str| -> Result<BTreeMap<String, String>, String> {
        let mut found = BTreeMap::new();
        leaves("", &Value::Table(super::load::<Table>(text)?), &mut found);
        Ok(found)
    };
    let (zh, en) = (read(zh)?, read(en)?);
    let keys: BTreeSet<&String> = zh.keys().chain(en.keys()).collect();
    let mut wrong = Vec::new();
    for key in keys {
        match (zh.get(key), en.get(key)) {
            (Some(_), None) => wrong.push(format!("{key}: in zh only")),
            (None, Some(_)) => wrong.push(format!("{key}: in en only")),
            (Some(a), Some(b)) if gaps(a) != gaps(b) => wrong.push(format!("{key}: {a:?} / {b:?}")),
            (Some(a), Some(b)) if a.trim().is_empty() != b.trim().is_empty() => {
                wrong.push(format!("{key}: empty in one"))
            }
            _ => {}
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// The first character whose width a terminal may take either way, or that has none to show.
pub(crate) fn ambiguous(text: &str) -> Option<char> {
    text.chars().filter(|c| *c != '\n').find(|c| c.width().is_none() || c.width() != c.width_cjk())
}

fn leaves(at: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    let below = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match value {
        Value::Table(table) => table.iter().for_each(|(k, v)| leaves(&below(k), v, found)),
        Value::Array(all) => {
            all.iter().enumerate().for_each(|(i, v)| leaves(&below(&i.to_string()), v, found))
        }
        Value::String(text) => drop(found.insert(at.to_owned(), text.clone())),
        other => drop(found.insert(at.to_owned(), format!("{other:?}"))),
    }
}

/// The names of the gaps, with whether each is optional; their order differs between languages.
fn gaps(text: &str) -> Vec<(String, bool)> {
    let mut optional = false;
    let mut found = Vec::new();
    for (i, c) in text.char_indices() {
        match c {
            '[' => optional = true,
            ']' => optional = false,
            '{' => found.push((text[i + 1..].split('}').next().unwrap_or_default().to_owned(), optional)),
            _ => {}
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::{ambiguous, same_keys};

    #[test]
    fn what_differs_between_two_files_is_named() {
        assert_eq!(same_keys("[a]\nb = \"{x}到{y}\"", "[a]\nb = \"{y} from {x}\""), Ok(()));
        assert_eq!(same_keys("b = \"1\"\nc = \"1\"", "b = \"1\""), Err("c: in zh only".to_owned()));
        assert!(same_keys("b = \"{}\"", "b = \"[{}]\"").unwrap_err().starts_with("b: "));
        assert!(same_keys("b = \"字\"", "b = \"\"").is_err());
        assert_eq!((ambiguous("完·"), ambiguous("「完」，a")), (Some('·'), None));
    }
}
