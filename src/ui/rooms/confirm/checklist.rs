//! The nine points: what is answered, what is still open, and how they stand on the screen.

use super::{Confirm, acts, label_cells, page, reading};
use crate::domain::record::{Answer, CHECKLIST};
use crate::ui::form::Did;
use crate::ui::frame::bold;
use crate::ui::paint::{gutter, line};
use crate::ui::room::{Cx, Go, Room};
use crate::ui::rooms::mark;
use crate::ui::text::pad;
use crate::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

impl Confirm {
    /// A key while fields are read off the material.
    pub(super) fn typed(&mut self, cx: &mut Cx, did: Did) -> Go {
        let Some(reading) = &mut self.reading_off else { return Go::NotMine };
        match did {
            Did::NotMine => return Go::NotMine,
            Did::Refused(words) => {
                cx.say(words);
                cx.grave = true;
            }
            Did::Pressed(key) if key == reading::NEXT => reading.next(cx),
            Did::Pressed(_) => {
                let Some(typed) = reading.typed(cx) else { return Go::Stay };
                let done = acts::read_off(self, cx, typed.clone());
                match done.and_then(|()| self.refresh(cx)) {
                    Ok(()) => self.read = typed,
                    Err(trouble) => cx.complain(&trouble),
                }
            }
            Did::Moved(_) | Did::Changed(_) | Did::Took(..) => {}
        }
        Go::Stay
    }

    /// Where the record has nothing of the kind there is nothing to compare: the point answers itself,
    /// and can be answered otherwise by whoever misses something.
    pub(super) fn answer_what_is_not_there(&mut self) {
        if self.sheet.record.closed {
            return;
        }
        for point in page::without_matter(&self.sheet.record) {
            self.answers.insert(point.to_owned(), Answer::Right);
        }
        self.by_itself = self.answers.clone();
        self.point = self.next_open(0);
    }

    /// The next point without an answer, from this one on; the last one where there is none.
    pub(super) fn next_open(&self, from: usize) -> usize {
        let open = (from..CHECKLIST.len()).find(|i| !self.answers.contains_key(CHECKLIST[*i]));
        open.unwrap_or(CHECKLIST.len() - 1)
    }

    pub(super) fn answer(&mut self, answer: Answer) {
        self.answers.insert(CHECKLIST[self.point].to_owned(), answer);
        self.point = self.next_open(self.point + 1);
    }

    pub(super) fn checklist_on(&self, cx: &Cx, area: Rect, columns: usize, buf: &mut Buffer) {
        let f = words::form::words(cx.lang);
        let per = CHECKLIST.len().div_ceil(columns);
        let cells = area.width / columns as u16;
        let columns = Layout::horizontal(vec![Constraint::Length(cells); columns]).split(area);
        let places = columns.iter().flat_map(|column| column.rows().take(per));
        for ((i, point), place) in CHECKLIST.iter().enumerate().zip(places) {
            let answer = match self.answers.get(*point) {
                None => f.confirm("not_yet"),
                Some(Answer::Right) if page::without_matter(&self.sheet.record).any(|p| p == *point) => {
                    f.confirm("nothing_there")
                }
                Some(Answer::Right) => cx.w.code("answer", "right"),
                Some(Answer::Incomplete) => cx.w.code("answer", "incomplete"),
                Some(Answer::Doubt) => cx.w.code("answer", "doubt"),
            };
            let label = cx.w.code("point", point);
            let wants = matches!(self.answers.get(*point), Some(Answer::Incomplete | Answer::Doubt));
            mark(i == self.point, place, buf);
            let style = if wants { bold() } else { Style::default() };
            let text = format!("{} {answer}", pad(label, label_cells(cells)));
            line(Span::styled(text, style), gutter(place)[1], buf);
        }
    }
}
