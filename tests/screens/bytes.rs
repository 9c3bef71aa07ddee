//! How much the screen costs a slow line, and that what was saved is not missing on the screen.

use std::num::NonZeroU16;

use liuhen::ui::field::Field;
use liuhen::ui::keys::Key;
use liuhen::ui::screen::{Display, Look, heal, overlay, text};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier, Style};
use ratatui::{TerminalOptions, Viewport};

const LOOK: Look = Look { colour: true, ambiguous_wide: false };

/// How the current row is marked.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Gutter,
    Reverse,
}

/// A list as the register shows it: title and footer in reverse, one row a record.
#[derive(Debug, Clone)]
struct List {
    first: usize,
    current: usize,
    mark: Mark,
    over: Option<Rect>,
    caret: Option<Position>,
    kind: usize,
}

const NAMES: [&str; 8] = ["张伟", "李红梅", "欧阳文博", "买买提·阿不都", "王䶮", "单𠅤", "曾志强", "O'Neil"];
const MATTERS: [&str; 6] = [
    "询问案件进展，要求尽快开庭",
    "请托关照当事人《亲属》",
    "打听合议庭意见、评议内容",
    "转递材料 U盘 A4",
    "电话说情：希望从轻处理被告人并判处缓刑",
    "asked when the hearing is, told the rule",
];

impl List {
    fn new() -> List {
        List { first: 0, current: 0, mark: Mark::Gutter, over: None, caret: None, kind: 0 }
    }

    fn paint(&self, buffer: &mut Buffer) -> Option<Position> {
        let area = buffer.area;
        let (w, h) = (usize::from(area.width), area.height);
        let bar = Style::new().add_modifier(Modifier::REVERSED);
        buffer.set_stringn(0, 0, format!("{:w$}", " 留痕 某某市中级人民法院  台账 123/3120  李红梅"), w, bar);
        for y in 1..h.saturating_sub(1) {
            let n = self.first + usize::from(y) - 1;
            let mut style = Style::new();
            let current = n == self.current;
            if current && matches!(self.mark, Mark::Reverse) {
                style = bar;
                buffer.set_style(Rect::new(0, y, area.width, 1), bar);
            }
            let mark = if current && matches!(self.mark, Mark::Gutter) { ">" } else { " " };
            buffer.set_stringn(0, y, format!("{mark}{:>6}", 7000 + n), w, style);
            let place = self.kind * 5 + n;
            let rest = format!(
                "2026-{:02}-{:02}  {}  （2026）京0105民初{}号  {}",
                n % 12 + 1,
                n % 28 + 1,
                NAMES[place % 8],
                n * 37 % 9000,
                MATTERS[place * 7 % 6]
            );
            buffer.set_stringn(9, y, rest, w.saturating_sub(9), style);
            if n % 9 == 4 && w > 70 {
                buffer.set_stringn(
                    area.width - 6,
                    y,
                    "逾期",
                    6,
                    style.fg(Color::Red).add_modifier(Modifier::BOLD),
                );
            }
        }
        if let Some(over) = self.over.map(|over| over.intersection(area)).filter(|over| !over.is_empty()) {
            overlay(buffer, over);
            for y in over.top()..over.bottom() {
                buffer.set_stringn(
                    over.x,
                    y,
                    "确认？一经提交不可撤回。 Enter",
                    over.width.into(),
                    Style::new(),
                );
            }
            buffer.set_style(over, Style::new().add_modifier(Modifier::UNDERLINED));
        }
        buffer.set_stringn(0, h - 1, format!("{:w$}", " Enter 打开  n 新记录  / 查找  ? 帮助"), w, bar);
        self.caret
    }
}

/// Our display, a stock ratatui terminal, and what each has cost.
struct Pair {
    ours: Terminal<Display<Vec<u8>>>,
    stock: Terminal<CrosstermBackend<Shared>>,
    stock_bytes: Shared,
}

#[derive(Clone, Default)]
struct Shared(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A terminal with the thrifty backend.
fn screen(size: Size, look: Look) -> Terminal<Display<Vec<u8>>> {
    Terminal::new(Display::new(Vec::new(), size, look)).unwrap()
}

/// One frame, the same for either backend.
fn draw<B: Backend>(
    terminal: &mut Terminal<B>,
    paint: impl FnOnce(&mut Buffer) -> Option<Position>,
) -> Result<(), B::Error> {
    let frame = |frame: &mut ratatui::Frame<'_>| {
        let caret = paint(frame.buffer_mut());
        heal(frame.buffer_mut());
        if let Some(caret) = caret {
            frame.set_cursor_position(caret);
        }
    };
    terminal.draw(frame).map(|_| ())
}

