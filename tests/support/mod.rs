//! A founded court of two dozen people, a watch that is moved by hand, and words to tell a story
//! with: `court.by("judge_li").submit(text)`.

#![allow(dead_code, unused_imports, clippy::unwrap_used, clippy::panic)]

pub mod people;
pub mod words;

use liuhen::domain::command::{Actor, Command};
use liuhen::domain::committee::{Application, Attendance, ItemCommand, MeetingCommand, VoteCode};
use liuhen::domain::escalation::{Decision, EscalationCommand};
use liuhen::domain::event::{Body, Means};
use liuhen::domain::ids::{MatterId, Millis, PersonId, Revision};
use liuhen::domain::organ::{Founding, OrganChange, OrganCommand};
use liuhen::domain::record::{
    Answer, Attachment, CHECKLIST, Checklist, FieldReason, RecordCommand, RecordText,
};
use liuhen::domain::refusal::{No, Rule};
use liuhen::ledger::Alg;
use liuhen::office::{self, Clock, Fault, Ids, Mode, Office, Receipt, RecordSheet, Trouble};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

pub use people::founding;
pub use words::{phone_call, visit, with_material};

/// Tuesday, 10 March 2026, nine in the morning in Beijing.
pub const START: Millis = 1_773_104_400_000;
pub const HOUR: Millis = 3_600_000;
pub const DAY: Millis = 24 * HOUR;

/// A watch whose hands the test moves.
#[derive(Clone)]
pub struct Watch(pub Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}

/// Identifiers that follow from a label, so that one act more elsewhere changes none of the others.
#[derive(Clone, Default)]
pub struct Labelled(pub Arc<Mutex<(String, u64)>>);

impl Ids for Labelled {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        let mut at = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(32) {
            let block = Alg::Sha256.digest(&[at.0.as_bytes(), &at.1.to_be_bytes()]);
            at.1 += 1;
            chunk.copy_from_slice(&block.0[..chunk.len()]);
        }
        Ok(())
    }
}

pub struct Court {
    pub office: Office,
    pub watch: Watch,
    pub ids: Labelled,
    dir: PathBuf,
    place: Option<tempfile::TempDir>,
}

/// Opens another session of the same register with a watch and labels of its own.
pub fn session(dir: &Path, at: Millis, label: &str) -> Court {
    let (watch, ids) = (Watch(Arc::new(AtomicI64::new(at))), Labelled::default());
    ids.0.lock().unwrap().0 = label.to_owned();
    let office =
        Office::open_with(dir, Mode::Session, Box::new(watch.clone()), Box::new(ids.clone())).unwrap();
    Court { office, watch, ids, dir: dir.to_owned(), place: None }
}

impl Court {
    /// The court of the stories.
    pub fn founded() -> Self {
        Self::founded_with(&founding())
    }

