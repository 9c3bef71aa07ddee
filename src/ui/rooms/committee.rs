//! Items before committees and the meetings of one's bodies.

use super::asking::{self, ask};
use super::list::{Cursor, gutter};
use super::paper::{Paper, nothing, said};
use super::{item, meeting};
use crate::domain::command::Command;
use crate::domain::committee::MeetingCommand;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{CommitteeId, MatterId};
use crate::domain::organ::Committee;
use crate::domain::refusal::{Flaw, No, Problem, Refusal, Rule};
use crate::domain::when::{self, Precision};
use crate::office::{ItemView, MeetingView, Trouble};
use crate::text::{clip, pad, wrap};
use crate::ui::bindings::Action;
use crate::ui::form::Choice;
use crate::ui::frame::{WIDE, bold, dim, line};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::collections::BTreeMap;

/// Rows below a narrow list that tell more of the marked line.
const BELOW: u16 = 4;
/// Cells of the page beside a wide list.
const BESIDE: u16 = 62;

#[derive(Clone, Copy, PartialEq)]
enum Entry {
    Head(&'static str),
    Item(MatterId),
    Meeting(MatterId),
}

#[derive(Clone)]
enum Seen {
    Item(Box<ItemView>),
    Meeting(Box<MeetingView>),
}

#[derive(Default)]
pub struct CommitteeRoom {
    entries: Vec<Entry>,
    /// What has been on the screen since the last change.
    seen: BTreeMap<MatterId, Seen>,
    cursor: Cursor,
}

impl CommitteeRoom {
    fn look(&mut self, cx: &mut Cx, at: usize) -> Option<Seen> {
        let (id, of_item) = match self.entries.get(at)? {
            Entry::Head(_) => return None,
            Entry::Item(id) => (*id, true),
            Entry::Meeting(id) => (*id, false),
        };
        if let Some(seen) = self.seen.get(&id) {
            return Some(seen.clone());
        }
        let seen = if of_item {
            Seen::Item(Box::new(cx.office.item(&cx.actor, &id).ok()?.0))
        } else {
            Seen::Meeting(Box::new(cx.office.meeting(&cx.actor, &id).ok()?.0))
        };
        self.seen.insert(id, seen.clone());
        Some(seen)
    }

    /// The mark stands on a matter, never on a heading.
    fn off_heads(&mut self, down: bool) {
        while matches!(self.entries.get(self.cursor.at), Some(Entry::Head(_))) {
            self.cursor.at =
                if down || self.cursor.at == 0 { self.cursor.at + 1 } else { self.cursor.at - 1 };
        }
    }
}

/// Ref, state, and what it is about.
fn row(cx: &Cx, seen: &Seen, cells: usize) -> (String, Style) {
    let (ref_, state, about, tail, mine) = match seen {
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
    let text = format!(
        "{ref_} {} {} {}",
        pad(state, 14),
        pad(&clip(&about, middle), middle),
        clip(tail, tail_cells)
    );
    (text, if mine { bold() } else { Style::default() })
}

fn more(cx: &Cx, seen: &Seen) -> Vec<String> {
    let t = said(cx);
    match seen {
        Seen::Item(v) => {
            let mut all = vec![v.request.clone()];
            all.extend(item::arithmetic(cx, v));
            if !v.waiting.is_empty() {
                all.push(format!("{} {}", t.label("waiting"), v.waiting.join(&t.then)));
            }
            all
        }
        Seen::Meeting(v) => {
            vec![meeting::quorum(cx, v), t.agenda_count.replace("{n}", &v.agenda.len().to_string())]
        }
    }
}

fn paper(cx: &Cx, seen: &Seen, cells: usize) -> Paper {
    match seen {
        Seen::Item(v) => item::paper(cx, v, cells),
        Seen::Meeting(v) => meeting::paper(cx, v, cells),
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
        if self.entries.is_empty() {
            nothing(&said(cx).no_matters, area, buf);
            return None;
        }
        let wide = area.width >= WIDE;
        let (cells, height) =
            if wide { (area.width - BESIDE, area.height) } else { (area.width, area.height - BELOW) };
        for (y, i) in self.cursor.window(self.entries.len(), height as usize).enumerate() {
            let y = area.y + y as u16;
            if let Entry::Head(key) = self.entries[i] {
                line(buf, area.x, y, cells, said(cx).head(key), bold());
                continue;
            }
            let Some(seen) = self.look(cx, i) else { continue };
            let (text, style) = row(cx, &seen, cells as usize - 2);
            line(buf, area.x, y, 1, gutter(i == self.cursor.at), bold());
            line(buf, area.x + 2, y, cells - 2, &text, style);
        }
        let seen = self.look(cx, self.cursor.at)?;
        if wide {
            let beside = Rect { x: area.x + cells + 2, width: BESIDE - 2, ..area };
            paper(cx, &seen, beside.width as usize).show(beside, buf);
        } else {
            let rows = more(cx, &seen);
            let rows = rows.iter().flat_map(|r| wrap(r, area.width as usize - 4).into_iter().take(1));
            for (i, text) in rows.take(BELOW as usize - 1).enumerate() {
                line(buf, area.x + 2, area.bottom() - BELOW + 1 + i as u16, area.width - 2, &text, dim());
            }
        }
        None
    }

    fn offers(&self, cx: &Cx) -> Vec<Offer> {
        let mut all = Vec::new();
        if !self.entries.is_empty() {
            all.push(Offer::open(Action::Open));
        }
        let no = || Refusal::with(Rule::NotYourCapacity, Capacity::Secretary.code());
        let why_not = kept_bodies(cx).is_empty().then(no);
        all.push(Offer { action: Action::Do(Act::Plan), why_not });
        all
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        if action == Action::Do(Act::Plan) {
            return plan(cx);
        }
        match self.entries.get(self.cursor.at) {
            Some(Entry::Item(id)) => super::matter(cx, "item", *id),
            Some(Entry::Meeting(id)) => super::matter(cx, "meeting", *id),
            _ => Go::Stay,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let before = self.cursor.at;
        let height = cx.body.height.saturating_sub(BELOW) as usize;
        if !self.cursor.key(key, self.entries.len(), height) {
            return Go::NotMine;
        }
        self.off_heads(self.cursor.at >= before);
        Go::Stay
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.seen.clear();
        self.entries.clear();
        for (kind, head) in [("item", "items"), ("meeting", "meetings")] {
            let lines = cx.office.matters(&cx.actor, kind)?;
            if !lines.is_empty() {
                self.entries.push(Entry::Head(head));
            }
            let entry = |id| if kind == "item" { Entry::Item(id) } else { Entry::Meeting(id) };
            self.entries.extend(lines.iter().map(|l| entry(l.id)));
        }
        self.off_heads(true);
        Ok(())
    }
}
