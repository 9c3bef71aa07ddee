//! Whom the words may mean: in every spelling and every field the person concerned sees nothing and
//! does nothing until two others have settled that it is somebody else.

use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::committee::{Application, ItemCommand};
use liuhen::domain::course::Course;
use liuhen::domain::escalation::{Decision, EscalationCommand, EscalationEvent};
use liuhen::domain::event::{Body, Event, Stamp};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, Revision};
use liuhen::domain::organ::{OrganChange, Person};
use liuhen::domain::record::{
    Attachment, ChangeDraft, FieldReason, Gift, PersonRole, QuickNote, RecordCommand, RecordEvent,
    RecordText, Said, warnings,
};
use liuhen::domain::refusal::{Flaw, Rule};
use liuhen::domain::routing::RoutingAct;
use liuhen::domain::search::Filter;
use liuhen::ledger::LogId;
use liuhen::office::{Mode, QuestionView};
use liuhen::store::tables::TABLES;
use liuhen::store::{Fault, Register, log};
use support::words::{insider, outsider};
use support::*;

pub(crate) fn sees(court: &mut Court, who: &str, record: &MatterId) -> bool {
    let sheet = court.by(who).sheet(record).is_ok();
    let page = court
        .office
        .records(&actor(who), &Filter::default(), liuhen::domain::search::Near::Start, 500)
        .unwrap();
    let listed = page.lines.iter().any(|l| &l.id == record);
    let desk = court.office.desk(&actor(who)).unwrap().iter().any(|l| l.record.as_ref() == Some(record));
    let acts = court.office.acts(&actor(who), None, 2000).unwrap();
    let told = acts.iter().any(|l| l.matter.as_ref() == Some(record));
    assert!(sheet == listed && (sheet || !desk && !told), "{who}: {sheet} {listed} {desk} {told}");
    if !sheet {
        assert_eq!(rule(court.by(who).confirm(record)), Rule::NoSuchMatter, "{who}");
        let why = "理由".to_owned();
        let mut by = court.by(who);
        let other = RecordCommand::OtherPerson { person: who.into(), also: Vec::new(), reason: why.clone() };
        assert_eq!(rule(by.record(record, other)), Rule::NoSuchMatter, "{who}");
        let same = RecordCommand::SamePerson { person: who.into(), reason: why };
        assert_eq!(rule(by.record(record, same)), Rule::NoSuchMatter, "{who}");
    }
    sheet
}

pub(crate) fn plain() -> RecordText {
    let mut text = phone_call();
    text.people = vec![outsider("钱大海")];
    text
}

/// Puts words into a text.
type Put = fn(&mut RecordText, &str);

/// Every place of a record where words stand, each with a way to put some there.
fn places() -> Vec<(&'static str, Put)> {
    fn row(text: &mut RecordText, change: impl FnOnce(&mut PersonRole)) {
        let mut row = PersonRole { role: "RELAYER".to_owned(), ..PersonRole::default() };
        row.name = "孟某山".to_owned();
        change(&mut row);
        text.people.push(row);
    }
    fn gift(change: impl FnOnce(&mut Gift)) -> Gift {
        let mut gift = Gift {
            kind: "GOODS".to_owned(),
            description: "茶叶".to_owned(),
            answer: "REFUSED".to_owned(),
            ..Gift::default()
        };
        change(&mut gift);
        gift
    }
    vec![
        ("inquirer", |t, w| t.people[0].name = w.to_owned()),
        ("behalf", |t, w| {
            row(t, |p| (p.role, p.name) = ("BEHALF".to_owned(), w.to_owned()));
        }),
        ("relayer", |t, w| row(t, |p| p.name = w.to_owned())),
        ("present", |t, w| {
            row(t, |p| (p.role, p.name) = ("PRESENT".to_owned(), w.to_owned()));
        }),
        ("description", |t, w| row(t, |p| p.description = format!("自称{w}的人"))),
        ("post", |t, w| row(t, |p| p.post = format!("{w}的秘书"))),
        ("former unit", |t, w| row(t, |p| p.former_unit = format!("{w}处"))),
        ("relation to a party", |t, w| row(t, |p| p.relation_to_party = format!("{w}的亲戚"))),
        ("relation to the recorder", |t, w| {
            row(t, |p| {
                p.relation_to_recorder = "OTHER".to_owned();
                p.relation_words = format!("{w}介绍");
            });
        }),
        ("contact", |t, w| row(t, |p| p.contact = format!("{w}转"))),
        ("content", |t, w| t.content = format!("钱大海来电,说{w}已经打过招呼了。")),
        ("place", |t, w| t.place = format!("{w}的办公室")),
        ("channel", |t, w| drop(t.channel.insert("PHONE".to_owned(), format!("{w}的手机")))),
        ("response", |t, w| t.response_text = format!("已告知{w}")),
        ("gift", |t, w| t.gifts = vec![gift(|g| g.description = format!("{w}托人带来的茶叶"))]),
        ("gift returned to", |t, w| {
            t.gifts = vec![gift(|g| {
                (g.answer, g.returned_to) = ("RETURNED".to_owned(), w.to_owned());
            })];
        }),
        ("late reason", |t, w| t.late_reason = format!("等{w}回话")),
        ("no material", |t, w| t.no_material_reason = format!("{w}收走了")),
        ("unit", |t, w| row(t, |p| p.unit = format!("{w}办公室"))),
        ("material", |t, w| {
            t.attachments = vec![Attachment {
                kind: "PAPER_ONLY".to_owned(),
                title: format!("{w}的便条"),
                hash: None,
                size: 0,
                original_location: "保险柜".to_owned(),
                medium: String::new(),
                file_destination: String::new(),
            }];
        }),
        ("where the paper lies", |t, w| {
            t.attachments = vec![Attachment {
                kind: "PAPER_ONLY".to_owned(),
                title: "便条".to_owned(),
                hash: None,
                size: 0,
                original_location: format!("{w}处"),
                medium: String::new(),
                file_destination: String::new(),
            }];
        }),
    ]
}

