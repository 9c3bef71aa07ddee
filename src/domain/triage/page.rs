//! What a reader of a triage sees: before it is approved those who keep the store alone see more than that it is
//! under way.

use super::flow::At;
use super::state::Triage;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(t: &Triage, page: &mut Page) {
    let said = if t.begun.at == At::Triaged { Sight::All } else { Sight::Deciders };
    page.code(said, "class", "CL10", &t.class);
    page.row(said, "violations", Value::Codes("CL11", t.violations.clone()));
    page.row(said, "aggravating", Value::Codes("CL13", t.aggravating.clone()));
    page.text(Sight::Deciders, "reason", &t.reason);
    page.text(Sight::Deciders, "verification", &t.verification);
    page.text(Sight::Deciders, "statement", &t.statement);
    page.text(Sight::Deciders, "no_statement", &t.no_statement);
    page.text(Sight::Deciders, "anew", &t.anew);
    for opinion in &t.opinions {
        page.head(if opinion.joint { "concurred" } else { "advised" });
        page.code(Sight::Deciders, "class", "CL10", &opinion.class);
        page.text(Sight::Deciders, "opinion", &opinion.words);
    }
    page.text(Sight::Deciders, "ended", t.ended.clone().unwrap_or_default());
}
