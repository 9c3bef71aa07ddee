//! Custody: two different people on the same words, and nobody who stands too near.

use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{PersonId, Revision};
use liuhen::domain::organ::{Case, Committee, Interest, OrganChange, Person, Role, RosterPeriod, Unit};
use liuhen::domain::record::{
    Answer, AtOnceNote, Attachment, ChangeDraft, RecordCommand, RecordText, Status,
};
use liuhen::domain::refusal::Rule;
use liuhen::office::{Reveal, Trouble};
use std::collections::BTreeMap;
use support::words::{insider, outsider};
use support::*;

fn status(court: &mut Court, record: &liuhen::domain::ids::MatterId) -> Status {
    court.by("dish_fan").sheet(record).unwrap().record.status
}

#[test]
fn two_different_custodians_take_a_record_in() {
    let mut court = Court::founded();
    let receipt = court.by("clerk_he").submit(phone_call()).unwrap();
    assert_eq!(receipt.record_no.as_deref(), Some("〔2026〕皖0602过问第000001号"));
    let record = receipt.matter;
    let first = court.by("cus_an").confirm(&record).unwrap();
    assert_eq!((first.kind.as_str(), first.record_no), ("record.first_hand", None));
    assert_eq!(rule(court.by("cus_an").confirm(&record)), Rule::TwoHandsOnePerson);
    assert_eq!(status(&mut court, &record), Status::OneHand);
    assert_eq!(court.by("cus_bai").confirm(&record).unwrap().kind, "record.confirmed");
    assert_eq!(status(&mut court, &record), Status::Confirmed);
    assert_eq!(rule(court.by("cus_bai").confirm(&record)), Rule::NotNow);
    court.assert_sound();
}

#[test]
fn all_nine_points_are_answered_and_a_doubt_is_explained() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let mut by = court.by("cus_an");
    let sheet = by.sheet(&record).unwrap().record;
    let try_with = |by: &mut By<'_>, change: &dyn Fn(&mut BTreeMap<String, Answer>), remark: &str| {
        let mut checklist = all_right();
        change(&mut checklist);
        let confirm = RecordCommand::Confirm {
            seen: sheet.revision.clone(),
            checklist,
            remark: remark.to_owned(),
            last_four: String::new(),
            blind: BTreeMap::new(),
        };
        by.record(&record, confirm)
    };
    for point in liuhen::domain::record::CHECKLIST {
        let no = try_with(&mut by, &|c| c.retain(|p, _| p != point), "");
        assert_eq!(rule(no), Rule::ChecklistIncomplete, "{point}");
        let no = try_with(&mut by, &|c| c.extend([(point.to_owned(), Answer::Incomplete)]), "");
        assert_eq!(rule(no), Rule::PointWantsReturn, "{point}");
    }
    let doubt = |c: &mut BTreeMap<String, Answer>| c.extend([("time".to_owned(), Answer::Doubt)]);
    assert_eq!(rule(try_with(&mut by, &doubt, " ")), Rule::ReasonMissing);
    try_with(&mut by, &doubt, "通话时间以话单为准").unwrap();
    // What was doubted is for those who have decided themselves.
    assert_eq!(by.sheet(&record).unwrap().record.hands[0].doubts, ["time"]);
    let second = court.by("cus_bai").sheet(&record).unwrap().record.hands;
    assert_eq!(
        (second[0].remark.as_deref(), second[0].doubts.len(), second[0].by.as_deref()),
        (None, 0, None)
    );
    court.by("cus_bai").confirm(&record).unwrap();
    let after = court.by("cus_bai").sheet(&record).unwrap().record.hands;
    assert_eq!(after[0].remark.as_deref(), Some("通话时间以话单为准"));
}

#[test]
fn in_a_new_round_the_earlier_custodian_reads_no_remark_before_he_decides() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_bai").confirm(&record).unwrap();
    let mut text = phone_call();
    text.content.push_str("又问法官是谁。");
    court.by("clerk_he").amend(&record, text).unwrap();
    let mut by = court.by("cus_an");
    let seen = by.seen(&record);
    let mut checklist = all_right();
    checklist.insert("post".to_owned(), Answer::Doubt);
    let remark = "职务待核".to_owned();
    let confirm =
        RecordCommand::Confirm { seen, checklist, remark, last_four: String::new(), blind: BTreeMap::new() };
    by.record(&record, confirm).unwrap();
    let hands = court.by("cus_bai").sheet(&record).unwrap().record.hands;
    assert_eq!((hands.len(), hands[0].remark.as_deref()), (1, None));
    court.by("cus_bai").confirm(&record).unwrap();
    let hands = court.by("cus_bai").sheet(&record).unwrap().record.hands;
    assert_eq!(hands[0].remark.as_deref(), Some("职务待核"));
}

#[test]
fn both_hands_are_on_the_same_revision() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let old = court.by("cus_bai").seen(&record);
    court.by("cus_an").confirm(&record).unwrap();
    let mut text = phone_call();
    text.content = "另一段话,与先前不同。".to_owned();
    let amended = court.by("clerk_he").amend(&record, text).unwrap();
    // The words changed under the first custodian's hand: it is gone, and the story says so.
    let sheet = court.by("cus_an").sheet(&record).unwrap();
    assert_eq!((sheet.record.hands.len(), sheet.record.status), (0, Status::Submitted));
    let kinds: Vec<&str> = sheet.story.iter().map(|l| l.kind.as_str()).collect();
    assert_eq!(kinds, ["record.submitted", "record.first_hand", "record.amended"]);
    assert_eq!(sheet.earlier.len(), 1);
    let confirm = |seen: Revision| RecordCommand::Confirm {
        seen,
        checklist: all_right(),
        remark: String::new(),
        last_four: amended.ref_.as_ref().unwrap().last_four().to_owned(),
        blind: BTreeMap::new(),
    };
    assert_eq!(rule(court.by("cus_bai").record(&record, confirm(old))), Rule::StaleRevision);
    court.by("cus_bai").record(&record, confirm(amended.revision.clone())).unwrap();
    assert_eq!(status(&mut court, &record), Status::OneHand);
    court.by("cus_an").confirm(&record).unwrap();
    assert_eq!(status(&mut court, &record), Status::Confirmed);
}

