//! A gift of a record, in a form of its own: kind, worth, and what became of it.

use super::choices;
use super::entry::{Def, What};
use super::sheet::Sheet;
use super::spec::{Kind, Value};
use crate::domain::record::Gift;
use crate::domain::when::{Precision, When};
use crate::ui::room::Cx;
use crate::words;

/// The fields of a gift.
pub(crate) fn defs(cx: &Cx, g: &Gift, reasons: &[(String, String)]) -> Vec<Def> {
    let f = words::form::words(cx.lang);
    let label = |key: &str| cx.w.field(&format!("gifts.{key}"));
    let one = |key: &'static str, list: &str, code: &str| {
        let value = Value::One(Some(code.to_owned()).filter(|c| !c.is_empty()));
        Def::new(key, label(key), What::Field(Kind::Pick(choices(list, cx.lang))), value)
    };
    let text = |key: &'static str, limit: usize, words: &str| {
        let value = Value::Text(words.to_owned());
        Def::new(key, label(key), What::Field(Kind::Line(limit)), value)
    };
    let at = g.returned_at.map(|at_ms| When { at_ms, precision: Precision::Day });
    let mut defs = vec![
        Def::heading(&cx.w.field("gifts")),
        one("kind", "gift_kind", &g.kind).required(true),
        text("description", 100, &g.description),
        text("value", 40, &g.value).hint(f.hint("gift_value")),
        one("answer", "gift_answer", &g.answer),
        Def::new("returned_at", label("returned_at"), What::Field(Kind::When), Value::When(at)),
        text("returned_to", 60, &g.returned_to),
    ];
    for def in &mut defs {
        def.provision = Some("gifts");
        let own = reasons.iter().filter(|(key, _)| *key == def.key);
        def.notes.extend(own.map(|(_, reason)| reason.clone()));
    }
    defs.push(Def::button("#done", f.record("person_done")));
    defs.push(Def::button("#remove", f.record("gift_remove")));
    defs
}

/// The gift as its fields now have it.
pub(crate) fn gather(cx: &Cx, sheet: &Sheet) -> Gift {
    let values = sheet.values(cx.office.now());
    Gift {
        kind: values.one("kind").unwrap_or_default(),
        description: values.text("description"),
        value: values.text("value"),
        answer: values.one("answer").unwrap_or_default(),
        returned_at: values.when("returned_at").map(|at| at.at_ms),
        returned_to: values.text("returned_to"),
    }
}
