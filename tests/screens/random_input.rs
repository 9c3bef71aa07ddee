//! Everything that reads what others wrote, fed with chance: never a panic, never a byte that is not
//! text on the way out, and what was taken reads back as it was taken.
//!
//! `LIUHEN_RANDOM=N` runs N times as many inputs, `LIUHEN_RANDOM_SEED=S` another row of them; a
//! failure names the seed and the number of its input, and the same two find it again.

use crate::shelf;
use crate::wire;

use liuhen::cli::{self, env::Env, face::Streams};
use liuhen::domain::case_no;
use liuhen::domain::event::Body;
use liuhen::domain::organ::KeyLine;
use liuhen::domain::read::ReadBody;
use liuhen::domain::search::Filter;
use liuhen::domain::when;
use liuhen::ledger::{Alg, Checkpoint, Flags, Hash, Header, LogId, Proof, RegisterId, tree};
use liuhen::signing::{SigningKey, sshsig};
use liuhen::text::{clip, escape, fold_number_field, normalise, pad, width, wrap};
use liuhen::ui::decode::{Decoder, Found};
use liuhen::ui::keys::{Event, Key};
use liuhen::ui::screen::text;
use shelf::Play;
use std::cell::RefCell;
use std::io::{Cursor, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// SplitMix64: small, and the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Pieces on which parsers have stumbled before.
const PIECES: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{202e}",
    "\u{200b}",
    "\0",
    "\r\n",
    "\n",
    "\t",
    "\u{7f}",
    "\u{9b}",
    "\u{feff}",
    "e\u{301}",
    "\u{301}\u{301}\u{301}\u{301}\u{301}",
    "张",
    "䶮",
    "𠅤",
    "👩\u{200d}👩",
    "（",
    "〔",
    "：",
    ":",
    "=",
    "\"",
    "\\u202e",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "null",
    "-1",
    "18446744073709551616",
    "1e999",
    "0000000000",
    "昨天",
    "下周",
    "2026-02-30",
    "状态:",
    "flag:",
    "自:",
    "SHA256:",
    "ssh-ed25519 ",
    "AAAA",
    "====",
    "../",
    "%00",
    "'",
    "--",
    "-",
    " ",
    "   ",
    "\u{fffd}",
    "\u{10ffff}",
];

/// A sample bent at a few places, or pure chance.
fn bent(chance: &mut Chance, samples: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = if samples.is_empty() || chance.below(8) == 0 {
        (0..chance.below(200)).map(|_| chance.next() as u8).collect()
    } else {
        chance.of(samples).clone()
    };
    for _ in 0..chance.below(5) {
        let (at, len) = (chance.below(bytes.len() + 1), bytes.len());
        match chance.below(7) {
            0 if at < len => bytes[at] ^= 1 << chance.below(8),
            1 if at < len => bytes[at] = chance.next() as u8,
            2 => drop(bytes.splice(at..at, chance.of(PIECES).bytes())),
            3 => drop(bytes.drain(at..(at + chance.below(20)).min(len))),
            4 => bytes.truncate(at),
            5 => {
                let piece = bytes[at..(at + chance.below(40)).min(len)].to_vec();
                let to = chance.below(len + 1);
                drop(bytes.splice(to..to, piece));
            }
            _ if !samples.is_empty() => {
                let other = chance.of(samples).clone();
                bytes.truncate(at);
                bytes.extend(&other[chance.below(other.len() + 1)..]);
            }
            _ => {}
        }
    }
    bytes
}

/// A text of pieces and characters of every kind.
fn words(chance: &mut Chance, most: usize) -> String {
    let mut out = String::new();
    for _ in 0..chance.below(most) {
        match chance.below(4) {
            0 => out.push_str(chance.of::<&str>(PIECES)),
            1 => out.push(char::from(b' ' + chance.below(95) as u8)),
            2 => out.push(char::from_u32(0x4e00 + chance.below(0x5000) as u32).unwrap()),
            _ => out.extend(char::from_u32(chance.below(0x11_0000) as u32)),
        }
    }
    out
}

fn number(name: &str, unset: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(unset)
}

/// Runs `one` on `count` inputs. Each has a row of chance of its own, so that it can be found again.
fn many(name: &str, count: u64, mut one: impl FnMut(&mut Chance)) {
    let seed = number("LIUHEN_RANDOM_SEED", 20_260_310);
    for n in 0..count * number("LIUHEN_RANDOM", 1) {
        let mut chance = Chance(seed.wrapping_add(n.wrapping_mul(0xd134_2543_de82_ef95)));
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| one(&mut chance))) {
            eprintln!("{name}: LIUHEN_RANDOM_SEED={seed}, input {n}");
            std::panic::resume_unwind(panic);
        }
    }
}

