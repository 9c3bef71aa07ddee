//! A record opened, and its story.

use super::shown::{Ahead, brief, can, question_view};
use super::{RecordSheet, StoryLine};
use crate::domain::book::Book;
use crate::domain::command::Actor;
use crate::domain::committee::{Item, Meeting};
use crate::domain::escalation::Escalation;
use crate::domain::flow::Capacity;
use crate::domain::ids::{MatterId, PersonId};
use crate::domain::kind::Shown;
use crate::domain::organ::Role;
use crate::domain::policy;
use crate::domain::record::{Record, Status};
use crate::domain::registry;
use crate::ledger::Hash;
use crate::office::act::no_such;
use crate::office::receipts::check_code;
use crate::office::views::{EscalationView, ItemView};
use crate::office::{Office, Trouble, me};
use crate::store::contract::Moment;

impl Office {
    /// Opens a record. That it was opened is written down first, unless it is the viewer's own.
    ///
    /// # Errors
    /// That there is no such record, or a fault.
    pub fn record(&mut self, actor: &Actor, id: &MatterId) -> Result<RecordSheet, Trouble> {
        let person = me(actor)?.clone();
        self.write_what_is_due()?;
        let book = self.visible_family(&person, id)?;
        let record = book.records.get(id).ok_or_else(no_such)?.clone();
        self.note_opening(actor, &record)?;
        let now = self.now();
        let organ = self.organ.clone();
        let concern = self.register.db().concern(&person, id)?;
        let settles = policy::settlers(&organ, &record, now).contains(&person);
        let mut view = policy::redact(&organ, &record, &person, concern, now);
        let state = book.before(id);
        let due = view.next.first().and_then(|n| organ.due_explained(n.clock, n.since).map(|d| (n.act, d)));
        let mut links = Vec::new();
        for (other, kind) in std::mem::take(&mut view.links) {
            if self.register.db().visible(&self.scope(&person), &other)?
                && let Some(line) = self.register.db().by_id(&other)?
            {
                links.push((line.ref_, kind.clone()));
                view.links.push((other, kind));
            }
        }
        let lens = policy::Lens::of(&organ, &record, &person, concern);
        let story = self.story(&person, &record, &book)?;
        Ok(RecordSheet {
            escalations: book
                .on::<Escalation>(id)
                .filter(|_| !view.closed)
                .map(|e| EscalationView::of(&organ, &record, e, view.names, &person))
                .collect(),
            items: book
                .on::<Item>(id)
                .filter(|_| !view.closed)
                .map(|i| {
                    let meeting = i.meeting.and_then(|m| book.the::<Meeting>(&m)).map(|m| &m.of);
                    ItemView::of(&organ, &record, i, meeting, view.names, &person, now)
                })
                .collect(),
            matters: book
                .on_record(id)
                .filter(|m| !m.has_own_room() && self.knows(&person, m))
                .map(|m| brief(&organ, &record, m, &story))
                .collect(),
            awaited: if policy::keeps(&organ, &person) {
                let begun = registry::awaited(&state).into_iter();
                begun.map(|(next, since)| Ahead::of(&organ, &next, since)).collect()
            } else {
                Vec::new()
            },
            seen_by: if view.own {
                policy::seen_by(&organ, &record, book.on_record(id), &person)
            } else {
                Vec::new()
            },
            // Whom the words may mean is words of the record, as the sentence around a name is.
            questions: if settles && !view.closed {
                let asked = policy::questions(&organ, &record).into_iter();
                asked.map(|q| question_view(&organ, q, &person)).collect()
            } else {
                Vec::new()
            },
            not_meant: if settles && !view.closed {
                policy::said_to_be_another(&organ, &record).into_iter().filter(|id| id != &person).collect()
            } else {
                Vec::new()
            },
            checked_by: Some(policy::checked_by(&organ, &record, now))
                .filter(|c| view.own && record.is_submitted() && c.custodians < 2),
            can: can(&state, &person, now),
            links,
            due,
            earlier: match record.versions.split_last() {
                Some((_, before)) if !view.closed => before.iter().map(|v| lens.text(&v.text)).collect(),
                _ => Vec::new(),
            },
            blind: if !record.hands.is_empty() && matches!(record.status, Status::OneHand | Status::Disputed)
            {
                let wanted = crate::domain::record::blind_wanted(&record);
                let left = wanted.iter().filter(|(f, _)| !record.has_read_off(&person, f));
                left.map(|(f, _)| *f).collect()
            } else {
                Vec::new()
            },
            record: view,
            story,
        })
    }

    /// A matter's acts; names only where this person may know them.
    fn story(&self, viewer: &PersonId, record: &Record, book: &Book) -> Result<Vec<StoryLine>, Trouble> {
        let mut matters = vec![record.id];
        matters.extend(book.on_record(&record.id).map(|m| m.id()));
        self.story_of(viewer, Some(record), &matters)
    }

    /// The acts of some matters of a record.
    pub(in crate::office) fn story_of(
        &self,
        viewer: &PersonId,
        record: Option<&Record>,
        matters: &[MatterId],
    ) -> Result<Vec<StoryLine>, Trouble> {
        let recorder = record.map(|r| &r.recorder);
        let keeper = record.is_some_and(|r| r.confirmers.contains(viewer))
            || self.organ.has_role(viewer, Role::Dis)
            || self.organ.has_role(viewer, Role::Dish);
        let lines = self.register.db().story(&self.scope(viewer), matters)?;
        Ok(lines
            .into_iter()
            .filter_map(|line| {
                let actor = line.actor.as_deref().map(PersonId::from);
                let doer = policy::doer(&line.kind, line.actor.as_deref(), Some(viewer.as_str()))?;
                let custody = line.kind.starts_with("record.");
                let by_recorder = custody && actor.as_ref() == recorder;
                // The recorder's name is opened by an act of reading that is written down, never in
                // passing; and where others' names stood, the place without one would be his. In the
                // room of a body he is a member as any other.
                let sits = line.kind.starts_with("item.") || line.kind.starts_with("meeting.");
                let shown = actor.as_ref().is_some_and(|a| {
                    let told = match doer.shown {
                        Shown::Everybody => true,
                        Shown::Keepers => keeper,
                        Shown::Nobody | Shown::Unsaid => false,
                    };
                    a == viewer || told && (sits || Some(a) != recorder)
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
                    matter: line.matter,
                })
            })
            .collect())
    }
}
