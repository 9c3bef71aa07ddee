//! The single way to write into a register: one transaction under the lock, all or nothing.

use std::ops::Deref;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{Founding, REGISTER_FILE, Register, locked_in, number_of};
use crate::store::fault::Fault;
use crate::store::guard::Guard;
use crate::store::lock;
use crate::store::schema::{self, Tables, TablesState};
use crate::store::settings::pragma_number;
use crate::store::space::Closed;
use crate::store::tiles;

/// A write under way: the lock is held, and nothing is kept unless the whole of it succeeds.
pub struct Tx<'c> {
    pub(in crate::store) inner: Transaction<'c>,
    founding: Founding,
}

impl Tx<'_> {
    /// A write into a scratch file, for comparing.
    pub(in crate::store) fn around(inner: Transaction<'_>, founding: Founding) -> Tx<'_> {
        Tx { inner, founding }
    }

    /// The register written to.
    pub fn founding(&self) -> Founding {
        self.founding
    }
}

impl Deref for Tx<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.inner
    }
}

fn remake<E: From<Fault>>(
    guard: &Guard,
    tx: &Tx<'_>,
    tables: Tables,
    replay: impl FnOnce(&Tx<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let lifted = guard.lift();
    schema::drop_tables(tx)?;
    schema::make_tables(tx, tables)?;
    drop(lifted);
    replay(tx)
}

impl Register {
    /// Carries every commit from the file beside it into the register's own file, and both onto the
    /// disk. After a commit of unknown outcome, on a fresh connection, this is what settles it: what
    /// is there afterwards stays, and what is not is gone for good.
    pub fn settle(&self) -> Result<(), Fault> {
        let busy: i64 =
            self.maintain(|db| Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?))?;
        if busy == 0 { Ok(()) } else { Err(Fault::Busy) }
    }

    /// Writes, all or nothing. Waits for other writers; `act` must not wait for a person. After
    /// [`Fault::Unsettled`] this connection writes no more: open again and look what is there.
    pub fn write<T, E: From<Fault>>(&mut self, act: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.in_one(false, |_, tx| act(tx))
    }

    /// As [`Self::rebuild_tables`] where they are another program's, unless somebody else made them while
    /// this one waited for the lock.
    pub fn freshen_tables<E: From<Fault>>(
        &mut self,
        replay: impl FnOnce(&Tx<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let tables = self.tables;
        self.in_one(true, |guard, tx| {
            if schema::tables_state(tx, tables)? == TablesState::Fresh {
                return Ok(());
            }
            remake(guard, tx, tables, replay)
        })?;
        self.state = TablesState::Fresh;
        Ok(())
    }

    /// Drops every table that is not the log, makes them again and lets `replay` fill them, in one
    /// step: other sessions see the old tables until the new ones are whole.
    pub fn rebuild_tables<E: From<Fault>>(
        &mut self,
        replay: impl FnOnce(&Tx<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let tables = self.tables;
        self.in_one(true, |guard, tx| remake(guard, tx, tables, replay))?;
        self.state = TablesState::Fresh;
        Ok(())
    }

    /// Nothing is written into a file nobody will find again.
    fn is_there(&self) -> Result<(), Fault> {
        let path = self.dir.join(REGISTER_FILE);
        if number_of(&path).is_ok_and(|found| found == self.file) { Ok(()) } else { Err(Fault::Gone(path)) }
    }

    /// As above, after a commit. Where it cannot be told what stands in its place the act may be there all the
    /// same, and is looked up by its id.
    fn still_there(&self) -> Result<(), Fault> {
        let path = self.dir.join(REGISTER_FILE);
        match number_of(&path) {
            Ok(found) if found == self.file => Ok(()),
            Ok(_) => Err(Fault::Gone(path)),
            Err(_) => Err(Fault::Unsettled),
        }
    }

    /// `anew`: the tables are made again, whatever was done to them.
    fn in_one<T, E: From<Fault>>(
        &mut self,
        anew: bool,
        act: impl FnOnce(&Guard, &Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let closed = || self.closed.map_or(Fault::ReadOnly, Closed::fault);
        let lock = self.lock.as_ref().ok_or_else(closed)?;
        if self.unsettled {
            return Err(Fault::Unsettled.into());
        }
        // Last of all, and dropped after the transaction, on every way out.
        let held = lock.hold(&self.who)?;
        self.is_there()?;
        let watched = self.watched && self.state == TablesState::Fresh;
        let answer = {
            let begin = || Ok(Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?);
            let inner = lock::named::<_, E>(&locked_in(&self.dir), begin)?;
            let lifted = self.guard.lift();
            let (found, known) = (pragma_number(&inner, "user_version")?, self.steps.len() as i64);
            drop(lifted);
            if found > known {
                // A later program has brought the file forward while this one had it open.
                return Err(Fault::Newer { found, known }.into());
            }
            let tx = Tx { inner, founding: self.founding };
            if watched && !anew && schema::touched(&tx)? {
                return Err(Fault::Touched.into());
            }
            let answer = act(&self.guard, &tx)?;
            if self.tables.has_tiles() && (anew || self.state == TablesState::Fresh) {
                tiles::grow(&tx, self.founding.alg)?;
            }
            if watched || anew && self.watched {
                schema::own_touch(&tx)?;
            }
            if let Err(error) = tx.inner.commit() {
                let fault = Fault::from(error);
                // An error while the disk was asked to keep the pages says nothing about the pages.
                self.unsettled = matches!(fault, Fault::Io(_));
                return Err(if self.unsettled { Fault::Unsettled } else { fault }.into());
            }
            answer
        };
        let there = self.still_there();
        drop(held);
        self.unsettled |= matches!(there, Err(Fault::Unsettled));
        there?;
        self.note_heads(false);
        Ok(answer)
    }
}
