//! Matters folded from their events: all of a register, or only the family of one record. The
//! same fold serves a single command, a rebuild and the check that tables equal the log.

use super::command::Command;
use super::committee::{Attendance, Item, ItemEvent, Meeting, MeetingEvent};
use super::event::{Event, Stamp};
use super::ids::{MatterId, PersonId, Ref, Revision};
use super::kind::{Folded, On};
use super::organ::Organ;
use super::policy;
use super::record::{Judged, Record, RecordEvent};
use super::registry::{Held, Matter};
use super::signature::Signed;
use super::state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct Book {
    pub organ: Arc<Organ>,
    pub records: BTreeMap<MatterId, Arc<Record>>,
    /// Matters of the registered kinds.
    pub matters: BTreeMap<MatterId, Arc<Matter>>,
    /// What hangs on each record, in the order in which it was begun.
    families: BTreeMap<MatterId, Vec<MatterId>>,
}

impl Book {
    pub fn new(organ: Arc<Organ>) -> Self {
        Self { organ, records: BTreeMap::new(), matters: BTreeMap::new(), families: BTreeMap::new() }
    }

    /// All matters of a kind.
    pub fn all<K: Held>(&self) -> impl Iterator<Item = &Folded<K>> {
        self.matters.values().filter_map(|m| K::held(m))
    }

    /// A matter, if it is of this kind.
    pub fn the<K: Held>(&self, id: &MatterId) -> Option<&Folded<K>> {
        self.matters.get(id).and_then(|m| K::held(m))
    }

    fn the_mut<K: Held>(&mut self, id: &MatterId) -> Option<&mut Folded<K>> {
        self.matters.get_mut(id).and_then(|m| K::held_mut(Arc::make_mut(m)))
    }

    /// The short name of a matter.
    pub fn ref_of(&self, matter: &MatterId) -> Option<&Ref> {
        let record = self.records.get(matter).map(|r| &r.ref_);
        let of_a_kind = || self.matters.get(matter).map(|m| m.ref_());
        record.or_else(of_a_kind)
    }

    /// The revision of the text that stands in a record.
    pub fn revision_of(&self, record: &MatterId) -> Option<&Revision> {
        self.records.get(record).map(|r| &r.revision)
    }

    /// Whether this matter was begun.
    pub fn knows(&self, matter: &MatterId) -> bool {
        self.ref_of(matter).is_some() || self.organ.proposals.contains_key(matter)
    }

    /// The matters that stand on a meeting's agenda now.
    fn on_agenda(&self, meeting: &MatterId) -> Vec<Arc<Matter>> {
        let agenda = self.the::<Meeting>(meeting).into_iter().flat_map(|m| &m.agenda);
        let matters = agenda.filter_map(|id| self.matters.get(id));
        matters.filter(|m| m.meeting() == Some(*meeting)).cloned().collect()
    }

    /// The last act that whoever signs this had to know of: by which the matter came to stand as it does; and
    /// whoever settles whom words mean, of all that was done on the record, and of what people are called. Since
    /// version 10 also what he answers within it: see [`Self::answered`].
    pub fn signed_after(&self, matter: &MatterId, event: &Event, v: u8) -> Option<u64> {
        let answered = (v > 9).then(|| self.answered(matter, event)).flatten();
        let Some(record) = self.records.get(matter) else {
            return self.matters.get(matter).map(|m| m.moved()).max(answered);
        };
        let settles =
            matches!(event, Event::Record(RecordEvent::OtherPerson { .. } | RecordEvent::SamePerson { .. }));
        let known = settles.then(|| self.organ.names_since().max(Some(record.acted_on))).flatten();
        known.max(Some(record.moved)).max(answered)
    }

