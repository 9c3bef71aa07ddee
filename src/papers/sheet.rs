//! The neutral model of a paper: everything that stands on it, nothing of how a writer draws it.
//!
//! All words arrive in the language of the paper. Text may hold `\n` for a new line of its own.

use super::{Fault, Grid, Stamp};
use crate::domain::lang::Lang;

/// The tag of BCP 47 that documents carry: what their readers' programs are told, and how lines break.
pub(super) fn tag(lang: Lang) -> &'static str {
    lang.pick("zh-CN", "en-GB")
}

/// In which size the words are set. Margins are those of GB/T 9704 in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A form to fill and bind: small type, so that it stays on one leaf.
    Form,
    /// An official letter: 16 pt, 22 lines of 28 characters.
    Letter,
}

/// A paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub lang: Lang,
    pub setting: Setting,
    /// One or more lines, centred.
    pub title: Vec<String>,
    /// The number of the document, `×院记录〔2026〕17号`.
    pub number: Option<String>,
    pub blocks: Vec<Block>,
    pub foot: Foot,
    /// The organ that makes it.
    pub organ: String,
    /// When it was made; the only time that a file carries.
    pub made: Stamp,
}

/// A part of a paper, in the order of reading.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Paragraph(Level, String),
    /// Labelled fields in a ruled grid.
    Fields(Grid),
    /// Rows under headings that are said again on each page.
    List(List),
    /// Lines to be signed by hand.
    Signatures(Vec<Signature>),
    /// Organ and date at the right under a letter.
    SignOff {
        organ: String,
        date: String,
    },
    /// What follows begins a new page: the reverse, or a slip to be returned.
    NewPage,
}

/// What a paragraph is, and with that its face: the writers know one face for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// `一、` 黑体
    First,
    /// `（一）` 楷体
    Second,
    /// 仿宋, indented by two characters
    Body,
    /// Whom a letter is for: 仿宋 from the margin
    Addressee,
    /// Small words under a form
    Note,
}

/// A label with its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    pub label: String,
    pub value: String,
}

impl Label {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// What stands at the foot of every page, beside `— 1 —`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foot {
    /// The code by which the paper is compared with the register.
    pub proof: Label,
    /// The checkpoint it stands under.
    pub checkpoint: Label,
    /// Which copy this is.
    pub copy: Label,
}

impl Foot {
    /// Those that say something, in their order.
    pub fn said(&self) -> impl Iterator<Item = &Label> {
        [&self.proof, &self.checkpoint, &self.copy].into_iter().filter(|l| !l.value.is_empty())
    }
}

/// The number of a page as GB/T 9704 writes it.
pub fn page_number(page: usize) -> String {
    format!("— {page} —")
}

/// A line to be signed by hand; what is known of it is printed on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    pub label: String,
    pub name: String,
    /// The date, or the blanks for one.
    pub date: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub heading: String,
    /// Its share of the width, beside the shares of the others.
    pub share: u16,
    pub align: Align,
}

/// Rows under headings.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl List {
    /// # Errors
    /// No column, or a row that has another number of cells than there are columns.
    pub fn new(columns: Vec<Column>, rows: Vec<Vec<String>>) -> Result<Self, Fault> {
        if columns.is_empty() {
            return Err(Fault::Cells { row: 0, cells: 0, columns: 0 });
        }
        match rows.iter().position(|row| row.len() != columns.len()) {
            Some(at) => Err(Fault::Cells { row: at + 1, cells: rows[at].len(), columns: columns.len() }),
            None => Ok(Self { columns, rows }),
        }
    }
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}
