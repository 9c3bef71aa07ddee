//! What a reader of an extract sees: nobody but discipline comes here.

use super::state::Disclosure;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(d: &Disclosure, page: &mut Page) {
    const K: Sight = Sight::Deciders;
    page.text(K, "person", &d.person);
    page.text(K, "asked_by", &d.asked_by);
    page.text(K, "letter_no", &d.letter_no);
    page.when("letter_at", Some(d.letter_at));
    page.code(K, "purpose", "extract_purpose", &d.purpose);
    page.row(K, "fields", Value::Codes("extract_field", d.fields.clone()));
    page.text(K, "reason", d.ended.clone().unwrap_or_default());
    let Some(given) = &d.given else { return };
    page.text(K, "doc_no", &given.doc_no);
    page.code(K, "delivery", "delivery", &given.delivery);
    page.when("sent_at", Some(given.sent_at));
    page.text(K, "received_by", &given.received_by);
    page.head("extract");
    let e = &given.extract;
    page.text(K, "told_of", &e.person);
    page.code(K, "cause", "acc_cause", &e.cause);
    page.row(K, "sanctions", Value::Codes("CL20", e.sanctions.clone()));
    page.code(K, "form4", "four_forms", &e.form4);
    page.when("decided_at", e.decided_at);
    page.text(K, "decision_no", &e.doc_no);
    page.when("effective_at", e.effective_at);
    page.code(K, "appeal_result", "appeal_result", &e.appeal_result);
    page.row(K, "reflected_in", Value::Codes("reflected_in", e.reflected_in.clone()));
}
