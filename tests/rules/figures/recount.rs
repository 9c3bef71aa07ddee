//! The slow count: the log's lines one after the other as plain JSON, no fold, no cell, no table.

use chrono::DateTime;
use liuhen::domain::codes;
use liuhen::domain::ids::Millis;
use liuhen::domain::name::{fold, known_by};
use liuhen::domain::organ::Organ;
use liuhen::domain::record::{PersonRole, RecordText};
use liuhen::ledger::LogId;
use liuhen::office::{Fault, Mode};
use liuhen::store::{Register, log, tables::TABLES};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Code and value, with the moments at which they fell and, of a duration, how long it was.
pub type Facts = Vec<(String, String, Millis)>;

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

/// What stands between the court and the number: (2026)皖06民终320号 is 民终.
fn kind_of_case(number: &str) -> &str {
    let court = number.split_once(')').map_or("", |(_, rest)| rest);
    let Some((_, rest)) =
        court.char_indices().skip(1).find(|(_, c)| !c.is_ascii_digit()).map(|(at, _)| court.split_at(at))
    else {
        return "";
    };
    let words = rest.trim_end_matches('号').trim_end_matches(|c: char| c.is_ascii_digit());
    // 知民终 is of the intellectual property tribunal.
    let special =
        codes::list("court_special").rows().iter().find_map(|row| words.strip_prefix(row.code.as_str()));
    special.filter(|rest| !rest.is_empty()).unwrap_or(words)
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
    add("cause", known.map_or("", |c| c.cause.as_str()), at);
    add("case_type", text.cases().first().map_or("", |c| kind_of_case(&c.case_no)), at);
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
pub const LEFT_OUT: [&str; 2] = ["item_no_majority", "item_fed_back"];

/// Everything of the records that somebody sees whole.
pub fn recounted(dir: &Path, organ: &Organ, seen: &BTreeSet<String>) -> Facts {
    let log = lines(dir);
    let records = records(&log);
    let mut facts = of_matters(&log, &records, organ, seen);
    for (id, told) in records.iter().filter(|(id, _)| seen.contains(*id)) {
        of_record(id, told, organ, seen, &mut facts);
    }
    facts
}
