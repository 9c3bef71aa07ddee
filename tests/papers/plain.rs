//! Plain text as a binder and a printer take it.

use super::samples::{RARE, SAID, form, letter};
use super::tools::bare;
use liuhen::papers::text;
use liuhen::text::width;

#[test]
fn no_line_is_wider_than_the_paper_and_frames_close() {
    for sheet in [form(), letter()] {
        for line in text::preview(&sheet) {
            assert!(width(&line) <= text::COLUMNS, "{line}");
            let framed = line.starts_with(['|', '+']);
            assert!(!framed || width(&line) == text::COLUMNS && line.ends_with(['|', '+']), "{line}");
        }
    }
}

#[test]
fn nothing_of_the_sheet_is_lost() {
    let lines = text::preview(&form());
    let told: String = lines.iter().filter_map(|l| l.split('|').nth(2)).collect();
    assert!(bare(&told).contains(&bare(SAID)), "{told}");
    let all = lines.concat();
    assert!(RARE.iter().all(|r| all.contains(r)));
    for said in ["备　注", "■电话", "□当面", "7F3K-9QMW-2XVD-H8RC"] {
        assert!(all.contains(said), "{said}");
    }
}

#[test]
fn pages_have_a_length_a_number_and_the_head_of_their_table() {
    let mut long = letter();
    long.blocks = vec![liuhen::papers::Block::List(super::samples::departments(90))];
    let text = text::write(&long);
    let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
    assert!(pages.len() > 2);
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains(&format!("— {number} —")));
        assert_eq!(page.matches("5日内核对").count(), 1, "{page}");
        assert!(page.lines().count() <= text::LINES, "{}", page.lines().count());
    }
    assert_eq!(text, text::write(&long));
}
