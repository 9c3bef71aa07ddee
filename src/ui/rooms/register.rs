//! 台账: every record I may see. One search field, facets that write into it, a window of the list, and
//! from 120 columns on the record beside it.

mod columns;
mod drawn;
mod facets;
mod jump;
mod query;
mod views;
mod window;

use super::Cursor;
use super::record::Record;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::search::Mark;
use crate::office::{RecordLine, Trouble};
use crate::ui::bindings::Action;
use crate::ui::field::Answer;
use crate::ui::frame::WIDE;
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Go, Left, Offer, Room};
use crate::words::rooms::words;
use facets::Pane;
use query::Query;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use std::collections::BTreeSet;
use std::time::Duration;
pub use views::KIND as VIEW;
use views::Views;

/// Rows above the list: the query and the headings.
const ABOVE: u16 = 2;
/// So long without a key, and what is typed is what is looked for.
const RESTS: Duration = Duration::from_millis(400);

#[derive(Default)]
pub struct Register {
    query: Query,
    typing: bool,
    /// The window, and where in the whole list it begins.
    lines: Vec<RecordLine>,
    from: usize,
    total: usize,
    /// How many of them are only supposed: the list was not counted, and goes on.
    beyond: usize,
    stale: bool,
    /// Words are being typed: what they find is shown, and noted, when the typing rests.
    waits: bool,
    cursor: Cursor,
    height: usize,
    /// Where the mark stood when the register was left.
    returns_to: Option<Mark>,
    /// Opened here: looking again leaves no new trace.
    opened: BTreeSet<MatterId>,
    detail: Option<Record>,
    /// The keys go to the record.
    reading: bool,
    pane: Option<Pane>,
}

impl Register {
    /// As it was left, where this person left it before.
    pub fn new(cx: &Cx) -> Self {
        let mut room = Self { stale: true, ..Self::default() };
        if let Some(left) = cx.left.as_ref().filter(|left| left.of == cx.me) {
            room.query.write(cx, &left.query);
            (room.cursor.at, room.opened, room.returns_to) = (left.at, left.opened.clone(), left.record);
        }
        room
    }

    /// Looking for this, whatever it was left at.
    pub fn asked(cx: &Cx, query: &str) -> Self {
        let mut room = Self { stale: true, ..Self::default() };
        room.query.write(cx, query);
        room
    }

    fn marked(&self) -> Option<&RecordLine> {
        self.cursor.at.checked_sub(self.from).and_then(|i| self.lines.get(i))
    }

    /// The query changed: list and counts are asked again at once, for the title shows the total. Words
    /// that are being typed are waited for, so that one search is one note and nothing is shown without.
    fn asked_anew(&mut self, cx: &mut Cx) {
        self.waits = self.typing && cx.office.is_to_be_noted(&cx.actor, self.query.filter());
        if !self.waits {
            self.ask(cx);
        }
    }

    fn ask(&mut self, cx: &mut Cx) {
        (self.stale, self.cursor) = (true, Cursor::default());
        self.lines.clear();
        if let Err(trouble) = cx.office.note_search(&cx.actor, self.query.filter()) {
            (self.total, self.beyond) = (0, 0);
            return cx.complain(&trouble);
        }
        let counted = match &mut self.pane {
            Some(pane) => pane.count(cx, &self.query),
            None => Ok(()),
        };
        if let Err(trouble) = self.fill(cx).and(counted) {
            cx.complain(&trouble);
        }
    }

    /// What was typed is what was searched for: it is noted, once.
    fn settle(&mut self, cx: &mut Cx) {
        if std::mem::take(&mut self.waits) {
            return self.ask(cx);
        }
        if let Err(trouble) = cx.office.note_search(&cx.actor, self.query.filter()) {
            // What cannot be noted is not looked at.
            (self.lines, self.total, self.beyond, self.detail) = (Vec::new(), 0, 0, None);
            cx.complain(&trouble);
        }
    }

