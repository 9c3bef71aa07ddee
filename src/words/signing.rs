//! What is said around signatures: passphrases, texts to sign, keys, and the verdict over them.

use crate::domain::course::Amiss;
use crate::domain::lang::Lang;
use crate::domain::refusal::Refusal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// By name: a word each.
type Named = BTreeMap<String, String>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// Before a field or a line in which something secret is typed.
    pub passphrase: String,
    /// Of a private key; gap: its file.
    pub passphrase_of: String,
    pub passphrase_old: String,
    pub passphrase_new: String,
    pub passphrase_again: String,
    pub passphrase_differs: String,
    pub passphrase_none: String,
    pub passphrase_waits: String,
    pub passphrase_waits_ref: String,
    pub passphrase_changed: String,
    pub passphrase_why: String,
    pub passphrase_why_change: String,
    /// How a text is signed and handed in.
    pub how_to_sign: String,
    pub sign_until: String,
    pub sign_page: String,
    pub sign_paste: String,
    pub sign_title: String,
    pub sign_why: String,
    /// What a key is for, by its code.
    pub key_use: Named,
    pub on_token: String,
    pub since: String,
    pub revoked: String,
    pub key_lines: String,
    /// The verdict.
    pub hands: String,
    pub hands_good: String,
    pub hands_bare: String,
    pub hand_bad: String,
    pub hands_more: String,
    pub hand_flaw: Named,
    /// An act that could not have been done where it stands; gaps: position, kind, why.
    pub amiss_line: String,
    pub amiss: Named,
}

/// Why an act could not have been done, in a sentence.
pub fn amiss(lang: Lang, why: Amiss) -> String {
    match why {
        Amiss::Rule(rule) => super::words(lang).refusal(&Refusal::of(rule)).text,
        own => words(lang).amiss.get(own.code()).cloned().unwrap_or_default(),
    }
}

super::word_file!(Signing, "signing.toml");

#[cfg(test)]
mod tests {
    use super::words;
    use crate::domain::course::Amiss;
    use crate::domain::lang::Lang;
    use crate::office::HandFlaw;

    #[test]
    fn every_flaw_of_a_hand_has_its_word() {
        for lang in Lang::ALL {
            let flaws = &words(lang).hand_flaw;
            for flaw in HandFlaw::ALL {
                assert!(flaws.contains_key(flaw.code()), "{}", flaw.code());
            }
            assert_eq!(flaws.len(), HandFlaw::ALL.len());
            assert_eq!(words(lang).key_use.len(), 2);
            let amiss = &words(lang).amiss;
            assert!(Amiss::OWN.iter().all(|a| amiss.contains_key(a.code())), "{amiss:?}");
            assert_eq!(amiss.len(), Amiss::OWN.len());
        }
    }
}
