//! One material on the screen: its words where it has some, else what can be said of it, where it
//! came from, and how it is fetched as it is.

use super::{bytes, exactly};
use crate::content::{Content, Family, Letter, READ};
use crate::domain::ids::MatterId;
use crate::domain::when::{self, Precision};
use crate::office::{Bytes, MaterialLine, Trouble};
use crate::ui::frame::{alarm, bold, dim};
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Go, Room};
use crate::ui::rooms::page::Page;
use crate::words::material::{MaterialWords, words};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// What a material entered as this kind may turn out to be without a word.
fn expected(kind: &str) -> &'static [Family] {
    use Family::{Archive, Film, Letter, Paper, Picture, Sound, Text};
    match kind {
        "SCAN" => &[Picture, Paper],
        "PHOTO" => &[Picture],
        "AUDIO" => &[Sound, Film],
        "VIDEO" => &[Film],
        "CHATLOG" => &[Text, Picture, Paper, Archive, Film],
        "EML" => &[Letter, Text],
        "PDF" => &[Paper],
        "TEXT" => &[Text, Letter, Paper],
        _ => Family::ALL,
    }
}

/// One material as it was found, so that it is looked up and noted once however often it is drawn.
pub struct Shown {
    record: String,
    line: MaterialLine,
    found: Bytes,
}

impl Shown {
    /// Opens a material; that is noted.
    ///
    /// # Errors
    /// As the office says.
    pub fn open(cx: &mut Cx, record: MatterId, name: &str, line: &MaterialLine) -> Result<Self, Trouble> {
        let found = cx.office.read_material(&cx.actor, &record, line.number)?;
        Ok(Self { record: name.to_owned(), line: line.clone(), found })
    }

    /// The page in the person's language.
    pub fn page(&self, cx: &Cx) -> Page {
        let m = words(cx.lang);
        let (a, mut page) = (&self.line.attachment, Page::new());
        page.heading(format!("{}  {}", self.line.number, a.title));
        let content = match &self.found {
            Bytes::Whole(content, _) => Some(content.as_ref()),
            _ => None,
        };
        match &self.found {
            Bytes::Paper => page.text(m.paper_note.clone()),
            Bytes::Damaged => page.text_in(0, m.damaged.clone(), alarm()),
            Bytes::Missing => page.text_in(0, m.missing.clone(), alarm()),
            Bytes::Whole(..) => {}
        }
        page.field(m.kind.clone(), cx.w.code("attachment_kind", &a.kind));
        if let Some(content) = content {
            facts(cx, m, &a.kind, content, &mut page);
        }
        if a.hash.is_some() {
            page.field(m.size.clone(), exactly(m, a.size));
        }
        page.field(m.original.clone(), a.original_location.clone());
        page.field(m.medium.clone(), a.medium.clone());
        if !a.file_destination.is_empty() {
            page.field(m.destination.clone(), cx.w.code("CL16", &a.file_destination));
        }
        let at = when::show(self.line.at, Precision::Exact, cx.lang);
        page.field(m.kept.clone(), m.kept_with.replace("{}", &at));
        if let Some(n) = self.line.change {
            page.text_in(0, m.pending.replace("{}", &n.to_string()), bold());
        }
        if let Some(content) = content {
            self.words(cx, m, content, &mut page);
        }
        // What proves the file stands last; who reads it wants to know what it says.
        if let Some(hash) = &a.hash {
            page.blank();
            page.field(m.hash.clone(), hash.clone());
            page.text_in(0, m.noted.clone(), dim());
        }
        page
    }

    fn words(&self, cx: &Cx, m: &MaterialWords, content: &Content, page: &mut Page) {
        if let Some(letter) = &content.letter {
            letter_on(m, letter, page);
        }
        let Some(text) = &content.text else {
            page.blank();
            page.text(m.not_here.clone());
            page.text_in(2, self.fetch(cx, m), Style::default());
            return;
        };
        if content.letter.is_some() {
            page.heading(m.source.clone());
        } else {
            page.blank();
        }
        page.text(text.text.trim_end().to_owned());
        if text.cut {
            page.blank();
            page.text_in(0, m.cut.replace("{}", &READ.to_string()), bold());
            page.text_in(2, self.fetch(cx, m), Style::default());
        }
    }

