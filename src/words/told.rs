//! Refusals, problems and faults as sentences.

use super::{Telling, Words, fill};
use crate::domain::calendar::Clock;
use crate::domain::case_no::{CaseNoError, Part, Warning};
use crate::domain::ids::Millis;
use crate::domain::policy_file::PolicyFile;
use crate::domain::record::local_time;
use crate::domain::refusal::{Flaw, Problem, Refusal, Rule};
use crate::store::Fault;
use serde::Serialize;

/// What a person is told: what is wrong, what to do (may be empty), and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    pub text: String,
    pub hint: String,
    pub source: String,
}

impl Told {
    fn of(telling: Option<&Telling>, code: &str, values: &[(&str, &str)]) -> Self {
        match telling {
            Some(t) => {
                Self { text: fill(&t.text, values), hint: fill(&t.hint, values), source: t.source.clone() }
            }
            None => Self { text: code.to_owned(), hint: String::new(), source: String::new() },
        }
    }
}

const PARTS: [(Part, &str); 7] = [
    (Part::Empty, "empty"),
    (Part::TooLong, "too_long"),
    (Part::Year, "year"),
    (Part::Court, "court"),
    (Part::Type, "type"),
    (Part::Number, "number"),
    (Part::Ending, "ending"),
];

const WARNINGS: [(Warning, &str); 5] = [
    (Warning::UnknownProvince, "unknown_province"),
    (Warning::UnknownType, "unknown_type"),
    (Warning::LeadingZero, "leading_zero"),
    (Warning::DocumentSuffix, "document_suffix"),
    (Warning::FormOfOtherYears, "form_of_other_years"),
];

impl Words {
    /// A refusal as one sentence that teaches, what to do about it, and the article it rests on.
    pub fn refusal(&self, refusal: &Refusal) -> Told {
        let code = refusal.rule.code();
        Told::of(self.core.refusal.get(code), code, &[("", &self.detail(refusal))])
    }

    /// The detail of a refusal in words: where it is a code, the code's word.
    fn detail(&self, refusal: &Refusal) -> String {
        let detail = refusal.detail.as_str();
        let word = |list: &str, code: &str| self.code(list, code).to_owned();
        match refusal.rule {
            Rule::NotNow | Rule::ActsApart | Rule::ItsOwn => word("act", detail),
            Rule::NotYourCapacity => word("capacity", detail),
            Rule::ChecklistIncomplete | Rule::PointWantsReturn => word("point", detail),
            Rule::BlindFieldMissing => word("blind", detail),
            Rule::TextSpoiled => word("spoiled", detail),
            Rule::DutyUndecided => word("duty", detail),
            Rule::NotPrintedYet => match detail.split_once(':') {
                Some((kind, states)) => {
                    let list = format!("{kind}_state");
                    let states: Vec<String> = states.split(' ').map(|s| word(&list, s)).collect();
                    states.join(self.lang.pick("、", ", "))
                }
                None => detail.to_owned(),
            },
            // What the record says must not be told: the second custodian reads the material
            // without seeing it, and a wrong answer would otherwise be the way to learn it.
            Rule::BlindFieldDiffers => word("blind", detail.split(':').next().unwrap_or_default()),
            Rule::RolesExclude => match detail.split_once(" / ") {
                Some((a, b)) => self.say("shape", "and", &[("a", self.role(a)), ("b", self.role(b))]),
                None => word("role", detail),
            },
            _ => detail.to_owned(),
        }
    }

    /// One field that is wrong or worth a second look: its label, then what is the matter.
    pub fn problem(&self, problem: &Problem) -> String {
        let detail = match problem.flaw {
            Flaw::MissingByManner | Flaw::MaterialOrReason => self.code("CL08", &problem.detail).to_owned(),
            Flaw::NotOfStream => self.code("CL01", &problem.detail).to_owned(),
            Flaw::CaseNumber => self.case_number(&problem.detail),
            Flaw::Unreadable if problem.field == "policy" => self.policy_error(&problem.detail),
            _ => problem.detail.clone(),
        };
        let flaw = self.say("flaw", problem.flaw.code(), &[("", &detail)]);
        self.say("shape", "problem", &[("field", &self.field(&problem.field)), ("flaw", &flaw)])
    }

