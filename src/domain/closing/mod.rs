//! Closing (办结): what had to follow from a record was done or decided against, discipline says what came of it in
//! words for the recorder and for those who handle the case, a custodian looks at it, and both read it. The
//! record is kept for ever; with new evidence the head of discipline opens it again (workflow T21, T22).

mod act;
mod flow;
mod page;
mod state;

pub use act::{AGREE, CLOSE, ClosingAct, ClosingEvent, HEAR, READ, REOPEN, RETURN};
pub use flow::At;
pub use state::Closing;
