//! Checkpoints as they leave the register: signed notes, the file for those outside, the facts of
//! the printed slip, and the heads that custodians and witnesses put their names to.

use super::{Checkpoint, Fault, LogId, Office, Trouble, fold, rollback};
use crate::domain::command::Command;
use crate::domain::event::{Event, HandSignature, VERSION};
use crate::domain::evidence::{EvidenceCommand, EvidenceEvent, Head};
use crate::domain::ids::{Millis, PersonId};
use crate::domain::organ::{Organ, Role};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;
use crate::ledger::Hash;
use crate::signing::export::{Cosignature, CosignedHead, EXPORT_FORMAT, Export, Growth};
use crate::signing::{LogPublic, Received};
use crate::store::contract::Moment;
use crate::store::tiles::Tree;
use crate::store::{Tx, beside};
use std::collections::BTreeSet;

/// What the printed slip says.
#[derive(Clone, Debug, PartialEq)]
pub struct SlipFacts {
    pub acts: Checkpoint,
    pub reads: Checkpoint,
    pub key: Option<LogPublic>,
    pub at: Millis,
    /// Records, and those among them that two hands have not confirmed yet; told to custodians alone,
    /// because a count says more than a list does to somebody who is left out of it.
    pub counts: Option<(u64, u64)>,
    /// Who signed the newest head that several signed, and its size.
    pub cosigned: Option<(u64, Vec<PersonId>)>,
}

/// How long ago somebody outside last signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessing {
    /// None while nobody ever has; then the days count from the founding.
    pub last: Option<(String, Millis)>,
    pub days: u32,
    pub limit: u32,
}

impl Witnessing {
    pub fn is_late(&self) -> bool {
        self.days > self.limit
    }
}

const DAY: Millis = 86_400_000;

