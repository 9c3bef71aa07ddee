//! A command's own id on the line: the same line is one act, another line under it is refused; and an
//! answer that cannot be delivered is told as that.

use crate::line;
use crate::told::check_code;
use line::{Place, SAMPLE, Said, text};
use liuhen::domain::lang::Lang;
use std::collections::BTreeSet;
use std::fs::{self, File, read_dir};
use std::process::{Command, Stdio};

const ID: &str = "019e5e2e-1960-7bae-bf29-2c55b1281aaa";

fn acts(p: &Place) -> u64 {
    let office = liuhen::office::Office::open(&p.register, liuhen::office::Mode::Session).unwrap();
    office.heads().unwrap()[0].size
}

/// The line twice is one act; the other line under its id is refused, and keeps nothing.
fn once(p: &Place, who: &str, first: &[&str], other: &[&str]) {
    let with_id = |args: &[&str]| {
        let mut all = vec!["--json", "--command-id", ID];
        all.extend(args);
        p.by(who, &all)
    };
    let before = acts(p);
    let one = with_id(first).ok().json();
    let again = with_id(first).ok().json();
    assert_eq!((&one["check_code"], &again["repeated"]), (&again["check_code"], &true.into()), "{first:?}");
    assert_eq!(with_id(other).ended(3).error()["code"], "same_command_other_content", "{other:?}");
    assert_eq!(acts(p), before + 1, "{first:?}");
}

/// Verbs that make no act of a person's, or a new thing each time (`backup`, `drill`).
const NO_ACT: &[&str] = &[
    "account list",
    "backup",
    "calendar show",
    "case list",
    "challenge",
    "check-proof",
    "checkpoint unpack",
    "codes",
    "committee bodies",
    "committee list",
    "committee show",
    "completions",
    "demo clock",
    "desk",
    "disposal",
    "stats",
    "doctor",
    "draft blank",
    "draft list",
    "draft slip",
    "drill",
    "escalation list",
    "escalation show",
    "flow",
    "init",
    "key allowed-signers",
    "key list",
    "keys",
    "ledger",
    "list",
    "man",
    "person list",
    "policy show",
    "print",
    "proof",
    "proposal fields",
    "proposal list",
    "proposal show",
    "rebuild",
    "receipt",
    "record copy",
    "record list",
    "record material",
    "record reveal",
    "record send",
    "record show",
    "recusal list",
    "report verify",
    "restore",
    "role list",
    "rollback show",
    "roster list",
    "session",
    "setup-ssh",
    "show",
    "ssh-keys",
    "tick",
    "unit list",
    "verify",
    "verify-script",
    "whoami",
    "witness init",
    "witness list",
    "witness show",
    "witness take",
];

/// Verbs that are told again in this file, for no story of the training court comes to them.
const HERE: &[&str] = &[
    "calendar propose",
    "passphrase change",
    "passphrase set",
    "policy propose",
    "rollback confirm",
    "rollback propose",
    "submit",
];

/// Acts that no body of the training court may do: they go through the same door as the rest.
const OF_OTHER_BODIES: &[&str] = &["committee refer-up", "committee supplement"];

/// The whole of the grammar's verbs, each by its path.
fn verbs(of: &clap::Command, above: &str, all: &mut BTreeSet<String>) {
    for below in of.get_subcommands() {
        let path = format!("{above} {}", below.get_name()).trim().to_owned();
        if below.has_subcommands() && !NO_ACT.contains(&path.as_str()) {
            verbs(below, &path, all);
        } else {
            all.insert(path);
        }
    }
}

pub fn verb_of(line: &[String]) -> String {
    let (mut grammar, mut path) = (liuhen::cli::command(Lang::Zh), Vec::new());
    for word in line.iter().filter(|w| !w.starts_with('-')) {
        let Some(below) = grammar.find_subcommand(word).cloned() else { break };
        path.push(below.get_name().to_owned());
        grammar = below;
    }
    path.join(" ")
}

