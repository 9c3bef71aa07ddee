//! Nobody bends a vote by what he does beside it: not by changing who sits in the body, not by taking
//! out who votes against him; and nobody's absence leaves it undecided.

use super::*;
use crate::agreement::Second;
use liuhen::domain::organ::CommitteeMember;
use liuhen::domain::organ_kind::Share;

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
    let change =
        OrganChange::CommitteeMembers { committee: committee.into(), members, secretary: "sec_gong".into() };
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

#[test]
fn whoever_orders_a_recusal_neither_counts_nor_takes_the_matter_away_from_the_body() {
    let mut court = Court::founded();
    let (item, _) = voted(&mut court);
    let record = view(&mut court, "chief", &item).record;
    // Whoever votes takes nobody out who votes beside him; somebody else may have to go.
    assert_eq!(rule(court.by("chief").order_recusal(&record, "judge_li")), Rule::VotesHimself);
    court.by("chief").order_recusal(&record, "cus_deng").unwrap();
    // The secretary is out as well: the chair would count, and has ordered a recusal; the next one does.
    court.by("dis_e").order_recusal(&record, "sec_gong").unwrap();
    assert_eq!(rule(court.by("chief").item(&item, ItemCommand::CloseVote)), Rule::ActsApart);
    court.by("vp_sun").item(&item, ItemCommand::CloseVote).unwrap();
    assert_eq!(counted(&mut court, &item), (say("REJECTED"), [9, 5, 3, 5]));
    court.assert_sound();

    // Without a majority the chief who ordered a recusal does not refer it up; a deputy does.
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    opened(&mut court, "ac", "chief", &[item], &EIGHT[..6]);
    open_vote(&mut court, &item);
    all_vote(&mut court, &item, &EIGHT[..6], Abstain);
    close_vote(&mut court, &item);
    let record = view(&mut court, "chief", &item).record;
    assert_eq!(rule(court.by("chief").order_recusal(&record, "judge_li")), Rule::VotesHimself);
    court.by("chief").order_recusal(&record, "cus_deng").unwrap();
    let up = || ItemCommand::ReferUp { reason: say("报请上级") };
    assert_eq!(rule(court.by("chief").item(&item, up())), Rule::ActsApart);
    court.by("vp_sun").item(&item, up()).unwrap();
    court.assert_sound();
}

/// The secretary says that he is out himself, and keeps the roll: for him the open vote does not exist.
#[test]
fn a_secretary_who_is_out_of_an_item_takes_nobodys_vote_by_the_roll_of_the_meeting() {
    let Some(mut second) = Second::start() else { return };
    for closes in [false, true] {
        let mut court = Court::founded();
        let c = &mut court;
        let item = approved(c, phone_call(), "ac");
        let meeting = opened(c, "ac", "chief", &[item], &EIGHT);
        open_vote(c, &item);
        all_vote(c, &item, &["judge_li", "head_qin", "head_zhao"], For);
        all_vote(c, &item, &["vp_zhou"], Against);
        let record = view(c, "chief", &item).record;
        assert_eq!(rule(c.by("sec_gong").absent(&meeting, "judge_tang")), Rule::VotesMissing);
        c.by("sec_gong").declare_recusal(&record).unwrap();
        c.by("sec_gong").absent(&meeting, "judge_tang").unwrap();
        let left = |member: &str| MeetingCommand::Left { member: member.into() };
        c.by("sec_gong").meeting(&meeting, left("judge_pan")).unwrap();
        c.by("sec_gong").meeting(&meeting, left("vp_sun")).unwrap();
        if closes {
            c.by("sec_gong").meeting(&meeting, MeetingCommand::Close { minutes: String::new() }).unwrap();
        }
        // Nobody counts without them: they are waited for, and vote.
        assert_eq!(view(c, "chief", &item).waiting.len(), 3);
        assert_eq!(rule(c.by("chief").item(&item, ItemCommand::CloseVote)), Rule::VotesMissing);
        all_vote(c, &item, &["judge_pan", "judge_tang"], For);
        // One of them gives none; once his time is over the chair votes, and the others are counted.
        assert_eq!(rule(c.by("chief").vote(&item, Against)), Rule::ChairLast);
        c.later(8 * DAY);
        c.by("chief").vote(&item, Against).unwrap();
        c.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
        assert_eq!(counted(c, &item), (say("PASSED"), [9, 5, 5, 2]));
        c.assert_sound();
        second.finds_sound(c.dir());
    }
}

