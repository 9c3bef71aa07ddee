//! Training only: becoming somebody else, and moving the clock.

use super::list::{Cursor, gutter};
use crate::domain::command::Actor;
use crate::domain::event::Means;
use crate::domain::ids::PersonId;
use crate::domain::when;
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::frame::{bold, line};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

pub struct Switch {
    people: Vec<(PersonId, String)>,
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
        let people = people
            .into_iter()
            .map(|p| {
                let what = match part(&p.id).and_then(|i| cx.cast.get(i)) {
                    Some((_, zh, en)) => cx.lang.pick(zh, en).clone(),
                    None => {
                        let roles: Vec<&str> = p.roles.iter().map(|r| cx.w.role(r.code())).collect();
                        format!("{} {} {}", organ.unit_name(&p.unit), p.post, roles.join(" "))
                    }
                };
                (p.id.clone(), format!("{} {what}", pad(&p.name, 10)))
            })
            .collect();
        Self { people, cursor: Cursor::default() }
    }
}

impl Room for Switch {
    fn name(&self) -> &'static str {
        "switch"
    }

    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let window = self.cursor.window(self.people.len(), area.height as usize);
        for (row, i) in window.enumerate() {
            let y = area.y + row as u16;
            line(buf, area.x, y, 1, gutter(i == self.cursor.at), bold());
            line(buf, area.x + 2, y, area.width - 2, &self.people[i].1, Style::default());
        }
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        vec![Offer::open(Action::Open)]
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        let Some((id, _)) = self.people.get(self.cursor.at) else { return Go::Stay };
        cx.me = id.clone();
        cx.actor = Actor::person(id, Means::Training);
        Go::Home(None)
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.cursor.key(key, self.people.len(), cx.body.height as usize) { Go::Stay } else { Go::NotMine }
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
