//! People's signatures under their acts: the passphrase that opens a person's own key, the text that
//! is signed on his own machine, and the one place where the least level is asked for.

use super::Challenge;
use super::desk::Desk;
use super::fold;
use super::{Fault, LogId, Office, Receipt, Trouble, me};
use crate::domain::book::Book;
use crate::domain::command::{Actor, Command};
use crate::domain::event::{ActorName, Event, HandSignature, VERSION};
use crate::domain::ids::{MatterId, Millis, PersonId, Revision};
use crate::domain::organ::{KeyLine, KeyUse, Organ, OrganChange, OrganCommand, ProposalState, Role, Unit};
use crate::domain::read::Read;
use crate::domain::refusal::{No, Refusal, Rule};
use crate::domain::signature::{Signed, takes_himself_out};
use crate::signing::{NotGood, Occasion, Received, Said, Secret, SigningKey, Under, said, seal, sshsig};
use crate::store::contract::Moment;
use crate::store::own_keys::{OwnKeys, Sealed, Tries, Which};
use serde::Serialize;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How long a text may wait for its signature.
pub(super) const WAITS: Millis = 15 * 60_000;

/// What a person gives with an act.
#[derive(Clone, Debug)]
pub enum Hand {
    /// Nothing but the act itself.
    Bare,
    /// His own passphrase, which opens his own key for this one signature.
    Passphrase(Secret),
}

/// What signs inside the transaction; opening a seal takes too long to be done there.
pub(super) enum Pen<'a> {
    None,
    Own(&'a SigningKey),
    /// A signature made elsewhere over a text that was given out before.
    Given {
        occasion: &'a Occasion,
        text: &'a str,
        signature: &'a Received,
    },
}

/// Whether a key could sign for a person now, and of which use it is.
///
/// # Errors
/// Whose key it is instead, that it was revoked, or that nobody knows it.
pub(super) fn key_in_force(
    organ: &Organ,
    fingerprint: &str,
    person: &PersonId,
) -> Result<(KeyUse, String), Refusal> {
    match organ.keys.get(fingerprint) {
        None => Err(Refusal::with(Rule::KeyUnknown, fingerprint)),
        Some(k) if &k.person != person => Err(Refusal::with(Rule::KeyOfAnother, fingerprint)),
        Some(k) if k.revoked.is_some() => Err(Refusal::with(Rule::KeyRevoked, fingerprint)),
        Some(k) => Ok((k.use_, k.line.clone())),
    }
}

/// How far a person's passphrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Passphrase {
    Unset,
    /// Chosen; an administrator has yet to confirm the key it opens.
    Waits,
    Set,
}

impl Passphrase {
    /// Its name in the words of the page about oneself.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unset => "passphrase_unset",
            Self::Waits => "passphrase_waits",
            Self::Set => "passphrase_set",
        }
    }
}

impl Office {
    /// How far this person's passphrase is.
    pub fn passphrase_of(&self, person: &PersonId) -> Passphrase {
        if self.has_own_key(person) {
            return Passphrase::Set;
        }
        let mut open = self.organ.proposals.values().filter(|p| p.state == ProposalState::Proposed);
        match open.any(|p| matches!(p.change.key(), Some((whose, KeyUse::Own, _)) if whose == *person)) {
            true => Passphrase::Waits,
            false => Passphrase::Unset,
        }
    }

    /// Whether this person's office will ask for his hand, the rules for level 1, and he has chosen no
    /// passphrase yet.
    pub fn lacks_passphrase(&self, person: &PersonId) -> bool {
        let organ = &self.organ;
        let holds = |all: &[Role]| all.iter().any(|r| organ.has_role(person, *r));
        let sits = organ.committees.values().any(|c| c.has(person));
        let keeps = organ.committees.values().any(|c| &c.secretary == person);
        let heads = |u: &Unit| [&u.head, &u.vice_chief].into_iter().flatten().any(|p| p == person);
        let decides = keeps || holds(&[Role::Chf]) || organ.units.values().any(heads);
        let confirms = holds(&[Role::Cus, Role::Dis, Role::Dish]);
        let rules = &organ.policy.signature;
        let asked = [
            (rules.confirm, confirms),
            (rules.vote, sits),
            (rules.decision, decides),
            (rules.change, self.is_administrator(person)),
        ];
        !organ.training && asked.contains(&(1, true)) && self.passphrase_of(person) == Passphrase::Unset
    }

