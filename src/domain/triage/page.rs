//! What a reader of a triage sees: before it is approved those who keep the store alone see more than that it is
//! under way.

use super::flow::At;
use super::state::Triage;
use crate::domain::kind::{Page, Sight, Value};

pub(super) fn of(t: &Triage, page: &mut Page) {
    let said = if t.at == At::Triaged { Sight::All } else { Sight::Keepers };
    page.code(said, "class", "CL10", &t.class);
    page.row(said, "violations", Value::Codes("CL11", t.violations.clone()));
    page.row(said, "aggravating", Value::Codes("CL13", t.aggravating.clone()));
    page.text(Sight::Keepers, "reason", &t.reason);
    page.text(Sight::Keepers, "verification", &t.verification);
    page.text(Sight::Keepers, "statement", &t.statement);
    page.text(Sight::Keepers, "no_statement", &t.no_statement);
    page.text(Sight::Keepers, "anew", &t.anew);
    for opinion in &t.opinions {
        page.head(if opinion.joint { "concurred" } else { "advised" });
        page.code(Sight::Keepers, "class", "CL10", &opinion.class);
        page.text(Sight::Keepers, "opinion", &opinion.words);
    }
    page.text(Sight::Keepers, "ended", t.ended.clone().unwrap_or_default());
}
