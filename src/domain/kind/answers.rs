//! What an act was given, held against what its row asks for.

use super::table::{Ask, Field};
use crate::domain::codes;
use crate::domain::record::Judged;
use crate::domain::refusal::{Flaw, No, Problem};
use serde::Serialize;
use serde_json::Value;

/// Names every field that is missing, unknown or too long. Of an act that stands in the log what was
/// written is not judged by the lists and limits of today.
///
/// # Errors
/// The rule that one of them is missing by, or all of them at once.
pub fn check(kind: &str, asks: &[Field], act: &impl Serialize, again: bool, by: Judged) -> Result<(), No> {
    let value = serde_json::to_value(act).unwrap_or_default();
    // The act is written as its name with its fields behind it, or as its name alone.
    let given = value.as_object().and_then(|o| o.values().next()).and_then(Value::as_object);
    let mut wrong = Vec::new();
    for field in asks {
        // What could be left out when it was written is not missed now.
        let field = &Field { required: field.required && by.since(field.since), ..*field };
        let answer = given.and_then(|g| g.get(field.key)).unwrap_or(&Value::Null);
        let Some((flaw, detail)) = flaw(field, answer).filter(|(f, _)| !again || *f == Flaw::Missing) else {
            continue;
        };
        if let (Flaw::Missing, Some(rule)) = (flaw, field.rule) {
            return Err(rule.into());
        }
        wrong.push(Problem::new(format!("{kind}.{}", field.key), flaw, detail));
    }
    if wrong.is_empty() { Ok(()) } else { Err(No::Wrong(wrong)) }
}

/// The paragraphs an act was given, and the lines: a number, to whom it goes, who signed for it.
pub fn words(asks: &[Field], act: &impl Serialize) -> Vec<(&'static str, String)> {
    let paragraphs = texts(asks, act, |field| matches!(field.ask, Ask::Text(_)));
    let lines = texts(asks, act, |field| matches!(field.ask, Ask::Line(_)));
    let paragraphs = paragraphs.into_iter().map(|words| ("laid", words));
    paragraphs.chain(lines.into_iter().map(|words| ("laid_line", words))).collect()
}

/// The hashes of materials an act was given, and an empty one for each that is missing.
pub fn materials(asks: &[Field], act: &impl Serialize) -> Vec<String> {
    let must = texts(asks, act, |field| field.ask == Ask::Material && field.required);
    let may = texts(asks, act, |field| field.ask == Ask::Material && !field.required);
    let all = must.into_iter().chain(may.into_iter().filter(|hash| !hash.trim().is_empty()));
    all.map(|hash| hash.trim().to_owned()).collect()
}

fn texts(asks: &[Field], act: &impl Serialize, of: impl Fn(&Field) -> bool) -> Vec<String> {
    let value = serde_json::to_value(act).unwrap_or_default();
    let given = value.as_object().and_then(|o| o.values().next()).and_then(Value::as_object);
    let text = |f: &Field| given.and_then(|g| g.get(f.key)).and_then(Value::as_str).map(str::to_owned);
    asks.iter().filter(|field| of(field)).filter_map(text).collect()
}

fn is_missing(answer: &Value) -> bool {
    match answer {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Bool(yes) => !yes,
        _ => false,
    }
}

fn flaw(field: &Field, answer: &Value) -> Option<(Flaw, String)> {
    if is_missing(answer) {
        return field.required.then(|| (Flaw::Missing, String::new()));
    }
    let text = answer.as_str().unwrap_or_default();
    let unknown =
        |list: &str, code: &str| (!codes::has(list, code)).then(|| (Flaw::UnknownCode, code.to_owned()));
    match field.ask {
        Ask::Line(_) if text.chars().any(char::is_control) => Some((Flaw::BadCharacter, String::new())),
        Ask::Line(most) | Ask::Text(most) | Ask::Spoken(most) => {
            let long = text.chars().count();
            (long > most).then(|| (Flaw::TooLong, format!("{long} > {most}")))
        }
        Ask::Code(list) => unknown(list, text),
        Ask::Codes(list) => {
            let all = answer.as_array().map(Vec::as_slice).unwrap_or_default();
            all.iter().find_map(|code| unknown(list, code.as_str().unwrap_or_default()))
        }
        Ask::Person | Ask::Past | Ask::Coming | Ask::Yes | Ask::Material | Ask::Matter(_) => None,
    }
}
