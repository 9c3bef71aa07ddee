//! The quick note: when, who, one line; completed later from the desk.

use crate::domain::command::Command;
use crate::domain::record::{Occurred, QuickNote, RecordCommand};
use crate::domain::when::{Precision, When};
use crate::ui::form::{Answers, Ask, Choice, Def, Kind, Slot, Value, What};
use crate::ui::room::{Cx, Go, Room};
use crate::words;

pub(super) const KIND: &str = "quick";

/// Opens an empty quick note with the present time.
pub fn quick(cx: &mut Cx) -> Go {
    match cx.office.room().and_then(|()| Slot::fresh(cx, KIND)) {
        Ok(slot) => Go::Push(note(cx, slot)),
        Err(trouble) => {
            cx.complain(&trouble);
            Go::Stay
        }
    }
}

/// The note as a room, kept in this slot when one leaves it.
pub(super) fn note(cx: &Cx, slot: Slot) -> Box<dyn Room> {
    let f = words::form::words(cx.lang);
    let now = cx.office.now();
    // To the minute: seconds are not what a person remembers.
    let at = When { at_ms: now - now.rem_euclid(60_000), precision: Precision::Exact };
    let line = |key: &str, limit: usize| {
        let def = Def::new(key, f.quick(key), What::Field(Kind::Line(limit)), Value::Text(String::new()));
        def.hint(f.hint(&format!("quick_{key}")))
    };
    let names = cx.office.own_subjects(&cx.actor).unwrap_or_default();
    let names = names.into_iter().map(|(name, unit)| Choice::new(unit.clone(), name).with_note(unit));
    let cases = cx.office.organ().cases.values().map(|c| Choice {
        code: c.case_no.clone(),
        label: c.case_no.clone(),
        note: c.cause.clone(),
        ..Choice::default()
    });
    let when = Def::new("occurred", f.quick("occurred"), What::Field(Kind::When), Value::When(Some(at)));
    let defs = vec![
        Def::told("#intro", vec![f.quick("intro").to_owned()]),
        when.required(true).provision("occurred").hint(f.hint("occurred")),
        line("who", 60).required(true).provision("inquirers").suggest(names.collect()),
        line("line", 200).required(true).provision("content"),
        Def { several: true, ..line("case_no", 600).provision("case_no").suggest(cases.collect()) },
    ];
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let case = a.text("case_no");
        let at = a.when("occurred").unwrap_or(at);
        let note = QuickNote {
            occurred: Occurred { from: at.at_ms, to: None, precision: at.precision },
            who: a.text("who"),
            line: a.text("line"),
            case_no: Some(case).filter(|c| !c.is_empty()),
        };
        let act = RecordCommand::Quick { note };
        let (_, said) = cx.act(&Command::Record { record: None, act })?;
        let f = words::form::words(cx.lang);
        Ok(Go::Pop(Some(format!("{said}  {}", f.quick("later")))))
    });
    let title = f.quick("title").to_owned();
    Box::new(
        Ask::of("quick", title, defs, f.quick("button").to_owned(), then)
            .kept_in(slot)
            .past_only()
            .beginning_at("who"),
    )
}
