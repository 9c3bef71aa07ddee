//! What follows from records: one list over every kind of the room, the clock that runs out first on top, narrowed
//! by what is next, with the rule that asks for it beside it. A line is shown without being opened: opening it is
//! noted.

use super::super::list::Cursor;
use super::super::paper::{Paper, clock, nothing, said};
use crate::domain::provisions;
use crate::domain::registry;
use crate::domain::when::{self, Precision};
use crate::office::{Can, Followed, FollowsLine, Narrowed, Trouble, Waits};
use crate::text::{escape, pad, width, wrap};
use crate::ui::bindings::Action;
use crate::ui::frame::{WIDE, alarm, bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, line, lines, top};
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

/// Rows below a narrow list.
const BELOW: u16 = 4;
/// Cells of what is told beside a wide one.
const BESIDE: u16 = 44;

pub struct MatterList {
    room: u8,
    narrowed: Narrowed,
    of: Followed,
    cursor: Cursor,
    /// Acts that begin a matter of this room's on the organ.
    begins: Vec<Can>,
    /// The mark among what the list may be narrowed to, while that is chosen.
    choosing: Option<Cursor>,
}

impl MatterList {
    /// The kinds whose lists stand in this room.
    pub fn new(room: u8) -> Self {
        let (narrowed, of) = Default::default();
        Self { room, narrowed, of, cursor: Cursor::default(), begins: Vec::new(), choosing: None }
    }

    /// What the list may be narrowed to: everything under way, what waits for one act, what is over.
    fn choices(&self) -> Vec<(Narrowed, Option<usize>)> {
        let next = self.of.next.iter().map(|(act, n)| (Narrowed::Next(*act), Some(*n)));
        [(Narrowed::UnderWay, None)].into_iter().chain(next).chain([(Narrowed::Done, None)]).collect()
    }

    fn marked(&self) -> Option<&FollowsLine> {
        self.of.lines.get(self.cursor.at)
    }

    fn choose(&mut self, cx: &mut Cx) -> Go {
        let at = self.choosing.take().map_or(0, |c| c.at);
        if let Some((narrowed, _)) = self.choices().get(at) {
            (self.narrowed, self.cursor) = (*narrowed, Cursor::default());
            if let Err(trouble) = self.refresh(cx) {
                cx.complain(&trouble);
            }
        }
        Go::Stay
    }

    fn draw_list(&mut self, cx: &Cx, area: Rect, buf: &mut Buffer) {
        let now = cx.office.now();
        let [_, text] = gutter(area);
        let cells = usize::from(text.width);
        let of = |l: &FollowsLine| (width(&step(cx, l)), width(&tail(cx, l, now)));
        let widest = self.of.lines.iter().map(of).fold((0, 0), |a, b| (a.0.max(b.0), a.1.max(b.1)));
        let (first, last) = (widest.0.min(cells / 3), widest.1);
        let title = cells.saturating_sub(first + 9 + last + 3);
        let lines = &self.of.lines;
        self.cursor.draw(lines.len(), area, buf, |i| {
            let l = &lines[i];
            let late = l.waits.as_ref().is_some_and(|w| !w.clock.is_empty() && w.due < now);
            let row = [
                pad(&step(cx, l), first),
                pad(&l.line.ref_.0, 9),
                pad(&about(cx, l), title),
                pad(&tail(cx, l, now), last),
            ];
            Span::styled(row.join(" "), if late { alarm() } else { Style::default() })
        });
    }

    fn draw_choices(&mut self, cx: &Cx, area: Rect, buf: &mut Buffer) {
        let choices = self.choices();
        let narrowed = self.narrowed;
        let Some(cursor) = &mut self.choosing else { return };
        cursor.draw(choices.len(), area, buf, |i| {
            let (of, n) = choices[i];
            let count = n.map(|n| format!("{n:>6}")).unwrap_or_default();
            let on = if of == narrowed { "[x]" } else { "[ ]" };
            Span::raw(format!("{on} {} {count}", pad(&name(cx, of), 40)))
        });
    }
}

/// What stands first on a line: what is next, or how it stands.
fn step(cx: &Cx, l: &FollowsLine) -> String {
    let kind = cx.w.code("matter", &l.line.kind);
    match &l.waits {
        Some(w) => cx.w.act_turn(w.act).to_owned(),
        None => format!("{kind} {}", cx.w.code(&format!("{}_state", l.line.kind), &l.line.state)),
    }
}

/// Its clock, or since when it stands so.
fn tail(cx: &Cx, l: &FollowsLine, now: i64) -> String {
    match &l.waits {
        Some(w) if !w.clock.is_empty() => clock(cx, w.due, now),
        Some(Waits { since, .. }) => when::show(*since, Precision::Day, cx.lang),
        None => when::show(l.line.since, Precision::Day, cx.lang),
    }
}

fn about(cx: &Cx, l: &FollowsLine) -> String {
    if l.veiled { crate::words::rooms::words(cx.lang).veiled_title.clone() } else { escape(&l.title) }
}

fn name(cx: &Cx, narrowed: Narrowed) -> String {
    match narrowed {
        Narrowed::UnderWay => said(cx).under_way.clone(),
        Narrowed::Next(act) => cx.w.act_turn(act).to_owned(),
        Narrowed::Done => said(cx).done.clone(),
    }
}

