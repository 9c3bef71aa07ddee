//! A few ways to go on: a line each, with what it is for.

use super::{Cursor, gutter};
use crate::office::Trouble;
use crate::text::{pad, width, wrap};
use crate::ui::bindings::Action;
use crate::ui::frame::{bold, dim, line};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// One way: what it is called, what it is for.
pub struct Way {
    pub name: String,
    pub note: String,
}

type Ways = Box<dyn Fn(&Cx) -> Vec<Way>>;
type Pick = Box<dyn FnMut(&mut Cx, usize) -> Go>;

/// The list of ways; a digit or Enter takes one.
pub struct Menu {
    name: &'static str,
    place: String,
    of: Ways,
    ways: Vec<Way>,
    pick: Pick,
    cursor: Cursor,
}

impl Menu {
    /// `ways` is asked again when the language changes; `pick` gets the place of the one taken.
    pub fn room(
        cx: &Cx,
        name: &'static str,
        place: impl Into<String>,
        ways: impl Fn(&Cx) -> Vec<Way> + 'static,
        pick: impl FnMut(&mut Cx, usize) -> Go + 'static,
    ) -> Box<dyn Room> {
        let (now, of, pick) = (ways(cx), Box::new(ways), Box::new(pick));
        Box::new(Self { name, place: place.into(), of, ways: now, pick, cursor: Cursor::default() })
    }
}

impl Room for Menu {
    fn name(&self) -> &'static str {
        self.name
    }

    fn place(&self, _cx: &Cx) -> String {
        self.place.clone()
    }

    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let cells = area.width.saturating_sub(3);
        let most = self.ways.iter().map(|w| width(&w.name)).max().unwrap_or(0).min(usize::from(cells) / 2);
        // What the marked one is for stands whole below the list, however long it is.
        let told =
            self.ways.get(self.cursor.at).map(|w| wrap(&w.note, usize::from(cells))).unwrap_or_default();
        let below = (told.len() as u16 + 1).min(area.height / 3);
        let height = usize::from(area.height - below);
        for (row, i) in self.cursor.window(self.ways.len(), height).enumerate() {
            let (y, w) = (area.y + row as u16, &self.ways[i]);
            let digit = if i < 9 { format!("{} ", i + 1) } else { "  ".to_owned() };
            line(buf, area.x, y, 1, gutter(i == self.cursor.at), bold());
            line(buf, area.x + 2, y, cells, &format!("{digit}{}", pad(&w.name, most)), Style::default());
        }
        let y = area.y + self.ways.len().min(height) as u16 + 1;
        for (i, row) in told.iter().enumerate() {
            if y + (i as u16) < area.bottom() {
                line(buf, area.x + 2, y + i as u16, cells, row, dim());
            }
        }
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        (!self.ways.is_empty()).then(|| Offer::open(Action::Open)).into_iter().collect()
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        (self.pick)(cx, self.cursor.at)
    }

    // Digits choose here, so they must not open other rooms.
    fn is_typing(&self) -> bool {
        true
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            Key::Char(c @ '1'..='9') if (c as usize - '1' as usize) < self.ways.len() => {
                self.cursor.at = c as usize - '1' as usize;
                (self.pick)(cx, self.cursor.at)
            }
            key if self.cursor.key(key, self.ways.len(), usize::from(cx.body.height)) => Go::Stay,
            _ => Go::NotMine,
        }
    }

    fn paste(&mut self, cx: &mut Cx, _text: &str) -> Go {
        Go::Say(cx.f.paste_only_into_a_field.clone())
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.ways = (self.of)(cx);
        Ok(())
    }
}
