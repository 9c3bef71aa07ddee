//! Founding a register, and filling one for training in a single step. Every command goes through
//! the same decision as any other; only the writing is bundled.

use super::act::uuid_v7;
use super::ahead::Ahead;
use super::clock::Ids;
use super::desk::{self, Desk, Happened};
use super::{LogId, Office, Trouble, counted, fold};
use crate::domain::book::Book;
use crate::domain::command::{Actor, Asked, Command, Fresh};
use crate::domain::decide::decide;
use crate::domain::event::{Event, Means};
use crate::domain::evidence::EvidenceEvent;
use crate::domain::figures::is_over;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref, Revision};
use crate::domain::organ::{Founding, Organ, OrganChange, OrganEvent, check, roles_agree};
use crate::domain::refusal::{No, Rule};
use crate::domain::when;
use crate::ledger::{Alg, RegisterId};
use crate::store::contract::{Moment, Step};
use crate::store::materials::Materials;
use crate::store::tables::TABLES;
use crate::store::{self, Mode, Register, Tx};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::path::Path;
use std::sync::Arc;

/// So many records are folded before the first of them is written into the tables.
const AHEAD: usize = 2 * super::ahead::WAITING;

/// What a command came to while seeding.
#[derive(Clone, Debug)]
pub struct Done {
    pub matter: MatterId,
    pub ref_: Option<Ref>,
    pub revision: Revision,
}

/// A register being filled: commands by people at given moments, in order of time.
pub struct Seeder<'a, 'c> {
    desk: Desk<'a, 'c>,
    book: Book,
    counters: BTreeMap<(String, i32), u32>,
    /// Every short name given so far, as a number.
    refs: HashSet<u64>,
    /// What the register itself may have to act on.
    clocks: BTreeSet<MatterId>,
    /// Records that were put by.
    over: BTreeMap<MatterId, Vec<MatterId>>,
    materials: Materials,
    ahead: Ahead,
}

impl Seeder<'_, '_> {
    /// Puts a material's bytes away before an act names them, as [`Office::keep_material`] does. The answer
    /// is a fault of the disk where there was one, or more than the largest material.
    pub fn keeping(&self) -> impl FnMut(&[u8]) -> Result<(String, u64), Trouble> + use<> {
        let materials = self.materials.clone();
        move |mut bytes| {
            let kept = materials.put(&mut bytes, super::LARGEST_MATERIAL)?;
            Ok((kept.hash.to_string(), kept.bytes))
        }
    }

    /// Nothing more will be done on this record, nor on what hangs on it: they are held in mind no longer.
    pub fn put_by(&mut self, record: MatterId) {
        let family = self.book.put_by(&record);
        if !family.is_empty() {
            self.over.insert(record, family);
        }
    }

    /// Whether nothing was put by.
    pub fn is_whole(&self) -> bool {
        self.over.is_empty()
    }

    /// Everything as it stands after the commands so far, without what was put by.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Takes a command at a moment, as any session would.
    ///
    /// # Errors
    /// As [`Office::act`].
    pub fn act(&mut self, at: Millis, person: &PersonId, command: &Command) -> Result<Done, Trouble> {
        self.silence(at)?;
        // One in service holds no act that says it was for training.
        let means = match self.book.organ.training {
            true => Means::Training,
            false => Means::OsAccount(person.0.clone()),
        };
        let actor = Actor::person(person, means);
        let mut fresh = self.fresh(at, &desk::decisions_of(&self.book, command))?;
        // The tables are empty until the end: what is counted is counted from the log.
        if let Some(period) = command.counts().filter(|p| is_over(p, at)) {
            let (tx, alg) = (self.desk.tx, self.desk.tx.founding().alg);
            fresh.figures = Some(match self.is_whole() {
                true => counted::from_book(tx, alg, &self.book, period)?,
                false => counted::from_log(tx, alg, tx.size(LogId::Acts)?, period)?,
            });
        }
        self.desk.now = at;
        desk::materials_are_there(
            command,
            &self.book,
            &desk::Known { there: &desk::there(command, &self.materials), brought: None },
        )?;
        let of = self.book.record_of(command);
        let command = &command.on_text(of.and_then(|id| self.book.revision_of(&id)));
        let mut state = self.book.state(command, true);
        let spans = state.matter.as_ref().map(|m| m.tells()).unwrap_or_default();
        state.out = (!spans.is_empty()).then(|| Arc::new(counted::kept_from(&self.book, &spans)));
        let event = decide(&state, &Asked { now: at, actor: &actor, fresh: &fresh, again: false }, command)?;
        let matter = desk::target(command).unwrap_or(fresh.matter);
        let seen = command.seen().cloned();
        self.count(&event);
        self.refs.extend(event.ref_given(&matter).map(|ref_| ref_.number()));
        let revision = self.write(&actor, matter, seen, event)?;
        let ref_ = self.book.ref_of(&matter).cloned();
        Ok(Done { matter, ref_, revision })
    }

