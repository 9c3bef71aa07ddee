//! Small files beside the database: the register's own key, and where the logs stood when this
//! machine last wrote. Neither is part of a copy: the key stays where it is, and the heads are there
//! to notice that a copy was put back.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::fault::Fault;
use super::files;
use crate::ledger::Checkpoint;

/// The register's own private key.
pub const KEY_FILE: &str = "log.key";
/// The newest heads.
pub const HEADS_FILE: &str = "known-heads";

/// A whole file of text, none when there is no such file.
pub fn read(path: &Path) -> Result<Option<String>, Fault> {
    match files::text_if_there(path) {
        Err(Fault::Io(e)) if e.kind() == ErrorKind::InvalidData => {
            Err(Fault::damaged(path.display().to_string()))
        }
        other => other,
    }
}

/// Puts a file in its place whole and on the disk, mode 0600.
pub fn keep(path: &Path, text: &str) -> Result<(), Fault> {
    files::put_whole(path, text.as_bytes())
}

/// Notes where the logs stand. Not forced onto the disk: after a power cut an older note is as good
/// as none, and commits need not wait for it.
pub fn keep_heads(path: &Path, heads: &[Checkpoint]) -> Result<(), Fault> {
    let unfinished = path.with_extension("new");
    files::remove_if_there(&unfinished)?;
    let mut file = files::new_file(&unfinished)?;
    heads.iter().try_for_each(|head| file.write_all(head.text().as_bytes()))?;
    Ok(fs::rename(&unfinished, path)?)
}

/// The heads a file notes; none when there is no such file or a power cut emptied it.
///
/// # Errors
/// The file is there and holds something else.
pub fn heads(path: &Path) -> Result<Vec<Checkpoint>, Fault> {
    let Some(text) = read(path)? else { return Ok(Vec::new()) };
    let found: Vec<Checkpoint> = Checkpoint::all(&text).into_iter().map(|(head, _)| head).collect();
    if found.is_empty() && !text.trim_matches(['\0', '\n']).is_empty() {
        return Err(Fault::damaged(path.display().to_string()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Alg, LogId, RegisterId};

    #[test]
    fn heads_are_read_back_and_another_text_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(HEADS_FILE);
        assert!(heads(&path).unwrap().is_empty());
        let head =
            |log| Checkpoint { register: RegisterId([7; 16]), log, size: 3, root: Alg::Sha256.empty() };
        let both = [head(LogId::Acts), head(LogId::Reads)];
        keep_heads(&path, &both).unwrap();
        assert_eq!(heads(&path).unwrap(), both);
        fs::write(&path, "").unwrap();
        assert!(heads(&path).unwrap().is_empty(), "what a power cut leaves");
        fs::write(&path, "something").unwrap();
        assert!(matches!(heads(&path), Err(Fault::Damaged(_))));
    }
}
