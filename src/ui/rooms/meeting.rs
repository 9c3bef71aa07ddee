//! One meeting: agenda, attendance in the order of rank, and the quorum as it stands.

use super::asked::Asked;
use super::asking::{self, ask};
use super::list::Cursor;
use super::paper::{Lead, Paper, said};
use super::roll::Roll;
use crate::domain::command::Command;
use crate::domain::committee::{Attendance, ItemCommand, MeetingCommand, MeetingState};
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, PersonId};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::when::{self, Precision};
use crate::office::{Can, MeetingView, Trouble};
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::form::Choice;
use crate::ui::frame::{alarm, bold, dim};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The quorum as arithmetic. Who is recused belongs to each item, and is not counted here.
pub fn quorum(cx: &Cx, v: &MeetingView) -> String {
    let t = said(cx);
    let verdict = match v.quorum.saturating_sub(v.present) {
        0 => t.quorum_here.clone(),
        short => t.quorum_short.replace("{}", &short.to_string()),
    };
    let number = |n: usize| n.to_string();
    crate::words::fill(
        &t.meeting_quorum,
        &[
            ("total", &number(v.total)),
            ("present", &number(v.present)),
            ("quorum", &number(v.quorum)),
            ("verdict", &verdict),
        ],
    )
}

/// How a member stands, in words.
pub fn standing(cx: &Cx, code: &str, reason: &str) -> String {
    let t = said(cx);
    match (code, reason) {
        ("", _) => t.not_entered.clone(),
        (code, "") => cx.w.code("attendance", code).to_owned(),
        (code, reason) => format!("{} {reason}", cx.w.code("attendance", code)),
    }
}

pub fn paper(cx: &Cx, v: &MeetingView, cells: usize) -> Paper {
    let t = said(cx);
    let mut p = Paper::new(t, cells);
    p.row(&format!("  {}", v.committee), bold(), None);
    p.field(t.label("state"), cx.w.code("meeting_state", v.state.code()));
    p.field(t.label("time"), &when::show(v.planned_at, Precision::Exact, cx.lang));
    p.field(t.label("place"), &v.place);
    p.field(t.label("chair"), &v.chair);
    p.entry(t.label("quorum"), &quorum(cx, v), bold(), None);
    let body = cx.office.organ().committees.get(&v.committee_id);
    if let Some(rules) = body.map(|c| &c.rules) {
        if v.papers_late {
            p.note(&t.papers_late.replace("{}", &rules.min_notice_days.to_string()), alarm());
        }
        if rules.odd_size && v.total.is_multiple_of(2) {
            p.note(&t.even_size.replace("{}", &v.total.to_string()), alarm());
        }
    }
    p.head(t.head("agenda"));
    if v.agenda.is_empty() {
        p.note(&t.agenda_empty, dim());
    }
    for (id, ref_, state, case) in &v.agenda {
        let text = format!("  {ref_} {} {case}", pad(cx.w.code("item_state", state.code()), 14));
        p.row(&text, Style::default(), Some(Lead::Matter("item", *id)));
    }
    p.head(t.head("roll"));
    for (_, name, code, reason) in &v.attendance {
        let text = format!("  {} {}", pad(name, 12), standing(cx, code, reason));
        let style = if code == "absent" || code == "left" { dim() } else { Style::default() };
        p.row(&text, style, Some(Lead::Act(Act::Attend)));
    }
    if !v.minutes.is_empty() {
        p.head(t.label("minutes"));
        p.note(&v.minutes, Style::default());
    }
    p
}

/// Whether it is his to keep.
fn keeps(cx: &Cx, v: &MeetingView) -> bool {
    cx.office.organ().committees.get(&v.committee_id).is_some_and(|c| c.secretary == cx.me)
}

pub struct MeetingPage {
    id: MatterId,
    view: Option<(MeetingView, Vec<Can>)>,
    paper: Paper,
    cursor: Cursor,
    asked: Asked,
}

impl MeetingPage {
    pub fn new(cx: &mut Cx, id: MatterId) -> Self {
        let asked = Asked::of(cx, &id);
        Self { id, view: None, paper: Paper::default(), cursor: Cursor::default(), asked }
    }

