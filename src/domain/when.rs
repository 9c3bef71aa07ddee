//! Times as people type them and as the office writes them. All civil time is Beijing time.
//!
//! China has kept one offset without summer time since 1992, so a fixed +08:00 is exact for every
//! record, and no time-zone table of the machine can change what a register says.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use said::{Aim, Span};
use serde::{Deserialize, Serialize};

use super::lang::Lang;

mod said;

const OFFSET_MS: i64 = 8 * 3600 * 1000;

/// A civil date that is written "2026-03-11" in assets and events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(pub NaiveDate);

impl Date {
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }
}

impl TryFrom<String> for Date {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map(Self)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.0.format("%Y-%m-%d").to_string()
    }
}

/// Beijing time of an instant in milliseconds UTC. An instant beyond the calendar is its edge.
pub fn local(at_ms: i64) -> NaiveDateTime {
    let edge = if at_ms < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
    at_ms.checked_add(OFFSET_MS).and_then(DateTime::from_timestamp_millis).map_or(edge, |t| t.naive_utc())
}

/// The instant, in milliseconds UTC, of a Beijing time.
pub fn instant(local: NaiveDateTime) -> i64 {
    local.and_utc().timestamp_millis().saturating_sub(OFFSET_MS)
}

/// The last millisecond of a Beijing day.
pub fn quarter(at_ms: i64) -> String {
    let day = local(at_ms).date();
    format!("{}Q{}", day.year(), day.month0() / 3 + 1)
}

pub fn end_of_day(date: NaiveDate) -> i64 {
    instant(date.and_time(NaiveTime::MIN)).saturating_add(24 * 3600 * 1000 - 1)
}

/// How much of a time the person knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the minute.
    Exact,
    Day,
    Month,
}

/// A time as read. `at_ms` is the start of what was said: of the minute, the day or the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    pub at_ms: i64,
    pub precision: Precision,
}

/// Why a typed time was not taken. The words for it are the face's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhenError {
    Empty,
    /// This part of what was typed is no date or time.
    Unreadable(String),
    NoSuchYear(i32),
    NoSuchMonth(u32),
    NoSuchDay {
        year: i32,
        month: u32,
        day: u32,
    },
    NoSuchTime {
        hour: u32,
        minute: u32,
    },
    /// "12 at night": the day that begins or the day that ends?
    WhichMidnight,
    /// A clock time cannot follow a whole month.
    TimeWithoutDay,
    /// Well formed, but after now: an inquiry is recorded after it happened.
    Future(When),
}

/// Reads what people type of the past: 今天, 昨天 14:30, -2 9:15, 0305, 3-5, 3月5日, 28日, 周五,
/// 上周三, 半小时前, 20260311, 2026年3月11日 下午三点, 14:30, 2026-03, yesterday 3pm … with `now_ms`
/// as the present.
///
/// A date without its year is this year's; if that lies ahead, last year's, but no further back
/// than half a year: "1231" typed in January is last December, "0315" typed on 11 March is a slip.
pub fn parse(typed: &str, now_ms: i64) -> Result<When, WhenError> {
    let when = read(typed, now_ms, Aim::Past)?;
    if when.at_ms > now_ms { Err(WhenError::Future(when)) } else { Ok(when) }
}

/// Reads what people type of what is to come: 明天 14:30, 后天, 下周一, 0105 9:00. What is said
/// without its year, month or week is the next one; a day that is named whole may also be past.
pub fn ahead(typed: &str, now_ms: i64) -> Result<When, WhenError> {
    read(typed, now_ms, Aim::Ahead)
}

fn read(typed: &str, now_ms: i64, aim: Aim) -> Result<When, WhenError> {
    let text = said::arabic(&fold(typed));
    if text.is_empty() {
        return Err(WhenError::Empty);
    }
    let now = local(now_ms);
    let exact = |minutes: i64| {
        let at = TimeDelta::try_minutes(minutes).and_then(|d| now.checked_add_signed(d)).unwrap_or(now);
        let at = at.with_second(0).and_then(|t| t.with_nanosecond(0)).unwrap_or(at);
        When { at_ms: instant(at), precision: Precision::Exact }
    };
    if matches!(text.as_str(), "现在" | "刚才" | "now") {
        return Ok(exact(0));
    }
    let (day, rest) = match said::span(&text) {
        Some((Span::Minutes(minutes), "")) => return Ok(exact(minutes)),
        Some((Span::Days(days), rest)) => {
            (said::on(now.date(), days).map(Part::Day).ok_or(WhenError::Unreadable(text.clone()))?, rest)
        }
        Some((Span::Months(months), rest)) => {
            let month = said::month_on(now.date(), months).map(Part::Month);
            (month.ok_or(WhenError::Unreadable(text.clone()))?, rest)
        }
        Some((Span::Minutes(_), _)) => return Err(WhenError::Unreadable(text)),
        None => date_part(&text, now.date(), aim)?,
    };
    let rest = rest.trim_start_matches([' ', 't', ',', '，', '的']).trim();
    Ok(match (day, rest.is_empty()) {
        (Part::Month(_), false) => return Err(WhenError::TimeWithoutDay),
        (Part::Month(first), true) => When { at_ms: midnight(first), precision: Precision::Month },
        (Part::Day(date), true) => When { at_ms: midnight(date), precision: Precision::Day },
        (Part::Day(date), false) => {
            When { at_ms: instant(date.and_time(clock_part(rest)?)), precision: Precision::Exact }
        }
    })
}

