//! A change on its way to being proposed: what stands now, what was typed, and the change it makes.

use super::asks::{About, Ask, BASIS, ChangeKind, Field, bodies};
use super::event::OrganChange;
use super::key::KeyLine;
use super::state::Organ;
use crate::domain::calendar::{Calendar, Holiday, Year};
use crate::domain::case_no;
use crate::domain::codes;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::lang::Lang;
use crate::domain::policy_file::PolicyFile;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::when::{self, Date, WhenError};
use chrono::Datelike;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What was filled in: the field's key to what was typed, several where there are several.
pub type Filled = BTreeMap<String, Vec<String>>;

/// What a kind of change can be about now, by its own name: people by id, keys by fingerprint.
pub fn subjects(organ: &Organ, kind: ChangeKind) -> Vec<String> {
    match kind.about() {
        About::Nothing => Vec::new(),
        About::Person | About::PersonOrNew => organ.people.keys().map(|id| id.0.clone()).collect(),
        About::UnitOrNew => organ.units.keys().map(|id| id.0.clone()).collect(),
        About::Committee | About::CommitteeOrNew => organ.committees.keys().map(|id| id.0.clone()).collect(),
        About::CaseOrNew => organ.cases.keys().cloned().collect(),
        About::Key => {
            organ.keys.values().filter(|k| k.revoked.is_none()).map(|k| k.fingerprint.clone()).collect()
        }
        About::Year => {
            let known = organ.calendar.years.iter().map(|y| y.year);
            let next = known.clone().max().map(|y| y + 1);
            known.chain(next).map(|y| y.to_string()).collect()
        }
        About::WitnessOrNew => organ.witnesses.keys().cloned().collect(),
        About::Part => PolicyFile::ROWS.iter().map(|(part, _)| (*part).to_owned()).collect(),
    }
}

/// The change that would leave everything as it is: what a form begins with, and what a proposal is
/// compared with. `about` is none for something new.
pub fn as_it_stands(organ: &Organ, kind: ChangeKind, about: Option<&str>) -> Value {
    let person = |id: &str| organ.people.get(&id.into());
    match (kind, about) {
        (ChangeKind::Person, Some(id)) => json!({ "person": person(id) }),
        (ChangeKind::Person, None) => {
            json!({ "person": { "id": "", "name": "", "account": "", "unit": "", "active": true } })
        }
        (ChangeKind::Active, about) => {
            let id = about.unwrap_or_default();
            json!({ "person": id, "active": person(id).is_some_and(|p| p.active) })
        }
        (ChangeKind::Roles, about) => {
            let id = about.unwrap_or_default();
            json!({ "person": id, "roles": person(id).map(|p| p.roles.clone()).unwrap_or_default() })
        }
        (ChangeKind::Kin, about) => {
            let id = about.unwrap_or_default();
            let (kin, names) = person(id).map(|p| (p.kin.clone(), p.kin_names.clone())).unwrap_or_default();
            json!({ "person": id, "kin": kin, "kin_names": names })
        }
        (ChangeKind::Key, about) => {
            json!({ "person": about.unwrap_or_default(), "use_": "login", "key": "" })
        }
        (ChangeKind::KeyRevoked, about) => json!({ "fingerprint": about.unwrap_or_default(), "reason": "" }),
        (ChangeKind::Unit, Some(id)) => json!({ "unit": organ.units.get(&id.into()) }),
        (ChangeKind::Unit, None) => json!({ "unit": { "id": "", "name": "", "relation": "SELF" } }),
        (ChangeKind::Roster, _) => {
            let now = organ.roster.last();
            let ids = |of: fn(&super::people::RosterPeriod) -> &Vec<PersonId>| {
                now.map(of).cloned().unwrap_or_default()
            };
            json!({ "period": { "from": null, "to": null, "custodians": ids(|p| &p.custodians), "substitutes": ids(|p| &p.substitutes) } })
        }
        (ChangeKind::Committee, Some(id)) => json!({ "committee": organ.committees.get(&id.into()) }),
        (ChangeKind::Committee, None) => {
            json!({ "committee": { "id": "", "kind": "", "name": "", "members": [], "secretary": "" } })
        }
        (ChangeKind::CommitteeMembers, about) => {
            let id = about.unwrap_or_default();
            let body = organ.committees.get(&id.into());
            let (members, secretary) = body
                .map(|c| (c.members.clone(), c.secretary.clone()))
                .unwrap_or_else(|| (Vec::new(), "".into()));
            json!({ "committee": id, "members": members, "secretary": secretary })
        }
        (ChangeKind::Case, Some(no)) => json!({ "case": organ.cases.get(no) }),
        (ChangeKind::Case, None) => json!({ "case": { "case_no": "", "handler": "" } }),
        (ChangeKind::Interest, _) => json!({ "interest": { "person": "", "case_no": "", "reason": "" } }),
        (ChangeKind::Policy, _) => json!({ "policy": organ.policy.spelled_out() }),
        (ChangeKind::Calendar, about) => {
            let year = about.and_then(|y| y.parse().ok()).unwrap_or_default();
            let known = organ.calendar.years.iter().find(|y| y.year == year).cloned();
            // What is off by law stands there before any notice.
            let known = known.map(|y| (y.source, y.holidays));
            let (source, holidays) = known.unwrap_or_else(|| (String::new(), by_law(year)));
            json!({ "calendar": organ.calendar, "source": source, "holidays": holidays })
        }
        (ChangeKind::Witness, about) => {
            let name = about.unwrap_or_default();
            json!({ "name": name, "key": organ.witnesses.get(name).cloned().unwrap_or_default() })
        }
        (ChangeKind::RolledBack, _) => json!({ "reason": "" }),
    }
}

