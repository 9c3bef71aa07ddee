//! Signing on one's own machine: the text goes out, the signature comes back, and then the act is
//! done, in one step or not at all.

use super::desk::{Desk, Known, there};
use super::door::only_text;
use super::signing::{About, Pen, key_in_force};
use super::{Fault, Office, Receipt, Trouble, me};
use crate::domain::command::{Actor, Command};
use crate::domain::ids::{Millis, PersonId, Revision};
use crate::domain::organ::KeyUse;
use crate::domain::record::local_time;
use crate::domain::refusal::{Refusal, Rule};
use crate::ledger::Hash;
use crate::signing::{NotGood, Occasion, Received, Said, Spoiled};
use crate::store::challenges::Challenges;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that waits for its signature.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Challenge {
    /// Of the command it stands for; handed in with the signature where several wait.
    pub id: Uuid,
    /// What `ssh-keygen -Y sign -n` is to be given.
    pub namespace: String,
    /// Exactly what is signed, its last newline included.
    pub text: String,
    #[serde(with = "local_time")]
    pub expires: Millis,
}

/// The same as it lies on the disk.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    id: Uuid,
    person: PersonId,
    namespace: String,
    text: String,
    size: u64,
    root: Hash,
    reads: Option<(u64, Hash)>,
    expires: Millis,
    /// What is done once it is signed; none when it was done.
    command: Option<Command>,
}

/// Texts of one person that wait at once; the oldest goes when there are more.
const MOST: usize = 32;
/// How long a used or expired text is remembered, to tell a second try what is wrong with it.
const REMEMBERED: Millis = 24 * 3_600_000;

impl Office {
    /// The text that this person would sign for this act now, kept until it is signed or too old.
    ///
    /// # Errors
    /// [`Rule::NothingToSign`], or whatever would stand against the act itself.
    pub fn challenge(&mut self, actor: &Actor, command: &Command) -> Result<Challenge, Trouble> {
        let person = me(actor)?.clone();
        only_text(command)?;
        // What is due is written first: the text names where the log stands.
        self.tick()?;
        let id = self.command_id()?;
        let (occasion, said, seen) = self.foreseen(actor, command, id)?;
        let kept = Kept {
            id,
            person,
            namespace: said.kind.namespace().to_owned(),
            text: said.text,
            size: occasion.size,
            root: occasion.root,
            reads: occasion.reads,
            expires: occasion.expires,
            // What is done later is done on the text that stands now, or not at all.
            command: Some(command.on_text(seen.as_ref())),
        };
        self.sweep(&kept)?;
        self.keep(&kept)?;
        Ok(kept.shown())
    }

