//! The year as a list of acts. Stories are written one after another and played in order of time;
//! what lies after the present has not happened yet, and that is how matters come to be pending.

use super::{disposal, urgency};
use crate::domain::book::Book;
use crate::domain::command::Command;
use crate::domain::committee::{Item, ItemCommand, Meeting, MeetingCommand};
use crate::domain::escalation::{Decision, Escalation, EscalationCommand};
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::policy::{self, Deed};
use crate::domain::record::{Answer, CHECKLIST, Record, RecordCommand, ReviewState, blind_wanted};
use crate::office::{Fault, Seeder, Trouble};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A matter that will be there once its first act is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(usize);

/// Who acts: somebody named, or whoever's turn it will be.
#[derive(Clone, Debug)]
pub enum Who {
    Person(PersonId),
    /// Who was asked to sign; nobody where the words may mean him by now, and the record is not there for him.
    Witness(PersonId),
    /// The next custodian in turn for this record.
    Custodian,
    Resolver,
    /// Whoever still has to report an urgent record; nobody where that is done.
    Reporter,
    /// Who drafts a report at once, or drafted the one that is under way.
    Drafter,
    /// The level that holds this escalation.
    Level,
    /// Who approves for this item.
    Approver,
    /// Whose vote is waited for; nobody when all have voted.
    Voter,
    /// Of the minority without a written opinion.
    Minority,
    /// Who counts the votes: the secretary, or who stands in for him.
    Counter,
    /// Who may do this act on what hangs on the organ, or begin one by it; nobody where it is nobody's, or some records
    /// are not in mind any more.
    OfOrgan(Act),
    /// Whose turn this act is, on what hangs on the record or before there is such a thing; nobody where it is not next.
    Next(Act),
}

impl From<&PersonId> for Who {
    fn from(id: &PersonId) -> Self {
        Who::Person(id.clone())
    }
}

/// The matters so far, by key.
pub struct Played<'a> {
    pub book: &'a Book,
    /// Whether every record is in it.
    pub whole: bool,
    ids: &'a BTreeMap<Key, MatterId>,
}

impl Played<'_> {
    /// # Errors
    /// A story refers to an act that comes later.
    pub fn id(&self, key: Key) -> Result<MatterId, Trouble> {
        self.ids.get(&key).copied().ok_or_else(|| too_early(key))
    }
    /// # Errors
    /// As [`Self::id`].
    pub fn record(&self, key: Key) -> Result<&Arc<Record>, Trouble> {
        self.book.records.get(&self.id(key)?).ok_or_else(|| too_early(key))
    }
    fn item(&self, key: Key) -> Result<&Item, Trouble> {
        self.book.the::<Item>(&self.id(key)?).map(|i| &i.of).ok_or_else(|| too_early(key))
    }
}

fn too_early(key: Key) -> Trouble {
    Fault::Damaged(format!("the story acts on matter {} before it is there", key.0)).into()
}

type Make = Box<dyn FnOnce(&Played<'_>) -> Result<Command, Trouble>>;

struct Step {
    who: Who,
    of: Key,
    make: Make,
}

/// Acts still to be played.
pub struct Script {
    /// By their moment; of one moment in the order in which they were written.
    steps: BTreeMap<(Millis, u64), Step>,
    written: u64,
    keys: usize,
    /// The matters begun that acts still to be played are on.
    ids: BTreeMap<Key, MatterId>,
    /// From this one on, whose acts are all played is over; how many of each are still to be played.
    passing: Option<Key>,
    open: BTreeMap<Key, usize>,
    /// When each record is handed in.
    submissions: Vec<Millis>,
    /// From when on an item can be put on an agenda.
    pub ready: BTreeMap<Key, Millis>,
    /// What is written here for a later moment is left out: a sitting that is still under way.
    pub until: Millis,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            steps: BTreeMap::new(),
            written: 0,
            keys: 0,
            ids: BTreeMap::new(),
            passing: None,
            open: BTreeMap::new(),
            submissions: Vec::new(),
            ready: BTreeMap::new(),
            until: Millis::MAX,
        }
    }
}

impl Script {
    pub fn key(&mut self) -> Key {
        self.keys += 1;
        Key(self.keys - 1)
    }

