//! A person's own signature under an act: his passphrase typed unseen, or, where the organ asks for
//! more, a text to be signed on his own machine and the signature pasted back. The room below tries
//! its act again once this one has what it needs.

use crate::domain::command::Command;
use crate::office::{Challenge, Secret, Trouble};
use crate::text::{width, wrap};
use crate::ui::bindings::Action;
use crate::ui::field::SecretField;
use crate::ui::frame::bold;
use crate::ui::keys::Key;
use crate::ui::paint::{SIDES, line, prose};
use crate::ui::room::{Cx, Go, Pastes, Room};
use crate::words::fill;
use crate::words::signing::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;
use uuid::Uuid;

/// Characters of the longest signature that is pasted.
const LONGEST_SIGNATURE: usize = 8192;

/// What a person gave for one command, until it is used.
pub enum Given {
    Passphrase(Secret),
    /// Over the text with this id, signed elsewhere.
    Signature(Uuid, String),
}

/// Signatures on their way from this room to the act below it.
#[derive(Default)]
pub struct Pen {
    /// An act was asked for that wants a signature first.
    pub wanted: Option<Command>,
    pub given: Option<(Command, Given)>,
}

/// Asks for what this command wants: the passphrase, or a signature made elsewhere. `again` is the
/// action by which the room below asks for the act once more.
///
/// # Errors
/// What would stand against the act itself.
pub fn sign(cx: &mut Cx, command: Command, again: Action) -> Result<Box<dyn Room>, Trouble> {
    if cx.office.level_wanted(&cx.actor, &command) < 2 {
        return Ok(Box::new(ByPassphrase { command, again, typed: SecretField::default() }));
    }
    let challenge = cx.office.challenge(&cx.actor, &command)?;
    Ok(Box::new(Elsewhere { then: Some((command, again)), challenge, pasted: String::new(), from: 0 }))
}

/// Asks for the signature under the proposal of a key of one's own, which is handed in here.
pub fn own_key(challenge: Challenge) -> Box<dyn Room> {
    Box::new(Elsewhere { then: None, challenge, pasted: String::new(), from: 0 })
}

struct ByPassphrase {
    command: Command,
    again: Action,
    typed: SecretField,
}

impl ByPassphrase {
    fn give(&mut self, cx: &mut Cx) -> Go {
        let secret = self.typed.take();
        if secret.is_empty() {
            return Go::Stay;
        }
        cx.pen.given = Some((self.command.clone(), Given::Passphrase(secret)));
        cx.chosen = Some(self.again);
        Go::Pop(None)
    }
}

impl Room for ByPassphrase {
    fn name(&self) -> &'static str {
        "sign"
    }

    fn place(&self, cx: &Cx) -> String {
        words(cx.lang).sign_title.clone()
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let said = words(cx.lang);
        let mut rows = Rows::new(area);
        rows.put(buf, &said.sign_why, Style::default());
        rows.put(buf, "", Style::default());
        Some(rows.secret(buf, &said.passphrase, &self.typed))
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            Key::Enter => self.give(cx),
            key if self.typed.key(key) => Go::Stay,
            _ => Go::NotMine,
        }
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn paste(&mut self, _cx: &mut Cx, text: &str) -> Go {
        self.typed.paste(text);
        Go::Stay
    }

    fn pastes(&self) -> Pastes {
        Pastes::Exactly
    }
}

struct Elsewhere {
    /// The act of the room below, and how it is asked for once more; none where there is none below.
    then: Option<(Command, Action)>,
    challenge: Challenge,
    pasted: String,
    /// First row of the page that is shown, where the window is too low for all of it.
    from: usize,
}

impl Elsewhere {
    fn hand_in(&mut self, cx: &mut Cx) -> Go {
        // What does not hold is said here, where the text still stands to be signed once more.
        match cx.office.check_signature(&cx.actor, &self.pasted, Some(self.challenge.id)) {
            Ok(()) => {
                let pasted = std::mem::take(&mut self.pasted);
                let Some((command, again)) = self.then.take() else {
                    return Self::proposed(cx, &pasted, self.challenge.id);
                };
                cx.pen.given = Some((command, Given::Signature(self.challenge.id, pasted)));
                cx.chosen = Some(again);
                Go::Pop(None)
            }
            Err(trouble) => {
                self.pasted.clear();
                cx.complain(&trouble);
                Go::Stay
            }
        }
    }

