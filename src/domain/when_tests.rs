use proptest::prelude::*;

use super::*;

/// Wednesday, 11 March 2026, 15:20:45 in Beijing.
fn now() -> i64 {
    at(2026, 3, 11, 15, 20) + 45_000
}

fn at(y: i32, m: u32, d: u32, h: u32, min: u32) -> i64 {
    instant(NaiveDate::from_ymd_opt(y, m, d).unwrap().and_hms_opt(h, min, 0).unwrap())
}

fn read(typed: &str) -> String {
    match parse(typed, now()) {
        Ok(when) => show(when.at_ms, when.precision, Lang::En),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn beijing_is_eight_hours_ahead_all_year() {
    assert_eq!(at(1970, 1, 1, 8, 0), 0);
    assert_eq!(at(2026, 7, 1, 0, 0) % 86_400_000, 16 * 3_600_000);
    assert_eq!(show_time(0), "08:00");
}

#[test]
fn what_people_type_is_understood() {
    for (typed, meant) in [
        ("今天", "2026-03-11"),
        ("昨天 14:30", "2026-03-10 14:30"),
        ("昨天下午3点半", "2026-03-10 15:30"),
        ("前天", "2026-03-09"),
        ("大前天上午9点", "2026-03-08 09:00"),
        ("-2", "2026-03-09"),
        ("-2 9:15", "2026-03-09 09:15"),
        ("－１ ９：１５", "2026-03-10 09:15"),
        ("0305", "2026-03-05"),
        ("3-5", "2026-03-05"),
        ("3.5", "2026-03-05"),
        ("3/5 1520", "2026-03-05 15:20"),
        ("3月5日", "2026-03-05"),
        ("3月5号晚上8点20分", "2026-03-05 20:20"),
        ("20260311", "2026-03-11"),
        ("2026-03-11 15:20", "2026-03-11 15:20"),
        ("2026-03-11T15:20:33", "2026-03-11 15:20"),
        ("2026年3月11日 下午3点", "2026-03-11 15:00"),
        ("２０２６年３月１１日　９：０５", "2026-03-11 09:05"),
        ("14:30", "2026-03-11 14:30"),
        ("14点", "2026-03-11 14:00"),
        ("下午2:30", "2026-03-11 14:30"),
        ("3pm", "2026-03-11 15:00"),
        ("yesterday 3:20 pm", "2026-03-10 15:20"),
        ("凌晨12点", "2026-03-11 00:00"),
        ("中午12点", "2026-03-11 12:00"),
        ("今天中午1点", "2026-03-11 13:00"),
        ("2026-03", "2026-03"),
        ("202602", "2026-02"),
        ("2026年2月", "2026-02"),
        ("3月", "2026-03"),
        ("12月", "2025-12"),
        ("昨晚8点半", "2026-03-10 20:30"),
        ("今早 9:15", "2026-03-11 09:15"),
        ("3.5 9.30", "2026-03-05 09:30"),
        ("现在", "2026-03-11 15:20"),
    ] {
        assert_eq!(read(typed), meant, "{typed}");
    }
}

#[test]
fn a_date_without_its_year_is_the_nearest_past_one_but_a_slip_stays_a_slip() {
    assert_eq!(read("1231"), "2025-12-31");
    assert_eq!(read("10-1"), "2025-10-01");
    assert!(matches!(parse("3-15", now()), Err(WhenError::Future(_))), "not March of last year");
    assert!(matches!(parse("8月", now()), Err(WhenError::Future(_))));
}

#[test]
fn what_is_impossible_says_which_part_is() {
    for (typed, error) in [
        ("", WhenError::Empty),
        ("　 ", WhenError::Empty),
        ("13-1", WhenError::NoSuchMonth(13)),
        ("1430", WhenError::NoSuchMonth(14)),
        ("2-29", WhenError::NoSuchDay { year: 2026, month: 2, day: 29 }),
        ("20250229", WhenError::NoSuchDay { year: 2025, month: 2, day: 29 }),
        ("0026-01-01", WhenError::NoSuchYear(26)),
        ("昨天 25:00", WhenError::NoSuchTime { hour: 25, minute: 0 }),
        ("昨天 24:00", WhenError::NoSuchTime { hour: 24, minute: 0 }),
        ("昨天 9:60", WhenError::NoSuchTime { hour: 9, minute: 60 }),
        ("上午15点", WhenError::NoSuchTime { hour: 15, minute: 0 }),
        ("昨天晚上12点", WhenError::WhichMidnight),
        ("3月 14:30", WhenError::TimeWithoutDay),
        ("昨天 那时", WhenError::Unreadable("那时".into())),
        ("上周", WhenError::Unreadable("上周".into())),
        ("昨晚12点", WhenError::WhichMidnight),
        ("昨早15点", WhenError::NoSuchTime { hour: 15, minute: 0 }),
        ("昨晚", WhenError::Unreadable("晚".into())),
        ("昨天 9", WhenError::Unreadable("9".into())),
        ("-", WhenError::Unreadable("-".into())),
        ("-99999999999999999999", WhenError::Unreadable("-99999999999999999999".into())),
        ("123", WhenError::Unreadable("123".into())),
    ] {
        assert_eq!(parse(typed, now()), Err(error), "{typed}");
    }
}

#[test]
fn the_future_is_refused_to_the_minute() {
    assert_eq!(read("15:20"), "2026-03-11 15:20");
    assert!(matches!(parse("15:21", now()), Err(WhenError::Future(_))));
    assert!(matches!(parse("20260312", now()), Err(WhenError::Future(_))));
    assert!(matches!(parse("2062-03-11", now()), Err(WhenError::Future(_))));
}

#[test]
fn each_language_writes_time_its_own_way() {
    let t = at(2026, 3, 5, 9, 5);
    assert_eq!(show(t, Precision::Exact, Lang::Zh), "2026年3月5日 09:05");
    assert_eq!(show(t, Precision::Day, Lang::Zh), "2026年3月5日");
    assert_eq!(show(t, Precision::Month, Lang::Zh), "2026年3月");
    assert_eq!(show(t, Precision::Exact, Lang::En), "2026-03-05 09:05");
}

proptest! {
    #[test]
    fn whatever_is_typed_gets_an_answer(typed in "[0-9今昨前天年月日点分上下午 :：./\\-０-９apm]{0,24}", anything in ".{0,20}") {
        for text in [typed, anything] {
            if let Ok(when) = parse(&text, now()) {
                prop_assert!(when.at_ms <= now());
            }
        }
    }

    #[test]
    fn what_is_shown_can_be_typed_again(minutes in 0i64..20_000_000, precision in 0..3) {
        let precision = [Precision::Exact, Precision::Day, Precision::Month][precision as usize];
        let shown_at = now() - minutes * 60_000;
        for lang in Lang::ALL {
            let text = show(shown_at, precision, lang);
            let when = parse(&text, now()).unwrap();
            prop_assert_eq!(when.precision, precision);
            prop_assert_eq!(show(when.at_ms, precision, lang), text);
        }
    }
}

/// Wednesday, 11 March 2026, as before: what is said rather than written.
#[test]
fn what_people_say_is_understood() {
    for (typed, meant) in [
        ("下午三点", "2026-03-11 15:00"),
        ("昨天下午三点二十", "2026-03-10 15:20"),
        ("昨晚八点", "2026-03-10 20:00"),
        ("前晚8点一刻", "2026-03-09 20:15"),
        ("今天上午九点三刻", "2026-03-11 09:45"),
        ("十一点", "2026-03-11 11:00"),
        ("三月五日", "2026-03-05"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("十二月三十一日", "2025-12-31"),
        ("5日", "2026-03-05"),
        ("28日", "2026-02-28"),
        ("二十八号下午两点", "2026-02-28 14:00"),
        ("上月28日", "2026-02-28"),
        ("本月1日", "2026-03-01"),
        ("上个月", "2026-02"),
        ("周五", "2026-03-06"),
        ("周三", "2026-03-11"),
        ("周一九点", "2026-03-09 09:00"),
        ("上周三", "2026-03-04"),
        ("上上周五下午3点", "2026-02-27 15:00"),
        ("星期日", "2026-03-08"),
        ("礼拜天", "2026-03-08"),
        ("上星期六", "2026-03-07"),
        ("半小时前", "2026-03-11 14:50"),
        ("半个小时前", "2026-03-11 14:50"),
        ("一个半小时前", "2026-03-11 13:50"),
        ("两小时前", "2026-03-11 13:20"),
        ("十分钟前", "2026-03-11 15:10"),
        ("一刻钟前", "2026-03-11 15:05"),
        ("三天前", "2026-03-08"),
        ("3天前 9:15", "2026-03-08 09:15"),
        ("两周前", "2026-02-25"),
        ("2个月前", "2026-01"),
        ("friday", "2026-03-06"),
        ("last friday 3pm", "2026-03-06 15:00"),
        ("2 hours ago", "2026-03-11 13:20"),
        ("half an hour ago", "2026-03-11 14:50"),
    ] {
        assert_eq!(read(typed), meant, "{typed}");
    }
    for slip in ["明天", "后天 9:00", "下周一", "三天后", "2小时后", "本周五"] {
        assert!(matches!(parse(slip, now()), Err(WhenError::Future(_))), "{slip}");
    }
    let no_such = WhenError::NoSuchDay { year: 2026, month: 2, day: 31 };
    assert_eq!(parse("31日", now()), Err(no_such), "neither this month yet nor last month");
    for nothing in ["周八", "上周", "半前", "个小时前", "十十点", "三", "周", "99999999999天前"]
    {
        assert!(matches!(parse(nothing, now()), Err(WhenError::Unreadable(_))), "{nothing}");
    }
}

#[test]
fn what_is_to_come_is_the_next_one() {
    for (typed, meant) in [
        ("明天 14:30", "2026-03-12 14:30"),
        ("明晚八点", "2026-03-12 20:00"),
        ("后天", "2026-03-13"),
        ("大后天上午9点", "2026-03-14 09:00"),
        ("周五", "2026-03-13"),
        ("周三", "2026-03-11"),
        ("周一 9:00", "2026-03-16 09:00"),
        ("下周一", "2026-03-16"),
        ("下下周三下午两点半", "2026-03-25 14:30"),
        ("0105 9:00", "2027-01-05 09:00"),
        ("1-5", "2027-01-05"),
        ("3月20日", "2026-03-20"),
        ("5日", "2026-04-05"),
        ("下月5日", "2026-04-05"),
        ("三天后", "2026-03-14"),
        ("2小时后", "2026-03-11 17:20"),
        ("tomorrow 2pm", "2026-03-12 14:00"),
        ("next monday", "2026-03-16"),
        ("2026-01-05 9:00", "2026-01-05 09:00"),
    ] {
        let when = ahead(typed, now()).unwrap_or_else(|e| panic!("{typed}: {e:?}"));
        assert_eq!(show(when.at_ms, when.precision, Lang::En), meant, "{typed}");
    }
    let when = ahead("明天 14:30", now()).unwrap();
    assert_eq!(show_with_weekday(when.at_ms, when.precision, Lang::Zh), "2026年3月12日 周四 14:30");
    assert_eq!(show_with_weekday(when.at_ms, when.precision, Lang::En), "2026-03-12 Thu 14:30");
}

proptest! {
    #[test]
    fn whatever_is_said_gets_an_answer(typed in "[上下本大前后明昨周星期月天日号个半小时刻钟分点一二三四五六七八九十两0-9 ]{0,16}") {
        let _ = ahead(&typed, now());
        if let Ok(when) = parse(&typed, now()) {
            prop_assert!(when.at_ms <= now());
        }
    }
}
