//! A record may be about several cases, and each of them counts.

use crate::line::{Place, SAMPLE, text};
use crate::support::words::{CASE, CIVIL_CASE};
use crate::support::{Court, actor, phone_call, rule, with_material};
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{Interest, OrganChange};
use liuhen::domain::record::{CaseOf, RecordText};
use liuhen::domain::refusal::Rule;
use liuhen::domain::search::Filter;
use serde_json::json;

fn about_both() -> RecordText {
    let mut text = phone_call();
    text.case_no = "（2026）皖0602刑初12号、（２０２６）皖0602民初033号".to_owned();
    text
}

/// Cases of the list's only record that a person finds with these words.
fn found(court: &mut Court, who: &str, typed: &str) -> usize {
    let filter = Filter::parse(typed, court.now(), &|_| None, &|_| None).unwrap();
    court.office.records(&actor(who), &filter, liuhen::domain::search::Near::Start, 10).unwrap().total
}

fn cases(court: &mut Court, record: &MatterId) -> Vec<String> {
    let sheet = court.by("dish_fan").sheet(record).unwrap();
    sheet.record.text.cases().into_iter().map(|c| c.case_no).collect()
}

#[test]
fn several_numbers_in_one_field_are_several_cases_and_each_is_found() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(about_both()).unwrap().matter;
    assert_eq!(cases(&mut court, &record), [CASE, CIVIL_CASE]);
    let text = court.by("dish_fan").sheet(&record).unwrap().record.text;
    assert_eq!((text.case_no.as_str(), text.other_cases.len()), (CASE, 1));
    for typed in [CASE, CIVIL_CASE] {
        assert_eq!(found(&mut court, "cus_an", typed), 1, "{typed}");
    }
    let all = Filter::default();
    let line = court
        .office
        .records(&actor("cus_an"), &all, liuhen::domain::search::Near::Start, 1)
        .unwrap()
        .lines
        .remove(0);
    assert_eq!(line.cases.to_string(), format!("{CASE}+1"));
    assert_eq!(line.cases.in_full(), format!("{CASE}、{CIVIL_CASE}"));
    let shown = serde_json::to_value(&line).unwrap();
    assert_eq!((&shown["case_no"], &shown["other_cases"]), (&json!(CASE), &json!([CIVIL_CASE])));
    court.assert_sound();
}

#[test]
fn who_sits_on_the_second_case_sees_the_record_and_does_not_check_it() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(about_both()).unwrap().matter;
    // Judge Liu handles the civil case alone.
    assert!(court.by("judge_liu").sheet(&record).is_ok());
    let first_alone = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(court.by("judge_liu").sheet(&first_alone)), Rule::NoSuchMatter);
    let mut case = court.office.organ().cases[CIVIL_CASE].clone();
    case.panel.push("cus_an".into());
    court.change(OrganChange::Case { case });
    assert_eq!(rule(court.by("cus_an").confirm(&record)), Rule::NotYourCapacity);
    court.by("cus_bai").confirm(&record).unwrap();
    court.by("cus_cao").confirm(&record).unwrap();
}

#[test]
fn an_interest_in_any_of_the_cases_hides_the_record_however_it_was_written_down() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(about_both()).unwrap().matter;
    let case_no = "（2026）皖0602民初33号".to_owned();
    let interest =
        Interest { person: "cus_an".into(), case_no, reason: "与当事人有合伙关系".to_owned() };
    court.change(OrganChange::Interest { interest });
    assert_eq!(rule(court.by("cus_an").sheet(&record)), Rule::NoSuchMatter);
    assert_eq!(found(&mut court, "cus_an", ""), 0);
    court.assert_sound();
}

#[test]
fn the_handler_of_any_case_may_apply_for_a_collective_decision() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(about_both()).unwrap().matter;
    for judge in ["judge_wang", "judge_liu"] {
        let can = court.by(judge).sheet(&record).unwrap().can;
        let apply = can.iter().find(|c| c.act == liuhen::domain::flow::Act::Apply).unwrap();
        assert!(apply.why_not.is_none(), "{judge} {apply:?}");
    }
}

#[test]
fn a_case_entered_in_another_spelling_is_the_same_case() {
    let mut court = Court::founded();
    let mut case = court.office.organ().cases[CIVIL_CASE].clone();
    case.case_no = "〔2026〕皖0602民初034号".to_owned();
    case.handler = "judge_tang".into();
    court.change(OrganChange::Case { case });
    let mut text = phone_call();
    text.case_no = "(2026)皖0602民初34号".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert!(court.by("judge_tang").sheet(&record).is_ok());
}

