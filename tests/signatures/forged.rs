//! Whoever can write the file appends a hand that nobody gave. The chain of the log is right, for he
//! computes it; the signatures are what he cannot make.

use crate::bench::*;
use crate::support::{Court, actor, rule, session};
use liuhen::domain::command::Command;
use liuhen::domain::escalation::EscalationCommand;
use liuhen::domain::event::{ActorName, Body, Event, HandSignature, Means, VERSION};
use liuhen::domain::ids::{MatterId, Ref};
use liuhen::domain::organ::OrganChange;
use liuhen::domain::policy_file::{PolicyFile, Signature};
use liuhen::domain::record::{RecordCommand, RecordEvent};
use liuhen::domain::refusal::Rule;
use liuhen::ledger::{Alg, Flags, Frontier, Hash, Header, LogId, hex};
use liuhen::office::{Hand, HandFlaw, Mode};
use liuhen::signing::{Occasion, SigningKey, Under, said, sshsig};
use liuhen::store::{Register, log, tables::TABLES};
use std::path::Path;
use std::process::Command as Process;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Appends one body to the log of acts with the stock `sqlite3`, chain and tree as they must be.
pub fn append(dir: &Path, body: &Body) {
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let founding = register.founding();
    let size = log::size(register.db(), LogId::Acts).unwrap();
    let leaves = log::leaves_in(register.db(), LogId::Acts, 0..size).unwrap();
    let last = log::entry(register.db(), LogId::Acts, size - 1).unwrap().unwrap().entry;
    drop(register);
    let text = serde_json::to_string(body).unwrap();
    let salt = [9; 32];
    let header = Header {
        alg: founding.alg,
        log: LogId::Acts,
        flags: Flags { training: founding.training, clock_behind: false },
        register: founding.id,
        seq: size,
        prev: last.leaf,
        time_ms: last.header.time_ms + 1000,
        body: founding.alg.commit(&salt, text.as_bytes()),
    };
    let mut frontier = Frontier::new(founding.alg);
    leaves.iter().chain([&header.leaf()]).for_each(|leaf| frontier.push(*leaf));
    let hex = |bytes: &[u8]| hex::encode(bytes);
    let sql = format!(
        "INSERT INTO event (log, seq, header, salt, leaf, body) VALUES (1, {size}, x'{}', x'{}', x'{}', x'{}');
         UPDATE frontier SET size = {}, peaks = x'{}' WHERE log = 1;",
        hex(&header.encode()),
        hex(&salt),
        hex(&header.leaf().0),
        hex(text.as_bytes()),
        size + 1,
        hex(&frontier.peaks()),
    );
    let done = Process::new("sqlite3").arg(dir.join("register.db")).arg(sql).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The root of the first so many acts.
pub fn root_at(dir: &Path, size: u64) -> Hash {
    let register = Register::open(dir, TABLES, Mode::Session).unwrap();
    let mut frontier = Frontier::new(register.founding().alg);
    let leaves = log::leaves_in(register.db(), LogId::Acts, 0..size).unwrap();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// What `verify` says of the last event's hand.
pub fn judged(dir: &Path, at: i64) -> Option<HandFlaw> {
    let mut court = session(dir, at, "judge");
    let seq = court.log_size() - 1;
    let found = court.office.verify(&[], &mut |_, _, _| {}).unwrap();
    let hands = found.hands.as_ref().unwrap();
    let bad = hands.bad.iter().find(|b| b.seq == seq).map(|b| b.flaw);
    if bad.is_some() {
        assert!(!found.is_sound());
    }
    bad
}

/// A first hand of this custodian on a record, as nobody gave it.
pub fn invented(court: &Court, who: &str, record: MatterId) -> Body {
    let seen = court.log().iter().position(|b| b.matter == record).unwrap() as u64;
    let register = Register::open(court.dir(), TABLES, Mode::Session).unwrap();
    let leaf = log::entry(register.db(), LogId::Acts, seen).unwrap().unwrap().entry.leaf;
    let checklist = crate::support::all_right();
    let (remark, blind_fields) = (String::new(), Vec::new());
    let act = Event::Record(RecordEvent::Confirmed { checklist, remark, completes: false, blind_fields });
    Body {
        v: VERSION,
        kind: act.kind(),
        actor: ActorName::Person(who.into()),
        means: Means::OsAccount(who.to_owned()),
        command: Uuid::from_u128(77),
        matter: record,
        seen: Some(leaf.revision().as_str().into()),
        app: "0.1.0".to_owned(),
        act,
        hand: None,
    }
}

/// The text that would be signed under a body.
pub fn text_of(court: &Court, body: &Body, root: Option<Hash>, expires: i64) -> String {
    let heads = court.office.heads().unwrap();
    let occasion = Occasion {
        register: heads[0].register,
        size: heads[0].size,
        root: root.unwrap_or(heads[0].root),
        reads: Some((heads[1].size, heads[1].root)),
        nonce: body.command,
        expires,
    };
    let ActorName::Person(person) = &body.actor else { panic!("a person acts") };
    let ref_ = court.log().iter().find_map(|b| match &b.act {
        Event::Record(RecordEvent::Submitted { ref_, .. }) if b.matter == body.matter => Some(ref_.clone()),
        _ => None,
    });
    let ref_: Option<&Ref> = ref_.as_ref();
    let (matter, seen, event) = (&body.matter, body.seen.as_ref(), &body.act);
    said(&occasion, &Under { matter, ref_, person, seen, event, v: body.v, settles: None }).unwrap().text
}

#[test]
fn a_hand_that_nobody_gave_is_found_whatever_stands_beside_it() {
    let mut court = court(1);
    let home = tempfile::tempdir().unwrap();
    passphrase(&mut court, "cus_an", AN);
    let an = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let record = submitted(&mut court);
    by_passphrase(&mut court, "cus_an", &record, AN).unwrap();
    let (genuine, hand) = hands(&court).remove(0);
    let target = submitted(&mut court);
    let bare = invented(&court, "cus_an", target);
    let now = court.now();
    let later = now + 600_000;
    let with = |level: u8, signature: &str, challenge: &str| {
        let (signature, challenge) = (signature.to_owned(), challenge.to_owned());
        Body { hand: Some(HandSignature { level, signature, challenge }), ..bare.clone() }
    };
    let text = text_of(&court, &bare, None, later);
    let confirm = "liuhen-confirm@v1";
    let mine = SigningKey::from_seed(&Zeroizing::new([66; 32])).unwrap();
    let forger = sshsig::sign(&mine, confirm, &text).unwrap();
    let by_an = |text: &str| sign(&an, confirm, text);
    let other_root = text_of(&court, &bare, Some(Alg::Sha256.empty()), later);
    let too_old = text_of(&court, &bare, None, now - 60_000);
    let bai = invented(&court, "cus_bai", target);
    let text_of_bai = text_of(&court, &bai, None, later);
    let as_bai = Body {
        hand: Some(HandSignature {
            level: 2,
            signature: by_an(&text_of_bai),
            challenge: text_of_bai.clone(),
        }),
        ..bai
    };
    let stray = Body {
        act: Event::Record(RecordEvent::IdentityAsked { purpose: "保护".to_owned() }),
        kind: "record.identity_asked".to_owned(),
        seen: None,
        actor: ActorName::Person("clerk_he".into()),
        ..with(1, &hand.signature, &hand.challenge)
    };
    let all = [
        ("no hand at all", bare.clone(), Some(HandFlaw::Below)),
        ("another record's hand", with(1, &hand.signature, &hand.challenge), Some(HandFlaw::Text)),
        ("another record's signature", with(1, &hand.signature, &text), Some(HandFlaw::Signature)),
        ("a key of his own", with(1, &forger, &text), Some(HandFlaw::Key)),
        ("no signature", with(1, "signed", &text), Some(HandFlaw::Signature)),
        ("the same act once more", genuine.clone(), Some(HandFlaw::Repeated)),
        ("one custodian for another", as_bai, Some(HandFlaw::Key)),
        ("a history that never was", with(2, &by_an(&other_root), &other_root), Some(HandFlaw::Tree)),
        ("a text grown old", with(2, &by_an(&too_old), &too_old), Some(HandFlaw::Late)),
        ("a software key as a token", with(3, &by_an(&text), &text), Some(HandFlaw::Level)),
        ("beside an act nobody signs", stray, Some(HandFlaw::Stray)),
        // What was signed by its person with a key in force holds, whoever carried it into the file.
        ("the person's own", with(2, &by_an(&text), &text), None),
    ];
    let source = court.dir().to_owned();
    for (what, body, wanted) in all {
        let copy = home.path().join(what.replace(' ', "-"));
        let copied = Process::new("cp").args(["-a"]).args([&source, &copy]).status().unwrap();
        assert!(copied.success());
        append(&copy, &body);
        assert_eq!(judged(&copy, later), wanted, "{what}");
    }
}

#[test]
fn the_line_names_the_forged_event_and_ends_with_4() {
    let mut court = court(1);
    let record = submitted(&mut court);
    let body = invented(&court, "cus_an", record);
    let dir = court.dir().to_owned();
    let keep = court;
    append(&dir, &body);
    let seq = keep.log().len() - 1;
    let run = |args: &[&str]| {
        let mut all = vec!["--register", dir.to_str().unwrap(), "verify"];
        all.extend(args);
        let done = Process::new(env!("CARGO_BIN_EXE_liuhen")).args(all).env_clear().output().unwrap();
        (done.status.code().unwrap(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, out) = run(&["--lang", "en"]);
    assert_eq!(code, 4, "{out}");
    assert!(out.contains(&format!("Event {seq} ")) && out.contains("below the level"), "{out}");
    assert!(out.contains("Signatures: 0 good at level 1"), "{out}");
    let (code, out) = run(&["--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &json["signatures"]["bad"]), (4, &1.into()), "{json}");
    assert_eq!(json["signatures"]["findings"][0]["why"], "below");
}

/// At level 1 a login key obliges nobody; but who gave a hand by it takes it away by it alone.
#[test]
fn nobody_takes_a_signed_hand_away_by_a_recusal_that_is_not_signed() {
    let mut court = court(1);
    let home = tempfile::tempdir().unwrap();
    let key = login_key(&mut court, home.path(), "cus_an", "ed25519");
    let (record, other) = (submitted(&mut court), submitted(&mut court));
    by_key(&mut court, "cus_an", &record, &key).unwrap();
    let declared = || RecordCommand::DeclareRecusal { reason: "与此人相识".to_owned() };
    assert_eq!(rule(court.by("cus_an").record(&record, declared())), Rule::SignatureMissing);
    let source = court.dir().to_owned();
    let second = |dir: &Path| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify.py");
        let done = Process::new("python3").arg(script).arg(dir).output().unwrap();
        done.status.success()
    };
    for (matter, wanted) in [(record, Some(HandFlaw::Below)), (other, None)] {
        let copy = home.path().join(matter.to_string());
        assert!(Process::new("cp").args(["-a"]).args([&source, &copy]).status().unwrap().success());
        let mut body = invented(&court, "cus_an", matter);
        let reason = "与此人相识".to_owned();
        body.act = Event::Record(RecordEvent::RecusalDeclared { reason });
        (body.kind, body.seen) = ("record.recusal_declared".to_owned(), None);
        append(&copy, &body);
        assert_eq!(judged(&copy, court.now() + 600_000), wanted);
        assert_eq!(second(&copy), wanted.is_none(), "{matter}");
    }
    // Where he signed nothing he goes without a word signed.
    court.by("cus_an").record(&other, declared()).unwrap();
    let command = Command::Record { record: Some(record), act: declared() };
    let challenge = court.office.challenge(&actor("cus_an"), &command).unwrap();
    let signed = sign(&key, &challenge.namespace, &challenge.text);
    court.office.submit(&actor("cus_an"), &signed, None).unwrap();
    court.assert_sound();
}

/// An escalation is signed by nobody; put into the file with a custodian's name in it, or written so, it would have
/// put him out, and his signed hand with him.
#[test]
fn words_that_nobody_signed_end_no_hand_that_is_signed() {
    let mut court = court(1);
    passphrase(&mut court, "cus_an", AN);
    passphrase(&mut court, "cus_bai", BAI);
    let record = submitted(&mut court);
    by_passphrase(&mut court, "cus_an", &record, AN).unwrap();
    let act = EscalationCommand::Start {
        record,
        reason: "HARD".to_owned(),
        text: "安守正让我这样办".to_owned(),
        wanted: vec!["GUIDANCE".to_owned()],
        consent: true,
    };
    court.by("clerk_he").act(&Command::Escalation { escalation: None, act }).unwrap();
    let ask = RecordCommand::AskIdentity { purpose: "安守正找过他".to_owned() };
    court.by("chief").record(&record, ask).unwrap();
    // His hand stands: the next one completes it.
    by_passphrase(&mut court, "cus_bai", &record, BAI).unwrap();
    assert_eq!(court.log().last().unwrap().kind, "record.confirmed");
    // Once nothing of his is open, words mean him as they mean anybody.
    let ask = RecordCommand::AskIdentity { purpose: "安守正又找过他".to_owned() };
    court.by("dis_e").record(&record, ask).unwrap();
    let open = RecordCommand::OpenIdentity { asker: "chief".into() };
    let command = Command::Record { record: Some(record), act: open };
    let no = court.office.act_signed(&actor("cus_an"), &command, Hand::Passphrase(secret(AN)));
    assert_eq!(rule(no), Rule::NoSuchMatter);
    court.assert_sound();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify.py");
    let done = Process::new("python3").arg(script).arg(court.dir()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

/// Whom unsigned words leave in is settled by who was whose relative, and by what was signed, when they were written:
/// what two administrators change since takes nobody in, puts nobody out, and leaves the tables what the log says.
#[test]
fn whose_relative_somebody_becomes_later_does_not_change_whom_older_words_mean() {
    let kin = |kin: &[&str]| OrganChange::Kin {
        person: "cus_an".into(),
        kin: kin.iter().map(|id| (*id).into()).collect(),
        kin_names: Vec::new(),
    };
    let signs = |level| {
        let mut policy = PolicyFile::shipped().unwrap().clone();
        policy.signature = Signature::all(level);
        OrganChange::Policy { policy }
    };
    let cases = [
        ("曹一丝", "cus_cao", 1, Some(kin(&["cus_cao"])), kin(&[]), false),
        ("曹一丝", "cus_cao", 1, None, kin(&["cus_cao"]), true),
        ("安守正", "cus_an", 1, None, signs(0), false),
        ("安守正", "cus_an", 0, None, signs(1), true),
    ];
    for (name, who, level, before, since, out) in cases {
        let mut court = court(level);
        before.into_iter().for_each(|change| court.change(change));
        let record = submitted(&mut court);
        if level > 0 {
            passphrase(&mut court, "cus_an", AN);
            by_passphrase(&mut court, "cus_an", &record, AN).unwrap();
        } else {
            court.by("cus_an").confirm(&record).unwrap();
        }
        let act = EscalationCommand::Start {
            record,
            reason: "HARD".to_owned(),
            text: format!("{name}让我这样办"),
            wanted: vec!["GUIDANCE".to_owned()],
            consent: true,
        };
        court.by("clerk_he").act(&Command::Escalation { escalation: None, act }).unwrap();
        let is_out = |court: &Court| court.recused(&record).iter().any(|id| id == who);
        assert_eq!(is_out(&court), out, "{name}, {level}: as it was written");
        court.change(since);
        assert_eq!(is_out(&court), out, "{name}, {level}: after the change");
        let ask = RecordCommand::AskIdentity { purpose: "核实情况".to_owned() };
        court.by("chief").record(&record, ask).unwrap();
        assert_eq!(is_out(&court), out, "{name}, {level}: after the next act");
        assert_eq!(court.by(who).sheet(&record).is_err(), out, "{name}, {level}: what he is shown");
        court.assert_sound();
        court.office.rebuild(&mut |_, _| {}).unwrap();
        assert_eq!(is_out(&court), out, "{name}, {level}: rebuilt");
    }
}
