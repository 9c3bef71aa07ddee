//! Lines under what a shell, a timer or a careless script does to a process: streams that are closed or go
//! nowhere, a reader who has seen enough, few files, small files, another locale, arguments that are no text.
//! Each ends with a code of the README and in a sentence, and what it says is done stands.

use crate::line::{Place, text};
use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

/// What a shell puts around a line.
const AROUND: &[(&str, &str)] = &[
    ("a reader who has seen enough", "LINE | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}"),
    ("a reader who is gone", "{ sleep 0.2; LINE; } | true; exit ${PIPESTATUS[0]}"),
    ("no standard output", "LINE >&-"),
    ("no standard input", "LINE <&- >/dev/null"),
    ("no standard error", "LINE >/dev/null 2>&-"),
    ("no stream at all", "LINE <&- >&- 2>&-"),
    ("nowhere to write", "LINE >/dev/full"),
    ("nowhere to write or complain", "LINE >/dev/full 2>/dev/full"),
    ("another locale and no home", "LANG=C LC_ALL=C TERM=dumb HOME=/nonexistent LINE >/dev/null"),
    ("no environment", "env -i LINE >/dev/null"),
    ("no file may grow", "(ulimit -f 0; LINE 2>&1 >/dev/null | cat >&2; exit ${PIPESTATUS[0]})"),
    ("files may grow a little", "(ulimit -f 40; LINE 2>&1 >/dev/null | cat >&2; exit ${PIPESTATUS[0]})"),
    ("sixteen open files", "ulimit -n 16; LINE >/dev/null"),
    ("six open files", "ulimit -n 6; LINE >/dev/null"),
    ("little memory", "ulimit -v 200000; LINE >/dev/null"),
    ("a long argument", "LINE \"$LONG\" >/dev/null"),
    ("bytes that are no text", "LINE $'\\xff\\xfe' >/dev/null"),
    ("an argument with a control character", "LINE $'a\\x01\\x1b[2J' >/dev/null"),
];

/// The exit codes of the README.
const CODES: &[i32] = &[0, 1, 2, 3, 4, 5, 6, 75];

#[test]
fn whatever_a_shell_does_to_a_line_it_ends_in_a_sentence_and_tells_nothing_that_is_not_so() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let copies = p.path("copies");
    fs::create_dir(&copies).unwrap();
    let backup = format!("--as custodian1 backup {} --plain", copies.display());
    let note = "--as judge quick --who 甲 --line @".to_owned();
    let proof = format!("--as discipline proof {no}");
    let lines = ["tick", "doctor", "verify", "--as judge list --json", "--as custodian1 list 张三", "man"];
    let lines = lines.map(str::to_owned).into_iter().chain([proof, backup, note]);
    let notes = || -> BTreeSet<String> {
        let all = p.run(&["--as", "judge", "--json", "list"]).ok().out;
        all.lines().map(|l| text(&serde_json::from_str::<serde_json::Value>(l).unwrap()["ref"])).collect()
    };
    let mut said_nothing = Vec::new();
    for line in lines {
        for (n, (what, around)) in AROUND.iter().enumerate() {
            let acts = line.contains("quick");
            let before = if acts { notes().len() } else { 0 };
            let program = format!("{} --register {}", env!("CARGO_BIN_EXE_liuhen"), p.dir());
            let whole = format!("{program} {}", line.replace('@', &format!("w{n}")));
            let done = Command::new("bash")
                .args(["-c", &around.replace("LINE", &whole)])
                .env_clear()
                .env("PATH", std::env::var_os("PATH").unwrap())
                .env("HOME", p.temp.path())
                .env("LONG", "长".repeat(40_000))
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let err = String::from_utf8_lossy(&done.stderr);
            let code = done.status.code().unwrap_or(-1);
            assert!(CODES.contains(&code), "{line}: {what}: {code} {err}");
            assert!(!err.contains("panicked") && !err.contains("程序自身"), "{line}: {what}: {err}");
            if code != 0 && err.trim().is_empty() && !what.contains("complain") && !what.contains("error") {
                said_nothing.push(format!("{line}: {what}: {code}"));
            }
            if acts {
                let told = matches!(code, 0 | 6);
                assert_eq!(notes().len() - before, usize::from(told), "{line}: {what}: {code} {err}");
            }
            for entry in fs::read_dir(&copies).unwrap() {
                let path = entry.unwrap().path();
                assert!(
                    !path.to_string_lossy().ends_with(".unfinished"),
                    "{line}: {what}: {}",
                    path.display()
                );
                // Two in one second would have one name.
                if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
            }
        }
    }
    assert!(said_nothing.is_empty(), "{said_nothing:#?}");
    p.run(&["verify"]).ok();
}

