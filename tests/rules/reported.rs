//! A report at once with draft, approval and sending (External Provision art. 7): begun as soon as a record is
//! handed in, approved by another than who drafted it, and one line on a desk beside the note of one act.

use crate::agreement::Second;
use crate::support::words::insider;
use crate::support::*;
use liuhen::domain::command::Command;
use liuhen::domain::event::Event;
use liuhen::domain::flow::{Act, Capacity};
use liuhen::domain::ids::{MatterId, Millis};
use liuhen::domain::organ::{OrganChange, Role};
use liuhen::domain::record::{AtOnceNote, QuickNote, RecordCommand, RecordText, Status};
use liuhen::domain::refusal::Rule;
use liuhen::domain::search::{Filter, Near};
use liuhen::domain::urgency::{APPROVE, DRAFT, SEND, UrgencyAct as A, UrgencyEvent};
use liuhen::office::{MatterSheet, Trouble};

const HOUR: Millis = 3_600_000;

fn why() -> String {
    "理由".to_owned()
}

fn on(matter: MatterId, act: A) -> Command {
    Command::Urgency { matter: Some(matter), act }
}

fn draft_for(record: MatterId, to: &[&str], reason: &str) -> Command {
    let to = to.iter().map(|code| (*code).to_owned()).collect();
    let (text, reason) = ("来电人称不照办就要调走承办人,已影响办理".to_owned(), reason.to_owned());
    Command::Urgency { matter: None, act: A::Draft { record, to, text, reason } }
}

fn draft(c: &mut Court, who: &str, record: MatterId) -> Result<MatterId, Trouble> {
    c.by(who).act(&draft_for(record, &["PLC", "SUP"], "")).map(|receipt| receipt.matter)
}

fn sent(c: &Court) -> A {
    A::Send { doc_no: "淮法急〔2026〕1号".to_owned(), delivery: "FACE".to_owned(), sent_at: c.now() }
}

fn note(c: &mut Court, who: &str, record: &MatterId, to: &[&str]) {
    let seen = c.by("cus_an").seen(record);
    let to = to.iter().map(|code| (*code).to_owned()).collect();
    let note =
        AtOnceNote { to, sent_at: Some(c.now()), words: "电话报告".to_owned(), ..Default::default() };
    c.by(who).record(record, RecordCommand::ReportAtOnce { seen, note }).unwrap();
}

fn affected() -> RecordText {
    let mut text = phone_call();
    text.effect = "AFFECTED".to_owned();
    text
}

fn urgent(c: &mut Court) -> MatterId {
    c.by("clerk_he").submit(affected()).unwrap().matter
}

/// What of a record and its reports is on a desk, in its order.
fn acts(c: &mut Court, who: &str, matters: &[MatterId]) -> Vec<Act> {
    let desk = c.office.desk(&actor(who)).unwrap();
    desk.iter().filter(|l| matters.contains(&l.matter)).map(|l| l.act).collect()
}

fn sheet(c: &mut Court, who: &str, matter: &MatterId) -> MatterSheet {
    c.office.sheet(&actor(who), matter).unwrap()
}

fn labels(sheet: &MatterSheet) -> Vec<&'static str> {
    sheet.rows.iter().map(|row| row.label).collect()
}

fn both_agree(c: &mut Court) {
    c.assert_sound();
    if let Some(mut second) = Second::start() {
        second.finds_sound(c.dir());
    }
}

