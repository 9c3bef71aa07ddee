//! The one question of every decision and of every key: may this person do this now?

use super::apart::{Deed, Family, apart};
use super::capacity::{holds, keeper};
use crate::domain::flow::{Act, Capacity};
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

    /// Whether he may give the next of these hands, where others have given theirs; true when his is the last.
    ///
    /// # Errors
    /// What stands against him.
    pub fn hand(
        &self,
        act: Act,
        hands: &[Capacity],
        given: &[PersonId],
        deed: Option<Deed>,
    ) -> Result<bool, Refusal> {
        let again = is_asked_again(hands, given, self.me);
        let others: Vec<PersonId> = given.iter().filter(|id| !again || *id != self.me).cloned().collect();
        let (capacity, last) = next_hand(act, hands, &others, self.me)?;
        self.asked(capacity, deed, again)?;
        Ok(last)
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

/// The capacity that the next hand must have, given who has already given one in this round, and whether it
/// is the last.
///
/// # Errors
/// [`Rule::TwoHandsOnePerson`] when this person already gave one (the store of inquiries is kept by
/// two or more people who check each other).
pub fn next_hand(
    act: Act,
    hands: &[Capacity],
    given: &[PersonId],
    me: &PersonId,
) -> Result<(Capacity, bool), Refusal> {
    if given.contains(me) {
        return Err(Refusal::of(Rule::TwoHandsOnePerson));
    }
    let last = given.len() + 1 >= hands.len();
    // A hand that lapsed stands again once its giver is cleared, beside the one that took its place: the
    // last is asked for however many there are before it.
    let next = hands.get(given.len()).or(hands.last());
    next.map(|c| (*c, last)).ok_or_else(|| Refusal::with(Rule::NotNow, act.code()))
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
