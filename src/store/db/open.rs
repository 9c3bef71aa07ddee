//! How a register is made, opened, and kept for one alone.

use std::fs;
use std::path::Path;

use super::{Founding, LOCK_FILE, Mode, REGISTER_FILE, Register, STATEMENTS, Tx, WAL, locked_in, number_of};
use crate::store::fault::Fault;
use crate::store::files;
use crate::store::guard::Guard;
use crate::store::lock::{self, LockFile};
use crate::store::opening::{
    bring_forward, check_place, connect, connect_immutable, connect_looking, found, prepare_place,
    read_founding, recognise,
};
use crate::store::schema::{self, Step, Tables, TablesState};
use crate::store::settings::{self, pragma_number};
use crate::store::space::Closed;

/// Shared by everybody who has the register open.
const IN_USE_FILE: &str = "in-use";

/// Nobody opens a register as long as this lives.
pub struct Alone(#[expect(dead_code, reason = "held, not read")] lock::Held);

impl Register {
    /// Founds a register in `dir`, which is made when missing. `first` writes the founding events
    /// in the same step: there is never a register without its beginning.
    pub fn create<T, E: From<Fault>>(
        dir: &Path,
        founding: Founding,
        tables: Tables,
        mode: Mode,
        first: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<(Register, T), E> {
        // On a new machine the person's own data directory may not be there yet.
        files::make_above(dir)?;
        let (dir, lock) = prepare_place(dir, mode)?;
        let held = lock.hold("")?;
        let (done, unfinished) = (dir.join(REGISTER_FILE), dir.join("register.db.new"));
        if fs::symlink_metadata(&done).is_ok() {
            return Err(Fault::Exists(done).into());
        }
        let sweep = || {
            let mut ends = ["", "-wal", "-shm", "-journal"].into_iter();
            ends.try_for_each(|end| files::remove_if_there(&dir.join(format!("register.db.new{end}"))))
        };
        // What an interrupted founding left behind.
        sweep()?;
        drop(files::new_file(&unfinished)?);
        let answer = match found(&unfinished, founding, tables, first) {
            Ok(answer) => answer,
            Err(fault) => {
                // It may be all that the disk had room for.
                let _ = sweep();
                return Err(fault);
            }
        };
        let settle = || -> Result<(), Fault> {
            fs::rename(&unfinished, &done)?;
            dir.ancestors().take(2).try_for_each(files::sync_dir)
        };
        settle()?;
        drop(held);
        Ok((Register::open(&dir, tables, mode)?, answer))
    }

    /// Opens the register in `dir`. A file that is not one is not touched. An older form is brought
    /// to this program's, after a verified copy of it was put beside it.
    pub fn open(dir: &Path, tables: Tables, mode: Mode) -> Result<Register, Fault> {
        Register::open_with(dir, tables, mode, schema::STEPS)
    }

    /// As [`Register::open`], by another list of steps: how tests see a form that is yet to come.
    pub fn open_with(
        dir: &Path,
        tables: Tables,
        mode: Mode,
        steps: &'static [Step],
    ) -> Result<Register, Fault> {
        match lock::named(&locked_in(dir), || Register::open_as(dir, tables, mode, steps)) {
            Err(
                fault @ (Fault::Io(_)
                | Fault::Full
                | Fault::ReadOnly
                | Fault::NotAllowed(_)
                | Fault::NotOpened
                | Fault::Database(_)),
            ) if mode.writes() => {
                if files::is_out_of_files() {
                    return Err(Fault::NoMoreFiles);
                }
                match Closed::of(dir, &dir.join(REGISTER_FILE)) {
                    Some(closed) => Register::open_closed(dir, tables, steps, closed).map_err(|_| fault),
                    None => Err(fault),
                }
            }
            Err(Fault::Busy) => Err(match lock::holder(&dir.join(LOCK_FILE)) {
                Ok(Some(waited)) => Fault::Waited(Box::new(waited)),
                _ => Fault::Busy,
            }),
            opened => opened,
        }
    }

    /// Where nothing can be written the database cannot even share its memory with others. What is there
    /// can be read all the same, as long as nothing is to be noted about it. Tables of another form would
    /// have to be made anew first.
    fn open_closed(
        dir: &Path,
        tables: Tables,
        steps: &'static [Step],
        closed: Closed,
    ) -> Result<Register, Fault> {
        let mut looking = Register::open_as(dir, tables, Mode::Looking, steps)?;
        let form = looking.maintain(|db| pragma_number(db, "user_version"))?;
        if form < steps.len() as i64 || looking.tables_stale() {
            return Err(closed.fault());
        }
        looking.closed = Some(closed);
        Ok(looking)
    }

    fn open_as(dir: &Path, tables: Tables, mode: Mode, steps: &'static [Step]) -> Result<Register, Fault> {
        let dir = files::real_dir(dir)?;
        let path = dir.join(REGISTER_FILE);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Fault::Missing(path)),
            Err(error) => return Err(Fault::file(&dir, error)),
            Ok(meta) if !meta.is_file() => return Err(Fault::NotARegister(path)),
            Ok(_) => {}
        }
        let evidence = !mode.writes();
        let lock = if evidence { None } else { Some(check_place(&dir, &path, mode)?) };
        let in_use = match &lock {
            None => None,
            Some(_) => match LockFile::at(&dir.join(IN_USE_FILE))?.share() {
                Err(Fault::Waited(_)) => return Err(Fault::InUse(dir)),
                shared => Some(shared?),
            },
        };
        if !evidence && Closed::lends_memory(&dir) {
            return Err(Fault::Full);
        }
        let file = number_of(&path)?;
        let mut db = match mode {
            Mode::Session | Mode::SessionOnNetwork => connect(&path)?,
            Mode::Evidence => connect_immutable(&path)?,
            Mode::Looking => connect_looking(&path)?,
        };
        recognise(&db, &path, steps)?;
        if !evidence && db.is_readonly("main")? {
            return Err(Fault::ReadOnly);
        }
        settings::apply_and_check(&db, if evidence { None } else { WAL })?;
        if let Some(lock) = &lock {
            bring_forward(&mut db, lock, &dir, steps)?;
        }
        let founding = read_founding(&db)?;
        let state = match schema::tables_state(&db, tables) {
            // Evidence is looked at by its log; tables of another program do not matter there.
            Err(_) if evidence => TablesState::Stale,
            state => state?,
        };
        let guard = Guard::install(&mut db)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        if number_of(&path)? != file {
            return Err(Fault::Gone(path));
        }
        Ok(Register {
            dir,
            db,
            lock,
            _in_use: in_use,
            file,
            who: String::new(),
            guard,
            founding,
            tables,
            steps,
            state,
            watched: tables.watched(),
            unsettled: false,
            closed: None,
            follows: false,
            anchor: None,
            anchor_silent: false,
            ending: None,
        })
    }

    /// The register's place for one alone, so that it can be taken away.
    ///
    /// # Errors
    /// [`Fault::InUse`] while any session has it open.
    pub fn alone(dir: &Path) -> Result<Alone, Fault> {
        let dir = files::real_dir(dir)?;
        let held = LockFile::at(&dir.join(IN_USE_FILE))?.try_hold("")?;
        held.map(Alone).ok_or(Fault::InUse(dir))
    }
}
