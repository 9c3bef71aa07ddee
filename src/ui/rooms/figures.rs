//! 统计: the figures of a quarter beside those they are held against, a bar or a row of months where looking
//! beats reading, and the same in words. Every line opens the records behind it.

use super::Cursor;
use crate::domain::figures::{self, How, Period};
use crate::office::{BY_MONTH, FigureLine, Number, Statistics, Trouble};
use crate::text::{pad, width, wrap};
use crate::ui::bindings::Action;
use crate::ui::frame::{bold, dim, underlined};
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, line, lines, off_edge, top};
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::words::figures::{FiguresWords, words};
use crate::words::fill;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use ratatui::text::Span;

/// Rows above the list: the sentence, the year in months, what is left out, headings.
const ABOVE: u16 = 4;
/// Rows below it: how the marked one is counted.
const BELOW: u16 = 2;
/// Cells of a number in its column, and of a bar.
const NUMBER: usize = 9;
const BAR: usize = 12;
/// From nothing to the most there is.
const SHADES: &[u8] = b".:-=+*#@";
const DARKEST: i64 = SHADES.len() as i64 - 1;

#[derive(Default)]
pub struct Figures {
    period: Option<Period>,
    found: Option<Statistics>,
    rows: Vec<Row>,
    cursor: Cursor,
}

/// A line of the list: the head of a group, or a figure by its place.
#[derive(Clone, Copy)]
enum Row {
    Head(u8),
    Line(usize),
}

/// As many signs as there are numbers, each the darker the nearer it is to the largest.
fn shades(numbers: &[i64]) -> String {
    let most = numbers.iter().copied().max().unwrap_or(0).max(1);
    let shade = |n: i64| {
        // The least there is stands out from nothing, and the most is the darkest.
        let at = if n <= 0 { 0 } else { (1 + (n - 1) * DARKEST / (most - 1).max(1)).min(DARKEST) };
        SHADES.get(at as usize).map_or(' ', |shade| char::from(*shade))
    };
    numbers.iter().map(|n| shade(*n)).collect()
}

fn bar(n: i64, most: i64) -> String {
    if most <= 0 {
        return String::new();
    }
    "#".repeat((n.max(0) as usize * BAR).div_ceil(most as usize).min(BAR))
}

impl Figures {
    /// For whoever sees figures.
    ///
    /// # Errors
    /// As [`crate::office::Office::figures`].
    pub fn open(cx: &mut Cx) -> Result<Self, Trouble> {
        let mut room = Self::default();
        room.ask(cx)?;
        Ok(room)
    }

    fn period(&self, cx: &Cx) -> Period {
        self.period.unwrap_or_else(|| Period::quarter_of(cx.office.now()))
    }

    fn ask(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let found = cx.office.figures(&cx.actor, self.period(cx))?;
        self.rows.clear();
        let mut group = 0;
        for (i, l) in found.lines.iter().enumerate() {
            if l.group != group {
                group = l.group;
                self.rows.push(Row::Head(group));
            }
            self.rows.push(Row::Line(i));
        }
        self.found = Some(found);
        self.off_heads(true);
        Ok(())
    }

    /// Another quarter.
    fn turn(&mut self, cx: &mut Cx, to: Period) -> Go {
        let before = self.period.replace(to);
        if let Err(trouble) = self.ask(cx) {
            self.period = before;
            cx.complain(&trouble);
        }
        Go::Stay
    }

    fn marked(&self) -> Option<&FigureLine> {
        match self.rows.get(self.cursor.at)? {
            Row::Line(i) => self.found.as_ref()?.lines.get(*i),
            Row::Head(_) => None,
        }
    }

    /// Behind a head there is nothing to open: the mark goes on to the next line.
    fn off_heads(&mut self, down: bool) {
        let is_head = |at: usize| matches!(self.rows.get(at), Some(Row::Head(_)));
        let last = self.rows.len().saturating_sub(1);
        let mut at = self.cursor.at.min(last);
        while is_head(at) {
            at = if down || at == 0 { (at + 1).min(last) } else { at - 1 };
            if at == 0 && is_head(0) {
                at = 1.min(last);
                break;
            }
            if at == last {
                break;
            }
        }
        self.cursor.at = at;
    }

    /// The records behind the marked line, as the register lists them.
    fn look_behind(&self, cx: &mut Cx) -> Go {
        let Some(query) = self.marked().and_then(|l| query(l, &self.period(cx))) else { return Go::Stay };
        Go::Home(Some(Box::new(super::register::Register::asked(cx, &query))))
    }

    fn row(&self, cx: &Cx, found: &Statistics, l: &FigureLine, cells: usize) -> String {
        let f = words(cx.lang);
        let organ = cx.office.organ();
        let drawn = match (l.code.as_str(), &l.value, l.now) {
            // Departments by month: when, and not which of them has most.
            ("dept", Some(unit), _) => found.heat.get(unit).map_or_else(String::new, |n| shades(n)),
            (code, Some(_), Number::Is(n)) => {
                let of = found.lines.iter().filter(|o| o.code == code);
                let most = of.filter_map(|o| if let Number::Is(n) = o.now { Some(n) } else { None }).max();
                bar(n, most.unwrap_or(0))
            }
            _ => String::new(),
        };
        let numbers: String = [l.now, l.previous, l.year_ago, l.so_far]
            .iter()
            .map(|n| match n {
                Number::Hours(h) if h.n > 0 => format!("{}/{}", h.median, h.p90),
                other => f.number(*other),
            })
            .map(|n| format!("{}{n} ", " ".repeat(NUMBER.saturating_sub(width(&n) + 1))))
            .collect();
        let label = pad(&f.label(cx.lang, organ, l), label_cells(cells));
        format!("{label}{numbers}{drawn}")
    }