/// Every verb that becomes an act, as the program's own grammar has them: said once more when its story is
/// over, it is the first act. A verb that is new is told in a story, or here, or makes no act.
pub fn tells_of_every_verb(acted: impl Iterator<Item = Vec<String>>) {
    let mut all = BTreeSet::new();
    verbs(&liuhen::cli::command(Lang::Zh), "", &mut all);
    // What every kind of matter has beside its acts.
    let plain = |v: &str, kind: &str| ["list", "show"].iter().any(|verb| v == format!("{kind} {verb}"));
    all.retain(|v| !liuhen::domain::registry::plain().any(|kind| plain(v, kind.code)));
    let acted: BTreeSet<String> = acted.map(|line| verb_of(&line)).collect();
    let listed: BTreeSet<String> =
        [NO_ACT, HERE, OF_OTHER_BODIES].concat().iter().map(|verb| (*verb).to_owned()).collect();
    let untold: Vec<_> = all.iter().filter(|v| !acted.contains(*v) && !listed.contains(*v)).collect();
    assert!(untold.is_empty(), "no story tells of {untold:#?}");
    let reads: Vec<_> = acted.iter().filter(|v| NO_ACT.contains(&v.as_str())).collect();
    assert!(reads.is_empty(), "they do become acts: {reads:?}");
    let gone: Vec<_> = listed.difference(&all).collect();
    assert!(gone.is_empty(), "no verb is called {gone:?}");
}

fn with_id(args: &[&str]) -> Vec<String> {
    ["--json", "--command-id", ID].iter().chain(args).map(|a| (*a).to_owned()).collect()
}

/// By somebody, with something on standard input.
fn fed(p: &Place, who: &str, args: &[&str], input: &str) -> Said {
    let all = with_id(args);
    let all: Vec<&str> = ["--as", who].into_iter().chain(all.iter().map(String::as_str)).collect();
    p.fed(&all, input)
}

/// The line, and after `meanwhile` the same line: one act and one receipt.
fn same_after(p: &Place, who: &str, args: &[&str], input: &str, meanwhile: impl FnOnce()) {
    let one = fed(p, who, args, input).ok();
    meanwhile();
    let stood = acts(p);
    let again = fed(p, who, args, input).ok();
    assert_eq!(check_code(&one.out), check_code(&again.out), "{args:?}");
    assert_eq!(again.json()["repeated"], true, "{args:?}");
    assert_eq!(acts(p), stood, "{args:?}");
}

#[test]
fn what_a_line_means_may_move_and_it_is_the_same_line() {
    // A time reckoned from now.
    let p = Place::training();
    let now = |minutes: i64| {
        let at = liuhen::office::Clock::now(&liuhen::office::System) + minutes * 60_000;
        liuhen::domain::when::local(at).format("%Y-%m-%d %H:%M").to_string()
    };
    let (soon, tomorrow) = (now(60), now(24 * 60));
    let quick = ["quick", "--who", "甲", "--line", "问进展", "--at", "10分钟前", "--now", &soon];
    let one = fed(&p, "judge", &quick, "").ok().json();
    let later = [&quick[..8], &[&tomorrow]].concat();
    let again = fed(&p, "judge", &later, "").ok().json();
    assert_eq!((&again["check_code"], &again["at"]), (&one["check_code"], &one["at"]));
    // A language, a form of the answer and the order of the options are no part of it.
    let english = ["--lang", "en", "--as", "judge", "--command-id", ID, "quick", "--line", "问进展"];
    let said = p.run(&[&english[..], &["--at=10分钟前", "--who=甲"]].concat()).ok();
    assert_eq!(check_code(&said.out), check_code(&one.to_string()));
    // What comes over standard input is: the same words, another record.
    let p = Place::training();
    let new = ["record", "new", "--from", "-"];
    same_after(&p, "judge", &new, SAMPLE, || ());
    let other = SAMPLE.replace("张三", "李四");
    let refused = fed(&p, "judge", &new, &other).ended(3).error();
    assert_eq!(refused["code"], "same_command_other_content");
    for other in [&SAMPLE[..SAMPLE.len() - 1], "", &format!("{SAMPLE}\n")] {
        let refused = fed(&p, "judge", &new, other).ended(3).error();
        assert_eq!(refused["code"], "same_command_other_content", "{other}");
    }
    // Rules and days off, which the line reads.
    let p = Place::training();
    let policy =
        include_str!("../../assets/policy.toml").replace("backfill_hours = 720", "backfill_hours = 721");
    let year = include_str!("../../assets/calendar/2026.toml").replace("的通知", "的通知（更正）");
    for (verb, text, n) in [("policy", policy, "b"), ("calendar", year, "c")] {
        let id = ID.replace("aaa", &format!("aa{n}"));
        let line = ["--as", "system", "--json", "--command-id", &id, verb, "propose", "--from", "-"];
        let one = p.fed(&line, &format!("{text}.\n")).ok().json();
        p.by("security", &["proposal", "confirm", one["ref"].as_str().unwrap()]).ok();
        assert_eq!(p.fed(&line, &format!("{text}.\n")).ok().json()["check_code"], one["check_code"]);
        p.fed(&line, &format!("{text}#\n.\n")).ended(3);
    }
    // A name that is another's since.
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let recuse = ["record", "recuse", &no, "--person", "李衡", "--reason", "是邻居"];
    same_after(&p, "discipline", &recuse, "", || {
        let organ = p.path("person.toml");
        let of =
            |p: &Place| liuhen::office::Office::open(&p.register, liuhen::office::Mode::Session).unwrap();
        let head = of(&p).organ().by_account("head").unwrap().clone();
        let renamed = serde_json::to_value(&head).unwrap();
        let renamed = renamed.to_string().replace("李衡", "李恒");
        fs::write(&organ, renamed).unwrap();
        let from = organ.to_str().unwrap();
        let change = p.by("system", &["--json", "person", "propose", "--from", from]).ok().json();
        p.by("security", &["proposal", "confirm", &text(&change["ref"])]).ok();
    });
    // A material whose file is gone, and one that is another file since.
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let file = p.path("通话.txt");
    fs::write(&file, "通话记录").unwrap();
    let attach = ["record", "attach", &no, file.to_str().unwrap()];
    same_after(&p, "judge", &attach, "", || fs::remove_file(&file).unwrap());
    fs::write(&file, "通话记录，后来写的").unwrap();
    let refused = fed(&p, "judge", &attach, "").ended(3).error();
    assert_eq!(refused["code"], "same_command_other_content");
}

