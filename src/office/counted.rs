//! Figures that a matter keeps: counted of the whole organ when it is begun, and once more from the log alone, cut
//! where it stood then. The first is taken from the tables, the second from the acts; nothing that came later enters
//! the second.

use super::families::Timeline;
use super::figures::{BY_MONTH, FigureLine, Number, Source, reaches};
use super::matters::of_organ;
use super::{Fault, LogId, Office, Trouble, fold, me};
use crate::domain::book::Book;
use crate::domain::command::Actor;
use crate::domain::figures::{
    AtHead, Differs, Hours, Line, Listed, Period, Span, Tally, figure, month, of_family,
};
use crate::domain::ids::{MatterId, PersonId, Ref};
use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::ledger::Alg;
use crate::store::contract::Moment;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a count from the log says of the figures that a matter keeps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recount {
    #[serde(rename = "ref")]
    pub ref_: Ref,
    pub period: String,
    pub acts: u64,
    pub root: String,
    /// Figures that were held against the count.
    pub figures: usize,
    pub listed: usize,
    /// Figures that this program counts and that are not kept at all.
    pub not_kept: Vec<String>,
    /// Those that the log does not come to.
    pub differs: Vec<Differs>,
}

fn written(n: Number) -> String {
    match n {
        Number::Is(n) => n.to_string(),
        Number::Hours(h) => format!("{}/{}/{}", h.n, h.median, h.p90),
        Number::Kept | Number::None => "-".to_owned(),
    }
}

fn read(text: &str) -> Number {
    let parts: Vec<i64> = text.split('/').filter_map(|n| n.parse().ok()).collect();
    match *parts {
        [n] => Number::Is(n),
        [n, median, p90] => Number::Hours(Hours { n, median, p90 }),
        _ => Number::None,
    }
}

/// A figure that is kept, as it is shown.
pub(super) fn shown(line: &Line) -> FigureLine {
    let [now, previous, year_ago, so_far] = line.numbers.each_ref().map(|n| read(n));
    // By month comes where the third group stands.
    let group = figure(&line.code).map_or(3, |f| f.group);
    let value = figure(&line.code).is_none_or(|f| f.is_by_value()).then(|| line.value.clone());
    FigureLine { group, code: line.code.clone(), value, now, previous, year_ago, so_far }
}

/// The figures as they are kept: nothing of a value that comes in none of the columns.
fn kept(
    source: &Source<'_>,
    period: Period,
    head: (u64, String),
    listed: Vec<Listed>,
) -> Result<AtHead, Fault> {
    let mut text = String::new();
    for l in source.lines(&period)? {
        let all = [l.now, l.previous, l.year_ago, l.so_far];
        let none = |n: &Number| matches!(n, Number::Is(0) | Number::None);
        if l.value.is_some() && l.code != BY_MONTH && all.iter().all(none) {
            continue;
        }
        let line = Line { code: l.code, value: l.value.unwrap_or_default(), numbers: all.map(written) };
        text.push_str(&line.written());
    }
    let (acts, root) = head;
    Ok(AtHead { acts, root, text, listed })
}

/// From the tables, as they stand now.
pub(super) fn from_tables(
    db: &impl Moment,
    organ: &Arc<Organ>,
    alg: Alg,
    period: Period,
) -> Result<AtHead, Fault> {
    // Nothing is hidden from nobody.
    let nobody = PersonId::from("");
    let counted = db.figures(&nobody, reaches(&period))?;
    let different = |year, code: &str, least| db.different(&nobody, year, code, least);
    let source = Source { organ, counted, different: &different, running: false };
    let book = fold::families(db, organ, &db.listed(period.span())?)?;
    let listed = book.records.values().filter(|r| falls_in(r.submitted_at, period.span()));
    let head = db.head(alg, LogId::Acts)?;
    kept(&source, period, (head.size, head.root.to_string()), listed.filter_map(|r| Listed::of(r)).collect())
}

