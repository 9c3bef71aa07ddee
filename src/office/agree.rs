//! Whether everything else agrees with the log: the tables, people's hands, and that each act could have been
//! done where it stands. The log is read once in its order, then family by family on two threads, each with a
//! connection of its own to the same moment, in the memory of a few families.

use super::families::{Families, Next, Sorting, Timeline};
use super::hands::{Hands, Reader};
use super::{Fault, LogId, fold};
use crate::domain::book::Book;
use crate::domain::course::Wrong;
use crate::domain::event::Body;
use crate::domain::ids::{MatterId, Millis};
use crate::ledger::Hash;
use crate::store::compare::{self, Difference, Scratch, Secret, Sums};
use crate::store::contract::{Moment, Step};
use crate::store::engine::Live;
use crate::store::roots::Roots;
use crate::store::tiles::Growing;
use crate::store::{Register, Tx};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::thread;

/// Acts that are summed up together.
const TOGETHER: usize = 4096;

/// What was found of them.
pub(super) struct Agreed {
    pub tables: Result<Option<Difference>, Fault>,
    pub hands: Hands,
    pub wrong: Option<Wrong>,
    /// The materials that the acts name, in their order, and what is named and can be none.
    pub materials: BTreeSet<Hash>,
    pub no_materials: BTreeSet<String>,
}

/// How far it is: what is looked at, how much of it is done, and how much there is.
type Progress<'a> = dyn FnMut(&'static str, u64, u64) + 'a;

/// What the log says, read once in its order.
pub(super) struct Log {
    pub families: Families,
    roots: Roots,
    materials: BTreeSet<Hash>,
    no_materials: BTreeSet<String>,
}

impl Log {
    pub fn empty(roots: Roots) -> Self {
        let (materials, no_materials) = (BTreeSet::new(), BTreeSet::new());
        Self { families: Families::default(), roots, materials, no_materials }
    }

    /// What an act says of materials.
    pub fn takes_materials(&mut self, body: &Body) {
        let attached = body.act.attached().into_iter().filter_map(|a| a.hash);
        for name in body.act.materials_of_kind().into_iter().chain(attached) {
            match Hash::from_hex(&name) {
                Some(hash) => drop(self.materials.insert(hash)),
                None => drop(self.no_materials.insert(name)),
            }
        }
    }

    /// Judges a part from its first act, and folds it.
    pub fn judge(
        &self,
        db: &impl Moment,
        register: &Known,
        part: u32,
        time: &mut Timeline,
        now: Millis,
        done: &mut dyn FnMut(u64),
    ) -> Result<(Part, Option<Book>), Fault> {
        let families = &self.families;
        let begin = |organ| Reader::new(register.founding, now, organ);
        let reader = families.walk(db, part, time, begin, |reader, next| {
            match next {
                Next::Meanwhile(entry, body) => reader.passes(entry, body),
                Next::Own(entry, text) => {
                    let body = fold::body_as_written(text)?;
                    reader.take(entry, &body, &families.place(entry.header.seq, &body));
                    done(1);
                }
            }
            Ok(())
        })?;
        let found = reader.found(db, &self.roots)?;
        let book = families.today(found.book);
        Ok((Part { hands: found.hands, wrong: found.wrong, spoilt: None }, book))
    }

    pub fn agreed(self, tables: Result<Option<Difference>, Fault>, part: Part) -> Agreed {
        let Self { materials, no_materials, .. } = self;
        Agreed { tables, hands: part.hands, wrong: part.wrong, materials, no_materials }
    }
}

/// What two threads look at together.
struct Task<'a> {
    register: &'a Known,
    log: &'a Log,
    now: Millis,
    next: AtomicU32,
    done: AtomicU64,
}

/// What both threads need to know of the register.
pub(super) struct Known {
    pub founding: crate::store::Founding,
    /// Whether its tables are this program's and can be compared.
    pub compares: bool,
}

/// Looks at everything, in one moment of the register.
///
/// # Errors
/// A fault of the file, or that a body is none.
pub(super) fn agree(register: &Register, now: Millis, progress: &mut Progress<'_>) -> Result<Agreed, Fault> {
    let secret = Secret::default();
    let known = Known { founding: register.founding(), compares: !register.tables_stale() };
    register.read(|live| {
        let mut scratch = Scratch::new(known.founding, &secret)?;
        let mut second = register.second(live);
        // The live tables are summed up while the log is read.
        let (all, mut sums) = (scratch.tables.clone(), Sums::new(&secret));
        let (read, summed) = thread::scope(|both| {
            let beside = second.as_mut().filter(|_| known.compares).map(|db| {
                let (sums, all) = (&mut sums, &all);
                both.spawn(move || sums.add(db, all))
            });
            let read = read_log(live, &known, &mut scratch, progress);
            (read, beside.map(joined))
        });
        let (log, spoilt) = read?;
        let task =
            Task { register: &known, log: &log, now, next: AtomicU32::new(0), done: AtomicU64::new(0) };
        let (ours, theirs) = thread::scope(|both| {
            let beside = second.as_mut().map(|db| {
                let (task, secret) = (&task, &secret);
                both.spawn(move || {
                    let mut scratch = Scratch::new(task.register.founding, secret)?;
                    task.work(db, &mut scratch, &mut |_, _, _| {}).map(|part| (part, scratch.sums))
                })
            });
            let ours = task.work(live, &mut scratch, progress);
            (ours, beside.map(joined))
        });
        let mut part = ours?;
        if let Some(theirs) = theirs {
            let (other, sums) = theirs?;
            part.join(other);
            scratch.sums.join(sums);
        }
        let differ = || {
            if let Some(fault) = spoilt.or(part.spoilt.take()) {
                return Err(fault);
            }
            match summed {
                Some(summed) => summed?,
                None => sums.add(live, &all)?,
            }
            match scratch.sums.differ(&sums) {
                None => compare::unlike(live),
                differ => Ok(differ),
            }
        };
        let tables = if known.compares { differ() } else { Ok(None) };
        Ok(log.agreed(tables, part))
    })
}

