//! One item before a committee: what is asked for, the body's rules, the votes and what became of it.

use super::asked::Asked;
use super::list::Cursor;
use super::paper::{Lead, Paper, said};
use super::{print, vote};
use crate::domain::committee::ItemState;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::organ_kind::{Absentee, CommitteeRules, NoMajority, Pass, Share};
use crate::domain::policy::Names;
use crate::domain::refusal::Refusal;
use crate::office::{BallotView, Can, Found, ItemView, Trouble};
use crate::text::pad;
use crate::ui::bindings::Action;
use crate::ui::frame::{bold, dim};
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use crate::words::committee::CommitteeWords;
use crate::words::fill;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Who should be here, who is, and how many votes carry; nothing before there is a meeting.
pub fn arithmetic(cx: &Cx, v: &ItemView) -> Option<String> {
    let (t, tally) = (said(cx), v.tally.as_ref()?);
    let advises = rules(cx, v).is_some_and(|r| r.pass == Pass::AdviceOnly);
    let number = |n: usize| n.to_string();
    let values = [
        ("total", number(tally.total)),
        ("present", number(tally.present)),
        ("recused", number(tally.recused)),
        ("needed", number(tally.needed)),
    ];
    let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
    Some(fill(if advises { &t.advice_arithmetic } else { &t.arithmetic }, &values))
}

/// The votes as counted.
pub fn count(cx: &Cx, v: &ItemView) -> Option<String> {
    let (t, tally) = (said(cx), v.tally.as_ref()?);
    let [a, b, c] = [tally.for_, tally.against, tally.other].map(|n| n.to_string());
    Some(fill(&t.count, &[("for", &a), ("against", &b), ("other", &c)]))
}

pub fn rules(cx: &Cx, v: &ItemView) -> Option<CommitteeRules> {
    cx.office.organ().committees.get(&v.committee_id).map(|c| c.rules.clone())
}

/// One point of a body's rule in words; nothing where the body has no such point.
fn point(t: &CommitteeWords, r: &CommitteeRules, on: &str) -> Option<String> {
    let either = |yes: bool, a: &'static str, b: &'static str| Some(if yes { a } else { b });
    let key = match on {
        "quorum" => Some(match r.quorum {
            Share::MoreThanHalf => "quorum_more_than_half",
            Share::AtLeastHalf => "quorum_at_least_half",
            Share::AtLeastTwoThirds => "quorum_at_least_two_thirds",
        }),
        "pass" => either(r.pass == Pass::MajorityOfAll, "pass_majority_of_all", "pass_advice_only"),
        "recused_in_denominator" => {
            either(r.recused_in_denominator, "recused_in_denominator", "recused_out_of_denominator")
        }
        "absentee_written" => Some(match r.absentee_written {
            Absentee::Count => "absentee_count",
            Absentee::RecordOnly => "absentee_record_only",
            Absentee::None => "absentee_none",
        }),
        "speak_order_junior_first" => {
            either(r.speak_order_junior_first, "speak_junior_first", "speak_senior_first")
        }
        "chair_last" => either(r.chair_last, "chair_last", "chair_any"),
        "min_notice_days" if r.min_notice_days > 0 => {
            return Some(t.rule("min_notice_days").replace("{}", &r.min_notice_days.to_string()));
        }
        "no_majority" if !r.no_majority.is_empty() => {
            let ways = r.no_majority.iter().map(|way| match way {
                NoMajority::WrittenOpinions => "written_opinions",
                NoMajority::FullCommittee => "full_committee",
                NoMajority::Supplement => "supplement",
                NoMajority::ReferUp => "refer_up",
            });
            let ways: Vec<&str> = ways.map(|w| t.rule(w)).collect();
            return Some(t.rule("no_majority").replace("{}", &ways.join(&t.then)));
        }
        "chief_may_refer_up" => r.chief_may_refer_up.then_some("chief_may_refer_up"),
        "odd_size" => r.odd_size.then_some("odd_size"),
        "secret_ballot" => r.secret_ballot.then_some("secret_ballot"),
        _ => None,
    };
    key.map(|key| t.rule(key).to_owned())
}

