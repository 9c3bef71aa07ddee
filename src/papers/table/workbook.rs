//! A workbook: typed cells, a head that stays while one scrolls and on every page, totals as formulas.

use super::{Fault, Kind, Reckon, Row, Table, Value, is_formula};
use crate::papers::Stamp;
use crate::papers::lines::broken;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
    utility::row_col_to_cell,
};

/// Rows of a worksheet.
const ROWS: u32 = 1_048_576;
const PAPER_A4: u8 = 9;
/// Points from line to line in a cell, and the highest row there is.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// Title, headings.
const HEAD: u32 = 2;
/// Margins in inches: left, right, top, bottom, header, footer.
const MARGINS: [f64; 6] = [0.6, 0.6, 0.7, 0.8, 0.3, 0.4];

pub(super) fn write(table: &Table, rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>, Fault> {
    let mut book = Workbook::new();
    let made = moment(table.made)?;
    book.set_properties(
        &DocProperties::new().set_title(&table.title).set_author(&table.organ).set_creation_datetime(&made),
    );
    let formats = Formats::new(table);
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&table.title))?;
    let last = head(table, &formats, sheet)?;
    let mut sums = vec![Reckoned::default(); table.headings.len()];
    let mut at = HEAD;
    for (number, row) in (1..).zip(rows) {
        let room = ROWS - HEAD - u32::try_from(table.totals.len() + table.notes.len()).unwrap_or(0);
        if at - HEAD >= room {
            return Err(Fault::Rows(ROWS));
        }
        let row = table.fits(number, row)?;
        let lines =
            row.iter().zip(&table.headings).map(|(value, h)| lines(value, h.width)).max().unwrap_or(1);
        if lines > 1 {
            sheet.set_row_height(at, (LINE * lines as f64).min(HIGHEST))?;
        }
        for ((column, value), sum) in (0..).zip(row).zip(&mut sums) {
            sum.add(&value);
            formats.cell(sheet, (at, column), &value)?;
        }
        at += 1;
    }
    sheet.autofilter(1, 0, at.max(HEAD) - 1, last)?;
    let end = at;
    for total in &table.totals {
        sheet.write_string_with_format(at, 0, &total.words, &formats.bold)?;
        for column in 1..=last {
            let asked = total.cells.iter().find(|(of, _)| *of == usize::from(column));
            match asked
                .and_then(|&(of, reckon)| Some((formula(reckon, sums.get(of)?, (column, end))?, reckon)))
            {
                Some((formula, reckon)) => {
                    sheet.write_formula_with_format(at, column, formula, formats.total(column, reckon))?
                }
                None => sheet.write_blank(at, column, &formats.bold)?,
            };
        }
        at += 1;
    }
    for note in &table.notes {
        sheet.write_string(at, 0, crate::text::escape(note))?;
        at += 1;
    }
    Ok(book.save_to_buffer()?)
}

/// Title, headings, widths, and how it is printed. Gives the last column.
fn head(table: &Table, formats: &Formats, sheet: &mut Worksheet) -> Result<u16, Fault> {
    let last = u16::try_from(table.headings.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if last == 0 {
        sheet.write_string_with_format(0, 0, &table.title, &formats.title)?;
    } else {
        sheet.merge_range(0, 0, 0, last, &table.title, &formats.title)?;
    }
    sheet.set_row_height(0, 32)?;
    for (column, heading) in (0..).zip(&table.headings) {
        sheet.set_column_width(column, heading.width)?;
        sheet.write_string_with_format(1, column, &heading.words, &formats.head)?;
    }
    sheet.set_freeze_panes(HEAD, 0)?;
    sheet.set_repeat_rows(0, HEAD - 1)?;
    sheet.set_landscape().set_paper_size(PAPER_A4).set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true).set_footer("&C— &P —");
    let [left, right, top, bottom, header, footer] = MARGINS;
    sheet.set_margins(left, right, top, bottom, header, footer);
    Ok(last)
}

/// One format for each column: as many as there are kinds would do, but columns are few.
struct Formats {
    title: Format,
    head: Format,
    bold: Format,
    columns: Vec<Format>,
    kinds: Vec<Kind>,
    guarded: Format,
    count: Format,
    totals: Vec<Format>,
}

