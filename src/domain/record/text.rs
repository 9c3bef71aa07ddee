//! The words of a record: field names are those of the data dictionary, and the same JSON goes in
//! by `--from` and comes out by `show --json`.

use crate::domain::case_no;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::when::Precision;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// When it happened: from, perhaps to, and how exactly that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occurred {
    #[serde(with = "local_time")]
    pub from: Millis,
    #[serde(default, with = "local_time_option", skip_serializing_if = "Option::is_none")]
    pub to: Option<Millis>,
    #[serde(default = "exact")]
    pub precision: Precision,
}

fn exact() -> Precision {
    Precision::Exact
}

/// A person or organisation in a role, as they stood at the time (people change posts).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PersonRole {
    /// INQUIRER, BEHALF, RELAYER, RELATIVE, PRESENT.
    pub role: String,
    /// CL03; asked of inquirers.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Staff of this organ are picked from the directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// For somebody whose name is not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// CL04, CL05, CL06.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sector: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rank: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cadre_authority: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub former_unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub contact: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub relation_to_party: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub relation_to_recorder: String,
    /// What the relation is, where the list has no word for it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub relation_words: String,
    /// Number of a lawyer's licence; asked of relatives who practise law.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Verified, self-stated, inferred.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub confidence: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub primary: bool,
}

impl PersonRole {
    pub fn is_named(&self) -> bool {
        self.person.is_some() || !self.name.is_empty()
    }
    /// Those whose being named in a record recuses them: who inquired, for whom, and who passed it on.
    pub fn is_subject(&self) -> bool {
        matches!(self.role.as_str(), "INQUIRER" | "BEHALF" | "RELAYER")
    }
    /// Whether that row says what this one does, whichever of several is the main one.
    pub fn says_as(&self, other: &Self) -> bool {
        *self == Self { primary: self.primary, ..other.clone() }
    }
}

/// A material that is kept. `hash` names the bytes; a sheet of paper without bytes has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// SCAN, PHOTO, AUDIO, VIDEO, CHATLOG, EML, PDF, TEXT, PAPER_ONLY.
    pub kind: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    #[serde(default)]
    pub size: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub original_location: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub medium: String,
    /// CL16.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file_destination: String,
}

/// What was given or offered, what it is worth, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gift {
    /// Code of the list gift_kind.
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// As far as it is known: 约2000元.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Code of the list gift_answer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub answer: String,
    #[serde(with = "local_time_option", skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<Millis>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub returned_to: String,
}

/// One case that an inquiry was about, and the stage it was at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaseOf {
    pub case_no: String,
    /// CL07; empty where it is that of the first case.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stage: String,
}

/// The recorder's answer: the words mean this member of staff, or they do not. It settles the first
/// and informs whoever settles the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    pub person: PersonId,
    pub same: bool,
    /// How often this text's predecessors had named him when he was named anew in so many words.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub again: u32,
}

impl Said {
    /// Somebody is named, where this was said already.
    pub fn anew(person: PersonId, stood: &[Self]) -> Self {
        let before = stood.iter().find(|m| m.same && m.person == person);
        let again = before.map_or(0, |m| m.again.saturating_add(1));
        Self { person, same: true, again }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_nought(n: &u32) -> bool {
    *n == 0
}

/// What was kept in a quick note: when, who, one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuickNote {
    pub occurred: Occurred,
    pub who: String,
    pub line: String,
    /// Several cases stand in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_no: Option<String>,
}

impl QuickNote {
    /// What it says, each where a record has it.
    pub fn as_text(&self) -> RecordText {
        let who = PersonRole { role: "INQUIRER".to_owned(), name: self.who.clone(), ..PersonRole::default() };
        RecordText {
            occurred: Some(self.occurred.clone()),
            people: vec![PersonRole { primary: true, ..who }],
            content: self.line.clone(),
            case_no: self.case_no.clone().unwrap_or_default(),
            ..RecordText::default()
        }
    }