impl Pair {
    fn new(width: u16, height: u16) -> Pair {
        let stock_bytes = Shared::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let backend = CrosstermBackend::new(stock_bytes.clone());
        let stock = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        Pair { ours: screen(Size::new(width, height), LOOK), stock, stock_bytes }
    }

    /// Bytes that this frame took: ours, stock.
    fn draw(&mut self, list: &List) -> (usize, usize) {
        let (a, b) = (self.ours.backend_mut().out().len(), self.stock_bytes.0.borrow().len());
        draw(&mut self.ours, |buffer| list.paint(buffer)).unwrap();
        draw(&mut self.stock, |buffer| list.paint(buffer)).unwrap();
        let written = self.ours.backend().written();
        assert_eq!(written, self.ours.backend_mut().out().len() as u64);
        (written as usize - a, self.stock_bytes.0.borrow().len() - b)
    }
}

fn emulator(width: u16, height: u16) -> vt100::Parser {
    vt100::Parser::new(NonZeroU16::new(height).unwrap(), NonZeroU16::new(width).unwrap(), 0)
}

/// All that can be seen: every cell's text and attributes, and the caret.
fn seen(parser: &vt100::Parser) -> (Vec<String>, Option<(u16, u16)>) {
    let screen = parser.screen();
    let (rows, columns) = screen.size();
    let cell = |y, x| {
        let cell = screen.cell(y, x).unwrap();
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let text = if cell.is_wide_continuation() { "" } else { text };
        format!(
            "{text}/{:?}{}{}{}{}",
            cell.fgcolor(),
            cell.bold(),
            cell.dim(),
            cell.underline(),
            cell.inverse()
        )
    };
    let rows = (0..rows.get())
        .map(|y| (0..columns.get()).map(|x| cell(y, x)).collect::<Vec<_>>().join(" "))
        .collect();
    (rows, (!screen.hide_cursor()).then(|| screen.cursor_position()))
}

/// The same frame drawn on a terminal of which nothing is known.
fn repainted(list: &List, size: Size) -> vt100::Parser {
    let mut fresh = screen(size, LOOK);
    draw(&mut fresh, |buffer| list.paint(buffer)).unwrap();
    let mut parser = emulator(size.width, size.height);
    parser.process(fresh.backend_mut().out());
    parser
}

#[test]
fn the_budgets_of_a_list_at_80x24() {
    let mut pair = Pair::new(80, 24);
    let mut list = List::new();
    let (ours, stock) = pair.draw(&list);
    assert!(ours * 100 <= stock * 55, "first paint {ours}, stock {stock}");
    assert_eq!(pair.draw(&list).0, 0, "an idle frame");

    list.current = 1;
    let (moved, _) = pair.draw(&list);
    assert!(moved <= 40, "moving the mark took {moved}");

    list.current = 21;
    pair.draw(&list);
    for _ in 0..20 {
        (list.first, list.current) = (list.first + 1, list.current + 1);
        let (down, _) = pair.draw(&list);
        assert!(down <= 300, "scrolling down took {down}");
    }
    list.current = list.first;
    pair.draw(&list);
    for _ in 0..20 {
        (list.first, list.current) = (list.first - 1, list.current - 1);
        let (up, _) = pair.draw(&list);
        assert!(up <= 300, "scrolling up took {up}");
    }

    // A caret that appears, stays and moves costs that and no more.
    list.caret = Some(Position::new(9, 23));
    assert!(pair.draw(&list).0 <= 14);
    assert_eq!(pair.draw(&list).0, 0);
    list.caret = Some(Position::new(11, 23));
    assert!(pair.draw(&list).0 <= 4);
}

#[test]
fn a_reversed_row_scrolls_cheaply_too() {
    let mut pair = Pair::new(80, 24);
    let mut list = List { current: 21, mark: Mark::Reverse, ..List::new() };
    pair.draw(&list);
    (list.first, list.current) = (1, 22);
    let (ours, stock) = pair.draw(&list);
    assert!(ours <= 300 && ours * 10 < stock, "{ours}, stock {stock}");
}

