//! The recorder has no row by which he is told from others.

use crate::support;

use support::words::insider;
use support::*;

#[test]
fn the_recorder_has_no_row_among_those_who_were_there() {
    let mut court = Court::founded();
    assert_eq!(wrong(court.by("clerk_he").submit(visit(&["judge_chen", "clerk_he"]))), ["people[2].person"]);
    let mut text = visit(&["judge_chen"]);
    text.people.push(insider("clerk_he", "RELATIVE"));
    let fields = wrong(court.by("clerk_he").submit(text));
    assert!(fields.contains(&"people[2].person".to_owned()), "{fields:?}");
    let record = court.by("clerk_he").submit(visit(&["judge_chen"])).unwrap().matter;
    assert_eq!(wrong(court.by("clerk_he").amend(&record, visit(&["clerk_he"]))), ["people[1].person"]);
    // Who records for another names him as any other.
    court.by("judge_wang").submit(visit(&["clerk_he", "judge_chen"])).unwrap();
}