impl Office {
    /// Both checkpoints as signed notes, or bare where the register has no key at hand.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn notes(&mut self) -> Result<Vec<(Checkpoint, String)>, Trouble> {
        self.organ_now()?;
        let key = self.key_in_force()?;
        let note = |h: Checkpoint| match &key {
            Some(key) => (h, key.sign_note(&h.origin(), &h.text())),
            None => (h, h.text()),
        };
        Ok(self.heads()?.into_iter().map(note).collect())
    }

    /// The file for those outside. Proofs lead to it from what was exported before, from what each
    /// witness signed last, and from the sizes asked for.
    ///
    /// # Errors
    /// A fault of the file, or that the register has no key at hand to sign with.
    pub fn export(&mut self, since: &[(LogId, u64)]) -> Result<Export, Trouble> {
        self.organ_now()?;
        let key = self.key_in_force()?.ok_or_else(|| Fault::Damaged(beside::KEY_FILE.to_owned()))?;
        let (id, alg) = (self.founding().id, self.founding().alg);
        let exported = beside::heads_left(&self.dir().join(beside::EXPORTED_FILE))?;
        let exported = exported.iter().filter(|h| h.register == id).map(|h| (h.log, h.size));
        let witnessed = self.organ.evidence.witnessed.values().map(|w| (LogId::Acts, w.acts.size));
        let wanted: BTreeSet<(u8, u64)> =
            exported.chain(witnessed).chain(since.iter().copied()).map(|(l, n)| (l.byte(), n)).collect();
        let cosigned = self.cosigned_head()?;
        let (heads, proofs, cosigned) = self.register.read(|db| -> Result<_, Fault> {
            let (mut heads, mut proofs, mut signed) = (Vec::new(), Vec::new(), None);
            for l in LogId::ALL {
                // Those outside are told what the log says now: a head that only the edge remembers would
                // hide from them that events changed places.
                let tree = Tree::of_leaves(db, alg, l)?;
                let size = tree.size();
                heads.extend(tree.root(size)?.map(|root| Checkpoint { register: id, log: l, size, root }));
                for n in wanted.iter().filter(|(byte, _)| *byte == l.byte()).map(|(_, n)| *n) {
                    if let (Some(root), Some(path)) = (tree.root(n)?, tree.consistency(n, size)?) {
                        proofs.push(Growth { log: l, size: n, root, path });
                    }
                }
                if let Some((acts, _)) = cosigned.as_ref().filter(|_| l == LogId::Acts) {
                    signed = tree.consistency(acts.size, size)?;
                }
            }
            Ok((heads, proofs, cosigned.zip(signed)))
        })?;
        let [acts, reads] = heads.as_slice() else { return Err(Fault::Damaged("heads".to_owned()).into()) };
        let cosigned =
            cosigned.map(|((head, signatures), path)| CosignedHead { body: head.text(), path, signatures });
        Ok(Export {
            format: EXPORT_FORMAT.to_owned(),
            key: key.public().line(),
            acts: key.sign_note(&acts.origin(), &acts.text()),
            reads: key.sign_note(&reads.origin(), &reads.text()),
            proofs,
            cosigned,
        })
    }

    /// Notes that these heads went out, so that the next file leads on from them.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn exported(&self, heads: &[Checkpoint]) -> Result<(), Trouble> {
        let path = self.dir().join(beside::EXPORTED_FILE);
        let mut all = beside::heads_left(&path)?;
        all.retain(|old| !heads.contains(old));
        all.extend_from_slice(heads);
        // Several people outside may each have taken another one.
        let surplus = all.len().saturating_sub(REMEMBERED);
        Ok(beside::keep_heads(&path, &all[surplus..], true)?)
    }

    /// The newest head of the acts that two or more custodians signed, with their signatures.
    fn cosigned_head(&self) -> Result<Option<(Checkpoint, Vec<Cosignature>)>, Trouble> {
        let Some(acts) = self.organ.evidence.cosigned_head() else { return Ok(None) };
        let Some(head) = self.acts_head(acts) else { return Ok(None) };
        let mut all: Vec<Cosignature> = Vec::new();
        for s in self.organ.evidence.cosigners(acts) {
            // A training register takes the word of whoever acts; there is nothing to pass on.
            let Some(stored) = self.register.db().entry(LogId::Acts, s.seq)? else { continue };
            let body = fold::body(&stored.body)?;
            let Some(hand) = body.hand else { continue };
            let Ok(received) = Received::kept(&hand.signature, body.v) else { continue };
            let Some(key) = self.organ.keys.get(&received.fingerprint()) else { continue };
            let signer = self.organ.people.get(&s.person).map_or(s.person.0.clone(), |p| p.account.clone());
            all.push(Cosignature { signer, key: key.line.clone(), signature: received.armored().to_owned() });
        }
        Ok(Some((head, all)))
    }

    pub(super) fn acts_head(&self, head: &Head) -> Option<Checkpoint> {
        let root = Hash::from_hex(&head.root)?;
        Some(Checkpoint { register: self.founding().id, log: LogId::Acts, size: head.size, root })
    }

    /// The newest head of the acts that several custodians or somebody outside signed.
    pub(super) fn newest_signed_head(&self) -> Option<Checkpoint> {
        let evidence = &self.organ.evidence;
        let outside = evidence.witnessed.values().map(|w| &w.acts);
        let newest = outside.chain(evidence.cosigned_head()).max_by_key(|h| h.size)?;
        self.acts_head(newest)
    }

    /// What a custodian signs now: the head that a colleague signed and he has not, or where the logs
    /// stand.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn cosign_command(&mut self, me: &PersonId, anew: bool) -> Result<Command, Trouble> {
        self.organ_now()?;
        let evidence = &self.organ.evidence;
        let waiting = evidence.cosigned.last().filter(|s| {
            let names: Vec<&PersonId> = evidence.cosigners(&s.acts).iter().map(|s| &s.person).collect();
            !anew && !names.contains(&me) && names.len() == 1
        });
        let heads = self.heads()?;
        let [acts, reads] = heads.as_slice() else { return Err(Fault::Damaged("heads".to_owned()).into()) };
        let (acts, reads) = match waiting {
            Some(s) => (s.acts.clone(), s.reads.clone()),
            None => (rollback::head(acts), rollback::head(reads)),
        };
        Ok(Command::Evidence(EvidenceCommand::Cosign { acts, reads }))
    }

    /// # Errors
    /// A fault of the file.
    pub fn slip(&mut self, viewer: Option<&PersonId>) -> Result<SlipFacts, Trouble> {
        self.organ_now()?;
        let heads = self.heads()?;
        let [acts, reads] = heads.as_slice() else { return Err(Fault::Damaged("heads".to_owned()).into()) };
        let custodian = viewer.is_some_and(|v| self.organ.has_role(v, Role::Cus));
        let counts = custodian.then(|| self.register.db().count_records()).transpose()?;
        let evidence = &self.organ.evidence;
        let cosigned = evidence.cosigned_head().map(|head| {
            (head.size, evidence.cosigners(head).into_iter().map(|s| s.person.clone()).collect())
        });
        Ok(SlipFacts {
            acts: *acts,
            reads: *reads,
            key: self.log_keys().pop().map(|(_, key)| key),
            at: self.clock.now(),
            counts,
            cosigned,
        })
    }

    /// How long ago somebody outside last signed; none on a training register.
    pub fn witnessing(&self) -> Option<Witnessing> {
        if self.is_training() {
            return None;
        }
        let witnessed = self.organ.evidence.witnessed.iter();
        let last = witnessed.map(|(name, w)| (name.clone(), w.at)).max_by_key(|(_, at)| *at);
        let since = last.as_ref().map_or(self.founded_at, |(_, at)| *at);
        let days = (self.clock.now() - since).max(0) / DAY;
        let limit = self.organ.policy.evidence.witness_days;
        Some(Witnessing { last, days: u32::try_from(days).unwrap_or(u32::MAX), limit })
    }
}

