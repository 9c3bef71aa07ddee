//! Writing and changing records.

use super::form;
use super::input::{Named, Title, Typed, code};
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::{Kind, Whole};
use super::{list, page};
use crate::domain::command::Command;
use crate::domain::flow::Act;
use crate::domain::limits::limits;
use crate::domain::record::streams;
use crate::domain::record::{
    Attachment, ChangeDraft, Occurred, QuickNote, RecordCommand, RecordText, check_before_it_comes, settled,
    warnings,
};
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::domain::when;
use chrono::Datelike;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub enum Verb {
    New(New),
    Quick(Quick),
    Complete(Onto),
    Show(page::Show),
    List(list::List),
    Amend(Onto),
    Supplement(Supplement),
    Correct(Correct),
    Void(Reasoned),
    RefuseVoid(Reasoned),
    Withdraw(Reasoned),
    Attach(Attach),
    Material(super::names::Material),
    Send(super::names::Send),
    ReadOff(super::custody::ReadOff),
    Sign(super::names::Sign),
    Agree(super::names::Sign),
    Link(super::names::Link),
    Filed(super::platform::Filed),
    Copy(super::platform::Copy),
    Reveal(super::names::Reveal),
    Recuse(super::names::Recuse),
    LiftRecusal(super::names::Lift),
    OtherPerson(super::names::OtherPerson),
    SamePerson(super::names::SamePerson),
    #[command(subcommand)]
    Identity(super::names::Identity),
}

#[derive(Debug, Args)]
pub struct Form {
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<Named>,
    #[arg(long, value_name = "FILE")]
    material: Vec<PathBuf>,
    #[arg(long, value_name = "PERSON")]
    means: Vec<Typed>,
}

#[derive(Debug, Args)]
pub struct New {
    #[command(flatten)]
    form: Form,
    #[arg(long)]
    again: bool,
}

#[derive(Debug, Args)]
pub struct Quick {
    #[arg(long, value_name = "NAME")]
    who: Typed,
    #[arg(long, value_name = "TEXT")]
    line: Typed,
    #[arg(long, value_name = "TIME")]
    at: Option<Typed>,
    #[arg(long, value_name = "CASE_NO")]
    case: Option<Typed>,
}

/// A form handed in onto a record that is there.
#[derive(Debug, Args)]
pub struct Onto {
    no: String,
    #[command(flatten)]
    form: Form,
    #[arg(long)]
    revision: Option<String>,
}

#[derive(Debug, Args)]
pub struct Correct {
    #[command(flatten)]
    onto: Onto,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
}

#[derive(Debug, Args)]
pub struct Supplement {
    no: String,
    #[arg(long, value_name = "TEXT")]
    text: Typed,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
    #[arg(long, value_name = "FILE")]
    material: Vec<PathBuf>,
    #[arg(long)]
    revision: Option<String>,
}

#[derive(Debug, Args)]
pub struct Reasoned {
    pub no: String,
    #[arg(long, value_name = "TEXT")]
    pub reason: Typed,
    #[arg(long)]
    pub revision: Option<String>,
}

#[derive(Debug, Args)]
pub struct Attach {
    no: String,
    #[arg(required_unless_present = "paper")]
    file: Option<PathBuf>,
    #[arg(long)]
    name: Option<Title>,
    #[arg(long, value_name = "CODE")]
    kind: Option<Typed>,
    #[arg(long, value_name = "PLACE", conflicts_with = "file")]
    paper: Option<Typed>,
    #[command(flatten)]
    whole: Whole,
    #[arg(long)]
    revision: Option<String>,
}