/// Nothing else of the person who gave an id is to be had by it, and nobody but him has it.
#[test]
fn an_id_is_its_persons_and_its_lines_alone() {
    let p = Place::training();
    let quick = ["quick", "--who", "甲", "--line", "问进展"];
    fed(&p, "judge", &quick, "").ok();
    let stood = acts(&p);
    for who in ["head", "custodian1"] {
        let refused = fed(&p, who, &quick, "").ended(3).error();
        assert_eq!(refused["code"], "same_command_other_content");
    }
    // The id is another act's, which no line said: here the register's own beginning.
    let db = rusqlite::Connection::open(p.register.join("register.db")).unwrap();
    let foreign: String = db.query_row("SELECT id FROM command WHERE seq = 0", [], |row| row.get(0)).unwrap();
    let refused = p.by("judge", &[&["--json", "--command-id", &foreign], &quick[..]].concat()).ended(3);
    assert_eq!(refused.error()["code"], "same_command_other_content");
    assert_eq!(acts(&p), stood);
    // Neither the line nor a piece of it stands in the table, nor a sum that anybody could make.
    let row: String =
        db.query_row("SELECT person || key || heard || hex(sum) FROM said", [], |row| row.get(0)).unwrap();
    assert!(!row.contains('甲') && !row.contains("问进展"), "{row}");
    // A row that is changed in the file, to another act or another person, is no line's.
    drop(db);
    let forge = |sql: &str| {
        let db = rusqlite::Connection::open(p.register.join("register.db")).unwrap();
        db.execute(sql, []).unwrap();
    };
    forge("UPDATE said SET seq = 0");
    fed(&p, "judge", &quick, "").ended(3);
    forge("UPDATE said SET person = 'p06'");
    fed(&p, "custodian1", &quick, "").ended(3);
}

/// Without the table, as after `rebuild`, the act alone is compared, as it always was.
#[test]
fn what_was_rebuilt_compares_the_act_itself() {
    let p = Place::training();
    let quick = ["quick", "--who", "甲", "--line", "问进展", "--at", "昨天"];
    let one = fed(&p, "judge", &quick, "").ok();
    p.by("custodian1", &["rebuild"]).ok();
    p.by("custodian1", &["verify"]).ok();
    let again = fed(&p, "judge", &quick, "").ok();
    assert_eq!(check_code(&one.out), check_code(&again.out));
    let other = ["quick", "--who", "乙", "--line", "问进展", "--at", "昨天"];
    fed(&p, "judge", &other, "").ended(3);
}

