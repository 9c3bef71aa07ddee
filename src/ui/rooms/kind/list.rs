//! The matters of one kind, those that wait first, with the marked one beside or below.

use super::super::list::{Cursor, gutter};
use super::super::paper::{clock, nothing, said};
use crate::domain::ids::MatterId;
use crate::domain::registry;
use crate::office::{MatterLine, MatterSheet, Trouble};
use crate::text::{clip, pad};
use crate::ui::bindings::Action;
use crate::ui::frame::{WIDE, alarm, bold, dim, line};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::collections::BTreeMap;

/// Cells of the page beside a wide list.
const BESIDE: u16 = 62;
/// Rows below a narrow list that tell more of the marked line.
const BELOW: u16 = 4;

pub struct MatterList {
    room: u8,
    lines: Vec<MatterLine>,
    /// What has been on the screen since the last change.
    seen: BTreeMap<MatterId, MatterSheet>,
    cursor: Cursor,
}

impl MatterList {
    /// The kinds whose lists stand in this room.
    pub fn new(room: u8) -> Self {
        Self { room, lines: Vec::new(), seen: BTreeMap::new(), cursor: Cursor::default() }
    }

    fn look(&mut self, cx: &mut Cx, at: usize) -> Option<MatterSheet> {
        let id = self.lines.get(at)?.id;
        if let Some(sheet) = self.seen.get(&id) {
            return Some(sheet.clone());
        }
        let sheet = cx.office.sheet(&cx.actor, &id).ok()?;
        self.seen.insert(id, sheet.clone());
        Some(sheet)
    }
}

/// Name, state, case, and the clock.
fn row(cx: &Cx, sheet: &MatterSheet, cells: usize) -> (String, Style) {
    let now = cx.office.now();
    let state = cx.w.code(&format!("{}_state", sheet.kind), sheet.state);
    let tail = sheet.due.as_ref().map(|(_, due)| clock(cx, due.at_ms, now)).unwrap_or_default();
    let case_cells = cells.saturating_sub(9 + 20 + 14 + 3);
    let case = pad(&clip(&sheet.case_no, case_cells), case_cells);
    let what = format!("{} {state}", cx.w.code("matter", sheet.kind));
    let text = format!("{} {} {case} {tail}", sheet.ref_, pad(&clip(&what, 20), 20));
    let late = sheet.due.as_ref().is_some_and(|(_, due)| due.at_ms < now);
    let style = if late {
        alarm()
    } else if sheet.mine {
        bold()
    } else {
        Style::default()
    };
    (text, style)
}

impl Room for MatterList {
    fn name(&self) -> &'static str {
        registry::room_name(self.room)
    }

    fn place(&self, _cx: &Cx) -> String {
        let len = self.lines.len();
        let at = if len == 0 { 0 } else { self.cursor.at + 1 };
        format!("{at}/{len}")
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if self.lines.is_empty() {
            nothing(&said(cx).nothing_here, area, buf);
            return None;
        }
        let wide = area.width >= WIDE;
        let (cells, height) =
            if wide { (area.width - BESIDE, area.height) } else { (area.width, area.height - BELOW) };
        for (y, i) in self.cursor.window(self.lines.len(), height as usize).enumerate() {
            let Some(sheet) = self.look(cx, i) else { continue };
            let y = area.y + y as u16;
            let (text, style) = row(cx, &sheet, cells as usize - 2);
            line(buf, area.x, y, 1, gutter(i == self.cursor.at), bold());
            line(buf, area.x + 2, y, cells - 2, &text, style);
        }
        let sheet = self.look(cx, self.cursor.at)?;
        if wide {
            let beside = Rect { x: area.x + cells + 2, width: BESIDE - 2, ..area };
            super::paper(cx, &sheet, beside.width as usize).show(beside, buf);
        } else if let Some((act, _)) = &sheet.due {
            line(buf, area.x + 2, area.bottom() - 2, area.width - 2, cx.w.act_turn(*act), dim());
        }
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        if self.lines.is_empty() { Vec::new() } else { vec![Offer::open(Action::Open)] }
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        match self.lines.get(self.cursor.at) {
            Some(l) => super::super::matter(cx, &l.kind.clone(), l.id),
            None => Go::Stay,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let height = cx.body.height.saturating_sub(BELOW) as usize;
        if self.cursor.key(key, self.lines.len(), height) { Go::Stay } else { Go::NotMine }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.lines.clear();
        for kind in registry::all().iter().filter(|k| k.room == self.room) {
            self.lines.extend(cx.office.matters(&cx.actor, kind.code)?);
        }
        // What waits stands first, whatever kind it is of.
        self.lines.sort_by_key(|l| (!l.open, std::cmp::Reverse(l.since)));
        self.seen.clear();
        Ok(())
    }
}
