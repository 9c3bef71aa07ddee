//! Questions to the tables. [`seen`] is the one place that turns a [`Scope`] into SQL, and the only
//! one that may name the table of records; a test reads this folder for others.

mod acts;
mod matters;
mod positions;

use super::fault::Fault;
use super::lines::{DeskLine, Facets, RecordLine, RecordPage};
use crate::domain::case_no;
use crate::domain::flow::{Act, Capacity};
use crate::domain::ids::{MatterId, Millis, PersonId, Ref};
use crate::domain::name::{Folded, fold};
use crate::domain::policy::{Concern, Names, Reach, Scope};
use crate::domain::record::CaseNumbers;
use crate::domain::record::Status;
use crate::domain::search::{Filter, Flag, Sort};
use crate::domain::when;
use chrono::Datelike;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use std::collections::BTreeSet;
use uuid::Uuid;

pub use acts::{acts, all_acts, story};
pub use matters::{by_id, by_name, matters, proposals};
pub use positions::{
    before_body, count_records, family, going, last_but_proposals, of_command, organ_seqs, records_of_case,
    records_of_meeting, seqs, silent,
};

/// SQL with its values, put together piece by piece.
#[derive(Clone, Default)]
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn push(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(text);
        self.values.extend(values);
    }
}

/// The records that exist for this person, as a table `v` to select from. `v.whole` tells whether
/// names may be matched and shown; `v.own` whether he wrote it; `v.veiled` whether he is still to read
/// name, date and case off a material, and so nothing here has them.
fn seen(scope: &Scope) -> Sql {
    let me = || Value::from(scope.person().0.clone());
    let mut sql = Sql::default();
    let all = *scope.reach() == Reach::All;
    // A concern that nobody knows shows nothing, and none but these shows names whole.
    let concerns = codes_of(|_| true);
    let whole = codes_of(|c| c.names() == Names::Full);
    let text = format!(
        "(SELECT r.id, r.ref, r.number, r.number_folded, r.recorder, iif(k.record IS NULL, iif(r.recorder = ?, r.unit, r.case_unit), '') AS unit, r.status, r.submitted, r.stream, r.recorded,
            r.updated_at, r.quarter, r.manner, r.urgent, r.pressing, r.late, r.special, r.disputed, r.incomplete, r.recorder = ? AS own,
            k.record IS NOT NULL AS veiled,
            k.record IS NULL AND (r.recorder = ? OR ? OR coalesce(c.concern, '') IN ({whole})) AS whole,
            iif(k.record IS NULL, r.cases, '') AS cases, iif(k.record IS NULL, r.occurred, NULL) AS occurred,
            iif(k.record IS NULL, r.inquirer, '') AS inquirer, iif(k.record IS NULL, r.inquirer_mask, '') AS inquirer_mask,
            iif(k.record IS NULL, r.inquirer_unit, '') AS inquirer_unit, iif(k.record IS NULL, r.initials, '') AS initials,
            iif(k.record IS NULL, r.words, r.ref_folded) AS words, iif(k.record IS NULL, r.words_mask, r.ref_folded) AS words_mask
          FROM record r LEFT JOIN concerned c ON c.record = r.id AND c.person = ? AND c.concern IN ({concerns})
            LEFT JOIN veiled k ON k.record = r.id AND k.person = ?
          WHERE r.recorder = ? OR (r.submitted = 1
            AND NOT EXISTS (SELECT 1 FROM recused x WHERE x.record = r.id AND x.person = ?)
            AND (? OR c.concern IS NOT NULL"
    );
    sql.push(&text, [me(), me(), me(), Value::from(all), me(), me(), me(), me(), Value::from(all)]);
    if let Reach::Units(units) = scope.reach() {
        let marks = vec!["?"; units.len()].join(", ");
        sql.push(
            &format!(" OR (r.unit IN ({marks}) AND (r.urgent OR r.late OR r.special OR r.disputed OR r.status = 'withdrawn'))"),
            units.iter().map(|u| Value::from(u.0.clone())),
        );
    }
    sql.push("))) v", []);
    sql
}

/// Codes of concerns, as SQL lists them.
fn codes_of(which: impl Fn(Concern) -> bool) -> String {
    let codes = Concern::ALL.iter().filter(|c| which(**c)).map(|c| format!("'{}'", c.code()));
    codes.collect::<Vec<_>>().join(", ")
}

/// The condition under which somebody who sees its record knows of the matter of this alias; takes him
/// as its one value.
fn known(matter: &str) -> String {
    format!(
        "({matter}.sealed = 0 OR EXISTS (SELECT 1 FROM knows q WHERE q.matter = {matter}.id AND q.person = ?))"
    )
}

/// Whether somebody who sees its record knows of a matter. Of one that was never begun nobody does.
pub fn knows(db: &Connection, person: &PersonId, matter: &MatterId) -> Result<bool, Fault> {
    let text = format!("SELECT 1 FROM matter m WHERE m.id = ? AND {}", known("m"));
    Ok(db.prepare_cached(&text)?.exists(params![matter.to_string(), person.as_str()])?)
}

/// Whether a record exists for this person.
pub fn visible(db: &Connection, scope: &Scope, record: &MatterId) -> Result<bool, Fault> {
    let mut sql = Sql::default();
    let seen = seen(scope);
    sql.push(&format!("SELECT 1 FROM {} WHERE v.id = ?", seen.text), seen.values);
    sql.values.push(Value::from(record.to_string()));
    Ok(db.prepare_cached(&sql.text)?.exists(params_from_iter(sql.values))?)
}

/// Why a record concerns this person by name.
pub fn concern(db: &Connection, person: &PersonId, record: &MatterId) -> Result<Option<Concern>, Fault> {
    let code: Option<String> = db
        .prepare_cached("SELECT concern FROM concerned WHERE record = ?1 AND person = ?2")?
        .query_row(params![record.to_string(), person.as_str()], |r| r.get(0))
        .optional()?;
    Ok(code.as_deref().and_then(Concern::from_code))
}

/// The condition of a flag with its values.
fn flagged(flag: Flag, scope: &Scope, now: Millis) -> Sql {
    let mut sql = Sql::default();
    match flag {
        Flag::Urgent => sql.push("v.urgent", []),
        Flag::Late => sql.push("v.late", []),
        Flag::Special => sql.push("v.special", []),
        Flag::Disputed => sql.push("v.disputed", []),
        Flag::Withdrawn => sql.push("v.status = 'withdrawn'", []),
        Flag::Incomplete => {
            sql.push("v.incomplete AND (v.own OR ?)", [Value::from(*scope.reach() == Reach::All)])
        }
        Flag::Overdue => sql.push(
            "EXISTS (SELECT 1 FROM turn t WHERE t.matter = v.id AND t.clock <> '' AND t.due < ?)",
            [Value::from(now)],
        ),
        // Counted among the records this person may see, so that a hidden one cannot show through; one
        // event that two people wrote down is not two inquiries.
        Flag::Repeat => {
            sql.push(
                "EXISTS (SELECT 1 FROM subject a JOIN subject b ON b.same = a.same AND b.record <> a.record
                 WHERE a.record = v.id AND a.same <> '' AND v.whole
                   AND (b.day <> a.day OR b.cases <> a.cases) AND ",
                [],
            );
            if *scope.reach() == Reach::All {
                sql.push(
                    "NOT EXISTS (SELECT 1 FROM recused x WHERE x.record = b.record AND x.person = ?))",
                    [Value::from(scope.person().0.clone())],
                );
            } else {
                let seen = seen(scope);
                sql.push(&format!("b.record IN (SELECT v.id FROM {}))", seen.text), seen.values);
            }
        }
    }
    sql
}

/// All flags, in their order.
fn all_flags(scope: &Scope, now: Millis) -> Vec<Sql> {
    Flag::ALL.iter().map(|f| flagged(*f, scope, now)).collect()
}

fn narrow(sql: &mut Sql, filter: &Filter, scope: &Scope, now: Millis) {
    sql.push(" WHERE 1", []);
    for word in &filter.words {
        // What consists of signs alone narrows nothing.
        let spellings = spellings(word, now);
        let Some(first) = spellings.first() else { continue };
        sql.push(" AND ((' ' || v.initials) LIKE ? AND v.whole", [Value::from(format!("% {first}%"))]);
        for spelling in &spellings {
            let w = || Value::from(spelling.clone());
            // Masked viewers do not match what is masked for them.
            sql.push(
                " OR instr(CASE WHEN v.whole THEN v.words ELSE v.words_mask END, ?) > 0
                  OR (v.own AND instr(v.number_folded, ?) > 0)",
                [w(), w()],
            );
        }
        sql.push(")", []);
    }
    any_of(sql, "v.status", filter.statuses.iter().map(|s| s.code().to_owned()));
    any_of(sql, "v.stream", filter.streams.iter().cloned());
    any_of(sql, "v.unit", filter.units.iter().cloned());
    any_of(sql, "v.quarter", filter.quarters.iter().cloned());
    for flag in filter.flags.iter().map(|f| flagged(*f, scope, now)) {
        sql.push(&format!(" AND ({})", flag.text), flag.values);
    }
    if filter.flagged {
        // What is to be completed is between the recorder and those who keep the store.
        let kinds = Flag::ALL.iter().filter(|f| **f != Flag::Incomplete);
        let each: Vec<Sql> = kinds.map(|f| flagged(*f, scope, now)).collect();
        let text: Vec<&str> = each.iter().map(|f| f.text.as_str()).collect();
        let text = format!(" AND ({})", text.join(" OR "));
        sql.push(&text, each.into_iter().flat_map(|f| f.values));
    }
    if filter.own {
        sql.push(" AND v.own", []);
    }
    if let Some(from) = filter.from {
        sql.push(" AND v.occurred >= ?", [Value::from(from)]);
    }
    if let Some(to) = filter.to {
        sql.push(" AND v.occurred <= ?", [Value::from(to)]);
    }
}

/// How a word may stand in the folded text: as typed, and, of a case number, in its one form.
fn spellings(word: &str, now: Millis) -> Vec<String> {
    let year = when::local(now).year();
    let number = case_no::parse(word, year).ok().map(|c| fold(&c.canonical));
    let mut all: Vec<String> = Vec::new();
    for folded in [Some(fold(word)), number, Some(without_zeros(&fold(word)))].into_iter().flatten() {
        if !folded.is_empty() && !all.iter().any(|a| a == folded.as_str()) {
            all.push(folded.to_string());
        }
    }
    all
}

/// 民终0382号 is 民终382号 as far as it was typed.
fn without_zeros(word: &Folded) -> Folded {
    let text = word.as_str().trim_end_matches('号');
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text[stem.len()..].trim_start_matches('0');
    if stem.is_empty() || digits.is_empty() {
        return word.clone();
    }
    fold(&format!("{stem}{digits}{}", &word.as_str()[text.len()..]))
}

fn any_of(sql: &mut Sql, column: &str, values: impl ExactSizeIterator<Item = String>) {
    if values.len() > 0 {
        let marks = vec!["?"; values.len()].join(", ");
        sql.push(&format!(" AND {column} IN ({marks})"), values.map(Value::from));
    }
}

/// A window of the records this person may see.
pub fn records(
    db: &Connection,
    scope: &Scope,
    filter: &Filter,
    now: Millis,
    from: usize,
    count: usize,
) -> Result<RecordPage, Fault> {
    let seen = seen(scope);
    let mut rest = Sql::default();
    narrow(&mut rest, filter, scope, now);
    let total: i64 = db
        .prepare_cached(&format!("SELECT count(*) FROM {}{}", seen.text, rest.text))?
        .query_row(params_from_iter(seen.values.iter().chain(&rest.values)), |r| r.get(0))?;
    let order = match filter.sort {
        Sort::Recorded => "v.recorded DESC",
        Sort::Occurred => "v.occurred DESC",
        Sort::Touched => "v.updated_at DESC",
        Sort::Due => {
            "coalesce((SELECT min(t.due) FROM turn t WHERE t.matter = v.id AND t.clock <> ''), 9e18)"
        }
    };
    let each = all_flags(scope, now);
    let flags: Vec<String> = each.iter().map(|f| format!("({})", f.text)).collect();
    let text = format!(
        "SELECT v.id, v.ref, v.status, v.stream, v.cases, v.manner, v.occurred, v.recorded,
            CASE WHEN v.own THEN v.inquirer ELSE v.inquirer_mask END, v.inquirer_unit, v.unit, v.own, v.veiled, {}
         FROM {}{} ORDER BY v.pressing DESC, {order}, v.id DESC LIMIT ? OFFSET ?",
        flags.join(", "),
        seen.text,
        rest.text
    );
    let flag_values: Vec<Value> = each.into_iter().flat_map(|f| f.values).collect();
    let window = [Value::from(count as i64), Value::from(from as i64)];
    let values = flag_values.iter().chain(&seen.values).chain(&rest.values).chain(&window);
    let lines = db
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), record_line)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(RecordPage { lines, total: total.max(0) as usize, from })
}

