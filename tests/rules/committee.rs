//! Collective decision: who may sit, who counts, who speaks last, and what nobody may alter.

mod bent;
mod room;

use crate::agreement::Second;
use crate::support;

use liuhen::domain::committee::{Attendance, ItemCommand, ItemState, MeetingCommand, VoteCode};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::OrganChange;
use liuhen::domain::record::{ChangeDraft, RecordCommand, RecordText};
use liuhen::domain::refusal::Rule;
use liuhen::office::ItemView;
use support::people::{NINE, body};
use support::words::insider;
use support::*;

use VoteCode::{Abstain, Against, For, Reserve};

fn view(court: &mut Court, who: &str, item: &MatterId) -> ItemView {
    court.office.item(&actor(who), item).unwrap().0
}

fn approved(court: &mut Court, text: RecordText, committee: &str) -> MatterId {
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let applicant = if court.by("judge_li").sheet(&record).is_ok() { "judge_li" } else { "judge_wang" };
    let item = court.by(applicant).apply(&record, committee).unwrap().matter;
    let approver = if court.by("chief").sheet(&record).is_ok() { "chief" } else { "vp_sun" };
    court.by(approver).item(&item, ItemCommand::Approve).unwrap();
    item
}

/// A meeting with its papers out, everybody named present, and open.
fn opened(court: &mut Court, committee: &str, chair: &str, items: &[MatterId], present: &[&str]) -> MatterId {
    let meeting = court.by("sec_gong").plan(committee, chair).unwrap().matter;
    for item in items {
        court.by("sec_gong").item(item, ItemCommand::Place { meeting }).unwrap();
    }
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, present);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    meeting
}

fn open_vote(court: &mut Court, item: &MatterId) {
    court.by("sec_gong").item(item, ItemCommand::OpenVote { disclosed: true }).unwrap();
}

fn close_vote(court: &mut Court, item: &MatterId) {
    court.by("sec_gong").item(item, ItemCommand::CloseVote).unwrap();
}

fn vote_all(court: &mut Court, item: &MatterId, votes: &[(&str, VoteCode)]) {
    for (who, vote) in votes {
        court.by(who).vote(item, *vote).unwrap();
    }
}

/// A vote of everybody here but the chair, then the chair; all the same way.
fn all_vote(court: &mut Court, item: &MatterId, members: &[&str], vote: VoteCode) {
    let votes: Vec<_> = members.iter().rev().map(|m| (*m, vote)).collect();
    vote_all(court, item, &votes);
}

fn written(member: &str, vote: VoteCode, material: &str) -> ItemCommand {
    ItemCommand::WrittenVote {
        member: member.into(),
        vote,
        opinion: String::new(),
        material: material.to_owned(),
    }
}

fn say(text: &str) -> String {
    text.to_owned()
}

#[test]
fn an_application_is_approved_or_refused_with_a_reason_and_comes_back_once() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").apply(&record, "ac")), Rule::NotYourCapacity);
    assert_eq!(rule(court.by("judge_li").apply(&record, "nobody")), Rule::UnknownCommittee);
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    assert_eq!(rule(court.by("judge_wang").apply(&record, "ac")), Rule::OpenAlready);
    assert_eq!(rule(court.by("vp_sun").item(&item, ItemCommand::Approve)), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("judge_li").item(&item, ItemCommand::Approve)), Rule::ActsApart);
    let refuse = |reason: &str| ItemCommand::Refuse { reason: say(reason) };
    assert_eq!(rule(court.by("chief").item(&item, refuse(""))), Rule::ReasonMissing);
    court.by("chief").item(&item, refuse("材料不齐")).unwrap();
    let again = || ItemCommand::Resubmit { reason: say("已补材料") };
    court.by("judge_li").item(&item, again()).unwrap();
    court.by("chief").item(&item, refuse("仍不齐")).unwrap();
    assert_eq!(rule(court.by("judge_li").item(&item, again())), Rule::OnlyOnce);
    assert_eq!(view(&mut court, "judge_li", &item).refusals, ["材料不齐", "仍不齐"]);
    court.by("judge_li").item(&item, ItemCommand::Withdraw { reason: say("不再提请") }).unwrap();
    assert_eq!(rule(court.by("judge_wang").apply(&record, "ac")), Rule::OnlyOnce);
    court.assert_sound();
}

#[test]
fn where_the_chief_is_recused_the_next_deputy_approves() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people.push(insider("chief", "RELAYER"));
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let item = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    assert_eq!(rule(court.by("chief").item(&item, ItemCommand::Approve)), Rule::NoSuchMatter);
    let deputy = ["vp_sun", "vp_zhou"].into_iter().find(|vp| {
        court.office.desk(&actor(vp)).unwrap().iter().any(|l| l.matter == item && l.act == Act::Approve)
    });
    court.by(deputy.unwrap()).item(&item, ItemCommand::Approve).unwrap();
}

#[test]
fn nine_members_one_recused_one_absent_needs_five() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people.push(insider("judge_gu", "BEHALF"));
    let item = approved(&mut court, text, "ac");
    let here: Vec<&str> = NINE.into_iter().filter(|m| *m != "judge_pan").collect();
    let meeting = opened(&mut court, "ac", "chief", &[item], &here);
    court.by("sec_gong").absent(&meeting, "judge_pan").unwrap();
    let no = court.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: false });
    assert_eq!(rule(no), Rule::NotDisclosed);
    open_vote(&mut court, &item);
    let tally = view(&mut court, "judge_tang", &item).tally.unwrap();
    let figures = (tally.total, tally.present, tally.recused, tally.absent, tally.quorum, tally.needed);
    assert_eq!(figures, (9, 7, 1, 1, 5, 5));
    // For the recused member it is not on the agenda.
    assert_eq!(rule(court.office.item(&actor("judge_gu"), &item)), Rule::NoSuchMatter);
    assert!(court.office.meeting(&actor("judge_gu"), &meeting).unwrap().0.agenda.is_empty());
    assert_eq!(court.office.meeting(&actor("judge_tang"), &meeting).unwrap().0.agenda.len(), 1);
    assert_eq!(rule(court.by("judge_gu").vote(&item, For)), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("judge_pan").vote(&item, For)), Rule::NotPresent);
    // Four of seven present are not more than half of nine.
    let votes = [
        ("judge_tang", For),
        ("judge_li", For),
        ("head_qin", For),
        ("head_zhao", For),
        ("vp_zhou", Against),
        ("vp_sun", Abstain),
        ("chief", Reserve),
    ];
    vote_all(&mut court, &item, &votes);
    close_vote(&mut court, &item);
    let seen = view(&mut court, "judge_tang", &item);
    assert_eq!((seen.state, seen.outcome.as_deref()), (ItemState::NoMajority, Some("NO_MAJORITY")));
    court.assert_sound();
}

