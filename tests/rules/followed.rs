//! What follows from records, as one list: it is what the lists of its kinds say, its clocks are those of the desks,
//! every figure opens its list, and what nobody has begun with is shown to those who keep the store alone.

use crate::common::{demo_copy, somebody, stories_copy};
use crate::support::*;
use liuhen::domain::closing::ClosingAct;
use liuhen::domain::command::Command;
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, PersonId};
use liuhen::domain::kind::room;
use liuhen::domain::organ::{OrganChange, Role};
use liuhen::domain::policy;
use liuhen::domain::registry;
use liuhen::domain::triage::TriageAct;
use liuhen::office::{FollowsLine, Narrowed, Office};
use liuhen::store::lines::ActLine;
use std::collections::{BTreeMap, BTreeSet};

/// One of each kind of sight.
fn viewers(office: &Office) -> Vec<PersonId> {
    let organ = office.organ();
    let with = |role| organ.with_role(role).map(|p| p.id.clone()).take(2).collect::<Vec<_>>();
    let roles = [Role::Cus, Role::Dis, Role::Dish, Role::Chf, Role::Lia];
    let mut all: Vec<PersonId> = roles.into_iter().flat_map(with).collect();
    all.extend(organ.cases.values().map(|c| c.handler.clone()).take(4));
    all.extend(organ.units.values().filter_map(|u| u.head.clone()).take(2));
    all.sort();
    all.dedup();
    all
}

fn ids<'a>(lines: impl IntoIterator<Item = &'a FollowsLine>) -> BTreeSet<MatterId> {
    lines.into_iter().map(|l| l.line.id).collect()
}

#[test]
fn the_list_is_what_the_kinds_say_and_every_figure_opens_its_list() {
    let demo = demo_copy();
    let mut office = demo.office();
    office.organ_now().unwrap();
    let (mut begun, mut waited, mut over) = (0, 0, 0);
    for who in viewers(&office) {
        let me = somebody(who.as_str());
        let keeps = policy::keeps(office.organ(), &who);
        let list = office.following(&me, room::DISPOSAL, Narrowed::UnderWay).unwrap();
        let done = office.following(&me, room::DISPOSAL, Narrowed::Done).unwrap();
        assert!(!list.more, "{who}");
        let kinds = registry::in_room(room::DISPOSAL);
        let all: Vec<_> = kinds.flat_map(|k| office.matters(&me, k.code).unwrap()).collect();
        let open = |of: bool| all.iter().filter(|l| l.open == of).map(|l| l.id).collect::<BTreeSet<_>>();
        let (matters, records): (Vec<_>, Vec<_>) = list.lines.iter().partition(|l| l.line.kind != "record");
        // A matter that is over may still wait for whoever is to read of it.
        let (going, read): (Vec<_>, Vec<_>) = matters.into_iter().partition(|l| l.line.open);
        assert_eq!(ids(going), open(true), "{who}");
        assert!(ids(read).is_subset(&open(false)), "{who}");
        if !done.more {
            assert_eq!(ids(&done.lines), open(false), "{who}");
        }
        // What nobody has begun with: all of it to those who keep the store, to others what is theirs.
        let desk = office.desk(&me).unwrap();
        let mine: BTreeMap<(MatterId, Act), i64> = desk.iter().map(|l| ((l.matter, l.act), l.due)).collect();
        let is_mine = |l: &&&FollowsLine| {
            let waits = l.waits.as_ref().unwrap();
            mine.contains_key(&(l.line.id, waits.act))
        };
        if !keeps {
            assert_eq!(records.iter().filter(is_mine).count(), records.len(), "{who}");
        }
        begun += records.len();
        // The clock is the one of the desk, and the list is in its order.
        for l in &list.lines {
            let Some(waits) = &l.waits else { continue };
            if let Some(due) = mine.get(&(l.line.id, waits.act)) {
                assert_eq!(waits.due, *due, "{who} {l:?}");
            }
        }
        let waits = list.lines.iter().filter_map(|l| l.waits.as_ref());
        let dues: Vec<(bool, i64)> = waits.map(|w| (w.clock.is_empty(), w.due)).collect();
        assert!(dues.is_sorted(), "{who}");
        for (act, n) in &list.next {
            let of = office.following(&me, room::DISPOSAL, Narrowed::Next(*act)).unwrap();
            assert_eq!(of.lines.len(), *n, "{who} {act:?}");
            assert!(of.lines.iter().all(|l| l.waits.as_ref().is_some_and(|w| w.act == *act)), "{who}");
            waited += n;
        }
        over += done.lines.len();
    }
    assert!(begun > 20 && waited > 50 && over > 50, "{begun} {waited} {over}");
}

fn words() -> String {
    "已核实".to_owned()
}

/// A call that two took in and that was found common.
fn found_common(court: &mut Court) -> MatterId {
    let record = court.by("judge_wang").submit(phone_call()).unwrap().matter;
    court.confirm_twice(&record);
    let draft = TriageAct::Triage {
        record,
        verification: words(),
        statement: words(),
        no_statement: String::new(),
        class: "COMMON".to_owned(),
        violations: Vec::new(),
        aggravating: Vec::new(),
        reason: words(),
        anew: String::new(),
    };
    let triage = court.by("dis_e").act(&Command::Triage { matter: None, act: draft }).unwrap().matter;
    let opinion = TriageAct::Concur { class: "COMMON".to_owned(), opinion: String::new() };
    court.by("cus_an").act(&Command::Triage { matter: Some(triage), act: opinion }).unwrap();
    court.by("dish_fan").act(&Command::Triage { matter: Some(triage), act: TriageAct::Approve }).unwrap();
    record
}