fn record_line(r: &Row<'_>) -> rusqlite::Result<RecordLine> {
    let mut flags = Vec::new();
    for (i, flag) in Flag::ALL.iter().enumerate() {
        if r.get::<_, Option<bool>>(13 + i)?.unwrap_or(false) {
            flags.push(flag.code().to_owned());
        }
    }
    Ok(RecordLine {
        id: matter(r, 0)?,
        ref_: Ref(r.get(1)?),
        status: Status::from_code(&r.get::<_, String>(2)?).unwrap_or(Status::New),
        stream: r.get(3)?,
        cases: cases(r, 4)?,
        manner: r.get(5)?,
        occurred: r.get(6)?,
        recorded: r.get(7)?,
        inquirer: r.get(8)?,
        inquirer_unit: r.get(9)?,
        unit: r.get(10)?,
        own: r.get(11)?,
        veiled: r.get(12)?,
        flags,
    })
}

/// How many visible records under each value, within the present filter.
pub fn facets(db: &Connection, scope: &Scope, filter: &Filter, now: Millis) -> Result<Facets, Fault> {
    let seen = seen(scope);
    let mut rest = Sql::default();
    narrow(&mut rest, filter, scope, now);
    let count = |column: &str| -> Result<_, Fault> {
        let text = format!("SELECT {column}, count(*) FROM {}{} GROUP BY 1", seen.text, rest.text);
        let mut query = db.prepare_cached(&text)?;
        let values = params_from_iter(seen.values.iter().chain(&rest.values));
        let rows = query.query_map(values, |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)))?;
        rows.map(|row| row.map(|(k, n)| (k, n.max(0) as usize)).map_err(Fault::from)).collect()
    };
    let mut facets = Facets {
        status: count("v.status")?,
        stream: count("v.stream")?,
        unit: count("v.unit")?,
        quarter: count("v.quarter")?,
        ..Facets::default()
    };
    // Of what is covered no unit is told.
    facets.unit.remove("");
    for flag in Flag::ALL {
        let own = flagged(*flag, scope, now);
        let text = format!("SELECT count(*) FROM {}{} AND ({})", seen.text, rest.text, own.text);
        let values = params_from_iter(seen.values.iter().chain(&rest.values).chain(&own.values));
        let n: i64 = db.prepare_cached(&text)?.query_row(values, |r| r.get(0))?;
        facets.flag.insert(flag.code().to_owned(), n.max(0) as usize);
    }
    Ok(facets)
}

