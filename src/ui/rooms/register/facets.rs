//! What the list is made of: each value of each facet with its count; Enter puts it into the query
//! or takes it out again.

use super::query::Query;
use crate::domain::codes;
use crate::office::Trouble;
use crate::text::pad;
use crate::ui::frame::{bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{line, top};
use crate::ui::room::Cx;
use crate::ui::rooms::Cursor;
use crate::words::rooms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

struct Value {
    facet: &'static str,
    value: String,
    count: usize,
    on: bool,
}

#[derive(Default)]
pub struct Pane {
    values: Vec<Value>,
    cursor: Cursor,
}

impl Pane {
    /// Counts again under the query as it stands.
    pub fn count(&mut self, cx: &mut Cx, query: &Query) -> Result<(), Trouble> {
        let facets = cx.office.facets(&cx.actor, query.filter())?;
        let all = [
            ("status", facets.status),
            ("flag", facets.flag),
            ("stream", facets.stream),
            ("unit", facets.unit),
            ("quarter", facets.quarter),
        ];
        let marked = self.marked();
        self.values = all
            .into_iter()
            .flat_map(|(facet, counts)| {
                counts.into_iter().map(move |(value, count)| Value { facet, value, count, on: false })
            })
            .filter(|v| v.count > 0 && !v.value.is_empty())
            .collect();
        for v in &mut self.values {
            v.on = query.has(v.facet, &v.value);
        }
        let same = |v: &Value| Some((v.facet, v.value.clone())) == marked;
        if let Some(at) = self.values.iter().position(same) {
            self.cursor.at = at;
        }
        Ok(())
    }

    pub fn marked(&self) -> Option<(&'static str, String)> {
        self.values.get(self.cursor.at).map(|v| (v.facet, v.value.clone()))
    }

    pub fn key(&mut self, key: Key, height: u16) -> bool {
        self.cursor.key(key, self.values.len(), usize::from(height.saturating_sub(2)))
    }

    pub fn draw(&mut self, cx: &Cx, area: Rect, buf: &mut Buffer) {
        let [hint, list] = top(area, 2);
        line(Span::styled(&words(cx.lang).facets_hint, dim()), hint, buf);
        let cells = usize::from(list.width).saturating_sub(23).min(34);
        let mut facet = "";
        self.cursor.draw(self.values.len(), list, buf, |i| {
            let v = &self.values[i];
            let head = if v.facet == facet { "" } else { cx.w.code("facet", v.facet) };
            facet = v.facet;
            let on = if v.on { "[x]" } else { "[ ]" };
            let text = format!("{} {on} {} {:>6}", pad(head, 8), pad(&name(cx, v), cells), v.count);
            Span::styled(text, if v.on { bold() } else { Style::default() })
        });
    }
}

fn name(cx: &Cx, v: &Value) -> String {
    match v.facet {
        "status" | "flag" => cx.w.code(v.facet, &v.value).to_owned(),
        "stream" => codes::list("CL01").show(&v.value, cx.lang).to_owned(),
        "unit" => {
            let unit = cx.office.organ().units.get(&v.value.as_str().into());
            unit.map(|u| if u.name_en.is_empty() { &u.name } else { cx.lang.pick(&u.name, &u.name_en) })
                .map_or_else(|| v.value.clone(), Clone::clone)
        }
        _ => v.value.clone(),
    }
}
