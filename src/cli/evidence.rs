//! What can be shown to somebody who believes nobody.

use super::checkpoint::{known_heads, note_code};
use super::face::Face;
use super::input::Typed;
use super::list::short;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::flow::Capacity;
use crate::domain::record::local_time;
use crate::domain::refusal::{Flaw, Refusal, Rule, without_types};
use crate::ledger::{Hash, Wrong, hex};
use crate::office::{
    Checkpoint, Fault, Hands, Inspection, LogId, Mode, Office, PROOF_FILE, ProofError, ProofFile, Reveal,
};
use crate::signing::export::heads_in;
use crate::words::cli::Said;
use crate::words::evidence::words;
use crate::words::fill;
use crate::words::signing::{amiss, words as signing};
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Verify {
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    receipt: Vec<PathBuf>,
    #[arg(long)]
    immutable: bool,
}

impl Verify {
    pub fn immutable(&self) -> bool {
        self.immutable
    }
}

#[derive(Debug, Args)]
pub struct Proof {
    no: String,
    #[arg(long)]
    with_linked: bool,
    #[arg(long)]
    purpose: Option<Typed>,
}

#[derive(Debug, Args)]
pub struct CheckProof {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "SIZE:ROOT|FILE")]
    head: Option<String>,
    #[arg(long, value_name = "KEY|FILE")]
    key: Option<String>,
}

/// Recomputes everything. Whoever can read the file may do this; no account is asked for.
pub fn verify(face: &mut Face, office: &mut Office, v: &Verify) -> Result<(), Stop> {
    let known = known_heads(face, Some(office), &v.against)?;
    let since = known_heads(face, Some(office), v.since.as_slice())?;
    let found =
        office.verify_since(&since, &known, &mut |part, done, total| face.progress(part, done, total));
    face.progress_over();
    let found = found?;
    let receipts = super::receipt::look_up(face, office, &v.receipt);
    if let (Some(first), false) = (since.iter().find(|h| h.log == LogId::Acts), face.json) {
        face.say(&face.said().verified_since, &[("n", &first.size.to_string())])?;
    }
    tell(face, &found, known.len() + since.len())?;
    receipts
}

/// The same of a register that is too damaged to be opened for work; `why` it is.
pub fn verify_unopened(face: &mut Face, dir: &Path, mode: Mode, v: &Verify, why: Fault) -> Result<(), Stop> {
    let known = known_heads(face, None, &v.against)?;
    let found = Office::verify_unopened(dir, mode, why, &known, &mut |part, done, total| {
        face.progress(part, done, total);
    });
    face.progress_over();
    tell(face, &found?, known.len())
}

fn tell(face: &mut Face, found: &Inspection, known: usize) -> Result<(), Stop> {
    if face.json {
        face.value(&report_json(found, known, face.counts()))?;
    } else {
        report(face, found, known)?;
    }
    if found.is_sound() { Ok(()) } else { Err(Stop::Unverified(face.said().unsound.clone())) }
}

/// `counts`: as [`Face::counts`] says.
pub(super) fn report_json(found: &Inspection, known: usize, counts: bool) -> serde_json::Value {
    let damage = |l: LogId| {
        let report = found.report.logs.iter().find(|r| r.log == l);
        report
            .and_then(|r| r.outcome.as_ref().err())
            .map(|d| json!({ "seq": d.seq, "code": d.wrong.code(), "what": d.to_string() }))
    };
    let heads: Vec<_> = found
        .heads
        .iter()
        .map(|h| json!({ "log": h.log.name(), "size": h.size, "root": hex::encode(&h.root.0) }))
        .collect();
    json!({
        "sound": found.is_sound(), "heads": heads, "known_heads": known,
        "acts_damage": damage(LogId::Acts), "reads_damage": damage(LogId::Reads),
        "integrity": found.report.integrity, "foreign_keys": found.report.foreign_keys,
        "strange_parts": found.report.strange_parts, "materials": found.materials,
        "edges_fit": found.report.logs.iter().all(|l| l.edge_fits),
        "other_registers": found.report.other_registers.iter().map(Checkpoint::origin).collect::<Vec<_>>(),
        "tables": found.tables.as_ref().map(|d| d.table.clone()),
        "key": found.key, "keys": found.keys.iter().map(|(seq, key)| json!({ "since": seq, "key": key.line() })).collect::<Vec<_>>(),
        "signatures": found.hands.as_ref().map(|h| json!({
            "good": counts.then(|| json!({ "1": h.good[0], "2": h.good[1], "3": h.good[2] })),
            "unsigned": counts.then_some(h.bare), "bad": h.bad_count,
            "findings": h.bad.iter().map(|b| json!({ "seq": b.seq, "kind": b.kind, "why": b.flaw.code() })).collect::<Vec<_>>(),
        })),
        "course": found.course.as_ref().map(|w| json!({ "seq": w.seq, "kind": w.kind, "why": w.amiss.code() })),
        "ahead": found.ahead.map(short), "rolled_back": found.rolled_back,
    })
}

