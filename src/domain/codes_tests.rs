use std::collections::BTreeSet;

use super::*;

#[test]
fn every_file_in_the_folder_is_read_and_every_list_is_whole() {
    check().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/codes");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), all().len());
    let mut names = BTreeSet::new();
    for list in all() {
        assert!(names.insert(&list.id), "two lists {}", list.id);
        assert!(list.name == list.id || names.insert(&list.name), "two lists {}", list.name);
        assert!(!list.zh.is_empty() && !list.en.is_empty() && !list.rows().is_empty(), "{}", list.id);
        let mut codes = BTreeSet::new();
        for row in list.rows() {
            assert!(codes.insert(&row.code), "{} {} twice", list.id, row.code);
            for text in [&row.code, &row.zh, &row.en, &row.source] {
                assert!(!text.trim().is_empty(), "{} {}", list.id, row.code);
            }
        }
    }
    for n in 1..=26 {
        assert!(!list(&format!("CL{n:02}")).rows().is_empty(), "CL{n:02}");
    }
}

#[test]
fn a_manner_brings_its_evidence_duty() {
    let manner = list("CL08");
    assert_eq!(manner, list("manner"));
    let duty = |code| manner.get(code).unwrap().duty.clone().unwrap();
    assert!(manner.rows().iter().all(|row| row.duty.is_some()));
    assert_eq!(duty("FACE").must, [Needed::Place, Needed::Present]);
    assert!(duty("FACE").sign && duty("FACE").channel.is_none());
    assert_eq!(duty("RELAY").must, [Needed::Relayers]);
    assert!(!duty("PHONE").must.contains(&Needed::Channel), "a number may be unknown");
    assert_eq!(duty("DOC").channel.unwrap().get(Lang::Zh), "文号");
    assert_eq!(duty("WECHAT").material, Material::Required);
    for row in manner.rows() {
        let duty = duty(&row.code);
        assert!(
            !duty.must.contains(&Needed::Channel) || duty.channel.is_some(),
            "{} asks for a nameless thing",
            row.code
        );
    }
}

#[test]
fn every_rule_of_addressees_answers_to_kinds_that_exist_and_leaves_no_gap() {
    let targets = list("route_target");
    for row in targets.rows() {
        for kind in &row.applies_to {
            assert!(list("CL03").get(kind).or(list("CL06").get(kind)).is_some(), "{kind}");
        }
    }
    for kind in
        list("CL03").rows().iter().filter(|k| matches!(k.group.as_deref(), Some("JUDICIAL" | "EXTERNAL")))
    {
        assert!(
            targets.rows().iter().any(|t| t.applies_to.contains(&kind.code)),
            "{} goes nowhere",
            kind.code
        );
    }
    let retired: Vec<_> =
        targets.rows().iter().filter(|t| t.applies_to.iter().any(|k| k == "RETIRED")).collect();
    assert_eq!(retired[0].rule.as_deref(), Some("R4"));
}

#[test]
fn neutral_words_come_first_and_what_was_not_seen_says_so() {
    let nature = list("CL09");
    assert_eq!(nature.rows()[0].code, "ASK");
    assert!(nature.get("UNSURE").is_some());
    let groups: Vec<_> = nature.rows().iter().map(|r| r.group.clone()).collect();
    assert!(groups.is_sorted_by_key(|g| g.as_deref() != Some("ORDINARY")));
    // A requirement that goes by hearsay is no text that anybody could have compared.
    for codes in all() {
        let heard = codes.rows().iter().filter(|r| r.source.contains("工作要求"));
        assert!(
            heard.clone().all(|r| !r.verified),
            "{}: {:?}",
            codes.id,
            heard.map(|r| &r.code).collect::<Vec<_>>()
        );
    }
    assert!(list("CL12").rows().iter().all(|r| !r.verified), "recalled, not found in any text");
    assert!(list("CL11").get("E1").unwrap().verified && !list("CL11").get("I1").unwrap().verified);
    assert!(list("CL13").get("GIFT").unwrap().entails("PUBLISH"));
    assert!(list("CL15").get("AFFECTED").unwrap().entails("IMMEDIATE"));
}

#[test]
fn an_unknown_list_or_code_shows_itself_instead_of_failing() {
    assert!(list("CL99").rows().is_empty());
    assert_eq!(list("CL99").show("X", Lang::Zh), "X");
    assert_eq!(list("CL08").show("PHONE", Lang::En), "Phone");
}

#[test]
fn a_retired_code_is_known_but_no_longer_offered() {
    let mut row = list("CL08").get("SMS").unwrap().clone();
    row.valid_to = Some(Date::new(2025, 12, 31).unwrap());
    assert!(row.valid_on(Date::new(2025, 12, 31).unwrap()));
    assert!(!row.valid_on(Date::new(2026, 1, 1).unwrap()));
    let text = serde_json::to_string(&row).unwrap();
    assert_eq!(serde_json::from_str::<Row>(&text).unwrap(), row, "a list survives its event");
}
