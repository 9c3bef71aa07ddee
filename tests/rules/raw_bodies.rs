//! What leaves as it is written: bodies of events in proofs. A proof shows nobody more than the page
//! does, and what is left out of it stays checkable, here and by the second verifier.

use crate::common;
use crate::line;
use crate::support;

use common::{somebody, stories_copy};
use liuhen::domain::committee::{ItemCommand, VoteCode};
use liuhen::domain::event::{ActorName, Body, Event};
use liuhen::domain::ids::MatterId;
use liuhen::domain::policy::Names;
use liuhen::domain::record::{QuickNote, RecordCommand, RecordEvent};
use liuhen::domain::search::Filter;
use liuhen::ledger::LogId;
use liuhen::office::{Mode, ProofFile, Reveal};
use liuhen::store::{Fault, Register, log, tables::TABLES};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command as Process;
use support::people::NINE;
use support::*;

fn written(file: &ProofFile) -> Vec<Body> {
    file.proofs.iter().filter_map(|p| p.body.as_deref()).map(|b| serde_json::from_str(b).unwrap()).collect()
}

fn kinds(file: &ProofFile) -> BTreeSet<String> {
    written(file).into_iter().map(|b| b.kind).collect()
}

/// A record that began as a quick note, a head of division who asked for the recorder's name and got it,
/// a committee that voted.
fn story() -> (Court, MatterId) {
    let mut court = Court::founded();
    let note = QuickNote {
        occurred: phone_call().occurred.unwrap(),
        who: "钱大海".to_owned(),
        line: "怕他报复我，先记一笔".to_owned(),
        case_no: None,
    };
    let quick = RecordCommand::Quick { note };
    let by = &mut court.by("clerk_he");
    let act = liuhen::domain::command::Command::Record { record: None, act: quick };
    let record = by.act(&act).unwrap().matter;
    let mut text = phone_call();
    text.effect = "AFFECTED".to_owned();
    by.record(&record, RecordCommand::Submit { text: Box::new(text) }).unwrap();
    court.confirm_twice(&record);
    court.by("head_zhao").record(&record, RecordCommand::AskIdentity { purpose: "保护".to_owned() }).unwrap();
    for who in ["cus_an", "cus_bai"] {
        let open = RecordCommand::OpenIdentity { asker: "head_zhao".into() };
        court.by(who).record(&record, open).unwrap();
    }
    (court, record)
}