impl Sitting<'_> {
    pub fn void(&mut self, r: &Reasoned) -> Result<(), Stop> {
        let (record, seen) = self.seen(&r.no, r.revision.as_deref())?;
        let reason = self.face.words_of("reason", &r.reason)?;
        self.on_text(record, &seen, RecordCommand::Void { reason })
    }

    pub fn record_verb(&mut self, verb: Verb) -> Result<(), Stop> {
        if let Verb::New(_)
        | Verb::Quick(_)
        | Verb::Complete(_)
        | Verb::Amend(_)
        | Verb::Supplement(_)
        | Verb::Correct(_)
        | Verb::Attach(_)
        | Verb::Send(_) = &verb
        {
            // Before anything is read or asked: what cannot be kept is not begun.
            self.office.room()?;
        }
        match verb {
            Verb::New(form) => self.new_record(&form),
            Verb::Quick(quick) => self.quick(&quick),
            Verb::Complete(onto) => self.complete(&onto),
            Verb::Show(show) => self.show(&show),
            Verb::List(list) => self.list(&list),
            Verb::Amend(onto) => self.amend(&onto),
            Verb::Supplement(s) => self.supplement(&s),
            Verb::Correct(c) => self.correct(&c),
            Verb::Void(r) => self.void(&r),
            Verb::RefuseVoid(r) => {
                let (record, seen) = self.seen(&r.no, r.revision.as_deref())?;
                let reason = self.face.words_of("reason", &r.reason)?;
                self.on_text(record, &seen, RecordCommand::RefuseVoid { reason })
            }
            Verb::Withdraw(r) => {
                let (record, seen) = self.seen(&r.no, r.revision.as_deref())?;
                let reason = self.face.words_of("reason", &r.reason)?;
                self.on_record(record, RecordCommand::Withdraw { seen, reason })
            }
            Verb::Attach(a) => self.attach(&a),
            Verb::Material(m) => self.material(&m),
            Verb::Send(s) => self.send(&s),
            Verb::ReadOff(r) => self.read_off(&r),
            Verb::Sign(s) => self.sign(&s, false),
            Verb::Agree(s) => self.sign(&s, true),
            Verb::Link(l) => self.link(&l),
            Verb::Filed(f) => self.filed(&f),
            Verb::Copy(c) => self.copy(&c),
            Verb::Reveal(r) => self.reveal(&r),
            Verb::Recuse(r) => self.recuse(&r),
            Verb::LiftRecusal(l) => self.lift_recusal(&l),
            Verb::OtherPerson(o) => self.other_person(&o),
            Verb::SamePerson(s) => self.same_person(&s),
            Verb::Identity(i) => self.identity(&i),
        }
    }

    fn new_record(&mut self, new: &New) -> Result<(), Stop> {
        let text = self.filled(&new.form, &RecordText::default())?;
        // The same event entered once more would stand twice; another one at the same moment may.
        if !new.again
            && !self.done_before()?
            && let Some((_, stands)) = self.office.written_before(&self.actor, &text, None)?.first()
        {
            return Err(Stop::wrong("record", Flaw::WrittenBefore, &stands.0));
        }
        let act = RecordCommand::Submit { text: Box::new(text.clone()) };
        self.office.enter_once(!new.again);
        let done = self.act(&Command::Record { record: None, act });
        self.office.enter_once(false);
        done?;
        self.warn(&text);
        Ok(())
    }

    /// A quick note becomes a record.
    fn complete(&mut self, onto: &Onto) -> Result<(), Stop> {
        let (record, sheet) = self.sheet(&onto.no)?;
        let mut text = sheet.record.text.clone();
        if let Some(quick) = &sheet.record.quick {
            text.occurred = text.occurred.or_else(|| Some(quick.occurred.clone()));
            if text.case_no.is_empty() {
                text.case_no = quick.case_no.clone().unwrap_or_default();
            }
        }
        let text = self.filled(&onto.form, &text)?;
        self.on_record(record, RecordCommand::Submit { text: Box::new(text.clone()) })?;
        self.warn(&text);
        Ok(())
    }

    fn amend(&mut self, onto: &Onto) -> Result<(), Stop> {
        let (record, sheet) = self.sheet(&onto.no)?;
        let seen = self.text_at(onto.revision.as_deref(), sheet.record.revision.clone())?;
        let stood = self.taken()?.and_then(|t| t.before);
        let text = self.filled(&onto.form, stood.as_ref().unwrap_or(&sheet.record.text))?;
        self.on_record(record, RecordCommand::Amend { seen, text: Box::new(text.clone()) })?;
        self.warn(&text);
        Ok(())
    }

    fn correct(&mut self, correct: &Correct) -> Result<(), Stop> {
        let onto = &correct.onto;
        let (record, sheet) = self.sheet(&onto.no)?;
        let seen = self.text_at(onto.revision.as_deref(), sheet.record.revision.clone())?;
        let reason = self.face.words_of("reason", &correct.reason)?;
        let stood = self.taken()?.and_then(|t| t.before);
        let text = self.filled(&onto.form, stood.as_ref().unwrap_or(&sheet.record.text))?;
        let change = ChangeDraft::Correction { text: Box::new(text) };
        self.on_record(record, RecordCommand::ProposeChange { seen, change, reason })
    }

    fn supplement(&mut self, s: &Supplement) -> Result<(), Stop> {
        let (record, seen) = self.seen(&s.no, s.revision.as_deref())?;
        let words = self.face.words_of("text", &s.text)?;
        let reason = self.face.words_of("reason", &s.reason)?;
        let attachments = self.keep_all(&s.material)?;
        if !self.done_before()? {
            attachments.iter().try_for_each(|a| self.office.is_new_material(&self.actor, &record, a))?;
        }
        let change = ChangeDraft::Supplement { words, attachments };
        self.on_record(record, RecordCommand::ProposeChange { seen, change, reason })
    }

    fn attach(&mut self, a: &Attach) -> Result<(), Stop> {
        let (record, seen) = self.seen(&a.no, a.revision.as_deref())?;
        let name = a.name.as_ref().map(|name| name.0.clone());
        // What will be refused anyway is refused before its bytes are taken in.
        let sheet = self.office.record(&self.actor, &record)?;
        let again = self.done_before()?;
        if let Some(why) =
            sheet.can.iter().find(|c| c.act == Act::Attach && !again).and_then(|c| c.why_not.clone())
        {
            return Err(why.into());
        }
        if sheet.record.revision != seen && !again {
            return Err(Refusal::with(Rule::StaleRevision, &sheet.record.revision).into());
        }
        let kind = a.kind.as_ref().map(|kind| code("attachment_kind", kind));
        let attachment = match (&a.file, &a.paper) {
            (Some(file), _) => self.keep(file, name, kind, &a.whole)?,
            (None, place) => Attachment {
                kind: kind.unwrap_or_else(|| "PAPER_ONLY".to_owned()),
                title: name.unwrap_or_default(),
                hash: None,
                size: 0,
                original_location: place.as_deref().unwrap_or_default().to_owned(),
                medium: String::new(),
                file_destination: String::new(),
            },
        };
        if !again {
            self.office.is_new_material(&self.actor, &record, &attachment)?;
        }
        self.on_record(record, RecordCommand::Attach { seen, attachment })
    }

    fn quick(&mut self, q: &Quick) -> Result<(), Stop> {
        let now = self.read_at()?;
        let typed = q.at.as_deref().unwrap_or("now");
        let at = self.face.past("occurred", typed, now)?;
        let note = QuickNote {
            occurred: Occurred { from: at.at_ms, to: None, precision: at.precision },
            who: q.who.to_string(),
            line: self.face.words_of("line", &q.line)?,
            case_no: q.case.as_ref().map(|c| c.to_string()),
        };
        let case_no = note.case_no.clone().unwrap_or_default();
        self.act(&Command::Record { record: None, act: RecordCommand::Quick { note } })?;
        self.warn(&RecordText { case_no, ..RecordText::default() });
        Ok(())
    }

    /// The text of a form: a file replaces what stood, `--set` changes single fields of it.
    fn filled(&mut self, form: &Form, stands: &RecordText) -> Result<RecordText, Stop> {
        let says_nothing = form.set.is_empty() && form.material.is_empty() && form.means.is_empty();
        if form.from.is_none() && says_nothing {
            return Err(Stop::Usage(self.face.said().no_text.clone()));
        }
        // Whom the line names is known before anything is taken in.
        let means = form.means.iter().map(|p| self.person(p)).collect::<Result<Vec<_>, _>>()?;
        if means.contains(&self.me()) {
            return Err(Stop::wrong("meant", Flaw::RecorderIsInquirer, ""));
        }
        let (organ, now) = (self.organ(), self.read_at()?);
        let mut text = match &form.from {
            Some(from) => {
                let json = self.face.read_text("record_json", from, Kind::Record)?;
                form::text_from_json(self.face, &json, &organ, now)?
            }
            None => stands.clone(),
        };
        if !form.set.is_empty() {
            text = form::set(self.face, &text, &form.set, &organ, now)?;
        }
        means.into_iter().for_each(|person| text.also_means(person, &stands.meant));
        text.attachments.extend(self.keep_all(&form.material)?);
        Ok(text)
    }

    /// What is worth a second look is said beside the receipt and hinders nothing.
    fn warn(&mut self, text: &RecordText) {
        let year = when::local(self.office.now()).year();
        let (me, organ) = (self.me(), self.organ());
        let settled = settled(text, &me, &organ);
        if text.stream.is_empty()
            && text.primary_inquirer().is_some()
            && let Some(found) = streams::derive(&settled, Some(&me), Some(&organ.calendar))
        {
            let w = self.face.w();
            let (stream, why) = (w.code("CL01", &found.stream), found.why(self.face.lang));
            let said = crate::words::form::words(self.face.lang).record("stream_follows");
            let line = crate::words::fill(said, &[("stream", stream), ("why", why)]);
            self.face.remark(&line);
        }
        for problem in warnings(&settled, &me, &organ, year) {
            let words = self.face.w().problem(&problem);
            let line = crate::words::fill(&self.face.said().warned, &[("", &words)]);
            self.face.remark(&line);
        }
    }

    fn keep_all(&mut self, files: &[PathBuf]) -> Result<Vec<Attachment>, Stop> {
        files.iter().map(|f| self.keep(f, None, None, &Whole::default())).collect()
    }

    /// Puts a file's bytes away; its name tells its kind unless the line says otherwise.
    fn keep(
        &mut self,
        file: &Path,
        name: Option<String>,
        kind: Option<String>,
        whole: &Whole,
    ) -> Result<Attachment, Stop> {
        let own = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let title = match name {
            Some(name) => name,
            None if own == "-" => return Err(Stop::wrong("attachments.title", Flaw::Missing, "")),
            None => crate::text::normalise(own, false).map_err(|bad| {
                crate::domain::refusal::No::Wrong(vec![super::input::bad_character(
                    "attachments.title",
                    &bad,
                )])
            })?,
        };
        let wanted = Attachment {
            kind: kind.unwrap_or_else(|| kind_of(&title).to_owned()),
            title,
            hash: None,
            size: 0,
            original_location: String::new(),
            medium: String::new(),
            file_destination: String::new(),
        };
        check_before_it_comes(&wanted)?;
        let most = limits().length("title");
        if wanted.title.chars().count() > most {
            return Err(Stop::wrong("attachments.title", Flaw::TooLong, most));
        }
        let expected = whole.expected(self.face, file)?;
        let (hash, size) =
            self.office.keep_material(&self.actor, &mut self.face.material(file)?, &expected)?;
        Ok(Attachment { hash: Some(hash), size, ..wanted })
    }
}

fn kind_of(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "jpg" | "jpeg" | "png" | "heic" | "bmp" => "PHOTO",
        "mp3" | "wav" | "m4a" | "amr" | "aac" | "ogg" => "AUDIO",
        "mp4" | "mov" | "avi" | "mkv" => "VIDEO",
        "eml" | "msg" => "EML",
        "pdf" => "PDF",
        "txt" | "md" => "TEXT",
        _ => "SCAN",
    }
}
