//! JSON lines: what programs read. Nothing is guarded or made visible in them, for they take nothing for
//! a formula.

use super::{Fault, Row, Table, Value, shown};
use std::io::Write;

pub(super) fn write(
    table: &Table,
    out: &mut impl Write,
    rows: impl IntoIterator<Item = Row>,
) -> Result<(), Fault> {
    let keys: Vec<String> = table.headings.iter().map(|h| quoted(&h.key)).collect();
    let mut line = String::new();
    for (at, row) in (1..).zip(rows) {
        for ((value, heading), key) in table.fits(at, row)?.iter().zip(&table.headings).zip(&keys) {
            line.push(if line.is_empty() { '{' } else { ',' });
            line.push_str(key);
            line.push(':');
            match value {
                Value::Empty => line.push_str("null"),
                Value::Text(text) => line.push_str(&quoted(text)),
                Value::Number(number) if number.is_finite() => line.push_str(&number.to_string()),
                Value::Number(_) => line.push_str("null"),
                Value::When(at) => line.push_str(&quoted(&shown(heading.kind, *at))),
            }
        }
        line.push_str(if line.is_empty() { "{}\n" } else { "}\n" });
        out.write_all(line.as_bytes())?;
        line.clear();
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