#[test]
fn a_masked_head_to_whom_the_recorders_name_was_opened_takes_no_other_name_along() {
    let (mut court, record) = story();
    let head = actor("head_zhao");
    let sheet = court.office.record(&head, &record).unwrap();
    assert_eq!(sheet.record.names, Names::Masked);
    assert_eq!(court.office.reveal(&head, &record, Reveal::Recorder, "保护").unwrap(), ["何知远"]);
    let file = court.office.proof(&head, &record, true).unwrap();
    let own = written(&file);
    assert_eq!(own.len(), 1, "{own:?}");
    assert_eq!(
        (own[0].kind.as_str(), &own[0].actor),
        ("record.identity_asked", &ActorName::Person("head_zhao".into()))
    );
    let text = serde_json::to_string(&file).unwrap();
    for word in ["钱大海", "cus_an", "cus_bai", "clerk_he", "怕他报复我", "看守"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    // What is left out still proves that it stood there.
    assert_eq!(file.proofs.len(), sheet.story.len());
    let head = court.office.heads().unwrap()[0];
    for proof in &file.proofs {
        assert!(proof.check(Some((head.size, head.root))).unwrap().known_head);
    }
}

#[test]
fn a_quick_note_leaves_with_nobody_but_its_recorder() {
    let (mut court, record) = story();
    for who in ["cus_an", "dis_e", "dish_fan", "chief"] {
        let file = court.office.proof(&actor(who), &record, true).unwrap();
        let text = serde_json::to_string(&file).unwrap();
        assert!(!text.contains("怕他报复我"), "{who}");
        assert!(!kinds(&file).contains("record.quick"), "{who}");
    }
    let file = court.office.proof(&actor("clerk_he"), &record, true).unwrap();
    // The recorder has his own words, and no custodian's name beside them.
    let own: BTreeSet<String> = ["record.quick", "record.submitted"].map(str::to_owned).into();
    assert_eq!(kinds(&file), own);
    assert!(!serde_json::to_string(&file).unwrap().contains("cus_an"));
}

#[test]
fn the_recorder_leaves_in_no_proof_before_somebody_said_what_for() {
    let mut court = Court::founded();
    let record = court.confirmed();
    for who in ["cus_an", "dish_fan"] {
        let before = court.office.proof(&actor(who), &record, true).unwrap();
        assert!(!serde_json::to_string(&before).unwrap().contains("clerk_he"), "{who}");
        assert!(!kinds(&before).contains("record.submitted"), "{who}");
        assert_eq!(court.office.reveal(&actor(who), &record, Reveal::Recorder, "装订").unwrap(), ["何知远"]);
        let after = court.office.proof(&actor(who), &record, true).unwrap();
        assert!(kinds(&after).contains("record.submitted"), "{who}");
        assert_eq!(before.proofs.len(), after.proofs.len());
    }
    // What one of them opened is nobody else's.
    let other = court.office.proof(&actor("cus_bai"), &record, true).unwrap();
    assert!(!serde_json::to_string(&other).unwrap().contains("clerk_he"));
}

#[test]
fn a_second_custodian_takes_nothing_of_the_first_along_before_he_has_decided() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("cus_an").confirm(&record).unwrap();
    let custody = |file: &ProofFile| kinds(file).into_iter().filter(|k| k.ends_with("_hand")).count();
    let before = court.office.proof(&actor("cus_bai"), &record, true).unwrap();
    assert_eq!(custody(&before), 0);
    assert!(!serde_json::to_string(&before).unwrap().contains("cus_an"));
    court.by("cus_bai").confirm(&record).unwrap();
    assert_eq!(custody(&court.office.proof(&actor("cus_bai"), &record, true).unwrap()), 1);
    // After an amendment he is a second one again.
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    for _ in 0..2 {
        court.by("cus_an").confirm(&record).unwrap();
        assert_eq!(custody(&court.office.proof(&actor("cus_bai"), &record, true).unwrap()), 0);
        court.by("clerk_he").amend(&record, phone_call()).unwrap();
    }
}