#[test]
fn words_that_nobody_has_settled_take_no_vote_away() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let record = view(&mut court, "dish_fan", &item).record;
    court.confirm_twice(&record);
    opened(&mut court, "ac", "chief", &[item], &NINE);
    let say_that = |court: &mut Court, words: &str| {
        let change = ChangeDraft::Supplement { words: words.to_owned(), attachments: Vec::new() };
        let seen = court.by("cus_an").seen(&record);
        let act = RecordCommand::ProposeChange { seen, change, reason: say("补充") };
        court.by("clerk_he").record(&record, act).unwrap();
    };
    let settled = |court: &mut Court, who: &str| {
        for custodian in ["cus_an", "cus_bai"] {
            court.by(custodian).other_person(&record, who).unwrap();
        }
    };
    // Neither before the vote nor after it does one person alone choose who votes.
    say_that(&mut court, "对方还提到唐先知。");
    let refused = court.by("sec_gong").item(&item, ItemCommand::OpenVote { disclosed: true });
    assert_eq!(rule(refused), Rule::WordsUnsettled);
    settled(&mut court, "judge_tang");
    let refuse = RecordCommand::RefuseChange { change: 1, reason: say("无此事") };
    court.by("cus_an").record(&record, refuse).unwrap();
    open_vote(&mut court, &item);
    let votes: Vec<_> = NINE.iter().rev().map(|m| (*m, if *m == "chief" { For } else { Against })).collect();
    vote_all(&mut court, &item, &votes);
    say_that(&mut court, "对方还提到李审远。");
    assert_eq!(rule(court.by("sec_gong").item(&item, ItemCommand::CloseVote)), Rule::WordsUnsettled);
    settled(&mut court, "judge_li");
    close_vote(&mut court, &item);
    let seen = view(&mut court, "dish_fan", &item);
    assert_eq!(seen.outcome.as_deref(), Some("REJECTED"), "every vote cast stands");
    court.assert_sound();
}

#[test]
fn a_meeting_opens_with_more_than_half_and_a_vote_with_more_than_half_who_may_vote() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people.extend(["judge_gu", "judge_pan"].map(|m| insider(m, "BEHALF")));
    let item = approved(&mut court, text, "ac");
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    assert_eq!(rule(court.by("chief").plan("ac", "chief")), Rule::NotYourCapacity);
    assert_eq!(rule(court.by("sec_gong").plan("ac", "clerk_he")), Rule::NotAMember);
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    assert_eq!(rule(court.by("sec_gong").meeting(&meeting, MeetingCommand::Open)), Rule::NotNow);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &["chief", "judge_gu", "judge_pan", "vp_sun"]);
    assert_eq!(rule(court.by("sec_gong").meeting(&meeting, MeetingCommand::Open)), Rule::NoQuorum);
    let stranger = MeetingCommand::Attend { member: "clerk_he".into(), attendance: Attendance::Present };
    assert_eq!(rule(court.by("sec_gong").meeting(&meeting, stranger)), Rule::NotAMember);
    let silent = MeetingCommand::Attend {
        member: "vp_zhou".into(),
        attendance: Attendance::Absent { reason: String::new() },
    };
    assert_eq!(rule(court.by("sec_gong").meeting(&meeting, silent)), Rule::ReasonMissing);
    court.by("sec_gong").attend(&meeting, &["vp_zhou"]);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    // Five are here, but two of them are out of this item.
    let vote = ItemCommand::OpenVote { disclosed: true };
    assert_eq!(rule(court.by("sec_gong").item(&item, vote.clone())), Rule::NoQuorum);
    // It does not hold the meeting open for ever: it goes before another one.
    let close = MeetingCommand::Close { minutes: String::new() };
    assert_eq!(rule(court.by("sec_gong").meeting(&meeting, close.clone())), Rule::OpenItemsLeft);
    let no = court.by("sec_gong").item(&item, ItemCommand::Place { meeting });
    assert_eq!(rule(no), Rule::OpenAlready);
    let next = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting: next }).unwrap();
    court.by("sec_gong").meeting(&meeting, close).unwrap();
    let full = court.by("sec_gong").plan("pg", "chief").unwrap().matter;
    let no = court.by("sec_gong").item(&item, ItemCommand::Place { meeting: full });
    assert_eq!(rule(no), Rule::CommitteeNotHere);
    court.assert_sound();
}

