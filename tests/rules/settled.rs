//! What two settled of whom words mean holds for what lay before them: what the directory makes of the same
//! record later is asked about like anything else.

use crate::meant::{plain, sees};
use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::course::Course;
use liuhen::domain::event::{Body, Event, Stamp};
use liuhen::domain::ids::{MatterId, Revision};
use liuhen::domain::lang::Lang;
use liuhen::domain::organ::{OrganChange, Person};
use liuhen::domain::record::{PersonRole, QuickNote, RecordCommand, RecordEvent, RecordText, Said};
use liuhen::domain::refusal::{Flaw, No, Rule};
use liuhen::ledger::LogId;
use liuhen::office::{Mode, Trouble};
use liuhen::store::tables::TABLES;
use liuhen::store::{Fault, Register, log};
use liuhen::words::words;
use support::words::insider;
use support::*;

fn with(words: &str) -> RecordText {
    let mut text = plain();
    text.content = words.to_owned();
    text
}

fn settle(court: &mut Court, record: &MatterId) {
    for who in ["cus_an", "cus_bai"] {
        court.by(who).other_person(record, "cus_cao").unwrap();
    }
}

fn declares(court: &mut Court, who: &str, name: &str) {
    let (person, kin_names) = (who.into(), vec![name.to_owned()]);
    court.change(OrganChange::Kin { person, kin: Vec::new(), kin_names });
}

fn changed(court: &mut Court, change: impl FnOnce(&mut Person)) {
    let mut person = court.office.organ().people[&"cus_cao".into()].clone();
    change(&mut person);
    court.change(OrganChange::Person { person });
}

#[test]
fn what_two_settled_frees_nobody_of_what_the_directory_says_of_him_later() {
    type Later = fn(&mut Court);
    let cases: [(&str, Later); 6] = [
        ("李大海也来问。", |court| declares(court, "cus_cao", "李大海")),
        ("调研员也来问。", |court| changed(court, |p| p.post = "调研员".to_owned())),
        ("陈一丝也来问。", |court| changed(court, |p| p.name = "陈一丝".to_owned())),
        ("督导专班负责人也来问。", |court| {
            let mut unit = court.office.organ().units.values().next().unwrap().clone();
            (unit.name, unit.head) = ("督导专班".to_owned(), Some("cus_cao".into()));
            court.change(OrganChange::Unit { unit });
        }),
        // So short that the words around are the same.
        ("李大海。", |court| declares(court, "cus_cao", "李大海")),
        ("李大海也来问。", |court| {
            declares(court, "cus_cao", "李大海");
            declares(court, "cus_cao", "王小明");
        }),
    ];
    for (words, later) in cases {
        let mut court = Court::founded();
        let record = court.by("clerk_he").submit(with(&format!("老曹来问。{words}"))).unwrap().matter;
        let never = court.by("clerk_he").submit(with(words)).unwrap().matter;
        settle(&mut court, &record);
        assert!(sees(&mut court, "cus_cao", &record), "{words}");
        later(&mut court);
        assert!(!sees(&mut court, "cus_cao", &never), "{words}");
        assert!(!sees(&mut court, "cus_cao", &record), "{words}");
        let questions = court.by("cus_an").sheet(&record).unwrap().questions;
        let of_him: Vec<_> = questions.iter().filter(|q| q.person.as_str() == "cus_cao").collect();
        assert!(of_him.len() == 1 && of_him[0].passages.len() == 1, "{words}: {questions:?}");
        // They settle that as well, and both stay settled.
        settle(&mut court, &record);
        assert!(sees(&mut court, "cus_cao", &record), "{words}");
        court.assert_sound();
    }
}

#[test]
fn a_hand_given_before_he_declared_a_relative_settles_nothing_of_the_relative() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(with("老曹来问。李大海也来问。")).unwrap().matter;
    court.by("cus_an").other_person(&record, "cus_cao").unwrap();
    declares(&mut court, "cus_cao", "李大海");
    court.by("cus_bai").other_person(&record, "cus_cao").unwrap();
    assert!(!sees(&mut court, "cus_cao", &record));
    court.by("cus_an").other_person(&record, "cus_cao").unwrap();
    assert!(sees(&mut court, "cus_cao", &record));
    court.assert_sound();
}

