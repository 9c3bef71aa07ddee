//! Somebody with the file appends an act that nobody did, chain and tree as they must be, and lets the
//! program believe that its tables are of an older one (`tests/insider.py append`, `forget`). Where it
//! could not have been done, the check names it; where it could, it lacks the hand it is asked for; and
//! the second verifier holds what no decision may lack.

mod extracts;
mod lacks;
mod lately;
mod no_end;
mod nobody;
mod reported;
mod votes;

use crate::agreement;
use crate::support;

use agreement::Second;
use liuhen::domain::command::Command;
use liuhen::domain::committee::{
    Attendance, ItemCommand, ItemEvent, MeetingCommand, MeetingEvent, Outcome, VoteCode,
};
use liuhen::domain::escalation::{Decision, EscalationEvent};
use liuhen::domain::event::{ActorName, Body, Event, Means, VERSION};
use liuhen::domain::ids::{MatterId, Ref, Revision};
use liuhen::domain::organ::{KeyLine, KeyUse, Organ, OrganChange, OrganCommand, OrganEvent, Role};
use liuhen::domain::policy_file::Signature;
use liuhen::domain::record::{
    AtOnceNote, ChangeDraft, FieldReason, Filing, RecordCommand, RecordEvent, RecordText,
};
use liuhen::domain::routing::{RoutingAct, RoutingEvent};
use liuhen::office::{Fixed, Mode, Office, OsRandom};
use std::path::Path;
use std::process::Command as Process;
use support::people::NINE;
use support::words::outsider;
use support::*;
use uuid::Uuid;

/// A court in the middle of its work: something of everything is open. Nothing is asked to be signed.
pub(crate) struct Stage {
    pub(crate) court: Court,
    fresh: MatterId,
    one_hand: MatterId,
    disputed: MatterId,
    /// Confirmed, with a change, a voiding and a request for the name that each have a first hand.
    around: MatterId,
    namesake: MatterId,
    /// Confirmed, and corrected since: 曹审管 is the one who inquired. The chief asks for the name.
    corrected: MatterId,
    /// To be reported at once.
    urgent: MatterId,
    /// A routing of the confirmed record, drafted by the only head of discipline.
    routed: MatterId,
    at_level: MatterId,
    at_superior: MatterId,
    applied: MatterId,
    approved: MatterId,
    voting: MatterId,
    all_voted: MatterId,
    counted: MatterId,
    meeting: MatterId,
}

fn why() -> String {
    "理由".to_owned()
}

fn revision(court: &mut Court, record: &MatterId) -> Revision {
    court.by("dis_e").seen(record)
}

impl Stage {
    pub(crate) fn set() -> Self {
        let mut founding = founding();
        founding.training = false;
        founding.policy.signature = Signature::all(0);
        let mut court = Court::founded_with(&founding);
        let c = &mut court;
        let (mut of_a_namesake, mut at_once) = (phone_call(), phone_call());
        of_a_namesake.people = vec![outsider("张伟")];
        at_once.urgent = true;
        let mut submit = |text: &RecordText| c.by("clerk_he").submit(text.clone()).unwrap().matter;
        let [one_hand, disputed, around, laddered, corrected] =
            std::array::from_fn(|_| submit(&phone_call()));
        let [fresh, namesake, urgent] = [&of_a_namesake, &of_a_namesake, &at_once].map(submit);
        c.by("cus_an").confirm(&one_hand).unwrap();
        c.by("cus_an").confirm(&disputed).unwrap();
        c.by("cus_bai").dispute(&disputed).unwrap();
        c.confirm_twice(&around);
        let change = ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
        let seen = revision(c, &around);
        let act = RecordCommand::ProposeChange { seen, change, reason: why() };
        c.by("clerk_he").record(&around, act).unwrap();
        c.by("cus_an").record(&around, RecordCommand::ConfirmChange { change: 1 }).unwrap();
        c.by("chief").record(&around, RecordCommand::AskIdentity { purpose: why() }).unwrap();
        c.by("cus_an").record(&around, RecordCommand::OpenIdentity { asker: "chief".into() }).unwrap();
        for who in ["clerk_he", "cus_an", "cus_bai"] {
            c.by(who).void(&around).unwrap();
        }
        c.confirm_twice(&corrected);
        let mut text = phone_call();
        (text.people[0].person, text.people[0].name) = (Some("cus_cao".into()), String::new());
        let change = ChangeDraft::Correction { text: Box::new(text) };
        let act = RecordCommand::ProposeChange { seen: revision(c, &corrected), change, reason: why() };
        c.by("clerk_he").record(&corrected, act).unwrap();
        for who in ["cus_an", "cus_bai"] {
            c.by(who).record(&corrected, RecordCommand::ConfirmChange { change: 1 }).unwrap();
        }
        c.by("chief").record(&corrected, RecordCommand::AskIdentity { purpose: why() }).unwrap();
        let act = RoutingAct::Route {
            record: around,
            target: "PLC".to_owned(),
            override_reason: String::new(),
            form: "REPORT".to_owned(),
            to_unit: why(),
            text: why(),
        };
        let routed = c.by("dish_fan").act(&Command::Routing { matter: None, act }).unwrap().matter;
        c.by("cus_an").other_person(&namesake, "clerk_zhang").unwrap();
        let at_level = c.by("clerk_he").escalate(&laddered).unwrap().matter;
        let at_superior = c.by("clerk_he").escalate(&fresh).unwrap().matter;
        c.by("judge_li").answer(&at_superior, Decision::ToSuperior, "请上级定").unwrap();
        c.by("cus_an").send_superior(&at_superior).unwrap();
        let applied = c.by("judge_li").apply(&laddered, "ac").unwrap().matter;
        let mut let_through = |record: MatterId| {
            let item = c.by("judge_li").apply(&record, "ac").unwrap().matter;
            c.by("chief").item(&item, ItemCommand::Approve).unwrap();
            item
        };
        let approved = let_through(around);
        let items = [fresh, one_hand, namesake].map(let_through);
        let [voting, all_voted, counted] = items;
        let meeting = c.by("sec_gong").plan("ac", "chief").unwrap().matter;
        for item in &items {
            c.by("sec_gong").item(item, ItemCommand::Place { meeting }).unwrap();
        }
        c.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
        c.by("sec_gong").attend(&meeting, &NINE[..6]);
        c.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
        for item in &items {
            c.by("sec_gong").item(item, ItemCommand::OpenVote { disclosed: true }).unwrap();
        }
        c.by("judge_li").vote(&voting, VoteCode::Against).unwrap();
        for item in [&all_voted, &counted] {
            for m in NINE[..6].iter().rev() {
                c.by(m).vote(item, VoteCode::For).unwrap();
            }
        }
        c.by("sec_gong").item(&counted, ItemCommand::CloseVote).unwrap();
        c.assert_sound();
        Self {
            court,
            fresh,
            one_hand,
            disputed,
            around,
            namesake,
            corrected,
            urgent,
            routed,
            at_level,
            at_superior,
            applied,
            approved,
            voting,
            all_voted,
            counted,
            meeting,
        }
    }