/// The value at a key of a change.
pub fn at<'a>(change: &'a Value, key: &str) -> &'a Value {
    key.split('.').fold(change, |v, part| v.get(part).unwrap_or(&Value::Null))
}

fn put(change: &mut Value, key: &str, value: Value) {
    let mut at = change;
    let (path, last) = key.rsplit_once('.').unwrap_or(("", key));
    for part in path.split('.').filter(|p| !p.is_empty()) {
        if !at.get(part).is_some_and(Value::is_object) {
            at[part] = Value::Object(Map::new());
        }
        at = &mut at[part];
    }
    if value.is_null() {
        at.as_object_mut().map(|all| all.remove(last));
    } else {
        at[last] = value;
    }
}

/// The change that comes of what was filled in. `stands` is [`as_it_stands`], with whatever only the
/// register itself knows put into it.
///
/// # Errors
/// Each field that cannot be read or is missing; [`Rule::NothingChanges`] where nothing would.
pub fn change(
    organ: &Organ,
    kind: ChangeKind,
    about: Option<&str>,
    stands: &Value,
    filled: &Filled,
    now: Millis,
) -> Result<OrganChange, No> {
    let (mut change, mut wrong) = (stands.clone(), Vec::new());
    let empty = Vec::new();
    for field in kind.fields(organ, about) {
        let typed = filled.get(&field.key).unwrap_or(&empty);
        let blank = typed.iter().all(|t| t.trim().is_empty());
        if blank && field.required && field.key != BASIS {
            wrong.push(Problem::new(&field.key, Flaw::Missing, ""));
            continue;
        }
        match read(organ, &field, typed, at(stands, &field.key), now) {
            Ok(value) => put(&mut change, &field.key, value),
            Err((flaw, what)) => wrong.push(Problem::new(&field.key, flaw, what)),
        }
    }
    if let Value::Object(fields) = &mut change {
        finish(organ, kind, about, stands, fields, &mut wrong);
    }
    if !wrong.is_empty() {
        return Err(No::Wrong(wrong));
    }
    let whole = |inner: &Value| {
        serde_json::from_value::<OrganChange>(json!({ kind.code(): inner })).map(|made| match made {
            OrganChange::Policy { policy } => {
                OrganChange::Policy { policy: policy.keeping_unknown_of(&organ.policy) }
            }
            other => other,
        })
    };
    let made = whole(&change).map_err(|e| No::Wrong(vec![Problem::new(kind.code(), Flaw::Unreadable, e)]))?;
    let mut now = stands.clone();
    if kind == ChangeKind::Calendar {
        now = json!({ "calendar": organ.calendar });
    }
    match whole(&now) {
        Ok(now) if now == made => Err(Refusal::of(Rule::NothingChanges).into()),
        _ => Ok(made),
    }
}

