//! Figures come from what is counted beside the log. Here they are counted once more, slowly and otherwise: the
//! log's lines one after the other as plain JSON, no fold, no cell, no table; and what somebody may not see is in
//! none of his.

use crate::{common, support};

use chrono::DateTime;
use common::{Demo, NOW, demo_copy, somebody};
use liuhen::domain::codes;
use liuhen::domain::figures::{Hours, How, Period, figure, figures};
use liuhen::domain::ids::Millis;
use liuhen::domain::name::{fold, known_by};
use liuhen::domain::organ::Organ;
use liuhen::domain::record::{PersonRole, RecordText};
use liuhen::domain::refusal::Rule;
use liuhen::domain::search::{Filter, Near};
use liuhen::ledger::LogId;
use liuhen::office::{Fault, Mode, Number, Office, Statistics};
use liuhen::store::{Register, log, tables::TABLES};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use support::words::phone_call;
use support::*;

/// Code and value, with the moments at which they fell and, of a duration, how long it was.
type Facts = Vec<(String, String, Millis)>;

/// One line of the log.
struct Line {
    at: Millis,
    matter: String,
    actor: String,
    area: String,
    what: String,
    said: Value,
}

fn lines(dir: &Path) -> Vec<Line> {
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let mut all = Vec::new();
    log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
        let body: Value = serde_json::from_str(text).unwrap();
        let act = body["act"].as_object().unwrap();
        let (area, event) = act.iter().next().unwrap();
        let (what, said) = match event {
            Value::String(what) => (what.clone(), Value::Null),
            Value::Object(of) => of.iter().next().map(|(k, v)| (k.clone(), v.clone())).unwrap(),
            other => panic!("{other}"),
        };
        all.push(Line {
            at: entry.header.time_ms,
            matter: body["matter"].as_str().unwrap().to_owned(),
            actor: body["actor"]["person"].as_str().unwrap_or_default().to_owned(),
            area: area.clone(),
            what,
            said,
        });
        Ok(())
    })
    .unwrap();
    all
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn words_of(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().map(|v| text_of(v).to_owned()).collect()
}

fn moment(value: &Value) -> Millis {
    DateTime::parse_from_rfc3339(text_of(value)).unwrap().timestamp_millis()
}

fn hours_between(from: Millis, to: Millis) -> String {
    ((to - from).max(0) / 3_600_000).to_string()
}

/// What the log says of one record, read line by line.
#[derive(Default)]
struct Told {
    recorder: String,
    submitted: Millis,
    text: Value,
    late: bool,
    gone: Option<&'static str>,
    confirmed: Option<Millis>,
    returned: bool,
    doubt: Option<String>,
    resolved: bool,
    same: BTreeSet<String>,
    reported: Vec<Millis>,
    changes: BTreeMap<i64, Value>,
}

fn records(log: &[Line]) -> BTreeMap<String, Told> {
    let mut all: BTreeMap<String, Told> = BTreeMap::new();
    for l in log.iter().filter(|l| l.area == "record") {
        if l.what == "linked" && l.said["kind"] == "SAME_EVENT" {
            let other = text_of(&l.said["other"]).to_owned();
            all.entry(l.matter.clone()).or_default().same.insert(other.clone());
            all.entry(other).or_default().same.insert(l.matter.clone());
            continue;
        }
        let told = all.entry(l.matter.clone()).or_default();
        match l.what.as_str() {
            "submitted" => {
                (told.recorder, told.submitted) = (l.actor.clone(), l.at);
                (told.text, told.late) = (l.said["text"].clone(), l.said["late_hours"] != 0);
            }
            "amended" => (told.text, told.doubt) = (l.said["text"].clone(), None),
            "attached" => {
                told.doubt = None;
                match &mut told.text["attachments"] {
                    Value::Array(all) => all.push(l.said["attachment"].clone()),
                    none => *none = Value::Array(vec![l.said["attachment"].clone()]),
                }
            }
            "withdrawn" => told.gone = Some("withdrawn"),
            "void_hand" if l.said["completes"] == true => told.gone = Some("void"),
            "confirmed" if l.said["completes"] == true => told.confirmed = Some(l.at),
            "returned" => told.returned = true,
            "disputed" => told.doubt = Some(l.actor.clone()),
            "resolved" => {
                told.resolved = true;
                if l.said["confirm"] == true {
                    told.confirmed = Some(l.at);
                }
            }
            "change_proposed" => {
                told.changes.insert(l.said["number"].as_i64().unwrap(), l.said["change"].clone());
            }
            "change_confirmed" if l.said["completes"] == true => {
                let change = told.changes[&l.said["number"].as_i64().unwrap()].clone();
                if let Some(correction) = change.get("correction") {
                    told.text = correction["text"].clone();
                } else {
                    let more = change["supplement"]["attachments"].as_array().unwrap().clone();
                    match &mut told.text["attachments"] {
                        Value::Array(all) => all.extend(more),
                        none if !more.is_empty() => *none = Value::Array(more),
                        _ => {}
                    }
                }
            }
            "at_once" if !words_of(&l.said["note"]["to"]).is_empty() => told.reported.push(l.at),
            _ => {}
        }
    }
    all.retain(|_, told| told.submitted > 0);
    all
}

