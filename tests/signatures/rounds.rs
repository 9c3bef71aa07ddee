//! A signature belongs to one round of a vote, one request, one order: carried into the next it is none.

use crate::bench::*;
use crate::support::people::NINE;
use crate::support::{Court, actor, rule};
use liuhen::domain::command::Command;
use liuhen::domain::committee::{ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::ids::MatterId;
use liuhen::domain::record::RecordCommand;
use liuhen::domain::refusal::Rule;
use std::path::Path;

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
    court.by("dis_e").order_recusal(&record, "judge_pan").unwrap();
    assert_eq!(rule(court.office.submit(&actor("chief"), &kept, None)), Rule::ChallengeStale);
    court.assert_sound();
}
