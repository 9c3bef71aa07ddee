//! What two settled holds for the namings that lay before them: whom the recorder names once more, by other
//! words, in another row or by a later correction, is out at once until two settle that as well.

use crate::line::Place;
use crate::meant::{plain, sees};
use crate::settled::first_wrong;
use crate::support;

use liuhen::domain::ids::MatterId;
use liuhen::domain::record::{ChangeDraft, PersonRole, RecordCommand, RecordText, Said};
use liuhen::domain::refusal::Rule;
use support::words::insider;
use support::*;

fn with(words: &str) -> RecordText {
    let mut text = plain();
    text.content = words.to_owned();
    text
}

fn says(again: u32) -> RecordText {
    let mut text = with("对方说是铁公鸡介绍来的。");
    text.meant.push(Said { person: "cus_cao".into(), same: true, again });
    text
}

fn picks(role: &str) -> RecordText {
    let mut text = with("对方问此案。");
    (text.stream, text.matter) = ("MAJ".to_owned(), "CASE".to_owned());
    text.people.push(PersonRole { relation_to_recorder: "PEER".into(), ..insider("cus_cao", role) });
    text
}

fn but(mut text: RecordText, change: impl FnOnce(&mut RecordText)) -> RecordText {
    change(&mut text);
    text
}

fn settle(court: &mut Court, record: &MatterId) {
    for who in ["cus_an", "cus_bai"] {
        court.by(who).other_person(record, "cus_cao").unwrap();
    }
}

/// What the second verifier says of it, where there is one.
fn second(court: &Court) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/verify/verify.py");
    let said = std::process::Command::new("python3").args(["-B", script]).arg(court.dir()).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
}

/// Named, settled, and then what the recorder writes: whether that puts him out anew.
fn ways() -> Vec<(&'static str, RecordText, Vec<RecordText>, bool)> {
    let other_words = |t: &mut RecordText| t.content = "次日老油条亲自来电，要求判对方败诉。".to_owned();
    let post = |t: &mut RecordText| t.people[1].relation_words = "他本人来的".to_owned();
    let main = |t: &mut RecordText| t.people[1].primary = true;
    vec![
        ("named by other words", says(0), vec![but(says(1), other_words)], true),
        ("named by the same words", says(0), vec![says(1)], true),
        ("left out and named again", says(0), vec![with("问此案。"), says(0)], true),
        ("from relative to inquirer", picks("RELATIVE"), vec![picks("INQUIRER")], true),
        ("left out and an inquirer", picks("RELATIVE"), vec![with("问此案。"), picks("INQUIRER")], true),
        ("from relayer to behalf", picks("RELAYER"), vec![picks("BEHALF")], true),
        ("left out and picked again", picks("BEHALF"), vec![with("问此案。"), picks("BEHALF")], true),
        (
            "another row beside",
            picks("RELAYER"),
            vec![but(picks("RELAYER"), |t| {
                t.people.extend(picks("RELATIVE").people.pop());
            })],
            true,
        ),
        ("the row says more of him", picks("RELAYER"), vec![but(picks("RELAYER"), post)], true),
        ("named, then picked", says(0), vec![picks("INQUIRER")], true),
        (
            "picked, then named",
            picks("RELAYER"),
            vec![but(picks("RELAYER"), |t| t.meant = says(0).meant)],
            true,
        ),
        ("carried along", says(0), vec![but(says(0), other_words), but(says(0), other_words)], false),
        ("the row carried along", picks("RELAYER"), vec![but(picks("RELAYER"), other_words)], false),
        ("another is the main one", picks("RELAYER"), vec![but(picks("RELAYER"), main)], false),
        ("left out", picks("RELAYER"), vec![with("问此案。")], false),
    ]
}

#[test]
fn whoever_two_freed_of_a_naming_is_out_of_the_next_until_two_settle_that_one() {
    let mut court = Court::founded();
    for (what, first, later, out) in ways() {
        let record = court.by("clerk_he").submit(plain()).unwrap().matter;
        court.by("clerk_he").amend(&record, first).unwrap();
        assert!(!sees(&mut court, "cus_cao", &record), "{what}");
        settle(&mut court, &record);
        assert!(sees(&mut court, "cus_cao", &record), "{what}");
        for text in later {
            court.by("clerk_he").amend(&record, text).unwrap();
        }
        assert_eq!(!sees(&mut court, "cus_cao", &record), out, "{what}");
        if out {
            // One hand of before and one of now are not two.
            court.by("cus_an").other_person(&record, "cus_cao").unwrap();
            assert!(!sees(&mut court, "cus_cao", &record), "{what}");
            court.by("cus_bai").other_person(&record, "cus_cao").unwrap();
        }
        // Whom two have freed acts as anybody does, and both verifiers say so.
        assert!(sees(&mut court, "cus_cao", &record), "{what}");
        court.by("cus_cao").declare_recusal(&record).unwrap();
    }
    court.assert_sound();
    second(&court);
}

