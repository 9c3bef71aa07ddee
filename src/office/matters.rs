//! Matters that hang on records, bodies or the organ itself: their lists and their pages.

use super::act::no_such;
use super::ask::{Can, can};
use super::views::{EscalationView, ItemView, MeetingView};
use super::{MatterLine, Office, ProposalLine, Trouble, fold, me};
use crate::domain::book::Book;
use crate::domain::command::Actor;
use crate::domain::committee::{Item, Meeting};
use crate::domain::escalation::Escalation;
use crate::domain::ids::{MatterId, PersonId, Ref};
use crate::domain::organ::Organ;
use crate::domain::policy::{self, Names};
use crate::domain::record::Record;
use crate::domain::refusal::Rule;
use crate::domain::registry;
use crate::domain::state::State;
use crate::store::contract::Moment;
use std::sync::Arc;

impl Office {
    /// # Errors
    /// A fault of the file.
    pub fn matters(&mut self, actor: &Actor, kind: &str) -> Result<Vec<MatterLine>, Trouble> {
        let person = me(actor)?.clone();
        self.write_what_is_due()?;
        self.refresh()?;
        if !registry::is_known(kind) {
            return Ok(Vec::new());
        }
        let bodies = self.bodies(&person);
        let mut lines = self.register.db().matters(&self.scope(&person), kind, &bodies)?;
        if registry::hangs_on_organ(kind) {
            let mut there = Vec::new();
            for l in lines {
                if let Some(state) = self.is_there(&person, &l.id)? {
                    let about = state.matter.map(|m| m.about()).unwrap_or_default();
                    there.push(MatterLine { about, ..l });
                }
            }
            lines = there;
        }
        for l in &mut lines {
            if let Some(c) = l.committee.as_deref().and_then(|c| self.organ.committees.get(&c.into())) {
                l.committee = Some(c.name.clone());
            }
        }
        Ok(lines)
    }

