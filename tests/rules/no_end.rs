//! What one person may do he may not do again and again: whatever others brought about, or lifted, does not wait
//! for one who never gives way. Another may do it once more, for then it is two who say so.

use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::committee::ItemCommand;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{KeyLine, KeyUse, OrganChange, OrganCommand, Role, RosterPeriod};
use liuhen::domain::record::{ChangeDraft, RecordCommand, Status};
use liuhen::domain::refusal::Rule;
use liuhen::office::{Receipt, Trouble};
use support::words::outsider;
use support::*;

fn why() -> String {
    "理由".to_owned()
}

fn lift(court: &mut Court, record: &MatterId, person: &str) {
    for who in ["chief", "dish_fan"] {
        let act = RecordCommand::LiftRecusal { person: person.into(), reason: why() };
        court.by(who).record(record, act).unwrap();
    }
}

#[test]
fn what_two_have_lifted_is_not_ordered_again_by_whoever_ordered_it() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("dis_e").order_recusal(&record, "cus_an").unwrap();
    lift(&mut court, &record, "cus_an");
    court.by("cus_an").confirm(&record).unwrap();
    assert_eq!(rule(court.by("dis_e").order_recusal(&record, "cus_an")), Rule::LiftedBefore);
    // Another person he may order, and another may order him: then it is two who say so.
    court.by("dis_e").order_recusal(&record, "judge_pan").unwrap();
    court.by("chief").order_recusal(&record, "cus_an").unwrap();
    court.assert_sound();
}

#[test]
fn what_two_settled_otherwise_whoever_said_it_does_not_bring_about_alone() {
    let mut court = Court::founded();
    let custodians = ["cus_an", "cus_bai", "cus_cao"].map(Into::into).to_vec();
    let period = RosterPeriod { from: court.now(), to: None, custodians, substitutes: Vec::new() };
    court.change(OrganChange::Roster { period });
    let mut text = phone_call();
    text.people = vec![outsider("张伟")];
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let same = || RecordCommand::SamePerson { person: "clerk_zhang".into(), reason: why() };
    court.by("cus_an").record(&record, same()).unwrap();
    for who in ["cus_bai", "cus_cao"] {
        court.by(who).other_person(&record, "clerk_zhang").unwrap();
    }
    court.by("cus_an").record(&record, same()).unwrap();
    assert!(court.recused(&record).is_empty());
    assert_eq!(rule(court.by("cus_an").record(&record, same())), Rule::TwoHandsOnePerson);
    court.by("cus_bai").record(&record, same()).unwrap();
    assert_eq!(court.recused(&record), ["clerk_zhang"]);
    court.assert_sound();
}

#[test]
fn nobody_refuses_a_voiding_a_name_or_a_change_a_third_time() {
    let mut court = Court::founded();
    let record = court.confirmed();
    type Asked = fn(&mut Court, &MatterId);
    type Refused = fn(u32) -> RecordCommand;
    let cases: [(Asked, Refused); 3] = [
        (
            |court, record| drop(court.by("clerk_he").void(record).unwrap()),
            |_| RecordCommand::RefuseVoid { reason: why() },
        ),
        (
            |court, record| {
                court.by("chief").record(record, RecordCommand::AskIdentity { purpose: why() }).unwrap();
            },
            |_| RecordCommand::RefuseIdentity { asker: "chief".into(), reason: why() },
        ),
        (
            |court, record| {
                let change = ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
                let seen = court.by("clerk_he").seen(record);
                let act = RecordCommand::ProposeChange { seen, change, reason: why() };
                court.by("clerk_he").record(record, act).unwrap();
            },
            |change| RecordCommand::RefuseChange { change, reason: why() },
        ),
    ];
    for (asked, refuse) in cases {
        for round in 1..=2 {
            asked(&mut court, &record);
            court.by("cus_an").record(&record, refuse(round)).unwrap();
        }
        asked(&mut court, &record);
        assert_eq!(rule(court.by("cus_an").record(&record, refuse(3))), Rule::RefusedTwice);
        court.by("cus_bai").record(&record, refuse(3)).unwrap();
    }
    // The request of another is another thing.
    court.by("dis_e").record(&record, RecordCommand::AskIdentity { purpose: why() }).unwrap();
    let refuse = RecordCommand::RefuseIdentity { asker: "dis_e".into(), reason: why() };
    court.by("cus_an").record(&record, refuse).unwrap();
    court.assert_sound();
}

