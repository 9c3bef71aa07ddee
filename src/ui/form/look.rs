//! The record once as it will stand, before it is handed in: what nobody reads is what nobody mends.

use super::record::{Mode, RecordForm};
use super::sub::Sub;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Ref};
use crate::domain::policy::asked_of_recorder;
use crate::domain::record::{RecordText, warnings};
use crate::domain::when;
use crate::ui::frame::bold;
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Room};
use crate::ui::rooms::{Page, matter, text_fields};
use crate::words;
use chrono::Datelike;

/// The page; what is worth a second look stands on top.
fn page(cx: &Cx, text: &RecordText, reason: &str, before: Option<&(MatterId, Ref)>) -> Page {
    let f = words::form::words(cx.lang);
    let mut page = Page::new();
    if let Some((_, name)) = before {
        page.text_in(0, words::fill(f.record("written_before"), &[("ref", &name.0)]), bold());
        page.blank();
    }
    let year = when::local(cx.office.now()).year();
    let doubts = warnings(text, &cx.me, cx.office.organ(), year);
    if !doubts.is_empty() {
        page.text_in(0, f.record("second_look"), bold());
        doubts.iter().for_each(|p| page.text_in(2, cx.w.problem(p), bold()));
        page.blank();
    }
    let asked = asked_of_recorder(cx.office.organ(), &cx.me, text);
    for (n, person) in asked.iter().enumerate().take(9) {
        let said = text.meant.iter().find(|m| &m.person == person).map(|m| m.same);
        let answer = match said {
            None => f.record("meant_open"),
            Some(true) => cx.w.act(Act::SamePerson),
            Some(false) => cx.w.act(Act::OtherPerson),
        };
        page.text_in(2, format!("{}  {}  {answer}", n + 1, cx.office.organ().called(person)), bold());
    }
    // Handing it in says that nobody else of the organ is meant.
    let also = text.meant.iter().filter(|m| m.same && !asked.contains(&m.person));
    let also: Vec<String> = also.map(|m| cx.office.organ().called(&m.person)).collect();
    let also = if also.is_empty() { f.record("means_nobody").to_owned() } else { also.join(&f.comma) };
    page.field(f.record("also_means"), format!("{also}  {}", f.record("also_means_key")));
    page.text_in(0, f.record("will_stand"), bold());
    page.field(f.record("reason"), reason);
    page.field(cx.w.field("stream"), cx.w.code("CL01", &text.stream));
    let urgent = if text.urgent { f.yes.as_str() } else { "" };
    page.field(cx.w.field("urgent"), urgent);
    for (label, value) in text_fields(cx, text) {
        page.field(label, value);
    }
    page.text(f.confirm("end"));
    page
}

impl RecordForm {
    /// His own record of the same moment, person and case.
    fn written_before(&self, cx: &Cx) -> Option<(MatterId, Ref)> {
        let its = match &self.mode {
            Mode::New => None,
            Mode::Quick(id) => Some(*id),
            Mode::Amend(..) | Mode::Correct(..) => return None,
        };
        let found = cx.office.written_before(&cx.actor, &self.settled(cx), its);
        found.ok().and_then(|all| all.into_iter().next())
    }

    /// Shows it, or shows it anew in another language.
    pub(super) fn show_whole(&mut self, cx: &Cx) {
        let (text, reason) = (self.settled(cx), self.sheet.values(0).text("reason"));
        let new = page(cx, &text, &reason, self.written_before(cx).as_ref());
        self.whole = Some(match &self.whole {
            Some(old) => new.instead_of(old),
            None => new,
        });
    }

    /// A key while it is shown: it is read, handed in, or mended.
    pub(super) fn on_whole(&mut self, cx: &mut Cx, key: Key) -> Go {
        let Some(page) = &mut self.whole else { return Go::NotMine };
        if page.key(key) {
            return Go::Stay;
        }
        match key {
            Key::Char(c @ '1'..='9') => {
                let text = self.settled(cx);
                let asked = asked_of_recorder(cx.office.organ(), &cx.me, &text);
                let Some(person) = asked.get(c as usize - '1' as usize) else { return Go::Stay };
                self.rows.answer(person);
                self.touched = true;
                self.show_whole(cx);
                Go::Stay
            }
            Key::Char('m') if !self.slot.held => {
                self.enter(cx, Sub::Means);
                Go::Stay
            }
            Key::Char('o') => match self.written_before(cx) {
                // What was typed stays as the draft of this form.
                Some((id, _)) => {
                    self.keep(cx);
                    matter(cx, "record", id)
                }
                None => Go::Stay,
            },
            Key::Enter => self.submit(cx),
            Key::Esc => {
                self.whole = None;
                Go::Stay
            }
            _ => Go::Say(words::form::words(cx.lang).hint("will_stand").to_owned()),
        }
    }
}
