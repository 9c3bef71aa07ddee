//! The only place that says who: who is recused, who holds which capacity, who sees what, and how
//! much of it. `office` must ask; the screens ask the same functions to show why a key does not work.

mod apart;
mod at_once;
mod bodies;
mod capacity;
mod doer;
mod figured;
mod laid;
mod leaves;
mod lens;
mod masks;
mod may;
mod meant;
mod recusal;
mod redact;
mod sees;
mod settled;
mod veil;

pub use apart::{APART, Apart, Deed, Family, apart};
pub use at_once::{AtOnceLine, AtOnceView};
pub use bodies::{Raw, Takes};
pub use capacity::{
    CheckedBy, approver, approver_but, checked_by, custodians, custodians_from, executor, holders, holds,
    keeper, keeps, leads, lifters, reporters, resolvers, senders, settlers, voiders,
};
pub use doer::{Doer, doer};
pub use figured::is_there;
pub use leaves::leaves_two;
pub use lens::Lens;
pub use masks::Masks;
pub use may::{Asks, awaits, may, next_hand};
pub use meant::{Meant, Passage, asked_of_recorder, read_ahead};
pub use recusal::{Ground, is_recused, recusal, recused, standing};
pub use redact::{
    ChangeView, HandView, IdentityView, Names, NextView, SignView, View, opens_names, recorder_opens, redact,
};
pub use sees::{Concern, Reach, Scope, Seer, concerned, knows, scope, seen_by, sees};
pub use settled::{
    Question, asks_who, cleared_by, is_named, is_unsettled, meant_by, put_in_question, questions,
    said_to_be_another,
};
pub use veil::{Veil, unnamed, veil};
