//! Whoever stands in where somebody is out does it lawfully for both verifiers.

use crate::agreement::Second;
use crate::support::people::NINE;
use crate::support::*;
use liuhen::domain::command::Command;
use liuhen::domain::committee::{ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::escalation::EscalationCommand;
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

#[test]
fn an_order_that_keeps_somebody_out_is_lifted_by_two_who_did_not_give_it() {
    let mut court = Court::founded();
    let c = &mut court;
    let lift = |c: &mut Court, record: &MatterId, by: &str, person: &str| {
        let act = RecordCommand::LiftRecusal {
            person: person.into(), reason: "白慎独与本案无关".to_owned()
        };
        c.by(by).record(record, act)
    };
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    c.by("cus_bai").confirm(&record).unwrap();
    assert_eq!(rule(lift(c, &record, "chief", "cus_bai")), Rule::NotOrderedOut);
    c.by("dish_fan").order_recusal(&record, "cus_bai").unwrap();
    assert_eq!(rule(c.by("cus_bai").confirm(&record)), Rule::NoSuchMatter);
    assert_eq!(rule(lift(c, &record, "cus_bai", "cus_bai")), Rule::NoSuchMatter);
    assert_eq!(rule(lift(c, &record, "dish_fan", "cus_bai")), Rule::ActsApart);
    for who in ["clerk_he", "cus_an", "judge_li"] {
        assert_eq!(rule(lift(c, &record, who, "cus_bai")), Rule::NotYourCapacity, "{who}");
    }
    assert_eq!(lift(c, &record, "chief", "cus_bai").unwrap().kind, "record.lift_hand");
    assert_eq!(rule(lift(c, &record, "chief", "cus_bai")), Rule::TwoHandsOnePerson);
    assert!(c.by("cus_bai").sheet(&record).is_err(), "one alone lifts nothing");
    let asked = c.office.desk(&actor("dis_e")).unwrap();
    assert!(asked.iter().any(|l| l.matter == record && l.act == Act::LiftRecusal));
    assert_eq!(lift(c, &record, "dis_e", "cus_bai").unwrap().kind, "record.recusal_lifted");
    // He is asked again, and what he gave before the order is no hand any more.
    let asked = c.office.desk(&actor("cus_bai")).unwrap();
    assert!(asked.iter().any(|l| l.matter == record && l.act == Act::Confirm));
    c.by("cus_bai").confirm(&record).unwrap();
    assert_eq!(c.by("cus_an").sheet(&record).unwrap().record.status.code(), "one_hand");
    c.by("cus_an").confirm(&record).unwrap();
    // What somebody declared of himself is not lifted for him; an order may be given again.
    c.by("judge_wang").declare_recusal(&record).unwrap();
    assert_eq!(rule(lift(c, &record, "chief", "judge_wang")), Rule::NotOrderedOut);
    c.by("chief").order_recusal(&record, "cus_bai").unwrap();
    // Where fewer than two of those who may order are left, custodians do it with them.
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    for who in ["cus_bai", "dis_e"] {
        c.by("dish_fan").order_recusal(&record, who).unwrap();
    }
    lift(c, &record, "cus_an", "cus_bai").unwrap();
    lift(c, &record, "chief", "cus_bai").unwrap();
    c.by("cus_bai").confirm(&record).unwrap();
    court.assert_sound();
    if let Some(mut second) = Second::start() {
        second.finds_sound(court.dir());
    }
}

#[test]
fn a_voiding_that_is_refused_after_the_record_was_withdrawn_is_sound_to_both() {
    let Some(mut second) = Second::start() else { return };
    let mut court = Court::founded();
    let c = &mut court;
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    c.by("clerk_he").void(&record).unwrap();
    c.by("clerk_he").withdraw(&record).unwrap();
    c.by("cus_bai").record(&record, RecordCommand::RefuseVoid { reason: why() }).unwrap();
    sound_to_both(&mut second, c);
}

#[test]
fn a_voiding_finds_its_four_where_discipline_stood_in_for_a_custodian() {
    let mut court = Court::founded();
    let c = &mut court;
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    one_custodian_left(c, &record);
    c.change(OrganChange::Active { person: "dis_e".into(), active: false });
    for who in ["cus_an", "dish_fan"] {
        c.by(who).confirm(&record).unwrap();
    }
    for who in ["clerk_he", "cus_an", "dish_fan"] {
        c.by(who).void(&record).unwrap();
    }
    // Nobody of discipline is left, and the president took the custodians out: the first deputy.
    assert_eq!(rule(c.by("chief").void(&record)), Rule::NotYourCapacity);
    let deputy = c.office.organ().units.values().find_map(|u| u.vice_chief.clone()).unwrap().0;
    let asked = c.office.desk(&actor(&deputy)).unwrap();
    assert!(asked.iter().any(|l| l.matter == record && l.act == Act::Void), "{deputy}");
    assert_eq!(c.by(&deputy).void(&record).unwrap().kind, "record.voided");
    // A custodian's hand is found as well where one is left and no stand-in.
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    c.confirm_twice(&record);
    for person in ["cus_bai", "cus_cao", "cus_deng"] {
        c.by("chief").order_recusal(&record, person).unwrap();
    }
    c.by("dish_fan").record(&record, RecordCommand::DeclareRecusal { reason: why() }).unwrap();
    let deputies: Vec<String> =
        c.office.organ().units.values().filter_map(|u| u.vice_chief.clone()).map(|p| p.0).collect();
    for who in ["clerk_he", "cus_an", deputies[0].as_str(), deputies[1].as_str()] {
        c.by(who).void(&record).unwrap();
    }
    court.assert_sound();
    if let Some(mut second) = Second::start() {
        second.finds_sound(court.dir());
    }
}

/// One person closes no record to everybody: neither by ordering them out one after the other nor by what he
/// writes about them.
#[test]
fn nobody_closes_a_record_to_everybody_by_orders_or_by_words() {
    let mut court = Court::founded();
    let record = court.confirmed();
    let everybody: Vec<(String, String)> =
        court.office.organ().people.values().map(|p| (p.id.0.clone(), p.name.clone())).collect();
    let order =
        |person: &str| RecordCommand::OrderRecusal { person: person.into(), reason: "回避".to_owned() };
    let mut refused = 0;
    for (id, _) in &everybody {
        match court.by("dis_e").record(&record, order(id)) {
            Ok(_) => {}
            Err(no) => refused += usize::from(rule::<()>(Err(no)) == Rule::LeavesTooFew),
        }
    }
    assert!(refused > 0);
    // Two others than whoever ordered it lift an order again.
    let out: Vec<&String> =
        everybody.iter().map(|(id, _)| id).filter(|id| court.by(id).sheet(&record).is_err()).collect();
    let lift = |person: &str| RecordCommand::LiftRecusal { person: person.into(), reason: why() };
    let person = out.iter().find(|id| id.starts_with("cus_")).unwrap();
    let lifted =
        everybody.iter().filter(|(id, _)| court.by(id).record(&record, lift(person)).is_ok()).count();
    assert_eq!(lifted, 2);
    court.by(person).sheet(&record).unwrap();
    // By words: the store's record stays open to those who keep it.
    let record = court.confirmed();
    let all: Vec<&str> = everybody.iter().map(|(_, name)| name.as_str()).collect();
    let seen = court.by("clerk_he").sheet(&record).unwrap().record.revision;
    let change = ChangeDraft::Supplement { words: all.join("、"), attachments: Vec::new() };
    let propose = RecordCommand::ProposeChange { seen, change, reason: "补充".to_owned() };
    assert_eq!(rule(court.by("clerk_he").record(&record, propose)), Rule::LeavesTooFew);
    let start = EscalationCommand::Start {
        record,
        reason: "HARD".to_owned(),
        text: all.join("、"),
        wanted: Vec::new(),
        consent: true,
    };
    let start = Command::Escalation { escalation: None, act: start };
    assert_eq!(rule(court.by("clerk_he").act(&start)), Rule::LeavesTooFew);
    court.by("cus_an").sheet(&record).unwrap();
}