/// Findings, each with its place. Rows of tables are not printed: they hold names.
pub(super) fn report(face: &mut Face, found: &Inspection, known: usize) -> Result<(), Stop> {
    let said = face.said();
    for l in &found.report.logs {
        match &l.outcome {
            Ok(good) => {
                let size = good.frontier.size().to_string();
                let root = hex::encode(&good.frontier.root().0);
                let values = [("log", part(face, l.log.name())), ("n", &size), ("root", &root)];
                face.say(&said.log_line, &values)?;
            }
            Err(damage) => {
                let (seq, what) = (damage.seq.to_string(), wrong_words(said, &damage.wrong));
                face.say(&said.damage, &[("log", part(face, l.log.name())), ("seq", &seq), ("what", &what)])?;
            }
        }
        if !l.edge_fits {
            face.say(&said.edge, &[("log", part(face, l.log.name()))])?;
        }
    }
    for (template, all) in [
        (&said.integrity, &found.report.integrity),
        (&said.foreign_keys, &found.report.foreign_keys),
        (&said.strange, &found.report.strange_parts),
        (&said.material_bad, &found.materials),
    ] {
        for what in all {
            face.say(template, &[("what", what)])?;
        }
    }
    if let Some(difference) = &found.tables {
        face.say(&said.tables_differ, &[("what", &difference.table)])?;
    }
    for other in &found.report.other_registers {
        face.say(&said.other_register, &[("what", &other.origin())])?;
    }
    keys(face, found)?;
    if let Some(hands) = &found.hands {
        hands_report(face, hands)?;
    }
    if let Some(wrong) = &found.course {
        let (seq, kind) = (wrong.seq.to_string(), face.w().event(&wrong.kind).to_owned());
        let why = amiss(face.lang, wrong.amiss);
        face.say(&signing(face.lang).amiss_line, &[("seq", &seq), ("kind", &kind), ("why", &why)])?;
    }
    if let Some(last) = found.ahead {
        face.say(&said.ahead, &[("last", &short(last))])?;
    }
    if let Some(r) = &found.rolled_back {
        let told = super::rollback::told(face, r);
        face.line(&told)?;
    }
    match known {
        0 => face.line(&said.no_known_heads)?,
        n => face.say(&said.known_heads, &[("n", &n.to_string())])?,
    }
    if found.is_sound() { face.line(&said.sound) } else { Ok(()) }
}

/// The keys the register had; one that is missing, other or newer than the register is told.
fn keys(face: &mut Face, found: &Inspection) -> Result<(), Stop> {
    let e = words(face.lang);
    for (i, (seq, key)) in found.keys.iter().enumerate() {
        let template = if i == 0 { &e.key_line } else { &e.key_changed };
        face.say(template, &[("seq", &seq.to_string()), ("key", &key.fingerprint())])?;
    }
    let code = serde_json::to_value(found.key).ok().and_then(|v| v.as_str().map(str::to_owned));
    match code.and_then(|code| e.key.get(&code)) {
        Some(told) => face.line(told),
        None => Ok(()),
    }
}

