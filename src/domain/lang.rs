//! The two languages in which the product speaks.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Chinese is the language of the office and therefore the default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// What a person may type: "zh", "中文", "en", "english", or a locale such as "zh_CN.UTF-8".
impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_lowercase();
        match text.split(['_', '-', '.']).next() {
            Some("zh" | "中文" | "chinese") => Ok(Lang::Zh),
            Some("en" | "英文" | "english") => Ok(Lang::En),
            _ => Err(UnknownLang(text)),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language: {0}")]
pub struct UnknownLang(pub String);

/// A word or sentence of an asset in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub zh: String,
    pub en: String,
}

impl Label {
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_locales_name_a_language_in_many_ways() {
        for text in ["zh", "ZH_CN.UTF-8", "zh-Hans", "中文"] {
            assert_eq!(text.parse(), Ok(Lang::Zh), "{text}");
        }
        assert_eq!("en_GB".parse(), Ok(Lang::En));
        assert!("fr".parse::<Lang>().is_err());
        assert!("C".parse::<Lang>().is_err());
        assert_eq!(serde_json::to_string(&Lang::En).unwrap(), "\"en\"");
    }
}
