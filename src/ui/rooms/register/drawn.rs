//! How the room of records is drawn: the query, the list, and the record beside it.

use super::{ABOVE, Register, columns};
use crate::text::{pad, width, wrap};
use crate::ui::frame::{bold, dim, line, underlined};
use crate::ui::room::{Cx, Room};
use crate::ui::rooms::gutter;
use crate::ui::rooms::page::inset;
use crate::words::rooms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// A row of words padded to its columns.
pub(super) fn cells(parts: &[(String, usize)]) -> String {
    parts.iter().map(|(text, cells)| pad(text, *cells)).collect::<Vec<_>>().join(" ")
}

impl Register {
    pub(super) fn draw_query(&mut self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let s = words(cx.lang);
        let sort = format!("{} {}", s.sorted, cx.w.code("sort", self.query.filter().sort.code()));
        let right = width(&sort) as u16 + 1;
        line(buf, area.right().saturating_sub(right), area.y, right, &sort, dim());
        line(buf, area.x + 1, area.y, 2, "/", bold());
        let field = Rect::new(area.x + 3, area.y, area.width.saturating_sub(right + 5), 1);
        let caret = self.query.field(cx.lang).render(field, buf, Style::default());
        self.typing.then_some(caret)
    }

    pub(super) fn draw_list(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let s = words(cx.lang);
        self.height = usize::from(area.height.saturating_sub(ABOVE));
        if let Err(trouble) = self.fill(cx) {
            cx.complain(&trouble);
        }
        let caret = self.draw_query(cx, Rect { height: 1, ..area }, buf);
        let cells = area.width.saturating_sub(3);
        let columns = columns::fitting(cx, &self.lines, usize::from(cells));
        match self.query.meaningless(cx) {
            Some(words) => line(buf, area.x + 2, area.y + 1, cells, &words, bold()),
            None if self.total == 0 => {}
            None => line(buf, area.x + 2, area.y + 1, cells, &columns::headings(cx, &columns), underlined()),
        }
        if self.total == 0 {
            let none = if self.query.text().is_empty() { &s.register_empty } else { &s.nothing_found };
            for (i, row) in wrap(none, usize::from(cells)).iter().enumerate() {
                line(buf, area.x + 2, area.y + ABOVE + 1 + i as u16, cells, row, dim());
            }
            return caret;
        }
        let window = self.cursor.window(self.total, self.height);
        for (row, i) in window.enumerate() {
            let Some(l) = i.checked_sub(self.from).and_then(|i| self.lines.get(i)) else { continue };
            let y = area.y + ABOVE + row as u16;
            line(buf, area.x, y, 1, gutter(i == self.cursor.at), bold());
            line(buf, area.x + 2, y, cells, &columns::row(cx, &columns, l), columns::style(l));
        }
        caret
    }

    pub(super) fn draw_beside(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) {
        if let Some(pane) = &mut self.pane {
            pane.draw(cx, inset(area), buf);
        } else if let Some(detail) = &mut self.detail {
            detail.draw(cx, area, buf);
        }
    }
}
