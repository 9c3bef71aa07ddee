//! What is looked at: opening a record, revealing a name. Each is written into
//! the log of reads before anything is shown; what cannot be logged is not shown.

use super::act::no_such;
use super::clock::Ids;
use super::desk::is_believed;
use super::door::is_text;
use super::{Fault, LogId, Office, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, Millis};
use crate::domain::policy;
use crate::domain::read::{Read, ReadBody};
use crate::domain::record::Record;
use crate::domain::refusal::Rule;
use crate::store::Tx;
use crate::store::contract::{Moment, Step};

/// Which name is to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveal {
    Recorder,
    /// The people in the text, for those who see it masked.
    Names,
}

impl Office {
    /// Notes an opening once per session; the viewer's own records are his to read.
    pub(super) fn note_opening(&mut self, actor: &Actor, record: &Record) -> Result<(), Trouble> {
        let person = me(actor)?.clone();
        let opening = (person, record.id);
        if record.recorder == opening.0 || self.opened.contains(&opening) {
            return Ok(());
        }
        self.note(actor, record.id, Read::Opened)?;
        self.opened.insert(opening);
        Ok(())
    }

    pub(super) fn note(&mut self, actor: &Actor, matter: MatterId, read: Read) -> Result<(), Trouble> {
        self.note_as(actor, matter, |_| Ok(read)).map(|_| ())
    }

    /// Notes what can be said only by whoever holds the log: a number that nobody else takes meanwhile.
    pub(super) fn note_as(
        &mut self,
        actor: &Actor,
        matter: MatterId,
        read: impl FnOnce(&Tx<'_>) -> Result<Read, Trouble>,
    ) -> Result<Read, Trouble> {
        self.called(actor);
        let now = self.clock.now();
        let ids = &mut *self.ids;
        let noted = self.register.write(|tx| {
            let read = read(tx)?;
            // Who comes and goes is let through: two administrators have to say that the clock is right.
            if read.shows() && !is_believed(tx, now)? {
                return Err(Rule::ClockAhead.into());
            }
            note_in(tx, ids, now, actor, matter, read.clone())?;
            Ok(read)
        });
        noted.map_err(|trouble| match trouble {
            Trouble::Fault(Fault::Full | Fault::ReadOnly) => Rule::CannotBeNoted.into(),
            other => other,
        })
    }

    /// Opens a name with a purpose. The recorder's only to those who may open it.
    ///
    /// # Errors
    /// [`Rule::PurposeMissing`], [`Rule::IdentityClosed`], or that there is no such record.
    pub fn reveal(
        &mut self,
        actor: &Actor,
        id: &MatterId,
        what: Reveal,
        purpose: &str,
    ) -> Result<Vec<String>, Trouble> {
        let person = me(actor)?.clone();
        let book = self.visible_family(&person, id)?;
        let record = book.records.get(id).ok_or_else(no_such)?;
        super::matters::not_closed(&self.organ, record, &person)?;
        if purpose.trim().is_empty() {
            return Err(Rule::PurposeMissing.into());
        }
        is_text("purpose", purpose)?;
        let purpose = purpose.trim().to_owned();
        let organ = self.organ.clone();
        match what {
            Reveal::Recorder => {
                if record.recorder != person && !policy::recorder_opens(&organ, record, &person) {
                    return Err(Rule::IdentityClosed.into());
                }
                let name = organ.name_of(&record.recorder);
                self.note(actor, *id, Read::RecorderRevealed { purpose })?;
                self.named.insert((person, *id));
                Ok(vec![name])
            }
            Reveal::Names => {
                let concern = self.register.db().concern(&person, id)?;
                if !policy::opens_names(&organ, &person, concern) {
                    return Err(Rule::IdentityClosed.into());
                }
                self.note(actor, *id, Read::NamesRevealed { purpose })?;
                let name = |p: &crate::domain::record::PersonRole| match &p.person {
                    Some(id) => organ.name_of(id),
                    None => p.name.clone(),
                };
                let text = policy::Lens::opened(&organ, record, &person).text(&record.text);
                Ok(text.people.iter().map(name).filter(|n| !n.is_empty()).collect())
            }
        }
    }
}

/// Writes an entry of the log of reads and its line in the index.
pub(super) fn note_in(
    tx: &Tx<'_>,
    ids: &mut dyn Ids,
    now: Millis,
    actor: &Actor,
    matter: MatterId,
    read: Read,
) -> Result<(), Trouble> {
    let body = ReadBody {
        v: 1,
        actor: actor.name.clone(),
        means: actor.means.clone(),
        matter,
        app: env!("CARGO_PKG_VERSION").to_owned(),
        read,
    };
    let text = serde_json::to_string(&body).map_err(|e| Fault::Damaged(e.to_string()))?;
    let mut salt = [0; 32];
    ids.fill(&mut salt)?;
    let entry = tx.append(LogId::Reads, now, &salt, &text)?;
    Ok(tx.index_look(entry.header.seq, entry.header.time_ms, &body)?)
}
