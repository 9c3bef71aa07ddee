//! What a reader of a report sees: everybody who sees the record that it was reported, to whom and when, for that
//! protects whoever wrote it down; its words those who keep the store, and whoever decides on it.

use super::state::Urgency;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(r: &Urgency, page: &mut Page) {
    page.row(Sight::Deciders, "triggers", Value::Codes("report_trigger", r.triggers.clone()));
    page.text(Sight::Deciders, "reason", &r.reason);
    let to = if r.sent.is_some() { Sight::All } else { Sight::Deciders };
    page.row(to, "to", Value::Codes("report_to", r.to.clone()));
    page.text(Sight::Deciders, "text", &r.text);
    page.text(Sight::Deciders, "ended", &r.ended);
    if let Some(sent) = &r.sent {
        page.head("sent");
        page.text(Sight::All, "doc_no", &sent.doc_no);
        page.code(Sight::Deciders, "delivery", "delivery", &sent.delivery);
        page.when("sent_at", Some(sent.at));
        page.text(Sight::All, "hours", sent.hours.to_string());
    }
    if let Some((by, at)) = &r.receipt {
        page.text(Sight::Deciders, "receipt_by", by);
        page.when("receipt_at", Some(*at));
    }
}
