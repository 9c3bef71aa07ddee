//! The training register: repeatable, sound, and showing everything there is to show.

use liuhen::demo::{Plan, make};
use liuhen::office::{LogId, Office};

const NOW: i64 = 1_795_140_000_000;

fn made(plan: &Plan) -> (tempfile::TempDir, Office) {
    let place = tempfile::tempdir().unwrap();
    let office = make(&place.path().join("register"), plan).unwrap_or_else(|e| panic!("{e:?}"));
    (place, office)
}

#[test]
fn quick_look() {
    let t = std::time::Instant::now();
    let (_p, mut office) = made(&Plan::court(NOW));
    eprintln!("{:?}", t.elapsed());
    let found = office.verify(&[], &mut |_, _, _| {}).unwrap();
    eprintln!("{} acts sound={} {:?} {:?}", found.acts, found.is_sound(), found.tables, found.materials);
    let _ = LogId::Acts;
}
