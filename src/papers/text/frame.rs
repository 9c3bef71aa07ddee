//! Grids and lists as frames of `+`, `-` and `|`.

use super::{COLUMNS, Lines, set};
use crate::papers::flow::Piece;
use crate::papers::grid::{self, Grid};
use crate::papers::sheet::{Align, List};
use crate::text::pad;

/// A row that has more lines than this may be cut by the end of a page.
const TALL: usize = 16;

struct Cell {
    /// The columns of its left and right rule.
    left: usize,
    right: usize,
    lines: Lines,
}

struct Row {
    cells: Vec<Cell>,
    height: usize,
    /// The heading of its band: which line of it comes first here, and the column of its right rule.
    band: Option<usize>,
    begins: bool,
}

/// A table, before it is drawn.
pub(super) struct Frame {
    rows: Vec<Row>,
    headed: bool,
}

impl Frame {
    pub fn of_grid(grid: &Grid) -> Self {
        let edges = edges(&grid.shares());
        let mut rows = Vec::new();
        for band in grid.bands() {
            let head = band.head.as_ref().map(|words| set(words, room(edges[0], edges[1]), Align::Centre, 0));
            let mut drafts: Vec<Row> = Vec::new();
            for (at, cells) in band.rows.iter().enumerate() {
                let places = grid.places(band, cells);
                let cells_set = cells.iter().zip(places).map(|(cell, (a, b))| {
                    let align = if cell.field.is_label() { Align::Centre } else { Align::Left };
                    Cell::new(&cell.field.words(), (edges[a], edges[b]), align)
                });
                let cells_set: Vec<Cell> = cells_set.collect();
                let height = height(&cells_set).max(cells.iter().map(|c| c.lines).max().unwrap_or(1));
                drafts.push(Row {
                    cells: cells_set,
                    height,
                    band: head.as_ref().map(|_| edges[1]),
                    begins: at == 0,
                });
            }
            if let Some(head) = head {
                carry(&mut drafts, head, (edges[0], edges[1]));
            }
            rows.extend(drafts);
        }
        Self { rows, headed: false }
    }

    pub fn of_list(list: &List) -> Self {
        let shares: Vec<u16> = list.columns().iter().map(|c| c.share).collect();
        let edges = edges(&shares);
        let row = |words: Vec<(&str, Align)>| {
            let cells = words.into_iter().enumerate();
            let cells: Vec<Cell> =
                cells.map(|(i, (w, a))| Cell::new(w, (edges[i], edges[i + 1]), a)).collect();
            Row { height: height(&cells), cells, band: None, begins: true }
        };
        let head = row(list.columns().iter().map(|c| (c.heading.as_str(), Align::Centre)).collect());
        let rows = list
            .rows()
            .iter()
            .map(|r| row(r.iter().map(String::as_str).zip(list.columns().iter().map(|c| c.align)).collect()));
        Self { rows: std::iter::once(head).chain(rows).collect(), headed: true }
    }

    /// The head, if it has one, and the rows, each with the rule above it; the last also closes the frame.
    pub fn pieces(&self, under: Option<usize>) -> (Option<Piece<Lines>>, Vec<Piece<Lines>>) {
        let mut out = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|b| self.rows.get(b));
            let mut lines = vec![row.rule(before)];
            lines.extend((0..row.height).map(|line| row.line(line)));
            if at + 1 == self.rows.len() {
                lines.push(row.lower_edge());
            }
            let tall = lines.len() > TALL && !(self.headed && at == 0);
            let parts: Vec<Lines> =
                if tall { lines.chunks(2).map(<[String]>::to_vec).collect() } else { vec![lines] };
            out.extend(parts.into_iter().map(|lines| Piece { under, ..super::piece(lines) }));
        }
        if !self.headed || out.is_empty() {
            return (None, out);
        }
        let head = out.remove(0);
        (Some(Piece { keep: true, ..head }), out)
    }
}

impl Cell {
    fn new(words: &str, (left, right): (usize, usize), align: Align) -> Self {
        Self { left, right, lines: set(words, room(left, right), align, 0) }
    }
}

impl Row {
    fn line(&self, at: usize) -> String {
        let mut out = String::from("|");
        for cell in &self.cells {
            let words = cell.lines.get(at).map_or("", String::as_str);
            out.push_str(&format!(" {} |", pad(words, room(cell.left, cell.right))));
        }
        out
    }

    fn edges(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().flat_map(|c| [c.left, c.right])
    }

    /// The rule above it, with a cross wherever a rule comes from above or below.
    fn rule(&self, before: Option<&Row>) -> String {
        let mut rule = vec![b'-'; COLUMNS];
        for at in self.edges().chain(before.into_iter().flat_map(Row::edges)) {
            rule[at.min(COLUMNS - 1)] = b'+';
        }
        let within = self.band.filter(|_| !self.begins);
        if let Some(right) = within {
            rule[..right].fill(b' ');
            rule[0] = b'|';
        }
        String::from_utf8_lossy(&rule).into_owned()
    }

    fn lower_edge(&self) -> String {
        let mut rule = vec![b'-'; COLUMNS];
        self.edges().for_each(|at| rule[at.min(COLUMNS - 1)] = b'+');
        String::from_utf8_lossy(&rule).into_owned()
    }
}

/// Lets the heading of a band run down beside its rows, the last of which grows if it is too short.
fn carry(rows: &mut [Row], head: Lines, (left, right): (usize, usize)) {
    let have: usize = rows.iter().map(|r| r.height).sum();
    if let Some(last) = rows.last_mut() {
        last.height += head.len().saturating_sub(have);
    }
    let mut words = head.into_iter();
    for row in rows {
        let lines = words.by_ref().take(row.height).collect();
        row.cells.insert(0, Cell { left, right, lines });
    }
}

fn height(cells: &[Cell]) -> usize {
    cells.iter().map(|c| c.lines.len()).max().unwrap_or(1)
}

/// Columns between two rules, less a blank at each.
fn room(left: usize, right: usize) -> usize {
    right.saturating_sub(left + 3).max(2)
}

/// The columns of the upright rules; no cell is narrower than one character with its blanks.
fn edges(shares: &[u16]) -> Vec<usize> {
    let narrow = 5;
    let mut out: Vec<usize> =
        grid::edges(shares, (COLUMNS - 1) as u32).into_iter().map(|at| at as usize).collect();
    for at in 1..out.len() {
        out[at] = out[at].max(out[at - 1] + narrow);
    }
    out
}
