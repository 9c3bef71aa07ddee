//! Copies of the register: made and sealed, put back, and tried.

use super::checkpoint::known_heads;
use super::evidence::{report, report_json};
use super::face::Face;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::refusal::{Refusal, Rule};
use crate::office::{Checkpoint, Opener, SealTo, Unopened, is_inside_a_register, restore};
use crate::signing::Secret;
use crate::words::fill;
use crate::words::signing::words as signing;
use clap::Args;
use serde_json::json;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

#[derive(Debug, Args)]
pub struct Backup {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[arg(long, value_name = "KEY|FILE")]
    recipient: Vec<String>,
    #[arg(long, requires = "recipient")]
    only: bool,
    #[arg(long, value_name = "N")]
    keep: Option<usize>,
    #[arg(long, conflicts_with_all = ["recipient", "keep"])]
    plain: bool,
}

#[derive(Debug, Args)]
pub struct Restore {
    #[arg(value_name = "FILE|DIR")]
    copy: PathBuf,
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    #[arg(long, value_name = "FILE")]
    identity: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Drill {
    #[arg(value_name = "FILE|DIR")]
    copy: PathBuf,
    #[arg(long, value_name = "FILE")]
    identity: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
    #[arg(long = "in", value_name = "DIR")]
    room: Option<PathBuf>,
}

/// What a sealed file begins with, as it is and as letters.
const SEALED: [&[u8]; 2] = [b"age-encryption.org/", b"-----BEGIN AGE ENCRYPT"];

impl Face {
    /// A public key as it stands on the line, or in a file such as `id_ed25519.pub`.
    fn recipient(&mut self, typed: &str) -> Result<SealTo, Stop> {
        if let Some(key) = SealTo::read(typed) {
            return Ok(key);
        }
        let unreadable = || Stop::from(Refusal::with(Rule::KeyUnreadable, typed));
        if !Path::new(typed).is_file() {
            return Err(unreadable());
        }
        let text = self.read_text("recipient", Path::new(typed), Kind::Evidence)?;
        let line = text.lines().find(|l| !l.trim().is_empty() && !l.starts_with('#'));
        line.and_then(SealTo::read).ok_or_else(unreadable)
    }

    /// Whoever named no key is told that one is needed, and not that the one he named does not open it.
    fn has_a_key(&self, copy: &Path, identity: &[PathBuf]) -> Result<(), Stop> {
        let mut head = [0; 22];
        // A pipe in its place would keep us waiting.
        let read = copy.is_file() && File::open(copy).and_then(|mut file| file.read_exact(&mut head)).is_ok();
        let sealed = read && SEALED.iter().any(|begins| head.starts_with(begins));
        match identity.is_empty() && sealed {
            true => Err(Stop::Usage(self.said().copy_is_sealed.clone())),
            false => Ok(()),
        }
    }

    fn openers(&mut self, files: &[PathBuf]) -> Result<Vec<Opener>, Stop> {
        let mut keys = Vec::new();
        for path in files {
            let text = Zeroizing::new(self.read_text("identity", path, Kind::Evidence)?);
            let typed = match Opener::is_locked(&text) {
                true => Some(self.key_passphrase(path)?),
                false => None,
            };
            let key = Opener::read(&text, typed.as_ref().map(Secret::reveal));
            keys.push(key.ok_or_else(|| Stop::from(Refusal::with(Rule::KeyDoesNotOpen, path.display())))?);
        }
        Ok(keys)
    }

    /// The passphrase of a private key: typed unseen, or the next line of standard input.
    fn key_passphrase(&mut self, key: &Path) -> Result<Secret, Stop> {
        let label = fill(&signing(self.lang).passphrase_of, &[("", &key.display().to_string())]);
        self.ask_secret(&label)
    }

