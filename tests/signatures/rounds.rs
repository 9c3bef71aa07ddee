//! A signature belongs to one round of a vote, one request, one order: carried into the next it is none.

use crate::bench::*;
use crate::forged::{append, invented, judged, root_at};
use crate::support::people::NINE;
use crate::support::{Court, DAY, actor, phone_call, rule, session};
use liuhen::domain::command::Command;
use liuhen::domain::committee::{ItemCommand, ItemEvent, MeetingCommand, MeetingEvent, VoteCode};
use liuhen::domain::event::Event;
use liuhen::domain::ids::{MatterId, Ref};
use liuhen::domain::organ::{OrganChange, OrganCommand};
use liuhen::domain::policy_file::Signature;
use liuhen::domain::record::{ChangeDraft, RecordCommand};
use liuhen::domain::refusal::Rule;
use liuhen::office::HandFlaw;
use std::path::Path;
use std::process::Command as Process;
use uuid::Uuid;

/// Signs at home what is handed in later.
fn signed(court: &mut Court, who: &str, key: &Path, command: &Command) -> (String, String) {
    let asked = court.office.challenge(&actor(who), command).unwrap();
    let signature = sign(key, &asked.namespace, &asked.text);
    (asked.text, signature)
}

fn why() -> String {
    "核实".to_owned()
}

#[test]
fn a_vote_signed_in_the_first_round_is_not_taken_in_the_second() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    let qin = login_key(&mut court, home.path(), "head_qin", "ed25519");
    let record = submitted(&mut court);
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    let secretary = |court: &mut Court, act: ItemCommand| court.by("sec_gong").item(&item, act).unwrap();
    secretary(&mut court, ItemCommand::Place { meeting });
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &NINE[..6]);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    let open = || ItemCommand::OpenVote { disclosed: true };
    secretary(&mut court, open());
    let vote = ItemCommand::Vote { vote: VoteCode::For, opinion: String::new() };
    let vote = Command::Item { item: Some(item), act: vote };
    let (text, kept) = signed(&mut court, "head_qin", &qin, &vote);
    let round = |court: &Court| {
        let mut opened = court.revisions().into_iter().filter(|(_, b)| b.kind == "item.vote_opened");
        format!("\nupon {}\n", opened.next_back().unwrap().0.as_str())
    };
    assert!(text.contains(&round(&court)), "{text}");
    for (n, who) in NINE[..6].iter().rev().enumerate() {
        let vote = if n % 2 == 0 { VoteCode::For } else { VoteCode::Against };
        court.by(who).vote(&item, vote).unwrap();
    }
    secretary(&mut court, ItemCommand::CloseVote);
    secretary(&mut court, ItemCommand::Supplement { reason: why() });
    secretary(&mut court, ItemCommand::Place { meeting });
    secretary(&mut court, open());
    let late = court.office.submit(&actor("head_qin"), &kept, None);
    assert_eq!(rule(late), Rule::ChallengeStale);
    let (text, kept) = signed(&mut court, "head_qin", &qin, &vote);
    assert!(text.contains(&round(&court)), "{text}");
    court.office.submit(&actor("head_qin"), &kept, None).unwrap();
    court.assert_sound();
}

#[test]
fn a_hand_signed_for_one_request_opens_no_name_to_the_next() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    let an = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let record = court.confirmed();
    let asks = |court: &mut Court, purpose: &str| {
        let purpose = purpose.to_owned();
        court.by("chief").record(&record, RecordCommand::AskIdentity { purpose }).unwrap();
    };
    asks(&mut court, "核实举报");
    let asker = || "chief".into();
    for act in [
        RecordCommand::OpenIdentity { asker: asker() },
        RecordCommand::RefuseIdentity { asker: asker(), reason: why() },
    ] {
        let command = Command::Record { record: Some(record), act };
        let (_, kept) = signed(&mut court, "cus_an", &an, &command);
        let refuse = RecordCommand::RefuseIdentity { asker: asker(), reason: why() };
        court.by("cus_bai").record(&record, refuse).unwrap();
        asks(&mut court, "另有用途");
        let late = court.office.submit(&actor("cus_an"), &kept, None);
        assert_eq!(rule(late), Rule::ChallengeStale, "{command:?}");
    }
    court.assert_sound();
}

#[test]
fn a_hand_signed_to_lift_one_order_lifts_no_later_one() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    let chief = login_key(&mut court, home.path(), "chief", "ed25519");
    let record: MatterId = court.confirmed();
    court.by("dis_e").order_recusal(&record, "judge_pan").unwrap();
    let act = RecordCommand::LiftRecusal { person: "judge_pan".into(), reason: why() };
    let command = Command::Record { record: Some(record), act: act.clone() };
    let (_, kept) = signed(&mut court, "chief", &chief, &command);
    for who in ["chief", "dish_fan"] {
        court.by(who).record(&record, act.clone()).unwrap();
    }
    court.by("dish_fan").order_recusal(&record, "judge_pan").unwrap();
    assert_eq!(rule(court.office.submit(&actor("chief"), &kept, None)), Rule::ChallengeStale);
    court.assert_sound();
}

