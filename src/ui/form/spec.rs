//! What a form asks and what comes back.

use super::choice::Choice;
use crate::domain::when::When;
use std::collections::BTreeMap;

/// What kind of answer a field takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One line of at most so many characters.
    Line(usize),
    /// Paragraphs of at most so many characters.
    Text(usize),
    /// One of a list.
    Pick(Vec<Choice>),
    /// Any of a list.
    Many(Vec<Choice>),
    /// One member of staff, from the directory; the answer is the person's id.
    Person,
    /// A time as people type it.
    When,
    /// A time still to come.
    Coming,
    Yes,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    One(Option<String>),
    Many(Vec<String>),
    When(Option<When>),
    Yes(bool),
}

/// One field. `key` is the name that a problem of the office points to.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSpec {
    pub key: &'static str,
    pub label: String,
    pub kind: Kind,
    pub required: bool,
    /// One line shown while the field has the focus.
    pub hint: String,
    /// Key of the provision that F1 shows.
    pub provision: Option<&'static str>,
    pub value: Value,
}

/// What was filled in, by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(pub(super) BTreeMap<String, Value>);

impl Answers {
    /// Trimmed text; empty where nothing was typed.
    pub fn text(&self, key: &str) -> String {
        match self.0.get(key) {
            Some(Value::Text(text)) => text.trim().to_owned(),
            _ => String::new(),
        }
    }
    pub fn one(&self, key: &str) -> Option<String> {
        match self.0.get(key) {
            Some(Value::One(one)) => one.clone(),
            _ => None,
        }
    }
    pub fn many(&self, key: &str) -> Vec<String> {
        match self.0.get(key) {
            Some(Value::Many(many)) => many.clone(),
            _ => Vec::new(),
        }
    }
    pub fn when(&self, key: &str) -> Option<When> {
        match self.0.get(key) {
            Some(Value::When(when)) => *when,
            _ => None,
        }
    }
    pub fn yes(&self, key: &str) -> bool {
        matches!(self.0.get(key), Some(Value::Yes(true)))
    }
}