/// The body's rule, source by source, each with whether it has been checked.
fn rule_notes(t: &CommitteeWords, r: &CommitteeRules, p: &mut Paper) {
    for cite in &r.cites {
        let points: Vec<String> = cite.on.iter().filter_map(|on| point(t, r, on)).collect();
        if !points.is_empty() {
            let checked = if cite.verified { &t.verified } else { &t.unverified };
            let text = format!("{} 〔{}{}{checked}〕", points.join(&t.joined), cite.source, t.then);
            p.note(&text, Style::default());
        }
    }
}

pub fn paper(cx: &Cx, v: &ItemView, cells: usize) -> Paper {
    let t = said(cx);
    let mut p = Paper::new(t, cells);
    p.row(&format!("  {} {}", v.committee, cx.w.code("item_state", v.state.code())), bold(), None);
    let record = format!("{} {}", v.record_ref, v.cases);
    p.entry(t.label("record"), &record, Style::default(), Some(Lead::Matter("record", v.record)));
    p.field(t.label("kind"), cx.w.code("item_kind", &v.kind));
    p.field(t.label("request"), &v.request);
    p.field(t.label("panel_majority"), &v.panel_majority);
    p.field(t.label("panel_minority"), &v.panel_minority);
    p.field(t.label("advice"), &v.advice);
    p.field(t.label("disclosed"), if v.disclosed { &t.yes } else { &t.no });
    for refusal in &v.refusals {
        p.field(t.label("refusal"), refusal);
    }
    p.field(t.label("note"), &v.note);
    if v.names == Names::Masked {
        p.note(&t.names_hidden, dim());
    }
    body(cx, v, &mut p);
    outcome(cx, v, &mut p);
    if let Some(rules) = rules(cx, v) {
        p.head(&format!("{} {}", t.head("rules"), rules_name(cx, &rules)));
        rule_notes(t, &rules, &mut p);
    }
    p
}

fn rules_name(cx: &Cx, rules: &CommitteeRules) -> String {
    rules.label(cx.lang).to_owned()
}

/// The sitting: arithmetic, order, who is waited for, the votes.
fn body(cx: &Cx, v: &ItemView, p: &mut Paper) {
    let t = said(cx);
    let Some(tally) = &v.tally else { return };
    p.head(t.head("body"));
    if let Some(text) = arithmetic(cx, v) {
        p.entry(t.label("arithmetic"), &text, bold(), None);
    }
    let organ = cx.office.organ();
    // Why somebody is out stands behind his name: a line of its own would push the votes off the screen.
    let why = |name: &String| v.recused_why.iter().find(|(of, _)| of == name).map(|(_, why)| why);
    let with_why = |name: String| why(&name).map_or(name.clone(), |why| format!("{name}〔{why}〕"));
    let out: Vec<String> = tally.recused_members.iter().map(|m| with_why(organ.name_of(m))).collect();
    p.field(t.label("recused"), &out.join(&t.then));
    let speaking: Vec<String> = v
        .speaking
        .iter()
        .map(|name| match v.chair.as_ref() == Some(name) {
            true => format!("{name}〔{}〕", t.chair_mark),
            false => name.clone(),
        })
        .collect();
    p.field(t.label("speaking"), &speaking.join(&t.then));
    if v.state == ItemState::Voting {
        let waiting = if v.waiting.is_empty() { t.nobody.clone() } else { v.waiting.join(&t.then) };
        p.entry(t.label("waiting"), &waiting, if v.mine { bold() } else { Style::default() }, None);
        p.field(t.label("struck"), &v.struck.join(&t.then));
    }
    if v.ballots.is_empty() && v.state != ItemState::Voting {
        return;
    }
    p.head(t.head("ballots"));
    for name in &v.speaking {
        let text = match v.ballots.iter().find(|b| &b.name == name) {
            Some(b) => ballot(cx, b),
            None => t.not_cast.clone(),
        };
        p.note(&format!("{} {text}", pad(name, 12)), Style::default());
    }
    for b in v.ballots.iter().filter(|b| !v.speaking.contains(&b.name)) {
        p.note(&format!("{} {}", pad(&b.name, 12), ballot(cx, b)), Style::default());
    }
}

