//! The confirmation: a record read to its end, and nine points answered by one key each. Beside the
//! record on a wide screen, under it on a narrow one; what is answered is always in sight.

mod acts;
mod checklist;
mod kept;
mod page;
mod reading;

use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::record::{Answer, CHECKLIST, Checklist, RecordText, Status};
use crate::domain::refusal::{Refusal, Rule};
use crate::office::{RecordSheet, Trouble};
use crate::ui::bindings::{self, Action};
use crate::ui::form::{Did, Slot};
use crate::ui::frame::{WIDE, bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, line, top};
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::ui::rooms::mark;
use crate::ui::rooms::me::session_words;
use crate::ui::text::fold_fullwidth;
use crate::words;
pub(crate) use kept::without_ticks;
use page::Row;
pub(crate) use page::text_fields;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use ratatui::text::Span;
use reading::ReadingOff;
use std::collections::BTreeMap;

/// Cells of the checklist beside the record.
const ASIDE: u16 = 40;

/// Opens a record for a custodian's hand.
pub fn confirmation(cx: &mut Cx, id: MatterId) -> Go {
    let waiting = waiting(cx).unwrap_or_default();
    match Confirm::open(cx, id, (1, waiting.len().max(1))) {
        Ok(room) => {
            warn_of_another_session(cx);
            Go::Push(Box::new(room))
        }
        Err(trouble) => {
            cx.complain(&trouble);
            Go::Stay
        }
    }
}

/// A hand that somebody else gives in one's name comes from a session one does not know of.
fn warn_of_another_session(cx: &mut Cx) {
    let others = cx.office.whereabouts(&cx.actor).map(|now| now.others).unwrap_or_default();
    if let Some(words) = others.first().map(|other| session_words(cx, other)) {
        cx.say(words);
        cx.grave = true;
    }
}

/// Records that wait for this custodian, the most urgent first.
fn waiting(cx: &mut Cx) -> Result<Vec<MatterId>, Trouble> {
    let lines = cx.office.desk(&cx.actor)?;
    Ok(lines.into_iter().filter(|l| l.act == Act::Confirm && l.kind == "record").map(|l| l.matter).collect())
}

fn reading_off(cx: &mut Cx, sheet: &RecordSheet) -> Option<ReadingOff> {
    let asked = sheet.can.iter().any(|c| c.act == Act::ReadOff && c.why_not.is_none());
    (sheet.record.closed && asked).then(|| ReadingOff::begin(cx, sheet))
}

struct Confirm {
    id: MatterId,
    sheet: RecordSheet,
    answers: Checklist,
    /// Answers that nobody had to give.
    by_itself: Checklist,
    point: usize,
    /// Asked before the record is shown whole.
    reading_off: Option<ReadingOff>,
    /// What was read off the material: where it differs from the record it is looked at once more.
    read: BTreeMap<String, String>,
    /// What stood when a new text came in under the reader's eyes.
    before: Option<RecordText>,
    top: usize,
    rows: Vec<Row>,
    /// Width the rows are broken for; none when they must be laid anew.
    laid: Option<usize>,
    height: usize,
    end_seen: bool,
    /// This one, of so many.
    place: (usize, usize),
    slot: Slot,
    leaving: bool,
}

impl Confirm {
    /// # Errors
    /// That there is no such record for this person.
    fn open(cx: &mut Cx, id: MatterId, place: (usize, usize)) -> Result<Self, Trouble> {
        let sheet = cx.office.record(&cx.actor, &id)?;
        let reading_off = reading_off(cx, &sheet);
        let mut slot = kept::slot(cx, &id);
        let kept = slot.take_up(cx)?;
        let mut room = Self {
            id,
            sheet,
            reading_off,
            read: BTreeMap::new(),
            answers: Checklist::new(),
            by_itself: Checklist::new(),
            point: 0,
            before: None,
            top: 0,
            rows: Vec::new(),
            laid: None,
            height: 1,
            end_seen: false,
            place,
            slot,
            leaving: false,
        };
        room.answer_what_is_not_there();
        if let Some(kept) = kept {
            room.resume(cx, &kept);
        }
        Ok(room)
    }

    fn is_second(&self) -> bool {
        self.sheet.record.status == Status::OneHand
    }