    fn act(&mut self, cx: &mut Cx, act: Act) -> Go {
        let Some((v, _)) = &self.view else { return Go::Stay };
        let (t, id) = (said(cx), self.id);
        let command = move |act| Command::Meeting { meeting: Some(id), act };
        match act {
            // No key by mistake sends papers out or opens a meeting.
            Act::Notice => {
                let intro = vec![quorum(cx, v), t.notice_note.clone()];
                ask(cx, act, &v.ref_.0, intro, Vec::new(), move |_, _| Ok(command(MeetingCommand::Notice)))
            }
            Act::Open => {
                let intro = vec![quorum(cx, v), t.open_note.clone()];
                ask(cx, act, &v.ref_.0, intro, Vec::new(), move |_, _| Ok(command(MeetingCommand::Open)))
            }
            Act::Attend if keeps(cx, v) => Go::Push(Box::new(Roll::new(id))),
            // A member enters nobody but himself.
            Act::Attend => {
                let member = cx.me.clone();
                ask(cx, act, &v.ref_.0, vec![quorum(cx, v)], Vec::new(), move |_, _| {
                    let attendance = Attendance::Present;
                    Ok(command(MeetingCommand::Attend { member: member.clone(), attendance }))
                })
            }
            Act::Left => {
                let here: Vec<PersonId> =
                    v.attendance.iter().filter(|a| a.2 == "present").map(|a| a.0.clone()).collect();
                if here.is_empty() {
                    return Go::Say(t.no_member_to_name.clone());
                }
                let fields = vec![asking::pick("member", t.label("member"), asking::people(cx, &here))];
                ask(cx, act, &v.ref_.0, vec![quorum(cx, v)], fields, move |_, answers| {
                    Ok(command(MeetingCommand::Left { member: asking::person(answers, "member")? }))
                })
            }
            Act::CloseMeeting => {
                let fields = vec![asking::line("minutes", t.label("minutes_no"))];
                ask(cx, act, &v.ref_.0, vec![quorum(cx, v)], fields, move |_, answers| {
                    Ok(command(MeetingCommand::Close { minutes: answers.text("minutes") }))
                })
            }
            Act::Place => place(cx, id, &v.committee.clone()),
            _ => Go::NotMine,
        }
    }
}

/// Puts one of the body's approved items on the agenda.
fn place(cx: &mut Cx, meeting: MatterId, committee: &str) -> Go {
    let lines = match cx.office.matters(&cx.actor, "item") {
        Ok(lines) => lines,
        Err(trouble) => {
            cx.complain(&trouble);
            return Go::Stay;
        }
    };
    let mut choices = Vec::new();
    for l in lines.iter().filter(|l| l.state == "approved" && l.committee.as_deref() == Some(committee)) {
        if let Ok((v, _)) = cx.office.item(&cx.actor, &l.id) {
            let label = format!("{} {}", l.ref_, v.cases);
            choices.push(Choice::new(l.id.to_string(), label).with_note(v.request));
        }
    }
    let t = said(cx);
    if choices.is_empty() {
        return Go::Say(t.no_item_to_place.clone());
    }
    let fields = vec![asking::pick("item", t.label("item"), choices)];
    ask(cx, Act::Place, committee, Vec::new(), fields, move |_, answers| {
        let picked = answers.one("item").unwrap_or_default();
        let item = lines.iter().find(|l| l.id.to_string() == picked).ok_or(Rule::NoSuchMatter)?;
        Ok(Command::Item { item: Some(item.id), act: ItemCommand::Place { meeting } })
    })
}

impl Room for MeetingPage {
    fn name(&self) -> &'static str {
        "meeting"
    }

    fn place(&self, cx: &Cx) -> String {
        let state = |state: &str| cx.w.code("meeting_state", state).to_owned();
        self.view.as_ref().map(|(v, _)| format!("{} {}", v.ref_, state(v.state.code()))).unwrap_or_default()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (view, _) = self.view.as_ref()?;
        self.paper = paper(cx, view, area.width as usize - 2);
        self.paper.draw(&mut self.cursor, area, buf);
        None
    }

    fn offers(&self, cx: &Cx) -> Vec<Offer> {
        let Some((v, can)) = &self.view else { return Vec::new() };
        let mut all: Vec<Offer> = can.iter().map(Offer::of).collect();
        let secretary = keeps(cx, v);
        // Once enough are here the roll is no longer what comes first.
        let enough = v.present >= v.quorum;
        let later = |o: &Offer| enough && o.action == Action::Do(Act::Attend);
        all.sort_by_key(|o| (o.why_not.is_some(), later(o)));
        if v.state != MeetingState::Closed {
            let no = || Refusal::with(Rule::NotYourCapacity, Capacity::Secretary.code());
            all.push(Offer { action: Action::Do(Act::Place), why_not: (!secretary).then(no) });
        }
        let leads = self.paper.lead(self.cursor.at).is_some();
        all.extend(leads.then(|| Offer::open(Action::Open)));
        all
    }

    fn asked(&self) -> &[Act] {
        self.asked.acts()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match action {
            Action::Do(act) => self.act(cx, act),
            _ => match self.paper.lead(self.cursor.at) {
                Some(Lead::Matter(kind, id)) => super::matter(cx, kind, id),
                Some(Lead::Act(act)) => {
                    let offer = self.offers(cx).into_iter().find(|o| o.action == Action::Do(act));
                    match offer.map(|o| o.why_not) {
                        Some(None) => self.act(cx, act),
                        Some(Some(no)) => Go::Say(cx.refusal_words(&no)),
                        None => Go::Stay,
                    }
                }
                None => Go::Stay,
            },
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.paper.key(&mut self.cursor, key, cx.body.height) { Go::Stay } else { Go::NotMine }
    }

    fn stays_in_sight(&self) -> bool {
        true
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.view = None;
        self.view = Some(cx.office.meeting(&cx.actor, &self.id)?);
        self.asked.refresh(cx, &self.id)
    }
}
