//! Fonts that lie: a map that knows a character for which nothing is drawn.

use super::{Fonts, OWN, Role, find};
use std::path::PathBuf;

/// A character that our own font lacks, beside one that it has alone between its neighbours.
const LACKING: char = '䶭';
const HAVING: char = '䶮';

/// Our own font with [`LACKING`] mapped to the glyph of another character, whose map it takes over.
fn forged(glyph_of: char) -> Vec<u8> {
    let mut bytes = OWN.to_vec();
    let u32_at = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let mut tables = (0..u32_at(&bytes, 4) >> 16).map(|i| 12 + 16 * i as usize);
    let cmap = tables.find(|&row| &bytes[row..row + 4] == b"cmap").unwrap();
    let (from, length) = (u32_at(&bytes, cmap + 8) as usize, u32_at(&bytes, cmap + 12) as usize);
    let groups = |bytes: &[u8], c: char| -> Vec<usize> {
        let code = u32::from(c).to_be_bytes();
        (from..from + length - 12)
            .filter(|&at| bytes[at..at + 4] == code && bytes[at + 4..at + 8] == code)
            .collect()
    };
    let blank = find_glyph(&bytes, glyph_of);
    let places = groups(&bytes, HAVING);
    assert!(!places.is_empty(), "the map of our font has another shape");
    for at in places {
        bytes[at..at + 4].copy_from_slice(&u32::from(LACKING).to_be_bytes());
        bytes[at + 4..at + 8].copy_from_slice(&u32::from(LACKING).to_be_bytes());
        bytes[at + 8..at + 12].copy_from_slice(&blank.to_be_bytes());
    }
    bytes
}

fn find_glyph(bytes: &[u8], c: char) -> u32 {
    use skrifa::MetadataProvider;
    skrifa::FontRef::from_index(bytes, 0).unwrap().charmap().map(c).unwrap().to_u32()
}

fn with(bytes: &[u8]) -> (tempfile::TempDir, Fonts) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.otf"), bytes).unwrap();
    let fonts = Fonts::within(&[PathBuf::from(dir.path())]).unwrap();
    (dir, fonts)
}

#[test]
fn a_glyph_that_shows_nothing_is_no_glyph() {
    assert!(Fonts::own().unwrap().glyph(Role::Fang, LACKING, None).is_none());
    let hollow = forged('　');
    let (dir, mut fonts) = with(&hollow);
    let found = find::within(&[dir.path().to_owned()], |_| true);
    assert!(found[0].maps(LACKING), "the forgery must be one that its map does not give away");
    assert_eq!(fonts.glyph(Role::Fang, LACKING, None), None);
    let mut report = super::Report::default();
    assert_eq!(fonts.printable(Role::Fang, "王䶭", &mut report), "王〔U+4DAD〕");
    // The same forgery with a glyph that shows something is taken, so it was the outline that decided.
    let (_dir, mut fonts) = with(&forged('王'));
    let glyph = fonts.glyph(Role::Fang, LACKING, None).unwrap();
    assert!(glyph.face > 0 && glyph.id > 0);
}

#[test]
fn a_font_file_is_read_once() {
    let (dir, mut fonts) = with(&forged('王'));
    assert!(fonts.glyph(Role::Fang, LACKING, None).is_some());
    let faces = fonts.faces.len();
    for c in ['㐀', '㐁', LACKING] {
        fonts.glyph(Role::Hei, c, None);
    }
    assert_eq!((fonts.faces.len(), fonts.bytes.len()), (faces, 1));
    // What was read stays, whatever becomes of the file.
    drop(dir);
    assert!(fonts.glyph(Role::Kai, LACKING, None).is_some());
}

#[test]
fn a_folder_that_is_not_there_and_a_font_that_is_none_do_no_harm() {
    let mut fonts = Fonts::within(&[PathBuf::from("/nowhere")]).unwrap();
    assert!(fonts.found().is_empty() && fonts.glyph(Role::Title, '王', None).is_some());
    // Its names and its map can be read, the rest of it is gone.
    let mut cut = forged('王');
    cut.truncate(cut.len() * 9 / 10);
    let (_dir, mut fonts) = with(&cut);
    let _ = fonts.glyph(Role::Fang, LACKING, None);
    assert!(fonts.glyph(Role::Fang, '王', None).is_some());
}

#[test]
fn of_several_weights_that_of_running_text_is_taken() {
    // The bold one comes first by its name, as it does among the files of Noto.
    let mut bold = forged('王');
    let row = (0..40).map(|i| 12 + 16 * i).find(|&row| &bold[row..row + 4] == b"OS/2").unwrap();
    let at = u32::from_be_bytes(bold[row + 8..row + 12].try_into().unwrap()) as usize;
    bold[at + 4..at + 6].copy_from_slice(&700u16.to_be_bytes());
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a-bold.otf"), &bold).unwrap();
    std::fs::write(dir.path().join("b-regular.otf"), forged('王')).unwrap();
    let fonts = Fonts::within(&[dir.path().to_owned()]).unwrap();
    let paths: Vec<_> = fonts.found().iter().map(|f| f.path.file_name().unwrap()).collect();
    assert_eq!(paths, ["b-regular.otf"]);
}
