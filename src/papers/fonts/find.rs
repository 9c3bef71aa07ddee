//! The fonts of the machine, found by the names of their families. Of a file only its table of contents,
//! its names and its map of characters are read; the whole is read when a glyph is wanted from it.

use skrifa::raw::FontRead;
use skrifa::raw::tables::{cmap::Cmap, name::Name};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Longer tables are no names and no map that a font has.
const LONGEST: u32 = 16 << 20;
/// Deeper folders hold no fonts; a link that leads back to itself ends here.
const DEEPEST: usize = 8;
/// More faces than this are in no collection.
const FACES: u32 = 64;

/// A face in a file.
#[derive(Clone, Debug)]
pub(super) struct Installed {
    pub path: PathBuf,
    /// Which face of a collection.
    pub index: u32,
    /// What its family is called, in every language it says.
    pub families: BTreeSet<String>,
    /// 400 is the weight of running text, 700 is bold.
    pub weight: u16,
    /// Where its map of characters lies, and how long it is.
    cmap: (u64, u32),
}

impl Installed {
    /// Whether its map has the character; whether anything is drawn for it is another question.
    pub fn maps(&self, c: char) -> bool {
        let bytes = File::open(&self.path).ok().and_then(|mut f| part(&mut f, self.cmap));
        bytes.is_some_and(|b| Cmap::read((&b[..]).into()).is_ok_and(|map| map.map_codepoint(c).is_some()))
    }

    /// How far it is from the weight of running text.
    pub fn off_weight(&self) -> u16 {
        self.weight.abs_diff(400)
    }

    pub fn is_of(&self, family: &str) -> bool {
        self.families.contains(family)
    }
}

/// Where systems keep fonts, and a person his own.
pub(super) fn folders() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/opt/fonts"].map(Into::into).into();
    let person = directories::UserDirs::new();
    out.extend(
        person
            .iter()
            .flat_map(|p| p.font_dir().map(PathBuf::from).into_iter().chain([p.home_dir().join(".fonts")])),
    );
    out
}

/// The faces in these folders whose family is one of `wanted`, in the order of their paths.
pub(super) fn within(folders: &[PathBuf], wanted: impl Fn(&str) -> bool) -> Vec<Installed> {
    let mut files = BTreeSet::new();
    for folder in folders {
        walk(folder, 0, &mut files);
    }
    let faces = files.iter().flat_map(|path| faces(path).unwrap_or_default());
    faces.filter(|face| face.families.iter().any(|f| wanted(f))).collect()
}

fn walk(folder: &Path, depth: usize, files: &mut BTreeSet<PathBuf>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
        let kind = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        if matches!(kind.as_str(), "ttf" | "otf" | "ttc" | "otc") {
            files.insert(path);
        } else if depth < DEEPEST && path.is_dir() {
            walk(&path, depth + 1, files);
        }
    }
}

fn faces(path: &Path) -> Option<Vec<Installed>> {
    let mut file = File::open(path).ok()?;
    let head = part(&mut file, (0, 12))?;
    let starts = if head.starts_with(b"ttcf") {
        let count = number(&head, 8)?.min(FACES);
        let list = part(&mut file, (12, 4 * count))?;
        (0..count as usize).filter_map(|i| number(&list, 4 * i)).collect()
    } else {
        vec![0]
    };
    let faces = starts.into_iter().zip(0..).filter_map(|(start, index)| {
        let [name, cmap, os2] = tables(&mut file, start)?;
        let families = families(&part(&mut file, name)?);
        let weight = (number(&part(&mut file, (os2.0, 8))?, 2)? & 0xffff) as u16;
        Some(Installed { path: path.to_owned(), index, families, weight, cmap })
    });
    Some(faces.collect())
}

type Place = (u64, u32);

fn tables(file: &mut File, start: u32) -> Option<[Place; 3]> {
    let start = u64::from(start);
    let count = number(&part(file, (start + 2, 4))?, 0)? >> 16;
    let list = part(file, (start + 12, 16 * count))?;
    let find = |tag: &[u8]| {
        let row = list.chunks_exact(16).find(|row| row.starts_with(tag))?;
        Some((u64::from(number(row, 8)?), number(row, 12)?))
    };
    Some([find(b"name")?, find(b"cmap")?, find(b"OS/2")?])
}

/// Families by the names 1 and 16 of a face.
fn families(table: &[u8]) -> BTreeSet<String> {
    let Ok(name) = Name::read(table.into()) else { return BTreeSet::new() };
    let family = |id: u16| id == 1 || id == 16;
    let records = name.name_record().iter().filter(|r| family(r.name_id().to_u16()));
    records.filter_map(|r| r.string(name.string_data()).ok()).map(|s| s.chars().collect()).collect()
}

fn part(file: &mut File, (at, length): Place) -> Option<Vec<u8>> {
    if length > LONGEST {
        return None;
    }
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut bytes = vec![0; length as usize];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_found_and_rubbish_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("own.otf"), super::super::OWN).unwrap();
        fs::write(dir.path().join("broken.ttf"), &super::super::OWN[..4000]).unwrap();
        fs::write(dir.path().join("empty.ttc"), b"").unwrap();
        fs::write(dir.path().join("bomb.ttc"), b"ttcf\0\x01\0\0\xff\xff\xff\xff").unwrap();
        let found = within(&[dir.path().to_owned()], |f| f == "Noto Serif CJK SC");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].weight, 400);
        assert!(found[0].maps('䶮') && !found[0].maps('☐'));
        assert!(within(&[dir.path().to_owned()], |f| f == "FangSong").is_empty());
    }
}
