//! What is left out of a text for somebody is left out wherever a text is shown: of what stands, stood and is
//! proposed, in its page, in lists, in what is found. And the recorder has no row by which he is told from others.

use crate::support;

use liuhen::domain::event::Event;
use liuhen::domain::ids::{MatterId, Ref};
use liuhen::domain::organ::{OrganChange, Person, Role, Unit};
use liuhen::domain::record::{CaseOf, ChangeDraft, Gift, PersonRole, RecordCommand, RecordEvent, RecordText};
use liuhen::domain::search::{Filter, Near};
use liuhen::office::Reveal;
use serde_json::{Value, json};
use std::process::Command as Process;
use support::words::insider;
use support::*;
use uuid::Uuid;

fn correct(court: &mut Court, record: &MatterId, text: RecordText, reason: &str) {
    let seen = court.by("clerk_he").seen(record);
    let change = ChangeDraft::Correction { text: Box::new(text) };
    let act = RecordCommand::ProposeChange { seen, change, reason: reason.to_owned() };
    court.by("clerk_he").record(record, act).unwrap();
}

/// A page as it is given out, with the texts that stood before.
fn page(court: &mut Court, who: &str, record: &MatterId) -> Value {
    let sheet = court.by(who).sheet(record).unwrap();
    json!([json!(sheet), json!(sheet.earlier)])
}

#[test]
fn the_recorder_has_no_row_among_those_who_were_there() {
    let mut court = Court::founded();
    assert_eq!(wrong(court.by("clerk_he").submit(visit(&["judge_chen", "clerk_he"]))), ["people[2].person"]);
    let mut text = visit(&["judge_chen"]);
    text.people.push(insider("clerk_he", "RELATIVE"));
    let fields = wrong(court.by("clerk_he").submit(text));
    assert!(fields.contains(&"people[2].person".to_owned()), "{fields:?}");
    let record = court.by("clerk_he").submit(visit(&["judge_chen"])).unwrap().matter;
    assert_eq!(wrong(court.by("clerk_he").amend(&record, visit(&["clerk_he"]))), ["people[1].person"]);
    // Who records for another names him as any other.
    court.by("judge_wang").submit(visit(&["clerk_he", "judge_chen"])).unwrap();
}

/// A register in whose log, as an earlier program took it, the recorder stands among those who were there.
fn with_old_rows(court: &Court, rows: &[&[&str]]) -> (tempfile::TempDir, Vec<MatterId>) {
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("old");
    assert!(Process::new("cp").arg("-a").args([court.dir(), &copy]).status().unwrap().success());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
    let insider = |args: &[&str]| {
        let done =
            Process::new("python3").arg(script).arg(copy.join("register.db")).args(args).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    let mut body = court.log().pop().unwrap();
    let mut all = Vec::new();
    for (n, present) in (1u8..).zip(rows) {
        let Event::Record(RecordEvent::Submitted { ref_, number, ordinal, text, .. }) = &mut body.act else {
            panic!("{body:?}")
        };
        let before = ordinal.to_string();
        *ordinal += 1;
        *number = number.replace(&format!("{before}号"), &format!("{ordinal}号"));
        *ref_ = Ref::from_random([n; 5]);
        **text = visit(present);
        text.stream = "INT".to_owned();
        (text.matter, text.secrecy) = ("CASE".to_owned(), "INTERNAL".to_owned());
        body.matter = MatterId(Uuid::from_u128(u128::from(n)));
        body.command = Uuid::from_u128(100 + u128::from(n));
        insider(&["append", &serde_json::to_string(&body).unwrap()]);
        all.push(body.matter);
    }
    insider(&["forget"]);
    (place, all)
}

#[test]
fn what_an_earlier_program_took_is_read_and_does_not_tell_who_recorded() {
    let mut court = Court::founded();
    court.by("clerk_he").submit(phone_call()).unwrap();
    let (place, records) = with_old_rows(&court, &[&["clerk_he", "judge_chen"], &["clerk_he"]]);
    let mut court = session(&place.path().join("old"), START + HOUR, "old");
    court.assert_sound();
    for record in &records {
        court.confirm_twice(record);
        for (who, told) in [("clerk_he", true), ("cus_an", true), ("chief", false), ("judge_li", false)] {
            let text = court.by(who).sheet(record).unwrap().record.text;
            let has = text.witnesses().any(|p| p.as_str() == "clerk_he");
            assert_eq!(has, told, "{who}");
            assert!(text.witnesses().next().is_some() || text.nobody_else, "{who}");
        }
        let asked = court.by("chief").sheet(record).unwrap().record;
        assert_eq!(asked.signatures.len(), asked.text.witnesses().count(), "whoever is there is asked");
        let names = court.office.reveal(&actor("chief"), record, Reveal::Names, "核实").unwrap();
        assert!(!names.contains(&"何知远".to_owned()), "{names:?}");
    }
    let finds = |court: &mut Court, who: &str, word: &str| {
        let filter = Filter { words: vec![word.to_owned()], ..Filter::default() };
        court.office.records(&actor(who), &filter, Near::Start, 9).unwrap().total
    };
    assert_eq!((finds(&mut court, "chief", "何知远"), finds(&mut court, "chief", "陈合议")), (0, 1));
}

#[test]
fn a_field_that_is_left_out_of_a_text_is_left_out_of_what_changes_in_it() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.urgent = true;
    text.recorder_role = "HANDLER".to_owned();
    text.received_by = Some("judge_wang".into());
    text.channel.insert("PHONE".to_owned(), "13900001111".to_owned());
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    court.confirm_twice(&record);
    let mut to = text;
    to.recorder_role = "CLERK".to_owned();
    to.received_by = Some("judge_chen".into());
    to.channel.insert("PHONE".to_owned(), "13900002222".to_owned());
    to.place = "二楼".to_owned();
    correct(&mut court, &record, to, "写错了");
    // While it is proposed, and once it stands.
    for round in 0..2 {
        let fields = |court: &mut Court, who: &str| {
            let changes = court.by(who).sheet(&record).unwrap().record.changes;
            changes[0].fields.iter().map(|f| f.0.clone()).collect::<Vec<_>>()
        };
        assert_eq!(fields(&mut court, "clerk_he"), ["channel", "place", "received_by", "recorder_role"]);
        assert_eq!(fields(&mut court, "dis_e"), ["channel", "place", "received_by", "recorder_role"]);
        assert_eq!(fields(&mut court, "chief"), ["channel", "place", "received_by"], "{round}");
        assert_eq!(fields(&mut court, "judge_li"), ["channel", "place", "received_by"], "{round}");
        assert_eq!(fields(&mut court, "head_zhao"), ["place"], "{round}");
        for who in ["chief", "judge_li", "head_zhao"] {
            let all = page(&mut court, who, &record).to_string();
            assert!(!all.contains("HANDLER") && !all.contains("\"CLERK\""), "{who} {round} {all}");
        }
        if round == 0 {
            for who in ["cus_an", "cus_bai"] {
                court.by(who).record(&record, RecordCommand::ConfirmChange { change: 1 }).unwrap();
            }
        }
    }
}

