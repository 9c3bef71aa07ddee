//! Random acts by random people at moving times, most of them wrong: whatever they try, the register
//! keeps its promises.

use crate::agreement::Second;
use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::committee::{
    Attendance, ItemCommand, ItemEvent, MeetingCommand, MeetingEvent, Outcome, VoteCode,
};
use liuhen::domain::escalation::{Decision, EscalationEvent};
use liuhen::domain::event::{ActorName, Body, Event};
use liuhen::domain::ids::{MatterId, PersonId};
use liuhen::domain::organ::{Interest, KeyLine, KeyUse, Organ, OrganChange, OrganCommand, OrganEvent};
use liuhen::domain::record::{AtOnceNote, ChangeDraft, QuickNote, RecordCommand, RecordEvent, RecordText};
use liuhen::domain::refusal::{No, Rule};
use liuhen::domain::search::Filter;
use liuhen::office::Trouble;
use liuhen::signing::SigningKey;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use support::words::{insider, outsider};
use support::*;

const ACTORS: &[&str] = &[
    "clerk_he",
    "judge_li",
    "cus_an",
    "cus_bai",
    "cus_cao",
    "dis_e",
    "dish_fan",
    "chief",
    "vp_sun",
    "head_zhao",
    "sec_gong",
    "judge_wang",
    "sys_gao",
    "sea_lin",
    "judge_tang",
    "vp_zhou",
    "head_qin",
];

/// One step: an act, whose, on which of the matters so far, after how long.
#[derive(Clone, Debug)]
struct Step {
    act: u8,
    who: usize,
    on: usize,
    hours: u8,
    twist: u8,
}

fn step() -> impl Strategy<Value = Step> {
    (0u8..65, 0..ACTORS.len(), 0usize..4, 0u8..60, 0u8..=255).prop_map(|(act, who, on, hours, twist)| Step {
        // What takes many hands is tried more often.
        act: match act {
            40..=48 => 35,
            49..=50 => 34,
            51..=52 => 36,
            53..=54 => 37,
            55 => 19,
            56..=60 => 40,
            61..=64 => 39,
            act => act,
        },
        who,
        on,
        hours: if hours < 40 { 0 } else { hours - 39 },
        twist,
    })
}

#[derive(Default)]
struct Known {
    records: Vec<MatterId>,
    recorders: BTreeMap<MatterId, String>,
    escalations: Vec<MatterId>,
    items: Vec<MatterId>,
    meetings: Vec<MatterId>,
    proposals: Vec<MatterId>,
}

/// One of a few keys, so that one key is wanted for several people. A comment changes nothing in it.
fn key(twist: u8) -> String {
    let seed = zeroize::Zeroizing::new([twist / 4 % 6; 32]);
    let line = SigningKey::from_seed(&seed).unwrap().public_line().unwrap();
    if twist.is_multiple_of(3) { format!("{line} {twist}@court") } else { line }
}

fn text(twist: u8, now: i64) -> RecordText {
    let mut text = phone_call();
    text.occurred.as_mut().unwrap().from = now - HOUR;
    match twist % 6 {
        0 => text.people.push(insider(ACTORS[usize::from(twist / 6) % ACTORS.len()], "BEHALF")),
        1 => text.people = vec![outsider("张伟")],
        2 => text.effect = "AFFECTED".to_owned(),
        3 => {
            text = {
                let mut t = visit(&["judge_tang", "cus_an"]);
                t.occurred = text.occurred;
                t
            }
        }
        4 => text.received_by = Some("judge_wang".into()),
        _ => text.content.push_str(&format!("第{twist}次。")),
    }
    text
}

