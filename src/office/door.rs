//! What is text at all is judged once more at the door: faces normalise what is typed, pasted or
//! read, and an escape in JSON or TOML, or a face to come, must not carry past them what nobody can
//! see.

use super::Trouble;
use crate::domain::command::Command;
use crate::domain::limits::limits;
use crate::domain::refusal::{Flaw, No, Problem};
use crate::text::{BadCharacter, normalise};
use serde_json::Value;

/// How a character that is no text is told: where it stands and what it is.
pub fn bad_character(field: &str, bad: &BadCharacter) -> Problem {
    Problem::new(field, Flaw::BadCharacter, format!("{} U+{:04X}", bad.at, u32::from(bad.code)))
}

/// Every text in a command is text, in the one form in which it is kept, and nothing is more than is
/// taken.
///
/// # Errors
/// Each field that is not, with the place in it.
pub(super) fn only_text(command: &Command) -> Result<(), Trouble> {
    let value = serde_json::to_value(command).map_err(|e| super::Fault::Damaged(e.to_string()))?;
    let mut wrong = limits().exceeded(&value);
    wrong.extend(not_text(&value));
    if wrong.is_empty() { Ok(()) } else { Err(No::Wrong(wrong).into()) }
}

/// Each field of a value that is not text, or not in the form in which it is kept.
pub fn not_text(value: &Value) -> Vec<Problem> {
    let mut wrong = Vec::new();
    look("", value, &mut wrong);
    wrong
}

/// As [`only_text`], for one text beside a command.
///
/// # Errors
/// The place of what is not text.
pub(super) fn is_text(field: &str, text: &str) -> Result<(), Trouble> {
    match fault(text, false) {
        Some(bad) => Err(No::Wrong(vec![bad_character(field, &bad)]).into()),
        None => Ok(()),
    }
}

fn fault(text: &str, one_line: bool) -> Option<BadCharacter> {
    match normalise(text, !one_line) {
        Err(bad) => Some(bad),
        Ok(kept) if kept == text => None,
        // Not in the form in which it would be kept: the first character that would be another.
        Ok(kept) => {
            let mut pairs = text.chars().zip(kept.chars().map(Some).chain(std::iter::repeat(None)));
            let at = pairs.position(|(is, keeps)| Some(is) != keeps).unwrap_or(0);
            text.chars().nth(at).map(|code| BadCharacter { at: at + 1, code })
        }
    }
}

/// The name of a wrapper that holds one thing only says nothing to a person.
fn look(path: &str, value: &Value, wrong: &mut Vec<Problem>) {
    match value {
        Value::String(text) => {
            if let Some(bad) = fault(text, limits().is_one_line(path)) {
                wrong.push(bad_character(path.strip_prefix("text.").unwrap_or(path), &bad));
            }
        }
        Value::Array(all) => {
            all.iter().enumerate().for_each(|(i, v)| look(&format!("{path}[{i}]"), v, wrong));
        }
        Value::Object(all) => {
            for (name, v) in all {
                let wraps = path.is_empty() && (v.is_object() && (all.len() == 1 || name == "act"));
                let path = match path {
                    _ if wraps => String::new(),
                    "" => name.clone(),
                    path => format!("{path}.{name}"),
                };
                // Where a person chooses the name of an entry, the name is text too.
                if let Some(bad) = fault(name, true) {
                    wrong.push(bad_character(&path, &bad));
                }
                look(&path, v, wrong);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{PersonRole, RecordCommand, RecordText};

    fn told(text: RecordText) -> Vec<(String, String)> {
        let act = RecordCommand::Submit { text: Box::new(text) };
        match only_text(&Command::Record { record: None, act }) {
            Ok(()) => Vec::new(),
            Err(Trouble::No(No::Wrong(all))) => all.into_iter().map(|p| (p.field, p.detail)).collect(),
            Err(other) => vec![(other.to_string(), String::new())],
        }
    }

    #[test]
    fn each_field_with_something_invisible_is_named_with_its_place() {
        assert!(
            told(RecordText { content: "第一行\n第二行 é".to_owned(), ..RecordText::default() }).is_empty()
        );
        let people = vec![
            PersonRole::default(),
            PersonRole { unit: "某\u{200b}局".to_owned(), ..PersonRole::default() },
        ];
        let text = RecordText { content: "张\u{202e}三".to_owned(), people, ..RecordText::default() };
        let both = [("content", "2 U+202E"), ("people[1].unit", "2 U+200B")];
        assert_eq!(told(text), both.map(|(f, d)| (f.to_owned(), d.to_owned())));
    }

    #[test]
    fn a_line_feed_in_a_name_is_told_with_its_place_and_in_a_statement_it_is_text() {
        let people = vec![PersonRole {
            name: "张\n三".to_owned(),
            post: "科\n长".to_owned(),
            ..PersonRole::default()
        }];
        let mut text = RecordText { content: "一\n二".to_owned(), people, ..RecordText::default() };
        text.channel.insert("PHONE".to_owned(), "139\n".to_owned());
        let wrong =
            [("channel.PHONE", "4 U+000A"), ("people[0].name", "2 U+000A"), ("people[0].post", "2 U+000A")];
        assert_eq!(told(text), wrong.map(|(f, d)| (f.to_owned(), d.to_owned())));
    }

    #[test]
    fn what_would_be_kept_otherwise_is_not_kept_at_all() {
        for (text, at) in [("e\u{301}", "1 U+0065"), ("一\r\n二", "2 U+000D"), ("一\r", "2 U+000D")] {
            let told = told(RecordText { content: text.to_owned(), ..RecordText::default() });
            assert_eq!(told, [("content".to_owned(), at.to_owned())], "{text:?}");
        }
    }
}
