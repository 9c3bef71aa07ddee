//! Somebody with the file does once more, and alone, what he may not do again: named by both.

use super::votes::Forger;
use super::*;

fn refused_void() -> Event {
    Event::Record(RecordEvent::VoidRefused { reason: why(), upon: None })
}

#[test]
fn what_was_lifted_settled_or_refused_twice_is_not_done_again_in_the_file() {
    let Some(mut f) = Forger::set() else { return };
    let (around, namesake) = (f.stage.around, f.stage.namesake);
    let apart = |by: &'static str| (by, "apart");
    let ordered = || Event::Record(RecordEvent::RecusalOrdered { person: "judge_pan".into(), reason: why() });
    f.by("dis_e").order_recusal(&around, "judge_pan").unwrap();
    for who in ["chief", "dish_fan"] {
        let act = RecordCommand::LiftRecusal { person: "judge_pan".into(), reason: why() };
        f.by(who).record(&around, act).unwrap();
    }
    f.named("ordered anew", "dis_e", around, ordered(), apart("lifted_before"));
    f.named("by another", "chief", around, ordered(), ("", ""));
    for _ in 0..2 {
        f.by("cus_bai").record(&around, RecordCommand::RefuseVoid { reason: why() }).unwrap();
        f.by("clerk_he").void(&around).unwrap();
        let refuse = RecordCommand::RefuseIdentity { asker: "chief".into(), reason: why() };
        f.by("cus_bai").record(&around, refuse).unwrap();
        f.by("chief").record(&around, RecordCommand::AskIdentity { purpose: why() }).unwrap();
    }
    for number in 1..=2 {
        let refuse = RecordCommand::RefuseChange { change: number, reason: why() };
        f.by("cus_bai").record(&around, refuse).unwrap();
        let change = ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
        let seen = revision(&mut f.stage.court, &around);
        let act = RecordCommand::ProposeChange { seen, change, reason: why() };
        f.by("clerk_he").record(&around, act).unwrap();
    }
    f.sound();
    let name =
        || Event::Record(RecordEvent::IdentityRefused { asker: "chief".into(), reason: why(), upon: None });
    let change = || Event::Record(RecordEvent::ChangeRefused { number: 3, reason: why(), upon: None });
    for act in [refused_void(), name(), change()] {
        f.named("a third time", "cus_bai", around, act.clone(), apart("refused_twice"));
        f.named("by another", "cus_an", around, act, ("", ""));
    }
    // Whom words mean: one says so, two others settle it otherwise, and he says so again.
    let custodians = ["cus_an", "cus_bai", "cus_cao"].map(Into::into).to_vec();
    let from = f.stage.court.now();
    let period = liuhen::domain::organ::RosterPeriod { from, to: None, custodians, substitutes: Vec::new() };
    f.stage.court.change(OrganChange::Roster { period });
    let same = RecordCommand::SamePerson { person: "clerk_zhang".into(), reason: why() };
    f.by("cus_cao").record(&namesake, same).unwrap();
    for who in ["cus_an", "cus_bai"] {
        f.by(who).other_person(&namesake, "clerk_zhang").unwrap();
    }
    f.sound();
    f.named("said again", "cus_cao", namesake, same_person(), ("other", "hands"));
}

/// Two hands lie under a number; what they took in is whatever is written under it afterwards.
#[test]
fn a_hand_on_another_change_or_voiding_is_named_by_both() {
    let Some(mut f) = Forger::set() else { return };
    let around = f.stage.around;
    let other = || Some(Revision("0123456789ab".to_owned()));
    let acts: [fn(Option<Revision>) -> RecordEvent; 4] = [
        |upon| RecordEvent::ChangeConfirmed { number: 1, completes: true, upon },
        |upon| RecordEvent::ChangeRefused { number: 1, reason: why(), upon },
        |upon| RecordEvent::VoidHand { reason: String::new(), completes: true, upon },
        |upon| RecordEvent::VoidRefused { reason: why(), upon },
    ];
    for (n, act) in acts.into_iter().enumerate() {
        let who = if n == 2 { "dis_e" } else { "cus_bai" };
        f.named("another", who, around, Event::Record(act(other())), ("other", "upon"));
        f.named("the one that is there", who, around, Event::Record(act(None)), ("", ""));
    }
}

