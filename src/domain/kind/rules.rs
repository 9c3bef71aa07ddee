//! The one decision and the one fold, for every kind.

use super::answers::check;
use super::folded::Folded;
use super::table::Step;
use super::{At, Kind};
use crate::domain::command::Asked;
use crate::domain::flow::Act;
use crate::domain::ids::PersonId;
use crate::domain::policy;
use crate::domain::refusal::{No, Refusal, Rule};
use crate::domain::registry::Matter;
use crate::domain::state::State;

/// What a decision looks at, borrowed.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub state: &'a State,
    pub asked: &'a Asked<'a>,
    pub me: &'a PersonId,
}

impl<'a> Desk<'a> {
    /// Matters on the record before us as far as he knows of them: no answer tells of another.
    pub fn family(&self) -> impl Iterator<Item = &'a Matter> {
        let (organ, me) = (&self.state.organ, self.me);
        self.state.matters.iter().map(|m| &**m).filter(move |m| policy::knows(organ, m, me))
    }
}

/// The row of an act in the state of a matter.
///
/// # Errors
/// [`Rule::NotNow`] when the table has none.
fn row<K: Kind>(matter: Option<&Folded<K>>, act: Act) -> Result<&'static Step<K>, Refusal> {
    let at = matter.map_or(K::At::NONE, |m| m.of.at());
    let found = K::FLOW.iter().find(|s| s.act == act && s.from.contains(&at));
    found.ok_or_else(|| Refusal::with(Rule::NotNow, act.code()))
}

/// The row, once everything holds that can be said before an answer is given: the reason beside a key,
/// in the palette, on the line and in the decision.
///
/// # Errors
/// The first rule that stands against it.
pub fn why_not<K: Kind>(
    desk: &Desk<'_>,
    matter: Option<&Folded<K>>,
    act: Act,
) -> Result<&'static Step<K>, Refusal> {
    let row = row(matter, act)?;
    let stands = stands(desk, matter, row);
    stands.map_err(|no| K::refused(desk, matter.map(|m| &m.of), act, no))?;
    Ok(row)
}

/// Whether he may give the next hand, and every need holds.
fn stands<K: Kind>(desk: &Desk<'_>, matter: Option<&Folded<K>>, row: &Step<K>) -> Result<(), Refusal> {
    let act = row.act;
    let given = matter.map(|m| m.of.given(act)).unwrap_or_default();
    let given = match &desk.state.record {
        Some(record) => policy::standing(&desk.state.organ, record, &given),
        None => given,
    };
    if given.contains(desk.me) {
        return Err(Refusal::of(Rule::TwoHandsOnePerson));
    }
    if let Some(did) = matter.and_then(|m| m.did(row.apart, desk.me)) {
        return Err(Refusal::with(Rule::ActsApart, did.code()));
    }
    let capacity = row.hands.get(given.len()).ok_or_else(|| Refusal::with(Rule::NotNow, act.code()))?;
    policy::Asks::of(desk.state, desk.me, desk.asked.now).as_(*capacity, row.deed)?;
    row.needs.iter().try_for_each(|need| (need.holds)(desk, matter.map(|m| &m.of)))
}

/// What a command comes to.
///
/// # Errors
/// The rule that stands against it, or every field that is wrong.
pub fn decide<K: Kind>(desk: &Desk<'_>, matter: Option<&Folded<K>>, act: &K::Act) -> Result<K::Event, No> {
    let row = why_not(desk, matter, K::act(act))?;
    check(K::CODE, row.asks, act, desk.asked.again)?;
    K::event(desk, matter.map(|m| &m.of), act)
}
