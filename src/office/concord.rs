//! The concordance of what is searched is kept up by whoever searches, and by what runs by itself.

use super::{Measure, Office};
use crate::store::concordance::{STEP, STRIDE};

impl Office {
    /// Takes in all that waits, a batch at a time, so that others write in between.
    pub fn concord(&mut self) {
        while self.register.feed_concordance(self.measure.from, 1, STRIDE) {}
    }

    /// A step of it, where a step waits.
    pub(super) fn concord_a_little(&mut self) {
        self.register.feed_concordance(self.measure.from, STEP, STEP);
    }

    /// Another measure than its use has shown to be good, to try it on few records.
    pub fn concord_by(&mut self, measure: Measure) {
        self.measure = measure;
    }
}
