//! The caret is where text goes, and nowhere else.

use crate::form::bench::{Session, court};
use liuhen::domain::lang::Lang;
use proptest::prelude::*;
use ratatui::layout::Position;

/// Keys of a form, and what is typed.
const KEYS: &[&str] = &[
    "<down>",
    "<up>",
    "<tab>",
    "<s-tab>",
    "<enter>",
    "<left>",
    "<right>",
    "<home>",
    "<end>",
    "<pgdn>",
    "<pgup>",
    "<bs>",
    "<del>",
    "<space>",
    "<esc>",
    "张",
    "a",
    "1",
    "<paste>很长的一段话，\n有两行</paste>",
    "<f2>",
    "<resize 60x16>",
    "<resize 120x40>",
    "<resize 80x24>",
];

fn check(s: &Session) {
    let Some(Position { x, y }) = s.caret() else { return };
    let screen = s.screen();
    let rows: Vec<&str> = screen.lines().collect();
    let height = s.app.display().area().height;
    assert!(x < s.app.display().area().width, "{x} {screen}");
    assert!(y >= 1 && y < height - 2, "caret in row {y}\n{screen}");
    // The row of the caret, or one above it in paragraphs, carries the mark of the focus.
    let marked = (0..=usize::from(y)).rev().find(|row| rows.get(*row).is_some_and(|r| r.starts_with('>')));
    assert!(marked.is_some_and(|row| usize::from(y) - row < usize::from(height)), "row {y}\n{screen}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn the_caret_stays_in_its_field(walk in prop::collection::vec(prop::sample::select(KEYS), 1..60)) {
        let court = court();
        let mut s = court.sits("judge", Lang::Zh, (80, 24));
        s.types("<f3>");
        for key in walk {
            s.types(key);
            if s.screen().contains("记录表") {
                check(&s);
            }
        }
    }
}
