//! The roll: the secretary goes down the members, one key each.

use super::asking::{self, ask_on};
use super::list::Cursor;
use super::meeting::{quorum, standing};
use super::paper::said;
use crate::domain::command::Command;
use crate::domain::committee::{Attendance, MeetingCommand};
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, PersonId};
use crate::office::{MeetingView, Trouble};
use crate::text::{fold_fullwidth, pad};
use crate::ui::bindings::Action;
use crate::ui::form::{Choice, Way};
use crate::ui::frame::{bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, lines, top};
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

/// Rows above the list: the keys, the arithmetic, an empty one.
const ABOVE: u16 = 3;

pub struct Roll {
    meeting: MatterId,
    view: Option<MeetingView>,
    cursor: Cursor,
}

impl Roll {
    pub fn new(meeting: MatterId) -> Self {
        Self { meeting, view: None, cursor: Cursor::default() }
    }

    fn marked(&self) -> Option<(PersonId, String)> {
        let row = self.view.as_ref()?.attendance.get(self.cursor.at)?;
        Some((row.0.clone(), row.1.clone()))
    }

    /// Enters one member and goes on to the next.
    fn enter(&mut self, cx: &mut Cx, attendance: Attendance) -> Go {
        let Some((member, name)) = self.marked() else { return Go::Stay };
        let act = MeetingCommand::Attend { member, attendance };
        let command = Command::Meeting { meeting: Some(self.meeting), act };
        match cx.act(&command).and_then(|_| self.refresh(cx)) {
            Ok(()) => {
                let last = self.view.as_ref().map_or(0, |v| v.attendance.len().saturating_sub(1));
                let row = self.view.as_ref().and_then(|v| v.attendance.get(self.cursor.at));
                let what = row.map(|r| standing(cx, &r.2, &r.3)).unwrap_or_default();
                self.cursor.at = (self.cursor.at + 1).min(last);
                Go::Say(format!("{name} {what}"))
            }
            Err(trouble) => {
                cx.complain(&trouble);
                Go::Stay
            }
        }
    }

    /// A member's standing from a list; where it is already said that he is absent, only why.
    fn choose(&self, cx: &Cx, absent: bool) -> Go {
        let Some((member, name)) = self.marked() else { return Go::Stay };
        let (t, meeting) = (said(cx), self.meeting);
        let codes = ["present", "absent", "nonvoting"];
        let choices = codes.map(|c| Choice::new(c, cx.w.code("attendance", c))).to_vec();
        let reason = asking::line("reason", t.label("absent_reason"));
        let fields = if absent {
            vec![reason]
        } else {
            vec![asking::pick("standing", t.label("standing"), choices), asking::optional(reason)]
        };
        let name = if absent { format!("{name} {}", cx.w.code("attendance", "absent")) } else { name };
        let way =
            Way::of(Act::Attend, self.view.as_ref().map_or("", |v| v.ref_.0.as_str())).part(member.as_str());
        ask_on(cx, Act::Attend, way, &name, Vec::new(), fields, move |_, answers| {
            let attendance = match answers.one("standing").as_deref() {
                Some("present") => Attendance::Present,
                Some("nonvoting") => Attendance::Nonvoting,
                _ => Attendance::Absent { reason: answers.text("reason") },
            };
            let act = MeetingCommand::Attend { member: member.clone(), attendance };
            Ok(Command::Meeting { meeting: Some(meeting), act })
        })
    }
}

impl Room for Roll {
    fn name(&self) -> &'static str {
        "meeting"
    }

    fn place(&self, cx: &Cx) -> String {
        said(cx).head("roll").to_owned()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let view = self.view.as_ref()?;
        let [above, list] = top(area, ABOVE);
        let told = [Span::styled(&said(cx).roll_help, dim()), Span::styled(quorum(cx, view), bold())];
        lines(told, gutter(above)[1], buf);
        self.cursor.draw(view.attendance.len(), list, buf, |i| {
            let (_, name, code, reason) = &view.attendance[i];
            Span::raw(format!("{:>2} {} {}", i + 1, pad(name, 12), standing(cx, code, reason)))
        });
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        vec![Offer::open(Action::Open), Offer::open(Action::Do(Act::Attend))]
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        self.choose(cx, false)
    }

    /// On a roll letters are answers: `n` is no new record here.
    fn is_typing(&self) -> bool {
        true
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let key = match key {
            Key::Char(c) => Key::Char(fold_fullwidth(c)),
            other => other,
        };
        match key {
            Key::Char('p') => self.enter(cx, Attendance::Present),
            Key::Char('n') => self.enter(cx, Attendance::Nonvoting),
            Key::Char('a') => self.choose(cx, true),
            Key::Char('q') => Go::Pop(None),
            Key::Enter => self.choose(cx, false),
            other => {
                let len = self.view.as_ref().map_or(0, |v| v.attendance.len());
                let height = cx.body.height.saturating_sub(ABOVE) as usize;
                if self.cursor.key(other, len, height) { Go::Stay } else { Go::NotMine }
            }
        }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.view = None;
        self.view = Some(cx.office.meeting(&cx.actor, &self.meeting)?.0);
        Ok(())
    }
}
