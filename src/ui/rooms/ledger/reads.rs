//! Who looked at what: the log of reads, without what was looked for. The auditor sees all of it,
//! everybody else what he himself looked at.

use crate::domain::when;
use crate::office::{LookLine, Trouble};
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::frame::{dim, underlined};
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, line, off_edge, top};
use crate::ui::room::{Cx, Follows, Go, Offer, Room};
use crate::ui::rooms::Cursor;
use crate::words::rooms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

const WINDOW: usize = 200;
const WHO: usize = 12;
const WHAT: usize = 26;

#[derive(Default)]
pub struct Reads {
    lines: Vec<LookLine>,
    whole: bool,
    cursor: Cursor,
}

impl Reads {
    fn more(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let next = cx.office.looks(&cx.actor, self.lines.last().map(|l| l.seq), WINDOW)?;
        self.whole = next.len() < WINDOW;
        self.lines.extend(next);
        Ok(())
    }

    fn row(cx: &Cx, l: &LookLine) -> String {
        let at = when::local(l.at).format("%Y-%m-%d %H:%M").to_string();
        let who = l.who.as_deref().unwrap_or(&words(cx.lang).unknown_key);
        let ref_ = l.ref_.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{:>7} {at} {} {} {ref_}", l.seq, pad(who, WHO), pad(cx.w.read(&l.kind), WHAT))
    }
}

impl Room for Reads {
    fn name(&self) -> &'static str {
        "reads"
    }

    fn place(&self, _cx: &Cx) -> String {
        self.lines.get(self.cursor.at).map(|l| format!("{}", l.seq)).unwrap_or_default()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let s = words(cx.lang);
        let (time, who, what) = (pad(&s.column_time, 16), pad(&s.column_who, WHO), pad(&s.column_read, WHAT));
        let headings = format!("{:>7} {time} {who} {what} {}", s.column_seq, s.column_of);
        let [above, list] = top(off_edge(area), 1);
        line(Span::styled(headings, underlined()), gutter(above)[1], buf);
        let height = usize::from(list.height);
        if !self.whole
            && self.cursor.at + height >= self.lines.len()
            && let Err(trouble) = self.more(cx)
        {
            cx.complain(&trouble);
            self.whole = true;
        }
        if self.lines.is_empty() {
            line(Span::styled(&s.no_reads, dim()), gutter(list)[1], buf);
        }
        self.cursor.draw(self.lines.len(), list, buf, |i| Span::raw(Self::row(cx, &self.lines[i])));
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        vec![Offer::open(Action::Back)]
    }

    fn take(&mut self, _cx: &mut Cx, action: Action) -> Go {
        if action == Action::Back { Go::Pop(None) } else { Go::NotMine }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let height = usize::from(cx.body.height.saturating_sub(1));
        if self.cursor.key(key, self.lines.len(), height) { Go::Stay } else { Go::NotMine }
    }

    fn follows(&self) -> Follows {
        Follows::Reads
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        (self.lines, self.whole) = (Vec::new(), false);
        self.more(cx)
    }
}
