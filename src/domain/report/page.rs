//! What a reader of a report sees: all of it, for whoever is let in on it sees every record that it counts.

use super::act::Analysis;
use super::state::Report;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(r: &Report, page: &mut Page) {
    const ALL: Sight = Sight::All;
    page.text(ALL, "period", r.period.to_string());
    page.code(ALL, "shape", "quarter_shape", if r.figures.is_zero() { "ZERO" } else { "FIGURES" });
    page.text(ALL, "acts", r.figures.acts.to_string());
    page.text(ALL, "root", &r.figures.root);
    page.text(ALL, "reason", r.ended.clone().unwrap_or_default());
    let Analysis { trend, hot_spots, causes, measures, requests } = &r.analysis;
    page.text(ALL, "trend", trend);
    page.text(ALL, "hot_spots", hot_spots);
    page.text(ALL, "causes", causes);
    page.text(ALL, "measures", measures);
    page.text(ALL, "requests", requests);
    if let Some(sent) = &r.sent {
        page.head("sent");
        page.text(ALL, "doc_no", &sent.doc_no);
        page.row(ALL, "recipients", Value::Codes("quarter_recipient", sent.recipients.clone()));
        page.code(ALL, "delivery", "delivery", &sent.delivery);
        page.when("sent_at", Some(sent.sent_at));
        if let Some((by, at)) = &r.received {
            page.text(ALL, "receipt_by", by);
            page.when("receipt_at", Some(*at));
        }
    }
    for more in &r.supplements {
        page.head("supplement");
        page.text(ALL, "text", &more.text);
        page.text(ALL, "doc_no", &more.doc_no);
        page.when("said_at", Some(more.at));
    }
    if !r.figures.listed.is_empty() {
        page.head("listed");
        for listed in &r.figures.listed {
            page.text(ALL, "record_no", &listed.no);
            page.row(ALL, "special", Value::Codes("CL12", listed.special.clone()));
            page.row(ALL, "officials", Value::Codes("CL03", listed.officials.clone()));
        }
    }
    page.head("figures");
    r.figures.lines().for_each(|line| page.row(ALL, "figure", Value::Figure(line)));
}
