//! The face on a terminal. These pieces know nothing of records: they measure text, read keys, and
//! keep a screen at the end of a slow line up to date with as few bytes as possible.

pub mod app;
pub mod bindings;
pub mod decode;
pub mod field;
pub mod form;
pub mod frame;
pub mod input;
pub mod keys;
pub mod lock;
pub mod paint;
mod paste;
pub mod room;
pub mod rooms;
pub mod run;
pub mod screen;
pub mod shift;
mod stack;
pub mod strokes;
pub mod terminal;
pub mod watch;
pub use crate::text;
