//! A record about me does not exist for me: every question is asked in two worlds, one with the
//! record and one without it, and must have the same answer.
//!
//! What still differs is written down here and nowhere else: `seq`, `leaf`, `revision` and code of later
//! acts, because the log is one chain; and the register number of one's own later record, because
//! the series has no gaps.

use crate::support;

use liuhen::domain::committee::{ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::escalation::{Decision, EscalationCommand};
use liuhen::domain::ids::MatterId;
use liuhen::domain::kind::room;
use liuhen::domain::organ::{Interest, OrganChange};
use liuhen::domain::record::{Attachment, ChangeDraft, FieldReason, QuickNote, RecordCommand, RecordText};
use liuhen::domain::refusal::Rule;
use liuhen::domain::registry;
use liuhen::domain::search::{Filter, Sort};
use liuhen::office::{Measure, Narrowed, Reveal, Trouble};
use serde::Serialize;
use serde_json::Value;
use support::people::NINE;
use support::words::{CIVIL_CASE, insider, outsider};
use support::*;

/// Names by which the hidden matters go, to be asked for in both worlds.
#[derive(Clone, Default)]
struct Names {
    record: Option<MatterId>,
    number: String,
    refs: Vec<String>,
    escalation: Option<MatterId>,
    item: Option<MatterId>,
    /// Matters of both worlds.
    known: Vec<MatterId>,
    items: Vec<MatterId>,
    meeting: Option<MatterId>,
}

/// For each of these the hidden record is about him, his brother, his case or his namesake.
const RECUSED: &[&str] = &[
    "chief",
    "cus_an",
    "head_zhao",
    "judge_li",
    "dis_e",
    "aud_mu",
    "head_qin",
    "clerk_zhang",
    "judge_chen",
    "clerk_dong",
    "cus_deng",
];

fn the_hidden_text(hash: &str) -> RecordText {
    let mut text = with_material(hash);
    text.content = "钱大海转达院领导对本案的要求,并留下短信。".to_owned();
    text.effect = "AFFECTED".to_owned();
    text.special_items = vec!["S01".to_owned()];
    text.people = vec![outsider("钱大海"), outsider("张伟"), outsider("陈大江")];
    text.people[1].primary = false;
    text.people[2].primary = false;
    text.people[2].role = "BEHALF".to_owned();
    for id in ["chief", "cus_an", "head_zhao", "judge_li", "dis_e", "aud_mu"] {
        text.people.push(insider(id, "RELAYER"));
    }
    text
}

fn written_down(by: &mut By<'_>, text: RecordText) -> MatterId {
    by.submit(text).unwrap().matter
}

/// The same story in both worlds, told at the same moments under the same labels.
fn told(with: bool) -> (Court, Names) {
    let mut names = Names::default();
    let mut court = Court::founded();
    court.label("organ");
    court.change(OrganChange::Kin {
        person: "head_qin".into(),
        kin: vec!["chief".into()],
        kin_names: Vec::new(),
    });
    let interest = Interest {
        person: "cus_deng".into(),
        case_no: support::words::CASE.to_owned(),
        reason: "股东".to_owned(),
    };
    court.label("interest");
    court.change(OrganChange::Interest { interest });
    let (hash, _) =
        court.office.keep_material(&actor("clerk_he"), &mut &b"photo"[..], &Default::default()).unwrap();

    court.label("one");
    let mut civil = phone_call();
    civil.case_no = CIVIL_CASE.to_owned();
    let one = written_down(&mut court.by("clerk_he"), civil.clone());
    court.label("meeting");
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    names.meeting = Some(meeting);
    court.label("item");
    let item = court.by("judge_liu").apply(&one, "ac").unwrap().matter;
    court.label("approve");
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    names.known.extend([one]);
    names.items.push(item);

    court.later(HOUR);
    if with {
        hidden(&mut court, &mut names, &one, &meeting, &hash);
    }
    court.later(DAY);
    for (label, who) in [("two", "clerk_dong"), ("three", "chief"), ("four", "cus_an")] {
        court.label(label);
        let mut text = civil.clone();
        text.content.push_str(label);
        text.people = vec![outsider(if label == "two" { "钱大海" } else { "孟某山" })];
        names.known.push(written_down(&mut court.by(who), text));
    }
    court.label("confirm");
    let one = names.known[0];
    court.by("cus_bai").confirm(&one).unwrap();
    court.label("sit");
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &NINE);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    if with {
        court.label("hidden vote");
        let item = names.item.unwrap();
        court.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
        court.by("judge_tang").vote(&item, VoteCode::For).unwrap();
    }
    court.label("vote");
    court.by("sec_gong").item(&names.items[0].clone(), ItemCommand::OpenVote { disclosed: true }).unwrap();
    court.by("judge_tang").vote(&names.items[0].clone(), VoteCode::For).unwrap();
    court.later(DAY);
    court.label("asking");
    (court, names)
}

