//! Which fields a record must have. The stream says which ([`streams`]), the manner decides which
//! evidence goes with the words (SPC measures on outside inquiries, art. 4; CL08); the required
//! marks of the form and the check at submission read the same tables.

use super::streams;
use super::text::{PersonRole, RecordText};
use crate::domain::case_no;
use crate::domain::codes::{self, CODED, CODED_PEOPLE, CODED_ROWS, Duty, Material, Needed};
use crate::domain::ids::{Millis, PersonId};
use crate::domain::name::fold;
use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::domain::refusal::{Flaw, Problem};
use crate::domain::when;
use serde_json::Value;
use std::collections::BTreeSet;

/// A field that must be filled, and the manner that asks for it (empty: the stream).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Required {
    pub field: &'static str,
    pub manner: String,
}

/// Fields the present answers make mandatory. The stream says which (it is filled in, or what the
/// facts come to); the manner adds the evidence that goes with it.
pub fn required_fields(text: &RecordText) -> Vec<Required> {
    let stream = streams::of(&text.stream);
    let of_stream = |field: &'static str| Required { field, manner: String::new() };
    let mut all: BTreeSet<Required> = stream.must.iter().map(|f| of_stream(f)).collect();
    all.insert(of_stream("secrecy"));
    if text.matter.is_empty() || text.matter == "CASE" {
        all.extend(stream.of_case.iter().map(|f| of_stream(f)));
    }
    for manner in text.manner.iter().filter(|_| stream.evidence) {
        let duty = codes::list("CL08").get(manner).and_then(|row| row.duty.as_ref());
        for field in duty.into_iter().flat_map(evidence_of) {
            all.insert(Required { field, manner: manner.clone() });
        }
    }
    all.into_iter().collect()
}

/// The form's fields for the evidence a manner asks for.
fn evidence_of(duty: &Duty) -> Vec<&'static str> {
    let mut fields: Vec<&'static str> = duty
        .must
        .iter()
        .map(|needed| match needed {
            Needed::Place => "place",
            Needed::Present => "present",
            Needed::Channel | Needed::DocumentDate => "channel",
            Needed::Relayers => "relayers",
            Needed::InquirerUnit => "inquirers",
            Needed::OriginalLocation | Needed::Disposal => "attachments",
        })
        .collect();
    if duty.material == Material::Required {
        fields.push("attachments");
    }
    fields
}

/// Everything wrong with a text, each field named; nothing wrong means it may be submitted.
pub fn check(text: &RecordText, recorder: &PersonId, organ: &Organ, now: Millis) -> Vec<Problem> {
    let mut problems = Vec::new();
    if text.secrecy == "CLASSIFIED_STUB" {
        check_index_only(text, &mut problems);
        check_codes(text, &mut problems);
        check_staff(text, organ, &mut problems);
        return problems;
    }
    let text = &settled(text, recorder, organ);
    for r in required_fields(text) {
        if is_empty(text, r.field, &r.manner) {
            let flaw = match (r.field, r.manner.is_empty()) {
                ("attachments", _) => Flaw::MaterialOrReason,
                (_, true) => Flaw::Missing,
                (_, false) => Flaw::MissingByManner,
            };
            problems.push(Problem::new(r.field, flaw, &r.manner));
        }
    }
    check_codes(text, &mut problems);
    check_time(text, organ, now, &mut problems);
    check_people(text, recorder, organ, &mut problems);
    check_own(text, now, &mut problems);
    check_staff(text, organ, &mut problems);
    // A number of another form may be right; that it cannot be a number at all is an error.
    for (field, line) in case_fields(text) {
        if let Err(flaw) = case_no::several(line, i32::MAX) {
            problems.push(Problem::new(field, Flaw::CaseNumber, flaw));
        }
    }
    if text.content.chars().count() > 20_000 {
        problems.push(Problem::new("content", Flaw::TooLong, 20_000));
    }
    problems
}

/// The text with the stream that follows from its facts, where the recorder has chosen none. Who
/// typed his own name as that of a colleague who inquired means himself.
pub fn settled(text: &RecordText, recorder: &PersonId, organ: &Organ) -> RecordText {
    let mut text = text.clone();
    let bears = |name: &str| {
        let typed = fold(name);
        let mut bearers = organ.people.values().filter(|p| !typed.is_empty() && fold(&p.name) == typed);
        bearers.next().is_some_and(|p| &p.id == recorder) && bearers.next().is_none()
    };
    for p in text.people.iter_mut().filter(|p| p.role == "INQUIRER" && p.person.is_none()) {
        if matches!(p.kind.as_str(), "OWN_LEADER" | "OWN_STAFF") && bears(&p.name) {
            p.person = Some(recorder.clone());
        }
    }
    if text.stream.is_empty() {
        let found = streams::derive(&text, Some(recorder), Some(&organ.calendar));
        text.stream = found.map_or_else(String::new, |d| d.stream.clone());
    }
    text
}

