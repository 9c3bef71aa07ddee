//! Forms: fields on one scrolling page, and the small form behind every act that asks for words.

mod ask;
mod brought;
mod choice;
mod entry;
mod gather;
mod gift;
mod kept;
mod look;
mod marks;
mod means;
mod page;
mod person;
mod pick;
mod record;
mod sheet;
mod spec;
mod sub;
mod submit;
mod view;

pub use ask::Ask;
pub use choice::{Choice, choices};
pub use spec::{Answers, FieldSpec, Kind, Value};

pub(crate) use ask::staff;

pub(crate) use brought::{PASTED, file_kinds, pasted_kinds};
pub(crate) use entry::{Def, What};
pub(crate) use kept::{Begun, Kept, Slot, Way, begun};
pub(crate) use page::paper_words;
pub(crate) use person::summary;
pub(crate) use record::{Begin, Mode, RecordForm};
pub(crate) use sheet::{Did, Sheet};

use crate::domain::refusal::Problem;
use crate::ui::room::Cx;

/// What is wrong with a field, without the field's name.
pub(crate) fn flaw_words(cx: &Cx, problem: &Problem) -> String {
    let said = cx.w.problem(problem);
    let named = cx.w.field(&problem.field);
    said.strip_prefix(&named).map_or(said.clone(), |s| s.trim_start_matches(['：', ':', ' ']).to_owned())
}
