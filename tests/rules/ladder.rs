//! The ladder: who is asked, who is passed over and why, and what silence does.

use crate::support;

use liuhen::domain::command::Command;
use liuhen::domain::escalation::{Decision, EscalationCommand, EscalationEvent, EscalationState};
use liuhen::domain::event::{ActorName, Event};
use liuhen::domain::flow::Act;
use liuhen::domain::ids::MatterId;
use liuhen::domain::organ::{OrganChange, Unit};
use liuhen::domain::record::RecordText;
use liuhen::domain::refusal::Rule;
use liuhen::office::EscalationView;
use support::words::{CIVIL_CASE, insider, outsider};
use support::*;

fn about(people: &[&str]) -> RecordText {
    let mut text = phone_call();
    text.people = people.iter().map(|id| insider(id, "INQUIRER")).collect();
    text
}

fn ladder(court: &mut Court, escalation: &MatterId) -> EscalationView {
    court.office.escalation(&actor("dish_fan"), escalation).unwrap().0
}

fn started(court: &mut Court, text: RecordText) -> (MatterId, MatterId) {
    let record = court.by("clerk_he").submit(text).unwrap().matter;
    let escalation = court.by("clerk_he").escalate(&record).unwrap().matter;
    (record, escalation)
}

#[test]
fn it_goes_up_level_by_level_and_every_level_must_answer() {
    let mut court = Court::founded();
    let (record, e) = started(&mut court, phone_call());
    assert_eq!(rule(court.by("judge_chen").answer(&e, Decision::Accept, "不属于我")), Rule::NotYourCapacity);
    assert_eq!(rule(court.by("clerk_dong").answer(&e, Decision::Accept, "看不到")), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("judge_li").answer(&e, Decision::NoAct, " ")), Rule::AnswerNeedsText);
    for (who, level) in [
        ("judge_li", "PRESIDING"),
        ("head_zhao", "DIVISION_HEAD"),
        ("vp_sun", "VICE_CHIEF"),
        ("chief", "CHIEF"),
    ] {
        let view = ladder(&mut court, &e);
        assert_eq!(view.level, level);
        assert!(
            court.office.desk(&actor(who)).unwrap().iter().any(|l| l.matter == e && l.act == Act::Answer)
        );
        court.by(who).answer(&e, Decision::PassUp, "请上级定").unwrap();
    }
    let view = ladder(&mut court, &e);
    assert_eq!((view.state, view.level.as_str()), (EscalationState::ToSuperior, "SUPERIOR"));
    assert_eq!(rule(court.by("chief").send_superior(&e)), Rule::NotYourCapacity);
    assert_eq!(rule(court.by("cus_an").superior_answer(&e, "1")), Rule::NotNow);
    court.by("cus_an").send_superior(&e).unwrap();
    assert_eq!(rule(court.by("cus_bai").superior_answer(&e, " ")), Rule::ReasonMissing);
    court.by("cus_bai").superior_answer(&e, "淮中法〔2026〕9号").unwrap();
    assert_eq!(ladder(&mut court, &e).state, EscalationState::Answered);
    // The levels were shown the record, and keep it in sight.
    court.by("head_zhao").sheet(&record).unwrap();
    court.assert_sound();
}

#[test]
fn only_one_is_open_and_the_starter_has_agreed_that_it_is_shown() {
    let mut court = Court::founded();
    let (record, e) = started(&mut court, phone_call());
    assert_eq!(rule(court.by("judge_wang").escalate(&record)), Rule::OpenAlready);
    assert_eq!(rule(court.by("clerk_dong").escalate(&record)), Rule::NoSuchMatter);
    assert_eq!(rule(court.by("cus_an").escalate(&record)), Rule::NotYourCapacity);
    court.by("judge_li").answer(&e, Decision::Accept, "依法办理").unwrap();
    assert_eq!(rule(court.by("judge_li").answer(&e, Decision::Accept, "再说一次")), Rule::NotNow);
    let start = |consent: bool, reason: &str, text: &str| Command::Escalation {
        escalation: None,
        act: EscalationCommand::Start {
            record,
            reason: reason.to_owned(),
            text: text.to_owned(),
            wanted: Vec::new(),
            consent,
        },
    };
    let mut by = court.by("clerk_he");
    assert_eq!(wrong(by.act(&start(false, "HARD", "请求指导"))), ["escalation.consent"]);
    assert_eq!(wrong(by.act(&start(true, "NONE", "请求指导"))), ["escalation.reason"]);
    assert_eq!(rule(by.act(&start(true, "HARD", " "))), Rule::ReasonMissing);
    by.act(&start(true, "HARD", "又来电了")).unwrap();
    // A note nobody has numbered is not taken up the ladder.
    let gone = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("clerk_he").withdraw(&gone).unwrap();
    assert_eq!(rule(court.by("clerk_he").escalate(&gone)), Rule::NotNow);
}

