//! A paper of a record, a matter or a month as a file, or down the line of another machine.

use super::face::Face;
use super::input::Typed;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::codes;
use crate::domain::record::sheet;
use crate::domain::refusal::Flaw;
use crate::forms::{self, AboutNone, Asked, Book, Made, OfCopy, Paper, Taken, Writing};
use crate::office::Found;
use crate::words::fill;
use crate::words::forms::words as said;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Print {
    #[arg(required_unless_present_any = ["sheet", "book"])]
    no: Option<String>,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long, value_name = "YYYY-MM", conflicts_with_all = ["no", "sheet"])]
    book: Option<String>,
    #[arg(long, value_name = "FILE", requires = "no")]
    order: Option<PathBuf>,
    #[arg(long = "for", value_name = "NAME")]
    whom: Typed,
    #[arg(long, value_name = "TEXT")]
    why: Typed,
    #[arg(long, value_name = "pdf|docx|txt")]
    format: Option<String>,
    #[arg(long, value_name = "FILE|-")]
    out: PathBuf,
}

/// Endings by which other programs know what they open, beside those that are written here.
const ENDINGS: [&str; 24] = [
    "bmp", "csv", "doc", "docx", "et", "gif", "htm", "html", "jpeg", "jpg", "json", "jsonl", "md", "odt",
    "ods", "ofd", "pdf", "png", "rtf", "txt", "wps", "xls", "xlsx", "zip",
];

/// Whether what is written goes to standard output.
pub fn is_stream(out: &Path) -> bool {
    out == Path::new("-")
}

impl Face {
    /// A place for a file that is not there yet, or standard output. Told before anything is noted for its sake.
    ///
    /// # Errors
    /// A file that is there, one on the other machine, or a terminal that would obey what stands in it.
    pub fn place_for(&self, out: &Path, is_text: bool) -> Result<(), Stop> {
        if !is_stream(out) {
            return match self.away {
                true => Err(self.no_file(&out.to_string_lossy())),
                false => Ok(forms::is_free(out)?),
            };
        }
        if self.streams.out_is_terminal && !is_text {
            return Err(Stop::Usage(said(self.lang).to_terminal.clone()));
        }
        Ok(())
    }

    /// The format that was named, or the one that the file's name ends in, of those that there are; the first
    /// where neither says anything.
    ///
    /// # Errors
    /// A name that is none, or an ending under which another program expects something else.
    pub fn format<T: Copy>(
        &self,
        named: Option<&str>,
        out: &Path,
        formats: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Result<T, Stop> {
        let of = |typed: &str| formats.iter().copied().find(|f| code(*f).eq_ignore_ascii_case(typed));
        let choices = |dot: &str| -> String {
            let all: Vec<String> = formats.iter().map(|f| format!("{dot}{}", code(*f))).collect();
            all.join(" ")
        };
        let ending = out.extension().and_then(|end| end.to_str()).unwrap_or_default();
        let is = |all: &[&str]| all.iter().any(|e| e.eq_ignore_ascii_case(ending));
        let (named, ends) = (named.map(of), of(ending));
        let said = match named {
            Some(None) => return Err(Stop::wrong("format", Flaw::OneOf, choices(""))),
            Some(said) => said,
            None => None,
        };
        let fits = match (said, ends) {
            (Some(said), Some(ends)) => code(said) == code(ends),
            // Lines of text are text to whoever says so.
            (Some(_), None) => !is(&ENDINGS) || is(&["txt", "json"]),
            (None, None) => !is(&ENDINGS),
            (None, Some(_)) => true,
        };
        let found = said.or(ends).or(formats.first().copied());
        found.filter(|_| fits).ok_or_else(|| Stop::wrong("out", Flaw::OneOf, choices(".")))
    }
}

impl Sitting<'_> {
    pub fn print(&mut self, p: &Print) -> Result<(), Stop> {
        self.takes_no_id()?;
        let writing = self.face.format(p.format.as_deref(), &p.out, &Writing::ALL, Writing::code)?;
        self.face.place_for(&p.out, writing == Writing::Txt)?;
        let purpose = self.face.words_of("purpose", &p.why)?;
        let of = self.paper_meant(p)?;
        let asked = Asked { to: &p.whom, purpose: &purpose, writing };
        // The number of a copy is given once: what can be wrong with the place is found before.
        let place = (!is_stream(&p.out)).then(|| Taken::at(&p.out)).transpose()?;
        let made = forms::print(&mut self.office, &self.actor, of.as_ref(), self.face.lang, asked)?;
        let number = made.copy.to_string();
        let Some(place) = place else {
            let noted = fill(&said(self.face.lang).noted, &[("n", &number)]);
            self.face.stands_as(noted);
            self.face.streams.out.write_all(&made.bytes).map_err(Stop::Out)?;
            self.unprinted(&made);
            return Ok(());
        };
        if let Err(fault) = place.put(&made.bytes) {
            let noted = fill(&said(self.face.lang).noted, &[("n", &number)]);
            self.face.remark(&noted);
            return Err(fault.into());
        }
        self.face.stands();
        let path = p.out.display().to_string();
        if self.face.json {
            return self.face.value(&json!({
                "file": path, "sheet": of.code(), "copy": made.copy, "unprinted": made.codes(),
                "verified": of.verified()
            }));
        }
        let copy = made.copy.to_string();
        self.face.say(&said(self.face.lang).made, &[("path", &path), ("n", &copy)])?;
        self.unprinted(&made);
        if !of.verified() {
            self.face.remark(&said(self.face.lang).unverified);
        }
        Ok(())
    }

