//! A log that is shorter or other than it was known to be: an older copy was put back. Reading goes
//! on; nothing is taken until two administrators have said why.

use super::desk::{Desk, Happened};
use super::{Fault, LogId, Office, Trouble};
use crate::domain::book::Book;
use crate::domain::command::{Actor, Command};
use crate::domain::event::Event;
use crate::domain::evidence::{Alert, EvidenceEvent, Head};
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::organ::{ChangeKind, Organ, OrganChange, OrganCommand, ProposalState, draft};
use crate::domain::record::local_time;
use crate::domain::refusal::{Refusal, Rule};
use crate::ledger::{Checkpoint, Hash};
use crate::store::contract::Moment;
use crate::store::lock::within;
use crate::store::{Register, beside};
use serde::Serialize;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A file elsewhere is given so long.
const ANSWER: Duration = Duration::from_secs(2);

/// What is known of a log, and what was found instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RolledBack {
    pub log: LogId,
    pub known: Head,
    pub found: Head,
}

/// One that two administrators have acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acknowledgement {
    pub known: Head,
    pub found: Head,
    pub reason: String,
    pub by: PersonId,
    #[serde(with = "local_time")]
    pub at: Millis,
}

pub(super) fn head(of: &Checkpoint) -> Head {
    Head { size: of.size, root: of.root.to_string() }
}

/// Compares the log with the heads that one file knows. Two administrators who acknowledged one of
/// them acknowledged what that file knew.
pub(super) fn look(
    register: &Register,
    organ: &Organ,
    known: &[Checkpoint],
) -> Result<Option<RolledBack>, Fault> {
    let founding = register.founding();
    let mut first = None;
    for k in known.iter().filter(|k| k.register == founding.id) {
        if register.db().root_at(founding.alg, k.log, k.size)? == Some(k.root) {
            continue;
        }
        if organ.lost.iter().any(|(known, _)| *known == head(k)) {
            return Ok(None);
        }
        let found = register.db().head(founding.alg, k.log)?;
        let found = Head { size: found.size, root: found.root.to_string() };
        first = first.or(Some(RolledBack { log: k.log, known: head(k), found }));
    }
    Ok(first)
}

impl Office {
    /// Called once at opening. The file is read before the log, so that another session's commit in
    /// between looks like growth.
    pub(super) fn compare_with_known(&mut self) -> Result<(), Trouble> {
        let path = self.register.dir().join(beside::HEADS_FILE);
        let known = match beside::heads(&path) {
            // Looked at by somebody who changes nothing it says nothing, and stays.
            Err(Fault::Damaged(_)) if !self.mode.writes() => Vec::new(),
            Err(Fault::Damaged(_)) => beside::heads_left(&path)?,
            known => known?,
        };
        self.compare(&known);
        Ok(())
    }

    /// Compares with a file kept away from the register, and keeps it up from now on.
    ///
    /// # Errors
    /// [`Rule::HeadNotOurs`] for the anchor of another register; a fault when it cannot be read, is no
    /// file or gives no answer.
    pub fn anchor(&mut self, path: &Path) -> Result<(), Trouble> {
        if self.is_training() {
            return Ok(());
        }
        // It may lie on a mount that hangs.
        let place = path.to_owned();
        let known = within(ANSWER, move || beside::heads(&place));
        let silent = || Fault::Silent(path.to_owned());
        let known = match known.ok_or_else(silent)? {
            // A pipe or a directory in its place says nothing, and damages nothing here.
            Err(Fault::Damaged(_)) if !path.is_file() => {
                return Err(Fault::NotAFile(path.to_owned()).into());
            }
            // It is the anchor that says nothing, and nothing is wrong with the register.
            Err(Fault::Damaged(_)) => return Err(Fault::NotAnAnchor(path.to_owned()).into()),
            known => known?,
        };
        if known.iter().any(|k| k.register != self.founding().id) {
            return Err(Refusal::with(Rule::HeadNotOurs, path.display()).into());
        }
        self.register.anchor_at(path);
        self.compare(&known);
        self.register.note_heads(false);
        Ok(())
    }

    fn compare(&mut self, known: &[Checkpoint]) {
        // A log that cannot be read is damaged, which is another matter than being an old one.
        let found = look(&self.register, &self.organ, known).unwrap_or_default();
        self.rolled_back = self.rolled_back.take().or(found);
        self.register.follow_heads(self.rolled_back.is_none());
    }