#[test]
fn who_stands_too_near_never_checks() {
    // The recorder is a custodian himself.
    let mut court = Court::founded();
    let record = court.by("cus_an").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").confirm(&record)), Rule::OwnRecord);
    court.by("cus_bai").confirm(&record).unwrap();
    // The substitute steps in, as far as needed for two, and no further.
    assert_eq!(rule(court.by("cus_deng").confirm(&record)), Rule::NotYourCapacity);
    court.by("cus_cao").confirm(&record).unwrap();
    assert_eq!(status(&mut court, &record), Status::Confirmed);

    // A witness, the person approached, a member of the panel.
    let witnessed = court.by("clerk_he").submit(visit(&["cus_an"])).unwrap().matter;
    let mut text = phone_call();
    text.received_by = Some("cus_an".into());
    let approached = court.by("clerk_he").submit(text).unwrap().matter;
    for record in [&witnessed, &approached] {
        assert_eq!(rule(court.by("cus_an").confirm(record)), Rule::NotYourCapacity);
        court.by("cus_bai").confirm(record).unwrap();
        court.by("cus_cao").confirm(record).unwrap();
    }
    let mut case = founding().cases[0].clone();
    case.panel.push("cus_an".into());
    court.change(OrganChange::Case { case });
    let of_the_panel = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").confirm(&of_the_panel)), Rule::NotYourCapacity);

    // The inquirer, and his brother: for them there is no such record.
    let mut text = phone_call();
    text.people = vec![insider("cus_an", "INQUIRER")];
    let about = court.by("clerk_he").submit(text).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").confirm(&about)), Rule::NoSuchMatter);
    court.change(OrganChange::Kin {
        person: "cus_bai".into(),
        kin: vec!["cus_an".into()],
        kin_names: Vec::new(),
    });
    assert_eq!(rule(court.by("cus_bai").confirm(&about)), Rule::NoSuchMatter);
    court.by("cus_cao").confirm(&about).unwrap();
    court.by("cus_deng").confirm(&about).unwrap();
    court.assert_sound();
}

#[test]
fn the_second_hand_types_the_last_four_and_reads_the_kept_material() {
    let mut court = Court::founded();
    let (hash, size) =
        court.office.keep_material(&actor("clerk_he"), &mut &b"photo"[..], &Default::default()).unwrap();
    assert_eq!(size, 5);
    let record = court.by("clerk_he").submit(with_material(&hash)).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    // It is closed to whoever may be the second hand, and to nobody else who sees it.
    for (who, closed) in
        [("cus_an", false), ("cus_bai", true), ("clerk_he", false), ("judge_li", false), ("dish_fan", false)]
    {
        assert_eq!(court.by(who).sheet(&record).unwrap().record.closed, closed, "{who}");
    }
    let sheet = court.by("cus_bai").sheet(&record).unwrap();
    assert_eq!(sheet.blind, ["name", "date", "case_no"]);
    let confirm = |last_four: &str, blind: &[(&str, &str)]| RecordCommand::Confirm {
        seen: sheet.record.revision.clone(),
        checklist: all_right(),
        remark: String::new(),
        last_four: last_four.to_owned(),
        blind: blind.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
    };
    let four = sheet.record.ref_.last_four().to_owned();
    let right = [("name", "钱大海"), ("date", "2026年3月10日"), ("case_no", "(2026)皖0602刑初12号")];
    let dashed = [right[0], ("date", "2026-03-10"), right[2]];
    let mut by = court.by("cus_bai");
    assert_eq!(rule(by.record(&record, confirm("XXXX", &right))), Rule::LastFourWrong);
    assert_eq!(rule(by.record(&record, confirm(&four, &right[1..]))), Rule::BlindFieldMissing);
    let other = [("name", "钱大河"), right[1], right[2]];
    assert_eq!(rule(by.record(&record, confirm(&four, &other))), Rule::BlindFieldDiffers);
    let fullwidth = [right[0], dashed[1], ("case_no", "(2026)皖0602刑初012号")];
    by.record(&record, confirm(&four.to_lowercase(), &fullwidth)).unwrap();
    // An event never names bytes that are not there.
    let lost = with_material(&"ab".repeat(32));
    assert_eq!(wrong(court.by("clerk_he").submit(lost)), ["attachments"]);
    let mut out = Vec::new();
    court.office.material(&actor("cus_bai"), &record, "短信截屏", &mut out).unwrap();
    assert_eq!(out, b"photo");
    court.assert_sound();
}

#[test]
fn return_dispute_and_a_third_person_who_resolves() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(court.by("cus_bai").dispute(&record)), Rule::NotNow);
    court.by("cus_an").confirm(&record).unwrap();
    assert_eq!(rule(court.by("cus_an").dispute(&record)), Rule::TwoHandsOnePerson);
    court.by("cus_bai").dispute(&record).unwrap();
    assert_eq!(status(&mut court, &record), Status::Disputed);
    assert_eq!(rule(court.by("cus_an").resolve(&record, true)), Rule::TwoHandsOnePerson);
    assert_eq!(rule(court.by("cus_bai").resolve(&record, true)), Rule::ActsApart);
    assert_eq!(rule(court.by("clerk_he").resolve(&record, true)), Rule::OwnRecord);
    court.by("cus_cao").resolve(&record, true).unwrap();
    assert_eq!(status(&mut court, &record), Status::Confirmed);
    // Whoever disagreed took part, and is told by whom the other hand was.
    for (who, told) in [("cus_bai", true), ("cus_deng", false)] {
        assert_eq!(court.by(who).sheet(&record).unwrap().record.hands[0].by.is_some(), told, "{who}");
    }

    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    court.by("cus_bai").dispute(&record).unwrap();
    court.by("dish_fan").resolve(&record, false).unwrap();
    assert_eq!(status(&mut court, &record), Status::Returned);
    court.by("clerk_he").amend(&record, phone_call()).unwrap();
    court.by("cus_an").hand_back(&record).unwrap();
    let returned = court.by("clerk_he").sheet(&record).unwrap().record.returned;
    assert_eq!(returned[0].reason, "地点不明");
    assert_eq!(rule(court.by("cus_bai").confirm(&record)), Rule::NotNow);
    court.by("clerk_he").amend(&record, phone_call()).unwrap();
    court.confirm_twice(&record);
    court.assert_sound();
}

#[test]
fn nobody_returns_a_record_a_third_time_but_another_may_and_he_may_still_confirm() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    for _ in 0..2 {
        court.by("cus_an").hand_back(&record).unwrap();
        court.by("clerk_he").amend(&record, phone_call()).unwrap();
    }
    assert_eq!(rule(court.by("cus_an").hand_back(&record)), Rule::ReturnedTwice);
    court.by("cus_bai").hand_back(&record).unwrap();
    court.by("clerk_he").amend(&record, phone_call()).unwrap();
    court.confirm_twice(&record);
    assert_eq!(status(&mut court, &record), Status::Confirmed);
    court.assert_sound();
}

