//! Whom the words of a record may mean. Nobody is told apart by a name alone: whoever a passage may
//! mean is out until it is settled, and each passage is asked about once.

mod fields;

use super::laid::{is_asked, is_part};
use crate::domain::ids::PersonId;
use crate::domain::name::{Directory, How, Meaning, Place, Reading, readings};
use crate::domain::organ::Organ;
use crate::domain::record::{ChangeDraft, Judged, PersonRole, Record, RecordText, TextVersion};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// A passage that may mean somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub how: How,
    /// Code of the field it stands in.
    pub field: &'static str,
    /// The words around it, as they were typed; empty where they are the recorder's own, as in a quick note
    /// whose words are in no completed text, or stand in a matter with its own readers.
    pub words: String,
    /// The act by which these words first stood there.
    pub act: u32,
    /// The same words in the same field are the same passage in any later text.
    key: Key,
}

/// A field and the words around; since version 7 also the very words, and how they mean somebody: what was
/// settled of a name beside a relative's is not settled of the relative's.
pub(super) type Key = (&'static str, String, Option<(String, How)>);

/// Whom a record means by the directory, and whom its words may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant {
    /// Picked from the directory as who inquired, for whom, or who passed it on.
    pub subjects: BTreeSet<PersonId>,
    pub passages: BTreeMap<PersonId, Vec<Passage>>,
    /// Their relatives among the staff as declared when the words were written, whatever is declared now.
    pub kin: BTreeMap<PersonId, BTreeSet<PersonId>>,
    /// What those could be shown who settled something by an act, where the directory has changed since.
    pub(super) shown: BTreeMap<u32, BTreeMap<PersonId, Vec<Key>>>,
}

impl Meant {
    /// Whether this passage lay before whoever settled by an act whom the words mean: it stood there, and
    /// the directory of that moment, or that of its writing, showed it.
    pub(super) fn was_shown(&self, act: u32, id: &PersonId, passage: &Passage) -> bool {
        let showed =
            |all: &BTreeMap<PersonId, Vec<Key>>| all.get(id).is_some_and(|k| k.contains(&passage.key));
        passage.act <= act && self.shown.get(&act).is_none_or(showed)
    }
}

/// Worked out once for each text and each state of the directory.
pub fn meant(organ: &Organ, record: &Record) -> Arc<Meant> {
    let directory = organ.names();
    record.meant.get(&directory, Arc::ptr_eq, || read(organ, &directory, record))
}

/// Works it out before it is needed.
pub fn read_ahead(organ: &Organ, record: &Record) {
    meant(organ, record);
}

fn read(organ: &Organ, directory: &Arc<Directory>, record: &Record) -> Meant {
    let mut meant = Reader::read(organ, (None, directory), record);
    let settled = record.settling.values().flat_map(|s| s.hands.iter().map(|h| h.act).chain(s.cleared));
    for act in settled.filter(|_| record.judged.since_seven()) {
        if let Some((place, then)) =
            organ.names_at(seq_of(record, act)).filter(|_| !meant.shown.contains_key(&act))
        {
            let then = Reader::read(organ, (Some(place), &then), record);
            let keys = |all: Vec<Passage>| all.into_iter().map(|p| p.key).collect();
            meant.shown.insert(act, then.passages.into_iter().map(|(id, all)| (id, keys(all))).collect());
        }
    }
    meant
}

/// Where one of a record's acts stands in the log.
fn seq_of(record: &Record, act: u32) -> u64 {
    let place = usize::try_from(act).unwrap_or(usize::MAX).saturating_sub(1);
    record.seqs.get(place).copied().unwrap_or(u64::MAX)
}

pub(super) fn reading(judged: Judged) -> Reading {
    match judged {
        Judged::Now | Judged::AsInVersion9 => Reading::Nine,
        Judged::AsInVersion8 => Reading::Eight,
        Judged::AsInVersion7 => Reading::Seven,
        Judged::AsInVersion6 => Reading::Six,
        Judged::AsInVersion5 | Judged::AsInVersion4 => Reading::Four,
        Judged::AsInVersion3 | Judged::AsInVersion2 | Judged::ByDirectoryAlone => Reading::Three,
    }
}