#[test]
fn what_was_settled_of_a_dropped_relative_and_of_a_former_post_stays_settled() {
    let mut court = Court::founded();
    declares(&mut court, "cus_cao", "李大海");
    let record = court.by("clerk_he").submit(with("老曹来问。李大海也来问。")).unwrap().matter;
    settle(&mut court, &record);
    declares(&mut court, "cus_cao", "王小明");
    changed(&mut court, |p| p.post = "调研员".to_owned());
    assert!(sees(&mut court, "cus_cao", &record));
    court.assert_sound();
}

#[test]
fn whoever_is_picked_as_the_relative_of_a_row_does_not_see_the_record() {
    let mut court = Court::founded();
    let role =
        |who: &str, role: &str| PersonRole { relation_to_recorder: "PEER".into(), ..insider(who, role) };
    let mut text = plain();
    (text.stream, text.matter) = ("MAJ".to_owned(), "CASE".to_owned());
    text.people.push(role("cus_cao", "RELATIVE"));
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert!(!sees(&mut court, "cus_cao", &record));
    assert_eq!(rule(court.by("cus_an").other_person(&record, "cus_cao")), Rule::NamedHere);
    // Whoever was there, was approached or bore witness did what he is there for.
    for here in ["PRESENT", "APPROACHED", "WITNESS"] {
        let mut text = plain();
        text.people.push(role("cus_cao", here));
        let record = court.by("clerk_he").submit(text).unwrap().matter;
        assert!(sees(&mut court, "cus_cao", &record), "{here}");
    }
    court.assert_sound();
}

/// The first act that is wrong when all of them are judged by the rules of a version.
pub(crate) fn first_wrong(court: &Court, v: u8, edit: &dyn Fn(&mut RecordText)) -> Option<String> {
    let mut course = Course::default();
    let register = Register::open(court.dir(), TABLES, Mode::Session).unwrap();
    log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
        let mut body: Body = serde_json::from_str(text).unwrap();
        body.v = v;
        if let Event::Record(RecordEvent::Submitted { text, .. } | RecordEvent::Amended { text }) =
            &mut body.act
        {
            edit(text);
        }
        let (seq, at, revision) = (entry.header.seq, entry.header.time_ms, Revision(entry.leaf.revision()));
        let stamp = Stamp { seq, v, at, matter: body.matter, actor: &body.actor, revision };
        course.take(&stamp, &body);
        Ok(())
    })
    .unwrap();
    course.wrong().map(|w| w.kind)
}

#[test]
fn what_was_lawful_in_version_6_by_what_two_had_settled_then_is_lawful_still() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(with("老白来问。邓不苟在旁边。")).unwrap().matter;
    for who in ["cus_an", "cus_cao"] {
        court.by(who).other_person(&record, "cus_bai").unwrap();
    }
    declares(&mut court, "cus_bai", "李大海");
    let said =
        RecordCommand::OtherPerson { person: "cus_deng".into(), also: Vec::new(), reason: "核实".into() };
    court.by("cus_bai").record(&record, said).unwrap();
    for v in [6, 7] {
        assert_eq!(first_wrong(&court, v, &|_| ()), None, "{v}");
    }
    let named = |text: &mut RecordText| text.content.push_str("李大海也来问。");
    assert_eq!(first_wrong(&court, 6, &named), None);
    assert_eq!(first_wrong(&court, 7, &named).as_deref(), Some("record.other_person"));
}

#[test]
fn what_was_lawful_in_version_7_by_fewer_forms_of_a_name_is_lawful_still() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(with("老白来问。")).unwrap().matter;
    court.by("cus_cao").other_person(&record, "cus_bai").unwrap();
    // 曹一丝 by a dash that Unicode decomposes, between others.
    let named = |text: &mut RecordText| text.content.push_str("曹-﹣-丝也来问。");
    assert_eq!(first_wrong(&court, 7, &named), None);
    assert_eq!(first_wrong(&court, 8, &named).as_deref(), Some("record.other_person"));
    let record = court.by("clerk_he").submit(with("曹-﹣-丝也来问。")).unwrap().matter;
    assert!(!sees(&mut court, "cus_cao", &record));
}

