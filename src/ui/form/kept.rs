//! What was begun and left: saved outside the log, its owner's alone, gone when it is done.

use crate::domain::flow::Act;
use crate::office::{Claim, Draft, DraftLine, Fault, INCOMING, Trouble};
use crate::ui::room::Cx;
use crate::ui::rooms::VIEW;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How one comes back to a form that was left: the matter by its short name, and what was being done
/// there. In no language, so that it is found again in the other one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Way {
    /// Empty where there is no matter yet.
    pub name: String,
    /// The code of the act, or `reveal`, or `propose`.
    pub step: String,
    /// What tells two forms of one act on one matter apart.
    pub part: String,
}

impl Way {
    pub fn of(act: Act, name: impl Into<String>) -> Self {
        Self { name: name.into(), step: act.code().to_owned(), part: String::new() }
    }

    /// To a form that is opened by something that is no act.
    pub fn by(step: &str, name: impl Into<String>) -> Self {
        Self { name: name.into(), step: step.to_owned(), part: String::new() }
    }

    pub fn part(self, part: impl Into<String>) -> Self {
        Self { part: part.into(), ..self }
    }

    /// The name of the draft: the same question asked again finds what was typed.
    pub fn draft(&self) -> String {
        let parts = ["ask", &self.step, &self.name, &self.part];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-")
    }
}

/// A form as it was left: everything as typed, the field with the focus, the caret in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Kept {
    /// What the form is about, for its owner's list.
    pub title: String,
    pub fields: BTreeMap<String, serde_json::Value>,
    pub focus: String,
    pub caret: (usize, usize),
    /// Where one goes on with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
    /// The id of the command it will become: handed in once more after a cut it is the same act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<Uuid>,
    /// What this kind of form keeps besides its fields.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    pub more: serde_json::Value,
}

impl Kept {
    pub fn read(payload: &str) -> Option<Self> {
        serde_json::from_str(payload).ok()
    }
}

/// The place of one draft.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    owner: String,
    pub id: String,
    kind: &'static str,
    /// What was saved last: nothing is written twice.
    saved: Option<String>,
    /// Of the act it becomes, since it was first saved.
    command: Option<Uuid>,
    /// Another session has it open; this one only reads.
    pub held: bool,
    done: bool,
}

impl Slot {
    pub fn new(cx: &Cx, kind: &'static str, id: String) -> Self {
        Self { owner: cx.me.0.clone(), id, kind, saved: None, command: None, held: false, done: false }
    }

    /// A name that no draft of this person has yet.
    pub fn fresh(cx: &mut Cx, kind: &'static str) -> Result<Self, Trouble> {
        let me = cx.me.0.clone();
        let taken = cx.office.drafts()?.list(&me)?;
        let now = cx.office.now();
        let free = |n: &i64| !taken.iter().any(|d| d.id == format!("{kind}-{n}"));
        let n = (now..).find(free).unwrap_or(now);
        Ok(Self::new(cx, kind, format!("{kind}-{n}")))
    }

    /// What was left here, claimed for this session where nobody else has it open.
    pub fn take_up(&mut self, cx: &mut Cx) -> Result<Option<Kept>, Trouble> {
        let drafts = cx.office.drafts()?;
        let Some(draft) = drafts.load(&self.owner, &self.id)? else { return Ok(None) };
        self.held = drafts.claim(&self.owner, &self.id)? == Claim::Held;
        let kept = Kept::read(&draft.payload);
        self.command = kept.as_ref().and_then(|k| k.command);
        self.saved = Some(draft.payload);
        Ok(kept)
    }

