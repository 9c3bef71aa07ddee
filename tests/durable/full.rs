//! The disk fills: refused before typing, told when it happens, said once when there is room again.

use crate::line::{self, Place};
use crate::work::*;
use liuhen::domain::evidence::Alert;
use liuhen::office::{Fault, Mode, Office, Trouble};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file system of so many kilobytes in memory, gone with this.
pub struct Small(PathBuf);

impl Small {
    pub fn make(place: &Path, kilobytes: usize) -> Option<Self> {
        let at = place.join("small");
        fs::create_dir_all(&at).unwrap();
        let size = format!("size={kilobytes}k,mode=0700");
        let made = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&at).output();
        if !is_root() || !made.is_ok_and(|out| out.status.success()) {
            skip("no right to mount: a full or read-only disk was NOT tried");
            return None;
        }
        Some(Self(at))
    }
    pub fn remount(&self, how: &str) {
        let how = format!("remount,{how}");
        assert!(Command::new("mount").args(["-o", &how]).arg(&self.0).status().unwrap().success());
    }
    /// A copy of the register on it.
    pub fn install(&self, p: &Place) -> PathBuf {
        let dir = self.0.join("register");
        assert!(Command::new("cp").arg("-a").args([&p.register, &dir]).status().unwrap().success());
        dir
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn kilobytes(dir: &Path) -> usize {
    let files = fs::read_dir(dir).unwrap().map(|e| e.unwrap().metadata().unwrap().len().div_ceil(4096) * 4);
    files.sum::<u64>() as usize
}

#[test]
fn at_every_step_of_a_filling_disk_what_was_acknowledged_is_there() {
    let p = court();
    let base = kilobytes(&p.register) + 64;
    let (mut steps, mut kept_all, mut refused) = (0, 0, 0);
    for extra in (0..times("LIUHEN_STEPS", 24)).map(|n| n * 64) {
        let Some(small) = Small::make(p.temp.path(), base + extra) else { return };
        let dir = small.install(&p);
        let mut told = Told::default();
        let opened = Office::open(&dir, Mode::Session);
        if let Ok(mut office) = opened {
            let judge = actor(&office, "judge");
            // Material too: it is large, and it comes before the act that names it.
            let _ = office.keep_material(&judge, &mut &vec![7u8; 20_000][..], &Default::default());
            let mut full = 0;
            while full < 3 {
                let id = fresh_id();
                let command = quick(&"来电询问进展".repeat(30));
                match office.act_as(&judge, &command, id) {
                    Ok(receipt) => drop(told.kept.insert(id, receipt.leaf)),
                    Err(Trouble::Fault(Fault::Full | Fault::NotKept | Fault::Unsettled | Fault::Io(_))) => {
                        full += 1
                    }
                    Err(other) => panic!("{other}"),
                }
                assert!(told.kept.len() < 5000, "it never filled");
            }
            refused += full;
            // Reading goes on as if nothing were.
            assert!(office.desk(&judge).is_ok());
        }
        // Room again: nothing is missing, and the register says that it was full, once.
        small.remount(&format!("size={}k", base + extra + 4096));
        let mut office = Office::open(&dir, Mode::Session).unwrap();
        let judge = actor(&office, "judge");
        for _ in 0..3 {
            let command = quick("有空间了");
            office.act(&judge, &command).unwrap();
        }
        let alerts =
            office.organ().evidence.alerts.iter().filter(|(_, _, a)| *a == Alert::DiskWasFull).count();
        assert!(alerts == 1 || told.kept.is_empty(), "{alerts} alerts");
        drop(office);
        look(&dir, &told);
        steps += 1;
        kept_all += told.kept.len();
    }
    figures(&format!(
        "full disks: {steps} sizes 64 kB apart, {kept_all} acknowledged, {refused} refused, 0 lost"
    ));
}

#[test]
fn nothing_new_is_begun_on_a_disk_that_is_nearly_full() {
    let p = court();
    let Some(small) = Small::make(p.temp.path(), 8 << 10) else { return };
    let dir = small.install(&p);
    let on = |args: &[&str]| {
        let mut all = vec!["--register", dir.to_str().unwrap(), "--as", "judge"];
        all.extend(args);
        line::run(&all, "{}")
    };
    on(&["quick", "--who", "甲", "--line", "一"]).ok();
    // Filled by somebody else, to less than a twentieth.
    let used = kilobytes(&dir);
    fs::write(small.0.join("ballast"), vec![0u8; (8192 - used - 300) << 10]).unwrap();
    for args in [&["quick", "--who", "乙", "--line", "二"][..], &["record", "new", "--from", "-"]] {
        let said = on(args).ended(75);
        assert!(said.err.contains("现在不能开始填写") && said.err.contains("draft blank"), "{said:?}");
    }
    let sheet = line::run(&["draft", "blank"], "").ok().out;
    assert!(sheet.contains("____") && sheet.lines().count() > 20, "{sheet}");
    // What is already there can be read and acted on.
    on(&["desk"]).ok();
    fs::remove_file(small.0.join("ballast")).unwrap();
    on(&["quick", "--who", "丙", "--line", "三"]).ok();
    on(&["quick", "--who", "丁", "--line", "四"]).ok();
    let office = Office::open(&dir, Mode::Session).unwrap();
    let alerts = office.organ().evidence.alerts.iter().filter(|(_, _, a)| *a == Alert::DiskWasFull).count();
    assert_eq!(alerts, 1, "the alarm stands in the log once");
}

/// Somebody sends a material for as long as he likes; the room that others need to record is not his.
#[test]
fn a_material_that_comes_slowly_takes_nobody_the_room_to_record() {
    let p = court();
    let (no, _) = p.record(&[]);
    let Some(small) = Small::make(p.temp.path(), 40 << 10) else { return };
    let dir = small.install(&p);
    let place = dir.to_str().unwrap().to_owned();
    let on = |who: &str, args: &[&str]| {
        line::run(&[&["--register", place.as_str(), "--as", who], args].concat(), "")
    };
    let attach = ["record", "attach", &no, "-", "--name", "a.bin"];
    // What does not fit is not begun.
    let said = on("judge", &[&attach[..], &["--size", "200000000"]].concat()).ended(75);
    assert!(said.err.contains("留给别人记录"), "{said:?}");
    // What was said to fit, and comes until there is no room for it; the line stays open.
    let hash = "0".repeat(64);
    let told = [&["--register", place.as_str(), "--as", "judge"], &attach[..], &["--sha256", &hash]].concat();
    let mut slow = line::command(&told, p.temp.path())
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = slow.stdin.take().unwrap();
    let block = vec![7u8; 64 << 10];
    let sent = (0..640).take_while(|_| std::io::Write::write_all(&mut input, &block).is_ok()).count();
    assert!(sent > 200 && sent < 600, "{sent} blocks of 64 kB were taken");
    on("custodian1", &["quick", "--who", "甲", "--line", "打听"]).ok();
    let done = slow.wait_with_output().unwrap();
    drop(input);
    let err = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code() == Some(75) && err.contains("没有留下"), "{err}");
    let left = fs::read_dir(dir.join("materials")).unwrap().flatten();
    let left: Vec<_> = left.map(|e| e.file_name()).collect();
    assert!(left.iter().all(|n| !n.to_string_lossy().starts_with("unfinished")), "{left:?}");
    on("judge", &["quick", "--who", "乙", "--line", "打听"]).ok();
    // While one is coming that does fit, others record.
    let size = (20u64 << 20).to_string();
    let told = [&["--register", place.as_str(), "--as", "judge"], &attach[..], &["--size", &size]].concat();
    let mut slow = line::command(&told, p.temp.path()).stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut input = slow.stdin.take().unwrap();
    (0..319).for_each(|_| std::io::Write::write_all(&mut input, &block).unwrap());
    on("custodian1", &["quick", "--who", "丙", "--line", "打听"]).ok();
    std::io::Write::write_all(&mut input, &block).unwrap();
    drop(input);
    assert!(slow.wait().unwrap().success());
}

