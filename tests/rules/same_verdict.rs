//! What the two verifiers say of a log has to be one verdict: of bodies whose bytes read the same and are not
//! the same, and of hands that lapsed by what was written since.

use crate::agreement::Second;
use crate::support::words::outsider;
use crate::support::{Court, founding, phone_call, rule};
use liuhen::domain::closing::ClosingAct;
use liuhen::domain::command::Command;
use liuhen::domain::escalation::Decision;
use liuhen::domain::event::{ActorName, Body, Event, Means, VERSION};
use liuhen::domain::ids::{MatterId, Ref, Revision};
use liuhen::domain::organ::{OrganChange, OrganEvent, RosterPeriod};
use liuhen::domain::policy_file::Signature;
use liuhen::domain::record::{ChangeDraft, QuickNote, RecordCommand, RecordEvent};
use liuhen::domain::refusal::Rule;
use liuhen::domain::triage::TriageAct;
use liuhen::office::{Mode, Office};
use std::path::Path;
use std::process::Command as Process;
use uuid::Uuid;

fn court() -> Court {
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature::all(0);
    Court::founded_with(&founding)
}

/// Whether each finds a copy sound to which this text was added as the body of an act.
fn sound(second: &mut Second, source: &Path, copy: &Path, text: &str) -> (bool, bool) {
    assert!(Process::new("cp").arg("-a").args([source, copy]).status().unwrap().success());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
    for args in [&["append", text][..], &["forget"]] {
        let done = Process::new("python3").arg(script).arg(copy.join("register.db")).args(args).output();
        assert!(done.unwrap().status.success(), "{args:?}");
    }
    second.ask(copy, None);
    let ours = Office::open(copy, Mode::Evidence)
        .and_then(|mut office| office.verify(&[], &mut |_, _, _| {}))
        .is_ok_and(|found| found.is_sound());
    (ours, second.report()["sound"] == true)
}

#[test]
fn a_body_that_reads_the_same_and_is_written_otherwise_is_refused_by_both() {
    let Some(mut second) = Second::start() else { return };
    let mut court = court();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    let seen = court.by("cus_bai").seen(&record);
    let act = Event::Record(RecordEvent::Confirmed {
        checklist: crate::support::all_right(),
        remark: String::new(),
        completes: true,
        blind_fields: Vec::new(),
    });
    let body = Body {
        v: VERSION,
        kind: act.kind(),
        actor: ActorName::Person("cus_bai".into()),
        means: Means::OsAccount("bai".to_owned()),
        command: Uuid::from_u128(0xabc),
        matter: record,
        seen: Some(seen),
        app: "0.1.0".to_owned(),
        act,
        hand: None,
    };
    let text = serde_json::to_string(&body).unwrap();
    let (command, matter) = (body.command.to_string(), record.to_string());
    let v = format!("\"v\":{VERSION},");
    let v_as = |number: &str| format!("\"v\":{number},");
    let (whole, power, none) = (v_as(&format!("{VERSION}.0")), v_as(&format!("{VERSION}e0")), v_as("NaN"));
    let spoilt = [
        ("a member twice", "\"seen\":", "\"seen\":null,\"seen\":"),
        ("a member twice", "\"actor\":", "\"actor\":\"register\",\"actor\":"),
        ("a number that is not whole", &v, &whole),
        ("a number that is not whole", &v, &power),
        ("no number", &v, &none),
        ("a member of a map twice", "\"time\":\"right\"", "\"time\":\"doubt\",\"time\":\"right\""),
        ("an answer of no list", "\"time\":\"right\"", "\"time\":\"ZZZ\""),
        ("an empty answer", "\"time\":\"right\"", "\"time\":\"\""),
        ("no answer", "\"time\":\"right\"", "\"time\":null"),
        ("an id in other letters", &command, &command.to_uppercase()),
        ("an id in other letters", &matter, &matter.to_uppercase()),
        ("an id without its hyphens", &command, &command.replace('-', "")),
        ("a member left out", ",\"hand\":null", ""),
        ("a member too many", ",\"hand\":null", ",\"hand\":null,\"more\":null"),
    ];
    let place = tempfile::tempdir().unwrap();
    let source = court.dir().to_owned();
    let mut told =
        |n: usize, text: &str| sound(&mut second, &source, &place.path().join(n.to_string()), text);
    assert_eq!(told(0, &text), (true, true), "as it is written");
    for (n, (why, as_written, otherwise)) in spoilt.into_iter().enumerate() {
        let other = text.replacen(as_written, otherwise, 1);
        assert_ne!(other, text, "{why}");
        assert_eq!(told(n + 1, &other), (false, false), "{why}: {otherwise}");
    }
}

