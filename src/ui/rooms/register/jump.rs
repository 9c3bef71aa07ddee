//! To a place in the list: the record of a number, or the first line of a day. Nothing is narrowed.

use crate::domain::ids::Millis;
use crate::domain::refusal::Rule;
use crate::domain::search::{Filter, Sought};
use crate::domain::when::{self, Precision};
use crate::office::{Found, Trouble};
use crate::ui::form::{Answers, Ask, Def, Kind, Value, What};
use crate::ui::room::{Cx, Go};
use crate::words::rooms::words;

/// Asks where to.
pub fn ask(cx: &Cx, filter: Filter) -> Go {
    let s = words(cx.lang);
    let to = Def::new("to", s.jump_what.clone(), What::Field(Kind::Line(40)), Value::Text(String::new()));
    let defs = vec![Def::told("#hint", vec![s.jump_hint.clone()]), to.required(true)];
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let typed = a.text("to");
        let sought = sought(cx, &typed)?;
        let place = cx.office.place(&cx.actor, &filter, sought)?;
        cx.goes_to = place;
        Ok(Go::Pop(place.is_none().then(|| words(cx.lang).jump_not_here.clone())))
    });
    Go::Push(Box::new(Ask::of("ask", s.jump_to.clone(), defs, s.jump_button.clone(), then).unkept()))
}

/// A number leads to its record whatever else it could be read as.
fn sought(cx: &mut Cx, typed: &str) -> Result<Sought, Trouble> {
    match cx.office.find(&cx.actor, typed) {
        Ok(Found::Record(id)) => Ok(Sought::Record(id)),
        Err(trouble) if !matches!(trouble, Trouble::No(_)) => Err(trouble),
        _ => day(typed, cx.office.now()).ok_or_else(|| Rule::NoSuchMatter.into()),
    }
}

/// The first and the last moment of what was said.
fn day(typed: &str, now: Millis) -> Option<Sought> {
    let read = when::parse(typed, now).or_else(|_| when::ahead(typed, now)).ok()?;
    let first = when::local(read.at_ms).date();
    let last = match read.precision {
        Precision::Month => first.checked_add_months(chrono::Months::new(1))?.pred_opt()?,
        _ => first,
    };
    Some(Sought::Day { from: read.at_ms, to: when::end_of_day(last) })
}