/// The text in the form in which it is kept: what was left open and follows from the rest is filled in.
pub fn as_kept(text: &RecordText, recorder: &PersonId, organ: &Organ) -> RecordText {
    let mut text = settled(text, recorder, organ);
    let stream = streams::of(&text.stream);
    if text.matter.is_empty() && stream.asks("matter") && !stream.must.iter().any(|f| f == "matter") {
        text.matter = "CASE".to_owned();
    }
    if text.secrecy.is_empty() {
        text.secrecy = "INTERNAL".to_owned();
    }
    text.fold_cases();
    if text.received_by.as_ref() == Some(recorder) {
        text.received_by = None;
    }
    text
}

/// A State secret is kept outside this program: here stands only that there is a paper, and where.
fn check_index_only(text: &RecordText, problems: &mut Vec<Problem>) {
    if text.occurred.is_none() {
        problems.push(Problem::new("occurred", Flaw::Missing, ""));
    }
    let paper_only = text.attachments.iter().all(|a| a.hash.is_none());
    let own = streams::own().any(|(field, _)| !is_empty(text, field, ""));
    if !text.content.is_empty() || !text.people.is_empty() || !paper_only || own {
        problems.push(Problem::new("secrecy", Flaw::IndexOnly, ""));
    }
}

/// Worth a second look, but no hindrance: what is still to be completed, short text, unknown codes
/// in a case number, an unknown case, a stage of other organs' work, a number that looks like an
/// identity number. The stream is filled in, or what the facts come to.
pub fn warnings(text: &RecordText, me: &PersonId, organ: &Organ, this_year: i32) -> Vec<Problem> {
    let mut found = Vec::new();
    let length = text.content.chars().count();
    let short = organ.policy.thresholds.content_warn_chars as usize;
    if length > 0 && length < short {
        found.push(Problem::new("content", Flaw::Short, short));
    }
    found.extend(streams::to_complete(text).into_iter().map(|f| Problem::new(f, Flaw::ToComplete, "")));
    let stages = std::iter::once(("stage".to_owned(), &text.stage));
    let others =
        text.other_cases.iter().enumerate().map(|(i, c)| (format!("other_cases[{i}].stage"), &c.stage));
    for (field, stage) in stages.chain(others) {
        if codes::list("CL07").get(stage).is_some_and(|row| !row.is_for(&organ.kind.code)) {
            found.push(Problem::new(field, Flaw::OtherOrgan, stage));
        }
    }
    for (field, words) in [("content", &text.content), ("response_text", &text.response_text)] {
        if has_identity_number(words) {
            found.push(Problem::new(field, Flaw::LooksLikeIdNumber, ""));
        }
    }
    for (field, line) in case_fields(text) {
        case_warnings(&field, line, organ, this_year, &mut found);
    }
    for person in policy::asked_of_recorder(organ, me, text) {
        if !text.meant.iter().any(|m| m.person == person) {
            found.push(Problem::new("meant", Flaw::MayMean, organ.called(&person)));
        }
    }
    found
}

/// The lines in which case numbers stand, by the names of their fields.
fn case_fields(text: &RecordText) -> impl Iterator<Item = (String, &str)> {
    let others = text.other_cases.iter().enumerate();
    let others = others.map(|(i, c)| (format!("other_cases[{i}].case_no"), c.case_no.as_str()));
    std::iter::once(("case_no".to_owned(), text.case_no.as_str())).chain(others)
}

/// What is worth a second look in a line of case numbers.
fn case_warnings(field: &str, line: &str, organ: &Organ, this_year: i32, found: &mut Vec<Problem>) {
    for case in case_no::several(line, i32::MAX).unwrap_or_default() {
        if organ.case(&case.canonical).is_none() {
            found.push(Problem::new(field, Flaw::UnknownCase, &case.canonical));
        }
        match case_no::parse(&case.canonical, this_year) {
            // What was left out in folding is seen in the line as typed only.
            Ok(_) => found.extend(
                case.warnings.iter().map(|w| Problem::new(field, Flaw::CaseNumber, format!("{w:?}"))),
            ),
            Err(flaw) => found.push(Problem::new(field, Flaw::CaseNumber, flaw)),
        }
    }
}

