//! What was done since a checkpoint that somebody kept: for a look every night at a register whose whole takes
//! long. What lies before it is held to the checkpoint by its headers and leaves, and its bodies are not read;
//! every family that was touched since is judged and compared from its first act.

use super::agree::{Agreed, Known, Log, Part};
use super::families::{Families, Timeline};
use super::{Fault, LogId, fold};
use crate::domain::event::{Body, Event};
use crate::domain::ids::{MatterId, Millis};
use crate::domain::registry;
use crate::domain::whole::{Earlier, Place, Whole};
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
        let (mut touched, mut whole) = (BTreeMap::<MatterId, Touched>::new(), Whole::default());
        let mut places = BTreeMap::new();
        let v = from.checked_sub(1).map_or(Ok(0), |last| stored(live, last).map(|body| body.v))?;
        whole.had(Earlier { v, ..Earlier::default() });
        live.entries(LogId::Acts, from..u64::MAX, |entry, _, text| -> Result<(), Fault> {
            let body = fold::body(text)?;
            log.takes_materials(&body);
            whole.had(earlier(live, from, &body)?);
            let place = whole.meets(&body);
            if place != Place::plain(&body) {
                places.insert(entry.header.seq, place);
            }
            let all: Vec<MatterId> = body.act.also().into_iter().chain([body.matter]).collect();
            for matter in &all {
                let Touched { acts, beside, organ } = touched.entry(*matter).or_default();
                acts.push(entry.header.seq);
                beside.extend(&all);
                *organ |= matches!(body.act, Event::Organ(_) | Event::Evidence(_));
            }
            Ok(())
        })?;
        log.families = some(live, touched, places)?;
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

fn stored(live: &impl Moment, seq: u64) -> Result<Body, Fault> {
    let stored = live.entry(LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
    fold::body(&stored.body)
}

/// What an act may repeat of what lies before the checkpoint, or goes on from: the tables say where that stands.
fn earlier(live: &impl Moment, from: u64, body: &Body) -> Result<Earlier, Fault> {
    let command = live.of_command(&body.command)?.filter(|seq| *seq < from);
    let command = command.map(|seq| stored(live, seq)).transpose()?;
    let given = body.act.ref_given(&body.matter);
    let given = given.map(|ref_| Ok::<_, Fault>((live.given_before(&ref_, from)?, ref_))).transpose()?;
    let mut found = Earlier {
        command: command.map(|b| (body.command, b.hand.is_some())),
        given: given.and_then(|(matter, ref_)| Some((ref_, matter?))),
        ..Earlier::default()
    };
    let Some((series, year, _)) = body.act.number() else { return Ok(found) };
    let (kind, mut before) = (body.act.kind(), from);
    while let Some(seq) = live.last_of_kind(&kind, before)? {
        // Years only go on: where the series was in an earlier one, this year has none yet.
        let numbered = stored(live, seq)?.act.number().filter(|(of, in_, _)| of == &series && *in_ <= year);
        if let Some(numbered) = numbered {
            found.number = Some(numbered).filter(|(_, in_, _)| *in_ == year);
            break;
        }
        before = seq;
    }
    Ok(found)
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

/// What was done since to one matter: read off the log, whatever the index says of it.
#[derive(Default)]
struct Touched {
    acts: Vec<u64>,
    /// To whose story these belong as well.
    beside: BTreeSet<MatterId>,
    /// Whether any of them is about the organ.
    organ: bool,
}

/// The families of these matters: each with its record, what hangs on it, the meetings of that, what else is on
/// their agenda, and whatever shares an act with any of these.
fn some(
    live: &impl Moment,
    touched: BTreeMap<MatterId, Touched>,
    places: BTreeMap<u64, Place>,
) -> Result<Families, Fault> {
    let (mut taken, mut waiting) = (BTreeSet::<MatterId>::new(), Vec::new());
    let mut parts = vec![Vec::new()];
    for begun in touched.keys() {
        waiting.push(*begun);
        let mut family = BTreeSet::new();
        while let Some(matter) = waiting.pop() {
            if taken.contains(&matter) || !family.insert(matter) {
                continue;
            }
            let line = live.by_id(&matter)?;
            waiting.extend(line.as_ref().and_then(|line| line.record));
            if let Some(line) = line.filter(|line| registry::hangs_on_organ(&line.kind)) {
                waiting.extend(live.of_organ(Some(&line.kind))?);
            }
            waiting.extend(live.family(&matter)?);
            waiting.extend(live.records_of_meeting(&matter)?);
            waiting.extend(live.beside(&matter)?);
            waiting.extend(touched.get(&matter).into_iter().flat_map(|t| &t.beside));
        }
        if !family.is_empty() {
            taken.extend(&family);
            let since = family.iter().filter_map(|matter| touched.get(matter)).flat_map(|t| &t.acts);
            let mut all: BTreeSet<u64> = since.copied().collect();
            all.extend(live.seqs(&family.iter().copied().collect::<Vec<_>>())?);
            if family.iter().any(|matter| touched.get(matter).is_some_and(|t| t.organ)) {
                parts[0].extend(all);
            } else {
                parts.push(all.into_iter().collect());
            }
        }
    }
    let since = touched.values().filter(|t| t.organ).flat_map(|t| &t.acts);
    let mut seqs: BTreeSet<u64> = since.copied().chain([0]).collect();
    seqs.extend(live.organ_seqs(Some(0))?);
    let mut organ = Vec::new();
    for seq in seqs {
        let stored = live.entry(LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
        let body = fold::body(&stored.body)?;
        if matches!(body.act, Event::Organ(_) | Event::Evidence(_)) {
            organ.push((stored.entry, body));
        }
    }
    Ok(Families::of(live.size(LogId::Acts)?, organ, &parts, places))
}
