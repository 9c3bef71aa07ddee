//! Moments that are given with an act: they are past, and follow what they answer.

use super::{Desk, Kind};
use crate::domain::ids::Millis;
use crate::domain::refusal::{Flaw, No, Problem};
use crate::domain::when;

impl Desk<'_> {
    /// Whether a moment lies before every year that anybody writes; of what was written before version 10 it is
    /// not asked again.
    pub fn too_early(&self, at: Millis) -> bool {
        let asks = !self.asked.again || self.state.judged.since_ten();
        asks && when::is_too_early(at)
    }

    /// # Errors
    /// The field, where it lies ahead or before there was anything to write of.
    pub fn past<K: Kind>(&self, field: &str, at: Millis) -> Result<Millis, No> {
        match at {
            _ if at > self.asked.now => Err(wrong::<K>(field, Flaw::InFuture, "")),
            _ if self.too_early(at) => Err(wrong::<K>(field, Flaw::BadTime, "")),
            _ => Ok(at),
        }
    }

    /// As [`Self::past`], and on no earlier day than what it follows: a letter rarely says the hour.
    ///
    /// # Errors
    /// As [`Self::past`].
    pub fn past_after<K: Kind>(&self, field: &str, at: Millis, before: Option<Millis>) -> Result<Millis, No> {
        let day = |at| when::local(at).date();
        match before.filter(|before| day(at) < day(*before)) {
            Some(before) => Err(wrong::<K>(field, Flaw::BeforeThat, &day(before).to_string())),
            None => self.past::<K>(field, at),
        }
    }
}

fn wrong<K: Kind>(field: &str, flaw: Flaw, detail: &str) -> No {
    No::Wrong(vec![Problem::new(format!("{}.{field}", K::CODE), flaw, detail)])
}
