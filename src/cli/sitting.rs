//! One call by one person on one open register.

use super::env::Env;
use super::face::{Face, json_line};
use super::signing::Pen;
use super::stop::Stop;
use crate::domain::command::{Actor, Command};
use crate::domain::ids::{MatterId, Millis, PersonId, Revision};
use crate::domain::organ::Organ;
use crate::domain::record::RecordCommand;
use crate::domain::refusal::{Flaw, No, Refusal, Rule};
use crate::domain::when;
use crate::identity;
use crate::office::{Found, Office, RecordSheet, Taken, Trouble};
use crate::words::fill;
use std::sync::Arc;
use uuid::Uuid;

pub struct Sitting<'a> {
    pub face: &'a mut Face,
    pub office: Office,
    pub actor: Actor,
    pub pen: Pen,
    /// The command's own id, where its giver chose one: handed in twice it is one event.
    pub command: Option<Uuid>,
}

impl Sitting<'_> {
    pub fn me(&self) -> PersonId {
        self.actor.id().cloned().unwrap_or_else(|| PersonId(String::new()))
    }

    pub fn organ(&self) -> Arc<Organ> {
        self.office.organ().clone()
    }

    /// Takes the command with the person's hand and prints the receipt, or prints what he would sign.
    pub fn act(&mut self, command: &Command) -> Result<(), Stop> {
        if self.pen.asks_text {
            let challenge = self.office.challenge(&self.actor, command)?;
            return self.print_challenge(&challenge);
        }
        let hand = self.hand(command)?;
        self.face.peer_is_there()?;
        let receipt = self.office.act_signed_as(&self.actor, command, hand, self.command)?;
        self.face.receipt(&receipt)
    }

    /// Tells, once, of files beside the log that could not be read and were put aside.
    pub fn tell_put_aside(&mut self) {
        for path in self.office.put_aside() {
            let words = fill(&self.face.said().put_aside, &[("", &path.display().to_string())]);
            let line = match self.face.json {
                true => {
                    json_line(&serde_json::json!({ "kind": "remark", "code": "put_aside", "message": words }))
                }
                false => words,
            };
            self.face.remark(&line);
        }
    }

    /// What the command became that is handed in again.
    pub fn taken(&mut self) -> Result<Option<Taken>, Stop> {
        let Some(id) = self.command else { return Ok(None) };
        Ok(self.office.taken(&self.actor, &id)?)
    }

    /// A command that makes something new each time has no act of which it could be told that it is done.
    pub fn takes_no_id(&self) -> Result<(), Stop> {
        match self.command {
            None => Ok(()),
            Some(_) => Err(Stop::Usage(self.face.said().no_command_id.clone())),
        }
    }

    /// What a name leads to; handed in again, the matter of which it told then as well.
    pub fn find(&mut self, no: &str) -> Result<Found, Stop> {
        let known = self.taken()?.filter(|t| t.is_called(no)).and_then(|t| t.found);
        known.map_or_else(|| Ok(self.office.find(&self.actor, no)?), Ok)
    }

    /// Whether this very command was done before: what stood against doing it anew is no matter then.
    pub fn done_before(&mut self) -> Result<bool, Stop> {
        Ok(self.taken()?.is_some())
    }

    /// The moment at which a line is read: handed in again, when it was first taken.
    pub fn read_at(&mut self) -> Result<Millis, Stop> {
        Ok(self.taken()?.map_or(self.office.now(), |t| t.at))
    }

    /// The text at which an act is given: the one that is named, or that stands; handed in again, the
    /// one that stood then.
    pub fn text_at(&mut self, named: Option<&str>, stands: Revision) -> Result<Revision, Stop> {
        if let Some(named) = named {
            return revision(named);
        }
        Ok(self.taken()?.and_then(|t| t.seen).unwrap_or(stands))
    }

    pub fn on_record(&mut self, record: MatterId, act: RecordCommand) -> Result<(), Stop> {
        self.act(&Command::Record { record: Some(record), act })
    }

    /// An act that is a hand on the text of this revision.
    pub fn on_text(&mut self, record: MatterId, seen: &Revision, act: RecordCommand) -> Result<(), Stop> {
        self.act(&Command::Record { record: Some(record), act }.on_text(Some(seen)))
    }

    /// The record a name leads to; the name of anything else is not one.
    pub fn record(&mut self, no: &str) -> Result<MatterId, Stop> {
        match self.find(no)? {
            Found::Record(id) => Ok(id),
            _ => Err(Refusal::of(Rule::NoSuchMatter).into()),
        }
    }

    pub fn sheet(&mut self, no: &str) -> Result<(MatterId, RecordSheet), Stop> {
        let id = self.record(no)?;
        Ok((id, self.office.record(&self.actor, &id)?))
    }

    /// The revision the person names, or the one that now stands.
    pub fn seen(&mut self, no: &str, named: Option<&str>) -> Result<(MatterId, Revision), Stop> {
        if let Some(named) = named {
            let seen = revision(named)?;
            return Ok((self.record(no)?, seen));
        }
        if let Some(seen) = self.taken()?.and_then(|t| t.seen) {
            return Ok((self.record(no)?, seen));
        }
        let (id, sheet) = self.sheet(no)?;
        Ok((id, sheet.record.revision))
    }

    /// An escalation by its own name, or the open one of a record.
    pub fn escalation(&mut self, no: &str) -> Result<MatterId, Stop> {
        match self.find(no)? {
            Found::Escalation(id) => Ok(id),
            Found::Record(id) => {
                let sheet = self.office.record(&self.actor, &id)?;
                let open = sheet.escalations.iter().rev().find(|e| e.open());
                open.map(|e| e.id).ok_or_else(|| Refusal::of(Rule::NoSuchMatter).into())
            }
            _ => Err(Refusal::of(Rule::NoSuchMatter).into()),
        }
    }

    /// An item by its own name, or the last one of a record.
    pub fn item(&mut self, no: &str) -> Result<MatterId, Stop> {
        match self.find(no)? {
            Found::Item(id) => Ok(id),
            Found::Record(id) => {
                let sheet = self.office.record(&self.actor, &id)?;
                sheet.items.last().map(|i| i.id).ok_or_else(|| Refusal::of(Rule::NoSuchMatter).into())
            }
            _ => Err(Refusal::of(Rule::NoSuchMatter).into()),
        }
    }

    pub fn meeting(&mut self, no: &str) -> Result<MatterId, Stop> {
        match self.find(no)? {
            Found::Meeting(id) => Ok(id),
            _ => Err(Refusal::of(Rule::NoSuchMatter).into()),
        }
    }

    /// A member of staff by account, by the directory's own id, or by a name that only one has.
    pub fn person(&self, typed: &str) -> Result<PersonId, Stop> {
        let found = self.office.organ().staff_named(typed);
        found.ok_or_else(|| Refusal::with(Rule::UnknownPerson, typed.trim()).into())
    }

    /// This organ's own title for a level of the ladder; elsewhere it is called otherwise.
    pub fn level(&self, code: &str) -> String {
        let own = self.office.organ().kind.level(code, self.face.lang);
        own.unwrap_or_else(|| self.face.w().code("ladder", code)).to_owned()
    }

    /// A moment of which something is told, 2026-03-11 15:20.
    pub fn moment(&self, at: Millis) -> String {
        when::show(at, when::Precision::Exact, self.face.lang)
    }
}

