//! A record as one readable page, from what matters now to how it came about.

use super::values::{self, FIELDS};
use crate::domain::committee::ItemState;
use crate::domain::escalation::EscalationState;
use crate::domain::flow::{Act, Capacity};
use crate::domain::policy::Names;
use crate::domain::record::{RecordText, Status};
use crate::domain::when::{self, Precision};
use crate::office::{RecordLine, RecordSheet};
use crate::ui::frame::{alarm, bold, dim, underlined};
use crate::ui::room::Cx;
use crate::ui::rooms::page::Page;
use crate::words::rooms::{RoomWords, words};
use ratatui::style::Style;

/// Names of the places one can jump to.
pub const STORY: &str = "story";

/// The page of a record.
pub fn page(cx: &Cx, sheet: &RecordSheet, alike: &[RecordLine]) -> Page {
    let s = words(cx.lang);
    let mut page = Page::new();
    head(cx, s, sheet, &mut page);
    super::course::course(cx, s, sheet, &mut page);
    text(cx, s, sheet, &mut page);
    custody(cx, s, sheet, &mut page);
    changes(cx, s, sheet, &mut page);
    around(cx, s, sheet, alike, &mut page);
    story(cx, s, sheet, &mut page);
    seen_by(cx, s, sheet, &mut page);
    page
}

/// A moment to the minute.
pub(super) fn moment(cx: &Cx, ms: i64) -> String {
    when::show(ms, Precision::Exact, cx.lang)
}

fn head(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    let v = &sheet.record;
    let urgent = if v.urgent { s.urgent.as_str() } else { "" };
    let number = v.record_no.as_deref().unwrap_or_default();
    let parts = [v.ref_.0.as_str(), number, cx.w.status(v.status), urgent];
    let head: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    let style = if v.status == Status::Void { dim() } else { bold() };
    page.text_in(0, head.join("  "), if v.urgent { alarm() } else { style });
    for n in &v.next {
        let due = cx.office.organ().due_explained(n.clock, n.since).map(|d| d.at_ms);
        let late = due.is_some_and(|d| d < cx.office.now());
        let until = due.map(|d| s.until.replace("{}", &moment(cx, d))).unwrap_or_default();
        let overdue = if late { s.overdue.as_str() } else { "" };
        let next = s.next.replace("{who}", cx.w.capacity(n.capacity)).replace("{act}", cx.w.act(n.act));
        let line = [next.as_str(), &until, overdue].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>();
        page.field_in(s.next_label.clone(), line.join("  "), if late { alarm() } else { Style::default() });
    }
    if let Some((_, due)) = &sheet.due {
        page.field_in(s.why_date.clone(), cx.w.due(due).join(cx.lang.pick("；", "; ")), dim());
    }
    at_once(cx, s, sheet, page);
    questions(cx, sheet, page);
    page.field(s.recorded_at.clone(), moment(cx, v.recorded_at));
    if v.late_hours > 0 {
        page.field(s.late.clone(), s.late_hours.replace("{}", &v.late_hours.to_string()));
    }
    page.field(s.recorder.clone(), recorder(s, sheet));
    let told = sheet.story.iter().find(|l| l.revision == v.revision.as_str());
    let code = told.map(|l| format!("{} {}", cx.f.check_code, l.check_code)).unwrap_or_default();
    page.field(s.revision.clone(), joined(&[v.revision.as_str(), &code]));
    if v.names == Names::Masked {
        page.field(s.names.clone(), s.names_masked.clone());
    }
    let open: Vec<String> = v.to_complete.iter().map(|f| cx.w.field(f)).collect();
    page.field_in(s.to_complete.clone(), open.join(cx.lang.pick("；", "; ")), bold());
    page.field(s.withdrawn.clone(), v.withdrawn.clone().unwrap_or_default());
    page.field_in(s.void_asked.clone(), v.void_asked.clone().unwrap_or_default(), bold());
}

/// Whom the words may mean, for whoever settles it: the person, and where it stands.
fn questions(cx: &Cx, sheet: &RecordSheet, page: &mut Page) {
    for q in &sheet.questions {
        let mut said = vec![cx.office.organ().called(&q.person)];
        said.extend(q.passages.iter().map(|p| cx.w.passage(&p.field, &p.words)));
        said.extend(q.recorder_says_same.map(|same| {
            let answer = if same { Act::SamePerson } else { Act::OtherPerson };
            format!("{} {}", cx.w.capacity(Capacity::Recorder), cx.w.act(answer))
        }));
        page.field_in(cx.w.act_turn(Act::OtherPerson), said.join("  "), bold());
    }
}