#[test]
fn a_number_that_has_to_be_whole_is_whole_to_both_wherever_it_stands() {
    let Some(mut second) = Second::start() else { return };
    let court = court();
    let mut policy = court.office.organ().policy.clone();
    policy.clocks.first_hand.n = 7;
    let period = RosterPeriod {
        from: court.now(),
        to: None,
        custodians: vec!["cus_an".into(), "cus_bai".into()],
        substitutes: Vec::new(),
    };
    let from = format!("\"from\":{}", period.from);
    let change = |change: OrganChange| {
        let act = Event::Organ(OrganEvent::Proposed { change: Box::new(change) });
        let body = Body {
            v: VERSION,
            kind: act.kind(),
            actor: ActorName::Person("sys_gao".into()),
            means: Means::OsAccount("gao".to_owned()),
            command: Uuid::from_u128(0xabe),
            matter: MatterId(Uuid::from_u128(0xabf)),
            seen: None,
            app: "0.1.0".to_owned(),
            act,
            hand: None,
        };
        serde_json::to_string(&body).unwrap()
    };
    let rules = change(OrganChange::Policy { policy });
    let roster = change(OrganChange::Roster { period });
    let spoilt = [
        (&roster, from.as_str(), format!("{from}.0")),
        (&roster, &from, format!("{from}e0")),
        (&roster, &from, "\"from\":-0".to_owned()),
        (&roster, &from, "\"from\":99999999999999999999".to_owned()),
        (&rules, "\"n\":7", "\"n\":7.0".to_owned()),
        (&rules, "\"min_custodians\":2", "\"min_custodians\":2.0".to_owned()),
        (&rules, "\"witness_days\":7", "\"witness_days\":7.0".to_owned()),
    ];
    let place = tempfile::tempdir().unwrap();
    let source = court.dir().to_owned();
    let mut told =
        |n: usize, text: &str| sound(&mut second, &source, &place.path().join(n.to_string()), text);
    assert_eq!((told(0, &rules), told(1, &roster)), ((true, true), (true, true)));
    for (n, (text, as_written, otherwise)) in spoilt.into_iter().enumerate() {
        let other = text.replacen(as_written, &otherwise, 1);
        assert_ne!(&other, text, "{as_written}");
        assert_eq!(told(n + 2, &other), (false, false), "{otherwise}");
    }
}

#[test]
fn a_voiding_goes_on_when_what_was_written_since_takes_one_of_its_hands() {
    let Some(mut second) = Second::start() else { return };
    let mut court = court();
    let record = court.confirmed();
    court.by("clerk_he").void(&record).unwrap();
    court.by("cus_an").void(&record).unwrap();
    let seen = court.by("clerk_he").seen(&record);
    let change = ChangeDraft::Supplement {
        words: "安守正事后来打听过。".to_owned(),
        attachments: Vec::new(),
    };
    let act = RecordCommand::ProposeChange { seen, change, reason: "补记".to_owned() };
    court.by("clerk_he").record(&record, act).unwrap();
    for who in ["cus_bai", "cus_cao", "dis_e"] {
        court.by(who).void(&record).unwrap();
    }
    let voided = court.log().iter().filter(|b| b.kind == "record.voided").count();
    assert_eq!(voided, 1, "the hand of whom the words mean does not count, the other four do");
    court.assert_sound();
    second.finds_sound(court.dir());
}

