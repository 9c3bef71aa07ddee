//! Nobody disposes of a record about himself or his kin: not in any story of the training register, and not whoever
//! tries whatever begins something on such a record.

use crate::common::stories_copy;
use crate::support::words::insider;
use crate::support::*;
use liuhen::domain::book::Book;
use liuhen::domain::command::Command;
use liuhen::domain::event::{ActorName, Event, Stamp};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, Revision};
use liuhen::domain::kind::{About, Ask, RowFacts, room};
use liuhen::domain::organ::{Organ, OrganChange, OrganEvent};
use liuhen::domain::record::{Record, local_time};
use liuhen::domain::refusal::{No, Rule};
use liuhen::domain::registry;
use liuhen::office::Trouble;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Whether the rows of the record tell of this member of staff, or of somebody whom he declared as kin: reckoned from
/// the rows alone, beside what the program reckons.
fn tells_of(organ: &Organ, record: &Record, who: &str) -> bool {
    let me = &organ.people[&person(who)];
    let rows =
        record.text.people.iter().filter(|p| matches!(p.role.as_str(), "INQUIRER" | "BEHALF" | "RELAYER"));
    rows.filter_map(|p| p.person.as_ref()).any(|p| p == &me.id || me.kin.contains(p))
}

#[test]
fn nobody_disposed_of_a_record_about_himself_in_any_story() {
    let demo = stories_copy();
    let mut book: Option<Book> = None;
    let (mut acts, mut about_staff) = (0, 0);
    for (n, body) in bodies(demo.dir()).iter().enumerate() {
        let Some(book) = &mut book else {
            let Event::Organ(OrganEvent::Founded { founding }) = &body.act else {
                panic!("nothing is founded")
            };
            book = Some(Book::new(Arc::new(Organ::founded(founding))));
            continue;
        };
        let (seq, at, revision) = (n as u64, n as i64, Revision(n.to_string()));
        let stamp = Stamp { seq, v: body.v, at, matter: body.matter, actor: &body.actor, revision };
        book.apply(&stamp, &body.act);
        let area = body.act.kind().split('.').next().unwrap().to_owned();
        let disposes = registry::all().iter().any(|k| k.code == area && k.room == room::DISPOSAL);
        let (true, ActorName::Person(who)) = (disposes, &body.actor) else { continue };
        let record = &book.records[&book.hangs_on(&body.matter).unwrap()];
        acts += 1;
        about_staff += usize::from(record.text.people.iter().any(|p| p.person.is_some()));
        assert!(!tells_of(&book.organ, record, who.as_str()), "{who} {} on {}", body.act.kind(), record.ref_);
    }
    assert!(acts > 500 && about_staff > 50, "{acts} {about_staff}");
}

/// Whatever begins something on a record, by its act.
fn beginnings(record: MatterId) -> Vec<(Act, Command)> {
    let kinds = registry::in_room(room::DISPOSAL);
    let rows = kinds.flat_map(|k| k.rows.iter().filter(|r| r.begins).map(move |r| (k, r)));
    let command = |(kind, row): (&About, &RowFacts)| {
        let mut answers: Map<String, Value> =
            row.asks.iter().map(|field| (field.key.to_owned(), answer(&field.ask))).collect();
        answers.insert("record".to_owned(), json!(record.to_string()));
        (row.act, (kind.command)(None, json!({ row.act.code(): answers })).unwrap())
    };
    rows.map(command).collect()
}

fn answer(ask: &Ask) -> Value {
    match ask {
        Ask::Codes(_) => json!([]),
        Ask::Yes => json!(true),
        Ask::Past | Ask::Coming => json!(local_time::to_text(START)),
        _ => json!("理由"),
    }
}

#[test]
fn whoever_is_meant_himself_or_is_kin_of_whom_is_meant_begins_nothing_on_the_record() {
    let mut court = Court::founded();
    let c = &mut court;
    // The chief's declared kin sits in the same house.
    let mut chief = c.office.organ().people[&person("chief")].clone();
    chief.kin = vec![person("judge_tang")].into_iter().collect();
    c.change(OrganChange::Person { person: chief });
    let about = |c: &mut Court, whom: &str| {
        let mut text = phone_call();
        text.people = vec![insider(whom, "INQUIRER")];
        let record = c.by("judge_li").submit(text).unwrap().matter;
        c.confirm_twice(&record);
        record
    };
    let mut tried = 0;
    for (whom, who) in
        [("dis_e", "dis_e"), ("dish_fan", "dish_fan"), ("chief", "chief"), ("judge_tang", "chief")]
    {
        let record = about(c, whom);
        let all = beginnings(record);
        for (act, command) in all {
            let no = c.by(who).act(&command).unwrap_err();
            let Trouble::No(No::Refused(no)) = no else { panic!("{who} {act:?}: {no:?}") };
            assert_eq!(no.rule, Rule::NoSuchMatter, "{who} {act:?} on a record about {whom}");
            tried += 1;
        }
    }
    assert!(tried >= 20, "{tried}");
}
