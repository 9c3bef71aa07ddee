//! The organ that keeps the register: people, units, roster of custodians, committees, cases,
//! declared kin and interests, and the rules in force. Changed by two hands after founding.

mod asks;
mod before;
mod command;
mod compare;
mod decide;
pub mod draft;
mod event;
mod flow;
mod key;
mod people;
mod state;
mod stood;
mod touches;
mod two;

pub use asks::{About, Ask, ChangeKind, Field};
pub use command::OrganCommand;
pub use compare::{Row, compare};
pub use decide::{check, decide, roles_agree};
pub use event::{Founding, OrganChange, OrganEvent};
pub use flow::{ProposalState, table};
pub use key::{KeyLine, KeyUse, PersonKey, is_sound_point};
pub use people::{Case, Committee, CommitteeMember, Interest, Person, Role, RosterPeriod, Unit};
pub use state::{Organ, Proposal};
pub use touches::Touches;