#[test]
fn a_ballot_leaves_with_its_member_alone() {
    let (mut court, record) = story();
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    let by = |court: &mut Court, act| court.by("sec_gong").item(&item, act).map(|_| ());
    by(&mut court, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").meeting(&meeting, liuhen::domain::committee::MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &NINE[..5]);
    court.by("sec_gong").meeting(&meeting, liuhen::domain::committee::MeetingCommand::Open).unwrap();
    by(&mut court, ItemCommand::OpenVote { disclosed: true }).unwrap();
    court
        .by("head_qin")
        .item(&item, ItemCommand::Vote { vote: VoteCode::Against, opinion: "证据不足".to_owned() })
        .unwrap();
    for m in ["head_zhao", "vp_zhou", "vp_sun", "chief"] {
        court.by(m).vote(&item, VoteCode::For).unwrap();
    }
    for who in ["cus_an", "dis_e", "chief", "sec_gong", "judge_li"] {
        let file = court.office.proof(&actor(who), &record, true).unwrap();
        assert!(!serde_json::to_string(&file).unwrap().contains("证据不足"), "{who}");
        let ballots = written(&file).into_iter().filter(|b| b.kind == "item.voted");
        assert!(ballots.into_iter().all(|b| b.actor == ActorName::Person(who.into())), "{who}");
    }
    let own = court.office.proof(&actor("head_qin"), &record, true).unwrap();
    assert!(serde_json::to_string(&own).unwrap().contains("证据不足"));
}

/// A body decides twice on one item. What the first decision said, why a member was out, and whom the roll had
/// first as absent goes along only as far as the page still says it.
#[test]
fn what_the_page_no_longer_says_goes_along_with_its_author_alone() {
    use liuhen::domain::committee::{Attendance, MeetingCommand as M};
    let (mut court, record) = story();
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    for round in ["头一次", "第二次"] {
        court.by("chief").item(&item, ItemCommand::Approve).unwrap();
        let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
        let mut by = court.by("sec_gong");
        by.item(&item, ItemCommand::Place { meeting }).unwrap();
        if round == "头一次" {
            let (member, reason) = ("judge_gu".into(), "与代理人系亲属".to_owned());
            by.item(&item, ItemCommand::Recuse { member, reason }).unwrap();
        }
        by.meeting(&meeting, M::Notice).unwrap();
        let attendance = Attendance::Absent { reason: format!("{round}说是去体检") };
        by.meeting(&meeting, M::Attend { member: "judge_li".into(), attendance }).unwrap();
        by.attend(&meeting, &NINE[..6]);
        by.meeting(&meeting, M::Open).unwrap();
        by.item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
        for m in NINE[..6].iter().rev() {
            court.by(m).vote(&item, VoteCode::For).unwrap();
        }
        court.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
        let mut by = court.by("sec_gong");
        by.item(&item, ItemCommand::Decide { text: format!("{round}决定照办") }).unwrap();
        by.item(&item, ItemCommand::Notice { text: format!("{round}请承办人落实") }).unwrap();
        court.later(DAY);
        if round == "头一次" {
            let reason = "另有新证据".to_owned();
            court.by("judge_li").item(&item, ItemCommand::Reconsider { reason }).unwrap();
        }
    }
    for who in ["chief", "vp_sun", "dis_e", "cus_an", "judge_li"] {
        let said = serde_json::to_string(&court.office.proof(&actor(who), &record, true).unwrap()).unwrap();
        let page = court.office.item(&actor(who), &item).unwrap().0;
        let page = serde_json::to_string(&page).unwrap();
        for words in ["头一次", "说是去体检", "与代理人系亲属"] {
            assert!(!said.contains(words) || page.contains(words), "{who}: {words}");
        }
        assert!(!said.contains("头一次") && !said.contains("说是去体检"), "{who}");
    }
    let why = "与代理人系亲属";
    let chief = court.office.item(&actor("chief"), &item).unwrap().0;
    assert_eq!(chief.recused_why, [("顾清源".to_owned(), why.to_owned())]);
    let (chief, author) = ("chief", "sec_gong");
    let taken = |court: &mut Court, who: &str| {
        serde_json::to_string(&court.office.proof(&actor(who), &record, true).unwrap()).unwrap()
    };
    let (his, own) = (taken(&mut court, chief), taken(&mut court, author));
    assert!(his.contains(why) && his.contains("第二次决定照办"));
    assert!(["头一次决定照办", "头一次请承办人落实", "第二次说是去体检"].iter().all(|w| own.contains(w)));
}

/// Whatever anybody in the whole training court takes along is on his page.
#[test]
fn no_proof_in_the_whole_court_shows_more_than_its_page() {
    let demo = stories_copy();
    let register = Register::open(&demo, TABLES, Mode::Session).unwrap();
    let mut recorders: BTreeMap<MatterId, String> = BTreeMap::new();
    log::entries(register.db(), LogId::Acts, 0..u64::MAX, |_, _, text| -> Result<(), Fault> {
        let body: Body = serde_json::from_str(text).unwrap();
        if let (
            Event::Record(RecordEvent::Quick { .. } | RecordEvent::Submitted { .. }),
            ActorName::Person(p),
        ) = (&body.act, &body.actor)
        {
            recorders.insert(body.matter, p.0.clone());
        }
        Ok(())
    })
    .unwrap();
    drop(register);
    let mut office = demo.office();
    let accounts: Vec<String> = office.organ().people.keys().map(|p| p.0.clone()).collect();
    let (mut whole, mut left) = (0, 0);
    for who in &accounts {
        let me = somebody(who);
        let page = office.records(&me, &Filter::default(), liuhen::domain::search::Near::Start, 400).unwrap();
        for line in page.lines.iter().step_by(15) {
            let sheet = office.record(&me, &line.id).unwrap();
            let (view, recorder) = (&sheet.record, &recorders[&line.id]);
            let names_hands = view.hands.iter().any(|h| h.by.is_some());
            for proof in office.proof(&me, &line.id, true).unwrap().proofs {
                let Some(text) = &proof.body else {
                    left += 1;
                    continue;
                };
                let body: Body = serde_json::from_str(text).unwrap();
                if body.actor == ActorName::Person(who.as_str().into()) {
                    continue;
                }
                whole += 1;
                assert_eq!(view.names, Names::Full, "{who}: {text}");
                let names_him = text.contains(&format!("\"{recorder}\""));
                assert!(!names_him, "{who}: {text}");
                assert!(
                    !["record.quick", "item.voted", "item.minority"].contains(&body.kind.as_str()),
                    "{who}"
                );
                let hand = matches!(body.act, Event::Record(RecordEvent::Confirmed { .. }));
                assert!(!hand || names_hands || view.hands.is_empty(), "{who}: {text}");
            }
        }
    }
    assert!(whole > 200 && left > 400, "{whole} whole, {left} left out");
}

/// Every text in a value that has words of ours in it.
fn words_in(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if !text.is_ascii() => into.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|v| words_in(v, into)),
        serde_json::Value::Object(all) => all.values().for_each(|v| words_in(v, into)),
        _ => {}
    }
}

