//! One loop over every screen, in both languages and four sizes: nothing is wider than the screen,
//! nothing of ours has a width that terminals disagree about, the footer holds the primary act, the
//! caret is inside the body. Add a screen by adding the keys that open it.

use crate::shelf;

use liuhen::domain::flow::Act;
use liuhen::domain::registry;
use liuhen::ui::bindings::{self, Action, GLOBAL, LOCAL};
use liuhen::ui::frame::action_words;
use shelf::Play;
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

/// Who sits down, and the keys from the desk to the screen.
pub const SCREENS: &[(&str, &str)] = &[
    ("judge", "1"),
    ("cus_b", "1"),
    ("judge", "1<tab>"),
    ("judge", "1<f1>"),
    ("judge", "2"),
    ("cus_a", "2"),
    ("head", "2"),
    ("dis", "2/周"),
    ("dis", "2f"),
    ("dis", "2<enter>"),
    ("judge", "2<enter>"),
    ("cus_a", "2<enter>?"),
    ("cus_a", "2<enter>L"),
    ("cus_a", "2<enter>M"),
    ("dis", "2<enter>P"),
    ("dis", "2<enter>R"),
    ("cus_a", "2/状态:待核对<enter><enter>r"),
    ("judge", "2/状态:待核对<enter><enter>w"),
    ("judge", "2/状态:待核对<enter><enter>D"),
    ("judge", "2/状态:待核对<enter><enter>m"),
    ("judge", "2/状态:待核对<enter><enter>m1"),
    ("judge", "2/状态:待核对<enter><enter>m2"),
    ("judge", "2/状态:待核对<enter><enter>u"),
    ("judge", "2/状态:待核对<enter><enter>p"),
    ("cus_a", "2/状态:待核对<enter><enter>b"),
    ("dis", "2<enter>B"),
    ("cus_a", "2/状态:待核对<enter><enter>l"),
    ("judge", "3"),
    ("sec", "4"),
    ("cus_a", "8"),
    ("aud", "8"),
    ("dis", "8P"),
    ("judge", "9"),
    ("sea", "9"),
    ("sea", "9<enter>"),
    ("sea", "9<enter><enter>"),
    ("sys", "9a"),
    ("sys", "9a人员<enter><enter>"),
    ("sys", "9a期限<enter>"),
    ("sys", "9a期限<enter>1"),
    ("sys", "9a节假<enter>"),
    ("judge", "<f3>"),
    ("judge", "<f4>"),
    ("judge", "<f8>"),
];

const SIZES: [(u16, u16); 4] = [(80, 24), (100, 30), (120, 40), (60, 16)];

/// Marks of ambiguous width that people write; a screen of ours may show them only where people did.
const TYPED_BY_PEOPLE: &str = "·";
/// The code for a camera is drawn of these, and only where the terminal takes them for narrow.
const CODE: &str = "█▀▄";

#[test]
fn every_screen_keeps_to_its_edges() {
    let mut play = Play::begin();
    for (who, keys) in SCREENS {
        play.sit(who).press(&format!("<resize 80x24>{keys}"));
        for (w, h) in SIZES {
            play.press(&format!("<resize {w}x{h}>"));
            for lang in 0..2 {
                let screen = play.screen();
                let where_ = format!("{who} {keys} {w}x{h} {lang}:\n{screen}");
                assert_eq!(screen.lines().count(), usize::from(h), "{where_}");
                for row in screen.lines() {
                    assert!(row.width() <= usize::from(w), "too wide: {row}\n{where_}");
                    let doubtful = row.chars().find(|c| {
                        let c = c.to_string();
                        c.width() != c.width_cjk() && !TYPED_BY_PEOPLE.contains(&c) && !CODE.contains(&c)
                    });
                    assert_eq!(doubtful, None, "{where_}");
                }
                let footer = screen.lines().last().unwrap().to_owned();
                let app = &play.app;
                let primary = app.offers().into_iter().find(|o| o.why_not.is_none());
                if let Some(offer) = primary {
                    let key = bindings::shown(offer.action).map(bindings::label).unwrap();
                    // A form's own name for what F2 does, where it has one.
                    let own = app.finishes().filter(|_| offer.action == Action::Do(Act::Submit));
                    let words = own.unwrap_or_else(|| action_words(&app.cx, offer.action));
                    let words = format!("{key} {words}");
                    assert!(footer.contains(&words), "{words} is not in the footer\n{where_}");
                }
                if let Some(caret) = app.caret() {
                    assert!(app.cx.body.contains(caret), "caret at {caret}\n{where_}");
                }
                play.press("<f9>");
            }
        }
    }
}

