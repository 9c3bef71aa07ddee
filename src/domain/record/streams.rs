//! What each stream asks of a record, and how the stream follows from the facts: one table, read by
//! the form, the line, the check at submission, the custodians' page and the paper sheet.

use super::text::{PersonRole, RecordText};
use crate::domain::calendar::Calendar;
use crate::domain::codes;
use crate::domain::ids::PersonId;
use crate::domain::lang::{Label, Lang};
use crate::domain::when::{self, Precision};
use chrono::{NaiveTime, Timelike};
use serde::Deserialize;
use std::sync::LazyLock;

/// One stream (CL01) and its fields by how much they are wanted; names are those of the data dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    pub code: String,
    /// Title of its paper sheet.
    pub sheet: Label,
    /// Roles of the people in it, the first being whom it is about.
    pub roles: Vec<String>,
    /// Without these it is not taken.
    pub must: Vec<String>,
    /// The same, where the matter is a case.
    pub of_case: Vec<String>,
    /// Taken without these, and marked until they are there.
    #[serde(default)]
    pub complete: Vec<String>,
    /// Offered and never missed.
    pub ask: Vec<String>,
    /// The same, of a form that this stream alone has: no other takes them.
    #[serde(default)]
    pub own: Vec<String>,
    /// Whether the manner decides what is kept beside the words (CL08).
    pub evidence: bool,
    /// Fields of the person whom it is about that must be there.
    #[serde(default)]
    pub person: Vec<String>,
    pub source: String,
    pub verified: bool,
}

impl Stream {
    /// Whether a field is asked for at all.
    pub fn asks(&self, field: &str) -> bool {
        self.fields().any(|f| f == field)
    }
    /// All that it asks for, however much each is wanted.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let all = [&self.must, &self.of_case, &self.complete, &self.ask, &self.own];
        all.into_iter().flatten().map(String::as_str)
    }
    /// Whom it is about.
    pub fn about(&self) -> &str {
        self.roles.first().map_or("INQUIRER", String::as_str)
    }
}

/// One way in which the stream follows; all that it names must hold, any of its facts is enough.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    pub stream: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    facts: Vec<String>,
    zh: String,
    en: String,
}

impl Derivation {
    /// Why the stream follows, for the recorder to read.
    pub fn why(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    office_hours: [String; 2],
    stream: Vec<Stream>,
    derive: Vec<Derivation>,
}

static BOOK: LazyLock<Result<Book, String>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/streams.toml")).map_err(|e| e.to_string()));

/// Said once at the start of the program: is the table it was built with readable?
///
/// # Errors
/// What is wrong with the asset.
pub fn check() -> Result<(), String> {
    BOOK.as_ref().map(|_| ()).map_err(Clone::clone)
}

/// All streams, in the order of CL01.
pub fn all() -> &'static [Stream] {
    BOOK.as_ref().map_or(&[], |b| b.stream.as_slice())
}

static OUTSIDE: LazyLock<Stream> = LazyLock::new(|| Stream {
    code: "EXT".to_owned(),
    sheet: Label { zh: String::new(), en: String::new() },
    roles: vec!["INQUIRER".to_owned()],
    must: ["occurred", "manner", "people", "content"].map(str::to_owned).to_vec(),
    of_case: vec!["case_no".to_owned()],
    complete: Vec::new(),
    ask: Vec::new(),
    own: Vec::new(),
    evidence: true,
    person: Vec::new(),
    source: String::new(),
    verified: false,
});

/// Fields of a form that one stream alone has, each with its stream.
pub fn own() -> impl Iterator<Item = (&'static str, &'static Stream)> {
    all().iter().flat_map(|s| s.own.iter().map(move |field| (field.as_str(), s)))
}

/// The stream of a code; one that is not known is asked what an outside inquiry is asked.
pub fn of(code: &str) -> &'static Stream {
    let found = |code: &str| all().iter().find(|s| s.code == code);
    found(code).or_else(|| found("EXT")).unwrap_or(&OUTSIDE)
}

/// The stream that follows from what is written, with its reason; the calendar tells whether
/// somebody was met in the working time. The last rule always fits.
pub fn derive(
    text: &RecordText,
    recorder: Option<&PersonId>,
    calendar: Option<&Calendar>,
) -> Option<&'static Derivation> {
    let rules = BOOK.as_ref().map_or(&[][..], |b| b.derive.as_slice());
    let kind = text.primary_inquirer().map_or("", |p| p.kind.as_str());
    rules.iter().find(|rule| {
        let role = rule.roles.iter().all(|r| text.in_role(r).next().is_some());
        let of_kind = rule.kinds.is_empty() || rule.kinds.iter().any(|k| k == kind);
        let fact = rule.facts.is_empty() || rule.facts.iter().any(|f| holds(text, f, recorder, calendar));
        role && of_kind && fact
    })
}