/// What was reported at once, and what to do where nobody here may.
fn at_once(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    let Some(at_once) = &sheet.record.at_once else { return };
    let label = cx.w.act(Act::ReportAtOnce);
    if at_once.by_letter {
        page.field_in(label, s.at_once_letter.replace("{}", &cx.office.organ().superior), bold());
    }
    for line in &at_once.notes {
        let n = &line.note;
        let to: Vec<&str> = n.to.iter().map(|code| cx.w.code("CL18", code)).collect();
        let sent = n.sent_at.map(|at| moment(cx, at)).unwrap_or_default();
        let seen = if n.is_report() { "" } else { s.at_once_seen.as_str() };
        page.field(label, joined(&[&to.join(cx.lang.pick("、", ", ")), &sent, &n.doc_no, seen, &n.words]));
    }
}

fn recorder(s: &RoomWords, sheet: &RecordSheet) -> String {
    let v = &sheet.record;
    match &v.recorder {
        Some(name) => s.recorder_me.replace("{}", name),
        None if v.recorder_can_be_opened => s.recorder_can_open.clone(),
        None => s.recorder_closed.clone(),
    }
}

fn text(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    let v = &sheet.record;
    if v.closed {
        page.heading(s.text_heading.clone());
        page.text(s.closed.clone());
        let papers = v.text.attachments.iter().enumerate();
        papers.for_each(|(n, a)| page.text_in(2, format!("{} {}", n + 1, values::material(cx, a)), dim()));
        return;
    }
    if v.status == Status::Quick
        && let Some(q) = &v.quick
    {
        page.heading(cx.w.status(v.status));
        page.field(cx.w.field("occurred"), when::show(q.occurred.from, q.occurred.precision, cx.lang));
        page.field(cx.w.field("who"), q.who.clone());
        page.field(cx.w.field("line"), q.line.clone());
        page.field(cx.w.field("case_no"), q.case_no.clone().unwrap_or_default());
        return;
    }
    page.heading(s.text_heading.clone());
    for field in FIELDS {
        page.field(cx.w.field(field), values::of(cx, &v.text, field));
    }
    if !v.text.people.is_empty() {
        page.heading(s.people_heading.clone());
    }
    for p in &v.text.people {
        page.field(values::role(cx, p), values::person(cx, p));
    }
    if v.text.nobody_else {
        page.field(cx.w.field("present"), cx.w.field("nobody_else"));
    }
    page.heading(s.evidence_heading.clone());
    for a in &v.text.attachments {
        page.text(values::material(cx, a));
    }
    if v.text.attachments.is_empty() {
        page.text_in(0, s.no_evidence.clone(), dim());
    }
    for filing in &v.filings {
        page.field(cx.w.field("filings"), cx.w.filing(filing));
    }
    for sign in &v.signatures {
        let state = [cx.w.code("sign", sign.state), &sign.reason].join(" ");
        page.field(sign.name.clone(), state);
    }
    if let Some(a) = &v.agreement {
        page.field(cx.w.field("received_by"), [&a.name, cx.w.code("sign", a.state), &a.reason].join(" "));
    }
}

fn custody(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    let v = &sheet.record;
    let nothing = v.hands.is_empty() && v.returned.is_empty() && v.dispute.is_none() && v.identity.is_empty();
    if nothing {
        return;
    }
    page.heading(s.custody_heading.clone());
    for (i, h) in v.hands.iter().enumerate() {
        let points: Vec<&str> = h.doubts.iter().map(|p| cx.w.code("point", p)).collect();
        let doubts =
            if points.is_empty() { String::new() } else { s.doubts.replace("{}", &points.join(", ")) };
        let by = h.by.as_deref().unwrap_or(&s.somebody);
        let parts = [by.to_owned(), moment(cx, h.at), doubts, h.remark.clone().unwrap_or_default()];
        let said: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        page.field(s.hand.replace("{}", &(i + 1).to_string()), said.join("  "));
    }
    for r in &v.returned {
        page.field_in(s.returned.clone(), format!("{}: {}", cx.w.field(&r.field), r.reason), bold());
    }
    page.field_in(s.dispute.clone(), v.dispute.clone().unwrap_or_default(), bold());
    page.field(s.resolution.clone(), v.resolution.clone().unwrap_or_default());
    for i in &v.identity {
        let state = cx.w.code("review_state", i.state.code());
        let said = [i.name.as_str(), &moment(cx, i.at), state, &i.purpose].join("  ");
        page.field(s.identity.clone(), said);
    }
}

