//! A confirmed change of the organ's data writes the rows anew that it reaches, and no others: after each
//! kind of change, at a time when the roster has changed by itself as well, the rows are those that
//! filling empty tables from the log gives.

use crate::agreement::Dice;
use crate::common;
use crate::forged_acts::Stage;
use crate::support;

use common::{NOW, demo_copy};
use liuhen::domain::committee::{ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, Millis, PersonId};
use liuhen::domain::organ::{ChangeKind, Interest, Organ, OrganChange, Role, RosterPeriod, Touches};
use support::people::{NINE, PEOPLE, body};
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

const SPECIAL: [&str; 5] = ["vp_sun", "head_zhao", "judge_li", "judge_tang", "judge_pan"];

/// An item that the special committee found no majority for.
fn undecided(court: &mut Court) -> MatterId {
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let item = court.by("judge_li").apply(&record, "spec").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let meeting = court.by("sec_gong").plan("spec", "vp_sun").unwrap().matter;
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &SPECIAL);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
    for member in SPECIAL.iter().rev() {
        court.by(member).vote(&item, VoteCode::Abstain).unwrap();
    }
    court.by("sec_gong").item(&item, ItemCommand::CloseVote).unwrap();
    item
}

/// Where a special committee sends on what it found no majority for hangs on another body's kind.
#[test]
fn the_kind_of_the_full_committee_moves_what_the_special_one_sends_on() {
    let mut court = Court::founded();
    let item = undecided(&mut court);
    let asked = |court: &mut Court| {
        let of = |who: &str| court.office.asked_of(&actor(who), &item).unwrap();
        (of("sec_gong"), of("chief"))
    };
    assert_eq!(asked(&mut court), (vec![Act::ToFull], vec![]));
    let mut ac = court.office.organ().committees[&"ac".into()].clone();
    ac.kind = "PG".to_owned();
    court.change(OrganChange::Committee { committee: ac.clone() });
    assert_eq!(asked(&mut court), (vec![], vec![Act::ReferUp]));
    court.assert_sound();
    (ac.id, ac.kind) = ("second".into(), "AC_FULL".to_owned());
    court.change(OrganChange::Committee { committee: ac });
    assert_eq!(asked(&mut court), (vec![Act::ToFull], vec![]), "another full one is there");
    court.assert_sound();
}

fn one<'a, T>(dice: &mut Dice, of: &'a [T]) -> &'a T {
    &of[dice.below(of.len())]
}

fn somebody(dice: &mut Dice) -> PersonId {
    one(dice, &PEOPLE[..22]).0.into()
}

/// Some change of a body, a case, the roster, the clocks or the people, in some of its fields.
fn some_change(organ: &Organ, now: Millis, dice: &mut Dice) -> OrganChange {
    let bodies: Vec<_> = organ.committees.values().collect();
    let mut members: Vec<&str> = NINE.iter().copied().filter(|_| dice.one_in(2)).collect();
    members.extend(
        ["vp_sun", "head_zhao", "judge_li"].iter().filter(|m| !members.contains(m)).collect::<Vec<_>>(),
    );
    let members = body("x", "COURT", "PG", &members).members;
    match dice.below(12) {
        0..=2 => {
            let mut committee = (*one(dice, &bodies)).clone();
            match dice.below(5) {
                0 | 1 => committee.kind = one(dice, &["AC_FULL", "AC_SPEC", "PG", "PJM"]).to_string(),
                2 => committee.rules.no_majority = one(dice, &bodies).rules.no_majority.clone(),
                3 => committee.secretary = somebody(dice),
                _ => committee.id = format!("body{}", dice.below(3)).as_str().into(),
            }
            OrganChange::Committee { committee }
        }
        3 => {
            let (committee, secretary) = (one(dice, &bodies).id.clone(), somebody(dice));
            OrganChange::CommitteeMembers { committee, members, secretary }
        }
        4 | 5 => {
            let mut case = organ
                .case(&liuhen::domain::case_no::canonical(one::<&str>(dice, &[CASE, CIVIL_CASE])))
                .unwrap()
                .clone();
            match dice.below(4) {
                0 => case.handler = somebody(dice),
                1 => case.presiding = dice.one_in(2).then(|| somebody(dice)),
                2 => case.panel = vec![somebody(dice)],
                _ => case.unit = Some(one(dice, &["crim", "civil", "bench"]).to_owned().into()),
            }
            OrganChange::Case { case }
        }
        6 => {
            let case_no = one(dice, &[CASE, CIVIL_CASE]).to_string();
            let interest = Interest { person: somebody(dice), case_no, reason: "亲友".to_owned() };
            OrganChange::Interest { interest }
        }
        7 => {
            let all: Vec<PersonId> = organ.with_role(Role::Cus).map(|p| p.id.clone()).collect();
            let at = dice.below(all.len() - 1);
            let from = now + [0, DAY, -DAY][dice.below(3)];
            let (custodians, substitutes) = (all[at..at + 2].to_vec(), all.clone());
            OrganChange::Roster { period: RosterPeriod { from, to: None, custodians, substitutes } }
        }
        8 | 9 => {
            let mut policy = organ.policy.clone();
            let clocks = &mut policy.clocks;
            let clock = match dice.below(4) {
                0 => &mut clocks.first_hand,
                1 => &mut clocks.second_hand,
                2 => &mut clocks.escalation_level,
                _ => &mut clocks.committee_approval,
            };
            clock.n = 1 + dice.below(9) as u32;
            OrganChange::Policy { policy }
        }
        10 => {
            let mut unit = organ.units[&one(dice, &["crim", "civil"]).to_owned().into()].clone();
            (unit.head, unit.vice_chief) = (Some(somebody(dice)), Some(somebody(dice)));
            OrganChange::Unit { unit }
        }
        _ => {
            let person = somebody(dice);
            match dice.below(3) {
                0 => OrganChange::Active { active: !organ.people[&person].active, person },
                1 => OrganChange::Kin { person, kin: vec![somebody(dice)], kin_names: Vec::new() },
                _ => OrganChange::Roles {
                    person,
                    roles: one(dice, &[vec![], vec![Role::Dis], vec![Role::Cus]]).clone(),
                },
            }
        }
    }
}

/// Whatever is changed, in whatever order, while something of everything is open.
#[test]
fn any_changes_in_any_order_leave_the_rows_that_the_log_gives() {
    let many = std::env::var("LIUHEN_CHANGES").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let mut court = Stage::set().court;
    undecided(&mut court);
    // It waits all the time: its clock is one of those that are changed.
    let waits = OrganChange::Witness { name: "wit".to_owned(), key: String::new() };
    court.by("aud_mu").propose(waits).unwrap();
    let mut dice = Dice(20_261_130);
    let mut done = Vec::new();
    while done.len() < many {
        let change = some_change(court.office.organ(), court.now(), &mut dice);
        let said = format!("{change:?}");
        let Ok(proposed) = court.by("sys_gao").propose(change) else { continue };
        let confirm = liuhen::domain::organ::OrganCommand::Confirm { proposal: proposed.matter };
        court.by("sea_lin").act(&liuhen::domain::command::Command::Organ(confirm)).unwrap();
        done.push(said);
        let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap();
        assert!(found.is_sound(), "{:?}: {}", found.tables, done.last().unwrap());
        court.later(HOUR);
    }
}
