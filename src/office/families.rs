//! The log of acts in families: a record and what hangs on it, a meeting and what it has before it. Each is
//! folded by itself, with the organ as it stood at each of its acts, and let go of again; so a register of any
//! size is gone through in the memory of a few thousand acts. Which act belongs where is read off the log alone.

use super::{Fault, LogId, fold};
use crate::domain::book::Book;
use crate::domain::event::{Body, Event};
use crate::domain::ids::MatterId;
use crate::domain::kind::On;
use crate::domain::organ::{Organ, OrganEvent};
use crate::domain::registry::Matter;
use crate::domain::whole::{Glance, Place, Whole};
use crate::store::contract::Moment;
use crate::store::log::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Acts of families that are folded together.
const TOGETHER: u32 = 4096;
/// The part, and the node, of what changes the organ.
const ORGAN: u32 = 0;

/// Reads the log once, in its order, and learns what belongs together.
pub(super) struct Sorting {
    node: HashMap<MatterId, u32>,
    /// Whom a node goes with, itself where it is the first.
    with: Vec<u32>,
    /// The node of each act.
    acts: Vec<u32>,
    organ: Vec<(Entry, Body)>,
    /// The first matter of each kind that hangs on the organ.
    of_organ: HashMap<&'static str, u32>,
    glance: Glance,
}

impl Sorting {
    pub fn new() -> Self {
        Self {
            node: HashMap::new(),
            with: vec![ORGAN],
            acts: Vec::new(),
            organ: Vec::new(),
            of_organ: HashMap::new(),
            glance: Glance::default(),
        }
    }

    fn node(&mut self, matter: MatterId) -> u32 {
        let new = self.with.len() as u32;
        let node = *self.node.entry(matter).or_insert(new);
        if node == new {
            self.with.push(new);
        }
        node
    }

    fn first(&mut self, mut node: u32) -> u32 {
        loop {
            let with = self.with[node as usize];
            if with == node {
                return node;
            }
            self.with[node as usize] = self.with[with as usize];
            node = with;
        }
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        self.with[a.max(b) as usize] = a.min(b);
    }

    /// Takes the next act.
    pub fn take(&mut self, entry: &Entry, body: Body) {
        let node = self.node(body.matter);
        self.acts.push(node);
        self.glance.take(&body);
        for other in body.act.also() {
            let other = self.node(other);
            self.join(node, other);
        }
        if matches!(body.act, Event::Organ(_) | Event::Evidence(_)) {
            self.join(node, ORGAN);
            self.organ.push((*entry, body));
            return;
        }
        if body.act.names().is_some()
            && let Some(begun) = Matter::begin(&fold::stamp(0, 0, &entry.leaf, &body), &body.act)
        {
            match begun.on() {
                On::Record(record) => {
                    let record = self.node(record);
                    self.join(node, record);
                }
                // Of what hangs on the organ one asks after the others of its kind.
                On::Organ => {
                    let first = *self.of_organ.entry(begun.kind()).or_insert(node);
                    self.join(node, first);
                }
                On::Body(_) => {}
            }
        }
    }

    /// What belongs together, once every act was taken.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn done(mut self, db: &impl Moment) -> Result<Families, Fault> {
        let mut acts = std::mem::take(&mut self.acts);
        acts.iter_mut().for_each(|node| *node = self.first(*node));
        let mut size = vec![0_u32; self.with.len()];
        acts.iter().for_each(|node| size[*node as usize] += 1);
        let mut part = vec![u32::MAX; self.with.len()];
        part[ORGAN as usize] = ORGAN;
        let (mut last, mut full) = (ORGAN, TOGETHER);
        for node in &mut acts {
            let at = *node as usize;
            if part[at] == u32::MAX {
                if full >= TOGETHER {
                    (last, full) = (last + 1, 0);
                }
                (part[at], full) = (last, full + size[at]);
            }
            *node = part[at];
        }
        let mut places = BTreeMap::new();
        if std::mem::take(&mut self.glance).is_odd() {
            let mut whole = Whole::default();
            db.entries(LogId::Acts, 0..acts.len() as u64, |entry, _, text| -> Result<(), Fault> {
                let body = fold::body(text)?;
                let place = whole.meets(&body);
                if place != Place::plain(&body) {
                    places.insert(entry.header.seq, place);
                }
                Ok(())
            })?;
        }
        let mut organ = Timeline::default();
        organ.until(&self.organ, u64::MAX);
        Ok(Families { part: acts, parts: last + 1, places, organ: self.organ, last: organ.organ })
    }
}

/// What belongs together in a log.
#[derive(Default)]
pub(super) struct Families {
    /// The part of each act.
    part: Vec<u32>,
    pub parts: u32,
    /// Where an act stands in the whole, of those that stand otherwise than is plain.
    places: BTreeMap<u64, Place>,
    /// Every act that changed the organ.
    organ: Vec<(Entry, Body)>,
    /// The organ after all of them, none where the first act founds no register.
    pub last: Option<Arc<Organ>>,
}

/// The organ as it stood at one act after the other.
#[derive(Default)]
pub(super) struct Timeline {
    organ: Option<Arc<Organ>>,
    taken: usize,
}

