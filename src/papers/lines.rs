//! Where the lines of a text end, whatever its characters measure.
//!
//! Unicode's rule (UAX 14) keeps closing punctuation from the beginning of a line and opening
//! punctuation from its end; a box to tick stays with its first word.

use std::ops::Range;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// The lines of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub range: Range<usize>,
    /// A paragraph ends here: such a line is not spread to the margin.
    pub last: bool,
}

/// Breaks `text` into lines no longer than `room`, the first of each paragraph shorter by `indent`.
///
/// `measure` gives the length of what a reader calls a character. Blanks at a soft break are in no line.
/// A piece without a break is cut at the edge; one character that is longer than the room stands alone.
pub(crate) fn broken(
    text: &str,
    indent: f32,
    room: f32,
    mut measure: impl FnMut(&str) -> f32,
) -> Vec<Broken> {
    let mut out = Vec::new();
    let mut base = 0;
    for paragraph in text.split('\n') {
        paragraph_lines(paragraph, base, (indent, room), &mut measure, &mut out);
        base += paragraph.len() + 1;
    }
    out
}

fn paragraph_lines(
    text: &str,
    base: usize,
    (indent, room): (f32, f32),
    measure: &mut impl FnMut(&str) -> f32,
    out: &mut Vec<Broken>,
) {
    // Widths add up with a rest; a line that fits by a hair must not break.
    let room = room + 0.01;
    let (mut start, mut used, mut from) = (0, indent, 0);
    let mut end = |start: usize, to: usize, last: bool| {
        let kept = if last { to } else { start + text[start..to].trim_end_matches(' ').len() };
        out.push(Broken { range: base + start..base + kept, last });
    };
    for (to, _) in linebreaks(text).filter(|&(to, kind)| may_break(text, to, kind)) {
        let piece = &text[from..to];
        let whole: f32 = piece.graphemes(true).map(&mut *measure).sum();
        let shown = whole - trailing(piece, measure);
        if used + shown > room && from > start {
            end(start, from, false);
            (start, used) = (from, 0.0);
        }
        if used + shown > room {
            for (at, grapheme) in piece.grapheme_indices(true) {
                let wide = measure(grapheme);
                if used + wide > room && from + at > start && grapheme != " " {
                    end(start, from + at, false);
                    (start, used) = (from + at, 0.0);
                }
                used += wide;
            }
        } else {
            used += whole;
        }
        from = to;
    }
    end(start, text.len(), true);
}

fn trailing(piece: &str, measure: &mut impl FnMut(&str) -> f32) -> f32 {
    let blanks = piece.len() - piece.trim_end_matches(' ').len();
    if blanks == 0 { 0.0 } else { measure(" ") * blanks as f32 }
}

fn may_break(text: &str, to: usize, kind: BreakOpportunity) -> bool {
    to == text.len() || kind == BreakOpportunity::Allowed && !text[..to].ends_with(['□', '■'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    fn lines(text: &str, indent: usize, cells: usize) -> Vec<&str> {
        let broken = broken(text, indent as f32, cells as f32, |g| width(g) as f32);
        broken.into_iter().map(|b| &text[b.range]).collect()
    }

    #[test]
    fn no_line_begins_with_closing_punctuation_and_nothing_is_lost() {
        let text =
            "来电询问（2026）京0105民初1234号案件何时开庭，是否可以延期；答：依法告知《办案规定》、程序。";
        for cells in 8..60 {
            let lines = lines(text, 4, cells);
            assert_eq!(lines.concat(), text);
            assert!(width(lines[0]) + 4 <= cells.max(8), "{lines:?}");
            for line in &lines {
                assert!(width(line) <= cells, "{cells}: {line}");
                assert!(!line.starts_with(['、', '，', '。', '；', '：', '）', '》', '」', '〕']), "{line}");
                assert!(!line.ends_with(['（', '《', '〔']), "{line}");
            }
        }
    }

    #[test]
    fn a_box_stays_with_its_word() {
        for cells in 4..20 {
            for line in lines("■电话　□当面　□书面", 0, cells) {
                assert!(!line.ends_with(['□', '■']), "{cells}: {line}");
            }
        }
    }

    #[test]
    fn long_words_are_cut_and_paragraphs_end() {
        assert_eq!(lines("abcdefgh", 0, 3), ["abc", "def", "gh"]);
        assert_eq!(lines("一\n\n二", 0, 8), ["一", "", "二"]);
        assert_eq!(lines("案号 2026 结案", 0, 6), ["案号", "2026", "结案"]);
        assert_eq!(lines("䶮", 0, 1), ["䶮"]);
        assert_eq!(lines("", 0, 3), [""]);
    }
}