/// What follows from the fields and is asked for by none of them.
fn finish(
    organ: &Organ,
    kind: ChangeKind,
    about: Option<&str>,
    stands: &Value,
    change: &mut Map<String, Value>,
    wrong: &mut Vec<Problem>,
) {
    let taken = |key: &str, id: &str, known: bool, wrong: &mut Vec<Problem>| {
        if about.is_none() && known && !id.is_empty() {
            wrong.push(Problem::new(key, Flaw::Taken, id));
        }
    };
    let text = |v: &Value, key: &str| at(v, key).as_str().unwrap_or_default().to_owned();
    let now = Value::Object(change.clone());
    match kind {
        // A new person is called in the register as on the machine; that name is nobody else's.
        ChangeKind::Person if about.is_none() => {
            let id = text(&now, "person.account");
            taken("person.account", &id, organ.people.contains_key(&id.as_str().into()), wrong);
            change["person"]["id"] = id.into();
        }
        ChangeKind::Unit => {
            let id = text(&now, "unit.id");
            taken("unit.id", &id, organ.units.contains_key(&id.as_str().into()), wrong);
        }
        ChangeKind::Case => {
            let no = text(&now, "case.case_no");
            taken("case.case_no", &no, organ.cases.contains_key(&no), wrong);
        }
        ChangeKind::Witness => {
            let name = text(&now, "name");
            taken("name", &name, organ.witnesses.contains_key(&name), wrong);
        }
        ChangeKind::Committee => {
            let id = text(&now, "committee.id");
            taken("committee.id", &id, organ.committees.contains_key(&id.as_str().into()), wrong);
            // A body of another kind decides by that kind's rules.
            let body = text(&now, "committee.kind");
            if body != text(stands, "committee.kind") {
                change["committee"]["rules"] = json!(organ.kind.committee(&body));
            }
        }
        ChangeKind::Policy => basis(stands, change, wrong),
        ChangeKind::Calendar => year(organ, about, change),
        _ => {}
    }
}

/// A clock that somebody changed no longer rests on the text it came with, and nobody has compared it.
fn basis(stands: &Value, change: &mut Map<String, Value>, wrong: &mut Vec<Problem>) {
    let basis = change.remove(BASIS).and_then(|b| b.as_str().map(str::to_owned)).unwrap_or_default();
    let Some(clocks) =
        change.get_mut("policy").and_then(|p| p.get_mut("clocks")).and_then(Value::as_object_mut)
    else {
        return;
    };
    for (name, clock) in clocks.iter_mut() {
        if *clock == *at(stands, &format!("policy.clocks.{name}")) {
            continue;
        }
        if basis.is_empty() {
            wrong.push(Problem::new(BASIS, Flaw::Missing, ""));
            return;
        }
        clock["source"] = basis.clone().into();
        clock["verified"] = false.into();
    }
}

/// The notice of one year; it replaces that year and leaves the others. Whether a notice can say this
/// is judged where every proposal is.
fn year(organ: &Organ, about: Option<&str>, change: &mut Map<String, Value>) {
    let source = change.remove("source").and_then(|s| s.as_str().map(str::to_owned)).unwrap_or_default();
    let holidays = change.remove("holidays").and_then(|h| serde_json::from_value::<Vec<Holiday>>(h).ok());
    let (Some(year), Some(holidays)) = (about.and_then(|y| y.parse().ok()), holidays) else { return };
    let mut calendar = organ.calendar.clone();
    let now = calendar.years.iter().find(|y| y.year == year);
    // What was compared with its text stays so only while it says the same.
    let verified = now.is_some_and(|y| y.verified && y.source == source && y.holidays == holidays);
    calendar.years.retain(|y| y.year != year);
    calendar.years.push(Year { year, source, verified, holidays });
    calendar.years.sort_by_key(|y| y.year);
    change.insert("calendar".to_owned(), json!(calendar));
}

type Unread = (Flaw, String);

