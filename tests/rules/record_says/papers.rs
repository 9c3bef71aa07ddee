//! The sheet for the day without a disk, and what is copied into a platform above.

use crate::line::{Place, SAMPLE, run, text};
use crate::support::{Court, START, person, phone_call, rule, wrong};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::MatterId;
use liuhen::domain::record::{Filing, RecordCommand};
use liuhen::domain::refusal::Rule;
use liuhen::office::{Receipt, Trouble};

/// Where each of these words first stands, in their order.
fn in_order(sheet: &str, words: &[&str]) {
    let mut from = 0;
    for word in words {
        let at = sheet[from..]
            .find(word)
            .unwrap_or_else(|| panic!("{word} is missing or out of order in\n{sheet}"));
        from += at;
    }
}

#[test]
fn the_empty_sheet_has_every_field_of_the_provisions_in_their_order() {
    let zh = run(&["draft", "blank"], "").ok().out;
    let order = [
        "领导干部干预司法活动",
        "编号",
        "填表单位",
        "姓名",
        "单位、职务",
        "领导干部本人",
        "级别、干部管理权限",
        "联系方式",
        "受谁之托",
        "与当事人关系",
        "转达人",
        "过问时间",
        "地点",
        "过问方式",
        "当面口头",
        "信息存储介质",
        "案号",
        "案由",
        "承办人",
        "办案环节",
        "过问内容",
        "情形",
        "特别报告事项",
        "在场人员",
        "签字",
        "当场处置",
        "对办案的影响",
        "留存材料及存放处",
        "记录人",
        "甄别意见",
        "移送去向",
        "备注",
        "保管人",
        "保管人",
    ];
    in_order(&zh, &order);
    let en = run(&["--lang", "en", "draft", "blank"], "").ok().out;
    in_order(
        &en,
        &[
            "Inquirer: name",
            "unit and post",
            "On whose behalf",
            "Relayer",
            "Place",
            "Face to face",
            "Case number",
            "What was said",
            "Persons present",
            "Materials kept, and where they lie",
            "Custodian",
        ],
    );
    assert!(en.is_ascii(), "{en}");
    for line in zh.lines().chain(en.lines()) {
        assert!(liuhen::text::width(line) <= 80, "{line}");
    }
}

#[test]
fn each_stream_has_a_sheet_of_its_own() {
    let of = |stream: &str| run(&["draft", "blank", "--stream", stream], "").ok().out;
    let inside = of("司法机关内部人员过问");
    assert!(inside.contains("司法机关内部人员过问案件情况登记表") && inside.contains("原单位"), "{inside}");
    assert!(!inside.contains("特别报告事项"), "{inside}");
    let kin = of("KIN");
    assert!(kin.contains("执业证号") && !kin.contains("案号") && !kin.contains("过问方式"), "{kin}");
    assert!(of("CON").contains("接触情形") && of("DUTY").contains("书面意见"));
    let said = run(&["--json", "draft", "blank", "--stream", "NONE"], "").ended(5).error();
    assert_eq!(said["problems"][0]["field"], "stream");
}

#[test]
fn a_filled_sheet_follows_the_same_rows() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let sheet = p.by("judge", &["show", &no, "--paper"]).ok().out;
    in_order(
        &sheet,
        &[
            "编号",
            "姓名",
            "张三",
            "单位、职务",
            "某公司  经理",
            "过问方式",
            "电话",
            "案号",
            "(2026)京0105民初1号",
            "过问内容",
            "希望尽快开庭",
            "保管人",
            "保管人",
        ],
    );
}

fn file(court: &mut Court, who: &str, record: &MatterId, number: &str) -> Result<Receipt, Trouble> {
    let filing = Filing { platform: "SPC".into(), number: number.into(), on: START, by: "何知远".into() };
    court.by(who).record(record, RecordCommand::NoteFiling { filing })
}

