//! Quick notes: one line at once, the record later the same day.

use super::custody::{Pen, Tale};
use super::script::Key;
use crate::domain::ids::{Millis, PersonId};
use crate::domain::record::{Occurred, QuickNote, RecordCommand};
use crate::domain::when::Precision;
use crate::office::Trouble;

impl Pen<'_, '_> {
    pub(super) fn quick_notes(&mut self) -> Result<(), Trouble> {
        for (days, seat) in [(214, "judge"), (87, "presiding"), (30, "main/4")] {
            let (at, who) = (self.world.moment(days), self.world.seat(seat)?);
            let case = self.world.case(at, None)?;
            let scene = self.world.scene("leader")?;
            let text = self.world.text(&scene, &case, &who, at)?;
            let key = self.script.key();
            let quick = self.later(at, 5);
            self.note(
                quick,
                &who,
                key,
                at,
                "住建口一位副局长",
                "来电提到在办的工程案子,稍后补全",
                Some(&case.case_no),
            );
            let submit = self.later(quick, 240);
            self.hand_in(submit, &who, key, text);
            self.two_hands(&Tale { key, recorder: who, at: submit }, submit);
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    pub fn note(
        &mut self,
        at: Millis,
        by: &PersonId,
        key: Key,
        occurred: Millis,
        who: &str,
        line: &str,
        case: Option<&str>,
    ) {
        let note = QuickNote {
            occurred: Occurred { from: occurred, to: None, precision: Precision::Exact },
            who: who.to_owned(),
            line: line.to_owned(),
            case_no: case.map(str::to_owned),
        };
        self.script.begin(at, by, key, RecordCommand::Quick { note });
    }
}
