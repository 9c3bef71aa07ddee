//! From the log's bytes to matters, and from matters to tables.

use super::families::{Families, Sorting, Timeline};
use super::once::each_once;
use super::{Fault, LogId};
use crate::domain::book::Book;
use crate::domain::event::{Body, Event, Stamp};
use crate::domain::ids::{MatterId, Revision};
use crate::domain::organ::{Organ, OrganEvent};
use crate::domain::read::ReadBody;
use crate::ledger::Hash;
use crate::store::contract::{Moment, Step};
use crate::store::{Tx, log};
use std::sync::Arc;

pub(super) fn body(text: &str) -> Result<Body, Fault> {
    serde_json::from_str(text).map_err(|e| not_read("an event's body", &e))
}

/// An act's body, refused where its members do not stand as they are written: an id in other letters, a
/// number in another form, a member twice, or left out where it is written as null, reads the same and is not
/// the same.
///
/// # Errors
/// That it cannot be read, or stands otherwise.
pub fn body_as_written(text: &str) -> Result<Body, Fault> {
    let read = body(text)?;
    // Letter for letter what is written: what an older program wrote in other letters is looked at member by member.
    if serde_json::to_string(&read).is_ok_and(|written| written == text) {
        return Ok(read);
    }
    let stands = each_once(text).map_err(|(e, _)| not_read("an event's body", &e))?;
    match serde_json::to_value(&read) {
        Ok(written) if written == stands => Ok(read),
        _ => Err(Fault::Damaged("an event's body, which is not as it is written".to_owned())),
    }
}

pub(super) fn read(text: &str) -> Result<ReadBody, Fault> {
    serde_json::from_str(text).map_err(|e| not_read("a read's body", &e))
}

/// Where it is wrong, and not what stands there: whoever is told of the fault may not see the record.
fn not_read(what: &str, e: &serde_json::Error) -> Fault {
    Fault::Damaged(format!("{what}, character {}", e.column()))
}

pub(super) fn stamp<'a>(seq: u64, at: i64, leaf: &Hash, body: &'a Body) -> Stamp<'a> {
    let revision = Revision(leaf.revision());
    Stamp { seq, v: body.v, at, matter: body.matter, actor: &body.actor, revision }
}

/// The organ as the log says it is now, and the position of the last event about it.
pub(super) fn organ(db: &impl Moment) -> Result<(Arc<Organ>, u64), Fault> {
    let mut organ = founded(db)?;
    let last = refresh_organ(db, &mut organ, 0)?;
    Ok((organ, last))
}

/// The same from every event of the log, without asking the tables which ones are about the organ:
/// somebody who brings evidence may have left one out of them.
pub(super) fn organ_of_whole_log(db: &impl Moment) -> Result<(Arc<Organ>, u64), Fault> {
    let (mut organ, mut last) = (founded(db)?, 0);
    db.entries(LogId::Acts, 1..u64::MAX, |entry, _, text| -> Result<(), Fault> {
        if take_in(&mut organ, &entry, &body(text)?) {
            last = entry.header.seq;
        }
        Ok(())
    })?;
    Ok((organ, last))
}

fn founded(db: &impl Moment) -> Result<Arc<Organ>, Fault> {
    let first = db.entry(LogId::Acts, 0)?.ok_or_else(|| Fault::Damaged("no founding event".to_owned()))?;
    let Event::Organ(OrganEvent::Founded { founding }) = body(&first.body)?.act else {
        return Err(Fault::Damaged("the first event does not found a register".to_owned()));
    };
    Ok(Arc::new(Organ::founded(&founding)))
}

/// Whether the event was about the organ.
fn take_in(organ: &mut Arc<Organ>, entry: &log::Entry, body: &Body) -> bool {
    let stamp = stamp(entry.header.seq, entry.header.time_ms, &entry.leaf, body);
    match &body.act {
        Event::Organ(event) => Arc::make_mut(organ).apply(&stamp, event),
        Event::Evidence(event) => Arc::make_mut(organ).evidence.apply(&stamp, event),
        _ => return false,
    }
    true
}

