//! What is signed, against fixed examples and against the second verifier.

// The lint's own exemption reaches test functions, not their helpers.

use liuhen::domain::codes;
use liuhen::domain::event::{ActorName, Body, Event};
use liuhen::domain::ids::Ref;
use liuhen::domain::organ::{OrganChange, OrganEvent};
use liuhen::domain::registry;
use liuhen::domain::signature::Signed;
use liuhen::ledger::{Hash, RegisterId};
use liuhen::signing::{Occasion, Under, said};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

const TEXTS: [&str; 2] = ["tests/vectors/challenges-v1.json", "tests/vectors/challenges-v2.json"];
const SECOND: &str = "assets/verify/verify_signatures.py";

#[derive(Deserialize, Serialize)]
struct Document {
    format: u8,
    register: RegisterId,
    texts: Vec<Text>,
}

#[derive(Deserialize, Serialize)]
struct Text {
    namespace: String,
    body: String,
    #[serde(rename = "ref")]
    ref_: Option<Ref>,
    size: u64,
    root: Hash,
    expires_ms: i64,
    text: String,
    /// From version 2 on: where the log of reads stood.
    reads: Option<(u64, Hash)>,
    /// The change that the event settles.
    #[serde(alias = "confirms")]
    settles: Option<OrganChange>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Run once, when version 2 is released: a text for every line of acts-v2.jsonl that is signed.
#[test]
#[ignore = "writes the file that must never change again"]
fn write_the_texts_of_version_2() {
    let acts = std::fs::read_to_string(root().join("tests/vectors/acts-v2.jsonl")).unwrap();
    let register = RegisterId(std::array::from_fn(|n| n as u8));
    let (root_of_acts, root_of_reads) = (Hash([0xab; 32]), Hash([0xcd; 32]));
    let mut texts = Vec::new();
    for (n, line) in acts.lines().enumerate() {
        let body: Body = serde_json::from_str(line).unwrap();
        let ActorName::Person(person) = &body.actor else { continue };
        let (size, expires) = (1000 + n as u64, 1_795_140_020_000 + 1000 * n as i64);
        let reads = Some((17, root_of_reads));
        let occasion = Occasion { register, size, root: root_of_acts, reads, nonce: body.command, expires };
        let ref_ = (!body.act.begins()).then(|| Ref("7K2M9QXA4".to_owned()));
        let settling = matches!(
            body.act,
            Event::Organ(OrganEvent::ProposalConfirmed { .. } | OrganEvent::ProposalRefused { .. })
        );
        let settles = settling.then(|| OrganChange::Active { person: "clerk_he".into(), active: false });
        let (matter, seen, event) = (&body.matter, body.seen.as_ref(), &body.act);
        let under =
            Under { matter, ref_: ref_.as_ref(), person, seen, event, v: body.v, settles: settles.as_ref() };
        let Some(made) = said(&occasion, &under) else { continue };
        texts.push(Text {
            namespace: made.kind.namespace().to_owned(),
            body: line.to_owned(),
            ref_,
            size,
            root: root_of_acts,
            expires_ms: expires,
            text: made.text,
            reads,
            settles,
        });
    }
    let document = Document { format: 1, register, texts };
    std::fs::write(root().join(TEXTS[1]), serde_json::to_string_pretty(&document).unwrap() + "\n").unwrap();
}

#[test]
fn the_texts_under_which_people_sign_are_the_fixed_ones_to_both() {
    TEXTS.into_iter().for_each(the_texts_are_the_fixed_ones);
    // Every kind of act that version 2 has signed is among them.
    let acts = std::fs::read_to_string(root().join("tests/vectors/acts-v2.jsonl")).unwrap();
    let bodies = acts.lines().map(|l| serde_json::from_str::<Body>(l).unwrap());
    let signed = bodies.filter(|b| Signed::of_event(&b.act, 2).is_some()).map(|b| b.kind);
    let text = std::fs::read_to_string(root().join(TEXTS[1])).unwrap();
    let missing: Vec<String> = signed.filter(|kind| !text.contains(kind.as_str())).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[derive(Deserialize)]
struct Known {
    signed: Vec<Option<String>>,
    kinds: BTreeMap<String, BTreeMap<String, Row>>,
    follows: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Row {
    from: BTreeSet<Option<String>>,
    to: BTreeSet<Option<String>>,
    apart: BTreeSet<String>,
}

/// What is written by hand a second time names every kind of act, and says the same of it.
#[test]
fn the_second_verifier_knows_every_kind_of_act_there_is() {
    let files = [2, 4, 6, 7, 9, 10].map(|v| format!("tests/vectors/acts-v{v}.jsonl"));
    files.iter().for_each(|acts| it_knows_all_of(acts));
}

fn it_knows_all_of(acts: &str) {
    let known = "tests/vectors/known.py";
    let line = [known, SECOND, "assets/verify/verify_acts.py", acts];
    let Ok(out) = Command::new("python3").args(line).current_dir(root()).output() else {
        // Not eprintln: the test harness would swallow it.
        crate::skip::skip("python3 is missing: the second verifier was NOT asked");
        return;
    };
    let known: Known = serde_json::from_slice(&out.stdout).unwrap();
    let acts = std::fs::read_to_string(root().join(acts)).unwrap();
    for (line, theirs) in acts.lines().zip(&known.signed) {
        let body: Body = serde_json::from_str(line).unwrap();
        let ours = Signed::of_event(&body.act, body.v).map(|kind| kind.code().to_owned());
        assert_eq!(&ours, theirs, "{}", body.kind);
    }
    assert_eq!(acts.lines().count(), known.signed.len());
    let mut kinds = BTreeMap::new();
    // A kind with screens of its own has rules of its own there too.
    for kind in registry::plain() {
        let state = |code: &str| Some(code.to_owned()).filter(|code| *code != kind.none);
        let row = |act| {
            let row = kind.rows.iter().find(|row| row.act == act).unwrap();
            let to = row.leads.iter().map(|(from, to)| (from != to).then(|| (*to).to_owned())).collect();
            let events = kind.events.iter().filter(|(_, act)| row.apart.contains(act));
            Row {
                from: row.from.iter().map(|code| state(code)).collect(),
                to,
                apart: events.map(|(code, _)| (*code).to_owned()).collect(),
            }
        };
        let rows = kind.events.iter().map(|(code, act)| ((*code).to_owned(), row(*act))).collect();
        kinds.insert(kind.code.to_owned(), rows);
    }
    assert_eq!(known.kinds, kinds);
    // What a class brings along, by the list of classes.
    let kind = |then: &String| match then.as_str() {
        "ROUTE" => Some("routing".to_owned()),
        "CIRCULATE" => Some("circulation".to_owned()),
        "ACCOUNT" => Some("accountability".to_owned()),
        _ => None,
    };
    let classes = codes::list("CL10").rows().iter();
    let follows = classes.map(|row| (row.code.clone(), row.then.iter().filter_map(kind).collect::<Vec<_>>()));
    assert_eq!(known.follows, follows.filter(|(_, kinds)| !kinds.is_empty()).collect());
}

fn the_texts_are_the_fixed_ones(file: &str) {
    let document: Document =
        serde_json::from_str(&std::fs::read_to_string(root().join(file)).unwrap()).unwrap();
    assert!(document.format == 1 && document.texts.len() > 10);
    for case in &document.texts {
        let body: Body = serde_json::from_str(&case.body).unwrap();
        let ActorName::Person(person) = &body.actor else { unreachable!() };
        let occasion = Occasion {
            register: document.register,
            size: case.size,
            root: case.root,
            reads: case.reads,
            nonce: body.command,
            expires: case.expires_ms,
        };
        let under = Under {
            matter: &body.matter,
            ref_: case.ref_.as_ref(),
            person,
            seen: body.seen.as_ref(),
            event: &body.act,
            v: body.v,
            settles: case.settles.as_ref(),
        };
        let made = said(&occasion, &under).unwrap();
        assert_eq!((made.text, made.kind.namespace()), (case.text.clone(), case.namespace.as_str()));
    }
    for namespace in ["confirm", "vote", "decision", "checkpoint", "change"] {
        assert!(
            document.texts.iter().any(|t| t.namespace == format!("liuhen-{namespace}@v1")),
            "{namespace}"
        );
    }
    let asked = Command::new("python3")
        .arg("tests/vectors/texts.py")
        .args([SECOND, file])
        .current_dir(root())
        .output();
    let Ok(out) = asked else {
        crate::skip::skip("python3 is missing: the second verifier was NOT asked");
        return;
    };
    let told: Vec<String> = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(told, document.texts.into_iter().map(|t| t.text).collect::<Vec<_>>());
}

#[test]
fn the_second_verifiers_own_ed25519_and_notes_hold_published_examples() {
    let asked = Command::new("python3").args(["tests/vectors/notes.py", SECOND]).current_dir(root()).output();
    let Ok(out) = asked else {
        crate::skip::skip("python3 is missing: the second verifier was NOT asked");
        return;
    };
    let wanted = "note True\nbent text False\nother key None\nother name None\n\
                  rfc True False False\nrfc True False False\nrfc True False False\n\
                  not canonical False\nsmall order False\n";
    assert_eq!(String::from_utf8(out.stdout).unwrap(), wanted);
}