fn hidden(court: &mut Court, names: &mut Names, one: &MatterId, meeting: &MatterId, hash: &str) {
    court.label("hidden");
    let receipt = court.by("clerk_he").submit(the_hidden_text(hash)).unwrap();
    let record = receipt.matter;
    names.record = Some(record);
    names.number = receipt.record_no.unwrap();
    court.by("cus_bai").confirm(&record).unwrap();
    let blind = [("name", "钱大海"), ("date", "2026-03-10"), ("case_no", support::words::CASE)];
    court.by("cus_cao").confirm_blind(&record, &blind).unwrap();
    for person in ["judge_chen", "clerk_dong"] {
        court.by("dish_fan").order_recusal(&record, person).unwrap();
    }
    let escalation = court.by("clerk_he").escalate(&record).unwrap();
    names.escalation = Some(escalation.matter);
    court.by("vp_sun").answer(&escalation.matter, Decision::ToSuperior, "请上级定").unwrap();
    court.by("cus_bai").send_superior(&escalation.matter).unwrap();
    court.by("cus_bai").link(&record, one).unwrap();
    court.by("dish_fan").link(one, &record).unwrap();
    let item = court.by("judge_wang").apply(&record, "ac").unwrap();
    names.item = Some(item.matter);
    court.by("vp_sun").item(&item.matter, ItemCommand::Approve).unwrap();
    court.by("sec_gong").item(&item.matter, ItemCommand::Place { meeting: *meeting }).unwrap();
    court.by("clerk_he").void(&record).unwrap();
    court.by("dish_fan").record(&record, RecordCommand::AskIdentity { purpose: "核实".to_owned() }).unwrap();
    for receipt in [receipt.ref_, escalation.ref_, item.ref_] {
        names.refs.push(receipt.unwrap().0);
    }
}

/// Every answer, under the question it belongs to.
struct Answers(Vec<(String, Value)>);

impl Answers {
    fn add<T: Serialize>(&mut self, question: &str, answer: Result<T, Trouble>) {
        let answer = match answer {
            Ok(answer) => serde_json::to_value(answer).unwrap(),
            Err(trouble) => Value::String(format!("{trouble:?}")),
        };
        self.0.push((question.to_owned(), answer));
    }
}

fn filters() -> Vec<(String, Filter)> {
    let words = |w: &str| Filter { words: vec![w.to_owned()], ..Filter::default() };
    let mut all: Vec<(String, Filter)> = vec![("all".to_owned(), Filter::default())];
    for w in ["钱大海", "qdh", "张伟", "院领导", "短信", "13900000000", "000002", "刑初12号", "孟某山"]
    {
        all.push((w.to_owned(), words(w)));
    }
    for flag in liuhen::domain::search::Flag::ALL {
        all.push((flag.code().to_owned(), Filter { flags: vec![*flag], ..Filter::default() }));
    }
    all.push(("flagged".to_owned(), Filter { flagged: true, ..Filter::default() }));
    all.push(("own".to_owned(), Filter { own: true, ..Filter::default() }));
    for sort in Sort::ALL {
        all.push((sort.code().to_owned(), Filter { sort: *sort, ..Filter::default() }));
    }
    all
}

