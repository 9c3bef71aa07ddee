//! Tables as other programs read them.

use super::samples::made;
use super::tools::{by_schema, part};
use calamine::{Data, Reader, Xlsx};
use liuhen::papers::table::{Heading, Kind, Reckon, Row, Table, Total, Value};
use liuhen::papers::{Fault, Stamp};
use std::cell::Cell;
use std::io::{Cursor, Error, Write};

const SML: &str = "ISO-IEC29500-4_2016/sml.xsd";
/// What programs take for a formula, or might.
const GUARDED: [&str; 10] = ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋86", "－2", "＠A"];

pub fn table() -> Table {
    Table {
        title: "2026年第三季度过问案件统计表".into(),
        headings: vec![
            Heading::new("dept", "部门", Kind::Text, 24.0),
            Heading::new("records", "件次", Kind::Number(0), 10.0),
            Heading::new("days", "平均核对天数", Kind::Number(2), 14.0),
            Heading::new("last", "最近记录", Kind::Date, 14.0),
            Heading::new("at", "时间", Kind::Time, 18.0),
        ],
        totals: vec![
            Total {
                words: "合计".into(),
                cells: vec![(1, Reckon::Sum), (2, Reckon::Average), (3, Reckon::Count)],
            },
            Total { words: "部门数".into(), cells: vec![(1, Reckon::Count)] },
        ],
        notes: vec!["注：件次按记录计。".into()],
        organ: "某市甲区人民法院".into(),
        made: made(),
    }
}

pub fn rows() -> Vec<Row> {
    let when = Value::When(Stamp::day(2026, 9, 28).unwrap().at(14, 5, 0).unwrap());
    let row = |name: &str, n: f64, days: Value| {
        Ok(vec![Value::Text(name.into()), Value::Number(n), days, when.clone(), when.clone()])
    };
    let mut rows = vec![
        row("民一庭", 5.0, Value::Number(1.5)),
        row("立案庭\n（含诉服）\"甲\",乙", 12.0, Value::Number(2.25)),
    ];
    rows.extend(GUARDED.map(|text| row(text, 0.0, Value::Empty)));
    rows
}

#[test]
fn a_workbook_keeps_to_its_schema() {
    by_schema(
        &table().workbook(rows()).unwrap(),
        &[
            ("xl/worksheets/sheet1.xml", SML),
            ("xl/workbook.xml", SML),
            ("xl/styles.xml", SML),
            ("xl/sharedStrings.xml", SML),
            ("[Content_Types].xml", "ecma/fouth-edition/opc-contentTypes.xsd"),
        ],
    );
}

