//! Title bar, message line and footer around a room. No boxes; reverse video and words.

use super::bindings::{self, Action};
use super::paint::{line, prose};
use super::room::{self, Cx, Offer, Room};
use crate::domain::flow::Act;
use crate::domain::lang::Lang;
use crate::domain::organ::Person;
use crate::text::{clip, escape, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

/// The smallest screen on which anything is drawn.
pub const SMALLEST: (u16, u16) = (60, 16);
/// From this width on list and detail stand side by side.
pub const WIDE: u16 = 120;

pub fn bar() -> Style {
    Style::default().add_modifier(Modifier::REVERSED)
}
pub fn bold() -> Style {
    Style::default().add_modifier(Modifier::BOLD)
}
pub fn dim() -> Style {
    Style::default().add_modifier(Modifier::DIM)
}
pub fn underlined() -> Style {
    Style::default().add_modifier(Modifier::UNDERLINED)
}
/// Urgent and overdue: bold and red; the word says it too.
pub fn alarm() -> Style {
    Style::default().fg(ratatui::style::Color::Red).add_modifier(Modifier::BOLD)
}

/// How far long work has come: `[########....]`. Of nothing, all is done.
pub fn gauge(done: u64, all: u64, cells: usize) -> String {
    let full = (done.min(all) * cells as u64).checked_div(all).map_or(cells, |n| n as usize);
    format!("[{}{}]", "#".repeat(full), ".".repeat(cells - full))
}

/// From this height of the middle on a form shares it with what it is about.
const SHARED: u16 = 18;

/// The room below, where it is what the form above is about and there are rows for both.
pub fn judged<'a>(cx: &Cx, room: &dyn Room, below: Option<&'a mut dyn Room>) -> Option<&'a mut dyn Room> {
    below.filter(|b| room.leaves_room() && b.stays_in_sight() && cx.body.height >= SHARED)
}

/// The middle of the screen in two: what is judged above, the form below, a blank row between them.
pub fn halves(body: Rect) -> [Rect; 2] {
    Layout::vertical([Fill(1), Length(body.height.div_ceil(2))]).spacing(1).areas(body)
}

/// Draws the whole screen; gives the caret.
pub fn draw(
    cx: &mut Cx,
    room: &mut dyn Room,
    below: Option<&mut dyn Room>,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let words = cx.f.too_small.replace("{}", &format!("{}x{}", SMALLEST.0, SMALLEST.1));
        prose(&words, Style::default(), area, buf);
        return None;
    }
    let rows = [Length(1), Fill(1), Length(1), Length(1)];
    let [head, body, message, foot] = Layout::vertical(rows).areas(area);
    title(cx, room, head, buf);
    cx.body = body;
    let caret = match judged(cx, room, below) {
        Some(below) => {
            let [above, form] = halves(body);
            // First the form: what it says of itself is said, and nothing of the other.
            let caret = room.draw(cx, form, buf);
            below.draw(cx, above, buf);
            caret
        }
        None => room.draw(cx, body, buf),
    };
    let style = if cx.grave { bold() } else { Style::default() };
    line(Span::styled(&cx.message, style), message, buf);
    footer(cx, room, foot, buf);
    caret
}

fn title(cx: &Cx, room: &dyn Room, area: Rect, buf: &mut Buffer) {
    let organ = cx.office.organ();
    let training = if organ.training { format!(" 《{}》", cx.f.training) } else { String::new() };
    let training = format!("{training}{}", warning(cx));
    let name = cx.f.room.get(room.name()).map_or(room.name(), String::as_str);
    let place = format!("  {name} {}", room.place(cx));
    let person = organ.people.get(&cx.me);
    // Whoever does not read Chinese is told how the name sounds.
    let sound = |p: &Person| match cx.lang {
        Lang::Zh => String::new(),
        Lang::En => crate::office::latin(&p.name, &p.account) + " ",
    };
    let right = person.map_or_else(String::new, |p| format!("{}{} {} ", sound(p), p.name, p.post));
    let right = escape(&format!(" {right}"));
    let [left, aside] = bar_on(area, &right, buf);
    // Where one is matters more than the organ's whole name.
    let whose = format!(" {}{training} {}", cx.f.product, organ_name(cx));
    let cells = usize::from(left.width).saturating_sub(width(&place));
    line(format!("{}{place}", clip(&whose, cells)), left, buf);
    line(right, aside, buf);
}