/// Everything there is to ask, asked by one person.
fn asked(court: &mut Court, who: &str, names: &Names) -> Answers {
    let me = actor(who);
    let mut all = Answers(Vec::new());
    let hidden = names.record.unwrap();
    let office = &mut court.office;
    all.add("desk", office.desk(&me));
    for (name, filter) in filters() {
        all.add(
            &format!("records {name}"),
            office.records(&me, &filter, liuhen::domain::search::Near::Start, 50),
        );
        all.add(&format!("facets {name}"), office.facets(&me, &filter));
    }
    // Searches by what is kept to find words sooner: as far as it is asked, and beyond.
    for most in [1_000, 1] {
        office.concord_by(Measure { from: 0, most });
        office.concord();
        for word in ["钱大海", "大海", "短信", "院领导", "qdh", "陈大江", "张", "案", "000002"]
        {
            let filter = Filter { words: vec![word.to_owned()], ..Filter::default() };
            for count in [1, 50] {
                let page = office.records(&me, &filter, liuhen::domain::search::Near::Start, count);
                all.add(&format!("search {word} {most} {count}"), page);
            }
            all.add(&format!("search {word} {most} counted"), office.facets(&me, &filter));
        }
    }
    for kind in registry::every().map(|k| k.code).chain(["proposal"]) {
        all.add(&format!("matters {kind}"), office.matters(&me, kind));
    }
    for narrowed in [Narrowed::UnderWay, Narrowed::Done] {
        all.add(&format!("following {narrowed:?}"), office.following(&me, room::DISPOSAL, narrowed));
    }
    for name in names.refs.iter().chain([&names.number]) {
        all.add(&format!("find {name}"), office.find(&me, name).map(|f| format!("{f:?}")));
    }
    for record in names.known.iter().chain([&hidden]) {
        all.add(&format!("record {record}"), office.record(&me, record));
        all.add(&format!("alike {record}"), office.alike(&me, record));
        let proof = |r: Result<_, Trouble>| r.map(|p: liuhen::office::ProofFile| p.proofs.len());
        all.add(&format!("proof {record}"), proof(office.proof(&me, record, false)));
        all.add(&format!("proof of all {record}"), proof(office.proof(&me, record, true)));
        for what in [Reveal::Recorder, Reveal::Names] {
            all.add(&format!("reveal {what:?} {record}"), office.reveal(&me, record, what, "核实"));
        }
        let mut out = Vec::new();
        all.add(&format!("material {record}"), office.material(&me, record, "短信截屏", &mut out));
        all.add(&format!("bytes of {record}"), Ok(out));
    }
    all.add("escalation", office.escalation(&me, &names.escalation.unwrap()));
    for item in names.items.iter().chain([&names.item.unwrap()]) {
        all.add(&format!("item {item}"), office.item(&me, item));
    }
    all.add("meeting", office.meeting(&me, &names.meeting.unwrap()));
    all.add("acts", office.acts(&me, None, 500));
    all.add(
        "act of matters",
        office.acts(&me, None, 500).map(|l| {
            l.into_iter().map(|l| (l.kind, l.matter.map(|m| m.to_string()), l.actor)).collect::<Vec<_>>()
        }),
    );
    all.add("looks", office.looks(&me, None, 500));
    all.add("alarms", Ok(office.alarms(me.id().unwrap()).len()));
    all.add("whereabouts", office.whereabouts(&me));
    all.add("myself", office.myself(&me));
    all.add("own subjects", office.own_subjects(&me));
    all.add("directory", Ok(office.directory()));
    all.add("custodians", Ok(office.custodians_in_office()));
    for (act, answer) in tried(court, who, names) {
        all.add(&format!("act {act}"), answer.map(|r| r.kind));
    }
    all
}

