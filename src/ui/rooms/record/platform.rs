//! The record in the order of the platform above, to be copied by hand, and the note that it stands
//! there.

use super::acts::ask;
use super::fields::{With, day, line, pick_code};
use crate::domain::codes;
use crate::domain::flow::Act;
use crate::domain::record::sheet::{form_of, platforms};
use crate::domain::record::{Filing, RecordCommand};
use crate::office::{Found, RecordSheet};
use crate::ui::room::{Cx, Go};
use crate::ui::rooms::page::Page;
use crate::ui::rooms::print::{Preview, What};
use crate::words::rooms::words;
use crate::words::sheet::OnPaper;

/// Every field the platform asks for, in its order.
pub fn copy(cx: &Cx, sheet: &RecordSheet) -> Go {
    let s = words(cx.lang);
    let code = codes::platform_of(&cx.office.organ().kind.code);
    let Some(platform) = form_of(platforms(), code, &sheet.record.stream) else { return Go::Stay };
    let r = &sheet.record;
    let of = OnPaper::of(cx.office.organ(), r);
    let mut page = Page::new();
    page.heading(cx.w.code("platform", code));
    if !platform.verified {
        page.text(s.copy_order.clone());
        page.blank();
    }
    for row in &platform.rows {
        page.field(row.label(cx.lang), cx.w.on_paper(&of, &row.value));
    }
    let what = What::new(Found::Record(r.id), Some("copy"), &r.ref_.0);
    Go::Push(Preview::of("copy", what, page))
}

/// Asks for the platform, its number, the day and by whom.
pub fn note(cx: &Cx, sheet: &RecordSheet) -> Go {
    let own = codes::platform_of(&cx.office.organ().kind.code);
    let me = cx.office.organ().name_of(&cx.me);
    let fields = vec![
        pick_code(cx, "platform", cx.w.field("platform"), "platform").holding(own),
        line("number", cx.w.field("number"), 60),
        day("on", cx.w.field("on"), cx.office.now()),
        line("by", cx.w.field("by"), 60).holding(&me),
    ];
    ask(cx, sheet, Act::NoteFiling, &[&words(cx.lang).filing_intro], fields, move |cx, a| {
        let filing = Filing {
            platform: a.one("platform").unwrap_or_default(),
            number: a.text("number"),
            on: a.when("on").map_or_else(|| cx.office.now(), |w| w.at_ms),
            by: a.text("by"),
        };
        Ok(RecordCommand::NoteFiling { filing })
    })
}
