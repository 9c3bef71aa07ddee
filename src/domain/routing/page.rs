//! What a reader of a routing sees.

use super::state::Routing;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(r: &Routing, page: &mut Page) {
    page.code(Sight::All, "target", "CL18", &r.target);
    let mut rules: Vec<&str> = r.rules.iter().map(|(rule, _)| rule.as_str()).collect();
    // One rule may give two addressees.
    rules.dedup();
    page.text(Sight::All, "rules", rules.join(" "));
    page.text(Sight::Deciders, "override_reason", &r.override_reason);
    page.code(Sight::All, "form", "routing_form", &r.form);
    page.text(Sight::All, "to_unit", &r.to_unit);
    page.text(Sight::Deciders, "text", &r.text);
    page.text(Sight::Deciders, "reason", r.refused.clone().unwrap_or_default());
    if let Some((doc_no, delivery, at)) = &r.sent {
        page.head("sent");
        page.text(Sight::All, "doc_no", doc_no);
        page.code(Sight::All, "delivery", "delivery", delivery);
        page.when("sent_at", Some(*at));
    }
    if let Some((by, at)) = &r.receipt {
        page.text(Sight::All, "receipt_by", by);
        page.when("receipt_at", Some(*at));
    }
    for (at, text) in &r.reminders {
        page.row(Sight::All, "reminded", Value::When(*at));
        page.text(Sight::Deciders, "text", text);
    }
    if let Some((code, text, doc_no, at)) = &r.result {
        page.head("result");
        page.code(Sight::All, "result", "routing_result", code);
        page.text(Sight::Deciders, "result_text", text);
        page.text(Sight::All, "doc_no", doc_no);
        page.when("answered", Some(*at));
    }
    if let Some(told) = &r.given_back {
        page.when("given_back", Some(told.at));
        page.text(Sight::All, "told", &told.text);
        page.text(Sight::Recorder, "to_recorder", &told.to_recorder);
    }
}
