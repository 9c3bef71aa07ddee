//! The one search language, of the `/` field and of `liuhen list`: words separated by spaces all
//! have to match; `key:value` narrows. Keys and values are taken in both languages.

use super::codes;
use super::figures::{self, Period};
use super::ids::{MatterId, Millis};
use super::lang::Lang;
use super::name::{fold, narrow};
use super::record::Status;
use super::when;

/// What marks a record for the eye of a supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    Urgent,
    Late,
    Special,
    /// The same person inquired before.
    Repeat,
    Disputed,
    Overdue,
    Withdrawn,
    /// Something is still to be completed; told to its recorder and those who keep the store.
    Incomplete,
}

impl Flag {
    pub const ALL: &'static [Flag] = &[
        Flag::Urgent,
        Flag::Overdue,
        Flag::Repeat,
        Flag::Special,
        Flag::Disputed,
        Flag::Late,
        Flag::Withdrawn,
        Flag::Incomplete,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Flag::Urgent => "urgent",
            Flag::Late => "late",
            Flag::Special => "special",
            Flag::Repeat => "repeat",
            Flag::Disputed => "disputed",
            Flag::Overdue => "overdue",
            Flag::Withdrawn => "withdrawn",
            Flag::Incomplete => "incomplete",
        }
    }

    fn read(word: &str) -> Option<Self> {
        let zh = match word {
            "紧急" => Some(Flag::Urgent),
            "迟记" => Some(Flag::Late),
            "特别" | "特别报告" => Some(Flag::Special),
            "多次" | "多次过问" => Some(Flag::Repeat),
            "争议" => Some(Flag::Disputed),
            "超期" => Some(Flag::Overdue),
            "撤回" => Some(Flag::Withdrawn),
            "待补全" => Some(Flag::Incomplete),
            _ => None,
        };
        zh.or_else(|| Self::ALL.iter().copied().find(|f| f.code() == word))
    }
}

/// In which order a list stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest entry first.
    #[default]
    Recorded,
    /// Newest event first.
    Occurred,
    /// Last touched first.
    Touched,
    /// The clock that runs out first.
    Due,
}

impl Sort {
    pub const ALL: &'static [Sort] = &[Sort::Recorded, Sort::Occurred, Sort::Touched, Sort::Due];
    pub fn code(self) -> &'static str {
        match self {
            Sort::Recorded => "recorded",
            Sort::Occurred => "occurred",
            Sort::Touched => "touched",
            Sort::Due => "due",
        }
    }
}

/// Where a line stands in a list: by what comes first in all of them, by what this one is sorted by (the
/// greater the earlier), and by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub pressing: bool,
    pub key: i64,
    pub id: MatterId,
}

/// Which lines of a list are wanted. Lists are walked from a line to its neighbours, never counted off from
/// the top: what comes or goes above meanwhile neither repeats nor skips any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    Start,
    End,
    /// Those that follow.
    After(Mark),
    /// Those before.
    Before(Mark),
    /// This one, or what stands in its place, and those that follow; where it stood when last seen.
    At(Mark, usize),
}

/// Where in a list somebody wants to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    Record(MatterId),
    /// The first line of a day or a month, by whatever the list is sorted.
    Day {
        from: Millis,
        to: Millis,
    },
}

/// The figure behind which records are looked for: a code of the table of figures, a value of it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    pub code: String,
    pub value: Option<String>,
    pub period: Period,
    /// Records that stand for an event to whoever asks, because those before them are hidden from him.
    pub instead: Vec<MatterId>,
}

/// What a list is narrowed to. Empty parts narrow nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// The text as typed, to be shown and kept.
    pub typed: String,
    pub words: Vec<String>,
    pub statuses: Vec<Status>,
    pub streams: Vec<String>,
    pub units: Vec<String>,
    pub quarters: Vec<String>,
    pub flags: Vec<Flag>,
    /// Any flag at all.
    pub flagged: bool,
    pub own: bool,
    pub from: Option<Millis>,
    pub to: Option<Millis>,
    pub behind: Option<Behind>,
    pub sort: Sort,
}

/// A part of a query that means nothing: the key and what stood behind it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}:{value}")]
pub struct Meaningless {
    pub key: String,
    pub value: String,
}

