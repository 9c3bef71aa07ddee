//! Two verifiers that share no code say the same of thousands of registers, whole and damaged; and
//! a third implementation makes the same proofs.

use crate::agreement;

use agreement::{ALG, Dice, Second, damage, good, told};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use liuhen::ledger::{Checkpoint, Frontier, tree};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// How many registers both look at. More on demand: `LIUHEN_AGREEMENT=10000`.
fn cases() -> usize {
    std::env::var("LIUHEN_AGREEMENT").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000)
}

fn report(line: &str) {
    // Not println: the harness would swallow the figures of a test that passes.
    let mut loud = std::io::stderr();
    writeln!(loud, "{line}").unwrap();
}

/// Asks both at once; the register's directory is thrown away after.
fn both(second: &mut Second, dir: &Path, known: &[Checkpoint]) -> (Value, Value) {
    let against = dir.join("heads.txt");
    let text: Vec<String> = known.iter().map(Checkpoint::text).collect();
    std::fs::write(&against, text.join("\n")).unwrap();
    second.ask(dir, (!known.is_empty()).then_some(against.as_path()));
    let first = told(dir, known);
    (first, second.answer())
}

#[test]
fn both_verifiers_say_the_same_of_every_register_and_name_the_same_first_event() {
    let Some(mut second) = Second::start() else { return };
    let (mut dice, begun, total) = (Dice(0x6c69_7568_656e), Instant::now(), cases());
    let kinds = damage::ROWS.len() + damage::FILE.len();
    let (mut sound, mut words, mut done) = (0, BTreeMap::<String, usize>::new(), 0);
    while done < total {
        let place = tempfile::tempdir().unwrap();
        let base = good(&mut dice, &place.path().join("base"));
        let dir = place.path().join("copy");
        std::fs::create_dir(&dir).unwrap();
        for kind in 0..kinds {
            std::fs::write(dir.join("register.db"), &base.file).unwrap();
            let what = match damage::ROWS.get(kind) {
                Some((what, change)) => {
                    damage::rows(&mut dice, &base, &dir, *change);
                    what
                }
                None => {
                    let (what, sql) = damage::FILE[kind - damage::ROWS.len()];
                    damage::file(&dir, sql);
                    what
                }
            };
            let known = damage::known(&mut dice, &base);
            let (mut first, second) = both(&mut second, &dir, &known);
            // The program also compares all other tables with those it builds; the second verifier
            // believes none of them and looks only for triggers.
            if let Some(strange) = first.get_mut("strange_parts").and_then(Value::as_array_mut) {
                let his = ["t", "kept", "event ", "sqlite_autoindex_kept_1"];
                strange.retain(|p| !his.contains(&p.as_str().unwrap_or_default()));
            }
            if what.contains("almost the name") {
                assert_eq!((&first["sound"], &first["acts_damage"]), (&json!(false), &second["acts_damage"]));
            } else {
                assert_eq!(first, second, "case {done}, {what}, heads {known:?}");
            }
            done += 1;
            sound += usize::from(first["sound"] == true);
            let code = ["acts_damage", "reads_damage"].iter().find_map(|l| first[*l]["code"].as_str());
            *words.entry(code.unwrap_or("no wrong event").to_owned()).or_default() += 1;
        }
    }
    report(&format!(
        "{done} registers in {:?}: {sound} sound; first wrong event by {words:?}",
        begun.elapsed()
    ));
    // A test of agreement proves nothing where all are sound, or none.
    assert!(sound * 50 > done && sound * 2 < done, "{sound} of {done}");
    for code in ["unreadable", "seq", "header", "leaf", "commitment", "log", "register", "link", "time"] {
        assert!(words.contains_key(code), "{code}: {words:?}");
    }
    for code in ["training", "known_head", "cut_off"] {
        assert!(words.contains_key(code), "{code}: {words:?}");
    }
}

#[test]
fn neither_verifier_believes_a_file_with_a_flipped_bit_that_changed_an_event() {
    let Some(mut second) = Second::start() else { return };
    let (mut dice, total) = (Dice(77), cases() / 4);
    let (mut done, mut accepted, mut same) = (0, 0, 0);
    while done < total {
        let place = tempfile::tempdir().unwrap();
        let base = good(&mut dice, &place.path().join("base"));
        let dir = place.path().join("copy");
        std::fs::create_dir(&dir).unwrap();
        std::fs::write(dir.join("register.db"), &base.file).unwrap();
        let before = both(&mut second, &dir, &[]).0["heads"].clone();
        for _ in 0..60 {
            let mut file = base.file.clone();
            let pages = file.len() / 4096;
            match dice.below(6) {
                0 => file.truncate(4096 * dice.below(pages)),
                1 => {
                    let page = dice.below(pages);
                    file[page * 4096..][..4096].fill(0);
                }
                2 => {
                    let (a, b) = (dice.below(pages) * 4096, dice.below(pages) * 4096);
                    let kept = file[a..a + 4096].to_vec();
                    file.copy_within(b..b + 4096, a);
                    file[b..b + 4096].copy_from_slice(&kept);
                }
                _ => {
                    let at = dice.below(file.len());
                    file[at] ^= 1 << dice.below(8);
                }
            }
            std::fs::write(dir.join("register.db"), &file).unwrap();
            let (first, second) = both(&mut second, &dir, &[]);
            // Two releases of the database differ in what they call damage; in an event never.
            for said in [&first, &second] {
                assert!(said["sound"] != true || said["heads"] == before, "{said}");
            }
            done += 1;
            accepted += usize::from(first["sound"] == true);
            same += usize::from(first["sound"] == second["sound"]);
        }
    }
    report(&format!("{done} bent files: {accepted} with all events as before, {same} with the same verdict"));
    assert!(accepted < done, "no damage bit");
}

#[test]
fn proofs_of_every_size_are_those_of_a_third_implementation() {
    let (mut dice, mut theirs, mut leaves) =
        (Dice(6962), MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new(), vec![]);
    let (mut frontier, mut inclusions, mut consistencies) = (Frontier::new(ALG), 0, 0);
    for size in 0..=2048usize {
        assert_eq!(theirs.root().as_bytes()[..], frontier.root().0, "{size}");
        // Every size up to 256 and every seventh after; all of them on demand.
        if size > 0 && (size <= 256 || size % 7 == 0 || size == 2048 || cases() >= 10_000) {
            assert_eq!(tree::root(ALG, &leaves), frontier.root());
            let at = dice.below(size);
            let path = tree::inclusion(ALG, &leaves, at as u64).unwrap();
            let ours: Vec<u8> = path.iter().flat_map(|h| h.0).collect();
            assert_eq!(theirs.prove_inclusion(at).as_bytes(), ours, "{at} of {size}");
            inclusions += 1;
            let old = 1 + dice.below(size);
            let path = tree::consistency(ALG, &leaves, old as u64).unwrap();
            let ours: Vec<u8> = path.iter().flat_map(|h| h.0).collect();
            assert_eq!(theirs.prove_consistency(size - old).as_bytes(), ours, "{old} to {size}");
            consistencies += 1;
        }
        let header = dice.bytes::<100>().to_vec();
        leaves.push(ALG.leaf(&header));
        frontier.push(ALG.leaf(&header));
        theirs.push(header);
    }
    report(&format!("{inclusions} inclusion and {consistencies} consistency proofs, sizes 0 to 2048"));
}
