//! A paper of a matter: the values of its page as whoever prints it sees them, where the table says.

use super::around::On;
use super::record::broken;
use super::table::{self, Is, Part, Row, pieces};
use super::{Noted, Paper, fault, no_paper};
use crate::domain::codes;
use crate::domain::command::Actor;
use crate::domain::ids::MatterId;
use crate::domain::lang::Lang;
use crate::domain::policy::Names;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::when::{self, Precision};
use crate::office::{MatterSheet, Office, RecordSheet, Shown, ShownRow, Trouble};
use crate::papers::{Align, Block, Cell, Column, Level, List, Sheet, Signature};
use crate::words::figures::words as figures;
use crate::words::sheet::OnPaper;

/// A matter as it is opened to one person, and which of its papers is meant.
pub struct OfMatter {
    matter: MatterSheet,
    /// The record as well, where the paper tells something of it.
    record: Option<RecordSheet>,
    paper: &'static table::Paper,
}

impl OfMatter {
    /// Opens the matter, which is noted as every opening is.
    ///
    /// # Errors
    /// That there is no such matter for this person, that it has no such paper, that this one is not printed in its
    /// state or with names masked, or what it lacks.
    pub fn open(
        office: &mut Office,
        actor: &Actor,
        id: &MatterId,
        name: Option<&str>,
    ) -> Result<Self, Trouble> {
        let matter = office.sheet(actor, id)?;
        let now = |paper: &&'static table::Paper| paper.is_of(matter.state);
        let mut all = table::of_kind(matter.kind);
        let paper = match name {
            Some(name) => all.find(|paper| paper.code == name),
            None => all.filter(now).last().or_else(|| table::of_kind(matter.kind).next()),
        };
        let paper = paper.ok_or_else(|| no_paper(name.unwrap_or_default()))?;
        if !now(&paper) {
            let states = paper.states.join(" ");
            return Err(Refusal::with(Rule::NotPrintedYet, format!("{}:{states}", matter.kind)).into());
        }
        if paper.whole && matter.names == Names::Masked {
            return Err(Rule::PrintedWhole.into());
        }
        let told = || paper.parts.iter().flat_map(|part| &part.rows).any(|r| r.value.starts_with("record."));
        let record = matter.record.filter(|_| told()).map(|id| office.record(actor, &id)).transpose()?;
        let of = Self { matter, record, paper };
        let lacks: Vec<Problem> = paper.needs.iter().filter_map(|value| of.lacks(value)).collect();
        match lacks.is_empty() {
            true => Ok(of),
            false => Err(No::Wrong(lacks).into()),
        }
    }

    fn lacks(&self, value: &str) -> Option<Problem> {
        let label = value.rsplit('.').next().unwrap_or(value);
        let there = self.rows(value).next().is_some();
        (!there).then(|| Problem::new(format!("{}.{label}", self.matter.kind), Flaw::Missing, ""))
    }

    /// The rows of the page that a value means: those of its label, under its heading where it names one.
    fn rows<'a>(&'a self, value: &'a str) -> impl Iterator<Item = &'a ShownRow> {
        let (head, label) = value.split_once('.').map_or((None, value), |(head, label)| (Some(head), label));
        let mut under = None;
        self.matter.rows.iter().filter(move |row| {
            if row.shown == Shown::Head {
                under = Some(row.label);
            }
            row.shown != Shown::Head && row.label == label && under == head
        })
    }
}

impl Paper for OfMatter {
    fn about(&self) -> Option<MatterId> {
        Some(self.matter.id)
    }
    fn code(&self) -> String {
        format!("paper.{}", self.paper.code)
    }
    fn verified(&self) -> bool {
        self.paper.verified
    }

    fn laid(&self, office: &Office, lang: Lang, made: Option<Noted<'_>>) -> Result<Sheet, Trouble> {
        let organ = office.organ().clone();
        let on = On::of(&organ, lang);
        let laying = Laying { of: self, on: &on };
        let mut blocks = Vec::new();
        if office.is_training() {
            blocks.push(Block::Paragraph(Level::Note, on.w.organ("training").to_owned()));
        }
        for part in &self.paper.parts {
            let there = |value: &str| self.rows(value).next().is_some();
            let missed = !part.only_with.is_empty() && !there(&part.only_with);
            if !missed && (part.only_without.is_empty() || !there(&part.only_without)) {
                blocks.push(laying.block(part)?);
            }
        }
        let code = self.matter.story.last().map_or("", |line| line.check_code.as_str());
        let number = laying.value(&self.paper.number);
        let title = broken(&laying.filled(self.paper.title.get(lang)));
        let foot = if self.paper.quiet { on.quiet_foot(code, made) } else { on.foot(code, made) };
        let sheet = on.sheet(office, made, (self.paper.setting(), title), blocks, foot)?;
        Ok(Sheet { number: (!number.is_empty()).then_some(number), ..sheet })
    }
}

/// A paper being laid out.
struct Laying<'a> {
    of: &'a OfMatter,
    on: &'a On<'a>,
}

