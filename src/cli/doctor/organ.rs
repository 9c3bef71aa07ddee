//! Whether the organ's own data let the register work.

use super::register::some;
use super::site::Site;
use super::table::Verdict::{Bad, Good, ToDo, Unknown};
use super::table::{Check, Finding};
use crate::domain::organ::{KeyUse, Person};
use crate::domain::signature;
use crate::domain::when;
use chrono::Datelike as _;

/// From this month on the next year's calendar should be there: it is announced in autumn.
const NEXT_FROM: u32 = 11;

pub const CHECKS: &[Check] = &[
    Check {
        code: "calendar",
        outcomes: &[("good", Good), ("gone", Bad), ("next_gone", ToDo), ("unseen", Unknown)],
        look: calendar,
    },
    Check {
        code: "custodians",
        outcomes: &[("good", Good), ("few", Bad), ("unseen", Unknown)],
        look: custodians,
    },
    Check {
        code: "login_keys",
        outcomes: &[("good", Good), ("nobody", ToDo), ("without", ToDo), ("unseen", Unknown)],
        look: login_keys,
    },
    Check {
        code: "own_keys",
        outcomes: &[("good", Good), ("not_asked", Good), ("without", Bad), ("unseen", Unknown)],
        look: own_keys,
    },
    Check {
        code: "administrators",
        outcomes: &[
            ("good", Good),
            ("not_asked", Good),
            ("without", ToDo),
            ("no_login", ToDo),
            ("unseen", Unknown),
        ],
        look: administrators,
    },
];

fn calendar(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    let today = when::local(site.now).date();
    let found = match office.organ().calendar.missing(today, NEXT_FROM) {
        Some(year) if year == today.year() => Finding::of("gone").with("year", year),
        Some(next) => Finding::of("next_gone").with("year", next),
        None => Finding::of("good").with("year", today.year()),
    };
    found.alone()
}

fn custodians(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    let in_office = office.organ().custodians_at(site.now).len();
    let least = office.organ().policy.thresholds.min_custodians;
    let found = if in_office < least as usize { Finding::of("few") } else { Finding::of("good") };
    found.with("n", in_office).with("least", least).alone()
}

/// Whoever cannot come in cannot confirm; for others it is their own matter whether they record here.
fn login_keys(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    let organ = office.organ();
    let has = |id| organ.keys_of(id, KeyUse::Login).next().is_some();
    if !organ.people.values().any(|p| p.active && has(&p.id)) {
        return Finding::of("nobody").alone();
    }
    let custodians = organ.custodians_at(site.now);
    let without: Vec<String> = custodians.iter().filter(|id| !has(id)).map(|id| organ.name_of(id)).collect();
    if without.is_empty() {
        return Finding::of("good").with("n", custodians.len()).alone();
    }
    Finding::of("without").with("who", some(&without)).alone()
}

/// Keys by which custodians sign, where the organ's rules ask for a signature under a confirmation.
fn own_keys(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    let organ = office.organ();
    let level = organ.policy.signature.confirm;
    if level == 0 || office.is_training() {
        return Finding::of("not_asked").alone();
    }
    let custodians = organ.custodians_at(site.now);
    // From level 2 on the key stays on the person's own machine: it is the one that signs in.
    let use_ = if level == 1 { KeyUse::Own } else { KeyUse::Login };
    let has = |id| match use_ {
        KeyUse::Own => office.has_own_key(id),
        KeyUse::Login => organ.keys_of(id, use_).next().is_some(),
    };
    let without: Vec<String> = custodians.iter().filter(|id| !has(id)).map(|id| organ.name_of(id)).collect();
    if without.is_empty() {
        return Finding::of("good").with("n", custodians.len()).with("level", level).alone();
    }
    Finding::of("without").with("who", some(&without)).with("level", level).alone()
}

/// Keys by which administrators sign what they change. One without a key changes things unsigned, and
/// so can whoever writes the file, in his name.
fn administrators(site: &Site<'_>) -> Vec<Finding> {
    let Some(office) = site.office() else { return Finding::of("unseen").alone() };
    let organ = office.organ();
    let level = organ.policy.signature.change;
    let all = || organ.people.values().filter(|p| organ.is_administrator(&p.id));
    if level == 0 || office.is_training() {
        return Finding::of("not_asked").alone();
    }
    let names = |those: Vec<&Person>| those.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    let own = |p: &&Person| organ.keys_of(&p.id, KeyUse::Own).next().is_some();
    let unsigned = signature::administrators_with_keys(organ, level) < 2;
    let without = names(all().filter(|p| unsigned && !own(p)).collect());
    // Sealed keys are in no copy: after a restore only the keys at home can sign.
    let at_home = |p: &&Person| organ.keys_of(&p.id, KeyUse::Login).next().is_some();
    let no_login = names(all().filter(|p| !at_home(p)).collect());
    match (without.is_empty(), no_login.is_empty()) {
        (true, true) => Finding::of("good").with("n", all().count()).alone(),
        (true, false) => Finding::of("no_login").with("who", some(&no_login)).alone(),
        (false, _) => Finding::of("without").with("who", some(&without)).alone(),
    }
}