/// Whoever can write the file would open a vote while members still come in, close the meeting over it or move the
/// item to another roll. Both verifiers name it.
#[test]
fn nobody_begins_bounds_or_ends_a_vote_or_a_sitting_without_a_hand() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    let mut rules = court.office.organ().policy.clone();
    let record = submitted(&mut court);
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    let placed = ItemCommand::Place { meeting };
    court.by("sec_gong").item(&item, placed).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &NINE[..6]);
    rules.signature = Signature::all(1);
    court.change(OrganChange::Policy { policy: rules });
    let asked = court
        .office
        .act(&actor("sec_gong"), &Command::Meeting { meeting: Some(meeting), act: MeetingCommand::Open });
    assert_eq!(rule(asked), Rule::SignatureMissing);
    let open = Event::Meeting(MeetingEvent::Opened);
    let vote = ItemEvent::VoteOpened {
        disclosed: true,
        chair: "chief".into(),
        present: NINE[..6].iter().map(|p| (*p).into()).collect(),
        recused: Vec::new(),
    };
    let close = Event::Meeting(MeetingEvent::Closed { minutes: String::new() });
    let another = court.office.organ().committees.keys().next().unwrap().clone();
    let planned_at = court.now() + 5 * DAY;
    let plan = MeetingEvent::Planned {
        ref_: Ref::from_random([7; 5]),
        committee: another,
        planned_at,
        place: why(),
        chair: "chief".into(),
    };
    let moved = Event::Item(ItemEvent::Placed { meeting });
    let fresh = MatterId(Uuid::from_u128(0xfeed));
    let all = [
        (open, meeting),
        (Event::Item(vote), item),
        (close, meeting),
        (moved, item),
        (Event::Meeting(MeetingEvent::Noticed), meeting),
        (Event::Meeting(plan), fresh),
    ];
    let source = court.dir().to_owned();
    for (act, matter) in all {
        let copy = home.path().join(act.kind());
        assert!(Process::new("cp").args(["-a"]).args([&source, &copy]).status().unwrap().success());
        let mut body = invented(&court, "sec_gong", record);
        (body.kind, body.matter, body.seen, body.act) = (act.kind(), matter, None, act);
        append(&copy, &body);
        assert_eq!(judged(&copy, court.now() + 600_000), Some(HandFlaw::Below), "{}", body.kind);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify.py");
        let said = Process::new("python3").arg(script).args(["--json"]).arg(&copy).output().unwrap();
        let said: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
        let below = serde_json::json!([{ "seq": court.log_size(), "code": "below" }]);
        assert_eq!(said["signatures"]["problems"], below, "{}", body.kind);
    }
}

