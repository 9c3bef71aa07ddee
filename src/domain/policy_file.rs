//! The rules an organ may set for itself: clocks, thresholds, periods, session limits. A rule is a row
//! here and a line in `assets/policy.toml`; its words on the forms are all it needs besides.
//!
//! Plain data that a founding event carries; the file is only what a new register starts from. What is
//! written says every rule this program knows, so that an organ's rules do not move when a later program
//! ships others. Only a rule that did not exist yet can be left out: it means what it meant when it was
//! first released (`assets/policy-left-out.toml` where new registers start from something else by now),
//! for ever; `tests/vectors/rules-left-out.json` watches. No number of a version has to be kept beside
//! the rules, and none can be forgotten.

pub mod kept;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::at_once::AtOnce;
use super::calendar::{Clock, Unit};
use super::lang::Lang;
use kept::Shape::{self, Number, OneOf, Part, Yes};
use kept::{Rule, Unknown, rules};

rules! {
    /// One organ's rules.
    pub struct PolicyFile {
        clocks: Clocks = Part(Clocks::ROWS),
        thresholds: Thresholds = Part(Thresholds::ROWS),
        periods: Periods = Part(Periods::ROWS),
        session: Session = Part(Session::ROWS),
        signature: Signature = Part(Signature::ROWS),
        evidence: Evidence = Part(Evidence::ROWS),
        at_once: AtOnce = Part(AtOnce::ROWS),
        materials: Materials = Part(Materials::ROWS),
    }
}

rules! {
    /// What one person may put in.
    pub struct Materials in materials {
        /// MiB on one day.
        day_mib: u64 = Number,
    }
}

/// A clock with its name and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    pub unit: Unit,
    pub n: u32,
    pub zh: String,
    pub en: String,
    pub source: String,
    pub verified: bool,
    /// The rule by which a clock in days or months that ends on a day off runs on to the next working
    /// day; without one it ends there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves_on: Option<Source>,
}

/// Where a rule stands, and whether somebody has compared it with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub source: String,
    pub verified: bool,
}

impl ClockRule {
    pub fn clock(&self) -> Clock {
        Clock { unit: self.unit, n: self.n, moves_on: self.moves_on.is_some() }
    }

    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

impl Rule for ClockRule {}

/// Clocks are fields: a rule that is asked for always exists.
macro_rules! clocks {
    ($($name:ident),* $(,)?) => {
        rules! {
            /// How long everything may take.
            pub struct Clocks in clocks { $($name: ClockRule = Shape::Clock),* }
        }

        impl Clocks {
            /// Every clock by its name, in the order of a record's life.
            pub fn all(&self) -> Vec<(&'static str, &ClockRule)> {
                vec![$((stringify!($name), &self.$name)),*]
            }
        }
    };
}

clocks!(
    submission,
    first_hand,
    second_hand,
    completion,
    witness,
    dispute,
    triage,
    triage_urgent,
    immediate_report,
    escalation_level,
    superior,
    committee_approval,
    papers_ahead,
    minority,
    decision_notice,
    execution_feedback,
    reconsideration,
    routing,
    routing_special,
    result_reminder,
    circulation,
    accountability,
    closing,
    closing_declaration,
    contact_report,
);

rules! {
    /// Numbers at which something is said, asked or refused.
    pub struct Thresholds in thresholds {
        /// Fewer characters of content are refused.
        content_min_chars: u32 = Number,
        /// Fewer are warned of.
        content_warn_chars: u32 = Number,
        /// Custodians in office below which the register raises its alarm.
        min_custodians: u32 = Number,
        /// Hours between event and entry from which a record is marked as entered long after.
        backfill_hours: u32 = Number,
        repeat_inquirer: u32 = Number,
        omission_discipline: u32 = Number,
        personnel_watch_months: u32 = Number,
        zero_streak_months: u32 = Number,
        public_cell_min: u32 = Number,
        odd_members_warning: bool = Yes,
        identity_number_warning: bool = Yes,
    }
}

rules! {
    /// Days of the month on which periodic papers are due.
    pub struct Periods in periods {
        zero_statement_day: u32 = Number,
        quarter_custodians_day: u32 = Number,
        quarter_chief_day: u32 = Number,
        quarter_sent_day: u32 = Number,
        quarter_by: QuarterBy = OneOf("quarter_by", &["registered", "occurred"]),
    }
}

/// Which date puts a record into a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuarterBy {
    Registered,
    Occurred,
}

