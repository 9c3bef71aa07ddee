//! The screen at the other end of a slow line: remembered here, changed with as few bytes as can be.
//!
//! ratatui's own terminal hands a backend differences only, in which a scrolled list can no longer
//! be recognised, and moves the cursor before every Chinese character. So a frame is painted into
//! a whole buffer, compared with what the terminal shows, and written in one piece.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::shift;
use super::strokes::{Cursor, Pen, Strokes};

/// How the terminal wants to be drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Red and yellow may be used (false under NO_COLOR).
    pub colour: bool,
    /// The terminal draws characters of ambiguous width, such as `“`, two cells wide.
    pub ambiguous_wide: bool,
}

/// A terminal and what it shows.
#[derive(Debug)]
pub struct Display<W: Write> {
    out: W,
    look: Look,
    next: Buffer,
    shown: Buffer,
    /// False when the terminal's content is not known: the next frame begins with a wipe.
    known: bool,
    pen: Pen,
    at: Cursor,
    caret_visible: Option<bool>,
    written: u64,
}

impl<W: Write> Display<W> {
    /// A display of `size` on `out`, of which nothing is known yet.
    pub fn new(out: W, size: Size, look: Look) -> Self {
        let empty = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        Display {
            out,
            look,
            next: empty.clone(),
            shown: empty,
            known: false,
            pen: Pen::default(),
            at: Cursor::default(),
            caret_visible: None,
            written: 0,
        }
    }

    /// The area that `draw` hands out.
    pub fn area(&self) -> Rect {
        self.next.area
    }

    /// Bytes written since the beginning.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// What the terminal shows, half characters settled; see [`text`].
    pub fn shown(&self) -> &Buffer {
        &self.shown
    }

    /// The writer, for what is not a frame; what is written there must be followed by `forget`.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Takes a new size and forgets what was shown.
    pub fn resize(&mut self, size: Size) {
        let area = Rect::from((Position::ORIGIN, size));
        self.next = Buffer::empty(area);
        self.shown = Buffer::empty(area);
        self.forget();
    }

    /// Forgets what the terminal shows (repaint key, return from suspension): all is drawn anew.
    pub fn forget(&mut self) {
        self.known = false;
        self.caret_visible = None;
    }

    /// Draws one frame: `paint` fills an empty buffer and says where text is being typed, if
    /// anywhere. Where nothing changed, nothing is written. After an error all is drawn anew.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        self.next.reset();
        let caret = paint(&mut self.next);
        settle(&mut self.next, self.look);
        let mut strokes = Strokes::after(self.pen, self.at);
        if self.known {
            strokes = self.shortest(strokes);
        } else {
            strokes.wipe();
            self.shown.reset();
            strokes.changes(&self.shown, &self.next);
        }
        if let Some(Position { x, y }) = caret {
            strokes.go(
                x.min(self.next.area.right().saturating_sub(1)),
                y.min(self.next.area.bottom().saturating_sub(1)),
            );
        }
        if self.caret_visible != Some(caret.is_some()) {
            strokes.bytes.extend(if caret.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
        // One write for one frame: it seldom tears, and a signal cannot cut a sequence in two.
        if !strokes.bytes.is_empty() {
            self.known = false;
            self.out.write_all(&strokes.bytes)?;
            self.out.flush()?;
            self.written += strokes.bytes.len() as u64;
        }
        self.known = true;
        self.caret_visible = Some(caret.is_some());
        (self.pen, self.at) = (strokes.pen, strokes.at);
        std::mem::swap(&mut self.next, &mut self.shown);
        Ok(())
    }

    /// The changes written plainly, or after a scroll where that turns out shorter.
    fn shortest(&self, from: Strokes) -> Strokes {
        let mut best = from.clone();
        best.changes(&self.shown, &self.next);
        for shift in shift::likely(&self.shown, &self.next) {
            let mut other = from.clone();
            other.scroll(shift);
            other.changes(&shift::shifted(&self.shown, shift), &self.next);
            if other.bytes.len() < best.bytes.len() {
                best = other;
            }
        }
        best
    }
}

/// Brings a buffer to the one form in which it is remembered: the cells behind a wide character
/// are empty, a half that lost its other half is blank, nothing but text and our few attributes
/// is left, and blanks that look alike are alike.
fn settle(buffer: &mut Buffer, look: Look) {
    let width = usize::from(buffer.area.width);
    for row in buffer.content.chunks_mut(width.max(1)) {
        let mut x = 0;
        while x < row.len() {
            let mut cell = plain(&row[x], look);
            let symbol = cell.symbol();
            let mut cells = if symbol.len() == 1 { 1 } else { symbol.width() };
            let fits = x + cells <= row.len()
                && row
                    .iter()
                    .skip(x + 1)
                    .take(cells.saturating_sub(1))
                    .all(|c| matches!(c.symbol(), " " | ""));
            if cells == 0 || !fits {
                cell.set_symbol(" ");
                cells = 1;
            }
            if cell.symbol() == " " && !cell.modifier.contains(Modifier::REVERSED) {
                cell.modifier &= Modifier::UNDERLINED;
                cell.fg = Color::Reset;
            }
            for tail in &mut row[x + 1..x + cells] {
                *tail = cell.clone();
                tail.set_symbol("");
            }
            row[x] = cell;
            x += cells;
        }
    }
}

/// The cell with only what we draw: text without controls, four attributes, two colours.
fn plain(cell: &Cell, look: Look) -> Cell {
    let mut out = Cell::EMPTY;
    let symbol = cell.symbol();
    match symbol {
        " " => {}
        _ if symbol.contains(char::is_control) => drop(out.set_symbol("?")),
        _ if look.ambiguous_wide => drop(out.set_symbol(narrow(symbol))),
        _ => drop(out.set_symbol(symbol)),
    }
    out.modifier =
        cell.modifier & (Modifier::BOLD | Modifier::DIM | Modifier::UNDERLINED | Modifier::REVERSED);
    out.fg = match cell.fg {
        Color::Red | Color::LightRed if look.colour => Color::Red,
        Color::Yellow | Color::LightYellow if look.colour => Color::Yellow,
        _ => Color::Reset,
    };
    out
}

/// A stand-in of certain width for the marks common in Chinese text that a terminal draws wide
/// where one cell was given to them: it would hide half of the next character otherwise.
fn narrow(symbol: &str) -> &str {
    match symbol {
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        "—" => "-",
        "…" | "·" => ".",
        "‹" => "<",
        "›" => ">",
        _ => symbol,
    }
}

/// Empties `area` for something laid over, together with the wide characters its edges cut.
pub fn overlay(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        if area.left() > buffer.area.left() && buffer[(area.left() - 1, y)].symbol().width() > 1 {
            buffer[(area.left() - 1, y)].set_symbol(" ");
        }
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
        }
    }
}

/// The buffer as a reader sees it: one line a row, blanks at the end trimmed.
pub fn text(buffer: &Buffer) -> String {
    let mut settled = buffer.clone();
    settle(&mut settled, Look::default());
    let rows = settled.content.chunks(usize::from(buffer.area.width).max(1));
    let rows = rows.map(|row| row.iter().map(Cell::symbol).collect::<String>());
    rows.map(|row| row.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
