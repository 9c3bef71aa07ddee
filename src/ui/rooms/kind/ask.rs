//! The form of an act, made from what its row asks for, and the command that comes of it.

use super::super::asking;
use crate::domain::command::Command;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, Ref};
use crate::domain::kind::{About, Ask, Field, Hung, RowFacts};
use crate::domain::record::local_time;
use crate::domain::refusal::{Flaw, No, Problem, Rule};
use crate::domain::registry;
use crate::office::{Beside, Trouble};
use crate::ui::form::{Answers, Choice, FieldSpec, Kind, Value, choices};
use crate::ui::room::{Cx, Go};
use serde_json::{Map, json};
use uuid::Uuid;

/// The table of the kind that an act belongs to.
fn row_of(act: Act) -> Option<(&'static About, RowFacts)> {
    registry::plain().find_map(|k| {
        let row = k.rows.iter().find(|r| r.act == act).cloned()?;
        Some((k, row))
    })
}

/// Asks for an act on a matter, or on the record that it begins one on; `intro` stands above the form.
pub fn ask(cx: &mut Cx, act: Act, name: &Ref, on: MatterId, intro: Vec<String>) -> Go {
    let Some((kind, row)) = row_of(act) else { return Go::NotMine };
    let beside = match cx.office.beside(&cx.actor, act, &on) {
        Ok(beside) => beside,
        Err(trouble) => {
            cx.complain(&trouble);
            return Go::Stay;
        }
    };
    let fields = row.asks.iter().map(|f| spec(cx, kind, f)).chain(also(cx, &beside)).collect();
    asking::ask_of_several(cx, act, &name.0, intro, fields, move |_, answers| {
        let on_these = [on].into_iter().chain(beside.iter().filter(|b| is_named(answers, b)).map(|b| b.on));
        on_these.map(|on| command(kind, &row, on, answers)).collect()
    })
}

/// Asks for an act that begins a matter on the organ.
pub fn begin(cx: &mut Cx, act: Act, intro: Vec<String>) -> Go {
    ask(cx, act, &Ref(String::new()), MatterId(Uuid::nil()), intro)
}

/// The field that names what the act is said of as well; none where there is nothing else.
const ALSO: &str = "also";

fn is_named(answers: &Answers, beside: &Beside) -> bool {
    answers.many(ALSO).contains(&beside.record.0)
}

fn also(cx: &Cx, beside: &[Beside]) -> Option<FieldSpec> {
    let choice = |b: &Beside| {
        let name = if b.number.is_empty() { &b.record.0 } else { &b.number };
        Choice::new(b.record.0.clone(), name.clone()).with_note(b.cases.clone())
    };
    let choices: Vec<Choice> = beside.iter().map(choice).collect();
    let field = FieldSpec {
        kind: Kind::Many(choices),
        value: Value::Many(Vec::new()),
        ..asking::line(ALSO, &cx.f.several)
    };
    (!beside.is_empty()).then(|| asking::optional(asking::hinted(field, &cx.f.several_hint)))
}

fn spec(cx: &Cx, kind: &About, field: &Field) -> FieldSpec {
    let label = cx.w.label(kind.code, field.key);
    let listed = |list| choices(list, cx.lang);
    let made = match field.ask {
        Ask::Line(most) => FieldSpec { kind: Kind::Line(most), ..asking::line(field.key, label) },
        Ask::Text(most) | Ask::Spoken(most) => {
            FieldSpec { kind: Kind::Text(most), ..asking::text(field.key, label) }
        }
        Ask::Code(list) => asking::pick(field.key, label, listed(list)),
        Ask::Codes(list) => FieldSpec {
            kind: Kind::Many(listed(list)),
            value: Value::Many(Vec::new()),
            ..asking::line(field.key, label)
        },
        Ask::Person => {
            FieldSpec { kind: Kind::Person, value: Value::One(None), ..asking::line(field.key, label) }
        }
        Ask::Past => asking::when(field.key, label),
        Ask::Coming => asking::coming(field.key, label),
        Ask::Yes => asking::yes(field.key, label),
        Ask::Material | Ask::Matter(_) => asking::line(field.key, label),
    };
    if field.required { made } else { asking::optional(made) }
}

fn command(kind: &About, row: &RowFacts, on: MatterId, answers: &Answers) -> Result<Command, Trouble> {
    let mut given = Map::new();
    if row.begins && kind.on == Hung::Record {
        given.insert("record".to_owned(), json!(on));
    }
    for field in row.asks {
        let value = match field.ask {
            Ask::Line(_) | Ask::Text(_) | Ask::Spoken(_) | Ask::Material | Ask::Matter(_) => {
                json!(answers.text(field.key))
            }
            Ask::Code(_) | Ask::Person => json!(answers.one(field.key).unwrap_or_default()),
            Ask::Codes(_) => json!(answers.many(field.key)),
            Ask::Yes => json!(answers.yes(field.key)),
            Ask::Past | Ask::Coming => match answers.when(field.key) {
                Some(when) => json!(local_time::to_text(when.at_ms)),
                None => continue,
            },
        };
        given.insert(field.key.to_owned(), value);
    }
    let name = row.act.code();
    let act = if given.is_empty() { json!(name) } else { json!({ name: given }) };
    let matter = if row.begins { None } else { Some(on) };
    (kind.command)(matter, act).map_err(|_| match row.asks.first() {
        Some(field) => No::Wrong(vec![Problem::new(field.key, Flaw::Missing, "")]).into(),
        None => Trouble::from(Rule::NotNow),
    })
}