    /// Opens the record under the mark and gives it the keys.
    fn read(&mut self, cx: &mut Cx) -> Go {
        self.settle(cx);
        let Some(id) = self.marked().map(|l| l.id) else { return Go::Stay };
        if self.detail.as_ref().map(Record::id) != Some(id) {
            match Record::open(cx, id) {
                Ok(record) => self.detail = Some(record),
                Err(trouble) => {
                    cx.complain(&trouble);
                    return Go::Stay;
                }
            }
        }
        self.opened.insert(id);
        self.reading = true;
        Go::Stay
    }

    /// The next or previous record, without going back to the list.
    fn step(&mut self, cx: &mut Cx, key: Key) -> Go {
        self.cursor.key(if key == Key::Right { Key::Down } else { Key::Up }, self.total, self.height);
        if let Err(trouble) = self.fill(cx) {
            cx.complain(&trouble);
            return Go::Stay;
        }
        self.read(cx)
    }

    fn type_key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            Key::Enter | Key::Esc => {
                self.typing = false;
                self.settle(cx);
                return Go::Stay;
            }
            Key::Up | Key::Down | Key::PageUp | Key::PageDown => {
                self.settle(cx);
                self.cursor.key(key, self.total, self.height);
                return Go::Stay;
            }
            _ => {}
        }
        let answer = self.query.key(cx, key);
        self.answered(cx, answer)
    }

    fn answered(&mut self, cx: &mut Cx, answer: Answer) -> Go {
        match answer {
            Answer::NotMine => Go::NotMine,
            Answer::Changed => {
                self.asked_anew(cx);
                Go::Stay
            }
            Answer::Moved => Go::Stay,
            Answer::Refused(_) => Go::Say(words(cx.lang).not_taken.clone()),
        }
    }
}