impl Rule for QuarterBy {}

rules! {
    /// Limits of a session, in minutes and attempts.
    pub struct Session in session {
        idle_lock_minutes: u32 = Number,
        idle_end_minutes: u32 = Number,
        failed_attempts: u32 = Number,
        failed_lock_minutes: u32 = Number,
        /// Sessions of one person open at once.
        max_sessions: u32 = Number,
        /// Hours after which a session ends, busy or not.
        longest_hours: u32 = Number,
    }
}

rules! {
    /// The least level of a person's signature under an act, 0 to 3.
    pub struct Signature in signature {
        confirm: u8 = Number,
        vote: u8 = Number,
        decision: u8 = Number,
        checkpoint: u8 = Number,
        /// Under a change of the organ's own data.
        change: u8 = Number,
    }
}

impl Signature {
    /// The same level for everything.
    pub fn all(level: u8) -> Self {
        let others = kept::Others::default();
        Self { confirm: level, vote: level, decision: level, checkpoint: level, change: level, others }
    }
}

rules! {
    /// When everybody is told that nobody outside has looked.
    pub struct Evidence in evidence {
        /// Days after the newest witness's signature.
        witness_days: u32 = Number,
    }
}

/// Why rules are not taken: what cannot be read, and what no organ may set, however it votes, for each floor
/// is a provision or the product's promise. Printed as the code of its words and, after a colon, what fills
/// them: the sentence is told in the language of whoever handed them in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The text is no TOML from this line on.
    #[error("not_toml: {0}")]
    NotToml(usize),
    #[error("no_such_rule: {key} / {known}")]
    NoSuchRule { key: String, known: String },
    #[error("missing_rule: {0}")]
    MissingRule(String),
    /// What stands under this key is no value of it.
    #[error("bad_value: {0}")]
    BadValue(String),
    #[error("fewer_than_two_custodians")]
    FewerThanTwoCustodians,
    #[error("empty_content")]
    EmptyContent,
    /// The warning length is below the least length.
    #[error("warning_below_least")]
    WarningBelowLeast,
    /// A session that does not end, or ends before it locks.
    #[error("idle_session")]
    IdleSession,
    /// A day that not every month has.
    #[error("day_of_month")]
    DayOfMonth,
    #[error("signature_level")]
    SignatureLevel,
    /// Nobody outside for more than a year.
    #[error("witness_days")]
    WitnessDays,
    /// Less than the provision asks, or an unknown code.
    #[error("at_once")]
    AtOnce,
    /// Outside 1 to 1000.
    #[error("clock_range: {0}")]
    ClockRange(&'static str),
    /// One that this program does not know would be added, changed or dropped.
    #[error("unknown_rule: {0}")]
    UnknownRule(String),
}

/// What a new register starts from, and what a rule means that an event leaves out.
static FILES: LazyLock<Result<(PolicyFile, PolicyFile), String>> = LazyLock::new(|| {
    let of = |text| json_of(text).map_err(|e| e.to_string());
    let starts = of(include_str!("../../assets/policy.toml"))?;
    let mut left_out = starts.clone();
    kept::laid_over(&mut left_out, &of(include_str!("../../assets/policy-left-out.toml"))?);
    let given = |rules| PolicyFile::given(rules).map_err(|e| e.to_string());
    Ok((given(&starts)?, given(&left_out)?))
});

fn json_of(text: &str) -> Result<Value, PolicyError> {
    let table: toml::Table = toml::from_str(text).map_err(|e: toml::de::Error| {
        let before = e.span().and_then(|at| text.get(..at.start)).unwrap_or_default();
        PolicyError::NotToml(before.matches('\n').count() + 1)
    })?;
    serde_json::to_value(table).map_err(|_| PolicyError::NotToml(1))
}

/// The keys down to the value that was not read: what reads a part puts its key before the fault.
fn bad_value(error: &serde_json::Error) -> PolicyError {
    let error = error.to_string();
    let is_key = |part: &&str| part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    PolicyError::BadValue(error.split(": ").take_while(is_key).collect::<Vec<_>>().join("."))
}

