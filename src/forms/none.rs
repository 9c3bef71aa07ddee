//! A paper that is about no matter: fixed words with the rules they rest on.

use super::around::On;
use super::table::{self, Is};
use super::{Noted, Paper, no_paper};
use crate::domain::ids::MatterId;
use crate::domain::lang::Lang;
use crate::office::{Office, Trouble};
use crate::papers::{Block, Level, Sheet};
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
        let level = |is| match is {
            Is::First => Level::First,
            Is::Addressee => Level::Addressee,
            Is::Note => Level::Note,
            _ => Level::Body,
        };
        let parts = self.paper.parts.iter();
        let mut blocks: Vec<Block> =
            parts.map(|part| Block::Paragraph(level(part.is), part.words(lang).to_owned())).collect();
        blocks.push(Block::Paragraph(Level::Note, fill(&on.f.rests_on, &[("", &self.paper.source)])));
        let title = vec![self.paper.title.get(lang).to_owned()];
        on.sheet(office, made, (self.paper.setting(), title), blocks, on.foot("", made))
    }
}
