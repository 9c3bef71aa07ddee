//! What every engine answers, held against the log itself: a training register is folded here from its own
//! events, and each question is asked of the engine and of that. Whatever holds a register passes it through the
//! four functions here.

use super::contract::{Moment, Step};
use super::{Fault, Mode, Register};
use crate::demo::{self, Plan};
use crate::domain::book::Book;
use crate::domain::event::{Body, Event, Stamp};
use crate::domain::ids::{MatterId, Revision};
use crate::domain::organ::{Organ, OrganEvent};
use crate::domain::policy;
use crate::domain::record::Record;
use crate::domain::search::{Filter, Near, Sort, Sought};
use crate::ledger::{Hash, LogId, tree};
use crate::store::tables::TABLES;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Friday 20 November 2026, ten in the morning.
const NOW: i64 = 1_795_140_000_000;

/// The log as it was read through, and everything that follows from it.
struct Told {
    leaves: Vec<Hash>,
    bodies: Vec<Body>,
    of: BTreeMap<MatterId, BTreeSet<u64>>,
    book: Book,
}

fn told(db: &impl Moment) -> Told {
    let (mut leaves, mut bodies, mut of) = (Vec::new(), Vec::new(), BTreeMap::<_, BTreeSet<u64>>::new());
    let mut times = Vec::new();
    db.entries(LogId::Acts, 0..u64::MAX, |entry, _, text| {
        let body: Body = serde_json::from_str(text).unwrap();
        assert_eq!(entry.header.seq, leaves.len() as u64, "in their order, and none left out");
        for matter in std::iter::once(body.matter).chain(body.act.also()) {
            of.entry(matter).or_default().insert(entry.header.seq);
        }
        leaves.push(entry.leaf);
        times.push(entry.header.time_ms);
        bodies.push(body);
        Ok::<_, Fault>(())
    })
    .unwrap();
    let Event::Organ(OrganEvent::Founded { founding }) = &bodies[0].act else { panic!("not founded") };
    let mut organ = Arc::new(Organ::founded(founding));
    let stamp = |seq: usize| {
        let (body, leaf) = (&bodies[seq], &leaves[seq]);
        let (at, revision) = (times[seq], Revision(leaf.revision()));
        Stamp { seq: seq as u64, v: body.v, at, matter: body.matter, actor: &body.actor, revision }
    };
    // The organ's data as they stand at the end: of those the rows are.
    for (seq, body) in bodies.iter().enumerate().skip(1) {
        match &body.act {
            Event::Organ(event) => Arc::make_mut(&mut organ).apply(&stamp(seq), event),
            Event::Evidence(event) => Arc::make_mut(&mut organ).evidence.apply(&stamp(seq), event),
            _ => {}
        }
    }
    let mut book = Book::new(organ);
    for (seq, body) in bodies.iter().enumerate() {
        if !matches!(body.act, Event::Organ(_) | Event::Evidence(_)) {
            book.apply(&stamp(seq), &body.act);
        }
    }
    Told { leaves, bodies, of, book }
}

/// The log gives back what was put into it, by position, by range, by leaf, and proves it by its root.
fn keeps_the_log(db: &impl Moment, founding: super::Founding, told: &Told) {
    let size = told.leaves.len() as u64;
    assert_eq!(db.size(LogId::Acts).unwrap(), size);
    assert_eq!(db.leaves(LogId::Acts, 0..size).unwrap(), told.leaves);
    assert!(db.leaves(LogId::Acts, 0..size + 1).is_err(), "too few is told");
    assert!(db.entry(LogId::Acts, size).unwrap().is_none());
    let mut raw = Vec::new();
    db.rows(LogId::Acts, 3..7, |seq, row| {
        raw.push((seq, Hash::from_bytes(row.leaf).unwrap()));
        Ok::<_, Fault>(())
    })
    .unwrap();
    assert_eq!(raw, (3..7).map(|seq| (seq, told.leaves[seq as usize])).collect::<Vec<_>>());
    let root = |size: u64| tree::root(founding.alg, &told.leaves[..size as usize]);
    assert_eq!(db.head(founding.alg, LogId::Acts).unwrap().root, root(size));
    for at in [0, 1, 255, 256, 257, size - 1, size] {
        assert_eq!(db.root_at(founding.alg, LogId::Acts, at).unwrap(), Some(root(at)), "{at}");
    }
    assert_eq!(db.root_at(founding.alg, LogId::Acts, size + 1).unwrap(), None);
    for seq in (0..size).step_by(97) {
        let stored = db.entry(LogId::Acts, seq).unwrap().unwrap();
        assert_eq!(serde_json::from_str::<Body>(&stored.body).unwrap(), told.bodies[seq as usize]);
        assert_eq!(db.place_of_leaf(&told.leaves[seq as usize]).unwrap(), Some((LogId::Acts, seq)));
        assert_eq!(db.of_command(&told.bodies[seq as usize].command).unwrap(), Some(seq));
    }
}