/// Who would be the right one for this act, as far as an onlooker can tell; three times in four he is
/// the one who tries.
fn right_one(court: &mut Court, known: &Known, s: &Step) -> Option<String> {
    let pick = |all: &[MatterId]| (!all.is_empty()).then(|| all[s.on % all.len()]);
    let one_of = |all: &[&str]| Some(all[usize::from(s.twist) % all.len()].to_owned());
    let by_name = |court: &Court, name: &str| {
        court.office.organ().people.values().find(|p| p.name == name).map(|p| p.id.0.clone())
    };
    let fan = actor("dish_fan");
    match s.act {
        4..=6 | 17 | 19 if s.act != 19 || s.twist.is_multiple_of(4) => {
            let record = pick(&known.records)?;
            known.recorders.get(&record).cloned()
        }
        7..=13 | 18 | 21 | 22 | 27 => one_of(&["cus_an", "cus_bai", "cus_cao"]),
        19 => one_of(&["cus_an", "cus_bai", "cus_cao", "dis_e"]),
        14 => one_of(&["cus_cao", "dish_fan"]),
        15 => one_of(&["judge_tang", "cus_an"]),
        16 => Some("judge_wang".to_owned()),
        23 | 24 => one_of(&["judge_li", "judge_wang"]),
        25 | 26 => {
            let (view, _) = court.office.escalation(&fan, &pick(&known.escalations)?).ok()?;
            by_name(court, &view.holder)
        }
        28 => one_of(&["judge_li", "judge_wang"]),
        29 if s.twist % 5 == 1 || s.twist % 5 == 2 => one_of(&["judge_li", "judge_wang"]),
        29 => one_of(&["chief", "chief", "vp_sun"]),
        30..=34 => Some("sec_gong".to_owned()),
        35 => {
            let (view, _) = court.office.item(&actor("sec_gong"), &pick(&known.items)?).ok()?;
            by_name(court, view.waiting.get(usize::from(s.twist) % view.waiting.len().max(1))?)
        }
        36 if s.twist % 6 == 1 => {
            let (view, _) = court.office.item(&actor("sec_gong"), &pick(&known.items)?).ok()?;
            by_name(court, view.minority_missing.first()?)
        }
        36 if s.twist % 6 == 3 => Some("chief".to_owned()),
        36 => Some("sec_gong".to_owned()),
        37 if s.twist % 4 >= 2 => one_of(&["judge_li", "judge_wang"]),
        37 => Some("sec_gong".to_owned()),
        38 | 39 => one_of(&["sys_gao", "sea_lin"]),
        // One's own key, of two people, so that one takes the place of another.
        40 if s.twist % 4 == 1 => Some(["sys_gao", "judge_wang"][s.on % 2].to_owned()),
        40 => one_of(&["sys_gao", "sea_lin"]),
        _ => None,
    }
}

