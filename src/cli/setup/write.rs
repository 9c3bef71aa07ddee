//! Writing: each file whole or not at all, what it replaces kept beside it.

use crate::cli::deploy::Piece;
use crate::cli::deploy::files::FILE_MODE;
use crate::cli::deploy::manifest::{self, Found, Manifest, under};
use crate::cli::stop::Stop;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Writes what is missing or different, then the list of what was written.
pub fn all(root: &Path, found: &[(&Piece, Found)], mut list: Manifest) -> Result<(), Stop> {
    let before = list.clone();
    for (piece, is) in found {
        if *is != Found::Same {
            let place = under(root, &piece.path);
            put(&place, &piece.text, *is != Found::Nothing).map_err(|e| Stop::file(&place, e))?;
        }
        list.note(&piece.path, &piece.text);
    }
    if list != before {
        let place = under(root, Path::new(manifest::PLACE));
        put(&place, &list.text(), false).map_err(|e| Stop::file(&place, e))?;
    }
    Ok(())
}

fn put(place: &Path, text: &str, keep: bool) -> io::Result<()> {
    let dir = place.parent().ok_or(io::ErrorKind::InvalidInput)?;
    DirBuilder::new().recursive(true).mode(0o755).create(dir)?;
    if keep {
        keep_before(place)?;
    }
    let new = beside(place, ".new");
    match fs::remove_file(&new) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(&new)?;
    // The umask of whoever calls is no part of what is wanted.
    file.set_permissions(fs::Permissions::from_mode(FILE_MODE))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, place)?;
    File::open(dir)?.sync_all()
}

/// The first version that stood there is kept; a later setup does not push it out. A link is moved
/// as the link it is.
fn keep_before(place: &Path) -> io::Result<()> {
    let kept = beside(place, ".before");
    if fs::symlink_metadata(&kept).is_ok() {
        return Ok(());
    }
    if fs::symlink_metadata(place)?.is_file() {
        fs::copy(place, &kept).map(|_| ())
    } else {
        fs::rename(place, &kept)
    }
}

fn beside(place: &Path, end: &str) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(end);
    name.into()
}
