//! Texts that people sign elsewhere, kept until the signature comes back or the time is over.

use super::fault::Fault;
use super::files;
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

pub(super) const CHALLENGES_DIR: &str = "challenges";
/// Texts of one register that wait for a signature; more are swept before a new one is kept.
const MOST_CHALLENGES: usize = 4096;

/// Texts that wait for their signature, each in a file of its own. In no log and in no copy.
pub struct Challenges {
    dir: PathBuf,
}

impl Challenges {
    pub fn of(register_dir: &Path) -> Self {
        Self { dir: register_dir.join(CHALLENGES_DIR) }
    }

    /// Keeps one; `id` is its command's.
    ///
    /// # Errors
    /// A fault of the disk, or far too many are kept.
    pub fn put(&self, id: &Uuid, text: &str) -> Result<(), Fault> {
        files::make_dir(&self.dir)?;
        if self.ids()?.len() >= MOST_CHALLENGES {
            return Err(Fault::Busy);
        }
        files::put_whole(&self.path(id), text.as_bytes())
    }

    /// # Errors
    /// A fault of the disk.
    pub fn get(&self, id: &Uuid) -> Result<Option<String>, Fault> {
        files::text_if_there(&self.path(id))
    }

    /// # Errors
    /// A fault of the disk.
    pub fn drop(&self, id: &Uuid) -> Result<(), Fault> {
        files::remove_if_there(&self.path(id))
    }

    /// All that are kept, the oldest first.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn ids(&self) -> Result<Vec<Uuid>, Fault> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(files::shut(&self.dir, error)),
        };
        let mut ids = Vec::new();
        for entry in entries {
            let name = entry?.file_name();
            ids.extend(name.to_str().and_then(|n| n.strip_suffix(".json")?.parse::<Uuid>().ok()));
        }
        // They begin with their time.
        ids.sort_unstable();
        Ok(ids)
    }

    fn path(&self, id: &Uuid) -> PathBuf {
        self.dir.join(format!("{id}.json"))
    }
}