fn samples(text: &str) -> Vec<Vec<u8>> {
    text.lines().filter(|l| !l.is_empty()).map(|l| l.as_bytes().to_vec()).collect()
}

const ACTS: &str =
    concat!(include_str!("../vectors/acts-v1.jsonl"), include_str!("../vectors/acts-v1-signed.jsonl"));
const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti wang@court";

#[test]
fn bodies_of_events_are_read_whole_or_not_at_all() {
    let all = samples(ACTS);
    assert!(all.len() > 50);
    many("body", 3000, |chance| {
        let bytes = bent(chance, &all);
        if let Ok(body) = serde_json::from_slice::<Body>(&bytes) {
            let again = serde_json::to_string(&body).unwrap();
            assert_eq!(serde_json::from_str::<Body>(&again).unwrap(), body);
        }
        if let Ok(body) = serde_json::from_slice::<ReadBody>(&bytes) {
            let again = serde_json::to_string(&body).unwrap();
            assert_eq!(serde_json::from_str::<ReadBody>(&again).unwrap(), body);
        }
    });
}

fn a_header(seq: u64) -> Header {
    Header {
        alg: Alg::Sha256,
        log: LogId::Acts,
        flags: Flags { training: true, clock_behind: false },
        register: RegisterId([7; 16]),
        seq,
        prev: Hash([3; 32]),
        time_ms: 1_773_000_000_000,
        body: Alg::Sha256.commit(&[9; 32], b"{}"),
    }
}

#[test]
fn headers_checkpoints_and_proofs_are_what_they_say_or_refused() {
    let headers: Vec<Vec<u8>> = (0..3).map(|n| a_header(n).encode().to_vec()).collect();
    many("header", 4000, |chance| {
        let bytes = bent(chance, &headers);
        if let Ok(header) = Header::decode(&bytes) {
            assert_eq!(header.encode()[..], bytes[..], "one spelling only");
        }
    });
    let root = Alg::Sha256.empty();
    let heads: Vec<Vec<u8>> = LogId::ALL
        .iter()
        .map(|log| {
            Checkpoint { register: RegisterId([7; 16]), log: *log, size: 1234, root }.text().into_bytes()
        })
        .collect();
    many("checkpoint", 4000, |chance| {
        let text = String::from_utf8_lossy(&bent(chance, &heads)).into_owned();
        if let Ok(head) = Checkpoint::parse(&text) {
            assert!(text.starts_with(&head.text()), "{text:?}");
        }
    });
    let leaves: Vec<Hash> = (0..5).map(|n| a_header(n).leaf()).collect();
    let proof = {
        let path = tree::inclusion(Alg::Sha256, &leaves, 3).unwrap();
        Proof::new(&a_header(3), &[9; 32], "{}", path, (5, tree::root(Alg::Sha256, &leaves)))
    };
    let head = (leaves.len() as u64, proof.root);
    assert!(proof.check(Some(head)).unwrap().known_head);
    let proofs = vec![serde_json::to_vec(&proof).unwrap()];
    many("proof", 4000, |chance| {
        let Ok(read) = serde_json::from_slice::<Proof>(&bent(chance, &proofs)) else { return };
        if read.check(Some(head)).is_ok_and(|c| c.known_head) {
            assert_eq!((&read.body, &read.header), (&proof.body, &proof.header), "nothing else is proven");
        }
    });
}

#[test]
fn keys_and_signatures_never_say_yes_by_chance() {
    let key = SigningKey::from_seed(&zeroize::Zeroizing::new([5; 32])).unwrap();
    let (line, said) = (key.public_line().unwrap(), "liuhen-confirm v1\nrecord K7Q2M9PX4\n");
    let good = sshsig::sign(&key, "liuhen-confirm@v1", said).unwrap();
    assert!(sshsig::verify(&good, &line, "liuhen-confirm@v1", said).is_ok());
    many("key", 3000, |chance| {
        let text = String::from_utf8_lossy(&bent(chance, &[KEY.into(), line.clone().into()])).into_owned();
        if let Ok(read) = KeyLine::read(&text) {
            assert_eq!(KeyLine::read(&read.line).unwrap(), read);
        }
    });
    let signatures = [good.clone().into_bytes(), include_bytes!("../vectors/rsa.sshsig").to_vec()];
    many("sshsig", 1500, |chance| {
        let armored = String::from_utf8_lossy(&bent(chance, &signatures)).into_owned();
        let text = String::from_utf8_lossy(&bent(chance, &[said.into()])).into_owned();
        let yes = sshsig::verify(&armored, &line, "liuhen-confirm@v1", &text).is_ok();
        assert!(!yes || text == said, "a signature under another text: {text:?}");
        assert!(sshsig::verify(&armored, &line, "liuhen-vote@v1", said).is_err());
    });
}

