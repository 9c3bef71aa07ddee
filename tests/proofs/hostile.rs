//! A register full of text that should never have come in, as an import or an older program might
//! have left it: shown in every room of a real terminal and by every verb of the line, and not one
//! byte of it is anything but text.

use crate::line;
use crate::pty;
use crate::support;
use crate::wire;

use liuhen::domain::command::Command;
use liuhen::domain::escalation::{Decision, EscalationCommand};
use liuhen::domain::ids::{MatterId, Millis};
use liuhen::domain::organ::{Founding, OrganChange, OrganCommand};
use liuhen::domain::record::{ChangeDraft, FieldReason, RecordCommand, RecordText};
use liuhen::office::{Done, Seeded, Seeder, Trouble, seed};
use liuhen::ui::keys::{Event, Key, keys};
use pty::Pty;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use support::people::founding;
use support::words::{phone_call, visit};
use support::{DAY, HOUR, START, all_right};
use wire::HOSTILE;

/// Fields in which people write freely.
const FREE: &[&str] = &[
    "content",
    "own_words",
    "name",
    "name_en",
    "post",
    "place",
    "title",
    "original_location",
    "medium",
    "cause",
    "superior",
    "reason",
    "response_detail",
    "remark",
    "doc_no",
    "request",
    "majority",
    "minority",
    "advice",
    "kin_names",
    "parties",
    "words",
    "detail",
];

/// The same value with every free field spoilt, each by another piece.
fn spoilt<T: Serialize + DeserializeOwned>(value: &T, from: usize) -> T {
    fn walk(value: &mut Value, key: &str, n: &mut usize) {
        match value {
            Value::String(text) if FREE.contains(&key) => {
                // A mark that everybody is called by would have every text mean everybody.
                let piece = HOSTILE[*n % HOSTILE.len()];
                let piece = if key.starts_with("name") { piece.trim_start_matches("MARK") } else { piece };
                // And a post that is a text whole is read in it.
                let own = if key == "post" { "岗" } else { "" };
                *text = format!("{piece}{text}{own}");
                *n += 1;
            }
            Value::Array(all) => all.iter_mut().for_each(|v| walk(v, key, n)),
            Value::Object(all) => {
                for (key, v) in all
                    .iter_mut()
                    .filter(|(key, _)| !matches!(key.as_str(), "kind" | "rules" | "policy" | "calendar"))
                {
                    walk(v, key, n);
                }
            }
            _ => {}
        }
    }
    let mut spoilt = serde_json::to_value(value).unwrap();
    walk(&mut spoilt, "", &mut from.clone());
    serde_json::from_value(spoilt).unwrap()
}

fn hostile(n: usize) -> String {
    HOSTILE[n % HOSTILE.len()].to_owned()
}

fn record(
    s: &mut Seeder<'_, '_>,
    at: Millis,
    who: &str,
    id: Option<MatterId>,
    act: RecordCommand,
) -> Result<Done, Trouble> {
    s.act(at, &who.into(), &Command::Record { record: id, act })
}

fn hand(s: &mut Seeder<'_, '_>, at: Millis, who: &str, made: &Done, n: usize) -> Result<(), Trouble> {
    let act = RecordCommand::Confirm {
        seen: made.revision.clone(),
        checklist: all_right(),
        remark: hostile(n),
        last_four: made.ref_.as_ref().unwrap().last_four().to_owned(),
        blind: Default::default(),
    };
    record(s, at, who, Some(made.matter), act).map(drop)
}

fn submit(text: &RecordText, n: usize) -> RecordCommand {
    let mut text = spoilt(text, n);
    text.people[0].unit = hostile(n + 1);
    RecordCommand::Submit { text: Box::new(text) }
}

