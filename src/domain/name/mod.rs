//! Names of people: one folding for every comparison, and what a name says of its bearer.

mod as_read;
mod called;
mod directory;
mod fold;
mod forms;
mod kind;
mod letters;
mod replace;
mod same;
mod titled;
mod titles;
mod whole;
mod wider;

pub use as_read::{simplified, traced};
pub use directory::{Directory, Hit, How, Meaning, Place, Reading};
pub use fold::{Folded, Traced, abbreviates, fold, narrow, readings};
pub use kind::{is_placeholder, mask, surname};
pub use replace::Replacing;
pub use same::{Known, known_by};
pub use titles::leads_by_post;