#[test]
fn whoever_enters_that_a_member_is_gone_does_not_count() {
    let gone = [
        MeetingCommand::Left { member: "judge_pan".into() },
        MeetingCommand::Attend { member: "judge_pan".into(), attendance: Attendance::Nonvoting },
        MeetingCommand::Attend {
            member: "judge_pan".into(),
            attendance: Attendance::Absent { reason: say("出差") },
        },
    ];
    for (n, gone) in gone.into_iter().enumerate() {
        for before in [true, false] {
            let mut court = Court::founded();
            let item = approved(&mut court, phone_call(), "ac");
            let meeting = opened(&mut court, "ac", "chief", &[item], &EIGHT);
            if !before {
                open_vote(&mut court, &item);
            }
            let out = court.by("sec_gong").meeting(&meeting, gone.clone());
            if n > 0 && !before {
                // Whoever owes a vote is not struck off the roll; that he left is entered, or he votes.
                assert_eq!(rule(out), Rule::VotesMissing);
                court.by("judge_pan").vote(&item, For).unwrap();
                court.by("sec_gong").meeting(&meeting, gone.clone()).unwrap();
            } else {
                out.unwrap();
            }
            if before {
                open_vote(&mut court, &item);
            }
            all_vote(&mut court, &item, &EIGHT[..7], For);
            let count = |court: &mut Court, who: &str| court.by(who).item(&item, ItemCommand::CloseVote);
            assert_eq!(rule(count(&mut court, "sec_gong")), Rule::ActsApart, "{n} {before}");
            count(&mut court, "chief").unwrap();
            court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("采纳") }).unwrap();
            court.assert_sound();
        }
    }
    // Who was away from the start is entered before the meeting opens, and binds nobody.
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &EIGHT);
    court.by("sec_gong").absent(&meeting, "judge_gu").unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    open_vote(&mut court, &item);
    all_vote(&mut court, &item, &EIGHT, For);
    close_vote(&mut court, &item);
    court.assert_sound();
}

#[test]
fn a_body_that_decides_is_several_people() {
    let mut court = Court::founded();
    let rules = |members: &[&str]| body("ac", "COURT", "AC_FULL", members);
    let few = |members: &[&str]| OrganChange::CommitteeMembers {
        committee: "ac".into(),
        members: rules(members).members,
        secretary: "sec_gong".into(),
    };
    for members in [&["chief"][..], &["chief", "vp_sun"], &[]] {
        assert_eq!(rule(court.by("sys_gao").propose(few(members))), Rule::BodyTooSmall);
        let committee = OrganChange::Committee { committee: rules(members) };
        assert_eq!(rule(court.by("sys_gao").propose(committee)), Rule::BodyTooSmall);
    }
    court.change(few(&["chief", "vp_sun", "vp_zhou"]));
    // What only advises may be two.
    court.change(OrganChange::Committee {
        committee: body("two", "COURT", "PJM", &["head_qin", "judge_tang"]),
    });
    court.assert_sound();
}

#[test]
fn a_decision_does_not_wait_for_the_opinion_of_who_is_out() {
    for way in ["declared", "ordered", "off"] {
        let mut court = Court::founded();
        let (item, _) = voted(&mut court);
        close_vote(&mut court, &item);
        let record = view(&mut court, "chief", &item).record;
        for member in ["chief", "vp_sun"] {
            court.by(member).item(&item, ItemCommand::Minority { text: say("应予采纳") }).unwrap();
        }
        let decide = || ItemCommand::Decide { text: say("不予采纳") };
        assert_eq!(rule(court.by("sec_gong").item(&item, decide())), Rule::MinorityMissing);
        match way {
            "declared" => drop(court.by("vp_zhou").declare_recusal(&record).unwrap()),
            "ordered" => drop(court.by("dis_e").order_recusal(&record, "vp_zhou").unwrap()),
            _ => court.change(OrganChange::Active { person: "vp_zhou".into(), active: false }),
        }
        let seen = view(&mut court, "vp_sun", &item);
        assert!(seen.minority_missing.is_empty(), "{way}");
        assert_eq!(seen.minority_out.len(), 1, "{way}");
        let asked = court.office.desk(&actor("sec_gong")).unwrap();
        assert!(asked.iter().any(|l| l.matter == item && l.act == Act::Decision), "{way}");
        court.by("sec_gong").item(&item, decide()).unwrap();
        court.assert_sound();
    }
}

