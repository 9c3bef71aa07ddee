//! domain

pub mod calendar;
pub mod case_no;
pub mod codes;
pub mod lang;
pub mod organ_kind;
pub mod policy_file;
pub mod provisions;
pub mod when;
