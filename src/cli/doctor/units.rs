//! What should run by itself.

use super::site::{About, Site};
use super::table::Verdict::{Good, ToDo};
use super::table::{Check, Finding};
use crate::cli::deploy::{unit_rows, units};
use crate::office::text_if_there;
use std::path::Path;

pub const CHECKS: &[Check] = &[Check {
    code: "unit",
    outcomes: &[("good", Good), ("gone", ToDo), ("changed", ToDo), ("off", ToDo)],
    look,
}];

fn look(site: &Site<'_>) -> Vec<Finding> {
    unit_rows()
        .iter()
        .map(|row| {
            let name = units::name(row);
            let text = |end: &str| {
                let path = format!("{}/{name}.{end}", units::DIR);
                text_if_there(&site.place(Path::new(&path))).ok().flatten()
            };
            let wanted = [units::service(&site.values, row), units::timer(&site.values, row)];
            let linked = format!("{}/{name}.timer", units::WANTED);
            let found = match [text("service"), text("timer")] {
                [None, _] | [_, None] => Finding::of("gone"),
                [Some(s), Some(t)] if [&s, &t] != [&wanted[0], &wanted[1]] => Finding::of("changed"),
                _ if About::of(&site.place(Path::new(&linked))).is_err() => Finding::of("off"),
                _ => Finding::of("good"),
            };
            found.about(&name).with("what", row.what().get(site.lang))
        })
        .collect()
}