/// What was typed, as the change has it; nothing typed is nothing there.
fn read(
    organ: &Organ,
    field: &Field,
    typed: &[String],
    stands: &Value,
    now: Millis,
) -> Result<Value, Unread> {
    let line = typed.join("\n").trim().to_owned();
    let each = || typed.iter().map(|t| t.trim()).filter(|t| !t.is_empty());
    let unknown = |t: &str| (Flaw::UnknownCode, t.to_owned());
    let staff = |t: &str| organ.staff_named(t).map(|id| json!(id)).ok_or((Flaw::UnknownStaff, t.to_owned()));
    match field.ask {
        Ask::Line(most) if line.chars().count() > most => Err((Flaw::TooLong, most.to_string())),
        // A case is known by its number however that was typed.
        Ask::Line(_) if field.key.ends_with("case_no") => {
            let year = when::local(now).year();
            Ok(case_no::parse(&line, year).map_or(line, |c| c.canonical).into())
        }
        Ask::Line(_) | Ask::Text if line.is_empty() && stands.is_null() => Ok(Value::Null),
        Ask::Line(_) | Ask::Text => Ok(line.into()),
        Ask::PublicKey if line.is_empty() => Ok("".into()),
        // Without its comment, as it is kept.
        Ask::PublicKey => match KeyLine::read(&line) {
            Ok(key) => Ok(key.line.into()),
            Err(no) => Err((Flaw::Unreadable, no.detail)),
        },
        Ask::Yes => match line.to_lowercase().as_str() {
            "true" | "yes" | "y" | "是" | "1" => Ok(true.into()),
            "" | "false" | "no" | "n" | "否" | "0" => Ok(false.into()),
            other => Err((Flaw::Unreadable, other.to_owned())),
        },
        Ask::Number => line.parse::<u32>().map(Value::from).map_err(|_| (Flaw::Unreadable, line)),
        Ask::Person if line.is_empty() => Ok(Value::Null),
        Ask::Person => staff(&line),
        Ask::People => each().map(staff).collect::<Result<Vec<_>, _>>().map(Value::Array),
        Ask::Unit if line.is_empty() => Ok(Value::Null),
        Ask::Unit => {
            let named = |u: &&super::people::Unit| u.id.0 == line || u.name == line;
            organ.units.values().find(named).map(|u| json!(u.id)).ok_or_else(|| unknown(&line))
        }
        Ask::Code(_) | Ask::Body | Ask::OneOf(..) if line.is_empty() => {
            Ok(if stands.is_null() { Value::Null } else { "".into() })
        }
        Ask::Code(list) => coded(list, &line).map(Value::from).ok_or_else(|| unknown(&line)),
        Ask::Body => {
            let code = coded("CL24", &line).filter(|c| bodies(&organ.kind).contains(&c.as_str()));
            code.map(Value::from).ok_or_else(|| unknown(&line))
        }
        Ask::OneOf(_, codes) => {
            codes.iter().find(|c| **c == line).map(|c| Value::from(*c)).ok_or_else(|| unknown(&line))
        }
        Ask::Roles => {
            let role = |t: &str| coded("role", t).map(Value::from).ok_or_else(|| unknown(t));
            each().map(role).collect::<Result<Vec<_>, _>>().map(Value::Array)
        }
        Ask::Codes(list) => {
            let code = |t: &str| coded(list, t).map(Value::from).ok_or_else(|| unknown(t));
            each().map(code).collect::<Result<Vec<_>, _>>().map(Value::Array)
        }
        Ask::Day if line.is_empty() => Ok(Value::Null),
        Ask::Day => match when::parse(&line, now) {
            Ok(at) | Err(WhenError::Future(at)) => Ok(at.at_ms.into()),
            Err(_) => Err((Flaw::BadTime, line)),
        },
        Ask::Names => Ok(lines(typed).map(|l| Value::from(l.to_owned())).collect()),
        Ask::Members => lines(typed)
            .enumerate()
            .map(|(i, l)| member(organ, i, l))
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Array),
        Ask::Clock => clock(&line, stands),
        Ask::Holidays => lines(typed).map(holiday).collect::<Result<Vec<_>, _>>().map(Value::Array),
    }
}

