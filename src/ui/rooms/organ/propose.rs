//! Proposing a change of the organ's data: which kind, what it is about, and the form that the table
//! of changes gives.

use super::proposal;
use crate::domain::command::Command;
use crate::domain::organ::draft::{self, Filled};
use crate::domain::organ::{About, Ask, ChangeKind, Field, Organ, OrganCommand, Role};
use crate::domain::refusal::{No, Problem};
use crate::domain::when::{self, When};
use crate::office::Trouble;
use crate::ui::form::{Answers, Ask as Form, Choice, Def, Kind, Value, Way, What, choices, staff};
use crate::ui::room::{Cx, Go};
use crate::ui::rooms::menu::Menu;
use crate::words::change::{typed, words};
use serde_json::Value as Json;

/// How a way back names a proposal.
pub const STEP: &str = "propose";
/// What stands for something new in a list of what there is.
const NEW: &str = "+";

/// Goes on with a proposal that was begun.
pub fn go_on(cx: &mut Cx, part: &str) -> Go {
    let (kind, about) = part.split_once(' ').unwrap_or((part, ""));
    match ChangeKind::from_code(kind).map(|kind| form(cx, kind, Some(about).filter(|a| !a.is_empty()))) {
        // Nothing lies below that gives way to it.
        Some(Go::Replace(room)) => Go::Push(room),
        Some(other) => other,
        None => Go::Stay,
    }
}

/// Asks which kind of change it is to be.
pub fn kinds(cx: &Cx) -> Go {
    let ways = |cx: &Cx| {
        let c = words(cx.lang);
        // That an older copy was put back is said where one was, and nowhere else.
        let back = cx.office.rolled_back().is_some();
        let kinds = ChangeKind::ALL.iter().filter(|k| **k != ChangeKind::RolledBack || back);
        let way = |k: &ChangeKind| {
            let note = c.about.get(k.code()).cloned().unwrap_or_default();
            Choice::new(k.code(), cx.w.code("organ_change", k.code())).with_note(note)
        };
        kinds.map(way).collect()
    };
    let pick = |cx: &mut Cx, code: &str| ChangeKind::from_code(code).map_or(Go::Stay, |kind| about(cx, kind));
    Go::Push(Box::new(Menu::of(cx, "propose", String::new(), ways, pick).narrowed()))
}

/// Asks what it is about, where there is a choice.
fn about(cx: &mut Cx, kind: ChangeKind) -> Go {
    let title = cx.w.code("organ_change", kind.code()).to_owned();
    match kind.about() {
        About::Nothing => form(cx, kind, None),
        of => {
            let ways = move |cx: &Cx| subjects(cx, kind);
            let pick = move |cx: &mut Cx, code: &str| form(cx, kind, Some(code).filter(|c| *c != NEW));
            let menu = Menu::of(cx, "propose", title, ways, pick);
            Go::Push(Box::new(if of == About::Part { menu } else { menu.narrowed() }))
        }
    }
}

fn subjects(cx: &Cx, kind: ChangeKind) -> Vec<Choice> {
    let (c, organ) = (words(cx.lang), cx.office.organ());
    let new = matches!(
        kind.about(),
        About::PersonOrNew
            | About::UnitOrNew
            | About::CommitteeOrNew
            | About::CaseOrNew
            | About::WitnessOrNew
    );
    let new = new.then(|| Choice::new(NEW, c.new_one.clone()));
    let named = |id: String| {
        let (label, note) = called(cx, organ, kind, &id);
        Choice::new(id, label).with_note(note)
    };
    new.into_iter().chain(draft::subjects(organ, kind).into_iter().map(named)).collect()
}

/// What a thing is called, and what tells it from another of the same name.
fn called(cx: &Cx, organ: &Organ, kind: ChangeKind, id: &str) -> (String, String) {
    match kind.about() {
        About::Person | About::PersonOrNew => {
            organ.people.get(&id.into()).map_or_else(Default::default, |p| {
                (p.name.clone(), format!("{} {} 〔{}〕", organ.unit_name(&p.unit), p.post, p.account))
            })
        }
        About::UnitOrNew => (organ.unit_name(&id.into()).to_owned(), id.to_owned()),
        About::Committee | About::CommitteeOrNew => {
            (organ.committees.get(&id.into()).map(|b| b.name.clone()).unwrap_or_default(), id.to_owned())
        }
        About::CaseOrNew => {
            let case = organ.cases.get(id);
            (
                id.to_owned(),
                case.map(|c| format!("{} {}", c.cause, organ.name_of(&c.handler))).unwrap_or_default(),
            )
        }
        About::Key => {
            let whose = organ.keys.get(id).map(|k| organ.name_of(&k.person)).unwrap_or_default();
            (whose, id.to_owned())
        }
        About::Part => (words(cx.lang).part.get(id).cloned().unwrap_or_default(), String::new()),
        About::WitnessOrNew | About::Year | About::Nothing => (id.to_owned(), String::new()),
    }
}

