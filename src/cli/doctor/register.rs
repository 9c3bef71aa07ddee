//! The register's directory and file.

use super::site::{About, Site};
use super::table::Verdict::{Bad, Good, ToDo, Unknown};
use super::table::{Check, Finding};
use crate::cli::list::short;
use crate::office::{Fault, LEAST_FILES, Office, Space, Trouble, Waited, open_plain};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A clock this far behind the last act is told, in milliseconds.
const BEHIND: i64 = 2_000;
/// A write-ahead file larger than this is not being merged.
const LARGE_WAL: u64 = 64 << 20;
/// Files that hold what only the service account may read.
const PRIVATE: &[&str] = &["own-keys", "materials", "sessions", "challenges"];

/// Files that are read and written with every act.
const WRITTEN: &[&str] =
    &["register.db", "register.db-wal", "register.db-shm", "lock", "in-use", "known-heads", "log.key"];

pub const CHECKS: &[Check] = &[
    Check {
        code: "opens",
        outcomes: &[
            ("good", Good),
            ("training", Good),
            ("as_copy", Good),
            ("missing", Bad),
            ("not_allowed", Unknown),
            ("newer", Bad),
            ("broken", Bad),
            ("not_now", Unknown),
        ],
        look: opens,
    },
    Check { code: "form", outcomes: &[("good", Good), ("older", ToDo), ("unseen", Unknown)], look: form },
    Check {
        code: "directory",
        outcomes: &[("good", Good), ("loose", Bad), ("unseen", Unknown)],
        look: directory,
    },
    Check {
        code: "files",
        outcomes: &[("good", Good), ("loose", Bad), ("shut", Bad), ("unseen", Unknown)],
        look: files,
    },
    Check { code: "owner", outcomes: &[("good", Good), ("other", Bad), ("unseen", Unknown)], look: owner },
    Check { code: "disk", outcomes: &[("good", Good), ("network", Bad), ("unseen", Unknown)], look: disk },
    Check {
        code: "settings",
        outcomes: &[("good", Good), ("off", Bad), ("unseen", Unknown)],
        look: settings,
    },
    Check {
        code: "space",
        outcomes: &[("good", Good), ("little", Bad), ("files", Bad), ("unseen", Unknown)],
        look: space,
    },
    Check {
        code: "lock",
        outcomes: &[("good", Good), ("busy", Good), ("stuck", Bad), ("unseen", Unknown)],
        look: lock,
    },
    Check {
        code: "foreign",
        outcomes: &[("good", Good), ("litestream", Bad), ("other", Bad), ("unseen", Unknown)],
        look: foreign,
    },
    Check { code: "rows", outcomes: &[("good", Good), ("touched", Bad), ("unseen", Unknown)], look: rows },
    Check { code: "heads", outcomes: &[("good", Good), ("damaged", ToDo)], look: heads },
    Check { code: "wal", outcomes: &[("good", Good), ("large", ToDo)], look: wal },
    Check { code: "clock", outcomes: &[("good", Good), ("behind", Bad), ("unseen", Unknown)], look: clock },
];

fn opens(site: &Site<'_>) -> Vec<Finding> {
    let version = env!("CARGO_PKG_VERSION");
    let told = match &site.office {
        Ok(_) if site.as_evidence => Finding::of("as_copy"),
        Ok(office) if office.is_training() => Finding::of("training"),
        Ok(office) => Finding::of("good").with("name", &office.organ().name),
        Err(Trouble::Fault(fault)) => match fault {
            Fault::Missing(_) => Finding::of("missing"),
            Fault::Newer { found, known } => Finding::of("newer").with("found", found).with("known", known),
            Fault::NotAllowed(_) => Finding::of("not_allowed"),
            passing if passing.passes() => Finding::of("not_now").with("what", passing),
            _ if open_plain(&site.dir.join("register.db")).is_err() => Finding::of("not_allowed"),
            other => Finding::of("broken").with("what", other),
        },
        Err(Trouble::No(no)) => Finding::of("broken").with("what", no),
    };
    told.with("dir", site.dir.display()).with("version", version).alone()
}

