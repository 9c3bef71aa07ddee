//! Room 5 at the keys: the list is narrowed by what is next, Esc leaves the choice and not the room, and nothing is
//! noted as opened before Enter.

use crate::common::{demo_copy, somebody};
use liuhen::domain::lang::Lang;
use liuhen::domain::organ::Role;
use liuhen::office::LogId;
use liuhen::ui::app::App;
use liuhen::ui::keys::keys;
use liuhen::ui::room::Cx;
use liuhen::ui::screen::{Display, Look, text};
use ratatui::layout::Size;

fn press(app: &mut App<Vec<u8>>, written: &str) -> String {
    for event in keys(written).unwrap() {
        app.event(event);
        app.draw().unwrap();
    }
    text(app.display().shown())
}

#[test]
fn the_list_is_narrowed_left_and_opened_and_only_opening_is_noted() {
    let demo = demo_copy();
    let office = demo.office();
    let who = office.organ().with_role(Role::Dis).next().unwrap().id.clone();
    let cx = Cx::new(office, somebody(who.as_str()), who, Lang::Zh);
    let mut app = App::new(cx, Display::new(Vec::new(), Size::new(80, 24), Look::default())).unwrap();
    let looked = |app: &App<Vec<u8>>| {
        let heads = app.cx.office.heads().unwrap();
        heads.iter().find(|h| h.log == LogId::Reads).unwrap().size
    };
    let before = looked(&app);
    let list = press(&mut app, "5");
    assert!(list.contains("处置") && list.contains("在办") && list.contains("f 筛选"), "{list}");
    let chosen = press(&mut app, "f");
    assert!(chosen.contains("按下一步筛选") && chosen.contains("[x] 在办"), "{chosen}");
    assert_eq!(press(&mut app, "<esc>"), list, "Esc leaves the choice alone");
    assert_eq!(press(&mut app, "ff"), list, "and so does the same key");
    let narrowed = press(&mut app, "f<down><enter>");
    let first = narrowed.lines().nth(1).unwrap().to_owned();
    let word = first.trim_start_matches('>').split_whitespace().next().unwrap();
    assert!(narrowed.lines().next().unwrap().contains(word), "the title says what it waits for: {narrowed}");
    let rows = narrowed.lines().skip(1).take_while(|l| !l.trim().is_empty());
    assert!(rows.clone().count() > 0 && rows.clone().all(|row| row.contains(word)), "{narrowed}");
    assert_eq!(looked(&app), before, "a list is no opening");
    press(&mut app, "<enter>");
    assert_eq!(looked(&app), before + 1, "what is opened is noted");
    assert_eq!(press(&mut app, "<esc>"), narrowed, "and one comes back to the list as it was");
}
