//! What an act repeats of what lies before a checkpoint is named by a look at what was done since, too.

use super::*;

/// The last act of a kind once more, as another matter by another command, with something in it changed.
fn once_more(s: &Stage, kind: &str, change: impl FnOnce(&mut serde_json::Value)) -> Body {
    let mut body = s.court.log().into_iter().rfind(|b| b.kind == kind).unwrap();
    let mut act = serde_json::to_value(&body.act).unwrap();
    let (area, name) = kind.split_once('.').unwrap();
    act[area][name]["ref_"] = Ref::from_random([9; 5]).0.into();
    change(&mut act[area][name]);
    body.act = serde_json::from_value(act).unwrap();
    (body.matter, body.command) = (MatterId(Uuid::from_u128(9)), Uuid::from_u128(77));
    body
}

#[test]
fn a_name_or_a_number_of_before_the_checkpoint_is_named_by_a_look_since_it() {
    let Some(mut second) = Second::start() else { return };
    let s = Stage::set();
    let (source, place) = (s.court.dir().to_owned(), tempfile::tempdir().unwrap());
    let log = s.court.log();
    let of = |matter: &MatterId| log.iter().find(|b| b.matter == *matter).unwrap();
    let name = of(&s.fresh).act.names().unwrap().clone();
    let next = |act: &mut serde_json::Value| {
        let last = act["ordinal"].as_u64().unwrap();
        let number = act["number"].as_str().unwrap().to_owned();
        act["number"] = number.replace(&format!("{last:06}"), &format!("{:06}", last + 1)).into();
        act["ordinal"] = (last + 1).into();
    };
    let record = |change: &dyn Fn(&mut serde_json::Value)| once_more(&s, "record.submitted", change);
    let taken = record(&|act| {
        next(act);
        act["ref_"] = name.0.clone().into();
    });
    // Each fourth of them is looked at since the checkpoint; see `forged`.
    for (n, body, why) in
        [(0, taken, Some("ref")), (4, record(&|_| {}), Some("other")), (8, record(&next), None)]
    {
        let found = look(&mut second, &source, place.path(), n, &body);
        assert_eq!(found.course.as_deref(), why);
    }
}
