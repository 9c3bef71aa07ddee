//! A record's text from JSON and from `--set FIELD=VALUE`. Field names are those of the data
//! dictionary; what `show --json` prints may be handed in again as it is.

use super::face::Face;
use super::input::{Named, bad_character, code, exact, json as read_json};
use super::stop::Stop;
use crate::domain::codes;
pub use crate::domain::codes::{CODED, CODED_PEOPLE};
use crate::domain::ids::Millis;
use crate::domain::organ::Organ;
use crate::domain::record::{RecordText, local_time};
use crate::domain::refusal::{Flaw, No, Problem};
use crate::domain::when::{self, WhenError};
use crate::text;
use serde_json::{Map, Value, json};

const LISTS: &[&str] = &["manner", "request_type", "special_items", "response", "aggravating"];

/// Reads a text; `now` is what typed times are measured from.
pub fn text_from_json(face: &Face, typed: &str, organ: &Organ, now: Millis) -> Result<RecordText, Stop> {
    let value = read_json("record_json", typed)?;
    text_from_value(face, inner(value), organ, now)
}

/// The text inside what `show --json` prints, or the value itself.
fn inner(value: Value) -> Value {
    let text = value.pointer("/record/text").or_else(|| value.get("text")).cloned();
    text.unwrap_or(value)
}

/// Puts `--set` pairs into a text, or into an empty one.
pub fn set(
    face: &Face,
    text: &RecordText,
    pairs: &[Named],
    organ: &Organ,
    now: Millis,
) -> Result<RecordText, Stop> {
    let mut value = serde_json::to_value(text).unwrap_or_else(|_| json!({}));
    for pair in pairs {
        put(&mut value, &pair.name, &pair.value)
            .map_err(|()| Stop::wrong(&pair.name, Flaw::Unreadable, &pair.name))?;
    }
    text_from_value(face, value, organ, now)
}

/// Every field that cannot be read is named; nothing is guessed.
fn text_from_value(face: &Face, value: Value, organ: &Organ, now: Millis) -> Result<RecordText, Stop> {
    let mut problems = Vec::new();
    let Value::Object(mut fields) = value else {
        return Err(Stop::wrong("record_json", Flaw::Unreadable, ""));
    };
    for (name, value) in &mut fields {
        normalise(name, value, &mut problems);
        match name.as_str() {
            "occurred" => occurred(face, value, now, &mut problems),
            "replied_on" => moment(face, name, value, now, &mut problems),
            "received_by" => staff(value, name, organ),
            "people" => people(value, organ),
            _ => coded(name, value, CODED),
        }
    }
    for (name, value) in &fields {
        check_alone(name, value, &mut problems);
    }
    if !problems.is_empty() {
        return Err(No::Wrong(problems).into());
    }
    serde_json::from_value(Value::Object(fields)).map_err(|e| Stop::wrong("record_json", Flaw::Unreadable, e))
}

/// A text of one field alone is a text, so each field can be judged without the others.
fn check_alone(name: &str, value: &Value, problems: &mut Vec<Problem>) {
    let alone = |value: Value| {
        let one: Map<String, Value> = [(name.to_owned(), value)].into_iter().collect();
        serde_json::from_value::<RecordText>(Value::Object(one)).err()
    };
    let Some(error) = alone(value.clone()) else { return };
    let before = problems.len();
    if let ("people", Value::Array(all)) = (name, value) {
        for (i, person) in all.iter().enumerate() {
            let Value::Object(fields) = person else { continue };
            for (field, value) in fields {
                if let Some(e) = alone(json!([{ field: value }])) {
                    problems.push(Problem::new(format!("people[{i}].{field}"), Flaw::Unreadable, e));
                }
            }
        }
    }
    if problems.len() == before {
        problems.push(Problem::new(name, Flaw::Unreadable, error));
    }
}

/// Everything that is words becomes words as they are kept.
fn normalise(at: &str, value: &mut Value, problems: &mut Vec<Problem>) {
    match value {
        Value::String(words) => match text::normalise(words, true) {
            Ok(kept) => *words = kept,
            Err(bad) => problems.push(bad_character(at, &bad)),
        },
        Value::Array(all) => {
            for (i, v) in all.iter_mut().enumerate() {
                normalise(&format!("{at}[{i}]"), v, problems);
            }
        }
        Value::Object(fields) => {
            for (name, v) in fields {
                normalise(&format!("{at}.{name}"), v, problems);
            }
        }
        _ => {}
    }
}

/// A time may stand in the form of JSON or as people type it; alone, or with its end and precision.
fn occurred(face: &Face, value: &mut Value, now: Millis, problems: &mut Vec<Problem>) {
    if let Value::String(typed) = value {
        *value = json!({ "from": typed });
    }
    let Value::Object(fields) = value else { return };
    for part in ["from", "to"] {
        let Some(typed) = fields.get(part).and_then(Value::as_str).map(str::to_owned) else { continue };
        if exact(&typed).is_some() {
            continue;
        }
        match when::parse(&typed, now) {
            // That it lies ahead is told together with everything else that is wrong.
            Ok(at) | Err(WhenError::Future(at)) => {
                fields.insert(part.to_owned(), json!(local_time::to_text(at.at_ms)));
                fields.entry("precision").or_insert_with(|| json!(at.precision));
            }
            Err(error) => problems.push(Problem::new(
                format!("occurred.{part}"),
                Flaw::BadTime,
                face.w().when_error(&error),
            )),
        }
    }
}

