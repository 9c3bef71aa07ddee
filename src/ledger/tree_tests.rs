//! The tree against the definition of RFC 6962 written down word for word.

use super::*;
use proptest::prelude::*;

const ALG: Alg = Alg::Sha256;

fn leaves(n: usize) -> Vec<Hash> {
    (0..n).map(|i| ALG.leaf(&(i as u64).to_be_bytes())).collect()
}

/// Largest power of two smaller than `n`.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

fn naive_root(d: &[Hash]) -> Hash {
    match d.len() {
        0 => ALG.empty(),
        1 => d[0],
        n => ALG.node(&naive_root(&d[..split(n)]), &naive_root(&d[split(n)..])),
    }
}

fn naive_path(m: usize, d: &[Hash]) -> Vec<Hash> {
    let n = d.len();
    if n == 1 {
        return vec![];
    }
    let k = split(n);
    let (mut path, other) = if m < k {
        (naive_path(m, &d[..k]), naive_root(&d[k..]))
    } else {
        (naive_path(m - k, &d[k..]), naive_root(&d[..k]))
    };
    path.push(other);
    path
}

fn naive_subproof(m: usize, d: &[Hash], complete: bool) -> Vec<Hash> {
    let n = d.len();
    if m == n {
        return if complete { vec![] } else { vec![naive_root(d)] };
    }
    let k = split(n);
    let (mut path, other) = if m <= k {
        (naive_subproof(m, &d[..k], complete), naive_root(&d[k..]))
    } else {
        (naive_subproof(m - k, &d[k..], false), naive_root(&d[..k]))
    };
    path.push(other);
    path
}

#[test]
fn roots_and_frontiers_of_every_size_are_those_of_the_definition() {
    let all = leaves(200);
    let mut frontier = Frontier::new(ALG);
    for n in 0..=200 {
        assert_eq!(frontier.root(), naive_root(&all[..n]), "size {n}");
        assert_eq!(root(ALG, &all[..n]), frontier.root());
        let stored = Frontier::from_parts(ALG, frontier.size(), &frontier.peaks()).unwrap();
        assert_eq!(stored, frontier);
        assert_eq!(Frontier::from_parts(ALG, n as u64 + 1, &[0; 31]), None);
        all.get(n).into_iter().for_each(|leaf| frontier.push(*leaf));
    }
}

#[test]
fn proofs_of_every_size_are_those_of_the_definition_and_check() {
    let all = leaves(200);
    let roots: Vec<Hash> = (0..=200).map(|n| naive_root(&all[..n])).collect();
    for n in 1..=200usize {
        let d = &all[..n];
        // Every position up to 66 and around the powers of two; every seventh elsewhere keeps it quick.
        let step = if n <= 66 || (126..=130).contains(&n) { 1 } else { 7 };
        for m in (n % step..n).step_by(step) {
            let path = inclusion(ALG, d, m as u64).unwrap();
            assert_eq!(path, naive_path(m, d), "leaf {m} of {n}");
            assert_eq!(root_from_inclusion(ALG, d[m], m as u64, n as u64, &path), Some(roots[n]));
            let path = consistency(ALG, d, m as u64).unwrap();
            if m > 0 {
                assert_eq!(path, naive_subproof(m, d, true), "{m} before {n}");
            }
            assert!(is_consistent(ALG, (m as u64, roots[m]), (n as u64, roots[n]), &path), "{m} {n}");
        }
        assert_eq!(inclusion(ALG, d, n as u64), None);
        assert_eq!(consistency(ALG, d, n as u64 + 1), None);
        assert!(is_consistent(ALG, (n as u64, roots[n]), (n as u64, roots[n]), &[]));
    }
}

#[test]
fn nothing_is_the_beginning_of_everything_and_has_one_root() {
    let (empty, some) = (ALG.empty(), leaves(1)[0]);
    for (old, new, path, holds) in [
        ((0, empty), (0, empty), vec![], true),
        ((0, empty), (0, some), vec![], false),
        ((0, empty), (1, some), vec![], true),
        ((0, some), (1, some), vec![], false),
        ((0, empty), (1, some), vec![some], false),
    ] {
        assert_eq!(is_consistent(ALG, old, new, &path), holds, "{old:?} {new:?}");
    }
}

proptest! {
    #[test]
    fn a_wrong_proof_leads_nowhere(n in 2usize..200, m in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(),
        bit in 0usize..256) {
        let all = leaves(n);
        let m = m.index(n);
        let right = root(ALG, &all);
        let size = n as u64;
        let path = inclusion(ALG, &all, m as u64).unwrap();
        let mut bent = path.clone();
        let i = at.index(bent.len());
        bent[i].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert_ne!(root_from_inclusion(ALG, all[m], m as u64, size, &bent), Some(right));
        let mut long = path.clone();
        long.push(right);
        prop_assert_ne!(root_from_inclusion(ALG, all[m], m as u64, size, &long), Some(right));
        prop_assert_ne!(root_from_inclusion(ALG, all[m], m as u64, size, &path[..path.len() - 1]), Some(right));
        for other in 0..n as u64 + 2 {
            let same = root_from_inclusion(ALG, all[m], other, size, &path) == Some(right);
            prop_assert_eq!(same, other == m as u64, "leaf {} shown as {}", m, other);
        }
        if m > 0 {
            let old = (m as u64, root(ALG, &all[..m]));
            let mut bent = consistency(ALG, &all, m as u64).unwrap();
            let i = at.index(bent.len());
            bent[i].0[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!is_consistent(ALG, old, (size, right), &bent));
        }
    }

    #[test]
    fn no_numbers_make_checking_fail_badly(index in any::<u64>(), size in any::<u64>(), n in 0usize..70) {
        let path = leaves(n);
        let _ = root_from_inclusion(ALG, ALG.empty(), index, size, &path);
        let _ = is_consistent(ALG, (index, ALG.empty()), (size, ALG.empty()), &path);
    }
}
