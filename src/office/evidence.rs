//! What can be shown to somebody who believes nobody: verification, proofs, checkpoints, copies.

use super::act::no_such;
use super::hands::Hands;
use super::rollback::{RolledBack, is_acknowledged};
use super::{Checkpoint, KeyState, LogId, Mode, Office, Trouble, agree, fold, lately, me};
use crate::domain::command::Actor;
use crate::domain::committee::Meeting;
use crate::domain::course::Wrong;
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::organ::Role;
use crate::domain::policy::{self, Takes};
use crate::domain::read::Read;
use crate::domain::registry::Matter;
use crate::ledger::{Hash, Proof};
use crate::signing::LogPublic;
use crate::store::contract::Moment;
use crate::store::db::REGISTER_FILE;
use crate::store::lines::ActLine;
use crate::store::tables::TABLES;
use crate::store::tiles::Tree;
use crate::store::{Register, check, compare, concordance, log};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;

/// What a verification found.
#[derive(Debug)]
pub struct Inspection {
    pub report: check::Report,
    /// The first table that differs from what the log says.
    pub tables: Option<compare::Difference>,
    /// Materials that events name and that are missing or damaged.
    pub materials: Vec<String>,
    /// People's signatures; none where the log itself is not sound.
    pub hands: Option<Hands>,
    /// The first act that could not have been done where it stands.
    pub course: Option<Wrong>,
    pub heads: Vec<Checkpoint>,
    /// How the register's own key stands to the log; none on a copy looked at as evidence.
    pub key: Option<KeyState>,
    /// Every key it had, with the position of the event that named it.
    pub keys: Vec<(u64, LogPublic)>,
    pub acts: u64,
    pub reads: u64,
    /// The last moment of a register in service, where it lies well ahead of the machine's present. A clock
    /// that was wrong for an hour makes nothing false.
    pub ahead: Option<Millis>,
    /// The register knows of a longer or another log than the one that was verified.
    pub rolled_back: Option<RolledBack>,
}

/// So far a clock may be off before it is remarked, in milliseconds.
const MINUTES: Millis = 5 * 60_000;

fn ahead(report: &check::Report, training: bool, now: Millis) -> Option<Millis> {
    let last = report.logs.iter().filter_map(|l| l.outcome.as_ref().ok()?.last_ms).max();
    last.filter(|last| !training && *last > now + MINUTES)
}

impl Inspection {
    /// What can be said of a register whose logs alone were read.
    fn of_logs(report: check::Report, heads: Vec<Checkpoint>) -> Self {
        Self {
            report,
            heads,
            tables: None,
            materials: Vec::new(),
            hands: None,
            course: None,
            key: None,
            keys: Vec::new(),
            acts: 0,
            reads: 0,
            ahead: None,
            rolled_back: None,
        }
    }

    pub fn is_sound(&self) -> bool {
        self.report.is_sound()
            && self.tables.is_none()
            && self.materials.is_empty()
            && !matches!(self.key, Some(KeyState::Different | KeyState::Unreadable))
            && self.hands.as_ref().is_none_or(Hands::is_sound)
            && self.course.is_none()
            && self.rolled_back.is_none()
    }
}

/// Proofs of one matter's acts in one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofFile {
    pub format: String,
    pub proofs: Vec<Proof>,
}

pub const PROOF_FILE: &str = "liuhen-proofs-1";

