//! The questions the faces ask.

mod record;
mod shown;

pub(super) use shown::can;
pub use shown::{Ahead, Can, MatterBrief, PassageView, QuestionView, RecordSheet, StoryLine};

use super::act::no_such;
use super::{DeskLine, Facets, LogId, MatterLine, Office, RecordLine, RecordPage, Trouble, fold, me};
use crate::domain::book::Book;
use crate::domain::command::Actor;
use crate::domain::committee::MINORITY_CLOCK;
use crate::domain::figures::Period;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::organ::{Organ, RosterPeriod};
use crate::domain::policy::{self, Scope, Veil};
use crate::domain::registry;
use crate::domain::search::{Filter, Mark, Near, Sought};
use crate::domain::state::State;
use crate::domain::when;
use crate::store::contract::Moment;
use std::collections::BTreeMap;

/// From this month on everybody is told that the next year's notice is missing; it comes in autumn.
const DECEMBER: u32 = 12;

/// What a name led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Record(MatterId),
    Escalation(MatterId),
    Item(MatterId),
    Meeting(MatterId),
    Proposal(MatterId),
    /// Of a registered kind.
    Matter(MatterId),
}

impl Found {
    /// The matter, where it is one that hangs on a record.
    pub fn on_a_record(&self) -> Option<MatterId> {
        match self {
            Found::Record(_) | Found::Meeting(_) | Found::Proposal(_) => None,
            Found::Escalation(id) | Found::Item(id) | Found::Matter(id) => Some(*id),
        }
    }
    pub(super) fn of(line: &MatterLine) -> Self {
        match line.kind.as_str() {
            "escalation" => Found::Escalation(line.id),
            "item" => Found::Item(line.id),
            "meeting" => Found::Meeting(line.id),
            "proposal" => Found::Proposal(line.id),
            "record" => Found::Record(line.id),
            _ => Found::Matter(line.id),
        }
    }
}

impl Office {
    pub(super) fn scope(&self, person: &PersonId) -> Scope {
        policy::scope(&self.organ, person)
    }

    pub(super) fn refresh(&mut self) -> Result<(), Trouble> {
        self.organ_seq = fold::refresh_organ(self.register.db(), &mut self.organ, self.organ_seq)?;
        Ok(())
    }

    /// The family of a record, if the record exists for this person.
    pub(super) fn visible_family(&mut self, person: &PersonId, id: &MatterId) -> Result<Book, Trouble> {
        self.refresh()?;
        if !self.register.db().visible(&self.scope(person), id)? {
            return Err(no_such());
        }
        Ok(fold::families(self.register.db(), &self.organ, &[*id])?)
    }

