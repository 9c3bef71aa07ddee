//! The diagrams are what happens: every step that a log took is drawn, and whatever is drawn was done.

use crate::common::stories_copy;
use crate::rest::the_rest;
use crate::support::words::outsider;
use crate::support::*;

use liuhen::domain::book::Book;
use liuhen::domain::event::{Body, Event, Stamp};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, Revision};
use liuhen::domain::organ::{self, Organ, OrganChange, OrganEvent as O};
use liuhen::domain::record::{
    AtOnceNote, Attachment, ChangeDraft, Filing, Record, RecordCommand, RecordEvent as R, ReviewState, Status,
};
use liuhen::domain::registry;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Flow, state, act, state.
pub type Edge = (&'static str, String, &'static str, String);

fn code(state: impl Serialize) -> String {
    serde_json::to_value(state).unwrap().as_str().unwrap().to_owned()
}

/// Every edge that `liuhen flow --mermaid` draws.
pub fn drawn() -> BTreeSet<Edge> {
    let mut all = BTreeSet::new();
    let tables = registry::every().flat_map(|k| k.tables.clone()).chain([organ::table()]);
    for table in tables {
        for row in &table.rows {
            let edge = |(from, to): &(&str, &str)| {
                (table.code, (*from).to_owned(), row.act.code(), (*to).to_owned())
            };
            all.extend(row.leads.iter().map(edge));
        }
    }
    all
}

/// Where everything stands that an event may move: flow and state, for each flow of its matter.
fn stands(book: &Book, id: &MatterId, event: &Event) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    match event {
        Event::Record(e) => {
            let record = book.records.get(id).map(|r| &**r);
            all.push(("record", code(record.map_or(Status::New, |r| r.status))));
            all.push(("change", code(record.map_or(ReviewState::None, |r| change_of(r, e)))));
            let void = record.map_or(ReviewState::None, |r| match (&r.void, r.status) {
                (Some(_), Status::Void) => ReviewState::Done,
                (Some(_), _) => ReviewState::Open,
                (None, _) => ReviewState::None,
            });
            all.push(("void", code(void)));
            all.push(("identity", code(record.map_or(ReviewState::None, |r| identity_of(r, e)))));
        }
        Event::Organ(_) => {
            let proposal = book.organ.proposals.get(id);
            all.push(("proposal", code(proposal.map_or(organ::ProposalState::None, |p| p.state))));
        }
        Event::Evidence(_) => {}
        kind => {
            let area = kind.kind().split('.').next().unwrap().to_owned();
            let about = registry::all().iter().find(|k| k.code == area).unwrap();
            all.push((about.code, book.matters.get(id).map_or(about.none, |m| m.state().0).to_owned()));
        }
    }
    all
}

fn change_of(record: &Record, event: &R) -> ReviewState {
    let (R::ChangeProposed { number, .. }
    | R::ChangeConfirmed { number, .. }
    | R::ChangeRefused { number, .. }) = event
    else {
        return ReviewState::None;
    };
    record.changes.iter().find(|c| c.number == *number).map_or(ReviewState::None, |c| c.state)
}

fn identity_of(record: &Record, event: &R) -> ReviewState {
    match event {
        R::IdentityHand { asker, .. } | R::IdentityRefused { asker, .. } => {
            let of = record.identity.iter().rev().find(|r| &r.asker == asker);
            of.map_or(ReviewState::None, |r| r.state)
        }
        _ => ReviewState::None,
    }
}

