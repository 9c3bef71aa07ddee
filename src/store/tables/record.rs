//! The rows of one record: what a list shows of it, who sees it, whom it is about. What stands already is
//! not written again, for every index of it would be.

use super::super::db::Tx;
use super::super::face::Face;
use super::super::fault::Fault;
use super::tally::{self, Counted};
use crate::domain::book::Book;
use crate::domain::ids::Millis;
use crate::domain::name::{fold, known_by};
use crate::domain::organ::{Organ, Role};
use crate::domain::policy::{self, Veil};
use crate::domain::record::{Record, streams};
use crate::domain::turn::Turn;
use crate::domain::when;
use chrono::Datelike;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use std::collections::BTreeSet;

/// No clock runs: later than every moment.
const NEVER: i64 = -9_000_000_000_000_000_000;

const COLUMNS: [&str; 33] = [
    "id",
    "ref",
    "ref_folded",
    "number",
    "year",
    "ordinal",
    "recorder",
    "unit",
    "case_unit",
    "status",
    "submitted",
    "stream",
    "cases",
    "cases_mask",
    "occurred",
    "recorded",
    "updated_at",
    "hurry",
    "quarter",
    "manner",
    "urgent",
    "pressing",
    "going",
    "late",
    "special",
    "disputed",
    "incomplete",
    "repeats",
    "inquirer",
    "inquirer_mask",
    "inquirer_unit",
    "inquirer_unit_mask",
    "number_folded",
];

/// The flags that are columns, each the bit of its place in `marks`.
const MARKS: [&str; 6] = ["urgent", "late", "special", "disputed", "incomplete", "repeats"];

/// Writes what has changed of a record's rows. `awaits`: something is to be begun on it.
pub(super) fn write(
    tx: &Tx<'_>,
    book: &Book,
    record: &Record,
    turns: &[Turn],
    awaits: bool,
) -> Result<(), Fault> {
    let id = record.id.to_string();
    let others = subjects(tx, book, &id, record)?;
    sight(tx, book, record, &id)?;
    let repeats = repeats(tx, &id)?;
    row(tx, &book.organ, record, turns, (repeats, awaits))?;
    others.iter().try_for_each(|other| mark(tx, other))
}

/// Whether these are a record's rows in a table.
fn stand(tx: &Tx<'_>, table: &str, columns: &[&str], id: &str, wanted: &[Vec<Value>]) -> Result<bool, Fault> {
    let list = columns.join(", ");
    let mut query = tx.prepare_cached(&format!("SELECT {list} FROM {table} WHERE record = ?1"))?;
    let cells = |r: &Row<'_>| (0..columns.len()).map(|i| r.get(i)).collect::<rusqlite::Result<Vec<Value>>>();
    let there = query.query_map([id], cells)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(there.len() == wanted.len() && wanted.iter().all(|w| there.contains(w)))
}

/// Makes them so.
fn keep(tx: &Tx<'_>, table: &str, columns: &[&str], id: &str, wanted: Vec<Vec<Value>>) -> Result<(), Fault> {
    if stand(tx, table, columns, id, &wanted)? {
        return Ok(());
    }
    tx.prepare_cached(&format!("DELETE FROM {table} WHERE record = ?1"))?.execute([id])?;
    let (list, marks) = (columns.join(", "), vec!["?"; columns.len()].join(", "));
    let mut insert =
        tx.prepare_cached(&format!("INSERT INTO {table} (record, {list}) VALUES (?, {marks})"))?;
    for row in wanted {
        insert.execute(params_from_iter(std::iter::once(text(id)).chain(row)))?;
    }
    Ok(())
}

/// Words that are others than before stand in the next place.
fn words(tx: &Tx<'_>, id: &str, words: [String; 3]) -> Result<(), Fault> {
    let wanted = words.map(Value::from).to_vec();
    if stand(tx, "record_words", &["words", "words_mask", "initials"], id, std::slice::from_ref(&wanted))? {
        return Ok(());
    }
    tx.prepare_cached(
        "INSERT OR REPLACE INTO record_words (place, record, words, words_mask, initials)
         VALUES ((SELECT coalesce(max(place), 0) + 1 FROM record_words), ?, ?, ?, ?)",
    )?
    .execute(params_from_iter(std::iter::once(text(id)).chain(wanted)))?;
    Ok(())
}

fn text(value: &str) -> Value {
    Value::from(value.to_owned())
}

