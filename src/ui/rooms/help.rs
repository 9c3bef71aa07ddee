//! 帮助: first the rule behind the field or room one came from, then the keys that work here and
//! why the others do not, then what works everywhere, then roles and words. Typing narrows it.

use super::page::Page;
use crate::domain::{codes, provisions};
use crate::text::folded;
use crate::ui::bindings::{self, Action, GLOBAL};
use crate::ui::field::{Answer, Field};
use crate::ui::frame::{action_words, bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::{SIDES, line};
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::words::rooms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

/// One entry: what it is about, and what is said.
struct Entry {
    label: String,
    text: String,
}

struct Section {
    heading: String,
    entries: Vec<Entry>,
}

pub struct Help {
    provision: Option<&'static str>,
    offers: Vec<Offer>,
    field: Field,
    page: Page,
}

impl Help {
    pub fn new(cx: &Cx, provision: Option<&'static str>, offers: Vec<Offer>) -> Self {
        let mut help = Self { provision, offers, field: Field::line(40), page: Page::new() };
        help.compose(cx);
        help
    }

    fn compose(&mut self, cx: &Cx) {
        let typed = folded(self.field.text().trim());
        let mut page = Page::new();
        for section in sections(cx, self.provision, &self.offers) {
            let whole = folded(&section.heading).contains(&typed);
            let fits =
                |e: &&Entry| whole || folded(&e.label).contains(&typed) || folded(&e.text).contains(&typed);
            let entries: Vec<&Entry> = section.entries.iter().filter(fits).collect();
            if entries.is_empty() {
                continue;
            }
            page.heading(section.heading.clone());
            for e in entries {
                if e.label.is_empty() {
                    page.text(e.text.clone());
                } else {
                    page.field(e.label.clone(), e.text.clone());
                }
            }
        }
        self.page = page;
    }
}

fn sections(cx: &Cx, provision: Option<&'static str>, offers: &[Offer]) -> Vec<Section> {
    let s = words(cx.lang);
    let mut all = Vec::new();
    if let Some(p) = provision.and_then(provisions::of) {
        all.push(Section { heading: s.help_rule.clone(), entries: rule(cx, p) });
    }
    all.push(Section {
        heading: s.help_here.clone(),
        entries: offers.iter().map(|o| offered(cx, o)).collect(),
    });
    let training = |a: Action| matches!(a, Action::SwitchPerson | Action::ClockForward);
    let global = GLOBAL.iter().filter(|b| cx.office.is_training() || !training(b.action)).map(|b| {
        let keys: Vec<String> = b.keys.iter().map(|k| bindings::label(*k)).collect();
        Entry { label: keys.join(" "), text: action_words(cx, b.action) }
    });
    all.push(Section { heading: s.help_everywhere.clone(), entries: global.collect() });
    let said = |pairs: &[crate::words::rooms::Explained]| {
        pairs.iter().map(|e| Entry { label: e.word.clone(), text: e.meaning.clone() }).collect()
    };
    all.push(Section { heading: s.help_moving.clone(), entries: said(&s.moving) });
    all.push(Section { heading: s.help_search.clone(), entries: said(&s.searching) });
    all.push(Section { heading: s.help_words.clone(), entries: said(&s.glossary) });
    let roles = codes::list("role").rows().iter().map(|r| Entry {
        label: r.label(cx.lang).to_owned(),
        text: s.role_does.get(&r.code).cloned().unwrap_or_default(),
    });
    all.push(Section {
        heading: s.help_roles.clone(),
        entries: roles.filter(|e| !e.text.is_empty()).collect(),
    });
    all
}

fn rule(cx: &Cx, p: &provisions::Provision) -> Vec<Entry> {
    let s = words(cx.lang);
    let mut entries = vec![Entry { label: String::new(), text: p.rule(cx.lang).to_owned() }];
    if let Some(example) = &p.example {
        entries.push(Entry { label: s.example.clone(), text: example.get(cx.lang).to_owned() });
    }
    let checked = if p.verified { &s.verified } else { &s.unverified };
    entries.push(Entry { label: s.source.clone(), text: format!("{}  〔{checked}〕", p.source) });
    entries
}

/// A key with its act, and the reason where it does not work.
fn offered(cx: &Cx, offer: &Offer) -> Entry {
    let key = bindings::shown(offer.action).map(bindings::label).unwrap_or_default();
    let what = action_words(cx, offer.action);
    let text = match &offer.why_not {
        Some(no) => format!("{what}  ({} {})", words(cx.lang).not_open, cx.refusal_words(no)),
        None => what,
    };
    Entry { label: if key.is_empty() { bindings::label(Key::Tab) } else { key }, text }
}

impl Room for Help {
    fn name(&self) -> &'static str {
        "help"
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let s = words(cx.lang);
        let [query, _, below] = Layout::vertical([Length(1), Length(1), Fill(1)]).areas(area.inner(SIDES));
        let prompt = Span::styled(&s.help_search_prompt, bold());
        let [left, field] = Layout::horizontal([Length(prompt.width() as u16 + 1), Fill(1)]).areas(query);
        line(prompt, left, buf);
        let caret = self.field.render(field, buf, Style::default());
        self.page.draw(below, buf);
        if self.page.place().starts_with("0/") {
            line(Span::styled(&s.nothing_found, dim()), below, buf);
        }
        Some(caret)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            Key::Enter => Go::Stay,
            Key::Up | Key::Down | Key::PageUp | Key::PageDown => {
                self.page.key(key);
                Go::Stay
            }
            _ => self.typed(cx, |f| f.key(key)),
        }
    }

    fn paste(&mut self, cx: &mut Cx, text: &str) -> Go {
        self.typed(cx, |f| f.paste(text))
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), crate::office::Trouble> {
        self.compose(cx);
        Ok(())
    }
}

impl Help {
    fn typed(&mut self, cx: &Cx, key: impl FnOnce(&mut Field) -> Answer) -> Go {
        match key(&mut self.field) {
            Answer::NotMine => return Go::NotMine,
            Answer::Changed => self.compose(cx),
            Answer::Moved | Answer::Refused(_) => {}
        }
        Go::Stay
    }
}