fn close(court: &mut Court, record: MatterId) -> MatterId {
    let act = ClosingAct::Close { record, summary: words(), to_recorder: words(), to_handler: String::new() };
    court.by("dis_e").act(&Command::Closing { matter: None, act }).unwrap().matter
}

/// Many acts fall into one millisecond, in which identifiers follow no order: the last is the last begun.
#[test]
fn a_records_code_stands_for_the_matter_that_was_begun_last_on_it() {
    let mut court = Court::founded();
    let record = found_common(&mut court);
    for n in 0..10 {
        let begun = close(&mut court, record);
        assert_eq!(court.office.last_on(&actor("dis_e"), &record, "closing").unwrap(), begun, "{n}");
        let withdraw = ClosingAct::Withdraw { reason: words() };
        court.by("dis_e").act(&Command::Closing { matter: Some(begun), act: withdraw }).unwrap();
    }
}

/// What came of it is read by whoever recorded it; where he has left, nobody is asked to, and it is over.
#[test]
fn a_closing_whose_recorder_has_left_is_under_way_for_nobody() {
    let mut court = Court::founded();
    let record = found_common(&mut court);
    let closing = close(&mut court, record);
    court.by("cus_an").act(&Command::Closing { matter: Some(closing), act: ClosingAct::Agree }).unwrap();
    let lists = |court: &mut Court, narrowed| {
        let found = court.office.following(&somebody("dis_e"), room::DISPOSAL, narrowed).unwrap();
        ids(&found.lines).contains(&closing)
    };
    assert!(lists(&mut court, Narrowed::UnderWay) && !lists(&mut court, Narrowed::Done));
    court.change(OrganChange::Active { person: "judge_wang".into(), active: false });
    assert!(!lists(&mut court, Narrowed::UnderWay) && lists(&mut court, Narrowed::Done));
    court.change(OrganChange::Active { person: "judge_wang".into(), active: true });
    assert!(lists(&mut court, Narrowed::UnderWay), "who is back is asked again");
    court.assert_sound();
}

/// Whatever the list shows is found by whoever is shown it.
#[test]
fn whoever_is_out_of_a_record_finds_nothing_of_it() {
    let demo = demo_copy();
    let mut office = demo.office();
    office.organ_now().unwrap();
    for who in viewers(&office) {
        let me = somebody(who.as_str());
        for narrowed in [Narrowed::UnderWay, Narrowed::Done] {
            for l in office.following(&me, room::DISPOSAL, narrowed).unwrap().lines {
                assert!(office.find(&me, &l.line.ref_.0).is_ok(), "{who} {l:?}");
            }
        }
    }
}

/// Where the recorder handles the case himself, one fewer acknowledges the result: how many did is told to nobody.
#[test]
fn who_acknowledged_a_result_and_how_many_did_is_told_to_nobody_else() {
    let demo = stories_copy();
    let mut office = demo.office();
    office.organ_now().unwrap();
    let is_heard = |kind: &str| kind.ends_with(".heard");
    // The auditor, who sees no content, counts every act.
    let auditor = office.organ().with_role(Role::Aud).next().unwrap().id.clone();
    let all = office.acts(&somebody(auditor.as_str()), None, 10_000).unwrap();
    let heard: BTreeSet<u64> = all.iter().filter(|l| is_heard(&l.kind)).map(|l| l.seq).collect();
    assert!(heard.len() > 20, "{}", heard.len());
    let (mut own, mut proved) = (0, 0);
    for who in viewers(&office) {
        let me = somebody(who.as_str());
        let acts = office.acts(&me, None, 10_000).unwrap();
        let mine = |l: &&ActLine| l.actor.as_deref() == Some(who.as_str());
        let known: BTreeSet<u64> = acts.iter().map(|l| l.seq).filter(|seq| heard.contains(seq)).collect();
        assert_eq!(known, acts.iter().filter(|l| is_heard(&l.kind)).filter(mine).map(|l| l.seq).collect());
        let name = office.organ().name_of(&who);
        for kind in ["routing", "closing"] {
            for (n, line) in office.matters(&me, kind).unwrap().into_iter().enumerate() {
                let sheet = office.sheet(&me, &line.id).unwrap();
                for act in sheet.story.iter().filter(|l| is_heard(&l.kind)) {
                    assert_eq!(act.name.as_ref(), Some(&name), "{who} {act:?}");
                    own += 1;
                }
                // What he takes along counts no more than his page does.
                let Some(record) = line.record.filter(|_| n % 8 == 0) else { continue };
                let Ok(file) = office.proof(&me, &record, true) else { continue };
                for proof in file.proofs {
                    let seq = proof.check(None).unwrap().header.seq;
                    assert!(!heard.contains(&seq) || known.contains(&seq), "{who} {seq}");
                    proved += 1;
                }
            }
        }
    }
    assert!(own > 3 && proved > 200, "{own} {proved}");
}
