//! Sessions as the log of reads tells them: how they begin and end, what a person is told when he
//! comes in, how many there may be, and one key in two places.

use crate::support;

use liuhen::domain::event::{ActorName, Event, Means};
use liuhen::domain::evidence::{Alert, EvidenceEvent};
use liuhen::domain::organ::{KeyUse, OrganChange};
use liuhen::domain::read::{Read, ReadBody};
use liuhen::domain::refusal::Rule;
use liuhen::ledger::LogId;
use liuhen::office::{Fault, Greeting, Mode, SessionFacts};
use liuhen::store::{Register, log, tables::TABLES};
use std::path::Path;
use support::{Court, HOUR, actor, person, rule, session};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

fn facts(address: &str, key: &str) -> SessionFacts {
    SessionFacts { address: address.to_owned(), fingerprint: format!("SHA256:{key}") }
}

/// Every body of the log of reads, in order.
fn reads(dir: &Path) -> Vec<ReadBody> {
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let mut all = Vec::new();
    log::entries(register.db(), LogId::Reads, 0..u64::MAX, |_, _, text| -> Result<(), Fault> {
        all.push(serde_json::from_str(text).unwrap());
        Ok(())
    })
    .unwrap();
    all
}

fn kinds(dir: &Path) -> Vec<&'static str> {
    reads(dir).iter().map(|r| r.read.code()).collect()
}

fn alerts(dir: &Path) -> Vec<Alert> {
    let acts = support::bodies(dir).into_iter().map(|b| b.act);
    acts.filter_map(|a| match a {
        Event::Evidence(EvidenceEvent::Alerted { alert }) => Some(alert),
        _ => None,
    })
    .collect()
}

#[test]
fn a_session_is_told_from_its_beginning_to_its_end_and_the_next_one_greets_with_it() {
    let mut court = Court::founded();
    let (me, dir) = (actor("judge_li"), court.dir().to_owned());
    let first = court.office.begin_session(&me, &facts("192.0.2.7", "a")).unwrap();
    assert_eq!(first, Greeting::default(), "nobody has been here");
    let begun = court.now();
    court.later(HOUR);
    court.office.end_session(&me, "left").unwrap();
    let told = reads(&dir);
    assert_eq!(kinds(&dir), ["session_began", "session_ended"]);
    assert_eq!(told[0].matter, told[1].matter, "both are of one session");
    assert_eq!(told[0].actor, ActorName::Person(person("judge_li")));
    assert_eq!(told[1].read, Read::SessionEnded { how: "left".to_owned() });
    // Once is enough.
    court.office.end_session(&me, "idle").unwrap();
    assert_eq!(kinds(&dir).len(), 2);

    let mut next = session(&dir, court.now() + HOUR, "next");
    let greeting = next.office.begin_session(&me, &facts("192.0.2.8", "b")).unwrap();
    let last = greeting.last.clone().unwrap();
    assert_eq!((last.at, last.address.as_str(), last.fingerprint.as_str()), (begun, "192.0.2.7", "SHA256:a"));
    assert_eq!((greeting.failures, greeting.others.len()), (0, 0));
    assert_eq!(next.office.greeting(), Some(&greeting));
    assert_eq!(next.office.whereabouts(&me).unwrap(), greeting, "asked again it is the same");
    next.assert_sound();
}

#[test]
fn a_third_session_is_refused_and_the_refusal_is_told_to_the_person() {
    let mut one = Court::founded();
    let (me, dir) = (actor("judge_li"), one.dir().to_owned());
    let mut two = session(&dir, one.now(), "two");
    let mut three = session(&dir, one.now(), "three");
    one.office.begin_session(&me, &facts("192.0.2.7", "a")).unwrap();
    let greeting = two.office.begin_session(&me, &facts("192.0.2.7", "a")).unwrap();
    assert_eq!(greeting.others.len(), 1);
    assert_eq!(greeting.others[0].address, "192.0.2.7");
    let refused = three.office.begin_session(&me, &facts("192.0.2.7", "a"));
    assert_eq!(rule(refused), Rule::TooManySessions);
    assert!(three.office.greeting().is_none());
    // Somebody else's sessions are nothing to this one.
    three.office.begin_session(&actor("clerk_he"), &facts("192.0.2.7", "c")).unwrap();
    assert_eq!(one.office.whereabouts(&me).unwrap().others.len(), 1);
    one.office.end_session(&me, "left").unwrap();
    let mut four = session(&dir, one.now(), "four");
    let greeting = four.office.begin_session(&me, &facts("192.0.2.7", "a")).unwrap();
    assert_eq!(greeting.failures, 1, "the refused one is told");
    let why = reads(&dir).into_iter().find_map(|r| match r.read {
        Read::SignInRefused { why, .. } => Some(why),
        _ => None,
    });
    assert_eq!(why.as_deref(), Some("too_many_sessions"));
    assert!(alerts(&dir).is_empty(), "one address is no alarm");
    one.assert_sound();
}