/// Custodian Cao by every spelling of his name.
const CAO: &[&str] = &[
    "曹一丝",
    "曹一絲",
    "曹⼀丝",
    "曹㇐丝",
    "曹ー丝",
    "曹—丝",
    "曹 一 丝",
    "曹　一丝",
    "曹\u{a0}一\u{2009}丝",
    "曹·一·丝",
    "曹•一丝",
    "曹一丝\u{fe00}",
    "曹一\u{e0100}丝",
    "曹\u{200b}一\u{feff}丝",
    "曹\u{ad}一丝",
    "曹一\u{f0b7}丝",
    "曹一丝（专库）",
    "曹一丝保管员",
    "某局 曹一丝",
    "曹一丝律师",
    "曹一丝等人",
    "（曹一丝）",
    "「曹一丝」",
    "ＣＡＯＹＩＳＩ",
    "cao yi si",
    "CaoYisi",
    "老曹一丝",
];

#[test]
fn in_every_spelling_and_every_field_the_person_concerned_sees_nothing() {
    let mut court = Court::founded();
    let invisible =
        |c: char| matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{f0b7}' | '\u{fe00}' | '\u{e0100}');
    let mut count = 0;
    let mut submit = |court: &mut Court, field: &str, put: Put, words: &str| {
        let mut text = plain();
        put(&mut text, words);
        let record = match court.by("clerk_he").submit(text) {
            Ok(receipt) => receipt.matter,
            // What cannot be seen is not taken in to begin with.
            refused => {
                let problems = wrong(refused);
                return assert!(
                    !problems.is_empty() && words.chars().any(invisible),
                    "{field} {words:?}: {problems:?}"
                );
            }
        };
        assert!(!sees(court, "cus_cao", &record), "{field}: {words:?}");
        assert!(court.by("cus_deng").sheet(&record).is_ok(), "{field}: {words:?}");
        count += 1;
    };
    // "caoyisi" has seven letters; a shorter name in letters is part of other words.
    for words in CAO.iter().filter(|w| w.len() != 6) {
        submit(&mut court, "content", places()[10].1, words);
        submit(&mut court, "inquirer", places()[0].1, words);
    }
    for (field, put) in places() {
        for words in ["曹一丝", "曹⼀絲"] {
            submit(&mut court, field, put, words);
        }
    }
    assert!(count > 80, "{count}");
    court.assert_sound();
}

#[test]
fn whoever_is_said_by_his_post_sees_nothing_and_others_of_that_surname_do() {
    let mut court = Court::founded();
    for (words, out) in [
        ("郑院长", vec!["chief"]),
        ("我院院长(郑)", vec!["chief"]),
        ("院长", vec!["chief"]),
        ("孙院长", vec!["vp_sun"]),
        ("孙副院长", vec!["vp_sun"]),
        ("副院长", vec!["vp_sun", "vp_zhou"]),
        ("赵庭长", vec!["head_zhao"]),
        ("刑庭庭长", vec!["head_zhao"]),
        ("庭长", vec!["head_zhao", "head_qin"]),
        ("李院长", vec![]),
        ("市医院院长", vec![]),
        ("淮示市中级人民法院院长", vec![]),
    ] {
        for put in [places()[0].1, places()[10].1] {
            let mut text = plain();
            put(&mut text, words);
            let record = court.by("clerk_he").submit(text).unwrap().matter;
            // Whoever keeps the store, and the president by his office, would see it otherwise.
            for who in ["chief", "cus_an", "dish_fan"] {
                assert_eq!(sees(&mut court, who, &record), !out.contains(&who), "{who}: {words}");
            }
            let found = court.recused(&record);
            let found: Vec<&str> = found.iter().map(String::as_str).collect();
            let mut out = out.clone();
            out.sort_unstable();
            assert_eq!(found, out, "{words}");
        }
    }
}