/// What one record says of itself.
fn of_record(id: &str, told: &Told, organ: &Organ, seen: &BTreeSet<String>, facts: &mut Facts) {
    let at = told.submitted;
    let mut add = |code: &str, value: &str, at: Millis| facts.push((code.to_owned(), value.to_owned(), at));
    if let Some(gone) = told.gone {
        return add(gone, "", at);
    }
    let text: RecordText = serde_json::from_value(told.text.clone()).unwrap();
    add("items", "", at);
    add("stream", &text.stream, at);
    add("filers", &told.recorder, at);
    if told.same.iter().all(|other| other.as_str() > id || !seen.contains(other)) {
        add("events", "", at);
    }
    let cases = text.case_numbers();
    let numbers: BTreeSet<&String> = std::iter::once(&cases.case_no).chain(&cases.others).collect();
    for case in numbers.iter().filter(|c| !c.is_empty()) {
        add("cases", &fold(case).to_string(), at);
    }
    let known = text.cases().into_iter().find_map(|c| organ.case(&c.case_no));
    let unit = known.and_then(|c| c.unit.clone()).map(|u| u.0.clone()).unwrap_or_default();
    add("dept", &unit, at);
    if told.late {
        add("late", "", at);
        add("dept_late", &unit, at);
    }
    let bare = told.text.get("attachments").is_none_or(|a| a.as_array().unwrap().is_empty());
    if bare {
        add("bare", "", at);
        add("dept_bare", &unit, at);
    }
    let group = |list: &str, code: &str| codes::list(list).get(code).and_then(|r| r.group.clone());
    let natures = words_of(&told.text["request_type"]);
    let kind = if text.stream == "CON" {
        "CONTACT"
    } else if natures.iter().any(|n| group("CL09", n).as_deref() == Some("GRAVE")) {
        "MEDDLING"
    } else if natures.is_empty() {
        "NONE"
    } else if natures.len() == 1 && natures.contains("UNSURE") {
        "UNSURE"
    } else {
        "SUPERVISION"
    };
    add("kind_of_content", kind, at);
    natures.iter().for_each(|n| add("content", n, at));
    words_of(&told.text["manner"]).iter().for_each(|n| add("manner", n, at));
    words_of(&told.text["aggravating"]).iter().for_each(|n| add("aggravating", n, at));
    let special = words_of(&told.text["special_items"]);
    special.iter().for_each(|n| add("special", n, at));
    if !special.is_empty() {
        add("special_items", "", at);
    }
    if !text_of(&told.text["stage"]).is_empty() {
        add("stage", text_of(&told.text["stage"]), at);
    }
    let people = told.text["people"].as_array().unwrap().iter().filter(|p| p["role"] == "INQUIRER");
    for (n, p) in people.enumerate() {
        let unit = fold(text_of(&p["unit"])).to_string();
        if !unit.is_empty() {
            add("units", &unit, at);
        }
        let row: PersonRole = serde_json::from_value(p.clone()).unwrap();
        if p["kind"] == "ORG" && p.get("person").is_none() && text_of(&p["name"]).is_empty() {
            continue;
        }
        let known = known_by(organ, &row);
        let key = match (known.same.first(), known.name.as_str()) {
            (Some(same), _) => same.clone(),
            (None, "") => format!("?{id} {n}"),
            (None, name) => name.to_owned(),
        };
        add("times", "", at);
        add("persons", &key, at);
        let kind = text_of(&p["kind"]);
        add("side", group("CL03", kind).as_deref().unwrap_or("OTHER"), at);
        add("who", kind, at);
        add("sector", text_of(&p["sector"]), at);
        add("rank", text_of(&p["rank"]), at);
        if p["retired"] == true {
            add("retired", "", at);
        }
        if kind == "EXT_LEADER" || kind == "OWN_LEADER" {
            add("official", "", at);
            add("officials", &key, at);
            if !text_of(&p["cadre_authority"]).is_empty() {
                add("cadre", text_of(&p["cadre_authority"]), at);
            }
        }
    }
    if let Some(occurred) = &text.occurred {
        add("h_record", &hours_between(occurred.from.min(at), at), at);
    }
    if told.returned {
        add("returned", "", at);
    }
    if told.doubt.is_some() || told.resolved {
        add("disputed", "", at);
    }
    if let Some(confirmed) = told.confirmed {
        add("confirmed", "", confirmed);
        add("h_confirm", &hours_between(at, confirmed), confirmed);
    }
    told.reported.iter().for_each(|at| add("reported", "", *at));
}

