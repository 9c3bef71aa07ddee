//! Words on ratatui's own widgets, with the three rules those do not know: what is no text is made
//! visible, what has no room leaves a mark, and Chinese is broken only where it may be.

use crate::text::{clip, escape, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Margin, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;
use ratatui::widgets::Widget;

/// One cell of margin on both sides, as in the bars.
pub const SIDES: Margin = Margin { horizontal: 1, vertical: 0 };

/// The text as it may stand on a screen, in at most so many cells.
pub fn shown<'a>(text: impl Into<Span<'a>>, cells: u16) -> Span<'static> {
    let text = text.into();
    Span::styled(clip(&escape(&text.content), cells.into()), text.style)
}

/// One line of text, on the first row of the area.
pub fn line<'a>(text: impl Into<Span<'a>>, area: Rect, buf: &mut Buffer) {
    let area = area.intersection(buf.area);
    shown(text, area.width).render(area, buf);
}

/// Lines from the first row of the area downwards, as many as there is room for.
pub fn lines<'a, T: Into<Span<'a>>>(lines: impl IntoIterator<Item = T>, area: Rect, buf: &mut Buffer) {
    area.rows().zip(lines).for_each(|(row, text)| line(text, row, buf));
}

/// A paragraph; gives what is left of the area below it.
pub fn prose(text: &str, style: Style, area: Rect, buf: &mut Buffer) -> Rect {
    let rows = wrap(&escape(text), area.width.into());
    let [_, below] = top(area, rows.len() as u16);
    lines(rows.into_iter().map(|row| Span::styled(row, style)), area, buf);
    below
}

/// What is being typed behind its prompt; gives the caret.
pub fn prompt(prompt: &str, typed: &str, area: Rect, buf: &mut Buffer) -> Position {
    let text = format!("{prompt} {typed}");
    let x = area.x.saturating_add(width(&text) as u16);
    line(text, area, buf);
    Position::new(x.min(area.right().saturating_sub(1)), area.y)
}

/// The first rows of an area, and what is below them.
pub fn top(area: Rect, rows: u16) -> [Rect; 2] {
    Layout::vertical([Length(rows), Fill(1)]).areas(area)
}

/// The two cells in which a mark may stand, and what stands beside it.
pub fn gutter(area: Rect) -> [Rect; 2] {
    Layout::horizontal([Length(2), Fill(1)]).areas(area)
}

/// The area without its last column, where a list keeps off the edge.
pub fn off_edge(area: Rect) -> Rect {
    let [area, _] = Layout::horizontal([Fill(1), Length(1)]).areas(area);
    area
}
