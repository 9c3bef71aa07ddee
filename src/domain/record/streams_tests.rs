use super::*;
use crate::domain::record::{Gift, Occurred};
use crate::domain::when::local;

const LISTED: &[&str] = &[
    "matter",
    "case_no",
    "stage",
    "occurred",
    "place",
    "manner",
    "channel",
    "people",
    "present",
    "received_by",
    "recorder_role",
    "content",
    "request_type",
    "special_items",
    "aggravating",
    "urgent",
    "gifts",
    "contact_facts",
    "contact_note",
    "response",
    "response_text",
    "effect",
    "written_opinion",
    "filed_to",
    "attachments",
    "deputy_level",
    "proposal_no",
    "handed_on_by",
    "reply",
    "replied_on",
    "practice",
    "recusal_note",
];

fn inquirer(kind: &str) -> RecordText {
    let who =
        PersonRole { role: "INQUIRER".into(), kind: kind.into(), name: "某".into(), ..Default::default() };
    RecordText { people: vec![who], manner: vec!["PHONE".into()], ..RecordText::default() }
}

fn at(mut text: RecordText, time: &str, manner: &str) -> RecordText {
    let from = crate::domain::record::local_time::from_text(time).unwrap();
    text.occurred = Some(Occurred { from, to: None, precision: Precision::Exact });
    text.manner = vec![manner.into()];
    text
}

fn derived(text: &RecordText) -> &'static str {
    let recorder = PersonId::from("me");
    let found = derive(text, Some(&recorder), Calendar::shipped().ok());
    found.map_or("", |d| d.stream.as_str())
}

#[test]
fn every_stream_of_the_list_has_its_own_row_and_names_real_fields() {
    check().unwrap();
    let listed: Vec<&str> = codes::list("CL01").rows().iter().map(|r| r.code.as_str()).collect();
    assert_eq!(all().iter().map(|s| s.code.as_str()).collect::<Vec<_>>(), listed);
    for s in all() {
        let mut each: Vec<&str> = s.fields().collect();
        assert!(each.iter().all(|field| LISTED.contains(field)), "{} {each:?}", s.code);
        // What is not empty by itself would be in every text's way.
        let empty = RecordText::default();
        assert!(s.own.iter().all(|field| super::super::evidence::is_empty(&empty, field, "")), "{}", s.code);
        let all = each.len();
        each.sort();
        each.dedup();
        assert_eq!(each.len(), all, "{}: a field stands in two lists", s.code);
        assert!(s.roles.iter().all(|r| codes::has("party_role", r)), "{}", s.code);
        assert!(s.person.iter().all(|f| person_field(&PersonRole::default(), f).is_some()), "{}", s.code);
        assert!(!s.source.is_empty() && !s.sheet.zh.is_empty() && !s.sheet.en.is_empty(), "{}", s.code);
    }
    assert!(!of("KIN").verified, "nobody has seen the fields of the platform's form");
    for row in codes::list("CL03").rows() {
        for field in &row.complete {
            let known = field == "on_behalf" || person_field(&PersonRole::default(), field).is_some();
            assert!(known, "{} {field}", row.code);
        }
    }
    for rule in BOOK.as_ref().unwrap().derive.iter() {
        assert!(codes::has("CL01", &rule.stream) && !rule.zh.is_empty() && !rule.en.is_empty());
        assert!(rule.kinds.iter().all(|k| codes::has("CL03", k)));
        for fact in &rule.facts {
            let list = codes::CODED.iter().find(|(f, _)| Some(*f) == fact.split(':').next()).map(|(_, l)| *l);
            let code = fact.split_once(':').map(|(_, c)| c);
            let plain = matches!(fact.as_str(), "own_duty" | "off_hours" | "gifts");
            assert!(plain || codes::has(list.unwrap_or(""), code.unwrap_or("")), "{fact}");
        }
    }
}

