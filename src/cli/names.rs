//! What touches people and materials of a record: signing, linking, recusal, opening a name.

use super::input::{Typed, code};
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Whole;
use crate::domain::record::RecordCommand;
use crate::domain::refusal::{Refusal, Rule};
use crate::office::Reveal as What;
use crate::words::fill;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Send {
    code: String,
    file: PathBuf,
    #[command(flatten)]
    whole: Whole,
}

#[derive(Debug, Args)]
pub struct Material {
    no: String,
    #[arg(value_name = "NAME")]
    name: Typed,
}

#[derive(Debug, Args)]
pub struct Sign {
    no: String,
    #[arg(long, value_name = "TEXT")]
    refuse: Option<Typed>,
    #[arg(long)]
    revision: Option<String>,
}

#[derive(Debug, Args)]
pub struct Link {
    no: String,
    other: String,
    #[arg(long, value_name = "CODE")]
    kind: Typed,
}

#[derive(Debug, Args)]
pub struct Reveal {
    no: String,
    #[arg(long, value_name = "TEXT")]
    purpose: Typed,
    #[arg(long)]
    names: bool,
}

#[derive(Debug, Args)]
pub struct Recuse {
    no: String,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
    #[arg(long)]
    person: Option<Typed>,
}

#[derive(Debug, Args)]
pub struct OtherPerson {
    no: String,
    /// May be given several times.
    #[arg(long, required = true)]
    person: Vec<Typed>,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
}

#[derive(Debug, Args)]
pub struct Lift {
    no: String,
    #[arg(long)]
    person: Typed,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
}

#[derive(Debug, Args)]
pub struct SamePerson {
    no: String,
    #[arg(long)]
    person: Typed,
    #[arg(long, value_name = "TEXT")]
    reason: Typed,
}

#[derive(Debug, Subcommand)]
pub enum Identity {
    Ask {
        no: String,
        #[arg(long, value_name = "TEXT")]
        purpose: Typed,
    },
    Open {
        no: String,
        #[arg(long, value_name = "PERSON")]
        asker: Typed,
    },
    Refuse {
        no: String,
        #[arg(long, value_name = "PERSON")]
        asker: Typed,
        #[arg(long, value_name = "TEXT")]
        reason: Typed,
    },
}

impl Sitting<'_> {
    pub fn sign(&mut self, s: &Sign, approached: bool) -> Result<(), Stop> {
        let (record, seen) = self.seen(&s.no, s.revision.as_deref())?;
        let refusal = s.refuse.as_ref().map(|r| r.to_string());
        let act = if approached {
            RecordCommand::Agree { seen, refusal }
        } else {
            RecordCommand::Sign { seen, refusal }
        };
        self.on_record(record, act)
    }

    pub fn link(&mut self, l: &Link) -> Result<(), Stop> {
        let record = self.record(&l.no)?;
        let other = self.record(&l.other)?;
        self.on_record(record, RecordCommand::Link { other, kind: code("link_kind", &l.kind) })
    }

    pub fn recuse(&mut self, r: &Recuse) -> Result<(), Stop> {
        let record = self.record(&r.no)?;
        let reason = self.face.words_of("reason", &r.reason)?;
        let act = match &r.person {
            None => RecordCommand::DeclareRecusal { reason },
            Some(typed) => RecordCommand::OrderRecusal { person: self.person(typed)?, reason },
        };
        self.on_record(record, act)
    }

    pub fn other_person(&mut self, o: &OtherPerson) -> Result<(), Stop> {
        let record = self.record(&o.no)?;
        let mut people = o.person.iter().map(|p| self.person(p)).collect::<Result<Vec<_>, _>>()?.into_iter();
        let person = people.next().ok_or(Refusal::of(Rule::UnknownPerson))?;
        let reason = self.face.words_of("reason", &o.reason)?;
        self.on_record(record, RecordCommand::OtherPerson { person, also: people.collect(), reason })
    }

    pub fn lift_recusal(&mut self, l: &Lift) -> Result<(), Stop> {
        let (record, person) = (self.record(&l.no)?, self.person(&l.person)?);
        let reason = self.face.words_of("reason", &l.reason)?;
        self.on_record(record, RecordCommand::LiftRecusal { person, reason })
    }

    pub fn same_person(&mut self, s: &SamePerson) -> Result<(), Stop> {
        let (record, person) = (self.record(&s.no)?, self.person(&s.person)?);
        let reason = self.face.words_of("reason", &s.reason)?;
        self.on_record(record, RecordCommand::SamePerson { person, reason })
    }

    pub fn identity(&mut self, i: &Identity) -> Result<(), Stop> {
        match i {
            Identity::Ask { no, purpose } => {
                let record = self.record(no)?;
                let purpose = self.face.words_of("purpose", purpose)?;
                self.on_record(record, RecordCommand::AskIdentity { purpose })
            }
            Identity::Open { no, asker } => {
                let (record, asker) = (self.record(no)?, self.person(asker)?);
                self.on_record(record, RecordCommand::OpenIdentity { asker })
            }
            Identity::Refuse { no, asker, reason } => {
                let (record, asker) = (self.record(no)?, self.person(asker)?);
                let reason = self.face.words_of("reason", reason)?;
                self.on_record(record, RecordCommand::RefuseIdentity { asker, reason })
            }
        }
    }

    /// Opens a name with a purpose; that is written down before it is shown.
    pub fn reveal(&mut self, r: &Reveal) -> Result<(), Stop> {
        let record = self.record(&r.no)?;
        let what = if r.names { What::Names } else { What::Recorder };
        let names = self.office.reveal(&self.actor, &record, what, &r.purpose)?;
        self.face.stands_as(self.face.said().revealed.clone());
        if self.face.json {
            return self.face.value(&names);
        }
        names.iter().try_for_each(|n| self.face.line(n))
    }

    /// A file comes under the code that the screen of the same person gave out.
    pub fn send(&mut self, s: &Send) -> Result<(), Stop> {
        let expected = s.whole.expected(self.face, &s.file)?;
        let (hash, size) =
            self.office.receive_file(&self.actor, &s.code, &mut self.face.material(&s.file)?, &expected)?;
        self.face.stands();
        if self.face.json {
            return self.face.value(&serde_json::json!({ "sha256": hash, "size": size }));
        }
        let said = fill(&self.face.said().file_sent, &[("n", &size.to_string()), ("hash", &hash)]);
        self.face.line(&said)
    }

    /// A material's bytes on standard output. A terminal would obey what stands in them.
    pub fn material(&mut self, m: &Material) -> Result<(), Stop> {
        if self.face.streams.out_is_terminal {
            return Err(Stop::Usage(self.face.said().binary_to_terminal.clone()));
        }
        let record = self.record(&m.no)?;
        self.face.whole = true;
        self.office.material(&self.actor, &record, &m.name, &mut self.face.streams.out)?;
        Ok(())
    }
}
