//! One verb for every kind of matter, made from its table: `liuhen KIND ACT NO --field value`.

use super::input::{Typed, code};
use super::page::joined;
use super::sitting::Sitting;
use super::stop::Stop;
use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::domain::kind::{About, Ask, Field, Hung, RowFacts};
use crate::domain::lang::Lang;
use crate::domain::record::local_time;
use crate::domain::refusal::{Flaw, Refusal, Rule};
use crate::domain::registry;
use crate::office::{Found, MatterSheet, Shown, id_of_part};
use crate::words::{fill, words};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, Error, FromArgMatches, Subcommand};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What every kind has beside its acts.
const LIST: &str = "list";
const SHOW: &str = "show";
/// Of a kind whose matters keep figures.
const VERIFY: &str = "verify";

/// A line about a matter of a registered kind.
#[derive(Clone, Debug)]
pub struct KindVerb {
    kind: &'static str,
    asked: Asked,
}

#[derive(Clone, Debug)]
enum Asked {
    List,
    Show(String),
    /// The figures that it keeps, counted once more.
    Verify(String),
    /// On each of the matters that are named.
    Act {
        act: Act,
        nos: Vec<String>,
        given: BTreeMap<&'static str, Vec<Typed>>,
    },
}

/// The option by which an act is said of further matters.
const ALSO: &str = "also";

/// How an act or a field is spelled on the line.
fn spelled(code: &str) -> String {
    code.replace('_', "-")
}

fn command(kind: &About) -> Command {
    let no = || Arg::new("no").required(true).value_name("NO");
    let acts = kind.rows.iter().map(|row| {
        let options = row.asks.iter().map(option);
        let also = row.several.then(|| Arg::new(ALSO).long(ALSO).value_name("NO").action(ArgAction::Append));
        // What is begun on the organ is begun on nothing that has a name.
        let on = (!row.begins || kind.on != Hung::Organ).then(no);
        Command::new(spelled(row.act.code())).args(on).args(options).args(also)
    });
    let verify = kind.counted.then(|| Command::new(VERIFY).arg(no()));
    Command::new(kind.code)
        .subcommand_required(true)
        .subcommand(Command::new(LIST))
        .subcommand(Command::new(SHOW).arg(no()))
        .subcommands(acts)
        .subcommands(verify)
}

fn option(field: &Field) -> Arg {
    let arg = Arg::new(field.key).long(spelled(field.key)).required(field.required);
    let typed = |arg: Arg| arg.value_parser(clap::value_parser!(Typed));
    match field.ask {
        Ask::Yes => arg.action(ArgAction::SetTrue),
        Ask::Codes(_) => typed(arg).value_name("CODE").value_delimiter(',').action(ArgAction::Append),
        Ask::Code(_) => typed(arg).value_name("CODE"),
        Ask::Line(_) | Ask::Text(_) | Ask::Spoken(_) => typed(arg).value_name("TEXT"),
        Ask::Person => typed(arg).value_name("ACCOUNT"),
        Ask::Past | Ask::Coming => typed(arg).value_name("TIME"),
        Ask::Material => typed(arg).value_name("HASH"),
        Ask::Matter(_) => typed(arg).value_name("NO"),
    }
}

impl Subcommand for KindVerb {
    fn augment_subcommands(line: Command) -> Command {
        line.subcommands(registry::plain().map(command))
    }
    fn augment_subcommands_for_update(line: Command) -> Command {
        Self::augment_subcommands(line)
    }
    fn has_subcommand(name: &str) -> bool {
        registry::plain().any(|k| k.code == name)
    }
}

impl FromArgMatches for KindVerb {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let none = || Error::new(ErrorKind::MissingSubcommand);
        let (kind, below) = matches.subcommand().ok_or_else(none)?;
        let kind = registry::plain().find(|k| k.code == kind).ok_or_else(none)?;
        let (verb, given) = below.subcommand().ok_or_else(none)?;
        let no = || match given.try_get_one::<String>("no") {
            Ok(Some(no)) => no.clone(),
            _ => String::new(),
        };
        let asked = match kind.rows.iter().find(|r| spelled(r.act.code()) == verb) {
            Some(row) => Asked::Act {
                act: row.act,
                nos: [no()].into_iter().chain(also(row, given)).collect(),
                given: row.asks.iter().map(|f| said(f, given)).collect(),
            },
            None if verb == SHOW => Asked::Show(no()),
            None if verb == VERIFY => Asked::Verify(no()),
            None => Asked::List,
        };
        Ok(Self { kind: kind.code, asked })
    }
    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The further matters of which an act is said.
fn also(row: &RowFacts, given: &ArgMatches) -> Vec<String> {
    let named = row.several.then(|| given.get_many::<String>(ALSO)).flatten();
    named.into_iter().flatten().cloned().collect()
}

