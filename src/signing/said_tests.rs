use super::*;
use crate::domain::committee::ItemEvent;
use crate::domain::committee::{Outcome, VoteCode};
use crate::domain::evidence::Head;
use crate::domain::organ::KeyUse;
use crate::domain::record::{Answer, CHECKLIST, RecordEvent};
use std::collections::BTreeSet;

fn occasion() -> Occasion {
    Occasion {
        register: RegisterId([7; 16]),
        size: 1234,
        root: Alg::Sha256.empty(),
        reads: Some((3, Alg::Sha256.empty())),
        nonce: Uuid::from_u128(9),
        expires: 1_772_600_400_000,
    }
}

fn text(on: &Occasion, person: &str, seen: &str, event: &Event) -> String {
    let (matter, ref_) = (MatterId(Uuid::from_u128(5)), Ref("7KQ2M9XAB".to_owned()));
    let (person, seen) = (person.into(), seen.into());
    let (matter, ref_, seen) = (&matter, Some(&ref_), Some(&seen));
    said(on, &Under { matter, ref_, person: &person, seen, event, v: 1, settles: None }).unwrap().text
}

/// A text of nothing but the event.
fn bare(event: &Event) -> Option<Said> {
    let (matter, person) = (MatterId(Uuid::nil()), "p".into());
    said(
        &occasion(),
        &Under { matter: &matter, ref_: None, person: &person, seen: None, event, v: 1, settles: None },
    )
}

fn confirmed(answer: Answer, remark: &str) -> Event {
    let checklist = CHECKLIST.iter().map(|p| ((*p).to_owned(), answer)).collect();
    let (remark, blind_fields) = (remark.to_owned(), vec!["place".to_owned()]);
    Event::Record(RecordEvent::Confirmed { checklist, remark, completes: true, blind_fields })
}

#[test]
fn a_confirmation_reads_like_this() {
    let wanted = "liuhen-confirm v1
origin liuhen/07070707070707070707070707070707/acts
matter 00000000-0000-0000-0000-000000000005
ref 7KQ2M9XAB
revision 0123456789ab
act record.confirmed
answer case_no right
answer content right
answer manner right
answer materials right
answer name right
answer place right
answer post right
answer signatures right
answer time right
compared place
remark -
person p17
tree 1234 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
nonce 00000000-0000-0000-0000-000000000009
expires 2026-03-04T13:00:00+08:00
";
    assert_eq!(text(&occasion(), "p17", "0123456789ab", &confirmed(Answer::Right, "")), wanted);
    let back = occasion_of(wanted, RegisterId([7; 16]), Uuid::from_u128(9)).unwrap();
    assert_eq!(back, Occasion { reads: None, ..occasion() });
}

#[test]
fn whatever_differs_in_the_act_differs_in_the_text() {
    let on = occasion();
    let base = confirmed(Answer::Right, "");
    let void = |reason: &str, completes| {
        Event::Record(RecordEvent::VoidHand { reason: reason.to_owned(), completes, upon: None })
    };
    let vote =
        |vote, opinion: &str| Event::Item(ItemEvent::Voted { vote, opinion: opinion.to_owned(), upon: None });
    let written = |member: &str, counted| {
        let (opinion, material) = (String::new(), "ab".to_owned());
        Event::Item(ItemEvent::WrittenVote {
            member: member.into(),
            vote: VoteCode::For,
            opinion,
            material,
            counted,
            upon: None,
        })
    };
    let closed = |for_, against| {
        let (outcome, total, needed, other) = (Outcome::Passed, 5, 3, 0);
        Event::Item(ItemEvent::VoteClosed { outcome, total, needed, for_, against, other })
    };
    let decided = |number: &str, text: &str| {
        let (number, text) = (number.to_owned(), text.to_owned());
        Event::Item(ItemEvent::Decided { number, year: 2026, ordinal: 1, text })
    };
    let organ = |change| Event::Organ(OrganEvent::Proposed { change: Box::new(change) });
    let proposed = |person: &str, use_: &str, key: &str| {
        let use_ = if use_ == "own" { KeyUse::Own } else { KeyUse::Login };
        organ(OrganChange::Key { person: person.into(), use_, key: key.to_owned() })
    };
    let revoked = |fingerprint: &str, reason: &str| {
        organ(OrganChange::KeyRevoked { fingerprint: fingerprint.to_owned(), reason: reason.to_owned() })
    };
    let change =
        |number, completes| Event::Record(RecordEvent::ChangeConfirmed { number, completes, upon: None });
    let all = [
        text(&on, "p17", "0123456789ab", &base),
        text(&on, "p18", "0123456789ab", &base),
        text(&on, "p17", "0123456789ac", &base),
        text(&on, "p17", "0123456789ab", &confirmed(Answer::Doubt, "")),
        text(&on, "p17", "0123456789ab", &confirmed(Answer::Doubt, "存疑")),
        text(&Occasion { register: RegisterId([8; 16]), ..on }, "p17", "0123456789ab", &base),
        text(&Occasion { size: 1235, ..on }, "p17", "0123456789ab", &base),
        text(&Occasion { root: Alg::Sha256.digest(&[b"x"]), ..on }, "p17", "0123456789ab", &base),
        text(&Occasion { nonce: Uuid::from_u128(8), ..on }, "p17", "0123456789ab", &base),
        text(&Occasion { expires: on.expires + 1000, ..on }, "p17", "0123456789ab", &base),
        text(&on, "p", "r", &change(1, false)),
        text(&on, "p", "r", &change(2, false)),
        text(&on, "p", "r", &change(1, true)),
        text(&on, "p", "r", &void("重复", false)),
        text(&on, "p", "r", &void("误录", false)),
        text(&on, "p", "r", &void("重复", true)),
        text(&on, "p", "r", &vote(VoteCode::For, "")),
        text(&on, "p", "r", &vote(VoteCode::Against, "")),
        text(&on, "p", "r", &vote(VoteCode::For, "同意")),
        text(&on, "p", "r", &written("m1", true)),
        text(&on, "p", "r", &written("m2", true)),
        text(&on, "p", "r", &written("m1", false)),
        text(&on, "p", "r", &closed(3, 2)),
        text(&on, "p", "r", &closed(4, 1)),
        text(&on, "p", "r", &decided("审委会〔2026〕1号", "甲")),
        text(&on, "p", "r", &decided("审委会〔2026〕2号", "甲")),
        text(&on, "p", "r", &decided("审委会〔2026〕1号", "乙")),
        text(&on, "p", "r", &proposed("p17", "own", "A")),
        text(&on, "p", "r", &proposed("p18", "own", "A")),
        text(&on, "p", "r", &proposed("p17", "login", "A")),
        text(&on, "p", "r", &proposed("p17", "own", "B")),
        text(&on, "p", "r", &revoked("A", "丢失")),
        text(&on, "p", "r", &revoked("A", "离任")),
    ];
    let different: BTreeSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len());
    for text in &all {
        assert!(!text.contains("存疑") && !text.contains("重复") && !text.contains("同意"), "{text}");
    }
}

