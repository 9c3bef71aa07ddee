//! The table of what the body of an act may hold (`assets/verify/verify_shapes.json`), by which the second
//! verifier refuses what this program cannot read. It is made from the types themselves and from one body of
//! every kind; that both judge the same is tried on bodies of every kind, spoilt in every place.

mod trace;

use liuhen::domain::codes;
use liuhen::domain::event::Body;
use liuhen::domain::kind::RowFacts;
use liuhen::domain::policy_file::kept::{Row, Shape};
use liuhen::domain::policy_file::{ClockRule, PolicyFile};
use liuhen::domain::record::{RecordText, required_fields, streams};
use liuhen::domain::registry::every;
use liuhen::office::body_as_written;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use trace::{Asked, Found, Look, Way};

/// Each type by its name: its members, or its codes after `=`, or rules after `~`; what may be left out ends in `?`.
type Table = BTreeMap<String, Map<String, Value>>;

const BODIES: &str = concat!(
    include_str!("../../vectors/acts-v1.jsonl"),
    include_str!("../../vectors/acts-v1-signed.jsonl"),
    include_str!("../../vectors/acts-v2.jsonl"),
    include_str!("../../vectors/acts-v4.jsonl"),
    include_str!("../../vectors/acts-v6.jsonl"),
    include_str!("../../vectors/acts-v7.jsonl"),
    include_str!("../../vectors/acts-v9.jsonl"),
    include_str!("../../vectors/acts-v10.jsonl"),
);

fn assets() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/verify"))
}

/// One body of every kind of act, and one of whatever those leave out.
fn bodies() -> Vec<Value> {
    let acts = BODIES.lines().filter(|line| !line.contains("\"read\":"));
    let mut all: Vec<Value> =
        acts.filter(|line| reads(line)).map(|line| serde_json::from_str(line).unwrap()).collect();
    let text = "/act/record/amended/text";
    let mut amended = all.iter().find(|body| body.pointer(text).is_some()).unwrap().clone();
    amended.pointer_mut(text).unwrap()["other_cases"] = json!([{ "case_no": "x", "stage": "x" }]);
    amended.pointer_mut(text).unwrap()["gifts"] = json!([
        { "kind": "x" },
        { "kind": "x", "returned_at": "2026-03-11T12:00:00+08:00", "returned_to": "x" },
    ]);
    for field in ["deputy_level", "proposal_no", "handed_on_by", "reply", "practice", "recusal_note"] {
        amended.pointer_mut(text).unwrap()[field] = json!("x");
    }
    amended.pointer_mut(text).unwrap()["replied_on"] = json!("2026-03-11T12:00:00+08:00");
    assert!(reads(&amended.to_string()));
    all.push(amended);
    all
}

fn reads(text: &str) -> bool {
    body_as_written(text).is_ok()
}

fn look<T: DeserializeOwned>(way: &[Way], offered: &str) -> Found {
    let found = RefCell::default();
    drop(T::deserialize(Look { way, offered, found: &found }));
    found.into_inner()
}

/// The forms of text, each with one of it.
const FORMS: [(&str, &str); 4] = [
    ("str", "x"),
    ("uuid", "019cd542-0680-7ffe-99ee-0000000003e8"),
    ("time", "2026-03-11T12:00:00+08:00"),
    ("date", "2026-03-11"),
];

/// What `T` asks for at the end of a way, by its name; what it consists of comes into the table.
fn shape<T: DeserializeOwned>(way: &[Way], table: &mut Table) -> String {
    let below = |step: Way| [way, &[step]].concat();
    let asked = look::<T>(way, "x").asked;
    match asked.unwrap_or_else(|| panic!("nothing is asked at {way:?}")) {
        Asked::Leaf(name) => name.to_owned(),
        Asked::Text => {
            let form = FORMS.iter().find(|(_, one)| look::<T>(way, one).taken);
            form.unwrap_or_else(|| panic!("a form of text that is unknown here, at {way:?}")).0.to_owned()
        }
        Asked::Option => format!("{}|null", shape::<T>(&below(Way::Some), table)),
        Asked::List => format!("[{}]", shape::<T>(&below(Way::Each), table)),
        Asked::Places(n) => format!("({})", vec![shape::<T>(&below(Way::Each), table); n].join(",")),
        Asked::Map if look::<T>(&below(Way::Value), "x").asked == Some(Asked::Raw) => {
            rules("rules", PolicyFile::ROWS, table)
        }
        Asked::Map => format!("{{{}}}", shape::<T>(&below(Way::Value), table)),
        Asked::Members(name, members) => parts::<T>(name, members, way, table),
        Asked::OneOf(name, codes) => {
            let all: BTreeSet<String> = codes.iter().map(|code| format!("={code}")).collect();
            // Of two types of one name the later goes by the member it stands under as well.
            let last = way.iter().rev().find_map(|step| match step {
                Way::Member(member) => Some(format!("{name}.{member}")),
                _ => None,
            });
            let keys = |name: &String| Some(table.get(name)?.keys().cloned().collect::<BTreeSet<_>>());
            let name = [Some(name.to_owned()), last].into_iter().flatten();
            let name = name.into_iter().find(|name| keys(name).is_none_or(|is| is == all)).unwrap();
            if table.contains_key(&name) {
                return name;
            }
            let mut all = Map::new();
            for code in codes {
                let chosen = below(Way::Variant(code));
                let behind = match look::<T>(&chosen, "x").asked {
                    Some(Asked::Bare) => Value::Null,
                    Some(Asked::Members(_, members)) => {
                        parts::<T>(format!("{name}.{code}"), members, &chosen, table).into()
                    }
                    // What a code has behind it is asked for where its members would be.
                    Some(Asked::Inner) => {
                        shape::<T>(&[chosen.as_slice(), &[Way::Each]].concat(), table).into()
                    }
                    other => panic!("{other:?} behind {name}.{code}"),
                };
                all.insert(format!("={code}"), behind);
            }
            table.insert(name.clone(), all);
            name
        }
        other => panic!("{other:?} at {way:?}"),
    }
}

