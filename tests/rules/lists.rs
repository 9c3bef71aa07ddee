//! Lists of the training register, as everybody with another kind of sight is given them: a window is walked
//! from a line to its neighbours, and its figures are counted beside. Here the whole list is taken once and
//! narrowed, sorted and counted line by line, and nothing may differ.

use crate::{common, support};

use common::{NOW, demo_copy, somebody};
use liuhen::domain::command::Actor;
use liuhen::domain::ids::{MatterId, PersonId};
use liuhen::domain::organ::{Organ, Role};
use liuhen::domain::record::Occurred;
use liuhen::domain::search::{Filter, Flag, Near, Sort, Sought};
use liuhen::domain::when::Precision;
use liuhen::office::{Office, RecordLine};
use std::collections::BTreeMap;
use support::words::{CASE, CIVIL_CASE, insider, outsider, phone_call};
use support::{Court, DAY, START};

const QUERIES: &[&str] = &[
    "",
    "status:confirmed",
    "status:submitted status:one_hand",
    "status:quick",
    "stream:EXT",
    "stream:INT flag:urgent",
    "flag:urgent",
    "flag:late",
    "flag:special",
    "flag:repeat",
    "flag:disputed",
    "flag:overdue",
    "flag:withdrawn",
    "flag:incomplete",
    "flag:any",
    "flag:any status:confirmed",
    "flag:repeat flag:special",
    "own:",
    "from:2025-09-01",
    "from:2025-09-01 to:2025-12-31 flag:any",
    "flag:overdue flag:urgent",
    // Each of these once in each order.
    "from:2025-09-01 to:2025-12-31",
    "",
    "",
    "from:2025-09-01 to:2025-12-31",
    "from:2025-09-01 to:2025-12-31",
    "to:2025-12-31",
    "to:2025-12-31",
    "from:2025-09-01 to:2025-12-31",
    "to:2025-12-31",
    "from:2025-09-01 to:2025-12-31 stream:INT",
];

fn filter(text: &str) -> Filter {
    let status = |_: &str| None;
    Filter::parse(text, NOW, &status, &|unit| Some(unit.to_owned())).unwrap()
}

/// One of each kind of sight: who sees all, whoever is out of some of it, who heads a unit, who sees his own.
fn viewers(organ: &Organ) -> Vec<PersonId> {
    let with = |role| organ.with_role(role).map(|p| p.id.clone()).take(2).collect::<Vec<_>>();
    let mut all: Vec<PersonId> = [Role::Cus, Role::Dish, Role::Chf].into_iter().flat_map(with).collect();
    all.extend(organ.units.values().filter_map(|u| u.head.clone()).take(3));
    all.extend(organ.cases.values().map(|c| c.handler.clone()).take(2));
    all.sort();
    all.dedup();
    all
}

/// The list as its lines say it is.
fn narrowed<'a>(all: &'a [RecordLine], f: &Filter) -> Vec<&'a RecordLine> {
    let has = |l: &RecordLine, flag: Flag| l.flags.iter().any(|x| x == flag.code());
    let fits = |l: &RecordLine| {
        (f.statuses.is_empty() || f.statuses.contains(&l.status))
            && (f.streams.is_empty() || f.streams.contains(&l.stream))
            && f.flags.iter().all(|flag| has(l, *flag))
            && (!f.flagged || Flag::ALL.iter().any(|x| *x != Flag::Incomplete && has(l, *x)))
            && (!f.own || l.own)
            && f.from.is_none_or(|from| l.occurred.is_some_and(|at| at >= from))
            && f.to.is_none_or(|to| l.occurred.is_some_and(|at| at <= to))
    };
    all.iter().filter(|l| fits(l)).collect()
}

fn walked(office: &mut Office, who: &str, f: &Filter, back: bool, step: usize) -> (Vec<MatterId>, usize) {
    let (mut ids, mut total) = (Vec::new(), 0);
    let mut near = if back { Near::End } else { Near::Start };
    loop {
        let page = office.records(&somebody(who), f, near, step).unwrap();
        total = page.total.max(total);
        let Some(next) = (if back { page.lines.first() } else { page.lines.last() }) else {
            return (ids, total);
        };
        near = if back { Near::Before(next.mark) } else { Near::After(next.mark) };
        let mut found: Vec<MatterId> = page.lines.iter().map(|l| l.id).collect();
        if back {
            found.append(&mut ids);
            ids = found;
        } else {
            ids.append(&mut found);
        }
    }
}

/// A number leads to its line if the list has it, a day to its first line or the one that follows.
fn goes_where_it_is_sent(
    office: &mut Office,
    me: &Actor,
    f: &Filter,
    whole: &[RecordLine],
    wanted: &[MatterId],
) {
    for line in whole.iter().step_by(whole.len() / 5 + 1) {
        let here = wanted.contains(&line.id).then_some(line.mark);
        assert_eq!(office.place(me, f, Sought::Record(line.id)).unwrap(), here, "{me:?} {}", f.typed);
        let moment = if f.sort == Sort::Due { -line.mark.key } else { line.mark.key };
        let Some(from) = moment.checked_sub(3_600_000).filter(|from| from.abs() < NOW * 2) else { continue };
        let to = moment + 3_600_000;
        let key = if f.sort == Sort::Due { -from } else { to };
        let of_list = || whole.iter().filter(|l| wanted.contains(&l.id)).map(|l| l.mark);
        let follows = of_list().find(|m| !m.pressing && m.key <= key).or(of_list().next_back());
        let there = office.place(me, f, Sought::Day { from, to }).unwrap();
        assert_eq!(there, follows, "{me:?} {} {:?}", f.typed, f.sort);
    }
}

