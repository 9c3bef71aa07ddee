//! 存证: the log of acts as far as it concerns the viewer, where both logs stand, and their check.

mod check;
mod reads;

use super::Cursor;
use super::page::{Page, PageRoom};
use crate::domain::command::Command;
use crate::domain::evidence::EvidenceCommand;
use crate::domain::ids::MatterId;
use crate::domain::organ::Role;
use crate::domain::when;
use crate::ledger::Checkpoint;
use crate::office::{ActLine, Trouble};
use crate::slip;
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::frame::{alarm, dim, underlined};
use crate::ui::keys::Key;
use crate::ui::paint::{gutter, line, lines, off_edge, top};
use crate::ui::room::{Cx, Follows, Go, Offer, Room};
use crate::words::evidence::words as evidence;
use crate::words::fill;
use crate::words::rooms::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint::{Fill, Length};
use ratatui::layout::{Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

/// Lines fetched at a time; going on down fetches more.
const WINDOW: usize = 200;
/// Rows above the list: two heads, custodians, a blank, headings.
const ABOVE: u16 = 5;

#[derive(Default)]
pub struct Ledger {
    lines: Vec<ActLine>,
    whole: bool,
    heads: Vec<Checkpoint>,
    cursor: Cursor,
}

impl Ledger {
    fn more(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let next = cx.office.acts(&cx.actor, self.lines.last().map(|l| l.seq), WINDOW)?;
        self.whole = next.len() < WINDOW;
        self.lines.extend(next);
        Ok(())
    }

    /// A custodian's hand under where the acts stand. Where it was just given, it is given for the head
    /// he signed, wherever the logs stand by now.
    fn cosign(&mut self, cx: &mut Cx) -> Go {
        let me = cx.me.clone();
        let signed = cx.pen.given.as_ref().map(|(command, _)| command.clone());
        let signed = signed.filter(|c| matches!(c, Command::Evidence(EvidenceCommand::Cosign { .. })));
        let done = match signed {
            Some(command) => cx.act(&command),
            None => cx.office.cosign_command(&me, false).and_then(|command| cx.act(&command)),
        };
        match done.and_then(|(_, said)| self.refresh(cx).map(|()| said)) {
            Ok(said) => Go::Say(said),
            Err(trouble) => {
                cx.complain(&trouble);
                Go::Stay
            }
        }
    }

    /// No names: who acted is shown in a matter's own story, where policy decides.
    fn row(cx: &Cx, l: &ActLine) -> String {
        let s = words(cx.lang);
        let at = when::local(l.at).format("%Y-%m-%d %H:%M").to_string();
        // The office tells nobody else's name here; what the register itself did is known by its kind.
        let own = l.actor.as_deref() == Some(cx.me.as_str());
        let register = ["organ.founded", "evidence.log_key", "evidence.alerted"].contains(&l.kind.as_str())
            || l.kind.ends_with("_by_silence");
        let by = match (own, register) {
            (true, _) => s.by_me.as_str(),
            (_, true) => cx.w.capacity(crate::domain::flow::Capacity::Register),
            _ => "",
        };
        let leaf: String = l.leaf.chars().take(12).collect();
        format!("{:>7} {at} {leaf} {} {by}", l.seq, pad(cx.w.event(&l.kind), event_cells(cx)))
    }
}

fn event_cells(cx: &Cx) -> usize {
    usize::from(cx.body.width).saturating_sub(50).clamp(16, 60)
}

/// Who signed last: a witness outside, and the custodians under the newest head that several signed.
fn hands(cx: &Cx) -> Option<String> {
    let e = evidence(cx.lang);
    let days = |n: u32| n.to_string();
    let witness = cx.office.witnessing().map(|w| match &w.last {
        Some((name, _)) => fill(&e.witness_last, &[("days", &days(w.days)), ("name", name)]),
        None => fill(&e.witness_never, &[("days", &days(w.days))]),
    });
    let organ = cx.office.organ();
    let cosigned = organ.evidence.cosigned.last().map(|s| &s.acts).map(|head| {
        let names: Vec<String> =
            organ.evidence.cosigners(head).iter().map(|s| organ.name_of(&s.person)).collect();
        let template = if names.len() > 1 { &e.cosigned_by } else { &e.cosigned_one };
        let names = names.join(cx.lang.pick("、", ", "));
        fill(template, &[("n", &head.size.to_string()), ("names", &names)])
    });
    let told: Vec<String> = witness.into_iter().chain(cosigned).collect();
    (!told.is_empty()).then(|| told.join("  "))
}

/// The statement of one head in two lines' worth of words.
fn head_line(cx: &Cx, head: &Checkpoint) -> String {
    let s = words(cx.lang);
    let log = s.log.get(head.log.name()).map_or(head.log.name(), String::as_str);
    let root: String = head.root.to_string().chars().take(16).collect();
    s.head.replace("{log}", log).replace("{size}", &head.size.to_string()).replace("{root}", &root)
}

impl Room for Ledger {
    fn name(&self) -> &'static str {
        "ledger"
    }

    fn place(&self, _cx: &Cx) -> String {
        self.lines.get(self.cursor.at).map(|l| format!("{}", l.seq)).unwrap_or_default()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let s = words(cx.lang);
        let [above, list] = top(off_edge(area), ABOVE);
        let [heads, here, outside, headed] =
            Layout::vertical([Fill(1), Length(1), Length(1), Length(1)]).areas(gutter(above)[1]);
        lines(self.heads.iter().map(|head| head_line(cx, head)), heads, buf);
        let (office, least) = cx.office.custodians_in_office();
        let organ = cx.office.organ();
        let names: Vec<String> =
            organ.custodians_at(cx.office.now()).iter().map(|id| organ.name_of(id)).collect();
        let custodians = format!("{} {}", s.custodians, names.join(cx.lang.pick("、", ", ")));
        let style = if office < least { alarm() } else { Style::default() };
        line(Span::styled(custodians, style), here, buf);
        // Who outside and inside has put his name to where the acts stand.
        if let Some(told) = hands(cx) {
            line(Span::styled(told, dim()), outside, buf);
        }
        let headings = format!(
            "{:>7} {} {} {}",
            s.column_seq,
            pad(&s.column_time, 16),
            pad(&s.column_leaf, 12),
            pad(&s.column_act, event_cells(cx))
        );
        line(Span::styled(headings, underlined()), headed, buf);
        let height = usize::from(list.height);
        if !self.whole
            && self.cursor.at + height >= self.lines.len()
            && let Err(trouble) = self.more(cx)
        {
            cx.complain(&trouble);
            self.whole = true;
        }
        if self.lines.is_empty() {
            line(Span::styled(&s.no_acts, dim()), gutter(list)[1], buf);
        }
        self.cursor.draw(self.lines.len(), list, buf, |i| Span::raw(Self::row(cx, &self.lines[i])));
        None
    }

    fn offers(&self, cx: &Cx) -> Vec<Offer> {
        let open = self.lines.get(self.cursor.at).is_some_and(|l| l.matter.is_some());
        let open = open.then_some(Action::Open);
        let cosign = cx.office.organ().has_role(&cx.me, Role::Cus).then_some(Action::Cosign);
        let all = [Action::Verify, Action::Proof, Action::Reads].into_iter();
        all.chain(cosign).chain(open).map(Offer::open).collect()
    }

    fn signs_again(&self, _cx: &Cx) -> Option<Action> {
        Some(Action::Cosign)
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Verify => Go::Push(Box::new(check::Check::begin(cx))),
            Action::Reads => Go::Push(Box::new(reads::Reads::default())),
            Action::Proof => checkpoints(cx, &self.heads),
            Action::Cosign => self.cosign(cx),
            Action::Open => match self.lines.get(self.cursor.at).and_then(|l| Some((&l.kind, l.matter?))) {
                Some((kind, matter)) => open(cx, &kind.clone(), matter),
                None => Go::Stay,
            },
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        let height = usize::from(cx.body.height.saturating_sub(ABOVE));
        if self.cursor.key(key, self.lines.len(), height) { Go::Stay } else { Go::NotMine }
    }

    fn follows(&self) -> Follows {
        Follows::Reads
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.heads = cx.office.heads()?;
        (self.lines, self.whole) = (Vec::new(), false);
        self.more(cx)
    }

    fn provision(&self) -> Option<&'static str> {
        Some("custody")
    }
}

