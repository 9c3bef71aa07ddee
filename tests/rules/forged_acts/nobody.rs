//! Acts of nobody, of who is out of the other record, and of who has said it already: named by both alike.

use super::votes::Forger;
use super::*;
use crate::support::words::insider;
use liuhen::domain::escalation::EscalationCommand;
use liuhen::domain::record::{PersonRole, Said};
use liuhen::domain::refusal::Rule;

fn linked(other: MatterId) -> Event {
    Event::Record(RecordEvent::Linked { other, kind: "SAME_EVENT".to_owned() })
}

/// Under an id that no directory ever had, and by somebody whose account was switched off.
#[test]
fn whoever_is_not_of_the_organ_or_not_any_more_does_nothing() {
    let Some(mut f) = Forger::set() else { return };
    for person in ["sec_gong", "clerk_dong", "judge_gu"] {
        f.stage.court.change(OrganChange::Active { person: person.into(), active: false });
    }
    f.sound();
    let (around, meeting, voting) = (f.stage.around, f.stage.meeting, f.stage.voting);
    let log = f.stage.court.log();
    let begun = |kind: &str| {
        let body = log.iter().find(|b| b.kind == kind).unwrap();
        let mut act = serde_json::to_value(&body.act).unwrap();
        let (area, name) = kind.split_once('.').unwrap();
        act[area][name]["ref_"] = Ref::from_random([7; 5]).0.into();
        serde_json::from_value::<Event>(act).unwrap()
    };
    let asked = || Event::Record(RecordEvent::IdentityAsked { purpose: why() });
    let declared = || Event::Record(RecordEvent::RecusalDeclared { reason: why() });
    let nine = MatterId(Uuid::from_u128(9));
    for who in ["ghost", "clerk_dong"] {
        let named = if who == "ghost" { "unknown_person" } else { "inactive" };
        f.named("asks", who, around, asked(), (named, "actor"));
        f.named("is out", who, around, declared(), (named, "actor"));
        for kind in ["item.applied", "escalation.started"] {
            f.named(kind, who, nine, begun(kind), (named, "actor"));
        }
    }
    let gone = || Event::Meeting(MeetingEvent::Left { member: "vp_sun".into() });
    f.named("a roll", "sec_gong", meeting, gone(), ("inactive", "actor"));
    f.named("a plan", "sec_gong", nine, begun("meeting.planned"), ("inactive", "actor"));
    f.named("a letter", "sec_gong", voting, written("judge_pan"), ("inactive", "actor"));
    f.named("a vote", "judge_gu", voting, voted(VoteCode::For), ("inactive", "actor"));
}

#[test]
fn nobody_links_to_a_record_that_is_none_for_him() {
    let Some(mut f) = Forger::set() else { return };
    let (one, other, around) = (f.stage.one_hand, f.stage.fresh, f.stage.around);
    f.by("dis_e").order_recusal(&other, "cus_an").unwrap();
    let note = liuhen::domain::record::QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "钱大海".to_owned(),
        line: "先记一笔".to_owned(),
        case_no: None,
    };
    let quick = Command::Record { record: None, act: RecordCommand::Quick { note } };
    let quick = f.by("clerk_he").act(&quick).unwrap().matter;
    f.sound();
    let named = ("no_such_matter", "capacity");
    f.named("from here to what he is out of", "cus_an", one, linked(other), named);
    f.named("from what he is out of", "cus_an", other, linked(one), ("not_your_capacity", "capacity"));
    f.named("to an unfinished note", "cus_an", one, linked(quick), ("no_such_matter", "state"));
    // Whom a correction in force names.
    let corrected = f.stage.corrected;
    f.named("to what means him", "cus_cao", around, linked(corrected), ("not_your_capacity", "capacity"));
    f.by("cus_bai").record(&one, RecordCommand::Link { other, kind: "SAME_EVENT".to_owned() }).unwrap();
    f.sound();
}

/// A word twice is one word, where nothing was written between.
#[test]
fn nobody_says_twice_of_the_same_words_that_they_mean_another() {
    let Some(mut f) = Forger::set() else { return };
    let mut text = phone_call();
    text.people = vec![outsider("张伟")];
    let namesake = f.by("clerk_he").submit(text).unwrap().matter;
    f.by("cus_an").other_person(&namesake, "clerk_zhang").unwrap();
    f.named("again", "cus_an", namesake, other_person(false), ("two_hands_one_person", "apart"));
    // What is written beside it since may mean him too: he has not said so of that.
    let act = EscalationCommand::Start {
        record: namesake,
        reason: "HARD".to_owned(),
        text: "张伟又来说过此事。".to_owned(),
        wanted: vec!["GUIDANCE".to_owned()],
        consent: true,
    };
    f.by("clerk_he").act(&Command::Escalation { escalation: None, act }).unwrap();
    f.sound();
    f.named("once more", "cus_an", namesake, other_person(false), ("", ""));
}