#[test]
fn the_subject_his_kin_vacancies_and_the_starter_are_passed_over() {
    let mut court = Court::founded();
    court.change(OrganChange::Kin {
        person: "head_zhao".into(),
        kin: vec!["judge_pan".into()],
        kin_names: vec!["赵大川".to_owned()],
    });
    let (_, e) = started(&mut court, about(&["judge_li", "judge_pan"]));
    let view = ladder(&mut court, &e);
    assert_eq!(view.level, "VICE_CHIEF");
    let why: Vec<_> = view.skipped.iter().map(|(l, w)| (l.as_str(), w.as_str())).collect();
    assert_eq!(why, [("PRESIDING", "subject"), ("DIVISION_HEAD", "kin")]);
    assert_eq!(rule(court.office.escalation(&actor("judge_li"), &e)), Rule::NoSuchMatter);
    assert_eq!(rule(court.office.escalation(&actor("head_zhao"), &e)), Rule::NoSuchMatter);

    // A relative by name, and a level that is empty or gone.
    court.change(OrganChange::Active { person: "vp_sun".into(), active: false });
    let mut text = phone_call();
    text.people = vec![outsider("赵大川")];
    text.case_no = CIVIL_CASE.to_owned();
    let mut crim = text.clone();
    crim.case_no = support::words::CASE.to_owned();
    let (_, e) = started(&mut court, crim);
    court.by("judge_li").answer(&e, Decision::PassUp, "请上级定").unwrap();
    let view = ladder(&mut court, &e);
    let why: Vec<_> = view.skipped.iter().map(|(l, w)| (l.as_str(), w.as_str())).collect();
    assert_eq!(
        (view.level.as_str(), why),
        ("CHIEF", vec![("DIVISION_HEAD", "kin_name"), ("VICE_CHIEF", "vacant")])
    );
    // No presiding judge in the civil case.
    let (_, e) = started(&mut court, text);
    assert_eq!(ladder(&mut court, &e).skipped, [("PRESIDING".to_owned(), "vacant".to_owned())]);

    // Who recorded or started is not asked himself; and that he was passed over is not told.
    let record = court.by("judge_li").submit(phone_call()).unwrap().matter;
    let e = court.by("judge_wang").escalate(&record).unwrap().matter;
    let view = ladder(&mut court, &e);
    assert_eq!((view.level.as_str(), view.skipped.len()), ("DIVISION_HEAD", 0));
    court.assert_sound();
}

#[test]
fn nobody_is_asked_twice_where_he_stands_on_two_levels() {
    let mut court = Court::founded();
    let head = |u: &&Unit| u.head.as_ref().is_some_and(|h| h == &"head_zhao".into());
    let unit = founding().units.iter().find(head).cloned().unwrap();
    court.change(OrganChange::Unit { unit: Unit { vice_chief: Some("head_zhao".into()), ..unit } });
    let (_, e) = started(&mut court, phone_call());
    for who in ["judge_li", "head_zhao"] {
        court.by(who).answer(&e, Decision::PassUp, "请上级定").unwrap();
    }
    let view = ladder(&mut court, &e);
    assert_eq!(view.level, "CHIEF");
    assert_eq!(view.skipped, [("VICE_CHIEF".to_owned(), "asked_already".to_owned())]);
    court.assert_sound();
}

