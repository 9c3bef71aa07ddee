//! A sheet as PDF/A-2u, which every server and archive opens alike: fonts are embedded in part, every
//! glyph says which character it is, and no time stands in the file but the one given.

mod draw;
mod layout;
mod line;
mod part;
mod rows;

use super::flow;
use super::fonts::Report;
use super::measure::HEIGHT;
use super::sheet;
use super::{Fault, Fonts, Sheet, Unprinted};
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::metadata::{DateTime, Metadata};
use krilla::{Document, SerializeSettings};
use line::Setter;

/// What China's clocks are ahead of Greenwich.
const ZONE: i8 = 8;

/// A paper ready to be stored.
#[derive(Debug)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Characters that stand on it as 〔U+4DAE〕, because no font draws them.
    pub unprinted: Vec<Unprinted>,
}

/// Writes a sheet. The same sheet, fonts and time give the same bytes.
///
/// # Errors
/// That the standard of the archive would be broken.
pub fn write(sheet: &Sheet, fonts: &mut Fonts) -> Result<Pdf, Fault> {
    let mut setter = Setter { fonts, lang: sheet.lang, report: Report::default() };
    let laid = layout::laid(&mut setter, sheet);
    let pages = flow::pages(laid.pieces, &laid.heads, HEIGHT);
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_U)
        .finish()
        .map_err(|e| Fault::Archive(format!("{e:?}")))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(metadata(sheet));
    draw::pages(&mut document, &mut setter, sheet, &pages);
    let bytes = document.finish().map_err(|e| Fault::Archive(format!("{e:?}")))?;
    Ok(Pdf { bytes, pages: pages.len(), unprinted: setter.report.told() })
}

fn metadata(sheet: &Sheet) -> Metadata {
    let made = sheet.made;
    let made = DateTime::new(made.year)
        .month(made.month)
        .day(made.day)
        .hour(made.hour)
        .minute(made.minute)
        .second(made.second)
        .utc_offset_hour(ZONE)
        .utc_offset_minute(0);
    let mut title = sheet.title.concat();
    title.extend(sheet.number.iter().flat_map(|n| [" ", n]));
    Metadata::new()
        .title(title)
        .language(sheet::tag(sheet.lang).to_owned())
        .authors(vec![sheet.organ.clone()])
        .creator("liuhen".to_owned())
        .creation_date(made)
}
