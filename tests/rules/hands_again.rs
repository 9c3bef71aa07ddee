//! Somebody's words take a hand away for a while, another is given in its place, and two clear whose it was:
//! two hands stand and none was the last. Whoever gave one gives it again, and nothing stands still.

use crate::agreement::Second;
use crate::support::words::outsider;
use crate::support::*;
use liuhen::domain::command::Command;
use liuhen::domain::escalation::EscalationCommand;
use liuhen::domain::flow::Act;
use liuhen::domain::ids::MatterId;
use liuhen::domain::policy_file::Signature;
use liuhen::domain::record::{ChangeDraft, RecordCommand};
use liuhen::domain::refusal::Rule;

fn court() -> Court {
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature::all(0);
    Court::founded_with(&founding)
}

fn why() -> String {
    "理由".to_owned()
}

/// The recorder asks for guidance in words that name somebody.
fn names(court: &mut Court, record: &MatterId, name: &str) {
    let act = EscalationCommand::Start {
        record: *record,
        reason: "HARD".to_owned(),
        text: format!("{name}打过招呼"),
        wanted: vec!["GUIDANCE".to_owned()],
        consent: true,
    };
    court.by("clerk_he").act(&Command::Escalation { escalation: None, act }).unwrap();
}

/// A record before anything, what a hand on it is, whose words take the first, and whose is the other.
struct Case {
    what: &'static str,
    begin: fn(&mut Court) -> MatterId,
    hand: fn(&mut Court, &str, &MatterId) -> Answered,
    act: Act,
    hands: [&'static str; 2],
    /// Who says that the first is not meant.
    clear: [&'static str; 2],
    done: &'static str,
}

type Answered = Result<liuhen::office::Receipt, liuhen::office::Trouble>;

fn cases() -> Vec<Case> {
    let two = ["cus_an", "cus_bai"];
    let clear = ["cus_bai", "cus_cao"];
    vec![
        Case {
            what: "a confirmation",
            begin: |c| c.by("clerk_he").submit(phone_call()).unwrap().matter,
            hand: |c, who, record| c.by(who).confirm(record),
            act: Act::Confirm,
            hands: two,
            clear,
            done: "record.confirmed",
        },
        Case {
            what: "a change",
            begin: |c| {
                let record = c.confirmed();
                let change = ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
                let seen = c.by("clerk_he").seen(&record);
                let act = RecordCommand::ProposeChange { seen, change, reason: why() };
                c.by("clerk_he").record(&record, act).unwrap();
                record
            },
            hand: |c, who, record| c.by(who).record(record, RecordCommand::ConfirmChange { change: 1 }),
            act: Act::ConfirmChange,
            hands: two,
            clear,
            done: "record.change_confirmed",
        },
        Case {
            what: "the recorder's name",
            begin: |c| {
                let record = c.confirmed();
                c.by("chief").record(&record, RecordCommand::AskIdentity { purpose: why() }).unwrap();
                record
            },
            hand: |c, who, record| {
                c.by(who).record(record, RecordCommand::OpenIdentity { asker: "chief".into() })
            },
            act: Act::OpenIdentity,
            hands: two,
            clear,
            done: "record.identity_opened",
        },
        Case {
            what: "another person",
            begin: |c| {
                let mut of_a_namesake = phone_call();
                of_a_namesake.people = vec![outsider("张伟")];
                let record = c.by("clerk_he").submit(of_a_namesake).unwrap().matter;
                c.confirm_twice(&record);
                record
            },
            hand: |c, who, record| c.by(who).other_person(record, "clerk_zhang"),
            act: Act::OtherPerson,
            hands: two,
            clear,
            done: "record.other_person",
        },
        Case {
            what: "an order",
            begin: |c| {
                let record = c.confirmed();
                c.by("chief").order_recusal(&record, "judge_wang").unwrap();
                record
            },
            hand: |c, who, record| {
                let act = RecordCommand::LiftRecusal { person: "judge_wang".into(), reason: why() };
                c.by(who).record(record, act)
            },
            act: Act::LiftRecusal,
            hands: ["dis_e", "dish_fan"],
            clear: two,
            done: "record.recusal_lifted",
        },
    ]
}

/// The case with two hands that stand and none of them the last.
fn stuck(case: &Case) -> (Court, MatterId) {
    let mut court = court();
    let record = (case.begin)(&mut court);
    let [first, other] = case.hands;
    (case.hand)(&mut court, first, &record).unwrap();
    let name = court.office.organ().people[&first.into()].name.clone();
    names(&mut court, &record, &name);
    assert_eq!(rule((case.hand)(&mut court, first, &record)), Rule::NoSuchMatter, "{}", case.what);
    (case.hand)(&mut court, other, &record).unwrap();
    for who in case.clear {
        court.by(who).other_person(&record, first).unwrap();
    }
    (court, record)
}

#[test]
fn two_hands_that_stand_are_completed_by_either_who_gave_one() {
    let mut second = Second::start();
    for case in cases() {
        for who in case.hands {
            let (mut court, record) = stuck(&case);
            let asked = |c: &mut Court| {
                let desk = c.office.desk(&actor(who)).unwrap();
                desk.iter().any(|l| l.matter == record && l.act == case.act)
            };
            assert!(asked(&mut court), "{}: {who} is asked", case.what);
            let can = court.by(who).sheet(&record).unwrap().can;
            assert!(can.iter().any(|c| c.act == case.act && c.why_not.is_none()), "{}: {who}", case.what);
            let done = (case.hand)(&mut court, who, &record).unwrap();
            assert_eq!(done.kind, case.done, "{}", case.what);
            // It is over, and given once.
            assert!((case.hand)(&mut court, who, &record).is_err(), "{}", case.what);
            assert!(!asked(&mut court), "{}", case.what);
            court.assert_sound();
            if let Some(second) = &mut second {
                second.finds_sound(court.dir());
            }
        }
    }
}
