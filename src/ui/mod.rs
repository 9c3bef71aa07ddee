//! The face on a terminal. The pieces below `field` know nothing of records: they measure text,
//! read keys, and keep a remote screen up to date with as few bytes as possible.

pub mod field;
pub mod input;
pub mod keys;
pub mod screen;
pub mod shift;
pub mod strokes;
pub mod terminal;
pub mod text;
