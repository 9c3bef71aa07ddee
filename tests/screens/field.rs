//! A field as the person at the keyboard meets it: keys in; text, caret and cells out.

use liuhen::text::BadCharacter;
use liuhen::ui::field::{Answer, Field, Refusal};
use liuhen::ui::keys::{Event, Key, keys};
use liuhen::ui::screen;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

fn play(field: &mut Field, written: &str) -> Vec<Answer> {
    keys(written)
        .unwrap()
        .into_iter()
        .map(|event| match event {
            Event::Key(key) => field.key(key),
            Event::Paste(text) => field.paste(&text),
            other => panic!("{other:?}"),
        })
        .collect()
}

/// The field's cells in an area at (2, 1), and the caret relative to that area.
fn shown(field: &mut Field, width: u16, height: u16) -> (String, (u16, u16)) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width + 4, height + 2));
    let area = Rect::new(2, 1, width, height);
    let caret = field.render(area, &mut buffer, Style::new());
    assert!(area.contains(caret), "{caret:?}");
    let rows: Vec<String> = screen::text(&buffer).lines().map(|l| l.trim_start().to_owned()).collect();
    (rows[1..=usize::from(height)].join("|"), (caret.x - 2, caret.y - 1))
}

#[test]
fn names_with_rare_characters_are_typed_and_mended_in_the_middle() {
    let mut field = Field::line(20);
    play(&mut field, "张𠅤伟<left><left>䶮<bs>䶮·<left>");
    assert_eq!(field.text(), "张䶮·𠅤伟");
    assert_eq!(shown(&mut field, 20, 1), ("张䶮·𠅤伟".into(), (4, 0)));
    play(&mut field, "<right><right>");
    assert_eq!(shown(&mut field, 20, 1).1, (7, 0));
    play(&mut field, "<home><del><end><bs>");
    assert_eq!(field.text(), "䶮·𠅤");
    assert_eq!(field.caret_at(), (0, 3));
}

#[test]
fn commands_are_left_to_the_screen() {
    let mut line = Field::line(9);
    for event in keys("<esc><tab><s-tab><enter><up><down><f1><c-p><pgdn>").unwrap() {
        let Event::Key(key) = event else { unreachable!() };
        assert_eq!(line.key(key), Answer::NotMine, "{key:?}");
    }
    let mut paragraphs = Field::paragraphs(9);
    assert_eq!(paragraphs.key(Key::Enter), Answer::Changed);
    assert_eq!(
        play(&mut paragraphs, "<up><up><down><down>"),
        [Answer::Moved, Answer::NotMine, Answer::Moved, Answer::NotMine]
    );
}

#[test]
fn killing_takes_a_word_and_never_a_chinese_paragraph() {
    let mut field = Field::paragraphs(100);
    play(&mut field, "询问开庭时间 case 2026  <c-w>");
    assert_eq!(field.text(), "询问开庭时间 case ");
    play(&mut field, "<c-w><c-w>");
    assert_eq!(field.text(), "询问开庭时");
    play(&mut field, "<enter>第二段<left><c-u>");
    assert_eq!(field.text(), "询问开庭时\n段");
    play(&mut field, "<c-k><c-a><up><c-k><c-k>");
    assert_eq!(field.text(), "");
}

#[test]
fn undo_goes_back_by_what_was_typed_in_one_go() {
    let mut field = Field::line(100);
    play(&mut field, "张三 李四<bs><c-u>");
    for before in ["张三 李", "张三 李四", "张三", "", ""] {
        play(&mut field, "<c-z>");
        assert_eq!(field.text(), before);
    }
}

#[test]
fn no_row_begins_with_punctuation_and_the_caret_is_where_typing_goes() {
    let mut field = Field::paragraphs(200);
    play(&mut field, "来电人询问案件进展、要求延期。<enter>已告知");
    assert_eq!(shown(&mut field, 19, 4), ("来电人询问案件进|展、要求延期。|已告知|".into(), (6, 2)));
    // Up keeps the column, also past a shorter row.
    play(&mut field, "<up><up>");
    assert_eq!(shown(&mut field, 19, 4).1, (6, 0));
    play(&mut field, "新");
    assert_eq!(field.text(), "来电人新询问案件进展、要求延期。\n已告知");
    assert_eq!(field.height(19), 3);
    // A lower area scrolls to the caret.
    play(&mut field, "<down><down><end>");
    assert_eq!(shown(&mut field, 19, 2), ("展、要求延期。|已告知".into(), (6, 1)));
}

#[test]
fn a_long_line_scrolls_and_says_where_it_is_cut() {
    let mut field = Field::line(100);
    play(&mut field, "一二三四五六七八九十");
    let (cells, caret) = shown(&mut field, 11, 1);
    assert_eq!((cells.as_str(), caret), ("<九十", (5, 0)));
    play(&mut field, "<home>");
    assert_eq!(shown(&mut field, 11, 1), ("一二三四五>".into(), (0, 0)));
}

