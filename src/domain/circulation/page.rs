//! What a reader of a circulation sees: those who keep the store alone, and whoever decides on it, read its words
//! and the reasons.

use super::flow::At;
use super::state::Circulation;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(c: &Circulation, page: &mut Page) {
    let approved =
        matches!(c.at, At::Approved | At::ToSend | At::Sent | At::Issued | At::Unissued | At::Done);
    page.code(if approved { Sight::All } else { Sight::Keepers }, "scope", "CL19", &c.scope);
    page.code(Sight::Keepers, "basis", "circ_basis", &c.basis);
    page.text(Sight::Keepers, "recipients", &c.recipients);
    page.text(Sight::Keepers, "facts_text", &c.facts_text);
    page.row(Sight::Keepers, "must_publish", Value::Codes("CL13", c.must_publish.clone()));
    for mark in &c.marks {
        page.text(Sight::Keepers, "mark", mark.to_string());
    }
    page.text(Sight::Keepers, "no_reason", &c.no_reason);
    page.text(Sight::Keepers, "words", &c.words);
    page.text(Sight::Keepers, "ended", &c.ended);
    if let Some(sent) = &c.sent {
        page.head("sent");
        page.text(Sight::Keepers, "to_unit", &sent.to_unit);
        page.text(Sight::All, "doc_no", &sent.doc_no);
        page.code(Sight::Keepers, "delivery", "delivery", &sent.delivery);
        page.when("sent_at", Some(sent.at));
    }
    if let Some(answer) = &c.answer {
        page.head("result");
        page.code(Sight::Keepers, "answer", "circ_answer", &answer.code);
        page.text(Sight::Keepers, "answer_text", &answer.text);
        page.text(Sight::All, "doc_no", &answer.doc_no);
        page.when("answered", Some(answer.at));
    }
    if let Some((doc_no, at)) = &c.issued {
        page.head("issued");
        page.text(Sight::All, "doc_no", doc_no);
        page.when("issued_at", Some(*at));
    }
    for (by, at) in &c.receipts {
        page.text(Sight::Keepers, "receipt_by", by);
        page.when("receipt_at", Some(*at));
    }
    for p in &c.published {
        page.head("published");
        page.text(Sight::All, "medium", &p.medium);
        page.when("published_at", Some(p.at));
        page.text(Sight::Keepers, "address", &p.address);
    }
    page.text(Sight::Keepers, "unpublished", &c.unpublished);
}
