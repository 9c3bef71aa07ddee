//! How sshd learns whose key is good: the file of keys, and the program that is asked.

use super::register::{octal, some};
use super::site::{About, Site};
use super::table::Verdict::{Bad, Good, ToDo, Unknown};
use super::table::{Check, Finding};
use crate::cli::deploy::access;
use crate::identity::key_file;
use crate::office::text_if_there;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

pub const CHECKS: &[Check] = &[
    Check {
        code: "key_file",
        outcomes: &[("good", Good), ("gone", ToDo), ("loose", Bad), ("shut", Bad)],
        look: file,
    },
    Check {
        code: "key_file_fresh",
        outcomes: &[("good", Good), ("stale", Bad), ("unseen", Unknown)],
        look: fresh,
    },
    Check {
        code: "shared_key",
        outcomes: &[("good", Good), ("shared", Bad), ("unseen", Unknown)],
        look: shared,
    },
    Check { code: "key_command", outcomes: &[("good", Good), ("gone", ToDo), ("loose", Bad)], look: command },
];

/// It is root's, as every directory above it; the look-up account reads it and nobody else does.
fn file(site: &Site<'_>) -> Vec<Finding> {
    let path = &site.values.keys;
    let told = |f: Finding| f.with("path", path.display()).with("keys_user", &site.values.keys_user);
    let Ok(about) = About::of(&site.place(path)) else { return told(Finding::of("gone")).alone() };
    if let Some((at, mode, uid)) = site.not_roots(path) {
        let loose = Finding::of("loose").with("at", at.display()).with("mode", octal(mode));
        return told(loose.with("uid", uid)).alone();
    }
    if about.mode & 0o007 != 0 {
        let loose = Finding::of("loose").with("at", path.display()).with("mode", octal(about.mode));
        return told(loose.with("uid", about.uid)).alone();
    }
    let group = access::account(site.root, &site.values.keys_user).map(|a| a.gid);
    // Where the account is not in the machine's own files, sshd will tell soon enough.
    if group.is_some_and(|g| g != about.gid || about.mode & 0o040 == 0) {
        return told(Finding::of("shut")).alone();
    }
    told(Finding::of("good")).with("mode", octal(about.mode)).alone()
}

fn lines(text: &str) -> BTreeSet<&str> {
    text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
}

/// The file that sshd asks; none where there is none to be read.
fn text_at(site: &Site<'_>) -> Option<String> {
    text_if_there(&site.place(&site.values.keys)).ok().flatten()
}

fn fresh(site: &Site<'_>) -> Vec<Finding> {
    let text = text_at(site);
    let (Some(office), Some(text)) = (site.office(), text) else { return Finding::of("unseen").alone() };
    let wanted = key_file::text_of(office.organ());
    let (is, wanted) = (lines(&text), lines(&wanted));
    let (missing, surplus) = (wanted.difference(&is).count(), is.difference(&wanted).count());
    if missing + surplus == 0 {
        return Finding::of("good").with("n", is.len()).alone();
    }
    let found = Finding::of("stale").with("missing", missing).with("surplus", surplus);
    found.with("path", site.values.keys.display()).with("binary", site.values.binary.display()).alone()
}

/// One key that stands there for two accounts lets nobody in, and tells that a key is passed around.
fn shared(site: &Site<'_>) -> Vec<Finding> {
    let Some(text) = text_at(site) else {
        return Finding::of("unseen").alone();
    };
    let mut whose: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for line in lines(&text) {
        let mut words = line.split_ascii_whitespace();
        if let (Some(account), Some(kind), Some(key)) = (words.next(), words.next(), words.next()) {
            whose.entry((kind, key)).or_default().insert(account);
        }
    }
    let shared: Vec<String> = whose
        .values()
        .filter(|accounts| accounts.len() > 1)
        .map(|accounts| accounts.iter().copied().collect::<Vec<_>>().join("+"))
        .collect();
    if shared.is_empty() {
        return Finding::of("good").with("n", whose.len()).alone();
    }
    Finding::of("shared").with("who", some(&shared)).alone()
}

/// sshd calls no program that anybody but root could have put there.
fn command(site: &Site<'_>) -> Vec<Finding> {
    let binary = &site.values.binary;
    let told = |f: Finding| f.with("path", binary.display());
    let Ok(about) = fs::metadata(site.place(binary)) else { return told(Finding::of("gone")).alone() };
    if let Some((at, mode, uid)) = site.not_roots(binary) {
        let loose = Finding::of("loose").with("at", at.display()).with("mode", octal(mode));
        return told(loose.with("uid", uid)).alone();
    }
    if !about.is_file() {
        return told(Finding::of("gone")).alone();
    }
    told(Finding::of("good")).alone()
}