/// A copy is made beside the register before it is sealed; it is not begun where that would be others' room.
#[test]
fn a_sealed_copy_takes_nobody_the_room_to_record() {
    let p = court();
    let key = p.temp.path().join("key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    let public = format!("{}.pub", key.display());
    let into = p.temp.path().join("copies");
    fs::create_dir(&into).unwrap();
    let Some(small) = Small::make(p.temp.path(), 32 << 10) else { return };
    let dir = small.install(&p);
    let backup = ["backup", into.to_str().unwrap(), "--only", "--recipient", &public];
    let on = |who: &str, args: &[&str]| {
        line::run(&[&["--register", dir.to_str().unwrap(), "--as", who], args].concat(), "")
    };
    on("custodian1", &backup).ok();
    // Room for it twice, and not for what others need beside it.
    let used = kilobytes(&dir);
    fs::write(small.0.join("ballast"), vec![0u8; (32768 - used * 2 - 2048) << 10]).unwrap();
    // A copy has its name from the second in which it is made.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let said = on("custodian1", &backup).ended(75);
    assert!(said.err.contains("留给别人记录") && !dir.join("copy.unfinished").exists(), "{said:?}");
    on("judge", &["quick", "--who", "甲", "--line", "打听"]).ok();
}

/// Not one byte: what is one's own is read, what would have to be noted is not shown, and writing says
/// why. A fault has a number that can be looked up, or none.
#[test]
fn a_disk_without_a_single_byte_is_read_and_writing_says_that_it_is_full() {
    let p = court();
    let (own, revision) = p.record(&[]);
    p.run(&["--as", "judge", "escalate", &own, "--reason", "HARD", "--text", "请指导", "--consent"]).ok();
    // What a desk says on a healthy disk: late in the year that a calendar is missing.
    let healthy = p.by("judge", &["desk"]).ok().err;
    let Some(small) = Small::make(p.temp.path(), 8 << 10) else { return };
    let dir = small.install(&p);
    // Nobody has it open: even the memory that sessions share is yet to be made.
    let ballast = small.0.join("ballast");
    let mut file = fs::File::create(&ballast).unwrap();
    for bytes in [64 << 10, 4096, 512, 1] {
        while std::io::Write::write_all(&mut file, &vec![0; bytes]).is_ok() {}
    }
    let on = |who: &str, args: &[&str]| {
        let mut all = vec!["--register", dir.to_str().unwrap(), "--as", who];
        all.extend(args);
        line::run(&all, "")
    };
    assert_eq!(on("judge", &["desk"]).ok().err, healthy);
    assert!(on("judge", &["show", &own]).ok().out.contains(&own));
    let list = on("judge", &["list"]).ok();
    assert!(list.out.contains(&own), "{list:?}");
    // Nobody has begun a draft yet, and looking for one makes no file.
    assert!(on("judge", &["draft", "list"]).ok().err.is_empty());
    // What runs out meanwhile is written when it can be, and stands in nobody's way.
    let later = liuhen::office::Clock::now(&liuhen::office::System) + 60 * 86_400_000;
    let later = liuhen::domain::record::local_time::to_text(later);
    for args in [&["desk"][..], &["show", &own], &["list"]] {
        on("judge", &[&["--now", &later], args].concat()).ok();
    }
    // Somebody else's records leave a trace, or are not shown.
    let list = on("custodian1", &["list"]).ok();
    assert!(!list.out.contains(&own) && list.err.contains("只列出本人记录的"), "{list:?}");
    for (who, args) in [
        ("custodian1", &["show", own.as_str()][..]),
        ("judge", &["quick", "--who", "甲", "--line", "乙"]),
        ("custodian1", &["confirm", &own, "--revision", &revision, "--right", line::NINE]),
    ] {
        let said = on(who, args).ended(75);
        assert!(said.err.contains("磁盘"), "{args:?}: {said:?}");
        assert!(!said.err.contains("故障编号"), "a number that nobody can look up: {said:?}");
    }
    drop(file);
    fs::remove_file(&ballast).unwrap();
    on("judge", &["quick", "--who", "甲", "--line", "乙"]).ok();
    on("custodian1", &["show", &own]).ok();
    look(&dir, &Told::default());
}

/// Bytes are free and not one more file can be made: the database makes two of its own to begin with.
#[test]
fn a_disk_that_holds_no_more_files_is_read_and_writing_says_that_it_is_full() {
    let p = court();
    let (own, _) = p.record(&[]);
    let healthy = p.by("judge", &["desk"]).ok().err;
    let Some(small) = Small::make(p.temp.path(), 32 << 10) else { return };
    small.remount("nr_inodes=300");
    let dir = small.install(&p);
    let many = small.0.join("many");
    fs::create_dir(&many).unwrap();
    let made = (0..).take_while(|n| fs::File::create(many.join(n.to_string())).is_ok()).count();
    assert!(made > 50, "{made}");
    let on = |args: &[&str]| line::run(&[&["--register", dir.to_str().unwrap()], args].concat(), "");
    assert_eq!(on(&["--as", "judge", "desk"]).ok().err, healthy);
    assert!(on(&["--as", "judge", "show", &own]).ok().out.contains(&own));
    assert!(on(&["--as", "judge", "list"]).ok().out.contains(&own));
    on(&["verify"]).ok();
    let said = on(&["--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ended(75);
    assert!(said.err.contains("磁盘") && !said.err.contains("故障编号"), "{said:?}");
    let doctor = on(&["doctor"]);
    assert!(doctor.out.contains("文件系统只能再放"), "{doctor:?}");
    fs::remove_dir_all(&many).unwrap();
    on(&["--as", "judge", "quick", "--who", "甲", "--line", "乙"]).ok();
    look(&dir, &Told::default());
}

/// Blocks smaller than a page of memory, as a small ext4 has them: the memory that sessions share is then
/// lent in part only, and the rest of it is there or is not. No call ends by a signal.
#[test]
fn a_nearly_full_disk_of_small_blocks_is_read_and_ends_no_call_without_a_word() {
    let p = court();
    let (own, _) = p.record(&[]);
    let image = p.temp.path().join("image");
    fs::File::create(&image).unwrap().set_len(16 << 20).unwrap();
    let made =
        Command::new("mkfs.ext4").args(["-q", "-b", "1024", "-O", "^has_journal"]).arg(&image).status();
    let at = p.temp.path().join("small");
    fs::create_dir_all(&at).unwrap();
    let mounted = || Command::new("mount").args(["-o", "loop"]).args([&image, &at]).output();
    if !is_root() || !made.is_ok_and(|s| s.success()) || !mounted().is_ok_and(|out| out.status.success()) {
        return skip("no mkfs.ext4, or no right to mount: a full disk of small blocks was NOT tried");
    }
    let small = Small(at);
    let dir = small.install(&p);
    let write = |name: String, bytes: usize, most: usize| {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = nix::libc::O_SYNC;
        let mut file = fs::OpenOptions::new();
        let mut file = file.write(true).create(true).custom_flags(flags).open(small.0.join(name)).unwrap();
        for _ in 0..most {
            if std::io::Write::write_all(&mut file, &vec![0; bytes]).is_err() {
                return;
            }
        }
    };
    for left in [0, 8, 12, 16, 20, 28, 40, 64] {
        write("kept".to_owned(), 1024, left);
        for (n, bytes) in [64 << 10, 1024, 1024].into_iter().enumerate() {
            write(format!("ballast{n}"), bytes, usize::MAX);
        }
        fs::remove_file(small.0.join("kept")).unwrap();
        for args in [
            &["desk"][..],
            &["list"],
            &["show", &own],
            &["draft", "list"],
            &["quick", "--who", "甲", "--line", "乙"],
        ] {
            let mut all = vec!["--register", dir.to_str().unwrap(), "--as", "judge"];
            all.extend(args);
            let said = line::run(&all, "");
            let code = if args[0] == "quick" { 75 } else { 0 };
            assert_eq!(said.code, code, "{left} KiB left: {args:?}: {said:?}");
        }
        (0..3).for_each(|n| fs::remove_file(small.0.join(format!("ballast{n}"))).unwrap());
    }
    look(&dir, &Told::default());
}

/// What a person at the screens meets: the sentence, the slip under its code, the form as it was.
#[test]
fn a_form_that_cannot_be_kept_becomes_a_slip_and_stays_a_form() {
    let p = court();
    let Some(small) = Small::make(p.temp.path(), 8 << 10) else { return };
    let dir = small.install(&p);
    let office = Office::open(&dir, Mode::Session).unwrap();
    let mut screens = Screens::of(office, "judge");
    let mut see = |written: &str| screens.see(written);
    see("<f4>省某厅张处长<enter>打听何时开庭<enter>");
    // Every last block goes to somebody else while the person writes.
    let ballast = small.0.join("ballast");
    let mut file = fs::File::create(&ballast).unwrap();
    for bytes in [64 << 10, 4096, 512, 1] {
        while std::io::Write::write_all(&mut file, &vec![0; bytes]).is_ok() {}
    }
    let slip = see("<f2>");
    assert!(slip.contains("纸单") && slip.contains("磁盘没有收下"), "{slip}");
    assert!(slip.contains("省某厅张处长") && slip.contains("打听何时开庭"), "{slip}");
    assert!(slip.contains("quick-"), "no code to file it under:\n{slip}");
    let form = see("<esc>");
    assert!(form.contains("省某厅张处长") && form.contains("打听何时开庭"), "{form}");
    let refused = see("<esc><f3>");
    assert!(refused.contains("现在不能开始填写"), "{refused}");
    drop(file);
    fs::remove_file(&ballast).unwrap();
    let done = see("<f4>省某厅张处长<enter>打听何时开庭<enter><f2>");
    assert!(done.contains("核验码"), "{done}");
    drop(screens);
    let told = Told::default();
    look(&dir, &told);
}
