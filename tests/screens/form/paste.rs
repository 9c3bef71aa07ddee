//! What is pasted from word processors, messages and PDF files: nothing that can be kept is refused
//! for what cannot, and nothing is left out without a word.

use crate::form::bench::{Session, court};
use liuhen::domain::lang::Lang;

/// A screen with the caret in a field, and the row in which the pasted text is looked for.
const FIELDS: &[(&str, &str)] =
    &[("judge", "<f4>"), ("judge", "<f3><enter><tab>"), ("judge", "2/"), ("cus1", "2/"), ("judge", "<f1>")];

fn message(s: &Session) -> String {
    let screen = s.screen();
    screen.lines().nth(22).unwrap_or_default().to_owned()
}

#[test]
fn one_key_takes_in_the_rest_and_what_was_left_out_is_said() {
    for invisible in
        ['\u{200b}', '\u{feff}', '\u{ad}', '\u{200e}', '\u{f0b7}', '\u{202e}', '\u{2060}', '\u{7}']
    {
        let code = format!("U+{:04X}", u32::from(invisible));
        for (who, keys) in FIELDS {
            let court = court();
            let mut s = court.sits(who, Lang::Zh, (80, 24));
            s.types(keys);
            let before = s.screen();
            s.types(&format!("<paste>王{invisible}五{invisible}</paste>"));
            let asked = message(&s);
            assert!(asked.contains("Enter 去掉2个") && asked.contains(&code), "{code} {keys}\n{asked}");
            assert!(!s.screen().contains("王五"), "not before it is answered");
            // Esc pastes nothing and leaves nothing.
            s.types("<esc>");
            assert!(message(&s).contains("没有粘入"), "{}", s.screen());
            assert_eq!(
                s.screen().lines().take(22).collect::<Vec<_>>(),
                before.lines().take(22).collect::<Vec<_>>()
            );
            let after = s.types(&format!("<paste>王{invisible}五{invisible}</paste><enter>"));
            assert!(after.contains("王五"), "{code} {keys}\n{after}");
            let said = message(&s);
            assert!(said.contains("去掉了2个字符") && said.contains(&code), "{code} {keys}\n{said}");
        }
    }
}

#[test]
fn tabs_and_line_ends_become_blanks_where_one_line_is_asked_for() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    let line = s.types("<f4><tab><paste>【银行】\t您的案件\r\n何时开庭\n\n请回复\r\n</paste>");
    assert!(line.contains("【银行】 您的案件 何时开庭 请回复"), "{line}");
    assert!(message(&s).contains("3处制表符或换行改为空格"), "{line}");
    // Paragraphs keep their line ends; a tab is a blank there too.
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f3>");
    s.walks_to(">*过问内容");
    let text = s.types("<paste>第一行\t甲\r\n第二行\u{2028}第三行</paste>");
    let rows: Vec<&str> = text.lines().filter(|l| l.contains('行')).collect();
    assert!(rows.len() >= 3 && rows[0].contains("第一行 甲"), "{text}");
    assert!(message(&s).contains("1处制表符"), "{text}");
}

#[test]
fn the_question_outlives_the_language_and_the_lock_and_any_other_key_goes_on() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f4><paste>王\u{200b}五</paste><f9>");
    assert!(message(&s).contains("Enter pastes all but 1"), "{}", s.screen());
    s.types("<f9><f12><enter>");
    assert!(message(&s).contains("Enter 去掉1个"), "{}", s.screen());
    let after = s.types("<enter>");
    assert!(after.contains("王五"), "{after}");
    // Typed on instead: the letter is taken, the paste is not, and that is said.
    let after = s.types("<paste>赵\u{200b}六</paste>张");
    assert!(
        after.contains("王五张") && !after.contains("赵六") && message(&s).contains("没有粘入"),
        "{after}"
    );
}

#[test]
fn a_paste_where_nothing_is_typed_is_answered_everywhere() {
    for (who, keys) in [("judge", ""), ("judge", "2"), ("cus1", "8"), ("judge", "0")] {
        let court = court();
        let mut s = court.sits(who, Lang::Zh, (80, 24));
        let before = s.types(keys);
        let after = s.types("<paste>2q\u{200b}\n</paste>");
        assert!(message(&s).contains("粘贴只能进入填写框"), "{after}");
        assert_eq!(before.lines().take(22).collect::<Vec<_>>(), after.lines().take(22).collect::<Vec<_>>());
    }
    // Lists that are narrowed by typing take it as typed.
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    assert!(s.types("<f8><paste>曾晓</paste>").contains("曾晓"), "{}", s.screen());
    assert!(!s.screen().contains("王建国"), "{}", s.screen());
}

#[test]
fn a_paste_that_stands_still_says_how_it_ends() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    s.types("<f4><stalled>");
    assert!(message(&s).contains("粘贴只到了一半") && message(&s).contains("Esc"), "{}", s.screen());
}

#[test]
fn alt_with_a_key_leaves_nothing_and_does_nothing() {
    let court = court();
    court.submitted(false);
    for (who, keys) in
        [("judge", "<f3>"), ("judge", "<f4>汪某"), ("cus1", "<enter>c111"), ("judge", "2"), ("judge", "")]
    {
        let mut s = court.sits(who, Lang::Zh, (80, 24));
        let before = s.types(keys);
        let after = s.types("<alt>");
        assert_eq!(before.lines().take(22).collect::<Vec<_>>(), after.lines().take(22).collect::<Vec<_>>());
        assert!(message(&s).contains("Alt"), "{after}");
    }
}
