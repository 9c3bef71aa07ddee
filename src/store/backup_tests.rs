use super::super::testing::*;
use super::super::{drafts, log};
use super::*;
use crate::ledger::LogId;

fn names(dir: &Path) -> Vec<String> {
    let mut out: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    out.sort();
    out
}

#[test]
fn a_copy_is_a_register_of_its_own_with_its_heads_beside_it() {
    let (place, mut register) = made(12);
    let alg = register.founding().alg;
    let kept = Materials::of(register.dir(), alg).put(&mut &b"scan"[..], 100).unwrap();
    let mut drafts = drafts::Drafts::open(register.dir(), [3; 16]).unwrap();
    let (owner, id, kind, payload) = ("li".into(), "a".into(), "record".into(), "{}".into());
    drafts.save(&drafts::Draft { owner, id, kind, updated_ms: 1, payload }).unwrap();
    let into = place.path().join("copies");
    fs::create_dir(&into).unwrap();
    let copied = copy(&register, &into, "monday", |_, _, _| {}).unwrap();
    copied.place().unwrap();
    assert_eq!(names(&into), ["monday", "monday.acts.checkpoint", "monday.reads.checkpoint"]);
    assert_eq!(names(copied.named()), [MATERIALS_DIR, REGISTER_FILE], "no drafts, nothing unfinished");
    let beside = fs::read_to_string(into.join("monday.acts.checkpoint")).unwrap();
    assert_eq!(Checkpoint::parse(&beside).unwrap(), copied.heads[0]);
    assert_eq!((copied.heads[0].size, copied.materials), (12, 1));

    // The register goes on; the copy is its beginning, and works like any register.
    register.write(|tx| add(tx, 50)).unwrap();
    assert!(check::check(&register, &copied.heads, |_, _, _| {}).unwrap().is_sound());
    let mut restored = open(copied.named()).unwrap();
    Materials::of(restored.dir(), alg).check(&kept.hash).unwrap();
    assert_eq!(restored.write(|tx| add(tx, 51)).unwrap().header.seq, 12);
    let again = copy(&register, &into, "monday", |_, _, _| {});
    assert!(matches!(again, Err(CopyFault::Fault(Fault::Exists(_)))));
}

#[test]
fn an_unsound_register_or_material_gets_no_named_copy() {
    let (place, register) = made(5);
    let into = place.path().join("copies");
    fs::create_dir(&into).unwrap();
    let materials = Materials::of(register.dir(), register.founding().alg);
    let kept = materials.put(&mut &b"scan"[..], 100).unwrap();
    let name = kept.hash.to_string();
    let path = register.dir().join(MATERIALS_DIR).join(&name[..2]).join(&name[2..4]).join(&name);
    fs::write(&path, b"scam").unwrap();
    let copied = copy(&register, &into, "a", |_, _, _| {});
    assert!(matches!(copied, Err(CopyFault::Fault(Fault::Damaged(_)))));
    fs::remove_file(&path).unwrap();

    let sql = "DROP TRIGGER event_is_not_changed; UPDATE event SET body = x'7b7d' WHERE log = 1 AND seq = 2;";
    register.maintain(|db| Ok(db.execute_batch(sql)?)).unwrap();
    match copy(&register, &into, "a", |_, _, _| {}) {
        Err(CopyFault::Unsound(report)) => {
            assert_eq!(report.logs[0].outcome.as_ref().unwrap_err().seq, 2);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(names(&into), [""; 0]);
}

#[test]
fn a_copy_made_while_others_write_is_one_moment_of_the_register() {
    let (place, register) = made(1);
    let dir = register.dir().to_owned();
    let sizes: Vec<u64> = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut register = open(&dir).unwrap();
            for n in 1..60 {
                register.write(|tx| add(tx, n)).unwrap();
            }
        });
        let copies = (0..5)
            .map(|n| {
                let made = copy(&register, place.path(), &format!("copy{n}"), |_, _, _| {}).unwrap();
                made.place().unwrap();
                made.heads[0].size
            })
            .collect();
        writer.join().unwrap();
        copies
    });
    assert!(sizes.is_sorted(), "{sizes:?}");
    assert_eq!(log::head(register.db(), FOUNDING.alg, LogId::Acts).unwrap().size, 60);
}

#[test]
fn the_copy_just_made_stays_whatever_a_later_name_says() {
    let place = tempfile::tempdir().unwrap();
    let named = |at: &str| place.path().join(format!("liuhen-00000000-{at}.tar.age"));
    for at in ["20260101-220000", "20260102-220000", "20990101-000000"] {
        std::fs::write(named(at), "age-encryption.org/v1\n").unwrap();
    }
    let new = named("20260102-220000");
    let (removed, stuck) = super::rotate(place.path(), "liuhen-00000000-", 1, &new);
    assert!(stuck.is_empty() && !removed.contains(&new) && removed.len() == 2, "{removed:?}");
    assert!(new.exists());
}
