//! The trees of both logs, asked without reading them: complete nodes from the eighth level up are kept beside
//! the log, one for every 256 events and what lies above. They are a view like all other tables. Where one is
//! missing it is reckoned from below; every answer is held against the edge of the tree, and where it does not lead
//! there the leaves alone are asked. What goes to those who believe nobody is asked of the leaves from the first
//! ([`Tree::of_leaves`]): nodes and edge are as old as the acts, and tell nothing of leaves changed since.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::log;
use crate::ledger::{Alg, Frontier, Hash, LogId, tree};

/// Events under the lowest node that is kept, and its level.
const WIDTH: u64 = 256;
const LEVEL: u32 = 8;

/// Adds the nodes that are complete since somebody last did.
pub(super) fn grow(db: &Connection, alg: Alg) -> Result<(), Fault> {
    for log in LogId::ALL {
        let (size, there): (i64, i64) = db
            .prepare_cached(
                "SELECT coalesce((SELECT size FROM frontier WHERE log = ?1), 0),
                    coalesce((SELECT max(n) + 1 FROM tile WHERE log = ?1 AND level = 8), 0)",
            )?
            .query_row([log.byte()], |r| Ok((r.get(0)?, r.get(1)?)))?;
        for n in there.max(0) as u64..size.max(0) as u64 / WIDTH {
            let mut node = tree::root(alg, &log::leaves_in(db, log, n * WIDTH..(n + 1) * WIDTH)?);
            put(db, log, LEVEL, n, &node)?;
            // Each trailing one of its place completes one more above it.
            for up in 0..n.trailing_ones() {
                let left = kept(db, log, LEVEL + up, (n >> up) - 1)?;
                let left = left.ok_or_else(|| Fault::damaged("the nodes of a tree"))?;
                node = alg.node(&left, &node);
                put(db, log, LEVEL + up + 1, n >> (up + 1), &node)?;
            }
        }
    }
    Ok(())
}

fn put(db: &Connection, log: LogId, level: u32, n: u64, node: &Hash) -> Result<(), Fault> {
    db.prepare_cached("INSERT INTO tile (log, level, n, hash) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        log.byte(),
        level,
        n as i64,
        node.0
    ])?;
    Ok(())
}

fn kept(db: &Connection, log: LogId, level: u32, n: u64) -> Result<Option<Hash>, Fault> {
    let node = db
        .prepare_cached("SELECT hash FROM tile WHERE log = ?1 AND level = ?2 AND n = ?3")?
        .query_row(params![log.byte(), level, n as i64], |r| r.get::<_, [u8; 32]>(0))
        .optional()?;
    Ok(node.map(Hash))
}

/// Nodes as a log grows, for comparing with those that are kept.
pub struct Growing(Vec<Hash>);

impl Growing {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Takes the next leaf; writes each node that it completes.
    pub fn push(&mut self, db: &Connection, alg: Alg, log: LogId, seq: u64, leaf: Hash) -> Result<(), Fault> {
        let mut node = leaf;
        for up in 0..seq.trailing_ones() {
            let Some(left) = self.0.pop() else { break };
            node = alg.node(&left, &node);
            if up + 1 >= LEVEL {
                put(db, log, up + 1, seq >> (up + 1), &node)?;
            }
        }
        self.0.push(node);
        Ok(())
    }
}

impl Default for Growing {
    fn default() -> Self {
        Self::new()
    }
}

/// The tree of a log as it stands at one moment.
pub struct Tree<'a> {
    db: &'a Connection,
    alg: Alg,
    log: LogId,
    size: u64,
    /// The root as the edge has it.
    root: Hash,
    /// The roots of what is complete at the right edge, each with its level.
    edge: Vec<(u32, u64, Hash)>,
    /// Whether kept nodes are asked: no answer was found false yet.
    kept: Cell<bool>,
    leaves: RefCell<HashMap<u64, Vec<Hash>>>,
    /// The lowest nodes as the leaves make them, where those alone are asked: each leaf is read once.
    reckoned: RefCell<HashMap<u64, Hash>>,
}

