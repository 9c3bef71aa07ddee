//! Quarterly reports: whose hands are under one, of which quarter there is one, what its figures are bound to, and
//! for whom it does not exist.

use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::figures::Period;
use liuhen::domain::ids::{MatterId, Millis};
use liuhen::domain::kind::room::OVERSIGHT;
use liuhen::domain::refusal::Rule;
use liuhen::domain::report::ReportAct as A;
use liuhen::office::{Found, Mode, Narrowed, Number, Office, Receipt, Shown, Trouble};
use std::process::Command as Process;
use support::words::{insider, outsider};
use support::*;

/// The tenth of April, in a month in which nothing was recorded yet.
const APRIL: Millis = START + 31 * DAY;

fn draft(period: &str) -> A {
    let said = || "如实登记，情况平稳。".to_owned();
    A::Draft {
        period: period.to_owned(),
        trend: said(),
        hot_spots: String::new(),
        causes: said(),
        measures: said(),
        requests: String::new(),
    }
}

fn act(court: &mut Court, who: &str, matter: Option<MatterId>, act: A) -> Result<Receipt, Trouble> {
    court.by(who).act(&Command::Report { matter, act })
}

fn done(court: &mut Court, who: &str, matter: MatterId, what: A) {
    act(court, who, Some(matter), what).unwrap();
}

/// A court with three records of the first quarter, in April.
fn court() -> Court {
    let mut court = Court::founded();
    for _ in 0..3 {
        court.confirmed();
    }
    court.later(APRIL - START);
    court
}

fn drafted(court: &mut Court, who: &str) -> MatterId {
    act(court, who, None, draft("2026Q1")).unwrap().matter
}

fn sent(at: Millis, recipients: &[&str]) -> A {
    A::Send {
        doc_no: "相法报〔2026〕2号".to_owned(),
        recipients: recipients.iter().map(|r| (*r).to_owned()).collect(),
        delivery: "PAPER".to_owned(),
        sent_at: at,
    }
}

fn there(court: &mut Court, who: &str, matter: &MatterId) -> bool {
    let (who, name) = (actor(who), court.office.proposal_ref(matter).ok());
    assert_eq!(name, None, "a report is no change of the organ's data");
    let listed = court.office.matters(&who, "report").unwrap().iter().any(|l| &l.id == matter);
    let followed = [Narrowed::UnderWay, Narrowed::Done].map(|n| {
        let of = court.office.following(&who, OVERSIGHT, n).unwrap();
        of.lines.iter().any(|l| &l.line.id == matter)
    });
    let opened = court.office.sheet(&who, matter).is_ok();
    let counted = court.office.recount(&who, matter).is_ok();
    assert_eq!((listed, opened, followed.contains(&true)), (opened, counted, counted), "{who:?}");
    listed
}

