//! Bytes as text, only where every byte is accounted for: nothing is guessed, nothing is replaced.

use encoding_rs::{Encoding as Known, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How the text was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Gb18030,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Gb18030 => "GB18030",
        }
    }
}

/// A text, line ends `\n` and every other character as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub encoding: Encoding,
    /// The file goes on behind this.
    pub cut: bool,
}

/// More bytes than these at the end of a cut file can be the beginning of one character.
const HALF: usize = 3;

/// Reads bytes as text; `cut` when the file goes on behind them. None where they are none.
pub(super) fn read(bytes: &[u8], cut: bool) -> Option<Text> {
    let (encoding, text) = match Known::for_bom(bytes) {
        Some((known, mark)) => {
            let encoding = if known == UTF_8 { Encoding::Utf8 } else { Encoding::Utf16 };
            (encoding, whole(known, &bytes[mark..], cut)?)
        }
        None => match whole(UTF_8, bytes, cut) {
            Some(text) => (Encoding::Utf8, text),
            None => (Encoding::Gb18030, whole(GB18030, bytes, cut)?),
        },
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    is_for_readers(&text, encoding).then_some(Text { text, encoding, cut })
}

/// Every byte decoded, but for half a character where the file goes on.
fn whole(known: &'static Known, bytes: &[u8], cut: bool) -> Option<String> {
    debug_assert!([UTF_8, UTF_16LE, UTF_16BE, GB18030].contains(&known));
    let spare = if cut { HALF } else { 0 };
    (0..=spare.min(bytes.len())).find_map(|less| {
        let bytes = &bytes[..bytes.len() - less];
        known.decode_without_bom_handling_and_without_replacement(bytes).map(|t| t.into_owned())
    })
}

/// Bytes of a picture may decode by chance; they are then full of controls. By chance they are hardly
/// ever UTF-8, so that there a text may hold more of them.
fn is_for_readers(text: &str, encoding: Encoding) -> bool {
    let one_in = if encoding == Encoding::Utf8 { 4 } else { 50 };
    let (mut all, mut odd) = (0usize, 0usize);
    for c in text.chars() {
        all += 1;
        match c {
            '\0' => return false,
            '\n' | '\u{b}' | '\u{c}' => {}
            c if c.is_control() => odd += 1,
            _ => {}
        }
    }
    odd * one_in <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Option<(String, Encoding)> {
        read(bytes, false).map(|t| (t.text, t.encoding))
    }

    #[test]
    fn each_encoding_people_send_is_read_and_named() {
        let said = "张三 10:02\r\n请关照";
        let kept = "张三 10:02\n请关照".to_owned();
        let (gb, _, _) = GB18030.encode(said);
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(said.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(said.bytes()).collect();
        assert_eq!(told(said.as_bytes()), Some((kept.clone(), Encoding::Utf8)));
        assert_eq!(told(&gb), Some((kept.clone(), Encoding::Gb18030)));
        assert_eq!(told(&wide), Some((kept.clone(), Encoding::Utf16)));
        assert_eq!(told(&marked), Some((kept, Encoding::Utf8)));
    }

    #[test]
    fn what_is_no_text_is_not_made_into_one() {
        assert_eq!(told(b"\xff\xd8\xff\xe0\0\x10JFIF\0"), None);
        assert_eq!(told(b"a\0b"), None);
        assert_eq!(told(&[0x81]), None, "half a character at the end of a whole file");
        assert_eq!(told(&[1, 2, 3, 4, 5, 6, 7, 8]), None);
    }

    #[test]
    fn a_file_that_goes_on_may_end_in_the_middle_of_a_character() {
        for at in 1..6 {
            let bytes = &"好好".as_bytes()[..at];
            let text = read(bytes, true);
            assert!(text.is_some_and(|t| "好好".starts_with(&t.text) && t.cut), "{at}");
        }
    }
}
