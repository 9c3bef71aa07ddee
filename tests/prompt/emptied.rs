//! The open disposal of the training court, worked off from the desks, person by person, until nobody is asked for
//! anything of it: whatever a desk asks for is done at once and is not refused, and whoever recorded reads what came of
//! it. The first of each act are lines, and so are all of them where `LIUHEN_EMPTIED=all`; the others go through the
//! same door with the same answers.

use crate::answers::{KINDS, Read, answers, done_for, follows, is_read_for, row};
use crate::common::{Demo, NOW, somebody, stories_copy};
use crate::line::{Said, within};
use liuhen::domain::command::Command;
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{Millis, PersonId};
use liuhen::domain::kind::{Ask, Field, room};
use liuhen::domain::record::{Status, local_time};
use liuhen::domain::registry;
use liuhen::domain::search::{Filter, Near};
use liuhen::domain::when;
use liuhen::office::{DeskLine, Narrowed, Office, RecordLine};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

const MINUTE: Millis = 60_000;
/// So many of each act are lines.
const LINES: usize = 3;

/// The court, and its clock.
struct Court {
    dir: PathBuf,
    office: Office,
    now: Millis,
    /// How many of each act were lines.
    said: BTreeMap<Act, usize>,
    lines: usize,
}

impl Court {
    fn of(demo: &Demo) -> Self {
        let (dir, mut office) = (demo.dir().to_owned(), demo.office());
        office.stand_at(NOW).unwrap();
        let all = std::env::var("LIUHEN_EMPTIED").is_ok_and(|how| how == "all");
        let lines = if all { usize::MAX } else { LINES };
        Self { dir, office, now: NOW, said: BTreeMap::new(), lines }
    }

    /// One line by somebody.
    fn line(&self, who: &PersonId, args: &[&str]) -> Said {
        let now = typed(self.now);
        let first = ["--register", self.dir.to_str().unwrap(), "--as", who.as_str(), "--now", &now, "--json"];
        within(&[&first, args].concat())
    }