/// Takes in what has changed since a position; returns the new one.
pub(super) fn refresh_organ(db: &impl Moment, organ: &mut Arc<Organ>, after: u64) -> Result<u64, Fault> {
    let mut last = after;
    for seq in db.organ_seqs(Some(after))? {
        let stored = db.entry(LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
        take_in(organ, &stored.entry, &body(&stored.body)?);
        last = seq;
    }
    Ok(last)
}

/// Some matters folded from their own events.
pub(super) fn book(db: &impl Moment, organ: &Arc<Organ>, matters: &[MatterId]) -> Result<Book, Fault> {
    book_before(db, organ, matters, u64::MAX)
}

/// The same as they stood before an event.
pub(super) fn book_before(
    db: &impl Moment,
    organ: &Arc<Organ>,
    matters: &[MatterId],
    before: u64,
) -> Result<Book, Fault> {
    let mut book = Book::new(organ.clone());
    for seq in db.seqs(matters)?.into_iter().take_while(|seq| *seq < before) {
        let stored = db.entry(LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
        let body = body(&stored.body)?;
        if !matches!(body.act, Event::Organ(_) | Event::Evidence(_)) {
            book.apply(&stamp(seq, stored.entry.header.time_ms, &stored.entry.leaf, &body), &body.act);
        }
    }
    Ok(book)
}

/// The families of some records: each record with everything that hangs on it.
pub(super) fn families(db: &impl Moment, organ: &Arc<Organ>, records: &[MatterId]) -> Result<Book, Fault> {
    let mut all = Vec::new();
    for r in records {
        all.extend(db.family(r)?);
    }
    book(db, organ, &all)
}

/// Goes through the log of acts once: what each says, and what belongs together.
///
/// # Errors
/// A fault of the file or of a body, or what `each` says.
pub(super) fn sorted(
    db: &impl Moment,
    mut each: impl FnMut(&log::Entry, &Body) -> Result<(), Fault>,
) -> Result<Families, Fault> {
    let mut sorting = Sorting::new();
    db.entries(LogId::Acts, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
        let body = body(text)?;
        each(&entry, &body)?;
        sorting.take(&entry, body);
        Ok(())
    })?;
    sorting.done(db)
}

/// What belongs together in so many acts of the log.
///
/// # Errors
/// A fault of the file or of a body.
pub(super) fn sorted_until(db: &impl Moment, acts: u64) -> Result<Families, Fault> {
    let mut sorting = Sorting::new();
    db.entries(LogId::Acts, 0..acts, |entry, _, text| -> Result<(), Fault> {
        sorting.take(&entry, body(text)?);
        Ok(())
    })?;
    sorting.done(db)
}

/// Fills empty tables from both logs. Nothing but the logs is read.
pub(super) fn rebuild(tx: &Tx<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<(), Fault> {
    let total = tx.size(LogId::Acts)?;
    // Each act is read twice.
    let families = sorted(tx, |entry, body| {
        let seq = entry.header.seq;
        if seq.is_multiple_of(256) {
            progress(seq / 2, total);
        }
        tx.index(seq, entry.header.time_ms, body)
    })?;
    tx.entries(LogId::Reads, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
        tx.index_look(entry.header.seq, entry.header.time_ms, &read(text)?)
    })?;
    if families.last.is_none() && total > 0 {
        return Err(unfounded());
    }
    project(tx, &families, &mut |part, of| progress((total + total * part / of) / 2, total))
}

pub(super) fn unfounded() -> Fault {
    Fault::Damaged("the first event does not found a register".to_owned())
}

/// Writes the rows of every matter anew, a few families at a time.
fn project(tx: &Tx<'_>, families: &Families, progress: &mut dyn FnMut(u64, u64)) -> Result<(), Fault> {
    let mut time = Timeline::default();
    for part in 0..families.parts {
        if let Some(book) = families.book(tx, part, &mut time)? {
            tx.project_book(&book, Families::is_organ(part))?;
        }
        progress(u64::from(part) + 1, u64::from(families.parts));
    }
    Ok(())
}

/// The rows of every matter of a register whose index stands.
pub(super) fn project_anew(tx: &Tx<'_>) -> Result<(), Fault> {
    let families = sorted(tx, |_, _| Ok(()))?;
    project(tx, &families, &mut |_, _| {})
}
