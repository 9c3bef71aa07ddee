//! The record form, new, resumed or correcting, and whatever else was begun and left.

use crate::domain::ids::MatterId;
use crate::ui::room::{Cx, Go};

/// What a record form is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormFor {
    New,
    /// A quick note is completed.
    Quick(MatterId),
    /// A record of one's own is amended before it is in the store.
    Amend(MatterId),
    /// A correction is proposed after that.
    Correct(MatterId),
    /// What was left unfinished.
    Draft(String),
}

/// Opens the record form.
pub fn record_form(_cx: &mut Cx, _what: FormFor) -> Go {
    Go::NotMine
}

/// Goes on with a draft.
pub fn draft(cx: &mut Cx, id: &str) -> Go {
    record_form(cx, FormFor::Draft(id.to_owned()))
}