#[test]
fn whoever_stands_in_for_the_secretary_does_everything_the_secretary_does() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let record = view(&mut court, "chief", &item).record;
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("dis_e").order_recusal(&record, "sec_gong").unwrap();
    let place = || ItemCommand::Place { meeting };
    assert_eq!(rule(court.by("sec_gong").item(&item, place())), Rule::NoSuchMatter);
    assert!(court.office.desk(&actor("chief")).unwrap().iter().any(|l| l.act == Act::Place));
    court.by("chief").item(&item, place()).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &EIGHT);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    court.by("chief").item(&item, ItemCommand::OpenVote { disclosed: true }).unwrap();
    all_vote(&mut court, &item, &EIGHT, For);
    court.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
    court.by("chief").item(&item, ItemCommand::Decide { text: say("采纳") }).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Close { minutes: String::new() }).unwrap();
    let notice = || ItemCommand::Notice { text: say("通知") };
    assert_eq!(rule(court.by("vp_sun").item(&item, notice())), Rule::NotYourCapacity);
    assert!(court.office.desk(&actor("chief")).unwrap().iter().any(|l| l.act == Act::DecisionNotice));
    court.by("chief").item(&item, notice()).unwrap();
    court.assert_sound();
}

#[test]
fn a_vote_does_not_wait_for_who_is_out_of_it_and_has_not_voted() {
    for way in ["declared", "ordered", "off"] {
        let mut court = Court::founded();
        let item = approved(&mut court, phone_call(), "ac");
        opened(&mut court, "ac", "chief", &[item], &EIGHT);
        open_vote(&mut court, &item);
        all_vote(&mut court, &item, &EIGHT[1..7], For);
        assert_eq!(rule(court.by("chief").vote(&item, For)), Rule::ChairLast, "one is waited for");
        let record = view(&mut court, "chief", &item).record;
        match way {
            "declared" => drop(court.by("judge_pan").declare_recusal(&record).unwrap()),
            "ordered" => drop(court.by("dis_e").order_recusal(&record, "judge_pan").unwrap()),
            _ => court.change(OrganChange::Active { person: "judge_pan".into(), active: false }),
        }
        let asked = court.office.desk(&actor("chief")).unwrap();
        assert!(asked.iter().any(|l| l.matter == item && l.act == Act::Vote), "{way}");
        court.by("chief").vote(&item, For).unwrap();
        assert!(view(&mut court, "sec_gong", &item).waiting.is_empty(), "{way}");
        close_vote(&mut court, &item);
        assert_eq!(counted(&mut court, &item), (say("PASSED"), [9, 5, 7, 0]), "{way}");
        court.assert_sound();
    }
}

#[test]
fn nothing_carries_where_those_who_voted_are_no_quorum_any_more() {
    let mut court = Court::founded();
    let mut committee = body("ac", "COURT", "AC_FULL", &NINE);
    committee.rules.quorum = Share::AtLeastTwoThirds;
    court.change(OrganChange::Committee { committee });
    let item = approved(&mut court, phone_call(), "ac");
    opened(&mut court, "ac", "chief", &[item], &NINE[..6]);
    open_vote(&mut court, &item);
    all_vote(&mut court, &item, &NINE[1..5], For);
    let record = view(&mut court, "chief", &item).record;
    court.by("judge_li").declare_recusal(&record).unwrap();
    court.by("chief").vote(&item, For).unwrap();
    close_vote(&mut court, &item);
    // Five of nine would carry it; six have to be there.
    assert_eq!(counted(&mut court, &item), (say("NO_MAJORITY"), [9, 5, 5, 0]));
    court.by("sec_gong").item(&item, ItemCommand::Supplement { reason: say("补充") }).unwrap();
    court.assert_sound();
    if let Some(mut second) = crate::agreement::Second::start() {
        second.finds_sound(court.dir());
    }
}