    /// The opening of the vote, the request or the order which an act names, where it names none yet.
    fn belongs(&self, matter: &MatterId, act: &mut Event) {
        let last = |is: &dyn Fn(&Body) -> bool| {
            let mut acts = self.court.revisions().into_iter().rev();
            acts.find(|(_, body)| body.matter == *matter && is(body)).map(|(revision, _)| revision)
        };
        match act {
            Event::Item(
                ItemEvent::Voted { upon, .. }
                | ItemEvent::WrittenVote { upon, .. }
                | ItemEvent::Minority { upon, .. },
            ) if upon.is_none() => *upon = last(&|b| b.kind == "item.vote_opened"),
            Event::Record(
                RecordEvent::IdentityHand { asker, upon, .. }
                | RecordEvent::IdentityRefused { asker, upon, .. },
            ) if upon.is_none() => {
                let asked = |b: &Body| b.kind == "record.identity_asked";
                *upon = last(&|b| asked(b) && b.actor == ActorName::Person(asker.clone()));
            }
            Event::Record(RecordEvent::RecusalLifted { person, upon, .. }) if upon.is_none() => {
                let orders = |act: &Event| matches!(act, Event::Record(RecordEvent::RecusalOrdered { person: p, .. }) if p == person);
                *upon = last(&|b| orders(&b.act));
            }
            Event::Record(
                RecordEvent::ChangeConfirmed { number, upon, .. }
                | RecordEvent::ChangeRefused { number, upon, .. },
            ) if upon.is_none() => {
                let proposes = |act: &Event| matches!(act, Event::Record(RecordEvent::ChangeProposed { number: n, .. }) if n == number);
                *upon = last(&|b| proposes(&b.act));
            }
            Event::Record(RecordEvent::VoidHand { upon, .. } | RecordEvent::VoidRefused { upon, .. })
                if upon.is_none() =>
            {
                let asks =
                    |act: &Event| matches!(act, Event::Record(RecordEvent::VoidHand { upon: None, .. }));
                *upon = last(&|b| asks(&b.act));
            }
            _ => {}
        }
    }

    /// An act as nobody did it; the revision is that which stands.
    fn body(&mut self, who: &str, matter: MatterId, mut act: Event) -> Body {
        use RecordEvent as R;
        self.belongs(&matter, &mut act);
        let looked = matches!(
            act,
            Event::Record(
                R::Confirmed { .. }
                    | R::Returned { .. }
                    | R::Disputed { .. }
                    | R::Resolved { .. }
                    | R::Withdrawn { .. }
                    | R::AtOnce { .. }
                    | R::ReadOff { .. }
                    | R::Signed { .. }
                    | R::Agreed { .. }
                    | R::Attached { .. }
                    | R::ChangeProposed { .. }
                    | R::ChangeConfirmed { .. }
                    | R::ChangeRefused { .. }
                    | R::VoidHand { .. }
                    | R::VoidRefused { .. }
                    | R::RecusalLifted { .. }
                    | R::OtherPerson { .. }
                    | R::SamePerson { .. }
                    | R::IdentityHand { .. }
                    | R::IdentityRefused { .. }
            )
        );
        let seen = looked.then(|| revision(&mut self.court, &matter));
        let register = who == "register";
        Body {
            v: VERSION,
            kind: act.kind(),
            actor: if register { ActorName::Register } else { ActorName::Person(who.into()) },
            means: if register { Means::Register } else { Means::OsAccount(who.to_owned()) },
            command: Uuid::from_u128(77),
            matter,
            seen,
            app: "0.1.0".to_owned(),
            act,
            hand: None,
        }
    }
}

/// What both say of the forged event alone: the code under which the check names it as the first that
/// could not have been done, the flaw of its hand, and what the second verifier holds against it.
#[derive(Debug, PartialEq)]
struct Found {
    course: Option<String>,
    hand: Option<String>,
    second: Option<String>,
    second_hand: Option<String>,
}

/// A copy of the register with one more event, looked at by both.
fn look(second: &mut Second, source: &Path, place: &Path, n: usize, body: &Body) -> Found {
    let text = serde_json::to_string(body).unwrap();
    forged(second, source, place, n, &["append", &text], &body.kind)
}

/// A copy of the register whose last event is forged, looked at by both.
fn forged(second: &mut Second, source: &Path, place: &Path, n: usize, how: &[&str], kind: &str) -> Found {
    let copy = place.join(n.to_string());
    assert!(Process::new("cp").arg("-a").args([source, &copy]).status().unwrap().success());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
    let insider = |args: &[&str]| {
        let done = Process::new("python3").arg(script).arg(copy.join("register.db")).args(args).output();
        assert!(done.unwrap().status.success(), "{args:?}");
    };
    insider(how);
    insider(&["forget"]);
    second.ask(&copy, None);
    let found = Office::open(&copy, Mode::Evidence).unwrap().verify(&[], &mut |_, _, _| {}).unwrap();
    let report = second.report();
    assert!(found.report.is_sound() && found.tables.is_none(), "only the act itself is wrong: {found:?}");
    let seq = found.acts - 1;
    let course = found.course.as_ref().map(|w| {
        assert_eq!((w.seq, w.kind.as_str()), (seq, kind));
        w.amiss.code().to_owned()
    });
    let hands = found.hands.as_ref().unwrap();
    let hand = hands.bad.iter().map(|b| {
        assert_eq!(b.seq, seq);
        b.flaw.code().to_owned()
    });
    let told = |part: &str| {
        let all = report[part]["problems"].as_array().unwrap();
        assert!(all.iter().all(|p| p["seq"] == seq), "{all:?}");
        all.first().map(|p| p["code"].as_str().unwrap().to_owned())
    };
    let hand = hand.collect::<Vec<_>>().into_iter().next();
    let both = Found { course, hand, second: told("course"), second_hand: told("signatures") };
    assert_eq!(found.is_sound(), both.course.is_none() && both.hand.is_none(), "{found:?}");
    assert_eq!(report["sound"] == true, both.second.is_none() && both.second_hand.is_none(), "{report}");
    // A look at what was done since a checkpoint says the same; of some, for it takes its time.
    let before = Office::open(source, Mode::Session).unwrap().heads().unwrap();
    if before[0].size == seq && n.is_multiple_of(4) {
        let mut lately = Office::open(&copy, Mode::Session).unwrap();
        let found = lately.verify_since(&before, &[], &mut |_, _, _| {}).unwrap();
        let since = found.course.map(|w| (w.seq, w.amiss.code().to_owned()));
        assert_eq!(since, both.course.clone().map(|code| (seq, code)), "since the checkpoint");
    }
    // Whatever the second verifier holds against an act, the first names.
    assert!(both.second.is_none() || both.course.is_some(), "{both:?}");
    assert_eq!(both.hand, both.second_hand);
    both
}