impl Room for Register {
    fn name(&self) -> &'static str {
        "register"
    }

    fn place(&self, cx: &Cx) -> String {
        let at = if self.total == 0 { 0 } else { self.cursor.at + 1 };
        let s = words(cx.lang);
        let place = if self.beyond > 0 { &s.place_uncounted } else { &s.place };
        let place = place.replace("{at}", &at.to_string());
        let place = place.replace("{total}", &(self.total - self.beyond).to_string());
        match (&self.detail, self.reading) {
            (Some(detail), true) => format!("{place} {}", detail.place(cx)),
            _ => place,
        }
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        // What is beside the list takes room from it only where there is something to be read.
        if area.width >= WIDE && (self.detail.is_some() || self.pane.is_some()) {
            let [left, right] = Layout::horizontal([Length(area.width * 3 / 5), Fill(1)]).areas(area);
            let caret = self.draw_list(cx, left, buf);
            self.draw_beside(cx, right, buf);
            return caret;
        }
        if area.width >= WIDE {
            if cx.message.is_empty() && self.total > 0 {
                cx.say(&words(cx.lang).enter_opens);
            }
            return self.draw_list(cx, area, buf);
        }
        match (&mut self.detail, &mut self.pane) {
            (Some(detail), _) if self.reading => detail.draw(cx, area, buf),
            (_, Some(pane)) => {
                pane.draw(cx, area.inner(SIDES), buf);
                None
            }
            _ => self.draw_list(cx, area, buf),
        }
    }

    fn offers(&self, cx: &Cx) -> Vec<Offer> {
        if self.typing {
            return Vec::new();
        }
        if let (Some(detail), true) = (&self.detail, self.reading) {
            return detail.offers(cx).into_iter().chain([Offer::open(Action::Back)]).collect();
        }
        if self.pane.is_some() {
            return vec![Offer::open(Action::Open), Offer::open(Action::Filter), Offer::open(Action::Back)];
        }
        let open = (self.total > 0).then(|| Offer::open(Action::Open));
        let looks = [Action::Search, Action::Filter, Action::Sort, Action::Views];
        let jump = (self.total > 0).then(|| Offer::open(Action::Jump));
        open.into_iter().chain(looks.map(Offer::open)).chain(jump).collect()
    }

    fn asked(&self) -> &[Act] {
        self.detail.as_ref().filter(|_| self.reading).map_or(&[], |detail| detail.asked())
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        if let (Some(detail), true) = (&mut self.detail, self.reading) {
            if action != Action::Back {
                return detail.take(cx, action);
            }
            self.reading = false;
            return Go::Stay;
        }
        match (action, &mut self.pane) {
            (Action::Open, Some(pane)) => {
                if let Some((key, value)) = pane.marked() {
                    self.query.toggle(cx, key, &value);
                    self.asked_anew(cx);
                }
            }
            (Action::Back | Action::Filter, Some(_)) => self.pane = None,
            (Action::Open, None) => return self.read(cx),
            (Action::Search, _) => {
                self.query.go_on();
                self.typing = true;
            }
            (Action::Views, _) => {
                let now = self.query.text().to_owned();
                return super::opened(cx, |cx| Ok(Box::new(Views::open(cx, &now)?)));
            }
            (Action::Jump, _) => return jump::ask(cx, self.query.filter().clone()),
            (Action::Filter, None) => {
                let mut pane = Pane::default();
                if let Err(trouble) = pane.count(cx, &self.query) {
                    cx.complain(&trouble);
                }
                self.pane = Some(pane);
            }
            (Action::Sort, _) => {
                self.query.next_sort(cx);
                self.asked_anew(cx);
            }
            _ => return Go::NotMine,
        }
        Go::Stay
    }

    fn is_typing(&self) -> bool {
        self.typing
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.typing {
            return self.type_key(cx, key);
        }
        if let (Some(detail), true) = (&mut self.detail, self.reading) {
            return if matches!(key, Key::Left | Key::Right) {
                self.step(cx, key)
            } else {
                detail.key(cx, key)
            };
        }
        if let Some(pane) = &mut self.pane {
            return if pane.key(key, cx.body.height) { Go::Stay } else { Go::NotMine };
        }
        if key == Key::Backspace && !self.query.text().is_empty() {
            self.query.drop_last(cx);
            self.asked_anew(cx);
            return Go::Stay;
        }
        if self.cursor.key(key, self.total, self.height) { Go::Stay } else { Go::NotMine }
    }

    fn paste(&mut self, cx: &mut Cx, text: &str) -> Go {
        let answer = self.query.paste(cx, text);
        self.answered(cx, answer)
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.stale = true;
        self.query.read(cx);
        if self.height == 0 {
            self.height = usize::from(cx.body.height.saturating_sub(ABOVE)).max(1);
        }
        self.fill(cx)?;
        if let Some(pane) = &mut self.pane {
            pane.count(cx, &self.query)?;
        }
        // What one is recused from by now is gone here too, not an error.
        if self.detail.as_mut().is_some_and(|detail| detail.refresh(cx).is_err()) {
            (self.detail, self.reading) = (None, false);
        }
        Ok(())
    }

    fn back(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        if let Some(text) = cx.looked_for.take() {
            self.query.write(cx, &text);
            self.ask(cx);
        }
        if let Some(mark) = cx.goes_to.take() {
            (self.returns_to, self.stale) = (Some(mark), true);
        }
        self.refresh(cx)
    }

    /// The mark rests: beside the list stands the record under it, if looking at it leaves no trace.
    fn keep(&mut self, cx: &mut Cx) {
        self.settle(cx);
        cx.left = Some(Left {
            of: cx.me.clone(),
            query: self.query.text().to_owned(),
            at: self.cursor.at,
            record: self.marked().map(|l| l.mark),
            opened: self.opened.clone(),
        });
        if self.reading || cx.body.width < WIDE {
            return;
        }
        let Some(l) = self.marked() else { return };
        let (id, free) = (l.id, l.own || self.opened.contains(&l.id));
        if !free {
            self.detail = None;
        } else if self.detail.as_ref().map(Record::id) != Some(id) {
            self.detail = Record::open(cx, id).ok();
        }
    }

    fn pace(&self) -> Option<Duration> {
        self.waits.then_some(RESTS)
    }

    fn stays_in_sight(&self) -> bool {
        self.reading
    }

    fn provision(&self) -> Option<&'static str> {
        self.reading.then_some("custody")
    }
}
