//! The columns of a kind's table.

use super::Flow;
use super::rules::Desk;
use crate::domain::flow::{Act, Capacity, To};
use crate::domain::ids::MatterId;
use crate::domain::policy::{Deed, Raw};
use crate::domain::refusal::{Refusal, Rule};
use crate::domain::signature::Signed;

/// How a field is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// One line of at most so many characters.
    Line(usize),
    /// Paragraphs of at most so many characters.
    Text(usize),
    /// Paragraphs that are said where a body decides: they name whoever they are about, and are not read for
    /// whom else they may mean.
    Spoken(usize),
    /// One code of a list, or any of it.
    Code(&'static str),
    Codes(&'static str),
    /// One member of staff, from the directory.
    Person,
    /// A moment that is past, or one that is to come.
    Past,
    Coming,
    Yes,
    /// Bytes that are kept, by their hash.
    Material,
    /// Another matter of a kind, by its short name.
    Matter(&'static str),
}

/// What an act asks for. The key names the field in the act, in the form, on the line, in the schema,
/// in the problem that is told and in the words.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub key: &'static str,
    pub ask: Ask,
    pub required: bool,
    /// From which version of a body on it must be there; before, it could be left out.
    pub since: u8,
    /// The rule that is told where it is missing; none where its name is enough.
    pub rule: Option<Rule>,
}

impl Field {
    pub const fn must(key: &'static str, ask: Ask) -> Self {
        Self { key, ask, required: true, since: 0, rule: None }
    }
    pub const fn may(key: &'static str, ask: Ask) -> Self {
        Self { key, ask, required: false, since: 0, rule: None }
    }
    /// As it is, refused by a rule where it is missing.
    pub const fn by(self, rule: Rule) -> Self {
        Self { rule: Some(rule), ..self }
    }
    /// As it is, missed from this version of a body on.
    pub const fn from_version(self, since: u8) -> Self {
        Self { since, ..self }
    }
}

/// A condition, with the code by which help and diagram name it. It is asked with no answers yet for
/// the reason beside a key, and again when the act is handed in.
pub struct Need<F: Flow> {
    /// Empty where it goes without saying, as that whoever signs was asked to.
    pub code: &'static str,
    pub holds: fn(&Desk<'_>, Option<&F>) -> Result<(), Refusal>,
}

impl<F: Flow> Need<F> {
    /// Said of the answers, as that a reason is given: the decision holds it against them.
    pub const fn of_answers(code: &'static str) -> Self {
        Self { code, holds: nothing_yet }
    }
    /// One that help does not name.
    pub const fn unsaid(holds: fn(&Desk<'_>, Option<&F>) -> Result<(), Refusal>) -> Self {
        Self { code: "", holds }
    }
}

fn nothing_yet<F: Flow>(_: &Desk<'_>, _: Option<&F>) -> Result<(), Refusal> {
    Ok(())
}

/// Who may know who did an act. Without a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Everybody who sees the matter.
    Everybody,
    /// Those who keep the store and discipline; others are told the capacity.
    Keepers,
    /// Nobody but who did it: a name here would tell who recorded.
    Nobody,
    /// Nor does anybody else learn that it was done: how often it was would tell who recorded.
    Unsaid,
}

/// Who may know that a matter of this kind exists. Without a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Whoever sees its record.
    WithRecord,
    /// Those whom it concerns by name alone; a record's page says nothing of it.
    Concerned,
    /// Whoever sees the figures of the organ, and nothing of what these count is hidden from him.
    WithFigures,
}

/// What of an event stands in the text that a person signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signs {
    Plain(String),
    /// A name, and a word of ours behind it.
    Named(String, &'static str),
    /// Words that stay on the machine: they are told by their hash.
    Hashed(String),
}

impl Signs {
    pub fn plain(said: impl ToString) -> Self {
        Self::Plain(said.to_string())
    }
    pub fn hashed(words: &str) -> Self {
        Self::Hashed(words.to_owned())
    }
}

/// On what the matters of a kind hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hung {
    Record,
    Body,
    Organ,
}

/// What a matter hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On<'a> {
    Record(MatterId),
    Body(&'a str),
    Organ,
}

/// One act: everything that is said about it.
pub struct Step<F: Flow> {
    pub act: Act,
    pub from: &'static [F::At],
    pub to: To<F::At>,
    /// Who must act, in this order, each a different person.
    pub hands: &'static [Capacity],
    /// Who may do it as well, whatever else is asked of those.
    pub also: &'static [Capacity],
    /// Acts of this matter: whoever did one of them does not do this one.
    pub apart: &'static [Act],
    /// Acts of this matter: nobody but whoever did one of them does this one.
    pub own: &'static [Act],
    /// What it is among the deeds that one person may not do both, over all matters of a record.
    pub deed: Option<Deed>,
    pub needs: &'static [Need<F>],
    pub asks: &'static [Field],
    /// The clock that runs while this is the next act, by its name in the organ's rules; the empty name
    /// is a turn without a clock, none is no turn at all.
    pub due: Option<&'static str>,
    /// The hand it asks for.
    pub signed: Option<Signed>,
    /// From which version of a body on the event was signed; what is older was not.
    pub signed_since: u8,
    /// The key it has on the screens; none where only the palette has it.
    pub key: Option<char>,
    /// The act whose form leads here too, as passing up is one of the answers: it has no key and no verb
    /// of its own.
    pub under: Option<Act>,
    /// Whether it cannot be taken back, so that a form asks once more.
    pub for_good: bool,
    /// Whether it may be said of several matters at once, each of which keeps an act of its own: records of one
    /// event or of one series are closed together.
    pub several: bool,
    pub shown: Shown,
    /// As what its doer is told of, where that is not the first of its hands.
    pub told: Option<Capacity>,
    /// Who may have the act as it is written.
    pub raw: Raw,
}

impl<F: Flow> Step<F> {
    /// A row of an act and who does it that says nothing else; rows are written as what they say beside it. Who
    /// may know its doer, and have it as it is written, goes without saying for none.
    pub const fn of(act: Act, hands: &'static [Capacity], shown: Shown, raw: Raw) -> Self {
        Self {
            act,
            from: &[],
            to: To::Stay,
            hands,
            also: &[],
            apart: &[],
            own: &[],
            deed: None,
            needs: &[],
            asks: &[],
            due: None,
            signed: None,
            signed_since: 2,
            key: None,
            under: None,
            for_good: false,
            several: false,
            shown,
            told: None,
            raw,
        }
    }
}
