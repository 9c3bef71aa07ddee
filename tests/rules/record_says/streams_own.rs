//! The fields of the two other forms of the platform: asked in their stream alone, refused elsewhere by name, shown
//! wherever a record is shown, and read for whom they mean as any other words.

use crate::line::{Place, text};
use crate::support::words::outsider;
use crate::support::{Court, DAY, START, actor, phone_call, wrong};
use liuhen::domain::policy;
use liuhen::domain::record::{ChangeDraft, PersonRole, RecordCommand, RecordText, streams};
use liuhen::domain::refusal::{Flaw, Problem};
use liuhen::domain::search::{Filter, Near};
use liuhen::office::Trouble;
use serde_json::{Value, json};

/// Fills a field.
type Put = fn(&mut RecordText, &str);

/// Every field of words of the two forms, with its stream.
const WORDS: &[(&str, &str, Put)] = &[
    ("NPC", "proposal_no", |t, w| t.proposal_no = w.to_owned()),
    ("NPC", "handed_on_by", |t, w| t.handed_on_by = w.to_owned()),
    ("NPC", "reply", |t, w| t.reply = w.to_owned()),
    ("KIN", "practice", |t, w| t.practice = w.to_owned()),
    ("KIN", "recusal_note", |t, w| t.recusal_note = w.to_owned()),
];

fn deputy() -> RecordText {
    let people = vec![PersonRole { kind: "DEPUTY".to_owned(), ..outsider("孟某山") }];
    RecordText {
        stream: "NPC".to_owned(),
        people,
        content: "来信关注一件案件的进展。".to_owned(),
        ..phone_call()
    }
}

fn relative() -> RecordText {
    let row = PersonRole {
        role: "RELATIVE".to_owned(),
        name: "孟某川".to_owned(),
        unit: "某律师事务所".to_owned(),
        licence: "13406201810270035".to_owned(),
        relation_to_recorder: "SIBLING".to_owned(),
        ..PersonRole::default()
    };
    RecordText { stream: "KIN".to_owned(), people: vec![row], ..RecordText::default() }
}

fn of(stream: &str) -> RecordText {
    if stream == "NPC" { deputy() } else { relative() }
}

/// Both forms filled in whole.
fn filled(stream: &str) -> RecordText {
    let mut text = of(stream);
    WORDS
        .iter()
        .filter(|(s, ..)| *s == stream)
        .for_each(|(_, field, put)| put(&mut text, &format!("写在{field}")));
    if stream == "NPC" {
        (text.deputy_level, text.replied_on) = ("CNTY".to_owned(), Some(START));
    }
    text
}

