//! Names that stand where nobody looks for one: beside whoever was picked from the directory, in the number of
//! a note, in the words about a sheet of paper, and a second time.

use crate::meant::{plain, sees};
use crate::settled::first_wrong;
use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{OrganChange, Person};
use liuhen::domain::record::{
    Answer, Attachment, ChangeDraft, FieldReason, PersonRole, QuickNote, RecordCommand, RecordText, Said,
    warnings,
};
use liuhen::domain::refusal::Rule;
use std::collections::BTreeMap;
use support::words::{insider, outsider};
use support::*;

fn with_row(row: PersonRole) -> RecordText {
    let mut text = plain();
    text.people.push(row);
    text
}

fn asked(court: &mut Court, record: &MatterId) -> Vec<String> {
    let questions = court.by("cus_bai").sheet(record).unwrap().questions;
    questions.into_iter().map(|q| q.person.0).collect()
}

#[test]
fn a_name_in_any_field_beside_whoever_was_picked_is_read() {
    let mut court = Court::founded();
    type Put = fn(&mut PersonRole, &str);
    let fields: [(&str, Put); 3] = [
        ("name", |p, w| p.name = format!("{w}让我来的")),
        ("unit", |p, w| p.unit = format!("受{w}之托")),
        ("post", |p, w| p.post = w.to_owned()),
    ];
    for role in ["PRESENT", "APPROACHED", "WITNESS", "INQUIRER", "BEHALF", "RELAYER"] {
        for (field, put) in fields {
            for name in ["曹一丝", "曹-絲"] {
                let mut row = insider("cus_deng", role);
                put(&mut row, name);
                let record = court.by("clerk_he").submit(with_row(row)).unwrap().matter;
                assert!(!sees(&mut court, "cus_cao", &record), "{role} {field} {name}");
                assert_eq!(asked(&mut court, &record), ["cus_cao"], "{role} {field} {name}");
            }
        }
    }
    court.assert_sound();
}

#[test]
fn what_the_directory_says_of_whoever_was_picked_asks_about_nobody() {
    let mut court = Court::founded();
    // One of the same name, whom he is not.
    let twin = person_of(&court, "judge_tang");
    let twin = Person { id: "twin".into(), account: "twin".to_owned(), ..twin };
    court.change(OrganChange::Person { person: twin });
    let organ = court.office.organ().clone();
    for person in organ.people.values() {
        let mut row = insider(person.id.as_str(), "PRESENT");
        row.name.clone_from(&person.name);
        row.post.clone_from(&person.post);
        row.unit = organ.units.get(&person.unit).map(|u| u.name.clone()).unwrap_or_default();
        let found = warnings(&with_row(row), &"clerk_he".into(), &organ, 2026);
        let said: Vec<_> = found.into_iter().filter(|p| p.field == "meant").collect();
        assert!(said.is_empty(), "{}: {said:?}", person.id);
    }
}

fn person_of(court: &Court, id: &str) -> Person {
    court.office.organ().people[&id.into()].clone()
}

#[test]
fn a_name_in_the_number_of_a_note_is_read() {
    let mut court = Court::founded();
    let note = QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "某人".to_owned(),
        line: "来问案子".to_owned(),
        case_no: Some("曹一丝".to_owned()),
    };
    let quick = Command::Record { record: None, act: RecordCommand::Quick { note } };
    let record = court.by("clerk_he").act(&quick).unwrap().matter;
    court.by("clerk_he").record(&record, RecordCommand::Submit { text: Box::new(plain()) }).unwrap();
    assert!(!sees(&mut court, "cus_cao", &record));
    court.assert_sound();
}

#[test]
fn a_name_about_the_paper_of_a_supplement_is_read_before_it_is_taken_in() {
    let mut court = Court::founded();
    for (lies, medium) in [("曹一丝处", ""), ("保险柜", "曹一丝的优盘")] {
        let record = court.by("clerk_he").submit(plain()).unwrap().matter;
        court.confirm_twice(&record);
        assert!(sees(&mut court, "cus_cao", &record));
        let paper = Attachment {
            kind: "PAPER_ONLY".to_owned(),
            title: "便条".to_owned(),
            hash: None,
            size: 0,
            original_location: lies.to_owned(),
            medium: medium.to_owned(),
            file_destination: String::new(),
        };
        let change = ChangeDraft::Supplement { words: "补充".to_owned(), attachments: vec![paper] };
        let seen = court.by("clerk_he").seen(&record);
        let change = RecordCommand::ProposeChange { seen, change, reason: "补充".to_owned() };
        court.by("clerk_he").record(&record, change).unwrap();
        assert!(!sees(&mut court, "cus_cao", &record), "{lies}{medium}");
    }
    court.assert_sound();
}

