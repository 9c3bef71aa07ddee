//! A training register: an invented organ, its people, and a year of inquiries up to the present
//! moment. Every act goes through the same decisions as in earnest, so what is here can happen;
//! same seed and same moment give the same bytes.

mod accountability;
mod bench;
mod cast;
mod chance;
mod circulation;
mod closing;
mod crowd;
mod custody;
mod days;
mod disclosure;
mod disposal;
mod evidence;
mod fields;
mod fill;
mod founding;
mod ladder;
mod paper;
mod people;
mod quick;
mod report;
mod reviews;
mod routing;
mod script;
mod sheet;
mod sitting;
mod today;
mod triage;
mod urgency;
mod world;

pub use cast::{CastMember, cast};
pub use fill::size;

use crate::domain::book::Book;
use crate::domain::ids::Millis;
use crate::domain::organ::Organ;
use crate::office::{Office, Seeded, Trouble, seed};
use chance::Chance;
use custody::Pen;
use script::Script;
use std::path::Path;
use std::sync::Arc;
use world::World;

/// What to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// Records handed in; the stories that show every state come first and are some 120.
    pub records: usize,
    /// A code of the list `organ_kind`.
    pub kind: String,
    /// The present, in ms; the story ends here.
    pub now: Millis,
    /// Everybody's own language, where it is not the default.
    pub lang: Option<String>,
}

impl Plan {
    /// A court with four hundred records.
    pub fn court(now: Millis) -> Self {
        Self { seed: 1, records: 400, kind: "COURT".to_owned(), now, lang: None }
    }
}

/// Makes a training register in an empty or missing directory.
///
/// # Errors
/// What is wrong with the place; an organ kind there is no sheet for.
pub fn make(dir: &Path, plan: &Plan) -> Result<Office, Trouble> {
    let mut office = told(dir, plan)?.0;
    office.concord();
    Ok(office)
}

/// As [`make`], with what is still held in mind at the end: everything, where the register is not large.
fn told(dir: &Path, plan: &Plan) -> Result<(Office, Book), Trouble> {
    let back = 365 * (fill::years(plan.records) - 1);
    let (founding, layout, sheet, names) =
        founding::of(&plan.kind, plan.seed, plan.now, plan.lang.clone(), back)?;
    let organ = Organ::founded(&founding);
    let at = days::ago(&organ, plan.now, 372 + back, 540);
    let mut book = Book::new(Arc::new(organ.clone()));
    let given = founding.clone();
    let office = seed(dir, &given, at, Box::new(Seeded::new(plan.seed)), |seeder| {
        let mut keep = seeder.keeping();
        let mut world = World {
            organ,
            founding,
            layout,
            sheet,
            names,
            words: sheet::words()?,
            chance: Chance::new(plan.seed),
            now: plan.now,
            keep: &mut keep,
            papers: 1,
            wanted: None,
            crowd: None,
        };
        written(&mut world)?.play(plan.records, seeder)?;
        book = seeder.book().clone();
        Ok(())
    })?;
    Ok((office, book))
}

/// The stories that show everything once, and what waits today.
fn written<'w, 'k>(world: &'w mut World<'k>) -> Result<Pen<'w, 'k>, Trouble> {
    let mut pen = Pen { world, script: Script::default(), urgent: 0 };
    pen.custody()?;
    pen.ladder()?;
    pen.bench()?;
    pen.ladder_today()?;
    pen.bench_today()?;
    pen.triages()?;
    pen.circulations()?;
    pen.routings()?;
    pen.closings()?;
    pen.today()?;
    pen.liable()?;
    pen.reports();
    Ok(pen)
}

#[cfg(test)]
mod tests;