#[test]
fn a_list_is_what_its_lines_say_whichever_way_it_is_walked_and_counted() {
    let demo = demo_copy();
    let mut office = demo.office();
    for who in viewers(&office.organ_now().unwrap()) {
        let me = somebody(who.as_str());
        let mut orders: BTreeMap<&str, Vec<RecordLine>> = BTreeMap::new();
        for sort in Sort::ALL {
            let f = Filter { sort: *sort, ..Filter::default() };
            let all = office.records(&me, &f, Near::Start, 10_000).unwrap();
            assert_eq!(all.lines.len(), all.total, "{who} {sort:?}");
            let mut marks: Vec<_> = all.lines.iter().map(|l| l.mark).collect();
            assert!(marks.is_sorted_by(|a, b| a > b), "{who} {sort:?}");
            marks.dedup();
            assert_eq!(marks.len(), all.total);
            // What is covered tells no date by its place.
            if *sort == Sort::Occurred {
                assert!(all.lines.iter().all(|l| l.veiled == (l.mark.key == i64::MIN)), "{who}");
            }
            orders.insert(sort.code(), all.lines);
        }
        for (n, text) in QUERIES.iter().enumerate() {
            let mut f = filter(text);
            f.sort = Sort::ALL[n % Sort::ALL.len()];
            let wanted: Vec<MatterId> = narrowed(&orders[f.sort.code()], &f).iter().map(|l| l.id).collect();
            let there = (wanted.clone(), wanted.len());
            assert_eq!(walked(&mut office, who.as_str(), &f, false, 7), there, "{who} {text} {:?}", f.sort);
            assert_eq!(
                walked(&mut office, who.as_str(), &f, true, 11),
                there,
                "{who} {text} {:?} back",
                f.sort
            );
            for at in [0, wanted.len() / 3, wanted.len().saturating_sub(1)] {
                let Some(line) = orders[f.sort.code()].iter().find(|l| wanted.get(at) == Some(&l.id)) else {
                    continue;
                };
                for about in [0, wanted.len()] {
                    let page = office.records(&me, &f, Near::At(line.mark, about), 3).unwrap();
                    let first = page.lines.first().map(|l| l.id);
                    assert_eq!((page.from, first), (Some(at), Some(line.id)), "{who} {text}");
                }
            }
            goes_where_it_is_sent(&mut office, &me, &f, &orders[f.sort.code()], &wanted);
            let facets = office.facets(&me, &f).unwrap();
            let lines = narrowed(&orders[f.sort.code()], &f);
            let under = |of: &dyn Fn(&RecordLine) -> String| {
                let mut counts: BTreeMap<String, usize> = BTreeMap::new();
                lines.iter().for_each(|l| *counts.entry(of(l)).or_default() += 1);
                counts
            };
            assert_eq!(facets.status, under(&|l| l.status.code().to_owned()), "{who} {text}");
            assert_eq!(facets.stream, under(&|l| l.stream.clone()), "{who} {text}");
            for flag in Flag::ALL {
                let n = lines.iter().filter(|l| l.flags.iter().any(|x| x == flag.code())).count();
                assert_eq!(facets.flag[flag.code()], n, "{who} {text} {flag:?}");
            }
            let quarters: usize = facets.quarter.values().sum();
            assert_eq!(quarters, lines.len(), "{who} {text}");
            // Each unit's figure is the length of the list that stands under it.
            for (unit, n) in &facets.unit {
                let f = Filter { units: vec![unit.clone()], ..f.clone() };
                assert_eq!(office.records(&me, &f, Near::Start, 1).unwrap().total, *n, "{who} {text} {unit}");
            }
            let covered = lines.iter().filter(|l| l.unit.is_empty()).count();
            assert_eq!(facets.unit.values().sum::<usize>() + covered, lines.len(), "{who} {text}");
        }
    }
}

/// Every record about the same person is marked as long as another tells of another event, however often texts
/// are changed and taken back meanwhile: against a recount of all of them after each act.
#[test]
fn who_asks_again_is_marked_after_any_history() {
    let mut court = Court::founded();
    let (mut chance, mut records) = (0x9e37_79b9_7f4a_7c15_u64, Vec::new());
    let mut draw = |n: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % n
    };
    for act in 0..90 {
        let mut text = phone_call();
        text.people = vec![match draw(4) {
            0 => insider("judge_liu", "INQUIRER"),
            n => outsider(["钱大海", "孟远山", "康有余"][n - 1]),
        }];
        text.case_no = [CASE, CIVIL_CASE][draw(2)].to_owned();
        let from = START - DAY * (1 + draw(3) as i64);
        text.occurred = Some(Occurred { from, to: None, precision: Precision::Exact });
        text.late_reason = "出差".to_owned();
        match (draw(3), records.is_empty()) {
            (0, _) | (_, true) => records.push(court.by("judge_wang").submit(text).unwrap().matter),
            (1, _) => {
                let at = draw(records.len());
                court.by("judge_wang").amend(&records[at], text).unwrap();
            }
            _ if act % 4 == 0 => {
                let gone = records.swap_remove(draw(records.len()));
                court.by("judge_wang").withdraw(&gone).unwrap();
            }
            _ => {}
        }
        let db = rusqlite::Connection::open(court.dir().join("register.db")).unwrap();
        let wrong: i64 = db
            .query_row(
                "SELECT count(*) FROM record r WHERE r.repeats <> EXISTS (SELECT 1 FROM subject a
                    JOIN subject b ON b.same = a.same AND b.record <> a.record
                    WHERE a.record = r.id AND a.same <> '' AND (b.day <> a.day OR b.cases <> a.cases))",
                [],
                |r| r.get(0),
            )
            .unwrap();
        assert_eq!(wrong, 0, "after act {act}");
    }
}