#[test]
fn votes_are_hidden_until_cast_the_chair_is_last_and_nobody_alters_a_vote() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let here = &NINE[..6];
    let meeting = opened(&mut court, "ac", "chief", &[item], here);
    assert_eq!(rule(court.by("judge_li").vote(&item, For)), Rule::NotNow);
    open_vote(&mut court, &item);
    assert_eq!(rule(court.by("chief").vote(&item, For)), Rule::ChairLast);
    assert_eq!(rule(court.by("judge_pan").vote(&item, For)), Rule::NotPresent);
    court.by("judge_li").item(&item, ItemCommand::Vote { vote: Against, opinion: say("证据不足") }).unwrap();
    assert_eq!(rule(court.by("judge_li").vote(&item, For)), Rule::VoteIsFinal);
    for (who, shown) in [("judge_li", true), ("head_qin", false), ("chief", false), ("sec_gong", false)] {
        let seen = view(&mut court, who, &item);
        assert_eq!(seen.ballots.len(), 1, "{who}");
        let (vote, opinion) = (seen.ballots[0].vote, seen.ballots[0].opinion.as_str());
        assert_eq!((vote, opinion), if shown { (Some(Against), "证据不足") } else { (None, "") }, "{who}");
        assert_eq!(seen.tally.unwrap().against, usize::from(shown), "{who}");
        assert!(seen.minority.is_empty() && seen.minority_missing.is_empty(), "{who}");
    }
    // Whoever only reads the record sees that it is before the body, and no ballot.
    assert!(view(&mut court, "judge_wang", &item).ballots.is_empty());
    let no = court.by("sec_gong").item(&item, ItemCommand::CloseVote);
    assert_eq!(rule(no), Rule::VotesMissing);
    vote_all(&mut court, &item, &[("head_qin", For), ("head_zhao", For), ("vp_zhou", For), ("vp_sun", For)]);
    assert_eq!(rule(court.by("sec_gong").item(&item, ItemCommand::CloseVote)), Rule::VotesMissing);
    court.by("chief").vote(&item, For).unwrap();
    close_vote(&mut court, &item);
    assert_eq!(rule(court.by("judge_li").vote(&item, For)), Rule::NotNow);
    let seen = view(&mut court, "vp_sun", &item);
    assert_eq!((seen.state, seen.outcome.as_deref()), (ItemState::Voted, Some("PASSED")));
    assert_eq!(seen.minority, [(say("李审远"), say("证据不足"))]);
    let close = MeetingCommand::Close { minutes: say("会议纪要第3期") };
    court.by("sec_gong").meeting(&meeting, close).unwrap();
    // A proof for the acting custodian has every act of the item, and of its ballots no word; who sits
    // in the body has what was laid before it, and again no vote but his own.
    let record = seen.record;
    court.by("cus_an").confirm(&record).unwrap();
    for (who, opened) in [("cus_an", false), ("chief", true)] {
        let proofs = court.office.proof(&actor(who), &record, true).unwrap();
        let text = serde_json::to_string(&proofs).unwrap();
        assert_eq!(text.contains("vote_opened"), opened, "{who}: {text}");
        assert!(!text.contains("证据不足") && !text.contains("AGAINST"), "{who}");
        let without = proofs.proofs.iter().filter(|p| p.body.is_none()).count();
        assert!(without >= 6, "{who}: ballots stand there without their bodies, {without}");
    }
    court.assert_sound();
}

#[test]
fn where_the_chair_is_recused_the_next_in_rank_chairs() {
    let mut court = Court::founded();
    let mut text = phone_call();
    text.people.push(insider("chief", "RELAYER"));
    let item = approved(&mut court, text, "ac");
    opened(&mut court, "ac", "chief", &[item], &NINE);
    open_vote(&mut court, &item);
    assert_eq!(rule(court.by("chief").vote(&item, For)), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("vp_sun").vote(&item, For)), Rule::ChairLast);
    for m in NINE[2..].iter().rev() {
        court.by(m).vote(&item, For).unwrap();
    }
    court.by("vp_sun").vote(&item, For).unwrap();
    close_vote(&mut court, &item);
    let seen = view(&mut court, "vp_sun", &item);
    assert!(seen.ballots.iter().any(|b| b.chair && b.name == "孙明理"));
    assert_eq!(seen.outcome.as_deref(), Some("PASSED"));
}

#[test]
fn a_member_recused_here_or_gone_is_not_waited_for() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let recuse = |m: &str, why: &str| ItemCommand::Recuse { member: m.into(), reason: say(why) };
    assert_eq!(rule(court.by("sec_gong").item(&item, recuse("clerk_he", "同学"))), Rule::NotAMember);
    assert_eq!(rule(court.by("sec_gong").item(&item, recuse("head_qin", ""))), Rule::ReasonMissing);
    court.by("sec_gong").item(&item, recuse("head_qin", "同学")).unwrap();
    assert_eq!(rule(court.by("sec_gong").item(&item, recuse("head_qin", "同学"))), Rule::AlreadyRecused);
    let meeting = opened(&mut court, "ac", "chief", &[item], &NINE);
    assert_eq!(rule(court.office.item(&actor("head_qin"), &item)), Rule::NoSuchMatter);
    open_vote(&mut court, &item);
    let left = |m: &str| MeetingCommand::Left { member: m.into() };
    court.by("sec_gong").meeting(&meeting, left("judge_gu")).unwrap();
    assert_eq!(rule(court.by("sec_gong").meeting(&meeting, left("judge_gu"))), Rule::NotPresent);
    all_vote(
        &mut court,
        &item,
        &["vp_sun", "vp_zhou", "head_zhao", "judge_li", "judge_tang", "judge_pan"],
        For,
    );
    // The chair leaves too: nobody is left to wait for.
    court.by("sec_gong").meeting(&meeting, left("chief")).unwrap();
    // Whoever took a member out does not count; the chair is gone, so the next in rank does.
    assert_eq!(rule(court.by("sec_gong").item(&item, ItemCommand::CloseVote)), Rule::ActsApart);
    court.by("vp_sun").item(&item, ItemCommand::CloseVote).unwrap();
    let tally = view(&mut court, "vp_sun", &item).tally.unwrap();
    assert_eq!((tally.total, tally.for_, tally.needed), (9, 6, 5));
    court.assert_sound();
}

