//! One frame as terminal bytes: the shortest moves, attributes and erasures that turn the screen
//! remembered into the screen wanted.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::shift::Shift;

/// The attributes in which the terminal draws next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pen {
    fg: Color,
    modifier: Modifier,
}

impl Pen {
    pub fn of(cell: &Cell) -> Pen {
        Pen { fg: cell.fg, modifier: cell.modifier }
    }
}

/// Where the terminal's cursor is. The column is lost after the last column (it waits to wrap)
/// and after a character whose width terminals disagree on; the row is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    x: Option<u16>,
    y: Option<u16>,
}

/// Bytes being written, and the state in which they leave the terminal.
#[derive(Debug, Clone, Default)]
pub struct Strokes {
    pub bytes: Vec<u8>,
    pub pen: Pen,
    pub at: Cursor,
}

impl Strokes {
    pub fn after(pen: Pen, at: Cursor) -> Strokes {
        Strokes { bytes: Vec::new(), pen, at }
    }

    /// Brings a terminal in an unknown state to a blank screen with known margins and attributes.
    pub fn wipe(&mut self) {
        self.bytes.extend(b"\x1b[m\x1b[r\x1b[2J");
        self.pen = Pen::default();
        self.at = Cursor::default();
    }

    /// Moves the cursor by whichever sequence is shortest.
    pub fn go(&mut self, x: u16, y: u16) {
        let here = self.at;
        if here == (Cursor { x: Some(x), y: Some(y) }) {
            return;
        }
        let csi = |n: u16, end: char| if n == 1 { format!("\x1b[{end}") } else { format!("\x1b[{n}{end}") };
        let mut best = match (x, y) {
            (0, 0) => "\x1b[H".to_owned(),
            (0, y) => format!("\x1b[{}H", y + 1),
            (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
        };
        let mut offer = |way: String| {
            if way.len() < best.len() {
                best = way;
            }
        };
        if here.y == Some(y) {
            match here.x {
                Some(from) if from < x => offer(csi(x - from, 'C')),
                Some(from) if from - x <= 2 => offer("\x08".repeat((from - x).into())),
                Some(from) => offer(csi(from - x, 'D')),
                None => offer(csi(x + 1, 'G')),
            }
            if x == 0 {
                offer("\r".to_owned());
            }
        } else if let Some(from) = here.y {
            let column = if here.x == Some(x) {
                Some("")
            } else if x == 0 {
                Some("\r")
            } else {
                None
            };
            if let Some(first) = column {
                let down = if y == from + 1 {
                    "\n".to_owned()
                } else {
                    csi(y.abs_diff(from), if y > from { 'B' } else { 'A' })
                };
                offer(format!("{first}{down}"));
            }
        }
        self.bytes.extend(best.bytes());
        self.at = Cursor { x: Some(x), y: Some(y) };
    }

    /// Takes up the attributes `want`, by what has to change or from nothing, whichever is shorter.
    fn take(&mut self, want: Pen) {
        if self.pen == want {
            return;
        }
        const CODES: [(Modifier, &str, &str); 4] = [
            (Modifier::BOLD, "1", "22"),
            (Modifier::DIM, "2", "22"),
            (Modifier::UNDERLINED, "4", "24"),
            (Modifier::REVERSED, "7", "27"),
        ];
        let colour = |fg| match fg {
            Color::Red => "31",
            Color::Yellow => "33",
            _ => "39",
        };
        let (gone, come) = (self.pen.modifier - want.modifier, want.modifier - self.pen.modifier);
        // Bold and dim end together, so the one that stays has to be said again.
        let weight = gone.intersects(Modifier::BOLD | Modifier::DIM);
        let mut change: Vec<&str> = CODES.iter().filter(|c| gone.contains(c.0)).map(|c| c.2).collect();
        change.dedup();
        let mut fresh = vec!["0"];
        for (modifier, on, off) in CODES {
            if want.modifier.contains(modifier) {
                fresh.push(on);
                if come.contains(modifier) || weight && off == "22" {
                    change.push(on);
                }
            }
        }
        if want.fg != Color::Reset {
            fresh.push(colour(want.fg));
        }
        if want.fg != self.pen.fg {
            change.push(colour(want.fg));
        }
        let fresh = if fresh.len() == 1 { String::new() } else { fresh.join(";") };
        let change = change.join(";");
        let codes = if fresh.len() < change.len() { fresh } else { change };
        self.bytes.extend(format!("\x1b[{codes}m").bytes());
        self.pen = want;
    }

    /// Writes one cell at the cursor of a row `width` cells wide.
    fn put(&mut self, cell: &Cell, width: u16) {
        self.take(Pen::of(cell));
        self.bytes.extend(cell.symbol().bytes());
        let next = self.at.x.map(|x| x + cell.symbol().width().max(1) as u16);
        self.at.x = next.filter(|&x| x < width && !doubtful(cell.symbol()));
    }

    /// Scrolls a band of rows; the rows that open are blank.
    pub fn scroll(&mut self, shift: Shift) {
        // Some terminals fill the opened rows with the current attributes.
        self.take(Pen::default());
        let (n, way) = (shift.by.unsigned_abs(), if shift.by > 0 { 'S' } else { 'T' });
        let n = if n == 1 { String::new() } else { n.to_string() };
        let band = format!("\x1b[{};{}r\x1b[{n}{way}\x1b[r", shift.top + 1, shift.bottom + 1);
        self.bytes.extend(band.bytes());
        self.at = Cursor::default();
    }

    /// Writes every cell of `new` that differs from `old`; both settled and of one size.
    pub fn changes(&mut self, old: &Buffer, new: &Buffer) {
        for y in 0..new.area.height {
            let row = |buffer: &Buffer| {
                let start = usize::from(y) * usize::from(new.area.width);
                start..start + usize::from(new.area.width).min(buffer.content.len() - start)
            };
            let (was, want) = (&old.content[row(old)], &new.content[row(new)]);
            if was != want {
                self.row(y, was, want);
            }
        }
    }

    fn row(&mut self, y: u16, was: &[Cell], want: &[Cell]) {
        let width = want.len() as u16;
        let blank_from = want.iter().rposition(|cell| *cell != Cell::EMPTY).map_or(0, |last| last + 1);
        let differs = |x: &usize| was[*x] != want[*x];
        let stale = (blank_from..want.len()).find(differs).zip((blank_from..want.len()).rfind(differs));
        let erase = stale.filter(|(first, last)| last - first >= 4).map(|(first, _)| first);
        let mut heal = None;
        for x in 0..want.len() {
            if want[x].symbol().is_empty() || was[x] == want[x] && heal != Some(x) {
                continue;
            }
            if erase.is_some_and(|from| x >= from) {
                self.reach(x as u16, y, want);
                self.take(Pen::default());
                self.bytes.extend(b"\x1b[K");
                return;
            }
            self.reach(x as u16, y, want);
            self.put(&want[x], width);
            // Had the terminal thought this one wide, it has just covered its neighbour.
            heal = doubtful(want[x].symbol()).then_some(x + 1);
        }
    }

    /// Moves right within a row, by writing what stands between again where that is cheaper.
    fn reach(&mut self, x: u16, y: u16, want: &[Cell]) {
        if let Cursor { x: Some(from), y: Some(row) } = self.at
            && row == y
            && from < x
        {
            let between = &want[usize::from(from)..usize::from(x)];
            let length: usize = between.iter().map(|cell| cell.symbol().len()).sum();
            if length <= 3 && between.iter().all(|c| Pen::of(c) == self.pen && !doubtful(c.symbol())) {
                between.iter().for_each(|cell| self.bytes.extend(cell.symbol().bytes()));
                self.at.x = Some(x);
                return;
            }
        }
        self.go(x, y);
    }
}

/// Whether terminals disagree on the width of `symbol`: ambiguous by Unicode, a cluster, an emoji.
fn doubtful(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (first, more) = (chars.next(), chars.next().is_some());
    more || first.is_some_and(|c| !c.is_ascii())
        && (symbol.width() != symbol.width_cjk() || matches!(first, Some('\u{1f000}'..='\u{1faff}')))
}
