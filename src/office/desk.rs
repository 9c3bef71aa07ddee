//! What one transaction works with: the clock of the day, what the register does by itself, a command
//! taken to its event, and the event written.

use super::act::uuid_v7;
use super::clock::Ids;
use super::reached::Reached;
use super::receipts::receipt;
use super::signing::{About, Pen};
use super::{Fault, LogId, Receipt, Trouble, checkpoints, counted, fold, me};
use crate::domain::book::Book;
use crate::domain::command::{Actor, Asked, Command, Fresh};
use crate::domain::committee::{Meeting, series_of};
use crate::domain::decide::decide;
use crate::domain::event::{Body, Event, HandSignature, VERSION};
use crate::domain::figures::is_over;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref, Revision};
use crate::domain::kind::On;
use crate::domain::organ::{Organ, OrganCommand, OrganEvent, ProposalState, Touches};
use crate::domain::policy;
use crate::domain::record::Attachment;
use crate::domain::refusal::{Flaw, No, Problem, Rule};
use crate::domain::registry;
use crate::domain::state::State;
use crate::domain::when;
use crate::ledger::Hash;
use crate::store::contract::{Moment, Step};
use crate::store::materials::Materials;
use crate::store::{Tx, log};
use chrono::Datelike;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// More than this ahead of the last act, and the clock is not believed.
const CLOCK_AHEAD: Millis = 400 * 86_400_000;

/// Everything one transaction works with.
pub(super) struct Desk<'a, 'c> {
    pub tx: &'a Tx<'c>,
    pub organ: &'a mut Arc<Organ>,
    pub organ_seq: &'a mut u64,
    pub ids: &'a mut dyn Ids,
    pub now: Millis,
    /// What a change of people will move, where it was read before the lock was taken.
    pub reached: Option<Reached>,
    /// How far the wall clock stands behind the last act; the event says that it does.
    pub behind: Millis,
}

/// Whether the clock stands near enough to the last act to be believed: one rule for both logs.
pub(super) fn is_believed(tx: &Tx<'_>, now: Millis) -> Result<bool, Trouble> {
    // What one person proposed does not yet vouch for the time at which he did.
    let vouched = tx.last_but_proposals()?;
    Ok(vouched.is_none_or(|at| now <= at + CLOCK_AHEAD))
}

/// An event about to be written, as far as the moment and the actor do not make it.
pub(super) struct Happened {
    pub matter: MatterId,
    /// The revision the actor had before him.
    pub seen: Option<Revision>,
    pub command: Uuid,
    pub event: Event,
    pub hand: Option<HandSignature>,
}

impl Happened {
    /// One that nobody signs and that is about no revision.
    pub fn of(matter: MatterId, command: Uuid, event: Event) -> Self {
        Self { matter, seen: None, command, event, hand: None }
    }
}

impl Desk<'_, '_> {
    /// The moment never goes back, and the organ is as the log says now. False when the clock stands
    /// so far ahead of the last act that two people must look at it first.
    pub fn open_day(&mut self) -> Result<bool, Trouble> {
        let last = self.tx.head(self.tx.founding().alg, LogId::Acts)?.last.map_or(0, |e| e.header.time_ms);
        self.behind = (last - self.now).max(0);
        self.now += self.behind;
        *self.organ_seq = fold::refresh_organ(self.tx, self.organ, *self.organ_seq)?;
        is_believed(self.tx, self.now)
    }

    /// Silence: levels whose clock has run out pass up, again and again until nothing is due.
    pub fn register_acts(&mut self) -> Result<usize, Trouble> {
        let mut acts = 0;
        loop {
            let due = self.tx.silent(self.now)?;
            if due.is_empty() {
                return Ok(acts);
            }
            for (id, record) in due {
                let mut book = fold::families(self.tx, self.organ, &[record])?;
                let (Some(m), Some(r)) = (book.matters.get(&id), book.records.get(&record)) else {
                    return Err(Fault::Damaged(format!("matter {id}")).into());
                };
                let Some(event) = m.silent(self.organ, r, self.now) else {
                    return Ok(acts);
                };
                let command = uuid_v7(self.now, self.ids)?;
                let what = Happened::of(id, command, event);
                self.write(&mut book, &Actor::register(), what)?;
                self.tx.project_family(&book, &record)?;
                acts += 1;
            }
        }
    }

