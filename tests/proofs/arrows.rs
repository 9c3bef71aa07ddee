//! Which way the arrows run: every `crate::` path in the source is read, and one that runs against
//! the plan of the house fails here. So do a database crate outside the store, the table of records
//! outside the one place that asks for a scope, the environment outside its one file, and any
//! program started from here.

use std::fs;
use std::path::{Path, PathBuf};

/// Each folder, and the folders it may name. A folder may always name itself.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ledger", &[]),
    ("store", &["ledger", "domain"]),
    // What is text at all is judged at the door too, whatever face stands before it.
    ("office", &["domain", "ledger", "store", "signing", "text", "content"]),
    // What a kept file is, by its bytes alone.
    ("content", &[]),
    // Signatures: what is signed, by which key, at which level. No file, no log.
    ("signing", &["domain", "ledger"]),
    // What a process may do at all: limits, files, environment. Knows nothing of the register.
    ("process", &[]),
    ("text", &[]),
    ("words", &["domain", "office"]),
    ("identity", &["domain", "office", "process"]),
    ("demo", &["domain", "office", "words", "text"]),
    ("report", &["domain", "office", "words", "text"]),
    ("exchange", &["domain", "office", "words", "text"]),
    // Somebody outside: knows checkpoints and signatures, and no register.
    ("witness", &["domain", "ledger", "signing"]),
    // How a paper or a table is written, whatever stands on it.
    ("papers", &["text"]),
    // What stands on a form, the same for both faces.
    ("forms", &["office", "domain", "words", "papers"]),
    // One page of paper, the same for both faces.
    ("slip", &["office", "domain", "words", "text"]),
    // The ledger is mathematics: a face may check a proof with it, as anybody outside may.
    (
        "ui",
        &["office", "domain", "words", "text", "identity", "ledger", "slip", "content", "forms", "papers"],
    ),
    (
        "cli",
        &[
            "office", "domain", "words", "text", "identity", "demo", "report", "exchange", "ledger",
            "process", "signing", "slip", "witness", "forms", "papers",
        ],
    ),
    // The root: everything is named here.
    ("lib.rs", &["*"]),
    ("main.rs", &["*"]),
];

/// Single names that may be named past a wall: a fault is told in words, a paper is in a language.
const PASSES: &[(&str, &str)] = &[("words", "crate::store::Fault"), ("papers", "crate::domain::lang::Lang")];

/// The only file that reads the environment, once, into a struct.
const ENVIRONMENT: &[&str] = &["cli/env.rs", "main.rs"];

/// What is wrong with one file. `path` is below `src/`.
fn wrongs(path: &str, text: &str) -> Vec<String> {
    let folder = path.split('/').next().unwrap().to_owned();
    let area = if path.contains('/') { folder.as_str() } else { path };
    let area = if ARROWS.iter().any(|(a, _)| *a == area) { area } else { area.trim_end_matches(".rs") };
    let Some((_, may)) = ARROWS.iter().find(|(a, _)| *a == area) else {
        return vec![format!("{path}: a folder nobody drew arrows for")];
    };
    let mut found = Vec::new();
    let code = without_comments(text);
    let tests = ["_tests.rs", "/tests.rs", "/testing.rs"].iter().any(|end| path.ends_with(end));
    for named in crate_paths(&code) {
        let to = named.trim_start_matches("crate::").split("::").next().unwrap();
        let pass = PASSES.contains(&(area, named.as_str()));
        // What tests of one folder reach for is no arrow of the house.
        if to != area && !may.contains(&to) && !may.contains(&"*") && !pass && !tests {
            found.push(format!("{path}: {area} names {named}"));
        }
    }
    if !tests && climbs_out(path, &code) {
        found.push(format!("{path}: climbs out of its folder by super"));
    }
    if area != "store" && has_word(&code, "rusqlite") {
        found.push(format!("{path}: names the database"));
    }
    // What the office asks stands in the contract, and the contract names no engine.
    let asks = area == "office" || path == "store/contract.rs";
    for word in ["Connection", "SELECT", "prepare_cached", "query_row"] {
        if asks && !tests && has_word(&code, word) {
            found.push(format!("{path}: speaks to an engine by {word}"));
        }
    }
    for table in ["FROM record", "JOIN record", "from record", "join record"] {
        let times = count_words(&code, table);
        // Where questions are asked under somebody's scope, and where the row is written that it is compared with.
        let places = ["store/query/seen.rs", "store/tables/record.rs"];
        // Somebody's own few are walked by the rows that say so, in their order.
        let joined = path == places[0] && table == "JOIN record";
        let allowed = usize::from(places.contains(&path) && table == "FROM record" || joined);
        if times > allowed && !tests {
            found.push(format!("{path}: {times} times {table}"));
        }
    }
    if !ENVIRONMENT.contains(&path) && (code.contains("std::env") || code.contains("env::var")) {
        found.push(format!("{path}: reads the environment"));
    }
    if !tests && (code.contains("process::Command") || code.contains("Command::new(\"")) {
        found.push(format!("{path}: starts a program"));
    }
    found
}

