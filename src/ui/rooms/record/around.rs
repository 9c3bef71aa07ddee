//! What hangs on a record or looks like it: escalations, items, linked records, likely doubles.

use super::acts;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Ref};
use crate::domain::when;
use crate::office::{Found, RecordLine, RecordSheet};
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::frame::dim;
use crate::ui::keys::Key;
use crate::ui::paint::{SIDES, line};
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::ui::rooms::{self, Cursor};
use crate::words::rooms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

enum Leads {
    To(&'static str, MatterId),
    /// A linked record is named only by its short name.
    Named(Ref),
    /// Looks alike; can be linked.
    Alike(MatterId, Ref),
}

/// A list of matters to go to.
pub struct Around {
    sheet: RecordSheet,
    rows: Vec<(Leads, String)>,
    cursor: Cursor,
}

impl Around {
    pub fn new(cx: &Cx, sheet: &RecordSheet, alike: &[RecordLine]) -> Self {
        let s = words(cx.lang);
        let mut rows = Vec::new();
        let row = |what: &str, rest: &[&str]| format!("{} {}", pad(what, 14), super::sheet::joined(rest));
        for e in &sheet.escalations {
            let state = cx.w.code("escalation_state", super::sheet::escalation_state(e.state));
            let text = row(cx.w.code("matter", "escalation"), &[e.ref_.0.as_str(), state, &e.holder]);
            rows.push((Leads::To("escalation", e.id), text));
        }
        for i in &sheet.items {
            let state = cx.w.code("item_state", super::sheet::item_state(i.state));
            let text = row(cx.w.code("matter", "item"), &[i.ref_.0.as_str(), &i.committee, state]);
            rows.push((Leads::To("item", i.id), text));
        }
        for m in &sheet.matters {
            let state = cx.w.code(&format!("{}_state", m.kind), m.state);
            rows.push((
                Leads::To(m.kind, m.id),
                row(cx.w.code("matter", m.kind), &[m.ref_.0.as_str(), state]),
            ));
        }
        for (ref_, kind) in &sheet.links {
            let text = row(&s.linked, &[ref_.0.as_str(), cx.w.code("link_kind", kind)]);
            rows.push((Leads::Named(ref_.clone()), text));
        }
        for l in alike {
            let day =
                l.occurred.map(|at| when::show_date(when::local(at).date(), cx.lang)).unwrap_or_default();
            let text = row(&s.alike, &[l.ref_.0.as_str(), &day, &l.inquirer, &l.cases.to_string()]);
            rows.push((Leads::Alike(l.id, l.ref_.clone()), text));
        }
        Self { sheet: sheet.clone(), rows, cursor: Cursor::default() }
    }
}

impl Room for Around {
    fn name(&self) -> &'static str {
        "links"
    }

    fn place(&self, _cx: &Cx) -> String {
        self.sheet.record.ref_.to_string()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if self.rows.is_empty() {
            line(Span::styled(&words(cx.lang).nothing_around, dim()), area.inner(SIDES), buf);
        }
        self.cursor.draw(self.rows.len(), area, buf, |i| Span::raw(&self.rows[i].1));
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let open = (!self.rows.is_empty()).then(|| Offer::open(Action::Open));
        let link = self.sheet.can.iter().find(|c| c.act == Act::Link).map(Offer::of);
        open.into_iter().chain(link).collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        let row = self.rows.get(self.cursor.at).map(|(leads, _)| leads);
        match (action, row) {
            (Action::Do(Act::Link), Some(Leads::Alike(_, ref_))) => {
                acts::link(cx, &self.sheet, ref_.0.as_str())
            }
            (Action::Do(Act::Link), _) => acts::link(cx, &self.sheet, ""),
            (_, Some(Leads::To(kind, id))) => rooms::matter(cx, kind, *id),
            (_, Some(Leads::Alike(id, _))) => rooms::matter(cx, "record", *id),
            (_, Some(Leads::Named(ref_))) => match cx.office.find(&cx.actor, ref_.0.as_str()) {
                Ok(Found::Record(id)) => rooms::matter(cx, "record", id),
                Ok(_) => Go::Stay,
                Err(trouble) => {
                    cx.complain(&trouble);
                    Go::Stay
                }
            },
            (_, None) => Go::Stay,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.cursor.key(key, self.rows.len(), cx.body.height as usize) { Go::Stay } else { Go::NotMine }
    }
}
