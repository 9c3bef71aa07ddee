//! That a paper is made: written into the log of reads, with its copy's number, before there is one.

use super::act::no_such;
use super::door::{bad_character, is_text};
use super::matters::of_organ;
use super::{Fault, LogId, Office, Trouble, fold, me};
use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, Millis};
use crate::domain::limits::limits;
use crate::domain::policy;
use crate::domain::read::Read;
use crate::domain::refusal::{Flaw, No, Problem, Rule};
use crate::domain::registry;
use crate::ledger::Checkpoint;
use crate::store::Tx;
use crate::store::contract::Moment;
use crate::text;
use serde_json::json;
use uuid::Uuid;

/// What stands at the foot of a paper that may be made now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The how-manieth copy of this sheet of this matter, from 1.
    pub copy: u32,
    pub at: Millis,
    /// Where the acts stand under which it was made.
    pub under: Checkpoint,
}

impl Office {
    /// Notes that a sheet of a record, of a matter on one, or of neither is about to be made, for whom and why.
    /// Nothing is made where that cannot be noted, and a number is never given twice.
    ///
    /// # Errors
    /// [`Rule::PurposeMissing`], that nobody is named whom it is for, [`Rule::ReadMaterialFirst`], or that
    /// there is no such record or matter for this person.
    pub fn printed(
        &mut self,
        actor: &Actor,
        about: Option<&MatterId>,
        sheet: &str,
        (to, purpose): (&str, &str),
    ) -> Result<Printed, Trouble> {
        if let Some(id) = about {
            self.may_be_printed(actor, id)?;
        }
        // What is about nothing has one series of numbers for all.
        let id = about.copied().unwrap_or(MatterId(Uuid::nil()));
        let (to, purpose) = (to.trim(), purpose.trim());
        if purpose.is_empty() {
            return Err(Rule::PurposeMissing.into());
        }
        let wrong = |problem| Trouble::from(No::Wrong(vec![problem]));
        if to.is_empty() {
            return Err(wrong(Problem::new("printed_for", Flaw::Missing, "")));
        }
        text::normalise(to, false).map_err(|bad| wrong(bad_character("printed_for", &bad)))?;
        is_text("printed_for", to)?;
        is_text("purpose", purpose)?;
        let much = limits().exceeded(&json!({ "printed_for": to, "purpose": purpose }));
        if !much.is_empty() {
            return Err(No::Wrong(much).into());
        }
        let (sheet, to, purpose) = (sheet.to_owned(), to.to_owned(), purpose.to_owned());
        let mut copy = 0;
        self.note_as(actor, id, |tx| {
            copy = copies(tx, &id, &sheet)?.saturating_add(1);
            Ok(Read::Printed { sheet, to, purpose, copy })
        })?;
        let under = self.heads()?.into_iter().find(|head| head.log == LogId::Acts);
        let under = under.ok_or_else(|| Fault::Damaged("heads".to_owned()))?;
        Ok(Printed { copy, at: self.clock.now(), under })
    }

    /// Whether there is something to print for this person.
    fn may_be_printed(&mut self, actor: &Actor, id: &MatterId) -> Result<(), Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let line = self.register.db().by_id(id)?.ok_or_else(no_such)?;
        if registry::hangs_on_organ(&line.kind) {
            return of_organ(self.register.db(), &self.organ, &person, id).map(drop);
        }
        let record = if line.kind == "record" { Some(*id) } else { line.record };
        let record = record.ok_or_else(no_such)?;
        let book = self.visible_family(&person, &record)?;
        let of = book.records.get(&record).ok_or_else(no_such)?;
        super::matters::not_closed(&self.organ, of, &person)?;
        match record == *id || book.matters.get(id).is_some_and(|matter| self.knows(&person, matter)) {
            true => Ok(()),
            false => Err(no_such()),
        }
    }

    /// The register number of a record, for those who are told numbers.
    ///
    /// # Errors
    /// That there is no such record for this person, or a fault.
    pub fn number_told(&mut self, actor: &Actor, id: &MatterId) -> Result<Option<String>, Trouble> {
        let person = me(actor)?.clone();
        if !self.shows_numbers(&person, id)? {
            return Ok(None);
        }
        let book = self.visible_family(&person, id)?;
        let record = book.records.get(id).ok_or_else(no_such)?;
        let concern = self.register.db().concern(&person, id)?;
        Ok(policy::redact(&self.organ, record, &person, concern, self.now()).record_no)
    }
}

/// How many copies of this sheet were made: their numbers go up, so that the last one says it.
fn copies(tx: &Tx<'_>, id: &MatterId, sheet: &str) -> Result<u32, Trouble> {
    for seq in tx.looks_about(id, "printed")?.into_iter().rev() {
        let Some(entry) = tx.entry(LogId::Reads, seq)? else { continue };
        if let Read::Printed { sheet: of, copy, .. } = fold::read(&entry.body)?.read
            && of == sheet
        {
            return Ok(copy);
        }
    }
    Ok(0)
}
