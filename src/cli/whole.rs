//! The end of a stream is not the end of what was to come: a connection that breaks looks the same.
//! What comes over standard input therefore ends by itself (JSON, a signature, a line), by a line that
//! holds only a full stop, or it was said before how long it is or what its hash is. A file of this
//! machine and somebody at a terminal say where they end.

use super::face::Face;
use super::stop::Stop;
use crate::domain::limits::limits;
use crate::domain::refusal::{Flaw, No, Problem};
use crate::office::{Expected, Fault, Trouble};
use clap::Args;
use std::io::{self, Read};
use std::path::Path;

/// What closes a text.
pub const CLOSING: &str = ".";

/// What is read, by which it is known how much may come and how it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words: a closing line.
    Text,
    /// A record's JSON.
    Record,
    /// The organ's data, JSON or TOML; TOML has a closing line.
    Data,
    /// A public key, one line.
    Key,
    /// What `ssh-keygen -Y sign` wrote.
    Signature,
    /// Looked at and not kept; cut off it proves less, and is told to.
    Evidence,
    Proof,
}

impl Kind {
    /// Bytes at most.
    pub fn most(self) -> u64 {
        let input = &limits().input;
        match self {
            Kind::Text => input.text,
            Kind::Record => input.record,
            Kind::Data => input.data,
            Kind::Key => input.key,
            Kind::Signature => input.signature,
            Kind::Evidence => input.evidence,
            Kind::Proof => input.proof,
        }
    }
}

/// How long material from standard input is, or what its hash is.
#[derive(Debug, Default, Args)]
pub struct Whole {
    #[arg(long, value_name = "BYTES")]
    pub size: Option<u64>,
    #[arg(long, value_name = "HASH")]
    pub sha256: Option<String>,
}

impl Whole {
    /// What is to come, so that something else is not kept.
    ///
    /// # Errors
    /// Nothing was said of what comes over standard input, or the hash is none.
    pub fn expected(&self, face: &Face, from: &Path) -> Result<Expected, Stop> {
        let streamed = from == Path::new("-") && !face.streams.input_is_whole;
        if streamed && self.size.is_none() && self.sha256.is_none() {
            return Err(Stop::wrong("materials", Flaw::Untold, ""));
        }
        let sha256 = self.sha256.as_ref().map(|typed| typed.trim().to_lowercase());
        if let Some(bad) =
            sha256.as_ref().filter(|h| h.len() != 64 || !h.bytes().all(|b| b.is_ascii_hexdigit()))
        {
            return Err(Stop::wrong("sha256", Flaw::Unreadable, bad));
        }
        Ok(Expected { size: self.size, sha256 })
    }
}

/// All of it, or the refusal as soon as it is too much: not a byte more is read.
pub fn read_at_most(field: &str, from: &mut dyn Read, most: u64) -> Result<Result<Vec<u8>, Stop>, io::Error> {
    let mut bytes = Vec::new();
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    let much = bytes.len() as u64 > most;
    Ok(if much { Err(Stop::wrong(field, Flaw::TooLarge, most)) } else { Ok(bytes) })
}

impl Face {
    /// What came over standard input without its closing line.
    ///
    /// # Errors
    /// It did not arrive whole, or another line in it would close it.
    pub fn closed(&self, field: &str, text: String, kind: Kind) -> Result<String, Stop> {
        if self.streams.input_is_whole || ends_by_itself(&text, kind) {
            return Ok(text);
        }
        // With its own end of line: what was cut after the full stop of a longer line is not closed.
        let body = match text.strip_suffix('\n').and_then(|body| body.strip_suffix(CLOSING)) {
            Some("") => String::new(),
            Some(body) if body.ends_with('\n') => body.to_owned(),
            _ => {
                let closed = text.lines().position(|line| line == CLOSING);
                return Err(match closed.filter(|_| text.ends_with('\n')) {
                    Some(at) => Stop::wrong(field, Flaw::AfterClosing, at + 1),
                    None => Stop::wrong(field, Flaw::Unclosed, ""),
                });
            }
        };
        match body.lines().position(|line| line == CLOSING) {
            Some(at) => Err(Stop::wrong(field, Flaw::ClosedTwice, at + 1)),
            None => Ok(body),
        }
    }

    /// Nothing is committed for somebody who is no longer there to be told.
    ///
    /// # Errors
    /// [`Fault::PeerGone`].
    pub fn peer_is_there(&self) -> Result<(), Stop> {
        if self.away && !(self.streams.peer_is_there)() { Err(Fault::PeerGone.into()) } else { Ok(()) }
    }
}