impl PolicyFile {
    /// The rules a new register starts from.
    pub fn shipped() -> Result<&'static PolicyFile, String> {
        FILES.as_ref().map(|(starts, _)| starts).map_err(Clone::clone)
    }

    /// What each rule means in an event that does not say it.
    pub fn left_out() -> Result<&'static PolicyFile, String> {
        FILES.as_ref().map(|(_, left_out)| left_out).map_err(Clone::clone)
    }

    /// Reads a proposal.
    ///
    /// # Errors
    /// As [`Self::given`], or what no organ may set.
    pub fn read(text: &str) -> Result<PolicyFile, PolicyError> {
        let policy = Self::given(&json_of(text)?)?;
        policy.check()?;
        Ok(policy)
    }

    /// The rules as a person hands them in: every key must be there and none may be unknown.
    ///
    /// # Errors
    /// The key that is unknown, with those there are; the one that is missing; the value that cannot be read.
    pub fn given(rules: &Value) -> Result<PolicyFile, PolicyError> {
        kept::known_and_whole(Self::ROWS, "", rules)?;
        let mut policy: PolicyFile = serde_json::from_value(rules.clone()).map_err(|e| bad_value(&e))?;
        policy.spell_out();
        Ok(policy)
    }

    /// With every rule this program knows, where the event left some out.
    pub fn spelled_out(&self) -> Self {
        let mut all = self.clone();
        all.spell_out();
        all
    }

    /// Rules of a later program, each with its value as it is written.
    pub fn unknown(&self) -> Vec<Unknown> {
        let mut all = Vec::new();
        Rule::unknown(self, "", &mut all);
        all
    }

    /// With what these have that this program does not know.
    #[must_use]
    pub fn keeping_unknown_of(mut self, stands: &Self) -> Self {
        self.keep_unknown(stands);
        self
    }

    /// Whether these may come after others: nobody here can say what a rule means that this program does
    /// not know, so it stays as it is.
    ///
    /// # Errors
    /// [`PolicyError::UnknownRule`], or as [`Self::check`].
    pub fn follows(&self, stands: &Self) -> Result<(), PolicyError> {
        let (now, was) = (self.unknown(), stands.unknown());
        let other =
            |a: &[Unknown], b: &[Unknown]| a.iter().find(|u| !b.contains(u)).map(|(key, _)| key.clone());
        match other(&now, &was).or_else(|| other(&was, &now)) {
            Some(key) => Err(PolicyError::UnknownRule(key)),
            None => self.check(),
        }
    }

    /// The clock of this name: one of the clocks, or a day of the month that follows what it counts from.
    pub fn clock(&self, name: &str) -> Option<Clock> {
        let day = |n| Some(Clock { unit: Unit::Day, n, moves_on: false });
        match name {
            "quarter_custodians_day" => day(self.periods.quarter_custodians_day),
            "quarter_chief_day" => day(self.periods.quarter_chief_day),
            "quarter_sent_day" => day(self.periods.quarter_sent_day),
            name => self.clocks.all().into_iter().find(|(of, _)| *of == name).map(|(_, rule)| rule.clock()),
        }
    }

    /// Refuses rules under which the register would no longer be one.
    pub fn check(&self) -> Result<(), PolicyError> {
        let (limits, periods, session) = (&self.thresholds, &self.periods, &self.session);
        let sign = &self.signature;
        let days = [
            periods.zero_statement_day,
            periods.quarter_custodians_day,
            periods.quarter_chief_day,
            periods.quarter_sent_day,
        ];
        if let Some((name, _)) = self.clocks.all().into_iter().find(|(_, rule)| !(1..=1000).contains(&rule.n))
        {
            return Err(PolicyError::ClockRange(name));
        }
        match () {
            () if limits.min_custodians < 2 => Err(PolicyError::FewerThanTwoCustodians),
            () if limits.content_min_chars == 0 => Err(PolicyError::EmptyContent),
            () if limits.content_warn_chars < limits.content_min_chars => Err(PolicyError::WarningBelowLeast),
            () if session.idle_lock_minutes == 0 || session.idle_end_minutes < session.idle_lock_minutes => {
                Err(PolicyError::IdleSession)
            }
            () if session.max_sessions == 0 || session.longest_hours == 0 => Err(PolicyError::IdleSession),
            () if [sign.confirm, sign.vote, sign.decision, sign.checkpoint, sign.change]
                .iter()
                .any(|l| *l > 3) =>
            {
                Err(PolicyError::SignatureLevel)
            }
            () if !(1..=366).contains(&self.evidence.witness_days) => Err(PolicyError::WitnessDays),
            () if !self.at_once.stands() => Err(PolicyError::AtOnce),
            () if days.iter().any(|day| !(1..=28).contains(day)) => Err(PolicyError::DayOfMonth),
            () => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