#[test]
fn another_library_reads_types_and_the_same_totals() {
    let bytes = table().workbook(rows()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    assert_eq!(name, "2026年第三季度过问案件统计表");
    let sheet = book.worksheet_range(&name).unwrap();
    let formulas = book.worksheet_formula(&name).unwrap();
    let end = 2 + rows().len() as u32;
    let column = |at: u32| (2..end).map(move |row| (row, at)).map(|at| sheet.get_value(at).unwrap());
    assert_eq!(sheet.get_value((2, 0)), Some(&Data::String("民一庭".into())));
    let at = |column| match sheet.get_value((2, column)) {
        Some(Data::DateTime(at)) => at.as_f64(),
        other => panic!("{other:?}"),
    };
    assert_eq!((at(3), at(4)), (46293.0, 46293.0 + (14.0 * 60.0 + 5.0) / 1440.0), "a day is a whole number");
    let sum: f64 = column(1).filter_map(|d| if let Data::Float(f) = d { Some(*f) } else { None }).sum();
    assert_eq!(sheet.get_value((end, 1)), Some(&Data::Float(sum)));
    assert_eq!(sum, 17.0);
    assert_eq!(sheet.get_value((end, 2)), Some(&Data::Float((1.5 + 2.25) / 2.0)));
    assert_eq!(sheet.get_value((end, 3)), Some(&Data::Float(12.0)));
    assert_eq!(formulas.get_value((end, 1)).unwrap(), "SUM(B3:B14)");
    for (row, text) in (4..).zip(GUARDED) {
        let read = sheet.get_value((row, 0)).unwrap().to_string();
        assert!(read.ends_with(text.trim_start()), "{read}");
        assert!(formulas.get_value((row, 0)).is_none_or(String::is_empty), "{text} became a formula");
    }
}

#[test]
fn a_workbook_prints_on_a4_and_its_bytes_are_stable() {
    let bytes = table().workbook(rows()).unwrap();
    assert_eq!(bytes, table().workbook(rows()).unwrap());
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for said in [
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "state=\"frozen\"",
        "<autoFilter ref=\"A2:E14\"",
        "fitToWidth",
        "— &amp;P —",
    ] {
        assert!(
            sheet.contains(said) || said == "fitToWidth" && sheet.contains("fitToPage"),
            "{said}: {sheet}"
        );
    }
    assert!(
        sheet.contains("<row r=\"4\" spans=\"1:5\" ht=\"30\" customHeight=\"1\""),
        "two lines, one row: {sheet}"
    );
    assert!(part(&bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    assert!(part(&bytes, "docProps/core.xml").contains("2026-10-09T09:30:00"));
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(zip.by_index(0).unwrap().last_modified().unwrap().year(), 1980);
}

#[test]
fn a_table_without_rows_is_a_table() {
    let bytes = table().workbook(Vec::new()).unwrap();
    by_schema(&bytes, &[("xl/worksheets/sheet1.xml", SML)]);
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"), "a circle, or an average of nothing");
}

#[test]
fn csv_opens_as_chinese_and_takes_no_formula() {
    let mut out = Vec::new();
    table().csv(&mut out, rows()).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut lines = text.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n");
    assert_eq!(lines.next(), Some("\"部门\",\"件次\",\"平均核对天数\",\"最近记录\",\"时间\""));
    assert_eq!(lines.next(), Some("\"民一庭\",5,1.5,2026-09-28,2026-09-28 14:05:00"));
    assert_eq!(
        lines.next(),
        Some("\"立案庭 （含诉服）\"\"甲\"\",乙\",12,2.25,2026-09-28,2026-09-28 14:05:00")
    );
    for (line, text) in lines.zip(GUARDED) {
        let signs = ["\"=", "\"+", "\"-", "\"@", "\"＝", "\"＋", "\"－", "\"＠", "\"\t", "\"\r"];
        assert!(!signs.iter().any(|s| line.starts_with(s)), "{text}: {line}");
    }
    assert!(!text.contains("\n\n") && text.ends_with("\r\n"));
}

#[test]
fn json_lines_are_read_back() {
    let mut out = Vec::new();
    table().json(&mut out, rows()).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), rows().len());
    assert_eq!(
        lines[0],
        serde_json::json!({
            "dept": "民一庭", "records": 5, "days": 1.5, "last": "2026-09-28", "at": "2026-09-28 14:05:00"
        })
    );
    assert_eq!(lines[2]["dept"], "=1+1");
    assert!(lines[2]["days"].is_null());
}

/// Counts lines, and keeps none.
struct Counting<'a>(&'a Cell<usize>);

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.set(self.0.get() + bytes.iter().filter(|&&b| b == b'\n').count());
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_row_is_written_before_the_next_one_is_asked_for() {
    let (written, head) = (Cell::new(0), Cell::new(1));
    let rows = || {
        (0..20_000usize).map(|at| {
            assert_eq!(written.get(), at + head.get(), "rows are gathered");
            rows().swap_remove(0)
        })
    };
    table().csv(&mut Counting(&written), rows()).unwrap();
    written.set(0);
    head.set(0);
    table().json(&mut Counting(&written), rows()).unwrap();
}

#[test]
fn what_cannot_be_written_is_named() {
    let short = || vec![rows().swap_remove(0), Ok(vec![Value::Empty])];
    let broken = || vec![Err(Error::other("the register is gone"))];
    assert!(matches!(table().workbook(short()), Err(Fault::Cells { row: 2, cells: 1, columns: 5 })));
    assert!(matches!(table().csv(&mut Vec::new(), short()), Err(Fault::Cells { row: 2, .. })));
    assert!(matches!(table().json(&mut Vec::new(), broken()), Err(Fault::Io(_))));
    let full = &mut [0u8; 40][..];
    assert!(matches!(table().csv(&mut Cursor::new(full), rows()), Err(Fault::Io(_))), "a full disk");
    let long = vec![Ok(vec![
        Value::Text("长".repeat(40_000)),
        Value::Empty,
        Value::Empty,
        Value::Empty,
        Value::Empty,
    ])];
    assert!(matches!(table().workbook(long), Err(Fault::Workbook(_))));
}