#[test]
fn what_is_refused_leaves_all_as_it_was_and_says_why() {
    let mut field = Field::line(5);
    field.set_text("张三").unwrap();
    let refused = |r| Answer::Refused(r);
    let too_long = |would| refused(Refusal::TooLong { limit: 5, would });
    let bad = |at, code| refused(Refusal::Bad(BadCharacter { at, code }));
    assert_eq!(field.paste("一二三四"), too_long(6));
    assert_eq!(field.paste("李\u{202e}四"), bad(2, '\u{202e}'));
    assert_eq!(field.paste("李\n四"), bad(2, '\n'));
    assert_eq!(field.key(Key::Char('\u{200b}')), bad(1, '\u{200b}'));
    assert_eq!(field.text(), "张三");
    assert_eq!(field.paste("李四\r\n"), Answer::Changed);
    assert_eq!((field.text(), field.length()), ("张三李四", 4));
    assert_eq!(play(&mut field, "ab").last(), Some(&too_long(6)));
    // A large paste is judged as a whole, and how much it was is said.
    let long = "询问内容。".repeat(7_000);
    assert_eq!(
        Field::paragraphs(20_000).paste(&long),
        refused(Refusal::TooLong { limit: 20_000, would: 35_000 })
    );
    let mut large = Field::paragraphs(40_000);
    assert_eq!(large.paste(&long), Answer::Changed);
    assert_eq!(shown(&mut large, 60, 10).1.1, 9);
    assert_eq!(play(&mut large, "<up>字<bs><c-z><c-z><c-z>").last(), Some(&Answer::Changed));
    assert_eq!(large.text(), "");
}

#[test]
fn a_mark_joins_the_letter_before_it_and_is_bounded() {
    let mut field = Field::line(20);
    play(&mut field, "e\u{301}x");
    assert_eq!(field.text(), "éx");
    play(&mut field, "\u{301}\u{302}\u{303}\u{304}");
    assert_eq!(
        field.key(Key::Char('\u{305}')),
        Answer::Refused(Refusal::Bad(BadCharacter { at: 7, code: '\u{305}' }))
    );
    // And it goes with its letter.
    play(&mut field, "<bs>");
    assert_eq!(field.text(), "é");
}

#[test]
fn a_draft_is_resumed_at_its_caret() {
    let mut field = Field::paragraphs(100);
    play(&mut field, "第一段<enter>第二𠅤段<left>");
    let (text, caret) = (field.text().to_owned(), field.caret_at());
    assert_eq!(caret, (1, 3));
    let mut again = Field::paragraphs(100);
    again.set_text(&text).unwrap();
    again.set_caret_at(caret.0, caret.1);
    play(&mut again, "新");
    assert_eq!(again.text(), "第一段\n第二𠅤新段");
    again.set_caret_at(99, 99);
    assert_eq!(again.caret_at(), (1, 5));
    again.set_caret_at(0, 99);
    assert_eq!(again.caret_at(), (0, 3));
}

#[test]
fn an_empty_field_shows_what_it_is_for() {
    let mut field = Field::line(9).with_placeholder("今天, -2, 0305");
    assert_eq!(shown(&mut field, 20, 1), ("今天, -2, 0305".into(), (0, 0)));
    play(&mut field, "昨");
    assert_eq!(shown(&mut field, 20, 1), ("昨".into(), (2, 0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Typed anywhere in any order: the text obeys its limit, the caret stays on a character in
    /// the area, and where the caret stands is where the text before it ends.
    #[test]
    fn the_caret_is_never_lost(
        multiline: bool,
        strokes in prop::collection::vec(prop::sample::select(vec![
            "张", "𠅤", "、", "a", " ", "\u{301}", "2026", "<enter>", "<left>", "<right>", "<up>", "<down>", "<home>",
            "<end>", "<bs>", "<del>", "<c-w>", "<c-u>", "<c-k>", "<c-z>", "<paste>（答：依法、告知。）ab</paste>",
        ]), 0..60),
        width in 1u16..30,
        height in 1u16..5,
    ) {
        let mut field = if multiline { Field::paragraphs(80) } else { Field::line(80) };
        for stroke in strokes {
            play(&mut field, stroke);
            prop_assert!(field.length() <= 80);
            let area = Rect::new(3, 2, width, height);
            let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 10));
            let caret = field.render(area, &mut buffer, Style::new());
            prop_assert!(area.contains(caret));
            prop_assert_eq!(field.caret(area), caret);
            let (paragraph, character) = field.caret_at();
            let mut again = field.clone();
            again.set_caret_at(paragraph, character);
            prop_assert_eq!(again.caret(area), caret);
            for y in 0..10 {
                for x in 0..40 {
                    prop_assert!(area.contains(Position::new(x, y)) || buffer[(x, y)].symbol() == " ");
                }
            }
        }
    }
}
