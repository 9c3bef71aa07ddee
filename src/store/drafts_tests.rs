use super::*;

fn draft(owner: &str, id: &str, ms: i64) -> Draft {
    let payload = "{\"field\":\"content\",\"caret\":3,\"content\":\"打听案情的人说\"}".to_owned();
    Draft { owner: owner.into(), id: id.into(), kind: "record".into(), updated_ms: ms, payload }
}

#[test]
fn a_draft_survives_and_is_its_owners_alone() {
    let place = tempfile::tempdir().unwrap();
    let mut drafts = Drafts::open(place.path(), [1; 16]).unwrap();
    assert!(drafts.settings().unwrap().iter().all(Setting::holds));
    drafts.save(&draft("li", "a", 10)).unwrap();
    drafts.save(&draft("li", "b", 20)).unwrap();
    drafts.save(&draft("wang", "a", 30)).unwrap();
    drop(drafts);
    let drafts = Drafts::open(place.path(), [2; 16]).unwrap();
    assert_eq!(drafts.load("li", "a").unwrap(), Some(draft("li", "a", 10)));
    assert_eq!(drafts.load("wang", "b").unwrap(), None);
    let ids: Vec<_> = drafts.list("li").unwrap().into_iter().map(|line| (line.id, line.held)).collect();
    assert_eq!(ids, [("b".to_owned(), false), ("a".to_owned(), false)]);
}

#[test]
fn a_second_opening_reads_only_until_the_first_session_ends() {
    let place = tempfile::tempdir().unwrap();
    let mut first = Drafts::open(place.path(), [1; 16]).unwrap();
    let mut second = Drafts::open(place.path(), [2; 16]).unwrap();
    first.save(&draft("li", "a", 10)).unwrap();
    assert_eq!(second.claim("li", "a").unwrap(), Claim::Held);
    assert!(second.list("li").unwrap()[0].held && !first.list("li").unwrap()[0].held);
    assert!(matches!(second.save(&draft("li", "a", 99)), Err(Fault::Held)));
    assert!(matches!(second.delete("li", "a"), Err(Fault::Held)));
    assert_eq!(second.load("li", "a").unwrap(), Some(draft("li", "a", 10)));
    second.release("li", "a").unwrap();
    assert_eq!(second.claim("li", "a").unwrap(), Claim::Held, "one cannot release for another");
    first.release("li", "a").unwrap();
    assert_eq!(second.claim("li", "a").unwrap(), Claim::Mine);
    assert_eq!(first.claim("li", "a").unwrap(), Claim::Held);
    drop(second);
    assert_eq!(first.claim("li", "a").unwrap(), Claim::Mine);
}

#[test]
fn a_session_that_was_killed_holds_nothing() {
    let place = tempfile::tempdir().unwrap();
    let mut dead = Drafts::open(place.path(), [1; 16]).unwrap();
    dead.save(&draft("li", "a", 10)).unwrap();
    // What the kernel does at a kill: the lock goes, the file in `sessions` stays.
    dead.alive.unlock().unwrap();
    let left = dead.sessions.join(&dead.token);
    std::mem::forget(dead);
    let mut next = Drafts::open(place.path(), [2; 16]).unwrap();
    assert!(left.exists());
    assert_eq!(next.claim("li", "a").unwrap(), Claim::Mine);
    assert!(!left.exists());
}

#[test]
fn nothing_of_a_deleted_draft_stays_on_the_disk() {
    let place = tempfile::tempdir().unwrap();
    let secret = "打听案情的人说";
    let on_disk = || {
        let files = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut bytes = files.filter(|path| path.is_file()).flat_map(|path| fs::read(path).unwrap());
        let all: Vec<u8> = bytes.by_ref().collect();
        all.windows(secret.len()).any(|window| window == secret.as_bytes())
    };
    let mut drafts = Drafts::open(place.path(), [1; 16]).unwrap();
    for n in 0..30 {
        drafts.save(&draft("li", &n.to_string(), n)).unwrap();
    }
    assert!(on_disk());
    for n in 0..30 {
        drafts.delete("li", &n.to_string()).unwrap();
    }
    assert!(!on_disk());
    assert_eq!(drafts.list("li").unwrap(), []);
}

#[test]
fn a_file_of_somebody_else_is_not_used() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join(DRAFTS_FILE);
    let strange = Connection::open(&path).unwrap();
    strange.execute_batch("CREATE TABLE x (y); PRAGMA application_id = 5").unwrap();
    drop(strange);
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
    let whole = fs::read(&path).unwrap();
    let mut drafts = Drafts::open(place.path(), [1; 16]).unwrap();
    let aside = drafts.put_aside().unwrap();
    assert_eq!(fs::read(aside).unwrap(), whole, "it lies beside, as it was");
    assert_eq!((drafts.put_aside(), drafts.list("li").unwrap()), (None, Vec::new()));
}
