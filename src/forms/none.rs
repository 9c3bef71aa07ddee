//! A paper that is about no matter: fixed words with the rules they rest on, and forms that are filled in by hand.

use super::around::On;
use super::table::{self, Is, Part, Row};
use super::{Noted, Paper, no_paper};
use crate::domain::codes;
use crate::domain::ids::MatterId;
use crate::domain::lang::Lang;
use crate::office::{Office, Trouble};
use crate::papers::{Block, Cell, Level, Sheet, Signature};
use crate::words::fill;

pub struct AboutNone {
    paper: &'static table::Paper,
}

impl AboutNone {
    /// # Errors
    /// That there is no such paper.
    pub fn open(name: &str) -> Result<Self, Trouble> {
        table::about_none(name).map(|paper| Self { paper }).ok_or_else(|| no_paper(name))
    }
}

/// Words as they stand, and rows and lines that are filled in and signed by hand.
fn block(on: &On<'_>, part: &Part) -> Result<Block, Trouble> {
    let words = |level| Block::Paragraph(level, part.words(on.lang).to_owned());
    Ok(match part.is {
        Is::Fields => part.fields(on.lang, |row| by_hand(on, row))?,
        Is::Sign => {
            let blank = |line: &table::Line| Signature {
                label: line.label(on.lang).to_owned(),
                name: String::new(),
                date: on.f.day_blank.clone(),
            };
            Block::Signatures(part.lines.iter().map(blank).collect())
        }
        Is::First => words(Level::First),
        Is::Addressee => words(Level::Addressee),
        Is::Note => words(Level::Note),
        _ => words(Level::Body),
    })
}

fn by_hand(on: &On<'_>, row: &Row) -> Cell {
    match &row.text {
        Some(text) => Cell::value(text.get(on.lang)),
        None if row.value == "@organ" => Cell::value(on.named()),
        None => Cell::ticks(codes::list(&row.list).rows().iter().map(|code| (false, code.label(on.lang)))),
    }
}

impl Paper for AboutNone {
    fn about(&self) -> Option<MatterId> {
        None
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
        let mut blocks = Vec::new();
        for part in &self.paper.parts {
            blocks.push(block(&on, part)?);
        }
        blocks.push(Block::Paragraph(Level::Note, fill(&on.f.rests_on, &[("", &self.paper.source)])));
        let title = vec![self.paper.title.get(lang).to_owned()];
        on.sheet(office, made, (self.paper.setting(), title), blocks, on.foot("", made))
    }
}