#[test]
fn text_is_kept_in_one_form_and_shown_in_its_place() {
    many("text", 6000, |chance| {
        let typed = words(chance, 40);
        let shown = escape(&typed);
        wire::lines(shown.as_bytes()).unwrap();
        assert_eq!(escape(&shown), shown);
        if let Ok(kept) = normalise(&typed, true) {
            assert_eq!(normalise(&kept, true).as_ref(), Ok(&kept));
            assert_eq!(escape(&kept), kept, "what is taken is shown as it is");
        }
        let cells = chance.below(60);
        assert!(width(&clip(&shown, cells)) <= cells);
        assert_eq!(width(&pad(&shown.replace('\n', " "), cells)), cells);
        for row in wrap(&shown, cells.max(8)) {
            // Blanks at the end hang over the edge and are seen by nobody.
            assert!(width(row.trim_end_matches(' ')) <= cells.max(8), "{row:?}");
        }
    });
}

#[test]
fn queries_case_numbers_and_times_are_read_or_refused() {
    let typed: Vec<Vec<u8>> = [
        "张三 状态:待核对 flag:urgent 季度:2026Q1 自:昨天 至:2026-03-05 排序:期限",
        "（2026）京0105民初1234号",
        "(2026)皖0602刑初12号之一",
        "昨天 14:30",
        "2026-03-05 9:00",
        "-2",
        "0305",
        "上周五 下午3点",
    ]
    .map(|s| s.as_bytes().to_vec())
    .to_vec();
    many("typed", 6000, |chance| {
        let text = String::from_utf8_lossy(&bent(chance, &typed)).into_owned();
        let unit = |w: &str| (w == "民一庭").then(|| "civil".to_owned());
        let _ = Filter::parse(&text, 1_773_000_000_000, &liuhen::words::read_status, &unit);
        let _ = case_no::parse(&text, 2026);
        let now = (chance.next() >> chance.below(60)) as i64;
        if let Ok(at) = when::parse(&text, now.min(4_000_000_000_000)) {
            let _ = when::show(at.at_ms, at.precision, liuhen::domain::lang::Lang::Zh);
        }
        let _ = fold_number_field(&text);
    });
}

#[test]
fn keys_from_a_wild_terminal_are_keys_or_nothing() {
    let typed: Vec<Vec<u8>> = [
        "\u{1b}[A\u{1b}OP\u{1b}[15~",
        "\u{1b}[200~贴\u{1b}[201~",
        "\u{1b}[2;5R",
        "张三\u{1b}",
        "\u{1b}[1;5C\u{1b}[?1;2c",
    ]
    .map(|s| s.as_bytes().to_vec())
    .to_vec();
    many("decoder", 4000, |chance| {
        let bytes = bent(chance, &typed);
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (now, later) = rest.split_at(chance.below(rest.len()) + 1);
            decoder.feed(now, &mut found);
            rest = later;
        }
        decoder.give_up(&mut found);
        for item in found {
            if let Found::Event(Event::Key(Key::Char(c))) = item {
                assert!(!c.is_ascii_control(), "{c:?}");
            }
        }
    });
}

/// A stream that keeps what was written to it.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The line in this process; both streams must hold nothing but text.
fn line(args: &[String], input: &[u8]) -> u8 {
    let (out, err) = (Kept::default(), Kept::default());
    let streams = Streams {
        input: Box::new(Cursor::new(input.to_vec())),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        out_is_terminal: false,
        err_is_terminal: false,
        in_is_terminal: false,
        input_is_whole: input.len().is_multiple_of(2),
        peer_is_there: Box::new(|| true),
        input_comes: std::rc::Rc::new(|_| true),
    };
    let args = std::iter::once("liuhen".into()).chain(args.iter().map(Into::into)).collect();
    let env = Env { args, ..Env::default() };
    let code = cli::run(&env, streams, &|_, _, _, _| Ok(true), &|_| Vec::new());
    for said in [out, err] {
        wire::lines(&said.0.borrow()).unwrap_or_else(|e| panic!("{args:?}: {e}", args = env.args));
    }
    code
}

