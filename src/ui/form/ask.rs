//! The small form behind an act: a few fields and a button.

use super::Choice;
use super::entry::{Def, What};
use super::kept::{Kept, Slot, Way};
use super::marks::{half_case, marks};
use super::sheet::{Did, Sheet};
use super::spec::{Answers, FieldSpec};
use crate::domain::flow::Act;
use crate::domain::lang::Lang;
use crate::office::Trouble;
use crate::ui::bindings::Action;
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Pastes, Room};
use crate::ui::rooms;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;

/// What happens when the button is pressed. A trouble keeps the form open with everything typed.
pub type Then = Box<dyn FnMut(&mut Cx, &Answers) -> Result<Go, Trouble>>;

const BUTTON: &str = "#button";

/// A few fields and a button.
pub struct Ask {
    name: &'static str,
    title: String,
    defs: Vec<Def>,
    button: String,
    then: Then,
    sheet: Sheet,
    troubles: Vec<(String, String)>,
    /// Where what is typed is kept when one leaves; opened with the first look.
    slot: Option<Slot>,
    /// How one comes back to it.
    way: Option<Way>,
    /// What stood in the fields before anybody typed.
    blank: BTreeMap<String, serde_json::Value>,
    opened: bool,
    leaving: bool,
    /// What was asked about a case number that is none.
    doubted: Option<(String, String)>,
}

impl Ask {
    /// A room with these fields; leaving it keeps what was typed for the next time.
    #[expect(clippy::new_ret_no_self, reason = "a room is only ever used as one")]
    pub(crate) fn new(
        way: Way,
        title: String,
        intro: Vec<String>,
        fields: Vec<FieldSpec>,
        button: String,
        then: Then,
    ) -> Box<dyn Room> {
        let mut defs = vec![Def::told("#intro", intro)];
        defs.extend(fields.into_iter().map(Def::from));
        Box::new(Self::of("ask", title, defs, button, then).on(way))
    }

    pub(crate) fn of(name: &'static str, title: String, defs: Vec<Def>, button: String, then: Then) -> Self {
        let mut ask = Self {
            name,
            title,
            defs,
            button,
            then,
            sheet: Sheet::default(),
            troubles: Vec::new(),
            slot: None,
            way: None,
            blank: BTreeMap::new(),
            opened: false,
            leaving: false,
            doubted: None,
        };
        ask.shape(Lang::Zh);
        ask
    }

    /// This is the way back to it.
    pub(crate) fn on(mut self, way: Way) -> Self {
        self.way = Some(way);
        self
    }

    /// Kept in this place instead of one named after the question.
    pub(crate) fn kept_in(mut self, slot: Slot) -> Self {
        self.slot = Some(slot);
        self
    }

    /// What is typed here is not worth keeping.
    pub(crate) fn unkept(mut self) -> Self {
        self.opened = true;
        self
    }

    /// The focus begins here: what stands above is filled in already.
    pub(crate) fn beginning_at(mut self, key: &str) -> Self {
        self.sheet.focus(key);
        self
    }

    /// Times that lie ahead are wrong.
    pub(crate) fn past_only(mut self) -> Self {
        self.sheet.past_only = true;
        self
    }

    fn shape(&mut self, lang: Lang) {
        let mut defs = self.defs.clone();
        defs.extend(problem_rows(&self.troubles, &self.sheet));
        defs.push(Def::button(BUTTON, &self.button));
        self.sheet.shape(defs, lang);
        self.sheet.tell(&self.troubles);
    }

    fn press(&mut self, cx: &mut Cx) -> Go {
        self.troubles = self.sheet.unfilled(cx);
        if !self.troubles.is_empty() {
            self.show_troubles(cx);
            return Go::Stay;
        }
        // Asked once for what stands there; the same again is meant.
        let half = half_case(cx, &self.sheet);
        if half.is_some() && half != self.doubted {
            self.doubted.clone_from(&half);
            self.troubles.extend(half);
            self.show_troubles(cx);
            if let Some((_, asked)) = &self.doubted {
                cx.say(asked.clone());
                cx.grave = true;
            }
            return Go::Stay;
        }
        let answers = self.sheet.values(cx.office.now());
        cx.of_draft = self.slot.as_ref().and_then(Slot::command);
        match (self.then)(cx, &answers) {
            Ok(go) => {
                if let Some(slot) = self.slot.as_mut().filter(|s| s.is_saved()) {
                    slot.finish(cx);
                }
                // A slot that never was written must not be written by leaving.
                self.slot = None;
                self.blank = self.sheet.raw();
                go
            }
            Err(trouble) => {
                let (kept, code) = (self.kept(), self.slot.as_ref().map_or("", |s| &s.id).to_owned());
                if let Some(slip) = rooms::slip_offered(cx, &trouble, &kept, &code) {
                    return slip;
                }
                cx.complain(&trouble);
                self.troubles = marks(cx, &self.sheet, &trouble);
                if !self.troubles.is_empty() {
                    self.show_troubles(cx);
                }
                Go::Stay
            }
        }
    }