/// Of every kind of event on a record, whatever its body says in words stands on the page of whoever takes it along.
#[test]
fn no_proof_in_the_whole_court_says_a_word_that_its_page_does_not() {
    let demo = stories_copy();
    let mut office = demo.office();
    let accounts: Vec<String> = office.organ().people.keys().map(|p| p.0.clone()).collect();
    let (mut told, mut kinds) = (BTreeMap::<String, String>::new(), BTreeSet::new());
    for who in &accounts {
        let me = somebody(who);
        let page = office.records(&me, &Filter::default(), liuhen::domain::search::Near::Start, 400).unwrap();
        for line in page.lines.iter().step_by(3) {
            let bodies = written(&office.proof(&me, &line.id, true).unwrap());
            let others = |b: &&Body| {
                matches!(b.act, Event::Record(_)) && b.actor != ActorName::Person(who.as_str().into())
            };
            if !bodies.iter().any(|b| others(&b)) {
                continue;
            }
            let sheet = office.record(&me, &line.id).unwrap();
            let shown = serde_json::to_string(&(&sheet, &sheet.earlier)).unwrap();
            for body in bodies.iter().filter(others) {
                kinds.insert(body.kind.clone());
                let mut words = Vec::new();
                words_in(&serde_json::to_value(&body.act).unwrap(), &mut words);
                for said in words {
                    let as_shown = serde_json::to_string(&said).unwrap();
                    if !shown.contains(as_shown.trim_matches('"')) {
                        told.entry(body.kind.clone()).or_insert(format!("{who} {}: {said}", line.ref_.0));
                    }
                }
            }
        }
    }
    assert!(told.is_empty(), "{told:#?}");
    assert!(kinds.len() > 6, "{kinds:?}");
}

