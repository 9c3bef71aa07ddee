//! The form in which the directory and the texts held against it are read. An act is judged for ever by the
//! reading of its time, so what is folded here stays as it is; everything else goes by [`super::fold()`].

use super::fold::{Folded, Traced};
use super::forms;

pub(super) fn fold(text: &str) -> Folded {
    traced(text).folded
}

/// A text as it is held against the directory.
pub fn traced(text: &str) -> Traced {
    Traced::of(text, forms::as_read)
}

/// The text with each character in the form of that table, nothing else changed: 民終 is 民终.
pub fn simplified(text: &str) -> String {
    text.chars().map(forms::as_read).collect()
}
