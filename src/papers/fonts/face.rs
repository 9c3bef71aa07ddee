//! One face: which glyph it draws for a character, and whether it draws anything at all.

use super::Glyph;
use krilla::Data;
use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::tables::cmap::MapVariant;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::sync::Arc;

/// The bytes of a font file, read once and shared by everything that draws from it.
pub(super) type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

#[derive(Clone)]
pub(super) struct Face {
    bytes: Bytes,
    index: u32,
    pub font: Font,
}

impl Face {
    pub fn new(bytes: Bytes, index: u32) -> Option<Self> {
        let font = Font::new(Data::from(bytes.clone()), index)?;
        Some(Self { bytes, index, font })
    }

    /// The glyph for a character, told apart from its kin by a variation selector if there is one.
    /// `None` if the face has none, or has one that shows nothing: a name must not print as a blank.
    pub fn glyph(&self, c: char, selector: Option<char>, face: usize) -> Option<Glyph> {
        let font = FontRef::from_index((*self.bytes).as_ref(), self.index).ok()?;
        let map = font.charmap();
        let id = match selector {
            None => map.map(c)?,
            Some(selector) => match map.map_variant(c, selector)? {
                MapVariant::UseDefault => map.map(c)?,
                MapVariant::Variant(id) => id,
            },
        };
        if id == GlyphId::NOTDEF || !(c.is_whitespace() || draws(&font, id)) {
            return None;
        }
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        Some(Glyph { face, id: id.to_u32(), advance: metrics.advance_width(id)? })
    }
}

/// Whether there is an outline. A map that knows a character says nothing about that.
fn draws(font: &FontRef<'_>, id: GlyphId) -> bool {
    let settings = || DrawSettings::unhinted(Size::new(100.0), LocationRef::default());
    let mut pen = Strokes(0);
    font.outline_glyphs().get(id).is_some_and(|glyph| glyph.draw(settings(), &mut pen).is_ok()) && pen.0 > 1
}

/// Counts the strokes of an outline: a dot of no size has one or none.
struct Strokes(usize);

impl OutlinePen for Strokes {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {
        self.0 += 1;
    }
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
        self.0 += 1;
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        self.0 += 1;
    }
    fn close(&mut self) {}
}