fn parts<T: DeserializeOwned>(
    name: String,
    members: &'static [&'static str],
    way: &[Way],
    table: &mut Table,
) -> String {
    let all: Map<String, Value> = members
        .iter()
        .map(|member| {
            let below = [way, &[Way::Member(member)]].concat();
            ((*member).to_owned(), shape::<T>(&below, table).into())
        })
        .collect();
    let before = table.insert(name.clone(), all.clone());
    assert!(before.is_none_or(|before| before == all), "two types of one name: {name}");
    name
}

/// Rules are read by their rows, and those of a later program as they stand.
fn rules(name: &str, rows: &[Row], table: &mut Table) -> String {
    let mut all = Map::new();
    for (key, row) in rows {
        let of = match row {
            Shape::Part(rows) => rules(&format!("rules.{key}"), rows, table),
            Shape::Yes => "bool".to_owned(),
            Shape::Clock => shape::<ClockRule>(&[], table),
            Shape::Codes(_) => "[str]".to_owned(),
            Shape::OneOf(list, codes) => {
                let codes = codes.iter().map(|code| (format!("={code}"), Value::Null)).collect();
                table.insert((*list).to_owned(), codes);
                (*list).to_owned()
            }
            Shape::Number => size_of(name.strip_prefix("rules.").unwrap_or_default(), key).to_owned(),
        };
        all.insert(format!("~{key}"), of.into());
    }
    table.insert(name.to_owned(), all);
    name.to_owned()
}

/// How large a number a rule can be.
fn size_of(part: &str, key: &str) -> &'static str {
    let takes = |n: u64| serde_json::from_value::<PolicyFile>(json!({ part: { key: n } })).is_ok();
    match (takes(255), takes(256), takes(1 << 32)) {
        (true, false, _) => "u8",
        (true, true, false) => "u32",
        (true, true, true) => "u64",
        (false, ..) => panic!("{part}.{key} takes no number"),
    }
}

/// Where in a value of a shape each type stands, by a pointer.
fn places(value: &Value, shape: &str, table: &Table, at: &str, into: &mut Vec<(String, String)>) {
    let shape = shape.strip_suffix("|null").unwrap_or(shape);
    let inside = |open, close| shape.strip_prefix(open).and_then(|s: &str| s.strip_suffix(close));
    match value {
        Value::Array(all) => {
            let Some(each) = inside('[', ']') else { return };
            all.iter().enumerate().for_each(|(n, v)| places(v, each, table, &format!("{at}/{n}"), into));
        }
        Value::Object(all) => {
            if let Some(each) = inside('{', '}') {
                return all.iter().for_each(|(k, v)| places(v, each, table, &format!("{at}/{k}"), into));
            }
            into.push((at.to_owned(), shape.to_owned()));
            for (key, part) in all {
                let of = &table[shape];
                let known = [key.clone(), format!("={key}"), format!("~{key}"), format!("{key}?")];
                if let Some(Value::String(below)) = known.iter().find_map(|k| of.get(k)) {
                    places(part, below, table, &format!("{at}/{key}"), into);
                }
            }
        }
        _ => {}
    }
}

fn without(body: &Value, at: &str, member: &str) -> String {
    let mut less = body.clone();
    less.pointer_mut(at).unwrap().as_object_mut().unwrap().remove(member).unwrap();
    less.to_string()
}

