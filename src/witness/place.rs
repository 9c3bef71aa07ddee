//! The witness's directory: one file of state, and the key where the program keeps it.

use super::{STATE_FORMAT, State};
use crate::signing::SigningKey;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const STATE_FILE: &str = "witness.json";
const KEY_FILE: &str = "witness.key";
/// The most that is read of either. 4 MiB.
const LONGEST: u64 = 4 << 20;

/// Where a witness keeps what he remembers.
pub struct Place {
    dir: PathBuf,
}

/// Why the place is of no use.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error(transparent)]
    Io(#[from] io::Error),
    /// There is a witness already.
    #[error("there is a witness already")]
    Taken,
    /// The state or the key cannot be read. A witness who has forgotten starts anew with a new key.
    #[error("the state is damaged")]
    Damaged,
}

impl Place {
    pub fn at(dir: &Path) -> Place {
        Place { dir: dir.to_owned() }
    }

    /// Makes the directory and its state; `key` is kept here unless the witness signs elsewhere.
    ///
    /// # Errors
    /// [`PlaceError::Taken`], or a fault of the disk.
    pub fn found(&self, state: &State, key: Option<&SigningKey>) -> Result<(), PlaceError> {
        match DirBuilder::new().mode(0o700).create(&self.dir) {
            Err(e) if e.kind() != ErrorKind::AlreadyExists => return Err(e.into()),
            _ => {}
        }
        if self.dir.join(STATE_FILE).exists() || self.dir.join(KEY_FILE).exists() {
            return Err(PlaceError::Taken);
        }
        if let Some(key) = key {
            let text = key.to_openssh().map_err(|_| PlaceError::Damaged)?;
            self.put(KEY_FILE, &text)?;
        }
        self.keep(state)
    }

    /// # Errors
    /// [`PlaceError::Damaged`], or that nothing is there.
    pub fn state(&self) -> Result<State, PlaceError> {
        let text = self.text(STATE_FILE)?;
        let state: State = serde_json::from_str(&text).map_err(|_| PlaceError::Damaged)?;
        if state.format == STATE_FORMAT { Ok(state) } else { Err(PlaceError::Damaged) }
    }

    /// The key kept here; none where the witness signs elsewhere.
    ///
    /// # Errors
    /// [`PlaceError::Damaged`].
    pub fn key(&self) -> Result<Option<SigningKey>, PlaceError> {
        match self.text(KEY_FILE) {
            Ok(text) => SigningKey::from_openssh(&text).map(Some).map_err(|_| PlaceError::Damaged),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// A file of this place: opening a pipe in its stead would never come to an end.
    fn text(&self, name: &str) -> io::Result<String> {
        let path = self.dir.join(name);
        if !fs::metadata(&path)?.is_file() {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut text = String::new();
        File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
        Ok(text)
    }

    /// Puts the state in its place, whole and on the disk.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn keep(&self, state: &State) -> Result<(), PlaceError> {
        let text = serde_json::to_string_pretty(state).map_err(|_| PlaceError::Damaged)?;
        self.put(STATE_FILE, &(text + "\n"))
    }

    fn put(&self, name: &str, text: &str) -> Result<(), PlaceError> {
        let unfinished = self.dir.join(format!("{name}.new"));
        match fs::remove_file(&unfinished) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e.into()),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, self.dir.join(name))?;
        Ok(File::open(&self.dir)?.sync_all()?)
    }
}
