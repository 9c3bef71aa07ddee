//! Whether the evidence leaves the machine and would come back.

use super::site::{About, Site};
use super::table::Verdict::{Bad, Good, ToDo, Unknown};
use super::table::{Check, Finding};
use crate::cli::deploy::units;
use crate::cli::list::short;
use crate::domain::ids::Millis;
use crate::office::KeyState;
use std::path::Path;

const DAY: Millis = 86_400_000;
/// Days after which something that should have been done again is told.
const COPY_DAYS: i64 = 3;
const DRILL_DAYS: i64 = 100;
const VERIFY_DAYS: i64 = 3;
const WITNESS_DAYS: i64 = 35;
/// Days during which an alarm is still shown here.
const ALERT_DAYS: i64 = 30;

pub const CHECKS: &[Check] = &[
    Check {
        code: "copy",
        outcomes: &[("good", Good), ("training", Good), ("old", Bad), ("never", Bad), ("unseen", Unknown)],
        look: copy,
    },
    Check {
        code: "drill",
        outcomes: &[
            ("good", Good),
            ("training", Good),
            ("old", ToDo),
            ("never", ToDo),
            ("failed", Bad),
            ("unseen", Unknown),
        ],
        look: drill,
    },
    Check {
        code: "verified",
        outcomes: &[("good", Good), ("old", ToDo), ("unseen", Unknown)],
        look: verified,
    },
    Check {
        code: "witness",
        outcomes: &[
            ("good", Good),
            ("training", Good),
            ("old", ToDo),
            ("never", ToDo),
            ("nobody", ToDo),
            ("unseen", Unknown),
        ],
        look: witness,
    },
    Check {
        code: "log_key",
        outcomes: &[
            ("good", Good),
            ("training", Good),
            ("not_yet", Good),
            ("missing", Bad),
            ("different", Bad),
            ("unreadable", Bad),
            ("unseen", Unknown),
        ],
        look: log_key,
    },
    Check {
        code: "rollback",
        outcomes: &[("good", Good), ("behind", Bad), ("unseen", Unknown)],
        look: rollback,
    },
    Check { code: "alerts", outcomes: &[("good", Good), ("some", ToDo), ("unseen", Unknown)], look: alerts },
];

fn days(site: &Site<'_>, at: Millis) -> i64 {
    (site.now - at) / DAY
}

/// Good while young, else old; with the date and the days.
fn aged(site: &Site<'_>, at: Millis, most: i64) -> Finding {
    let days = days(site, at);
    let found = if days >= most { Finding::of("old") } else { Finding::of("good") };
    found.with("at", short(at)).with("days", days)
}

fn copy(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    if office.is_training() {
        return Finding::of("training").alone();
    }
    match &office.organ().evidence.last_copy {
        None => Finding::of("never").alone(),
        Some((at, name)) => aged(site, *at, COPY_DAYS).with("name", name).alone(),
    }
}

fn drill(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    if office.is_training() {
        return Finding::of("training").alone();
    }
    match &office.organ().evidence.last_drill {
        None => Finding::of("never").alone(),
        Some((at, name, false)) => Finding::of("failed").with("at", short(*at)).with("name", name).alone(),
        Some((at, name, true)) => aged(site, *at, DRILL_DAYS).with("name", name).alone(),
    }
}

/// The log says nothing of verifications; systemd keeps the moment at which a timer last ran.
fn verified(site: &Site<'_>) -> Vec<Finding> {
    let stamp = format!("{}/stamp-liuhen-verify.timer", units::STAMPS);
    match About::of(&site.place(Path::new(&stamp))) {
        Err(_) => Finding::of("unseen").alone(),
        Ok(about) => aged(site, about.changed, VERIFY_DAYS).alone(),
    }
}

fn witness(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    if office.is_training() {
        return Finding::of("training").alone();
    }
    let organ = office.organ();
    match organ.evidence.last_witness() {
        _ if organ.witnesses.is_empty() => Finding::of("nobody").alone(),
        None => Finding::of("never").alone(),
        Some(at) => aged(site, at, WITNESS_DAYS).alone(),
    }
}

fn log_key(site: &Site<'_>) -> Vec<Finding> {
    // A copy away from its machine has no private key, and must not.
    let Some(office) = site.office().filter(|_| !site.as_evidence) else {
        return Finding::of("unseen").alone();
    };
    if office.is_training() {
        return Finding::of("training").alone();
    }
    let found = match office.key_state() {
        Err(_) => Finding::of("unseen"),
        Ok(KeyState::Fits) => Finding::of("good"),
        Ok(KeyState::NotYet) => Finding::of("not_yet"),
        Ok(KeyState::Missing) => Finding::of("missing"),
        Ok(KeyState::Different) => Finding::of("different"),
        Ok(KeyState::Unreadable) => Finding::of("unreadable"),
    };
    found.alone()
}

fn rollback(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office().filter(|_| !site.as_evidence) else {
        return Finding::of("unseen").alone();
    };
    match office.rolled_back() {
        None => Finding::of("good").alone(),
        Some(r) => Finding::of("behind").with("known", r.known.size).with("found", r.found.size).alone(),
    }
}

fn alerts(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    let said = &crate::words::operate::words(site.lang).alert;
    let recent = office.organ().evidence.alerts.iter().filter(|(_, at, _)| days(site, *at) < ALERT_DAYS);
    let told: Vec<String> = recent
        .map(|(seq, at, alert)| {
            let what = said.get(alert.code()).map_or(alert.code(), String::as_str);
            format!("{} {what} (#{seq})", short(*at))
        })
        .collect();
    if told.is_empty() {
        return Finding::of("good").with("days", ALERT_DAYS).alone();
    }
    Finding::of("some").with("what", super::register::some(&told)).alone()
}