#[test]
fn a_proof_without_bodies_is_checked_by_both_away_from_the_register() {
    let (mut court, record) = story();
    let file = court.office.proof(&actor("head_zhao"), &record, true).unwrap();
    let heads: String = court.office.heads().unwrap().iter().map(|h| h.text() + "\n").collect();
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("proof"), serde_json::to_string(&file).unwrap()).unwrap();
    std::fs::write(at("heads"), heads).unwrap();
    let mut bent = file.clone();
    bent.proofs[1].header = bent.proofs[1].header.replacen("00", "01", 1);
    std::fs::write(at("bent"), serde_json::to_string(&bent).unwrap()).unwrap();
    let mut forged = file.clone();
    forged.proofs[1].body = Some("{}".to_owned());
    std::fs::write(at("forged"), serde_json::to_string(&forged).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/verify/verify.py");
    let second = |args: &[&str]| {
        let done = Process::new("python3").arg(&script).args(["--lang", "zh"]).args(args).output();
        let done = done.unwrap_or_else(|_| panic!("python3 (Debian: python3) is needed here"));
        (done.status.code().unwrap(), String::from_utf8(done.stdout).unwrap())
    };
    let said = line::run(&["check-proof", &at("proof"), "--head", &at("heads")], "").ok();
    assert!(said.out.contains("正文从略") && said.out.contains("证明成立"), "{said:?}");
    let (code, out) = second(&["--proof", &at("proof"), "--against", &at("heads")]);
    assert!(code == 0 && out.contains("正文从略") && out.contains("正文属实"), "{out}");
    for broken in ["bent", "forged"] {
        line::run(&["check-proof", &at(broken), "--head", &at("heads")], "").ended(4);
        assert_eq!(second(&["--proof", &at(broken), "--against", &at("heads")]).0, 4, "{broken}");
    }
    // What reads the same and is written otherwise is no proof to either.
    let text = serde_json::to_string(&file).unwrap();
    let (root, size) =
        (file.proofs[0].root.to_string(), format!("\"tree_size\":{}", file.proofs[0].tree_size));
    for (why, as_written, otherwise) in [
        ("a root in large letters", root.as_str(), root.to_uppercase()),
        ("a header with a blank", file.proofs[0].header.as_str(), format!(" {}", file.proofs[0].header)),
        ("a size that is not whole", size.as_str(), format!("{size}.0")),
        ("a size twice", size.as_str(), format!("{size},{size}")),
        ("a body that says nothing", "\"path\":", "\"body\":null,\"path\":".to_owned()),
    ] {
        let other = text.replacen(as_written, &otherwise, 1);
        assert_ne!(other, text, "{why}");
        std::fs::write(at("otherwise"), other).unwrap();
        let said = line::run(&["check-proof", &at("otherwise"), "--head", &at("heads")], "");
        let (code, out) = second(&["--proof", &at("otherwise"), "--against", &at("heads")]);
        assert!(said.code != 0 && code != 0, "{why}: {said:?} {out}");
    }
    // A mark that an editor put before it is none of its letters, to either.
    std::fs::write(at("marked"), format!("\u{feff}{text}")).unwrap();
    line::run(&["check-proof", &at("marked"), "--head", &at("heads")], "").ok();
    assert_eq!(second(&["--proof", &at("marked"), "--against", &at("heads")]).0, 0);
    // A key checks a signed head; without one it would check nothing.
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
    let bare = format!("{}:{}", file.proofs[0].tree_size, file.proofs[0].root);
    for more in [&["--key", key][..], &["--key", key, "--head", &bare]] {
        let said = line::run(&[&["check-proof", &at("proof")], more].concat(), "");
        assert!(said.code != 0 && said.err.contains("没有给出带签名的校验点"), "{said:?}");
    }
    // Letters moved from a body into its salt: the same bytes, and another body is shown.
    let his = court.office.proof(&actor("clerk_he"), &record, true).unwrap();
    let mut moved = serde_json::to_value(&his).unwrap();
    let own = moved["proofs"].as_array_mut().unwrap().iter_mut().find(|p| p["body"].is_string()).unwrap();
    std::fs::write(at("whole"), serde_json::to_string(&his).unwrap()).unwrap();
    assert_eq!(second(&["--proof", &at("whole")]).0, 0);
    let (salt, body) = (own["salt"].as_str().unwrap().to_owned(), own["body"].as_str().unwrap().to_owned());
    let letter = |text: &str| text.bytes().map(|b| format!("{b:02x}")).collect::<String>();
    let split = body.find("\"act\"").unwrap();
    for (kept, to_salt) in [(&body[split..], &body[..split]), ("", body.as_str())] {
        own["salt"] = format!("{salt}{}", letter(to_salt)).into();
        own["body"] = kept.into();
        let only = serde_json::json!({ "format": "liuhen-proofs-1", "proofs": [own.clone()] });
        std::fs::write(at("moved"), only.to_string()).unwrap();
        line::run(&["check-proof", &at("moved")], "").ended(4);
        assert_eq!(second(&["--proof", &at("moved")]).0, 4, "{kept}");
    }
    // Against a head it does not lead to.
    court.by("clerk_he").submit(phone_call()).unwrap();
    let later = court.office.heads().unwrap()[0].text();
    std::fs::write(at("later"), later).unwrap();
    line::run(&["check-proof", &at("proof"), "--head", &at("later")], "").ended(4);
    assert_eq!(second(&["--proof", &at("proof"), "--against", &at("later")]).0, 4);
}

