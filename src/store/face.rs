//! What a list shows of a record and what a search looks through, whole and masked.

use crate::domain::name::{fold, mask};
use crate::domain::organ::Organ;
use crate::domain::policy;
use crate::domain::record::{PersonRole, Record, RecordText};
use pinyin::ToPinyinMulti;

pub struct Face {
    pub inquirer: String,
    pub inquirer_mask: String,
    pub inquirer_unit: String,
    /// Initials of the inquirer's name, every reading, separated by spaces.
    pub initials: String,
    pub words: String,
    pub words_mask: String,
}

impl Face {
    pub fn of(organ: &Organ, record: &Record) -> Self {
        let primary = record.text.primary_inquirer();
        let name = match (primary, &record.quick) {
            (Some(p), _) => name_of(organ, p),
            (None, Some(quick)) => quick.who.clone(),
            (None, None) => String::new(),
        };
        let unnamed = primary.is_some_and(|p| !p.is_named());
        Self {
            inquirer_mask: if unnamed { name.clone() } else { mask(&name) },
            inquirer_unit: primary.map(|p| p.unit.clone()).unwrap_or_default(),
            initials: initials(&name),
            words: words(organ, record, &record.text),
            words_mask: words(organ, record, &policy::masked(organ, &record.text)),
            inquirer: name,
        }
    }
}

/// A name, what was seen of an unknown person, or the organisation.
fn name_of(organ: &Organ, p: &PersonRole) -> String {
    match &p.person {
        Some(id) => organ.name_of(id),
        None if !p.name.is_empty() => p.name.clone(),
        None if !p.description.is_empty() => p.description.clone(),
        None => p.unit.clone(),
    }
}

/// Everything a search may find, folded, one line per field so that no hit runs across two fields.
fn words(organ: &Organ, record: &Record, text: &RecordText) -> String {
    let mut all = vec![record.ref_.0.clone(), text.content.clone(), text.place.clone()];
    all.extend(text.cases().into_iter().map(|c| c.case_no));
    all.push(text.response_text.clone());
    for p in &text.people {
        all.extend([name_of(organ, p), p.unit.clone(), p.post.clone(), p.description.clone()]);
    }
    all.extend(text.attachments.iter().map(|a| a.title.clone()));
    // What a quick note says stays its recorder's own once the record is there for others.
    for q in record.quick.iter().filter(|_| !record.is_submitted()) {
        all.extend([q.who.clone(), q.line.clone(), q.case_no.clone().unwrap_or_default()]);
    }
    let folded = all.iter().map(|w| fold(w).to_string()).filter(|w| !w.is_empty());
    folded.collect::<Vec<_>>().join("\n")
}

/// 曾华 is both `zh` and `ch`: a name is found by any reading of its characters.
pub fn initials(name: &str) -> String {
    let mut readings = vec![String::new()];
    for c in name.chars().take(6) {
        let mut letters: Vec<char> = match c.to_pinyin_multi() {
            Some(multi) => multi.into_iter().filter_map(|p| p.first_letter().chars().next()).collect(),
            None if c.is_ascii_alphanumeric() => vec![c.to_ascii_lowercase()],
            None => continue,
        };
        letters.sort_unstable();
        letters.dedup();
        readings =
            readings.iter().flat_map(|r| letters.iter().map(move |l| format!("{r}{l}"))).take(32).collect();
    }
    readings.join(" ")
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn every_reading_of_a_name_finds_it() {
        let all = initials("曾重");
        for wanted in ["zz", "zc", "cz", "cc"] {
            assert!(all.split(' ').any(|r| r == wanted), "{wanted} in {all}");
        }
        assert_eq!(initials("张伟"), "zw");
    }
}
