//! Materials on their way out: their list, one to be read on a screen, one as it is. Each is written
//! into the log of reads before anything of it is shown.

use super::act::no_such;
use super::{Fault, Office, Trouble, me};
use crate::content::{self, Content};
use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, Millis};
use crate::domain::policy;
use crate::domain::read::Read;
use crate::domain::record::{Attachment, Kept, Record};
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::ledger::Hash;
use crate::store::contract::Moment;
use std::io::Write;
use std::sync::Arc;

/// A material as its list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct MaterialLine {
    /// Its number for every face, from 1.
    pub number: usize,
    pub attachment: Attachment,
    /// When it came into the record; who brought it is the recorder, and so is not said.
    pub at: Millis,
    /// The supplement or correction it waits with.
    pub change: Option<u32>,
}

/// What was found where a material's bytes lie.
#[derive(Clone, Debug, PartialEq)]
pub enum Bytes {
    /// A sheet of paper; there never were any.
    Paper,
    /// They are there, are those that were kept, and say this of themselves.
    Whole(Box<Content>, u64),
    /// Something else lies there now.
    Damaged,
    Missing,
}

impl Office {
    /// The materials of a record, for those who see its names.
    ///
    /// # Errors
    /// That there is no such record, that its names are closed to this person, or a fault.
    pub fn materials(&mut self, actor: &Actor, id: &MatterId) -> Result<Vec<MaterialLine>, Trouble> {
        let (record, closed) = self.with_materials(actor, id)?;
        self.note_opening(actor, &record)?;
        let shown = |a: &Attachment| if closed { policy::unnamed(a) } else { a.clone() };
        let line = |(n, kept): (usize, Kept<'_>)| MaterialLine {
            number: n + 1,
            attachment: shown(kept.attachment),
            at: kept.at,
            change: kept.change,
        };
        Ok(record.materials().into_iter().enumerate().map(line).collect())
    }

    /// One material to be read here, by its number.
    ///
    /// # Errors
    /// As [`Self::materials`], and that there is none of this number. That its bytes are damaged or
    /// gone is no error but what there is to say.
    pub fn read_material(&mut self, actor: &Actor, id: &MatterId, number: usize) -> Result<Bytes, Trouble> {
        let (record, _) = self.with_materials(actor, id)?;
        let name = number.to_string();
        let hash = match named(&record, &name, true)? {
            None => return Ok(Bytes::Paper),
            Some(hash) => hash,
        };
        self.note(actor, *id, Read::Material { hash: hash.to_string() })?;
        match self.materials.head(&hash, content::READ) {
            Ok((head, size)) => Ok(Bytes::Whole(Box::new(content::look(&head, size)), size)),
            Err(Fault::Damaged(_)) => Ok(Bytes::Damaged),
            Err(Fault::Missing(_)) => Ok(Bytes::Missing),
            Err(fault) => Err(fault.into()),
        }
    }

    /// Writes a material out, by its number, its title or its hash; the read is noted first.
    ///
    /// # Errors
    /// That there is no such record or material, or a fault; a damaged material is never handed out.
    pub fn material(
        &mut self,
        actor: &Actor,
        id: &MatterId,
        name: &str,
        to: &mut impl Write,
    ) -> Result<u64, Trouble> {
        let (record, closed) = self.with_materials(actor, id)?;
        let hash = named(&record, name, closed)?.ok_or_else(|| Refusal::with(Rule::NoSuchMatter, name))?;
        self.note(actor, *id, Read::Material { hash: hash.to_string() })?;
        Ok(self.materials.write_out(&hash, to)?)
    }

    /// Whether a material of this name and these bytes is not in a record yet: a second click is no second photograph.
    ///
    /// # Errors
    /// [`Flaw::AttachedBefore`] with its number; that there is no such record.
    pub fn is_new_material(&mut self, actor: &Actor, id: &MatterId, new: &Attachment) -> Result<(), Trouble> {
        let person = me(actor)?.clone();
        let book = self.visible_family(&person, id)?;
        let record = book.records.get(id).ok_or_else(no_such)?;
        let same = |a: &Attachment| a.hash.is_some() && a.hash == new.hash && a.title == new.title;
        match record.materials().iter().position(|kept| same(kept.attachment)) {
            None => Ok(()),
            Some(at) => {
                Err(No::Wrong(vec![Problem::new("attachments", Flaw::AttachedBefore, at + 1)]).into())
            }
        }
    }

    /// A material shows names; it goes to those who see them. Also whether the record is closed to
    /// this person until he has read it.
    fn with_materials(&mut self, actor: &Actor, id: &MatterId) -> Result<(Arc<Record>, bool), Trouble> {
        let person = me(actor)?.clone();
        let book = self.visible_family(&person, id)?;
        let record = book.records.get(id).ok_or_else(no_such)?;
        let concern = self.register.db().concern(&person, id)?;
        let view = policy::redact(&self.organ, record, &person, concern, self.clock.now());
        if view.names == policy::Names::Masked {
            return Err(Rule::MaterialClosed.into());
        }
        Ok((record.clone(), view.closed))
    }
}

/// The bytes that a name leads to; none where the material is a sheet of paper. By its number alone
/// where a title that fits would tell what it is.
///
/// # Errors
/// That none is called so, or [`Rule::WhichMaterial`] where several are.
fn named(record: &Record, name: &str, by_number: bool) -> Result<Option<Hash>, Trouble> {
    let all = record.materials();
    let numbered =
        all.iter().enumerate().find(|(n, _)| (n + 1).to_string() == name).map(|(_, k)| k.attachment);
    let called = |a: &Attachment| !by_number && (a.title == name || a.hash.as_deref() == Some(name));
    let fits: Vec<_> = all.iter().enumerate().filter(|(_, k)| called(k.attachment)).collect();
    let several = fits.iter().any(|(_, k)| k.attachment.hash != fits[0].1.attachment.hash);
    if several && numbered.is_none() {
        // The same title over other bytes: whoever asks says which.
        let told = fits.iter().map(|(n, k)| {
            let hash: String = k.attachment.hash.iter().flat_map(|h| h.chars().take(8)).collect();
            format!("{} ({} B {hash})", n + 1, k.attachment.size)
        });
        let told: Vec<String> = told.collect();
        return Err(Refusal::with(Rule::WhichMaterial, told.join(", ")).into());
    }
    let found = numbered.or(fits.first().map(|(_, k)| k.attachment));
    let attachment = found.ok_or_else(|| Refusal::with(Rule::NoSuchMatter, name))?;
    Ok(attachment.hash.as_deref().and_then(Hash::from_hex))
}