fn confirmed(completes: bool) -> Event {
    let (checklist, remark, blind_fields) = (all_right(), String::new(), Vec::new());
    Event::Record(RecordEvent::Confirmed { checklist, remark, completes, blind_fields })
}

fn resolved(confirm: bool, answered: bool) -> Event {
    let checklist = if answered { all_right() } else { Default::default() };
    Event::Record(RecordEvent::Resolved { confirm, reason: why(), checklist, blind_fields: Vec::new() })
}

fn at_once(report: bool) -> Event {
    let note = if report {
        AtOnceNote {
            to: vec!["PLC".to_owned()],
            doc_no: why(),
            sent_at: Some(START),
            ..AtOnceNote::default()
        }
    } else {
        AtOnceNote { words: why(), ..AtOnceNote::default() }
    };
    Event::Record(RecordEvent::AtOnce { note })
}

fn closed(for_: u32, against: u32) -> Event {
    let (outcome, total, needed, other) = (Outcome::Passed, 9, 5, 0);
    Event::Item(ItemEvent::VoteClosed { outcome, total, needed, for_, against, other })
}

fn voted(vote: VoteCode) -> Event {
    Event::Item(ItemEvent::Voted { vote, opinion: String::new(), upon: None })
}

fn decided() -> Event {
    let number = format!("{}〔2026〕1号", founding().committees[0].name);
    Event::Item(ItemEvent::Decided { number, year: 2026, ordinal: 1, text: why() })
}

fn other_person(completes: bool) -> Event {
    Event::Record(RecordEvent::OtherPerson {
        person: "clerk_zhang".into(),
        reason: why(),
        completes,
        also: Vec::new(),
    })
}

fn same_person() -> Event {
    Event::Record(RecordEvent::SamePerson { person: "clerk_zhang".into(), reason: why(), first: false })
}

fn read_off() -> Event {
    Event::Record(RecordEvent::ReadOff { agreed: vec!["name".to_owned()], differed: Vec::new() })
}

fn filed() -> Event {
    let filing = Filing { platform: "SPC".to_owned(), number: why(), on: START, by: why() };
    Event::Record(RecordEvent::Filed { filing })
}

/// Somebody's draft of a routing of this record.
fn drafted(record: MatterId) -> Event {
    Event::Routing(RoutingEvent::Drafted {
        ref_: Ref::from_random([7; 5]),
        record,
        target: "PLC".to_owned(),
        rules: liuhen::domain::competent::proposed(&Organ::founded(&founding()), &phone_call())
            .into_iter()
            .map(|p| (p.rule, p.target))
            .collect(),
        override_reason: String::new(),
        form: "REPORT".to_owned(),
        to_unit: why(),
        text: why(),
    })
}

fn identity(completes: bool) -> Event {
    Event::Record(RecordEvent::IdentityHand { asker: "chief".into(), completes, upon: None })
}

fn void(completes: bool) -> Event {
    Event::Record(RecordEvent::VoidHand { reason: String::new(), completes, upon: None })
}

fn change(completes: bool) -> Event {
    Event::Record(RecordEvent::ChangeConfirmed { number: 1, completes, upon: None })
}

fn answered() -> Event {
    Event::Escalation(EscalationEvent::Answered { decision: Decision::Accept, text: why() })
}

fn superior_answered() -> Event {
    Event::Escalation(EscalationEvent::SuperiorAnswered { text: why(), doc_no: why() })
}

fn written(member: &str) -> Event {
    let (opinion, material) = (String::new(), "ab".repeat(32));
    let (member, vote) = (member.into(), VoteCode::For);
    Event::Item(ItemEvent::WrittenVote { member, vote, opinion, material, counted: false, upon: None })
}

