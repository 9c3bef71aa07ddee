//! What is told to those outside: nothing below three, and nothing from which that could be reckoned.
//!
//! A table is a whole and its parts. Whoever knows the whole, the parts that are told, and this rule must not be
//! able to say what a part that is not told is; so with a small part goes another one, and a third where two would
//! leave too little room.

/// The smallest number that is told.
pub const LEAST: i64 = 3;

/// What numbers are rounded to that leave the organ.
pub const STEP: i64 = 5;

/// A number that is told, rounded up or down by a draw: up as often as it is near, so that whoever knows a number that
/// is one less, since one record is hidden from him, does not learn it from this one. Nothing is told as nought that
/// is not.
pub fn rounded(n: i64, draw: u64) -> i64 {
    let rest = n.rem_euclid(STEP);
    let up = (draw % STEP as u64) < rest as u64;
    let told = n - rest + if up { STEP } else { 0 };
    if n > 0 { told.max(STEP) } else { told }
}

/// A number as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Is(i64),
    /// Not told.
    Kept,
}

/// The whole and the parts as they may be told. Where the parts make the whole (`parted`) what is not told must
/// not follow from what is; parts that overlap tell nothing of each other, and small ones alone are kept.
pub fn suppress(whole: i64, parts: &[i64], parted: bool) -> (Told, Vec<Told>) {
    if whole > 0 && whole < LEAST {
        return (Told::Kept, vec![Told::Kept; parts.len()]);
    }
    let small = |n: i64| n > 0 && n < LEAST;
    let mut kept: Vec<bool> = parts.iter().map(|n| small(*n)).collect();
    if parted && kept.contains(&true) {
        // Chosen by their place and not by their number, for a choice by number tells that what was not chosen is
        // greater; noughts last, which hide nothing.
        let mut others: Vec<usize> = (0..parts.len()).filter(|i| !kept[*i]).collect();
        others.sort_by_key(|i| (parts[*i] == 0, *i));
        let mut others = others.into_iter();
        while !is_safe(parts, &kept) {
            match others.next() {
                Some(i) => kept[i] = true,
                // Nothing is left to hide it among.
                None => return (Told::Is(whole), vec![Told::Kept; parts.len()]),
            }
        }
    }
    let told = parts.iter().zip(&kept).map(|(n, kept)| if *kept { Told::Kept } else { Told::Is(*n) });
    (Told::Is(whole), told.collect())
}

/// Whether what is kept leaves room: one of it is large, and together it is so much that each small one may be one
/// as well as two.
fn is_safe(parts: &[i64], kept: &[bool]) -> bool {
    let all: Vec<i64> = parts.iter().zip(kept).filter(|(_, kept)| **kept).map(|(n, _)| *n).collect();
    all.iter().any(|n| *n >= LEAST) && all.iter().sum::<i64>() >= all.len() as i64 + LEAST
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::collections::BTreeSet;

    /// Every table of so many parts with a sum up to `most`.
    fn tables(parts: usize, most: i64) -> Vec<Vec<i64>> {
        let mut all = vec![Vec::new()];
        for _ in 0..parts {
            let longer = |t: &Vec<i64>| {
                let left = most - t.iter().sum::<i64>();
                (0..=left).map(|n| [t.as_slice(), &[n]].concat()).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(longer).collect();
        }
        all
    }

    #[test]
    fn what_is_kept_cannot_be_reckoned_from_what_is_told_by_anybody_who_knows_the_rule() {
        for parts in 1..=4 {
            let mut behind: BTreeMap<String, Vec<Vec<i64>>> = BTreeMap::new();
            for table in tables(parts, 14) {
                let told = suppress(table.iter().sum(), &table, true);
                behind.entry(format!("{told:?}")).or_default().push(table);
            }
            for (told, tables) in behind {
                for part in 0..parts {
                    let (whole, parts) = suppress(tables[0].iter().sum(), &tables[0], true);
                    if parts[part] == Told::Kept {
                        let may: BTreeSet<i64> = tables.iter().map(|t| t[part]).collect();
                        assert!(may.len() > 1, "{told} tells that part {part} is {may:?}");
                    }
                    assert!(whole != Told::Kept || parts.iter().all(|p| *p == Told::Kept));
                }
                for table in &tables {
                    let (whole, told) = suppress(table.iter().sum(), table, true);
                    let small = |t: &Told| matches!(t, Told::Is(1 | 2));
                    assert!(!small(&whole) && !told.iter().any(small), "{table:?}");
                }
            }
        }
    }

    #[test]
    fn a_rounded_number_may_be_one_more_as_well_as_one_less() {
        for n in 3..60 {
            let told: BTreeSet<i64> = (0..5).map(|draw| rounded(n, draw)).collect();
            assert!(told.iter().all(|t| t % STEP == 0 && *t > 0 && (t - n).abs() < STEP), "{n} {told:?}");
            // Whatever is told of one is told of its neighbour by another draw.
            let next: BTreeSet<i64> = (0..5).map(|draw| rounded(n + 1, draw)).collect();
            assert!(told.intersection(&next).next().is_some(), "{n}");
        }
        assert_eq!(rounded(0, 3), 0);
        let sum: i64 = (0..5).map(|draw| rounded(53, draw)).sum();
        assert_eq!(sum, 5 * 53, "on the whole neither more nor less");
    }

    #[test]
    fn a_large_table_is_told_and_a_small_part_takes_one_more_along() {
        assert_eq!(suppress(12, &[5, 7, 0], true).1, [Told::Is(5), Told::Is(7), Told::Is(0)]);
        assert_eq!(suppress(13, &[1, 5, 7], true).1, [Told::Kept, Told::Kept, Told::Is(7)]);
        assert_eq!(suppress(13, &[1, 5, 7], false).1, [Told::Kept, Told::Is(5), Told::Is(7)]);
        assert_eq!(suppress(2, &[2, 0], true), (Told::Kept, vec![Told::Kept; 2]));
    }
}