#[test]
fn when_the_chief_is_the_subject_the_superior_organ_is_asked() {
    let mut court = Court::founded();
    let (_, e) = started(&mut court, about(&["chief"]));
    for who in ["judge_li", "head_zhao", "vp_sun"] {
        court.by(who).answer(&e, Decision::PassUp, "请上级定").unwrap();
    }
    let view = ladder(&mut court, &e);
    assert_eq!((view.state, view.level.as_str()), (EscalationState::ToSuperior, "SUPERIOR"));
    assert_eq!(rule(court.office.escalation(&actor("chief"), &e)), Rule::NoSuchMatter);
    // Never an administrator.
    for who in ["sys_gao", "sea_lin", "aud_mu"] {
        assert_eq!(rule(court.office.escalation(&actor(who), &e)), Rule::NoSuchMatter);
    }
    // Everybody on the ladder at once: it begins with the superior organ.
    let (_, e) = started(&mut court, about(&["judge_li", "head_zhao", "vp_sun", "chief"]));
    assert_eq!(ladder(&mut court, &e).state, EscalationState::ToSuperior);
}

#[test]
fn silence_passes_up_with_the_due_date_and_the_next_clock_starts_when_it_is_written() {
    let mut court = Court::founded();
    let (record, e) = started(&mut court, phone_call());
    let due = court.office.organ().due("escalation_level", court.now());
    court.watch.0.store(due, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(court.office.tick().unwrap(), 0, "the last millisecond is in time");
    // Nobody looks for a month: one level is passed, and the next has its whole time.
    court.later(30 * DAY);
    let written = court.now();
    assert_eq!(court.office.tick().unwrap(), 1);
    assert_eq!(court.office.tick().unwrap(), 0);
    let last = court.log().pop().unwrap();
    assert_eq!(last.actor, ActorName::Register);
    let Event::Escalation(EscalationEvent::PassedUp { silent_since, level, .. }) = last.act else { panic!() };
    assert_eq!((silent_since, level.as_str()), (Some(due), "DIVISION_HEAD"));
    let view = ladder(&mut court, &e);
    let silent = &view.answers[0];
    assert_eq!(
        (silent.silent, silent.level.as_str(), silent.name.is_empty()),
        (true, "PRESIDING", false),
        "it is told who was silent"
    );
    assert_eq!(view.since, written);
    assert_eq!(rule(court.by("judge_li").answer(&e, Decision::Accept, "我来答复")), Rule::NotYourCapacity);
    // Any act and any look writes what is due first.
    court.later(30 * DAY);
    court
        .by("clerk_dong")
        .submit({
            let mut text = phone_call();
            text.late_reason = "外出".to_owned();
            text
        })
        .unwrap();
    assert_eq!(ladder(&mut court, &e).level, "VICE_CHIEF");
    court.later(30 * DAY);
    court.by("chief").sheet(&record).unwrap();
    assert_eq!(ladder(&mut court, &e).level, "CHIEF");
    court.later(30 * DAY);
    assert_eq!(ladder(&mut court, &e).state, EscalationState::ToSuperior);
    court.later(30 * DAY);
    assert_eq!(court.office.tick().unwrap(), 0, "the superior organ's silence is not ours to end");
    court.assert_sound();
}

#[test]
fn several_silent_escalations_are_passed_in_one_tick() {
    let mut court = Court::founded();
    let all: Vec<MatterId> = (0..3).map(|_| started(&mut court, phone_call()).1).collect();
    court.by("judge_li").answer(&all[1], Decision::Accept, "依法办理").unwrap();
    court.later(20 * DAY);
    assert_eq!(court.office.tick().unwrap(), 2);
    assert_eq!(ladder(&mut court, &all[0]).level, "DIVISION_HEAD");
    assert_eq!(ladder(&mut court, &all[1]).level, "PRESIDING");
    assert_eq!(ladder(&mut court, &all[2]).level, "DIVISION_HEAD");
    court.assert_sound();
}

#[test]
fn while_seeding_each_silent_level_has_its_own_clock() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("register");
    let at = START;
    let office = liuhen::office::seed(&dir, &founding(), at - DAY, Box::new(Labelled::default()), |s| {
        let submit = liuhen::domain::record::RecordCommand::Submit { text: Box::new(phone_call()) };
        let record = s.act(at, &person("clerk_he"), &Command::Record { record: None, act: submit })?.matter;
        let act = EscalationCommand::Start {
            record,
            reason: "HARD".to_owned(),
            text: "请求指导".to_owned(),
            wanted: Vec::new(),
            consent: true,
        };
        s.act(at, &person("clerk_he"), &Command::Escalation { escalation: None, act })?;
        s.silence(at + 60 * DAY)
    })
    .unwrap();
    drop(office);
    let levels: Vec<String> = bodies(&dir)
        .into_iter()
        .filter_map(|b| match b.act {
            Event::Escalation(EscalationEvent::PassedUp { level, silent_since: Some(_), .. }) => Some(level),
            _ => None,
        })
        .collect();
    assert_eq!(levels, ["DIVISION_HEAD", "VICE_CHIEF", "CHIEF", "SUPERIOR"]);
    session(&dir, at + 61 * DAY, "after").assert_sound();
}