    /// Whether this person's passphrase can sign: the sealed key is here and its public half in force.
    pub fn has_own_key(&self, person: &PersonId) -> bool {
        matches!(self.own_key(person), Ok(Some(_)))
    }

    /// The level a face should see to before it hands this command in: the organ's least one, or 1
    /// where the person has a key of his own. 0 for what is not signed.
    pub fn level_wanted(&self, actor: &Actor, command: &Command) -> u8 {
        let Some(person) = actor.id() else { return 0 };
        let signed = has_signed(self.register.db(), recusal_of(command), person).unwrap_or(true);
        let Some(least) = Signed::least_for(command, &self.organ, person, signed) else { return 0 };
        // Whoever can sign does, where a hand is asked for at all.
        let spared = least == 0 && matches!(command, Command::Organ(_)) && !self.organ.training;
        if spared { 0 } else { least.max(u8::from(self.has_own_key(person))) }
    }

    /// Takes one command with a person's hand under it.
    ///
    /// # Errors
    /// As [`Office::act`]; [`Rule::PassphraseUnset`], [`Rule::PassphraseWrong`],
    /// [`Rule::TooManyFailures`]; [`Rule::SignatureMissing`] where the organ asks for a higher level.
    pub fn act_signed(&mut self, actor: &Actor, command: &Command, hand: Hand) -> Result<Receipt, Trouble> {
        self.act_signed_as(actor, command, hand, None)
    }

    /// As [`Self::act_signed`], with the command's own id where there is one.
    ///
    /// # Errors
    /// As [`Self::act_signed`].
    pub fn act_signed_as(
        &mut self,
        actor: &Actor,
        command: &Command,
        hand: Hand,
        id: Option<Uuid>,
    ) -> Result<Receipt, Trouble> {
        let id = id.map_or_else(|| self.command_id(), Ok)?;
        match hand {
            Hand::Passphrase(secret) if Signed::of_command(command).is_some() => {
                let key = self.unlock(actor, &secret)?;
                self.act_with(actor, command, id, &Pen::Own(&key))
            }
            _ => match self.act_with(actor, command, id, &Pen::None) {
                // Whoever has no passphrase yet is told so, rather than to type one.
                Err(Trouble::No(No::Refused(r)))
                    if r.rule == Rule::SignatureMissing
                        && r.detail == "1"
                        && !actor.id().is_some_and(|p| self.has_own_key(p)) =>
                {
                    Err(Rule::PassphraseUnset.into())
                }
                other => other,
            },
        }
    }

    /// Whether this is the person's passphrase. Wrong ones are counted, over restarts too, and noted
    /// in the log of reads.
    ///
    /// # Errors
    /// [`Rule::PassphraseUnset`], [`Rule::PassphraseWrong`], [`Rule::TooManyFailures`].
    pub fn check_passphrase(&mut self, actor: &Actor, secret: &Secret) -> Result<(), Trouble> {
        self.unlock(actor, secret).map(|_| ())
    }

    /// Makes a new key for the person, sealed by a passphrase, and proposes it; the one before stays
    /// in use until somebody else confirms the new one. Gives the new key's fingerprint too.
    ///
    /// # Errors
    /// [`Rule::PassphraseWeak`], [`Rule::OwnKeyStands`] where another key of his must sign it, or what
    /// stands against the proposal.
    pub fn set_passphrase(&mut self, actor: &Actor, secret: &Secret) -> Result<(Receipt, String), Trouble> {
        self.replace_passphrase(actor, None, secret)
    }

