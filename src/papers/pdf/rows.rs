//! Grids and lists as rows that grow with their words.

use super::line::{Lie, Line, Setter};
use super::part::{Band, PAD, Part, Row};
use crate::papers::flow::Piece;
use crate::papers::fonts::Role;
use crate::papers::grid::{self, Cell, Grid};
use crate::papers::measure::{Type, WIDTH};
use crate::papers::sheet::{Align, List};
use std::rc::Rc;

/// A row that is higher than this part of the page may be cut between its lines.
const TALL: f32 = 1.0 / 3.0;

/// Where tables are made, and how high a page is.
pub(super) struct Table {
    pub number: usize,
    pub kind: Type,
    pub room: f32,
}

/// The words of a cell, and where it lies.
struct Filled {
    left: f32,
    right: f32,
    lines: Vec<Line>,
}

struct Draft {
    cells: Vec<Filled>,
    lines: usize,
    band: Option<Band>,
}

impl Table {
    pub fn grid(&self, setter: &mut Setter<'_>, grid: &Grid) -> Vec<Piece<Part>> {
        let edges = edges(&grid.shares());
        let mut out = Vec::new();
        for (number, band) in grid.bands().iter().enumerate() {
            let head = band.head.as_ref().map(|words| Band {
                number,
                lines: Rc::new(self.words(setter, words, (0.0, edges[1]), Align::Centre)),
                right: edges[1],
            });
            let mut rows: Vec<Draft> = Vec::new();
            for cells in &band.rows {
                let places = grid.places(band, cells);
                let cells =
                    cells.iter().zip(places).map(|(c, (a, b))| self.field(setter, c, (edges[a], edges[b])));
                let (cells, least): (Vec<Filled>, Vec<usize>) = cells.unzip();
                let lines = least.into_iter().max().unwrap_or(1);
                rows.push(Draft { cells, lines, band: head.clone() });
            }
            out.extend(self.band(rows));
        }
        out
    }

    /// Rows of a band are at least as high together as its heading, and a low band stays together.
    fn band(&self, mut rows: Vec<Draft>) -> Vec<Piece<Part>> {
        let head = rows.first().and_then(|r| r.band.as_ref()).map_or(0, |b| b.lines.len());
        let height: f32 = rows.iter().map(|r| self.height(r.lines)).sum();
        let low = height <= self.room * TALL;
        let others: usize = rows.iter().rev().skip(1).map(|r| r.lines).sum();
        if let Some(last) = rows.last_mut().filter(|_| low) {
            last.lines = last.lines.max(head.saturating_sub(others));
        } else if let Some(first) = rows.first_mut() {
            first.lines = first.lines.max(head);
        }
        let banded = head > 0;
        let mut out: Vec<Piece<Part>> = rows.into_iter().flat_map(|row| self.pieces(row)).collect();
        let all = out.len();
        for piece in out.iter_mut().take(all.saturating_sub(1)).filter(|_| low && banded) {
            piece.keep = true;
        }
        out
    }

    /// The head of a list, and its rows, which say under which head they stand.
    pub fn list(&self, setter: &mut Setter<'_>, list: &List, head: usize) -> (Piece<Part>, Vec<Piece<Part>>) {
        let shares: Vec<u16> = list.columns().iter().map(|c| c.share).collect();
        let edges = edges(&shares);
        let place = |at: usize| (edges[at], edges[at + 1]);
        let headings = Table { kind: Type { role: Role::Hei, ..self.kind }, ..*self };
        let cells = list.columns().iter().enumerate();
        let cells =
            cells.map(|(at, c)| headings.filled(setter, &c.heading, place(at), Align::Centre)).collect();
        let top = self.whole(&Draft::of(cells));
        let top = Piece { keep: true, under: Some(head), ..top };
        let mut rows = Vec::new();
        for row in list.rows() {
            let cells = row.iter().zip(list.columns()).enumerate();
            let cells =
                cells.map(|(at, (words, c))| self.filled(setter, words, place(at), c.align)).collect();
            rows.extend(self.pieces(Draft::of(cells)));
        }
        rows.iter_mut().for_each(|row| row.under = Some(head));
        // The last row does not stand alone under a head that is said again for it.
        if let Some(row) = rows.iter_mut().rev().nth(1) {
            row.keep = true;
        }
        (top, rows)
    }