/// Families added up in mind, as the tables are.
#[derive(Default)]
struct Counting {
    tally: Tally,
    listed: BTreeMap<MatterId, Listed>,
}

impl Counting {
    fn add(&mut self, book: &Book, period: Period) {
        for (id, record) in &book.records {
            self.tally.add(&of_family(&book.organ, record, book.on_record(id)));
            if falls_in(record.submitted_at, period.span()) {
                self.listed.extend(Listed::of(record).map(|l| (*id, l)));
            }
        }
    }

    fn kept(self, organ: &Organ, period: Period, head: (u64, String)) -> Result<AtHead, Fault> {
        let Self { tally, listed } = self;
        let different = |year, code: &str, least| Ok(tally.different(year, code, least));
        let counted = tally.counted(reaches(&period));
        let source = Source { organ, counted, different: &different, running: false };
        kept(&source, period, head, listed.into_values().collect())
    }
}

/// From a book that has every record there is.
pub(super) fn from_book(db: &impl Moment, alg: Alg, book: &Book, period: Period) -> Result<AtHead, Fault> {
    let mut counting = Counting::default();
    counting.add(book, period);
    let acts = db.size(LogId::Acts)?;
    let root = db.root_at(alg, LogId::Acts, acts)?.map(|root| root.to_string());
    counting.kept(&book.organ, period, (acts, root.unwrap_or_default()))
}

/// From the log alone, so many acts of it.
///
/// # Errors
/// A fault of the file, or of a body.
pub(super) fn from_log(db: &impl Moment, alg: Alg, acts: u64, period: Period) -> Result<AtHead, Fault> {
    let families = fold::sorted_until(db, acts)?;
    let organ = families.last.clone().ok_or_else(fold::unfounded)?;
    let (mut counting, mut time) = (Counting::default(), Timeline::default());
    for part in 0..families.parts {
        if let Some(book) = families.book(db, part, &mut time)? {
            counting.add(&book, period);
        }
    }
    let root = db.root_at(alg, LogId::Acts, acts)?.map(|root| root.to_string());
    counting.kept(&organ, period, (acts, root.unwrap_or_default()))
}

fn falls_in(at: Option<i64>, span: Span) -> bool {
    at.is_some_and(|at| span.has(month(at)))
}

/// From whom a record of these months is hidden, of those in a book.
pub fn kept_from(book: &Book, spans: &[Span]) -> BTreeSet<PersonId> {
    let within = |at: Option<i64>| spans.iter().any(|span| falls_in(at, *span));
    let records = book.records.values().filter(|r| within(r.submitted_at));
    let of = |r: &Arc<crate::domain::record::Record>| {
        let recorder = r.recorder.clone();
        policy::recused(&book.organ, r).into_keys().filter(move |p| *p != recorder)
    };
    records.flat_map(of).collect()
}

impl Office {
    /// Counts the figures that a matter keeps once more, from the log as it stood under the head they name.
    ///
    /// # Errors
    /// That there is no such matter for this person, or that it keeps none; a fault of the file.
    pub fn recount(&mut self, actor: &Actor, id: &MatterId) -> Result<Recount, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let alg = self.founding().alg;
        let state = of_organ(self.register.db(), &self.organ, &person, id)?;
        let matter = state.matter.as_ref().ok_or_else(super::act::no_such)?;
        let (period, stands) = matter.kept_figures().ok_or_else(super::act::no_such)?;
        let size = self.register.db().size(LogId::Acts)?;
        // A log that is shorter than it says had no such head.
        let counted = from_log(self.register.db(), alg, stands.acts.min(size), period)?;
        Ok(Recount {
            ref_: matter.ref_().clone(),
            period: period.to_string(),
            acts: stands.acts,
            root: stands.root.clone(),
            figures: stands.lines().count(),
            listed: stands.listed.len(),
            not_kept: stands.not_kept(&counted),
            differs: stands.differs_from(&counted),
        })
    }
}