fn joined<T>(thread: thread::ScopedJoinHandle<'_, Result<T, Fault>>) -> Result<T, Fault> {
    thread.join().unwrap_or_else(|_| Err(Fault::Damaged("a check under way".to_owned())))
}

/// The index of both logs is written into the scratch file on the way; the fault is that of the index alone.
fn read_log(
    live: &impl Moment,
    register: &Known,
    scratch: &mut Scratch,
    progress: &mut Progress<'_>,
) -> Result<(Log, Option<Fault>), Fault> {
    let (mut sorting, mut read) = (Sorting::new(), Log::empty(Roots::new(register.founding.alg)));
    let alg = register.founding.alg;
    let [mut acts, mut looked] = [Growing::new(), Growing::new()];
    let mut spoilt = None;
    let total = live.size(LogId::Acts)?;
    for from in (0..total).step_by(TOGETHER) {
        let to = total.min(from + TOGETHER as u64);
        progress("tables", from, total);
        scratch.add(|tx| {
            live.entries(LogId::Acts, from..to, |entry, _, text| -> Result<(), Fault> {
                let body = fold::body(text)?;
                let (seq, at) = (entry.header.seq, entry.header.time_ms);
                read.roots.push(LogId::Acts, entry.leaf);
                acts.push(tx, alg, LogId::Acts, seq, entry.leaf)?;
                read.takes_materials(&body);
                keep_first(&mut spoilt, tx.index(seq, at, &body));
                sorting.take(&entry, body);
                Ok(())
            })
        })?;
    }
    let reads = live.size(LogId::Reads)?;
    for from in (0..reads).step_by(TOGETHER) {
        let to = reads.min(from + TOGETHER as u64);
        scratch.add(|tx| {
            live.entries(LogId::Reads, from..to, |entry, _, text| -> Result<(), Fault> {
                let (seq, at) = (entry.header.seq, entry.header.time_ms);
                read.roots.push(LogId::Reads, entry.leaf);
                looked.push(tx, alg, LogId::Reads, seq, entry.leaf)?;
                let noted = fold::read(text).and_then(|body| tx.index_look(seq, at, &body));
                keep_first(&mut spoilt, noted);
                Ok(())
            })
        })?;
    }
    read.families = sorting.done(live)?;
    if read.families.last.is_none() {
        keep_first(&mut spoilt, Err(fold::unfounded()));
    }
    progress("tables", total, total);
    Ok((read, spoilt))
}

fn keep_first(first: &mut Option<Fault>, now: Result<(), Fault>) {
    if let (None, Err(fault)) = (&first, now) {
        *first = Some(fault);
    }
}

/// What was found in some families.
#[derive(Default)]
pub(super) struct Part {
    hands: Hands,
    wrong: Option<Wrong>,
    /// Why their rows could not be made.
    spoilt: Option<Fault>,
}

impl Part {
    pub fn join(&mut self, other: Part) {
        self.hands.join(other.hands);
        self.wrong = self.wrong.take().into_iter().chain(other.wrong).min_by_key(|wrong| wrong.seq);
        self.spoilt = self.spoilt.take().or(other.spoilt);
    }
}

impl Task<'_> {
    /// Takes one part after the other until none is left.
    fn work(
        &self,
        db: &impl Live,
        scratch: &mut Scratch,
        progress: &mut Progress<'_>,
    ) -> Result<Part, Fault> {
        let families = &self.log.families;
        let (mut time, mut all) = (Timeline::default(), Part::default());
        loop {
            let part = self.next.fetch_add(1, Ordering::Relaxed);
            if part >= families.parts {
                return Ok(all);
            }
            let mut step = |n| {
                let done = self.done.fetch_add(n, Ordering::Relaxed);
                if done.is_multiple_of(64) {
                    progress("hands", done + n, families.acts());
                }
            };
            let (mut made, book) = self.log.judge(db, self.register, part, &mut time, self.now, &mut step)?;
            if self.register.compares
                && let Some(book) = book
            {
                let records: Vec<MatterId> = book.records.keys().copied().collect();
                let fill = |tx: &Tx<'_>| tx.project_book(&book, Families::is_organ(part));
                made.spoilt = scratch.add_records(db, &records, fill).err();
            }
            all.join(made);
            progress("hands", self.done.load(Ordering::Relaxed), families.acts());
        }
    }
}
