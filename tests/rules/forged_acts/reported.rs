//! Reports at once that no decision would have let in, written into the file.

use super::votes::Forger;
use super::*;
use liuhen::domain::urgency::{UrgencyAct, UrgencyEvent};

fn drafted(record: MatterId, trigger: &str) -> Event {
    Event::Urgency(UrgencyEvent::Drafted {
        ref_: Ref::from_random([7; 5]),
        record,
        triggers: vec![trigger.to_owned()],
        to: vec!["PLC".to_owned()],
        text: why(),
        reason: String::new(),
    })
}

#[test]
fn whoever_says_twice_in_the_file_that_he_knows_of_a_result_is_named_by_both() {
    use RoutingAct as A;
    let Some(mut f) = Forger::set() else { return };
    let now = f.stage.court.now();
    let record = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    f.stage.court.confirm_twice(&record);
    let route = A::Route {
        record,
        target: "PLC".to_owned(),
        override_reason: String::new(),
        form: "REPORT".to_owned(),
        to_unit: why(),
        text: why(),
    };
    let routed = f.by("dis_e").act(&Command::Routing { matter: None, act: route }).unwrap().matter;
    let result = A::Result { result: "VERIFIED".to_owned(), result_text: why(), doc_no: String::new() };
    for (who, act) in [
        ("dish_fan", A::Approve),
        ("dis_e", A::Send { doc_no: why(), delivery: "PAPER".to_owned(), sent_at: now }),
        ("dis_e", result),
        ("dis_e", A::GiveBack { text: why(), to_recorder: why() }),
        ("judge_wang", A::Hear),
    ] {
        f.by(who).act(&Command::Routing { matter: Some(routed), act }).unwrap();
    }
    f.sound();
    let heard = || Event::Routing(RoutingEvent::Heard);
    f.named("heard twice", "judge_wang", routed, heard(), ("only_once", "apart"));
}

#[test]
fn whoever_reports_in_the_file_what_nobody_else_approved_is_named_by_both() {
    let Some(mut f) = Forger::set() else { return };
    let now = f.stage.court.now();
    let mut text = phone_call();
    text.effect = "AFFECTED".to_owned();
    let record = f.by("clerk_he").submit(text.clone()).unwrap().matter;
    let open = f.by("clerk_he").submit(text).unwrap().matter;
    let plain = f.by("clerk_he").submit(phone_call()).unwrap().matter;
    let draft = |record: MatterId| {
        let (to, text, reason) = (vec!["PLC".to_owned()], why(), String::new());
        Command::Urgency { matter: None, act: UrgencyAct::Draft { record, to, text, reason } }
    };
    let waits = f.by("chief").act(&draft(open)).unwrap().matter;
    let approved = f.by("dis_e").act(&draft(record)).unwrap().matter;
    f.by("chief").act(&Command::Urgency { matter: Some(approved), act: UrgencyAct::Approve }).unwrap();
    f.sound();
    let sent = |hours| {
        Event::Urgency(UrgencyEvent::Sent { doc_no: why(), delivery: "FACE".to_owned(), sent_at: now, hours })
    };
    let by_himself = Event::Urgency(UrgencyEvent::Approved);
    let new = MatterId(Uuid::from_u128(79));
    f.named("approved by who drafted it", "chief", waits, by_himself, ("acts_apart", "apart"));
    f.named("sent and not approved", "dis_e", waits, sent(0), ("not_now", "state"));
    f.named("sent by a judge", "judge_li", approved, sent(0), ("not_your_capacity", "capacity"));
    f.named("another count of hours", "dis_e", approved, sent(9), ("other", "input"));
    f.named("a second one", "dis_e", new, drafted(open, "AFFECTED"), ("open_already", "state"));
    f.named("by hand for no reason", "dis_e", new, drafted(plain, "MANUAL"), ("other", "lacks"));
    f.named(
        "drafted by a custodian",
        "cus_an",
        new,
        drafted(plain, "THREAT"),
        ("not_your_capacity", "capacity"),
    );
}
