//! Whether words that go out name somebody of this organ, and where else they could tell who wrote the record down:
//! by a post together with its unit, by what people in a case are called, by a relative, by the case itself. Who
//! wrote it down is not looked at: what is refused and what is marked would tell him to whoever tries.

use crate::domain::ids::{PersonId, UnitId};
use crate::domain::name::{How, Place, Reading, fold, traced};
use crate::domain::organ::Organ;
use crate::domain::record::Record;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// A passage that could tell who wrote the record down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// How many characters stand before it.
    pub at: u32,
    pub words: String,
}

/// As a reader counts: from the first character on.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at + 1, self.words)
    }
}

/// What people in a case are called, and whoever wrote it down.
const CALLED: &[&str] = &[
    "承办法官",
    "承办检察官",
    "承办民警",
    "承办干警",
    "承办人",
    "承办庭",
    "主办法官",
    "主办检察官",
    "主办民警",
    "主办人",
    "主审法官",
    "主审检察官",
    "主审人",
    "经办法官",
    "经办人",
    "独任法官",
    "独任审判员",
    "办案法官",
    "办案检察官",
    "办案民警",
    "办案人",
    "女法官",
    "男法官",
    "员额法官",
    "员额检察官",
    "法官",
    "检察官",
    "民警",
    "干警",
    "审判长",
    "庭长",
    "合议庭成员",
    "合议庭",
    "审判员",
    "陪审员",
    "办案组",
    "书记员",
    "记录员",
    "法官助理",
    "检察官助理",
    "助理",
    "记录人",
    "登记人",
    "填报人",
    "被过问人",
    "被打招呼人",
];

/// Whether somebody of the directory is named whole in words, however it is written; whoever the record tells of may
/// be.
pub(super) fn name_somebody(organ: &Organ, record: &Record, text: &str) -> bool {
    let hits = organ.names().read(text, &traced(text), Place::Picked, Reading::Nine);
    let named = || hits.iter().filter(|hit| hit.how == How::Name);
    let of_the_record = |at: (usize, usize)| {
        named().any(|hit| (hit.start, hit.end) == at && is_told_of(organ, record, &hit.person))
    };
    named().any(|hit| !of_the_record((hit.start, hit.end)))
}

/// Whether the record has him as one who inquired, for whom he did, or who passed it on: picked, or by his name.
fn is_told_of(organ: &Organ, record: &Record, person: &PersonId) -> bool {
    let name = fold(&organ.name_of(person));
    let is_his = |row: &crate::domain::record::PersonRole| match &row.person {
        Some(picked) => picked == person,
        None => fold(&row.name) == name,
    };
    record.text.people.iter().filter(|row| row.is_subject()).any(is_his)
}

/// The units of whom the record has as one who inquired, for whom he did, or who passed it on.
fn units_told_of<'a>(organ: &'a Organ, record: &Record) -> BTreeSet<&'a UnitId> {
    let told = record.text.people.iter().filter(|row| row.is_subject());
    told.filter_map(|row| organ.people.get(row.person.as_ref()?)).map(|person| &person.unit).collect()
}

/// The passages that could tell whoever wrote it down, in the order of the text.
pub(super) fn of(organ: &Organ, record: &Record, text: &str) -> Vec<Mark> {
    let (made, names) = (traced(text), organ.names());
    let whole = made.folded.as_str();
    let standing = |word: &str| -> Vec<(usize, usize)> {
        let word = traced(word).folded;
        match word.is_empty() {
            true => Vec::new(),
            false => whole.match_indices(word.as_str()).map(|(at, w)| (at, at + w.len())).collect(),
        }
    };
    let hits = names.read(text, &made, Place::Running, Reading::Nine);
    let called =
        hits.into_iter().filter(|hit| hit.how != How::Name && !is_told_of(organ, record, &hit.person));
    let mut found: Vec<_> = called.map(|hit| (hit.start, hit.end)).collect();
    let told_of = units_told_of(organ, record);
    for (unit, place) in names.places_of_units(whole) {
        let posts = organ.people.values().filter(|p| &p.unit == unit).flat_map(|p| p.post.split(AND));
        let posts: Vec<_> = posts.flat_map(standing).collect();
        // A unit alone is that of many, and of few once it has gone out. Where whoever inquired is of it, the
        // words may well be about him.
        if !posts.is_empty() || !told_of.contains(unit) {
            found.push(place);
            found.extend(posts);
        }
    }
    found.extend(CALLED.iter().flat_map(|word| standing(word)));
    found.extend(record.text.cases().iter().flat_map(|c| standing(&c.case_no)));
    let typed = |(start, end): (usize, usize)| made.span(text, start, end);
    joined(found.into_iter().map(typed).collect())
        .into_iter()
        .filter_map(|(from, to)| {
            let at = u32::try_from(text.get(..from)?.chars().count()).ok()?;
            Some(Mark { at, words: text.get(from..to)?.trim().to_owned() })
        })
        .collect()
}

/// Between the posts of one person.
const AND: [char; 5] = ['、', '，', ',', '/', '兼'];

/// Passages that touch or lie in each other are one.
fn joined(mut all: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    all.sort_unstable();
    let mut one: Vec<(usize, usize)> = Vec::new();
    for (from, to) in all {
        match one.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => one.push((from, to)),
        }
    }
    one
}