/// Of whom words do not tell, whatever follows, and of whom not where his part in the record follows.
type Spared = [BTreeSet<PersonId>; 2];

/// Words that were read: their field, by which directory, and since version 9 where they stood and who was spared.
type Looked = (&'static str, String, Option<usize>, Option<(Place, Spared)>);

struct Reader<'a> {
    organ: &'a Organ,
    directory: Arc<Directory>,
    /// Which one that is: one before a change, by its place, or the present one.
    place: Option<usize>,
    recorder: &'a PersonId,
    texts: &'a [TextVersion],
    /// The text that an amendment took the place of: whom it named already is not named anew by the same row.
    stood: Option<&'a RecordText>,
    /// Whether each naming is settled for itself.
    each: bool,
    by: Reading,
    seen: HashSet<Looked>,
    /// The passages that were found, by whom they may mean: a long record has thousands.
    keys: HashSet<(PersonId, Key)>,
    found: Meant,
    act: u32,
    proposed: bool,
}

impl<'a> Reader<'a> {
    fn read(
        organ: &'a Organ,
        (place, directory): (Option<usize>, &Arc<Directory>),
        record: &'a Record,
    ) -> Meant {
        let mut reader = Self {
            organ,
            directory: directory.clone(),
            place,
            recorder: &record.recorder,
            texts: &record.versions,
            stood: None,
            each: record.judged.since_ten(),
            by: reading(record.judged),
            seen: HashSet::new(),
            keys: HashSet::new(),
            found: Meant::default(),
            act: 1,
            proposed: false,
        };
        let seq = |act: u32| seq_of(record, act);
        if let Some(note) = &record.quick {
            reader.at((1, seq(1)), |r| {
                // Whoever the completed text says is of another house is so in its note as well.
                let mut rows =
                    record.versions.iter().flat_map(|v| &v.text.people).filter(|p| p.name == note.who);
                let of_another = |p: &PersonRole| r.by >= Reading::Seven && r.is_outside(p) && !r.is_own(p);
                let outside = rows.clone().next().is_some() && rows.all(of_another);
                r.words("quick", Place::Named { own: false, outside }, &note.who, None);
                r.words("quick", Place::Running, &note.line, None);
                let number = note.case_no.as_ref().filter(|_| r.by >= Reading::Nine);
                r.words("quick", Place::Running, number.map_or("", String::as_str), None);
            });
        }
        for (n, version) in record.versions.iter().enumerate() {
            // Whom the recorder alone names afterwards is out, and costs nobody a vote until two have taken
            // his text in.
            reader.proposed = n > 0 && record.judged.since_four() && !record.is_taken_in();
            reader.stood = n.checked_sub(1).map(|before| &record.versions[before].text);
            reader.at((version.act, seq(version.act)), |r| r.text(&version.text));
        }
        reader.stood = None;
        for change in &record.changes {
            // Whom a text names that two people have not taken in is in question like any other words.
            reader.proposed = record.judged.since_three();
            reader.at((change.act, seq(change.act)), |r| {
                r.words("reason", Place::Running, &change.reason, None);
                match &change.draft {
                    ChangeDraft::Correction { text } => r.text(text),
                    ChangeDraft::Supplement { words, attachments } => {
                        r.words("supplement", Place::Running, words, None);
                        for a in attachments {
                            let fields = [&a.title, &a.original_location, &a.medium];
                            let all = if r.by >= Reading::Nine { &fields[..] } else { &fields[..1] };
                            for words in all {
                                r.words("attachments", Place::Running, words, None);
                            }
                        }
                    }
                }
            });
        }
        reader.proposed = false;
        let now = record.judged.since_three();
        let lines = reader.by >= Reading::Six;
        for said in
            record.said.iter().filter(|s| (now || s.field == "said") && (lines || s.field != "laid_line"))
        {
            // Whoever has acted on it is named for his part, and told of by other words as anybody is.
            let mut spared: Spared = [said.about.iter().cloned().collect(), said.part.clone()];
            if !now {
                let part = std::mem::take(&mut spared[1]);
                spared[0].extend(part);
            }
            reader.at((said.act, said.seq), |r| {
                // To whom it goes is a unit: a post in it is that unit's.
                let place = if said.field == "laid_line" { Place::Unit } else { Place::Running };
                r.spoken(said.field, place, &said.words, &spared);
            });
        }
        for reason in record.withdrawn.iter().chain(record.void.as_ref().map(|v| &v.reason)) {
            reader.at((record.acts, seq(record.acts)), |r| {
                r.words("reason", Place::Running, reason, None);
            });
        }
        if record.judged == Judged::ByDirectoryAlone {
            reader.found.passages.clear();
        }
        reader.found
    }

