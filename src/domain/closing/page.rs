//! What a reader of a closing sees: each the words that are meant for him.

use super::flow::At;
use super::state::Closing;
use crate::domain::kind::{Page, Sight};

pub(super) fn of(c: &Closing, page: &mut Page) {
    page.code(Sight::All, "class", "CL10", &c.class);
    page.text(Sight::Keepers, "summary", &c.summary);
    let told = |sight| {
        if matches!(c.begun.at, At::Closed | At::Told | At::Reopened) { sight } else { Sight::Keepers }
    };
    page.text(told(Sight::Recorder), "to_recorder", &c.to_recorder);
    page.text(told(Sight::All), "to_handler", &c.to_handler);
    page.when("closed_at", c.closed_at);
    page.text(Sight::Keepers, "reason", c.ended.clone().unwrap_or_default());
}
