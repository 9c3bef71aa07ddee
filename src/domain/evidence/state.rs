use super::event::{Alert, EvidenceEvent, Head};
use crate::domain::event::Stamp;
use crate::domain::ids::{Millis, PersonId};
use std::collections::BTreeMap;

/// How many of the latest entries are kept at hand; the log has all of them.
const KEPT: usize = 32;

/// A checkpoint that a custodian signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    /// Where the event stands whose hand is the signature.
    pub seq: u64,
    pub person: PersonId,
    pub at: Millis,
    pub acts: Head,
    pub reads: Head,
}

/// The newest checkpoint a witness signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Witnessed {
    pub at: Millis,
    pub acts: Head,
    pub signature: String,
}

/// The evidence as the log of acts says it is now.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Evidence {
    /// The register's keys with the position from which each is in force; the last one signs.
    pub log_keys: Vec<(u64, String)>,
    /// Newest last.
    pub cosigned: Vec<Signed>,
    /// By the witness's name.
    pub witnessed: BTreeMap<String, Witnessed>,
    pub last_copy: Option<(Millis, String)>,
    pub last_drill: Option<(Millis, String, bool)>,
    /// Newest last.
    pub alerts: Vec<(u64, Millis, Alert)>,
}

impl Evidence {
    pub fn apply(&mut self, stamp: &Stamp<'_>, event: &EvidenceEvent) {
        match event.clone() {
            EvidenceEvent::LogKey { public } => self.log_keys.push((stamp.seq, public)),
            EvidenceEvent::Cosigned { acts, reads } => {
                if let Some(person) = stamp.person() {
                    let (seq, at, person) = (stamp.seq, stamp.at, person.clone());
                    last_of(&mut self.cosigned, Signed { seq, person, at, acts, reads });
                }
            }
            EvidenceEvent::Witnessed { witness, acts, signature } => {
                self.witnessed.insert(witness, Witnessed { at: stamp.at, acts, signature });
            }
            EvidenceEvent::Copied { name, .. } => self.last_copy = Some((stamp.at, name)),
            EvidenceEvent::Drilled { name, sound, .. } => self.last_drill = Some((stamp.at, name, sound)),
            EvidenceEvent::Alerted { alert } => last_of(&mut self.alerts, (stamp.seq, stamp.at, alert)),
        }
    }

    /// The newest head that two or more different people signed.
    pub fn cosigned_head(&self) -> Option<&Head> {
        self.cosigned.iter().rev().map(|s| &s.acts).find(|head| self.cosigners(head).len() > 1)
    }

    /// Who signed a head, each person once.
    pub fn cosigners(&self, head: &Head) -> Vec<&Signed> {
        let mut all: Vec<&Signed> = Vec::new();
        for s in self.cosigned.iter().filter(|s| s.acts == *head) {
            if all.iter().all(|other| other.person != s.person) {
                all.push(s);
            }
        }
        all
    }

    /// When a witness outside last signed.
    pub fn last_witness(&self) -> Option<Millis> {
        self.witnessed.values().map(|w| w.at).max()
    }
}

fn last_of<T>(all: &mut Vec<T>, new: T) {
    if all.len() == KEPT {
        all.remove(0);
    }
    all.push(new);
}
