//! One escalation: the ladder as it was climbed, the clock with its reasons, and the answer.

use super::asked::Asked;
use super::asking::{self, ask};
use super::list::Cursor;
use super::paper::{Lead, Paper, said, span};
use crate::domain::command::Command;
use crate::domain::escalation::{Decision, EscalationCommand, EscalationState};
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::policy::Names;
use crate::domain::refusal::Rule;
use crate::domain::when::{self, Precision};
use crate::office::{Can, EscalationView, RungView, Trouble};
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::form::Choice;
use crate::ui::frame::{bold, dim};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Follows, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// A level in the organ's own title.
pub fn level(cx: &Cx, code: &str) -> String {
    cx.office.organ().kind.level(code, cx.lang).unwrap_or(code).to_owned()
}

/// The page of an escalation, for so many cells.
pub fn paper(cx: &Cx, v: &EscalationView, cells: usize) -> Paper {
    let t = said(cx);
    let now = cx.office.now();
    let mut p = Paper::new(t, cells);
    let state = cx.w.code("escalation_state", v.state.code());
    let running = t.running.replace("{}", &span(cx, now - v.started_at));
    p.entry(t.label("state"), &format!("{state} {running}"), bold(), None);
    let record = format!("{} {}", v.record_ref, v.cases);
    p.entry(t.label("record"), &record, Style::default(), Some(Lead::Matter("record", v.record)));
    p.field(t.label("reason"), cx.w.code("CL25", &v.reason));
    let wanted: Vec<&str> = v.wanted.iter().map(|c| cx.w.code("escalation_wanted", c)).collect();
    p.field(t.label("wanted"), &wanted.join(&t.then));
    p.field(t.label("started"), &when::show(v.started_at, Precision::Exact, cx.lang));
    match v.names {
        Names::Full => p.field(t.label("text"), &v.text),
        Names::Masked => p.note(&t.text_hidden, dim()),
    }
    p.head(t.head("ladder"));
    for rung in &cx.office.organ().kind.ladder {
        if !matches!(rung.code.as_str(), "HANDLER" | "COLLECTIVE") {
            step(cx, v, &rung.code, &mut p);
        }
    }
    p.note(&t.silence, dim());
    if let Some((doc_no, text)) = &v.letter {
        p.head(t.head("letter"));
        p.field(t.label("doc_no"), doc_no);
        p.field(t.label("text"), text);
    }
    if let Some(due) = &v.due {
        p.head(t.head("why_due"));
        for text in cx.w.due(due) {
            p.note(&text, Style::default());
        }
    }
    p
}

/// One level: answered, passed over, silent, its turn now, or not reached.
fn step(cx: &Cx, v: &EscalationView, code: &str, p: &mut Paper) {
    let t = said(cx);
    let title = level(cx, code);
    let exact = |at| when::show(at, Precision::Exact, cx.lang);
    let named = |name: &str, what: &str| format!("{} {what}", pad(name, 10));
    let answers: Vec<&RungView> = v.answers.iter().filter(|a| a.level == code).collect();
    for a in &answers {
        let what = if a.silent {
            t.silent.replace("{}", &exact(a.at))
        } else {
            let decision = cx.w.code("decision", a.decision.code());
            t.answered.replace("{at}", &exact(a.at)).replace("{decision}", decision)
        };
        p.entry(&title, &named(&a.name, &what), Style::default(), None);
        p.field("", &a.text);
    }
    let here = v.level == code && v.open();
    if here {
        let what = match &v.due {
            Some(due) if v.state == EscalationState::AtLevel => t.now_here.replace("{}", &exact(due.at_ms)),
            Some(due) => {
                let state = cx.w.code("escalation_state", v.state.code());
                format!("{state}{}{}", t.then, t.by.replace("{}", &exact(due.at_ms)))
            }
            None => String::new(),
        };
        p.entry(&title, &named(&v.holder, &what), bold(), None);
    } else if let Some((_, why)) = v.skipped.iter().find(|(level, _)| level == code) {
        let what = t.skipped.replace("{}", cx.w.code("skip", why));
        p.entry(&title, &named("", &what), dim(), None);
    } else if answers.is_empty() {
        p.entry(&title, &named("", &t.not_reached), dim(), None);
    }
}

