//! The figures of a period as a file: a line each with its numbers as numbers, and the rule by which it was counted.

use super::face::Face;
use super::listed::Form;
use super::print::is_stream;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::figures::{self, groups};
use crate::domain::lang::Lang;
use crate::domain::organ::Organ;
use crate::forms;
use crate::office::{FigureLine, Number, Statistics};
use crate::papers::table::{Heading, Kind, Row, Table, Value};
use crate::words::figures::{FiguresWords, words as said};
use crate::words::forms::words as on_paper;
use std::path::{Path, PathBuf};

/// Which form the file gets, and where it goes.
pub struct Leaving {
    form: Form,
    out: PathBuf,
}

impl Face {
    /// What is asked to leave, told before it is noted that it does; none where nothing is.
    ///
    /// # Errors
    /// A form that is none, or a place that takes nothing.
    pub fn figures_leave(&self, format: Option<&str>, out: Option<&Path>) -> Result<Option<Leaving>, Stop> {
        if format.is_none() && out.is_none() {
            return Ok(None);
        }
        let out = out.unwrap_or(Path::new("-"));
        let form = self.format(format, out, &Form::ALL, Form::code)?;
        self.place_for(out, form != Form::Xlsx)?;
        Ok(Some(Leaving { form, out: out.to_owned() }))
    }
}

impl Sitting<'_> {
    /// Writes the figures as a table. That they leave has been noted.
    pub(super) fn put_figures(&mut self, found: &Statistics, public: bool, to: &Leaving) -> Result<(), Stop> {
        let (lang, organ) = (self.face.lang, self.organ());
        let f = said(lang);
        let heads = [&f.this, &f.previous, &f.year_ago, &f.so_far];
        let shown = if public { 1 } else { heads.len() };
        let text = |key: &str, words: &str, width| Heading::new(key, words, Kind::Text, width);
        let mut headings = vec![text("group", &f.group, 20.0), text("figure", &f.figure, 40.0)];
        let keys = ["this", "previous", "year_ago", "so_far"];
        let numbers = keys.iter().zip(heads).take(shown);
        headings.extend(numbers.map(|(key, words)| Heading::new(*key, words, Kind::Number(0), 10.0)));
        headings.extend([text("unit", &f.unit_head, 8.0), text("rule", &f.rule, 60.0)]);
        headings.push(text("source", &f.source, 30.0));
        let mut notes = Vec::new();
        notes.extend(found.is_zero().then(|| f.zero.clone()));
        if public {
            notes.push(crate::words::fill(&f.rounded, &[("", &figures::STEP.to_string())]));
        } else {
            notes.extend(f.share(found));
            notes.push(f.head_of(found));
        }
        let table = Table {
            title: f.title(found),
            headings,
            totals: Vec::new(),
            notes,
            organ: organ.name.clone(),
            made: forms::stamp(self.office.now())?,
        };
        let lines = found.lines.iter().filter(|l| l.value.is_none() || !is_nought(l, shown));
        let rows: Vec<Row> = lines.flat_map(|l| rows(f, lang, &organ, l, shown)).map(Ok).collect();
        let n = rows.len().to_string();
        self.face.table_leaves(&table, to.form, &to.out, rows.into_iter())?;
        if is_stream(&to.out) {
            return Ok(());
        }
        self.face.stands();
        let path = to.out.display().to_string();
        if self.face.json {
            return self.face.value(&serde_json::json!({ "file": path, "lines": n.parse::<u64>().ok() }));
        }
        self.face.say(&on_paper(lang).listed, &[("path", &path), ("n", &n)])
    }
}

fn all(l: &FigureLine) -> [Number; 4] {
    [l.now, l.previous, l.year_ago, l.so_far]
}

fn is_nought(l: &FigureLine, shown: usize) -> bool {
    all(l)[..shown].iter().all(|n| *n == Number::Is(0))
}

/// A line of numbers; of durations one for the middle and one for what nine of ten stay within.
fn rows(f: &FiguresWords, lang: Lang, organ: &Organ, l: &FigureLine, shown: usize) -> Vec<Vec<Value>> {
    let figure = figures::figure(&l.code);
    let row = |called: String, number: fn(&FiguresWords, Number) -> Value| {
        let group = groups().iter().find(|g| g.no == l.group);
        let group = group.map_or_else(String::new, |g| format!("{} {}", g.no, g.name(lang)));
        let mut row = vec![Value::Text(group), Value::Text(called)];
        row.extend(all(l)[..shown].iter().map(|n| number(f, *n)));
        let unit = figure.map_or("", |figure| f.unit(&figure.unit));
        let rule = figure.map_or(f.by_month_rule.as_str(), |figure| figure.rule.get(lang));
        let source = figure.map_or("", |figure| figure.source.as_str());
        row.extend([unit, rule, source].map(|text| Value::Text(text.to_owned())));
        row
    };
    let called = f.label(lang, organ, l);
    match l.now {
        Number::Hours(_) => vec![
            row(format!("{called} {}", f.median), |_, n| of_hours(n, false)),
            row(format!("{called} {}", f.ninth), |_, n| of_hours(n, true)),
        ],
        _ => vec![row(called, plain)],
    }
}

fn plain(f: &FiguresWords, n: Number) -> Value {
    match n {
        Number::Is(n) => Value::Number(n as f64),
        Number::Kept => Value::Text(f.kept.clone()),
        Number::Hours(_) | Number::None => Value::Empty,
    }
}

fn of_hours(n: Number, ninth: bool) -> Value {
    match n {
        Number::Hours(h) if h.n > 0 => Value::Number(if ninth { h.p90 } else { h.median } as f64),
        _ => Value::Empty,
    }
}