/// Takes one step through the door; what comes of it is noted.
fn take(court: &mut Court, known: &mut Known, s: &Step) -> Result<liuhen::office::Receipt, Trouble> {
    let pick = |all: &[MatterId]| {
        if all.is_empty() { MatterId(uuid::Uuid::nil()) } else { all[s.on % all.len()] }
    };
    let (record, escalation) = (pick(&known.records), pick(&known.escalations));
    let (item, meeting) = (pick(&known.items), pick(&known.meetings));
    let someone = ACTORS[usize::from(s.twist) % ACTORS.len()];
    let now = court.now();
    let right = if s.who.is_multiple_of(4) { None } else { right_one(court, known, s) };
    let who = right.unwrap_or_else(|| ACTORS[s.who].to_owned());
    let mut by = court.by(&who);
    let why = || "理由".to_owned();
    let done = match s.act {
        0..=2 => by.submit(text(s.twist, now)),
        3 => {
            let note = QuickNote {
                occurred: phone_call().occurred.unwrap(),
                who: why(),
                line: why(),
                case_no: None,
            };
            by.act(&Command::Record { record: None, act: RecordCommand::Quick { note } })
        }
        4 => by.record(&record, RecordCommand::Submit { text: Box::new(text(s.twist, now)) }),
        5 => by.amend(&record, text(s.twist, now)),
        6 => by.withdraw(&record),
        7..=11 => by.confirm(&record),
        12 => by.hand_back(&record),
        13 => by.dispute(&record),
        14 => by.resolve(&record, s.twist.is_multiple_of(2)),
        15 => by.sign(&record, (s.twist.is_multiple_of(2)).then_some("不在场")),
        16 => by.agree(&record, None),
        17 => {
            let seen = by.seen(&record);
            let change = match s.twist % 2 {
                0 => ChangeDraft::Supplement { words: why(), attachments: Vec::new() },
                _ => ChangeDraft::Correction { text: Box::new(text(s.twist / 2, now)) },
            };
            by.record(&record, RecordCommand::ProposeChange { seen, change, reason: why() })
        }
        18 => by.record(&record, RecordCommand::ConfirmChange { change: 1 + u32::from(s.twist % 4 / 3) }),
        19 => by.void(&record),
        20 => match s.twist % 4 {
            0 => by.record(&record, RecordCommand::RefuseVoid { reason: why() }),
            1 => by.declare_recusal(&record),
            2 => by.order_recusal(&record, someone),
            _ => by.other_person(&record, "clerk_zhang"),
        },
        21 => match s.twist % 5 {
            3 | 4 => {
                let (seen, report) = (by.seen(&record), s.twist % 5 == 3);
                let to = if report { vec!["PLC".to_owned()] } else { Vec::new() };
                let sent_at = report.then_some(now);
                let note = AtOnceNote { to, doc_no: String::new(), sent_at, words: why() };
                by.record(&record, RecordCommand::ReportAtOnce { seen, note })
            }
            0 => by.record(&record, RecordCommand::AskIdentity { purpose: why() }),
            1 => by.record(
                &record,
                RecordCommand::OpenIdentity { asker: ["cus_cao", "chief"][usize::from(s.twist % 2)].into() },
            ),
            _ => by.record(&record, RecordCommand::RefuseIdentity { asker: someone.into(), reason: why() }),
        },
        22 => {
            let other = known.records.get(usize::from(s.twist) % known.records.len().max(1));
            by.link(&record, &other.copied().unwrap_or(record))
        }
        23 | 24 => by.escalate(&record),
        25 | 26 => by.answer(&escalation, Decision::ALL[usize::from(s.twist) % Decision::ALL.len()], "答复"),
        27 if s.twist.is_multiple_of(2) => by.send_superior(&escalation),
        27 => by.superior_answer(&escalation, "文号"),
        28 => by.apply(&record, ["ac", "pg", "pjm"][usize::from(s.twist % 3)]),
        29 => match s.twist % 5 {
            0 => by.item(&item, ItemCommand::Refuse { reason: why() }),
            1 => by.item(&item, ItemCommand::Resubmit { reason: why() }),
            2 => by.item(&item, ItemCommand::Withdraw { reason: why() }),
            _ => by.item(&item, ItemCommand::Approve),
        },
        30 => by.plan(["ac", "pg"][usize::from(s.twist % 2)], "chief"),
        31 => match s.twist % 4 {
            0 => by.meeting(&meeting, MeetingCommand::Notice),
            1 => by.meeting(&meeting, MeetingCommand::Open),
            2 => by.meeting(&meeting, MeetingCommand::Left { member: someone.into() }),
            _ => by.meeting(&meeting, MeetingCommand::Close { minutes: String::new() }),
        },
        32 => {
            let attendance =
                if s.twist.is_multiple_of(5) { Attendance::Nonvoting } else { Attendance::Present };
            by.meeting(&meeting, MeetingCommand::Attend { member: someone.into(), attendance })
        }
        33 => by.item(&item, ItemCommand::Place { meeting }),
        34 => by.item(&item, ItemCommand::OpenVote { disclosed: true }),
        35 => by.vote(&item, VoteCode::ALL[usize::from(s.twist) % VoteCode::ALL.len()]),
        36 => match s.twist % 6 {
            0 => by.item(&item, ItemCommand::Recuse { member: someone.into(), reason: why() }),
            1 => by.item(&item, ItemCommand::Minority { text: why() }),
            2 => by.item(&item, ItemCommand::Supplement { reason: why() }),
            3 => by.item(&item, ItemCommand::ReferUp { reason: why() }),
            _ => by.item(&item, ItemCommand::CloseVote),
        },
        37 => match s.twist % 4 {
            0 => by.item(&item, ItemCommand::Decide { text: why() }),
            1 => by.item(&item, ItemCommand::Notice { text: why() }),
            2 => by.item(&item, ItemCommand::Feedback { text: why(), executed: true }),
            _ => by.item(&item, ItemCommand::Reconsider { reason: why() }),
        },
        38 => {
            let change = match s.twist % 4 {
                0 => OrganChange::Interest {
                    interest: Interest {
                        person: someone.into(),
                        case_no: support::words::CASE.to_owned(),
                        reason: why(),
                    },
                },
                1 => OrganChange::Kin {
                    person: someone.into(),
                    kin: vec!["chief".into()],
                    kin_names: Vec::new(),
                },
                2 => OrganChange::Active { person: "cus_deng".into(), active: s.twist % 8 < 4 },
                _ => OrganChange::Kin { person: someone.into(), kin: Vec::new(), kin_names: Vec::new() },
            };
            by.propose(change)
        }
        40 => {
            let person: PersonId = if s.twist % 4 == 1 { who.as_str().into() } else { someone.into() };
            let change = match s.twist % 4 {
                0 => OrganChange::Key { person, use_: KeyUse::Login, key: key(s.twist) },
                1 | 2 => OrganChange::Key { person, use_: KeyUse::Own, key: key(s.twist) },
                _ => {
                    let given: Vec<String> = by.court.office.organ().keys.keys().cloned().collect();
                    let fingerprint = given[s.on % given.len()].clone();
                    OrganChange::KeyRevoked { fingerprint, reason: why() }
                }
            };
            by.propose(change)
        }
        _ => {
            // The latest are taken most: what is old has mostly been settled.
            let recent = known.proposals.iter().rev().nth(s.on).or(known.proposals.last());
            let proposal = recent.copied().unwrap_or(MatterId(uuid::Uuid::nil()));
            by.act(&Command::Organ(OrganCommand::Confirm { proposal }))
        }
    };
    if let Ok(receipt) = &done {
        if receipt.kind == "record.quick" || receipt.kind == "record.submitted" {
            known.recorders.insert(receipt.matter, who);
        }
        let into = match receipt.kind.as_str() {
            "record.quick" | "record.submitted" => &mut known.records,
            "escalation.started" => &mut known.escalations,
            "item.applied" => &mut known.items,
            "meeting.planned" => &mut known.meetings,
            "organ.proposed" => &mut known.proposals,
            _ => return done,
        };
        if !into.contains(&receipt.matter) {
            into.push(receipt.matter);
        }
    }
    done
}

