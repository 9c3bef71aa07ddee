//! A matter on paper: labelled lines under headings. A mark moves over them; some lead elsewhere.

use super::list::Cursor;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Millis};
use crate::text::{pad, width, wrap};
use crate::ui::frame::{bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{lines, prose};
use crate::ui::room::Cx;
use crate::words::committee::{CommitteeWords, words};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

/// Where Enter on a line leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lead {
    Matter(&'static str, MatterId),
    Act(Act),
}

#[derive(Debug)]
struct Row {
    text: String,
    style: Style,
    lead: Option<Lead>,
}

impl Row {
    fn shown(&self) -> Span<'_> {
        Span::styled(&self.text, self.style)
    }
}

#[derive(Debug, Default)]
pub struct Paper {
    rows: Vec<Row>,
    width: usize,
    label: usize,
}

impl Paper {
    /// For so many cells, the mark's two not counted.
    pub fn new(words: &CommitteeWords, width: usize) -> Self {
        Self { rows: Vec::new(), width, label: words.label_width.max(1) }
    }

    pub fn head(&mut self, text: &str) {
        if !self.rows.is_empty() {
            self.row("", Style::default(), None);
        }
        self.row(text, bold(), None);
    }

    /// A label with its value; nothing where there is no value.
    pub fn field(&mut self, label: &str, value: &str) {
        self.entry(label, value, Style::default(), None);
    }

    /// The value hangs beside its label, however long it is; under it where the label is longer than its
    /// column and both do not fit on one line.
    pub fn entry(&mut self, label: &str, value: &str, style: Style, lead: Option<Lead>) {
        if value.trim().is_empty() {
            return;
        }
        let mut label = label;
        if width(label) >= self.label {
            let line = wrap(&format!("{label} {value}"), self.width.saturating_sub(2));
            if let [whole] = &line[..] {
                return self.row(&format!("  {whole}"), style, lead);
            }
            self.note_that(label, style, lead);
            label = "";
        }
        let room = self.width.saturating_sub(self.label + 2).max(8);
        for (i, part) in wrap(value, room).iter().enumerate() {
            let label = pad(if i == 0 { label } else { "" }, self.label - 1);
            self.row(&format!("  {label} {part}"), style, lead);
        }
    }

    pub fn note(&mut self, text: &str, style: Style) {
        self.note_that(text, style, None);
    }

    /// Words across the page that lead somewhere.
    fn note_that(&mut self, text: &str, style: Style, lead: Option<Lead>) {
        for part in wrap(text, self.width.saturating_sub(2)) {
            self.row(&format!("  {part}"), style, lead);
        }
    }

    pub fn row(&mut self, text: &str, style: Style, lead: Option<Lead>) {
        self.rows.push(Row { text: text.to_owned(), style, lead });
    }

    pub fn lead(&self, at: usize) -> Option<Lead> {
        self.rows.get(at).and_then(|r| r.lead)
    }

    /// Moves the mark, over empty lines too; false when the key is no movement.
    pub fn key(&self, cursor: &mut Cursor, key: Key, height: u16) -> bool {
        let before = cursor.at;
        let moved = cursor.key(key, self.rows.len(), height as usize);
        if self.rows.get(cursor.at).is_some_and(|r| r.text.is_empty()) {
            cursor.at = if cursor.at < before { cursor.at.saturating_sub(1) } else { cursor.at + 1 };
        }
        moved
    }

    pub fn draw(&self, cursor: &mut Cursor, area: Rect, buf: &mut Buffer) {
        cursor.draw(self.rows.len(), area, buf, |i| self.rows[i].shown());
    }

    /// Beside a list, where nothing moves over it.
    pub fn show(&self, area: Rect, buf: &mut Buffer) {
        lines(self.rows.iter().map(Row::shown), area, buf);
    }
}

/// What an empty room says.
pub fn nothing(text: &str, area: Rect, buf: &mut Buffer) {
    prose(text, dim(), area.inner(Margin::new(2, 1)), buf);
}

/// The words of these rooms in the person's language.
pub fn said(cx: &Cx) -> &'static CommitteeWords {
    words(cx.lang)
}

/// A stretch of time, in the largest unit that still tells it apart.
pub fn span(cx: &Cx, millis: Millis) -> String {
    match millis.abs() / 60_000 {
        m if m < 90 => cx.f.minutes.replace("{}", &m.to_string()),
        m if m < 48 * 60 => cx.f.hours.replace("{}", &(m / 60).to_string()),
        m => cx.f.days.replace("{}", &(m / 1440).to_string()),
    }
}

/// How long a clock still runs, or how long ago it ran out.
pub fn clock(cx: &Cx, due: Millis, now: Millis) -> String {
    let words = if due < now { &cx.f.overdue_by } else { &cx.f.due_in };
    words.replace("{}", &span(cx, due - now))
}
