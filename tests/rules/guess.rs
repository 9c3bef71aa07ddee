//! Somebody who may read records and not who wrote them down tries to find that out over the whole
//! training register: from every row, page, count and order that he is given, with everybody else's
//! recorder known to him. He must not do better than by what he is told openly, the unit and the text.
//! And whatever is named to anybody anywhere can be opened by him: nothing points at what is hidden.

use crate::common;

use common::{NOW, demo_copy, somebody};
use liuhen::domain::ids::{MatterId, PersonId, Ref};
use liuhen::domain::kind::room;
use liuhen::domain::organ::Role;
use liuhen::domain::registry;
use liuhen::domain::search::Filter;
use liuhen::office::{Narrowed, Office};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// One record as somebody is shown it, and who really wrote it down.
struct Shown {
    recorder: String,
    unit: String,
    /// Everything he gets of it and its matters, each value under its place.
    leaves: BTreeSet<(String, String)>,
}

/// How many records of others one viewer is asked about: enough for a hit rate, few enough for a test.
const EACH: usize = 90;

/// The recorders, from the tables of the file: no viewer is shown them.
fn recorders(dir: &std::path::Path) -> BTreeMap<String, String> {
    let db = rusqlite::Connection::open(dir.join("register.db")).unwrap();
    let mut rows = db.prepare("SELECT id, recorder FROM record").unwrap();
    let all = rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    all.map(Result::unwrap).collect()
}

/// Each value with the names on the way to it; a moment also as its hour, its minute and its weekday.
fn leaves(value: &Value, at: &str, out: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                leaves(value, &format!("{at}.{name}"), out);
            }
        }
        Value::Array(all) => {
            out.insert((format!("{at}#"), all.len().to_string()));
            for value in all {
                leaves(value, at, out);
            }
        }
        Value::String(text) => {
            if let Ok(time) = chrono::DateTime::parse_from_rfc3339(text) {
                for form in ["%H", "%M", "%S", "%u"] {
                    out.insert((format!("{at}{form}"), time.format(form).to_string()));
                }
            }
            out.insert((at.to_owned(), text.clone()));
        }
        other => {
            out.insert((at.to_owned(), other.to_string()));
        }
    }
}

/// What somebody is shown of records whose recorder he may not know.
fn shown(office: &mut Office, who: &str, real: &BTreeMap<String, String>) -> Vec<Shown> {
    let me = somebody(who);
    let all = office.records(&me, &Filter::default(), liuhen::domain::search::Near::Start, 1_000).unwrap();
    // What stands of a record in other lists, by the record: in what is printed of a line it has no id.
    let mut beside: Vec<(&str, MatterId, Value)> = Vec::new();
    let kinds = registry::every().map(|k| k.code).filter(|kind| *kind != "record");
    for line in kinds.flat_map(|kind| office.matters(&me, kind).unwrap()) {
        beside.extend(line.record.map(|record| ("matters", record, json!(line))));
    }
    for line in office.desk(&me).unwrap() {
        beside.extend(line.record.map(|record| ("desk", record, json!(line))));
    }
    for line in office.following(&me, room::DISPOSAL, Narrowed::UnderWay).unwrap().lines {
        beside.extend(line.line.record.map(|record| ("following", record, json!(line))));
    }
    let mut found = Vec::new();
    let step = (all.lines.len() / EACH).max(1);
    for row in all.lines.iter().step_by(step) {
        let sheet = json!(office.record(&me, &row.id).unwrap());
        let record = &sheet["record"];
        if record["own"] == true || !record["recorder"].is_null() {
            continue;
        }
        let mut leaf = BTreeSet::new();
        leaves(&json!(row), "row", &mut leaf);
        leaves(&sheet, "page", &mut leaf);
        let id = row.id.to_string();
        for (place, _, line) in beside.iter().filter(|(_, record, _)| *record == row.id) {
            leaves(line, place, &mut leaf);
        }
        found.push(Shown { recorder: real[&id].clone(), unit: json!(row)["unit"].to_string(), leaves: leaf });
    }
    found
}

/// How often the most frequent recorder among all others with the same key is the right one.
fn hits(records: &[Shown], key: &dyn Fn(&Shown) -> String) -> usize {
    let mut by: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for r in records {
        *by.entry(key(r)).or_default().entry(&r.recorder).or_default() += 1;
    }
    let right = |r: &&Shown| {
        let others = &by[&key(r)];
        let of = |who: &str, n: usize| if who == r.recorder { n - 1 } else { n };
        let best = others.iter().map(|(who, n)| of(who, *n)).max().unwrap_or_default();
        best > 0 && of(&r.recorder, others[r.recorder.as_str()]) == best
    };
    records.iter().filter(right).count()
}

