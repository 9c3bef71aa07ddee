//! What comes in: words, times, codes, files. Nothing is dropped in silence; what cannot be kept is
//! refused with its place.

use super::face::Face;
use super::stop::Stop;
use super::whole::{Kind, read_at_most};
use crate::domain::codes;
use crate::domain::ids::Millis;
use crate::domain::lang::Lang;
use crate::domain::limits::limits;
use crate::domain::record::local_time;
use crate::domain::refusal::{Flaw, No};
use crate::domain::when::{self, When, WhenError};
pub use crate::office::bad_character;
use crate::office::{Fault, each_once};
use crate::text::{self, BadCharacter};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fs::{self, File};
use std::io::Read;
use std::ops::Deref;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::rc::Rc;
use std::str::FromStr;

/// Words typed on the line, as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(pub String);

impl FromStr for Typed {
    type Err = BadCharacter;
    fn from_str(typed: &str) -> Result<Self, BadCharacter> {
        text::normalise(typed, true).map(Self)
    }
}

impl Deref for Typed {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

/// The name of a material, typed on the line: of a person it would be another field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title(pub String);

impl FromStr for Title {
    type Err = NotNamed;
    fn from_str(typed: &str) -> Result<Self, NotNamed> {
        let bad = |bad| NotNamed::Bad { field: "attachments.title".to_owned(), bad };
        text::normalise(typed, false).map(Self).map_err(bad)
    }
}

/// `NAME=VALUE`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub value: String,
}

impl FromStr for Named {
    type Err = NotNamed;
    fn from_str(typed: &str) -> Result<Self, NotNamed> {
        // An input method leaves a full-width sign behind.
        let (name, value) = typed.split_once(['=', '=']).ok_or(NotNamed::NoSign)?;
        // What is wrong is told with the field it is in, and its place in the value alone.
        let clean = |words: &str, field: &str| {
            text::normalise(words, true).map_err(|bad| NotNamed::Bad { field: field.to_owned(), bad })
        };
        let name = clean(name.trim(), "")?;
        Ok(Self { value: clean(value, &name)?, name })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum NotNamed {
    #[error("NAME=VALUE")]
    NoSign,
    /// `field` is empty where the name itself is bad.
    #[error("{field}: {bad}")]
    Bad { field: String, bad: BadCharacter },
}

/// A value of JSON. A member that stands twice is refused by its name: what stood in the first would be lost.
pub fn json(field: &str, text: &str) -> Result<Value, Stop> {
    each_once(text).map_err(|(error, twice)| match twice {
        Some(name) => Stop::wrong(field, Flaw::MemberTwice, name),
        None => Stop::wrong(field, Flaw::Unreadable, error),
    })
}

impl Face {
    /// Words from the line, or from standard input where the line says `-`.
    pub fn words_of(&mut self, field: &str, typed: &Typed) -> Result<String, Stop> {
        if typed.0 != "-" {
            return Ok(typed.0.clone());
        }
        let read = read_at_most(field, &mut *self.open(Path::new("-"))?, Kind::Text.most());
        let text = readable(field, read.map_err(Fault::from)??)?;
        self.closed(field, text, Kind::Text).map(|t| t.trim_end_matches('\n').to_owned())
    }

    /// A whole file of text, or standard input for `-`, as it ends for what it is.
    pub fn read_text(&mut self, field: &str, from: &Path, kind: Kind) -> Result<String, Stop> {
        let read = read_at_most(field, &mut *self.open(from)?, kind.most());
        let text = readable(field, read.map_err(|e| Stop::file(from, e))??)?;
        if from == Path::new("-") { self.closed(field, text, kind) } else { Ok(text) }
    }

    /// One thing of the organ's data from JSON or TOML, each told by its first letter.
    pub fn data<T: DeserializeOwned>(&mut self, field: &str, from: &Path) -> Result<T, Stop> {
        let text = self.read_text(field, from, Kind::Data)?;
        if text.trim_start().starts_with('{') {
            only_text(&json(field, &text)?)?;
            serde_json::from_str(&text).map_err(|e| Stop::wrong(field, Flaw::Unreadable, e))
        } else {
            only_text(&from_toml(field, &text)?)?;
            toml::from_str(&text).map_err(|e| Stop::wrong(field, Flaw::Unreadable, e.message()))
        }
    }

    /// A file's bytes, or standard input for `-`; noted as they are read, where that is asked.
    pub fn open(&mut self, from: &Path) -> Result<Box<dyn Read + '_>, Stop> {
        let heard = self.heard.clone();
        let stream = self.stream(from)?;
        Ok(match heard {
            Some(heard) => heard.through(from, stream),
            None => stream,
        })
    }

    /// Bytes of a material, which may be many: whoever begins to send and falls silent is not waited for.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn material(&mut self, from: &Path) -> Result<Box<dyn Read + '_>, Stop> {
        let comes = self.streams.input_comes.clone();
        let from_input = from == Path::new("-");
        let stream = self.open(from)?;
        if from_input { Ok(Box::new(Patient { from: stream, comes })) } else { Ok(stream) }
    }