/// Every act is done by keys. What is not is done by the machine's keeper where the machine is, or by
/// somebody who is no user of it.
#[test]
fn every_command_is_given_on_some_screen() {
    const ELSEWHERE: [(&str, &str); 4] = [
        // Any act with the text that it is of; `on_text` makes it of the page that was read.
        ("RecordCommand", "OnText"),
        // A witness signs outside of the organ; a custodian hands the signature in beside the store.
        ("EvidenceCommand", "KeepWitness"),
        // Copies and drills are made on the server by whoever keeps it; the program notes what it saw.
        ("EvidenceCommand", "NoteCopy"),
        ("EvidenceCommand", "NoteDrill"),
    ];
    fn source(dir: &std::path::Path, into: &mut String) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                source(&path, into);
            } else {
                into.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut screens = String::new();
    source(&root.join("src/ui"), &mut screens);
    let mut found = 0;
    for part in ["record", "escalation", "committee", "organ", "evidence"] {
        let domain = std::fs::read_to_string(root.join(format!("src/domain/{part}/command.rs"))).unwrap();
        let mut of = None;
        for line in domain.lines() {
            if let Some(name) = line.strip_prefix("pub enum ").and_then(|l| l.split(' ').next()) {
                of = Some(name).filter(|n| n.ends_with("Command"));
            } else if line == "}" {
                of = None;
            }
            let variant =
                line.strip_prefix("    ").filter(|l| l.starts_with(|c: char| c.is_ascii_uppercase()));
            let (Some(of), Some(variant)) = (of, variant) else { continue };
            let variant = variant.split([' ', ',', '{', '(']).next().unwrap();
            found += 1;
            let elsewhere = ELSEWHERE.contains(&(of, variant));
            let given = screens.contains(&format!("{of}::{variant}"));
            assert!(given != elsewhere, "{of}::{variant}: given {given}, listed as elsewhere {elsewhere}");
        }
    }
    assert!(found > 60, "{found}");
    // And no screen sends anybody to the line for it.
    for words in ["committee", "form", "frame", "material", "rooms", "change", "signing"] {
        for (lang, line) in [("zh", "命令行"), ("en", "command line")] {
            let text =
                std::fs::read_to_string(root.join(format!("assets/words/{lang}/{words}.toml"))).unwrap();
            let sent =
                text.lines().find(|l| l.contains(line) && !l.starts_with('#') && !l.contains("--order"));
            assert_eq!(sent, None, "{lang} {words}");
        }
    }
}

/// Rooms with every kind of matter in them, where keys are commands.
const ROOMS: &[(&str, &str)] = &[
    ("judge", "1"),
    ("cus_a", "2"),
    ("cus_a", "2/状态:待核对<enter><enter>"),
    ("cus_a", "2/状态:待核对<enter><enter>c"),
    ("cus_a", "2/状态:待核对<enter><enter>M"),
    ("judge", "2/状态:已入库<enter><enter>"),
    ("judge", "3"),
    ("sec", "4"),
    ("judge", "5"),
    ("cus_a", "8"),
    ("aud", "8r"),
    ("sea", "9"),
    ("sea", "9<enter><enter>"),
    ("judge", "0"),
    ("judge", "2v"),
];

/// Whatever one presses, something on the screen changes or a sentence says why not. A movement may
/// find nowhere to go.
#[test]
fn no_key_is_silent() {
    let printable = ('!'..='~').filter(|c| !"jkQ<".contains(*c)).map(String::from);
    let named = (1..=11).map(|n| format!("<f{n}>")).chain(["<del>", "<ins>", "<c-k>"].map(str::to_owned));
    let other = ["<lt>", "：", "？", "ｖ", "周"].map(str::to_owned);
    let keys: Vec<String> = printable.chain(named).chain(other).collect();
    let mut play = Play::begin();
    for (who, way) in ROOMS {
        play.sit(who).press("<resize 80x24>").press(way);
        let (room, mut rest) = (play.screen(), play.screen());
        // One is there already.
        for key in keys.iter().filter(|key| !way.starts_with(*key)) {
            for event in liuhen::ui::keys::keys(key).unwrap() {
                play.app.event(event);
            }
            // What is said needs no look at the rest.
            if !std::mem::take(&mut play.app.cx.message).is_empty() {
                continue;
            }
            let after = play.screen();
            assert_ne!(after, rest, "{who} {way}: {key} is silent");
            if after.lines().next() != room.lines().next() {
                play.sit(who).press(way);
            }
            play.app.cx.say("");
            rest = play.screen();
        }
    }
}