/// Who is out of it, whom it concerns, who is still to read off a material what it says.
fn sight(tx: &Tx<'_>, book: &Book, record: &Record, id: &str) -> Result<(), Fault> {
    let organ = &*book.organ;
    let recused = policy::recused(organ, record).into_iter();
    let recused = recused.map(|(p, ground)| vec![text(p.as_str()), text(ground.code())]).collect();
    keep(tx, "recused", &["person", "ground"], id, recused)?;
    let concerned = policy::concerned(organ, record, book.on_record(&record.id)).into_iter();
    let place = [Value::from(record.is_pressing(organ)), Value::from(recorded(record))];
    let concerned = concerned
        .map(|(p, concern)| {
            [text(p.as_str()), text(concern.code())].into_iter().chain(place.clone()).collect()
        })
        .collect();
    keep(tx, "concerned", &["person", "concern", "pressing", "recorded"], id, concerned)?;
    let veiled = organ.with_role(Role::Cus).filter(|c| policy::veil(organ, record, &c.id) != Veil::None);
    keep(tx, "veiled", &["person"], id, veiled.map(|c| vec![text(c.id.as_str())]).collect())?;
    Ok(())
}

/// Since when it counts as recorded.
fn recorded(record: &Record) -> Millis {
    record.submitted_at.unwrap_or(record.created_at)
}

/// Writes whom a record is about; the other records about the same people, where that has changed.
fn subjects(tx: &Tx<'_>, book: &Book, id: &str, record: &Record) -> Result<BTreeSet<String>, Fault> {
    let mut wanted: Vec<Vec<Value>> = Vec::new();
    if record.is_submitted() {
        let day = record.text.occurred.as_ref().map_or(0, |o| when::local(o.from).date().num_days_from_ce());
        let cases = record.cases().iter().map(|c| fold(&c.case_no).to_string()).collect::<Vec<_>>().join(" ");
        for p in record.text.people.iter().filter(|p| p.is_subject()) {
            let known = known_by(&book.organ, p);
            let alone = (!known.name.is_empty() && known.same.is_empty()).then(String::new);
            for same in known.same.into_iter().chain(alone) {
                let row = vec![
                    Value::from(same),
                    text(known.name.as_str()),
                    Value::from(i64::from(day)),
                    text(&cases),
                ];
                if !wanted.iter().any(|w| w[..2] == row[..2]) {
                    wanted.push(row);
                }
            }
        }
    }
    let columns = ["same", "name", "day", "cases"];
    if stand(tx, "subject", &columns, id, &wanted)? {
        return Ok(BTreeSet::new());
    }
    // Whoever stood beside this one may stand alone now, and the other way round.
    let mut others = beside(tx, id, true)?;
    keep(tx, "subject", &columns, id, wanted)?;
    others.extend(beside(tx, id, false)?);
    Ok(others)
}