/// The secretary may be mistaken; what she entered wrongly she puts right, and it costs nobody his vote.
#[test]
fn a_member_entered_as_gone_by_mistake_is_entered_again_and_votes() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let meeting = opened(&mut court, "ac", "chief", &[item], &NINE);
    open_vote(&mut court, &item);
    let left = |m: &str| MeetingCommand::Left { member: m.into() };
    let others: Vec<&str> = NINE.into_iter().filter(|m| !["judge_gu", "chief"].contains(m)).collect();
    court.by("sec_gong").meeting(&meeting, left("judge_gu")).unwrap();
    all_vote(&mut court, &item, &others, For);
    // Before he is entered again nobody waits for him, and the chair's is the next vote.
    court.by("sec_gong").attend(&meeting, &["judge_gu"]);
    assert_eq!(rule(court.by("chief").vote(&item, For)), Rule::ChairLast);
    assert_eq!(rule(court.by("chief").item(&item, ItemCommand::CloseVote)), Rule::VotesMissing);
    // Gone once more and back once more, he still has one vote.
    court.by("sec_gong").meeting(&meeting, left("judge_gu")).unwrap();
    court.by("sec_gong").attend(&meeting, &["judge_gu"]);
    court.by("judge_gu").vote(&item, Against).unwrap();
    assert_eq!(rule(court.by("judge_gu").vote(&item, For)), Rule::VoteIsFinal);
    court.by("chief").vote(&item, For).unwrap();
    // Whoever struck him off does not count, though it was put right.
    assert_eq!(rule(court.by("sec_gong").item(&item, ItemCommand::CloseVote)), Rule::ActsApart);
    court.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
    let tally = view(&mut court, "chief", &item).tally.unwrap();
    assert_eq!((tally.total, tally.for_, tally.against), (9, 8, 1));
    court.assert_sound();
    if let Some(mut second) = Second::start() {
        second.finds_sound(court.dir());
    }
}

#[test]
fn the_minority_writes_before_the_decision_and_decision_numbers_have_no_gap() {
    let mut court = Court::founded();
    let one = approved(&mut court, phone_call(), "ac");
    let two = approved(&mut court, phone_call(), "ac");
    let other = approved(&mut court, phone_call(), "pg");
    let here = &NINE[..6];
    opened(&mut court, "ac", "chief", &[one, two], here);
    let decide = |text: &str| ItemCommand::Decide { text: say(text) };
    for item in [one, two] {
        open_vote(&mut court, &item);
        court.by("judge_li").vote(&item, Reserve).unwrap();
        all_vote(&mut court, &item, &here[..5], For);
        assert_eq!(rule(court.by("sec_gong").item(&item, decide("不采纳"))), Rule::NotNow);
        close_vote(&mut court, &item);
        assert_eq!(rule(court.by("sec_gong").item(&item, decide("不采纳"))), Rule::MinorityMissing);
        let minority = |text: &str| ItemCommand::Minority { text: say(text) };
        assert_eq!(rule(court.by("vp_sun").item(&item, minority("我另有看法"))), Rule::NotInMinority);
        assert_eq!(rule(court.by("judge_li").item(&item, minority(" "))), Rule::ReasonMissing);
        court.by("judge_li").item(&item, minority("应再查证")).unwrap();
        assert_eq!(rule(court.by("judge_li").item(&item, minority("改口"))), Rule::VoteIsFinal);
        assert_eq!(rule(court.by("sec_gong").item(&item, decide(""))), Rule::ReasonMissing);
        assert_eq!(rule(court.by("chief").item(&item, decide("院长定"))), Rule::NotYourCapacity);
    }
    let four = ["chief", "vp_sun", "vp_zhou", "dish_fan"];
    opened(&mut court, "pg", "chief", &[other], &four);
    open_vote(&mut court, &other);
    all_vote(&mut court, &other, &four, For);
    close_vote(&mut court, &other);
    for item in [one, other, two] {
        court.by("sec_gong").item(&item, decide("依法独立裁判")).unwrap();
    }
    let number = |court: &mut Court, item| view(court, "chief", item).decision_no.unwrap();
    assert_eq!(number(&mut court, &one), "审判委员会全体会议〔2026〕1号");
    assert_eq!(number(&mut court, &two), "审判委员会全体会议〔2026〕2号");
    assert_eq!(number(&mut court, &other), "党组会议〔2026〕1号");
    court.assert_sound();
}

#[test]
fn a_decision_is_noticed_executed_and_reviewed_once_in_time() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let here = &NINE[..5];
    let decided = |court: &mut Court| {
        opened(court, "ac", "chief", &[item], here);
        open_vote(court, &item);
        // An earlier count tells nothing about the new ballots.
        court.by("head_qin").vote(&item, Against).unwrap();
        assert!(view(court, "chief", &item).minority_missing.is_empty());
        all_vote(court, &item, &here[..4], For);
        assert_eq!(view(court, "chief", &item).outcome, None);
        close_vote(court, &item);
    };
    decided(&mut court);
    // Four of nine: no majority; more is found out, and it comes back.
    assert_eq!(view(&mut court, "chief", &item).state, ItemState::NoMajority);
    court.by("sec_gong").item(&item, ItemCommand::Supplement { reason: say("补充材料") }).unwrap();
    opened(&mut court, "ac", "chief", &[item], &NINE[..6]);
    open_vote(&mut court, &item);
    all_vote(&mut court, &item, &NINE[..6], For);
    close_vote(&mut court, &item);
    let notice = || ItemCommand::Notice { text: say("决定事项通知书") };
    assert_eq!(rule(court.by("sec_gong").item(&item, notice())), Rule::NotNow);
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("照合议庭多数意见") }).unwrap();
    let feedback = || ItemCommand::Feedback { text: say("已执行"), executed: true };
    assert_eq!(rule(court.by("judge_wang").item(&item, feedback())), Rule::NotNow);
    court.by("sec_gong").item(&item, notice()).unwrap();
    assert!(court.office.desk(&actor("judge_wang")).unwrap().iter().any(|l| l.act == Act::Feedback));
    assert_eq!(rule(court.by("chief").item(&item, feedback())), Rule::NotYourCapacity);
    court.by("judge_wang").item(&item, feedback()).unwrap();
    let review = |why: &str| ItemCommand::Reconsider { reason: say(why) };
    assert_eq!(rule(court.by("chief").item(&item, review("再议"))), Rule::NotYourCapacity);
    assert_eq!(rule(court.by("judge_li").item(&item, review(" "))), Rule::ReasonMissing);
    court.by("judge_li").item(&item, review("出现新证据")).unwrap();
    let seen = view(&mut court, "judge_li", &item);
    assert_eq!(
        (seen.state, seen.decision.is_none(), seen.notice.is_none()),
        (ItemState::Applied, true, true)
    );
    assert_eq!(seen.earlier_decisions, ["审判委员会全体会议〔2026〕1号"]);
    // The second time round: decided anew, numbered anew, and reviewed no more.
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    opened(&mut court, "ac", "chief", &[item], &NINE[..6]);
    open_vote(&mut court, &item);
    court.by("judge_li").vote(&item, Against).unwrap();
    assert!(view(&mut court, "chief", &item).minority_missing.is_empty());
    all_vote(&mut court, &item, &NINE[..5], For);
    close_vote(&mut court, &item);
    court.by("judge_li").item(&item, ItemCommand::Minority { text: say("应再查证") }).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("维持") }).unwrap();
    court.by("sec_gong").item(&item, notice()).unwrap();
    assert_eq!(rule(court.by("judge_li").item(&item, review("再三"))), Rule::OnlyOnce);
    court.assert_sound();
}