/// The flow and the act behind an event; a hand that voids a record moves two.
fn acts(event: &Event) -> Vec<(&'static str, Act)> {
    let one = |flow, act| vec![(flow, act)];
    match event {
        Event::Record(e) => match e {
            R::Quick { .. } => one("record", Act::Quick),
            R::Submitted { .. } => one("record", Act::Submit),
            R::Amended { .. } => one("record", Act::Amend),
            R::Attached { .. } => one("record", Act::Attach),
            R::Withdrawn { .. } => one("record", Act::Withdraw),
            R::Confirmed { .. } => one("record", Act::Confirm),
            R::ReadOff { .. } => one("record", Act::ReadOff),
            R::Returned { .. } => one("record", Act::Return),
            R::Disputed { .. } => one("record", Act::Dispute),
            R::Resolved { .. } => one("record", Act::Resolve),
            R::Signed { .. } => one("record", Act::Sign),
            R::Agreed { .. } => one("record", Act::Agree),
            R::Linked { .. } => one("record", Act::Link),
            R::Filed { .. } => one("record", Act::NoteFiling),
            R::RecusalDeclared { .. } => one("record", Act::DeclareRecusal),
            R::RecusalOrdered { .. } => one("record", Act::OrderRecusal),
            R::RecusalLifted { .. } => one("record", Act::LiftRecusal),
            R::OtherPerson { .. } => one("record", Act::OtherPerson),
            R::SamePerson { .. } => one("record", Act::SamePerson),
            R::AtOnce { .. } => one("record", Act::ReportAtOnce),
            R::ChangeProposed { change: ChangeDraft::Supplement { .. }, .. } => {
                one("change", Act::Supplement)
            }
            R::ChangeProposed { .. } => one("change", Act::Correct),
            R::ChangeConfirmed { .. } => one("change", Act::ConfirmChange),
            R::ChangeRefused { .. } => one("change", Act::RefuseChange),
            R::VoidHand { completes: true, .. } => vec![("record", Act::Void), ("void", Act::Void)],
            R::VoidHand { .. } => one("void", Act::Void),
            R::VoidRefused { .. } => one("void", Act::RefuseVoid),
            R::IdentityAsked { .. } => one("identity", Act::AskIdentity),
            R::IdentityHand { .. } => one("identity", Act::OpenIdentity),
            R::IdentityRefused { .. } => one("identity", Act::RefuseIdentity),
        },
        Event::Organ(e) => match e {
            O::Founded { .. } => Vec::new(),
            O::Proposed { .. } => one("proposal", Act::Propose),
            O::ProposalConfirmed { .. } => one("proposal", Act::ConfirmProposal),
            O::ProposalRefused { .. } => one("proposal", Act::RefuseProposal),
        },
        Event::Evidence(_) => Vec::new(),
        kind => {
            let code = registry::all().iter().find(|k| kind.kind().starts_with(&format!("{}.", k.code)));
            vec![(code.unwrap().code, kind.row().unwrap().act)]
        }
    }
}

/// Every step that a log took.
pub fn walked(log: &[Body]) -> BTreeSet<Edge> {
    let mut all = BTreeSet::new();
    let mut book: Option<Book> = None;
    for (n, body) in log.iter().enumerate() {
        let Some(book) = &mut book else {
            let Event::Organ(O::Founded { founding }) = &body.act else { panic!("nothing is founded") };
            book = Some(Book::new(Arc::new(Organ::founded(founding))));
            continue;
        };
        let before = stands(book, &body.matter, &body.act);
        let revision = Revision(n.to_string());
        let (seq, at) = (n as u64, n as i64);
        let stamp = Stamp { seq, v: body.v, at, matter: body.matter, actor: &body.actor, revision };
        book.apply(&stamp, &body.act);
        let after = stands(book, &body.matter, &body.act);
        for (flow, act) in acts(&body.act) {
            let at = |all: &[(&str, String)]| all.iter().find(|(f, _)| *f == flow).unwrap().1.clone();
            // A request that was refused, or just made, stands by itself.
            let (from, to) = match act {
                Act::RefuseVoid => (at(&before), code(ReviewState::Refused)),
                Act::AskIdentity => (code(ReviewState::None), code(ReviewState::Open)),
                _ => (at(&before), at(&after)),
            };
            all.insert((flow, from, act.code(), to));
        }
    }
    all
}

/// What a log did and no diagram shows.
pub fn undrawn(log: &[Body]) -> Vec<Edge> {
    walked(log).difference(&drawn()).cloned().collect()
}

/// A record in a state, with a witness, somebody approached and a namesake of a member of staff.
fn record_in(court: &mut Court, state: Status) -> MatterId {
    let mut text = visit(&["judge_tang"]);
    text.received_by = Some("judge_wang".into());
    text.effect = "AFFECTED".to_owned();
    // The inquirer himself, so that it is asked whether he is the member of staff of this name.
    text.people.retain(|p| p.role != "INQUIRER");
    text.people.push(outsider("张伟"));
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let done = match state {
        Status::OneHand => vec![court.by("cus_an").confirm(&record)],
        Status::Disputed => {
            vec![court.by("cus_an").confirm(&record), court.by("cus_bai").dispute(&record)]
        }
        Status::Returned => vec![court.by("cus_an").hand_back(&record)],
        Status::Confirmed => vec![court.by("cus_an").confirm(&record), court.by("cus_bai").confirm(&record)],
        Status::Withdrawn => vec![court.by("clerk_he").withdraw(&record)],
        Status::Void => ["clerk_he", "cus_an", "cus_bai", "dis_e"].map(|p| court.by(p).void(&record)).into(),
        _ => Vec::new(),
    };
    done.into_iter().for_each(|d| drop(d.unwrap()));
    record
}

