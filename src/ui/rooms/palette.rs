//! The palette: every act possible now, and why the others are not, by arrows and Enter. Typing
//! narrows the list, in Chinese or by the letters of the act's own key.

use super::list::Cursor;
use crate::text::{folded, pad};
use crate::ui::bindings::{self, Action, GLOBAL};
use crate::ui::frame::{action_words, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{prompt, top};
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

pub struct Palette {
    offers: Vec<Offer>,
    typed: String,
    cursor: Cursor,
}

impl Palette {
    pub fn new(cx: &Cx, mut offers: Vec<Offer>) -> Self {
        // What goes and what does not go here comes before what goes everywhere, so that the reason
        // why something does not go is never below the screen.
        offers.sort_by_key(|o| o.why_not.is_some());
        for binding in GLOBAL {
            let training = matches!(binding.action, Action::SwitchPerson | Action::ClockForward);
            let useless = matches!(binding.action, Action::Palette | Action::Back);
            if !useless
                && (!training || cx.office.is_training())
                && !offers.iter().any(|o| o.action == binding.action)
            {
                offers.push(Offer::open(binding.action));
            }
        }
        Self { offers, typed: String::new(), cursor: Cursor::default() }
    }

    fn shown(&self, cx: &Cx) -> Vec<Offer> {
        let typed = folded(&self.typed);
        let fits = |o: &&Offer| typed.is_empty() || folded(&action_words(cx, o.action)).contains(&typed);
        self.offers.iter().filter(fits).cloned().collect()
    }
}

impl Room for Palette {
    fn name(&self) -> &'static str {
        "palette"
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let [query, list] = top(area, 1);
        let shown = self.shown(cx);
        self.cursor.draw(shown.len(), list, buf, |i| {
            let offer = &shown[i];
            let key = bindings::shown(offer.action).map(bindings::label).unwrap_or_default();
            let why = offer.why_not.as_ref().map(|no| cx.refusal_words(no)).unwrap_or_default();
            let text = format!("{} {} {why}", pad(&key, 6), pad(&action_words(cx, offer.action), 22));
            Span::styled(text, if why.is_empty() { Style::default() } else { dim() })
        });
        Some(prompt(&cx.f.palette_prompt, &self.typed, query, buf))
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        vec![Offer::open(Action::Open)]
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        match self.shown(cx).get(self.cursor.at) {
            Some(Offer { why_not: Some(no), .. }) => Go::Say(cx.refusal_words(no)),
            Some(offer) => {
                cx.chosen = Some(offer.action);
                Go::Pop(None)
            }
            None => Go::Stay,
        }
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn paste(&mut self, _cx: &mut Cx, text: &str) -> Go {
        self.typed.extend(text.chars().filter(|c| *c != ' '));
        self.cursor = Cursor::default();
        Go::Stay
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            Key::Enter => return self.take(cx, Action::Open),
            Key::Backspace => {
                self.typed.pop();
            }
            Key::Char(c) if c != ' ' => self.typed.push(c),
            other => {
                let len = self.shown(cx).len();
                let height = usize::from(cx.body.height.saturating_sub(1));
                return if self.cursor.key(other, len, height) { Go::Stay } else { Go::NotMine };
            }
        }
        self.cursor = Cursor::default();
        Go::Stay
    }
}