/// Heads of sixteen files, two each.
const REMEMBERED: usize = 32;

/// A head that somebody signs must be the log's own; what a witness signed is kept once.
///
/// # Errors
/// [`Rule::HeadNotOurs`] with the size, or [`Rule::AlreadyActed`].
pub(super) fn heads_are_ours(tx: &Tx<'_>, organ: &Organ, command: &Command) -> Result<(), Trouble> {
    let Command::Evidence(act) = command else { return Ok(()) };
    let ours = |log: LogId, head: &Head| -> Result<(), Trouble> {
        let root = tx.root_at(tx.founding().alg, log, head.size)?;
        if root.is_some() && root == Hash::from_hex(&head.root) {
            return Ok(());
        }
        Err(Refusal::with(Rule::HeadNotOurs, head.size).into())
    };
    match act {
        EvidenceCommand::Cosign { acts, reads } => {
            ours(LogId::Acts, acts)?;
            ours(LogId::Reads, reads)
        }
        EvidenceCommand::KeepWitness { witness, acts, signature } => {
            // What a witness signed before says nothing new, and each head is kept once.
            if organ.evidence.witnessed.get(witness).is_some_and(|w| w.acts.size >= acts.size) {
                return Err(Rule::AlreadyActed.into());
            }
            ours(LogId::Acts, acts)?;
            let Some(line) = organ.witnesses.get(witness) else {
                return Err(Refusal::with(Rule::WitnessUnknown, witness).into());
            };
            let unreadable = || Refusal::with(Rule::HeadNotOurs, acts.size);
            let root = Hash::from_hex(&acts.root).ok_or_else(unreadable)?;
            let head = Checkpoint { register: tx.founding().id, log: LogId::Acts, size: acts.size, root };
            let namespace = Signed::Checkpoint.namespace();
            let received = Received::kept(signature, VERSION).map_err(Refusal::from)?;
            received.check(line, namespace, &head.text()).map_err(Refusal::from)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The three lines of a head name nobody and no occasion, so one key signs each once.
///
/// # Errors
/// [`Rule::AlreadyActed`], or a fault of the file.
pub(super) fn signs_once(
    tx: &Tx<'_>,
    organ: &Organ,
    event: &Event,
    hand: &HandSignature,
) -> Result<(), Trouble> {
    let Event::Evidence(EvidenceEvent::Cosigned { acts, .. }) = event else { return Ok(()) };
    let key = |signature: &str| Received::kept(signature, VERSION).map(|r| r.fingerprint()).ok();
    for s in organ.evidence.cosigned.iter().filter(|s| s.acts == *acts) {
        let stored = tx.entry(LogId::Acts, s.seq)?;
        let before = stored.map(|stored| fold::body(&stored.body)).transpose()?.and_then(|body| body.hand);
        if before.is_some_and(|before| key(&before.signature) == key(&hand.signature)) {
            return Err(Rule::AlreadyActed.into());
        }
    }
    Ok(())
}
