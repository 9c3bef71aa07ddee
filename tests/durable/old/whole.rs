//! The register of the last release in which everything stands that its program could write: every kind
//! of act and of look, a meeting with its votes, signatures of all levels, materials, drafts, sealed keys,
//! an older copy put back. `tests/registers/0.1.0-whole/make.sh` says how it was made.

use super::{rows, shelf};
use crate::support::{HOUR, all_right, bodies, phone_call, session};
use crate::work::{look, skip};
use liuhen::domain::command::{Actor, Command};
use liuhen::domain::committee::{Application, ItemCommand, MeetingCommand};
use liuhen::domain::escalation::{Decision, EscalationCommand};
use liuhen::domain::event::{ActorName, Body, Means};
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{OrganChange, OrganCommand, ProposalState};
use liuhen::domain::read::ReadBody;
use liuhen::domain::record::RecordCommand;
use liuhen::domain::routing::RoutingAct;
use liuhen::ledger::{Checkpoint, LogId};
use liuhen::office::{Fault, Hand, Mode, Office, Receipt, Secret};
use liuhen::store::tables::TABLES;
use liuhen::store::{Register, log};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

/// Who sealed a key, and with what; the last two only today.
const TYPED: [(&str, &str); 7] = [
    ("cus_an", "春眠不觉晓处处闻啼鸟"),
    ("sys_gao", "春眠不觉晓处处闻啼鸟"),
    ("sea_lin", "correct horse battery"),
    ("head_zhao", "correct horse battery"),
    ("judge_li", "春眠不觉晓处处闻啼鸟"),
    ("dis_e", "夜来风雨声花落知多少"),
    ("sec_gong", "处处闻啼鸟花落知多少"),
];

/// Its directory as it lay there, in a place of its own.
fn unpacked() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let file = shelf().join("0.1.0-whole/register.tar.gz");
    let done = Process::new("tar").arg("-xzf").arg(&file).arg("-C").arg(place.path()).status().unwrap();
    assert!(done.success(), "tar -xzf {}", file.display());
    let dir = place.path().join("register");
    (place, dir)
}

fn reads(dir: &Path) -> Vec<ReadBody> {
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let mut all = Vec::new();
    log::entries(register.db(), LogId::Reads, 0..u64::MAX, |_, _, text| -> Result<(), Fault> {
        all.push(serde_json::from_str(text).unwrap());
        Ok(())
    })
    .unwrap();
    all
}

/// What a body is, as far as one kind is to be told from another: the act, the change proposed in it, the
/// alarm, how the actor was known.
fn kinds_in(body: &serde_json::Value) -> Vec<String> {
    let one = |v: &serde_json::Value| match v {
        serde_json::Value::String(name) => Some(name.clone()),
        serde_json::Value::Object(map) => map.keys().next().cloned(),
        _ => None,
    };
    let change = one(&body["act"]["organ"]["proposed"]["change"]).map(|c| format!("change {c}"));
    let alarm = one(&body["act"]["evidence"]["alerted"]["alert"]).map(|a| format!("alarm {a}"));
    let read = one(&body["read"]).map(|r| format!("read {r}"));
    let act = body["kind"].as_str().map(str::to_owned);
    [act, change, alarm, read].into_iter().flatten().collect()
}

/// That program's own list of all there was stands in the files of version 1, which its tests kept whole.
#[test]
fn everything_the_last_release_could_write_is_in_it() {
    let (_place, dir) = unpacked();
    let vectors = ["acts-v1.jsonl", "acts-v1-signed.jsonl"]
        .map(|name| fs::read_to_string(shelf().join("../vectors").join(name)).unwrap())
        .concat();
    let lines = vectors.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
    let wanted: BTreeSet<String> = lines.flat_map(|l| kinds_in(&l)).collect();
    let acts = bodies(&dir);
    let all = acts.iter().map(|b| serde_json::to_value(b).unwrap());
    let all = all.chain(reads(&dir).into_iter().map(|r| serde_json::to_value(r).unwrap()));
    let found: BTreeSet<String> = all.flat_map(|v| kinds_in(&v)).collect();
    let missing: Vec<&String> = wanted.difference(&found).collect();
    assert!(wanted.len() > 95 && missing.is_empty(), "{} wanted, missing: {missing:?}", wanted.len());
    let levels: BTreeSet<u8> = acts.iter().filter_map(|b| b.hand.as_ref()).map(|h| h.level).collect();
    assert_eq!(levels, BTreeSet::from([1, 2, 3]));
}

