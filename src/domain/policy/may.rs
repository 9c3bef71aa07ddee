//! The one question of every decision and of every key: may this person do this now?

use super::apart::{Deed, Family, apart};
use super::capacity::{holds, keeper};
use crate::domain::flow::{self, Act, Capacity, Stage, Step};
use crate::domain::ids::{Millis, PersonId};
use crate::domain::record::IdentityRequest;
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::state::State;

/// Somebody before a matter at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Asks<'a> {
    pub state: &'a State,
    pub me: &'a PersonId,
    pub now: Millis,
    /// The request for the recorder's name that he asks about.
    pub request: Option<&'a IdentityRequest>,
}

impl<'a> Asks<'a> {
    pub fn of(state: &'a State, me: &'a PersonId, now: Millis) -> Self {
        Self { state, me, now, request: None }
    }

    /// Whether he may give the next hand of this act, where others have given theirs; true when his
    /// is the last.
    ///
    /// # Errors
    /// [`Rule::NotNow`] where the flow has no such step, or what stands against him.
    pub fn step<S: Stage>(
        &self,
        table: &'static [Step<S>],
        act: Act,
        at: S,
        given: &[PersonId],
    ) -> Result<bool, Refusal> {
        self.hand(flow::step(table, act, at)?, given)
    }

    /// As [`Self::step`], the step being known.
    ///
    /// # Errors
    /// What stands against him.
    pub fn hand<S: Stage>(&self, step: &Step<S>, given: &[PersonId]) -> Result<bool, Refusal> {
        let again = is_asked_again(step.hands, given, self.me);
        let others: Vec<PersonId> = given.iter().filter(|id| !again || *id != self.me).cloned().collect();
        let (capacity, last) = flow::next_hand(step, &others, self.me)?;
        self.asked(capacity, Deed::of(S::FLOW, step.act), again)?;
        S::stands(self, step)?;
        Ok(last)
    }

    /// Whether he may act in a capacity, and nothing he did before forbids this deed.
    ///
    /// # Errors
    /// As [`may`], and the rule that keeps the two apart.
    pub fn as_(&self, capacity: Capacity, deed: Option<Deed>) -> Result<(), Refusal> {
        self.asked(capacity, deed, false)
    }

    fn asked(&self, capacity: Capacity, deed: Option<Deed>, again: bool) -> Result<(), Refusal> {
        let family = Family { request: self.request, again, ..Family::of(self.state) };
        // What he did himself he may be told; what he may not see, he is not.
        self.state.organ.staff(self.me)?;
        if self.state.visible
            && let Some(no) = deed.and_then(|deed| apart(&family, deed, self.me))
        {
            return Err(no);
        }
        match (capacity, &self.state.record, self.state.item()) {
            (Capacity::Secretary, Some(record), Some(item)) => {
                let meeting = self.state.meeting();
                let keeps = keeper(&self.state.organ, record, item, meeting, deed);
                let mine = self.state.visible && keeps.as_ref() == Some(self.me);
                if mine { Ok(()) } else { refused(self.state, capacity, self.me) }
            }
            _ => may(self.state, capacity, self.me, self.now),
        }
    }
}

/// Whether somebody whose hand stands is asked for it once more. A hand that lapsed stands again when its
/// giver is cleared; where by then another was given in its place, enough hands stand and none of them was
/// the last. Whoever gave one gives it again and completes it, so that no words close a matter to everybody.
/// The last hand of a voiding is another body's, and asked for of that.
fn is_asked_again(hands: &[Capacity], given: &[PersonId], me: &PersonId) -> bool {
    given.len() >= hands.len() && hands.first() == hands.last() && given.contains(me)
}

/// Whether a hand of this person is still waited for, as far as it goes by who gave one.
pub fn awaits(hands: &[Capacity], given: &[PersonId], me: &PersonId) -> bool {
    !given.contains(me) || is_asked_again(hands, given, me)
}

/// Whether a person may act in a capacity on the matters before us. What he may not see does not
/// exist for him, so the answer there is the same as for a matter that never was.
///
/// # Errors
/// [`Rule::NoSuchMatter`], or the rule that names why this capacity is not his.
pub fn may(state: &State, capacity: Capacity, me: &PersonId, now: Millis) -> Result<(), Refusal> {
    state.organ.staff(me)?;
    let about_something = state.record.is_some() || state.meeting.is_some();
    if holds(state, capacity, me, now) && (capacity != Capacity::Staff || !about_something || state.visible) {
        return Ok(());
    }
    refused(state, capacity, me)
}

fn refused(state: &State, capacity: Capacity, me: &PersonId) -> Result<(), Refusal> {
    if (state.record.is_some() || state.meeting.is_some()) && !state.visible {
        return Err(Refusal::of(Rule::NoSuchMatter));
    }
    let own = state.record.as_ref().is_some_and(|r| &r.recorder == me);
    match capacity {
        Capacity::Custodian | Capacity::Settler | Capacity::Resolver | Capacity::Voider if own => {
            Err(Refusal::of(Rule::OwnRecord))
        }
        Capacity::Witness | Capacity::Approached => Err(Refusal::of(Rule::NotAsked)),
        _ => Err(Refusal::with(Rule::NotYourCapacity, capacity.code())),
    }
}
