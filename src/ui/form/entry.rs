//! One field on the page: what was typed into it, and what a key does to it.

use super::choice::Choice;
use super::pick::{Pick, Picked};
use super::spec::{FieldSpec, Kind, Value};
use crate::domain::lang::Lang;
use crate::domain::when::{self, When, WhenError};
use crate::ui::field::{Answer, Field, Refusal};
use crate::ui::keys::Key;

/// What stands on a line of the page.
#[derive(Clone, Debug)]
pub(crate) enum What {
    Field(Kind),
    /// A thing with a form of its own, in one line; Enter opens it.
    Row(String),
    Heading,
    Told(Vec<String>),
    Button,
    /// Leads to the field it names.
    Problem(String),
}

/// A line of the page as it is wanted; what has been typed is not in here.
#[derive(Clone, Debug)]
pub(crate) struct Def {
    pub key: String,
    pub label: String,
    pub what: What,
    pub required: bool,
    pub hint: String,
    pub provision: Option<&'static str>,
    /// What a typed line completes from.
    pub suggest: Vec<Choice>,
    /// Several of them may stand in the line; the last one is being typed.
    pub several: bool,
    /// Said under the field: why it came back, what is worth a second look.
    pub notes: Vec<String>,
    /// What the field begins with.
    pub value: Value,
}

impl Def {
    pub fn new(key: impl Into<String>, label: impl Into<String>, what: What, value: Value) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            what,
            required: false,
            hint: String::new(),
            provision: None,
            suggest: Vec::new(),
            several: false,
            notes: Vec::new(),
            value,
        }
    }
    pub fn heading(label: &str) -> Self {
        Self::new(format!("# {label}"), label, What::Heading, Value::Yes(false))
    }
    pub fn told(key: &str, lines: Vec<String>) -> Self {
        Self::new(key, "", What::Told(lines), Value::Yes(false))
    }
    pub fn button(key: &str, label: &str) -> Self {
        Self::new(key, label, What::Button, Value::Yes(false))
    }
    pub fn row(key: impl Into<String>, label: impl Into<String>, text: String) -> Self {
        Self::new(key, label, What::Row(text), Value::Yes(false))
    }
    pub fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }
    pub fn hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }
    pub fn provision(mut self, key: &'static str) -> Self {
        self.provision = Some(key);
        self
    }
    pub fn suggest(mut self, suggest: Vec<Choice>) -> Self {
        self.suggest = suggest;
        self
    }
}

impl From<FieldSpec> for Def {
    fn from(f: FieldSpec) -> Self {
        Self {
            required: f.required,
            hint: f.hint,
            provision: f.provision,
            ..Self::new(f.key, f.label, What::Field(f.kind), f.value)
        }
    }
}

/// What was filled in, of the kind the field takes.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// One line or paragraphs; a time is a line until it is read.
    Words(Field),
    Pick(Pick),
    Yes(bool),
    Nothing,
}

/// A line of the page with what was typed.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub def: Def,
    pub body: Body,
    /// What is wrong with it, in words.
    pub trouble: Option<String>,
    /// The suggestion that the person moved the mark to.
    marked: Option<usize>,
    /// The mark was moved back to the line itself: what was typed is meant as it is.
    as_typed: bool,
}

/// What a key did to a field.
#[derive(Debug, PartialEq)]
pub(crate) enum Done {
    NotMine,
    Moved,
    Changed,
    /// Changed, and there is nothing more to do here.
    Finished,
    /// A suggestion was taken: its code.
    Took(String),
    Refused(Refusal),
}

/// Suggestions shown at a time.
pub(crate) const SUGGESTED: usize = 5;

impl Entry {
    pub fn new(def: Def, lang: Lang) -> Self {
        let mut entry = Self { body: body(&def.what), def, trouble: None, marked: None, as_typed: false };
        let value = entry.def.value.clone();
        entry.put(&value, lang);
        entry
    }

    /// The same line wanted in other words, with what was typed so far.
    pub fn now_as(mut self, def: Def) -> Self {
        match (&mut self.body, &def.what) {
            (Body::Pick(pick), What::Field(Kind::Pick(list) | Kind::Many(list))) => pick.offer(list.clone()),
            (Body::Pick(_), What::Field(Kind::Person))
            | (Body::Words(_), What::Field(Kind::Line(_) | Kind::Text(_) | Kind::When | Kind::Coming))
            | (Body::Yes(_), What::Field(Kind::Yes)) => {}
            _ => self.body = body(&def.what),
        }
        self.def = def;
        self
    }

