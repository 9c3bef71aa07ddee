//! The material beside the fields to be read off it: nothing of the record is open yet.

use crate::domain::ids::MatterId;
use crate::office::{MaterialLine, RecordSheet, Trouble};
use crate::ui::form::{Def, Did, Kind, Sheet, Value, What};
use crate::ui::frame::WIDE;
use crate::ui::keys::Key;
use crate::ui::paint::{SIDES, top};
use crate::ui::room::Cx;
use crate::ui::rooms::materials::Shown;
use crate::ui::rooms::page::Page;
use crate::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use std::collections::BTreeMap;

/// Cells of the fields beside the material on a wide screen.
const FIELDS: u16 = 50;
/// Enter on it shows the next material.
pub(super) const NEXT: &str = "#next";

/// The fields of one record's second look.
pub(super) struct ReadingOff {
    record: MatterId,
    name: String,
    fields: Vec<&'static str>,
    pub sheet: Sheet,
    lines: Vec<MaterialLine>,
    at: usize,
    shown: Option<Shown>,
    page: Page,
}

impl ReadingOff {
    /// Opens the first material, which is noted, and asks for what it says.
    pub fn begin(cx: &mut Cx, record: &RecordSheet) -> Self {
        let id = record.record.id;
        let lines = cx.office.materials(&cx.actor, &id).unwrap_or_default();
        let lines: Vec<MaterialLine> = lines.into_iter().filter(|l| l.attachment.hash.is_some()).collect();
        let mut reading = Self {
            record: id,
            name: record.record.ref_.to_string(),
            fields: record.blind.clone(),
            sheet: Sheet::default(),
            lines,
            at: 0,
            shown: None,
            page: Page::new(),
        };
        reading.open(cx);
        reading.shape(cx);
        reading
    }

    fn open(&mut self, cx: &mut Cx) {
        let Some(line) = self.lines.get(self.at) else { return };
        match Shown::open(cx, self.record, &self.name, line) {
            Ok(shown) => {
                self.page = shown.page(cx);
                self.shown = Some(shown);
            }
            Err(trouble) => cx.complain(&trouble),
        }
    }

    /// Fields and page in the person's language.
    pub fn shape(&mut self, cx: &Cx) {
        let f = words::form::words(cx.lang);
        let mut defs = vec![Def::told("#intro", vec![f.confirm("blind_intro").replace("{}", &self.name)])];
        defs.extend(self.fields.iter().map(|field| blind_def(cx, field, "")));
        if self.lines.len() > 1 {
            let which = format!("{}/{}", self.at + 1, self.lines.len());
            let m = words::material::words(cx.lang);
            defs.push(Def::row(NEXT, &m.which, format!("{which}  {}", m.next)));
        }
        defs.push(Def::button("#typed", f.confirm("blind_button")));
        self.sheet.shape(defs, cx.lang);
        if let Some(shown) = &self.shown {
            self.page = shown.page(cx).instead_of(&self.page);
        }
    }

    pub fn next(&mut self, cx: &mut Cx) {
        self.at = (self.at + 1) % self.lines.len().max(1);
        self.page = Page::new();
        self.open(cx);
        self.shape(cx);
    }

    /// Paging moves the material, everything else goes to the fields.
    pub fn key(&mut self, cx: &Cx, key: Key) -> Did {
        match key {
            Key::PageDown | Key::PageUp if self.page.key(key) => Did::Moved(false),
            key => self.sheet.key(cx, key),
        }
    }

    /// What was typed, by field; else the first that is missing.
    pub fn typed(&mut self, cx: &mut Cx) -> Option<BTreeMap<String, String>> {
        let missing = self.sheet.unfilled(cx);
        self.sheet.tell(&missing);
        if let Some((first, said)) = missing.first() {
            self.sheet.focus(first);
            cx.say(said.clone());
            return None;
        }
        let typed = self.sheet.values(cx.office.now());
        Some(self.fields.iter().map(|f| ((*f).to_owned(), typed.text(f))).collect())
    }

    /// Beside each other where there is room, else the fields above the material.
    pub fn draw(&mut self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let [fields, page] = if area.width >= WIDE {
            let [page, fields] = Layout::horizontal([Fill(1), Length(FIELDS)]).spacing(1).areas(area);
            [fields, page]
        } else {
            top(area, (self.fields.len() as u16 + 6).min(area.height / 2))
        };
        self.page.draw(page.inner(SIDES), buf);
        self.sheet.draw(cx, fields, buf)
    }

    /// The words of the fields are wanted in another language, or the record changed.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.shape(cx);
        Ok(())
    }
}

/// A field read off the material, holding what was typed before.
pub(super) fn blind_def(cx: &Cx, field: &'static str, typed: &str) -> Def {
    let f = words::form::words(cx.lang);
    let label = cx.w.code("blind", field).to_owned();
    let value = Value::Text(typed.to_owned());
    Def::new(field, label, What::Field(Kind::Line(60)), value)
        .required(true)
        .hint(f.hint(&format!("blind_{field}")))
}