/// What this person must do next, the clock that runs out first on top.
pub fn desk(db: &Connection, scope: &Scope) -> Result<Vec<DeskLine>, Fault> {
    let seen = seen(scope);
    let text = format!(
        "SELECT m.id, m.kind, m.ref, m.record, t.act, t.capacity, coalesce(v.cases, ''), coalesce(v.pressing, 0),
            t.since, t.clock, t.due, coalesce(CASE WHEN v.own THEN v.inquirer ELSE v.inquirer_mask END, ''), coalesce(m.committee, ''),
            coalesce(v.veiled, 0)
         FROM turn t JOIN matter m ON m.id = t.matter LEFT JOIN {} ON v.id = m.record
         WHERE t.person = ? AND (m.record IS NULL OR v.id IS NOT NULL)
         ORDER BY coalesce(v.pressing, 0) DESC, t.due, m.id",
        seen.text
    );
    let me = Value::from(scope.person().0.clone());
    let values = seen.values.iter().chain(std::iter::once(&me));
    let lines = db
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), |r| {
            let title = [r.get::<_, String>(12)?, r.get::<_, String>(11)?, cases(r, 6)?.to_string()];
            Ok(DeskLine {
                matter: matter(r, 0)?,
                kind: r.get(1)?,
                ref_: Ref(r.get(2)?),
                record: optional_matter(r, 3)?,
                act: Act::from_code(&r.get::<_, String>(4)?).unwrap_or(Act::Submit),
                capacity: capacity_of(&r.get::<_, String>(5)?),
                title: title.iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join(" "),
                urgent: r.get(7)?,
                since: r.get(8)?,
                clock: r.get(9)?,
                due: r.get(10)?,
                veiled: r.get(13)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(lines)
}

/// One thing that a matter waits for somebody to do.
pub struct Asked {
    pub act: Act,
    pub capacity: Capacity,
    pub since: Millis,
    pub clock: String,
}

/// For which acts a matter stands on a person's desk, in the order in which their clocks run out.
pub fn asked_of(db: &Connection, person: &PersonId, matter: &MatterId) -> Result<Vec<Asked>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT act, capacity, since, clock FROM turn WHERE person = ?1 AND matter = ?2 ORDER BY due",
    )?;
    let found = query.query_map([person.as_str(), &matter.to_string()], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get(2)?, r.get(3)?))
    })?;
    let known = |(act, capacity, since, clock): (String, String, Millis, String)| {
        Some(Asked { act: Act::from_code(&act)?, capacity: capacity_of(&capacity), since, clock })
    };
    Ok(found.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().filter_map(known).collect())
}