#[test]
fn who_is_told_what_of_the_hands_and_of_what_comes_next() {
    let mut court = Court::founded();
    let text = RecordText { recorder_role: "HANDLER".to_owned(), ..phone_call() };
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let next = |court: &mut Court| -> Vec<Act> {
        court.by("clerk_he").sheet(&record).unwrap().record.next.iter().map(|n| n.act).collect()
    };
    assert_eq!(next(&mut court), [Act::Confirm], "it waits for two, and is said once");
    let seen = court.by("cus_an").seen(&record);
    let mut checklist = all_right();
    checklist.insert("time".to_owned(), Answer::Doubt);
    let (remark, last_four, blind) = ("时间存疑".to_owned(), String::new(), BTreeMap::new());
    let confirm = RecordCommand::Confirm { seen, checklist, remark, last_four, blind };
    court.by("cus_an").record(&record, confirm).unwrap();
    for (who, told) in [("cus_an", true), ("dis_e", true), ("cus_bai", false), ("clerk_he", false)] {
        let hand = court.by(who).sheet(&record).unwrap().record.hands.remove(0);
        assert_eq!([hand.by.is_some(), hand.remark.is_some(), hand.doubts == ["time"]], [told; 3], "{who}");
    }
    for (who, copies) in [("clerk_he", true), ("cus_an", true), ("judge_li", false)] {
        assert_eq!(court.by(who).sheet(&record).unwrap().record.may_be_copied, copies, "{who}");
    }
    // What he is to the case tells who he is.
    for (who, role) in [("clerk_he", "HANDLER"), ("cus_an", "HANDLER"), ("judge_li", "")] {
        assert_eq!(court.by(who).sheet(&record).unwrap().record.text.recorder_role, role, "{who}");
    }
    // Nobody checks his own record; he is told so.
    let seen = court.by("clerk_he").seen(&record);
    let read = RecordCommand::ReadOff { seen, blind: BTreeMap::new() };
    assert_eq!(rule(court.by("clerk_he").record(&record, read)), Rule::OwnRecord);

    court.by("cus_bai").confirm(&record).unwrap();
    let ask = || RecordCommand::AskIdentity { purpose: "核实".to_owned() };
    assert_eq!(
        rule(court.by("clerk_dong").record(&record, ask())),
        Rule::NoSuchMatter,
        "he sees nothing of it"
    );
    court.by("chief").record(&record, ask()).unwrap();
    for (who, told) in [("chief", 1), ("cus_an", 1), ("dis_e", 1), ("clerk_he", 0), ("judge_li", 0)] {
        assert_eq!(court.by(who).sheet(&record).unwrap().record.identity.len(), told, "{who}");
    }
    let seen = court.by("clerk_he").seen(&record);
    let change = ChangeDraft::Supplement { words: "又来过".to_owned(), attachments: Vec::new() };
    let propose = RecordCommand::ProposeChange { seen, change, reason: "补记".to_owned() };
    court.by("clerk_he").record(&record, propose).unwrap();
    let both = next(&mut court);
    for act in [Act::ConfirmChange, Act::OpenIdentity] {
        assert_eq!(both.iter().filter(|a| **a == act).count(), 1, "{both:?}");
    }
    // By role, not by name.
    let sees = court.by("clerk_he").sheet(&record).unwrap().seen_by;
    let count = |code: &str| sees.iter().filter(|l| l.who == code).map(|l| l.count).collect::<Vec<_>>();
    assert_eq!(["CUS", "DIS", "DISH", "CHF", "recorder"].map(count), [4, 1, 1, 1, 1].map(|n| vec![n]));
}

#[test]
fn a_material_that_comes_later_is_looked_at_as_one_that_comes_with_the_record() {
    let mut court = Court::founded();
    let hash = court.letter("photo");
    let good = with_material(&hash).attachments.remove(0);
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let confirmed = court.confirmed();
    let paper = || Attachment { kind: "PAPER_ONLY".to_owned(), hash: None, ..good.clone() };
    let blank = String::new;
    for (attachment, field) in [
        (Attachment { kind: "NO_SUCH".to_owned(), ..good.clone() }, "attachments.kind"),
        (Attachment { title: blank(), ..good.clone() }, "attachments.title"),
        (Attachment { hash: None, ..good.clone() }, "attachments"),
        (Attachment { original_location: blank(), ..paper() }, "attachments.original_location"),
    ] {
        let seen = court.by("clerk_he").seen(&record);
        let attach = RecordCommand::Attach { seen, attachment: attachment.clone() };
        assert_eq!(wrong(court.by("clerk_he").record(&record, attach)), [field]);
        let seen = court.by("clerk_he").seen(&confirmed);
        let change = ChangeDraft::Supplement { words: "补".to_owned(), attachments: vec![attachment] };
        let propose = RecordCommand::ProposeChange { seen, change, reason: "补材料".to_owned() };
        assert_eq!(wrong(court.by("clerk_he").record(&confirmed, propose)), [field]);
    }
    let seen = court.by("clerk_he").seen(&record);
    court.by("clerk_he").record(&record, RecordCommand::Attach { seen, attachment: good }).unwrap();
}

#[test]
fn a_custodian_who_records_leaves_his_place_to_the_next() {
    let mut court = Court::founded();
    let record = court.by("cus_an").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").confirm(&record)), Rule::OwnRecord);
    court.by("cus_bai").confirm(&record).unwrap();
    court.by("cus_cao").confirm(&record).unwrap();
    let sees = court.by("cus_an").sheet(&record).unwrap().seen_by;
    assert_eq!(sees.iter().find(|l| l.who == "CUS").map(|l| l.count), Some(3), "he sees it as its recorder");
    court.assert_sound();
}

#[test]
fn where_no_third_custodian_and_no_head_is_left_discipline_resolves() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    court.by("cus_bai").dispute(&record).unwrap();
    assert_eq!(rule(court.by("dis_e").resolve(&record, true)), Rule::NotYourCapacity);
    for person in ["cus_cao", "cus_deng", "dish_fan"] {
        court.change(OrganChange::Active { person: person.into(), active: false });
    }
    court.by("dis_e").resolve(&record, true).unwrap();
    court.assert_sound();
}

