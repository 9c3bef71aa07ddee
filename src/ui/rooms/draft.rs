//! The record form, new, resumed or correcting, and whatever else was begun and left.

use super::organ::propose;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::record::{RecordText, Status};
use crate::office::{Found, RecordSheet, Trouble};
use crate::text::folded;
use crate::ui::bindings::Action;
use crate::ui::form::{Ask, Begin, Begun, Def, FieldSpec, Kept, Kind, Mode, RecordForm, Slot, Value, Way};
use crate::ui::frame::action_words;
use crate::ui::room::{Cx, Go, Room};
use crate::words;

/// What a record form is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormFor {
    New,
    /// A quick note is completed.
    Quick(MatterId),
    /// A record of one's own is amended before it is in the store.
    Amend(MatterId),
    /// A correction is proposed after that.
    Correct(MatterId),
    /// What was left unfinished.
    Draft(String),
}

const KIND: &str = "record";
/// The part of a way back that leads through the confirmation of a record.
pub(super) const CONFIRM: &str = "confirm";

/// Opens the record form.
pub fn record_form(cx: &mut Cx, what: FormFor) -> Go {
    // Before the first key: nobody types what cannot be kept. A draft may be looked at.
    if !matches!(what, FormFor::Draft(_))
        && let Err(trouble) = cx.office.room()
    {
        cx.complain(&trouble);
        return Go::Stay;
    }
    let opened = match what {
        FormFor::Draft(id) => return draft(cx, &id),
        FormFor::New => Slot::fresh(cx, KIND).and_then(|slot| open(cx, new_record(), slot)),
        FormFor::Quick(id) => at(cx, id, "quick"),
        FormFor::Amend(id) => at(cx, id, "amend"),
        FormFor::Correct(id) => at(cx, id, "correct"),
    };
    opened.unwrap_or_else(|trouble| {
        cx.complain(&trouble);
        Go::Stay
    })
}

fn open(cx: &mut Cx, begin: Begin, slot: Slot) -> Result<Go, Trouble> {
    let form = RecordForm::open(cx, begin, slot)?;
    Ok(Go::Push(Box::new(form)))
}

fn at(cx: &mut Cx, id: MatterId, act: &str) -> Result<Go, Trouble> {
    let begin = begin_at(cx, id, act)?;
    let slot = Slot::new(cx, KIND, format!("{act}-{id}"));
    open(cx, begin, slot)
}

fn new_record() -> Begin {
    let text =
        RecordText { matter: "CASE".to_owned(), secrecy: "INTERNAL".to_owned(), ..RecordText::default() };
    Begin { mode: Mode::New, text, returned: Vec::new(), intro: Vec::new(), ref_: None }
}

fn begin_at(cx: &mut Cx, id: MatterId, act: &str) -> Result<Begin, Trouble> {
    let sheet = cx.office.record(&cx.actor, &id)?;
    let view = &sheet.record;
    let seen = view.revision.clone();
    let mut begin = new_record();
    begin.ref_ = Some(view.ref_.to_string());
    begin.returned.clone_from(&view.returned);
    if act == "quick" || view.status == Status::Quick {
        begin.mode = Mode::Quick(id);
        from_note(cx, &sheet, &mut begin);
    } else {
        begin.mode = if act == "correct" { Mode::Correct(id, seen) } else { Mode::Amend(id, seen) };
        begin.text.clone_from(&view.text);
    }
    let f = words::form::words(cx.lang);
    for r in &begin.returned {
        begin.intro.push(format!(
            "{}  {}",
            cx.w.field(&r.field),
            f.record("returned").replace("{}", &r.reason)
        ));
    }
    Ok(begin)
}

/// What the quick note said stands in the fields already, and above them as it was written.
fn from_note(cx: &Cx, sheet: &RecordSheet, begin: &mut Begin) {
    let Some(note) = &sheet.record.quick else { return };
    let f = words::form::words(cx.lang);
    let RecordText { occurred, people, content, case_no, .. } = note.as_text();
    begin.text = RecordText { occurred, people, content, case_no, ..std::mem::take(&mut begin.text) };
    begin.intro.push(f.record("from_note").to_owned());
}

/// Goes on with what was begun, where one was.
pub(crate) fn go_on(cx: &mut Cx, begun: &Begun) -> Go {
    match &begun.kept.way {
        Some(way) => {
            let go = back(cx, way);
            if !matches!(go, Go::Push(_)) {
                cx.chosen = None;
            }
            go
        }
        None => draft(cx, &begun.line.id),
    }
}

/// To the matter, and to what was being done there.
fn back(cx: &mut Cx, way: &Way) -> Go {
    if way.step == propose::STEP {
        return propose::go_on(cx, &way.part);
    }
    let act = Act::from_code(&way.step);
    cx.chosen = Some(act.map_or(Action::Reveal, Action::Do));
    if way.name.is_empty() {
        return super::open(cx, Action::Room(4));
    }
    let found = cx.office.find(&cx.actor, &way.name);
    let go = found.map(|found| match found {
        Found::Record(id) if way.part == CONFIRM => super::confirmation(cx, id),
        Found::Record(id) => super::matter(cx, "record", id),
        Found::Escalation(id) => super::matter(cx, "escalation", id),
        Found::Item(id) => super::matter(cx, "item", id),
        Found::Meeting(id) => super::matter(cx, "meeting", id),
        Found::Proposal(id) => super::matter(cx, "proposal", id),
        Found::Matter(id) => super::matter(cx, "", id),
    });
    go.unwrap_or_else(|trouble| {
        cx.complain(&trouble);
        Go::Stay
    })
}