/// A voiding with a hand that lapsed and stands again, and three others: 安守正 was cleared by two.
fn cleared_again() -> (Court, MatterId) {
    let mut court = court();
    let record = court.confirmed();
    court.by("clerk_he").void(&record).unwrap();
    court.by("cus_an").void(&record).unwrap();
    let seen = court.by("clerk_he").seen(&record);
    let words = "安守正事后来打听过。".to_owned();
    let change = ChangeDraft::Supplement { words, attachments: Vec::new() };
    let act = RecordCommand::ProposeChange { seen, change, reason: "补记".to_owned() };
    court.by("clerk_he").record(&record, act).unwrap();
    for who in ["cus_bai", "cus_cao"] {
        court.by(who).void(&record).unwrap();
    }
    for who in ["cus_bai", "cus_cao"] {
        court.by(who).other_person(&record, "cus_an").unwrap();
    }
    (court, record)
}

#[test]
fn nobody_holds_up_a_voiding_by_words_that_take_a_hand_from_it_for_a_while() {
    let Some(mut second) = Second::start() else { return };
    let (mut court, record) = cleared_again();
    for who in ["cus_an", "cus_bai"] {
        assert_eq!(rule(court.by(who).void(&record)), Rule::TwoHandsOnePerson, "{who}");
    }
    assert_eq!(court.by("dis_e").void(&record).unwrap().kind, "record.voided");
    court.assert_sound();
    second.finds_sound(court.dir());
}

#[test]
fn a_hand_given_twice_is_named_by_both_whatever_was_written_since() {
    let Some(mut second) = Second::start() else { return };
    let (mut court, record) = cleared_again();
    let seen = court.by("clerk_he").seen(&record);
    let act = Event::Record(RecordEvent::VoidHand { reason: String::new(), completes: false, upon: None });
    let body = Body {
        v: VERSION,
        kind: act.kind(),
        actor: ActorName::Person("cus_an".into()),
        means: Means::OsAccount("an".to_owned()),
        command: Uuid::from_u128(0xabd),
        matter: record,
        seen: Some(seen),
        app: "0.1.0".to_owned(),
        act,
        hand: None,
    };
    let place = tempfile::tempdir().unwrap();
    let text = serde_json::to_string(&body).unwrap();
    assert_eq!(sound(&mut second, court.dir(), &place.path().join("1"), &text), (false, false));
}

/// A number that the one cannot hold and the other never looks at.
#[test]
fn a_number_that_its_member_cannot_hold_is_refused_by_both() {
    let Some(mut second) = Second::start() else { return };
    let mut court = court();
    court.by("clerk_he").submit(phone_call()).unwrap();
    let body = court.log().into_iter().find(|b| b.kind == "record.submitted").unwrap();
    let text = serde_json::to_string(&body).unwrap();
    let RecordEvent::Submitted { ref_, number, .. } = (match &body.act {
        Event::Record(event) => event,
        other => panic!("{other:?}"),
    }) else {
        panic!("{text}")
    };
    let next = text
        .replace(&ref_.0, &Ref::from_random([9; 5]).0)
        .replace(number.as_str(), &number.replace("000001", "000002"))
        .replace("\"ordinal\":1,", "\"ordinal\":2,")
        .replace(&body.matter.0.to_string(), &Uuid::from_u128(0xabe).to_string())
        .replace(&body.command.to_string(), &Uuid::from_u128(0xabd).to_string());
    let place = tempfile::tempdir().unwrap();
    let mut told =
        |n: usize, text: &str| sound(&mut second, court.dir(), &place.path().join(n.to_string()), text);
    assert_eq!(told(0, &next), (true, true), "{next}");
    let spoilt = [
        ("\"late_hours\":0", "\"late_hours\":4294967296"),
        ("\"late_hours\":0", "\"late_hours\":-1"),
        ("\"ordinal\":2", "\"ordinal\":4294967298"),
        ("\"year\":2026", "\"year\":2147483648"),
    ];
    for (n, (from, to)) in spoilt.into_iter().enumerate() {
        let text = next.replace(from, to);
        assert_ne!(text, next, "{from}");
        assert_eq!(told(n + 1, &text), (false, false), "{to}");
    }
}

