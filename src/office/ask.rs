//! The questions the faces ask.

use super::act::no_such;
use super::receipts::check_code;
use super::views::{EscalationView, ItemView};
use super::{DeskLine, Facets, MatterLine, Office, RecordLine, RecordPage, Trouble, fold, me};
use crate::domain::abilities::abilities;
use crate::domain::book::Book;
use crate::domain::calendar::Due;
use crate::domain::command::Actor;
use crate::domain::committee::MINORITY_CLOCK;
use crate::domain::escalation::Escalation;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::kind::Shown;
use crate::domain::name::How;
use crate::domain::organ::{Organ, Role, RosterPeriod};
use crate::domain::policy::{self, CheckedBy, Names, Scope, Seer, Veil, View};
use crate::domain::record::{Record, RecordText, local_time};
use crate::domain::refusal::Refusal;
use crate::domain::registry::{self, Matter};
use crate::domain::search::Filter;
use crate::domain::state::State;
use crate::domain::when;
use crate::ledger::Hash;
use crate::store::query;
use serde::Serialize;

/// From this month on everybody is told that the next year's notice is missing; it comes in autumn.
const DECEMBER: u32 = 12;

/// One act of the palette, and why it is not open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Can {
    pub act: Act,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<Refusal>,
}

/// One act in a matter's story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryLine {
    pub seq: u64,
    pub kind: String,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub revision: String,
    /// What the actor's receipt says, to compare over the telephone.
    pub check_code: String,
    pub capacity: Capacity,
    /// Shown where this person may know it.
    pub name: Option<String>,
}

/// A record opened: the record itself, its story, who sees it, what can be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordSheet {
    pub record: View,
    pub story: Vec<StoryLine>,
    pub escalations: Vec<EscalationView>,
    pub items: Vec<ItemView>,
    /// Matters of the registered kinds that hang on it and that this person may know of.
    pub matters: Vec<MatterBrief>,
    pub seen_by: Vec<Seer>,
    pub can: Vec<Can>,
    /// Links by short name.
    pub links: Vec<(Ref, String)>,
    /// The clock that runs, explained.
    #[serde(skip)]
    pub due: Option<(Act, Due)>,
    /// What stood before, newest last; for the difference after an amendment.
    #[serde(skip)]
    pub earlier: Vec<RecordText>,
    /// Fields the second custodian reads off the material without seeing them here.
    pub blind: Vec<&'static str>,
    /// Whom the words may mean, for whoever settles it.
    pub questions: Vec<QuestionView>,
    /// To the recorder: how many may check it, where the roster alone has fewer than two left.
    pub checked_by: Option<CheckedBy>,
}

/// A question for whoever settles it: whether these words mean this member of staff.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionView {
    pub person: PersonId,
    pub name: String,
    pub unit: String,
    pub post: String,
    pub passages: Vec<PassageView>,
    /// How many have said that it is another person.
    pub hands: usize,
    /// This viewer is one of them.
    pub mine: bool,
    pub recorder_says_same: Option<bool>,
}

impl QuestionView {
    /// The passages with words, each once.
    pub fn told(&self) -> impl Iterator<Item = &PassageView> {
        let same = |a: &PassageView, b: &PassageView| a.field == b.field && a.words == b.words;
        let first = move |at: usize, p: &PassageView| !self.passages[..at].iter().any(|b| same(b, p));
        self.passages.iter().enumerate().filter(move |(at, p)| first(*at, p)).map(|(_, p)| p)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PassageView {
    pub field: String,
    /// Empty where the words are the recorder's own, in his quick note.
    pub words: String,
    /// His declared relative's name, not his own.
    pub of_kin: bool,
}

fn question_view(organ: &Organ, q: policy::Question, viewer: &PersonId) -> QuestionView {
    let person = organ.people.get(&q.person);
    QuestionView {
        name: organ.name_of(&q.person),
        unit: person.map(|p| organ.unit_name(&p.unit).to_owned()).unwrap_or_default(),
        post: person.map(|p| p.post.clone()).unwrap_or_default(),
        passages: q
            .passages
            .into_iter()
            .map(|p| PassageView { field: p.field.to_owned(), words: p.words, of_kin: p.how == How::KinName })
            .collect(),
        hands: q.hands.len(),
        mine: q.hands.contains(viewer),
        recorder_says_same: q.recorder_says_same,
        person: q.person,
    }
}

/// A matter on a record's page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatterBrief {
    #[serde(skip)]
    pub id: MatterId,
    pub kind: &'static str,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    pub state: &'static str,
    pub open: bool,
}

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
        if !query::visible(self.register.db(), &self.scope(person), id)? {
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
        let line = query::by_name(db, ref_.as_ref(), name.trim())?.ok_or_else(no_such)?;
        let by_number = ref_.is_none();
        let told = match &line.record {
            Some(record) => !by_number || self.shows_numbers(&person, record)?,
            None => true,
        };
        if !told || !self.may_find(&person, &line)? {
            return Err(no_such());
        }
        Ok(match line.kind.as_str() {
            "escalation" => Found::Escalation(line.id),
            "item" => Found::Item(line.id),
            "meeting" => Found::Meeting(line.id),
            "proposal" => Found::Proposal(line.id),
            "record" => Found::Record(line.id),
            _ => Found::Matter(line.id),
        })
    }

