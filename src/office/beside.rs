//! Of which other matters an act may be said together with the one before us: the records that two people linked
//! with it as one event or one series, and what waits on them for the same hand. Nothing is opened for it, and who
//! does not see a record is not offered it.

use super::ask::can;
use super::{Office, Trouble, me};
use crate::domain::book::Book;
use crate::domain::command::Actor;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, PersonId, Ref};
use crate::domain::policy::{self, Veil};
use crate::domain::record::Record;
use crate::domain::registry;
use crate::store::contract::Moment;

/// So many records of one event or series are looked at.
const MOST: usize = 32;

/// What an act may be said of as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// What the act names: a record on which it begins something, or a matter on one.
    pub on: MatterId,
    pub record: Ref,
    /// The number that its record has in the register.
    pub number: String,
    pub cases: String,
}

impl Office {
    /// What an act that may be said of several matters can be done on besides `id`, by this person, now.
    ///
    /// # Errors
    /// That there is no such matter for this person, or a fault of the file.
    pub fn beside(&mut self, actor: &Actor, act: Act, id: &MatterId) -> Result<Vec<Beside>, Trouble> {
        let person = me(actor)?.clone();
        if !registry::is_of_several(act) {
            return Ok(Vec::new());
        }
        let own = self.register.db().by_id(id)?.and_then(|line| line.record).unwrap_or(*id);
        let (mut to_see, mut seen) = (vec![own], vec![own]);
        let mut found = Vec::new();
        while let Some(id) = to_see.pop() {
            let Some((book, record)) = self.open_to(&person, &id)? else { continue };
            let further = record.links.iter().map(|l| l.other).filter(|other| !seen.contains(other));
            let further: Vec<MatterId> = further.take(MOST.saturating_sub(seen.len())).collect();
            seen.extend(&further);
            to_see.extend(further);
            found.extend(self.open_on(&person, act, &book, &record)?.filter(|_| id != own));
        }
        found.sort_by(|a, b| a.record.0.cmp(&b.record.0));
        Ok(found)
    }

    /// A record that this person sees, with what hangs on it; none where its words are covered for him.
    fn open_to(&mut self, person: &PersonId, id: &MatterId) -> Result<Option<(Book, Record)>, Trouble> {
        if !self.register.db().visible(&self.scope(person), id)? {
            return Ok(None);
        }
        let book = self.visible_family(person, id)?;
        let record = book.records.get(id).filter(|r| policy::veil(&self.organ, r, person) == Veil::None);
        let record = record.map(|r| Record::clone(r));
        Ok(record.map(|record| (book, record)))
    }

    /// What of this record's the act could be done on.
    fn open_on(
        &self,
        person: &PersonId,
        act: Act,
        book: &Book,
        record: &Record,
    ) -> Result<Option<Beside>, Trouble> {
        let open = |id: &MatterId| {
            let can = can(&book.before(id), person, self.now());
            can.iter().any(|c| c.act == act && c.why_not.is_none())
        };
        let kind = registry::kind_of(act);
        let matters = book.on_record(&record.id).filter(|m| Some(m.kind()) == kind && self.knows(person, m));
        let on = if registry::begins(act) {
            Some(record.id).filter(&open)
        } else {
            matters.map(|m| m.id()).find(&open)
        };
        let Some(on) = on else { return Ok(None) };
        let concern = self.register.db().concern(person, &record.id)?;
        Ok(Some(Beside {
            on,
            record: record.ref_.clone(),
            number: record.number.clone().unwrap_or_default(),
            cases: policy::Lens::of(&self.organ, record, person, concern).cases().to_string(),
        }))
    }
}