/// Records in several states, an escalation, an item on a meeting, a change of the organ's data.
fn fill(s: &mut Seeder<'_, '_>, names: &mut Vec<String>) -> Result<(), Trouble> {
    let mut at = START;
    for n in 0..HOSTILE.len() {
        at += HOUR;
        let made =
            record(s, at, "clerk_he", None, submit(&if n % 2 == 0 { phone_call() } else { visit(&[]) }, n))?;
        names.push(made.ref_.clone().unwrap().0);
        match n % 4 {
            0 => {
                hand(s, at + 1, "cus_an", &made, n)?;
                hand(s, at + 2, "cus_bai", &made, n + 1)?;
                let change = ChangeDraft::Supplement { words: hostile(n + 2), attachments: Vec::new() };
                let act = RecordCommand::ProposeChange {
                    seen: made.revision.clone(),
                    change,
                    reason: hostile(n + 3),
                };
                record(s, at + 3, "clerk_he", Some(made.matter), act)?;
            }
            1 => {
                let reasons = vec![FieldReason { field: "place".to_owned(), reason: hostile(n) }];
                let act = RecordCommand::Return { seen: made.revision.clone(), reasons };
                record(s, at + 1, "cus_an", Some(made.matter), act)?;
            }
            2 => {
                let act = RecordCommand::Withdraw { seen: made.revision.clone(), reason: hostile(n) };
                record(s, at + 1, "clerk_he", Some(made.matter), act)?;
            }
            _ => {}
        }
        if n == 0 {
            let start = EscalationCommand::Start {
                record: made.matter,
                reason: "RESIST".into(),
                text: hostile(n + 4),
                wanted: vec!["GUIDANCE".into()],
                consent: true,
            };
            let e =
                s.act(at + 4, &"clerk_he".into(), &Command::Escalation { escalation: None, act: start })?;
            names.push(e.ref_.unwrap().0);
            let answer = EscalationCommand::Answer { decision: Decision::PassUp, text: hostile(n + 5) };
            s.act(
                at + 5,
                &"judge_li".into(),
                &Command::Escalation { escalation: Some(e.matter), act: answer },
            )?;
        }
    }
    let change = OrganChange::Active { person: "judge_pan".into(), active: false };
    let refused = s.act(at, &"sys_gao".into(), &Command::Organ(OrganCommand::Propose { change }))?;
    let no = OrganCommand::Refuse { proposal: refused.matter, reason: hostile(6) };
    s.act(at, &"sea_lin".into(), &Command::Organ(no)).map(drop)
}

struct Place {
    _temp: tempfile::TempDir,
    dir: String,
    names: Vec<String>,
}

fn spoilt_register() -> Place {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("register");
    let mut names = Vec::new();
    let founding: Founding = spoilt(&founding(), 0);
    drop(seed(&dir, &founding, START - DAY, Box::new(Seeded::new(7)), |s| fill(s, &mut names)).unwrap());
    let dir = dir.to_str().unwrap().to_owned();
    Place { _temp: temp, dir, names }
}

const WHO: &[&str] = &["clerk_he", "cus_an", "dish_fan", "aud_mu", "sys_gao", "judge_li", "sec_gong"];

#[test]
fn every_verb_of_the_line_says_nothing_but_text() {
    let place = spoilt_register();
    let mut calls: Vec<Vec<String>> = [
        "list",
        "list 张",
        "list --csv",
        "desk",
        "desk --digest",
        "ledger",
        "ledger --reads",
        "escalation list",
        "committee list",
        "committee list --meetings",
        "committee bodies",
        "account list",
        "role list",
        "roster list",
        "unit list",
        "person list",
        "recusal list",
        "case list",
        "policy show",
        "calendar show",
        "proposal list",
        "whoami",
    ]
    .iter()
    .map(|c| c.split(' ').map(str::to_owned).collect())
    .collect();
    for (i, name) in place.names.iter().enumerate() {
        calls.push(vec!["show".to_owned(), name.clone()]);
        if i < 2 {
            calls.push(vec!["show".to_owned(), name.clone(), "--paper".to_owned()]);
            calls.push(vec!["proof".to_owned(), name.clone()]);
            calls.push(vec![
                "record".to_owned(),
                "reveal".to_owned(),
                name.clone(),
                "--purpose".to_owned(),
                "核实".to_owned(),
            ]);
        }
    }
    let (mut marks, mut shown) = (0, 0);
    for (i, call) in calls.iter().enumerate() {
        // Each verb by several people, in turn as text in both languages and as JSON.
        for (j, who) in WHO.iter().enumerate().filter(|(j, _)| (i + j) % 3 == 0 || call[0] == "whoami") {
            let form: &[&str] = match (i + j / 3) % 3 {
                0 if !call.contains(&"--csv".to_owned()) => &["--json"],
                1 => &["--lang", "en"],
                _ => &[],
            };
            let mut args = vec!["--register", &place.dir, "--as", who];
            args.extend(form);
            args.extend(call.iter().map(String::as_str));
            let said = line::run(&args, "");
            assert!(matches!(said.code, 0 | 3 | 2), "{args:?} {said:?}");
            // A table in CSV has a mark before it and ends its lines as the paper on it says.
            let out = said.out.strip_prefix('\u{feff}').unwrap_or(&said.out).replace("\r\n", "\n");
            for stream in [&out, &said.err] {
                wire::lines(stream.as_bytes()).unwrap_or_else(|e| panic!("{args:?}: {e}"));
            }
            marks += said.out.matches("MARK").count();
            shown += said.out.matches("‹U+").count() + said.out.matches("\\u202e").count();
        }
    }
    assert!(marks > 200 && shown > 200, "the spoilt text was not even shown: {marks} {shown}");
}

