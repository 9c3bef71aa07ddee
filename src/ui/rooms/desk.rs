//! 待办: what I must do next, one list over all kinds of matter, the most urgent clock first. Enter
//! opens a matter at its act.

use super::{Cursor, FormFor};
use crate::domain::evidence::Alert;
use crate::domain::flow::Act;
use crate::domain::ids::Millis;
use crate::domain::when;
use crate::office::{DeskLine, Trouble};
use crate::text::{escape, pad, width, wrap};
use crate::ui::bindings::Action;
use crate::ui::form::{Begun, begun};
use crate::ui::frame::{alarm, bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, lines, off_edge, prose, top};
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::words::evidence::words as evidence;
use crate::words::fill;
use crate::words::rooms::words;
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

/// More alarms than this are read in the ledger.
const ALARMS: usize = 3;

#[derive(Default)]
pub struct Desk {
    lines: Vec<DeskLine>,
    /// What was begun, without what stands on a line of its own already.
    drafts: Vec<Begun>,
    cursor: Cursor,
    height: usize,
}

/// Widths of the columns: task, name, urgency, clock; what is left is the title's.
struct Columns {
    task: usize,
    urgent: usize,
    title: usize,
    clock: usize,
}

impl Desk {
    pub fn new() -> Self {
        Self::default()
    }

    fn len(&self) -> usize {
        self.drafts.len() + self.lines.len()
    }

    /// The task is never cut below what its words need unless the screen is narrow; the clock never.
    fn columns(&self, cx: &Cx, cells: usize, now: Millis) -> Columns {
        let clock = self.lines.iter().map(|l| width(&clock_words(cx, l, now))).max().unwrap_or(0);
        let task = self.lines.iter().map(|l| width(cx.w.act_turn(l.act))).max().unwrap_or(0);
        let drafts = self.drafts.iter().map(|d| width(&draft_words(cx, d))).max().unwrap_or(0);
        let task = task.max(drafts).min(cells / 3);
        let urgent = if self.lines.iter().any(|l| l.urgent) { width(&cx.f.urgent) } else { 0 };
        let title = cells.saturating_sub(task + 9 + urgent + clock + 4);
        Columns { task, urgent, title, clock }
    }

    /// Drafts stand below everything that has a clock.
    fn line(&self, i: usize) -> Option<Line<'_>> {
        let clocks = self.lines.iter().rposition(|l| !l.clock.is_empty()).map_or(0, |last| last + 1);
        match i.checked_sub(clocks) {
            Some(n) if n < self.drafts.len() => self.drafts.get(n).map(Line::Draft),
            Some(n) => self.lines.get(clocks + n - self.drafts.len()).map(Line::Matter),
            None => self.lines.get(i).map(Line::Matter),
        }
    }

    /// A draft by its act, its matter, and what tells it from others.
    fn draft_row(&self, cx: &Cx, c: &Columns, draft: &Begun) -> String {
        let name = draft.kept.way.as_ref().map_or("", |w| w.name.as_str());
        let matter = self.lines.iter().find(|l| l.ref_.0 == name).map(|l| title(cx, l));
        let held = draft.line.held.then(|| cx.f.draft_open_elsewhere.clone());
        // The words first: they tell two drafts on one matter apart.
        let told = held.into_iter().chain(draft.told()).chain(matter).collect::<Vec<_>>().join("  ");
        let (saved, now) = (when::local(draft.line.updated_ms), when::local(cx.office.now()));
        let of_today = saved.date() == now.date();
        let saved = saved.format(if of_today { "%H:%M" } else { "%m-%d" }).to_string();
        let left = (c.title + c.clock + 1).saturating_sub(width(&saved) + 1);
        let mut parts = vec![pad(&draft_words(cx, draft), c.task), pad(name, 9)];
        if c.urgent > 0 {
            parts.push(pad("", c.urgent));
        }
        parts.extend([pad(&told, left), saved]);
        parts.join(" ")
    }

    fn row(&self, cx: &Cx, c: &Columns, i: usize, now: Millis) -> Option<Span<'static>> {
        let l = match self.line(i)? {
            Line::Draft(draft) => return Some(Span::raw(self.draft_row(cx, c, draft))),
            Line::Matter(l) => l,
        };
        let late = !l.clock.is_empty() && l.due < now;
        let urgent = if l.urgent { cx.f.urgent.as_str() } else { "" };
        let mut parts = vec![pad(cx.w.act_turn(l.act), c.task), pad(&l.ref_.0, 9)];
        if c.urgent > 0 {
            parts.push(pad(urgent, c.urgent));
        }
        parts.extend([pad(&title(cx, l), c.title), pad(&clock_words(cx, l, now), c.clock)]);
        let style = match (late, l.urgent) {
            (true, _) => alarm(),
            (false, true) => bold(),
            _ => Style::default(),
        };
        Some(Span::styled(parts.join(" "), style))
    }
}

