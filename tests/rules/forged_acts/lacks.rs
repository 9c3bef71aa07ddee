//! What must be said is there: acts written into the file with nothing in them.

use super::votes::Forger;
use super::*;
use liuhen::domain::record::Attachment;

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
    let spoilt: [(&str, Spoil); 6] = [
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
