//! One inquiry record: what was said, by whom, about which case, and who checked it.
//!
//! The recorder states facts and never classifies. [`Status`] means custody only; escalation and
//! meetings are matters of their own that point at the record.

mod again;
mod at_once;
mod attachments;
mod blind;
mod changes;
mod check;
mod command;
mod decide;
mod event;
mod evidence;
mod flow;
mod fold;
mod hand_in;
mod kind;
mod needs;
mod parts;
mod reviews;
pub mod sheet;
mod state;
pub mod streams;
mod text;
mod turns;

pub use at_once::{AtOnceNote, Noted};
pub use attachments::{Kept, check_before_it_comes};
pub use blind::blind_wanted;
pub use command::{Answer, CHECKLIST, ChangeDraft, Checklist, FieldReason, RecordCommand};
pub(crate) use decide::given;
pub use event::RecordEvent;
pub use evidence::{Required, as_kept, check, required_fields, settled, warnings};
pub use flow::Status;
pub use parts::{
    Change, ChangeKind, Cleared, Disagreement, Filing, Hand, IdentityRequest, Judged, Link, ReadOff, Remark,
    Settling, Sign, TextVersion, VoidRequest,
};
pub use reviews::ReviewState;
pub use state::{Record, is_own_duty};
pub use text::{
    Attachment, CaseNumbers, CaseOf, FIELDS, Gift, Occurred, PersonRole, QuickNote, RecordText, Said,
    local_time, local_time_option,
};