/// Whoever writes the file puts the name of one who was present under words that were corrected since.
#[test]
fn a_signature_lies_under_the_words_that_stood_and_both_say_so() {
    let Some(mut second) = Second::start() else { return };
    let mut court = court();
    let mut text = phone_call();
    text.people.push(crate::support::words::insider("judge_wang", "PRESENT"));
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    court.confirm_twice(&record);
    let read = court.by("clerk_he").seen(&record);
    text.content = "院长在场,同意对方的要求。".to_owned();
    let change = ChangeDraft::Correction { text: Box::new(text) };
    let act = RecordCommand::ProposeChange { seen: read.clone(), change, reason: "更正".to_owned() };
    court.by("clerk_he").record(&record, act).unwrap();
    for who in ["cus_an", "cus_bai"] {
        court.by(who).record(&record, RecordCommand::ConfirmChange { change: 1 }).unwrap();
    }
    let stands = court.by("clerk_he").seen(&record);
    let place = tempfile::tempdir().unwrap();
    for (n, (seen, holds)) in [(&stands, true), (&read, false)].into_iter().enumerate() {
        let act = Event::Record(RecordEvent::Signed { refusal: None });
        let body = Body {
            v: VERSION,
            kind: act.kind(),
            actor: ActorName::Person("judge_wang".into()),
            means: Means::OsAccount("wang".to_owned()),
            command: Uuid::from_u128(0xabd),
            matter: record,
            seen: Some(seen.clone()),
            app: "0.1.0".to_owned(),
            act,
            hand: None,
        };
        let text = serde_json::to_string(&body).unwrap();
        let told = sound(&mut second, court.dir(), &place.path().join(n.to_string()), &text);
        assert_eq!(told, (holds, holds), "{n}");
    }
}

/// Both custodians agreed to void a text of no weight; the recorder, or whoever writes the file in his name,
/// puts another under their hands.
#[test]
fn hands_on_a_voiding_lie_under_no_other_text_and_both_say_so() {
    let Some(mut second) = Second::start() else { return };
    let mut court = court();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    for who in ["clerk_he", "cus_an", "cus_bai"] {
        court.by(who).void(&record).unwrap();
    }
    let asked = court.revisions().into_iter().find(|(_, b)| b.kind == "record.void_hand").unwrap().0;
    let body = |seen: Option<&Revision>| {
        let upon = Some(asked.clone());
        let act = Event::Record(RecordEvent::VoidHand { reason: String::new(), completes: true, upon });
        Body {
            v: VERSION,
            kind: act.kind(),
            actor: ActorName::Person("dis_e".into()),
            means: Means::OsAccount("e".to_owned()),
            command: Uuid::from_u128(0xabd),
            matter: record,
            seen: seen.cloned(),
            app: "0.1.0".to_owned(),
            act,
            hand: None,
        }
    };
    let read = court.by("clerk_he").seen(&record);
    let place = tempfile::tempdir().unwrap();
    let mut told = |n: usize, source: &Path, seen: Option<&Revision>| {
        let text = serde_json::to_string(&body(seen)).unwrap();
        sound(&mut second, source, &place.path().join(n.to_string()), &text)
    };
    assert_eq!(told(1, court.dir(), Some(&read)), (true, true), "on the text that all of them read");
    assert_eq!(told(2, court.dir(), None), (false, false), "on none");
    let mut other = phone_call();
    other.content = "市里一位领导来电,要求改判。".to_owned();
    court.by("clerk_he").amend(&record, other).unwrap();
    assert_eq!(told(3, court.dir(), Some(&read)), (false, false), "under another text");
    let now = court.by("clerk_he").seen(&record);
    assert_eq!(told(4, court.dir(), Some(&now)), (false, false), "on another text");
}

