//! Two custodians on the line, and what stands in their way.

use crate::line;
use line::{NINE, Place, SAMPLE, run, text};
use serde_json::Value;

#[test]
fn two_custodians_take_a_record_in_and_each_act_gives_a_receipt() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    let first = p.confirm("custodian1", &no, &revision, &[]).ok();
    assert!(first.out.contains(&no) && first.out.contains("核验码"), "{first:?}");
    let shown = p.by("custodian2", &["--json", "show", &no]).ok().json();
    assert_eq!(shown["record"]["status"], "one_hand");
    // Nine answers and the last four: without them there is no second hand.
    let wrong = p.confirm("custodian2", &no, &revision, &["--last4", "0000"]).ended(3);
    assert!(wrong.err.contains("末四位"), "{wrong:?}");
    let last4 = no[no.len() - 4..].to_lowercase();
    p.confirm("custodian1", &no, &revision, &["--last4", &last4]).ended(3);
    p.confirm("custodian2", &no, &revision, &["--last4", &last4]).ok();
    let shown = p.by("judge", &["--json", "show", &no]).ok().json();
    assert_eq!(shown["record"]["status"], "confirmed");
    assert!(text(&shown["record"]["record_no"]).contains("示法"), "{shown}");
    let page = p.by("judge", &["show", &no]).ok().out;
    for words in ["培训登记册", "张三", "电话", "双人", "谁能看到"] {
        assert!(page.contains(words) || words == "双人", "{words}: {page}");
    }
}

#[test]
fn whoever_agrees_to_void_names_the_text_he_read_or_takes_the_one_that_stands() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    let void = |who: &str, verb: &str, named: &[&str]| {
        p.by(who, &[&["record", verb, &no, "--reason", "误录"], named].concat())
    };
    void("judge", "void", &["--revision", "000000000000"]).ended(3);
    void("judge", "void", &[]).ok();
    void("custodian1", "refuse-void", &["--revision", "000000000000"]).ended(3);
    void("custodian1", "void", &["--revision", "000000000000"]).ended(3);
    void("custodian1", "void", &["--revision", &revision.to_uppercase()]).ok();
}

#[test]
fn all_nine_points_are_answered_one_by_one() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    let some = ["confirm", &no, "--revision", &revision, "--right", "name,post"];
    let refused = p.by("custodian1", &some).ended(3);
    assert!(refused.err.contains("还缺"), "{refused:?}");
    let all = ["confirm", &no, "--revision", &revision, "--all-right"];
    p.by("custodian1", &all).ended(2);
    let twice = ["confirm", &no, "--revision", &revision, "--right", NINE, "--doubt", "姓名"];
    assert!(p.by("custodian1", &twice).ended(2).err.contains("姓名"));
    let unknown = ["confirm", &no, "--revision", &revision, "--right", "colour"];
    p.by("custodian1", &unknown).ended(5);
    let eight = NINE.replace("name,", "");
    let doubt = ["confirm", &no, "--revision", &revision, "--right", &eight, "--doubt", "name"];
    assert!(p.by("custodian1", &doubt).ended(3).err.contains("理由"));
    let return_it = ["confirm", &no, "--revision", &revision, "--right", &eight, "--answer", "姓名=需补"];
    assert!(p.by("custodian1", &return_it).ended(3).err.contains("退回"));
    let mut remarked = doubt.to_vec();
    remarked.extend(["--remark", "名字听不清"]);
    p.by("custodian1", &remarked).ok();
}

#[test]
fn the_same_event_entered_once_more_is_shown_before_anything_is_taken() {
    let p = Place::training();
    let id = ["--command-id", "01890a5d-ac96-774b-bcce-b302099a8057"];
    let new = |more: &[&str], text: &str| {
        let line = [&["--as", "judge", "--json"], more, &["record", "new", "--from", "-"]].concat();
        p.fed(&line, text)
    };
    let first = text(&new(&id, SAMPLE).ok().json()["ref"]);
    // Another spelling is the same person and case.
    let spelled = SAMPLE.replace("张三", "張 三").replace("（2026）京0105民初1号", "(2026)京0105民初1号");
    for again in [SAMPLE, &spelled] {
        let refused = new(&[], again).ended(5).error();
        assert_eq!(refused["problems"][0]["flaw"], "written_before", "{refused}");
        assert!(refused.to_string().contains(&first) && refused.to_string().contains("--again"), "{refused}");
    }
    // The same command handed in again is answered as before; another person's record is no matter.
    assert_eq!(text(&new(&id, SAMPLE).ok().json()["ref"]), first);
    p.fed(&["--as", "custodian1", "record", "new", "--from", "-"], SAMPLE).ok();
    for other in
        [SAMPLE.replace("张三", "李四"), SAMPLE.replace("民初1号", "民初2号"), SAMPLE.replace("今天", "昨天")]
    {
        new(&[], &other).ok();
    }
    let line = ["--as", "judge", "record", "new", "--again", "--from", "-"];
    p.fed(&line, SAMPLE).ok();
    // What was withdrawn does not stand any more.
    let p = Place::training();
    let (no, _) = p.record(&[]);
    p.by("judge", &["record", "withdraw", &no, "--reason", "记错了"]).ok();
    p.fed(&["--as", "judge", "record", "new", "--from", "-"], SAMPLE).ok();
}