#[test]
fn a_review_asked_for_too_late_is_refused() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    opened(&mut court, "ac", "chief", &[item], &NINE[..6]);
    open_vote(&mut court, &item);
    all_vote(&mut court, &item, &NINE[..6], For);
    close_vote(&mut court, &item);
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("照办") }).unwrap();
    court.by("sec_gong").item(&item, ItemCommand::Notice { text: say("通知") }).unwrap();
    let due = court.office.organ().due("reconsideration", court.now());
    court.watch.0.store(due + 1, std::sync::atomic::Ordering::SeqCst);
    let review = || ItemCommand::Reconsider { reason: say("新证据") };
    assert_eq!(rule(court.by("judge_li").item(&item, review())), Rule::TooLate);
}

/// Served on 15 July: until 15 August, a Saturday, and so until Monday the 17th.
#[test]
fn a_review_may_be_asked_for_within_a_calendar_month() {
    let at = |typed: &str| liuhen::domain::when::parse(typed, i64::MAX / 2).unwrap().at_ms;
    let in_time = |asked: &str| {
        let mut court = Court::founded();
        let item = approved(&mut court, phone_call(), "ac");
        opened(&mut court, "ac", "chief", &[item], &NINE[..6]);
        open_vote(&mut court, &item);
        all_vote(&mut court, &item, &NINE[..6], For);
        close_vote(&mut court, &item);
        court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("照办") }).unwrap();
        court.watch.0.store(at("2026-07-15 10:00"), std::sync::atomic::Ordering::SeqCst);
        court.by("sec_gong").item(&item, ItemCommand::Notice { text: say("通知") }).unwrap();
        court.watch.0.store(at(asked), std::sync::atomic::Ordering::SeqCst);
        court.by("judge_li").item(&item, ItemCommand::Reconsider { reason: say("新证据") }).map(|_| ())
    };
    in_time("2026-08-15 10:00").unwrap();
    in_time("2026-08-17 23:59").unwrap();
    assert_eq!(rule(in_time("2026-08-18 00:00")), Rule::TooLate);
}

#[test]
fn written_votes_count_or_are_only_recorded_or_are_refused_by_the_bodys_own_rule() {
    let mut court = Court::founded();
    // The procuratorate's rule: they count once those present have no majority.
    let item = approved(&mut court, phone_call(), "pcom");
    opened(&mut court, "pcom", "chief", &[item], &["chief", "vp_sun", "vp_zhou"]);
    open_vote(&mut court, &item);
    vote_all(&mut court, &item, &[("vp_zhou", Against), ("vp_sun", For), ("chief", For)]);
    close_vote(&mut court, &item);
    assert_eq!(view(&mut court, "chief", &item).state, ItemState::NoMajority);
    let supplement = ItemCommand::Supplement { reason: say("补充") };
    assert_eq!(rule(court.by("sec_gong").item(&item, supplement)), Rule::NotNow);
    court.later(1);
    assert_eq!(rule(court.by("sec_gong").item(&item, ItemCommand::CloseVote)), Rule::VotesMissing);
    let letter = court.letter("书面意见原件");
    let mut by = court.by("sec_gong");
    no_material(by.item(&item, written("head_qin", For, " ")));
    assert_eq!(rule(by.item(&item, written("clerk_he", For, &letter))), Rule::NotAMember);
    assert_eq!(rule(by.item(&item, written("vp_sun", Against, &letter))), Rule::AlreadyActed);
    by.item(&item, written("head_qin", For, &letter)).unwrap();
    assert_eq!(rule(by.item(&item, written("head_qin", For, &letter))), Rule::AlreadyActed);
    // Who entered the vote does not count it: the chair does.
    assert_eq!(rule(by.item(&item, ItemCommand::CloseVote)), Rule::ActsApart);
    court.by("chief").item(&item, ItemCommand::CloseVote).unwrap();
    let seen = view(&mut court, "chief", &item);
    assert_eq!((seen.state, seen.outcome.as_deref()), (ItemState::Voted, Some("PASSED")));
    // The chief, who voted with the majority, has nothing to refer up; nor may anybody else.
    let up = || ItemCommand::ReferUp { reason: say("不同意多数意见") };
    assert_eq!(rule(court.by("chief").item(&item, up())), Rule::CannotReferUp);
    assert_eq!(rule(court.by("vp_zhou").item(&item, up())), Rule::NotYourCapacity);

    let item = approved(&mut court, phone_call(), "pcom");
    opened(&mut court, "pcom", "chief", &[item], &["chief", "vp_sun", "vp_zhou", "head_zhao", "head_qin"]);
    open_vote(&mut court, &item);
    all_vote(&mut court, &item, &["vp_sun", "vp_zhou", "head_zhao", "head_qin"], For);
    court.by("chief").vote(&item, Against).unwrap();
    close_vote(&mut court, &item);
    court.by("chief").item(&item, up()).unwrap();
    assert_eq!(view(&mut court, "chief", &item).state, ItemState::ReferredUp);

    // Court and Party group: written down, not counted.
    for (committee, absent, here) in
        [("ac", "judge_gu", &NINE[..8]), ("pg", "vp_zhou", &["chief", "vp_sun", "dish_fan"][..])]
    {
        let item = approved(&mut court, phone_call(), committee);
        opened(&mut court, committee, "chief", &[item], here);
        open_vote(&mut court, &item);
        court.by("sec_gong").item(&item, written(absent, For, &letter)).unwrap();
        let (yes, no) = here.split_at(here.len() / 2);
        all_vote(&mut court, &item, no, Against);
        all_vote(&mut court, &item, yes, For);
        close_vote(&mut court, &item);
        let seen = view(&mut court, "chief", &item);
        assert_eq!(seen.state, ItemState::NoMajority, "{committee}");
        assert!(seen.ballots.iter().any(|b| b.written && !b.counted), "{committee}");
    }
    // Advice is not given by letter.
    let item = approved(&mut court, phone_call(), "pjm");
    opened(&mut court, "pjm", "head_zhao", &[item], &["head_zhao", "judge_li"]);
    open_vote(&mut court, &item);
    let no = court.by("sec_gong").item(&item, written("judge_tang", For, &letter));
    assert_eq!(rule(no), Rule::WrittenNotCounted);
    court.assert_sound();
}

