//! A surname with what many are called, 许法官, 雷处长: those of that surname who could be called so; where
//! none could and the title is one of this organ, all of that surname.

use super::surnames::Surname;
use super::{Staff, Wider, tables};

/// What stands behind a surname, and which words those are.
pub(super) struct Rank<'t> {
    word: &'t str,
    table: &'static str,
    /// Where the passage ends.
    pub to: usize,
}

impl Rank<'_> {
    pub fn behind<'t>(bare: &'t str, from: usize) -> Option<Rank<'t>> {
        let found = ["judges", "prosecutors", "ranks"]
            .into_iter()
            .filter_map(|table| tables::begins(table, bare).map(|word| (word, table)));
        let (word, table) = found.max_by_key(|(word, _)| word.len())?;
        Some(Rank { word, table, to: from + word.len() })
    }

    /// Whether somebody could be called so; of whom the directory says no post, anybody may.
    fn fits(&self, staff: &Staff) -> bool {
        let has = |words: &[&str]| words.iter().any(|w| staff.post.contains(w));
        let helps = staff.post.contains("助理") || staff.post.contains("书记员");
        staff.post.is_empty()
            || match self.table {
                "judges" => !helps && has(&["审判", "法官", "庭长", "院长", "委员"]),
                "prosecutors" => !helps && has(&["检察"]),
                _ => staff.post.contains(self.word),
            }
    }
}

impl Wider {
    /// Who of a surname is meant with a rank.
    pub(super) fn of_rank(&self, surname: &Surname<'_>, staff: &[usize], rank: &Rank<'_>) -> Vec<usize> {
        let fits = |n: &&usize| rank.fits(&self.staff[**n]);
        let fit: Vec<usize> = staff.iter().filter(fits).copied().collect();
        // 李检察官 at a court is another house's.
        let ours = match rank.table {
            "ranks" => true,
            _ => self.staff.iter().any(|s| !s.post.is_empty() && rank.fits(s)),
        };
        let all = fit.is_empty() && ours && !surname.is_outside();
        if all { staff.to_vec() } else { fit }
    }
}
