//! One command, one event, one transaction.

use super::clock::Ids;
use super::door::only_text;
use super::outcome::Fate;
use super::signing::{About, Pen, ref_of};
use super::space::is_full;
use super::{Fault, LogId, Office, Trouble, checkpoints, fold, me, rollback};
use crate::domain::book::Book;
use crate::domain::command::{Actor, Asked, Command, Fresh};
use crate::domain::committee::ItemCommand;
use crate::domain::decide::decide;
use crate::domain::escalation;
use crate::domain::event::{Body, Event, HandSignature};
use crate::domain::ids::{MatterId, Millis, Ref, Revision};
use crate::domain::organ::{Organ, OrganCommand};
use crate::domain::policy;
use crate::domain::record::{Attachment, ChangeDraft, RecordCommand, local_time};
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::when;
use crate::ledger::{Hash, hex};
use crate::signing::receipt::ReceiptFile;
use crate::store::materials::Materials;
use crate::store::{Tx, log, query, tables};
use chrono::Datelike;
use serde::Serialize;
use std::sync::Arc;
use uuid::Uuid;

/// What a person holds in hand after an act: it is durable. Names nobody and no case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Receipt {
    pub kind: String,
    #[serde(rename = "ref")]
    pub ref_: Option<Ref>,
    #[serde(skip)]
    pub matter: MatterId,
    pub seq: u64,
    #[serde(with = "local_time")]
    pub at: Millis,
    pub revision: Revision,
    pub leaf: String,
    /// Twelve characters to compare over the telephone.
    pub check_code: String,
    /// Given to the recorder only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_no: Option<String>,
    /// The same command had been taken before; this is its receipt.
    pub repeated: bool,
    /// What the register signed when the act was on the disk, to be kept by whoever acted.
    #[serde(rename = "receipt", skip_serializing_if = "Option::is_none")]
    pub signed: Option<ReceiptFile>,
}

/// More than this ahead of the last act, and the clock is not believed.
const CLOCK_AHEAD: Millis = 400 * 86_400_000;

impl Office {
    /// Takes one command. What is due is written first, by the register itself.
    ///
    /// # Errors
    /// The rule that stands against it, the fields that are wrong, or a fault; nothing is written.
    pub fn act(&mut self, actor: &Actor, command: &Command) -> Result<Receipt, Trouble> {
        let id = self.command_id()?;
        self.act_as(actor, command, id)
    }

    /// As [`Self::act`], with the command's own id: handed in twice it is one event.
    ///
    /// # Errors
    /// As [`Self::act`].
    pub fn act_as(&mut self, actor: &Actor, command: &Command, id: Uuid) -> Result<Receipt, Trouble> {
        self.act_with(actor, command, id, &Pen::None)
    }

    /// The one way in: the command, its id, and what signs it.
    pub(super) fn act_with(
        &mut self,
        actor: &Actor,
        command: &Command,
        id: Uuid,
        pen: &Pen<'_>,
    ) -> Result<Receipt, Trouble> {
        only_text(command)?;
        match self.act_once(actor, command, id, pen) {
            // Found by its id it is answered with its receipt, as a command handed in twice.
            Err(Trouble::Fault(Fault::Unsettled)) => match self.fate(&id)? {
                Fate::Written => self.act_once(actor, command, id, pen),
                Fate::Nothing => Err(Fault::NotKept.into()),
            },
            done => done,
        }
    }