    pub fn founded_with(founding: &Founding) -> Self {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("register");
        let ids = Labelled::default();
        ids.0.lock().unwrap().0 = "founding".to_owned();
        drop(office::seed(&dir, founding, START - DAY, Box::new(ids), |_| Ok(())).unwrap());
        let mut court = session(&dir, START, "story");
        court.place = Some(place);
        court
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }
    pub fn now(&self) -> Millis {
        self.watch.now()
    }
    pub fn later(&mut self, by: Millis) {
        self.watch.0.fetch_add(by, Ordering::SeqCst);
    }
    /// Identifiers made from here on follow from this label.
    pub fn label(&mut self, label: &str) {
        *self.ids.0.lock().unwrap() = (label.to_owned(), 0);
    }
    pub fn by<'a>(&'a mut self, person: &str) -> By<'a> {
        By { actor: actor(person), court: self }
    }

    /// Everybody who is recused from a record, as the tables have it.
    pub fn recused(&self, record: &MatterId) -> Vec<String> {
        use liuhen::store::{Register, tables::TABLES};
        let register = Register::open(&self.dir, TABLES, Mode::Session).unwrap();
        let mut query =
            register.db().prepare("SELECT person FROM recused WHERE record = ?1 ORDER BY person").unwrap();
        query.query_map([record.to_string()], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Every body of the log of acts, in order.
    pub fn log(&self) -> Vec<Body> {
        bodies(&self.dir)
    }
    /// The same, each with what people see as its revision.
    pub fn revisions(&self) -> Vec<(Revision, Body)> {
        acts(&self.dir)
    }
    pub fn log_size(&self) -> u64 {
        self.office.heads().unwrap()[0].size
    }

    /// The name of a letter that is kept.
    pub fn letter(&mut self, words: &str) -> String {
        self.office.keep_material(&actor("clerk_he"), &mut words.as_bytes(), &Default::default()).unwrap().0
    }

    /// Everything recomputed, and sound.
    pub fn assert_sound(&mut self) {
        let found = self.office.verify(&[], &mut |_, _, _| {}).unwrap();
        assert!(found.is_sound(), "{found:?}");
    }

    /// Both custodians on the roster confirm what stands.
    pub fn confirm_twice(&mut self, record: &MatterId) {
        self.by("cus_an").confirm(record).unwrap();
        self.by("cus_bai").confirm(record).unwrap();
    }

    /// A record by the clerk, in the store.
    pub fn confirmed(&mut self) -> MatterId {
        let record = self.by("clerk_he").submit(phone_call()).unwrap().matter;
        self.confirm_twice(&record);
        record
    }

    /// Two administrators change the organ's data.
    pub fn change(&mut self, change: OrganChange) {
        let proposal = self.by("sys_gao").propose(change).unwrap().matter;
        self.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
    }
}

/// Every body of a register's log of acts.
pub fn bodies(dir: &Path) -> Vec<Body> {
    acts(dir).into_iter().map(|(_, body)| body).collect()
}

fn acts(dir: &Path) -> Vec<(Revision, Body)> {
    use liuhen::ledger::LogId;
    use liuhen::store::{Register, log, tables::TABLES};
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let mut all = Vec::new();
    log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, text| -> Result<(), Fault> {
        all.push((Revision(entry.leaf.revision()), serde_json::from_str(text).unwrap()));
        Ok(())
    })
    .unwrap();
    all
}

pub fn actor(person: &str) -> Actor {
    Actor::person(&person.into(), Means::OsAccount(person.to_owned()))
}

pub fn person(id: &str) -> PersonId {
    id.into()
}

/// The rule a refusal rests on.
pub fn rule<T: std::fmt::Debug>(answer: Result<T, Trouble>) -> Rule {
    match answer {
        Err(Trouble::No(No::Refused(refusal))) => refusal.rule,
        other => panic!("not refused by a rule: {other:?}"),
    }
}

/// The fields that are wrong.
pub fn wrong<T: std::fmt::Debug>(answer: Result<T, Trouble>) -> Vec<String> {
    match answer {
        Err(Trouble::No(No::Wrong(problems))) => problems.into_iter().map(|p| p.field).collect(),
        other => panic!("not wrong in a field: {other:?}"),
    }
}

/// Refused because no material is kept, by the rule or by the field.
pub fn no_material<T: std::fmt::Debug>(answer: Result<T, Trouble>) {
    match answer {
        Err(Trouble::No(No::Refused(refusal))) => assert_eq!(refusal.rule, Rule::MaterialMissing),
        other => assert_eq!(wrong(other), ["attachments.hash"]),
    }
}

/// Nine points, all of them right.
pub fn all_right() -> Checklist {
    CHECKLIST.iter().map(|p| ((*p).to_owned(), Answer::Right)).collect()
}

/// One person at work.
pub struct By<'a> {
    pub court: &'a mut Court,
    pub actor: Actor,
}

type Answered = Result<Receipt, Trouble>;

