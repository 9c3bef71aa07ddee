//! What is urgent (External Provision art. 7): on the desks of chief and discipline at once, due a day
//! later, whatever custody does.

use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::flow::{Act, Capacity};
use liuhen::domain::ids::{MatterId, Millis};
use liuhen::domain::lang::Lang;
use liuhen::domain::record::{AtOnceNote, Occurred, RecordCommand, RecordText, Status};
use liuhen::domain::refusal::Rule;
use liuhen::domain::search::Filter;
use liuhen::domain::urgency::DRAFT;
use liuhen::domain::when::{self, Precision};
use liuhen::office::DeskLine;
use support::words::insider;
use support::*;

fn at(typed: &str) -> Millis {
    when::parse(typed, Millis::MAX / 2).unwrap().at_ms
}

fn threatened() -> RecordText {
    let mut text = phone_call();
    text.effect = "AFFECTED".to_owned();
    text.aggravating = vec!["THREAT".to_owned()];
    text.special_items = vec!["S06".to_owned()];
    text
}

fn line(court: &mut Court, who: &str, record: &MatterId) -> Option<DeskLine> {
    let desk = court.office.desk(&actor(who)).unwrap();
    // Before anything is drafted the line leads there; where nobody here may, the note is left.
    desk.into_iter().find(|l| l.matter == *record && (l.act == DRAFT || l.act == Act::ReportAtOnce))
}

fn note(
    court: &mut Court,
    who: &str,
    record: &MatterId,
    note: AtOnceNote,
) -> Result<(), liuhen::office::Trouble> {
    let seen =
        court.office.record(&actor("dish_fan"), record).or(court.office.record(&actor("cus_an"), record));
    let seen = seen.unwrap().record.revision;
    let act = RecordCommand::ReportAtOnce { seen, note };
    court.by(who).act(&Command::Record { record: Some(*record), act }).map(|_| ())
}

fn reported(court: &Court) -> AtOnceNote {
    AtOnceNote {
        to: vec!["PLC".to_owned(), "SUP_COURT".to_owned()],
        doc_no: "淮法急〔2026〕1号".to_owned(),
        sent_at: Some(court.now()),
        words: String::new(),
    }
}

/// 10 March of the year 0, which nobody types and a file may hold.
const YEAR_NOUGHT: Millis = -62_161_257_600_000;

/// Typed it is refused; so it is where it is handed in.
#[test]
fn nothing_happened_in_a_year_that_nobody_writes() {
    let mut court = Court::founded();
    let mut text = phone_call();
    let occurred = Occurred { from: YEAR_NOUGHT, to: None, precision: Precision::Day };
    (text.occurred, text.late_reason) = (Some(occurred.clone()), "迟记".to_owned());
    assert_eq!(wrong(court.by("clerk_he").submit(text)), ["occurred"]);
    let (who, line) = ("钱大海".to_owned(), "先记一笔".to_owned());
    let quick = liuhen::domain::record::QuickNote { occurred, who, line, case_no: None };
    let act = RecordCommand::Quick { note: quick };
    assert_eq!(wrong(court.by("clerk_he").act(&Command::Record { record: None, act })), ["occurred"]);
    let record = court.confirmed();
    let (platform, number, by) = ("SPC".to_owned(), "1".to_owned(), "登记员".to_owned());
    let filing = liuhen::domain::record::Filing { platform, number, on: YEAR_NOUGHT, by };
    assert_eq!(wrong(court.by("cus_an").record(&record, RecordCommand::NoteFiling { filing })), ["on"]);
}

fn seen(words: &str) -> AtOnceNote {
    AtOnceNote { words: words.to_owned(), ..AtOnceNote::default() }
}

#[test]
fn on_a_saturday_it_is_before_chief_and_discipline_at_once_and_due_on_sunday() {
    // Founded in January; the Saturday before Spring Festival is a worked one.
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    let mut founding = founding();
    founding.roster[0].from = at("2026-01-01");
    drop(
        liuhen::office::seed(&dir, &founding, at("2026-01-05"), Box::new(Labelled::default()), |_| Ok(()))
            .unwrap(),
    );
    let mut court = session(&dir, at("2026-02-14 16:00"), "saturday");
    let mut text = threatened();
    let from = at("2026-02-14 15:00");
    text.occurred = Some(Occurred { from, to: None, precision: Precision::Exact });
    let record = court.by("clerk_he").submit(text.clone()).unwrap().matter;
    // Older work that is due earlier than the first custodian's stands below it all the same.
    for who in ["chief", "dis_e", "dish_fan"] {
        let l = line(&mut court, who, &record).unwrap();
        assert_eq!(when::show(l.due, Precision::Exact, Lang::En), "2026-02-15 16:00", "{who}");
        assert!(l.urgent);
        assert_eq!(court.office.desk(&actor(who)).unwrap()[0], l, "{who}: first on the desk");
    }
    assert!(line(&mut court, "cus_an", &record).is_none(), "custody goes its own way");
    assert!(line(&mut court, "vp_sun", &record).is_none());
    let custody = court.office.desk(&actor("cus_an")).unwrap();
    assert!(custody[0].matter == record && custody[0].act == Act::Confirm && custody[0].urgent);
    court.assert_sound();
}

