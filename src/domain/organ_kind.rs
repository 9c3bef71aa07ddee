//! The four kinds of organ: their own titles and terms, their ladder, and how their collective
//! bodies decide. All of it is data, so that a body's rule can be corrected without touching code.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::lang::{Label, Lang};

/// One kind of organ. `code` is a code of the list `organ_kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganKind {
    pub code: String,
    pub zh: String,
    pub en: String,
    /// Register number, with {year}, {short} and {n:06}; the number has at least that many digits.
    pub record_no: String,
    /// Levels in the order in which a matter goes up; codes of the list `ladder`.
    pub ladder: Vec<Titled>,
    /// The organ's own words for things every organ has.
    pub terms: Vec<Titled>,
    #[serde(rename = "committee")]
    pub committees: Vec<CommitteeRules>,
}

/// A code with this organ's words for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titled {
    pub code: String,
    pub zh: String,
    pub en: String,
}

/// How one collective body decides. `kind` is a code of CL24.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitteeRules {
    pub kind: String,
    pub zh: String,
    pub en: String,
    /// Of all members, those who must be present.
    pub quorum: Share,
    /// The same for matters of personnel and discipline, where the body has a stricter rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum_personnel: Option<Share>,
    pub pass: Pass,
    /// Do recused members still count among all members? Counting them is the stricter reading.
    pub recused_in_denominator: bool,
    pub absentee_written: Absentee,
    pub speak_order_junior_first: bool,
    pub chair_last: bool,
    #[serde(default, skip_serializing_if = "Chairs::is_any_member")]
    pub chaired_by: Chairs,
    /// Days before the sitting by which the papers must be out; 0 where no rule is known.
    pub min_notice_days: u32,
    /// What follows when no opinion has its majority, in this order.
    pub no_majority: Vec<NoMajority>,
    /// May the chief, in the minority, refer the matter to the superior?
    pub chief_may_refer_up: bool,
    /// Must the body have an odd number of members?
    pub odd_size: bool,
    pub secret_ballot: bool,
    #[serde(rename = "cite")]
    pub cites: Vec<Cite>,
}

/// Where a point of a rule comes from; `on` names fields of [`CommitteeRules`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    pub on: Vec<String>,
    pub source: String,
    pub verified: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    MoreThanHalf,
    AtLeastHalf,
    AtLeastTwoThirds,
}

impl Share {
    /// The least number out of `total` that reaches the share.
    pub fn of(self, total: u32) -> u32 {
        match self {
            Share::MoreThanHalf => total / 2 + 1,
            Share::AtLeastHalf => total.div_ceil(2),
            Share::AtLeastTwoThirds => total - total / 3,
        }
    }

    /// A body without members never meets.
    pub fn met(self, present: u32, total: u32) -> bool {
        total > 0 && present >= self.of(total)
    }
}

/// Which of its members may be named to chair a sitting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chairs {
    /// No rule is known, or the register was founded before it was asked.
    #[default]
    AnyMember,
    /// The chief, or the deputy whom he appoints for it.
    ChiefOrDeputy,
}

impl Chairs {
    // serde asks with a reference.
    fn is_any_member(&self) -> bool {
        *self == Self::AnyMember
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pass {
    /// More than half of all members, present or not.
    MajorityOfAll,
    /// The body gives opinions and decides nothing.
    AdviceOnly,
}

/// What an absent member's written opinion is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absentee {
    /// Counted as a vote when those present have no majority.
    Count,
    RecordOnly,
    /// Not taken at all.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoMajority {
    /// Ask the absent for written opinions and count again.
    WrittenOpinions,
    /// From the specialised committee to the full one.
    FullCommittee,
    /// Complete the papers and put it up again.
    Supplement,
    ReferUp,
}

impl CommitteeRules {
    /// Votes needed to pass, or None where the body only advises. `recused` of the `total`
    /// members leave the denominator only where the body's rule says so.
    pub fn votes_needed(&self, total: u32, recused: u32) -> Option<u32> {
        let of = if self.recused_in_denominator { total } else { total.saturating_sub(recused) };
        (self.pass == Pass::MajorityOfAll && of > 0).then(|| Share::MoreThanHalf.of(of))
    }

    /// Has every point been compared with its source?
    pub fn verified(&self) -> bool {
        self.cites.iter().all(|cite| cite.verified)
    }

    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

impl OrganKind {
    /// This organ's title for a level of the ladder.
    pub fn level(&self, code: &str, lang: Lang) -> Option<&str> {
        named(&self.ladder, code, lang)
    }

    /// This organ's word, e.g. "chief" or "application".
    pub fn term(&self, code: &str, lang: Lang) -> Option<&str> {
        named(&self.terms, code, lang)
    }

    pub fn committee(&self, kind: &str) -> Option<&CommitteeRules> {
        self.committees.iter().find(|rules| rules.kind == kind)
    }

    /// 〔2026〕淮示法过问第000017号.
    pub fn record_no(&self, short: &str, year: i32, n: u32) -> String {
        self.record_no
            .replace("{year}", &year.to_string())
            .replace("{n:06}", &format!("{n:06}"))
            .replace("{short}", short)
    }

    pub fn label(&self) -> Label {
        Label { zh: self.zh.clone(), en: self.en.clone() }
    }
}

fn named<'a>(list: &'a [Titled], code: &str, lang: Lang) -> Option<&'a str> {
    list.iter().find(|titled| titled.code == code).map(|titled| lang.pick(&*titled.zh, &*titled.en))
}

static KINDS: LazyLock<Result<Vec<OrganKind>, String>> = LazyLock::new(|| {
    [
        include_str!("../../assets/organs/court.toml"),
        include_str!("../../assets/organs/procuratorate.toml"),
        include_str!("../../assets/organs/police.toml"),
        include_str!("../../assets/organs/justice.toml"),
    ]
    .iter()
    .map(|text| toml::from_str(text).map_err(|e| e.to_string()))
    .collect()
});

/// The kind of this code, as shipped; a register keeps its own copy from its founding.
pub fn of(code: &str) -> Option<&'static OrganKind> {
    all().iter().find(|kind| kind.code == code)
}

pub fn all() -> &'static [OrganKind] {
    KINDS.as_deref().unwrap_or_default()
}

/// Said once at the start of the program: are the kinds it was built with readable?
pub fn check() -> Result<(), String> {
    KINDS.as_ref().map(|_| ()).map_err(Clone::clone)
}

#[cfg(test)]
#[path = "organ_kind_tests.rs"]
mod tests;