    /// Fills the field in.
    pub fn put(&mut self, value: &Value, lang: Lang) {
        match (&mut self.body, value) {
            (Body::Words(field), Value::Text(text)) => filled(field, text),
            (Body::Words(field), Value::When(Some(at))) => {
                let _ = field.set_text(&when::show(at.at_ms, at.precision, lang));
            }
            (Body::Pick(pick), Value::One(one)) => pick.chosen = one.iter().cloned().collect(),
            (Body::Pick(pick), Value::Many(many)) => pick.chosen.clone_from(many),
            (Body::Yes(yes), Value::Yes(value)) => *yes = *value,
            _ => {}
        }
    }

    /// What is filled in; a time only where it can be read.
    pub fn value(&self, now: i64) -> Value {
        match (&self.body, &self.def.what) {
            // A meeting is planned ahead; whether a time may lie ahead is for the act to say.
            (Body::Words(_), What::Field(Kind::When | Kind::Coming)) => Value::When(match self.time(now) {
                Some(Ok(at) | Err(WhenError::Future(at))) => Some(at),
                _ => None,
            }),
            (Body::Words(field), _) => Value::Text(field.text().to_owned()),
            (Body::Pick(pick), What::Field(Kind::Many(_))) => Value::Many(pick.chosen.clone()),
            (Body::Pick(pick), _) => Value::One(pick.chosen.first().cloned()),
            (Body::Yes(yes), _) => Value::Yes(*yes),
            (Body::Nothing, _) => Value::Yes(false),
        }
    }

    /// A field of time as it is read.
    pub fn time(&self, now: i64) -> Option<Result<When, WhenError>> {
        match (&self.body, &self.def.what) {
            (Body::Words(field), What::Field(Kind::When)) => Some(when::parse(field.text(), now)),
            (Body::Words(field), What::Field(Kind::Coming)) => Some(when::ahead(field.text(), now)),
            _ => None,
        }
    }

    /// As typed: a time that cannot be read yet is kept too.
    pub fn raw(&self) -> Option<serde_json::Value> {
        Some(match &self.body {
            Body::Words(field) if field.text().is_empty() => return None,
            Body::Words(field) => field.text().into(),
            Body::Pick(pick) if pick.chosen.is_empty() => return None,
            Body::Pick(pick) => pick.chosen.clone().into(),
            Body::Yes(true) => true.into(),
            Body::Yes(false) | Body::Nothing => return None,
        })
    }

    pub fn put_raw(&mut self, raw: &serde_json::Value, lang: Lang) {
        let value = match (raw, &self.def.what) {
            (serde_json::Value::String(text), _) => Value::Text(text.clone()),
            (serde_json::Value::Array(all), _) => {
                Value::Many(all.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect())
            }
            (serde_json::Value::Bool(yes), _) => Value::Yes(*yes),
            _ => return,
        };
        self.put(&value, lang);
    }

    pub fn is_empty(&self) -> bool {
        match &self.body {
            Body::Words(field) => field.text().trim().is_empty(),
            Body::Pick(pick) => pick.chosen.is_empty(),
            Body::Yes(yes) => !yes,
            Body::Nothing => false,
        }
    }

    /// Whether the focus can stand here.
    pub fn is_stop(&self) -> bool {
        !matches!(self.def.what, What::Heading | What::Told(_))
    }

    /// Where in the line the thing begins that is being typed.
    fn last_from(&self, typed: &str) -> usize {
        let commas = ['、', '，', ',', '；', ';'];
        let comma = typed.rfind(commas).filter(|_| self.def.several);
        comma.map_or(0, |at| at + typed[at..].chars().next().map_or(0, char::len_utf8))
    }

    /// Completions of what is typed, as long as it is not one of them already.
    pub fn suggestions(&self) -> Vec<&Choice> {
        let Body::Words(field) = &self.body else { return Vec::new() };
        let typed = &field.text()[self.last_from(field.text())..];
        if typed.trim().is_empty() || self.def.suggest.iter().any(|c| c.label == typed) {
            return Vec::new();
        }
        self.def.suggest.iter().filter(|c| c.fits(typed)).take(SUGGESTED).collect()
    }