    /// Saves, if there is anything new.
    pub fn save(&mut self, cx: &mut Cx, kept: &Kept) {
        if self.held || self.done {
            return;
        }
        self.command = self.command.or_else(|| cx.office.fresh_command().ok());
        let kept = Kept { command: self.command, ..kept.clone() };
        let Ok(payload) = serde_json::to_string(&kept) else { return };
        if self.saved.as_ref() == Some(&payload) {
            return;
        }
        let draft = Draft {
            owner: self.owner.clone(),
            id: self.id.clone(),
            kind: self.kind.to_owned(),
            updated_ms: cx.office.now(),
            payload: payload.clone(),
        };
        match cx.office.drafts().and_then(|d| d.save(&draft).map_err(Trouble::from)) {
            Ok(()) => self.saved = Some(payload),
            Err(Trouble::Fault(Fault::Held)) => self.held = true,
            Err(trouble) => cx.complain(&trouble),
        }
    }

    /// Lets another session of the same person have it.
    pub fn release(&mut self, cx: &mut Cx) {
        if self.saved.is_some() && !self.held && !self.done {
            let done = cx.office.drafts().and_then(|d| Ok(d.release(&self.owner, &self.id)?));
            if let Err(trouble) = done {
                cx.complain(&trouble);
            }
        }
    }

    /// It has become an act, or is thrown away: its bytes are overwritten.
    pub fn finish(&mut self, cx: &mut Cx) {
        let deleted = cx.office.drafts().and_then(|d| Ok(d.delete(&self.owner, &self.id)?));
        if let Err(trouble) = deleted {
            cx.complain(&trouble);
        }
        self.done = true;
    }

    /// The command's own id, for the act that this draft becomes.
    pub fn command(&self) -> Option<Uuid> {
        self.command.filter(|_| self.is_saved())
    }

    /// Nothing is saved here any more.
    pub fn close(&mut self) {
        self.done = true;
    }

    pub fn is_saved(&self) -> bool {
        self.saved.is_some()
    }
}

/// Something begun and not finished, for its owner's list.
#[derive(Clone, Debug)]
pub(crate) struct Begun {
    pub line: DraftLine,
    pub kept: Kept,
}

impl Begun {
    /// What was typed that tells it from others: whom it is about, which case, the first words.
    pub fn told(&self) -> Vec<String> {
        let text = |key: &str| self.kept.fields.get(key).and_then(|v| v.as_str()).unwrap_or_default();
        let people = self.kept.more.get("people").and_then(|p| p.as_array()).into_iter().flatten();
        let people = people.filter_map(|p| p.get("name")?.as_str());
        let who = people.chain([text("who")]).find(|w| !w.trim().is_empty());
        let words = ["line", "content"].into_iter().map(text).chain(
            self.kept
                .fields
                .iter()
                .filter(|(key, _)| !TOLD.contains(&key.as_str()))
                .filter_map(|(_, v)| v.as_str()),
        );
        let words = words.map(str::trim).find(|w| !w.is_empty());
        let told = who.into_iter().chain([text("case_no")]).chain(words);
        told.filter(|t| !t.trim().is_empty()).map(|t| t.replace('\n', " ")).collect()
    }
}

/// Fields that are told by themselves, or tell nothing.
const TOLD: [&str; 6] = ["who", "case_no", "occurred", "occurred.to", "last_four", "word"];

/// What was begun, the latest first. A draft whose act is in the log already is gone for good: the
/// session ended between the two.
pub(crate) fn begun(cx: &mut Cx) -> Result<Vec<Begun>, Trouble> {
    let me = cx.me.0.clone();
    let mut all = Vec::new();
    for line in cx
        .office
        .drafts()?
        .list(&me)?
        .into_iter()
        .filter(|line| ![VIEW, INCOMING].contains(&line.kind.as_str()))
    {
        let draft = cx.office.drafts()?.load(&me, &line.id)?;
        let kept = draft.and_then(|d| Kept::read(&d.payload)).unwrap_or_default();
        match &kept.command {
            Some(command) if cx.office.was_taken(command)? => {
                cx.office.drafts()?.delete(&me, &line.id)?;
            }
            _ => all.push(Begun { line, kept }),
        }
    }
    Ok(all)
}