fn problems(no: Result<impl std::fmt::Debug, Trouble>) -> Vec<Problem> {
    match no {
        Err(Trouble::No(liuhen::domain::refusal::No::Wrong(all))) => all,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_field_is_taken_in_its_own_stream_and_refused_by_name_in_every_other() {
    let mut court = Court::founded();
    let mut own: Vec<&str> =
        WORDS.iter().map(|(_, field, _)| *field).chain(["deputy_level", "replied_on"]).collect();
    own.sort_unstable();
    let mut known: Vec<&str> = streams::own().map(|(field, _)| field).collect();
    known.sort_unstable();
    assert_eq!(known, own, "a field of a form is judged here");
    for stream in ["NPC", "KIN"] {
        let record = court.by("clerk_he").submit(filled(stream)).unwrap().matter;
        let kept = court.by("cus_an").sheet(&record).unwrap().record;
        assert_eq!(kept.to_complete, Vec::<String>::new(), "{stream}");
        let value = serde_json::to_value(&kept.text).unwrap();
        for (field, _) in streams::own().filter(|(_, s)| s.code == stream) {
            assert!(value.get(field).is_some(), "{stream} {field}");
        }
    }
    // Neither form is asked for what it does not have.
    for absent in ["case_no", "stage", "matter", "manner", "effect", "occurred", "response"] {
        assert!(!streams::of("KIN").asks(absent), "{absent}");
    }
    for row in streams::all() {
        for (field, stream) in streams::own().filter(|(_, stream)| stream.code != row.code) {
            let from = serde_json::to_value(filled(&stream.code)).unwrap();
            let mut text = serde_json::to_value(of(if row.code == "KIN" { "KIN" } else { "NPC" })).unwrap();
            text["stream"] = json!(row.code);
            text[field] = from[field].clone();
            let text: RecordText = serde_json::from_value(text).unwrap();
            let found = problems(court.by("clerk_he").submit(text));
            let here: Vec<_> =
                found.iter().filter(|p| p.field == field).map(|p| (p.flaw, &*p.detail)).collect();
            assert_eq!(here, [(Flaw::NotOfStream, &*stream.code)], "{} {field}", row.code);
        }
    }
    court.assert_sound();
}

#[test]
fn a_number_without_a_deputy_an_unknown_level_and_an_answer_before_the_question_are_named() {
    let mut court = Court::founded();
    let mut text = deputy();
    text.people[0].kind = "ORG".to_owned();
    text.proposal_no = "第12号".to_owned();
    text.deputy_level = "CITY".to_owned();
    let found = problems(court.by("clerk_he").submit(text.clone()));
    let said: Vec<_> = found.iter().map(|p| (p.field.as_str(), p.flaw)).collect();
    assert_eq!(said, [("deputy_level", Flaw::NeedsDeputy), ("proposal_no", Flaw::NeedsDeputy)]);
    // Whoever came with it need not be the deputy himself.
    let behind = PersonRole {
        role: "BEHALF".to_owned(),
        kind: "CPPCC".to_owned(),
        name: "孟某山".to_owned(),
        ..PersonRole::default()
    };
    text.people.push(behind);
    court.by("clerk_he").submit(text.clone()).unwrap();
    text.deputy_level = "STREET".to_owned();
    assert_eq!(wrong(court.by("clerk_he").submit(text)), ["deputy_level"]);
    for (on, flaw) in [
        (START + DAY, Flaw::InFuture),
        (START - 2 * DAY, Flaw::BeforeThat),
        (-1_000_000_000_000, Flaw::BadTime),
    ] {
        let text = RecordText { replied_on: Some(on), ..deputy() };
        let found = problems(court.by("clerk_he").submit(text));
        assert!(found.iter().any(|p| p.field == "replied_on" && p.flaw == flaw), "{found:?}");
    }
    for (stream, field, put) in WORDS {
        let mut text = of(stream);
        put(&mut text, &"长".repeat(10_001));
        let Err(no) = court.by("clerk_he").submit(text) else { panic!("{field}") };
        assert!(format!("{no:?}").contains(field), "{field}: {no:?}");
    }
    // A State secret is an index, and an index has no form.
    let index = RecordText {
        occurred: phone_call().occurred,
        secrecy: "CLASSIFIED_STUB".to_owned(),
        reply: "已答复".to_owned(),
        ..RecordText::default()
    };
    assert_eq!(wrong(court.by("clerk_he").submit(index)), ["secrecy"]);
}

#[test]
fn a_name_in_any_of_them_keeps_its_bearer_out_and_is_masked_to_whoever_reads_no_names() {
    let mut court = Court::founded();
    for (stream, field, put) in WORDS {
        let mut text = of(stream);
        put(&mut text, "曹一丝转告");
        let record = court.by("clerk_he").submit(text).unwrap().matter;
        assert!(court.by("cus_cao").sheet(&record).is_err(), "{field}");
        let questions = court.by("cus_bai").sheet(&record).unwrap().questions;
        let asked: Vec<_> =
            questions.iter().map(|q| (q.person.as_str(), q.passages[0].field.as_str())).collect();
        assert_eq!(asked, [("cus_cao", *field)]);
        // The name of whom the record is about is put in place of letters wherever it stands.
        let mut text = of(stream);
        let name = text.people[0].name.clone();
        put(&mut text, &format!("与{name}说过"));
        let masked = policy::Masks::of(court.office.organ(), [&text]).text(court.office.organ(), &text);
        assert!(!serde_json::to_string(&masked).unwrap().contains(&name), "{field}: {masked:?}");
    }
    court.assert_sound();
}

#[test]
fn they_are_found_by_their_words_and_corrected_by_two() {
    let mut court = Court::founded();
    for (stream, field, put) in WORDS {
        let mut text = of(stream);
        let word = format!("翡翠{}", field.replace('_', ""));
        put(&mut text, &word);
        let record = court.by("clerk_he").submit(text).unwrap().matter;
        let filter = Filter { words: vec![word], ..Filter::default() };
        let found = court.office.records(&actor("cus_an"), &filter, Near::Start, 10).unwrap();
        assert_eq!(found.lines.iter().map(|l| &l.id).collect::<Vec<_>>(), [&record], "{field}");
        court.confirm_twice(&record);
        let seen = court.by("clerk_he").seen(&record);
        let mut corrected = court.by("clerk_he").sheet(&record).unwrap().record.text;
        put(&mut corrected, "更正之后");
        let change = ChangeDraft::Correction { text: Box::new(corrected) };
        let propose = RecordCommand::ProposeChange { seen, change, reason: "写错".to_owned() };
        court.by("clerk_he").record(&record, propose).unwrap();
        let change = court.by("cus_an").sheet(&record).unwrap().record.changes[0].clone();
        assert_eq!(change.fields.iter().map(|(f, ..)| f.as_str()).collect::<Vec<_>>(), [*field]);
    }
    court.assert_sound();
}

#[test]
fn the_line_fills_them_in_shows_them_and_copies_them_in_the_forms_own_order() {
    let p = Place::training();
    let shown = |no: &str| p.by("judge", &["--json", "show", no]).ok().json()["record"]["text"].clone();
    let new = |fields: &Value| {
        let said = p.fed(
            &["--as", "judge", "--json", "record", "new", "--again", "--from", "-"],
            &fields.to_string(),
        );
        text(&said.ok().json()["ref"])
    };
    let no = new(&json!({
        "people": [{"role": "INQUIRER", "kind": "人大代表", "name": "孟某山"}],
        "case_no": "(2026)京0105民初1号", "occurred": "今天", "manner": ["电话"],
        "content": "来电关注案件的审理期限，表示不过问实体处理，请依法抓紧。",
        "deputy_level": "省级", "proposal_no": "第0137号", "handed_on_by": "省人大常委会代表联络处",
        "reply": "已说明审限。", "replied_on": "今天",
    }));
    let kept = shown(&no);
    assert_eq!(kept["stream"], "NPC");
    assert_eq!((&kept["deputy_level"], &kept["proposal_no"]), (&json!("PROV"), &json!("第0137号")));
    let day = kept["replied_on"].as_str().unwrap();
    let day = format!("{}年{}月", &day[..4], day[5..7].trim_start_matches('0'));
    let page = p.by("judge", &["show", &no]).ok().out;
    let copy = p.by("judge", &["record", "copy", &no]).ok().out;
    for (label, said) in [
        ("层级", "省级"),
        ("建议、提案号", "第0137号"),
        ("转办单位", "省人大常委会代表联络处"),
        ("答复情况", "已说明审限。"),
    ] {
        for paper in [&page, &copy] {
            assert!(paper.contains(label) && paper.contains(said), "{label} {said}\n{paper}");
        }
    }
    assert!(page.contains(&day) && !page.contains("+08:00"), "{page}");
    assert!(copy.contains(&day) && copy.contains("关注内容") && !copy.contains("过问人姓名"), "{copy}");
    let no = new(&json!({
        "people": [{"role": "近亲属", "name": "张小云", "relation_to_recorder": "配偶", "unit": "某律师事务所", "licence": "13406201810270035"}],
        "practice": "民商事诉讼", "recusal_note": "不办理该所代理的案件",
    }));
    let copy = p.by("judge", &["record", "copy", &no]).ok().out;
    for said in [
        "近亲属姓名",
        "张小云",
        "配偶",
        "某律师事务所",
        "13406201810270035",
        "民商事诉讼",
        "不办理该所代理的案件",
    ] {
        assert!(copy.contains(said), "{said}\n{copy}");
    }
    assert!(!copy.contains("案号") && !copy.contains("方式"), "{copy}");
    // A day that is taken out again, and one that nobody can read.
    let no = new(
        &json!({"stream": "COMM", "people": [{"role": "INQUIRER", "kind": "ACQ", "name": "甲"}], "occurred": "今天", "content": "退还了所送的物品。", "replied_on": ""}),
    );
    assert!(shown(&no).get("replied_on").is_none());
    let said = p.by("judge", &["record", "amend", &no, "--set", "replied_on=那天"]).ended(5);
    assert!(said.err.contains("答复日期"), "{said:?}");
}
