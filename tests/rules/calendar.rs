//! The calendar in the life of a register: a year without its notice, notices proposed, months.

use crate::support;

use liuhen::domain::calendar::{Calendar, Year};
use liuhen::domain::command::Command;
use liuhen::domain::escalation::EscalationEvent;
use liuhen::domain::event::{ActorName, Event};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, Millis};
use liuhen::domain::organ::{OrganChange, OrganCommand};
use liuhen::domain::record::Occurred;
use liuhen::domain::refusal::Rule;
use liuhen::domain::when::{self, Precision};
use liuhen::office::{Fault, Mode};
use std::sync::atomic::Ordering;
use support::*;

fn at(typed: &str) -> Millis {
    when::parse(typed, Millis::MAX / 2).unwrap().at_ms
}

fn court_at(typed: &str) -> Court {
    let court = Court::founded();
    court.watch.0.store(at(typed), Ordering::SeqCst);
    court
}

fn call_at(typed: &str) -> liuhen::domain::record::RecordText {
    let mut text = phone_call();
    text.occurred = Some(Occurred { from: at(typed), to: None, precision: Precision::Exact });
    text
}

fn due_of(court: &mut Court, who: &str, matter: &MatterId, act: Act) -> Millis {
    let desk = court.office.desk(&actor(who)).unwrap();
    desk.iter().find(|l| l.matter == *matter && l.act == act).unwrap().due
}

/// This calendar and the notice of 2027 beside it.
fn with_2027(court: &Court, year: Year) -> OrganChange {
    let mut calendar = court.office.organ().calendar.clone();
    calendar.years.push(year);
    OrganChange::Calendar { calendar }
}

fn notice(year: i32) -> Year {
    Year::by_law(year, "国务院办公厅关于2027年部分节假日安排的通知").unwrap()
}

#[test]
fn handed_in_on_the_last_day_of_the_year_it_is_due_after_new_year() {
    let mut court = court_at("2026-12-31 15:00");
    let record = court.by("clerk_he").submit(call_at("2026-12-31 14:00")).unwrap().matter;
    let due = due_of(&mut court, "cus_an", &record, Act::Confirm);
    assert_eq!(when::show(due, Precision::Exact, liuhen::domain::lang::Lang::En), "2027-01-04 23:59");
    let sheet = court.by("cus_an").sheet(&record).unwrap();
    let (_, why) = sheet.due.unwrap();
    assert!(why.presumed);
}

#[test]
fn nothing_passes_up_by_itself_on_a_presumed_date_and_everything_once_the_notice_is_there() {
    let mut court = court_at("2026-12-30 10:00");
    let record = court.by("clerk_he").submit(call_at("2026-12-30 09:00")).unwrap().matter;
    court.later(300_000);
    let e = court.by("clerk_he").escalate(&record).unwrap().matter;
    assert_eq!(court.office.notice_missing(), Some(2027), "told since 1 December");
    for moment in ["2027-01-02 09:00", "2027-01-05 09:00", "2027-03-01 09:00"] {
        court.watch.0.store(at(moment), Ordering::SeqCst);
        assert_eq!(court.office.tick().unwrap(), 0, "{moment}");
        // An act of anybody writes what is due first, and there is nothing.
        court
            .by("cus_an")
            .act(&Command::Organ(OrganCommand::Refuse { proposal: e, reason: "无".into() }))
            .unwrap_err();
    }
    assert_eq!(court.office.escalation(&actor("dish_fan"), &e).unwrap().0.level, "PRESIDING");
    assert!(
        due_of(&mut court, "judge_li", &e, Act::Answer) < court.now(),
        "it stands on the desk as overdue"
    );
    court.change(with_2027(&court, notice(2027)));
    assert_eq!(court.office.notice_missing(), None);
    let passed: Vec<Millis> = court
        .log()
        .into_iter()
        .filter(|b| b.actor == ActorName::Register)
        .filter_map(|b| match b.act {
            Event::Escalation(EscalationEvent::PassedUp { silent_since, .. }) => silent_since,
            _ => None,
        })
        .collect();
    assert_eq!(passed, Vec::<Millis>::new(), "the change itself passes nothing up");
    assert_eq!(court.office.tick().unwrap(), 1);
    let Event::Escalation(EscalationEvent::PassedUp { silent_since, .. }) = court.log().pop().unwrap().act
    else {
        panic!()
    };
    assert_eq!(silent_since, Some(when::end_of_day(when::local(at("2027-01-04")).date())));
    court.assert_sound();
}

