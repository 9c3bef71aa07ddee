//! What text may hold, how many cells it takes, and where its lines break.
//!
//! One measure serves layout, caret and clipping, so that they can never disagree: the sum of the
//! widths of what a reader calls characters, which is also how a ratatui buffer is filled.

mod pasted;

pub use pasted::{Pasted, pasted};

use std::ops::Range;

use unicode_linebreak::{BreakClass, BreakOpportunity, break_property, linebreaks};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// More marks than this on one base are no name in any script; they are made to cover other lines.
const MARKS: usize = 4;

/// Ends a text that was cut to fit. Plain ASCII, for `…` has no agreed width.
pub const CUT: char = '>';

/// A character that no field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("character {at} is U+{:04X}, which is not text", u32::from(*.code))]
pub struct BadCharacter {
    /// Which character of the normalised text, counted from 1: `é` and a line end are one, however
    /// they were written.
    pub at: usize,
    pub code: char,
}

/// Cells that `text` takes in one row of the screen.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// The longest beginning of `text` that fits into `cells`, never half a wide character.
pub fn fitting(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, piece) in text.grapheme_indices(true) {
        used += piece.width();
        if used > cells {
            return &text[..at];
        }
    }
    text
}

/// `text` in at most `cells` cells; if something had to go, the last cell says so with [`CUT`].
pub fn clip(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mut out = fitting(text, cells.saturating_sub(1)).to_owned();
    if cells > 0 {
        out.push(CUT);
    }
    out
}

/// `text` in exactly `cells` cells: clipped, or followed by blanks.
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = clip(text, cells);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(width(&out))));
    out
}

/// `text` broken into rows of at most `cells` cells; rows keep no blanks at a soft break.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let rows = wrap_ranges(text, cells);
    let hard = |end: usize| end == text.len() || text[end..].starts_with('\n');
    rows.into_iter()
        .map(|row| {
            let line = &text[row.clone()];
            if hard(row.end) { line } else { line.trim_end_matches(' ') }.to_owned()
        })
        .collect()
}

/// The byte ranges of the rows of `text`. Rows of one paragraph touch; the `\n` between two
/// paragraphs belongs to neither. Blanks at a soft break hang over the edge and are not counted.
///
/// Where a line may break is Unicode's rule (UAX 14), in which no line begins with `、` or `》`.
/// A piece without any break is cut at the edge, else it would be lost.
pub fn wrap_ranges(text: &str, cells: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut from = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, from, cells.max(1), &mut rows);
        from += paragraph.len() + 1;
    }
    rows
}

fn wrap_paragraph(text: &str, base: usize, cells: usize, rows: &mut Vec<Range<usize>>) {
    let (mut start, mut used, mut from) = (0, 0, 0);
    for (to, kind) in linebreaks(text) {
        let piece = &text[from..to];
        let whole = width(piece);
        let shown = width(piece.trim_end_matches(' '));
        if used + shown > cells && from > start {
            rows.push(base + start..base + from);
            (start, used) = (from, 0);
        }
        if used + shown > cells {
            for (at, grapheme) in piece.grapheme_indices(true) {
                let wide = grapheme.width();
                if used + wide > cells && from + at > start && grapheme != " " {
                    rows.push(base + start..base + from + at);
                    (start, used) = (from + at, 0);
                }
                used += wide;
            }
        } else {
            used += whole;
        }
        // A vertical tab or its like is a forced break to Unicode; normalised text has none.
        if kind == BreakOpportunity::Mandatory && to < text.len() {
            rows.push(base + start..base + to);
            (start, used) = (to, 0);
        }
        from = to;
    }
    rows.push(base + start..base + text.len());
}

/// Whether `c` is text at all. Refused are controls, direction overrides, everything that takes no
/// room and shows nothing, tags, private and unassigned code points, and the sign of damaged bytes.
/// Variation selectors are marks and stay: some names are told apart by them.
fn is_text(c: char) -> bool {
    let seen = is_combining_mark(c) || UnicodeWidthChar::width(c).is_some_and(|cells| cells > 0);
    let feigned = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e007f}');
    seen && !feigned && break_property(c.into()) != BreakClass::Unknown
}

