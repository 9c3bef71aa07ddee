//! What follows from records, as one list: it is what the lists of its kinds say, its clocks are those of the desks,
//! every figure opens its list, and what nobody has begun with is shown to those who keep the store alone.

use crate::common::{demo_copy, somebody};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, PersonId};
use liuhen::domain::kind::room;
use liuhen::domain::organ::Role;
use liuhen::domain::policy;
use liuhen::domain::registry;
use liuhen::office::{FollowsLine, Narrowed, Office};
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