#[test]
fn an_act_that_could_not_have_been_done_is_named_by_the_check_of_everything() {
    let Some(mut second) = Second::start() else { return };
    let mut s = Stage::set();
    let passed_up = |to: Option<&str>, silent: Option<i64>| {
        Event::Escalation(EscalationEvent::PassedUp {
            text: if silent.is_some() { String::new() } else { why() },
            level: "DIVISION_HEAD".to_owned(),
            to: to.map(Into::into),
            skipped: Vec::new(),
            silent_since: silent,
        })
    };
    let now = s.court.now();
    let opened = |present: &[&str]| {
        let present = present.iter().map(|m| (*m).into()).collect();
        Event::Item(ItemEvent::VoteOpened {
            disclosed: true,
            chair: "chief".into(),
            present,
            recused: Vec::new(),
        })
    };
    let order = Event::Record(RecordEvent::RecusalOrdered { person: "cus_an".into(), reason: why() });
    let recused = Event::Item(ItemEvent::MemberRecused { member: "vp_sun".into(), reason: why() });
    let again = Event::Record(RecordEvent::Withdrawn { reason: why() });
    let attended = Event::Meeting(MeetingEvent::Attended {
        member: "judge_pan".into(),
        attendance: Attendance::Present,
    });
    let roll = |member: &str| {
        Event::Meeting(MeetingEvent::Attended { member: member.into(), attendance: Attendance::Present })
    };
    let (gone, met) = (MeetingEvent::Left { member: "vp_sun".into() }, MeetingEvent::Opened);
    let (gone, met) = (Event::Meeting(gone), Event::Meeting(met));
    let full = || Event::Item(ItemEvent::ToFullCommittee { committee: "ac".into() });
    let more = Event::Item(ItemEvent::Supplement { reason: why() });
    let carried_out = Event::Item(ItemEvent::Feedback { text: why(), executed: true });
    let taken_back = Event::Item(ItemEvent::Withdrawn { reason: why() });
    let lifted = |completes| {
        let person = "judge_pan".into();
        Event::Record(RecordEvent::RecusalLifted { person, reason: why(), completes, upon: None })
    };
    s.court.by("chief").order_recusal(&s.fresh, "judge_pan").unwrap();
    let on_agenda = s.approved;
    s.court.by("sec_gong").item(&on_agenda, ItemCommand::Place { meeting: s.meeting }).unwrap();
    let [planned, noticed] = [(), ()].map(|()| s.court.by("sec_gong").plan("ac", "chief").unwrap().matter);
    s.court.by("sec_gong").meeting(&noticed, MeetingCommand::Notice).unwrap();
    s.court.by("sec_gong").attend(&noticed, &NINE[..3]);
    // What one administrator proposed before the same was changed otherwise.
    let mut roles = |roles: &[Role]| {
        let change = OrganChange::Roles { person: "cus_deng".into(), roles: roles.to_vec() };
        s.court.by("sys_gao").propose(change).unwrap().matter
    };
    let [overtaken, later] = [&[Role::Cus, Role::Trn], &[Role::Cus, Role::Lia]].map(|r| roles(r));
    s.court.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal: later })).unwrap();
    let brings_back = Event::Organ(OrganEvent::ProposalConfirmed { proposal: overtaken });
    let refused = |n| Event::Record(RecordEvent::ChangeRefused { number: n, reason: why(), upon: None });
    let (fresh, one, disputed, around, namesake) = (s.fresh, s.one_hand, s.disputed, s.around, s.namesake);
    let (routed, routing) = (s.routed, Event::Routing);
    let sent = routing(RoutingEvent::Sent { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: START });
    let (level, superior, applied) = (s.at_level, s.at_superior, s.applied);
    let (voting, all_voted, counted, meeting) = (s.voting, s.all_voted, s.counted, s.meeting);
    // What; by whom; on what; named as; by the second verifier as.
    let forgeries: Vec<(&str, &str, MatterId, Event, &str, &str)> = vec![
        ("an overtaken proposal", "sea_lin", overtaken, brings_back, "changed_since", "state"),
        ("resolved out of nothing", "cus_bai", fresh, resolved(true, true), "not_now", "state"),
        (
            "resolved by the first hand",
            "cus_an",
            disputed,
            resolved(true, true),
            "two_hands_one_person",
            "apart",
        ),
        ("resolved by who disputes", "cus_bai", disputed, resolved(true, true), "acts_apart", "apart"),
        ("resolved by the recorder", "clerk_he", disputed, resolved(true, true), "own_record", "capacity"),
        ("resolved unread", "cus_cao", disputed, resolved(true, false), "checklist_incomplete", "answers"),
        ("resolved by a judge", "judge_li", disputed, resolved(false, true), "not_your_capacity", "capacity"),
        ("confirmed at once", "cus_an", fresh, confirmed(true), "other", "hands"),
        ("confirmed by one", "cus_an", one, confirmed(true), "two_hands_one_person", "apart"),
        ("confirmed by the recorder", "clerk_he", one, confirmed(true), "own_record", "apart"),
        ("confirmed by a judge", "judge_wang", one, confirmed(true), "not_your_capacity", "capacity"),
        ("the second as a first", "cus_bai", one, confirmed(false), "other", ""),
        ("waved through by the recorder", "clerk_he", fresh, at_once(false), "not_your_capacity", "apart"),
        ("waved through by a judge", "judge_wang", fresh, at_once(false), "not_your_capacity", "capacity"),
        ("a report of nothing urgent", "chief", fresh, at_once(true), "not_now", ""),
        ("withdrawn under a hand", "clerk_he", one, again, "not_now", "state"),
        ("a change by one", "cus_an", around, change(true), "two_hands_one_person", "apart"),
        ("a change by the recorder", "clerk_he", around, change(true), "own_record", "apart"),
        ("a change that is none", "cus_an", around, refused(7), "no_such_matter", "state"),
        ("voided before its time", "cus_cao", around, void(true), "not_your_capacity", "hands"),
        ("voided by one twice", "cus_an", around, void(true), "two_hands_one_person", "apart"),
        ("voided by nobody's hand", "dis_e", fresh, void(true), "not_your_capacity", "capacity"),
        ("a name opened by one", "cus_an", around, identity(true), "two_hands_one_person", "apart"),
        ("a name opened by the asker", "chief", around, identity(true), "two_hands_one_person", "capacity"),
        (
            "a name opened by whom a correction names",
            "cus_cao",
            s.corrected,
            identity(false),
            "not_your_capacity",
            "capacity",
        ),
        ("a name nobody asked for", "cus_an", fresh, identity(false), "not_asked", "state"),
        (
            "a namesake cleared by one",
            "cus_an",
            namesake,
            other_person(true),
            "two_hands_one_person",
            "apart",
        ),
        ("a namesake cleared at once", "cus_bai", fresh, other_person(true), "other", "hands"),
        ("a namesake whom nobody meant", "cus_bai", one, other_person(false), "not_in_question", ""),
        ("said to be the same by the recorder", "clerk_he", namesake, same_person(), "own_record", "apart"),
        ("read off by the first hand", "cus_an", one, read_off(), "two_hands_one_person", "apart"),
        ("read off by a judge", "judge_wang", one, read_off(), "not_your_capacity", "capacity"),
        ("read off where nothing is kept", "cus_bai", one, read_off(), "material_missing", ""),
        ("filed before the store has it", "cus_an", one, filed(), "not_now", "state"),
        ("filed by a judge", "judge_wang", around, filed(), "not_your_capacity", "capacity"),
        (
            "routed by a judge",
            "judge_li",
            MatterId(Uuid::from_u128(9)),
            drafted(around),
            "not_your_capacity",
            "capacity",
        ),
        (
            "a routing approved by who drafted it",
            "dish_fan",
            routed,
            routing(RoutingEvent::Approved),
            "acts_apart",
            "apart",
        ),
        (
            "a routing approved by a judge",
            "judge_li",
            routed,
            routing(RoutingEvent::Approved),
            "not_your_capacity",
            "capacity",
        ),
        ("sent before it was approved", "dis_e", routed, sent, "not_now", "state"),
        ("an order lifted at once", "dis_e", fresh, lifted(true), "other", "hands"),
        ("an order lifted by who gave it", "chief", fresh, lifted(false), "acts_apart", "apart"),
        ("an order lifted by a judge", "judge_li", fresh, lifted(false), "not_your_capacity", "capacity"),
        ("an order lifted that nobody gave", "dis_e", one, lifted(false), "not_ordered_out", "state"),
        ("recusal ordered by a judge", "judge_li", one, order.clone(), "not_your_capacity", "capacity"),
        ("answered by who asks", "clerk_he", level, answered(), "own_record", "capacity"),
        ("answered out of turn", "vp_sun", level, answered(), "not_your_capacity", "capacity"),
        (
            "silence before its time",
            "register",
            level,
            passed_up(Some("head_zhao"), Some(now)),
            "not_now",
            "",
        ),
        (
            "a clock in a person's name",
            "judge_li",
            level,
            passed_up(Some("head_zhao"), Some(now)),
            "answer_needs_text",
            "actor",
        ),
        ("passed up to a friend", "judge_li", level, passed_up(Some("judge_wang"), None), "other", ""),
        (
            "the superior's answer by who wrote",
            "cus_an",
            superior,
            superior_answered(),
            "acts_apart",
            "apart",
        ),
        (
            "approved by who applied",
            "judge_li",
            applied,
            Event::Item(ItemEvent::Approved),
            "acts_apart",
            "capacity",
        ),
        (
            "approved out of turn",
            "vp_sun",
            applied,
            Event::Item(ItemEvent::Approved),
            "not_your_capacity",
            "",
        ),
        ("approved by the register", "register", applied, Event::Item(ItemEvent::Approved), "actor", "actor"),
        ("voted twice", "judge_li", voting, voted(VoteCode::For), "vote_is_final", "apart"),
        ("voted by who is away", "judge_gu", voting, voted(VoteCode::For), "not_present", "member"),
        ("voted by a stranger", "clerk_he", voting, voted(VoteCode::For), "not_your_capacity", "member"),
        ("written for who voted", "sec_gong", voting, written("judge_li"), "already_acted", "apart"),
        ("written for a stranger", "sec_gong", voting, written("clerk_he"), "not_a_member", "member"),
        ("counted too early", "sec_gong", voting, closed(6, 0), "votes_missing", "count"),
        ("counted by a stranger", "judge_wang", all_voted, closed(6, 0), "not_your_capacity", "capacity"),
        ("another count", "sec_gong", all_voted, closed(5, 1), "other", "count"),
        ("decided before the count", "sec_gong", all_voted, decided(), "not_now", "state"),
        ("decided by who applied", "judge_li", counted, decided(), "acts_apart", "apart"),
        ("a member out in the vote", "sec_gong", voting, recused, "not_now", "state"),
        ("opened with who is away", "sec_gong", voting, opened(&["chief", "judge_gu"]), "not_now", "state"),
        ("a roll by a stranger", "judge_li", meeting, attended.clone(), "not_your_capacity", "capacity"),
        ("a roll of strangers", "sec_gong", meeting, roll("clerk_he"), "not_a_member", "member"),
        ("gone before the meeting opened", "sec_gong", planned, gone.clone(), "not_now", "state"),
        ("opened without a quorum", "sec_gong", noticed, met, "no_quorum", "count"),
        ("a vote below the quorum", "sec_gong", on_agenda, opened(&["chief", "vp_sun"]), "other", "count"),
        ("to the full committee in the vote", "sec_gong", voting, full(), "not_now", "state"),
        ("to the full committee once counted", "sec_gong", counted, full(), "not_now", "state"),
        ("more to be found out once counted", "sec_gong", counted, more, "not_now", "state"),
        ("carried out before it was decided", "judge_wang", counted, carried_out, "not_now", "state"),
        ("taken back in the vote", "judge_li", voting, taken_back, "not_now", "state"),
        ("settled by a clerk", "clerk_dong", namesake, other_person(true), "not_your_capacity", "capacity"),
        (
            "said to be the same by a judge",
            "judge_li",
            namesake,
            same_person(),
            "not_your_capacity",
            "capacity",
        ),
    ];
    let place = tempfile::tempdir().unwrap();
    let source = s.court.dir().to_owned();
    for (n, (what, who, matter, act, named, second_names)) in forgeries.into_iter().enumerate() {
        let body = s.body(who, matter, act);
        let found = look(&mut second, &source, place.path(), n, &body);
        assert_eq!(found.course.as_deref(), Some(named), "{what}");
        assert_eq!(found.second.as_deref().unwrap_or(""), second_names, "{what}");
    }
    // What is wrong with the event itself and not with the moment.
    let stale = Some("000000000000".into());
    let bodies = [
        ("revision", "stale_revision", Body { seen: stale, ..s.body("cus_bai", one, confirmed(true)) }),
        ("", "revision", Body { seen: None, ..s.body("cus_bai", one, confirmed(true)) }),
        (
            "kind",
            "kind",
            Body { kind: "record.linked".to_owned(), ..s.body("cus_bai", one, confirmed(true)) },
        ),
        (
            "command",
            "command",
            Body { command: s.court.log()[3].command, ..s.body("cus_bai", one, confirmed(true)) },
        ),
        ("state", "begun", s.court.log().into_iter().find(|b| b.kind == "escalation.started").unwrap()),
        // One way of going on may be begun again beside another, and never in its place.
        ("state", "begun", s.court.log().into_iter().find(|b| b.kind == "routing.drafted").unwrap()),
        // Nor is a register founded again in its middle, as it was or as another.
        ("state", "begun", s.court.log().swap_remove(0)),
    ];
    for (n, (second_names, named, body)) in bodies.into_iter().enumerate() {
        let body = Body { hand: None, ..body };
        let body = if named == "begun" { Body { command: Uuid::from_u128(78), ..body } } else { body };
        let found = look(&mut second, &source, place.path(), 100 + n, &body);
        assert_eq!(found.course.as_deref(), Some(named), "{}", body.kind);
        if named != "revision" {
            assert_eq!(found.second.as_deref().unwrap_or(""), second_names, "{named}");
        }
    }
    // A hand, or a body, with more in it than it has is none to either.
    let mut strange = serde_json::to_value(s.body("cus_bai", one, confirmed(true))).unwrap();
    strange["hand"] = serde_json::json!({"level": 1, "signature": "", "challenge": "", "mood": "angry"});
    for (n, where_) in ["hand", "body"].into_iter().enumerate() {
        if where_ == "body" {
            strange["hand"] = serde_json::Value::Null;
            strange["mood"] = "angry".into();
        }
        let copy = place.path().join(format!("strange{n}"));
        assert!(Process::new("cp").arg("-a").args([&source, &copy]).status().unwrap().success());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
        let file = copy.join("register.db");
        let done =
            Process::new("python3").arg(script).arg(&file).args(["append", &strange.to_string()]).status();
        assert!(done.unwrap().success());
        second.ask(&copy, None);
        let found = Office::open(&copy, Mode::Evidence).and_then(|mut o| o.verify(&[], &mut |_, _, _| {}));
        assert!(!found.is_ok_and(|f| f.is_sound()), "{where_}");
        let report = second.report();
        assert_eq!(report["signatures"]["problems"][0]["code"], "body", "{where_}: {report}");
    }
    // What was founded by version 2 is never again looked at with the eyes of version 1.
    let older = Body { v: 1, ..s.body("cus_bai", disputed, resolved(true, true)) };
    let found = look(&mut second, &source, place.path(), 200, &older);
    assert_eq!(found.hand.as_deref(), Some("version"));
    assert_eq!(found.course.as_deref(), Some("acts_apart"), "and it is judged all the same");
}

