//! Registers made by released programs, one for each form there was. They open, verify, rebuild and
//! tell the same as on the day they were made, for ever. Flags are no part of what was written: they
//! are reckoned by the rules of the day, so `told.txt` follows a rule that changed (one occurrence that
//! was entered twice makes nobody somebody who comes again).

mod whole;

use crate::line;
use crate::work::*;
use liuhen::office::{Mode, Office};
use std::fs;
use std::path::{Path, PathBuf};

fn shelf() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registers")
}

/// What a register says about itself: both heads, and the records as a custodian is shown them.
fn told(dir: &Path) -> String {
    let run = |args: &[&str]| {
        let mut all = vec!["--register", dir.to_str().unwrap()];
        all.extend(args);
        line::run(&all, "").ok().out
    };
    let heads = run(&["checkpoint"]);
    // The three lines of the acts; that somebody looks is itself written into the other log.
    let heads: Vec<&str> = heads.lines().take(3).collect();
    // Whether a clock has run out says when somebody looked, and nothing of what was written.
    let list = run(&["--as", "judge", "--json", "list"]);
    let list =
        ["\"overdue\",", ",\"overdue\"", "\"overdue\""].iter().fold(list, |l, flag| l.replace(flag, ""));
    format!("{}\n{list}", heads.join("\n"))
}

fn install(form: &Path, into: &Path) -> PathBuf {
    let dir = into.join("register");
    std::os::unix::fs::DirBuilderExt::mode(&mut fs::DirBuilder::new(), 0o700).create(&dir).unwrap();
    fs::copy(form.join("register.db"), dir.join("register.db")).unwrap();
    let only_mine = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(dir.join("register.db"), only_mine).unwrap();
    dir
}

/// Run once for each release: `cargo test --test durable -- --ignored old::make_the_one_of_this_release`.
#[test]
#[ignore = "writes a file that is kept"]
fn make_the_one_of_this_release() {
    let p = court();
    let (no, revision) = p.record(&[]);
    p.confirm("custodian1", &no, &revision, &[]).ok();
    let last = no.replace('-', "");
    let last = &last[last.len() - 4..];
    p.confirm("custodian2", &no, &revision, &["--last4", last]).ok();
    let (no, _) = p.record(&[]);
    p.by("judge", &["escalate", &no, "--reason", "PRESSURE", "--text", "不敢自行处理", "--consent"]);
    p.by("judge", &["quick", "--who", "李四", "--line", "走廊里问起"]).ok();
    let into = p.path("made");
    fs::create_dir(&into).unwrap();
    let said = p.by("custodian1", &["--json", "backup", "--plain", into.to_str().unwrap()]).ok().json();
    let form = shelf().join(env!("CARGO_PKG_VERSION"));
    fs::create_dir_all(&form).unwrap();
    fs::copy(Path::new(&line::text(&said["dir"])).join("register.db"), form.join("register.db")).unwrap();
    let there = tempfile::tempdir().unwrap();
    fs::write(form.join("told.txt"), told(&install(&form, there.path()))).unwrap();
}

#[test]
fn registers_of_older_programs_open_verify_and_rebuild() {
    let mut forms: Vec<PathBuf> = fs::read_dir(shelf()).unwrap().map(|e| e.unwrap().path()).collect();
    forms.retain(|p| p.join("told.txt").exists());
    forms.sort();
    assert!(forms.iter().any(|f| f.ends_with(env!("CARGO_PKG_VERSION"))), "none of this release");
    for form in &forms {
        let place = tempfile::tempdir().unwrap();
        let dir = install(form, place.path());
        let was = fs::read_to_string(form.join("told.txt")).unwrap();
        assert_eq!(told(&dir), was, "{}", form.display());
        look(&dir, &Told::default());
        let mut office = Office::open(&dir, Mode::Session).unwrap();
        office.rebuild(&mut |_, _| {}).unwrap();
        drop(office);
        look(&dir, &Told::default());
        assert_eq!(told(&dir), was, "rebuilt: {}", form.display());
        // What the store had before there was such a thing stands on nobody's desk for it.
        let db = rusqlite::Connection::open(dir.join("register.db")).unwrap();
        let asked = "SELECT count(*) FROM turn WHERE act = 'triage'";
        assert_eq!(db.query_row(asked, [], |r| r.get::<_, i64>(0)).unwrap(), 0, "{}", form.display());
        // It goes on from there.
        line::run(
            &[
                "--register",
                dir.to_str().unwrap(),
                "--as",
                "judge",
                "quick",
                "--who",
                "王五",
                "--line",
                "又问",
            ],
            "",
        )
        .ok();
        look(&dir, &Told::default());
    }
    figures(&format!("registers of older programs: {} open, verify and rebuild", forms.len()));
}

/// What this program makes of a log, as one number: every row of every table.
fn rows(dir: &Path) -> String {
    use sha2::{Digest, Sha256};
    let db = rusqlite::Connection::open(dir.join("register.db")).unwrap();
    let sql = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/migrations/tables.sql"));
    let mut all = Sha256::new();
    for table in sql.unwrap().split("CREATE TABLE ").skip(1) {
        let name = table.split([' ', '(']).next().unwrap();
        let mut query = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = query.column_count();
        let mut found: Vec<String> = query
            .query_map([], |row| {
                let of = |n| row.get::<_, rusqlite::types::Value>(n);
                (0..columns).map(|n| of(n).map(|v| format!("{v:?}"))).collect::<Result<Vec<_>, _>>()
            })
            .unwrap()
            .map(|row| row.unwrap().join("|"))
            .collect();
        found.sort();
        all.update(format!("{name}\n{}\n", found.join("\n")));
    }
    all.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// A register whose tables an earlier program made is told by their number and nothing else: who changes
/// what stands in a row, and forgets the number, would find every register unsound.
#[test]
fn rows_change_with_the_number_of_the_tables_and_never_without() {
    let place = tempfile::tempdir().unwrap();
    let dir = install(&shelf().join("0.1.0"), place.path());
    drop(Office::open(&dir, Mode::Session).unwrap());
    let now = format!("{} {}\n", liuhen::store::tables::TABLES.version, rows(&dir));
    let known = fs::read_to_string(shelf().join("rows.txt")).unwrap();
    assert_eq!(now, known, "other rows ask for another number in src/store/tables.rs, and both in rows.txt");
}
