//! Other programs that read what we write. One that is missing is said loudly: what it would have shown
//! is then not shown.

use crate::skip::skip;
use std::path::Path;
use std::process::Command;

/// What a program says of a file; `None` if it is not installed. A program that finds a fault fails the
/// test with its words.
pub fn says(program: &str, args: &[&str]) -> Option<String> {
    let Ok(out) = Command::new(program).args(args).output() else {
        skip(&format!("{program} is not installed: what it reads in papers was not compared"));
        return None;
    };
    let words = String::from_utf8_lossy(&out.stdout).into_owned();
    let faults = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{program} {args:?}: {words}{faults}");
    Some(words)
}

/// A file in a folder that goes with the test.
pub fn kept(dir: &Path, name: &str, bytes: &[u8]) -> String {
    let path = dir.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Text without blanks and line ends, as two programs may break lines differently.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The parts of a package by name.
pub fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let content = std::io::read_to_string(&mut file).unwrap();
            let name = file.name().unwrap().into_owned();
            (name, content)
        })
        .collect()
}

pub fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// Holds parts of a package against their schemas, which `LIUHEN_XSD` names: they are not ours to give away.
pub fn by_schema(bytes: &[u8], schemas: &[(&str, &str)]) {
    let Some(root) = std::env::var_os("LIUHEN_XSD") else {
        // Not on the list of what must be tried: no package of a system brings them.
        eprintln!("SKIP: LIUHEN_XSD names no schemas of Office Open XML");
        return;
    };
    let root = Path::new(&root);
    let dir = tempfile::tempdir().unwrap();
    for (name, schema) in schemas {
        let file = kept(dir.path(), "part.xml", part(bytes, name).as_bytes());
        let schema = root.join(schema);
        says("xmllint", &["--noout", "--nonet", "--schema", schema.to_str().unwrap(), &file]);
    }
}