/// What the walks together have come to.
#[derive(Default)]
struct Met {
    kinds: BTreeSet<String>,
    /// Ways in which a key began or ended, and how often.
    keys: BTreeMap<&'static str, usize>,
    /// Rules that stood against a change of the organ.
    rules: BTreeSet<&'static str>,
}

/// A walk that gets far: papers in order first, then chance.
fn walk(steps: &[Step], met: &mut Met, second: Option<&mut Second>) {
    let mut court = Court::founded();
    let mut known = Known::default();
    known.records.push(court.confirmed());
    let record = known.records[0];
    known.recorders.insert(record, "clerk_he".to_owned());
    known.escalations.push(court.by("clerk_he").escalate(&record).unwrap().matter);
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &support::people::NINE);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    (known.items, known.meetings) = (vec![item], vec![meeting]);
    court.change(OrganChange::Key { person: "judge_li".into(), use_: KeyUse::Login, key: key(0) });
    // One own key is there from the beginning, so that the next takes its place.
    let own = SigningKey::from_seed(&zeroize::Zeroizing::new([9; 32])).unwrap().public_line().unwrap();
    let change = OrganChange::Key { person: "judge_wang".into(), use_: KeyUse::Own, key: own };
    let proposal = court.by("judge_wang").propose(change).unwrap().matter;
    court.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
    let mut ended = BTreeSet::new();
    for s in steps {
        court.later(i64::from(s.hours) * HOUR);
        // What is due by silence is written first, whatever becomes of the act.
        court.office.tick().unwrap();
        let before = court.log_size();
        match take(&mut court, &mut known, s) {
            Ok(receipt) => {
                assert_eq!(court.log_size(), before + 1, "one act is one event: {s:?}");
                assert_eq!(receipt.seq, before);
            }
            Err(Trouble::No(no)) => {
                assert_eq!(court.log_size(), before, "a refusal is not written: {s:?}");
                if let (39 | 40, No::Refused(refusal)) = (s.act, no) {
                    met.rules.insert(refusal.rule.code());
                }
            }
            Err(fault) => panic!("{s:?}: {fault}"),
        }
        for key in court.office.organ().keys.values() {
            if key.revoked.is_some() {
                ended.insert(key.fingerprint.clone());
            }
            assert!(key.revoked.is_some() || !ended.contains(&key.fingerprint), "in force again: {s:?}");
        }
    }
    // The chain, the tree, and the tables against what the log makes of them.
    court.assert_sound();
    if let Some(second) = second {
        second.finds_sound(court.dir());
    }
    let log = court.log();
    the_log_keeps_the_rules(&log);
    assert_eq!(crate::diagrams::undrawn(&log), [], "done and not drawn");
    keys_stay_with_their_people(&log, court.office.organ(), met);
    the_recused_see_nothing(&mut court, &known);
    met.kinds.extend(log.into_iter().map(|b| b.kind));
}