#[test]
fn a_text_that_changed_is_not_confirmed_unread() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    p.by("judge", &["record", "amend", &no, "--set", "content=来电询问案件进展，没有提出别的要求。"]).ok();
    let stale = p.confirm("custodian1", &no, &revision, &["--json"]).ended(3);
    let error = stale.error();
    assert_eq!((&error["kind"], &error["code"]), (&"refused".into(), &"stale_revision".into()));
    for part in ["message", "hint", "source"] {
        assert!(!text(&error[part]).is_empty(), "{part}: {error}");
    }
    let now = p.by("custodian1", &["--json", "show", &no]).ok().json();
    let now = text(&now["record"]["revision"]);
    assert_ne!(now, revision);
    p.confirm("custodian1", &no, &now, &[]).ok();
}

#[test]
fn nobody_checks_what_he_wrote_and_handing_back_names_the_field() {
    let p = Place::training();
    let own = p.fed(&["--as", "custodian1", "--json", "record", "new", "--from", "-"], SAMPLE).ok().json();
    let (no, revision) = (text(&own["ref"]), text(&own["revision"]));
    let refused = p.confirm("custodian1", &no, &revision, &["--json"]).ended(3).error();
    assert_eq!(refused["code"], "own_record");
    p.by("custodian2", &["return", &no, "--reason", "content=写明对方原话"]).ok();
    let shown = p.by("custodian1", &["--json", "show", &no]).ok().json();
    assert_eq!(shown["record"]["returned"][0]["field"], "content");
    let desk = p.by("custodian1", &["desk"]).ok().out;
    assert!(desk.contains(&no) && desk.contains("待补正"), "{desk}");
}

#[test]
fn the_second_custodian_reads_the_kept_material_himself() {
    let p = Place::training();
    let material = p.path("通话.txt");
    std::fs::write(&material, "张三 来电").unwrap();
    let (no, revision) = p.record(&["--material", material.to_str().unwrap()]);
    p.confirm("custodian1", &no, &revision, &[]).ok();
    let last4 = no[no.len() - 4..].to_owned();
    let missing = p.confirm("custodian2", &no, &revision, &["--last4", &last4, "--json"]).ended(3);
    assert_eq!(missing.error()["code"], "blind_field_missing");
    let shown = p.by("judge", &["--json", "show", &no]).ok().json();
    let day = text(&shown["record"]["text"]["occurred"]["from"])[..10].to_owned();
    let fields = |name: &str| {
        vec![
            "--last4".into(),
            last4.clone(),
            "--field".into(),
            format!("name={name}"),
            "--field".into(),
            format!("date={day}"),
            "--field".into(),
            "case_no=(2026)京0105民初1号".to_owned(),
        ]
    };
    let wrong: Vec<String> = fields("李四");
    let wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
    let differs = p.confirm("custodian2", &no, &revision, &wrong).ended(3);
    assert!(!differs.err.contains("张三"), "the record's own words must not be told: {differs:?}");
    let right: Vec<String> = fields("张三");
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    p.confirm("custodian2", &no, &revision, &right).ok();
    let bytes = p.by("custodian2", &["record", "material", &no, "1"]).ok().out;
    assert_eq!(bytes, "张三 来电");
}

#[test]
fn what_is_shown_can_be_handed_in_again() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let shown = p.by("judge", &["show", &no, "--json"]).ok().out;
    let again =
        p.fed(&["--as", "judge", "--json", "record", "new", "--again", "--from", "-"], &shown).ok().json();
    let text_of =
        |no: &str| -> Value { p.by("judge", &["--json", "show", no]).ok().json()["record"]["text"].take() };
    assert_ne!(text(&again["ref"]), no);
    assert_eq!(text_of(&no), text_of(&text(&again["ref"])));
}

#[test]
fn a_person_who_inquired_does_not_find_the_record() {
    let p = Place::training();
    let about_head =
        SAMPLE.replace("\"name\": \"张三\"", "\"person\": \"head\"").replace("EXT_LEADER", "OWN_LEADER");
    let receipt =
        p.fed(&["--as", "judge", "--json", "record", "new", "--from", "-"], &about_head).ok().json();
    let no = text(&receipt["ref"]);
    let absent = p.by("head", &["--json", "show", &no]).ended(3).error();
    let never = p.by("head", &["--json", "show", "ZZZZZZZZZ"]).ended(3).error();
    assert_eq!(absent, never);
    assert_eq!(p.by("head", &["--json", "list"]).ok().out, "");
    assert!(p.by("custodian1", &["list"]).ok().out.contains(&no));
}

#[test]
fn everything_wrong_in_the_input_is_named_at_once() {
    let p = Place::training();
    let wrong = r#"{"occured": "今天", "occurred": "13月5日", "urgent": "maybe", "people": [{"role": "INQUIRER", "age": 5}],
                    "content": "a\u202eb"}"#;
    let said = p.fed(&["--as", "judge", "--json", "record", "new", "--from", "-"], wrong).ended(5).error();
    let fields: Vec<&str> =
        said["problems"].as_array().unwrap().iter().map(|p| p["field"].as_str().unwrap()).collect();
    for field in ["occured", "occurred.from", "urgent", "people[0].age", "content"] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    let bad = p.by("judge", &["quick", "--who", "张\u{202e}三", "--line", "x"]).ended(5);
    assert!(bad.err.contains("U+202E") && !bad.err.contains('\u{202e}'), "{bad:?}");
    assert_eq!(run(&["record", "new", "--from"], "").code, 2);
}