#[test]
fn a_body_that_cannot_be_read_is_told_by_its_place_and_not_by_its_words() {
    let p = line::Place::training();
    p.fed(&["--as", "judge", "--json", "record", "new", "--from", "-"], line::SAMPLE).ok();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/insider.py");
    let insider = |args: &[&str]| {
        let db = p.register.join("register.db");
        let done = Process::new("python3").arg(script).arg(db).args(args).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    let found = insider(&["find", "张三"]);
    let seq = found.split(' ').next().unwrap().to_owned();
    insider(&["edit", &seq, "\"year\":2026", "\"year\":\"张三的秘密\""]);
    insider(&["forget"]);
    std::fs::remove_file(p.register.join("known-heads")).unwrap();
    for verb in ["list", "verify"] {
        let said = p.by("system", &[verb]);
        assert!(said.code != 0, "{said:?}");
        let told = format!("{}{}", said.out, said.err);
        assert!(!told.contains("秘密"), "{verb}: {told}");
    }
    let notes = std::fs::read_dir(&p.register).unwrap().map(|e| e.unwrap().path());
    let logs = notes.filter(|f| f.extension().is_some_and(|e| e == "log"));
    assert!(logs.into_iter().all(|f| !std::fs::read_to_string(f).unwrap().contains("秘密")));
}

/// Without its salt a short body could be guessed from its commitment.
#[test]
fn every_event_of_both_logs_has_a_salt_of_its_own() {
    let (mut court, record) = story();
    court.by("cus_an").sheet(&record).unwrap();
    let dir = court.dir().to_owned();
    let register = Register::open(&dir, TABLES, Mode::Session).unwrap();
    for kind in [LogId::Acts, LogId::Reads] {
        let mut salts = Vec::new();
        log::entries(register.db(), kind, 0..u64::MAX, |_, salt, _| -> Result<(), Fault> {
            salts.push(salt.to_vec());
            Ok(())
        })
        .unwrap();
        let different: BTreeSet<&Vec<u8>> = salts.iter().collect();
        assert!(salts.len() > 1 && different.len() == salts.len(), "{kind:?}: {} salts", salts.len());
        let zeros = salts.iter().flatten().filter(|b| **b == 0).count();
        assert!(zeros * 20 < salts.len() * 32, "{kind:?}: {zeros} bytes of {} salts are zero", salts.len());
    }
}

/// The recorder's own unit would tell of him: a list has the unit of the case, and none where no case is known.
#[test]
fn a_list_tells_the_unit_of_the_case_and_not_the_recorders() {
    let mut court = Court::founded();
    // Somebody of the civil division writes down what was asked about a criminal case.
    let record = court.by("judge_liu").submit(phone_call()).unwrap().matter;
    for who in ["cus_an", "dish_fan", "chief"] {
        let page = court
            .office
            .records(&actor(who), &Filter::default(), liuhen::domain::search::Near::Start, 50)
            .unwrap();
        let line = page.lines.iter().find(|l| l.id == record).unwrap();
        assert_eq!(line.unit, "刑事审判庭", "{who}");
        let civil = Filter { units: vec!["civil".to_owned()], ..Filter::default() };
        let page =
            court.office.records(&actor(who), &civil, liuhen::domain::search::Near::Start, 50).unwrap();
        assert!(page.lines.iter().all(|l| l.id != record), "{who}");
    }
}
