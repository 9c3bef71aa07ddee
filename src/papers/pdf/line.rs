//! Text made into lines of glyphs that fit a width.

use crate::papers::Lang;
use crate::papers::fonts::{Fonts, Glyph, Report, is_selector};
use crate::papers::lines::broken;
use crate::papers::measure::Type;
use crate::papers::sheet::Align;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A room of fewer characters than these is narrow.
const NARROW: f32 = 20.0;

/// A glyph in its line.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub glyph: Glyph,
    /// To the next glyph, in points.
    pub advance: f32,
    /// The bytes of the line's text it stands for.
    pub range: Range<usize>,
    /// The line may be spread after it: Chinese between any two characters, other scripts at blanks.
    spreads: bool,
}

/// A line, ready to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub glyphs: Vec<Set>,
    /// From the left edge of its room.
    pub x: f32,
    pub kind: Type,
}

impl Line {
    pub fn width(&self) -> f32 {
        self.glyphs.iter().map(|g| g.advance).sum()
    }

    /// Fills the room between the first glyph and the last, unless it would tear the line apart.
    fn spread(&mut self, room: f32) {
        let left = room - self.width();
        let Some((_, inner)) = self.glyphs.split_last_mut() else { return };
        let gaps = inner.iter().filter(|g| g.spreads).count();
        let each = left / gaps.max(1) as f32;
        // In the narrow room of a cell a few characters would stand apart like single words.
        let most = if room < self.kind.size * NARROW { 0.12 } else { 0.5 };
        if gaps > 0 && left > 0.0 && each < self.kind.size * most {
            for glyph in inner.iter_mut().filter(|g| g.spreads) {
                glyph.advance += each;
            }
        }
    }
}

/// Sets text, and knows what could not be printed.
pub(super) struct Setter<'a> {
    pub fonts: &'a mut Fonts,
    pub lang: Lang,
    pub report: Report,
}

/// How the lines of a text lie in their room.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lie {
    /// Spread to both edges, the first line of each paragraph standing in by so much.
    Spread(f32),
    To(Align),
}

impl Setter<'_> {
    /// The lines of `text` in a room of `room` points.
    pub fn lines(&mut self, text: &str, kind: Type, room: f32, lie: Lie) -> Vec<Line> {
        let text = self.fonts.printable(kind.role, &crate::text::escape(text), &mut self.report);
        let indent = if let Lie::Spread(indent) = lie { indent } else { 0.0 };
        let (fonts, lang) = (&mut *self.fonts, self.lang);
        let mut first = true;
        let lines =
            broken(&text, indent, room, |g| set(fonts, lang, g, kind).iter().map(|s| s.advance).sum());
        let lines = lines.into_iter().map(|line| {
            let words = &text[line.range];
            let mut out = Line {
                glyphs: set(self.fonts, self.lang, words, kind),
                text: words.to_owned(),
                x: 0.0,
                kind,
            };
            match lie {
                Lie::Spread(indent) => {
                    out.x = if first { indent } else { 0.0 };
                    if !line.last {
                        out.spread(room - out.x);
                    }
                }
                Lie::To(Align::Left) => {}
                Lie::To(Align::Centre) => out.x = ((room - out.width()) / 2.0).max(0.0),
                Lie::To(Align::Right) => out.x = (room - out.width()).max(0.0),
            }
            first = line.last;
            out
        });
        lines.collect()
    }
}

