//! A confirmed change of the organ's data writes the rows anew that it reaches, and no others: after each
//! kind of change, at a time when the roster has changed by itself as well, the rows are those that
//! filling empty tables from the log gives.

use crate::common;
use crate::support;

use common::{NOW, demo_copy};
use liuhen::domain::committee::ItemCommand;
use liuhen::domain::ids::{Millis, PersonId};
use liuhen::domain::organ::{ChangeKind, Interest, Organ, OrganChange, Role, RosterPeriod, Touches};
use support::people::body;
use support::words::{CASE, CIVIL_CASE, insider};
use support::*;

/// A change of every kind that a proposal can be, as far as it changes who sees and acts.
fn changes(court: &Court) -> Vec<OrganChange> {
    let organ = court.office.organ().clone();
    let mut case = organ.cases.values().find(|c| c.case_no == CASE).unwrap().clone();
    (case.handler, case.panel) = ("judge_chen".into(), vec!["judge_pan".into()]);
    let mut civil = organ.cases.values().find(|c| c.case_no == CIVIL_CASE).unwrap().clone();
    civil.presiding = Some("judge_gu".into());
    let mut ac = organ.committees[&"ac".into()].clone();
    ac.secretary = "clerk_dong".into();
    let interest =
        Interest { person: "judge_chen".into(), case_no: CASE.to_owned(), reason: "亲友".to_owned() };
    let mut unit = organ.units[&"crim".into()].clone();
    unit.head = Some("judge_wang".into());
    let mut person = organ.people[&"judge_tang".into()].clone();
    person.name = "唐后觉".to_owned();
    let members = body("x", "COURT", "PG", &["chief", "vp_sun", "vp_zhou", "head_qin"]).members;
    vec![
        OrganChange::Case { case },
        OrganChange::Case { case: civil },
        OrganChange::Interest { interest },
        OrganChange::Committee { committee: ac },
        OrganChange::CommitteeMembers { committee: "pg".into(), members, secretary: "sec_gong".into() },
        OrganChange::Witness { name: "wit".to_owned(), key: String::new() },
        OrganChange::Unit { unit },
        OrganChange::Person { person },
        OrganChange::Kin { person: "vp_sun".into(), kin: vec!["judge_li".into()], kin_names: Vec::new() },
        OrganChange::Active { person: "cus_an".into(), active: false },
        OrganChange::Policy { policy: organ.policy.clone() },
        OrganChange::Calendar { calendar: organ.calendar.clone() },
    ]
}

#[test]
fn every_kind_of_change_leaves_the_rows_that_the_log_gives() {
    let mut court = Court::founded();
    let mut civil = phone_call();
    civil.case_no = CIVIL_CASE.to_owned();
    let mut named = phone_call();
    named.people = vec![insider("judge_tang", "INQUIRER")];
    let records = [phone_call(), civil, named].map(|text| court.by("clerk_he").submit(text).unwrap().matter);
    for record in &records[..2] {
        court.by("clerk_he").escalate(record).unwrap();
    }
    let items = ["ac", "pg"].map(|b| court.by("judge_li").apply(&records[0], b).unwrap().matter);
    for item in items {
        court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    }
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("sec_gong").item(&items[0], ItemCommand::Place { meeting }).unwrap();
    // From tomorrow others are on the roster; nobody acts to make it so.
    let period = RosterPeriod {
        from: court.now() + DAY,
        to: None,
        custodians: vec!["cus_cao".into(), "cus_deng".into()],
        substitutes: vec!["cus_an".into()],
    };
    court.change(OrganChange::Roster { period });
    court.assert_sound();
    for change in changes(&court) {
        court.later(DAY / 3);
        let said = format!("{:?}", change.touches(court.office.organ()));
        let proposal = match court.by("sys_gao").propose(change) {
            Ok(receipt) => receipt.matter,
            Err(no) => panic!("{said}: {no:?}"),
        };
        let confirm = liuhen::domain::organ::OrganCommand::Confirm { proposal };
        court.by("sea_lin").act(&liuhen::domain::command::Command::Organ(confirm)).unwrap();
        court.assert_sound();
    }
}

/// What moves turns and dates alone, and what makes other records urgent.
fn of_the_calendar(organ: &Organ, now: Millis) -> Vec<OrganChange> {
    let all: Vec<PersonId> = organ.with_role(Role::Cus).map(|p| p.id.clone()).collect();
    let period = |custodians: &[PersonId]| RosterPeriod {
        from: now,
        to: None,
        custodians: custodians.to_vec(),
        substitutes: Vec::new(),
    };
    let mut policy = organ.policy.clone();
    policy.at_once.special_items.push("S01".to_owned());
    let mut calendar = organ.calendar.clone();
    let days = serde_json::json!({ "zh": "调休", "en": "days in lieu", "from": "2026-12-01", "to": "2026-12-04", "made_up": [] });
    calendar.years.last_mut().unwrap().holidays.push(serde_json::from_value(days).unwrap());
    vec![
        OrganChange::Roster { period: period(&all[2..]) },
        OrganChange::Calendar { calendar },
        OrganChange::Policy { policy: organ.policy.clone() },
        OrganChange::Policy { policy },
        OrganChange::Roster { period: period(&all[..2]) },
    ]
}

#[test]
fn a_roster_reaches_what_is_going_on_and_the_whole_training_court_agrees() {
    let demo = demo_copy();
    let mut court = support::session(demo.dir(), NOW, "reach");
    let organ = court.office.organ().clone();
    let resting = |court: &Court| {
        let count = "SELECT count(*) FROM record WHERE NOT going";
        let db = rusqlite::Connection::open(court.dir().join("register.db")).unwrap();
        db.query_row(count, [], |r| r.get::<_, i64>(0)).unwrap()
    };
    assert!(resting(&court) > 250, "most of a register rests: {}", resting(&court));
    let administrators: Vec<_> = organ.people.keys().filter(|id| organ.is_administrator(id)).collect();
    let mut reached = Vec::new();
    for (n, change) in of_the_calendar(&organ, NOW).into_iter().enumerate() {
        reached.push(change.touches(court.office.organ()));
        let proposal = court.by(administrators[0].as_str()).propose(change).unwrap().matter;
        let confirm = liuhen::domain::organ::OrganCommand::Confirm { proposal };
        let confirm = liuhen::domain::command::Command::Organ(confirm);
        court.by(administrators[1].as_str()).act(&confirm).unwrap();
        // Before the one that reaches everything would have mended what the others left out, and at the end.
        if n == 2 || n == 4 {
            court.assert_sound();
        }
        court.later(DAY / 3);
    }
    use Touches::{Everything, Going};
    assert_eq!(reached, [Going, Going, Going, Everything, Going]);
}

#[test]
fn a_kind_that_reaches_everything_is_one_that_changes_who_people_are() {
    let all = ChangeKind::ALL.len();
    assert_eq!(all, 16, "a new kind of change says in domain/organ/touches.rs what it reaches, and here");
    let court = Court::founded();
    let organ = court.office.organ().clone();
    let everything = changes(&court).into_iter().filter(|c| c.touches(&organ) == Touches::Everything);
    assert_eq!(everything.count(), 4);
}