/// Keys as somebody reckons them who knows only the events, and the register reckons the same.
fn keys_stay_with_their_people(log: &[Body], organ: &Organ, met: &mut Met) {
    let mut proposed: BTreeMap<MatterId, (&ActorName, &OrganChange)> = BTreeMap::new();
    let mut owners: BTreeMap<String, (PersonId, KeyUse)> = BTreeMap::new();
    let mut in_force: BTreeSet<String> = BTreeSet::new();
    for body in log {
        let change = match &body.act {
            Event::Organ(OrganEvent::Proposed { change }) => {
                if let OrganChange::Key { person, use_: KeyUse::Own, .. } = &**change {
                    assert_eq!(body.actor, ActorName::Person(person.clone()), "another's own key");
                }
                proposed.insert(body.matter, (&body.actor, change));
                continue;
            }
            Event::Organ(OrganEvent::ProposalConfirmed { proposal }) => {
                let (by, change) = proposed.remove(proposal).unwrap();
                assert_ne!(by, &body.actor, "proposed and confirmed by one person");
                change
            }
            _ => continue,
        };
        let came = match change {
            OrganChange::Key { person, use_, key } => {
                let fingerprint = KeyLine::read(key).unwrap().fingerprint;
                let before = owners.insert(fingerprint.clone(), (person.clone(), *use_));
                assert_eq!(before, None, "{fingerprint} was somebody's already");
                if *use_ == KeyUse::Own {
                    let count = in_force.len();
                    in_force.retain(|f| owners[f] != (person.clone(), KeyUse::Own));
                    *met.keys.entry("replaced").or_default() += count - in_force.len();
                }
                in_force.insert(fingerprint);
                use_.code()
            }
            OrganChange::KeyRevoked { fingerprint, .. } => {
                assert!(in_force.remove(fingerprint), "{fingerprint} was not in force");
                "revoked"
            }
            _ => continue,
        };
        *met.keys.entry(came).or_default() += 1;
    }
    let now: BTreeSet<String> =
        organ.keys.values().filter(|k| k.revoked.is_none()).map(|k| k.fingerprint.clone()).collect();
    assert_eq!(now, in_force);
    let theirs: BTreeMap<String, (PersonId, KeyUse)> =
        organ.keys.values().map(|k| (k.fingerprint.clone(), (k.person.clone(), k.use_))).collect();
    assert_eq!(theirs, owners);
}