fn figure(court: &mut Court, matter: &MatterId, code: &str) -> Number {
    let sheet = court.office.sheet(&actor("dis_e"), matter).unwrap();
    let found = sheet.rows.iter().find_map(|row| match &row.shown {
        Shown::Figure(line) if line.code == code && line.value.is_none() => Some(line.now),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn two_custodians_who_did_not_draft_it_check_a_report_and_the_chief_approves_it() {
    let mut court = court();
    let c = &mut court;
    let report = drafted(c, "cus_an");
    assert_eq!(rule(act(c, "cus_an", Some(report), A::Check)), Rule::ActsApart);
    assert_eq!(rule(act(c, "dis_e", Some(report), A::Check)), Rule::NotYourCapacity);
    assert_eq!(rule(act(c, "chief", Some(report), A::Approve)), Rule::NotNow);
    done(c, "cus_bai", report, A::Check);
    assert_eq!(rule(act(c, "cus_bai", Some(report), A::Countercheck)), Rule::ActsApart);
    assert_eq!(rule(act(c, "cus_an", Some(report), A::Countercheck)), Rule::ActsApart);
    done(c, "cus_cao", report, A::Countercheck);
    assert_eq!(rule(act(c, "cus_cao", Some(report), A::Approve)), Rule::ActsApart);
    assert_eq!(rule(act(c, "vp_sun", Some(report), A::Approve)), Rule::NoSuchMatter);
    done(c, "chief", report, A::Approve);
    let now = c.now();
    assert_eq!(wrong(act(c, "cus_an", Some(report), sent(now, &["PLC"]))), ["report.recipients"]);
    assert_eq!(
        wrong(act(c, "cus_an", Some(report), sent(now - 9 * DAY, &["PLC", "SUP"]))),
        ["report.sent_at"]
    );
    done(c, "cus_an", report, sent(now, &["SUP", "PLC"]));
    let receipt = A::Receipt { receipt_by: "政法委".to_owned(), receipt_at: now };
    done(c, "dis_e", report, receipt);
    assert_eq!(rule(act(c, "cus_an", Some(report), A::Return { reason: "晚了".to_owned() })), Rule::NotNow);
    let before = figure(c, &report, "items");
    for n in 0..2 {
        done(c, "cus_an", report, A::Supplement { text: format!("补报{n}"), doc_no: String::new() });
    }
    assert_eq!((before, figure(c, &report, "items")), (Number::Is(3), Number::Is(3)));
    let sheet = c.office.sheet(&actor("chief"), &report).unwrap();
    assert_eq!((sheet.state, sheet.open), ("received", false));
    assert_eq!(sheet.rows.iter().filter(|r| r.label == "supplement").count(), 2);
    // What it lists of a record is its number and codes, and nobody who wrote one down.
    let told = serde_json::to_string(&sheet.rows).unwrap();
    assert!(!told.contains("何知远") && !told.contains("clerk_he"), "{told}");
    court.assert_sound();
}

#[test]
fn there_is_one_report_of_a_quarter_that_is_over() {
    let mut court = court();
    let c = &mut court;
    for (period, no) in [
        ("2026Q2", Rule::QuarterNotOver),
        ("2027Q1", Rule::QuarterNotOver),
        ("2026", Rule::QuarterUnknown),
        ("2026-03", Rule::QuarterUnknown),
        ("Q1", Rule::QuarterUnknown),
    ] {
        assert_eq!(rule(act(c, "cus_an", None, draft(period))), no, "{period}");
    }
    assert_eq!(rule(act(c, "judge_li", None, draft("2026Q1"))), Rule::NotYourCapacity);
    assert_eq!(rule(act(c, "chief", None, draft("2026Q1"))), Rule::NotYourCapacity);
    let unsaid = A::Draft {
        period: "2026Q1".to_owned(),
        trend: String::new(),
        hot_spots: String::new(),
        causes: String::new(),
        measures: String::new(),
        requests: String::new(),
    };
    let lacks = ["report.trend", "report.causes", "report.measures"];
    assert_eq!(wrong(act(c, "cus_an", None, unsaid.clone())), lacks);
    let first = drafted(c, "cus_an");
    assert_eq!(rule(act(c, "dis_e", None, draft("2026Q1"))), Rule::QuarterTaken);
    // Returned and taken back it is nobody's any more, and the quarter is free.
    let why = || "补写热点".to_owned();
    done(c, "cus_bai", first, A::Return { reason: why() });
    let second = drafted(c, "dis_e");
    assert_eq!(rule(act(c, "cus_an", Some(second), A::Withdraw { reason: why() })), Rule::ItsOwn);
    done(c, "dis_e", second, A::Withdraw { reason: why() });
    drafted(c, "cus_bai");
    // Of a quarter in which nothing was recorded nothing need be said.
    c.later(85 * DAY);
    let mut zero = unsaid;
    let A::Draft { period, .. } = &mut zero else { unreachable!() };
    *period = "2026Q2".to_owned();
    let zero = act(c, "cus_an", None, zero).unwrap().matter;
    assert_eq!(figure(c, &zero, "items"), Number::Is(0));
    let sheet = c.office.sheet(&actor("cus_an"), &zero).unwrap();
    let shape = sheet.rows.iter().find(|r| r.label == "shape").unwrap();
    assert_eq!(shape.shown, Shown::Codes("quarter_shape", vec!["ZERO".to_owned()]));
    court.assert_sound();
}

#[test]
fn a_report_does_not_exist_for_whoever_is_out_of_something_that_it_counts() {
    let mut court = Court::founded();
    let c = &mut court;
    // The chief inquired in one; a custodian in another.
    let mut text = phone_call();
    text.people = vec![insider("chief", "INQUIRER")];
    c.by("clerk_he").submit(text.clone()).unwrap();
    text.people = vec![insider("cus_bai", "INQUIRER")];
    c.by("clerk_he").submit(text).unwrap();
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    c.later(APRIL - START);
    // The same words as where there is one: nobody learns from them that there is a record of which he knows nothing.
    assert_eq!(rule(act(c, "cus_bai", None, draft("2026Q1"))), Rule::QuarterTaken);
    let report = drafted(c, "cus_an");
    let office = |c: &mut Court, who: &str| {
        let all = c.office.desk(&actor(who)).unwrap();
        all.into_iter().filter(|l| l.kind == "report").map(|l| l.act.code()).collect::<Vec<_>>()
    };
    let out = ["chief", "cus_bai", "vp_sun", "judge_li", "aud_mu", "clerk_he"];
    for who in out {
        assert!(!there(c, who, &report) && office(c, who).is_empty(), "{who}");
        assert_eq!(rule(act(c, who, Some(report), A::Check)), Rule::NoSuchMatter, "{who}");
        assert_eq!(rule(act(c, who, Some(report), A::Approve)), Rule::NoSuchMatter, "{who}");
        let acts = c.office.acts(&actor(who), None, 100).unwrap();
        let told = acts.iter().any(|l| l.kind.starts_with("report."));
        // The auditor counts every act, and sees none of what it says.
        assert_eq!(told, who == "aud_mu", "{who}");
    }
    for who in ["cus_an", "cus_cao", "dis_e", "dish_fan"] {
        assert!(there(c, who, &report), "{who}");
        assert!(c.office.acts(&actor(who), None, 100).unwrap().iter().any(|l| l.kind == "report.drafted"));
    }
    let name = c.office.sheet(&actor("dis_e"), &report).unwrap().ref_;
    assert_eq!(c.office.find(&actor("dis_e"), &name.0).unwrap(), Found::Matter(report));
    assert_eq!(rule(c.office.find(&actor("chief"), &name.0)), Rule::NoSuchMatter);
    assert_eq!(office(c, "cus_cao"), ["check_quarter"]);
    assert!(office(c, "cus_an").is_empty(), "he drafted it");
    done(c, "cus_cao", report, A::Check);
    done(c, "cus_deng", report, A::Countercheck);
    // Of the deputies the next one comes in, and no other.
    assert_eq!((office(c, "vp_zhou"), office(c, "vp_sun")), (vec!["approve_quarter"], vec![]));
    assert!(there(c, "vp_zhou", &report) && !there(c, "vp_sun", &report) && !there(c, "chief", &report));
    assert_eq!(rule(act(c, "vp_sun", Some(report), A::Approve)), Rule::NoSuchMatter);
    done(c, "vp_zhou", report, A::Approve);
    assert!(there(c, "vp_zhou", &report) && !there(c, "vp_sun", &report));
    // Whoever is ordered out of one of its records since is out of it as well.
    c.by("dis_e").order_recusal(&record, "cus_cao").unwrap();
    assert!(!there(c, "cus_cao", &report));
    assert_eq!(rule(act(c, "cus_cao", Some(report), sent(APRIL, &["PLC", "SUP"]))), Rule::NoSuchMatter);
    let before = there(c, "dish_fan", &report);
    court.assert_sound();
    // Made anew from the log the tables say the same.
    court.office.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!((before, there(&mut court, "dish_fan", &report)), (true, true));
    assert!(!there(&mut court, "cus_cao", &report));
    court.assert_sound();
}

#[test]
fn where_too_few_custodians_are_let_in_others_come_in_for_them() {
    let mut court = Court::founded();
    let c = &mut court;
    for who in ["cus_bai", "cus_cao", "cus_deng"] {
        let mut text = phone_call();
        text.people = vec![insider(who, "INQUIRER")];
        c.by("clerk_he").submit(text).unwrap();
    }
    c.later(APRIL - START);
    let report = drafted(c, "cus_an");
    // Discipline, its head first; whoever checked is not asked again.
    assert_eq!(rule(act(c, "dis_e", Some(report), A::Check)), Rule::NotYourCapacity);
    done(c, "dish_fan", report, A::Check);
    assert_eq!(rule(act(c, "dish_fan", Some(report), A::Countercheck)), Rule::ActsApart);
    done(c, "dis_e", report, A::Countercheck);
    done(c, "chief", report, A::Approve);
    court.assert_sound();
}

#[test]
fn figures_are_those_of_the_log_when_it_was_drafted_whatever_comes_later() {
    let mut court = court();
    let c = &mut court;
    let size = c.log_size();
    let report = drafted(c, "cus_an");
    let found = c.office.recount(&actor("cus_an"), &report).unwrap();
    let heads = c.office.heads().unwrap();
    assert_eq!((found.acts, found.differs.len()), (size, 0));
    assert_ne!(found.root, heads[0].root.to_string());
    assert!(found.figures > 40, "{found:?}");
    // One is void since: what is counted now is other than what is kept.
    let first = c.log().iter().find(|b| b.kind == "record.submitted").unwrap().matter;
    for who in ["clerk_he", "cus_an", "cus_bai", "dis_e"] {
        c.by(who).void(&first).unwrap();
    }
    let now = c.office.figures(&actor("cus_an"), Period::Quarter(2026, 1)).unwrap();
    assert_eq!((now.number("items"), figure(c, &report, "items")), (Number::Is(2), Number::Is(3)));
    assert_eq!(c.office.recount(&actor("cus_an"), &report).unwrap().differs, []);
    court.assert_sound();
}

/// Somebody with the file changes a figure of the draft, chain and tree as they must be.
fn forged(court: &Court, seq: u64, old: &str, new: &str) -> (tempfile::TempDir, Office) {
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("register");
    assert!(Process::new("cp").arg("-a").args([court.dir(), &copy]).status().unwrap().success());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
    let seq = seq.to_string();
    for args in [vec!["edit", &seq, old, new], vec!["forget"]] {
        let done = Process::new("python3").arg(script).arg(copy.join("register.db")).args(&args).output();
        assert!(done.unwrap().status.success(), "{args:?}");
    }
    let office = Office::open(&copy, Mode::Session).unwrap();
    (place, office)
}

#[test]
fn a_figure_that_somebody_changed_in_the_file_is_found_by_counting_again() {
    let mut court = court();
    let report = drafted(&mut court, "cus_an");
    let seq = court.log_size() - 1;
    let (_place, mut office) = forged(&court, seq, "items\\t\\t3", "items\\t\\t2");
    let differs = office.recount(&actor("cus_an"), &report).unwrap().differs;
    let told: Vec<_> =
        differs.iter().map(|d| (d.code.as_str(), d.kept.as_str(), d.counted.as_str())).collect();
    assert_eq!(told, [("items", "2 / 0 / 0 / 3", "3 / 0 / 0 / 3")]);
    // Under another head it was not counted either, and that the check of the whole says.
    let root = court.office.recount(&actor("cus_an"), &report).unwrap().root;
    let (_place, mut office) = forged(&court, seq, &root, &"ab".repeat(32));
    assert_eq!(office.recount(&actor("cus_an"), &report).unwrap().differs[0].code, "root");
    assert!(!office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
    // Once two have checked it, their hands are not under what stands there.
    done(&mut court, "cus_bai", report, A::Check);
    let (_place, mut office) = forged(&court, seq, "items\\t\\t3", "items\\t\\t2");
    let found = office.verify(&[], &mut |_, _, _| {}).unwrap();
    assert_eq!(found.course.map(|w| w.kind), Some("report.checked".to_owned()));
}

#[test]
fn a_quarter_that_is_over_waits_on_the_desk_of_custodians_by_the_tenth() {
    let mut court = court();
    let c = &mut court;
    let waits = |c: &mut Court, who: &str| {
        let all = c.office.desk(&actor(who)).unwrap();
        all.into_iter()
            .filter(|l| l.kind == "report")
            .map(|l| (l.act.code(), l.title, l.due))
            .collect::<Vec<_>>()
    };
    // The last moment of the tenth of April.
    let tenth = 1_775_836_799_999;
    assert_eq!(waits(c, "cus_an"), [("draft_quarter", "2026Q1".to_owned(), tenth)]);
    assert!(waits(c, "chief").is_empty() && waits(c, "judge_li").is_empty());
    let report = drafted(c, "cus_an");
    assert_eq!(waits(c, "cus_an"), []);
    assert_eq!(waits(c, "cus_bai"), [("check_quarter", "2026Q1".to_owned(), tenth - 5 * DAY)]);
    done(c, "cus_bai", report, A::Check);
    done(c, "cus_cao", report, A::Countercheck);
    assert_eq!(waits(c, "chief"), [("approve_quarter", "2026Q1".to_owned(), tenth - 2 * DAY)]);
}

#[test]
fn special_items_and_leading_officials_are_listed_by_number_and_code() {
    let mut court = Court::founded();
    let c = &mut court;
    let mut text = phone_call();
    text.people = vec![outsider("钱大海")];
    text.people[0].kind = "EXT_LEADER".to_owned();
    text.special_items = vec!["S06".to_owned()];
    c.by("clerk_he").submit(text).unwrap();
    c.later(APRIL - START);
    let report = drafted(c, "cus_an");
    let sheet = c.office.sheet(&actor("chief"), &report).unwrap();
    let told = |label: &str| sheet.rows.iter().find(|r| r.label == label).map(|r| r.shown.clone());
    assert!(matches!(told("record_no"), Some(Shown::Text(no)) if no.contains("2026")));
    assert_eq!(told("special"), Some(Shown::Codes("CL12", vec!["S06".to_owned()])));
    assert_eq!(told("officials"), Some(Shown::Codes("CL03", vec!["EXT_LEADER".to_owned()])));
    let all = serde_json::to_string(&sheet.rows).unwrap();
    assert!(!all.contains("钱大海") && !all.contains("何知远"), "{all}");
}
