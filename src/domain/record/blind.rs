//! What the second custodian fills in without seeing what stands there.

use super::state::Record;
use crate::domain::case_no;
use crate::domain::ids::narrow;
use crate::domain::lang::Lang;
use crate::domain::name::fold;
use crate::domain::when;
use std::collections::BTreeSet;

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
    let cases: Vec<String> = record.text.cases().into_iter().map(|c| c.case_no).collect();
    if !cases.is_empty() {
        wanted.push(("case_no", cases.join("、")));
    }
    wanted
}

/// Whether what was typed is what stands there, each field read as people write it.
pub(super) fn same(field: &str, typed: &str, stands: &str, year: i32) -> bool {
    match field {
        // All of them, in whatever order the material has them.
        "case_no" => {
            let numbers = |line: &str| -> Option<BTreeSet<String>> {
                Some(case_no::several(line, year).ok()?.into_iter().map(|c| c.canonical).collect())
            };
            typed == stands || numbers(typed).is_some_and(|t| numbers(stands) == Some(t))
        }
        "date" => digits(typed).eq(digits(stands)),
        "name" => fold(typed) == fold(stands),
        _ => typed == stands,
    }
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(narrow).filter(char::is_ascii_digit)
}
