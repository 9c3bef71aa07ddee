//! What was kept outside, a note, a checkpoint file or a receipt, is believed or refused by both
//! verifiers alike, as it was given and with any letter of it changed.

use crate::line;

use line::{Place, SAMPLE, run};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Chances of the same row each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// How many changes of each file both look at. More on demand: `LIUHEN_AGREEMENT=1000`.
fn cases() -> usize {
    std::env::var("LIUHEN_AGREEMENT").ok().and_then(|n| n.parse().ok()).unwrap_or(24)
}

fn told(line: &str) {
    // Not println: the harness would swallow it.
    let mut loud = std::io::stderr();
    writeln!(loud, "{line}").unwrap();
}

/// One letter changed, one line gone, or one letter gone.
fn bent(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = dice.below(letters.len());
    match dice.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => {
            let gone = dice.below(text.lines().count());
            let kept = text.lines().enumerate().filter(|(n, _)| *n != gone);
            return kept.map(|(_, l)| format!("{l}\n")).collect();
        }
        _ => letters[at] = if letters[at] == 'A' { 'B' } else { 'A' },
    }
    letters.into_iter().collect()
}

/// A checkpoint file or a receipt with a letter changed where the register's own statement stands.
fn bent_in(what: &str, text: &str, dice: &mut Dice) -> String {
    let mut file: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let member = match what {
        "notes" => return bent(text, dice),
        "export" => ["acts", "reads"][dice.below(2)],
        _ => match dice.below(5) {
            0 => {
                file["more"] = 1.into();
                return file.to_string();
            }
            1 if file["proof"].is_object() => {
                let at = dice.below(2);
                let path = file["proof"]["path"].as_array_mut().unwrap();
                if at == 0 || path.is_empty() {
                    path.push("0".repeat(64).into());
                } else {
                    path.pop();
                }
                return file.to_string();
            }
            2 if file["proof"].is_object() => {
                file["proof"]["checkpoint"] =
                    bent(file["proof"]["checkpoint"].as_str().unwrap(), dice).into();
                return file.to_string();
            }
            3 => "key",
            _ => "note",
        },
    };
    file[member] = bent(file[member].as_str().unwrap(), dice).into();
    file.to_string()
}

/// A wrong signature of the same name and key under, or over, each good one.
fn doubled(note: &str, under: bool) -> String {
    let line = |l: &str| {
        let at = l.len() - 20;
        let wrong = format!("{}{}{}", &l[..at], if &l[at..=at] == "A" { "B" } else { "A" }, &l[at + 1..]);
        if under { format!("{l}\n{wrong}\n") } else { format!("{wrong}\n{l}\n") }
    };
    note.lines().map(|l| if l.starts_with('\u{2014}') { line(l) } else { format!("{l}\n") }).collect()
}

/// The last signature with one of the bits set that its base64 does not use.
fn bits(note: &str) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = note.strip_suffix("=\n").unwrap();
    let last = text.chars().last().unwrap();
    let next = letters.chars().nth(letters.find(last).unwrap() + 1).unwrap();
    format!("{}{next}=\n", &text[..text.len() - 1])
}

/// Whether the second verifier finds everything sound with this file beside the register.
fn second(p: &Place, file: &Path) -> Option<bool> {
    let done = Command::new("python3")
        .arg("-B")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/verify/verify.py"))
        .args(["--json", "--against"])
        .arg(file)
        .arg(&p.register)
        .output();
    match done {
        Ok(out) => Some(out.status.code() == Some(0)),
        Err(_) => {
            crate::skip::skip("python3 is missing: the second verifier was NOT asked");
            None
        }
    }
}

#[test]
fn what_was_kept_outside_is_believed_alike() {
    let p = Place::real("judge");
    for _ in 0..3 {
        p.fed(&["record", "new", "--again", "--from", "-"], SAMPLE).ok();
    }
    let notes = p.run(&["checkpoint"]).ok().out;
    let export = p.run(&["checkpoint", "--export", "-"]).ok().out;
    let receipt = p.run(&["receipt", "3"]).ok().out;
    p.fed(&["record", "new", "--again", "--from", "-"], SAMPLE).ok();
    let file = p.path("kept");
    let mut dice = Dice(7);
    let (mut believed, mut refused) = (0, 0);
    for (what, text, option) in
        [("notes", &notes, "--against"), ("export", &export, "--against"), ("receipt", &receipt, "--receipt")]
    {
        for n in 0..=cases() {
            let text = if n == 0 { text.clone() } else { bent_in(what, text, &mut dice) };
            fs::write(&file, &text).unwrap();
            let ours = run(&["--register", p.dir(), "verify", option, file.to_str().unwrap()], "");
            assert!([0, 4, 5].contains(&ours.code), "{what}: {text}\n{ours:?}");
            let Some(theirs) = second(&p, &file) else { return };
            assert_eq!(ours.code == 0, theirs, "{what} {n}: {ours:?}\n{text}");
            assert!(n > 0 || theirs, "{what} as it was given: {ours:?}");
            *(if theirs { &mut believed } else { &mut refused }) += 1;
        }
    }
    for under in [true, false] {
        let mut paper: serde_json::Value = serde_json::from_str(&receipt).unwrap();
        paper["note"] = doubled(paper["note"].as_str().unwrap(), under).into();
        for (text, option) in [(doubled(&notes, under), "--against"), (paper.to_string(), "--receipt")] {
            fs::write(&file, &text).unwrap();
            let ours = run(&["--register", p.dir(), "verify", option, file.to_str().unwrap()], "");
            assert_eq!((ours.code == 0, second(&p, &file)), (false, Some(false)), "{under}: {text}");
        }
    }
    // What is written in another way, what has more members or other shapes, and a head that custodians signed.
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let (paper, whole) = (json(&receipt), json(&export));
    let (head, _) = whole["acts"].as_str().unwrap().split_once("\n\n").unwrap();
    let cosigned =
        |head: &str| serde_json::json!({ "body": format!("{head}\n"), "path": [], "signatures": [] });
    let with = |paper: &serde_json::Value, member: &str, value: serde_json::Value| {
        let mut paper = paper.clone();
        paper[member] = value;
        paper.to_string()
    };
    let size = head.lines().nth(1).unwrap();
    let other = head.replace(&format!("\n{size}\n"), &format!("\n{}\n", size.parse::<u64>().unwrap() - 1));
    let good = with(&whole, "cosigned", cosigned(head));
    let kept = [
        (good, "--against", true),
        (with(&whole, "cosigned", cosigned(&other)), "--against", false),
        (with(&whole, "cosigned", "x".into()), "--against", false),
        (with(&whole, "more", 1.into()), "--against", false),
        (with(&whole, "proofs", "x".into()), "--against", false),
        (with(&whole, "proofs", serde_json::json!([{ "log": "acts" }])), "--against", false),
        (with(&whole, "format", "liuhen-checkpoint-2".into()), "--against", false),
        (with(&paper, "note", bits(paper["note"].as_str().unwrap()).into()), "--receipt", false),
        (with(&paper, "key", paper["key"].as_str().unwrap().replace(' ', "  ").into()), "--receipt", false),
    ];
    for (text, option, good) in kept {
        fs::write(&file, &text).unwrap();
        let ours = run(&["--register", p.dir(), "verify", option, file.to_str().unwrap()], "");
        assert_eq!((ours.code == 0, second(&p, &file)), (good, Some(good)), "{ours:?}: {text}");
    }
    told(&format!("FIGURES: kept outside: {believed} believed, {refused} refused, by both alike"));
}