/// Who is passed over for his silence, and to whom it goes, follows from the clock and the ladder.
#[test]
fn a_silence_is_told_as_the_register_itself_would_tell_it() {
    let Some(mut second) = Second::start() else { return };
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature::all(0);
    let mut court = Court::founded_with(&founding);
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let level = court.by("clerk_he").escalate(&record).unwrap().matter;
    let due = court.office.organ().due("escalation_level", court.now());
    let place = tempfile::tempdir().unwrap();
    // Somebody acts in the last millisecond, and the silence is not over with it.
    court.later(due - court.now());
    court.by("cus_an").confirm(&record).unwrap();
    let passed = EscalationEvent::PassedUp {
        text: String::new(),
        level: "DIVISION_HEAD".to_owned(),
        to: Some("head_zhao".into()),
        skipped: Vec::new(),
        silent_since: Some(due),
    };
    let act = Event::Escalation(passed.clone());
    let body = Body {
        v: VERSION,
        kind: act.kind(),
        actor: ActorName::Register,
        means: Means::Register,
        command: Uuid::from_u128(77),
        matter: level,
        seen: None,
        app: "0.1.0".to_owned(),
        act: act.clone(),
        hand: None,
    };
    let found = look(&mut second, court.dir(), place.path(), 0, &body);
    assert_eq!(found.course.as_deref(), Some("not_now"));
    court.later(1);
    assert_eq!(court.office.tick().unwrap(), 1);
    let told = court.log().pop().unwrap();
    assert_eq!(told.act, act);
    let last = (court.log_size() - 1).to_string();
    for (n, (right, bent)) in [
        ("\"DIVISION_HEAD\"", "\"VICE_CHIEF\""),
        ("\"head_zhao\"", "\"judge_wang\""),
        (&due.to_string(), &(due - 1).to_string()),
    ]
    .into_iter()
    .enumerate()
    {
        let how = ["edit", &last, right, bent];
        let found = forged(&mut second, court.dir(), place.path(), n + 1, &how, &told.kind);
        assert_eq!(found.course.as_deref(), Some("other"), "{bent}");
    }
}

