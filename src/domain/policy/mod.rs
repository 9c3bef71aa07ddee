//! The only place that says who: who is recused, who holds which capacity, who sees what, and how
//! much of it. `office` must ask; the screens ask the same functions to show why a key does not work.

mod apart;
mod at_once;
mod capacity;
mod masks;
mod may;
mod recusal;
mod redact;
mod sees;

pub use apart::{APART, Apart, Deed, Family, apart};
pub use at_once::{AtOnceLine, AtOnceView};
pub use capacity::{
    applies_as_level, approver, custodians, custodians_from, holders, holds, keeper, reporters, resolvers,
};
pub use may::{Asks, may};
pub use recusal::{Ground, is_recused, recusal, standing};
pub use redact::{
    ChangeView, HandView, IdentityView, Names, NextView, SignView, View, masked, opens_names, recorder_opens,
    redact,
};
pub use sees::{Concern, Reach, Scope, Seer, concerned, scope, seen_by};