/// The number of the file's form, as its own header says.
fn form(site: &Site<'_>) -> Vec<Finding> {
    let Some(found) = site.header.map(|h| u32::from_be_bytes([h[60], h[61], h[62], h[63]])) else {
        return Finding::of("unseen").alone();
    };
    let outcome = if found < Office::FORM { Finding::of("older") } else { Finding::of("good") };
    outcome.with("found", found).with("known", Office::FORM).alone()
}

fn directory(site: &Site<'_>) -> Vec<Finding> {
    // A link to it is fine; what it leads to must be shut.
    match fs::canonicalize(site.dir).and_then(|real| About::of(&real)) {
        Err(_) => Finding::of("unseen").alone(),
        Ok(a) if a.mode & 0o077 == 0 => Finding::of("good").with("mode", octal(a.mode)).alone(),
        Ok(a) => Finding::of("loose").with("path", site.dir.display()).with("mode", octal(a.mode)).alone(),
    }
}

/// Everything directly in the directory, and in the folders whose every file is private.
fn below(site: &Site<'_>) -> Option<Vec<(PathBuf, About)>> {
    let mut all = Vec::new();
    let mut add = |dir: &Path| -> Option<()> {
        for entry in fs::read_dir(dir).ok()?.flatten() {
            all.push((entry.path(), About::of(&entry.path()).ok()?));
        }
        Some(())
    };
    add(site.dir)?;
    for folder in PRIVATE {
        let folder = site.dir.join(folder);
        if folder.is_dir() {
            add(&folder)?;
        }
    }
    Some(all)
}

fn files(site: &Site<'_>) -> Vec<Finding> {
    let Some(all) = below(site) else { return Finding::of("unseen").alone() };
    let loose: Vec<String> = all
        .iter()
        .filter(|(_, a)| a.is_link || a.mode & 0o077 != 0)
        .map(|(p, a)| format!("{} {}", p.display(), octal(a.mode)))
        .collect();
    // A file of the database that its owner may not write into keeps everybody from recording.
    let shut: Vec<String> = all
        .iter()
        .filter(|(p, a)| WRITTEN.iter().any(|name| *p == site.dir.join(name)) && a.mode & 0o600 != 0o600)
        .map(|(p, a)| format!("{} {}", p.display(), octal(a.mode)))
        .collect();
    if !shut.is_empty() {
        return Finding::of("shut").with("what", some(&shut)).alone();
    }
    if loose.is_empty() {
        return Finding::of("good").with("n", all.len()).alone();
    }
    Finding::of("loose").with("what", some(&loose)).with("dir", site.dir.display()).alone()
}

/// Everything belongs to the account that the directory belongs to; where there is a service account,
/// that is the one.
fn owner(site: &Site<'_>) -> Vec<Finding> {
    let (Ok(dir), Some(all)) = (fs::canonicalize(site.dir).and_then(|d| About::of(&d)), below(site)) else {
        return Finding::of("unseen").alone();
    };
    let wanted = site.account().map_or(dir.uid, |a| a.uid);
    let mut others: Vec<String> = Vec::new();
    if dir.uid != wanted {
        others.push(format!("{} ({})", site.dir.display(), dir.uid));
    }
    let files = all.iter().filter(|(_, a)| a.uid != wanted);
    others.extend(files.map(|(p, a)| format!("{} ({})", p.display(), a.uid)));
    if others.is_empty() {
        return Finding::of("good").with("uid", wanted).alone();
    }
    let found = Finding::of("other").with("what", some(&others)).with("uid", wanted);
    found.with("user", &site.values.user).with("dir", site.dir.display()).alone()
}

fn disk(site: &Site<'_>) -> Vec<Finding> {
    match Office::refuse_network(site.dir) {
        Err(Fault::NetworkFs { .. }) => Finding::of("network").with("dir", site.dir.display()).alone(),
        Err(_) => Finding::of("unseen").alone(),
        Ok(()) => Finding::of("good").alone(),
    }
}

