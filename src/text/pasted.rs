//! What comes by paste, from word processors, messages and PDF files: blanks in the place of tabs
//! and line ends, and the characters that no field takes apart from the rest, so that a person can
//! do without them. Nothing is dropped here without being named.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{MARKS, is_text};

/// A paste made ready for a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// What can go into the field.
    pub text: String,
    /// How often each character occurred that cannot, and is not in [`Self::text`].
    pub left_out: BTreeMap<char, usize>,
    /// Tabs and line ends in whose place a blank stands.
    pub blanks: usize,
}

impl Pasted {
    /// How many characters were left out.
    pub fn missing(&self) -> usize {
        self.left_out.values().sum()
    }

    /// Which ones, as `U+200B×2`, joined by `comma`.
    pub fn codes(&self, comma: &str) -> String {
        let code = |(c, n): (&char, &usize)| match n {
            1 => format!("U+{:04X}", u32::from(*c)),
            n => format!("U+{:04X}x{n}", u32::from(*c)),
        };
        self.left_out.iter().map(code).collect::<Vec<_>>().join(comma)
    }
}

/// Line ends of word processors and of Unicode, besides our own.
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Makes a paste ready for a field of paragraphs, or of one line: there a run of line ends becomes
/// one blank, but the one that was copied with the end of a line is no part of it.
pub fn pasted(text: &str, multiline: bool) -> Pasted {
    let mut made = Pasted::default();
    let text: String = text.replace("\r\n", "\n").nfc().collect();
    let text = match text.strip_suffix(ends_line) {
        Some(line) if !multiline => line,
        _ => &text,
    };
    // A mark in front joins what stands in the field already.
    let (mut room, mut in_ends) = (MARKS, false);
    for c in text.chars() {
        let (end, mark) = (ends_line(c), is_combining_mark(c));
        if end && multiline {
            made.text.push('\n');
        } else if end && in_ends {
            continue;
        } else if end || c == '\t' {
            made.text.push(' ');
            made.blanks += 1;
        } else if is_text(c) && !(mark && room == 0) {
            made.text.push(c);
        } else {
            *made.left_out.entry(c).or_default() += 1;
            continue;
        }
        in_ends = end;
        room = match (mark, end && multiline) {
            (true, _) => room - 1,
            (_, true) => 0,
            _ => MARKS,
        };
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalise;
    use proptest::prelude::*;

    fn made(text: &str, multiline: bool) -> (String, String, usize) {
        let p = pasted(text, multiline);
        (p.text.clone(), p.codes(" "), p.blanks)
    }

    #[test]
    fn what_word_processors_and_messages_bring_along() {
        let of = |text: &str, codes: &str, blanks| (text.to_owned(), codes.to_owned(), blanks);
        for invisible in
            "\u{200b}\u{feff}\u{ad}\u{200e}\u{f0b7}\u{200d}\u{2060}\u{202e}\u{7}\u{e0041}\u{fffd}".chars()
        {
            let code = format!("U+{:04X}", u32::from(invisible));
            assert_eq!(made(&format!("汪某{invisible}某"), false), of("汪某某", &code, 0));
        }
        assert_eq!(made("\u{feff}汪\u{200b}某\u{200b}", true), of("汪某", "U+200Bx2 U+FEFF", 0));
        assert_eq!(made("来电\t询问", false), of("来电 询问", "", 1));
        assert_eq!(made("来电\t询问\r\n\r\n何时\u{2028}开庭\r\n", false), of("来电 询问 何时 开庭", "", 3));
        assert_eq!(made("来电\t询问\r\n\r\n何时\u{b}开庭\n", true), of("来电 询问\n\n何时\n开庭\n", "", 1));
        assert_eq!(made("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", true).1, "U+0306");
        assert_eq!(made("（依法，告知）𠅤䶮·\u{a0}e\u{301}", true), of("（依法，告知）𠅤䶮·\u{a0}é", "", 0));
    }

    proptest! {
        #[test]
        fn what_is_left_is_taken_and_nothing_else_is_missing(text in ".{0,40}", multiline: bool) {
            let p = pasted(&text, multiline);
            // A mark in front joins what stands in the field.
            prop_assert!(normalise(&format!("甲{}", p.text), true).is_ok(), "{:?}", p.text);
            let all = text.replace("\r\n", "\n").nfc().count();
            prop_assert!(p.text.chars().count() + p.missing() <= all);
            prop_assert!(p.blanks > 0 || !multiline || p.text.chars().count() + p.missing() == all);
        }
    }
}