#[test]
fn without_a_majority_each_body_goes_its_own_way() {
    let mut court = Court::founded();
    let five = ["vp_sun", "head_zhao", "judge_li", "judge_tang", "judge_pan"];
    let undecided = |court: &mut Court, committee: &str, chair: &str, members: &[&str]| {
        let item = approved(court, phone_call(), committee);
        opened(court, committee, chair, &[item], members);
        open_vote(court, &item);
        all_vote(court, &item, members, Abstain);
        close_vote(court, &item);
        item
    };
    let supplement = || ItemCommand::Supplement { reason: say("补充材料") };
    let up = || ItemCommand::ReferUp { reason: say("报请上级") };
    let full = |c: &str| ItemCommand::ToFullCommittee { committee: c.into() };

    // The specialised committee: to the full one, and nowhere else.
    let item = undecided(&mut court, "spec", "vp_sun", &five);
    assert_eq!(rule(court.by("sec_gong").item(&item, supplement())), Rule::NotNow);
    assert_eq!(rule(court.by("chief").item(&item, up())), Rule::CannotReferUp);
    assert_eq!(rule(court.by("sec_gong").item(&item, full("pg"))), Rule::CommitteeNotHere);
    // Its page and the desk offer what can be done and nothing else.
    assert_eq!(court.office.asked_of(&actor("sec_gong"), &item).unwrap(), [Act::ToFull]);
    let can = court.office.item(&actor("sec_gong"), &item).unwrap().1;
    let open: Vec<Act> = can.iter().filter(|c| c.why_not.is_none()).map(|c| c.act).collect();
    assert!(open.contains(&Act::ToFull) && !open.contains(&Act::Supplement), "{open:?}");
    court.by("sec_gong").item(&item, full("ac")).unwrap();
    let seen = view(&mut court, "chief", &item);
    assert_eq!((seen.state, seen.committee_kind.as_str()), (ItemState::Approved, "AC_FULL"));
    opened(&mut court, "ac", "chief", &[item], &NINE);
    open_vote(&mut court, &item);

    // The full committee: supplement or the superior.
    let item = undecided(&mut court, "ac", "chief", &NINE);
    assert_eq!(rule(court.by("sec_gong").item(&item, full("ac"))), Rule::CommitteeNotHere);
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    assert_eq!(rule(court.by("sec_gong").item(&item, ItemCommand::Place { meeting })), Rule::NotNow);
    court.by("chief").item(&item, up()).unwrap();
    // The Party group: supplement only.
    let item = undecided(&mut court, "pg", "chief", &["chief", "vp_sun", "vp_zhou", "dish_fan"]);
    assert_eq!(rule(court.by("chief").item(&item, up())), Rule::CannotReferUp);
    court.by("sec_gong").item(&item, supplement()).unwrap();
    court.assert_sound();
}

#[test]
fn the_professional_judges_meeting_only_advises() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    let three = ["head_zhao", "judge_li", "judge_tang"];
    let item = court.by("judge_wang").apply(&record, "pjm").unwrap().matter;
    court.by("chief").item(&item, ItemCommand::Approve).unwrap();
    opened(&mut court, "pjm", "head_zhao", &[item], &three);
    open_vote(&mut court, &item);
    vote_all(&mut court, &item, &[("judge_tang", Against), ("judge_li", Against), ("head_zhao", For)]);
    close_vote(&mut court, &item);
    let seen = view(&mut court, "judge_tang", &item);
    assert_eq!((seen.outcome.as_deref(), seen.minority_missing.len()), (Some("ADVICE"), 0));
    court.by("sec_gong").item(&item, ItemCommand::Decide { text: say("建议提交审委会") }).unwrap();
    let notice = ItemCommand::Notice { text: say("通知") };
    assert_eq!(rule(court.by("sec_gong").item(&item, notice)), Rule::NotNow);
    // Advice given is no open item.
    court.by("judge_wang").apply(&record, "pjm").unwrap();
    court.assert_sound();
}

