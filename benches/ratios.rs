//! What must not grow with the organ or the register, as ratios: `cargo bench --bench ratios`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement fails by panicking"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use liuhen::domain::book::Book;
use liuhen::domain::command::Command;
use liuhen::domain::event::{ActorName, Event, Stamp, VERSION};
use liuhen::domain::ids::{MatterId, Ref, Revision};
use liuhen::domain::organ::{Organ, OrganChange, OrganCommand};
use liuhen::domain::policy;
use liuhen::domain::record::RecordEvent;
use std::sync::Arc;
use std::time::Instant;
use support::people::founding;
use support::words::outsider;
use support::{Court, START, phone_call};

/// An organ of the test's people and as many more as make up this number.
fn organ(people: usize) -> Organ {
    let mut founding = founding();
    let (one, kin) = (founding.people[20].clone(), founding.people[21].id.clone());
    let surnames: Vec<char> = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许".chars().collect();
    let given: Vec<char> = "明华建国志强文斌秀英丽娟晓东海波春梅永福".chars().collect();
    for n in founding.people.len()..people {
        let mut person = one.clone();
        person.id = format!("staff{n}").as_str().into();
        person.account = person.id.0.clone();
        person.name = [surnames[n % 20], given[n / 20 % 20], given[n / 7 % 20]].iter().collect();
        person.kin = if n % 9 == 0 { vec![kin.clone()] } else { Vec::new() };
        person.kin_names = vec![format!("{}亲{}", person.name, given[n % 20])];
        founding.people.push(person);
    }
    Organ::founded(&founding)
}

/// Microseconds to find out who is recused from a record, the directory being there already.
fn recusal(people: usize, typed_colleague: bool) -> f64 {
    let mut book = Book::new(Arc::new(organ(people)));
    let id = MatterId(uuid::Uuid::from_u128(7));
    let mut text = phone_call();
    // Whoever is of this organ and was typed, not picked, is held against everybody's ways to be called.
    if typed_colleague {
        let mut own = outsider("赵某某");
        (own.role, own.kind) = ("RELAYER".to_owned(), "OWN_STAFF".to_owned());
        text.people.push(own);
    }
    text.content = "欧阳文修院长来电转达：钱大海与当事人相识，希望依法从快办理。".repeat(8);
    let event = RecordEvent::Submitted {
        ref_: Ref::from_random([1, 2, 3, 4, 5]),
        number: "1".to_owned(),
        year: 2026,
        ordinal: 1,
        late_hours: 0,
        text: Box::new(text),
    };
    let actor = ActorName::Person("clerk_he".into());
    let revision = Revision("000000000000".to_owned());
    let stamp = Stamp { seq: 1, v: VERSION, at: START, matter: id, actor: &actor, revision };
    book.apply(&stamp, &Event::Record(event));
    let record = book.records[&id].clone();
    let found = policy::recused(&book.organ, &record).len();
    // The quickest of many rounds: what else the machine does is no part of it.
    let round = || {
        let begun = Instant::now();
        (0..20).for_each(|_| assert_eq!(policy::recused(&book.organ, &record).len(), found));
        begun.elapsed().as_secs_f64() * 1e6 / 20.0
    };
    (0..40).map(|_| round()).fold(f64::MAX, f64::min)
}

/// Milliseconds to confirm a change of one case, in a register of so many records, each of another case,
/// after so many other changes.
fn case_change(records: usize, changes: usize) -> f64 {
    let mut court = Court::founded();
    for n in 0..records {
        let mut text = phone_call();
        text.case_no = format!("(2026)皖0602民初{}号", 1_000 + n);
        text.people = vec![outsider(&format!("钱大海{n}"))];
        court.by("clerk_he").submit(text).unwrap();
    }
    let confirm = |court: &mut Court, n: usize| {
        let mut case = court.office.organ().cases.values().next().unwrap().clone();
        case.case_no = format!("(2026)皖0602民初{}号", 1_000 + n);
        let proposal = court.by("sys_gao").propose(OrganChange::Case { case }).unwrap().matter;
        let begun = Instant::now();
        court.by("sea_lin").act(&Command::Organ(OrganCommand::Confirm { proposal })).unwrap();
        begun.elapsed().as_secs_f64() * 1e3
    };
    (0..changes).for_each(|n| _ = confirm(&mut court, n % 300));
    // The quickest of some: what else the machine does is no part of it.
    (0..40).map(|n| confirm(&mut court, n)).fold(f64::MAX, f64::min)
}

/// Milliseconds to find out whom a text means that repeats one passage so many times.
fn long_text(passage: &str, times: usize) -> f64 {
    let organ = organ(69);
    let mut text = phone_call();
    text.content = passage.repeat(times);
    let round = || {
        let begun = Instant::now();
        policy::asked_of_recorder(&organ, &"clerk_he".into(), &text);
        begun.elapsed().as_secs_f64() * 1e3
    };
    (0..3).map(|_| round()).fold(f64::MAX, f64::min)
}

fn main() {
    for passage in ["顾清源", "院长的老顾某某", "gu qing yuan ", "顾 清 源 ", "GQY说"] {
        let (small, large) = (long_text(passage, 500), long_text(passage, 5_000));
        println!("{passage} 500 times {small:.1} ms, 5,000 times {large:.1} ms, ratio {:.1}", large / small);
    }
    for (what, typed_colleague) in [("recusal of one record", false), ("with a colleague typed in", true)] {
        let (small, large) = (recusal(69, typed_colleague), recusal(1_000, typed_colleague));
        println!("{what}: 69 people {small:.0} µs, 1,000 people {large:.0} µs, ratio {:.2}", large / small);
    }
    let more = std::env::var("LIUHEN_RECORDS").ok().and_then(|n| n.parse().ok()).unwrap_or(4_000);
    let (small, large, long) = (case_change(400, 0), case_change(more, 0), case_change(400, 1_000));
    println!(
        "a case changed: 400 records {small:.1} ms, {more} records {large:.1} ms, ratio {:.2}; after 1,000 changes {long:.1} ms, ratio {:.2}",
        large / small,
        long / small
    );
}