/// The places whose value tells more about the recorder than the unit and what was written down.
fn telling(records: &[Shown]) -> Vec<String> {
    let n = records.len() as f64;
    let by_unit = |r: &Shown| r.unit.clone();
    let known = hits(records, &by_unit);
    let p = (known as f64 / n).clamp(0.02, 0.98);
    let places: BTreeSet<&str> = records.iter().flat_map(|r| r.leaves.iter().map(|l| l.0.as_str())).collect();
    let mut found = Vec::new();
    for place in places.iter().filter(|p| !p.starts_with("page.record.text.")) {
        // Looked up and not searched: there are hundreds of places with as many values a record.
        let first = ((*place).to_owned(), String::new());
        let by_place = |r: &Shown| {
            let here = r.leaves.range(&first..).take_while(|l| l.0 == **place);
            let values: Vec<&str> = here.map(|l| l.1.as_str()).collect();
            format!("{} {values:?}", r.unit)
        };
        let more = hits(records, &by_place) as f64 - known as f64;
        if more > 4.0 * (n * p * (1.0 - p)).sqrt() {
            found.push(format!("{place}: {} instead of {known} of {n}", known as f64 + more));
        }
    }
    found
}

#[test]
fn nobody_guesses_the_recorder_better_than_by_the_unit() {
    let demo = demo_copy();
    let real = recorders(&demo);
    let mut office = demo.office_at(NOW);
    let everybody: Vec<PersonId> = office.organ().people.keys().cloned().rev().collect();
    let mut viewers = 0;
    let mut leaks = Vec::new();
    let enough = std::env::var("LIUHEN_VIEWERS").map_or(8, |n| n.parse().unwrap());
    for who in &everybody {
        if viewers == enough {
            break;
        }
        let count = office
            .records(&somebody(who.as_str()), &Filter::default(), liuhen::domain::search::Near::Start, 1)
            .unwrap()
            .total;
        if count < EACH {
            continue;
        }
        let records = shown(&mut office, who.as_str(), &real);
        if records.len() < EACH / 2 {
            continue;
        }
        viewers += 1;
        leaks.extend(telling(&records).into_iter().map(|l| format!("{who} {l}")));
        // The guesser can see: one letter more on the page and he is far better.
        let mut marked = records;
        for r in &mut marked {
            r.leaves.insert(("planted".to_owned(), r.recorder.chars().take(1).collect()));
        }
        assert!(telling(&marked).iter().any(|l| l.starts_with("planted")), "{who}");
    }
    eprintln!("FIGURES: {viewers} viewers");
    assert!(leaks.is_empty() && viewers >= 5, "{viewers}\n{}", leaks.join("\n"));
}

/// Every name of a matter in an answer, wherever it stands.
fn named(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.values().for_each(|v| named(v, out)),
        Value::Array(all) => all.iter().for_each(|v| named(v, out)),
        Value::String(text) if text.len() == 9 && Ref::parse(text).is_some() => {
            out.insert(text.clone());
        }
        _ => {}
    }
}

#[test]
fn nothing_that_anybody_is_shown_points_at_what_he_may_not_open() {
    let demo = demo_copy();
    let mut office = demo.office_at(NOW);
    let everybody: Vec<PersonId> = office.organ().people.keys().cloned().collect();
    let (mut hidden, mut opened) = (0, 0);
    let all = recorders(&demo).len();
    for who in everybody {
        let me = somebody(who.as_str());
        let rows =
            office.records(&me, &Filter::default(), liuhen::domain::search::Near::Start, 1_000).unwrap();
        hidden += all - rows.total;
        let facets = office.facets(&me, &Filter::default()).unwrap();
        let mut answers = vec![json!(rows), json!(office.desk(&me).unwrap()), json!(facets)];
        for kind in registry::every().map(|k| k.code).chain(["proposal"]) {
            answers.push(json!(office.matters(&me, kind).unwrap()));
        }
        for narrowed in [Narrowed::UnderWay, Narrowed::Done] {
            answers.push(json!(office.following(&me, room::DISPOSAL, narrowed).unwrap()));
        }
        // An auditor is shown that acts were done, of matters that are closed to him.
        if !office.organ().has_role(&who, Role::Aud) {
            answers.push(json!(office.acts(&me, None, 300).unwrap()));
        }
        for row in rows.lines.iter().step_by(40) {
            answers.push(json!(office.record(&me, &row.id).unwrap()));
            answers.push(json!(office.alike(&me, &row.id).unwrap()));
        }
        let mut names = BTreeSet::new();
        answers.iter().for_each(|a| named(a, &mut names));
        for name in names {
            let found = office.find(&me, &name);
            assert!(found.is_ok(), "{who} is shown {name}, which is nothing to him: {found:?}");
            opened += 1;
        }
        // A count that is larger than the list would tell of what is not in it.
        for (facet, counts) in
            [("status", &facets.status), ("stream", &facets.stream), ("unit", &facets.unit)]
        {
            assert!(counts.values().sum::<usize>() <= rows.total, "{who}: {facet} {counts:?}");
        }
    }
    assert!(hidden > 500 && opened > 1_000, "{hidden} {opened}");
}