    /// The numbers as they are kept, all in one line.
    pub fn fold_cases(&mut self) {
        let all = numbers_in(self.case_no.as_deref().unwrap_or_default());
        self.case_no = (!all.is_empty()).then(|| all.join("、"));
    }
}

/// Fields of a record's text in the order in which a reader asks, not of the alphabet; people and
/// materials stand apart.
pub const FIELDS: [&str; 33] = [
    "stream",
    "matter",
    "case_no",
    "stage",
    "other_cases",
    "occurred",
    "place",
    "manner",
    "channel",
    "received_by",
    "deputy_level",
    "proposal_no",
    "handed_on_by",
    "practice",
    "recusal_note",
    "content",
    "request_type",
    "special_items",
    "response",
    "response_text",
    "reply",
    "replied_on",
    "effect",
    "aggravating",
    "gifts",
    "contact_facts",
    "contact_note",
    "written_opinion",
    "filed_to",
    "recorder_role",
    "late_reason",
    "no_material_reason",
    "secrecy",
];

/// The text of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RecordText {
    /// CL01; follows from who inquired unless the recorder says otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stream: String,
    /// CL02.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub matter: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub case_no: String,
    /// CL07.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stage: String,
    /// Further cases that the same inquiry was about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_cases: Vec<CaseOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred: Option<Occurred>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// CL08.
    pub manner: Vec<String>,
    /// Number, account or document number, by manner.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub channel: BTreeMap<String, String>,
    pub people: Vec<PersonRole>,
    /// Said expressly: nobody else was there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nobody_else: bool,
    /// The person approached, when it was not the recorder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_by: Option<PersonId>,
    pub content: String,
    /// CL09.
    pub request_type: Vec<String>,
    /// CL12.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub special_items: Vec<String>,
    /// CL14.
    pub response: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub response_text: String,
    /// CL15.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub effect: String,
    /// CL13.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aggravating: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub recorder_role: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub late_reason: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub no_material_reason: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What was given or offered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gifts: Vec<Gift>,
    /// How a contact came about: codes of the list contact_fact.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact_facts: Vec<String>,
    /// Who approved it, or when and to whom it was reported.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub contact_note: String,
    /// Whether guidance was put into writing: a code of the list written_opinion.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub written_opinion: String,
    /// Of a deputy or a member of the CPPCC: at which level he sits, a code of the list deputy_level. Of one
    /// text one, as those who sign one proposal together sit in one house.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub deputy_level: String,
    /// The number of his proposal or suggestion.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub proposal_no: String,
    /// The liaison office or organ that handed it on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub handed_on_by: String,
    /// What the organ answered him, and the day of that.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reply: String,
    #[serde(with = "local_time_option", skip_serializing_if = "Option::is_none")]
    pub replied_on: Option<Millis>,
    /// What business a relative does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub practice: String,
    /// What whoever reports a relative keeps out of because of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub recusal_note: String,
    /// CL16: where the record's paper goes.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub filed_to: String,
    /// CL17.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub secrecy: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    /// What the recorder answered when he was asked whether somebody of the directory is meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meant: Vec<Said>,
}

impl RecordText {
    /// Every case the text names, each once, the first one first; a text of the time when one field
    /// held them all is read the same way.
    pub fn cases(&self) -> Vec<CaseOf> {
        let mut all: Vec<CaseOf> = Vec::new();
        let others = self.other_cases.iter().map(|c| (c.case_no.as_str(), c.stage.as_str()));
        for (line, stage) in std::iter::once((self.case_no.as_str(), "")).chain(others) {
            let stage = if stage.is_empty() { &self.stage } else { stage };
            for case_no in numbers_in(line) {
                if !all.iter().any(|c| c.case_no == case_no) {
                    all.push(CaseOf { case_no, stage: stage.to_owned() });
                }
            }
        }
        all
    }

    pub fn case_numbers(&self) -> CaseNumbers {
        CaseNumbers::of(self.cases().into_iter().map(|c| c.case_no))
    }

    /// The numbers as they are kept: each in its one form, the first alone in `case_no`.
    pub fn fold_cases(&mut self) {
        let mut cases = self.cases().into_iter();
        self.case_no = cases.next().map(|c| c.case_no).unwrap_or_default();
        self.other_cases = cases.collect();
        for other in self.other_cases.iter_mut().filter(|c| c.stage == self.stage) {
            other.stage.clear();
        }
    }

    /// The recorder says that his words mean this member of staff, whatever he answered before; beside what
    /// the text said that stood, it is a naming of its own.
    pub fn also_means(&mut self, person: PersonId, stood: &[Said]) {
        self.meant.retain(|m| m.person != person);
        self.meant.push(Said::anew(person, stood));
    }

