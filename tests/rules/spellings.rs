//! One name and one number however they are written: whoever searches finds the same, whoever is
//! the same person is the same, and nobody else is.

use crate::support;

use liuhen::domain::ids::MatterId;
use liuhen::domain::policy;
use liuhen::domain::record::{PersonRole, RecordText};
use liuhen::domain::search::{Filter, Flag};
use support::words::{CIVIL_CASE, insider, outsider};
use support::*;

fn found(court: &mut Court, who: &str, typed: &str) -> Vec<MatterId> {
    let filter = Filter::parse(typed, court.now(), &|_| None, &|_| None).unwrap();
    court
        .office
        .records(&actor(who), &filter, liuhen::domain::search::Near::Start, 20)
        .unwrap()
        .lines
        .iter()
        .map(|l| l.id)
        .collect()
}

fn about(name: &str, case: &str) -> RecordText {
    let mut text = phone_call();
    text.case_no = case.to_owned();
    text.people = vec![outsider(name)];
    text.content = format!("{name}来电,询问何时判。");
    text
}

#[test]
fn a_search_finds_in_any_spelling_what_it_finds_in_the_plain_one() {
    let mut court = Court::founded();
    let mut ids = Vec::new();
    for (name, case) in [
        ("买买提·艾力", "(2026)皖06民终272号"),
        ("John Smith", "(2026)皖0602民初382号"),
        ("劉備", "(2026)皖0602刑初1382号"),
        ("钱\u{a0}大\u{fe00}海", "淮公(刑)立字〔2026〕12号"),
    ] {
        ids.push(court.by("clerk_he").submit(about(name, case)).unwrap().matter);
        court.later(HOUR);
    }
    for (spellings, hits) in [
        (
            vec![
                "买买提·艾力",
                "买买提艾力",
                "买买提•艾力",
                "買買提‧艾力",
                "买买提．艾力",
                "艾力",
                "mmt",
                "买买提\u{a0}艾力",
                "MMTAL",
                "(2026)皖06民终272号",
                "（2026）皖06民终272号",
                "〔2026〕皖06民终272号",
                "2026皖06民终272号",
                "２０２６皖０６民终２７２号",
                "［2026］皖06民终272号",
                "民终２７２",
                "民终第272号",
                "民终272",
                "272号",
                "第272号",
                "民終272号",
                "(2026)皖06民终0272号",
                "民终0272号",
                "案号:（2026）皖06民终272号",
                "(2026) 皖06民终 272 号",
                "皖06民",
            ],
            vec![0],
        ),
        (
            vec!["John", "Ｊｏｈｎ", "JOHN smith", "johnsmith", "(2026)皖0602民初382号", "第３８２号 民初"],
            vec![1],
        ),
        (vec!["刘备", "劉備", "刘 备", "lb"], vec![2]),
        (vec!["钱大海", "錢大海", "淮公（刑）立字（2026）第12号", "qdh"], vec![3]),
        (vec!["382号", "第382号", "３８２号"], vec![2, 1]),
        (vec!["曹操", "民终273", "283号"], vec![]),
    ] {
        let wanted: Vec<MatterId> = hits.iter().map(|i: &usize| ids[*i]).collect();
        for typed in spellings {
            assert_eq!(found(&mut court, "cus_an", typed), wanted, "{typed}");
            assert_eq!(found(&mut court, "clerk_he", typed), wanted, "{typed}");
        }
    }
    // A sign alone narrows nothing; the register number is found by its recorder in any width.
    assert_eq!(found(&mut court, "cus_an", "·").len(), 4);
    let number = court.by("clerk_he").sheet(&ids[0]).unwrap().record.record_no.unwrap();
    for typed in [number.clone(), number.replace('〔', "（").replace('〕', "）"), number.replace('0', "０")]
    {
        assert_eq!(found(&mut court, "clerk_he", &typed), [ids[0]], "{typed}");
        let led = court.office.find(&actor("clerk_he"), &typed).unwrap();
        assert_eq!(led, liuhen::office::Found::Record(ids[0]), "{typed}");
    }
}

/// Submits these rows, each on a day and case of its own, and says who carries the flag.
fn repeated(rows: &[PersonRole]) -> Vec<bool> {
    let mut court = Court::founded();
    let mut ids = Vec::new();
    for row in rows {
        let mut text = phone_call();
        text.occurred.as_mut().unwrap().from = court.now() - HOUR;
        text.people = vec![PersonRole { primary: true, ..row.clone() }];
        text.content = "有人来电,询问本案何时判决。".to_owned();
        ids.push(court.by("clerk_he").submit(text).unwrap().matter);
        court.later(DAY);
    }
    let filter = Filter { flags: vec![Flag::Repeat], ..Filter::default() };
    let page =
        court.office.records(&actor("clerk_he"), &filter, liuhen::domain::search::Near::Start, 20).unwrap();
    ids.iter().map(|id| page.lines.iter().any(|l| &l.id == id)).collect()
}

fn of(name: &str, unit: &str) -> PersonRole {
    PersonRole { unit: unit.to_owned(), ..outsider(name) }
}

#[test]
fn the_same_person_is_name_and_unit_or_the_directory_and_never_a_placeholder() {
    assert_eq!(repeated(&[of("鲍建国", "区住建局"), of("鲍建国", "市水务局"), of("鲍建国", "")]), [false; 3]);
    assert_eq!(
        repeated(&[of("鲍建国", "区住建局"), of("鮑 建国", "区 住建局"), of("包建国", "区住建局")]),
        [true, true, false]
    );
    for nobody in ["某", "某某", "张某某", "鲍某", "X", "ＸＸ", "不详", "未知", "匿名", "张XX"]
    {
        assert_eq!(repeated(&[of(nobody, "区住建局"), of(nobody, "区住建局")]), [false; 2], "{nobody}");
    }
    assert_eq!(repeated(&[of("鲍建国", "不详"), of("鲍建国", "不详")]), [false; 2]);
    let picked = || PersonRole { primary: true, ..insider("judge_pan", "INQUIRER") };
    assert_eq!(
        repeated(&[picked(), of("潘如意", "民事审判庭"), of("潘如意", "某公司")]),
        [true, true, false]
    );
}

#[test]
fn one_event_that_two_people_wrote_down_is_not_two_inquiries() {
    let mut court = Court::founded();
    let first = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("clerk_dong").submit(phone_call()).unwrap();
    let repeat = |court: &mut Court| {
        let filter = Filter { flags: vec![Flag::Repeat], ..Filter::default() };
        court.office.records(&actor("cus_an"), &filter, liuhen::domain::search::Near::Start, 9).unwrap().total
    };
    assert_eq!(repeat(&mut court), 0);
    assert_eq!(court.office.alike(&actor("cus_an"), &first).unwrap().len(), 1);
    let mut other = phone_call();
    other.case_no = CIVIL_CASE.to_owned();
    court.by("clerk_he").submit(other).unwrap();
    assert_eq!(repeat(&mut court), 3);
}

/// What is short stands in other sentences too: four characters are no number by which somebody is reached.
#[test]
fn a_number_by_which_somebody_is_reached_is_masked_in_words_from_five_characters_on() {
    let court = Court::founded();
    for (contact, hidden) in [("8001", false), ("80012", true)] {
        let mut text = phone_call();
        text.people = vec![outsider("欧阳某")];
        text.people[0].contact = contact.to_owned();
        text.content = format!("留言说拨 {contact} 找他。");
        let content =
            policy::Masks::of(court.office.organ(), [&text]).text(court.office.organ(), &text).content;
        assert_eq!(content.contains(contact), !hidden, "{content}");
    }
}
