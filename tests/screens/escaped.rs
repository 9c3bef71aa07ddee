//! What other people wrote is drawn as text, whatever it holds: it turns no line around, hides nothing
//! and reaches no terminal as anything but letters.

use crate::every_screen::SCREENS;
use crate::shelf::{Play, founding};

/// Turns a line around, takes no room, begins a sequence of the terminal.
const NO_TEXT: [char; 3] = ['\u{202e}', '\u{200b}', '\u{1b}'];

#[test]
fn what_other_people_wrote_is_drawn_as_text_in_every_room() {
    let nasty: String = NO_TEXT.iter().collect();
    let mut founding = founding();
    let people = founding.people.iter_mut().flat_map(|p| [&mut p.name, &mut p.post]);
    let units = founding.units.iter_mut().flat_map(|u| [&mut u.name, &mut u.name_en]);
    let bodies = founding.committees.iter_mut().map(|c| &mut c.name);
    let organ = [&mut founding.name, &mut founding.name_en, &mut founding.superior];
    people.chain(units).chain(bodies).chain(organ).for_each(|text| text.insert_str(0, &nasty));
    let mut play = Play::of(&founding);
    for (who, keys) in SCREENS {
        play.sit(who).press(&format!("<resize 120x40>{keys}"));
        for size in ["120x40", "80x24"] {
            let screen = play.press(&format!("<resize {size}>")).screen();
            let where_ = format!("{who} {keys} {size}:\n{screen}");
            assert!(!screen.contains(NO_TEXT), "{where_}");
            assert!(screen.contains("‹U+202E›"), "{where_}");
        }
    }
}