#[test]
fn an_earlier_text_a_proposal_and_a_quick_note_count_as_well() {
    let mut court = Court::founded();
    let note = QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "某人".to_owned(),
        line: "曹一絲来问".to_owned(),
        case_no: None,
    };
    let quick = liuhen::domain::command::Command::Record { record: None, act: RecordCommand::Quick { note } };
    let record = court.by("clerk_he").act(&quick).unwrap().matter;
    let submit = RecordCommand::Submit { text: Box::new(plain()) };
    court.by("clerk_he").record(&record, submit).unwrap();
    assert!(!sees(&mut court, "cus_cao", &record));
    // What the note says stays the recorder's: the question shows that it is there, not what it says.
    let question = &court.by("cus_an").sheet(&record).unwrap().questions[0];
    assert_eq!((question.person.as_str(), question.passages.len()), ("cus_cao", 1));
    assert!(question.passages[0].words.is_empty());

    let mut text = plain();
    text.content = "曹一丝来电,询问何时判决。".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    court.by("clerk_he").amend(&record, plain()).unwrap();
    assert!(!sees(&mut court, "cus_cao", &record));

    for proposal in [
        ChangeDraft::Supplement { words: "其实是曹一丝".to_owned(), attachments: Vec::new() },
        ChangeDraft::Correction {
            text: Box::new(RecordText { people: vec![outsider("曹 一丝")], ..plain() }),
        },
    ] {
        let record = court.by("clerk_he").submit(plain()).unwrap().matter;
        assert!(sees(&mut court, "cus_cao", &record));
        court.confirm_twice(&record);
        let seen = court.by("clerk_he").seen(&record);
        let change = RecordCommand::ProposeChange { seen, change: proposal, reason: "补充".to_owned() };
        court.by("clerk_he").record(&record, change).unwrap();
        assert!(!sees(&mut court, "cus_cao", &record));
    }
}

#[test]
fn a_relatives_name_takes_its_bearer_out_and_whoever_may_be_meant_takes_his_kin_along() {
    let mut court = Court::founded();
    court.change(OrganChange::Kin {
        person: "cus_bai".into(),
        kin: vec!["cus_cao".into()],
        kin_names: vec!["买买提·艾力".to_owned()],
    });
    for words in ["买买提·艾力", "买买提•艾力", "買買提艾力", "买买提．艾力律师"] {
        let mut text = plain();
        text.people = vec![outsider(words)];
        let record = court.by("clerk_he").submit(text).unwrap().matter;
        // And his kinswoman, as long as it is not settled.
        assert_eq!(court.recused(&record), ["cus_bai", "cus_cao"], "{words}");
        assert!(!sees(&mut court, "cus_bai", &record), "{words}");
    }
    let mut text = plain();
    text.content.push_str("曹一丝在旁边。");
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert_eq!(court.recused(&record), ["cus_bai", "cus_cao"]);
    // Neither he nor his kin clears him; two others do, and both are back.
    for who in ["cus_cao", "cus_bai"] {
        assert_eq!(rule(court.by(who).other_person(&record, "cus_cao")), Rule::NoSuchMatter);
    }
    assert_eq!(rule(court.by("clerk_he").other_person(&record, "cus_cao")), Rule::OwnRecord);
    court.by("cus_an").other_person(&record, "cus_cao").unwrap();
    assert_eq!(rule(court.by("cus_an").other_person(&record, "cus_cao")), Rule::TwoHandsOnePerson);
    assert_eq!(court.recused(&record), ["cus_bai", "cus_cao"]);
    court.by("cus_deng").other_person(&record, "cus_cao").unwrap();
    assert!(court.recused(&record).is_empty());
    assert!(sees(&mut court, "cus_cao", &record) && sees(&mut court, "cus_bai", &record));
    assert_eq!(rule(court.by("cus_an").other_person(&record, "cus_cao")), Rule::NotInQuestion);
    court.assert_sound();
}

#[test]
fn what_was_settled_of_some_words_is_asked_again_of_others() {
    let mut court = Court::founded();
    let mut text = plain();
    text.content = "钱大海来电,说起外地的曹一丝。".to_owned();
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    court.by("cus_an").other_person(&record, "cus_cao").unwrap();
    // The other custodian reads another text: the first one has not read it.
    text.place = "曹一丝的办公室".to_owned();
    court.by("clerk_he").amend(&record, text.clone()).unwrap();
    court.by("cus_bai").other_person(&record, "cus_cao").unwrap();
    assert_eq!(court.recused(&record), ["cus_cao"]);
    court.by("cus_an").other_person(&record, "cus_cao").unwrap();
    assert!(court.recused(&record).is_empty());
    // The same passages stay settled in a later text, a new one does not.
    text.response_text = "已拒绝".to_owned();
    court.by("clerk_he").amend(&record, text.clone()).unwrap();
    assert!(court.recused(&record).is_empty());
    text.response_text = "已告知本院曹一丝".to_owned();
    court.by("clerk_he").amend(&record, text).unwrap();
    assert_eq!(court.recused(&record), ["cus_cao"]);
    let questions = court.by("cus_an").sheet(&record).unwrap().questions;
    assert_eq!(questions[0].passages.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["response_text"]);
}

