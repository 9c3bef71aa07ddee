//! Figures as somebody may know them: of a month, a quarter or a year, beside those of the period before, of a
//! year ago, and of the year so far. From what is counted beside the log; what is hidden from whoever asks is in
//! none of his figures.

use super::{Fault, Office, Trouble, me};
use crate::domain::codes;
use crate::domain::command::Actor;
use crate::domain::figures::{
    self, Counted, Different, Figure, Hours, How, LEAST, Month, Period, Span, Told, figures, is_over, month,
    rounded, spread, suppress,
};
use crate::domain::ids::PersonId;
use crate::domain::organ::Organ;
use crate::domain::policy::Reach;
use crate::domain::refusal::{Flaw, No, Problem, Rule};
use crate::domain::search::{Behind, Filter};
use crate::ledger::LogId;
use crate::store::contract::Moment;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The figure of months, which the table of figures does not have: items of each.
pub const BY_MONTH: &str = "month";

/// What the secret behind rounded numbers is for.
const ROUNDING: &str = "liuhen figures rounded";

/// One number of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    Is(i64),
    Hours(Hours),
    /// Below three, or such a one would follow from it.
    Kept,
    /// Not counted by such a period.
    None,
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Is(n) => s.serialize_i64(*n),
            Self::Hours(hours) => hours.serialize(s),
            Self::Kept => s.serialize_str("<3"),
            Self::None => s.serialize_none(),
        }
    }
}

/// A figure, or one value of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureLine {
    pub group: u8,
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "this")]
    pub now: Number,
    pub previous: Number,
    pub year_ago: Number,
    pub so_far: Number,
}

/// Everything there is to say of one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    pub period: Period,
    /// Whether it lies wholly behind us.
    pub over: bool,
    pub lines: Vec<FigureLine>,
    /// Records that whoever asks is still to read a material of, and that are therefore in none of this.
    pub unread: i64,
    /// Items of each month of the year up to the end of the period.
    pub trend: Vec<(Month, i64)>,
    /// The same by the department of the case; none is the empty name.
    pub heat: BTreeMap<String, Vec<i64>>,
    /// How many acts the log has, and its root, by which these figures can be counted again.
    pub acts: u64,
    pub root: String,
    /// Custodians in office, and how many there must be.
    pub custodians: (usize, usize),
    /// How many of the staff are in service now.
    pub staff: usize,
}

impl Statistics {
    /// Whether nothing was recorded in it.
    pub fn is_zero(&self) -> bool {
        self.number("items") == Number::Is(0)
    }

    /// The number of a figure that has no values.
    pub fn number(&self, code: &str) -> Number {
        let line = self.lines.iter().find(|l| l.code == code && l.value.is_none());
        line.map_or(Number::None, |l| l.now)
    }
}

/// Where figures are taken from: what is counted in the months of a period and of those beside it, and how many
/// different ones of a year come at least so often.
pub(super) struct Source<'a> {
    pub organ: &'a Organ,
    pub counted: Counted,
    pub different: &'a OfYear<'a>,
    /// Whether the period goes on.
    pub running: bool,
}

/// By year, code and how often at least.
pub(super) type OfYear<'a> = dyn Fn(i32, &str, i64) -> Result<Different, Fault> + 'a;

impl Office {
    /// Whether somebody sees figures: whoever sees every record that is not hidden from him. They say how much
    /// there is altogether, and to others a list does not say that either.
    pub fn sees_figures(&self, person: &PersonId) -> bool {
        *self.scope(person).reach() == Reach::All
    }

