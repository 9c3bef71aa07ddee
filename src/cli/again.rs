//! The same line once more under its command id. One seam before every verb: what was said before is answered
//! with its first receipt, and no verb asks whether it may still be done.

use super::Verb;
use super::face::Face;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::refusal::{Refusal, Rule};
use crate::office::{Heard, Spoken};
use crate::words::signing::words as signing;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use std::ffi::OsString;

/// The verb of a line and what was given with it, in the order of the grammar. What belongs to the call and
/// not to the act (who, where, in which language) stands above all verbs and is left out.
pub fn words_of(grammar: &Command, matches: &ArgMatches) -> Vec<OsString> {
    let mut all = Vec::new();
    let (mut grammar, mut matches) = (grammar, matches);
    while let Some((verb, given)) = matches.subcommand()
        && let Some(below) = grammar.find_subcommand(verb)
    {
        all.push(verb.into());
        for arg in below.get_arguments() {
            let id = arg.get_id().as_str();
            if given.value_source(id) != Some(ValueSource::CommandLine) {
                continue;
            }
            // An option's name is none of its values, and no word is a name of a file by chance.
            all.push(format!("--{id}=").into());
            let values = given.try_get_raw(id).ok().flatten();
            all.extend(values.into_iter().flatten().map(Into::into));
        }
        (grammar, matches) = (below, given);
    }
    all
}

impl Sitting<'_> {
    /// Carries a line out, or gives its first receipt again.
    ///
    /// # Errors
    /// What stands against it; [`Rule::SameCommandOtherContent`] where another line came under this id.
    pub fn say(&mut self, verb: Verb, words: Vec<OsString>) -> Result<(), Stop> {
        // What an earlier line was is no part of this one.
        self.face.heard = None;
        self.office.carries_out(None);
        let Some(id) = self.command else { return self.verb(verb) };
        let heard = Heard::default();
        let Some(before) = self.office.said_before(&self.actor, &id, &words)? else {
            self.face.heard = Some(heard.clone());
            self.office.carries_out(Some(Spoken { id, words, heard }));
            return self.verb(verb);
        };
        for (from, noted) in before.read() {
            // A file that is gone since is the one that the words name.
            let Ok(mut stream) = self.face.stream(from) else { continue };
            if !before.is_the_same(noted, &mut *stream)? {
                return Err(Refusal::of(Rule::SameCommandOtherContent).into());
            }
        }
        // Of several matters it may have been said of the first alone, when something broke.
        if matches!(&verb, Verb::Kind(k) if k.names_several()) {
            self.office.carries_out(Some(Spoken { id, words, heard }));
            return self.verb(verb);
        }
        match self.office.first_receipt(&self.actor, &before)? {
            Some(receipt) => self.face.receipt(&receipt),
            None => self.face.passphrase_changed(true),
        }
    }
}

impl Face {
    /// What changing a passphrase answers: it stands in no log, and has no receipt.
    ///
    /// # Errors
    /// As [`Self::line`].
    pub fn passphrase_changed(&mut self, repeated: bool) -> Result<(), Stop> {
        self.stands();
        if self.json {
            return self.value(&serde_json::json!({ "changed": true, "repeated": repeated }));
        }
        self.line(&signing(self.lang).passphrase_changed)
    }
}