#[test]
fn one_hand_says_that_it_is_he_and_two_undo_what_two_settled() {
    let mut court = Court::founded();
    let mut text = plain();
    text.content.push_str("曹一丝在旁边。");
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let same =
        |person: &str| RecordCommand::SamePerson { person: person.into(), reason: "核实".to_owned() };
    assert_eq!(rule(court.by("cus_an").record(&record, same("cus_deng"))), Rule::NotInQuestion);
    assert_eq!(rule(court.by("clerk_he").record(&record, same("cus_cao"))), Rule::OwnRecord);
    assert_eq!(rule(court.by("judge_wang").record(&record, same("cus_cao"))), Rule::NotYourCapacity);
    court.by("cus_an").record(&record, same("cus_cao")).unwrap();
    assert!(court.by("cus_an").sheet(&record).unwrap().questions.is_empty());
    assert_eq!(court.recused(&record), ["cus_cao"]);
    court.by("cus_bai").other_person(&record, "cus_cao").unwrap();
    assert_eq!(court.recused(&record), ["cus_cao"]);
    court.by("cus_an").other_person(&record, "cus_cao").unwrap();
    assert!(court.recused(&record).is_empty());
    // What two said may turn out to be wrong: two say so, though nothing is asked any more.
    assert_eq!(rule(court.by("cus_cao").record(&record, same("cus_cao"))), Rule::NotInQuestion);
    assert_eq!(rule(court.by("cus_an").record(&record, same("cus_deng"))), Rule::NotInQuestion);
    assert_eq!(court.by("cus_an").sheet(&record).unwrap().not_meant, ["cus_cao".into()]);
    court.by("cus_an").record(&record, same("cus_cao")).unwrap();
    assert!(court.recused(&record).is_empty(), "one alone undoes nothing");
    assert_eq!(rule(court.by("cus_an").record(&record, same("cus_cao"))), Rule::TwoHandsOnePerson);
    let asked = court.office.desk(&actor("cus_bai")).unwrap();
    assert!(asked.iter().any(|l| l.act == Act::SamePerson), "the other is asked: {asked:?}");
    court.by("cus_bai").record(&record, same("cus_cao")).unwrap();
    assert_eq!(court.recused(&record), ["cus_cao"]);
    assert!(court.by("cus_an").sheet(&record).unwrap().not_meant.is_empty());
    court.assert_sound();
}

#[test]
fn the_recorders_answer_takes_somebody_out_and_never_back_in() {
    let mut court = Court::founded();
    let mut text = plain();
    text.content.push_str("曹一丝在旁边,邓不苟也在。");
    text.meant = vec![
        Said { person: "cus_cao".into(), same: false, again: 0 },
        Said { person: "cus_deng".into(), same: true, again: 0 },
    ];
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert_eq!(court.recused(&record), ["cus_cao", "cus_deng"]);
    let questions = court.by("cus_an").sheet(&record).unwrap().questions;
    assert_eq!(questions.len(), 1);
    assert_eq!((questions[0].person.as_str(), questions[0].recorder_says_same), ("cus_cao", Some(false)));
    // Nobody may be said to be meant whom the directory does not have.
    let mut text = plain();
    text.meant = vec![Said { person: "nobody".into(), same: true, again: 0 }];
    assert_eq!(wrong(court.by("clerk_he").submit(text)), ["meant[0].person"]);
}

#[test]
fn one_answer_settles_everybody_whom_the_same_words_may_mean() {
    let mut court = Court::founded();
    let mut text = plain();
    text.content.push_str("还说庭长知道这件事。");
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert_eq!(court.recused(&record), ["head_qin", "head_zhao"]);
    let both = || RecordCommand::OtherPerson {
        person: "head_qin".into(),
        also: vec!["head_zhao".into()],
        reason: "指外院的庭长".to_owned(),
    };
    court.by("cus_an").other_person(&record, "head_qin").unwrap();
    // One of the two has a hand already: one answer would come to two things.
    assert_eq!(rule(court.by("cus_bai").record(&record, both())), Rule::NotInQuestion);
    court.by("cus_bai").other_person(&record, "head_zhao").unwrap();
    court.by("cus_bai").other_person(&record, "head_qin").unwrap();
    assert_eq!(court.recused(&record), ["head_zhao"]);
    court.by("cus_an").other_person(&record, "head_zhao").unwrap();
    assert!(court.recused(&record).is_empty());
    let mut text = plain();
    text.content.push_str("还说庭长知道这件事。");
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    for who in ["cus_an", "cus_bai"] {
        assert_eq!(court.recused(&record), ["head_qin", "head_zhao"]);
        court.by(who).record(&record, both()).unwrap();
    }
    assert!(court.recused(&record).is_empty());
    court.assert_sound();
}

#[test]
fn who_recorded_and_who_was_picked_as_present_is_not_in_question_by_that() {
    let mut court = Court::founded();
    let mut text = visit(&["judge_tang", "cus_an"]);
    text.content = "何知远接待,钱大海来访。".to_owned();
    text.received_by = None;
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    assert!(court.recused(&record).is_empty());
    court.by("clerk_he").sheet(&record).unwrap();
    court.by("judge_tang").sign(&record, None).unwrap();
    // Named in the words as well, a witness is asked about first.
    text.content.push_str("唐先知说他早就知道。");
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert_eq!(court.recused(&record), ["judge_tang"]);
    assert_eq!(rule(court.by("judge_tang").sign(&record, None)), Rule::NoSuchMatter);
    for who in ["cus_bai", "cus_cao"] {
        court.by(who).other_person(&record, "judge_tang").unwrap();
    }
    court.by("judge_tang").sign(&record, None).unwrap();
}