fn lines(typed: &[String]) -> impl Iterator<Item = &str> {
    typed.iter().flat_map(|t| t.lines()).map(str::trim).filter(|l| !l.is_empty())
}

/// The code a person means by the code itself or by its word in either language.
fn coded(list: &str, typed: &str) -> Option<String> {
    let same = |a: &str| a.eq_ignore_ascii_case(typed);
    let row = codes::list(list)
        .rows()
        .iter()
        .find(|r| same(&r.code) || Lang::ALL.iter().any(|l| same(r.label(*l))));
    row.map(|r| r.code.clone())
}

/// `王某 2`; without a number the place on the list is the place in the order.
fn member(organ: &Organ, at: usize, line: &str) -> Result<Value, Unread> {
    let parts: Vec<&str> =
        line.split([' ', ':', ':', '\u{3000}', ',', ',']).filter(|p| !p.is_empty()).collect();
    let (name, rank) = match parts.as_slice() {
        [name] => (*name, at as u32 + 1),
        [name, rank] => (*name, rank.parse().map_err(|_| (Flaw::Unreadable, line.to_owned()))?),
        _ => return Err((Flaw::Unreadable, line.to_owned())),
    };
    let person = organ.staff_named(name).ok_or_else(|| (Flaw::UnknownStaff, name.to_owned()))?;
    Ok(json!({ "person": person, "rank": rank }))
}

/// Units of clocks as people write them, each with how it is written in the rules.
const UNITS: [(&str, &[&str]); 4] = [
    ("working_day", &["个工作日", "工作日", "working days", "working day", "working_day"]),
    ("month", &["个月", "月", "months", "month"]),
    ("hour", &["个小时", "小时", "时", "hours", "hour", "h"]),
    ("day", &["日", "天", "days", "day", "d"]),
];

/// `2 工作日` over what stands there.
fn clock(line: &str, stands: &Value) -> Result<Value, Unread> {
    let digits: String = line.chars().take_while(char::is_ascii_digit).collect();
    let rest = line[digits.len()..].trim().to_lowercase();
    let unit = UNITS.iter().find(|(_, words)| words.contains(&rest.as_str())).map(|(code, _)| *code);
    let (Ok(n), Some(unit)) = (digits.parse::<u32>(), unit) else {
        return Err((Flaw::Unreadable, line.to_owned()));
    };
    let mut clock = stands.clone();
    if !clock.is_object() {
        return Err((Flaw::Unreadable, line.to_owned()));
    }
    (clock["n"], clock["unit"]) = (n.into(), unit.into());
    Ok(clock)
}

/// `春节 2026-02-15 2026-02-23 2026-02-14 2026-02-28`: name, first and last day off, days worked for it.
fn holiday(line: &str) -> Result<Value, Unread> {
    let wrong = || (Flaw::Unreadable, line.to_owned());
    let day = |t: &str| Date::try_from(t.to_owned());
    let parts: Vec<&str> = line.split([' ', '\u{3000}', ',', ',']).filter(|p| !p.is_empty()).collect();
    let first = parts.iter().position(|p| day(p).is_ok()).filter(|at| *at > 0).ok_or_else(wrong)?;
    let name = parts[..first].join(" ");
    let days: Vec<Date> =
        parts[first..].iter().map(|p| day(p).map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let [from, to, made_up @ ..] = days.as_slice() else { return Err(wrong()) };
    let mut known = Calendar::shipped().into_iter().flat_map(|c| &c.years).flat_map(|y| &y.holidays);
    let en = known.find(|h| h.zh == name).map_or_else(|| name.clone(), |h| h.en.clone());
    Ok(json!(Holiday { zh: name, en, from: *from, to: *to, made_up: made_up.to_vec() }))
}

/// Days off by law, those that follow one another under one name in one stretch.
fn by_law(year: i32) -> Vec<Holiday> {
    let mut days = Year::by_law(year, "").map(|y| y.holidays).unwrap_or_default();
    days.sort_by_key(|h| h.from);
    let mut all: Vec<Holiday> = Vec::new();
    for h in days {
        match all.last_mut() {
            Some(last) if last.zh == h.zh && last.to.0.succ_opt() == Some(h.from.0) => last.to = h.to,
            _ => all.push(h),
        }
    }
    all
}
