//! What the training register and custody leave out: the last rung, bodies that come to nothing, votes by
//! letter, routings taken back. Each step of a diagram is done somewhere, or it would not be drawn.

use crate::support::people::NINE;
use crate::support::words::{insider, with_material};
use crate::support::*;

use VoteCode::{Abstain, Against, For};
use liuhen::domain::command::Command;
use liuhen::domain::committee::{Attendance, ItemCommand as I, MeetingCommand as M, VoteCode};
use liuhen::domain::escalation::Decision;
use liuhen::domain::event::Body;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::OrganChange;
use liuhen::domain::record::{AtOnceNote, RecordCommand};
use liuhen::domain::routing::RoutingAct as R;

fn why() -> String {
    "另有情况".to_owned()
}

/// The log of a register in which all of it was done.
pub fn the_rest() -> Vec<Body> {
    let mut court = Court::founded();
    custody(&mut court);
    ladder(&mut court);
    committee(&mut court);
    undecided(&mut court);
    letters(&mut court);
    let sent = routing(&mut court);
    first_hand_gone(&mut court);
    silence(&mut court, &sent);
    court.log()
}

/// A material read off by the second; what is urgent, reported whatever became of the record.
fn custody(c: &mut Court) {
    let photo = &mut &b"photo"[..];
    let (hash, _) = c.office.keep_material(&actor("clerk_he"), photo, &Default::default()).unwrap();
    let record = c.by("clerk_he").submit(with_material(&hash)).unwrap().matter;
    c.by("cus_an").confirm(&record).unwrap();
    let blind = [("name", "甲"), ("date", "2026-03-10"), ("case_no", "乙")];
    let blind = blind.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let seen = c.by("cus_an").seen(&record);
    c.by("cus_bai").record(&record, RecordCommand::ReadOff { seen, blind }).unwrap();
    let threat = || {
        let mut text = phone_call();
        text.effect = "AFFECTED".to_owned();
        text.aggravating = vec!["THREAT".to_owned()];
        text
    };
    let disputed = c.by("clerk_he").submit(threat()).unwrap().matter;
    c.by("cus_an").confirm(&disputed).unwrap();
    c.by("cus_bai").dispute(&disputed).unwrap();
    c.by("judge_li").declare_recusal(&disputed).unwrap();
    let returned = c.by("clerk_he").submit(threat()).unwrap().matter;
    c.by("cus_an").hand_back(&returned).unwrap();
    let withdrawn = c.by("clerk_he").submit(threat()).unwrap().matter;
    c.by("clerk_he").withdraw(&withdrawn).unwrap();
    for record in [disputed, returned, withdrawn] {
        let seen = c.by("dis_e").seen(&record);
        let note = AtOnceNote { words: why(), ..AtOnceNote::default() };
        c.by("dis_e").record(&record, RecordCommand::ReportAtOnce { seen, note }).unwrap();
    }
}

/// Who gave the first hand declares the inquirer a relative before the second comes: that is the first again.
fn first_hand_gone(c: &mut Court) {
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    c.by("cus_an").confirm(&record).unwrap();
    let kin_names = vec!["钱大海".to_owned()];
    c.change(OrganChange::Kin { person: "cus_an".into(), kin: Vec::new(), kin_names });
    c.by("cus_bai").confirm(&record).unwrap();
}

/// From the first rung, from the last by an answer, and from the last by silence, to the superior organ.
fn ladder(c: &mut Court) {
    let all = ["judge_li", "head_zhao", "vp_sun", "chief"];
    for (named, up) in [(&all[..], &all[..0]), (&all[3..], &all[..3]), (&all[3..], &all[..2])] {
        let mut text = phone_call();
        text.people.extend(named.iter().map(|who| insider(who, "RELAYER")));
        let record = c.by("clerk_he").submit(text).unwrap().matter;
        let e = c.by("clerk_he").escalate(&record).unwrap().matter;
        for who in up {
            c.by(who).answer(&e, Decision::PassUp, "请上级定").unwrap();
        }
    }
}

fn applied(c: &mut Court, body: &str) -> MatterId {
    let record = c.confirmed();
    c.by("judge_li").apply(&record, body).unwrap().matter
}

fn approved(c: &mut Court, body: &str) -> MatterId {
    let item = applied(c, body);
    c.by("chief").item(&item, I::Approve).unwrap();
    item
}

fn planned(c: &mut Court, body: &str, item: &MatterId) -> MatterId {
    let meeting = c.by("sec_gong").plan(body, "chief").unwrap().matter;
    c.by("sec_gong").item(item, I::Place { meeting }).unwrap();
    meeting
}

/// Present, open, and voting.
fn voting(c: &mut Court, body: &str, item: &MatterId, here: &[&str]) {
    let meeting = planned(c, body, item);
    c.by("sec_gong").meeting(&meeting, M::Notice).unwrap();
    c.by("sec_gong").attend(&meeting, here);
    c.by("sec_gong").meeting(&meeting, M::Open).unwrap();
    c.by("sec_gong").item(item, I::OpenVote { disclosed: true }).unwrap();
}

/// The chair, who stands first, votes last.
fn vote(c: &mut Court, item: &MatterId, votes: &[(&str, VoteCode)]) {
    for (who, vote) in votes.iter().rev() {
        c.by(who).vote(item, *vote).unwrap();
    }
}