/// A bar, in two: what stands at its right end takes the room it needs.
fn bar_on(area: Rect, right: &str, buf: &mut Buffer) -> [Rect; 2] {
    buf.set_style(area, bar());
    Layout::horizontal([Fill(1), Length(width(right) as u16)]).areas(area)
}

/// What everybody has to know of the register he is looking at, in every room: it went back, or nobody
/// outside has looked for too long.
fn warning(cx: &Cx) -> String {
    let e = crate::words::evidence::words(cx.lang);
    if cx.office.rolled_back().is_some() {
        return format!(" 《{}》", e.rolled_back_title);
    }
    match cx.office.witnessing().filter(crate::office::Witnessing::is_late) {
        Some(w) => format!(" 《{}》", crate::words::fill(&e.witness_late, &[("days", &w.days.to_string())])),
        None => String::new(),
    }
}

fn organ_name(cx: &Cx) -> &str {
    let organ = cx.office.organ();
    cx.lang.pick(&organ.name, if organ.name_en.is_empty() { &organ.name } else { &organ.name_en })
}

/// The word for an action, as footer, palette and help show it.
pub fn action_words(cx: &Cx, action: Action) -> String {
    match action {
        Action::Do(act) => cx.w.act(act).to_string(),
        Action::Room(n) => cx.f.room_by_number.get(&n.to_string()).cloned().unwrap_or_default(),
        other => cx.f.action.get(&format!("{other:?}").to_lowercase()).cloned().unwrap_or_default(),
    }
}

fn footer(cx: &Cx, room: &dyn Room, area: Rect, buf: &mut Buffer) {
    let mut text = String::from(" ");
    let asked = |o: &Offer| room.asked().iter().any(|act| o.action == Action::Do(*act));
    let mut open = room::offers(room, cx);
    open.retain(|o| o.why_not.is_none() || asked(o));
    let hint = |action| hint(cx, room, action);
    let mut always = if room.is_typing() {
        vec![Action::Help, Action::Back]
    } else {
        vec![Action::Palette, Action::New, Action::Help, Action::Back]
    };
    let first = open.iter().find(|o| !always.contains(&o.action)).map_or(0, |o| width(&hint(o.action)));
    // The primary act has its place whatever the width; the palette lists what had to go.
    for goes in [Action::New, Action::Help] {
        let tail: usize = always.iter().map(|a| width(&hint(*a))).sum();
        if first + tail + 2 > area.width as usize {
            always.retain(|a| *a != goes);
        }
    }
    let tail: String = always.iter().map(|a| hint(*a)).collect();
    let [left, right] = bar_on(area, &tail, buf);
    let limit = usize::from(left.width.saturating_sub(1));
    for offer in open.iter().filter(|o| !always.contains(&o.action)) {
        let one = hint(offer.action);
        if width(&text) + width(&one) > limit {
            break;
        }
        text.push_str(&one);
    }
    line(text, left, buf);
    line(tail, right, buf);
}

fn hint(cx: &Cx, room: &dyn Room, action: Action) -> String {
    let key = bindings::shown(action).map(bindings::label).unwrap_or_default();
    let own = (action == Action::Do(Act::Submit)).then(|| room.finishes(cx)).flatten();
    format!("{key} {}  ", own.unwrap_or_else(|| action_words(cx, action)))
}

#[cfg(test)]
mod tests {
    use super::gauge;

    #[test]
    fn a_bar_is_never_longer_than_its_room() {
        assert_eq!(gauge(812, 1200, 12), "[########....]");
        for (done, all, bar) in [
            (0, 0, "[####]"),
            (0, 9, "[....]"),
            (9, 9, "[####]"),
            (12, 9, "[####]"),
            (1, 1_000_000, "[....]"),
        ] {
            assert_eq!(gauge(done, all, 4), bar);
        }
    }
}
