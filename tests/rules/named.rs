//! Whom the recorder says that he means: it holds as if picked from the directory, and no change of the
//! directory frees anybody of words that were written before it.

use crate::meant::{plain, sees};
use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{OrganChange, Person};
use liuhen::domain::record::{ChangeDraft, RecordCommand, RecordText, Said};
use liuhen::domain::refusal::Rule;
use liuhen::domain::routing::RoutingAct;
use liuhen::domain::search::Filter;
use support::*;

fn with(words: &str) -> RecordText {
    let mut text = plain();
    text.content = format!("来电说{words}已经打过招呼了。");
    text
}

fn means(mut text: RecordText, who: &str) -> RecordText {
    text.meant.push(Said { person: who.into(), same: true, again: 0 });
    text
}

/// Everything he could count or search it by.
fn counts(court: &mut Court, who: &str, record: &MatterId) -> usize {
    let all = ["老铁", "打过招呼", ""].map(|words| {
        let filter = Filter { words: vec![words.to_owned()], ..Filter::default() };
        let page =
            court.office.records(&actor(who), &filter, liuhen::domain::search::Near::Start, 50).unwrap();
        assert_eq!(page.total, page.lines.len());
        page.lines.iter().filter(|l| &l.id == record).count()
    });
    all.into_iter().sum()
}

#[test]
fn whoever_the_recorder_names_does_not_see_the_record_though_no_word_gives_him_away() {
    let mut court = Court::founded();
    // A nickname that nobody else could read.
    let silent = court.by("clerk_he").submit(with("老铁")).unwrap().matter;
    let named = court.by("clerk_he").submit(means(with("那个老铁"), "cus_cao")).unwrap().matter;
    assert!(court.recused(&silent).is_empty());
    assert!(sees(&mut court, "cus_cao", &silent) && !sees(&mut court, "cus_cao", &named));
    assert_eq!((counts(&mut court, "cus_cao", &named), counts(&mut court, "cus_deng", &named)), (0, 3));
    assert_eq!(court.recused(&named), ["cus_cao"]);
    // He is named, and not in question: there is nothing for two others to settle.
    assert!(court.by("cus_an").sheet(&named).unwrap().questions.is_empty());
    let other = RecordCommand::OtherPerson {
        person: "cus_cao".into(),
        also: Vec::new(),
        reason: "不是他".to_owned(),
    };
    assert!(court.by("cus_an").record(&named, other).is_err());
    // A later text that says nothing of him frees him as little.
    court.by("clerk_he").amend(&named, with("那个老铁")).unwrap();
    assert_eq!(court.recused(&named), ["cus_cao"]);
    court.confirm_twice(&named);
    // Nor does a correction, which may name another one.
    let text = Box::new(means(with("那个老铁"), "cus_deng"));
    let seen = court.by("clerk_he").seen(&named);
    let change = ChangeDraft::Correction { text };
    let correct = RecordCommand::ProposeChange { seen, change, reason: "补写指谁".to_owned() };
    court.by("clerk_he").record(&named, correct).unwrap();
    assert_eq!(court.recused(&named), ["cus_cao", "cus_deng"]);
    assert_eq!(rule(court.by("cus_deng").confirm(&named)), Rule::NoSuchMatter);
    court.assert_sound();
}

fn changed(court: &mut Court, id: &str, change: impl FnOnce(&mut Person)) {
    let mut person = court.office.organ().people[&id.into()].clone();
    change(&mut person);
    court.change(OrganChange::Person { person });
}

fn recused_after(court: &mut Court, words: &str, change: impl FnOnce(&mut Court)) -> [Vec<String>; 2] {
    let record = court.by("clerk_he").submit(with(words)).unwrap().matter;
    let before = court.recused(&record);
    assert!(!before.is_empty(), "{words}");
    change(court);
    let after = court.recused(&record);
    for who in &before {
        assert!(!sees(court, who, &record), "{who}: {words}");
    }
    court.assert_sound();
    [before, after]
}

/// At most five who hold a post are asked for it; a sixth does not free the five of older words.
#[test]
fn a_post_that_is_given_to_a_sixth_frees_nobody_of_words_written_while_few_held_it() {
    let mut court = Court::founded();
    let five = ["cus_an", "cus_bai", "cus_cao", "cus_deng", "judge_tang"];
    for who in five {
        changed(&mut court, who, |p| p.post = "卷宗管护员".to_owned());
    }
    let [before, after] = recused_after(&mut court, "卷宗管护员", |court| {
        changed(court, "judge_pan", |p| p.post = "卷宗管护员".to_owned());
    });
    assert_eq!((before, after), (five.map(str::to_owned).to_vec(), five.map(str::to_owned).to_vec()));
    // What is written from now on says too little of anybody.
    let record = court.by("clerk_he").submit(with("卷宗管护员")).unwrap().matter;
    assert!(court.recused(&record).is_empty());
}

#[test]
fn a_new_account_frees_nobody_of_words_with_the_old_one() {
    let mut court = Court::founded();
    let [before, after] = recused_after(&mut court, "cus_cao", |court| {
        changed(court, "cus_cao", |p| p.account = "cao2027".to_owned());
    });
    assert_eq!((before, after), (vec!["cus_cao".to_owned()], vec!["cus_cao".to_owned()]));
}