/// What two settled of words that still stand as they did two take back, and nobody alone.
#[test]
fn nobody_alone_takes_back_what_two_settled_of_whom_words_mean() {
    let Some(mut f) = Forger::set() else { return };
    let mut text = phone_call();
    text.people = vec![outsider("张伟")];
    let namesake = f.by("clerk_he").submit(text).unwrap().matter;
    for hand in ["cus_an", "cus_bai"] {
        f.by(hand).other_person(&namesake, "clerk_zhang").unwrap();
    }
    f.sound();
    let same = || {
        Event::Record(RecordEvent::SamePerson { person: "clerk_zhang".into(), reason: why(), first: false })
    };
    f.named("alone", "cus_an", namesake, same(), ("other", "hands"));
    let first = || RecordCommand::SamePerson { person: "clerk_zhang".into(), reason: why() };
    f.by("cus_an").record(&namesake, first()).unwrap();
    f.sound();
    f.named("once more himself", "cus_an", namesake, same(), ("two_hands_one_person", "hands"));
    f.by("cus_bai").record(&namesake, first()).unwrap();
    f.sound();
    assert_eq!(f.stage.court.recused(&namesake), ["clerk_zhang"]);
}

/// One of two has said that the order is lifted: the count is not hurried past the second.
#[test]
fn a_count_before_the_second_who_lifts_an_order_is_named() {
    let Some(mut f) = Forger::set() else { return };
    let (item, record) = (f.stage.all_voted, f.stage.one_hand);
    f.by("dis_e").order_recusal(&record, "judge_li").unwrap();
    let lift = || RecordCommand::LiftRecusal { person: "judge_li".into(), reason: why() };
    f.by("dish_fan").record(&record, lift()).unwrap();
    f.sound();
    f.named("hurried", "sec_gong", item, closed(5, 0), ("lift_unsettled", "count"));
    f.by("chief").record(&record, lift()).unwrap();
    f.by("sec_gong").item(&item, ItemCommand::CloseVote).unwrap();
    f.sound();
}

/// Two names with one key would be two witnesses by one signature, and the register would witness itself.
#[test]
fn a_key_is_one_persons_or_one_witnesses_or_the_registers_own() {
    let Some(mut f) = Forger::set() else { return };
    let lines = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti"];
    let [key] = lines.map(str::to_owned);
    let own = f.stage.court.office.organ().evidence.log_keys[0].1.clone();
    let witness = |name: &str, key: &str| OrganChange::Witness { name: name.to_owned(), key: key.to_owned() };
    let person = |key: &str| {
        let (person, use_) = ("cus_cao".into(), KeyUse::Login);
        OrganChange::Key { person, use_, key: key.to_owned() }
    };
    // Side by side: both are proposed before either is anybody's.
    let names = ["省法院", "市监委"].map(|name| f.by("sys_gao").propose(witness(name, &key)).unwrap().matter);
    let his = f.by("sys_gao").propose(person(&key)).unwrap().matter;
    let confirm = |proposal| Event::Organ(OrganEvent::ProposalConfirmed { proposal });
    f.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal: names[0] })).unwrap();
    let taken = ("key_taken", "key_taken");
    let refused = f.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal: names[1] }));
    assert_eq!(rule(refused), Rule::KeyTaken);
    f.named("another witness's", "sea_lin", names[1], confirm(names[1]), taken);
    f.named("somebody's of the organ", "sea_lin", his, confirm(his), taken);
    let nine = MatterId(Uuid::from_u128(9));
    let propose = |change: OrganChange| Event::Organ(OrganEvent::Proposed { change: Box::new(change) });
    for (what, change) in [
        ("proposed for another", witness("市监委", &key)),
        ("proposed for a person", person(&key)),
        ("the register as its own witness", witness("市监委", &own)),
        ("the register as somebody", person(&own)),
    ] {
        assert_eq!(rule(f.by("sys_gao").propose(change.clone())), Rule::KeyTaken, "{what}");
        f.named(what, "sys_gao", nine, propose(change), taken);
    }
    // Ended, it is still nobody else's; the same witness takes it up again.
    f.stage.court.change(witness("省法院", ""));
    f.named("ended", "sys_gao", nine, propose(witness("市监委", &key)), taken);
    f.stage.court.change(witness("省法院", &key));
    f.sound();
}

/// In the other order as well: the key is somebody's first, in force, revoked or a witness's, and then the register's.
#[test]
fn the_registers_own_key_is_nobodys_whichever_came_first() {
    use liuhen::domain::evidence::EvidenceEvent;
    let Some(mut f) = Forger::set() else { return };
    let lines = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIi0uKSbhjIWFjM8GLv+Lwuy+nlVNq2GJCvoqy3Hq+P1",
    ];
    let nine = MatterId(Uuid::from_u128(9));
    let own = |line: &str| Event::Evidence(EvidenceEvent::LogKey { public: line.to_owned() });
    let (person, use_) = ("cus_cao".into(), KeyUse::Login);
    f.stage.court.change(OrganChange::Key { person, use_, key: format!("{} 曹", lines[0]) });
    f.named("a person's", "register", nine, own(lines[0]), ("key_taken", "key_taken"));
    f.named("nobody's", "register", nine, own(lines[1]), ("", ""));
    let fingerprint = KeyLine::read(lines[0]).unwrap().fingerprint;
    f.stage.court.change(OrganChange::KeyRevoked { fingerprint, reason: why() });
    f.named("revoked", "register", nine, own(lines[0]), ("key_taken", "key_taken"));
    let witness = |key: &str| OrganChange::Witness { name: "省法院".to_owned(), key: key.to_owned() };
    f.stage.court.change(witness(lines[1]));
    f.named("a witness's", "register", nine, own(lines[1]), ("key_taken", "key_taken"));
    f.stage.court.change(witness(""));
    f.named("ended", "register", nine, own(lines[1]), ("key_taken", "key_taken"));
    f.sound();
}