/// Nobody here writes of what happened before it: an earlier year is a slip, typed or handed in.
const FIRST_YEAR: i32 = 1949;

/// Whether a moment lies before every year that anybody writes.
pub fn is_too_early(at_ms: i64) -> bool {
    local(at_ms).year() < FIRST_YEAR
}

enum Part {
    Day(NaiveDate),
    Month(NaiveDate),
}

fn midnight(date: NaiveDate) -> i64 {
    instant(date.and_time(NaiveTime::MIN))
}

/// Full-width forms become ASCII, since an input method leaves them behind; letters small.
fn fold(typed: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '—' | '–' | '−' => '-',
        '〇' => '0',
        _ => c,
    };
    typed.trim().chars().map(narrow).flat_map(char::to_lowercase).collect::<String>().trim().to_owned()
}

fn date_part(text: &str, today: NaiveDate, aim: Aim) -> Result<(Part, &str), WhenError> {
    if let Some((day, rest)) = said::day_word(text, today).or_else(|| said::weekday(text, today, aim)) {
        return Ok((Part::Day(day), rest));
    }
    if let Some(found) = said::day_of_month(text, today, aim) {
        return found;
    }
    if let Some(rest) = text.strip_prefix('-') {
        let (digits, rest) = split_digits(rest);
        let days = digits.parse().map_err(|_| WhenError::Unreadable(text.to_owned()))?;
        let day = said::back(today, days).map(Part::Day);
        return day.map(|day| (day, rest)).ok_or(WhenError::Unreadable(text.to_owned()));
    }
    let (first, after) = split_digits(text);
    if first.is_empty() || after.starts_with([':', '点', '时', 'a', 'p']) {
        return Ok((Part::Day(today), text)); // a clock time alone, or words clock_part will name
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || "-./年月".contains(c))).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let rest = rest.trim_start_matches(['日', '号']);
    numeric_date(date, today, aim, rest)
}

fn numeric_date<'a>(
    date: &str,
    today: NaiveDate,
    aim: Aim,
    rest: &'a str,
) -> Result<(Part, &'a str), WhenError> {
    let unreadable = || WhenError::Unreadable(date.to_owned());
    let ends_in_month = date.ends_with('月');
    let numbers = date.trim_end_matches(['-', '.', '/', '年', '月']);
    let parts: Vec<&str> = numbers.split(['-', '.', '/', '年', '月']).collect();
    let value = |text: &str| text.parse::<u32>().map_err(|_| unreadable());
    let year = |text: &str| {
        let year = text.parse().map_err(|_| unreadable())?;
        if (FIRST_YEAR..=9999).contains(&year) { Ok(year) } else { Err(WhenError::NoSuchYear(year)) }
    };
    let day = |y, m, d| real_day(y, m, d).map(|date| (Part::Day(date), rest));
    match parts.as_slice() {
        [y, m, d] if y.len() == 4 => day(year(y)?, value(m)?, value(d)?),
        [y, m] if y.len() == 4 => Ok((Part::Month(real_day(year(y)?, value(m)?, 1)?), rest)),
        [m, d] if m.len() <= 2 && d.len() <= 2 => {
            Ok((Part::Day(said::nearest(today, aim, |y| real_day(y, value(m)?, value(d)?))?), rest))
        }
        [m] if ends_in_month => {
            Ok((Part::Month(said::nearest(today, aim, |y| real_day(y, value(m)?, 1))?), rest))
        }
        [n] if n.is_ascii() => match n.len() {
            4 => Ok((
                Part::Day(said::nearest(today, aim, |y| real_day(y, value(&n[..2])?, value(&n[2..])?))?),
                rest,
            )),
            6 => Ok((Part::Month(real_day(year(&n[..4])?, value(&n[4..])?, 1)?), rest)),
            8 => day(year(&n[..4])?, value(&n[4..6])?, value(&n[6..])?),
            _ => Err(unreadable()),
        },
        _ => Err(unreadable()),
    }
}

