//! How a page of fields lies on the screen.

use super::entry::{Body, Entry, What};
use super::pick::ROWS;
use super::sheet::Sheet;
use super::spec::Kind;
use crate::domain::when::{self, WhenError};
use crate::text::{clip, fitting, pad, width, wrap};
use crate::ui::frame::{bold, dim, underlined};
use crate::ui::paint::{gutter, line, lines, top};
use crate::ui::room::Cx;
use crate::ui::rooms::mark;
use crate::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

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
            let sheet_rows = sheet.area.rows().skip(self.top.saturating_sub(from));
            for (row, drawn) in area.rows().skip(from.saturating_sub(self.top)).zip(sheet_rows) {
                for (place, cell) in row.positions().zip(drawn.positions()) {
                    buf[place] = sheet[cell].clone();
                }
                if let Some(p) = at.filter(|p| p.y == drawn.y) {
                    caret = Some(Position::new(row.x + p.x, row.y));
                }
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
        let area = buf.area;
        let [_, body] = gutter(area);
        let cells = value_cells(area.width, labels);
        let entry = &mut self.entries[i];
        let text = entry.def.label.clone();
        match &entry.def.what {
            What::Heading => {
                let [_, last] = Layout::vertical([Fill(1), Length(1)]).areas(area);
                line(Span::styled(text, bold()), last, buf);
                return None;
            }
            What::Told(told) => {
                lines(told.iter().flat_map(|l| wrap(l, body.width.into())), body, buf);
                return None;
            }
            What::Problem(_) => {
                mark(focused, area, buf);
                lines(wrap(&text, usize::from(area.width) - 4), body, buf);
                return None;
            }
            What::Button => {
                let [_, below] = top(area, 1);
                mark(focused, below, buf);
                line(Span::styled(format!("[ {text} ]"), bold()), gutter(below)[1], buf);
                return None;
            }
            What::Row(_) | What::Field(_) => {}
        }
        let flag = match (&entry.trouble, entry.def.required) {
            (Some(_), _) => "!",
            (None, true) => "*",
            (None, false) => " ",
        };
        // The marks of a list hang out into the two cells between label and value.
        let columns = [1, MARKS - 1, labels, 2 + cells].map(Length);
        let [left, flags, label, hung] = Layout::horizontal(columns).areas(area);
        let [gap, value] = gutter(hung);
        mark(focused, left, buf);
        line(Span::styled(flag, bold()), flags, buf);
        line(text, label, buf);
        let (caret, rows) = match &entry.def.what {
            What::Row(text) => {
                let rows = wrap(text, cells.into());
                let taken = rows.len().clamp(1, 2);
                lines(rows.into_iter().take(taken), value, buf);
                (None, taken as u16)
            }
            What::Field(Kind::When | Kind::Coming) => (entry.time_on(cx, bad_time, now, value, buf), 1),
            _ => entry.value_on(cx, focused, hung, buf),
        };
        let mut below = gap.rows().zip(value.rows()).skip(rows.into());
        if focused {
            let offered = entry.suggestions();
            let at = entry.at(offered.len());
            for ((n, choice), (gap, row)) in offered.into_iter().enumerate().zip(&mut below) {
                mark(at == Some(n), gap, buf);
                line(Span::styled(format!("{}  {}", choice.label, choice.note), dim()), row, buf);
            }
        }
        for (note, (_, row)) in entry.notes(focused, cells.into()).into_iter().zip(below) {
            line(Span::styled(note, bold()), row, buf);
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
        let [area, beside] =
            Layout::horizontal([Length(TIME.min(area.width / 2)), Fill(1)]).spacing(2).areas(area);
        ruled(area, buf);
        let caret = field.render(area, buf, underlined());
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
        line(Span::styled(said, dim()), beside, buf);
        Some(caret)
    }

    /// Draws the value, the marks of its list in the two cells before it; gives the caret and the first
    /// free row.
    fn value_on(&mut self, cx: &Cx, focused: bool, hung: Rect, buf: &mut Buffer) -> (Option<Position>, u16) {
        let f = words::form::words(cx.lang);
        let [_, area] = gutter(hung);
        let below = self.notes(focused, area.width as usize).len();
        let below = below + if focused { self.suggestions().len() } else { 0 };
        match (&mut self.body, &self.def.what) {
            (Body::Words(field), What::Field(Kind::Text(_))) => {
                let rows = area.height.saturating_sub(below as u16).max(1);
                let [rule, inner] = gutter(top(area, rows)[0]);
                lines(rule.rows().map(|_| Span::styled("|", dim())), rule, buf);
                (Some(field.render(inner, buf, Style::default())), rows)
            }
            (Body::Words(field), _) => {
                ruled(area, buf);
                (Some(field.render(area, buf, underlined())), 1)
            }
            (Body::Pick(pick), _) if pick.open && focused => {
                ruled(area, buf);
                let caret = pick.filter.render(area, buf, underlined());
                if pick.filter.text().is_empty() {
                    line(Span::styled(&f.type_to_narrow, dim()), area, buf);
                }
                let shown: Vec<_> = pick.shown().into_iter().cloned().collect();
                let mut cursor = pick.cursor;
                let window = cursor.window(shown.len(), ROWS);
                let first = window.start;
                if shown.len() > ROWS {
                    let part = format!("{}-{}/{}", first + 1, window.end, shown.len());
                    let [_, right] = Layout::horizontal([Fill(1), Length(part.len() as u16)]).areas(area);
                    line(Span::styled(part, dim()), right, buf);
                }
                let most = window.map(|i| width(&shown[i].label)).max().unwrap_or(0);
                let most = most.min(area.width as usize / 2 + 8);
                let [list, _] = top(top(hung, 1)[1], ROWS as u16);
                cursor.draw(shown.len(), list, buf, |i| {
                    let c = &shown[i];
                    let tick = match (pick.is_many(), pick.chosen.contains(&c.code)) {
                        (true, true) => "[x] ",
                        (true, false) => "[ ] ",
                        (false, true) => "= ",
                        (false, false) => "  ",
                    };
                    Span::raw(format!("{} {tick}{}  {}", i - first + 1, pad(&c.label, most), c.note))
                });
                pick.cursor = cursor;
                if shown.is_empty() {
                    line(Span::styled(&f.nothing_fits, dim()), top(area, 1)[1], buf);
                }
                (Some(caret), 1 + shown.len().clamp(1, ROWS) as u16)
            }
            (Body::Pick(pick), what) => {
                let person = matches!(what, What::Field(Kind::Person));
                let text = clip(&pick.labels(person).join(f.comma.as_str()), area.width as usize);
                match (text.is_empty(), focused) {
                    (true, true) => line(Span::styled(&f.not_chosen, dim()), area, buf),
                    (true, false) => ruled(Layout::horizontal([Length(CHOICE), Fill(1)]).split(area)[0], buf),
                    (false, _) => line(&text, area, buf),
                }
                let caret = width(fitting(&text, area.width as usize - 1)) as u16;
                (Some(Position::new(area.x + caret, area.y)), 1)
            }
            (Body::Yes(yes), _) => {
                line(if *yes { &f.yes } else { &f.no }, area, buf);
                (None, 1)
            }
            (Body::Nothing, _) => (None, 1),
        }
    }
}

/// An empty line to write on, as on paper.
fn ruled(area: Rect, buf: &mut Buffer) {
    line(Span::styled(" ".repeat(area.width.into()), underlined()), area, buf);
}

fn is_labelled(what: &What) -> bool {
    matches!(what, What::Field(_) | What::Row(_))
}

fn value_cells(all: u16, labels: u16) -> u16 {
    all.saturating_sub(MARKS + labels + 3).max(12)
}
