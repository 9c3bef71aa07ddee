//! What is noted of looking that is not the opening of one record: searches by words, lists that
//! leave in one piece; and who looked at what, for those who may know.

use super::{Office, Trouble, me};
use crate::domain::command::Actor;
use crate::domain::ids::MatterId;
use crate::domain::limits::limits;
use crate::domain::organ::Role;
use crate::domain::read::Read;
use crate::domain::refusal::No;
use crate::domain::search::Filter;
use crate::office::act::uuid_v7;
use crate::office::door::is_text;
use crate::store::contract::{LookLine, Moment};

impl Office {
    /// Notes a search by words, once for each query of a session. Whether a word names a person is
    /// not guessed: every word outside one's own records is noted.
    ///
    /// # Errors
    /// A fault of the file; what cannot be noted is not to be shown.
    pub fn note_search(&mut self, actor: &Actor, filter: &Filter) -> Result<(), Trouble> {
        if filter.words.is_empty() || filter.own {
            return Ok(());
        }
        let searched = (me(actor)?.clone(), filter.words.join(" "));
        if self.searched.contains(&searched) {
            return Ok(());
        }
        if let Some(problem) = limits().search.exceeded(&filter.typed) {
            return Err(No::Wrong(vec![problem]).into());
        }
        is_text("query", &filter.typed)?;
        let sitting = self.sitting()?;
        self.note(actor, sitting, Read::Searched { query: filter.typed.clone() })?;
        self.searched.insert(searched);
        Ok(())
    }

    /// Whether looking for this is noted and has not been yet: a list of it is not shown before.
    pub fn is_to_be_noted(&self, actor: &Actor, filter: &Filter) -> bool {
        let words = || filter.words.join(" ");
        !filter.words.is_empty()
            && !filter.own
            && actor.id().is_none_or(|me| !self.searched.contains(&(me.clone(), words())))
    }

    /// Notes a list that is about to leave in one piece.
    ///
    /// # Errors
    /// As [`Self::note_search`].
    pub fn note_export(&mut self, actor: &Actor, what: &str, lines: u64) -> Result<(), Trouble> {
        let sitting = self.sitting()?;
        self.note(actor, sitting, Read::Exported { what: what.to_owned(), lines })
    }

    /// The newest lines of the log of reads, before a position, without what was looked for. The
    /// auditor sees everybody's but those about records from which he is recused; everybody else
    /// his own.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn looks(
        &mut self,
        actor: &Actor,
        before: Option<u64>,
        count: usize,
    ) -> Result<Vec<LookLine>, Trouble> {
        let person = me(actor)?.clone();
        let own_only = !self.organ.has_role(&person, Role::Aud);
        let mut lines = self.register.db().looks(&person, own_only, before, count)?;
        for line in &mut lines {
            line.who = line.actor.as_ref().map(|id| self.organ.name_of(id));
        }
        Ok(lines)
    }

    /// Under which matter a search or an export of this process is noted: its session, or a name of
    /// its own where there is none.
    fn sitting(&mut self) -> Result<MatterId, Trouble> {
        match &self.session {
            Some(running) => Ok(running.id),
            None => Ok(MatterId(uuid_v7(self.clock.now(), &mut *self.ids)?)),
        }
    }
}