/// Every act on the hidden matters, tried.
fn tried(
    court: &mut Court,
    who: &str,
    names: &Names,
) -> Vec<(&'static str, Result<liuhen::office::Receipt, Trouble>)> {
    let (record, escalation, item) = (names.record.unwrap(), names.escalation.unwrap(), names.item.unwrap());
    let why = || "理由".to_owned();
    let mut by = court.by(who);
    let submit = RecordCommand::Submit { text: Box::new(phone_call()) };
    let seen = by.seen(&record);
    let change = ChangeDraft::Supplement { words: why(), attachments: Vec::new() };
    let reasons = vec![FieldReason { field: "place".to_owned(), reason: why() }];
    let mut all = vec![
        ("submit", by.record(&record, submit)),
        ("amend", by.amend(&record, phone_call())),
        ("withdraw", by.withdraw(&record)),
        ("confirm", by.confirm(&record)),
        ("return", by.record(&record, RecordCommand::Return { seen: seen.clone(), reasons })),
        ("dispute", by.dispute(&record)),
        ("resolve", by.resolve(&record, true)),
        ("sign", by.sign(&record, None)),
        ("agree", by.agree(&record, None)),
        ("change", by.record(&record, RecordCommand::ProposeChange { seen, change, reason: why() })),
        ("confirm change", by.record(&record, RecordCommand::ConfirmChange { change: 1 })),
        ("void", by.void(&record)),
        ("refuse void", by.record(&record, RecordCommand::RefuseVoid { reason: why() })),
        ("link", by.link(&record, &names.known[0])),
        ("link to", by.link(&names.known[0], &record)),
        ("declare", by.declare_recusal(&record)),
        ("order", by.order_recusal(&record, "judge_pan")),
        ("other person", by.other_person(&record, "clerk_zhang")),
        ("ask identity", by.record(&record, RecordCommand::AskIdentity { purpose: why() })),
        ("open identity", by.record(&record, RecordCommand::OpenIdentity { asker: "dish_fan".into() })),
        ("escalate", by.escalate(&record)),
        ("answer", by.answer(&escalation, Decision::Accept, "答复")),
        ("send superior", by.send_superior(&escalation)),
        ("superior answer", by.superior_answer(&escalation, "1")),
        ("apply", by.apply(&record, "ac")),
    ];
    let meeting = names.meeting.unwrap();
    for (name, act) in [
        ("approve", ItemCommand::Approve),
        ("refuse", ItemCommand::Refuse { reason: why() }),
        ("place", ItemCommand::Place { meeting }),
        ("open vote", ItemCommand::OpenVote { disclosed: true }),
        ("vote", ItemCommand::Vote { vote: VoteCode::For, opinion: String::new() }),
        ("close vote", ItemCommand::CloseVote),
        ("minority", ItemCommand::Minority { text: why() }),
        ("decide", ItemCommand::Decide { text: why() }),
        ("reconsider", ItemCommand::Reconsider { reason: why() }),
    ] {
        all.push((name, by.item(&item, act)));
    }
    let start = EscalationCommand::Answer { decision: Decision::ToCommittee, text: why() };
    let command = liuhen::domain::command::Command::Escalation { escalation: Some(record), act: start };
    all.push(("answer by another id", by.act(&command)));
    all
}

/// What may differ, taken out.
fn without_residues(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for residue in ["seq", "leaf", "revision", "check_code"] {
                map.remove(residue);
            }
            // One's own later number: the series has no gaps.
            if map.get("own") == Some(&Value::Bool(true)) {
                map.remove("record_no");
            }
            map.values_mut().for_each(without_residues);
        }
        Value::Array(all) => all.iter_mut().for_each(without_residues),
        _ => {}
    }
}

