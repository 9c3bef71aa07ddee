//! Escalations under way: whose turn, how long, what was skipped and why.

use super::escalation;
use super::matters::{Entry, Listed, Matters};
use super::paper::{Paper, clock, said, span};
use crate::domain::escalation::EscalationState;
use crate::office::{EscalationView, MatterLine, Trouble};
use crate::text::{pad, wrap};
use crate::ui::bindings::Action;
use crate::ui::frame::{alarm, bold};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

#[derive(Default)]
pub struct Escalations(Matters<EscalationView>);

impl Listed for EscalationView {
    fn look(cx: &mut Cx, line: &MatterLine) -> Option<Self> {
        cx.office.escalation(&cx.actor, &line.id).ok().map(|(view, _)| view)
    }

    /// Ref, who has it, which case, and the clock.
    fn row(&self, cx: &Cx, cells: usize) -> Span<'static> {
        let now = cx.office.now();
        let who = match self.state {
            EscalationState::AtLevel => format!("{} {}", escalation::level(cx, &self.level), self.holder),
            other => cx.w.code("escalation_state", other.code()).to_owned(),
        };
        let tail = self.due.as_ref().map(|due| clock(cx, due.at_ms, now)).unwrap_or_default();
        // Beside the page the case number would stand twice.
        let case_cells = if cells < 70 { 0 } else { 26 };
        let who = pad(&who, cells.saturating_sub(9 + case_cells + 14 + 3));
        let text = format!("{} {who} {} {tail}", self.ref_, pad(&self.cases.to_string(), case_cells));
        let style = match &self.due {
            Some(due) if due.at_ms < now => alarm(),
            _ if self.mine => bold(),
            _ => Style::default(),
        };
        Span::styled(text, style)
    }

    /// How long it runs, why it was begun, and who was passed over.
    fn more(&self, cx: &Cx, cells: usize) -> Vec<String> {
        let t = said(cx);
        let mut parts = vec![
            t.running.replace("{}", &span(cx, cx.office.now() - self.started_at)),
            cx.w.code("CL25", &self.reason).to_owned(),
        ];
        for (level, why) in &self.skipped {
            let who = format!("{}〔{}〕", escalation::level(cx, level), cx.w.code("skip", why));
            parts.push(t.skipped_in_list.replace("{}", &who));
        }
        wrap(&parts.join(&t.joined), cells)
    }

    fn paper(&self, cx: &Cx, cells: usize) -> Paper {
        escalation::paper(cx, self, cells)
    }
}

impl Room for Escalations {
    fn name(&self) -> &'static str {
        "escalations"
    }

    fn place(&self, _cx: &Cx) -> String {
        self.0.place()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.0.draw(cx, &said(cx).no_escalations, area, buf);
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        self.0.offers()
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        self.0.open(cx)
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        self.0.key(cx, key)
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.0.list(cx.office.matters(&cx.actor, "escalation")?.into_iter().map(Entry::Matter));
        Ok(())
    }
}