    /// What is to be printed, opened.
    fn paper_meant(&mut self, p: &Print) -> Result<Box<dyn Paper>, Stop> {
        let name = p.sheet.as_deref();
        let Some(no) = &p.no else {
            return match &p.book {
                Some(month) => Ok(Box::new(Book::open(&mut self.office, &self.actor, month)?)),
                None => Ok(Box::new(AboutNone::open(name.unwrap_or_default())?)),
            };
        };
        let found = self.find(no)?;
        if let (Some(order), Found::Record(id), Some("copy")) = (&p.order, &found, name) {
            let text = self.face.read_text("order", order, Kind::Data)?;
            let own = sheet::platforms_from(&text).map_err(|e| Stop::wrong("order", Flaw::Unreadable, e))?;
            let code = codes::platform_of(&self.organ().kind.code);
            let order = Some((code, own.as_slice()));
            return Ok(Box::new(OfCopy::open(&mut self.office, &self.actor, id, order)?));
        }
        Ok(forms::open(&mut self.office, &self.actor, &found, name)?)
    }

    /// A name that no font draws is on the paper by its code: whoever signs it should know.
    fn unprinted(&mut self, made: &Made) {
        if !made.unprinted.is_empty() {
            let f = said(self.face.lang);
            self.face.remark(&fill(&f.unprinted, &[("chars", &made.codes().join("  "))]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::face::Streams;
    use crate::domain::lang::Lang;

    fn face(away: bool, out_is_terminal: bool) -> Face {
        Face {
            lang: Lang::En,
            json: false,
            away,
            by_somebody: false,
            done: None,
            whole: false,
            heard: None,
            streams: Streams { out_is_terminal, ..Streams::nowhere() },
        }
    }

    #[test]
    fn bytes_go_to_no_terminal_and_no_file_of_another_machine() {
        let (stream, file) = (Path::new("-"), Path::new("/nowhere/form.pdf"));
        assert!(matches!(face(true, true).place_for(stream, false), Err(Stop::Usage(_))));
        assert!(face(true, true).place_for(stream, true).is_ok());
        assert!(face(true, false).place_for(stream, false).is_ok());
        assert!(matches!(face(true, false).place_for(file, false), Err(Stop::Usage(_))));
        assert!(face(false, true).place_for(file, false).is_ok());
        assert!(face(false, true).place_for(Path::new("/dev/null"), false).is_err());
    }

    #[test]
    fn a_format_is_named_or_follows_from_the_file() {
        let of = |named: Option<&str>, out: &str| {
            face(false, false).format(named, Path::new(out), &Writing::ALL, Writing::code).ok()
        };
        assert_eq!(of(None, "a.DOCX"), Some(Writing::Docx));
        assert_eq!(of(Some("txt"), "a"), Some(Writing::Txt));
        assert_eq!(of(None, "-"), Some(Writing::Pdf));
        assert_eq!(of(Some("odt"), "-"), None);
        assert_eq!(of(None, "form.第一份"), Some(Writing::Pdf), "no program knows such an ending");
        assert_eq!(of(Some("pdf"), "form.2026"), Some(Writing::Pdf));
        // Under the ending of another program stands what it can open, or nothing.
        assert_eq!(of(None, "a.xlsx"), None);
        assert_eq!(of(None, "a.DOC"), None);
        assert_eq!(of(Some("pdf"), "a.docx"), None);
    }
}