/// Whoever writes the file dates a silence into the days to come, and takes a level's answer away. It is the
/// register's own act as it would be then; looked at before that moment it is wrong to both. A clock that was
/// wrong for an hour is remarked, and makes nothing false.
#[test]
fn a_silence_that_has_not_come_yet_is_named_and_a_late_clock_is_only_remarked() {
    let Some(mut second) = Second::start() else { return };
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature::all(0);
    let mut court = Court::founded_with(&founding);
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("clerk_he").escalate(&record).unwrap();
    let begun = court.now();
    let due = court.office.organ().due("escalation_level", begun);
    court.later(due + 1 - begun);
    assert_eq!(court.office.tick().unwrap(), 1);
    let last = court.log_size() - 1;
    let dir = court.dir().to_owned();
    let mut looked_at = |now: i64| {
        // To whoever looks when all of it is past it is sound.
        second.finds_sound(&dir);
        let (clock, ids) = (Box::new(Fixed(now)), Box::new(OsRandom));
        let mut office = Office::open_with(&dir, Mode::Evidence, clock, ids).unwrap();
        let found = office.verify(&[], &mut |_, _, _| {}).unwrap();
        second.ask_at(&dir, now);
        let said = second.report();
        assert_eq!(said["sound"], found.is_sound(), "{said}");
        assert_eq!(said["history"]["ahead"].as_i64(), found.ahead, "{said}");
        let course = found.course.map(|w| (w.seq, w.amiss.code().to_owned()));
        let theirs = said["course"]["problems"].as_array().unwrap().first().cloned();
        let theirs = theirs.map(|p| (p["seq"].as_u64().unwrap(), p["code"].as_str().unwrap().to_owned()));
        assert_eq!(course, theirs);
        (course, found.ahead)
    };
    for early in [begun, due] {
        let (course, _) = looked_at(early);
        assert_eq!(course, Some((last, "ahead".to_owned())), "{early}");
    }
    assert_eq!(looked_at(due + 1), (None, None));
    // Somebody acts while the clock is an hour ahead.
    court.later(HOUR);
    court.by("cus_an").confirm(&record).unwrap();
    assert_eq!(looked_at(due + 1), (None, Some(due + 1 + HOUR)));
    assert_eq!(looked_at(due + 1 + HOUR), (None, None));
}

const HOUR: i64 = 3_600_000;

/// How somebody came to an act stands beside it. On a register in service nobody does by `--as`, nor by the
/// sign-in key of another.
#[test]
fn nobody_in_service_acts_by_the_say_so_of_a_training_register_or_by_anothers_key() {
    let Some(mut second) = Second::start() else { return };
    let mut s = Stage::set();
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
    let (person, use_) = ("cus_bai".into(), KeyUse::Login);
    s.court.change(OrganChange::Key { person, use_, key: key.to_owned() });
    let print = KeyLine::read(key).unwrap().fingerprint;
    let (one, source) = (s.one_hand, s.court.dir().to_owned());
    let place = tempfile::tempdir().unwrap();
    let by_key = |print: &str| Means::SshKey(print.to_owned());
    for (n, (who, means, named)) in [
        ("cus_bai", Means::OsAccount("bai".to_owned()), None),
        ("cus_bai", by_key(&print), None),
        ("cus_cao", by_key("SHA256:x"), None),
        ("cus_bai", Means::Training, Some("means")),
        ("cus_deng", by_key(&print), Some("means")),
    ]
    .into_iter()
    .enumerate()
    {
        let act = Event::Record(RecordEvent::RecusalDeclared { reason: why() });
        let body = Body { means, ..s.body(who, one, act) };
        let found = look(&mut second, &source, place.path(), n, &body);
        assert_eq!((found.course.as_deref(), found.second.as_deref()), (named, named), "{:?}", body.means);
    }
}

