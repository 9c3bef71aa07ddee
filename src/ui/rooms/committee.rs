//! Items before committees and the meetings of one's bodies.

use super::asking::{self, ask};
use super::matters::{Entry, Listed, Matters};
use super::paper::{Paper, said};
use super::{item, meeting};
use crate::domain::command::Command;
use crate::domain::committee::MeetingCommand;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::CommitteeId;
use crate::domain::organ::Committee;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::when::{self, Precision};
use crate::office::{ItemView, MatterLine, MeetingView, Trouble};
use crate::text::{clip, pad, wrap};
use crate::ui::bindings::Action;
use crate::ui::form::Choice;
use crate::ui::frame::bold;
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

enum Seen {
    Item(Box<ItemView>),
    Meeting(Box<MeetingView>),
}

#[derive(Default)]
pub struct CommitteeRoom(Matters<Seen>);

impl Listed for Seen {
    fn look(cx: &mut Cx, line: &MatterLine) -> Option<Self> {
        Some(if line.kind == "item" {
            Self::Item(Box::new(cx.office.item(&cx.actor, &line.id).ok()?.0))
        } else {
            Self::Meeting(Box::new(cx.office.meeting(&cx.actor, &line.id).ok()?.0))
        })
    }

    /// Ref, state, and what it is about.
    fn row(&self, cx: &Cx, cells: usize) -> Span<'static> {
        let (ref_, state, about, tail, mine) = match self {
            Seen::Item(v) => (
                &v.ref_,
                cx.w.code("item_state", v.state.code()),
                format!("{} {}", pad(cx.w.code("item_kind", &v.kind), 10), v.cases),
                v.committee.as_str(),
                v.mine,
            ),
            Seen::Meeting(v) => (
                &v.ref_,
                cx.w.code("meeting_state", v.state.code()),
                format!("{} {}", when::show(v.planned_at, Precision::Exact, cx.lang), v.place),
                v.committee.as_str(),
                false,
            ),
        };
        // Beside the page the body's name would stand twice.
        let tail_cells = if cells < 70 { 0 } else { cells / 4 };
        let middle = cells.saturating_sub(9 + 14 + tail_cells + 3);
        let (state, about) = (pad(state, 14), pad(&about, middle));
        let text = format!("{ref_} {state} {about} {}", clip(tail, tail_cells));
        Span::styled(text, if mine { bold() } else { Style::default() })
    }

    fn more(&self, cx: &Cx, cells: usize) -> Vec<String> {
        let t = said(cx);
        let all = match self {
            Seen::Item(v) => {
                let waiting = format!("{} {}", t.label("waiting"), v.waiting.join(&t.then));
                let waiting = (!v.waiting.is_empty()).then_some(waiting);
                [v.request.clone()].into_iter().chain(item::arithmetic(cx, v)).chain(waiting).collect()
            }
            Seen::Meeting(v) => {
                vec![meeting::quorum(cx, v), t.agenda_count.replace("{n}", &v.agenda.len().to_string())]
            }
        };
        all.iter().flat_map(|row| wrap(row, cells).into_iter().take(1)).collect()
    }

    fn paper(&self, cx: &Cx, cells: usize) -> Paper {
        match self {
            Seen::Item(v) => item::paper(cx, v, cells),
            Seen::Meeting(v) => meeting::paper(cx, v, cells),
        }
    }
}

/// Bodies whose papers this person keeps.
fn kept_bodies(cx: &Cx) -> Vec<Committee> {
    cx.office.organ().committees.values().filter(|c| c.secretary == cx.me).cloned().collect()
}

fn plan(cx: &Cx) -> Go {
    let t = said(cx);
    let bodies = kept_bodies(cx);
    let choices = bodies.iter().map(|c| Choice::new(c.id.0.clone(), c.name.clone())).collect();
    let mut members: Vec<_> = bodies.iter().flat_map(|c| &c.members).collect();
    members.sort_by_key(|m| m.rank);
    let mut people = Vec::new();
    for m in members {
        if !people.contains(&m.person) {
            people.push(m.person.clone());
        }
    }
    let fields = vec![
        asking::pick("committee", t.label("committee"), choices),
        asking::hinted(asking::coming("time", t.label("time")), &t.when_hint),
        asking::line("place", t.label("place")),
        asking::pick("chair", t.label("chair"), asking::people(cx, &people)),
    ];
    ask(cx, Act::Plan, "", Vec::new(), fields, |_, answers| {
        // A day alone would be midnight.
        let when = answers.when("time").filter(|w| w.precision == Precision::Exact);
        let when = when.ok_or_else(|| No::Wrong(vec![Problem::new("time", Flaw::BadTime, "")]))?;
        Ok(Command::Meeting {
            meeting: None,
            act: MeetingCommand::Plan {
                committee: CommitteeId(answers.one("committee").ok_or(Rule::UnknownCommittee)?),
                planned_at: when.at_ms,
                place: answers.text("place"),
                chair: asking::person(answers, "chair")?,
            },
        })
    })
}

impl Room for CommitteeRoom {
    fn name(&self) -> &'static str {
        "committee"
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.0.draw(cx, &said(cx).no_matters, area, buf);
        None
    }

    fn offers(&self, cx: &Cx) -> Vec<Offer> {
        let mut all = self.0.offers();
        let no = || Refusal::with(Rule::NotYourCapacity, Capacity::Secretary.code());
        let why_not = kept_bodies(cx).is_empty().then(no);
        all.push(Offer { action: Action::Do(Act::Plan), why_not });
        all
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        if action == Action::Do(Act::Plan) {
            return plan(cx);
        }
        self.0.open(cx)
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        self.0.key(cx, key)
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let mut entries = Vec::new();
        for (kind, head) in [("item", "items"), ("meeting", "meetings")] {
            let lines = cx.office.matters(&cx.actor, kind)?;
            entries.extend((!lines.is_empty()).then_some(Entry::Head(head)));
            entries.extend(lines.into_iter().map(Entry::Matter));
        }
        self.0.list(entries);
        Ok(())
    }
}