    /// A passage that may mean somebody, or where it stands; without words in a row, he was picked there.
    pub fn passage(&self, field: &str, words: &str) -> String {
        let shape = match words {
            "" if field == "people" => "passage_of_pick",
            "" => "passage_unseen",
            _ => "passage",
        };
        self.say("shape", shape, &[("field", &self.field(field)), ("words", words)])
    }

    /// The label of a field: `people[1].unit` is the unit of the second person.
    pub fn field(&self, name: &str) -> String {
        if self.has("field", name) {
            return self.code("field", name).to_owned();
        }
        // A field of a kind of matter is named with its kind.
        if let Some((kind, key)) = name.split_once('.')
            && self.has(&format!("{kind}.field"), key)
        {
            return self.code(&format!("{kind}.field"), key).to_owned();
        }
        let mut path = String::new();
        let mut said: Vec<String> = Vec::new();
        for part in name.split('.') {
            let (head, index) = part.strip_suffix(']').and_then(|p| p.split_once('[')).unwrap_or((part, ""));
            path = if path.is_empty() { head.to_owned() } else { format!("{path}.{head}") };
            let label = match () {
                () if self.has("field", &path) => self.code("field", &path),
                () if self.has("field", head) => self.code("field", head),
                // The channel is kept per manner: `channel.PHONE`.
                () => self.code("CL08", head),
            };
            said.push(match index.parse::<usize>() {
                Ok(i) => {
                    let n = i.saturating_add(1).to_string();
                    self.say("shape", "indexed", &[("label", label), ("n", &n)])
                }
                Err(_) => label.to_owned(),
            });
        }
        said.join(" ")
    }

    /// What is wrong with a case number, and at which of its parts.
    pub fn case_no_error(&self, error: &CaseNoError) -> String {
        let code = PARTS.iter().find(|(part, _)| *part == error.part).map_or("", |(_, code)| *code);
        self.say("case_no_error", code, &[("found", &error.found)])
    }

    pub fn case_no_warning(&self, warning: Warning) -> &str {
        let code = WARNINGS.iter().find(|(w, _)| *w == warning).map_or("", |(_, code)| *code);
        self.code("case_no_warning", code)
    }

    /// A problem carries a case number's fault as the domain prints it; here it becomes words again.
    fn case_number(&self, detail: &str) -> String {
        if let Some((warning, _)) = WARNINGS.iter().find(|(w, _)| format!("{w:?}") == detail) {
            return self.case_no_warning(*warning).to_owned();
        }
        let of = |part: Part| {
            let found = detail.strip_prefix(&format!("case number: {part:?} is wrong at "))?;
            Some(CaseNoError { part, found: found.trim_matches('"').to_owned() })
        };
        match PARTS.iter().find_map(|(part, _)| of(*part)) {
            Some(error) => self.case_no_error(&error),
            None => detail.to_owned(),
        }
    }

    /// Why rules are not taken, from what their fault prints.
    fn policy_error(&self, detail: &str) -> String {
        let (code, about) = detail.split_once(": ").unwrap_or((detail, ""));
        if !self.has("policy_error", code) {
            return detail.to_owned();
        }
        let (key, known) = about.rsplit_once(" / ").unwrap_or((about, ""));
        self.say("policy_error", code, &[("key", self.clock_name(key)), ("known", known)])
    }

    /// What a clock of the policy is for, in the words of the shipped policy.
    pub fn clock_name<'a>(&self, clock: &'a str) -> &'a str {
        let shipped = PolicyFile::shipped().ok();
        let rule = shipped.and_then(|p| p.clocks.all().into_iter().find(|(name, _)| *name == clock));
        rule.map_or(clock, |(_, rule)| rule.label(self.lang))
    }

    /// A rule of a later program, with what it says.
    pub fn unknown_rule(&self, value: &serde_json::Value) -> String {
        self.say("rule", "unknown", &[("value", &value.to_string())])
    }

    /// How long a clock runs: 2个工作日, 1 hour.
    pub fn clock(&self, clock: Clock) -> String {
        use crate::domain::calendar::Unit;
        let unit = match (clock.unit, clock.n == 1) {
            (Unit::WorkingDay, true) => "working_day",
            (Unit::WorkingDay, false) => "working_days",
            (Unit::Day, true) => "day",
            (Unit::Day, false) => "days",
            (Unit::Month, true) => "month",
            (Unit::Month, false) => "months",
            (Unit::Hour, true) => "hour",
            (Unit::Hour, false) => "hours",
        };
        self.say("unit", unit, &[("n", &clock.n.to_string())])
    }

    /// A fault of the machine or the file: what is wrong, and what can be done about it.
    pub fn fault(&self, fault: &Fault) -> Told {
        let (code, values) = gaps(fault);
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        Told::of(self.core.fault.get(code), code, &values)
    }
}