#[test]
fn typing_costs_little_more_than_the_character() {
    let mut display = screen(Size::new(80, 24), LOOK);
    let mut field = Field::paragraphs(500);
    field.set_text("来电人询问案件进展，要求尽快开庭。已告知依法办理").unwrap();
    let type_in = |display: &mut Terminal<Display<Vec<u8>>>, field: &mut Field, key| {
        field.key(key);
        let before = display.backend().written();
        draw(display, |buffer| Some(field.render(Rect::new(10, 5, 60, 4), buffer, Style::new()))).unwrap();
        display.backend().written() - before
    };
    type_in(&mut display, &mut field, Key::End);
    for _ in 0..3 {
        assert_eq!(type_in(&mut display, &mut field, Key::Char('并')), "并".len() as u64);
    }
    assert!(type_in(&mut display, &mut field, Key::Left) <= 3);
    assert!(type_in(&mut display, &mut field, Key::Backspace) <= 14);
}

#[test]
fn without_colour_none_is_sent_and_nothing_else_is_missing() {
    let list = List::new();
    let drawn = |colour| {
        let mut display = screen(Size::new(80, 24), Look { colour, ..LOOK });
        draw(&mut display, |buffer| list.paint(buffer)).unwrap();
        (String::from_utf8(display.backend_mut().out().clone()).unwrap(), text(display.backend().shown()))
    };
    let ((with, a), (without, b)) = (drawn(true), drawn(false));
    assert!(with.contains("1;31m") && !without.contains("31m") && without.contains("\x1b[1m"));
    assert_eq!(a, b);
    assert!(a.contains("逾期"));
}

#[test]
fn nothing_but_text_reaches_the_terminal() {
    let mut display = screen(Size::new(20, 1), LOOK);
    let hostile = |buffer: &mut Buffer| {
        buffer[(0, 0)].set_symbol("\x1b]52;c;eA==\x07");
        buffer[(15, 0)].set_symbol("\u{9b}2J");
        None
    };
    draw(&mut display, hostile).unwrap();
    assert_eq!(display.backend_mut().out(), b"\x1b[m\x1b[r\x1b[2J\x1b[H?\x1b[14C?\x1b[?25l");
}

#[test]
fn a_terminal_of_another_opinion_on_quotes_heals_at_once() {
    // What comes after a character of ambiguous width is put in its column explicitly.
    let mut display = screen(Size::new(20, 1), LOOK);
    let paint = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "说“是”的", Style::new());
        None
    };
    draw(&mut display, paint).unwrap();
    assert!(String::from_utf8_lossy(display.backend_mut().out()).contains("说“\x1b[4G是”\x1b[7G的"));
    // A quote that comes later may have covered its neighbour, which nobody changed.
    let later = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "说“是”“的", Style::new());
        None
    };
    let mut again = screen(Size::new(20, 1), LOOK);
    let before = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "说“是”x的", Style::new());
        None
    };
    draw(&mut again, before).unwrap();
    again.backend_mut().out().clear();
    draw(&mut again, later).unwrap();
    let bytes = String::from_utf8_lossy(again.backend_mut().out()).into_owned();
    assert!(bytes.contains("“\x1b[8G的"), "{bytes:?}");
    // Where it is known to be drawn wide, a mark of certain width stands in for it.
    let mut wide = screen(Size::new(20, 1), Look { ambiguous_wide: true, ..LOOK });
    draw(&mut wide, paint).unwrap();
    assert!(String::from_utf8_lossy(wide.backend_mut().out()).contains("说\"是\"的"));
}

#[test]
fn an_overlay_cuts_no_character_in_half() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
    buffer.set_string(0, 0, "一二三四五六", Style::new());
    overlay(&mut buffer, Rect::new(3, 0, 4, 1));
    assert_eq!(text(&buffer), "一          五六".replacen("          ", "      ", 1));
    buffer.set_string(3, 0, "ab", Style::new());
    assert_eq!(text(&buffer), "一 ab   五六");
    // Even written over carelessly, no half is left.
    buffer.set_string(9, 0, "x", Style::new());
    assert_eq!(text(&buffer), "一 ab    x六");
}

