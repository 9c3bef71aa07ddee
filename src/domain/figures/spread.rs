//! The middle of many durations, and what nine of ten stay within.

use serde::Serialize;

/// Of so many, the middle one and the ninth of ten, in hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Hours {
    pub n: i64,
    pub median: i64,
    pub p90: i64,
}

/// Takes how often each duration came. Of an even number the lower of the two in the middle is told, so that it
/// is one that there was.
pub fn spread(counts: impl IntoIterator<Item = (i64, i64)>) -> Hours {
    let mut counts: Vec<(i64, i64)> = counts.into_iter().filter(|(_, n)| *n > 0).collect();
    counts.sort_unstable();
    let n: i64 = counts.iter().map(|(_, n)| n).sum();
    let at = |place: i64| {
        let mut passed = 0;
        let found = counts.iter().find(|(_, n)| {
            passed += n;
            passed >= place
        });
        found.map_or(0, |(hours, _)| *hours)
    };
    Hours { n, median: at((n + 1) / 2), p90: at((n * 9 + 9) / 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_ninth_of_ten() {
        assert_eq!(spread([]), Hours::default());
        assert_eq!(spread([(5, 1)]), Hours { n: 1, median: 5, p90: 5 });
        assert_eq!(spread((1..=10).map(|h| (h, 1))), Hours { n: 10, median: 5, p90: 9 });
        assert_eq!(spread([(100, 1), (2, 9)]), Hours { n: 10, median: 2, p90: 2 });
        assert_eq!(spread([(100, 2), (2, 9)]), Hours { n: 11, median: 2, p90: 100 });
    }
}
