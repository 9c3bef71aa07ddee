//! 待办: what I must do next, one list over all kinds of matter, the most urgent clock first.

use super::list::{Cursor, gutter};
use crate::domain::ids::Millis;
use crate::domain::when;
use crate::office::{DeskLine, DraftLine, Trouble};
use crate::ui::bindings::Action;
use crate::ui::frame::{alarm, bold, dim, line};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::text::{clip, pad};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

pub struct Desk {
    lines: Vec<DeskLine>,
    drafts: Vec<DraftLine>,
    cursor: Cursor,
}

impl Desk {
    pub fn new() -> Self {
        Self { lines: Vec::new(), drafts: Vec::new(), cursor: Cursor::default() }
    }

    fn len(&self) -> usize {
        self.drafts.len() + self.lines.len()
    }

    /// Act, matter, what it is about, and the clock in words.
    fn row(&self, cx: &Cx, i: usize, width: usize, now: Millis) -> (String, Style) {
        if let Some(draft) = self.drafts.get(i) {
            let saved = when::show(draft.updated_ms, when::Precision::Exact, cx.lang);
            let held = if draft.held { cx.f.draft_open_elsewhere.as_str() } else { "" };
            return (format!("{}{saved} {held}", pad(&cx.f.draft_to_finish, 14)), Style::default());
        }
        let Some(l) = self.lines.get(i - self.drafts.len()) else { return (String::new(), Style::default()) };
        let task = cx.w.act_turn(l.act);
        let clock = clock_words(cx, l, now);
        let late = !l.clock.is_empty() && l.due < now;
        let urgent = if l.urgent { cx.f.urgent.as_str() } else { "" };
        let head = format!("{} {} {} ", pad(&clip(task.as_ref(), 14), 14), pad(&l.ref_.0, 9), pad(urgent, 4));
        let tail_width = 16;
        let middle = width.saturating_sub(crate::text::width(&head) + tail_width + 1);
        let text = format!("{head}{} {clock}", pad(&clip(&l.title, middle), middle));
        (
            text,
            if late {
                alarm()
            } else if l.urgent {
                bold()
            } else {
                Style::default()
            },
        )
    }
}

/// How long the clock still runs, or how long ago it ran out.
fn clock_words(cx: &Cx, l: &DeskLine, now: Millis) -> String {
    if l.clock.is_empty() {
        return when::show(l.since, when::Precision::Day, cx.lang);
    }
    let left = l.due - now;
    let words = if left < 0 { &cx.f.overdue_by } else { &cx.f.due_in };
    let minutes = left.abs() / 60_000;
    let span = match minutes {
        m if m < 90 => cx.f.minutes.replace("{}", &m.to_string()),
        m if m < 48 * 60 => cx.f.hours.replace("{}", &(m / 60).to_string()),
        m => cx.f.days.replace("{}", &(m / 1440).to_string()),
    };
    words.replace("{}", &span)
}

impl Room for Desk {
    fn name(&self) -> &'static str {
        "desk"
    }

    fn place(&self, _cx: &Cx) -> String {
        let len = self.len();
        format!("{}/{len}", if len == 0 { 0 } else { self.cursor.at + 1 })
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if self.len() == 0 {
            for (i, row) in
                crate::text::wrap(&cx.f.desk_empty, area.width as usize - 4).iter().enumerate()
            {
                line(buf, area.x + 2, area.y + 1 + i as u16, area.width - 4, row, dim());
            }
            return None;
        }
        let now = cx.office.now();
        let window = self.cursor.window(self.len(), area.height as usize);
        for (row, i) in window.enumerate() {
            let y = area.y + row as u16;
            let (text, style) = self.row(cx, i, area.width as usize - 2, now);
            line(buf, area.x, y, 1, gutter(i == self.cursor.at), bold());
            line(buf, area.x + 2, y, area.width - 2, &text, style);
        }
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let open = (self.len() > 0).then(|| Offer::open(Action::Open));
        open.into_iter()
            .chain([Offer::open(Action::New), Offer::open(Action::Quick), Offer::open(Action::Room(2))])
            .collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        if action != Action::Open {
            return super::open(cx, action);
        }
        if let Some(draft) = self.drafts.get(self.cursor.at) {
            return super::draft(cx, &draft.id.clone());
        }
        match self.lines.get(self.cursor.at - self.drafts.len()) {
            Some(l) => super::matter(cx, &l.kind.clone(), l.matter),
            None => Go::Stay,
        }
    }

    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        let height = _cx.body.height as usize;
        if self.cursor.key(key, self.len(), height) { Go::Stay } else { Go::NotMine }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.lines = cx.office.desk(&cx.actor)?;
        let me = cx.me.clone();
        self.drafts = cx.office.drafts()?.list(me.as_str())?;
        Ok(())
    }
}
