//! The same work as on the line (`prompt` `emptied`) at the keys: from the desk and from room 5 whatever is asked for of
//! what follows from a record is done once, each kind of act, its form filled in from the same answers.

#![allow(dead_code, reason = "of what a player does not all is done here")]

use crate::answers::{KINDS, Read, acts, answers, done_for, follows, row};
use crate::common::{Demo, NOW, somebody, stories_copy};
use liuhen::domain::command::Command;
use liuhen::domain::flow::Act;
use liuhen::domain::ids::{MatterId, PersonId, Ref};
use liuhen::domain::kind::{Ask, Field, room};
use liuhen::domain::lang::Lang;
use liuhen::domain::organ::Role;
use liuhen::domain::record::RecordCommand;
use liuhen::domain::registry;
use liuhen::domain::when;
use liuhen::office::{Can, DeskLine, Narrowed, Office};
use liuhen::ui::app::App;
use liuhen::ui::bindings::{self, Action};
use liuhen::ui::keys::keys;
use liuhen::ui::room::Cx;
use liuhen::ui::screen::{Display, Look, text};
use liuhen::words::Words;
use ratatui::layout::Size;
use std::collections::{BTreeMap, BTreeSet};

struct Player {
    app: App<Vec<u8>>,
}

crate::at_the_keys!(Player);

impl Player {
    /// Another person sits down, at the desk.
    fn sit(&mut self, who: &PersonId) {
        self.press("<esc><esc><esc>");
        (self.app.cx.me, self.app.cx.actor) = (who.clone(), somebody(who.as_str()));
        self.press("1");
    }

    fn desk(&mut self) -> Vec<DeskLine> {
        let actor = self.app.cx.actor.clone();
        self.app.cx.office.desk(&actor).unwrap()
    }

    /// Where a matter that waits for this act stands in room 5, if that is what the room says it waits for.
    fn in_room_5(&mut self, matter: MatterId, act: Act) -> Option<usize> {
        let actor = self.app.cx.actor.clone();
        let list = self.app.cx.office.following(&actor, room::DISPOSAL, Narrowed::UnderWay).unwrap();
        let waits = |w: &liuhen::office::Waits| w.act == act;
        list.lines.iter().position(|l| l.line.id == matter && l.waits.as_ref().is_some_and(waits))
    }

    /// What the page of a record says.
    fn read(&mut self, record: MatterId) -> Read {
        let actor = self.app.cx.actor.clone();
        let page = serde_json::to_value(self.app.cx.office.record(&actor, &record).unwrap()).unwrap();
        Read::of(&page, self.app.cx.office.organ())
    }

    /// Opens what the n-th line of the desk is about, from there or from room 5, and does what is asked for.
    fn does(&mut self, n: usize, line: &DeskLine, by_room: bool) -> Act {
        let read = self.read(line.record.unwrap_or(line.matter));
        let act = done_for(line.act, &read);
        let place = if by_room { self.in_room_5(line.matter, line.act) } else { None };
        let (room, at) = place.map_or(("1", n), |at| ("5", at));
        self.opens(room, at).acts(act, &read, &line.ref_);
        act
    }

    /// Opens the n-th line of a room. On the way there nothing is looked at: a list has hundreds of lines.
    fn opens(&mut self, room: &str, n: usize) -> &mut Self {
        for event in keys(&format!("<esc><esc><esc>{room}<home>{}", "<down>".repeat(n))).unwrap() {
            self.app.event(event);
        }
        self.press("<enter>")
    }

    /// Does an act on the page that is open, its form filled in from the answers.
    fn acts(&mut self, act: Act, read: &Read, name: &Ref) {
        let now = when::local(NOW).format("%Y-%m-%d %H:%M").to_string();
        let (said, row) = (answers(act, read, &now), row(act));
        let mut form: String = row.asks.iter().map(|field| typed(self.app.cx.w, field, &said)).collect();
        if row.for_good {
            form.push_str(&name.0[name.0.len() - 4..]);
        }
        let title = self.app.cx.w.act(act).to_owned();
        let key = bindings::label(bindings::shown(Action::Do(act)).unwrap());
        self.press(&key).reads(&title).press(&form).press("<f2>");
        let screen = self.screen();
        assert!(screen.contains("核验码"), "{} {act:?} of {name}: {form}\n{screen}", self.app.cx.me);
    }

