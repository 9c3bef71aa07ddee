//! What is done to a register, one kind a line. Whoever does it may know the format and may be
//! careful; both verifiers must say the same of the outcome.

use super::{ALG, Dice, Event, Good, attacker, header, mend_edge, put, relink};
use liuhen::ledger::{Checkpoint, Hash, LogId, RegisterId};
use rusqlite::Connection;
use std::path::Path;

/// What a change of rows works on.
pub struct Hands<'a> {
    pub dice: &'a mut Dice,
    pub good: &'a Good,
    pub log: usize,
    pub events: Vec<Event>,
}

impl Hands<'_> {
    fn any(&mut self) -> usize {
        self.dice.below(self.events.len())
    }
    fn bend(&mut self, part: fn(&mut Event) -> &mut Vec<u8>) {
        let at = self.any();
        let (place, bit) = (self.dice.roll() as usize, self.dice.below(8));
        let bytes = part(&mut self.events[at]);
        let len = bytes.len();
        match bytes.get_mut(place % len.max(1)) {
            Some(byte) => *byte ^= 1 << bit,
            None => bytes.push(0),
        }
    }
    fn resize(&mut self, part: fn(&mut Event) -> &mut Vec<u8>) {
        let (at, grow) = (self.any(), self.dice.one_in(2));
        let bytes = part(&mut self.events[at]);
        let len = bytes.len();
        bytes.resize(if grow { len + 1 } else { len.saturating_sub(1) }, 0);
    }
    /// Bytes of one header are overwritten and it is hashed again; sometimes all that follows too.
    fn forge(&mut self, at: usize, bytes: &[u8]) {
        let which = self.any();
        self.events[which].header[at..at + bytes.len()].copy_from_slice(bytes);
        self.events[which].rehash();
        if self.dice.one_in(2) {
            relink(&mut self.events, which + 1);
        }
    }
    fn renumber(&mut self) {
        for (seq, event) in (0..).zip(&mut self.events) {
            event.seq = seq;
            event.header[20..28].copy_from_slice(&(seq as u64).to_be_bytes());
            event.rehash();
        }
        relink(&mut self.events, 0);
    }
    fn shift(&mut self) {
        (0..).zip(&mut self.events).for_each(|(seq, event)| event.seq = seq);
    }
}

