//! A cursor over a list of any length, and the mark in the gutter: moving it costs a few bytes.

use crate::ui::frame::bold;
use crate::ui::keys::Key;
use crate::ui::paint::{line, shown};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{HighlightSpacing, List, ListState, StatefulWidget};

const MARK: &str = ">";

/// Which line is marked and which one is on top of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    pub at: usize,
    pub top: usize,
}

impl Cursor {
    /// Moves by a key over `len` lines in a window of `height`; false when the key is no movement.
    pub fn key(&mut self, key: Key, len: usize, height: usize) -> bool {
        let page = height.saturating_sub(1).max(1);
        let last = len.saturating_sub(1);
        self.at = match key {
            Key::Down | Key::Char('j') => (self.at + 1).min(last),
            Key::Up | Key::Char('k') => self.at.saturating_sub(1),
            Key::PageDown | Key::Char(' ') => (self.at + page).min(last),
            Key::PageUp => self.at.saturating_sub(page),
            Key::Home => 0,
            Key::End => last,
            _ => return false,
        };
        true
    }

    /// Keeps the mark inside the window; returns the lines to show.
    pub fn window(&mut self, len: usize, height: usize) -> std::ops::Range<usize> {
        self.at = self.at.min(len.saturating_sub(1));
        if self.at < self.top {
            self.top = self.at;
        }
        if height > 0 && self.at >= self.top + height {
            self.top = self.at + 1 - height;
        }
        self.top = self.top.min(len.saturating_sub(height.min(len)));
        self.top..(self.top + height).min(len)
    }

    /// Draws the lines in sight beside the mark, and makes no others: a register has a million. A line
    /// that is not at hand stays blank.
    pub fn draw<'a, R: Into<Option<Span<'a>>>>(
        &mut self,
        len: usize,
        area: Rect,
        buf: &mut Buffer,
        row: impl FnMut(usize) -> R,
    ) {
        let rows: Vec<Option<Span>> = self.window(len, area.height.into()).map(row).map(Into::into).collect();
        let at = self.at - self.top;
        let marked = rows.get(at).is_some_and(Option::is_some);
        let mut state = ListState::default().with_selected(marked.then_some(at));
        let mark = Line::from(vec![Span::styled(MARK, bold()), Span::raw(" ")]);
        let cells = area.width.saturating_sub(mark.width() as u16);
        let list = List::new(rows.into_iter().map(|row| shown(row.unwrap_or_default(), cells)));
        let list = list.highlight_symbol(mark).highlight_spacing(HighlightSpacing::Always);
        StatefulWidget::render(list, area, buf, &mut state);
    }
}

/// The mark alone, where what it stands beside is no line of a list.
pub fn mark(marked: bool, area: Rect, buf: &mut Buffer) {
    line(Span::styled(if marked { MARK } else { " " }, bold()), area, buf);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_never_leaves_the_window() {
        let mut c = Cursor::default();
        for key in [Key::End, Key::Up, Key::PageUp, Key::Down, Key::Home, Key::PageDown, Key::End] {
            assert!(c.key(key, 50, 10));
            let window = c.window(50, 10);
            assert!(window.contains(&c.at) && window.len() == 10, "{key:?}: {c:?}");
        }
        assert_eq!(c.window(0, 10), 0..0);
        assert_eq!(c.at, 0);
    }

    #[test]
    fn of_a_million_lines_those_in_sight_are_made() {
        let area = Rect::new(0, 0, 12, 3);
        let (mut made, mut buf) = (Vec::new(), Buffer::empty(area));
        let mut cursor = Cursor { at: 700_001, top: 700_000 };
        cursor.draw(1_000_000, area, &mut buf, |i| {
            made.push(i);
            (i != 700_002).then(|| Span::raw(format!("{i}件")))
        });
        assert_eq!(made, [700_000, 700_001, 700_002]);
        assert_eq!(crate::ui::screen::text(&buf), "  700000件\n> 700001件\n");
    }
}