/// What must hold of any log, read by somebody who knows only the events.
fn the_log_keeps_the_rules(log: &[Body]) {
    let mut recorder: BTreeMap<MatterId, PersonId> = BTreeMap::new();
    let mut round: BTreeMap<MatterId, Vec<PersonId>> = BTreeMap::new();
    let mut recused: BTreeMap<MatterId, BTreeSet<PersonId>> = BTreeMap::new();
    let mut numbers: Vec<(i32, u32)> = Vec::new();
    let mut decisions: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut changes: BTreeMap<(MatterId, u32), Vec<PersonId>> = BTreeMap::new();
    let mut voids: BTreeMap<MatterId, Vec<PersonId>> = BTreeMap::new();
    let mut ballots: BTreeMap<MatterId, Vec<PersonId>> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for body in log {
        assert!(ids.insert(body.command), "one command, one event");
        let m = body.matter;
        let person = match &body.actor {
            ActorName::Person(p) => Some(p.clone()),
            ActorName::Register => None,
        };
        match &body.act {
            Event::Record(act) => {
                let me = person.unwrap();
                let out = recused.entry(m).or_default();
                if !matches!(act, RecordEvent::Quick { .. } | RecordEvent::Submitted { .. })
                    && recorder[&m] != me
                {
                    assert!(!out.contains(&me), "{me} is recused and acted: {act:?}");
                }
                let hands = round.entry(m).or_default();
                match act {
                    RecordEvent::Quick { .. } => drop(recorder.insert(m, me)),
                    RecordEvent::Submitted { year, ordinal, text, .. } => {
                        recorder.insert(m, me);
                        numbers.push((*year, *ordinal));
                        out.extend(
                            text.people.iter().filter(|p| p.is_subject()).filter_map(|p| p.person.clone()),
                        );
                    }
                    RecordEvent::Amended { text } => {
                        assert_eq!(recorder[&m], me);
                        hands.clear();
                        voids.remove(&m);
                        out.extend(
                            text.people.iter().filter(|p| p.is_subject()).filter_map(|p| p.person.clone()),
                        );
                    }
                    RecordEvent::Returned { .. } => hands.clear(),
                    RecordEvent::Attached { .. } => {
                        hands.clear();
                        voids.remove(&m);
                    }
                    RecordEvent::Confirmed { completes, .. } => {
                        assert_ne!(recorder[&m], me, "one's own record");
                        assert!(!hands.contains(&me), "two hands by one person");
                        hands.push(me);
                        assert!(!completes || hands.len() >= 2, "confirmed by one hand");
                    }
                    RecordEvent::Disputed { .. } => assert!(!hands.contains(&me)),
                    RecordEvent::Resolved { confirm, .. } => {
                        assert!(!hands.contains(&me) && recorder[&m] != me);
                        if !confirm {
                            hands.clear();
                        }
                    }
                    RecordEvent::RecusalDeclared { .. } => {
                        hands.retain(|h| h != &me);
                        out.insert(me);
                    }
                    RecordEvent::RecusalOrdered { person, .. } => {
                        hands.retain(|h| h != person);
                        out.insert(person.clone());
                    }
                    RecordEvent::RecusalLifted { person, completes: true, .. } => {
                        out.remove(person);
                    }
                    RecordEvent::ChangeConfirmed { number, completes, .. } => {
                        let hands = changes.entry((m, *number)).or_default();
                        assert!(!hands.contains(&me) && recorder[&m] != me);
                        hands.push(me);
                        assert!(!completes || hands.len() >= 2);
                    }
                    RecordEvent::VoidHand { completes, .. } => {
                        let hands = voids.entry(m).or_default();
                        assert!(!hands.contains(&me));
                        hands.push(me);
                        assert!(!completes || hands.len() >= 4 && hands[0] == recorder[&m]);
                    }
                    RecordEvent::VoidRefused { .. } => drop(voids.remove(&m)),
                    _ => {}
                }
            }
            Event::Escalation(EscalationEvent::PassedUp { silent_since, .. }) => {
                assert_eq!(silent_since.is_some(), person.is_none());
            }
            Event::Item(ItemEvent::VoteOpened { present, recused, .. }) => {
                assert!(present.iter().all(|p| !recused.contains(p)));
                ballots.insert(m, Vec::new());
            }
            Event::Item(ItemEvent::Voted { .. }) => {
                let cast = ballots.get_mut(&m).unwrap();
                let me = person.unwrap();
                assert!(!cast.contains(&me), "a vote is cast once");
                cast.push(me);
            }
            Event::Item(ItemEvent::VoteClosed { outcome, needed, for_, against, .. }) => match outcome {
                Outcome::Passed => assert!(for_ >= needed),
                Outcome::Rejected => assert!(against >= needed),
                Outcome::NoMajority => assert!(for_ < needed && against < needed),
                Outcome::Advice => {}
            },
            Event::Item(ItemEvent::Decided { number, ordinal, .. }) => {
                let body = number.split('〔').next().unwrap().to_owned();
                decisions.entry(body).or_default().push(*ordinal);
            }
            Event::Meeting(MeetingEvent::Opened) => assert_eq!(person.unwrap().as_str(), "sec_gong"),
            _ => {}
        }
    }
    for all in decisions.values() {
        assert!(all.iter().copied().eq(1..=all.len() as u32), "decisions {all:?}");
    }
    let mut last = (0, 0);
    for (year, n) in numbers {
        assert_eq!(n, if year == last.0 { last.1 + 1 } else { 1 }, "register numbers have a gap");
        last = (year, n);
    }
}

