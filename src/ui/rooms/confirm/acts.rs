//! What a custodian does with a record that was read: a hand, a return, a dispute, then the next.

use super::reading::blind_def;
use super::{Confirm, waiting};
use crate::domain::command::Command;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::record::{Answer, CHECKLIST, Checklist, FieldReason, RecordCommand};
use crate::domain::refusal::{Refusal, Rule};
use crate::office::Trouble;
use crate::ui::form::{Answers, Ask, Def, FieldSpec, Kind, Value, Way, What};
use crate::ui::room::{Cx, Go};
use crate::ui::rooms::draft::CONFIRM;
use crate::words;
use std::collections::BTreeMap;

/// The hand. The first is one key; a doubt needs its remark, the second hand the last four
/// characters of the name, and what it read off the material.
pub(super) fn confirm(room: &Confirm, cx: &mut Cx) -> Go {
    let doubt = room.answers.values().any(|a| *a == Answer::Doubt);
    let (id, place) = (room.id, room.place);
    let seen = room.sheet.record.revision.clone();
    let checklist = room.answers.clone();
    if room.resolves() {
        return resolve(room, cx, true);
    }
    if !doubt && !room.is_second() {
        let act = hand(seen, &checklist, String::new(), String::new(), BTreeMap::new());
        let done = cx.act(&Command::Record { record: Some(id), act });
        return done.and_then(|(_, said)| next(cx, id, place, said)).unwrap_or_else(|trouble| {
            cx.complain(&trouble);
            Go::Stay
        });
    }
    let f = words::form::words(cx.lang);
    let mut defs = vec![Def::told("#intro", vec![room.sheet.record.ref_.to_string()])];
    let remark =
        Def::new("remark", f.confirm("remark"), What::Field(Kind::Text(500)), Value::Text(String::new()));
    defs.push(remark.required(doubt).hint(f.hint("remark")).provision("custody"));
    let second = room.is_second();
    if second {
        defs.extend(completing(room, cx));
    }
    let fields = room.sheet.blind.clone();
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let blind = fields.iter().map(|field| ((*field).to_owned(), a.text(field))).collect();
        let act = hand(seen.clone(), &checklist, a.text("remark"), a.text("last_four"), blind);
        let (_, said) = cx.act(&Command::Record { record: Some(id), act })?;
        next(cx, id, place, said)
    });
    let title = cx.w.code("act", "confirm").to_owned();
    let button = f.confirm("button").to_owned();
    // What the material did not agree with is asked for before the rest.
    let first = if doubt || !second { "remark" } else { room.sheet.blind.first().unwrap_or(&"last_four") };
    Go::Push(Box::new(
        Ask::of("ask", title, defs, button, then).on(way(room, Act::Confirm)).beginning_at(first),
    ))
}

/// The way back to what is asked beside this record.
fn way(room: &Confirm, act: Act) -> Way {
    Way::of(act, room.sheet.record.ref_.0.as_str()).part(CONFIRM)
}

/// What the hand that completes is asked: what it read off the material, and the last four characters
/// of the name.
fn completing(room: &Confirm, cx: &Cx) -> Vec<Def> {
    let f = words::form::words(cx.lang);
    let read = |field: &str| room.read.get(field).map_or("", String::as_str);
    let mut defs: Vec<Def> = room.sheet.blind.iter().map(|field| blind_def(cx, field, read(field))).collect();
    let four = What::Field(Kind::Line(20));
    let four = Def::new("last_four", f.confirm("last_four"), four, Value::Text(String::new()));
    defs.push(four.required(true).hint(f.hint("last_four")));
    defs
}

/// The third one's decision, with its reason: it takes the record into the store, or back to whoever
/// recorded it.
fn resolve(room: &Confirm, cx: &mut Cx, confirm: bool) -> Go {
    let f = words::form::words(cx.lang);
    let (id, place) = (room.id, room.place);
    let seen = room.sheet.record.revision.clone();
    let mut defs = vec![Def::told("#intro", vec![room.sheet.record.ref_.to_string()])];
    let reason = What::Field(Kind::Text(500));
    let reason = Def::new("reason", f.confirm("resolve_reason"), reason, Value::Text(String::new()));
    defs.push(reason.required(true).provision("custody"));
    if confirm {
        defs.extend(completing(room, cx));
    }
    let (fields, checklist) = (room.sheet.blind.clone(), room.answers.clone());
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let act = RecordCommand::Resolve {
            seen: seen.clone(),
            confirm,
            reason: a.text("reason"),
            checklist: checklist.clone(),
            last_four: a.text("last_four"),
            blind: fields.iter().map(|field| ((*field).to_owned(), a.text(field))).collect(),
        };
        let (_, said) = cx.act(&Command::Record { record: Some(id), act })?;
        next(cx, id, place, said)
    });
    let title = cx.w.code("act", "resolve").to_owned();
    let back = way(room, if confirm { Act::Confirm } else { Act::Return });
    let button = cx.w.code("act", if confirm { "confirm" } else { "return" }).to_owned();
    Go::Push(Box::new(Ask::of("ask", title, defs, button, then).on(back).beginning_at("reason")))
}

