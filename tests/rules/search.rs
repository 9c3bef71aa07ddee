//! What a search finds is what reading every record would find, for everybody, whatever is kept to find it
//! sooner: while others write, after corrections, and where what is kept is damaged.

use crate::{common, support};

use common::{NOW, demo_copy, somebody};
use liuhen::domain::ids::MatterId;
use liuhen::domain::search::{Filter, Near, Sort};
use liuhen::office::{Measure, Office};
use rusqlite::Connection;
use std::path::Path;
use support::words::outsider;
use support::*;

/// One character and two, names, digits, seams of punctuation, case numbers and parts of them, other forms of a
/// character, initials of every reading, several words, what is not there.
const TERMS: &[&str] = &[
    "的",
    "案",
    "3",
    "院长",
    "说情",
    "打听案情",
    "张伟",
    "欧阳",
    "2417",
    "0",
    "民终",
    "民终2",
    "(2025)皖06民终",
    "〔2026〕",
    "上班期间,",
    "。通话",
    "號",
    "訴訟",
    "ＳＭＳ",
    "zw",
    "wgf",
    "z",
    "鳄鱼",
    "信访局长",
    "院长 案",
    "张 民终 3",
    "¶",
    "\"",
    "LX-",
];
const PEOPLE: &[&str] = &["shi_tj", "qian_sy"];

fn asked(typed: &str, sort: Sort) -> Filter {
    Filter { sort, ..Filter::parse(typed, NOW, &|_| None, &|_| None).unwrap() }
}

/// The whole list in windows, as it is walked on the screen.
fn walked(office: &mut Office, who: &str, f: &Filter) -> Vec<MatterId> {
    let (mut ids, mut near) = (Vec::new(), Near::Start);
    loop {
        let page = office.records(&somebody(who), f, near, 31).unwrap();
        let Some(last) = page.lines.last() else { return ids };
        near = Near::After(last.mark);
        ids.extend(page.lines.iter().map(|l| l.id));
        assert!(page.total >= page.lines.len());
    }
}

fn forgotten(dir: &Path) {
    let db = Connection::open(dir.join("register.db")).unwrap();
    assert_eq!(db.execute("UPDATE in_concordance SET upto = 0", []).unwrap(), 1);
}

fn reaches(dir: &Path) -> (i64, i64) {
    let db = Connection::open(dir.join("register.db")).unwrap();
    db.query_row("SELECT upto, (SELECT max(place) FROM record_words) FROM in_concordance", [], |r| {
        Ok((r.get(0)?, r.get(1)?))
    })
    .unwrap()
}

#[test]
fn a_search_equals_the_reading_of_every_record() {
    let (with, without) = (demo_copy(), demo_copy());
    let (mut office, mut plain) = (with.office(), without.office());
    office.concord_by(Measure { from: 0, most: 1_000 });
    office.concord();
    let (upto, last) = reaches(&with);
    assert!(upto == last && upto > 300 && reaches(&without).0 == 0);
    let mut hits = 0;
    for (n, typed) in TERMS.iter().enumerate() {
        let f = asked(typed, Sort::ALL[n % Sort::ALL.len()]);
        for who in PEOPLE {
            let wanted = walked(&mut plain, who, &f);
            hits += wanted.len();
            // Gathered, and found too often to be.
            for most in [1_000, 3] {
                office.concord_by(Measure { from: 0, most });
                assert_eq!(walked(&mut office, who, &f), wanted, "{who} {typed} {most}");
                let page = office.records(&somebody(who), &f, Near::Start, 5).unwrap();
                assert!(!page.counted || page.total == wanted.len(), "{who} {typed}");
                assert!(page.counted || wanted.len() > most, "{who} {typed}");
                assert_eq!(office.how_many(&somebody(who), &f).unwrap(), wanted.len(), "{who} {typed}");
                let facets = [&mut office, &mut plain].map(|o| o.facets(&somebody(who), &f).unwrap());
                assert_eq!(facets[0], facets[1], "{who} {typed}");
            }
        }
    }
    assert!(hits > 2_000, "{hits}");
    assert!(office.verify(&[], &mut |_, _, _| {}).unwrap().tables.is_none());
}