    fn field(&self, setter: &mut Setter<'_>, cell: &Cell, place: (f32, f32)) -> (Filled, usize) {
        let align = if cell.field.is_label() { Align::Centre } else { Align::Left };
        let filled = self.filled(setter, &cell.field.words(), place, align);
        let lines = filled.lines.len().max(cell.lines);
        (filled, lines)
    }

    fn filled(&self, setter: &mut Setter<'_>, words: &str, place: (f32, f32), align: Align) -> Filled {
        Filled { left: place.0, right: place.1, lines: self.words(setter, words, place, align) }
    }

    fn words(&self, setter: &mut Setter<'_>, words: &str, place: (f32, f32), align: Align) -> Vec<Line> {
        let room = place.1 - place.0 - 2.0 * PAD;
        let lie = if align == Align::Left { Lie::Spread(0.0) } else { Lie::To(align) };
        setter.lines(words, self.kind, room, lie)
    }

    fn height(&self, lines: usize) -> f32 {
        lines as f32 * self.kind.leading + 2.0 * PAD
    }

    fn pieces(&self, row: Draft) -> Vec<Piece<Part>> {
        if self.height(row.lines) <= self.room * TALL { vec![self.whole(&row)] } else { self.cut(row) }
    }

    /// The row in one piece, its words in the middle of its height.
    fn whole(&self, row: &Draft) -> Piece<Part> {
        let height = self.height(row.lines);
        let mut part = Part { row: Some(self.rules(row, false)), ..Part::default() };
        for cell in &row.cells {
            let free = height - cell.lines.len() as f32 * self.kind.leading;
            for (at, line) in cell.lines.iter().enumerate() {
                let top = free / 2.0 + at as f32 * self.kind.leading;
                part.lines.push((cell.left + PAD, top, line.clone()));
            }
        }
        Piece::new(height, part)
    }

    /// The row line by line; two lines stay together at its beginning and its end.
    fn cut(&self, row: Draft) -> Vec<Piece<Part>> {
        let mut out = Vec::new();
        for at in 0..row.lines {
            let above = if at == 0 { PAD } else { 0.0 };
            let below = if at + 1 == row.lines { PAD } else { 0.0 };
            let mut part = Part { row: Some(self.rules(&row, at > 0)), ..Part::default() };
            for cell in &row.cells {
                part.lines.extend(cell.lines.get(at).map(|line| (cell.left + PAD, above, line.clone())));
            }
            let keep = at == 0 || at + 2 == row.lines;
            out.push(Piece { keep, ..Piece::new(above + self.kind.leading + below, part) });
        }
        out
    }

    fn rules(&self, row: &Draft, joined: bool) -> Row {
        let mut edges: Vec<f32> =
            row.band.iter().map(|_| 0.0).chain(row.cells.iter().map(|c| c.left)).collect();
        edges.extend(row.cells.last().map(|c| c.right));
        Row { edges, table: self.number, joined, band: row.band.clone() }
    }
}

impl Draft {
    fn of(cells: Vec<Filled>) -> Self {
        let lines = cells.iter().map(|c| c.lines.len()).max().unwrap_or(1);
        Self { cells, lines, band: None }
    }
}

/// The places of the upright rules, in points.
fn edges(shares: &[u16]) -> Vec<f32> {
    // A thousandth of the width is finer than a pen.
    let whole: u16 = 10_000;
    grid::edges(shares, u32::from(whole)).into_iter().map(|at| at as f32 / f32::from(whole) * WIDTH).collect()
}