#[test]
fn two_items_on_one_agenda_keep_the_meeting_open_until_both_are_voted() {
    let mut court = Court::founded();
    let one = approved(&mut court, phone_call(), "ac");
    let two = approved(&mut court, phone_call(), "ac");
    let meeting = opened(&mut court, "ac", "chief", &[one, two], &NINE[..6]);
    open_vote(&mut court, &one);
    all_vote(&mut court, &one, &NINE[..6], For);
    close_vote(&mut court, &one);
    // Rows that are written with only one item in hand say the same as rows made anew.
    court.assert_sound();
    let offered = |court: &mut Court| {
        court.office.desk(&actor("sec_gong")).unwrap().iter().any(|l| l.act == Act::CloseMeeting)
    };
    assert!(!offered(&mut court));
    let close = || MeetingCommand::Close { minutes: String::new() };
    assert_eq!(rule(court.by("sec_gong").meeting(&meeting, close())), Rule::OpenItemsLeft);
    open_vote(&mut court, &two);
    all_vote(&mut court, &two, &NINE[..6], For);
    close_vote(&mut court, &two);
    assert!(offered(&mut court));
    court.by("sec_gong").meeting(&meeting, close()).unwrap();
    court.assert_sound();
}

#[test]
fn a_members_ballot_is_not_counted_once_he_is_recused() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let meeting = opened(&mut court, "ac", "chief", &[item], &NINE[..6]);
    open_vote(&mut court, &item);
    court.by("judge_li").vote(&item, For).unwrap();
    let record = view(&mut court, "chief", &item).record;
    court.by("dis_e").order_recusal(&record, "judge_li").unwrap();
    all_vote(&mut court, &item, &NINE[..5], For);
    close_vote(&mut court, &item);
    let tally = view(&mut court, "chief", &item).tally.unwrap();
    assert_eq!((tally.for_, tally.recused, tally.needed), (5, 1, 5));
    assert!(court.office.meeting(&actor("judge_li"), &meeting).unwrap().0.agenda.is_empty());
    court.assert_sound();
}

/// Whoever is half back in is waited for, as long as the second has to say so and no longer.
#[test]
fn a_count_waits_for_the_second_who_lifts_a_voters_order_while_his_time_runs() {
    let lift = || RecordCommand::LiftRecusal { person: "judge_li".into(), reason: say("与本案无关") };
    for over in [false, true] {
        let mut court = Court::founded();
        let item = approved(&mut court, phone_call(), "ac");
        opened(&mut court, "ac", "chief", &[item], &NINE[..6]);
        open_vote(&mut court, &item);
        let record = view(&mut court, "chief", &item).record;
        court.by("dis_e").order_recusal(&record, "judge_li").unwrap();
        all_vote(&mut court, &item, &NINE[..5], For);
        court.by("dish_fan").record(&record, lift()).unwrap();
        let count = |court: &mut Court| court.by("sec_gong").item(&item, ItemCommand::CloseVote);
        assert_eq!(rule(count(&mut court)), Rule::LiftUnsettled);
        if over {
            court.later(30 * DAY);
        } else {
            court.by("chief").record(&record, lift()).unwrap();
            assert_eq!(rule(count(&mut court)), Rule::VotesMissing, "he votes again");
            court.by("judge_li").vote(&item, For).unwrap();
        }
        count(&mut court).unwrap();
        court.assert_sound();
    }
}

#[test]
fn papers_that_went_out_late_are_said_to_be_late() {
    let mut court = Court::founded();
    // The meeting is in five days and the body's rule asks for three.
    let notice = i64::from(court.office.organ().committees[&"ac".into()].rules.min_notice_days) * DAY;
    let mut sent = |after| {
        let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
        court.later(after);
        court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
        (meeting, court.office.meeting(&actor("chief"), &meeting).unwrap().0.papers_late)
    };
    assert!(!sent(5 * DAY - notice).1, "the last millisecond is in time");
    assert!(sent(5 * DAY - notice + 1).1);
    let (meeting, late) = sent(4 * DAY);
    assert!(late);
    assert_eq!(rule(court.office.meeting(&actor("clerk_he"), &meeting)), Rule::NoSuchMatter);
}

#[test]
fn a_body_counts_each_member_once() {
    let mut court = Court::founded();
    let twice = body("ac", "COURT", "AC_FULL", &["chief", "chief", "vp_sun"]);
    let no = court.by("sys_gao").propose(OrganChange::Committee { committee: twice });
    assert_eq!(rule(no), Rule::OpenAlready);
    let mut of = |members: &[&str]| {
        let committee = body("ac", "COURT", "AC_FULL", members);
        court.by("sys_gao").propose(OrganChange::Committee { committee })
    };
    assert_eq!(rule(of(&NINE[..2])), Rule::BodyTooSmall);
    of(&NINE[..3]).unwrap();
}

