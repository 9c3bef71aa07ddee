//! A room is one screen on the stack. The top one gets the key; Esc goes one down.

use super::bindings::Action;
use super::keys::Key;
use super::rooms::sign::{Given, Pen};
use crate::domain::command::{Actor, Command};
use crate::domain::event::Means;
use crate::domain::flow::Act;
use crate::domain::ids::{MatterId, PersonId};
use crate::domain::lang::Lang;
use crate::domain::refusal::{No, Refusal, Rule};
use crate::domain::search::Mark;
use crate::domain::signature::Signed;
use crate::office::{Can, Greeting, Hand, Office, Receipt, Trouble};
use crate::words::{self, Words, frame::FrameWords};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeSet;
use std::time::Duration;
use uuid::Uuid;

/// What a room can do here and now; the first one that is open is the primary act.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub action: Action,
    pub why_not: Option<Refusal>,
}

impl Offer {
    pub fn open(action: Action) -> Self {
        Self { action, why_not: None }
    }
    pub fn of(can: &Can) -> Self {
        Self { action: Action::Do(can.act), why_not: can.why_not.clone() }
    }
}

/// What follows from a key.
pub enum Go {
    /// The room did not use it.
    NotMine,
    Stay,
    Push(Box<dyn Room>),
    /// One down, with a word about what happened.
    Pop(Option<String>),
    /// This room gives way to another.
    Replace(Box<dyn Room>),
    /// Back to the desk, then into this room.
    Home(Option<Box<dyn Room>>),
    Say(String),
    Quit,
}

/// What makes a room ask again for what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follows {
    /// Whatever anybody reads or does.
    Reads,
    Acts,
    /// Acts on these matters, and changes of the organ's data.
    Matters(Vec<MatterId>),
}

/// How the register was left: one comes back to the same list and the same line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub of: PersonId,
    pub query: String,
    pub at: usize,
    pub record: Option<Mark>,
    pub opened: BTreeSet<MatterId>,
}

/// What every room works with.
pub struct Cx {
    pub office: Office,
    pub actor: Actor,
    pub me: PersonId,
    pub lang: Lang,
    pub w: &'static Words,
    pub f: &'static FrameWords,
    /// Whether "" and the like take two cells on this terminal.
    pub ambiguous_wide: bool,
    /// One line above the footer.
    pub message: String,
    /// Whether the message is a refusal or a fault, and drawn in bold.
    pub grave: bool,
    /// The middle of the screen when it was last drawn.
    pub body: Rect,
    /// Training only: whom there is to be, what waits there in both languages; offered first.
    pub cast: Vec<(PersonId, String, String)>,
    /// The first words of a session; gone once something was opened.
    pub greeting: Option<Greeting>,
    /// Picked in the palette, to be done by the room below it.
    pub chosen: Option<Action>,
    /// A signature that an act waits for, and the one that was given.
    pub pen: Pen,
    /// The act for which a line of the desk opens a matter; gone once that is open.
    pub promised: Option<(MatterId, Act)>,
    /// A kept search that was picked, for the register below.
    pub looked_for: Option<String>,
    /// A place that the list before goes to.
    pub goes_to: Option<Mark>,
    /// What the register was asked and where the mark stood when it was left.
    pub left: Option<Left>,
    /// The command's own id, where the next act comes from a draft.
    pub of_draft: Option<Uuid>,
}

impl Cx {
    pub fn new(office: Office, actor: Actor, me: PersonId, lang: Lang) -> Self {
        Self {
            greeting: office.greeting().cloned(),
            office,
            actor,
            me,
            lang,
            w: words::words(lang),
            f: words::frame::words(lang),
            ambiguous_wide: false,
            message: String::new(),
            grave: false,
            body: Rect::default(),
            chosen: None,
            pen: Pen::default(),
            of_draft: None,
            promised: None,
            looked_for: None,
            goes_to: None,
            left: None,
            cast: Vec::new(),
        }
    }