#[test]
fn what_others_hand_in_and_correct_meanwhile_is_found_at_once_and_what_is_gone_is_not() {
    let mut court = Court::founded();
    let mut other = session(court.dir(), court.now(), "another").office;
    other.concord_by(Measure { from: 0, most: 1_000 });
    let mut found = |court: &Court, word: &str| {
        let f = Filter::parse(word, court.now(), &|_| None, &|_| None).unwrap();
        let n = other.records(&actor("cus_bai"), &f, Near::Start, 50).unwrap().lines.len();
        forgotten(court.dir());
        let read = other.how_many(&actor("cus_bai"), &f).unwrap();
        other.concord();
        assert_eq!(n, read, "{word}");
        n
    };
    let mut all = Vec::new();
    for (nth, name) in ["欧阳雪峰", "单雄信", "曾阿牛"].iter().enumerate() {
        let mut text = phone_call();
        text.people = vec![outsider(name)];
        text.content = format!("{name}来电，问何时开庭。");
        all.push((court.by("clerk_he").submit(text.clone()).unwrap().matter, text));
        assert_eq!((found(&court, name), found(&court, "何时开庭")), (1, nth + 1), "{name}");
    }
    assert_eq!((found(&court, "sxx"), found(&court, "dxx"), found(&court, "can")), (1, 1, 1));
    let (record, mut text) = all.remove(0);
    text.people = vec![outsider("上官婉儿")];
    text.content = "上官婉儿来电，问何时宣判。".to_owned();
    court.by("cus_an").hand_back(&record).unwrap();
    court.by("clerk_he").amend(&record, text).unwrap();
    assert_eq!((found(&court, "欧阳"), found(&court, "上官"), found(&court, "何时宣判")), (0, 1, 1));
    court.by("clerk_he").void(&all[0].0).unwrap();
    assert_eq!(found(&court, "何时开庭"), 2);
    court.assert_sound();
}

#[test]
fn a_concordance_that_was_tampered_with_is_told_and_made_anew() {
    let mut court = Court::founded();
    for name in ["欧阳雪峰", "单雄信", "曾阿牛", "钱大海"] {
        let mut text = phone_call();
        text.people = vec![outsider(name)];
        text.content = format!("{name}来电，问何时开庭。");
        court.by("clerk_he").submit(text).unwrap();
    }
    let mut office = session(court.dir(), court.now(), "another").office;
    office.concord_by(Measure { from: 0, most: 1_000 });
    office.concord();
    let f = asked("何时开庭", Sort::Recorded);
    let wanted = walked(&mut office, "cus_bai", &f);
    assert_eq!(wanted.len(), 4);
    let told = |office: &mut Office| office.verify(&[], &mut |_, _, _| {}).unwrap().tables.map(|d| d.table);
    assert_eq!(told(&mut office), None);
    let db = Connection::open(court.dir().join("register.db")).unwrap();
    db.execute("INSERT INTO concordance (concordance) VALUES ('delete-all')", []).unwrap();
    assert_eq!(told(&mut office).as_deref(), Some("concordance"));
    office.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(told(&mut office), None);
    assert_eq!(walked(&mut office, "cus_bai", &f), wanted);
    // One that cannot be read at all is not asked.
    db.execute("UPDATE concordance_data SET block = x'00'", []).unwrap();
    drop(office);
    let mut office = session(court.dir(), court.now(), "another").office;
    office.concord_by(Measure { from: 0, most: 1_000 });
    assert_eq!(walked(&mut office, "cus_bai", &f), wanted);
    office.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(told(&mut office), None);
    assert_eq!(walked(&mut office, "cus_bai", &f), wanted);
}
