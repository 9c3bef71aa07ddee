//! What was typed and could not be kept, laid out for paper: labels and values, whatever the form.

use super::Words;
use crate::domain::codes::{CODED, CODED_PEOPLE};
use serde_json::Value;
use std::collections::BTreeMap;

/// One label with its value.
pub type Row = (String, String);

/// Everything that stands in a form as it was kept: its fields, and the people and papers beside.
/// Empty fields are left out; nothing typed is.
pub fn rows(w: &Words, fields: &BTreeMap<String, Value>, more: &Value) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (i, person) in of(more, "people").iter().enumerate() {
        rows.push((format!("{} {}", w.field("people"), i + 1), inside(w, person)));
    }
    for (name, value) in fields {
        rows.push((w.field(name), in_words(w, CODED, name, value)));
    }
    for (i, paper) in of(more, "papers").iter().enumerate() {
        rows.push((format!("{} {}", w.field("attachments"), i + 1), inside(w, paper)));
    }
    rows.retain(|(_, value)| !value.trim().is_empty());
    rows
}

fn of<'a>(more: &'a Value, name: &str) -> &'a [Value] {
    more.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The fields of a row of its own, on one line; those of what stands in it among them.
fn inside(w: &Words, row: &Value) -> String {
    let fields = row.as_object().into_iter().flatten();
    let told = fields.filter_map(|(name, value)| {
        if value.is_object() {
            return Some(inside(w, value));
        }
        let words = in_words(w, CODED_PEOPLE, name, value);
        (!words.is_empty()).then(|| format!("{} {words}", w.field(name)))
    });
    told.collect::<Vec<_>>().join("  ")
}

fn in_words(w: &Words, lists: &[(&str, &str)], field: &str, value: &Value) -> String {
    let list = lists.iter().find(|(f, _)| *f == field).map(|(_, l)| *l);
    match value {
        Value::String(text) => list.map_or_else(|| text.clone(), |l| w.code(l, text).to_owned()),
        Value::Array(all) => all.iter().map(|v| in_words(w, lists, field, v)).collect::<Vec<_>>().join("  "),
        Value::Bool(true) => "[x]".to_owned(),
        Value::Number(number) if number.as_u64() != Some(0) => number.to_string(),
        _ => String::new(),
    }
}