#[test]
fn words_that_tell_of_nobody_in_his_own_row_tell_of_him_in_another() {
    let mut court = Court::founded();
    let mut text = plain();
    let of_cao = PersonRole { description: "曹一丝的同学".to_owned(), ..insider("cus_cao", "PRESENT") };
    text.people.push(of_cao.clone());
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    assert!(sees(&mut court, "cus_cao", &record));
    text.people.push(PersonRole { description: of_cao.description, ..outsider("孟某山") });
    text.people[2].primary = false;
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert!(!sees(&mut court, "cus_cao", &record));
    court.assert_sound();
}

#[test]
fn what_was_lawful_in_version_8_by_fewer_fields_is_lawful_still() {
    let mut court = Court::founded();
    let mut text = with_row(insider("cus_deng", "PRESENT"));
    text.content = "老白来问。".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    court.by("cus_cao").other_person(&record, "cus_bai").unwrap();
    let named = |text: &mut RecordText| text.people[1].unit = "受曹一丝之托".to_owned();
    assert_eq!(first_wrong(&court, 8, &named), None);
    assert_eq!(first_wrong(&court, 9, &named).as_deref(), Some("record.other_person"));
}

/// Where a code stands a name would be shown, and nobody would be asked about it.
#[test]
fn a_name_in_the_place_of_a_code_is_taken_nowhere() {
    let mut court = Court::founded();
    let name = || "曹一丝".to_owned();
    type Put = fn(&mut RecordText, String);
    let fields: [(&str, Put); 7] = [
        ("stage", |t, w| t.stage = w),
        ("effect", |t, w| t.effect = w),
        ("special_items", |t, w| t.special_items = vec![w]),
        ("filed_to", |t, w| t.filed_to = w),
        ("channel", |t, w| drop(t.channel.insert(w, "1".to_owned()))),
        ("received_by", |t, w| t.received_by = Some(w.as_str().into())),
        ("meant[0].person", |t, w| t.meant.push(Said { person: w.as_str().into(), same: true, again: 0 })),
    ];
    let index = RecordText {
        occurred: phone_call().occurred,
        secrecy: "CLASSIFIED_STUB".to_owned(),
        ..RecordText::default()
    };
    court.by("clerk_he").submit(index.clone()).unwrap();
    for (field, put) in fields {
        for text in [plain(), index.clone()] {
            let mut text = text;
            put(&mut text, name());
            assert_eq!(wrong(court.by("clerk_he").submit(text)), [field]);
        }
    }
    let record = court.by("clerk_he").submit(plain()).unwrap().matter;
    let paper = Attachment {
        kind: "PAPER_ONLY".to_owned(),
        title: "便条".to_owned(),
        hash: None,
        size: 0,
        original_location: "保险柜".to_owned(),
        medium: String::new(),
        file_destination: name(),
    };
    assert_eq!(wrong(court.by("clerk_he").attach(&record, paper)), ["attachments.file_destination"]);
    let seen = court.by("cus_an").seen(&record);
    for field in [name(), format!("people[0].{}", name())] {
        let reasons = vec![FieldReason { field, reason: "不全".to_owned() }];
        let back = RecordCommand::Return { seen: seen.clone(), reasons };
        assert_eq!(rule(court.by("cus_an").record(&record, back)), Rule::UnknownCode);
    }
    let mut checklist = all_right();
    checklist.insert(name(), Answer::Doubt);
    let (last_four, blind) = (String::new(), BTreeMap::new());
    let remark = "见附件".to_owned();
    let confirm =
        RecordCommand::Confirm { seen: seen.clone(), checklist: checklist.clone(), remark, last_four, blind };
    assert_eq!(rule(court.by("cus_an").record(&record, confirm)), Rule::UnknownCode);
    court.by("cus_an").confirm(&record).unwrap();
    let dispute = RecordCommand::Dispute { seen, checklist, reason: "不符".to_owned() };
    assert_eq!(rule(court.by("cus_bai").record(&record, dispute)), Rule::UnknownCode);
    court.assert_sound();
}