impl KindVerb {
    pub fn names_several(&self) -> bool {
        matches!(&self.asked, Asked::Act { nos, .. } if nos.len() > 1)
    }
}

/// The row behind a verb; none where no table has such an act.
pub fn row_called(kind: &str, verb: &str) -> Option<RowFacts> {
    let kind = registry::plain().find(|k| k.code == kind)?;
    kind.rows.iter().find(|row| spelled(row.act.code()) == verb).cloned()
}

fn said(field: &Field, given: &ArgMatches) -> (&'static str, Vec<Typed>) {
    let all = match field.ask {
        Ask::Yes => given.get_flag(field.key).then(Typed::default).into_iter().collect(),
        _ => given.get_many::<Typed>(field.key).into_iter().flatten().cloned().collect(),
    };
    (field.key, all)
}

/// What a command of a kind does; none where the path is no such command.
pub fn command_words(lang: Lang, path: &str) -> Option<&'static str> {
    let (w, mut parts) = (words(lang), path.split(' '));
    let code = parts.next()?;
    let kind = registry::plain().find(|k| k.code == code)?;
    match parts.next() {
        None => Some(w.code("matter_list", kind.code)),
        Some(LIST) => Some(w.code("kind_verb", LIST)),
        Some(SHOW) => Some(w.code("kind_verb", SHOW)),
        Some(VERIFY) if kind.counted => Some(w.code("kind_verb", VERIFY)),
        Some(verb) => kind.rows.iter().find(|r| spelled(r.act.code()) == verb).map(|r| w.act(r.act)),
    }
}

/// What an argument of such a command is for.
pub fn arg_words(lang: Lang, path: &str, name: &str) -> Option<&'static str> {
    let (w, mut parts) = (words(lang), path.split(' '));
    let code = parts.next()?;
    let kind = registry::plain().find(|k| k.code == code)?;
    let verb = parts.next()?;
    let row = kind.rows.iter().find(|r| spelled(r.act.code()) == verb)?;
    if row.several && name == ALSO {
        return Some(w.code("kind_verb", ALSO));
    }
    let field = row.asks.iter().find(|f| f.key == name)?;
    Some(w.label(kind.code, field.key))
}