impl By<'_> {
    pub fn act(&mut self, command: &Command) -> Answered {
        self.court.office.act(&self.actor, command)
    }
    pub fn id(&self) -> PersonId {
        self.actor.id().unwrap().clone()
    }

    // Records.

    pub fn record(&mut self, record: &MatterId, act: RecordCommand) -> Answered {
        self.act(&Command::Record { record: Some(*record), act })
    }
    pub fn submit(&mut self, text: RecordText) -> Answered {
        self.act(&Command::Record { record: None, act: RecordCommand::Submit { text: Box::new(text) } })
    }
    pub fn sheet(&mut self, record: &MatterId) -> Result<RecordSheet, Trouble> {
        self.court.office.record(&self.actor, record)
    }
    /// The revision this person has before him; for somebody who sees nothing, one that never was.
    pub fn seen(&mut self, record: &MatterId) -> Revision {
        match self.court.office.record(&self.actor, record) {
            Ok(sheet) => sheet.record.revision,
            Err(_) => Revision("000000000000".to_owned()),
        }
    }
    pub fn amend(&mut self, record: &MatterId, text: RecordText) -> Answered {
        let seen = self.seen(record);
        self.record(record, RecordCommand::Amend { seen, text: Box::new(text) })
    }
    pub fn attach(&mut self, record: &MatterId, attachment: Attachment) -> Answered {
        let seen = self.seen(record);
        self.record(record, RecordCommand::Attach { seen, attachment })
    }
    pub fn withdraw(&mut self, record: &MatterId) -> Answered {
        let seen = self.seen(record);
        self.record(record, RecordCommand::Withdraw { seen, reason: "误记".to_owned() })
    }
    /// Confirms what stands, with the last four characters and no blind fields.
    pub fn confirm(&mut self, record: &MatterId) -> Answered {
        self.confirm_blind(record, &[])
    }
    pub fn confirm_blind(&mut self, record: &MatterId, blind: &[(&str, &str)]) -> Answered {
        let (seen, last_four) = match self.court.office.record(&self.actor, record) {
            Ok(sheet) => (sheet.record.revision, sheet.record.ref_.last_four().to_owned()),
            Err(_) => (Revision("000000000000".to_owned()), "0000".to_owned()),
        };
        let blind: BTreeMap<String, String> =
            blind.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        self.record(
            record,
            RecordCommand::Confirm { seen, checklist: all_right(), remark: String::new(), last_four, blind },
        )
    }
    pub fn hand_back(&mut self, record: &MatterId) -> Answered {
        let seen = self.seen(record);
        let reasons = vec![FieldReason { field: "place".to_owned(), reason: "地点不明".to_owned() }];
        self.record(record, RecordCommand::Return { seen, reasons })
    }
    pub fn dispute(&mut self, record: &MatterId) -> Answered {
        let seen = self.seen(record);
        self.record(
            record,
            RecordCommand::Dispute {
                seen, checklist: all_right(), reason: "时间与录音不符".to_owned()
            },
        )
    }
    pub fn resolve(&mut self, record: &MatterId, confirm: bool) -> Answered {
        self.resolve_blind(record, confirm, &[])
    }
    /// As a second hand where it confirms, with what was read off the material.
    pub fn resolve_blind(&mut self, record: &MatterId, confirm: bool, blind: &[(&str, &str)]) -> Answered {
        let (seen, last_four) = match self.court.office.record(&self.actor, record) {
            Ok(sheet) => (sheet.record.revision, sheet.record.ref_.last_four().to_owned()),
            Err(_) => (Revision("000000000000".to_owned()), "0000".to_owned()),
        };
        let reason = "已核对录音".to_owned();
        let blind = blind.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let act = RecordCommand::Resolve { seen, confirm, reason, checklist: all_right(), last_four, blind };
        self.record(record, act)
    }
    pub fn sign(&mut self, record: &MatterId, refusal: Option<&str>) -> Answered {
        let seen = self.seen(record);
        self.record(record, RecordCommand::Sign { seen, refusal: refusal.map(str::to_owned) })
    }
    pub fn agree(&mut self, record: &MatterId, refusal: Option<&str>) -> Answered {
        let seen = self.seen(record);
        self.record(record, RecordCommand::Agree { seen, refusal: refusal.map(str::to_owned) })
    }
    pub fn void(&mut self, record: &MatterId) -> Answered {
        self.record(record, RecordCommand::Void { reason: "重复".to_owned() })
    }
    pub fn order_recusal(&mut self, record: &MatterId, person: &str) -> Answered {
        self.record(
            record,
            RecordCommand::OrderRecusal { person: person.into(), reason: "与当事人同住".to_owned() },
        )
    }
    pub fn declare_recusal(&mut self, record: &MatterId) -> Answered {
        self.record(record, RecordCommand::DeclareRecusal { reason: "同学".to_owned() })
    }
    pub fn link(&mut self, record: &MatterId, other: &MatterId) -> Answered {
        self.record(record, RecordCommand::Link { other: *other, kind: "SAME_EVENT".to_owned() })
    }
    pub fn other_person(&mut self, record: &MatterId, person: &str) -> Answered {
        self.record(
            record,
            RecordCommand::OtherPerson {
                person: person.into(),
                also: Vec::new(),
                reason: "外单位同名".to_owned(),
            },
        )
    }

    // The ladder.

    pub fn escalate(&mut self, record: &MatterId) -> Answered {
        let act = EscalationCommand::Start {
            record: *record,
            reason: "HARD".to_owned(),
            text: "压力大,请求指导".to_owned(),
            wanted: vec!["GUIDANCE".to_owned()],
            consent: true,
        };
        self.act(&Command::Escalation { escalation: None, act })
    }
    pub fn answer(&mut self, escalation: &MatterId, decision: Decision, text: &str) -> Answered {
        let act = EscalationCommand::Answer { decision, text: text.to_owned() };
        self.act(&Command::Escalation { escalation: Some(*escalation), act })
    }
    pub fn send_superior(&mut self, escalation: &MatterId) -> Answered {
        let act = EscalationCommand::SendSuperior {
            text: "报请指导".to_owned(),
            doc_no: "淮法报〔2026〕3号".to_owned(),
        };
        self.act(&Command::Escalation { escalation: Some(*escalation), act })
    }
    pub fn superior_answer(&mut self, escalation: &MatterId, doc_no: &str) -> Answered {
        let act =
            EscalationCommand::SuperiorAnswer { text: "依法办理".to_owned(), doc_no: doc_no.to_owned() };
        self.act(&Command::Escalation { escalation: Some(*escalation), act })
    }

    // Committees.

    pub fn apply(&mut self, record: &MatterId, committee: &str) -> Answered {
        let application = Application {
            record: *record,
            committee: committee.into(),
            kind: "CASE".to_owned(),
            request: "提请讨论本案".to_owned(),
            panel_majority: String::new(),
            panel_minority: String::new(),
            advice: String::new(),
            guidance_disclosed: true,
        };
        self.act(&Command::Item { item: None, act: ItemCommand::Apply(application) })
    }
    pub fn item(&mut self, item: &MatterId, act: ItemCommand) -> Answered {
        self.act(&Command::Item { item: Some(*item), act })
    }
    pub fn vote(&mut self, item: &MatterId, vote: VoteCode) -> Answered {
        self.item(item, ItemCommand::Vote { vote, opinion: String::new() })
    }
    pub fn plan(&mut self, committee: &str, chair: &str) -> Answered {
        let planned_at = self.court.now() + 5 * DAY;
        let act = MeetingCommand::Plan {
            committee: committee.into(),
            planned_at,
            place: "第一会议室".to_owned(),
            chair: chair.into(),
        };
        self.act(&Command::Meeting { meeting: None, act })
    }
    pub fn meeting(&mut self, meeting: &MatterId, act: MeetingCommand) -> Answered {
        self.act(&Command::Meeting { meeting: Some(*meeting), act })
    }
    pub fn attend(&mut self, meeting: &MatterId, members: &[&str]) {
        for m in members {
            let act = MeetingCommand::Attend { member: (*m).into(), attendance: Attendance::Present };
            self.meeting(meeting, act).unwrap();
        }
    }
    pub fn absent(&mut self, meeting: &MatterId, member: &str) -> Answered {
        let attendance = Attendance::Absent { reason: "出差".to_owned() };
        self.meeting(meeting, MeetingCommand::Attend { member: member.into(), attendance })
    }

    // The organ.

    pub fn propose(&mut self, change: OrganChange) -> Answered {
        self.act(&Command::Organ(OrganCommand::Propose { change }))
    }
}