impl Office {
    /// Recomputes everything: the file, both logs, the tables against a rebuild, the materials.
    ///
    /// # Errors
    /// A fault that kept it from looking; damage is a finding, not an error.
    pub fn verify(
        &mut self,
        known: &[Checkpoint],
        progress: &mut dyn FnMut(&'static str, u64, u64),
    ) -> Result<Inspection, Trouble> {
        self.verify_since(&[], known, progress)
    }

    /// The same of what was done since a checkpoint of both logs: what lies before is held to it by headers and
    /// leaves, and of the tables the rows of those families are compared that were touched since.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub fn verify_since(
        &mut self,
        since: &[Checkpoint],
        known: &[Checkpoint],
        progress: &mut dyn FnMut(&'static str, u64, u64),
    ) -> Result<Inspection, Trouble> {
        // What custodians and witnesses signed stands in the log itself and binds it too.
        let mut all = [known, since].concat();
        all.extend(self.signed_heads(u64::MAX));
        let told = |log: LogId, done, total| progress(log.name(), done, total);
        let report = check::check_from(&self.register, &all, since, told)?;
        let heads = report.heads(&self.register);
        let (mut tables, mut materials, mut hands, mut course) = (None, Vec::new(), None, None);
        // What rests on a log that is not sound cannot be compared with it.
        if report.logs.iter().all(|l| l.outcome.is_ok()) {
            // What was done since is found by the index: where that is none of this program's, all is looked at.
            let from = since.iter().filter(|h| h.log == LogId::Acts).map(|h| h.size).max();
            let from = from.filter(|_| !self.register.tables_stale());
            let agreed = match from {
                Some(from) => lately::agree(&self.register, from, self.clock.now()),
                None => agree::agree(&self.register, self.clock.now(), progress),
            };
            match agreed {
                Ok(agreed) => {
                    tables = agreed.tables.or_else(not_understood)?;
                    if tables.is_none() && from.is_none() && !self.register.tables_stale() {
                        tables = self.register.read(concordance::compare)?;
                    }
                    materials = self.bad_materials(agreed.materials, agreed.no_materials, progress)?;
                    (hands, course) = (Some(agreed.hands), agreed.wrong);
                }
                Err(fault) => tables = not_understood(fault)?,
            }
        }
        let size = |log: LogId| heads.iter().find(|h| h.log == log).map_or(0, |h| h.size);
        Ok(Inspection {
            tables,
            materials,
            hands,
            course,
            key: if self.register.looks_only() { None } else { Some(self.key_state()?) },
            keys: self.log_keys(),
            acts: size(LogId::Acts),
            reads: size(LogId::Reads),
            ahead: ahead(&report, self.is_training(), self.clock.now()),
            // What is left of a log may be sound in itself, and is not the log that was known here.
            rolled_back: self.rolled_back.clone().filter(|r| !is_acknowledged(&self.organ, r)),
            ..Inspection::of_logs(report, heads)
        })
    }

    /// Heads of the acts that custodians or people outside signed, as far as they are within a length.
    pub(super) fn signed_heads(&self, size: u64) -> Vec<Checkpoint> {
        let evidence = &self.organ.evidence;
        let acts = evidence.cosigned.iter().map(|s| &s.acts);
        let acts = acts.chain(evidence.witnessed.values().map(|w| &w.acts));
        acts.filter(|head| head.size <= size).filter_map(|head| self.acts_head(head)).collect()
    }

    /// Materials that are not what the acts name. One that could not be read at this moment is none of them.
    fn bad_materials(
        &self,
        named: BTreeSet<Hash>,
        none: BTreeSet<String>,
        progress: &mut dyn FnMut(&'static str, u64, u64),
    ) -> Result<Vec<String>, super::Fault> {
        let (mut bad, total) = (none, named.len() as u64);
        for (done, hash) in (1..).zip(named) {
            progress("materials", done, total);
            match self.materials.check(&hash) {
                Ok(_) => {}
                Err(super::Fault::Missing(_) | super::Fault::Damaged(_)) => {
                    bad.insert(hash.to_string());
                }
                Err(fault) => return Err(fault.unread(hash.to_string())),
            }
        }
        Ok(bad.into_iter().collect())
    }

    /// Recomputes file and logs of a register that is too damaged to be opened for work, so that the
    /// first wrong event is named there too. What rests on the logs is not looked at; `why` stands in
    /// its place.
    ///
    /// # Errors
    /// A fault that kept it from looking.
    pub fn verify_unopened(
        dir: &Path,
        mode: Mode,
        why: super::Fault,
        known: &[Checkpoint],
        progress: &mut dyn FnMut(&'static str, u64, u64),
    ) -> Result<Inspection, Trouble> {
        let register = Register::open(dir, TABLES, mode)?;
        let report = check::check(&register, known, |log, done, total| progress(log.name(), done, total))?;
        let heads = report.heads(&register);
        Ok(Inspection { tables: not_understood(why)?, ..Inspection::of_logs(report, heads) })
    }

    /// Drops the tables and folds them again from the log.
    ///
    /// # Errors
    /// A fault of the file; the old tables stay until the new ones are whole.
    pub fn rebuild(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), Trouble> {
        self.register.rebuild_tables(|tx| fold::rebuild(tx, progress))?;
        self.concord();
        Ok(())
    }

    /// Where both logs stand.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn heads(&self) -> Result<Vec<Checkpoint>, Trouble> {
        Ok(self.register.heads()?)
    }

    /// Proofs of a record's acts, linked matters on wish, the recorder's own with their bodies once this
    /// person opened his name with a purpose: of each that this person's story of it tells,
    /// with its body where the page shows him all of it, without where it does not.
    ///
    /// # Errors
    /// That there is no such record.
    pub fn proof(&mut self, actor: &Actor, id: &MatterId, with_linked: bool) -> Result<ProofFile, Trouble> {
        let person = me(actor)?.clone();
        let book = self.visible_family(&person, id)?;
        let record = book.records.get(id).ok_or_else(no_such)?;
        super::matters::not_closed(&self.organ, record, &person)?;
        let mut matters = vec![*id];
        if with_linked {
            matters.extend(book.all::<Meeting>().map(|m| m.id));
            matters.extend(book.on_record(id).map(|m| m.id()));
        }
        self.note(actor, *id, Read::Proof)?;
        let (scope, bodies) = (self.scope(&person), self.bodies(&person));
        let db = self.register.db();
        let concern = db.concern(&person, id)?;
        let tree = Tree::of(db, self.founding().alg, LogId::Acts)?;
        let mut proofs = Vec::new();
        let story = db.story(&scope, &matters)?.into_iter();
        let is_told =
            |l: &ActLine| policy::doer(&l.kind, l.actor.as_deref(), Some(person.as_str())).is_some();
        let told: Vec<u64> = story.filter(is_told).map(|l| l.seq).collect();
        for seq in told {
            let Some(stored) = db.entry(LogId::Acts, seq)? else { continue };
            let body = fold::body(&stored.body)?;
            let matter = book.matters.get(&body.matter).map(|m| &**m);
            let of = matter.and_then(Matter::committee);
            let on_the_body = of.is_some_and(|c| bodies.contains(&c.0));
            let opened = self.named.contains(&(person.clone(), *id));
            let (organ, viewer) = (&*self.organ, &person);
            let takes = Takes { organ, record, viewer, concern, opened, on_the_body, matter };
            let proof = log::prove(&tree, &stored, tree.size())?;
            let whole = takes.whole(&body.act, &body.actor);
            proofs.extend(proof.map(|p| if whole { p } else { p.without_body() }));
        }
        Ok(ProofFile { format: PROOF_FILE.to_owned(), proofs })
    }

    /// The log of acts, newest first, as far as it concerns what this person may see.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn acts(
        &mut self,
        actor: &Actor,
        before: Option<u64>,
        count: usize,
    ) -> Result<Vec<ActLine>, Trouble> {
        let person = me(actor)?.clone();
        let looks = policy::keeps(&self.organ, &person) || self.organ.has_role(&person, Role::Aud);
        let organ_too = looks || self.is_administrator(&person);
        let bodies = self.bodies(&person);
        let scope = self.scope(&person);
        // Auditors see acts without content: everything but what recuses them.
        let mut lines = if self.organ.has_role(&person, Role::Aud) {
            self.register.db().all_acts(&person, before, count)?
        } else {
            self.register.db().acts(&scope, organ_too, &bodies, before, count)?
        };
        // What nobody knows is told to nobody; the auditor, who sees no content, counts every act.
        let of_the_organ = |k: &str| k.starts_with("organ.") || k.starts_with("evidence.");
        let audits = self.organ.has_role(&person, Role::Aud);
        let told = |l: &ActLine| {
            let by = l.actor.as_deref();
            policy::doer(&l.kind, by, if audits { by } else { Some(person.as_str()) }).is_some()
        };
        lines.retain(|l| of_the_organ(&l.kind) || told(l));
        // Who did it is told in a matter's own story, to those who may know; here stand the acts.
        for line in lines.iter_mut().filter(|l| !l.kind.starts_with("organ.")) {
            line.actor = line.actor.take().filter(|a| a == person.as_str());
        }
        Ok(lines)
    }

    /// Settings of the open file, as wanted and as they are.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn settings(&self) -> Result<Vec<(String, String, String)>, Trouble> {
        let all = self.register.settings()?;
        Ok(all.into_iter().map(|s| (s.name.to_owned(), s.expected, s.got)).collect())
    }

    /// Whether a person may keep the evidence of this register: everybody may verify it; only
    /// these make copies.
    pub fn keeps_evidence(&self, person: &PersonId) -> bool {
        [Role::Cus, Role::Dish, Role::Sys, Role::Aud].iter().any(|r| self.organ.has_role(person, *r))
    }
}

/// A log whose bodies make no register is a finding, whatever its hashes say.
fn not_understood(fault: super::Fault) -> Result<Option<compare::Difference>, super::Fault> {
    match fault {
        super::Fault::Damaged(_) | super::Fault::Database(_) => {
            Ok(Some(compare::Difference { table: fault.to_string(), live: 0, rebuilt: 0 }))
        }
        other => Err(other.unread(REGISTER_FILE)),
    }
}
