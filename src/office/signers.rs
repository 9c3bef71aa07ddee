//! What an outsider needs to check people's signatures with the `ssh-keygen` he has.

use super::{Fault, LogId, Office, Trouble};
use crate::domain::ids::Millis;
use crate::domain::organ::{KeyLine, PersonKey};
use crate::domain::signature::Signed;
use crate::store::contract::Moment;
use chrono::{DateTime, Utc};

impl Office {
    /// Lines for `ssh-keygen -Y verify -f`: one for each key ever confirmed, the person's id as the
    /// principal, the namespaces it signs in, and from when until when it was in force. Give
    /// `ssh-keygen` the time of the event with `-O verify-time`.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn allowed_signers(&mut self) -> Result<Vec<String>, Trouble> {
        self.refresh()?;
        let organ = self.organ.clone();
        // Under a key that is none anybody signs, and `ssh-keygen` would say that it holds.
        let mut keys: Vec<&PersonKey> =
            organ.keys.values().filter(|key| KeyLine::read(&key.line).is_ok()).collect();
        keys.sort_by_key(|k| (&k.person, k.since, &k.fingerprint));
        let namespaces: Vec<&str> = Signed::ALL.iter().map(|s| s.namespace()).collect();
        let namespaces = namespaces.join(",");
        keys.into_iter()
            .map(|k| {
                let until = k.revoked.map(|seq| self.time_of(seq)).transpose()?;
                let since = stamp(k.since);
                let until = until.map(|at| format!(",valid-before=\"{}\"", stamp(at))).unwrap_or_default();
                let who = principal(k.person.as_str());
                Ok(format!("{who} namespaces=\"{namespaces}\",valid-after=\"{since}\"{until} {}", k.line))
            })
            .collect()
    }

    fn time_of(&self, seq: u64) -> Result<Millis, Trouble> {
        let stored = self.register.db().entry(LogId::Acts, seq)?;
        Ok(stored.ok_or_else(|| Fault::Damaged(format!("event {seq}")))?.entry.header.time_ms)
    }
}

/// Full seconds in UTC, as OpenSSH reads them from version 9.1 on.
fn stamp(at: Millis) -> String {
    DateTime::<Utc>::from_timestamp_millis(at)
        .map(|t| t.format("%Y%m%d%H%M%SZ").to_string())
        .unwrap_or_default()
}

/// A name that `ssh-keygen` reads as one name: no blanks, no commas, no wildcards.
fn principal(person: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    if !person.is_empty() && person.chars().all(plain) {
        person.to_owned()
    } else {
        format!("hex.{}", crate::ledger::hex::encode(person.as_bytes()))
    }
}
