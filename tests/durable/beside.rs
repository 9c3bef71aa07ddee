//! What stands beside the database in the place of a file or a folder and is none: a pipe, a socket, a link to
//! nowhere, one in the other's place. It holds nothing of the register, and opening it may never come to an
//! end: it is put aside, and nobody is stopped by it.

use crate::line::Place;
use crate::work::{court, has, is_root, skip};
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a caller is told at the latest, on a machine that many share.
const BOUND: Duration = Duration::from_secs(20);

/// Puts something odd in a place, whatever was there.
pub fn put_odd(path: &Path, kind: &str) {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path).unwrap(),
        Ok(_) => fs::remove_file(path).unwrap(),
        Err(_) => {}
    }
    match kind {
        "pipe" => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
        "directory" => fs::create_dir(path).unwrap(),
        "socket" => drop(UnixListener::bind(path).unwrap()),
        "file" => fs::write(path, "x").unwrap(),
        "link" => symlink("/nowhere/at/all", path).unwrap(),
        "round" => symlink(path, path).unwrap(),
        other => panic!("{other}"),
    }
}

const FILES: &[&str] = &[
    "register.db-journal",
    "register.db-wal",
    "register.db-shm",
    "drafts.db",
    "drafts.db-journal",
    "known-heads",
    "known-heads.new",
    "exported-heads",
    "log.key",
    "lock",
    "in-use",
    "copy.lock",
    "copy.unfinished",
    "training-clock",
    "training-clock.new",
    "disk-was-full",
    "quota/judge",
    "quota/lock",
];
const FOLDERS: &[&str] = &["materials", "sessions", "challenges", "own-keys", "cut-off", "quota"];

/// Of these a link whose end is away is waited for.
const KEPT: &[&str] = &["materials", "sessions", "own-keys"];

#[test]
fn what_a_link_leads_to_that_is_away_for_a_while_is_named_and_nothing_is_moved() {
    let p = Place::training();
    let scan = p.path("scan.txt");
    fs::write(&scan, "一").unwrap();
    let (no, _) = p.record(&[]);
    p.by("judge", &["record", "attach", &no, scan.to_str().unwrap()]).ok();
    for name in KEPT {
        let (path, mount) = (p.register.join(name), p.path("mount"));
        if fs::rename(&path, &mount).is_err() {
            fs::create_dir(&mount).unwrap();
        }
        symlink(&mount, &path).unwrap();
        p.by("judge", &["desk"]).ok();
        fs::rename(&mount, p.path("away")).unwrap();
        for line in [&["desk"][..], &["quick", "--who", "甲", "--line", "乙"], &["show", &no]] {
            let said = p.by("judge", line).ended(75);
            assert!(said.err.contains(path.to_str().unwrap()), "{name} {line:?}: {said:?}");
        }
        assert!(path.is_symlink() && !p.register.join(format!("{name}.damaged")).exists(), "{name}");
        fs::rename(p.path("away"), &mount).unwrap();
        p.run(&["verify"]).ok();
        fs::remove_file(&path).unwrap();
        fs::rename(&mount, &path).unwrap();
    }
}

#[test]
fn nothing_odd_beside_the_database_stops_anybody() {
    /// Stands for the file of a material.
    const SCAN: &str = "SCAN";
    let p = Place::training();
    let scan = p.path("scan.txt");
    fs::write(&scan, "一").unwrap();
    let into = p.path("copies");
    fs::create_dir(&into).unwrap();
    let key = p.path("id");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    let key = fs::read_to_string(key.with_extension("pub")).unwrap().trim().to_owned();
    let (no, _) = p.record(&[]);
    let day = [
        vec!["quick", "--who", "甲", "--line", "乙"],
        vec!["draft", "list"],
        vec!["record", "attach", &no, SCAN],
        vec!["checkpoint"],
    ];
    let files = FILES.iter().flat_map(|name| {
        ["pipe", "directory", "socket", "link", "round"].into_iter().map(move |kind| (*name, kind))
    });
    let folders = FOLDERS.iter().flat_map(|name| {
        ["pipe", "file", "socket", "link", "round"].into_iter().map(move |kind| (*name, kind))
    });
    let folders = folders.filter(|(name, kind)| *kind != "link" || !KEPT.contains(name));
    for (name, kind) in files.chain(folders) {
        let (path, kept) = (p.register.join(name), p.path("kept"));
        let had = name == "materials" && fs::rename(&path, &kept).is_ok();
        put_odd(&path, kind);
        // The same bytes under the same name are attached once: each time under another.
        let named = p.path(&format!("{} {kind}.txt", name.replace('/', " ")));
        fs::copy(&scan, &named).unwrap();
        for line in &day {
            let begun = Instant::now();
            let line: Vec<&str> =
                line.iter().map(|word| if *word == SCAN { named.to_str().unwrap() } else { word }).collect();
            let said = p.run(&[&["--as", "judge"], &line[..]].concat());
            assert_eq!(said.code, 0, "{name} is a {kind}, {line:?}: {said:?}");
            assert!(begun.elapsed() < BOUND, "{name} is a {kind}, {line:?}: {:?}", begun.elapsed());
            assert!(!said.err.contains("故障"), "{name} is a {kind}, {line:?}: {said:?}");
        }
        if name.starts_with("copy") {
            let sealed =
                ["--as", "custodian1", "backup", into.to_str().unwrap(), "--recipient", &key, "--only"];
            p.run(&sealed).ok();
            fs::remove_dir_all(&into).unwrap();
            fs::create_dir(&into).unwrap();
        }
        if had {
            let _ = fs::remove_dir_all(&path);
            fs::rename(&kept, &path).unwrap();
        }
    }
    p.run(&["verify"]).ok();
}

