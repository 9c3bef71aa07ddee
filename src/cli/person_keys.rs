//! People's keys: who has which, proposing and revoking them, and the file with which anybody's
//! `ssh-keygen` checks what they signed.

use super::input::Typed;
use super::sitting::Sitting;
use super::stop::Stop;
use super::whole::Kind;
use crate::domain::organ::{KeyLine, KeyUse, OrganChange};
use crate::domain::record::local_time;
use crate::words::signing::words as signing;
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Key {
    List {
        person: Option<Typed>,
    },
    Propose {
        person: Typed,
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    Revoke {
        #[arg(value_name = "FINGERPRINT")]
        fingerprint: Typed,
        #[arg(long, value_name = "TEXT")]
        reason: Typed,
    },
    AllowedSigners,
}

impl Sitting<'_> {
    pub fn key(&mut self, verb: &Key) -> Result<(), Stop> {
        match verb {
            Key::List { person } => {
                let person = person.as_ref().map(|p| self.person(p)).transpose()?;
                self.key_list(person.as_ref())
            }
            Key::Propose { person, key } => {
                let person = self.person(person)?;
                let key = KeyLine::read(&self.face.read_text("key", key, Kind::Key)?)?.line;
                self.propose(OrganChange::Key { person, use_: KeyUse::Login, key })
            }
            Key::Revoke { fingerprint, reason } => {
                let reason = self.face.words_of("reason", reason)?;
                self.propose(OrganChange::KeyRevoked { fingerprint: fingerprint.to_string(), reason })
            }
            Key::AllowedSigners => {
                let lines = self.office.allowed_signers()?;
                lines.iter().try_for_each(|line| self.face.line(line))
            }
        }
    }

    /// Everybody's keys to those who keep the house, his own to everybody.
    fn key_list(&mut self, person: Option<&crate::domain::ids::PersonId>) -> Result<(), Stop> {
        let me = self.me();
        if person != Some(&me) && !self.office.keeps_evidence(&me) {
            self.keeps_house()?;
        }
        let organ = self.office.organ_now()?;
        let mut keys: Vec<_> =
            organ.keys.values().filter(|k| person.is_none_or(|p| p == &k.person)).collect();
        keys.sort_by_key(|k| (&k.person, k.since));
        let said = signing(self.face.lang);
        if self.face.json {
            return keys.iter().try_for_each(|k| {
                self.face.value(&serde_json::json!({
                    "person": k.person, "use": k.use_, "key": k.line, "fingerprint": k.fingerprint,
                    "on_token": on_token(&k.line), "since": local_time::to_text(k.since),
                    "revoked": k.revoked,
                }))
            });
        }
        if keys.is_empty() {
            return self.face.line(&self.face.said().none);
        }
        let rows: Vec<Vec<String>> = keys
            .iter()
            .map(|k| {
                let mut kind = said.key_use.get(k.use_.code()).cloned().unwrap_or_default();
                if on_token(&k.line) {
                    kind = format!("{kind} {}", said.on_token);
                }
                let since = crate::words::fill(&said.since, &[("", &super::list::short(k.since))]);
                let revoked = if k.revoked.is_some() { said.revoked.clone() } else { String::new() };
                vec![organ.name_of(&k.person), kind, k.fingerprint.clone(), since, revoked]
            })
            .collect();
        self.face.table(&rows)
    }
}

fn on_token(line: &str) -> bool {
    KeyLine::read(line).is_ok_and(|k| k.on_token)
}
