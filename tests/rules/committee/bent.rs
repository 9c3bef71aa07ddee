//! Nobody bends a vote by what he does beside it: not by changing who sits in the body, not by taking
//! out who votes against him; and nobody's absence leaves it undecided.

use super::*;
use liuhen::domain::organ::CommitteeMember;

const EIGHT: [&str; 8] =
    ["chief", "vp_sun", "vp_zhou", "head_zhao", "head_qin", "judge_li", "judge_tang", "judge_pan"];

/// Five against, three for; the ninth member is away and nothing is counted yet.
fn voted(court: &mut Court) -> (MatterId, MatterId) {
    let item = approved(court, phone_call(), "ac");
    let meeting = opened(court, "ac", "chief", &[item], &EIGHT);
    open_vote(court, &item);
    all_vote(court, &item, &EIGHT[3..], Against);
    all_vote(court, &item, &EIGHT[..3], For);
    (item, meeting)
}

/// The body has these members from now on.
fn sits(court: &mut Court, committee: &str, members: &[&str]) {
    let members = (1..).zip(members).map(|(rank, m)| CommitteeMember { person: (*m).into(), rank }).collect();
    let change = OrganChange::CommitteeMembers {
        committee: committee.into(),
        members,
        secretary: "sec_gong".into(),
    };
    court.change(change);
}

fn counted(court: &mut Court, item: &MatterId) -> (String, [usize; 4]) {
    let seen = view(court, "vp_sun", item);
    let tally = seen.tally.unwrap();
    (seen.outcome.unwrap_or_default(), [tally.total, tally.needed, tally.for_, tally.against])
}

#[test]
fn the_body_that_counts_is_the_one_that_opened_the_vote() {
    let mut court = Court::founded();
    let (item, _) = voted(&mut court);
    sits(&mut court, "ac", &EIGHT[..3]);
    close_vote(&mut court, &item);
    assert_eq!(counted(&mut court, &item), (say("REJECTED"), [9, 5, 3, 5]));
    // Those put out of it since say why they stood alone, and later bodies change nothing of it.
    sits(&mut court, "ac", &EIGHT[3..]);
    for member in &EIGHT[..3] {
        court.by(member).item(&item, ItemCommand::Minority { text: say("应予采纳") }).unwrap();
    }
    assert_eq!(counted(&mut court, &item), (say("REJECTED"), [9, 5, 3, 5]));
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("不予采纳") }).unwrap();
    court.assert_sound();
}

#[test]
fn whoever_is_put_out_of_the_body_in_the_middle_of_a_vote_votes_and_whoever_comes_in_does_not() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    opened(&mut court, "ac", "chief", &[item], &EIGHT[..6]);
    open_vote(&mut court, &item);
    sits(&mut court, "ac", &["chief", "vp_sun", "vp_zhou", "dish_fan"]);
    assert_eq!(view(&mut court, "judge_li", &item).waiting.len(), 5);
    assert_eq!(rule(court.by("dish_fan").vote(&item, For)), Rule::NotYourCapacity);
    all_vote(&mut court, &item, &EIGHT[..6], For);
    close_vote(&mut court, &item);
    assert_eq!(counted(&mut court, &item), (say("PASSED"), [9, 5, 6, 0]));
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("采纳") }).unwrap();
    // It is decided; whoever sits in the body no more reads no more of it.
    assert_eq!(rule(court.office.item(&actor("judge_gu"), &item)), Rule::NoSuchMatter);
    court.assert_sound();
}

#[test]
fn the_rules_of_the_body_are_those_of_the_vote_too() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    opened(&mut court, "ac", "chief", &[item], &EIGHT[..6]);
    open_vote(&mut court, &item);
    let letter = court.letter("书面意见原件");
    // The other body's rules count written votes.
    let mut other = body("ac", "PROCURATORATE", "PCOM", &NINE);
    other.secretary = "sec_gong".into();
    court.change(OrganChange::Committee { committee: other });
    court.by("sec_gong").item(&item, written("judge_gu", For, &letter)).unwrap();
    all_vote(&mut court, &item, &EIGHT[4..6], Against);
    all_vote(&mut court, &item, &EIGHT[..4], For);
    close_vote(&mut court, &item);
    assert_eq!(counted(&mut court, &item), (say("NO_MAJORITY"), [9, 5, 4, 2]));
    // The next vote goes by the body as it is then.
    court.by("sec_gong").item(&item, ItemCommand::Supplement { reason: say("补充") }).unwrap();
    sits(&mut court, "ac", &EIGHT[..7]);
    opened(&mut court, "ac", "chief", &[item], &EIGHT[..6]);
    open_vote(&mut court, &item);
    all_vote(&mut court, &item, &EIGHT[..6], For);
    close_vote(&mut court, &item);
    assert_eq!(counted(&mut court, &item), (say("PASSED"), [7, 4, 6, 0]));
    court.assert_sound();
}