#[test]
fn it_is_drafted_given_back_approved_and_sent_within_a_day_while_custody_goes_on() {
    let mut court = Court::founded();
    let c = &mut court;
    let record = urgent(c);
    let handed_in = c.by("clerk_he").sheet(&record).unwrap().record.recorded_at;
    for who in ["chief", "dis_e", "dish_fan"] {
        assert_eq!(acts(c, who, &[record]), [DRAFT], "{who}: one line, and it leads to the draft");
        assert_eq!(c.office.desk(&actor(who)).unwrap()[0].act, DRAFT, "{who}: first");
    }
    // Somebody is named, by the list.
    assert_eq!(wrong(c.by("dis_e").act(&draft_for(record, &[], ""))), ["urgency.to"]);
    assert_eq!(wrong(c.by("dis_e").act(&draft_for(record, &["MOON"], ""))), ["urgency.to"]);
    assert_eq!(rule(draft(c, "cus_an", record)), Rule::NotYourCapacity);
    c.later(HOUR / 2);
    let first = draft(c, "dis_e", record).unwrap();
    // Custody goes on, and neither waits for the other.
    c.confirm_twice(&record);
    assert_eq!(rule(draft(c, "dish_fan", record)), Rule::OpenAlready);
    let both = [record, first];
    assert_eq!(acts(c, "chief", &both), [APPROVE]);
    let due = c.office.desk(&actor("chief")).unwrap()[0].due;
    assert_eq!(due, handed_in + 24 * HOUR, "counted from the record, not from the draft");
    let why_date = sheet(c, "chief", &first).due.unwrap();
    assert_eq!((why_date.0, why_date.1.at_ms), (APPROVE, due));
    assert!(!acts(c, "dis_e", &both).contains(&DRAFT) && !acts(c, "dish_fan", &both).contains(&DRAFT));
    assert_eq!(rule(c.by("dis_e").act(&on(first, A::Approve))), Rule::ActsApart);
    let now = sent(c);
    assert_eq!(rule(c.by("dis_e").act(&on(first, now))), Rule::NotNow, "nobody approved it");
    assert_eq!(
        wrong(c.by("chief").act(&on(first, A::Return { reason: " ".to_owned() }))),
        ["urgency.reason"]
    );
    c.by("chief").act(&on(first, A::Return { reason: why() })).unwrap();
    assert_eq!(acts(c, "dish_fan", &both).first(), Some(&DRAFT), "to be drafted anew");
    let second = draft(c, "dish_fan", record).unwrap();
    c.by("chief").act(&on(second, A::Approve)).unwrap();
    assert_eq!(acts(c, "dis_e", &[record, second]).first(), Some(&SEND));
    c.later(3 * HOUR);
    let (mut early, mut ahead) = (sent(c), sent(c));
    if let (A::Send { sent_at: e, .. }, A::Send { sent_at: a, .. }) = (&mut early, &mut ahead) {
        (*e, *a) = (*e - 48 * HOUR, *a + 1);
    }
    for moment in [early, ahead] {
        assert_eq!(wrong(c.by("dis_e").act(&on(second, moment))), ["urgency.sent_at"]);
    }
    let now = sent(c);
    c.by("dis_e").act(&on(second, now)).unwrap();
    for who in ["chief", "dis_e", "dish_fan"] {
        let left = acts(c, who, &[record, first, second]);
        assert!(
            !left.iter().any(|act| [DRAFT, SEND, APPROVE, Act::ReportAtOnce].contains(act)),
            "{who}: {left:?}"
        );
    }
    let receipt = A::Receipt { receipt_by: "值班室".to_owned(), receipt_at: c.now() };
    c.by("dis_e").act(&on(second, receipt)).unwrap();
    let report = c.office.sheet(&actor("dis_e"), &second).unwrap();
    assert_eq!((report.state, report.open), ("received", false));
    let hours = report.rows.iter().find(|row| row.label == "hours").unwrap();
    assert_eq!(serde_json::to_value(hours).unwrap()["value"], "3");
    // The recorder sees that it was reported, to whom and when, and no word of it.
    let his = sheet(c, "clerk_he", &second);
    assert_eq!(labels(&his), ["to", "sent", "doc_no", "sent_at", "hours", "receipt_at"]);
    assert!(!c.by("clerk_he").sheet(&record).unwrap().record.at_once.unwrap().open);
    both_agree(c);
}