    /// The suggestion that Enter takes, as in a list that opens: the first, until the mark is moved.
    pub fn at(&self, offered: usize) -> Option<usize> {
        let at = self.marked.unwrap_or(0);
        (offered > 0 && !self.as_typed).then_some(at.min(offered.saturating_sub(1)))
    }

    pub fn key(&mut self, key: Key) -> Done {
        match &mut self.body {
            Body::Words(_) => self.words_key(key),
            Body::Pick(pick) => match pick.key(key) {
                Picked::NotMine => Done::NotMine,
                Picked::Moved => Done::Moved,
                Picked::Changed => Done::Changed,
                Picked::Finished => Done::Finished,
                Picked::Refused(no) => Done::Refused(no),
            },
            Body::Yes(yes) => match key {
                Key::Char(' ' | '\u{3000}') | Key::Enter => {
                    *yes = !*yes;
                    Done::Changed
                }
                _ => Done::NotMine,
            },
            Body::Nothing => Done::NotMine,
        }
    }

    fn words_key(&mut self, key: Key) -> Done {
        let offered: Vec<Choice> = self.suggestions().into_iter().cloned().collect();
        match (key, self.at(offered.len())) {
            (Key::Down, None) if !offered.is_empty() => {
                (self.marked, self.as_typed) = (None, false);
                return Done::Moved;
            }
            // Below the last one there is nothing to go to; Tab goes on to the next field.
            (Key::Down, Some(at)) => {
                self.marked = Some((at + 1).min(offered.len().saturating_sub(1)));
                return Done::Moved;
            }
            (Key::Up, Some(at)) => {
                (self.marked, self.as_typed) = (at.checked_sub(1), at == 0);
                return Done::Moved;
            }
            (Key::Esc, Some(_)) => {
                self.as_typed = true;
                return Done::Moved;
            }
            (Key::Enter, Some(at)) => {
                self.marked = None;
                let Some(choice) = offered.get(at) else { return Done::Moved };
                let before = match &self.body {
                    Body::Words(field) => field.text()[..self.last_from(field.text())].to_owned(),
                    _ => String::new(),
                };
                let Body::Words(field) = &mut self.body else { return Done::Moved };
                let _ = field.set_text(&format!("{before}{}", choice.label));
                return Done::Took(choice.code.clone());
            }
            _ => {}
        }
        let Body::Words(field) = &mut self.body else { return Done::NotMine };
        let done = field.key(key).into();
        if done == Done::Changed {
            (self.marked, self.as_typed) = (None, false);
        }
        done
    }

    pub fn paste(&mut self, text: &str) -> Done {
        match &mut self.body {
            Body::Words(field) => field.paste(text).into(),
            Body::Pick(pick) => pick.paste(text).into(),
            Body::Yes(_) | Body::Nothing => Done::NotMine,
        }
    }

    /// What the focus leaves behind: a list closes, a mark goes.
    pub fn left(&mut self) {
        (self.marked, self.as_typed) = (None, false);
        if let Body::Pick(pick) = &mut self.body {
            pick.close();
        }
    }
}

/// What was kept was text when it was typed; an older rule may have let more in.
fn filled(field: &mut Field, text: &str) {
    if field.set_text(text).is_err() {
        let plain: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let _ = field.set_text(&plain);
    }
}

fn body(what: &What) -> Body {
    match what {
        What::Field(Kind::Line(limit)) => Body::Words(Field::line(*limit)),
        What::Field(Kind::Text(limit)) => Body::Words(Field::paragraphs(*limit)),
        What::Field(Kind::When | Kind::Coming) => Body::Words(Field::line(40)),
        What::Field(Kind::Pick(list)) => Body::Pick(Pick::new(list.clone(), false)),
        What::Field(Kind::Many(list)) => Body::Pick(Pick::new(list.clone(), true)),
        What::Field(Kind::Person) => Body::Pick(Pick::new(Vec::new(), false)),
        What::Field(Kind::Yes) => Body::Yes(false),
        What::Row(_) | What::Heading | What::Told(_) | What::Button | What::Problem(_) => Body::Nothing,
    }
}

impl From<Answer> for Done {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::NotMine => Self::NotMine,
            Answer::Moved => Self::Moved,
            Answer::Changed => Self::Changed,
            Answer::Refused(no) => Self::Refused(no),
        }
    }
}
