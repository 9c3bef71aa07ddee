//! What the table cannot say: whom it is about, and that what is told stands in force when it is told.

use super::act::{DisclosureAct, DisclosureEvent, Extract};
use super::state::Disclosure;
use crate::domain::disposal::{self, InForce};
use crate::domain::ids::{MatterId, Millis};
use crate::domain::kind::Desk;
use crate::domain::refusal::{No, Refusal, Rule};
use crate::domain::state::State;

type A = DisclosureAct;
type E = DisclosureEvent;

pub(super) fn event(desk: &Desk<'_>, of: Option<&Disclosure>, act: &A) -> Result<E, No> {
    let trimmed = |text: &String| text.trim().to_owned();
    let after = |field, at: Millis, before| desk.past_after::<Disclosure>(field, at, before);
    Ok(match act {
        A::Apply { record, person, asked_by, letter_no, letter_at, purpose, fields } => {
            let (from, found) = the_one(desk.state, person.trim())?;
            E::Applied {
                ref_: desk.asked.fresh.ref_.clone(),
                record: *record,
                of: from,
                person: found.person,
                asked_by: trimmed(asked_by),
                letter_no: trimmed(letter_no),
                letter_at: after("letter_at", *letter_at, None)?,
                purpose: purpose.clone(),
                fields: once(fields),
            }
        }
        A::Withdraw { reason } => E::Withdrawn { reason: trimmed(reason) },
        A::Approve => E::Approved,
        A::Refuse { reason } => E::Refused { reason: trimmed(reason) },
        A::Give { doc_no, delivery, sent_at, received_by } => {
            let matter = of.ok_or_else(|| Refusal::of(Rule::NoSuchMatter))?;
            E::Given {
                doc_no: trimmed(doc_no),
                delivery: delivery.clone(),
                sent_at: after("sent_at", *sent_at, matter.approved_at)?,
                received_by: trimmed(received_by),
                extract: shown(&still(desk.state, matter)?, &matter.fields),
            }
        }
    })
}

/// Each field once, in the order in which it was first named.
fn once(fields: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for field in fields {
        if !all.contains(field) {
            all.push(field.clone());
        }
    }
    all
}

/// What stands in force against whoever is named, or against the only one there is.
///
/// # Errors
/// [`Rule::NothingInForce`], or [`Rule::NameWhom`] with their names.
fn the_one(state: &State, person: &str) -> Result<(MatterId, InForce), Refusal> {
    let all: Vec<(MatterId, InForce)> = disposal::in_force(state).collect();
    let named = all.iter().filter(|(_, f)| person.is_empty() || f.person == person);
    // Of one person found liable twice on a record the later finding is told.
    let Some(last) = named.max_by_key(|(_, f)| f.decided_at) else {
        return Err(Refusal::with(Rule::NothingInForce, person));
    };
    if person.is_empty() && all.iter().any(|(_, f)| f.person != last.1.person) {
        let names: Vec<&str> = all.iter().map(|(_, f)| f.person.as_str()).collect();
        return Err(Refusal::with(Rule::NameWhom, names.join("、")));
    }
    Ok(last.clone())
}

/// What an extract is taken from, as it stands now.
///
/// # Errors
/// [`Rule::NothingInForce`]: it was revoked or is appealed against meanwhile.
pub(super) fn still(state: &State, matter: &Disclosure) -> Result<InForce, Refusal> {
    let found = disposal::in_force(state).find(|(id, _)| *id == matter.of);
    found.map(|(_, found)| found).ok_or_else(|| Refusal::with(Rule::NothingInForce, &matter.person))
}

/// The fields that were authorised, and nothing else.
fn shown(found: &InForce, fields: &[String]) -> Extract {
    let InForce {
        person,
        cause,
        sanctions,
        form4,
        decided_at,
        doc_no,
        effective_at,
        appeal_result,
        reflected_in,
    } = found.clone();
    let has = |code: &str| fields.iter().any(|f| f == code);
    let word = |code, value: String| if has(code) { value } else { String::new() };
    let list = |code, value: Vec<String>| if has(code) { value } else { Vec::new() };
    Extract {
        person,
        cause: word("CAUSE", cause),
        sanctions: list("SANCTIONS", sanctions),
        form4: word("FORM4", form4),
        decided_at: has("DECISION").then_some(decided_at),
        doc_no: word("DECISION", doc_no),
        effective_at: effective_at.filter(|_| has("EFFECTIVE")),
        appeal_result: word("APPEAL", appeal_result),
        reflected_in: list("REFLECTED", reflected_in),
    }
}
