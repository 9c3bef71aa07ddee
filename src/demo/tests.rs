//! The training register shows everything there is (the design's promise of enumeration), can be
//! repeated, and keeps the rules it is meant to teach.

use super::*;
use crate::domain::codes;
use crate::domain::committee::{Attendance, Item, ItemState, Meeting, MeetingState, Outcome, VoteCode};
use crate::domain::escalation::{Decision, Escalation, EscalationState};
use crate::domain::event::{ActorName, Body, Event};
use crate::domain::ids::PersonId;
use crate::domain::kind::{At as _, Hangs};
use crate::domain::organ::{ProposalState, Role};
use crate::domain::policy::{Ground, recusal};
use crate::domain::record::{ChangeDraft, RecordEvent, RecordText, ReviewState, Sign, Status};
use crate::domain::urgency::{APPROVE, SEND, Urgency};
use crate::office::LogId;
use crate::store::tables::TABLES;
use crate::store::{Fault, Mode, Register, log};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Friday 20 November 2026, ten in the morning.
const NOW: Millis = 1_795_140_000_000;

struct Made {
    place: tempfile::TempDir,
    office: Office,
    book: Book,
}

fn made(plan: &Plan) -> Made {
    let place = tempfile::tempdir().unwrap();
    let (office, book) = told(&place.path().join("register"), plan).unwrap_or_else(|e| panic!("{e:?}"));
    Made { place, office, book }
}

fn plan(kind: &str, records: usize, now: Millis) -> Plan {
    Plan { kind: kind.to_owned(), records, ..Plan::court(now) }
}

static COURT: LazyLock<Book> = LazyLock::new(|| made(&Plan::court(NOW)).book);

fn texts(book: &Book) -> Vec<&RecordText> {
    let standing = book.records.values().flat_map(|r| r.versions.iter().map(|v| &v.text));
    standing.filter(|t| t.secrecy != "CLASSIFIED_STUB" || t.content.is_empty()).collect()
}

#[derive(Default)]
struct Seen(BTreeMap<&'static str, BTreeSet<String>>);

impl Seen {
    fn add<'a>(&mut self, list: &'static str, found: impl IntoIterator<Item = &'a String>) {
        self.0.entry(list).or_default().extend(found.into_iter().cloned());
    }

    fn take(&mut self, book: &Book) {
        for t in texts(book) {
            self.add("CL01", [&t.stream]);
            self.add("CL02", [&t.matter]);
            self.add("CL07", [&t.stage]);
            self.add("CL07", t.other_cases.iter().map(|c| &c.stage));
            self.add("gift_kind", t.gifts.iter().map(|g| &g.kind));
            self.add("gift_answer", t.gifts.iter().map(|g| &g.answer));
            self.add("contact_fact", &t.contact_facts);
            self.add("deputy_level", [&t.deputy_level]);
            self.add("written_opinion", [&t.written_opinion]);
            self.add("CL08", &t.manner);
            self.add("CL09", &t.request_type);
            self.add("CL12", &t.special_items);
            self.add("CL13", &t.aggravating);
            self.add("CL14", &t.response);
            self.add("CL15", [&t.effect]);
            self.add("CL17", [&t.secrecy]);
            self.add("CL16", t.attachments.iter().map(|a| &a.file_destination));
            self.add("attachment_kind", t.attachments.iter().map(|a| &a.kind));
            self.add("recorder_capacity", [&t.recorder_role]);
            self.add("party_role", t.people.iter().map(|p| &p.role));
            self.add("CL03", t.people.iter().map(|p| &p.kind));
            self.add("CL04", t.people.iter().map(|p| &p.sector));
            self.add("CL05", t.people.iter().map(|p| &p.rank));
            self.add("CL06", t.people.iter().map(|p| &p.cadre_authority));
            self.add("confidence", t.people.iter().map(|p| &p.confidence));
            self.add("relation_to_recorder", t.people.iter().map(|p| &p.relation_to_recorder));
            if let Some(o) = &t.occurred {
                let precision = serde_json::to_value(o.precision).unwrap();
                self.add("time_precision", [&precision.as_str().unwrap().to_owned()]);
            }
        }
        self.add("link_kind", book.records.values().flat_map(|r| r.links.iter().map(|l| &l.kind)));
        self.add("CL25", book.all::<Escalation>().map(|e| &e.reason));
        self.add("escalation_wanted", book.all::<Escalation>().flat_map(|e| &e.wanted));
        self.add("item_kind", book.all::<Item>().map(|i| &i.application.kind));
        self.add("CL24", book.organ.committees.values().map(|c| &c.kind));
        let decisions: Vec<String> = book
            .all::<Escalation>()
            .flat_map(|e| e.answers.iter().map(|a| a.decision.code().to_owned()))
            .collect();
        self.add("escalation_decision", &decisions);
        let votes: Vec<String> =
            book.all::<Item>().flat_map(|i| i.ballots.iter().map(|b| b.vote.code().to_owned())).collect();
        self.add("vote", &votes);
        let roles: Vec<String> =
            book.organ.people.values().flat_map(|p| p.roles.iter().map(|r| r.code().to_owned())).collect();
        self.add("role", &roles);
    }

    fn missing(&self, except: &[(&str, &str)]) -> Vec<String> {
        let mut missing = Vec::new();
        for (list, seen) in &self.0 {
            for row in codes::list(list).rows() {
                let excused = except.contains(&(*list, row.code.as_str()));
                if seen.contains(&row.code) == excused {
                    missing.push(format!(
                        "{list} {}{}",
                        row.code,
                        if excused { " is there after all" } else { "" }
                    ));
                }
            }
        }
        missing
    }
}

