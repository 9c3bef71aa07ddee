//! The rules an organ may set for itself: clocks, thresholds, periods, session limits.
//!
//! Plain data that a founding event carries; `assets/policy.toml` is only what a new register
//! starts from. Nobody reads the file again once a register exists.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::at_once::AtOnce;
use super::calendar::{Clock, Unit};
use super::lang::Lang;

/// One organ's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyFile {
    pub clocks: Clocks,
    pub thresholds: Thresholds,
    pub periods: Periods,
    pub session: Session,
    /// Registers founded before people signed ask for nothing.
    #[serde(default, skip_serializing_if = "Signature::is_none")]
    pub signature: Signature,
    /// Registers founded before witnesses take the rule that is shipped.
    #[serde(default, skip_serializing_if = "Evidence::is_default")]
    pub evidence: Evidence,
    /// Registers founded before this was the organ's to say take what is shipped.
    #[serde(default, skip_serializing_if = "AtOnce::is_default")]
    pub at_once: AtOnce,
    /// Registers founded before there was such a rule take the one that is shipped.
    #[serde(default, skip_serializing_if = "Materials::is_default")]
    pub materials: Materials,
}

/// What one person may put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Materials {
    /// MiB on one day.
    pub day_mib: u64,
}

impl Default for Materials {
    fn default() -> Self {
        Self { day_mib: 4096 }
    }
}

impl Materials {
    fn is_default(&self) -> bool {
        *self == Self::default()
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

/// Clocks are fields, not a map: a rule that is asked for always exists.
macro_rules! clocks {
    ($($name:ident),* $(,)?) => {
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Clocks { $(pub $name: ClockRule),* }

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
    decision_notice,
    execution_feedback,
    reconsideration,
    routing,
    routing_special,
    result_reminder,
    closing_declaration,
    contact_report,
);

/// Numbers at which something is said, asked or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Fewer characters of content are refused.
    pub content_min_chars: u32,
    /// Fewer are warned of.
    pub content_warn_chars: u32,
    /// Custodians in office below which the register raises its alarm.
    pub min_custodians: u32,
    /// Hours between event and entry from which a record is marked as entered long after.
    pub backfill_hours: u32,
    pub repeat_inquirer: u32,
    pub omission_discipline: u32,
    pub personnel_watch_months: u32,
    pub zero_streak_months: u32,
    pub public_cell_min: u32,
    pub odd_members_warning: bool,
    pub identity_number_warning: bool,
}

/// Days of the month on which periodic papers are due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Periods {
    pub zero_statement_day: u32,
    pub quarter_custodians_day: u32,
    pub quarter_chief_day: u32,
    pub quarter_sent_day: u32,
    pub quarter_by: QuarterBy,
}

/// Which date puts a record into a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuarterBy {
    Registered,
    Occurred,
}

/// Limits of a session, in minutes and attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    pub idle_lock_minutes: u32,
    pub idle_end_minutes: u32,
    pub failed_attempts: u32,
    pub failed_lock_minutes: u32,
    /// Sessions of one person open at once.
    #[serde(default = "two", skip_serializing_if = "is_two")]
    pub max_sessions: u32,
    /// Hours after which a session ends, busy or not.
    #[serde(default = "ten", skip_serializing_if = "is_ten")]
    pub longest_hours: u32,
}

fn two() -> u32 {
    2
}

fn ten() -> u32 {
    10
}

/// What an old event does not say is not added to it.
fn is_two(n: &u32) -> bool {
    *n == two()
}

fn is_zero(n: &u8) -> bool {
    *n == 0
}

fn is_ten(n: &u32) -> bool {
    *n == ten()
}

/// The least level of a person's signature under an act, 0 to 3.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub confirm: u8,
    pub vote: u8,
    pub decision: u8,
    pub checkpoint: u8,
    /// Under a change of the organ's own data. Rules of older registers do not ask for it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub change: u8,
}

/// When everybody is told that nobody outside has looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Days after the newest witness's signature.
    pub witness_days: u32,
}

impl Default for Evidence {
    fn default() -> Self {
        Self { witness_days: 7 }
    }
}

