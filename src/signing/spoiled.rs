//! What editors, clipboards and shells make of a text on its way to being signed. A signature over a
//! spoiled text is good for nothing, but whoever made it is told what spoilt it.

use super::sshsig::Received;
use crate::domain::coded::codes;

codes! {
    /// What happened to the text before it was signed. Words: `spoiled.<code>`.
    pub enum Spoiled {
        /// The last newline is missing, or there is one more.
        Ending = "ending",
        /// Lines end in CR LF.
        LineEnds = "line_ends",
        /// A byte order mark stands before it.
        Mark = "mark",
        /// It was saved as UTF-16.
        Wide = "wide",
    }
}

impl Spoiled {
    /// What this signature by this key was made over instead of the text, if it is one of these.
    pub fn found(signature: &Received, line: &str, namespace: &str, text: &str) -> Option<Self> {
        let over = |bytes: &[u8]| signature.check_bytes(line, namespace, bytes).is_ok();
        variants(text).into_iter().find(|(_, bytes)| over(bytes)).map(|(spoiled, _)| spoiled)
    }
}

const BOM: char = '\u{feff}';

/// The text as it would come out, the likeliest first.
fn variants(text: &str) -> Vec<(Spoiled, Vec<u8>)> {
    use Spoiled as S;
    let bare = text.strip_suffix('\n').unwrap_or(text);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let endings = [
        (None, text.to_owned()),
        (Some(S::LineEnds), crlf(text)),
        (Some(S::Ending), bare.to_owned()),
        (Some(S::Ending), format!("{text}\n")),
        (Some(S::LineEnds), crlf(bare)),
        (Some(S::LineEnds), crlf(&format!("{text}\n"))),
    ];
    let mut all = Vec::new();
    for (spoiled, text) in endings {
        let marked = format!("{BOM}{text}");
        let wide = |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
        all.extend(spoiled.map(|s| (s, text.clone().into_bytes())));
        all.push((S::Mark, marked.clone().into_bytes()));
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            all.extend([&marked, &text].map(|text| (S::Wide, wide(text, order))));
        }
    }
    all
}