/// The other records about the people of this one, of which it is said, or not said, that they repeat, and of which
/// it may be another now. Where two of the others tell of two events, all of them repeat, whatever becomes of this
/// one: of whoever is named often no other record is looked at.
fn beside(tx: &Tx<'_>, id: &str, repeats: bool) -> Result<BTreeSet<String>, Fault> {
    let mut query = tx.prepare_cached(
        "SELECT b.record FROM subject a CROSS JOIN subject b ON b.same = a.same AND b.record <> a.record
            JOIN counted n ON n.id = b.record
         WHERE a.record = ?1 AND a.same <> '' AND ((n.marks >> 5) & 1) = ?2
            AND NOT EXISTS (SELECT 1 FROM
                (SELECT o.day, o.cases FROM subject o WHERE o.same = a.same AND o.record <> a.record LIMIT 1) one
                CROSS JOIN subject other ON other.same = a.same AND other.record <> a.record
                    AND (other.day <> one.day OR other.cases <> one.cases))",
    )?;
    Ok(query.query_map(params![id, repeats], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Whether another record is about the same person and not about the same event.
fn repeats(tx: &Tx<'_>, id: &str) -> Result<bool, Fault> {
    let mut query = tx.prepare_cached(
        "SELECT 1 FROM subject a JOIN subject b ON b.same = a.same AND b.record <> a.record
         WHERE a.record = ?1 AND a.same <> '' AND (b.day <> a.day OR b.cases <> a.cases) LIMIT 1",
    )?;
    Ok(query.exists([id])?)
}

fn mark(tx: &Tx<'_>, id: &str) -> Result<(), Fault> {
    let Some(mut row) = standing(tx, id)? else { return Ok(()) };
    row[at("repeats")] = Value::from(repeats(tx, id)?);
    put(tx, id, row)
}

/// The row as it stands.
fn standing(tx: &Tx<'_>, id: &str) -> Result<Option<Vec<Value>>, Fault> {
    let text = format!("SELECT {} FROM record WHERE id = ?1", COLUMNS.join(", "));
    let cells = |r: &Row<'_>| (0..COLUMNS.len()).map(|i| r.get(i)).collect::<rusqlite::Result<Vec<Value>>>();
    Ok(tx.prepare_cached(&text)?.query_row([id], cells).optional()?)
}

/// Writes what of a row is another than before, and counts it where it belongs now.
fn put(tx: &Tx<'_>, id: &str, row: Vec<Value>) -> Result<(), Fault> {
    let before = standing(tx, id)?;
    tally::moved(tx, before.as_deref().and_then(counted), counted(&row))?;
    let Some(before) = before else {
        let (list, marks) = (COLUMNS.join(", "), vec!["?"; COLUMNS.len()].join(", "));
        tx.prepare_cached(&format!("INSERT INTO record ({list}) VALUES ({marks})"))?
            .execute(params_from_iter(row))?;
        return Ok(());
    };
    let other: Vec<usize> = (0..COLUMNS.len()).filter(|i| before[*i] != row[*i]).collect();
    if other.is_empty() {
        return Ok(());
    }
    let set = other.iter().map(|i| format!("{} = ?", COLUMNS[*i])).collect::<Vec<_>>().join(", ");
    let values = other.iter().map(|i| &row[*i]);
    let id = text(id);
    tx.prepare_cached(&format!("UPDATE record SET {set} WHERE id = ?"))?
        .execute(params_from_iter(values.chain([&id])))?;
    Ok(())
}

fn at(column: &str) -> usize {
    COLUMNS.iter().position(|c| *c == column).unwrap_or_default()
}

/// Under which values a row is counted, if it is.
fn counted(row: &[Value]) -> Option<Counted> {
    let word = |column| match &row[at(column)] {
        Value::Text(word) => word.clone(),
        _ => String::new(),
    };
    let is = |column: &str| row[at(column)] == Value::Integer(1);
    let marks = MARKS.iter().zip(0..).map(|(flag, bit)| i64::from(is(flag)) << bit).sum();
    is("submitted")
        .then(|| Counted { of: [word("quarter"), word("status"), word("stream"), word("case_unit")], marks })
}

fn row(
    tx: &Tx<'_>,
    organ: &Organ,
    r: &Record,
    turns: &[Turn],
    (repeats, awaits): (bool, bool),
) -> Result<(), Fault> {
    let (id, face) = (r.id.to_string(), Face::of(organ, r));
    let recorded = recorded(r);
    let occurred = r.text.occurred.as_ref().map(|o| o.from).or(r.quick.as_ref().map(|q| q.occurred.from));
    let unit = organ.people.get(&r.recorder).map_or("", |p| p.unit.as_str());
    let case_unit = r.lead_case(organ).and_then(|c| c.unit.as_ref()).map_or("", |u| u.as_str());
    let cases: Vec<String> = r.cases().into_iter().map(|c| c.case_no).collect();
    let due = turns.iter().filter(|t| !t.clock.is_empty()).map(|t| organ.due(t.clock, t.since)).min();
    let number = r.number.as_deref().map(fold).unwrap_or_default();
    let numbers: Vec<Vec<Value>> =
        cases.iter().collect::<BTreeSet<_>>().into_iter().map(|c| vec![text(c)]).collect();
    keep(tx, "record_case", &["case_no"], &id, numbers)?;
    words(tx, &id, [face.words, face.words_mask, face.initials])?;
    let manner = r.text.manner.first().map_or("", String::as_str);
    let row = vec![
        text(&id),
        text(&r.ref_.0),
        text(fold(&r.ref_.0).as_str()),
        Value::from(r.number.clone()),
        Value::from(r.year.map(i64::from)),
        Value::from(r.ordinal.map(i64::from)),
        text(r.recorder.as_str()),
        text(unit),
        text(case_unit),
        text(r.status.code()),
        Value::from(r.is_submitted()),
        text(r.stream()),
        Value::from(cases.join("\n")),
        Value::from(face.cases_mask),
        Value::from(occurred.unwrap_or(recorded)),
        Value::from(recorded),
        Value::from(r.last_at),
        Value::from(due.map_or(NEVER, |due| -due)),
        Value::from(when::quarter(recorded)),
        text(manner),
        Value::from(r.is_urgent(organ)),
        Value::from(r.is_pressing(organ)),
        Value::from(awaits || r.is_going(organ)),
        Value::from(r.late_hours > 0),
        Value::from(!r.text.special_items.is_empty()),
        Value::from(r.disagreement.is_some()),
        Value::from(!streams::to_complete(&r.text).is_empty()),
        Value::from(repeats),
        Value::from(face.inquirer),
        Value::from(face.inquirer_mask),
        Value::from(face.inquirer_unit),
        Value::from(face.inquirer_unit_mask),
        text(number.as_str()),
    ];
    put(tx, &id, row)
}
