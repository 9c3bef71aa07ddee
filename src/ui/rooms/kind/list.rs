//! The matters of one kind, those that wait first.

use super::super::matters::{Entry, Listed, Matters};
use super::super::paper::{Paper, clock, said};
use crate::domain::registry;
use crate::office::{MatterLine, MatterSheet, Trouble};
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::frame::{alarm, bold};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

pub struct MatterList {
    room: u8,
    matters: Matters<MatterSheet>,
}

impl MatterList {
    /// The kinds whose lists stand in this room.
    pub fn new(room: u8) -> Self {
        Self { room, matters: Matters::default() }
    }
}

impl Listed for MatterSheet {
    fn look(cx: &mut Cx, line: &MatterLine) -> Option<Self> {
        cx.office.sheet(&cx.actor, &line.id).ok()
    }

    /// Name, state, case, and the clock.
    fn row(&self, cx: &Cx, cells: usize) -> Span<'static> {
        let now = cx.office.now();
        let state = cx.w.code(&format!("{}_state", self.kind), self.state);
        let tail = self.due.as_ref().map(|(_, due)| clock(cx, due.at_ms, now)).unwrap_or_default();
        let case = pad(&self.case_no, cells.saturating_sub(9 + 20 + 14 + 3));
        let what = pad(&format!("{} {state}", cx.w.code("matter", self.kind)), 20);
        let style = match &self.due {
            Some((_, due)) if due.at_ms < now => alarm(),
            _ if self.mine => bold(),
            _ => Style::default(),
        };
        Span::styled(format!("{} {what} {case} {tail}", self.ref_), style)
    }

    fn more(&self, cx: &Cx, _cells: usize) -> Vec<String> {
        let act = self.due.as_ref().map(|(act, _)| cx.w.act_turn(*act).to_owned());
        [String::new()].into_iter().chain(act).collect()
    }

    fn paper(&self, cx: &Cx, cells: usize) -> Paper {
        super::paper(cx, self, cells)
    }
}

impl Room for MatterList {
    fn name(&self) -> &'static str {
        registry::room_name(self.room)
    }

    fn place(&self, _cx: &Cx) -> String {
        self.matters.place()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.matters.draw(cx, &said(cx).nothing_here, area, buf);
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        self.matters.offers()
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        self.matters.open(cx)
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        self.matters.key(cx, key)
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let mut lines = Vec::new();
        for kind in registry::all().iter().filter(|k| k.room == self.room) {
            lines.extend(cx.office.matters(&cx.actor, kind.code)?);
        }
        // What waits stands first, whatever kind it is of.
        lines.sort_by_key(|l| (!l.open, std::cmp::Reverse(l.since)));
        self.matters.list(lines.into_iter().map(Entry::Matter));
        Ok(())
    }
}