    fn proposed(cx: &mut Cx, pasted: &str, id: Uuid) -> Go {
        match cx.office.submit(&cx.actor, pasted, Some(id)) {
            Ok(receipt) => {
                let ref_ = receipt.ref_.as_ref().map(ToString::to_string).unwrap_or_default();
                Go::Pop(Some(fill(&words(cx.lang).passphrase_waits_ref, &[("ref", &ref_)])))
            }
            Err(trouble) => {
                cx.complain(&trouble);
                Go::Stay
            }
        }
    }

    fn take_in(&mut self, text: &str) {
        let room = LONGEST_SIGNATURE.saturating_sub(self.pasted.chars().count());
        self.pasted.extend(text.chars().take(room));
    }

    /// The page: the text as it is to be signed, how, and what was pasted so far.
    fn page(&self, cx: &Cx, cells: usize) -> Vec<(String, bool)> {
        let said = words(cx.lang);
        let mut all: Vec<(String, bool)> = Vec::new();
        let told = |text: &str, all: &mut Vec<(String, bool)>| {
            all.extend(wrap(text, cells).into_iter().map(|row| (row, false)));
        };
        told(&said.sign_page, &mut all);
        all.push((String::new(), false));
        // Line by line as it is: what is copied from here is what is signed.
        all.extend(self.challenge.text.lines().map(|row| (row.to_owned(), true)));
        all.push((String::new(), false));
        told(&fill(&said.how_to_sign, &[("namespace", &self.challenge.namespace)]), &mut all);
        all.push((format!("{}: {}", said.sign_paste, self.pasted.chars().count()), true));
        all
    }
}

impl Room for Elsewhere {
    fn name(&self) -> &'static str {
        "sign"
    }

    fn draw(&mut self, cx: &mut Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let cells = usize::from(area.width.saturating_sub(2)).max(1);
        let page = self.page(cx, cells);
        self.from = self.from.min(page.len().saturating_sub(usize::from(area.height)));
        let mut last = area.y;
        for ((text, signed), row) in page.iter().skip(self.from).zip(area.rows()) {
            last = row.y;
            if *signed {
                // From edge to edge, for it has up to 80 characters.
                line(Span::styled(text, bold()), row, buf);
            } else {
                line(text, row.inner(SIDES), buf);
            }
        }
        Some(Position::new(area.x + 1, last))
    }

    fn key(&mut self, cx: &mut Cx, key: Key) -> Go {
        match key {
            // A terminal without bracketed paste types a signature line by line.
            Key::Enter if !self.pasted.trim_end().ends_with("-----END SSH SIGNATURE-----") => {
                self.take_in("\n");
            }
            Key::Enter => return self.hand_in(cx),
            Key::Char(c) => self.take_in(c.encode_utf8(&mut [0; 4])),
            Key::Backspace => {
                self.pasted.pop();
            }
            Key::Ctrl('u') => self.pasted.clear(),
            Key::Down | Key::PageDown => self.from += 1,
            Key::Up | Key::PageUp => self.from = self.from.saturating_sub(1),
            _ => return Go::NotMine,
        }
        Go::Stay
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn paste(&mut self, _cx: &mut Cx, text: &str) -> Go {
        self.take_in(text);
        Go::Stay
    }

    fn pastes(&self) -> Pastes {
        Pastes::Exactly
    }
}

/// Paragraphs from the top of an area downwards.
pub(super) struct Rows {
    left: Rect,
}

impl Rows {
    pub fn new(area: Rect) -> Self {
        Self { left: area.inner(SIDES) }
    }

    pub fn put(&mut self, buf: &mut Buffer, text: &str, style: Style) {
        self.left = prose(text, style, self.left, buf);
    }

    /// A secret field behind its label; gives where the caret stands. How long it is shows, which
    /// letters they are does not.
    pub fn secret(&mut self, buf: &mut Buffer, label: &str, field: &SecretField) -> Position {
        let shown = "*".repeat(field.count().min(usize::from(self.left.width + 2) / 2));
        let text = format!("{label}: {shown}");
        self.put(buf, &text, bold());
        let x = self.left.x + width(&text) as u16;
        Position::new(x.min(self.left.right()), self.left.y.saturating_sub(1))
    }
}
