use super::*;
use icu_calendar::Date;
use icu_calendar::cal::ChineseTraditional;
use std::collections::BTreeSet;

/// Month and day of the lunar year, by the data of Unicode's own library (leap months end in L).
fn lunar(date: NaiveDate) -> (String, u8) {
    let (month, day) = (date.month() as u8, date.day() as u8);
    let iso = Date::try_new_iso(date.year(), month, day).unwrap();
    let lunar = iso.to_calendar(ChineseTraditional::new());
    (lunar.month().to_input().code().0.to_string(), lunar.day_of_month().0)
}

/// Apparent longitude of the sun in degrees at a midnight of Beijing (Meeus, Astronomical Algorithms,
/// chapter 25, the shorter series: right to a few minutes of time).
fn sun(date: NaiveDate) -> f64 {
    let days = (date - NaiveDate::from_ymd_opt(2000, 1, 1).unwrap()).num_days() as f64;
    // From noon of 1 January 2000; Beijing is eight hours ahead, dynamical time about 70 seconds.
    let t = (days - 0.5 - 8.0 / 24.0 + 70.0 / 86_400.0) / 36_525.0;
    let mean = 280.46646 + 36_000.769_83 * t + 0.000_303_2 * t * t;
    let anomaly = (357.52911 + 35_999.050_29 * t - 0.000_153_7 * t * t).to_radians();
    let centre = (1.914_602 - 0.004_817 * t) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1_934.136 * t).to_radians();
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn named(of: i32, zh: &str) -> Vec<NaiveDate> {
    year(of).unwrap().days.iter().filter(|(_, name)| name.zh == zh).map(|(d, _)| *d).collect()
}

#[test]
fn the_lunar_days_of_every_year_agree_with_another_reckoning() {
    YEARS.as_ref().unwrap();
    for y in 2024..=2100 {
        let spring = named(y, "春节");
        let first = spring.iter().find(|d| lunar(**d) == ("M01".into(), 1));
        let first = *first.unwrap_or_else(|| panic!("{y} {spring:?}"));
        let eve = if y < 2025 { first } else { first.pred_opt().unwrap() };
        assert_eq!(spring.first(), Some(&eve), "{y}");
        assert_eq!(spring.last(), Some(&(first + Days::new(2))), "{y}");
        assert_eq!(
            named(y, "端午节").iter().map(|d| lunar(*d)).collect::<Vec<_>>(),
            [("M05".into(), 5)],
            "{y}"
        );
        let autumn = YEARS.as_ref().unwrap()[&y].days.keys().filter(|d| lunar(**d) == ("M08".into(), 15));
        assert_eq!(autumn.count(), 1, "{y}");
        let clear = named(y, "清明节");
        let [clear] = clear.as_slice() else { panic!("{y} {clear:?}") };
        assert!(sun(*clear) < 15.0 && sun(clear.succ_opt().unwrap()) >= 15.0, "{y} {clear}");
    }
    assert!(year(2023).is_none() && year(2101).is_none());
}

#[test]
fn thirteen_days_are_off_by_law_and_each_lost_to_a_weekend_is_made_up() {
    for y in 2024..=2100 {
        let off = year(y).unwrap();
        let weekends = off.days.keys().filter(|d| is_weekend(**d)).count();
        let met = if y < 2025 { 11 } else { 13 } - off.days.len();
        assert!(met <= 1, "{y}: Mid-Autumn meets National Day at most");
        assert_eq!(off.made_up_for.len(), weekends + met, "{y}");
        assert!(off.made_up_for.keys().all(|d| !is_weekend(*d) && !off.days.contains_key(d)), "{y}");
    }
    let of = |y: i32| year(y).unwrap();
    // Friday 5 to Monday 8 February 2027 are off by law, the Saturday and the Sunday made up behind.
    assert_eq!(named(2027, "春节"), [5, 6, 7, 8].map(|d| day(2027, 2, d)));
    let behind: BTreeSet<_> = of(2027).made_up_for.keys().filter(|d| d.month() == 2).copied().collect();
    assert_eq!(behind, BTreeSet::from([day(2027, 2, 9), day(2027, 2, 10)]));
    // Saturday 1 January 2028: Monday.
    assert!(of(2028).made_up_for.contains_key(&day(2028, 1, 3)));
    // In 2031 Mid-Autumn is 1 October.
    assert_eq!(of(2031).days.len(), 12);
    assert_eq!(named(2024, "劳动节"), [day(2024, 5, 1)], "2 May is off since 2025");
}