fn ballot(cx: &Cx, b: &BallotView) -> String {
    let t = said(cx);
    let Some(vote) = b.vote else { return t.cast_hidden.clone() };
    let mut text = cx.w.code("vote", vote.code()).to_owned();
    for how in t.beside(b.beside()) {
        text = format!("{text}〔{how}〕");
    }
    if b.opinion.is_empty() { text } else { format!("{} {}", pad(&text, 10), b.opinion) }
}

/// What the votes came to, and what became of it.
fn outcome(cx: &Cx, v: &ItemView, p: &mut Paper) {
    let t = said(cx);
    if let Some(code) = &v.outcome {
        p.head(t.head("decision"));
        p.entry(t.label("outcome"), cx.w.code("outcome", code), bold(), None);
        p.field(t.label("count"), &count(cx, v).unwrap_or_default());
    }
    p.field(t.label("minority_missing"), &v.minority_missing.join(&t.then));
    p.field(t.label("minority_late"), &v.minority_late.join(&t.then));
    p.field(t.label("minority_out"), &v.minority_out.join(&t.then));
    for (name, text) in &v.minority {
        p.field(t.label("minority"), &format!("{name} {text}"));
    }
    p.field(t.label("earlier"), &v.earlier_decisions.join(&t.then));
    p.field(t.label("decision_no"), v.decision_no.as_deref().unwrap_or_default());
    p.field(t.label("decision"), v.decision.as_deref().unwrap_or_default());
    p.field(t.label("notice"), v.notice.as_deref().unwrap_or_default());
    p.field(t.label("feedback"), v.feedback.as_deref().unwrap_or_default());
    p.field(t.label("reconsidered"), v.reconsidered.as_deref().unwrap_or_default());
}

/// Acts that end or bend the course stand behind those that go on with it.
fn aside(act: Act) -> bool {
    matches!(act, Act::RecuseMember | Act::WithdrawApplication | Act::WrittenVote | Act::ReferUp)
}

pub struct ItemPage {
    id: MatterId,
    view: Option<(ItemView, Vec<Can>)>,
    paper: Paper,
    cursor: Cursor,
    asked: Asked,
}

impl ItemPage {
    pub fn new(cx: &mut Cx, id: MatterId) -> Self {
        let asked = Asked::of(cx, &id);
        Self { id, view: None, paper: Paper::default(), cursor: Cursor::default(), asked }
    }
}

impl Room for ItemPage {
    fn name(&self) -> &'static str {
        "item"
    }

    fn place(&self, cx: &Cx) -> String {
        let state = |state: &str| cx.w.code("item_state", state).to_owned();
        self.view.as_ref().map(|(v, _)| format!("{} {}", v.ref_, state(v.state.code()))).unwrap_or_default()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (view, _) = self.view.as_ref()?;
        self.paper = paper(cx, view, area.width as usize - 2);
        self.paper.draw(&mut self.cursor, area, buf);
        None
    }

    fn offers(&self, _: &Cx) -> Vec<Offer> {
        let Some((v, can)) = &self.view else { return Vec::new() };
        let mut acts: Vec<(Act, Option<Refusal>)> = can.iter().map(|c| (c.act, c.why_not.clone())).collect();
        acts.sort_by_key(|(act, no)| (no.is_some(), aside(*act), *act));
        let offer = |(act, why_not)| Offer { action: Action::Do(act), why_not };
        let names = (v.names == Names::Masked).then(|| Offer::open(Action::Reveal));
        let looks = [Offer::open(Action::Open)].into_iter().chain(names).chain(print::offer("item"));
        acts.into_iter().map(offer).chain(looks).collect()
    }

    fn asked(&self) -> &[Act] {
        self.asked.acts()
    }

    fn take(&mut self, cx: &mut Cx, action: Action) -> Go {
        let Some((v, _)) = &self.view else { return Go::NotMine };
        match action {
            Action::Do(act) => vote::act(cx, act, v),
            Action::Reveal => vote::names(cx, v.record, &v.ref_),
            Action::Print => print::of_matter(cx, Found::Item(self.id), "item", v.state.code(), &v.ref_.0),
            Action::Open => super::matter(cx, "record", v.record),
            _ => Go::NotMine,
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
        self.view = Some(cx.office.item(&cx.actor, &self.id)?);
        self.asked.refresh(cx, &self.id)
    }
}
