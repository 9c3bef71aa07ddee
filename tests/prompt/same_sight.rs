//! Two forms of one answer: what a page does not say, its JSON does not say either.

use crate::common::{NOW, stories_copy};
use crate::line::{Place, SAMPLE, Said, run};
use liuhen::domain::command::Actor;
use liuhen::domain::event::Means;
use liuhen::domain::flow::Act;
use liuhen::domain::ids::Ref;
use liuhen::domain::organ::Role;
use liuhen::domain::search::Filter;
use liuhen::office::{Mode, Office};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Every text in which somebody could be named or something told: what is no code and no number.
fn told(value: &Value, at: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| told(v, &format!("{at}.{k}"), out)),
        Value::Array(all) => all.iter().for_each(|v| told(v, at, out)),
        Value::String(s) if s.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)) => {
            out.push((at.to_owned(), s.clone()));
        }
        _ => {}
    }
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn by(dir: &Path, who: &str, args: &[&str]) -> Said {
    let mut all = vec!["--register", dir.to_str().unwrap(), "--lang", "zh", "--as", who];
    all.extend(args);
    run(&all, "")
}

/// A sample of what each of the staff may open, and everything where the recorder's name is asked for.
fn sample(dir: &Path) -> Vec<(String, String)> {
    let mut office = Office::open(dir, Mode::Session).unwrap();
    let people: Vec<_> = office.organ().people.values().filter(|p| p.active).cloned().collect();
    let discipline = office.organ().with_role(Role::Dish).next().unwrap().id.clone();
    let discipline = Actor::person(&discipline, Means::Training);
    let mut asked = BTreeSet::new();
    for line in office
        .records(&discipline, &Filter::default(), liuhen::domain::search::Near::Start, 1_000)
        .unwrap()
        .lines
    {
        if !office.record(&discipline, &line.id).unwrap().record.identity.is_empty() {
            asked.insert(line.id);
        }
    }
    assert!(!asked.is_empty());
    let (mut all, mut always) = (Vec::new(), Vec::new());
    for person in people {
        let actor = Actor::person(&person.id, Means::Training);
        let named = |r: &Ref| (person.account.clone(), r.to_string());
        for line in office
            .records(&actor, &Filter::default(), liuhen::domain::search::Near::Start, 1_000)
            .unwrap()
            .lines
        {
            if asked.contains(&line.id) { &mut always } else { &mut all }.push(named(&line.ref_));
        }
        for kind in ["escalation", "item"] {
            all.extend(office.matters(&actor, kind).unwrap().iter().map(|l| named(&l.ref_)));
        }
    }
    let step = (all.len() / 120).max(1);
    always.into_iter().step_by(2).chain(all.into_iter().step_by(step)).collect()
}

#[test]
fn what_a_page_does_not_say_its_json_does_not_say() {
    let demo = stories_copy();
    let sample = sample(&demo);
    assert!(sample.len() > 100, "{}", sample.len());
    let mut more = Vec::new();
    for (who, no) in &sample {
        let mut pages = without_spaces(&by(&demo, who, &["show", no]).ok().out);
        let value = by(&demo, who, &["--json", "show", no]).ok().json();
        // What hangs on a record has pages of its own.
        for matter in ["escalations", "items"].iter().flat_map(|k| value[k].as_array()).flatten() {
            let ref_ = matter["ref"].as_str().unwrap();
            pages.push_str(&without_spaces(&by(&demo, who, &["show", ref_]).ok().out));
        }
        let mut texts = Vec::new();
        told(&value, "", &mut texts);
        for (at, text) in texts {
            if !pages.contains(&without_spaces(&text)) {
                more.push(format!("{who} {no} {at}: {text}"));
            }
        }
    }
    assert!(more.is_empty(), "{}", more.join("\n"));
}

#[test]
fn who_asks_for_the_recorders_name_is_told_to_those_who_answer_him() {
    let demo = stories_copy();
    let mut office = demo.office();
    let organ = office.organ().clone();
    let is_discipline = |id| [Role::Dis, Role::Dish].iter().any(|r| organ.has_role(id, *r));
    let head = Actor::person(&organ.with_role(Role::Dish).next().unwrap().id, Means::Training);
    let all =
        office.records(&head, &Filter::default(), liuhen::domain::search::Near::Start, 1_000).unwrap().lines;
    let asked = all.into_iter().map(|l| l.id);
    let asked: Vec<_> =
        asked.filter(|id| !office.record(&head, id).unwrap().record.identity.is_empty()).collect();
    let (mut told_to, mut kept_from) = (0, 0);
    for person in organ.people.values().filter(|p| p.active && !is_discipline(&p.id)) {
        let me = Actor::person(&person.id, Means::Training);
        for id in &asked {
            let Ok(sheet) = office.record(&me, id) else { continue };
            let answers = sheet.can.iter().any(|c| c.act == Act::OpenIdentity && c.why_not.is_none());
            for i in sheet.record.identity.iter().filter(|i| i.asker != person.id) {
                told_to += 1;
                let keeps = organ.custodians_at(NOW).contains(&person.id);
                assert!(answers || keeps || i.hands > 0, "{} {id}", person.account);
            }
            let nothing = sheet.record.identity.is_empty() && !sheet.record.closed;
            kept_from += usize::from(nothing && organ.has_role(&person.id, Role::Cus));
        }
    }
    assert!(told_to > 0 && kept_from > 0, "{told_to} {kept_from}");
}

