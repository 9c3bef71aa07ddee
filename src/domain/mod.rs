//! The rules, pure: no clock, no files, no SQL, no terminal. A lawyer could read it.
//!
//! [`decide::decide`] says what a command comes to; each area folds its events into a state; the
//! flows are tables ([`flow`]); [`policy`] is the only place that says who.

pub mod abilities;
pub mod accountability;
pub mod at_once;
pub mod book;
pub mod calendar;
pub mod case_no;
pub mod circulation;
pub mod closing;
pub mod coded;
pub mod codes;
pub mod command;
pub mod committee;
pub mod competent;
pub mod course;
pub mod decide;
pub mod disclosure;
pub mod disposal;
pub mod escalation;
pub mod event;
pub mod evidence;
pub mod figures;
pub mod flow;
pub mod ids;
pub mod kind;
pub mod lang;
pub mod limits;
pub mod name;
pub mod organ;
pub mod organ_kind;
pub mod policy;
pub mod policy_file;
pub mod provisions;
pub mod question;
pub mod read;
pub mod record;
pub mod refusal;
pub mod registry;
pub mod remembered;
pub mod report;
pub mod routing;
mod said;
pub mod search;
pub mod seen;
pub mod signature;
pub mod state;
pub mod triage;
pub mod turn;
pub mod urgency;
pub mod when;
pub mod whole;