fn settings(site: &Site<'_>) -> Vec<Finding> {
    let Some(all) = site.office().and_then(|o| o.settings().ok()) else {
        return Finding::of("unseen").alone();
    };
    let mut off: Vec<String> = all
        .iter()
        .filter(|(_, wanted, got)| wanted != got)
        .map(|(name, wanted, got)| format!("{name} {got} ({wanted})"))
        .collect();
    // Which journal it keeps stands in the file's header: 2 and 2 is the write-ahead one.
    if site.header.is_some_and(|h| (h[18], h[19]) != (2, 2)) {
        off.push("journal_mode delete (wal)".to_owned());
    }
    if off.is_empty() {
        return Finding::of("good").with("n", all.len() + 1).alone();
    }
    Finding::of("off").with("what", some(&off)).alone()
}

fn space(site: &Site<'_>) -> Vec<Finding> {
    let Ok(space) = Space::of(site.dir) else { return Finding::of("unseen").alone() };
    let Space { free, total, files } = space;
    let found = match files {
        Some(files) if files < LEAST_FILES => Finding::of("files").with("files", files),
        _ if space.is_enough() => Finding::of("good"),
        _ => Finding::of("little"),
    };
    found.with("free", free >> 20).with("total", total >> 20).alone()
}

/// Whoever has held the lock longer than this stands still.
const STANDS_STILL: Duration = Duration::from_secs(30);

/// Who writes at this moment, and whether he moves.
fn lock(site: &Site<'_>) -> Vec<Finding> {
    let Ok(found) = Office::writing(site.dir) else { return Finding::of("unseen").alone() };
    let Some(Waited { holder, waited }) = found else { return Finding::of("good").alone() };
    let found = if waited > STANDS_STILL { Finding::of("stuck") } else { Finding::of("busy") };
    let Some(holder) = holder else {
        return found
            .with("who", "?")
            .with("pid", "?")
            .with("n", waited.as_secs())
            .with("state", "?")
            .alone();
    };
    let state = fs::read_to_string(format!("/proc/{}/stat", holder.pid)).unwrap_or_default();
    // The name in parentheses may hold anything; what follows the last one is the state.
    let state = state.rsplit(')').next().and_then(|r| r.split_whitespace().next()).unwrap_or("?");
    let found = found.with("who", holder.who).with("pid", holder.pid).with("n", waited.as_secs());
    found.with("state", state).alone()
}

/// Tables that are not the register's own: what was put in by another program spoils the evidence.
fn foreign(site: &Site<'_>) -> Vec<Finding> {
    let Some(parts) = site.office().and_then(|o| o.strange_parts().ok()) else {
        return Finding::of("unseen").alone();
    };
    if parts.is_empty() {
        return Finding::of("good").alone();
    }
    let litestream = parts.iter().any(|p| p.starts_with("_litestream"));
    let found = if litestream { Finding::of("litestream") } else { Finding::of("other") };
    found.with("what", some(&parts)).alone()
}

fn rows(site: &Site<'_>) -> Vec<Finding> {
    match site.office().map(Office::untouched) {
        None => Finding::of("unseen").alone(),
        Some(Ok(())) => Finding::of("good").alone(),
        Some(Err(_)) => Finding::of("touched").alone(),
    }
}

/// What was known of the logs and says nothing any more was put aside.
fn heads(site: &Site<'_>) -> Vec<Finding> {
    let aside = site.dir.join("known-heads.damaged");
    match fs::symlink_metadata(&aside) {
        Ok(_) => Finding::of("damaged").with("what", aside.display()).alone(),
        Err(_) => Finding::of("good").alone(),
    }
}

fn wal(site: &Site<'_>) -> Vec<Finding> {
    let bytes = About::of(&site.dir.join("register.db-wal")).map_or(0, |a| a.bytes);
    let found = if bytes > LARGE_WAL { Finding::of("large") } else { Finding::of("good") };
    found.with("kib", bytes >> 10).alone()
}

fn clock(site: &Site<'_>) -> Vec<Finding> {
    let Some(last) = site.office().and_then(|o| o.last_act().ok().flatten()) else {
        return Finding::of("unseen").alone();
    };
    let found = if site.now + BEHIND < last { Finding::of("behind") } else { Finding::of("good") };
    found.with("now", short(site.now)).with("last", short(last)).alone()
}

pub fn octal(mode: u32) -> String {
    format!("{mode:04o}")
}

/// The first of many, so that one mistake does not fill the page.
pub fn some(all: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(" ");
    if all.len() > SHOWN {
        text.push_str(&format!(" +{}", all.len() - SHOWN));
    }
    text
}