/// The verdict over people's signatures: how many hold at which level, and each that does not.
fn hands_report(face: &mut Face, hands: &Hands) -> Result<(), Stop> {
    let said = signing(face.lang);
    for bad in &hands.bad {
        let (seq, kind) = (bad.seq.to_string(), face.w().event(&bad.kind).to_owned());
        let why = said.hand_flaw.get(bad.flaw.code()).map_or("", String::as_str);
        face.say(&said.hand_bad, &[("seq", &seq), ("kind", &kind), ("why", why)])?;
    }
    let unnamed = hands.bad_count - hands.bad.len() as u64;
    if unnamed > 0 {
        face.say(&said.hands_more, &[("", &unnamed.to_string())])?;
    }
    if !face.counts() {
        return if hands.bad_count == 0 { face.line(&said.hands_good) } else { Ok(()) };
    }
    let [a, b, c] = hands.good.map(|n| n.to_string());
    face.say(&said.hands, &[("a", &a), ("b", &b), ("c", &c)])?;
    if hands.bare > 0 {
        face.say(&said.hands_bare, &[("", &hands.bare.to_string())])?;
    }
    Ok(())
}

/// The word for a log or a part of the work.
pub fn part(face: &Face, code: &str) -> &'static str {
    let said = face.said();
    match code {
        "acts" => &said.part_acts,
        "reads" => &said.part_reads,
        "hands" => &said.part_hands,
        "materials" => &said.part_materials,
        _ => &said.part_tables,
    }
}

/// What is wrong with one event of a log.
fn wrong_words(said: &Said, wrong: &Wrong) -> String {
    let n = |template: &str, n: &u64| fill(template, &[("n", &n.to_string())]);
    match wrong {
        Wrong::Header(_) => said.bad_header.clone(),
        Wrong::Leaf => said.bad_leaf.clone(),
        Wrong::Commitment => said.bad_commitment.clone(),
        Wrong::Log | Wrong::Register => said.bad_register.clone(),
        Wrong::Seq(at) => n(&said.bad_seq, at),
        Wrong::Link => said.bad_link.clone(),
        Wrong::Time => said.bad_time.clone(),
        Wrong::Training => said.bad_training.clone(),
        Wrong::Unreadable => said.bad_reading.clone(),
        Wrong::KnownHead => said.bad_root.clone(),
        Wrong::CutOff(size) => n(&said.bad_cut, size),
    }
}

/// Why a proof does not hold.
fn proof_words(said: &Said, error: &ProofError) -> String {
    match error {
        ProofError::Format => said.bad_format.clone(),
        ProofError::Header(_) | ProofError::Hex(_) => said.bad_header.clone(),
        ProofError::Register => said.bad_register.clone(),
        ProofError::Commitment => said.bad_commitment.clone(),
        ProofError::Path => said.bad_path.clone(),
        ProofError::OtherSize { proof, known } => {
            fill(&said.bad_size, &[("a", &proof.to_string()), ("b", &known.to_string())])
        }
        ProofError::OtherRoot => said.bad_root.clone(),
    }
}

