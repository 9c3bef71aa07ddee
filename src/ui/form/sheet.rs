//! A page of fields: which one has the focus, and where a key goes.

use super::entry::{Body, Def, Done, Entry, What};
use super::spec::{Answers, Kind, Value};
use crate::domain::lang::Lang;
use crate::domain::when::WhenError;
use crate::ui::field::Refusal;
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Pastes};
use crate::words;
use std::collections::BTreeMap;

/// Pasted text from this length on is announced.
const MUCH: usize = 40;

/// A page of fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(super) entries: Vec<Entry>,
    pub(super) at: usize,
    /// First row of the page on the screen.
    pub(super) top: usize,
    /// Times that lie ahead are wrong here.
    pub past_only: bool,
    /// Somebody else is writing it.
    pub read_only: bool,
    /// Rows of the screen when last drawn.
    pub(super) height: usize,
}

/// What a key did to the page.
#[derive(Debug, PartialEq)]
pub(crate) enum Did {
    NotMine,
    /// The focus or the caret moved; true when a field was left.
    Moved(bool),
    Changed(String),
    /// A suggestion was taken in this field: its code.
    Took(String, String),
    /// Enter on a button or a row.
    Pressed(String),
    Refused(String),
}

impl Sheet {
    /// Takes the page as it is wanted now; what was typed stays in the fields that stay.
    pub fn shape(&mut self, defs: Vec<Def>, lang: Lang) {
        let focus = self.focus_key().to_owned();
        let mut old: BTreeMap<String, Entry> =
            std::mem::take(&mut self.entries).into_iter().map(|e| (e.def.key.clone(), e)).collect();
        self.entries = defs
            .into_iter()
            .map(|def| match old.remove(&def.key) {
                Some(entry) => entry.now_as(def),
                None => Entry::new(def, lang),
            })
            .collect();
        if !self.focus(&focus) {
            self.at = self.near(self.at.min(self.entries.len().saturating_sub(1)));
        }
    }

    pub fn focus_key(&self) -> &str {
        self.entries.get(self.at).map_or("", |e| e.def.key.as_str())
    }

    /// Puts the focus on a field; false where there is none of that name.
    pub fn focus(&mut self, key: &str) -> bool {
        let found = self.entries.iter().position(|e| e.def.key == key && e.is_stop());
        if let Some(at) = found {
            self.go(at);
        }
        found.is_some()
    }