impl<'a> Tree<'a> {
    /// # Errors
    /// A fault of the file.
    pub fn of(db: &'a Connection, alg: Alg, log: LogId) -> Result<Self, Fault> {
        let frontier = log::stored_frontier(db, alg, log)?;
        let (size, root, edge) = (frontier.size(), frontier.root(), edge(&frontier));
        let fits = log::head(db, alg, log)?.size == size;
        let kept = Cell::new(fits);
        Ok(Self { kept, edge, ..Self::over_leaves(db, alg, log, (size, root)) })
    }

    /// The same by the leaves alone, as they stand there now: neither the nodes nor the edge are asked.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn of_leaves(db: &'a Connection, alg: Alg, log: LogId) -> Result<Self, Fault> {
        Ok(Self::over_leaves(db, alg, log, (log::size(db, log)?, alg.empty())))
    }

    fn over_leaves(db: &'a Connection, alg: Alg, log: LogId, (size, root): (u64, Hash)) -> Self {
        let (kept, leaves, reckoned) = (Cell::new(false), RefCell::default(), RefCell::default());
        Self { db, alg, log, size, root, edge: Vec::new(), kept, leaves, reckoned }
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// Asks the nodes that are kept, and the leaves alone where that comes to nothing true.
    fn ask<T>(
        &self,
        answer: impl Fn() -> Result<T, Fault>,
        is_true: impl FnOnce(&T) -> Result<bool, Fault>,
    ) -> Result<T, Fault> {
        if self.kept.get() {
            if let Ok(said) = answer()
                && is_true(&said).unwrap_or(false)
            {
                return Ok(said);
            }
            self.kept.set(false);
        }
        answer()
    }

    /// Root over the first `size` events; none when the log is shorter.
    pub fn root(&self, size: u64) -> Result<Option<Hash>, Fault> {
        match size {
            _ if size > self.size => return Ok(None),
            _ if size == self.size && self.kept.get() => return Ok(Some(self.root)),
            0 => return Ok(Some(self.alg.empty())),
            _ => {}
        }
        let leads = |root: &Hash| {
            let path = self.between(size, self.size)?;
            Ok(tree::is_consistent(self.alg, (size, *root), (self.size, self.root), &path))
        };
        self.ask(|| self.over(0, size), leads).map(Some)
    }

    /// The siblings from an event up, in the tree of the first `size`.
    pub fn inclusion(&self, seq: u64, size: u64) -> Result<Option<Vec<Hash>>, Fault> {
        if seq >= size || size > self.size {
            return Ok(None);
        }
        let leads = |path: &Vec<Hash>| {
            let leaf = self.over(seq, seq + 1)?;
            Ok(tree::root_from_inclusion(self.alg, leaf, seq, size, path) == self.root(size)?)
        };
        self.ask(|| self.around(seq, size), leads).map(Some)
    }

    /// What leads from the tree of the first `old` events to that of the first `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Option<Vec<Hash>>, Fault> {
        if old > new || new > self.size {
            return Ok(None);
        }
        let leads = |path: &Vec<Hash>| {
            let (Some(before), Some(after)) = (self.root(old)?, self.root(new)?) else { return Ok(false) };
            Ok(old == 0 || tree::is_consistent(self.alg, (old, before), (new, after), path))
        };
        self.ask(|| self.between(old, new), leads).map(Some)
    }

    fn around(&self, seq: u64, size: u64) -> Result<Vec<Hash>, Fault> {
        let (mut from, mut to, mut path) = (0, size, Vec::new());
        while to - from > 1 {
            let middle = from + half(to - from);
            if seq < middle {
                path.push(self.over(middle, to)?);
                to = middle;
            } else {
                path.push(self.over(from, middle)?);
                from = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    fn between(&self, old: u64, new: u64) -> Result<Vec<Hash>, Fault> {
        let (mut from, mut to, mut path) = (0, new, Vec::new());
        if old == 0 || old == new {
            return Ok(path);
        }
        while old < to {
            let middle = from + half(to - from);
            if old <= middle {
                path.push(self.over(middle, to)?);
                to = middle;
            } else {
                path.push(self.over(from, middle)?);
                from = middle;
            }
        }
        // A subtree from the beginning is the old tree itself, whose root is known.
        if from > 0 {
            path.push(self.over(from, to)?);
        }
        path.reverse();
        Ok(path)
    }

    /// Root over a range that begins where a subtree of its length may.
    fn over(&self, from: u64, to: u64) -> Result<Hash, Fault> {
        let n = to - from;
        if n == 0 {
            return Ok(self.alg.empty());
        }
        if n.is_power_of_two() {
            return self.node(n.trailing_zeros(), from >> n.trailing_zeros());
        }
        let middle = from + half(n);
        Ok(self.alg.node(&self.over(from, middle)?, &self.over(middle, to)?))
    }

    /// A complete node: kept, or reckoned from those below it.
    fn node(&self, level: u32, n: u64) -> Result<Hash, Fault> {
        let kept_too = self.kept.get();
        let at_the_edge = self.edge.iter().find(|(l, at, _)| kept_too && (*l, *at) == (level, n));
        if let Some((.., node)) = at_the_edge {
            return Ok(*node);
        }
        if level >= LEVEL {
            if kept_too && let Some(node) = kept(self.db, self.log, level, n)? {
                return Ok(node);
            }
            if let Some(node) = self.reckoned.borrow().get(&n).filter(|_| !kept_too && level == LEVEL) {
                return Ok(*node);
            }
            if level > LEVEL {
                return Ok(self.alg.node(&self.node(level - 1, 2 * n)?, &self.node(level - 1, 2 * n + 1)?));
            }
        }
        let (first, long) = (n << level, 1 << level);
        let tile = first / WIDTH;
        let at = (first % WIDTH) as usize;
        let mut read = self.leaves.borrow_mut();
        // Of what is not kept every leaf is asked once, and not held.
        if !kept_too && level == LEVEL {
            read.clear();
        }
        let leaves = match read.entry(tile) {
            std::collections::hash_map::Entry::Occupied(there) => there.into_mut(),
            std::collections::hash_map::Entry::Vacant(none) => {
                let end = self.size.min((tile + 1) * WIDTH);
                none.insert(log::leaves_in(self.db, self.log, tile * WIDTH..end)?)
            }
        };
        let leaves = leaves.get(at..at + long as usize).ok_or_else(|| Fault::damaged("too few events"))?;
        let node = tree::root(self.alg, leaves);
        if !kept_too && level == LEVEL {
            self.reckoned.borrow_mut().insert(n, node);
        }
        Ok(node)
    }
}

/// The largest power of two below a length.
fn half(n: u64) -> u64 {
    1 << (63 - (n - 1).leading_zeros())
}

fn edge(frontier: &Frontier) -> Vec<(u32, u64, Hash)> {
    let size = frontier.size();
    let levels = (0..64).rev().filter(|level| size >> level & 1 == 1);
    let peaks = frontier.peaks();
    let peaks = peaks.as_chunks::<32>().0.iter().map(|peak| Hash(*peak));
    levels.zip(peaks).map(|(level, peak)| (level, (size >> level) - 1, peak)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tables::TABLES;
    use super::super::testing::{FOUNDING, START_MS, sqlite3};
    use super::super::{Mode, Register, Tx};
    use super::*;

    fn add(tx: &Tx<'_>, n: u64) -> Result<(), Fault> {
        let salt = crate::ledger::Alg::Sha256.digest(&[&n.to_be_bytes()]).0;
        log::append(tx, LogId::Acts, START_MS, &salt, "{}").map(drop)
    }

    fn made(events: u64) -> (tempfile::TempDir, Register) {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("register");
        let first = |tx: &Tx<'_>| (0..300).try_for_each(|n| add(tx, n));
        let (mut register, ()) = Register::create(&dir, FOUNDING, TABLES, Mode::Session, first).unwrap();
        for from in (300..events).step_by(77) {
            register.write(|tx| (from..events.min(from + 77)).try_for_each(|n| add(tx, n))).unwrap();
        }
        (place, register)
    }

    fn nodes(register: &Register) -> i64 {
        register.db().query_row("SELECT count(*) FROM tile", [], |r| r.get(0)).unwrap()
    }

    /// Every answer is that of the leaves.
    fn answers(register: &Register, sizes: &[u64]) {
        let alg = FOUNDING.alg;
        let size = log::size(register.db(), LogId::Acts).unwrap();
        let leaves = log::leaves_in(register.db(), LogId::Acts, 0..size).unwrap();
        let to = |n: u64| &leaves[..n as usize];
        let both = [Tree::of, Tree::of_leaves].map(|of| of(register.db(), alg, LogId::Acts).unwrap());
        for (asked, n) in
            both.iter().flat_map(|asked| sizes.iter().copied().chain([size]).map(move |n| (asked, n)))
        {
            assert_eq!(asked.root(n).unwrap(), Some(tree::root(alg, to(n))), "{n}");
            assert_eq!(log::root_at(register.db(), alg, LogId::Acts, n).unwrap(), asked.root(n).unwrap());
            for at in [0, 1, 255, 256, 511, n / 2, n.saturating_sub(1)] {
                assert_eq!(asked.inclusion(at, n).unwrap(), tree::inclusion(alg, to(n), at), "{at} of {n}");
                assert_eq!(asked.consistency(at, n).unwrap(), tree::consistency(alg, to(n), at), "{at}, {n}");
            }
        }
        for asked in &both {
            assert_eq!((asked.root(size + 1).unwrap(), asked.inclusion(0, size + 1).unwrap()), (None, None));
        }
    }

    #[test]
    fn a_tree_asked_by_its_nodes_answers_as_its_leaves_do() {
        let (_place, register) = made(1500);
        assert_eq!(
            nodes(&register),
            5 + 2 + 1,
            "1,500 events complete five of 256, two of 512, one of 1,024"
        );
        answers(&register, &[0, 1, 2, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 1280, 1499]);
    }

    #[test]
    fn a_node_that_is_missing_or_another_is_never_believed_over_the_log() {
        let (place, register) = made(1300);
        let dir = register.dir().to_owned();
        drop(register);
        for sql in [
            "DELETE FROM tile WHERE level = 9",
            "UPDATE tile SET hash = zeroblob(32) WHERE level = 8 AND n = 2",
            "DELETE FROM tile",
        ] {
            let Some((done, told)) = sqlite3(&dir, sql) else { return };
            assert!(done, "{told}");
            let register = Register::open(&dir, TABLES, Mode::Session).unwrap();
            answers(&register, &[1, 700, 1024, 1299]);
        }
        // The next act brings back what is missing at the end.
        let mut register = Register::open(&dir, TABLES, Mode::Session).unwrap();
        register.write(|tx| add(tx, 5000)).unwrap();
        assert_eq!(nodes(&register), 5 + 2 + 1);
        answers(&register, &[1, 700, 1024, 1300]);
        drop(place);
    }

    #[test]
    fn a_leaf_changed_since_is_hidden_by_no_node_from_those_outside() {
        let (place, register) = made(1300);
        let dir = register.dir().to_owned();
        let at = |register: &Register, leaves: bool| {
            let of = if leaves { Tree::of_leaves } else { Tree::of };
            of(register.db(), FOUNDING.alg, LogId::Acts).unwrap().root(1024).unwrap()
        };
        let before = at(&register, true);
        drop(register);
        let swap = "DROP TRIGGER event_is_not_changed; UPDATE event SET leaf = zeroblob(32) WHERE log = 1 AND seq = 3";
        let Some((done, told)) = sqlite3(&dir, swap) else { return };
        assert!(done, "{told}");
        let register = Register::open(&dir, TABLES, Mode::Session).unwrap();
        assert_eq!(at(&register, false), before, "the nodes are as old as the acts");
        assert_ne!(at(&register, true), before);
        drop(place);
    }
}