    pub fn in_role<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a PersonRole> {
        self.people.iter().filter(move |p| p.role == role)
    }
    /// Whom the record is about: the inquirer, the main one of several; or the relative reported.
    pub fn primary_inquirer(&self) -> Option<&PersonRole> {
        let inquirers = || self.in_role("INQUIRER");
        inquirers()
            .find(|p| p.primary)
            .or_else(|| inquirers().next())
            .or_else(|| self.in_role("RELATIVE").next())
    }
    /// Own staff who were present and are asked to sign (SPC measures on outside inquiries, art. 4).
    pub fn witnesses(&self) -> impl Iterator<Item = &PersonId> {
        self.in_role("PRESENT").filter_map(|p| p.person.as_ref())
    }
    /// Fields that differ from another text, by name.
    pub fn differs_from(&self, other: &Self) -> Vec<String> {
        let (Ok(serde_json::Value::Object(a)), Ok(serde_json::Value::Object(b))) =
            (serde_json::to_value(self), serde_json::to_value(other))
        else {
            return Vec::new();
        };
        let mut names: Vec<String> =
            a.keys().chain(b.keys()).filter(|k| a.get(*k) != b.get(*k)).cloned().collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The numbers of a record's cases as lists show them: the first, and how many more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CaseNumbers {
    pub case_no: String,
    #[serde(rename = "other_cases", skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}

impl CaseNumbers {
    pub fn of(all: impl IntoIterator<Item = String>) -> Self {
        let mut all = all.into_iter();
        Self { case_no: all.next().unwrap_or_default(), others: all.collect() }
    }
    /// Every number in one line.
    pub fn in_full(&self) -> String {
        let first = Some(&self.case_no).filter(|n| !n.is_empty());
        first.into_iter().chain(&self.others).map(String::as_str).collect::<Vec<_>>().join("、")
    }
}

/// 272号+2
impl fmt::Display for CaseNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.others.len() {
            0 => f.write_str(&self.case_no),
            n => write!(f, "{}+{n}", self.case_no),
        }
    }
}

thread_local! {
    /// Lines taken apart before: every question who is near a record asks for its numbers again.
    static TAKEN_APART: RefCell<HashMap<String, Vec<String>>> = RefCell::default();
}

/// As many lines as are kept, and of this many bytes; beyond them one begins anew.
const KEPT: usize = 512;
const SHORT: usize = 400;

/// The numbers in a line; what is no number at all stands for itself.
pub(super) fn numbers_in(line: &str) -> Vec<String> {
    if line.len() > SHORT {
        return take_apart(line);
    }
    TAKEN_APART.with_borrow_mut(|known| {
        if let Some(numbers) = known.get(line) {
            return numbers.clone();
        }
        if known.len() >= KEPT {
            known.clear();
        }
        known.entry(line.to_owned()).or_insert_with(|| take_apart(line)).clone()
    })
}

fn take_apart(line: &str) -> Vec<String> {
    match case_no::several(line, i32::MAX) {
        // Words are kept as they were written.
        Ok(all) => all
            .into_iter()
            .map(|c| {
                if c.kind == case_no::Kind::Free {
                    c.as_typed.split_whitespace().collect::<Vec<_>>().join(" ")
                } else {
                    c.canonical
                }
            })
            .collect(),
        Err(_) => vec![line.to_owned()],
    }
}

/// Times in JSON are RFC 3339 in the organ's own zone, so that a person can read and write them.
pub mod local_time {
    use crate::domain::ids::Millis;
    use chrono::{DateTime, FixedOffset, SecondsFormat, TimeZone};
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub fn zone() -> FixedOffset {
        FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc))
    }

    pub fn to_text(ms: Millis) -> String {
        match zone().timestamp_millis_opt(ms).single() {
            Some(t) => t.to_rfc3339_opts(SecondsFormat::AutoSi, false),
            None => String::new(),
        }
    }

    /// # Errors
    /// What chrono says of text that is no RFC 3339 time.
    pub fn from_text(text: &str) -> Result<Millis, chrono::ParseError> {
        DateTime::parse_from_rfc3339(text).map(|t| t.timestamp_millis())
    }

    pub fn serialize<S: Serializer>(ms: &Millis, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&to_text(*ms))
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Millis, D::Error> {
        from_text(&String::deserialize(d)?).map_err(D::Error::custom)
    }
}

/// As [`local_time`], where there may be none.
pub mod local_time_option {
    use super::local_time;
    use crate::domain::ids::Millis;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub fn serialize<S: Serializer>(ms: &Option<Millis>, s: S) -> Result<S::Ok, S::Error> {
        match ms {
            Some(ms) => local_time::serialize(ms, s),
            None => s.serialize_none(),
        }
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Millis>, D::Error> {
        Option::<String>::deserialize(d)?
            .map(|t| local_time::from_text(&t).map_err(D::Error::custom))
            .transpose()
    }
}
