//! What was done since a checkpoint that somebody kept: for a look every night at a register whose whole takes
//! long. What lies before it is held to the checkpoint by its headers and leaves, and its bodies are not read;
//! every family that was touched since is judged and compared from its first act.

use super::agree::{Agreed, Known, Log, Part};
use super::families::{Families, Timeline};
use super::{Fault, LogId, fold};
use crate::domain::event::Event;
use crate::domain::ids::{MatterId, Millis};
use crate::store::Register;
use crate::store::compare::{Difference, Scratch, Secret};
use crate::store::contract::{Moment, Step};
use crate::store::roots::Roots;
use std::collections::{BTreeMap, BTreeSet};

/// Leaves that are read at a time.
const TOGETHER: u64 = 4096;

/// Looks at what the acts from a position on touched.
///
/// # Errors
/// A fault of the file, or that a body is none.
pub(super) fn agree(register: &Register, from: u64, now: Millis) -> Result<Agreed, Fault> {
    let known = Known { founding: register.founding(), compares: !register.tables_stale() };
    register.read(|live| {
        let mut log = Log::empty(roots(live, &known)?);
        let mut touched = BTreeSet::new();
        live.entries(LogId::Acts, from..u64::MAX, |_, _, text| -> Result<(), Fault> {
            let body = fold::body(text)?;
            log.takes_materials(&body);
            if !matches!(body.act, Event::Organ(_) | Event::Evidence(_)) {
                touched.insert(body.matter);
                touched.extend(body.act.also());
            }
            Ok(())
        })?;
        log.families = some(live, touched)?;
        let (mut scratch, mut time) =
            (Scratch::new(known.founding, &Secret::default())?, Timeline::default());
        let (mut all, mut differs) = (Part::default(), None);
        for part in 0..log.families.parts {
            let (found, book) = log.judge(live, &known, part, &mut time, now, &mut |_| {})?;
            all.join(found);
            for record in book.iter().flat_map(|b| b.records.keys()).filter(|_| known.compares) {
                let Some(book) = &book else { continue };
                let write = |tx: &crate::store::Tx<'_>| tx.project_family(book, record);
                if differs.is_none() && !scratch.has_rows_of(live, &book.family(record), write)? {
                    let table = book.ref_of(record).map_or_else(String::new, |r| r.0.clone());
                    differs = Some(Difference { table, live: 0, rebuilt: 0 });
                }
            }
        }
        Ok(log.agreed(Ok(differs), all))
    })
}

/// Where both trees stood, by the leaves alone.
fn roots(live: &impl Moment, known: &Known) -> Result<Roots, Fault> {
    let mut roots = Roots::new(known.founding.alg);
    for which in LogId::ALL {
        let size = live.size(which)?;
        for from in (0..size).step_by(TOGETHER as usize) {
            let leaves = live.leaves(which, from..size.min(from + TOGETHER))?;
            leaves.into_iter().for_each(|leaf| roots.push(which, leaf));
        }
    }
    Ok(roots)
}

/// The families of these matters: each with its record, what hangs on it, the meetings of that, and what else
/// is on their agenda.
fn some(live: &impl Moment, touched: BTreeSet<MatterId>) -> Result<Families, Fault> {
    let (mut first, mut waiting) = (BTreeMap::new(), Vec::new());
    let mut parts = Vec::new();
    for begun in touched {
        waiting.push(begun);
        let mut family = BTreeSet::new();
        while let Some(matter) = waiting.pop() {
            if first.contains_key(&matter) || !family.insert(matter) {
                continue;
            }
            waiting.extend(live.by_id(&matter)?.and_then(|line| line.record));
            waiting.extend(live.family(&matter)?);
            waiting.extend(live.records_of_meeting(&matter)?);
        }
        if !family.is_empty() {
            first.extend(family.iter().map(|matter| (*matter, parts.len())));
            parts.push(live.seqs(&family.into_iter().collect::<Vec<_>>())?);
        }
    }
    let mut organ = Vec::new();
    for seq in std::iter::once(0).chain(live.organ_seqs(Some(0))?) {
        let stored = live.entry(LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
        organ.push((stored.entry, fold::body(&stored.body)?));
    }
    Ok(Families::of(live.size(LogId::Acts)?, organ, &parts))
}