#[test]
fn what_is_not_urgent_is_reported_by_hand_for_a_reason_and_what_was_not_handed_in_not_at_all() {
    let mut court = Court::founded();
    let c = &mut court;
    let (occurred, who, line) = (phone_call().occurred.unwrap(), "钱大海".to_owned(), "先记一笔".to_owned());
    let act = RecordCommand::Quick { note: QuickNote { occurred, who, line, case_no: None } };
    let quick = c.by("dis_e").act(&Command::Record { record: None, act }).unwrap().matter;
    // It is there for nobody but who noted it, and nobody reports his own.
    assert_eq!(rule(draft(c, "dis_e", quick)), Rule::NotYourCapacity);
    assert_eq!(rule(draft(c, "chief", quick)), Rule::NoSuchMatter);
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    assert_eq!(wrong(draft(c, "dis_e", record)), ["urgency.reason"]);
    c.later(30 * HOUR);
    let matter = c.by("dis_e").act(&draft_for(record, &["SUP"], "多人同日来电")).unwrap().matter;
    // The day of one by hand begins with its draft.
    let due = c.office.desk(&actor("chief")).unwrap().into_iter().find(|l| l.matter == matter).unwrap().due;
    assert_eq!(due, c.now() + 24 * HOUR);
    let of = |c: &mut Court| labels(&sheet(c, "dis_e", &matter));
    assert_eq!(of(c)[..4], ["triggers", "reason", "to", "text"]);
    // Whoever drafted it takes it back, approved or not, and nobody else.
    c.by("chief").act(&on(matter, A::Approve)).unwrap();
    let back = || A::Withdraw { reason: why() };
    assert_eq!(rule(c.by("dish_fan").act(&on(matter, back()))), Rule::ItsOwn);
    c.by("dis_e").act(&on(matter, back())).unwrap();
    // What was void was nothing.
    for who in ["clerk_he", "cus_an", "cus_bai", "dis_e"] {
        c.by(who).record(&record, RecordCommand::Void { reason: why() }).unwrap();
    }
    assert_eq!(c.by("dis_e").sheet(&record).unwrap().record.status, Status::Void);
    assert_eq!(rule(c.by("dis_e").act(&draft_for(record, &["PLC"], "再报"))), Rule::NotNow);
    both_agree(c);
}

#[test]
fn the_note_of_one_act_and_the_report_leave_one_line_and_either_ends_it() {
    let mut court = Court::founded();
    let c = &mut court;
    // Told by telephone: nothing is left, and the paper may follow.
    let record = urgent(c);
    note(c, "chief", &record, &["PLC"]);
    for who in ["chief", "dis_e", "dish_fan"] {
        assert!(acts(c, who, &[record]).is_empty(), "{who}");
    }
    draft(c, "dis_e", record).unwrap();
    c.confirm_twice(&record);
    // Sent as a report: nobody is asked for the note, nothing presses any more.
    let record = urgent(c);
    c.confirm_twice(&record);
    let matter = draft(c, "chief", record).unwrap();
    assert_eq!(rule(c.by("chief").act(&on(matter, A::Approve))), Rule::ActsApart, "his own draft");
    assert_eq!(acts(c, "vp_sun", &[record, matter]), [APPROVE], "the deputy, in his place");
    let first = |c: &mut Court| {
        let lines = c.office.records(&actor("chief"), &Filter::default(), Near::Start, 9).unwrap().lines;
        lines[0].id
    };
    c.later(1000);
    c.by("clerk_dong").submit(phone_call()).unwrap();
    assert_eq!(first(c), record, "it presses until it is sent");
    c.by("vp_sun").act(&on(matter, A::Approve)).unwrap();
    let now = sent(c);
    c.by("dish_fan").act(&on(matter, now)).unwrap();
    assert_ne!(first(c), record);
    // Urgent since is urgent anew: what was sent before the threat was stated does not answer it.
    let record = c.by("clerk_he").submit(phone_call()).unwrap().matter;
    let matter = c.by("dis_e").act(&draft_for(record, &["PLC"], "必要")).unwrap().matter;
    c.by("chief").act(&on(matter, A::Approve)).unwrap();
    let now = sent(c);
    c.by("dis_e").act(&on(matter, now)).unwrap();
    c.later(HOUR);
    c.by("clerk_he").amend(&record, affected()).unwrap();
    assert_eq!(acts(c, "dish_fan", &[record]), [DRAFT]);
    both_agree(c);
}

#[test]
fn the_liaison_sends_what_was_approved_and_sees_it_from_then_on() {
    let mut court = Court::founded();
    let c = &mut court;
    let mut liaison = c.office.organ().people[&person("clerk_dong")].clone();
    liaison.roles = [Role::Lia].into();
    c.change(OrganChange::Person { person: liaison });
    let record = urgent(c);
    let matter = draft(c, "dis_e", record).unwrap();
    assert!(c.office.sheet(&actor("clerk_dong"), &matter).is_err());
    c.by("chief").act(&on(matter, A::Approve)).unwrap();
    assert_eq!(acts(c, "clerk_dong", &[record, matter]), [SEND]);
    assert!(labels(&sheet(c, "clerk_dong", &matter)).contains(&"text"), "he reads what he sends");
    let now = sent(c);
    c.by("clerk_dong").act(&on(matter, now)).unwrap();
    both_agree(c);
}

