//! domain

pub mod calendar;
pub mod lang;
pub mod when;