/// A day as people type it; one that stands in the form of JSON is taken as it is, and empty words are none.
fn moment(face: &Face, name: &str, value: &mut Value, now: Millis, problems: &mut Vec<Problem>) {
    let Some(typed) = value.as_str().map(str::to_owned) else { return };
    if typed.trim().is_empty() {
        *value = Value::Null;
    } else if exact(&typed).is_none() {
        match when::parse(&typed, now) {
            Ok(at) | Err(WhenError::Future(at)) => *value = json!(local_time::to_text(at.at_ms)),
            Err(error) => problems.push(Problem::new(name, Flaw::BadTime, face.w().when_error(&error))),
        }
    }
}

fn people(value: &mut Value, organ: &Organ) {
    for person in value.as_array_mut().into_iter().flatten() {
        for (name, value) in person.as_object_mut().into_iter().flatten() {
            if name == "person" {
                staff(value, name, organ);
            } else {
                coded(name, value, CODED_PEOPLE);
            }
        }
    }
}

/// Staff may be given by account as well as by the directory's id.
fn staff(value: &mut Value, _name: &str, organ: &Organ) {
    if let Some(person) = value.as_str().and_then(|account| organ.by_account(account)) {
        *value = json!(person.id);
    }
}

fn coded(name: &str, value: &mut Value, lists: &[(&str, &str)]) {
    let Some((_, list)) = lists.iter().find(|(field, _)| *field == name) else { return };
    match value {
        Value::String(typed) => *typed = code(list, typed),
        Value::Array(all) => {
            for v in all {
                if let Value::String(typed) = v {
                    *typed = code(list, typed);
                }
            }
        }
        _ => {}
    }
}

/// Puts a value at a path such as `people[1].unit`. Lists take several values with commas.
fn put(root: &mut Value, path: &str, value: &str) -> Result<(), ()> {
    let mut at = root;
    let last = path.split('.').count() - 1;
    for (i, part) in path.split('.').enumerate() {
        let (name, index) = match part.strip_suffix(']').and_then(|p| p.split_once('[')) {
            Some((name, index)) => (name, Some(index.parse::<usize>().map_err(|_| ())?)),
            None => (part, None),
        };
        if name.is_empty() || name.contains(['[', ']']) || index.is_some_and(|i| i > 99) {
            return Err(());
        }
        let fields = at.as_object_mut().ok_or(())?;
        if i == last && index.is_none() {
            fields.insert(name.to_owned(), typed_value(name, value));
            return Ok(());
        }
        let empty = if index.is_some() { json!([]) } else { json!({}) };
        at = fields.entry(name.to_owned()).or_insert(empty);
        if let Some(index) = index {
            let all = at.as_array_mut().ok_or(())?;
            while all.len() <= index {
                all.push(json!({}));
            }
            at = &mut all[index];
            if i == last {
                *at = json!(value);
            }
        }
    }
    Ok(())
}

fn typed_value(name: &str, value: &str) -> Value {
    match value {
        _ if LISTS.contains(&name) => json!(several(name, value)),
        "true" => json!(true),
        "false" => json!(false),
        _ => json!(value),
    }
}

/// Several values of one field. Some of the words in the lists hold an enumeration comma themselves,
/// so a comma of that kind parts only what is not a word of the list as it stands.
fn several<'a>(name: &str, value: &'a str) -> Vec<&'a str> {
    let list = CODED.iter().find(|(field, _)| *field == name).map_or("", |(_, list)| *list);
    let known = |part: &str| codes::has(list, &code(list, part));
    let mut all = Vec::new();
    for part in value.split([',', ',']).map(str::trim).filter(|p| !p.is_empty()) {
        if known(part) {
            all.push(part);
        } else {
            all.extend(part.split('、').map(str::trim).filter(|p| !p.is_empty()));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_holds_a_comma_stays_one_word() {
        assert_eq!(several("request_type", "请托说情、打招呼,打探案情"), ["请托说情、打招呼", "打探案情"]);
        assert_eq!(several("request_type", "打探案情、威胁刁难"), ["打探案情", "威胁刁难"]);
    }

    #[test]
    fn a_path_makes_what_is_missing_on_its_way() {
        let mut v = json!({});
        put(&mut v, "people[1].unit", "某公司").unwrap();
        put(&mut v, "people[0].retired", "true").unwrap();
        put(&mut v, "manner", "电话, FACE").unwrap();
        put(&mut v, "channel.PHONE", "139").unwrap();
        assert_eq!(
            v,
            json!({"people": [{"retired": true}, {"unit": "某公司"}], "manner": ["电话", "FACE"],
                   "channel": {"PHONE": "139"}})
        );
        for wrong in ["", "a[", "a[x].b", "a[999].b", "manner.x"] {
            assert!(put(&mut v, wrong, "1").is_err(), "{wrong}");
        }
    }
}