#[test]
fn every_answer_is_the_same_in_a_world_without_the_record() {
    let (mut with, names) = told(true);
    let (mut without, _) = told(false);
    let mut differences = Vec::new();
    for who in RECUSED {
        let a = asked(&mut with, who, &names);
        let b = asked(&mut without, who, &names);
        for ((question, mut a), (_, mut b)) in a.0.into_iter().zip(b.0) {
            // One's own later number, and for keepers of the store everybody's (decisions, 1).
            let number = question.contains("000002");
            if number && ["cus_an", "cus_deng", "dis_e", "clerk_dong"].contains(who) {
                continue;
            }
            without_residues(&mut a);
            without_residues(&mut b);
            // Custodians and discipline read register numbers of others in the detail (decisions, 1).
            if ["cus_an", "cus_deng", "dis_e"].contains(who)
                && let (Some(a), Some(b)) = (a.get_mut("record"), b.get_mut("record"))
            {
                (a["record_no"], b["record_no"]) = (Value::Null, Value::Null);
            }
            if a != b {
                differences.push(format!("{who}: {question}\n   with {a}\nwithout {b}"));
            }
        }
    }
    assert!(differences.is_empty(), "{}\n{}", differences.len(), differences.join("\n"));
    // The test can see: for somebody who is not recused the worlds do differ, in many places.
    let a = asked(&mut with, "dish_fan", &names).0;
    let b = asked(&mut without, "dish_fan", &names).0;
    assert!(a.iter().zip(&b).filter(|(a, b)| a.1 != b.1).count() > 20);
    with.assert_sound();
}

#[test]
fn what_is_typed_about_a_hidden_record_is_answered_as_for_one_that_never_was() {
    let (mut court, names) = told(true);
    for who in RECUSED {
        for (act, answer) in tried(&mut court, who, &names) {
            assert_eq!(rule(answer), Rule::NoSuchMatter, "{who}: {act}");
        }
    }
}

/// Everything a person is told in JSON about what he sees, but names opened on purpose.
fn all_he_reads(court: &mut Court, who: &str) -> String {
    let me = actor(who);
    let mut all = Answers(Vec::new());
    let office = &mut court.office;
    all.add("desk", office.desk(&me));
    for (name, filter) in filters().into_iter().take(1) {
        all.add(&name, office.records(&me, &filter, liuhen::domain::search::Near::Start, 50));
        all.add(&name, office.facets(&me, &filter));
    }
    all.add("acts", office.acts(&me, None, 500));
    all.add(
        "actors",
        office.acts(&me, None, 500).map(|l| l.into_iter().filter_map(|l| l.actor).collect::<Vec<_>>()),
    );
    for kind in ["record", "escalation", "item", "meeting"] {
        let lines = office.matters(&me, kind).unwrap();
        all.add(kind, Ok(&lines));
        for l in &lines {
            match kind {
                "record" => {
                    all.add(kind, office.record(&me, &l.id));
                    all.add("alike", office.alike(&me, &l.id));
                }
                "escalation" => all.add(kind, office.escalation(&me, &l.id)),
                "item" => all.add(kind, office.item(&me, &l.id)),
                _ => all.add(kind, office.meeting(&me, &l.id)),
            }
        }
    }
    serde_json::to_string(&all.0).unwrap()
}

/// A record that went everywhere, by somebody who is himself on the panel, in the ladder and on the
/// committee.
fn a_busy_record(recorder: &str) -> (Court, MatterId) {
    let mut court = Court::founded();
    let mut text = visit(&["judge_chen"]);
    text.effect = "AFFECTED".to_owned();
    let record = court.by(recorder).submit(text.clone()).unwrap().matter;
    court.confirm_twice(&record);
    let e = court.by(recorder).escalate(&record).unwrap().matter;
    if recorder != "judge_li" {
        court.by("judge_li").answer(&e, Decision::PassUp, "钱大海又来过").unwrap();
    }
    court.by("head_zhao").answer(&e, Decision::PassUp, "请上级定").unwrap();
    let applicant = if recorder == "judge_li" { "judge_li" } else { "judge_wang" };
    let item = court.by(applicant).apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &NINE);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
    for m in NINE.iter().rev() {
        court.by(m).vote(&item, VoteCode::For).unwrap();
    }
    court.by("sec_gong").item(&item, ItemCommand::CloseVote).unwrap();
    let decide = ItemCommand::Decide { text: "钱大海的要求不予理会".to_owned() };
    court.by("sec_gong").item(&item, decide).unwrap();
    let change =
        ChangeDraft::Supplement { words: "钱大海次日又来".to_owned(), attachments: Vec::new() };
    let seen = court.by(recorder).seen(&record);
    let propose = RecordCommand::ProposeChange { seen, change, reason: "钱大海一事补记".to_owned() };
    court.by(recorder).record(&record, propose).unwrap();
    court.by(recorder).void(&record).unwrap();
    let refuse = RecordCommand::RefuseVoid { reason: "内容属实".to_owned() };
    court.by("cus_an").record(&record, refuse).unwrap();
    court.by("cus_an").record(&record, RecordCommand::ConfirmChange { change: 1 }).unwrap();
    (court, record)
}