#[test]
fn nobody_is_late_on_a_presumed_date_before_the_longest_holiday_has_gone_by() {
    // Of Thursday 4 February 2027: by law and weekends two working days end on the 12th.
    let mut court = court_at("2027-02-20 09:00");
    let record = court.by("clerk_he").submit(call_at("2027-02-04 09:00")).unwrap().matter;
    assert_eq!(court.by("clerk_he").sheet(&record).unwrap().record.late_hours, 0);
    court.later(5 * DAY);
    assert_eq!(wrong(court.by("clerk_he").submit(call_at("2027-02-04 09:00"))), ["late_reason"]);
    // With the notice it is late at once.
    let mut court = court_at("2027-02-20 09:00");
    court.change(with_2027(&court, notice(2027)));
    assert_eq!(wrong(court.by("clerk_he").submit(call_at("2027-02-04 09:00"))), ["late_reason"]);
}

#[test]
fn a_notice_that_cannot_be_one_is_refused_when_it_is_proposed_and_when_it_is_confirmed() {
    let mut court = court_at("2026-11-20 09:00");
    let propose = |court: &mut Court, year: Year| {
        let change = with_2027(court, year);
        court.by("sys_gao").propose(change)
    };
    let empty = Year { source: String::new(), holidays: Vec::new(), ..notice(2027) };
    assert_eq!(rule(propose(&mut court, empty)), Rule::CalendarSource);
    assert_eq!(
        rule(propose(&mut court, Year { holidays: Vec::new(), ..notice(2027) })),
        Rule::CalendarStatutory
    );
    let mut eleven = notice(2027);
    eleven.holidays.truncate(1);
    eleven.holidays[0].to = "2027-11-30".to_owned().try_into().unwrap();
    assert_eq!(rule(propose(&mut court, eleven)), Rule::CalendarSpan);
    let lost = Calendar { years: vec![notice(2027)] };
    assert_eq!(
        rule(court.by("sys_gao").propose(OrganChange::Calendar { calendar: lost })),
        Rule::CalendarYearLost
    );
    // Two proposals on the same calendar: the second would take the first one's year away again.
    let first = propose(&mut court, notice(2027)).unwrap().matter;
    let second = propose(&mut court, notice(2028)).unwrap().matter;
    let mut confirm = |proposal| court.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal }));
    confirm(first).unwrap();
    assert_eq!(rule(confirm(second)), Rule::CalendarYearLost);
    court.assert_sound();
}

/// The organ's clocks and calendar before a change, and what changes them: a clock made shorter, a
/// weekend made a time of work afterwards, the notice of a year that was presumed.
fn changes(court: &Court) -> [(&'static str, OrganChange, &'static str); 3] {
    let organ = court.office.organ();
    let mut policy = organ.policy.clone();
    policy.clocks.escalation_level.unit = liuhen::domain::calendar::Unit::Hour;
    policy.clocks.escalation_level.n = 1;
    let mut corrected = organ.calendar.clone();
    let year = corrected.years.iter_mut().find(|y| y.year == 2026).unwrap();
    let national = year.holidays.iter_mut().find(|h| h.zh == "国庆节").unwrap();
    for day in ["2026-11-28", "2026-11-29"] {
        national.made_up.push(day.to_owned().try_into().unwrap());
    }
    let mut notice = notice(2027);
    notice.holidays[0].made_up.push("2027-01-02".to_owned().try_into().unwrap());
    [
        ("2026-11-27 10:00", OrganChange::Policy { policy }, "2026-11-29 08:00"),
        ("2026-11-27 10:00", OrganChange::Calendar { calendar: corrected }, "2026-11-30 08:00"),
        ("2026-12-30 10:00", with_2027(court, notice), "2027-01-03 09:00"),
    ]
}