/// The kind that a line is of, or that somebody is to begin.
fn kind(l: &FollowsLine) -> &str {
    match &l.waits {
        Some(w) => registry::kind_of(w.act).unwrap_or(&l.line.kind),
        None => &l.line.kind,
    }
}

/// The rule that asks for it, and where it stands.
fn rule(cx: &Cx, l: &FollowsLine) -> String {
    let t = said(cx);
    let told = |p: &provisions::Provision| {
        let checked = if p.verified { &t.verified } else { &t.unverified };
        format!("{} {}〔{checked}〕", p.rule(cx.lang), p.source)
    };
    provisions::of(kind(l)).map(told).unwrap_or_default()
}

/// What is told of the marked line beside a wide list.
fn beside(cx: &Cx, l: &FollowsLine, cells: usize) -> Paper {
    let t = said(cx);
    let mut p = Paper::new(t, cells);
    let matter = format!("{} {}", cx.w.code("matter", &l.line.kind), l.line.ref_);
    p.note(&matter, bold());
    p.note(&about(cx, l), Style::default());
    p.note(&stands(cx, l), Style::default());
    if let Some(w) = l.waits.as_ref().filter(|w| !w.clock.is_empty()) {
        p.head(t.head("why_due"));
        p.note(cx.w.act_turn(w.act), Style::default());
        for text in cx.office.organ().due_explained(&w.clock, w.since).iter().flat_map(|due| cx.w.due(due)) {
            p.note(&text, Style::default());
        }
    }
    p.head(&t.rule_head);
    p.note(&rule(cx, l), Style::default());
    if l.line.record.is_some() {
        p.row("", Style::default(), None);
        p.note(&t.opens_noted, dim());
    }
    p
}

/// How it stands, since when.
fn stands(cx: &Cx, l: &FollowsLine) -> String {
    let state = if l.line.kind == "record" {
        cx.w.code("shape", "not_begun").to_owned()
    } else {
        cx.w.code(&format!("{}_state", l.line.kind), &l.line.state).to_owned()
    };
    let since = l.waits.as_ref().map_or(l.line.since, |w| w.since);
    format!("{state} {}", when::show(since, Precision::Exact, cx.lang))
}

impl Room for MatterList {
    fn name(&self) -> &'static str {
        registry::room_name(self.room)
    }

    fn place(&self, cx: &Cx) -> String {
        let len = self.of.lines.len();
        let more = if self.of.more { "+" } else { "" };
        let at = if len == 0 { 0 } else { self.cursor.at + 1 };
        format!("{at}/{len}{more} {}", name(cx, self.narrowed))
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if self.choosing.is_some() {
            let [hint, list] = top(area, 2);
            line(Span::styled(&said(cx).narrow_hint, dim()), hint, buf);
            self.draw_choices(cx, list, buf);
            return None;
        }
        if self.of.lines.is_empty() {
            nothing(&said(cx).nothing_here, area, buf);
            return None;
        }
        let wide = area.width >= WIDE;
        let [list, more] = if wide {
            Layout::horizontal([Fill(1), Length(BESIDE)]).spacing(2).areas(area)
        } else {
            Layout::vertical([Fill(1), Length(BELOW)]).spacing(1).areas(area)
        };
        self.draw_list(cx, list, buf);
        let marked = self.marked()?;
        if wide {
            beside(cx, marked, more.width.into()).show(more, buf);
        } else {
            let [_, below] = gutter(more);
            let cells = usize::from(below.width.saturating_sub(2));
            let told = [stands(cx, marked)].into_iter().chain(wrap(&rule(cx, marked), cells));
            lines(told.map(|row| Span::styled(row, dim())), below, buf);
        }
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        if self.choosing.is_some() {
            return [Action::Open, Action::Filter, Action::Back].map(Offer::open).into();
        }
        let open = (!self.of.lines.is_empty()).then(|| Offer::open(Action::Open));
        let begins = self.begins.iter().map(Offer::of);
        begins.chain(open).chain([Offer::open(Action::Filter)]).collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Filter => {
                let at = self.choices().iter().position(|(of, _)| *of == self.narrowed).unwrap_or(0);
                self.choosing = if self.choosing.is_some() { None } else { Some(Cursor { at, top: 0 }) };
                Go::Stay
            }
            Action::Do(act) if self.begins.iter().any(|can| can.act == act) => {
                super::begin(cx, act, Vec::new())
            }
            Action::Back => {
                self.choosing = None;
                Go::Stay
            }
            Action::Open if self.choosing.is_some() => self.choose(cx),
            Action::Open => {
                let Some(l) = self.marked() else { return Go::Stay };
                let (kind, id) = (l.line.kind.clone(), l.line.id);
                cx.promised = l.waits.as_ref().map(|w| (id, w.act));
                super::super::matter(cx, &kind, id)
            }
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let len = self.choices().len();
        let moved = match &mut self.choosing {
            Some(cursor) => cursor.key(key, len, usize::from(cx.body.height.saturating_sub(2))),
            None => {
                let height = usize::from(cx.body.height.saturating_sub(BELOW + 1));
                self.cursor.key(key, self.of.lines.len(), height)
            }
        };
        if moved { Go::Stay } else { Go::NotMine }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.of = cx.office.following(&cx.actor, self.room, self.narrowed)?;
        self.begins = cx.office.begun_on_organ(&cx.actor, self.room)?;
        self.cursor.at = self.cursor.at.min(self.of.lines.len().saturating_sub(1));
        Ok(())
    }
}