#[test]
fn a_passphrase_is_set_and_changed_once() {
    let p = Place::training();
    let (first, second) = ("春眠不觉晓处处闻啼鸟", "夜来风雨声花落知多少");
    let twice = |word: &str| format!("{word}\n{word}\n");
    let own = p.register.join("own-keys");
    let keys = || line::bytes_of(&own);
    let mut set = Vec::new();
    same_after(&p, "custodian1", &["passphrase", "set"], &twice(first), || set = keys());
    // No other key took the place of the one that waits to be confirmed.
    assert_eq!(keys(), set);
    // It asks for nothing the second time, and what is typed then is no matter.
    assert_eq!(fed(&p, "custodian1", &["passphrase", "set"], "").ok().json()["repeated"], true);
    let receipt = fed(&p, "custodian1", &["passphrase", "set"], "").ok().json();
    p.by("system", &["proposal", "confirm", &text(&receipt["ref"])]).ok();
    let id = ID.replace("aaa", "aac");
    let change = |input: &str| {
        p.fed(&["--as", "custodian1", "--json", "--command-id", &id, "passphrase", "change"], input)
    };
    let typed = format!("{first}\n{}", twice(second));
    assert_eq!(change(&typed).ok().json()["repeated"], false);
    let changed = keys();
    assert_eq!(change(&typed).ok().json(), serde_json::json!({ "changed": true, "repeated": true }));
    assert_eq!(keys(), changed);
    // Nothing by which it could be guessed is kept of it.
    let db = rusqlite::Connection::open(p.register.join("register.db")).unwrap();
    let heard: Vec<String> = db
        .prepare("SELECT heard FROM said")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(heard, ["[]", "[]"]);
    let quick = ["--as", "custodian1", "--json", "--command-id", &id, "quick", "--who", "甲", "--line", "问"];
    assert_eq!(p.run(&quick).ended(3).error()["code"], "same_command_other_content");
}

#[test]
fn a_signature_made_at_home_is_handed_in_once() {
    let p = Place::training();
    let key = p.path("key");
    let keygen = |args: &[&str]| Command::new("ssh-keygen").args(args).output();
    let path = key.to_str().unwrap();
    let Ok(made) = keygen(&["-q", "-t", "ed25519", "-N", "", "-f", path]) else {
        crate::skip::skip("no ssh-keygen (Debian package openssh-client)");
        return;
    };
    assert!(made.status.success());
    let public = format!("{path}.pub");
    let propose = ["--json", "key", "propose", "custodian1", "--key", &public];
    let proposal = text(&p.by("system", &propose).ok().json()["ref"]);
    p.by("security", &["proposal", "confirm", &proposal]).ok();
    let (no, _) = p.record(&[]);
    let asked = p.by("custodian1", &["--json", "challenge", "return", &no, "--reason", "place=写明"]);
    let challenge = asked.ok().json();
    let file = p.path("text");
    fs::write(&file, text(&challenge["text"])).unwrap();
    let namespace = text(&challenge["namespace"]);
    keygen(&["-q", "-Y", "sign", "-f", path, "-n", &namespace, file.to_str().unwrap()]).unwrap();
    let signature = fs::read_to_string(p.path("text.sig")).unwrap();
    same_after(&p, "custodian1", &["submit"], &signature, || ());
    let other = signature.replacen('A', "B", 1);
    fed(&p, "custodian1", &["submit"], &other).ended(3);
    // Under another id it is what it always was: a text that is done with.
    p.fed(&["--as", "custodian1", "submit"], &signature).ended(3);
}

#[test]
fn what_was_rolled_back_is_acknowledged_once() {
    let p = Place::training();
    let (file, older) = (p.register.join("register.db"), p.path("older.db"));
    fs::copy(&file, &older).unwrap();
    p.by("judge", &["quick", "--who", "甲", "--line", "问进展"]).ok();
    fs::copy(&older, &file).unwrap();
    let propose = ["rollback", "propose", "--reason", "换过硬盘"];
    same_after(&p, "system", &propose, "", || ());
    let no = text(&fed(&p, "system", &propose, "").ok().json()["ref"]);
    let id = ID.replace("aaa", "aab");
    let confirm = ["--as", "security", "--json", "--command-id", &id, "rollback", "confirm", &no];
    let one = p.run(&confirm).ok().json();
    assert_eq!(p.run(&confirm).ok().json()["check_code"], one["check_code"]);
    // Though by now there is nothing to be proposed.
    same_after(&p, "system", &propose, "", || ());
    p.by("system", &propose).ended(3);
}

