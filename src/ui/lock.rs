//! The locked screen: nothing of the register is on it. The rooms stay as they are underneath, and
//! whoever opens it again stands where he left, field and caret.

use super::field::SecretField;
use super::frame::bold;
use super::keys::Key;
use super::paint::{SIDES, prose, top};
use super::room::Cx;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// How this person comes in again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By his own passphrase.
    Passphrase,
    /// A training register asked nobody who he is, and does not begin to here.
    Training,
    /// He has no passphrase: only signing in again shows who he is.
    SignInAgain,
}

/// What a key led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Stay,
    Resume,
    Leave,
}

pub struct Lock {
    way: Way,
    typed: SecretField,
    said: String,
}

impl Lock {
    pub fn new(cx: &Cx) -> Self {
        let way = match (cx.office.has_own_key(&cx.me), cx.office.is_training()) {
            (true, _) => Way::Passphrase,
            (false, true) => Way::Training,
            (false, false) => Way::SignInAgain,
        };
        Self { way, typed: SecretField::default(), said: String::new() }
    }

    pub fn draw(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let how = match self.way {
            Way::Passphrase => &cx.f.lock_passphrase,
            Way::Training => &cx.f.lock_training,
            Way::SignInAgain => &cx.f.lock_sign_in_again,
        };
        let mut caret = None;
        let [_, mut left] = top(area.inner(SIDES), 1);
        for (text, style) in [
            (cx.f.product.as_str(), bold()),
            ("", Style::default()),
            (&cx.f.locked, Style::default()),
            (how, Style::default()),
        ] {
            left = prose(text, style, left, buf);
        }
        if self.way == Way::Passphrase {
            // How long it is, is nobody's business either.
            caret = Some(Position::new(left.x, left.y.min(area.bottom().saturating_sub(1))));
            [_, left] = top(left, 1);
        }
        prose(&self.said, bold(), left, buf);
        caret
    }

    pub fn key(&mut self, cx: &mut Cx, key: Key) -> Step {
        match (self.way, key) {
            // Pressed from habit, it must not throw anybody out.
            (_, Key::Esc) => {}
            (Way::Training, Key::Enter) => return Step::Resume,
            (Way::SignInAgain, Key::Enter) => return Step::Leave,
            (Way::Passphrase, Key::Enter) => return self.open(cx),
            (Way::Passphrase, key) => {
                self.typed.key(key);
            }
            _ => {}
        }
        Step::Stay
    }

    pub fn paste(&mut self, text: &str) {
        if self.way == Way::Passphrase {
            self.typed.paste(text);
        }
    }

    fn open(&mut self, cx: &mut Cx) -> Step {
        let secret = self.typed.take();
        match cx.office.check_passphrase(&cx.actor, &secret) {
            Ok(()) => Step::Resume,
            Err(trouble) => {
                self.said = cx.trouble_words(&trouble);
                Step::Stay
            }
        }
    }
}
