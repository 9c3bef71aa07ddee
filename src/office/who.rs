//! Who somebody is to the register, where he is in, and what he should hear of at once.

use super::session::{Greeting, greeting};
use super::signing::Passphrase;
use super::{Office, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::event::Means;
use crate::domain::evidence::Alert;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::organ::{KeyUse, Role};
use crate::domain::record::local_time;
use crate::store::sessions;
use serde::Serialize;

/// How long an alarm stands on the desk of those whom it concerns; the ledger has it for ever.
const ALARM_STANDS: Millis = 7 * 86_400_000;

/// One of a person's keys in force.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnKey {
    #[serde(rename = "use")]
    pub use_: KeyUse,
    pub fingerprint: String,
    #[serde(with = "local_time")]
    pub since: Millis,
}

/// The session of this process.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThisSession {
    #[serde(with = "local_time")]
    pub since: Millis,
    pub address: String,
    pub fingerprint: String,
}

/// Everything the register knows about whoever asks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Myself {
    pub name: String,
    pub account: String,
    pub unit: String,
    pub post: String,
    pub roles: Vec<Role>,
    pub means: Means,
    pub session: Option<ThisSession>,
    #[serde(flatten)]
    pub before: Greeting,
    pub keys: Vec<OwnKey>,
    pub passphrase: Passphrase,
}

impl Office {
    /// # Errors
    /// That the actor is nobody here, or a fault of the file.
    pub fn myself(&mut self, actor: &Actor) -> Result<Myself, Trouble> {
        let before = self.whereabouts(actor)?;
        let id = me(actor)?;
        let organ = self.organ();
        let person = organ.people.get(id).ok_or_else(super::act::no_such)?;
        let mut keys: Vec<OwnKey> = [KeyUse::Login, KeyUse::Own]
            .into_iter()
            .flat_map(|u| organ.keys_of(id, u))
            .map(|k| OwnKey { use_: k.use_, fingerprint: k.fingerprint.clone(), since: k.since })
            .collect();
        keys.sort_by_key(|k| k.since);
        Ok(Myself {
            name: person.name.clone(),
            account: person.account.clone(),
            unit: organ.unit_name(&person.unit).to_owned(),
            post: person.post.clone(),
            roles: person.roles.clone(),
            means: actor.means.clone(),
            session: self.session_facts().map(|(facts, since)| ThisSession {
                since,
                address: facts.address.clone(),
                fingerprint: facts.fingerprint.clone(),
            }),
            before,
            keys,
            passphrase: self.passphrase_of(id),
        })
    }

    /// As a greeting, at this moment: the sign-in before this one, failures since, other sessions.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn whereabouts(&mut self, actor: &Actor) -> Result<Greeting, Trouble> {
        let person = me(actor)?;
        let alive = sessions::look(self.register.dir())?.alive;
        let running = self.session.as_ref();
        let mut now = greeting(self.register.db(), person, &alive, running.map(|s| s.id))?;
        if let Some(running) = running {
            // The last sign-in in the log is this one's own.
            now.last = running.greeting.last.clone();
            now.failures += running.greeting.failures;
        }
        Ok(now)
    }

    /// Alarms of the last days for those who must see to them, and for the person whose key it is.
    /// Newest first, each with its place in the log.
    pub fn alarms(&self, person: &PersonId) -> Vec<(u64, Millis, Alert)> {
        let organ = self.organ();
        let sees_to = self.is_administrator(person)
            || [Role::Dis, Role::Dish, Role::Aud].iter().any(|r| organ.has_role(person, *r));
        let since = self.now() - ALARM_STANDS;
        let concerns = |a: &Alert| matches!(a, Alert::TwoAddresses { person: whose, .. } if whose == person);
        let all = organ.evidence.alerts.iter().rev();
        all.filter(|(_, at, alert)| *at >= since && (sees_to || concerns(alert))).cloned().collect()
    }
}
