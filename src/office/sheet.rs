//! A matter of any registered kind as one person may see it: its neutral page, redacted row by row, its
//! acts with the reasons, its clock and its story.

use super::act::no_such;
use super::ask::{Can, can};
use super::matters::of_organ;
use super::{FigureLine, Office, StoryLine, Trouble, counted, me};
use crate::domain::calendar::Due;
use crate::domain::command::Actor;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::kind::{Next, Page, Row, Sight, Value};
use crate::domain::name::mask;
use crate::domain::policy::{self, Lens, Names};
use crate::domain::record::{CaseNumbers, Record, local_time};
use crate::domain::registry::{self, Matter};
use crate::domain::state::State;
use crate::store::contract::Moment;
use serde::Serialize;

/// A value as it is shown to this person.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "value")]
pub enum Shown {
    /// A heading over the rows below it.
    Head,
    Text(String),
    Codes(&'static str, Vec<String>),
    #[serde(with = "local_time")]
    When(Millis),
    Matter(&'static str, Ref),
    Material(String),
    /// A figure of the organ with what stands in each column.
    Figure(FigureLine),
}

/// A row of the page, by the key of its label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownRow {
    pub label: &'static str,
    #[serde(flatten)]
    pub shown: Shown,
    #[serde(skip)]
    pub leads: Option<(&'static str, MatterId)>,
}

/// A matter opened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatterSheet {
    #[serde(skip)]
    pub id: MatterId,
    pub kind: &'static str,
    #[serde(rename = "ref")]
    pub ref_: Ref,
    #[serde(skip)]
    pub record: Option<MatterId>,
    pub record_ref: Option<Ref>,
    pub case_no: String,
    /// All of them, for paper.
    #[serde(skip)]
    pub cases: CaseNumbers,
    pub state: &'static str,
    pub open: bool,
    #[serde(with = "local_time")]
    pub since: Millis,
    pub rows: Vec<ShownRow>,
    pub story: Vec<StoryLine>,
    pub can: Vec<Can>,
    /// The clock that runs, explained, and the act it runs for.
    #[serde(skip)]
    pub due: Option<(Act, Due)>,
    /// It is this person's turn.
    pub mine: bool,
    /// How he sees the names in it.
    #[serde(skip)]
    pub names: Names,
}

impl Office {
    /// Opens a matter of a registered kind.
    ///
    /// # Errors
    /// That there is no such matter for this person, or a fault.
    pub fn sheet(&mut self, actor: &Actor, id: &MatterId) -> Result<MatterSheet, Trouble> {
        let person = me(actor)?.clone();
        let (state, names) = self.before(actor, &person, id)?;
        let record = state.record.as_deref();
        let matter = state.matter.clone().filter(|m| self.knows(&person, m)).ok_or_else(no_such)?;
        let can = can(&state, &person, self.now());
        let next = matter.next();
        let open = |n: &&Next| can.iter().any(|c| c.act == n.act && c.why_not.is_none());
        let mine = next.iter().any(|n| open(&n));
        // Whoever is asked to put his hand under it reads what he puts it under.
        let decides = next.iter().filter(open).any(|n| registry::is_signed(n.act));
        let since = matter.counts_from(&self.organ, record);
        let due = next.iter().find_map(|n| self.organ.due_explained(n.clock, since).map(|due| (n.act, due)));
        let cases = record.map(|r| Lens::by(&self.organ, r, names).cases()).unwrap_or_default();
        Ok(MatterSheet {
            id: *id,
            kind: matter.kind(),
            ref_: matter.ref_().clone(),
            record: matter.record(),
            record_ref: record.map(|r| r.ref_.clone()),
            case_no: cases.to_string(),
            cases,
            state: matter.state().0,
            open: record.map_or(matter.state().1, |r| matter.is_open_in(&self.organ, r)),
            since: matter.since(),
            rows: self.shown(&person, record, &matter, (names, decides))?,
            story: self.story_of(&person, record, &[*id])?,
            can,
            due,
            mine,
            names,
        })
    }

