//! The registration form as it will be printed, read here before; and the small form that prints it.

use super::fields::{With, line, pick};
use crate::domain::ids::MatterId;
use crate::forms::{self, Asked, OfRecord, Taken, Writing};
use crate::office::{RecordSheet, Trouble};
use crate::papers::text;
use crate::ui::bindings::Action;
use crate::ui::form::{Answers, Ask, Choice, Def};
use crate::ui::frame::dim;
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::ui::rooms::page::{Page, PageRoom};
use crate::words::fill;
use crate::words::forms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::PathBuf;

/// The form of a record as text, without the number that it gets when it is made.
pub struct Preview {
    id: MatterId,
    ref_: String,
    page: Page,
}

/// Opens it.
///
/// # Errors
/// As [`OfRecord::open`].
pub fn preview(cx: &mut Cx, sheet: &RecordSheet) -> Result<Go, Trouble> {
    let of = OfRecord::open(&mut cx.office, &cx.actor, &sheet.record.id)?;
    let laid = of.laid(&cx.office, cx.lang, None)?;
    let mut page = Page::new();
    text::preview(&laid).into_iter().for_each(|row| page.drawn(row));
    Ok(Go::Push(Box::new(Preview { id: of.id(), ref_: sheet.record.ref_.to_string(), page })))
}

impl Room for Preview {
    fn name(&self) -> &'static str {
        "print"
    }
    fn place(&self, _cx: &Cx) -> String {
        format!("{} {}", self.ref_, self.page.place())
    }
    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.page.draw(area.inner(SIDES), buf);
        None
    }
    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        vec![Offer::open(Action::Print)]
    }
    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Print if cx.is_away() => Go::Push(elsewhere(cx, &self.ref_)),
            Action::Print => Go::Push(ask(cx, self.id)),
            _ => Go::NotMine,
        }
    }
    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.page.key(key) { Go::Stay } else { Go::NotMine }
    }
}

/// For whom, why, in which form, and into which new file.
fn ask(cx: &Cx, id: MatterId) -> Box<dyn Room> {
    let f = words(cx.lang);
    let codes = Writing::ALL.map(|w| Choice::new(w.code(), w.code().to_uppercase()));
    let mut writing = pick("format", f.writing.clone(), codes.to_vec());
    writing.value = crate::ui::form::Value::One(Some(Writing::Pdf.code().to_owned()));
    let fields = [
        line("printed_for", cx.w.field("printed_for"), 200),
        line("purpose", cx.w.field("purpose"), 200),
        writing,
        line("file", f.file.clone(), 400).hint(&f.file_hint),
    ];
    let defs: Vec<Def> = [Def::told("#intro", vec![f.intro.clone()])]
        .into_iter()
        .chain(fields.into_iter().map(Def::from))
        .collect();
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let path = PathBuf::from(a.text("file").trim());
        let place = Taken::at(&path)?;
        let writing = a.one("format").and_then(|code| Writing::called(&code)).unwrap_or(Writing::Pdf);
        let of = OfRecord::open(&mut cx.office, &cx.actor, &id)?;
        let (to, purpose) = (a.text("printed_for"), a.text("purpose"));
        let asked = Asked { to: &to, purpose: &purpose, writing };
        let made = forms::print(&mut cx.office, &cx.actor, &of, cx.lang, asked)?;
        let f = words(cx.lang);
        if let Err(fault) = place.put(&made.bytes) {
            let noted = fill(&f.noted, &[("n", &made.copy.to_string())]);
            return Ok(Go::Pop(Some(format!("{noted} {}", cx.trouble_words(&fault.into())))));
        }
        let (path, copy) = (path.display().to_string(), made.copy.to_string());
        let mut said = fill(&f.made, &[("path", &path), ("n", &copy)]);
        if !made.unprinted.is_empty() {
            said = format!("{said} {}", fill(&f.unprinted, &[("chars", &made.codes().join("  "))]));
        }
        Ok(Go::Pop(Some(said)))
    });
    Box::new(Ask::of("ask", f.act.clone(), defs, f.act.clone(), then).unkept())
}

/// Whoever sits at another machine has his file there: a line to be run on it.
fn elsewhere(cx: &Cx, ref_: &str) -> Box<dyn Room> {
    let f = words(cx.lang);
    let mut page = Page::new();
    page.text(f.away.clone());
    page.blank();
    page.text_in(2, fill(&f.away_line, &[("line", cx.line()), ("ref", ref_)]), dim());
    PageRoom::room("print", ref_, page)
}