fn committee(c: &mut Court) {
    for taken_back in [approved(c, "ac"), applied(c, "ac")] {
        // Who applied takes it back from an approval as from a refusal.
        drop(c.by("chief").item(&taken_back, I::Refuse { reason: why() }));
        c.by("judge_li").item(&taken_back, I::Withdraw { reason: why() }).unwrap();
    }
    let item = approved(c, "ac");
    c.by("sec_gong").item(&item, I::Recuse { member: "judge_gu".into(), reason: why() }).unwrap();
    // Before its papers are out, and while it sits, somebody comes or does not; what it has no time for is
    // put before another meeting.
    let first = planned(c, "ac", &item);
    c.by("sec_gong").attend(&first, &["chief"]);
    let second = planned(c, "ac", &item);
    c.by("sec_gong").meeting(&second, M::Notice).unwrap();
    c.by("sec_gong").attend(&second, &NINE[..7]);
    c.by("sec_gong").meeting(&second, M::Open).unwrap();
    let late = M::Attend { member: "judge_pan".into(), attendance: Attendance::Present };
    c.by("sec_gong").meeting(&second, late).unwrap();
    c.by("sec_gong").item(&item, I::OpenVote { disclosed: true }).unwrap();
    vote(c, &item, &NINE[..8].iter().map(|who| (*who, For)).collect::<Vec<_>>());
    // A member was recused by the secretary, so the chair counts.
    c.by("chief").item(&item, I::CloseVote).unwrap();
    c.by("sec_gong").item(&item, I::Decide { text: why() }).unwrap();
    c.by("sec_gong").item(&item, I::Notice { text: why() }).unwrap();
    // A review is asked for before it was carried out, and refused: the decision is carried out after all.
    c.by("judge_li").item(&item, I::Reconsider { reason: why() }).unwrap();
    c.by("chief").item(&item, I::Refuse { reason: why() }).unwrap();
    let executor = ["judge_li", "judge_wang"];
    let done = || I::Feedback { text: why(), executed: true };
    assert!(executor.iter().any(|who| c.by(who).item(&item, done()).is_ok()));
}

/// The Party group comes to nothing, and more is found out.
fn undecided(c: &mut Court) {
    let item = approved(c, "pg");
    let four = ["chief", "vp_sun", "vp_zhou", "dish_fan"];
    voting(c, "pg", &item, &four);
    vote(c, &item, &four.map(|who| (who, Abstain)));
    c.by("sec_gong").item(&item, I::CloseVote).unwrap();
    c.by("sec_gong").item(&item, I::Supplement { reason: why() }).unwrap();
}

/// The procuratorate's rule: votes by letter count once those present came to nothing.
fn letters(c: &mut Court) {
    let three = ["chief", "vp_sun", "vp_zhou"];
    let item = approved(c, "pcom");
    voting(c, "pcom", &item, &three);
    vote(c, &item, &[("chief", For), ("vp_sun", For), ("vp_zhou", Against)]);
    c.by("sec_gong").item(&item, I::CloseVote).unwrap();
    let material = c.letter("书面意见原件");
    let letter = |member: &str, vote| I::WrittenVote {
        member: member.into(),
        vote,
        opinion: String::new(),
        material: material.clone(),
    };
    c.by("sec_gong").item(&item, letter("head_qin", Against)).unwrap();
    c.by("chief").item(&item, I::CloseVote).unwrap();
    // What was entered in his name he says himself.
    c.by("sec_gong").item(&item, letter("head_zhao", Against)).unwrap();
    c.by("head_zhao").vote(&item, For).unwrap();
    c.by("chief").item(&item, I::CloseVote).unwrap();
    // Who was here says why he was against it; whose letter came writes when he is back.
    c.by("vp_zhou").item(&item, I::Minority { text: why() }).unwrap();
    c.by("sec_gong").item(&item, I::Decide { text: why() }).unwrap();
    c.by("head_qin").item(&item, I::Minority { text: why() }).unwrap();
    // The chief does not agree with the majority, and asks the superior organ.
    let item = approved(c, "pcom");
    let five = ["chief", "vp_sun", "vp_zhou", "head_zhao", "head_qin"];
    voting(c, "pcom", &item, &five);
    let mut votes = five.map(|who| (who, For));
    votes[0].1 = Against;
    vote(c, &item, &votes);
    c.by("sec_gong").item(&item, I::CloseVote).unwrap();
    c.by("chief").item(&item, I::ReferUp { reason: why() }).unwrap();
}

fn on(c: &mut Court, matter: &MatterId, who: &str, act: R) {
    c.by(who).act(&Command::Routing { matter: Some(*matter), act }).unwrap();
}

/// Taken back as drafted and as approved, and one that is sent.
fn routing(c: &mut Court) -> MatterId {
    let routed = |c: &mut Court| {
        let act = R::Route {
            record: c.confirmed(),
            target: "PLC".to_owned(),
            override_reason: String::new(),
            form: "REPORT".to_owned(),
            to_unit: why(),
            text: why(),
        };
        c.by("dis_e").act(&Command::Routing { matter: None, act }).unwrap().matter
    };
    let drafted = routed(c);
    on(c, &drafted, "dis_e", R::Withdraw { reason: why() });
    let taken_back = routed(c);
    on(c, &taken_back, "dish_fan", R::Approve);
    on(c, &taken_back, "dis_e", R::Withdraw { reason: why() });
    let sent = routed(c);
    on(c, &sent, "dish_fan", R::Approve);
    let sent_at = c.now();
    on(c, &sent, "dis_e", R::Send { doc_no: why(), delivery: "PAPER".to_owned(), sent_at });
    sent
}

/// Nothing came back, not even a receipt: they are reminded, and then they answer. Nobody spoke on the last
/// rung of the ladder meanwhile.
fn silence(c: &mut Court, sent: &MatterId) {
    c.later(40 * DAY);
    on(c, sent, "dis_e", R::Remind { text: why() });
    let result = R::Result { result: "VERIFIED".to_owned(), result_text: why(), doc_no: String::new() };
    on(c, sent, "dis_e", result);
}