    /// What a command comes to now, nothing written: its matter, the revision it was seen at, the event.
    pub fn decided(
        &mut self,
        actor: &Actor,
        command: &Command,
        materials: &Known<'_>,
    ) -> Result<(Book, MatterId, Option<Revision>, Event), Trouble> {
        let person = me(actor)?.clone();
        let book = self.load(command)?;
        materials_are_there(command, &book, materials)?;
        // Where the face named no text it is the one that stands now.
        let command = &command.on_text(book.record_of(command).and_then(|id| book.revision_of(&id)));
        let scope = policy::scope(self.organ, &person);
        let mut state = book.state(command, true);
        state.out = self.out_of(&state, command)?.map(Arc::new);
        let of_organ = state.matter.as_ref().is_some_and(|m| m.on() == On::Organ);
        let seen = match (book.record_of(command), command) {
            (None, _) if of_organ => policy::is_there(&state, &person),
            (Some(record), _) => self.tx.visible(&scope, &record)?,
            // What hangs on a body is there for those who sit in it, or keep its papers.
            (None, kind) => match kind.of_kind() {
                Some((_, Some(id))) => {
                    let of = book.matters.get(&id).and_then(|m| self.organ.committees.get(m.committee()?));
                    of.is_some_and(|c| c.has(&person) || c.secretary == person)
                }
                _ => true,
            },
        };
        let sealed = command.of_kind().and_then(|(_, id)| book.matters.get(&id?));
        let visible = seen && sealed.is_none_or(|m| policy::knows(self.organ, m, &person));
        if let Some(other) = command.other()
            && !self.tx.visible(&scope, &other)?
        {
            return Err(Rule::NoSuchMatter.into());
        }
        checkpoints::heads_are_ours(self.tx, self.organ, command)?;
        let mut fresh = self.fresh(&decisions_of(&book, command))?;
        if let Some(period) = command.counts().filter(|p| is_over(p, self.now)) {
            let alg = self.tx.founding().alg;
            fresh.figures = Some(counted::from_tables(self.tx, self.organ, alg, period)?);
        }
        let asked = Asked { now: self.now, actor, fresh: &fresh, again: false };
        state.visible = visible;
        let event = decide(&state, &asked, command)?;
        let matter = target(command).unwrap_or(fresh.matter);
        Ok((book, matter, command.seen().cloned(), event))
    }

    /// From whom something is hidden that the matter, or the one that is begun, tells.
    fn out_of(&self, state: &State, command: &Command) -> Result<Option<BTreeSet<PersonId>>, Fault> {
        let spans = match (&state.matter, command.counts()) {
            (Some(matter), _) => matter.tells(),
            (None, Some(period)) => period.compared(),
            (None, None) => Vec::new(),
        };
        if spans.is_empty() { Ok(None) } else { self.tx.kept_from(&spans).map(Some) }
    }

    pub fn take(
        &mut self,
        actor: &Actor,
        command: &Command,
        id: Uuid,
        materials: &Known<'_>,
        pen: &Pen<'_>,
    ) -> Result<Receipt, Trouble> {
        let person = me(actor)?.clone();
        let (mut book, matter, seen, event) = self.decided(actor, command, materials)?;
        let about = About { matter, seen: seen.as_ref(), command: id, event: &event };
        let hand = self.sign(&book, &person, &about, pen)?;
        let what = Happened { matter, seen, command: id, event: event.clone(), hand };
        let stood = *self.organ_seq;
        let entry = self.write(&mut book, actor, what)?;
        // What was read of another organ than this one was is of no use.
        self.reached = self.reached.take().filter(|read| read.organ_seq == stood);
        self.project(&book, matter, &event)?;
        Ok(receipt(self.tx, &book, &entry, &event, matter, &person))
    }

    /// The matters a decision looks at, and those whose rows it changes.
    fn load(&self, command: &Command) -> Result<Book, Trouble> {
        let tx: &Tx<'_> = self.tx;
        let mut records = Vec::new();
        let mut meetings = Vec::new();
        match command.of_kind() {
            Some((kind, Some(id))) if kind == registry::base().code => records.push(id),
            Some((_, Some(id))) => {
                let line = tx.by_id(&id)?;
                let record = line.as_ref().and_then(|m| m.record);
                // A meeting hangs on no record; what stands on its agenda does.
                meetings.extend(line.filter(|m| m.record.is_none()).map(|m| m.id));
                records.extend(record);
            }
            _ => records.extend(command.begins_on()),
        }
        if let Some((kind, _)) = command.of_kind().filter(|(kind, _)| registry::hangs_on_organ(kind)) {
            meetings.extend(tx.of_organ(Some(kind))?);
        }
        records.extend(command.other());
        meetings.extend(command.meeting());
        for m in &meetings {
            records.extend(tx.records_of_meeting(m)?);
        }
        let mut all = meetings;
        for r in &records {
            all.extend(tx.family(r)?);
        }
        Ok(fold::book(tx, self.organ, &all)?)
    }