#[test]
fn a_change_takes_no_time_from_a_level_that_has_the_matter() {
    for n in 0..3 {
        let (given, change, changed) = changes(&Court::founded()).into_iter().nth(n).unwrap();
        let mut court = court_at(given);
        let record = court.by("clerk_he").submit(call_at(given)).unwrap().matter;
        court.later(300_000);
        let e = court.by("clerk_he").escalate(&record).unwrap().matter;
        let shown = due_of(&mut court, "judge_li", &e, Act::Answer);
        court.watch.0.store(at(changed), Ordering::SeqCst);
        court.change(change);
        assert_eq!(court.office.tick().unwrap(), 0, "{n}: the level still has until what it was shown");
        assert_eq!(due_of(&mut court, "judge_li", &e, Act::Answer), shown, "{n}: and the desk says so");
        let (view, _) = court.office.escalation(&actor("judge_li"), &e).unwrap();
        assert_eq!(view.due.unwrap().at_ms, shown, "{n}");
        court.watch.0.store(shown - 60_000, Ordering::SeqCst);
        assert_eq!(court.office.tick().unwrap(), 0, "{n}: to its last minute");
        court.watch.0.store(shown + 60_000, Ordering::SeqCst);
        assert_eq!(court.office.tick().unwrap(), 1, "{n}: then it is passed over");
        let Event::Escalation(EscalationEvent::PassedUp { silent_since, .. }) =
            court.log().pop().unwrap().act
        else {
            panic!()
        };
        assert_eq!(silent_since, Some(shown), "{n}");
        court.assert_sound();
        // Whoever gets it after the change has what the change says.
        let next = court.office.escalation(&actor("dish_fan"), &e).unwrap().0.due.unwrap().at_ms;
        assert_eq!(
            next,
            court.office.organ().by_present_clocks().due("escalation_level", court.now()),
            "{n}"
        );
    }
}

#[test]
fn what_a_register_of_before_passed_up_by_the_changed_clock_still_holds() {
    use liuhen::domain::course::Course;
    use liuhen::domain::event::{Body, Means, Stamp};
    use liuhen::domain::ids::Revision;
    use liuhen::ledger::LogId;
    use liuhen::store::log::{self, Entry};
    use liuhen::store::{Register, tables::TABLES};
    let mut court = court_at("2026-11-27 10:00");
    let [(_, change, _), ..] = changes(&court);
    let record = court.by("clerk_he").submit(call_at("2026-11-27 10:00")).unwrap().matter;
    court.later(300_000);
    let e = court.by("clerk_he").escalate(&record).unwrap().matter;
    let since = court.now();
    court.watch.0.store(at("2026-11-27 14:00"), Ordering::SeqCst);
    court.change(change);
    let acts: Vec<(Entry, Body)> = {
        let register = Register::open(court.dir(), TABLES, Mode::Session).unwrap();
        let mut all = Vec::new();
        log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
            all.push((entry, serde_json::from_str(text).unwrap()));
            Ok(())
        })
        .unwrap();
        all
    };
    let judged = |v: u8, silent_since: Millis| {
        let mut course = Course::default();
        let mut take = |seq: u64, at: Millis, revision: String, body: &Body| {
            let revision = Revision(revision);
            course
                .take(&Stamp { seq, v: body.v, at, matter: body.matter, actor: &body.actor, revision }, body);
        };
        for (entry, body) in &acts {
            let body = Body { v, ..body.clone() };
            take(entry.header.seq, entry.header.time_ms, entry.leaf.revision(), &body);
        }
        let act = Event::Escalation(EscalationEvent::PassedUp {
            text: String::new(),
            level: "DIVISION_HEAD".to_owned(),
            to: Some("head_zhao".into()),
            skipped: Vec::new(),
            silent_since: Some(silent_since),
        });
        let body = Body {
            v,
            kind: act.kind(),
            actor: ActorName::Register,
            means: Means::Register,
            command: uuid::Uuid::from_u128(77),
            matter: e,
            seen: None,
            act,
            ..acts[0].1.clone()
        };
        take(99, court.now() + 1, String::new(), &body);
        course.wrong()
    };
    assert_eq!(judged(2, since + 3_600_000), None);
    assert!(judged(2, since + 3_600_001).is_some());
    assert!(judged(3, since + 3_600_000).is_some(), "it is no more");
}
