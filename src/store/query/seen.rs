//! Which records exist for a person. [`seen`] is the one place that turns a [`Scope`] into SQL, and the
//! only one that may ask the table of records.

use super::Sql;
use crate::domain::ids::UnitId;
use crate::domain::policy::{Concern, Names, Reach, Scope};
use rusqlite::types::Value;

/// What the records are gathered from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drive<'a> {
    /// The one that is named; whether it exists for him is asked of that row alone.
    ByRow,
    /// All there are, by this index.
    Index(&'a str),
    /// The few that concern him by name or that he wrote, and what is flagged of those his units wrote.
    His,
    /// Of these the former, by the index that has them in the usual order.
    Concerned,
    /// And the latter, of one of his units.
    OfUnit(&'a UnitId),
    /// Those at these places of what is searched, a list in brackets.
    Among(&'a str),
}

impl Drive<'_> {
    /// Whether somebody's records are few beside all there are.
    pub(super) fn is_his(scope: &Scope) -> bool {
        *scope.reach() != Reach::All
    }

    /// Whatever of these is his, each once.
    pub(super) fn his(scope: &Scope) -> Self {
        if matches!(scope.reach(), Reach::Units(_)) { Self::His } else { Self::Concerned }
    }
}

/// What reaches the head of a unit.
const FLAGGED: &str = "(r.urgent OR r.late OR r.special OR r.disputed OR r.status = 'withdrawn')";

/// Looked up once for a row, however much of it is covered.
const VEILED: &str = "k.record IS NOT NULL";

/// What is covered for him as long as he is to read it off a material, and what then stands there.
const COVERED: [(&str, &str, &str); 9] = [
    ("iif(r.recorder = ?, r.unit, r.case_unit)", "''", "unit"),
    ("iif(r.recorder = ?, r.cases, r.cases_mask)", "''", "cases"),
    ("r.occurred", "NULL", "occurred"),
    ("r.inquirer", "''", "inquirer"),
    ("r.inquirer_mask", "''", "inquirer_mask"),
    ("iif(r.recorder = ?, r.inquirer_unit, r.inquirer_unit_mask)", "''", "inquirer_unit"),
    ("(SELECT w.initials FROM record_words w WHERE w.record = r.id)", "''", "initials"),
    ("(SELECT w.words FROM record_words w WHERE w.record = r.id)", "r.ref_folded", "words"),
    ("(SELECT w.words_mask FROM record_words w WHERE w.record = r.id)", "r.ref_folded", "words_mask"),
];

/// The records that exist for this person, as a table `v` to select from. `v.whole` tells whether
/// names may be matched and shown; `v.own` whether he wrote it; `v.veiled` whether he is still to read
/// name, date and case off a material, and so nothing shown here has them. `v.happened` and `v.of_unit` are
/// what stands in the row all the same: they tell an index where to look and decide nothing.
pub(super) fn seen(scope: &Scope, drive: Drive<'_>) -> Sql {
    let me = || Value::from(scope.person().0.clone());
    let all = *scope.reach() == Reach::All;
    // A concern that nobody knows shows nothing, and none but these shows names whole.
    let (known, whole) = (codes_of(|_| true), codes_of(|c| c.names() == Names::Full));
    // Beside the name it stands in order.
    let (id, place) = match drive {
        Drive::Concerned => ("h.record", "h"),
        _ => ("r.id", "r"),
    };
    let concern = |codes: &str| {
        format!(
            "EXISTS (SELECT 1 FROM concerned c WHERE c.record = r.id AND c.person = ? AND c.concern IN ({codes}))"
        )
    };
    let mut sql = Sql::default();
    sql.push(
        &format!(
            "(SELECT {id} AS id, {place}.pressing AS pressing, {place}.recorded AS recorded, r.ref, r.number, r.number_folded,
                r.recorder, r.status, r.submitted, r.stream, r.updated_at, r.hurry, r.quarter, r.manner, r.urgent, r.late,
                r.special, r.disputed, r.incomplete, r.repeats, r.occurred AS happened, r.case_unit AS of_unit,
                r.recorder = ? AS own, {VEILED} AS veiled, NOT {VEILED} AND (r.recorder = ? OR "
        ),
        [me(), me()],
    );
    match all {
        true => sql.push("1", []),
        false => sql.push(&concern(&whole), [me()]),
    }
    sql.push(") AS whole", []);
    for (what, covered, name) in COVERED {
        sql.push(&format!(", iif({VEILED}, {covered}, {what}) AS {name}"), []);
        sql.values.extend(what.contains('?').then(me));
    }
    let by = |index: &str| format!(" FROM record r{index}");
    let from = match drive {
        Drive::Index(index) => by(&format!(" INDEXED BY {index}")),
        Drive::OfUnit(_) => by(" INDEXED BY record_of_unit"),
        Drive::Concerned => {
            " FROM concerned h INDEXED BY concerned_by_person CROSS JOIN record r ON r.id = h.record"
                .to_owned()
        }
        Drive::ByRow | Drive::His | Drive::Among(_) => by(""),
    };
    sql.push(&from, []);
    sql.push(" LEFT JOIN veiled k ON k.record = r.id AND k.person = ?", [me()]);
    sql.push(
        " WHERE (r.recorder = ? OR (r.submitted = 1 AND NOT EXISTS (SELECT 1 FROM recused x WHERE x.record = r.id AND x.person = ?)",
        [me(), me()],
    );
    if !all {
        sql.push(&format!(" AND ({}", concern(&known)), [me()]);
        of_units(&mut sql, scope, |marks| format!(" OR r.unit IN ({marks}) AND {FLAGGED}"));
        sql.push(")", []);
    }
    sql.push("))", []);
    if let Drive::Among(places) = drive {
        let text = " AND r.id IN (SELECT w.record FROM json_each(?) p CROSS JOIN record_words w ON w.place = p.value)";
        sql.push(text, [Value::from(places.to_owned())]);
    }
    match drive {
        Drive::Concerned => sql.push(" AND h.person = ?", [me()]),
        Drive::OfUnit(unit) => {
            sql.push(&format!(" AND r.unit = ? AND {FLAGGED}"), [Value::from(unit.0.clone())])
        }
        _ => {}
    }
    if drive == Drive::His {
        sql.push(" AND r.id IN (SELECT h.record FROM concerned h WHERE h.person = ?", [me()]);
        of_units(&mut sql, scope, |marks| {
            format!(" UNION SELECT f.id FROM flagged f WHERE f.unit IN ({marks})")
        });
        sql.push(")", []);
    }
    sql.push(") v", []);
    sql
}

/// A condition on the units somebody heads, where he heads any.
fn of_units(sql: &mut Sql, scope: &Scope, condition: impl Fn(&str) -> String) {
    if let Reach::Units(units) = scope.reach() {
        let marks = vec!["?"; units.len()].join(", ");
        sql.push(&condition(&marks), units.iter().map(|u| Value::from(u.0.clone())));
    }
}

/// Codes of concerns, as SQL lists them.
fn codes_of(which: impl Fn(Concern) -> bool) -> String {
    let codes = Concern::ALL.iter().filter(|c| which(**c)).map(|c| format!("'{}'", c.code()));
    codes.collect::<Vec<_>>().join(", ")
}