    fn fresh(&mut self, decisions: &str) -> Result<Fresh, Trouble> {
        let year = when::local(self.now).year();
        let (matter, ref_) = loop {
            let (ref_, matter) = self.draw(self.now)?;
            if !self.tx.is_given(&ref_)? && !self.tx.is_given(&Ref::of_proposal(&matter))? {
                break (matter, ref_);
            }
        };
        Ok(Fresh {
            matter,
            ref_,
            next_number: self.tx.next_in_series("record", year)?,
            next_decision: self.tx.next_in_series(decisions, year)?,
            year,
            figures: None,
        })
    }

    /// A short name and an id, drawn once; whoever draws looks whether either is given.
    pub(super) fn draw(&mut self, at: Millis) -> Result<(Ref, MatterId), Fault> {
        let mut random = [0; 5];
        self.ids.fill(&mut random)?;
        Ok((Ref::from_random(random), MatterId(uuid_v7(at, self.ids)?)))
    }

    pub(super) fn command_id(&mut self) -> Result<Uuid, Fault> {
        uuid_v7(self.now, self.ids)
    }

    /// Serialises once, appends, notes in the index, folds into the book.
    pub fn write(&mut self, book: &mut Book, actor: &Actor, what: Happened) -> Result<log::Entry, Trouble> {
        let Happened { matter, seen, command, event: act, hand } = what;
        let body = Body {
            v: VERSION,
            kind: act.kind(),
            actor: actor.name.clone(),
            means: actor.means.clone(),
            command,
            matter,
            seen,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            act,
            hand,
        };
        let text = serde_json::to_string(&body).map_err(|e| Fault::Damaged(e.to_string()))?;
        let mut salt = [0; 32];
        self.ids.fill(&mut salt)?;
        let entry = self.tx.append(LogId::Acts, self.now - self.behind, &salt, &text)?;
        let (seq, at) = (entry.header.seq, entry.header.time_ms);
        self.tx.index(seq, at, &body)?;
        book.apply(&fold::stamp(seq, at, &entry.leaf, &body), &body.act);
        if let Event::Organ(event) = &body.act {
            Arc::make_mut(self.organ).apply(&fold::stamp(seq, at, &entry.leaf, &body), event);
            *self.organ_seq = seq;
        }
        if let Event::Evidence(event) = &body.act {
            Arc::make_mut(self.organ).evidence.apply(&fold::stamp(seq, at, &entry.leaf, &body), event);
            *self.organ_seq = seq;
        }
        Ok(entry)
    }

    /// Writes the rows anew that a change of the organ's data reaches.
    fn reproject(&mut self, reached: &Touches) -> Result<(), Trouble> {
        let (records, mut all) = match reached {
            Touches::Nothing => (Vec::new(), Vec::new()),
            Touches::Case(case) => (self.tx.records_of_case(case)?, Vec::new()),
            Touches::Body(body) => self.tx.before_body(Some(body))?,
            Touches::Bodies => self.tx.before_body(None)?,
            Touches::Going => self.tx.going()?,
            Touches::Everything => {
                match self.reached.take() {
                    Some(read) => self.write_what_it_reached(&read)?,
                    None => fold::project_anew(self.tx)?,
                }
                return Ok(());
            }
        };
        for record in &records {
            all.extend(self.tx.family(record)?);
        }
        all.sort();
        all.dedup();
        let book = fold::book(self.tx, self.organ, &all)?;
        for record in &records {
            self.tx.project_family(&book, record)?;
        }
        // What a person is out of since does not stop him in its meeting either.
        for meeting in book.all::<Meeting>() {
            self.tx.project_meeting(&book, meeting)?;
        }
        for matter in book.matters.values().filter(|m| m.on() == On::Organ) {
            self.tx.project_of_organ(&book, &matter.id())?;
        }
        // A clock that runs otherwise is that of other proposals too.
        let open = self.organ.proposals.values().filter(|p| p.state == ProposalState::Proposed);
        open.filter(|_| *reached == Touches::Going)
            .try_for_each(|p| self.tx.project_proposal(self.organ, p))?;
        Ok(())
    }

