//! The check of the whole register, in a thread with an opening of its own, so that the keys stay
//! alive. How far it is shows whenever the loop comes round: at a key, or five times a second.

use crate::domain::when::{self, Precision};
use crate::ledger::{LogId, Wrong};
use crate::office::{Inspection, Mode, Office, Trouble};
use crate::ui::frame::{alarm, bold, dim, gauge};
use crate::ui::keys::Key;
use crate::ui::paint::{SIDES, line, prose, top};
use crate::ui::room::{Cx, Go, Room};
use crate::ui::rooms::page::Page;
use crate::words::rooms::{RoomWords, words};
use crate::words::{evidence, fill, signing};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

/// What is checked, in this order; the names of the steps.
const PARTS: [&str; 5] = ["acts", "reads", "tables", "hands", "materials"];
/// Cells of the bar.
const BAR: usize = 24;

enum News {
    Step(&'static str, u64, u64),
    Done(Box<Result<Inspection, Trouble>>),
}

/// A check under way, and then its findings.
pub struct Check {
    news: Receiver<News>,
    step: (&'static str, u64, u64),
    page: Option<Page>,
}

impl Check {
    /// Starts checking.
    pub fn begin(cx: &Cx) -> Self {
        let (send, news) = channel();
        // How much there is to check first is known at once.
        let size = |log| cx.office.heads().ok()?.iter().find(|h| h.log == log).map(|h| h.size);
        let first = size(LogId::Acts).unwrap_or(0);
        let dir = cx.office.dir().to_owned();
        std::thread::spawn(move || {
            let mut last = (String::new(), 0);
            let mut step = |part: &'static str, done: u64, all: u64| {
                // One message in a hundred: the screen looks seldom.
                let hundredth = (part.to_owned(), done * 100 / all.max(1));
                if hundredth != last {
                    last = hundredth;
                    // Nobody listens any more: the person has left the room.
                    let _ = send.send(News::Step(part, done, all));
                }
            };
            let found = Office::open(&dir, Mode::Session).and_then(|mut o| o.verify(&[], &mut step));
            let _ = send.send(News::Done(Box::new(found)));
        });
        Self { news, step: (PARTS[0], 0, first), page: None }
    }

    fn listen(&mut self, cx: &mut Cx) {
        loop {
            match self.news.try_recv() {
                Ok(News::Step(part, done, all)) => self.step = (part, done, all),
                Ok(News::Done(found)) => match *found {
                    Ok(found) => self.page = Some(findings(cx, &found)),
                    Err(trouble) => {
                        let mut page = Page::new();
                        page.heading(words(cx.lang).check_failed.clone());
                        page.text(cx.trouble_words(&trouble));
                        self.page = Some(page);
                    }
                },
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    if self.page.is_none() {
                        let mut page = Page::new();
                        page.heading(words(cx.lang).check_failed.clone());
                        self.page = Some(page);
                    }
                    return;
                }
            }
        }
    }
}

fn part_words<'a>(s: &'a RoomWords, part: &'a str) -> &'a str {
    s.log.get(part).map_or(part, String::as_str)
}

