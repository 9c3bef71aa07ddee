//! A kept e-mail as people read it: who to whom, when, about what, its words, what hung on it. The
//! source stays beside it, for the letter is evidence and this is a reading of it.

use mail_parser::{Address, Message, MessageParser, MimeHeaders};

/// Fields of a letter's head. Two of them in the first lines, and the file is a letter.
const HEAD: [&str; 10] = [
    "from:",
    "to:",
    "subject:",
    "date:",
    "received:",
    "message-id:",
    "mime-version:",
    "return-path:",
    "content-type:",
    "cc:",
];

/// A letter, its words decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    pub from: String,
    pub to: String,
    pub copy: String,
    /// As the sender's program wrote it.
    pub date: String,
    pub subject: String,
    pub words: String,
    /// Name and bytes of what hung on it.
    pub attached: Vec<(String, usize)>,
}

impl Letter {
    /// The letter in these bytes, if they are one; `text` is what they read as.
    pub(super) fn of(bytes: &[u8], text: &str) -> Option<Self> {
        let lines = || text.lines().take_while(|l| !l.trim().is_empty()).take(100);
        let fields =
            |l: &&str| HEAD.iter().any(|f| l.get(..f.len()).is_some_and(|b| b.eq_ignore_ascii_case(f)));
        // The first line is a field or goes on with one: a transcript that quotes a letter is none.
        lines().next().filter(|l| l.split_once(':').is_some_and(|(name, _)| !name.contains(' ')))?;
        if lines().filter(fields).count() < 2 {
            return None;
        }
        MessageParser::default().parse(bytes).map(|m| Self::read(&m))
    }

    fn read(m: &Message<'_>) -> Self {
        let attached = m.attachments().map(|a| (a.attachment_name().unwrap_or_default().to_owned(), a.len()));
        Self {
            from: people(m.from()),
            to: people(m.to()),
            copy: people(m.cc()),
            date: m.date().map(|d| d.to_rfc3339()).unwrap_or_default(),
            subject: m.subject().unwrap_or_default().to_owned(),
            words: m.body_text(0).unwrap_or_default().replace("\r\n", "\n"),
            attached: attached.collect(),
        }
    }
}

fn people(all: Option<&Address<'_>>) -> String {
    let one = |a: &mail_parser::Addr<'_>| match (a.name(), a.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    };
    all.into_iter().flat_map(Address::iter).map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "Received: from a by b\r\nFrom: =?gb2312?B?1cXI/Q==?= <zhang@example.cn>\r\n\
        To: judge@court.example\r\nSubject: =?utf-8?B?6K+35YWz54Wn?=\r\nDate: Fri, 20 Nov 2026 10:00:00 +0800\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=gb2312\r\n\
        Content-Transfer-Encoding: base64\r\n\r\n0ruw4w==\r\n--x\r\nContent-Type: image/png; name=a.png\r\n\
        Content-Disposition: attachment; filename=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n";

    #[test]
    fn a_letter_is_read_with_its_words_decoded() {
        let letter = Letter::of(LETTER.as_bytes(), &LETTER.replace("\r\n", "\n")).unwrap();
        assert_eq!(letter.from, "张三 <zhang@example.cn>");
        assert_eq!((letter.subject.as_str(), letter.words.trim()), ("请关照", "一般"));
        assert_eq!(letter.attached, [("a.png".to_owned(), 3)]);
        assert!(letter.date.starts_with("2026-11-20T10:00:00"), "{}", letter.date);
    }

    #[test]
    fn a_transcript_is_no_letter() {
        for text in ["张三: 请关照\n李四: 不行", "From: a\n你好", "今天收到来信\nFrom: a\nTo: b\n\nx"]
        {
            assert_eq!(Letter::of(text.as_bytes(), text), None, "{text}");
        }
    }
}