fn changes(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    let v = &sheet.record;
    for c in &v.changes {
        page.heading(format!("{} {}", cx.w.code("change", c.kind), c.number));
        let state = cx.w.code("review_state", c.state);
        page.text(format!(
            "{}  {state}  {}",
            moment(cx, c.at),
            s.hands_of_two.replace("{}", &c.hands.to_string())
        ));
        page.field(s.reason.clone(), c.reason.clone());
        page.field(s.words.clone(), c.words.clone());
        for (field, old, new) in &c.fields {
            let (old, new) = (values::show(cx, field, old), values::show(cx, field, new));
            difference(cx, s, field, &old, &new, page);
        }
    }
    if let Some(before) = sheet.earlier.last() {
        let fields = before.differs_from(&v.text);
        if !fields.is_empty() {
            page.heading(s.earlier_heading.replace("{}", &v.earlier_texts.to_string()));
        }
        for field in fields {
            let (old, new) = (all(cx, before, &field), all(cx, &v.text, &field));
            difference(cx, s, &field, &old, &new, page);
        }
    }
}

fn all(cx: &Cx, text: &RecordText, field: &str) -> String {
    values::of(cx, text, field)
}

/// Old above new, each marked by a word and a place, not by colour.
fn difference(cx: &Cx, s: &RoomWords, field: &str, old: &str, new: &str, page: &mut Page) {
    let said = |t: &str| if t.is_empty() { s.nothing.clone() } else { t.to_owned() };
    page.text(cx.w.field(field));
    page.text_in(2, format!("- {} {}", s.old, said(old)), dim());
    page.text_in(2, format!("+ {} {}", s.new, said(new)), underlined());
}

/// Whether anything hangs on the record.
pub(super) fn hangs(sheet: &RecordSheet) -> bool {
    !(sheet.escalations.is_empty() && sheet.items.is_empty() && sheet.matters.is_empty())
}

/// What went up, and what is before a body.
pub(super) fn of_own_rooms(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    for e in &sheet.escalations {
        let state = cx.w.code("escalation_state", escalation_state(e.state));
        let due = e.due.as_ref().map(|d| s.until.replace("{}", &moment(cx, d.at_ms))).unwrap_or_default();
        let parts = [e.ref_.0.as_str(), state, cx.w.code("ladder", &e.level), &e.holder, &due];
        page.field(cx.w.code("matter", "escalation"), joined(&parts));
    }
    for i in &sheet.items {
        let state = cx.w.code("item_state", item_state(i.state));
        let outcome = i.outcome.as_deref().map(|o| cx.w.code("outcome", o)).unwrap_or_default();
        let number = i.decision_no.as_deref().unwrap_or_default();
        let parts = [i.ref_.0.as_str(), &i.committee, state, outcome, number];
        page.field(cx.w.code("matter", "item"), joined(&parts));
    }
}

fn around(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, alike: &[RecordLine], page: &mut Page) {
    if sheet.links.is_empty() && alike.is_empty() {
        return;
    }
    page.heading(s.around_heading.clone());
    for (ref_, kind) in &sheet.links {
        page.field(s.linked.clone(), joined(&[ref_.0.as_str(), cx.w.code("link_kind", kind)]));
    }
    for l in alike {
        let day = l.occurred.map(|at| when::show_date(when::local(at).date(), cx.lang)).unwrap_or_default();
        let parts = [l.ref_.0.as_str(), &day, &l.inquirer, &l.cases.to_string()];
        page.field(s.alike.clone(), joined(&parts));
    }
    page.text_in(0, s.around_hint.clone(), dim());
}

pub fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("  ")
}

/// The code of a state as the words have it.
pub fn escalation_state(state: EscalationState) -> &'static str {
    state.code()
}
pub fn item_state(state: ItemState) -> &'static str {
    state.code()
}

fn story(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    page.mark(STORY);
    page.heading(s.story_heading.clone());
    for l in &sheet.story {
        let who = l.name.as_deref().unwrap_or_else(|| cx.w.capacity(l.capacity));
        page.field(moment(cx, l.at), joined(&[cx.w.event(&l.kind), who, &l.check_code]));
    }
}

fn seen_by(cx: &Cx, s: &RoomWords, sheet: &RecordSheet, page: &mut Page) {
    if sheet.seen_by.is_empty() {
        return;
    }
    page.heading(s.seen_by_heading.clone());
    for seer in &sheet.seen_by {
        let count = s.people_count.replace("{}", &seer.count.to_string());
        page.field(cx.w.seer(&seer.who), format!("{count}  {}", cx.w.names(seer.names)));
    }
    page.text_in(0, s.seen_by_note.clone(), dim());
}
