//! What goes out of a record does not tell who wrote it down, and whoever approves it has read it.

use crate::agreement::Second;
use crate::support::words::{insider, outsider};
use crate::support::*;
use liuhen::domain::circulation::{CirculationAct as A, CirculationEvent, Mark};
use liuhen::domain::command::Command;
use liuhen::domain::event::Event;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::OrganChange;
use liuhen::domain::record::PersonRole;
use liuhen::domain::refusal::Rule;
use liuhen::domain::triage::TriageAct;

fn why() -> String {
    "理由".to_owned()
}

fn begin(act: A) -> Command {
    Command::Circulation { matter: None, act }
}

fn on(matter: MatterId, act: A) -> Command {
    Command::Circulation { matter: Some(matter), act }
}

fn in_words(record: MatterId, facts: &str) -> Command {
    begin(A::Propose {
        record,
        basis: "I9".to_owned(),
        scope: "UNIT".to_owned(),
        facts_text: facts.to_owned(),
        recipients: "各庭室".to_owned(),
    })
}

/// What a colleague asked for, written down by somebody, taken in by two and found improper.
fn improper(c: &mut Court, recorder: &str) -> MatterId {
    improper_of(c, recorder, insider("judge_tang", "INQUIRER"))
}

fn improper_of(c: &mut Court, recorder: &str, inquirer: PersonRole) -> MatterId {
    let mut text = phone_call();
    text.people = vec![inquirer];
    let record = c.by(recorder).submit(text).unwrap().matter;
    c.confirm_twice(&record);
    let draft = TriageAct::Triage {
        record,
        verification: why(),
        statement: why(),
        no_statement: String::new(),
        class: "IMPROPER".to_owned(),
        violations: vec!["I1".to_owned()],
        aggravating: Vec::new(),
        reason: why(),
        anew: String::new(),
    };
    let matter = c.by("dis_e").act(&Command::Triage { matter: None, act: draft }).unwrap().matter;
    c.by("dish_fan").act(&Command::Triage { matter: Some(matter), act: TriageAct::Approve }).unwrap();
    record
}

#[test]
fn whoever_another_organ_has_the_power_over_is_circulated_by_that_organ() {
    let here = |kind: &str| PersonRole { kind: kind.to_owned(), ..insider("judge_tang", "INQUIRER") };
    let elsewhere = |kind: &str, unit: &str| PersonRole {
        kind: kind.to_owned(),
        unit: unit.to_owned(),
        ..outsider("钱向东")
    };
    let managed = PersonRole { cadre_authority: "HIGHER_PC".to_owned(), ..here("OWN_STAFF") };
    for (inquirer, goes_out) in [
        (here("OWN_STAFF"), false),
        (here("OWN_LEADER"), true),
        (managed, true),
        (elsewhere("SUP_STAFF", "示范省高级人民法院"), true),
        (elsewhere("OTHER_JUD", "某市公安局"), true),
    ] {
        let mut court = Court::founded();
        let c = &mut court;
        let named = format!("{inquirer:?}");
        let record = improper_of(c, "judge_li", inquirer);
        let matter = c.by("dis_e").act(&in_words(record, "有人就在办案件打招呼")).unwrap().matter;
        c.by("cus_an").act(&on(matter, A::Check { unrecognisable: true, words: why() })).unwrap();
        c.by("chief").act(&on(matter, A::Approve)).unwrap();
        let issued_at = c.now();
        let issue = c.by("dis_e").act(&on(matter, A::Issue { doc_no: "1".to_owned(), issued_at }));
        assert_eq!(issue.is_err(), goes_out, "{named}");
        let sheet = c.office.sheet(&actor("dis_e"), &matter).unwrap();
        assert_eq!(sheet.state, if goes_out { "to_send" } else { "issued" }, "{named}");
        c.assert_sound();
    }
}

