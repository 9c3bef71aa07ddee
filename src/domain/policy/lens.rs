//! Through what one person reads the texts of a record: what is left out for him, and which names are masked. Whatever
//! shows him a text that stands, stood or is proposed, or words beside it, shows it through this, so that no place
//! leaves out less than another.

use super::masks::Masks;
use super::redact::{Eyes, Names, recorder_opens};
use super::sees::Concern;
use crate::domain::ids::PersonId;
use crate::domain::organ::Organ;
use crate::domain::record::{CaseNumbers, Record, RecordText};

pub struct Lens<'a> {
    organ: &'a Organ,
    record: &'a Record,
    /// Who recorded is his to know.
    opens_recorder: bool,
    /// None where he reads names whole.
    masks: Option<Masks>,
}

impl<'a> Lens<'a> {
    /// A person's.
    pub fn of(organ: &'a Organ, record: &'a Record, viewer: &PersonId, concern: Option<Concern>) -> Self {
        let Eyes { names, opens_recorder, .. } = Eyes::of(organ, record, viewer, concern);
        Self { opens_recorder, ..Self::by(organ, record, names) }
    }

    /// Of whoever reads names so and may not know who recorded.
    pub fn by(organ: &'a Organ, record: &'a Record, names: Names) -> Self {
        let masks = (names == Names::Masked).then(|| Masks::of_record(organ, record));
        Self { organ, record, opens_recorder: false, masks }
    }

    /// Of whoever opens the names in it, with a purpose.
    pub fn opened(organ: &'a Organ, record: &'a Record, viewer: &PersonId) -> Self {
        let opens_recorder = &record.recorder == viewer || recorder_opens(organ, record, viewer);
        Self { opens_recorder, ..Self::by(organ, record, Names::Full) }
    }

    /// A text of the record.
    pub fn text(&self, text: &RecordText) -> RecordText {
        let mut text = text.clone();
        if !self.opens_recorder {
            without_recorder(&mut text, &self.record.recorder);
        }
        match &self.masks {
            Some(masks) => masks.text(self.organ, &text),
            None => text,
        }
    }

    /// Words written about it.
    pub fn words(&self, words: &str) -> String {
        self.masks.as_ref().map_or_else(|| words.to_owned(), |masks| masks.put_in(words))
    }

    /// Its cases, as lists call them.
    pub fn cases(&self) -> CaseNumbers {
        let masked = |number: String| match &self.masks {
            Some(masks) => masks.number(&number),
            None => number,
        };
        CaseNumbers::of(self.record.cases().into_iter().map(|c| masked(c.case_no)))
    }
}

/// Takes out what names the recorder to whoever knows the case: what he is to it, and his own row among those who
/// were there. He alone of them is not asked to sign, and nobody asks him whether what he wrote is so.
fn without_recorder(text: &mut RecordText, recorder: &PersonId) {
    text.recorder_role.clear();
    if text.received_by.as_ref() == Some(recorder) {
        text.received_by = None;
    }
    let before = text.people.len();
    text.people.retain(|p| p.role != "PRESENT" || p.person.as_ref() != Some(recorder));
    if text.people.len() < before && text.in_role("PRESENT").next().is_none() {
        text.nobody_else = true;
    }
}
