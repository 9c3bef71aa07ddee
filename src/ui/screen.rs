//! The backend for the screen at the other end of a slow line: what it shows is remembered here and
//! changed with as few bytes as can be.
//!
//! `ratatui::Terminal` hands its backend differences only, in which a scrolled list can no longer be
//! recognised, and the stock backend moves the cursor before every Chinese character. So `draw` puts
//! the differences into a whole buffer, and `flush` compares that with what the terminal shows and
//! writes the shortest way from one to the other in one piece, or nothing.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
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
    /// The frame as it was painted.
    wanted: Buffer,
    shown: Buffer,
    /// False when the terminal's content is not known: the next frame begins with a wipe.
    known: bool,
    pen: Pen,
    at: Cursor,
    /// Where text is being typed, if anywhere.
    caret: Option<Position>,
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
            wanted: empty.clone(),
            shown: empty,
            known: false,
            pen: Pen::default(),
            at: Cursor::default(),
            caret: None,
            caret_visible: None,
            written: 0,
        }
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        self.wanted.area
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

    /// Takes a new size and forgets what was shown; `Terminal::draw` asks for the size each time.
    pub fn resize(&mut self, size: Size) {
        let area = Rect::from((Position::ORIGIN, size));
        self.wanted = Buffer::empty(area);
        self.shown = Buffer::empty(area);
        self.forget();
    }

    /// Forgets what the terminal shows (repaint key, return from suspension): all is drawn anew.
    pub fn forget(&mut self) {
        self.known = false;
        self.caret_visible = None;
    }

    /// What leads from the screen as it is to the frame that is wanted.
    fn strokes(&self, next: &Buffer) -> Strokes {
        let mut strokes = Strokes::after(self.pen, self.at);
        if self.known {
            strokes = self.shortest(strokes, next);
        } else {
            strokes.wipe();
            strokes.changes(&Buffer::empty(next.area), next);
        }
        if let Some(Position { x, y }) = self.caret {
            strokes
                .go(x.min(next.area.right().saturating_sub(1)), y.min(next.area.bottom().saturating_sub(1)));
        }
        if self.caret_visible != Some(self.caret.is_some()) {
            strokes.bytes.extend(if self.caret.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
        strokes
    }

    /// The changes written plainly, or after a scroll where that turns out shorter.
    fn shortest(&self, from: Strokes, next: &Buffer) -> Strokes {
        let mut best = from.clone();
        best.changes(&self.shown, next);
        for shift in shift::likely(&self.shown, next) {
            let mut other = from.clone();
            other.scroll(shift);
            other.changes(&shift::shifted(&self.shown, shift), next);
            if other.bytes.len() < best.bytes.len() {
                best = other;
            }
        }
        best
    }
}

impl<W: Write> Backend for Display<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        for (x, y, cell) in content {
            let Some(place) = self.wanted.cell_mut((x, y)) else { continue };
            *place = cell.clone();
            // Nothing is said of the cells that a wide character covers.
            for covered in 1..cell.symbol().width() as u16 {
                if let Some(under) = self.wanted.cell_mut((x.saturating_add(covered), y)) {
                    under.reset();
                }
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.caret = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.caret.get_or_insert(Position::ORIGIN);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.caret = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.wanted.reset();
        self.forget();
        Ok(())
    }

    /// No viewport of ours is anything but the whole screen, so nothing less is ever cleared.
    fn clear_region(&mut self, _clear_type: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.wanted.area.as_size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.wanted.area.as_size(), pixels: Size::default() })
    }

    /// Writes the frame. Where nothing changed, nothing is written; after an error all is drawn anew.
    fn flush(&mut self) -> io::Result<()> {
        let mut next = self.wanted.clone();
        settle(&mut next, self.look);
        let strokes = self.strokes(&next);
        // One write for one frame: it seldom tears, and a signal cannot cut a sequence in two.
        if !strokes.bytes.is_empty() {
            self.known = false;
            self.out.write_all(&strokes.bytes)?;
            self.out.flush()?;
            self.written += strokes.bytes.len() as u64;
        }
        self.known = true;
        self.caret_visible = Some(self.caret.is_some());
        (self.pen, self.at) = (strokes.pen, strokes.at);
        self.shown = next;
        Ok(())
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

/// Makes of a frame one in which `ratatui` can tell every difference: it takes a wide character's
/// word for the cells behind it and never hands them on.
///
/// A wide character of which something else covers the second half is blanked. A cell behind a wide
/// character holds nothing, so that it equals no cell that can be seen: when the character moves by
/// one, what it uncovers is a difference even where the same blank lay beneath it before.
pub fn heal(buffer: &mut Buffer) {
    for row in buffer.content.chunks_mut(usize::from(buffer.area.width).max(1)) {
        let mut x = 0;
        while x < row.len() {
            let cells = row[x].symbol().width().max(1);
            let behind = row.get_mut(x + 1..x + cells);
            if let Some(behind) = behind.filter(|b| b.iter().all(|c| matches!(c.symbol(), " " | ""))) {
                for cell in behind {
                    cell.set_symbol("");
                }
                x += cells;
            } else {
                row[x].set_symbol(" ");
                x += 1;
            }
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