#[test]
fn no_record_is_left_without_two_who_can_confirm_it() {
    let mut court = Court::founded();
    let mut text = plain();
    text.content = "说安守正、白慎独、曹一丝都打过招呼。".to_owned();
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    assert_eq!(court.recused(&record), ["cus_an", "cus_bai", "cus_cao"]);
    // One custodian is left; the head of discipline stands in, and nobody else.
    let sheet = court.by("clerk_he").sheet(&record).unwrap();
    assert_eq!(sheet.checked_by.as_ref().map(|c| (c.custodians, c.stand_ins)), Some((1, 1)));
    assert_eq!(rule(court.by("dis_e").confirm(&record)), Rule::NotYourCapacity);
    assert!(court.office.desk(&actor("dish_fan")).unwrap().iter().any(|l| l.record == Some(record)));
    court.by("cus_deng").confirm(&record).unwrap();
    court.by("dish_fan").confirm(&record).unwrap();
    // Where nobody is left at all, the recorder is told; who settles it opens it to the others.
    text.content = "说安守正、白慎独、曹一丝、邓不苟、鄂监察、范主任都打过招呼。".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let sheet = court.by("clerk_he").sheet(&record).unwrap();
    assert_eq!(sheet.checked_by.as_ref().map(|c| (c.custodians, c.stand_ins)), Some((0, 0)));
    court.by("chief").other_person(&record, "cus_an").unwrap();
    court.assert_sound();
}

#[test]
fn what_is_written_about_a_record_counts_as_well_and_a_colleague_is_named_for_his_work() {
    let mut court = Court::founded();
    let why = || "郑院长打过招呼".to_owned();
    let fresh = |court: &mut Court| court.by("clerk_he").submit(plain()).unwrap().matter;
    let returned = fresh(&mut court);
    let seen = court.by("cus_an").seen(&returned);
    let reasons = vec![FieldReason { field: "content".to_owned(), reason: why() }];
    court.by("cus_an").record(&returned, RecordCommand::Return { seen, reasons }).unwrap();
    let ordered = fresh(&mut court);
    let order = RecordCommand::OrderRecusal { person: "cus_deng".into(), reason: why() };
    court.by("dish_fan").record(&ordered, order).unwrap();
    let asked = fresh(&mut court);
    court.confirm_twice(&asked);
    let ask = RecordCommand::AskIdentity { purpose: why() };
    court.by("dish_fan").record(&asked, ask).unwrap();
    for record in [returned, ordered, asked] {
        assert!(!sees(&mut court, "chief", &record));
    }
    // Whoever has acted on it is told of by other words as anybody is.
    let record = fresh(&mut court);
    court.by("cus_bai").confirm(&record).unwrap();
    let reasons = |reason: &str| vec![FieldReason { field: "content".to_owned(), reason: reason.to_owned() }];
    let seen = court.by("cus_an").seen(&record);
    let act = RecordCommand::Return { seen, reasons: reasons("白慎独收了过问人的礼") };
    court.by("cus_an").record(&record, act).unwrap();
    assert!(!sees(&mut court, "cus_bai", &record));
    // What one custodian writes of the other's hand takes nobody's hand back.
    let record = fresh(&mut court);
    court.by("cus_bai").confirm(&record).unwrap();
    let seen = court.by("cus_an").seen(&record);
    let reasons =
        vec![FieldReason { field: "content".to_owned(), reason: "白慎独核对有误".to_owned() }];
    court.by("cus_an").record(&record, RecordCommand::Return { seen, reasons }).unwrap();
    assert!(court.recused(&record).is_empty());
    assert!(sees(&mut court, "cus_bai", &record));
    court.assert_sound();
}

#[test]
fn words_in_a_matter_beside_the_record_count_as_well_and_whom_they_ask_is_not_told_of() {
    let mut court = Court::founded();
    let pressed = "郑院长打过招呼,要求从快";
    let fresh = |court: &mut Court| court.by("clerk_he").submit(plain()).unwrap().matter;
    let start = |record: &MatterId, text: &str| Command::Escalation {
        escalation: None,
        act: EscalationCommand::Start {
            record: *record,
            reason: "HARD".to_owned(),
            text: text.to_owned(),
            wanted: Vec::new(),
            consent: true,
        },
    };
    // The ladder is never laid before whom its own text may mean.
    let record = fresh(&mut court);
    let e = court.by("clerk_he").act(&start(&record, "李审远说赵庭长和郑院长要求改判")).unwrap().matter;
    assert_eq!(court.recused(&record), ["chief", "head_zhao", "judge_li"]);
    for who in ["judge_li", "head_zhao", "chief"] {
        assert!(!sees(&mut court, who, &record), "{who}");
        let answer = court.by(who).answer(&e, Decision::Accept, "知道了");
        assert_eq!(rule(answer), Rule::NoSuchMatter, "{who}");
    }
    court.by("vp_sun").answer(&e, Decision::PassUp, "请上级定").unwrap();
    let (view, _) = court.office.escalation(&actor("dish_fan"), &e).unwrap();
    assert_eq!((view.level.as_str(), view.skipped.len()), ("SUPERIOR", 3));
    // Whoever keeps the store is told where they stand, and reads them only where he may.
    let sheet = court.by("cus_an").sheet(&record).unwrap();
    let told = |q: &QuestionView| q.passages.iter().map(|p| (p.field.clone(), p.words.clone())).collect();
    let told: Vec<Vec<(String, String)>> = sheet.questions.iter().map(told).collect();
    assert_eq!(told, vec![vec![("laid".to_owned(), String::new())]; 3]);
    court.by("cus_an").other_person(&record, "chief").unwrap();
    assert!(!sees(&mut court, "chief", &record));
    court.by("cus_bai").other_person(&record, "chief").unwrap();
    assert!(sees(&mut court, "chief", &record));
    // Between two hands more was said; the first one has not read it.
    court.by("cus_an").other_person(&record, "head_zhao").unwrap();
    court.by("cus_an").send_superior(&e).unwrap();
    court.by("cus_bai").superior_answer(&e, "赵庭长打招呼的事另查").unwrap();
    court.by("cus_bai").other_person(&record, "head_zhao").unwrap();
    assert!(!sees(&mut court, "head_zhao", &record));

    // Who is asked, and who has acted there, is named for his work.
    let record = fresh(&mut court);
    let e =
        court.by("clerk_he").act(&start(&record, "压力大,请赵庭长审核,必要时报请院长批示")).unwrap().matter;
    assert!(court.recused(&record).is_empty());
    court.by("judge_li").answer(&e, Decision::PassUp, "报庭长审核").unwrap();
    court.by("head_zhao").answer(&e, Decision::PassUp, "建议孙副院长找其谈话").unwrap();
    assert_eq!(court.recused(&record), ["vp_sun"]);
    assert_eq!(rule(court.by("vp_sun").answer(&e, Decision::Accept, "知道了")), Rule::NoSuchMatter);

    // A request to a body, and a letter to another organ.
    let record = fresh(&mut court);
    let application = Application {
        record,
        committee: "ac".into(),
        kind: "CASE".to_owned(),
        request: pressed.to_owned(),
        panel_majority: String::new(),
        panel_minority: String::new(),
        advice: String::new(),
        guidance_disclosed: true,
    };
    let apply = Command::Item { item: None, act: ItemCommand::Apply(application) };
    let item = court.by("judge_li").act(&apply).unwrap().matter;
    assert!(!sees(&mut court, "chief", &record));
    assert_eq!(rule(court.by("chief").item(&item, ItemCommand::Approve)), Rule::NoSuchMatter);
    court.by("vp_sun").item(&item, ItemCommand::Approve).unwrap();
    let record = court.confirmed();
    assert!(sees(&mut court, "chief", &record));
    let act = RoutingAct::Route {
        record,
        target: "PLC".to_owned(),
        override_reason: "郑院长打过招呼".to_owned(),
        form: "REPORT".to_owned(),
        to_unit: "本院监督部门".to_owned(),
        text: "请核查".to_owned(),
    };
    court.by("dis_e").act(&Command::Routing { matter: None, act }).unwrap();
    assert!(!sees(&mut court, "chief", &record));
    court.assert_sound();
}

