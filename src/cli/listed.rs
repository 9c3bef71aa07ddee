//! A list that leaves as a file: exactly as it is filtered and sorted, in the columns that are asked for.

use super::face::Face;
use super::list::{List, short};
use super::print::is_stream;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::command::Actor;
use crate::domain::limits::limits;
use crate::domain::refusal::Flaw;
use crate::domain::search::{Filter, Near};
use crate::forms;
use crate::office::{Fault, Office, RecordLine, Trouble};
use crate::papers::table::{Heading, Kind, Row, Table, Value};
use crate::text::clip;
use crate::words::Words;
use crate::words::forms::words as said;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::vec::IntoIter;

/// Records asked for at once.
pub const WINDOW: usize = 500;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Xlsx,
    Csv,
    Jsonl,
}

impl Form {
    pub fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }
    /// The first is what a file gets that does not say it.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Jsonl];
}

/// A column, named as in JSON; what is a code there is a word here.
struct Column {
    key: &'static str,
    kind: Kind,
    /// In a workbook, in digits.
    width: f64,
    cell: fn(&Words, &RecordLine) -> Cell,
}

/// What stands in a cell, before it is known whether times are typed.
enum Cell {
    Words(String),
    At(Option<i64>),
}

const fn column(key: &'static str, width: f64, cell: fn(&Words, &RecordLine) -> Cell) -> Column {
    Column { key, kind: Kind::Text, width, cell }
}

const fn moment(key: &'static str, cell: fn(&Words, &RecordLine) -> Cell) -> Column {
    Column { key, kind: Kind::Time, width: 18.0, cell }
}

static COLUMNS: [Column; 12] = [
    column("ref", 12.0, |_, r| Cell::Words(r.ref_.to_string())),
    column("status", 16.0, |w, r| Cell::Words(w.status(r.status).to_owned())),
    column("stream", 24.0, |w, r| Cell::Words(w.code("CL01", &r.stream).to_owned())),
    column("case_no", 28.0, |_, r| Cell::Words(r.cases.in_full())),
    column("manner", 12.0, |w, r| Cell::Words(w.code("CL08", &r.manner).to_owned())),
    moment("occurred", |_, r| Cell::At(r.occurred)),
    moment("recorded", |_, r| Cell::At(Some(r.recorded))),
    column("inquirer", 14.0, |_, r| Cell::Words(r.inquirer.clone())),
    column("inquirer_unit", 24.0, |_, r| Cell::Words(r.inquirer_unit.clone())),
    column("unit", 16.0, |_, r| Cell::Words(r.unit.clone())),
    column("own", 6.0, |_, r| Cell::Words(u8::from(r.own).to_string())),
    column("flags", 20.0, |w, r| {
        let flags: Vec<&str> = r.flags.iter().map(|f| w.code("flag", f)).collect();
        Cell::Words(flags.join(" "))
    }),
];

/// Those of the list on a wide screen, in its order.
const WIDE: [&str; 9] =
    ["ref", "occurred", "status", "stream", "case_no", "inquirer", "unit", "inquirer_unit", "flags"];

/// A list on its way out.
pub struct Leaving<'a> {
    pub form: Form,
    out: &'a Path,
    columns: Vec<&'static Column>,
    /// Programs read the names, people the words.
    keys: bool,
}

impl Face {
    /// What is asked to leave, and where it goes; told before anything is noted.
    pub fn leaving<'a>(&self, l: &'a List) -> Result<Option<Leaving<'a>>, Stop> {
        let stream = Path::new("-");
        let out = l.out.as_deref().unwrap_or(stream);
        if !l.csv && l.format.is_none() && l.out.is_none() {
            return match l.columns.is_empty() {
                true => Ok(None),
                false => Err(Stop::wrong("format", Flaw::Missing, "--format csv|xlsx|jsonl, --out FILE")),
            };
        }
        let form = self.format(l.format.as_deref(), out, &Form::ALL, Form::code)?;
        self.place_for(out, form != Form::Xlsx)?;
        let twice = |n: usize| l.columns[..n].iter().any(|before| before.trim() == l.columns[n].trim());
        if let Some(n) = (0..l.columns.len()).find(|n| twice(*n)) {
            return Err(Stop::wrong("columns", Flaw::Twice, clip(&l.columns[n], 40)));
        }
        let called = |key: &str| {
            let found = COLUMNS.iter().find(|c| c.key == key.trim());
            found.ok_or_else(|| Stop::wrong("columns", Flaw::UnknownCode, clip(key, 40)))
        };
        let columns: Vec<&Column> = match (l.columns.as_slice(), l.csv) {
            ([], true) => COLUMNS.iter().collect(),
            ([], false) => WIDE.iter().map(|key| called(key)).collect::<Result<_, _>>()?,
            (named, _) => named.iter().map(|key| called(key)).collect::<Result<_, _>>()?,
        };
        Ok(Some(Leaving { form, out, columns, keys: l.csv }))
    }
}

impl Face {
    /// Writes a table where it goes; of a file that does not come about nothing is left.
    pub fn table_leaves(
        &mut self,
        table: &Table,
        form: Form,
        path: &Path,
        rows: impl Iterator<Item = Row>,
    ) -> Result<(), Stop> {
        if is_stream(path) {
            self.whole |= form == Form::Xlsx;
            return match write(table, form, &mut self.streams.out, rows) {
                // A reader who goes away has seen enough; a disk has not.
                Err(crate::papers::Fault::Io(e)) => Err(Stop::Out(e)),
                Err(other) => Err(Fault::from(io::Error::other(other)).into()),
                Ok(()) => Ok(()),
            };
        }
        let done = forms::put_as(path, |file| {
            let mut file = BufWriter::new(file);
            write(table, form, &mut file, rows)?;
            Ok(file.flush()?)
        });
        done.map_err(|fault| match fault {
            crate::papers::Fault::Io(e) => Fault::file(path, e).into(),
            other => Fault::from(io::Error::other(other)).into(),
        })
    }
}

