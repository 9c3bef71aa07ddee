//! Whoever stands in where somebody is out does it lawfully for both verifiers.

use crate::agreement::Second;
use crate::support::people::NINE;
use crate::support::*;
use liuhen::domain::command::Command;
use liuhen::domain::committee::{ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::OrganChange;
use liuhen::domain::record::{ChangeDraft, RecordCommand};
use liuhen::domain::refusal::Rule;
use liuhen::domain::routing::RoutingAct;

fn why() -> String {
    "理由".to_owned()
}

fn sound_to_both(second: &mut Second, court: &mut Court) {
    court.assert_sound();
    second.finds_sound(court.dir());
}

/// All custodians but one are out by the president's order; both of discipline are there.
fn one_custodian_left(court: &mut Court, record: &MatterId) {
    for person in ["cus_bai", "cus_cao", "cus_deng"] {
        court.by("chief").order_recusal(record, person).unwrap();
    }
}

#[test]
fn discipline_in_the_place_of_custodians() {
    let Some(mut second) = Second::start() else { return };
    let mut court = Court::founded();
    let c = &mut court;
    let submit = |c: &mut Court| c.by("clerk_he").submit(phone_call()).unwrap().matter;
    // A confirmation, and a voiding of what was confirmed.
    let record = submit(c);
    one_custodian_left(c, &record);
    c.by("cus_an").confirm(&record).unwrap();
    c.by("dish_fan").confirm(&record).unwrap();
    for who in ["clerk_he", "cus_an", "dish_fan", "dis_e"] {
        c.by(who).void(&record).unwrap();
    }
    // A change, and the recorder's name.
    let changed = submit(c);
    c.confirm_twice(&changed);
    one_custodian_left(c, &changed);
    let change = ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
    let seen = c.by("dish_fan").seen(&changed);
    c.by("clerk_he").record(&changed, RecordCommand::ProposeChange { seen, change, reason: why() }).unwrap();
    c.by("chief").record(&changed, RecordCommand::AskIdentity { purpose: why() }).unwrap();
    for who in ["cus_an", "dish_fan"] {
        c.by(who).record(&changed, RecordCommand::ConfirmChange { change: 1 }).unwrap();
        c.by(who).record(&changed, RecordCommand::OpenIdentity { asker: "chief".into() }).unwrap();
    }
    sound_to_both(&mut second, c);
}

#[test]
fn the_chair_in_the_place_of_the_secretary_and_others_in_that_of_the_president() {
    let Some(mut second) = Second::start() else { return };
    let mut court = Court::founded();
    let c = &mut court;
    let record = c.confirmed();
    let item = c.by("judge_li").apply(&record, "ac").unwrap().matter;
    c.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let meeting = c.by("sec_gong").plan("ac", "vp_sun").unwrap().matter;
    c.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    c.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    c.by("sec_gong").attend(&meeting, &NINE);
    c.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    c.by("dish_fan").order_recusal(&record, "sec_gong").unwrap();
    c.by("vp_sun").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
    for member in NINE.iter().rev().filter(|m| **m != "vp_sun").chain(["vp_sun"].iter()) {
        let _ = c.by(member).vote(&item, VoteCode::For);
    }
    c.by("vp_sun").item(&item, ItemCommand::CloseVote).unwrap();
    c.by("vp_sun").item(&item, ItemCommand::Decide { text: why() }).unwrap();
    // The only head of discipline drafted it; the president is out, and his deputy lets an item through.
    let record = c.confirmed();
    let act = RoutingAct::Route {
        record,
        target: "PLC".to_owned(),
        override_reason: String::new(),
        form: "REPORT".to_owned(),
        to_unit: why(),
        text: why(),
    };
    let routed = c.by("dish_fan").act(&Command::Routing { matter: None, act }).unwrap().matter;
    c.by("chief").act(&Command::Routing { matter: Some(routed), act: RoutingAct::Approve }).unwrap();
    let record = c.confirmed();
    c.by("dish_fan").order_recusal(&record, "chief").unwrap();
    let item = c.by("judge_li").apply(&record, "ac").unwrap().matter;
    let deputies = ["vp_sun", "vp_zhou"];
    assert!(deputies.iter().any(|who| c.by(who).item(&item, ItemCommand::Approve).is_ok()));
    sound_to_both(&mut second, c);
}

#[test]
fn how_a_decision_was_carried_out_is_said_by_the_next_one_who_can() {
    let Some(mut second) = Second::start() else { return };
    let mut court = Court::founded();
    let c = &mut court;
    let noticed = |c: &mut Court| {
        let record = c.confirmed();
        let item = c.by("judge_li").apply(&record, "ac").unwrap().matter;
        c.by("chief").item(&item, ItemCommand::Approve).unwrap();
        let meeting = c.by("sec_gong").plan("ac", "chief").unwrap().matter;
        c.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
        c.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
        c.by("sec_gong").attend(&meeting, &NINE[..6]);
        c.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
        c.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
        for member in NINE[..6].iter().rev() {
            c.by(member).vote(&item, VoteCode::For).unwrap();
        }
        c.by("sec_gong").item(&item, ItemCommand::CloseVote).unwrap();
        c.by("sec_gong").item(&item, ItemCommand::Decide { text: why() }).unwrap();
        c.by("sec_gong").item(&item, ItemCommand::Notice { text: why() }).unwrap();
        (record, item)
    };
    let asked = |c: &mut Court, item: &MatterId| -> Vec<&str> {
        let all = ["judge_wang", "judge_li", "judge_chen", "clerk_he", "sec_gong"];
        let on_the_desk = |c: &mut Court, who: &str| {
            let lines = c.office.desk(&actor(who)).unwrap();
            lines.iter().any(|l| l.matter == *item && l.act == Act::Feedback)
        };
        all.into_iter().filter(|who| on_the_desk(c, who)).collect()
    };
    let feedback = || ItemCommand::Feedback { text: why(), executed: true };
    // Whoever handles the case is gone: the presiding judge.
    let (_, item) = noticed(c);
    assert_eq!(asked(c, &item), ["judge_wang"]);
    c.change(OrganChange::Active { person: "judge_wang".into(), active: false });
    assert_eq!(asked(c, &item), ["judge_li"]);
    assert_eq!(rule(c.by("sec_gong").item(&item, feedback())), Rule::NotYourCapacity);
    c.by("judge_li").item(&item, feedback()).unwrap();
    // The whole bench, who applied and who recorded are out: the body's secretary.
    let (record, item) = noticed(c);
    for who in ["judge_li", "judge_chen", "clerk_he"] {
        c.by("dis_e").order_recusal(&record, who).unwrap();
    }
    assert_eq!(asked(c, &item), ["sec_gong"]);
    c.by("sec_gong").item(&item, feedback()).unwrap();
    sound_to_both(&mut second, c);
}