/// A relative among the staff is out with him, whatever is declared afterwards.
#[test]
fn a_relative_who_is_no_longer_declared_stays_out_of_what_was_written_before() {
    let mut court = Court::founded();
    let kin = |kin: &[&str]| OrganChange::Kin {
        person: "head_qin".into(),
        kin: kin.iter().map(|k| (*k).into()).collect(),
        kin_names: Vec::new(),
    };
    court.change(kin(&["cus_cao"]));
    let [before, after] = recused_after(&mut court, "曹一丝", |court| court.change(kin(&[])));
    assert_eq!(before, ["cus_cao", "head_qin"]);
    assert_eq!(after, before);
    let record = court.by("clerk_he").submit(with("曹一丝")).unwrap().matter;
    assert_eq!(court.recused(&record), ["cus_cao"]);
}

/// Somebody new whose name is a word before a title, or is the very name in a row, and another head of a
/// unit, free nobody either.
#[test]
fn a_newcomer_and_a_new_head_free_nobody() {
    let mut court = Court::founded();
    let newcomer = |court: &mut Court, id: &str, name: &str, post: &str| {
        let mut person = support::people::staff(id, name, "bench", &[]);
        person.post = post.to_owned();
        court.change(OrganChange::Person { person });
    };
    let [before, after] = recused_after(&mut court, "他已经向院长", |court| {
        newcomer(court, "vp_xiang", "向东明", "副院长");
    });
    assert_eq!((before, after.contains(&"chief".to_owned())), (vec!["chief".to_owned()], true));
    let [before, after] = recused_after(&mut court, "刑事审判庭的头", |court| {
        let mut unit = court.office.organ().units[&"crim".into()].clone();
        unit.head = Some("judge_li".into());
        court.change(OrganChange::Unit { unit });
    });
    assert_eq!(before, ["head_zhao"]);
    assert!(after.contains(&before[0]), "{after:?}");
}

/// Declared after the words were written, and withdrawn again.
#[test]
fn a_relative_who_was_declared_only_in_between_stays_out() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(with("曹一丝")).unwrap().matter;
    assert_eq!(court.recused(&record), ["cus_cao"]);
    for kin in [vec!["cus_cao".into()], Vec::new()] {
        court.change(OrganChange::Kin { person: "head_qin".into(), kin, kin_names: Vec::new() });
        assert_eq!(court.recused(&record), ["cus_cao", "head_qin"]);
        assert!(!sees(&mut court, "head_qin", &record));
    }
    court.assert_sound();
}

#[test]
fn what_two_settled_does_not_stand_when_both_of_them_are_named_afterwards() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(with("外地的曹一丝")).unwrap().matter;
    for who in ["cus_an", "cus_bai"] {
        court.by(who).other_person(&record, "cus_cao").unwrap();
    }
    assert!(court.recused(&record).is_empty());
    // One of the two named leaves what both settled.
    court.by("clerk_he").amend(&record, means(with("外地的曹一丝"), "cus_an")).unwrap();
    assert_eq!(court.recused(&record), ["cus_an"]);
    let both = means(means(with("外地的曹一丝"), "cus_an"), "cus_bai");
    court.by("clerk_he").amend(&record, both).unwrap();
    assert_eq!(court.recused(&record), ["cus_an", "cus_bai", "cus_cao"]);
    assert!(!sees(&mut court, "cus_cao", &record));
    // Two whom it does not tell of settle it anew.
    for who in ["cus_deng", "dish_fan"] {
        court.by(who).other_person(&record, "cus_cao").unwrap();
    }
    assert_eq!(court.recused(&record), ["cus_an", "cus_bai"]);
    court.assert_sound();
}

#[test]
fn whoever_asks_to_settle_somebody_named_is_told_who_lifts_that_and_how() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(means(with("曹一丝和老铁"), "cus_deng")).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").other_person(&record, "cus_deng")), Rule::NamedHere);
    assert_eq!(rule(court.by("cus_an").other_person(&record, "cus_bai")), Rule::NotInQuestion);
    let silent = court.by("clerk_he").submit(means(with("老铁"), "cus_deng")).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").other_person(&silent, "cus_deng")), Rule::NamedHere);
}

#[test]
fn to_whom_a_routing_goes_its_number_and_who_signed_for_it_are_read() {
    let mut court = Court::founded();
    let record = court.confirmed();
    let route = |to_unit: &str| RoutingAct::Route {
        record,
        target: "PLC".to_owned(),
        override_reason: "因故".to_owned(),
        form: "REPORT".to_owned(),
        to_unit: to_unit.to_owned(),
        text: "请核查".to_owned(),
    };
    let routed = |court: &mut Court, act| {
        court.by("dis_e").act(&Command::Routing { matter: None, act }).unwrap().matter
    };
    routed(&mut court, route("市委政法委员会"));
    assert!(court.recused(&record).is_empty());
    routed(&mut court, route("曹一丝打过招呼"));
    assert_eq!(court.recused(&record), ["cus_cao"]);
    assert!(!sees(&mut court, "cus_cao", &record));
    court.assert_sound();
}

/// Whoever is unknown, or a schoolmate, may be of this organ: his row is read as the content is.
#[test]
fn a_row_that_says_nothing_of_a_house_and_a_quick_note_are_read_as_the_content_is() {
    let mut court = Court::founded();
    for (kind, unit, out) in
        [("ACQ", "", true), ("UNKNOWN", "", true), ("ACQ", "市水务局", false), ("LAWYER", "", false)]
    {
        let mut text = plain();
        (text.people[0].kind, text.people[0].unit) = (kind.to_owned(), unit.to_owned());
        text.people[0].name = "曹先生".to_owned();
        let Ok(receipt) = court.by("clerk_he").submit(text) else { continue };
        assert_eq!(court.recused(&receipt.matter).contains(&"cus_cao".to_owned()), out, "{kind} {unit}");
    }
}
