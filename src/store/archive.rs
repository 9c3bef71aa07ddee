//! The inside of a sealed copy: a tar file of one directory with the database, the materials, both
//! checkpoints and a manifest that names every file with its length and SHA-256. After `age -d` it
//! is opened and checked by anybody's `tar` and `sha256sum`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::db::REGISTER_FILE;
use super::fault::Fault;
use super::files;
use super::materials::MATERIALS_DIR;
use super::seal::Unopened;
use crate::ledger::{Alg, Checkpoint, Hash};

/// What is in a copy.
pub const MANIFEST_FILE: &str = "manifest.json";
/// Both heads, one checkpoint after the other.
pub const HEADS_FILE: &str = "checkpoint";
const FORMAT: &str = "liuhen-copy-1";

/// A copy's own list of contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    /// The copy's name, which is its directory's.
    pub name: String,
    /// The register's id, in hex.
    pub register: String,
    /// The program that made it.
    pub app: String,
    /// Each log's size and root, in hex.
    pub heads: BTreeMap<String, (u64, String)>,
    /// Every other file: length and SHA-256, in hex.
    pub files: BTreeMap<String, (u64, String)>,
}

/// Describes a finished copy in `dir` and writes the description into it.
pub fn describe(dir: &Path, name: &str, heads: &[Checkpoint]) -> Result<Manifest, Fault> {
    let texts: Vec<String> = heads.iter().map(Checkpoint::text).collect();
    files::new_file(&dir.join(HEADS_FILE))?.write_all(texts.join("\n").as_bytes())?;
    let mut listed = BTreeMap::new();
    for path in paths(dir)? {
        let (hash, bytes) = hash(&mut File::open(dir.join(&path))?)?;
        listed.insert(path, (bytes, hash.to_string()));
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        name: name.to_owned(),
        register: heads.first().map(|h| h.register.to_string()).unwrap_or_default(),
        app: env!("CARGO_PKG_VERSION").to_owned(),
        heads: heads.iter().map(|h| (h.log.name().to_owned(), (h.size, h.root.to_string()))).collect(),
        files: listed,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(|e| Fault::damaged(e.to_string()))?;
    files::new_file(&dir.join(MANIFEST_FILE))?.write_all(text.as_bytes())?;
    Ok(manifest)
}

/// Writes a described copy as a tar file, the manifest first.
pub fn write(dir: &Path, manifest: &Manifest, out: &mut dyn Write) -> Result<(), Fault> {
    let mut tar = tar::Builder::new(out);
    tar.mode(tar::HeaderMode::Deterministic);
    let top = Path::new(&manifest.name);
    let first = [MANIFEST_FILE.to_owned()];
    for path in first.iter().chain(manifest.files.keys()) {
        let mut file = File::open(dir.join(path))?;
        let mut header = tar::Header::new_gnu();
        header.set_size(file.metadata()?.len());
        header.set_mode(0o600);
        tar.append_data(&mut header, top.join(path), &mut file)?;
    }
    Ok(tar.finish()?)
}

/// Unpacks a tar file of ours into a new directory. Only names that a copy has are taken: nothing
/// is written outside, no link, no device, no second of a name.
pub fn unpack(mut from: impl Read, into: &Path) -> Result<(), Unopened> {
    files::make_dir(into)?;
    let mut tar = tar::Archive::new(&mut from);
    let mut there = BTreeSet::new();
    for entry in tar.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let inside =
            entry.path().ok().and_then(|p| inside(&p)).filter(|_| entry.header().entry_type().is_file());
        let Some(inside) = inside else {
            return Err(Unopened::Broken("a file that no copy has".to_owned()));
        };
        if !there.insert(inside.clone()) {
            return Err(Unopened::Broken("a file that stands twice".to_owned()));
        }
        let path = into.join(&inside);
        let above: Vec<&Path> = inside.ancestors().skip(1).filter(|p| !p.as_os_str().is_empty()).collect();
        for dir in above.iter().rev() {
            files::make_dir(&into.join(dir))?;
        }
        let mut file = files::new_file(&path)?;
        pour(&mut entry, &mut file)?;
        file.sync_all().map_err(Fault::from)?;
    }
    // To the end: a seal that was cut off is only noticed there.
    pour(&mut from, &mut io::sink())
}

/// What cannot be read of a copy is its damage; the system's own word is about the machine, and not about it.
fn broken(error: io::Error) -> Unopened {
    let within = error.get_ref().and_then(|e| e.source()?.downcast_ref::<io::Error>());
    match error.raw_os_error().or_else(|| within?.raw_os_error()) {
        Some(code) => Fault::from(io::Error::from_raw_os_error(code)).into(),
        None => Unopened::Broken(error.to_string()),
    }
}

/// Copies to the end; what cannot be read is the copy's damage, what cannot be written is ours.
fn pour(from: &mut impl Read, to: &mut impl Write) -> Result<(), Unopened> {
    let mut buffer = vec![0; 64 << 10];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(some) => to.write_all(&buffer[..some]).map_err(Fault::from)?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(broken(error)),
        }
    }
}

/// The path below the copy's own directory, when a copy has such a file.
fn inside(path: &Path) -> Option<PathBuf> {
    let parts: Vec<&str> = path
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let known = match parts.as_slice() {
        [_, name] => [REGISTER_FILE, MANIFEST_FILE, HEADS_FILE].contains(name),
        [_, MATERIALS_DIR, first, second, name] => {
            Hash::from_hex(name).is_some() && name.get(..2) == Some(*first) && name.get(2..4) == Some(*second)
        }
        _ => false,
    };
    known.then(|| parts.iter().skip(1).collect())
}

/// Compares a directory with its manifest. A copy in the plain form has none, and that is fine:
/// its log and its materials carry their own hashes.
pub fn compare(dir: &Path) -> Result<Option<Manifest>, Unopened> {
    let text = match fs::read_to_string(dir.join(MANIFEST_FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(Unopened::Broken(MANIFEST_FILE.to_owned()));
        }
        Err(error) => return Err(Fault::from(error).into()),
    };
    let broken = |what: &str| Unopened::Broken(what.to_owned());
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| broken(MANIFEST_FILE))?;
    if manifest.format != FORMAT {
        return Err(broken(&manifest.format));
    }
    let there: Vec<String> = paths(dir)?.into_iter().filter(|p| p != MANIFEST_FILE).collect();
    if !there.iter().eq(manifest.files.keys()) {
        return Err(broken("files are missing or too many"));
    }
    for (path, (bytes, sha256)) in &manifest.files {
        let (hash, found) = hash(&mut File::open(dir.join(path)).map_err(Fault::from)?)?;
        if (found, &hash.to_string()) != (*bytes, sha256) {
            return Err(broken(path));
        }
    }
    Ok(Some(manifest))
}

/// Every file below, by its path inside, in order.
fn paths(dir: &Path) -> Result<Vec<String>, Fault> {
    let (mut out, mut open) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(below) = open.pop() {
        for entry in fs::read_dir(dir.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                out.push(path.to_string_lossy().into_owned());
            }
        }
    }
    out.sort();
    Ok(out)
}

/// SHA-256 and length of what is read; the form of `sha256sum`, whatever the register's own hash.
pub(super) fn hash(from: &mut impl Read) -> Result<(Hash, u64), Fault> {
    let (mut hasher, mut bytes, mut buffer) = (Alg::Sha256.hasher(), 0, vec![0; 64 << 10]);
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok((hasher.finish(), bytes)),
            Ok(some) => {
                hasher.update(&buffer[..some]);
                bytes += some as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
}