/// Whatever can be done beside custody, tried in every state by each who might.
fn beside_custody() -> Vec<Body> {
    let mut court = Court::founded();
    let other = court.confirmed();
    let platform = liuhen::domain::codes::list("platform").rows()[0].code.clone();
    let states = [
        Status::Submitted,
        Status::OneHand,
        Status::Returned,
        Status::Disputed,
        Status::Confirmed,
        Status::Withdrawn,
        Status::Void,
    ];
    for state in states {
        let living = !matches!(state, Status::Withdrawn | Status::Void);
        let record = record_in(&mut court, state);
        drop(court.by("judge_tang").sign(&record, None));
        drop(court.by("judge_wang").agree(&record, None));
        drop(court.by("cus_cao").other_person(&record, "clerk_zhang"));
        drop(court.by("cus_bai").other_person(&record, "clerk_zhang"));
        let same = || RecordCommand::SamePerson { person: "clerk_zhang".into(), reason: "是他".to_owned() };
        drop(court.by("cus_an").record(&record, same()));
        let seen = court.by("cus_an").sheet(&record).unwrap().record.revision;
        let report = RecordCommand::ReportAtOnce { seen, note: AtOnceNote::default() };
        drop(court.by("chief").record(&record, report));
        drop(court.by("cus_an").link(&record, &other));
        let (by, number, on) = ("登记员".to_owned(), "1".to_owned(), court.now());
        let filing = Filing { platform: platform.clone(), number, on, by };
        drop(court.by("cus_an").record(&record, RecordCommand::NoteFiling { filing }));
        if !living {
            continue;
        }
        // Whoever gave a hand, and whoever gave none, is out of it by his own word or by an order.
        for who in ["judge_pan", "cus_an", "cus_bai"] {
            let record = record_in(&mut court, state);
            drop(court.by(who).declare_recusal(&record));
            let record = record_in(&mut court, state);
            drop(court.by("chief").order_recusal(&record, who));
            for by in ["dis_e", "dish_fan"] {
                let lift =
                    RecordCommand::LiftRecusal { person: who.into(), reason: "不再有关".to_owned() };
                drop(court.by(by).record(&record, lift));
            }
        }
        let record = record_in(&mut court, state);
        drop(court.by("clerk_he").amend(&record, phone_call()));
        let record = record_in(&mut court, state);
        drop(court.by("clerk_he").attach(&record, paper()));
        let record = record_in(&mut court, state);
        drop(court.by("cus_bai").hand_back(&record));
        let record = record_in(&mut court, state);
        for who in ["clerk_he", "cus_an", "cus_bai", "dis_e"] {
            drop(court.by(who).void(&record));
        }
    }
    // Nobody completes what was handed back to whoever has no account any more.
    let record = court.by("judge_wang").submit(phone_call()).unwrap().matter;
    court.by("cus_an").hand_back(&record).unwrap();
    court.change(OrganChange::Active { person: "judge_wang".into(), active: false });
    court.by("cus_bai").confirm(&record).unwrap();
    court.log()
}

fn paper() -> Attachment {
    Attachment {
        kind: "PAPER_ONLY".to_owned(),
        title: "便条".to_owned(),
        hash: None,
        size: 0,
        original_location: "档案室".to_owned(),
        medium: String::new(),
        file_destination: String::new(),
    }
}

#[test]
fn the_diagrams_are_what_happens() {
    let demo = stories_copy();
    let mut all = walked(&bodies(&demo));
    all.extend(walked(&beside_custody()));
    all.extend(walked(&the_rest()));
    let drawn = drawn();
    let undrawn: Vec<_> = all.difference(&drawn).collect();
    assert!(undrawn.is_empty(), "done and not drawn: {undrawn:#?}");
    // What is added to a table and done by nobody does not hide here.
    let idle: Vec<_> = drawn.difference(&all).collect();
    assert!(idle.is_empty(), "drawn and never done: {idle:#?}");
}
