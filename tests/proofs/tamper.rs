//! Somebody with the file in his hands: what he does with the stock client and a few lines of Python,
//! and who finds it. The table here is the table in docs/evidence.md; what it says stays unnoticed is
//! shown to stay unnoticed.

use crate::line;
use line::{Place, run, text};
use liuhen::domain::event::{ActorName, Body, Event, Means, VERSION};
use liuhen::domain::record::{Answer, RecordEvent};
use liuhen::office::{Mode, Office};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;

fn s(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn tool(name: &str) -> bool {
    let there = Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success());
    if !there {
        crate::skip::skip(&format!("no {name} (Debian package {name})"));
    }
    there
}

/// The insider's script on a register; whether the database let him.
fn insider(dir: &Path, args: &[&str]) -> bool {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
    let done = Command::new("python3").arg(script).arg(dir.join("register.db")).args(args).output().unwrap();
    done.status.success()
}

/// A real register, and what of it is in other hands.
struct Base {
    place: Place,
    /// The database before the record that has a receipt.
    old: PathBuf,
    notes: PathBuf,
    seat: PathBuf,
    receipt: PathBuf,
    /// Position of that record, and of one after the last checkpoint.
    told: u64,
    late: u64,
    /// Of a quick note before both.
    note: u64,
}

fn record(p: &Place) -> u64 {
    p.fed(&["--json", "record", "new", "--again", "--from", "-"], line::SAMPLE).ok().json()["seq"]
        .as_u64()
        .unwrap()
}