/// The glyphs of printable words. A character without one was written otherwise before.
fn set(fonts: &mut Fonts, lang: Lang, words: &str, kind: Type) -> Vec<Set> {
    let mut out: Vec<Set> = Vec::new();
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let selector = chars.next_if(|&(_, next)| is_selector(next)).map(|(_, s)| s);
        let end = at + c.len_utf8() + selector.map_or(0, char::len_utf8);
        let Some(glyph) = fonts.glyph(kind.role, c, selector) else { continue };
        let narrow = if lang == Lang::En { fonts.narrow(c) } else { None };
        let glyph = narrow.unwrap_or(glyph);
        // A Latin m may be as wide as a Han character; it is not one, and nothing is put beside it.
        let wide = glyph.advance > 0.9 && c.width_cjk() == Some(2);
        let advance = glyph.advance * kind.size + if wide { kind.tracking } else { 0.0 };
        // A dash or an ellipsis is two characters that must touch.
        let joins = matches!(c, '—' | '…') && words[end..].starts_with(c);
        let spreads = (wide || c == ' ') && !joins;
        out.push(Set { glyph, advance, range: at..end, spreads });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::measure::{WIDTH, body};
    use crate::papers::sheet::Setting;

    fn lines(text: &str, room: f32, lie: Lie) -> (Vec<Line>, Vec<crate::papers::Unprinted>) {
        let mut fonts = Fonts::own().unwrap();
        let mut setter = Setter { fonts: &mut fonts, lang: Lang::Zh, report: Report::default() };
        let lines = setter.lines(text, body(Setting::Letter), room, lie);
        (lines, setter.report.told())
    }

    #[test]
    fn twenty_eight_characters_fill_a_line_of_a_letter() {
        let (set, _) = lines(&"统".repeat(28 * 2 + 26), WIDTH, Lie::Spread(0.0));
        let counts: Vec<usize> = set.iter().map(|l| l.glyphs.len()).collect();
        assert_eq!(counts, [28, 28, 26]);
    }

    #[test]
    fn lines_end_at_the_margin_and_the_last_one_does_not() {
        let text = "一季度，全院共记录过问案件情况17件（其中外部9件、内部8件），均于5日内完成核对，无逾期。";
        let (set, _) = lines(&text.repeat(5), WIDTH, Lie::Spread(32.0));
        let (last, full) = set.split_last().unwrap();
        for line in full {
            assert!((line.x + line.width() - WIDTH).abs() < 0.5, "{} {}", line.text, line.width());
        }
        assert!(last.width() < WIDTH - 5.0);
    }

    #[test]
    fn in_a_narrow_cell_characters_are_not_torn_apart() {
        let (set, _) =
            lines("〔2026〕淮示法过问第000095号", body(Setting::Letter).size * 8.0, Lie::Spread(0.0));
        assert!(set.len() > 1);
        for glyph in set.iter().flat_map(|l| &l.glyphs) {
            let size = body(Setting::Letter).size;
            assert!(glyph.advance < size * 1.2, "{}", glyph.advance);
        }
    }

    #[test]
    fn what_no_font_draws_is_printed_by_its_code_and_told() {
        let (set, told) = lines("㐂𠀀，☐\u{202e}㐂", 1000.0, Lie::To(Align::Left));
        assert_eq!(set[0].text, "〔U+3402〕〔U+20000〕，〔U+2610〕‹U+202E›〔U+3402〕");
        let told: Vec<_> = told.iter().map(|u| (u.code, u.times)).collect();
        assert_eq!(told, [('☐', 1), ('㐂', 2), ('𠀀', 1)]);
        assert!(set[0].glyphs.iter().all(|g| g.glyph.id != 0));
        let characters = set[0].text.chars().count();
        assert_eq!(set[0].glyphs.len(), characters, "a character fell out");
    }

    #[test]
    fn names_of_the_national_list_are_in_our_own_font() {
        let (set, told) =
            lines("王䶮、李𠅤、张𬍛、赵㑇、陈喆、周玥、葉\u{e0100}", 1000.0, Lie::To(Align::Left));
        let codes: Vec<char> = told.iter().map(|u| u.code).collect();
        assert_eq!(codes, ['葉', '\u{e0100}'], "{}", set[0].text);
    }

    #[test]
    fn words_of_other_scripts_are_not_torn_apart() {
        let mut fonts = Fonts::own().unwrap();
        let mut setter = Setter { fonts: &mut fonts, lang: Lang::En, report: Report::default() };
        let words =
            "On 28 September the District People’s Court recorded “a matter of some moment” and more of it.";
        let lines = setter.lines(words, body(Setting::Letter), 300.0, Lie::Spread(0.0));
        for (line, letter) in lines.iter().flat_map(|l| l.glyphs.iter().map(move |g| (l, g))) {
            let of = &line.text[letter.range.clone()];
            let whole = letter.glyph.advance * line.kind.size;
            match of {
                " " => {}
                "’" | "“" | "”" => assert!(letter.advance < line.kind.size * 0.5, "{of}"),
                _ => assert_eq!(letter.advance, whole, "{of} in {}", line.text),
            }
        }
    }
}
