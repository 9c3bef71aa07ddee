//! From fields to the text of a record, and from the office's problems back to fields.

use super::sheet::Sheet;
use super::spec::Value;
use super::sub::Rows;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::record::{Occurred, RecordText};
use crate::domain::refusal::{Flaw, Problem};
use crate::domain::when;
use std::collections::BTreeMap;

/// The text as the fields have it now. What cannot be read yet is left out; the page says so.
pub(crate) fn text(sheet: &Sheet, rows: &Rows, now: Millis) -> RecordText {
    let a = sheet.values(now);
    let one = |key: &str| a.one(key).unwrap_or_default();
    let manner = a.many("manner");
    let channel: BTreeMap<String, String> = manner
        .iter()
        .map(|m| (m.clone(), a.text(&format!("channel.{m}"))))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let occurred = a.when("occurred").map(|from| Occurred {
        from: from.at_ms,
        to: a.when("occurred.to").map(|to| to.at_ms),
        precision: from.precision,
    });
    let mut text = RecordText {
        meant: rows.meant.clone(),
        stream: one("stream"),
        matter: one("matter"),
        case_no: a.text("case_no"),
        stage: one("stage"),
        other_cases: Vec::new(),
        occurred,
        place: a.text("place"),
        manner,
        channel,
        people: rows.people.clone(),
        nobody_else: a.yes("nobody_else"),
        received_by: a.one("received_by").map(PersonId),
        content: a.text("content"),
        request_type: a.many("request_type"),
        special_items: a.many("special_items"),
        response: a.many("response"),
        response_text: a.text("response_text"),
        effect: one("effect"),
        aggravating: a.many("aggravating"),
        recorder_role: one("recorder_role"),
        late_reason: a.text("late_reason"),
        no_material_reason: a.text("no_material_reason"),
        attachments: rows.papers.iter().map(|b| b.attachment.clone()).collect(),
        gifts: rows.gifts.clone(),
        contact_facts: a.many("contact_facts"),
        contact_note: a.text("contact_note"),
        written_opinion: one("written_opinion"),
        filed_to: one("filed_to"),
        deputy_level: one("deputy_level"),
        proposal_no: a.text("proposal_no"),
        handed_on_by: a.text("handed_on_by"),
        reply: a.text("reply"),
        replied_on: a.when("replied_on").map(|at| at.at_ms),
        practice: a.text("practice"),
        recusal_note: a.text("recusal_note"),
        secrecy: one("secrecy"),
        urgent: a.yes("urgent"),
    };
    text.fold_cases();
    for (i, other) in text.other_cases.iter_mut().enumerate() {
        other.stage = one(&format!("other_cases[{i}].stage"));
    }
    text.fold_cases();
    text
}

/// What a field begins with when this text is already there.
pub(crate) fn value(text: &RecordText, key: &str) -> Option<Value> {
    let one = |code: &str| Some(Value::One(Some(code.to_owned()).filter(|c| !c.is_empty())));
    let words = |words: &str| Some(Value::Text(words.to_owned()));
    let many = |all: &[String]| Some(Value::Many(all.to_vec()));
    let at = |at_ms: Millis, precision| Some(Value::When(Some(when::When { at_ms, precision })));
    if let Some(manner) = key.strip_prefix("channel.") {
        return words(text.channel.get(manner).map_or("", String::as_str));
    }
    match key {
        "stream" => one(&text.stream),
        "matter" => one(&text.matter),
        "case_no" => words(&text.case_numbers().in_full()),
        "stage" => one(&text.stage),
        "occurred" => text.occurred.as_ref().and_then(|o| at(o.from, o.precision)),
        "occurred.to" => {
            text.occurred.as_ref().and_then(|o| o.to).and_then(|to| at(to, when::Precision::Exact))
        }
        "place" => words(&text.place),
        "manner" => many(&text.manner),
        "nobody_else" => Some(Value::Yes(text.nobody_else)),
        "received_by" => Some(Value::One(text.received_by.as_ref().map(|p| p.0.clone()))),
        "content" => words(&text.content),
        "request_type" => many(&text.request_type),
        "special_items" => many(&text.special_items),
        "response" => many(&text.response),
        "response_text" => words(&text.response_text),
        "effect" => one(&text.effect),
        "aggravating" => many(&text.aggravating),
        "recorder_role" => one(&text.recorder_role),
        "late_reason" => words(&text.late_reason),
        "no_material_reason" => words(&text.no_material_reason),
        "contact_facts" => many(&text.contact_facts),
        "contact_note" => words(&text.contact_note),
        "written_opinion" => one(&text.written_opinion),
        "filed_to" => one(&text.filed_to),
        "deputy_level" => one(&text.deputy_level),
        "proposal_no" => words(&text.proposal_no),
        "handed_on_by" => words(&text.handed_on_by),
        "reply" => words(&text.reply),
        "replied_on" => match text.replied_on {
            Some(on) => at(on, when::Precision::Day),
            None => Some(Value::When(None)),
        },
        "practice" => words(&text.practice),
        "recusal_note" => words(&text.recusal_note),
        "secrecy" => one(&text.secrecy),
        "urgent" => Some(Value::Yes(text.urgent)),
        _ => None,
    }
}

/// The line of the page that a problem belongs to.
pub(crate) fn line_of(sheet: &Sheet, problem: &Problem) -> String {
    let field = problem.field.as_str();
    let person = field.split_once('.').map_or(field, |(row, _)| row);
    if person.starts_with("people[") || person.starts_with("gifts[") {
        return person.to_owned();
    }
    match field {
        "people" | "inquirers" => first(sheet, &["people[0]", "+INQUIRER", "+RELATIVE"]),
        "on_behalf" => "+BEHALF".to_owned(),
        "present" => "+PRESENT".to_owned(),
        "relayers" => "+RELAYER".to_owned(),
        "channel" => first(sheet, &[&format!("channel.{}", problem.detail), "manner"]),
        "attachments" if problem.flaw == Flaw::MaterialOrReason => "no_material_reason".to_owned(),
        _ if field.starts_with("attachments") => "+WORDS".to_owned(),
        _ => sheet.holder(field).unwrap_or_else(|| field.to_owned()),
    }
}

fn first(sheet: &Sheet, keys: &[&str]) -> String {
    let found = keys.iter().find(|k| sheet.entry(k).is_some());
    found.or(keys.last()).map(|k| (*k).to_owned()).unwrap_or_default()
}
