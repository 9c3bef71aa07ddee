//! One form for everything that keyboards, pastes and habits make of a name or a number. Recusal,
//! kin, search, links and "the same person" compare what this gives and nothing else.

use super::forms;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// A text in the form in which names and numbers are compared: letters and digits alone, in one width, one
/// case and one script form. There is no way back to what was typed, and none to compare one with
/// a text that was not folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Folded(String);

impl Folded {
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// How many characters it has.
    pub fn len(&self) -> usize {
        self.0.chars().count()
    }
    /// Whether another stands in it; nothing stands anywhere.
    pub fn has(&self, other: &Folded) -> bool {
        !other.is_empty() && self.0.contains(&other.0)
    }
}

/// Whether what was typed is a long name as offices shorten it: 审委会 is 审判委员会. Three characters at
/// least, none of them a letter, in their order.
pub fn abbreviates(typed: &str, whole: &str) -> bool {
    let (typed, whole) = (fold(typed), fold(whole));
    let mut rest = whole.as_str().chars();
    typed.len() >= 3
        && !typed.as_str().is_ascii()
        && typed.as_str().chars().all(|c| !c.is_ascii() && rest.any(|w| w == c))
}

impl fmt::Display for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A folded text that knows where each of its bytes came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    pub folded: Folded,
    /// For each byte of the folded text: at which byte of the typed one its character began.
    from: Vec<u32>,
}

impl Traced {
    /// The part of the typed text that a part of the folded one was made of.
    pub fn typed<'t>(&self, typed: &'t str, start: usize, end: usize) -> &'t str {
        let (from, to) = self.span(typed, start, end);
        &typed[from..to]
    }

    /// Where punctuation stood that was left out: positions of the folded text, ascending.
    pub fn breaks(&self, typed: &str) -> Vec<usize> {
        const PARTS: &[char] = &[
            '，', '。', '、', '；', '：', '！', '？', '“', '”', '‘', '’', '"', '\'', '「', '」', '『', '』',
            '《', '》', '（', '）', '(', ')', '[', ']', '【', '】', '<', '>', ',', ';', ':', '!', '?', '…',
            '@', '/', '|', '\n',
        ];
        self.broken_by(typed, PARTS)
    }

    /// The same of what ends a sentence, or a part of it.
    pub fn stops(&self, typed: &str) -> Vec<usize> {
        const ENDS: &[char] =
            &['，', '。', '；', '：', '！', '？', '“', '「', ',', ';', ':', '!', '?', '…', '\n'];
        self.broken_by(typed, ENDS)
    }

    fn broken_by(&self, typed: &str, parts: &[char]) -> Vec<usize> {
        let mut before = 0;
        let folded = self.folded.as_str().char_indices();
        folded
            .filter_map(|(at, _)| {
                let from = *self.from.get(at)? as usize;
                let between = typed.get(before..from).is_some_and(|left_out| left_out.contains(parts));
                before = from.max(before);
                between.then_some(at)
            })
            .collect()
    }

    /// Where in the folded text the character that begins here, or the next one, stands.
    pub fn folded_at(&self, typed: usize) -> usize {
        self.from.partition_point(|from| (*from as usize) < typed)
    }

    /// The same as positions in the typed text.
    pub fn span(&self, typed: &str, start: usize, end: usize) -> (usize, usize) {
        let at = |i: usize| self.from.get(i).map_or(typed.len(), |b| *b as usize);
        let last = end.saturating_sub(1).max(start);
        let after = typed[at(last)..].chars().next().map_or(typed.len(), |c| at(last) + c.len_utf8());
        (at(start), after.max(at(start)))
    }
}

/// Folds a text.
pub fn fold(text: &str) -> Folded {
    traced(text).folded
}

/// Folds a text and keeps where everything came from.
pub(super) fn traced(text: &str) -> Traced {
    Traced::of(text, forms::own)
}

impl Traced {
    pub(super) fn of(text: &str, form: impl Fn(char) -> char) -> Self {
        let mut made = Self::default();
        for (at, typed) in text.char_indices() {
            if typed.is_ascii() {
                if typed.is_ascii_alphanumeric() {
                    made.push(typed.to_ascii_lowercase(), at);
                }
                continue;
            }
            for c in std::iter::once(typed).nfkd().flat_map(char::to_lowercase) {
                let c = match c {
                    // The sign that repeats the character before it.
                    '々' | '〻' => made.folded.0.chars().next_back().unwrap_or(c),
                    c => form(c),
                };
                if counts(c) {
                    made.push(c, at);
                }
            }
        }
        made
    }

    fn push(&mut self, c: char, at: usize) {
        // 第382号 and 382号 are one number.
        if c.is_ascii_digit() && self.folded.0.ends_with('第') {
            self.folded.0.truncate(self.folded.0.len() - '第'.len_utf8());
            self.from.truncate(self.folded.0.len());
        }
        self.folded.0.push(c);
        self.from.resize(self.folded.0.len(), u32::try_from(at).unwrap_or(u32::MAX));
    }
}