/// What a record cannot show: another field or another matter says it.
const ELSEWHERE: &[(&str, &str)] = &[
    // The person approached stands in `received_by`, who witnessed is PRESENT with a signature.
    ("party_role", "APPROACHED"),
    ("party_role", "WITNESS"),
    // Recused members and absent ones have no ballot of their own code.
    ("vote", "RECUSED"),
    ("vote", "ABSENT_WRITTEN"),
    // Recording and handling follow from the account and the case, heading from the unit,
    // membership from the committee.
    ("role", "REC"),
    ("role", "HND"),
    ("role", "SUP"),
    ("role", "MEM"),
];

#[test]
fn every_code_that_a_record_can_carry_occurs() {
    let mut court = Seen::default();
    court.take(&COURT);
    // Stages of other organs' work, other kinds of committee.
    let stages = codes::list("CL07").rows().iter().filter(|row| !row.is_for("COURT"));
    let mut other: Vec<(&str, &str)> = stages.map(|row| ("CL07", row.code.as_str())).collect();
    other.extend([("CL24", "PCOM"), ("CL24", "PC")]);
    assert_eq!(court.missing(&[ELSEWHERE, &other].concat()), Vec::<String>::new());
    let mut all = court;
    for kind in ["PROCURATORATE", "POLICE", "JUSTICE"] {
        all.take(&made(&plan(kind, 150, NOW)).book);
    }
    assert_eq!(all.missing(ELSEWHERE), Vec::<String>::new());
}

#[test]
fn both_forms_of_the_platform_are_filled_in_more_than_once() {
    let of = |stream: &str| texts(&COURT).into_iter().filter(|t| t.stream == stream).collect::<Vec<_>>();
    let whole = of("NPC").into_iter().filter(|t| !t.proposal_no.is_empty() && !t.handed_on_by.is_empty());
    assert!(whole.filter(|t| !t.reply.is_empty() && t.replied_on.is_some()).count() > 1);
    assert!(of("KIN").iter().filter(|t| !t.practice.is_empty() && !t.recusal_note.is_empty()).count() > 1);
}

fn same<T: std::fmt::Debug + PartialEq>(found: impl Iterator<Item = T>, wanted: &[T]) {
    let found: Vec<T> = found.collect();
    let missing: Vec<&T> = wanted.iter().filter(|w| !found.contains(w)).collect();
    assert!(missing.is_empty(), "{missing:?} do not occur");
}

