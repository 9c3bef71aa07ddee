//! What is signed, against fixed examples and against the second verifier.

// The lint's own exemption reaches test functions, not their helpers.
#![allow(clippy::unwrap_used)]

use liuhen::domain::event::{ActorName, Body};
use liuhen::domain::ids::Ref;
use liuhen::domain::organ::OrganChange;
use liuhen::ledger::{Hash, RegisterId};
use liuhen::signing::{Occasion, Under, said};
use serde::Deserialize;
use std::io::Write;
use std::path::Path;
use std::process::Command;

const TEXTS: &str = "tests/vectors/challenges-v1.json";
const SECOND: &str = "assets/verify/verify_signatures.py";

#[derive(Deserialize)]
struct Document {
    format: u8,
    register: RegisterId,
    texts: Vec<Text>,
}

#[derive(Deserialize)]
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

#[test]
fn the_texts_under_which_people_sign_are_the_fixed_ones_to_both() {
    let document: Document =
        serde_json::from_str(&std::fs::read_to_string(root().join(TEXTS)).unwrap()).unwrap();
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
        .args([SECOND, TEXTS])
        .current_dir(root())
        .output();
    let Ok(out) = asked else {
        // Not eprintln: the test harness would swallow it.
        let mut loud = std::io::stderr();
        writeln!(loud, "SKIP: python3 is missing: the second verifier was NOT asked").unwrap();
        return;
    };
    let told: Vec<String> = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(told, document.texts.into_iter().map(|t| t.text).collect::<Vec<_>>());
}

#[test]
fn the_second_verifiers_own_ed25519_and_notes_hold_published_examples() {
    let asked = Command::new("python3").args(["tests/vectors/notes.py", SECOND]).current_dir(root()).output();
    let Ok(out) = asked else {
        // Not eprintln: the test harness would swallow it.
        let mut loud = std::io::stderr();
        writeln!(loud, "SKIP: python3 is missing: the second verifier was NOT asked").unwrap();
        return;
    };
    let wanted = "note True\nbent text False\nother key None\nother name None\n\
                  rfc True False False\nrfc True False False\nrfc True False False\n\
                  not canonical False\nsmall order False\n";
    assert_eq!(String::from_utf8(out.stdout).unwrap(), wanted);
}
