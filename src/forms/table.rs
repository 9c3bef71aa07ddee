//! The papers of matters as a table: which kind has which, when it may be printed, and what stands on it where.

use super::fault;
use super::record::COLUMNS;
use crate::domain::codes;
use crate::domain::lang::Lang;
use crate::domain::record::sheet::VALUES;
use crate::office::Trouble;
use crate::papers::{Band, Block, Cell, Grid, Setting};
use serde::Deserialize;
use std::sync::LazyLock;

/// Words in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    zh: String,
    en: String,
}

impl Said {
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// One paper.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its name on the line and in the log of reads.
    pub code: String,
    /// The kind of matter that it is of; empty where it is of none.
    #[serde(default)]
    pub kind: String,
    pub title: Said,
    #[serde(default)]
    pub states: Vec<String>,
    #[serde(default)]
    pub letter: bool,
    #[serde(default)]
    pub whole: bool,
    #[serde(default)]
    pub quiet: bool,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub needs: Vec<String>,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "part")]
    pub parts: Vec<Part>,
}

impl Paper {
    /// What it is called where its values are not at hand.
    pub fn name(&self, lang: Lang) -> String {
        pieces(self.title.get(lang)).into_iter().map(|(words, _)| words).collect()
    }

    pub fn setting(&self) -> Setting {
        if self.letter { Setting::Letter } else { Setting::Form }
    }

    /// Whether it may be printed in this state of its matter.
    pub fn is_of(&self, state: &str) -> bool {
        self.states.iter().any(|of| of == state)
    }
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Is {
    Body,
    First,
    Addressee,
    Note,
    Fields,
    /// Figures of the organ, a line each.
    Figures,
    /// Its rows are columns; a line begins wherever the page has the first of them again.
    List,
    Sign,
    /// The organ and a day, that of a value where there is one.
    Signoff,
    Page,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub is: Is,
    #[serde(default)]
    pub value: String,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
    #[serde(default, rename = "if")]
    pub only_with: String,
    #[serde(default, rename = "unless")]
    pub only_without: String,
    #[serde(default, rename = "row")]
    pub rows: Vec<Row>,
    #[serde(default, rename = "line")]
    pub lines: Vec<Line>,
}

impl Part {
    pub fn words(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// Its rows as a grid; those that may share a line and follow each other do.
    pub fn fields(&self, lang: Lang, cell: impl Fn(&Row) -> Cell) -> Result<Block, Trouble> {
        let mut lines = Vec::new();
        let mut rows = self.rows.iter().peekable();
        while let Some(row) = rows.next() {
            let beside = if row.half { rows.next_if(|next| next.half) } else { None };
            let span = if beside.is_some() { 1 } else { COLUMNS.len() - 1 };
            let both = [Some(row), beside].into_iter().flatten();
            let cells =
                both.flat_map(|row| [Cell::label(row.label(lang)), cell(row).over(span).high(row.lines)]);
            lines.push(cells.collect());
        }
        let grid = Grid::new(0, COLUMNS.to_vec(), vec![Band { head: None, rows: lines }]);
        Ok(Block::Fields(grid.map_err(fault)?))
    }
}

/// A row of the grid.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    zh: String,
    en: String,
    /// Empty where it is filled in by hand.
    #[serde(default)]
    pub value: String,
    /// What always stands there.
    #[serde(default)]
    pub text: Option<Said>,
    /// Codes to be ticked.
    #[serde(default)]
    pub list: String,
    /// The day alone of a moment.
    #[serde(default)]
    pub day: bool,
    #[serde(default)]
    pub half: bool,
    #[serde(default = "one")]
    pub lines: usize,
}

impl Row {
    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// A line to be signed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    zh: String,
    en: String,
    /// The act of the matter that stands on it where it was done.
    #[serde(default)]
    pub event: String,
}

impl Line {
    pub fn label(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

fn one() -> usize {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Papers {
    #[serde(rename = "sheet")]
    papers: Vec<Paper>,
}

static PAPERS: LazyLock<Result<Vec<Paper>, String>> =
    LazyLock::new(|| papers_from(include_str!("../../assets/papers.toml")));

/// All papers there are, in the order of the table.
pub fn papers() -> &'static [Paper] {
    PAPERS.as_deref().unwrap_or_default()
}

/// The papers of a kind of matter.
pub fn of_kind(kind: &str) -> impl Iterator<Item = &'static Paper> {
    papers().iter().filter(move |paper| !paper.kind.is_empty() && paper.kind == kind)
}

/// The paper of this name that is about no matter.
pub fn about_none(code: &str) -> Option<&'static Paper> {
    papers().iter().find(|paper| paper.kind.is_empty() && paper.code == code)
}

/// What stands between words: words and values in turn, the first of them words.
pub fn pieces(words: &str) -> Vec<(&str, Option<&str>)> {
    let mut rest = words;
    let mut out = Vec::new();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((value, behind)) = after.split_once('}') else { break };
        out.push((before, Some(value)));
        rest = behind;
    }
    out.push((rest, None));
    out
}

