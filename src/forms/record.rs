//! The registration form of a record: every field of the provisions in their order, empty ones too.

use super::around::On;
use super::{Noted, Paper, fault};
use crate::domain::command::Actor;
use crate::domain::ids::{MatterId, Millis};
use crate::domain::lang::Lang;
use crate::domain::policy::Names;
use crate::domain::record::sheet::{SheetRow, rows_of};
use crate::domain::record::streams::{self, Stream};
use crate::domain::record::{QuickNote, RecordText};
use crate::office::{MatterSheet, Office, RecordSheet, Trouble};
use crate::papers::{Band, Block, Cell, Grid, Level, Setting, Sheet};
use crate::words::fill;
use crate::words::sheet::OnPaper;

/// Columns of the grid: a label and what stands beside it, twice.
pub(super) const COLUMNS: [u16; 4] = [14, 23, 14, 23];

/// A record as it is opened to one person, with what its form tells of the matters on it.
pub struct OfRecord {
    pub sheet: RecordSheet,
    matters: Vec<MatterSheet>,
}

impl OfRecord {
    /// Opens the record, which is noted as every opening is, and what is told on its form.
    ///
    /// # Errors
    /// That there is no such record for this person, or a fault.
    pub fn open(office: &mut Office, actor: &Actor, id: &MatterId) -> Result<Self, Trouble> {
        let sheet = office.record(actor, id)?;
        let told = |kind: &str| rows_of(stream(&sheet)).any(|row| row.kinds.iter().any(|k| k == kind));
        let on_form = sheet.matters.iter().filter(|m| told(m.kind)).map(|m| m.id);
        let matters = on_form.map(|id| office.sheet(actor, &id)).collect::<Result<_, _>>()?;
        Ok(Self { sheet, matters })
    }
}

impl Paper for OfRecord {
    fn about(&self) -> Option<MatterId> {
        Some(self.sheet.record.id)
    }
    fn code(&self) -> String {
        format!("form.{}", stream(&self.sheet).code)
    }
    fn verified(&self) -> bool {
        true
    }

    fn laid(&self, office: &Office, lang: Lang, made: Option<Noted<'_>>) -> Result<Sheet, Trouble> {
        let organ = office.organ().clone();
        let around = On::of(&organ, lang);
        let on = Laying { of: self, on: &around };
        let grid =
            Grid::new(0, COLUMNS.to_vec(), vec![Band { head: None, rows: on.rows() }]).map_err(fault)?;
        let stands = Block::Paragraph(Level::Note, on.stands(office.is_training()));
        let code = self.sheet.story.last().map(|line| line.check_code.clone()).unwrap_or_default();
        let title = broken(stream(&self.sheet).sheet.get(lang));
        let blocks = vec![stands, Block::Fields(grid)];
        around.sheet(office, made, (Setting::Form, title), blocks, around.foot(&code, made))
    }
}

fn stream(sheet: &RecordSheet) -> &'static Stream {
    streams::of(&sheet.record.stream)
}

/// Characters of a title on one line.
const TITLE: usize = 21;

/// A long title stands on two lines, broken at the pause nearest to its middle.
pub(super) fn broken(title: &str) -> Vec<String> {
    let all = title.chars().count();
    let pauses = title.char_indices().enumerate().filter(|(_, (_, c))| *c == '、');
    match pauses.min_by_key(|(n, _)| (n + 1).abs_diff(all / 2)).filter(|_| all > TITLE) {
        Some((_, (at, pause))) => {
            let (first, second) = title.split_at(at + pause.len_utf8());
            vec![first.to_owned(), second.to_owned()]
        }
        None => vec![title.to_owned()],
    }
}

/// A form being laid out in one language.
struct Laying<'a> {
    of: &'a OfRecord,
    on: &'a On<'a>,
}

impl Laying<'_> {
    /// Above the fields: how the record stands, and whatever a reader must know of this sheet at once.
    fn stands(&self, training: bool) -> String {
        let r = &self.of.sheet.record;
        let values = [("status", self.on.w.status(r.status)), ("revision", r.revision.as_str())];
        let mut lines = vec![fill(&self.on.f.stands, &values)];
        lines.extend((r.names == Names::Masked).then(|| self.on.f.masked.clone()));
        lines.extend(training.then(|| self.on.w.organ("training").to_owned()));
        lines.join("\n")
    }

    /// The rows of the stream's sheet. Two that may share a line and follow each other do.
    fn rows(&self) -> Vec<Vec<Cell>> {
        let r = &self.of.sheet.record;
        // A note that is not a record yet says what it says.
        let noted = r.quick.as_ref().filter(|_| r.record_no.is_none() && r.text == RecordText::default());
        let noted = noted.map(QuickNote::as_text);
        let paper = OnPaper { text: noted.as_ref().unwrap_or(&r.text), ..OnPaper::of(self.on.organ, r) };
        let mut out: Vec<Vec<Cell>> = Vec::new();
        let mut rows = rows_of(stream(&self.of.sheet)).peekable();
        while let Some(row) = rows.next() {
            let beside = if row.half { rows.next_if(|next| next.half) } else { None };
            let both = [Some(row), beside].into_iter().flatten();
            let span = if beside.is_some() { 1 } else { COLUMNS.len() - 1 };
            let cells = both.flat_map(|row| {
                let value = Cell::value(self.value(&paper, row)).over(span);
                // Room for a hand, where nothing is told yet.
                let lines = if row.value.is_empty() { 2 } else { 1 };
                [Cell::label(row.label(stream(&self.of.sheet), self.on.lang)), value.high(lines)]
            });
            out.push(cells.collect());
            if row.value == "recorder" {
                out.push(self.hands());
            }
        }
        out
    }

    fn value(&self, paper: &OnPaper<'_>, row: &SheetRow) -> String {
        match row.value.as_str() {
            "" => {
                let told = self.of.matters.iter().filter(|m| row.kinds.iter().any(|k| k == m.kind));
                told.map(|m| self.on.w.told(m).join("\n")).collect::<Vec<_>>().join("\n")
            }
            // The row asks for the unit as well.
            value @ "recorder" => self.signed(Some(&self.on.w.on_paper(paper, value)), paper.recorded_at),
            value @ "recorded_at" => format!("{}  {}", self.on.named(), self.on.w.on_paper(paper, value)),
            value => self.on.w.on_paper(paper, value),
        }
    }

    /// Both custodians, with name and time as far as this person may know them, and room to sign.
    fn hands(&self) -> Vec<Cell> {
        let mut hands = self.of.sheet.record.hands.iter();
        let labels = [&self.on.f.first_hand, &self.on.f.second_hand];
        let cells = labels.into_iter().flat_map(|label| {
            let hand = hands.next();
            let signed = hand.map(|h| self.signed(h.by.as_deref(), h.at)).unwrap_or_default();
            [Cell::label(label.as_str()), Cell::value(signed).high(2)]
        });
        cells.collect()
    }

    /// Who and when; the time alone where the name is not his to know.
    fn signed(&self, name: Option<&str>, at: Millis) -> String {
        let parts = [name.unwrap_or_default().to_owned(), self.on.moment(at)];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_broken_at_a_pause_and_a_short_one_is_not() {
        assert_eq!(
            broken("领导干部干预司法活动、插手具体案件处理情况登记表"),
            ["领导干部干预司法活动、", "插手具体案件处理情况登记表"]
        );
        assert_eq!(broken("依法履职指导、了解案件情况登记表").len(), 1);
        for title in streams::all().iter().flat_map(|s| broken(s.sheet.get(Lang::Zh))) {
            assert!(title.chars().count() <= TITLE, "{title}");
        }
    }
}
