//! What the acts of these rooms ask for: fields by kind, and the command that comes of them.

use super::paper::said;
use crate::domain::command::Command;
use crate::domain::flow::Act;
use crate::domain::ids::{PersonId, Ref};
use crate::domain::refusal::Rule;
use crate::domain::registry;
use crate::office::Trouble;
use crate::ui::form::{Answers, Ask, Choice, FieldSpec, Kind, Value, Way};
use crate::ui::room::{Cx, Go};

/// The longest text of an act.
const LONG: usize = 2000;
const SHORT: usize = 120;

fn field(key: &'static str, label: &str, kind: Kind, value: Value) -> FieldSpec {
    FieldSpec {
        key,
        label: label.to_owned(),
        kind,
        required: true,
        hint: String::new(),
        provision: None,
        value,
    }
}

pub fn line(key: &'static str, label: &str) -> FieldSpec {
    field(key, label, Kind::Line(SHORT), Value::Text(String::new()))
}

pub fn text(key: &'static str, label: &str) -> FieldSpec {
    field(key, label, Kind::Text(LONG), Value::Text(String::new()))
}

pub fn pick(key: &'static str, label: &str, choices: Vec<Choice>) -> FieldSpec {
    let only = match choices.as_slice() {
        [one] => Some(one.code.clone()),
        _ => None,
    };
    field(key, label, Kind::Pick(choices), Value::One(only))
}

pub fn when(key: &'static str, label: &str) -> FieldSpec {
    field(key, label, Kind::When, Value::When(None))
}

pub fn coming(key: &'static str, label: &str) -> FieldSpec {
    field(key, label, Kind::Coming, Value::When(None))
}

pub fn yes(key: &'static str, label: &str) -> FieldSpec {
    FieldSpec { required: false, ..field(key, label, Kind::Yes, Value::Yes(false)) }
}

pub fn optional(spec: FieldSpec) -> FieldSpec {
    FieldSpec { required: false, ..spec }
}

pub fn hinted(spec: FieldSpec, hint: &str) -> FieldSpec {
    FieldSpec { hint: hint.to_owned(), ..spec }
}

/// What cannot be undone asks for something typed: the last four characters of the matter's name.
pub fn last_four(cx: &Cx, name: &Ref) -> FieldSpec {
    let t = said(cx);
    hinted(line("last_four", t.label("last_four")), &t.last_four_hint.replace("{}", &name.0))
}

/// # Errors
/// [`Rule::LastFourWrong`].
pub fn four_are(answers: &Answers, name: &Ref) -> Result<(), Trouble> {
    if name.ends_in(&answers.text("last_four")) {
        return Ok(());
    }
    Err(Rule::LastFourWrong.into())
}

/// People as choices, with post and unit to tell them apart.
pub fn people(cx: &Cx, wanted: &[PersonId]) -> Vec<Choice> {
    let directory = cx.office.directory();
    wanted
        .iter()
        .filter_map(|id| directory.iter().find(|p| &p.id == id))
        .map(|p| Choice::person(p.id.as_str(), p, format!("{} {}", p.unit, p.post).trim(), cx.lang))
        .collect()
}

/// The person picked.
///
/// # Errors
/// [`Rule::UnknownPerson`] where nobody was.
pub fn person(answers: &Answers, key: &str) -> Result<PersonId, Trouble> {
    Ok(answers.one(key).map(PersonId).ok_or(Rule::UnknownPerson)?)
}

/// Asks, acts, and goes back to the matter with a word about it. The first line names the matter:
/// what was typed about one is never offered for another. An act that cannot be undone asks for the
/// end of that name.
pub fn ask(
    cx: &Cx,
    act: Act,
    name: &str,
    intro: Vec<String>,
    fields: Vec<FieldSpec>,
    command: impl Fn(&mut Cx, &Answers) -> Result<Command, Trouble> + 'static,
) -> Go {
    ask_on(cx, act, Way::of(act, name), name, intro, fields, command)
}

/// As [`ask`], of several matters at once where others are named.
pub fn ask_of_several(
    cx: &Cx,
    act: Act,
    name: &str,
    intro: Vec<String>,
    fields: Vec<FieldSpec>,
    commands: impl Fn(&mut Cx, &Answers) -> Result<Vec<Command>, Trouble> + 'static,
) -> Go {
    asked(cx, act, Way::of(act, name), name, intro, fields, commands)
}

/// As [`ask`], about something that is not the matter itself.
pub fn ask_on(
    cx: &Cx,
    act: Act,
    way: Way,
    name: &str,
    intro: Vec<String>,
    fields: Vec<FieldSpec>,
    command: impl Fn(&mut Cx, &Answers) -> Result<Command, Trouble> + 'static,
) -> Go {
    asked(cx, act, way, name, intro, fields, move |cx, answers| Ok(vec![command(cx, answers)?]))
}

fn asked(
    cx: &Cx,
    act: Act,
    way: Way,
    name: &str,
    intro: Vec<String>,
    mut fields: Vec<FieldSpec>,
    commands: impl Fn(&mut Cx, &Answers) -> Result<Vec<Command>, Trouble> + 'static,
) -> Go {
    let title = cx.w.act(act).to_owned();
    let four = registry::is_final(act).then(|| Ref(name.to_owned()));
    fields.extend(four.iter().map(|name| last_four(cx, name)));
    let then = move |cx: &mut Cx, answers: &Answers| {
        four.iter().try_for_each(|name| four_are(answers, name))?;
        let commands = commands(cx, answers)?;
        Ok(Go::Pop(Some(cx.act_on_each(&commands)?)))
    };
    let named = std::iter::once(name.to_owned()).chain(intro);
    let intro = named.filter(|line| !line.trim().is_empty()).collect();
    Go::Push(Ask::new(way, title.clone(), intro, fields, title, Box::new(then)))
}