/// What is done to rows in memory before they are put back.
pub type Change = fn(&mut Hands<'_>);

/// Changes of the rows of one log; the log is not empty.
pub const ROWS: &[(&str, Change)] = &[
    ("nothing", |_| {}),
    ("bit of a header", |h| h.bend(|e| &mut e.header)),
    ("bit of a salt", |h| h.bend(|e| &mut e.salt)),
    ("bit of a leaf", |h| h.bend(|e| &mut e.leaf)),
    ("bit of a body", |h| h.bend(|e| &mut e.body)),
    ("length of a header", |h| h.resize(|e| &mut e.header)),
    ("length of a salt", |h| h.resize(|e| &mut e.salt)),
    ("length of a leaf", |h| h.resize(|e| &mut e.leaf)),
    ("length of a body", |h| h.resize(|e| &mut e.body)),
    ("bit of a header, hashed", |h| {
        let at = h.any();
        let place = h.dice.below(100);
        h.events[at].header[place] ^= 1 << h.dice.below(8);
        h.events[at].rehash();
        if h.dice.one_in(2) {
            relink(&mut h.events, at + 1);
        }
    }),
    ("version", |h| h.forge(0, &[2])),
    ("algorithm", |h| h.forge(1, &[2])),
    ("other log", |h| {
        let other = [2 - h.log as u8];
        h.forge(2, &other);
    }),
    ("unknown log", |h| h.forge(2, &[3])),
    ("flags", |h| {
        let flags = [h.dice.below(8) as u8];
        h.forge(3, &flags);
    }),
    ("register in a header", |h| h.forge(4, &[7; 16])),
    ("position in a header", |h| h.forge(20, &900u64.to_be_bytes())),
    ("link", |h| h.forge(28, &[7; 32])),
    ("time before all", |h| h.forge(60, &i64::MIN.to_be_bytes())),
    ("time after all", |h| h.forge(60, &i64::MAX.to_be_bytes())),
    ("commitment", |h| h.forge(68, &[7; 32])),
    ("another body, hashed", |h| {
        let at = h.any();
        h.events[at].say("{\"改\":1}".as_bytes());
    }),
    ("another body, all hashed anew", |h| {
        let at = h.any();
        h.events[at].say("{\"改\":1}".as_bytes());
        relink(&mut h.events, at + 1);
    }),
    ("a body that is no text, all hashed anew", |h| {
        let at = h.any();
        h.events[at].say(&[0xff, 0xfe, 0]);
        relink(&mut h.events, at + 1);
    }),
    ("swapped in their places", |h| {
        let (a, b) = (h.any(), h.any());
        h.events.swap(a, b);
        h.shift();
    }),
    ("swapped, all hashed anew", |h| {
        let (a, b) = (h.any(), h.any());
        h.events.swap(a, b);
        h.renumber();
    }),
    ("taken out", |h| {
        let at = h.any();
        h.events.remove(at);
    }),
    ("taken out, moved up", |h| {
        let at = h.any();
        h.events.remove(at);
        h.shift();
    }),
    ("taken out, all hashed anew", |h| {
        let at = h.any();
        h.events.remove(at);
        h.renumber();
    }),
    ("cut off", |h| {
        let at = h.any();
        h.events.truncate(at);
    }),
    ("the beginning cut off", |h| {
        let at = h.any();
        h.events.drain(..at);
    }),
    ("twice", |h| {
        let at = h.any();
        let mut again = h.events[at].clone();
        again.leaf[0] ^= 1;
        h.events.insert(at + h.dice.below(2), again);
        h.shift();
    }),
    ("twice, all hashed anew", |h| {
        let at = h.any();
        let again = h.events[at].clone();
        h.events.insert(at, again);
        h.renumber();
    }),
    ("one more at the end", |h| {
        let last = &h.events[h.events.len() - 1];
        let (salt, body) = ([5; 32], b"{}");
        let time = i64::from_be_bytes(last.header[60..68].try_into().unwrap());
        let seq = h.events.len() as u64;
        let header = header(h.good, LogId::ALL[h.log], seq, &last.leaf, time, ALG.commit(&salt, body));
        let mut more =
            Event { seq: seq as i64, header, salt: salt.to_vec(), leaf: Vec::new(), body: body.to_vec() };
        more.rehash();
        h.events.push(more);
    }),
    ("rows of the other log", |h| {
        h.events.extend(h.good.events[1 - h.log].iter().cloned());
        h.shift();
    }),
    ("a gap", |h| {
        let at = h.any();
        h.events[at..].iter_mut().for_each(|e| e.seq += 1);
    }),
    ("far away", |h| {
        let at = h.any();
        h.events[at].seq = i64::MAX - 1;
    }),
    ("before the first", |h| {
        let at = h.any();
        h.events[at].seq = -1;
    }),
    ("too large a body, all hashed anew", |h| {
        let at = h.any();
        // Few, for they are slow to make.
        let large = if h.dice.one_in(8) { 5 << 20 } else { 3 };
        h.events[at].say(&vec![b' '; large]);
        relink(&mut h.events, at + 1);
    }),
];

/// Changes of the file around the rows.
pub const FILE: &[(&str, &str)] = &[
    ("edge: size", "UPDATE frontier SET size = size + 1"),
    ("edge: a byte", "UPDATE frontier SET peaks = CAST(zeroblob(1) || substr(peaks, 2) AS BLOB) WHERE log = 1"),
    ("edge: gone", "DELETE FROM frontier WHERE log = 2"),
    ("edge: of a third log", "INSERT INTO frontier VALUES (3, 1, zeroblob(32))"),
    ("register: another name", "DROP TRIGGER register_is_not_changed; UPDATE register SET id = zeroblob(16)"),
    ("register: training", "DROP TRIGGER register_is_not_changed; UPDATE register SET training = 1 - training"),
    ("register: algorithm", "DROP TRIGGER register_is_not_changed; UPDATE register SET alg = 2"),
    ("register: none", "DROP TRIGGER register_is_not_deleted; DELETE FROM register"),
    ("trigger gone", "DROP TRIGGER event_is_next"),
    ("triggers gone", "DROP TRIGGER event_is_not_changed; DROP TRIGGER event_is_not_deleted; DROP TRIGGER register_is_one"),
    ("trigger altered", "DROP TRIGGER event_is_new; CREATE TRIGGER event_is_new BEFORE INSERT ON event BEGIN SELECT 1; END"),
    ("trigger of another table", "DROP TRIGGER event_is_new; CREATE TRIGGER event_is_new BEFORE INSERT ON frontier BEGIN SELECT 1; END"),
    ("foreign trigger", "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN UPDATE frontier SET size = size; END"),
    ("foreign trigger in other letters", "CREATE TRIGGER quiet AFTER INSERT ON EVENT BEGIN DELETE FROM frontier; END"),
    ("foreign trigger on a table of the forger", "CREATE TABLE t (x); CREATE TRIGGER quiet AFTER INSERT ON t BEGIN DELETE FROM frontier; END"),
    ("foreign index", "CREATE INDEX more ON EVENT (salt)"),
    ("another column", "ALTER TABLE event ADD COLUMN more TEXT"),
    ("a column that is computed", "ALTER TABLE register ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(id)) VIRTUAL"),
    ("a view in the log's place", "ALTER TABLE event RENAME TO kept; CREATE VIEW event AS SELECT * FROM kept"),
    ("a view that leaves one out", "ALTER TABLE event RENAME TO kept; CREATE VIEW event AS SELECT * FROM kept WHERE seq <> 1"),
    ("no log", "DROP TABLE event"),
    ("no edge", "DROP TABLE frontier"),
    ("no parts", "DROP TABLE schema_part"),
    ("a table of almost the name", "CREATE TABLE \"event \" (log, seq, header, salt, leaf, body)"),
    ("a row in a third log", "DROP TRIGGER event_is_next; INSERT INTO event VALUES (3, 0, zeroblob(100), zeroblob(32), zeroblob(32), x'')"),
    ("without its type checks", "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, WITHOUT', 'WITHOUT') WHERE name = 'event'"),
    ("text in the place of bytes", "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, WITHOUT', 'WITHOUT') WHERE name = 'event';
      PRAGMA writable_schema = RESET; DROP TRIGGER event_is_not_changed; UPDATE event SET body = CAST(body AS TEXT) WHERE seq = 2"),
    ("a trigger that hides in the catalogue", "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('trigger', 'calm', 'frontier', 0,
      'CREATE TRIGGER calm AFTER INSERT ON event BEGIN DELETE FROM frontier; END')"),
    ("another form", "PRAGMA user_version = 77"),
    ("another mark", "PRAGMA application_id = 77"),
];

/// Changes rows in a copied register, carefully or not: the edge is mended half of the time, and the
/// triggers are put back as they were two times out of three.
pub fn rows(dice: &mut Dice, good: &Good, dir: &Path, change: Change) {
    let log =
        if good.events[0].is_empty() { 1 } else { usize::from(!good.events[1].is_empty() && dice.one_in(3)) };
    if good.events[log].is_empty() {
        return;
    }
    let db = attacker(dir);
    let triggers = drop_triggers(&db);
    let mut hands = Hands { dice, good, log, events: good.events[log].clone() };
    change(&mut hands);
    let Hands { dice, events, .. } = hands;
    put(&db, log, &events);
    if dice.one_in(2) {
        mend_edge(&db, log, &events);
    }
    if !dice.one_in(3) {
        db.execute_batch(&triggers.join(";\n")).unwrap();
    }
}

fn drop_triggers(db: &Connection) -> Vec<String> {
    let mut query = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    let all: Vec<(String, String)> = rows.map(Result::unwrap).collect();
    all.iter().for_each(|(name, _)| db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap());
    all.into_iter().map(|(_, sql)| sql).collect()
}

/// Runs a forger's statements; a file that the forger has broken for himself is as good as any.
pub fn file(dir: &Path, sql: &str) {
    let _ = attacker(dir).execute_batch(sql);
}

/// What somebody kept elsewhere: nothing, some heads, or heads that do not belong here.
pub fn known(dice: &mut Dice, good: &Good) -> Vec<Checkpoint> {
    let mut some: Vec<Checkpoint> = Vec::new();
    if dice.one_in(3) {
        return some;
    }
    for _ in 0..1 + dice.below(4) {
        some.push(good.heads[dice.below(good.heads.len())]);
    }
    if dice.one_in(2) {
        some.extend(LogId::ALL.iter().filter_map(|log| good.heads.iter().rfind(|h| h.log == *log)));
    }
    let which = dice.below(some.len());
    match dice.below(12) {
        0 => some[which].root = Hash(dice.bytes()),
        1 => some[which].size += 1 + dice.below(3) as u64,
        2 => some[which].register = RegisterId([1; 16]),
        // One size, two roots.
        3 => some.push(Checkpoint { root: Hash(dice.bytes()), ..some[which] }),
        4 => some[which].log = if some[which].log == LogId::Acts { LogId::Reads } else { LogId::Acts },
        _ => {}
    }
    some
}