#[test]
fn a_custodian_is_told_why_he_is_asked_though_the_words_are_not_shown() {
    let mut court = Court::founded();
    let note = QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "某人".to_owned(),
        line: "曹某丝来电，老曹也来问".to_owned(),
        case_no: None,
    };
    let quick = Command::Record { record: None, act: RecordCommand::Quick { note } };
    let record = court.by("clerk_he").act(&quick).unwrap().matter;
    let mut text = plain();
    text.people[0].name = "曹某丝".to_owned();
    court.by("clerk_he").record(&record, RecordCommand::Submit { text: Box::new(text.clone()) }).unwrap();
    text.meant.push(Said { person: "cus_deng".into(), same: true, again: 0 });
    court.by("clerk_he").amend(&record, text).unwrap();
    let asked = court.by("cus_an").sheet(&record).unwrap().questions;
    let told = |who: &str, lang: Lang| -> Vec<String> {
        let q = asked.iter().find(|q| q.person.as_str() == who).unwrap();
        q.passages.iter().map(|p| words(lang).passage(&p.field, &p.words)).collect()
    };
    // What the completed text says as well is shown; of the rest it is said where it stands.
    assert_eq!(
        told("cus_cao", Lang::Zh),
        ["速记「曹某」", "速记「曹某丝」", "速记（原话不在这里显示）", "人员「曹某丝」"]
    );
    assert_eq!(told("cus_deng", Lang::Zh), ["记录人后来从名册指明的"]);
    assert_eq!(told("cus_deng", Lang::En), ["Named by the recorder afterwards, from the directory"]);
}

#[test]
fn whoever_a_note_calls_by_a_mask_and_the_text_puts_in_another_house_asks_about_nobody() {
    let mut court = Court::founded();
    let note = |who: &str| QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: who.to_owned(),
        line: "来电询问何时开庭".to_owned(),
        case_no: None,
    };
    let mut asked = |unit: &str, kind: &str, row: &str| {
        let quick = Command::Record { record: None, act: RecordCommand::Quick { note: note("曹某某") } };
        let record = court.by("clerk_he").act(&quick).unwrap().matter;
        let mut text = plain();
        (text.people[0].unit, text.people[0].kind) = (unit.to_owned(), kind.to_owned());
        text.people[0].name = row.to_owned();
        text.people[0].post = "副局长".to_owned();
        let text = Box::new(text);
        court.by("clerk_he").record(&record, RecordCommand::Submit { text }).unwrap();
        court.recused(&record).contains(&"cus_cao".to_owned())
    };
    assert!(!asked("市住建局", "EXT_LEADER", "曹某某"));
    // Where the text does not say that it is he, or not that he is of another house, the note asks.
    assert!(asked("市住建局", "EXT_LEADER", "汪德海"));
    assert!(asked("", "UNKNOWN", "曹某某"));
}

/// Whom an amendment picks and two settled, before two have taken it in, may act; both verifiers say so.
#[test]
fn the_second_verifier_lets_act_whom_an_amendment_picked_and_two_settled() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(plain()).unwrap().matter;
    let mut text = plain();
    text.people.push(PersonRole { relation_to_recorder: "PEER".into(), ..insider("cus_cao", "RELAYER") });
    court.by("clerk_he").amend(&record, text).unwrap();
    assert!(!sees(&mut court, "cus_cao", &record));
    settle(&mut court, &record);
    let declares = RecordCommand::DeclareRecusal { reason: "与此事有关".to_owned() };
    court.by("cus_cao").record(&record, declares).unwrap();
    court.assert_sound();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/verify/verify.py");
    let said = std::process::Command::new("python3").args(["-B", script]).arg(court.dir()).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
}

/// Two processes of one recorder look before either has written.
#[test]
fn the_same_event_entered_by_two_processes_at_once_is_one_record() {
    let mut court = Court::founded();
    court.office.enter_once(true);
    court.by("clerk_he").submit(plain()).unwrap();
    match court.by("clerk_he").submit(plain()) {
        Err(Trouble::No(No::Wrong(wrong))) => assert_eq!(wrong[0].flaw, Flaw::WrittenBefore),
        other => panic!("{other:?}"),
    }
    court.office.enter_once(false);
    court.by("clerk_he").submit(plain()).unwrap();
}
