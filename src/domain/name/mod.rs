//! Names of people: one folding for every comparison, and what a name says of its bearer.

mod called;
mod directory;
mod fold;
mod kind;
mod replace;
mod same;
mod titles;

pub use directory::{Directory, Hit, How, Place};
pub use fold::{Folded, Traced, abbreviates, fold, narrow, readings, simplified, traced};
pub use kind::{is_placeholder, mask, surname};
pub use replace::Replacing;
pub use same::{Known, known_by};

use crate::domain::ids::PersonId;
use crate::domain::organ::Organ;

/// Whether somebody is the chief or one of his deputies: by role, by a unit in his charge, or by post.
pub fn leads(organ: &Organ, id: &PersonId) -> bool {
    let in_charge = || organ.units.values().any(|u| u.vice_chief.as_ref() == Some(id));
    let by_post =
        |p| titles::held_by(organ, p).iter().any(|h| titles::kind_of(h.title) == Some(titles::Kind::Chief));
    organ.people.get(id).is_some_and(|p| p.roles.contains(&crate::domain::organ::Role::Chf) || by_post(p))
        || in_charge()
}
