//! Paper and tables: what leaves the register as a sheet to sign or as figures to reckon with.
//!
//! A [`Sheet`] says everything that stands on a paper; the writers `text`, `docx` and `pdf` say the same
//! in three ways and decide nothing of content. A [`table::Table`] is a list as it is shown, written as a
//! workbook, as CSV or as JSON lines. Nothing here knows the register, a clock, or a language's words.

pub mod docx;
pub mod fault;
mod flow;
pub mod fonts;
pub mod grid;
mod lines;
mod measure;
pub mod pdf;
pub mod sheet;
pub mod stamp;
pub mod table;
pub mod text;

pub use crate::domain::lang::Lang;
pub use fault::Fault;
pub use fonts::{Fonts, Found, Role, Unprinted};
pub use grid::{Band, Cell, Field, Grid, Tick};
pub use sheet::{Align, Block, Column, Foot, Label, Level, List, Setting, Sheet, Signature};
pub use stamp::Stamp;