    /// The field a problem's name means, or the one it is a part of.
    pub fn holder(&self, field: &str) -> Option<String> {
        let mut name = field;
        loop {
            if self.entries.iter().any(|e| e.def.key == name && e.is_stop()) {
                return Some(name.to_owned());
            }
            name = &name[..name.rfind('.')?];
        }
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.def.key == key)
    }

    pub fn put(&mut self, key: &str, value: &Value, lang: Lang) {
        if let Some(entry) = self.entries.iter_mut().find(|e| e.def.key == key) {
            entry.put(value, lang);
        }
    }

    pub fn offer(&mut self, list: &[super::Choice]) {
        for entry in &mut self.entries {
            if let (Body::Pick(pick), What::Field(Kind::Person)) = (&mut entry.body, &entry.def.what) {
                pick.offer(list.to_vec());
            }
        }
    }

    /// The caret in the field with the focus: paragraph and character.
    pub fn caret(&self) -> (usize, usize) {
        match self.entries.get(self.at).map(|e| &e.body) {
            Some(Body::Words(field)) => field.caret_at(),
            _ => (0, 0),
        }
    }

    pub fn set_caret(&mut self, (paragraph, character): (usize, usize)) {
        if let Some(Body::Words(field)) = self.entries.get_mut(self.at).map(|e| &mut e.body) {
            field.set_caret_at(paragraph, character);
        }
    }

    pub fn values(&self, now: i64) -> Answers {
        let fields = self.entries.iter().filter(|e| matches!(e.def.what, What::Field(_)));
        Answers(fields.map(|e| (e.def.key.clone(), e.value(now))).collect())
    }

    /// Everything as typed, by key; what is empty is left out.
    pub fn raw(&self) -> BTreeMap<String, serde_json::Value> {
        self.entries.iter().filter_map(|e| Some((e.def.key.clone(), e.raw()?))).collect()
    }

    /// As [`Self::put_raw`], and what is not among it is empty.
    pub fn put_all(&mut self, raw: &BTreeMap<String, serde_json::Value>, lang: Lang) {
        for entry in &mut self.entries {
            for empty in [Value::Text(String::new()), Value::Many(Vec::new()), Value::Yes(false)] {
                entry.put(&empty, lang);
            }
        }
        self.put_raw(raw, lang);
    }

    /// The first field in which nothing stands yet.
    pub fn first_empty(&self) -> Option<String> {
        let field = |e: &&Entry| matches!(e.def.what, What::Field(_)) && e.is_empty();
        self.entries.iter().find(field).map(|e| e.def.key.clone())
    }

    /// Where a line stands on the page.
    pub fn position(&self, key: &str) -> usize {
        self.entries.iter().position(|e| e.def.key == key).unwrap_or(usize::MAX)
    }

    pub fn is_blank(&self, key: &str) -> bool {
        self.entry(key).is_none_or(Entry::is_empty)
    }

    pub fn put_raw(&mut self, raw: &BTreeMap<String, serde_json::Value>, lang: Lang) {
        for entry in &mut self.entries {
            if let Some(value) = raw.get(&entry.def.key) {
                entry.put_raw(value, lang);
            }
        }
    }

    /// Required fields left empty and times that cannot be read, with what to say of each.
    pub fn unfilled(&self, cx: &Cx) -> Vec<(String, String)> {
        let now = cx.office.now();
        let mut found = Vec::new();
        for e in self.entries.iter().filter(|e| matches!(e.def.what, What::Field(_))) {
            if let Some(error) = self.bad_time(e, now) {
                found.push((e.def.key.clone(), cx.w.when_error(&error)));
            } else if e.def.required && e.is_empty() {
                found.push((e.def.key.clone(), words::fill(cx.w.code("flaw", "missing"), &[("", "")])));
            }
        }
        found
    }

    pub(super) fn bad_time(&self, e: &Entry, now: i64) -> Option<WhenError> {
        match e.time(now)? {
            Ok(_) | Err(WhenError::Empty) => None,
            Err(WhenError::Future(_)) if !self.past_only => None,
            Err(error) => Some(error),
        }
    }

    /// Says what is wrong beside the fields; what was said before is gone.
    pub fn tell(&mut self, troubles: &[(String, String)]) {
        for entry in &mut self.entries {
            entry.trouble = troubles.iter().find(|(key, _)| *key == entry.def.key).map(|(_, t)| t.clone());
        }
    }

    pub fn key(&mut self, cx: &Cx, key: Key) -> Did {
        let Some(entry) = self.entries.get_mut(self.at) else { return Did::NotMine };
        let moves = matches!(key, Key::Tab | Key::BackTab | Key::PageUp | Key::PageDown);
        let done = match (moves, self.read_only) {
            (true, _) if !entry.is_open() => Done::NotMine,
            (_, true) if changes(key) => return Did::Refused(words::form::words(cx.lang).read_only.clone()),
            _ => entry.key(key),
        };
        let name = entry.def.key.clone();
        match done {
            Done::Moved => Did::Moved(false),
            Done::Changed => self.changed(name),
            Done::Finished => {
                self.changed(name.clone());
                self.step(1);
                Did::Changed(name)
            }
            Done::Took(code) => {
                self.changed(name.clone());
                Did::Took(name, code)
            }
            Done::Refused(no) => Did::Refused(refused(cx.lang, &no)),
            Done::NotMine => self.between(key, name),
        }
    }

    fn changed(&mut self, name: String) -> Did {
        if let Some(entry) = self.entries.get_mut(self.at) {
            entry.trouble = None;
        }
        Did::Changed(name)
    }

    /// A key that moves between fields, or presses one.
    fn between(&mut self, key: Key, name: String) -> Did {
        let what = self.entries.get(self.at).map(|e| &e.def.what);
        match (key, what) {
            (Key::Enter | Key::Char(' '), Some(What::Button | What::Row(_))) => return Did::Pressed(name),
            (Key::Enter | Key::Char(' '), Some(What::Problem(field))) => {
                let field = field.clone();
                self.focus(&field);
                return Did::Moved(true);
            }
            _ => {}
        }
        match key {
            Key::Tab | Key::Down | Key::Enter => self.step(1),
            Key::BackTab | Key::Up => self.step(-1),
            Key::PageDown => self.page(1),
            Key::PageUp => self.page(-1),
            _ => return Did::NotMine,
        }
        Did::Moved(true)
    }

    pub fn paste(&mut self, cx: &Cx, text: &str) -> Did {
        let f = words::form::words(cx.lang);
        let Some(entry) = self.entries.get_mut(self.at) else { return Did::NotMine };
        if self.read_only {
            return Did::Refused(f.read_only.clone());
        }
        let name = entry.def.key.clone();
        match entry.paste(text) {
            Done::NotMine => Did::Refused(cx.f.paste_only_into_a_field.clone()),
            Done::Refused(no) => Did::Refused(format!("{} {}", refused(cx.lang, &no), f.nothing_pasted)),
            Done::Changed => self.changed(name),
            _ => Did::Moved(false),
        }
    }

    /// What the field with the focus makes of a paste.
    pub fn pastes(&self) -> Pastes {
        match self.entries.get(self.at).map(|e| &e.def.what) {
            Some(What::Field(Kind::Text(_))) => Pastes::Paragraphs,
            _ => Pastes::Line,
        }
    }

    /// What to say of a paste that went in.
    pub fn pasted_words(lang: Lang, text: &str) -> Option<String> {
        let n = text.chars().count();
        let f = words::form::words(lang);
        (n >= MUCH).then(|| f.pasted.replace("{}", &n.to_string()))
    }

    fn go(&mut self, at: usize) {
        if at != self.at {
            if let Some(entry) = self.entries.get_mut(self.at) {
                entry.left();
            }
            self.at = at;
        }
    }

    /// One field on or back; at the ends it stays.
    pub fn step(&mut self, by: isize) {
        let mut at = self.at;
        while let Some(next) = at.checked_add_signed(by).filter(|n| *n < self.entries.len()) {
            at = next;
            if self.entries[at].is_stop() {
                return self.go(at);
            }
        }
    }

    fn page(&mut self, by: isize) {
        // Fields differ in height; half as many fields as rows come near a page.
        for _ in 0..(self.height / 2).max(1) {
            self.step(by);
        }
    }

    fn near(&self, at: usize) -> usize {
        let stop = |i: &usize| self.entries.get(*i).is_some_and(Entry::is_stop);
        (at..self.entries.len()).find(stop).or_else(|| (0..at).rev().find(stop)).unwrap_or(0)
    }

    /// The hint of the field with the focus.
    pub fn hint(&self) -> &str {
        self.entries.get(self.at).map_or("", |e| e.def.hint.as_str())
    }

    pub fn provision(&self) -> Option<&'static str> {
        self.entries.get(self.at).and_then(|e| e.def.provision)
    }
}

impl Entry {
    pub(super) fn is_open(&self) -> bool {
        matches!(&self.body, Body::Pick(pick) if pick.open)
    }
}

/// Keys that would change what stands in a field.
fn changes(key: Key) -> bool {
    matches!(key, Key::Char(_) | Key::Backspace | Key::Delete | Key::Ctrl(_))
}

fn refused(lang: Lang, no: &Refusal) -> String {
    let f = words::form::words(lang);
    match no {
        Refusal::Bad(bad) => words::fill(
            &f.bad_character,
            &[("at", &bad.at.to_string()), ("code", &format!("U+{:04X}", u32::from(bad.code)))],
        ),
        Refusal::TooLong { limit, would } => {
            words::fill(&f.too_long, &[("limit", &limit.to_string()), ("would", &would.to_string())])
        }
    }
}