/// What belongs together is found by its matter.
fn keeps_families_together(db: &impl Moment, told: &Told) {
    for (id, record) in &told.book.records {
        let mut family: BTreeSet<MatterId> = told.book.on_record(id).map(|m| m.id()).collect();
        family.extend(told.book.on_record(id).filter_map(|m| m.meeting()));
        family.insert(*id);
        let found = db.family(id).unwrap();
        assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), family);
        let wanted: BTreeSet<u64> = found.iter().flat_map(|m| told.of[m].clone()).collect();
        assert_eq!(db.seqs(&found).unwrap(), wanted.into_iter().collect::<Vec<_>>());
        let line = db.by_name(Some(&record.ref_), "").unwrap().unwrap();
        assert_eq!((line.id, line.kind.as_str()), (*id, "record"));
        if let Some(occurred) = &record.text.occurred {
            let then = |r: &Record| r.text.occurred.as_ref().is_some_and(|o| o.from == occurred.from);
            let wanted = told.book.records.values().filter(|r| r.recorder == record.recorder && then(r));
            let wanted: BTreeSet<MatterId> = wanted.map(|r| r.id).collect();
            // A note of that moment that became no record has its time elsewhere.
            let found = db.written_at(&record.recorder, occurred.from).unwrap().into_iter();
            let found = found.filter(|id| told.book.records[id].text.occurred.is_some());
            assert_eq!(found.collect::<BTreeSet<_>>(), wanted);
        }
        if let Some(number) = &record.number {
            assert_eq!(db.by_name(None, number).unwrap().unwrap().id, *id);
        }
        assert!(db.is_given(&record.ref_).unwrap());
    }
}

/// Whoever asks is shown what the rules let him see, no more and no less, in each order and from either end.
fn shows_what_the_rules_say(db: &impl Moment, told: &Told) {
    let organ = &told.book.organ;
    for person in organ.people.keys() {
        let scope = policy::scope(organ, person);
        let mut his = BTreeSet::new();
        for (id, record) in &told.book.records {
            let sees = policy::sees(organ, record, told.book.on_record(id), person);
            assert_eq!(db.visible(&scope, id).unwrap(), sees, "{person} {}", record.ref_.0);
            his.extend(sees.then_some(*id));
            let concern = policy::concerned(organ, record, told.book.on_record(id));
            let concern = concern.into_iter().find(|(p, _)| p == person).map(|(_, concern)| concern);
            assert_eq!(db.concern(person, id).unwrap(), concern);
        }
        for sort in Sort::ALL {
            let f = Filter { sort: *sort, ..Filter::default() };
            let page = db.records(&scope, &f, NOW, Near::Start, 10_000, 10_000).unwrap();
            assert_eq!(page.lines.iter().map(|l| l.id).collect::<BTreeSet<_>>(), his, "{person}");
            assert_eq!((page.total, page.lines.len()), (his.len(), his.len()));
            assert_eq!(db.how_many(&scope, &f, NOW, 10_000).unwrap(), his.len());
            let end = db.records(&scope, &f, NOW, Near::End, 5, 10_000).unwrap();
            assert_eq!(end.lines[..], page.lines[his.len() - end.lines.len()..]);
            for line in page.lines.iter().step_by(7) {
                let place = db.place(&scope, &f, NOW, Sought::Record(line.id), 10_000).unwrap();
                assert_eq!(place, Some(line.mark));
            }
        }
        let facets = db.facets(&scope, &Filter::default(), NOW, 10_000).unwrap();
        assert_eq!(facets.status.values().sum::<usize>(), his.len(), "{person}");
    }
}

/// A step is there whole or not at all, and what was read in one moment stays as it was.
fn writes_whole_steps(register: &mut Register) {
    let before = register.db().size(LogId::Acts).unwrap();
    let failed = register.write(|tx| {
        tx.append(LogId::Acts, NOW, &[7; 32], "{}")?;
        assert_eq!(tx.size(LogId::Acts)?, before + 1, "it sees what it wrote");
        Err::<(), _>(Fault::Busy)
    });
    assert!(matches!(failed, Err(Fault::Busy)));
    assert_eq!(register.db().size(LogId::Acts).unwrap(), before);
    let mut other = Register::open(register.dir(), TABLES, Mode::Session).unwrap();
    register
        .read(|moment| {
            assert_eq!(moment.size(LogId::Acts)?, before);
            other.write(|tx| tx.append(LogId::Acts, NOW, &[8; 32], "{}"))?;
            assert_eq!(moment.size(LogId::Acts)?, before, "a moment does not go on");
            Ok::<_, Fault>(())
        })
        .unwrap();
    assert_eq!(register.db().size(LogId::Acts).unwrap(), before + 1);
}

#[test]
fn the_engine_answers_what_the_log_says() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    drop(demo::make(&dir, &Plan { records: 90, ..Plan::court(NOW) }).unwrap());
    let mut register = Register::open(&dir, TABLES, Mode::Session).unwrap();
    let told = told(register.db());
    assert!(told.book.records.len() >= 90);
    keeps_the_log(register.db(), register.founding(), &told);
    keeps_families_together(register.db(), &told);
    shows_what_the_rules_say(register.db(), &told);
    writes_whole_steps(&mut register);
}