fn copy(from: &Path, to: &Path) {
    if !to.exists() {
        fs::DirBuilder::new().mode(0o700).create(to).unwrap();
    }
    for entry in fs::read_dir(from).unwrap().map(|e| e.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn base() -> Base {
    let place = Place::real("judge");
    let quick = ["--json", "quick", "--who", "某人", "--line", "来电"];
    let note = place.run(&quick).ok().json()["seq"].as_u64().unwrap();
    record(&place);
    let [old, notes, seat, receipt] = ["old", "notes", "seat", "receipt.json"].map(|n| place.path(n));
    copy(&place.register, &old);
    let told = record(&place);
    fs::write(&receipt, place.run(&["receipt", &told.to_string()]).ok().out).unwrap();
    record(&place);
    fs::write(&notes, place.run(&["checkpoint"]).ok().out).unwrap();
    run(&["witness", "init", "--dir", s(&seat), "--name", "upper"], "").ok();
    let file = place.path("first");
    fs::write(&file, place.run(&["checkpoint", "--export", "-"]).ok().out).unwrap();
    run(&["witness", "take", s(&file), "--dir", s(&seat)], "").ok();
    let late = record(&place);
    Base { place, old, notes, seat, receipt, told, late, note }
}

impl Base {
    /// A copy of the register to work on, with the witness as he remembers.
    fn fresh(&self, name: &str) -> (PathBuf, PathBuf) {
        let (dir, seat) = (self.place.path(name), self.place.path(&format!("{name}.seat")));
        copy(&self.place.register, &dir);
        copy(&self.seat, &seat);
        (dir, seat)
    }

    /// Who finds it: the machine itself at opening, the check alone, a checkpoint, a witness, a receipt.
    fn found(&self, dir: &Path, seat: &Path) -> BTreeSet<&'static str> {
        let mut found = BTreeSet::new();
        let at = |args: &[&str]| run(&[&["--register", s(dir)], args].concat(), "");
        if Office::open(dir, Mode::Session).is_ok_and(|o| o.rolled_back().is_some()) {
            found.insert("opening");
        }
        // Whoever goes this far wipes what the machine knows and lets the tables follow the log.
        let _ = fs::remove_file(dir.join("known-heads"));
        if let Ok(mut office) = Office::open(dir, Mode::Session) {
            let _ = office.rebuild(&mut |_, _| {});
        }
        let plain = at(&["--json", "verify"]);
        if plain.code != 0 {
            found.insert("check");
        }
        let against = at(&["--json", "verify", "--against", s(&self.notes)]);
        if against.code != 0 && plain.code == 0 {
            assert!(!against.json()["acts_damage"].is_null(), "{against:?}");
            found.insert("checkpoint");
        }
        let receipt = at(&["verify", "--receipt", s(&self.receipt)]);
        if receipt.out.contains("册中缺失") {
            assert_eq!(receipt.code, 4);
            found.insert("receipt");
        }
        let file = dir.join("export");
        let export = at(&["checkpoint", "--export", "-"]);
        fs::write(&file, &export.out).unwrap();
        let taken = run(&["witness", "take", s(&file), "--dir", s(seat)], "");
        if export.code == 0 && taken.code != 0 {
            found.insert("witness");
        }
        found
    }
}

/// A confirmation that no custodian gave, well made but for the signature.
fn forged(b: &Base) -> String {
    let office = Office::open(&b.place.register, Mode::Session).unwrap();
    let custodian = office.organ().by_account("custodian1").unwrap().id.clone();
    let matter = text(
        &serde_json::from_str(&body_of(b, b.told)).map(|v: serde_json::Value| v["matter"].clone()).unwrap(),
    );
    let act = Event::Record(RecordEvent::Confirmed {
        checklist: BTreeMap::from([("name".to_owned(), Answer::Right)]),
        remark: String::new(),
        completes: true,
        blind_fields: Vec::new(),
    });
    let body = Body {
        v: VERSION,
        kind: act.kind(),
        actor: ActorName::Person(custodian),
        means: Means::OsAccount("custodian1".to_owned()),
        command: uuid::Uuid::from_u128(7),
        matter: serde_json::from_value(matter.into()).unwrap(),
        seen: None,
        app: "0.1.0".to_owned(),
        act,
        hand: None,
    };
    serde_json::to_string(&body).unwrap()
}

/// A body as the stock client shows it.
fn body_of(b: &Base, seq: u64) -> String {
    let ask = format!("SELECT CAST(body AS TEXT) FROM event WHERE log = 1 AND seq = {seq}");
    let said = Command::new("sqlite3").arg(b.place.register.join("register.db")).arg(ask).output().unwrap();
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn each_attack_is_found_by_whom_the_table_says_and_by_nobody_else() {
    if !tool("python3") || !tool("sqlite3") {
        return;
    }
    let b = base();
    let (told, late, note) = (b.told.to_string(), b.late.to_string(), b.note.to_string());
    let (size, before) = ((b.late + 1).to_string(), (b.told - 1).to_string());
    let confirmation = forged(&b);
    let moment = (b.told + 1).to_string();
    let outside = "opening checkpoint receipt witness";
    let cases: &[(&str, &[&str], &str)] = &[
        ("change a byte", &["byte", &told, "来电", "来信"], "check"),
        ("change and compute anew", &["edit", &told, "来电", "来信"], outside),
        ("change what no checkpoint holds yet", &["edit", &late, "来电", "来信"], "opening"),
        ("cut off the end", &["cut", &told], outside),
        // Numbers have a gap then; of a note on which nothing hangs the rest of the log knows nothing.
        ("take the record out", &["drop", &told], "check opening receipt witness"),
        ("take a note out", &["drop", &note], "checkpoint opening witness receipt"),
        ("let two change places", &["swap", &before], "check receipt witness"),
        ("leave a gap", &["renumber", &late, &size], "check"),
        ("date back against the order", &["backdate", &told, "1000"], "opening check receipt witness"),
        ("forge a confirmation", &["append", &confirmation], "check"),
    ];
    for (name, attack, finders) in cases {
        let (dir, seat) = b.fresh(&name.replace(' ', "-"));
        assert!(insider(&dir, attack), "{name}");
        let wanted: BTreeSet<&str> = finders.split(' ').collect();
        assert_eq!(b.found(&dir, &seat), wanted, "{name}");
    }
    // The database itself holds one event for one position.
    let (dir, seat) = b.fresh("twice");
    assert!(!insider(&dir, &["renumber", &late, &moment]));
    assert_eq!(b.found(&dir, &seat), BTreeSet::new());
    // The stock client changes a word once it has dropped the trigger that refuses it.
    let (dir, seat) = b.fresh("client");
    let change = format!(
        "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '来电', '来信') AS BLOB) WHERE log = 1 AND seq = {told};"
    );
    let client =
        |sql: &str| Command::new("sqlite3").arg(dir.join("register.db")).arg(sql).status().unwrap().success();
    assert!(!client(&change), "the file itself refuses an honest mistake");
    assert!(client(&format!("DROP TRIGGER event_is_not_changed; {change}")));
    assert_eq!(b.found(&dir, &seat), BTreeSet::from(["check"]));
    // An old copy is a log cut off, whole and sound in itself.
    let (dir, seat) = b.fresh("restored");
    for name in ["register.db", "register.db-wal", "register.db-shm"] {
        let _ = fs::remove_file(dir.join(name));
        if b.old.join(name).exists() {
            fs::copy(b.old.join(name), dir.join(name)).unwrap();
        }
    }
    assert_eq!(b.found(&dir, &seat), outside.split(' ').collect());
    // Nothing at all was done.
    let (dir, seat) = b.fresh("untouched");
    assert_eq!(b.found(&dir, &seat), BTreeSet::new());
}

#[test]
fn a_history_split_in_two_is_signed_once() {
    let b = base();
    let (one, seat) = b.fresh("one");
    let (two, _) = b.fresh("two");
    let act = |dir: &Path, who: &str| {
        run(&["--register", s(dir), "quick", "--who", who, "--line", "来电"], "").ok();
        let file = dir.join("export");
        fs::write(&file, run(&["--register", s(dir), "checkpoint", "--export", "-"], "").ok().out).unwrap();
        run(&["witness", "take", s(&file), "--dir", s(&seat)], "")
    };
    act(&one, "甲").ok();
    let refused = act(&two, "乙").ended(4);
    assert!(refused.err.contains("历史有两份"), "{refused:?}");
    let longer = act(&two, "丙").ended(4);
    assert!(longer.err.contains("不能采信"), "{longer:?}");
    // Two people who compare their checkpoints see it without any witness.
    let notes = b.place.path("notes-of-one");
    fs::write(&notes, run(&["--register", s(&one), "checkpoint"], "").ok().out).unwrap();
    run(&["--register", s(&two), "verify", "--against", s(&notes)], "").ended(4);
}

#[test]
fn with_the_key_on_the_machine_and_nothing_outside_a_rewritten_log_stays_unnoticed() {
    if !tool("python3") {
        return;
    }
    let b = base();
    let (dir, _) = b.fresh("alone");
    assert!(insider(&dir, &["edit", &b.told.to_string(), "来电", "来信"]));
    fs::remove_file(dir.join("known-heads")).unwrap();
    let mut office = Office::open(&dir, Mode::Session).unwrap();
    office.rebuild(&mut |_, _| {}).unwrap();
    drop(office);
    let at = |args: &[&str]| run(&[&["--register", s(&dir)], args].concat(), "");
    at(&["verify"]).ok();
    // Even its new checkpoints are signed as good as ever: this is why they have to leave the machine.
    let notes = b.place.path("later");
    fs::write(&notes, at(&["checkpoint"]).ok().out).unwrap();
    at(&["verify", "--against", s(&notes)]).ok();
}
