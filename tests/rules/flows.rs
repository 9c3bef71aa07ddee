//! The flows are tables, and the tables are true: every state is reached and left, no step is for
//! those whom it concerns, and every need that is named is asked for.

use crate::support;

use liuhen::domain::committee::{ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::escalation::{self, Decision};
use liuhen::domain::flow::{Act, Capacity};
use liuhen::domain::ids::PersonId;
use liuhen::domain::kind::Table;
use liuhen::domain::organ;
use liuhen::domain::policy;
use liuhen::domain::record::{ChangeDraft, RecordCommand, Status};
use liuhen::domain::refusal::Rule;
use liuhen::domain::registry;
use liuhen::domain::state::State;
use std::collections::BTreeSet;
use std::fmt::Debug;
use support::people::NINE;
use support::*;

/// The table of a name: the record's, those of what is under way on it, and the organ's.
fn table(code: &str) -> Table {
    let all = registry::base().tables.iter().cloned().chain([organ::table()]);
    all.into_iter().find(|t| t.code == code).unwrap()
}

/// Reached from the beginning, and every state that is not final has an act that leaves it; no act has two
/// rows in one state, and no row leads to a state that there is not.
fn whole(table: &Table, all: &[&str], last: &[&str]) {
    let leads = || table.rows.iter().flat_map(|r| &r.leads);
    let states: BTreeSet<&str> = table.states.iter().map(|(code, _)| *code).collect();
    assert_eq!(states, all.iter().copied().chain([table.none]).collect(), "{}", table.code);
    let mut reached = vec![table.none];
    while let Some((_, to)) = leads().find(|(f, t)| reached.contains(f) && !reached.contains(t)) {
        reached.push(to);
    }
    for state in all {
        assert!(reached.contains(state), "{state:?} is never reached");
        let left = leads().any(|(from, to)| from == state && to != state);
        assert_eq!(left, !last.contains(state), "{state:?}: has an exit: {left}");
    }
    for (n, s) in table.rows.iter().enumerate() {
        assert!(!s.hands.is_empty() && !s.from.is_empty(), "{:?}", s.act);
        for (from, to) in &s.leads {
            assert!(all.contains(from) || *from == table.none, "{:?} from {from:?}: no such state", s.act);
            assert!(all.contains(to), "{:?} leads to {to:?}: no such state", s.act);
        }
        for other in &table.rows[n + 1..] {
            let both = s.from.iter().find(|f| other.act == s.act && other.from.contains(f));
            assert_eq!(both, None, "{:?} has two rows in this state", s.act);
        }
    }
}

#[test]
fn every_state_is_reached_and_every_open_one_is_left() {
    let all: Vec<&str> = Status::ALL.iter().map(|s| s.code()).collect();
    whole(&table("record"), &all, &["withdrawn", "void"]);
    for code in ["change", "void", "identity"] {
        whole(&table(code), &["open", "done", "refused"], &["done", "refused"]);
    }
    whole(&table("proposal"), &["proposed", "in_force", "refused"], &["in_force", "refused"]);
}

/// The kinds' own tables, by the same measure.
#[test]
fn no_table_of_a_kind_has_a_row_twice_or_leads_where_nothing_is() {
    for kind in registry::all() {
        let states: Vec<&str> = kind.states.iter().map(|(code, _)| *code).collect();
        let mut rows = BTreeSet::new();
        for row in &kind.rows {
            for from in &row.from {
                assert!(rows.insert((row.act, *from)), "{}: {:?} twice from {from}", kind.code, row.act);
            }
            for (from, to) in &row.leads {
                assert!(states.contains(from) && states.contains(to) && *to != kind.none, "{:?}", row.act);
            }
        }
        let reached = |state: &&str| kind.rows.iter().any(|r| r.leads.iter().any(|(_, to)| to == state));
        let lost: Vec<&&str> = states.iter().filter(|s| **s != kind.none && !reached(s)).collect();
        assert!(lost.is_empty(), "{}: {lost:?} is never reached", kind.code);
        for (state, open) in &kind.states {
            let left = kind.rows.iter().any(|r| r.leads.iter().any(|(f, t)| f == state && t != state));
            assert!(!open || left, "{}: {state} is open and nobody leaves it", kind.code);
        }
    }
}

#[test]
fn more_hands_than_one_are_different_people() {
    let tables = ["record", "change", "void", "identity", "proposal"].map(table);
    for s in tables.iter().flat_map(|t| &t.rows) {
        let people: Vec<PersonId> = (0..s.hands.len()).map(|n| PersonId(n.to_string())).collect();
        let next = |given: &[PersonId], me: &PersonId| policy::next_hand(s.act, s.hands, given, me);
        for n in 0..s.hands.len() {
            let (capacity, last) = next(&people[..n], &people[n]).unwrap();
            assert_eq!((capacity, last), (s.hands[n], n + 1 == s.hands.len()));
            for again in &people[..n] {
                let no = next(&people[..n], again).unwrap_err();
                assert_eq!(no.rule, Rule::TwoHandsOnePerson, "{:?}", s.act);
            }
        }
        let stranger = PersonId("stranger".to_owned());
        // Where a hand that lapsed stands again beside the one in its place, the last is still asked for.
        let last = (s.hands[s.hands.len() - 1], true);
        assert_eq!(next(&people, &stranger).unwrap(), last, "{:?}", s.act);
        for again in &people {
            let no = next(&people, again).unwrap_err();
            assert_eq!(no.rule, Rule::TwoHandsOnePerson, "{:?}", s.act);
        }
    }
    // What the law asks for, said once more.
    let hands = |code, act| table(code).rows.iter().find(|s| s.act == act).unwrap().hands;
    let two = [Capacity::Custodian, Capacity::Custodian];
    assert_eq!(hands("record", Act::Confirm), two);
    assert_eq!(hands("change", Act::ConfirmChange), two);
    assert_eq!(hands("identity", Act::OpenIdentity), two);
    let four = [Capacity::VoidAsker, Capacity::Settler, Capacity::Settler, Capacity::Voider];
    assert_eq!(hands("void", Act::Void), four);
}

/// Which capacities somebody holds on a record folded from a real log.
#[test]
fn the_subject_holds_no_capacity_and_the_recorder_none_that_checks_him() {
    let mut court = Court::founded();
    let mut text = visit(&["cus_cao"]);
    let subjects = ["chief", "cus_an", "dis_e", "judge_li", "sec_gong"];
    text.people.extend(subjects.map(|id| support::words::insider(id, "BEHALF")));
    let record = court.by("dish_fan").submit(text).unwrap().matter;
    let organ = court.office.organ_now().unwrap();
    let mut book = liuhen::domain::book::Book::new(organ.clone());
    for (n, body) in court.log().into_iter().enumerate().skip(1) {
        let stamp = liuhen::domain::event::Stamp {
            seq: n as u64,
            v: body.v,
            at: court.now(),
            matter: body.matter,
            actor: &body.actor,
            revision: liuhen::domain::ids::Revision("0".to_owned()),
        };
        book.apply(&stamp, &body.act);
    }
    let mut state = State::of(organ);
    state.record = book.records.get(&record).cloned();
    let now = court.now();
    for who in subjects {
        for capacity in Capacity::ALL.iter().filter(|c| **c != Capacity::Staff) {
            assert!(!policy::holds(&state, *capacity, &who.into(), now), "{who} as {capacity:?}");
        }
    }
    let checks = [
        Capacity::Custodian,
        Capacity::Resolver,
        Capacity::Discipline,
        Capacity::Approver,
        Capacity::Witness,
        Capacity::Level,
        Capacity::Register,
    ];
    for capacity in checks {
        assert!(!policy::holds(&state, capacity, &"dish_fan".into(), now), "recorder as {capacity:?}");
        assert!(!policy::holds(&state, capacity, &"cus_cao".into(), now) || capacity == Capacity::Witness);
    }
    assert!(policy::holds(&state, Capacity::Recorder, &"dish_fan".into(), now));
    assert!(
        policy::holders(&state, Capacity::Custodian, now)
            .iter()
            .eq([&"cus_bai".into(), &PersonId::from("cus_deng")])
    );
}

/// Needs of one table, each with its act.
fn needs(code: &'static str) -> BTreeSet<(&'static str, Act, &'static str)> {
    let rows = table(code).rows.into_iter();
    rows.flat_map(|s| s.needs.into_iter().map(move |n| (code, s.act, n))).collect()
}

/// The situations below, in which one need alone fails; and the rule that says so.
struct Asked(BTreeSet<(&'static str, Act, &'static str)>);

impl Asked {
    fn no<T: Debug>(
        &mut self,
        table: &'static str,
        act: Act,
        need: &'static str,
        answer: Result<T, liuhen::office::Trouble>,
        expected: Rule,
    ) {
        assert_eq!(rule(answer), expected, "{table} {act:?} {need:?}");
        self.0.insert((table, act, need));
    }
}

#[test]
fn every_need_named_in_a_table_is_asked_for() {
    let mut asked = Asked(BTreeSet::new());
    record_needs(&mut asked);
    review_needs(&mut asked);
    let named: BTreeSet<_> =
        ["record", "change", "void", "identity", "proposal"].into_iter().flat_map(needs).collect();
    let untested: Vec<_> = named.difference(&asked.0).collect();
    assert!(untested.is_empty(), "{untested:?}");
    assert_eq!(named, asked.0);
}

fn record_needs(asked: &mut Asked) {
    let mut court = Court::founded();
    let stale = || liuhen::domain::ids::Revision("000000000000".to_owned());
    let why = || "理由".to_owned();
    let incomplete = || {
        let mut text = phone_call();
        text.content.clear();
        Box::new(text)
    };
    // Complete: each field that is missing is named.
    let mut by = court.by("clerk_he");
    assert_eq!(wrong(by.submit(*incomplete())), ["content"]);
    asked.0.insert(("record", Act::Submit, "complete"));
    let mut text = visit(&["judge_tang"]);
    text.received_by = Some("judge_wang".into());
    let record = by.submit(text).unwrap().matter;
    assert_eq!(wrong(by.amend(&record, *incomplete())), ["content"]);
    asked.0.insert(("record", Act::Amend, "complete"));

    let r = Rule::StaleRevision;
    let amend = RecordCommand::Amend { seen: stale(), text: Box::new(phone_call()) };
    asked.no("record", Act::Amend, "same_revision", by.record(&record, amend), r);
    let paper = liuhen::domain::record::Attachment {
        kind: "PAPER_ONLY".to_owned(),
        title: why(),
        hash: None,
        size: 0,
        original_location: why(),
        medium: String::new(),
        file_destination: String::new(),
    };
    let attach = RecordCommand::Attach { seen: stale(), attachment: paper };
    asked.no("record", Act::Attach, "same_revision", by.record(&record, attach), r);
    let withdraw = RecordCommand::Withdraw { seen: stale(), reason: why() };
    asked.no("record", Act::Withdraw, "same_revision", by.record(&record, withdraw), r);
    let seen = by.seen(&record);
    let withdraw = RecordCommand::Withdraw { seen, reason: " ".to_owned() };
    asked.no("record", Act::Withdraw, "reason", by.record(&record, withdraw), Rule::ReasonMissing);
    let sign = RecordCommand::Sign { seen: stale(), refusal: None };
    asked.no("record", Act::Sign, "same_revision", court.by("judge_tang").record(&record, sign), r);
    let agree = RecordCommand::Agree { seen: stale(), refusal: None };
    asked.no("record", Act::Agree, "same_revision", court.by("judge_wang").record(&record, agree), r);

    // The second custodian reads the material once, on the text that stands, where there is one.
    let (hash, _) =
        court.office.keep_material(&actor("clerk_he"), &mut &b"photo"[..], &Default::default()).unwrap();
    let kept = court.by("clerk_he").submit(with_material(&hash)).unwrap().matter;
    let bare = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    for id in [&kept, &bare] {
        court.by("cus_an").confirm(id).unwrap();
    }
    let blind = [("name", "甲"), ("date", "2026-03-10"), ("case_no", "乙")];
    let blind = || blind.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let read = |seen| RecordCommand::ReadOff { seen, blind: blind() };
    let act = Act::ReadOff;
    asked.no("record", act, "same_revision", court.by("cus_bai").record(&kept, read(stale())), r);
    let seen = court.by("cus_an").seen(&kept);
    let twice = court.by("cus_an").record(&kept, read(seen.clone()));
    asked.no("record", act, "one_hand", twice, Rule::TwoHandsOnePerson);
    let unkept = court.by("cus_bai").seen(&bare);
    let nothing = court.by("cus_bai").record(&bare, read(unkept));
    asked.no("record", act, "material", nothing, Rule::MaterialMissing);
    court.by("cus_bai").record(&kept, read(seen.clone())).unwrap();
    let again = court.by("cus_bai").record(&kept, read(seen));
    asked.no("record", act, "once", again, Rule::AlreadyActed);

    let note = liuhen::domain::record::AtOnceNote::default();
    let report = RecordCommand::ReportAtOnce { seen: stale(), note };
    let mut pressing = phone_call();
    pressing.urgent = true;
    let pressing = court.by("clerk_he").submit(pressing).unwrap().matter;
    asked.no("record", Act::ReportAtOnce, "same_revision", court.by("chief").record(&pressing, report), r);

    let mut by = court.by("cus_an");
    let confirm = |seen| RecordCommand::Confirm {
        seen,
        checklist: all_right(),
        remark: String::new(),
        last_four: String::new(),
        blind: Default::default(),
    };
    asked.no("record", Act::Confirm, "same_revision", by.record(&record, confirm(stale())), r);
    let RecordCommand::Confirm { seen, remark, last_four, blind, .. } = confirm(by.seen(&record)) else {
        panic!()
    };
    let empty = RecordCommand::Confirm { seen, checklist: Default::default(), remark, last_four, blind };
    asked.no("record", Act::Confirm, "checklist", by.record(&record, empty), Rule::ChecklistIncomplete);
    let back = |seen, reason: &str| RecordCommand::Return {
        seen,
        reasons: vec![liuhen::domain::record::FieldReason {
            field: "place".to_owned(),
            reason: reason.to_owned(),
        }],
    };
    asked.no("record", Act::Return, "same_revision", by.record(&record, back(stale(), "缺")), r);
    let seen = by.seen(&record);
    asked.no(
        "record",
        Act::Return,
        "reason",
        by.record(&record, back(seen.clone(), " ")),
        Rule::ReasonMissing,
    );
    let none = RecordCommand::Return { seen: seen.clone(), reasons: Vec::new() };
    assert_eq!(rule(by.record(&record, none)), Rule::ReasonMissing);

    by.confirm(&record).unwrap();
    let dispute = |seen, reason: &str| RecordCommand::Dispute {
        seen,
        checklist: all_right(),
        reason: reason.to_owned(),
    };
    asked.no(
        "record",
        Act::Dispute,
        "one_hand",
        by.record(&record, dispute(seen.clone(), "错")),
        Rule::TwoHandsOnePerson,
    );
    let mut by = court.by("cus_bai");
    asked.no("record", Act::Dispute, "same_revision", by.record(&record, dispute(stale(), "错")), r);
    asked.no(
        "record",
        Act::Dispute,
        "reason",
        by.record(&record, dispute(seen.clone(), "")),
        Rule::ReasonMissing,
    );
    by.dispute(&record).unwrap();
    let mut by = court.by("cus_cao");
    let resolve = |seen, reason: &str| {
        let (checklist, last_four, blind) = Default::default();
        RecordCommand::Resolve { seen, confirm: true, reason: reason.to_owned(), checklist, last_four, blind }
    };
    asked.no("record", Act::Resolve, "same_revision", by.record(&record, resolve(stale(), "查")), r);
    asked.no("record", Act::Resolve, "reason", by.record(&record, resolve(seen, "")), Rule::ReasonMissing);

    let declare = RecordCommand::DeclareRecusal { reason: String::new() };
    asked.no("record", Act::DeclareRecusal, "reason", by.record(&record, declare), Rule::ReasonMissing);
    court.by("dish_fan").order_recusal(&record, "judge_gu").unwrap();
    let lift = RecordCommand::LiftRecusal { person: "judge_gu".into(), reason: String::new() };
    let lifted = court.by("chief").record(&record, lift);
    asked.no("record", Act::LiftRecusal, "reason", lifted, Rule::ReasonMissing);
    let order = RecordCommand::OrderRecusal { person: "judge_pan".into(), reason: String::new() };
    asked.no(
        "record",
        Act::OrderRecusal,
        "reason",
        court.by("chief").record(&record, order),
        Rule::ReasonMissing,
    );
    let mut namesake = phone_call();
    namesake.people = vec![support::words::outsider("张伟")];
    let named = court.by("clerk_he").submit(namesake).unwrap().matter;
    let (person, reason) = (|| "clerk_zhang".into(), String::new);
    for (act, command) in [
        (
            Act::OtherPerson,
            RecordCommand::OtherPerson { person: person(), also: Vec::new(), reason: reason() },
        ),
        (Act::SamePerson, RecordCommand::SamePerson { person: person(), reason: reason() }),
    ] {
        let no = court.by("cus_an").record(&named, command);
        asked.no("record", act, "reason", no, Rule::ReasonMissing);
    }

    // Nobody has acted: a hand that an amendment voided was a hand.
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    court.by("clerk_he").amend(&record, phone_call()).unwrap();
    let no = court.by("clerk_he").withdraw(&record);
    asked.no("record", Act::Withdraw, "no_hand_yet", no, Rule::AlreadyActed);
}

fn review_needs(asked: &mut Asked) {
    let mut court = Court::founded();
    let record = court.confirmed();
    let why = || "理由".to_owned();
    let stale = liuhen::domain::ids::Revision("000000000000".to_owned());
    let mut by = court.by("clerk_he");
    let seen = by.seen(&record);
    let supplement = || ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
    let correct = |content: &str| {
        let mut text = phone_call();
        text.content = content.to_owned();
        ChangeDraft::Correction { text: Box::new(text) }
    };
    let propose = |seen: &liuhen::domain::ids::Revision, change, reason: &str| RecordCommand::ProposeChange {
        seen: seen.clone(),
        change,
        reason: reason.to_owned(),
    };
    let r = Rule::StaleRevision;
    asked.no(
        "change",
        Act::Supplement,
        "same_revision",
        by.record(&record, propose(&stale, supplement(), "补")),
        r,
    );
    asked.no(
        "change",
        Act::Correct,
        "same_revision",
        by.record(&record, propose(&stale, correct("改"), "改")),
        r,
    );
    let r = Rule::ReasonMissing;
    asked.no("change", Act::Supplement, "reason", by.record(&record, propose(&seen, supplement(), "")), r);
    asked.no("change", Act::Correct, "reason", by.record(&record, propose(&seen, correct("改"), "")), r);
    assert_eq!(wrong(by.record(&record, propose(&seen, correct(""), "改"))), ["content"]);
    asked.0.insert(("change", Act::Correct, "complete"));
    by.record(&record, propose(&seen, supplement(), "补")).unwrap();
    asked.no(
        "void",
        Act::Void,
        "reason",
        by.record(&record, RecordCommand::Void { reason: String::new() }),
        r,
    );
    by.void(&record).unwrap();
    let mut by = court.by("cus_an");
    let refuse = RecordCommand::RefuseChange { change: 1, reason: String::new() };
    asked.no("change", Act::RefuseChange, "reason", by.record(&record, refuse), r);
    let refuse = RecordCommand::RefuseVoid { reason: String::new() };
    asked.no("void", Act::RefuseVoid, "reason", by.record(&record, refuse), r);
    let ask = |purpose: &str| RecordCommand::AskIdentity { purpose: purpose.to_owned() };
    asked.no("identity", Act::AskIdentity, "reason", court.by("chief").record(&record, ask("")), r);
    court.by("chief").record(&record, ask("保护")).unwrap();
    let refuse = RecordCommand::RefuseIdentity { asker: "chief".into(), reason: String::new() };
    asked.no("identity", Act::RefuseIdentity, "reason", court.by("cus_an").record(&record, refuse), r);

    let unit = organ::OrganChange::Unit { unit: founding().units[0].clone() };
    let proposal = court.by("sys_gao").propose(unit).unwrap().matter;
    let act = organ::OrganCommand::Refuse { proposal, reason: String::new() };
    let no = court.by("sea_lin").act(&liuhen::domain::command::Command::Organ(act));
    asked.no("proposal", Act::RefuseProposal, "reason", no, r);
    let confirm = organ::OrganCommand::Confirm { proposal };
    let no = court.by("sys_gao").act(&liuhen::domain::command::Command::Organ(confirm));
    assert_eq!(rule(no), Rule::TwoHandsOnePerson);
}

/// What an escalation asks for, each missing by its rule.
#[test]
fn an_escalation_is_told_what_it_lacks() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let start = |text: &str, consent| escalation::EscalationCommand::Start {
        record,
        reason: "HARD".to_owned(),
        text: text.to_owned(),
        wanted: Vec::new(),
        consent,
    };
    let ask = |act| liuhen::domain::command::Command::Escalation { escalation: None, act };
    let mut by = court.by("clerk_he");
    assert_eq!(rule(by.act(&ask(start(" ", true)))), Rule::ReasonMissing);
    assert_eq!(wrong(by.act(&ask(start("压力很大", false)))), ["escalation.consent"]);
    let e = by.escalate(&record).unwrap().matter;
    assert_eq!(rule(by.escalate(&record)), Rule::OpenAlready);
    assert_eq!(rule(court.by("judge_li").answer(&e, Decision::Accept, "")), Rule::AnswerNeedsText);
    court.by("judge_li").answer(&e, Decision::ToSuperior, "请上级定").unwrap();
    let mut by = court.by("cus_an");
    let send = escalation::EscalationCommand::SendSuperior { text: String::new(), doc_no: String::new() };
    let send = liuhen::domain::command::Command::Escalation { escalation: Some(e), act: send };
    assert_eq!(rule(by.act(&send)), Rule::ReasonMissing);
    by.send_superior(&e).unwrap();
    assert_eq!(rule(by.superior_answer(&e, "文号")), Rule::ActsApart);
    assert_eq!(rule(court.by("cus_bai").superior_answer(&e, "")), Rule::ReasonMissing);
}

