//! One matter of any kind.

use super::super::asked::Asked;
use super::super::list::Cursor;
use super::super::paper::{Lead, Paper};
use super::super::print;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::office::{Found, MatterSheet, Trouble};
use crate::ui::bindings::Action;
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Follows, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

pub struct MatterPage {
    id: MatterId,
    sheet: Option<MatterSheet>,
    paper: Paper,
    cursor: Cursor,
    asked: Asked,
}

impl MatterPage {
    pub fn new(cx: &mut Cx, id: MatterId) -> Self {
        let asked = Asked::of(cx, &id);
        Self { id, sheet: None, paper: Paper::default(), cursor: Cursor::default(), asked }
    }
}

impl Room for MatterPage {
    fn name(&self) -> &'static str {
        "matter"
    }

    fn place(&self, cx: &Cx) -> String {
        let of = |s: &MatterSheet| {
            let state = cx.w.code(&format!("{}_state", s.kind), s.state);
            format!("{} {} {state}", cx.w.code("matter", s.kind), s.ref_)
        };
        self.sheet.as_ref().map(of).unwrap_or_default()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let sheet = self.sheet.as_ref()?;
        self.paper = super::paper(cx, sheet, area.width as usize - 2);
        self.paper.draw(&mut self.cursor, area, buf);
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let Some(sheet) = &self.sheet else { return Vec::new() };
        let looks = [Offer::open(Action::Open)].into_iter().chain(print::offer(sheet.kind));
        sheet.can.iter().map(Offer::of).chain(looks).collect()
    }

    fn asked(&self) -> &[Act] {
        self.asked.acts()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        let Some(sheet) = &self.sheet else { return Go::Stay };
        match action {
            Action::Do(act) => super::ask(cx, act, &sheet.ref_, self.id, Vec::new()),
            Action::Print => {
                print::of_matter(cx, Found::Matter(self.id), sheet.kind, sheet.state, &sheet.ref_.0)
            }
            Action::Open => match (self.paper.lead(self.cursor.at), sheet.record) {
                (Some(Lead::Matter(kind, id)), _) => super::super::matter(cx, kind, id),
                (_, Some(record)) => super::super::matter(cx, "record", record),
                _ => Go::Stay,
            },
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.paper.key(&mut self.cursor, key, cx.body.height) { Go::Stay } else { Go::NotMine }
    }

    fn stays_in_sight(&self) -> bool {
        true
    }

    fn follows(&self) -> Follows {
        Follows::Matters(self.sheet.iter().filter_map(|s| s.record).chain([self.id]).collect())
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.sheet = None;
        self.sheet = Some(cx.office.sheet(&cx.actor, &self.id)?);
        self.asked.refresh(cx, &self.id)
    }
}