    fn project(&mut self, book: &Book, matter: MatterId, event: &Event) -> Result<(), Trouble> {
        match event {
            Event::Evidence(_) => return Ok(()),
            Event::Organ(e) => {
                let Some(proposal) = self.organ.proposals.get(&matter).cloned() else { return Ok(()) };
                if let (OrganEvent::ProposalConfirmed { .. }, Some(reached)) = (e, &proposal.reached) {
                    self.reproject(reached)?;
                }
                return Ok(self.tx.project_proposal(self.organ, &proposal)?);
            }
            _ => {}
        }
        for record in book.records.keys() {
            self.tx.project_family(book, record)?;
        }
        for meeting in book.all::<Meeting>() {
            self.tx.project_meeting(book, meeting)?;
        }
        if book.matters.get(&matter).is_some_and(|m| m.on() == On::Organ) {
            self.tx.project_of_organ(book, &matter)?;
        }
        Ok(())
    }
}

/// The series in which a decision on this command would be numbered.
pub(super) fn decisions_of(book: &Book, command: &Command) -> String {
    let matter = command.of_kind().and_then(|(_, id)| book.matters.get(&id?));
    let body = matter.and_then(|m| book.organ.committees.get(m.committee()?));
    series_of(body.map_or("", |c| c.name.as_str()))
}

pub(super) fn target(command: &Command) -> Option<MatterId> {
    match command {
        Command::Organ(OrganCommand::Propose { .. }) | Command::Evidence(_) => None,
        Command::Organ(OrganCommand::Confirm { proposal } | OrganCommand::Refuse { proposal, .. }) => {
            Some(*proposal)
        }
        kind => kind.of_kind().and_then(|(_, matter)| matter),
    }
}

/// Materials an act may name.
pub(super) struct Known<'a> {
    /// Those of them that are on the disk.
    pub there: &'a BTreeSet<Hash>,
    /// Those whose bytes this process took in; none where the act was judged before, or nobody else's
    /// materials are there.
    pub brought: Option<&'a BTreeSet<Hash>>,
}

/// The materials that a command names and that are on the disk; looked at before the lock is taken, for
/// they may lie on another one.
pub(super) fn there(command: &Command, materials: &Materials) -> BTreeSet<Hash> {
    let (named, papers) = named(command);
    let papers = papers.iter().map(String::as_str);
    let hashes = named.into_iter().filter_map(|a| a.hash.as_deref()).chain(papers);
    hashes.filter_map(Hash::from_hex).filter(|h| materials.has(h)).collect()
}

/// What a command attaches, and the materials that its row asks for, as the paper of a vote in writing.
fn named(command: &Command) -> (Vec<&Attachment>, Vec<String>) {
    (command.attached().iter().collect(), command.materials_of_kind())
}

/// An event never names bytes that are not on the disk, nor bytes that whoever acts did not bring and
/// that do not stand in the same record already: a hash alone, of whatever its giver knows or saw
/// masked, would open them, and the answer tell whether they are here.
pub(super) fn materials_are_there(command: &Command, book: &Book, known: &Known<'_>) -> Result<(), Trouble> {
    let record = command.of_kind().and_then(|(_, id)| book.records.get(&id?));
    let here = |hash: &str| {
        let texts = record
            .into_iter()
            .flat_map(|r| std::iter::once(&r.text).chain(r.versions.iter().map(|v| &v.text)));
        texts.flat_map(|t| &t.attachments).any(|a| a.hash.as_deref() == Some(hash))
    };
    let kept = |hash: &str| {
        let own = |h: &Hash| known.brought.is_none_or(|brought| brought.contains(h)) || here(hash);
        Hash::from_hex(hash).is_some_and(|h| own(&h) && known.there.contains(&h))
    };
    let (named, papers) = named(command);
    // Without its paper an absent member's vote would be the secretary's word.
    if papers.iter().any(|paper| !kept(paper)) {
        return Err(No::Wrong(vec![Problem::new("attachments.hash", Flaw::Missing, "")]).into());
    }
    for a in named {
        if !a.hash.as_ref().is_none_or(|h| kept(h)) {
            return Err(No::Wrong(vec![Problem::new("attachments", Flaw::Missing, &a.title)]).into());
        }
    }
    Ok(())
}