#[test]
fn nobody_unknown_and_nothing_without_a_name_gets_into_the_organ() {
    let mut court = Court::founded();
    let f = founding();
    let nobody = || PersonId::from("nobody");
    let (unit, case, body) = (f.units[0].clone(), f.cases[0].clone(), f.committees[0].clone());
    let mut members = body.members.clone();
    members[1].person = nobody();
    let period = RosterPeriod {
        from: court.now(),
        to: None,
        custodians: vec!["cus_an".into(), "cus_bai".into()],
        substitutes: vec![nobody()],
    };
    let interest =
        Interest { person: nobody(), case_no: support::words::CASE.to_owned(), reason: "友".into() };
    for change in [
        OrganChange::Active { person: nobody(), active: false },
        OrganChange::Kin { person: nobody(), kin: Vec::new(), kin_names: Vec::new() },
        OrganChange::Roles { person: nobody(), roles: Vec::new() },
        OrganChange::Roster { period: RosterPeriod { custodians: vec![nobody()], ..period.clone() } },
        OrganChange::Roster { period },
        OrganChange::Committee { committee: Committee { secretary: nobody(), ..body.clone() } },
        OrganChange::Committee { committee: Committee { members: members.clone(), ..body.clone() } },
        OrganChange::CommitteeMembers {
            committee: body.id.clone(),
            members: body.members,
            secretary: nobody(),
        },
        OrganChange::CommitteeMembers { committee: body.id, members, secretary: body.secretary },
        OrganChange::Interest { interest },
        OrganChange::Case { case: Case { handler: nobody(), ..case.clone() } },
        OrganChange::Case { case: Case { presiding: Some(nobody()), ..case.clone() } },
        OrganChange::Case { case: Case { panel: vec![nobody()], ..case.clone() } },
        OrganChange::Unit { unit: Unit { head: Some(nobody()), ..unit.clone() } },
        OrganChange::Unit { unit: Unit { vice_chief: Some(nobody()), ..unit.clone() } },
    ] {
        let no = court.by("sys_gao").propose(change.clone());
        assert_eq!(rule(no), Rule::UnknownPerson, "{change:?}");
    }
    let person = f.people[0].clone();
    let blank = || " ".to_owned();
    for (change, field) in [
        (OrganChange::Unit { unit: Unit { name: blank(), ..unit } }, "unit.name"),
        (OrganChange::Case { case: Case { case_no: blank(), ..case } }, "case_no"),
        (OrganChange::Witness { name: blank(), key: String::new() }, "name"),
        (OrganChange::Person { person: Person { name: blank(), ..person.clone() } }, "person.name"),
        (OrganChange::Person { person: Person { account: blank(), ..person.clone() } }, "person.name"),
        (OrganChange::Person { person: Person { unit: "nowhere".into(), ..person } }, "person.unit"),
    ] {
        assert_eq!(wrong(court.by("sys_gao").propose(change)), [field]);
    }
}

#[test]
fn a_record_is_withdrawn_only_while_nobody_has_acted() {
    let mut court = Court::founded();
    let untouched = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").withdraw(&untouched)), Rule::NotYourCapacity);
    court.by("clerk_he").withdraw(&untouched).unwrap();
    let sheet = court.by("dis_e").sheet(&untouched).unwrap().record;
    assert_eq!((sheet.status, sheet.record_no.is_some()), (Status::Withdrawn, true));

    for by_hand in [true, false] {
        let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
        if by_hand {
            court.by("cus_an").confirm(&record).unwrap();
        } else {
            court.by("cus_an").hand_back(&record).unwrap();
        }
        assert_eq!(rule(court.by("clerk_he").withdraw(&record)), Rule::NotNow);
        // Nor by way of an amendment that voids the hand.
        court.by("clerk_he").amend(&record, phone_call()).unwrap();
        assert_eq!(rule(court.by("clerk_he").withdraw(&record)), Rule::AlreadyActed);
    }
    // A number is never given twice.
    let next = court.by("clerk_he").submit(phone_call()).unwrap().record_no.unwrap();
    assert!(next.ends_with("000004号"), "{next}");
}

#[test]
fn voiding_takes_the_recorder_both_custodians_and_discipline_in_this_order() {
    let mut court = Court::founded();
    let record = court.confirmed();
    assert_eq!(rule(court.by("cus_an").void(&record)), Rule::NotYourCapacity);
    court.by("clerk_he").void(&record).unwrap();
    assert_eq!(rule(court.by("clerk_he").void(&record)), Rule::TwoHandsOnePerson);
    assert_eq!(rule(court.by("dis_e").void(&record)), Rule::NotYourCapacity);
    court.by("cus_an").void(&record).unwrap();
    assert_eq!(rule(court.by("cus_an").void(&record)), Rule::TwoHandsOnePerson);
    assert_eq!(rule(court.by("dis_e").void(&record)), Rule::NotYourCapacity);
    court.by("cus_bai").void(&record).unwrap();
    assert_eq!(rule(court.by("cus_cao").void(&record)), Rule::NotYourCapacity);
    assert_eq!(status(&mut court, &record), Status::Confirmed);
    let turns = court.office.desk(&actor("dis_e")).unwrap();
    assert!(turns.iter().any(|l| l.act == Act::Void));
    assert_eq!(court.by("dis_e").void(&record).unwrap().kind, "record.voided");
    let sheet = court.by("clerk_he").sheet(&record).unwrap().record;
    assert_eq!((sheet.status, sheet.text.content.is_empty()), (Status::Void, false));

    let other = court.confirmed();
    court.by("clerk_he").void(&other).unwrap();
    court.by("cus_an").void(&other).unwrap();
    let refuse = RecordCommand::RefuseVoid { reason: "内容属实".to_owned() };
    court.by("cus_bai").record(&other, refuse).unwrap();
    assert_eq!(court.by("clerk_he").sheet(&other).unwrap().record.void_asked, None);
    // It starts anew, with every hand.
    court.by("clerk_he").void(&other).unwrap();
    assert_eq!(rule(court.by("dis_e").void(&other)), Rule::NotYourCapacity);
    court.assert_sound();
}

#[test]
fn those_who_agreed_to_void_one_text_void_no_other() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    for who in ["clerk_he", "cus_an", "cus_bai"] {
        court.by(who).void(&record).unwrap();
    }
    let mut other = phone_call();
    other.content = "市里一位领导来电,要求改判。".to_owned();
    court.by("clerk_he").amend(&record, other).unwrap();
    assert_eq!(rule(court.by("dis_e").void(&record)), Rule::NotYourCapacity);
    let turns = court.office.desk(&actor("dis_e")).unwrap();
    assert!(!turns.iter().any(|l| l.act == Act::Void));
    assert_eq!(court.by("clerk_he").sheet(&record).unwrap().record.void_asked, None);
    // Asked anew it takes every hand anew, on the text that stands now.
    for who in ["clerk_he", "cus_an", "cus_bai"] {
        assert_eq!(court.by(who).void(&record).unwrap().kind, "record.void_hand", "{who}");
    }
    assert_eq!(court.by("dis_e").void(&record).unwrap().kind, "record.voided");
    court.assert_sound();
}