#[test]
fn each_ground_alone_is_enough_and_an_ordinary_record_is_on_nobodys_desk() {
    let grounds: [fn(&mut RecordText); 6] = [
        |t| t.effect = "AFFECTED".to_owned(),
        |t| t.aggravating = vec!["THREAT".to_owned()],
        |t| t.aggravating = vec!["AFFECTED".to_owned()],
        |t| t.request_type = vec!["THREAT".to_owned()],
        |t| t.special_items = vec!["S06".to_owned()],
        |t| t.urgent = true,
    ];
    for (n, ground) in grounds.into_iter().enumerate() {
        let mut court = Court::founded();
        let mut text = phone_call();
        ground(&mut text);
        let record = court.by("clerk_he").submit(text).unwrap().matter;
        assert!(line(&mut court, "chief", &record).is_some(), "ground {n}");
        assert!(court.by("clerk_he").sheet(&record).unwrap().record.urgent);
    }
    let mut court = Court::founded();
    let mut text = phone_call();
    text.special_items = vec!["S01".to_owned()];
    text.effect = "POSSIBLE".to_owned();
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    assert!(line(&mut court, "chief", &record).is_none());
    let mine = reported(&court);
    assert_eq!(rule(note(&mut court, "chief", &record, mine)), Rule::NotNow);
}

#[test]
fn a_report_ends_it_for_all_and_a_word_only_for_him_who_says_it() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(threatened()).unwrap().matter;
    assert_eq!(rule(note(&mut court, "chief", &record, seen(" "))), Rule::ReasonMissing);
    assert_eq!(rule(note(&mut court, "cus_an", &record, seen("不必"))), Rule::NotYourCapacity);
    assert_eq!(rule(note(&mut court, "clerk_he", &record, seen("不必"))), Rule::NotYourCapacity);
    note(&mut court, "chief", &record, seen("已当面处理,不必报告")).unwrap();
    assert_eq!(rule(note(&mut court, "chief", &record, seen("再说一遍"))), Rule::AlreadyActed);
    assert!(line(&mut court, "chief", &record).is_none());
    assert!(line(&mut court, "dis_e", &record).is_some(), "one alone does not end it");
    // What a report must say.
    let now = court.now();
    let lacking = AtOnceNote { to: vec!["PLC".to_owned()], ..AtOnceNote::default() };
    assert_eq!(wrong(note(&mut court, "dis_e", &record, lacking.clone())), ["note.sent_at", "note.doc_no"]);
    let ahead = AtOnceNote { sent_at: Some(now + 1), words: "电话报告".to_owned(), ..lacking.clone() };
    assert_eq!(wrong(note(&mut court, "dis_e", &record, ahead)), ["note.sent_at"]);
    let no_year =
        AtOnceNote { sent_at: Some(YEAR_NOUGHT), words: "电话报告".to_owned(), ..lacking.clone() };
    assert_eq!(wrong(note(&mut court, "dis_e", &record, no_year)), ["note.sent_at"]);
    let unknown = AtOnceNote { to: vec!["MOON".to_owned()], ..reported(&court) };
    assert_eq!(wrong(note(&mut court, "dis_e", &record, unknown)), ["note.to"]);
    let by_phone =
        AtOnceNote { sent_at: Some(now), words: "电话报告,文件后补".to_owned(), ..lacking };
    note(&mut court, "dis_e", &record, by_phone).unwrap();
    for who in ["chief", "dis_e", "dish_fan"] {
        assert!(line(&mut court, who, &record).is_none(), "{who}");
    }
    // The paper follows; another word of mere sight does not.
    let paper = reported(&court);
    note(&mut court, "dish_fan", &record, paper).unwrap();
    assert_eq!(rule(note(&mut court, "dish_fan", &record, seen("阅"))), Rule::AlreadyActed);
    let view = court.by("clerk_he").sheet(&record).unwrap().record;
    let told = view.at_once.unwrap();
    assert!(!told.open && !told.by_letter);
    assert_eq!(told.notes.len(), 3, "the recorder sees that it was reported");
    court.assert_sound();
}