#[test]
fn every_state_of_every_matter_occurs() {
    let book = &*COURT;
    same(book.records.values().map(|r| r.status), Status::ALL);
    let changes = || book.records.values().flat_map(|r| &r.changes);
    let reviews = [ReviewState::Open, ReviewState::Done, ReviewState::Refused];
    same(changes().map(|c| c.state), &reviews);
    same(changes().map(|c| matches!(c.draft, ChangeDraft::Supplement { .. })), &[true, false]);
    same(book.records.values().flat_map(|r| r.identity.iter().map(|i| i.state)), &reviews);
    same(book.records.values().map(|r| r.void.is_some() && r.status != Status::Void), &[true, false]);
    same(book.records.values().map(|r| r.late_hours > 720), &[true, false]);
    let signs: Vec<&Sign> = book.records.values().flat_map(|r| r.signatures.values()).collect();
    assert!(signs.iter().any(|s| **s == Sign::Asked));
    assert!(signs.iter().any(|s| matches!(s, Sign::Signed(..))));
    assert!(signs.iter().any(|s| matches!(s, Sign::Refused(..))));
    use EscalationState as E;
    same(
        book.all::<Escalation>().map(|e| e.state),
        &[E::AtLevel, E::ToSuperior, E::AtSuperior, E::ToCommittee, E::Answered],
    );
    same(book.all::<Escalation>().flat_map(|e| e.answers.iter().map(|a| a.decision)), Decision::ALL);
    assert!(book.all::<Escalation>().any(|e| e.skipped.iter().any(|s| s.why == "subject")));
    use ItemState as I;
    same(
        book.all::<Item>().map(|i| i.state),
        &[
            I::Applied,
            I::Refused,
            I::Approved,
            I::OnAgenda,
            I::Voting,
            I::NoMajority,
            I::Voted,
            I::Decided,
            I::Noticed,
            I::Executed,
            I::ReferredUp,
            I::Withdrawn,
        ],
    );
    same(
        book.all::<Item>().filter_map(|i| i.outcome.map(|(o, _)| o)),
        &[Outcome::Passed, Outcome::Rejected, Outcome::NoMajority, Outcome::Advice],
    );
    same(book.all::<Item>().flat_map(|i| i.ballots.iter().map(|b| b.vote)), VoteCode::ALL);
    same(book.all::<Item>().map(|i| i.resubmitted), &[true, false]);
    same(book.all::<Item>().map(|i| i.reconsidered.is_some()), &[true, false]);
    same(book.all::<Item>().flat_map(|i| i.ballots.iter().map(|b| b.written)), &[true, false]);
    use MeetingState as M;
    same(book.all::<Meeting>().map(|m| m.state), &[M::Planned, M::Noticed, M::Open, M::Closed]);
    same(
        book.all::<Meeting>().flat_map(|m| m.attendance.values()).map(|a| match a {
            Attendance::Present => 0,
            Attendance::Absent { .. } => 1,
            Attendance::Nonvoting => 2,
            Attendance::Left { .. } => 3,
        }),
        &[0, 1, 2, 3],
    );
    use ProposalState as P;
    same(book.organ.proposals.values().map(|p| p.state), &[P::Proposed, P::InForce, P::Refused]);
}

#[test]
fn every_ground_of_recusal_occurs_and_a_name_shared_by_chance_is_cleared_by_two() {
    let book = &*COURT;
    let grounds: Vec<Ground> = book
        .records
        .values()
        .flat_map(|r| book.organ.people.keys().filter_map(move |p| recusal(&book.organ, r, p)))
        .collect();
    use Ground as G;
    same(
        grounds.into_iter(),
        &[G::Subject, G::SameName, G::Titled, G::KinName, G::Kin, G::Interest, G::Declared],
    );
    let settling = book.records.values().flat_map(|r| r.settling.values());
    let states = settling.map(|s| (s.hands.len(), s.cleared.is_some(), s.same.is_some()));
    same(states, &[(1, false, false), (0, true, false), (0, false, true)]);
}