    /// The same, not noted.
    pub fn stream(&mut self, from: &Path) -> Result<Box<dyn Read + '_>, Stop> {
        if from == Path::new("-") {
            return Ok(Box::new(&mut self.streams.input));
        }
        if self.away {
            return Err(self.no_file(&from.to_string_lossy()));
        }
        if from.is_dir() {
            return Err(Fault::IsADirectory(from.to_owned()).into());
        }
        // A pipe under a name of its own waits for a writer, maybe for ever; one that a shell has opened for
        // this line has its writer, and no such name.
        let is_pipe = fs::metadata(from).is_ok_and(|meta| meta.file_type().is_fifo());
        if is_pipe && fs::canonicalize(from).is_ok() {
            return Err(Fault::NotAFile(from.to_owned()).into());
        }
        Ok(Box::new(File::open(from).map_err(|e| Stop::file(from, e))?))
    }

    /// From another machine a name of a file here is no input.
    pub fn no_file(&self, named: &str) -> Stop {
        Stop::Usage(crate::words::fill(&self.said().away_file, &[("", named)]))
    }

    /// A time of something that has happened.
    pub fn past(&self, field: &str, typed: &str, now: Millis) -> Result<When, Stop> {
        match exact(typed) {
            Some(at) if at.at_ms <= now => Ok(at),
            Some(at) => Err(self.bad_time(field, &WhenError::Future(at))),
            None => when::parse(typed, now).map_err(|e| self.bad_time(field, &e)),
        }
    }

    /// A time that may lie ahead as well as back, such as the clock of a training register.
    pub fn any_time(&self, field: &str, typed: &str, now: Millis) -> Result<When, Stop> {
        exact(typed).map_or_else(
            || match when::parse(typed, now) {
                Ok(at) | Err(WhenError::Future(at)) => Ok(at),
                Err(e) => Err(self.bad_time(field, &e)),
            },
            Ok,
        )
    }

    /// A time still to come, such as a meeting's: what is said without its year or week is the next.
    pub fn coming(&self, field: &str, typed: &str, now: Millis) -> Result<When, Stop> {
        exact(typed).map_or_else(|| when::ahead(typed, now).map_err(|e| self.bad_time(field, &e)), Ok)
    }

    fn bad_time(&self, field: &str, error: &WhenError) -> Stop {
        Stop::wrong(field, Flaw::BadTime, self.w().when_error(error))
    }
}

/// Reads as long as something comes.
struct Patient<'a> {
    from: Box<dyn Read + 'a>,
    comes: Rc<dyn Fn(u16) -> bool>,
}

impl Read for Patient<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if !(self.comes)(limits().silence.material) {
            return Err(std::io::ErrorKind::TimedOut.into());
        }
        self.from.read(into)
    }
}

/// A file's TOML as a value.
pub fn from_toml(field: &str, text: &str) -> Result<serde_json::Value, Stop> {
    toml::from_str(text).map_err(|e: toml::de::Error| Stop::wrong(field, Flaw::Unreadable, e.message()))
}

/// What is written with an escape is text like any other, or it is named.
pub fn only_text(value: &serde_json::Value) -> Result<(), Stop> {
    let wrong = crate::office::not_text(value);
    if wrong.is_empty() { Ok(()) } else { Err(No::Wrong(wrong).into()) }
}

fn readable(field: &str, bytes: Vec<u8>) -> Result<String, Stop> {
    let text = String::from_utf8(bytes).map_err(|e| Stop::wrong(field, Flaw::Unreadable, e.utf8_error()))?;
    text::normalise(text.strip_prefix('\u{feff}').unwrap_or(&text), true)
        .map_err(|bad| No::Wrong(vec![bad_character(field, &bad)]).into())
}

/// The form in which JSON writes times.
pub fn exact(typed: &str) -> Option<When> {
    let at_ms = local_time::from_text(typed.trim()).ok()?;
    Some(When { at_ms, precision: when::Precision::Exact })
}

/// The code a person means by the code itself or by its word in either language. What is neither
/// stays as typed, and the rule that asks for a code names it.
pub fn code(list: &str, typed: &str) -> String {
    let typed = typed.trim();
    let same = |a: &str| a.eq_ignore_ascii_case(typed);
    let rows = codes::list(list).rows();
    let found = rows.iter().find(|r| same(&r.code) || Lang::ALL.iter().any(|l| same(r.label(*l))));
    found.map_or_else(|| typed.to_owned(), |r| r.code.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_by_its_words_too() {
        assert_eq!(code("CL08", "电话"), "PHONE");
        assert_eq!(code("CL08", "phone"), "PHONE");
        assert_eq!(code("CL08", "鸽子"), "鸽子");
    }

    #[test]
    fn a_pair_is_split_at_its_first_sign() {
        let both = |t: &str| t.parse::<Named>().map(|n| (n.name, n.value)).ok();
        assert_eq!(both("place=a=b"), Some(("place".into(), "a=b".into())));
        assert_eq!(both("地点=办公室"), Some(("地点".into(), "办公室".into())));
        assert_eq!(both("place"), None);
        let told = "place=甲\u{202e}乙".parse::<Named>().map_err(|e| e.to_string()).unwrap_err();
        assert!(told.starts_with("place: "), "{told}");
    }
}