/// For whoever is recused now, no list, count, desk or line of the ledger names the record.
fn the_recused_see_nothing(court: &mut Court, known: &Known) {
    for who in ACTORS {
        let me = actor(who);
        let page =
            court.office.records(&me, &Filter::default(), liuhen::domain::search::Near::Start, 500).unwrap();
        assert_eq!(page.lines.len(), page.total);
        let facets = court.office.facets(&me, &Filter::default()).unwrap();
        assert_eq!(facets.status.values().sum::<usize>(), page.total);
        let hidden: Vec<MatterId> =
            known.records.iter().filter(|r| court.office.record(&me, r).is_err()).copied().collect();
        let desk = court.office.desk(&me).unwrap();
        let acts = court.office.acts(&me, None, 2000).unwrap();
        for record in hidden {
            assert!(page.lines.iter().all(|l| l.id != record), "{who}");
            assert!(desk.iter().all(|l| l.record != Some(record)), "{who}");
            assert!(acts.iter().all(|l| l.matter != Some(record)), "{who}");
            for kind in ["escalation", "item"] {
                let lines = court.office.matters(&me, kind).unwrap();
                assert!(lines.iter().all(|l| l.record != Some(record)), "{who}");
            }
        }
    }
}

#[test]
fn whatever_people_try_the_register_keeps_its_promises() {
    let config =
        ProptestConfig { cases: 40, max_shrink_iters: 60, failure_persistence: None, ..Default::default() };
    let met = std::cell::RefCell::new(Met::default());
    let second = std::cell::RefCell::new(Second::start());
    let walks = proptest::collection::vec(step(), 88);
    let outcome = TestRunner::new(config).run(&walks, |steps| {
        walk(&steps, &mut met.borrow_mut(), second.borrow_mut().as_mut());
        Ok(())
    });
    if let Err(broken) = outcome {
        panic!("{broken}");
    }
    // The walks go somewhere: most of what can happen did happen.
    let Met { kinds, keys, rules } = met.into_inner();
    assert!(kinds.len() > 35, "only {} kinds: {kinds:?}", kinds.len());
    // So do the keys, and each rule about them was run against.
    for way in ["login", "own", "replaced", "revoked"] {
        assert!(keys.get(way).is_some_and(|n| *n > 0), "no key was {way}: {keys:?}");
    }
    for rule in [Rule::TwoHandsOnePerson, Rule::OwnKeyOnly, Rule::KeyTaken, Rule::KeyUnknown] {
        assert!(rules.contains(rule.code()), "{} met nobody: {rules:?}", rule.code());
    }
}

#[test]
fn four_sessions_at_once_share_one_series_and_one_log() {
    let court = Court::founded();
    let dir = court.dir().to_owned();
    let people = ["clerk_he", "clerk_dong", "judge_pan", "clerk_zhang"];
    let threads: Vec<_> = people
        .into_iter()
        .map(|who| {
            let dir = dir.clone();
            std::thread::spawn(move || {
                let mut court = session(&dir, START, who);
                let mut numbers = Vec::new();
                for _ in 0..12 {
                    let receipt = court.by(who).submit(phone_call()).unwrap();
                    numbers.push(receipt.record_no.unwrap());
                    let _ = court.by("cus_an").confirm(&receipt.matter).unwrap();
                    court.by("cus_bai").confirm(&receipt.matter).unwrap();
                }
                numbers
            })
        })
        .collect();
    let mut numbers: Vec<String> = threads.into_iter().flat_map(|t| t.join().unwrap()).collect();
    numbers.sort();
    let expected: Vec<String> = (1..=48).map(|n| format!("〔2026〕皖0602过问第{n:06}号")).collect();
    assert_eq!(numbers, expected);
    let mut after = session(&dir, START + HOUR, "after");
    after.assert_sound();
    the_log_keeps_the_rules(&after.log());
}

#[test]
fn two_custodians_at_the_same_record_at_once_make_one_confirmation() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    let dir = court.dir().to_owned();
    let threads: Vec<_> = (0..4)
        .map(|n| {
            let dir = dir.clone();
            std::thread::spawn(move || {
                let who = if n % 2 == 0 { "cus_bai" } else { "cus_an" };
                session(&dir, START, &n.to_string()).by(who).confirm(&record).is_ok()
            })
        })
        .collect();
    let taken = threads.into_iter().map(|t| t.join().unwrap()).filter(|ok| *ok).count();
    assert_eq!(taken, 1);
    session(&dir, START, "after").assert_sound();
}
