//! Sessions that are killed in the middle of their work: what was acknowledged is there, what was
//! not is whole or absent, and the next session goes on.

// The lint's own exemption reaches test functions, not their helpers.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use liuhen::ledger::{Alg, LogId, RegisterId};
use liuhen::store::{Fault, Founding, Mode, Register, Tables, check, log};

const TABLES: Tables = Tables { version: 1, sql: "CREATE TABLE counter (n INTEGER NOT NULL) STRICT;" };
const PLACE: &str = "LIUHEN_TEST_KILL_PLACE";

/// The session that will be killed: appends for ever and says each leaf once it is kept.
#[test]
#[ignore = "the work of a child process of the test below"]
fn session() {
    let Some(dir) = std::env::var_os(PLACE) else { return };
    let mut register = Register::open(&PathBuf::from(dir), TABLES, Mode::Session).unwrap();
    let mut salt = [0; 32];
    loop {
        getrandom::fill(&mut salt).unwrap();
        let entry = register.write(|tx| {
            let entry = log::append(tx, LogId::Acts, 1_790_000_000_000, &salt, "{\"text\":\"来电询问\"}")?;
            log::append(tx, LogId::Reads, 1_790_000_000_000, &salt, "{}")?;
            tx.execute("INSERT INTO counter VALUES (1)", [])?;
            Ok::<_, Fault>(entry)
        });
        writeln!(std::io::stdout(), "kept {}", entry.unwrap().leaf).unwrap();
    }
}

fn start(dir: &std::path::Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "store_kill::session", "--nocapture"])
        .env(PLACE, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn killed_sessions_lose_nothing_they_acknowledged() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    let founding = Founding { id: RegisterId([1; 16]), alg: Alg::Sha256, training: true };
    Register::create(&dir, founding, TABLES, Mode::Session, |_| Ok::<_, Fault>(())).unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..12usize {
        let mut sessions: Vec<_> = (0..3).map(|_| start(&dir)).collect();
        for (n, session) in sessions.iter_mut().enumerate() {
            let mut lines = BufReader::new(session.stdout.take().unwrap()).lines().map_while(Result::ok);
            let kept = |line: String| line.rsplit_once("kept ").map(|(_, leaf)| leaf.to_owned());
            let before = acknowledged.len();
            // Killed after another number of acknowledgements each time, wherever it is by then.
            acknowledged.extend(lines.by_ref().filter_map(kept).take(1 + (round + n) % 4));
            session.kill().unwrap();
            acknowledged.extend(lines.filter_map(kept).filter(|leaf| leaf.len() == 64));
            session.wait().unwrap();
            assert!(acknowledged.len() > before, "a session did nothing");
        }
        let register = Register::open(&dir, TABLES, Mode::Session).unwrap();
        let report = check::check(&register, &[], |_, _, _| {}).unwrap();
        assert!(report.is_sound(), "{report:?}");
        let size = |at: usize| report.logs[at].outcome.as_ref().unwrap().frontier.size();
        let counted: u64 =
            register.db().query_row("SELECT count(*) FROM counter", [], |row| row.get::<_, i64>(0)).unwrap()
                as u64;
        assert_eq!((size(0), size(0)), (size(1), counted), "half a transaction was kept");
        let leaves = log::leaves_in(register.db(), LogId::Acts, 0..size(0)).unwrap();
        let there: std::collections::BTreeSet<String> = leaves.iter().map(ToString::to_string).collect();
        assert!(acknowledged.iter().all(|leaf| there.contains(leaf)), "an acknowledged event is lost");
    }
}