#[test]
fn whoever_reads_names_masked_reads_them_nowhere() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.urgent = true;
    text.place = "申屠大海家".to_owned();
    text.content = "申屠大海来电询问何时判。".to_owned();
    text.other_cases = vec![CaseOf { case_no: "申屠大海家的案子".to_owned(), stage: String::new() }];
    let row = PersonRole {
        unit: "申屠大海律师事务所".to_owned(),
        name: "申屠大海".to_owned(),
        ..text.people[0].clone()
    };
    text.people = vec![row];
    text.gifts =
        vec![Gift { kind: "CASH".to_owned(), value: "申屠大海付3000元".to_owned(), ..Gift::default() }];
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    court.confirm_twice(&record);
    let mut to = text;
    to.people[0].name = "申屠太海".to_owned();
    correct(&mut court, &record, to, "姓名写错，申屠大海应为申屠太海");
    court.by("clerk_he").escalate(&record).unwrap();
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    for round in 0..2 {
        let mut told = vec![page(&mut court, "head_zhao", &record)];
        for who in ["head_zhao", "sec_gong"] {
            let list = court.office.records(&actor(who), &Filter::default(), Near::Start, 9).unwrap();
            told.extend([json!(list), json!(court.office.desk(&actor(who)).unwrap())]);
        }
        let (view, _) = court.office.item(&actor("head_zhao"), &item).unwrap();
        told.push(json!(view));
        let all = json!(told).to_string();
        assert!(all.contains("申屠某") && all.contains("律师事务所"), "{all}");
        for name in ["申屠大海", "申屠太海"] {
            assert!(!all.contains(name), "{name} {round} {all}");
            let filter = Filter { words: vec![name.to_owned()], ..Filter::default() };
            assert_eq!(court.office.records(&actor("head_zhao"), &filter, Near::Start, 9).unwrap().total, 0);
        }
        let filter = Filter { words: vec!["律师事务所".to_owned()], ..Filter::default() };
        assert_eq!(court.office.records(&actor("head_zhao"), &filter, Near::Start, 9).unwrap().total, 1);
        let own = court.office.records(&actor("clerk_he"), &Filter::default(), Near::Start, 9).unwrap();
        assert_eq!(own.lines[0].inquirer_unit, "申屠大海律师事务所", "his own he reads whole");
        if round == 0 {
            for who in ["cus_an", "cus_bai"] {
                court.by(who).record(&record, RecordCommand::ConfirmChange { change: 1 }).unwrap();
            }
        }
    }
    court.assert_sound();
}

/// A limit that is written down in the README: what is flagged reaches the head of the recorder's unit.
#[test]
fn a_head_whose_unit_has_one_other_knows_who_recorded() {
    let mut court = Court::founded();
    let head = Person { unit: "two".into(), ..court.office.organ().people[&person("judge_gu")].clone() };
    let unit = Unit {
        id: "two".into(),
        head: Some("judge_gu".into()),
        ..court.office.organ().units[&"civil".into()].clone()
    };
    court.change(OrganChange::Unit { unit });
    let other = Person { unit: "two".into(), ..court.office.organ().people[&person("clerk_dong")].clone() };
    for person in [head, other] {
        assert!(!person.roles.contains(&Role::Cus));
        court.change(OrganChange::Person { person });
    }
    let mut text = phone_call();
    text.urgent = true;
    let record = court.by("clerk_dong").submit(text).unwrap().matter;
    let sheet = court.by("judge_gu").sheet(&record).unwrap().record;
    assert_eq!((sheet.recorder, sheet.recorder_can_be_opened), (None, false));
}
