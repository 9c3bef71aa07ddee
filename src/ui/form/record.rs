//! The record form: new, completing a quick note, amending, correcting, or going on with a draft.

mod pressed;
mod slot;

use super::ask::problem_rows;
use super::entry::Def;
use super::gather;
use super::kept::Slot;
use super::page::Page;
use super::sheet::{Did, Sheet};
use super::sub::{Rows, Sub};
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Revision};
use crate::domain::record::streams::{self, Stream};
use crate::domain::record::{FieldReason, RecordText, settled, warnings};
use crate::domain::when;
use crate::office::Trouble;
use crate::ui::bindings::Action;
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Go, Offer, Pastes, Room};
use crate::ui::rooms::Page as Whole;
use crate::words;
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use serde::{Deserialize, Serialize};

const RECORD: &str = "#record";
const DISCARD: &str = "#discard";

/// What the form does in the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Mode {
    New,
    Quick(MatterId),
    Amend(MatterId, Revision),
    Correct(MatterId, Revision),
}

impl Mode {
    /// The word of the record form that names it.
    pub fn word(&self) -> &'static str {
        match self {
            Mode::New => "new",
            Mode::Quick(_) => "completing",
            Mode::Amend(..) => "amending",
            Mode::Correct(..) => "correcting",
        }
    }
}

/// What a form begins from.
pub(crate) struct Begin {
    pub mode: Mode,
    pub text: RecordText,
    pub returned: Vec<FieldReason>,
    pub intro: Vec<String>,
    pub ref_: Option<String>,
}

pub(crate) struct RecordForm {
    pub(super) mode: Mode,
    pub(super) begin: RecordText,
    returned: Vec<FieldReason>,
    intro: Vec<String>,
    ref_: Option<String>,
    pub(super) rows: Rows,
    pub(super) sheet: Sheet,
    sub: Option<(Sub, Sheet)>,
    /// Line of the page, field in the row's own form, words.
    pub(super) troubles: Vec<(String, String, String)>,
    pub(super) slot: Slot,
    /// Whether anything was changed since the form was opened or taken up.
    pub(super) touched: bool,
    leaving: bool,
    /// What was asked about a case number that is none.
    pub(super) doubted: Option<(String, String)>,
    /// As it will stand: shown before it is handed in.
    pub(super) whole: Option<Whole>,
}

impl RecordForm {
    /// The form, with what was left in its slot.
    ///
    /// # Errors
    /// A fault of the file of drafts.
    pub fn open(cx: &mut Cx, begin: Begin, mut slot: Slot) -> Result<Self, Trouble> {
        let kept = slot.take_up(cx)?;
        let mut form = Self {
            rows: Rows::of(&begin.text),
            mode: begin.mode,
            begin: begin.text,
            returned: begin.returned,
            intro: begin.intro,
            ref_: begin.ref_,
            sheet: Sheet { past_only: true, ..Sheet::default() },
            sub: None,
            troubles: Vec::new(),
            slot,
            touched: false,
            leaving: false,
            doubted: None,
            whole: None,
        };
        form.shape(cx);
        form.shape(cx);
        // The stream stands on top and follows by itself: one begins with who asked.
        let about = format!("+{}", form.stream(cx).about());
        if !form.sheet.focus("people[0]") {
            form.sheet.focus(&about);
        }
        if let Some(kept) = kept {
            form.resume(cx, &kept);
        }
        form.sheet.read_only = form.slot.held;
        Ok(form)
    }

    pub(super) fn text(&self, cx: &Cx) -> RecordText {
        gather::text(&self.sheet, &self.rows, cx.office.now())
    }

    /// As it would be taken: in the stream that follows where none is chosen.
    pub(super) fn settled(&self, cx: &Cx) -> RecordText {
        settled(&self.text(cx), &cx.me, cx.office.organ())
    }

