//! The copy sheet: a record in the order in which a platform above asks for it, to be copied by hand.

use super::around::On;
use super::{Noted, Paper, fault, no_paper};
use crate::domain::codes;
use crate::domain::command::Actor;
use crate::domain::ids::MatterId;
use crate::domain::lang::Lang;
use crate::domain::record::sheet::{Platform, form_of, platforms};
use crate::domain::refusal::{Refusal, Rule};
use crate::office::{Office, RecordSheet, Trouble};
use crate::papers::{Band, Block, Cell, Grid, Level, Setting, Sheet};
use crate::words::fill;
use crate::words::sheet::OnPaper;

pub struct OfCopy {
    sheet: RecordSheet,
    platform: Platform,
}

impl OfCopy {
    /// Opens the record in the order of a platform, that of this kind of organ where none is named; the order comes
    /// from those that are handed over, else from the program's own.
    ///
    /// # Errors
    /// That there is no such record for this person, that it is not his to copy, or that no such order is known.
    pub fn open(
        office: &mut Office,
        actor: &Actor,
        id: &MatterId,
        order: Option<(&str, &[Platform])>,
    ) -> Result<Self, Trouble> {
        let sheet = office.record(actor, id)?;
        if !sheet.record.may_be_copied {
            return Err(Refusal::of(Rule::NotYourCapacity).into());
        }
        let (code, all) = order.unwrap_or((codes::platform_of(&office.organ().kind.code), platforms()));
        let platform = form_of(all, code, &sheet.record.stream).cloned().ok_or_else(|| no_paper(code))?;
        Ok(Self { sheet, platform })
    }
}

impl Paper for OfCopy {
    fn about(&self) -> Option<MatterId> {
        Some(self.sheet.record.id)
    }
    fn code(&self) -> String {
        format!("copy.{}", self.platform.code)
    }
    fn verified(&self) -> bool {
        self.platform.verified
    }

    fn laid(&self, office: &Office, lang: Lang, made: Option<Noted<'_>>) -> Result<Sheet, Trouble> {
        let organ = office.organ().clone();
        let on = On::of(&organ, lang);
        let paper = OnPaper::of(&organ, &self.sheet.record);
        // Empty ones too, for the platform asks for them.
        let rows =
            self.platform.rows.iter().map(|row| {
                vec![Cell::label(row.label(lang)), Cell::value(on.w.on_paper(&paper, &row.value))]
            });
        let grid = Grid::new(0, vec![14, 60], vec![Band { head: None, rows: rows.collect() }]);
        let name = on.w.code("platform", &self.platform.code);
        let mut notes = vec![fill(&on.f.copied_into, &[("", name)])];
        notes.extend((!self.platform.verified).then(|| on.f.order_unverified.clone()));
        notes.extend(office.is_training().then(|| on.w.organ("training").to_owned()));
        let code = self.sheet.story.last().map_or("", |line| line.check_code.as_str());
        let blocks =
            vec![Block::Paragraph(Level::Note, notes.join("\n")), Block::Fields(grid.map_err(fault)?)];
        let title = vec![on.f.copy_title.clone()];
        on.sheet(office, made, (Setting::Form, title), blocks, on.foot(code, made))
    }
}