fn real_day(year: i32, month: u32, day: u32) -> Result<NaiveDate, WhenError> {
    if !(1..=12).contains(&month) {
        return Err(WhenError::NoSuchMonth(month));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(WhenError::NoSuchDay { year, month, day })
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

fn clock_part(text: &str) -> Result<NaiveTime, WhenError> {
    let unreadable = || WhenError::Unreadable(text.to_owned());
    let words = ["凌晨", "早上", "早晨", "上午", "中午", "下午", "傍晚", "晚上", "早", "晚", "am", "pm"];
    let (mut word, mut rest) = ("", text);
    for candidate in words {
        if let Some(after) = rest.strip_prefix(candidate) {
            (word, rest) = (candidate, after.trim_start());
        } else if let Some(before) = rest.strip_suffix(candidate) {
            (word, rest) = (candidate, before.trim_end());
        }
    }
    let number = |text: &str| text.parse::<u32>().map_err(|_| unreadable());
    let (first, after) = split_digits(rest);
    let (hour, minute) = match (first.len(), after.trim_end_matches(['分', '整'])) {
        (4, "") => (number(&first[..2])?, number(&first[2..])?),
        (1 | 2, "" | "点" | "时") if !after.is_empty() || word.ends_with('m') => (number(first)?, 0),
        (1 | 2, "点半" | "时半") => (number(first)?, 30),
        (1 | 2, "点1刻" | "时1刻") => (number(first)?, 15),
        (1 | 2, "点3刻" | "时3刻") => (number(first)?, 45),
        (1 | 2, after) => {
            let minutes = after.strip_prefix([':', '点', '时', '.']).ok_or_else(unreadable)?;
            let (minutes, seconds) = split_digits(minutes);
            let no_seconds = seconds.is_empty()
                || seconds.strip_prefix(':').is_some_and(|s| s.parse::<u32>().is_ok_and(|s| s < 60));
            if minutes.len() > 2 || !no_seconds {
                return Err(unreadable());
            }
            (number(first)?, number(minutes)?)
        }
        _ => return Err(unreadable()),
    };
    let no_such = WhenError::NoSuchTime { hour, minute };
    let hour = match (word, hour) {
        ("晚上" | "晚", 12) => return Err(WhenError::WhichMidnight),
        ("凌晨" | "am", 12) => 0,
        ("下午" | "傍晚" | "晚上" | "晚" | "pm", 1..=11) | ("中午", 1..=2) => hour + 12,
        ("凌晨" | "早上" | "早晨" | "早" | "上午" | "am", 13..) => return Err(no_such),
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(no_such)
}

/// 2026年3月11日 15:20 or 2026-03-11 15:20, as much of it as was known.
pub fn show(at_ms: i64, precision: Precision, lang: Lang) -> String {
    let date = local(at_ms).date();
    match precision {
        Precision::Exact => format!("{} {}", show_date(date, lang), show_time(at_ms)),
        Precision::Day => show_date(date, lang),
        Precision::Month => match lang {
            Lang::Zh => format!("{}年{}月", date.year(), date.month()),
            Lang::En => date.format("%Y-%m").to_string(),
        },
    }
}

/// 2026年3月11日 or 2026-03-11.
pub fn show_date(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => date.format("%Y-%m-%d").to_string(),
    }
}

/// 2026年3月11日 周三 15:20: what was typed of a time to come, read back.
pub fn show_with_weekday(at_ms: i64, precision: Precision, lang: Lang) -> String {
    let date = local(at_ms).date();
    let named = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    let day = match lang {
        Lang::Zh => named[date.weekday().num_days_from_monday() as usize % 7].to_owned(),
        Lang::En => date.format("%a").to_string(),
    };
    match precision {
        Precision::Exact => format!("{} {day} {}", show_date(date, lang), show_time(at_ms)),
        Precision::Day => format!("{} {day}", show_date(date, lang)),
        Precision::Month => show(at_ms, precision, lang),
    }
}

/// 15:20, in either language.
pub fn show_time(at_ms: i64) -> String {
    local(at_ms).format("%H:%M").to_string()
}

#[cfg(test)]
#[path = "when_tests.rs"]
mod tests;
