//! What came of a record, a line for each step: custody, what went up or before a body, what follows from it, and
//! what nobody has begun with yet.

use super::sheet::{hangs, moment, of_own_rooms};
use crate::office::RecordSheet;
use crate::ui::frame::{bold, dim};
use crate::ui::room::Cx;
use crate::ui::rooms::page::Page;
use crate::words::rooms::RoomWords;
use ratatui::style::Style;

pub fn course(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    let hangs = hangs(sheet);
    if !hangs && sheet.awaited.is_empty() {
        return;
    }
    page.heading(s.course_heading.clone());
    let hands: Vec<String> = sheet.record.hands.iter().map(|h| hand(cx, s, h.by.as_deref(), h.at)).collect();
    page.field(s.custody_heading.clone(), hands.join(&s.then));
    of_own_rooms(cx, s, sheet, page);
    for m in &sheet.matters {
        let (label, told) = cx.w.step(m);
        page.field_in(label, told, if m.open { bold() } else { Style::default() });
    }
    for next in &sheet.awaited {
        page.field_in(cx.w.code("shape", "not_begun"), cx.w.ahead(next), bold());
    }
    if hangs {
        page.text_in(0, s.around_hint.clone(), dim());
    }
}

fn hand(cx: &Cx, s: &RoomWords, by: Option<&str>, at: i64) -> String {
    format!("{} {}", by.unwrap_or(&s.somebody), moment(cx, at))
}
