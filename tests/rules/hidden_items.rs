//! A meeting on whose agenda stands what its secretary, or a member, is out of: whatever he asks and enters
//! there is answered as in a meeting without it, and what he knows nothing of goes on.

use crate::support;

use liuhen::domain::committee::{Attendance, ItemCommand, MeetingCommand, VoteCode::For};
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{Interest, OrganChange};
use liuhen::domain::refusal::Rule;
use liuhen::office::{Receipt, Trouble};
use support::people::NINE;
use support::words::{CASE, CIVIL_CASE, insider};
use support::*;

/// For whom neither of the hidden items exists: the secretary and two members.
const OUT: [&str; 3] = ["sec_gong", "vp_zhou", "head_qin"];
/// Those who vote on them.
const IN: [&str; 7] = ["chief", "vp_sun", "head_zhao", "judge_li", "judge_tang", "judge_pan", "judge_gu"];

struct Sitting {
    court: Court,
    meeting: MatterId,
    /// Everybody's.
    item: MatterId,
    /// The vote on the first is open; the meeting did not come to the second.
    hidden: Vec<MatterId>,
}

fn close() -> MeetingCommand {
    MeetingCommand::Close { minutes: String::new() }
}

fn item_on(
    court: &mut Court,
    applicant: &str,
    record: &MatterId,
    keeper: &str,
    meeting: MatterId,
) -> MatterId {
    let item = court.by(applicant).apply(record, "ac").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    court.by(keeper).item(&item, ItemCommand::Place { meeting }).unwrap();
    item
}

/// The same meeting, in one world with two more items that are hidden from some of it.
fn sitting(with: bool) -> Sitting {
    let mut court = Court::founded();
    let c = &mut court;
    c.label("everybody's");
    let mut text = phone_call();
    text.case_no = CIVIL_CASE.to_owned();
    let record = c.by("clerk_he").submit(text).unwrap().matter;
    let meeting = c.by("sec_gong").plan("ac", "chief").unwrap().matter;
    let item = item_on(c, "judge_liu", &record, "sec_gong", meeting);
    let mut hidden = Vec::new();
    if with {
        for (label, case) in [("first", CASE), ("second", CIVIL_CASE)] {
            c.label(label);
            let mut text = phone_call();
            text.case_no = case.to_owned();
            text.people.extend(OUT.map(|id| insider(id, "RELAYER")));
            let record = c.by("clerk_he").submit(text).unwrap().matter;
            let applicant = if case == CASE { "judge_wang" } else { "judge_liu" };
            hidden.push(item_on(c, applicant, &record, "chief", meeting));
        }
    }
    c.label("sitting");
    c.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    c.by("sec_gong").attend(&meeting, &NINE);
    c.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    if with {
        c.label("hidden vote");
        c.by("chief").item(&hidden[0], ItemCommand::OpenVote { disclosed: true }).unwrap();
        c.by("judge_gu").vote(&hidden[0], For).unwrap();
    }
    c.label("asking");
    Sitting { court, meeting, item, hidden }
}

/// What somebody sees of the meeting.
fn seen(s: &mut Sitting, who: &str) -> String {
    let me = actor(who);
    let office = &mut s.court.office;
    let desk: Vec<String> =
        office.desk(&me).unwrap().iter().map(|l| format!("{:?} {}", l.act, l.ref_)).collect();
    let meeting = serde_json::to_string(&office.meeting(&me, &s.meeting).unwrap()).unwrap();
    let lists =
        ["item", "meeting"].map(|kind| serde_json::to_string(&office.matters(&me, kind).unwrap()).unwrap());
    format!("{desk:?}\n{meeting}\n{lists:?}")
}