/// The form of one change. It takes the list's place: from it one goes back to where one came from.
fn form(cx: &mut Cx, kind: ChangeKind, about: Option<&str>) -> Go {
    let stands = match cx.office.as_it_stands(kind, about) {
        Ok(stands) => stands,
        Err(trouble) => {
            cx.complain(&trouble);
            return Go::Stay;
        }
    };
    let (c, organ) = (words(cx.lang), cx.office.organ().clone());
    let fields = kind.fields(&organ, about);
    let name = about.map(|id| called(cx, &organ, kind, id).0).unwrap_or_default();
    let verb = cx.w.code("organ_change", kind.code());
    let title = format!("{verb} {name}").trim_end().to_owned();
    let note = c.about.get(kind.code()).cloned().unwrap_or_default();
    let mut defs = vec![Def::told("#about", vec![title.clone(), note, c.propose_hint.clone()])];
    defs.extend(fields.iter().map(|f| def(cx, &organ, f, draft::at(&stands, &f.key))));
    let subject = about.unwrap_or_default().to_owned();
    let about = about.map(str::to_owned);
    let then = Box::new(move |cx: &mut Cx, a: &Answers| {
        let (organ, now) = (cx.office.organ_now()?, cx.office.now());
        let filled: Filled = fields.iter().map(|f| (f.key.clone(), answer(f, a))).collect();
        let change = draft::change(&organ, kind, about.as_deref(), &stands, &filled, now)
            .map_err(|no| placed(no, &fields))?;
        let done = cx.act(&Command::Organ(OrganCommand::Propose { change }));
        let (receipt, said) = done.map_err(|trouble| match trouble {
            Trouble::No(no) => placed(no, &fields),
            fault => fault,
        })?;
        cx.say(format!("{said}  {}", words(cx.lang).wait));
        let proposal = receipt.matter;
        match proposal::open(cx, proposal) {
            Go::Push(page) => Ok(Go::Replace(page)),
            other => Ok(other),
        }
    });
    let button = c.propose.clone();
    let way = Way::by(STEP, "").part(format!("{} {}", kind.code(), subject));
    Go::Replace(Box::new(Form::of("propose", title, defs, button, then).on(way)))
}

/// A problem of the organ's data names its own field; the form's line for it is found by its end.
fn placed(no: No, fields: &[Field]) -> Trouble {
    let No::Wrong(problems) = no else { return no.into() };
    let place = |p: Problem| {
        let end = format!(".{}", p.field);
        let line = fields.iter().find(|f| f.key == p.field || f.key.ends_with(&end));
        Problem { field: line.map_or(p.field.clone(), |f| f.key.clone()), ..p }
    };
    No::Wrong(problems.into_iter().map(place).collect()).into()
}

fn def(cx: &Cx, organ: &Organ, field: &Field, stands: &Json) -> Def {
    let c = words(cx.lang);
    let text = || typed(cx.w, organ, field.ask, stands);
    let one = || Value::One(stands.as_str().filter(|s| !s.is_empty()).map(str::to_owned));
    let many = || {
        let all = stands.as_array().into_iter().flatten();
        Value::Many(all.filter_map(|v| v.as_str().map(str::to_owned)).collect())
    };
    let (kind, value) = match field.ask {
        Ask::Line(most) => (Kind::Line(most), Value::Text(text())),
        Ask::Number | Ask::Clock => (Kind::Line(24), Value::Text(text())),
        Ask::Text => (Kind::Text(2000), Value::Text(text())),
        Ask::PublicKey => (Kind::Line(1000), Value::Text(text())),
        Ask::Names | Ask::Members | Ask::Holidays => (Kind::Text(8000), Value::Text(text())),
        Ask::Yes => (Kind::Yes, Value::Yes(stands.as_bool().unwrap_or(false))),
        Ask::Person => (Kind::Person, one()),
        Ask::People => (Kind::Many(staff(cx)), many()),
        Ask::Unit => {
            let units = organ.units.values().map(|u| Choice::new(u.id.0.clone(), u.name.clone()));
            (Kind::Pick(units.collect()), one())
        }
        Ask::Code(list) => (Kind::Pick(choices(list, cx.lang)), one()),
        Ask::OneOf(list, codes) => {
            let all = codes.iter().map(|code| Choice::new(*code, cx.w.code(list, code)));
            (Kind::Pick(all.collect()), one())
        }
        Ask::Body => {
            let all = choices("CL24", cx.lang).into_iter();
            (Kind::Pick(all.filter(|b| organ.kind.committee(&b.code).is_some()).collect()), one())
        }
        Ask::Roles => {
            let all = Role::ALL.iter().map(|r| Choice::new(r.code(), cx.w.role(r.code())));
            (Kind::Many(all.collect()), many())
        }
        Ask::Codes(list) => (Kind::Many(choices(list, cx.lang)), many()),
        Ask::Day => {
            let at = stands.as_i64().map(|at_ms| When { at_ms, precision: when::Precision::Day });
            (Kind::When, Value::When(at))
        }
    };
    let now = crate::words::change::told(cx.w, organ, field.ask, stands);
    let now = if now.is_empty() { String::new() } else { c.stands.replace("{}", &now.replace('\n', "; ")) };
    let hint = [c.hint(&field.key), &now].join("  ");
    let key = field.key.clone();
    let mut def = Def::new(key, c.label(cx.w, &field.key), What::Field(kind), value);
    if field.key.ends_with("case_no") {
        def = def.suggest(organ.cases.keys().map(|no| Choice::new(no.clone(), no.clone())).collect());
    }
    def.required(field.required).hint(hint.trim())
}

fn answer(field: &Field, a: &Answers) -> Vec<String> {
    let key = field.key.as_str();
    match field.ask {
        Ask::Yes => vec![a.yes(key).to_string()],
        Ask::Person | Ask::Unit | Ask::Code(_) | Ask::OneOf(..) | Ask::Body => {
            a.one(key).into_iter().collect()
        }
        Ask::People | Ask::Roles | Ask::Codes(_) => a.many(key),
        Ask::Day => {
            let at = a.when(key).map(|w| when::local(w.at_ms).format("%Y-%m-%d %H:%M").to_string());
            at.into_iter().collect()
        }
        _ => vec![a.text(key)],
    }
}