fn capacity_of(code: &str) -> Capacity {
    Capacity::ALL.iter().copied().find(|c| c.code() == code).unwrap_or(Capacity::Staff)
}

/// Visible submitted records about the same case, person and day: offered as links to those who
/// keep the store.
pub fn alike(db: &Connection, scope: &Scope, record: &MatterId) -> Result<Vec<RecordLine>, Fault> {
    let seen = seen(scope);
    let flags: Vec<String> = Flag::ALL.iter().map(|_| "0".to_owned()).collect();
    let text = format!(
        "SELECT v.id, v.ref, v.status, v.stream, v.cases, v.manner, v.occurred, v.recorded,
            v.inquirer_mask, v.inquirer_unit, v.unit, v.own, v.veiled, {}
         FROM {} WHERE v.id <> ? AND v.submitted = 1 AND v.whole AND EXISTS (
            SELECT 1 FROM subject a JOIN subject b ON b.name = a.name AND a.name <> '' AND abs(b.day - a.day) <= 1
            WHERE a.record = ? AND b.record = v.id)
         ORDER BY v.recorded DESC LIMIT 20",
        flags.join(", "),
        seen.text
    );
    let id = Value::from(record.to_string());
    let values = seen.values.iter().chain([&id, &id]);
    Ok(db
        .prepare_cached(&text)?
        .query_map(params_from_iter(values), record_line)?
        .collect::<rusqlite::Result<Vec<_>>>()?)
}