#[test]
fn the_recorders_name_stands_in_no_answer() {
    let (mut court, _) = a_busy_record("clerk_he");
    for (who, ..) in support::people::PEOPLE.iter().filter(|p| p.0 != "clerk_he") {
        let read = all_he_reads(&mut court, who);
        assert!(!read.contains("何知远") && !read.contains("clerk_he"), "{who}: {read}");
    }
    let own = all_he_reads(&mut court, "clerk_he");
    assert!(own.contains("何知远"));
}

#[test]
fn a_recorder_who_is_on_the_panel_is_not_told_apart_by_what_is_left_out() {
    let (mut court, record) = a_busy_record("judge_li");
    let (mut other, same) = a_busy_record("clerk_he");
    let story = |court: &mut Court, who: &str, record: &MatterId| -> Vec<(String, Option<String>)> {
        let sheet = court.by(who).sheet(record).unwrap();
        let votes = sheet.story.into_iter().filter(|l| !l.kind.starts_with("escalation."));
        votes.map(|l| (format!("{} {:?}", l.kind, l.capacity), l.name)).collect()
    };
    for who in ["judge_chen", "head_zhao", "chief", "judge_tang", "cus_cao"] {
        assert_eq!(story(&mut court, who, &record), story(&mut other, who, &same), "{who}");
    }
    let view = court.by("judge_chen").sheet(&record).unwrap().escalations;
    assert!(view[0].skipped.is_empty());
}

#[test]
fn who_reads_it_masked_neither_sees_nor_finds_a_name() {
    let (mut court, record) = a_busy_record("clerk_he");
    let found = |court: &mut Court, who: &str, word: &str| {
        let filter = Filter { words: vec![word.to_owned()], ..Filter::default() };
        let facets = court.office.facets(&actor(who), &filter).unwrap();
        let total = court
            .office
            .records(&actor(who), &filter, liuhen::domain::search::Near::Start, 10)
            .unwrap()
            .total;
        assert_eq!(facets.status.values().sum::<usize>(), total);
        total
    };
    for who in ["judge_tang", "judge_gu", "sec_gong", "head_qin"] {
        let read = all_he_reads(&mut court, who);
        assert!(read.contains("钱某") && !read.contains("钱大海"), "{who}: {read}");
        assert_eq!(found(&mut court, who, "从轻处理"), 1, "{who}");
        for word in ["钱大海", "大海", "qdh", "陈合议", "000001"] {
            assert_eq!(found(&mut court, who, word), 0, "{who} {word}");
        }
        let sort = Filter { sort: Sort::Due, ..Filter::default() };
        court.office.records(&actor(who), &sort, liuhen::domain::search::Near::Start, 10).unwrap();
    }
    for who in ["judge_wang", "cus_an", "chief"] {
        assert_eq!((found(&mut court, who, "钱大海"), found(&mut court, who, "qdh")), (1, 1), "{who}");
        // The register number is searched by its recorder only.
        assert_eq!(found(&mut court, who, "000001"), 0);
    }
    assert_eq!(found(&mut court, "clerk_he", "000001"), 1);
    // A head of division sees flagged records of his unit, masked; after the escalation, whole.
    let mut text = phone_call();
    text.urgent = true;
    let urgent = court.by("clerk_he").submit(text).unwrap().matter;
    let plain = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let seen = court.by("head_zhao").sheet(&urgent).unwrap().record;
    assert_eq!(seen.text.people[0].name, "钱某");
    assert!(!serde_json::to_string(&seen).unwrap().contains("钱大海"));
    assert_eq!(rule(court.by("head_zhao").sheet(&plain)), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("head_qin").sheet(&urgent)), Rule::NoSuchMatter);
    let me = actor("head_zhao");
    assert_eq!(rule(court.office.reveal(&me, &urgent, Reveal::Names, "核实")), Rule::IdentityClosed);
    court.by("head_zhao").sheet(&record).unwrap();
}

