//! Nobody holds up another by what he hands in: bounds on every list, field and stream, told by name and
//! number, and no more read, kept or said back than they allow.

use crate::line;

use line::{Place, SAMPLE, Said};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn sample(change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(SAMPLE).unwrap();
    change(&mut value);
    value.to_string()
}

fn hand_in(p: &Place, json: &str) -> Said {
    p.fed(&["--as", "judge", "--lang", "en", "record", "new", "--from", "-"], json)
}

#[test]
fn many_people_are_refused_by_number_and_as_many_as_are_taken_hold_up_nobody() {
    let p = Place::training();
    let people = |n: usize| -> Value {
        let person = |i: usize| json!({ "role": "PRESENT", "name": format!("某人{i:04}"), "unit": "某单位" });
        let first = json!({ "role": "INQUIRER", "kind": "EXT_LEADER", "name": "张三", "unit": "某公司", "post": "经理" });
        std::iter::once(first).chain((1..n).map(person)).collect()
    };
    for n in [201, 500, 4000] {
        let said = hand_in(&p, &sample(|v| v["people"] = people(n))).ended(5);
        assert!(said.err.contains("too many") && said.err.contains(&format!("{n} > 200")), "{said:?}");
        assert!(said.err.len() < 2_000, "{said:?}");
    }
    let begun = Instant::now();
    let whole = sample(|v| {
        v["people"] = people(200);
        v["content"] = (0..200).map(|i| format!("某人{i:04}")).collect::<String>().repeat(14).into();
    });
    hand_in(&p, &whole).ok();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let begun = Instant::now();
    p.run(&["verify"]).ok();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn each_field_has_a_length() {
    let p = Place::training();
    let name = hand_in(&p, &sample(|v| v["people"][0]["name"] = "名".repeat(100_000).into())).ended(5);
    assert!(name.err.contains("too long") && name.err.contains("100") && name.err.len() < 2_000, "{name:?}");
    for field in ["confidence", "relation_to_recorder", "relation_to_party", "post", "unit", "contact"] {
        let said = hand_in(&p, &sample(|v| v["people"][0][field] = "字".repeat(20_000).into())).ended(5);
        assert!(said.err.contains("too long"), "{field}: {said:?}");
    }
    for field in ["recorder_role", "place", "stage", "effect", "secrecy", "content"] {
        let said = hand_in(&p, &sample(|v| v[field] = "字".repeat(21_000).into())).ended(5);
        assert!(said.err.contains("too long"), "{field}: {said:?}");
    }
    let said = p.run(&["--as", "judge", "quick", "--who", "甲", "--line", &"字".repeat(3_000)]).ended(5);
    assert!(said.err.contains("2000"), "{said:?}");
    p.run(&["--as", "judge", "quick", "--who", "甲", "--line", &"字".repeat(2_000)]).ok();
}

/// Feeds up to a hundred megabytes and measures: exit code, what was said, the most memory, in KiB.
fn flooded(p: &Place, args: &[&str], first: &[u8]) -> (i32, String, u64) {
    let mut child = Command::new("/usr/bin/env")
        .args([
            "bash",
            "-c",
            "\"$@\"; code=$?; exit $code",
            "_",
            env!("CARGO_BIN_EXE_liuhen"),
            "--register",
            p.dir(),
        ])
        .args(args)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let first = first.to_vec();
    let feeder = std::thread::spawn(move || {
        let _ = input.write_all(&first);
        let block = vec![b'x'; 1 << 20];
        (0..100).take_while(|_| input.write_all(&block).is_ok()).count()
    });
    let done = child.wait_with_output().unwrap();
    let fed = feeder.join().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (done.status.code().unwrap_or(-1), said, fed as u64)
}

#[test]
fn a_hundred_megabytes_on_standard_input_are_not_read_and_not_said_back() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let verbs: [(&[&str], &[u8]); 9] = [
        (&["--as", "judge", "record", "new", "--from", "-"], b"{\"content\":\""),
        (&["--as", "system", "calendar", "propose", "--from", "-"], b"name = \""),
        (&["--as", "system", "policy", "propose", "--from", "-"], b"name = \""),
        (&["--as", "judge", "quick", "--who", "x", "--line", "-"], b""),
        (&["--as", "custodian1", "submit"], b"-----BEGIN SSH SIGNATURE-----\n"),
        (&["verify", "--receipt", "-"], b""),
        (&["verify", "--against", "-"], b""),
        (&["check-proof", "-"], b"{\"format\":\""),
        (&["--as", "judge", "record", "void", &no, "--reason", "-"], b""),
    ];
    for (args, first) in verbs {
        let begun = Instant::now();
        let (code, said, fed) = flooded(&p, args, first);
        assert!(matches!(code, 2..=5), "{args:?}: {code} {said}");
        // The largest thing that is taken at all is a file of proofs.
        let most = if args[0] == "check-proof" { 70 } else { 6 };
        assert!(fed <= most, "{args:?} took {fed} MiB");
        assert!(said.len() < 4_000, "{args:?} said {} bytes", said.len());
        assert!(begun.elapsed() < Duration::from_secs(20), "{args:?}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_search_has_an_end() {
    let p = Place::training();
    let long = "字".repeat(5_000);
    let said = p.run(&["--as", "judge", "--lang", "en", "list", &long]).ended(5);
    assert!(said.err.contains("too long") && said.err.len() < 1_000, "{said:?}");
    let many: Vec<String> = (0..2_000).map(|n| format!("w{n}")).collect();
    let mut args = vec!["--as", "judge", "--lang", "en", "list"];
    args.extend(many.iter().map(String::as_str));
    p.run(&args).ended(5);
    p.run(&["--as", "judge", "list", &"字".repeat(400)]).ok();
}

#[test]
fn what_one_person_puts_in_on_a_day_has_an_end_for_him_alone() {
    use liuhen::domain::command::Actor;
    use liuhen::domain::event::Means;
    use liuhen::office::{Expected, Mode, Office, Trouble};
    let p = Place::training();
    let quota = p.register.join("quota");
    std::fs::create_dir_all(&quota).unwrap();
    let mut office = Office::open(&p.register, Mode::Session).unwrap();
    let (judge, other) = (
        office.organ().by_account("judge").unwrap().id.clone(),
        office.organ().by_account("custodian1").unwrap().id.clone(),
    );
    let (judge, other) = (Actor::person(&judge, Means::Training), Actor::person(&other, Means::Training));
    let day = liuhen::domain::when::local(office.now()).format("%Y%m%d").to_string();
    let mib = office.organ().policy.materials.day_mib;
    std::fs::write(quota.join(judge.id().unwrap().as_str()), format!("{day} {}\n", (mib << 20) - 10))
        .unwrap();
    let mut keep = |who: &Actor, bytes: &[u8], size: Option<u64>| {
        office.keep_material(who, &mut &bytes[..], &Expected { size, sha256: None })
    };
    let refused = |done: Result<(String, u64), Trouble>| {
        let no = done.unwrap_err();
        assert!(matches!(&no, Trouble::No(no) if format!("{no:?}").contains("MaterialsOfDay")), "{no:?}");
    };
    refused(keep(&judge, b"eleven bytes", None));
    refused(keep(&judge, b"eleven bytes", Some(12)));
    keep(&judge, b"ten bytes!", None).unwrap();
    refused(keep(&judge, b"x", None));
    keep(&other, b"eleven bytes", None).unwrap();
    // Nothing half of what was refused is left.
    let left: Vec<_> =
        std::fs::read_dir(p.register.join("materials")).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|n| !n.to_string_lossy().starts_with("unfinished")), "{left:?}");
}