#[test]
fn a_levels_answer_stands_for_the_application_only_where_the_presiding_judge_is_recused() {
    let mut court = Court::founded();
    let (record, e) = started(&mut court, phone_call());
    court.by("judge_li").answer(&e, Decision::PassUp, "请上级定").unwrap();
    court.by("head_zhao").answer(&e, Decision::ToCommittee, "提请审委会").unwrap();
    assert_eq!(ladder(&mut court, &e).state, EscalationState::ToCommittee);
    assert_eq!(rule(court.by("head_zhao").apply(&record, "ac")), Rule::NotYourCapacity);
    court.by("judge_li").apply(&record, "ac").unwrap();

    let (record, e) = started(&mut court, about(&["judge_li"]));
    assert_eq!(rule(court.by("head_zhao").apply(&record, "ac")), Rule::NotYourCapacity);
    court.by("head_zhao").answer(&e, Decision::ToCommittee, "提请审委会").unwrap();
    let sheet = court.by("head_zhao").sheet(&record).unwrap();
    assert!(sheet.can.iter().any(|c| c.act == Act::Apply && c.why_not.is_none()));
    assert_eq!(rule(court.by("vp_sun").apply(&record, "ac")), Rule::NoSuchMatter);
    court.by("head_zhao").apply(&record, "ac").unwrap();
    court.assert_sound();
}

#[test]
fn a_level_recused_while_it_holds_the_matter_is_passed_by_silence() {
    let mut court = Court::founded();
    let (record, e) = started(&mut court, phone_call());
    court.by("judge_li").declare_recusal(&record).unwrap();
    assert_eq!(rule(court.by("judge_li").answer(&e, Decision::Accept, "依法办理")), Rule::NoSuchMatter);
    court.later(10 * DAY);
    assert_eq!(ladder(&mut court, &e).level, "DIVISION_HEAD");
}

#[test]
fn a_clock_far_ahead_makes_nobodys_time_run_out_until_two_administrators_vouch_for_it() {
    let mut court = Court::founded();
    let record = court.by("clerk_he").submit(phone_call()).unwrap().matter;
    court.by("clerk_he").escalate(&record).unwrap();
    let size = court.log_size();
    court.later(500 * DAY);
    assert_eq!(rule(court.by("clerk_he").submit(phone_call())), Rule::ClockAhead);
    assert_eq!(court.office.tick().unwrap(), 0);
    assert_eq!(court.log_size(), size, "nothing was written on the word of that clock");

    let calendar = court.office.organ().calendar.clone();
    let proposal = court.by("sys_gao").propose(OrganChange::Calendar { calendar }).unwrap().matter;
    assert_eq!(rule(court.by("cus_an").confirm(&record)), Rule::ClockAhead, "one administrator is not two");
    court
        .by("sea_lin")
        .act(&Command::Organ(liuhen::domain::organ::OrganCommand::Confirm { proposal }))
        .unwrap();
    assert!(court.office.tick().unwrap() > 0, "now silence passes up");
    court.by("cus_an").confirm(&record).unwrap();
    court.assert_sound();
}