#[test]
fn no_name_makes_a_line_of_its_own() {
    let event = Event::Record(RecordEvent::ChangeConfirmed { number: 1, completes: false, upon: None });
    let honest = text(&occasion(), "p17\nact record.confirmed", "r", &event);
    assert_eq!(honest.matches("\nact ").count(), 1, "{honest}");
}

#[test]
fn a_checkpoint_is_signed_as_its_own_three_lines() {
    let root = Alg::Sha256.empty().to_string();
    let head = |size| Head { size, root: root.clone() };
    let event = Event::Evidence(EvidenceEvent::Cosigned { acts: head(12), reads: head(3) });
    let said = bare(&event).unwrap();
    assert_eq!(said.kind.namespace(), "liuhen-checkpoint@v1");
    let wanted =
        "liuhen/07070707070707070707070707070707/acts\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    assert_eq!(said.text, wanted);
}

#[test]
fn what_is_not_signed_has_no_text() {
    let event = Event::Record(RecordEvent::Withdrawn { reason: "误录".to_owned() });
    assert_eq!(bare(&event), None);
}

/// As version 2 has it: the whole act under one hash, and where the log of reads stood.
fn second(event: &Event) -> String {
    let (matter, ref_) = (MatterId(Uuid::from_u128(5)), Ref("7KQ2M9XAB".to_owned()));
    let (person, seen): (PersonId, Revision) = ("p17".into(), "0123456789ab".into());
    let (matter, ref_, person, seen) = (&matter, Some(&ref_), &person, Some(&seen));
    said(&occasion(), &Under { matter, ref_, person, seen, event, v: 2, settles: None }).unwrap().text
}

fn resolved(reason: &str, fields: &[&str]) -> Event {
    let checklist = CHECKLIST.iter().map(|p| ((*p).to_owned(), Answer::Right)).collect();
    let blind_fields = fields.iter().map(|f| (*f).to_owned()).collect();
    Event::Record(RecordEvent::Resolved { confirm: true, reason: reason.to_owned(), checklist, blind_fields })
}

#[test]
fn a_decision_between_two_who_disagree_reads_like_this() {
    let wanted = "liuhen-confirm v2
origin liuhen/07070707070707070707070707070707/acts
matter 00000000-0000-0000-0000-000000000005
ref 7KQ2M9XAB
revision 0123456789ab
act record.resolved
answer case_no right
answer content right
answer manner right
answer materials right
answer name right
answer place right
answer post right
answer signatures right
answer time right
compared name
outcome confirm
whole WHOLE
person p17
tree 1234 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
reads 3 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
nonce 00000000-0000-0000-0000-000000000009
expires 2026-03-04T13:00:00+08:00
";
    let text = second(&resolved("已核对录音", &["name"]));
    let act = r#"{"record":{"resolved":{"blind_fields":["name"],"checklist":{"case_no":"right","content":"right","manner":"right","materials":"right","name":"right","place":"right","post":"right","signatures":"right","time":"right"},"confirm":true,"reason":"已核对录音"}}}"#;
    assert_eq!(text, wanted.replace("WHOLE", &digest(act)));
    assert_eq!(occasion_of(&text, RegisterId([7; 16]), Uuid::from_u128(9)).unwrap(), occasion());
    assert_ne!(text, second(&resolved("已核对录像", &["name"])), "no word of it is left unsigned");
    // What begins a matter is signed before anybody knows its name.
    let apply = |ref_: &str| {
        let application = serde_json::json!({ "record": Uuid::nil(), "committee": "ac", "kind": "CASE",
            "request": "提请", "guidance_disclosed": true });
        let application = serde_json::from_value(application).unwrap();
        second(&Event::Item(ItemEvent::Applied { ref_: Ref(ref_.to_owned()), application }))
    };
    assert_eq!(apply("7KQ2M9XAB"), apply("8KQ2M9XAB"));
    assert!(!apply("7KQ2M9XAB").contains("matter ") && !apply("7KQ2M9XAB").contains("\nref "));
}