/// What may be left out of an object: what is, in a body that reads, or can be taken away from it.
fn may_be_left_out(table: &mut Table) {
    let mut needed: BTreeMap<(String, String), bool> = BTreeMap::new();
    for body in bodies() {
        let mut found = Vec::new();
        places(&body, "Body", table, "", &mut found);
        for (at, shape) in found {
            let object = body.pointer(&at).unwrap().as_object().unwrap();
            for member in table[&shape].keys().filter(|m| !m.starts_with(['=', '~'])) {
                let place = (shape.clone(), member.clone());
                if needed.get(&place) != Some(&false) {
                    let there = object.contains_key(member) && !reads(&without(&body, &at, member));
                    needed.insert(place, there);
                }
            }
        }
    }
    for (shape, members) in table {
        *members = std::mem::take(members)
            .into_iter()
            .map(|(member, of)| match needed.get(&(shape.clone(), member.clone())) {
                _ if member.starts_with(['=', '~']) => (member, of),
                Some(true) => (member, of),
                Some(false) => (format!("{member}?"), of),
                None => panic!("no body has a {shape}"),
            })
            .collect();
    }
}

/// Of each act the members that are never empty since version 7: what every row of it asks for, or the reason that
/// every one of them wants.
fn must_be_there() -> Map<String, Value> {
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    for body in bodies() {
        let kind = body["kind"].as_str().unwrap();
        let (area, code) = kind.split_once('.').unwrap();
        let Some(about) = every().find(|about| about.code == area) else { continue };
        let act = about.events.iter().find(|(c, _)| *c == code).unwrap().1;
        let Some(said) = body["act"][area].as_object().and_then(|o| o.values().next()) else { continue };
        let rows = || about.rows.iter().filter(|row| row.act == act);
        let in_all = |holds: &dyn Fn(&RowFacts) -> bool| rows().next().is_some() && rows().all(holds);
        let mut paths = BTreeSet::new();
        for asked in rows().flat_map(|row| row.asks).map(|field| field.key) {
            let asks = |row: &RowFacts| row.asks.iter().any(|f| f.key == asked && f.required);
            if in_all(&asks) {
                let places = [asked.to_owned(), format!("application/{asked}")];
                let is_there = |path: &String| said.pointer(&format!("/{path}")).is_some();
                paths.extend(places.into_iter().filter(is_there));
            }
        }
        if in_all(&|row| row.needs.contains(&"reason")) {
            let reasons = ["reason", "purpose"].into_iter().filter(|key| said.get(key).is_some());
            paths.extend(reasons.map(str::to_owned));
            paths.extend(said.get("reasons").map(|_| "reasons/reason".to_owned()));
        }
        if !paths.is_empty() {
            all.insert(kind.to_owned(), json!(paths));
        }
    }
    all.into_iter().collect()
}

/// What the text of a record may not lack, by its stream and by each manner.
fn must_be_written() -> (Map<String, Value>, Map<String, Value>) {
    let wanted = |text: &RecordText| -> BTreeSet<(&str, bool)> {
        required_fields(text).into_iter().map(|r| (r.field, r.manner.is_empty())).collect()
    };
    let text = |stream: &str, matter: &str| RecordText {
        stream: stream.to_owned(),
        matter: matter.to_owned(),
        ..RecordText::default()
    };
    let names =
        |all: BTreeSet<(&'static str, bool)>| json!(all.into_iter().map(|(f, _)| f).collect::<Vec<_>>());
    let streams = streams::all().iter().map(|s| {
        let (must, case) = (wanted(&text(&s.code, "OTHER")), wanted(&text(&s.code, "CASE")));
        let of_case = names(case.difference(&must).copied().collect());
        let row = json!({
            "must": names(must), "of_case": of_case, "person": s.person, "about": s.about(), "evidence": s.evidence, "own": s.own,
        });
        (s.code.clone(), row)
    });
    let manners = codes::list("CL08").rows().iter().map(|row| {
        let text = RecordText { manner: vec![row.code.clone()], ..text("EXT", "OTHER") };
        (row.code.clone(), names(wanted(&text).into_iter().filter(|(_, of_stream)| !of_stream).collect()))
    });
    (streams.collect(), manners.filter(|(_, fields)| fields != &json!([])).collect())
}

fn made() -> String {
    let mut table = Table::new();
    assert_eq!(shape::<Body>(&[], &mut table), "Body");
    may_be_left_out(&mut table);
    table.insert("!".to_owned(), must_be_there());
    let (streams, manners) = must_be_written();
    table.extend([("!stream".to_owned(), streams), ("!manner".to_owned(), manners)]);
    let lines = table.iter().map(|(name, of)| format!("{}: {}", json!(name), json!(of)));
    format!("{{\n{}\n}}\n", lines.collect::<Vec<_>>().join(",\n"))
}

#[test]
#[ignore = "writes the table; run it when an act has learnt a member"]
fn write_the_table() {
    std::fs::write(assets().join("verify_shapes.json"), made()).unwrap();
}

#[test]
fn the_table_of_the_second_verifier_is_that_of_the_types() {
    assert_eq!(std::fs::read_to_string(assets().join("verify_shapes.json")).unwrap(), made());
}

/// What the second verifier makes of each.
fn second(texts: &[String]) -> Option<Vec<bool>> {
    let line = "import json, sys, verify\nfor text in sys.stdin:\n print(int(verify.read_body(json.loads(text).encode('utf-8', 'surrogatepass')) is not None))";
    let mut child = Command::new("python3")
        .args(["-B", "-c", line])
        .current_dir(assets())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take().unwrap();
    let lines: String = texts.iter().map(|text| json!(text).to_string() + "\n").collect();
    let asking = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let said = child.wait_with_output().unwrap();
    asking.join().unwrap().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    Some(said.lines().map(|line| line == "1").collect())
}

/// Every place in a value, by its pointer.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Array(all) => {
            all.iter().enumerate().for_each(|(n, v)| pointers(v, &format!("{at}/{n}"), into));
        }
        Value::Object(all) => all.iter().for_each(|(k, v)| pointers(v, &format!("{at}/{k}"), into)),
        _ => {}
    }
}