    /// A third one decides between two who disagree: his hand is the second, his return ends it too.
    fn resolves(&self) -> bool {
        self.sheet.record.status == Status::Disputed
    }

    fn lay(&mut self, cx: &Cx, cells: usize) {
        if self.laid == Some(cells) {
            return;
        }
        self.rows.clear();
        if let Some(before) = &self.before {
            self.rows.extend(page::changes(cx, before, &self.sheet.record.text, cells));
        }
        self.rows.extend(page::rows(cx, &self.sheet, cells));
        self.laid = Some(cells);
    }

    /// Why this act does not go now; none when it does.
    fn why_not(&self, act: Act) -> Option<Refusal> {
        let asked = if self.resolves() { Act::Resolve } else { act };
        let can = self.sheet.can.iter().find(|c| c.act == asked);
        if let Some(no) = can.and_then(|c| c.why_not.clone()) {
            return Some(no);
        }
        if can.is_none() {
            return Some(Refusal::with(Rule::NotNow, act.code()));
        }
        if act != Act::Confirm {
            return None;
        }
        if self.sheet.record.closed {
            return Some(Refusal::of(Rule::ReadMaterialFirst));
        }
        if !self.end_seen {
            return Some(Refusal::of(Rule::NotReadToTheEnd));
        }
        if let Some(point) = CHECKLIST.iter().find(|p| !self.answers.contains_key(**p)) {
            return Some(Refusal::with(Rule::ChecklistIncomplete, point));
        }
        let incomplete = self.answers.iter().find(|(_, a)| **a == Answer::Incomplete);
        incomplete.map(|(point, _)| Refusal::with(Rule::PointWantsReturn, point))
    }

    fn keys_line(&self, cx: &Cx) -> String {
        let f = words::form::words(cx.lang);
        let word = if self.end_seen { "keys" } else { "read_on" };
        f.confirm(word).to_owned()
    }

    fn scroll(&mut self, key: Key) -> bool {
        let most = self.rows.len().saturating_sub(self.height);
        let page = self.height.saturating_sub(1).max(1);
        self.top = match key {
            Key::Down | Key::Char('j') => (self.top + 1).min(most),
            Key::Up | Key::Char('k') => self.top.saturating_sub(1),
            Key::PageDown | Key::Char(' ') => (self.top + page).min(most),
            Key::PageUp => self.top.saturating_sub(page),
            Key::Home => 0,
            // Jumping to the end is not reading: one page at a time.
            Key::End => (self.top + page).min(most),
            _ => return false,
        };
        true
    }
}

fn label_cells(cells: u16) -> usize {
    (cells as usize).saturating_sub(10).clamp(8, 18)
}

