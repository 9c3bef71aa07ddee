//! What the desk promises stands first in the footer of the room that Enter opens: for every line on
//! the desk of everybody of the training court, in both languages, whole at 80 columns.

use crate::common;

use common::{somebody, stories_copy};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::PersonId;
use liuhen::domain::lang::Lang;
use liuhen::office::DeskLine;
use liuhen::ui::app::App;
use liuhen::ui::bindings::{self, Action};
use liuhen::ui::keys::keys;
use liuhen::ui::room::Cx;
use liuhen::ui::screen::{Display, Look, text};
use ratatui::layout::Size;
use std::collections::BTreeSet;

fn press(app: &mut App<Vec<u8>>, written: &str) -> String {
    for event in keys(written).unwrap() {
        app.event(event);
        app.draw().unwrap();
    }
    text(app.display().shown())
}

/// On the way, where nothing is looked at: a desk has two hundred lines.
fn pass(app: &mut App<Vec<u8>>, written: &str) {
    for event in keys(written).unwrap() {
        app.event(event);
    }
}

#[test]
fn the_act_that_the_desk_promised_stands_first_in_the_footer() {
    let demo = stories_copy();
    let office = demo.office();
    let everybody: Vec<PersonId> = office.organ().people.keys().cloned().collect();
    let cx = Cx::new(office, somebody("wang_fg"), "wang_fg".into(), Lang::Zh);
    let mut app = App::new(cx, Display::new(Vec::new(), Size::new(80, 24), Look::default())).unwrap();
    let mut seen = BTreeSet::new();
    let mut lines = 0;
    for who in everybody {
        press(&mut app, "<esc><esc><esc>");
        (app.cx.me, app.cx.actor) = (who.clone(), somebody(who.as_str()));
        let desk: Vec<DeskLine> = app.cx.office.desk(&somebody(who.as_str())).unwrap();
        for (n, line) in desk.iter().enumerate() {
            pass(&mut app, &format!("<esc><esc><esc>1<home>{}", "<down>".repeat(n)));
            press(&mut app, "<enter>");
            // A form is finished by F2, whatever key its act has elsewhere.
            let key = match (line.kind.as_str(), line.act) {
                ("record", Act::Amend | Act::Submit) => "F2".to_owned(),
                (_, act) => bindings::label(bindings::shown(Action::Do(act)).unwrap()),
            };
            for _ in Lang::ALL {
                let screen = text(app.display().shown());
                let wanted = format!(" {key} {}  ", app.cx.w.act(line.act));
                let footer = format!("{}  ", screen.lines().last().unwrap_or_default());
                assert!(
                    footer.starts_with(&wanted),
                    "{who}: {} {:?} of {} promised {wanted:?}\n{screen}",
                    line.kind,
                    line.act,
                    line.ref_
                );
                press(&mut app, "<f9>");
            }
            seen.insert((line.kind.clone(), line.act));
            lines += 1;
        }
    }
    eprintln!("FIGURES: {lines} lines of {} kinds: {seen:?}", seen.len());
    assert!(lines > 60 && seen.len() >= 20, "{lines} {seen:?}");
}
