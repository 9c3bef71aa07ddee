//! The service account itself.

use super::register::octal;
use super::site::{About, Site};
use super::table::Verdict::{Bad, Good, ToDo, Unknown};
use super::table::{Check, Finding};
use crate::cli::deploy::access::{self, Password};

pub const CHECKS: &[Check] = &[
    Check { code: "account", outcomes: &[("good", Good), ("gone", ToDo), ("root", Bad)], look: account },
    Check { code: "shell", outcomes: &[("good", Good), ("other", Bad), ("unseen", Unknown)], look: shell },
    Check {
        code: "home",
        outcomes: &[("good", Good), ("gone", Bad), ("loose", Bad), ("unseen", Unknown)],
        look: home,
    },
    Check {
        code: "password",
        outcomes: &[("good", Good), ("set", Bad), ("empty", Bad), ("unseen", Unknown)],
        look: password,
    },
    Check {
        code: "keys_account",
        outcomes: &[("good", Good), ("gone", ToDo), ("same", Bad)],
        look: keys_account,
    },
];

fn account(site: &Site<'_>) -> Vec<Finding> {
    let found = match site.account() {
        None => Finding::of("gone"),
        Some(a) if a.uid == 0 => Finding::of("root"),
        Some(a) => Finding::of("good").with("uid", a.uid),
    };
    found.with("user", &site.values.user).alone()
}

/// sshd runs even a forced command through the login shell; `su` runs nothing else.
fn shell(site: &Site<'_>) -> Vec<Finding> {
    let Some(account) = site.account() else { return Finding::of("unseen").alone() };
    let found = if account.shell == site.values.binary { Finding::of("good") } else { Finding::of("other") };
    let found = found.with("shell", account.shell.display()).with("binary", site.values.binary.display());
    found.with("user", &site.values.user).alone()
}

fn home(site: &Site<'_>) -> Vec<Finding> {
    let Some(account) = site.account() else { return Finding::of("unseen").alone() };
    let told = |f: Finding| f.with("path", account.home.display());
    match About::of(&site.place(&account.home)) {
        Err(_) => told(Finding::of("gone")).alone(),
        Ok(a) if a.mode & 0o022 != 0 => told(Finding::of("loose")).with("mode", octal(a.mode)).alone(),
        Ok(_) => told(Finding::of("good")).alone(),
    }
}

fn password(site: &Site<'_>) -> Vec<Finding> {
    let found = match access::password(site.root, &site.values.user) {
        None => Finding::of("unseen"),
        Some(Password::Locked | Password::Impossible) => Finding::of("good"),
        Some(Password::Some) => Finding::of("set"),
        Some(Password::Empty) => Finding::of("empty"),
    };
    found.with("user", &site.values.user).alone()
}

/// Who looks up keys must not be who owns the register.
fn keys_account(site: &Site<'_>) -> Vec<Finding> {
    let keys = access::account(site.root, &site.values.keys_user);
    let found = match (keys, site.account()) {
        (None, _) => Finding::of("gone"),
        (Some(k), Some(a)) if k.uid == a.uid => Finding::of("same"),
        (Some(k), _) if k.uid == 0 => Finding::of("same"),
        _ => Finding::of("good"),
    };
    found.with("user", &site.values.keys_user).alone()
}
