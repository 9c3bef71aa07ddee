//! The format against fixed vectors and against a second implementation in another language.

// The lint's own exemption reaches test functions, not their helpers.

use std::path::Path;
use std::process::Command;

use liuhen::ledger::{
    Alg, Checkpoint, Flags, Frontier, Hash, Header, LogId, Proof, RegisterId, Row, Verifier,
};
use liuhen::ledger::{hex, tree};
use liuhen::store::{Fault, Founding, Mode, Register, Tables, check, log};
use serde::Deserialize;
use serde_json::{Value, json};

const ALG: Alg = Alg::Sha256;
const VECTORS: &str = include_str!("../vectors/v1.json");

#[derive(Deserialize)]
struct Document {
    format: u8,
    register: RegisterId,
    logs: Vec<Log>,
}

#[derive(Deserialize)]
struct Log {
    log: LogId,
    events: Vec<Event>,
    heads: Vec<Head>,
    inclusion: Vec<Inclusion>,
    consistency: Vec<Consistency>,
    proof: Proof,
}

#[derive(Deserialize)]
struct Event {
    seq: u64,
    time_ms: i64,
    clock_behind: bool,
    training: bool,
    salt: Hash,
    body: String,
    commitment: Hash,
    header: String,
    leaf: Hash,
}

#[derive(Deserialize)]
struct Head {
    size: usize,
    root: Hash,
    peaks: String,
    checkpoint: String,
}

#[derive(Deserialize)]
struct Inclusion {
    seq: u64,
    size: usize,
    path: Vec<Hash>,
}

#[derive(Deserialize)]
struct Consistency {
    old: usize,
    new: usize,
    path: Vec<Hash>,
}

fn vectors() -> Document {
    let document: Document = serde_json::from_str(VECTORS).unwrap();
    assert_eq!((document.format, document.logs.len()), (1, 2));
    document
}

#[test]
fn headers_leaves_and_commitments_are_the_fixed_ones() {
    let document = vectors();
    for log in &document.logs {
        let mut verifier = Verifier::new(ALG, document.register, log.log, &[]);
        let mut prev = Hash::default();
        for event in &log.events {
            assert_eq!(ALG.commit(&event.salt.0, event.body.as_bytes()), event.commitment);
            let header = Header {
                alg: ALG,
                log: log.log,
                flags: Flags { training: event.training, clock_behind: event.clock_behind },
                register: document.register,
                seq: event.seq,
                prev,
                time_ms: event.time_ms,
                body: event.commitment,
            };
            assert_eq!(hex::encode(&header.encode()), event.header);
            assert_eq!(header.leaf(), event.leaf);
            prev = event.leaf;
            let (salt, body) = (&event.salt.0, event.body.as_bytes());
            verifier.push(&Row { header: &header.encode(), leaf: &event.leaf.0, salt, body }).unwrap();
        }
        let verified = verifier.finish().unwrap();
        assert_eq!(Some(verified.frontier.root()), log.heads.last().map(|head| head.root));
    }
}

#[test]
fn roots_edges_checkpoints_and_proofs_are_the_fixed_ones() {
    let document = vectors();
    for log in &document.logs {
        let leaves: Vec<Hash> = log.events.iter().map(|event| event.leaf).collect();
        let mut frontier = Frontier::new(ALG);
        for head in &log.heads {
            assert_eq!(tree::root(ALG, &leaves[..head.size]), head.root);
            assert_eq!((frontier.size(), frontier.root()), (head.size as u64, head.root));
            assert_eq!(hex::encode(&frontier.peaks()), head.peaks);
            let (size, root) = (frontier.size(), head.root);
            let checkpoint = Checkpoint { register: document.register, log: log.log, size, root };
            assert_eq!(checkpoint.text(), head.checkpoint);
            assert_eq!(Checkpoint::parse(&head.checkpoint), Ok(checkpoint));
            leaves.get(head.size).into_iter().for_each(|leaf| frontier.push(*leaf));
        }
        assert!(log.inclusion.len() > 4 && log.consistency.len() > 4);
        for case in &log.inclusion {
            assert_eq!(tree::inclusion(ALG, &leaves[..case.size], case.seq).as_ref(), Some(&case.path));
        }
        for case in &log.consistency {
            let path = tree::consistency(ALG, &leaves[..case.new], case.old as u64);
            assert_eq!(path.as_ref(), Some(&case.path));
            let at = |size: usize| (size as u64, log.heads[size].root);
            assert!(tree::is_consistent(ALG, at(case.old), at(case.new), &case.path));
        }
        let head = log.heads.last().map(|head| (head.size as u64, head.root));
        assert!(log.proof.check(head).unwrap().known_head);
    }
}

/// The second verifier, as the program ships it.
const VERIFY: &str = "assets/verify/verify.py";