/// Everything a secretary enters in a meeting to its end, each with its answer and with what is seen then.
fn entered(s: &mut Sitting) -> Vec<String> {
    let (meeting, item) = (s.meeting, s.item);
    let mut told = Vec::new();
    let mut tell = |s: &mut Sitting, what: &str, answer: Result<String, Trouble>| {
        let views = OUT.map(|who| seen(s, who));
        told.push(format!("{what}: {answer:?}\n{views:#?}"));
    };
    let kind = |answer: Result<Receipt, Trouble>| answer.map(|r| r.kind);
    tell(s, "before", Ok(String::new()));
    let answer = kind(s.court.by("sec_gong").meeting(&meeting, close()));
    tell(s, "close with an item left", answer);
    // One who has a vote in what is hidden, one who gave it, one who is out of it as well.
    for member in ["judge_tang", "judge_gu", "head_qin"] {
        let answer = kind(s.court.by("sec_gong").absent(&meeting, member));
        tell(s, &format!("absent {member}"), answer);
    }
    s.court.by("sec_gong").attend(&meeting, &["judge_gu", "head_qin"]);
    let answer =
        kind(s.court.by("sec_gong").meeting(&meeting, MeetingCommand::Left { member: "judge_pan".into() }));
    tell(s, "left", answer);
    let vote = ItemCommand::OpenVote { disclosed: true };
    let answer = kind(s.court.by("sec_gong").item(&item, vote));
    tell(s, "open vote", answer);
    let answer = kind(s.court.by("sec_gong").absent(&meeting, "judge_li"));
    tell(s, "absent with a vote to give", answer);
    for member in ["judge_gu", "judge_li", "head_qin", "head_zhao", "vp_zhou", "vp_sun", "chief"] {
        s.court.by(member).vote(&item, For).unwrap();
    }
    // Whoever entered that somebody is gone does not count.
    let answer = kind(s.court.by("chief").item(&item, ItemCommand::CloseVote));
    tell(s, "count", answer);
    let answer = kind(s.court.by("sec_gong").meeting(&meeting, close()));
    tell(s, "close", answer);
    told
}

#[test]
fn a_meeting_answers_whoever_is_out_of_an_item_as_if_it_were_not_on_the_agenda() {
    let (mut with, mut without) = (sitting(true), sitting(false));
    let told = entered(&mut with);
    for (a, b) in told.iter().zip(entered(&mut without)) {
        assert_eq!(a, &b);
    }
    // Both worlds came to the end, by way of the refusals that are meant.
    assert!(told[1].contains("OpenItemsLeft") && told[7].contains("VotesMissing"), "{told:#?}");
    assert!(told.last().unwrap().starts_with("close: Ok"), "{told:#?}");
    // For whoever takes part, the worlds differ.
    assert_ne!(seen(&mut with, "chief"), seen(&mut without, "chief"));
    with.court.assert_sound();
}

#[test]
fn what_a_secretary_knows_nothing_of_goes_on_after_the_meeting_was_closed() {
    let mut s = sitting(true);
    entered(&mut s);
    let (c, [first, second]) = (&mut s.court, [s.hidden[0], s.hidden[1]]);
    // Whom he struck off the roll, or had leave, has his vote in it as before, and is waited for.
    for member in IN.iter().rev().filter(|m| **m != "judge_gu") {
        assert_eq!(rule(c.by("chief").item(&first, ItemCommand::CloseVote)), Rule::VotesMissing);
        c.by(member).vote(&first, For).unwrap();
    }
    c.by("chief").item(&first, ItemCommand::CloseVote).unwrap();
    // What the meeting did not come to stands on the keeper's desk, and goes before another one.
    let desk = c.office.desk(&actor("chief")).unwrap();
    assert!(desk.iter().any(|l| l.matter == second && l.act == liuhen::domain::flow::Act::Place), "{desk:?}");
    let next = c.by("sec_gong").plan("ac", "chief").unwrap().matter;
    c.by("chief").item(&second, ItemCommand::Place { meeting: next }).unwrap();
    c.assert_sound();
}

/// The secretary himself, with nobody's help: he declares that the record concerns him while the vote on it is open.
#[test]
fn nobody_takes_a_vote_away_by_the_roll_in_what_he_is_out_of() {
    let mut s = sitting(false);
    let (meeting, item) = (s.meeting, s.item);
    let c = &mut s.court;
    c.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
    // As long as nothing keeps him out, he strikes nobody who has a vote to give.
    assert_eq!(rule(c.by("sec_gong").absent(&meeting, "vp_sun")), Rule::VotesMissing);
    let record = c.office.item(&actor("chief"), &item).unwrap().0.record;
    c.by("sec_gong").declare_recusal(&record).unwrap();
    c.by("sec_gong").absent(&meeting, "vp_sun").unwrap();
    c.by("sec_gong").meeting(&meeting, MeetingCommand::Left { member: "judge_li".into() }).unwrap();
    let waiting =
        ["judge_gu", "judge_pan", "judge_tang", "judge_li", "head_qin", "head_zhao", "vp_zhou", "vp_sun"];
    for member in waiting.into_iter().chain(["chief"]) {
        assert_eq!(rule(c.by("chief").item(&item, ItemCommand::CloseVote)), Rule::VotesMissing, "{member}");
        c.by(member).vote(&item, For).unwrap();
    }
    c.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
    c.assert_sound();
    if let Some(mut second) = crate::agreement::Second::start() {
        second.finds_sound(c.dir());
    }
}

