//! A sheet as pieces in the order of reading.

use super::line::{Lie, Line, Setter};
use super::part::Part;
use super::rows::Table;
use crate::papers::flow::Piece;
use crate::papers::measure::{self, HEIGHT, Type, WIDTH};
use crate::papers::sheet::{Align, Block, Level, Setting, Sheet, Signature};

/// Room under a table.
const AFTER: f32 = 6.0;

/// The pieces, and the heads that are said again.
#[derive(Default)]
pub(super) struct Laid {
    pub pieces: Vec<Piece<Part>>,
    pub heads: Vec<Piece<Part>>,
}

pub(super) fn laid(setter: &mut Setter<'_>, sheet: &Sheet) -> Laid {
    let mut out = Laid::default();
    out.opening(setter, sheet);
    let mut new_page = false;
    for (at, block) in sheet.blocks.iter().enumerate() {
        let from = out.pieces.len();
        match block {
            Block::NewPage => {
                new_page = true;
                continue;
            }
            Block::Paragraph(level, words) => out.paragraph(setter, sheet.setting, *level, words),
            Block::Fields(grid) => {
                let table = Table { number: at, kind: measure::table(sheet.setting), room: HEIGHT };
                out.pieces.extend(table.grid(setter, grid));
                out.pieces.push(Piece::new(AFTER, Part::default()));
            }
            Block::List(list) => {
                let table = Table { number: at, kind: measure::table(sheet.setting), room: HEIGHT };
                let (head, rows) = table.list(setter, list, out.heads.len());
                out.heads.push(head.clone());
                out.pieces.push(head);
                out.pieces.extend(rows);
                out.pieces.push(Piece::new(AFTER, Part::default()));
            }
            Block::Signatures(all) => all.iter().for_each(|one| out.signature(setter, sheet.setting, one)),
            Block::SignOff { organ, date } => out.sign_off(setter, sheet.setting, [organ, date]),
        }
        if let Some(first) = out.pieces.get_mut(from) {
            first.new_page |= std::mem::take(&mut new_page);
        }
    }
    out
}

impl Laid {
    fn space(&mut self, height: f32) {
        self.pieces.push(Piece { keep: true, ..Piece::new(height, Part::default()) });
    }

    fn block(&mut self, lines: Vec<Line>, x: f32, keep: bool) {
        let height = lines.iter().map(|l| l.kind.leading).sum();
        self.pieces.push(Piece { keep, ..Piece::new(height, Part::text(lines, x)) });
    }

    /// Title and number: a letter has its number at the right above its title, a form under it.
    fn opening(&mut self, setter: &mut Setter<'_>, sheet: &Sheet) {
        let kind = measure::title(sheet.setting);
        let body = measure::body(sheet.setting);
        let number = sheet.number.iter().flat_map(|n| setter.lines(n, body, WIDTH, Lie::To(Align::Right)));
        let number: Vec<Line> = number.collect();
        let title =
            sheet.title.iter().flat_map(|line| setter.lines(line, kind, WIDTH, Lie::To(Align::Centre)));
        let title: Vec<Line> = title.collect();
        let letter = sheet.setting == Setting::Letter;
        if letter && !number.is_empty() {
            self.block(number.clone(), 0.0, true);
            self.space(body.leading);
        }
        if !title.is_empty() {
            self.block(title, 0.0, true);
            self.space(if letter { body.leading } else { 8.0 });
        }
        if !letter && !number.is_empty() {
            self.block(number, 0.0, true);
            self.space(3.0);
        }
    }

    fn paragraph(&mut self, setter: &mut Setter<'_>, setting: Setting, level: Level, words: &str) {
        let kind = measure::paragraph(setting, level);
        let lines = setter.lines(words, kind, WIDTH, Lie::Spread(measure::indent(level, kind)));
        let all = lines.len();
        let heading = matches!(level, Level::First | Level::Second);
        for (at, line) in lines.into_iter().enumerate() {
            // Neither the first nor the last line of several stands alone on a page.
            let keep = heading || all > 2 && (at == 0 || at + 2 == all);
            self.block(vec![line], 0.0, keep);
        }
    }

    /// Label, a rule that carries the name, and the date.
    fn signature(&mut self, setter: &mut Setter<'_>, setting: Setting, one: &Signature) {
        let kind = measure::table(setting);
        let gap = kind.size;
        let above = kind.leading * 0.6;
        let (from, to) = (WIDTH * 0.3, WIDTH * 0.7 - gap);
        let label = setter.lines(&one.label, kind, from - gap, Lie::To(Align::Left));
        let date = setter.lines(&one.date, kind, WIDTH * 0.3, Lie::To(Align::Right));
        let name = setter.lines(&one.name, kind, to - from, Lie::To(Align::Left));
        let rows = label.len().max(name.len()).max(date.len()).max(1) as f32;
        let mut part = Part { rules: vec![(from, to, above + rows * kind.leading)], ..Part::default() };
        for (x, lines) in [(0.0, label), (from + 2.0, name), (WIDTH * 0.7, date)] {
            let free = rows - lines.len() as f32;
            let place = |at: usize| above + (free + at as f32) * kind.leading;
            part.lines.extend(lines.into_iter().enumerate().map(|(at, line)| (x, place(at), line)));
        }
        self.pieces.push(Piece::new(above + rows * kind.leading + 2.0, part));
    }

    /// 落款 and 成文日期, four characters from the right edge, never alone on a page.
    fn sign_off(&mut self, setter: &mut Setter<'_>, setting: Setting, words: [&String; 2]) {
        let kind: Type = measure::body(setting);
        if let Some(before) = self.pieces.last_mut() {
            before.keep = true;
        }
        self.space(kind.leading);
        let room = WIDTH - 4.0 * kind.size;
        let mut lines = words.map(|w| setter.lines(w, kind, room, Lie::To(Align::Left))).concat();
        // The shorter line is centred over the longer one, as the rules have it.
        let wide = lines.iter().map(Line::width).fold(0.0, f32::max);
        lines.iter_mut().for_each(|line| line.x = room - wide + (wide - line.width()) / 2.0);
        self.block(lines, 0.0, false);
    }
}