#[test]
fn what_was_written_about_a_masked_person_is_masked_too() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.urgent = true;
    text.people[0].contact = "13912345678".to_owned();
    text.channel.insert("PHONE".to_owned(), "13912345678".to_owned());
    text.people[0].description = "钱大海，戴眼镜".to_owned();
    text.people[0].post = "钱大海科科长".to_owned();
    text.attachments = vec![Attachment {
        kind: "PAPER_ONLY".to_owned(),
        title: "钱大海的便条".to_owned(),
        hash: None,
        size: 0,
        original_location: "钱大海处".to_owned(),
        medium: "钱大海的U盘".to_owned(),
        file_destination: String::new(),
    }];
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let told = |court: &mut Court, when: &str| {
        let read = serde_json::to_string(&court.by("head_zhao").sheet(&record).unwrap()).unwrap();
        assert!(!read.contains("大海") && !read.contains("12345678"), "{when}: {read}");
        let whole = serde_json::to_string(&court.by("chief").sheet(&record).unwrap()).unwrap();
        assert!(whole.contains("钱大海"), "{when}: {whole}");
    };
    told(&mut court, "submitted");
    court.by("cus_an").confirm(&record).unwrap();
    let seen = court.by("cus_bai").seen(&record);
    let reason = "钱大海的单位与材料不符".to_owned();
    court
        .by("cus_bai")
        .record(&record, RecordCommand::Dispute { seen, checklist: all_right(), reason })
        .unwrap();
    told(&mut court, "disputed");
    let sheet = court.by("cus_deng").sheet(&record).unwrap().record;
    let resolve = RecordCommand::Resolve {
        seen: sheet.revision,
        confirm: false,
        reason: "已向钱大海（13912345678）本人核实".to_owned(),
        checklist: all_right(),
        last_four: sheet.ref_.last_four().to_owned(),
        blind: Default::default(),
    };
    court.by("cus_deng").record(&record, resolve).unwrap();
    told(&mut court, "resolved");
}

#[test]
fn that_somebody_inquired_before_is_told_only_by_records_one_may_see() {
    let mut court = Court::founded();
    let mut civil = phone_call();
    civil.case_no = CIVIL_CASE.to_owned();
    court.by("clerk_he").submit(phone_call()).unwrap();
    court.by("clerk_dong").submit(civil).unwrap();
    let repeat = Filter { flags: vec![liuhen::domain::search::Flag::Repeat], ..Filter::default() };
    for (who, count) in [("cus_an", 2), ("clerk_dong", 0), ("judge_wang", 0), ("clerk_he", 0)] {
        assert_eq!(
            court.office.records(&actor(who), &repeat, liuhen::domain::search::Near::Start, 9).unwrap().total,
            count,
            "{who}"
        );
        assert_eq!(court.office.facets(&actor(who), &repeat).unwrap().flag["repeat"], count, "{who}");
        let lines = court
            .office
            .records(&actor(who), &Filter::default(), liuhen::domain::search::Near::Start, 9)
            .unwrap()
            .lines;
        let flagged = lines.iter().filter(|l| l.flags.iter().any(|f| f == "repeat")).count();
        assert_eq!(flagged, count, "{who}");
    }
}

