//! Liuhen (留痕): a register of case inquiries for judicial organs.
//!
//! `ui` and `cli` are two faces of the same commands; both go through the one door, [`office`],
//! which asks `domain` what the law and the organ's own rules say, and lets `store` write the
//! answer into the append-only log whose mathematics is [`ledger`]. [`text`] is what both faces
//! know of characters, [`words`] what both say, [`slip`] what both print, [`forms`] what stands on a form, [`papers`] how a paper or a table is written, [`content`] what a kept file is, [`witness`] the other side of the evidence, [`identity`] who is at the other end.

pub mod cli;
pub mod content;
pub mod demo;
pub mod domain;
pub mod forms;
pub mod identity;
pub mod ledger;
pub mod office;
pub mod papers;
pub mod process;
pub mod signing;
#[cfg(test)]
#[path = "../tests/skip/mod.rs"]
mod skip;
pub mod slip;
pub mod store;
pub mod text;
pub mod ui;
pub mod witness;
pub mod words;
