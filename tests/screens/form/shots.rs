//! The screens as they are, in both languages.

use crate::form::bench::court;
use liuhen::domain::lang::Lang;

#[test]
fn the_screens_of_both_languages() {
    for (lang, code) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (w, h) in [(80, 24), (120, 40)] {
            let court = court();
            court.submitted(false);
            let shot = |name: &str, screen: String| {
                insta::assert_snapshot!(format!("{name}_{code}_{w}x{h}"), screen);
            };
            let mut s = court.sits("judge", lang, (w, h));
            shot("form", s.types("<f3>"));
            shot("person", s.types("<enter><enter>"));
            shot(
                "list",
                s.types("<esc><esc><down><down><down><down><down><down><down><down><down><down><enter>"),
            );
            shot("problems", s.types("<esc><f2>"));
            shot("quick", s.types("<esc><f4>"));
            let mut s = court.sits("cus1", lang, (w, h));
            shot("confirm", s.types("<enter>c123"));
        }
    }
}
