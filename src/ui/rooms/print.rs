//! A paper as it will be printed, read here before; and the small form that prints it.

use super::record::fields::{With, line, pick};
use crate::forms::{self, Asked, Taken, Writing};
use crate::office::{Found, Trouble};
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

/// Which paper of what.
#[derive(Clone, Debug)]
pub struct What {
    of: Found,
    /// Its name where it is not the one that is meant anyway.
    sheet: Option<&'static str>,
    ref_: String,
}

impl What {
    pub fn new(of: Found, sheet: Option<&'static str>, ref_: &str) -> Self {
        Self { of, sheet, ref_: ref_.to_owned() }
    }
}

/// A paper as text, without the number that it gets when it is made.
pub struct Preview {
    name: &'static str,
    what: What,
    page: Page,
}

impl Preview {
    /// What is read in a page of its own before it is printed.
    pub fn of(name: &'static str, what: What, page: Page) -> Box<dyn Room> {
        Box::new(Self { name, what, page })
    }
}

/// Opens what will stand on it; says why there is nothing to print yet.
pub fn preview(cx: &mut Cx, what: What) -> Go {
    match read(cx, what) {
        Ok(room) => Go::Push(room),
        Err(trouble) => {
            cx.complain(&trouble);
            Go::Stay
        }
    }
}

fn read(cx: &mut Cx, what: What) -> Result<Box<dyn Room>, Trouble> {
    let paper = forms::open(&mut cx.office, &cx.actor, &what.of, what.sheet)?;
    let laid = paper.laid(&cx.office, cx.lang, None)?;
    let mut page = Page::new();
    if !paper.verified() {
        page.text_in(0, words(cx.lang).unverified.clone(), dim());
        page.blank();
    }
    text::preview(&laid).into_iter().for_each(|row| page.drawn(row));
    Ok(Preview::of("print", what, page))
}

/// Whether a kind of matter has papers at all.
pub fn offer(kind: &str) -> Option<Offer> {
    forms::of_kind(kind).next().map(|_| Offer::open(Action::Print))
}

/// The paper that a matter has in its state; where it has several, which of them is asked.
pub fn of_matter(cx: &mut Cx, of: Found, kind: &str, state: &str, ref_: &str) -> Go {
    let what = What::new(of, None, ref_);
    let papers: Vec<_> = forms::of_kind(kind).filter(|paper| paper.is_of(state)).collect();
    if papers.len() < 2 {
        return preview(cx, what);
    }
    let f = words(cx.lang);
    let choices = papers.iter().map(|paper| Choice::new(paper.code.as_str(), paper.name(cx.lang))).collect();
    let defs = vec![Def::from(pick("sheet", cx.w.field("sheet"), choices))];
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let chosen = a.one("sheet").unwrap_or_default();
        let sheet = papers.iter().find(|paper| paper.code == chosen).map(|paper| paper.code.as_str());
        Ok(Go::Replace(read(cx, What { sheet, ..what.clone() })?))
    });
    Go::Push(Box::new(Ask::of("ask", f.choose.clone(), defs, f.choose.clone(), then).unkept()))
}

impl Room for Preview {
    fn name(&self) -> &'static str {
        self.name
    }
    fn place(&self, _cx: &Cx) -> String {
        format!("{} {}", self.what.ref_, self.page.place())
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
            Action::Print if cx.is_away() => Go::Push(elsewhere(cx, &self.what)),
            Action::Print => Go::Push(ask(cx, self.what.clone())),
            _ => Go::NotMine,
        }
    }
    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.page.key(key) { Go::Stay } else { Go::NotMine }
    }
}

/// For whom, why, in which form, and into which new file.
fn ask(cx: &Cx, what: What) -> Box<dyn Room> {
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
        let of = forms::open(&mut cx.office, &cx.actor, &what.of, what.sheet)?;
        let (to, purpose) = (a.text("printed_for"), a.text("purpose"));
        let asked = Asked { to: &to, purpose: &purpose, writing };
        let made = forms::print(&mut cx.office, &cx.actor, of.as_ref(), cx.lang, asked)?;
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
fn elsewhere(cx: &Cx, what: &What) -> Box<dyn Room> {
    let f = words(cx.lang);
    let mut page = Page::new();
    page.text(f.away.clone());
    page.blank();
    let sheet = what.sheet.map(|name| format!(" --sheet {name}")).unwrap_or_default();
    let values = [("line", cx.line()), ("ref", &what.ref_), ("sheet", &sheet)];
    page.text_in(2, fill(&f.away_line, &values), dim());
    PageRoom::room("print", &what.ref_, page)
}
