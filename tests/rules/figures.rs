//! Figures come from what is counted beside the log. Here they are counted once more, slowly and otherwise; and what
//! somebody may not see is in none of his.

mod recount;

use crate::{common, support};

use chrono::DateTime;
use common::{Demo, NOW, demo_copy, somebody};
use liuhen::domain::figures::{Hours, How, Period, figure, figures};
use liuhen::domain::ids::Millis;
use liuhen::domain::refusal::Rule;
use liuhen::domain::search::{Filter, Near};
use liuhen::office::{Number, Office, Statistics};
use recount::{Facts, LEFT_OUT, recounted};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use support::words::phone_call;
use support::*;

/// A moment's place in the year, by the calendar on the wall.
fn is_in(at: Millis, period: &Period, from_new_year: bool) -> bool {
    let local = DateTime::from_timestamp_millis(at + 8 * 3_600_000).unwrap().format("%Y%m").to_string();
    let month: i32 = local.parse().unwrap();
    let span = period.span();
    let from = if from_new_year { span.to / 100 * 100 + 1 } else { span.from };
    (from..=span.to).contains(&month)
}

fn expected(facts: &Facts, code: &str, value: Option<&str>, period: &Period, so_far: bool) -> Number {
    let how = figure(code).unwrap().how;
    let of = if how == How::Again { figure(code).unwrap().from.as_str() } else { code };
    let found: Vec<&str> = facts
        .iter()
        .filter(|(c, _, at)| c == of && is_in(*at, period, so_far))
        .map(|(_, v, _)| v.as_str())
        .collect();
    match how {
        How::Sum => Number::Is(found.iter().filter(|v| value.is_none_or(|w| w == **v)).count() as i64),
        How::Once => Number::Is(found.iter().collect::<BTreeSet<_>>().len() as i64),
        How::Again => {
            let mut often: BTreeMap<&str, usize> = BTreeMap::new();
            found.iter().for_each(|v| *often.entry(v).or_default() += 1);
            Number::Is(often.values().filter(|n| **n > 1).count() as i64)
        }
        How::Hours => {
            let mut hours: Vec<i64> = found.iter().map(|h| h.parse().unwrap()).collect();
            hours.sort_unstable();
            let n = hours.len();
            let at = |part: usize| hours.get((n * part).div_ceil(10).max(1) - 1).copied().unwrap_or(0);
            Number::Hours(Hours { n: n as i64, median: at(5), p90: at(9) })
        }
    }
}

fn seen_whole(office: &mut Office, who: &str) -> BTreeSet<String> {
    let (mut ids, mut near) = (BTreeSet::new(), Near::Start);
    loop {
        let page = office.records(&somebody(who), &Filter::default(), near, 200).unwrap();
        let Some(last) = page.lines.last() else { return ids };
        near = Near::After(last.mark);
        ids.extend(page.lines.iter().filter(|l| !l.veiled).map(|l| l.id.to_string()));
    }
}

const PERIODS: [&str; 7] = ["2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026-09", "2026"];
/// The president, a custodian and discipline of the training court.
const PEOPLE: [&str; 3] = ["shi_tj", "qian_sy", "niu_qy"];

fn agree(found: &Statistics, facts: &Facts, who: &str) -> usize {
    let mut compared = 0;
    let period = &found.period;
    for l in found.lines.iter().filter(|l| figure(&l.code).is_some() && !LEFT_OUT.contains(&l.code.as_str()))
    {
        if l.now == Number::None {
            continue;
        }
        // Who wrote is told when the period is over, and not of two alone.
        let when_over = figure(&l.code).unwrap().when_over;
        let of = |p: &Period, so_far| match expected(facts, &l.code, l.value.as_deref(), p, so_far) {
            _ if when_over && !found.over => Number::None,
            Number::Is(1 | 2) if when_over => Number::Kept,
            n => n,
        };
        let told = format!("{who} {period} {} {:?}", l.code, l.value);
        assert_eq!(l.now, of(period, false), "{told}");
        assert_eq!(l.previous, of(&period.previous(), false), "{told}, the period before");
        assert_eq!(l.year_ago, of(&period.year_ago(), false), "{told}, a year ago");
        assert_eq!(l.so_far, of(period, true), "{told}, the year so far");
        compared += 1;
    }
    // And no value is left out.
    for (code, value, at) in facts.iter().filter(|(_, _, at)| is_in(*at, period, false)) {
        if figure(code).is_some_and(|f| f.is_by_value()) {
            let there = found.lines.iter().any(|l| l.code == *code && l.value.as_deref() == Some(value));
            assert!(there, "{who} {period} {code} {value} {at}");
        }
    }
    compared
}

