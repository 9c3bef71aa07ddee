//! Nothing is read without a trace, and nothing opens by a way round: a hash, a search letter by
//! letter, a page of a matter that hangs on a record.

use crate::line;

use line::{Place, SAMPLE, text};
use liuhen::domain::policy::Masks;
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
        Masks::of(&organ, [&whole]).text(&organ, &whole).attachments[0].hash,
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

/// The second custodian reads name, date and case off the material: no line gives them to him before.
#[test]
fn no_line_gives_the_second_custodian_what_he_is_to_read_off_the_material() {
    let p = Place::training();
    let record = SAMPLE
        .replace("张三", "端木赐")
        .replace("民初1号", "民初77号")
        .replace("\"今天\"", "\"-3\"")
        .replace("来电询问", "端木赐来电问民初77号，询问")
        .replacen('{', "{ \"late_reason\": \"外出开庭\",", 1);
    let receipt = p.fed(&["--as", "judge", "--json", "record", "new", "--from", "-"], &record).ok().json();
    let (no, revision) = (text(&receipt["ref"]), text(&receipt["revision"]));
    let file = p.path("端木赐民初77号.txt");
    fs::write(&file, "请关照一下").unwrap();
    p.by("judge", &["record", "attach", &no, file.to_str().unwrap(), "--revision", &revision]).ok();
    let own = p.by("judge", &["--json", "show", &no]).ok().json();
    let revision = text(&own["record"]["revision"]);
    p.confirm("custodian1", &no, &revision, &[]).ok();
    let day = text(&own["record"]["text"]["occurred"]["from"])[..10].to_owned();
    let lines: &[&[&str]] = &[
        &["desk"],
        &["desk", "--json"],
        &["list"],
        &["--json", "list"],
        &["list", "--csv"],
        &["list", "端木赐"],
        &["list", "民初77"],
        &["show", &no],
        &["--json", "show", &no],
        &["show", &no, "--paper"],
        &["ledger"],
        &["--json", "ledger"],
        &["escalation", "list"],
        &["committee", "list"],
        &["proof", &no],
        &["proof", &no, "--with-linked"],
        &["record", "reveal", &no, "--names", "--purpose", "核对"],
        &["record", "material", &no, "1"],
        &["receipt", &no],
        &["record", "amend", &no, "--set", "place=x"],
        &["record", "link", &no, &no, "--kind", "SAME"],
    ];
    for args in lines {
        let said = p.by("custodian2", args);
        for blind in ["端木", "民初77", &day] {
            // What he typed himself may come back to him.
            if !args.iter().any(|a| a.contains(blind)) {
                assert!(
                    !format!("{}{}", said.out, said.err).contains(blind),
                    "{blind} by {args:?}: {said:?}"
                );
            }
        }
        if args[0] == "list" && args.len() > 1 && args[1] != "--csv" {
            assert!(!said.out.contains(&no), "{args:?}: {said:?}");
        }
    }
    let guessed = p.by("custodian2", &["record", "material", &no, "端木赐民初77号.txt"]).ended(3);
    let wrong = p.by("custodian2", &["record", "material", &no, "别的.txt"]).ended(3);
    assert_eq!(guessed.err.replace("端木赐民初77号", "别的"), wrong.err, "a title that fits tells nothing");
    let told = p.by("custodian2", &["show", &no]).ok().out;
    assert!(told.contains("record read-off") && told.contains("--field name="), "{told}");
    let date = format!("date={day}");
    let read = [
        "record",
        "read-off",
        &no,
        "--field",
        "name=端木赐",
        "--field",
        &date,
        "--field",
        "case_no=京0105民初77",
    ];
    p.by("custodian2", &read).ok();
    let open = p.by("custodian2", &["--json", "show", &no]).ok().json();
    assert_eq!(open["record"]["text"]["people"][0]["name"], "端木赐");
    assert_eq!(open["blind"], json!(["case_no"]), "half a number is not the number");
    p.confirm(
        "custodian2",
        &no,
        &revision,
        &["--last4", &no[5..], "--field", "case_no=(2026)京0105民初77号"],
    )
    .ok();
}

/// Every file below a directory.
fn files(at: &std::path::Path) -> usize {
    let all = fs::read_dir(at).into_iter().flatten().flatten();
    all.map(|e| if e.path().is_dir() { files(&e.path()) } else { 1 }).sum()
}

#[test]
fn a_material_that_is_refused_for_its_fields_leaves_no_file_behind() {
    let p = Place::training();
    let (no, _) = with_material(&p);
    let sheet = p.by("judge", &["--json", "show", &no]).ok().json();
    let revision = text(&sheet["record"]["revision"]);
    let file = p.path("second.txt");
    fs::write(&file, "又一次来电").unwrap();
    let materials = p.register.join("materials");
    let before = files(&materials);
    for wrong in [["--kind", "NOTHING"], ["--kind", "PAPER_ONLY"]] {
        let mut args = vec!["record", "attach", &no, file.to_str().unwrap(), "--revision", &revision];
        args.extend(wrong);
        assert_ne!(p.by("judge", &args).code, 0, "{wrong:?}");
        assert_eq!(files(&materials), before, "{wrong:?}");
    }
    p.by("judge", &["record", "attach", &no, file.to_str().unwrap(), "--revision", &revision]).ok();
    assert_eq!(files(&materials), before + 1);
}
