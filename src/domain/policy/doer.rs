//! Who is told of an act's doer, by the code of what happened: in what capacity it was done, and who may
//! know his name. What no row made was done by nobody whom anybody is told of.

use crate::domain::flow::Capacity;
use crate::domain::kind::Shown;
use crate::domain::registry;

/// What may be told of whoever did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doer {
    pub capacity: Capacity,
    pub shown: Shown,
}

/// What may be told of an act of a matter and its doer, `by`, to somebody; none of what nobody knows, nor of what
/// only its doer is told of.
pub fn doer(kind: &str, by: Option<&str>, to: Option<&str>) -> Option<Doer> {
    let row = registry::row_of(kind)?;
    let is_told = row.shown != Shown::Unsaid || by.is_some() && by == to;
    Some(Doer { capacity: row.told?, shown: row.shown }).filter(|_| is_told)
}
