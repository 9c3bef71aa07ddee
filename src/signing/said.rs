//! The readable text under which a person puts his signature. It is made from the event alone, with
//! where the log stood and until when the text is good; so it can be made before the act is written
//! and again by anybody who reads the log afterwards, and both must be the same letter for letter.
//!
//! Words of people are in it as hashes only: the text leaves the machine, names must not.

use crate::domain::event::Event;
use crate::domain::evidence::EvidenceEvent;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref, Revision};
use crate::domain::kind::Signs;
use crate::domain::organ::{OrganChange, OrganEvent};
use crate::domain::record::local_time;
use crate::domain::signature::Signed;
use crate::ledger::{Alg, Checkpoint, Hash, LogId, RegisterId};
use serde::Serialize;
use uuid::Uuid;

/// Where and when something is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    pub register: RegisterId,
    /// Where the log of acts stood when the text was made: whoever signs vouches for all of it.
    pub size: u64,
    pub root: Hash,
    /// Where the log of reads stood, from version 2 on: nobody takes it away unnoticed.
    pub reads: Option<(u64, Hash)>,
    /// The command's own id: one text, one act.
    pub nonce: Uuid,
    /// Full seconds.
    pub expires: Millis,
}

/// What is signed, and in which namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub kind: Signed,
    pub text: String,
}

/// The newest form of a signed text; bodies of a later version are signed in it as well.
const FORM: u8 = 2;

/// The act a signature stands under.
#[derive(Clone, Copy, Debug)]
pub struct Under<'a> {
    pub matter: &'a MatterId,
    /// The short name of the matter.
    pub ref_: Option<&'a Ref>,
    pub person: &'a PersonId,
    /// The revision in the event's body.
    pub seen: Option<&'a Revision>,
    pub event: &'a Event,
    /// Of the event's body.
    pub v: u8,
    /// The change that the event settles, where it does.
    pub settles: Option<&'a OrganChange>,
}

/// The text for an act; none where the act is not signed.
pub fn said(on: &Occasion, under: &Under<'_>) -> Option<Said> {
    let Under { matter, ref_, person, seen, event, v, settles } = *under;
    let kind = Signed::of_event(event, v)?;
    if let Event::Evidence(EvidenceEvent::Cosigned { acts, .. }) = event {
        // A checkpoint is the same text for whoever signs it; it names its log and its length.
        let root = Hash::from_hex(&acts.root)?;
        let head = Checkpoint { register: on.register, log: LogId::Acts, size: acts.size, root };
        return Some(Said { kind, text: head.text() });
    }
    let mut lines = vec![
        format!("liuhen-{} v{}", kind.code(), v.min(FORM)),
        format!("origin liuhen/{}/{}", on.register, LogId::Acts.name()),
    ];
    // What begins a matter knows neither its id nor its name before it is written.
    if !event.begins() {
        lines.push(format!("matter {matter}"));
        lines.extend(ref_.map(|r| format!("ref {}", plain(r.0.as_str()))));
    }
    lines.extend(seen.map(|r| format!("revision {}", plain(r.as_str()))));
    lines.push(format!("act {}", event.kind()));
    match event {
        Event::Organ(OrganEvent::Proposed { change }) => of_change(change, &mut lines),
        Event::Organ(_) => settles.into_iter().for_each(|change| of_change(change, &mut lines)),
        // A kind says what of it is read; all of it stands under the hash of the whole.
        kind => lines.extend(kind.signs().into_iter().map(|(what, said)| match said {
            Signs::Plain(said) => format!("{what} {}", plain(&said)),
            Signs::Named(name, word) => format!("{what} {} {word}", plain(&name)),
            Signs::Hashed(words) => format!("{what} {}", hashed(&words)),
        })),
    }
    if v > 1 {
        lines.push(format!("whole {}", whole(event)));
    }
    lines.push(format!("person {}", plain(person.as_str())));
    lines.push(format!("tree {} {}", on.size, on.root));
    if v > 1 {
        let (size, root) = on.reads?;
        lines.push(format!("reads {size} {root}"));
    }
    lines.push(format!("nonce {}", on.nonce));
    lines.push(format!("expires {}", local_time::to_text(on.expires)));
    Some(Said { kind, text: lines.join("\n") + "\n" })
}

/// A key is shown, because whoever signs can compare it; everything else is told by its hash.
fn of_change(change: &OrganChange, lines: &mut Vec<String>) {
    lines.push(format!("change {}", change.code()));
    match change {
        OrganChange::Key { person, key, .. } => {
            lines.push(format!("of {}", plain(person.as_str())));
            lines.push(format!("key {}", plain(key)));
        }
        OrganChange::KeyRevoked { fingerprint, .. } => lines.push(format!("key {}", plain(fingerprint))),
        _ => {}
    }
    lines.push(format!("content {}", digest(&canonical(change))));
}

/// JSON without blanks, members in the order of their names.
fn canonical(change: &impl Serialize) -> String {
    // A value's members are kept in a sorted map, whatever order the type has them in.
    serde_json::to_value(change).map(|v| v.to_string()).unwrap_or_default()
}

/// All of an act under one hash, but for the short name it gives its matter, which is drawn when it
/// is written. No member that an act learns later is left unsigned.
fn whole(event: &Event) -> String {
    let mut value = serde_json::to_value(event).unwrap_or_default();
    let inner = value.as_object_mut().and_then(|area| area.values_mut().next());
    let act = inner.and_then(|act| act.as_object_mut()).and_then(|act| act.values_mut().next());
    act.and_then(|act| act.as_object_mut()).map(|members| members.remove("ref_"));
    digest(&value.to_string())
}

/// Words that stay on the machine, told by their hash; `-` for none.
fn hashed(words: &str) -> String {
    if words.is_empty() { "-".to_owned() } else { digest(words) }
}

fn digest(words: &str) -> String {
    format!("sha256:{}", Alg::Sha256.digest(&[words.as_bytes()]))
}

/// A name in one line. One that would begin another line is told by its hash.
fn plain(name: &str) -> String {
    if name.chars().any(char::is_control) { digest(name) } else { name.to_owned() }
}

/// What a signed text says of its occasion, to make it again from the event it stands beside.
pub fn occasion_of(text: &str, register: RegisterId, nonce: Uuid) -> Option<Occasion> {
    let line = |key: &str| text.lines().rev().find_map(|l| l.strip_prefix(key)?.strip_prefix(' '));
    let head = |key: &str| {
        let (size, root) = line(key)?.split_once(' ')?;
        Some((size.parse().ok()?, Hash::from_hex(root)?))
    };
    let (size, root) = head("tree")?;
    Some(Occasion {
        register,
        size,
        root,
        reads: head("reads"),
        nonce,
        expires: local_time::from_text(line("expires")?).ok()?,
    })
}

#[cfg(test)]
#[path = "said_tests.rs"]
mod tests;