/// The administrator runs one command as root, by habit: the account that has the register comes in after it.
#[test]
fn what_root_makes_in_a_register_belongs_to_whoever_has_it() {
    if !is_root() {
        return skip("not root: whose files root makes in a register was NOT tried");
    }
    let p = court();
    let (no, _) = p.record(&[]);
    let owner = nix::unistd::User::from_name("daemon").unwrap().unwrap().uid.as_raw();
    assert!(Command::new("chown").args(["-R", "daemon:"]).arg(&p.register).status().unwrap().success());
    let into = p.temp.path().join("copies");
    fs::create_dir(&into).unwrap();
    for args in [
        &["--as", "judge", "quick", "--who", "甲", "--line", "乙"][..],
        &["--as", "custodian1", "show", &no],
        &["--as", "custodian1", "backup", into.to_str().unwrap(), "--plain"],
        &["tick"],
        &["rebuild"],
    ] {
        p.run(args);
        let mut open = vec![p.register.clone()];
        while let Some(path) = open.pop() {
            let meta = fs::symlink_metadata(&path).unwrap();
            assert_eq!(std::os::unix::fs::MetadataExt::uid(&meta), owner, "{args:?} made {}", path.display());
            if meta.is_dir() {
                open.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
            }
        }
    }
}

/// How many copies the log knows of.
fn noted(p: &Place) -> i64 {
    let db = rusqlite::Connection::open(p.register.join("register.db")).unwrap();
    let count =
        "SELECT count(*) FROM event WHERE log = 1 AND json_extract(body, '$.kind') = 'evidence.copied'";
    db.query_row(count, [], |row| row.get(0)).unwrap()
}

#[test]
fn an_old_copy_that_cannot_be_removed_is_told_and_the_log_knows_of_the_new_one() {
    let p = Place::training();
    let into = p.path("copies");
    fs::create_dir(&into).unwrap();
    let key = p.path("id");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    let key = fs::read_to_string(key.with_extension("pub")).unwrap().trim().to_owned();
    let backup = || {
        let to = ["backup", into.to_str().unwrap(), "--recipient", &key, "--only", "--keep", "1"];
        p.by("custodian1", &[&["--json"], &to[..]].concat()).ok()
    };
    let first = backup().json()["file"].as_str().unwrap().to_owned();
    let before = noted(&p);
    // An older copy that the system holds on to, and a directory that only has such a name.
    let name = Path::new(&first).file_name().unwrap().to_str().unwrap();
    let odd = into
        .join(format!("{}20200101-000000.tar.age", &name[..name.len() - "20200101-000000.tar.age".len()]));
    fs::copy(&first, &odd).unwrap();
    let folder = PathBuf::from(odd.to_str().unwrap().replace("20200101", "20200102"));
    fs::create_dir(&folder).unwrap();
    let mounted = Command::new("mount").arg("--bind").args([&odd, &odd]).status().is_ok_and(|s| s.success());
    if !mounted {
        return skip("nothing can be mounted: a copy that cannot be removed was NOT tried");
    }
    std::thread::sleep(Duration::from_millis(1_100));
    let said = backup();
    assert!(Command::new("umount").arg(&odd).status().unwrap().success());
    assert!(said.err.contains(odd.to_str().unwrap()), "{said:?}");
    assert!(!said.err.contains(folder.to_str().unwrap()), "{said:?}");
    let new = said.json()["file"].as_str().unwrap().to_owned();
    assert!(Path::new(&new).is_file() && !Path::new(&first).exists() && odd.is_file() && folder.is_dir());
    assert_eq!(noted(&p), before + 1);
}

#[test]
fn no_copy_is_there_of_which_the_log_could_not_be_told() {
    let p = Place::training();
    let into = p.path("copies");
    fs::create_dir(&into).unwrap();
    let holder = crate::waiting::Holder::of(&p, "钱守一", 60);
    p.by("custodian1", &["backup", into.to_str().unwrap(), "--plain"]).ended(75);
    let left: Vec<_> = fs::read_dir(&into).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
    drop(holder);
    let before = noted(&p);
    p.by("custodian1", &["backup", into.to_str().unwrap(), "--plain"]).ok();
    assert_eq!((noted(&p), fs::read_dir(&into).unwrap().count()), (before + 1, 3));
}

