//! How a field lies in its area: rows, caret, scrolling, cells.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

use super::Field;
use crate::ui::{screen, text};

impl Field {
    /// Breaks the text into rows for an area `width` cells wide; the last cell is the caret's.
    pub(super) fn arrange(&mut self, width: u16) {
        if self.rows_for != Some(width) {
            self.rows = text::wrap_ranges(&self.text, usize::from(width.saturating_sub(1)));
            self.rows_for = Some(width);
        }
    }

    /// The row the caret is in.
    pub(super) fn row(&self) -> usize {
        self.rows.partition_point(|row| row.start <= self.caret).saturating_sub(1)
    }

    /// Rows that the text takes in an area `width` cells wide.
    pub fn height(&mut self, width: u16) -> usize {
        if self.multiline {
            self.arrange(width);
            self.rows.len()
        } else {
            1
        }
    }

    /// Scrolls so that the caret is inside `area`, and says where it is there.
    pub fn caret(&mut self, area: Rect) -> Position {
        let (width, height) = (usize::from(area.width.max(1)), usize::from(area.height.max(1)));
        let (x, y) = if self.multiline {
            self.arrange(area.width);
            let row = self.row();
            self.scroll = self.scroll.clamp((row + 1).saturating_sub(height), row);
            (text::width(&self.text[self.rows[row].start..self.caret]), row - self.scroll)
        } else {
            let x = text::width(&self.text[..self.caret]);
            let all = text::width(&self.text);
            // Marks of cut text stand in the first and the last cell; the caret keeps clear of both.
            let left = self.scroll + usize::from(self.scroll > 0);
            if all < width {
                self.scroll = 0;
            } else if x < left || x + 2 > self.scroll + width {
                self.scroll = x.saturating_sub(width / 2);
            }
            (x - self.scroll.min(x), 0)
        };
        // Blanks may hang over the edge of a row; the caret waits at the edge.
        Position::new(area.x + x.min(width - 1) as u16, area.y + y as u16)
    }

    /// Draws the field and says where the caret is.
    pub fn render(&mut self, area: Rect, buffer: &mut Buffer, style: Style) -> Position {
        let caret = self.caret(area);
        let dim = style.add_modifier(Modifier::DIM);
        let width = usize::from(area.width);
        if self.text.is_empty() {
            let lines = text::wrap(&self.placeholder, width);
            for (y, line) in (area.top()..area.bottom()).zip(lines.iter().take(if self.multiline {
                usize::MAX
            } else {
                1
            })) {
                buffer.set_stringn(area.x, y, text::clip(line, width), width, dim);
            }
        } else if self.multiline {
            for (y, row) in (area.top()..area.bottom()).zip(self.rows.iter().skip(self.scroll)) {
                buffer.set_stringn(area.x, y, &self.text[row.clone()], width, style);
            }
        } else if area.height > 0 {
            self.render_line(area, buffer, style, dim);
        }
        caret
    }

    fn render_line(&self, area: Rect, buffer: &mut Buffer, style: Style, dim: Style) {
        let (mut x, from, to) = (0, self.scroll, self.scroll + usize::from(area.width));
        for piece in self.text.graphemes(true) {
            let cells = text::width(piece);
            if x >= from && x + cells <= to {
                buffer.set_string(area.x + (x - from) as u16, area.y, piece, style);
            }
            x += cells;
        }
        // A mark covers the first or last character whole, never one half of it.
        for (cut, at) in [(from > 0, 0), (x > to, area.width.saturating_sub(1))] {
            if cut {
                let cell = Rect::new(area.x + at, area.y, 1, 1);
                screen::overlay(buffer, cell);
                buffer.set_string(cell.x, cell.y, if at == 0 { "<" } else { ">" }, dim);
            }
        }
    }
}
