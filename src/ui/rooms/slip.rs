//! What was typed, when the disk would not take it: a page to be copied by hand or by the terminal,
//! under the code of its draft.

use super::page::{Page, PageRoom};
use crate::office::{Fault, Trouble};
use crate::ui::form::Kept;
use crate::ui::room::{Cx, Go};
use crate::words::slip::rows;

/// The slip, where the trouble is a disk that takes nothing; the form stays as it is below it.
pub(crate) fn offered(cx: &mut Cx, trouble: &Trouble, kept: &Kept, code: &str) -> Option<Go> {
    if !matches!(trouble, Trouble::Fault(Fault::Full | Fault::ReadOnly)) {
        return None;
    }
    let mut page = Page::new();
    page.heading(kept.title.clone());
    page.text(cx.f.slip_intro.replace("{}", code));
    page.blank();
    for (label, value) in rows(cx.w, &kept.fields, &kept.more) {
        page.field(label, value);
    }
    cx.complain(trouble);
    Some(Go::Push(PageRoom::room("slip", code, page)))
}