#[test]
fn a_text_that_was_returned_and_one_that_was_said_to_mean_him_name_anew_as_well() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(plain()).unwrap().matter;
    court.by("clerk_he").amend(&record, says(0)).unwrap();
    settle(&mut court, &record);
    court.by("cus_an").hand_back(&record).unwrap();
    court.by("clerk_he").amend(&record, says(1)).unwrap();
    assert!(!sees(&mut court, "cus_cao", &record));
    // One says that it is he, two take that back; the next naming is another.
    let same = RecordCommand::SamePerson { person: "cus_cao".into(), reason: "就是他".into() };
    court.by("cus_an").record(&record, same).unwrap();
    settle(&mut court, &record);
    assert!(sees(&mut court, "cus_cao", &record));
    court.by("clerk_he").amend(&record, says(2)).unwrap();
    assert!(!sees(&mut court, "cus_cao", &record));
    // One gives no hand of before beside one of now.
    court.by("cus_bai").other_person(&record, "cus_cao").unwrap();
    assert_eq!(court.recused(&record), ["cus_cao"]);
    court.assert_sound();
    second(&court);
}

#[test]
fn each_correction_names_for_itself() {
    let mut court = Court::founded();
    let record = court.confirmed();
    for number in 1..3 {
        let seen = court.by("clerk_he").seen(&record);
        let change = ChangeDraft::Correction { text: Box::new(says(0)) };
        let act = RecordCommand::ProposeChange { seen, change, reason: "补上人".to_owned() };
        court.by("clerk_he").record(&record, act).unwrap();
        assert!(!sees(&mut court, "cus_cao", &record), "{number}");
        let act = RecordCommand::ConfirmChange { change: number };
        assert_eq!(rule(court.by("cus_cao").record(&record, act)), Rule::NoSuchMatter);
        settle(&mut court, &record);
        assert!(sees(&mut court, "cus_cao", &record), "{number}");
        let act = RecordCommand::RefuseChange { change: number, reason: "不必改".to_owned() };
        court.by("cus_an").record(&record, act).unwrap();
    }
    court.assert_sound();
    second(&court);
}

#[test]
fn what_was_lawful_in_version_9_by_a_naming_settled_before_is_lawful_still() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(plain()).unwrap().matter;
    court.by("clerk_he").amend(&record, picks("RELAYER")).unwrap();
    settle(&mut court, &record);
    let more = |t: &mut RecordText| t.content.push_str("又来过。");
    court.by("clerk_he").amend(&record, but(picks("RELAYER"), more)).unwrap();
    court.by("cus_cao").declare_recusal(&record).unwrap();
    let elsewhere = |text: &mut RecordText| {
        if text.content.ends_with("又来过。") {
            text.people[1].role = "BEHALF".to_owned();
        }
    };
    assert_eq!([9, 10].map(|v| first_wrong(&court, v, &|_| ())), [None, None]);
    assert_eq!(first_wrong(&court, 9, &elsewhere), None);
    assert_eq!(first_wrong(&court, 10, &elsewhere).as_deref(), Some("record.recusal_declared"));
}

#[test]
fn whoever_is_named_on_the_line_once_more_is_named_anew() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let amend = |words: &str, more: &[&str]| {
        let set = format!("content={words}");
        p.by("judge", &[&["record", "amend", &no, "--set", &set][..], more].concat()).ok();
    };
    let out = || p.by("custodian3", &["show", &no]).code != 0;
    amend("对方说是铁公鸡介绍来的。", &["--means", "custodian3"]);
    assert!(out());
    for who in ["custodian1", "custodian2"] {
        p.by(who, &["record", "other-person", &no, "--person", "custodian3", "--reason", "已核实"]).ok();
    }
    assert!(!out());
    amend("对方说是铁公鸡介绍来的，问此案。", &[]);
    assert!(!out());
    amend("次日老油条亲自来电。", &["--means", "custodian3"]);
    assert!(out());
}