    /// Reads what an act brought: by the directory as it stands, and as it stood then. A post that is given
    /// to more people, a new account, a relative no longer declared free nobody of older words.
    fn at(&mut self, (act, seq): (u32, u64), read: impl Fn(&mut Self)) {
        self.act = act;
        read(self);
        let Some((place, then)) = self.organ.names_at(seq).filter(|_| self.by >= Reading::Four) else {
            return;
        };
        let now = (std::mem::replace(&mut self.directory, then), self.place.replace(place));
        read(self);
        for id in self.found.subjects.iter().chain(self.found.passages.keys()) {
            for kin in self.directory.kin_of(id) {
                self.found.kin.entry(id.clone()).or_default().insert(kin.clone());
                self.found.kin.entry(kin.clone()).or_default().insert(id.clone());
            }
        }
        // A relative who was declared since, and is no more, stays one.
        for (id, kin) in self.organ.kin_since(seq).filter(|_| self.by >= Reading::Six) {
            self.found.kin.entry(id.clone()).or_default().insert(kin.clone());
            self.found.kin.entry(kin.clone()).or_default().insert(id.clone());
        }
        (self.directory, self.place) = now;
    }

    /// Somebody is named by the directory; `stood` tells whether the text before named him by the same row.
    fn names(&mut self, person: &PersonId, words: &str, stood: impl Fn(&RecordText) -> bool) {
        if !self.proposed {
            self.found.subjects.insert(person.clone());
            return;
        }
        if self.each && self.stood.is_some_and(stood) {
            return;
        }
        // What two settled of one naming settles none that an act brought later.
        let which = if self.each { format!("@{person}/{}", self.act) } else { format!("@{person}") };
        let (how, field, key) = (How::Name, "people", ("people", which, None));
        let all = self.found.passages.entry(person.clone()).or_default();
        if self.keys.insert((person.clone(), key.clone())) {
            all.push(Passage { how, field, words: words.to_owned(), act: self.act, key });
        }
    }

    fn words(&mut self, field: &'static str, place: Place, words: &str, but: Option<&PersonId>) {
        self.spoken(field, place, words, &[but.into_iter().cloned().collect(), BTreeSet::new()]);
    }

