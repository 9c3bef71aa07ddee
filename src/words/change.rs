//! What a change of the organ's data says: labels of its fields, and their values in words.

use super::Words;
use crate::domain::calendar::{Clock, Holiday};
use crate::domain::organ::draft::{Filled, at};
use crate::domain::organ::{Ask, CommitteeMember, Field, Organ};
use crate::domain::policy_file::ClockRule;
use crate::domain::when::{self, Precision};
use serde_json::Value;
use std::collections::BTreeMap;

super::table::word_table! {
    pub struct ChangeWords {
        pub pick: String,
        pub new_one: String,
        pub propose: String,
        pub propose_hint: String,
        pub stands: String,
        pub unchanged: String,
        pub others: String,
        pub nothing: String,
        pub wait: String,
        pub old: String,
        pub new: String,
        /// By the field's key, or by its last part.
        pub label: BTreeMap<String, String>,
        pub hint: BTreeMap<String, String>,
        /// What each kind of change is for.
        pub about: BTreeMap<String, String>,
        pub part: BTreeMap<String, String>,
        pub yes_no: BTreeMap<String, String>,
    }
}

super::word_file!(ChangeWords, "change.toml");

impl ChangeWords {
    /// The label of a field; a clock is called by its own name.
    pub fn label(&self, w: &Words, key: &str) -> String {
        if let Some(clock) = key.strip_prefix("policy.clocks.").filter(|c| !c.contains('.')) {
            return w.clock_name(clock).to_owned();
        }
        let last = key.rsplit('.').next().unwrap_or(key);
        self.label.get(key).or_else(|| self.label.get(last)).cloned().unwrap_or_else(|| key.to_owned())
    }

    pub fn hint(&self, key: &str) -> &str {
        let last = key.rsplit('.').next().unwrap_or(key);
        self.hint.get(key).or_else(|| self.hint.get(last)).map_or("", String::as_str)
    }
}

/// A value as people read it; several are told one a line.
pub fn told(w: &Words, organ: &Organ, ask: Ask, value: &Value) -> String {
    let said = words(w.lang());
    let each = |all: &[Value], one: &dyn Fn(&Value) -> String| {
        all.iter().map(one).collect::<Vec<_>>().join(w.lang().pick("、", ", "))
    };
    let person = |v: &Value| organ.name_of(&v.as_str().unwrap_or_default().into());
    match (ask, value) {
        (_, Value::Null) => String::new(),
        (_, Value::Bool(yes)) => {
            said.yes_no.get(if *yes { "yes" } else { "no" }).cloned().unwrap_or_default()
        }
        (Ask::Person, Value::String(text)) if text.is_empty() => String::new(),
        (Ask::Person, v) => person(v),
        (Ask::People, Value::Array(all)) => each(all, &person),
        (Ask::Unit, Value::String(id)) => organ.unit_name(&id.as_str().into()).to_owned(),
        (Ask::Code(list), Value::String(code)) if !code.is_empty() => w.code(list, code).to_owned(),
        (Ask::OneOf(list, _), Value::String(code)) => w.code(list, code).to_owned(),
        (Ask::Body, Value::String(code)) if !code.is_empty() => w.code("CL24", code).to_owned(),
        (Ask::Roles, Value::Array(all)) => each(all, &|v| w.role(v.as_str().unwrap_or_default()).to_owned()),
        (Ask::Codes(list), Value::Array(all)) => {
            each(all, &|v| w.code(list, v.as_str().unwrap_or_default()).to_owned())
        }
        (Ask::Day, Value::Number(n)) => {
            n.as_i64().map(|ms| when::show(ms, Precision::Day, w.lang())).unwrap_or_default()
        }
        (Ask::Clock, v) => clock(w, v),
        (Ask::Members, Value::Array(all)) => {
            all.iter().map(|v| member(organ, v)).collect::<Vec<_>>().join("\n")
        }
        (Ask::Holidays, Value::Array(all)) => all.iter().map(holiday).collect::<Vec<_>>().join("\n"),
        (Ask::Names, Value::Array(all)) => each(all, &|v| v.as_str().unwrap_or_default().to_owned()),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// How a value is typed: what a form begins with, and what the line reads again.
pub fn typed(w: &Words, organ: &Organ, ask: Ask, value: &Value) -> String {
    let lines =
        |all: &[Value], one: &dyn Fn(&Value) -> String| all.iter().map(one).collect::<Vec<_>>().join("\n");
    match (ask, value) {
        (Ask::Names, Value::Array(all)) => lines(all, &|v| v.as_str().unwrap_or_default().to_owned()),
        (Ask::Members, Value::Array(all)) => lines(all, &|v| member(organ, v)),
        (Ask::Holidays, Value::Array(all)) => lines(all, &holiday),
        (Ask::Clock, v) => read_clock(v).map(|c| w.clock(c)).unwrap_or_default(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Null) => String::new(),
        (_, other) => other.to_string(),
    }
}

/// What stands, as if somebody had typed it: what is not typed anew stays.
pub fn as_typed(w: &Words, organ: &Organ, fields: &[Field], stands: &Value) -> Filled {
    let one = |f: &Field| match at(stands, &f.key) {
        Value::Array(all) if all.iter().all(Value::is_string) => {
            all.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        }
        Value::Number(n) if f.ask == Ask::Day => {
            let day = n.as_i64().map(|ms| when::local(ms).format("%Y-%m-%d %H:%M").to_string());
            day.into_iter().collect()
        }
        value => vec![typed(w, organ, f.ask, value)],
    };
    fields.iter().map(|f| (f.key.clone(), one(f))).collect()
}

fn read_clock(v: &Value) -> Option<Clock> {
    serde_json::from_value::<ClockRule>(v.clone()).map(|rule| rule.clock()).ok()
}

/// How long it runs, and on what that rests.
fn clock(w: &Words, v: &Value) -> String {
    let runs = read_clock(v).map(|c| w.clock(c)).unwrap_or_default();
    let source = v.get("source").and_then(Value::as_str).unwrap_or_default();
    if source.is_empty() { runs } else { format!("{runs} 〔{source}〕") }
}

fn member(organ: &Organ, v: &Value) -> String {
    let read = serde_json::from_value::<CommitteeMember>(v.clone());
    read.map(|m| format!("{} {}", organ.name_of(&m.person), m.rank)).unwrap_or_default()
}

fn holiday(v: &Value) -> String {
    let Ok(h) = serde_json::from_value::<Holiday>(v.clone()) else { return String::new() };
    let days = [h.from, h.to].into_iter().chain(h.made_up).map(String::from);
    std::iter::once(h.zh).chain(days).collect::<Vec<_>>().join(" ")
}
