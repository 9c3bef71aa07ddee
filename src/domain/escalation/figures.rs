//! What an escalation comes to in figures: why it was begun, and what each level said.

use super::state::Escalation;
use crate::domain::figures::Cells;

pub(super) fn of(escalation: &Escalation, cells: &mut Cells) {
    cells.add(escalation.started_at, "escalated", &escalation.reason);
    for answer in &escalation.answers {
        match answer.silent_since {
            Some(_) => cells.add(answer.at, "passed_up", ""),
            None => cells.add(answer.at, "level", answer.decision.code()),
        }
    }
}
