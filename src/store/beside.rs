//! Small files beside the database: the register's own key, and where the logs stood when this
//! machine last wrote. Neither is part of a copy: the key stays where it is, and the heads are there
//! to notice that a copy was put back.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use super::fault::Fault;
use super::{files, lock};
use crate::ledger::Checkpoint;

/// The register's own private key.
pub const KEY_FILE: &str = "log.key";
/// The newest heads.
pub const HEADS_FILE: &str = "known-heads";

/// Where the logs stood when files went out.
pub const EXPORTED_FILE: &str = "exported-heads";
/// How far a training register's clock stands ahead.
pub const CLOCK_FILE: &str = "training-clock";

pub use super::files::put_aside;

/// A whole file of text, none when there is no such file.
pub fn read(path: &Path) -> Result<Option<String>, Fault> {
    files::text_if_there(path)
}

/// Puts a file in its place whole and on the disk, mode 0600.
pub fn keep(path: &Path, text: &str) -> Result<(), Fault> {
    files::put_whole(path, text.as_bytes())
}

/// Puts a new file there whole and on the disk; false where one is there already.
pub fn keep_new(path: &Path, text: &str) -> Result<bool, Fault> {
    let mut token = [0; 8];
    getrandom::fill(&mut token).map_err(|error| Fault::Io(std::io::Error::other(error)))?;
    let whole = path.with_extension(format!("{}.new", crate::ledger::hex::encode(&token)));
    files::put_whole(&whole, text.as_bytes())?;
    let linked = fs::hard_link(&whole, path);
    files::remove_if_there(&whole)?;
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.into()),
        Ok(()) => files::sync_dir(path.parent().unwrap_or(Path::new("."))).map(|()| true),
    }
}

/// How long one note waits for another in the same directory.
const TURN: Duration = Duration::from_secs(1);

/// Notes where the logs stand, unless something later of the same register stands there already.
/// `anew` puts it there all the same: a log that two people have given up is not waited for.
pub fn keep_heads(path: &Path, heads: &[Checkpoint], anew: bool) -> Result<(), Fault> {
    let _turn = lock::directory(path.parent().unwrap_or(Path::new(".")), TURN)?;
    let later = |known: &Checkpoint| {
        heads.iter().any(|h| (h.register, h.log) == (known.register, known.log) && h.size < known.size)
    };
    if !anew && self::heads(path).is_ok_and(|known| known.iter().any(later)) {
        return Ok(());
    }
    let text: String = heads.iter().map(Checkpoint::text).collect();
    files::put_unforced(path, text.as_bytes())
}

/// The heads a file notes; none when there is no such file or a power cut emptied it. One that was cut
/// still says what is left of it.
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

/// The same of a file in the register's own directory: one that says nothing any more is put aside to
/// be looked at, and nobody is kept from reading by it.
pub fn heads_left(path: &Path) -> Result<Vec<Checkpoint>, Fault> {
    match heads(path) {
        Err(Fault::Damaged(_)) => {
            // On a medium that takes nothing it stays where it is.
            let _ = files::put_aside(path);
            Ok(Vec::new())
        }
        other => other,
    }
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
        keep_heads(&path, &both, false).unwrap();
        assert_eq!(heads(&path).unwrap(), both);
        let earlier = both.map(|h| Checkpoint { size: 2, ..h });
        keep_heads(&path, &earlier, false).unwrap();
        assert_eq!(heads(&path).unwrap(), both, "a note that comes late overtakes nobody");
        keep_heads(&path, &earlier, true).unwrap();
        assert_eq!(heads(&path).unwrap(), earlier, "unless a longer log was given up");
        keep_heads(&path, &both, false).unwrap();
        fs::write(&path, "").unwrap();
        assert!(heads(&path).unwrap().is_empty(), "what a power cut leaves");
        fs::write(&path, "something").unwrap();
        assert!(matches!(heads(&path), Err(Fault::Damaged(_))));
        assert!(heads_left(&path).unwrap().is_empty());
        assert_eq!(fs::read_to_string(path.with_extension(files::DAMAGED)).unwrap(), "something");
        assert!(!path.exists());
        let whole: String = both.iter().map(Checkpoint::text).collect();
        for cut in 1..both[0].text().len() {
            fs::write(&path, &whole[cut..]).unwrap();
            assert_eq!(heads_left(&path).unwrap(), both[1..], "cut by {cut}");
        }
    }
}