#[test]
fn clocks_run_today_and_some_have_run_out() {
    let book = &*COURT;
    let turns: Vec<_> = book
        .records
        .values()
        .flat_map(|r| r.turns(&book.organ, NOW))
        .map(|t| (t.clock, book.organ.due(t.clock, t.since)))
        .collect();
    let tonight = NOW + 14 * 3_600_000;
    for clock in ["first_hand", "second_hand", "completion"] {
        assert!(turns.iter().any(|(c, due)| *c == clock && (NOW..tonight).contains(due)), "{clock} today");
        assert!(turns.iter().any(|(c, due)| *c == clock && *due < NOW), "{clock} overdue");
    }
    let silent = book
        .all::<Escalation>()
        .find(|e| e.state == EscalationState::AtLevel && e.answers.iter().any(|a| a.silent_since.is_some()));
    let silent = silent.expect("an escalation past a silent level");
    assert_eq!((silent.level.as_str(), silent.holder.as_ref().unwrap().as_str()), ("VICE_CHIEF", "gao_jz"));
    assert!((NOW..tonight).contains(&book.organ.due("escalation_level", silent.since)));
    let waits = book.all::<Item>().filter(|i| i.state == ItemState::Noticed);
    let due: Vec<Millis> = waits.map(|i| book.organ.due("execution_feedback", i.since)).collect();
    assert!(due.iter().any(|d| (NOW..tonight).contains(d)), "{due:?}");
    // Tomorrow's sitting: papers out in time, two items, one member out by the record itself.
    let sitting = book.all::<Meeting>().find(|m| m.state == MeetingState::Noticed).unwrap();
    assert!(sitting.planned_at > NOW && !sitting.papers_late(&book.organ) && sitting.agenda.len() == 2);
    let record = &book.records[&book.the::<Item>(&sitting.agenda[0]).unwrap().record];
    let committee = &book.organ.committees[&sitting.committee];
    assert_eq!(committee.total(), 9);
    let out = committee.members.iter().filter(|m| recusal(&book.organ, record, &m.person).is_some());
    assert_eq!(out.count(), 1);
}

#[test]
fn what_is_urgent_waits_with_chief_and_discipline_and_what_was_is_reported() {
    let book = &*COURT;
    let organ = &book.organ;
    let urgent: Vec<_> = book.records.values().filter(|r| r.urgent_since(organ).is_some()).collect();
    let (open, done): (Vec<_>, Vec<_>) =
        urgent.into_iter().partition(|r| !r.report_turns(organ, NOW).is_empty());
    for r in &open {
        let turns = r.report_turns(organ, NOW);
        assert!(turns.iter().all(|t| organ.due(t.clock, t.since) > NOW), "{}: no report is overdue", r.ref_);
    }
    let waiting: BTreeSet<String> =
        open.iter().flat_map(|r| r.report_turns(organ, NOW)).map(|t| t.person.0).collect();
    assert_eq!(waiting, ["niu_qy", "ouyang_wx", "shi_tj", "wan_jy"].map(str::to_owned).into());
    let word =
        |report| done.iter().filter(|r| r.at_once.iter().any(|n| n.note.is_report() == report)).count();
    assert!(
        done.len() > 5 && word(true) > 5 && word(false) > 0,
        "{} {} {}",
        done.len(),
        word(true),
        word(false)
    );
}

#[test]
fn reports_at_once_stand_in_every_state_and_wait_with_chief_and_discipline_today() {
    let book = &*COURT;
    use crate::domain::urgency::At as A;
    same(
        book.all::<Urgency>().map(|r| r.begun.at),
        &[A::Drafted, A::Returned, A::Withdrawn, A::Approved, A::Sent, A::Received],
    );
    let open = book.all::<Urgency>().filter(|r| r.begun.at.is_open());
    let turns: Vec<_> = open.flat_map(|r| Urgency::turns(r, &book.before(&r.begun.id), NOW)).collect();
    assert!(turns.iter().all(|t| book.organ.due(t.clock, t.since) > NOW), "none is overdue");
    let waits = |act, role| turns.iter().any(|t| t.act == act && book.organ.has_role(&t.person, role));
    assert!(waits(APPROVE, Role::Chf) && waits(SEND, Role::Dis) && waits(SEND, Role::Lia), "{turns:?}");
}

