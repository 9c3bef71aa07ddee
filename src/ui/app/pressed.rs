//! What a key does: in the room on top, everywhere, or nothing.

use super::App;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Refusal, Rule};
use crate::text::fold_fullwidth;
use crate::ui::bindings::{self, Action, GLOBAL};
use crate::ui::frame;
use crate::ui::keys::Key;
use crate::ui::room::{Go, Room};
use crate::ui::rooms;
use std::io::Write;

impl<W: Write> App<W> {
    pub(in crate::ui) fn key(&mut self, key: Key) {
        if key == Key::Alt {
            return self.cx.say(self.cx.f.alt_means_nothing.clone());
        }
        let typing = self.stack.last().is_some_and(|r| r.is_typing());
        // Full-width letters and signs of an input method mean what they look like.
        let command = match key {
            Key::Char(c) => Key::Char(fold_fullwidth(c)),
            other => other,
        };
        let as_text = typing && !matches!(key, Key::F(_) | Key::Ctrl('l' | 'p'));
        if matches!(key, Key::PageUp | Key::PageDown) && self.turns_what_is_judged(key) {
            return;
        }
        if as_text {
            let said = std::mem::take(&mut self.cx.message);
            let go = self.with_top(|room, cx| room.key(cx, key));
            if !matches!(go, Go::NotMine) {
                return self.go(go);
            }
            self.cx.message = said;
            if matches!(key, Key::Char(_)) {
                return self.no_use(key);
            }
        }
        if let Some(action) = self.local(command) {
            return self.choose(action);
        }
        if let Some(binding) = GLOBAL.iter().find(|b| b.keys.contains(&command)) {
            return self.choose(binding.action);
        }
        if typing {
            return self.no_use(key);
        }
        self.cx.say("");
        match self.with_top(|room, cx| room.key(cx, command)) {
            Go::NotMine => self.no_use(command),
            go => self.go(go),
        }
    }

    /// Paging moves what stands above a form, everything else goes to the form.
    pub(super) fn turns_what_is_judged(&mut self, key: Key) -> bool {
        let Some((room, below)) = self.stack.split_last_mut() else { return false };
        let below = below.last_mut().map(|b| b.as_mut() as &mut dyn Room);
        let Some(below) = frame::judged(&self.cx, room.as_ref(), below) else { return false };
        let whole = self.cx.body;
        self.cx.body = frame::halves(whole)[0];
        below.key(&mut self.cx, key);
        self.cx.body = whole;
        true
    }

    /// A key that means nothing here says so, and why. Where one moves about there may be nowhere left
    /// to move to, which the screen shows.
    pub(super) fn no_use(&mut self, key: Key) {
        let written = match key {
            Key::Char(_) | Key::F(_) | Key::Ctrl(_) | Key::Insert | Key::Delete => bindings::label(key),
            _ => return,
        };
        if let Some(act) = bindings::missing(&self.offers(), key) {
            self.cx.message = self.cx.refusal_words(&Refusal::with(Rule::NotNow, act.code()));
            self.cx.grave = true;
            return;
        }
        let han = matches!(key, Key::Char(c) if !c.is_ascii());
        let words = if han { &self.cx.f.stray_character } else { &self.cx.f.no_such_key };
        let words = words.replace("{}", &written);
        self.cx.say(words);
    }

    /// The offer of the top room that this key means.
    pub(super) fn local(&mut self, key: Key) -> Option<Action> {
        self.offers().iter().map(|o| o.action).find(|a| bindings::means(*a, key))
    }

    /// An action by key or from the palette: refused with its reason, or taken.
    pub(in crate::ui) fn choose(&mut self, action: Action) {
        let offers = self.offers();
        if let Some(offer) = offers.iter().find(|o| o.action == action) {
            if let Some(no) = &offer.why_not {
                self.cx.message = self.cx.refusal_words(no);
                self.cx.grave = true;
                return;
            }
            self.cx.say("");
            let go = self.with_top(|room, cx| room.take(cx, action));
            return self.go(go);
        }
        self.everywhere(action);
    }

    pub(super) fn everywhere(&mut self, action: Action) {
        if action == Action::Lock {
            return self.lock();
        }
        self.cx.say("");
        match action {
            Action::Back if self.stack.len() > 1 => self.go(Go::Pop(None)),
            Action::Back => {
                let words = self.cx.f.how_to_leave.clone();
                self.cx.say(words);
            }
            Action::Quit => self.go(Go::Quit),
            Action::Repaint => self.display_mut().forget(),
            Action::Language => {
                let other = if self.cx.lang == Lang::Zh { Lang::En } else { Lang::Zh };
                self.cx.speak(other);
                self.refresh_all();
            }
            Action::Palette => {
                let offers = self.offers();
                let palette = rooms::palette(&self.cx, offers);
                self.go(Go::Push(palette));
            }
            Action::Help => {
                let provision = self.stack.last().and_then(|r| r.provision());
                let offers = self.offers();
                let help = rooms::help(&self.cx, provision, offers);
                self.go(Go::Push(help));
            }
            other => {
                let go = rooms::open(&mut self.cx, other);
                self.go(go);
            }
        }
    }
}