    /// As [`Self::set_passphrase`], signed with the key that the passphrase in use opens.
    ///
    /// # Errors
    /// As [`Self::set_passphrase`], and as [`Self::check_passphrase`] for the one in use.
    pub fn replace_passphrase(
        &mut self,
        actor: &Actor,
        old: Option<&Secret>,
        secret: &Secret,
    ) -> Result<(Receipt, String), Trouble> {
        secret.strong()?;
        let signs = self.signs_own_key(actor)?;
        // The same command would come to another key each time.
        let id = match self.spoken.as_ref().map(|line| line.id) {
            Some(id) => id,
            None => self.command_id()?,
        };
        if self.was_taken(&id)? {
            return Err(Rule::SameCommandOtherContent.into());
        }
        // Nothing is put in the place of what may already wait there before it is known that it goes.
        let by = match (old.filter(|_| signs > 0), signs) {
            (Some(old), _) => Some(self.unlock(actor, old)?),
            (None, 0) => None,
            (None, _) => return Err(Refusal::with(Rule::OwnKeyStands, self.obliging_key(me(actor)?)).into()),
        };
        let (command, fingerprint) = self.new_own_key(actor, secret)?;
        let pen = by.as_ref().map_or(Pen::None, Pen::Own);
        Ok((self.act_with(actor, &command, id, &pen)?, fingerprint))
    }

    /// Makes the new key and gives the text by which another key of his proposes it, signed on his own
    /// machine and handed in as every other.
    ///
    /// # Errors
    /// As [`Self::set_passphrase`], and as [`Office::challenge`].
    pub fn challenge_passphrase(&mut self, actor: &Actor, secret: &Secret) -> Result<Challenge, Trouble> {
        secret.strong()?;
        self.signs_own_key(actor)?;
        let (command, _) = self.new_own_key(actor, secret)?;
        self.challenge(actor, &command)
    }

