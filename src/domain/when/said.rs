//! Days and moments as they are said: 周五, 上周三, 28日, 上月28日, 半小时前, 三天前, 明天, 下周一.

use super::{Part, WhenError, real_day, split_digits};
use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};

/// Which way a day is looked for that was said without its year, month or week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    Past,
    Ahead,
}

/// How far from now: in minutes, or in whole days or months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Minutes(i64),
    Days(i64),
    Months(i64),
}

const NUMERALS: &str = "零一二三四五六七八九";
const COUNTED: &str = "点时日号月年天小个分刻周星礼钟";
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// 下午三点 becomes 下午3点, 二十八号 28号, 二0二六年 2026年: numerals before what they count, and
/// minutes behind the hour. The day of a week keeps its own.
pub(super) fn arabic(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_numeral = |c: char| c == '两' || c == '十' || NUMERALS.contains(c);
    let (mut out, mut at) = (String::new(), 0);
    while at < chars.len() {
        let of_week = out.ends_with(['周', '期', '拜']);
        if !is_numeral(chars[at]) || of_week {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        let more = chars[at..].iter().take_while(|c| is_numeral(**c) || **c == '0').count();
        let (run, next) = (&chars[at..at + more], chars.get(at + more));
        let counts =
            next.is_some_and(|c| COUNTED.contains(*c)) || next.is_none() && out.ends_with(['点', '时']);
        match value(run).filter(|_| counts) {
            Some(digits) => out.push_str(&digits),
            None => out.extend(run),
        }
        at += more;
    }
    out
}

/// 二十八 is 28, 二0二六 is 2026.
fn value(run: &[char]) -> Option<String> {
    let digit = |c: &char| match c {
        '0' => Some(0),
        '两' => Some(2),
        _ => NUMERALS.chars().position(|n| n == *c),
    };
    let Some(ten) = run.iter().position(|c| *c == '十') else {
        return run.iter().map(|c| digit(c).map(|d| d.to_string())).collect();
    };
    let (tens, ones) = (&run[..ten], &run[ten + 1..]);
    let tens = match tens {
        [] => 1,
        [c] => digit(c)?,
        _ => return None,
    };
    let ones = match ones {
        [] => 0,
        [c] => digit(c)?,
        _ => return None,
    };
    Some((tens * 10 + ones).to_string())
}

/// 半小时前, 两个半小时前, 3天前, 2 hours ago, 3天后: how far, and what follows.
pub(super) fn span(text: &str) -> Option<(Span, &str)> {
    let english = text.strip_prefix("half an hour ago").map(|rest| (Span::Minutes(-30), rest));
    if english.is_some() {
        return english;
    }
    let (digits, rest) = split_digits(text);
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('个').unwrap_or(rest);
    let (half, rest) = rest.strip_prefix('半').map_or((0, rest), |r| (1, r.strip_prefix('个').unwrap_or(r)));
    if digits.is_empty() && half == 0 {
        return None;
    }
    let units: [(&str, Span); 15] = [
        ("小时", Span::Minutes(60)),
        ("钟头", Span::Minutes(60)),
        ("hours", Span::Minutes(60)),
        ("hour", Span::Minutes(60)),
        ("分钟", Span::Minutes(1)),
        ("minutes", Span::Minutes(1)),
        ("刻钟", Span::Minutes(15)),
        ("天", Span::Days(1)),
        ("days", Span::Days(1)),
        ("day", Span::Days(1)),
        ("周", Span::Days(7)),
        ("星期", Span::Days(7)),
        ("礼拜", Span::Days(7)),
        ("weeks", Span::Days(7)),
        ("月", Span::Months(1)),
    ];
    let (unit, rest) = units.iter().find_map(|(word, unit)| rest.strip_prefix(word).map(|r| (*unit, r)))?;
    let ends = [("之前", -1), ("以前", -1), ("前", -1), (" ago", -1), ("之后", 1), ("以后", 1), ("后", 1)];
    let (way, rest) = ends.iter().find_map(|(word, way)| rest.strip_prefix(word).map(|r| (*way, r)))?;
    let n: i64 = if digits.is_empty() { 0 } else { digits.parse().ok().filter(|n| *n < 10_000)? };
    Some((
        match unit {
            Span::Minutes(m) => Span::Minutes(way * m * (2 * n + half) / 2),
            Span::Days(d) if half == 0 => Span::Days(way * d * n),
            Span::Months(_) if half == 0 => Span::Months(way * n),
            _ => return None,
        },
        rest,
    ))
}

/// The day so many days on.
pub(super) fn on(today: NaiveDate, days: i64) -> Option<NaiveDate> {
    TimeDelta::try_days(days).and_then(|d| today.checked_add_signed(d))
}

/// The month so many months on, as its first day.
pub(super) fn month_on(today: NaiveDate, months: i64) -> Option<NaiveDate> {
    let first = today.with_day(1)?;
    let n = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { first.checked_sub_months(n) } else { first.checked_add_months(n) }
}

/// 周五, 上周五, 下下星期一, friday, last friday: the day, and what follows.
pub(super) fn weekday(text: &str, today: NaiveDate, aim: Aim) -> Option<(NaiveDate, &str)> {
    let back = i64::from(today.weekday().num_days_from_monday());
    let nearest = |day: i64, aim: Aim| match aim {
        Aim::Past => day - back - if day > back { 7 } else { 0 },
        Aim::Ahead => day - back + if day < back { 7 } else { 0 },
    };
    let (way, word) = ["last ", "next ", "this "]
        .iter()
        .find_map(|w| text.strip_prefix(w).map(|r| (*w, r)))
        .unwrap_or(("", text));
    for (day, name) in (0i64..).zip(WEEKDAYS) {
        let rest = word.strip_prefix(name).or_else(|| word.strip_prefix(&name[..3]));
        let Some(rest) = rest.filter(|r| !r.starts_with(|c: char| c.is_ascii_alphabetic())) else { continue };
        let days = match way {
            "last " => nearest(day, Aim::Past) - if day == back { 7 } else { 0 },
            "next " => nearest(day, Aim::Ahead) + if day == back { 7 } else { 0 },
            "this " => day - back,
            _ => nearest(day, aim),
        };
        return on(today, days).map(|d| (d, rest));
    }
    let weeks = [("上上", -2), ("上", -1), ("下下", 2), ("下", 1), ("本", 0), ("这", 0)];
    let (week, rest) = weeks
        .iter()
        .find_map(|(word, n)| text.strip_prefix(word).map(|r| (Some(*n), r)))
        .unwrap_or((None, text));
    let rest = if week.is_some() { rest.strip_prefix('个').unwrap_or(rest) } else { rest };
    let rest = ["周", "星期", "礼拜"].iter().find_map(|w| rest.strip_prefix(w))?;
    let named = rest.chars().next()?;
    let day = match named {
        '日' | '天' | '7' => 6,
        '1'..='6' => i64::from(named.to_digit(10)?) - 1,
        _ => i64::try_from("一二三四五六".chars().position(|c| c == named)?).ok()?,
    };
    let days = week.map_or_else(|| nearest(day, aim), |n: i64| n * 7 + day - back);
    on(today, days).map(|d| (d, &rest[named.len_utf8()..]))
}

/// 28日, 上月28日, 本月5号, 上个月: the part, and what follows.
pub(super) fn day_of_month(
    text: &str,
    today: NaiveDate,
    aim: Aim,
) -> Option<Result<(Part, &str), WhenError>> {
    let months = [("上个月", -1), ("上月", -1), ("下个月", 1), ("下月", 1), ("这个月", 0), ("本月", 0)];
    let (month, rest) = months
        .iter()
        .find_map(|(word, n)| text.strip_prefix(word).map(|r| (Some(*n), r)))
        .unwrap_or((None, text));
    let (digits, after) = split_digits(rest);
    let said = after.strip_prefix(['日', '号']).filter(|_| (1..=2).contains(&digits.len()));
    let Some(after) = said else {
        let month = month_on(today, month?)?;
        return digits.is_empty().then_some(Ok((Part::Month(month), rest)));
    };
    let day: u32 = digits.parse().ok()?;
    let in_month = |n: i64| {
        let first = month_on(today, n).unwrap_or(today);
        real_day(first.year(), first.month(), day)
    };
    let found = match (month, in_month(0), aim) {
        (Some(n), _, _) => in_month(n),
        (None, Ok(date), Aim::Past) if date <= today => Ok(date),
        (None, Ok(date), Aim::Ahead) if date >= today => Ok(date),
        (None, _, Aim::Past) => in_month(-1),
        (None, _, Aim::Ahead) => in_month(1),
    };
    Some(found.map(|date| (Part::Day(date), after)))
}

/// The day of a word such as 前天 or 明晚, and what follows; 昨晚 8点 leaves 晚 8点 behind.
pub(super) fn day_word(text: &str, today: NaiveDate) -> Option<(NaiveDate, &str)> {
    let words = [
        ("今天", 0),
        ("今日", 0),
        ("today", 0),
        ("昨天", -1),
        ("昨日", -1),
        ("yesterday", -1),
        ("大前天", -3),
        ("前天", -2),
        ("明天", 1),
        ("明日", 1),
        ("tomorrow", 1),
        ("大后天", 3),
        ("后天", 2),
        ("the day after tomorrow", 2),
        ("the day before yesterday", -2),
    ];
    let parts = [("今", 0), ("昨", -1), ("前", -2), ("明", 1), ("后", 2)];
    let whole = words.iter().find_map(|(word, n)| text.strip_prefix(word).map(|rest| (*n, rest)));
    let of_day = || {
        let rest = parts.iter().find_map(|(word, n)| text.strip_prefix(word).map(|rest| (*n, rest)));
        rest.filter(|(_, rest)| rest.starts_with(['早', '晚']))
    };
    let (days, rest) = whole.or_else(of_day)?;
    on(today, days).map(|day| (day, rest))
}

/// A date without its year: this year's, or the nearest one in the direction it is looked for. What
/// lies ahead though it should be past is last year's, but no further back than half a year.
pub(super) fn nearest(
    today: NaiveDate,
    aim: Aim,
    in_year: impl Fn(i32) -> Result<NaiveDate, WhenError>,
) -> Result<NaiveDate, WhenError> {
    let this = in_year(today.year());
    match (aim, &this) {
        (Aim::Ahead, Ok(day)) if *day < today => in_year(today.year() + 1).or(this),
        (Aim::Past, Ok(day)) if *day > today => {
            let half_a_year_ago = today.checked_sub_months(Months::new(6)).unwrap_or(today);
            in_year(today.year() - 1).ok().filter(|last| *last >= half_a_year_ago).map_or(this, Ok)
        }
        _ => this,
    }
}

/// So many days back, as `-2` says it.
pub(super) fn back(today: NaiveDate, days: u64) -> Option<NaiveDate> {
    today.checked_sub_days(Days::new(days))
}
