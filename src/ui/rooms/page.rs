//! A readable page: headings, labels with their values, paragraphs, wrapped to the width at hand and
//! scrolled by rows. Everything shown goes through `escape`, so that a stored text cannot write
//! anything but text.

use crate::text::{clip, escape, pad, width, wrap};
use crate::ui::frame::{bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Go, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

/// The column of values begins at most here; a longer label has a row of its own.
const LABELS: usize = 18;

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Heading(String),
    Field(String, String, Style),
    Text(usize, String, Style),
    /// One row as it is, its blanks kept.
    Drawn(String),
    Blank,
}

/// Parts in their order, and the rows they make at one width.
#[derive(Clone, Debug, Default)]
pub struct Page {
    parts: Vec<Part>,
    rows: Vec<Line<'static>>,
    marks: Vec<(&'static str, usize)>,
    at: Vec<usize>,
    width: usize,
    pub top: usize,
    height: usize,
    /// Rows seen from the first one on without a gap.
    seen: usize,
    whole: bool,
}

impl Page {
    pub fn new() -> Self {
        Self::default()
    }

    /// A heading, with a blank row above it unless it is the first.
    pub fn heading(&mut self, text: impl Into<String>) {
        if !self.parts.is_empty() {
            self.parts.push(Part::Blank);
        }
        self.parts.push(Part::Heading(text.into()));
    }

    /// A label and its value; nothing at all where there is no value.
    pub fn field(&mut self, label: impl Into<String>, value: impl Into<String>) {
        self.field_in(label, value, Style::default());
    }

    pub fn field_in(&mut self, label: impl Into<String>, value: impl Into<String>, style: Style) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.parts.push(Part::Field(label.into(), value, style));
        }
    }

    pub fn text(&mut self, text: impl Into<String>) {
        self.text_in(0, text, Style::default());
    }

    /// A paragraph set in by so many cells.
    pub fn text_in(&mut self, indent: usize, text: impl Into<String>, style: Style) {
        self.parts.push(Part::Text(indent, text.into(), style));
    }

    /// A row that is a drawing and is not wrapped.
    pub fn drawn(&mut self, row: impl Into<String>) {
        self.parts.push(Part::Drawn(row.into()));
    }

    pub fn blank(&mut self) {
        self.parts.push(Part::Blank);
    }

    /// The next part can be jumped to by this name.
    pub fn mark(&mut self, name: &'static str) {
        self.marks.push((name, self.parts.len() + 1));
    }

    /// Scrolls to a mark.
    pub fn jump(&mut self, name: &str) {
        let part = self.marks.iter().find(|(n, _)| *n == name).map(|(_, part)| *part);
        if let Some(row) = part.and_then(|p| self.at.get(p)) {
            self.top = *row;
        }
    }

    /// Takes the place of another page, at the same row: after a refresh the eye stays where it was.
    pub fn instead_of(mut self, old: &Page) -> Self {
        self.top = old.top;
        // The same text at another moment has been read; another text has not.
        if self.parts == old.parts {
            (self.seen, self.whole) = (old.seen, old.whole);
        }
        self
    }

    fn lay(&mut self, cells: usize) {
        if self.width == cells && !self.rows.is_empty() {
            return;
        }
        self.width = cells;
        self.seen = 0;
        self.rows.clear();
        self.at.clear();
        let mut column = column(&self.parts, cells);
        for (i, part) in self.parts.iter().enumerate() {
            self.at.push(self.rows.len());
            match part {
                Part::Blank => self.rows.push(Line::default()),
                Part::Drawn(row) => self.rows.push(clip(&escape(row), cells).into()),
                Part::Heading(text) => {
                    let rows = wrap(&escape(text), cells).into_iter();
                    self.rows.extend(rows.map(|row| Span::styled(row, bold()).into()));
                    column = self::column(&self.parts[i + 1..], cells);
                }
                Part::Text(indent, text, style) => {
                    let blank = " ".repeat(*indent);
                    let rows = wrap(&escape(text), cells.saturating_sub(*indent)).into_iter();
                    self.rows.extend(rows.map(|row| Span::styled(format!("{blank}{row}"), *style).into()));
                }
                Part::Field(label, value, style) => {
                    let mut head = escape(label);
                    if width(&head) + 2 > column {
                        self.rows.push(Span::styled(clip(&head, cells), dim()).into());
                        head.clear();
                    }
                    for row in wrap(&escape(value), cells.saturating_sub(column)) {
                        let label = Span::styled(pad(&head, column), style.patch(dim()));
                        self.rows.push(Line::from(vec![label, Span::styled(row, *style)]));
                        head.clear();
                    }
                }
            }
        }
        self.at.push(self.rows.len());
    }

    pub fn draw(&mut self, area: Rect, buf: &mut Buffer) {
        self.lay(usize::from(area.width));
        self.height = usize::from(area.height);
        self.top = self.top.min(self.last_top());
        if self.top <= self.seen {
            self.seen = self.seen.max(self.top + self.height);
        }
        self.whole |= self.seen >= self.rows.len();
        area.rows().zip(self.rows.iter().skip(self.top)).for_each(|(area, row)| row.render(area, buf));
    }

    fn last_top(&self) -> usize {
        self.rows.len().saturating_sub(self.height)
    }

    /// Whether the last row is or was on the screen.
    pub fn at_end(&self) -> bool {
        self.top >= self.last_top()
    }

    /// Whether every row has been on the screen: a jump to the end is not reading.
    pub fn read_through(&self) -> bool {
        self.whole
    }

    /// Rows seen so far of all rows.
    pub fn place(&self) -> String {
        let all = self.rows.len();
        // The title is drawn before the page knows its height.
        if all == 0 || self.height == 0 {
            return String::new();
        }
        format!("{}/{all}", (self.top + self.height).min(all))
    }

    /// Scrolls; false when the key is no movement.
    pub fn key(&mut self, key: Key) -> bool {
        let page = self.height.saturating_sub(2).max(1);
        self.top = match key {
            Key::Down | Key::Char('j') => self.top + 1,
            Key::Up | Key::Char('k') => self.top.saturating_sub(1),
            Key::PageDown | Key::Char(' ') => self.top + page,
            Key::PageUp => self.top.saturating_sub(page),
            Key::Home => 0,
            Key::End => self.last_top(),
            _ => return false,
        };
        self.top = self.top.min(self.last_top());
        true
    }
}