/// What a body decided stays decided: neither does whoever asks for its review take it away by withdrawing,
/// nor whoever refuses the review.
#[test]
fn a_review_that_is_withdrawn_or_refused_leaves_the_decision() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    opened(&mut court, "ac", "chief", &[item], &NINE[..6]);
    open_vote(&mut court, &item);
    all_vote(&mut court, &item, &NINE[..6], For);
    close_vote(&mut court, &item);
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("依法审理") }).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::Notice { text: say("决定事项通知书") }).unwrap();
    court.by("judge_li").item(&item, ItemCommand::Reconsider { reason: say("新证据") }).unwrap();
    let withdraw = ItemCommand::Withdraw { reason: say("不议了") };
    assert_eq!(rule(court.by("judge_li").item(&item, withdraw)), Rule::NotNow);
    // Its body and its papers do not go out of sight meanwhile.
    assert_eq!(view(&mut court, "sec_gong", &item).earlier_decisions.len(), 1);
    court.by("chief").item(&item, ItemCommand::Refuse { reason: say("没有新证据") }).unwrap();
    let seen = view(&mut court, "sec_gong", &item);
    assert_eq!(seen.state, ItemState::Refused);
    assert!(seen.decision.is_some() && seen.notice.is_some() && seen.earlier_decisions.is_empty());
    let asked = court.office.desk(&actor("judge_wang")).unwrap();
    assert!(asked.iter().any(|l| l.matter == item && l.act == Act::Feedback));
    let done = ItemCommand::Feedback { text: say("已执行"), executed: true };
    court.by("judge_wang").item(&item, done).unwrap();
    assert_eq!(view(&mut court, "sec_gong", &item).state, ItemState::Executed);
    // An application that was only refused has nothing to carry out.
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let other = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    court.by("chief").item(&other, ItemCommand::Refuse { reason: say("先由合议庭复议") }).unwrap();
    let done = ItemCommand::Feedback { text: say("已执行"), executed: true };
    assert_eq!(rule(court.by("judge_wang").item(&other, done)), Rule::NotNow);
    court.assert_sound();
    if let Some(mut second) = Second::start() {
        second.finds_sound(court.dir());
    }
}

/// Whoever keeps the papers of a body does not empty it of members.
#[test]
fn recusals_are_not_entered_until_a_body_cannot_meet() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let out = |c: &mut Court, member: &str| {
        let act = ItemCommand::Recuse { member: member.into(), reason: say("回避") };
        c.by("sec_gong").item(&item, act).map(|_| ())
    };
    for member in &NINE[5..] {
        out(&mut court, member).unwrap();
    }
    assert_eq!(rule(out(&mut court, NINE[4])), Rule::LeavesTooFew);
    opened(&mut court, "ac", "chief", &[item], &NINE[..5]);
    open_vote(&mut court, &item);
    court.assert_sound();
}

/// A count stays as it was written, whoever goes or is taken out afterwards.
#[test]
fn a_count_that_is_over_is_shown_as_it_was_written() {
    let mut court = Court::founded();
    let (item, _) = voted(&mut court);
    close_vote(&mut court, &item);
    let seen = |court: &mut Court| {
        let t = view(court, "vp_sun", &item).tally.unwrap();
        let who = [t.present, t.recused, t.absent, t.quorum];
        ([t.total, t.needed, t.for_, t.against], who, t.voters, t.recused_members)
    };
    let before = seen(&mut court);
    assert_eq!((before.0, before.1), ([9, 5, 3, 5], [8, 0, 1, 5]));
    let record = view(&mut court, "vp_sun", &item).record;
    for person in &EIGHT[4..7] {
        court.by("dis_e").order_recusal(&record, person).unwrap();
    }
    assert_eq!(seen(&mut court), before);
}

/// By an amendment nobody checked, or a correction nobody took in: it is one person's word.
#[test]
fn whoever_alone_names_a_member_takes_no_vote_that_was_given() {
    for is_confirmed in [false, true] {
        let mut court = Court::founded();
        let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
        if is_confirmed {
            court.confirm_twice(&record);
        }
        let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
        court.by("chief").item(&item, ItemCommand::Approve).unwrap();
        opened(&mut court, "ac", "chief", &[item], &EIGHT);
        open_vote(&mut court, &item);
        all_vote(&mut court, &item, &EIGHT[5..], Against);
        all_vote(&mut court, &item, &EIGHT[..5], For);
        let mut text = phone_call();
        text.people.push(insider("vp_zhou", "RELAYER"));
        if is_confirmed {
            let seen = court.by("clerk_he").seen(&record);
            let change = ChangeDraft::Correction { text: Box::new(text) };
            let act = RecordCommand::ProposeChange { seen, change, reason: say("另有其人") };
            court.by("clerk_he").record(&record, act).unwrap();
        } else {
            court.by("clerk_he").amend(&record, text).unwrap();
        }
        assert_eq!(rule(court.office.record(&actor("vp_zhou"), &record)), Rule::NoSuchMatter);
        let count = court.by("sec_gong").item(&item, ItemCommand::CloseVote);
        assert_eq!(rule(count), Rule::WordsUnsettled, "{is_confirmed}");
        for custodian in ["cus_an", "cus_bai"] {
            court.by(custodian).other_person(&record, "vp_zhou").unwrap();
        }
        close_vote(&mut court, &item);
        assert_eq!(counted(&mut court, &item), (say("PASSED"), [9, 5, 5, 3]), "{is_confirmed}");
        court.assert_sound();
    }
}