#[test]
fn the_second_custodian_reads_every_number_off_the_material() {
    let mut court = Court::founded();
    let hash = court.letter("短信");
    let mut text = with_material(&hash);
    text.case_no = about_both().case_no;
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    let with = |case| [("name", "钱大海"), ("date", "2026-03-10"), ("case_no", case)];
    for one in [CASE, CIVIL_CASE, "(2026)皖0602刑初12号、(2026)皖0602民初34号"] {
        let no = court.by("cus_bai").confirm_blind(&record, &with(one));
        assert_eq!(rule(no), Rule::BlindFieldDiffers, "{one}");
    }
    let both = format!("{CIVIL_CASE}，（2026）皖0602刑初012号");
    court.by("cus_bai").confirm_blind(&record, &with(&both)).unwrap();
}

#[test]
fn each_case_has_a_stage_of_its_own_where_it_differs() {
    let mut court = Court::founded();
    let mut text = phone_call();
    let of = |case_no: &str, stage: &str| CaseOf { case_no: case_no.to_owned(), stage: stage.to_owned() };
    text.other_cases =
        vec![of("（2026）皖0602民初33号", "EXEC"), of(CASE, "TRIAL2"), of("(2026)皖0602民初35号", "TRIAL1")];
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    let kept = court.by("dish_fan").sheet(&record).unwrap().record.text;
    assert_eq!(kept.other_cases, [of(CIVIL_CASE, "EXEC"), of("(2026)皖0602民初35号", "")]);
    assert_eq!(kept.cases()[2].stage, "TRIAL1");
    text.other_cases[0].stage = "NOWHERE".to_owned();
    assert_eq!(crate::support::wrong(court.by("clerk_he").submit(text)), ["other_cases[0].stage"]);
}

#[test]
fn a_quick_note_about_several_cases_is_folded_and_says_so() {
    let p = Place::training();
    let line = "（2026）京0105民初1号、2号、（2026）京0105乱终3号";
    let said = p.by("judge", &["quick", "--who", "张三", "--line", "来电", "--case", line]).ok();
    assert!(said.err.contains("类型代字") && said.err.contains("(2026)京0105民初2号"), "{said:?}");
    let shown = p.by("judge", &["--json", "list"]).ok().out;
    let shown: serde_json::Value = serde_json::from_str(shown.lines().next().unwrap()).unwrap();
    assert_eq!(shown["case_no"], "(2026)京0105民初1号");
    assert_eq!(shown["other_cases"], json!(["(2026)京0105民初2号", "(2026)京0105乱终3号"]));
    let said = p.by("judge", &["quick", "--who", "李四", "--line", "来电", "--case", "garbage!!"]).ok();
    assert!(said.err.contains("garbage!!"), "{said:?}");
    let long = "字".repeat(61);
    let said = p.by("judge", &["--json", "quick", "--who", "王", "--line", "来电", "--case", &long]).ended(5);
    assert_eq!(said.error()["problems"][0]["field"], "case_no", "{said:?}");
}

#[test]
fn the_line_takes_a_series_as_people_write_it() {
    let p = Place::training();
    let json = SAMPLE.replace("（2026）京0105民初1号", "（2026）京0105民初1至3号，（2026）京0105民终7号");
    let new = ["--as", "judge", "--json", "record", "new", "--from", "-"];
    let no = text(&p.fed(&new, &json).ok().json()["ref"]);
    let shown = p.by("judge", &["--json", "show", &no]).ok().json();
    let others: Vec<String> = shown["record"]["text"]["other_cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| text(&c["case_no"]))
        .collect();
    assert_eq!(others, ["(2026)京0105民初2号", "(2026)京0105民初3号", "(2026)京0105民终7号"]);
    // What was printed may be handed in again as it is.
    let again = p.fed(&["--as", "judge", "record", "amend", &no, "--from", "-"], &shown.to_string()).ok();
    assert!(again.out.contains(&no), "{again:?}");
    let page = p.by("judge", &["show", &no]).ok().out;
    assert!(page.contains("(2026)京0105民终7号"), "{page}");
    let found = p.by("custodian1", &["list", "案号:(2026)京0105民初3号"]).ok().out;
    assert!(found.contains(&no) && found.contains("(2026)京0105民初1号+3"), "{found}");
}
