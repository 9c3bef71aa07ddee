//! The clock jumps, forward and back, over leap days and the ends of years: the order of acts stands,
//! each event says when the wall clock was behind, and every year numbers its records without a gap.

use crate::work::*;
use liuhen::domain::command::Command;
use liuhen::domain::event::Body;
use liuhen::domain::ids::Millis;
use liuhen::domain::record::{Occurred, PersonRole, RecordCommand, RecordText};
use liuhen::domain::when::{self, Precision};
use liuhen::ledger::LogId;
use liuhen::office::{Clock, Fault, Mode, Office, OsRandom};
use liuhen::store::tables::TABLES;
use liuhen::store::{Register, log};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

struct Jumping(Arc<AtomicI64>);

impl Clock for Jumping {
    fn now(&self) -> Millis {
        self.0.load(Ordering::Relaxed)
    }
}

const DAY: Millis = 86_400_000;

fn text(now: Millis) -> RecordText {
    let inquirer = PersonRole {
        role: "INQUIRER".into(),
        kind: "EXT_LEADER".into(),
        name: "张三".into(),
        unit: "某公司".into(),
        post: "经理".into(),
        primary: true,
        ..PersonRole::default()
    };
    RecordText {
        matter: "CASE".into(),
        case_no: "（2026）京0105民初1号".into(),
        stage: "TRIAL1".into(),
        occurred: Some(Occurred { from: now - 60_000, to: None, precision: Precision::Exact }),
        manner: vec!["PHONE".into()],
        people: vec![inquirer],
        content: "来电询问案件进展，希望尽快开庭，并请承办人关照原告一方的困难。".into(),
        request_type: vec!["ASK".into()],
        response: vec!["TELLPROC".into()],
        effect: "NONE".into(),
        secrecy: "INTERNAL".into(),
        no_material_reason: "未保存来电录音".into(),
        late_reason: "时钟有误".into(),
        ..RecordText::default()
    }
}

#[test]
fn acts_keep_their_order_whatever_the_clock_does() {
    let p = court();
    let wall = Arc::new(AtomicI64::new(liuhen::office::Clock::now(&liuhen::office::System)));
    let (mut dice, begun) = (Dice::new(), Instant::now());
    let soak = Duration::from_secs(times("LIUHEN_SOAK", 12) as u64);
    let clock = Box::new(Jumping(wall.clone()));
    let mut office = Office::open_with(&p.register, Mode::Session, clock, Box::new(OsRandom)).unwrap();
    let (judge, tick) = (actor(&office, "judge"), 9 * DAY / 4);
    let (mut numbers, mut walls) = (BTreeMap::<String, Vec<u32>>::new(), Vec::new());
    let mut steady = wall.load(Ordering::Relaxed);
    let (mut leap, mut years) = (0, std::collections::BTreeSet::new());
    // At least until 29 February 2028 and the end of that year, then as long as asked.
    while begun.elapsed() < soak || when::local(steady).format("%Y%m%d").to_string().as_str() < "20290105" {
        // NTP's small steps, a wrong day, and now and then a wrong day back.
        let date = when::local(steady).format("%m%d").to_string();
        // The leap day itself is never stepped over.
        let longest = if ("0225".."0301").contains(&date.as_str()) { DAY / 4 } else { tick };
        steady += dice.roll(longest as usize) as Millis;
        let jump = match dice.roll(6) {
            0 => DAY,
            1 => -DAY,
            2 => -(dice.roll(600_000) as Millis),
            _ => 0,
        };
        let now = steady + jump;
        wall.store(now, Ordering::Relaxed);
        leap += usize::from(when::local(now).format("%m%d").to_string() == "0229");
        let act = RecordCommand::Submit { text: Box::new(text(office.now().min(steady))) };
        let receipt = office.act(&judge, &Command::Record { record: None, act }).unwrap();
        walls.push((receipt.seq, now));
        let no = receipt.record_no.unwrap();
        // The year is that of the event's own time, not of a wall clock that was behind.
        let year = when::local(receipt.at).format("%Y").to_string();
        assert!(no.contains(&year), "{no} at {year}");
        years.insert(year.clone());
        let digits: String =
            no.chars().rev().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        numbers.entry(year).or_default().push(digits.chars().rev().collect::<String>().parse().unwrap());
    }
    drop(office);
    for (year, all) in &numbers {
        let from = all[0];
        assert!(all.iter().copied().eq(from..from + all.len() as u32), "{year}: {all:?}");
    }
    assert!(years.len() >= 3 && leap > 0, "{years:?}, {leap} acts on 29 February");
    let (mut last, mut behind, mut at) = (0, 0, walls.iter().peekable());
    let register = Register::open(&p.register, TABLES, Mode::Session).unwrap();
    log::entries(register.db(), LogId::Acts, 0..u64::MAX, |entry, _, body| -> Result<(), Fault> {
        let _: Body = serde_json::from_str(body).unwrap();
        let header = entry.header;
        assert!(header.time_ms >= last, "event {} is earlier than the one before", header.seq);
        if let Some((_, wall)) = at.next_if(|(seq, _)| *seq == header.seq) {
            assert_eq!(header.time_ms, last.max(*wall));
            assert_eq!(header.flags.clock_behind, *wall < last, "event {}", header.seq);
            behind += usize::from(*wall < last);
        }
        last = header.time_ms;
        Ok(())
    })
    .unwrap();
    drop(register);
    let found = Office::open(&p.register, Mode::Session).unwrap().verify(&[], &mut |_, _, _| {}).unwrap();
    assert!(found.is_sound(), "{found:?}");
    figures(&format!(
        "clock: {} acts over {} years, {behind} with the clock behind, {leap} on 29 February, order kept, no gap, {} s",
        walls.len(),
        years.len(),
        begun.elapsed().as_secs()
    ));
}

/// The same rule for both logs: what would be noted under a clock that is years ahead is not shown.
#[test]
fn a_clock_that_is_not_believed_writes_into_neither_log() {
    let p = court();
    let (own, _) = p.record(&[]);
    let far = "9999-12-31T10:00:00+08:00";
    let on = |who: &str, args: &[&str]| p.run(&[&["--as", who, "--now", far], args].concat());
    let reads = || {
        let register = Register::open(&p.register, TABLES, Mode::Session).unwrap();
        log::size(register.db(), LogId::Reads).unwrap()
    };
    let before = reads();
    for (who, args) in [
        ("judge", &["quick", "--who", "甲", "--line", "乙"][..]),
        ("custodian1", &["show", &own]),
        ("custodian1", &["proof", &own]),
        ("custodian1", &["list"]),
        ("custodian1", &["list", "张三"]),
    ] {
        let said = on(who, args).ended(75);
        assert!(said.err.contains("机器时间") && said.out.is_empty(), "{args:?}: {said:?}");
    }
    assert_eq!(reads(), before, "nothing of the year 9999");
    // One's own, and what shows nobody's record, leaves no trace anyway.
    on("judge", &["show", &own]).ok();
    on("custodian1", &["desk"]).ok();
    p.run(&["--as", "custodian1", "show", &own]).ok();
    assert_eq!(reads(), before + 1);
}
