use super::*;
use std::sync::Arc;

fn place() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("lock");
    (dir, path)
}

fn why(fault: Fault) -> Waited {
    match fault {
        Fault::Waited(waited) => *waited,
        other => panic!("{other}"),
    }
}

#[test]
fn whoever_waits_in_vain_is_told_for_whom_and_waits_less_the_next_time() {
    let (_dir, path) = place();
    let (mine, theirs) = (LockFile::at(&path).unwrap(), LockFile::at(&path).unwrap());
    let held = theirs.hold("钱守一").unwrap();
    let begun = Instant::now();
    let waited = why(mine.hold("白正本").unwrap_err());
    assert!(begun.elapsed() >= PATIENCE && begun.elapsed() < PATIENCE * 3 / 2, "{:?}", begun.elapsed());
    let holder = waited.holder.unwrap();
    assert_eq!((holder.who.as_str(), holder.pid), ("钱守一", std::process::id()));
    assert!(now() - holder.since >= 6_000 - 100, "{holder:?}");
    let again = Instant::now();
    why(mine.hold("白正本").unwrap_err());
    assert!(again.elapsed() < Duration::from_secs(2), "{:?}", again.elapsed());
    drop(held);
    // Those who gave up do not get in anybody's way when their turn comes.
    drop(mine.hold("白正本").unwrap());
    drop(theirs.hold("钱守一").unwrap());
}

#[test]
fn a_lock_goes_round_among_many_and_nobody_is_forgotten() {
    let (_dir, path) = place();
    let count = Arc::new(std::sync::Mutex::new((0u32, false)));
    let many: Vec<_> = (0..16)
        .map(|n| {
            let (path, count) = (path.clone(), count.clone());
            thread::spawn(move || {
                let lock = LockFile::at(&path).unwrap();
                for _ in 0..20 {
                    let held = lock.hold(&format!("人{n}")).unwrap();
                    {
                        let mut c = count.lock().unwrap();
                        assert!(!std::mem::replace(&mut c.1, true), "two hold it at once");
                    }
                    thread::yield_now();
                    let mut c = count.lock().unwrap();
                    *c = (c.0 + 1, false);
                    drop(c);
                    drop(held);
                }
            })
        })
        .collect();
    many.into_iter().for_each(|m| m.join().unwrap());
    assert_eq!(count.lock().unwrap().0, 320);
}

#[test]
fn a_lock_that_was_taken_away_or_is_a_directory_keeps_nobody_out_and_lets_no_two_in() {
    let (_dir, path) = place();
    fs::create_dir(&path).unwrap();
    fs::write(path.join("x"), "kept").unwrap();
    let lock = LockFile::at(&path).unwrap();
    let held = lock.hold("").unwrap();
    assert!(lock.try_hold("").unwrap().is_none());
    // Another file in its place: whoever comes now holds that one, as everybody after him.
    fs::remove_file(&path).unwrap();
    let new = lock.try_hold("").unwrap().unwrap();
    assert!(lock.try_hold("").unwrap().is_none());
    drop((held, new));
    assert!(lock.try_hold("").unwrap().is_some());
}

#[test]
fn a_look_tells_the_holder_and_disturbs_nobody() {
    let (_dir, path) = place();
    assert_eq!(holder(&path).unwrap(), None);
    let lock = LockFile::at(&path).unwrap();
    let held = lock.hold("钱守一").unwrap();
    assert_eq!(holder(&path).unwrap().unwrap().holder.unwrap().who, "钱守一");
    drop(held);
    assert_eq!(holder(&path).unwrap(), None);
}

#[test]
fn whoever_does_not_hold_it_is_not_named_whatever_the_file_says() {
    let (_dir, path) = place();
    let lock = LockFile::at(&path).unwrap();
    drop(lock.hold("钱守一").unwrap());
    let left = fs::read_to_string(&path).unwrap();
    assert!(left.trim().is_empty(), "{left}");
    let held = lock.hold("钱守一").unwrap();
    let mut other = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    let stale = format!("{:<200}", format!("{} {} 白正本", other.id(), now()));
    held.file.write_all_at(&stale.as_bytes()[..200], 0).unwrap();
    let named = holder(&path).unwrap().unwrap().holder.unwrap();
    assert!(named.pid == std::process::id() && named.who != "白正本", "{named:?}");
    other.kill().unwrap();
    other.wait().unwrap();
    assert!(!is_running(other.id()) && is_running(std::process::id()));
}

#[test]
fn the_terminal_does_not_stop_a_process_while_it_holds_a_lock() {
    let (_dir, path) = place();
    let lock = LockFile::at(&path).unwrap();
    let blocked = || {
        let mask = SigSet::thread_get_mask().unwrap();
        stops().iter().all(|s| mask.contains(s))
    };
    assert!(!blocked());
    let held = lock.hold("").unwrap();
    assert!(blocked());
    drop(held);
    assert!(!blocked(), "and can be stopped again afterwards");
}

#[test]
fn what_gives_no_answer_holds_nobody() {
    let begun = Instant::now();
    let answer = within(Duration::from_millis(50), || thread::sleep(Duration::from_secs(5)));
    assert!(answer.is_none() && begun.elapsed() < Duration::from_secs(2));
    assert_eq!(within(Duration::from_secs(5), || 7), Some(7));
}