#[test]
fn who_is_recused_sees_nothing_and_where_nobody_may_approve_the_superior_organ_is_written_to() {
    let mut court = Court::founded();
    let c = &mut court;
    let about = |people: &[&str]| {
        let mut text = affected();
        text.people = people.iter().map(|id| insider(id, "INQUIRER")).collect();
        text.people.iter_mut().skip(1).for_each(|p| p.primary = false);
        text
    };
    // A chief who is out: his deputy approves, and reads what he approves; nobody else of them does.
    let record = c.by("clerk_he").submit(about(&["chief"])).unwrap().matter;
    let matter = draft(c, "dis_e", record).unwrap();
    assert!(c.office.sheet(&actor("chief"), &matter).is_err());
    assert_eq!(rule(c.by("chief").act(&on(matter, A::Approve))), Rule::NoSuchMatter);
    assert!(labels(&sheet(c, "vp_sun", &matter)).contains(&"text"));
    assert!(c.office.sheet(&actor("vp_zhou"), &matter).is_err());
    c.by("vp_sun").act(&on(matter, A::Approve)).unwrap();
    // Nobody of those who approve is left: the note of one act is, for whoever of discipline writes.
    let record = c.by("clerk_he").submit(about(&["chief", "vp_sun", "vp_zhou"])).unwrap().matter;
    assert_eq!(acts(c, "dis_e", &[record]), [Act::ReportAtOnce]);
    assert_eq!(rule(draft(c, "dis_e", record)), Rule::ByLetter);
    note(c, "dis_e", &record, &["SUP_COURT"]);
    assert!(acts(c, "dish_fan", &[record]).is_empty());
    // Nobody of chief and discipline is left: custodians write, and draft nothing.
    let record = c.by("clerk_he").submit(about(&["chief", "dis_e", "dish_fan"])).unwrap().matter;
    let line = c
        .office
        .desk(&actor("cus_an"))
        .unwrap()
        .into_iter()
        .find(|l| l.matter == record && l.act == Act::ReportAtOnce);
    assert_eq!(line.unwrap().capacity, Capacity::Custodian);
    assert_eq!(rule(draft(c, "cus_an", record)), Rule::ByLetter);
    // Whoever would approve is out once it is drafted: it goes back to the note, and nothing stands still.
    let record = c.by("clerk_he").submit(about(&["vp_sun", "vp_zhou"])).unwrap().matter;
    let matter = draft(c, "dis_e", record).unwrap();
    c.by("dish_fan").order_recusal(&record, "chief").unwrap();
    assert_eq!(acts(c, "dish_fan", &[record, matter]).first(), Some(&Act::ReportAtOnce));
    note(c, "dish_fan", &record, &["SUP_COURT"]);
    both_agree(c);
}

#[test]
fn what_of_a_record_asks_for_it_is_reckoned_from_every_text_of_it() {
    let mut court = Court::founded();
    let c = &mut court;
    let mut text = affected();
    text.special_items = vec!["S06".to_owned()];
    let record = c.by("clerk_he").submit(text).unwrap().matter;
    let mut threat = phone_call();
    (threat.aggravating, threat.late_reason) = (vec!["THREAT".to_owned()], "补正".to_owned());
    c.by("clerk_he").amend(&record, threat).unwrap();
    draft(c, "dis_e", record).unwrap();
    let Event::Urgency(UrgencyEvent::Drafted { triggers, .. }) = c.log().pop().unwrap().act else {
        panic!("no draft");
    };
    assert_eq!(triggers, ["AFFECTED", "THREAT", "SPECIAL_ITEM"]);
    // The recorder's own mark says nothing of what it is: whoever drafts says why.
    let mut text = phone_call();
    text.urgent = true;
    let record = c.by("clerk_he").submit(text).unwrap().matter;
    assert_eq!(acts(c, "dis_e", &[record]), [DRAFT]);
    assert_eq!(wrong(draft(c, "dis_e", record)), ["urgency.reason"]);
    c.by("dis_e").act(&draft_for(record, &["PLC"], "记录人标为紧急")).unwrap();
    c.assert_sound();
}
