//! What a person keeps of his own act, and what it is good for afterwards.

use super::checkpoint::note_code;
use super::face::Face;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::ids::Ref;
use crate::domain::record::local_time;
use crate::domain::refusal::Flaw;
use crate::ledger::Hash;
use crate::office::{Found, Office, Standing};
use crate::signing::LogPublic;
use crate::signing::receipt::{CheckedReceipt, RECEIPT_FORMAT, ReceiptError, ReceiptFile};
use crate::words::evidence::words;
use crate::words::fill;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Receipt {
    #[arg(value_name = "NO|SEQ")]
    no: String,
}

/// Whether a document is a receipt and no proof.
pub fn is_receipt(text: &str) -> bool {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    value.get("format").and_then(|f| f.as_str()) == Some(RECEIPT_FORMAT)
}

fn read(face: &Face, text: &str) -> Result<ReceiptFile, Stop> {
    serde_json::from_str(text).map_err(|_| fails(face, ReceiptError::Form))
}

fn fails(face: &Face, why: ReceiptError) -> Stop {
    let e = words(face.lang);
    let code = match why {
        ReceiptError::Form => "receipt_form",
        ReceiptError::OtherKey => "other_key",
        ReceiptError::Note(why) => note_code(why),
        ReceiptError::Checkpoint => "two_registers",
        ReceiptError::Path => "path",
    };
    Stop::Unverified(fill(&e.bad_note, &[("what", e.wrong(code))]))
}

/// A key as a line or as the file that holds one.
pub fn key_of(face: &mut Face, typed: &str) -> Result<LogPublic, Stop> {
    if let Ok(key) = LogPublic::from_openssh(typed) {
        return Ok(key);
    }
    let text = face.read_text("key", Path::new(typed), Kind::Evidence)?;
    LogPublic::from_openssh(&text).map_err(|_| Stop::wrong("key", Flaw::Unreadable, typed))
}

/// Checks a receipt away from any register.
pub fn check(face: &mut Face, text: &str, key: Option<&str>, head: Option<(u64, Hash)>) -> Result<(), Stop> {
    let known = key.map(|k| key_of(face, k)).transpose()?;
    let held = read(face, text)?.check(known.as_ref()).map_err(|e| fails(face, e))?;
    if let (Some((size, root)), Some(own)) = (head, &held.head)
        && (size, root) != (own.size, own.root)
    {
        return Err(fails(face, ReceiptError::Checkpoint));
    }
    tell(face, &held, known.is_some())
}

fn tell(face: &mut Face, held: &CheckedReceipt, known: bool) -> Result<(), Stop> {
    let (said, key) = (&held.said, held.key.fingerprint());
    if face.json {
        return face.value(&json!({
            "register": said.register, "log": said.log, "seq": said.seq, "leaf": said.leaf,
            "at": local_time::to_text(said.time_ms), "key": key, "known_key": known,
            "checkpoint": held.head.map(|h| h.size),
        }));
    }
    let e = words(face.lang);
    let (seq, at) = (said.seq.to_string(), super::list::short(said.time_ms));
    let register = said.register.to_string();
    let leaf: String = said.leaf.to_string().chars().take(12).collect();
    face.say(&e.receipt_holds, &[("register", &register), ("seq", &seq), ("at", &at), ("revision", &leaf)])?;
    match held.head {
        Some(h) => face.say(&e.receipt_in, &[("n", &h.size.to_string()), ("root", &h.root.to_string())])?,
        None => face.line(&e.receipt_alone)?,
    }
    if known { Ok(()) } else { face.say(&e.receipt_pinned, &[("", &key)]) }
}

/// Asks the register for the event of each receipt.
///
/// # Errors
/// The first one that it does not have, after all have been told.
pub fn look_up(face: &mut Face, office: &Office, files: &[PathBuf]) -> Result<(), Stop> {
    let mut missing = None;
    let keys = office.log_keys();
    for path in files {
        let text = face.read_text("receipt", path, Kind::Evidence)?;
        let held = read(face, &text)?.check(None).map_err(|e| fails(face, e))?;
        let standing = office.look_up(&held.said)?;
        // Its own key would vouch for anything; only one that this register had counts here.
        if standing != Standing::OtherRegister && !keys.iter().any(|(_, key)| *key == held.key) {
            return Err(fails(face, ReceiptError::OtherKey));
        }
        let e = words(face.lang);
        let (template, code) = match standing {
            Standing::There => (&e.receipt_there, "there"),
            Standing::OtherRegister => (&e.receipt_other, "other_register"),
            Standing::Missing => (&e.receipt_missing, "missing"),
            Standing::Replaced => (&e.receipt_replaced, "replaced"),
        };
        let (seq, register) = (held.said.seq.to_string(), held.said.register.to_string());
        let line =
            fill(template, &[("seq", &seq), ("register", &register), ("path", &path.display().to_string())]);
        if face.json {
            face.value(
                &json!({ "receipt": path.display().to_string(), "seq": held.said.seq, "found": code }),
            )?;
        } else {
            face.line(&line)?;
        }
        if standing != Standing::There {
            missing = Some(line);
        }
    }
    missing.map_or(Ok(()), |line| Err(Stop::Unverified(line)))
}

impl Sitting<'_> {
    /// The receipt is a document of its own, in either form of output.
    pub fn receipt(&mut self, r: &Receipt) -> Result<(), Stop> {
        let seq = match (Ref::parse(&r.no), r.no.parse::<u64>()) {
            (None, Ok(seq)) if i64::try_from(seq).is_ok() => seq,
            _ => {
                let (Found::Record(id)
                | Found::Escalation(id)
                | Found::Item(id)
                | Found::Meeting(id)
                | Found::Proposal(id)
                | Found::Matter(id)) = self.office.find(&self.actor, &r.no)?;
                self.office.own_act(&self.actor, &id)?
            }
        };
        let file = self.office.receipt_file(&self.actor, seq)?;
        self.face.whole = true;
        self.face.value(&file)
    }
}
