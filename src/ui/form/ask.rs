//! The small form behind an act: a few fields and a button.

use super::spec::{Answers, FieldSpec};
use crate::office::Trouble;
use crate::ui::bindings::Action;
use crate::ui::keys::Key;
use crate::ui::room::{Cx, Go, Offer, Room};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What happens when the button is pressed. A trouble keeps the form open with everything typed.
pub type Then = Box<dyn FnMut(&mut Cx, &Answers) -> Result<Go, Trouble>>;

/// A few fields and a button.
pub struct Ask {
    title: String,
    then: Then,
}

impl Ask {
    #[expect(clippy::new_ret_no_self, reason = "a room is only ever used as one")]
    pub fn new(
        title: String,
        _intro: Vec<String>,
        _fields: Vec<FieldSpec>,
        _button: String,
        then: Then,
    ) -> Box<dyn Room> {
        Box::new(Self { title, then })
    }
}

impl Room for Ask {
    fn name(&self) -> &'static str {
        "ask"
    }
    fn place(&self, _cx: &Cx) -> String {
        self.title.clone()
    }
    fn draw(&mut self, _cx: &mut Cx, _area: Rect, _buf: &mut Buffer) -> Option<Position> {
        None
    }
    fn offers(&self, _cx: &Cx) -> Vec<Offer> {
        Vec::new()
    }
    fn take(&mut self, cx: &mut Cx, _action: Action) -> Go {
        match (self.then)(cx, &Answers::default()) {
            Ok(go) => go,
            Err(trouble) => {
                cx.complain(&trouble);
                Go::Stay
            }
        }
    }
    fn key(&mut self, _cx: &mut Cx, _key: Key) -> Go {
        Go::NotMine
    }
}
