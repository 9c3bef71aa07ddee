//! The forms as a person meets them: typed keys in, the screen's text out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod bench;

use bench::{CASE, court};
use liuhen::domain::lang::Lang;

#[test]
fn look() {
    let court = court();
    let mut s = court.sits("judge", Lang::Zh, (80, 24));
    println!("{}", s.types("<f4>"));
    println!("{}", s.types("省某厅张处长<enter>打听何时开庭<enter>皖"));
    println!("{}", s.types("<down><enter><tab>"));
    println!("{}", s.types("<enter>"));
    println!("{}", s.types("<f3>"));
    println!("{}", s.types("<enter>"));
    println!("{}", s.types("wj"));
    println!("{}", s.types("<down><enter>"));
    println!("{}", s.types("<f2>"));
    println!("{}", s.types("<f2>"));
    println!("{}", s.types("<up><up><up><up><up><up><up><up><up><up><up><up><up><up><up><up><up><up><up>dh"));
    println!("{}", s.types("<enter>w"));
    let mut s = court.sits("judge", Lang::En, (120, 40));
    println!("{}", s.types("<f3>"));
    println!("{}", s.types("<f2>{CASE}"));
}
