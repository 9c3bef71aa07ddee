//! Every act that is signed: the text given out before is the one beside the event afterwards, both
//! are made again from the log, and no signed kind of act is left out here.

use crate::bench::*;
use crate::support::people::NINE;
use crate::support::words::{insider, outsider};
use crate::support::{Court, DAY, START, actor, all_right, phone_call};
use liuhen::domain::accountability::AccountabilityAct;
use liuhen::domain::circulation::CirculationAct;
use liuhen::domain::closing::ClosingAct;
use liuhen::domain::command::Command;
use liuhen::domain::committee::{Application, Attendance, ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::disclosure::DisclosureAct;
use liuhen::domain::escalation::{Decision, EscalationCommand};
use liuhen::domain::event::Body;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{KeyUse, OrganChange, OrganCommand};
use liuhen::domain::record::{AtOnceNote, ChangeDraft, FieldReason, PersonRole, RecordCommand, RecordText};
use liuhen::domain::report::ReportAct;
use liuhen::domain::routing::RoutingAct;
use liuhen::domain::signature::Signed;
use liuhen::domain::triage::TriageAct;
use liuhen::domain::urgency::UrgencyAct;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

struct Signers {
    home: tempfile::TempDir,
    keys: BTreeMap<String, PathBuf>,
    kinds: BTreeSet<String>,
}

impl Signers {
    /// Asks for the text, signs it at home and hands it in; before and after are the same. The matter.
    fn act(&mut self, court: &mut Court, who: &str, command: &Command) -> MatterId {
        let home: &Path = self.home.path();
        let key = match self.keys.get(who) {
            Some(key) => key.clone(),
            None => login_key(court, home, who, "ed25519"),
        };
        self.keys.insert(who.to_owned(), key.clone());
        let kind = Signed::of_command(command).unwrap();
        let bare = court.office.act(&actor(who), command);
        assert!(bare.is_err(), "{who} did it without a hand: {command:?}");
        let challenge = court.office.challenge(&actor(who), command).unwrap();
        assert_eq!(challenge.namespace, kind.namespace());
        let signed = sign(&key, &challenge.namespace, &challenge.text);
        court.office.submit(&actor(who), &signed, None).unwrap();
        let body = court.log().pop().unwrap();
        let hand = body.hand.unwrap();
        assert_eq!(hand.challenge, challenge.text, "{}", body.kind);
        assert_eq!(Signed::of_event(&body.act, body.v), Some(kind), "{}", body.kind);
        self.kinds.insert(body.kind);
        body.matter
    }

    fn record(&mut self, court: &mut Court, who: &str, record: &MatterId, act: RecordCommand) {
        self.act(court, who, &Command::Record { record: Some(*record), act });
    }

    fn item(&mut self, court: &mut Court, who: &str, item: &MatterId, act: ItemCommand) {
        self.act(court, who, &Command::Item { item: Some(*item), act });
    }

    fn meeting(&mut self, court: &mut Court, meeting: &MatterId, act: MeetingCommand) {
        self.act(court, "sec_gong", &Command::Meeting { meeting: Some(*meeting), act });
    }

    fn answer(&mut self, court: &mut Court, who: &str, escalation: &MatterId, act: EscalationCommand) {
        self.act(court, who, &Command::Escalation { escalation: Some(*escalation), act });
    }
}

fn why() -> String {
    "理由".to_owned()
}

#[test]
fn the_text_before_is_the_text_afterwards_for_every_act_that_is_signed() {
    let mut court = court(2);
    let (home, keys) = (tempfile::tempdir().unwrap(), BTreeMap::new());
    let mut signers = Signers { home, keys, kinds: quarters() };
    let record = submitted(&mut court);
    custody(&mut court, &mut signers, &record);
    around(&mut court, &mut signers, &record);
    ladder(&mut court, &mut signers, &record);
    committee(&mut court, &mut signers, &record);
    bodies_of_other_rules(&mut court, &mut signers, &record);
    reports(&mut court, &mut signers, &record);
    triage(&mut court, &mut signers, &record);
    circulation(&mut court, &mut signers);
    routing(&mut court, &mut signers, &record);
    closing(&mut court, &mut signers, &record);
    liable(&mut court, &mut signers, &record);
    extracts(&mut court, &mut signers, &record);
    // The first keys of administrators come in while nobody of them has one.
    for (who, by) in [("sea_lin", ["sys_gao", "aud_mu"]), ("sys_gao", ["sys_gao", "aud_mu"])] {
        let file = new_key(signers.home.path(), who, "ed25519");
        let key = std::fs::read_to_string(file.with_extension("pub")).unwrap();
        let change = OrganChange::Key { person: who.into(), use_: KeyUse::Login, key };
        let proposal = court.by(by[0]).propose(change).unwrap().matter;
        court.by(by[1]).act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
        signers.keys.insert(who.to_owned(), file);
    }
    let active = |active| OrganChange::Active { person: "judge_chen".into(), active };
    for (settles, on) in [(true, false), (false, true)] {
        let propose = Command::Organ(OrganCommand::Propose { change: active(on) });
        let proposal = signers.act(&mut court, "sys_gao", &propose);
        let settle = match settles {
            true => OrganCommand::Confirm { proposal },
            false => OrganCommand::Refuse { proposal, reason: why() },
        };
        signers.act(&mut court, "sea_lin", &Command::Organ(settle));
    }
    // Every kind of act there is stands in the files of versions 2, 4, 6, 7 and 9.
    let file = include_str!("../vectors/acts-v2.jsonl").lines();
    let file = file.chain(include_str!("../vectors/acts-v4.jsonl").lines());
    let file = file.chain(include_str!("../vectors/acts-v6.jsonl").lines());
    let file = file.chain(include_str!("../vectors/acts-v7.jsonl").lines());
    let file = file.chain(include_str!("../vectors/acts-v9.jsonl").lines());
    let file = file.chain(include_str!("../vectors/acts-v10.jsonl").lines());
    let all = file.map(|line| serde_json::from_str::<Body>(line).unwrap());
    let signed = |b: &Body| !matches!(Signed::of_event(&b.act, b.v), None | Some(Signed::Checkpoint));
    let wanted: BTreeSet<String> = all.filter(signed).map(|b| b.kind).collect();
    assert_eq!(signers.kinds, wanted);
    court.assert_sound();
    let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap().hands.unwrap();
    assert_eq!((found.good[1], found.bad_count), (hands(&court).len() as u64, 0));
}

/// What custodians, and a third one between them, do to a record.
fn custody(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    for who in ["cus_an", "cus_bai"] {
        let command = confirmation(court, who, record);
        signers.act(court, who, &command);
    }
    let other = submitted(court);
    let seen = |court: &mut Court, record: &MatterId| court.by("clerk_he").seen(record);
    let revision = seen(court, &other);
    signers.record(court, "clerk_he", &other, RecordCommand::Withdraw { seen: revision, reason: why() });
    let other = submitted(court);
    let reasons = vec![FieldReason { field: "place".to_owned(), reason: why() }];
    let revision = seen(court, &other);
    signers.record(court, "cus_an", &other, RecordCommand::Return { seen: revision, reasons });
    court.by("clerk_he").amend(&other, phone_call()).unwrap();
    let command = confirmation(court, "cus_an", &other);
    signers.act(court, "cus_an", &command);
    let seen = seen(court, &other);
    let dispute = RecordCommand::Dispute { seen: seen.clone(), checklist: all_right(), reason: why() };
    signers.record(court, "cus_bai", &other, dispute);
    let last_four = court.by("cus_cao").sheet(&other).unwrap().record.ref_.last_four().to_owned();
    let (confirm, reason, checklist, blind) = (true, why(), all_right(), BTreeMap::new());
    let resolve = RecordCommand::Resolve { seen, confirm, reason, checklist, last_four, blind };
    signers.record(court, "cus_cao", &other, resolve);
}

/// Changes, voiding, recusals, namesakes, the recorder's name.
fn around(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    for (n, confirmed) in [(1, true), (2, false)] {
        let change =
            ChangeDraft::Supplement { words: "次日又来电。".to_owned(), attachments: Vec::new() };
        let seen = court.by("clerk_he").seen(record);
        let act = RecordCommand::ProposeChange { seen, change, reason: why() };
        court.by("clerk_he").record(record, act).unwrap();
        if !confirmed {
            signers.record(court, "cus_an", record, RecordCommand::RefuseChange { change: n, reason: why() });
            continue;
        }
        for who in ["cus_an", "cus_bai"] {
            signers.record(court, who, record, RecordCommand::ConfirmChange { change: n });
        }
    }
    for (asker, opened) in [("chief", true), ("judge_li", false)] {
        court.by(asker).record(record, RecordCommand::AskIdentity { purpose: why() }).unwrap();
        let asker = || asker.into();
        if !opened {
            let act = RecordCommand::RefuseIdentity { asker: asker(), reason: why() };
            signers.record(court, "cus_an", record, act);
            continue;
        }
        for who in ["cus_an", "cus_bai"] {
            signers.record(court, who, record, RecordCommand::OpenIdentity { asker: asker() });
        }
    }
    let mut namesakes = phone_call();
    namesakes.people = vec![outsider("张伟"), outsider("董小路")];
    namesakes.people[1].primary = false;
    let other = court.by("clerk_he").submit(namesakes).unwrap().matter;
    let act = RecordCommand::SamePerson { person: "clerk_dong".into(), reason: why() };
    signers.record(court, "cus_an", &other, act);
    for who in ["cus_an", "cus_bai"] {
        let act =
            RecordCommand::OtherPerson { person: "clerk_zhang".into(), also: Vec::new(), reason: why() };
        signers.record(court, who, &other, act);
    }
    // The first of two who take that back.
    let act = RecordCommand::SamePerson { person: "clerk_zhang".into(), reason: why() };
    signers.record(court, "cus_an", &other, act);
    signers.record(court, "judge_wang", &other, RecordCommand::DeclareRecusal { reason: why() });
    let act = RecordCommand::OrderRecusal { person: "judge_pan".into(), reason: why() };
    signers.record(court, "dish_fan", &other, act);
    for who in ["dis_e", "chief"] {
        let act = RecordCommand::LiftRecusal { person: "judge_pan".into(), reason: why() };
        signers.record(court, who, &other, act);
    }
    let mut text = phone_call();
    text.urgent = true;
    let urgent = court.by("clerk_he").submit(text).unwrap().matter;
    let seen = court.by("clerk_he").seen(&urgent);
    let words = AtOnceNote { words: why(), ..AtOnceNote::default() };
    let (to, doc_no, sent_at) = (vec!["PLC".to_owned()], why(), Some(START));
    let report = AtOnceNote { to, doc_no, sent_at, ..AtOnceNote::default() };
    let notes = [("dis_e", words), ("chief", report)];
    for (who, note) in notes {
        signers.record(court, who, &urgent, RecordCommand::ReportAtOnce { seen: seen.clone(), note });
    }
    let void = || RecordCommand::Void { reason: why() };
    signers.record(court, "clerk_he", &other, void());
    signers.record(court, "cus_an", &other, RecordCommand::RefuseVoid { reason: why() });
    for who in ["clerk_he", "cus_an", "cus_bai", "dis_e"] {
        signers.record(court, who, &other, void());
    }
}

/// Reported at once by hand: taken back, given back, and sent.
fn reports(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    use UrgencyAct as A;
    let send = A::Send { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: court.now() };
    for acts in [
        vec![("dis_e", A::Withdraw { reason: why() })],
        vec![("chief", A::Return { reason: why() })],
        vec![("chief", A::Approve), ("dis_e", send)],
    ] {
        let draft = A::Draft { record: *record, to: vec!["PLC".to_owned()], text: why(), reason: why() };
        let matter = signers.act(court, "dis_e", &Command::Urgency { matter: None, act: draft });
        for (who, act) in acts {
            signers.act(court, who, &Command::Urgency { matter: Some(matter), act });
        }
    }
}

/// What a confirmed record tells: taken back once, sent back once, and approved.
fn triage(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    use TriageAct as A;
    let class = || "COMMON".to_owned();
    let advise = || A::Advise { class: class(), opinion: why() };
    let concur = || A::Concur { class: class(), opinion: String::new() };
    for acts in [
        vec![("dis_e", A::Withdraw { reason: why() })],
        vec![("cus_an", advise()), ("cus_bai", concur()), ("dish_fan", A::Refuse { reason: why() })],
        vec![("cus_an", concur()), ("dish_fan", A::Approve)],
    ] {
        let draft = A::Triage {
            record: *record,
            verification: why(),
            statement: why(),
            no_statement: String::new(),
            class: class(),
            violations: Vec::new(),
            aggravating: Vec::new(),
            reason: why(),
            anew: String::new(),
        };
        let matter = signers.act(court, "dis_e", &Command::Triage { matter: None, act: draft });
        for (who, act) in acts {
            signers.act(court, who, &Command::Triage { matter: Some(matter), act });
        }
    }
}

/// What nobody has to answer for is closed: taken back once, sent back once, and closed and opened again.
fn closing(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    use ClosingAct as A;
    for acts in [
        vec![("dis_e", A::Withdraw { reason: why() })],
        vec![("cus_an", A::Return { reason: why() })],
        vec![("cus_an", A::Agree), ("dish_fan", A::Reopen { reason: why() })],
    ] {
        let close =
            A::Close { record: *record, summary: why(), to_recorder: why(), to_handler: String::new() };
        let matter = signers.act(court, "dis_e", &Command::Closing { matter: None, act: close });
        for (who, act) in acts {
            signers.act(court, who, &Command::Closing { matter: Some(matter), act });
        }
    }
}

/// In words that tell nobody: given back, refused, decided against, answered with no;
/// another record, of an inquiry within the house, is issued here.
fn circulation(court: &mut Court, signers: &mut Signers) {
    use CirculationAct as A;
    let propose = |record: MatterId| A::Propose {
        record,
        basis: "E8".to_owned(),
        scope: "UNIT".to_owned(),
        facts_text: "某人来电打听案情,已如实记录".to_owned(),
        recipients: why(),
    };
    let decline = |record: MatterId| A::Decline { record, reason: why() };
    let check = || A::Check { unrecognisable: true, words: why() };
    let now = court.now();
    let send = || A::Send { to_unit: why(), doc_no: why(), delivery: "PAPER".to_owned(), sent_at: now };
    let answer = |code: &str| A::Answer { answer: code.to_owned(), answer_text: why(), doc_no: why() };
    let finish = || A::Finish { reason: String::new() };
    let publish = || A::Publish { medium: why(), published_at: now, address: String::new() };
    let outside = found_wrong(court, signers, phone_call(), "ILLEGAL");
    let mut text = phone_call();
    text.people = vec![PersonRole { kind: "OWN_STAFF".to_owned(), ..insider("judge_wang", "INQUIRER") }];
    let inside = found_wrong(court, signers, text, "IMPROPER");
    for (begin, acts) in [
        (propose(outside), vec![("cus_an", A::Return { reason: why() })]),
        (propose(outside), vec![("cus_an", check()), ("chief", A::Refuse { reason: why() })]),
        (decline(outside), vec![("chief", A::Agree)]),
        (
            propose(outside),
            vec![("cus_bai", check()), ("chief", A::Approve), ("dis_e", send()), ("dis_e", answer("NOT"))],
        ),
        (
            propose(inside),
            vec![
                ("cus_bai", check()),
                ("chief", A::Approve),
                ("dis_e", A::Issue { doc_no: why(), issued_at: now }),
                ("dis_e", publish()),
                ("dis_e", finish()),
            ],
        ),
    ] {
        let matter = signers.act(court, "dis_e", &Command::Circulation { matter: None, act: begin });
        for (who, act) in acts {
            signers.act(court, who, &Command::Circulation { matter: Some(matter), act });
        }
    }
}

/// What somebody asked for, taken in by two and found wrong.
fn found_wrong(court: &mut Court, signers: &mut Signers, text: RecordText, class: &str) -> MatterId {
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    for who in ["cus_an", "cus_bai"] {
        let command = confirmation(court, who, &record);
        signers.act(court, who, &command);
    }
    let draft = TriageAct::Triage {
        record,
        verification: why(),
        statement: why(),
        no_statement: String::new(),
        class: class.to_owned(),
        violations: vec!["E1".to_owned()],
        aggravating: Vec::new(),
        reason: why(),
        anew: String::new(),
    };
    let matter = signers.act(court, "dis_e", &Command::Triage { matter: None, act: draft });
    if class == "ILLEGAL" {
        let act = TriageAct::Concur { class: class.to_owned(), opinion: String::new() };
        signers.act(court, "cus_an", &Command::Triage { matter: Some(matter), act });
    }
    signers.act(court, "dish_fan", &Command::Triage { matter: Some(matter), act: TriageAct::Approve });
    record
}

/// To whom a confirmed record goes: withdrawn once, refused once, and once approved, sent, answered and given
/// back.
fn routing(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    use RoutingAct as A;
    let result = || A::Result { result: "VERIFIED".to_owned(), result_text: why(), doc_no: String::new() };
    let send = |now| A::Send { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: now };
    let ways = |now| {
        [
            vec![("dis_e", A::Withdraw { reason: why() })],
            vec![("dish_fan", A::Refuse { reason: why() })],
            vec![
                ("dish_fan", A::Approve),
                ("dis_e", send(now)),
                ("dis_e", result()),
                ("dis_e", A::GiveBack { text: why(), to_recorder: why() }),
            ],
        ]
    };
    for acts in ways(court.now()) {
        let route = A::Route {
            record: *record,
            target: "PLC".to_owned(),
            override_reason: String::new(),
            form: "REPORT".to_owned(),
            to_unit: why(),
            text: why(),
        };
        let matter = signers.act(court, "dis_e", &Command::Routing { matter: None, act: route });
        for (who, act) in acts {
            signers.act(court, who, &Command::Routing { matter: Some(matter), act });
        }
    }
}

/// Who is held liable: taken back, sent back, and once decided, appealed against, written down and finished; and
/// that nobody is.
fn liable(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    use AccountabilityAct as A;
    court.later(60_000);
    let now = court.now();
    // It was opened again, and now it was wrong.
    let class = || "ILLEGAL".to_owned();
    let anew = TriageAct::Triage {
        record: *record,
        verification: why(),
        statement: why(),
        no_statement: String::new(),
        class: class(),
        violations: vec!["E1".to_owned()],
        aggravating: Vec::new(),
        reason: why(),
        anew: why(),
    };
    let matter = signers.act(court, "dis_e", &Command::Triage { matter: None, act: anew });
    let concur = TriageAct::Concur { class: class(), opinion: String::new() };
    for (who, act) in [("cus_an", concur), ("dish_fan", TriageAct::Approve)] {
        signers.act(court, who, &Command::Triage { matter: Some(matter), act });
    }
    let hold = || A::Hold {
        record: *record,
        person: "钱大海".to_owned(),
        cause: "INTERFERE".to_owned(),
        to_unit: why(),
        text: why(),
    };
    let answer = A::Answer {
        sanctions: vec!["PWARN".to_owned()],
        form4: "FORM2".to_owned(),
        decided_at: now,
        doc_no: why(),
        effective_at: None,
        answer_text: String::new(),
    };
    let result = A::AppealResult {
        appeal_result: "UPHELD".to_owned(),
        text: why(),
        doc_no: why(),
        sanctions: Vec::new(),
    };
    let reflect = A::Reflect { reflected_in: "INTEGRITY".to_owned(), reflected_at: now, text: String::new() };
    for (begin, acts) in [
        (A::Decline { record: *record, reason: why() }, vec![("dish_fan", A::Refuse { reason: why() })]),
        (hold(), vec![("dis_e", A::Withdraw { reason: why() })]),
        (
            hold(),
            vec![
                ("dish_fan", A::Approve),
                ("dis_e", A::Send { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: now }),
                ("dis_e", answer),
                ("dis_e", A::Appeal { filed_at: now, text: why() }),
                ("dis_e", result),
                ("dis_e", reflect),
                ("dis_e", A::Finish),
            ],
        ),
    ] {
        let matter = signers.act(court, "dis_e", &Command::Accountability { matter: None, act: begin });
        for (who, act) in acts {
            signers.act(court, who, &Command::Accountability { matter: Some(matter), act });
        }
    }
}

/// What somebody else is told of him: taken back, refused, given.
fn extracts(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    use DisclosureAct as A;
    let now = court.now();
    let give = A::Give { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: now, received_by: why() };
    for acts in [
        vec![("dis_e", A::Withdraw { reason: why() })],
        vec![("dish_fan", A::Refuse { reason: why() })],
        vec![("dish_fan", A::Approve), ("dis_e", give)],
    ] {
        let apply = A::Apply {
            record: *record,
            person: String::new(),
            asked_by: why(),
            letter_no: why(),
            letter_at: now,
            purpose: "APPRAISAL".to_owned(),
            fields: vec!["SANCTIONS".to_owned()],
        };
        let matter = signers.act(court, "dis_e", &Command::Disclosure { matter: None, act: apply });
        for (who, act) in acts {
            signers.act(court, who, &Command::Disclosure { matter: Some(matter), act });
        }
    }
}

/// Reports of a quarter, in a court of their own: taken back, sent back, and one that was sent and supplemented.
fn quarters() -> BTreeSet<String> {
    use ReportAct as A;
    let (home, keys, kinds) = (tempfile::tempdir().unwrap(), BTreeMap::new(), BTreeSet::new());
    let (mut court, mut signers) = (court(2), Signers { home, keys, kinds });
    court.later(31 * DAY);
    let sent = A::Send {
        doc_no: why(),
        recipients: vec!["PLC".to_owned(), "SUP".to_owned()],
        delivery: "PAPER".to_owned(),
        sent_at: court.now(),
    };
    for acts in [
        vec![("dis_e", A::Withdraw { reason: why() })],
        vec![("cus_an", A::Return { reason: why() })],
        vec![
            ("cus_an", A::Check),
            ("cus_bai", A::Countercheck),
            ("chief", A::Approve),
            ("dis_e", sent),
            ("cus_an", A::Supplement { text: why(), doc_no: String::new() }),
        ],
    ] {
        let said = why;
        let draft = A::Draft {
            period: "2026Q1".to_owned(),
            trend: said(),
            hot_spots: said(),
            causes: said(),
            measures: said(),
            requests: said(),
        };
        let draft = Command::Report { matter: None, act: draft };
        let matter = court.office.act(&actor("dis_e"), &draft).unwrap().matter;
        for (who, act) in acts {
            signers.act(&mut court, who, &Command::Report { matter: Some(matter), act });
        }
    }
    court.assert_sound();
    signers.kinds
}

fn ladder(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    let answer = |decision| EscalationCommand::Answer { decision, text: why() };
    let e = court.by("clerk_he").escalate(record).unwrap().matter;
    signers.answer(court, "judge_li", &e, answer(Decision::PassUp));
    let head = court.office.escalation(&actor("clerk_he"), &e).unwrap().0.holder;
    let head = court.office.organ().people.values().find(|p| p.name == head).unwrap().id.0.clone();
    signers.answer(court, &head, &e, answer(Decision::ToSuperior));
    let (text, doc_no) = (why(), "淮法报〔2026〕3号".to_owned());
    let letter = EscalationCommand::SendSuperior { text: text.clone(), doc_no: doc_no.clone() };
    signers.answer(court, "cus_an", &e, letter);
    signers.answer(court, "cus_bai", &e, EscalationCommand::SuperiorAnswer { text, doc_no });
    let e = court.by("clerk_he").escalate(record).unwrap().matter;
    signers.answer(court, "judge_li", &e, answer(Decision::Accept));
}

fn applied(court: &mut Court, signers: &mut Signers, record: &MatterId, body: &str) -> MatterId {
    let (committee, kind, request) = (body.into(), "CASE".to_owned(), why());
    let (panel_majority, panel_minority, advice) = Default::default();
    let application = Application {
        record: *record,
        committee,
        kind,
        request,
        panel_majority,
        panel_minority,
        advice,
        guidance_disclosed: true,
    };
    signers.act(court, "judge_li", &Command::Item { item: None, act: ItemCommand::Apply(application) })
}

/// The committee of nine: once to a decision and its review, once without a majority and up.
fn committee(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    let item = applied(court, signers, record, "ac");
    signers.item(court, "chief", &item, ItemCommand::Refuse { reason: why() });
    signers.item(court, "judge_li", &item, ItemCommand::Resubmit { reason: why() });
    signers.item(court, "judge_li", &item, ItemCommand::Withdraw { reason: why() });
    let item = applied(court, signers, record, "ac");
    signers.item(court, "chief", &item, ItemCommand::Approve);
    let recuse = ItemCommand::Recuse { member: "head_qin".into(), reason: why() };
    signers.item(court, "sec_gong", &item, recuse);
    let meeting = sitting(court, signers, &item, "ac", &NINE, &HERE);
    let cast = |vote| ItemCommand::Vote { vote, opinion: String::new() };
    signers.item(court, "sec_gong", &item, ItemCommand::OpenVote { disclosed: true });
    for who in HERE.iter().rev() {
        signers.item(court, who, &item, cast(VoteCode::Abstain));
    }
    // Who took a member out does not count.
    signers.item(court, "chief", &item, ItemCommand::CloseVote);
    signers.item(court, "sec_gong", &item, ItemCommand::Supplement { reason: why() });
    signers.item(court, "sec_gong", &item, ItemCommand::Place { meeting });
    signers.item(court, "sec_gong", &item, ItemCommand::OpenVote { disclosed: true });
    signers.item(court, "judge_li", &item, cast(VoteCode::Against));
    for who in ["head_zhao", "vp_zhou", "vp_sun", "judge_tang", "chief"] {
        signers.item(court, who, &item, cast(VoteCode::For));
    }
    signers.item(court, "chief", &item, ItemCommand::CloseVote);
    signers.item(court, "judge_li", &item, ItemCommand::Minority { text: why() });
    signers.item(court, "sec_gong", &item, ItemCommand::Decide { text: why() });
    signers.item(court, "sec_gong", &item, ItemCommand::Notice { text: why() });
    signers.item(court, "judge_wang", &item, ItemCommand::Feedback { text: why(), executed: true });
    signers.item(court, "judge_li", &item, ItemCommand::Reconsider { reason: why() });
    signers.item(court, "chief", &item, ItemCommand::Refuse { reason: why() });
    let item = applied(court, signers, record, "ac");
    signers.item(court, "chief", &item, ItemCommand::Approve);
    let meeting = sitting(court, signers, &item, "ac", &NINE, &HERE);
    signers.item(court, "sec_gong", &item, ItemCommand::OpenVote { disclosed: true });
    for who in HERE.iter().rev() {
        signers.item(court, who, &item, cast(VoteCode::Abstain));
    }
    signers.item(court, "sec_gong", &item, ItemCommand::CloseVote);
    signers.item(court, "chief", &item, ItemCommand::ReferUp { reason: why() });
    let left = MeetingCommand::Left { member: "judge_tang".into() };
    signers.meeting(court, &meeting, left);
    signers.meeting(court, &meeting, MeetingCommand::Close { minutes: why() });
}

/// Five specialised members come to nothing, and the full committee has it; of one who is away the
/// secretary enters what he wrote.
fn bodies_of_other_rules(court: &mut Court, signers: &mut Signers, record: &MatterId) {
    let item = applied(court, signers, record, "spec");
    signers.item(court, "chief", &item, ItemCommand::Approve);
    let here = &SPEC[..3];
    sitting(court, signers, &item, "spec", &SPEC, here);
    signers.item(court, "sec_gong", &item, ItemCommand::OpenVote { disclosed: true });
    let paper = &mut "本人同意。".as_bytes();
    let (material, _) = court.office.keep_material(&actor("sec_gong"), paper, &Default::default()).unwrap();
    let (member, vote, opinion) = (SPEC[4].into(), VoteCode::For, why());
    let written = ItemCommand::WrittenVote { member, vote, opinion, material };
    signers.item(court, "sec_gong", &item, written);
    for who in here.iter().rev() {
        let vote = ItemCommand::Vote { vote: VoteCode::Abstain, opinion: String::new() };
        signers.item(court, who, &item, vote);
    }
    signers.item(court, "sec_gong", &item, ItemCommand::CloseVote);
    signers.item(court, "sec_gong", &item, ItemCommand::ToFullCommittee { committee: "ac".into() });
}

const SPEC: [&str; 5] = ["vp_sun", "head_zhao", "judge_li", "judge_tang", "judge_pan"];
const HERE: [&str; 6] = ["chief", "vp_sun", "vp_zhou", "head_zhao", "judge_li", "judge_tang"];

fn sitting(
    court: &mut Court,
    signers: &mut Signers,
    item: &MatterId,
    body: &str,
    all: &[&str],
    here: &[&str],
) -> MatterId {
    let (planned_at, place) = (court.now() + 5 * DAY, why());
    let plan = MeetingCommand::Plan { committee: body.into(), planned_at, place, chair: here[0].into() };
    let meeting = signers.act(court, "sec_gong", &Command::Meeting { meeting: None, act: plan });
    signers.item(court, "sec_gong", item, ItemCommand::Place { meeting });
    signers.meeting(court, &meeting, MeetingCommand::Notice);
    for member in all {
        let absent = Attendance::Absent { reason: why() };
        let attendance = if here.contains(member) { Attendance::Present } else { absent };
        let act = MeetingCommand::Attend { member: (*member).into(), attendance };
        signers.meeting(court, &meeting, act);
    }
    signers.meeting(court, &meeting, MeetingCommand::Open);
    meeting
}
