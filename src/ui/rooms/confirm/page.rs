//! A record as a page to be read, and what changed in it.

use crate::domain::case_no;
use crate::domain::policy::View;
use crate::domain::record::{CaseOf, PersonRole, RecordText, Status};
use crate::domain::when::{self, Precision};
use crate::office::RecordSheet;
use crate::ui::frame::{bold, dim};
use crate::ui::room::Cx;
use crate::ui::text::{pad, width, wrap};
use crate::words;
use ratatui::style::Style;

/// Words, how they are drawn, and the field of the record they are about.
pub(super) type Row = (String, Style, &'static str);

/// The lines that a point of the checklist looks at.
pub(super) fn looked_at(point: &str) -> &'static [&'static str] {
    match point {
        "name" | "post" => &["people", "received_by"],
        "time" => &["occurred"],
        "place" => &["place"],
        "manner" => &["manner", "channel"],
        "content" => &["content", "request_type"],
        "materials" => &["attachments", "no_material_reason"],
        "case_no" => &["case_no", "stage"],
        "signatures" => &["signatures"],
        _ => &[],
    }
}

/// Points about something that this record does not have: there is nothing to compare.
pub(super) fn without_matter(view: &View) -> impl Iterator<Item = &'static str> {
    let text = &view.text;
    let nothing = [
        ("time", text.occurred.is_none()),
        ("place", text.place.trim().is_empty()),
        ("manner", text.manner.is_empty()),
        ("case_no", text.cases().is_empty()),
        ("materials", text.attachments.is_empty() && text.no_material_reason.trim().is_empty()),
        ("signatures", view.signatures.is_empty() && view.agreement.is_none()),
    ];
    nothing.into_iter().filter(|(_, nothing)| *nothing).map(|(point, _)| point)
}

/// Fields of a text in the order of the nine points, then the rest.
const FIELDS: [&str; 32] = [
    "people",
    "received_by",
    "occurred",
    "place",
    "manner",
    "channel",
    "nobody_else",
    "deputy_level",
    "proposal_no",
    "handed_on_by",
    "practice",
    "recusal_note",
    "content",
    "request_type",
    "special_items",
    "aggravating",
    "gifts",
    "contact_facts",
    "contact_note",
    "response",
    "response_text",
    "reply",
    "replied_on",
    "written_opinion",
    "effect",
    "filed_to",
    "no_material_reason",
    "attachments",
    "case_no",
    "stage",
    "late_reason",
    "secrecy",
];

/// The record in rows of this width.
pub(super) fn rows(cx: &Cx, sheet: &RecordSheet, cells: usize) -> Vec<Row> {
    let f = words::form::words(cx.lang);
    let view = &sheet.record;
    let text = &view.text;
    let mut out: Vec<Row> = Vec::new();
    let number = view.record_no.clone().unwrap_or_default();
    let head = [view.ref_.0.as_str(), &number, cx.w.status(view.status), cx.w.code("CL01", &view.stream)];
    let urgent = if view.urgent { cx.f.urgent.as_str() } else { "" };
    let head: Vec<&str> = head.into_iter().chain([urgent]).filter(|s| !s.is_empty()).collect();
    out.push((head.join("  "), bold(), ""));
    if !view.to_complete.is_empty() {
        let open: Vec<String> = view.to_complete.iter().map(|f| cx.w.field(f)).collect();
        let said = format!("{}  {}", cx.w.code("flag", "incomplete"), open.join(&f.comma));
        out.extend(wrap(&said, cells).into_iter().map(|row| (row, bold(), "")));
    }
    if let Some(dispute) = view.dispute.as_deref().filter(|_| view.status == Status::Disputed) {
        let told = f.confirm("disputed").replace("{}", dispute);
        out.extend(wrap(&told, cells).into_iter().map(|row| (row, bold(), "")));
    }
    let labels: Vec<_> = said(cx, text).collect();
    let widest = labels.iter().map(|(_, l, _)| width(l)).max().unwrap_or(0).min(cells * 2 / 5);
    for (key, label, value) in &labels {
        laid(&mut out, (key, label), value, widest, cells);
    }
    for s in view.signatures.iter().chain(&view.agreement) {
        let said = format!("{}  {} {}", s.name, cx.w.code("sign", s.state), s.reason);
        laid(&mut out, ("signatures", cx.w.code("point", "signatures")), said.trim_end(), widest, cells);
    }
    let recorded = when::show(view.recorded_at, Precision::Exact, cx.lang);
    laid(&mut out, ("", f.confirm("recorded")), &recorded, widest, cells);
    if view.text.attachments.iter().any(|a| a.hash.is_some()) {
        out.extend(
            wrap(f.confirm("look_at_material"), cells).into_iter().map(|row| (row, dim(), "attachments")),
        );
    }
    out.push((f.confirm("end").to_owned(), dim(), ""));
    out
}

/// What a text says, label and words, without what it does not say.
pub(crate) fn text_fields(cx: &Cx, text: &RecordText) -> Vec<(String, String)> {
    said(cx, text).map(|(_, label, value)| (label, value)).collect()
}

/// Field, label and words.
fn said(cx: &Cx, text: &RecordText) -> impl Iterator<Item = (&'static str, String, String)> {
    let all = FIELDS.iter().map(|key| (*key, label(cx, key), shown(cx, text, key)));
    all.filter(|(_, _, value)| !value.is_empty())
}