#[test]
fn who_begins_to_send_a_material_and_falls_silent_is_not_waited_for() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let attach = ["record", "attach", &no, "-", "--name", "a.bin", "--size", "5"];
    let line = [&["--register", p.dir(), "--as", "judge"], &attach[..]].concat();
    let said = line::in_silence(&line).ended(75);
    assert!(said.err.contains("120 秒没有再收到") && said.err.contains("没有留下"), "{said:?}");
    let left = std::fs::read_dir(p.register.join("materials")).unwrap().count();
    assert_eq!(left, 0);
}

#[test]
fn what_is_taken_stands_in_the_help_of_each_verb_that_takes_it() {
    for args in [
        &["record", "new", "--help"][..],
        &["quick", "--help"],
        &["calendar", "propose", "--help"],
        &["submit", "--help"],
        &["verify", "--help"],
        &["check-proof", "--help"],
        &["record", "attach", "--help"],
    ] {
        for (lang, word) in [("zh", "1024 KB"), ("en", "1024 KB")] {
            let said = line::run(&[args, &["--lang", lang]].concat(), "").ok();
            assert!(said.out.contains(word), "{args:?} {lang}: {}", said.out);
        }
    }
    let attach = line::run(&["record", "attach", "--help", "--lang", "en"], "").ok().out;
    assert!(attach.contains("--size BYTES < FILE") && attach.contains("--sha256"), "{attach}");
}
