//! Whom the recorder says that he means: it holds as if picked from the directory, and no change of the
//! directory frees anybody of words that were written before it.

use crate::meant::{plain, sees};
use crate::support;

use liuhen::domain::ids::MatterId;
use liuhen::domain::record::{ChangeDraft, RecordCommand, RecordText, Said};
use liuhen::domain::refusal::Rule;
use liuhen::domain::search::Filter;
use support::*;

fn with(words: &str) -> RecordText {
    let mut text = plain();
    text.content = format!("来电说{words}已经打过招呼了。");
    text
}

fn means(mut text: RecordText, who: &str) -> RecordText {
    text.meant.push(Said { person: who.into(), same: true });
    text
}

/// Everything he could count or search it by.
fn counts(court: &mut Court, who: &str, record: &MatterId) -> usize {
    let all = ["老铁", "打过招呼", ""].map(|words| {
        let filter = Filter { words: vec![words.to_owned()], ..Filter::default() };
        let page = court.office.records(&actor(who), &filter, 0, 50).unwrap();
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
