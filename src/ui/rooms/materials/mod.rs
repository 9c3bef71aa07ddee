//! Materials of a record: their list, and one of them to be read. Each look is written down by the
//! office before anything is shown.

mod arrive;
mod bring;
mod reading;

use super::{Cursor, opened};
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::office::{Can, MaterialLine, Trouble};
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::frame::dim;
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, line, off_edge};
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::words::material::{MaterialWords, words};
pub use arrive::sending;
pub use bring::bring;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;
use reading::Reading;
pub use reading::Shown;

/// The acts that bring a material into a record, whatever state it is in.
const BRINGS: [Act; 2] = [Act::Attach, Act::Supplement];

/// The list of a record's materials.
pub struct Materials {
    record: MatterId,
    name: String,
    lines: Vec<MaterialLine>,
    can: Vec<Can>,
    cursor: Cursor,
}

/// Opens the list.
pub fn materials(cx: &mut Cx, record: MatterId) -> Go {
    opened(cx, |cx| {
        let mut room = Materials {
            record,
            name: String::new(),
            lines: Vec::new(),
            can: Vec::new(),
            cursor: Cursor::default(),
        };
        room.refresh(cx)?;
        Ok(Box::new(room))
    })
}

/// How large a file is, for a list.
pub fn bytes(n: u64) -> String {
    match n {
        0..10_000 => format!("{n} B"),
        10_000..10_000_000 => format!("{} kB", n / 1000),
        _ => format!("{} MB", n / 1_000_000),
    }
}

/// To the byte, and at a glance where that is another figure.
pub fn exactly(m: &MaterialWords, n: u64) -> String {
    let said = m.bytes.replace("{}", &n.to_string());
    if n < 10_000 { said } else { format!("{said}  {}", bytes(n)) }
}

impl Materials {
    fn row(cx: &Cx, l: &MaterialLine) -> String {
        let m = words(cx.lang);
        let a = &l.attachment;
        let size = if a.hash.is_some() { bytes(a.size) } else { m.paper.clone() };
        let wait = l.change.map(|n| m.pending.replace("{}", &n.to_string())).unwrap_or_default();
        let kind = cx.w.code("attachment_kind", &a.kind);
        // The title is somebody's words and comes last: it is cut where there is no room.
        [format!("{:>2} {} {}", l.number, pad(kind, 14), pad(&size, 8)), wait, a.title.clone()]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    }
}

impl Room for Materials {
    fn name(&self) -> &'static str {
        "material"
    }

    fn place(&self, _cx: &Cx) -> String {
        self.name.clone()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (m, area) = (words(cx.lang), off_edge(area));
        if self.lines.is_empty() {
            line(Span::styled(&m.none, dim()), gutter(area)[1], buf);
        }
        self.cursor.draw(self.lines.len(), area, buf, |i| Span::raw(Self::row(cx, &self.lines[i])));
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let open = (!self.lines.is_empty()).then(|| Offer::open(Action::Open));
        let bring = self.can.iter().filter(|c| BRINGS.contains(&c.act)).map(Offer::of);
        open.into_iter().chain(bring).collect()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Do(act) => match cx.office.record(&cx.actor, &self.record) {
                Ok(sheet) => bring(cx, &sheet, act),
                Err(trouble) => {
                    cx.complain(&trouble);
                    Go::Stay
                }
            },
            _ if self.lines.is_empty() => Go::Stay,
            _ => {
                let (record, lines, at) = (self.record, self.lines.clone(), self.cursor.at);
                let name = self.name.clone();
                opened(cx, |cx| Ok(Box::new(Reading::open(cx, record, name, lines, at)?)))
            }
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.cursor.key(key, self.lines.len(), cx.body.height as usize) { Go::Stay } else { Go::NotMine }
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.lines = cx.office.materials(&cx.actor, &self.record)?;
        let sheet = cx.office.record(&cx.actor, &self.record)?;
        self.name = sheet.record.ref_.to_string();
        self.can = sheet.can;
        Ok(())
    }

    fn provision(&self) -> Option<&'static str> {
        Some("attachments")
    }
}
