//! Two verifiers that share no code say the same of every signature of a person in a real register,
//! as it was worked with and as a forger left it: the same events, and why.

use crate::agreement;
use crate::support;

use agreement::{Dice, Event, Second, attacker, mend_edge, put, relink};
use liuhen::domain::command::Command;
use liuhen::domain::event::Body;
use liuhen::domain::evidence::{EvidenceCommand, Head};
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{KeyUse, OrganChange, OrganCommand};
use liuhen::domain::policy_file::Signature;
use liuhen::domain::record::RecordCommand;
use liuhen::domain::refusal::Rule;
use liuhen::ledger::LogId;
use liuhen::office::{Fault, Hand, Mode, Office, Receipt, Trouble};
use liuhen::signing::Secret;
use liuhen::store::{Register, log, tables::TABLES};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::Command as Process;
use support::{Court, all_right, founding, phone_call};
use uuid::Uuid;

/// How many forgeries both look at. More on demand: `LIUHEN_AGREEMENT=10000` makes 1000 of them.
fn cases() -> usize {
    let asked = std::env::var("LIUHEN_AGREEMENT").ok().and_then(|n| n.parse::<usize>().ok());
    asked.map_or(120, |n| n / 10)
}

fn report(line: &str) {
    // Not println: the harness would swallow it.
    let mut loud = std::io::stderr();
    writeln!(loud, "{line}").unwrap();
}

/// `ssh-keygen` on somebody's own machine.
fn ssh_keygen(place: &Path, args: &[&str]) -> bool {
    Process::new("ssh-keygen").args(args).current_dir(place).output().is_ok_and(|o| o.status.success())
}

fn confirm(court: &mut Court, who: &str, record: &MatterId) -> Command {
    let sheet = court.by(who).sheet(record).unwrap();
    let (seen, last_four) = (sheet.record.revision, sheet.record.ref_.last_four().to_owned());
    let (checklist, remark) = (all_right(), "已与当事人核对".to_owned());
    let act = RecordCommand::Confirm { seen, checklist, remark, last_four, blind: Default::default() };
    Command::Record { record: Some(*record), act }
}

/// A key of a person's own machine, made there and taken into the log by two administrators.
fn login_key(court: &mut Court, place: &Path, who: &str, name: &str, kind: &str) {
    assert!(ssh_keygen(place, &["-q", "-t", kind, "-N", "", "-C", "", "-f", name]));
    let key = std::fs::read_to_string(place.join(name).with_extension("pub")).unwrap().trim().to_owned();
    court.change(OrganChange::Key { person: who.into(), use_: KeyUse::Login, key });
}

/// The text goes out, is signed there, and comes back.
fn confirm_elsewhere(court: &mut Court, place: &Path, who: &str, name: &str, record: &MatterId) {
    let command = confirm(court, who, record);
    elsewhere(court, place, who, name, &command).unwrap();
}

fn elsewhere(
    court: &mut Court,
    place: &Path,
    who: &str,
    name: &str,
    command: &Command,
) -> Result<Receipt, Trouble> {
    let actor = support::actor(who);
    let challenge = court.office.challenge(&actor, command).unwrap();
    std::fs::write(place.join("text"), &challenge.text).unwrap();
    let _ = std::fs::remove_file(place.join("text.sig"));
    assert!(ssh_keygen(place, &["-q", "-Y", "sign", "-f", name, "-n", &challenge.namespace, "text"]));
    let signature = std::fs::read_to_string(place.join("text.sig")).unwrap();
    court.office.submit(&actor, &signature, None)
}

