//! Training only: becoming somebody else, and moving the clock. Typing a name or a post narrows
//! the people, for there are sixty of them, and so do the initials of a name.

use super::list::Cursor;
use crate::domain::command::Actor;
use crate::domain::event::Means;
use crate::domain::ids::PersonId;
use crate::domain::when;
use crate::text::{folded, pad};
use crate::ui::bindings::Action;
use crate::ui::form::Choice;
use crate::ui::keys::Key;
use crate::ui::paint::{prompt, top};
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

pub struct Switch {
    people: Vec<(PersonId, Choice)>,
    typed: String,
    cursor: Cursor,
}

impl Switch {
    /// The parts there are to play first, then people with a role or an office, then the rest.
    pub fn new(cx: &Cx) -> Self {
        let organ = cx.office.organ();
        let heads = |id: &PersonId| {
            organ.units.values().any(|u| u.head.as_ref() == Some(id) || u.vice_chief.as_ref() == Some(id))
        };
        let part = |id: &PersonId| cx.cast.iter().position(|(p, _, _)| p == id);
        let mut people: Vec<_> = organ.people.values().filter(|p| p.active).collect();
        people.sort_by_key(|p| {
            let extra = p.roles.is_empty() && !heads(&p.id);
            (part(&p.id).unwrap_or(usize::MAX), extra, p.unit.clone(), p.id.clone())
        });
        let directory = cx.office.directory();
        let people = people
            .into_iter()
            .filter_map(|p| {
                let what = match part(&p.id).and_then(|i| cx.cast.get(i)) {
                    Some((_, zh, en)) => cx.lang.pick(zh, en).clone(),
                    None => {
                        let roles: Vec<&str> = p.roles.iter().map(|r| cx.w.role(r.code())).collect();
                        format!("{} {} {}", organ.unit_name(&p.unit), p.post, roles.join(" "))
                    }
                };
                let party = directory.iter().find(|d| d.id == p.id)?;
                Some((p.id.clone(), Choice::person(p.id.as_str(), party, &what, cx.lang)))
            })
            .collect();
        Self { people, typed: String::new(), cursor: Cursor::default() }
    }

    /// The people who are meant by what was typed: a name or its pinyin, an account, words of the line.
    fn shown(&self) -> Vec<&(PersonId, Choice)> {
        let typed = folded(&self.typed);
        let meant = |c: &Choice| c.fits(&self.typed) || folded(&c.note).contains(&typed);
        self.people.iter().filter(|(_, choice)| meant(choice)).collect()
    }
}

impl Room for Switch {
    fn name(&self) -> &'static str {
        "switch"
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let [query, list] = top(area, 1);
        let (shown, mut cursor) = (self.shown(), self.cursor);
        cursor.draw(shown.len(), list, buf, |i| {
            let Choice { label, note, .. } = &shown[i].1;
            Span::raw(format!("{} {note}", pad(label, 10)))
        });
        self.cursor = cursor;
        Some(prompt(&cx.f.person_prompt, &self.typed, query, buf))
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        vec![Offer::open(Action::Open)]
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        let Some(id) = self.shown().get(self.cursor.at).map(|(id, ..)| id.clone()) else { return Go::Stay };
        cx.actor = Actor::person(&id, Means::Training);
        cx.left = None;
        cx.me = id;
        Go::Home(None)
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
                let (len, height) = (self.shown().len(), cx.body.height.saturating_sub(1) as usize);
                return if self.cursor.key(other, len, height) { Go::Stay } else { Go::NotMine };
            }
        }
        self.cursor = Cursor::default();
        Go::Stay
    }
}

/// The training clock one day on; what falls due is done by the register at once.
pub fn tomorrow(cx: &mut Cx) -> Go {
    const DAY: i64 = 86_400_000;
    if let Err(trouble) = cx.office.move_clock(DAY).and_then(|()| cx.office.tick().map(|_| ())) {
        cx.complain(&trouble);
        return Go::Stay;
    }
    let now = when::show(cx.office.now(), when::Precision::Exact, cx.lang);
    cx.say(cx.f.clock_is_now.replace("{}", &now));
    Go::Home(None)
}