#[test]
fn figures_equal_a_slow_count_over_the_log_for_whoever_asks() {
    let demo = demo_copy();
    let mut office = demo.office();
    let mut compared = 0;
    for who in PEOPLE {
        let seen = seen_whole(&mut office, who);
        let organ = office.organ().clone();
        let facts = recounted(demo.dir(), &organ, &seen);
        for period in PERIODS {
            let found = office.figures(&somebody(who), Period::parse(period).unwrap()).unwrap();
            compared += agree(&found, &facts, who);
        }
    }
    assert!(compared > 2_000, "{compared}");
    // Whoever checks others' work sees fewer than there are, and nobody the same as everybody.
    let [chief, custodian] = ["shi_tj", "qian_sy"].map(|who| {
        let found = office.figures(&somebody(who), Period::Year(2026)).unwrap();
        (found.number("items"), found.unread)
    });
    assert!(custodian.1 > 0 && chief.1 == 0 && custodian.0 != chief.0, "{chief:?} {custodian:?}");
}

#[test]
fn every_figure_of_the_table_is_counted_by_something() {
    let demo = demo_copy();
    let db = Connection::open(demo.dir().join("register.db")).unwrap();
    let mut query =
        db.prepare("SELECT DISTINCT code FROM figure UNION SELECT DISTINCT code FROM once").unwrap();
    let counted: BTreeSet<String> = query.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let table: BTreeSet<String> =
        figures().iter().filter(|f| f.how != How::Again).map(|f| f.code.clone()).collect();
    assert_eq!(counted, table);
}

#[test]
fn behind_every_figure_stand_as_many_records_as_it_says() {
    let demo = demo_copy();
    let mut office = demo.office();
    // Of these a record has several, or others than records are counted.
    let of_several = |code: &str| {
        let unit = &figure(code).unwrap().unit;
        unit != "item" || code == "item_applied" || code == "item_outcome" || code.starts_with("triaged")
    };
    let mut looked = 0;
    for who in PEOPLE {
        let found = office.figures(&somebody(who), Period::Quarter(2026, 3)).unwrap();
        for l in found.lines.iter().filter(|l| figure(&l.code).is_some()) {
            let Number::Is(n) = l.now else { continue };
            let value = match (&l.value, figure(&l.code).unwrap().how) {
                (Some(v), _) => format!("={v}"),
                (None, How::Sum) => "=".to_owned(),
                _ => String::new(),
            };
            let typed = format!("figure:{}{value}@2026Q3", l.code);
            let filter = Filter::parse(&typed, NOW, &|_| None, &|_| None).unwrap();
            let listed = office.how_many(&somebody(who), &filter).unwrap() as i64;
            match figure(&l.code).unwrap().how {
                How::Sum if !of_several(&l.code) => assert_eq!(listed, n, "{who} {typed}"),
                How::Again => assert!(n == 0 || listed >= 2, "{who} {typed}"),
                How::Once => assert_eq!(listed == 0, n == 0, "{who} {typed}"),
                _ => assert!(listed <= n && (listed == 0) == (n == 0), "{who} {typed}: {listed} {n}"),
            }
            looked += 1;
        }
    }
    assert!(looked > 150, "{looked}");
}

/// Whoever sees every record need not know who wrote one down, nor read each name whole: nobody finds out by trying.
#[test]
fn no_list_is_narrowed_to_what_a_figure_does_not_show() {
    let parse = |typed: &str| Filter::parse(typed, NOW, &|_| None, &|_| None);
    for f in figures().iter().filter(|f| !f.is_by_value()) {
        for value in ["wang_fg", "常昊然", "3"] {
            let typed = format!("figure:{}={value}@2026Q3", f.code);
            assert!(parse(&typed).is_err(), "{typed}");
        }
        parse(&format!("figure:{}@2026Q3", f.code)).unwrap();
    }
    parse("figure:stream=EXT@2026Q3").unwrap();
}

