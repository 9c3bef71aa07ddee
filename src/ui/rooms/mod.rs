//! The rooms. A person sees only what the role opens; each room asks the office and nothing else.

mod asked;
mod asking;
mod committee;
mod confirm;
mod desk;
mod draft;
mod escalation;
mod escalations;
mod figures;
mod help;
mod item;
mod kind;
mod ledger;
mod list;
mod materials;
mod matters;
mod me;
mod meeting;
mod menu;
mod organ;
mod page;
mod palette;
mod paper;
mod passphrase;
mod print;
mod quick;
mod record;
mod register;
mod roll;
pub mod sign;
mod slip;
mod switch;
mod vote;

pub use confirm::confirmation;
pub(crate) use confirm::{text_fields, without_ticks};
pub use draft::{FormFor, draft, record_form};
pub(crate) use draft::{discard, discard_begun, go_on};
pub use list::{Cursor, mark};
pub use page::{Page, PageRoom};
pub(crate) use register::VIEW;
pub(crate) use slip::offered as slip_offered;

use super::bindings::Action;
use super::room::{Cx, Go, Offer, Room};
use crate::domain::ids::{MatterId, Ref};
use crate::office::Trouble;

/// Home: what I must do next.
pub fn desk() -> Box<dyn Room> {
    Box::new(desk::Desk::new())
}

/// Everything that can be done here and now, by arrows and Enter.
pub fn palette(cx: &Cx, offers: Vec<Offer>) -> Box<dyn Room> {
    Box::new(palette::Palette::new(cx, offers))
}

/// Keys, provisions, words: one searchable page.
pub fn help(cx: &Cx, provision: Option<&'static str>, offers: Vec<Offer>) -> Box<dyn Room> {
    Box::new(help::Help::new(cx, provision, offers))
}

/// Opens the room of one matter.
pub fn matter(cx: &mut Cx, kind: &str, id: MatterId) -> Go {
    match kind {
        "record" => opened(cx, |cx| Ok(Box::new(record::Record::open(cx, id)?))),
        "escalation" => Go::Push(Box::new(escalation::EscalationPage::new(cx, id))),
        "item" => Go::Push(Box::new(item::ItemPage::new(cx, id))),
        "meeting" => Go::Push(Box::new(meeting::MeetingPage::new(cx, id))),
        "proposal" => organ::proposal(cx, id),
        _ => Go::Push(Box::new(kind::MatterPage::new(cx, id))),
    }
}

/// A room that could be opened, or what the office says about it.
pub fn opened(cx: &mut Cx, open: impl FnOnce(&mut Cx) -> Result<Box<dyn Room>, Trouble>) -> Go {
    match open(cx) {
        Ok(room) => Go::Push(room),
        Err(trouble) => {
            cx.complain(&trouble);
            Go::Stay
        }
    }
}

/// Asks for an application to a committee, for a record or for the page of its escalation.
pub fn apply(cx: &Cx, record: MatterId, name: &Ref, case_no: &str) -> Go {
    vote::apply(cx, record, name, case_no)
}

/// What can be opened from anywhere.
pub fn open(cx: &mut Cx, action: Action) -> Go {
    match action {
        Action::Room(0) => opened(cx, |cx| Ok(Box::new(me::MyPage::open(cx)?))),
        Action::Room(1) => Go::Home(None),
        Action::Room(2) => Go::Home(Some(Box::new(register::Register::new(cx)))),
        Action::Room(7) => opened(cx, |cx| Ok(Box::new(figures::Figures::open(cx)?))),
        Action::Room(8) => Go::Home(Some(Box::new(ledger::Ledger::default()))),
        Action::Room(9) => Go::Home(Some(Box::new(organ::Organ::default()))),
        Action::Room(3) => Go::Push(Box::new(escalations::Escalations::default())),
        Action::Room(4) => Go::Push(Box::new(committee::CommitteeRoom::default())),
        Action::Room(n @ (5 | 6)) => Go::Push(Box::new(kind::MatterList::new(n))),
        Action::New => record_form(cx, FormFor::New),
        Action::Quick => quick::quick(cx),
        Action::SwitchPerson if cx.office.is_training() => Go::Push(Box::new(switch::Switch::new(cx))),
        Action::ClockForward if cx.office.is_training() => switch::tomorrow(cx),
        Action::SwitchPerson | Action::ClockForward => Go::Say(cx.f.training_only.clone()),
        _ => Go::Say(cx.f.not_here.clone()),
    }
}
