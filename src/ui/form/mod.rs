//! Forms: fields on one scrolling page, and the small form behind every act that asks for words.

mod ask;
mod choice;
mod spec;

pub use ask::Ask;
pub use choice::{Choice, choices, initials};
pub use spec::{Answers, FieldSpec, Kind, Value};
