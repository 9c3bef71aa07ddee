//! The rooms. A person sees only what the role opens; each room asks the office and nothing else.

mod confirm;
mod desk;
mod draft;
mod list;
mod palette;
mod quick;
mod switch;

pub use confirm::confirmation;
pub use draft::{FormFor, draft, record_form};
pub use list::{Cursor, gutter};

use super::bindings::Action;
use super::room::{Cx, Go, Offer, Room};
use crate::domain::ids::MatterId;

/// Home: what I must do next.
pub fn desk() -> Box<dyn Room> {
    Box::new(desk::Desk::new())
}

/// Everything that can be done here and now, by arrows and Enter.
pub fn palette(cx: &Cx, offers: Vec<Offer>) -> Box<dyn Room> {
    Box::new(palette::Palette::new(cx, offers))
}

/// Keys, provisions, words: one searchable page.
pub fn help(cx: &Cx, _provision: Option<&'static str>, offers: Vec<Offer>) -> Box<dyn Room> {
    palette(cx, offers)
}

/// Opens the room of one matter.
pub fn matter(_cx: &mut Cx, _kind: &str, _id: MatterId) -> Go {
    Go::NotMine
}

/// What can be opened from anywhere.
pub fn open(cx: &mut Cx, action: Action) -> Go {
    match action {
        Action::Room(1) => Go::Home(None),
        Action::New => record_form(cx, FormFor::New),
        Action::Quick => quick::quick(cx),
        Action::SwitchPerson if cx.office.is_training() => Go::Push(Box::new(switch::Switch::new(cx))),
        Action::ClockForward if cx.office.is_training() => switch::tomorrow(cx),
        Action::SwitchPerson | Action::ClockForward => Go::Say(cx.f.training_only.clone()),
        _ => Go::Say(cx.f.not_here.clone()),
    }
}