/// What stands on one line.
enum Line<'a> {
    Matter(&'a DeskLine),
    Draft(&'a Begun),
}

fn draft_words(cx: &Cx, draft: &Begun) -> String {
    cx.f.draft_to_finish.replace("{}", &super::draft::label(cx, draft))
}

/// What stands above the list: too few custodians, alarms, and how one was here before.
fn first_words(cx: &Cx) -> Vec<(String, Style)> {
    let (office, least) = cx.office.custodians_in_office();
    let mut words = Vec::new();
    if office < least {
        words.push((cx.f.too_few_custodians.clone(), alarm()));
    }
    words.extend(calendar_words(cx));
    words.extend(evidence_words(cx).into_iter().map(|w| (w, alarm())));
    let alarms = cx.office.alarms(&cx.me);
    words.extend(alarms.iter().take(ALARMS).map(|a| (alarm_words(cx, a), alarm())));
    if let Some(greeting) = &cx.greeting {
        words.extend(super::me::greeting_words(cx, greeting));
    }
    if cx.office.lacks_passphrase(&cx.me) {
        words.push((cx.f.passphrase_missing.clone(), bold()));
    }
    words
}

/// That a year's notice of holidays is missing: to everybody what follows, to administrators what to do.
fn calendar_words(cx: &Cx) -> Option<(String, Style)> {
    let year = cx.office.notice_missing()?;
    let how = if cx.office.is_administrator(&cx.me) { cx.f.notice_missing_do.as_str() } else { "" };
    let words = fill(&cx.f.notice_missing, &[("year", &year.to_string())]);
    let this_year = year == when::local(cx.office.now()).date().year();
    Some((format!("{words}{how}"), if this_year { alarm() } else { bold() }))
}

/// That the register went back, or that nobody outside has looked at it for too long.
fn evidence_words(cx: &Cx) -> Vec<String> {
    let e = evidence(cx.lang);
    let mut told = Vec::new();
    if let Some(r) = cx.office.rolled_back() {
        let (known, found) = (r.known.size.to_string(), r.found.size.to_string());
        let log = words(cx.lang).log.get(r.log.name()).map_or(r.log.name(), String::as_str);
        told.push(fill(&e.rolled_back, &[("log", log), ("known", &known), ("found", &found)]));
    }
    if let Some(w) = cx.office.witnessing().filter(crate::office::Witnessing::is_late) {
        told.push(fill(&e.witness_late, &[("days", &w.days.to_string())]));
    }
    told
}

fn alarm_words(cx: &Cx, (seq, at, alert): &(u64, Millis, Alert)) -> String {
    let words = cx.f.alert.get(alert.code()).map_or("", String::as_str);
    let (name, addresses) = match alert {
        Alert::TwoAddresses { person, addresses, .. } => {
            (cx.office.organ().name_of(person), addresses.join(cx.lang.pick("、", ", ")))
        }
        Alert::RolledBack { .. } | Alert::DiskWasFull => Default::default(),
    };
    let (at, seq) = (when::show(*at, when::Precision::Exact, cx.lang), seq.to_string());
    fill(words, &[("name", &name), ("addresses", &addresses), ("at", &at), ("seq", &seq)])
}

/// What a line is about, in words where the store keeps a code.
fn title(cx: &Cx, l: &DeskLine) -> String {
    match l.kind.as_str() {
        "proposal" => cx.w.code("organ_change", &l.title).to_owned(),
        _ if l.veiled => words(cx.lang).veiled_title.clone(),
        _ => l.title.clone(),
    }
}

/// How long the clock still runs, or how long ago it ran out.
fn clock_words(cx: &Cx, l: &DeskLine, now: Millis) -> String {
    if l.clock.is_empty() {
        return when::show(l.since, when::Precision::Day, cx.lang);
    }
    let left = l.due - now;
    let words = if left < 0 { &cx.f.overdue_by } else { &cx.f.due_in };
    let minutes = left.abs() / 60_000;
    let span = match minutes {
        m if m < 90 => cx.f.minutes.replace("{}", &m.to_string()),
        m if m < 48 * 60 => cx.f.hours.replace("{}", &(m / 60).to_string()),
        m => cx.f.days.replace("{}", &(m / 1440).to_string()),
    };
    words.replace("{}", &span)
}

impl Room for Desk {
    fn name(&self) -> &'static str {
        "desk"
    }

    fn place(&self, _cx: &Cx) -> String {
        let len = self.len();
        format!("{}/{len}", if len == 0 { 0 } else { self.cursor.at + 1 })
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let area = off_edge(area);
        let [_, text] = gutter(area);
        let cells = usize::from(text.width);
        let words = first_words(cx);
        let rows = words.iter().flat_map(|(text, style)| {
            wrap(&escape(text), cells).into_iter().map(|row| Span::styled(row, *style))
        });
        let rows: Vec<Span> = rows.take(usize::from(area.height / 2)).collect();
        let above = if rows.is_empty() { 0 } else { rows.len() as u16 + 1 };
        lines(rows, text, buf);
        let [_, list] = top(area, above);
        self.height = usize::from(list.height);
        if self.len() == 0 {
            let [_, below] = top(text, above + 1);
            prose(&cx.f.desk_empty, dim(), below, buf);
            return None;
        }
        let now = cx.office.now();
        let columns = self.columns(cx, cells, now);
        let mut cursor = self.cursor;
        cursor.draw(self.len(), list, buf, |i| self.row(cx, &columns, i, now));
        self.cursor = cursor;
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let open = (self.len() > 0).then(|| Offer::open(Action::Open));
        let draft = matches!(self.line(self.cursor.at), Some(Line::Draft(_)));
        let discard = draft.then(|| Offer::open(Action::Discard));
        open.into_iter()
            .chain([Action::New, Action::Quick, Action::Room(2)].map(Offer::open))
            .chain(discard)
            .collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        if !matches!(action, Action::Open | Action::Discard) {
            return super::open(cx, action);
        }
        let l = match self.line(self.cursor.at) {
            Some(Line::Draft(draft)) if action == Action::Discard => return super::discard_begun(cx, draft),
            Some(Line::Draft(draft)) => return super::go_on(cx, draft),
            Some(Line::Matter(l)) if action == Action::Open => l,
            _ => return Go::Stay,
        };
        let (kind, id) = (l.kind.clone(), l.matter);
        // What nobody has begun yet is begun.
        if id.0.is_nil() {
            return super::kind::begin(cx, l.act, vec![l.title.clone()]);
        }
        cx.promised = Some((id, l.act));
        match (kind.as_str(), l.act) {
            ("record", Act::Confirm) => super::confirmation(cx, id),
            ("record", Act::Amend) => super::record_form(cx, FormFor::Amend(id)),
            ("record", Act::Submit) => super::record_form(cx, FormFor::Quick(id)),
            _ => super::matter(cx, &kind, id),
        }
    }

    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.cursor.key(key, self.len(), self.height) { Go::Stay } else { Go::NotMine }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.lines = cx.office.desk(&cx.actor)?;
        let begun = begun(cx)?;
        self.drafts = super::without_ticks(cx, begun, &self.lines);
        // What was last on the list may be done; the title must not count beyond the end.
        self.cursor.at = self.cursor.at.min(self.len().saturating_sub(1));
        Ok(())
    }
}