fn without_comments(text: &str) -> String {
    text.lines().map(|l| l.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every path that begins with `crate::`, braces opened.
fn crate_paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| is_name(c) || c == ':') {
            continue;
        }
        opened("crate::", &code[at + "crate::".len()..], &mut found);
    }
    found
}

/// Follows one path: names joined by `::`, or a brace of several.
fn opened(prefix: &str, rest: &str, found: &mut Vec<String>) {
    let rest = rest.trim_start();
    if let Some(inner) = rest.strip_prefix('{') {
        let mut depth = 0usize;
        let mut from = 0;
        for (i, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    return opened_if_any(prefix, &inner[from..i], found);
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    opened_if_any(prefix, &inner[from..i], found);
                    from = i + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    match after.strip_prefix("::") {
        Some(after) if after.starts_with(|c: char| is_name(c) || c == '{') => {
            opened(&format!("{prefix}{name}::"), after, found);
        }
        _ => found.push(format!("{prefix}{name}")),
    }
}

fn opened_if_any(prefix: &str, part: &str, found: &mut Vec<String>) {
    if !part.trim().is_empty() {
        opened(prefix, part, found);
    }
}

/// Whether some `super::super::…` reaches the root, from where everything can be named.
fn climbs_out(path: &str, code: &str) -> bool {
    // `a/b.rs` is two modules deep, `a/mod.rs` one; a module of tests inside is one more.
    let depth = path.trim_end_matches("/mod.rs").split('/').count();
    let inner = code.find("#[cfg(test)]").unwrap_or(code.len());
    let climbs = |code: &str, depth: usize| {
        code.match_indices("super::").any(|(at, _)| {
            let started = !code[..at].ends_with("super::");
            let times = code[at..].split("super::").skip(1).take_while(|s| s.is_empty()).count() + 1;
            started && times >= depth
        })
    };
    climbs(&code[..inner], depth) || climbs(&code[inner..], depth + 1)
}

fn count_words(code: &str, words: &str) -> usize {
    let ends = |at: usize| !code[at + words.len()..].starts_with(is_name);
    let begins = |at: usize| !code[..at].ends_with(is_name);
    code.match_indices(words).filter(|(at, _)| begins(*at) && ends(*at)).count()
}

fn has_word(code: &str, word: &str) -> bool {
    count_words(code, word) > 0
}

fn files(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn no_arrow_runs_against_the_plan() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    assert!(all.len() > 50, "the source was not found");
    let mut found = Vec::new();
    for file in all {
        let path = file.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
        found.extend(wrongs(&path, &fs::read_to_string(&file).unwrap()));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_table_of_records_is_asked_in_one_function() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    for (file, function) in [("query/seen.rs", "fn seen(scope: &Scope"), ("tables/record.rs", "fn standing(")]
    {
        let code = fs::read_to_string(src.join(file)).unwrap();
        let at = code.find("FROM record ").unwrap();
        let begins = code[..at].rfind("fn ").unwrap();
        assert!(code[begins..].starts_with(function), "{file}");
    }
    // Narrow looks past the scope are views, and these are all.
    let tables =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/migrations/tables.sql"))
            .unwrap();
    assert_eq!(count_words(&tables, "FROM record"), 7);
    assert_eq!(count_words(&tables, "CREATE VIEW"), 7);
}

#[test]
fn every_planted_line_is_caught() {
    let planted: &[(&str, &str, &str)] = &[
        ("domain/flow.rs", "use crate::store::query;", "domain names crate::store::query"),
        ("domain/flow.rs", "let x = crate::office::Office::open();", "domain names crate::office"),
        ("ledger/tree.rs", "use crate::domain::ids::Millis;", "ledger names"),
        ("store/db.rs", "use crate::office::Clock;", "store names"),
        ("office/act.rs", "use crate::words;", "office names"),
        ("ui/app.rs", "use crate::{office::Office, store::query};", "ui names crate::store::query"),
        ("ui/app.rs", "use crate::{\n    domain::{ids::Ref, flow},\n    store,\n};", "ui names crate::store"),
        ("cli/run.rs", "fn f(db: &crate::store::db::Register) {}", "cli names"),
        ("words/told.rs", "use crate::store::{Fault, Register};", "words names crate::store::Register"),
        ("words/told.rs", "use crate::text;", "words names"),
        ("papers/sheet.rs", "use crate::domain::lang::Label;", "papers names crate::domain::lang::Label"),
        ("office/ask.rs", "use rusqlite::Connection;", "names the database"),
        ("office/ask.rs", "fn f(db: &Connection) {}", "speaks to an engine by Connection"),
        ("store/contract.rs", "db.query_row(text)", "speaks to an engine by query_row"),
        ("store/tables.rs", "\"SELECT * FROM record r\"", "1 times FROM record"),
        ("store/query.rs", "\"SELECT * FROM record r\"", "1 times FROM record"),
        ("store/query/seen.rs", "\"FROM record r\" \"FROM record s\"", "2 times FROM record"),
        ("store/query.rs", "\"x JOIN record r\"", "1 times JOIN record"),
        ("ui/app.rs", "let home = std::env::var(\"HOME\");", "reads the environment"),
        ("cli/run.rs", "std::process::Command::new(\"sh\")", "starts a program"),
        ("office/act.rs", "use super::super::ui::text;", "climbs out"),
        ("cellar/key.rs", "", "a folder nobody drew arrows for"),
    ];
    for (path, line, told) in planted {
        let found = wrongs(path, line);
        assert!(found.iter().any(|w| w.contains(told)), "{path}: {line}\n{found:?}");
    }
    for (path, line) in [
        ("domain/flow.rs", "use crate::domain::ids::Millis;"),
        ("domain/flow.rs", "// as crate::store does"),
        ("words/told.rs", "use crate::store::Fault;"),
        ("papers/sheet.rs", "use crate::domain::lang::Lang;"),
        ("office/act.rs", "use super::Office;"),
        ("store/query/seen.rs", "\"FROM record r\" \"FROM own_record o\" \"FROM records\""),
        ("office/mod.rs", "mod rusqlite_connection {}"),
    ] {
        assert_eq!(wrongs(path, line), Vec::<String>::new(), "{path}: {line}");
    }
}

/// Kinds with screens and verbs of their own, the folder they live in, and the files that name them for that.
/// The list may only grow shorter: a file in it that names its kind no more is told too.
const OWN_ROOMS: &[(&str, &str, &[&str])] = &[
    (
        "escalation",
        "domain/escalation/",
        &[
            "cli/dispatch.rs",
            "cli/matters.rs",
            "cli/mod.rs",
            "cli/page.rs",
            "cli/receipt.rs",
            "cli/remote.rs",
            "cli/signing.rs",
            "cli/sitting.rs",
            // A chapter of the provisions is called so.
            "domain/provisions.rs",
            "office/ask.rs",
            "office/ask/record.rs",
            "office/ask/shown.rs",
            "office/matters.rs",
            "office/mod.rs",
            "office/views.rs",
            "ui/rooms/draft.rs",
            "ui/rooms/escalation.rs",
            "ui/rooms/escalations.rs",
            "ui/rooms/mod.rs",
            "ui/rooms/record/acts.rs",
            "ui/rooms/record/around.rs",
            "ui/rooms/record/sheet.rs",
            "words/tests.rs",
        ],
    ),
    (
        "item",
        "domain/committee/",
        &[
            "cli/committee.rs",
            "cli/meeting.rs",
            "cli/page.rs",
            "cli/receipt.rs",
            "cli/signing_tests.rs",
            "cli/sitting.rs",
            // Whoever enters that a member left a meeting says whose vote is waited for: what goes on there moves the items.
            "domain/book.rs",
            // The list of what may be put before a body.
            "domain/codes.rs",
            // Who approves, keeps the papers and reports depends on what was voted, and by whom.
            "domain/policy/apart.rs",
            "domain/policy/capacity.rs",
            "domain/policy/leaves.rs",
            "domain/policy/may.rs",
            "domain/record/decide.rs",
            "domain/state.rs",
            "office/ask.rs",
            "office/ask/record.rs",
            "office/ask/shown.rs",
            "office/matters.rs",
            "office/mod.rs",
            "office/views.rs",
            "signing/said_tests.rs",
            "store/query/positions.rs",
            "store/tables.rs",
            "ui/form/marks.rs",
            "ui/rooms/committee.rs",
            "ui/rooms/draft.rs",
            "ui/rooms/item.rs",
            "ui/rooms/meeting.rs",
            "ui/rooms/mod.rs",
            "ui/rooms/record/around.rs",
            "ui/rooms/record/sheet.rs",
            "ui/rooms/vote.rs",
        ],
    ),
    (
        "meeting",
        "domain/committee/",
        &[
            "cli/committee.rs",
            "cli/meeting.rs",
            "cli/mod.rs",
            "cli/page.rs",
            "cli/receipt.rs",
            "cli/signing.rs",
            "cli/signing_tests.rs",
            "cli/sitting.rs",
            "domain/book.rs",
            // A matter may stand on the agenda of a meeting, and says of which.
            "domain/kind/mod.rs",
            "domain/policy/capacity.rs",
            "domain/policy/may.rs",
            "domain/state.rs",
            "office/ask.rs",
            "office/ask/record.rs",
            "office/desk.rs",
            "office/evidence.rs",
            "office/matters.rs",
            "office/mod.rs",
            "office/views.rs",
            "store/contract.rs",
            "store/contract_tests.rs",
            "store/engine.rs",
            "store/lines.rs",
            "store/query/acts.rs",
            "store/query/matters.rs",
            "store/query/positions.rs",
            "store/tables.rs",
            "ui/form/marks.rs",
            "ui/rooms/committee.rs",
            "ui/rooms/draft.rs",
            "ui/rooms/meeting.rs",
            "ui/rooms/mod.rs",
            "ui/rooms/roll.rs",
            "ui/rooms/vote.rs",
            "words/cli.rs",
            "words/committee.rs",
        ],
    ),
];

/// Kinds whose name is a word that other things go by as well, as the report of a check: named by what is theirs alone.
const ORDINARY: &[(&str, &[&str])] = &[(
    "report",
    &[
        "domain::report",
        "super::report",
        "report::Report",
        "ReportAct",
        "ReportEvent",
        "Event::Report",
        "Command::Report",
        "Matter::Report",
        "\"report\"",
    ],
)];

/// A kind of matter lives in one room: besides its own folder it is named by the list of kinds, by its
/// words, by the demonstration and by screens of its own, and nowhere else.
#[test]
fn nothing_outside_its_folder_names_a_kind() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut named, mut all) = (Vec::new(), Vec::new());
    files(&root, &mut all);
    for kind in liuhen::domain::registry::all() {
        let listed = OWN_ROOMS.iter().find(|(code, ..)| *code == kind.code);
        let own = listed.map_or(format!("domain/{}/", kind.code), |(_, folder, _)| (*folder).to_owned());
        let rooms = listed.map_or(&[][..], |(.., files)| *files);
        let mut silent: Vec<&str> = rooms.to_vec();
        // The clocks of an organ's rules have names of their own, which the founding events hold.
        let may = ["domain/registry.rs", "domain/mod.rs", "domain/policy_file.rs", "words/kinds.rs", "demo/"];
        let mut camel = kind.code.to_owned();
        camel[..1].make_ascii_uppercase();
        for path in &all {
            let text = fs::read_to_string(path).unwrap();
            let place = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            if place.starts_with(&own) || may.iter().any(|m| place.starts_with(m)) {
                continue;
            }
            let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
            let mentions = |l: &str| {
                // What an iterator gives is called so too.
                let l = l.replace("Item = ", "");
                if let Some((_, own)) = ORDINARY.iter().find(|(code, _)| *code == kind.code) {
                    // An act of a record is called so in part.
                    return own.iter().any(|w| l.replace("::ReportAtOnce", "").contains(w));
                }
                let mut words = l.split(|c: char| !c.is_alphanumeric() && c != '_');
                words.any(|w| {
                    w == kind.code || w.starts_with(&camel) || w.starts_with(&format!("{}_", kind.code))
                })
            };
            let found: Vec<String> =
                code.filter(|l| mentions(l)).map(|l| format!("{place}: {}", l.trim())).collect();
            if !found.is_empty() && rooms.contains(&place.as_str()) {
                silent.retain(|file| *file != place);
            } else {
                named.extend(found);
            }
        }
        named.extend(silent.into_iter().map(|file| format!("{file} names {} no more", kind.code)));
    }
    assert_eq!(named, Vec::<String>::new());
}

/// Files outside `domain/record/` that take an act on a record, or what happened to one, apart: its own verbs and
/// screens, and those who look at what one of them does to somebody. All others read its rows. The list may
/// only grow shorter.
const OF_A_RECORD: &[&str] = &[
    "cli/custody.rs",
    "cli/names.rs",
    "cli/platform.rs",
    "cli/record.rs",
    "cli/sitting.rs",
    // Records stand apart from what hangs on them.
    "domain/book.rs",
    // Who is left after an order or a proposed text.
    "domain/policy/leaves.rs",
    "ui/form/submit.rs",
    "ui/rooms/confirm/acts.rs",
    "ui/rooms/materials/bring.rs",
    "ui/rooms/quick.rs",
    "ui/rooms/record/acts.rs",
    "ui/rooms/record/platform.rs",
];

/// A record is a kind as well, and everything else reads its rows as it reads any other's.
#[test]
fn nothing_but_its_screens_takes_an_act_on_a_record_apart() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut named, mut all) = (Vec::new(), Vec::new());
    files(&root, &mut all);
    let mut silent = OF_A_RECORD.to_vec();
    for path in &all {
        let place = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if ["domain/record/", "domain/registry.rs", "demo/"].iter().any(|own| place.starts_with(own)) {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        // What tests name is no arrow of the house.
        let code = without_comments(text.split("#[cfg(test)]").next().unwrap());
        let words = ["RecordEvent", "RecordCommand", "Event::Record", "Command::Record"];
        if place.ends_with("_tests.rs") || !words.iter().any(|word| has_word(&code, word)) {
            continue;
        }
        match silent.iter().position(|file| *file == place) {
            Some(at) => drop(silent.remove(at)),
            None => named.push(place),
        }
    }
    named.extend(silent.into_iter().map(|file| format!("{file} names no act of a record any more")));
    assert_eq!(named, Vec::<String>::new());
}
