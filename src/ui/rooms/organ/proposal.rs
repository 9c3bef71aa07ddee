//! Proposed changes of the organ's data: what is proposed, and the other administrator's answer.

use crate::domain::command::Command;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::organ::{OrganCommand, Proposal, ProposalState};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::when::{self, Precision};
use crate::office::Trouble;
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::form::{Answers, Ask, FieldSpec, Kind, Value as Filled};
use crate::ui::frame::{bold, line};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::ui::rooms::page::{Page, inset};
use crate::ui::rooms::{Cursor, gutter};
use crate::words::rooms::words;
use crate::words::signing::words as signing;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use serde_json::Value;

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
        for (row, i) in self.cursor.window(self.rows.len(), area.height as usize).enumerate() {
            let y = area.y + row as u16;
            line(buf, area.x, y, 1, gutter(i == self.cursor.at), bold());
            line(buf, area.x + 2, y, area.width - 2, &self.rows[i].1, Style::default());
        }
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
    let room = One { id, page: Page::new() };
    let known = cx.office.organ().proposals.contains_key(&id);
    if !known || !cx.office.is_administrator(&cx.me) {
        return Go::Say(cx.refusal_words(&Refusal::of(Rule::NoSuchMatter)));
    }
    Go::Push(Box::new(room))
}

/// One proposal.
struct One {
    id: MatterId,
    page: Page,
}

impl Room for One {
    fn name(&self) -> &'static str {
        "proposal"
    }
    fn draw(&mut self, _cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.page.draw(inset(area), buf);
        None
    }
    fn offers(&self, cx: &Cx) -> Vec<Offer> {
        let why_not = match cx.office.organ().proposals.get(&self.id) {
            Some(p) if p.state != ProposalState::Proposed => Some(Rule::AlreadyActed),
            Some(p) if p.by == cx.me => Some(Rule::TwoHandsOnePerson),
            Some(_) => None,
            None => Some(Rule::NoSuchMatter),
        };
        let offer = |act| Offer { action: Action::Do(act), why_not: why_not.map(Refusal::of) };
        vec![offer(Act::ConfirmProposal), offer(Act::RefuseProposal)]
    }
    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        let proposal = self.id;
        match action {
            Action::Do(Act::ConfirmProposal) => {
                match cx.act(&Command::Organ(OrganCommand::Confirm { proposal })) {
                    Ok((_, said)) => Go::Pop(Some(said)),
                    Err(trouble) => {
                        cx.complain(&trouble);
                        Go::Stay
                    }
                }
            }
            Action::Do(Act::RefuseProposal) => refuse(cx, proposal),
            _ => Go::NotMine,
        }
    }
    fn key(&mut self, _cx: &mut Cx, key: Key) -> Go {
        if self.page.key(key) { Go::Stay } else { Go::NotMine }
    }
    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        let organ = cx.office.organ_now()?;
        let proposal = organ.proposals.get(&self.id).ok_or(Rule::NoSuchMatter)?;
        self.page = page(cx, proposal);
        Ok(())
    }
}

fn refuse(cx: &Cx, proposal: MatterId) -> Go {
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
    Go::Push(Ask::new(verb.clone(), Vec::new(), vec![reason], verb, then))
}

fn page(cx: &Cx, p: &Proposal) -> Page {
    let s = words(cx.lang);
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
        page.field(s.organ_key.get("person").cloned().unwrap_or_default(), organ.name_of(&whose));
        return page;
    }
    let value = serde_json::to_value(&p.change).unwrap_or_default();
    leaves(cx, "", &value, &mut page);
    page
}

/// A change is plain data: every value with its name, people by name and times as dates.
fn leaves(cx: &Cx, at: &str, value: &Value, page: &mut Page) {
    let s = words(cx.lang);
    let label = |key: &str| s.organ_key.get(key).cloned().unwrap_or_else(|| key.to_owned());
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let inner = s.organ_key.get(key).map_or(key.as_str(), String::as_str);
                match value {
                    Value::Object(_) => leaves(cx, inner, value, page),
                    Value::Array(all) if all.iter().any(Value::is_object) => {
                        page.text(label(key));
                        for one in all {
                            page.text_in(2, flat(cx, one), Style::default());
                        }
                    }
                    _ => page.field(label(key), plain(cx, key, value)),
                }
            }
        }
        other => page.field(label(at), plain(cx, at, other)),
    }
}

fn flat(cx: &Cx, value: &Value) -> String {
    let Value::Object(map) = value else { return plain(cx, "", value) };
    map.iter().map(|(k, v)| plain(cx, k, v)).filter(|t| !t.is_empty()).collect::<Vec<_>>().join("  ")
}

fn plain(cx: &Cx, key: &str, value: &Value) -> String {
    let organ = cx.office.organ();
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => {
            words(cx.lang).yes_no.get(if *yes { "yes" } else { "no" }).cloned().unwrap_or_default()
        }
        Value::String(text) => {
            let person = organ.people.get(&text.as_str().into()).map(|p| p.name.clone());
            let unit = Some(organ.unit_name(&text.as_str().into())).filter(|n| !n.is_empty());
            person.or(unit.map(str::to_owned)).unwrap_or_else(|| text.clone())
        }
        Value::Number(n) if matches!(key, "from" | "to") => {
            n.as_i64().map(|ms| when::show(ms, Precision::Day, cx.lang)).unwrap_or_default()
        }
        Value::Array(all) => {
            let role = |v: &Value| match (key, v.as_str()) {
                ("roles", Some(code)) => cx.w.role(code).to_owned(),
                _ => plain(cx, "", v),
            };
            all.iter().map(role).collect::<Vec<_>>().join(cx.lang.pick("、", ", "))
        }
        Value::Object(_) => flat(cx, value),
        other => other.to_string(),
    }
}
