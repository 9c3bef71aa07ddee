//! domain

pub mod calendar;
pub mod case_no;
pub mod codes;
pub mod lang;
pub mod when;