/// What is folded already: small letters without accents.
pub(super) fn letters(text: String) -> Folded {
    Folded(text)
}

/// Letters and digits count; dots (those, too, that Unicode calls letters), blanks, hyphens, brackets, marks above a letter, variation
/// selectors, what is invisible and what is of private use do not.
fn counts(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{300}'..='\u{36F}')
}

/// Every way to read a text in which a dash may stand for the character 一, 钱守—, and a digit for the tone
/// of a syllable in letters, qian2shou3yi1.
pub fn readings(text: &str) -> Vec<String> {
    const DASHES: &[char] = &['—', '―', '─', '–', '－', '-', '‐', '‑', '−', '_', '＿'];
    let mut all = vec![text.to_owned()];
    if text.contains(DASHES) {
        all.push(text.replace(DASHES, "一"));
    }
    let mut behind_a_letter = false;
    let bare: String = text
        .chars()
        .filter(|c| {
            let tone = behind_a_letter && matches!(c, '1'..='5');
            behind_a_letter = c.is_ascii_alphabetic();
            !tone
        })
        .collect();
    if bare.len() < text.len() {
        all.push(bare);
    }
    all
}

/// One width for what is typed where a code or a number is asked for; blanks and what is invisible
/// go, brackets and everything else stays.
pub fn narrow(text: &str) -> String {
    let invisible = |c: &char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
    };
    text.nfkc().filter(|c| !invisible(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_however_it_is_written() {
        for (name, spellings) in [
            (
                "钱守一",
                vec![
                    "錢守一",
                    "钱守⼀",
                    "钱守㇐",
                    "钱守ー",
                    "钱 守 一",
                    "钱　守　一",
                    "钱\u{a0}守\u{2003}一",
                    "钱守\u{fe00}一",
                    "钱守一\u{e0101}",
                    "钱\u{200b}守\u{feff}一",
                    "钱·守·一",
                    "（钱守一）",
                    "钱*守*一",
                    "钱\u{f0b7}守一",
                    "钱\n守一",
                ],
            ),
            (
                "买买提·艾力",
                vec![
                    "买买提•艾力",
                    "买买提・艾力",
                    "买买提･艾力",
                    "买买提‧艾力",
                    "买买提．艾力",
                    "买买提.艾力",
                    "买买提艾力",
                    "買買提·艾力",
                    "买买提-艾力",
                    "买买提∙艾力",
                    "买买提⋅艾力",
                    "买买提。艾力",
                    "买买提ꞏ艾力",
                ],
            ),
            ("John", vec!["Ｊｏｈｎ", "JOHN", "𝐉𝐨𝐡𝐧", "j o h n", "Jоhn"]),
            ("José", vec!["Jose", "Jose\u{301}"]),
            ("刘备", vec!["劉備", "劉\u{a0}备"]),
            ("顾岳苏产", vec!["顧嶽囌産", "顾嶽苏產"]),
            ("李〇", vec!["李○", "李◯"]),
            ("户部", vec!["戶部", "戸部", "⼾部"]),
            ("林小小", vec!["林小々"]),
            (
                "(2026)皖06民终382号",
                vec!["（2026）皖06民终382号", "〔2026〕皖06民終第382号", "2026皖０６民终第３８２号"],
            ),
        ] {
            for spelling in spellings {
                assert_eq!(fold(name), fold(spelling), "{name} {spelling:?}");
            }
        }
    }

    #[test]
    fn different_names_stay_different() {
        for (a, b) in [("李喆", "李哲"), ("张乾", "张干"), ("王芳", "王方"), ("李祐", "李佑"), ("沈", "渖")]
        {
            assert_ne!(fold(a), fold(b));
        }
        assert_eq!(fold("·• 　"), fold(""));
        assert!(!fold("钱守一").has(&fold("")) && !fold("").has(&fold("")));
    }

    #[test]
    fn what_was_found_is_shown_as_it_was_typed() {
        let typed = "昨天（錢 守⼀）来电";
        let made = traced(typed);
        let start = made.folded.as_str().find("钱守一").unwrap();
        assert_eq!(made.typed(typed, start, start + "钱守一".len()), "錢 守⼀");
        assert_eq!(readings("钱守—").len(), 2);
        assert_eq!(fold(&readings("钱守—")[1]), fold("钱守一"));
        assert_eq!(readings("qian2 shou3yi1 第2庭").last().unwrap(), "qian shouyi 第2庭");
        assert_eq!(narrow("（２０２６） 皖\u{200b}〔１〕"), "(2026)皖〔1〕");
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(once.as_str()), once.clone());
            let made = traced(&text);
            for (i, c) in made.folded.as_str().char_indices() {
                proptest::prop_assert!(!made.typed(&text, i, i + c.len_utf8()).is_empty());
            }
        }
    }
}