    fn unopened(&self, why: Unopened) -> Stop {
        match why {
            Unopened::NoKey => Stop::Unverified(self.said().copy_no_key.clone()),
            Unopened::Broken(what) => Stop::Unverified(fill(&self.said().copy_broken, &[("what", &what)])),
            Unopened::Fault(fault) => fault.into(),
        }
    }
}

impl Sitting<'_> {
    pub fn backup(&mut self, b: &Backup) -> Result<(), Stop> {
        self.takes_no_id()?;
        let (mut keys, mut without) = self.office.custodian_keys();
        if b.only {
            keys.clear();
            without.clear();
        }
        for typed in &b.recipient {
            keys.push(self.face.recipient(typed)?);
        }
        let sealed = (!b.plain).then_some(keys.as_slice());
        if b.plain {
            without.clear();
        }
        let face = &mut self.face;
        let done = self.office.copy(&self.actor, &b.dir, sealed, b.keep, &mut |part, done, total| {
            face.progress(part, done, total);
        });
        self.face.progress_over();
        let done = done?;
        self.face.stands();
        let path = done.path.display().to_string();
        for stuck in &done.stuck {
            self.face.remark(&fill(&self.face.said().not_rotated, &[("", &stuck.display().to_string())]));
        }
        let removed: Vec<String> = done.removed.iter().map(|p| p.display().to_string()).collect();
        if self.face.json {
            let heads: Vec<String> = done.heads.iter().map(Checkpoint::text).collect();
            let where_ = if b.plain { "dir" } else { "file" };
            return self.face.value(&json!({
                where_: path, "checkpoints": heads, "recipients": done.recipients, "removed": removed, "not_removed": done.stuck,
                "without_key": without, "receipt": done.receipt,
            }));
        }
        let said = self.face.said();
        self.face.say(if b.plain { &said.copied } else { &said.sealed }, &[("", &path)])?;
        for line in &done.recipients {
            self.face.say(&said.sealed_to, &[("", line)])?;
        }
        for path in &removed {
            self.face.say(&said.rotated, &[("", path)])?;
        }
        done.heads.iter().try_for_each(|h| self.face.line(h.text().trim_end()))?;
        if !without.is_empty() {
            self.face.remark(&fill(&said.sealed_without, &[("", &without.join(" "))]));
        }
        Ok(())
    }

    pub fn drill(&mut self, d: &Drill) -> Result<(), Stop> {
        self.takes_no_id()?;
        self.face.has_a_key(&d.copy, &d.identity)?;
        let keys = self.face.openers(&d.identity)?;
        let known = known_heads(self.face, Some(&self.office), &d.against)?;
        let face = &mut self.face;
        let room = d.room.as_deref();
        let done = self.office.drill(&self.actor, &d.copy, room, &keys, &known, &mut |part, done, total| {
            face.progress(part, done, total);
        });
        self.face.progress_over();
        let done = done?;
        self.face.stands();
        let path = done.path.display().to_string();
        let seconds = done.seconds.to_string();
        if self.face.json {
            let found = done.found.as_ref().map(|f| report_json(f, known.len(), self.face.counts()));
            self.face.value(&json!({
                "copy": path, "sound": done.sound, "seconds": done.seconds, "fits": done.fits,
                "unopened": done.unopened, "found": found, "receipt": done.receipt,
            }))?;
        } else {
            let said = self.face.said();
            if let Some(why) = &done.unopened {
                self.face.say(&said.copy_broken, &[("what", why)])?;
            }
            if let Some(found) = &done.found {
                report(self.face, found, known.len())?;
                if !done.fits {
                    self.face.line(&said.copy_differs)?;
                }
            }
            let template = if done.sound { &said.drill_good } else { &said.drill_bad };
            self.face.say(template, &[("path", &path), ("n", &seconds)])?;
        }
        if done.sound { Ok(()) } else { Err(Stop::Unverified(self.face.said().unsound.clone())) }
    }
}

/// Puts a copy back into a new place. Whoever has it and a key may do this; no account is asked for.
pub fn put_back(face: &mut Face, r: &Restore) -> Result<(), Stop> {
    if is_inside_a_register(&r.into) {
        return Err(Refusal::of(Rule::CopyElsewhere).into());
    }
    face.has_a_key(&r.copy, &r.identity)?;
    let keys = face.openers(&r.identity)?;
    let known = known_heads(face, None, &r.against)?;
    let done = restore(&r.copy, &r.into, &keys, &known, &mut |part, done, total| {
        face.progress(part, done, total);
    });
    face.progress_over();
    let done = done.map_err(|why| face.unopened(why))?;
    face.stands();
    let path = r.into.display().to_string();
    if face.json {
        let found = report_json(&done.found, known.len(), face.counts());
        face.value(&json!({ "dir": path, "seconds": done.seconds, "found": found }))?;
    } else {
        report(face, &done.found, known.len())?;
    }
    if !done.found.is_sound() {
        return Err(Stop::Unverified(face.said().unsound.clone()));
    }
    if face.json {
        return Ok(());
    }
    let said = face.said();
    face.say(&said.restored, &[("path", &path), ("n", &done.seconds.to_string())])?;
    face.line(&said.restored_next)
}