pub struct EscalationPage {
    id: MatterId,
    view: Option<(EscalationView, Vec<Can>)>,
    paper: Paper,
    cursor: Cursor,
    asked: Asked,
}

impl EscalationPage {
    pub fn new(cx: &mut Cx, id: MatterId) -> Self {
        let asked = Asked::of(cx, &id);
        Self { id, view: None, paper: Paper::default(), cursor: Cursor::default(), asked }
    }

    fn act(&self, cx: &Cx, act: Act) -> Go {
        let Some((v, _)) = &self.view else { return Go::Stay };
        let (t, id) = (said(cx), self.id);
        let command = move |act| Command::Escalation { escalation: Some(id), act };
        match act {
            Act::Answer => {
                let choice = |d: &Decision| {
                    let note = t.decision_note.get(d.code()).cloned().unwrap_or_default();
                    Choice::new(d.code(), cx.w.code("decision", d.code())).with_note(note)
                };
                let fields = vec![
                    asking::pick("decision", t.label("answer"), Decision::ALL.iter().map(choice).collect()),
                    asking::hinted(
                        asking::optional(asking::text("text", t.label("answer_text"))),
                        &t.answer_hint,
                    ),
                ];
                let intro = vec![cx.w.code("CL25", &v.reason).to_owned(), v.text.clone(), t.silence.clone()];
                ask(cx, act, &v.ref_.0, intro, fields, move |_, answers| {
                    let code = answers.one("decision").unwrap_or_default();
                    let decision = Decision::from_code(&code).ok_or(Rule::UnknownCode)?;
                    Ok(command(EscalationCommand::Answer { decision, text: answers.text("text") }))
                })
            }
            Act::SendSuperior | Act::SuperiorAnswer => {
                let doc_no = asking::line("doc_no", t.label("doc_no"));
                let letter = act == Act::SendSuperior;
                let fields = vec![
                    asking::text("text", t.label("text")),
                    if letter { asking::optional(doc_no) } else { doc_no },
                ];
                let intro = vec![cx.office.organ().superior.clone()];
                ask(cx, act, &v.ref_.0, intro, fields, move |_, answers| {
                    let (text, doc_no) = (answers.text("text"), answers.text("doc_no"));
                    Ok(command(if letter {
                        EscalationCommand::SendSuperior { text, doc_no }
                    } else {
                        EscalationCommand::SuperiorAnswer { text, doc_no }
                    }))
                })
            }
            Act::Apply => super::vote::apply(cx, v.record, &v.record_ref, &v.cases.to_string()),
            _ => Go::NotMine,
        }
    }
}

impl Room for EscalationPage {
    fn name(&self) -> &'static str {
        "escalation"
    }

    fn place(&self, cx: &Cx) -> String {
        let state = |state: &str| cx.w.code("escalation_state", state).to_owned();
        self.view.as_ref().map(|(v, _)| format!("{} {}", v.ref_, state(v.state.code()))).unwrap_or_default()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (view, _) = self.view.as_ref()?;
        self.paper = paper(cx, view, area.width as usize - 2);
        self.paper.draw(&mut self.cursor, area, buf);
        None
    }

    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        let Some((_, can)) = &self.view else { return Vec::new() };
        can.iter().map(Offer::of).chain([Offer::open(Action::Open)]).collect()
    }

    fn asked(&self) -> &[Act] {
        self.asked.acts()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        match (action, &self.view) {
            (Action::Do(act), _) => self.act(cx, act),
            (Action::Open, Some((v, _))) => super::matter(cx, "record", v.record),
            _ => Go::NotMine,
        }
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        if self.paper.key(&mut self.cursor, key, cx.body.height) { Go::Stay } else { Go::NotMine }
    }

    fn stays_in_sight(&self) -> bool {
        true
    }

    fn follows(&self) -> Follows {
        Follows::Matters(self.view.iter().map(|v| v.0.record).chain([self.id]).collect())
    }

    fn refresh(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.view = None;
        self.view = Some(cx.office.escalation(&cx.actor, &self.id)?);
        self.asked.refresh(cx, &self.id)
    }
}
