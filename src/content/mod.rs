//! What a kept file is, read from its own bytes and never from its name: text in which encoding, a
//! letter, a picture of which size, a recording of which length. Pure: bytes in, a description out.

mod letter;
mod text;
mod time;

pub use letter::Letter;
pub use text::{Encoding, Text};

/// Bytes from the beginning of a file that are looked at; of a longer text no more is shown.
pub const READ: usize = 1 << 20;

/// The family a file belongs to, for its word on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Text,
    Letter,
    Picture,
    Sound,
    Film,
    Paper,
    Archive,
    Program,
    Unknown,
}

impl Family {
    pub const ALL: &'static [Family] = &[
        Family::Text,
        Family::Letter,
        Family::Picture,
        Family::Sound,
        Family::Film,
        Family::Paper,
        Family::Archive,
        Family::Program,
        Family::Unknown,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Letter => "letter",
            Self::Picture => "picture",
            Self::Sound => "sound",
            Self::Film => "film",
            Self::Paper => "paper",
            Self::Archive => "archive",
            Self::Program => "program",
            Self::Unknown => "unknown",
        }
    }
}

/// What the bytes say of themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    pub family: Family,
    /// `image/jpeg`; empty where nothing is known.
    pub media: &'static str,
    /// Where it can be read as text.
    pub text: Option<Text>,
    /// The text as a letter, where it is one.
    pub letter: Option<Letter>,
    /// Width and height in points.
    pub size: Option<(usize, usize)>,
    pub millis: Option<u64>,
}

/// Looks at the first [`READ`] bytes of a file of `whole` bytes.
pub fn look(head: &[u8], whole: u64) -> Content {
    let mut found =
        Content { family: Family::Unknown, media: "", text: None, letter: None, size: None, millis: None };
    let cut = whole > head.len() as u64;
    // A paper of this form may be readable letters throughout, and is still no text for a reader.
    let known = if head.starts_with(b"%PDF-") { None } else { text::read(head, cut) };
    if let Some(text) = known {
        found.letter = Letter::of(head, &text.text);
        let is_letter = found.letter.is_some();
        (found.family, found.media) =
            if is_letter { (Family::Letter, "message/rfc822") } else { (Family::Text, "text/plain") };
        found.text = Some(text);
        return found;
    }
    if let Some(kind) = infer::get(head) {
        found.media = kind.mime_type();
        found.family = match kind.matcher_type() {
            infer::MatcherType::Image => Family::Picture,
            infer::MatcherType::Audio => Family::Sound,
            infer::MatcherType::Video => Family::Film,
            infer::MatcherType::Doc | infer::MatcherType::Book => Family::Paper,
            infer::MatcherType::Archive if kind.mime_type() == "application/pdf" => Family::Paper,
            infer::MatcherType::Archive => Family::Archive,
            infer::MatcherType::App => Family::Program,
            _ => Family::Unknown,
        };
    }
    if found.family == Family::Picture {
        found.size = imagesize::blob_size(head).ok().map(|s| (s.width, s.height));
    }
    found.millis = time::millis(head, whole);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x02\0\0\0";

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let png = look(PNG, PNG.len() as u64);
        assert_eq!((png.family, png.media, png.size), (Family::Picture, "image/png", Some((640, 480))));
        let pdf = look(b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", 30);
        assert_eq!((pdf.family, pdf.media, pdf.text), (Family::Paper, "application/pdf", None));
        let words = look("BMW 来电询问".as_bytes(), 16);
        assert_eq!((words.family, words.size), (Family::Text, None), "two letters make no picture");
        let noise: Vec<u8> = (0..=255).collect();
        assert_eq!((look(&noise, 256).family, look(&noise, 256).media), (Family::Unknown, ""));
        assert_eq!(look(b"", 0).family, Family::Text);
    }
}