#[test]
fn a_quick_note_is_its_recorders_alone_and_its_line_stays_so() {
    let mut court = Court::founded();
    let note = QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "张伟".to_owned(),
        line: "暗语甲乙丙".to_owned(),
        case_no: Some(support::words::CASE.to_owned()),
    };
    let command =
        liuhen::domain::command::Command::Record { record: None, act: RecordCommand::Quick { note } };
    let receipt = court.by("clerk_he").act(&command).unwrap();
    let (record, name) = (receipt.matter, receipt.ref_.unwrap().0);
    assert_eq!(receipt.record_no, None);
    let everybody: Vec<&str> = support::people::PEOPLE.iter().map(|p| p.0).collect();
    let find = |court: &mut Court, who: &str| {
        let filter = Filter { words: vec!["暗语甲".to_owned()], ..Filter::default() };
        court.office.records(&actor(who), &filter, liuhen::domain::search::Near::Start, 10).unwrap().total
    };
    for who in everybody.iter().filter(|w| **w != "clerk_he") {
        assert_eq!(rule(court.by(who).sheet(&record)), Rule::NoSuchMatter, "{who}");
        assert_eq!(rule(court.office.find(&actor(who), &name)), Rule::NoSuchMatter, "{who}");
        assert_eq!(rule(court.by(who).escalate(&record)), Rule::NoSuchMatter, "{who}");
        assert_eq!(find(&mut court, who), 0, "{who}");
        // The auditor reads that acts took place, and nothing in them.
        let acts = court.office.acts(&actor(who), None, 10).unwrap();
        assert!(*who == "aud_mu" || acts.iter().all(|l| l.kind != "record.quick"), "{who}");
    }
    assert_eq!(find(&mut court, "clerk_he"), 1);
    assert_eq!(rule(court.by("clerk_he").escalate(&record)), Rule::NotNow);
    let mut text = phone_call();
    text.people = vec![outsider("钱大海")];
    let submit = RecordCommand::Submit { text: Box::new(text) };
    court.by("clerk_he").record(&record, submit).unwrap();
    for who in ["cus_an", "chief", "judge_wang"] {
        assert_eq!(find(&mut court, who), 0, "{who}");
        assert!(court.by(who).sheet(&record).unwrap().record.quick.is_none());
    }
    court.assert_sound();
}

#[test]
fn administrators_see_no_content() {
    let (mut court, record) = a_busy_record("clerk_he");
    // Even where somebody made them head of a division.
    let mut unit = support::people::unit("crim", "刑事审判庭", Some("sys_gao"), Some("aud_mu"));
    unit.name_en = "Criminal".to_owned();
    court.change(OrganChange::Unit { unit });
    for who in ["sys_gao", "sea_lin", "aud_mu"] {
        assert_eq!(rule(court.by(who).sheet(&record)), Rule::NoSuchMatter, "{who}");
        assert_eq!(
            court
                .office
                .records(&actor(who), &Filter::default(), liuhen::domain::search::Near::Start, 10)
                .unwrap()
                .total,
            0
        );
        let read = all_he_reads(&mut court, who);
        for content in ["钱", "从轻处理", "刑初12号", "安守正", "郑院长"] {
            assert!(!read.contains(content), "{who}: {content} in {read}");
        }
        assert_eq!(rule(court.by(who).confirm(&record)), Rule::NoSuchMatter);
    }
    // They may record like everybody else, and read what they wrote.
    let own = court.by("sys_gao").submit(phone_call()).unwrap().matter;
    court.by("sys_gao").sheet(&own).unwrap();
}

#[test]
fn a_link_with_what_is_hidden_moves_a_record_in_no_list() {
    let orders = |with: bool| {
        let mut court = Court::founded();
        let one = written_down(&mut court.by("clerk_dong"), phone_call());
        court.later(HOUR);
        let two = written_down(&mut court.by("clerk_zhang"), phone_call());
        court.later(HOUR);
        if with {
            let mut text = phone_call();
            text.also_means("cus_an".into(), &[]);
            let hidden = court.by("clerk_he").submit(text).unwrap().matter;
            court.by("cus_bai").link(&one, &hidden).unwrap();
            court.by("cus_bai").link(&hidden, &one).unwrap();
        }
        let listed = |sort: Sort| {
            let filter = Filter { sort, ..Filter::default() };
            let near = liuhen::domain::search::Near::Start;
            let lines = court.office.records(&actor("cus_an"), &filter, near, 9).unwrap().lines;
            lines.iter().map(|l| [one, two].iter().position(|id| *id == l.id)).collect::<Vec<_>>()
        };
        Sort::ALL.iter().copied().map(listed).collect::<Vec<_>>()
    };
    assert_eq!(orders(true), orders(false));
}