/// The matter an act belongs to; its area is the first part of its kind.
fn open(cx: &mut Cx, kind: &str, matter: MatterId) -> Go {
    match kind.split('.').next() {
        Some("organ") => super::matter(cx, "proposal", matter),
        Some(area) => super::matter(cx, area, matter),
        None => Go::Stay,
    }
}

/// The text that is to leave the machine, so that a rewritten log can be noticed, beside its code for
/// a camera.
fn checkpoints(cx: &mut Cx, heads: &[Checkpoint]) -> Go {
    let s = words(cx.lang);
    let me = cx.me.clone();
    let mut page = Page::new();
    page.heading(s.checkpoint_heading.clone());
    page.text(s.checkpoint_note.clone());
    page.blank();
    match cx.office.slip(Some(&me)) {
        Ok(facts) => {
            // A terminal that draws half blocks two cells wide would draw no code at all.
            let code = (!cx.ambiguous_wide).then_some(slip::Drawn::Light);
            slip::lines(&facts, cx.office.organ(), cx.lang, code).into_iter().for_each(|l| page.drawn(l));
            if code.is_none() {
                page.text(evidence(cx.lang).slip_no_qr.clone());
            }
        }
        Err(trouble) => cx.complain(&trouble),
    }
    for head in heads {
        page.blank();
        head.text().lines().for_each(|l| page.text_in(2, l, Style::default()));
    }
    page.blank();
    page.text_in(2, format!("liuhen checkpoint > {}", s.a_file), dim());
    page.text_in(2, format!("liuhen verify --against {}", s.a_file), dim());
    page.text_in(2, "liuhen checkpoint cosign".to_owned(), dim());
    Go::Push(PageRoom::room("proof", String::new(), page))
}
