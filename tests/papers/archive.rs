//! PDF/A as the tools of an archive see it.

use super::samples::{RARE, SAID, departments, english, form, letter, made};
use super::tools::{bare, kept, says};
use liuhen::papers::{Align, Band, Block, Cell, Column, Fonts, Grid, Level, List, Sheet, pdf};

fn written(sheet: &Sheet) -> pdf::Pdf {
    pdf::write(sheet, &mut Fonts::own().unwrap()).unwrap()
}

/// What `pdftotext` reads, page by page.
fn read(sheet: &Sheet) -> Option<Vec<String>> {
    let dir = tempfile::tempdir().unwrap();
    let file = kept(dir.path(), "a.pdf", &written(sheet).bytes);
    let text = says("pdftotext", &["-layout", "-enc", "UTF-8", &file, "-"])?;
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    pages.pop();
    Some(pages)
}

#[test]
fn every_word_is_read_back() {
    for sheet in [form(), letter()] {
        let Some(pages) = read(&sheet) else { return };
        let text = bare(&pages.concat());
        let mut words: Vec<String> = sheet.title.clone();
        for block in &sheet.blocks {
            match block {
                Block::Paragraph(_, text) => words.push(text.clone()),
                Block::List(list) => {
                    words.extend(list.rows().iter().flat_map(|r| r[..1].to_vec()));
                    words.extend(list.columns().iter().map(|c| c.heading.clone()));
                }
                _ => {}
            }
        }
        for said in words.iter().filter(|w| w.chars().count() < 28) {
            assert!(text.contains(&bare(said)), "{said} is not in {text}");
        }
        for rare in RARE {
            assert!(text.contains(rare), "{rare} is lost");
        }
        assert!(!text.contains(['☐', '\u{fffd}']), "a box that reads as a tick, or a sign of damage");
    }
}

#[test]
fn fields_are_read_back_without_order() {
    let dir = tempfile::tempdir().unwrap();
    let file = kept(dir.path(), "a.pdf", &written(&form()).bytes);
    let Some(text) = says("pdftotext", &["-raw", &file, "-"]) else { return };
    let text = bare(&text);
    assert!(text.contains(&bare(SAID)), "{text}");
    for value in [
        "（2026）京0105民初1234号",
        "欧阳𠅤",
        "民二庭赵㑇",
        "■电话",
        "□当面",
        "7F3K-9QMW-2XVD-H8RC",
        "—1—",
        "—2—",
    ] {
        assert!(text.contains(value), "{value} is not in {text}");
    }
}

#[test]
fn all_fonts_are_embedded_in_part() {
    for sheet in [form(), letter()] {
        let dir = tempfile::tempdir().unwrap();
        let pdf = written(&sheet);
        assert!(pdf.bytes.len() < 200_000, "{} bytes", pdf.bytes.len());
        let file = kept(dir.path(), "a.pdf", &pdf.bytes);
        let Some(fonts) = says("pdffonts", &[&file]) else { return };
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty());
        for row in rows {
            assert!(row.contains("yes yes yes"), "not embedded, not in part, or without characters: {row}");
        }
    }
}

#[test]
fn it_says_what_it_is_and_is_sound() {
    let sheet = form();
    let pdf = written(&sheet);
    let text = String::from_utf8_lossy(&pdf.bytes);
    for said in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>U</pdfaid:conformance>",
        "领导干部干预司法活动、插手具体案件处理情况登记表 编号：甲法过问〔2026〕第17号",
        "zh-CN",
        "2026-10-09T09:30:00+08:00",
        "某市甲区人民法院",
    ] {
        assert!(text.contains(said), "{said}");
    }
    let dir = tempfile::tempdir().unwrap();
    let file = kept(dir.path(), "a.pdf", &pdf.bytes);
    says("qpdf", &["--check", &file]);
    if let Some(info) = says("pdfinfo", &[&file]) {
        assert!(info.contains("A4") && info.contains(&format!("Pages:           {}", pdf.pages)), "{info}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let first = written(&letter()).bytes;
    // Fonts that have already set something else must not leave a trace.
    let mut used = Fonts::own().unwrap();
    pdf::write(&form(), &mut used).unwrap();
    assert_eq!(first, pdf::write(&letter(), &mut used).unwrap().bytes);
    assert_ne!(first, written(&Sheet { made: made().at(9, 31, 0).unwrap(), ..letter() }).bytes);
}

fn only(blocks: Vec<Block>) -> Sheet {
    Sheet { blocks, title: vec!["表".into()], number: None, ..form() }
}

#[test]
fn a_head_is_said_again_on_every_page_of_its_table() {
    let Some(pages) = read(&only(vec![Block::List(departments(150))])) else { return };
    assert!(pages.len() > 3);
    for page in &pages {
        assert_eq!(page.matches("5日内核对").count(), 1, "{page}");
    }
    let all = pages.concat();
    for at in 1..=150 {
        assert_eq!(all.matches(&format!("第{at}审判庭")).count(), 1);
    }
}

/// A form with one field.
pub fn long_field(words: &str) -> Sheet {
    let row = vec![Cell::label("原话"), Cell::value(words).over(2)];
    let band = Band { head: Some("过问情况".into()), rows: vec![row] };
    let grid = Grid::new(1, vec![2, 5, 5], vec![band]).unwrap();
    only(vec![Block::Fields(grid), Block::Paragraph(Level::Note, "完".into())])
}

#[test]
fn rows_grow_and_one_longer_than_a_page_goes_on() {
    // A number every few characters shows that nothing is cut off or drawn over.
    let long: String = (0..900).map(|i| format!("第{i:03}句。")).collect();
    let sheet = long_field(&long);
    let Some(pages) = read(&sheet) else { return };
    assert!(pages.len() >= 3, "{}", pages.len());
    let all = bare(&pages.concat());
    for at in 0..900 {
        assert!(all.contains(&format!("{at:03}")), "{at} is lost");
    }
    // No line of it is under the text area: the foot is the last on each page.
    for page in &pages {
        let words = bare(page);
        assert!(words.ends_with("09:30") || words.ends_with('—'), "{page}");
    }
}

#[test]
fn a_name_no_font_has_is_printed_by_its_code_and_told() {
    let column = Column { heading: "姓名".into(), share: 1, align: Align::Left };
    let list = List::new(vec![column], vec![vec!["王㐂".into()], vec!["赵☐\u{7}".into()]]).unwrap();
    let sheet = only(vec![Block::List(list)]);
    let told: Vec<char> = written(&sheet).unprinted.iter().map(|u| u.code).collect();
    assert_eq!(told, ['☐', '㐂']);
    let Some(pages) = read(&sheet) else { return };
    assert!(
        bare(&pages[0]).contains("王〔U+3402〕") && bare(&pages[0]).contains("赵〔U+2610〕‹U+0007›"),
        "{pages:?}"
    );
}

#[test]
fn words_of_other_scripts_keep_their_blanks() {
    let Some(pages) = read(&english()) else { return };
    let text = pages.concat().split_whitespace().collect::<Vec<_>>().join(" ");
    for said in ["a telephone inquiry about case", "preservation of property was discussed", "People’s Court"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}