/// Whether the second verifier finds it sound.
fn second(dir: &Path) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/verify/verify.py");
    match Process::new("python3").args(["-B", script]).arg(dir).output() {
        Ok(done) => assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stdout)),
        Err(_) => skip("python3 is missing: the second verifier was NOT asked"),
    }
}

#[test]
fn it_opens_verifies_rebuilds_and_has_everything() {
    let (_place, dir) = unpacked();
    let known = fs::read_to_string(dir.join("known-heads")).unwrap();
    let known: Vec<Checkpoint> = Checkpoint::all(&known).into_iter().map(|(head, _)| head).collect();
    second(&dir);
    let mut office = Office::open(&dir, Mode::Session).unwrap();
    assert_eq!(office.heads().unwrap(), known, "both logs end where that program left them");
    let found = office.verify(&known, &mut |_, _, _| {}).unwrap();
    assert!(found.is_sound(), "{found:?}");
    let good = found.hands.unwrap().good;
    assert!(good.iter().all(|n| *n > 0), "signatures of each level: {good:?}");
    let was = rows(&dir);
    office.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(rows(&dir), was, "made anew from the log they are the same");
    assert_eq!(office.acknowledged().len(), 1, "an older copy was put back, and two said so");
    let kept: Vec<String> =
        office.drafts().unwrap().list("clerk_he").unwrap().into_iter().map(|d| d.id).collect();
    assert_eq!(kept.iter().collect::<BTreeSet<_>>().len(), 2, "{kept:?}");
    let payload = office.drafts().unwrap().load("clerk_he", "one").unwrap().unwrap().payload;
    assert_eq!(payload, "{\"begun\":\"one\"}");
    drop(office);
    look(&dir, &crate::work::Told::default());
}

/// What stands there is gone on with, each in its kind, signed with the keys that were sealed then.
struct On {
    court: crate::support::Court,
}

fn by(id: &str) -> Actor {
    Actor::person(&id.into(), Means::OsAccount(id.to_owned()))
}

impl On {
    fn act(&mut self, who: &str, command: &Command) -> Receipt {
        let typed = TYPED.iter().find(|(w, _)| *w == who).map(|(_, t)| Secret::typed((*t).to_owned()));
        let hand = if self.court.office.level_wanted(&by(who), command) == 0 { None } else { typed };
        let hand = hand.map_or(Hand::Bare, Hand::Passphrase);
        let done = self.court.office.act_signed(&by(who), command, hand);
        done.unwrap_or_else(|why| panic!("{who} {command:?}: {why:?}"))
    }

    /// Whoever had no key when that program wrote chooses a passphrase now, which an administrator confirms.
    fn seals(&mut self, who: &str) {
        let (_, typed) = TYPED.iter().find(|(w, _)| *w == who).unwrap();
        let own = Secret::typed((*typed).to_owned());
        let proposal = self.court.office.set_passphrase(&by(who), &own).unwrap().0.matter;
        self.act("sys_gao", &Command::Organ(OrganCommand::Confirm { proposal }));
    }

    /// The newest matter in which this kind of act took place.
    fn newest(&self, kind: &str) -> MatterId {
        let acts = self.court.log();
        acts.iter().rfind(|b: &&Body| b.kind == kind).map(|b| b.matter).unwrap()
    }

    fn confirm(&mut self, who: &str, record: MatterId) -> Receipt {
        let sheet = self.court.office.record(&by(who), &record).unwrap();
        let act = RecordCommand::Confirm {
            seen: sheet.record.revision,
            checklist: all_right(),
            remark: String::new(),
            last_four: sheet.record.ref_.last_four().to_owned(),
            blind: Default::default(),
        };
        self.act(who, &Command::Record { record: Some(record), act })
    }
}

