//! The question an act on a record answered, made again from the act; and what a decision does to a question
//! before it keeps it, done to one that is asked again.

use super::command::{ChangeDraft, RecordCommand};
use super::event::RecordEvent;
use super::evidence::as_kept;
use super::text::{Occurred, RecordText};
use crate::domain::ids::Revision;
use crate::domain::kind::Then;
use std::collections::{BTreeMap, BTreeSet};

/// What was asked for, of somebody who had this text before him.
pub(super) fn asked(event: &RecordEvent, seen: Revision) -> RecordCommand {
    use {RecordCommand as C, RecordEvent as E};
    let (last_four, blind) = (String::new(), BTreeMap::new());
    match event.clone() {
        E::Quick { note, .. } => C::Quick { note },
        E::Submitted { text, .. } => C::Submit { text },
        E::Amended { text } => C::Amend { seen, text },
        E::Attached { attachment } => C::Attach { seen, attachment },
        E::Withdrawn { reason } => C::Withdraw { seen, reason },
        E::Confirmed { checklist, remark, .. } => C::Confirm { seen, checklist, remark, last_four, blind },
        E::ReadOff { .. } => C::ReadOff { seen, blind },
        E::Returned { reasons } => C::Return { seen, reasons },
        E::Disputed { checklist, reason } => C::Dispute { seen, checklist, reason },
        E::Resolved { confirm, reason, checklist, .. } => {
            C::Resolve { seen, confirm, reason, checklist, last_four, blind }
        }
        E::Signed { refusal } => C::Sign { seen, refusal },
        E::Agreed { refusal } => C::Agree { seen, refusal },
        E::ChangeProposed { change, reason, .. } => C::ProposeChange { seen, change, reason },
        E::ChangeConfirmed { number, .. } => C::ConfirmChange { change: number },
        E::ChangeRefused { number, reason, .. } => C::RefuseChange { change: number, reason },
        E::VoidHand { reason, .. } => C::Void { reason },
        E::VoidRefused { reason, .. } => C::RefuseVoid { reason },
        E::Linked { other, kind } => C::Link { other, kind },
        E::Filed { filing } => C::NoteFiling { filing },
        E::RecusalDeclared { reason } => C::DeclareRecusal { reason },
        E::RecusalOrdered { person, reason } => C::OrderRecusal { person, reason },
        E::RecusalLifted { person, reason, .. } => C::LiftRecusal { person, reason },
        E::OtherPerson { person, also, reason, .. } => C::OtherPerson { person, also, reason },
        E::SamePerson { person, reason, .. } => C::SamePerson { person, reason },
        E::IdentityAsked { purpose } => C::AskIdentity { purpose },
        E::IdentityHand { asker, .. } => C::OpenIdentity { asker },
        E::IdentityRefused { asker, reason, .. } => C::RefuseIdentity { asker, reason },
        E::AtOnce { note } => C::ReportAtOnce { seen, note },
    }
}

/// Whether it comes to what stands there. How late something was entered follows from the calendar of the day,
/// and is not asked again; what was read off a material is kept nowhere, that each field was asked for is.
pub(super) fn is_as(comes_to: &RecordEvent, stands: &RecordEvent) -> bool {
    use RecordEvent as E;
    match (comes_to.clone(), stands) {
        (E::Submitted { ref_, number, year, ordinal, text, .. }, E::Submitted { late_hours, .. }) => {
            E::Submitted { ref_, number, year, ordinal, text, late_hours: *late_hours } == *stands
        }
        (E::ReadOff { agreed, differed }, E::ReadOff { agreed: right, differed: wrong }) => {
            let all = |a: &[String], b: &[String]| a.iter().chain(b).cloned().collect::<BTreeSet<_>>();
            all(&agreed, &differed) == all(right, wrong)
        }
        (comes_to, _) => comes_to == *stands,
    }
}

/// What a decision does to the words of a question before it keeps them, done to those asked again.
pub(super) fn as_it_was_kept(then: &Then<'_>, asked: &mut RecordCommand, kept: &mut RecordCommand) {
    use RecordCommand as C;
    match (asked, kept) {
        (C::Submit { text }, C::Submit { text: kept }) => text_as_kept(then, text, kept, false),
        (C::Amend { text, .. }, C::Amend { text: kept, .. }) => text_as_kept(then, text, kept, true),
        (
            C::ProposeChange { change: ChangeDraft::Correction { text }, .. },
            C::ProposeChange { change: ChangeDraft::Correction { text: kept }, .. },
        ) => {
            text_as_kept(then, text, kept, true);
            text.late_reason.clone_from(&kept.late_reason);
        }
        (C::Quick { note }, C::Quick { note: kept }) => {
            note.fold_cases();
            moment_as_kept(&mut note.occurred, &kept.occurred);
        }
        (C::Confirm { last_four, blind, .. }, _) => {
            last_four.clear();
            blind.clear();
        }
        (C::ReadOff { blind, .. }, _) => blind.clear(),
        (C::Resolve { confirm, checklist, last_four, blind, .. }, _) => {
            last_four.clear();
            blind.clear();
            if !*confirm {
                checklist.clear();
            }
        }
        _ => {}
    }
}

/// `adds`: the act keeps the materials that were there before.
fn text_as_kept(then: &Then<'_>, asked: &mut RecordText, kept: &mut RecordText, adds: bool) {
    *asked = as_kept(asked, then.me, then.organ);
    // An older program kept some texts as they came.
    *kept = as_kept(kept, then.me, then.organ);
    if let (Some(at), Some(kept)) = (&mut asked.occurred, &kept.occurred) {
        moment_as_kept(at, kept);
    }
    if adds {
        let stood = then.record.into_iter().flat_map(|r| &r.text.attachments);
        for a in stood.filter(|a| kept.attachments.contains(a)) {
            if !asked.attachments.contains(a) {
                asked.attachments.push(a.clone());
            }
        }
        asked.attachments.sort_by_key(|a| kept.attachments.iter().position(|k| k == a));
    }
}

/// "Now" said twice is two moments of one minute.
fn moment_as_kept(asked: &mut Occurred, kept: &Occurred) {
    let near = |a: i64, b: i64| a.abs_diff(b) < 60_000;
    let ends = match (asked.to, kept.to) {
        (Some(a), Some(b)) => near(a, b),
        (a, b) => a == b,
    };
    if ends && near(asked.from, kept.from) && asked.precision == kept.precision {
        asked.clone_from(kept);
    }
}
