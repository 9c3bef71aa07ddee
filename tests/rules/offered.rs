//! What is offered is not refused, and what is not offered would be: after every act of the training
//! court's whole story, for everybody, over every act of the matter it touched, by the decision itself.

use crate::common;
use crate::support;

use common::{NOW, somebody, stories_copy};
use liuhen::domain::abilities::abilities;
use liuhen::domain::book::Book;
use liuhen::domain::codes;
use liuhen::domain::command::{Actor, Asked, Command, Fresh};
use liuhen::domain::committee::{
    Application, Attendance, ItemCommand, ItemState, Meeting, MeetingCommand, MeetingState, VoteCode,
};
use liuhen::domain::decide::decide;
use liuhen::domain::escalation::{Decision, Escalation, EscalationCommand};
use liuhen::domain::event::{Event, Means, Stamp};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, Millis, PersonId};
use liuhen::domain::kind::{Ask, Field};
use liuhen::domain::organ::{Organ, OrganEvent};
use liuhen::domain::policy;
use liuhen::domain::record::{
    AtOnceNote, ChangeDraft, FieldReason, Filing, Record, RecordCommand, ReviewState, blind_wanted,
};
use liuhen::domain::refusal::{No, Rule};
use liuhen::domain::registry;
use liuhen::domain::state::State;
use liuhen::ledger::{Hash, LogId};
use liuhen::store::tables::TABLES;
use liuhen::store::{Fault, Register, log};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use support::{all_right, words};

fn why() -> String {
    "理由".to_owned()
}

/// Every well-formed way to ask for an act of what lies before somebody.
fn asked_for(book: &Book, state: &State, id: MatterId, act: Act, me: &PersonId, now: Millis) -> Vec<Command> {
    if let Some(about) = registry::plain().find(|k| k.rows.iter().any(|r| r.act == act)) {
        let row = about.rows.iter().find(|r| r.act == act).unwrap();
        let mut answers: serde_json::Map<String, serde_json::Value> = row
            .asks
            .iter()
            .map(|field| (field.key.to_owned(), fitting(field, me, state.record.as_deref())))
            .collect();
        if row.begins {
            answers.insert("record".to_owned(), serde_json::json!(id));
        }
        let given = match answers.is_empty() {
            true => serde_json::json!(act.code()),
            false => serde_json::json!({ act.code(): answers }),
        };
        return vec![(about.command)((!row.begins).then_some(id), given).unwrap()];
    }
    if let (Some(meeting), None) = (state.meeting(), state.item()) {
        let body = &book.organ.committees[&meeting.committee];
        let all = |make: fn(PersonId) -> MeetingCommand| {
            body.members.iter().map(|m| make(m.person.clone())).collect()
        };
        let acts = match act {
            Act::Notice => vec![MeetingCommand::Notice],
            Act::Attend => all(|member| MeetingCommand::Attend { member, attendance: Attendance::Present }),
            Act::Open => vec![MeetingCommand::Open],
            Act::Left => all(|member| MeetingCommand::Left { member }),
            Act::CloseMeeting => vec![MeetingCommand::Close { minutes: why() }],
            other => panic!("no way to ask a meeting for {other:?}"),
        };
        return acts.into_iter().map(|act| Command::Meeting { meeting: Some(id), act }).collect();
    }
    let record = state.record.as_deref().unwrap();
    if act == Act::Apply {
        let bodies = book.organ.committees.keys();
        let apply = |committee: &liuhen::domain::ids::CommitteeId| Application {
            record: record.id,
            committee: committee.clone(),
            kind: "CASE".to_owned(),
            request: why(),
            panel_majority: String::new(),
            panel_minority: String::new(),
            advice: String::new(),
            guidance_disclosed: true,
        };
        let apply = |body| ItemCommand::Apply(apply(body));
        return bodies.map(|body| Command::Item { item: None, act: apply(body) }).collect();
    }
    if let Some(item) = state.item() {
        let acts = item_acts(book, item, act);
        return acts.into_iter().map(|act| Command::Item { item: Some(id), act }).collect();
    }
    if state.the::<Escalation>().is_some() {
        let act = match act {
            Act::Answer => EscalationCommand::Answer { decision: Decision::Accept, text: why() },
            Act::SendSuperior => EscalationCommand::SendSuperior { text: why(), doc_no: why() },
            Act::SuperiorAnswer => EscalationCommand::SuperiorAnswer { text: why(), doc_no: why() },
            other => panic!("no way to ask an escalation for {other:?}"),
        };
        return vec![Command::Escalation { escalation: Some(id), act }];
    }
    if act == Act::Escalate {
        let (reason, wanted) = ("HARD".to_owned(), vec!["GUIDANCE".to_owned()]);
        let start = EscalationCommand::Start { record: id, reason, text: why(), wanted, consent: true };
        return vec![Command::Escalation { escalation: None, act: start }];
    }
    let acts = record_acts(book, record, act, now);
    acts.into_iter().map(|act| Command::Record { record: Some(id), act }).collect()
}