/// A custodian who is named as whoever signed for a letter does not see the record any more until two find that
/// he is not meant: whoever wrote that learns it at once, but not whose relative a name is.
#[test]
fn whoever_keeps_the_store_is_told_whom_his_own_words_put_in_question() {
    let mut court = Court::founded();
    let kin =
        OrganChange::Kin {
            person: "cus_bai".into(), kin: Vec::new(), kin_names: vec!["汪海洋".to_owned()]
        };
    court.change(kin);
    let record = court.confirmed();
    let act = |text: &str| RoutingAct::Route {
        record,
        target: "PLC".to_owned(),
        override_reason: "依实际情况".to_owned(),
        form: "REPORT".to_owned(),
        to_unit: "本院监督部门".to_owned(),
        text: text.to_owned(),
    };
    let words = "郑院长与汪海洋都打过招呼";
    let told = court.by("dis_e").act(&Command::Routing { matter: None, act: act(words) }).unwrap();
    let chief = court.office.organ().name_of(&"chief".into());
    assert_eq!(told.may_mean, [chief.as_str()], "{told:?}");
    assert_eq!(court.recused(&record), ["chief", "cus_bai"]);
    // Told by what he wrote alone, whoever is out already.
    let again = court.by("dis_e").act(&Command::Routing { matter: None, act: act("请核查") }).unwrap();
    assert!(again.may_mean.is_empty(), "{again:?}");
    // Whoever does not keep the store is told of nobody.
    let start = Command::Escalation {
        escalation: None,
        act: EscalationCommand::Start {
            record: court.by("clerk_he").submit(plain()).unwrap().matter,
            reason: "HARD".to_owned(),
            text: words.to_owned(),
            wanted: Vec::new(),
            consent: true,
        },
    };
    assert!(court.by("clerk_he").act(&start).unwrap().may_mean.is_empty());
}

#[test]
fn whom_a_proposed_text_names_is_in_question_and_what_was_refused_can_be_cleared() {
    let mut court = Court::founded();
    let record = court.confirmed();
    let mut text = phone_call();
    text.people.push(insider("chief", "RELAYER"));
    let seen = court.by("clerk_he").seen(&record);
    let change = ChangeDraft::Correction { text: Box::new(text) };
    let act = RecordCommand::ProposeChange { seen, change, reason: "漏写".to_owned() };
    court.by("clerk_he").record(&record, act).unwrap();
    // What one person proposes alone takes somebody out, and two others let him in again.
    assert!(!sees(&mut court, "chief", &record));
    let refuse = RecordCommand::RefuseChange { change: 1, reason: "查无此事".to_owned() };
    court.by("cus_an").record(&record, refuse).unwrap();
    assert!(!sees(&mut court, "chief", &record));
    for who in ["cus_an", "cus_bai"] {
        court.by(who).other_person(&record, "chief").unwrap();
    }
    assert!(sees(&mut court, "chief", &record));
    court.assert_sound();
}