/// The answer is lost, and the process with it: the act stands, and its receipt comes when the line is said
/// again.
#[test]
fn a_receipt_that_never_arrived_comes_with_the_same_line() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    let confirm = ["confirm", &no, "--revision", &revision, "--right", line::NINE];
    let args = with_id(&confirm);
    let args: Vec<&str> = ["--as", "custodian1"].into_iter().chain(args.iter().map(String::as_str)).collect();
    let stood = acts(&p);
    to_a_full_place(&p, &args).ended(6);
    assert_eq!(acts(&p), stood + 1);
    let again = fed(&p, "custodian1", &confirm, "").ok().json();
    assert_eq!((&again["repeated"], acts(&p)), (&true.into(), stood + 1));
}

#[test]
fn a_quick_note_is_one_with_its_person_time_and_case() {
    let quick = ["quick", "--who", "甲", "--line", "问进展"];
    for more in [&["--at", "昨天"][..], &["--case", "（2026）京0105民初9号"], &[]] {
        let p = Place::training();
        let other = if more.is_empty() {
            vec!["quick", "--who", "乙", "--line", "问进展"]
        } else {
            [&quick, more].concat()
        };
        once(&p, "judge", &quick, &other);
    }
}

#[test]
fn an_escalation_is_one_with_its_record_and_its_words() {
    for n in 0..3 {
        let p = Place::training();
        let ((no, _), (other, _)) = (p.record(&[]), p.record(&["--command-id", &ID.replace("aaa", "aab")]));
        let up = |no, words, reason| {
            ["escalate", no, "--reason", reason, "--text", words, "--consent"].map(|s: &str| s.to_owned())
        };
        let first = up(&no, "请指导", "HARD");
        let second =
            [up(&other, "请指导", "HARD"), up(&no, "别的", "HARD"), up(&no, "请指导", "PRESSURE")][n].clone();
        let words = |a: &[String]| a.iter().map(|s| s.as_str().to_owned()).collect::<Vec<_>>();
        let (first, second) = (words(&first), words(&second));
        let refs = |a: &[String]| -> Vec<&'static str> {
            a.iter().map(|s| &*Box::leak(s.clone().into_boxed_str())).collect()
        };
        once(&p, "judge", &refs(&first), &refs(&second));
    }
}

#[test]
fn a_return_an_amendment_and_a_withdrawal_are_known_again_though_the_record_has_moved_on() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    once(
        &p,
        "judge",
        &["record", "amend", &no, "--set", "place=三楼"],
        &["record", "amend", &no, "--set", "place=四楼"],
    );
    let p = Place::training();
    let (no, _) = p.record(&[]);
    once(
        &p,
        "custodian1",
        &["return", &no, "--reason", "place=写明"],
        &["return", &no, "--reason", "place=不清"],
    );
    let p = Place::training();
    let (no, _) = p.record(&[]);
    once(
        &p,
        "judge",
        &["record", "withdraw", &no, "--reason", "写错了"],
        &["record", "withdraw", &no, "--reason", "不写了"],
    );
}

/// What a line leaves to be found out (the open change, the text that it adds to) is what it was then, and an
/// act takes nothing of its own receipt away.
#[test]
fn the_same_line_is_the_same_act_whatever_it_did_to_what_it_speaks_of() {
    let filed = || {
        let p = Place::training();
        let (no, revision) = p.record(&[]);
        p.confirm("custodian1", &no, &revision, &[]).ok();
        let last4 = no[no.len() - 4..].to_owned();
        p.confirm("custodian2", &no, &revision, &["--last4", &last4]).ok();
        p.by("judge", &["record", "supplement", &no, "--text", "另有一次来电", "--reason", "补记"]).ok();
        (p, no)
    };
    let (p, no) = filed();
    p.by("custodian1", &["confirm-change", &no]).ok();
    once(&p, "custodian2", &["confirm-change", &no], &["refuse-change", &no, "--reason", "不实"]);
    let (p, no) = filed();
    once(
        &p,
        "custodian1",
        &["refuse-change", &no, "--reason", "不实"],
        &["refuse-change", &no, "--reason", "不清"],
    );
    let (p, no) = filed();
    once(
        &p,
        "custodian1",
        &["record", "recuse", &no, "--reason", "是同学"],
        &["record", "recuse", &no, "--reason", "是同乡"],
    );
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let material = p.path("material.txt");
    std::fs::write(&material, "通话记录").unwrap();
    let material = material.to_str().unwrap();
    let amend = ["record", "amend", &no, "--set", "place=三楼", "--material", material];
    once(&p, "judge", &amend, &amend[..5]);
    // Another amendment since does not make it another line.
    let with_id = |args: &[&str]| p.by("judge", &[&["--json", "--command-id", ID], args].concat());
    p.by("judge", &["record", "amend", &no, "--set", "content=来电询问开庭时间，未提其他要求。"]).ok();
    assert_eq!(with_id(&amend).ok().json()["repeated"], true);
    // A copy is another one each time.
    let into = p.path("copies");
    std::fs::create_dir(&into).unwrap();
    let backup = ["--command-id", ID, "backup", into.to_str().unwrap(), "--plain"];
    assert!(p.by("custodian1", &backup).ended(2).err.contains("--command-id"));
    assert_eq!(read_dir(&into).unwrap().count(), 0);
}

