//! Pages drawn: words, rules, and what stands at the foot of each.

use super::line::{Lie, Line, Setter};
use super::part::{Part, Row};
use crate::papers::flow::Placed;
use crate::papers::fonts::{Fonts, Role};
use crate::papers::measure::{
    HEIGHT, LEFT, NUMBER, PAGE, SIZE_FOOT, SIZE_FORM, SIZE_NUMBER, TOP, Type, WIDTH,
};
use crate::papers::sheet::{Align, Sheet, page_number};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

/// How thick rules are.
const THIN: f32 = 0.5;
/// Of an em, the part above the line that letters stand on.
const ASCENT: f32 = 0.88;
/// By how much of its size type is darkened where a heavier face is missing.
const DARKER: f32 = 1.0 / 36.0;

pub(super) fn pages(
    document: &mut Document,
    setter: &mut Setter<'_>,
    sheet: &Sheet,
    pages: &[Vec<Placed<Part>>],
) {
    for (page, placed) in (1..).zip(pages) {
        let foot = foot(setter, sheet, page);
        let Some(settings) = PageSettings::from_wh(PAGE.0, PAGE.1) else { return };
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        let mut pen = Pen { surface: &mut surface, fonts: setter.fonts };
        pen.parts(placed);
        for (x, top, line) in &foot {
            pen.line(*x, *top, line);
        }
        surface.finish();
        sheet.finish();
    }
}

/// The page number stands outside, right on odd pages and left on even ones; proof code, checkpoint and
/// copy stand on the other side.
fn foot(setter: &mut Setter<'_>, sheet: &Sheet, page: usize) -> Vec<(f32, f32, Line)> {
    let (number, words) =
        if page % 2 == 1 { (Align::Right, Align::Left) } else { (Align::Left, Align::Right) };
    let kind = Type { role: Role::Fang, size: SIZE_NUMBER, leading: SIZE_NUMBER, tracking: 0.0 };
    let top = HEIGHT + NUMBER - SIZE_NUMBER / 2.0;
    // One character from the edge.
    let numbers = setter.lines(&page_number(page), kind, WIDTH - 2.0 * SIZE_NUMBER, Lie::To(number));
    let mut out: Vec<_> = numbers.into_iter().map(|line| (SIZE_NUMBER, top, line)).collect();
    let kind = Type { size: SIZE_FOOT, leading: SIZE_FORM, ..kind };
    let room = WIDTH * 0.72;
    let x = if words == Align::Left { 0.0 } else { WIDTH - room };
    let mut top = HEIGHT + 8.0;
    for said in sheet.foot.said() {
        for line in setter.lines(&format!("{} {}", said.label, said.value), kind, room, Lie::To(words)) {
            out.push((x, top, line));
            top += kind.leading;
        }
    }
    out
}

struct Pen<'a, 'b> {
    surface: &'a mut Surface<'b>,
    fonts: &'a Fonts,
}

impl Pen<'_, '_> {
    fn parts(&mut self, placed: &[Placed<Part>]) {
        let row = |at: usize| placed.get(at).and_then(|p| p.what.row.as_ref());
        // Where the band began that the rows are in.
        let mut band_top = 0.0;
        for (at, part) in placed.iter().enumerate() {
            for (x, top, line) in &part.what.lines {
                self.line(*x, part.top + top, line);
            }
            for &(from, to, top) in &part.what.rules {
                self.rule((from, part.top + top), (to, part.top + top));
            }
            if let Some(this) = row(at) {
                let before = at.checked_sub(1).and_then(row);
                let (top, bottom) = (part.top, part.top + part.height);
                if !this.is_of_band(before) {
                    band_top = top;
                }
                self.row(this, before, (top, bottom));
                let after = row(at + 1);
                if !this.is_of_table(after) {
                    self.rule((0.0, bottom), (WIDTH, bottom));
                }
                if !this.is_of_band(after) {
                    self.band(this, (band_top, bottom));
                }
            }
        }
    }

    fn row(&mut self, row: &Row, before: Option<&Row>, (top, bottom): (f32, f32)) {
        for &x in &row.edges {
            self.rule((x, top), (x, bottom));
        }
        if !(row.joined && row.is_of_table(before)) {
            let within = row.band.as_ref().filter(|_| row.is_of_band(before));
            self.rule((within.map_or(0.0, |b| b.right), top), (WIDTH, top));
        }
    }

    /// The heading of a band in the middle of what of it lies on this page.
    fn band(&mut self, row: &Row, (top, bottom): (f32, f32)) {
        let Some(band) = &row.band else { return };
        let height: f32 = band.lines.iter().map(|l| l.kind.leading).sum();
        let mut at = top + ((bottom - top - height) / 2.0).max(0.0);
        for line in band.lines.iter() {
            self.line(super::part::PAD, at, line);
            at += line.kind.leading;
        }
    }

    fn line(&mut self, x: f32, top: f32, line: &Line) {
        let size = line.kind.size;
        let base = TOP + top + (line.kind.leading - size) / 2.0 + size * ASCENT;
        let dark = self.fonts.is_darkened(line.kind.role);
        self.surface.set_fill(Some(Fill { paint: black().into(), ..Fill::default() }));
        self.surface.set_stroke(dark.then(|| stroke(size * DARKER)));
        let mut x = LEFT + x + line.x;
        for run in line.glyphs.chunk_by(|a, b| a.glyph.face == b.glyph.face) {
            let glyphs: Vec<KrillaGlyph> = run
                .iter()
                .map(|g| {
                    let id = GlyphId::new(g.glyph.id);
                    KrillaGlyph::new(id, g.advance / size, 0.0, 0.0, 0.0, g.range.clone(), None)
                })
                .collect();
            let font = self.fonts.font(run[0].glyph.face);
            self.surface.draw_glyphs(Point::from_xy(x, base), &glyphs, font, &line.text, size, false);
            x += run.iter().map(|g| g.advance).sum::<f32>();
        }
    }

    fn rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        let Some(path) = straight(from, to) else { return };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke(THIN)));
        self.surface.draw_path(&path);
    }
}

fn straight(from: (f32, f32), to: (f32, f32)) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(LEFT + from.0, TOP + from.1);
    path.line_to(LEFT + to.0, TOP + to.1);
    path.finish()
}

fn stroke(width: f32) -> Stroke {
    Stroke { paint: black().into(), width, opacity: NormalizedF32::ONE, ..Stroke::default() }
}

fn black() -> rgb::Color {
    rgb::Color::new(0, 0, 0)
}