    /// The figures of a period.
    ///
    /// # Errors
    /// [`Rule::FiguresClosed`]; a period that has not begun; a fault of the file.
    pub fn figures(&mut self, actor: &Actor, period: Period) -> Result<Statistics, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        if !self.sees_figures(&person) {
            return Err(Rule::FiguresClosed.into());
        }
        self.figures_of(person, period)
    }

    /// As this person may know them.
    fn figures_of(&mut self, person: PersonId, period: Period) -> Result<Statistics, Trouble> {
        let now = self.now();
        if period.span().from > month(now) {
            return Err(No::Wrong(vec![Problem::new("period", Flaw::NotBegun, period)]).into());
        }
        let custodians = self.custodians_in_office();
        let organ = self.organ.clone();
        let year = period.year_up_to();
        self.register.read(|db| {
            let counted = db.figures(&person, reaches(&period))?;
            let different = |year, code: &str, least| db.different(&person, year, code, least);
            let running = !is_over(&period, now);
            let source = Source { organ: &organ, counted, different: &different, running };
            let items = |m: Month, code: &str, value: &str| {
                source.counted.get(&(m, code.to_owned(), value.to_owned())).copied().unwrap_or(0)
            };
            let in_year = |code: &str| {
                let all = source.counted.keys().filter(|(m, c, _)| year.has(*m) && c == code);
                all.map(|(_, _, value)| value.clone()).collect::<BTreeSet<String>>()
            };
            let heat = in_year("dept").into_iter().map(|unit| {
                let of_months = year.months().map(|m| items(m, "dept", &unit)).collect();
                (unit, of_months)
            });
            let heat = heat.collect();
            let head = db.head(self.register.founding().alg, LogId::Acts)?;
            Ok(Statistics {
                period,
                over: is_over(&period, now),
                lines: source.lines(&period)?,
                unread: db.unread(&person, period.span())?,
                trend: year.months().map(|m| (m, items(m, "items", ""))).collect(),
                heat,
                acts: head.size,
                root: head.root.to_string(),
                custodians,
                staff: organ.people.values().filter(|p| p.active).count(),
            })
        })
    }

    /// The same for those outside: this period alone, nothing below three, and the rest rounded. Of all records, whoever
    /// prints it: there is one such sheet, and nobody has a version of his own that could be held against another's.
    ///
    /// # Errors
    /// As [`Self::figures`]; anything but a quarter, for figures of months beside those of their quarter tell what
    /// either keeps; a quarter that is not over.
    pub fn figures_for_outside(&mut self, actor: &Actor, period: Period) -> Result<Statistics, Trouble> {
        if !matches!(period, Period::Quarter(..)) {
            return Err(No::Wrong(vec![Problem::new("period", Flaw::QuarterAlone, period)]).into());
        }
        let person = me(actor)?.clone();
        self.refresh()?;
        if !self.sees_figures(&person) {
            return Err(Rule::FiguresClosed.into());
        }
        // From nobody nothing is hidden.
        let mut all = self.figures_of(PersonId::from(""), period)?;
        if !all.over {
            return Err(No::Wrong(vec![Problem::new("period", Flaw::NotOver, period)]).into());
        }
        let key = self.key_in_force()?.ok_or_else(|| Fault::Damaged("log.key".to_owned()))?;
        let secret = key.secret_for(ROUNDING);
        all.lines.retain(|l| l.code == BY_MONTH || figures::figure(&l.code).is_some_and(|f| f.public));
        (all.trend, all.heat) = (Vec::new(), BTreeMap::new());
        keep_small(&mut all.lines);
        for line in &mut all.lines {
            if let Number::Is(n) = line.now {
                let cell = [period.to_string(), line.code.clone(), line.value.clone().unwrap_or_default()];
                let drawn = secret.sum(&cell.each_ref().map(String::as_bytes)).0;
                line.now = Number::Is(rounded(n, drawn.iter().fold(0, |all, b| all << 8 | u64::from(*b))));
            }
        }
        Ok(all)
    }

    /// The filter with what this person's figures rest on. Refuses to look for what stands behind a figure for whoever
    /// sees no figures: what is masked for him would be matched by it.
    pub(super) fn looks_behind<'f>(
        &self,
        person: &PersonId,
        filter: &'f Filter,
    ) -> Result<Cow<'f, Filter>, Trouble> {
        let Some(behind) = &filter.behind else { return Ok(Cow::Borrowed(filter)) };
        if !self.sees_figures(person) {
            return Err(Rule::FiguresClosed.into());
        }
        if behind.code != "events" {
            return Ok(Cow::Borrowed(filter));
        }
        let instead = self.register.db().instead(person, behind.period.span())?;
        let behind = Some(Behind { instead, ..behind.clone() });
        Ok(Cow::Owned(Filter { behind, ..filter.clone() }))
    }
}

/// Leaves this period alone, and of it what may be told.
fn keep_small(lines: &mut [FigureLine]) {
    let whole_of = |lines: &[FigureLine], code: &str| {
        let line = lines.iter().find(|l| l.code == code && l.value.is_none());
        line.map_or(0, |l| if let Number::Is(n) = l.now { n } else { 0 })
    };
    let wholes: BTreeMap<&str, i64> =
        ["items", "times"].into_iter().map(|code| (code, whole_of(lines, code))).collect();
    let told = |t: Told| match t {
        Told::Is(n) => Number::Is(n),
        Told::Kept => Number::Kept,
    };
    let codes: BTreeSet<String> = lines.iter().map(|l| l.code.clone()).collect();
    for code in codes {
        let of_persons = figures::figure(&code).is_some_and(|f| f.unit == "person_time");
        let whole = wholes.get(if of_persons { "times" } else { "items" }).copied().unwrap_or(0);
        let parted = code == BY_MONTH || figures::figure(&code).is_some_and(Figure::is_parted);
        let at: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].code == code).collect();
        let parts: Vec<i64> =
            at.iter().map(|i| if let Number::Is(n) = lines[*i].now { n } else { 0 }).collect();
        let kept = suppress(whole, &parts, parted).1;
        for (i, t) in at.into_iter().zip(kept) {
            lines[i].now = told(t);
        }
    }
    for line in lines {
        (line.previous, line.year_ago, line.so_far) = (Number::None, Number::None, Number::None);
    }
}