    fn rule(&self, cx: &Cx, f: &FiguresWords, cells: usize) -> Vec<String> {
        let Some(l) = self.marked() else { return Vec::new() };
        let text = match figures::figure(&l.code) {
            Some(figure) => {
                let unverified = if figure.verified { String::new() } else { format!(" ({})", f.unverified) };
                format!(
                    "{}{}{}  〔{}〕{unverified}",
                    f.rule,
                    cx.lang.pick("：", ": "),
                    figure.rule.get(cx.lang),
                    figure.source
                )
            }
            None => format!("{}{}{}", f.rule, cx.lang.pick("：", ": "), f.by_month_rule),
        };
        wrap(&text, cells)
    }
}

fn label_cells(cells: usize) -> usize {
    cells.saturating_sub(4 * NUMBER + BAR + 1).min(40)
}

/// What the register is asked for the records behind a line; none where it counts no record.
fn query(l: &FigureLine, period: &Period) -> Option<String> {
    if l.code == BY_MONTH {
        return Some(format!("figure:items@{}", l.value.as_ref()?));
    }
    let figure = figures::figure(&l.code)?;
    let value = match (&l.value, figure.how) {
        (Some(value), _) => format!("={value}"),
        (None, How::Sum) => "=".to_owned(),
        (None, _) => String::new(),
    };
    Some(format!("figure:{}{value}@{period}", l.code))
}

impl Room for Figures {
    fn name(&self) -> &'static str {
        "figures"
    }

    fn place(&self, cx: &Cx) -> String {
        let f = words(cx.lang);
        self.found.as_ref().map(|found| f.title(found)).unwrap_or_default()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let f = words(cx.lang);
        let found = self.found.as_ref()?;
        let [above, rest] = top(off_edge(area), ABOVE);
        let [list, below] = Layout::vertical([Fill(1), Length(BELOW)]).areas(rest);
        let [sentence, trend, left_out, headed] = Layout::vertical([Length(1); 4]).areas(gutter(above)[1]);
        let first = if found.is_zero() { f.zero.clone() } else { f.in_words(found) };
        line(Span::raw(first), sentence, buf);
        let numbers: Vec<i64> = found.trend.iter().map(|(_, n)| *n).collect();
        let ends = [found.trend.first(), found.trend.last()]
            .map(|end| end.map_or_else(String::new, |(m, _)| format!("{}-{:02}", m / 100, m % 100)));
        let most = numbers.iter().max().copied().unwrap_or(0);
        let drawn = format!("{} {} {} {} (0-{most})", f.trend, ends[0], shades(&numbers), ends[1]);
        line(Span::raw(drawn), trend, buf);
        let unread = || fill(&f.unread, &[("n", &found.unread.to_string())]);
        let told = if found.unread > 0 { Some(unread()) } else { f.share(found) };
        line(Span::styled(told.unwrap_or_default(), dim()), left_out, buf);
        let cells = usize::from(headed.width);
        let heads: String = [&f.this, &f.previous, &f.year_ago, &f.so_far]
            .iter()
            .map(|head| {
                let head = crate::text::clip(head, NUMBER - 1);
                format!("{}{head} ", " ".repeat(NUMBER.saturating_sub(width(&head) + 1)))
            })
            .collect();
        let head = format!("{}{heads}", pad(&f.title(found), label_cells(cells)));
        line(Span::styled(head, underlined()), headed, buf);
        let mut cursor = self.cursor;
        cursor.draw(self.rows.len(), list, buf, |i| match self.rows[i] {
            Row::Head(no) => {
                let name = figures::group(no).map_or("", |g| g.name(cx.lang));
                Span::styled(format!("{no} {name}"), bold())
            }
            Row::Line(at) => Span::raw(self.row(cx, found, &found.lines[at], cells)),
        });
        self.cursor = cursor;
        let told = self.rule(cx, f, usize::from(gutter(below)[1].width));
        lines(told.into_iter().map(|row| Span::styled(row, dim())), gutter(below)[1], buf);
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        self.marked().is_some().then(|| Offer::open(Action::Open)).into_iter().collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Open => self.look_behind(cx),
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let height = usize::from(cx.body.height.saturating_sub(ABOVE + BELOW));
        match key {
            Key::Left => self.turn(cx, self.period(cx).previous()),
            Key::Right => match self.period(cx) {
                Period::Quarter(y, 4) => self.turn(cx, Period::Quarter(y + 1, 1)),
                Period::Quarter(y, q) => self.turn(cx, Period::Quarter(y, q + 1)),
                _ => Go::Stay,
            },
            _ => {
                let before = self.cursor.at;
                if !self.cursor.key(key, self.rows.len(), height) {
                    return Go::NotMine;
                }
                self.off_heads(self.cursor.at >= before);
                Go::Stay
            }
        }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.ask(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_dot_and_the_most_the_darkest() {
        assert_eq!(shades(&[0, 1, 8]), ".:@");
        assert_eq!(shades(&[0, 0]), "..");
        assert_eq!(shades(&[]), "");
        assert_eq!((bar(0, 9), bar(1, 9), bar(9, 9)), (String::new(), "##".to_owned(), "#".repeat(BAR)));
    }
}
