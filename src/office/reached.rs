//! What a change of people reaches, read before the lock is taken: any sentence may mean anybody, so that every
//! record is read again, and nobody waits for it. Held against a scratch file it is seen which records move by it;
//! these alone are written under the lock, with what was acted on since.

use super::desk::Desk;
use super::families::Timeline;
use super::{Fault, LogId, Office, Trouble, fold, me};
use crate::domain::book::Book;
use crate::domain::command::{Actor, Command};
use crate::domain::event::{Stamp, VERSION};
use crate::domain::ids::{MatterId, Revision};
use crate::domain::organ::{Organ, OrganCommand, OrganEvent, ProposalState, Touches};
use crate::domain::policy;
use crate::store::compare::{Scratch, Secret};
use crate::store::contract::{Moment, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Records whose reading is kept until they are written. What is beyond is read once more.
const KEPT: usize = 512;
/// Records that are folded together.
const TOGETHER: usize = 256;

/// What was read for one change.
pub(super) struct Reached {
    /// The position of the last act about the organ by which it was read.
    pub organ_seq: u64,
    /// So many acts there were.
    size: u64,
    /// The organ with the change in it.
    after: Arc<Organ>,
    /// Records that it moves, and those of which somebody is asked for something: whose turn it is rests on
    /// the moment.
    moves: BTreeSet<MatterId>,
    kept: BTreeMap<MatterId, Book>,
}

impl Office {
    /// Reads ahead what confirming a change will reach; none where it reaches less than everything, or is not
    /// going to be confirmed by him.
    ///
    /// # Errors
    /// A fault of the file.
    pub(super) fn read_what_it_reaches(
        &self,
        actor: &Actor,
        command: &Command,
    ) -> Result<Option<Reached>, Trouble> {
        let Command::Organ(OrganCommand::Confirm { proposal }) = command else { return Ok(None) };
        let person = me(actor)?;
        self.register.read(|db| {
            let mut after = self.organ.clone();
            let organ_seq = fold::refresh_organ(db, &mut after, self.organ_seq)?;
            let size = db.size(LogId::Acts)?;
            let open = after.proposals.get(proposal).filter(|p| p.state == ProposalState::Proposed);
            if !open.is_some_and(|p| &p.by != person && after.is_administrator(person)) {
                return Ok(None);
            }
            // Of an act that comes later no record there was before says anything by its position.
            let stamp = Stamp {
                seq: size,
                v: VERSION,
                at: self.clock.now(),
                matter: *proposal,
                actor: &actor.name,
                revision: Revision(String::new()),
            };
            let confirmed = OrganEvent::ProposalConfirmed { proposal: *proposal };
            Arc::make_mut(&mut after).apply(&stamp, &confirmed);
            let reached = after.proposals.get(proposal).and_then(|p| p.reached.as_ref());
            if reached != Some(&Touches::Everything) {
                return Ok(None);
            }
            let (moves, kept) = (db.going()?.0.into_iter().collect(), BTreeMap::new());
            let mut read = Reached { organ_seq, size, after, moves, kept };
            let mut scratch = Scratch::new(self.founding(), &Secret::default())?;
            let mut families = fold::sorted(db, |_, _| Ok(()))?;
            families.last = Some(read.after.clone());
            let mut time = Timeline::default();
            for part in 0..families.parts {
                let Some(book) = families.book(db, part, &mut time)? else { continue };
                for record in book.records.keys() {
                    let stands = read.moves.contains(record)
                        || scratch
                            .has_rows_of(db, &book.family(record), |tx| tx.project_family(&book, record))?;
                    read.takes(&book, record, !stands);
                }
            }
            Ok(Some(read))
        })
    }
}

impl Reached {
    fn takes(&mut self, book: &Book, record: &MatterId, moves: bool) {
        if moves {
            self.moves.insert(*record);
        }
        if self.moves.contains(record) && self.kept.len() < KEPT {
            let alone = book.of(record);
            alone.records.values().for_each(|record| policy::read_ahead(&self.after, record));
            self.kept.insert(*record, alone);
        }
    }
}

impl Desk<'_, '_> {
    /// Writes the rows that a change of people moves, the organ standing as it does after it.
    pub(super) fn write_what_it_reached(&mut self, read: &Reached) -> Result<(), Fault> {
        let tx = self.tx;
        Arc::make_mut(self.organ).takes_names(&read.after);
        let acted_on = tx.acted_on_since(read.size)?;
        let (going, mut meetings) = tx.going()?;
        let mut rest: BTreeSet<MatterId> = read.moves.iter().copied().chain(going).collect();
        rest.extend(&acted_on);
        for (record, book) in read.kept.iter().filter(|(record, _)| !acted_on.contains(record)) {
            let mut book = book.clone();
            book.organ = self.organ.clone();
            tx.project_family(&book, record)?;
            rest.remove(record);
        }
        for records in rest.into_iter().collect::<Vec<_>>().chunks(TOGETHER) {
            let book = fold::families(tx, self.organ, records)?;
            records.iter().try_for_each(|record| tx.project_family(&book, record))?;
        }
        meetings.extend(tx.of_organ(None)?);
        meetings.sort();
        meetings.dedup();
        let book = fold::book(tx, self.organ, &meetings)?;
        tx.project_others(&book, true)
    }
}
