//! What must be said is there: acts written into the file with nothing in them.

use super::votes::Forger;
use super::*;
use crate::agreement::Second;
use liuhen::domain::record::Attachment;
use liuhen::domain::record::{QuickNote, Said};

fn passed_up(text: &str) -> Event {
    Event::Escalation(EscalationEvent::PassedUp {
        text: text.to_owned(),
        level: "HEAD".to_owned(),
        to: Some("head_zhao".into()),
        skipped: Vec::new(),
        silent_since: None,
    })
}

fn proposed(change: ChangeDraft, reason: &str) -> Event {
    Event::Record(RecordEvent::ChangeProposed { number: 1, change, reason: reason.to_owned() })
}

/// What is left out of a whole text.
type Spoil = fn(&mut RecordText);

fn corrected(spoil: Spoil) -> Event {
    let mut text = phone_call();
    (text.stream, text.secrecy, text.matter) = ("EXT".to_owned(), "INTERNAL".to_owned(), "CASE".to_owned());
    spoil(&mut text);
    proposed(ChangeDraft::Correction { text: Box::new(text) }, "更正")
}

fn brought(title: &str, hash: Option<&str>) -> Event {
    let attachment = Attachment {
        kind: "SCAN".to_owned(),
        title: title.to_owned(),
        hash: hash.map(str::to_owned),
        size: 1,
        original_location: String::new(),
        medium: String::new(),
        file_destination: String::new(),
    };
    Event::Record(RecordEvent::Attached { attachment })
}

#[test]
fn whoever_leaves_out_in_the_file_what_must_be_said_is_named_by_both() {
    let Some(mut f) = Forger::set() else { return };
    let confirmed = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    f.stage.court.confirm_twice(&confirmed);
    f.sound();
    let (at_level, fresh, voting, routed) = (f.stage.at_level, f.stage.fresh, f.stage.voting, f.stage.routed);
    let nothing = " \u{3000}\n".to_owned();
    f.named("passed up", "judge_li", at_level, passed_up(&nothing), ("answer_needs_text", "lacks"));
    let spoilt: [(&str, Spoil); 9] = [
        ("no stream", |t| t.stream.clear()),
        ("nothing, and no stream", |t| *t = RecordText::default()),
        ("nothing, in a stream that is not known", |t| {
            *t = RecordText { stream: "X".to_owned(), ..RecordText::default() }
        }),
        ("no manner", |t| t.manner.clear()),
        ("nobody who inquired", |t| t.people.clear()),
        ("no words", |t| t.content = "\u{3000}".to_owned()),
        ("no moment", |t| t.occurred = None),
        ("nobody in a row", |t| t.people[0].name.clear()),
        ("no kind in a row", |t| t.people[0].kind.clear()),
    ];
    for (what, spoil) in spoilt {
        f.named(what, "clerk_he", confirmed, corrected(spoil), ("other", "lacks"));
    }
    f.named("a whole text", "clerk_he", confirmed, corrected(|_| {}), ("", ""));
    let none = || ChangeDraft::Supplement { words: " ".to_owned(), attachments: Vec::new() };
    f.named("no supplement", "clerk_he", confirmed, proposed(none(), "补充"), ("reason_missing", "lacks"));
    let words = || ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
    f.named("no reason", "clerk_he", confirmed, proposed(words(), ""), ("reason_missing", "lacks"));
    f.named("no title", "clerk_he", fresh, brought("", Some("00")), ("other", "lacks"));
    f.named("no file", "clerk_he", fresh, brought("照片", None), ("other", "lacks"));
    let returned = |reasons| Event::Record(RecordEvent::Returned { reasons });
    f.named("returned for nothing", "cus_an", fresh, returned(Vec::new()), ("reason_missing", "lacks"));
    let reason = FieldReason { field: "time".to_owned(), reason: nothing.clone() };
    f.named("for no reason", "cus_an", fresh, returned(vec![reason]), ("reason_missing", "lacks"));
    let withdrawn = Event::Routing(RoutingEvent::Withdrawn { reason: nothing.clone() });
    f.named("a routing", "dish_fan", routed, withdrawn, ("other", "lacks"));
    let out = Event::Item(ItemEvent::MemberRecused { member: "judge_gu".into(), reason: nothing });
    f.named("a member", "sec_gong", voting, out, ("not_now", "lacks"));
}

#[test]
fn whoever_returns_in_the_file_a_record_a_third_time_is_named_by_both() {
    let Some(mut f) = Forger::set() else { return };
    let record = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    for _ in 0..2 {
        f.by("cus_an").hand_back(&record).unwrap();
        f.by("clerk_he").amend(&record, phone_call()).unwrap();
    }
    f.sound();
    let returned = || {
        let reasons = vec![FieldReason { field: "place".to_owned(), reason: why() }];
        Event::Record(RecordEvent::Returned { reasons })
    };
    f.named("a third time", "cus_an", record, returned(), ("returned_twice", "apart"));
    f.named("by another", "cus_bai", record, returned(), ("", ""));
}