#[test]
fn a_table_for_a_spreadsheet_holds_no_formula() {
    let place = spoilt_register();
    let said = line::run(&["--register", &place.dir, "--as", "clerk_he", "list", "--csv"], "").ok();
    let rows: Vec<&str> = said.out.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
    assert_eq!(rows.len(), 1 + HOSTILE.len(), "{rows:#?}");
    assert!(rows[0].starts_with("\"ref\",\"status\","), "{}", rows[0]);
    let cells: Vec<&str> = rows.iter().flat_map(|r| r.trim_matches('"').split("\",\"")).collect();
    assert_eq!(cells.len(), rows.len() * 12);
    assert!(cells.iter().any(|c| c.starts_with("'=MARK")), "{cells:#?}");
    assert!(cells.iter().all(|c| !c.starts_with(['=', '+', '-', '@', '\t'])), "{cells:#?}");
    // It was noted before it left.
    let reads = line::run(&["--register", &place.dir, "--as", "clerk_he", "ledger", "--reads"], "").ok().out;
    assert!(reads.contains("导出列表"), "{reads}");
}

fn bytes(key: &Key) -> String {
    match key {
        Key::Char(c) => c.to_string(),
        Key::Enter => "\r".to_owned(),
        Key::Tab => "\t".to_owned(),
        Key::Esc => "\u{1b}".to_owned(),
        Key::Down => "\u{1b}[B".to_owned(),
        Key::PageDown => "\u{1b}[6~".to_owned(),
        Key::End => "\u{1b}[F".to_owned(),
        Key::F(n @ 1..=4) => format!("\u{1b}O{}", ["P", "Q", "R", "S"][usize::from(*n) - 1]),
        Key::F(n @ 6..=10) => format!("\u{1b}[{}~", n + 11),
        other => panic!("{other:?}: not needed here"),
    }
}

/// Rooms to go through, by whom.
const ROOMS: &[(&str, &[&str])] = &[
    ("clerk_he", &["1", "2<enter><pgdn><pgdn>h", "2<down><enter>L", "3<enter><pgdn>", "<f3>", "0", "8", "9"]),
    ("cus_an", &["1<enter><pgdn><end>", "2/MARK<enter><enter>", "2f", "8r", "<f1><pgdn>"]),
    ("dish_fan", &["2<enter><pgdn>M", "2<enter>P", "2<tab>", "4", "9<enter>"]),
    ("sys_gao", &["1", "9<enter><down><enter>", "9<down><down><enter>", "<f8>"]),
];

fn walk(dir: &Path, who: &str, rooms: &[&str], size: (u16, u16)) -> Vec<u8> {
    let program = env!("CARGO_BIN_EXE_liuhen");
    let args = ["--register", dir.to_str().unwrap(), "--as", who];
    let mut pty = Pty::spawn(program, &args, &[], size);
    pty.wait_for_bytes("中文\u{1b}[6n".as_bytes());
    pty.send("\u{1b}[2;5R\u{1b}[2;2R");
    let pause = Duration::from_millis(60);
    pty.wait_for("F1");
    for room in rooms {
        for written in [room, "<f9>", "<f9>", "<esc>", "<esc>", "<esc>", "<esc>"] {
            for event in keys(written).unwrap() {
                let Event::Key(key) = event else { continue };
                pty.send(bytes(&key));
                if key == Key::Esc {
                    pty.wait_quiet(pause);
                }
            }
            pty.wait_quiet(pause);
        }
    }
    pty.send("1");
    pty.wait_quiet(pause);
    pty.send("Q");
    pty.wait_exit();
    pty.received()
}

#[test]
fn every_room_sends_nothing_but_text_and_our_own_sequences() {
    let place = spoilt_register();
    let mut shown = String::new();
    for (i, (who, rooms)) in ROOMS.iter().enumerate() {
        let size = if i % 2 == 0 { (80, 24) } else { (120, 40) };
        let received = walk(Path::new(&place.dir), who, rooms, size);
        wire::terminal(&received).unwrap_or_else(|e| panic!("{who}: {e}"));
        shown.push_str(&String::from_utf8_lossy(&received));
    }
    for wanted in ["MARK", "‹U+001B›", "‹U+202E›", "‹U+200B›"] {
        assert!(shown.matches(wanted).count() > 3, "{wanted} was not even shown");
    }
}