impl Evidence {
    /// What an old event does not say is not added to it.
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Signature {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What no organ may set, however it votes: each floor is a provision or the product's promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    #[error("fewer than two custodians")]
    FewerThanTwoCustodians,
    #[error("empty content allowed")]
    EmptyContent,
    #[error("the warning length is below the least length")]
    WarningBelowLeast,
    #[error("a session that does not end, or ends before it locks")]
    IdleSession,
    #[error("a day that not every month has")]
    DayOfMonth,
    #[error("a signature level above 3")]
    SignatureLevel,
    #[error("nobody outside for more than a year")]
    WitnessDays,
    #[error("what is reported at once is less than the provision asks, or names an unknown code")]
    AtOnce,
    #[error("a clock outside 1 to 1000: {0}")]
    ClockRange(&'static str),
}

static SHIPPED: LazyLock<Result<PolicyFile, String>> =
    LazyLock::new(|| PolicyFile::read(include_str!("../../assets/policy.toml")));

impl PolicyFile {
    /// The rules a new register starts from.
    pub fn shipped() -> Result<&'static PolicyFile, String> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// Reads a proposal. Every key must be there and none may be unknown, so that a slip of the
    /// pen is told instead of quietly falling back to a default.
    pub fn read(text: &str) -> Result<PolicyFile, String> {
        let table: toml::Table = toml::from_str(text).map_err(|e| e.to_string())?;
        // Only events of old registers may leave it out.
        if let Some(missing) =
            ["signature", "evidence", "at_once"].iter().find(|key| !table.contains_key(**key))
        {
            return Err(format!("missing field `{missing}`"));
        }
        let signed = table.get("signature").and_then(toml::Value::as_table);
        if signed.is_some_and(|s| !s.contains_key("change")) {
            return Err("missing field `signature.change`".to_owned());
        }
        let policy: PolicyFile = toml::from_str(text).map_err(|e| e.to_string())?;
        policy.check().map_err(|e| e.to_string())?;
        Ok(policy)
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
mod tests {
    use super::*;

    fn text() -> &'static str {
        include_str!("../../assets/policy.toml")
    }

    #[test]
    fn the_shipped_rules_are_those_of_the_decisions_and_survive_their_event() {
        let policy = PolicyFile::shipped().unwrap();
        let clocks = &policy.clocks;
        let clock = |unit, n| Clock { unit, n, moves_on: false };
        assert_eq!(clocks.submission.clock(), clock(Unit::WorkingDay, 2));
        assert_eq!(clocks.first_hand.clock(), clock(Unit::WorkingDay, 1));
        assert_eq!(clocks.immediate_report.clock(), clock(Unit::Hour, 24));
        assert_eq!((clocks.execution_feedback.unit, clocks.execution_feedback.n), (Unit::Day, 5));
        // A month of the law is a month, not thirty days (Criminal Procedure Law 105).
        let month = clocks.reconsideration.clock();
        assert_eq!(month, Clock { unit: Unit::Month, n: 1, moves_on: true });
        assert_eq!((policy.session.idle_lock_minutes, policy.session.idle_end_minutes), (10, 30));
        assert_eq!((policy.thresholds.content_min_chars, policy.thresholds.content_warn_chars), (1, 60));
        for (name, rule) in clocks.all() {
            assert!(!rule.zh.is_empty() && !rule.en.is_empty() && !rule.source.is_empty(), "{name}");
        }
        assert!(!clocks.submission.verified, "no source gives a number of days");
        assert!(policy.at_once.is_default(), "the file says what old registers take");
        let json = serde_json::to_string(policy).unwrap();
        assert_eq!(&serde_json::from_str::<PolicyFile>(&json).unwrap(), policy);
    }

    #[test]
    fn no_proposal_can_take_the_register_apart() {
        for (from, to, why) in [
            ("min_custodians = 2", "min_custodians = 1", "two custodians"),
            ("content_min_chars = 1", "content_min_chars = 0", "empty content"),
            ("content_warn_chars = 60", "content_warn_chars = 0", "warning length"),
            ("idle_end_minutes = 30", "idle_end_minutes = 5", "session"),
            ("idle_lock_minutes = 10", "idle_lock_minutes = 0", "session"),
            ("quarter_sent_day = 10", "quarter_sent_day = 31", "not every month"),
            ("hour\", n = 24", "hour\", n = 0", "immediate_report"),
            ("hour\", n = 24", "hour\", n = 4000000000", "immediate_report"),
            ("hour\", n = 24", "hour\", n = -1", "invalid"),
            ("min_custodians", "min_custodian", "unknown field"),
            ("idle_lock_minutes = 10", "", "missing field"),
            ("vote = 1\n", "vote = 4\n", "above 3"),
            ("witness_days = 7", "witness_days = 400", "outside"),
            ("[evidence]", "[evidences]", "missing field"),
            ("[signature]", "[signatures]", "missing field"),
            ("[at_once]", "[at_one]", "missing field"),
            ("effect = [\"AFFECTED\"]", "effect = []", "less than"),
            ("special_items = [\"S06\"]", "special_items = [\"S66\"]", "unknown code"),
        ] {
            assert!(text().contains(from), "{from}");
            let error = PolicyFile::read(&text().replacen(from, to, 1)).unwrap_err();
            assert!(error.contains(why), "{to}: {error}");
        }
    }
}
