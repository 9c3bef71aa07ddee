//! What a reader of a circulation sees: those who keep the store alone, and whoever decides on it, read its words
//! and the reasons; and those who keep the store alone what could tell who wrote the record down.

use super::flow::At;
use super::state::Circulation;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(c: &Circulation, page: &mut Page) {
    let approved =
        matches!(c.begun.at, At::Approved | At::ToSend | At::Sent | At::Issued | At::Unissued | At::Done);
    page.code(if approved { Sight::All } else { Sight::Deciders }, "scope", "CL19", &c.scope);
    page.code(Sight::Deciders, "basis", "circ_basis", &c.basis);
    page.text(Sight::Deciders, "recipients", &c.recipients);
    page.text(Sight::Deciders, "facts_text", &c.facts_text);
    page.row(Sight::Deciders, "must_publish", Value::Codes("CL13", c.must_publish.clone()));
    for mark in &c.marks {
        page.text(Sight::Keepers, "mark", mark.to_string());
    }
    page.text(Sight::Deciders, "no_reason", &c.no_reason);
    page.text(Sight::Keepers, "words", &c.words);
    page.text(Sight::Deciders, "ended", &c.ended);
    if let Some(sent) = &c.sent {
        page.head("sent");
        page.text(Sight::Deciders, "to_unit", &sent.to_unit);
        page.text(Sight::All, "doc_no", &sent.doc_no);
        page.code(Sight::Deciders, "delivery", "delivery", &sent.delivery);
        page.when("sent_at", Some(sent.at));
    }
    if let Some(answer) = &c.answer {
        page.head("result");
        page.code(Sight::Deciders, "answer", "circ_answer", &answer.code);
        page.text(Sight::Deciders, "answer_text", &answer.text);
        page.text(Sight::All, "doc_no", &answer.doc_no);
        page.when("answered", Some(answer.at));
    }
    if let Some((doc_no, at)) = &c.issued {
        page.head("issued");
        page.text(Sight::All, "doc_no", doc_no);
        page.when("issued_at", Some(*at));
    }
    for (by, at) in &c.receipts {
        page.text(Sight::Deciders, "receipt_by", by);
        page.when("receipt_at", Some(*at));
    }
    for p in &c.published {
        page.head("published");
        page.text(Sight::All, "medium", &p.medium);
        page.when("published_at", Some(p.at));
        page.text(Sight::Deciders, "address", &p.address);
    }
    page.text(Sight::Deciders, "unpublished", &c.unpublished);
}