    pub fn command(
        &mut self,
        at: Millis,
        who: impl Into<Who>,
        of: Key,
        make: impl FnOnce(&Played<'_>) -> Result<Command, Trouble> + 'static,
    ) {
        if at <= self.until {
            self.written += 1;
            self.steps.insert((at, self.written), Step { who: who.into(), of, make: Box::new(make) });
            if self.passing.is_some_and(|first| first <= of) {
                *self.open.entry(of).or_default() += 1;
            }
        }
    }

    /// A new record, or the first act on a quick note.
    pub fn begin(&mut self, at: Millis, who: &PersonId, of: Key, act: RecordCommand) {
        if matches!(act, RecordCommand::Submit { .. }) {
            self.submissions.push(at);
        }
        self.command(at, who, of, move |p| Ok(Command::Record { record: p.id(of).ok(), act }));
    }

    /// How many records are handed in by a moment.
    pub fn handed_in(&self, by: Millis) -> usize {
        self.submissions.iter().filter(|at| **at <= by).count()
    }

    pub fn record(
        &mut self,
        at: Millis,
        who: impl Into<Who>,
        of: Key,
        act: impl FnOnce(&Record) -> RecordCommand + 'static,
    ) {
        self.command(at, who, of, move |p| {
            Ok(Command::Record { record: Some(p.id(of)?), act: act(p.record(of)?) })
        });
    }

    pub fn escalate(
        &mut self,
        at: Millis,
        who: &PersonId,
        record: Key,
        reason: &str,
        wanted: &str,
        text: &str,
    ) -> Key {
        let key = self.key();
        let (reason, wanted, text) = (reason.to_owned(), vec![wanted.to_owned()], text.to_owned());
        self.command(at, who, key, move |p| {
            let act = EscalationCommand::Start { record: p.id(record)?, reason, text, wanted, consent: true };
            Ok(Command::Escalation { escalation: None, act })
        });
        key
    }

    pub fn answer(&mut self, at: Millis, of: Key, decision: Decision, text: &str) {
        let text = text.to_owned();
        self.escalation(at, Who::Level, of, EscalationCommand::Answer { decision, text });
    }

    pub fn escalation(&mut self, at: Millis, who: impl Into<Who>, of: Key, act: EscalationCommand) {
        self.command(at, who, of, move |p| Ok(Command::Escalation { escalation: Some(p.id(of)?), act }));
    }

    pub fn item(&mut self, at: Millis, who: impl Into<Who>, of: Key, act: ItemCommand) {
        self.command(at, who, of, move |p| Ok(Command::Item { item: Some(p.id(of)?), act }));
    }

    /// The approver lets an item go before its body.
    pub fn approve(&mut self, at: Millis, of: Key) {
        self.ready.insert(of, at);
        self.item(at, Who::Approver, of, ItemCommand::Approve);
    }

    pub fn vote(&mut self, at: Millis, who: Who, of: Key, act: impl FnOnce(&Item) -> ItemCommand + 'static) {
        self.command(at, who, of, move |p| {
            Ok(Command::Item { item: Some(p.id(of)?), act: act(p.item(of)?) })
        });
    }

    pub fn meeting(&mut self, at: Millis, who: &PersonId, of: Key, act: MeetingCommand) {
        self.command(at, who, of, move |p| Ok(Command::Meeting { meeting: p.id(of).ok(), act }));
    }

    /// What is begun from here on is over with its last act, and is kept in mind no longer.
    pub fn pass_on(&mut self) {
        self.passing = Some(Key(self.keys));
    }

    /// Days that something takes; of what is kept in mind no longer than it lasts, two at most.
    pub fn days(&self, days: i64) -> i64 {
        if self.passing.is_some() { days.min(2) } else { days }
    }

    /// When the next act is.
    pub fn next_at(&self) -> Option<Millis> {
        self.steps.keys().next().map(|(at, _)| *at)
    }

    /// Plays the next act; false where there is none by `now`.
    ///
    /// # Errors
    /// A rule that a story breaks: the assets and the domain no longer agree.
    pub fn step(&mut self, seeder: &mut Seeder<'_, '_>, now: Millis) -> Result<bool, Trouble> {
        if self.next_at().is_none_or(|at| at > now) {
            return Ok(false);
        }
        let Some(((at, _), step)) = self.steps.pop_first() else { return Ok(false) };
        let of = step.of;
        // Silence first: it may be somebody else's turn by now.
        seeder.silence(at)?;
        let played = Played { book: seeder.book(), whole: seeder.is_whole(), ids: &self.ids };
        let early = |why: Trouble| broken(&format!("{:?} on {of:?}", step.who), at, &why);
        if let Some(person) = whose(&played, &step, at).map_err(early)? {
            let command = (step.make)(&played).map_err(early)?;
            let done = seeder
                .act(at, &person, &command)
                .map_err(|why| broken(&format!("{person} {command:?}"), at, &why))?;
            // What hangs on a record is found by that.
            self.ids.entry(of).or_insert(done.matter);
        }
        if let Some(left) = self.open.get_mut(&of) {
            *left -= 1;
            if *left == 0 {
                self.open.remove(&of);
                self.ids.remove(&of).into_iter().for_each(|id| seeder.put_by(id));
            }
        }
        Ok(true)
    }
}

/// A rule stands against a story: the one who changes either needs to know which.
fn broken(what: &str, at: Millis, why: &Trouble) -> Trouble {
    let when = crate::domain::record::local_time::to_text(at);
    let what: String = what.chars().take(400).collect();
    Fault::Damaged(format!("the story breaks a rule at {when}: {why:?}: {what}")).into()
}

fn whose(played: &Played<'_>, step: &Step, at: Millis) -> Result<Option<PersonId>, Trouble> {
    let organ = &played.book.organ;
    let of = step.of;
    Ok(match &step.who {
        Who::Person(id) => Some(id.clone()),
        Who::Witness(id) => {
            let out = policy::is_recused(organ, played.record(of)?, id);
            Some(id.clone()).filter(|_| !out)
        }
        Who::Custodian => {
            let id = played.id(of)?;
            let escalation = played.book.the::<Escalation>(&id);
            let record = escalation.map_or(id, |e| e.record);
            let record = played.book.records.get(&record).ok_or_else(|| too_early(of))?;
            // Who wrote the letter does not enter the answer.
            let given = hands_so_far(record).into_iter();
            let given: Vec<_> = given.chain(escalation.and_then(|e| e.letter_by.as_ref())).collect();
            let mut free = policy::custodians(organ, record, at);
            free.retain(|c| !given.contains(&c));
            // Not always the same one first.
            let n = if free.is_empty() { 0 } else { of.0 % free.len() };
            free.into_iter().nth(n)
        }
        Who::Resolver => policy::resolvers(organ, played.record(of)?, at).into_iter().next(),
        Who::Reporter => {
            let turns = played.record(of)?.report_turns(organ, at);
            turns.into_iter().next().map(|t| t.person)
        }
        Who::Drafter => urgency::drafter(played, of, at)?,
        Who::Level => played.book.the::<Escalation>(&played.id(of)?).and_then(|e| e.holder.clone()),
        Who::Approver => {
            let item = played.item(of)?;
            let record = played.book.records.get(&item.record);
            record.and_then(|r| policy::approver(organ, r, Some(item)))
        }
        Who::Counter => {
            let item = played.item(of)?;
            let meeting = item.meeting.and_then(|m| played.book.the::<Meeting>(&m)).map(|m| &m.of);
            let record = played.book.records.get(&item.record);
            record.and_then(|r| policy::keeper(organ, r, item, meeting, Some(Deed::Counted)))
        }
        Who::Voter => {
            let item = played.item(of)?;
            let record = played.book.records.get(&item.record);
            record.and_then(|r| item.waiting_for(&played.book.organ, r, Millis::MIN).into_iter().next())
        }
        Who::Next(act) => disposal::whose(played, played.record(of)?, *act, at, of.0),
        Who::OfOrgan(act) => super::report::whose(played, of, *act, at),
        Who::Minority => played.item(of)?.minority_unwritten().into_iter().next(),
    })
}

/// Everybody who has given a hand in any round that is open on this record.
fn hands_so_far(record: &Record) -> Vec<&PersonId> {
    let confirming = record.status != crate::domain::record::Status::Confirmed;
    let hands = record.hands.iter().filter(|_| confirming).map(|h| &h.person);
    let change = record.open_change().into_iter().flat_map(|c| &c.hands);
    let void = record.voiding().into_iter().flat_map(|v| &v.hands);
    let asked = record.identity.iter().filter(|r| r.state == ReviewState::Open).flat_map(|r| &r.hands);
    let others = record.settling.values().flat_map(|s| s.hands.iter().map(|h| &h.person));
    hands.chain(change).chain(void).chain(asked).chain(others).collect()
}

/// A custodian's hand with all nine answers; the second one also shows what he read.
pub fn confirm(record: &Record, doubt: Option<(&str, &str)>) -> RecordCommand {
    let mut checklist: crate::domain::record::Checklist =
        CHECKLIST.iter().map(|point| ((*point).to_owned(), Answer::Right)).collect();
    let mut remark = String::new();
    if let Some((point, why)) = doubt {
        checklist.insert(point.to_owned(), Answer::Doubt);
        remark = why.to_owned();
    }
    RecordCommand::Confirm {
        seen: record.revision.clone(),
        checklist,
        remark,
        last_four: record.ref_.last_four().to_owned(),
        blind: blind_wanted(record).into_iter().map(|(field, value)| (field.to_owned(), value)).collect(),
    }
}

/// A third one's decision between two who disagree.
pub fn resolve(record: &Record, confirm: bool, reason: &str) -> RecordCommand {
    let (seen, last_four) = (record.revision.clone(), record.ref_.last_four().to_owned());
    let checklist = CHECKLIST.iter().map(|p| ((*p).to_owned(), Answer::Right)).collect();
    let blind = blind_wanted(record).into_iter().map(|(f, v)| (f.to_owned(), v)).collect();
    RecordCommand::Resolve { seen, confirm, reason: reason.to_owned(), checklist, last_four, blind }
}