impl Timeline {
    /// The organ just before an act.
    fn until(&mut self, acts: &[(Entry, Body)], seq: u64) {
        for (entry, body) in acts[self.taken..].iter().take_while(|(e, _)| e.header.seq < seq) {
            self.taken += 1;
            let stamp = fold::stamp(entry.header.seq, entry.header.time_ms, &entry.leaf, body);
            match (&mut self.organ, &body.act) {
                (None, Event::Organ(OrganEvent::Founded { founding })) => {
                    self.organ = Some(Arc::new(Organ::founded(founding)));
                }
                (Some(organ), Event::Organ(event)) => Arc::make_mut(organ).apply(&stamp, event),
                (Some(organ), Event::Evidence(event)) => Arc::make_mut(organ).evidence.apply(&stamp, event),
                _ => {}
            }
        }
    }
}

/// What comes next in a part.
pub(super) enum Next<'a> {
    /// An act of its own, as it is stored.
    Own(&'a Entry, &'a str),
    /// One that changes the organ meanwhile.
    Meanwhile(&'a Entry, &'a Body),
}

impl Families {
    /// Only the organ's own acts and these, each with its positions, the first of them beside the organ's own; of
    /// some acts it is known where they stand otherwise than is plain.
    pub fn of(
        acts: u64,
        organ: Vec<(Entry, Body)>,
        families: &[Vec<u64>],
        places: BTreeMap<u64, Place>,
    ) -> Self {
        let mut part = vec![u32::MAX; acts as usize];
        let mut put = |seq: u64, of: u32| part.iter_mut().skip(seq as usize).take(1).for_each(|p| *p = of);
        organ.iter().for_each(|(entry, _)| put(entry.header.seq, ORGAN));
        let numbered = (ORGAN..).zip(families);
        numbered.for_each(|(of, seqs)| seqs.iter().for_each(|seq| put(*seq, of)));
        let mut time = Timeline::default();
        time.until(&organ, u64::MAX);
        let parts = (families.len() as u32).max(1);
        Self { part, parts, places, organ, last: time.organ }
    }

    pub fn acts(&self) -> u64 {
        self.part.len() as u64
    }

    /// Whether a part is that in which the organ's own acts are.
    pub fn is_organ(part: u32) -> bool {
        part == ORGAN
    }

    /// Where an act stands in the whole log.
    pub fn place(&self, seq: u64, body: &Body) -> Place {
        self.places.get(&seq).copied().unwrap_or_else(|| Place::plain(body))
    }

    /// Goes through a part: the organ before its first act, and then what comes, in the order of the log. Parts are
    /// gone through in their order, for the timeline only goes on.
    ///
    /// # Errors
    /// A fault of the file, or what `take` says.
    pub fn walk<T>(
        &self,
        db: &impl Moment,
        part: u32,
        time: &mut Timeline,
        begin: impl FnOnce(Option<Arc<Organ>>) -> T,
        mut take: impl FnMut(&mut T, Next<'_>) -> Result<(), Fault>,
    ) -> Result<T, Fault> {
        let own = |from: usize| self.part[from..].iter().position(|p| *p == part).map(|at| from + at);
        let mut next = own(0);
        let first = next.map_or(0, |at| at as u64);
        if !Self::is_organ(part) {
            time.until(&self.organ, first);
        }
        let mut with = begin(time.organ.clone().filter(|_| !Self::is_organ(part)));
        let mut meanwhile = if Self::is_organ(part) { &[][..] } else { &self.organ[time.taken..] };
        while let Some(at) = next {
            let seq = at as u64;
            while let Some(((entry, body), rest)) = meanwhile.split_first()
                && entry.header.seq < seq
            {
                take(&mut with, Next::Meanwhile(entry, body))?;
                meanwhile = rest;
            }
            let stored = db.entry(LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
            take(&mut with, Next::Own(&stored.entry, &stored.body))?;
            next = own(at + 1);
        }
        Ok(with)
    }

    /// The book of a part as it stands after the last act of the log.
    ///
    /// # Errors
    /// A fault of the file, or of a body.
    pub fn book(&self, db: &impl Moment, part: u32, time: &mut Timeline) -> Result<Option<Book>, Fault> {
        let begin = |organ: Option<Arc<Organ>>| organ.map(Book::new);
        let book = self.walk(db, part, time, begin, |book, next| {
            let read;
            let (entry, body) = match next {
                Next::Own(entry, text) => {
                    read = fold::body(text)?;
                    (entry, &read)
                }
                Next::Meanwhile(entry, body) => (entry, body),
            };
            match (&mut *book, &body.act) {
                (None, Event::Organ(OrganEvent::Founded { founding })) => {
                    *book = Some(Book::new(Arc::new(Organ::founded(founding))));
                }
                (None, _) => {}
                (Some(book), act) => {
                    let (seq, at) = (entry.header.seq, entry.header.time_ms);
                    book.apply(&fold::stamp(seq, at, &entry.leaf, body), act);
                }
            }
            Ok(())
        })?;
        Ok(self.today(book))
    }

    /// A folded part with the organ as it is now.
    pub fn today(&self, book: Option<Book>) -> Option<Book> {
        let (mut book, organ) = (book?, self.last.clone()?);
        book.organ = organ;
        Some(book)
    }
}