/// What differs between two texts, old beside new.
pub(super) fn changes(cx: &Cx, old: &RecordText, new: &RecordText, cells: usize) -> Vec<Row> {
    let f = words::form::words(cx.lang);
    let mut out = vec![(f.confirm("changed").to_owned(), bold(), "")];
    for key in old.differs_from(new) {
        let (was, is) = (shown(cx, old, &key), shown(cx, new, &key));
        for (mark, value) in [("-", was), ("+", is)] {
            if !value.is_empty() {
                let rows = wrap(&format!("{mark} {}  {value}", label(cx, &key)), cells);
                out.extend(rows.into_iter().map(|row| (row, Style::default(), "")));
            }
        }
    }
    out.push((String::new(), Style::default(), ""));
    out
}

fn laid(out: &mut Vec<Row>, (field, label): (&'static str, &str), value: &str, widest: usize, cells: usize) {
    let mut label = label;
    for row in wrap(value, cells.saturating_sub(widest + 2)) {
        out.push((format!("{}  {row}", pad(label, widest)), Style::default(), field));
        label = "";
    }
}

fn label(cx: &Cx, key: &str) -> String {
    words::form::words(cx.lang).record.get(key).cloned().unwrap_or_else(|| cx.w.field(key))
}

/// One field of a text in words.
fn shown(cx: &Cx, text: &RecordText, key: &str) -> String {
    let f = words::form::words(cx.lang);
    let codes = |list: &str, all: &[String]| {
        all.iter().map(|c| cx.w.code(list, c).to_owned()).collect::<Vec<_>>().join(&f.comma)
    };
    let code = |list: &str, c: &str| if c.is_empty() { String::new() } else { cx.w.code(list, c).to_owned() };
    match key {
        "people" => text.people.iter().map(|p| person(cx, p)).collect::<Vec<_>>().join("\n"),
        "meant" => {
            let all = text.meant.iter().filter(|m| m.same).map(|m| cx.office.organ().called(&m.person));
            all.collect::<Vec<_>>().join(&f.comma)
        }
        "received_by" => text.received_by.as_ref().map(|p| cx.office.organ().name_of(p)).unwrap_or_default(),
        "occurred" => text.occurred.as_ref().map_or(String::new(), |o| {
            let to = o.to.map(|to| format!(" - {}", when::show(to, Precision::Exact, cx.lang)));
            format!("{}{}", when::show(o.from, o.precision, cx.lang), to.unwrap_or_default())
        }),
        "place" => text.place.clone(),
        "manner" => codes("CL08", &text.manner),
        "channel" => {
            let all = text.channel.iter().map(|(m, words)| format!("{} {words}", cx.w.code("CL08", m)));
            all.collect::<Vec<_>>().join(&f.comma)
        }
        "nobody_else" if text.nobody_else => f.yes.clone(),
        "content" => text.content.clone(),
        "request_type" => codes("CL09", &text.request_type),
        "special_items" => codes("CL12", &text.special_items),
        "aggravating" => codes("CL13", &text.aggravating),
        "response" => codes("CL14", &text.response),
        "response_text" => text.response_text.clone(),
        "effect" => code("CL15", &text.effect),
        "no_material_reason" => text.no_material_reason.clone(),
        "attachments" => {
            let all = text.attachments.iter().map(|a| crate::ui::form::paper_words(cx, a));
            all.collect::<Vec<_>>().join("\n")
        }
        "case_no" => {
            let shown = |mut c: CaseOf| {
                if c.stage == text.stage {
                    c.stage.clear();
                }
                let known = case_no::parse(&c.case_no, 9999).is_ok();
                format!("{}{}", cx.w.case_of(&c), if known { "" } else { " ?" })
            };
            text.cases().into_iter().map(shown).collect::<Vec<_>>().join(&f.comma)
        }
        "stage" => code("CL07", &text.stage),
        "gifts" => text.gifts.iter().map(|g| cx.w.gift(g)).collect::<Vec<_>>().join("\n"),
        "contact_facts" => codes("contact_fact", &text.contact_facts),
        "contact_note" => text.contact_note.clone(),
        "deputy_level" => code("deputy_level", &text.deputy_level),
        "proposal_no" => text.proposal_no.clone(),
        "handed_on_by" => text.handed_on_by.clone(),
        "reply" => text.reply.clone(),
        "replied_on" => text.replied_on.map(|at| when::show(at, Precision::Day, cx.lang)).unwrap_or_default(),
        "practice" => text.practice.clone(),
        "recusal_note" => text.recusal_note.clone(),
        "written_opinion" => code("written_opinion", &text.written_opinion),
        "filed_to" => code("CL16", &text.filed_to),
        "late_reason" => text.late_reason.clone(),
        "secrecy" => code("CL17", &text.secrecy),
        "matter" => code("CL02", &text.matter),
        "stream" => code("CL01", &text.stream),
        "recorder_role" => code("recorder_capacity", &text.recorder_role),
        "urgent" if text.urgent => f.yes.clone(),
        _ => String::new(),
    }
}

fn person(cx: &Cx, p: &PersonRole) -> String {
    let role = cx.w.code("party_role", &p.role);
    let mut shown = p.clone();
    if let Some(id) = p.person.as_ref().filter(|_| p.name.is_empty()) {
        shown.name = cx.office.organ().name_of(id);
    }
    format!("{role}  {}", crate::ui::form::summary(cx.w, words::form::words(cx.lang), &shown))
}