impl Sitting<'_> {
    /// Whether a workbook takes so many lines; asked before it is noted that they leave.
    pub fn fits_book(&self, form: Form, lines: usize) -> Result<(), Stop> {
        let most = limits().table.workbook_rows;
        match form == Form::Xlsx && lines > most {
            true => Err(Stop::wrong("workbook_rows", Flaw::TooMany, format!("{lines} > {most}"))),
            false => Ok(()),
        }
    }

    /// Writes all of it, window by window. That it leaves has been noted.
    pub fn leave(&mut self, l: &Leaving<'_>, filter: &Filter, limit: usize) -> Result<(), Stop> {
        let (w, f) = (self.face.w(), said(self.face.lang));
        let heading = |c: &&Column| {
            let words = if l.keys { c.key } else { f.column.get(c.key).map_or(c.key, String::as_str) };
            Heading::new(c.key, words, c.kind, c.width)
        };
        let table = Table {
            title: f.list_title.clone(),
            headings: l.columns.iter().map(heading).collect(),
            totals: Vec::new(),
            notes: Vec::new(),
            organ: self.organ().name.clone(),
            made: forms::stamp(self.office.now())?,
        };
        let mut trouble = None;
        let mut lines = Lines {
            office: &mut self.office,
            actor: &self.actor,
            filter,
            left: limit,
            near: Near::Start,
            window: Vec::new().into_iter(),
            written: 0,
            trouble: &mut trouble,
        };
        let rows = lines.by_ref().map(|line| line.and_then(|line| cells(l, w, &line)));
        let done = self.face.table_leaves(&table, l.form, l.out, rows);
        let written = lines.written;
        if done.is_err()
            && let Some(trouble) = trouble
        {
            return Err(trouble.into());
        }
        done?;
        if is_stream(l.out) {
            return Ok(());
        }
        self.face.stands();
        let (path, n) = (l.out.display().to_string(), written.to_string());
        if self.face.json {
            return self.face.value(&serde_json::json!({ "file": path, "lines": written }));
        }
        self.face.say(&f.listed, &[("path", &path), ("n", &n)])
    }
}

fn write(
    table: &Table,
    form: Form,
    out: &mut impl Write,
    rows: impl Iterator<Item = Row>,
) -> Result<(), crate::papers::Fault> {
    match form {
        Form::Xlsx => Ok(out.write_all(&table.workbook(rows)?)?),
        Form::Csv => table.csv(out, rows),
        Form::Jsonl => table.json(out, rows),
    }
}

/// Times are typed where a program reckons with them; elsewhere they are as a list shows them, to the minute.
fn cells(l: &Leaving<'_>, w: &Words, r: &RecordLine) -> io::Result<Vec<Value>> {
    let value = |c: &&Column| match (c.cell)(w, r) {
        Cell::Words(text) => Ok(Value::Text(text)),
        Cell::At(None) if l.form == Form::Csv => Ok(Value::Text(String::new())),
        Cell::At(None) => Ok(Value::Empty),
        Cell::At(Some(at)) if l.form == Form::Xlsx => {
            forms::stamp(at).map(Value::When).map_err(|_| io::Error::other("time"))
        }
        Cell::At(Some(at)) => Ok(Value::Text(short(at))),
    };
    l.columns.iter().map(value).collect()
}

/// The lines of a list, asked for as they are written: a million take no more room than five hundred.
struct Lines<'a> {
    office: &'a mut Office,
    actor: &'a Actor,
    filter: &'a Filter,
    /// How many more are wanted.
    left: usize,
    near: Near,
    window: IntoIter<RecordLine>,
    written: usize,
    /// Why there is no next line, where that is no end.
    trouble: &'a mut Option<Trouble>,
}

impl Iterator for Lines<'_> {
    type Item = io::Result<RecordLine>;

    fn next(&mut self) -> Option<io::Result<RecordLine>> {
        if self.window.as_slice().is_empty() && self.left > 0 {
            let near = std::mem::replace(&mut self.near, Near::Start);
            match self.office.records(self.actor, self.filter, near, WINDOW.min(self.left)) {
                Ok(page) => {
                    self.left -= page.lines.len().min(self.left);
                    match page.lines.last() {
                        Some(last) => self.near = Near::After(last.mark),
                        None => self.left = 0,
                    }
                    self.window = page.lines.into_iter();
                }
                Err(trouble) => {
                    *self.trouble = Some(trouble);
                    return Some(Err(io::Error::other("list")));
                }
            }
        }
        let line = self.window.next()?;
        self.written += 1;
        Some(Ok(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;

    #[test]
    fn every_column_has_a_heading_in_both_languages_and_no_word_is_left_over() {
        for lang in Lang::ALL {
            let mut words: Vec<&str> = said(lang).column.keys().map(String::as_str).collect();
            let mut keys: Vec<&str> = COLUMNS.iter().map(|c| c.key).collect();
            words.sort_unstable();
            keys.sort_unstable();
            assert_eq!(words, keys);
        }
        assert!(WIDE.iter().all(|key| COLUMNS.iter().any(|c| c.key == *key)));
    }
}
