//! Proposed changes of the organ's data: what is proposed, and the other administrator's answer.

use crate::domain::command::Command;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Ref};
use crate::domain::organ::{OrganCommand, Proposal, ProposalState, compare};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::when::{self, Precision};
use crate::office::Trouble;
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::form::{Answers, Ask, FieldSpec, Kind, Value as Filled, Way};
use crate::ui::frame::{bold, dim, underlined};
use crate::ui::keys::Key;
use crate::ui::paint::SIDES;
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::ui::rooms::Cursor;
use crate::ui::rooms::asked::Asked;
use crate::ui::rooms::asking::ask;
use crate::ui::rooms::page::Page;
use crate::words::change::{told, words as change_words};
use crate::words::rooms::words;
use crate::words::signing::words as signing;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

/// More values than this that stay as they are, and they are counted instead of shown.
const UNCHANGED: usize = 12;

/// Proposals waiting for a second administrator.
#[derive(Default)]
pub struct List {
    rows: Vec<(MatterId, String)>,
    cursor: Cursor,
}

impl List {
    pub fn new(cx: &Cx) -> Self {
        let organ = cx.office.organ();
        let open = organ.proposals.values().filter(|p| p.state == ProposalState::Proposed);
        let row = |p: &Proposal| {
            let at = when::show(p.at, Precision::Exact, cx.lang);
            let what = pad(cx.w.code("organ_change", p.change.code()), 22);
            (p.id, format!("{what} {at}  {}", organ.name_of(&p.by)))
        };
        Self { rows: open.map(row).collect(), cursor: Cursor::default() }
    }
}

impl Room for List {
    fn name(&self) -> &'static str {
        "proposals"
    }
    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.cursor.draw(self.rows.len(), area, buf, |i| Span::raw(&self.rows[i].1));
        None
    }
    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        (!self.rows.is_empty()).then(|| Offer::open(Action::Open)).into_iter().collect()
    }
    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        match self.rows.get(self.cursor.at) {
            Some((id, _)) => open(cx, *id),
            None => Go::Stay,
        }
    }
    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.cursor.key(key, self.rows.len(), cx.body.height as usize) { Go::Stay } else { Go::NotMine }
    }
    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        cx.office.organ_now()?;
        self.rows = Self::new(cx).rows;
        Ok(())
    }
}

/// Opens a proposal for an administrator.
pub fn open(cx: &mut Cx, id: MatterId) -> Go {
    let ref_ = match cx.office.proposal_ref(&id) {
        Ok(ref_) => ref_,
        Err(trouble) => {
            cx.complain(&trouble);
            return Go::Stay;
        }
    };
    let room = One { id, ref_, page: Page::new(), asked: Asked::of(cx, &id) };
    let known = cx.office.organ().proposals.contains_key(&id);
    if !known || !cx.office.is_administrator(&cx.me) {
        return Go::Say(cx.refusal_words(&Refusal::of(Rule::NoSuchMatter)));
    }
    Go::Push(Box::new(room))
}

/// One proposal.
struct One {
    id: MatterId,
    ref_: Ref,
    page: Page,
    asked: Asked,
}

