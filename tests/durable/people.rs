//! A change of people has every record read again. Nobody waits for it: others write while it is read, and what
//! they wrote is in the tables as it would be after a rebuild.

use crate::line::{self, Place};

use liuhen::office::{Mode, Office};
use serde_json::{Value, json};

/// A record within every limit whose every row is full of names of the staff.
fn heavy(p: &Place, rows: usize, letters: usize) -> String {
    let office = Office::open(&p.register, Mode::Session).unwrap();
    let names: Vec<char> = office.organ().people.values().flat_map(|p| p.name.chars()).collect();
    let mut at = 0;
    let mut words = |n: usize| -> String {
        (0..n)
            .map(|_| {
                // No two rows are the same words.
                at = (at * 31 + 7) % 65_521;
                names[at % names.len()]
            })
            .collect()
    };
    let mut text: Value = serde_json::from_str(line::SAMPLE).unwrap();
    text["content"] = json!(words(9_000));
    let row = text["people"][0].clone();
    let rows = (0..rows).map(|_| {
        let mut row = row.clone();
        row["name"] = json!(words(letters));
        row["unit"] = json!(words(letters));
        row["relation_to_party"] = json!(words(letters));
        row
    });
    text["people"] = rows.collect();
    text.to_string()
}

#[test]
fn while_a_change_of_people_is_read_over_heavy_records_others_write_and_are_not_refused() {
    let p = Place::training();
    let text = heavy(&p, 200, 60);
    for _ in 0..2 {
        let args = ["--as", "judge", "--json", "record", "new", "--again", "--from", "-"];
        p.fed(&args, &text).ok();
    }
    let change = p.by("system", &["person", "kin", "custodian2", "--outside", "张三", "--json"]).ok().json();
    let no = line::text(&change["ref"]);
    let (confirmed, notes) = std::thread::scope(|both| {
        let change = both.spawn(|| p.by("security", &["--json", "proposal", "confirm", &no]));
        let mut notes = Vec::new();
        while !change.is_finished() {
            notes.push(p.run(&["--as", "judge", "--json", "quick", "--who", "张三", "--line", "来电"]));
        }
        (change.join().unwrap(), notes)
    });
    let change = confirmed.ok().json()["seq"].as_u64().unwrap();
    let seqs: Vec<u64> = notes.into_iter().map(|note| note.ok().json()["seq"].as_u64().unwrap()).collect();
    let before = seqs.iter().filter(|seq| **seq < change).count();
    assert!(before > 2, "{before} of {} notes were taken before the change was", seqs.len());
    p.run(&["--as", "judge", "verify"]).ok();
}
