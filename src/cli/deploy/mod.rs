//! What stands on a court's server around the register: one table, which `setup-ssh` prints and
//! writes and `doctor` compares with what is there.

pub mod access;
pub mod files;
pub mod manifest;
mod table;
pub mod units;
pub mod values;

pub use files::{Piece, pieces};
pub use table::{Compare, Point, check, points, server_points, unit_rows};
pub use values::{Given, Names, Values};
