//! Where the register lives: one directory with a database, materials and drafts. The only folder
//! that names a database crate.

pub mod archive;
pub mod backup;
pub mod beside;
pub mod challenges;
pub mod check;
pub mod compare;
pub mod concordance;
pub mod contract;
pub mod cuts;
pub mod db;
pub mod drafts;
pub(crate) mod engine;
pub mod face;
pub mod fault;
pub(crate) mod files;
mod guard;
pub mod lines;
pub mod lock;
pub mod log;
mod looks;
pub mod materials;
mod opening;
pub mod own_keys;
mod query;
pub mod quota;
pub mod restore;
pub mod roots;
pub mod said;
mod schema;
pub mod seal;
pub mod sessions;
pub mod settings;
pub mod space;
pub mod tables;
pub mod tiles;
mod unfinished;
pub mod unsealed;

pub use db::{Founding, Mode, Register, Tx};
pub use fault::Fault;
pub use schema::{STEPS, Step, Tables};

#[cfg(test)]
mod attack_tests;
#[cfg(test)]
mod contract_tests;
#[cfg(test)]
mod db_tests;
#[cfg(test)]
mod testing;
