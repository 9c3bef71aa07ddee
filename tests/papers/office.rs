//! DOCX as its schema, its reader and its readers' traps have it.

use super::samples::{RARE, SAID, form, letter};
use super::tools::{by_schema, part, parts};
use liuhen::papers::{Block, Cell, Field, Lang, Sheet, docx};

const WML: &str = "ISO-IEC29500-4_2016/wml.xsd";

fn written(sheet: &Sheet) -> Vec<u8> {
    docx::write(sheet).unwrap()
}

/// The words of a part, as any reader of XML has them.
fn words(xml: &str) -> String {
    let texts = xml.split("<w:t xml:space=\"preserve\">").skip(1).filter_map(|t| t.split("</w:t>").next());
    texts
        .collect::<String>()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[test]
fn every_part_keeps_to_its_schema() {
    for sheet in [form(), letter(), Sheet { lang: Lang::En, ..form() }] {
        by_schema(
            &written(&sheet),
            &[
                ("word/document.xml", WML),
                ("word/styles.xml", WML),
                ("word/settings.xml", WML),
                ("word/footer1.xml", WML),
                ("word/footer2.xml", WML),
                ("[Content_Types].xml", "ecma/fouth-edition/opc-contentTypes.xsd"),
                ("_rels/.rels", "ecma/fouth-edition/opc-relationships.xsd"),
                ("word/_rels/document.xml.rels", "ecma/fouth-edition/opc-relationships.xsd"),
            ],
        );
    }
}

#[test]
fn every_word_is_read_back() {
    let sheet = form();
    let text = words(&part(&written(&sheet), "word/document.xml"));
    let Block::Fields(grid) = &sheet.blocks[0] else { panic!() };
    let cells: Vec<&Cell> = grid.bands().iter().flat_map(|b| b.rows.iter().flatten()).collect();
    for cell in &cells {
        assert!(text.contains(&cell.field.words().replace('\n', "")), "{:?}", cell.field);
    }
    assert!(cells.iter().any(|c| c.field == Field::Value(String::new())), "empty fields are part of a form");
    assert!(text.contains(SAID) && RARE.iter().all(|r| text.contains(r)));
    let markup = Sheet { title: vec!["<w:p> & \"\u{1}\u{202e}".into()], ..letter() };
    let bytes = written(&markup);
    by_schema(&bytes, &[("word/document.xml", WML)]);
    assert!(words(&part(&bytes, "word/document.xml")).contains("<w:p> & \"‹U+0001›‹U+202E›"));
}

#[test]
fn widths_heights_and_heads_are_said_out_loud() {
    for sheet in [form(), letter()] {
        let xml = part(&written(&sheet), "word/document.xml");
        for table in xml.split("<w:tbl>").skip(1) {
            let number = |s: &str| s.split('"').next().unwrap().parse::<u32>().unwrap();
            let columns: Vec<u32> = table.split("<w:gridCol w:w=\"").skip(1).map(number).collect();
            let whole = number(table.split("<w:tblW w:w=\"").nth(1).unwrap());
            assert_eq!(columns.iter().sum::<u32>(), whole);
            assert!(columns.iter().all(|&c| c > 0) && table.contains("w:type=\"fixed\""));
            for row in table.split("<w:tr>").skip(1) {
                let row = row.split("</w:tr>").next().unwrap();
                assert!(row.starts_with("<w:trPr><w:cantSplit/>") && row.contains("w:hRule=\"atLeast\""));
                let cells: u32 = row.split("<w:tcW w:w=\"").skip(1).map(number).sum();
                assert_eq!(cells, whole, "{row}");
            }
        }
    }
    let xml = part(&written(&letter()), "word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
}

#[test]
fn boxes_and_page_numbers_have_a_chinese_font() {
    for sheet in [form(), Sheet { lang: Lang::En, ..form() }] {
        for (name, xml) in parts(&written(&sheet)) {
            for run in xml.split("<w:r>").skip(1).map(|r| r.split("</w:r>").next().unwrap()) {
                let asks = run.contains(['□', '■', '—']) || name.contains("footer") && run.contains("PAGE");
                let has = run.contains("w:hint=\"eastAsia\"") && run.contains("w:eastAsia=\"仿宋_GB2312\"");
                assert!(!asks || has || run.contains("<w:br"), "{name}: {run}");
            }
            assert!(!xml.contains('☐'));
        }
    }
}

#[test]
fn a_letter_has_twenty_two_lines_of_twenty_eight_characters() {
    let xml = part(&written(&letter()), "word/document.xml");
    assert!(xml.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert!(xml.contains("w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\""), "{xml}");
    assert!(xml.contains("w:type=\"lines\" w:linePitch=\"580\"/>"));
    let styles = part(&written(&letter()), "word/styles.xml");
    // 16 points less a fifth of one: 28 of them are 442 points, as wide as the text.
    let body = styles.split("w:styleId=\"Body\"").nth(1).unwrap().split("</w:style>").next().unwrap();
    assert!(
        body.contains("<w:spacing w:val=\"-4\"/><w:sz w:val=\"32\"/>")
            && body.contains("<w:snapToGrid w:val=\"1\"/>")
    );
    for family in ["方正小标宋_GBK", "黑体", "楷体_GB2312", "仿宋_GB2312"] {
        assert!(styles.contains(&format!("w:eastAsia=\"{family}\"")));
    }
    assert!(part(&written(&letter()), "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let bytes = written(&form());
    assert_eq!(bytes, written(&form()));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    for at in 0..zip.len() {
        let time = zip.by_index(at).unwrap().last_modified().unwrap();
        assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
    }
    assert!(part(&bytes, "docProps/core.xml").contains("2026-10-09T09:30:00+08:00"));
}