/// Most changes write a whole row: what was proposed upon another row brings that one back.
#[test]
fn what_would_bring_back_an_earlier_row_is_named_whatever_the_row() {
    let Some(mut f) = Forger::set() else { return };
    let organ = f.stage.court.office.organ().clone();
    let (person, body) = (organ.people[&"cus_deng".into()].clone(), organ.committees[&"ac".into()].clone());
    let active = |active| OrganChange::Active { person: "cus_deng".into(), active };
    let seats = OrganChange::CommitteeMembers {
        committee: "ac".into(),
        members: body.members.clone(),
        secretary: "clerk_zhang".into(),
    };
    let mut policy = organ.policy.clone();
    policy.clocks.first_hand.n += 1;
    let mut other = policy.clone();
    other.clocks.first_hand.n += 1;
    let cases = [
        (OrganChange::Person { person }, active(false)),
        (OrganChange::Committee { committee: body }, seats),
        (OrganChange::Policy { policy }, OrganChange::Policy { policy: other }),
    ];
    for (overtaken, then) in cases {
        let what = overtaken.code();
        let proposal = f.by("sys_gao").propose(overtaken).unwrap().matter;
        let untouched = f.by("sys_gao").propose(active(true)).unwrap().matter;
        f.stage.court.change(then);
        f.sound();
        let act = |proposal| Event::Organ(OrganEvent::ProposalConfirmed { proposal });
        f.named(what, "sea_lin", proposal, act(proposal), ("changed_since", "state"));
        if what != "person" {
            f.named("the rest", "sea_lin", untouched, act(untouched), ("", ""));
        }
    }
}

/// What two settled of a naming settles none that came after it.
#[test]
fn whoever_is_named_anew_does_nothing_until_two_settle_that_naming() {
    let Some(mut f) = Forger::set() else { return };
    let declared = || Event::Record(RecordEvent::RecusalDeclared { reason: why() });
    let out = ("no_such_matter", "capacity");
    let said = |words: &str, again: u32| {
        let mut text = phone_call();
        text.content = words.to_owned();
        text.meant = vec![Said { person: "cus_cao".into(), same: true, again }];
        text
    };
    let record = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    let settle = |f: &mut Forger| {
        for who in ["cus_an", "cus_bai"] {
            f.by(who).other_person(&record, "cus_cao").unwrap();
        }
        f.sound();
    };
    f.by("clerk_he").amend(&record, said("铁公鸡介绍来的。", 0)).unwrap();
    f.named("named", "cus_cao", record, declared(), out);
    settle(&mut f);
    f.named("settled", "cus_cao", record, declared(), ("", ""));
    f.by("clerk_he").amend(&record, said("铁公鸡介绍来的，问此案。", 0)).unwrap();
    f.named("carried along", "cus_cao", record, declared(), ("", ""));
    f.by("clerk_he").amend(&record, said("老油条亲自来电。", 1)).unwrap();
    f.named("named anew", "cus_cao", record, declared(), out);
    settle(&mut f);
    for (what, role) in [("picked", "RELATIVE"), ("in another row", "INQUIRER")] {
        let mut text = said("老油条亲自来电。", 1);
        (text.stream, text.matter) = ("MAJ".to_owned(), "CASE".to_owned());
        text.people.push(PersonRole { relation_to_recorder: "PEER".into(), ..insider("cus_cao", role) });
        f.by("clerk_he").amend(&record, text).unwrap();
        f.named(what, "cus_cao", record, declared(), out);
        settle(&mut f);
        f.named(what, "cus_cao", record, declared(), ("", ""));
    }
    // A correction nobody took in names as well.
    let filed = f.stage.court.confirmed();
    for number in 1..3 {
        let (seen, change) = (f.by("clerk_he").seen(&filed), said("老油条亲自来电。", 0));
        let change = ChangeDraft::Correction { text: Box::new(change) };
        let act = RecordCommand::ProposeChange { seen, change, reason: why() };
        f.by("clerk_he").record(&filed, act).unwrap();
        f.named("corrected", "cus_cao", filed, declared(), out);
        for who in ["cus_an", "cus_bai"] {
            f.by(who).other_person(&filed, "cus_cao").unwrap();
        }
        f.named("corrected and settled", "cus_cao", filed, declared(), ("", ""));
        f.by("cus_an").record(&filed, RecordCommand::RefuseChange { change: number, reason: why() }).unwrap();
    }
    f.sound();
}
