//! One person of a record, in a form of his own: picked from the staff, named, described, or an
//! organisation. Post and unit are taken as they stand today, because people change posts.

use super::entry::{Def, What};
use super::sheet::Sheet;
use super::spec::{Kind, Value};
use super::{Choice, choices};
use crate::domain::codes;
use crate::domain::ids::PersonId;
use crate::domain::record::PersonRole;
use crate::domain::record::streams::{self, Stream};
use crate::ui::room::Cx;
use crate::words::form::FormWords;
use crate::words::{self, Words};

/// What a name completes from, and which of it means what.
pub(crate) fn names(cx: &Cx) -> Vec<Choice> {
    let f = words::form::words(cx.lang);
    let staff = cx.office.directory().into_iter().map(|p| {
        let what = format!("{} {} {}", f.record("own_staff"), p.unit, p.post);
        Choice::person(format!("staff:{}", p.id), &p, &what, cx.lang)
    });
    let before = cx.office.own_subjects(&cx.actor).unwrap_or_default();
    let before =
        before.into_iter().map(|(name, unit)| Choice::new(format!("before:{unit}"), name).with_note(unit));
    staff.chain(before).collect()
}

/// The fields of a person in this role, as far as the answers so far ask for them.
pub(crate) fn defs(cx: &Cx, p: &PersonRole, stream: &Stream, reasons: &[(String, String)]) -> Vec<Def> {
    let f = words::form::words(cx.lang);
    let lang = cx.lang;
    let inquirer = p.role == "INQUIRER";
    let relative = p.role == "RELATIVE";
    let about = p.role == stream.about();
    let must = |field: &str| about && stream.person.iter().any(|f| f == field);
    let label = |key: &str| cx.w.field(key);
    let text = |key: &'static str, limit: usize, value: &str| {
        Def::new(key, label(key), What::Field(Kind::Line(limit)), Value::Text(value.to_owned()))
            .hint(f.hint(key))
    };
    let pick = |key: &'static str, list: &str, value: &str| {
        let one = Some(value.to_owned()).filter(|v| !v.is_empty());
        Def::new(key, label(key), What::Field(Kind::Pick(choices(list, lang))), Value::One(one))
            .hint(f.hint(key))
    };
    let yes = |key: &'static str, value: bool| {
        Def::new(key, label(key), What::Field(Kind::Yes), Value::Yes(value)).hint(f.hint(key))
    };
    let units: Vec<Choice> =
        cx.office.organ().units.values().map(|u| Choice::new(u.id.0.clone(), u.name.clone())).collect();
    let mut defs = vec![Def::heading(cx.w.code("party_role", &p.role))];
    if !matches!(p.role.as_str(), "PRESENT" | "RELATIVE") {
        defs.push(pick("kind", "CL03", &p.kind).required(inquirer && about));
    }
    let org = p.kind == "ORG";
    if !org {
        let described = !p.description.trim().is_empty();
        let mut name =
            text("name", 60, &p.name).suggest(names(cx)).required(!described && p.kind != "UNKNOWN");
        if p.person.is_some() {
            name.notes.push(format!("= {}", f.record("own_staff")));
        }
        defs.push(name);
        if p.name.trim().is_empty() || described {
            defs.push(text("description", 200, &p.description).required(p.kind == "UNKNOWN"));
        }
    }
    defs.push(text("unit", 80, &p.unit).suggest(units).required(org || must("unit")));
    if !org {
        defs.push(text("post", 60, &p.post));
    }
    if relative || must("licence") || !p.licence.is_empty() {
        defs.push(text("licence", 40, &p.licence).required(must("licence")));
    }
    if p.role != "PRESENT" && !relative {
        defs.push(pick("sector", "CL04", &p.sector));
        if !org {
            defs.push(pick("rank", "CL05", &p.rank));
            defs.push(pick("cadre_authority", "CL06", &p.cadre_authority));
            defs.push(yes("retired", p.retired));
            if p.retired || p.kind == "RETIRED" {
                defs.push(text("former_unit", 80, &p.former_unit));
            }
        }
        defs.push(text("contact", 60, &p.contact));
        defs.push(text("relation_to_party", 80, &p.relation_to_party));
    }
    if p.role != "PRESENT" {
        let relation = pick("relation_to_recorder", "relation_to_recorder", &p.relation_to_recorder);
        defs.push(relation.required(must("relation_to_recorder")));
        if p.relation_to_recorder == "OTHER" || !p.relation_words.is_empty() {
            defs.push(text("relation_words", 60, &p.relation_words));
        }
    }
    if p.role != "PRESENT" && !relative {
        defs.push(pick("confidence", "confidence", &p.confidence));
    }
    if inquirer {
        defs.push(yes("primary", p.primary));
    }
    let provision = match p.role.as_str() {
        "BEHALF" => "on_behalf",
        "RELAYER" => "relayers",
        "PRESENT" => "present",
        "RELATIVE" => "relatives",
        _ => "inquirers",
    };
    let row = codes::list("CL03").get(&p.kind).filter(|_| inquirer);
    let open = row.map_or(&[][..], |row| row.complete.as_slice());
    for def in &mut defs {
        def.provision = Some(provision);
        let empty = streams::person_field(p, &def.key).is_some_and(str::is_empty) && p.person.is_none();
        if empty && open.contains(&def.key) {
            def.notes.push(f.record("to_complete").to_owned());
        }
        let own = reasons.iter().filter(|(key, _)| *key == def.key);
        def.notes.extend(own.map(|(_, reason)| reason.clone()));
    }
    defs.push(Def::button("#done", f.record("person_done")));
    defs.push(Def::button("#remove", f.record("person_remove")));
    defs
}