/// What the matters on records say, from their own lines.
fn of_matters(
    log: &[Line],
    records: &BTreeMap<String, Told>,
    organ: &Organ,
    seen: &BTreeSet<String>,
) -> Facts {
    let mut facts = Facts::new();
    let mut matters: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for l in log.iter().filter(|l| !["record", "organ", "evidence", "meeting"].contains(&l.area.as_str())) {
        matters.entry(&l.matter).or_default().push(l);
    }
    for lines in matters.values() {
        let first = lines[0];
        let record = match first.said.get("record") {
            Some(record) => text_of(record),
            None => text_of(&first.said["application"]["record"]),
        };
        let Some(told) = records.get(record).filter(|t| t.gone.is_none() && seen.contains(record)) else {
            continue;
        };
        let mut add =
            |code: &str, value: &str, at: Millis| facts.push((code.to_owned(), value.to_owned(), at));
        let find = |what: &str| lines.iter().rev().find(|l| l.what == what);
        match first.area.as_str() {
            "triage" => {
                let class = text_of(&first.said["class"]);
                if let Some(approved) = find("approved").filter(|_| class != "PEND") {
                    add("triaged", class, approved.at);
                    add("h_triage", &hours_between(told.submitted, approved.at), approved.at);
                }
            }
            "routing" => {
                let Some(sent) = find("sent").map(|l| moment(&l.said["sent_at"])) else { continue };
                add("routed", text_of(&first.said["target"]), sent);
                add("h_route", &hours_between(told.submitted, sent), sent);
                if let Some(received) = find("received") {
                    add("route_receipt", "", moment(&received.said["receipt_at"]));
                }
                match find("answered") {
                    Some(answered) => {
                        add("route_result", text_of(&answered.said["result"]), answered.at);
                        add("h_result", &hours_between(sent, answered.at), answered.at);
                    }
                    None => add("route_open", "", sent),
                }
            }
            "urgency" => {
                let Some(sent) = find("sent") else { continue };
                let at = moment(&sent.said["sent_at"]);
                add("reported", "", at);
                add("h_report", &sent.said["hours"].to_string(), at);
                words_of(&first.said["triggers"]).iter().for_each(|t| add("report_trigger", t, at));
            }
            "circulation" if first.what == "proposed" => {
                add("circ_proposed", "", first.at);
                let back = find("answered").is_some_and(|l| l.said["answer"] == "RETURNED");
                if find("approved").is_some() && !back {
                    add("circ_approved", "", first.at);
                }
                if !words_of(&first.said["must_publish"]).is_empty() {
                    add("circ_must", "", first.at);
                }
                if let Some(issued) = find("issued") {
                    add("circ_issued", text_of(&first.said["scope"]), moment(&issued.said["issued_at"]));
                }
                for l in lines.iter().filter(|l| l.what == "published") {
                    add("circ_published", "", moment(&l.said["published_at"]));
                }
            }
            "accountability" if first.what == "held" => {
                if let Some(approved) = find("approved") {
                    add("liable", text_of(&first.said["cause"]), approved.at);
                }
                if let Some(decided) = find("decided") {
                    let at = moment(&decided.said["decided_at"]);
                    words_of(&decided.said["sanctions"]).iter().for_each(|s| add("sanction", s, at));
                    if !text_of(&decided.said["form4"]).is_empty() {
                        add("form4", text_of(&decided.said["form4"]), at);
                    }
                }
            }
            "escalation" => {
                add("escalated", text_of(&first.said["reason"]), first.at);
                for l in &lines[1..] {
                    match l.what.as_str() {
                        "answered" => add("level", text_of(&l.said["decision"]), l.at),
                        "passed_up" if !l.said["silent_since"].is_null() => add("passed_up", "", l.at),
                        "passed_up" if l.said["to"].is_null() => add("level", "TO_SUPERIOR", l.at),
                        "passed_up" => add("level", "PASS_UP", l.at),
                        "superior_answered" => add("level", "ACCEPT", l.at),
                        _ => {}
                    }
                }
            }
            "item" => {
                let mut body = text_of(&first.said["application"]["committee"]);
                let mut outcome = "";
                for l in lines {
                    match l.what.as_str() {
                        "to_full_committee" => body = text_of(&l.said["committee"]),
                        "vote_closed" => outcome = text_of(&l.said["outcome"]),
                        "decided" => add("item_outcome", outcome, l.at),
                        "referred_up" => add("item_referred", "", l.at),
                        _ => {}
                    }
                }
                add("item_applied", &organ.committees[&body.into()].kind, first.at);
            }
            _ => {}
        }
    }
    facts
}

/// Not counted again here: what stands of a round of votes is the fold's to say.
const LEFT_OUT: [&str; 2] = ["item_no_majority", "item_fed_back"];

/// Everything of the records that somebody sees whole.
fn recounted(dir: &Path, organ: &Organ, seen: &BTreeSet<String>) -> Facts {
    let log = lines(dir);
    let records = records(&log);
    let mut facts = of_matters(&log, &records, organ, seen);
    for (id, told) in records.iter().filter(|(id, _)| seen.contains(*id)) {
        of_record(id, told, organ, seen, &mut facts);
    }
    facts
}

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
        let of = |p: &Period, so_far| expected(facts, &l.code, l.value.as_deref(), p, so_far);
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
    court.assert_sound();
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
    assert_eq!((n(&mut court, "persons"), n(&mut court, "filers")), (Number::Is(0), Number::Is(0)));
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
