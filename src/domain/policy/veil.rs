//! What the second custodian is to read off the kept material is shown to him nowhere before he has
//! typed it: content that names the same things beside masked fields would make the look at the
//! material a copy of the screen. So the record itself stays closed to him until then, and in lists
//! it has no name, date or case number; what a material's title says is a material's to say.

use super::capacity::too_near;
use super::redact::View;
use crate::domain::ids::PersonId;
use crate::domain::organ::{Organ, Role};
use crate::domain::record::{Attachment, Record, RecordText, Status, blind_wanted};

/// How much of a record that waits for its hands a custodian does not see yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Veil {
    None,
    /// It waits for its first hand: whoever opens it reads it as the first, and the other must not
    /// have met it in a list.
    InLists,
    /// One hand is there, and this person may be the second.
    Closed,
}

/// What is kept from this person until he has read the material. Whoever cannot check the record,
/// because he wrote it, was there or handles the case, sees it by that right and is no second.
pub fn veil(organ: &Organ, record: &Record, viewer: &PersonId) -> Veil {
    let may_check = organ.has_role(viewer, Role::Cus) && !too_near(organ, record, viewer);
    let has_looked = record.read_off_by(viewer).is_some() || record.hands.iter().any(|h| &h.person == viewer);
    if !may_check || has_looked || blind_wanted(record).is_empty() {
        return Veil::None;
    }
    match record.status {
        Status::Submitted => Veil::InLists,
        Status::Returned if record.is_to_check(organ) => Veil::InLists,
        Status::OneHand => Veil::Closed,
        _ => Veil::None,
    }
}

/// What is left of a closed record: what it is called, how it stands, and its materials by number.
pub(super) fn closed(view: View) -> View {
    let attachments = view.text.attachments.iter().map(unnamed).collect();
    View {
        closed: true,
        late_hours: 0,
        quick: None,
        text: RecordText { attachments, ..RecordText::default() },
        returned: Vec::new(),
        dispute: None,
        resolution: None,
        withdrawn: None,
        void_asked: None,
        signatures: Vec::new(),
        agreement: None,
        changes: Vec::new(),
        identity: Vec::new(),
        earlier_texts: 0,
        links: Vec::new(),
        ..view
    }
}

/// A material without what its title and its place say.
pub fn unnamed(a: &Attachment) -> Attachment {
    Attachment {
        title: String::new(),
        original_location: String::new(),
        medium: String::new(),
        file_destination: String::new(),
        ..a.clone()
    }
}