/// Where values begin up to the next heading: behind the longest label that is not too long.
fn column(parts: &[Part], cells: usize) -> usize {
    let section = parts.iter().take_while(|p| !matches!(p, Part::Heading(_)));
    let longest = |p: &Part| match p {
        Part::Field(label, ..) => width(label),
        _ => 0,
    };
    section.map(longest).filter(|w| *w <= LABELS.min(cells * 2 / 5)).max().unwrap_or(0) + 2
}

/// A page that is read and left.
pub struct PageRoom {
    name: &'static str,
    place: String,
    page: Page,
}

impl PageRoom {
    /// `name` is the code of the room, `place` what stands beside it in the title.
    pub fn room(name: &'static str, place: impl Into<String>, page: Page) -> Box<dyn Room> {
        Box::new(Self { name, place: place.into(), page })
    }
}

impl Room for PageRoom {
    fn name(&self) -> &'static str {
        self.name
    }
    fn place(&self, _cx: &Cx) -> String {
        self.place.clone()
    }
    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.page.draw(area.inner(SIDES), buf);
        None
    }
    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.page.key(key) { Go::Stay } else { Go::NotMine }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::screen;

    fn drawn(page: &mut Page, w: u16, h: u16) -> String {
        let area = Rect::new(0, 0, w, h);
        let mut buf = Buffer::empty(area);
        page.draw(area, &mut buf);
        screen::text(&buf)
    }

    #[test]
    fn labels_stand_in_a_column_and_values_wrap_beside_them() {
        let mut page = Page::new();
        page.heading("案件");
        page.field("案号", "(2026)京0105民初1234号");
        page.field("地点", "本院三楼走廊，电梯口旁边");
        page.field("空", "  ");
        assert_eq!(
            drawn(&mut page, 24, 6),
            "案件\n案号  (2026)京0105民初\n      1234号\n地点  本院三楼走廊，电梯\n      口旁边\n"
        );
    }

    #[test]
    fn what_is_stored_cannot_write_anything_but_text() {
        let mut page = Page::new();
        page.field("名", "张\u{1b}[31m三\u{202e}");
        assert!(drawn(&mut page, 60, 2).contains("张‹U+001B›[31m三‹U+202E›"));
    }

    #[test]
    fn a_jump_to_the_end_is_no_reading() {
        let text = |n: usize| {
            let mut page = Page::new();
            (0..n).for_each(|n| page.text(n.to_string()));
            page
        };
        let mut page = text(30);
        drawn(&mut page, 10, 10);
        for keys in [&[Key::End][..], &[Key::Home, Key::PageDown, Key::End]] {
            keys.iter().for_each(|key| drop((page.key(*key), drawn(&mut page, 10, 10))));
            assert!(page.at_end() && !page.read_through(), "{keys:?}");
        }
        for key in [Key::Home, Key::PageDown, Key::PageDown, Key::PageDown] {
            page.key(key);
            drawn(&mut page, 10, 10);
        }
        assert!(page.read_through());
        // Read is read, in whatever window; another text is not.
        drawn(&mut page, 12, 8);
        assert!(page.read_through() && text(30).instead_of(&page).read_through());
        assert!(!text(31).instead_of(&page).read_through());
        let mut short = text(5);
        drawn(&mut short, 10, 10);
        assert!(short.read_through());
    }

    #[test]
    fn the_end_is_reached_and_never_passed() {
        let mut page = Page::new();
        (0..30).for_each(|n| page.text(n.to_string()));
        drawn(&mut page, 10, 10);
        assert!(!page.at_end());
        for key in [Key::PageDown, Key::PageDown, Key::PageDown, Key::Down] {
            page.key(key);
        }
        assert!(page.at_end());
        assert!(drawn(&mut page, 10, 10).ends_with("29"));
        assert_eq!(page.place(), "30/30");
    }
}