/// What this person recorded about one of these names, on one day and in the same case, oldest first.
pub fn written_on(
    db: &Connection,
    me: &PersonId,
    day: i32,
    names: &BTreeSet<String>,
    cases: &BTreeSet<String>,
) -> Result<Vec<MatterId>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT s.record, s.name, s.cases FROM subject s
         JOIN concerned c ON c.record = s.record AND c.person = ?1 AND c.concern = ?2
         WHERE s.day = ?3 ORDER BY s.record",
    )?;
    let mut found: Vec<MatterId> = Vec::new();
    let mut rows = query.query(params![me.as_str(), Concern::Recorder.code(), day])?;
    while let Some(row) = rows.next()? {
        let (id, name, its): (MatterId, String, String) = (matter(row, 0)?, row.get(1)?, row.get(2)?);
        let same_case =
            if cases.is_empty() { its.is_empty() } else { its.split(' ').any(|c| cases.contains(c)) };
        if names.contains(&name) && same_case && !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Names and units this person wrote before: pick lists complete from his own records only.
pub fn own_subjects(db: &Connection, me: &PersonId) -> Result<Vec<(String, String)>, Fault> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT o.inquirer, o.inquirer_unit FROM own_record o WHERE o.recorder = ?1 AND o.inquirer <> '' ORDER BY 1",
    )?;
    Ok(query.query_map([me.as_str()], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

fn matter(r: &Row<'_>, at: usize) -> rusqlite::Result<MatterId> {
    let text: String = r.get(at)?;
    Uuid::parse_str(&text).map(MatterId).map_err(|_| rusqlite::Error::InvalidQuery)
}

fn cases(r: &Row<'_>, at: usize) -> rusqlite::Result<CaseNumbers> {
    Ok(CaseNumbers::of(r.get::<_, String>(at)?.lines().map(str::to_owned)))
}

fn optional_matter(r: &Row<'_>, at: usize) -> rusqlite::Result<Option<MatterId>> {
    let text: Option<String> = r.get(at)?;
    Ok(text.and_then(|t| Uuid::parse_str(&t).ok()).map(MatterId))
}
