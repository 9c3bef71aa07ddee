//! Measures of GB/T 9704-2012, in points. One place, from which both writers of pages take them.

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;

pub(crate) const PAGE: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm.
pub(crate) const TOP: f32 = 37.0 * MM;
pub(crate) const LEFT: f32 = 28.0 * MM;
pub(crate) const WIDTH: f32 = 156.0 * MM;
pub(crate) const HEIGHT: f32 = 225.0 * MM;
/// 一字线 of the page number lies 7 mm under the text.
pub(crate) const NUMBER: f32 = 7.0 * MM;

/// 22 lines of 28 characters fill the text area of a letter.
pub(crate) const LINES: f32 = 22.0;
pub(crate) const CHARACTERS: f32 = 28.0;

/// Sizes of type: 二号, 三号, 四号, 五号, and what stands at the foot.
pub(crate) const SIZE_TITLE: f32 = 22.0;
pub(crate) const SIZE_LETTER: f32 = 16.0;
pub(crate) const SIZE_NUMBER: f32 = 14.0;
pub(crate) const SIZE_FORM: f32 = 10.5;
pub(crate) const SIZE_FOOT: f32 = 8.0;

use super::fonts::Role;
use super::sheet::{Level, Setting};

/// How a line of text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Type {
    pub role: Role,
    pub size: f32,
    /// From one line to the next.
    pub leading: f32,
    /// Taken from or added to each wide character, so that 28 of them fill a line.
    pub tracking: f32,
}

/// The type of running text.
pub(crate) fn body(setting: Setting) -> Type {
    match setting {
        Setting::Letter => Type {
            role: Role::Fang,
            size: SIZE_LETTER,
            leading: HEIGHT / LINES,
            tracking: WIDTH / CHARACTERS - SIZE_LETTER,
        },
        Setting::Form => Type { role: Role::Fang, size: SIZE_FORM, leading: 15.0, tracking: 0.0 },
    }
}

/// The type of a paragraph.
pub(crate) fn paragraph(setting: Setting, level: Level) -> Type {
    let body = body(setting);
    match level {
        Level::First => Type { role: Role::Hei, ..body },
        Level::Second => Type { role: Role::Kai, ..body },
        Level::Body | Level::Addressee => body,
        Level::Note => Type { size: 9.0, leading: 13.0, tracking: 0.0, ..body },
    }
}

/// The type of grids, lists and signatures: a letter keeps its tables smaller than its text.
pub(crate) fn table(setting: Setting) -> Type {
    match setting {
        Setting::Letter => Type { role: Role::Fang, size: 12.0, leading: 18.0, tracking: 0.0 },
        Setting::Form => body(setting),
    }
}

pub(crate) fn title(setting: Setting) -> Type {
    let leading = if setting == Setting::Letter { HEIGHT / LINES } else { 28.0 };
    Type { role: Role::Title, size: SIZE_TITLE, leading, tracking: 0.0 }
}

/// By how much the first line of a paragraph stands in.
pub(crate) fn indent(level: Level, kind: Type) -> f32 {
    match level {
        Level::First | Level::Second | Level::Body => 2.0 * (kind.size + kind.tracking),
        Level::Addressee | Level::Note => 0.0,
    }
}
