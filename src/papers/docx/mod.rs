//! A sheet as DOCX, written part by part: what WPS and Word open, sign and bind. Fonts are named, not
//! embedded: the desks have them. The same sheet gives the same bytes.

mod body;
mod fixed;
mod table;
mod xml;

use super::{Fault, Sheet};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes a sheet.
///
/// # Errors
/// That the archive cannot be written, which in memory it can.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, Fault> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The first day of that format, not today: bytes must not depend on when they are written.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, content) in [
        ("[Content_Types].xml", fixed::content_types()),
        ("_rels/.rels", fixed::package()),
        ("docProps/core.xml", fixed::core(sheet)),
        ("word/_rels/document.xml.rels", fixed::document()),
        ("word/document.xml", body::document(sheet)),
        ("word/styles.xml", fixed::styles(sheet)),
        ("word/settings.xml", fixed::SETTINGS.to_owned()),
        ("word/footer1.xml", body::footer(sheet, true)),
        ("word/footer2.xml", body::footer(sheet, false)),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
