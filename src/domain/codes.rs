//! The code lists: every word a form offers to choose from, as data with its source.
//!
//! A register takes its lists into its founding event, so a list is plain data: no reference to
//! this program's text is needed to read an old register.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::lang::{Label, Lang};
use super::when::Date;

const FILES: &[&str] = &[
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl01_stream.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl02_matter.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl03_inquirer_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl04_org_sector.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl05_rank.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl06_cadre_authority.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl07_stage.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl08_manner.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl09_nature.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl10_triage_class.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl11_violation.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl12_special_item.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl13_aggravating.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl14_handler_response.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl15_effect.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl16_file_destination.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl17_secrecy.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl18_route_target.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl19_circ_scope.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl20_sanction.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl21_omission_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl22_detect_source.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl23_tipster.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl24_committee_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl25_escalation_reason.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/cl26_retaliation_act.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/party_role.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/recorder_capacity.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/relation_to_recorder.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/confidence.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/gift_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/gift_answer.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/contact_fact.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/written_opinion.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/deputy_level.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/platform.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/counting.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/attachment_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/checklist.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/check_answer.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/organ_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/role.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/ladder.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/item_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/sign_state.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/entry_mode.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/time_precision.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/link_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/void_reason.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/recusal_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/vote.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/outcome.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/attendance.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/case_kind.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/unit_relation.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/court_province.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/court_special.toml.json")),
    include_str!(concat!(env!("OUT_DIR"), "/codes/case_type.toml.json")),
];

/// One list. `id` is the number of the data dictionary ("CL08") or, where it has none, the name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    pub id: String,
    pub name: String,
    pub zh: String,
    pub en: String,
    #[serde(rename = "row")]
    rows: Vec<Row>,
}

/// One code. `verified = false` means that nobody has yet compared it with the source's own text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub source: String,
    pub verified: bool,
    /// First and last day on which the code may be chosen; old records keep showing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Heading under which the code is offered or counted; the list's file says what it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// A sentence for the person choosing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Label>,
    /// What choosing the code entails, in capital words explained in the list's file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<String>,
    /// Fields without which a record that uses the code is taken, and marked (CL03 only).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complete: Vec<String>,
    /// Routing rule (CL18 only), and what the code applies to: codes of CL03 or CL06 there, kinds
    /// of organ for a stage or a platform; none means everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    /// Evidence that this manner asks for (CL08 only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Duty>,
}

/// What must be recorded beside the words, by manner (法发〔2015〕10号第四条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Fields that become mandatory.
    pub must: Vec<Needed>,
    /// Own staff who were present are asked to sign.
    #[serde(default)]
    pub sign: bool,
    /// What the channel field means for this manner; without it the field is not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Label>,
    pub material: Material,
}

/// A form field that a manner can make mandatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    Place,
    Present,
    Channel,
    Relayers,
    InquirerUnit,
    DocumentDate,
    OriginalLocation,
    Disposal,
}

/// Whether something must be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Material {
    /// A material, or the reason why there is none.
    Required,
    /// Kept if it exists; nothing to explain if it does not.
    IfAny,
}

impl CodeList {
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub fn get(&self, code: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.code == code)
    }

    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// The row's words, or the code itself where a register knows a code this list does not.
    pub fn show<'a>(&'a self, code: &'a str, lang: Lang) -> &'a str {
        self.get(code).map_or(code, |row| row.label(lang))
    }
}

impl Row {
    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// May the code be chosen on this day? Both ends are included.
    pub fn valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Is it for this kind of organ?
    pub fn is_for(&self, organ: &str) -> bool {
        self.applies_to.is_empty() || self.applies_to.iter().any(|code| code == organ)
    }

    /// Does choosing this code entail `what`, e.g. "IMMEDIATE"?
    pub fn entails(&self, what: &str) -> bool {
        self.then.iter().any(|word| word == what)
    }
}

static LISTS: LazyLock<Result<Vec<CodeList>, String>> = LazyLock::new(|| {
    let of_kinds = super::registry::all().iter().flat_map(|kind| kind.lists).copied();
    FILES
        .iter()
        .copied()
        .chain(of_kinds)
        .map(|text| serde_json::from_str::<CodeList>(text).map_err(|e| format!("{e} in {text:.60}")))
        .collect()
});
static INDEX: LazyLock<BTreeMap<&'static str, &'static CodeList>> =
    LazyLock::new(|| all().iter().flat_map(|l| [(l.id.as_str(), l), (l.name.as_str(), l)]).collect());
static NO_LIST: LazyLock<CodeList> = LazyLock::new(CodeList::default);

/// The list of this id ("CL08") or name ("manner"); an empty list if there is none.
pub fn list(id: &str) -> &'static CodeList {
    INDEX.get(id).copied().unwrap_or(&NO_LIST)
}

/// Whether a list has a code.
pub fn has(id: &str, code: &str) -> bool {
    list(id).get(code).is_some()
}

/// All lists, as a founding event takes them.
pub fn all() -> &'static [CodeList] {
    LISTS.as_deref().unwrap_or_default()
}

/// The platform above to which this kind of organ reports.
pub fn platform_of(organ: &str) -> &'static str {
    let rows = list("platform").rows();
    let own = rows.iter().find(|row| !row.applies_to.is_empty() && row.is_for(organ));
    own.or_else(|| rows.iter().find(|row| row.is_for(organ))).map_or("", |row| row.code.as_str())
}

/// Said once at the start of the program: are the lists it was built with readable?
pub fn check() -> Result<(), String> {
    LISTS.as_ref().map(|_| ()).map_err(Clone::clone)
}

/// Fields of a record that hold codes, and the list of each.
pub const CODED: &[(&str, &str)] = &[
    ("stream", "CL01"),
    ("matter", "CL02"),
    ("stage", "CL07"),
    ("manner", "CL08"),
    ("request_type", "CL09"),
    ("special_items", "CL12"),
    ("aggravating", "CL13"),
    ("response", "CL14"),
    ("effect", "CL15"),
    ("secrecy", "CL17"),
    ("contact_facts", "contact_fact"),
    ("written_opinion", "written_opinion"),
    ("filed_to", "CL16"),
    ("deputy_level", "deputy_level"),
    ("recorder_role", "recorder_capacity"),
];

/// The same for the rows of a record: cases, gifts, materials.
pub const CODED_ROWS: &[(&str, &str, &str)] = &[
    ("other_cases", "stage", "CL07"),
    ("gifts", "kind", "gift_kind"),
    ("gifts", "answer", "gift_answer"),
    ("attachments", "kind", "attachment_kind"),
    ("attachments", "file_destination", "CL16"),
];

/// The same for a person in a record.
pub const CODED_PEOPLE: &[(&str, &str)] = &[
    ("role", "party_role"),
    ("kind", "CL03"),
    ("sector", "CL04"),
    ("rank", "CL05"),
    ("cadre_authority", "CL06"),
    ("relation_to_recorder", "relation_to_recorder"),
    ("confidence", "confidence"),
];

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