#[test]
fn a_hand_is_taken_on_the_text_it_names_and_on_no_other() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people = vec![outsider("张伟")];
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    court.by("clerk_he").void(&record).unwrap();
    let stands = court.by("clerk_he").seen(&record);
    let why = || "核实".to_owned();
    let person = || "clerk_zhang".into();
    let acts = [
        RecordCommand::Void { reason: String::new() },
        RecordCommand::RefuseVoid { reason: why() },
        RecordCommand::SamePerson { person: person(), reason: why() },
        RecordCommand::OtherPerson { person: person(), also: Vec::new(), reason: why() },
    ];
    for act in acts {
        let command = Command::Record { record: Some(record), act };
        let on = |revision: &str| command.on_text(Some(&revision.into()));
        assert_eq!(rule(court.by("cus_an").act(&on("000000000000"))), Rule::StaleRevision, "{command:?}");
    }
    let act = RecordCommand::OtherPerson { person: person(), also: Vec::new(), reason: why() };
    let command = Command::Record { record: Some(record), act }.on_text(Some(&stands));
    court.by("cus_an").act(&command).unwrap();
    // What names none is on the text that stands when it is done, and says so.
    court.by("cus_bai").other_person(&record, "clerk_zhang").unwrap();
    let seen: Vec<_> = court.log().into_iter().filter(|b| b.kind == "record.other_person").collect();
    assert!(seen.len() == 2 && seen.iter().all(|b| b.seen.as_ref() == Some(&stands)), "{seen:?}");
    court.assert_sound();
}

#[test]
fn supplements_and_corrections_have_two_hands_of_their_own_and_overwrite_nothing() {
    let mut court = Court::founded();
    let record = court.confirmed();
    let confirmed_at = court.by("clerk_he").seen(&record);
    let propose = |court: &mut Court, change: ChangeDraft| {
        let seen = court.by("clerk_he").seen(&record);
        court
            .by("clerk_he")
            .record(&record, RecordCommand::ProposeChange { seen, change, reason: "补记".to_owned() })
    };
    let words = "他次日又来电。".to_owned();
    propose(&mut court, ChangeDraft::Supplement { words, attachments: Vec::new() }).unwrap();
    let mut text = phone_call();
    text.people = vec![outsider("钱大江")];
    let correction = ChangeDraft::Correction { text: Box::new(text) };
    assert_eq!(rule(propose(&mut court, correction.clone())), Rule::OpenAlready);
    let hand = |court: &mut Court, who: &str, n: u32| {
        court.by(who).record(&record, RecordCommand::ConfirmChange { change: n })
    };
    assert_eq!(rule(hand(&mut court, "clerk_he", 1)), Rule::OwnRecord);
    hand(&mut court, "cus_an", 1).unwrap();
    assert_eq!(rule(hand(&mut court, "cus_an", 1)), Rule::TwoHandsOnePerson);
    assert_eq!(court.by("clerk_he").sheet(&record).unwrap().record.changes[0].state, "open");
    assert_eq!(hand(&mut court, "cus_bai", 1).unwrap().kind, "record.change_confirmed");
    propose(&mut court, correction).unwrap();
    hand(&mut court, "cus_bai", 2).unwrap();
    hand(&mut court, "cus_an", 2).unwrap();

    let sheet = court.by("clerk_he").sheet(&record).unwrap();
    // The text goes by the act that brought it about.
    let changed = court.revisions().into_iter().filter(|(_, b)| b.kind == "record.change_confirmed");
    let changed: Vec<_> = changed.map(|(revision, _)| revision).collect();
    assert!(changed.len() == 2 && changed[0] != confirmed_at, "{changed:?}");
    assert_eq!((sheet.record.status, &sheet.record.revision), (Status::Confirmed, &changed[1]));
    assert_eq!(sheet.record.text.people[0].name, "钱大江");
    assert_eq!(sheet.earlier[0].people[0].name, "钱大海");
    let (field, old, new) = &sheet.record.changes[1].fields[0];
    assert_eq!(
        (field.as_str(), old[0]["name"].as_str(), new[0]["name"].as_str()),
        ("people", Some("钱大海"), Some("钱大江"))
    );
    // A third correction does not change what the second one is compared with.
    let mut text = phone_call();
    text.people = vec![outsider("钱大江")];
    text.place = "三楼".to_owned();
    court.later(HOUR);
    propose(&mut court, ChangeDraft::Correction { text: Box::new(text) }).unwrap();
    let refuse = RecordCommand::RefuseChange { change: 3, reason: "与录音不符".to_owned() };
    court.by("cus_an").record(&record, refuse).unwrap();
    let sheet = court.by("clerk_he").sheet(&record).unwrap();
    assert_eq!(sheet.record.changes[1].fields[0].1[0]["name"].as_str(), Some("钱大海"));
    assert_eq!((sheet.record.changes[2].state, sheet.record.text.place.as_str()), ("refused", ""));
    court.assert_sound();
}

/// He was there and read harmless words; two custodians correct them afterwards.
#[test]
fn whoever_was_present_signs_the_words_that_stand_and_no_others() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people.push(insider("judge_wang", "PRESENT"));
    text.received_by = Some("judge_chen".into());
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    court.confirm_twice(&record);
    let read = court.by("judge_wang").seen(&record);
    court.by("judge_chen").agree(&record, Some("没有此事")).unwrap();
    let correct = |court: &mut Court, content: &str| {
        let mut text = text.clone();
        text.content = content.to_owned();
        let seen = court.by("clerk_he").seen(&record);
        let change = ChangeDraft::Correction { text: Box::new(text) };
        let act = RecordCommand::ProposeChange { seen, change, reason: "更正".to_owned() };
        let number = court.by("clerk_he").sheet(&record).unwrap().record.changes.len() as u32 + 1;
        court.by("clerk_he").record(&record, act).unwrap();
        for who in ["cus_an", "cus_bai"] {
            court.by(who).record(&record, RecordCommand::ConfirmChange { change: number }).unwrap();
        }
    };
    let signs = |court: &mut Court| {
        let record = court.by("clerk_he").sheet(&record).unwrap().record;
        (record.signatures[0].state, record.agreement.unwrap().state)
    };
    assert_eq!(signs(&mut court), ("asked", "refused"));
    correct(&mut court, "院长在场,同意对方的要求。");
    // The words that he read stand no more.
    let on = |seen: &Revision| RecordCommand::Sign { seen: seen.clone(), refusal: None };
    assert_eq!(rule(court.by("judge_wang").record(&record, on(&read))), Rule::StaleRevision);
    assert_eq!(signs(&mut court), ("asked", "refused_before"));
    court.by("judge_wang").sign(&record, None).unwrap();
    court.by("judge_chen").agree(&record, None).unwrap();
    assert_eq!(signs(&mut court), ("signed", "signed"));
    // Changed under his signature they are shown as what he did not sign, and he is asked anew.
    correct(&mut court, "院长在场,并威胁承办人。");
    assert_eq!(signs(&mut court), ("signed_before", "signed_before"));
    let desk = court.office.desk(&actor("judge_wang")).unwrap();
    assert!(desk.iter().any(|line| line.act == Act::Sign), "{desk:?}");
    court.by("judge_wang").sign(&record, Some("没听到")).unwrap();
    assert_eq!(signs(&mut court), ("refused", "signed_before"));
    assert_eq!(rule(court.by("judge_wang").sign(&record, None)), Rule::AlreadyActed);
    court.assert_sound();
}