/// A body spoilt in one place in every way: something else there, a member less, one more, a list or an object
/// about it, and letters that are none.
fn spoilt(body: &Value, at: &str) -> Vec<String> {
    let put = |value: Value| {
        let mut other = body.clone();
        *other.pointer_mut(at).unwrap() = value;
        other.to_string()
    };
    let mut deep = json!("x");
    (0..200).for_each(|_| deep = json!([deep]));
    let is = body.pointer(at).unwrap();
    let wrong = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(256),
        json!(1_u64 << 32),
        json!(1_i64 << 40),
        json!(u64::MAX),
        json!(1.5),
        json!(""),
        json!("x"),
        json!("2026-03-11"),
        json!("2026-02-30T12:00:00+08:00"),
        json!("2026-03-11T12:00:00.120+08:00"),
        json!("2026-03-11T12:00:00.000+08:00"),
        json!("2026-03-11T12:00:60+08:00"),
        json!("2026-03-11T12:00:00+09:00"),
        json!("019cd542-0680-7ffe-99ee-0000000003e8"),
        json!([]),
        json!({}),
        json!([is]),
        json!({ "x": is }),
        json!([is, is]),
        deep,
    ];
    let mut all: Vec<String> = wrong.into_iter().map(put).collect();
    if let Some(members) = is.as_object() {
        all.extend(members.keys().map(|member| without(body, at, member)));
        let mut more = members.clone();
        more.insert("zz".to_owned(), json!(1));
        all.push(put(more.into()));
        all.push(put(members.values().cloned().collect()));
        all.push(put(members.keys().next().cloned().into()));
    }
    if let Some(code) = is.as_str() {
        all.push(put(json!({ code: null })));
        all.push(put(json!({ code: {} })));
        let letters = put(json!("half a letter"));
        all.push(letters.replace("half a letter", "\\ud800"));
        all.push(letters.replace("half a letter", "\\ud800\\udc00"));
    }
    all
}

/// A body that this program cannot read must be sound to nobody; here nothing is left to a list of what may be
/// wrong with it.
#[test]
fn whatever_is_spoilt_in_a_body_both_verifiers_read_or_both_do_not() {
    let mut table = Table::new();
    shape::<Body>(&[], &mut table);
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    let mut bodies = bodies();
    bodies.sort_by_key(|body| body.to_string().len());
    for body in &bodies {
        let (mut found, mut objects) = (Vec::new(), Vec::new());
        pointers(body, "", &mut found);
        places(body, "Body", &table, "", &mut objects);
        for at in found {
            // The same member of the same type is tried once, in the shortest body that has it.
            let below = |within: &str| at.strip_prefix(within).filter(|rest| rest.starts_with('/'));
            let owner = objects.iter().rev().find_map(|(within, shape)| Some((shape, below(within)?)));
            let place = owner.map(|(shape, rest)| format!("{shape}{}", rest.replace(char::is_numeric, "#")));
            if seen.insert(place) {
                all.extend(spoilt(body, &at));
            }
        }
        all.push(body.to_string());
    }
    let Some(told) = second(&all) else { return };
    assert_eq!(told.len(), all.len());
    let (mut good, mut apart) = (0, Vec::new());
    for (text, theirs) in all.iter().zip(told) {
        let ours = reads(text);
        good += usize::from(ours);
        if ours != theirs {
            apart.push((ours, text));
        }
    }
    assert!(apart.is_empty(), "{} of {}: {:#?}", apart.len(), all.len(), &apart[..apart.len().min(5)]);
    assert!(good > 500 && all.len() - good > 5_000, "{good} of {}", all.len());
}