#[test]
fn custody_neither_hastens_nor_ends_it_and_nor_does_another_text() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(threatened()).unwrap().matter;
    let due = line(&mut court, "chief", &record).unwrap().due;
    note(&mut court, "dish_fan", &record, seen("待核")).unwrap();
    court.later(3_600_000);
    // The threat is taken out of the text: what was handed in stays to be reported, and whoever spoke
    // spoke about another text.
    let mut mild = phone_call();
    mild.late_reason = "补正".to_owned();
    court.by("clerk_he").amend(&record, mild).unwrap();
    let again = line(&mut court, "chief", &record).unwrap();
    assert_eq!(again.due, due, "the clock began with the first text");
    assert!(line(&mut court, "dish_fan", &record).is_some());
    assert!(court.by("cus_an").sheet(&record).unwrap().record.urgent);
    court.confirm_twice(&record);
    assert!(line(&mut court, "chief", &record).is_some(), "confirmed, and still to be reported");
    let mine = reported(&court);
    note(&mut court, "chief", &record, mine).unwrap();
    assert!(
        !court.by("cus_an").sheet(&record).unwrap().record.urgent,
        "nothing urgent stands in it any more"
    );
    // Taken back before any hand, it still is a threat.
    let other = court.by("clerk_he").submit(threatened()).unwrap().matter;
    let seen_by_him = court.by("clerk_he").sheet(&other).unwrap().record.revision;
    let act = RecordCommand::Withdraw { seen: seen_by_him, reason: "不想记了".to_owned() };
    court.by("clerk_he").act(&Command::Record { record: Some(other), act }).unwrap();
    assert_eq!(court.by("dish_fan").sheet(&other).unwrap().record.status, Status::Withdrawn);
    assert!(line(&mut court, "dish_fan", &other).is_some());
    court.assert_sound();
}

#[test]
fn who_is_recused_hears_nothing_and_where_all_are_the_superior_organ_is_written_to() {
    let about = |people: &[&str]| {
        let mut text = threatened();
        text.people = people.iter().map(|id| insider(id, "INQUIRER")).collect();
        for p in text.people.iter_mut().skip(1) {
            p.primary = false;
        }
        text
    };
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(about(&["chief"])).unwrap().matter;
    assert!(line(&mut court, "chief", &record).is_none());
    assert!(line(&mut court, "dis_e", &record).is_some() && line(&mut court, "dish_fan", &record).is_some());
    // The recorder does not judge whether his own record is reported.
    let own = court.by("dis_e").submit(threatened()).unwrap().matter;
    assert!(line(&mut court, "dis_e", &own).is_none() && line(&mut court, "chief", &own).is_some());

    let all = court.by("clerk_he").submit(about(&["chief", "dis_e", "dish_fan"])).unwrap().matter;
    for who in ["chief", "dis_e", "dish_fan"] {
        assert!(line(&mut court, who, &all).is_none(), "{who}");
    }
    let l = line(&mut court, "cus_an", &all).unwrap();
    assert_eq!((l.capacity, l.urgent), (Capacity::Custodian, true));
    let told =
        |court: &mut Court, who: &str| court.by(who).sheet(&all).unwrap().record.at_once.unwrap().by_letter;
    assert!(
        told(&mut court, "cus_an") && !told(&mut court, "clerk_he"),
        "who else is recused is not the recorder's"
    );
    let act = |court: &mut Court, who: &str, given: AtOnceNote| {
        let seen = court.by("cus_an").sheet(&all).unwrap().record.revision;
        let act = RecordCommand::ReportAtOnce { seen, note: given };
        court.by(who).act(&Command::Record { record: Some(all), act }).map(|_| ())
    };
    assert_eq!(wrong(act(&mut court, "cus_an", seen("阅"))), ["note.to"], "he does not judge, he writes");
    let letter = AtOnceNote { to: vec!["SUP_COURT".to_owned()], ..reported(&court) };
    assert_eq!(rule(act(&mut court, "chief", letter.clone())), Rule::NoSuchMatter);
    act(&mut court, "cus_an", letter).unwrap();
    assert!(line(&mut court, "cus_bai", &all).is_none());
    court.assert_sound();
}

#[test]
fn what_presses_stands_first_in_every_list_until_it_is_done_with() {
    let mut court = Court::founded();
    let urgent = court.by("clerk_he").submit(threatened()).unwrap().matter;
    for _ in 0..3 {
        court.later(1000);
        court.by("clerk_dong").submit(phone_call()).unwrap();
    }
    let mut first = |who: &str| {
        court
            .office
            .records(&actor(who), &Filter::default(), liuhen::domain::search::Near::Start, 9)
            .unwrap()
            .lines[0]
            .id
    };
    assert_eq!([first("chief"), first("cus_an"), first("dish_fan")], [urgent; 3]);
    court.confirm_twice(&urgent);
    let mine = reported(&court);
    note(&mut court, "chief", &urgent, mine).unwrap();
    let lines = court
        .office
        .records(&actor("chief"), &Filter::default(), liuhen::domain::search::Near::Start, 9)
        .unwrap()
        .lines;
    assert_eq!(lines[3].id, urgent, "reported and in the store it takes its own place");
    assert!(lines[3].flags.iter().any(|f| f == "urgent"));
}
