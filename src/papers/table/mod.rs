//! A list as it is shown, with typed cells: what is written as a workbook, as CSV or as JSON lines.
//!
//! Rows come one by one, so that CSV and JSON lines take no more memory for a million than for ten. A row
//! that its source cannot give ends the writing with that fault.

mod csv;
mod json;
mod workbook;

use super::{Fault, Stamp};
use std::io;

/// What is in a column, and with that how it is written and reckoned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// With so many decimals.
    Number(u8),
    Date,
    Time,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// What programs call it.
    pub key: String,
    /// What people call it.
    pub words: String,
    pub kind: Kind,
    /// Width in a workbook, in digits.
    pub width: f64,
}

impl Heading {
    pub fn new(key: impl Into<String>, words: impl Into<String>, kind: Kind, width: f64) -> Self {
        Self { key: key.into(), words: words.into(), kind, width }
    }
}

/// A cell. What is not known is empty and not nought.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    Number(f64),
    /// A day or a moment, as the kind of the column says.
    When(Stamp),
}

/// A row as its source gives it.
pub type Row = io::Result<Vec<Value>>;

/// What is reckoned from a column. The result is reckoned here as well, for many programs show what is
/// stored and do not reckon again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reckon {
    Sum,
    /// Of the cells that are not empty.
    Average,
    /// How many cells are not empty.
    Count,
}

/// A line under the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Stands in the first column.
    pub words: String,
    /// Columns counted from 0; the first one is the words' own.
    pub cells: Vec<(usize, Reckon)>,
}

/// A table without its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub title: String,
    pub headings: Vec<Heading>,
    pub totals: Vec<Total>,
    /// Lines under the totals.
    pub notes: Vec<String>,
    /// Who made it.
    pub organ: String,
    /// When; the only time that a file carries.
    pub made: Stamp,
}

impl Table {
    /// As a workbook for Excel and WPS, with totals that stay formulas.
    ///
    /// # Errors
    /// A row that is not to be had or does not fit, more rows than a worksheet has.
    pub fn workbook(&self, rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>, Fault> {
        workbook::write(self, rows)
    }

    /// As CSV: headings and rows, UTF-8 with its mark, line ends of RFC 4180, no formulas.
    ///
    /// # Errors
    /// A row that is not to be had or does not fit, or what the target says.
    pub fn csv(&self, out: &mut impl io::Write, rows: impl IntoIterator<Item = Row>) -> Result<(), Fault> {
        csv::write(self, out, rows)
    }

    /// As JSON, one object a line, by the keys of the columns.
    ///
    /// # Errors
    /// A row that is not to be had or does not fit, or what the target says.
    pub fn json(&self, out: &mut impl io::Write, rows: impl IntoIterator<Item = Row>) -> Result<(), Fault> {
        json::write(self, out, rows)
    }

    /// The row, if it has as many cells as there are columns. `at` counts from 1.
    fn fits(&self, at: usize, row: Row) -> Result<Vec<Value>, Fault> {
        let row = row?;
        if row.len() == self.headings.len() {
            Ok(row)
        } else {
            Err(Fault::Cells { row: at, cells: row.len(), columns: self.headings.len() })
        }
    }
}

/// Whether a program may take the text for a formula. Full-width signs are formulas too where people
/// type Chinese.
pub(crate) fn is_formula(text: &str) -> bool {
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    text.starts_with(['\t', '\r']) || text.trim_start().starts_with(signs)
}

/// A moment as its column shows it.
fn shown(kind: Kind, at: Stamp) -> String {
    if kind == Kind::Date { at.date() } else { at.to_string() }
}
