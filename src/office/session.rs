//! A session over SSH: its beginning, its end, and what the person is told about both. Every one of
//! them is in the log of reads; who is in at this moment is told by files with locks.

use super::act::uuid_v7;
use super::desk::{Desk, Happened};
use super::read::note_in;
use super::{Fault, LogId, Office, Trouble, fold, me};
use crate::domain::book::Book;
use crate::domain::command::Actor;
use crate::domain::event::{Event, Means};
use crate::domain::evidence::{Alert, EvidenceEvent};
use crate::domain::ids::{MatterId, Millis, PersonId};
use crate::domain::read::Read;
use crate::domain::record::local_time;
use crate::domain::refusal::{Refusal, Rule};
use crate::store::contract::Moment;
use crate::store::cuts::{self, Cut};
use crate::store::sessions::{self, SessionFile};
use serde::Serialize;
use std::collections::BTreeSet;

/// How a session came in, as sshd says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFacts {
    pub address: String,
    pub fingerprint: String,
}

/// When and how this person signed in before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastSignIn {
    #[serde(with = "local_time")]
    pub at: Millis,
    pub address: String,
    pub fingerprint: String,
}

/// Another session of the same person that is open now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherSession {
    #[serde(with = "local_time")]
    pub since: Millis,
    pub address: String,
}

/// The first words to somebody who has come in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Greeting {
    pub last: Option<LastSignIn>,
    /// Sign-ins refused and wrong passphrases since then.
    pub failures: u32,
    pub others: Vec<OtherSession>,
    /// What he began to send last time and did not send to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
}

/// The session of this process.
pub(super) struct Running {
    pub(super) id: MatterId,
    file: sessions::Open,
    facts: SessionFacts,
    since: Millis,
    pub(super) greeting: Greeting,
}

impl Office {
    /// Begins the session of whoever signed in. It is in the log before anything is shown.
    ///
    /// # Errors
    /// [`Rule::TooManySessions`], which is noted as a refused sign-in, or a fault.
    pub fn begin_session(&mut self, actor: &Actor, facts: &SessionFacts) -> Result<Greeting, Trouble> {
        let person = me(actor)?.clone();
        if let Some(running) = &self.session {
            return Ok(running.greeting.clone());
        }
        self.called(actor);
        let wall = self.clock.now();
        let dir = self.register.dir().to_owned();
        let before = (self.organ.clone(), self.organ_seq);
        let (organ, organ_seq) = (&mut self.organ, &mut self.organ_seq);
        let ids = &mut *self.ids;
        let begun = self.register.write(|tx| {
            let mut desk = Desk { tx, organ, organ_seq, ids, now: wall, behind: 0, reached: None };
            desk.open_day()?;
            let found = sessions::look(&dir)?;
            desk.note_ends(&found.dead)?;
            let greeting = greeting(desk.tx, &person, &found.alive, None)?;
            let id = MatterId(uuid_v7(wall, desk.ids)?);
            let most = desk.organ.policy.session.max_sessions;
            if greeting.others.len() >= most as usize {
                desk.refuse(actor, id, facts, Rule::TooManySessions)?;
                return Ok((found, Err(greeting.others.len())));
            }
            let file = SessionFile {
                id: id.0,
                person: person.clone(),
                means: actor.means.clone(),
                fingerprint: facts.fingerprint.clone(),
                address: facts.address.clone(),
                since: wall,
            };
            let open = sessions::begin(&dir, &file)?;
            let noted = desk
                .note(
                    actor,
                    id,
                    Read::SessionBegan {
                        address: facts.address.clone(),
                        fingerprint: facts.fingerprint.clone(),
                    },
                )
                .and_then(|()| desk.two_addresses(&person, facts, &found.alive));
            match noted {
                Ok(()) => {
                    let (facts, since) = (facts.clone(), wall);
                    Ok((found, Ok(Running { id, file: open, facts, since, greeting })))
                }
                Err(trouble) => {
                    // What the log does not know of is no session.
                    open.close()?;
                    Err(trouble)
                }
            }
        });
        if begun.is_err() {
            (self.organ, self.organ_seq) = before;
        }
        let (found, begun) = begun?;
        // Their ends are in the log now.
        found.dead.iter().try_for_each(|s| sessions::clear(&dir, s))?;
        let mut running = begun.map_err(|n| Refusal::with(Rule::TooManySessions, n))?;
        running.greeting.cut = cuts::look(&dir, actor.id().map_or("", PersonId::as_str));
        let greeting = running.greeting.clone();
        self.session = Some(running);
        Ok(greeting)
    }

    /// Notes that a line of this person's was cut off and nothing of it was kept, so that the next one can
    /// say so. Best done: where it cannot be, he sees that nothing is there.
    pub fn note_cut(&mut self, actor: &Actor, what: &str) {
        let cut = Cut { at: self.clock.now(), what: what.to_owned() };
        let _ = cuts::note(self.register.dir(), actor.id().map_or("", PersonId::as_str), &cut);
    }

    /// What was cut off before was told to this person.
    pub fn cut_is_told(&mut self, actor: &Actor) {
        let _ = cuts::told(self.register.dir(), actor.id().map_or("", PersonId::as_str));
    }