    fn act_once(
        &mut self,
        actor: &Actor,
        command: &Command,
        id: Uuid,
        pen: &Pen<'_>,
    ) -> Result<Receipt, Trouble> {
        let wall = self.clock.now();
        let before = (self.organ.clone(), self.organ_seq);
        let rolled_back = self.rolled_back.clone();
        if !rollback::is_ours(command, rolled_back.as_ref()) {
            return Err(Rule::NotNow.into());
        }
        let (organ, organ_seq) = (&mut self.organ, &mut self.organ_seq);
        let (dir, log_key) = (self.register.dir().to_owned(), &mut self.log_key);
        let (ids, materials, full) = (&mut *self.ids, &self.materials, &mut self.full);
        let was_full = full.is_over();
        let taken = self.register.write(|tx| {
            let mut desk = Desk { tx, organ, organ_seq, ids, now: wall, behind: 0 };
            let believed = desk.open_day()?;
            if was_full {
                desk.tell_full(full)?;
            }
            if let Some(seq) = query::of_command(tx, &id)? {
                return desk.old_receipt(seq, actor, command);
            }
            let lost = rolled_back.as_ref().filter(|r| !rollback::is_acknowledged(desk.organ, r));
            match (believed, command) {
                _ if lost.is_some() => {
                    lost.map_or(Ok(()), |r| desk.refuse_rolled_back(r, command))?;
                }
                (true, _) => desk.register_acts().map(|_| ())?,
                // Two administrators, by proposing and confirming, say that the clock is right.
                (false, Command::Organ(_)) => {}
                (false, _) => return Err(Rule::ClockAhead.into()),
            }
            desk.own_key(&dir, log_key)?;
            desk.take(actor, command, id, materials, pen)
        });
        // What was not kept is not remembered either.
        if let Err(trouble) = &taken {
            (self.organ, self.organ_seq) = before;
            if was_full || is_full(trouble) {
                self.full.set();
            }
        }
        if self.rolled_back.as_ref().is_some_and(|r| rollback::is_acknowledged(&self.organ, r)) {
            self.rolled_back = None;
            self.register.follow_heads(true);
        }
        // Nobody is told that it is done before it is on the disk and signed.
        taken.and_then(|receipt| self.signed(receipt))
    }

    /// What is due is written by the register itself; returns how many acts that were.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn tick(&mut self) -> Result<usize, Trouble> {
        let wall = self.clock.now();
        let stands = self.rolled_back.as_ref().is_none_or(|r| rollback::is_acknowledged(&self.organ, r));
        let was_full = self.full.is_over();
        if !stands || !was_full && query::silent(self.register.db(), wall)?.is_empty() {
            return Ok(0);
        }
        let (organ, organ_seq) = (&mut self.organ, &mut self.organ_seq);
        let (ids, full) = (&mut *self.ids, &mut self.full);
        let done = self.register.write(|tx| {
            let mut desk = Desk { tx, organ, organ_seq, ids, now: wall, behind: 0 };
            // A clock that is not believed makes nobody's time run out.
            let believed = desk.open_day()?;
            if was_full {
                desk.tell_full(full)?;
            }
            Ok(usize::from(was_full) + if believed { desk.register_acts()? } else { 0 })
        });
        if done.is_err() && was_full {
            self.full.set();
        }
        done
    }

    pub(super) fn command_id(&mut self) -> Result<Uuid, Trouble> {
        Ok(uuid_v7(self.clock.now(), &mut *self.ids)?)
    }
}

pub(super) fn uuid_v7(now: Millis, ids: &mut dyn Ids) -> Result<Uuid, Fault> {
    let mut random = [0; 10];
    ids.fill(&mut random)?;
    Ok(uuid::Builder::from_unix_timestamp_millis(now.max(0) as u64, &random).into_uuid())
}

/// Everything one transaction works with.
pub(super) struct Desk<'a, 'c> {
    pub tx: &'a Tx<'c>,
    pub organ: &'a mut Arc<Organ>,
    pub organ_seq: &'a mut u64,
    pub ids: &'a mut dyn Ids,
    pub now: Millis,
    /// How far the wall clock stands behind the last act; the event says that it does.
    pub behind: Millis,
}

impl Desk<'_, '_> {
    /// The moment never goes back, and the organ is as the log says now. False when the clock stands
    /// so far ahead of the last act that two people must look at it first.
    pub fn open_day(&mut self) -> Result<bool, Trouble> {
        let last =
            log::head(self.tx, self.tx.founding().alg, LogId::Acts)?.last.map_or(0, |e| e.header.time_ms);
        // What one person proposed does not yet vouch for the time at which he did.
        let vouched = query::last_but_proposals(self.tx)?;
        self.behind = (last - self.now).max(0);
        self.now += self.behind;
        *self.organ_seq = fold::refresh_organ(self.tx, self.organ, *self.organ_seq)?;
        Ok(vouched.is_none_or(|at| self.now <= at + CLOCK_AHEAD))
    }