#[test]
fn a_call_by_a_lawyer_is_an_outside_inquiry_and_a_meal_with_him_a_contact() {
    for kind in ["LAWYER", "PARTY", "RELATED", "INTERM"] {
        // A Tuesday: in the office, on the telephone at night, at the office after hours, on a Sunday.
        for (time, manner, stream) in [
            ("2026-03-10T10:00:00+08:00", "PHONE", "EXT"),
            ("2026-03-10T23:00:00+08:00", "PHONE", "EXT"),
            ("2026-03-10T10:00:00+08:00", "FACE", "EXT"),
            ("2026-03-10T19:30:00+08:00", "FACE", "CON"),
            ("2026-03-15T10:00:00+08:00", "FACE", "CON"),
            ("2026-03-10T12:00:00+08:00", "MEAL", "CON"),
        ] {
            let text = at(inquirer(kind), time, manner);
            assert_eq!(
                derived(&text),
                stream,
                "{kind} {manner} {time} {:?}",
                local(text.occurred.as_ref().unwrap().from)
            );
        }
    }
    let mut text = at(inquirer("LAWYER"), "2026-03-10T10:00:00+08:00", "PHONE");
    text.contact_facts = vec!["OFFICE".into()];
    assert_eq!(derived(&text), "EXT");
    for (field, code) in [("contact_facts", "LEFT"), ("request_type", "MEETP"), ("aggravating", "GIFT")] {
        let mut text = text.clone();
        match field {
            "contact_facts" => text.contact_facts = vec![code.into()],
            "request_type" => text.request_type = vec![code.into()],
            _ => text.aggravating = vec![code.into()],
        }
        assert_eq!(derived(&text), "CON", "{field}");
    }
    text.gifts = vec![Gift::default()];
    assert_eq!(derived(&text), "CON");
}

#[test]
fn the_other_streams_follow_from_who_asked() {
    for (kind, stream) in [
        ("EXT_LEADER", "EXT"),
        ("ORG", "EXT"),
        ("ACQ", "EXT"),
        ("MEDIA", "EXT"),
        ("UNKNOWN", "EXT"),
        ("", "EXT"),
        ("OWN_LEADER", "INT"),
        ("RETIRED", "INT"),
        ("SUP_STAFF", "INT"),
        ("DEPUTY", "NPC"),
        ("CPPCC", "NPC"),
    ] {
        assert_eq!(derived(&inquirer(kind)), stream, "{kind}");
    }
    assert_eq!(derived(&RecordText::default()), "EXT");
    let mut own = inquirer("OWN_LEADER");
    own.people[0].person = Some("me".into());
    assert_eq!(derived(&own), "DUTY");
    own.people[0].kind = "OWN_STAFF".into();
    assert_eq!(derived(&own), "INT", "who is no leader says so himself");
    own.people[0].kind = "OWN_LEADER".into();
    own.people.push(PersonRole { role: "INQUIRER".into(), name: "另一人".into(), ..Default::default() });
    assert_eq!(derived(&own), "INT", "somebody else asked as well");
    let kin = PersonRole { role: "RELATIVE".into(), ..Default::default() };
    assert_eq!(derived(&RecordText { people: vec![kin], ..Default::default() }), "KIN");
}

#[test]
fn what_is_left_open_is_marked_and_what_is_said_to_be_unknown_is_not() {
    let marks = |kind: &str, change: &dyn Fn(&mut RecordText)| {
        let mut text = RecordText { stream: "EXT".into(), ..inquirer(kind) };
        change(&mut text);
        to_complete(&text)
    };
    assert_eq!(marks("EXT_LEADER", &|_| {}), ["people[0].post", "people[0].unit"]);
    assert_eq!(marks("SUP_STAFF", &|t| t.people[0].post = "干部".into()), ["people[0].unit"]);
    assert_eq!(marks("EXT_STAFF", &|t| t.people[0].unit = "市府办".into()), ["on_behalf"]);
    assert_eq!(marks("RETIRED", &|_| {}), ["people[0].former_unit"]);
    assert!(marks("RETIRED", &|t| t.people[0].former_unit = "不详".into()).is_empty());
    let behalf = PersonRole { role: "BEHALF".into(), description: "不详".into(), ..Default::default() };
    let with = |t: &mut RecordText| {
        t.people[0].unit = "不详".into();
        t.people.push(behalf.clone());
    };
    assert!(marks("EXT_STAFF", &with).is_empty());
    assert!(marks("UNKNOWN", &|_| {}).is_empty());
    assert!(marks("OWN_LEADER", &|t| t.people[0].person = Some("chief".into())).is_empty());
    let duty = RecordText { stream: "DUTY".into(), ..inquirer("UNKNOWN") };
    assert_eq!(to_complete(&duty), ["written_opinion"]);
    let gift = Gift { kind: "CASH".into(), answer: "RETURNED".into(), ..Gift::default() };
    let given = marks("UNKNOWN", &|t| t.gifts = vec![gift.clone()]);
    assert_eq!(given, ["gifts[0].returned_at", "gifts[0].returned_to", "gifts[0].value"]);
}