#[test]
fn of_what_is_covered_nobody_finds_the_unit() {
    let demo = stories_copy();
    let mut office = demo.office();
    let organ = office.organ().clone();
    let mut covered = 0;
    for person in organ.people.values().filter(|p| p.active && organ.has_role(&p.id, Role::Cus)) {
        let me = Actor::person(&person.id, Means::Training);
        for line in
            office.records(&me, &Filter::default(), liuhen::domain::search::Near::Start, 1_000).unwrap().lines
        {
            covered += usize::from(line.veiled);
            assert!(!line.veiled || line.unit.is_empty(), "{line:?}");
        }
        for unit in organ.units.keys() {
            let filter = Filter { units: vec![unit.to_string()], ..Filter::default() };
            assert!(
                office
                    .records(&me, &filter, liuhen::domain::search::Near::Start, 1_000)
                    .unwrap()
                    .lines
                    .iter()
                    .all(|l| !l.veiled)
            );
        }
        assert!(office.facets(&me, &Filter::default()).unwrap().unit.keys().all(|u| !u.is_empty()));
    }
    assert!(covered > 0);
}

/// How many hands and how many levels there are tells of records that do not exist for whoever asks.
#[test]
fn what_is_counted_over_all_records_is_told_to_no_person() {
    let demo = stories_copy();
    let said = by(&demo, "song_mr", &["verify"]).ok().out;
    assert!(said.contains("签名：全部成立") && !said.contains("没有签名"), "{said}");
    let json = by(&demo, "song_mr", &["--json", "verify"]).ok().json();
    assert!(json["signatures"]["good"].is_null() && json["signatures"]["unsigned"].is_null(), "{json}");
    assert!(!by(&demo, "song_mr", &["tick"]).ok().out.contains(|c: char| c.is_ascii_digit()));
    // Whoever holds the file itself may count.
    let own = run(&["--register", demo.to_str().unwrap(), "--lang", "zh", "verify"], "").ok().out;
    assert!(own.contains("没有签名"), "{own}");
}

/// Whoever is to read a material first could ask of one person after the other whether the record names him.
#[test]
fn of_a_covered_record_nobody_learns_by_a_refusal_whom_it_names() {
    let p = Place::training();
    let organ = Office::open(&p.register, Mode::Session).unwrap().organ().clone();
    let head = organ.people.values().find(|x| x.account == "chief").unwrap();
    let named = organ.people.values().find(|x| x.account == "head").unwrap_or(head);
    let material = p.path("material.txt");
    std::fs::write(&material, "短信").unwrap();
    let text = SAMPLE.replace(
        "\"name\": \"张三\"",
        &format!("\"name\": \"{0}\", \"person\": \"{1}\"", named.name, named.id),
    );
    let new =
        ["--as", "judge", "--json", "record", "new", "--from", "-", "--material", material.to_str().unwrap()];
    let receipt = p.fed(&new, &text).ok().json();
    let (no, revision) = (receipt["ref"].as_str().unwrap(), receipt["revision"].as_str().unwrap());
    p.confirm("custodian1", no, revision, &[]).ok();
    let page = p.by("custodian2", &["--json", "show", no]).ok().json();
    assert_eq!((&page["record"]["closed"], page["questions"].as_array().unwrap().len()), (&true.into(), 0));
    assert!(!page.to_string().contains(&named.name), "{page}");
    let ask = |verb: &str, who: &str| {
        let said = p.by("custodian2", &["--json", "record", verb, no, "--person", who, "--reason", "看过"]);
        (said.code, said.out, said.err)
    };
    for verb in ["same-person", "other-person", "lift-recusal"] {
        let answer = ask(verb, &named.account);
        // An order is lifted by others than custodians; that is said of anybody as well.
        let first = if verb == "lift-recusal" { "not_your_capacity" } else { "read_material_first" };
        assert!(answer.2.contains(first), "{verb} {answer:?}");
        for person in organ.people.values() {
            assert_eq!(ask(verb, &person.account), answer, "{verb} {}", person.account);
        }
    }
    // Once he has read it, he settles as anybody.
    let name = format!("name={}", named.name);
    let stands = page["record"]["revision"].as_str().unwrap();
    p.by(
        "custodian2",
        &[
            "record",
            "read-off",
            no,
            "--revision",
            stands,
            "--field",
            &name,
            "--field",
            "date=20200101",
            "--field",
            "case_no=（2026）京0105民初1号",
        ],
    )
    .ok();
    assert_eq!(
        serde_json::from_str::<Value>(&ask("same-person", &named.account).2).unwrap()["code"],
        "named_here"
    );
}