    /// The form as it stands.
    fn kept(&self) -> Kept {
        Kept {
            way: self.way.clone(),
            command: None,
            title: self.title.clone(),
            fields: self.sheet.raw(),
            focus: self.sheet.focus_key().to_owned(),
            caret: self.sheet.caret(),
            more: serde_json::Value::Null,
        }
    }

    fn show_troubles(&mut self, cx: &Cx) {
        self.shape(cx.lang);
        if let Some((first, _)) = self.troubles.first() {
            self.sheet.focus(&first.clone());
        }
    }

    fn did(&mut self, cx: &mut Cx, did: Did) -> Go {
        match did {
            Did::NotMine => return Go::NotMine,
            Did::Moved(true) => self.keep(cx),
            Did::Moved(false) | Did::Took(..) => {}
            Did::Changed(key) => {
                if self.troubles.iter().any(|(k, _)| *k == key) {
                    self.troubles.retain(|(k, _)| *k != key);
                    self.shape(cx.lang);
                }
            }
            Did::Pressed(_) => return self.press(cx),
            Did::Refused(words) => {
                cx.say(words);
                cx.grave = true;
            }
        }
        Go::Stay
    }

    /// The place of this question: the same question asked again finds what was typed.
    fn place_of(&self, cx: &Cx) -> Slot {
        if let Some(way) = &self.way {
            return Slot::new(cx, "ask", way.draft());
        }
        let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
        let mut mix = |text: &str| {
            for b in text.bytes().chain([0]) {
                sum = (sum ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        mix(&self.title);
        for def in &self.defs {
            mix(&def.key);
            if let What::Told(lines) = &def.what {
                lines.iter().for_each(|l| mix(l));
            }
        }
        Slot::new(cx, "ask", format!("ask-{sum:016x}"))
    }
}

/// What is wrong, one line each, to be entered and left for the field.
pub(crate) fn problem_rows(troubles: &[(String, String)], sheet: &Sheet) -> Vec<Def> {
    let label = |key: &str| sheet.entry(key).map_or(String::new(), |e| format!("{}  ", e.def.label));
    troubles
        .iter()
        .enumerate()
        .map(|(i, (key, text))| {
            let words = format!("! {}{text}", label(key));
            let value = super::Value::Yes(false);
            Def::new(format!("!{i}"), words, What::Problem(key.clone()), value)
        })
        .collect()
}

/// The staff as a pick list.
pub(crate) fn staff(cx: &Cx) -> Vec<Choice> {
    let people = cx.office.directory();
    people
        .into_iter()
        .map(|p| {
            let mut one = Choice::person(p.id.as_str(), &p, &format!("{} {}", p.unit, p.post), cx.lang);
            // A colleague whose name does not come to mind is found by the unit.
            one.initials.push_str(&format!(" {}", p.unit));
            one
        })
        .collect()
}

impl Room for Ask {
    fn name(&self) -> &'static str {
        self.name
    }

    fn place(&self, _cx: &Cx) -> String {
        self.title.clone()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if cx.message.is_empty() {
            cx.say(self.sheet.hint());
        }
        self.sheet.draw(cx, area, buf)
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        vec![Offer::open(Action::Do(Act::Submit))]
    }

    fn finishes(&self, _cx: &Cx) -> Option<String> {
        Some(self.button.clone())
    }

    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        self.press(cx)
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let did = self.sheet.key(cx, key);
        self.leaving = key == Key::Esc && did == Did::NotMine;
        self.did(cx, did)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn leaves_room(&self) -> bool {
        true
    }

    fn paste(&mut self, cx: &mut Cx, text: &str) -> Go {
        let did = self.sheet.paste(cx, text);
        if let (Did::Changed(_), Some(words)) = (&did, Sheet::pasted_words(cx.lang, text)) {
            cx.say(words);
        }
        self.did(cx, did)
    }

    fn pastes(&self) -> Pastes {
        self.sheet.pastes()
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.shape(cx.lang);
        self.sheet.offer(&staff(cx));
        if std::mem::replace(&mut self.opened, true) {
            return Ok(());
        }
        self.blank = self.sheet.raw();
        let mut slot = self.slot.take().unwrap_or_else(|| self.place_of(cx));
        if let Some(kept) = slot.take_up(cx)? {
            self.sheet.put_raw(&kept.fields, cx.lang);
            self.sheet.focus(&kept.focus);
            self.sheet.set_caret(kept.caret);
            self.sheet.read_only = slot.held;
        }
        self.slot = Some(slot);
        Ok(())
    }

    fn keep(&mut self, cx: &mut Cx) {
        let kept = self.kept();
        let Some(slot) = self.slot.as_mut() else { return };
        // Looking and leaving writes nothing.
        if slot.is_saved() || kept.fields != self.blank {
            slot.save(cx, &kept);
        }
        if self.leaving {
            slot.release(cx);
        }
    }

    fn provision(&self) -> Option<&'static str> {
        self.sheet.provision()
    }
}