    /// What lies before whoever opens a matter, and how he sees names in it.
    fn before(&mut self, actor: &Actor, person: &PersonId, id: &MatterId) -> Result<(State, Names), Trouble> {
        let line = self.register.db().by_id(id)?.ok_or_else(no_such)?;
        if registry::hangs_on_organ(&line.kind) {
            self.write_what_is_due()?;
            self.refresh()?;
            return Ok((of_organ(self.register.db(), &self.organ, person, id)?, Names::Full));
        }
        let (book, _, names) = self.around(actor, id)?;
        Ok((book.before(id), names))
    }

    /// Whether a person who sees the record may know of a matter on it.
    pub(super) fn knows(&self, person: &PersonId, matter: &Matter) -> bool {
        policy::knows(&self.organ, matter, person)
    }

    /// The last matter of a kind on a record.
    ///
    /// # Errors
    /// That there is none for this person.
    pub fn last_on(&mut self, actor: &Actor, record: &MatterId, kind: &str) -> Result<MatterId, Trouble> {
        let person = me(actor)?.clone();
        let book = self.visible_family(&person, record)?;
        let last = book
            .on_record(record)
            .filter(|m| m.kind() == kind && self.knows(&person, m))
            .map(|m| m.id())
            .last();
        last.ok_or_else(no_such)
    }

    /// The neutral page with what this person may read of it.
    fn shown(
        &self,
        viewer: &PersonId,
        record: Option<&Record>,
        matter: &Matter,
        (names, decides): (Names, bool),
    ) -> Result<Vec<ShownRow>, Trouble> {
        let keeper = policy::keeps(&self.organ, viewer);
        let mut page = Page::default();
        matter.page(&mut page);
        let lens = record.map(|r| Lens::by(&self.organ, r, names));
        let mut rows = Vec::new();
        for row in page.rows() {
            let may = match row.sight {
                Sight::All => true,
                Sight::Whole => names == Names::Full,
                Sight::Recorder => keeper || record.is_some_and(|r| &r.recorder == viewer),
                Sight::Deciders => keeper || decides,
                Sight::Keepers => keeper,
            };
            if may {
                rows.extend(self.shown_row(viewer, row, names, lens.as_ref())?);
            }
        }
        Ok(rows)
    }

    fn shown_row(
        &self,
        viewer: &PersonId,
        row: &Row,
        names: Names,
        lens: Option<&Lens<'_>>,
    ) -> Result<Option<ShownRow>, Trouble> {
        let mut leads = None;
        let shown = match &row.value {
            None => Shown::Head,
            Some(Value::Text(text)) => {
                Shown::Text(lens.map_or_else(|| text.clone(), |lens| lens.words(text)))
            }
            Some(Value::Figure(line)) => Shown::Figure(counted::shown(line)),
            Some(Value::Codes(list, codes)) => Shown::Codes(list, codes.clone()),
            Some(Value::When(at)) => Shown::When(*at),
            Some(Value::Material(hash)) => Shown::Material(hash.clone()),
            Some(Value::Person(id)) => {
                let name = self.organ.name_of(id);
                Shown::Text(if names == Names::Full { name } else { mask(&name) })
            }
            Some(Value::Body(id)) => {
                let body = self.organ.committees.get(id);
                Shown::Text(body.map_or_else(|| id.to_string(), |body| body.name.clone()))
            }
            // What leads to a matter that is hidden from him, leads nowhere.
            Some(Value::Matter(kind, id)) => match self.register.db().by_id(id)? {
                Some(line) if self.may_find(viewer, &line)? => {
                    leads = Some((*kind, *id));
                    Shown::Matter(kind, line.ref_)
                }
                _ => return Ok(None),
            },
        };
        Ok(Some(ShownRow { label: row.label, shown, leads }))
    }
}