/// Whether a fact stands in the text.
fn holds(text: &RecordText, fact: &str, recorder: Option<&PersonId>, calendar: Option<&Calendar>) -> bool {
    let (field, code) = fact.split_once(':').unwrap_or((fact, ""));
    let has = |all: &[String]| all.iter().any(|c| c == code);
    match field {
        "own_duty" => {
            let mut inquirers = text.in_role("INQUIRER").peekable();
            inquirers.peek().is_some()
                && inquirers.all(|p| p.person.is_some() && p.person.as_ref() == recorder)
        }
        "off_hours" => calendar.is_some_and(|c| off_hours(text, c)),
        "gifts" => !text.gifts.is_empty(),
        "manner" => has(&text.manner),
        "request_type" => has(&text.request_type),
        "aggravating" => has(&text.aggravating),
        "contact_facts" => has(&text.contact_facts),
        _ => false,
    }
}

/// Met in person at a known hour outside the working time. A call or a letter comes when it comes.
fn off_hours(text: &RecordText, calendar: &Calendar) -> bool {
    let met = text.manner.iter().any(|m| matches!(m.as_str(), "FACE" | "MEAL"));
    let Some(at) = text.occurred.as_ref().filter(|o| met && o.precision == Precision::Exact) else {
        return false;
    };
    let at = when::local(at.from);
    let [from, to] = hours();
    !calendar.is_working_day(at.date()) || at.time() < from || at.time() >= to
}

fn hours() -> [NaiveTime; 2] {
    let read = |n: usize, hour: u32| {
        let text = BOOK.as_ref().ok().map_or("", |b| b.office_hours[n].as_str());
        let read = NaiveTime::parse_from_str(text, "%H:%M").ok();
        read.unwrap_or_else(|| NaiveTime::default().with_hour(hour).unwrap_or_default())
    };
    [read(0, 8), read(1, 18)]
}

/// What is not there yet though the record is taken: fields of the stream, and of each person by
/// what he is. "Not known" in words is an answer and is no gap.
pub fn to_complete(text: &RecordText) -> Vec<String> {
    if text.secrecy == "CLASSIFIED_STUB" {
        return Vec::new();
    }
    let stream = of(&text.stream);
    let mut open: Vec<String> =
        stream.complete.iter().filter(|f| super::evidence::is_empty(text, f, "")).cloned().collect();
    for (i, p) in text.people.iter().enumerate() {
        let row = codes::list("CL03").get(&p.kind).filter(|_| p.role == "INQUIRER");
        for field in row.into_iter().flat_map(|row| &row.complete) {
            let missing = match field.as_str() {
                "on_behalf" => text.in_role("BEHALF").next().is_none(),
                field => person_field(p, field).is_none_or(|words| words.trim().is_empty()),
            };
            // Of own staff the directory says it.
            if missing && (p.person.is_none() || matches!(field.as_str(), "on_behalf" | "former_unit")) {
                open.push(if field == "on_behalf" { field.clone() } else { format!("people[{i}].{field}") });
            }
        }
        if p.role == stream.about()
            && p.name.trim().is_empty()
            && p.person.is_none()
            && stream.about() != "INQUIRER"
        {
            open.push(format!("people[{i}].name"));
        }
    }
    for (i, p) in text.people.iter().enumerate() {
        if p.relation_to_recorder == "OTHER" && p.relation_words.trim().is_empty() {
            open.push(format!("people[{i}].relation_words"));
        }
    }
    for (i, gift) in text.gifts.iter().enumerate() {
        let mut gap = |field: &str, missing: bool| {
            if missing {
                open.push(format!("gifts[{i}].{field}"));
            }
        };
        let gone = matches!(gift.answer.as_str(), "RETURNED" | "HANDED_IN");
        gap("value", gift.value.trim().is_empty());
        gap("answer", matches!(gift.answer.as_str(), "" | "PENDING"));
        gap("returned_at", gone && gift.returned_at.is_none());
        gap("returned_to", gone && gift.returned_to.trim().is_empty());
    }
    open.sort();
    open.dedup();
    open
}

/// A field of a person by its name; none where it has none of that name.
pub fn person_field<'a>(p: &'a PersonRole, field: &str) -> Option<&'a str> {
    Some(match field {
        "name" => &p.name,
        "unit" => &p.unit,
        "post" => &p.post,
        "former_unit" => &p.former_unit,
        "relation_to_party" => &p.relation_to_party,
        "relation_to_recorder" => &p.relation_to_recorder,
        "licence" => &p.licence,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "streams_tests.rs"]
mod tests;