/// To the second: what is waited for is young.
fn clock_time(at: Millis) -> String {
    local_time::to_text(at / 1000 * 1000).replace('T', " ").chars().take(19).collect()
}

/// The code of a fault and what fills its sentence.
fn gaps(fault: &Fault) -> (&'static str, Vec<(&'static str, String)>) {
    let at = |path: &std::path::Path| ("path", path.display().to_string());
    match fault {
        Fault::Missing(path) => ("missing", vec![at(path)]),
        Fault::Exists(path) => ("exists", vec![at(path)]),
        Fault::NotThere(path) => ("not_there", vec![at(path)]),
        Fault::NotAllowed(path) => ("not_allowed", vec![at(path)]),
        Fault::NotADirectory(path) => ("not_a_directory", vec![at(path)]),
        Fault::IsADirectory(path) => ("is_a_directory", vec![at(path)]),
        Fault::NotAFile(path) => ("not_a_file", vec![at(path)]),
        Fault::NotAnAnchor(path) => ("not_an_anchor", vec![at(path)]),
        Fault::NotOurs { path, what } => ("not_ours", vec![at(path), ("what", what.clone())]),
        Fault::NotARegister(path) => ("not_a_register", vec![at(path)]),
        Fault::Newer { found, known } => {
            ("newer", vec![("found", found.to_string()), ("known", known.to_string())])
        }
        Fault::Damaged(what) => ("damaged", vec![("what", what.clone())]),
        Fault::ReadOnly => ("read_only", Vec::new()),
        Fault::Full => ("full", Vec::new()),
        Fault::NoRoom(bytes) => ("no_room", vec![("n", (bytes >> 20).to_string())]),
        Fault::Stalled(seconds) => ("stalled", vec![("n", seconds.to_string())]),
        Fault::Busy => ("busy", Vec::new()),
        Fault::Waited(w) => match &w.holder {
            Some(h) => (
                "waited",
                vec![
                    ("who", h.who.clone()),
                    ("pid", h.pid.to_string()),
                    ("since", clock_time(h.since)),
                    ("n", w.waited.as_secs().to_string()),
                ],
            ),
            None => ("busy", Vec::new()),
        },
        Fault::NoMoreFiles => ("no_more_files", Vec::new()),
        Fault::NoMemory => ("no_memory", Vec::new()),
        Fault::NotOpened => ("not_opened", Vec::new()),
        Fault::Unread { what, why } => ("unread", vec![("file", what.clone()), ("why", why.clone())]),
        Fault::Silent(path) => ("silent", vec![at(path)]),
        Fault::Gone(path) => ("gone", vec![at(path)]),
        Fault::InUse(path) => ("in_use", vec![at(path)]),
        Fault::Touched => ("touched", Vec::new()),
        Fault::PeerGone => ("peer_gone", Vec::new()),
        Fault::Loose { path, mode } => ("loose", vec![at(path), ("mode", format!("{mode:o}"))]),
        Fault::NetworkFs { path, magic } => ("network_fs", vec![at(path), ("magic", format!("{magic:#x}"))]),
        Fault::Unmerged(path) => ("unmerged", vec![at(path)]),
        Fault::Setting { name, expected, got } => (
            "setting",
            vec![("name", (*name).to_owned()), ("expected", expected.clone()), ("got", got.clone())],
        ),
        Fault::Unsettled => ("unsettled", Vec::new()),
        Fault::NotKept => ("not_kept", Vec::new()),
        Fault::Held => ("held", Vec::new()),
        Fault::TooLarge(bytes) => ("too_large", vec![("bytes", bytes.to_string())]),
        Fault::CutOff(bytes) => ("cut_off", vec![("bytes", bytes.to_string())]),
        Fault::OtherBytes(hash) => ("other_bytes", vec![("hash", hash.clone())]),
        Fault::Io(error) => ("io", vec![("what", error.to_string())]),
        Fault::Database(error) => ("database", vec![("what", error.to_string())]),
    }
}
