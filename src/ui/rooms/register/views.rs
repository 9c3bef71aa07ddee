//! Searches that a person has kept under a name, beside his drafts: his alone, in no log.

use super::Cursor;
use crate::office::Trouble;
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::form::{Answers, Ask, Def, Kept, Kind, Slot, Value, What};
use crate::ui::frame::dim;
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, off_edge, prose};
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::words::rooms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

/// The kind under which they lie among the drafts; none of them is anything half written.
pub const KIND: &str = "view";
const QUERY: &str = "query";

/// The list: what is looked for now can be kept, what was kept looked for again.
pub struct Views {
    now: String,
    kept: Vec<(String, Kept)>,
    cursor: Cursor,
}

fn query(kept: &Kept) -> &str {
    kept.fields.get(QUERY).and_then(|q| q.as_str()).unwrap_or_default()
}

impl Views {
    /// # Errors
    /// A fault of the file of drafts.
    pub fn open(cx: &mut Cx, now: &str) -> Result<Self, Trouble> {
        let mut room = Self { now: now.trim().to_owned(), kept: Vec::new(), cursor: Cursor::default() };
        room.refresh(cx)?;
        Ok(room)
    }

    /// What is looked for now, where it is not kept yet.
    fn is_new(&self) -> bool {
        !self.now.is_empty() && !self.kept.iter().any(|(_, kept)| query(kept) == self.now)
    }

    fn marked(&self) -> Option<&(String, Kept)> {
        self.cursor.at.checked_sub(usize::from(self.is_new())).and_then(|i| self.kept.get(i))
    }

    fn rows(&self, cx: &Cx) -> Vec<String> {
        let s = words(cx.lang);
        let new = self.is_new().then(|| format!("{}  {}", s.view_keep, self.now));
        let kept = self.kept.iter().map(|(_, kept)| format!("{} {}", pad(&kept.title, 20), query(kept)));
        new.into_iter().chain(kept).collect()
    }
}

/// Asks for the name under which a search is kept.
fn keep_as(cx: &Cx, now: String) -> Go {
    let s = words(cx.lang);
    let name = Def::new("name", s.view_name.clone(), What::Field(Kind::Line(20)), Value::Text(String::new()));
    let defs = vec![Def::told("#query", vec![now.clone()]), name.required(true)];
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let mut slot = Slot::fresh(cx, KIND)?;
        let fields = [(QUERY.to_owned(), now.clone().into())].into();
        slot.save(cx, &Kept { title: a.text("name"), fields, ..Kept::default() });
        slot.release(cx);
        Ok(Go::Pop(Some(words(cx.lang).view_kept.replace("{}", &a.text("name")))))
    });
    Go::Push(Box::new(Ask::of("ask", s.view_keep.clone(), defs, s.view_button.clone(), then).unkept()))
}

impl Room for Views {
    fn name(&self) -> &'static str {
        "views"
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (rows, area) = (self.rows(cx), off_edge(area));
        if rows.is_empty() {
            prose(&words(cx.lang).view_none, dim(), gutter(area)[1], buf);
        }
        self.cursor.draw(rows.len(), area, buf, |i| Span::raw(&rows[i]));
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let open = (self.is_new() || !self.kept.is_empty()).then_some(Action::Open);
        let gone = self.marked().map(|_| Action::Discard);
        open.into_iter().chain(gone).chain([Action::Back]).map(Offer::open).collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match (action, self.marked()) {
            (Action::Back, _) => Go::Pop(None),
            (Action::Open, Some((_, kept))) => {
                cx.looked_for = Some(query(kept).to_owned());
                Go::Pop(None)
            }
            (Action::Open, None) if self.is_new() => keep_as(cx, self.now.clone()),
            (Action::Discard, Some((id, kept))) => {
                let said = words(cx.lang).view_gone.replace("{}", &kept.title);
                Slot::new(cx, KIND, id.clone()).finish(cx);
                match self.refresh(cx) {
                    Ok(()) => Go::Say(said),
                    Err(trouble) => {
                        cx.complain(&trouble);
                        Go::Stay
                    }
                }
            }
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let len = self.kept.len() + usize::from(self.is_new());
        if self.cursor.key(key, len, usize::from(cx.body.height)) { Go::Stay } else { Go::NotMine }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let me = cx.me.0.clone();
        let drafts = cx.office.drafts()?;
        let mut kept = Vec::new();
        for line in drafts.list(&me)?.into_iter().filter(|line| line.kind == KIND) {
            let view = drafts.load(&me, &line.id)?.and_then(|d| Kept::read(&d.payload));
            kept.extend(view.map(|view| (line.id, view)));
        }
        kept.sort_by(|a, b| a.1.title.cmp(&b.1.title));
        self.kept = kept;
        Ok(())
    }
}