    /// What the register itself does up to a moment.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn silence(&mut self, until: Millis) -> Result<(), Trouble> {
        loop {
            let organ = self.book.organ.clone();
            let matters = self.clocks.iter().filter_map(|id| self.book.matters.get(id));
            let next = matters.filter_map(|m| Some((m.silent_at(&organ)? + 1, m.id()))).min();
            let Some((at, id)) = next.filter(|(at, _)| *at <= until) else { return Ok(()) };
            let matter = &self.book.matters[&id];
            let record = matter.record().and_then(|r| self.book.records.get(&r));
            let event = record.and_then(|r| matter.silent(&organ, r, at));
            let Some(event) = event else { return Ok(()) };
            self.desk.now = at;
            self.write(&Actor::register(), id, None, event)?;
        }
    }

    fn write(
        &mut self,
        actor: &Actor,
        matter: MatterId,
        seen: Option<Revision>,
        event: Event,
    ) -> Result<Revision, Trouble> {
        let command = uuid_v7(self.desk.now, self.desk.ids)?;
        let (changed, begun) = (matches!(event, Event::Organ(_)), event.begins());
        let entry = self.desk.write(
            &mut self.book,
            actor,
            Happened { seen, ..Happened::of(matter, command, event) },
        )?;
        if let Some(record) = self.book.records.get(&matter).filter(|_| begun) {
            self.ahead.read(&self.book.organ, record);
        }
        // A change of the organ's data may start a clock, or stop it; an act only its matter's own.
        match changed {
            true => self.clocks = self.book.matters.keys().copied().collect(),
            false => _ = self.clocks.insert(matter),
        }
        let organ = &self.book.organ;
        let waits = |id: &MatterId| self.book.matters.get(id).is_some_and(|m| m.silent_at(organ).is_some());
        self.clocks.retain(waits);
        Ok(Revision(entry.leaf.revision()))
    }

    /// The register's own key, and its tables.
    fn end(&mut self, dir: &Path) -> Result<(), Trouble> {
        // Last of all: the same seed gives the same register whether or not it has a key.
        let mut secret = zeroize::Zeroizing::new([0; 32]);
        self.desk.ids.fill(&mut *secret)?;
        let public = super::log_key::make(dir, &secret)?.public().line();
        let matter = MatterId(uuid_v7(self.desk.now, self.desk.ids)?);
        let event = Event::Evidence(EvidenceEvent::LogKey { public });
        self.write(&Actor::register(), matter, None, event)?;
        self.project()
    }

    /// Fills the tables, in the order in which a rebuild does. What was put by is folded again from its own
    /// acts: since it was over the organ's data may have changed, and with them who sees it.
    fn project(&mut self) -> Result<(), Trouble> {
        let (tx, organ) = (self.desk.tx, &self.book.organ);
        let over = std::mem::take(&mut self.over);
        let mut all: Vec<MatterId> = over.keys().chain(self.book.records.keys()).copied().collect();
        all.sort_unstable();
        let mut folded = VecDeque::new();
        let mut next = all.iter();
        for id in &all {
            // The reader has some of them before him.
            while folded.len() < AHEAD
                && let Some(id) = next.next()
            {
                let book = over.get(id).map(|family| fold::book(tx, organ, family)).transpose()?;
                let record = book.as_ref().unwrap_or(&self.book).records.get(id);
                record.into_iter().for_each(|record| self.ahead.read(organ, record));
                folded.push_back(book);
            }
            let book = folded.pop_front().flatten();
            tx.project_family(book.as_ref().unwrap_or(&self.book), id)?;
        }
        Ok(tx.project_others(&self.book, true)?)
    }

    fn count(&mut self, event: &Event) {
        self.counters.extend(event.number().map(|(series, year, n)| ((series, year), n)));
    }

    fn fresh(&mut self, at: Millis, decisions: &str) -> Result<Fresh, Trouble> {
        let year = when::local(at).year();
        let (matter, ref_) = loop {
            let (ref_, matter) = self.desk.draw(at)?;
            let given = |ref_: &Ref| self.refs.contains(&ref_.number());
            if !given(&ref_) && !given(&Ref::of_proposal(&matter)) {
                break (matter, ref_);
            }
        };
        let next = |name: &str| self.counters.get(&(name.to_owned(), year)).map_or(1, |n| n + 1);
        let (next_number, next_decision) = (next("record"), next(decisions));
        Ok(Fresh { next_number, next_decision, matter, ref_, year, figures: None })
    }
}

