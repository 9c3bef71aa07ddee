//! Checking a whole log, one stored row after the other, in the memory of one row.

use std::collections::BTreeSet;

use super::hash::{Alg, Hash, RegisterId};
use super::header::{Header, HeaderError, LogId};
use super::tree::Frontier;

/// An event as it is stored, nothing believed.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The encoded header.
    pub header: &'a [u8],
    /// The leaf kept beside it.
    pub leaf: &'a [u8],
    /// The salt of the commitment.
    pub salt: &'a [u8],
    /// The exact bytes of the body.
    pub body: &'a [u8],
}

/// What is wrong with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The header cannot be read (length, version, algorithm, log, flags).
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The stored leaf is not the hash of the header.
    #[error("the leaf is not the hash of the header")]
    Leaf,
    /// Salt and body are not what the header committed to.
    #[error("the body is not the one the header commits to")]
    Commitment,
    /// It stands in the other log.
    #[error("it belongs to the other log")]
    Log,
    /// It belongs to another register.
    #[error("it belongs to another register")]
    Register,
    /// It says another position than the one it stands at: something is missing or doubled.
    #[error("it says position {0}")]
    Seq(u64),
    /// It does not name the leaf before it.
    #[error("it does not name the event before it")]
    Link,
    /// It is older than the event before it.
    #[error("it is older than the event before it")]
    Time,
    /// Training and service are mixed.
    #[error("training and service are mixed")]
    Training,
    /// It cannot be read from where it is stored.
    #[error("it cannot be read")]
    Unreadable,
    /// A head known from elsewhere has another root at this size: this event or one before it was
    /// changed together with everything that follows.
    #[error("a known head has another root here")]
    KnownHead,
    /// A head known from elsewhere is longer: the log was cut off, or is an old copy.
    #[error("a known head counts {0} events")]
    CutOff(u64),
}

impl Wrong {
    /// The word for it in every program that checks a register; `docs/log-format.md` lists them.
    pub fn code(&self) -> &'static str {
        match self {
            Wrong::Header(_) => "header",
            Wrong::Leaf => "leaf",
            Wrong::Commitment => "commitment",
            Wrong::Log => "log",
            Wrong::Register => "register",
            Wrong::Seq(_) => "seq",
            Wrong::Link => "link",
            Wrong::Time => "time",
            Wrong::Training => "training",
            Wrong::Unreadable => "unreadable",
            Wrong::KnownHead => "known_head",
            Wrong::CutOff(_) => "cut_off",
        }
    }
}

/// The first wrong event of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {seq}: {wrong}")]
pub struct Damage {
    /// Its position, from 0.
    pub seq: u64,
    /// What is wrong.
    pub wrong: Wrong,
}

/// A log in which nothing was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The frontier after the last event: size, root.
    pub frontier: Frontier,
    /// Time of the last event.
    pub last_ms: Option<i64>,
    /// How many known heads were met and agreed.
    pub known_heads: usize,
}

/// The running check of one log.
pub struct Verifier {
    log: LogId,
    register: RegisterId,
    training: Option<bool>,
    /// From where on bodies are read.
    bodies: u64,
    prev: Hash,
    last_ms: Option<i64>,
    frontier: Frontier,
    alg: Alg,
    /// Several may name one size: two people who were shown two registers.
    known: BTreeSet<(u64, Hash)>,
    met: usize,
}

impl Verifier {
    /// Begins before the first event. `known` are heads (size, root) from outside the register:
    /// without one, cutting off the end cannot be noticed by anybody.
    pub fn new(alg: Alg, register: RegisterId, log: LogId, known: &[(u64, Hash)]) -> Verifier {
        Verifier {
            log,
            register,
            training: None,
            bodies: 0,
            prev: Hash::default(),
            last_ms: None,
            frontier: Frontier::new(alg),
            alg,
            known: known.iter().copied().collect(),
            met: 0,
        }
    }

    /// Fixes whether the register is one for training; otherwise the first event decides.
    pub fn of_training(self, training: bool) -> Verifier {
        Verifier { training: Some(training), ..self }
    }

    /// Of rows before this one the body is not there to be read: they are held to a known head by their headers.
    #[must_use]
    pub fn bodies_from(self, seq: u64) -> Verifier {
        Verifier { bodies: seq, ..self }
    }

    /// Number of events found good.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Takes the next row. After a damage nothing more can be said of the log.
    pub fn push(&mut self, row: &Row<'_>) -> Result<(), Damage> {
        let seq = self.frontier.size();
        if seq == 0 {
            self.meet_known_heads()?;
        }
        self.event(seq, row).map_err(|wrong| Damage { seq, wrong })?;
        self.meet_known_heads()
    }

    fn event(&mut self, seq: u64, row: &Row<'_>) -> Result<(), Wrong> {
        let header = Header::decode(row.header)?;
        let leaf = self.alg.leaf(row.header);
        let need = |good: bool, wrong: Wrong| if good { Ok(()) } else { Err(wrong) };
        need(leaf.0 == *row.leaf && header.alg == self.alg, Wrong::Leaf)?;
        if seq >= self.bodies {
            let salt = row.salt.try_into().map_err(|_| Wrong::Commitment)?;
            need(self.alg.commit(salt, row.body) == header.body, Wrong::Commitment)?;
        }
        need(header.log == self.log, Wrong::Log)?;
        need(header.register == self.register, Wrong::Register)?;
        need(header.seq == seq, Wrong::Seq(header.seq))?;
        need(header.prev == self.prev, Wrong::Link)?;
        need(self.last_ms.is_none_or(|last| last <= header.time_ms), Wrong::Time)?;
        need(self.training.is_none_or(|training| training == header.flags.training), Wrong::Training)?;
        self.training = Some(header.flags.training);
        self.last_ms = Some(header.time_ms);
        self.prev = leaf;
        self.frontier.push(leaf);
        Ok(())
    }

    /// Compares every known head of the size reached; the answer names the last event under it. Done
    /// by itself after every event; who reads rows that may not be there does it before the first.
    pub fn meet_known_heads(&mut self) -> Result<(), Damage> {
        let size = self.frontier.size();
        while let Some(head) = self.known.first().copied().filter(|(at, _)| *at == size) {
            if head.1 != self.frontier.root() {
                return Err(Damage { seq: size.saturating_sub(1), wrong: Wrong::KnownHead });
            }
            self.known.remove(&head);
            self.met += 1;
        }
        Ok(())
    }

    /// Ends after the last row; a known head that was never reached is a damage after the end.
    pub fn finish(mut self) -> Result<Verified, Damage> {
        let seq = self.frontier.size();
        if seq == 0 {
            self.meet_known_heads()?;
        }
        match self.known.last() {
            Some((size, _)) => Err(Damage { seq, wrong: Wrong::CutOff(*size) }),
            None => Ok(Verified { frontier: self.frontier, last_ms: self.last_ms, known_heads: self.met }),
        }
    }
}

#[cfg(test)]
#[path = "verify_tests.rs"]
pub(super) mod tests;