    /// Ends the session of this process: `left`, `idle`, `too_long`, `hang_up`. Without a session
    /// nothing is to be done.
    ///
    /// # Errors
    /// A fault of the file; the session's end is then noted by the next one that begins.
    pub fn end_session(&mut self, actor: &Actor, how: &str) -> Result<(), Trouble> {
        let Some(running) = self.session.take() else { return Ok(()) };
        self.note(actor, running.id, Read::SessionEnded { how: how.to_owned() })?;
        Ok(running.file.close()?)
    }

    /// A key that authenticated and is let no further. It is noted for the person whose key it is or
    /// was; a key that nobody ever had is noted by its fingerprint.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn sign_in_refused(&mut self, facts: &SessionFacts, why: Rule) -> Result<(), Trouble> {
        let wall = self.clock.now();
        let (organ, organ_seq) = (&mut self.organ, &mut self.organ_seq);
        let ids = &mut *self.ids;
        self.register.write(|tx| {
            let mut desk = Desk { tx, organ, organ_seq, ids, now: wall, behind: 0, reached: None };
            desk.open_day()?;
            let means = Means::SshKey(facts.fingerprint.clone());
            let actor = match desk.organ.keys.get(&facts.fingerprint) {
                Some(key) => Actor::person(&key.person, means),
                None => Actor { means, ..Actor::register() },
            };
            let id = MatterId(uuid_v7(wall, desk.ids)?);
            desk.refuse(&actor, id, facts, why)
        })
    }

    /// What was said at the beginning of this process's session; none where it has none.
    pub fn greeting(&self) -> Option<&Greeting> {
        self.session.as_ref().map(|s| &s.greeting)
    }

    /// How and when this process's session came in.
    pub fn session_facts(&self) -> Option<(&SessionFacts, Millis)> {
        self.session.as_ref().map(|s| (&s.facts, s.since))
    }
}

impl Desk<'_, '_> {
    fn note(&mut self, actor: &Actor, matter: MatterId, read: Read) -> Result<(), Trouble> {
        note_in(self.tx, self.ids, self.now, actor, matter, read)
    }

    fn refuse(
        &mut self,
        actor: &Actor,
        id: MatterId,
        facts: &SessionFacts,
        why: Rule,
    ) -> Result<(), Trouble> {
        let (address, fingerprint) = (facts.address.clone(), facts.fingerprint.clone());
        let why = why.code().to_owned();
        self.note(actor, id, Read::SignInRefused { address, fingerprint, why })
    }

    /// A process that is gone could not say so itself.
    fn note_ends(&mut self, dead: &[SessionFile]) -> Result<(), Trouble> {
        for s in dead {
            let id = MatterId(s.id);
            if !self.tx.session_ended(&id)? {
                let actor = Actor::person(&s.person, s.means.clone());
                self.note(&actor, id, Read::SessionEnded { how: "lost".to_owned() })?;
            }
        }
        Ok(())
    }

    /// One key in use from two addresses at once is an alarm; one alarm while it lasts.
    fn two_addresses(
        &mut self,
        person: &PersonId,
        facts: &SessionFacts,
        alive: &[SessionFile],
    ) -> Result<(), Trouble> {
        let same_key = alive.iter().filter(|s| s.fingerprint == facts.fingerprint);
        let mut addresses: BTreeSet<String> = same_key.map(|s| s.address.clone()).collect();
        if addresses.is_empty() || !addresses.insert(facts.address.clone()) {
            return Ok(());
        }
        let alert = Alert::TwoAddresses {
            person: person.clone(),
            fingerprint: facts.fingerprint.clone(),
            addresses: addresses.into_iter().collect(),
        };
        let mut book = Book::new(self.organ.clone());
        let (matter, command) = (uuid_v7(self.now, self.ids)?, uuid_v7(self.now, self.ids)?);
        let event = Event::Evidence(EvidenceEvent::Alerted { alert });
        self.write(&mut book, &Actor::register(), Happened::of(MatterId(matter), command, event))?;
        Ok(())
    }
}

/// The last sign-in in the log, what failed after it, and who of `alive` is this person elsewhere.
pub(super) fn greeting(
    db: &impl Moment,
    person: &PersonId,
    alive: &[SessionFile],
    this: Option<MatterId>,
) -> Result<Greeting, Trouble> {
    let seq = db.last_look(person, "session_began")?;
    let last = seq.map(|seq| last_sign_in(db, seq)).transpose()?;
    let mut failures = 0;
    for kind in ["sign_in_refused", "unlock_failed"] {
        failures += db.looks_after(person, kind, seq)?;
    }
    let others = alive.iter().filter(|s| s.person == *person && this.is_none_or(|id| id.0 != s.id));
    let others = others.map(|s| OtherSession { since: s.since, address: s.address.clone() }).collect();
    Ok(Greeting { last, failures, others, cut: None })
}

fn last_sign_in(db: &impl Moment, seq: u64) -> Result<LastSignIn, Trouble> {
    let wrong = || Fault::Damaged(format!("read {seq}"));
    let stored = db.entry(LogId::Reads, seq)?.ok_or_else(wrong)?;
    match fold::read(&stored.body)?.read {
        Read::SessionBegan { address, fingerprint } => {
            Ok(LastSignIn { at: stored.entry.header.time_ms, address, fingerprint })
        }
        _ => Err(wrong().into()),
    }
}