    /// A list on the line.
    fn list(&self, who: &PersonId, verb: &str) -> Vec<Value> {
        let out = self.line(who, &[verb]).ok().out;
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// What waits for somebody of what follows from records. As long as it is of lines, the line says the same.
    fn desk(&mut self, who: &PersonId) -> Vec<DeskLine> {
        let mut desk = self.office.desk(&somebody(who.as_str())).unwrap();
        if desk.iter().any(|l| follows(l.act) && self.is_line(l.act)) {
            let told: Vec<_> = desk.iter().map(|l| json!({ "ref": l.ref_, "act": l.act })).collect();
            let list = self.list(who, "desk");
            let said: Vec<_> = list.iter().map(|l| json!({ "ref": l["ref"], "act": l["act"] })).collect();
            assert_eq!(said, told, "{who}");
        }
        desk.retain(|l| follows(l.act));
        desk
    }

    fn is_line(&self, act: Act) -> bool {
        self.said.get(&act).copied().unwrap_or(0) < self.lines
    }

    /// What somebody reads of the record before he does what a line of his desk asks for.
    fn read(&mut self, who: &PersonId, line: &DeskLine) -> Read {
        if !is_read_for(line.act) {
            return Read::default();
        }
        let page = if self.is_line(line.act) {
            let page = self.line(who, &["show", &line.ref_.0]).ok().json();
            let of = page["record_ref"].as_str().map(str::to_owned);
            of.map_or(page, |record| self.line(who, &["show", &record]).ok().json())
        } else {
            let record = line.record.unwrap_or(line.matter);
            serde_json::to_value(self.office.record(&somebody(who.as_str()), &record).unwrap()).unwrap()
        };
        Read::of(&page, self.office.organ())
    }

    /// What the closing of the n-th of his records says to somebody; the first one on the line.
    fn closing(&mut self, who: &PersonId, record: &RecordLine, n: usize) -> Value {
        if n == 0 || self.lines == usize::MAX {
            return self.line(who, &["closing", "show", &record.ref_.0]).ok().json();
        }
        let me = somebody(who.as_str());
        let closing = self.office.last_on(&me, &record.id, "closing").unwrap();
        serde_json::to_value(self.office.sheet(&me, &closing).unwrap()).unwrap()
    }

    /// Does what a line of a desk asks for.
    fn does(&mut self, who: &PersonId, line: &DeskLine) {
        self.now += MINUTE;
        self.office.stand_at(self.now).unwrap();
        let read = self.read(who, line);
        let act = done_for(line.act, &read);
        let given = answers(act, &read, &typed(self.now));
        if self.is_line(line.act) {
            let words = spoken(act, line, &given);
            let said = self.line(who, &words.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(
                said.code, 0,
                "{who} was asked for {:?} and refused: {words:?}\n{}",
                line.act, said.err
            );
        } else {
            let done = self.office.act(&somebody(who.as_str()), &command(act, line, &given));
            assert!(done.is_ok(), "{who} was asked for {line:?} and refused {given:?}: {done:?}");
        }
        *self.said.entry(line.act).or_default() += 1;
    }
}

/// A moment as one types it.
fn typed(at: Millis) -> String {
    when::local(at).format("%Y-%m-%d %H:%M").to_string()
}

/// The words of a line.
fn spoken(act: Act, line: &DeskLine, given: &[(&Field, String)]) -> Vec<String> {
    let kind = registry::kind_of(act).unwrap().to_owned();
    let mut words = vec![kind, act.code().replace('_', "-"), line.ref_.0.clone()];
    for (field, answer) in given {
        words.push(format!("--{}", field.key.replace('_', "-")));
        words.extend((!matches!(field.ask, Ask::Yes)).then(|| answer.clone()));
    }
    words
}

/// The command that a line comes to.
fn command(act: Act, line: &DeskLine, given: &[(&Field, String)]) -> Command {
    let (row, mut asked) = (row(act), Map::new());
    if row.begins {
        asked.insert("record".to_owned(), json!(line.matter));
    }
    for (field, words) in given {
        let value = match field.ask {
            Ask::Codes(_) => json!(words.split(',').collect::<Vec<_>>()),
            Ask::Yes => json!(true),
            Ask::Past => json!(local_time::to_text(when::parse(words, i64::MAX / 4).unwrap().at_ms)),
            _ => json!(words),
        };
        asked.insert(field.key.to_owned(), value);
    }
    let name = act.code();
    let act_of = if asked.is_empty() { json!(name) } else { json!({ name: asked }) };
    let about = registry::in_room(room::DISPOSAL).find(|k| k.has(act)).unwrap();
    (about.command)((!row.begins).then_some(line.matter), act_of).unwrap()
}

#[test]
fn the_open_disposal_is_worked_off_from_the_desks_and_every_recorder_reads_what_came_of_it() {
    let demo = stories_copy();
    let mut court = Court::of(&demo);
    let people = court.office.organ().people.values();
    let everybody: Vec<PersonId> = people.filter(|p| p.active).map(|p| p.id.clone()).collect();
    // Whoever has something to do does all of it; the longest way has some twenty steps.
    let rounds = (0..40).find(|_| {
        let mut did = 0;
        for who in &everybody {
            for line in court.desk(who) {
                court.does(who, &line);
                did += 1;
            }
        }
        did == 0
    });
    let figures: Vec<_> = court.said.iter().map(|(act, n)| format!("{} {n}", act.code())).collect();
    eprintln!("FIGURES: {} acts in {rounds:?} rounds: {figures:?}", court.said.values().sum::<usize>());
    assert!(rounds.is_some(), "the desks never come to be empty");
    let kinds: BTreeSet<_> = court.said.keys().filter_map(|act| registry::kind_of(*act)).collect();
    assert_eq!(kinds, BTreeSet::from(KINDS), "each kind had something to do");

    let mut read = 0;
    for who in &everybody {
        let me = somebody(who.as_str());
        let open = court.list(who, "disposal");
        assert!(open.is_empty(), "{who}: {open:?}");
        let over = court.office.following(&me, room::DISPOSAL, Narrowed::Done).unwrap();
        assert!(over.lines.iter().all(|l| !l.line.open && l.waits.is_none()), "{who}");
        // His own records: whatever the store has is closed, and he reads what came of it.
        let own = Filter { own: true, ..Filter::default() };
        let records = court.office.records(&me, &own, Near::Start, 500).unwrap().lines;
        for (n, record) in records.iter().filter(|r| r.status == Status::Confirmed).enumerate() {
            let closing = court.closing(who, record, n);
            assert_eq!(closing["state"], "told", "{who} {closing}");
            let rows = closing["rows"].as_array().unwrap();
            let words = rows.iter().find(|r| r["label"] == "to_recorder").and_then(|r| r["value"].as_str());
            assert!(words.is_some_and(|words| words.contains("记录")), "{who} {closing}");
            read += 1;
        }
    }
    eprintln!("FIGURES: {read} records were read of by those who wrote them down");
    assert!(read > 60, "{read}");
    assert!(court.office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
}
