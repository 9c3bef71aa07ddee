//! One neutral page of a matter: rows of a label, a typed value, and who may read it. The screen, the
//! line, JSON and paper are made from it, and it is redacted row by row, once, by policy.

use crate::domain::figures::Line;
use crate::domain::ids::{CommitteeId, MatterId, Millis, PersonId};

/// Who may read a row. A row says it each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Everybody who sees the matter; names inside are masked for whoever sees names masked.
    All,
    /// Whoever reads names whole.
    Whole,
    /// Whoever wrote the record down, custodians and discipline: words to him may tell who he is.
    Recorder,
    /// Custodians and discipline, and whoever is asked to decide on it.
    Deciders,
    /// Custodians and discipline: what could tell who wrote the record down.
    Keepers,
}

/// A value as it is, not as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words of somebody, or a number or name that is no code.
    Text(String),
    /// Codes of a list.
    Codes(&'static str, Vec<String>),
    Person(PersonId),
    Body(CommitteeId),
    When(Millis),
    Matter(&'static str, MatterId),
    /// The hash of what is kept.
    Material(String),
    /// A figure by its code and value, with what stands in each column.
    Figure(Line),
}

/// A line of the page. Without a value it is a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub label: &'static str,
    pub value: Option<Value>,
    pub sight: Sight,
}

/// The rows of a matter in the order of reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    rows: Vec<Row>,
}

impl Page {
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
    pub fn head(&mut self, label: &'static str) {
        self.rows.push(Row { label, value: None, sight: Sight::All });
    }
    pub fn row(&mut self, sight: Sight, label: &'static str, value: Value) {
        let empty = match &value {
            Value::Text(text) => text.trim().is_empty(),
            Value::Codes(_, codes) => codes.iter().all(String::is_empty),
            _ => false,
        };
        if !empty {
            self.rows.push(Row { label, value: Some(value), sight });
        }
    }
    pub fn text(&mut self, sight: Sight, label: &'static str, text: impl Into<String>) {
        self.row(sight, label, Value::Text(text.into()));
    }
    pub fn code(&mut self, sight: Sight, label: &'static str, list: &'static str, code: &str) {
        self.row(sight, label, Value::Codes(list, vec![code.to_owned()]));
    }
    pub fn when(&mut self, label: &'static str, at: Option<Millis>) {
        if let Some(at) = at {
            self.row(Sight::All, label, Value::When(at));
        }
    }
}