/// Founds a register at a moment and lets `fill` put its first acts in, all in one step.
///
/// # Errors
/// What is wrong with the place or with the founding; nothing is left behind.
pub fn seed(
    dir: &Path,
    founding: &Founding,
    at: Millis,
    mut ids: Box<dyn Ids>,
    fill: impl FnOnce(&mut Seeder<'_, '_>) -> Result<(), Trouble>,
) -> Result<Office, Trouble> {
    check_founding(founding)?;
    let mut id = [0; 16];
    ids.fill(&mut id)?;
    let file = store::Founding { id: RegisterId(id), alg: Alg::Sha256, training: founding.training };
    let (register, ()) =
        Register::create(dir, file, TABLES, Mode::Session, |tx: &Tx<'_>| -> Result<(), Trouble> {
            let organ = Arc::new(Organ::founded(founding));
            let (mut shared, mut seq) = (organ.clone(), 0);
            std::thread::scope(|scope| {
                let desk = Desk {
                    tx,
                    organ: &mut shared,
                    organ_seq: &mut seq,
                    ids: &mut *ids,
                    now: at,
                    behind: 0,
                    reached: None,
                };
                let mut seeder = Seeder {
                    desk,
                    book: Book::new(organ),
                    counters: BTreeMap::new(),
                    refs: HashSet::new(),
                    clocks: BTreeSet::new(),
                    over: BTreeMap::new(),
                    materials: Materials::of(dir, file.alg),
                    ahead: Ahead::in_scope(scope),
                };
                let event = Event::Organ(OrganEvent::Founded { founding: Box::new(founding.clone()) });
                let matter = MatterId(uuid_v7(at, seeder.desk.ids)?);
                seeder.write(&Actor::register(), matter, None, event)?;
                fill(&mut seeder)?;
                seeder.end(dir)
            })
        })?;
    let dir = register.dir().to_owned();
    drop(register);
    Office::open_with(&dir, Mode::Session, Box::new(super::System), Box::new(super::OsRandom))
}

/// What every change of the organ's data must keep, a founding keeps too.
fn check_founding(f: &Founding) -> Result<(), Trouble> {
    let organ = Organ::founded(f);
    check(&organ, &OrganChange::Policy { policy: f.policy.clone() })?;
    let mut accounts = BTreeSet::new();
    for p in &f.people {
        roles_agree(&p.roles)?;
        if !accounts.insert(&p.account) {
            return Err(Trouble::No(No::Refused(crate::domain::refusal::Refusal::with(
                Rule::OpenAlready,
                &p.account,
            ))));
        }
    }
    for period in &f.roster {
        check(&organ, &OrganChange::Roster { period: period.clone() })?;
    }
    for committee in &f.committees {
        check(&organ, &OrganChange::Committee { committee: committee.clone() })?;
    }
    if f.roster.is_empty() {
        return Err(Rule::TooFewCustodians.into());
    }
    Ok(())
}
