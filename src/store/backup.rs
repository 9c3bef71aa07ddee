//! A copy of a register that is known to be good before it gets its name.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};

use super::check::{self, Report};
use super::db::{self, Mode, REGISTER_FILE, Register};
use super::fault::Fault;
use super::files;
use super::materials::{MATERIALS_DIR, Materials};
use crate::ledger::{Checkpoint, LogId};

/// A finished copy.
#[derive(Debug)]
pub struct Copied {
    /// Its directory: a register that opens like any other.
    pub dir: PathBuf,
    /// The heads of both logs, also written beside it as `<name>.<log>.checkpoint`.
    pub heads: Vec<Checkpoint>,
    /// Number of materials.
    pub materials: usize,
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyFault {
    /// The machine, the place, the file.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The copy was made and is not sound, because the register is not: it got no name. What the
    /// check found is here.
    #[error("the copy is not sound")]
    Unsound(Box<Report>),
}

/// Copies register and materials to `into/name` while others go on working. Drafts stay behind.
pub fn copy(
    register: &Register,
    into: &Path,
    name: &str,
    progress: impl FnMut(LogId, u64, u64),
) -> Result<Copied, CopyFault> {
    let into = files::real_dir(into)?;
    let done = into.join(name);
    if fs::symlink_metadata(&done).is_ok() {
        return Err(Fault::Exists(done).into());
    }
    let unfinished = into.join(format!("{name}.unfinished"));
    if fs::symlink_metadata(&unfinished).is_ok() {
        fs::remove_dir_all(&unfinished).map_err(Fault::from)?;
    }
    let copied = copy_to(register, &unfinished, progress);
    let (heads, materials) = match copied {
        Ok(copied) => copied,
        Err(fault) => {
            // The reason is what the caller needs; a leftover is cleared by the next copy.
            let _ = fs::remove_dir_all(&unfinished);
            return Err(fault);
        }
    };
    for head in &heads {
        write_synced(&into.join(format!("{name}.{}.checkpoint", head.log.name())), &head.text())?;
    }
    fs::rename(&unfinished, &done).map_err(Fault::from)?;
    files::sync_dir(&into)?;
    Ok(Copied { dir: done, heads, materials })
}

fn copy_to(
    register: &Register,
    dir: &Path,
    progress: impl FnMut(LogId, u64, u64),
) -> Result<(Vec<Checkpoint>, usize), CopyFault> {
    files::make_dir(dir)?;
    copy_database(register, &dir.join(REGISTER_FILE))?;
    // After the database: a material is on the disk before the event that names it, so every
    // material that the copied events name is there to be copied.
    let materials = copy_materials(register, dir)?;
    files::sync_dir(dir)?;
    let copy = Register::open(dir, register.tables(), Mode::Evidence)?;
    let report = check::check(&copy, &[], progress)?;
    if !report.is_sound() {
        return Err(CopyFault::Unsound(Box::new(report)));
    }
    Ok((report.heads(&copy), materials))
}

fn copy_database(register: &Register, path: &Path) -> Result<(), Fault> {
    drop(files::new_file(path)?);
    let mut target = db::connect(path)?;
    register.maintain(|source| {
        let backup = Backup::new(source, &mut target)?;
        // All pages in one step are the register at one moment; its readers never stop a writer.
        for _ in 0..100 {
            match backup.step(-1)? {
                StepResult::Done => return Ok(()),
                StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(100)),
                _ => {}
            }
        }
        Err(Fault::Busy)
    })?;
    target.close().map_err(|(_, error)| Fault::from(error))?;
    // The connection is closed; no lock of ours hangs on this file any more.
    Ok(File::open(path)?.sync_all()?)
}

fn copy_materials(register: &Register, dir: &Path) -> Result<usize, Fault> {
    let alg = register.founding().alg;
    let (from, to) = (Materials::of(register.dir(), alg), Materials::of(dir, alg));
    files::make_dir(&dir.join(MATERIALS_DIR))?;
    let names = from.list()?;
    for name in &names {
        let kept = to.put(&mut from.reader(name)?, u64::MAX)?;
        if kept.hash != *name {
            return Err(Fault::damaged(format!("material {name}")));
        }
    }
    Ok(names.len())
}

fn write_synced(path: &Path, text: &str) -> Result<(), Fault> {
    files::remove_if_there(path)?;
    let mut file = files::new_file(path)?;
    file.write_all(text.as_bytes())?;
    Ok(file.sync_all()?)
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