    /// The least level at which this person proposes another key of his own; 0 for his first.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn signs_own_key(&mut self, actor: &Actor) -> Result<u8, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let change = OrganChange::Key { person: person.clone(), use_: KeyUse::Own, key: String::new() };
        let command = Command::Organ(OrganCommand::Propose { change });
        Ok(Signed::least_for(&command, &self.organ, &person, false).unwrap_or(0))
    }

    /// The key in force by which another one of his is to be signed, to be named where it cannot sign.
    fn obliging_key(&self, person: &PersonId) -> String {
        let mut keys = [KeyUse::Own, KeyUse::Login].into_iter().flat_map(|u| self.organ.keys_of(person, u));
        keys.next().map(|k| k.fingerprint.clone()).unwrap_or_default()
    }

    /// A new key, sealed by a passphrase beside the one in use, and the act that proposes it.
    fn new_own_key(&mut self, actor: &Actor, secret: &Secret) -> Result<(Command, String), Trouble> {
        let person = me(actor)?.clone();
        let mut seed = Zeroizing::new([0; 32]);
        self.ids.fill(&mut *seed)?;
        let key = SigningKey::from_seed(&seed).map_err(broken)?;
        let public = key.public_line().map_err(broken)?;
        let sealed = seal::seal(&key, secret).map_err(|e| Fault::Damaged(e.to_string()))?;
        let keys = OwnKeys::of(self.dir());
        // A next key that was confirmed meanwhile is the one in use.
        if let Some((_, Which::Next)) = self.own_key(&person)? {
            keys.promote(person.as_str())?;
        }
        keys.put(person.as_str(), Which::Next, &Sealed { public: public.clone(), sealed })?;
        let change = OrganChange::Key { person, use_: KeyUse::Own, key: public };
        Ok((Command::Organ(OrganCommand::Propose { change }), key.fingerprint()))
    }

    /// Seals the same key by another passphrase; nothing of it is in the log.
    ///
    /// # Errors
    /// As [`Self::check_passphrase`], and [`Rule::PassphraseWeak`] for the new one.
    pub fn change_passphrase(&mut self, actor: &Actor, old: &Secret, new: &Secret) -> Result<(), Trouble> {
        let person = me(actor)?.clone();
        new.strong()?;
        let key = self.unlock(actor, old)?;
        let (kept, which) = self.own_key(&person)?.ok_or(Rule::PassphraseUnset)?;
        let sealed = seal::seal(&key, new).map_err(|e| Fault::Damaged(e.to_string()))?;
        let (keys, key) = (OwnKeys::of(self.dir()), Sealed { public: kept.public, sealed });
        let put = || keys.put(person.as_str(), which, &key);
        let Some(line) = self.spoken.clone() else { return Ok(put()?) };
        // In no log, and yet done once: its line is kept in the step in which the seal takes its place.
        self.load_key()?;
        let (log_key, now) = (self.log_key.clone(), self.now());
        self.register.write(|tx| {
            if line.became(tx, log_key.as_deref(), &person, false)?.is_none() {
                line.keep(tx, log_key.as_deref(), &person, now, None)?;
                put()?;
            }
            Ok(())
        })
    }

    /// The sealed key whose public half is in force for this person.
    fn own_key(&self, person: &PersonId) -> Result<Option<(Sealed, Which)>, Fault> {
        let keys = OwnKeys::of(self.dir());
        for which in [Which::Next, Which::Kept] {
            let Some(found) = keys.get(person.as_str(), which)? else { continue };
            let in_force = KeyLine::read(&found.public).is_ok_and(|k| {
                matches!(key_in_force(&self.organ, &k.fingerprint, person), Ok((KeyUse::Own, _)))
            });
            if in_force {
                return Ok(Some((found, which)));
            }
        }
        Ok(None)
    }

    /// Opens the person's own key. The try is counted before it is made, so that ending the program
    /// in between wins nobody another one.
    fn unlock(&mut self, actor: &Actor, secret: &Secret) -> Result<SigningKey, Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let (kept, _) = self.own_key(&person)?.ok_or(Rule::PassphraseUnset)?;
        let now = self.now();
        let session = &self.organ.policy.session;
        let (most, minutes) = (session.failed_attempts.max(1), Millis::from(session.failed_lock_minutes));
        let keys = OwnKeys::of(self.dir());
        let waits = keys.tries(person.as_str(), |t| {
            let until = t.at_ms.saturating_add(minutes * 60_000);
            match t.failed >= most {
                true if now < until => (t, Some((until - now + 59_999) / 60_000)),
                true => (Tries { failed: 1, at_ms: now }, None),
                false => (Tries { failed: t.failed + 1, at_ms: now }, None),
            }
        })?;
        if let Some(minutes) = waits {
            return Err(Refusal::with(Rule::TooManyFailures, minutes.min(1_000_000)).into());
        }
        match seal::open(&kept.sealed, secret) {
            Ok(key) => {
                keys.tries(person.as_str(), |_| (Tries::default(), ()))?;
                Ok(key)
            }
            Err(seal::Shut::Wrong) => {
                let session = self.session.as_ref().map_or(MatterId(Uuid::nil()), |s| s.id);
                self.note(actor, session, Read::UnlockFailed)?;
                Err(Rule::PassphraseWrong.into())
            }
            Err(damaged) => Err(Fault::Damaged(damaged.to_string()).into()),
        }
    }
}

fn broken(why: NotGood) -> Fault {
    Fault::Damaged(why.to_string())
}

impl Desk<'_, '_> {
    /// Where an act of this moment would be signed.
    pub fn occasion(&self, nonce: Uuid) -> Result<Occasion, Trouble> {
        let founding = self.tx.founding();
        let head = self.tx.head(founding.alg, LogId::Acts)?;
        let looks = self.tx.head(founding.alg, LogId::Reads)?;
        let expires = (self.now + WAITS) / 1000 * 1000;
        let (size, root, reads) = (head.size, head.root, Some((looks.size, looks.root)));
        Ok(Occasion { register: founding.id, size, root, reads, nonce, expires })
    }

