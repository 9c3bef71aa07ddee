//! The words of each kind of matter, from a file of its own. They are put into the lists that every
//! word is asked from: acts, turns, events, matters; states and fields under the kind's name.

use crate::domain::lang::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The files, one line a kind: code, Chinese, English.
const FILES: &[(&str, &str, &str)] = &[
    (
        "escalation",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/escalation.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/escalation.toml.json")),
    ),
    (
        "item",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/item.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/item.toml.json")),
    ),
    (
        "meeting",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/meeting.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/meeting.toml.json")),
    ),
    (
        "urgency",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/urgency.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/urgency.toml.json")),
    ),
    (
        "triage",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/triage.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/triage.toml.json")),
    ),
    (
        "routing",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/routing.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/routing.toml.json")),
    ),
    (
        "circulation",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/circulation.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/circulation.toml.json")),
    ),
    (
        "accountability",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/accountability.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/accountability.toml.json")),
    ),
    (
        "closing",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/closing.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/closing.toml.json")),
    ),
    (
        "disclosure",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/disclosure.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/disclosure.toml.json")),
    ),
    (
        "report",
        include_str!(concat!(env!("OUT_DIR"), "/words/zh/kind/report.toml.json")),
        include_str!(concat!(env!("OUT_DIR"), "/words/en/kind/report.toml.json")),
    ),
    #[cfg(test)]
    ("guard", crate::domain::kind::guard::WORDS.0, crate::domain::kind::guard::WORDS.1),
];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindWords {
    name: String,
    list: String,
    act: BTreeMap<String, String>,
    act_turn: BTreeMap<String, String>,
    event: BTreeMap<String, String>,
    state: BTreeMap<String, String>,
    field: BTreeMap<String, String>,
}

type Lists = BTreeMap<String, BTreeMap<String, String>>;

/// Adds the words of every kind in one language.
///
/// # Errors
/// What is wrong with a file, or a word that stands already.
pub(super) fn add(lang: Lang, lists: &mut Lists) -> Result<(), String> {
    for (code, zh, en) in FILES {
        let words: KindWords = super::load(lang.pick(zh, en)).map_err(|why| format!("{code}: {why}"))?;
        let one = |word: String| BTreeMap::from([((*code).to_owned(), word)]);
        let events = words.event.into_iter().map(|(k, w)| (format!("{code}.{k}"), w)).collect();
        for (list, more) in [
            ("matter".to_owned(), one(words.name)),
            ("matter_list".to_owned(), one(words.list)),
            ("act".to_owned(), words.act),
            ("act_turn".to_owned(), words.act_turn),
            ("event".to_owned(), events),
            (format!("{code}_state"), words.state),
            (format!("{code}.field"), words.field),
        ] {
            let section = lists.entry(list).or_default();
            for (key, word) in more {
                if section.insert(key.clone(), word).is_some() {
                    return Err(format!("{code}: `{key}` has a word already"));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::FILES;
    use crate::domain::registry;
    use crate::words::{ambiguous, same_keys, words};

    #[test]
    fn every_kind_has_its_words_in_both_languages() {
        let kinds = registry::all();
        let codes: Vec<&str> = kinds.iter().map(|k| k.code).collect();
        assert_eq!(FILES.iter().map(|f| f.0).collect::<Vec<_>>(), codes);
        for (code, zh, en) in FILES {
            same_keys(zh, en).unwrap_or_else(|why| panic!("{code}: {why}"));
            for text in [zh, en] {
                let said = text.lines().filter(|l| !l.trim_start().starts_with('#'));
                assert_eq!(said.filter_map(ambiguous).next(), None, "{code}");
            }
        }
    }

    #[test]
    fn every_field_that_a_table_asks_for_has_its_label() {
        for lang in crate::domain::lang::Lang::ALL {
            for kind in registry::all() {
                for row in &kind.rows {
                    for field in row.asks {
                        let list = format!("{}.field", kind.code);
                        assert_ne!(
                            words(lang).code(&list, field.key),
                            field.key,
                            "{}: {}",
                            kind.code,
                            field.key
                        );
                    }
                }
            }
        }
    }
}
