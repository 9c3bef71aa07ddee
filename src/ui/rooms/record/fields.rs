//! Fields of the small forms behind the acts, so that each act reads as one line.

use crate::domain::when::{Precision, When};
use crate::ui::form::{Choice, FieldSpec, Kind, Value, choices};
use crate::ui::room::Cx;

fn field(key: &'static str, label: impl Into<String>, kind: Kind, value: Value) -> FieldSpec {
    FieldSpec {
        key,
        label: label.into(),
        kind,
        required: true,
        hint: String::new(),
        provision: crate::domain::provisions::of(key).map(|p| p.key.as_str()),
        value,
    }
}

/// One line.
pub fn line(key: &'static str, label: impl Into<String>, most: usize) -> FieldSpec {
    field(key, label, Kind::Line(most), Value::Text(String::new()))
}

/// Paragraphs.
pub fn text(key: &'static str, label: impl Into<String>) -> FieldSpec {
    field(key, label, Kind::Text(4000), Value::Text(String::new()))
}

/// A day, beginning with this one.
pub fn day(key: &'static str, label: impl Into<String>, at_ms: i64) -> FieldSpec {
    field(key, label, Kind::When, Value::When(Some(When { at_ms, precision: Precision::Day })))
}

/// One of some choices.
pub fn pick(key: &'static str, label: impl Into<String>, of: Vec<Choice>) -> FieldSpec {
    field(key, label, Kind::Pick(of), Value::One(None))
}

/// One code of a list.
pub fn pick_code(cx: &Cx, key: &'static str, label: impl Into<String>, list: &str) -> FieldSpec {
    pick(key, label, choices(list, cx.lang))
}

/// Any codes of a list.
pub fn many_codes(cx: &Cx, key: &'static str, label: impl Into<String>, list: &str) -> FieldSpec {
    field(key, label, Kind::Many(choices(list, cx.lang)), Value::Many(Vec::new()))
}

/// A member of staff.
pub fn person(key: &'static str, label: impl Into<String>) -> FieldSpec {
    field(key, label, Kind::Person, Value::One(None))
}

/// A moment.
pub fn when(key: &'static str, label: impl Into<String>) -> FieldSpec {
    field(key, label, Kind::When, Value::When(None))
}

pub fn yes(key: &'static str, label: impl Into<String>) -> FieldSpec {
    field(key, label, Kind::Yes, Value::Yes(false))
}

/// The rest of a field, set in passing.
pub trait With {
    fn optional(self) -> Self;
    fn hint(self, words: &str) -> Self;
    fn rule(self, provision: &'static str) -> Self;
    fn holding(self, value: &str) -> Self;
}

impl With for FieldSpec {
    fn optional(self) -> Self {
        Self { required: false, ..self }
    }
    fn hint(self, words: &str) -> Self {
        Self { hint: words.to_owned(), ..self }
    }
    fn rule(self, provision: &'static str) -> Self {
        Self { provision: Some(provision), ..self }
    }
    fn holding(self, value: &str) -> Self {
        let value = match self.kind {
            Kind::Pick(_) | Kind::Person => Value::One(Some(value.to_owned())),
            _ => Value::Text(value.to_owned()),
        };
        Self { value, ..self }
    }
}