#[test]
fn nobody_takes_back_what_another_applied_for() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let back = || ItemCommand::Withdraw { reason: why() };
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    assert_eq!(rule(court.by("judge_chen").item(&item, back())), Rule::AnotherApplied, "of the same bench");
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    assert_eq!(rule(court.by("judge_chen").item(&item, back())), Rule::AnotherApplied);
    assert_eq!(rule(court.by("clerk_he").item(&item, back())), Rule::AnotherApplied, "nor the recorder");
    court.by("judge_li").item(&item, back()).unwrap();
    // Whoever handed it in again applied for it as well.
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Refuse { reason: why() }).unwrap();
    court.by("judge_chen").item(&item, ItemCommand::Resubmit { reason: why() }).unwrap();
    court.by("judge_chen").item(&item, back()).unwrap();
    court.assert_sound();
}

#[test]
fn taking_back_and_applying_anew_asks_no_third_time() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let refuse = || ItemCommand::Refuse { reason: why() };
    let again = || ItemCommand::Resubmit { reason: why() };
    let back = || ItemCommand::Withdraw { reason: why() };
    // Refused, taken back, applied for anew and refused: that was twice.
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&item, refuse()).unwrap();
    court.by("judge_li").item(&item, back()).unwrap();
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&item, refuse()).unwrap();
    assert_eq!(rule(court.by("judge_li").item(&item, again())), Rule::OnlyOnce);
    assert_eq!(rule(court.by("judge_li").apply(&record, "ac")), Rule::OnlyOnce, "with it there");
    court.by("judge_li").item(&item, back()).unwrap();
    assert_eq!(rule(court.by("judge_chen").apply(&record, "ac")), Rule::OnlyOnce, "by whomever");
    // Another body is another question, and what was approved is none that was refused.
    let item = court.by("judge_li").apply(&record, "pg").unwrap().matter;
    court.by("chief").item(&item, refuse()).unwrap();
    court.by("judge_li").item(&item, again()).unwrap();
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    court.by("judge_li").item(&item, back()).unwrap();
    court.by("judge_li").apply(&record, "pg").unwrap();
    court.assert_sound();
}

fn refuse(court: &mut Court, who: &str, proposal: MatterId) -> Result<Receipt, Trouble> {
    court.by(who).act(&Command::Organ(OrganCommand::Refuse { proposal, reason: why() }))
}

fn confirm(court: &mut Court, who: &str, proposal: MatterId) -> Result<Receipt, Trouble> {
    court.by(who).act(&Command::Organ(OrganCommand::Confirm { proposal }))
}

fn off(person: &str) -> OrganChange {
    OrganChange::Active { person: person.into(), active: false }
}

#[test]
fn an_administrator_refuses_the_same_proposal_twice_and_what_is_about_himself_never() {
    let mut court = Court::founded();
    for _ in 0..2 {
        let proposal = court.by("sys_gao").propose(off("cus_deng")).unwrap().matter;
        refuse(&mut court, "sea_lin", proposal).unwrap();
    }
    let proposal = court.by("sys_gao").propose(off("cus_deng")).unwrap().matter;
    assert_eq!(rule(refuse(&mut court, "sea_lin", proposal)), Rule::RefusedTwice);
    let other = court.by("sys_gao").propose(off("cus_cao")).unwrap().matter;
    refuse(&mut court, "sea_lin", other).unwrap();
    refuse(&mut court, "aud_mu", proposal).unwrap();
    // Whoever proposed it takes it back as often as he likes.
    for _ in 0..3 {
        let own = court.by("sys_gao").propose(off("cus_deng")).unwrap().matter;
        refuse(&mut court, "sys_gao", own).unwrap();
    }
    let roles = OrganChange::Roles { person: "sea_lin".into(), roles: vec![Role::Trn] };
    let kin = OrganChange::Kin { person: "sea_lin".into(), kin: vec!["chief".into()], kin_names: Vec::new() };
    for about_him in [off("sea_lin"), roles, kin] {
        let proposal = court.by("sys_gao").propose(about_him).unwrap().matter;
        assert_eq!(rule(refuse(&mut court, "sea_lin", proposal)), Rule::AboutYourself);
        refuse(&mut court, "aud_mu", proposal).unwrap();
    }
    let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
    let key = OrganChange::Key { person: "sea_lin".into(), use_: KeyUse::Login, key: line.to_owned() };
    court.change(key);
    let fingerprint = KeyLine::read(line).unwrap().fingerprint;
    let revoked = OrganChange::KeyRevoked { fingerprint, reason: why() };
    let proposal = court.by("sys_gao").propose(revoked).unwrap().matter;
    assert_eq!(rule(refuse(&mut court, "sea_lin", proposal)), Rule::AboutYourself, "his key");
    court.assert_sound();
}