#[test]
fn figures_are_for_those_who_see_every_record() {
    let demo = demo_copy();
    let mut office = demo.office();
    let quarter = Period::Quarter(2026, 3);
    for who in ["wang_fg", "yan_hm"] {
        if office.organ().people.contains_key(&who.into()) {
            assert_eq!(rule(office.figures(&somebody(who), quarter)), Rule::FiguresClosed, "{who}");
            let filter = Filter::parse("figure:items@2026Q3", NOW, &|_| None, &|_| None).unwrap();
            assert_eq!(rule(office.how_many(&somebody(who), &filter)), Rule::FiguresClosed, "{who}");
        }
    }
    assert_eq!(wrong(office.figures(&somebody("shi_tj"), Period::Quarter(2027, 1))), ["period"]);
    assert_eq!(wrong(office.figures_for_outside(&somebody("shi_tj"), Period::Quarter(2026, 4))), ["period"]);
    assert_eq!(wrong(office.figures_for_outside(&somebody("shi_tj"), Period::Year(2025))), ["period"]);
}

#[test]
fn what_leaves_the_organ_tells_nothing_below_three_and_nothing_by_value_from_which_it_follows() {
    let demo = demo_copy();
    let mut office = demo.office();
    let mut kept = 0;
    for period in ["2026Q1", "2026Q2", "2026Q3"].map(|p| Period::parse(p).unwrap()) {
        let found = office.figures_for_outside(&somebody("shi_tj"), period).unwrap();
        let whole = |code: &str| found.number(code);
        for l in &found.lines {
            assert!(!matches!(l.now, Number::Is(1 | 2) | Number::Hours(_)), "{l:?}");
            assert!([l.previous, l.year_ago, l.so_far].iter().all(|n| *n == Number::None), "{l:?}");
        }
        let codes: BTreeSet<&str> =
            found.lines.iter().filter(|l| l.value.is_some()).map(|l| l.code.as_str()).collect();
        assert!(codes.contains("dept") && !codes.contains("content") && !codes.contains("stream"));
        for code in codes {
            let parts: Vec<Number> = found.lines.iter().filter(|l| l.code == code).map(|l| l.now).collect();
            let hidden = parts.iter().filter(|n| **n == Number::Kept).count();
            kept += hidden;
            // The whole less what is told leaves room for more than one answer.
            assert_ne!(hidden, 1, "{period} {code} {parts:?}");
        }
        assert!(matches!(whole("items"), Number::Is(n) if n >= 3));
    }
    assert!(kept > 0);
}

