//! What stands in a field, in words: codes by their lists, times in the person's language, people
//! and materials one line each. The same reading serves the sheet and the old-beside-new of changes.

use crate::domain::codes;
pub use crate::domain::record::FIELDS;
use crate::domain::record::{Attachment, Occurred, PersonRole, RecordText};
use crate::domain::when;
use crate::ui::room::Cx;
use serde_json::Value;

/// The code list a field chooses from.
pub fn list_of(field: &str) -> Option<&'static str> {
    codes::CODED.iter().find(|(f, _)| *f == field).map(|(_, list)| *list)
}

fn code(cx: &Cx, list: &str, code: &str) -> String {
    codes::list(list).show(code, cx.lang).to_owned()
}

/// One field of a text as a reader understands it; empty where nothing stands.
pub fn of(cx: &Cx, text: &RecordText, field: &str) -> String {
    let all = serde_json::to_value(text).unwrap_or_default();
    all.get(field).map(|v| show(cx, field, v)).unwrap_or_default()
}

/// A stored value in words.
pub fn show(cx: &Cx, field: &str, value: &Value) -> String {
    let stop = cx.lang.pick("；", "; ");
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    match (field, value) {
        (_, Value::Null | Value::Bool(false)) => String::new(),
        (_, Value::Bool(true)) => crate::words::rooms::words(cx.lang).yes.clone(),
        ("occurred", v) => {
            serde_json::from_value::<Occurred>(v.clone()).map(|o| occurred(cx, &o)).unwrap_or_default()
        }
        ("received_by", v) => cx.office.organ().name_of(&text(v).as_str().into()),
        ("channel", Value::Object(map)) => {
            let one = |(manner, v): (&String, &Value)| format!("{} {}", code(cx, "CL08", manner), text(v));
            map.iter().map(one).collect::<Vec<_>>().join(stop)
        }
        ("people", Value::Array(all)) => {
            let people = all.iter().filter_map(|v| serde_json::from_value::<PersonRole>(v.clone()).ok());
            people.map(|p| format!("{} {}", role(cx, &p), person(cx, &p))).collect::<Vec<_>>().join(stop)
        }
        ("other_cases" | "gifts" | "replied_on", v) => cx.w.rows(field, v).unwrap_or_default().join(stop),
        ("attachments", Value::Array(all)) => {
            let all = all.iter().filter_map(|v| serde_json::from_value::<Attachment>(v.clone()).ok());
            all.map(|a| material(cx, &a)).collect::<Vec<_>>().join(stop)
        }
        (_, Value::Array(all)) => {
            let list = list_of(field).unwrap_or_default();
            all.iter().map(|v| code(cx, list, &text(v))).collect::<Vec<_>>().join(cx.lang.pick("、", ", "))
        }
        (_, Value::String(s)) => list_of(field).map_or_else(|| s.clone(), |list| code(cx, list, s)),
        (_, other) => other.to_string(),
    }
}

fn occurred(cx: &Cx, o: &Occurred) -> String {
    let from = when::show(o.from, o.precision, cx.lang);
    match o.to {
        Some(to) => format!("{from} - {}", when::show(to, o.precision, cx.lang)),
        None => from,
    }
}

/// The part somebody has in the record.
pub fn role(cx: &Cx, p: &PersonRole) -> String {
    code(cx, "party_role", &p.role)
}

/// Who, from where, in what relation; only what was said.
pub fn person(cx: &Cx, p: &PersonRole) -> String {
    let said = crate::words::rooms::words(cx.lang);
    let name = p.person.as_ref().map_or_else(|| p.name.clone(), |id| cx.office.organ().name_of(id));
    let mut parts = vec![if name.is_empty() { p.description.clone() } else { name }];
    let post = [p.unit.as_str(), p.post.as_str()].into_iter().filter(|s| !s.is_empty());
    parts.push(post.collect::<Vec<_>>().join(" "));
    if p.retired {
        parts.push(format!("{} {}", said.retired, p.former_unit));
    }
    for (list, value) in [
        ("CL03", &p.kind),
        ("CL04", &p.sector),
        ("CL05", &p.rank),
        ("CL06", &p.cadre_authority),
        ("relation_to_recorder", &p.relation_to_recorder),
        ("confidence", &p.confidence),
    ] {
        if !value.is_empty() {
            parts.push(code(cx, list, value));
        }
    }
    if !p.relation_to_party.is_empty() {
        parts.push(format!("{} {}", cx.w.field("relation_to_party"), p.relation_to_party));
    }
    parts.push(p.contact.clone());
    parts.retain(|s| !s.trim().is_empty());
    parts.join(cx.lang.pick("，", ", "))
}

/// One material: kind, title, size or where the sheet lies, the first digits of its hash.
pub fn material(cx: &Cx, a: &Attachment) -> String {
    let said = crate::words::rooms::words(cx.lang);
    let mut parts = vec![format!("{} {}", code(cx, "attachment_kind", &a.kind), a.title)];
    match &a.hash {
        Some(hash) => {
            parts.push(bytes(a.size));
            parts.push(format!("{} {}", said.hash, hash.chars().take(12).collect::<String>()));
        }
        None if a.kind == "PAPER_ONLY" => {}
        None => parts.push(said.no_bytes.clone()),
    }
    if !a.original_location.is_empty() {
        parts.push(format!("{} {}", cx.w.field("attachments.original_location"), a.original_location));
    }
    parts.push(a.medium.clone());
    if !a.file_destination.is_empty() {
        parts.push(code(cx, "CL16", &a.file_destination));
    }
    parts.retain(|s| !s.trim().is_empty());
    parts.join(cx.lang.pick("，", ", "))
}

fn bytes(n: u64) -> String {
    match n {
        0..10_000 => format!("{n} B"),
        10_000..10_000_000 => format!("{} kB", n / 1000),
        _ => format!("{} MB", n / 1_000_000),
    }
}