    /// How a line to the program begins on this person's own machine: who came over SSH types it there.
    pub fn line(&self) -> &'static str {
        if self.is_away() { "ssh court" } else { "liuhen" }
    }

    /// Whether he sits at another machine: the files here are not his.
    pub fn is_away(&self) -> bool {
        matches!(self.actor.means, Means::SshKey(_))
    }

    pub fn speak(&mut self, lang: Lang) {
        self.lang = lang;
        self.w = words::words(lang);
        self.f = words::frame::words(lang);
    }

    pub fn say(&mut self, text: impl Into<String>) {
        self.message = text.into();
        self.grave = false;
    }

    /// A refusal in one line with the rule it rests on, a fault with what to do.
    pub fn trouble_words(&self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::No(No::Refused(refusal)) => self.refusal_words(refusal),
            Trouble::No(No::Wrong(problems)) => {
                let all: Vec<String> = problems.iter().map(|p| self.w.problem(p)).collect();
                all.join("; ")
            }
            Trouble::Fault(fault) => {
                let told = self.w.fault(fault);
                [told.text, told.hint].join(" ").trim().to_owned()
            }
        }
    }

    pub fn refusal_words(&self, refusal: &Refusal) -> String {
        let told = self.w.refusal(refusal);
        let source = if told.source.is_empty() { String::new() } else { format!(" 〔{}〕", told.source) };
        format!(
            "{}{}{}",
            told.text,
            source,
            if told.hint.is_empty() { String::new() } else { format!(" {}", told.hint) }
        )
    }

    pub fn complain(&mut self, trouble: &Trouble) {
        self.message = self.trouble_words(trouble);
        self.grave = true;
    }

    /// Takes a command; the word about it names the matter and the check code.
    ///
    /// # Errors
    /// Whatever the office says.
    pub fn act(&mut self, command: &Command) -> Result<(Receipt, String), Trouble> {
        let receipt = self.signed(command)?;
        let name = receipt.ref_.as_ref().map(ToString::to_string).unwrap_or_default();
        let number = receipt.record_no.clone().unwrap_or_default();
        let event = self.w.event(&receipt.kind);
        let said: Vec<&str> = [event, &name, &number, &self.f.check_code, &receipt.check_code]
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect();
        let said = said.join(" ");
        let may_mean = self.f.told_may_mean(self.w.lang(), &receipt.may_mean);
        let said = may_mean.map_or(said.clone(), |told| format!("{said} {told}"));
        Ok((receipt, said))
    }

    /// Takes the same act on several matters, each as an act of its own; one passphrase signs them all. Where one
    /// of them stops, those before it are done, and the word says so.
    ///
    /// # Errors
    /// What stands against the first, and that what is signed elsewhere is signed one by one.
    pub fn act_on_each(&mut self, commands: &[Command]) -> Result<String, Trouble> {
        let Some((first, others)) = commands.split_first() else { return Ok(String::new()) };
        if !others.is_empty() && self.office.level_wanted(&self.actor, first) > 1 {
            return Err(Rule::SignedOneByOne.into());
        }
        let hand = match &self.pen.given {
            Some((for_, Given::Passphrase(secret))) if for_ == first => Some(secret.clone()),
            _ => None,
        };
        let (_, said) = self.act(first)?;
        for (n, command) in others.iter().enumerate() {
            self.pen.given = hand.clone().map(|secret| (command.clone(), Given::Passphrase(secret)));
            if let Err(trouble) = self.act(command) {
                // It is not asked for by itself: what it was said with stands on the others.
                self.pen.wanted = None;
                let (done, why) = ((n + 1).to_string(), self.trouble_words(&trouble));
                return Ok(words::fill(&self.f.several_stopped, &[("n", &done), ("why", &why)]));
            }
        }
        let more = words::fill(&self.f.several_done, &[("n", &others.len().to_string())]);
        Ok(if others.is_empty() { said } else { format!("{said} {more}") })
    }
}

impl Cx {
    /// The act with the signature that was given for it. Where one is wanted and none was given, the
    /// act is remembered, and refused until the person has signed.
    fn signed(&mut self, command: &Command) -> Result<Receipt, Trouble> {
        // What is signed says by itself what is missing, and is one act by its text.
        let of_draft = self.of_draft.take().filter(|_| Signed::of_command(command).is_none());
        match self.pen.given.take() {
            Some((for_, Given::Signature(id, armored))) if for_ == *command => {
                self.office.submit(&self.actor, &armored, Some(id))
            }
            Some((for_, Given::Passphrase(secret))) if for_ == *command => {
                self.office.act_signed(&self.actor, command, Hand::Passphrase(secret))
            }
            _ if self.wants_signature(command) => {
                self.pen.wanted = Some(command.clone());
                let wanted = self.office.level_wanted(&self.actor, command);
                Err(Refusal::with(Rule::SignatureMissing, wanted).into())
            }
            _ => match of_draft {
                Some(id) => self.office.act_as(&self.actor, command, id),
                None => self.office.act_signed(&self.actor, command, Hand::Bare),
            },
        }
    }