/// As [`answer`]; a row of the record is named as it stands there, and what only a changed answer gives is left out.
fn fitting(field: &Field, me: &PersonId, record: Option<&Record>) -> serde_json::Value {
    match (field.key, field.ask) {
        // Where nobody need be named, whoever it can be is meant.
        ("person", Ask::Line(_)) if !field.required => serde_json::json!(""),
        ("person", Ask::Line(_)) => {
            let first = record.and_then(|r| r.text.people.iter().position(|p| p.role == "INQUIRER"));
            let row = first.zip(record).map(|(n, r)| format!("{}#{}", r.text.people[n].name, n + 1));
            serde_json::json!(row.unwrap_or_else(why))
        }
        (_, Ask::Codes(_)) if !field.required => serde_json::json!([]),
        (_, ask) => answer(ask, me),
    }
}

/// One answer that fits a field of a kind's row.
fn answer(ask: Ask, me: &PersonId) -> serde_json::Value {
    match ask {
        Ask::Code(list) => serde_json::json!(codes::list(list).rows()[0].code),
        Ask::Codes(list) => serde_json::json!([codes::list(list).rows()[0].code]),
        Ask::Person => serde_json::json!(me),
        Ask::Past | Ask::Coming => serde_json::json!("2000-01-01T10:00:00+08:00"),
        Ask::Yes => serde_json::json!(true),
        Ask::Line(_) | Ask::Text(_) | Ask::Spoken(_) | Ask::Material | Ask::Matter(_) => {
            serde_json::json!(why())
        }
    }
}

fn item_acts(book: &Book, item: &liuhen::domain::committee::Item, act: Act) -> Vec<ItemCommand> {
    let body = &book.organ.committees[&item.committee];
    let members = || body.members.iter().map(|m| m.person.clone());
    match act {
        Act::Approve => vec![ItemCommand::Approve],
        Act::RefuseApplication => vec![ItemCommand::Refuse { reason: why() }],
        Act::Resubmit => vec![ItemCommand::Resubmit { reason: why() }],
        Act::WithdrawApplication => vec![ItemCommand::Withdraw { reason: why() }],
        // One that the body has planned and not closed; where there is none, one is planned first.
        Act::Place => book
            .all::<Meeting>()
            .filter(|m| m.committee == item.committee && m.state != MeetingState::Closed)
            .filter(|m| item.meeting != Some(m.id) || item.state != ItemState::OnAgenda)
            .map(|m| ItemCommand::Place { meeting: m.id })
            .collect(),
        Act::RecuseMember => members().map(|member| ItemCommand::Recuse { member, reason: why() }).collect(),
        Act::OpenVote => vec![ItemCommand::OpenVote { disclosed: true }],
        Act::Vote => vec![ItemCommand::Vote { vote: VoteCode::For, opinion: String::new() }],
        Act::WrittenVote => members()
            .map(|member| ItemCommand::WrittenVote {
                member,
                vote: VoteCode::For,
                opinion: String::new(),
                material: why(),
            })
            .collect(),
        Act::CloseVote => vec![ItemCommand::CloseVote],
        Act::Minority => vec![ItemCommand::Minority { text: why() }],
        Act::ReferUp => vec![ItemCommand::ReferUp { reason: why() }],
        Act::Supplement => vec![ItemCommand::Supplement { reason: why() }],
        Act::ToFull => {
            let full = |committee: &liuhen::domain::ids::CommitteeId| ItemCommand::ToFullCommittee {
                committee: committee.clone(),
            };
            book.organ.committees.keys().map(full).collect()
        }
        Act::Decision => vec![ItemCommand::Decide { text: why() }],
        Act::DecisionNotice => vec![ItemCommand::Notice { text: why() }],
        Act::Feedback => vec![ItemCommand::Feedback { text: why(), executed: true }],
        Act::Reconsider => vec![ItemCommand::Reconsider { reason: why() }],
        other => panic!("no way to ask an item for {other:?}"),
    }
}

