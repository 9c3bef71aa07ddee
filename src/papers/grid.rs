//! Labelled fields in a ruled grid: rows of cells that together fill all columns, bound into bands that
//! may carry a heading of their own at their left, as the official forms do for 过问人 or 案件.

use super::Fault;

/// A box that is ticked or not. Only □ and ■ are used: every Chinese font has them, and a font without
/// ☐ prints a crossed box in its place, which reads as a tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    pub chosen: bool,
    pub words: String,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    Label(String),
    /// A value; empty where nothing is known, for an empty field is part of a form.
    Value(String),
    Ticks(Vec<Tick>),
}

impl Field {
    /// What is read in the cell.
    pub fn words(&self) -> String {
        match self {
            Self::Label(text) | Self::Value(text) => text.clone(),
            Self::Ticks(ticks) => {
                let one = |t: &Tick| format!("{}{}", if t.chosen { '■' } else { '□' }, t.words);
                ticks.iter().map(one).collect::<Vec<_>>().join("　")
            }
        }
    }
    pub fn is_label(&self) -> bool {
        matches!(self, Self::Label(_))
    }
}

/// A cell over one or more columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub field: Field,
    pub span: usize,
    /// At least so many lines high: room for a hand.
    pub lines: usize,
}

impl Cell {
    pub fn label(text: impl Into<String>) -> Self {
        Self { field: Field::Label(text.into()), span: 1, lines: 1 }
    }
    pub fn value(text: impl Into<String>) -> Self {
        Self { field: Field::Value(text.into()), span: 1, lines: 1 }
    }
    pub fn ticks<'a>(ticks: impl IntoIterator<Item = (bool, &'a str)>) -> Self {
        let ticks = ticks.into_iter().map(|(chosen, words)| Tick { chosen, words: words.to_owned() });
        Self { field: Field::Ticks(ticks.collect()), span: 1, lines: 1 }
    }
    pub fn over(self, columns: usize) -> Self {
        Self { span: columns, ..self }
    }
    pub fn high(self, lines: usize) -> Self {
        Self { lines, ..self }
    }
}

/// Rows that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Band {
    /// Stands in a narrow column at the left of all its rows. Without one the rows fill that column too.
    pub head: Option<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// The grid. Every row fills all columns, which [`Grid::new`] sees to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    columns: Vec<u16>,
    head: u16,
    bands: Vec<Band>,
}

impl Grid {
    /// Columns by their shares of the width; `head` is the share of the column of the bands' headings,
    /// which is there only if a band has one.
    ///
    /// # Errors
    /// A row whose spans do not fill the columns.
    pub fn new(head: u16, columns: Vec<u16>, bands: Vec<Band>) -> Result<Self, Fault> {
        for (row, cells) in bands.iter().flat_map(|b| &b.rows).enumerate() {
            let filled: usize = cells.iter().map(|c| c.span).sum();
            if filled != columns.len() || columns.is_empty() || cells.iter().any(|c| c.span == 0) {
                return Err(Fault::Spans { row: row + 1, filled, columns: columns.len() });
            }
        }
        let head = if bands.iter().any(|b| b.head.is_some()) { head.max(1) } else { 0 };
        Ok(Self { columns, head, bands })
    }
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }
    /// Whether there is a column of headings at the left.
    pub fn has_heads(&self) -> bool {
        self.head > 0
    }
    /// The shares of all columns of the drawing, that of the headings first if there is one.
    pub fn shares(&self) -> Vec<u16> {
        (self.head > 0).then_some(self.head).into_iter().chain(self.columns.iter().copied()).collect()
    }
    /// The columns of the drawing that the cells of a row cover, as (first, after the last).
    pub fn places(&self, band: &Band, row: &[Cell]) -> Vec<(usize, usize)> {
        let lead = usize::from(self.has_heads());
        let mut from = if band.head.is_some() { lead } else { 0 };
        let mut at = lead;
        row.iter()
            .map(|cell| {
                at += cell.span;
                let place = (from, at);
                from = at;
                place
            })
            .collect()
    }
}

/// `whole` divided by shares without a rest: the places where columns begin, and the end.
pub fn edges(shares: &[u16], whole: u32) -> Vec<u32> {
    let sum: u32 = shares.iter().map(|&s| u32::from(s)).sum::<u32>().max(1);
    let mut upto = 0;
    let mut out = vec![0];
    for &share in shares {
        upto += u32::from(share);
        out.push(whole * upto / sum);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_does_not_fill_the_columns_is_named() {
        let band = |cells| vec![Band { head: None, rows: vec![cells] }];
        let new = |cells| Grid::new(1, vec![1, 1, 1], band(cells));
        assert!(new(vec![Cell::label("甲"), Cell::value("").over(2)]).is_ok());
        for cells in [
            vec![],
            vec![Cell::label("甲")],
            vec![Cell::label("甲").over(4)],
            vec![Cell::label("甲").over(3), Cell::value("乙").over(0)],
        ] {
            assert!(matches!(new(cells), Err(Fault::Spans { row: 1, columns: 3, .. })));
        }
    }

    #[test]
    fn rows_without_a_heading_fill_its_column() {
        let headed =
            Band { head: Some("案件".into()), rows: vec![vec![Cell::label("甲"), Cell::value("乙")]] };
        let bare = Band { head: None, rows: headed.rows.clone() };
        let grid = Grid::new(1, vec![2, 5], vec![headed, bare]).unwrap();
        let place = |i: usize| grid.places(&grid.bands()[i], &grid.bands()[i].rows[0]);
        assert_eq!(place(0), [(1, 2), (2, 3)]);
        assert_eq!(place(1), [(0, 2), (2, 3)]);
        assert_eq!(edges(&grid.shares(), 100), [0, 12, 37, 100]);
    }

    #[test]
    fn a_box_is_full_or_empty_and_never_the_sign_that_fonts_lack() {
        let cell = Cell::ticks([(true, "电话"), (false, "当面")]);
        assert_eq!(cell.field.words(), "■电话　□当面");
        assert!(!cell.field.words().contains(['☐', '☑', '☒']));
    }
}