#[test]
fn the_line_reads_any_file_and_any_word_and_answers_in_text() {
    let play = Play::begin();
    let dir = play.place().display().to_string();
    drop(play);
    let by = |who: &str, args: &[&str]| -> Vec<String> {
        let all = ["--register", &dir, "--as", who].into_iter().chain(args.iter().copied());
        all.map(str::to_owned).collect()
    };
    let organ = include_bytes!("../../assets/init/zh.toml").to_vec();
    let place = tempfile::tempdir().unwrap();
    many("organ.toml", 60, |chance| {
        let into = place.path().join(chance.next().to_string()).display().to_string();
        line(
            &["--register", &into, "init", "--from", "-"].map(str::to_owned),
            &bent(chance, std::slice::from_ref(&organ)),
        );
    });
    let record = serde_json::json!({
        "case_no": "（2026）京0101民初1200号", "occurred": {"from": "2026-04-01T09:00:00+08:00", "precision": "exact"},
        "manner": ["PHONE"], "people": [{"role": "INQUIRER", "kind": "ACQ", "name": "张三", "primary": true}],
        "content": "来电询问\\u202e", "stage": "INVE", "request_type": ["URGE"], "response": ["REFUSE"], "effect": "NONE",
        "secrecy": "NORMAL", "matter": "CASE", "stream": "EXT"
    });
    let record = [
        serde_json::to_vec(&record).unwrap(),
        br#"{"content":"\u202e\u0000","people":[{"name":"\u009b31m"}]}"#.to_vec(),
    ];
    many("record", 60, |chance| {
        let _ = line(&by("judge", &["record", "new", "--from", "-"]), &bent(chance, &record));
    });
    let unit = [
        br#"{"id":"x","name":"\u202e","name_en":"","sector":"","relation":"SELF"}"#.to_vec(),
        b"id = \"x\"\nname = \"\\u202E\"\n".to_vec(),
    ];
    many("unit", 40, |chance| {
        let _ = line(&by("sys", &["unit", "propose", "--from", "-"]), &bent(chance, &unit));
    });
    let policy = [include_bytes!("../../assets/policy.toml").to_vec()];
    many("policy", 20, |chance| {
        let _ = line(&by("sys", &["policy", "propose", "--from", "-"]), &bent(chance, &policy));
    });
    const VERBS: &[&str] = &[
        "list",
        "show",
        "desk",
        "ledger",
        "proof",
        "confirm",
        "quick",
        "escalation",
        "committee",
        "codes",
        "check-proof",
        "whoami",
    ];
    many("words", 150, |chance| {
        let mut args = by(chance.of::<&str>(&["judge", "cus_a", "aud", "nobody"]), &[*chance.of(VERBS)]);
        for _ in 0..chance.below(4) {
            args.push(words(chance, 8).replace('\0', ""));
        }
        if chance.below(3) == 0 {
            args.push("--json".to_owned());
        }
        line(&args, b"");
    });
}

/// Somebody, or a cat, at the keys.
fn any_event(chance: &mut Chance) -> Event {
    const KEYS: &[Key] = &[
        Key::Enter,
        Key::Enter,
        Key::Esc,
        Key::Tab,
        Key::BackTab,
        Key::Backspace,
        Key::Delete,
        Key::Insert,
        Key::Up,
        Key::Down,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::Home,
        Key::End,
        Key::PageUp,
        Key::PageDown,
        Key::F(1),
        Key::F(2),
        Key::F(3),
        Key::F(4),
        Key::F(7),
        Key::F(8),
        Key::F(9),
        Key::F(12),
        Key::Ctrl('l'),
        Key::Ctrl('p'),
        Key::Ctrl('u'),
        Key::Ctrl('z'),
    ];
    match chance.below(20) {
        0 => Event::Resize(1 + chance.below(220) as u16, 1 + chance.below(70) as u16),
        1 => Event::Paste(words(chance, 30)),
        2 => Event::Wake,
        3 => Event::Repaint,
        4..=9 => Event::Key(*chance.of(KEYS)),
        10..=13 => Event::Key(Key::Char(char::from(b' ' + chance.below(95) as u8))),
        14 => Event::Key(Key::Char(*chance.of(&['张', '？', '：', '１', '\u{202e}', '\u{301}', '𠅤', '、']))),
        _ => Event::Key(Key::Char(
            *chance.of(&['1', '2', '3', '4', '8', '9', '0', 'c', 'h', 'P', 'L', 'R', 'f', '/', 'u', 'e']),
        )),
    }
}

#[test]
fn the_screens_stand_whatever_is_pressed() {
    const EVENTS: usize = 250;
    let mut play = Play::begin();
    many("screens", 8, |chance| {
        let who =
            *chance.of(&["judge", "cus_a", "cus_b", "dis", "head", "chief", "sys", "sea", "aud", "sec"]);
        if play.app.ended().is_some() {
            play = Play::begin();
        }
        play.sit(who);
        for _ in 0..EVENTS {
            let event = any_event(chance);
            // Leaving is no fault; whoever left sits down again.
            if play.app.ended().is_some() {
                play = Play::begin();
                play.sit(who);
            }
            play.app.event(event.clone());
            play.app.draw().unwrap();
            let display = play.app.display();
            let area = display.area();
            for row in text(display.shown()).lines() {
                assert!(width(row) <= usize::from(area.width), "{event:?}: {row:?}");
            }
            if let Some(caret) = play.app.caret() {
                assert!(area.contains(caret), "{event:?}: the caret at {caret} of {area}");
            }
        }
        wire::terminal(&std::mem::take(play.app.display_mut().out())).unwrap();
    });
}