/// What was found, the first wrong event by its number.
fn findings(cx: &Cx, found: &Inspection) -> Page {
    let s = words(cx.lang);
    let mut page = Page::new();
    let (head, style) = if found.is_sound() { (&s.check_sound, bold()) } else { (&s.check_unsound, alarm()) };
    page.text_in(0, head.clone(), style);
    page.blank();
    if let Some(r) = &found.rolled_back {
        let (known, n) = (r.known.size.to_string(), r.found.size.to_string());
        let log = part_words(s, r.log.name());
        let values = [("log", log), ("known", known.as_str()), ("found", n.as_str())];
        page.text_in(0, fill(&evidence::words(cx.lang).rolled_back, &values), alarm());
    }
    for log in &found.report.logs {
        let name = part_words(s, log.log.name());
        match &log.outcome {
            Ok(v) => {
                let size = s.events.replace("{}", &v.frontier.size().to_string());
                let last = v.last_ms.map(|ms| when::show(ms, Precision::Exact, cx.lang)).unwrap_or_default();
                page.field(name, format!("{size}  {last}"));
                page.field(s.root.clone(), v.frontier.root().to_string());
            }
            Err(damage) => {
                let what = s.wrong.get(wrong(&damage.wrong)).cloned().unwrap_or_default();
                let words = s.first_wrong.replace("{seq}", &damage.seq.to_string()).replace("{what}", &what);
                page.field_in(name, words, alarm());
            }
        }
        if !log.edge_fits {
            page.field_in(name, s.edge.clone(), alarm());
        }
    }
    let report = &found.report;
    for (label, lines) in [
        (&s.check_file, &report.integrity),
        (&s.check_keys, &report.foreign_keys),
        (&s.check_parts, &report.strange_parts),
        (&s.check_materials, &found.materials),
    ] {
        let said = if lines.is_empty() { s.check_fine.clone() } else { lines.join("; ") };
        page.field_in(label.clone(), said, if lines.is_empty() { Style::default() } else { alarm() });
    }
    match &found.tables {
        Some(d) => page.field_in(s.check_tables.clone(), d.table.clone(), alarm()),
        None => page.field(s.check_tables.clone(), s.check_fine.clone()),
    }
    for told in people(cx, found) {
        page.text_in(0, told, alarm());
    }
    page.blank();
    page.text_in(0, s.check_note.clone(), dim());
    page
}

/// What is wrong with people's acts: the first that could not have been done, and hands that do not hold.
fn people(cx: &Cx, found: &Inspection) -> Vec<String> {
    let said = signing::words(cx.lang);
    let line = |template: &str, seq: u64, kind: &str, why: &str| {
        fill(template, &[("seq", seq.to_string().as_str()), ("kind", cx.w.event(kind)), ("why", why)])
    };
    let bad = found.hands.iter().flat_map(|h| &h.bad);
    let hands = bad.map(|b| {
        let why = said.hand_flaw.get(b.flaw.code()).map_or("", String::as_str);
        line(&said.hand_bad, b.seq, &b.kind, why)
    });
    let course = found.course.iter();
    let course = course.map(|w| line(&said.amiss_line, w.seq, &w.kind, &signing::amiss(cx.lang, w.amiss)));
    course.chain(hands).collect()
}

/// The code under which the words know what is wrong.
fn wrong(wrong: &Wrong) -> &'static str {
    match wrong {
        Wrong::Header(_) => "header",
        Wrong::Leaf => "leaf",
        Wrong::Commitment => "commitment",
        Wrong::Log => "log",
        Wrong::Register => "register",
        Wrong::Seq(_) => "seq",
        Wrong::Link => "link",
        Wrong::Time => "time",
        Wrong::Training => "training",
        Wrong::Unreadable => "unreadable",
        Wrong::KnownHead => "known_head",
        Wrong::CutOff(_) => "cut_off",
    }
}

impl Room for Check {
    fn name(&self) -> &'static str {
        "verify"
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.listen(cx);
        let area = area.inner(SIDES);
        if let Some(page) = &mut self.page {
            page.draw(area, buf);
            return None;
        }
        let s = words(cx.lang);
        let (part, done, all) = self.step;
        let (done_words, all_words) = (done.to_string(), all.to_string());
        let values = [
            ("bar", gauge(done, all, BAR)),
            ("part", part_words(s, part).to_owned()),
            ("done", done_words),
            ("all", all_words),
        ];
        let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
        let [step, below] = top(area, 2);
        line(Span::styled(fill(&s.checking, &values), bold()), step, buf);
        let parts: Vec<&str> = PARTS.iter().map(|p| part_words(s, p)).collect();
        let note = s.checking_note.replace("{}", &parts.join(cx.lang.pick("、", ", ")));
        prose(&note, dim(), below, buf);
        None
    }

    fn pace(&self) -> Option<Duration> {
        self.page.is_none().then_some(Duration::from_millis(200))
    }

    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        let moved = self.page.as_mut().is_some_and(|page| page.key(key));
        if moved { Go::Stay } else { Go::NotMine }
    }
}