/// Whether nothing stands in a field of the table.
pub(super) fn is_empty(text: &RecordText, field: &str, manner: &str) -> bool {
    let none_in = |role: &str| text.in_role(role).next().is_none();
    match field {
        "occurred" => text.occurred.is_none(),
        "manner" => text.manner.is_empty(),
        "people" => none_in("INQUIRER") && none_in("RELATIVE"),
        "matter" => text.matter.is_empty(),
        "contact_facts" => text.contact_facts.is_empty(),
        "written_opinion" => text.written_opinion.is_empty(),
        "filed_to" => text.filed_to.is_empty(),
        "content" => text.content.trim().is_empty(),
        "request_type" => text.request_type.is_empty(),
        "response" => text.response.is_empty(),
        "effect" => text.effect.is_empty(),
        "secrecy" => text.secrecy.is_empty(),
        "deputy_level" => text.deputy_level.is_empty(),
        "proposal_no" => text.proposal_no.trim().is_empty(),
        "handed_on_by" => text.handed_on_by.trim().is_empty(),
        "reply" => text.reply.trim().is_empty(),
        "replied_on" => text.replied_on.is_none(),
        "practice" => text.practice.trim().is_empty(),
        "recusal_note" => text.recusal_note.trim().is_empty(),
        "case_no" => text.case_no.is_empty(),
        "stage" => text.stage.is_empty(),
        "place" => text.place.trim().is_empty(),
        "present" => none_in("PRESENT") && !text.nobody_else,
        "relayers" => none_in("RELAYER"),
        "channel" => text.channel.get(manner).is_none_or(|c| c.trim().is_empty()),
        "attachments" => text.attachments.is_empty() && text.no_material_reason.trim().is_empty(),
        "inquirers" => text.in_role("INQUIRER").all(|p| p.unit.is_empty()),
        _ => false,
    }
}

/// Every coded field is a code of its list; fields of one row are named with the row.
fn check_codes(text: &RecordText, problems: &mut Vec<Problem>) {
    let value = serde_json::to_value(text).unwrap_or_default();
    let mut judge = |field: String, list: &str, value: Option<&Value>| {
        let one = value.and_then(Value::as_str).into_iter();
        let many = value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for code in one.chain(many).filter(|c| !c.is_empty() && !codes::has(list, c)) {
            problems.push(Problem::new(&field, Flaw::UnknownCode, code));
        }
    };
    for (field, list) in CODED {
        judge((*field).to_owned(), list, value.get(field));
    }
    for manner in text.channel.keys() {
        judge("channel".to_owned(), "CL08", Some(&Value::from(manner.as_str())));
    }
    let rows = CODED_ROWS.iter().copied();
    let people = CODED_PEOPLE.iter().map(|(field, list)| ("people", *field, *list));
    for (rows, field, list) in rows.chain(people) {
        for (i, row) in value.get(rows).and_then(Value::as_array).into_iter().flatten().enumerate() {
            judge(format!("{rows}[{i}].{field}"), list, row.get(field));
        }
    }
}

fn check_time(text: &RecordText, organ: &Organ, now: Millis, problems: &mut Vec<Problem>) {
    let Some(when) = &text.occurred else { return };
    if when.from > now {
        problems.push(Problem::new("occurred", Flaw::InFuture, ""));
    }
    if when::is_too_early(when.from) {
        problems.push(Problem::new("occurred", Flaw::BadTime, ""));
    }
    if when.to.is_some_and(|to| to < when.from) {
        problems.push(Problem::new("occurred", Flaw::EndBeforeStart, ""));
    }
    if text.late_reason.trim().is_empty() && is_late(when.from, organ, now) {
        problems.push(Problem::new("late_reason", Flaw::LateNeedsReason, ""));
    }
}

/// Whether an entry made now comes after the organ's limit for writing down what happened.
pub fn is_late(occurred: Millis, organ: &Organ, now: Millis) -> bool {
    organ.is_over("submission", occurred, now)
}

