//! Rooms for every kind of matter, made from its table: one list, one page, one form for its acts.

mod ask;
mod list;
mod page;

pub use ask::{ask, begin};
pub use list::MatterList;
pub use page::MatterPage;

use super::paper::{Lead, Paper};
use crate::domain::when::{self, Precision};
use crate::office::{MatterSheet, Shown};
use crate::ui::frame::bold;
use crate::ui::room::Cx;
use ratatui::style::Style;

/// The page of a matter, for so many cells.
fn paper(cx: &Cx, sheet: &MatterSheet, cells: usize) -> Paper {
    let t = super::paper::said(cx);
    let mut p = Paper::new(t, cells);
    let exact = |at| when::show(at, Precision::Exact, cx.lang);
    let state = cx.w.code(&format!("{}_state", sheet.kind), sheet.state);
    p.entry(t.label("state"), &format!("{state} {}", exact(sheet.since)), bold(), None);
    if let (Some(ref_), Some(id)) = (&sheet.record_ref, sheet.record) {
        let record = format!("{ref_} {}", sheet.case_no);
        p.entry(t.label("record"), &record, Style::default(), Some(Lead::Matter("record", id)));
    }
    for row in &sheet.rows {
        let label = cx.w.label(sheet.kind, row.label);
        match &row.shown {
            Shown::Head => p.head(label),
            Shown::Text(text) => p.field(label, text),
            Shown::Codes(list, codes) => {
                let words: Vec<&str> = codes.iter().map(|c| cx.w.code(list, c)).collect();
                p.field(label, &words.join(&t.then));
            }
            Shown::When(at) => p.field(label, &exact(*at)),
            Shown::Matter(kind, ref_) => {
                let lead = row.leads.map(|(kind, id)| Lead::Matter(kind, id));
                p.entry(label, &format!("{} {ref_}", cx.w.code("matter", kind)), Style::default(), lead);
            }
            Shown::Figure(line) => {
                let of = crate::words::figures::words(cx.lang).label(cx.lang, cx.office.organ(), line);
                p.field(&of, &cx.w.shown(row).unwrap_or_default());
            }
            Shown::Material(hash) => p.field(label, hash.get(..12).unwrap_or(hash)),
        }
    }
    if let Some((act, due)) = &sheet.due {
        p.head(t.head("why_due"));
        p.note(cx.w.act_turn(*act), Style::default());
        for text in cx.w.due(due) {
            p.note(&text, Style::default());
        }
    }
    if !sheet.story.is_empty() {
        p.head(t.head("story"));
        for line in &sheet.story {
            let who = line.name.clone().unwrap_or_else(|| cx.w.capacity(line.capacity).to_owned());
            p.note(&format!("{} {} {who}", exact(line.at), cx.w.event(&line.kind)), Style::default());
        }
    }
    p
}
