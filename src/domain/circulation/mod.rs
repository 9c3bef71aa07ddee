//! Circulation (通报): what was found unlawful or improper is told to others in words that do not tell who wrote it
//! down; a custodian looks at that, whoever heads the organ approves, and it is issued here, or by the organ that
//! has the power over whoever inquired, which from outside is the political-legal committee (External Provision
//! art. 8, Internal Provision art. 9).

mod act;
mod decide;
mod figures;
mod flow;
mod marks;
mod page;
mod state;

pub use act::{
    AGREE, ANSWER, APPROVE, CHECK, CirculationAct, CirculationEvent, FINISH, ISSUE, PROPOSE, SEND,
};
pub use flow::At;
pub use marks::Mark;
pub use state::Circulation;