impl Formats {
    fn new(table: &Table) -> Self {
        let base =
            Format::new().set_font_name("宋体").set_font_size(10.5).set_align(FormatAlign::VerticalCenter);
        let ruled = base.clone().set_border(FormatBorder::Thin);
        let text = ruled.clone().set_text_wrap().set_num_format("@");
        let of = |kind| match kind {
            Kind::Text => text.clone(),
            Kind::Number(0) => ruled.clone().set_num_format("#,##0"),
            Kind::Number(n) => ruled.clone().set_num_format(format!("#,##0.{}", "0".repeat(n.into()))),
            Kind::Date => ruled.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            Kind::Time => ruled.clone().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Center),
        };
        let columns: Vec<Format> = table.headings.iter().map(|h| of(h.kind)).collect();
        Self {
            title: base.set_font_size(16).set_bold().set_align(FormatAlign::Center),
            head: ruled.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center),
            kinds: table.headings.iter().map(|h| h.kind).collect(),
            count: ruled.clone().set_bold().set_num_format("#,##0"),
            bold: ruled.set_bold(),
            guarded: text.set_quote_prefix(),
            totals: columns.iter().map(|f| f.clone().set_bold()).collect(),
            columns,
        }
    }

    /// How many there are is a number, also of days.
    fn total(&self, column: u16, reckon: Reckon) -> &Format {
        let of_column = self.totals.get(usize::from(column)).filter(|_| reckon != Reckon::Count);
        of_column.unwrap_or(&self.count)
    }

    fn cell(&self, sheet: &mut Worksheet, (row, column): (u32, u16), value: &Value) -> Result<(), Fault> {
        let format = &self.columns[usize::from(column)];
        match value {
            Value::Text(text) if !text.is_empty() => {
                // A text cell stays one, but whoever edits it would make it a formula.
                let format = if is_formula(text) { &self.guarded } else { format };
                sheet.write_string_with_format(row, column, crate::text::escape(text), format)?;
            }
            Value::Number(number) if number.is_finite() => {
                sheet.write_number_with_format(row, column, *number, format)?;
            }
            Value::When(at) => {
                // A day with a time hidden in it would be grouped apart from its own day.
                let day = Stamp { hour: 0, minute: 0, second: 0, ..*at };
                let is_day = self.kinds.get(usize::from(column)) == Some(&Kind::Date);
                let at = moment(if is_day { day } else { *at })?;
                sheet.write_datetime_with_format(row, column, at, format)?;
            }
            _ => {
                sheet.write_blank(row, column, format)?;
            }
        }
        Ok(())
    }
}

/// How many lines a cell has in its column. Not every program makes a row higher for them by itself.
fn lines(value: &Value, width: f64) -> usize {
    let Value::Text(text) = value else { return 1 };
    broken(text, 0.0, (width - 1.0).max(2.0) as f32, |g| crate::text::width(g) as f32).len()
}

/// What was reckoned of a column while its rows went by.
#[derive(Clone, Copy, Default)]
struct Reckoned {
    sum: f64,
    numbers: u32,
    filled: u32,
}

impl Reckoned {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Number(number) if number.is_finite() => {
                self.sum += number;
                self.numbers += 1;
                self.filled += 1;
            }
            Value::Text(text) if !text.is_empty() => self.filled += 1,
            Value::When(_) => self.filled += 1,
            _ => {}
        }
    }
}

/// The formula over the rows before `end` with its result; none where there is nothing to reckon with,
/// which Excel would show as an error or as a circle.
fn formula(reckon: Reckon, of: &Reckoned, (column, end): (u16, u32)) -> Option<Formula> {
    if end == HEAD {
        return None;
    }
    let (name, result) = match reckon {
        Reckon::Sum => ("SUM", of.sum),
        Reckon::Average if of.numbers == 0 => return None,
        Reckon::Average => ("AVERAGE", of.sum / f64::from(of.numbers)),
        Reckon::Count => ("COUNTA", f64::from(of.filled)),
    };
    let (from, to) = (row_col_to_cell(HEAD, column), row_col_to_cell(end - 1, column));
    Some(Formula::new(format!("={name}({from}:{to})")).set_result(result.to_string()))
}

fn moment(at: Stamp) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(at.year, at.month, at.day)?.and_hms(at.hour.into(), at.minute, at.second)
}

/// A worksheet's name takes 31 characters and not all of them.
fn sheet_name(title: &str) -> String {
    let name: String =
        title.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}