    fn stream(&self, cx: &Cx) -> &'static Stream {
        streams::of(&self.settled(cx).stream)
    }

    /// The page as the answers so far ask for it.
    pub(super) fn shape(&mut self, cx: &Cx) {
        let chosen = !self.text(cx).stream.is_empty();
        let text = self.settled(cx);
        let f = words::form::words(cx.lang);
        let page = Page {
            cx,
            text: &text,
            stream: streams::of(&text.stream),
            chosen,
            begin: &self.begin,
            kept: self.rows.kept,
            returned: &self.returned,
            correcting: matches!(self.mode, Mode::Correct(..)),
            intro: self.intro.clone(),
        };
        let mut defs = page.defs();
        let year = when::local(cx.office.now()).year();
        let second_look = warnings(&text, &cx.me, cx.office.organ(), year);
        if !second_look.is_empty() {
            let mut lines = vec![f.record("second_look").to_owned()];
            lines.extend(second_look.iter().map(|p| format!("  {}", cx.w.problem(p))));
            defs.push(Def::told("#warnings", lines));
        }
        let troubles: Vec<(String, String)> =
            self.troubles.iter().map(|(line, _, said)| (line.clone(), said.clone())).collect();
        defs.extend(problem_rows(&troubles, &self.sheet));
        let label = match self.mode {
            Mode::New | Mode::Quick(_) => "button",
            Mode::Amend(..) => "button_amend",
            Mode::Correct(..) => "button_correct",
        };
        defs.push(Def::button(RECORD, f.record(label)).hint(f.hint("button")));
        defs.push(Def::button(DISCARD, f.record("discard")).hint(f.hint("discard")));
        self.sheet.shape(defs, cx.lang);
        self.sheet.offer(&super::ask::staff(cx));
        self.sheet.tell(&troubles);
    }

    pub(super) fn enter(&mut self, cx: &Cx, sub: Sub) {
        let mut sheet = Sheet { read_only: self.slot.held, ..Sheet::default() };
        sheet.shape(sub.defs(cx, &self.rows, self.stream(cx), &self.reasons(&sub)), cx.lang);
        if let Some(empty) = sheet.first_empty() {
            sheet.focus(&empty);
        }
        self.sub = Some((sub, sheet));
    }

    /// What is wrong inside a row, by its own fields.
    fn reasons(&self, sub: &Sub) -> Vec<(String, String)> {
        let line = sub.line();
        let of_this = self.troubles.iter().filter(|(l, field, _)| *l == line && !field.is_empty());
        of_this.map(|(_, field, said)| (field.clone(), format!("! {said}"))).collect()
    }

    /// Takes what the row's form says into the row, and the row's form as it is wanted then.
    fn sync(&mut self, cx: &Cx) {
        let Some((sub, mut sheet)) = self.sub.take() else { return };
        let before = self.rows.clone();
        sub.gather(cx, &sheet, &mut self.rows);
        // Opening a row and leaving it again says nothing.
        self.touched |= before != self.rows;
        let defs = sub.defs(cx, &self.rows, self.stream(cx), &self.reasons(&sub));
        sheet.shape(defs, cx.lang);
        self.sub = Some((sub, sheet));
    }

    /// Whether the whole record is before him, and not a list that he opened from there.
    fn looks(&self) -> bool {
        self.whole.is_some() && self.sub.is_none()
    }

    fn front(&mut self) -> &mut Sheet {
        match &mut self.sub {
            Some((_, sheet)) => sheet,
            None => &mut self.sheet,
        }
    }
}

impl Room for RecordForm {
    fn name(&self) -> &'static str {
        "form"
    }

    fn place(&self, cx: &Cx) -> String {
        let f = words::form::words(cx.lang);
        format!("{} {}", f.record(self.mode.word()), self.ref_.clone().unwrap_or_default())
            .trim_end()
            .to_owned()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if let Some(page) = self.whole.as_mut().filter(|_| self.sub.is_none()) {
            page.draw(area.inner(SIDES), buf);
            if cx.message.is_empty() {
                cx.say(words::form::words(cx.lang).hint("will_stand"));
            }
            return None;
        }
        if cx.message.is_empty() {
            let hint = self.front().hint().to_owned();
            cx.say(hint);
        }
        self.front().draw(cx, area, buf)
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        vec![Offer::open(Action::Do(Act::Submit))]
    }

    fn finishes(&self, cx: &Cx) -> Option<String> {
        if self.sub.is_some() {
            return Some(words::form::words(cx.lang).record("person_done").to_owned());
        }
        let act = match self.mode {
            Mode::New | Mode::Quick(_) => Act::Submit,
            Mode::Amend(..) => Act::Amend,
            Mode::Correct(..) => Act::Correct,
        };
        Some(cx.w.act(act).to_owned())
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        if self.sub.is_some() {
            self.close_sub(cx);
            return Go::Stay;
        }
        self.submit(cx)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.looks() {
            return self.on_whole(cx, key);
        }
        let did = self.front().key(cx, key);
        if key == Key::Esc && did == Did::NotMine && self.sub.is_some() {
            self.close_sub(cx);
            return Go::Stay;
        }
        self.leaving = key == Key::Esc && did == Did::NotMine;
        self.did(cx, did)
    }

    fn paste(&mut self, cx: &mut Cx, text: &str) -> Go {
        if self.looks() {
            return Go::Say(words::form::words(cx.lang).hint("will_stand").to_owned());
        }
        let did = self.front().paste(cx, text);
        let went_in = matches!(did, Did::Changed(_));
        let go = self.did(cx, did);
        if let Some(said) = Sheet::pasted_words(cx.lang, text).filter(|_| went_in) {
            cx.say(said);
        }
        go
    }

    fn pastes(&self) -> Pastes {
        self.sub.as_ref().map_or(&self.sheet, |(_, sheet)| sheet).pastes()
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.shape(cx);
        let stream = self.stream(cx);
        if let Some((sub, sheet)) = &mut self.sub {
            let defs = sub.defs(cx, &self.rows, stream, &[]);
            sheet.shape(defs, cx.lang);
        }
        if self.whole.is_some() {
            self.show_whole(cx);
        }
        Ok(())
    }

    fn keep(&mut self, cx: &mut Cx) {
        if self.touched {
            let kept = self.kept(cx);
            self.slot.save(cx, &kept);
        }
        if self.leaving {
            self.slot.release(cx);
        }
    }

    fn provision(&self) -> Option<&'static str> {
        self.sub.as_ref().map_or(&self.sheet, |(_, sheet)| sheet).provision()
    }
}
