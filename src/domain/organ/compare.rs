//! A proposed change beside what stands, value by value: nothing that it would change is left out,
//! whether or not a form asks for it.

use super::asks::{Ask, ChangeKind};
use super::draft::{as_it_stands, at};
use super::event::OrganChange;
use super::state::Organ;
use crate::domain::policy_file::PolicyFile;
use serde_json::{Value, json};

/// One value of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its place in the change as it is written.
    pub key: String,
    /// How it is read and shown.
    pub ask: Ask,
    /// What stands; null for something new.
    pub old: Value,
    pub new: Value,
}

impl Row {
    pub fn changes(&self) -> bool {
        let nothing = |v: &Value| match v {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(all) => all.is_empty(),
            _ => false,
        };
        self.old != self.new && !(nothing(&self.old) && nothing(&self.new))
    }
}

/// What names the thing a change is about.
const SUBJECTS: [&str; 8] =
    ["person", "person.id", "committee", "committee.id", "unit.id", "case.case_no", "name", "fingerprint"];

/// Every value of a change beside what stands now, in the order of its form; then what no form asks.
pub fn compare(organ: &Organ, change: &OrganChange) -> Vec<Row> {
    let kind = change.kind();
    let whole = serde_json::to_value(change).unwrap_or_default();
    let new = match change {
        OrganChange::Policy { policy } => json!({ "policy": policy.spelled_out() }),
        _ => whole.get(kind.code()).cloned().unwrap_or_default(),
    };
    let about = about(organ, kind, &new);
    let is_new = about.is_none() && kind.about() != super::asks::About::Nothing;
    let old = if is_new { Value::Null } else { as_it_stands(organ, kind, about.as_deref()) };
    if kind == ChangeKind::Calendar {
        return years(&old, &new);
    }
    let parts: Vec<Option<&str>> = match kind {
        ChangeKind::Policy => PolicyFile::ROWS.iter().map(|(part, _)| Some(*part)).collect(),
        // With no subject every field is asked for, its name too.
        _ => vec![None],
    };
    let fields = parts.into_iter().flat_map(|p| kind.fields(organ, p));
    let fields: Vec<_> =
        fields.filter(|f| !at(&new, &f.key).is_null() || !at(&old, &f.key).is_null()).collect();
    let mut rows: Vec<Row> = fields
        .iter()
        .map(|f| Row {
            key: f.key.clone(),
            ask: f.ask,
            old: at(&old, &f.key).clone(),
            new: at(&new, &f.key).clone(),
        })
        .collect();
    let mut leaves = Vec::new();
    walk("", &new, &mut leaves);
    walk("", &old, &mut leaves);
    leaves.sort();
    leaves.dedup();
    let asked = |leaf: &str| {
        fields
            .iter()
            .any(|f| leaf.strip_prefix(f.key.as_str()).is_some_and(|r| r.is_empty() || r.starts_with('.')))
    };
    for leaf in leaves.into_iter().filter(|l| !asked(l)) {
        let (was, is) = (at(&old, &leaf).clone(), at(&new, &leaf).clone());
        rows.push(Row { ask: usual(&leaf), key: leaf, old: was, new: is });
    }
    // Whom or what it is about is read first, and is nothing that changes.
    for row in rows.iter_mut().filter(|r| SUBJECTS.contains(&r.key.as_str())) {
        row.old = Value::Null;
    }
    rows.sort_by_key(|r| !SUBJECTS.contains(&r.key.as_str()));
    rows
}

/// What the change is about, if that is there already.
fn about(organ: &Organ, kind: ChangeKind, new: &Value) -> Option<String> {
    let text = |key: &str| at(new, key).as_str().unwrap_or_default().to_owned();
    let (id, known) = match kind {
        ChangeKind::Person => {
            (text("person.id"), organ.people.contains_key(&text("person.id").as_str().into()))
        }
        ChangeKind::Unit => (text("unit.id"), organ.units.contains_key(&text("unit.id").as_str().into())),
        ChangeKind::Committee => {
            (text("committee.id"), organ.committees.contains_key(&text("committee.id").as_str().into()))
        }
        ChangeKind::Case => (text("case.case_no"), organ.cases.contains_key(&text("case.case_no"))),
        ChangeKind::Witness => (text("name"), organ.witnesses.contains_key(&text("name"))),
        ChangeKind::CommitteeMembers => (text("committee"), true),
        ChangeKind::Active | ChangeKind::Roles | ChangeKind::Kin | ChangeKind::Key => (text("person"), true),
        ChangeKind::KeyRevoked => (text("fingerprint"), true),
        ChangeKind::Policy | ChangeKind::Calendar => (String::new(), true),
        ChangeKind::Roster | ChangeKind::Interest | ChangeKind::RolledBack => (String::new(), false),
    };
    known.then_some(id)
}

/// Every value that has no parts; lists are one value.
fn walk(path: &str, v: &Value, into: &mut Vec<String>) {
    match v {
        Value::Object(all) => {
            for (key, v) in all {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(&path, v, into);
            }
        }
        Value::Null => {}
        _ => into.push(path.to_owned()),
    }
}

/// How a value is shown that no form of this kind asks for.
fn usual(key: &str) -> Ask {
    match key {
        "person" | "person.id" => Ask::Person,
        "person.roles" => Ask::Roles,
        "person.kin" => Ask::People,
        "person.kin_names" => Ask::Names,
        "person.active" => Ask::Yes,
        _ => Ask::Text,
    }
}

/// The years of a calendar that differ, each with its source and its days.
fn years(old: &Value, new: &Value) -> Vec<Row> {
    let of = |v: &Value, year: &Value| {
        let all = at(v, "calendar.years").as_array().cloned().unwrap_or_default();
        all.into_iter().find(|y| y["year"] == *year).unwrap_or_default()
    };
    let listed = |v: &Value| at(v, "calendar.years").as_array().cloned().unwrap_or_default();
    let mut all: Vec<Value> = listed(old).into_iter().chain(listed(new)).map(|y| y["year"].clone()).collect();
    all.sort_by_key(Value::as_i64);
    all.dedup();
    let mut rows = Vec::new();
    for year in all {
        let (was, is) = (of(old, &year), of(new, &year));
        if was == is {
            continue;
        }
        let part = |v: &Value, key: &str| v.get(key).cloned().unwrap_or_default();
        rows.push(Row {
            key: "year".to_owned(),
            ask: Ask::Number,
            old: part(&was, "year"),
            new: json!(year),
        });
        for (key, of, ask) in [("source", "source", Ask::Text), ("holidays", "holiday", Ask::Holidays)] {
            rows.push(Row { key: key.to_owned(), ask, old: part(&was, of), new: part(&is, of) });
        }
    }
    rows
}