    /// The act that an act answers where its matter does not stand otherwise by it: a proposal of the organ, a
    /// change of a record, a request for its recorder's name, an order; the record on which a matter is begun, and
    /// the meeting in which an item is placed or put to the vote.
    fn answered(&self, matter: &MatterId, event: &Event) -> Option<u64> {
        use {ItemEvent as I, RecordEvent as R};
        let on = || self.records.get(matter);
        match event {
            Event::Organ(_) => self.organ.proposals.get(&event.settled()?).map(|p| p.seq),
            Event::Record(R::ChangeConfirmed { number, .. } | R::ChangeRefused { number, .. }) => {
                on()?.open_change().filter(|c| c.number == *number).map(|c| c.seq)
            }
            Event::Record(R::IdentityHand { asker, .. } | R::IdentityRefused { asker, .. }) => {
                on()?.asks_identity(asker).map(|r| r.seq)
            }
            Event::Record(R::RecusalLifted { person, .. }) => on()?.ordered.get(person).map(|o| o.seq),
            Event::Item(I::Placed { meeting }) => self.matters.get(meeting).map(|m| m.moved()),
            Event::Item(I::VoteOpened { .. }) => {
                let meeting = self.matters.get(matter)?.meeting()?;
                self.matters.get(&meeting).map(|m| m.moved())
            }
            begins => self.records.get(&begins.begun_on()?).map(|r| r.moved),
        }
    }

    /// Lets go of a record with what hangs on it, and says what that was; of nothing where something of it is
    /// still under way or stands on an agenda, or there is no such record.
    pub fn put_by(&mut self, record: &MatterId) -> Vec<MatterId> {
        let goes_on = self.on_record(record).any(|m| m.state().1 || m.meeting().is_some());
        if goes_on || self.records.remove(record).is_none() {
            return Vec::new();
        }
        let on_it = self.families.remove(record).unwrap_or_default();
        for matter in &on_it {
            self.matters.remove(matter);
        }
        std::iter::once(*record).chain(on_it).collect()
    }

    /// A record alone, with what hangs on it and the meetings of that.
    #[must_use]
    pub fn of(&self, record: &MatterId) -> Self {
        let mut alone = Self::new(self.organ.clone());
        alone.records.extend(self.records.get(record).map(|r| (*record, r.clone())));
        alone.matters.extend(self.on_record(record).map(|m| (m.id(), m.clone())));
        let meetings = self.on_record(record).filter_map(|m| m.meeting());
        alone.matters.extend(meetings.filter_map(|id| Some((id, self.matters.get(&id)?.clone()))));
        alone.families.extend(self.families.get(record).map(|all| (*record, all.clone())));
        alone
    }

    /// The ids of a record and of what hangs on it.
    pub fn family(&self, record: &MatterId) -> Vec<MatterId> {
        std::iter::once(*record).chain(self.on_record(record).map(|m| m.id())).collect()
    }

    /// Takes one event into every matter whose story it belongs to.
    pub fn apply(&mut self, stamp: &Stamp<'_>, event: &Event) {
        // A matter is of one kind for ever: nothing forged under its id takes its place.
        let goes_on = matches!(event, Event::Record(_)) && self.records.contains_key(&stamp.matter);
        if event.names().is_some() && !goes_on && self.ref_of(&stamp.matter).is_some() {
            return;
        }
        self.take(stamp, event);
        let family = self.hangs_on(&stamp.matter).unwrap_or(stamp.matter);
        if let Some(record) = self.records.get_mut(&family) {
            Arc::make_mut(record).acted_on = stamp.seq;
        }
        let words = event.laid();
        if let (false, Some(by), Some(on)) = (words.is_empty(), stamp.person(), self.hangs_on(&stamp.matter))
            && let Some(record) = self.records.get_mut(&on)
        {
            Arc::make_mut(record).hear_of(stamp.seq, by, &words);
        }
        self.spare_hands(stamp, event);
    }

    /// Where hands are signed, words that nobody signed end none: since version 6 they mean nobody whose hand
    /// stands, and no kin of his, by the rules and the kin of that moment. Whoever is meant all the same declares
    /// himself out, or is ordered to be, which is signed.
    fn spare_hands(&mut self, stamp: &Stamp<'_>, event: &Event) {
        let organ = self.organ.clone();
        let signs = !organ.training && organ.policy_at(stamp.seq).signature.confirm > 0;
        if stamp.v < 6 || !signs || Signed::of_event(event, stamp.v).is_some() {
            return;
        }
        let id = self.hangs_on(&stamp.matter).unwrap_or(stamp.matter);
        let Some(record) = self.records.get_mut(&id) else { return };
        let mut spared = record.givers();
        if spared.is_empty() {
            return;
        }
        let names = organ.names_at(stamp.seq).map_or_else(|| organ.names(), |(_, then)| then);
        let kin: Vec<PersonId> = spared.iter().flat_map(|id| names.kin_of(id)).cloned().collect();
        spared.extend(kin);
        Arc::make_mut(record).spares(stamp.seq, &spared);
    }

