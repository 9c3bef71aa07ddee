//! A few ways to go on, or one thing of many: a line each, with what it is for. A short list is
//! chosen from by digits, a long one is narrowed by typing.

use super::Cursor;
use crate::office::Trouble;
use crate::text::{escape, fold_fullwidth, pad, width, wrap};
use crate::ui::bindings::Action;
use crate::ui::form::Choice;
use crate::ui::frame::dim;
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, lines, off_edge, prompt, top};
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

type Ways = Box<dyn Fn(&Cx) -> Vec<Choice>>;
type Pick = Box<dyn FnMut(&mut Cx, &str) -> Go>;

/// The list; a digit or Enter takes one.
pub struct Menu {
    name: &'static str,
    place: String,
    of: Ways,
    ways: Vec<Choice>,
    pick: Pick,
    /// What narrows a long list; a short one is chosen from by digits.
    typed: Option<String>,
    cursor: Cursor,
}

impl Menu {
    /// A short list. `ways` is asked again when the language changes; `pick` gets the code of the one
    /// taken.
    pub fn of(
        cx: &Cx,
        name: &'static str,
        place: impl Into<String>,
        ways: impl Fn(&Cx) -> Vec<Choice> + 'static,
        pick: impl FnMut(&mut Cx, &str) -> Go + 'static,
    ) -> Self {
        let (now, of, pick) = (ways(cx), Box::new(ways), Box::new(pick));
        Self { name, place: place.into(), of, ways: now, pick, typed: None, cursor: Cursor::default() }
    }

    /// A long list, narrowed by typing.
    pub fn narrowed(mut self) -> Self {
        self.typed = Some(String::new());
        self
    }

    fn shown(&self) -> Vec<&Choice> {
        let typed = self.typed.as_deref().unwrap_or_default();
        self.ways.iter().filter(|c| c.fits(typed) || !typed.is_empty() && c.note.contains(typed)).collect()
    }

    fn choose(&mut self, cx: &mut Cx) -> Go {
        match self.shown().get(self.cursor.at).map(|c| c.code.clone()) {
            Some(code) => (self.pick)(cx, &code),
            None => Go::Stay,
        }
    }

    fn narrow(&mut self, change: impl FnOnce(&mut String)) -> Go {
        match &mut self.typed {
            Some(typed) => {
                change(typed);
                self.cursor = Cursor::default();
                Go::Stay
            }
            None => Go::NotMine,
        }
    }
}

impl Room for Menu {
    fn name(&self) -> &'static str {
        self.name
    }

    fn place(&self, _cx: &Cx) -> String {
        self.place.clone()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (mut caret, mut area) = (None, area);
        if let Some(typed) = &self.typed {
            let [query, below] = top(area, 1);
            caret = Some(prompt(&cx.f.palette_prompt, typed, query, buf));
            area = below;
        }
        let area = off_edge(area);
        let cells = usize::from(gutter(area)[1].width);
        let shown: Vec<Choice> = self.shown().into_iter().cloned().collect();
        let digits = self.typed.is_none();
        let most = shown.iter().map(|w| width(&w.label)).max().unwrap_or(0).min(cells / 2);
        // In a short list what the marked one is for stands whole below it, however long it is.
        let told = shown.get(self.cursor.at).filter(|_| digits).map(|w| wrap(&escape(&w.note), cells));
        let told = told.unwrap_or_default();
        let below = if digits { (told.len() as u16 + 1).min(area.height / 3) } else { 0 };
        let [list, below] = top(area, (shown.len() as u16).min(area.height - below));
        self.cursor.draw(shown.len(), list, buf, |i| {
            let w = &shown[i];
            Span::raw(match digits {
                true if i < 9 => format!("{} {}", i + 1, w.label),
                true => format!("  {}", w.label),
                false => format!("{}  {}", pad(&w.label, most), w.note),
            })
        });
        let [_, below] = top(gutter(below)[1], 1);
        lines(told.into_iter().map(|row| Span::styled(row, dim())), below, buf);
        caret
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        (!self.shown().is_empty()).then(|| Offer::open(Action::Open)).into_iter().collect()
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        self.choose(cx)
    }

    // Digits and letters choose here, so they must not open other rooms.
    fn is_typing(&self) -> bool {
        true
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let len = self.shown().len();
        match key {
            Key::Enter => self.choose(cx),
            Key::Char(c) if self.typed.is_none() && fold_fullwidth(c).is_ascii_digit() => {
                let at = fold_fullwidth(c).to_digit(10).and_then(|n| (n as usize).checked_sub(1));
                if let Some(at) = at.filter(|at| *at < len) {
                    self.cursor.at = at;
                    return self.choose(cx);
                }
                Go::Stay
            }
            Key::Char(c) if self.typed.is_some() => self.narrow(|typed| typed.push(c)),
            Key::Backspace => self.narrow(|typed| {
                typed.pop();
            }),
            key if self.cursor.key(key, len, usize::from(cx.body.height)) => Go::Stay,
            _ => Go::NotMine,
        }
    }

    fn paste(&mut self, cx: &mut Cx, text: &str) -> Go {
        if self.typed.is_none() {
            return Go::Say(cx.f.paste_only_into_a_field.clone());
        }
        let text = text.lines().next().unwrap_or_default().trim().to_owned();
        self.narrow(|typed| typed.push_str(&text))
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.ways = (self.of)(cx);
        Ok(())
    }
}
