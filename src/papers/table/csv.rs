//! CSV that Excel opens as Chinese and takes no formula from.

use super::{Fault, Row, Table, Value, shown};
use crate::text::csv_cell;
use std::io::Write;

/// Without it Excel reads UTF-8 as the code page of the machine.
const MARK: &str = "\u{feff}";

pub(super) fn write(
    table: &Table,
    out: &mut impl Write,
    rows: impl IntoIterator<Item = Row>,
) -> Result<(), Fault> {
    out.write_all(MARK.as_bytes())?;
    let mut line = String::new();
    for heading in &table.headings {
        push(&mut line, &csv_cell(&heading.words));
    }
    end(&mut line, out)?;
    for (at, row) in (1..).zip(rows) {
        for (value, heading) in table.fits(at, row)?.iter().zip(&table.headings) {
            match value {
                Value::Empty => push(&mut line, ""),
                Value::Text(text) => push(&mut line, &csv_cell(text)),
                Value::Number(number) if number.is_finite() => push(&mut line, &number.to_string()),
                Value::Number(_) => push(&mut line, ""),
                Value::When(at) => push(&mut line, &shown(heading.kind, *at)),
            }
        }
        end(&mut line, out)?;
    }
    Ok(())
}

fn push(line: &mut String, cell: &str) {
    line.push_str(cell);
    line.push(',');
}

/// The last comma becomes the end of the line.
fn end(line: &mut String, out: &mut impl Write) -> Result<(), Fault> {
    line.pop();
    line.push_str("\r\n");
    out.write_all(line.as_bytes())?;
    line.clear();
    Ok(())
}