    /// Silence: levels whose clock has run out pass up, again and again until nothing is due.
    pub fn register_acts(&mut self) -> Result<usize, Trouble> {
        let mut acts = 0;
        loop {
            let due = query::silent(self.tx, self.now)?;
            if due.is_empty() {
                return Ok(acts);
            }
            for (id, record) in due {
                let mut book = fold::families(self.tx, self.organ, &[record])?;
                let (Some(e), Some(r)) = (book.escalations.get(&id), book.records.get(&record)) else {
                    return Err(Fault::Damaged(format!("escalation {id}")).into());
                };
                let Some(event) = escalation::silence(self.organ, r, e, self.now) else {
                    return Ok(acts);
                };
                let command = uuid_v7(self.now, self.ids)?;
                self.write(&mut book, &Actor::register(), id, None, command, Event::Escalation(event))?;
                tables::project_family(self.tx, &book, &record)?;
                acts += 1;
            }
        }
    }

    /// What a command comes to now, nothing written: its matter, the revision it was seen at, the event.
    pub fn decided(
        &mut self,
        actor: &Actor,
        command: &Command,
        materials: &Materials,
    ) -> Result<(Book, MatterId, Option<Revision>, Event), Trouble> {
        let person = me(actor)?.clone();
        materials_are_there(command, materials)?;
        let book = self.load(command)?;
        let scope = policy::scope(self.organ, &person);
        let visible = match (book.record_of(command), command) {
            (Some(record), _) => query::visible(self.tx, &scope, &record)?,
            (None, Command::Meeting { meeting: Some(m), .. }) => {
                let committee = book.meetings.get(m).and_then(|m| self.organ.committees.get(&m.committee));
                committee.is_some_and(|c| c.has(&person) || c.secretary == person)
            }
            _ => true,
        };
        if let Command::Record { act: RecordCommand::Link { other, .. }, .. } = command
            && !query::visible(self.tx, &scope, other)?
        {
            return Err(Rule::NoSuchMatter.into());
        }
        checkpoints::heads_are_ours(self.tx, self.organ, command)?;
        let fresh = self.fresh(&decisions_of(&book, command))?;
        let asked = Asked { now: self.now, actor, fresh: &fresh };
        let state = book.state(command, visible);
        let event = decide(&state, &asked, command)?;
        let matter = target(command).unwrap_or(fresh.matter);
        let seen = match command {
            Command::Record { act, .. } => act.seen().cloned(),
            _ => None,
        };
        Ok((book, matter, seen, event))
    }

    pub fn take(
        &mut self,
        actor: &Actor,
        command: &Command,
        id: Uuid,
        materials: &Materials,
        pen: &Pen<'_>,
    ) -> Result<Receipt, Trouble> {
        let person = me(actor)?.clone();
        let (mut book, matter, seen, event) = self.decided(actor, command, materials)?;
        let about = About { matter, seen: seen.as_ref(), command: id, event: &event };
        let hand = self.sign(&book, &person, &about, pen)?;
        let entry = self.write_signed(&mut book, actor, matter, seen, id, event.clone(), hand)?;
        self.project(&book, command, &event)?;
        Ok(self.receipt(&book, &entry, &event, matter, false, &person))
    }

    /// The matters a decision looks at, and those whose rows it changes.
    fn load(&self, command: &Command) -> Result<Book, Trouble> {
        let tx: &Tx<'_> = self.tx;
        let mut records = Vec::new();
        let mut meetings = Vec::new();
        let record_of = |id: &MatterId| -> Result<Option<MatterId>, Fault> {
            Ok(query::by_id(tx, id)?.and_then(|m| m.record))
        };
        match command {
            Command::Organ(_) | Command::Evidence(_) => {}
            Command::Record { record, act } => {
                records.extend(*record);
                if let RecordCommand::Link { other, .. } = act {
                    records.push(*other);
                }
            }
            Command::Escalation { escalation: Some(id), .. } | Command::Item { item: Some(id), .. } => {
                records.extend(record_of(id)?);
            }
            Command::Escalation { act: escalation::EscalationCommand::Start { record, .. }, .. } => {
                records.push(*record)
            }
            Command::Item { act: ItemCommand::Apply { application }, .. } => {
                records.push(application.record);
            }
            Command::Meeting { meeting: Some(id), .. } => meetings.push(*id),
            Command::Escalation { .. } | Command::Item { .. } | Command::Meeting { .. } => {}
        }
        if let Command::Item { act: ItemCommand::Place { meeting }, .. } = command {
            meetings.push(*meeting);
        }
        for m in &meetings {
            records.extend(query::records_of_meeting(tx, m)?);
        }
        let mut all = meetings;
        for r in &records {
            all.extend(query::family(tx, r)?);
        }
        Ok(fold::book(tx, self.organ, &all)?)
    }

