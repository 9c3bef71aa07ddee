//! Grids, lists and lines to sign, as tables whose widths are said column by column: WPS takes them from
//! nowhere else. Rows grow, and no row is torn by the end of a page.

use super::xml::{paragraph, twips};
use crate::papers::fonts::Role;
use crate::papers::grid::{self, Band, Grid};
use crate::papers::measure::{self, Type, WIDTH};
use crate::papers::sheet::{Align, List, Sheet, Signature};
use crate::papers::{Lang, Setting};

/// Above and below the words of a cell, and beside them.
const PAD: i32 = 57;
const SIDE: i32 = 70;

/// A cell: the columns it covers, its properties, its paragraph.
struct Tc<'a> {
    from: usize,
    to: usize,
    extra: &'a str,
    words: String,
}

fn table(edges: &[u32], borders: &str, rows: &[String]) -> String {
    let grid: String = edges.windows(2).map(|e| format!(r#"<w:gridCol w:w="{}"/>"#, e[1] - e[0])).collect();
    let width = edges.last().copied().unwrap_or_default();
    let side = |name: &str, by: i32| format!(r#"<w:{name} w:w="{by}" w:type="dxa"/>"#);
    let margins = [side("top", PAD), side("left", SIDE), side("bottom", PAD), side("right", SIDE)].concat();
    [
        format!(r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>"#),
        format!(r#"{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"#),
        format!("<w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>{GAP}", rows.concat()),
    ]
    .concat()
}

/// Two tables that touch become one, and a page must not end in a table.
const GAP: &str = r#"<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>"#;

fn row(edges: &[u32], height: i32, head: bool, cells: Vec<Tc<'_>>) -> String {
    let head = if head { "<w:tblHeader/>" } else { "" };
    let mut out = format!(
        r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>"#
    );
    for Tc { from, to, extra, words } in cells {
        let width = edges[to] - edges[from];
        let span =
            if to - from > 1 { format!(r#"<w:gridSpan w:val="{}"/>"#, to - from) } else { String::new() };
        let width = format!(r#"<w:tcW w:w="{width}" w:type="dxa"/>"#);
        out.push_str(&format!("<w:tc><w:tcPr>{width}{span}{extra}"));
        out.push_str(&format!(r#"<w:vAlign w:val="center"/></w:tcPr>{words}</w:tc>"#));
    }
    out + "</w:tr>"
}

fn ruled() -> String {
    let side = |name| format!(r#"<w:{name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#);
    let sides: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side).concat();
    format!("<w:tblBorders>{sides}</w:tblBorders>")
}

fn edges(shares: &[u16]) -> Vec<u32> {
    grid::edges(shares, twips(WIDTH).unsigned_abs())
}

fn high(kind: Type, lines: usize) -> i32 {
    twips(kind.leading) * i32::try_from(lines).unwrap_or(i32::MAX / 10_000) + 2 * PAD
}

pub(super) fn fields(sheet: &Sheet, grid: &Grid) -> String {
    let edges = edges(&grid.shares());
    let rows: Vec<String> =
        grid.bands().iter().flat_map(|band| band_rows(sheet, grid, band, &edges)).collect();
    table(&edges, &ruled(), &rows)
}

fn band_rows(sheet: &Sheet, grid: &Grid, band: &Band, edges: &[u32]) -> Vec<String> {
    let (lang, kind) = (sheet.lang, measure::table(sheet.setting));
    let mut out = Vec::new();
    for (at, cells) in band.rows.iter().enumerate() {
        let mut tcs = Vec::new();
        if let Some(head) = &band.head {
            let (extra, words) =
                if at == 0 { (r#"<w:vMerge w:val="restart"/>"#, head.as_str()) } else { ("<w:vMerge/>", "") };
            tcs.push(Tc { from: 0, to: 1, extra, words: paragraph(lang, "CellLabel", Role::Fang, words) });
        }
        for (cell, (from, to)) in cells.iter().zip(grid.places(band, cells)) {
            let style = if cell.field.is_label() { "CellLabel" } else { "Cell" };
            let words = paragraph(lang, style, Role::Fang, &cell.field.words());
            tcs.push(Tc { from, to, extra: "", words });
        }
        let lines = cells.iter().map(|c| c.lines).max().unwrap_or(1);
        out.push(row(edges, high(kind, lines), false, tcs));
    }
    out
}

pub(super) fn list(sheet: &Sheet, list: &List) -> String {
    let (lang, kind) = (sheet.lang, measure::table(sheet.setting));
    let edges = edges(&list.columns().iter().map(|c| c.share).collect::<Vec<_>>());
    let cell = |(at, words): (usize, String)| Tc { from: at, to: at + 1, extra: "", words };
    let head = list.columns().iter().map(|c| paragraph(lang, "CellHead", Role::Hei, &c.heading)).enumerate();
    let mut rows = vec![row(&edges, high(kind, 1), true, head.map(cell).collect())];
    for words in list.rows() {
        let cells =
            words.iter().zip(list.columns()).map(|(w, c)| paragraph(lang, aligned(c.align), Role::Fang, w));
        rows.push(row(&edges, high(kind, 1), false, cells.enumerate().map(cell).collect()));
    }
    table(&edges, &ruled(), &rows)
}

fn aligned(align: Align) -> &'static str {
    match align {
        Align::Left => "Cell",
        Align::Centre => "CellLabel",
        Align::Right => "CellNumber",
    }
}

pub(super) fn signatures(lang: Lang, setting: Setting, all: &[Signature]) -> String {
    let kind = measure::table(setting);
    let edges = edges(&[30, 40, 30]);
    let line =
        r#"<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tcBorders>"#;
    let rows = all.iter().map(|one| {
        let words = [("Cell", &one.label, ""), ("Cell", &one.name, line), ("CellNumber", &one.date, "")];
        let cells = words.into_iter().enumerate().map(|(at, (style, words, extra))| Tc {
            from: at,
            to: at + 1,
            extra,
            words: paragraph(lang, style, Role::Fang, words),
        });
        row(&edges, high(kind, 1) * 3 / 2, false, cells.collect())
    });
    table(&edges, "", &rows.collect::<Vec<_>>())
}