/// Made on his own machine, it waits a quarter of an hour; what was done meanwhile he was not shown. Whoever can write
/// the file puts it behind that all the same, and both verifiers name it.
#[test]
fn nobody_signs_before_what_he_answers_was_there() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    let keys = ["cus_an", "chief"].map(|who| (who, login_key(&mut court, home.path(), who, "ed25519")));
    let mut text = phone_call();
    text.content = "老曹来问。".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("clerk_he").void(&record).unwrap();
    let on = |act: RecordCommand| Command::Record { record: Some(record), act };
    let other = RecordCommand::OtherPerson { person: "cus_cao".into(), also: Vec::new(), reason: why() };
    let ask = |act: ItemCommand| Command::Item { item: Some(item), act };
    type Between<'a> = &'a dyn Fn(&mut Court);
    let words: Between<'_> = &|court| drop(court.by("judge_li").escalate(&record).unwrap());
    let named: Between<'_> = &|court| {
        let (person, kin_names) = ("cus_cao".into(), vec!["李大海".to_owned()]);
        court.change(OrganChange::Kin { person, kin: Vec::new(), kin_names });
    };
    let applied: Between<'_> = &|court| {
        court.by("chief").item(&item, ItemCommand::Refuse { reason: why() }).unwrap();
        court.by("judge_li").item(&item, ItemCommand::Resubmit { reason: why() }).unwrap();
    };
    let asked: Between<'_> = &|court| {
        court.by("cus_bai").record(&record, RecordCommand::RefuseVoid { reason: why() }).unwrap();
        court.by("clerk_he").void(&record).unwrap();
    };
    let cases = [
        ("words", "cus_an", on(other.clone()), words),
        ("names", "cus_an", on(other), named),
        ("approved", "chief", ask(ItemCommand::Approve), applied),
        ("refused", "chief", ask(ItemCommand::Refuse { reason: why() }), applied),
        ("voided", "cus_an", on(RecordCommand::Void { reason: why() }), asked),
        ("kept", "cus_an", on(RecordCommand::RefuseVoid { reason: why() }), asked),
    ];
    let (source, now) = (court.dir().to_owned(), court.now());
    for (what, who, command, between) in cases {
        let place = |name: &str| {
            let copy = home.path().join(format!("{what}-{name}"));
            assert!(Process::new("cp").args(["-a"]).args([&source, &copy]).status().unwrap().success());
            copy
        };
        let key = &keys.iter().find(|(whose, _)| *whose == who).unwrap().1;
        let first = place("first");
        let mut court = session(&first, now, "first");
        let (_, kept) = signed(&mut court, who, key, &command);
        drop(court);
        let later = home.path().join(format!("{what}-later"));
        assert!(Process::new("cp").args(["-a"]).args([&first, &later]).status().unwrap().success());
        let mut court = session(&first, now, "at once");
        court.office.submit(&actor(who), &kept, None).unwrap();
        court.assert_sound();
        let body = court.log().pop().unwrap();
        let mut court = session(&later, now, "later");
        between(&mut court);
        assert_eq!(rule(court.office.submit(&actor(who), &kept, None)), Rule::ChallengeStale, "{what}");
        court.assert_sound();
        let size = court.log_size();
        drop(court);
        append(&later, &body);
        assert_eq!(judged(&later, now + 600_000), Some(HandFlaw::Stale), "{what}");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify.py");
        let said = Process::new("python3").arg(script).args(["--json"]).arg(&later).output().unwrap();
        let said: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
        let stale = serde_json::json!([{ "seq": size, "code": "stale" }]);
        assert_eq!(said["signatures"]["problems"], stale, "{what}: {said}");
    }
}

/// The server makes the text that is signed at home: it shows an older state of the log, takes the signature, and puts
/// under it whatever proposal, change, request or order it likes.
#[test]
fn nobody_signs_before_the_proposal_change_request_or_order_that_he_answers_was_there() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    let people = ["cus_an", "chief", "sea_lin", "judge_li", "sec_gong"];
    let keys = people.map(|who| (who, login_key(&mut court, home.path(), who, "ed25519")));
    let record = court.confirmed();
    let on = |act: RecordCommand| Command::Record { record: Some(record), act };
    let mut cases: Vec<(&str, &str, Command, u64)> = Vec::new();
    let at = court.log_size();
    let change = OrganChange::Active { person: "judge_gu".into(), active: false };
    let proposal = court.by("sys_gao").propose(change).unwrap().matter;
    let organ = [OrganCommand::Confirm { proposal }, OrganCommand::Refuse { proposal, reason: why() }];
    cases.extend(organ.map(|act| ("proposal", "sea_lin", Command::Organ(act), at)));
    let at = court.log_size();
    let (seen, change) = (
        court.by("clerk_he").seen(&record),
        ChangeDraft::Supplement { words: why(), attachments: Vec::new() },
    );
    court
        .by("clerk_he")
        .record(&record, RecordCommand::ProposeChange { seen, change, reason: why() })
        .unwrap();
    let acts = [
        RecordCommand::ConfirmChange { change: 1 },
        RecordCommand::RefuseChange { change: 1, reason: why() },
    ];
    cases.extend(acts.map(|act| ("change", "cus_an", on(act), at)));
    let at = court.log_size();
    court.by("chief").record(&record, RecordCommand::AskIdentity { purpose: why() }).unwrap();
    let asker = || "chief".into();
    let acts = [
        RecordCommand::OpenIdentity { asker: asker() },
        RecordCommand::RefuseIdentity { asker: asker(), reason: why() },
    ];
    cases.extend(acts.map(|act| ("name", "cus_an", on(act), at)));
    let at = court.log_size();
    court.by("dis_e").order_recusal(&record, "judge_pan").unwrap();
    let lift = RecordCommand::LiftRecusal { person: "judge_pan".into(), reason: why() };
    cases.push(("order", "chief", on(lift), at));
    // What is begun on a record, and where an item is placed.
    let at = court.log_size();
    let other = submitted(&mut court);
    let application = liuhen::domain::committee::Application {
        record: other,
        committee: "ac".into(),
        kind: "CASE".to_owned(),
        request: why(),
        panel_majority: why(),
        panel_minority: String::new(),
        advice: String::new(),
        guidance_disclosed: true,
    };
    let applies = Command::Item { item: None, act: ItemCommand::Apply(application) };
    cases.push(("record", "judge_li", applies, at));
    let third = submitted(&mut court);
    let item = court.by("judge_li").apply(&third, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let at = court.log_size();
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    let place = Command::Item { item: Some(item), act: ItemCommand::Place { meeting } };
    cases.push(("meeting", "sec_gong", place, at));

    let (source, now) = (court.dir().to_owned(), court.now());
    drop(court.office);
    let copy = |from: &Path, name: String| {
        let to = home.path().join(name);
        assert!(Process::new("cp").args(["-a"]).args([from, &to]).status().unwrap().success());
        to
    };
    for (n, (what, who, command, answered)) in cases.into_iter().enumerate() {
        let key = &keys.iter().find(|(whose, _)| *whose == who).unwrap().1;
        let first = copy(&source, format!("{n}-first"));
        let mut court = session(&first, now, "first");
        let asked = court.office.challenge(&actor(who), &command).unwrap();
        drop(court);
        let mut court = session(&copy(&first, format!("{n}-done")), now, "done");
        court.office.submit(&actor(who), &sign(key, &asked.namespace, &asked.text), None).unwrap();
        court.assert_sound();
        let body = court.log().pop().unwrap();
        for (size, flaw) in [(answered, Some(HandFlaw::Stale)), (answered + 1, None)] {
            let place = copy(&first, format!("{n}-{size}"));
            let tree = format!("tree {size} {}", root_at(&place, size));
            let lines = asked.text.lines().map(|l| if l.starts_with("tree ") { tree.as_str() } else { l });
            let text: String = lines.map(|l| format!("{l}\n")).collect();
            let mut body = body.clone();
            let hand = body.hand.as_mut().unwrap();
            (hand.signature, hand.challenge) = (sign(key, &asked.namespace, &text), text.clone());
            append(&place, &body);
            assert_eq!(judged(&place, now + 600_000), flaw, "{what}: {text}");
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify.py");
            let said = Process::new("python3").arg(script).args(["--json"]).arg(&place).output().unwrap();
            let said: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
            let codes: Vec<&str> = said["signatures"]["problems"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["code"].as_str().unwrap())
                .collect();
            assert_eq!(codes, flaw.iter().map(|f| f.code()).collect::<Vec<_>>(), "{what}: {said}");
        }
    }
}