/// Discipline read harmless words; corrected, they are a threat.
#[test]
fn whatever_means_a_text_is_refused_under_that_of_before_a_correction() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.urgent = true;
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    court.confirm_twice(&record);
    let read = court.by("dis_e").seen(&record);
    court.by("clerk_he").void(&record).unwrap();
    text.content = "扬言报复承办人。".to_owned();
    let change = ChangeDraft::Correction { text: Box::new(text) };
    let act = RecordCommand::ProposeChange { seen: read.clone(), change, reason: "更正".to_owned() };
    court.by("clerk_he").record(&record, act).unwrap();
    for who in ["cus_an", "cus_bai"] {
        court.by(who).record(&record, RecordCommand::ConfirmChange { change: 1 }).unwrap();
    }
    let note = AtOnceNote { words: "不紧急".to_owned(), ..AtOnceNote::default() };
    let report = RecordCommand::ReportAtOnce { seen: read.clone(), note };
    assert_eq!(rule(court.by("dis_e").record(&record, report)), Rule::StaleRevision);
    let void = RecordCommand::Void { reason: "误录".to_owned() };
    let void = Command::Record { record: Some(record), act: void }.on_text(Some(&read));
    assert_eq!(rule(court.by("clerk_he").act(&void)), Rule::StaleRevision);
    // What was asked for on the words of before is asked for anew.
    assert_eq!(court.by("clerk_he").sheet(&record).unwrap().record.void_asked, None);
    court.assert_sound();
}

#[test]
fn a_correction_that_names_somebody_recuses_him_at_once() {
    let mut court = Court::founded();
    let record = court.confirmed();
    let mut text = phone_call();
    text.people.push(insider("cus_an", "BEHALF"));
    let seen = court.by("clerk_he").seen(&record);
    let change = ChangeDraft::Correction { text: Box::new(text) };
    court
        .by("clerk_he")
        .record(&record, RecordCommand::ProposeChange { seen, change, reason: "漏记一人".to_owned() })
        .unwrap();
    assert_eq!(rule(court.by("cus_an").sheet(&record)), Rule::NoSuchMatter);
    court.by("cus_bai").record(&record, RecordCommand::ConfirmChange { change: 1 }).unwrap();
    court.by("cus_cao").record(&record, RecordCommand::ConfirmChange { change: 1 }).unwrap();
    court.assert_sound();
}

#[test]
fn a_late_recusal_takes_the_hand_back() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    court.by("cus_an").declare_recusal(&record).unwrap();
    assert_eq!(status(&mut court, &record), Status::Submitted);
    assert_eq!(rule(court.by("cus_an").sheet(&record)), Rule::NoSuchMatter);
    court.by("cus_bai").confirm(&record).unwrap();
    assert_eq!(rule(court.by("cus_bai").order_recusal(&record, "cus_cao")), Rule::NotYourCapacity);
    court.by("chief").order_recusal(&record, "cus_bai").unwrap();
    assert_eq!(rule(court.by("chief").order_recusal(&record, "cus_bai")), Rule::AlreadyRecused);
    court.by("cus_cao").confirm(&record).unwrap();
    court.by("cus_deng").confirm(&record).unwrap();
    assert_eq!(status(&mut court, &record), Status::Confirmed);

    // The one who disagreed is recused: there is no dispute left, the first hand stands.
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    court.by("cus_bai").dispute(&record).unwrap();
    court.by("dis_e").order_recusal(&record, "cus_bai").unwrap();
    assert_eq!(status(&mut court, &record), Status::OneHand);
    assert_eq!(court.by("cus_cao").confirm(&record).unwrap().kind, "record.confirmed");

    // Hands on a voiding lapse in the same way.
    court.by("clerk_he").void(&record).unwrap();
    court.by("cus_an").void(&record).unwrap();
    court.by("dis_e").order_recusal(&record, "cus_an").unwrap();
    court.by("cus_cao").void(&record).unwrap();
    assert_eq!(rule(court.by("dis_e").void(&record)), Rule::NotYourCapacity);
    court.by("cus_deng").void(&record).unwrap();
    court.by("dis_e").void(&record).unwrap();
    court.assert_sound();
}

#[test]
fn a_recusal_that_follows_from_the_organs_data_takes_the_hand_back_too() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    let interest = Interest {
        person: "cus_an".into(),
        case_no: support::words::CASE.to_owned(),
        reason: "股东".to_owned(),
    };
    court.change(OrganChange::Interest { interest });
    assert_eq!(court.by("cus_bai").confirm(&record).unwrap().kind, "record.first_hand");
    assert_eq!(status(&mut court, &record), Status::OneHand);
    assert_eq!(court.by("cus_cao").confirm(&record).unwrap().kind, "record.confirmed");
    court.assert_sound();
}

#[test]
fn the_roster_says_who_and_when_and_fewer_than_two_is_an_alarm() {
    let mut court = Court::founded();
    assert_eq!(court.office.custodians_in_office(), (4, 2));
    let from = court.now() + 3 * DAY;
    let one = RosterPeriod { from, to: None, custodians: vec!["cus_an".into()], substitutes: Vec::new() };
    let no = court.by("sys_gao").propose(OrganChange::Roster { period: one.clone() });
    assert_eq!(rule(no), Rule::RosterTooShort);
    let twice = RosterPeriod { custodians: vec!["cus_an".into(), "cus_an".into()], ..one.clone() };
    let no = court.by("sys_gao").propose(OrganChange::Roster { period: twice });
    assert_eq!(rule(no), Rule::RosterTooShort);
    let next = RosterPeriod {
        custodians: vec!["cus_cao".into(), "cus_deng".into()],
        substitutes: vec!["cus_an".into()],
        ..one
    };
    court.change(OrganChange::Roster { period: next.clone() });
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    assert_eq!(rule(court.by("cus_cao").confirm(&record)), Rule::NotYourCapacity);
    court.later(3 * DAY);
    assert_eq!(rule(court.by("cus_bai").confirm(&record)), Rule::NotYourCapacity);
    court.by("cus_cao").confirm(&record).unwrap();

    // It ends with its last millisecond; then the custodians of the organ stand in.
    let (from, to) = (court.now() + DAY, court.now() + 2 * DAY);
    let named = vec!["cus_cao".into(), "cus_deng".into()];
    let never = RosterPeriod { from, to: Some(from), custodians: named, substitutes: Vec::new() };
    let no = court.by("sys_gao").propose(OrganChange::Roster { period: never.clone() });
    assert_eq!(rule(no), Rule::RosterTooShort);
    court.change(OrganChange::Roster { period: RosterPeriod { to: Some(to), ..never } });
    court.later(2 * DAY - 1);
    let late = RecordText { late_reason: "外出".to_owned(), ..phone_call() };
    let record = court.by("clerk_he").submit(late).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").confirm(&record)), Rule::NotYourCapacity);
    court.later(1);
    assert_eq!(rule(court.by("cus_cao").confirm(&record)), Rule::NotYourCapacity);
    court.by("cus_an").confirm(&record).unwrap();
    let after = RosterPeriod { from: court.now(), to: None, ..next };
    court.change(OrganChange::Roster { period: after });

    for (who, expected) in [("cus_cao", 2), ("cus_an", 1)] {
        court.change(OrganChange::Active { person: who.into(), active: false });
        assert_eq!(court.office.custodians_in_office(), (expected, 2));
    }
    court.assert_sound();
}

