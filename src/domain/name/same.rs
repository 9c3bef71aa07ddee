//! When two rows of people mean the same person, and when they only may.

use super::fold::{Folded, fold};
use super::kind::is_placeholder;
use crate::domain::organ::Organ;
use crate::domain::record::PersonRole;

/// What one row of a record's people is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Whoever shares one of these is the same person: the directory's own id, or name and unit.
    pub same: Vec<String>,
    /// Whoever shares this alone may be the same; empty for a placeholder.
    pub name: Folded,
}

/// A name makes nobody the same person: it takes the unit as well, or the directory. A placeholder
/// (某某, 不详) is nobody's name.
pub fn known_by(organ: &Organ, row: &PersonRole) -> Known {
    let staff = row.person.as_ref().and_then(|id| organ.people.get(id));
    let name = fold(staff.map_or(row.name.as_str(), |p| p.name.as_str()));
    if is_placeholder(&name) {
        return Known::default();
    }
    let with = |unit: &str| {
        let unit = fold(unit);
        (!is_placeholder(&unit)).then(|| format!("{name} {unit}"))
    };
    let same = match staff {
        // Picked here and typed there with one's own unit is one person.
        Some(p) => [Some(format!("@{}", p.id)), with(organ.unit_name(&p.unit)), with(&organ.name)]
            .into_iter()
            .flatten()
            .collect(),
        None => with(&row.unit).into_iter().collect(),
    };
    Known { same, name }
}
