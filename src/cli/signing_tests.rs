//! Which verbs a text to sign is given for, and what is typed unseen.

use super::{is_signed, raw_line};
use crate::cli::Line;
use crate::domain::book::Book;
use crate::domain::event::{Body, Event};
use crate::domain::flow::Capacity;
use crate::domain::organ::{Organ, OrganEvent};
use crate::domain::question::question;
use crate::domain::registry;
use crate::domain::signature::Signed;
use clap::CommandFactory as _;
use std::sync::Arc;

/// Every kind of act that is signed and has a verb of its own, with the verb; acts of the kinds that are
/// described by a table have the verbs of the table.
const VERBS: &[(&str, &str)] = &[
    ("record.first_hand", "confirm"),
    ("record.confirmed", "confirm"),
    ("record.returned", "return"),
    ("record.disputed", "dispute"),
    ("record.resolved", "resolve"),
    ("record.withdrawn", "record withdraw"),
    ("record.change_hand", "confirm-change"),
    ("record.change_confirmed", "confirm-change"),
    ("record.change_refused", "refuse-change"),
    ("record.void_hand", "record void"),
    ("record.voided", "record void"),
    ("record.void_refused", "record refuse-void"),
    ("record.recusal_declared", "record recuse"),
    ("record.recusal_ordered", "record recuse"),
    ("record.lift_hand", "record lift-recusal"),
    ("record.recusal_lifted", "record lift-recusal"),
    ("record.other_person", "record other-person"),
    ("record.same_hand", "record same-person"),
    ("record.same_person", "record same-person"),
    ("record.identity_hand", "record identity"),
    ("record.identity_opened", "record identity"),
    ("record.identity_refused", "record identity"),
    ("record.at_once_reported", "report-at-once"),
    ("record.at_once_seen", "report-at-once"),
    ("item.applied", "committee apply"),
    ("item.approved", "committee approve"),
    ("item.refused", "committee refuse"),
    ("item.resubmitted", "committee resubmit"),
    ("item.withdrawn", "committee withdraw"),
    ("item.placed", "committee agenda"),
    ("item.vote_opened", "committee open-vote"),
    ("item.member_recused", "committee recuse"),
    ("item.voted", "committee vote"),
    ("item.written_vote", "committee written-vote"),
    ("item.vote_closed", "committee close-vote"),
    ("item.minority", "committee minority"),
    ("item.referred_up", "committee refer-up"),
    ("item.supplement", "committee supplement"),
    ("item.to_full_committee", "committee to-full"),
    ("item.decided", "committee decide"),
    ("item.noticed", "committee notice"),
    ("item.feedback", "committee feedback"),
    ("item.reconsidered", "committee reconsider"),
    ("meeting.planned", "committee meeting"),
    ("meeting.noticed", "committee papers"),
    ("meeting.opened", "committee open"),
    ("meeting.closed", "committee close"),
    ("meeting.attended", "committee attend"),
    ("meeting.left", "committee left"),
    ("evidence.cosigned", "checkpoint"),
    ("organ.proposed", "proposal"),
    ("organ.proposal_confirmed", "proposal"),
    ("organ.proposal_refused", "proposal"),
];

/// One body of every kind of act, the last form of each last.
fn acts() -> Vec<Body> {
    let lines = concat!(
        include_str!("../../tests/vectors/acts-v1.jsonl"),
        include_str!("../../tests/vectors/acts-v1-signed.jsonl"),
        include_str!("../../tests/vectors/acts-v2.jsonl"),
        include_str!("../../tests/vectors/acts-v4.jsonl"),
        include_str!("../../tests/vectors/acts-v6.jsonl"),
        include_str!("../../tests/vectors/acts-v7.jsonl"),
        include_str!("../../tests/vectors/acts-v9.jsonl"),
        include_str!("../../tests/vectors/acts-v10.jsonl"),
    );
    lines.lines().filter(|l| !l.contains("\"read\":")).map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn verb_of(kind: &str) -> Option<String> {
    if let Some((_, verb)) = VERBS.iter().find(|(k, _)| *k == kind) {
        return Some((*verb).to_owned());
    }
    let row = registry::row_of(kind)?;
    Some(format!("{} {}", kind.split_once('.')?.0, row.under.unwrap_or(row.act).code().replace('_', "-")))
}

#[test]
fn a_text_is_given_for_every_verb_whose_act_is_signed() {
    let acts = acts();
    let founding = acts.iter().find_map(|body| match &body.act {
        Event::Organ(OrganEvent::Founded { founding }) => Some(Organ::founded(founding)),
        _ => None,
    });
    let book = Book::new(Arc::new(founding.unwrap()));
    let line = Line::command();
    let mut signed = 0;
    for body in &acts {
        let Some(command) = question(&book, body) else { continue };
        // What the register does of itself nobody signs.
        let by_itself = body.act.row().is_some_and(|row| row.hands == [Capacity::Register]);
        if by_itself || Signed::of_command(&command).is_none() {
            continue;
        }
        signed += 1;
        let verb = verb_of(&body.kind).unwrap_or_else(|| panic!("{} has no verb here", body.kind));
        // The table above says nothing of a verb that there is not.
        let found = verb.split(' ').try_fold(&line, |at, word| at.find_subcommand(word));
        assert!(found.is_some(), "there is no verb {verb}");
        let mut words = verb.split(' ');
        // A checkpoint is signed by a verb of its own below `challenge`.
        let own = line.find_subcommand("challenge").unwrap().find_subcommand(&verb).is_some();
        assert!(own || is_signed(words.next().unwrap(), words.next()), "no text is given for {verb}");
    }
    assert!(signed > 60, "{signed}");
    for kind in registry::plain() {
        assert!(!is_signed(kind.code, Some("list")) && !is_signed(kind.code, None));
        for row in &kind.rows {
            let verb = row.act.code().replace('_', "-");
            assert_eq!(is_signed(kind.code, Some(&verb)), row.signed.is_some(), "{} {verb}", kind.code);
        }
    }
}

#[test]
fn what_is_typed_unseen_can_be_taken_back_and_given_up() {
    let typed = |bytes: &[u8]| raw_line(&mut &bytes[..]).unwrap().map(|s| s.reveal().to_owned());
    assert_eq!(typed("春眠不\u{7f}晓\r".as_bytes()), Some("春眠晓".to_owned()));
    assert_eq!(typed(b"abc\x15def\r"), Some("def".to_owned()));
    assert_eq!(typed(b"\x7f\x7fx\n"), Some("x".to_owned()));
    assert_eq!(typed(b"abc\x03"), None);
    assert_eq!(typed(b"\r"), None);
    assert_eq!(typed(b"abc"), None, "a line that does not end was not given");
}