/// Judges the characters of a text one after the other, for marks are only bad in number, or with
/// nothing under them.
fn faulty(multiline: bool) -> impl FnMut(char) -> bool {
    let mut room = 0;
    move |c| {
        let mark = is_combining_mark(c);
        let bad = !(is_text(c) || multiline && c == '\n') || mark && room == 0;
        room = match c {
            '\n' => 0,
            _ if mark => room.max(1) - 1,
            _ => MARKS,
        };
        bad
    }
}

/// `text` as it is kept: NFC, every line end `\n`. Nothing is ever dropped: a character that is
/// not text is refused with its place, as is `\n` where one line is asked for.
pub fn normalise(text: &str, multiline: bool) -> Result<String, BadCharacter> {
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
    let mut faulty = faulty(multiline);
    match text.chars().enumerate().find(|&(_, c)| faulty(c)) {
        Some((at, code)) => Err(BadCharacter { at: at + 1, code }),
        None => Ok(text),
    }
}

/// `text` with everything that is not text made visible as `‹U+202E›`; `\n` stays a line end.
pub fn escape(text: &str) -> String {
    let mut faulty = faulty(true);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if faulty(c) {
            out.push_str(&format!("\u{2039}U+{:04X}\u{203a}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// One cell of a table in CSV: in quotes, in one line, nothing invisible, and nothing that a
/// spreadsheet takes for a formula. Full-width signs are formulas too where people type Chinese.
pub fn csv_cell(text: &str) -> String {
    let shown = escape(text).replace('\n', " ").replace('"', "\"\"");
    let formula = shown.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    format!("\"{}{shown}\"", if formula { "'" } else { "" })
}

/// A full-width form or Chinese punctuation mark as the ASCII key that was meant, so that commands
/// work while the input method is on. `、` is what the key `/` gives there.
pub fn fold_fullwidth(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '、' => '/',
        '。' => '.',
        '《' => '<',
        '》' => '>',
        '【' => '[',
        '】' => ']',
        '￥' => '$',
        _ => c,
    }
}

/// Numbers, times and case numbers with their digits, letters, brackets, colons and blanks in
/// ASCII, as they are compared; Han and everything else stay as typed.
pub fn fold_number_field(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '〔' | '【' => '(',
            '〕' | '】' => ')',
            '\u{ff01}'..='\u{ff5e}' | '\u{3000}' => fold_fullwidth(c),
            _ => c,
        })
        .collect()
}

/// What was typed to narrow a list, as it is compared: width and case do not count.
pub fn folded(text: &str) -> String {
    fold_number_field(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_halves_a_character() {
        assert_eq!(clip("承办人李红梅", 12), "承办人李红梅");
        assert_eq!(clip("承办人李红梅", 8), "承办人>");
        assert_eq!(clip("承办人李红梅", 7), "承办人>");
        assert_eq!(clip("承", 1), ">");
        assert_eq!(clip("承", 0), "");
        assert_eq!(pad("䶮𠅤", 7), "䶮𠅤   ");
        assert_eq!(pad("承办人", 4), "承> ");
    }

    #[test]
    fn no_line_begins_with_closing_punctuation() {
        let text =
            "来电询问（2026）京0105民初1234号案件何时开庭，是否可以延期；答：依法告知《办案规定》、程序。";
        for cells in 8..40 {
            let lines = wrap(text, cells);
            assert_eq!(lines.concat(), text);
            for line in &lines {
                assert!(width(line) <= cells, "{cells}: {line}");
                assert!(
                    !line.starts_with(['、', '，', '。', '；', '：', '？', '！', '）', '》', '」', '〕']),
                    "{line}"
                );
            }
        }
        assert_eq!(wrap("案号 2026 结案", 6), ["案号", "2026", "结案"]);
        assert_eq!(wrap("一\n\n二", 8), ["一", "", "二"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3), [""]);
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_place() {
        let at = |text: &str| normalise(text, true).unwrap_err();
        assert_eq!(at("张\u{202e}三"), BadCharacter { at: 2, code: '\u{202e}' });
        assert_eq!(at("一\r\n二\u{7}"), BadCharacter { at: 4, code: '\u{7}' });
        for bad in "\t\u{0}\u{1b}\u{7f}\u{9b}\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}\u{e0041}\u{2028}\u{3164}\u{e000}\u{378}\u{fffd}\u{10ffff}".chars() {
            assert_eq!(at(&bad.to_string()).code, bad, "{:x}", u32::from(bad));
            assert_eq!(escape(&format!("a{bad}b")), format!("a‹U+{:04X}›b", u32::from(bad)));
        }
        assert!(normalise("x\u{301}\u{302}\u{303}\u{304}", false).is_ok());
        assert_eq!(at("x\u{301}\u{302}\u{303}\u{304}\u{305}").at, 6);
        assert_eq!(normalise("一\n二", false).unwrap_err().code, '\n');
        assert_eq!(normalise("e\u{301}\r\r\n𠅤䶮買買提·阿不都", true).unwrap(), "é\n\n𠅤䶮買買提·阿不都");
        assert_eq!(normalise("\u{1112}\u{1161}\u{11ab}", false).unwrap(), "한");
        assert_eq!(at("\u{1161}").at, 1);
        assert_eq!(at("一\n\u{301}").at, 3);
        assert_eq!(at("\u{202e}").to_string(), "character 1 is U+202E, which is not text");
    }

    #[test]
    fn every_kind_of_the_list_is_refused() {
        // The list of the design, kind by kind: controls, overrides of direction, nothing-shown,
        // tags, line ends of Unicode, fillers, private use, what is no character at all.
        let kinds: &[(u32, u32)] = &[
            (0x00, 0x09),
            (0x0b, 0x0c),
            (0x0e, 0x1f),
            (0x7f, 0x9f),
            (0xad, 0xad),
            (0x61c, 0x61c),
            (0x115f, 0x1160),
            (0x180e, 0x180e),
            (0x200b, 0x200f),
            (0x2028, 0x202e),
            (0x2060, 0x206f),
            (0x3164, 0x3164),
            (0xe000, 0xf8ff),
            (0xfdd0, 0xfdef),
            (0xfeff, 0xfeff),
            (0xffa0, 0xffa0),
            (0xfff9, 0xffff),
            (0x1_fffe, 0x1_ffff),
            (0x2_fffe, 0x2_ffff),
            (0x3_fffe, 0x3_ffff),
            (0xe_0000, 0xe_007f),
            (0xf_0000, 0x10_ffff),
        ];
        for c in kinds.iter().flat_map(|(from, to)| *from..=*to).filter_map(char::from_u32) {
            assert!(normalise(&format!("甲{c}"), false).is_err(), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn a_cell_is_never_a_formula_and_never_leaves_its_quotes() {
        for (text, cell) in [
            ("张三", "\"张三\""),
            ("=1+1", "\"'=1+1\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("＋86", "\"'＋86\""),
            ("-2", "\"'-2\""),
            ("说\"好\",\n再来", "\"说\"\"好\"\", 再来\""),
            ("\t=1", "\"‹U+0009›=1\""),
            ("", "\"\""),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }

    #[test]
    fn all_that_is_taken_can_be_seen() {
        for c in (char::MIN..=char::MAX).filter(|&c| is_text(c) && !is_combining_mark(c)) {
            assert!(width(&c.to_string()) > 0, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn keys_and_numbers_come_through_the_input_method() {
        let folded: String = "？／：ａＺ、。　".chars().map(fold_fullwidth).collect();
        assert_eq!(folded, "?/:aZ/. ");
        assert_eq!(
            fold_number_field("（２０２６）京０１０５民初１２３４号　〔１４：３０〕"),
            "(2026)京0105民初1234号 (14:30)"
        );
    }
}
