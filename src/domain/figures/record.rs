//! What a record comes to: itself, and what hangs on it as far as its kind says.

use super::{Cells, SAME};
use crate::domain::case_no;
use crate::domain::codes;
use crate::domain::ids::Millis;
use crate::domain::kind::Known;
use crate::domain::name::{fold, known_by};
use crate::domain::organ::Organ;
use crate::domain::record::{CaseOf, PersonRole, Record, Status};
use crate::domain::registry::Matter;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Kinds of inquirers who are leading officials (CL03).
pub const OFFICIALS: [&str; 2] = ["EXT_LEADER", "OWN_LEADER"];

/// A number that was taken in is of no year to come.
const YEARS: i32 = 9999;

/// Everything that a record with what hangs on it comes to. Of one that was withdrawn or is void nothing but that.
pub fn of_family<'a>(
    organ: &Organ,
    record: &Record,
    matters: impl IntoIterator<Item = &'a Arc<Matter>>,
) -> Cells {
    let mut cells = Cells::default();
    let Some(at) = record.submitted_at else { return cells };
    match record.status {
        Status::Withdrawn => cells.add(at, "withdrawn", ""),
        Status::Void => cells.add(at, "void", ""),
        _ => {
            recorded(organ, record, at, &mut cells);
            handled(record, at, &mut cells);
            // Whoever sees figures sees every record, and not what exists for some alone.
            for matter in matters.into_iter().filter(|m| m.known() == Known::WithRecord) {
                matter.counts(organ, record, &mut cells);
            }
        }
    }
    cells
}

/// The record as one item, and the people in it.
fn recorded(organ: &Organ, r: &Record, at: Millis, cells: &mut Cells) {
    let text = &r.text;
    cells.add(at, "items", "");
    cells.add(at, "stream", r.stream());
    cells.add(at, "filers", r.recorder.as_str());
    let same: BTreeSet<_> = r.links.iter().filter(|l| l.kind == "SAME_EVENT").map(|l| l.other).collect();
    // Ids follow each other in time.
    if same.iter().all(|other| *other > r.id) {
        cells.add(at, "events", "");
    }
    same.iter().for_each(|other| cells.add(at, SAME, &other.to_string()));
    for case in r.cases().iter().map(|c| fold(&c.case_no).to_string()).collect::<BTreeSet<_>>() {
        cells.add(at, "cases", &case);
    }
    let type_code = |c: &CaseOf| case_no::parse(&c.case_no, YEARS).ok().and_then(|c| c.type_code);
    cells.add(at, "case_type", &r.cases().first().and_then(type_code).unwrap_or_default());
    let case = r.lead_case(organ);
    cells.add(at, "cause", case.map_or("", |c| c.cause.trim()));
    let unit = case.and_then(|c| c.unit.as_ref()).map_or("", |u| u.as_str());
    cells.add(at, "dept", unit);
    if r.late_hours > 0 {
        cells.add(at, "late", "");
        cells.add(at, "dept_late", unit);
    }
    if text.attachments.is_empty() {
        cells.add(at, "bare", "");
        cells.add(at, "dept_bare", unit);
    }
    cells.add(at, "kind_of_content", content(r));
    each(cells, at, "content", &text.request_type);
    each(cells, at, "manner", &text.manner);
    each(cells, at, "aggravating", &text.aggravating);
    each(cells, at, "special", &text.special_items);
    if !text.special_items.is_empty() {
        cells.add(at, "special_items", "");
    }
    if !text.stage.is_empty() {
        cells.add(at, "stage", &text.stage);
    }
    for (n, person) in text.in_role("INQUIRER").enumerate() {
        self::person(organ, r, (n, person), at, cells);
    }
}

/// Each code of a list once, however often it is written.
fn each(cells: &mut Cells, at: Millis, code: &str, values: &[String]) {
    values.iter().collect::<BTreeSet<_>>().into_iter().for_each(|v| cells.add(at, code, v));
}

/// Into which of the four an item falls by what it says.
fn content(r: &Record) -> &'static str {
    let list = codes::list("CL09");
    let grave = |code: &String| list.get(code).is_some_and(|row| row.group.as_deref() == Some("GRAVE"));
    let said = &r.text.request_type;
    match r.stream() {
        "CON" => "CONTACT",
        _ if said.iter().any(grave) => "MEDDLING",
        _ if said.is_empty() => "NONE",
        _ if said.iter().all(|code| code == "UNSURE") => "UNSURE",
        _ => "SUPERVISION",
    }
}

/// One who inquired: by himself, in one record.
fn person(organ: &Organ, r: &Record, (n, p): (usize, &PersonRole), at: Millis, cells: &mut Cells) {
    let unit = fold(&p.unit);
    if !unit.as_str().is_empty() {
        cells.add(at, "units", unit.as_str());
    }
    if !p.is_named() && p.kind == "ORG" {
        return;
    }
    let known = known_by(organ, p);
    let alone = || match known.name.as_str() {
        "" => format!("?{} {n}", r.id),
        name => name.to_owned(),
    };
    let key = known.same.first().cloned().unwrap_or_else(alone);
    cells.add(at, "times", "");
    cells.add(at, "persons", &key);
    let row = codes::list("CL03").get(&p.kind);
    cells.add(at, "side", row.and_then(|row| row.group.as_deref()).unwrap_or("OTHER"));
    // Where nothing is stated that is a value too: the parts make the whole.
    for (code, value) in [("who", &p.kind), ("sector", &p.sector), ("rank", &p.rank)] {
        cells.add(at, code, value);
    }
    if p.retired {
        cells.add(at, "retired", "");
    }
    if OFFICIALS.contains(&p.kind.as_str()) {
        cells.add(at, "official", "");
        cells.add(at, "officials", &key);
        if !p.cadre_authority.is_empty() {
            cells.add(at, "cadre", &p.cadre_authority);
        }
    }
}

/// How it was handled in the store.
fn handled(r: &Record, at: Millis, cells: &mut Cells) {
    if let Some(occurred) = &r.text.occurred {
        cells.took("h_record", occurred.from.min(at), at);
    }
    if !r.returns.is_empty() {
        cells.add(at, "returned", "");
    }
    if r.disagreement.is_some() || r.resolution.is_some() {
        cells.add(at, "disputed", "");
    }
    if r.status == Status::Confirmed {
        cells.add(r.since, "confirmed", "");
        cells.took("h_confirm", at, r.since);
    }
    // What was reported by a report of its own is counted there.
    for noted in r.at_once.iter().filter(|n| n.note.is_report()) {
        cells.add(noted.at, "reported", "");
    }
}