fn record_acts(book: &Book, record: &Record, act: Act, now: Millis) -> Vec<RecordCommand> {
    use RecordCommand as R;
    let seen = record.revision.clone();
    let text = Box::new(if record.is_submitted() { record.text.clone() } else { words::phone_call() });
    let blind: BTreeMap<String, String> =
        blind_wanted(record).into_iter().map(|(field, stands)| (field.to_owned(), stands)).collect();
    let (checklist, last_four) = (all_right(), record.ref_.last_four().to_owned());
    let requests = record.identity.iter().filter(|r| r.state == ReviewState::Open).map(|r| r.asker.clone());
    let everybody = || book.organ.people.keys().cloned();
    let change = record.open_change().map_or(0, |c| c.number);
    match act {
        Act::Submit => vec![R::Submit { text }],
        Act::Amend => vec![R::Amend { seen, text }],
        Act::Attach => {
            let attachment = liuhen::domain::record::Attachment {
                kind: "PAPER_ONLY".to_owned(),
                title: why(),
                hash: None,
                size: 0,
                original_location: why(),
                medium: String::new(),
                file_destination: String::new(),
            };
            vec![R::Attach { seen, attachment }]
        }
        Act::Withdraw => vec![R::Withdraw { seen, reason: why() }],
        Act::Confirm => vec![R::Confirm { seen, checklist, remark: why(), last_four, blind }],
        Act::ReadOff => vec![R::ReadOff { seen, blind }],
        Act::Return => {
            let reasons = vec![FieldReason { field: "place".to_owned(), reason: why() }];
            vec![R::Return { seen, reasons }]
        }
        Act::Dispute => vec![R::Dispute { seen, checklist, reason: why() }],
        Act::Resolve => {
            let (confirm, reason) = (false, why());
            vec![R::Resolve { seen, confirm, reason, checklist, last_four, blind }]
        }
        Act::Sign => vec![R::Sign { seen, refusal: None }],
        Act::Agree => vec![R::Agree { seen, refusal: None }],
        Act::Supplement | Act::Correct => {
            let change = match act {
                Act::Correct => ChangeDraft::Correction { text },
                _ => ChangeDraft::Supplement { words: why(), attachments: Vec::new() },
            };
            vec![R::ProposeChange { seen, change, reason: why() }]
        }
        Act::ConfirmChange => vec![R::ConfirmChange { change }],
        Act::RefuseChange => vec![R::RefuseChange { change, reason: why() }],
        Act::Void => vec![R::Void { reason: why() }],
        Act::RefuseVoid => vec![R::RefuseVoid { reason: why() }],
        Act::Link => {
            let others = book.records.keys().filter(|id| **id != record.id).take(1);
            others.map(|other| R::Link { other: *other, kind: "SAME_EVENT".to_owned() }).collect()
        }
        Act::NoteFiling => {
            let platform = codes::list("platform").rows()[0].code.clone();
            vec![R::NoteFiling { filing: Filing { platform, number: why(), on: now, by: why() } }]
        }
        Act::DeclareRecusal => vec![R::DeclareRecusal { reason: why() }],
        Act::OrderRecusal => {
            everybody().take(8).map(|person| R::OrderRecusal { person, reason: why() }).collect()
        }
        Act::LiftRecusal => everybody().map(|person| R::LiftRecusal { person, reason: why() }).collect(),
        Act::OtherPerson => policy::questions(&book.organ, record)
            .into_iter()
            .map(|q| q.person)
            .chain(record.settling.keys().cloned())
            .map(|person| R::OtherPerson { person, also: Vec::new(), reason: why() })
            .collect(),
        Act::SamePerson => policy::questions(&book.organ, record)
            .into_iter()
            .map(|q| q.person)
            .chain(record.settling.keys().cloned())
            .map(|person| R::SamePerson { person, reason: why() })
            .collect(),
        Act::AskIdentity => vec![R::AskIdentity { purpose: why() }],
        Act::OpenIdentity => requests.map(|asker| R::OpenIdentity { asker }).collect(),
        Act::RefuseIdentity => requests.map(|asker| R::RefuseIdentity { asker, reason: why() }).collect(),
        Act::ReportAtOnce => {
            let to = vec![codes::list("CL18").rows()[0].code.clone()];
            let note = AtOnceNote { to, doc_no: why(), sent_at: Some(now), words: why() };
            vec![R::ReportAtOnce { seen, note }]
        }
        other => panic!("no way to ask a record for {other:?}"),
    }
}

/// Why each way of asking was refused; what was not is left out. A field that was filled badly here is
/// no refusal of the act.
fn refusals(book: &Book, commands: &[Command], me: &PersonId, now: Millis) -> Option<BTreeSet<&'static str>> {
    let actor = Actor::person(me, Means::Training);
    let fresh = Fresh::none();
    let mut rules = BTreeSet::new();
    for command in commands {
        let asked = Asked { now, actor: &actor, fresh: &fresh, again: false };
        match decide(&book.state(command, true), &asked, command) {
            Err(No::Refused(no)) => rules.insert(no.rule.code()),
            Ok(_) | Err(No::Wrong(_)) => return None,
        };
    }
    Some(rules)
}