#[test]
fn who_comes_to_be_out_of_an_item_later_closes_the_meeting_without_it() {
    let mut s = sitting(false);
    let c = &mut s.court;
    let closes = |c: &mut Court| {
        let desk = c.office.desk(&actor("sec_gong")).unwrap();
        desk.iter().any(|l| l.act == liuhen::domain::flow::Act::CloseMeeting)
    };
    assert!(!closes(c));
    let (person, reason) = ("sec_gong".into(), "股东".to_owned());
    c.change(OrganChange::Interest { interest: Interest { person, case_no: CIVIL_CASE.to_owned(), reason } });
    assert!(closes(c));
    c.by("sec_gong").meeting(&s.meeting, close()).unwrap();
    c.assert_sound();
}

/// Whom the secretary sent out, and who was counted, stays so when a later entry in the organ's data puts the one or
/// the other out of the case: the next act writes the same tables as everything recomputed.
#[test]
fn an_interest_that_is_entered_later_changes_nothing_of_a_roll_or_a_count_before_it() {
    let interest = |person: &str| OrganChange::Interest {
        interest: Interest {
            person: person.into(),
            case_no: CIVIL_CASE.to_owned(),
            reason: "股东".to_owned(),
        },
    };
    for late in ["sec_gong", "judge_gu"] {
        let mut s = sitting(false);
        let (meeting, item) = (s.meeting, s.item);
        let c = &mut s.court;
        c.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
        let mut here: Vec<&str> = NINE.into_iter().rev().collect();
        let closer = if late == "sec_gong" {
            c.by("sec_gong").meeting(&meeting, MeetingCommand::Left { member: "judge_li".into() }).unwrap();
            c.change(interest(late));
            here.retain(|member| *member != "judge_li");
            "chief"
        } else {
            "sec_gong"
        };
        for member in here {
            c.by(member).vote(&item, For).unwrap();
            c.assert_sound();
        }
        c.by(closer).item(&item, ItemCommand::CloseVote).unwrap();
        let counted = |c: &mut Court| format!("{:?}", c.office.item(&actor("chief"), &item).unwrap().0.tally);
        let before = counted(c);
        if late == "judge_gu" {
            c.change(interest(late));
        }
        c.by(closer).item(&item, ItemCommand::Decide { text: "同意".to_owned() }).unwrap();
        assert_eq!(counted(c), before, "{late}");
        c.assert_sound();
    }
}

/// The secretary leaves a member off the roll, or strikes him off it before the vote: he says himself that he is
/// there, and has his vote; whoever strikes him off after that does not count.
#[test]
fn a_member_whom_the_roll_leaves_out_enters_himself_and_votes() {
    let mut s = sitting(false);
    let (meeting, item) = (s.meeting, s.item);
    let enters = |member: &str, attendance| MeetingCommand::Attend { member: member.into(), attendance };
    let present = |member| enters(member, Attendance::Present);
    let c = &mut s.court;
    // Whoever is on it has nothing to enter, and nobody enters another, or that he is gone.
    let no = Rule::NotYourCapacity;
    assert_eq!(rule(c.by("judge_gu").meeting(&meeting, present("judge_gu"))), no);
    c.by("sec_gong").absent(&meeting, "judge_gu").unwrap();
    c.by("sec_gong").absent(&meeting, "judge_pan").unwrap();
    assert_eq!(rule(c.by("judge_gu").meeting(&meeting, present("judge_pan"))), no);
    assert_eq!(rule(c.by("judge_gu").meeting(&meeting, enters("judge_gu", Attendance::Nonvoting))), no);
    assert_eq!(rule(c.by("clerk_he").meeting(&meeting, present("clerk_he"))), Rule::NoSuchMatter);
    c.by("judge_gu").meeting(&meeting, present("judge_gu")).unwrap();
    c.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
    for member in NINE.iter().rev().filter(|m| **m != "judge_pan") {
        c.by(member).vote(&item, For).unwrap();
    }
    assert_eq!(rule(c.by("sec_gong").item(&item, ItemCommand::CloseVote)), Rule::ActsApart);
    c.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
    c.assert_sound();
    if let Some(mut second) = crate::agreement::Second::start() {
        second.finds_sound(c.dir());
    }
    // Before the meeting is open, or once it is over, the roll is the secretary's alone.
    c.by("sec_gong").meeting(&meeting, close()).unwrap();
    assert!(c.by("judge_pan").meeting(&meeting, present("judge_pan")).is_err());
    let next = c.by("sec_gong").plan("ac", "chief").unwrap().matter;
    assert_eq!(rule(c.by("judge_pan").meeting(&next, present("judge_pan"))), no);
}