    fn fresh(&mut self, decisions: &str) -> Result<Fresh, Trouble> {
        let year = when::local(self.now).year();
        let mut random = [0; 5];
        self.ids.fill(&mut random)?;
        Ok(Fresh {
            matter: MatterId(uuid_v7(self.now, self.ids)?),
            ref_: Ref::from_random(random),
            next_number: tables::next_in_series(self.tx, "record", year)?,
            next_decision: tables::next_in_series(self.tx, decisions, year)?,
            year,
        })
    }

    pub(super) fn command_id(&mut self) -> Result<Uuid, Fault> {
        uuid_v7(self.now, self.ids)
    }

    /// As [`Self::write_signed`], for acts that nobody signs.
    pub fn write(
        &mut self,
        book: &mut Book,
        actor: &Actor,
        matter: MatterId,
        seen: Option<Revision>,
        command: Uuid,
        act: Event,
    ) -> Result<log::Entry, Trouble> {
        self.write_signed(book, actor, matter, seen, command, act, None)
    }

    /// Serialises once, appends, notes in the index, folds into the book.
    #[allow(clippy::too_many_arguments, reason = "one argument for each part of an event's body")]
    fn write_signed(
        &mut self,
        book: &mut Book,
        actor: &Actor,
        matter: MatterId,
        seen: Option<Revision>,
        command: Uuid,
        act: Event,
        hand: Option<HandSignature>,
    ) -> Result<log::Entry, Trouble> {
        let body = Body {
            v: 1,
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
        let entry = log::append(self.tx, LogId::Acts, self.now - self.behind, &salt, &text)?;
        let (seq, at) = (entry.header.seq, entry.header.time_ms);
        tables::index(self.tx, seq, at, &body)?;
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

    fn project(&self, book: &Book, command: &Command, event: &Event) -> Result<(), Trouble> {
        if tables::touches_everything(event) {
            if let Some(whole) = fold::whole_book(self.tx, |_, _, _| Ok(()))? {
                tables::project_all(self.tx, &whole)?;
            }
            return Ok(());
        }
        if matches!(command, Command::Evidence(_)) {
            return Ok(());
        }
        if matches!(command, Command::Organ(_)) {
            return Ok(tables::project_proposals(self.tx, self.organ)?);
        }
        for record in book.records.keys() {
            tables::project_family(self.tx, book, record)?;
        }
        for meeting in book.meetings.values() {
            tables::project_meeting(self.tx, book, meeting)?;
        }
        Ok(())
    }

    fn receipt(
        &self,
        book: &Book,
        entry: &log::Entry,
        event: &Event,
        matter: MatterId,
        repeated: bool,
        person: &crate::domain::ids::PersonId,
    ) -> Receipt {
        let record = book.records.get(&matter);
        let ref_ = ref_of(book, &matter)
            .cloned()
            .or_else(|| query::by_id(self.tx, &matter).ok().flatten().map(|m| m.ref_));
        Receipt {
            kind: event.kind(),
            ref_,
            matter,
            seq: entry.header.seq,
            at: entry.header.time_ms,
            revision: Revision(entry.leaf.revision()),
            leaf: hex::encode(&entry.leaf.0),
            check_code: check_code(&entry.leaf),
            record_no: record.filter(|r| &r.recorder == person).and_then(|r| r.number.clone()),
            repeated,
            signed: None,
        }
    }

    /// The receipt of a command that was taken before, for whoever gave it; a command id is no key to
    /// other people's receipts.
    fn old_receipt(&self, seq: u64, actor: &Actor, command: &Command) -> Result<Receipt, Trouble> {
        let stored =
            log::entry(self.tx, LogId::Acts, seq)?.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?;
        let body = fold::body(&stored.body)?;
        let same_matter = target(command).is_none_or(|id| id == body.matter);
        if body.actor != actor.name || !same_matter || area(command) != area_of(&body.act) {
            return Err(Rule::SameCommandOtherContent.into());
        }
        let book = fold::book(self.tx, self.organ, &[body.matter])?;
        let nobody = crate::domain::ids::PersonId(String::new());
        let person = match &body.actor {
            crate::domain::event::ActorName::Person(p) => p,
            crate::domain::event::ActorName::Register => &nobody,
        };
        Ok(self.receipt(&book, &stored.entry, &body.act, body.matter, true, person))
    }
}

/// The series in which a decision on this command would be numbered.
pub(super) fn decisions_of(book: &Book, command: &Command) -> String {
    let item = match command {
        Command::Item { item: Some(id), .. } => book.items.get(id),
        _ => None,
    };
    let body = item.and_then(|i| book.organ.committees.get(&i.committee));
    tables::decisions_of(body.map_or("", |c| c.name.as_str()))
}

/// The first sixty bits of a leaf in characters that are not mistaken for each other.
pub fn check_code(leaf: &Hash) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = leaf.0[..8].iter().fold(0u64, |acc, b| (acc << 8) | u64::from(*b)) >> 4;
    let letter = |i: u32| char::from(LETTERS[(bits >> (55 - 5 * i) & 31) as usize]);
    (0..12).flat_map(|i| (i > 0 && i % 4 == 0).then_some('-').into_iter().chain([letter(i)])).collect()
}

fn area(command: &Command) -> u8 {
    match command {
        Command::Organ(_) => 0,
        Command::Record { .. } => 1,
        Command::Escalation { .. } => 2,
        Command::Item { .. } => 3,
        Command::Meeting { .. } => 4,
        Command::Evidence(_) => 5,
    }
}

fn area_of(event: &Event) -> u8 {
    match event {
        Event::Organ(_) => 0,
        Event::Record(_) => 1,
        Event::Escalation(_) => 2,
        Event::Item(_) => 3,
        Event::Meeting(_) => 4,
        Event::Evidence(_) => 5,
    }
}

pub(super) fn target(command: &Command) -> Option<MatterId> {
    match command {
        Command::Organ(OrganCommand::Propose { .. }) | Command::Evidence(_) => None,
        Command::Organ(OrganCommand::Confirm { proposal } | OrganCommand::Refuse { proposal, .. }) => {
            Some(*proposal)
        }
        Command::Record { record, .. } => *record,
        Command::Escalation { escalation, .. } => *escalation,
        Command::Item { item, .. } => *item,
        Command::Meeting { meeting, .. } => *meeting,
    }
}

/// An event never names bytes that are not on the disk.
pub(super) fn materials_are_there(command: &Command, materials: &Materials) -> Result<(), Trouble> {
    let kept = |hash: &str| Hash::from_hex(hash).is_some_and(|h| materials.has(&h));
    // Without its paper an absent member's vote would be the secretary's word.
    if let Command::Item { act: ItemCommand::WrittenVote { material, .. }, .. } = command
        && !kept(material.trim())
    {
        return Err(No::Wrong(vec![Problem::new("attachments.hash", Flaw::Missing, "")]).into());
    }
    let named: Vec<&Attachment> = match command {
        Command::Record { act, .. } => match act {
            RecordCommand::Submit { text } | RecordCommand::Amend { text, .. } => {
                text.attachments.iter().collect()
            }
            RecordCommand::Attach { attachment, .. } => vec![attachment],
            RecordCommand::ProposeChange { change, .. } => match change {
                ChangeDraft::Supplement { attachments, .. } => attachments.iter().collect(),
                ChangeDraft::Correction { text } => text.attachments.iter().collect(),
            },
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    for a in named {
        if !a.hash.as_ref().is_none_or(|h| kept(h)) {
            return Err(No::Wrong(vec![Problem::new("attachments", Flaw::Missing, &a.title)]).into());
        }
    }
    Ok(())
}

/// A matter that this person may not see is one that never was.
pub(super) fn no_such() -> Trouble {
    Refusal::of(Rule::NoSuchMatter).into()
}