/// What a draft is of, for the desk.
pub(crate) fn label(cx: &Cx, begun: &Begun) -> String {
    let f = words::form::words(cx.lang);
    if let Some(way) = &begun.kept.way {
        return match Act::from_code(&way.step) {
            Some(act) => cx.w.act(act).to_owned(),
            None if way.step == propose::STEP => {
                let kind = way.part.split(' ').next().unwrap_or_default();
                cx.w.code("organ_change", kind).to_owned()
            }
            None => action_words(cx, Action::Reveal),
        };
    }
    match begun.line.kind.as_str() {
        super::quick::KIND => f.quick("title").to_owned(),
        // By what the form does in the end, in whatever language it was begun.
        KIND => f.record(mode(&begun.kept).as_ref().map_or("new", Mode::word)).to_owned(),
        _ => begun.kept.title.clone(),
    }
}

/// Throws a draft away, once the word was typed.
pub(crate) fn discard_begun(cx: &Cx, begun: &Begun) -> Go {
    let told = [label(cx, begun), begun.told().join("  ")];
    let name = begun.kept.way.iter().map(|w| w.name.clone()).filter(|n| !n.is_empty());
    let lines = vec![name.chain(told).filter(|t| !t.is_empty()).collect::<Vec<_>>().join("  ")];
    let slot = Slot::new(cx, "", begun.line.id.clone());
    Go::Push(thrown_away(cx, lines, slot, false))
}

/// Goes on with a draft that a form keeps for itself.
pub fn draft(cx: &mut Cx, id: &str) -> Go {
    let me = cx.me.0.clone();
    let found = cx.office.drafts().and_then(|d| Ok(d.load(&me, id)?));
    let opened = match found {
        Ok(Some(draft)) if draft.kind == KIND => resume(cx, id, &draft.payload),
        Ok(Some(draft)) if draft.kind == super::quick::KIND => {
            let slot = Slot::new(cx, super::quick::KIND, id.to_owned());
            Ok(Go::Push(super::quick::note(cx, slot)))
        }
        Ok(Some(draft)) => Ok(left_behind(cx, id, &draft.payload)),
        Ok(None) => Ok(Go::Say(words::form::words(cx.lang).draft("gone").to_owned())),
        Err(trouble) => Err(trouble),
    };
    opened.unwrap_or_else(|trouble| {
        cx.complain(&trouble);
        Go::Stay
    })
}

fn resume(cx: &mut Cx, id: &str, payload: &str) -> Result<Go, Trouble> {
    let begin = match Kept::read(payload).as_ref().and_then(mode) {
        Some(Mode::Quick(m)) => begin_at(cx, m, "quick")?,
        Some(Mode::Amend(m, _)) => begin_at(cx, m, "amend")?,
        Some(Mode::Correct(m, _)) => begin_at(cx, m, "correct")?,
        Some(Mode::New) | None => new_record(),
    };
    let slot = Slot::new(cx, KIND, id.to_owned());
    open(cx, begin, slot)
}

fn mode(kept: &Kept) -> Option<Mode> {
    serde_json::from_value(kept.more.get("mode")?.clone()).ok()
}

/// An answer that an earlier version of the program kept: its words are shown, to be copied.
fn left_behind(cx: &mut Cx, id: &str, payload: &str) -> Go {
    let f = words::form::words(cx.lang);
    let kept = Kept::read(payload).unwrap_or_default();
    let mut lines = vec![f.draft("elsewhere").replace("{}", &kept.title)];
    lines.extend(kept.fields.values().filter_map(|v| v.as_str().map(str::to_owned)));
    let slot = Slot::new(cx, "ask", id.to_owned());
    Go::Push(thrown_away(cx, lines, slot, false))
}

/// Asks for the word before a draft is thrown away; `two` when the form below goes with it.
fn thrown_away(cx: &Cx, lines: Vec<String>, slot: Slot, two: bool) -> Box<dyn Room> {
    let f = words::form::words(cx.lang);
    let word = f.draft("word");
    let spec = FieldSpec {
        key: "word",
        label: f.draft("type").replace("{}", word),
        kind: Kind::Line(20),
        required: true,
        hint: f.draft("no_way_back").to_owned(),
        provision: None,
        value: Value::Text(String::new()),
    };
    let mut slot = slot;
    let then = Box::new(move |cx: &mut Cx, answers: &crate::ui::form::Answers| {
        let f = words::form::words(cx.lang);
        if folded(&answers.text("word")) != folded(f.draft("word")) {
            cx.say(f.draft("wrong_word"));
            cx.grave = true;
            return Ok(Go::Stay);
        }
        slot.finish(cx);
        let said = f.draft("thrown_away").to_owned();
        if two {
            cx.say(said);
            return Ok(Go::Home(None));
        }
        Ok(Go::Pop(Some(said)))
    });
    let mut defs = vec![Def::told("#lines", lines)];
    defs.push(spec.into());
    Box::new(Ask::of("ask", f.draft("title").to_owned(), defs, f.draft("button").to_owned(), then).unkept())
}

/// Asks for the word before the draft of the form below is thrown away.
pub(crate) fn discard(cx: &Cx, slot: Slot) -> Box<dyn Room> {
    let lines = vec![words::form::words(cx.lang).draft("whole_form").to_owned()];
    thrown_away(cx, lines, slot, true)
}
