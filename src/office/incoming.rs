//! A file on its way from somebody's own computer into one record. The screen gives out a short code;
//! a line on the other machine brings the bytes under it; the screen shows what came, and the act that
//! takes it in is the person's. Nobody else's code is any use, none lasts, each takes one file.

use super::{Expected, Office, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, Millis, Ref};
use crate::domain::refusal::Rule;
use crate::store::drafts::Draft;
use serde::{Deserialize, Serialize};

/// The kind under which they lie among the drafts; none of them is anything half written.
pub const INCOMING: &str = "incoming";
const LASTS: Millis = 60 * 60_000;

/// What is waited for under a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    pub code: Ref,
    record: MatterId,
    until: Millis,
    /// Hash and bytes of what came.
    pub came: Option<(String, u64)>,
}

impl Office {
    /// A code under which this person's file for this record is waited for; the one that was given out
    /// already, while it lasts.
    ///
    /// # Errors
    /// A fault of the file of drafts.
    pub fn await_file(&mut self, actor: &Actor, record: &MatterId) -> Result<Incoming, Trouble> {
        let (person, now) = (me(actor)?.0.clone(), self.now());
        for line in self.drafts()?.list(&person)?.into_iter().filter(|l| l.kind == INCOMING) {
            match self.incoming(&person, &line.id)? {
                Some(known) if known.record == *record => return Ok(known),
                Some(_) => {}
                None => self.drafts()?.delete(&person, &line.id)?,
            }
        }
        let mut bytes = [0; 5];
        self.ids.fill(&mut bytes)?;
        let code = Ref::from_random(bytes);
        let new = Incoming { code, record: *record, until: now + LASTS, came: None };
        self.put_incoming(&person, &new)?;
        Ok(new)
    }

    /// Takes the bytes that come under a code.
    ///
    /// # Errors
    /// That there is no such code of this person's, or no more; as [`Office::keep_material`].
    pub fn receive_file(
        &mut self,
        actor: &Actor,
        code: &str,
        from: &mut impl std::io::Read,
        expected: &Expected,
    ) -> Result<(String, u64), Trouble> {
        let person = me(actor)?.0.clone();
        let code = Ref::parse(code).ok_or(Rule::NoSuchMatter)?;
        let known = self.incoming(&person, &code.0)?.filter(|i| i.came.is_none());
        let known = known.ok_or(Rule::NoSuchMatter)?;
        let came = self.keep_material(actor, from, expected)?;
        self.put_incoming(&person, &Incoming { came: Some(came.clone()), ..known })?;
        Ok(came)
    }

    /// What has come under a code by now. This session may name it in an act, as if it had brought it.
    ///
    /// # Errors
    /// A fault of the file of drafts.
    pub fn file_came(&mut self, actor: &Actor, code: &Ref) -> Result<Option<(String, u64)>, Trouble> {
        let person = me(actor)?.0.clone();
        let came = self.incoming(&person, &code.0)?.and_then(|i| i.came);
        self.brought.extend(came.iter().filter_map(|(hash, _)| crate::ledger::Hash::from_hex(hash)));
        Ok(came)
    }

    /// It has become an act.
    ///
    /// # Errors
    /// A fault of the file of drafts.
    pub fn file_taken(&mut self, actor: &Actor, code: &Ref) -> Result<(), Trouble> {
        let person = me(actor)?.0.clone();
        Ok(self.drafts()?.delete(&person, &code.0)?)
    }

    /// While it lasts.
    fn incoming(&mut self, person: &str, code: &str) -> Result<Option<Incoming>, Trouble> {
        let now = self.now();
        let draft = self.drafts()?.load(person, code)?.filter(|d| d.kind == INCOMING);
        let known = draft.and_then(|d| serde_json::from_str::<Incoming>(&d.payload).ok());
        Ok(known.filter(|i| now < i.until))
    }

    fn put_incoming(&mut self, person: &str, incoming: &Incoming) -> Result<(), Trouble> {
        let draft = Draft {
            owner: person.to_owned(),
            id: incoming.code.0.clone(),
            kind: INCOMING.to_owned(),
            updated_ms: self.now(),
            payload: serde_json::to_string(incoming).unwrap_or_default(),
        };
        // The other machine's line is another session of the same person.
        let drafts = self.drafts()?;
        drafts.save(&draft)?;
        Ok(drafts.release(person, &draft.id)?)
    }
}
