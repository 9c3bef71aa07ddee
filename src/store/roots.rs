//! The roots of a log at any of its sizes, in the memory of a few: where the tree stood is kept at intervals,
//! and walked on from there.

use super::contract::Moment;
use super::fault::Fault;
use crate::ledger::{Alg, Frontier, Hash, LogId};

/// Leaves between two places that are kept.
const STEP: u64 = 1024;

/// Where the trees of both logs stood at intervals.
pub struct Roots {
    acts: Grown,
    reads: Grown,
}

struct Grown {
    now: Frontier,
    kept: Vec<Frontier>,
}

impl Roots {
    pub fn new(alg: Alg) -> Self {
        let grown = || Grown { now: Frontier::new(alg), kept: vec![Frontier::new(alg)] };
        Self { acts: grown(), reads: grown() }
    }

    /// Takes the next leaf of a log.
    pub fn push(&mut self, log: LogId, leaf: Hash) {
        let grown = match log {
            LogId::Acts => &mut self.acts,
            LogId::Reads => &mut self.reads,
        };
        grown.now.push(leaf);
        if grown.now.size().is_multiple_of(STEP) {
            grown.kept.push(grown.now.clone());
        }
    }

    /// Compares claims of a log's roots, in the order of their sizes; each that is false is handed over.
    pub fn false_claims<'a, T: 'a>(
        &self,
        db: &impl Moment,
        log: LogId,
        claims: impl Iterator<Item = (u64, Hash, &'a T)>,
        mut found: impl FnMut(&'a T),
    ) -> Result<(), Fault> {
        let grown = match log {
            LogId::Acts => &self.acts,
            LogId::Reads => &self.reads,
        };
        let mut at = grown.now.clone();
        for (size, root, what) in claims {
            if size > grown.now.size() {
                found(what);
                continue;
            }
            let kept = grown.kept.get((size / STEP) as usize).unwrap_or(&grown.now);
            if at.size() > size || at.size() < kept.size() {
                at.clone_from(kept);
            }
            for leaf in db.leaves(log, at.size()..size)? {
                at.push(leaf);
            }
            if at.root() != root {
                found(what);
            }
        }
        Ok(())
    }
}