impl Filter {
    /// Reads a query. `status_words` gives each status's words in both languages, which are assets.
    ///
    /// # Errors
    /// The first `key:value` that means nothing; plain words always mean themselves.
    pub fn parse(
        typed: &str,
        now: Millis,
        status_words: &dyn Fn(&str) -> Option<Status>,
        unit_words: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Meaningless> {
        let mut filter = Filter { typed: typed.trim().to_owned(), ..Filter::default() };
        for part in typed.split_whitespace() {
            let part = narrow(part);
            let Some((key, value)) = part.split_once(':') else {
                filter.words.push(part.to_lowercase());
                continue;
            };
            let known = filter.narrow(key, value, now, status_words, unit_words);
            if !known {
                return Err(Meaningless { key: key.to_owned(), value: value.to_owned() });
            }
        }
        Ok(filter)
    }

    fn narrow(
        &mut self,
        key: &str,
        value: &str,
        now: Millis,
        status_words: &dyn Fn(&str) -> Option<Status>,
        unit_words: &dyn Fn(&str) -> Option<String>,
    ) -> bool {
        let day = |text: &str| when::parse(text, now).ok().map(|w| w.at_ms);
        match key {
            "status" | "状态" => {
                push(&mut self.statuses, Status::from_code(value).or_else(|| status_words(value)))
            }
            "stream" | "类别" => push(&mut self.streams, code_of("CL01", value)),
            "unit" | "部门" => push(&mut self.units, unit_words(value)),
            "quarter" | "季度" => {
                let ok = value.len() == 6 && value.as_bytes()[4].eq_ignore_ascii_case(&b'q');
                push(&mut self.quarters, ok.then(|| value.to_uppercase()))
            }
            "flag" | "标记" if matches!(value, "any" | "任一") => {
                self.flagged = true;
                true
            }
            "flag" | "标记" => push(&mut self.flags, Flag::read(value)),
            "figure" | "指标" => {
                self.behind = behind(value, now);
                self.behind.is_some()
            }
            "own" | "本人" | "我的" => {
                self.own = true;
                true
            }
            "from" | "自" => {
                self.from = day(value);
                self.from.is_some()
            }
            "to" | "至" => {
                self.to = day(value).map(|ms| when::end_of_day(when::local(ms).date()));
                self.to.is_some()
            }
            "case" | "案号" => {
                self.words.push(value.to_lowercase());
                true
            }
            "sort" | "排序" => {
                let sort = Sort::ALL.iter().copied().find(|s| s.code() == value);
                let zh = match value {
                    "登记时间" => Some(Sort::Recorded),
                    "过问时间" => Some(Sort::Occurred),
                    "最近办理" => Some(Sort::Touched),
                    "期限" => Some(Sort::Due),
                    _ => None,
                };
                self.sort = sort.or(zh).unwrap_or_default();
                sort.or(zh).is_some()
            }
            _ => false,
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Filter { sort: self.sort, typed: self.typed.clone(), ..Filter::default() }
    }

    pub fn has_dates(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// items@2026Q3, content=ASK@2026-09, dept=; without a period the quarter of now.
fn behind(text: &str, now: Millis) -> Option<Behind> {
    let (what, when) = text.split_once('@').map_or((text, None), |(what, when)| (what, Some(when)));
    let period = when.map_or_else(|| Some(Period::quarter_of(now)), Period::parse)?;
    let (code, value) = what.split_once('=').map_or((what, None), |(code, value)| (code, Some(value)));
    // Of any other figure a value is a name or a number that nobody is shown: who wrote a record down would be
    // found out by trying everybody.
    figures::figure(code).filter(|figure| value.is_none_or(str::is_empty) || figure.is_by_value())?;
    Some(Behind { code: code.to_owned(), value: value.map(str::to_owned), period, instead: Vec::new() })
}

fn push<T>(list: &mut Vec<T>, value: Option<T>) -> bool {
    let known = value.is_some();
    list.extend(value);
    known
}

fn code_of(list: &str, word: &str) -> Option<String> {
    let list = codes::list(list);
    let found = list.rows().iter().find(|r| {
        r.code.eq_ignore_ascii_case(word) || Lang::ALL.iter().any(|l| fold(r.label(*l)) == fold(word))
    });
    found.map(|r| r.code.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Filter, Meaningless> {
        Filter::parse(text, 1_773_000_000_000, &|w| (w == "待核对").then_some(Status::Submitted), &|_| {
            None
        })
    }

    #[test]
    fn words_and_keys_in_both_languages_narrow_together() {
        let f = parse("张三 状态：待核对 flag:urgent 季度:2026q1").unwrap();
        assert_eq!(f.words, ["张三"]);
        assert_eq!(f.statuses, [Status::Submitted]);
        assert_eq!(f.flags, [Flag::Urgent]);
        assert_eq!(f.quarters, ["2026Q1"]);
        assert!(!f.is_empty());
        assert!(parse("").unwrap().is_empty());
    }

    #[test]
    fn a_query_is_read_in_any_width() {
        let f = parse("ｆｌａｇ：ｕｒｇｅｎｔ　案号:（２０２６）皖06民终2号 （２０２６）").unwrap();
        assert_eq!(f.flags, [Flag::Urgent]);
        assert_eq!(f.words, ["(2026)皖06民终2号", "(2026)"]);
    }

    #[test]
    fn a_key_that_means_nothing_is_named() {
        let no = parse("flag:purple").unwrap_err();
        assert_eq!((no.key.as_str(), no.value.as_str()), ("flag", "purple"));
    }
}