#[test]
fn a_new_name_a_new_post_and_a_dropped_relative_free_nobody_of_words_that_meant_him() {
    let mut court = Court::founded();
    let with = |words: &str| {
        let mut text = plain();
        text.content = format!("来电说{words}已经打过招呼了。");
        text
    };
    let of = |court: &Court, id: &str| court.office.organ().people[&id.into()].clone();
    let kin =
        |kin_names: Vec<String>| OrganChange::Kin { person: "cus_bai".into(), kin: Vec::new(), kin_names };
    court.change(kin(vec!["汪海洋".to_owned()]));
    let named = court.by("clerk_he").submit(with("安守正")).unwrap().matter;
    let titled = court.by("clerk_he").submit(with("郑院长")).unwrap().matter;
    let related = court.by("clerk_he").submit(with("汪海洋")).unwrap().matter;
    let person = Person { name: "安守一".to_owned(), ..of(&court, "cus_an") };
    court.change(OrganChange::Person { person });
    let person = Person { name: "王新名".to_owned(), post: "调研员".to_owned(), ..of(&court, "chief") };
    court.change(OrganChange::Person { person });
    court.change(kin(Vec::new()));
    assert!(!sees(&mut court, "cus_an", &named) && !sees(&mut court, "chief", &titled));
    assert!(!sees(&mut court, "cus_bai", &related));
    // A new record by the former name asks as well.
    let record = court.by("clerk_he").submit(with("安守正")).unwrap().matter;
    assert_eq!(court.recused(&record), ["cus_an"]);
    court.assert_sound();
}

#[test]
fn the_reason_of_an_answer_is_read_for_everybody_but_whom_it_answers_for() {
    let mut court = Court::founded();
    let mut text = plain();
    text.content = "来电说赵庭芳打过招呼。".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    for who in ["cus_an", "cus_bai"] {
        let other = RecordCommand::OtherPerson {
            person: "head_zhao".into(),
            also: Vec::new(),
            reason: "不是赵庭芳,说的是孙明理".to_owned(),
        };
        court.by(who).record(&record, other).unwrap();
    }
    assert_eq!(court.recused(&record), ["vp_sun"]);
    court.assert_sound();
}

/// Whoever settles for somebody else and writes that it was himself is out like anybody whom it names.
#[test]
fn whoever_says_of_himself_in_a_reason_that_he_is_meant_is_out() {
    let mut court = Court::founded();
    let mut text = plain();
    text.content = "来电说赵庭芳打过招呼。".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let other = |reason: &str| RecordCommand::OtherPerson {
        person: "head_zhao".into(),
        also: Vec::new(),
        reason: reason.to_owned(),
    };
    court.by("cus_an").record(&record, other("那个电话其实是安守正打的")).unwrap();
    assert!(court.recused(&record).contains(&"cus_an".to_owned()));
    assert!(court.by("cus_an").confirm(&record).is_err());
    court.assert_sound();
}

/// A unit that is renamed frees nobody of words with its old name.
#[test]
fn a_renamed_unit_frees_nobody() {
    let mut court = Court::founded();
    let mut text = plain();
    text.content = "刑事审判庭庭长来电询问。".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let before = court.recused(&record);
    assert_eq!(before, ["head_zhao"]);
    let mut unit = court.office.organ().units[&"crim".into()].clone();
    unit.name = "第一审判业务部".to_owned();
    court.change(OrganChange::Unit { unit });
    assert_eq!(court.recused(&record), before);
    court.assert_sound();
}

#[test]
fn what_was_lawful_by_fewer_words_when_it_was_written_is_lawful_still() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(plain()).unwrap().matter;
    let e = court.by("clerk_he").escalate(&record).unwrap().matter;
    for who in ["judge_li", "head_zhao", "vp_sun"] {
        court.by(who).answer(&e, Decision::PassUp, "请上级定").unwrap();
    }
    court.by("chief").answer(&e, Decision::Accept, "依法办理").unwrap();
    let first_wrong = |v: u8, edit: &dyn Fn(&mut Event)| {
        let mut course = Course::default();
        let register = Register::open(court.dir(), TABLES, Mode::Session).unwrap();
        log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
            let mut body: Body = serde_json::from_str(text).unwrap();
            (body.v, _) = (v, edit(&mut body.act));
            let (seq, at, revision) =
                (entry.header.seq, entry.header.time_ms, Revision(entry.leaf.revision()));
            course.take(
                &Stamp { seq, v: body.v, at, matter: body.matter, actor: &body.actor, revision },
                &body,
            );
            Ok(())
        })
        .unwrap();
        course.wrong().map(|w| w.kind)
    };
    assert_eq!([2, 3, 4].map(|v| first_wrong(v, &|_| ())), [None, None, None]);
    // Words beside the record, and words of the record that a later table of names reads otherwise.
    let beside = |act: &mut Event| {
        if let Event::Escalation(EscalationEvent::Started { text, .. }) = act {
            "郑院长打过招呼".clone_into(text);
        }
    };
    let own = |act: &mut Event| {
        if let Event::Record(RecordEvent::Submitted { text, .. }) = act {
            text.content.push_str("郑院长打过招呼。");
        }
    };
    for edit in [&beside as &dyn Fn(&mut Event), &own] {
        assert_eq!(first_wrong(2, edit), None);
        assert_eq!(first_wrong(3, edit).as_deref(), Some("escalation.passed_up"));
    }
    // What is read of a person since version 4: 郑 with an address, the president by another word.
    for words in ["郑老师打过招呼。", "法院老大打过招呼。"] {
        let called = |act: &mut Event| {
            if let Event::Record(RecordEvent::Submitted { text, .. }) = act {
                text.content.push_str(words);
            }
        };
        assert_eq!([2, 3].map(|v| first_wrong(v, &called)), [None, None], "{words}");
        assert_eq!(first_wrong(4, &called).as_deref(), Some("escalation.passed_up"), "{words}");
    }
    // Whom the directory says is meant was out then as well.
    let picked = |act: &mut Event| {
        if let Event::Record(RecordEvent::Submitted { text, .. }) = act {
            text.people.push(insider("chief", "INQUIRER"));
        }
    };
    assert_eq!(first_wrong(2, &picked).as_deref(), Some("escalation.passed_up"));
}

