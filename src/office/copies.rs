//! Copies of the register: sealed to those who keep the evidence, opened again, and tried.

use super::act::uuid_v7;
use super::desk::{Desk, Happened};
use super::{Checkpoint, Fault, Inspection, LogId, Office, Receipt, Trouble, me};
use crate::domain::book::Book;
use crate::domain::command::{Actor, Command};
use crate::domain::event::Event;
use crate::domain::evidence::{EvidenceCommand, EvidenceEvent, Head};
use crate::domain::flow::Capacity;
use crate::domain::ids::MatterId;
use crate::domain::organ::{KeyUse, Role};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::when;
use crate::ledger::{Alg, Hash, hex};
use crate::store::contract::Moment;
use crate::store::db::REGISTER_FILE;
use crate::store::restore::{self, Opened};
use crate::store::seal::{Opener, SealTo, Unopened};
use crate::store::space::has_room;
use crate::store::tiles::Tree;
use crate::store::unsealed::Unsealed;
use crate::store::{Mode, backup};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A copy that was made and noted in the log.
#[derive(Debug)]
pub struct CopyMade {
    /// The sealed file, or the directory of a plain copy.
    pub path: PathBuf,
    pub heads: Vec<Checkpoint>,
    /// The keys it is sealed to; none for a plain copy.
    pub recipients: Vec<String>,
    /// Older copies that were removed to make room.
    pub removed: Vec<PathBuf>,
    /// Those that could not be, though it was their turn.
    pub stuck: Vec<PathBuf>,
    /// None where the register made it by itself, from a timer.
    pub receipt: Option<Receipt>,
}

/// What trying a copy showed.
#[derive(Debug)]
pub struct DrillDone {
    pub path: PathBuf,
    pub sound: bool,
    /// Opening, unpacking and verifying together.
    pub seconds: u32,
    /// Why it is not sound, where it did not even open.
    pub unopened: Option<String>,
    pub found: Option<Inspection>,
    /// The copy fits the register at the copy's length; false when the register is the one that
    /// tells another story, or is shorter.
    pub fits: bool,
    pub receipt: Receipt,
}

/// A copy that was opened into a new place and verified there.
#[derive(Debug)]
pub struct Restored {
    pub found: Inspection,
    pub seconds: u32,
}

impl Office {
    /// The sign-in keys of custodians to which a copy can be sealed, and the custodians without one.
    pub fn custodian_keys(&self) -> (Vec<SealTo>, Vec<String>) {
        let (mut keys, mut without) = (Vec::new(), Vec::new());
        for person in self.organ.with_role(Role::Cus) {
            let own: Vec<SealTo> = self
                .organ
                .keys_of(&person.id, KeyUse::Login)
                .filter(|k| k.line.starts_with("ssh-ed25519 "))
                .filter_map(|k| SealTo::read(&k.line))
                .collect();
            if own.is_empty() {
                without.push(person.name.clone());
            }
            keys.extend(own);
        }
        (keys, without)
    }