/// Ctrl-C and the like while a copy waits to be noted: nothing of it lies in the clear afterwards.
#[test]
fn a_copy_or_a_drill_that_is_told_to_go_leaves_nothing_in_the_clear() {
    let p = Place::training();
    let into = p.path("copies");
    fs::create_dir(&into).unwrap();
    p.by("custodian1", &["backup", into.to_str().unwrap(), "--plain"]).ok();
    let copy = fs::read_dir(&into).unwrap().map(|e| e.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let room = p.path("room");
    fs::create_dir(&room).unwrap();
    let holder = crate::waiting::Holder::of(&p, "钱守一", 60);
    for signal in ["INT", "TERM", "HUP"] {
        for (line, place) in [
            (vec!["backup", room.to_str().unwrap(), "--plain"], "liuhen-"),
            (
                vec!["drill", copy.to_str().unwrap(), "--in", room.to_str().unwrap()],
                ".liuhen-drill.unfinished",
            ),
        ] {
            let begun = Instant::now();
            let line_of = p.command(&[&["--as", "custodian1"], &line[..]].concat());
            // Whoever starts the tests in the background has these ignored, and so would the program.
            let mut command = Command::new("env");
            command.arg("--default-signal=INT,TERM,HUP").arg(line_of.get_program()).args(line_of.get_args());
            command.envs(line_of.get_envs().filter_map(|(k, v)| Some((k, v?))));
            let mut child =
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let unsealed = || {
                let all = fs::read_dir(&room).unwrap().map(|e| e.unwrap().path());
                all.filter(|path| path.is_dir())
                    .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(place))
            };
            while !unsealed().is_some_and(|dir| dir.join("register.db").exists()) {
                assert!(begun.elapsed() < BOUND && child.try_wait().unwrap().is_none(), "{line:?} ended");
                std::thread::sleep(Duration::from_millis(1));
            }
            assert!(
                Command::new("kill")
                    .args(["-s", signal, &child.id().to_string()])
                    .status()
                    .unwrap()
                    .success()
            );
            let ended = child.wait().unwrap();
            assert!(
                std::os::unix::process::ExitStatusExt::signal(&ended).is_some(),
                "{line:?} {signal}: {ended}"
            );
            assert!(unsealed().is_none(), "{line:?} {signal}: {:?}", unsealed());
        }
    }
    drop(holder);
}

#[test]
fn whoever_may_open_no_more_files_is_told_so() {
    let p = Place::training();
    let mut told = 0;
    for most in 4..24 {
        let line = p.command(&["--as", "judge", "quick", "--who", "甲", "--line", "乙"]);
        let words: Vec<_> = std::iter::once(line.get_program()).chain(line.get_args()).collect();
        let said = Command::new("sh")
            .args(["-c", &format!("ulimit -n {most}; exec \"$@\""), "sh"])
            .args(words)
            .envs(line.get_envs().filter_map(|(k, v)| Some((k, v?))))
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(!err.contains("只读") && !err.contains("os error"), "{most}: {err}");
        told += usize::from(err.contains("打开的文件太多") && said.status.code() == Some(75));
    }
    assert!(told > 2, "{told}");
    p.run(&["verify"]).ok();
}

#[test]
fn a_member_that_stands_twice_and_a_directory_for_a_material_are_refused_by_name() {
    let p = Place::training();
    let (no, _) = p.record(&[]);
    let twice = p.path("twice.json");
    fs::write(&twice, r#"{"people": [{"name": "甲", "name": "乙"}], "content": "一"}"#).unwrap();
    let said = p.by("judge", &["record", "new", "--from", twice.to_str().unwrap()]).ended(5);
    assert!(said.err.contains("name") && said.err.contains("两次"), "{said:?}");
    for odd in ["/tmp", "/dev"] {
        let said = p.by("judge", &["record", "attach", &no, odd]).ended(1);
        assert!(
            said.err.contains(odd) && said.err.contains("其中的一个文件") && !said.err.contains("os error"),
            "{said:?}"
        );
    }
}

/// After every commit the heads are noted, and nobody waits for the disk a second time for that note.
#[test]
fn the_note_of_the_heads_is_not_waited_for() {
    if !has("strace") {
        return skip("no strace: waits for the disk were NOT counted");
    }
    let p = Place::training();
    let trace = p.path("trace");
    p.by("judge", &["quick", "--who", "甲", "--line", "甲"]).ok();
    let line = p.command(&["--as", "judge", "quick", "--who", "甲", "--line", "乙"]);
    let before = fs::read(Path::new(p.dir()).join("known-heads")).unwrap();
    let told = Command::new("strace")
        .args(["-f", "-y", "-e", "trace=fsync,fdatasync", "-o", trace.to_str().unwrap()])
        .arg(line.get_program())
        .args(line.get_args())
        .envs(line.get_envs().filter_map(|(k, v)| Some((k, v?))))
        .output()
        .unwrap();
    assert!(told.status.success(), "{told:?}");
    assert_ne!(fs::read(Path::new(p.dir()).join("known-heads")).unwrap(), before, "they are noted");
    let waits = fs::read_to_string(trace).unwrap();
    assert!(waits.contains("register.db-wal"), "{waits}");
    assert!(!waits.contains("known-heads"), "{waits}");
}