/// What somebody read off a material is kept nowhere, that he was asked for everything is.
#[test]
fn what_was_read_off_is_everything_that_was_asked_for() {
    let Some(mut second) = Second::start() else { return };
    let mut s = Stage::set();
    let c = &mut s.court;
    let hash = c.letter("照片");
    let record = c.by("clerk_he").submit(with_material(&hash)).unwrap().matter;
    c.by("cus_an").confirm(&record).unwrap();
    let place = tempfile::tempdir().unwrap();
    let source = c.dir().to_owned();
    let read = |agreed: &[&str], differed: &[&str]| {
        let [agreed, differed] = [agreed, differed].map(|all| all.iter().map(|f| (*f).to_owned()).collect());
        Event::Record(RecordEvent::ReadOff { agreed, differed })
    };
    for (n, (act, named)) in [
        (read(&["case_no", "date", "name"], &[]), None),
        (read(&["case_no"], &["date", "name"]), None),
        (read(&["case_no", "date"], &[]), Some("other")),
        (read(&["case_no", "date", "name"], &["place"]), Some("other")),
    ]
    .into_iter()
    .enumerate()
    {
        let body = s.body("cus_bai", record, act);
        let found = look(&mut second, &source, place.path(), n, &body);
        assert_eq!(found.course.as_deref(), named, "{:?}", body.act);
    }
}

/// By its short name a matter is called and found; nobody takes it for another, and hides the first.
#[test]
fn a_name_given_twice_is_named_and_hides_nothing() {
    let Some(mut second) = Second::start() else { return };
    let mut s = Stage::set();
    let log = s.court.log();
    let ref_of = |matter: &MatterId| {
        log.iter().filter(|b| b.matter == *matter).find_map(|b| b.act.names().cloned()).unwrap()
    };
    let taken = [s.fresh, s.meeting, s.applied, s.at_level, s.routed].map(|m| ref_of(&m));
    let with = |kind: &str, ref_: &Ref| {
        let stands = log.iter().rfind(|b| b.kind == kind).unwrap();
        let mut act = serde_json::to_value(&stands.act).unwrap();
        let (area, name) = kind.split_once('.').unwrap();
        act[area][name]["ref_"] = ref_.0.clone().into();
        if kind == "record.submitted" {
            let last = act[area][name]["ordinal"].as_u64().unwrap();
            let number = act[area][name]["number"].as_str().unwrap().to_owned();
            let next = number.replace(&format!("{last:06}"), &format!("{:06}", last + 1));
            assert_ne!(number, next);
            act[area][name]["ordinal"] = (last + 1).into();
            act[area][name]["number"] = next.into();
        }
        let ActorName::Person(who) = stands.actor.clone() else { panic!() };
        (who.0, serde_json::from_value::<Event>(act).unwrap())
    };
    let place = tempfile::tempdir().unwrap();
    let source = s.court.dir().to_owned();
    let (nine, mut n) = (MatterId(Uuid::from_u128(9)), 0);
    for kind in
        ["record.submitted", "escalation.started", "item.applied", "meeting.planned", "routing.drafted"]
    {
        for ref_ in &taken {
            let (who, act) = with(kind, ref_);
            let body = s.body(&who, nine, act);
            let found = look(&mut second, &source, place.path(), n, &body);
            assert_eq!(
                (found.course.as_deref(), found.second.as_deref()),
                (Some("ref"), Some("ref")),
                "{kind}"
            );
            let mut copy = Office::open(&place.path().join(n.to_string()), Mode::Session).unwrap();
            let all = copy
                .records(&actor("dish_fan"), &Default::default(), liuhen::domain::search::Near::Start, 500)
                .unwrap();
            assert!(all.lines.iter().any(|l| l.id == s.fresh), "{kind} hides a record");
            for (kind, matter) in [("item", s.applied), ("escalation", s.at_level), ("routing", s.routed)] {
                let lines = copy.matters(&actor("chief"), kind).unwrap();
                let whole = s.court.office.matters(&actor("chief"), kind).unwrap();
                assert!(
                    whole.iter().all(|l| l.id != matter) || lines.iter().any(|l| l.id == matter),
                    "{kind}"
                );
            }
            n += 1;
        }
        let good = Ref::from_random([7; 5]).0;
        for strange in ["a\nb", "", &good.to_lowercase(), &good[..8], &format!("{}U", &good[..8])] {
            let (who, act) = with(kind, &Ref(strange.to_owned()));
            let body = s.body(&who, nine, act);
            let found = look(&mut second, &source, place.path(), n, &body);
            assert_eq!(
                (found.course.as_deref(), found.second.as_deref()),
                (Some("ref"), Some("ref")),
                "{strange:?}"
            );
            n += 1;
        }
    }
    // A proposal's name is made from its id, which somebody with the file may choose.
    let proposal = MatterId(Uuid::from_bytes([1; 16]));
    let (who, act) = with("record.submitted", &Ref::of_proposal(&proposal));
    let record = Body { command: Uuid::from_u128(78), ..s.body(&who, nine, act) };
    let found = look(&mut second, &source, place.path(), n, &record);
    assert_eq!((found.course, found.second), (None, None), "a name that nobody has");
    let change = OrganChange::Active { person: "cus_deng".into(), active: false };
    let body = s.body("sys_gao", proposal, Event::Organ(OrganEvent::Proposed { change: Box::new(change) }));
    let with_record = place.path().join(n.to_string());
    let found = look(&mut second, &with_record, place.path(), n + 1, &body);
    assert_eq!((found.course.as_deref(), found.second.as_deref()), (Some("ref"), Some("ref")));
}