/// Runs a script; `None`, loudly, where there is no Python.
fn python(script: &str, arguments: &[&Path]) -> Option<(bool, String)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
    // No compiled leftovers in the source folder.
    let run = Command::new("python3").arg("-B").arg(script).args(arguments).output();
    match run {
        Ok(out) => {
            let text = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
            Some((out.status.success(), text))
        }
        Err(_) => {
            crate::skip::skip("python3 is missing: the second implementation was NOT asked");
            None
        }
    }
}

#[test]
fn the_vectors_are_what_the_second_implementation_writes() {
    let Some((fine, written)) = python("tests/vectors/make.py", &[]) else { return };
    assert!(fine && written == VECTORS, "tests/vectors/make.py writes another v1.json");
}

#[test]
fn the_second_implementation_agrees_about_a_good_and_a_damaged_register() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    let founding = Founding { id: RegisterId([3; 16]), alg: ALG, training: true };
    let tables = Tables { version: 1, sql: "" };
    let (register, ()) = Register::create(&dir, founding, tables, Mode::Session, |tx| {
        for n in 0..21u8 {
            let at = 1_790_000_000_000 - i64::from(n % 5);
            log::append(tx, LogId::ALL[usize::from(n % 3 / 2)], at, &[n; 32], "{\"言\":\"来访\"}")?;
        }
        Ok::<(), Fault>(())
    })
    .unwrap();
    let report = check::check(&register, &[], |_, _, _| {}).unwrap();
    assert!(report.is_sound());
    let expected: Vec<Value> = report
        .heads(&register)
        .iter()
        .map(|h| json!({ "log": h.log.name(), "size": h.size, "root": h.root.to_string() }))
        .collect();
    drop(register);
    let file = dir.join("register.db");
    let json = Path::new("--json");
    let Some((fine, said)) = python(VERIFY, &[json, &dir]) else { return };
    let told: Value = serde_json::from_str(&said).unwrap();
    assert!(told["file"]["sound"] == true && told["history"]["sound"] == true, "{said}");
    assert_eq!(told["history"]["heads"], json!(expected));
    // These bodies are JSON, but no acts; whoever looks for signatures says so.
    assert!(!fine && told["signatures"]["problems"][0]["code"] == "body", "{said}");

    let attacker = rusqlite::Connection::open(&file).unwrap();
    let attack =
        "DROP TRIGGER event_is_not_changed; UPDATE event SET body = x'7b7d' WHERE log = 1 AND seq = 6";
    attacker.execute_batch(attack).unwrap();
    drop(attacker);
    let register = Register::open(&dir, tables, Mode::Session).unwrap();
    let report = check::check(&register, &[], |_, _, _| {}).unwrap();
    assert_eq!(report.logs[0].outcome.as_ref().unwrap_err().seq, 6);
    drop(register);
    let (fine, said) = python(VERIFY, &[json, &file]).unwrap();
    let told: Value = serde_json::from_str(&said).unwrap();
    assert!(!fine && told["history"]["acts_damage"] == json!({ "seq": 6, "code": "commitment" }), "{said}");
    assert_eq!(told["file"]["strange_parts"], json!(["event_is_not_changed"]));
    let (_, said) = python(VERIFY, &[Path::new("--lang"), Path::new("en"), &file]).unwrap();
    assert!(said.contains("log of acts: event 6 is wrong: its body is not the one committed to"), "{said}");
    let (_, said) = python(VERIFY, &[&file]).unwrap();
    assert!(said.contains("办理日志：第 6 条不符：正文被改过"), "{said}");
}

/// The statements that the page prints are the ones the program runs, and their hashes are those the
/// second verifier looks for.
#[test]
fn the_page_and_the_second_verifier_know_the_same_parts() {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    db.execute_batch(include_str!("../../assets/migrations/log.sql")).unwrap();
    let pages = [include_str!("../../docs/log-format.md"), include_str!("../../docs/log-format.en.md")];
    let script = include_str!("../../assets/verify/verify.py");
    let mut query = db.prepare("SELECT type, name, sql FROM sqlite_schema").unwrap();
    let mut rows = query.query([]).unwrap();
    let mut parts = 0;
    while let Some(row) = rows.next().unwrap() {
        let (kind, name, sql): (String, String, Option<String>) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        let hash = match &sql {
            Some(sql) => format!("\"{}\"", ALG.digest(&[sql.as_bytes()])),
            None => "None".to_owned(),
        };
        assert!(script.contains(&format!("(\"{kind}\", \"{name}\"): {hash},")), "{kind} {name} {hash}");
        let printed = sql.map_or(name, |sql| format!("{sql};\n"));
        assert!(pages.iter().all(|page| page.contains(&printed)), "{printed}");
        parts += 1;
    }
    let known: usize =
        ["table", "trigger", "index"].iter().map(|k| script.matches(&format!("(\"{k}\", \"")).count()).sum();
    assert_eq!(known, parts);
}