    /// Whoever is named for his work is not told of.
    fn spoken(&mut self, field: &'static str, place: Place, words: &str, spared: &Spared) {
        let laid = matches!(field, "laid" | "laid_line");
        if words.is_empty() {
            return;
        }
        // The same words tell in one row, or one act, of whom they do not tell in another.
        let for_itself = (self.by >= Reading::Nine).then(|| (place, spared.clone()));
        if !self.seen.insert((field, words.to_owned(), self.place, for_itself)) {
            return;
        }
        let by = self.by;
        let meanings = self.directory.meanings(words, place, by, || {
            let masked = (by >= Reading::Four && words.contains(MASKS)).then(|| words.replace(MASKS, "x"));
            readings(words).into_iter().chain(masked).collect()
        });
        let [about, part] = spared;
        let for_work = |p: &PersonId, after: &str| about.contains(p) || part.contains(p) && is_part(after);
        for Meaning { reading, made, hits } in meanings.iter() {
            let himself: Vec<(usize, usize)> = match place {
                Place::Picked => {
                    hits.iter().filter(|h| about.contains(&h.person)).map(|h| (h.start, h.end)).collect()
                }
                _ => Vec::new(),
            };
            for hit in hits {
                // A namesake is not asked about where whoever was picked is called by his name.
                let of_his = |(start, end): &(usize, usize)| *start < hit.end && hit.start < *end;
                if &hit.person == self.recorder || himself.iter().any(of_his) {
                    continue;
                }
                let (first, last) = made.span(reading, hit.start, hit.end);
                if for_work(&hit.person, &reading[last..]) {
                    continue;
                }
                if laid && hit.how != How::KinName && is_asked(&reading[..first], &reading[last..]) {
                    continue;
                }
                let (from, to) = around(made.folded.as_str(), hit.start, hit.end, 8);
                let very = made.folded.as_str()[hit.start..hit.end].to_owned();
                let very = (self.by >= Reading::Seven).then_some((very, hit.how));
                let key = (field, made.folded.as_str()[from..to].to_owned(), very);
                if !self.keys.insert((hit.person.clone(), key.clone())) {
                    continue;
                }
                let all = self.found.passages.entry(hit.person.clone()).or_default();
                let (from, to) = around(reading, first, last, 12);
                let words = match field {
                    _ if laid => "",
                    // Of a note as much as the completed text says as well.
                    "quick" => {
                        Some(&reading[first..last]).filter(|w| is_in(self.texts, w)).unwrap_or_default()
                    }
                    _ => reading[from..to].trim(),
                };
                let words = words.to_owned();
                all.push(Passage { how: hit.how, field, words, act: self.act, key });
            }
        }
    }
}

/// Signs that stand for what is not said of a name: 钱××.
const MASKS: &[char] =
    &['×', '*', '＊', '╳', '✕', '✗', '○', '〇', '◯', '□', '■', '△', '▲', '●', '◇', '_', '＿'];

fn is_in(texts: &[TextVersion], words: &str) -> bool {
    let says = |v: &TextVersion| serde_json::to_string(&v.text).is_ok_and(|all| all.contains(words));
    texts.iter().any(says)
}

/// A passage with so many characters more on either side.
fn around(text: &str, start: usize, end: usize, more: usize) -> (usize, usize) {
    let from = text[..start].char_indices().rev().nth(more - 1).map_or(0, |(at, _)| at);
    let to = text[end..].char_indices().nth(more).map_or(text.len(), |(at, _)| end + at);
    (from, to)
}

/// Whom the recorder is asked about while he writes. A relative's name is not told: that he declared it
/// is between its bearer's kin and the register.
pub fn asked_of_recorder(organ: &Organ, recorder: &PersonId, text: &RecordText) -> Vec<PersonId> {
    let (seen, keys, found) = (HashSet::new(), HashSet::new(), Meant::default());
    let (directory, by) = (organ.names(), Reading::Nine);
    let (place, texts, stood) = (None, &[][..], None);
    let mut reader = Reader {
        organ,
        directory,
        place,
        recorder,
        texts,
        stood,
        each: true,
        by,
        seen,
        keys,
        found,
        act: 1,
        proposed: false,
    };
    reader.text(text);
    let Meant { subjects, passages, .. } = reader.found;
    let said = |id: &PersonId| text.meant.iter().any(|m| &m.person == id);
    let by_words = passages.into_iter().filter(|(_, all)| all.iter().any(|p| p.how != How::KinName));
    by_words.map(|(id, _)| id).filter(|id| said(id) || !subjects.contains(id)).collect()
}
