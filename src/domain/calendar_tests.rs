use super::*;
use crate::domain::lang::Lang;
use crate::domain::when::{Precision, instant, show};

fn shipped() -> &'static Calendar {
    Calendar::shipped().unwrap()
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn at(y: i32, m: u32, d: u32, h: u32) -> i64 {
    instant(day(y, m, d).and_hms_opt(h, 0, 0).unwrap())
}

fn days(n: u32) -> Clock {
    Clock { unit: Unit::WorkingDay, n }
}

#[test]
fn the_announced_years_have_as_many_working_days_as_the_state_council_left() {
    let working = |year| {
        (0..366)
            .filter_map(|n| day(year, 1, 1).checked_add_days(Days::new(n)))
            .filter(|d| d.year() == year && shipped().is_working_day(*d))
            .count()
    };
    assert_eq!(working(2025), 248);
    assert_eq!(working(2026), 248);
}

#[test]
fn spring_festival_is_stepped_over_and_the_made_up_saturday_counted() {
    // Friday 13 February 2026: the next day is a worked Saturday, then nine days off.
    let due = due(at(2026, 2, 13, 16), days(2), shipped());
    assert_eq!(due.date, day(2026, 2, 24));
    assert!(!due.presumed);
    let told: Vec<_> = due.steps.iter().map(|s| (s.date.day(), s.why.counts())).collect();
    assert_eq!(told[0], (14, true));
    assert_eq!(told.len(), 11);
    let Why::MadeUp(name) = &due.steps[0].why else { panic!("{:?}", due.steps[0]) };
    assert_eq!(name.get(Lang::Zh), "春节");
    let Why::Holiday(name) = &due.steps[1].why else { panic!("{:?}", due.steps[1]) };
    assert_eq!(name.get(Lang::En), "Spring Festival", "the Sunday is named as the holiday it belongs to");
    assert_eq!(show(due.at_ms, Precision::Exact, Lang::En), "2026-02-24 23:59");
    assert_eq!((due.at_ms + 1) % 86_400_000, 16 * 3_600_000, "midnight in Beijing");
}

#[test]
fn a_worked_sunday_counts_and_an_ordinary_one_does_not() {
    assert!(shipped().is_working_day(day(2025, 9, 28)));
    assert!(shipped().is_working_day(day(2026, 1, 4)));
    assert!(!shipped().is_working_day(day(2025, 9, 21)));
    // Saturday 27 September 2025: the next day is the worked Sunday.
    assert_eq!(due(at(2025, 9, 27, 10), days(1), shipped()).date, day(2025, 9, 28));
    // Tuesday 30 September 2025: eight days off, then Thursday and Friday, then a worked Saturday.
    assert_eq!(due(at(2025, 9, 30, 10), days(3), shipped()).date, day(2025, 10, 11));
}

#[test]
fn the_day_of_the_event_is_not_counted_however_early_it_was() {
    assert_eq!(due(at(2026, 3, 9, 0), days(1), shipped()).date, day(2026, 3, 10));
    assert_eq!(due(at(2026, 3, 9, 23), days(1), shipped()).date, day(2026, 3, 10));
    assert_eq!(due(at(2026, 3, 9, 9), days(0), shipped()).date, day(2026, 3, 9), "the same day");
    // 17:00 UTC on Friday is already Saturday in Beijing.
    assert_eq!(due(at(2026, 3, 7, 1), days(1), shipped()).date, day(2026, 3, 9));
}

#[test]
fn a_clock_that_runs_into_an_unannounced_year_is_presumed() {
    let into_2027 = due(at(2026, 12, 30, 9), days(2), shipped());
    assert_eq!(into_2027.date, day(2027, 1, 1), "Monday to Friday is all that is known");
    assert!(into_2027.presumed);
    let within_2026 = due(at(2026, 12, 30, 9), days(1), shipped());
    assert!(!within_2026.presumed);
    assert!(due(at(2024, 2, 1, 9), days(1), shipped()).presumed);
}

#[test]
fn days_and_hours_run_through_holidays() {
    let feedback = due(at(2026, 10, 1, 9), Clock { unit: Unit::Day, n: 5 }, shipped());
    assert_eq!((feedback.date, feedback.presumed), (day(2026, 10, 6), false));
    let at_once = due(at(2026, 10, 1, 9), Clock { unit: Unit::Hour, n: 24 }, shipped());
    assert_eq!(at_once.at_ms, at(2026, 10, 2, 9));
}

#[test]
fn an_absurd_time_gives_a_date_and_no_fault() {
    for at_ms in [i64::MIN, i64::MAX] {
        for unit in [Unit::WorkingDay, Unit::Day, Unit::Hour] {
            due(at_ms, Clock { unit, n: 3 }, shipped());
        }
    }
}

#[test]
fn a_calendar_survives_its_event_and_a_wrong_file_is_refused() {
    let text = serde_json::to_string(shipped()).unwrap();
    assert_eq!(&serde_json::from_str::<Calendar>(&text).unwrap(), shipped());
    let file = |made_up: &str, from: &str| {
        format!(
            "year = 2027\nsource = 's'\nverified = false\n[[holiday]]\nzh = '元旦'\nen = 'New Year'\n\
             from = '{from}'\nto = '2027-01-03'\nmade_up = ['{made_up}']"
        )
    };
    assert!(Calendar::read_year(&file("2027-01-09", "2027-01-01")).is_ok());
    assert!(Calendar::read_year(&file("2027-01-06", "2027-01-01")).is_err(), "a Wednesday");
    assert!(Calendar::read_year(&file("2027-01-02", "2027-01-01")).is_err(), "itself off");
    assert!(Calendar::read_year(&file("2026-01-10", "2027-01-01")).is_err(), "another year");
    assert!(Calendar::read_year(&file("2027-01-09", "2027-01-04")).is_err(), "ends before it begins");
}