#[derive(Default)]
struct Found {
    asked: usize,
    /// Act, state of what it was asked of, whether it was offered.
    met: BTreeSet<(Act, bool)>,
    wrong: BTreeMap<String, usize>,
}

fn look(book: &Book, id: MatterId, now: Millis, found: &mut Found) {
    let state = book.before(&id);
    for me in book.organ.people.keys() {
        for (act, no) in abilities(&state, me, now) {
            let commands = asked_for(book, &state, id, act, me, now);
            if commands.is_empty() {
                continue;
            }
            found.asked += 1;
            found.met.insert((act, no.is_none()));
            let refused = refusals(book, &commands, me, now);
            let what = match (&no, refused) {
                (None, Some(rules)) => format!("{act:?} is offered and refused: {rules:?}"),
                (Some(no), None) => format!("{act:?} is not offered ({:?}) and would be done", no.rule),
                _ => continue,
            };
            *found.wrong.entry(what).or_default() += 1;
        }
    }
}

#[test]
fn whatever_is_offered_to_anybody_is_not_refused_and_whatever_is_not_offered_would_be() {
    let demo = stories_copy();
    let register = Register::open(&demo, TABLES, liuhen::office::Mode::Session).unwrap();
    let (mut book, mut found): (Option<Book>, Found) = Default::default();
    let mut looked: BTreeSet<String> = BTreeSet::new();
    log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
        let body: liuhen::domain::event::Body = serde_json::from_str(text).unwrap();
        let (seq, at) = (entry.header.seq, entry.header.time_ms);
        let revision = liuhen::domain::ids::Revision(Hash::revision(&entry.leaf));
        let stamp = Stamp { seq, v: body.v, at, matter: body.matter, actor: &body.actor, revision };
        match (&mut book, &body.act) {
            (None, Event::Organ(OrganEvent::Founded { founding })) => {
                book = Some(Book::new(Arc::new(Organ::founded(founding))));
            }
            (Some(book), act) => {
                book.apply(&stamp, act);
                // Once in every kind of moment: four hundred records are told in much the same way.
                let before = book.before(&body.matter);
                let status = before.record.as_ref().map_or("", |r| r.status.code());
                let waits = before.item().zip(before.record.as_ref());
                let waits = waits.map_or(0, |(i, r)| i.waiting_for(&book.organ, r, at).len().min(1));
                let moment = format!("{} {status} {waits}", body.kind);
                if book.ref_of(&body.matter).is_some() && looked.insert(moment) {
                    let agenda = before.meeting().map(|m| book.before(&m.id).matters);
                    let items = agenda.into_iter().flatten().map(|m| m.id());
                    let around = before.record.iter().map(|r| r.id).chain(items);
                    for id in around.chain([body.matter]).collect::<BTreeSet<_>>() {
                        look(book, id, at, &mut found);
                    }
                }
            }
            (None, _) => {}
        }
        Ok(())
    })
    .unwrap();
    let book = book.unwrap();
    let items = book.all::<liuhen::domain::committee::Item>().map(|i| i.id);
    for id in items.chain(book.all::<Meeting>().map(|m| m.id)) {
        look(&book, id, NOW, &mut found);
    }
    drop(register);
    let mut office = demo.office();
    for me in book.organ.people.keys() {
        for line in office.desk(&somebody(me.as_str())).unwrap() {
            if matches!(line.kind.as_str(), "draft" | "proposal") {
                continue;
            }
            let can = abilities(&book.before(&line.matter), me, NOW);
            let why =
                can.iter().find(|(act, _)| *act == line.act).map(|(_, no)| no.as_ref().map(|no| no.rule));
            // A meeting stands on its secretary's desk from the notice on; the roll opens it.
            let called = (line.act, why) == (Act::Open, Some(Some(Rule::NoQuorum)));
            if why != Some(None) && !called {
                let what = format!("{:?} stands on the desk of {me}: {why:?}", line.act);
                *found.wrong.entry(what).or_default() += 1;
            }
        }
    }
    let open: Vec<_> = found.met.iter().filter(|(_, open)| *open).map(|(act, _)| act.code()).collect();
    eprintln!("FIGURES: {} questions, {} acts offered to somebody: {open:?}", found.asked, open.len());
    assert!(found.wrong.is_empty(), "{:#?}", found.wrong);
    assert!(found.asked > 15_000 && open.len() > 40, "{} {open:?}", found.asked);
}