    /// Does what is offered to this person in room 5 and nobody has done yet: what is sent back, taken back,
    /// reminded of, appealed against.
    fn does_what_is_offered(&mut self, left: &mut BTreeSet<Act>) {
        let actor = self.app.cx.actor.clone();
        let mut looked: BTreeMap<(String, String, Option<Act>), usize> = BTreeMap::new();
        for (room, narrowed) in [("5", Narrowed::UnderWay), ("5f<end><enter>", Narrowed::Done)] {
            let lines =
                |office: &mut Office| office.following(&actor, room::DISPOSAL, narrowed).unwrap().lines;
            for l in lines(&mut self.app.cx.office) {
                let seen = looked
                    .entry((l.line.kind.clone(), l.line.state.clone(), l.waits.as_ref().map(|w| w.act)))
                    .or_default();
                *seen += 1;
                if *seen > 6 || left.is_empty() {
                    continue;
                }
                let office = &mut self.app.cx.office;
                let can = match l.line.kind.as_str() {
                    "record" => office.record(&actor, &l.line.id).unwrap().can,
                    _ => office.sheet(&actor, &l.line.id).unwrap().can,
                };
                let free = |c: &&Can| c.why_not.is_none() && left.contains(&c.act);
                let Some(act) = can.iter().find(free).map(|c| c.act) else { continue };
                // What was done before may have moved the line, or ended it.
                let now = lines(office);
                let Some(n) = now.iter().position(|now| now.line.id == l.line.id) else { continue };
                let read = self.read(l.line.record.unwrap_or(l.line.id));
                self.opens(room, n).acts(act, &read, &l.line.ref_);
                // What is drafted once is agreed to or sent back: it is drafted for each.
                let more = |a: &Act| ["agree_closing", "return_closing"].contains(&a.code());
                if act.code() != "close_record" || !left.iter().any(more) {
                    left.remove(&act);
                }
            }
        }
    }
}