impl Room for One {
    fn name(&self) -> &'static str {
        "proposal"
    }
    fn place(&self, _cx: &Cx) -> String {
        format!("{} {}", self.ref_, self.page.place())
    }
    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.page.draw(area.inner(SIDES), buf);
        None
    }
    fn offers(&self, cx: &Cx) -> Vec<Offer> {
        let why_not = match cx.office.organ().proposals.get(&self.id) {
            Some(p) if p.state != ProposalState::Proposed => Some(Rule::AlreadyActed),
            Some(p) if p.by == cx.me => Some(Rule::TwoHandsOnePerson),
            Some(_) => None,
            None => Some(Rule::NoSuchMatter),
        };
        // What is put into force has been read, whatever may be refused unread.
        let unread = (!self.page.read_through()).then_some(Rule::NotReadToTheEnd);
        let organ = cx.office.organ();
        let moved = organ.proposals.get(&self.id).is_some_and(|p| organ.has_moved_on(p));
        let moved = moved.then_some(Rule::ChangedSince);
        let offer = |act, no: Option<Rule>| Offer { action: Action::Do(act), why_not: no.map(Refusal::of) };
        vec![offer(Act::ConfirmProposal, why_not.or(moved).or(unread)), offer(Act::RefuseProposal, why_not)]
    }
    fn asked(&self) -> &[Act] {
        self.asked.acts()
    }
    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        let proposal = self.id;
        match action {
            Action::Do(Act::ConfirmProposal) => {
                let change = cx.office.organ().proposals.get(&proposal).map_or("", |p| p.change.code());
                let intro = vec![cx.w.code("organ_change", change).to_owned()];
                ask(cx, Act::ConfirmProposal, &self.ref_.0, intro, Vec::new(), move |_, _| {
                    Ok(Command::Organ(OrganCommand::Confirm { proposal }))
                })
            }
            Action::Do(Act::RefuseProposal) => refuse(cx, proposal, &self.ref_),
            _ => Go::NotMine,
        }
    }
    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.page.key(key) { Go::Stay } else { Go::NotMine }
    }
    fn stays_in_sight(&self) -> bool {
        true
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let organ = cx.office.organ_now()?;
        let proposal = organ.proposals.get(&self.id).ok_or(Rule::NoSuchMatter)?;
        self.page = page(cx, proposal);
        self.asked.refresh(cx, &self.id)
    }
}

fn refuse(cx: &Cx, proposal: MatterId, name: &Ref) -> Go {
    let verb = cx.w.act(Act::RefuseProposal).to_owned();
    let reason = FieldSpec {
        key: "reason",
        label: words(cx.lang).reason.clone(),
        kind: Kind::Text(1000),
        required: true,
        hint: String::new(),
        provision: None,
        value: Filled::Text(String::new()),
    };
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let command = OrganCommand::Refuse { proposal, reason: a.text("reason") };
        let (_, said) = cx.act(&Command::Organ(command))?;
        Ok(Go::Pop(Some(said)))
    });
    let way = Way::of(Act::RefuseProposal, name.0.as_str());
    Go::Push(Ask::new(way, verb.clone(), Vec::new(), vec![reason], verb, then))
}

fn page(cx: &Cx, p: &Proposal) -> Page {
    let (s, c) = (words(cx.lang), change_words(cx.lang));
    let organ = cx.office.organ();
    let mut page = Page::new();
    page.text_in(0, cx.w.code("organ_change", p.change.code()), bold());
    page.field(s.proposed_by.clone(), organ.name_of(&p.by));
    page.field(s.at.clone(), when::show(p.at, Precision::Exact, cx.lang));
    let state = match p.state {
        ProposalState::None => "none",
        ProposalState::Proposed => "proposed",
        ProposalState::InForce => "in_force",
        ProposalState::Refused => "refused",
    };
    page.field(s.state_label.clone(), cx.w.code("proposal_state", state));
    page.heading(s.proposal_heading.clone());
    // What two people compare over the telephone is the fingerprint, not the key.
    if let Some((whose, use_, fingerprint)) = p.change.key() {
        let said = signing(cx.lang);
        let use_ = said.key_use.get(use_.code()).cloned().unwrap_or_default();
        page.field(use_, fingerprint);
        page.field(c.label(cx.w, "person"), organ.name_of(&whose));
        return page;
    }
    let mut rows = compare(organ, &p.change);
    // Once it is decided there is nothing left to be compared with.
    if p.state != ProposalState::Proposed {
        rows.iter_mut().for_each(|r| r.old = serde_json::Value::Null);
    }
    let same = rows.iter().filter(|r| !r.changes()).count();
    for row in &rows {
        let label = c.label(cx.w, &row.key);
        let [old, new] = [&row.old, &row.new].map(|v| told(cx.w, organ, row.ask, v));
        match (row.changes(), row.old.is_null()) {
            (false, _) if same > UNCHANGED => {}
            (false, _) => page.field_in(label, new, dim()),
            (true, true) => page.field(label, new),
            (true, false) => {
                let said = |t: String| if t.is_empty() { c.nothing.clone() } else { t };
                page.text(label);
                page.text_in(2, format!("- {} {}", c.old, said(old)), dim());
                page.text_in(2, format!("+ {} {}", c.new, said(new)), underlined());
            }
        }
    }
    if same > UNCHANGED {
        page.text_in(0, c.others.replace("{}", &same.to_string()), dim());
    }
    page
}
