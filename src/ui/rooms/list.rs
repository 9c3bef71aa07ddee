//! A cursor over a list of any length, and the mark in the gutter: moving it costs a few bytes.

use crate::ui::keys::Key;

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
}

/// The mark itself.
pub fn gutter(marked: bool) -> &'static str {
    if marked { ">" } else { " " }
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
}