/// Whether the text shows that nothing of it is missing.
fn ends_by_itself(text: &str, kind: Kind) -> bool {
    let body = text.trim();
    let armored = || {
        let end = body.lines().last().and_then(|l| l.strip_prefix("-----END "));
        let begin = body.lines().next().and_then(|l| l.strip_prefix("-----BEGIN "));
        begin.is_some() && begin == end
    };
    match kind {
        Kind::Evidence | Kind::Proof => true,
        Kind::Key => text.ends_with('\n') && body.lines().count() == 1 && body != CLOSING || armored(),
        Kind::Signature => armored(),
        Kind::Record | Kind::Data => {
            body.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(body).is_ok()
        }
        Kind::Text => false,
    }
}

/// What a line that ended in this way had begun to send, so that the next one can say that it is gone.
pub fn was_cut(done: &Result<(), Stop>) -> bool {
    match done {
        Err(Stop::Trouble(Trouble::Fault(Fault::PeerGone | Fault::Stalled(_)))) => true,
        Err(Stop::Trouble(Trouble::No(No::Wrong(problems)))) => {
            problems.iter().any(|Problem { flaw, .. }| matches!(flaw, Flaw::Unclosed | Flaw::CutOff))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(whole: bool) -> Face {
        let streams =
            crate::cli::face::Streams { input_is_whole: whole, ..crate::cli::face::Streams::nowhere() };
        Face {
            lang: crate::domain::lang::Lang::En,
            json: false,
            away: true,
            by_somebody: false,
            done: None,
            whole: false,
            heard: None,
            streams,
        }
    }

    fn told(text: &str, kind: Kind) -> Result<String, Flaw> {
        face(false).closed("text", text.to_owned(), kind).map_err(|stop| match stop {
            Stop::Trouble(Trouble::No(No::Wrong(all))) => all[0].flaw,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_text_cut_anywhere_is_not_taken_and_whole_it_is() {
        let whole = "第一句。\n.第二句\n第三句 .\n.\n";
        assert_eq!(told(whole, Kind::Text).unwrap(), "第一句。\n.第二句\n第三句 .\n");
        for (at, _) in whole.char_indices() {
            // A line may happen to end there, and still it was not closed.
            assert_eq!(told(&whole[..at], Kind::Text), Err(Flaw::Unclosed), "{at}");
        }
        assert_eq!(told("甲\n.\n乙\n.\n", Kind::Text), Err(Flaw::ClosedTwice));
        assert_eq!(told("甲\n.\n乙\n", Kind::Text), Err(Flaw::AfterClosing), "it was closed, and goes on");
        assert_eq!(told("甲\n.\n乙", Kind::Text), Err(Flaw::Unclosed), "it may go on still");
        assert_eq!(told(".\n", Kind::Text).unwrap(), "");
        assert_eq!(
            face(true).closed("text", "甲".into(), Kind::Text).unwrap(),
            "甲",
            "a file ends where it ends"
        );
    }

    #[test]
    fn json_a_key_and_a_signature_end_by_themselves_and_toml_does_not() {
        let json = "{\"a\": {\"b\": [1, 2]}}\n";
        assert!(told(json, Kind::Record).is_ok());
        for at in 0..json.len() - 2 {
            assert_eq!(told(&json[..at], Kind::Record), Err(Flaw::Unclosed), "{at}");
        }
        let toml = "name = 1\nother = 2\n";
        assert_eq!(told(toml, Kind::Data), Err(Flaw::Unclosed));
        assert_eq!(told(&format!("{toml}.\n"), Kind::Data).unwrap(), toml);
        let armor = "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n";
        assert!(told(armor, Kind::Signature).is_ok());
        assert_eq!(told(&armor[..armor.len() - 8], Kind::Signature), Err(Flaw::Unclosed));
        assert!(told("ssh-ed25519 AAAA me@here\n", Kind::Key).is_ok());
        assert_eq!(told("ssh-ed25519 AAAA me@he", Kind::Key), Err(Flaw::Unclosed));
    }

    #[test]
    fn reading_stops_where_it_is_too_much() {
        let mut endless = io::repeat(b'x');
        assert!(read_at_most("text", &mut endless, 1000).unwrap().is_err());
        assert_eq!(read_at_most("text", &mut &b"1234"[..], 4).unwrap().unwrap(), b"1234");
    }
}
