//! 记录: one record as a readable page, and everything that can be done with it.

mod acts;
mod around;
mod course;
mod evidence;
pub mod fields;
mod platform;
mod sheet;
mod values;

use super::asked::Asked;
use super::page::Page;
use super::print;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::refusal::{Refusal, Rule};
use crate::office::{Found, RecordLine, RecordSheet, Trouble};
use crate::ui::bindings::Action;
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Follows, Go, Offer, Room, can};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// An opened record. That it was opened has been written down before this exists.
pub struct Record {
    id: MatterId,
    sheet: RecordSheet,
    alike: Vec<RecordLine>,
    page: Page,
    asked: Asked,
}

impl Record {
    /// Opens a record.
    ///
    /// # Errors
    /// That there is no such record for this person, or a fault.
    pub fn open(cx: &mut Cx, id: MatterId) -> Result<Self, Trouble> {
        let sheet = cx.office.record(&cx.actor, &id)?;
        let alike = alike(cx, &sheet)?;
        let page = sheet::page(cx, &sheet, &alike);
        let mut asked = Asked::of(cx, &id);
        asked.refresh(cx, &id)?;
        Ok(Self { id, sheet, alike, page, asked })
    }

    pub fn id(&self) -> MatterId {
        self.id
    }
}

/// Likely doubles are offered to those who keep the store and may link them.
fn alike(cx: &mut Cx, sheet: &RecordSheet) -> Result<Vec<RecordLine>, Trouble> {
    if !can(&sheet.can, Act::Link) {
        return Ok(Vec::new());
    }
    let mut alike = cx.office.alike(&cx.actor, &sheet.record.id)?;
    alike.retain(|l| !sheet.links.iter().any(|(ref_, _)| *ref_ == l.ref_));
    Ok(alike)
}

impl Room for Record {
    fn name(&self) -> &'static str {
        "record"
    }

    fn place(&self, _cx: &Cx) -> String {
        format!("{} {}", self.sheet.record.ref_, self.page.place())
    }

    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.page.draw(area.inner(SIDES), buf);
        None
    }

    fn asked(&self) -> &[Act] {
        self.asked.acts()
    }

    /// First what belongs to the moment, then the looks, then what can almost always be done, then
    /// what cannot.
    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let place = |offer: &Offer| match (offer.action, offer.why_not.is_some()) {
            (_, true) => 3,
            (Action::Do(act), _) if later(act) => 2,
            (Action::Do(_), _) => 0,
            _ => 1,
        };
        let looks = [Action::Links, Action::Material, Action::Story, Action::Proof, Action::Reveal];
        let copy = Some(Action::Copy).filter(|_| self.sheet.record.may_be_copied);
        let print = Some(Action::Print).filter(|_| !self.sheet.record.closed);
        let looks = looks.into_iter().chain(copy).chain(print);
        let mut all: Vec<Offer> =
            self.sheet.can.iter().map(Offer::of).chain(looks.map(Offer::open)).collect();
        // What two confirm has been read by each of them, the old words beside the new.
        let confirms = |o: &Offer| o.action == Action::Do(Act::ConfirmChange) && o.why_not.is_none();
        if !self.page.read_through() {
            let unread = || Some(Refusal::of(Rule::NotReadToTheEnd));
            all.iter_mut().filter(|o| confirms(o)).for_each(|o| o.why_not = unread());
        }
        all.sort_by_key(place);
        all
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Do(act) => acts::begin(cx, &self.sheet, act),
            Action::Links => Go::Push(Box::new(around::Around::new(cx, &self.sheet, &self.alike))),
            Action::Material => super::materials::materials(cx, self.id),
            Action::Proof => evidence::proof(cx, &self.sheet),
            Action::Reveal => evidence::reveal(cx, &self.sheet),
            Action::Copy => platform::copy(cx, &self.sheet),
            Action::Print => {
                print::preview(cx, print::What::new(Found::Record(self.id), None, &self.sheet.record.ref_.0))
            }
            Action::Story => {
                self.page.jump(sheet::STORY);
                Go::Stay
            }
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.page.key(key) { Go::Stay } else { Go::NotMine }
    }

    fn follows(&self) -> Follows {
        match self.sheet.record.links.is_empty() && self.alike.is_empty() {
            true => Follows::Matters(vec![self.id]),
            // What stands beside it is told of here too.
            false => Follows::Acts,
        }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.sheet = cx.office.record(&cx.actor, &self.id)?;
        self.alike = alike(cx, &self.sheet)?;
        self.asked.refresh(cx, &self.id)?;
        self.page = sheet::page(cx, &self.sheet, &self.alike).instead_of(&self.page);
        Ok(())
    }

    fn stays_in_sight(&self) -> bool {
        true
    }

    fn provision(&self) -> Option<&'static str> {
        Some("custody")
    }
}

/// Acts that are possible almost always stand behind those that belong to the moment.
fn later(act: Act) -> bool {
    matches!(
        act,
        Act::Link
            | Act::NoteFiling
            | Act::DeclareRecusal
            | Act::OrderRecusal
            | Act::LiftRecusal
            | Act::OtherPerson
            | Act::SamePerson
            | Act::AskIdentity
            | Act::Void
    )
}