/// A real register in which two custodians signed: one by his passphrase, one on his own machine, with
/// a key that is revoked later and another after it.
fn story(place: &Path) -> Court {
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature::all(1);
    let mut court = Court::founded_with(&founding);
    let secret = Secret::typed("山雨欲来风满楼，溪云初起日沉阁".to_owned());
    let proposal = court.office.set_passphrase(&support::actor("cus_an"), &secret).unwrap().0.matter;
    court.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
    login_key(&mut court, place, "cus_bai", "first", "ed25519");
    login_key(&mut court, place, "clerk_he", "clerk", "ed25519");
    for name in ["first", "second"] {
        if name == "second" {
            let organ = court.office.organ().clone();
            let old = organ.keys_of(&"cus_bai".into(), KeyUse::Login).next().unwrap().fingerprint.clone();
            court.change(OrganChange::KeyRevoked { fingerprint: old, reason: "更换".to_owned() });
            login_key(&mut court, place, "cus_bai", "second", "ecdsa");
        }
        let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
        let command = confirm(&mut court, "cus_an", &record);
        let hand = Hand::Passphrase(secret.clone());
        court.office.act_signed(&support::actor("cus_an"), &command, hand).unwrap();
        confirm_elsewhere(&mut court, place, "cus_bai", name, &record);
    }
    house(&mut court, &secret);
    court
}

/// Both administrators get a passphrase, and from then on sign what they change.
fn house(court: &mut Court, secret: &Secret) {
    let proposal = court.office.set_passphrase(&support::actor("sea_lin"), secret).unwrap().0.matter;
    court.by("sys_gao").act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
    let mut signed = |who: &str, act| {
        let hand = Hand::Passphrase(secret.clone());
        court.office.act_signed(&support::actor(who), &Command::Organ(act), hand).unwrap().matter
    };
    let change = OrganChange::Active { person: "clerk_he".into(), active: false };
    let proposal = signed("sea_lin", OrganCommand::Propose { change });
    court.by("sys_gao").act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
    let proposal = court.office.set_passphrase(&support::actor("sys_gao"), secret).unwrap().0.matter;
    let hand = Hand::Passphrase(secret.clone());
    let confirm = Command::Organ(OrganCommand::Confirm { proposal });
    court.office.act_signed(&support::actor("sea_lin"), &confirm, hand).unwrap();
}

fn events(dir: &Path) -> Vec<Event> {
    let register = Register::open(dir, TABLES, Mode::Evidence).unwrap();
    let mut all = Vec::new();
    log::rows(register.db(), LogId::Acts, 0..u64::MAX, |seq, row| {
        let [header, salt, leaf, body] = [row.header, row.salt, row.leaf, row.body].map(<[u8]>::to_vec);
        all.push(Event { seq: seq as i64, header, salt, leaf, body });
        Ok::<(), Fault>(())
    })
    .unwrap();
    all
}

/// What a forger works on: everything, and where the hands are.
struct Forger<'a> {
    dice: &'a mut Dice,
    events: Vec<Event>,
    hands: Vec<usize>,
}

impl Forger<'_> {
    fn edit(&mut self, at: usize, change: impl FnOnce(&mut Value)) {
        let mut body: Value = serde_json::from_slice(&self.events[at].body).unwrap();
        let before = body.clone();
        change(&mut body);
        // The same value in other letters is nothing that anybody could blame.
        if body != before {
            self.events[at].say(body.to_string().as_bytes());
        }
    }
    fn hand(&mut self, change: impl FnOnce(&mut Value)) {
        let at = self.hands[self.dice.below(self.hands.len())];
        self.edit(at, change);
    }
    /// The hand of a custodian.
    fn confirmation(&mut self, change: impl FnOnce(&mut Value)) {
        let is = |at: &usize| !self.body(*at)["act"]["record"]["confirmed"].is_null();
        let all: Vec<usize> = self.hands.iter().copied().filter(is).collect();
        let at = all[self.dice.below(all.len())];
        self.edit(at, change);
    }
    /// One more event like another, at the end.
    fn append(&mut self, mut body: Value, change: impl FnOnce(&mut Value)) {
        change(&mut body);
        let mut again = self.events[self.events.len() - 1].clone();
        again.seq = self.events.len() as i64;
        again.header[20..28].copy_from_slice(&(again.seq as u64).to_be_bytes());
        again.say(body.to_string().as_bytes());
        self.events.push(again);
    }
    fn body(&self, at: usize) -> Value {
        serde_json::from_slice(&self.events[at].body).unwrap()
    }
    /// The event that speaks of a change of this kind.
    fn change(&self, word: &str) -> usize {
        (0..self.events.len())
            .rfind(|at| !self.body(*at)["act"]["organ"]["proposed"]["change"][word].is_null())
            .unwrap()
    }
}