impl Sitting<'_> {
    pub fn kind_verb(&mut self, verb: &KindVerb) -> Result<(), Stop> {
        let about = registry::plain().find(|k| k.code == verb.kind);
        let about = about.ok_or_else(|| Stop::from(Refusal::of(Rule::NoSuchMatter)))?;
        match &verb.asked {
            Asked::List => self.matters(about.code, &format!("{}_state", about.code)),
            Asked::Show(no) => {
                let id = self.of_kind(about, no)?;
                self.show_matter(id)
            }
            Asked::Verify(no) => {
                let id = self.of_kind(about, no)?;
                self.count_again(&id)
            }
            Asked::Act { act, nos, given } => {
                let row = about.rows.iter().find(|r| r.act == *act).ok_or(Refusal::of(Rule::NotNow))?;
                self.on_each(about, row, nos, given)
            }
        }
    }

    /// An act on each of the matters that are named. All are looked for before it is done on any; where one stops
    /// it, what was done on those before stands, and the same line again goes on behind them.
    fn on_each(
        &mut self,
        about: &About,
        row: &RowFacts,
        nos: &[String],
        given: &BTreeMap<&'static str, Vec<Typed>>,
    ) -> Result<(), Stop> {
        if self.pen.asks_text && nos.len() > 1 {
            return Err(Refusal::of(Rule::SignedOneByOne).into());
        }
        let id = self.command;
        let of_part = |n| id.map(|id| id_of_part(&id, n));
        let mut named: Vec<(MatterId, &str)> = Vec::new();
        for no in nos {
            self.command = of_part(named.len());
            if row.begins && about.on == Hung::Organ {
                named.push((MatterId(Uuid::nil()), no));
                continue;
            }
            let found = if row.begins { self.record(no)? } else { self.of_kind(about, no)? };
            if !named.iter().any(|(on, _)| *on == found) {
                named.push((found, no));
            }
        }
        self.command = id;
        let mut answers = Map::new();
        for field in row.asks {
            let typed = given.get(field.key).map(Vec::as_slice).unwrap_or_default();
            if let Some(value) = self.answer(field, typed)? {
                answers.insert(field.key.to_owned(), value);
            }
        }
        for (n, (on, no)) in named.iter().enumerate() {
            self.command = of_part(n);
            let done = self.on_one(about, row, *on, answers.clone());
            if done.is_err() && named.len() > 1 {
                let done_before = n.to_string();
                let told = fill(&self.face.said().several_stopped, &[("no", no), ("n", &done_before)]);
                self.face.remark(&told);
            }
            done?;
        }
        Ok(())
    }

    fn on_one(
        &mut self,
        about: &About,
        row: &RowFacts,
        on: MatterId,
        mut answers: Map<String, Value>,
    ) -> Result<(), Stop> {
        if let Some(id) = self.command
            && let Some(before) = self.office.goes_on(&self.actor, &id)?
            && let Some(receipt) = self.office.first_receipt(&self.actor, &before)?
        {
            return self.face.receipt(&receipt);
        }
        if row.begins && about.on == Hung::Record {
            answers.insert("record".to_owned(), json!(on));
        }
        let matter = (!row.begins).then_some(on);
        let command = (about.command)(matter, act_of(row.act, answers));
        let command = command.map_err(|e| Stop::wrong(row.act.code(), Flaw::Unreadable, e))?;
        self.act(&command)
    }

    /// A matter by its own name, or the last one of its kind on a record.
    fn of_kind(&mut self, about: &About, no: &str) -> Result<MatterId, Stop> {
        let id = match self.find(no)? {
            Found::Matter(id) => id,
            Found::Record(id) => self.office.last_on(&self.actor, &id, about.code)?,
            _ => return Err(Refusal::of(Rule::NoSuchMatter).into()),
        };
        match self.office.sheet(&self.actor, &id)?.kind == about.code {
            true => Ok(id),
            false => Err(Refusal::of(Rule::NoSuchMatter).into()),
        }
    }

    /// What was typed for a field as the act holds it; none where nothing was.
    fn answer(&mut self, field: &Field, typed: &[Typed]) -> Result<Option<Value>, Stop> {
        let Some(first) = typed.first() else {
            return Ok(matches!(field.ask, Ask::Codes(_)).then(|| json!([])).or_else(|| empty(field)));
        };
        let now = self.read_at()?;
        Ok(Some(match field.ask {
            Ask::Line(_) | Ask::Material => json!(first.trim()),
            Ask::Text(_) | Ask::Spoken(_) => json!(self.face.words_of(field.key, first)?),
            Ask::Code(list) => json!(code(list, first)),
            Ask::Codes(list) => json!(typed.iter().map(|t| code(list, t)).collect::<Vec<_>>()),
            Ask::Person => json!(self.person(first)?),
            Ask::Past => json!(local_time::to_text(self.face.past(field.key, first, now)?.at_ms)),
            Ask::Coming => json!(local_time::to_text(self.face.coming(field.key, first, now)?.at_ms)),
            Ask::Yes => json!(true),
            Ask::Matter(_) => match self.find(first)? {
                Found::Record(id) | Found::Matter(id) => json!(id),
                _ => return Err(Refusal::of(Rule::NoSuchMatter).into()),
            },
        }))
    }

    pub fn show_matter(&mut self, id: MatterId) -> Result<(), Stop> {
        let sheet = self.office.sheet(&self.actor, &id)?;
        if self.face.json {
            return self.face.value(&sheet);
        }
        self.title()?;
        let (w, said) = (self.face.w(), self.face.said());
        let state = w.code(&format!("{}_state", sheet.kind), sheet.state).to_owned();
        self.face.line(&joined(&[w.code("matter", sheet.kind).to_owned(), sheet.ref_.to_string(), state]))?;
        if let Some(record) = &sheet.record_ref {
            let record = joined(&[record.to_string(), sheet.case_no.clone()]);
            self.face.pair(w.code("matter", "record"), &record)?;
        }
        self.face.pair(&said.since, &self.moment(sheet.since))?;
        self.due(sheet.due.as_ref().map(|(_, due)| due))?;
        self.rows(&sheet)?;
        self.story(&sheet.story)?;
        self.abilities(&sheet.can)
    }

    fn rows(&mut self, sheet: &MatterSheet) -> Result<(), Stop> {
        let (organ, lang) = (self.organ(), self.face.lang);
        for row in &sheet.rows {
            let w = self.face.w();
            let label = match &row.shown {
                Shown::Figure(line) => crate::words::figures::words(lang).label(lang, &organ, line),
                _ => w.label(sheet.kind, row.label).to_owned(),
            };
            match w.shown(row) {
                Some(value) => self.face.pair(&label, &value)?,
                None => self.face.heading(&label)?,
            }
        }
        Ok(())
    }
}

/// The act as the table's enum writes it: its name alone where nothing is asked.
fn act_of(act: Act, answers: Map<String, Value>) -> Value {
    if answers.is_empty() { json!(act.code()) } else { json!({ act.code(): answers }) }
}

/// What stands for nothing typed, where the act has a place for it.
fn empty(field: &Field) -> Option<Value> {
    match field.ask {
        Ask::Line(_) | Ask::Text(_) | Ask::Spoken(_) | Ask::Code(_) => Some(json!("")),
        Ask::Yes => Some(json!(false)),
        _ => None,
    }
}
