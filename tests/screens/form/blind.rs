//! What the second custodian is to read off the material is on no screen of his before he typed it.

use crate::form::bench::{Court, NOW, Session, court};
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::escalation::EscalationCommand;
use liuhen::domain::event::Means;
use liuhen::domain::lang::Lang;
use liuhen::domain::record::{Attachment, Occurred, RecordCommand, RecordText, Status};
use liuhen::domain::when::Precision;
use liuhen::office::Receipt;

const CASE: &str = "(2026)皖0602刑初77号";
/// The name, whole and masked, the date in the forms in which dates are shown, the case.
const BLIND: [&str; 5] = ["端木", "11-18", "11月18日", "1118", "刑初77"];

fn text() -> RecordText {
    let mut text = crate::form::bench::whole_text();
    text.people[0].name = "端木赐".to_owned();
    CASE.clone_into(&mut text.case_no);
    // Two days before, so that the day of entry is another.
    text.occurred = Some(Occurred { from: NOW - 2 * 86_400_000, to: None, precision: Precision::Exact });
    text.content = "端木赐于11月18日来电，问(2026)皖0602刑初77号何时宣判。".to_owned();
    text.place = "端木赐车内".to_owned();
    text
}

/// A record by the judge with a kept material whose title says too much, one hand under it.
fn one_hand(court: &Court) -> Receipt {
    let mut office = court.office(61);
    let judge = Actor::person(&"judge".into(), Means::Training);
    let mut text = text();
    let (hash, size) = office.keep_material(&judge, &mut "请多关照".as_bytes(), &Default::default()).unwrap();
    text.attachments.push(Attachment {
        kind: "TEXT".to_owned(),
        title: "端木赐11月18日短信.txt".to_owned(),
        hash: Some(hash),
        size,
        original_location: "端木赐处".to_owned(),
        medium: String::new(),
        file_destination: String::new(),
    });
    let act = RecordCommand::Submit { text: Box::new(text) };
    let receipt = office.act(&judge, &Command::Record { record: None, act }).unwrap();
    let act = EscalationCommand::Start {
        record: receipt.matter,
        reason: "HARD".to_owned(),
        text: "端木赐再三来电".to_owned(),
        wanted: Vec::new(),
        consent: true,
    };
    let started = office.act(&judge, &Command::Escalation { escalation: None, act });
    assert!(started.is_ok(), "{started:?}");
    court.confirms("cus1", &receipt);
    assert_eq!(court.record(&receipt).status, Status::OneHand);
    receipt
}

fn clean(screen: &str, keys: &str) {
    for blind in BLIND {
        // What he types himself in the field of the search is his.
        let shown: Vec<&str> =
            screen.lines().filter(|l| l.contains(blind) && !l.starts_with(" / ")).collect();
        assert!(shown.is_empty(), "{blind} after {keys}:\n{screen}");
    }
}

const WALK: &[&str] = &[
    "1",
    "1<enter>",
    "1<enter><pgdn>",
    "1<enter><esc>",
    "2",
    "2<wake>",
    "2f",
    "2oo",
    "2<enter>",
    "2<enter><pgdn><pgdn>",
    "2<enter>h",
    "2<enter>L",
    "2<enter>M",
    "2<enter>P",
    "2<enter>R",
    "2<enter>r",
    "2<enter>l",
    "2<enter><tab>",
    "3",
    "3<enter>",
    "4",
    "8",
    "8<enter>",
    "9",
    "0",
    "<f1>",
];

#[test]
fn nothing_of_it_is_on_any_screen_before_it_was_typed() {
    let court = court();
    one_hand(&court);
    for size in [(80, 24), (120, 40)] {
        for lang in [Lang::Zh, Lang::En] {
            for keys in WALK {
                let mut s = court.sits("cus2", lang, size);
                clean(&s.types(keys), keys);
            }
        }
    }
}

fn found(s: &mut Session, query: &str) -> bool {
    let screen = s.types(&format!("2/{query}<enter>"));
    !screen.contains("没有符合的")
}

#[test]
fn no_search_meets_it_and_no_date_finds_it_before_it_was_typed() {
    let court = court();
    one_hand(&court);
    let queries = ["端木赐", "dmc", "刑初77", "自:20261117 至:20261119", "市某局", "再三"];
    let mut second = court.sits("cus2", Lang::Zh, (80, 24));
    for query in queries {
        assert!(!found(&mut second, query), "{query}\n{}", second.screen());
    }
    // To whoever gave the first hand it is a record like any other.
    let mut first = court.sits("cus1", Lang::Zh, (80, 24));
    for query in &queries[..4] {
        assert!(found(&mut first, query), "{query}\n{}", first.screen());
    }
}