#[test]
fn it_is_gone_on_with_in_every_kind_and_verifies_after_that() {
    let (_place, dir) = unpacked();
    let old = bodies(&dir);
    let last = Office::open(&dir, Mode::Session).unwrap().last_act().unwrap().unwrap();
    let mut on = On { court: session(&dir, last + HOUR, "today") };
    // A record; one that waited for its second hand has the first taken into account.
    let mut text = phone_call();
    text.late_reason = "出差".to_owned();
    let submit = RecordCommand::Submit { text: Box::new(text) };
    let new = on.act("clerk_he", &Command::Record { record: None, act: submit }).matter;
    assert_eq!(on.confirm("cus_an", new).kind, "record.first_hand");
    // The ladder whose clock ran, answered by its level; another begun.
    let level = on.newest("escalation.started");
    let waiting = EscalationCommand::Start {
        record: new,
        reason: "HARD".to_owned(),
        text: "请求指导".to_owned(),
        wanted: vec!["GUIDANCE".to_owned()],
        consent: true,
    };
    on.act("clerk_he", &Command::Escalation { escalation: None, act: waiting });
    let up = EscalationCommand::Answer { decision: Decision::Accept, text: "依法办理".to_owned() };
    // The first level says nothing: a clock that began then runs out now.
    on.court.later(4 * 24 * HOUR);
    assert!(on.court.office.tick().unwrap() > 0);
    on.act("head_zhao", &Command::Escalation { escalation: Some(level), act: up });
    // An item and a meeting, whose plan is signed now.
    on.seals("sec_gong");
    let place = MeetingCommand::Plan {
        committee: "ac".into(),
        planned_at: on.court.now() + HOUR,
        place: "第一会议室".to_owned(),
        chair: "chief".into(),
    };
    let meeting = on.act("sec_gong", &Command::Meeting { meeting: None, act: place }).matter;
    on.act("sec_gong", &Command::Meeting { meeting: Some(meeting), act: MeetingCommand::Notice });
    let application = Application {
        record: on.newest("record.confirmed"),
        committee: "pjm".into(),
        kind: "CASE".to_owned(),
        request: "提请讨论".to_owned(),
        panel_majority: String::new(),
        panel_minority: String::new(),
        advice: String::new(),
        guidance_disclosed: true,
    };
    on.act("judge_li", &Command::Item { item: None, act: ItemCommand::Apply(application) });
    // A kind that the older program did not know, signed by one who had no key then.
    on.seals("dis_e");
    let (target, form) = ("PLC".to_owned(), "REPORT".to_owned());
    let (to_unit, text) = ("某区委政法委".to_owned(), "报告外部过问一件".to_owned());
    let record = on.newest("record.confirmed");
    let act =
        RoutingAct::Route { record, target, override_reason: "规则未及".to_owned(), form, to_unit, text };
    on.act("dis_e", &Command::Routing { matter: None, act });
    // The organ: what was left proposed is confirmed, under the older program's keys.
    let proposals = on.court.office.organ().proposals.clone();
    let open = proposals.values().find(|p| p.state == ProposalState::Proposed).unwrap();
    assert!(matches!(*open.change, OrganChange::Active { .. }), "{open:?}");
    on.act("sea_lin", &Command::Organ(OrganCommand::Confirm { proposal: open.id }));
    let mut policy = on.court.office.organ().policy.clone();
    policy.evidence.witness_days = 60;
    let change = OrganChange::Policy { policy };
    let proposal = on.act("sys_gao", &Command::Organ(OrganCommand::Propose { change })).matter;
    on.act("sea_lin", &Command::Organ(OrganCommand::Confirm { proposal }));
    // The evidence.
    let cosign = on.court.office.cosign_command(&"cus_an".into(), false).unwrap();
    on.act("cus_an", &cosign);
    // The rows kept up act by act are those made anew.
    on.court.assert_sound();
    let now = on.court.log();
    assert_eq!(now[..old.len()], old[..], "nothing of before is another");
    let (v, acts) = (|b: &Body| b.v, &now[old.len()..]);
    assert!(
        old.iter().all(|b| v(b) == 1) && acts.iter().all(|b| v(b) == liuhen::domain::event::VERSION),
        "each in its program's version"
    );
    let areas: BTreeSet<&str> = acts.iter().filter_map(|b| b.kind.split('.').next()).collect();
    let wanted = ["escalation", "evidence", "item", "meeting", "organ", "record", "routing"];
    assert_eq!(areas.into_iter().collect::<Vec<_>>(), wanted);
    assert!(acts.iter().any(|b| b.actor == ActorName::Register), "a clock that began then ran out now");
    drop(on);
    second(&dir);
}
