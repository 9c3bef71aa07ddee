//! How a page of fields lies on the screen.

use super::entry::{Body, Entry, What};
use super::pick::ROWS;
use super::sheet::Sheet;
use super::spec::Kind;
use crate::domain::when::{self, WhenError};
use crate::text::{clip, fitting, pad, width, wrap};
use crate::ui::frame::{bold, dim, line, underlined};
use crate::ui::room::Cx;
use crate::ui::rooms::gutter;
use crate::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Cells of gutter and mark before a label.
const MARKS: u16 = 2;
/// Cells a time is typed in.
const TIME: u16 = 24;
/// Cells that an answer not yet chosen is shown with.
const CHOICE: u16 = 16;
/// Rows that paragraphs take at least.
const TEXT: usize = 3;

impl Sheet {
    /// Draws what fits around the focus; gives the caret where the focus takes text.
    pub fn draw(&mut self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let labels = self.label_width(area.width);
        self.height = area.height as usize;
        let now = cx.office.now();
        let mut tops = Vec::with_capacity(self.entries.len() + 1);
        let mut total = 0;
        for i in 0..self.entries.len() {
            tops.push(total);
            total += self.rows(i, area, labels);
        }
        tops.push(total);
        self.scroll(&tops, area.height as usize);
        let mut caret = None;
        for i in 0..self.entries.len() {
            let (from, to) = (tops[i], tops[i + 1]);
            if to <= self.top || from >= self.top + area.height as usize || from == to {
                continue;
            }
            // A field that is cut by the edge is drawn whole on a sheet of its own, then cut.
            let mut sheet = Buffer::empty(Rect::new(0, 0, area.width, (to - from) as u16));
            let at = self.entry_on(cx, i, labels, now, &mut sheet);
            for row in from.max(self.top)..to.min(self.top + area.height as usize) {
                let y = area.y + (row - self.top) as u16;
                for x in 0..area.width {
                    buf[(area.x + x, y)] = sheet[(x, (row - from) as u16)].clone();
                }
            }
            let visible = |p: &Position| {
                let row = from + p.y as usize;
                row >= self.top && row < self.top + area.height as usize
            };
            if let Some(p) = at.filter(visible) {
                caret = Some(Position::new(area.x + p.x, area.y + (from + p.y as usize - self.top) as u16));
            }
        }
        caret
    }

    fn label_width(&self, cells: u16) -> u16 {
        let widest = self.entries.iter().filter(|e| is_labelled(&e.def.what)).map(|e| width(&e.def.label));
        (widest.max().unwrap_or(0) as u16).clamp(8, (cells / 3).max(8))
    }

    /// Keeps the field with the focus on the screen, with a row around it where there is room.
    fn scroll(&mut self, tops: &[usize], height: usize) {
        let (Some(from), Some(to)) = (tops.get(self.at), tops.get(self.at + 1)) else { return };
        let total = tops.last().copied().unwrap_or(0);
        let (from, mut to) = (from.saturating_sub(1), (to + 1).min(total));
        // A list of problems is seen whole where it fits.
        if matches!(self.entries[self.at].def.what, What::Problem(_)) && total - from <= height {
            to = total;
        }
        if to > self.top + height {
            self.top = to - height;
        }
        if from < self.top {
            self.top = from;
        }
        self.top = self.top.min(total.saturating_sub(height.min(total)));
    }

    /// Rows an entry takes.
    fn rows(&mut self, i: usize, area: Rect, labels: u16) -> usize {
        let focused = i == self.at;
        let cells = value_cells(area.width, labels);
        let most = (area.height as usize).saturating_sub(4).max(TEXT);
        let entry = &mut self.entries[i];
        let below: usize = entry.notes(focused, cells as usize).len();
        let own = match (&mut entry.body, &entry.def.what) {
            (Body::Words(field), What::Field(Kind::Text(_))) => field.height(cells - 2).clamp(TEXT, most),
            (Body::Pick(pick), _) if pick.open && focused => 1 + pick.shown().len().clamp(1, ROWS),
            (_, What::Heading) => 1 + usize::from(i > 0),
            (_, What::Told(lines)) => lines.iter().map(|l| wrap(l, area.width as usize - 2).len()).sum(),
            (_, What::Button) => 2,
            (_, What::Problem(_)) => wrap(&entry.def.label, area.width as usize - 4).len(),
            (_, What::Row(text)) => wrap(text, cells as usize).len().clamp(1, 2),
            _ => 1,
        };
        own + below + if focused { entry.suggestions().len() } else { 0 }
    }