#[test]
fn a_session_whose_process_died_does_not_count_and_its_end_is_noted_once() {
    let mut court = Court::founded();
    let (me, dir) = (actor("judge_li"), court.dir().to_owned());
    for label in ["a", "b", "c", "d"] {
        // Dropped without a word, as a killed process goes.
        let mut gone = session(&dir, court.now(), label);
        let greeting = gone.office.begin_session(&me, &facts("192.0.2.7", "a")).unwrap();
        assert!(greeting.others.is_empty(), "{label}");
    }
    court.office.begin_session(&me, &facts("192.0.2.7", "a")).unwrap();
    court.office.end_session(&me, "hang_up").unwrap();
    let ends: Vec<String> = reads(&dir)
        .into_iter()
        .filter_map(|r| match r.read {
            Read::SessionEnded { how } => Some(how),
            _ => None,
        })
        .collect();
    assert_eq!(ends, ["lost", "lost", "lost", "lost", "hang_up"]);
    let left: Vec<_> = std::fs::read_dir(dir.join("sessions")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn one_key_from_two_addresses_is_an_alarm_once_while_it_lasts() {
    let mut one = Court::founded();
    let (me, dir) = (actor("judge_li"), one.dir().to_owned());
    let mut two = session(&dir, one.now(), "two");
    one.office.begin_session(&me, &facts("192.0.2.7", "a")).unwrap();
    two.office.begin_session(&me, &facts("198.51.100.4", "a")).unwrap();
    let alert = Alert::TwoAddresses {
        person: person("judge_li"),
        fingerprint: "SHA256:a".to_owned(),
        addresses: vec!["192.0.2.7".to_owned(), "198.51.100.4".to_owned()],
    };
    assert_eq!(alerts(&dir), [alert]);
    assert_eq!(two.office.organ().evidence.alerts.len(), 1, "the sitting that found it knows");
    // Another key of the same person at another place is none.
    two.office.end_session(&me, "left").unwrap();
    let mut other_key = session(&dir, one.now(), "other");
    other_key.office.begin_session(&me, &facts("198.51.100.4", "b")).unwrap();
    assert_eq!(alerts(&dir).len(), 1);
    other_key.office.end_session(&me, "left").unwrap();
    // It was over; now it happens again.
    let mut again = session(&dir, one.now(), "again");
    again.office.begin_session(&me, &facts("198.51.100.4", "a")).unwrap();
    assert_eq!(alerts(&dir).len(), 2);
    one.assert_sound();
}

#[test]
fn a_key_let_no_further_is_noted_for_its_person_and_an_unknown_one_by_its_fingerprint() {
    let mut court = Court::founded();
    court.change(OrganChange::Key { person: person("judge_li"), use_: KeyUse::Login, key: KEY.to_owned() });
    let known = court.office.organ().keys.keys().next().unwrap().clone();
    let facts_of = |f: &str| SessionFacts { address: "192.0.2.9".to_owned(), fingerprint: f.to_owned() };
    court.office.sign_in_refused(&facts_of(&known), Rule::Inactive).unwrap();
    court.office.sign_in_refused(&facts_of("SHA256:nobody"), Rule::KeyUnknown).unwrap();
    let told = reads(court.dir());
    assert_eq!(told[0].actor, ActorName::Person(person("judge_li")));
    assert_eq!(told[1].actor, ActorName::Register);
    assert_eq!(told[1].means, Means::SshKey("SHA256:nobody".to_owned()));
    let greeting = court.office.begin_session(&actor("judge_li"), &facts("192.0.2.7", "x")).unwrap();
    assert_eq!(greeting.failures, 1);
    court.assert_sound();
}
