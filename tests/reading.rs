//! Nothing is read without a trace, and nothing opens by a way round: a hash, a search letter by
//! letter, a page of a matter that hangs on a record.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod line;

use line::{Place, SAMPLE, text};
use liuhen::domain::policy::masked;
use liuhen::domain::record::RecordText;
use liuhen::office::{Mode, Office};
use serde_json::{Value, json};
use std::fs;

/// A record of the judge's with one material, and the material's hash.
fn with_material(p: &Place) -> (String, String) {
    let record = SAMPLE.replacen('{', "{ \"recorder_role\": \"HANDLER\",", 1);
    let receipt = p.fed(&["--as", "judge", "--json", "record", "new", "--from", "-"], &record).ok().json();
    let (no, revision) = (text(&receipt["ref"]), text(&receipt["revision"]));
    let file = p.path("talk.txt");
    fs::write(&file, "张三：请关照一下").unwrap();
    let args = ["record", "attach", &no, file.to_str().unwrap(), "--name", "聊天", "--revision", &revision];
    p.by("judge", &args).ok();
    let sheet = p.by("judge", &["--json", "show", &no]).ok().json();
    let hash = text(&sheet["record"]["text"]["attachments"][0]["hash"]);
    (no, hash)
}

/// A record by another person that names a material it never brought.
fn claiming(p: &Place, account: &str, hash: &str) -> line::Said {
    let mut record: Value = serde_json::from_str(SAMPLE).unwrap();
    record["attachments"] = json!([{
        "kind": "TEXT", "title": "聊天", "hash": hash, "size": 10,
        "original_location": "", "medium": "", "file_destination": ""
    }]);
    p.fed(&["--as", account, "--json", "record", "new", "--from", "-"], &record.to_string())
}

fn reads(p: &Place) -> usize {
    p.by("audit", &["--json", "ledger", "--reads", "--limit", "500"]).ok().out.lines().count()
}

#[test]
fn a_hash_alone_opens_nothing_and_tells_nothing() {
    let p = Place::training();
    let (_, hash) = with_material(&p);
    let other = "ab".repeat(32);
    let (there, nowhere) = (claiming(&p, "head", &hash).ended(5), claiming(&p, "head", &other).ended(5));
    assert_eq!(there.err, nowhere.err, "whether those bytes are here is nobody's to ask");
    // Whoever brought the bytes himself may name them.
    let file = p.path("own.txt");
    fs::write(&file, "自己的").unwrap();
    let mine = p.fed(
        &["--as", "head", "--json", "record", "new", "--from", "-", "--material", file.to_str().unwrap()],
        SAMPLE,
    );
    assert_eq!(mine.code, 0, "{mine:?}");
}

#[test]
fn what_is_masked_gives_no_hash_and_what_the_recorder_is_to_the_case_is_closed() {
    let p = Place::training();
    let (no, hash) = with_material(&p);
    for account in ["head", "custodian1", "discipline", "audit", "system", "deputy"] {
        let shown = p.by(account, &["--json", "show", &no]);
        if shown.code != 0 {
            continue;
        }
        let sheet = shown.json();
        // Whoever may open the recorder's name may see what he is to the case.
        if sheet["record"]["recorder_can_be_opened"] != true {
            assert_eq!(sheet["record"]["text"]["recorder_role"].as_str().unwrap_or(""), "", "{account}");
        }
    }
    let own = p.by("judge", &["--json", "show", &no]).ok().json();
    assert_eq!(own["record"]["text"]["recorder_role"], "HANDLER");
    let whole: RecordText = serde_json::from_value(own["record"]["text"].clone()).unwrap();
    assert_eq!(whole.attachments[0].hash.as_deref(), Some(hash.as_str()));
    let organ = Office::open(&p.register, Mode::Evidence).unwrap().organ().clone();
    assert_eq!(
        masked(&organ, &whole).attachments[0].hash,
        None,
        "it would tell whether one has the same file"
    );
}

#[test]
fn an_opening_is_noted_once_for_each_call_and_a_list_that_leaves_is_noted() {
    let p = Place::training();
    let (no, _) = with_material(&p);
    let before = reads(&p);
    p.by("custodian1", &["show", &no]).ok();
    let opened = reads(&p);
    // The auditor's own look at the reads is no reading of a record.
    assert_eq!(opened, before + 1);
    p.by("custodian1", &["list"]).ok();
    assert_eq!(reads(&p), opened + 1, "text that goes into a file leaves as much as a table does");
}
