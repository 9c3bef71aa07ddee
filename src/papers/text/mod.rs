//! A sheet as plain text of 80 columns: for the binder, for `lp`, and for the eye before anything is
//! printed. Frames are plain ASCII, whose width every terminal and printer agrees on.

mod frame;

use super::flow::{self, Piece};
use super::lines::broken;
use super::sheet::{Align, Block, Level, Setting, Sheet, page_number};
use crate::text::{escape, width};
use frame::Frame;

/// Columns of a page.
pub const COLUMNS: usize = 80;
/// Lines of a page, as printers have them: 66 less two margins.
pub const LINES: usize = 60;
/// What the foot of a page takes at most beside its words: a blank, a rule, the page number.
const FOOT: usize = 3;

type Lines = Vec<String>;

/// The sheet as one length of lines, as the screen shows it before it is printed.
pub fn preview(sheet: &Sheet) -> Vec<String> {
    let (pieces, _) = pieces(sheet);
    let mut out: Lines = pieces.into_iter().flat_map(|p| p.what).collect();
    out.extend(foot(sheet, None));
    out
}

/// The sheet as pages, each ended by a form feed.
pub fn write(sheet: &Sheet) -> String {
    let foot_lines = foot(sheet, Some(1)).len();
    let room = LINES.saturating_sub(foot_lines.max(FOOT)).max(FOOT);
    let (pieces, heads) = pieces(sheet);
    let mut out = String::new();
    for (number, page) in (1..).zip(flow::pages(pieces, &heads, room as f32)) {
        let mut lines: Lines = page.into_iter().flat_map(|placed| placed.what).collect();
        lines.resize(room.max(lines.len()), String::new());
        lines.extend(foot(sheet, Some(number)));
        for line in lines {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\u{c}');
    }
    out
}

fn pieces(sheet: &Sheet) -> (Vec<Piece<Lines>>, Vec<Piece<Lines>>) {
    let (mut out, mut heads) = (opening(sheet), Vec::new());
    let mut new_page = false;
    for block in &sheet.blocks {
        let from = out.len();
        match block {
            Block::NewPage => {
                new_page = true;
                continue;
            }
            Block::Paragraph(level, words) => {
                let indent = if matches!(level, Level::Addressee | Level::Note) { 0 } else { 4 };
                let lines = set(words, COLUMNS, Align::Left, indent);
                let all = lines.len();
                let heading = matches!(level, Level::First | Level::Second);
                let keep = |at: usize| heading || all > 2 && (at == 0 || at + 2 == all);
                out.extend(
                    lines.into_iter().enumerate().map(|(at, l)| Piece { keep: keep(at), ..piece(vec![l]) }),
                );
            }
            Block::Fields(grid) => out.extend(Frame::of_grid(grid).pieces(None).1),
            Block::List(list) => {
                let (head, rows) = Frame::of_list(list).pieces(Some(heads.len()));
                heads.extend(head.clone());
                out.extend(head);
                out.extend(rows);
            }
            Block::Signatures(all) => out.extend(all.iter().map(|one| {
                let name =
                    if one.name.is_empty() { "_".repeat(24) } else { format!("__{}__", escape(&one.name)) };
                let words = format!("{}  {name}  {}", one.label, one.date);
                piece([vec![String::new()], set(&words, COLUMNS, Align::Left, 0)].concat())
            })),
            Block::SignOff { organ, date } => {
                let words = [organ, date].map(|w| set(w, COLUMNS - 8, Align::Right, 0)).concat();
                out.push(piece([vec![String::new()], words].concat()));
            }
        }
        if let Some(first) = out.get_mut(from) {
            first.new_page |= std::mem::take(&mut new_page);
        }
    }
    (out, heads)
}

fn piece(lines: Lines) -> Piece<Lines> {
    Piece::new(lines.len() as f32, lines)
}

fn opening(sheet: &Sheet) -> Vec<Piece<Lines>> {
    let title: Lines = sheet.title.iter().flat_map(|t| set(t, COLUMNS, Align::Centre, 0)).collect();
    let number: Lines = sheet.number.iter().flat_map(|n| set(n, COLUMNS, Align::Right, 0)).collect();
    let blank = vec![String::new()];
    let lines = match sheet.setting {
        Setting::Letter => [number, blank.clone(), title, blank].concat(),
        Setting::Form => [title, blank, number].concat(),
    };
    vec![Piece { keep: true, ..piece(lines) }]
}

/// What stands at the foot of a page, or of the whole where there are no pages.
fn foot(sheet: &Sheet, page: Option<usize>) -> Lines {
    let mut out = vec![String::new()];
    let said = sheet.foot.said().map(|l| format!("{} {}", l.label, l.value));
    out.extend(said.flat_map(|words| set(&words, COLUMNS, Align::Left, 0)));
    if let Some(page) = page {
        let align = if page % 2 == 1 { Align::Right } else { Align::Left };
        out.extend(set(&page_number(page), COLUMNS, align, 0));
    }
    out
}

/// The lines of words in so many columns; what is not text is made visible.
fn set(words: &str, columns: usize, align: Align, indent: usize) -> Lines {
    let words = escape(words);
    let lines = broken(&words, indent as f32, columns as f32, |g| width(g) as f32);
    let mut first = true;
    let lines = lines.into_iter().map(|line| {
        let text = &words[line.range];
        let free = columns.saturating_sub(width(text));
        let before = match align {
            Align::Left if first => indent,
            Align::Left => 0,
            Align::Centre => free / 2,
            Align::Right => free,
        };
        first = line.last;
        format!("{}{text}", " ".repeat(before))
    });
    lines.collect()
}