    /// Makes a verified copy sealed to these keys, or to nobody, and notes it. `keep` is how many
    /// sealed copies of this register stay in the directory, the new one among them.
    ///
    /// # Errors
    /// That this person keeps no evidence, or what kept the copy from being made or noted; then none is there.
    pub fn copy(
        &mut self,
        actor: &Actor,
        into: &Path,
        keys: Option<&[SealTo]>,
        keep: Option<usize>,
        progress: &mut dyn FnMut(&'static str, u64, u64),
    ) -> Result<CopyMade, Trouble> {
        // Whoever owns the files needs nobody's leave to copy them.
        if *actor != Actor::register() {
            self.must_keep_evidence(actor)?;
            self.must_be_for_custodians(actor, keys)?;
        }
        // What lies beside the register is lost with it.
        let own = self.register.dir().canonicalize().ok();
        if into.canonicalize().is_ok_and(|into| own.is_some_and(|own| into.starts_with(own))) {
            return Err(Rule::CopyElsewhere.into());
        }
        self.called(actor);
        let at = when::local(self.now()).format("%Y%m%d-%H%M%S").to_string();
        let prefix = self.copies_begin_with();
        let each = |log: LogId, done, total| progress(log.name(), done, total);
        let made = match keys {
            None => backup::copy(&self.register, into, &format!("liuhen-{at}"), each),
            Some([]) => return Err(Rule::NobodyToSealTo.into()),
            Some(keys) => backup::sealed(&self.register, into, &format!("{prefix}{at}"), keys, each),
        };
        let made = made.map_err(|fault| match fault {
            // Its name is the second in which it is made: another one was made in this one.
            backup::CopyFault::Fault(Fault::Exists(_)) => Fault::Busy,
            backup::CopyFault::Fault(fault) => fault,
            backup::CopyFault::Unsound(_) => Fault::Damaged("backup".to_owned()),
        })?;
        let recipients: Vec<String> = keys.into_iter().flatten().map(|k| k.line().to_owned()).collect();
        let (path, acts) = (made.named().to_owned(), head_of(&made.heads, LogId::Acts));
        let note = EvidenceCommand::NoteCopy { name: name_of(&path), acts, recipients: recipients.clone() };
        // The log learns of it before it is there: no copy of which it knows nothing, whatever stops this here.
        let receipt = match actor.id() {
            Some(_) => Some(self.act(actor, &Command::Evidence(note))?),
            None => self.note_own_copy(note).map(|()| None)?,
        };
        made.place()?;
        let heads = made.heads.clone();
        // Only now that the new one is there; where an older one stays, the new one is there all the same.
        let (removed, stuck) = match (keep, keys) {
            (Some(keep), Some(_)) => backup::rotate(into, &prefix, keep, &path),
            _ => (Vec::new(), Vec::new()),
        };
        Ok(CopyMade { path, heads, recipients, removed, stuck, receipt })
    }

    /// The nightly copy is nobody's act: the register itself writes it down.
    fn note_own_copy(&mut self, note: EvidenceCommand) -> Result<(), Trouble> {
        let EvidenceCommand::NoteCopy { name, acts, recipients } = note else {
            return Err(Rule::NotYourCapacity.into());
        };
        if let Some(r) = self.rolled_back() {
            // A copy of an older copy is no news that the log should begin with.
            return Err(Refusal::with(Rule::RolledBack, r.log.name()).into());
        }
        let event = Event::Evidence(EvidenceEvent::Copied { name, acts, recipients });
        let wall = self.clock.now();
        let before = (self.organ.clone(), self.organ_seq);
        let (organ, organ_seq, ids) = (&mut self.organ, &mut self.organ_seq, &mut *self.ids);
        let noted = self.register.write(|tx| {
            let mut desk = Desk { tx, organ, organ_seq, ids, now: wall, behind: 0, reached: None };
            if !desk.open_day()? {
                return Err(Rule::ClockAhead.into());
            }
            let mut book = Book::new(desk.organ.clone());
            let (matter, command) = (MatterId(uuid_v7(wall, desk.ids)?), uuid_v7(wall, desk.ids)?);
            desk.write(&mut book, &Actor::register(), Happened::of(matter, command, event)).map(drop)
        });
        if noted.is_err() {
            (self.organ, self.organ_seq) = before;
        }
        noted
    }

    /// Opens a copy into a directory of its own, verifies it whole, compares it with this register
    /// and with every head that is known outside, and notes what came of it. Nothing of it stays.
    /// `copy` is one copy, or a directory of sealed ones, of which the newest is tried.
    ///
    /// # Errors
    /// That this person keeps no evidence, that there is no copy, or a fault of the machine. That a
    /// copy is not good is no error but what a drill is for.
    pub fn drill(
        &mut self,
        actor: &Actor,
        copy: &Path,
        room: Option<&Path>,
        keys: &[Opener],
        known: &[Checkpoint],
        progress: &mut dyn FnMut(&'static str, u64, u64),
    ) -> Result<DrillDone, Trouble> {
        self.must_keep_evidence(actor)?;
        let path = self.copy_meant(copy)?;
        // What was sealed is about as long when it is opened, and lies beside the register unless another place
        // was named.
        if room.is_none() && path.is_file() {
            has_room(self.register.dir(), path.metadata().map_or(0, |meta| meta.len()))?;
        }
        let room = restore::DrillRoom::below(room.unwrap_or(self.register.dir()))?;
        let mut known = known.to_vec();
        let begun = Instant::now();
        let opened = match restore::open(&path, &room.dir, keys) {
            Ok(opened) => Ok(opened),
            Err(Unopened::Fault(fault)) => return Err(fault.into()),
            Err(why) => Err(why.to_string()),
        };
        let (unopened, looked) = match opened {
            Ok(opened) => match verify_opened(&opened, &mut known, Some(self), progress) {
                Ok(found) => (None, Some(found)),
                Err(Trouble::Fault(fault)) if fault.passes() || matches!(fault, Fault::Io(_)) => {
                    return Err(fault.into());
                }
                Err(trouble) => (Some(trouble.to_string()), None),
            },
            Err(why) => (Some(why), None),
        };
        let (found, fits) = match looked {
            Some((found, fits)) => (Some(found), fits),
            None => (None, false),
        };
        let seconds = u32::try_from(begun.elapsed().as_secs_f64().ceil() as u64).unwrap_or(u32::MAX);
        let sound = fits && found.as_ref().is_some_and(Inspection::is_sound);
        let heads = found.as_ref().map(|f| f.heads.clone()).unwrap_or_default();
        let acts = head_of(&heads, LogId::Acts);
        let note = EvidenceCommand::NoteDrill { name: name_of(&path), acts, sound, seconds };
        let receipt = self.act(actor, &Command::Evidence(note))?;
        Ok(DrillDone { path, sound, seconds, unopened, found, fits, receipt })
    }

    /// What the names of this register's sealed copies begin with.
    fn copies_begin_with(&self) -> String {
        let id: String = self.founding().id.to_string().chars().take(8).collect();
        format!("liuhen-{id}-")
    }

    /// One copy, or the newest of this register in a directory.
    fn copy_meant(&self, named: &Path) -> Result<PathBuf, Trouble> {
        if named.is_file() || named.join(crate::store::db::REGISTER_FILE).is_file() {
            return Ok(named.to_owned());
        }
        let none = || Refusal::with(Rule::NoSuchCopy, named.display());
        let copies = backup::sealed_copies(named, &self.copies_begin_with()).map_err(|_| none())?;
        // By the log, where that tells: a name from a clock that was ahead is no newer copy.
        let noted = self.organ.evidence.last_copy.as_ref().map(|(_, name)| name);
        let named = copies.iter().find(|path| noted == Some(&name_of(path)));
        Ok(named.or(copies.last()).cloned().ok_or_else(none)?)
    }

    /// Whoever sees no record may have a copy made for those who do, and for nobody else.
    fn must_be_for_custodians(&self, actor: &Actor, keys: Option<&[SealTo]>) -> Result<(), Trouble> {
        let theirs = self.custodian_keys().0;
        let known = |key: &SealTo| theirs.iter().any(|k| k.line() == key.line());
        if self.organ.is_administrator(me(actor)?) && !keys.is_some_and(|keys| keys.iter().all(known)) {
            return Err(Refusal::with(Rule::NotYourCapacity, Capacity::Custodian.code()).into());
        }
        Ok(())
    }

    fn must_keep_evidence(&self, actor: &Actor) -> Result<(), Trouble> {
        if self.keeps_evidence(me(actor)?) {
            return Ok(());
        }
        Err(Refusal::with(Rule::NotYourCapacity, Capacity::Custodian.code()).into())
    }

    /// Whether this register's own logs stood where a copy says, when they were as long.
    fn stood_at(&self, heads: &[Checkpoint]) -> Result<bool, Trouble> {
        let founding = self.founding();
        for head in heads {
            let root = Tree::of_leaves(self.register.db(), founding.alg, head.log)?.root(head.size)?;
            if head.register != founding.id || root != Some(head.root) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether a place lies in the directory of a register, whose files it would stand among.
pub fn is_inside_a_register(into: &Path) -> bool {
    let above = into.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let above = above.canonicalize().unwrap_or_else(|_| above.to_owned());
    above.ancestors().any(|dir| dir.join(REGISTER_FILE).is_file())
}

/// Opens a copy into a new directory, verifies it whole and gives it its place. Needs no register and
/// no account: whoever has the copy and a key may look.
///
/// # Errors
/// A fault, or that the copy does not open. A copy that opens and is not sound is put nowhere; what
/// was found says why.
pub fn restore(
    copy: &Path,
    into: &Path,
    keys: &[Opener],
    known: &[Checkpoint],
    progress: &mut dyn FnMut(&'static str, u64, u64),
) -> Result<Restored, Unopened> {
    let begun = Instant::now();
    let beside = restore::beside(into)?;
    let _unsealed = Unsealed::at(&beside);
    let opened = restore::open(copy, &beside, keys)?;
    let mut known = known.to_vec();
    let verified = verify_opened(&opened, &mut known, None, progress);
    let (found, _) = verified.map_err(|trouble| match trouble {
        Trouble::Fault(fault) => Unopened::Fault(fault),
        no @ Trouble::No(_) => Unopened::Broken(no.to_string()),
    })?;
    if found.is_sound() {
        opened.place(into)?;
    }
    let seconds = u32::try_from(begun.elapsed().as_secs_f64().ceil() as u64).unwrap_or(u32::MAX);
    Ok(Restored { found, seconds })
}

/// Verifies an opened copy against what it says of itself, what is known outside, and the register
/// it was made from where that is at hand.
fn verify_opened(
    opened: &Opened,
    known: &mut Vec<Checkpoint>,
    office: Option<&Office>,
    progress: &mut dyn FnMut(&'static str, u64, u64),
) -> Result<(Inspection, bool), Trouble> {
    let mut copy = Office::open(opened.dir(), Mode::Evidence)?;
    let id = copy.founding().id;
    for (log, (size, root)) in opened.manifest.iter().flat_map(|m| &m.heads) {
        let log = LogId::from_name(log).ok_or_else(|| Fault::Damaged(log.clone()))?;
        let root = Hash::from_hex(root).ok_or_else(|| Fault::Damaged(root.clone()))?;
        known.push(Checkpoint { register: id, log, size: *size, root });
    }
    if let Some(office) = office {
        known.extend(office.signed_heads(copy.register.db().size(LogId::Acts)?));
    }
    let found = copy.verify(known, progress)?;
    let fits = match office {
        Some(office) => office.stood_at(&found.heads)?,
        None => true,
    };
    Ok((found, fits))
}

fn head_of(heads: &[Checkpoint], log: LogId) -> Head {
    let found = heads.iter().find(|h| h.log == log);
    let (size, root) = found.map_or((0, Alg::Sha256.empty()), |h| (h.size, h.root));
    Head { size, root: hex::encode(&root.0) }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