#[test]
fn once_confirmed_the_recorder_or_a_custodian_notes_that_it_stands_above() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(file(&mut court, "clerk_he", &record, "1")), Rule::NotNow);
    court.confirm_twice(&record);
    for who in ["judge_wang", "chief", "dis_e"] {
        assert_eq!(rule(file(&mut court, who, &record, "1")), Rule::NotYourCapacity, "{who}");
    }
    assert_eq!(file(&mut court, "clerk_he", &record, "皖-2026-17").unwrap().kind, "record.filed");
    let own = court.by("clerk_he").sheet(&record).unwrap().record;
    assert_eq!(
        (own.filings.len(), own.filings[0].number.as_str(), own.filings[0].by.as_str()),
        (1, "皖-2026-17", "何知远")
    );
    assert_eq!(own.status, liuhen::domain::record::Status::Confirmed);
    // A mistake is noted once more; the newest stands, both are in the story.
    file(&mut court, "cus_an", &record, "皖-2026-71").unwrap();
    let kept = court.by("cus_an").sheet(&record).unwrap();
    assert_eq!(kept.record.filings.iter().map(|f| f.number.as_str()).collect::<Vec<_>>(), ["皖-2026-71"]);
    assert_eq!(kept.story.iter().filter(|l| l.kind == "record.filed").count(), 2);
    // Who entered it may be the recorder: the name opens with his.
    let blind = court.by("cus_cao").sheet(&record).unwrap().record;
    assert_eq!(blind.filings[0].by, "");
    assert!(court.by("judge_wang").sheet(&record).unwrap().record.filings.is_empty());
    let can = |court: &mut Court, who: &str| {
        let sheet = court.by(who).sheet(&record).unwrap();
        sheet.can.iter().find(|c| c.act == Act::NoteFiling).is_some_and(|c| c.why_not.is_none())
    };
    assert!(can(&mut court, "clerk_he") && can(&mut court, "cus_bai") && !can(&mut court, "chief"));
    court.assert_sound();
    let _ = person;
}

#[test]
fn a_filing_that_says_nothing_or_lies_ahead_is_wrong_in_its_fields() {
    let mut court = Court::founded();
    let record = court.confirmed();
    let filing = Filing { platform: "X".into(), number: " ".into(), on: START + 1, by: String::new() };
    let no = court.by("cus_an").record(&record, RecordCommand::NoteFiling { filing });
    assert_eq!(wrong(no), ["platform", "number", "by", "on"]);
}

#[test]
fn the_copy_sheet_has_the_platforms_order_or_ones_own() {
    let p = Place::training();
    let (no, revision) = p.record(&[]);
    let copy = p.by("judge", &["record", "copy", &no]).ok().out;
    in_order(
        &copy,
        &[
            "最高人民法院",
            "过问人姓名",
            "张三",
            "单位、职务",
            "过问方式",
            "电话",
            "案号",
            "(2026)京0105民初1号",
            "过问内容",
            "希望尽快开庭",
        ],
    );
    let spp = p.by("custodian1", &["--json", "record", "copy", &no, "--platform", "SPP"]).ok().json();
    let labels: Vec<String> = spp["fields"].as_array().unwrap().iter().map(|f| text(&f["label"])).collect();
    assert_eq!(labels[..4], ["干预、过问人姓名", "所在单位与职务", "时间", "地点"]);
    let own = p.path("own.toml");
    let order = "[[platform]]\ncode = \"SPC\"\nsource = \"本院核对\"\nverified = true\nrow = [{ zh = \"案号\", en = \"Case\", value = \"case_no\" }, { zh = \"谁\", en = \"Who\", value = \"name\" }]\n";
    std::fs::write(&own, order).unwrap();
    let copied = p.by("judge", &["record", "copy", &no, "--order", own.to_str().unwrap()]).ok().out;
    in_order(&copied, &["案号", "(2026)京0105民初1号", "谁", "张三"]);
    std::fs::write(&own, order.replace("\"name\"", "\"nane\"")).unwrap();
    let said = p.by("judge", &["record", "copy", &no, "--order", own.to_str().unwrap()]).ended(5);
    assert!(said.err.contains("nane"), "{said:?}");
    // The line of the note.
    let last4 = no[no.len() - 4..].to_owned();
    p.confirm("custodian1", &no, &revision, &[]).ok();
    p.confirm("custodian2", &no, &revision, &["--last4", &last4]).ok();
    p.by("judge", &["record", "filed", &no, "--number", "京-2026-9", "--on", "今天"]).ok();
    let page = p.by("custodian1", &["show", &no]).ok().out;
    assert!(page.contains("京-2026-9"), "{page}");
    let _ = SAMPLE;
}
