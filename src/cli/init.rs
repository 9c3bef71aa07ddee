//! Founding a register from organ.toml.

use super::face::Face;
use super::input::from_toml;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::calendar::{Calendar, Year};
use crate::domain::ids::{CommitteeId, Millis, PersonId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::organ::{
    Case, Committee, CommitteeMember, Founding, Interest, Person, RosterPeriod, Unit,
};
use crate::domain::organ_kind;
use crate::domain::policy_file::PolicyFile;
use crate::domain::refusal::{Flaw, No, Problem};
use crate::domain::when::{Date, instant};
use crate::office::{Clock, OsRandom, System, not_text, seed};
use clap::{ArgGroup, Args};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).args(["from", "example"]))]
pub struct Init {
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[arg(long)]
    example: bool,
}

/// organ.toml. A key that is unknown is told, so that a slip of the pen founds nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganFile {
    name: String,
    #[serde(default)]
    name_en: String,
    short: String,
    /// Code of the list `organ_kind`.
    kind: String,
    #[serde(default)]
    superior: String,
    #[serde(rename = "unit")]
    units: Vec<Unit>,
    #[serde(rename = "person")]
    people: Vec<Person>,
    roster: Vec<Period>,
    #[serde(default, rename = "committee")]
    committees: Vec<Body>,
    #[serde(default, rename = "case")]
    cases: Vec<Case>,
    #[serde(default, rename = "interest")]
    interests: Vec<Interest>,
    /// The whole of the rules, or none for those that are shipped.
    #[serde(default)]
    policy: Option<toml::Table>,
    /// Years beside or instead of those that are shipped.
    #[serde(default, rename = "calendar")]
    years: Vec<Year>,
}

/// Who keeps the store: days in the organ's own time, the last one included.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    from: Date,
    #[serde(default)]
    to: Option<Date>,
    custodians: Vec<PersonId>,
    #[serde(default)]
    substitutes: Vec<PersonId>,
}

/// A body takes its rules from the kind of organ.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: CommitteeId,
    kind: String,
    name: String,
    members: Vec<CommitteeMember>,
    secretary: PersonId,
}

fn example(lang: Lang) -> &'static str {
    lang.pick(include_str!("../../assets/init/zh.toml"), include_str!("../../assets/init/en.toml"))
}

/// # Errors
/// Everything that is wrong in the file, or with the place; nothing is left behind.
pub fn run(face: &mut Face, init: &Init, dir: &Path) -> Result<(), Stop> {
    let Some(from) = &init.from else { return face.line(example(face.lang).trim_end()) };
    let text = face.read_text("organ.toml", from, Kind::Data)?;
    let founding = founding(&text)?;
    let office = seed(dir, &founding, System.now(), Box::new(OsRandom), |_| Ok(()))?;
    face.stands();
    let (id, path) = (office.founding().id.to_string(), office.dir().display().to_string());
    if face.json {
        return face.value(&json!({ "register": id, "dir": path }));
    }
    let (people, now) = (founding.people.len().to_string(), office.custodians_in_office().0.to_string());
    let values = [("name", founding.name.as_str()), ("dir", &path), ("people", &people), ("n", &now)];
    face.say(&face.said().founded, &values)?;
    face.say(&face.said().founded_next, &[("id", &id)])
}

/// Reads organ.toml and names everything in it that leads nowhere.
fn founding(text: &str) -> Result<Founding, Stop> {
    let file: OrganFile = toml::from_str(text).map_err(|e| {
        let before = e.span().map_or("", |s| text.get(..s.start).unwrap_or_default());
        let line = before.matches('\n').count() + 1;
        Stop::wrong("organ.toml", Flaw::Unreadable, format!("{line}: {}", e.message()))
    })?;
    let mut problems = not_text(&from_toml("organ.toml", text)?);
    let kind = organ_kind::of(&file.kind.to_uppercase());
    if kind.is_none() {
        problems.push(Problem::new("organ.kind", Flaw::UnknownCode, &file.kind));
    }
    check_names(&file, &mut problems);
    let mut committees = Vec::new();
    for (i, b) in file.committees.iter().enumerate() {
        match kind.and_then(|k| k.committee(&b.kind)) {
            None => problems.push(Problem::new(format!("committee[{i}].kind"), Flaw::UnknownCode, &b.kind)),
            Some(rules) => committees.push(Committee {
                id: b.id.clone(),
                kind: b.kind.clone(),
                name: b.name.clone(),
                members: b.members.clone(),
                secretary: b.secretary.clone(),
                rules: rules.clone(),
            }),
        }
    }
    let unread = |what: &str, why: String| Stop::wrong(what, Flaw::Unreadable, why);
    let mut calendar = Calendar::shipped().map_err(|e| unread("calendar", e))?.clone();
    for year in file.years {
        year.check()?;
        calendar.years.retain(|y| y.year != year.year);
        calendar.years.push(year);
    }
    let policy = match file.policy {
        Some(given) => {
            let given = serde_json::to_value(given).map_err(|e| unread("policy", e.to_string()))?;
            PolicyFile::given(&given).map_err(|e| unread("policy", e.to_string()))?
        }
        None => PolicyFile::shipped().map_err(|e| unread("policy", e))?.clone(),
    };
    if let Err(e) = policy.check() {
        problems.push(Problem::new("policy", Flaw::Unreadable, e));
    }
    let (Some(kind), true) = (kind, problems.is_empty()) else { return Err(No::Wrong(problems).into()) };
    let roster = file
        .roster
        .into_iter()
        .map(|p| RosterPeriod {
            from: start_of(p.from),
            to: p.to.map(|d| crate::domain::when::end_of_day(d.0) + 1),
            custodians: p.custodians,
            substitutes: p.substitutes,
        })
        .collect();
    Ok(Founding {
        name: file.name,
        name_en: file.name_en,
        short: file.short,
        kind: kind.clone(),
        training: false,
        superior: file.superior,
        units: file.units,
        people: file.people,
        roster,
        committees,
        cases: file.cases,
        interests: file.interests,
        policy,
        calendar,
    })
}

