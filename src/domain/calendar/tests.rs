use super::*;
use crate::domain::lang::Lang;
use crate::domain::when::{Date, Precision, instant, show};

fn shipped() -> &'static Calendar {
    Calendar::shipped().unwrap()
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn at(y: i32, m: u32, d: u32, h: u32) -> i64 {
    instant(day(y, m, d).and_hms_opt(h, 0, 0).unwrap())
}

fn clock(unit: Unit, n: u32) -> Clock {
    Clock { unit, n, moves_on: false }
}

fn days(n: u32) -> Clock {
    clock(Unit::WorkingDay, n)
}

/// What each day passed was.
fn told(due: &Due) -> Vec<(u32, bool)> {
    due.steps.iter().map(|s| (s.date.day(), s.why.counts())).collect()
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
    let told = told(&due);
    assert_eq!(told[0], (14, true));
    assert_eq!(told.len(), 11);
    let Why::MadeUp(name) = &due.steps[0].why else { panic!("{:?}", due.steps[0]) };
    assert_eq!(name.get(Lang::Zh), "春节");
    let Why::Holiday(name) = &due.steps[1].why else { panic!("{:?}", due.steps[1]) };
    assert_eq!(name.get(Lang::En), "Spring Festival", "the Sunday is named as the holiday it belongs to");
    let Why::Statutory(name) = &due.steps[2].why else { panic!("{:?}", due.steps[2]) };
    assert_eq!(name.get(Lang::Zh), "春节", "New Year's Eve is off by law");
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
fn statutory_days_are_off_without_a_notice_and_the_rest_of_that_year_is_presumed() {
    // Handed in on Thursday 31 December 2026: Friday is New Year's Day, then a weekend.
    let first_hand = due(at(2026, 12, 31, 10), days(1), shipped());
    assert_eq!(first_hand.date, day(2027, 1, 4));
    assert!(first_hand.presumed, "the notice of 2027 may move a day");
    assert_eq!(told(&first_hand), [(1, false), (2, false), (3, false), (4, true)]);
    assert!(matches!(first_hand.steps[0].why, Why::Statutory(_)));
    assert_eq!(due(at(2026, 12, 30, 9), days(2), shipped()).date, day(2027, 1, 4));
    // Spring Festival 2027 begins on Friday 5 February; two of its days are made up behind it.
    let spring = due(at(2027, 2, 4, 9), days(1), shipped());
    assert_eq!(spring.date, day(2027, 2, 11));
    assert!(matches!(spring.steps[4].why, Why::Substitute(_)));
    assert!(shipped().is_sure(day(2027, 2, 5)) && !shipped().is_sure(day(2027, 2, 9)));
    assert!(!shipped().is_sure(day(2027, 7, 14)), "even a Wednesday in July");
    assert!(due(at(2024, 2, 1, 9), days(1), shipped()).presumed);
    // Years beyond the table know the weekends alone, and nothing of them is sure.
    assert_eq!(due(at(2101, 9, 30, 9), days(1), shipped()).date, day(2101, 10, 3));
}

#[test]
fn the_last_days_of_december_wait_for_the_next_years_notice() {
    let within = due(at(2026, 12, 25, 9), days(1), shipped());
    assert_eq!((within.date, within.presumed), (day(2026, 12, 28), false));
    // In 2018 the notice of 2019 made a Monday of December a day off.
    assert!(due(at(2026, 12, 30, 9), days(1), shipped()).presumed);
    let mut with_next = shipped().clone();
    with_next.years.push(year(2027));
    assert!(!due(at(2026, 12, 30, 9), days(1), &with_next).presumed);
}

#[test]
fn a_notice_may_name_days_of_the_years_around_it() {
    let notice = new_year(2029, ("2028-12-30", "2029-01-01"), &["2028-12-29"]);
    let read = Calendar::read_year(&notice).unwrap();
    let calendar = Calendar { years: vec![year(2028), read] };
    for d in [30, 31] {
        assert!(matches!(calendar.why(day(2028, 12, d)), Why::Holiday(_)), "{d}");
    }
    assert!(matches!(calendar.why(day(2028, 12, 29)), Why::MadeUp(_)));
    assert!((28..=31).all(|d| calendar.is_sure(day(2028, 12, d))));
    // What a notice says of the year after, a later one may say otherwise.
    let later = new_year(2030, ("2029-12-30", "2030-01-01"), &["2029-12-29"]);
    let calendar = Calendar { years: vec![year(2029), Calendar::read_year(&later).unwrap()] };
    assert!(calendar.is_working_day(day(2029, 12, 29)), "a Saturday");
    assert!(!calendar.is_working_day(day(2029, 12, 31)), "a Monday");
    // Without its own notice the rest of 2028 is not known by that of 2029.
    let only = Calendar { years: vec![Calendar::read_year(&notice).unwrap()] };
    assert!(only.is_sure(day(2028, 12, 30)) && !only.is_sure(day(2028, 12, 28)));
    assert!(only.missing(day(2028, 6, 1), 12) == Some(2028));
}

#[test]
fn what_is_missing_is_said_of_this_year_at_once_and_of_the_next_from_a_month_on() {
    let missing = |m, d| shipped().missing(day(2026, m, d), 12);
    assert_eq!([missing(1, 1), missing(11, 30)], [None, None]);
    assert_eq!(missing(12, 1), Some(2027));
    assert_eq!(shipped().missing(day(2027, 1, 1), 12), Some(2027));
    let mut with_next = shipped().clone();
    with_next.years.push(Year { holidays: Vec::new(), ..year(2027) });
    assert_eq!(with_next.missing(day(2027, 1, 1), 12), Some(2027), "a notice without a day is none");
    with_next.years[2] = year(2027);
    assert_eq!(with_next.missing(day(2026, 12, 31), 12), None);
}

#[test]
fn days_and_hours_run_through_holidays() {
    let feedback = due(at(2026, 10, 1, 9), clock(Unit::Day, 5), shipped());
    assert_eq!((feedback.date, feedback.presumed), (day(2026, 10, 6), false));
    let at_once = due(at(2026, 10, 1, 9), clock(Unit::Hour, 24), shipped());
    assert_eq!(at_once.at_ms, at(2026, 10, 2, 9));
}

#[test]
fn a_month_is_a_month_and_the_last_day_of_a_short_one() {
    let month = |y, m, d| due(at(y, m, d, 9), clock(Unit::Month, 1), shipped()).date;
    assert_eq!(month(2026, 7, 15), day(2026, 8, 15));
    assert_eq!(month(2026, 1, 31), day(2026, 2, 28));
    assert_eq!(month(2028, 1, 30), day(2028, 2, 29));
    assert_eq!(month(2026, 2, 28), day(2026, 3, 28));
    assert_eq!(month(2026, 12, 31), day(2027, 1, 31));
    assert_eq!(due(at(2026, 8, 31, 9), clock(Unit::Month, 6), shipped()).date, day(2027, 2, 28));
}

#[test]
fn a_clock_that_ends_on_a_day_off_runs_on_where_the_rule_says_so() {
    let moving = |unit, n| Clock { unit, n, moves_on: true };
    // A Saturday: until Monday.
    let review = due(at(2026, 7, 15, 9), moving(Unit::Month, 1), shipped());
    assert_eq!((review.date, review.moved_from), (day(2026, 8, 17), Some(day(2026, 8, 15))));
    assert_eq!(told(&review), [(15, false), (16, false)]);
    // Into National Day: until Thursday the 8th.
    assert_eq!(due(at(2026, 9, 28, 9), moving(Unit::Day, 5), shipped()).date, day(2026, 10, 8));
    // A worked Saturday is a working day.
    assert_eq!(due(at(2026, 10, 5, 9), moving(Unit::Day, 5), shipped()).moved_from, None);
    // On a date no notice speaks of it is presumed; on a day off by law it moves all the same.
    let into_2027 = due(at(2026, 12, 1, 9), moving(Unit::Month, 1), shipped());
    assert_eq!((into_2027.date, into_2027.presumed), (day(2027, 1, 4), true));
}

/// Every day of the table: what is off is never due, a month keeps its day, no day is lost.
#[test]
fn no_clock_of_any_day_to_2100_ends_where_it_must_not() {
    let moving = |unit, n| Clock { unit, n, moves_on: true };
    let empty = Calendar::default();
    let mut last = (NaiveDate::MIN, NaiveDate::MIN);
    for date in day(2024, 1, 1).iter_days().take_while(|d| d.year() <= 2100) {
        let law = statutory::year(date.year()).unwrap();
        for calendar in [shipped(), &empty] {
            assert_eq!(
                law.days.contains_key(&date),
                matches!(calendar.why(date), Why::Statutory(_)),
                "{date}"
            );
        }
        let start = instant(date.and_hms_opt(23, 59, 0).unwrap());
        let off = |d: &Due| {
            !shipped().is_working_day(d.date)
                || statutory::year(d.date.year()).is_some_and(|y| y.days.contains_key(&d.date))
        };
        for n in [1, 2, 5] {
            let due = due(start, days(n), shipped());
            assert!(!off(&due), "{date} + {n}");
            // Nothing rests unseen on a day that a notice may still change.
            let open = due.steps.iter().any(|s| s.date.year() > 2026 && !matches!(s.why, Why::Statutory(_)));
            assert!(!open || due.presumed, "{date} + {n}");
            let counted = due.steps.iter().filter(|s| s.why.counts()).count();
            assert_eq!((counted, due.steps.last().map(|s| s.date)), (n as usize, Some(due.date)), "{date}");
        }
        let (plain, moved) =
            (due(start, clock(Unit::Month, 1), shipped()), due(start, moving(Unit::Month, 1), shipped()));
        let whole = day(date.year() + date.month() as i32 / 12, date.month() % 12 + 1, 1);
        assert_eq!((plain.date.year(), plain.date.month()), (whole.year(), whole.month()), "{date}");
        let shorter = plain.date.day() < date.day();
        assert!(
            plain.date.day() == date.day() || shorter && plain.date.succ_opt().unwrap().day() == 1,
            "{date}"
        );
        assert!(!off(&moved) && moved.date >= plain.date, "{date}");
        // The moved end is the first working day there is.
        let between = plain.date.iter_days().take_while(|d| *d < moved.date);
        assert!(between.into_iter().all(|d| !shipped().is_working_day(d)), "{date}");
        // A day later never ends earlier.
        let five = due(start, moving(Unit::Day, 5), shipped()).date;
        assert!(moved.date >= last.0 && five >= last.1, "{date}");
        last = (moved.date, five);
    }
}

#[test]
fn an_absurd_time_gives_a_date_and_no_fault() {
    for at_ms in [i64::MIN, i64::MAX] {
        for unit in [Unit::WorkingDay, Unit::Day, Unit::Month, Unit::Hour] {
            for moves_on in [false, true] {
                due(at_ms, Clock { unit, n: 3, moves_on }, shipped());
            }
        }
    }
}

fn year(of: i32) -> Year {
    Year::by_law(of, "国务院办公厅通知").unwrap()
}

/// The file of such a notice, its New Year with these days.
fn new_year(of: i32, (from, to): (&str, &str), made_up: &[&str]) -> String {
    let mut notice = year(of);
    notice.holidays.retain(|h| h.from.0.month() > 1 || h.from.0.day() > 9);
    let date = |text: &str| Date::try_from(text.to_owned()).unwrap();
    notice.holidays.push(Holiday {
        zh: "元旦".into(),
        en: "New Year".into(),
        from: date(from),
        to: date(to),
        made_up: made_up.iter().map(|d| date(d)).collect(),
    });
    let mut text = format!("year = {of}\nsource = '{}'\nverified = false\n", notice.source);
    for h in &notice.holidays {
        let worked: Vec<String> = h.made_up.iter().map(|d| format!("'{}'", d.0)).collect();
        text += &format!(
            "[[holiday]]\nzh = '{}'\nen = '{}'\nfrom = '{}'\nto = '{}'\nmade_up = [{}]\n",
            h.zh,
            h.en,
            h.from.0,
            h.to.0,
            worked.join(", ")
        );
    }
    text
}

#[test]
fn a_calendar_survives_its_event_and_a_wrong_notice_is_refused_with_its_reason() {
    let text = serde_json::to_string(shipped()).unwrap();
    assert_eq!(&serde_json::from_str::<Calendar>(&text).unwrap(), shipped());
    for year in &shipped().years {
        year.check().unwrap();
    }
    let one = ("2027-01-01", "2027-01-03");
    let rule = |text: &str| match Calendar::read_year(text) {
        Ok(_) => None,
        Err(No::Refused(refusal)) => Some((refusal.rule, refusal.detail)),
        Err(No::Wrong(problems)) => panic!("{problems:?}"),
    };
    let said = |rule: Rule, detail: &str| Some((rule, detail.to_owned()));
    let good = new_year(2027, one, &["2027-01-09"]);
    assert_eq!(rule(&good), None);
    assert_eq!(
        rule(&good.replace("source = '国务院办公厅通知'", "source = ' '")),
        said(Rule::CalendarSource, "")
    );
    assert_eq!(
        rule("year = 2027\nsource = 's'\nverified = false\nholiday = []"),
        said(Rule::CalendarStatutory, "2027-01-01")
    );
    assert_eq!(
        rule(&new_year(2027, one, &["2027-01-06"])),
        said(Rule::CalendarMadeUp, "2027-01-06"),
        "a Wednesday"
    );
    assert_eq!(
        rule(&new_year(2027, one, &["2027-01-02"])),
        said(Rule::CalendarMadeUp, "2027-01-02"),
        "itself off"
    );
    assert_eq!(
        rule(&new_year(2027, one, &["2027-01-09", "2027-01-09"])),
        said(Rule::CalendarMadeUp, "2027-01-09")
    );
    assert_eq!(
        rule(&new_year(2027, one, &["2027-02-06"])),
        said(Rule::CalendarStatutory, "2027-02-06"),
        "worked on New Year"
    );
    assert_eq!(rule(&new_year(2027, one, &["2026-01-10"])), said(Rule::CalendarOutside, "2026-01-10"));
    let backwards = rule(&new_year(2027, ("2027-01-03", "2027-01-01"), &[]));
    assert_eq!(backwards, said(Rule::CalendarSpan, "2027-01-03 / 2027-01-01"));
    // Eleven months; one that meets another; many that leave nobody at work.
    let eleven = "year = 2027\nsource = 's'\nverified = false\n[[holiday]]\nzh = '假'\nen = 'off'\nfrom = '2027-01-01'\nto = '2027-11-30'\nmade_up = []";
    assert_eq!(rule(eleven), said(Rule::CalendarSpan, "2027-01-01 / 2027-11-30"));
    let twice = format!(
        "{good}[[holiday]]\nzh = '假'\nen = 'off'\nfrom = '2027-01-03'\nto = '2027-01-04'\nmade_up = []"
    );
    assert_eq!(rule(&twice), said(Rule::CalendarSpan, "2027-01-03 / 2027-01-04"));
    let months = (7..=8).flat_map(|m| [1, 13].map(|d| (m, d)));
    let summer: String = months.map(|(m, d)| format!("[[holiday]]\nzh = '假'\nen = 'off'\nfrom = '2027-{m:02}-{d:02}'\nto = '2027-{m:02}-{:02}'\nmade_up = []\n", d + 11)).collect();
    assert!(matches!(rule(&format!("{good}{summer}")), Some((Rule::CalendarCount, _))));
    assert_eq!(rule(&good.replace("year = 2027", "year = 2207")), said(Rule::CalendarOutside, "2207"));
    assert!(matches!(Calendar::read_year("year = 2027"), Err(No::Wrong(_))));
}

#[test]
fn a_new_calendar_loses_no_notice_and_is_asked_only_about_what_is_new() {
    let now = Calendar { years: vec![year(2026), Year { source: String::new(), ..year(2027) }] };
    assert_eq!(now.follows(&now), Ok(()), "what stands already was asked about when it came");
    let with = |add: Year| Calendar { years: now.years.iter().cloned().chain([add]).collect() };
    assert_eq!(with(year(2028)).follows(&now), Ok(()));
    let lost = Calendar { years: vec![year(2026), year(2028)] };
    assert_eq!(lost.follows(&now), Err(Refusal::with(Rule::CalendarYearLost, 2027)));
    assert_eq!(with(year(2027)).follows(&now), Err(Refusal::with(Rule::OpenAlready, 2027)));
    let bare = Year { holidays: Vec::new(), ..year(2028) };
    assert_eq!(with(bare).follows(&now).map_err(|no| no.rule), Err(Rule::CalendarStatutory));
}
