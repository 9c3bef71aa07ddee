//! Looking only at what was done since a checkpoint: what stands after it is found as ever, what stands before
//! it is held to it, and the rows of whatever was touched since are compared with the log.

use crate::line;
use line::{Place, run};
use std::path::Path;
use std::process::Command;

fn record(p: &Place) -> (u64, String) {
    let told = p.fed(&["--json", "record", "new", "--again", "--from", "-"], line::SAMPLE).ok().json();
    (told["seq"].as_u64().unwrap(), line::text(&told["ref"]))
}

fn client(dir: &Path, sql: &str) -> bool {
    Command::new("sqlite3").arg(dir.join("register.db")).arg(sql).status().is_ok_and(|s| s.success())
}

#[test]
fn what_was_done_since_a_checkpoint_is_looked_at_and_what_was_before_is_held_to_it() {
    let p = Place::real("judge");
    let (before, old) = record(&p);
    let notes = p.path("notes");
    std::fs::write(&notes, p.run(&["checkpoint"]).ok().out).unwrap();
    let since = ["verify", "--since", notes.to_str().unwrap()];
    let (after, new) = record(&p);
    let said = p.run(&since).ok();
    assert!(said.out.contains("核验无误") && said.out.contains("以后所办"), "{said:?}");
    assert!(p.run(&[&["--json"], &since[..]].concat()).ok().json()["sound"].as_bool().unwrap());
    let copy = |name: &str| {
        let dir = p.path(name);
        assert!(Command::new("cp").arg("-a").arg(&p.register).arg(&dir).status().unwrap().success());
        dir
    };
    let at = |dir: &Path| run(&[&["--register", dir.to_str().unwrap(), "--json"], &since[..]].concat(), "");
    let rows = |seq: u64| {
        format!(
            "DROP TRIGGER event_is_not_changed; UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '来电', '来信') AS BLOB) WHERE log = 1 AND seq = {seq};"
        )
    };
    // A word changed after it.
    let dir = copy("after");
    if !client(&dir, &rows(after)) {
        return crate::skip::skip("no sqlite3 (Debian package sqlite3)");
    }
    assert_eq!(at(&dir).ended(4).json()["acts_damage"]["seq"], after);
    // What stands before it is read no more, and the whole is: this is what a look at less is worth.
    let dir = copy("before");
    assert!(client(&dir, &rows(before)));
    let trigger = |found: &serde_json::Value| found["acts_damage"].is_null();
    assert!(trigger(&at(&dir).ended(4).json()), "only that the trigger is gone is told");
    let whole = run(&["--register", dir.to_str().unwrap(), "--json", "verify"], "").ended(4).json();
    assert_eq!(whole["acts_damage"]["seq"], before);
    // A leaf before it is held to it.
    let dir = copy("leaf");
    assert!(client(
        &dir,
        &format!(
            "DROP TRIGGER event_is_not_changed; UPDATE event SET leaf = zeroblob(32) WHERE log = 1 AND seq = {before};"
        )
    ));
    assert_eq!(at(&dir).ended(4).json()["acts_damage"]["seq"], before);
    // Rows of what was touched since are compared; those of others by the whole.
    for (no, found) in [(&new, true), (&old, false)] {
        let dir = copy(no);
        let sql = format!("DELETE FROM turn WHERE matter = (SELECT id FROM matter WHERE ref = '{no}');");
        assert!(client(&dir, &sql));
        let said = at(&dir);
        assert_eq!(said.code == 4, found, "{no}: {said:?}");
        assert_eq!(said.json()["tables"].is_null(), !found);
    }
    // It is another register's.
    let other = Place::real("judge");
    run(&[&["--register", other.dir()], &since[..]].concat(), "").ended(4);
}