fn start_of(day: Date) -> Millis {
    instant(day.0.and_time(chrono::NaiveTime::MIN))
}

/// Every name that something else is called by must be there.
fn check_names(file: &OrganFile, problems: &mut Vec<Problem>) {
    let units: BTreeSet<&UnitId> = file.units.iter().map(|u| &u.id).collect();
    let people: BTreeSet<&PersonId> = file.people.iter().map(|p| &p.id).collect();
    let mut known = |field: String, id: &PersonId| {
        if !people.contains(id) {
            problems.push(Problem::new(field, Flaw::UnknownStaff, id));
        }
    };
    for (i, u) in file.units.iter().enumerate() {
        u.head.iter().for_each(|p| known(format!("unit[{i}].head"), p));
        u.vice_chief.iter().for_each(|p| known(format!("unit[{i}].vice_chief"), p));
    }
    for (i, p) in file.people.iter().enumerate() {
        p.kin.iter().for_each(|k| known(format!("person[{i}].kin"), k));
    }
    for (i, r) in file.roster.iter().enumerate() {
        r.custodians.iter().chain(&r.substitutes).for_each(|p| known(format!("roster[{i}].custodians"), p));
    }
    for (i, c) in file.committees.iter().enumerate() {
        c.members.iter().for_each(|m| known(format!("committee[{i}].members"), &m.person));
        known(format!("committee[{i}].secretary"), &c.secretary);
    }
    for (i, c) in file.cases.iter().enumerate() {
        let all = c.panel.iter().chain([&c.handler]).chain(&c.presiding);
        all.for_each(|p| known(format!("case[{i}].handler"), p));
    }
    file.interests.iter().enumerate().for_each(|(i, t)| known(format!("interest[{i}].person"), &t.person));
    for (i, p) in file.people.iter().enumerate() {
        if !units.contains(&p.unit) {
            problems.push(Problem::new(format!("person[{i}].unit"), Flaw::UnknownCode, &p.unit));
        }
        for (field, words) in [("name", &p.name), ("account", &p.account)] {
            if words.trim().is_empty() {
                problems.push(Problem::new(format!("person[{i}].{field}"), Flaw::Missing, ""));
            }
        }
    }
    for (field, words) in [("organ.name", &file.name), ("organ.short", &file.short)] {
        if words.trim().is_empty() {
            problems.push(Problem::new(field, Flaw::Missing, ""));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_examples_are_whole_and_say_the_same() {
        let [zh, en] = Lang::ALL.map(|l| founding(example(l)).unwrap());
        let same = |f: &Founding| {
            let mut f = f.clone();
            for words in [&mut f.name, &mut f.name_en, &mut f.short, &mut f.superior] {
                words.clear();
            }
            (f.people.len(), f.units.len(), f.roster, f.committees.len(), f.cases.len(), f.interests.len())
        };
        assert_eq!(same(&zh), same(&en));
        assert!(zh.roster[0].custodians.len() >= 2);
    }

    #[test]
    fn everything_that_leads_nowhere_is_named() {
        let bent = example(Lang::En)
            .replacen("head = \"p04\"", "head = \"p99\"", 1)
            .replacen("unit = \"civil\"", "unit = \"marine\"", 1)
            .replacen("kind = \"COURT\"", "kind = \"SENATE\"", 1);
        let Err(Stop::Trouble(crate::office::Trouble::No(No::Wrong(problems)))) = founding(&bent) else {
            panic!("taken")
        };
        let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
        assert!(fields.contains(&"organ.kind") && fields.contains(&"unit[1].head"), "{fields:?}");
        assert!(fields.iter().any(|f| f.ends_with(".unit")), "{fields:?}");
        assert!(founding("name = 1").is_err());
        assert!(founding(&format!("strange = 1\n{}", example(Lang::Zh))).is_err());
    }
}