#[test]
fn the_desk_says_whose_turn_an_item_and_its_meeting_are() {
    let mut court = Court::founded();
    let turns = |court: &mut Court, who: &str, matter: &MatterId| -> Vec<Act> {
        let lines = court.office.desk(&actor(who)).unwrap();
        lines.iter().filter(|l| l.matter == *matter).map(|l| l.act).collect()
    };
    let record = court.confirmed();
    let refused = court.by("judge_li").apply(&record, "ac").unwrap().matter;
    let reason = || say("材料不足");
    for left in [vec![Act::Resubmit], vec![]] {
        assert_eq!(turns(&mut court, "chief", &refused), [Act::Approve]);
        court.by("chief").item(&refused, ItemCommand::Refuse { reason: reason() }).unwrap();
        assert_eq!(turns(&mut court, "judge_li", &refused), left);
        if !left.is_empty() {
            court.by("judge_li").item(&refused, ItemCommand::Resubmit { reason: reason() }).unwrap();
        }
    }
    let item = approved(&mut court, phone_call(), "ac");
    assert_eq!(turns(&mut court, "sec_gong", &item), [Act::Place]);
    let meeting = court.by("sec_gong").plan("ac", "chief").unwrap().matter;
    assert_eq!(turns(&mut court, "sec_gong", &meeting), [Act::Notice]);
    court.by("sec_gong").item(&item, ItemCommand::Place { meeting }).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Notice).unwrap();
    court.by("sec_gong").attend(&meeting, &NINE);
    assert_eq!(turns(&mut court, "sec_gong", &meeting), [Act::Open]);
    assert_eq!(turns(&mut court, "sec_gong", &item), [], "the meeting is not open yet");
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Open).unwrap();
    // Whoever enters somebody present once more takes nobody out, and counts all the same.
    court.by("sec_gong").attend(&meeting, &NINE[..1]);
    assert_eq!(turns(&mut court, "sec_gong", &item), [Act::OpenVote]);
    assert_eq!(turns(&mut court, "sec_gong", &meeting), [], "an item is still to be voted on");
    open_vote(&mut court, &item);
    assert_eq!(turns(&mut court, "judge_li", &item), [Act::Vote]);
    assert_eq!(turns(&mut court, "chief", &item), [], "he speaks last");
    all_vote(&mut court, &item, &NINE, For);
    assert_eq!(turns(&mut court, "sec_gong", &item), [Act::CloseVote]);
    close_vote(&mut court, &item);
    assert_eq!(turns(&mut court, "sec_gong", &item), [Act::Decision]);
    assert_eq!(turns(&mut court, "sec_gong", &meeting), [Act::CloseMeeting]);
}

#[test]
fn the_chief_or_a_deputy_chairs_the_adjudication_committee() {
    let mut court = Court::founded();
    for (committee, chair) in [("ac", "judge_li"), ("ac", "head_zhao"), ("spec", "judge_tang")] {
        assert_eq!(
            rule(court.by("sec_gong").plan(committee, chair)),
            Rule::MayNotChair,
            "{committee} {chair}"
        );
    }
    for (committee, chair) in [("ac", "chief"), ("ac", "vp_sun"), ("spec", "vp_sun"), ("pg", "dish_fan")] {
        assert!(court.by("sec_gong").plan(committee, chair).is_ok(), "{committee} {chair}");
    }
    // Whoever assists the president has another post than he.
    for (post, chairs) in [("院长助理", false), ("副院长、审判委员会委员", true), ("院长秘书", false)]
    {
        let mut person = court.office.organ().people[&"judge_li".into()].clone();
        person.post = post.to_owned();
        court.change(OrganChange::Person { person });
        assert_eq!(court.by("sec_gong").plan("ac", "judge_li").is_ok(), chairs, "{post}");
    }
}

#[test]
fn each_who_has_no_vote_is_told_his_own_reason() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    let meeting = opened(&mut court, "ac", "chief", &[item], &NINE[..7]);
    let out = ItemCommand::Recuse { member: "chief".into(), reason: say("与当事人是同学") };
    court.by("sec_gong").item(&item, out).unwrap();
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Left { member: "judge_tang".into() }).unwrap();
    open_vote(&mut court, &item);
    court.by("sec_gong").attend(&meeting, &["judge_pan"]);
    let told = ["judge_pan", "judge_gu", "judge_tang"].map(|who| rule(court.by(who).vote(&item, For)));
    assert_eq!(told, [Rule::JoinedLate, Rule::NotPresent, Rule::NotPresent]);
    assert_eq!(rule(court.by("chief").vote(&item, For)), Rule::RecusedFromItem);
    court.by("sec_gong").meeting(&meeting, MeetingCommand::Left { member: "judge_li".into() }).unwrap();
    // Who was there when it was opened has his vote, whatever was entered of him since.
    court.by("judge_li").vote(&item, For).unwrap();
}

#[test]
fn who_is_in_the_minority_and_writes_nothing_holds_up_the_decision_for_three_working_days() {
    let mut court = Court::founded();
    let item = approved(&mut court, phone_call(), "ac");
    opened(&mut court, "ac", "chief", &[item], &NINE[..7]);
    open_vote(&mut court, &item);
    court.by("judge_tang").vote(&item, Against).unwrap();
    all_vote(&mut court, &item, &NINE[..6], For);
    close_vote(&mut court, &item);
    let decide = || ItemCommand::Decide { text: say("照多数意见") };
    let asked = |court: &mut Court, who: &str| {
        let lines = court.office.desk(&actor(who)).unwrap();
        let on_desk: Vec<Act> = lines.iter().filter(|l| l.matter == item).map(|l| l.act).collect();
        assert_eq!(court.office.asked_of(&actor(who), &item).unwrap(), on_desk, "{who}");
        on_desk
    };
    let due = court.office.organ().due("minority", court.now());
    let wait = due - court.now();
    assert_eq!(wait, 3 * DAY + 15 * HOUR - 1);
    court.later(wait);
    assert_eq!(rule(court.by("sec_gong").item(&item, decide())), Rule::MinorityMissing);
    assert_eq!(asked(&mut court, "judge_tang"), [Act::Minority]);
    assert_eq!(asked(&mut court, "sec_gong"), []);
    let seen = view(&mut court, "chief", &item);
    assert_eq!((seen.minority_missing.as_slice(), seen.minority_late.len()), (&["唐先知".to_owned()][..], 0));
    court.later(1);
    let seen = view(&mut court, "chief", &item);
    assert_eq!((seen.minority_missing.len(), seen.minority_late.as_slice()), (0, &["唐先知".to_owned()][..]));
    assert_eq!(asked(&mut court, "sec_gong"), [Act::Decision]);
    court.by("sec_gong").item(&item, decide()).unwrap();
    // The page goes on saying whose words are not there, until he writes them.
    assert_eq!(view(&mut court, "chief", &item).minority_late, ["唐先知"]);
    court.by("judge_tang").item(&item, ItemCommand::Minority { text: say("应再查证") }).unwrap();
    assert!(view(&mut court, "chief", &item).minority_late.is_empty());
    court.assert_sound();
}