fn swap_letters(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = dice.below(letters.len());
    letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
    letters.into_iter().collect()
}

/// The same signature in another armor.
fn armor(f: &mut Forger<'_>, make: fn(&str) -> String) {
    f.hand(|b| b["hand"]["signature"] = json!(make(b["hand"]["signature"].as_str().unwrap())));
}

/// The order of the group of Ed25519, the lowest byte first: added to the number in a signature it fits as well.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The same signature by another number; one of another kind of key as it is, but for a letter.
fn other_number(armored: &str) -> String {
    let lines: Vec<&str> = armored.lines().collect();
    let inside: String = lines[1..lines.len() - 1].concat();
    let mut made = liuhen::ledger::hex::unbase64(&inside).unwrap();
    let at = made.len() - 32;
    let mut carry = 0u16;
    for (byte, add) in made[at..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    let letters: Vec<char> = liuhen::ledger::hex::base64(&made).chars().collect();
    let rows: String = letters.chunks(70).map(|row| row.iter().collect::<String>() + "\n").collect();
    format!("{}\n{rows}{}\n", lines[0], lines[lines.len() - 1])
}

type Forgery = fn(&mut Forger<'_>);

const FORGERIES: &[(&str, Forgery)] = &[
    ("nothing", |_| {}),
    ("no hand", |f| f.hand(|b| b["hand"] = Value::Null)),
    ("a higher level", |f| f.hand(|b| b["hand"]["level"] = json!(3))),
    ("a lower level", |f| f.hand(|b| b["hand"]["level"] = json!(0))),
    ("another person", |f| f.hand(|b| b["actor"]["person"] = json!("clerk_he"))),
    ("the register itself", |f| f.hand(|b| b["actor"] = json!("register"))),
    ("another remark", |f| f.confirmation(|b| b["act"]["record"]["confirmed"]["remark"] = json!("无"))),
    ("another answer", |f| {
        f.confirmation(|b| b["act"]["record"]["confirmed"]["checklist"]["name"] = json!("doubt"))
    }),
    ("first for second hand", |f| {
        f.confirmation(|b| {
            let completes = b["act"]["record"]["confirmed"]["completes"] == true;
            b["act"]["record"]["confirmed"]["completes"] = json!(!completes);
        });
    }),
    ("another revision", |f| f.hand(|b| b["seen"] = json!("000000000000"))),
    ("no revision", |f| f.hand(|b| b["seen"] = Value::Null)),
    ("another command", |f| f.hand(|b| b["command"] = json!("019cd542-0680-7ffe-99ee-000000000fff"))),
    ("a letter of the text", |f| {
        let mut dice = Dice(f.dice.roll());
        f.hand(|b| {
            b["hand"]["challenge"] = json!(swap_letters(b["hand"]["challenge"].as_str().unwrap(), &mut dice))
        });
    }),
    ("a letter of the signature", |f| {
        let mut dice = Dice(f.dice.roll());
        f.hand(|b| {
            b["hand"]["signature"] = json!(swap_letters(b["hand"]["signature"].as_str().unwrap(), &mut dice))
        });
    }),
    ("another number of the same signature", |f| armor(f, other_number)),
    ("line ends of another system", |f| armor(f, |s| s.replace('\n', "\r\n"))),
    ("words before a signature", |f| armor(f, |s| format!("signed:\n{s}"))),
    ("words after a signature", |f| armor(f, |s| format!("{s}signed\n"))),
    ("a blank after a signature", |f| armor(f, |s| format!("{s} "))),
    ("no last line end", |f| armor(f, |s| s.trim_end().to_owned())),
    ("two signatures joined", |f| armor(f, |s| s.repeat(2))),
    ("a signature in one line", |f| {
        armor(f, |s| {
            let inside: String = s.lines().filter(|l| !l.starts_with('-')).collect();
            let all: Vec<&str> = s.lines().collect();
            format!("{}\n{inside}\n{}\n", all[0], all[all.len() - 1])
        })
    }),
    ("no signature in the hand", |f| f.hand(|b| b["hand"]["signature"] = json!(""))),
    ("the hand of another event", |f| {
        let from = f.hands[f.dice.below(f.hands.len())];
        let hand = f.body(from)["hand"].clone();
        f.hand(|b| b["hand"] = hand);
    }),
    ("the signature of another event", |f| {
        let from = f.hands[f.dice.below(f.hands.len())];
        let signature = f.body(from)["hand"]["signature"].clone();
        f.hand(|b| b["hand"]["signature"] = signature);
    }),
    ("a hand where none is asked for", |f| {
        let hand = f.body(f.hands[0])["hand"].clone();
        let at = (0..f.hands[0]).rfind(|at| !f.body(*at)["act"]["record"]["submitted"].is_null()).unwrap();
        f.edit(at, |b| b["hand"] = hand);
    }),
    ("signed twice", |f| {
        let at = f.hands[f.dice.below(f.hands.len())];
        let mut again = f.events[at].clone();
        again.seq = f.events.len() as i64;
        again.header[20..28].copy_from_slice(&(again.seq as u64).to_be_bytes());
        let last = f.events[f.events.len() - 1].header[60..68].to_vec();
        again.header[60..68].copy_from_slice(&last);
        f.events.push(again);
    }),
    ("handed in a day later", |f| {
        let at = f.hands[f.dice.below(f.hands.len())];
        for event in &mut f.events[at..] {
            let time = i64::from_be_bytes(event.header[60..68].try_into().unwrap()) + 86_400_000;
            event.header[60..68].copy_from_slice(&time.to_be_bytes());
        }
    }),
    ("history before it", |f| {
        let before = f.hands[f.dice.below(f.hands.len())] - 1;
        f.edit(before, |b| b["app"] = json!("9.9.9"));
    }),
    ("founded again", |f| {
        let first = f.body(0);
        f.append(first, |b| b["actor"] = json!({"person": "sea_lin"}));
    }),
    ("a change that nobody proposed", |f| {
        let proposed = f.body(f.change("active"));
        f.append(proposed, |b| {
            b["actor"]["person"] = json!("nobody");
            b["matter"] = json!("019cd542-0680-7ffe-99ee-000000000fff");
            b["hand"] = Value::Null;
        });
    }),
    ("another change under the same number", |f| {
        let proposed = f.body(f.change("active"));
        f.append(proposed, |b| b["hand"] = Value::Null);
    }),
    ("confirmed once more, and by its proposer", |f| {
        let confirmed = f.body(f.hands[f.hands.len() - 1]);
        f.append(confirmed, |b| b["hand"] = Value::Null);
    }),
    ("an unsigned change by an administrator who has no key", |f| {
        let proposed = f.body(f.change("active"));
        f.append(proposed, |b| {
            b["actor"]["person"] = json!("aud_mu");
            b["matter"] = json!("019cd542-0680-7ffe-99ee-000000000fff");
            b["hand"] = Value::Null;
        });
    }),
    ("another change under an administrator's hand", |f| {
        let at = f.change("active");
        f.edit(at, |b| b["act"]["organ"]["proposed"]["change"]["active"]["active"] = json!(true));
    }),
    ("another proposal under an administrator's hand", |f| {
        let (key, at) = (f.body(f.change("active"))["matter"].clone(), f.hands[f.hands.len() - 1]);
        f.edit(at, |b| b["act"]["organ"]["proposal_confirmed"]["proposal"] = key);
    }),
    ("the key of another person", |f| {
        let at = f.change("key");
        f.edit(at, |b| b["act"]["organ"]["proposed"]["change"]["key"]["person"] = json!("clerk_he"));
    }),
    ("a key of another use", |f| {
        let at = f.change("key");
        f.edit(at, |b| b["act"]["organ"]["proposed"]["change"]["key"]["use_"] = json!("own"));
    }),
    ("a key that is none", |f| {
        let at = f.change("key");
        f.edit(at, |b| b["act"]["organ"]["proposed"]["change"]["key"]["key"] = json!("ssh-ed25519 AAAA"));
    }),
    ("the newer key revoked in the place of the older", |f| {
        let at = f.change("key_revoked");
        let (key, print) = (f.change("key"), f.body(f.hands[f.hands.len() - 1])["hand"]["signature"].clone());
        let print = liuhen::signing::Received::read(print.as_str().unwrap()).unwrap().fingerprint();
        f.edit(at, |b| b["act"]["organ"]["proposed"]["change"]["key_revoked"]["fingerprint"] = json!(print));
        // The key is in the log before it is revoked.
        assert!(key > at);
        let (a, b) = (f.events[at].body.clone(), f.events[key].body.clone());
        f.events[at].say(&b);
        f.events[key].say(&a);
    }),
    ("rules that ask for more", |f| {
        f.edit(0, |b| b["act"]["organ"]["founded"]["founding"]["policy"]["signature"]["confirm"] = json!(2));
    }),
    ("rules that ask for nothing", |f| {
        f.edit(0, |b| b["act"]["organ"]["founded"]["founding"]["policy"]["signature"]["confirm"] = json!(0));
        f.hand(|b| b["hand"] = Value::Null);
    }),
];

fn pairs(all: impl Iterator<Item = (u64, String)>) -> Vec<(u64, String)> {
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

#[test]
fn both_verifiers_blame_the_same_hands_for_the_same_reason() {
    let place = tempfile::tempdir().unwrap();
    if !ssh_keygen(place.path(), &["-q", "-t", "ed25519", "-N", "", "-f", "try"]) {
        crate::skip::skip("ssh-keygen (package openssh-client) is missing: signatures were NOT tried");
        return;
    }
    let Some(mut second) = Second::start() else { return };
    let court = story(place.path());
    let dir = court.dir().to_owned();
    let copy = place.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    drop(court.office);
    let (good, file) = (events(&dir), std::fs::read(dir.join("register.db")).unwrap());
    let has_hand = |e: &Event| !serde_json::from_slice::<Value>(&e.body).unwrap()["hand"].is_null();
    let hands: Vec<usize> = (0..good.len()).filter(|at| has_hand(&good[*at])).collect();
    assert_eq!(hands.len(), 6);

    let mut dice = Dice(22);
    let (mut done, mut words) = (0, std::collections::BTreeMap::<String, usize>::new());
    while done < cases() {
        for (what, forge) in FORGERIES {
            std::fs::write(copy.join("register.db"), &file).unwrap();
            let mut forger = Forger { dice: &mut dice, events: good.clone(), hands: hands.clone() };
            forge(&mut forger);
            let mut events = forger.events;
            let forged = events != good;
            if forged {
                let first = (0..events.len()).find(|at| good.get(*at) != Some(&events[*at])).unwrap();
                relink(&mut events, first);
                let db = attacker(&copy);
                db.execute_batch("DROP TRIGGER event_is_not_deleted").unwrap();
                put(&db, 0, &events);
                mend_edge(&db, 0, &events);
            }
            second.ask(&copy, None);
            let found = Office::open(&copy, Mode::Evidence).unwrap().verify(&[], &mut |_, _, _| {}).unwrap();
            let said = second.report();
            assert!(found.report.logs.iter().all(|l| l.outcome.is_ok()), "{what}: {found:?}");
            assert_eq!(found.is_sound(), !forged, "{what}: {found:?}");
            // That a key is none is seen by one where it is proposed, by the other among the signatures.
            let course = found.course.as_ref().map(|wrong| wrong.seq);
            let ours = found.hands.unwrap();
            let first = pairs(ours.bad.iter().map(|b| (b.seq, b.flaw.code().to_owned())));
            let problems = said["signatures"]["problems"].as_array().unwrap();
            let second = pairs(
                problems.iter().map(|p| (p["seq"].as_u64().unwrap(), p["code"].as_str().unwrap().to_owned())),
            );
            let (unsound, second): (Vec<_>, Vec<_>) =
                second.into_iter().partition(|(_, code)| code == "unsound_key");
            assert!(unsound.iter().all(|(seq, _)| Some(*seq) == course), "{what}: {unsound:?} {course:?}");
            assert_eq!(first, second, "{what}");
            assert_eq!(
                json!(ours.good),
                json!(said["signatures"]["levels"].as_array().unwrap()[1..]),
                "{what}"
            );
            assert_eq!(first.is_empty(), !forged, "{what}: {first:?}");
            first.into_iter().for_each(|(_, code)| *words.entry(code).or_default() += 1);
            done += 1;
        }
    }
    report(&format!("{done} forgeries of signatures, blamed alike: {words:?}"));
    for code in ["below", "text", "tree", "late", "key", "signature", "level", "repeated", "stray"] {
        assert!(words.contains_key(code), "{code}: {words:?}");
    }
}

/// Whoever signs an act vouches for where the log of reads stood: it cannot be cut off, nor taken away.
#[test]
fn both_verifiers_miss_a_log_of_reads_that_was_cut_off_or_taken_away() {
    let place = tempfile::tempdir().unwrap();
    if !ssh_keygen(place.path(), &["-q", "-t", "ed25519", "-N", "", "-f", "try"]) {
        crate::skip::skip("ssh-keygen (package openssh-client) is missing: no log of reads was cut off");
        return;
    }
    let Some(mut second) = Second::start() else { return };
    let court = story(place.path());
    let dir = court.dir().to_owned();
    let reads = court.office.heads().unwrap()[1].size;
    assert!(reads > 3, "{reads}");
    drop(court.office);
    let mut look = |left: u64| {
        let copy = place.path().join(format!("reads{left}"));
        assert!(Process::new("cp").arg("-a").args([&dir, &copy]).status().unwrap().success());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
        let cut = Process::new("python3")
            .arg(script)
            .arg(copy.join("register.db"))
            .args(["cut_reads", &left.to_string()])
            .output()
            .unwrap();
        assert!(cut.status.success(), "{}", String::from_utf8_lossy(&cut.stderr));
        second.ask(&copy, None);
        let found = Office::open(&copy, Mode::Evidence).unwrap().verify(&[], &mut |_, _, _| {}).unwrap();
        let said = second.report();
        // The logs themselves are whole: nothing but what was signed tells that something is gone.
        assert!(found.report.is_sound() && said["history"]["sound"] == true, "{found:?} {said}");
        let ours = found.hands.unwrap().bad;
        let ours = pairs(ours.iter().map(|b| (b.seq, b.flaw.code().to_owned())));
        let problems = said["signatures"]["problems"].as_array().unwrap();
        let theirs =
            problems.iter().map(|p| (p["seq"].as_u64().unwrap(), p["code"].as_str().unwrap().to_owned()));
        assert_eq!(ours, pairs(theirs));
        assert!(ours.iter().all(|(_, code)| code == "tree"), "{ours:?}");
        ours.len()
    };
    assert_eq!(look(reads), 0);
    assert!(look(1) > 0);
    assert!(look(0) >= look(2));
}

/// A witness's signature that somebody bent where it is kept.
#[test]
fn both_verifiers_hold_a_witness_to_the_key_and_the_head() {
    let place = tempfile::tempdir().unwrap();
    if !ssh_keygen(place.path(), &["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "seat"]) {
        crate::skip::skip("no ssh-keygen (Debian: openssh-client): no witness was compared");
        return;
    }
    let Some(mut second) = Second::start() else { return };
    let mut founding = founding();
    founding.training = false;
    let mut court = Court::founded_with(&founding);
    court.by("clerk_he").submit(phone_call()).unwrap();
    let key = std::fs::read_to_string(place.path().join("seat.pub")).unwrap().trim().to_owned();
    court.change(OrganChange::Witness { name: "上级法院".to_owned(), key });
    let head = court.office.heads().unwrap().remove(0);
    std::fs::write(place.path().join("text"), head.text()).unwrap();
    let sign = ["-q", "-Y", "sign", "-f", "seat", "-n", "liuhen-checkpoint@v1", "text"];
    assert!(ssh_keygen(place.path(), &sign));
    let signature = std::fs::read_to_string(place.path().join("text.sig")).unwrap();
    let acts = Head { size: head.size, root: head.root.to_string() };
    let keep = EvidenceCommand::KeepWitness { witness: "上级法院".to_owned(), acts, signature };
    court.by("cus_an").act(&Command::Evidence(keep)).unwrap();
    let dir = court.dir().to_owned();
    // The same once more, by another command: it says nothing new, and stands there once.
    let kept = court.log().pop().unwrap();
    let (command, matter) = (Uuid::from_u128(0xabc), MatterId(Uuid::from_u128(0xabd)));
    let again = serde_json::to_string(&Body { command, matter, ..kept }).unwrap();
    let twice = place.path().join("twice");
    assert!(Process::new("cp").arg("-a").args([&dir, &twice]).status().unwrap().success());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
    for args in [&["append", again.as_str()][..], &["forget"]] {
        let done = Process::new("python3").arg(script).arg(twice.join("register.db")).args(args).output();
        assert!(done.unwrap().status.success(), "{args:?}");
    }
    second.ask(&twice, None);
    let found = Office::open(&twice, Mode::Evidence).unwrap().verify(&[], &mut |_, _, _| {}).unwrap();
    let ours: Vec<_> = found.hands.unwrap().bad.iter().map(|b| b.flaw.code()).collect();
    let said = second.report();
    assert_eq!((ours, &said["signatures"]["problems"][0]["code"]), (vec!["repeated"], &json!("repeated")));
    let copy = place.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    drop(court.office);
    let (good, file) = (events(&dir), std::fs::read(dir.join("register.db")).unwrap());
    let at = good.len() - 1;
    type Bend = (&'static str, fn(&mut Value));
    let forgeries: &[Bend] = &[
        ("", |_| {}),
        ("signature", |w| {
            w["signature"] = json!(swap_letters(w["signature"].as_str().unwrap(), &mut Dice(5)))
        }),
        ("signature", |w| w["signature"] = json!("signed")),
        ("key", |w| w["witness"] = json!("下级法院")),
        ("tree", |w| w["acts"]["size"] = json!(1_000_000)),
    ];
    for (wanted, forge) in forgeries {
        std::fs::write(copy.join("register.db"), &file).unwrap();
        let mut dice = Dice(1);
        let mut forger = Forger { dice: &mut dice, events: good.clone(), hands: vec![at] };
        forger.edit(at, |b| forge(&mut b["act"]["evidence"]["witnessed"]));
        let mut events = forger.events;
        if events != good {
            relink(&mut events, at);
            let db = attacker(&copy);
            db.execute_batch("DROP TRIGGER event_is_not_deleted").unwrap();
            put(&db, 0, &events);
            mend_edge(&db, 0, &events);
        }
        second.ask(&copy, None);
        let found = Office::open(&copy, Mode::Evidence).unwrap().verify(&[], &mut |_, _, _| {}).unwrap();
        let ours: Vec<_> = found.hands.iter().flat_map(|h| h.bad.iter().map(|b| b.flaw.code())).collect();
        let said = second.report();
        let theirs = said["signatures"]["problems"].as_array().unwrap();
        let theirs: Vec<_> = theirs.iter().map(|p| p["code"].as_str().unwrap()).collect();
        assert!(ours.iter().all(|code| wanted.contains(code)), "{wanted}: {ours:?}");
        assert_eq!(theirs.is_empty(), wanted.is_empty(), "{wanted}: {theirs:?}");
        assert_eq!(found.is_sound(), wanted.is_empty(), "{wanted}: {found:?}");
        // A head beyond the log is found before anybody's signature is looked at.
        if found.hands.is_some() {
            assert_eq!(ours, theirs, "{wanted}");
        }
    }
}

/// The three lines of a head name nobody and no occasion: a custodian's signature of one is neither a second
/// one of his nor that of somebody outside.
#[test]
fn a_signature_of_a_head_stands_once_to_both() {
    let place = tempfile::tempdir().unwrap();
    if !ssh_keygen(place.path(), &["-q", "-t", "ed25519", "-N", "", "-f", "try"]) {
        crate::skip::skip("ssh-keygen (package openssh-client) is missing: no cosignature was tried");
        return;
    }
    let Some(mut second) = Second::start() else { return };
    let mut founding = founding();
    founding.training = false;
    founding.policy.signature = Signature::all(0);
    let mut court = Court::founded_with(&founding);
    login_key(&mut court, place.path(), "cus_bai", "bai", "ed25519");
    let key = std::fs::read_to_string(place.path().join("bai.pub")).unwrap().trim().to_owned();
    let outside = OrganChange::Witness { name: "上级法院".to_owned(), key };
    assert_eq!(support::rule(court.by("sys_gao").propose(outside.clone())), Rule::KeyTaken);
    // Nor do two proposals that stand side by side make one key both.
    assert!(ssh_keygen(place.path(), &["-q", "-t", "ed25519", "-N", "", "-f", "both"]));
    let key = std::fs::read_to_string(place.path().join("both.pub")).unwrap().trim().to_owned();
    let own = OrganChange::Key { person: "cus_cao".into(), key: key.clone(), use_: KeyUse::Login };
    let other = OrganChange::Witness { name: "省法院".to_owned(), key };
    let [one, two] = [own, other].map(|change| court.by("sys_gao").propose(change).unwrap().matter);
    let confirm = |court: &mut Court, proposal| {
        court.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal }))
    };
    confirm(&mut court, one).unwrap();
    assert_eq!(support::rule(confirm(&mut court, two)), Rule::KeyTaken);
    let command = court.office.cosign_command(&"cus_bai".into(), false).unwrap();
    let signs = |court: &mut Court| elsewhere(court, place.path(), "cus_bai", "bai", &command);
    signs(&mut court).unwrap();
    assert_eq!(support::rule(signs(&mut court)), Rule::AlreadyActed);
    second.finds_sound(court.dir());
    let dir = court.dir().to_owned();
    let copy = place.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    drop(court.office);
    let (good, file) = (events(&dir), std::fs::read(dir.join("register.db")).unwrap());
    let at = good.len() - 1;
    type Forge = fn(&mut Forger<'_>, Value, Value);
    let again: Forge = |f, cosigned, _| {
        f.append(cosigned, |b| b["command"] = json!("00000000-0000-7000-8000-000000000abc"));
    };
    let as_witness: Forge = |f, cosigned, change| {
        let id = |n: u8| json!(format!("00000000-0000-7000-8000-000000000ab{n}"));
        let organ = |n: u8, kind: &str, who: &str, act: Value| {
            let mut body = cosigned.clone();
            (body["kind"], body["actor"]) = (json!(format!("organ.{kind}")), json!({ "person": who }));
            (body["command"], body["matter"]) = (id(n), id(9));
            (body["hand"], body["act"]) = (Value::Null, json!({ "organ": { kind: act } }));
            body
        };
        f.append(organ(1, "proposed", "sys_gao", json!({ "change": change })), |_| {});
        f.append(organ(2, "proposal_confirmed", "sea_lin", json!({ "proposal": id(9) })), |_| {});
        let (acts, signature) =
            (&cosigned["act"]["evidence"]["cosigned"]["acts"], &cosigned["hand"]["signature"]);
        let kept = json!({ "witness": "上级法院", "acts": acts, "signature": signature });
        let mut body = cosigned.clone();
        (body["kind"], body["command"], body["matter"]) = (json!("evidence.witnessed"), id(3), id(8));
        (body["hand"], body["act"]) = (Value::Null, json!({ "evidence": { "witnessed": kept } }));
        f.append(body, |_| {});
    };
    for (what, forge) in [("twice", again), ("as a witness's", as_witness)] {
        std::fs::write(copy.join("register.db"), &file).unwrap();
        let mut dice = Dice(3);
        let mut forger = Forger { dice: &mut dice, events: good.clone(), hands: vec![at] };
        let cosigned = forger.body(at);
        forge(&mut forger, cosigned, serde_json::to_value(&outside).unwrap());
        let mut events = forger.events;
        relink(&mut events, at + 1);
        let db = attacker(&copy);
        db.execute_batch("DROP TRIGGER event_is_not_deleted").unwrap();
        put(&db, 0, &events);
        mend_edge(&db, 0, &events);
        second.ask(&copy, None);
        let found = Office::open(&copy, Mode::Evidence).unwrap().verify(&[], &mut |_, _, _| {}).unwrap();
        let last = (events.len() - 1) as u64;
        let bad: Vec<_> =
            found.hands.iter().flat_map(|h| h.bad.iter().map(|b| (b.seq, b.flaw.code()))).collect();
        assert_eq!(bad, [(last, "repeated")], "{what}");
        let said = second.report();
        let theirs = said["signatures"]["problems"].as_array().unwrap();
        assert!(theirs.contains(&json!({ "seq": last, "code": "repeated" })), "{what}: {said}");
    }
}
