//! The course of a record, a line for each step: the same on the screen and on the line.

use super::Words;
use crate::domain::when::{self, Precision};
use crate::office::{Ahead, MatterBrief};

impl Words {
    /// What follows from a record, by its label: how it stands, who brought it there and when, what is next.
    pub fn step(&self, m: &MatterBrief) -> (String, String) {
        let state = self.code(&format!("{}_state", m.kind), m.state).to_owned();
        let last = m.last.as_ref().map(|l| {
            let who = l.name.clone().unwrap_or_else(|| self.capacity(l.capacity).to_owned());
            format!("{who} {}", when::show(l.at, Precision::Exact, self.lang))
        });
        let next = m.next.as_ref().map(|next| self.ahead(next));
        let parts = [Some(m.ref_.to_string()), Some(state), last, next];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        (self.code("matter", m.kind).to_owned(), said.join("  "))
    }

    /// What is to be done next, by whom and until when.
    pub fn ahead(&self, next: &Ahead) -> String {
        let due = next
            .due
            .map(|at| self.say("shape", "until", &[("when", &when::show(at, Precision::Day, self.lang))]));
        let act = self.say(
            "shape",
            "next",
            &[("act", self.act_turn(next.act)), ("who", self.capacity(next.capacity))],
        );
        [Some(act), due].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