/// The places that the register marked in what was proposed last.
fn marked(c: &Court) -> Vec<(u32, String)> {
    match c.log().pop().unwrap().act {
        Event::Circulation(CirculationEvent::Proposed { marks, .. }) => {
            marks.into_iter().map(|Mark { at, words }| (at, words)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_could_tell_the_recorder_is_marked_with_its_place_and_names_of_staff_are_refused() {
    let mut court = Court::founded();
    let c = &mut court;
    let mut li = c.office.organ().people[&person("judge_li")].clone();
    li.post = "法官".to_owned();
    c.change(OrganChange::Person { person: li });
    let record = improper(c, "judge_li");
    for named in ["有人向李审远打招呼", "有人向李 审 遠打招呼", "有人向李-审-远打招呼", "何知远在场"]
    {
        let said = c.by("dis_e").act(&in_words(record, named));
        assert_eq!(rule(said), Rule::StaffNamed, "{named}");
    }
    for (facts, wanted) in [
        ("某庭一名干部就在办案件打听情况", vec![]),
        // Whoever it tells of is named.
        ("唐先知就在办案件打听情况", vec![]),
        // A unit alone is that of few once it has gone out, and so is a post.
        ("向刑事审判庭打听情况", vec![(1, "刑事审判庭")]),
        ("向某庭一名法官打听情况", vec![(5, "法官")]),
        ("向刑事审判庭一名法官打听情况", vec![(1, "刑事审判庭"), (8, "法官")]),
        ("向 该案审判长打听情况", vec![(4, "审判长")]),
        // Names and numbers are compared without brackets.
        ("就(2026)皖0602刑初12号打听情况", vec![(2, "2026)皖0602刑初12号")]),
    ] {
        let matter = c.by("dis_e").act(&in_words(record, facts)).unwrap().matter;
        let found = marked(c);
        let found: Vec<(u32, &str)> = found.iter().map(|(at, words)| (*at, words.as_str())).collect();
        assert_eq!(found, wanted, "{facts}");
        // Where nothing is marked nothing need be said; where something is, why it does not tell him.
        let check = A::Check { unrecognisable: true, words: String::new() };
        let done = c.by("cus_an").act(&on(matter, check));
        assert_eq!(done.is_ok(), wanted.is_empty(), "{facts}");
        let ended = if done.is_ok() {
            ("chief", A::Refuse { reason: why() })
        } else {
            ("cus_an", A::Return { reason: why() })
        };
        c.by(ended.0).act(&on(matter, ended.1)).unwrap();
    }
    c.assert_sound();
}

/// What the register answers to each text that somebody of discipline tries, and to each reason of the chief.
fn tried(recorder: &str) -> Vec<String> {
    let mut court = Court::founded();
    let c = &mut court;
    let record = improper(c, recorder);
    let names: Vec<String> = c.office.organ().people.values().map(|p| p.name.clone()).collect();
    let seats = ["承办法官", "审判长", "书记员", "合议庭", "刑事审判庭的法官", "民事审判庭的书记员"]
        .map(str::to_owned);
    let mut all = Vec::new();
    for who in names.iter().chain(&seats) {
        let facts = format!("有人向{who}打招呼");
        match c.by("dis_e").act(&in_words(record, &facts)) {
            Ok(receipt) => {
                all.push(format!("{who} {:?}", marked(c)));
                c.by("cus_an").act(&on(receipt.matter, A::Return { reason: why() })).unwrap();
            }
            Err(trouble) => all.push(format!("{who} {trouble:?}")),
        }
    }
    for who in names {
        let decline = begin(A::Decline { record, reason: why() });
        let matter = c.by("dis_e").act(&decline).unwrap().matter;
        let refused = c.by("chief").act(&on(matter, A::Refuse { reason: format!("请{who}说明") }));
        all.push(format!("{who} {}", refused.is_ok()));
    }
    all
}

#[test]
fn what_is_refused_and_what_is_marked_tells_nobody_who_wrote_it_down() {
    let one = tried("judge_li");
    assert_eq!(one, tried("clerk_he"));
    assert_eq!(one, tried("judge_liu"));
    assert!(
        one.iter().any(|said| said.contains("StaffNamed")) && one.iter().any(|said| said.contains("审判长"))
    );
}

#[test]
fn a_deputy_reads_what_he_approves_in_the_place_of_a_chief_who_is_out_and_nobody_else_does() {
    let mut court = Court::founded();
    let c = &mut court;
    let record = improper(c, "clerk_he");
    c.by("dish_fan").order_recusal(&record, "chief").unwrap();
    let facts = "某庭一名干部向承办法官打听情况";
    let matter = c.by("dis_e").act(&in_words(record, facts)).unwrap().matter;
    let reads = |c: &mut Court, who: &str| {
        let sheet = c.office.sheet(&actor(who), &matter);
        sheet.is_ok_and(|s| serde_json::to_string(&s).unwrap().contains(facts))
    };
    assert!(!reads(c, "vp_sun") && reads(c, "cus_an"));
    let check = A::Check { unrecognisable: true, words: "承办的法官很多".to_owned() };
    c.by("cus_an").act(&on(matter, check)).unwrap();
    // What could tell who wrote it down is for those who keep the store alone.
    let marks = |c: &mut Court, who: &str| {
        let rows = c.office.sheet(&actor(who), &matter).unwrap().rows;
        rows.iter().filter(|row| matches!(row.label, "mark" | "words")).count()
    };
    assert_eq!((marks(c, "vp_sun"), marks(c, "cus_an"), marks(c, "dis_e")), (0, 2, 2));
    assert!(reads(c, "vp_sun") && !reads(c, "vp_zhou") && !reads(c, "chief") && !reads(c, "clerk_he"));
    assert!(c.by("chief").act(&on(matter, A::Approve)).is_err());
    c.by("vp_sun").act(&on(matter, A::Approve)).unwrap();
    c.assert_sound();
    if let Some(mut second) = Second::start() {
        second.finds_sound(c.dir());
    }
}