    /// Why nothing is taken at the moment.
    pub fn rolled_back(&self) -> Option<&RolledBack> {
        self.rolled_back.as_ref()
    }

    /// The change that lets the register go on, with the heads as they were found.
    ///
    /// # Errors
    /// [`Rule::NotNow`] when nothing was rolled back.
    pub fn rollback_change(&self, reason: &str) -> Result<OrganChange, Trouble> {
        let r = self.rolled_back.as_ref().ok_or(Rule::NotNow)?;
        Ok(OrganChange::RolledBack {
            known: r.known.clone(),
            found: r.found.clone(),
            reason: reason.to_owned(),
        })
    }

    /// What a form for a change of the organ's data begins with.
    ///
    /// # Errors
    /// [`Rule::NotNow`] for a rolled back register that is none, or a fault of the file.
    pub fn as_it_stands(&mut self, kind: ChangeKind, about: Option<&str>) -> Result<Value, Trouble> {
        self.refresh()?;
        if kind != ChangeKind::RolledBack {
            return Ok(draft::as_it_stands(&self.organ, kind, about));
        }
        let whole = serde_json::to_value(self.rollback_change("")?).unwrap_or_default();
        Ok(whole.get(kind.code()).cloned().unwrap_or_default())
    }

    /// What was acknowledged so far, oldest first.
    pub fn acknowledged(&self) -> Vec<Acknowledgement> {
        let mut all: Vec<Acknowledgement> = self
            .organ
            .proposals
            .values()
            .filter(|p| p.state == ProposalState::InForce)
            .filter_map(|p| match &*p.change {
                OrganChange::RolledBack { known, found, reason } => Some(Acknowledgement {
                    known: known.clone(),
                    found: found.clone(),
                    reason: reason.clone(),
                    by: p.by.clone(),
                    at: p.at,
                }),
                _ => None,
            })
            .collect();
        all.sort_by_key(|a| a.at);
        all
    }

    /// Which log a head once stood in; none when it stands in neither.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn log_of(&self, head: &Head) -> Result<Option<LogId>, Trouble> {
        let founding = self.founding();
        for l in LogId::ALL {
            let root = self.register.db().root_at(founding.alg, l, head.size)?;
            if root.is_some() && root == Hash::from_hex(&head.root) {
                return Ok(Some(l));
            }
        }
        Ok(None)
    }
}

/// Whether two administrators have acknowledged it since.
pub(super) fn is_acknowledged(organ: &Organ, r: &RolledBack) -> bool {
    organ.lost.iter().any(|(known, _)| *known == r.known)
}

/// Only what this register found missing can be acknowledged.
pub(super) fn is_ours(command: &Command, r: Option<&RolledBack>) -> bool {
    match command {
        Command::Organ(OrganCommand::Propose { change: OrganChange::RolledBack { known, found, .. } }) => {
            r.is_some_and(|r| r.known == *known && r.found == *found)
        }
        _ => true,
    }
}

impl Desk<'_, '_> {
    /// As long as nobody has looked at it, only changes of the organ are taken; the first of them is
    /// preceded by the register's own alarm.
    pub fn refuse_rolled_back(&mut self, r: &RolledBack, command: &Command) -> Result<(), Trouble> {
        let Command::Organ(_) = command else {
            let sizes = format!("{} {} < {}", r.log.name(), r.found.size, r.known.size);
            return Err(Refusal::with(Rule::RolledBack, sizes).into());
        };
        let alert = Alert::RolledBack { known: r.known.clone(), found: r.found.clone() };
        if self.organ.evidence.alerts.iter().any(|(_, _, a)| *a == alert) {
            return Ok(());
        }
        self.by_register(EvidenceEvent::Alerted { alert })
    }

    /// An event about the evidence by the register itself.
    pub fn by_register(&mut self, event: EvidenceEvent) -> Result<(), Trouble> {
        let (id, matter) = (self.command_id()?, MatterId(self.command_id()?));
        let mut book = Book::new(Arc::clone(self.organ));
        self.write(&mut book, &Actor::register(), Happened::of(matter, id, Event::Evidence(event)))?;
        Ok(())
    }
}