/// The keys that fill in a field and go on to the next one: what is chosen is looked for by its words, what is told is
/// pasted.
fn typed(w: &Words, field: &Field, said: &[(&'static Field, String)]) -> String {
    let Some((_, words)) = said.iter().find(|(f, _)| f.key == field.key) else { return "<tab>".to_owned() };
    match field.ask {
        // One answer is chosen and the form goes on by itself.
        Ask::Code(list) => format!("{}<enter>", w.code(list, words)),
        Ask::Codes(list) => {
            let each: String =
                words.split(',').map(|code| format!("{}<enter>", w.code(list, code))).collect();
            format!("{each}<esc><tab>")
        }
        Ask::Yes => "<space><tab>".to_owned(),
        _ => format!("<paste>{words}</paste><tab>"),
    }
}

/// The court with its stories alone, and somebody at the keys.
fn court(demo: &Demo) -> (Player, Vec<PersonId>) {
    let office = demo.office();
    let people = office.organ().people.values();
    let everybody: Vec<PersonId> = people.filter(|p| p.active).map(|p| p.id.clone()).collect();
    let first = everybody[0].clone();
    let cx = Cx::new(office, somebody(first.as_str()), first, Lang::Zh);
    let app = App::new(cx, Display::new(Vec::new(), Size::new(80, 24), Look::default())).unwrap();
    (Player { app }, everybody)
}

#[test]
fn whatever_a_desk_asks_for_of_the_disposal_is_done_at_the_keys() {
    let demo = stories_copy();
    let (mut player, everybody) = court(&demo);
    // What was asked for, and by whom each was done.
    let mut taken: BTreeSet<(String, Act)> = BTreeSet::new();
    let mut done: BTreeMap<Act, (PersonId, bool)> = BTreeMap::new();
    loop {
        let before = taken.len();
        for who in &everybody {
            player.sit(who);
            // What is done changes the desk; what is new on it may be the next thing to do.
            loop {
                let desk = player.desk();
                let fresh = |l: &DeskLine| follows(l.act) && !taken.contains(&(l.kind.clone(), l.act));
                let Some((n, line)) = desk.iter().enumerate().find(|(_, l)| fresh(l)) else { break };
                let by_room = taken.len() % 2 == 1;
                let act = player.does(n, line, by_room);
                taken.insert((line.kind.clone(), line.act));
                done.insert(act, (who.clone(), by_room));
            }
        }
        if taken.len() == before {
            break;
        }
    }
    eprintln!("FIGURES: {} acts: {done:?}", done.len());
    let kinds: BTreeSet<_> = done.keys().filter_map(|act| registry::kind_of(*act)).collect();
    assert_eq!(kinds, BTreeSet::from(KINDS));
    assert!(done.len() >= 27, "{} {done:?}", done.len());
    assert!(player.app.cx.office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
}

/// Nobody is asked to send something back, to take it back, to remind, to enter an appeal or to open a record again:
/// whoever may has the key and a form that can be filled in.
#[test]
fn what_is_offered_beside_is_done_at_the_keys() {
    let demo = stories_copy();
    let (mut player, _) = court(&demo);
    let organ = player.app.cx.office.organ().clone();
    let roles = [Role::Dis, Role::Dish, Role::Cus, Role::Chf, Role::Lia];
    let people: Vec<PersonId> =
        roles.into_iter().flat_map(|r| organ.with_role(r)).map(|p| p.id.clone()).collect();
    let mut left: BTreeSet<Act> = acts()
        .filter(|act| !["read_closing", "hear_closing", "hear_routing"].contains(&act.code()))
        .collect();
    for _ in 0..3 {
        for who in &people {
            player.sit(who);
            player.does_what_is_offered(&mut left);
        }
    }
    eprintln!("FIGURES: left {left:?}");
    assert!(left.is_empty(), "{left:?}");
    assert!(player.app.cx.office.verify(&[], &mut |_, _, _| {}).unwrap().is_sound());
}

/// What two people linked as one series is closed by one form, an act on each; what is linked with nothing has no such
/// field, and what is not ticked is left.
#[test]
fn records_of_one_series_are_closed_together_at_the_keys() {
    let demo = stories_copy();
    let (mut player, everybody) = court(&demo);
    let close = acts().find(|act| act.code() == "close_record").unwrap();
    let waiting = |player: &mut Player| {
        let lines: Vec<(usize, DeskLine)> =
            player.desk().into_iter().enumerate().filter(|(_, l)| l.act == close).collect();
        lines
    };
    let closes = |player: &mut Player, who: &&PersonId| {
        player.sit(who);
        waiting(player).len() > 3
    };
    let who = everybody.iter().find(|who| closes(&mut player, who)).unwrap().clone();
    player.sit(&who);
    let lines = waiting(&mut player);
    let [(n, one), (_, two), (_, three), (alone, _), ..] = lines.as_slice() else { panic!("{lines:?}") };
    for other in [two, three] {
        let act = RecordCommand::Link { other: other.matter, kind: "SERIES".to_owned() };
        let link = Command::Record { record: Some(one.matter), act };
        player.app.cx.office.act(&somebody(who.as_str()), &link).unwrap();
    }
    let key = bindings::label(bindings::shown(Action::Do(close)).unwrap());
    player.sit(&who);
    player.opens("1", *alone).press(&key).reads("办理情况和结果").reads_not("一并办理");
    player.sit(&who);
    // They stand in the order of their short names, a digit each.
    let second = 1 + usize::from(three.ref_.0 < two.ref_.0);
    let form = format!("同一人两次来电<tab>已核实<tab><tab>{second}<enter><esc><tab><f2>");
    player.opens("1", *n).press(&key).reads("一并办理").press(&form).reads("另有 1 件一并办成");
    player.sit(&who);
    let left: Vec<MatterId> = waiting(&mut player).iter().map(|(_, l)| l.matter).collect();
    for (of, waits) in [(one, false), (two, false), (three, true)] {
        assert_eq!(left.contains(&of.matter), waits, "{}", of.ref_);
    }
}