    /// Whether a matter exists for this person: its record does and he may know of the matter, or it is
    /// a meeting of a body of his or, for administrators, a change of the organ's data.
    pub(super) fn may_find(&self, person: &PersonId, line: &MatterLine) -> Result<bool, Trouble> {
        let db = self.register.db();
        let of_his = match &line.record {
            Some(record) => query::visible(db, &self.scope(person), record)?,
            None => match line.kind.as_str() {
                "meeting" => self.bodies(person).iter().any(|c| Some(c) == line.committee.as_ref()),
                "proposal" => self.is_administrator(person),
                _ => false,
            },
        };
        Ok(of_his && registry::is_known(&line.kind) && query::knows(db, person, &line.id)?)
    }

    /// Register numbers are shown to the recorder, to custodians and to discipline.
    fn shows_numbers(&self, person: &PersonId, record: &MatterId) -> Result<bool, Trouble> {
        let keeper = [Role::Cus, Role::Dis, Role::Dish].iter().any(|r| self.organ.has_role(person, *r));
        let own = query::concern(self.register.db(), person, record)? == Some(policy::Concern::Recorder);
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
        self.tick()?;
        self.refresh()?;
        let now = self.now();
        let on_roster = self.organ.custodians_at(now).contains(&person);
        let mut lines = query::desk(self.register.db(), &self.scope(&person))?;
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
        let asked = query::asked_of(self.register.db(), person, matter)?;
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
        from: usize,
        count: usize,
    ) -> Result<RecordPage, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let now = self.now();
        let mut page = query::records(self.register.db(), &self.scope(&person), filter, now, from, count)?;
        for line in &mut page.lines {
            line.unit = self.organ.unit_name(&line.unit.as_str().into()).to_owned();
        }
        Ok(page)
    }

    /// # Errors
    /// A fault of the file.
    pub fn facets(&mut self, actor: &Actor, filter: &Filter) -> Result<Facets, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        Ok(query::facets(self.register.db(), &self.scope(&person), filter, self.now())?)
    }

    /// Opens a record. That it was opened is written down first, unless it is the viewer's own.
    ///
    /// # Errors
    /// That there is no such record, or a fault.
    pub fn record(&mut self, actor: &Actor, id: &MatterId) -> Result<RecordSheet, Trouble> {
        let person = me(actor)?.clone();
        self.tick()?;
        let book = self.visible_family(&person, id)?;
        let record = book.records.get(id).ok_or_else(no_such)?.clone();
        self.note_opening(actor, &record)?;
        let now = self.now();
        let organ = self.organ.clone();
        let concern = query::concern(self.register.db(), &person, id)?;
        let mut view = policy::redact(&organ, &record, &person, concern, now);
        let items = book.items_of(id);
        let state = book.before(id);
        let due = view.next.first().and_then(|n| organ.due_explained(n.clock, n.since).map(|d| (n.act, d)));
        let mut links = Vec::new();
        for (other, kind) in std::mem::take(&mut view.links) {
            if query::visible(self.register.db(), &self.scope(&person), &other)?
                && let Some(line) = query::by_id(self.register.db(), &other)?
            {
                links.push((line.ref_, kind.clone()));
                view.links.push((other, kind));
            }
        }
        let mask =
            |t: &RecordText| if view.names == Names::Full { t.clone() } else { policy::masked(&organ, t) };
        Ok(RecordSheet {
            story: self.story(&person, &record, &book)?,
            escalations: book
                .on::<Escalation>(id)
                .filter(|_| !view.closed)
                .map(|e| EscalationView::of(&organ, &record, e, view.names, &person))
                .collect(),
            items: items
                .iter()
                .filter(|_| !view.closed)
                .map(|i| {
                    let meeting = i.meeting.and_then(|m| book.meetings.get(&m)).map(|m| &**m);
                    ItemView::of(&organ, &record, i, meeting, view.names, &person, now)
                })
                .collect(),
            matters: book
                .on_record(id)
                .filter(|m| !m.has_own_room() && self.knows(&person, m))
                .map(|m| brief(m))
                .collect(),
            seen_by: if view.own {
                policy::seen_by(&organ, &record, &items, book.on_record(id), &person)
            } else {
                Vec::new()
            },
            questions: if policy::settlers(&organ, &record, now).contains(&person) {
                let asked = policy::questions(&organ, &record).into_iter();
                asked.map(|q| question_view(&organ, q, &person)).collect()
            } else {
                Vec::new()
            },
            checked_by: Some(policy::checked_by(&organ, &record, now))
                .filter(|c| view.own && record.is_submitted() && c.custodians < 2),
            can: can(&state, &person, now),
            links,
            due,
            earlier: match record.versions.split_last() {
                Some((_, before)) if !view.closed => before.iter().map(|v| mask(&v.text)).collect(),
                _ => Vec::new(),
            },
            blind: if record.hands.len() == 1 {
                let wanted = crate::domain::record::blind_wanted(&record);
                let left = wanted.iter().filter(|(f, _)| !record.has_read_off(&person, f));
                left.map(|(f, _)| *f).collect()
            } else {
                Vec::new()
            },
            record: view,
        })
    }

    /// A matter's acts; names only where this person may know them.
    fn story(&self, viewer: &PersonId, record: &Record, book: &Book) -> Result<Vec<StoryLine>, Trouble> {
        let mut matters = vec![record.id];
        matters.extend(book.items.keys());
        matters.extend(book.on_record(&record.id).map(|m| m.id()));
        self.story_of(viewer, record, &matters)
    }

    /// The acts of some matters of a record.
    pub(super) fn story_of(
        &self,
        viewer: &PersonId,
        record: &Record,
        matters: &[MatterId],
    ) -> Result<Vec<StoryLine>, Trouble> {
        let keeper = record.confirmers.contains(viewer)
            || self.organ.has_role(viewer, Role::Dis)
            || self.organ.has_role(viewer, Role::Dish);
        let lines = query::story(self.register.db(), &self.scope(viewer), matters)?;
        Ok(lines
            .into_iter()
            .filter_map(|line| {
                let actor = line.actor.as_deref().map(PersonId::from);
                let doer = policy::doer(&line.kind)?;
                let custody = line.kind.starts_with("record.");
                let by_recorder = custody && actor.as_ref() == Some(&record.recorder);
                // The recorder's name is opened by an act of reading that is written down, never in
                // passing; and where others' names stood, the place without one would be his. In the
                // room of a body he is a member as any other.
                let sits = line.kind.starts_with("item.") || line.kind.starts_with("meeting.");
                let shown = actor.as_ref().is_some_and(|a| {
                    let told = match doer.shown {
                        Shown::Everybody => true,
                        Shown::Keepers => keeper,
                        Shown::Nobody => false,
                    };
                    a == viewer || told && (sits || a != &record.recorder)
                });
                let capacity = match doer.capacity {
                    _ if actor.is_none() => Capacity::Register,
                    Capacity::Custodian if by_recorder => Capacity::Recorder,
                    capacity => capacity,
                };
                Some(StoryLine {
                    seq: line.seq,
                    capacity,
                    kind: line.kind,
                    at: line.at,
                    revision: line.leaf.chars().take(12).collect(),
                    check_code: Hash::from_hex(&line.leaf).map(|h| check_code(&h)).unwrap_or_default(),
                    name: actor.filter(|_| shown).map(|a| self.organ.name_of(&a)),
                })
            })
            .collect())
    }

    /// Records that look like the same event or series; for those who keep the store.
    ///
    /// # Errors
    /// That there is no such record, or a fault of the file.
    pub fn alike(&mut self, actor: &Actor, id: &MatterId) -> Result<Vec<RecordLine>, Trouble> {
        let person = me(actor)?.clone();
        let keeper = [Role::Cus, Role::Dis, Role::Dish].iter().any(|r| self.organ.has_role(&person, *r));
        if !keeper {
            return Ok(Vec::new());
        }
        self.refresh()?;
        if !query::visible(self.register.db(), &self.scope(&person), id)? {
            return Err(no_such());
        }
        let book = fold::families(self.register.db(), &self.organ, &[*id])?;
        if book.records.get(id).is_some_and(|r| policy::veil(&self.organ, r, &person) != Veil::None) {
            return Ok(Vec::new());
        }
        Ok(query::alike(self.register.db(), &self.scope(&person), id)?)
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

fn brief(m: &Matter) -> MatterBrief {
    let (state, open) = m.state();
    MatterBrief { id: m.id(), kind: m.kind(), ref_: m.ref_().clone(), state, open }
}

pub(super) fn can(state: &State, person: &PersonId, now: Millis) -> Vec<Can> {
    abilities(state, person, now).into_iter().map(|(act, why_not)| Can { act, why_not }).collect()
}