/// Before the first hand the lists are silent too: either custodian may become the second.
#[test]
fn lists_are_silent_from_the_beginning_and_whoever_opens_first_reads() {
    let court = court();
    let mut office = court.office(62);
    let judge = Actor::person(&"judge".into(), Means::Training);
    let mut text = text();
    let (hash, size) = office.keep_material(&judge, &mut "请多关照".as_bytes(), &Default::default()).unwrap();
    text.attachments.push(Attachment {
        kind: "TEXT".to_owned(),
        title: "短信".to_owned(),
        hash: Some(hash),
        size,
        original_location: String::new(),
        medium: String::new(),
        file_destination: String::new(),
    });
    let act = RecordCommand::Submit { text: Box::new(text) };
    office.act(&judge, &Command::Record { record: None, act }).unwrap();
    for who in ["cus1", "cus2"] {
        for keys in ["1", "2", "2/端木<enter>"] {
            let mut s = court.sits(who, Lang::Zh, (80, 24));
            clean(&s.types(keys), keys);
        }
    }
    let mut s = court.sits("cus1", Lang::Zh, (80, 24));
    let read = s.types("<enter>c");
    assert!(read.contains("端木赐"), "{read}");
}

#[test]
fn the_material_stands_beside_the_fields_and_opens_the_record() {
    let court = court();
    let record = one_hand(&court);
    for size in [(80, 24), (120, 40)] {
        let mut s = court.sits("cus2", Lang::Zh, size);
        let screen = s.types("<enter>c");
        assert!(screen.contains("先照留存材料填写") && screen.contains("请多关照"), "{screen}");
        clean(&screen, "c");
    }
    let mut s = court.sits("cus2", Lang::Zh, (80, 24));
    let open = s.types("<enter>c端木<enter>2026-11-18<enter>刑初77<enter><enter>");
    assert!(open.contains("端木赐") && open.contains("照材料填写"), "{open}");
    // He was told nothing of what did not agree, and is asked for it once more with the hand.
    let asked = s.types("<pgdn><pgdn>111111111c");
    assert!(asked.contains("过问人姓名") && !asked.contains("日期"), "{asked}");
    let four = record.ref_.as_ref().unwrap().last_four().to_owned();
    s.at("过问人姓名").types("<c-u>端木赐");
    s.at("案号").types(&format!("<c-u>{CASE}"));
    s.at("编号末四位").types(&four);
    let done = s.types("<f2>");
    assert!(done.contains("记录入库"), "{done}");
    assert_eq!(court.record(&record).status, Status::Confirmed);
}

/// One look: a second attempt would be a guess against the record.
#[test]
fn the_material_is_read_off_once_and_a_new_text_asks_again() {
    let court = court();
    let record = one_hand(&court);
    let by = |who: &str| Actor::person(&who.into(), Means::Training);
    let mut office = court.office(63);
    let seen = office.record(&by("cus2"), &record.matter).unwrap();
    assert!(seen.record.closed && seen.record.text.content.is_empty() && seen.record.late_hours == 0);
    assert_eq!(seen.blind, ["name", "date", "case_no"]);
    let blind = |name: &str| {
        let pairs = [("name", name), ("date", "2026-11-18"), ("case_no", CASE)];
        pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).into_iter().collect()
    };
    let read = |name: &str, seen: &liuhen::domain::ids::Revision| Command::Record {
        record: Some(record.matter),
        act: RecordCommand::ReadOff { seen: seen.clone(), blind: blind(name) },
    };
    let refused = office.act(&by("cus1"), &read("端木赐", &seen.record.revision));
    assert!(refused.is_err(), "whoever gave the first hand has read it");
    office.act(&by("cus2"), &read("别人", &seen.record.revision)).unwrap();
    let open = office.record(&by("cus2"), &record.matter).unwrap();
    assert!(!open.record.closed && open.record.text.content.contains("端木赐"));
    assert_eq!(open.blind, ["name"], "what agreed is not asked again");
    assert!(office.act(&by("cus2"), &read("端木赐", &seen.record.revision)).is_err(), "once");
    court.amended(&record, |text| text.place = "三楼".to_owned());
    court.confirms("cus1", &record);
    let again = office.record(&by("cus2"), &record.matter).unwrap();
    assert!(again.record.closed, "the hand of before was on another text");
}
