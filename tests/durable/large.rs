//! A register of a hundred thousand acts: how long it takes to verify, to copy under load, to put back.

use crate::work::*;
use liuhen::domain::event::Means;
use liuhen::domain::event::{ActorName, Body, Event, VERSION};
use liuhen::domain::evidence::{Alert, EvidenceEvent};
use liuhen::domain::ids::MatterId;
use liuhen::ledger::LogId;
use liuhen::office::Fault;
use liuhen::office::{Mode, Office, Opener, SealTo, restore};
use liuhen::store::tables::TABLES;
use liuhen::store::{Register, log};
use std::fs;
use std::process::Command as Program;
use std::time::Instant;

/// `LIUHEN_EVENTS=100000 cargo test --release --test durable large -- --nocapture` for the figures.
#[test]
fn a_large_register_is_verified_copied_under_load_and_put_back() {
    let p = court();
    let events = times("LIUHEN_EVENTS", 500);
    let mut register = Register::open(&p.register, TABLES, Mode::Session).unwrap();
    let now = liuhen::office::Clock::now(&liuhen::office::System);
    // Acts that belong to nobody's matter, as long as a record's text: what grows is log and file.
    let act = Event::Evidence(EvidenceEvent::Alerted { alert: Alert::DiskWasFull });
    for part in 0..events.div_ceil(1000) {
        register
            .write(|tx| {
                for _ in 0..1000.min(events - part * 1000) {
                    let body = Body {
                        v: VERSION,
                        kind: act.kind(),
                        actor: ActorName::Register,
                        means: Means::Register,
                        command: fresh_id(),
                        matter: MatterId(fresh_id()),
                        seen: None,
                        app: "x".repeat(1200),
                        act: act.clone(),
                        hand: None,
                    };
                    let mut salt = [0; 32];
                    getrandom::fill(&mut salt).unwrap();
                    log::append(tx, LogId::Acts, now, &salt, &serde_json::to_string(&body).unwrap())?;
                }
                Ok::<_, Fault>(())
            })
            .unwrap();
    }
    drop(register);
    let mut office = Office::open(&p.register, Mode::Session).unwrap();
    office.rebuild(&mut |_, _| {}).unwrap();
    let begun = Instant::now();
    assert!(office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
    let verified = begun.elapsed();
    let key = p.path("key");
    let made = Program::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    if !made.is_ok_and(|s| s.success()) {
        return skip("no ssh-keygen: copy and restore were NOT measured");
    }
    let into = p.path("copies");
    fs::create_dir(&into).unwrap();
    let public = [SealTo::read(&fs::read_to_string(key.with_extension("pub")).unwrap()).unwrap()];
    let private = [Opener::read(&fs::read_to_string(&key).unwrap(), None).unwrap()];
    let writer = Worker::start("act", &p.register, &[]);
    writer.wait_for("kept");
    let before = writer.said.lock().unwrap().len();
    let custodian = actor(&office, "custodian1");
    let begun = Instant::now();
    let copy = office.copy(&custodian, &into, Some(&public), None, &mut |_, _, _| {}).unwrap();
    let copied = begun.elapsed();
    let meanwhile = writer.said.lock().unwrap().len() - before;
    let mut told = Told::default();
    told.hear(&writer.kill().0);
    assert!(meanwhile > 2 && told.faults == 0, "the writer was stopped: {meanwhile}");
    let begun = Instant::now();
    let back = restore(&copy.path, &p.path("back"), &private, &[], &mut |_, _, _| {}).unwrap();
    assert!(back.found.is_sound());
    let restored = begun.elapsed();
    look(&p.register, &told);
    let bytes = fs::metadata(p.path("back").join("register.db")).unwrap().len() >> 20;
    figures(&format!(
        "{events} acts, {bytes} MB: verify {:.2} s, sealed copy under load {:.2} s ({} acts meanwhile), restore to verified {:.2} s",
        verified.as_secs_f64(),
        copied.as_secs_f64(),
        meanwhile / 2,
        restored.as_secs_f64()
    ));
    assert!(copied.as_secs() < 60 && restored.as_secs() < 60);
}