#[test]
fn a_voiding_goes_on_when_words_beside_the_record_take_one_of_its_hands() {
    let Some(mut second) = Second::start() else { return };
    let mut court = court();
    let record = court.confirmed();
    court.by("clerk_he").void(&record).unwrap();
    court.by("cus_an").void(&record).unwrap();
    let escalation = court.by("clerk_he").escalate(&record).unwrap().matter;
    let words = "安守正事后来打听过。";
    court.by("judge_li").answer(&escalation, Decision::Accept, words).unwrap();
    for who in ["cus_bai", "cus_cao"] {
        court.by(who).void(&record).unwrap();
    }
    court.assert_sound();
    second.finds_sound(court.dir());
}

/// A lawful register, found sound by both.
fn both_find_it_sound(c: &mut Court) {
    c.assert_sound();
    if let Some(mut second) = Second::start() {
        second.finds_sound(c.dir());
    }
}

#[test]
fn whoever_stands_in_for_a_custodian_says_what_he_thinks_of_a_triage_and_agrees_to_a_closing() {
    let mut court = court();
    let c = &mut court;
    let mut text = phone_call();
    text.people = vec![outsider("孟广智")];
    let record = c.by("clerk_he").submit(text).unwrap().matter;
    c.confirm_twice(&record);
    // Of the custodians one is left: discipline comes in.
    for who in ["cus_bai", "cus_cao", "cus_deng"] {
        c.by(who).declare_recusal(&record).unwrap();
    }
    let why = || "理由".to_owned();
    let draft = TriageAct::Triage {
        record,
        verification: why(),
        statement: why(),
        no_statement: String::new(),
        class: "COMMON".to_owned(),
        violations: Vec::new(),
        aggravating: Vec::new(),
        reason: why(),
        anew: String::new(),
    };
    let matter = c.by("dis_e").act(&Command::Triage { matter: None, act: draft }).unwrap().matter;
    let triage = |act| Command::Triage { matter: Some(matter), act };
    let concur = TriageAct::Concur { class: "COMMON".to_owned(), opinion: String::new() };
    c.by("dish_fan").act(&triage(concur)).unwrap();
    c.by("chief").act(&triage(TriageAct::Approve)).unwrap();
    let close = ClosingAct::Close { record, summary: why(), to_recorder: why(), to_handler: String::new() };
    let matter = c.by("dis_e").act(&Command::Closing { matter: None, act: close }).unwrap().matter;
    c.by("dish_fan").act(&Command::Closing { matter: Some(matter), act: ClosingAct::Agree }).unwrap();
    both_find_it_sound(c);
}

#[test]
fn whoever_asks_who_wrote_his_own_note_is_answered_the_same_by_both() {
    let mut court = court();
    let c = &mut court;
    let note = QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "某人".to_owned(),
        case_no: None,
        line: "来电询问".to_owned(),
    };
    let note = c.by("clerk_he").act(&Command::Record { record: None, act: RecordCommand::Quick { note } });
    let note = note.unwrap().matter;
    drop(c.by("clerk_he").record(&note, RecordCommand::AskIdentity { purpose: "自查".to_owned() }));
    both_find_it_sound(c);
}

/// Every kind of act that the training court has done is lawful to both.
#[test]
fn the_training_court_is_sound_to_both() {
    let demo = crate::common::stories_copy();
    let found = demo.office().verify(&[], &mut |_, _, _| {}).unwrap();
    assert!(found.is_sound());
    let Some(mut second) = Second::start() else { return };
    second.finds_sound(demo.dir());
}