    /// The texts of this person that wait for a signature, the oldest first.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn challenges(&mut self, actor: &Actor) -> Result<Vec<Challenge>, Trouble> {
        let (person, now) = (me(actor)?.clone(), self.now());
        let mut mine = self.kept(&person)?;
        mine.retain(|k| k.command.is_some() && now <= k.expires);
        Ok(mine.iter().map(Kept::shown).collect())
    }

    /// Takes a signature over one of the texts given to this person, and does the act it stands for.
    ///
    /// # Errors
    /// As [`Self::check_signature`], and whatever stands against the act.
    pub fn submit(&mut self, actor: &Actor, armored: &str, id: Option<Uuid>) -> Result<Receipt, Trouble> {
        let (kept, signature) = self.signed_text(actor, armored, id)?;
        let Some(command) = &kept.command else { return Err(Rule::ChallengeUnknown.into()) };
        let (register, nonce) = (self.founding().id, kept.id);
        let (size, root, reads, expires) = (kept.size, kept.root, kept.reads, kept.expires);
        let occasion = Occasion { register, size, root, reads, nonce, expires };
        let pen = Pen::Given { occasion: &occasion, text: &kept.text, signature: &signature };
        let receipt = self.act_with(actor, command, kept.id, &pen)?;
        self.keep(&Kept { command: None, ..kept })?;
        Ok(receipt)
    }

    /// Whether a signature could be handed in, nothing done yet.
    ///
    /// # Errors
    /// What is wrong with the signature or its key; [`Rule::ChallengeUnknown`],
    /// [`Rule::ChallengeExpired`].
    pub fn check_signature(&mut self, actor: &Actor, armored: &str, id: Option<Uuid>) -> Result<(), Trouble> {
        self.signed_text(actor, armored, id).map(|_| ())
    }

    /// The text of this person that a signature by his own key is over.
    fn signed_text(
        &mut self,
        actor: &Actor,
        armored: &str,
        id: Option<Uuid>,
    ) -> Result<(Kept, Received), Trouble> {
        let person = me(actor)?.clone();
        self.refresh()?;
        let signature = Received::read(armored).map_err(Refusal::from)?;
        let fingerprint = signature.fingerprint();
        let (use_, line) = key_in_force(&self.organ, &fingerprint, &person)?;
        if use_ != KeyUse::Login {
            return Err(Refusal::with(Rule::KeyUnknown, fingerprint).into());
        }
        let mut mine = self.kept(&person)?;
        mine.retain(|k| id.is_none_or(|id| id == k.id));
        if mine.is_empty() {
            return Err(Rule::ChallengeUnknown.into());
        }
        let over = mine.iter().position(|k| signature.check(&line, &k.namespace, &k.text).is_ok());
        let Some(over) = over else { return Err(nothing_under(&signature, &line, &mine).into()) };
        let kept = mine.swap_remove(over);
        match kept.command {
            None => Err(Rule::ChallengeUnknown.into()),
            Some(_) if self.now() > kept.expires => Err(Rule::ChallengeExpired.into()),
            Some(_) => Ok((kept, signature)),
        }
    }

    /// What a command comes to now, and the text that would be signed; nothing is written.
    fn foreseen(
        &mut self,
        actor: &Actor,
        command: &Command,
        id: Uuid,
    ) -> Result<(Occasion, Said, Option<Revision>), Trouble> {
        self.called(actor);
        let wall = self.clock.now();
        let before = (self.organ.clone(), self.organ_seq);
        let (organ, organ_seq) = (&mut self.organ, &mut self.organ_seq);
        let there = there(command, &self.materials);
        let materials = Known { there: &there, brought: Some(&self.brought) };
        let ids = &mut *self.ids;
        let mut found = None;
        let undone: Result<(), Trouble> = self.register.write(|tx| {
            let mut desk = Desk { tx, organ, organ_seq, ids, now: wall, behind: 0, reached: None };
            // As with the act itself: a change by administrators is what can vouch for the clock.
            if !desk.open_day()? && !matches!(command, Command::Organ(_)) {
                return Err(Rule::ClockAhead.into());
            }
            let (book, matter, seen, event) = desk.decided(actor, command, &materials)?;
            let about = About { matter, seen: seen.as_ref(), command: id, event: &event };
            let occasion = desk.occasion(id)?;
            let said = about.said(&occasion, &book, me(actor)?).ok_or(Rule::NothingToSign)?;
            found = Some((occasion, said, seen));
            // Whatever was looked at stays as it was: an error undoes the whole step.
            Err(Rule::NotNow.into())
        });
        (self.organ, self.organ_seq) = before;
        match (found, undone) {
            (Some(found), _) => Ok(found),
            (None, Err(why)) => Err(why),
            (None, Ok(())) => Err(Rule::NothingToSign.into()),
        }
    }

    fn keep(&self, kept: &Kept) -> Result<(), Trouble> {
        let text = serde_json::to_string(kept).map_err(|e| Fault::Damaged(e.to_string()))?;
        Ok(Challenges::of(self.dir()).put(&kept.id, &text)?)
    }

    fn kept(&self, person: &PersonId) -> Result<Vec<Kept>, Trouble> {
        let mut all = self.all_kept()?;
        all.retain(|k| &k.person == person);
        Ok(all)
    }

    fn all_kept(&self) -> Result<Vec<Kept>, Trouble> {
        let place = Challenges::of(self.dir());
        let mut all = Vec::new();
        for id in place.ids()? {
            // One that another session swept away meanwhile is not there; one that cannot be read
            // is no text of ours.
            all.extend(place.get(&id)?.and_then(|t| serde_json::from_str::<Kept>(&t).ok()));
        }
        Ok(all)
    }

    /// Forgets what is over, and the oldest of a person who asks for one text after the other. A
    /// checkpoint's text is the same each time it is asked for: it waits once, as long as the newest,
    /// or a signature would be found to be over the one that is too old.
    fn sweep(&self, next: &Kept) -> Result<(), Trouble> {
        let (place, now) = (Challenges::of(self.dir()), self.now());
        let again = |k: &Kept| k.command.is_some() && (&k.person, &k.text) == (&next.person, &next.text);
        let (over, rest): (Vec<_>, Vec<_>) = self
            .all_kept()?
            .into_iter()
            .partition(|k| now > k.expires.saturating_add(REMEMBERED) || again(k));
        let mine: Vec<_> = rest.iter().filter(|k| k.person == next.person).collect();
        let surplus = mine.iter().take((mine.len() + 1).saturating_sub(MOST));
        for gone in over.iter().chain(surplus.copied()) {
            place.drop(&gone.id)?;
        }
        Ok(())
    }
}

impl Kept {
    fn shown(&self) -> Challenge {
        let (namespace, text) = (self.namespace.clone(), self.text.clone());
        Challenge { id: self.id, namespace, text, expires: self.expires }
    }
}

/// Why a signature is over none of these texts.
fn nothing_under(signature: &Received, line: &str, mine: &[Kept]) -> Refusal {
    let mut near = mine.iter().filter(|k| k.namespace == signature.namespace()).peekable();
    if near.peek().is_none() {
        return Refusal::with(Rule::SignatureNamespace, signature.namespace());
    }
    match near.find_map(|k| Spoiled::found(signature, line, &k.namespace, &k.text)) {
        Some(spoiled) => Refusal::with(Rule::TextSpoiled, spoiled.code()),
        None => NotGood::Wrong.into(),
    }
}
