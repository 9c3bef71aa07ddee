//! What F1 shows in a form field: the rule that asks for it, in our own words, and an example.

use std::sync::LazyLock;

use serde::Deserialize;

use super::lang::{Label, Lang};

/// The rule behind one field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Key of the field, e.g. "occurred".
    pub key: String,
    pub zh: String,
    pub en: String,
    /// Instrument and article, in Chinese as it is cited.
    pub source: String,
    /// Has the article been compared with its text? If not, the screen says so.
    pub verified: bool,
    #[serde(default)]
    pub example: Option<Label>,
}

impl Provision {
    pub fn rule(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

#[derive(Deserialize)]
struct Book {
    provision: Vec<Provision>,
}

static BOOK: LazyLock<Result<Vec<Provision>, String>> = LazyLock::new(|| {
    serde_json::from_str::<Book>(include_str!(concat!(env!("OUT_DIR"), "/provisions/fields.toml.json")))
        .map(|book| book.provision)
        .map_err(|e| e.to_string())
});

/// The provision behind a field, if the field has one.
pub fn of(key: &str) -> Option<&'static Provision> {
    all().iter().find(|provision| provision.key == key)
}

/// All of them, in the order of the form.
pub fn all() -> &'static [Provision] {
    BOOK.as_deref().unwrap_or_default()
}

/// Said once at the start of the program: is the book it was built with readable?
pub fn check() -> Result<(), String> {
    BOOK.as_ref().map(|_| ()).map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::domain::{case_no, kind, registry, when};

    #[test]
    fn every_field_has_its_rule_in_both_languages() {
        check().unwrap();
        for key in
            "stream matter case_no stage occurred place manner channel inquirers on_behalf relayers present \
                    received_by content request_type special_items response effect aggravating late_reason \
                    attachments secrecy custody escalation committee vote decision recusal void supplement \
                    correction withdraw"
                .split_whitespace()
        {
            let rule = of(key).unwrap_or_else(|| panic!("{key} has no provision"));
            assert!(!rule.rule(Lang::Zh).is_empty() && !rule.rule(Lang::En).is_empty(), "{key}");
            assert!(!rule.source.is_empty(), "{key}");
        }
        // What follows from a record has its rule beside it in the list.
        for kind in registry::in_room(kind::room::DISPOSAL) {
            assert!(of(kind.code).is_some_and(|p| !p.rule(Lang::Zh).is_empty()), "{}", kind.code);
        }
        assert_eq!(all().iter().map(|p| &p.key).collect::<BTreeSet<_>>().len(), all().len());
        assert!(of("nonsense").is_none());
        assert!(!of("special_items").unwrap().verified);
        // A requirement that goes by hearsay is no text that anybody could have compared.
        assert!(all().iter().all(|p| !p.verified || !p.source.contains("工作要求")));
    }

    #[test]
    fn the_examples_shown_are_accepted_by_their_own_fields() {
        let example = |key| of(key).and_then(|p| p.example.clone()).unwrap();
        assert!(case_no::parse(&example("case_no").zh, 2026).is_ok_and(|c| c.warnings.is_empty()));
        let occurred = example("occurred");
        for typed in occurred.zh.split(';').chain(occurred.en.split(';')) {
            assert!(when::parse(typed, 1_773_213_600_000).is_ok(), "{typed}");
        }
    }

    /// A character whose width the terminal decides would shift everything after it.
    #[test]
    fn no_asset_of_ours_uses_a_character_of_ambiguous_width() {
        fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { files(&path, found) } else { found.push(path) }
            }
        }
        let mut found = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/policy.toml")];
        for folder in ["codes", "organs", "provisions", "calendar"] {
            files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(folder), &mut found);
        }
        assert!(found.len() > 50);
        for path in found {
            let text = std::fs::read_to_string(&path).unwrap();
            for c in text.chars() {
                let narrow = unicode_width::UnicodeWidthChar::width(c);
                let wide = unicode_width::UnicodeWidthChar::width_cjk(c);
                assert_eq!(narrow, wide, "{c:?} in {}", path.display());
            }
        }
    }
}
