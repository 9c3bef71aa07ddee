//! A file from one's own computer: the line that sends it, ready to be copied, and what came of it.

use super::bring::accept;
use super::exactly;
use crate::domain::flow::Act;
use crate::domain::ids::Ref;
use crate::office::{RecordSheet, Trouble};
use crate::ui::bindings::Action;
use crate::ui::frame::bold;
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::ui::rooms::page::Page;
use crate::words::material::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::time::Duration;

/// Waits for a file, and shows it to be accepted when it is there.
pub struct Arrive {
    sheet: RecordSheet,
    act: Act,
    code: Ref,
    came: Option<(String, u64)>,
    page: Page,
}

/// Lines that send a file under a code, each with where it is run and whole on the smallest usual
/// screen, so that it is copied in one go.
pub fn sending(cx: &Cx, code: &Ref) -> Vec<(String, String)> {
    let (m, verb) = (words(cx.lang), format!("{} record send {code}", cx.line()));
    let file = &m.a_file;
    if cx.line() == "liuhen" {
        return vec![(m.on_this.clone(), format!("{verb} {file}"))];
    }
    let unix = format!("f={file}; {verb} - --size $(($(wc -c <\"$f\"))) <\"$f\"");
    let windows = format!("for %f in ({file}) do @{verb} - --size %~zf <\"%f\"");
    vec![(m.on_unix.clone(), unix), (m.on_windows.clone(), windows)]
}

impl Arrive {
    /// # Errors
    /// A fault of the file of drafts.
    pub fn open(cx: &mut Cx, sheet: &RecordSheet, act: Act) -> Result<Self, Trouble> {
        let code = cx.office.await_file(&cx.actor, &sheet.record.id)?.code;
        let mut room = Self { sheet: sheet.clone(), act, code, came: None, page: Page::new() };
        room.look(cx)?;
        room.page = room.shown(cx);
        Ok(room)
    }

    fn shown(&self, cx: &Cx) -> Page {
        let m = words(cx.lang);
        let mut page = Page::new();
        if let Some((hash, size)) = &self.came {
            page.text_in(0, m.arrived.clone(), bold());
            page.blank();
            page.field(m.size.clone(), exactly(m, *size));
            page.field(m.hash.clone(), hash.clone());
            return page;
        }
        page.text(m.send_hint.replace("{}", &m.a_file));
        for (where_, row) in sending(cx, &self.code) {
            page.heading(where_);
            page.drawn(row);
        }
        page.blank();
        page.text(m.sent_once.clone());
        page
    }

    fn look(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let came = cx.office.file_came(&cx.actor, &self.code)?;
        if came.is_some() && self.came != came {
            self.came = came;
            self.page = self.shown(cx);
        }
        Ok(())
    }
}

impl Room for Arrive {
    fn name(&self) -> &'static str {
        "material"
    }
    fn place(&self, _cx: &Cx) -> String {
        self.sheet.record.ref_.to_string()
    }
    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.page.draw(area.inner(SIDES), buf);
        None
    }
    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        self.came.iter().map(|_| Offer::open(Action::Do(self.act))).collect()
    }
    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match (&self.came, action) {
            (Some(came), Action::Do(_)) => accept(cx, &self.sheet, self.act, &self.code, came),
            _ => Go::NotMine,
        }
    }
    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            Key::Enter if self.came.is_some() => self.take(cx, Action::Do(self.act)),
            key if self.page.key(key) => Go::Stay,
            _ => Go::NotMine,
        }
    }
    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.look(cx)?;
        self.page = self.shown(cx).instead_of(&self.page);
        Ok(())
    }
    fn keep(&mut self, cx: &mut Cx) {
        if let Err(trouble) = self.look(cx) {
            cx.complain(&trouble);
        }
    }
    fn pace(&self) -> Option<Duration> {
        self.came.is_none().then_some(Duration::from_secs(1))
    }
    fn provision(&self) -> Option<&'static str> {
        Some("attachments")
    }
}