    /// The signature under an act about to be written. The only place where the least level is asked
    /// for: an act below it is not taken.
    pub fn sign(
        &mut self,
        book: &Book,
        person: &PersonId,
        act: &About<'_>,
        pen: &Pen<'_>,
    ) -> Result<Option<HandSignature>, Trouble> {
        let recused = takes_himself_out(act.event.row());
        let signed = has_signed(self.tx, recused.then_some(act.matter), person)?;
        let Some(wanted) = Signed::least_under(act.event, VERSION, self.organ, person, signed) else {
            return Ok(None);
        };
        let hand = match pen {
            Pen::None => None,
            Pen::Own(key) => Some(self.by_own_key(book, person, act, key)?),
            Pen::Given { occasion, .. } if self.now > occasion.expires => {
                return Err(Rule::ChallengeExpired.into());
            }
            Pen::Given { occasion, text, signature } => {
                let made = act.said(occasion, book, person).ok_or(Rule::ChallengeStale)?;
                // What was done since he took the text, he has not seen.
                let known = book.signed_after(&act.matter, act.event, VERSION) < Some(occasion.size);
                if made.text != *text || !known {
                    return Err(Rule::ChallengeStale.into());
                }
                let (level, _) = judge(self.organ, person, &made, signature)?;
                if level < 2 {
                    return Err(Refusal::with(Rule::KeyUnknown, signature.fingerprint()).into());
                }
                Some(HandSignature { level, signature: signature.armored().to_owned(), challenge: made.text })
            }
        };
        if hand.as_ref().map_or(0, |h| h.level) < wanted {
            return Err(Refusal::with(Rule::SignatureMissing, wanted).into());
        }
        if let Some(hand) = &hand {
            super::checkpoints::signs_once(self.tx, self.organ, act.event, hand)?;
        }
        Ok(hand)
    }

    fn by_own_key(
        &self,
        book: &Book,
        person: &PersonId,
        act: &About<'_>,
        key: &SigningKey,
    ) -> Result<HandSignature, Trouble> {
        let occasion = self.occasion(act.command)?;
        let made = act.said(&occasion, book, person).ok_or(Rule::HeadNotOurs)?;
        let armored = sshsig::sign(key, made.kind.namespace(), &made.text).map_err(broken)?;
        // Read back as anybody else would: what the log keeps has been checked.
        let received = Received::read(&armored).map_err(broken)?;
        let (level, _) = judge(self.organ, person, &made, &received)?;
        Ok(HandSignature { level, signature: received.armored().to_owned(), challenge: made.text })
    }
}

/// The record from which somebody takes himself out.
fn recusal_of(command: &Command) -> Option<MatterId> {
    let (_, record) = command.of_kind().filter(|_| takes_himself_out(command.row()))?;
    record
}

/// Whether a signature of this person's stands under any act on a record or what hangs on it.
fn has_signed(db: &impl Moment, record: Option<MatterId>, person: &PersonId) -> Result<bool, Fault> {
    let Some(record) = record else { return Ok(false) };
    for seq in db.seqs(&db.family(&record)?)? {
        let Some(stored) = db.entry(LogId::Acts, seq)? else { continue };
        let body = fold::body(&stored.body)?;
        if body.hand.is_some() && body.actor == ActorName::Person(person.clone()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An act about to be written, as far as its text depends on it.
pub(super) struct About<'a> {
    pub matter: MatterId,
    pub seen: Option<&'a Revision>,
    pub command: Uuid,
    pub event: &'a Event,
}

impl About<'_> {
    pub fn said(&self, on: &Occasion, book: &Book, person: &PersonId) -> Option<Said> {
        let ref_ = book.ref_of(&self.matter);
        let (matter, seen, event) = (&self.matter, self.seen, self.event);
        let settles = event.settles(&book.organ);
        said(on, &Under { matter, ref_, person, seen, event, v: VERSION, settles })
    }
}

/// Whether a signature is this person's over this text by a key in force; its level, and the key's use.
///
/// # Errors
/// What is wrong with key, namespace or signature, the first of them.
pub(super) fn judge(
    organ: &Organ,
    person: &PersonId,
    said: &Said,
    signature: &Received,
) -> Result<(u8, KeyUse), Refusal> {
    let (use_, line) = key_in_force(organ, &signature.fingerprint(), person)?;
    let facts = signature.check(&line, said.kind.namespace(), &said.text)?;
    Ok((if use_ == KeyUse::Own { 1 } else { facts.level() }, use_))
}