impl Laying<'_> {
    fn block(&self, part: &Part) -> Result<Block, Trouble> {
        let words = || self.filled(part.words(self.on.lang));
        Ok(match part.is {
            Is::Body => Block::Paragraph(Level::Body, words()),
            Is::First => Block::Paragraph(Level::First, words()),
            Is::Addressee => Block::Paragraph(Level::Addressee, words()),
            Is::Note => Block::Paragraph(Level::Note, words()),
            Is::Fields => part.fields(self.on.lang, |row| self.cell(row))?,
            Is::Figures => self.figures(part)?,
            Is::List => self.list(part)?,
            Is::Sign => Block::Signatures(part.lines.iter().map(|line| self.signature(line)).collect()),
            Is::Signoff => Block::SignOff { organ: self.on.named().to_owned(), date: self.day(&part.value) },
            Is::Page => Block::NewPage,
        })
    }

    /// Words with their values in them.
    fn filled(&self, words: &str) -> String {
        let piece = |(said, value): (&str, Option<&str>)| {
            format!("{said}{}", value.map(|v| self.value(v)).unwrap_or_default())
        };
        pieces(words).into_iter().map(piece).collect()
    }

    /// What stands for a value of the table; nothing where the page has none.
    fn value(&self, value: &str) -> String {
        let m = &self.of.matter;
        if let Some(row) = value.strip_prefix("record.") {
            let record = self.of.record.as_ref();
            return record.map_or_else(String::new, |r| {
                self.on.w.on_paper(&OnPaper::of(self.on.organ, &r.record), row)
            });
        }
        match value {
            "" => String::new(),
            "@case_no" => m.cases.in_full(),
            "@record_ref" => m.record_ref.as_ref().map(ToString::to_string).unwrap_or_default(),
            "@ref" => m.ref_.to_string(),
            "@organ" => self.on.named().to_owned(),
            "@superior" => self.on.organ.superior.clone(),
            value => {
                let told = self.of.rows(value).filter_map(|row| self.on.w.shown(row));
                told.collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// Each figure with what stands in its columns.
    fn figures(&self, part: &Part) -> Result<Block, Trouble> {
        let f = figures(self.on.lang);
        let of = |row: &ShownRow| match &row.shown {
            Shown::Figure(line) => {
                let numbers = [line.now, line.previous, line.year_ago, line.so_far].map(|n| f.number(n));
                let label = f.label(self.on.lang, self.on.organ, line);
                Some(std::iter::once(label).chain(numbers).collect())
            }
            _ => None,
        };
        let rows = self.of.rows(&part.value).filter_map(of).collect();
        let name = self.on.w.label(self.of.matter.kind, "figure").to_owned();
        let columns = [&f.this, &f.previous, &f.year_ago, &f.so_far].map(Clone::clone);
        let heads = std::iter::once(name).chain(columns);
        let column = |(n, heading)| Column {
            heading,
            share: if n == 0 { 40 } else { 15 },
            align: if n == 0 { Align::Left } else { Align::Centre },
        };
        let list = List::new(heads.enumerate().map(column).collect(), rows);
        Ok(Block::List(list.map_err(fault)?))
    }

    /// A line for each time that the page has the first of the columns.
    fn list(&self, part: &Part) -> Result<Block, Trouble> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let label = |row: &Row| row.value.rsplit('.').next().unwrap_or_default().to_owned();
        let labels: Vec<String> = part.rows.iter().map(label).collect();
        let head = part.rows.first().and_then(|row| row.value.split_once('.')).map_or("", |(head, _)| head);
        let mut under = "";
        for row in &self.of.matter.rows {
            match labels.iter().position(|label| label == row.label) {
                _ if row.shown == Shown::Head => under = row.label,
                Some(at) if under == head => {
                    if at == 0 {
                        rows.push(vec![String::new(); labels.len()]);
                    }
                    if let Some(cell) = rows.last_mut().and_then(|cells| cells.get_mut(at)) {
                        *cell = self.on.w.shown(row).unwrap_or_default();
                    }
                }
                _ => {}
            }
        }
        let column =
            |row: &Row| Column { heading: row.label(self.on.lang).to_owned(), share: 10, align: Align::Left };
        let list = List::new(part.rows.iter().map(column).collect(), rows);
        Ok(Block::List(list.map_err(fault)?))
    }

    fn cell(&self, row: &Row) -> Cell {
        if let Some(text) = &row.text {
            return Cell::value(text.get(self.on.lang));
        }
        if row.day {
            return Cell::value(self.told_day(&row.value).unwrap_or_default());
        }
        if row.list.is_empty() {
            return Cell::value(self.value(&row.value));
        }
        let chosen: Vec<&String> = self.of.rows(&row.value).flat_map(codes_of).collect();
        let all = codes::list(&row.list).rows();
        Cell::ticks(all.iter().map(|code| (chosen.contains(&&code.code), code.label(self.on.lang))))
    }

    /// Who did it and when, as far as he may be known; a blank to be signed where nobody did yet.
    fn signature(&self, line: &table::Line) -> Signature {
        let event = format!("{}.{}", self.of.matter.kind, line.event);
        let done = self.of.matter.story.iter().rfind(|told| told.kind == event);
        Signature {
            label: line.label(self.on.lang).to_owned(),
            name: done.and_then(|told| told.name.clone()).unwrap_or_default(),
            date: done.map_or_else(|| self.on.f.day_blank.clone(), |told| self.on.moment(told.at)),
        }
    }

    /// The day of a value, or the blanks for one.
    fn day(&self, value: &str) -> String {
        self.told_day(value).unwrap_or_else(|| self.on.f.day_blank.clone())
    }

    fn told_day(&self, value: &str) -> Option<String> {
        let at = self.of.rows(value).find_map(|row| match row.shown {
            Shown::When(at) => Some(at),
            _ => None,
        });
        at.map(|at| when::show(at, Precision::Day, self.on.lang))
    }
}

fn codes_of(row: &ShownRow) -> &[String] {
    match &row.shown {
        Shown::Codes(_, codes) => codes,
        _ => &[],
    }
}