fn check_people(text: &RecordText, recorder: &PersonId, organ: &Organ, problems: &mut Vec<Problem>) {
    let stream = streams::of(&text.stream);
    let primaries = text.in_role("INQUIRER").filter(|p| p.primary).count();
    if primaries > 1 {
        problems.push(Problem::new("people", Flaw::OnePrimary, primaries));
    }
    for (i, p) in text.people.iter().enumerate() {
        let at = |field: &str| format!("people[{i}].{field}");
        let about = p.role == stream.about() || p.role == "INQUIRER";
        if p.role.is_empty() {
            problems.push(Problem::new(at("role"), Flaw::Missing, ""));
        }
        if p.role == "INQUIRER" && stream.about() == "INQUIRER" && p.kind.is_empty() {
            problems.push(Problem::new(at("kind"), Flaw::Missing, ""));
        }
        for field in stream.person.iter().filter(|_| about) {
            if streams::person_field(p, field).is_none_or(|words| words.trim().is_empty()) {
                problems.push(Problem::new(at(field), Flaw::Missing, ""));
            }
        }
        check_identity(p, organ, &at, problems);
        // His own inquiry on duty is what he has to write down (Internal Provision art. 4).
        if p.is_subject() && p.person.as_ref() == Some(recorder) && stream.code != "DUTY" {
            problems.push(Problem::new(at("person"), Flaw::RecorderIsInquirer, ""));
        }
        // Of all who were there he alone is not asked to sign, of all relatives he alone reads on: his row would
        // tell who recorded.
        if !p.is_subject() && p.person.as_ref() == Some(recorder) {
            problems.push(Problem::new(at("person"), Flaw::RecorderHasNoRow, ""));
        }
    }
}

/// What only one stream's form has stands in that one alone; a proposal is somebody's, and is answered after it
/// was made.
fn check_own(text: &RecordText, now: Millis, problems: &mut Vec<Problem>) {
    let stream = streams::of(&text.stream);
    let filled = |field: &str| !is_empty(text, field, "");
    let elsewhere = |field: &&(&str, &streams::Stream)| !stream.asks(field.0) && filled(field.0);
    let all: Vec<_> = streams::own().collect();
    for (field, own) in all.iter().filter(elsewhere) {
        problems.push(Problem::new(*field, Flaw::NotOfStream, &own.code));
    }
    let deputy = text.people.iter().any(|p| matches!(p.kind.as_str(), "DEPUTY" | "CPPCC"));
    for field in ["deputy_level", "proposal_no"] {
        if stream.asks(field) && filled(field) && !deputy {
            problems.push(Problem::new(field, Flaw::NeedsDeputy, ""));
        }
    }
    let Some(replied) = text.replied_on else { return };
    if replied > now {
        problems.push(Problem::new("replied_on", Flaw::InFuture, ""));
    }
    if when::is_too_early(replied) {
        problems.push(Problem::new("replied_on", Flaw::BadTime, ""));
    }
    let asked = text.occurred.as_ref().map(|o| when::local(o.from).date());
    if let Some(asked) = asked.filter(|asked| when::local(replied).date() < *asked) {
        problems.push(Problem::new("replied_on", Flaw::BeforeThat, asked));
    }
}

/// Whom a text names outside of its rows the directory has.
fn check_staff(text: &RecordText, organ: &Organ, problems: &mut Vec<Problem>) {
    for (i, said) in text.meant.iter().enumerate() {
        if !organ.people.contains_key(&said.person) {
            problems.push(Problem::new(format!("meant[{i}].person"), Flaw::UnknownStaff, &said.person));
        }
    }
    if let Some(who) = text.received_by.as_ref().filter(|w| !organ.people.contains_key(w)) {
        problems.push(Problem::new("received_by", Flaw::UnknownStaff, who));
    }
}

/// A name, or what was seen of an unknown person, or an organisation without a human.
fn check_identity(p: &PersonRole, organ: &Organ, at: &dyn Fn(&str) -> String, problems: &mut Vec<Problem>) {
    match &p.person {
        Some(id) if !organ.people.contains_key(id) => {
            problems.push(Problem::new(at("person"), Flaw::UnknownStaff, id))
        }
        Some(_) => {}
        None if p.kind == "ORG" && p.unit.is_empty() => {
            problems.push(Problem::new(at("unit"), Flaw::NeedsUnit, ""))
        }
        None if p.kind == "ORG" => {}
        // The number of a licence tells who he is.
        None if p.name.is_empty() && p.description.is_empty() && p.licence.is_empty() => {
            problems.push(Problem::new(at("name"), Flaw::NeedsDescription, ""));
        }
        None => {}
    }
}

/// Eighteen characters with a right check digit (GB 11643), or fifteen digits: data we do not want.
fn has_identity_number(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    text.split(|c: char| !(c.is_ascii_digit() || c == 'X' || c == 'x')).any(|run| {
        let bytes = run.as_bytes();
        if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
            return false;
        }
        let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
        bytes[17].to_ascii_uppercase() == CHECKS[(sum % 11) as usize]
    })
}