#[test]
fn two_administrators_are_always_left() {
    let mut court = Court::founded();
    let roles = OrganChange::Roles { person: "sea_lin".into(), roles: Vec::new() };
    let mut person = court.office.organ().people[&"sea_lin".into()].clone();
    person.active = false;
    // Each is proposed while there are three of them.
    let waiting = [off("sea_lin"), roles, OrganChange::Person { person }]
        .map(|change| court.by("sys_gao").propose(change).unwrap().matter);
    court.change(off("aud_mu"));
    for proposal in waiting {
        assert_eq!(rule(confirm(&mut court, "sea_lin", proposal)), Rule::AdministratorsTooFew);
    }
    assert_eq!(rule(court.by("sys_gao").propose(off("sea_lin"))), Rule::AdministratorsTooFew);
    // Once another is one, he goes.
    court.change(OrganChange::Roles { person: "judge_gu".into(), roles: vec![Role::Sys] });
    let proposal = court.by("sys_gao").propose(off("sea_lin")).unwrap().matter;
    confirm(&mut court, "judge_gu", proposal).unwrap();
    court.assert_sound();
}

/// One custodian's return of what nobody can complete any more would keep it out of the store for good.
#[test]
fn whose_recorder_has_no_account_any_more_is_checked_by_the_custodians_and_by_discipline_made_void() {
    let mut court = Court::founded();
    let [open, returned, disputed, void] =
        std::array::from_fn(|_| court.by("judge_wang").submit(phone_call()).unwrap().matter);
    for record in [&returned, &void] {
        court.by("cus_an").hand_back(record).unwrap();
    }
    court.by("cus_an").confirm(&disputed).unwrap();
    court.by("cus_bai").dispute(&disputed).unwrap();
    assert_eq!(rule(court.by("cus_bai").confirm(&returned)), Rule::NotNow);
    let turns = |court: &mut Court, who: &str, record: &MatterId| {
        let desk = court.office.desk(&actor(who)).unwrap();
        format!("{desk:?}").contains(&format!("{record:?}"))
    };
    assert!(!turns(&mut court, "cus_bai", &returned));
    court.change(OrganChange::Active { person: "judge_wang".into(), active: false });
    assert!(turns(&mut court, "cus_bai", &returned), "somebody is asked for it");
    assert_eq!(rule(court.by("cus_an").hand_back(&open)), Rule::RecorderLeft);
    court.confirm_twice(&open);
    court.confirm_twice(&returned);
    // What the third hands back is checked anew.
    court.by("dish_fan").resolve(&disputed, false).unwrap();
    court.confirm_twice(&disputed);
    assert_eq!(rule(court.by("cus_an").void(&void)), Rule::NotYourCapacity);
    for who in ["dis_e", "cus_an", "cus_bai", "dish_fan"] {
        court.by(who).void(&void).unwrap();
    }
    let status =
        |court: &mut Court, record: &MatterId| court.by("dis_e").sheet(record).unwrap().record.status;
    assert_eq!([open, returned, disputed].map(|r| status(&mut court, &r)), [Status::Confirmed; 3]);
    assert_eq!(status(&mut court, &void), Status::Void);
    court.assert_sound();
}

#[test]
fn a_recorder_who_is_back_completes_what_was_returned_to_him() {
    let mut court = Court::founded();
    let record = court.by("judge_wang").submit(phone_call()).unwrap().matter;
    court.by("cus_an").hand_back(&record).unwrap();
    for active in [false, true] {
        court.change(OrganChange::Active { person: "judge_wang".into(), active });
    }
    assert_eq!(rule(court.by("cus_bai").confirm(&record)), Rule::NotNow);
    court.by("judge_wang").amend(&record, phone_call()).unwrap();
    court.confirm_twice(&record);
    court.assert_sound();
}
