//! What the second custodian fills in without seeing what stands there.

use super::state::Record;
use crate::domain::case_no;
use crate::domain::ids::narrow;
use crate::domain::lang::Lang;
use crate::domain::when;

/// What the second custodian reads off the kept material without seeing the record's own values.
pub fn blind_wanted(record: &Record) -> Vec<(&'static str, String)> {
    if record.text.attachments.iter().all(|a| a.hash.is_none()) {
        return Vec::new();
    }
    let mut wanted = Vec::new();
    if let Some(p) = record.text.primary_inquirer().filter(|p| !p.name.is_empty()) {
        wanted.push(("name", p.name.clone()));
    }
    if let Some(o) = &record.text.occurred {
        wanted.push(("date", when::show_date(when::local(o.from).date(), Lang::En)));
    }
    if !record.text.case_no.is_empty() {
        wanted.push(("case_no", record.text.case_no.clone()));
    }
    wanted
}

/// Whether what was typed is what stands there, each field read as people write it.
pub(super) fn same(field: &str, typed: &str, stands: &str, year: i32) -> bool {
    match field {
        "case_no" => case_no::parse(typed, year).map_or(typed == stands, |c| c.canonical == stands),
        "date" => digits(typed).eq(digits(stands)),
        _ => typed == stands,
    }
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(narrow).filter(char::is_ascii_digit)
}