#[test]
fn a_failed_write_is_followed_by_a_full_repaint() {
    struct Flaky(Vec<u8>, bool);
    impl std::io::Write for Flaky {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if std::mem::take(&mut self.1) {
                Err(std::io::ErrorKind::BrokenPipe.into())
            } else {
                self.0.write(bytes)
            }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let list = List::new();
    let backend = Display::new(Flaky(Vec::new(), true), Size::new(80, 24), LOOK);
    let mut display = Terminal::new(backend).unwrap();
    assert!(draw(&mut display, |buffer| list.paint(buffer)).is_err());
    draw(&mut display, |buffer| list.paint(buffer)).unwrap();
    let mut parser = emulator(80, 24);
    parser.process(&display.backend_mut().out().0);
    assert_eq!(seen(&parser), seen(&repainted(&list, Size::new(80, 24))));
}

#[derive(Debug, Clone)]
enum Act {
    Scroll(i8),
    Select(i8),
    Jump(usize),
    Mark(Mark),
    Over(Option<(u16, u16, u16, u16)>),
    Caret(Option<(u16, u16)>),
    Kind(usize),
    Resize(u16, u16),
    Repaint,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (-4i8..=4).prop_map(Act::Scroll),
        4 => (-2i8..=2).prop_map(Act::Select),
        1 => (0usize..300).prop_map(Act::Jump),
        1 => prop_oneof![Just(Mark::Gutter), Just(Mark::Reverse)].prop_map(Act::Mark),
        2 => prop::option::of((0u16..70, 0u16..20, 1u16..40, 1u16..8)).prop_map(Act::Over),
        1 => prop::option::of((0u16..130, 0u16..45)).prop_map(Act::Caret),
        1 => (0usize..4).prop_map(Act::Kind),
        1 => (2u16..120, 2u16..40).prop_map(|(w, h)| Act::Resize(w, h)),
        1 => Just(Act::Repaint),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// After any frames the screen is what a full repaint would show; and between repaints, which
    /// the stock terminal is not asked for, the frames together cost no more than its own.
    #[test]
    fn the_screen_is_right_and_never_dearer_than_stock(acts in prop::collection::vec(act(), 1..16)) {
        let (mut w, mut h) = (80, 24);
        let mut pair = Pair::new(w, h);
        let mut parser = emulator(w, h);
        let mut list = List::new();
        let (mut ours, mut stock) = pair.draw(&list);
        parser.process(pair.ours.backend_mut().out());
        for act in acts {
            match act {
                Act::Scroll(by) => list.first = list.first.saturating_add_signed(by.into()),
                Act::Select(by) => list.current = list.current.saturating_add_signed(by.into()),
                Act::Jump(to) => (list.first, list.current) = (to, to),
                Act::Mark(mark) => list.mark = mark,
                Act::Over(over) => list.over = over.map(|(x, y, w, h)| Rect::new(x, y, w, h)),
                Act::Caret(caret) => list.caret = caret.map(|(x, y)| Position::new(x.min(w - 1), y.min(h - 1))),
                Act::Kind(kind) => list.kind = kind,
                Act::Resize(to_w, to_h) => {
                    prop_assert!(ours <= stock, "{} > {}", ours, stock);
                    (w, h, ours, stock) = (to_w, to_h, 0, 0);
                    list.caret = None;
                    pair = Pair::new(w, h);
                    parser = emulator(w, h);
                }
                Act::Repaint => {
                    // Someone else wrote on the terminal, moved its cursor and changed its state.
                    pair.ours.backend_mut().forget();
                    parser.process(b"\x1b[7;31m\x1b[3;5r\x1b[2;2Hwall: going down\x1b[?25h");
                }
            }
            let sent = pair.ours.backend_mut().out().len();
            let (a, b) = pair.draw(&list);
            if !matches!(act, Act::Repaint) {
                (ours, stock) = (ours + a, stock + b);
            }
            parser.process(&pair.ours.backend_mut().out()[sent..]);
            prop_assert_eq!(seen(&parser), seen(&repainted(&list, Size::new(w, h))));
            prop_assert_eq!(pair.draw(&list).0, 0);
        }
        prop_assert!(ours <= stock, "{} > {}", ours, stock);
    }

    /// The memory survives a change of size in one display as well.
    #[test]
    fn a_resized_display_starts_anew(sizes in prop::collection::vec((2u16..100, 2u16..40), 1..5)) {
        let list = List::new();
        let mut display = screen(Size::new(80, 24), LOOK);
        for (w, h) in sizes {
            draw(&mut display, |buffer| list.paint(buffer)).unwrap();
            display.backend_mut().resize(Size::new(w, h));
            display.resize(Rect::new(0, 0, w, h)).unwrap();
            display.backend_mut().out().clear();
            draw(&mut display, |buffer| list.paint(buffer)).unwrap();
            let mut parser = emulator(w, h);
            parser.process(display.backend_mut().out());
            prop_assert_eq!(seen(&parser), seen(&repainted(&list, Size::new(w, h))));
        }
    }
}