/// What the program refuses at the door, and whoever has the log alone can tell.
const REFUSED: [(&str, Spoil, &str); 14] = [
    ("of tomorrow", |t| t.occurred.as_mut().unwrap().from = START + 30 * DAY, "input"),
    ("of before there was anything", |t| t.occurred.as_mut().unwrap().from = -1_000_000_000_000, "input"),
    ("ends before it begins", |t| t.occurred.as_mut().unwrap().to = Some(START - 300 * DAY), "input"),
    ("picks nobody", |t| t.people[0].person = Some("ghost".into()), "input"),
    ("means nobody", |t| t.meant = vec![Said { person: "ghost".into(), same: true, again: 0 }], "input"),
    ("told to nobody", |t| t.received_by = Some("ghost".into()), "input"),
    ("he himself", |t| t.people[0].person = Some("clerk_he".into()), "input"),
    (
        "two main ones",
        |t| {
            t.people[0].primary = true;
            t.people.push(t.people[0].clone());
        },
        "input",
    ),
    ("a State secret told", |t| t.secrecy = "CLASSIFIED_STUB".to_owned(), "input"),
    ("answered tomorrow", |t| t.replied_on = Some(START + 30 * DAY), "input"),
    (
        "a State secret on a form",
        |t| {
            (t.content, t.reply) = (String::new(), "已答复".to_owned());
            (t.secrecy, t.stream) = ("CLASSIFIED_STUB".to_owned(), "NPC".to_owned());
            t.people.clear();
        },
        "input",
    ),
    ("words of no sign", |t| t.content = "\u{200b}".to_owned(), "lacks"),
    ("a place of no sign", |t| t.place = " \u{3164}\u{feff}".to_owned(), "lacks"),
    ("a name of no sign", |t| t.people[0].name = "\u{2060}".to_owned(), "lacks"),
];

#[test]
fn what_nobody_is_let_hand_in_is_named_in_the_file_too() {
    let Some(mut f) = Forger::set() else { return };
    let confirmed = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    f.stage.court.confirm_twice(&confirmed);
    for (what, spoil, second) in REFUSED {
        let mut text = phone_call();
        spoil(&mut text);
        assert!(f.by("clerk_he").submit(text).is_err(), "{what}");
        f.named(what, "clerk_he", confirmed, corrected(spoil), ("other", second));
    }
    let quick = |from: i64| {
        let occurred = liuhen::domain::record::Occurred { from, to: None, ..phone_call().occurred.unwrap() };
        let note = QuickNote { occurred, who: why(), line: why(), case_no: None };
        Event::Record(RecordEvent::Quick { ref_: Ref::from_random([7; 5]), note })
    };
    let nine = MatterId(Uuid::from_u128(9));
    f.named("a note", "clerk_he", nine, quick(START - DAY), ("", ""));
    f.named("a note of tomorrow", "clerk_he", nine, quick(START + 30 * DAY), ("other", "input"));
    f.named("a note of long ago", "clerk_he", nine, quick(-1_000_000_000_000), ("other", "input"));
    // A reason of which nobody sees a sign, in an act of any kind.
    let unseen = "\u{200b}".to_owned();
    let out = Event::Record(RecordEvent::RecusalDeclared { reason: unseen.clone() });
    f.named("a reason", "cus_an", f.stage.fresh, out, ("other", "lacks"));
    let vote = ItemEvent::Voted { vote: VoteCode::For, opinion: unseen, upon: None };
    f.named("an opinion", "head_qin", f.stage.voting, Event::Item(vote), ("other", "lacks"));
}

/// A register that version 9 wrote says what it said.
#[test]
fn what_version_9_wrote_is_not_asked_what_version_10_asks() {
    let Some(mut second) = Second::start() else { return };
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature::all(0);
    let mut court = Court::founded_with(&founding);
    court.by("clerk_he").submit(phone_call()).unwrap();
    let submitted = court.log().pop().unwrap();
    let place = tempfile::tempdir().unwrap();
    let source = place.path().join("nine");
    assert!(Process::new("cp").args(["-a"]).args([court.dir(), &source]).status().unwrap().success());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
    for seq in 0..court.log_size() {
        let db = source.join("register.db");
        let edit = ["edit", &seq.to_string(), "{\"v\":10,", "{\"v\":9,"].map(str::to_owned);
        assert!(Process::new("python3").arg(script).arg(db).args(edit).status().unwrap().success());
    }
    let _ = std::fs::remove_file(source.join("known-heads"));
    for (n, (what, spoil, _)) in REFUSED.iter().enumerate() {
        let mut body = Body {
            v: 9,
            command: Uuid::from_u128(77),
            matter: MatterId(Uuid::from_u128(9)),
            ..submitted.clone()
        };
        let Event::Record(RecordEvent::Submitted { ref_, number, ordinal, text, .. }) = &mut body.act else {
            panic!("{submitted:?}")
        };
        (*ref_, *ordinal, *number) = (Ref::from_random([7; 5]), 2, number.replace("00001", "00002"));
        spoil(text);
        let found = look(&mut second, &source, place.path(), n + 1, &body);
        assert_eq!((found.course, found.second), (None, None), "{what}");
    }
}
