//! How the room of records is drawn: the query, the list, and the record beside it.

use super::{ABOVE, Register, columns};
use crate::text::{pad, width};
use crate::ui::frame::{bold, dim, underlined};
use crate::ui::paint::{SIDES, gutter, line, off_edge, prose, top};
use crate::ui::room::{Cx, Room};
use crate::words::rooms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

/// A row of words padded to its columns.
pub(super) fn cells(parts: &[(String, usize)]) -> String {
    parts.iter().map(|(text, cells)| pad(text, *cells)).collect::<Vec<_>>().join(" ")
}

impl Register {
    pub(super) fn draw_query(&mut self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let s = words(cx.lang);
        let sort = format!("{} {}", s.sorted, cx.w.code("sort", self.query.filter().sort.code()));
        let right = Length(width(&sort) as u16 + 1);
        let [_, slash, field, _, right] =
            Layout::horizontal([Length(1), Length(2), Fill(1), Length(2), right]).areas(area);
        line(Span::styled(sort, dim()), right, buf);
        line(Span::styled("/", bold()), slash, buf);
        let caret = self.query.field(cx.lang).render(field, buf, Style::default());
        self.typing.then_some(caret)
    }

    pub(super) fn draw_list(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let s = words(cx.lang);
        let [above, list] = top(area, ABOVE);
        let [query, headings] = top(above, 1);
        let (headings, list) = (gutter(off_edge(headings))[1], off_edge(list));
        self.height = usize::from(list.height);
        if let Err(trouble) = self.fill(cx) {
            cx.complain(&trouble);
        }
        let caret = self.draw_query(cx, query, buf);
        let columns = columns::fitting(cx, &self.lines, usize::from(headings.width));
        match self.query.meaningless(cx) {
            Some(words) => line(Span::styled(words, bold()), headings, buf),
            None if self.total == 0 => {}
            None => line(Span::styled(columns::headings(cx, &columns), underlined()), headings, buf),
        }
        if self.total == 0 {
            let none = if self.query.text().is_empty() { &s.register_empty } else { &s.nothing_found };
            let [_, below] = top(gutter(list)[1], 1);
            prose(none, dim(), below, buf);
            return caret;
        }
        self.cursor.draw(self.total, list, buf, |i| {
            let l = i.checked_sub(self.from).and_then(|i| self.lines.get(i))?;
            Some(Span::styled(columns::row(cx, &columns, l), columns::style(l)))
        });
        caret
    }

    pub(super) fn draw_beside(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) {
        if let Some(pane) = &mut self.pane {
            pane.draw(cx, area.inner(SIDES), buf);
        } else if let Some(detail) = &mut self.detail {
            detail.draw(cx, area, buf);
        }
    }
}
