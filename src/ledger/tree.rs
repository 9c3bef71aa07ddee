//! The Merkle tree of RFC 6962 section 2.1 over leaf hashes: its root, the two kinds of proof, and
//! the frontier that lets a log grow without reading what it holds.

use super::hash::{Alg, Hash};

/// The right edge of a growing tree: the roots of its complete subtrees, largest first, one for
/// each set bit of the size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier {
    alg: Alg,
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The frontier of an empty tree.
    pub fn new(alg: Alg) -> Frontier {
        Frontier { alg, size: 0, peaks: Vec::new() }
    }

    /// Number of leaves taken.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Takes the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut top = leaf;
        // Each trailing one of the old size is a subtree of the same height as the new node.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                top = self.alg.node(&left, &top);
            }
        }
        self.peaks.push(top);
        self.size += 1;
    }

    /// Root of the tree so far.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().copied();
        match peaks.next() {
            None => self.alg.empty(),
            Some(last) => peaks.fold(last, |right, left| self.alg.node(&left, &right)),
        }
    }

    /// The peaks one after the other, 32 bytes each; with the size they are the whole frontier.
    pub fn peaks(&self) -> Vec<u8> {
        self.peaks.iter().flat_map(|peak| peak.0).collect()
    }

    /// Puts a stored frontier together again; `None` when the peaks do not fit the size.
    pub fn from_parts(alg: Alg, size: u64, peaks: &[u8]) -> Option<Frontier> {
        let (chunks, rest) = peaks.as_chunks::<32>();
        let fits = rest.is_empty() && chunks.len() == size.count_ones() as usize;
        fits.then(|| Frontier { alg, size, peaks: chunks.iter().map(|c| Hash(*c)).collect() })
    }
}

/// Root of the tree over these leaves.
pub fn root(alg: Alg, leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new(alg);
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// The level above: pairs joined, a last odd node carried up as it is.
fn level_above(alg: Alg, level: &[Hash]) -> Vec<Hash> {
    level
        .chunks(2)
        .map(|pair| match pair {
            [left, right] => alg.node(left, right),
            _ => pair[0],
        })
        .collect()
}

/// The siblings of node `at`, from this level up to the root.
fn siblings(alg: Alg, mut level: Vec<Hash>, mut at: usize, path: &mut Vec<Hash>) {
    while level.len() > 1 {
        path.extend(level.get(at ^ 1));
        level = level_above(alg, &level);
        at >>= 1;
    }
}

/// Proof that leaf `index` stands in the tree over `leaves`, lowest sibling first; `None` when
/// there is no such leaf.
pub fn inclusion(alg: Alg, leaves: &[Hash], index: u64) -> Option<Vec<Hash>> {
    let at = usize::try_from(index).ok().filter(|at| *at < leaves.len())?;
    let mut path = Vec::new();
    siblings(alg, leaves.to_vec(), at, &mut path);
    Some(path)
}

/// Proof that the tree over the first `old` leaves is the beginning of the tree over all of them;
/// `None` when `old` is larger. Empty when `old` is 0 or everything.
pub fn consistency(alg: Alg, leaves: &[Hash], old: u64) -> Option<Vec<Hash>> {
    let old = usize::try_from(old).ok().filter(|old| *old <= leaves.len())?;
    let mut path = Vec::new();
    if old == 0 || old == leaves.len() {
        return Some(path);
    }
    // The largest complete subtree that ends where the old tree ended.
    let (mut at, mut level) = (old - 1, leaves.to_vec());
    while at & 1 == 1 {
        at >>= 1;
        level = level_above(alg, &level);
    }
    if at != 0 {
        path.push(level[at]);
    }
    siblings(alg, level, at, &mut path);
    Some(path)
}

/// The root that an inclusion proof leads to; `None` when its length cannot belong to this leaf
/// and size. (RFC 9162 section 2.1.3.2.)
pub fn root_from_inclusion(alg: Alg, leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    let (mut at, mut last) = (index, size.checked_sub(1).filter(|last| index <= *last)?);
    let mut node = leaf;
    for sibling in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            node = alg.node(sibling, &node);
            // A node carried up alone has no sibling until it is a right child.
            let lone = if at & 1 == 0 { at.trailing_zeros().min(63) } else { 0 };
            at >>= lone;
            last >>= lone;
        } else {
            node = alg.node(&node, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(node)
}

/// Whether a consistency proof leads from the old root to the new one. (RFC 9162 section 2.1.4.2.)
pub fn is_consistent(alg: Alg, old: (u64, Hash), new: (u64, Hash), path: &[Hash]) -> bool {
    if old.0 == 0 || old.0 >= new.0 {
        let same = old.0 == new.0 && old.1 == new.1;
        return path.is_empty() && (same || (old.0 == 0 && new.0 > 0 && old.1 == alg.empty()));
    }
    let whole = old.0.is_power_of_two().then_some(old.1);
    let mut path = whole.iter().chain(path);
    let Some(first) = path.next() else { return false };
    let complete = (old.0 - 1).trailing_ones();
    let (mut at, mut last) = ((old.0 - 1) >> complete, (new.0 - 1) >> complete);
    let (mut old_root, mut new_root) = (*first, *first);
    for node in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_root = alg.node(node, &old_root);
            new_root = alg.node(node, &new_root);
            let lone = if at & 1 == 0 { at.trailing_zeros().min(63) } else { 0 };
            at >>= lone;
            last >>= lone;
        } else {
            new_root = alg.node(&new_root, node);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_root == old.1 && new_root == new.1
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