    /// By its number: a title in a line for a shell is somebody else's words in one's own shell.
    fn fetch(&self, cx: &Cx, m: &MaterialWords) -> String {
        format!("{} record material {} {} > {}", cx.line(), self.record, self.line.number, m.a_file)
    }
}

fn facts(cx: &Cx, m: &MaterialWords, kind: &str, c: &Content, page: &mut Page) {
    let family = m.family.get(c.family.code()).map_or("", String::as_str);
    page.field(m.found.clone(), [family, c.media].join("  ").trim().to_owned());
    if !expected(kind).contains(&c.family) {
        let kind = cx.w.code("attachment_kind", kind);
        page.text_in(0, crate::words::fill(&m.other_kind, &[("kind", kind), ("found", family)]), bold());
    }
    if let Some((w, h)) = c.size {
        page.field(m.points.clone(), format!("{w} x {h}"));
    }
    if let Some(millis) = c.millis {
        let s = millis.div_ceil(1000);
        page.field(m.lasts.clone(), format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60));
    }
    if let Some(text) = &c.text {
        page.field(m.encoding.clone(), text.encoding.name());
    }
}

fn letter_on(m: &MaterialWords, l: &Letter, page: &mut Page) {
    page.heading(m.letter.clone());
    page.field(m.from.clone(), l.from.clone());
    page.field(m.to.clone(), l.to.clone());
    page.field(m.copy.clone(), l.copy.clone());
    page.field(m.date.clone(), l.date.clone());
    page.field(m.subject.clone(), l.subject.clone());
    for (name, size) in &l.attached {
        page.field(m.attached.clone(), format!("{name}  {}", bytes(*size as u64)).trim().to_owned());
    }
    page.heading(m.words.clone());
    page.text(l.words.trim_end().to_owned());
}

/// A material that is read; left and right lead to the one before and the next.
pub struct Reading {
    record: MatterId,
    name: String,
    lines: Vec<MaterialLine>,
    at: usize,
    shown: Shown,
    page: Page,
}

impl Reading {
    /// # Errors
    /// As the office says of the material.
    pub fn open(
        cx: &mut Cx,
        record: MatterId,
        name: String,
        lines: Vec<MaterialLine>,
        at: usize,
    ) -> Result<Self, Trouble> {
        let shown = Shown::open(cx, record, &name, &lines[at])?;
        let page = shown.page(cx);
        Ok(Self { record, name, lines, at, shown, page })
    }

    fn turn(&mut self, cx: &mut Cx, to: Option<usize>) -> Go {
        let Some(line) = to.and_then(|to| self.lines.get(to)) else { return Go::Stay };
        match Shown::open(cx, self.record, &self.name, line) {
            Ok(shown) => {
                self.at = to.unwrap_or(self.at);
                (self.page, self.shown) = (shown.page(cx), shown);
            }
            Err(trouble) => cx.complain(&trouble),
        }
        Go::Stay
    }
}

impl Room for Reading {
    fn name(&self) -> &'static str {
        "material"
    }
    fn place(&self, _cx: &Cx) -> String {
        format!("{} {}/{} {}", self.name, self.at + 1, self.lines.len(), self.page.place())
    }
    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.page.draw(area.inner(SIDES), buf);
        None
    }
    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            Key::Left => self.turn(cx, self.at.checked_sub(1)),
            Key::Right => self.turn(cx, Some(self.at + 1)),
            key if self.page.key(key) => Go::Stay,
            _ => Go::NotMine,
        }
    }
    /// The words may be wanted in the other language; the material is not opened again for it.
    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.page = self.shown.page(cx).instead_of(&self.page);
        Ok(())
    }
    fn provision(&self) -> Option<&'static str> {
        Some("attachments")
    }
}