    /// What lies before this person of a matter that hangs on the organ; none where it does not exist for him.
    pub(super) fn is_there(&self, person: &PersonId, id: &MatterId) -> Result<Option<State>, Trouble> {
        match of_organ(self.register.db(), &self.organ, person, id) {
            Ok(state) => Ok(Some(state)),
            Err(Trouble::No(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Changes of the organ's data that somebody proposed, those that wait first. They tell of people
    /// and rules and of no record.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn proposals(&mut self) -> Result<Vec<ProposalLine>, Trouble> {
        self.write_what_is_due()?;
        self.refresh()?;
        let lines = self.register.db().proposals()?;
        let told = |l: MatterLine| {
            let p = self.organ.proposals.get(&l.id)?;
            let by = self.organ.name_of(&p.by);
            Some(ProposalLine { ref_: l.ref_, change: p.change.code(), state: l.state, by, since: l.since })
        };
        Ok(lines.into_iter().filter_map(told).collect())
    }

    /// The short name of a change that somebody proposed.
    ///
    /// # Errors
    /// That there is no such change.
    pub fn proposal_ref(&self, id: &MatterId) -> Result<Ref, Trouble> {
        Ok(self.register.db().by_id(id)?.filter(|l| l.kind == "proposal").ok_or_else(no_such)?.ref_)
    }

    /// # Errors
    /// That there is no such escalation for this person.
    pub fn escalation(
        &mut self,
        actor: &Actor,
        id: &MatterId,
    ) -> Result<(EscalationView, Vec<Can>), Trouble> {
        let (book, record, names) = self.around(actor, id)?;
        let person = me(actor)?;
        let e = book.the::<Escalation>(id).ok_or_else(no_such)?;
        let state = book.before(id);
        Ok((EscalationView::of(&self.organ, &record, e, names, person), can(&state, person, self.now())))
    }

    /// # Errors
    /// That there is no such item for this person.
    pub fn item(&mut self, actor: &Actor, id: &MatterId) -> Result<(ItemView, Vec<Can>), Trouble> {
        let (book, record, names) = self.around(actor, id)?;
        let person = me(actor)?;
        let item = book.the::<Item>(id).ok_or_else(no_such)?;
        let meeting = item.meeting.and_then(|m| book.the::<Meeting>(&m));
        let state = book.before(id);
        let meeting = meeting.map(|m| &m.of);
        Ok((
            ItemView::of(&self.organ, &record, item, meeting, names, person, self.now()),
            can(&state, person, self.now()),
        ))
    }

    /// # Errors
    /// That there is no such meeting for this person.
    pub fn meeting(&mut self, actor: &Actor, id: &MatterId) -> Result<(MeetingView, Vec<Can>), Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let db = self.register.db();
        let line = db.by_id(id)?.ok_or_else(no_such)?;
        if !self.bodies(&person).iter().any(|c| Some(c) == line.committee.as_ref()) {
            return Err(no_such());
        }
        let records = db.records_of_meeting(id)?;
        let mut all = vec![*id];
        for r in &records {
            all.extend(db.family(r)?);
        }
        let book = fold::book(db, &self.organ, &all)?;
        let meeting = book.the::<Meeting>(id).ok_or_else(no_such)?;
        let mut agenda = Vec::new();
        for item in meeting.agenda.iter().filter_map(|i| book.the::<Item>(i)) {
            // A member recused from an item is not told that it is on the agenda.
            if db.visible(&self.scope(&person), &item.record)? {
                let record = book.records.get(&item.record);
                let shown = record.filter(|r| policy::veil(&self.organ, r, &person) == policy::Veil::None);
                let concern = db.concern(&person, &item.record)?;
                let cases = shown.map(|r| policy::Lens::of(&self.organ, r, &person, concern).cases());
                let case = cases.map(|c| c.to_string()).unwrap_or_default();
                agenda.push((item.id, item.ref_.clone(), item.state, case));
            }
        }
        let state = book.before(id);
        Ok((MeetingView::of(&self.organ, meeting, agenda), can(&state, &person, self.now())))
    }

    /// The family around a matter that hangs on a record.
    pub(super) fn around(
        &mut self,
        actor: &Actor,
        id: &MatterId,
    ) -> Result<(Book, Arc<Record>, Names), Trouble> {
        let person = me(actor)?.clone();
        self.write_what_is_due()?;
        let line = self.register.db().by_id(id)?.ok_or_else(no_such)?;
        let record_id = line.record.ok_or_else(no_such)?;
        if !self.register.db().knows(&person, id)? {
            return Err(no_such());
        }
        let book = self.visible_family(&person, &record_id)?;
        let record = book.records.get(&record_id).ok_or_else(no_such)?.clone();
        // What hangs on a record tells what stands in it.
        not_closed(&self.organ, &record, &person)?;
        self.note_opening(actor, &record)?;
        let concern = self.register.db().concern(&person, &record_id)?;
        let names = policy::redact(&self.organ, &record, &person, concern, self.now()).names;
        Ok((book, record, names))
    }
}

/// What lies before somebody of a matter that hangs on the organ, with the others of its kind.
///
/// # Errors
/// [`Rule::NoSuchMatter`] where it does not exist for him; a fault of the file.
pub(super) fn of_organ(
    db: &impl Moment,
    organ: &Arc<Organ>,
    person: &PersonId,
    id: &MatterId,
) -> Result<State, Trouble> {
    let line = db.by_id(id)?.filter(|line| registry::hangs_on_organ(&line.kind)).ok_or_else(no_such)?;
    let book = fold::book(db, organ, &db.of_organ(Some(&line.kind))?)?;
    let mut state = book.before(id);
    let spans = state.matter.as_ref().ok_or_else(no_such)?.tells();
    state.out = Some(Arc::new(db.kept_from(&spans)?));
    if policy::is_there(&state, person) { Ok(state) } else { Err(no_such()) }
}

/// What leads to the words of a record waits until its material was read, as the record does.
///
/// # Errors
/// [`Rule::ReadMaterialFirst`].
pub(super) fn not_closed(organ: &Organ, record: &Record, person: &PersonId) -> Result<(), Trouble> {
    match policy::veil(organ, record, person) {
        policy::Veil::Closed => Err(Rule::ReadMaterialFirst.into()),
        _ => Ok(()),
    }
}