/// Two records of one event, of which somebody is out of the first.
#[test]
fn an_event_whose_first_record_is_hidden_is_counted_at_the_next_and_nothing_tells_of_the_first() {
    let mut court = Court::founded();
    let [first, second] = [(); 2].map(|()| {
        court.later(DAY);
        court.confirmed()
    });
    court.by("cus_an").link(&second, &first).unwrap();
    let quarter = Period::quarter_of(court.now());
    let told = |court: &mut Court, who: &str| {
        let found = court.office.figures(&actor(who), quarter).unwrap();
        ["items", "events", "persons", "cases", "officials_again"].map(|code| found.number(code))
    };
    let is = |n: [i64; 5]| n.map(Number::Is);
    let before = told(&mut court, "cus_an");
    assert_eq!(before[..2], is([2, 1, 0, 0, 0])[..2]);
    court.by("dis_e").order_recusal(&first, "cus_an").unwrap();
    let hidden = told(&mut court, "cus_an");
    assert_eq!(hidden[..2], is([1, 1, 0, 0, 0])[..2]);
    // As if there had never been another.
    let mut alone = Court::founded();
    alone.later(2 * DAY);
    alone.confirmed();
    assert_eq!(hidden, told(&mut alone, "cus_an"));
    assert_eq!(told(&mut court, "dis_e"), before);
    // Nor does the list behind the figure, which has the one that stands for the event now.
    let now = court.now();
    let listed = |court: &mut Court, who: &str| {
        let filter = Filter::parse(&format!("figure:events@{quarter}"), now, &|_| None, &|_| None).unwrap();
        let page = court.office.records(&actor(who), &filter, Near::Start, 10).unwrap();
        page.lines.iter().map(|l| l.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(&mut court, "cus_an"), [second]);
    assert_eq!(listed(&mut court, "dis_e"), [first]);
    court.assert_sound();
}

/// As it grows from one record to the next, how many wrote would tell the president whether the same one did.
#[test]
fn how_many_wrote_is_told_when_the_quarter_is_over_and_not_of_fewer_than_three() {
    let mut court = Court::founded();
    let quarter = Period::quarter_of(court.now());
    let n = |court: &mut Court| court.office.figures(&actor("chief"), quarter).unwrap().number("filers");
    court.by("clerk_he").submit(phone_call()).unwrap();
    assert_eq!(n(&mut court), Number::None);
    court.by("judge_li").submit(phone_call()).unwrap();
    assert_eq!(n(&mut court), Number::None);
    court.later(100 * DAY);
    assert_eq!(n(&mut court), Number::Kept);
    let year = court.office.figures(&actor("chief"), Period::Year(quarter.year())).unwrap();
    assert_eq!(year.number("filers"), Number::None, "it goes on");
}

/// Whoever is out of a record holds what was published against what he is shown himself.
#[test]
fn what_is_told_outside_is_one_sheet_whoever_prints_it() {
    let demo = demo_copy();
    let mut office = demo.office();
    let (mut own, mut differ) = (Vec::new(), 0);
    for period in ["2026Q1", "2026Q2", "2026Q3"].map(|p| Period::parse(p).unwrap()) {
        let sheets = ["shi_tj", "ouyang_wx", "qian_sy", "niu_qy"].map(|who| {
            own.push(office.figures(&somebody(who), period).unwrap().number("items"));
            office.figures_for_outside(&somebody(who), period).unwrap().lines
        });
        assert!(sheets.windows(2).all(|two| two[0] == two[1]), "{period}");
        for l in &sheets[0] {
            assert!(matches!(l.now, Number::Kept) || matches!(l.now, Number::Is(n) if n % 5 == 0), "{l:?}");
        }
        differ += own.windows(2).filter(|two| two[0] != two[1]).count();
    }
    assert!(differ > 0, "nobody is out of anything here");
}

#[test]
fn a_correction_a_voiding_and_a_withdrawal_move_the_figures_and_leave_nothing_behind() {
    let mut court = Court::founded();
    let quarter = Period::quarter_of(court.now());
    let n =
        |court: &mut Court, code: &str| court.office.figures(&actor("cus_an"), quarter).unwrap().number(code);
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!((n(&mut court, "items"), n(&mut court, "withdrawn")), (Number::Is(1), Number::Is(0)));
    court.by("clerk_he").withdraw(&record).unwrap();
    assert_eq!((n(&mut court, "items"), n(&mut court, "withdrawn")), (Number::Is(0), Number::Is(1)));
    assert_eq!(n(&mut court, "persons"), Number::Is(0));
    court.assert_sound();
}

/// What the check says of a register into which somebody wrote.
fn damaged(demo: &Demo, sql: &str) -> Option<String> {
    let db = Connection::open(demo.dir().join("register.db")).unwrap();
    assert!(db.execute(sql, []).unwrap() > 0, "{sql}");
    let mut office = demo.office();
    office.verify(&[], &mut |_, _, _| {}).unwrap().tables.map(|d| d.table)
}

#[test]
fn a_counter_that_somebody_moved_is_named_by_the_check_and_made_right_by_a_rebuild() {
    let demo = common::stories_copy();
    for (sql, back, table) in [
        (
            "UPDATE figure SET n = n + 1 WHERE code = 'items'",
            "UPDATE figure SET n = n - 1 WHERE code = 'items'",
            "figure",
        ),
        (
            "UPDATE once SET q3 = q3 + 1 WHERE code = 'persons' AND q3 > 0",
            "UPDATE once SET q3 = q3 - 1 WHERE code = 'persons' AND q3 > 1",
            "once",
        ),
        (
            "UPDATE unlike SET q3 = q3 - 1 WHERE code = 'cases' AND year = 2026",
            "UPDATE unlike SET q3 = q3 + 1 WHERE code = 'cases' AND year = 2026",
            "unlike",
        ),
        (
            "UPDATE figured SET cells = replace(cells, 'items', 'parts')",
            "UPDATE figured SET cells = replace(cells, 'parts', 'items')",
            "figured",
        ),
    ] {
        assert_eq!(damaged(&demo, sql).as_deref(), Some(table), "{sql}");
        let db = Connection::open(demo.dir().join("register.db")).unwrap();
        assert!(db.execute(back, []).unwrap() > 0, "{back}");
    }
    assert_eq!(damaged(&demo, "DELETE FROM figure WHERE code = 'late'").as_deref(), Some("figure"));
    let mut office = demo.office();
    office.rebuild(&mut |_, _| {}).unwrap();
    assert!(office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
}