/// Every write to this device says that there is no room.
fn to_a_full_place(p: &Place, args: &[&str]) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_liuhen"))
        .args(["--register", p.dir()])
        .args(args)
        .env_clear()
        .env("HOME", p.temp.path())
        .stdin(Stdio::null())
        .stdout(File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    Said {
        code: done.status.code().unwrap(),
        out: String::new(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

#[test]
fn what_was_done_is_told_as_done_where_the_answer_cannot_be_delivered() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let by = |who: &'static str, args: &[&str]| {
        let mut all = vec!["--lang", "en", "--as", who];
        all.extend(args);
        to_a_full_place(&p, &all)
    };
    let copies = p.path("copies");
    std::fs::create_dir(&copies).unwrap();
    let acting: [(&str, Vec<&str>); 5] = [
        ("judge", vec!["quick", "--who", "甲", "--line", "问进展"]),
        ("judge", vec!["--json", "quick", "--who", "乙", "--line", "问进展"]),
        ("judge", vec!["escalate", &no, "--reason", "HARD", "--text", "请指导", "--consent"]),
        ("judge", vec!["record", "amend", &no, "--set", "place=三楼"]),
        ("custodian1", vec!["backup", copies.to_str().unwrap(), "--plain"]),
    ];
    for (who, args) in acting {
        let before = acts(&p);
        let said = by(who, &args).ended(6);
        assert!(said.err.contains("It was done; only the answer"), "{said:?}");
        assert!(!said.err.contains("nothing was written"), "{said:?}");
        assert_eq!(acts(&p), before + 1, "{args:?}");
        if args[0] != "backup" {
            // The check code by which it can be found again.
            let code = said.err.split(|c: char| c.is_whitespace() || c == '"' || c == ',');
            let code = code.filter(|w| w.len() == 14 && w.matches('-').count() == 2).count();
            assert_eq!(code, 1, "{said:?}");
        }
    }
    assert!(read_dir(&copies).unwrap().count() > 0);
    // What only reads has done nothing, and says no more than that.
    let said = by("judge", &["desk"]).ended(75);
    assert!(said.err.contains("answer could not be delivered") && !said.err.contains("done"), "{said:?}");
    // What is refused is refused.
    by("judge", &["quick", "--who", "", "--line", "x"]).ended(5);
    let said = to_a_full_place(&p, &["--lang", "en", "tick"]).ended(75);
    assert!(!said.err.contains("done"), "{said:?}");
    let text = text(&p.by("judge", &["--json", "quick", "--who", "丙", "--line", "问"]).ok().json()["ref"]);
    assert!(!text.is_empty());
}

/// It was open, and nothing can be written to it.
#[test]
fn a_standard_output_to_be_read_from_delivers_nothing() {
    let p = Place::training();
    let ended = |args: &str| {
        let program = format!("{} --register {} --as judge", env!("CARGO_BIN_EXE_liuhen"), p.dir());
        let line = format!("{program} {args} 1</dev/null");
        Command::new("bash").args(["-c", &line]).stdin(Stdio::null()).output().unwrap().status.code().unwrap()
    };
    assert_eq!(ended("quick --who 甲 --line 问进展"), 6);
    assert_ne!(ended("list"), 0);
    assert_ne!(ended("whoami"), 0);
}

#[test]
fn a_number_beyond_every_log_is_one_that_nobody_was_given() {
    let p = Place::training();
    for n in ["4000", "9223372036854775808", "18446744073709551615"] {
        assert_eq!(p.by("judge", &["--json", "receipt", n]).ended(3).error()["code"], "no_such_matter");
    }
}