#[test]
fn a_namesake_is_out_until_two_others_say_it_is_somebody_else() {
    let mut court = Court::founded();
    let zhang = vec![Role::Cus];
    court.change(OrganChange::Roles { person: "clerk_zhang".into(), roles: zhang });
    let mut text = phone_call();
    text.people = vec![outsider(" 张 伟")];
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert_eq!(rule(court.by("clerk_zhang").sheet(&record)), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("clerk_zhang").other_person(&record, "clerk_zhang")), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("clerk_he").other_person(&record, "clerk_zhang")), Rule::OwnRecord);
    court.by("cus_an").other_person(&record, "clerk_zhang").unwrap();
    assert_eq!(rule(court.by("cus_an").other_person(&record, "clerk_zhang")), Rule::TwoHandsOnePerson);
    assert_eq!(rule(court.by("clerk_zhang").sheet(&record)), Rule::NoSuchMatter);
    court.by("cus_bai").other_person(&record, "clerk_zhang").unwrap();
    court.by("clerk_zhang").sheet(&record).unwrap();
    court.assert_sound();
}

#[test]
fn links_are_made_by_those_who_keep_the_store_and_shown_to_those_who_see_both() {
    let mut court = Court::founded();
    let one = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let mut text = phone_call();
    text.people.push(insider("chief", "RELAYER"));
    let other = court.by("clerk_dong").submit(text).unwrap().matter;
    assert_eq!(rule(court.by("clerk_he").link(&one, &other)), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("cus_an").link(&one, &one)), Rule::LinkToItself);
    court.by("cus_an").link(&one, &other).unwrap();
    assert_eq!(court.by("dis_e").sheet(&one).unwrap().links.len(), 1);
    assert_eq!(court.by("dis_e").sheet(&other).unwrap().links.len(), 1);
    let sheet = court.by("chief").sheet(&one).unwrap();
    assert!(sheet.links.is_empty() && sheet.record.links.is_empty());
    assert!(sheet.story.iter().all(|l| l.kind != "record.linked"));
    court.assert_sound();
}

#[test]
fn witnesses_and_the_person_approached_sign_or_refuse_once() {
    let mut court = Court::founded();
    let mut text = visit(&["clerk_dong", "judge_pan"]);
    text.received_by = Some("judge_wang".into());
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert!(court.office.desk(&actor("clerk_dong")).unwrap().iter().any(|l| l.act == Act::Sign));
    court.by("clerk_dong").sign(&record, None).unwrap();
    assert_eq!(rule(court.by("clerk_dong").sign(&record, None)), Rule::AlreadyActed);
    assert_eq!(rule(court.by("judge_pan").sign(&record, Some(" "))), Rule::ReasonMissing);
    court.by("judge_pan").sign(&record, Some("当时不在场")).unwrap();
    assert_eq!(rule(court.by("judge_li").sign(&record, None)), Rule::NotAsked);
    assert_eq!(rule(court.by("judge_li").agree(&record, None)), Rule::NotAsked);
    court.by("judge_wang").agree(&record, None).unwrap();
    assert_eq!(rule(court.by("judge_wang").agree(&record, None)), Rule::NotAsked);
    let sheet = court.by("clerk_he").sheet(&record).unwrap().record;
    let states: Vec<&str> = sheet.signatures.iter().map(|s| s.state).collect();
    assert_eq!(states, ["signed", "refused"]);
    assert_eq!(sheet.agreement.unwrap().state, "signed");
    // A witness who is recused has nothing to sign.
    let record = court.by("clerk_he").submit(visit(&["clerk_dong"])).unwrap().matter;
    let revision = court.by("clerk_dong").seen(&record);
    court.by("dis_e").order_recusal(&record, "clerk_dong").unwrap();
    let sign = RecordCommand::Sign { seen: revision, refusal: None };
    assert_eq!(rule(court.by("clerk_dong").record(&record, sign)), Rule::NoSuchMatter);
    assert!(!court.office.desk(&actor("clerk_dong")).unwrap().iter().any(|l| l.record == Some(record)));
}

#[test]
fn the_recorders_name_is_opened_by_two_custodians_to_whoever_gave_a_reason() {
    let mut court = Court::founded();
    let record = court.confirmed();
    let reveal = |court: &mut Court, who: &str| {
        court.office.reveal(&actor(who), &record, Reveal::Recorder, "办理过问线索")
    };
    for who in ["cus_an", "cus_bai", "dis_e", "clerk_he"] {
        assert_eq!(reveal(&mut court, who).unwrap(), ["何知远"], "{who}");
    }
    for who in ["chief", "judge_wang", "cus_cao"] {
        assert_eq!(rule(reveal(&mut court, who)), Rule::IdentityClosed, "{who}");
    }
    assert_eq!(rule(reveal(&mut court, "clerk_dong")), Rule::NoSuchMatter);
    assert_eq!(
        rule(court.office.reveal(&actor("dis_e"), &record, Reveal::Recorder, " ")),
        Rule::PurposeMissing
    );
    let ask = |purpose: &str| RecordCommand::AskIdentity { purpose: purpose.to_owned() };
    let open = || RecordCommand::OpenIdentity { asker: "chief".into() };
    assert_eq!(rule(court.by("chief").record(&record, ask(" "))), Rule::ReasonMissing);
    assert_eq!(rule(court.by("cus_an").record(&record, open())), Rule::NotAsked);
    court.by("chief").record(&record, ask("保护措施")).unwrap();
    assert_eq!(rule(court.by("chief").record(&record, ask("再次"))), Rule::OpenAlready);
    assert_eq!(rule(court.by("chief").record(&record, open())), Rule::TwoHandsOnePerson);
    assert_eq!(rule(court.by("dis_e").record(&record, open())), Rule::NotYourCapacity);
    court.by("cus_an").record(&record, open()).unwrap();
    assert_eq!(rule(court.by("cus_an").record(&record, open())), Rule::TwoHandsOnePerson);
    assert_eq!(rule(reveal(&mut court, "chief")), Rule::IdentityClosed);
    court.by("cus_bai").record(&record, open()).unwrap();
    assert_eq!(reveal(&mut court, "chief").unwrap(), ["何知远"]);
    // A custodian who asks is not one of the two.
    court.by("cus_cao").record(&record, ask("统计")).unwrap();
    let own = RecordCommand::OpenIdentity { asker: "cus_cao".into() };
    assert_eq!(rule(court.by("cus_cao").record(&record, own)), Rule::TwoHandsOnePerson);
    court.assert_sound();
}

