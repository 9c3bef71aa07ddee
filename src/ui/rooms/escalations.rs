//! Escalations under way: whose turn, how long, what was skipped and why.

use super::escalation;
use super::list::{Cursor, gutter};
use super::paper::{clock, nothing, said, span};
use crate::domain::escalation::EscalationState;
use crate::domain::ids::MatterId;
use crate::office::{EscalationView, MatterLine, Trouble};
use crate::text::{pad, wrap};
use crate::ui::bindings::Action;
use crate::ui::frame::{WIDE, alarm, bold, dim, line};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::collections::BTreeMap;

/// Rows below a narrow list that tell more of the marked line.
const BELOW: u16 = 4;
/// Cells of the page beside a wide list.
const BESIDE: u16 = 62;

#[derive(Default)]
pub struct Escalations {
    lines: Vec<MatterLine>,
    /// What has been on the screen since the last change.
    seen: BTreeMap<MatterId, EscalationView>,
    cursor: Cursor,
}

impl Escalations {
    fn look(&mut self, cx: &mut Cx, at: usize) -> Option<EscalationView> {
        let id = self.lines.get(at)?.id;
        if let Some(view) = self.seen.get(&id) {
            return Some(view.clone());
        }
        let (view, _) = cx.office.escalation(&cx.actor, &id).ok()?;
        self.seen.insert(id, view.clone());
        Some(view)
    }
}

/// Ref, who has it, which case, and the clock.
fn row(cx: &Cx, v: &EscalationView, cells: usize) -> (String, Style) {
    let now = cx.office.now();
    let who = match v.state {
        EscalationState::AtLevel => format!("{} {}", escalation::level(cx, &v.level), v.holder),
        other => cx.w.code("escalation_state", other.code()).to_owned(),
    };
    let tail = match &v.due {
        Some(due) => clock(cx, due.at_ms, now),
        None => String::new(),
    };
    // Beside the page the case number would stand twice.
    let case_cells = if cells < 70 { 0 } else { 26 };
    let who_cells = cells.saturating_sub(9 + case_cells + 14 + 3);
    let text =
        format!("{} {} {} {tail}", v.ref_, pad(&who, who_cells), pad(&v.cases.to_string(), case_cells));
    let late = v.due.as_ref().is_some_and(|d| d.at_ms < now);
    (
        text,
        if late {
            alarm()
        } else if v.mine {
            bold()
        } else {
            Style::default()
        },
    )
}

/// How long it runs, why it was begun, and who was passed over.
fn more(cx: &Cx, v: &EscalationView) -> String {
    let t = said(cx);
    let mut parts = vec![
        t.running.replace("{}", &span(cx, cx.office.now() - v.started_at)),
        cx.w.code("CL25", &v.reason).to_owned(),
    ];
    for (level, why) in &v.skipped {
        let who = format!("{}〔{}〕", escalation::level(cx, level), cx.w.code("skip", why));
        parts.push(t.skipped_in_list.replace("{}", &who));
    }
    parts.join(&t.joined)
}

impl Room for Escalations {
    fn name(&self) -> &'static str {
        "escalations"
    }

    fn place(&self, _cx: &Cx) -> String {
        let len = self.lines.len();
        format!("{}/{len}", if len == 0 { 0 } else { self.cursor.at + 1 })
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if self.lines.is_empty() {
            nothing(&said(cx).no_escalations, area, buf);
            return None;
        }
        let wide = area.width >= WIDE;
        let (cells, height) =
            if wide { (area.width - BESIDE, area.height) } else { (area.width, area.height - BELOW) };
        for (y, i) in self.cursor.window(self.lines.len(), height as usize).enumerate() {
            let Some(view) = self.look(cx, i) else { continue };
            let y = area.y + y as u16;
            let (text, style) = row(cx, &view, cells as usize - 2);
            line(buf, area.x, y, 1, gutter(i == self.cursor.at), bold());
            line(buf, area.x + 2, y, cells - 2, &text, style);
        }
        let view = self.look(cx, self.cursor.at)?;
        if wide {
            let beside = Rect { x: area.x + cells + 2, width: BESIDE - 2, ..area };
            escalation::paper(cx, &view, beside.width as usize).show(beside, buf);
        } else {
            let rows = wrap(&more(cx, &view), area.width as usize - 4);
            for (i, text) in rows.iter().take(BELOW as usize - 1).enumerate() {
                line(buf, area.x + 2, area.bottom() - BELOW + 1 + i as u16, area.width - 2, text, dim());
            }
        }
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        if self.lines.is_empty() { Vec::new() } else { vec![Offer::open(Action::Open)] }
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        match self.lines.get(self.cursor.at) {
            Some(l) => super::matter(cx, "escalation", l.id),
            None => Go::Stay,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let height = cx.body.height.saturating_sub(BELOW) as usize;
        if self.cursor.key(key, self.lines.len(), height) { Go::Stay } else { Go::NotMine }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.lines = cx.office.matters(&cx.actor, "escalation")?;
        self.seen.clear();
        Ok(())
    }
}