#[test]
fn words_in_the_place_of_a_case_number_are_words() {
    let mut court = Court::founded();
    let mut text = plain();
    text.case_no = "郑院长交代的那件".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert!(!sees(&mut court, "chief", &record));
}

#[test]
fn the_recorder_is_asked_while_he_writes_but_never_told_of_relatives() {
    let mut court = Court::founded();
    let from = court.office.organ().people[&"vp_sun".into()].clone();
    let kin =
        OrganChange::Kin {
            person: "vp_sun".into(), kin: from.kin, kin_names: vec!["买买提·艾力".into()]
        };
    court.change(kin);
    let organ = court.office.organ().clone();
    let asked = |text: &RecordText| {
        let all = warnings(text, &"clerk_he".into(), &organ, 2026);
        let of = all.into_iter().filter(|p| p.flaw == Flaw::MayMean);
        of.map(|p| p.detail).collect::<Vec<_>>()
    };
    let with = |words: &str| {
        let mut text = plain();
        text.content = format!("来电说{words}已经打过招呼了。");
        text
    };
    assert_eq!(asked(&with("安守正")), ["安守正 专库"]);
    assert_eq!(asked(&with("赵庭长")).len(), 1);
    assert!(asked(&with("买买提•艾力")).is_empty() && asked(&with("何知远")).is_empty());
    let mut answered = with("安守正");
    answered.meant.push(Said { person: "cus_an".into(), same: false, again: 0 });
    assert!(asked(&answered).is_empty());
}

/// A way to speak of somebody without his name, and whom it means.
const CALLED: &[(&str, &[&str])] = &[
    ("曹哥", &["cus_cao"]),
    ("曹某", &["cus_cao"]),
    ("一丝", &["cus_cao"]),
    ("操一思", &["cus_cao"]),
    ("曹×丝", &["cus_cao"]),
    ("曹□丝", &["cus_cao"]),
    ("曹〇〇", &["cus_cao"]),
    ("曹_丝", &["cus_cao"]),
    ("曹△丝", &["cus_cao"]),
    ("专库保管员", &["cus_an", "cus_bai", "cus_cao", "cus_deng"]),
    ("监察员", &["dis_e"]),
    ("刑事审判庭的头", &["head_zhao"]),
    ("秦大哥", &["head_qin"]),
    ("陈姐", &["judge_chen"]),
    ("cus_cao", &["cus_cao"]),
];

#[test]
fn whoever_is_called_by_anything_but_his_name_sees_nothing_in_any_field_and_the_others_do() {
    let mut court = Court::founded();
    let mut fell = Vec::new();
    let fields = [
        "description",
        "content",
        "place",
        "channel",
        "response",
        "late reason",
        "relayer",
        "unit",
        "material",
    ];
    for (words, out) in CALLED {
        for (field, put) in places().into_iter().filter(|(f, _)| fields.contains(f)) {
            // A row of somebody outside may be masked, and a unit is somebody's only by his name.
            if field == "relayer" && words.contains(['某', '×', '□', '〇', '_', '△'])
                || field == "unit" && out.len() > 1
            {
                continue;
            }
            let mut text = plain();
            put(&mut text, words);
            let record = court.by("clerk_he").submit(text).unwrap().matter;
            let found = court.recused(&record);
            if found != *out {
                fell.push(format!("{field}: {words}: {found:?}"));
            }
            for who in ["cus_an", "cus_cao", "dis_e"] {
                let answer = court.by(who).sheet(&record).is_ok();
                assert!(!(out.contains(&who) && answer), "{field}: {who} {words}");
            }
        }
    }
    assert!(fell.is_empty(), "{fell:#?}");
    court.assert_sound();
}

#[test]
fn a_row_of_this_organ_is_read_with_its_unit() {
    let mut court = Court::founded();
    for (change, out) in [
        ((|r| r.description = "姓赵".to_owned()) as fn(&mut PersonRole), vec!["head_zhao"]),
        (|r| r.name = "赵某".to_owned(), vec!["head_zhao"]),
        (|r| r.name = "姓赵".to_owned(), vec!["head_zhao"]),
        (|r| (r.name, r.post) = ("不详".to_owned(), "庭长".to_owned()), vec!["head_qin", "head_zhao"]),
    ] {
        let mut text = plain();
        let mut row = PersonRole {
            role: "RELAYER".to_owned(),
            kind: "OWN_STAFF".to_owned(),
            unit: "刑事审判庭".to_owned(),
            ..PersonRole::default()
        };
        change(&mut row);
        text.people.push(row);
        let record = court.by("clerk_he").submit(text).unwrap().matter;
        assert_eq!(court.recused(&record), out);
    }
    court.assert_sound();
}