/// An act names the matter that it is about in its place and sometimes in its words: both are one.
#[test]
fn an_act_under_another_matter_than_its_own_is_named() {
    let Some(mut second) = Second::start() else { return };
    let mut s = Stage::set();
    let propose = |s: &mut Stage, active| {
        let change = OrganChange::Active { person: "cus_deng".into(), active };
        s.court.by("sys_gao").propose(change).unwrap().matter
    };
    let (one, other) = (propose(&mut s, false), propose(&mut s, false));
    let settled = Event::Organ(OrganEvent::ProposalConfirmed { proposal: one });
    let refused = Event::Organ(OrganEvent::ProposalRefused { proposal: one, reason: why() });
    let copied = s.court.log().into_iter().find(|b| b.kind == "evidence.log_key").unwrap();
    let (fresh, item, meeting) = (s.fresh, s.applied, s.meeting);
    let place = tempfile::tempdir().unwrap();
    let source = s.court.dir().to_owned();
    let mut n = 0;
    for (act, under) in [&settled, &refused].into_iter().flat_map(|a| [other, fresh, item].map(|u| (a, u))) {
        let body = s.body("sea_lin", under, act.clone());
        let found = look(&mut second, &source, place.path(), n, &body);
        let wanted = Found {
            course: Some("matter".to_owned()),
            hand: Some("order".to_owned()),
            second: Some("matter".to_owned()),
            second_hand: Some("order".to_owned()),
        };
        assert_eq!(found, wanted);
        n += 1;
    }
    let found = look(&mut second, &source, place.path(), n, &s.body("sea_lin", one, settled));
    assert_eq!((found.course, found.second), (None, None), "and in its place it stands");
    // What the register notes of its evidence is no page of a record's story.
    for under in [fresh, item, meeting, one] {
        n += 1;
        let body = s.body("register", under, copied.act.clone());
        let found = look(&mut second, &source, place.path(), n, &body);
        assert_eq!((found.course.as_deref(), found.second.as_deref()), (Some("begun"), Some("state")));
    }
    // Nobody signs in as the register.
    let body = Body { means: Means::Register, ..s.body("cus_bai", s.one_hand, confirmed(true)) };
    let found = look(&mut second, &source, place.path(), n + 1, &body);
    assert_eq!((found.course.as_deref(), found.second.as_deref()), (Some("actor"), Some("actor")));
}

#[test]
fn an_act_that_could_have_been_done_lacks_the_hand_that_is_asked_for_it() {
    let Some(mut second) = Second::start() else { return };
    let mut s = Stage::set();
    let mut policy = s.court.office.organ().policy.clone();
    policy.signature = Signature::all(1);
    s.court.change(OrganChange::Policy { policy });
    let item = Event::Item;
    let returned =
        RecordEvent::Returned { reasons: vec![FieldReason { field: "place".to_owned(), reason: why() }] };
    let refused = RecordEvent::IdentityRefused { asker: "chief".into(), reason: why(), upon: None };
    let withdrawn = RecordEvent::Withdrawn { reason: why() };
    let order = RecordEvent::RecusalOrdered { person: "cus_an".into(), reason: why() };
    let passed = EscalationEvent::PassedUp {
        text: why(),
        level: "DIVISION_HEAD".to_owned(),
        to: Some("head_zhao".into()),
        skipped: Vec::new(),
        silent_since: None,
    };
    let removed = ItemEvent::MemberRecused { member: "vp_sun".into(), reason: why() };
    let lawful: Vec<(&str, MatterId, Event)> = vec![
        ("cus_bai", s.one_hand, confirmed(true)),
        ("cus_cao", s.disputed, resolved(true, true)),
        ("cus_cao", s.disputed, resolved(false, false)),
        ("cus_an", s.fresh, Event::Record(returned)),
        ("clerk_he", s.fresh, Event::Record(withdrawn)),
        ("cus_bai", s.around, change(true)),
        (
            "cus_bai",
            s.around,
            Event::Record(RecordEvent::ChangeRefused { number: 1, reason: why(), upon: None }),
        ),
        ("dis_e", s.around, void(true)),
        ("cus_bai", s.around, Event::Record(RecordEvent::VoidRefused { reason: why(), upon: None })),
        ("cus_bai", s.around, identity(true)),
        ("cus_bai", s.around, Event::Record(refused)),
        ("cus_bai", s.namesake, other_person(true)),
        ("cus_bai", s.namesake, same_person()),
        ("chief", s.urgent, at_once(true)),
        ("dis_e", s.urgent, at_once(false)),
        // The only head of discipline drafted it: the chief approves in his place.
        ("dis_e", MatterId(Uuid::from_u128(9)), drafted(s.around)),
        ("chief", s.routed, Event::Routing(RoutingEvent::Approved)),
        ("chief", s.routed, Event::Routing(RoutingEvent::Refused { reason: why() })),
        ("dish_fan", s.routed, Event::Routing(RoutingEvent::Withdrawn { reason: why() })),
        ("dish_fan", s.one_hand, Event::Record(order)),
        ("judge_li", s.at_level, answered()),
        ("judge_li", s.at_level, Event::Escalation(passed)),
        ("cus_bai", s.at_superior, superior_answered()),
        ("chief", s.applied, item(ItemEvent::Approved)),
        ("chief", s.applied, item(ItemEvent::Refused { reason: why() })),
        ("judge_li", s.applied, item(ItemEvent::Withdrawn { reason: why() })),
        ("head_zhao", s.voting, voted(VoteCode::For)),
        ("sec_gong", s.voting, written("judge_gu")),
        ("sec_gong", s.all_voted, closed(6, 0)),
        ("sec_gong", s.counted, decided()),
        ("sec_gong", s.approved, item(removed)),
        ("sec_gong", s.meeting, Event::Meeting(MeetingEvent::Left { member: "vp_sun".into() })),
        (
            "sec_gong",
            s.meeting,
            Event::Meeting(MeetingEvent::Attended {
                member: "judge_gu".into(),
                attendance: Attendance::Present,
            }),
        ),
    ];
    let place = tempfile::tempdir().unwrap();
    let source = s.court.dir().to_owned();
    for (n, (who, matter, act)) in lawful.into_iter().enumerate() {
        let body = s.body(who, matter, act);
        let found = look(&mut second, &source, place.path(), n, &body);
        let below = Some("below".to_owned());
        let wanted = Found { course: None, hand: below.clone(), second: None, second_hand: below };
        assert_eq!(found, wanted, "{}", body.kind);
    }
    // Who has no key declares himself recused without one; he gives no hand that it could take away.
    let declared = Event::Record(RecordEvent::RecusalDeclared { reason: why() });
    let body = s.body("judge_chen", s.one_hand, declared);
    let found = look(&mut second, &source, place.path(), 100, &body);
    assert_eq!(found, Found { course: None, hand: None, second: None, second_hand: None });
    let refused = OrganEvent::ProposalRefused { proposal: MatterId(Uuid::nil()), reason: why() };
    let body = s.body("sea_lin", s.one_hand, Event::Organ(refused));
    let found = look(&mut second, &source, place.path(), 101, &body);
    assert_eq!(found.hand.as_deref(), Some("order"));
}