/// An act that the moment does not ask for says that, not that its key is none.
#[test]
fn a_key_from_habit_names_the_act_that_does_not_go_now() {
    let mut play = Play::begin();
    play.sit("cus_a").press("2/状态:待核对<enter><enter>c").press("d").reads("提出争议").reads("目前的状态");
    play.sit("judge").press("2/状态:已入库<enter><enter>w").reads("撤回").reads("目前的状态");
    play.sit("judge").press("]").reads("《]》键在此处没有用处").press("：").reads("《:》键");
    play.press("<f5>").reads("《F5》").press("<f9>]").reads("]》 does nothing here");
}

#[test]
fn no_two_offers_of_one_room_share_a_key() {
    let mut play = Play::begin();
    for (who, keys) in SCREENS {
        play.sit(who).press(keys);
        let mut taken = BTreeSet::new();
        for offer in play.app.offers() {
            let bound = LOCAL.iter().chain(GLOBAL).filter(|b| b.action == offer.action);
            for key in bound.flat_map(|b| b.keys) {
                assert!(taken.insert(format!("{key:?}")), "{who} {keys}: {key:?} twice, {:?}", offer.action);
            }
        }
    }
}

/// The acts of one matter share no key whoever looks at it, in whatever state it is.
#[test]
fn the_acts_on_a_record_share_no_key() {
    let record = [
        Act::Submit,
        Act::Attach,
        Act::Withdraw,
        Act::Confirm,
        Act::Return,
        Act::Dispute,
        Act::Resolve,
        Act::Sign,
        Act::Agree,
        Act::Supplement,
        Act::Correct,
        Act::ConfirmChange,
        Act::RefuseChange,
        Act::Void,
        Act::RefuseVoid,
        Act::ReportAtOnce,
        Act::Link,
        Act::NoteFiling,
        Act::DeclareRecusal,
        Act::OrderRecusal,
        Act::LiftRecusal,
        Act::OtherPerson,
        Act::AskIdentity,
        Act::OpenIdentity,
        Act::RefuseIdentity,
        Act::Escalate,
        Act::Apply,
    ];
    let looks = [
        Action::Links,
        Action::Material,
        Action::Story,
        Action::Proof,
        Action::Reveal,
        Action::Copy,
        Action::Print,
        Action::Back,
    ];
    let mut taken = BTreeSet::new();
    // What is begun on it stands on its page too.
    let begun = registry::plain().flat_map(|k| &k.rows).filter(|r| r.begins).map(|r| r.act);
    for action in record.into_iter().chain(begun).map(Action::Do).chain(looks) {
        let keys = bindings::keys(action);
        assert!(!keys.is_empty(), "{action:?} has no key");
        for key in keys {
            assert!(taken.insert(format!("{key:?}")), "{key:?} twice, {action:?}");
        }
    }
}

/// What a slow line is asked to carry, on every screen in both languages: a key that moves about, a letter
/// typed into a field, and nothing while nobody does anything. Opening a screen is not counted, nor what is
/// shown once it has been looked at.
#[test]
fn every_screen_is_thrifty() {
    const KEYS: [(&str, u64); 6] =
        [("<wake>", 0), ("<down>", 300), ("<down>", 300), ("<up>", 300), ("<up>", 300), ("<wake>", 0)];
    let mut play = Play::begin();
    let mut dear = Vec::new();
    for lang in ["", "<f9>"] {
        for (who, keys) in SCREENS {
            play.sit(who).press(&format!("<resize 80x24>{lang}{keys}<wake>"));
            let mut cost = |play: &mut Play, key: &str, most: u64| {
                let before = play.app.display().written();
                play.press(key);
                let bytes = play.app.display().written() - before;
                if bytes > most {
                    dear.push(format!("{who} {keys} {lang} {key}: {bytes} bytes, at most {most}"));
                }
            };
            if play.app.caret().is_some() {
                // The first letter takes the place of a hint; a line grows to a second row and not on and on.
                play.press("中国");
                ["人", "民", "法", "a"].iter().for_each(|letter| cost(&mut play, letter, 50));
                play.press("<bs><bs><bs><bs><bs><bs><wake>");
            }
            // A row of the code on a slip is up to 43 blocks, each set at its own place, for terminals differ in
            // how wide they draw one: what it costs depends on what it says, at most eight bytes a block.
            let most_of = |most: u64| if keys.ends_with("8P") && most > 0 { 43 * 8 } else { most };
            KEYS.iter().for_each(|(key, most)| cost(&mut play, key, most_of(*most)));
        }
    }
    assert!(dear.is_empty(), "{}", dear.join("\n"));
}
