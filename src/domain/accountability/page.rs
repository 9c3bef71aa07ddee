//! What a reader sees: those who keep the store and discipline alone who is held liable, for what and how. All
//! others are told that it is under way, and on which day it was decided.

use super::state::Accountability;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(a: &Accountability, page: &mut Page) {
    // A heading is seen by everybody: there is none, so that it tells nothing of what is below it.
    const K: Sight = Sight::Deciders;
    if let Some(l) = &a.liable {
        page.text(K, "person", &l.person);
        page.text(K, "row", l.row.to_string());
        page.code(K, "kind", "CL03", &l.kind);
        page.code(K, "cause", "acc_cause", &l.cause);
        page.text(K, "to_unit", &l.to_unit);
    }
    page.text(K, if a.liable.is_some() { "text" } else { "declined_for" }, &a.text);
    page.text(K, "reason", a.ended.clone().unwrap_or_default());
    if let Some((doc_no, delivery, at)) = &a.sent {
        page.text(K, "sent_no", doc_no);
        page.code(K, "delivery", "delivery", delivery);
        page.row(K, "sent_at", Value::When(*at));
    }
    for (at, text) in &a.reminders {
        page.row(K, "reminded", Value::When(*at));
        page.text(K, "reminder", text);
    }
    if let Some(d) = &a.decided {
        page.when("decided_at", Some(d.at));
        page.row(K, "sanctions", Value::Codes("CL20", d.sanctions.clone()));
        page.code(K, "form4", "four_forms", &d.form4);
        page.text(K, "doc_no", &d.doc_no);
        if let Some(at) = d.effective_at {
            page.row(K, "effective_at", Value::When(at));
        }
        page.text(K, "answer_text", &d.text);
    }
    for appeal in &a.appeals {
        page.row(K, "filed_at", Value::When(appeal.filed_at));
        page.text(K, "appeal_text", &appeal.text);
        if let Some(r) = &appeal.result {
            page.code(K, "appeal_result", "appeal_result", &r.code);
            page.text(K, "appeal_reason", &r.text);
            page.text(K, "appeal_no", &r.doc_no);
            page.row(K, "sanctions", Value::Codes("CL20", r.sanctions.clone()));
        }
    }
    for (code, at, text) in &a.reflected {
        page.code(K, "reflected_in", "reflected_in", code);
        page.row(K, "reflected_at", Value::When(*at));
        page.text(K, "reflected_text", text);
    }
}
