//! The forms of the register: what stands on each, in the words of whoever prints it and as he may see it.
//! Neither face decides anything about a paper: both open what is to stand on it, show it, and have it
//! made here, which the office notes before there is a file.

mod around;
mod book;
mod copy;
mod file;
mod matter;
mod none;
mod record;
mod table;

pub use book::Book;
pub use copy::OfCopy;
pub use file::{Taken, is_free, put_as};
pub use matter::OfMatter;
pub use none::AboutNone;
pub use record::OfRecord;
pub use table::of_kind;

use crate::domain::command::Actor;
use crate::domain::ids::MatterId;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Flaw, No, Problem, Rule};
use crate::domain::when;
use crate::office::{Fault, Found, Office, Printed, Trouble};
use crate::papers::{self, Fonts, Sheet, Stamp, Unprinted};
use chrono::{Datelike, Timelike};

/// How a paper is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    Docx,
    Pdf,
    Txt,
}

impl Writing {
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Docx, Self::Txt];

    /// Its name, which is also how its files end.
    pub fn code(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Txt => "txt",
        }
    }

    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.code().eq_ignore_ascii_case(name))
    }
}

/// A paper ready to be put somewhere.
#[derive(Clone, Debug)]
pub struct Made {
    pub bytes: Vec<u8>,
    pub copy: u32,
    /// What stands on it as 〔U+4DAE〕, because no font draws it.
    pub unprinted: Vec<Unprinted>,
}

impl Made {
    /// The code points of what no font draws, `U+4DAE`.
    pub fn codes(&self) -> Vec<String> {
        self.unprinted.iter().map(|lost| format!("U+{:04X}", u32::from(lost.code))).collect()
    }
}

/// For whom a paper is made, why, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub to: &'a str,
    pub purpose: &'a str,
    pub writing: Writing,
}

/// That a paper is made: what was asked, by whom, and how it was noted.
#[derive(Clone, Copy, Debug)]
pub struct Noted<'a> {
    pub asked: Asked<'a>,
    pub actor: &'a Actor,
    pub printed: &'a Printed,
}

/// What can be printed, opened to one person.
pub trait Paper {
    /// The record or matter that it is of, where it is of one.
    fn about(&self) -> Option<MatterId>;
    /// What it is called in the log of reads.
    fn code(&self) -> String;
    /// Whether its form was compared with a text.
    fn verified(&self) -> bool;
    /// How many lines of a list stand on it, where it is one.
    fn lines(&self) -> Option<u64> {
        None
    }
    /// What stands on it; at its foot for whom and as which copy, once it is made.
    ///
    /// # Errors
    /// That no calendar has the day of the clock.
    fn laid(&self, office: &Office, lang: Lang, made: Option<Noted<'_>>) -> Result<Sheet, Trouble>;
}

/// Opens the paper of this name of what a person found; where no name is said, the one that is meant.
///
/// # Errors
/// That there is no such matter for this person, no such paper of it, or what it still lacks.
pub fn open(
    office: &mut Office,
    actor: &Actor,
    found: &Found,
    name: Option<&str>,
) -> Result<Box<dyn Paper>, Trouble> {
    match (found, name) {
        (Found::Record(id), None | Some("form")) => Ok(Box::new(OfRecord::open(office, actor, id)?)),
        (Found::Record(id), Some("copy")) => Ok(Box::new(OfCopy::open(office, actor, id, None)?)),
        (found, name) => match found.on_a_record() {
            Some(id) => Ok(Box::new(OfMatter::open(office, actor, &id, name)?)),
            None => Err(no_paper(name.unwrap_or_default())),
        },
    }
}

/// There is no paper of this name here, or none at all.
fn no_paper(name: &str) -> Trouble {
    if name.is_empty() {
        return Rule::NoPaper.into();
    }
    No::Wrong(vec![Problem::new("sheet", Flaw::UnknownCode, name)]).into()
}

/// Makes a paper. That it is made is noted first; a number once given is not given again, whatever becomes of
/// the file.
///
/// # Errors
/// As [`Office::printed`], or that it cannot be written.
pub fn print(
    office: &mut Office,
    actor: &Actor,
    of: &dyn Paper,
    lang: Lang,
    asked: Asked<'_>,
) -> Result<Made, Trouble> {
    // What is wrong with our own font is told before anything is noted.
    let mut fonts = Fonts::installed().map_err(fault)?;
    let printed = office.printed(actor, of.about().as_ref(), &of.code(), (asked.to, asked.purpose))?;
    if let Some(lines) = of.lines() {
        office.note_export(actor, &of.code(), lines)?;
    }
    let sheet = of.laid(office, lang, Some(Noted { asked, actor, printed: &printed }))?;
    let (bytes, unprinted) = written(&sheet, asked.writing, &mut fonts).map_err(fault)?;
    Ok(Made { bytes, copy: printed.copy, unprinted })
}

fn written(
    sheet: &Sheet,
    writing: Writing,
    fonts: &mut Fonts,
) -> Result<(Vec<u8>, Vec<Unprinted>), papers::Fault> {
    match writing {
        Writing::Docx => Ok((papers::docx::write(sheet)?, Vec::new())),
        Writing::Txt => Ok((papers::text::write(sheet).into_bytes(), Vec::new())),
        Writing::Pdf => papers::pdf::write(sheet, fonts).map(|pdf| (pdf.bytes, pdf.unprinted)),
    }
}

/// A writer's fault as every other one is told.
fn fault(fault: papers::Fault) -> Trouble {
    let error = match fault {
        papers::Fault::Io(error) => error,
        other => std::io::Error::other(other),
    };
    Fault::from(error).into()
}

/// A moment as papers have it.
///
/// # Errors
/// That it is in no year of papers.
pub fn stamp(at: crate::domain::ids::Millis) -> Result<Stamp, Trouble> {
    let at = when::local(at);
    let small = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
    let day = Stamp::day(u16::try_from(at.year()).unwrap_or_default(), small(at.month()), small(at.day()));
    day.and_then(|day| day.at(small(at.hour()), small(at.minute()), small(at.second()))).map_err(fault)
}
