//! Two changes of the same thing are proposed, and the later one is put into force first: the other one,
//! which would bring back what stood before, is refused, here and by whoever looks at the log again.

use crate::support::*;
use liuhen::domain::command::Command;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{Organ, OrganChange as C, OrganCommand, Role, RosterPeriod};
use liuhen::domain::refusal::Rule;
use liuhen::office::{Receipt, Trouble};

type Made = fn(&Organ) -> C;

fn person(organ: &Organ, set: fn(&mut liuhen::domain::organ::Person)) -> C {
    let mut person = organ.people[&"cus_deng".into()].clone();
    set(&mut person);
    C::Person { person }
}

fn roles(roles: &[Role]) -> C {
    C::Roles { person: "cus_deng".into(), roles: roles.to_vec() }
}

fn policy(organ: &Organ, set: fn(&mut liuhen::domain::policy_file::PolicyFile)) -> C {
    let mut policy = organ.policy.clone();
    set(&mut policy);
    C::Policy { policy }
}

fn roster(second: &str) -> C {
    let custodians = vec!["cus_an".into(), second.into()];
    let period = RosterPeriod { from: START + DAY, to: None, custodians, substitutes: Vec::new() };
    C::Roster { period }
}
fn confirm(court: &mut Court, proposal: MatterId) -> Result<Receipt, Trouble> {
    court.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal }))
}

#[test]
fn a_proposal_overtaken_by_a_change_of_the_same_thing_brings_nothing_back() {
    let cases: [(&str, Made, Made); 6] = [
        ("a post over roles taken away", |o| person(o, |p| p.post = "科长".into()), |_| roles(&[])),
        (
            "a name over a person put out of office",
            |o| person(o, |p| p.name = "邓某".into()),
            |_| C::Active { person: "cus_deng".into(), active: false },
        ),
        ("roles", |_| roles(&[Role::Cus, Role::Trn]), |_| roles(&[])),
        (
            "two parts of the rules",
            |o| policy(o, |p| p.clocks.first_hand.n += 1),
            |o| policy(o, |p| p.thresholds.min_custodians += 1),
        ),
        ("the roster", |_| roster("cus_cao"), |_| roster("cus_bai")),
        (
            "a body",
            |o| C::Committee { committee: o.committees[&"ac".into()].clone() },
            |o| {
                let body = &o.committees[&"ac".into()];
                C::CommitteeMembers {
                    committee: "ac".into(),
                    members: body.members[1..].to_vec(),
                    secretary: body.secretary.clone(),
                }
            },
        ),
    ];
    for (what, first, then) in cases {
        let mut court = Court::founded();
        let organ = court.office.organ().clone();
        let overtaken = court.by("sys_gao").propose(first(&organ)).unwrap().matter;
        let later = court.by("sys_gao").propose(then(&organ)).unwrap().matter;
        confirm(&mut court, later).unwrap();
        let stands = court.office.organ().clone();
        assert_eq!(rule(confirm(&mut court, overtaken)), Rule::ChangedSince, "{what}");
        assert_eq!(court.office.organ().people, stands.people, "{what}");
        let refuse = OrganCommand::Refuse { proposal: overtaken, reason: "已有变更".to_owned() };
        court.by("sea_lin").act(&Command::Organ(refuse)).unwrap();
        court.assert_sound();
    }
}

#[test]
fn what_another_change_left_alone_is_confirmed_as_proposed() {
    let mut court = Court::founded();
    let change = C::Active { person: "cus_deng".into(), active: false };
    let waits = court.by("sys_gao").propose(change).unwrap().matter;
    let other = court.by("sys_gao").propose(roles(&[])).unwrap().matter;
    confirm(&mut court, other).unwrap();
    confirm(&mut court, waits).unwrap();
    let deng = court.office.organ().people[&"cus_deng".into()].clone();
    assert!(!deng.active && deng.roles.is_empty());
    court.assert_sound();
}