/// Checks proofs away from any register.
pub fn check_proof(face: &mut Face, c: &CheckProof) -> Result<(), Stop> {
    let text = face.read_text("file", &c.file, Kind::Proof)?;
    let head = c.head.as_deref().map(|h| head_of(face, h, c.key.as_deref())).transpose()?;
    if super::receipt::is_receipt(&text) {
        return super::receipt::check(face, &text, c.key.as_deref(), head);
    }
    // A key that checked nothing would pass for one that had.
    if let (Some(_), None) = (&c.key, &c.head) {
        return Err(Stop::wrong("key", Flaw::NothingSigned, ""));
    }
    let said = face.said();
    let fails = |what: &dyn std::fmt::Display| {
        let what = crate::text::clip(&without_types(&what.to_string()), 200);
        Stop::Unverified(fill(&said.proof_fails, &[("what", &what)]))
    };
    let file: ProofFile = serde_json::from_str(&text).map_err(|e| fails(&e))?;
    if file.format != PROOF_FILE {
        return Err(fails(&file.format));
    }
    if file.proofs.is_empty() {
        return Err(Stop::Unverified(face.said().proof_none.clone()));
    }
    let mut shown = Vec::new();
    for proof in &file.proofs {
        let checked = proof.check(head).map_err(|e| fails(&proof_words(face.said(), &e)))?;
        let body = proof.body.as_deref().map(serde_json::from_str::<serde_json::Value>);
        let kind =
            body.map(|b| b.unwrap_or_default().get("kind").and_then(|k| k.as_str()).map(str::to_owned));
        shown.push((checked, kind.map(Option::unwrap_or_default)));
    }
    if face.json {
        for (checked, kind) in &shown {
            face.value(&json!({
                "kind": kind, "seq": checked.header.seq, "at": local_time::to_text(checked.header.time_ms),
                "leaf": hex::encode(&checked.leaf.0), "size": checked.head.0,
                "root": hex::encode(&checked.head.1.0), "known_head": checked.known_head,
            }))?;
        }
        return Ok(());
    }
    let said = face.said();
    for (checked, kind) in &shown {
        let (seq, at) = (checked.header.seq.to_string(), super::list::short(checked.header.time_ms));
        let leaf: String = hex::encode(&checked.leaf.0).chars().take(12).collect();
        let what = kind.as_deref().map_or(&*said.proof_left_out, |kind| face.w().event(kind)).to_owned();
        face.say(&said.proof_event, &[("seq", &seq), ("at", &at), ("what", &what), ("revision", &leaf)])?;
    }
    if let Some((first, _)) = shown.first() {
        let (n, root) = (first.head.0.to_string(), hex::encode(&first.head.1.0));
        let template = if head.is_some() { &said.proof_holds } else { &said.proof_alone };
        face.say(template, &[("n", &n), ("root", &root)])?;
    }
    Ok(())
}

/// `SIZE:ROOT`, or a file with a checkpoint of the acts.
fn head_of(face: &mut Face, typed: &str, key: Option<&str>) -> Result<(u64, Hash), Stop> {
    let unreadable = || Stop::wrong("head", Flaw::Unreadable, typed);
    if let Some((size, root)) = typed.split_once(':') {
        let root = Hash::from_hex(root).or_else(|| Hash::from_bytes(&hex::unbase64(root)?));
        if let (Ok(size), Some(root)) = (size.parse(), root) {
            if key.is_some() {
                return Err(Stop::wrong("key", Flaw::NothingSigned, typed));
            }
            return Ok((size, root));
        }
    }
    let text = face.read_text("head", Path::new(typed), Kind::Evidence)?;
    let found = heads_in(&text).map_err(|_| unreadable())?;
    let acts = found.into_iter().find(|f| f.head.log == LogId::Acts).ok_or_else(unreadable)?;
    // Where a key is at hand, a signature that does not fit it spoils the head.
    let key = key.map(|k| super::receipt::key_of(face, k)).transpose()?.or(acts.key);
    if let (Some(note), Some(key)) = (&acts.note, key) {
        let e = words(face.lang);
        note.check(&acts.head.origin(), &key)
            .map_err(|why| Stop::Unverified(fill(&e.bad_note, &[("what", e.wrong(note_code(why)))])))?;
    }
    Ok((acts.head.size, acts.head.root))
}

impl Sitting<'_> {
    /// The proof is a document of its own, in either form of output.
    pub fn proof(&mut self, p: &Proof) -> Result<(), Stop> {
        let record = self.record(&p.no)?;
        if let Some(purpose) = &p.purpose {
            self.office.reveal(&self.actor, &record, Reveal::Recorder, purpose)?;
            self.face.stands_as(self.face.said().revealed.clone());
        }
        let file = self.office.proof(&self.actor, &record, p.with_linked)?;
        self.face.whole = true;
        self.face.value(&file)
    }

    pub fn rebuild(&mut self) -> Result<(), Stop> {
        self.keeps_evidence()?;
        let face = &mut self.face;
        let done = self.office.rebuild(&mut |done, total| face.progress("tables", done, total));
        self.face.progress_over();
        done?;
        self.face.stands();
        if self.face.json {
            return self.face.value(&json!({ "rebuilt": true }));
        }
        self.face.line(&self.face.said().rebuilt)
    }

    /// Copies and rebuilds are for those who keep the evidence.
    fn keeps_evidence(&self) -> Result<(), Stop> {
        if self.office.keeps_evidence(&self.me()) {
            return Ok(());
        }
        Err(Refusal::with(Rule::NotYourCapacity, Capacity::Custodian.code()).into())
    }
}