#[test]
fn numbers_have_no_gap_and_most_inquiries_are_harmless() {
    let book = &*COURT;
    let mut years: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for r in book.records.values().filter(|r| r.is_submitted()) {
        years.entry(r.year.unwrap()).or_default().push(r.ordinal.unwrap());
    }
    let mut total = 0;
    for (year, mut numbers) in years {
        numbers.sort_unstable();
        assert!(numbers.iter().copied().eq(1..=numbers.len() as u32), "{year}: {numbers:?}");
        total += numbers.len();
    }
    assert_eq!(total, 400);
    let texts = texts(book);
    let harmless = texts
        .iter()
        .filter(|t| t.request_type.iter().all(|n| ["ASK", "STATE", "SUPV", "URGE"].contains(&n.as_str())));
    let (harmless, all) = (harmless.count(), texts.len());
    assert!(harmless * 2 > all, "{harmless} of {all}");
    for t in texts.iter().filter(|t| t.secrecy != "CLASSIFIED_STUB") {
        assert!(!t.content.contains('{') && !t.response_text.contains('{'), "{}", t.content);
        assert!((30..=260).contains(&t.content.chars().count()), "{}", t.content);
    }
}

/// Every act as the file has it: position, time, and the exact body.
fn bodies(dir: &Path) -> Vec<(Millis, Body)> {
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let mut found = Vec::new();
    log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
        found.push((entry.header.time_ms, serde_json::from_str(text).unwrap()));
        Ok(())
    })
    .unwrap();
    found
}

#[test]
fn nobody_confirms_his_own_record_and_nobody_twice() {
    let made = made(&plan("COURT", 200, NOW));
    drop(made.office);
    let mut recorder = BTreeMap::new();
    let mut hands: BTreeMap<_, Vec<PersonId>> = BTreeMap::new();
    let mut checked = 0;
    for (at, body) in bodies(&made.place.path().join("register")) {
        assert!(at <= NOW);
        let ActorName::Person(who) = body.actor else { continue };
        let Event::Record(event) = body.act else { continue };
        match event {
            RecordEvent::Quick { .. } | RecordEvent::Submitted { .. } => {
                recorder.insert(body.matter, who);
            }
            RecordEvent::Amended { .. } | RecordEvent::Attached { .. } | RecordEvent::Returned { .. } => {
                hands.remove(&body.matter);
            }
            RecordEvent::Confirmed { .. } => {
                checked += 1;
                assert_ne!(recorder.get(&body.matter), Some(&who));
                let given = hands.entry(body.matter).or_default();
                assert!(!given.contains(&who));
                given.push(who);
            }
            _ => {}
        }
    }
    assert!(checked > 300);
}

fn heads(m: &Made) -> Vec<String> {
    m.office.heads().unwrap().iter().map(|h| format!("{} {} {}", h.log.name(), h.size, h.root)).collect()
}

#[test]
fn same_seed_and_moment_give_the_same_log_and_another_seed_another() {
    let court = plan("COURT", 130, NOW);
    let first = heads(&made(&court));
    assert_eq!(first, heads(&made(&court)));
    assert_ne!(first, heads(&made(&Plan { seed: 2, ..court })));
}

#[test]
fn every_kind_of_organ_at_any_moment_makes_a_sound_register() {
    let day = |text: &str| crate::domain::record::local_time::from_text(text).unwrap();
    // A new year nobody has announced, the middle of a long holiday, a night, a lunch break, the
    // first working day after the Spring Festival.
    let moments = [
        ("COURT", "2027-01-04T09:30:00+08:00"),
        ("COURT", "2026-10-03T15:00:00+08:00"),
        ("PROCURATORATE", "2026-11-20T10:00:00+08:00"),
        ("PROCURATORATE", "2026-02-24T08:40:00+08:00"),
        ("POLICE", "2026-11-21T02:15:00+08:00"),
        ("JUSTICE", "2026-06-18T13:00:00+08:00"),
    ];
    for (kind, at) in moments {
        let mut made = made(&Plan { seed: 7, ..plan(kind, 140, day(at)) });
        let found = made.office.verify(&[], &mut |_, _, _| {}).unwrap();
        assert!(found.is_sound(), "{kind} {at}: {:?} {:?}", found.tables, found.materials);
        assert!(made.book.all::<Meeting>().any(|m| m.state == MeetingState::Closed));
        let cast = cast(made.office.organ());
        assert_eq!(cast.len(), 14, "{kind}");
        assert!(cast.iter().all(|c| !c.zh.contains("〔〕") && !c.en.is_empty()));
    }
}

#[test]
fn a_kind_of_organ_without_a_sheet_is_refused_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    assert!(make(&dir, &plan("BANK", 10, NOW)).is_err());
    assert!(!dir.exists());
}
