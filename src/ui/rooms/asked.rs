//! What is asked of the person before a matter: it stands first among all that can be done, and what
//! the desk promised stands before everything else.

use crate::domain::flow::Act;
use crate::domain::ids::MatterId;
use crate::office::Trouble;
use crate::ui::room::Cx;

/// The acts for which this matter stands on the person's desk.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    promised: Option<Act>,
    acts: Vec<Act>,
}

impl Asked {
    /// For a matter that is being opened, perhaps by a line of the desk.
    pub fn of(cx: &mut Cx, matter: &MatterId) -> Self {
        let promised = cx.promised.take().filter(|(id, _)| id == matter).map(|(_, act)| act);
        Self { promised, acts: Vec::new() }
    }

    /// As it stands now: what has been done is asked no more.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn refresh(&mut self, cx: &mut Cx, matter: &MatterId) -> Result<(), Trouble> {
        self.acts = cx.office.asked_of(&cx.actor, matter)?;
        let promised = self.promised;
        self.acts.sort_by_key(|act| Some(*act) != promised);
        Ok(())
    }

    pub fn acts(&self) -> &[Act] {
        &self.acts
    }
}
