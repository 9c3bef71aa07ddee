//! A material that a form brings along: a sheet of paper, or words pasted into it. Pasted words stay
//! in the draft, where what is thrown away is overwritten, and are put away when the form becomes an
//! act.

use super::choice::{Choice, choices};
use super::entry::{Def, What};
use super::flaw_words;
use super::sheet::Sheet;
use super::spec::{Kind, Value};
use crate::domain::lang::Lang;
use crate::domain::record::Attachment;
use crate::domain::refusal::{Flaw, Problem};
use crate::office::{Expected, Trouble};
use crate::ui::room::Cx;
use crate::words;
use serde::{Deserialize, Serialize};

/// Characters pasted at most; what is longer comes as a file.
pub(crate) const PASTED: usize = 50_000;

/// What pasted words can be evidence of.
const KINDS: [&str; 3] = ["CHATLOG", "EML", "TEXT"];

pub(crate) fn pasted_kinds(lang: Lang) -> Vec<Choice> {
    choices("attachment_kind", lang).into_iter().filter(|c| KINDS.contains(&c.code.as_str())).collect()
}

/// What a file can be evidence of.
pub(crate) fn file_kinds(lang: Lang) -> Vec<Choice> {
    choices("attachment_kind", lang).into_iter().filter(|c| c.code != "PAPER_ONLY").collect()
}

/// One material with what is not yet kept of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Saved")]
pub(crate) struct Brought {
    pub attachment: Attachment,
    /// Words pasted here; none of a sheet of paper, nor of what the record has already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// As a draft has it; drafts of an earlier release have the sheet of paper alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Saved {
    Now {
        attachment: Attachment,
        #[serde(default)]
        words: Option<String>,
    },
    Earlier(Attachment),
}

impl From<Saved> for Brought {
    fn from(saved: Saved) -> Self {
        match saved {
            Saved::Now { attachment, words } => Self { attachment, words },
            Saved::Earlier(attachment) => attachment.into(),
        }
    }
}

impl From<Attachment> for Brought {
    fn from(attachment: Attachment) -> Self {
        Self { attachment, words: None }
    }
}

impl Brought {
    pub fn empty(kind: &str) -> Self {
        Attachment {
            kind: kind.to_owned(),
            title: String::new(),
            hash: None,
            size: 0,
            original_location: String::new(),
            medium: String::new(),
            file_destination: String::new(),
        }
        .into()
    }

    pub fn pasted() -> Self {
        Self { words: Some(String::new()), ..Self::empty(KINDS[0]) }
    }

    pub fn is_blank(&self) -> bool {
        let a = &self.attachment;
        a.title.is_empty()
            && a.original_location.is_empty()
            && self.words.as_ref().is_none_or(String::is_empty)
    }

    /// Puts pasted words away, so that the act can name them.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn keep(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        if let Some(words) = &self.words {
            let (hash, size) =
                cx.office.keep_material(&cx.actor, &mut words.as_bytes(), &Expected::default())?;
            (self.attachment.hash, self.attachment.size) = (Some(hash), size);
        }
        Ok(())
    }

    pub fn defs(&self, cx: &Cx) -> Vec<Def> {
        let f = words::form::words(cx.lang);
        let m = words::material::words(cx.lang);
        let a = &self.attachment;
        let label = |key: &str| cx.w.field(&format!("attachments.{key}"));
        let text = |key: &'static str, words: &str, hint: &str| {
            let value = Value::Text(words.to_owned());
            let def = Def::new(key, label(key), What::Field(Kind::Line(100)), value);
            def.required(true).provision("attachments").hint(hint)
        };
        let one = |code: &str| Value::One(Some(code.to_owned()).filter(|c| !c.is_empty()));
        let heading = if self.words.is_some() { &m.by_words } else { f.record("paper") };
        let mut all = vec![Def::heading(heading)];
        if self.words.is_some() {
            let kinds = What::Field(Kind::Pick(pasted_kinds(cx.lang)));
            all.push(Def::new("kind", label("kind"), kinds, one(&a.kind)).required(true));
        }
        all.push(text("title", &a.title, &m.title_hint));
        all.push(text("original_location", &a.original_location, &m.original_hint));
        let list = What::Field(Kind::Pick(choices("CL16", cx.lang)));
        all.push(Def::new("file_destination", label("file_destination"), list, one(&a.file_destination)));
        if let Some(words) = &self.words {
            let value = Value::Text(words.clone());
            let def = Def::new("words", m.pasted_words.clone(), What::Field(Kind::Text(PASTED)), value);
            all.push(def.required(true).provision("attachments").hint(&m.pasted_hint));
        }
        all.push(Def::button("#done", f.record("person_done")));
        all.push(Def::button("#remove", f.record("paper_remove")));
        all
    }

    /// The material as its fields now have it.
    pub fn gather(&mut self, cx: &Cx, sheet: &Sheet) {
        let values = sheet.values(cx.office.now());
        let a = &mut self.attachment;
        a.title = values.text("title");
        a.original_location = values.text("original_location");
        a.file_destination = values.one("file_destination").unwrap_or_default();
        if let Some(words) = &mut self.words {
            a.kind = values.one("kind").unwrap_or_default();
            *words = values.text("words");
        }
    }

    /// What it does not say yet: field, words.
    pub fn wrong(&self, cx: &Cx) -> Vec<(String, String)> {
        let a = &self.attachment;
        let mut fields = vec![("title", a.title.as_str()), ("original_location", &a.original_location)];
        if let Some(words) = &self.words {
            fields.extend([("kind", a.kind.as_str()), ("words", words.as_str())]);
        }
        let missing = fields.into_iter().filter(|(_, words)| words.trim().is_empty());
        missing
            .map(|(field, _)| {
                let p = Problem::new(format!("attachments.{field}"), Flaw::Missing, "");
                let pasted = (field == "words").then(|| words::material::words(cx.lang).pasted_words.clone());
                let label = pasted.unwrap_or_else(|| cx.w.field(&p.field));
                (field.to_owned(), format!("{label}  {}", flaw_words(cx, &p)))
            })
            .collect()
    }
}
