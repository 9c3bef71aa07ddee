//! The questions the faces ask.

mod record;
mod shown;

pub(super) use shown::can;
pub use shown::{Ahead, Can, MatterBrief, PassageView, QuestionView, RecordSheet, StoryLine};

use super::act::no_such;
use super::{DeskLine, Facets, MatterLine, Office, RecordLine, RecordPage, Trouble, fold, me};
use crate::domain::book::Book;
use crate::domain::command::Actor;
use crate::domain::committee::MINORITY_CLOCK;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::organ::{Organ, RosterPeriod};
use crate::domain::policy::{self, Scope, Veil};
use crate::domain::registry::{self};
use crate::domain::search::{Filter, Mark, Near, Sought};
use crate::domain::when;
use crate::store::contract::Moment;

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