    fn take(&mut self, stamp: &Stamp<'_>, event: &Event) {
        match event {
            Event::Organ(e) => Arc::make_mut(&mut self.organ).apply(stamp, e),
            Event::Evidence(e) => Arc::make_mut(&mut self.organ).evidence.apply(stamp, e),
            Event::Record(e) => {
                match self.records.get_mut(&stamp.matter) {
                    Some(record) => Arc::make_mut(record).apply(stamp, e),
                    None => {
                        if let Some(record) = Record::begin(stamp, e) {
                            self.records.insert(stamp.matter, Arc::new(record));
                        }
                    }
                }
                for other in event.also() {
                    if let Some(record) = self.records.get_mut(&other) {
                        Arc::make_mut(record).apply(stamp, e);
                    }
                }
            }
            kind => {
                let moves = self.moves(&stamp.matter, kind);
                match self.matters.get_mut(&stamp.matter) {
                    Some(matter) => Arc::make_mut(matter).apply(stamp, kind),
                    None => {
                        if let Some(new) = Matter::begin(stamp, kind) {
                            if let On::Record(record) = new.on() {
                                self.families.entry(record).or_default().push(stamp.matter);
                            }
                            self.matters.insert(stamp.matter, Arc::new(new));
                        }
                    }
                }
                if let (Some(act), Some(on)) = (kind.answers(), self.hangs_on(&stamp.matter))
                    && let Some(record) = self.records.get_mut(&on)
                {
                    Arc::make_mut(record).was_answered(act, stamp.at);
                }
                for other in event.also() {
                    let Some(meeting) = self.the_mut::<Meeting>(&other) else { continue };
                    meeting.of.placed(stamp.matter);
                    let out_by = meeting.of.sent_out_by.clone();
                    if let Some(item) = self.the_mut::<Item>(&stamp.matter) {
                        item.of.sent_out_by = out_by;
                    }
                }
                if let Event::Item(ItemEvent::VoteClosed { .. }) = kind {
                    self.keep_who_was_out(stamp);
                }
                let over = matches!(kind, Event::Meeting(MeetingEvent::Closed { .. }));
                let agenda = (over || moves.is_some()).then(|| self.on_agenda(&stamp.matter));
                for on_agenda in agenda.into_iter().flatten() {
                    let reaches = self.reaches(stamp, &on_agenda);
                    let Some(item) = self.the_mut::<Item>(&on_agenda.id()) else { continue };
                    match (&moves, stamp.person()) {
                        (Some((member, Some(left))), Some(by)) if reaches => {
                            item.of.member_out(member, *left, by);
                        }
                        (Some((member, Some(_))), _) => item.of.member_away(member, stamp.at),
                        (None, _) if !reaches => item.of.meeting_over(stamp.at),
                        (Some((member, None)), _) => item.of.member_back(member),
                        _ => {}
                    }
                }
            }
        }
    }

    /// Whether what somebody enters on the roll reaches a matter on the agenda: since version 6 nobody takes a
    /// vote away in what he is out of, and so may not know of.
    fn reaches(&self, stamp: &Stamp<'_>, matter: &Matter) -> bool {
        let rules = Judged::of(stamp.v);
        let record = matter.record().and_then(|id| self.records.get(&id)).map(|r| r.under(rules));
        let organ = self.organ.at(stamp.seq);
        let out = |by: &PersonId| record.as_ref().is_some_and(|r| policy::is_recused(&organ, r, by));
        stamp.v < 6 || !stamp.person().is_some_and(out)
    }

    /// Who voted and was out by the count stays so on its page, whatever the record says of him afterwards.
    fn keep_who_was_out(&mut self, stamp: &Stamp<'_>) {
        let (item, organ) = (&stamp.matter, self.organ.at(stamp.seq));
        let Some(record) = self.hangs_on(item).and_then(|id| self.records.get(&id)).cloned() else { return };
        if let Some(item) = self.the_mut::<Item>(item) {
            let out = item.of.voters.iter().filter(|id| policy::is_recused(&organ, &record, id));
            item.of.out_at_count = out.cloned().collect();
        }
    }