    /// Draws one entry from the top of a sheet of its own; gives its caret when it has the focus.
    fn entry_on(&mut self, cx: &Cx, i: usize, labels: u16, now: i64, buf: &mut Buffer) -> Option<Position> {
        let focused = i == self.at;
        let bad_time = self.bad_time(&self.entries[i], now);
        let (w, h) = (buf.area.width, buf.area.height);
        let x = MARKS + labels + 2;
        let cells = value_cells(w, labels);
        let entry = &mut self.entries[i];
        let text = entry.def.label.clone();
        match &entry.def.what {
            What::Heading => {
                line(buf, 0, h - 1, w, &text, bold());
                return None;
            }
            What::Told(lines) => {
                let rows = lines.iter().flat_map(|l| wrap(l, w as usize - 2));
                rows.enumerate().for_each(|(y, row)| line(buf, 2, y as u16, w - 2, &row, Style::default()));
                return None;
            }
            What::Problem(_) => {
                line(buf, 0, 0, 1, gutter(focused), bold());
                let rows = wrap(&text, w as usize - 4);
                rows.iter()
                    .enumerate()
                    .for_each(|(y, row)| line(buf, 2, y as u16, w - 2, row, Style::default()));
                return None;
            }
            What::Button => {
                line(buf, 0, 1, 1, gutter(focused), bold());
                line(buf, 2, 1, w - 2, &format!("[ {text} ]"), bold());
                return None;
            }
            What::Row(_) | What::Field(_) => {}
        }
        line(buf, 0, 0, 1, gutter(focused), bold());
        let mark = match (&entry.trouble, entry.def.required) {
            (Some(_), _) => "!",
            (None, true) => "*",
            (None, false) => " ",
        };
        line(buf, 1, 0, 1, mark, bold());
        line(buf, MARKS, 0, labels, &text, Style::default());
        let (caret, mut y) = match &entry.def.what {
            What::Row(text) => {
                let rows = wrap(text, cells as usize);
                rows.iter().take(2).enumerate().for_each(|(y, row)| {
                    line(buf, x, y as u16, cells, row, Style::default());
                });
                (None, rows.len().clamp(1, 2) as u16)
            }
            What::Field(Kind::When | Kind::Coming) => {
                (entry.time_on(cx, bad_time, now, Rect::new(x, 0, cells, 1), buf), 1)
            }
            _ => entry.value_on(cx, focused, Rect::new(x, 0, cells, h), buf),
        };
        if focused {
            let offered = entry.suggestions();
            let at = entry.at(offered.len());
            for (n, choice) in offered.into_iter().enumerate() {
                line(buf, x - 2, y, 1, gutter(at == Some(n)), bold());
                line(buf, x, y, cells, &format!("{}  {}", choice.label, choice.note), dim());
                y += 1;
            }
        }
        for note in entry.notes(focused, cells as usize) {
            line(buf, x, y, cells, &note, bold());
            y += 1;
        }
        caret.filter(|_| focused)
    }
}

impl Entry {
    /// What is said under the field, in rows; what is wrong only while one is there, because the
    /// list at the end says it too.
    fn notes(&self, focused: bool, cells: usize) -> Vec<String> {
        let trouble = self.trouble.iter().filter(|_| focused).map(|t| format!("! {t}"));
        self.def.notes.iter().cloned().chain(trouble).flat_map(|n| wrap(&n, cells)).collect()
    }

    fn time_on(
        &mut self,
        cx: &Cx,
        bad: Option<WhenError>,
        now: i64,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let read = self.time(now);
        let coming = matches!(self.def.what, What::Field(Kind::Coming));
        let Body::Words(field) = &mut self.body else { return None };
        let cells = TIME.min(area.width / 2);
        ruled(buf, area.x, area.y, cells);
        let caret = field.render(Rect { width: cells, ..area }, buf, underlined());
        let said = match (bad, read) {
            (Some(error), _) => cx.w.when_error(&error),
            (None, Some(Ok(at))) if coming => {
                let past = if at.at_ms < now { words::form::words(cx.lang).time_past.as_str() } else { "" };
                let read = when::show_with_weekday(at.at_ms, at.precision, cx.lang);
                format!("= {read}  {past}").trim_end().to_owned()
            }
            (None, Some(Ok(at) | Err(WhenError::Future(at)))) => {
                format!("= {}", when::show(at.at_ms, at.precision, cx.lang))
            }
            (None, _) => words::form::words(cx.lang).time_example.clone(),
        };
        line(buf, area.x + cells + 2, area.y, area.width - cells - 2, &said, dim());
        Some(caret)
    }