/// The revision as it was typed. What cannot be one was copied wrong, and is not told as an old one.
fn revision(typed: &str) -> Result<Revision, Stop> {
    let named = typed.trim().to_lowercase();
    let is_one = named.len() == REVISION && named.bytes().all(|b| b.is_ascii_hexdigit());
    if is_one { Ok(named.as_str().into()) } else { Err(Stop::wrong("revision", Flaw::NoRevision, typed)) }
}

/// Hexadecimal digits of a revision.
const REVISION: usize = 12;

/// Who calls from the line of this machine.
///
/// # Errors
/// That nobody is known by that name or account.
pub fn who(face: &mut Face, office: &Office, named: Option<&str>, env: &Env) -> Result<Actor, Stop> {
    let unknown = match identity::who(office, named, env.sudo_uid.as_deref()) {
        Err(Trouble::No(No::Refused(r))) if r.rule == Rule::NotOnTheDirectory => r,
        other => return Ok(other?),
    };
    // A training register may say whom one can be; on a real one that is nobody's business.
    if office.is_training() && !face.json {
        let organ = office.organ();
        let some: Vec<&str> =
            organ.people.values().filter(|p| p.active).map(|p| p.account.as_str()).collect();
        let line = crate::words::fill(&face.said().training_accounts, &[("", &some.join(" "))]);
        face.remark(&line);
    }
    match named {
        // He is in the directory or not; there is nobody here to pick.
        Some(named) => Err(Refusal::with(Rule::UnknownPerson, named).into()),
        None => Err(Stop::Outside(unknown.into())),
    }
}