/// What an item asks for, each missing by its rule; of its meeting, the quorum.
#[test]
fn an_item_and_its_meeting_are_told_what_they_lack() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let why = || "理由".to_owned();
    let none = String::new;
    let r = Rule::ReasonMissing;
    let empty = liuhen::domain::committee::Application {
        record,
        committee: "ac".into(),
        kind: "CASE".to_owned(),
        request: none(),
        panel_majority: none(),
        panel_minority: none(),
        advice: none(),
        guidance_disclosed: true,
    };
    let hush =
        liuhen::domain::committee::Application { request: why(), guidance_disclosed: false, ..empty.clone() };
    let apply = |application| liuhen::domain::command::Command::Item {
        item: None,
        act: ItemCommand::Apply(application),
    };
    assert_eq!(rule(court.by("judge_li").act(&apply(empty))), r);
    assert_eq!(rule(court.by("judge_li").act(&apply(hush))), Rule::NotDisclosed);
    let item = court.by("judge_li").apply(&record, "pg").unwrap().matter;
    assert_eq!(rule(court.by("judge_li").apply(&record, "pg")), Rule::OpenAlready);
    let no = |court: &mut Court, who: &str, command, expected| {
        assert_eq!(rule(court.by(who).item(&item, command)), expected);
    };
    no(&mut court, "judge_li", ItemCommand::Withdraw { reason: none() }, r);
    no(&mut court, "chief", ItemCommand::Refuse { reason: none() }, r);
    court.by("chief").item(&item, ItemCommand::Refuse { reason: why() }).unwrap();
    no(&mut court, "judge_li", ItemCommand::Resubmit { reason: none() }, r);
    court.by("judge_li").item(&item, ItemCommand::Resubmit { reason: why() }).unwrap();
    court.by("chief").item(&item, ItemCommand::Refuse { reason: why() }).unwrap();
    no(&mut court, "judge_li", ItemCommand::Resubmit { reason: why() }, Rule::OnlyOnce);
    court.by("judge_li").item(&item, ItemCommand::Withdraw { reason: why() }).unwrap();

    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    let no = |court: &mut Court, who: &str, command, expected| {
        assert_eq!(rule(court.by(who).item(&item, command)), expected);
    };
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let recuse = ItemCommand::Recuse { member: "judge_gu".into(), reason: none() };
    no(&mut court, "sec_gong", recuse, r);
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &NINE[..4]);
    let few = court.by("sec_gong").meeting(&meeting, MeetingCommand::Open);
    assert_eq!(rule(few), Rule::NoQuorum);
    court.by("sec_gong").attend(&meeting, &NINE[4..5]);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    let open = |disclosed| ItemCommand::OpenVote { disclosed };
    no(&mut court, "sec_gong", open(false), Rule::NotDisclosed);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Left { member: "head_qin".into() }).unwrap();
    no(&mut court, "sec_gong", open(true), Rule::NoQuorum);
    court.by("sec_gong").attend(&meeting, &NINE[..6]);
    court.by("sec_gong").item(&item, open(true)).unwrap();
    let vote = |vote| ItemCommand::Vote { vote, opinion: String::new() };
    no(&mut court, "chief", vote(VoteCode::For), Rule::ChairLast);
    let letter = ItemCommand::WrittenVote {
        member: "judge_gu".into(),
        vote: VoteCode::For,
        opinion: none(),
        material: none(),
    };
    no_material(court.by("sec_gong").item(&item, letter));
    no(&mut court, "chief", ItemCommand::CloseVote, Rule::VotesMissing);
    for m in NINE[..6].iter().rev() {
        court.by(m).vote(&item, VoteCode::Abstain).unwrap();
    }
    court.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
    no(&mut court, "sec_gong", ItemCommand::Supplement { reason: none() }, r);
    no(&mut court, "chief", ItemCommand::ReferUp { reason: none() }, r);
    court.by("sec_gong").item(&item, ItemCommand::Supplement { reason: why() }).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").item(&item, open(true)).unwrap();
    court.by("judge_li").vote(&item, VoteCode::Against).unwrap();
    for m in NINE[..5].iter().rev() {
        court.by(m).vote(&item, VoteCode::For).unwrap();
    }
    court.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
    no(&mut court, "judge_li", ItemCommand::Minority { text: none() }, r);
    court.by("judge_li").item(&item, ItemCommand::Minority { text: why() }).unwrap();
    no(&mut court, "sec_gong", ItemCommand::Decide { text: none() }, r);
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: why() }).unwrap();
    no(&mut court, "sec_gong", ItemCommand::Notice { text: none() }, r);
    court.by("sec_gong").item(&item, ItemCommand::Notice { text: why() }).unwrap();
    let feedback = ItemCommand::Feedback { text: none(), executed: true };
    no(&mut court, "judge_wang", feedback, r);
    no(&mut court, "judge_li", ItemCommand::Reconsider { reason: none() }, r);
    court.by("judge_li").item(&item, ItemCommand::Reconsider { reason: why() }).unwrap();
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let next = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting: next }).unwrap();
    court.by("sec_gong").meeting(&next, MeetingCommand::Notice).unwrap();
    asked_quorum(&mut court, &next);
    court.by("sec_gong").item(&item, open(true)).unwrap();
    for m in NINE[..5].iter().rev() {
        court.by(m).vote(&item, VoteCode::For).unwrap();
    }
    court.by("sec_gong").item(&item, ItemCommand::CloseVote).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: why() }).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::Notice { text: why() }).unwrap();
    let again = court.by("judge_li").item(&item, ItemCommand::Reconsider { reason: why() });
    assert_eq!(rule(again), Rule::OnlyOnce);
    court.assert_sound();
}

fn asked_quorum(court: &mut Court, meeting: &liuhen::domain::ids::MatterId) {
    court.by("sec_gong").attend(meeting, &NINE[..4]);
    let few = court.by("sec_gong").meeting(meeting, MeetingCommand::Open);
    assert_eq!(rule(few), Rule::NoQuorum);
    court.by("sec_gong").attend(meeting, &NINE[4..5]);
    court.by("sec_gong").meeting(meeting, MeetingCommand::Open).unwrap();
}