/// A number alone is whatever stands under it.
#[test]
fn a_hand_on_a_change_or_a_voiding_names_the_act_that_it_answers() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    let an = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let record = court.confirmed();
    let seen = court.by("clerk_he").seen(&record);
    let change = ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
    court
        .by("clerk_he")
        .record(&record, RecordCommand::ProposeChange { seen, change, reason: why() })
        .unwrap();
    court.by("clerk_he").void(&record).unwrap();
    let asked = |court: &Court, kind: &str| {
        let mut all = court.revisions().into_iter().filter(|(_, b)| b.kind == kind);
        format!("\nupon {}\n", all.next_back().unwrap().0.as_str())
    };
    let (proposed, void) = (asked(&court, "record.change_proposed"), asked(&court, "record.void_hand"));
    for (act, upon) in [
        (RecordCommand::ConfirmChange { change: 1 }, &proposed),
        (RecordCommand::RefuseChange { change: 1, reason: why() }, &proposed),
        (RecordCommand::Void { reason: why() }, &void),
        (RecordCommand::RefuseVoid { reason: why() }, &void),
    ] {
        let command = Command::Record { record: Some(record), act };
        let (text, kept) = signed(&mut court, "cus_an", &an, &command);
        assert!(text.contains(upon), "{text}");
        let copy = home.path().join(format!("{:?}", command.row().map(|row| row.act)));
        assert!(Process::new("cp").args(["-a"]).args([court.dir(), &copy]).status().unwrap().success());
        let mut there = session(&copy, court.now(), "there");
        there.office.submit(&actor("cus_an"), &kept, None).unwrap();
        there.assert_sound();
    }
}

/// Whoever puts somebody's key where the register keeps its own would have one key be two people's.
#[test]
fn the_register_goes_on_with_no_key_that_is_somebodys() {
    let mut court = court(0);
    let home = tempfile::tempdir().unwrap();
    let key = login_key(&mut court, home.path(), "chief", "ed25519");
    let (dir, now) = (court.dir().to_owned(), court.now());
    std::fs::copy(&key, dir.join("log.key")).unwrap();
    let mut later = session(&dir, now, "later");
    later.by("clerk_he").submit(phone_call()).unwrap();
    let organ = later.office.organ();
    let own = &organ.evidence.log_keys.last().unwrap().1;
    let his = organ.keys.values().find(|k| k.person == "chief".into()).unwrap();
    assert_ne!(*own, his.line);
    let aside = std::fs::read_dir(&dir).unwrap().filter(|f| {
        let name = f.as_ref().unwrap().file_name();
        name.to_str().unwrap().starts_with("log.key.")
    });
    assert_eq!(aside.count(), 1);
    later.assert_sound();
}