/// The months that are looked at for a period.
pub(super) fn reaches(period: &Period) -> Span {
    let from = period.year_ago().span().from.min(period.previous().span().from);
    Span { from: from.min(period.year_up_to().from), to: period.span().to }
}

impl Source<'_> {
    pub fn lines(&self, period: &Period) -> Result<Vec<FigureLine>, Fault> {
        let mut all = Vec::new();
        for figure in figures() {
            // By month comes where the third group stands.
            if figure.group > 3 && !all.iter().any(|l: &FigureLine| l.code == BY_MONTH) {
                all.extend(self.by_month(period));
            }
            match figure.how {
                How::Sum if figure.is_by_value() => {
                    let values = self.values(figure, period);
                    all.extend(values.iter().map(|v| self.line(figure, Some(v.as_str()), period)));
                }
                How::Sum | How::Hours => all.push(self.line(figure, None, period)),
                How::Once | How::Again => all.push(self.distinct(figure, period)?),
            }
        }
        Ok(all)
    }

    /// Items of each month of a period that has several.
    fn by_month(&self, period: &Period) -> Vec<FigureLine> {
        if matches!(period, Period::Month(..)) {
            return Vec::new();
        }
        let months = period.span().months();
        let line = |m: Month| FigureLine {
            group: 3,
            code: BY_MONTH.to_owned(),
            value: Some(format!("{}-{:02}", m / 100, m % 100)),
            now: self.sum("items", None, Span { from: m, to: m }),
            previous: Number::None,
            year_ago: self.sum("items", None, Span { from: m - 100, to: m - 100 }),
            so_far: self.sum("items", None, Span { from: m / 100 * 100 + 1, to: m }),
        };
        months.map(line).collect()
    }

    fn line(&self, figure: &Figure, value: Option<&str>, period: &Period) -> FigureLine {
        let of = |span: Span| match figure.how {
            How::Hours => Number::Hours(self.took(&figure.code, span)),
            _ => self.sum(&figure.code, value, span),
        };
        FigureLine {
            group: figure.group,
            code: figure.code.clone(),
            value: value.map(str::to_owned),
            now: of(period.span()),
            previous: of(period.previous().span()),
            year_ago: of(period.year_ago().span()),
            so_far: of(period.so_far()),
        }
    }

    fn sum(&self, code: &str, value: Option<&str>, span: Span) -> Number {
        let value = value.unwrap_or_default();
        let of = |m: Month| self.counted.get(&(m, code.to_owned(), value.to_owned())).copied().unwrap_or(0);
        Number::Is(span.months().map(of).sum())
    }

    fn took(&self, code: &str, span: Span) -> Hours {
        let cells = self.counted.iter().filter(|((m, c, _), _)| c == code && span.has(*m));
        spread(cells.map(|((_, _, hours), n)| (hours.parse().unwrap_or(0), *n)))
    }

    /// The values of a figure that come in any of these periods, in the order of their list and not by number.
    fn values(&self, figure: &Figure, period: &Period) -> Vec<String> {
        let spans = [period.previous().span(), period.year_ago().span(), period.so_far()];
        let come =
            self.counted.keys().filter(|(m, c, _)| *c == figure.code && spans.iter().any(|s| s.has(*m)));
        let come: BTreeSet<&str> = come.map(|(_, _, value)| value.as_str()).collect();
        let listed: Vec<&str> = match figure.of.as_str() {
            "" => figure.values.iter().map(|v| v.code.as_str()).collect(),
            "unit" => self.organ.units.keys().map(|u| u.as_str()).collect(),
            list => codes::list(list).rows().iter().map(|row| row.code.as_str()).collect(),
        };
        let others = come.iter().filter(|v| !listed.contains(v)).copied();
        let own = listed.iter().filter(|v| come.contains(*v)).copied();
        own.chain(others).map(str::to_owned).collect()
    }

    fn distinct(&self, figure: &Figure, period: &Period) -> Result<FigureLine, Fault> {
        let (code, least) = match figure.how {
            How::Again => (figure.from.as_str(), 2),
            _ => (figure.code.as_str(), 1),
        };
        let of = |p: Period, so_far: bool| -> Result<Number, Fault> {
            let Some(quarter) = p.quarter() else { return Ok(Number::None) };
            let all = (self.different)(p.year(), code, least)?;
            let whole = so_far || matches!(p, Period::Year(_));
            let at = usize::from(quarter - 1) + if whole { 4 } else { 0 };
            Ok(match all.get(at) {
                Some(_) if figure.when_over && self.running && p == *period => Number::None,
                Some(n) if figure.when_over && (1..LEAST).contains(n) => Number::Kept,
                Some(n) => Number::Is(*n),
                None => Number::None,
            })
        };
        Ok(FigureLine {
            group: figure.group,
            code: figure.code.clone(),
            value: None,
            now: of(*period, false)?,
            previous: of(period.previous(), false)?,
            year_ago: of(period.year_ago(), false)?,
            so_far: of(*period, true)?,
        })
    }
}
