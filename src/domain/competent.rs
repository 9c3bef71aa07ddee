//! Who is competent for an inquirer: rules R1 to R9, read from the list of targets, by what he is and who has the
//! power over his post. A record is routed by them, and a circulation goes out by whoever they name.

use crate::domain::codes;
use crate::domain::organ::Organ;
use crate::domain::record::RecordText;

/// A target, and the rule that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    pub rule: String,
    pub target: String,
}

/// This organ's own discipline, among the targets.
const OWN: &str = "OWN_DISC";

/// Whether this organ alone is competent for everybody who inquired: nobody of another organ, nobody whom another
/// has the power over, as over its own leaders.
pub fn is_ours(organ: &Organ, text: &RecordText) -> bool {
    proposed(organ, text).iter().all(|p| p.target == OWN)
}

/// Targets that the rules give for who inquired, the primary inquirer first, each once. Whoever is
/// managed by a higher or another Party organisation goes there, whatever else he is (rule R7). Whoever
/// retired from this very organ stays its own discipline's (中政委〔2015〕10号第八条).
pub fn proposed(organ: &Organ, text: &RecordText) -> Vec<Proposed> {
    let list = codes::list("CL18");
    let inquirers = || text.primary_inquirer().into_iter().chain(text.in_role("INQUIRER"));
    let by = |code: &str| {
        list.rows()
            .iter()
            .filter(|row| row.applies_to.iter().any(|c| c == code))
            .filter_map(|row| Some(Proposed { rule: row.rule.clone()?, target: row.code.clone() }))
            .collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    for p in inquirers() {
        let managed = by(&p.cadre_authority);
        let from_here = p.kind == "RETIRED" && (p.person.is_some() || organ.names().is_own(&p.former_unit));
        let kind = if from_here { "OWN_STAFF" } else { &p.kind };
        found.extend(if managed.is_empty() { by(kind) } else { managed });
    }
    let mut seen = Vec::new();
    found.retain(|p| {
        !seen.contains(&p.target) && {
            seen.push(p.target.clone());
            true
        }
    });
    found
}