    /// Whoever has no passphrase yet is not asked for one; the office tells him how to get it.
    fn wants_signature(&self, command: &Command) -> bool {
        match self.office.level_wanted(&self.actor, command) {
            0 => false,
            1 => self.office.has_own_key(&self.me),
            _ => true,
        }
    }
}

/// What takes a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pastes {
    Line,
    Paragraphs,
    /// A secret or a signature, letter for letter as it is.
    Exactly,
}

/// One screen.
pub trait Room {
    /// Code of the room; its name is in the words of the frame.
    fn name(&self) -> &'static str;
    /// What stands in the title bar beside the name: `3/28`, a short name.
    fn place(&self, _cx: &Cx) -> String {
        String::new()
    }
    /// Draws into the middle; gives the caret where text can be typed.
    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position>;
    /// What can be done here, the primary act first.
    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        Vec::new()
    }
    /// What is asked of the person here: it stands first, and in the footer even where it does not go
    /// yet, for its key says why.
    fn asked(&self) -> &[Act] {
        &[]
    }
    /// What the primary act of a form is called, where it has a name of its own.
    fn finishes(&self, _cx: &Cx) -> Option<String> {
        None
    }
    /// One of the offers was chosen.
    fn take(&mut self, _cx: &mut Cx, _action: Action) -> Go {
        Go::NotMine
    }
    /// A key that no binding took: movement, text.
    fn key(&mut self, cx: &mut Cx, key: Key) -> Go;
    /// Whether the caret stands in a field: then keys are text before they are commands.
    fn is_typing(&self) -> bool {
        false
    }
    fn paste(&mut self, _cx: &mut Cx, _text: &str) -> Go {
        Go::NotMine
    }
    /// What a paste would go into here.
    fn pastes(&self) -> Pastes {
        Pastes::Line
    }
    /// Something changed: an act of one's own, another session's commit, the language.
    fn refresh(&mut self, _cx: &mut Cx) -> Result<(), Trouble> {
        Ok(())
    }
    /// After which commits of others this has to be asked again.
    fn follows(&self) -> Follows {
        Follows::Acts
    }
    /// Whether this shows a matter that small forms are about: it stays in sight above them.
    fn stays_in_sight(&self) -> bool {
        false
    }
    /// Whether this is a small form that leaves room for what it is about.
    fn leaves_room(&self) -> bool {
        false
    }
    /// The room is left or the terminal is gone: whatever was typed is kept.
    fn keep(&mut self, _cx: &mut Cx) {}
    /// How soon the loop comes round again by itself: only where something goes on beside the keys.
    fn pace(&self) -> Option<Duration> {
        None
    }
    /// Key of the provision that F1 shows here.
    fn provision(&self) -> Option<&'static str> {
        None
    }
    /// The action by which this room asks for its act once more, after the person has signed.
    fn signs_again(&self, cx: &Cx) -> Option<Action> {
        self.offers(cx).first().map(|o| o.action)
    }
    /// Called on the room below when the one above it is gone.
    fn back(&mut self, cx: &mut Cx) -> Result<(), Trouble> {
        self.refresh(cx)
    }
}

/// What can be done in a room, what is asked of the person first.
pub fn offers(room: &dyn Room, cx: &Cx) -> Vec<Offer> {
    let asked = |o: &Offer| room.asked().iter().position(|act| o.action == Action::Do(*act));
    let mut all = room.offers(cx);
    all.sort_by_key(|o| asked(o).unwrap_or(usize::MAX));
    all
}

/// Looks for an act among what a person can do.
pub fn can(all: &[Can], act: Act) -> bool {
    all.iter().any(|c| c.act == act && c.why_not.is_none())
}
