//! What a pick list offers, and how typing narrows it: by words, by pinyin initials, by code.

use crate::domain::codes;
use crate::domain::lang::Lang;
use crate::domain::name::{abbreviates, fold};
use crate::office::{Party, initials, spelled};

/// One line of a pick list. `note` explains it; `initials` are the pinyin initials of the label,
/// in small letters, several spellings separated by a blank; `sounds` a person's full pinyin so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub code: String,
    pub label: String,
    pub note: String,
    pub initials: String,
    pub sounds: String,
}

impl Choice {
    /// A choice whose initials follow from its label.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        let label = label.into();
        Self { code: code.into(), initials: initials(&label), label, ..Self::default() }
    }

    /// A member of staff: for whoever does not read Chinese the note begins with how the name sounds.
    pub fn person(code: impl Into<String>, p: &Party, what: &str, lang: Lang) -> Self {
        let sound = if lang == Lang::En { p.latin.as_str() } else { "" };
        Self {
            code: code.into(),
            note: format!("{sound} {what}").trim().to_owned(),
            initials: initials(&p.name),
            sounds: spelled(&p.name),
            label: p.name.clone(),
        }
    }

    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Whether what was typed means this choice.
    pub fn fits(&self, typed: &str) -> bool {
        let typed = fold(typed);
        typed.is_empty()
            || fold(&self.label).has(&typed)
            || abbreviates(typed.as_str(), &self.label)
            || fold(&self.code).as_str().starts_with(typed.as_str())
            || self.initials.split(' ').any(|i| i.contains(typed.as_str()))
            || self.sounds.split(' ').any(|s| s.starts_with(typed.as_str()))
    }
}

/// The rows of a code list, in its own order.
pub fn choices(list: &str, lang: Lang) -> Vec<Choice> {
    let rows = codes::list(list).rows();
    rows.iter()
        .map(|row| Choice {
            code: row.code.clone(),
            label: row.label(lang).to_owned(),
            note: row.note.as_ref().map(|n| n.get(lang).to_owned()).unwrap_or_default(),
            // The Chinese initials work in the English face too: it is the same person typing.
            initials: initials(row.label(Lang::Zh)),
            sounds: String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_found_by_words_by_any_reading_and_by_its_code() {
        let choice = Choice::new("cus1", "曾重乐");
        for typed in ["", "曾", "zcl", "czy", "CUS", "重乐"] {
            assert!(choice.fits(typed), "{typed}");
        }
        for typed in ["增", "zx", "us1"] {
            assert!(!choice.fits(typed), "{typed}");
        }
        assert!(choices("CL08", Lang::En).iter().any(|c| c.fits("dh") && c.label == "Phone"));
    }
}
