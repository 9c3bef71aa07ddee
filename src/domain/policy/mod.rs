//! The only place that says who: who is recused, who holds which capacity, who sees what, and how
//! much of it. `office` must ask; the screens ask the same functions to show why a key does not work.

mod capacity;
mod masks;
mod may;
mod recusal;
mod redact;
mod sees;
mod veil;

pub use capacity::{applies_as_level, approver, custodians, custodians_from, holders, holds, resolvers};
pub use may::may;
pub use recusal::{Ground, is_recused, recusal, standing};
pub use redact::{
    ChangeView, HandView, IdentityView, Names, NextView, SignView, View, masked, opens_names, recorder_opens,
    redact,
};
pub use sees::{Concern, Reach, Scope, Seer, concerned, scope, seen_by};
pub use veil::{Veil, unnamed, veil};