    /// Draws the value; gives the caret and the first free row.
    fn value_on(&mut self, cx: &Cx, focused: bool, area: Rect, buf: &mut Buffer) -> (Option<Position>, u16) {
        let f = words::form::words(cx.lang);
        let below = self.notes(focused, area.width as usize).len();
        let below = below + if focused { self.suggestions().len() } else { 0 };
        match (&mut self.body, &self.def.what) {
            (Body::Words(field), What::Field(Kind::Text(_))) => {
                let rows = area.height.saturating_sub(below as u16).max(1);
                (0..rows).for_each(|y| line(buf, area.x, area.y + y, 1, "|", dim()));
                let inner = Rect::new(area.x + 2, area.y, area.width - 2, rows);
                (Some(field.render(inner, buf, Style::default())), rows)
            }
            (Body::Words(field), _) => {
                ruled(buf, area.x, area.y, area.width);
                (Some(field.render(Rect { height: 1, ..area }, buf, underlined())), 1)
            }
            (Body::Pick(pick), _) if pick.open && focused => {
                ruled(buf, area.x, area.y, area.width);
                let caret = pick.filter.render(Rect { height: 1, ..area }, buf, underlined());
                if pick.filter.text().is_empty() {
                    line(buf, area.x, area.y, area.width, &f.type_to_narrow, dim());
                }
                let shown: Vec<_> = pick.shown().into_iter().cloned().collect();
                let mut cursor = pick.cursor;
                let window = cursor.window(shown.len(), ROWS);
                pick.cursor = cursor;
                let first = window.start;
                if shown.len() > ROWS {
                    let part = format!("{}-{}/{}", first + 1, window.end, shown.len());
                    let x = area.right() - width(&part) as u16;
                    line(buf, x, area.y, part.len() as u16, &part, dim());
                }
                let most = window.clone().map(|i| width(&shown[i].label)).max().unwrap_or(0);
                let most = most.min(area.width as usize / 2 + 8);
                for i in window {
                    let c = &shown[i];
                    let chosen = pick.chosen.contains(&c.code);
                    let tick = match (pick.is_many(), chosen) {
                        (true, true) => "[x] ",
                        (true, false) => "[ ] ",
                        (false, true) => "= ",
                        (false, false) => "  ",
                    };
                    let y = area.y + 1 + (i - first) as u16;
                    let text = format!("{} {tick}{}  {}", i - first + 1, pad(&c.label, most), c.note);
                    line(buf, area.x - 2, y, 1, gutter(i == pick.cursor.at), bold());
                    line(buf, area.x, y, area.width, &text, Style::default());
                }
                if shown.is_empty() {
                    line(buf, area.x, area.y + 1, area.width, &f.nothing_fits, dim());
                }
                (Some(caret), area.y + 1 + shown.len().clamp(1, ROWS) as u16)
            }
            (Body::Pick(pick), what) => {
                let person = matches!(what, What::Field(Kind::Person));
                let text = clip(&pick.labels(person).join(f.comma.as_str()), area.width as usize);
                match (text.is_empty(), focused) {
                    (true, true) => line(buf, area.x, area.y, area.width, &f.not_chosen, dim()),
                    (true, false) => ruled(buf, area.x, area.y, CHOICE.min(area.width)),
                    (false, _) => line(buf, area.x, area.y, area.width, &text, Style::default()),
                }
                let caret = width(fitting(&text, area.width as usize - 1)) as u16;
                (Some(Position::new(area.x + caret, area.y)), 1)
            }
            (Body::Yes(yes), _) => {
                line(buf, area.x, area.y, area.width, if *yes { &f.yes } else { &f.no }, Style::default());
                (None, 1)
            }
            (Body::Nothing, _) => (None, 1),
        }
    }
}

/// An empty line to write on, as on paper.
fn ruled(buf: &mut Buffer, x: u16, y: u16, cells: u16) {
    line(buf, x, y, cells, &" ".repeat(cells as usize), underlined());
}

fn is_labelled(what: &What) -> bool {
    matches!(what, What::Field(_) | What::Row(_))
}

fn value_cells(all: u16, labels: u16) -> u16 {
    all.saturating_sub(MARKS + labels + 3).max(12)
}