/// A pipe whose reader has ended, as when the other side of a connection is gone.
#[test]
fn what_nobody_received_is_not_told_as_delivered() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let ends = |line: &str| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut program = Command::new(env!("CARGO_BIN_EXE_liuhen"));
        program.args(["--register", p.dir(), "--lang", "zh"]).args(line.split(' '));
        let done = program.stdin(Stdio::null()).stdout(writer).output().unwrap();
        (done.status.code().unwrap_or(-1), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    for line in ["--as judge quick --who 甲 --line 收不到", "--json --as judge quick --who 甲 --line 收不到"]
    {
        let (code, err) = ends(line);
        assert!(code == 6 && err.contains("已经办成") && err.contains("核验码"), "{line}: {code} {err}");
    }
    // What was noted stands, and its number is used up: nobody is told to say it again.
    let print = format!("--as judge print {no} --for 副卷 --why 装订 --out -");
    let reveal = format!("--as discipline record reveal {no} --purpose 核对");
    let proof = format!("--as discipline proof {no} --purpose 核对");
    for line in [print, reveal.clone(), format!("--json {reveal}"), proof] {
        let (code, err) = ends(&line);
        assert!(
            code == 6 && err.contains("已经办成") && err.contains("已写入查阅日志"),
            "{line}: {code} {err}"
        );
    }
    // A file is of use as a whole.
    for line in ["proof", "receipt"].map(|verb| format!("--as judge {verb} {no}")) {
        let (code, err) = ends(&line);
        assert!(code == 75 && err.contains("读取答复的一方"), "{line}: {code} {err}");
    }
    for line in ["--as custodian1 checkpoint --export -", "verify-script"] {
        let (code, err) = ends(line);
        assert!(code == 75 && err.contains("读取答复的一方"), "{line}: {code} {err}");
    }
    // Whoever reads a list has seen enough.
    assert_eq!(ends("--as judge list"), (0, String::new()));
    let list = p.run(&["--as", "judge", "list"]).ok().out;
    assert_eq!(list.matches("速记").count(), 2, "{list}");
}

/// A pipe under a name of its own, into which nobody may ever write.
#[test]
fn a_pipe_named_as_a_file_is_refused_and_one_that_the_shell_opened_is_read() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let pipe = p.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let ends = |line: &str| {
        let program = format!("{} --register {} --as judge", env!("CARGO_BIN_EXE_liuhen"), p.dir());
        let line = format!("timeout 20 {program} {}", line.replace("PIPE", pipe.to_str().unwrap()));
        let done = Command::new("bash").args(["-c", &line]).stdin(Stdio::null()).output().unwrap();
        (done.status.code().unwrap_or(-1), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    for line in [
        "record new --from PIPE",
        &format!("record attach {no} PIPE"),
        "verify --against PIPE",
        "check-proof PIPE",
        "checkpoint keep PIPE",
    ] {
        let (code, err) = ends(line);
        assert!(code != 0 && code != 124 && err.contains("pipe"), "{line}: {code} {err}");
    }
    assert_eq!(ends(&format!("record attach {no} <(echo 来电记录) --name 记录.txt")).0, 0);
}

/// What is named to be put back, to be looked at by the doctor, or to be a witness's memory.
#[test]
fn no_pipe_and_no_endless_file_is_waited_for_or_taken_into_memory() {
    let p = Place::training();
    let at = |name: &str| p.path(name).display().to_string();
    let (pipe, keys) = (at("pipe"), at("keys"));
    for pipe in [&pipe, &keys] {
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    }
    let witness = p.path("witness");
    std::fs::create_dir(&witness).unwrap();
    assert!(Command::new("mkfifo").arg(witness.join("witness.json")).status().unwrap().success());
    let root = p.path("root");
    for place in ["etc/passwd", "etc/group", "etc/shadow", "etc/liuhen/written.sha256"] {
        let place = root.join(place);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(place).status().unwrap().success());
    }
    // A copy by its first line, then two gigabytes without another.
    let endless = std::fs::File::create(p.path("copy.tar.age")).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&endless, b"age-encryption.org/v1\n-> ", 0).unwrap();
    endless.set_len(2 << 30).unwrap();
    let identity = at("identity");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", &identity]).status();
    assert!(made.unwrap().success());
    let (dir, program) = (p.dir(), env!("CARGO_BIN_EXE_liuhen"));
    let (copy, new) = (at("copy.tar.age"), at("new"));
    for (line, code, says) in [
        (format!("restore {pipe} --into {new}"), 1, "pipe"),
        (format!("restore {copy} --into {new} --identity {identity}"), 4, ""),
        (format!("restore /dev/zero --into {new} --identity {identity}"), 1, "/dev/zero"),
        (format!("--register {dir} --as custodian1 drill {copy} --identity {identity}"), 4, ""),
        (format!("--register {dir} doctor --keys {keys}"), 0, ""),
        (format!("witness show --dir {}", witness.display()), 1, ""),
        (format!("--register {dir} doctor --prefix {}", root.display()), 0, ""),
        (format!("setup-ssh --prefix {}", root.display()), 0, ""),
    ] {
        // 600 MB of memory and no more.
        let line = format!("ulimit -v 600000; timeout 20 {program} --lang zh {line}");
        let done = Command::new("bash").args(["-c", &line]).stdin(Stdio::null()).output().unwrap();
        let err = String::from_utf8_lossy(&done.stderr);
        let ended = done.status.code().unwrap_or(-1);
        assert!((ended == code || code == 0 && ended < 10) && err.contains(says), "{line}: {ended} {err}");
    }
}