    /// Whom an entry in an open meeting moves, and whether he left the room, is without a vote, or is back.
    fn moves(&self, meeting: &MatterId, event: &Event) -> Option<(PersonId, Option<bool>)> {
        let Event::Meeting(entry) = event else { return None };
        if let MeetingEvent::Attended { member, attendance: Attendance::Present } = entry {
            return Some((member.clone(), None));
        }
        let (member, left) = self.the::<Meeting>(meeting)?.takes_out(entry)?;
        Some((member.clone(), Some(left)))
    }

    /// The matters of a kind on a record.
    pub fn on<K: Held>(&self, record: &MatterId) -> impl Iterator<Item = &Folded<K>> {
        self.on_record(record).filter_map(|m| K::held(m))
    }

    /// Matters of the registered kinds that hang on a record.
    pub fn on_record(&self, record: &MatterId) -> impl Iterator<Item = &Arc<Matter>> {
        let all = self.families.get(record).into_iter().flatten();
        all.filter_map(|id| self.matters.get(id))
    }

    /// The matters of a kind that hangs on the organ.
    pub fn of_organ<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Arc<Matter>> {
        self.matters.values().filter(move |m| m.on() == On::Organ && m.kind() == kind)
    }

    /// The record a command is about.
    pub fn record_of(&self, command: &Command) -> Option<MatterId> {
        match command {
            Command::Organ(_) | Command::Evidence(_) => None,
            kind => match kind.of_kind().and_then(|(_, matter)| matter) {
                Some(id) => self.records.contains_key(&id).then_some(id).or_else(|| self.hangs_on(&id)),
                None => kind.begins_on(),
            },
        }
    }

    /// Whether what a command is about exists for this person, by the rules of a time.
    pub fn shows(&self, command: &Command, person: &PersonId, by: Judged) -> bool {
        let record = self.record_of(command).map(|id| self.shows_record(&id, person, by));
        let kind = command.of_kind().and_then(|(_, matter)| self.matters.get(&matter?));
        // What hangs on a body is there for those who sit in it, or keep its papers.
        let of_a_body = || {
            let body = kind.and_then(|m| self.organ.committees.get(m.committee()?));
            body.is_none_or(|c| c.has(person) || &c.secretary == person)
        };
        let other = command.other().is_none_or(|id| self.shows_record(&id, person, by));
        other
            && record.unwrap_or_else(of_a_body)
            && kind.is_none_or(|m| policy::knows(&self.organ, m, person))
    }

    fn shows_record(&self, id: &MatterId, person: &PersonId, by: Judged) -> bool {
        let sees = |r: &Record| policy::sees(&self.organ, r, self.on_record(id), person);
        self.records.get(id).is_some_and(|r| sees(&r.under(by)))
    }

    /// What a decision on this command looks at.
    pub fn state(&self, command: &Command, visible: bool) -> State {
        let mut state = match command.of_kind() {
            Some((_, Some(id))) => self.before(&id),
            named => {
                let mut state = State::of(self.organ.clone());
                self.lay(&mut state, self.record_of(command));
                if let Some((kind, None)) = named {
                    state.matters.extend(self.of_organ(kind).cloned());
                }
                state
            }
        };
        if let Some(meeting) = command.meeting() {
            state.meeting = self.matters.get(&meeting).cloned();
        }
        state.visible = visible;
        state
    }

    /// What lies before whoever opens a matter: no less than a decision on it looks at, so that his page
    /// offers nothing that would then be refused.
    pub fn before(&self, matter: &MatterId) -> State {
        let mut state = State::of(self.organ.clone());
        state.matter = self.matters.get(matter).cloned();
        let own = self.records.contains_key(matter).then_some(*matter);
        self.lay(&mut state, own.or_else(|| self.hangs_on(matter)));
        let meeting = state.matter.as_ref().and_then(|m| m.meeting());
        state.meeting = meeting.and_then(|m| self.matters.get(&m)).cloned();
        if let Some(of) = state.matter.as_ref().filter(|m| m.on() == On::Organ) {
            state.matters = self.of_organ(of.kind()).cloned().collect();
        }
        if self.the::<Meeting>(matter).is_some() {
            state.matters = self.on_agenda(matter);
            let records = state.matters.iter().filter_map(|m| self.records.get(&m.record()?));
            state.agenda = records.cloned().collect();
        }
        state
    }

    /// A record with everything that hangs on it.
    fn lay(&self, state: &mut State, record: Option<MatterId>) {
        let Some(record) = record else { return };
        state.record = self.records.get(&record).cloned();
        state.matters = self.on_record(&record).cloned().collect();
    }
}
