//! A list of matters and more of the marked one: its page beside the list where there is room for it,
//! else a few rows below.

use super::list::Cursor;
use super::paper::{Paper, nothing, said};
use crate::domain::ids::MatterId;
use crate::office::MatterLine;
use crate::ui::bindings::Action;
use crate::ui::frame::{WIDE, bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, line, lines};
use crate::ui::room::{Cx, Go, Offer};
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Rect};
use ratatui::text::Span;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

/// Rows below a narrow list.
const BELOW: u16 = 3;
/// Cells of the page beside a wide one.
const BESIDE: u16 = 60;

/// What such a list shows of a matter.
pub trait Listed: Sized {
    /// None where the person may not see it.
    fn look(cx: &mut Cx, line: &MatterLine) -> Option<Self>;
    fn row(&self, cx: &Cx, cells: usize) -> Span<'static>;
    /// What stands below the list.
    fn more(&self, cx: &Cx, cells: usize) -> Vec<String>;
    fn paper(&self, cx: &Cx, cells: usize) -> Paper;
}

pub enum Entry {
    /// A heading, by its code.
    Head(&'static str),
    Matter(MatterLine),
}

pub struct Matters<V> {
    entries: Vec<Entry>,
    /// What has been on the screen since the last change.
    seen: BTreeMap<MatterId, V>,
    cursor: Cursor,
}

impl<V> Default for Matters<V> {
    fn default() -> Self {
        Self { entries: Vec::new(), seen: BTreeMap::new(), cursor: Cursor::default() }
    }
}

impl<V: Listed> Matters<V> {
    /// The list anew; what was seen of it is looked at again.
    pub fn list(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.entries = entries.into_iter().collect();
        self.seen.clear();
        self.off_heads(true);
    }

    pub fn place(&self) -> String {
        let len = self.entries.len();
        format!("{}/{len}", if len == 0 { 0 } else { self.cursor.at + 1 })
    }

    pub fn offers(&self) -> Vec<Offer> {
        if self.entries.is_empty() { Vec::new() } else { vec![Offer::open(Action::Open)] }
    }

    /// Opens the marked one.
    pub fn open(&self, cx: &mut Cx) -> Go {
        match self.entries.get(self.cursor.at) {
            Some(Entry::Matter(l)) => super::matter(cx, &l.kind, l.id),
            _ => Go::Stay,
        }
    }

    pub fn key(&mut self, cx: &Cx, key: Key) -> Go {
        let before = self.cursor.at;
        let height = usize::from(cx.body.height.saturating_sub(BELOW + 1));
        if !self.cursor.key(key, self.entries.len(), height) {
            return Go::NotMine;
        }
        self.off_heads(self.cursor.at >= before);
        Go::Stay
    }

    /// The mark stands on a matter, never on a heading.
    fn off_heads(&mut self, down: bool) {
        while matches!(self.entries.get(self.cursor.at), Some(Entry::Head(_))) {
            self.cursor.at =
                if down || self.cursor.at == 0 { self.cursor.at + 1 } else { self.cursor.at - 1 };
        }
    }

    /// `none` is said where there is nothing.
    pub fn draw(&mut self, cx: &mut Cx, none: &str, area: Rect, buf: &mut Buffer) {
        let Self { entries, seen, cursor } = self;
        if entries.is_empty() {
            return nothing(none, area, buf);
        }
        let wide = area.width >= WIDE;
        let [list, more] = if wide {
            Layout::horizontal([Fill(1), Length(BESIDE)]).spacing(2).areas(area)
        } else {
            Layout::vertical([Fill(1), Length(BELOW)]).spacing(1).areas(area)
        };
        let [_, text] = gutter(list);
        cursor.draw(entries.len(), list, buf, |i| {
            look(seen, cx, &entries[i]).map(|v| v.row(cx, text.width.into()))
        });
        for (entry, row) in entries.iter().skip(cursor.top).zip(list.rows()) {
            if let Entry::Head(head) = entry {
                line(Span::styled(said(cx).head(head), bold()), row, buf);
            }
        }
        let Some(marked) = look(seen, cx, &entries[cursor.at]) else { return };
        if wide {
            marked.paper(cx, more.width.into()).show(more, buf);
        } else {
            let [_, below] = gutter(more);
            let told = marked.more(cx, usize::from(below.width.saturating_sub(2)));
            lines(told.into_iter().map(|row| Span::styled(row, dim())), below, buf);
        }
    }
}

fn look<'s, V: Listed>(seen: &'s mut BTreeMap<MatterId, V>, cx: &mut Cx, entry: &Entry) -> Option<&'s V> {
    let Entry::Matter(line) = entry else { return None };
    match seen.entry(line.id) {
        Place::Occupied(known) => Some(known.into_mut()),
        Place::Vacant(place) => Some(place.insert(V::look(cx, line)?)),
    }
}
