//! Whether words that go out name whoever wrote the record down, and where else they could tell who he is: what he
//! is called by, his unit together with his post, what he is in the case, and the case itself.

use crate::domain::name::{How, Place, Reading, fold, traced};
use crate::domain::organ::Organ;
use crate::domain::record::Record;
use serde::{Deserialize, Serialize};
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

/// What people in a case are called, by the code of their capacity (`recorder_capacity`), and by their seat.
const CALLED: &[(&str, &[&str])] = &[
    (
        "HANDLER",
        &[
            "承办法官",
            "承办检察官",
            "承办民警",
            "承办干警",
            "承办人",
            "主办法官",
            "主办检察官",
            "主办民警",
            "主办人",
            "经办法官",
            "经办人",
            "独任法官",
            "独任审判员",
            "办案法官",
            "办案检察官",
            "办案民警",
            "办案人",
        ],
    ),
    ("PRESIDING", &["审判长"]),
    ("PANEL", &["合议庭成员", "合议庭", "审判员", "陪审员", "办案组"]),
    ("CLERK", &["书记员", "记录员"]),
    ("ASSISTANT", &["法官助理", "检察官助理", "助理"]),
    // Whoever wrote it down, whatever else he is.
    ("", &["记录人", "登记人", "填报人", "被过问人", "被打招呼人"]),
];

/// Whether the recorder's name stands in words, however it is written.
pub(super) fn is_named(organ: &Organ, record: &Record, text: &str) -> bool {
    let written = |name: &str| fold(name).len() > 1 && fold(text).has(&fold(name));
    written(&organ.name_of(&record.recorder)) || !called(organ, record, text, How::Name).is_empty()
}

/// The passages that could tell him, in the order of the text.
pub(super) fn of(organ: &Organ, record: &Record, text: &str) -> Vec<Mark> {
    let made = traced(text);
    let whole = made.folded.as_str();
    let standing = |word: &str| -> Vec<(usize, usize)> {
        let word = traced(word).folded;
        match word.is_empty() {
            true => Vec::new(),
            false => whole.match_indices(word.as_str()).map(|(at, w)| (at, at + w.len())).collect(),
        }
    };
    let mut found = called(organ, record, text, How::Title);
    found.extend(called(organ, record, text, How::KinName));
    let person = organ.people.get(&record.recorder);
    let post = person.map(|p| p.post.as_str()).unwrap_or_default();
    if let Some(person) = person {
        let unit = organ.names().places_of_unit(&person.unit, whole);
        let posts: Vec<_> = post.split(['、', '，', ',', '/', '兼']).flat_map(standing).collect();
        if !unit.is_empty() && !posts.is_empty() {
            found.extend(unit.into_iter().chain(posts));
        }
    }
    let seats = seats(organ, record);
    for (code, words) in CALLED {
        let is_his = code.is_empty() || seats.contains(code) || words.iter().any(|w| post.contains(w));
        found.extend(words.iter().filter(|_| is_his).flat_map(|w| standing(w)));
    }
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

/// Where the directory reads him.
fn called(organ: &Organ, record: &Record, text: &str, how: How) -> Vec<(usize, usize)> {
    let hits = organ.names().read(text, &traced(text), Place::Running, Reading::Nine);
    let his = hits.into_iter().filter(|hit| hit.person == record.recorder && hit.how == how);
    his.map(|hit| (hit.start, hit.end)).collect()
}

/// What he is in the case: by what he wrote of himself, and by its bench.
fn seats<'r>(organ: &Organ, record: &'r Record) -> Vec<&'r str> {
    let me = &record.recorder;
    let mut seats = vec![record.text.recorder_role.as_str()];
    for case in record.known_cases(organ) {
        let is = [
            ("HANDLER", &case.handler == me),
            ("PRESIDING", case.presiding.as_ref() == Some(me)),
            ("PANEL", case.panel.contains(me)),
        ];
        seats.extend(is.into_iter().filter(|(_, his)| *his).map(|(seat, _)| seat));
    }
    seats.retain(|seat| !seat.is_empty());
    seats
}

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
