//! The lines around the mark: walked from those at hand to their neighbours, three windows at a time.

use super::Register;
use crate::domain::search::Near;
use crate::office::{RecordPage, Trouble};
use crate::ui::room::Cx;
use std::ops::Range;

/// On which side of the lines at hand others are put.
enum Side {
    Instead,
    Below,
    Above,
}

impl Register {
    /// Fetches the lines around the mark unless they are here.
    pub(super) fn fill(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        if self.waits {
            return Ok(());
        }
        let height = self.height.max(1);
        for _ in 0..3 {
            let window = self.cursor.window(self.total, height);
            if !self.stale && window.start >= self.from && window.end <= self.from + self.lines.len() {
                break;
            }
            // What cannot be noted is not looked at.
            cx.office.note_search(&cx.actor, self.query.filter())?;
            let (near, side) = self.wanted(&window, height);
            let page = cx.office.records(&cx.actor, self.query.filter(), near, height * 3)?;
            if page.lines.is_empty() && page.counted && !self.stale && page.total == self.total {
                break;
            }
            self.take_in(page, near, &side, height);
        }
        Ok(())
    }

    /// From which line the window is reached, and where what is found there goes.
    fn wanted(&self, window: &Range<usize>, height: usize) -> (Near, Side) {
        let here = self.from..self.from + self.lines.len();
        let at = |i: usize| i.checked_sub(self.from).and_then(|i| self.lines.get(i));
        if let Some(mark) = self.returns_to {
            return (Near::At(mark, self.cursor.at), Side::Instead);
        }
        if window.start < height {
            return (Near::Start, Side::Instead);
        }
        if self.stale {
            let top = at(window.start).or(self.lines.first());
            return top
                .map_or((Near::Start, Side::Instead), |l| (Near::At(l.mark, window.start), Side::Instead));
        }
        match (self.lines.first(), self.lines.last()) {
            (Some(_), Some(last))
                if window.end > here.end && (window.start <= here.end || self.beyond > 0) =>
            {
                (Near::After(last.mark), Side::Below)
            }
            (Some(first), Some(_)) if window.end >= here.start && window.start < here.start => {
                (Near::Before(first.mark), Side::Above)
            }
            _ => (Near::End, Side::Instead),
        }
    }

    fn take_in(&mut self, page: RecordPage, near: Near, side: &Side, height: usize) {
        let (kept, counted) = (height * 2, page.counted.then_some(page.total));
        let goes_on = page.lines.len() == height * 3;
        let keep = self.marked().filter(|_| self.stale).map(|l| l.id);
        let keep = self.returns_to.take().map(|mark| mark.id).or(keep);
        match side {
            Side::Instead => {
                self.from = page.from.unwrap_or(0);
                self.lines = page.lines;
                // What came in above moves the window along with its lines.
                if let Near::At(_, about) = near {
                    self.cursor.top = (self.cursor.top + self.from).saturating_sub(about);
                }
            }
            Side::Below => {
                let dropped = self.lines.len().saturating_sub(kept);
                self.lines.drain(..dropped);
                self.lines.extend(page.lines);
                self.from += dropped;
            }
            Side::Above => {
                self.from = self.from.saturating_sub(page.lines.len());
                self.lines.truncate(kept);
                self.lines.splice(..0, page.lines);
            }
        }
        // Of a list that was not counted so much is known as was seen, and supposed as can be scrolled to.
        let known = self.from + self.lines.len();
        match (counted, side) {
            (Some(total), _) => (self.total, self.beyond) = (total, 0),
            (None, Side::Above) => {}
            (None, _) => {
                self.beyond = if goes_on { height } else { 0 };
                self.total = known + self.beyond;
            }
        }
        self.stale = false;
        // A record entered meanwhile must not slip another one under the mark.
        if let Some(i) = keep.and_then(|id| self.lines.iter().position(|l| l.id == id)) {
            self.cursor.at = self.from + i;
        }
    }
}
