//! Which columns a width has room for. A case number is never cut: other columns go, the least
//! needed first.

use crate::domain::when;
use crate::office::RecordLine;
use crate::text::width;
use crate::ui::frame::bold;
use crate::ui::room::Cx;
use crate::words::rooms::words;
use ratatui::style::Style;

/// A column, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Ref,
    Date,
    State,
    Stream,
    CaseNo,
    Inquirer,
    Unit,
    InquirerUnit,
    Flags,
}

/// The first is the last to go.
const NEED: [Column; 9] = [
    Column::Ref,
    Column::CaseNo,
    Column::State,
    Column::Date,
    Column::Flags,
    Column::Inquirer,
    Column::Stream,
    Column::Unit,
    Column::InquirerUnit,
];
/// Room for the weightiest flags; more is given where it is left.
const FLAGS: usize = 16;

fn text(cx: &Cx, column: Column, l: &RecordLine) -> String {
    let s = words(cx.lang);
    match column {
        Column::Ref => l.ref_.to_string(),
        Column::Date => match l.occurred {
            Some(at) => when::local(at).format("%Y-%m-%d").to_string(),
            None => s.veiled.clone(),
        },
        Column::State => s.state.get(l.status.code()).cloned().unwrap_or_default(),
        Column::Stream => s.stream.get(&l.stream).cloned().unwrap_or_else(|| l.stream.clone()),
        Column::CaseNo => l.cases.to_string(),
        Column::Inquirer => l.inquirer.clone(),
        Column::Unit => l.unit.clone(),
        Column::InquirerUnit => l.inquirer_unit.clone(),
        Column::Flags => flags(cx, l).join(" "),
    }
}

/// The weightiest first; that it is one's own is said last.
fn flags<'a>(cx: &'a Cx, l: &'a RecordLine) -> Vec<&'a str> {
    let s = words(cx.lang);
    let flags = l.flags.iter().map(|f| s.flag.get(f).map_or(f.as_str(), String::as_str));
    flags.chain(l.own.then_some(s.own.as_str())).collect()
}

/// As many flags as there is room for, each whole; `+` says that there are more.
fn fitted(flags: &[&str], cells: usize) -> String {
    let whole = flags.join(" ");
    if width(&whole) <= cells {
        return whole;
    }
    let mut said = String::new();
    for flag in flags {
        let more = if said.is_empty() { (*flag).to_owned() } else { format!("{said} {flag}") };
        if width(&more) + 2 > cells {
            break;
        }
        said = more;
    }
    if said.is_empty() { "+".to_owned() } else { said + " +" }
}

fn heading(cx: &Cx, column: Column) -> &str {
    let code = format!("{column:?}").to_lowercase();
    words(cx.lang).column.get(&code).map_or("", String::as_str)
}

/// How wide a column wants to be for these lines, and at most.
fn wish(cx: &Cx, column: Column, lines: &[RecordLine]) -> usize {
    let most = match column {
        Column::CaseNo => usize::MAX,
        Column::State => 16,
        Column::Stream => 8,
        Column::Inquirer => 10,
        Column::Flags => FLAGS,
        Column::Unit | Column::InquirerUnit => 18,
        Column::Ref | Column::Date => 10,
    };
    let longest = lines.iter().map(|l| width(&text(cx, column, l))).max().unwrap_or(0);
    longest.max(width(heading(cx, column))).min(most)
}

/// The columns with their widths that fit into so many cells. The least needed of those that fit
/// may be narrower than it wishes, but not under its heading.
pub fn fitting(cx: &Cx, lines: &[RecordLine], cells: usize) -> Vec<(Column, usize)> {
    let mut left = cells + 1;
    let mut found: Vec<(Column, usize)> = Vec::new();
    for column in NEED {
        let wish = wish(cx, column, lines);
        let first = found.is_empty() || column == Column::CaseNo;
        let narrow = matches!(column, Column::Unit | Column::InquirerUnit | Column::Flags | Column::Inquirer);
        let fits = if narrow { wish.min(left.saturating_sub(1)) } else { wish };
        let least = wish.min(width(heading(cx, column)).max(6));
        if wish == 0 {
            continue;
        }
        // What weighs less never takes the place of what weighs more: a wider screen shows all that a
        // narrower one does.
        if !first && (fits + 1 > left || fits < least) {
            break;
        }
        found.push((column, fits));
        left = left.saturating_sub(fits + 1);
    }
    // What is left over goes to the flags, as far as they want it.
    let flags = lines.iter().map(|l| width(&text(cx, Column::Flags, l))).max().unwrap_or(0);
    for (_, cells) in found.iter_mut().filter(|(column, _)| *column == Column::Flags) {
        *cells = flags.clamp(*cells, *cells + left.saturating_sub(1));
    }
    found.sort_unstable();
    found
}

pub fn headings(cx: &Cx, columns: &[(Column, usize)]) -> String {
    let parts: Vec<_> = columns.iter().map(|(c, w)| (heading(cx, *c).to_owned(), *w)).collect();
    super::drawn::cells(&parts)
}

pub fn row(cx: &Cx, columns: &[(Column, usize)], l: &RecordLine) -> String {
    let said = |column: Column, cells: usize| match column {
        Column::Flags => fitted(&flags(cx, l), cells),
        other => text(cx, other, l),
    };
    let parts: Vec<_> = columns.iter().map(|(c, w)| (said(*c, *w), *w)).collect();
    super::drawn::cells(&parts)
}

/// Urgent and overdue stand out; the words stand in the column of flags.
pub fn style(l: &RecordLine) -> Style {
    if l.flags.iter().any(|f| f == "urgent" || f == "overdue") { bold() } else { Style::default() }
}