fn hand(
    seen: crate::domain::ids::Revision,
    checklist: &Checklist,
    remark: String,
    last_four: String,
    blind: BTreeMap<String, String>,
) -> RecordCommand {
    RecordCommand::Confirm { seen, checklist: checklist.clone(), remark, last_four, blind }
}

/// A return names what is to be completed; the points answered so stand there already.
pub(super) fn return_(room: &Confirm, cx: &mut Cx) -> Go {
    if room.resolves() {
        return resolve(room, cx, false);
    }
    let f = words::form::words(cx.lang);
    let (id, place) = (room.id, room.place);
    let seen = room.sheet.record.revision.clone();
    let wanted: Vec<&'static str> =
        CHECKLIST.into_iter().filter(|p| room.answers.get(*p) == Some(&Answer::Incomplete)).collect();
    let points = if wanted.is_empty() { CHECKLIST.to_vec() } else { wanted.clone() };
    let field = |point: &'static str| FieldSpec {
        key: point,
        label: cx.w.code("point", point).to_owned(),
        kind: Kind::Line(200),
        required: !wanted.is_empty(),
        hint: f.hint("return_reason").to_owned(),
        provision: Some("custody"),
        value: Value::Text(String::new()),
    };
    let fields = points.iter().map(|p| field(p)).collect();
    let intro = vec![format!("{}  {}", room.sheet.record.ref_, f.confirm("return_intro"))];
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let said = points.iter().map(|p| (*p, a.text(p))).filter(|(_, reason)| !reason.is_empty());
        let reasons: Vec<FieldReason> =
            said.map(|(point, reason)| FieldReason { field: field_of(point).to_owned(), reason }).collect();
        if reasons.is_empty() {
            return Err(Trouble::from(Refusal::of(Rule::ReasonMissing)));
        }
        let act = RecordCommand::Return { seen: seen.clone(), reasons };
        let (_, said) = cx.act(&Command::Record { record: Some(id), act })?;
        next(cx, id, place, said)
    });
    let title = cx.w.code("act", "return").to_owned();
    Go::Push(Ask::new(way(room, Act::Return), title.clone(), intro, fields, title, then))
}

/// The field of the record that a point of the checklist looks at.
fn field_of(point: &str) -> &str {
    match point {
        "name" => "people[0].name",
        "post" => "people[0].post",
        "time" => "occurred",
        "materials" => "attachments",
        "signatures" => "present",
        other => other,
    }
}

/// The second custodian does not agree with the first; both opinions are kept, a third decides.
pub(super) fn dispute(room: &Confirm, cx: &mut Cx) -> Go {
    let f = words::form::words(cx.lang);
    let (id, place) = (room.id, room.place);
    let seen = room.sheet.record.revision.clone();
    let checklist = room.answers.clone();
    let reason = FieldSpec {
        key: "reason",
        label: f.confirm("dispute_reason").to_owned(),
        kind: Kind::Text(500),
        required: true,
        hint: f.hint("dispute").to_owned(),
        provision: Some("custody"),
        value: Value::Text(String::new()),
    };
    let intro = vec![room.sheet.record.ref_.to_string()];
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let act = RecordCommand::Dispute {
            seen: seen.clone(),
            checklist: checklist.clone(),
            reason: a.text("reason"),
        };
        let (_, said) = cx.act(&Command::Record { record: Some(id), act })?;
        next(cx, id, place, said)
    });
    let title = cx.w.code("act", "dispute").to_owned();
    Go::Push(Ask::new(way(room, Act::Dispute), title.clone(), intro, vec![reason], title, then))
}

/// What was read off the material is told to the register, and the record opens.
pub(super) fn read_off(room: &Confirm, cx: &mut Cx, blind: BTreeMap<String, String>) -> Result<(), Trouble> {
    let act = RecordCommand::ReadOff { seen: room.sheet.record.revision.clone(), blind };
    let (_, said) = cx.act(&Command::Record { record: Some(room.id), act })?;
    cx.say(said);
    Ok(())
}

/// The next record opens by itself; after the last one, the desk.
fn next(cx: &mut Cx, done: MatterId, place: (usize, usize), said: String) -> Result<Go, Trouble> {
    super::kept::slot(cx, &done).finish(cx);
    let waiting: Vec<MatterId> = waiting(cx)?.into_iter().filter(|id| *id != done).collect();
    let room = match waiting.first() {
        Some(id) => {
            let place = (place.0 + 1, place.0 + waiting.len());
            let next: Box<dyn crate::ui::room::Room> = Box::new(Confirm::open(cx, *id, place)?);
            Some(next)
        }
        None => None,
    };
    cx.say(said);
    Ok(Go::Home(room))
}