impl Room for Confirm {
    fn name(&self) -> &'static str {
        "confirm"
    }

    fn place(&self, _cx: &Cx) -> String {
        format!("{}/{}", self.place.0, self.place.1)
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if let Some(reading) = &mut self.reading_off {
            if cx.message.is_empty() {
                cx.say(reading.sheet.hint());
            }
            return reading.draw(cx, area, buf);
        }
        let wide = area.width >= WIDE;
        let panel = CHECKLIST.len().div_ceil(3) as u16 + 1;
        let [body, panel] = if wide {
            Layout::horizontal([Fill(1), Length(ASIDE)]).spacing(2).areas(area)
        } else {
            Layout::vertical([Fill(1), Length(panel)]).areas(area)
        };
        self.height = usize::from(body.height);
        self.lay(cx, usize::from(body.width.saturating_sub(3)));
        let looked_at = page::looked_at(CHECKLIST[self.point]);
        self.top = self.top.min(self.rows.len().saturating_sub(self.height));
        let [marks, texts] = gutter(body);
        let places = marks.rows().zip(texts.rows());
        for ((text, style, field), (left, right)) in self.rows.iter().skip(self.top).zip(places) {
            mark(looked_at.contains(field), left, buf);
            line(Span::styled(text, *style), right, buf);
        }
        if self.top + self.height >= self.rows.len() {
            self.end_seen = true;
        }
        if cx.message.is_empty() {
            let keys = self.keys_line(cx);
            cx.say(keys);
        }
        let f = words::form::words(cx.lang);
        let left = self.rows.len().saturating_sub(self.top + self.height);
        let [above, points] = top(panel, 1);
        if wide {
            line(Span::styled(f.confirm("points"), bold()), above, buf);
        } else if left > 0 {
            let more = f.confirm("more").replace("{}", &left.to_string());
            line(Span::styled(more, dim()), above, buf);
        }
        self.checklist_on(cx, points, if wide { 1 } else { 3 }, buf);
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let mut offers = Vec::new();
        for act in [Act::Confirm, Act::Return, Act::Dispute] {
            if act != Act::Dispute || self.is_second() {
                offers.push(Offer { action: Action::Do(act), why_not: self.why_not(act) });
            }
        }
        if !self.sheet.record.text.attachments.is_empty() {
            offers.push(Offer::open(Action::Material));
        }
        offers
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Do(Act::Confirm) => {
                let go = acts::confirm(self, cx);
                if matches!(go, Go::Home(_)) {
                    // The hand was given: leaving the room writes its ticks no more.
                    self.slot.close();
                }
                go
            }
            Action::Do(Act::Return) => acts::return_(self, cx),
            Action::Do(Act::Dispute) => acts::dispute(self, cx),
            Action::Material => crate::ui::rooms::materials::materials(cx, self.id),
            _ => Go::NotMine,
        }
    }

    fn asked(&self) -> &[Act] {
        &[Act::Confirm]
    }

    // Digits answer here, so they must not open other rooms.
    fn is_typing(&self) -> bool {
        true
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if let Some(reading) = &mut self.reading_off {
            let did = reading.key(cx, key);
            self.leaving = key == Key::Esc && did == Did::NotMine;
            return self.typed(cx, did);
        }
        let key = match key {
            Key::Char(c) => Key::Char(fold_fullwidth(c)),
            other => other,
        };
        match key {
            Key::Char('1') => self.answer(Answer::Right),
            Key::Char('2') => self.answer(Answer::Incomplete),
            Key::Char('3') => self.answer(Answer::Doubt),
            Key::Left => self.point = self.point.saturating_sub(1),
            Key::Right => self.point = (self.point + 1).min(CHECKLIST.len() - 1),
            key if self.scroll(key) => {}
            Key::Char(_) => {
                let offers = self.offers(cx);
                let Some(offer) = offers.into_iter().find(|o| bindings::means(o.action, key)) else {
                    return Go::NotMine;
                };
                if let Some(no) = offer.why_not {
                    cx.message = cx.refusal_words(&no);
                    cx.grave = true;
                    return Go::Stay;
                }
                return self.take(cx, offer.action);
            }
            _ => {
                self.leaving = key == Key::Esc;
                return Go::NotMine;
            }
        }
        cx.say("");
        Go::Stay
    }

    fn paste(&mut self, cx: &mut Cx, text: &str) -> Go {
        if let Some(reading) = &mut self.reading_off {
            let did = reading.sheet.paste(cx, text);
            return self.typed(cx, did);
        }
        Go::Say(cx.f.paste_only_into_a_field.clone())
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let sheet = cx.office.record(&cx.actor, &self.id)?;
        let was = &self.sheet.record;
        if sheet.record.revision != was.revision {
            self.before = Some(was.text.clone());
            self.answers.clear();
            self.read.clear();
            (self.point, self.top, self.end_seen) = (0, 0, false);
            self.reading_off = reading_off(cx, &sheet);
            cx.say(words::form::words(cx.lang).confirm("new_text"));
            cx.grave = true;
        }
        // The other custodian was first: what is asked of the second is asked now. What he typed opened
        // the record, or somebody else's act did.
        if sheet.record.closed != self.sheet.record.closed {
            self.reading_off = reading_off(cx, &sheet);
            self.end_seen = false;
        } else if let Some(reading) = &mut self.reading_off {
            reading.refresh(cx)?;
        }
        self.sheet = sheet;
        self.laid = None;
        if self.answers.is_empty() {
            self.answer_what_is_not_there();
        }
        Ok(())
    }

    fn keep(&mut self, cx: &mut Cx) {
        self.save(cx);
    }

    fn stays_in_sight(&self) -> bool {
        true
    }

    fn provision(&self) -> Option<&'static str> {
        Some("custody")
    }
}