    /// What a short name or a register number leads to, if it exists for this person.
    ///
    /// # Errors
    /// That there is no such matter.
    pub fn find(&mut self, actor: &Actor, name: &str) -> Result<Found, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let db = self.register.db();
        let ref_ = Ref::parse(name);
        let line = db.by_name(ref_.as_ref(), name.trim())?.ok_or_else(no_such)?;
        let by_number = ref_.is_none();
        let told = match &line.record {
            Some(record) => !by_number || self.shows_numbers(&person, record)?,
            None => true,
        };
        if !told || !self.may_find(&person, &line)? {
            return Err(no_such());
        }
        Ok(Found::of(&line))
    }

    /// Whether a matter exists for this person: its record does and he may know of the matter, or it is
    /// a meeting of a body of his or, for administrators, a change of the organ's data.
    pub(super) fn may_find(&self, person: &PersonId, line: &MatterLine) -> Result<bool, Trouble> {
        let db = self.register.db();
        let of_his = match &line.record {
            Some(record) => db.visible(&self.scope(person), record)?,
            None => match line.kind.as_str() {
                "meeting" => self.bodies(person).iter().any(|c| Some(c) == line.committee.as_ref()),
                "proposal" => self.is_administrator(person),
                kind if registry::hangs_on_organ(kind) => self.is_there(person, &line.id)?.is_some(),
                _ => false,
            },
        };
        Ok(of_his && registry::is_known(&line.kind) && db.knows(person, &line.id)?)
    }

    /// Register numbers are shown to the recorder, to custodians and to discipline.
    pub(super) fn shows_numbers(&self, person: &PersonId, record: &MatterId) -> Result<bool, Trouble> {
        let keeper = policy::keeps(&self.organ, person);
        let own = self.register.db().concern(person, record)? == Some(policy::Concern::Recorder);
        Ok(keeper || own)
    }

    pub fn is_administrator(&self, person: &PersonId) -> bool {
        self.organ.is_administrator(person)
    }

    /// Bodies this person sits in or keeps the papers of.
    pub fn bodies(&self, person: &PersonId) -> Vec<String> {
        let sits = self.organ.committees.values().filter(|c| c.has(person) || &c.secretary == person);
        sits.map(|c| c.id.0.clone()).collect()
    }

    /// What this person must do next, the most urgent first.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn desk(&mut self, actor: &Actor) -> Result<Vec<DeskLine>, Trouble> {
        let person = me(actor)?.clone();
        self.write_what_is_due()?;
        self.refresh()?;
        let now = self.now();
        let on_roster = self.organ.custodians_at(now).contains(&person);
        let mut lines = self.register.db().desk(&self.scope(&person))?;
        // Who is never on the roster stands in for those who are.
        let of_roster = |p: &RosterPeriod| p.custodians.contains(&person) || p.substitutes.contains(&person);
        let stands_in = !self.organ.roster.iter().any(of_roster);
        let waits = |c: Capacity| matches!(c, Capacity::Custodian | Capacity::Settler);
        lines.retain(|l| !waits(l.capacity) || on_roster || stands_in);
        lines.retain(|l| self.is_its_time(l.act, &l.clock, l.since, now));
        let mut lines = self.with_those_of_organ(&person, lines, now)?;
        for line in &mut lines {
            if line.kind == "proposal" {
                line.title = self
                    .organ
                    .proposals
                    .get(&line.matter)
                    .map(|p| p.change.code().to_owned())
                    .unwrap_or_default();
            }
            if let Some(body) =
                line.title.split_whitespace().next().and_then(|c| self.organ.committees.get(&c.into()))
            {
                line.title = line.title.replacen(body.id.as_str(), &body.name, 1);
            }
        }
        Ok(lines)
    }

    /// What the organ waits for, as far as it is for him: turns on what hangs on it, and what nobody has begun yet.
    fn with_those_of_organ(
        &self,
        person: &PersonId,
        lines: Vec<DeskLine>,
        now: Millis,
    ) -> Result<Vec<DeskLine>, Trouble> {
        let mut all = Vec::new();
        for mut line in lines {
            if registry::hangs_on_organ(&line.kind) {
                let Some(state) = self.is_there(person, &line.matter)? else { continue };
                if !policy::holds(&state, line.capacity, person, now) {
                    continue;
                }
                line.title = state.matter.map(|m| m.about()).unwrap_or_default();
            }
            all.push(line);
        }
        all.extend(self.to_begin_of_organ(person, now)?);
        all.sort_by_key(|l| (!l.urgent, l.due));
        Ok(all)
    }

    /// What is to be begun of the kinds that hang on the organ, by him.
    fn to_begin_of_organ(&self, person: &PersonId, now: Millis) -> Result<Vec<DeskLine>, Trouble> {
        let db = self.register.db();
        // It is the store's: nobody else's desk costs the reading of what there was.
        let of_roster = |p: &RosterPeriod| p.custodians.contains(person) || p.substitutes.contains(person);
        if !policy::keeps(&self.organ, person) && !self.organ.roster.iter().any(of_roster) {
            return Ok(Vec::new());
        }
        let mut books = BTreeMap::new();
        for kind in registry::of_organ() {
            let book = fold::book(db, &self.organ, &db.of_organ(Some(kind.code))?)?;
            books.insert(kind.code, book.matters.into_values().collect::<Vec<_>>());
        }
        let mut all = Vec::new();
        let awaited = registry::awaited_of_organ(|kind| books.get(kind).cloned().unwrap_or_default(), now);
        let founded = db.entry(LogId::Acts, 0)?.map_or(now, |first| first.entry.header.time_ms);
        for (kind, next, since, about) in awaited.into_iter().filter(|(_, _, since, _)| *since > founded) {
            let state = State { out: None, ..State::of(self.organ.clone()) };
            if !policy::holds(&state, next.capacity, person, now) {
                continue;
            }
            let hidden = Period::parse(&about).map(|p| db.kept_from(&p.compared())).transpose()?;
            if hidden.is_some_and(|out| out.contains(person)) {
                continue;
            }
            all.push(DeskLine {
                matter: MatterId(uuid::Uuid::nil()),
                kind: kind.to_owned(),
                ref_: Ref(String::new()),
                record: None,
                act: next.act,
                capacity: next.capacity,
                title: about,
                urgent: false,
                since,
                clock: next.clock.to_owned(),
                due: self.organ.due(next.clock, since),
                veiled: false,
            });
        }
        Ok(all)
    }

    /// Whether a turn has come that is written down before its time: a decision that waits for the minority.
    fn is_its_time(&self, act: Act, clock: &str, since: Millis, now: Millis) -> bool {
        act != Act::Decision || clock != MINORITY_CLOCK || self.organ.is_over(clock, since, now)
    }

    /// The acts for which this matter stands on the person's desk.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn asked_of(&self, actor: &Actor, matter: &MatterId) -> Result<Vec<Act>, Trouble> {
        let person = me(actor)?;
        let on_roster = self.organ.custodians_at(self.now()).contains(person);
        let asked = self.register.db().asked_of(person, matter)?;
        let now = self.now();
        let open = asked.into_iter().filter(|t| t.capacity != Capacity::Custodian || on_roster);
        let open = open.filter(|t| self.is_its_time(t.act, &t.clock, t.since, now));
        Ok(open.map(|t| t.act).collect())
    }

    /// A window of the records this person may see.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn records(
        &mut self,
        actor: &Actor,
        filter: &Filter,
        near: Near,
        count: usize,
    ) -> Result<RecordPage, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let filter = &*self.looks_behind(&person, filter)?;
        if !filter.words.is_empty() {
            self.concord_a_little();
        }
        let now = self.now();
        let (db, scope, most) = (self.register.db(), self.scope(&person), self.measure.most);
        let mut page = db.records(&scope, filter, now, near, count, most)?;
        for line in &mut page.lines {
            line.unit = self.organ.unit_name(&line.unit.as_str().into()).to_owned();
        }
        Ok(page)
    }

    /// Where in a list a record or a day stands; none where the list has no such line.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn place(&mut self, actor: &Actor, filter: &Filter, sought: Sought) -> Result<Option<Mark>, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let filter = &*self.looks_behind(&person, filter)?;
        let (db, scope, most) = (self.register.db(), self.scope(&person), self.measure.most);
        Ok(db.place(&scope, filter, self.now(), sought, most)?)
    }

    /// How many records this person may see under a filter, counted to the end.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn how_many(&mut self, actor: &Actor, filter: &Filter) -> Result<usize, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let filter = &*self.looks_behind(&person, filter)?;
        let (db, scope, most) = (self.register.db(), self.scope(&person), self.measure.most);
        Ok(db.how_many(&scope, filter, self.now(), most)?)
    }

    /// # Errors
    /// A fault of the file.
    pub fn facets(&mut self, actor: &Actor, filter: &Filter) -> Result<Facets, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let filter = &*self.looks_behind(&person, filter)?;
        let (db, scope, most) = (self.register.db(), self.scope(&person), self.measure.most);
        Ok(db.facets(&scope, filter, self.now(), most)?)
    }

    /// Records that look like the same event or series; for those who keep the store.
    ///
    /// # Errors
    /// That there is no such record, or a fault of the file.
    pub fn alike(&mut self, actor: &Actor, id: &MatterId) -> Result<Vec<RecordLine>, Trouble> {
        let person = me(actor)?.clone();
        if !policy::keeps(&self.organ, &person) {
            return Ok(Vec::new());
        }
        self.refresh()?;
        if !self.register.db().visible(&self.scope(&person), id)? {
            return Err(no_such());
        }
        let book = fold::families(self.register.db(), &self.organ, &[*id])?;
        if book.records.get(id).is_some_and(|r| policy::veil(&self.organ, r, &person) != Veil::None) {
            return Ok(Vec::new());
        }
        Ok(self.register.db().alike(&self.scope(&person), id)?)
    }

    /// Custodians in office now; fewer than the organ's least number is an alarm.
    pub fn custodians_in_office(&self) -> (usize, usize) {
        (self.organ.custodians_at(self.now()).len(), self.organ.policy.thresholds.min_custodians as usize)
    }

    /// The year whose notice of holidays should have been entered by now and is not. Until it is,
    /// dates that rest on it are presumed, and nothing happens by itself on them.
    pub fn notice_missing(&self) -> Option<i32> {
        self.organ.calendar.missing(when::local(self.now()).date(), DECEMBER)
    }

    /// The organ's data as it is now; a change of it by another session is taken in first.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn organ_now(&mut self) -> Result<std::sync::Arc<Organ>, Trouble> {
        self.refresh()?;
        Ok(self.organ.clone())
    }
}