#[test]
fn what_another_applied_for_is_not_taken_back_and_nothing_is_asked_a_third_time_in_the_file() {
    let Some(mut f) = Forger::set() else { return };
    let (applied, approved) = (f.stage.applied, f.stage.approved);
    let withdrawn = || Event::Item(ItemEvent::Withdrawn { reason: why() });
    for item in [applied, approved] {
        f.named("taken back", "judge_chen", item, withdrawn(), ("another_applied", "capacity"));
        f.named("by whoever applied", "judge_li", item, withdrawn(), ("", ""));
    }
    let record = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    let mut item = f.by("judge_li").apply(&record, "ac").unwrap().matter;
    f.by("chief").item(&item, ItemCommand::Refuse { reason: why() }).unwrap();
    f.by("judge_li").item(&item, ItemCommand::Withdraw { reason: why() }).unwrap();
    item = f.by("judge_li").apply(&record, "ac").unwrap().matter;
    f.by("chief").item(&item, ItemCommand::Refuse { reason: why() }).unwrap();
    let again = Event::Item(ItemEvent::Resubmitted { reason: why() });
    f.named("handed in again", "judge_li", item, again, ("only_once", "state"));
    f.by("judge_li").item(&item, ItemCommand::Withdraw { reason: why() }).unwrap();
    f.sound();
    let log = f.stage.court.log();
    let mut anew = log.iter().rfind(|b| b.kind == "item.applied").unwrap().act.clone();
    if let Event::Item(ItemEvent::Applied { ref_, .. }) = &mut anew {
        *ref_ = Ref::from_random([9; 5]);
    }
    let nine = MatterId(Uuid::from_u128(9));
    f.named("applied for anew", "judge_li", nine, anew.clone(), ("only_once", "state"));
    if let Event::Item(ItemEvent::Applied { application, .. }) = &mut anew {
        application.committee = "pg".into();
    }
    f.named("of another body", "judge_li", nine, anew, ("", ""));
}

#[test]
fn an_administrator_alone_holds_up_no_proposal_and_two_are_left_in_the_file_too() {
    let Some(mut f) = Forger::set() else { return };
    let off = |who: &str| OrganChange::Active { person: who.into(), active: false };
    let refuse = |proposal| Command::Organ(OrganCommand::Refuse { proposal, reason: why() });
    let refused = |proposal| Event::Organ(OrganEvent::ProposalRefused { proposal, reason: why() });
    for _ in 0..2 {
        let proposal = f.by("sys_gao").propose(off("cus_deng")).unwrap().matter;
        f.by("sea_lin").act(&refuse(proposal)).unwrap();
    }
    let third = f.by("sys_gao").propose(off("cus_deng")).unwrap().matter;
    f.named("a third time", "sea_lin", third, refused(third), ("refused_twice", "apart"));
    f.named("by another", "aud_mu", third, refused(third), ("", ""));
    f.named("taken back", "sys_gao", third, refused(third), ("", ""));
    let about = f.by("sys_gao").propose(off("sea_lin")).unwrap().matter;
    f.named("about himself", "sea_lin", about, refused(about), ("about_yourself", "apart"));
    f.named("by another", "aud_mu", about, refused(about), ("", ""));
    f.stage.court.change(off("aud_mu"));
    f.sound();
    let few = ("administrators_too_few", "hands");
    let confirmed = Event::Organ(OrganEvent::ProposalConfirmed { proposal: about });
    f.named("one is left", "sea_lin", about, confirmed, few);
    let nine = MatterId(Uuid::from_u128(9));
    let roles = OrganChange::Roles { person: "sea_lin".into(), roles: Vec::new() };
    for change in [off("sea_lin"), roles] {
        let proposed = Event::Organ(OrganEvent::Proposed { change: Box::new(change) });
        f.named("one would be left", "sys_gao", nine, proposed, few);
    }
    f.sound();
}

/// Whoever recorded is there no more: what is handed back to him nobody could go on with.
#[test]
fn what_its_recorder_left_is_not_returned_in_the_file_and_is_checked_though_it_was() {
    let Some(mut f) = Forger::set() else { return };
    let [open, returned, voided] =
        std::array::from_fn(|_| f.by("judge_wang").submit(phone_call()).unwrap().matter);
    f.by("cus_an").hand_back(&returned).unwrap();
    let back = || {
        let reasons = vec![FieldReason { field: "place".to_owned(), reason: why() }];
        Event::Record(RecordEvent::Returned { reasons })
    };
    let asked = || Event::Record(RecordEvent::VoidHand { reason: why(), completes: false, upon: None });
    f.named("while he is there", "cus_bai", returned, confirmed(false), ("not_now", "state"));
    f.named("asked by another", "dis_e", voided, asked(), ("not_your_capacity", "capacity"));
    f.named("returned", "cus_an", open, back(), ("", ""));
    f.stage.court.change(OrganChange::Active { person: "judge_wang".into(), active: false });
    f.sound();
    f.named("returned to nobody", "cus_an", open, back(), ("recorder_left", "state"));
    f.named("checked", "cus_bai", returned, confirmed(false), ("", ""));
    f.named("not by one alone", "cus_bai", returned, confirmed(true), ("other", "hands"));
    f.named("asked by discipline", "dis_e", voided, asked(), ("", ""));
    f.named("by no custodian", "cus_an", voided, asked(), ("not_your_capacity", "capacity"));
}