/// Reads a table of papers.
///
/// # Errors
/// What is wrong with it: the paper, and the word that is not known.
pub fn papers_from(text: &str) -> Result<Vec<Paper>, String> {
    let read: Papers = toml::from_str(text).map_err(|e| e.to_string())?;
    for paper in &read.papers {
        if let Some(wrong) = wrong(paper) {
            return Err(format!("{}: {wrong}", paper.code));
        }
    }
    Ok(read.papers)
}

/// The first word of a paper that nothing answers to.
fn wrong(paper: &Paper) -> Option<String> {
    let titles = [&paper.title.zh, &paper.title.en];
    let parts = paper.parts.iter().flat_map(|part| [&part.zh, &part.en]);
    let in_words = titles.into_iter().chain(parts).flat_map(|words| pieces(words)).filter_map(|(_, v)| v);
    let rows = || paper.parts.iter().flat_map(|part| &part.rows);
    let alone = paper.parts.iter().flat_map(|part| [&part.value, &part.only_with, &part.only_without]);
    let named = rows().map(|row| &row.value).chain(alone).chain(&paper.needs).chain([&paper.number]);
    let known = |value: &str| match (value.strip_prefix('@'), value.strip_prefix("record.")) {
        (Some(own), _) => ["case_no", "record_ref", "ref", "organ", "superior"].contains(&own),
        (_, Some(record)) => VALUES.contains(&record),
        _ => !value.is_empty(),
    };
    let mut all = in_words.chain(named.map(String::as_str).filter(|value| !value.is_empty()));
    all.find(|value| !known(value)).map(str::to_owned).or_else(|| {
        let list = rows().find(|row| !row.list.is_empty() && codes::list(&row.list).rows().is_empty());
        list.map(|row| row.list.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::registry;
    use crate::words::words;

    #[test]
    fn every_paper_names_states_values_and_acts_that_there_are() {
        assert!(PAPERS.is_ok(), "{PAPERS:?}");
        let mut codes: Vec<&str> = papers().iter().map(|p| p.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), papers().len());
        let has = |list: &str, code: &str| words(Lang::Zh).code(list, code) != code;
        for paper in papers().iter().filter(|p| !p.kind.is_empty()) {
            let kind = registry::all().iter().find(|k| k.code == paper.kind);
            assert!(kind.is_some(), "{}", paper.code);
            assert!(!paper.states.is_empty(), "{}", paper.code);
            for state in &paper.states {
                assert!(has(&format!("{}_state", paper.kind), state), "{} {state}", paper.code);
            }
            let values = paper.parts.iter().flat_map(|p| &p.rows).map(|r| r.value.as_str());
            for value in values.chain(paper.needs.iter().map(String::as_str)) {
                if value.is_empty() || value.starts_with('@') || value.starts_with("record.") {
                    continue;
                }
                for label in value.split('.') {
                    assert!(has(&format!("{}.field", paper.kind), label), "{} {value}", paper.code);
                }
            }
            for line in paper.parts.iter().flat_map(|p| &p.lines).filter(|l| !l.event.is_empty()) {
                let event = format!("{}.{}", paper.kind, line.event);
                assert!(has("event", &event), "{} {event}", paper.code);
            }
        }
    }

    #[test]
    fn a_table_with_a_word_that_nothing_answers_to_is_named() {
        let of = |words: &str, value: &str| {
            papers_from(&format!(
                "[[sheet]]\ncode = \"x\"\ntitle = {{ zh = \"{words}\", en = \"\" }}\nsource = \"s\"\nverified = false\n\
                 number = \"{value}\"\npart = []"
            ))
        };
        assert!(of("{@organ}", "record.name").is_ok());
        assert_eq!(of("{@organs}", "").unwrap_err(), "x: @organs");
        assert_eq!(of("", "record.nane").unwrap_err(), "x: record.nane");
        assert!(papers_from("[[sheet]]\ncode = 1").is_err());
        assert_eq!(pieces("a{b}c"), [("a", Some("b")), ("c", None)]);
    }
}
