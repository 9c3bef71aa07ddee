//! One command, one event, one transaction.

use super::clock::{Ids, OsRandom};
use super::desk::{Desk, Known, there};
use super::directory::stands_before;
use super::door::only_text;
use super::outcome::Fate;
use super::reached::Reached;
use super::receipts::first_of;
use super::signing::Pen;
use super::space::is_full;
use super::{Fault, Office, Receipt, Trouble, me, rollback};
use crate::domain::command::{Actor, Command};
use crate::domain::ids::Millis;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::store::contract::Moment;
use uuid::Uuid;

/// How often what a change reaches is read before the lock, while others change the organ meanwhile.
const TRIES: usize = 3;

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

    /// Once it was read what it reaches; again where the organ changed meanwhile, and the last time without.
    fn act_once(
        &mut self,
        actor: &Actor,
        command: &Command,
        id: Uuid,
        pen: &Pen<'_>,
    ) -> Result<Receipt, Trouble> {
        for _ in 0..TRIES {
            let Some(read) = self.read_what_it_reaches(actor, command)? else { break };
            let mut outdated = false;
            let done = self.act_when_read(actor, command, id, pen, Some((read, &mut outdated)));
            if !outdated {
                return done;
            }
        }
        self.act_when_read(actor, command, id, pen, None)
    }

    fn act_when_read(
        &mut self,
        actor: &Actor,
        command: &Command,
        id: Uuid,
        pen: &Pen<'_>,
        read: Option<(Reached, &mut bool)>,
    ) -> Result<Receipt, Trouble> {
        self.called(actor);
        // Whatever lies outside the database is looked at before the lock is taken.
        let there = there(command, &self.materials);
        self.load_key()?;
        let wall = self.clock.now();
        let before = (self.organ.clone(), self.organ_seq);
        let rolled_back = self.rolled_back.clone();
        if !rollback::is_ours(command, rolled_back.as_ref()) {
            return Err(Rule::NotNow.into());
        }
        let (organ, organ_seq) = (&mut self.organ, &mut self.organ_seq);
        let (dir, log_key) = (self.register.dir().to_owned(), &mut self.log_key);
        // What was given out to be signed was judged then, maybe by another process.
        let brought = (!matches!(pen, Pen::Given { .. })).then_some(&self.brought);
        let materials = Known { there: &there, brought };
        let (ids, full) = (&mut *self.ids, &mut self.full);
        let (aside, spoken) = (&mut self.aside, self.spoken.as_ref());
        let enters_once = self.enters_once;
        let was_full = full.is_over();
        let taken = self.register.write(|tx| {
            let mut desk = Desk { tx, organ, organ_seq, ids, now: wall, behind: 0, reached: None };
            let believed = desk.open_day()?;
            if let Some((read, outdated)) = read {
                *outdated = read.organ_seq != *desk.organ_seq;
                if *outdated {
                    // Nothing is written, and it is read once more.
                    return Err(Rule::NotNow.into());
                }
                desk.reached = Some(read);
            }
            if was_full {
                desk.tell_full(full)?;
            }
            if let Some(line) = spoken
                && let Some(seq) = line.became(tx, log_key.as_deref(), me(actor)?, line.id == id)?
            {
                let seq = seq.ok_or(Rule::SameCommandOtherContent)?;
                return first_of(tx, desk.organ, seq, me(actor)?);
            }
            if let Some(seq) = tx.of_command(&id)? {
                return desk.old_receipt(seq, actor, command);
            }
            // Within the lock, for another process of his may be entering it at this moment.
            if let Some(text) = command.hands_in_anew()
                && enters_once
                && let Some((_, stands)) = stands_before(tx, desk.organ, me(actor)?, text, None)?.first()
            {
                return Err(No::Wrong(vec![Problem::new("record", Flaw::WrittenBefore, &stands.0)]).into());
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
            desk.own_key(&dir, log_key, aside)?;
            let receipt = desk.take(actor, command, id, &materials, pen)?;
            if let Some(line) = spoken {
                line.keep(tx, log_key.as_deref(), me(actor)?, receipt.at, Some(receipt.seq))?;
            }
            Ok(receipt)
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
            self.register.note_heads(true);
        }
        // Nobody is told that it is done before it is on the disk and signed.
        taken.and_then(|receipt| self.signed(receipt))
    }

    /// Whether a new record of what the same recorder entered before is refused from now on.
    pub fn enter_once(&mut self, once: bool) {
        self.enters_once = once;
    }

    /// What is due is written by the register itself; returns how many acts that were.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn tick(&mut self) -> Result<usize, Trouble> {
        let wall = self.clock.now();
        let stands = self.rolled_back.as_ref().is_none_or(|r| rollback::is_acknowledged(&self.organ, r));
        let was_full = self.full.is_over();
        if !stands || !was_full && self.register.db().silent(wall)?.is_empty() {
            return Ok(0);
        }
        let (organ, organ_seq) = (&mut self.organ, &mut self.organ_seq);
        let (ids, full) = (&mut *self.ids, &mut self.full);
        let done = self.register.write(|tx| {
            let mut desk = Desk { tx, organ, organ_seq, ids, now: wall, behind: 0, reached: None };
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

    /// As [`Self::tick`], before something is shown. A disk that takes nothing keeps nobody from reading:
    /// what is due is then written when it can be.
    pub(super) fn write_what_is_due(&mut self) -> Result<(), Trouble> {
        match self.tick() {
            Err(Trouble::Fault(Fault::Full | Fault::ReadOnly)) => Ok(()),
            done => done.map(drop),
        }
    }

    /// An id for a command that is to be handed in later, maybe twice.
    ///
    /// # Errors
    /// The machine gives no random bytes.
    pub fn fresh_command(&self) -> Result<Uuid, Fault> {
        uuid_v7(self.clock.now(), &mut OsRandom)
    }

    /// Whether a command with this id has become an act.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn was_taken(&self, command: &Uuid) -> Result<bool, Fault> {
        Ok(self.register.db().of_command(command)?.is_some())
    }

    /// Whom those are told who wait for this session.
    pub(super) fn called(&mut self, actor: &Actor) {
        let name = actor.id().map(|id| self.organ.name_of(id)).unwrap_or_default();
        self.register.called(&name);
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

/// A matter that this person may not see is one that never was.
pub(super) fn no_such() -> Trouble {
    Refusal::of(Rule::NoSuchMatter).into()
}