/// What the fields now say of the person; a name that was changed by hand is no longer the member
/// of staff it was taken from.
pub(crate) fn gather(cx: &Cx, sheet: &Sheet, before: &PersonRole) -> PersonRole {
    let a = sheet.values(cx.office.now());
    let one = |key: &str| a.one(key).unwrap_or_default();
    let name = a.text("name");
    let person = before.person.clone().filter(|id| cx.office.organ().name_of(id) == name);
    PersonRole {
        role: before.role.clone(),
        kind: one("kind"),
        person,
        name,
        description: a.text("description"),
        unit: a.text("unit"),
        post: a.text("post"),
        sector: one("sector"),
        rank: one("rank"),
        cadre_authority: one("cadre_authority"),
        retired: a.yes("retired"),
        former_unit: a.text("former_unit"),
        contact: a.text("contact"),
        relation_to_party: a.text("relation_to_party"),
        relation_to_recorder: one("relation_to_recorder"),
        relation_words: a.text("relation_words"),
        licence: a.text("licence"),
        confidence: one("confidence"),
        primary: a.yes("primary"),
    }
}

/// A completion was taken: what it says of unit and post goes into their fields.
pub(crate) fn took(cx: &Cx, p: &mut PersonRole, code: &str) {
    if let Some(unit) = code.strip_prefix("before:") {
        unit.clone_into(&mut p.unit);
        p.person = None;
        return;
    }
    let Some(id) = code.strip_prefix("staff:").map(PersonId::from) else { return };
    let organ = cx.office.organ();
    let Some(member) = organ.people.get(&id) else { return };
    p.name.clone_from(&member.name);
    organ.unit_name(&member.unit).clone_into(&mut p.unit);
    p.post.clone_from(&member.post);
    if p.role == "INQUIRER" && p.kind.is_empty() {
        let leads =
            organ.units.values().any(|u| u.vice_chief.as_ref() == Some(&id) || u.head.as_ref() == Some(&id));
        p.kind = if leads { "OWN_LEADER" } else { "OWN_STAFF" }.to_owned();
    }
    p.person = Some(id);
}

/// A person in one line.
pub(crate) fn summary(w: &Words, f: &FormWords, p: &PersonRole) -> String {
    let who = match (p.name.is_empty(), p.description.is_empty()) {
        (false, _) => p.name.clone(),
        (true, false) => f.record("unnamed").replace("{}", &p.description),
        (true, true) if p.kind == "ORG" => String::new(),
        (true, true) => f.record("nobody_yet").to_owned(),
    };
    let kind = if p.kind.is_empty() { "" } else { w.code("CL03", &p.kind) };
    let primary = if p.primary { w.code("field", "primary") } else { "" };
    let parts = [who.as_str(), p.unit.as_str(), p.post.as_str(), kind, p.relation_to_party.as_str(), primary];
    let said: Vec<&str> = parts.into_iter().filter(|s| !s.is_empty()).collect();
    said.join("  ")
}

/// Whether nothing at all was said of the person.
pub(crate) fn is_blank(p: &PersonRole) -> bool {
    let nothing = PersonRole { role: p.role.clone(), primary: p.primary, ..PersonRole::default() };
    *p == nothing
}