#[test]
fn nothing_is_begun_under_the_name_of_a_matter_that_is_there() {
    let mut court = Court::founded();
    let record = court.confirmed();
    let note = liuhen::domain::record::QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "某人".to_owned(),
        line: "来电".to_owned(),
        case_no: None,
    };
    let no = court.by("cus_an").record(&record, RecordCommand::Quick { note: note.clone() });
    assert_eq!(rule(no), Rule::OpenAlready);
    let never = liuhen::domain::ids::MatterId(uuid::Uuid::from_u128(7));
    let submit = RecordCommand::Submit { text: Box::new(phone_call()) };
    assert_eq!(rule(court.by("clerk_he").record(&never, submit)), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("clerk_he").record(&never, RecordCommand::Quick { note })), Rule::NoSuchMatter);
    assert_eq!(status(&mut court, &record), Status::Confirmed);
}

#[test]
fn a_command_handed_in_twice_is_one_act_and_no_key_to_anothers_receipt() {
    let mut court = Court::founded();
    let command = liuhen::domain::command::Command::Record {
        record: None,
        act: RecordCommand::Submit { text: Box::new(phone_call()) },
    };
    let id = uuid::Uuid::from_u128(0x1234_5678);
    let first = court.office.act_as(&actor("clerk_he"), &command, id).unwrap();
    let size = court.log_size();
    let again = court.office.act_as(&actor("clerk_he"), &command, id).unwrap();
    assert!(again.repeated && !first.repeated);
    assert_eq!((again.seq, &again.leaf, &again.record_no), (first.seq, &first.leaf, &first.record_no));
    assert_eq!(court.log_size(), size);
    let stolen: Result<_, Trouble> = court.office.act_as(&actor("chief"), &command, id);
    assert_eq!(rule(stolen), Rule::SameCommandOtherContent);
}

/// Of every kind of act: asked again it is known again, and with anything else in it it is not.
#[test]
fn under_one_id_a_command_is_known_again_whole_and_another_is_not() {
    use liuhen::domain::book::Book;
    use liuhen::domain::command::Command;
    use liuhen::domain::event::Body;
    use liuhen::domain::question::{is_again, question};
    let organ = Court::founded().office.organ().clone();
    let me = person("clerk_he");
    let then = liuhen::domain::kind::Then { organ: &organ, me: &me, record: None };
    let (mut kinds, mut bent) = (0, 0);
    for line in include_str!("../vectors/acts-v2.jsonl").lines() {
        let body: Body = serde_json::from_str(line).unwrap();
        let Some(kept) = question(&Book::new(organ.clone()), &body) else { continue };
        kinds += 1;
        assert!(is_again(&then, &kept, &kept), "{}", body.kind);
        let value = serde_json::to_value(&kept).unwrap();
        for place in leaves(&value) {
            let mut other = value.clone();
            let leaf = other.pointer_mut(&place).unwrap();
            *leaf = match leaf.clone() {
                serde_json::Value::String(s) => format!("{s}x").into(),
                serde_json::Value::Bool(b) => (!b).into(),
                serde_json::Value::Number(n) => (n.as_u64().unwrap() + 1).into(),
                other => other,
            };
            // What is no command at all cannot be handed in.
            let Ok(other) = serde_json::from_value::<Command>(other) else { continue };
            // A reason once given for being late is kept whatever a correction says; the last four
            // characters are kept nowhere.
            let unkept = ["/correction/text/late_reason", "/last_four"];
            if other == kept || unkept.iter().any(|field| place.ends_with(field)) {
                continue;
            }
            bent += 1;
            assert!(!is_again(&then, &other, &kept), "{} {place}", body.kind);
        }
    }
    assert!(kinds > 60 && bent > 300, "{kinds} {bent}");
}

fn leaves(value: &serde_json::Value) -> Vec<String> {
    use serde_json::Value;
    let below = |step: String, v: &Value| leaves(v).into_iter().map(move |l| format!("/{step}{l}")).collect();
    let parts: Vec<Vec<String>> = match value {
        Value::Object(o) => {
            o.iter().map(|(k, v)| below(k.replace('~', "~0").replace('/', "~1"), v)).collect()
        }
        Value::Array(a) => a.iter().enumerate().map(|(n, v)| below(n.to_string(), v)).collect(),
        Value::Null => Vec::new(),
        _ => vec![vec![String::new()]],
    };
    parts.concat()
}

#[test]
fn whoever_takes_others_out_of_a_record_does_not_come_in_for_them() {
    let mut court = Court::founded();
    let disputed = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&disputed).unwrap();
    court.by("cus_bai").dispute(&disputed).unwrap();
    let changed = court.confirmed();
    let seen = court.by("clerk_he").seen(&changed);
    let change = ChangeDraft::Supplement { words: "补记".to_owned(), attachments: Vec::new() };
    let act = RecordCommand::ProposeChange { seen, change, reason: "漏写".to_owned() };
    court.by("clerk_he").record(&changed, act).unwrap();
    let mut text = phone_call();
    text.content = "还说赵庭芳知道。".to_owned();
    let namesake = court.by("clerk_he").submit(text).unwrap().matter;
    for record in [&disputed, &changed, &namesake] {
        for custodian in ["cus_bai", "cus_cao", "cus_deng"] {
            court.by("dish_fan").order_recusal(record, custodian).unwrap();
        }
    }
    // The head of discipline would stand in; he ordered it, so somebody else of discipline does.
    assert_eq!(rule(court.by("dish_fan").confirm(&disputed)), Rule::ActsApart);
    let confirm = RecordCommand::ConfirmChange { change: 1 };
    assert_eq!(rule(court.by("dish_fan").record(&changed, confirm.clone())), Rule::ActsApart);
    assert_eq!(rule(court.by("dish_fan").other_person(&namesake, "head_zhao")), Rule::ActsApart);
    court.by("dis_e").confirm(&disputed).unwrap();
    court.by("dis_e").record(&changed, confirm).unwrap();
    court.by("dis_e").other_person(&namesake, "head_zhao").unwrap();
    court.assert_sound();
}
